/* Queueing notices: in the transaction of the event that gives rise to them, so that neither is there without the other.
 * The words are made now: what was queued is what will have been said. */
#include "server/core/desk.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/log.h"
#include "core_p.h"
#include "model/clock.h"
#include "model/members.h"

#define MIN_MS 60000LL

/* ${unit}: who is told of UNIT_PART, or of UNIT_DUE beside the lead; "" the one the table names. */
static bool
address(const struct ticket *t, enum notice_kind kind, const char *unit, struct store_notice *x)
{
	if (notice_info(kind)->to == NOTICE_TO_PERSON)
		return notice_phone(t, x->phone, sizeof(x->phone));
	return str_copy(x->unit, sizeof(x->unit), *unit != '\0' ? unit : notice_unit(kind, t)) &&
	       x->unit[0] != '\0';
}

static enum err_code
put(struct core *c, const struct ticket *t, enum notice_kind kind, struct store_notice *x,
    const struct str *text, bool *added, struct err *e)
{
	str_copy(x->ticket, sizeof(x->ticket), t->id);
	str_copy(x->template, sizeof(x->template), notice_info(kind)->template);
	str_copy(x->channel, sizeof(x->channel), notice_info(kind)->channel);
	if (text->bad)
		return err_set(e, ERR_NO_MEMORY, NULL);
	if (str_copy(x->text, sizeof(x->text), str_c(text)))
		return store_notice_add(c->store, x, added, e);
	/* the ticket matters more than a message about it */
	log_error("notice %s: its words are too long to be sent", notice_info(kind)->template);
	return ERR_OK;
}

static enum err_code
queue(struct core *c, const struct ticket *t, enum notice_kind kind, const char *unit, int round,
    bool *added, struct err *e)
{
	struct store_notice x = { .round = round, .state = "queued", .at = c->now };
	struct str text = { 0 };
	enum err_code rc = ERR_OK;

	*added = false;
	if (address(t, kind, unit, &x)) {
		notice_text(kind, t, unit, c->city, &text);
		rc = put(c, t, kind, &x, &text, added, e);
		str_free(&text);
	}
	secret_wipe(x.phone, sizeof(x.phone));
	return rc;
}

enum err_code
core_notice(
    struct core *c, const struct ticket *t, enum notice_kind kind, bool *added, struct err *e)
{
	bool fresh;
	enum err_code rc = queue(c, t, kind, "", notice_round(kind, t), &fresh, e);

	if (added != NULL)
		*added = fresh;
	return rc;
}

/* ---- those who follow a ticket ---- */

#define FOLLOWER_ROUND \
	1000 /* of what a follower is told: apart from the rounds of his own ticket */

/* His own ticket was joined to ${master}: it is his own number that he knows. */
static enum err_code
tell_joined(struct core *c, const struct ticket *master, enum notice_kind kind, const char *id,
    struct err *e)
{
	struct store_notice x = {
		.round = FOLLOWER_ROUND + master->round, .state = "queued", .at = c->now
	};
	struct str text = { 0 };
	struct ticket t;
	bool added;
	enum err_code rc;

	ticket_init(&t);
	rc = store_ticket_get(c->store, id, &t, e);
	if (rc == ERR_OK && notice_phone(&t, x.phone, sizeof(x.phone))) {
		notice_text_joined(kind, &t, master, c->city, &text);
		rc = put(c, &t, kind, &x, &text, &added, e);
	}
	secret_wipe(x.phone, sizeof(x.phone));
	str_free(&text);
	fields_drop_identity(&t.f);
	ticket_free(&t);
	return rc;
}

/* A caller who told the same and got no ticket: he was given the number of this one. */
static enum err_code
tell_caller(struct core *c, const struct ticket *t, enum notice_kind kind, const struct event *ev,
    struct err *e)
{
	struct store_notice x = {
		.round = FOLLOWER_ROUND * (int)ev->seq + t->round, .state = "queued", .at = c->now
	};
	struct str text = { 0 };
	bool added;
	enum err_code rc = ERR_OK;

