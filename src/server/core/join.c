/* Joined tickets: who follows a ticket because theirs was joined to it, and where a chain of joined ones ends. Read from
 * the trace and the rows, kept nowhere else. */
#include <stdlib.h>
#include <string.h>

#include "core_p.h"

#define CHAIN_MAX \
	16 /* joined to one that was joined to one…: the rules allow no circle, a broken row must not hang us */

static enum err_code
master_of(struct core *c, const char *id, char out[ID_SIZE], bool *joined, struct err *e)
{
	struct ticket t;
	enum err_code rc;

	ticket_init(&t);
	rc = store_ticket_get(c->store, id, &t, e);
	*joined = rc == ERR_OK && t.state == STATE_MERGED && t.merged_into[0] != '\0';
	if (*joined)
		str_copy(out, ID_SIZE, t.merged_into);
	fields_drop_identity(&t.f);
	ticket_free(&t);
	if (rc != ERR_NOT_FOUND)
		return rc;
	err_clear(e);
	return ERR_OK;
}

enum err_code
core_join_root(struct core *c, char id[ID_SIZE], struct err *e)
{
	enum err_code rc = ERR_OK;
	bool joined = true;

	for (int i = 0; i < CHAIN_MAX && joined && rc == ERR_OK; i++)
		rc = master_of(c, id, id, &joined, e);
	return rc;
}

/* Does the chain that begins at ${from} pass ${id}? */
static enum err_code
leads_to(struct core *c, const char *from, const char *id, bool *yes, struct err *e)
{
	char at[ID_SIZE];
	enum err_code rc = ERR_OK;
	bool joined = true;

	*yes = false;
	str_copy(at, sizeof(at), from);
	for (int i = 0; i < CHAIN_MAX && joined && !*yes && rc == ERR_OK; i++) {
		rc = master_of(c, at, at, &joined, e);
		*yes = joined && strcmp(at, id) == 0;
	}
	return rc;
}

/* One line of the trace: who came, who left. */
static void
take(struct core_joined *out, const struct event *ev)
{
	const char *id = args_get(&ev->args, EA_OTHER);
	int at = 0;

	if (ev->kind != EVENT_FOLLOW || id[0] == '\0')
		return;
	while (at < out->n && strcmp(out->v[at].id, id) != 0)
		at++;
	if (str_same(args_get(&ev->args, EA_RESULT), "left")) {
		if (at < out->n)
			out->v[at] = out->v[--out->n];
	} else if (at == out->n && out->n < CORE_JOINED_MAX) {
		str_copy(out->v[out->n++].id, ID_SIZE, id);
	}
}

enum err_code
core_joined(struct core *c, const char *ticket, struct core_joined *out, struct err *e)
{
	struct event *list = NULL;
	size_t n = 0;
	enum err_code rc = store_events(c->store, ticket, 1, &list, &n, e);

	out->n = 0;
	for (size_t i = 0; i < n; i++) {
		take(out, &list[i]);
		event_free(&list[i]);
	}
	free(list);
	for (int i = 0; i < out->n && rc == ERR_OK; i++)
		rc = leads_to(c, out->v[i].id, ticket, &out->v[i].still, e);
	return rc;
}
