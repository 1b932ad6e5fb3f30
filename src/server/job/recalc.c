/* A calendar that came later than the limits made without it: tickets whose limits were guessed are made anew by it, each
 * once, with both values in the event. In pieces, so that nobody waits for the writer: how far it has come stands in the
 * same transaction as the events. Until it is through nothing is called late. Not here: the new limits (model). */
#include <stdio.h>

#include "base/clock.h"
#include "base/log.h"
#include "round_p.h"

#define LOOKED_AT 2000 /* rows of a piece, as long as few of them change */
#define PLACE     "recalculated"
#define CALENDAR  "calendar"

/* How far it has come: all limits know the calendars up to ${upto}; those up to ${goal} are known to the tickets up to
 * ${after}. */
struct place {
	long long upto, goal;
	char after[ID_SIZE];
};

static enum err_code
read_place(struct core *c, struct place *p, struct err *e)
{
	struct str text = { 0 };
	enum err_code rc = store_meta_get(c->store, PLACE, &text, e);

	*p = (struct place){ 0 };
	if (rc == ERR_OK && text.len > 0 &&
	    sscanf(str_c(&text), "%lld %lld %36s", /* NOLINT(cert-err34-c): our own words */
		&p->upto, &p->goal, p->after) < 2)
		*p = (struct place){ 0 };
	str_free(&text);
	return rc;
}

static enum err_code
write_place(struct core *c, const struct place *p, struct err *e)
{
	char text[96];

	(void)snprintf(text, sizeof(text), "%lld %lld %s", p->upto, p->goal, p->after);
	return store_meta_set(c->store, PLACE, text, e);
}

/* ---- one ticket ---- */

static void
say(struct str *out, const char *label, int64_t was, int64_t is)
{
	char from[32], to[32];

	if (was == is)
		return;
	(void)civil_format(was, "%Y-%m-%d %H:%M", from, sizeof(from));
	(void)civil_format(is, "%Y-%m-%d %H:%M", to, sizeof(to));
	str_addf(out, "%s%s %s → %s", out->len > 0 ? "; " : "", label, from, to);
}

/* What it comes to; false: nothing is known better than before. */
static bool
both_values(const struct core *c, const struct ticket *t, struct str *note)
{
	struct event ev;
	struct ticket next;
	struct err e = { 0 };
	bool better;

	ticket_init(&next);
	event_init(&ev);
	ev.kind = EVENT_RECALC;
	ev.at = ev.at_server = c->now;
	better = ticket_copy(&next, t);
	if (better) {
		workflow_route(&next, &ev);
		better = ticket_apply(&next, &ev, c->city, &e) == ERR_OK;
	}
	if (better) {
		say(note, "派单时限", t->dispatch_due, next.dispatch_due);
		say(note, "签收时限", t->signin_due, next.signin_due);
		say(note, "联系时限", t->contact_due, next.contact_due);
		say(note, "承办时限", t->unit_due, next.unit_due);
		say(note, "回访时限", t->visit_due, next.visit_due);
		better = note->len > 0 || !next.due_provisional;
		if (note->len == 0)
			str_add(note, "各项时限不变");
	}
	event_free(&ev);
	fields_drop_identity(&next.f);
	ticket_free(&next);
	return better && !note->bad;
}

static enum err_code
do_ticket(struct core *c, const char *id, int *changed, struct err *e)
{
	struct str note = { 0 };
	struct args args = { 0 };
	struct err why = { 0 };
	struct ticket t;
	enum err_code rc;
	bool better;

	ticket_init(&t);
	rc = store_ticket_get(c->store, id, &t, e);
	better =
	    rc == ERR_OK && ticket_is_open(&t) && t.due_provisional && both_values(c, &t, &note);
	fields_drop_identity(&t.f);
	ticket_free(&t);
	if (better && (!args_set(&args, EA_REASON, "节假日安排已公布, 时限按新的日历重新计算") ||
			  !args_set(&args, EA_NOTE, str_c(&note))))
		rc = err_set(e, ERR_NO_MEMORY, NULL);
	if (better && rc == ERR_OK) {
		rc = core_system(c, id, EVENT_RECALC, &args, &why);
		*changed += rc == ERR_OK;
	}
	args_free(&args);
	str_free(&note);
	if (rc == ERR_OK || why.code == ERR_OK)
		return rc;
	if (core_is_machine(rc)) {
		*e = why;
		return rc;
	}
	log_warn("recalc of %s: %s", id, err_json(rc));
	return ERR_OK;
}

/* ---- the round ---- */

static enum err_code
do_piece(struct core *c, struct place *p, int *changed, struct err *e)
{
	char ids[ROUND_PIECE][ID_SIZE];
	enum err_code rc = ERR_OK;
	bool more;
	int n = store_provisional(c->store, p->after, LOOKED_AT, ids, ROUND_PIECE, &more);

	if (n < 0)
		return err_set(e, ERR_DB, NULL);
	for (int i = 0; i < n && rc == ERR_OK; i++)
		rc = do_ticket(c, ids[i], changed, e);
	if (!more) {
		p->upto = p->goal;
		p->after[0] = '\0';
	}
	return rc;
}

enum err_code
recalc_round(struct core *c, int *changed, bool *more, struct err *e)
{
	struct place p;
	int64_t newest;
	enum err_code rc = read_place(c, &p, e);

	*more = false;
	if (rc != ERR_OK)
		return rc;
	newest = store_ref_changed(c->store, CALENDAR, p.goal);
	if (newest >= c->first) { /* of this very batch: our city is still the one before */
		*more = true;
		return ERR_OK;
	}
	if (newest >
	    p.goal) { /* newer still: begin again, what has been made by it already stays as it is */
		p.goal = newest;
		p.after[0] = '\0';
	}
	if (p.goal <= p.upto)
		return ERR_OK;
	rc = do_piece(c, &p, changed, e);
	*more = p.upto < p.goal;
	return rc == ERR_OK ? write_place(c, &p, e) : rc;
}