	if (notice_follower(ev, x.phone, sizeof(x.phone))) {
		notice_text(kind, t, "", c->city, &text);
		rc = put(c, t, kind, &x, &text, &added, e);
	}
	secret_wipe(x.phone, sizeof(x.phone));
	str_free(&text);
	return rc;
}

static enum err_code
tell_callers(struct core *c, const struct ticket *t, enum notice_kind kind, struct err *e)
{
	struct event *list = NULL;
	size_t n = 0;
	enum err_code rc = store_events(c->store, t->id, 1, &list, &n, e);

	for (size_t i = 0; i < n; i++) {
		if (rc == ERR_OK)
			rc = tell_caller(c, t, kind, &list[i], e);
		event_drop_identity(&list[i]);
		event_free(&list[i]);
	}
	free(list);
	return rc;
}

static enum err_code
tell_followers(struct core *c, const struct ticket *t, enum notice_kind kind, struct err *e)
{
	struct core_joined *list;
	enum err_code rc;

	if (t->follow_count == 0 || !notice_to_followers(kind))
		return ERR_OK;
	if ((list = calloc(1, sizeof(*list))) == NULL)
		return err_set(e, ERR_NO_MEMORY, NULL);
	rc = core_joined(c, t->id, list, e);
	for (int i = 0; i < list->n && rc == ERR_OK; i++)
		if (list->v[i].still)
			rc = tell_joined(c, t, kind, list->v[i].id, e);
	free(list);
	return rc == ERR_OK ? tell_callers(c, t, kind, e) : rc;
}

/* ---- each unit of an event ---- */

enum err_code
core_notice_event(struct core *c, const struct ticket *t, const struct event *ev, struct err *e)
{
	const int kind = notice_of_event(ev);
	const char *code = NULL;
	enum err_code rc = ERR_OK;
	size_t n = 0;

	if (kind >= 0)
		rc = core_notice(c, t, (enum notice_kind)kind, NULL, e);
	if (rc == ERR_OK && kind >= 0)
		rc = tell_followers(c, t, (enum notice_kind)kind, e);
	for (int i = 0; rc == ERR_OK && i < ASSIGN_MAX && members_next(notice_parts(ev), &code, &n);
	     i++) {
		char unit[16];
		bool added;

		(void)snprintf(unit, sizeof(unit), "%.*s", (int)n, code);
		rc = queue(
		    c, t, NOTICE_UNIT_PART, unit, (int)t->event_count * ASSIGN_MAX + i, &added, e);
	}
	return rc;
}

/* ---- a limit that is near ---- */

/* Which limit of which part: the lead's by the limit alone, as ever. */
static int
near_round(const struct ticket *t, int i)
{
	const int limit = (int)(notice_part_due(t, &t->assign[i]) / MIN_MS);

	return t->assign[i].role == ASSIGN_LEAD ? limit : limit * ASSIGN_MAX + i;
}

/* Every unit that still owes its part, not the lead alone. */
enum err_code
core_notice_near(struct core *c, const struct ticket *t, struct err *e)
{
	enum err_code rc = ERR_OK;

	for (int i = 0; i < t->n_assign && rc == ERR_OK; i++) {
		const struct assignment *a = &t->assign[i];
		const int64_t at = assignment_is_open(a) ? notice_part_near_at(t, a, c->city) : 0;
		bool added;

		if (at != 0 && at <= c->now && c->now <= notice_part_due(t, a))
			rc = queue(c, t, NOTICE_UNIT_DUE, a->role == ASSIGN_LEAD ? "" : a->unit,
			    near_round(t, i), &added, e);
	}
	return rc;
}

int64_t
core_wake_at(const struct core *c, const struct ticket *t)
{
	int64_t next = clock_next(t, c->city);

	for (int i = 0; i < t->n_assign; i++) {
		const struct assignment *a = &t->assign[i];
		const int64_t near = assignment_is_open(a) ? notice_part_near_at(t, a, c->city) : 0;

		if (near > c->now && (next == 0 || near < next))
			next = near;
	}
	return next;
}
