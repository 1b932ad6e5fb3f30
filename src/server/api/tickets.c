/* One ticket with its events, for what a seat's cache does not hold. */
#include <stdio.h>
#include <stdlib.h>

#include "api_p.h"

static void
shield_of(void *arg, const struct store_ticket_row *row)
{
	*(bool *)arg = row->shielded;
}

static enum err_code
write_ticket(
    struct store *s, const struct api_call *c, struct str *body, int64_t *rev, struct err *e)
{
	struct event *events = NULL;
	bool shielded = true;
	struct ticket t;
	size_t n = 0;
	enum err_code rc;

	if (!store_ticket_row(s, c->id, c->who.feed, shield_of, &shielded))
		return err_set(e, ERR_NOT_FOUND, "没有这件工单, 或不在您的办理范围内。");
	ticket_init(&t);
	rc = store_ticket_get(s, c->id, &t, e);
	if (rc == ERR_OK)
		rc = store_events(s, c->id, 1, &events, &n, e);
	for (size_t i = 0; rc == ERR_OK && i < n; i++)
		if (!feed_sees_event(c->who.roles, shielded, &events[i]))
			event_drop_identity(&events[i]);
	if (rc == ERR_OK)
		msg_ticket_write(&t, events, n, feed_sees_identity(c->who.roles, shielded), body);
	*rev = t.rev;
	for (size_t i = 0; i < n; i++)
		event_free(&events[i]);
	free(events);
	ticket_free(&t);
	return rc;
}

void
api_ticket_get(struct api *a, struct api_call *c)
{
	struct str body = { 0 };
	struct err e = { 0 };
	int64_t rev = 0;
	struct store *s = api_reader_take(a, &e);

	if (s != NULL) {
		store_look(s, &e);
		write_ticket(s, c, &body, &rev, &e);
		store_look_end(s);
		api_reader_give(a, s);
	}
	if (e.code != ERR_OK) {
		str_free(&body);
		api_fail(c, &e);
		return;
	}
	c->answer(c, 200, &body, rev);
}
