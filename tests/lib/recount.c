/* Counting again: see recount.h. Every figure is a search of its own over the list of events; the limits come from
 * recount_limits.c. Deliberately without model/: only the wire's words. */
#include "recount.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "recount_p.h"

/* ---- figures ---- */

static void
add(struct recount *r, const char *name, int64_t n, int64_t of)
{
	int i = 0;

	while (i < r->rows && strcmp(r->row[i].name, name) != 0)
		i++;
	if (i == r->rows) {
		if (r->rows++ == RECOUNT_NAMES)
			abort();
		snprintf(r->row[i].name, sizeof(r->row[i].name), "%s", name);
	}
	r->row[i].n += n;
	r->row[i].of += of;
}

void
recount_get(const struct recount *r, const char *name, int64_t *n, int64_t *of)
{
	*n = *of = 0;
	for (int i = 0; i < r->rows; i++)
		if (strcmp(r->row[i].name, name) == 0) {
			*n = r->row[i].n;
			*of = r->row[i].of;
		}
}

static const char *
state_now(const struct course *c)
{
	return recount_text(c->ev[c->n - 1], "to");
}

/* The next event of one of the kinds from ${i} on, c->n when there is none. */
static size_t
next(const struct course *c, size_t i, const char *kinds)
{
	while (i < c->n && !recount_is(c->ev[i], kinds))
		i++;
	return i;
}

static size_t
count(const struct course *c, const char *kinds)
{
	size_t n = 0;

	for (size_t i = next(c, 0, kinds); i < c->n; i = next(c, i + 1, kinds))
		n++;
	return n;
}

/* Whatever became of it later. */
static bool
closed_on_the_call(const struct course *c, size_t direct, const char *way, bool told)
{
	const bool passed = strcmp(way, "tripartite") == 0 || strcmp(way, "transfer") == 0;

	return direct < c->n && (!passed || told);
}

static bool
called_again(const struct course *c, size_t direct)
{
	for (size_t i = direct + 1; i < c->n; i++)
		if (recount_is(c->ev[i], "reopen follow") &&
		    recount_day(recount_done(c->ev[i])) -
			    recount_day(recount_done(c->ev[direct])) <=
			7)
			return true;
	return false;
}

static void
ways(struct recount *r, const struct course *c)
{
	const size_t direct = next(c, 0, "submit_direct");
	const char *way =
	    direct < c->n ? recount_text(json_object_get(c->ev[direct], "set"), "close_type") : "";
	const bool sent = next(c, 0, recount_sendings) < c->n;
	const bool told = direct < c->n && *recount_arg(c->ev[direct], "summary") != '\0';
	const bool three = !sent && told && strcmp(way, "tripartite") == 0;
	const bool passed = !sent && told && strcmp(way, "transfer") == 0;
	const bool answer = !sent && (strcmp(way, "direct") == 0 || strcmp(way, "guided") == 0);

	if (recount_in_state(state_now(c), "draft incomplete rejected auto_closed"))
		return;
	add(r, "by_answer", answer, 1);
	add(r, "by_tripartite", three, 1);
	add(r, "by_transfer", passed, 1);
	add(r, "by_dispatch", sent, 1);
	add(r, "direct", answer || three || passed, 1);
	add(r, "at_once", closed_on_the_call(c, direct, way, told) && !called_again(c, direct), 1);
}

/* What came in, and when the first ticket of it was there. None is wanted of what was answered, refused or joined first. */
static void
making(struct recount *r, const struct course *c, int64_t as_of)
{
	const char *paper = recount_text(json_object_get(c->ev[0], "set"), "taken_at");
	const int64_t due = recount_workdays(recount_said(c->ev[0]), 1);
	size_t i = 0;

	if (*paper != '\0') /* no such one in the day */
		abort();
	while (i < c->n && strcmp(recount_text(c->ev[i], "to"), "draft") == 0)
		i++;
	if (i == c->n && as_of > due)
		add(r, "made", 0, 1);
	if (i < c->n &&
	    recount_in_state(recount_text(c->ev[i], "to"), "pending incomplete dispatched"))
		add(r, "made", recount_done(c->ev[i]) <= due, 1);
}

static void
sending(struct recount *r, const struct course *c)
{
	const size_t first = next(c, 0, recount_sendings),
		     second = next(c, first + 1, recount_sendings);

	for (size_t i = first; i < c->n; i = next(c, i + 1, recount_sendings))
		if (recount_goes(c->ev[i], "pending", NULL))
			add(r, "dispatch_timely", recount_done(c->ev[i]) <= c->before[i].dispatch,
			    1);
	if (first < c->n)
		add(r, "dispatch_right",
		    second >= c->n || !recount_goes(c->ev[second], "return_req", NULL) ||
			strcmp(recount_arg(c->ev[first], "to_unit"),
			    recount_arg(c->ev[second], "to_unit")) == 0,
		    1);
	add(r, "returned", (int64_t)count(c, "return"), (int64_t)count(c, recount_sendings));
}

static void
signing(struct recount *r, const struct course *c, int64_t as_of)
{
	for (size_t i = next(c, 0, "signin auto_signin"); i < c->n;
	     i = next(c, i + 1, "signin auto_signin"))
		if (recount_goes(c->ev[i], "dispatched", "working"))
			add(r, "signin_timely",
			    recount_is(c->ev[i], "signin") &&
				recount_done(c->ev[i]) <= c->before[i].signin,
			    1);
	if (strcmp(state_now(c), "dispatched") == 0 && as_of > c->before[c->n].signin)
		add(r, "signin_timely", 0, 1);
}

/* Of each sending: the first time somebody was spoken with before it was sent elsewhere or ended. */
static void
contacting(struct recount *r, const struct course *c, int64_t as_of)
{
	for (size_t i = next(c, 0, recount_sendings); i < c->n && !c->anonymous;
	     i = next(c, i + 1, recount_sendings)) {
		const int64_t due = c->before[i + 1].contact;
		int64_t spoken = 0, end = as_of;

		for (size_t k = i + 1; k < c->n && spoken == 0; k++) {
			const json_t *ev = c->ev[k];
			if (recount_is(ev, "relay") ||
			    (recount_is(ev, "contact") &&
				(strcmp(recount_arg(ev, "result"), "reached") == 0 ||
				    strcmp(recount_arg(ev, "result"), "refused") == 0)))
				spoken = recount_done(ev);
			else if (recount_is(ev, recount_sendings) ||
				 !recount_in_state(recount_text(ev, "to"), recount_open_states)) {
				end = recount_done(ev);
				break;
			}
		}
		if (spoken != 0 || end > due)
			add(r, "contact_timely", spoken != 0 && spoken <= due, 1);
	}
}

static size_t
reply_before(const struct course *c, size_t i)
{
	while (!recount_is(c->ev[i], "reply"))
		i--;
	return i;
}

static void
one_due(struct recount *r, bool in_time, bool answered)
{
	add(r, "unit_timely", in_time, 1);
	add(r, "late", !in_time, 1);
	add(r, "done", answered, 1);
}

/* A request for more time that nobody has decided yet. */
static bool
asks_for_time(const struct course *c)
{
	bool open = false;

	for (size_t i = 0; i < c->n; i++)
		open = recount_is(c->ev[i], "extend_ask") ||
		       (open && !recount_is(c->ev[i], "extend_ok extend_no") &&
			   recount_goes(c->ev[i], NULL, "working"));
	return open;
}

static void
answering(struct recount *r, const struct course *c, int64_t as_of)
{
	const struct limits *now = &c->before[c->n];
	const bool replied = strcmp(state_now(c), "replied") == 0;
	const size_t last = replied ? reply_before(c, c->n - 1) : 0;
	const int64_t at = replied ? recount_done(c->ev[last]) : as_of;
	const int64_t due = replied ? c->before[last].unit : now->unit;
	bool kept = false;

	for (size_t i = 0; i < c->n; i++) {
		const size_t reply = recount_is(c->ev[i], "audit_ok") ? reply_before(c, i) : 0;
		kept = kept && !recount_is(c->ev[i], "reopen");
		if (!recount_is(c->ev[i], "audit_ok"))
			continue;
		one_due(r, recount_done(c->ev[reply]) <= c->before[reply].unit, true);
		if (!kept)
			add(r, "centre_timely",
			    recount_done(c->ev[reply]) <= c->before[reply].promised, 1);
		kept = true;
	}
	if (recount_in_state(state_now(c), "dispatched working return_req replied") && due != 0 &&
	    at > due && !asks_for_time(c))
		one_due(r, false, false);
	if (recount_in_state(state_now(c), recount_open_states) && !kept && now->promised != 0 &&
	    at > now->promised)
		add(r, "centre_timely", 0, 1);
}

static void
doing_again(struct recount *r, const struct course *c)
{
	const int64_t ok = (int64_t)count(c, "audit_ok"), back = (int64_t)count(c, "audit_back");
	int64_t redone = 0;

	for (size_t i = 0; i < c->n; i++)
		redone +=
		    recount_is(c->ev[i], "review_redo") && recount_goes(c->ev[i], NULL, "working");
	add(r, "rework", back + redone, ok + back);
	add(r, "redo", redone, ok);
}

static void
opinion(struct recount *r, const json_t *ev)
{
	static const char *const names[] = { "stars_1", "stars_2", "stars_3", "stars_4",
		"stars_5" };
	const int stars = atoi(recount_arg(ev, "stars"));   /* NOLINT(cert-err34-c) */
	const int manner = atoi(recount_arg(ev, "manner")); /* NOLINT(cert-err34-c) */

	add(r, "solved", strcmp(recount_arg(ev, "solved"), "solved") == 0, 1);
	add(r, "satisfied", stars >= 3, 1);
	add(r, "manner", manner >= 3, 1);
	if (stars >= 1 && stars <= 5)
		add(r, names[stars - 1], 1, 0);
}

/* A round of visits begins where the reply was accepted and ends where the ticket leaves that state; what he says later in
 * the same round takes the place of what he said. */
static void
visiting(struct recount *r, const struct course *c, int64_t as_of)
{
	const char visits[] = "visit_ok visit_bad visit_fail";

	for (size_t i = 0; i < c->n; i++) {
		size_t tried = 0, heard = 0;

		if (!recount_is(c->ev[i], "audit_ok") || !recount_goes(c->ev[i], NULL, "visiting"))
			continue;
		for (size_t k = i + 1; k < c->n && !recount_is(c->ev[k], "review_redo reopen");
		     k++) {
			tried = tried == 0 && recount_is(c->ev[k], visits) ? k : tried;
			if (recount_is(c->ev[k], visits) &&
			    !recount_goes(c->ev[k], NULL, "visiting"))
				add(r, "visit_valid", !recount_is(c->ev[k], "visit_fail"), 1);
			if (recount_is(c->ev[k], "visit_ok visit_bad") ||
			    (heard != 0 && recount_is(c->ev[k], "late_eval")))
				heard = k;
		}
		if (tried != 0)
			add(r, "visited", 1, 1);
		else if (strcmp(state_now(c), "visiting") == 0 && as_of > c->before[c->n].visit)
			add(r, "visited", 0, 1);
		if (heard != 0)
			opinion(r, c->ev[heard]);
	}
}

static void
plain(struct recount *r, const struct course *c)
{
	for (size_t i = next(c, 0, "card"); i < c->n; i = next(c, i + 1, "card"))
		add(r, strcmp(recount_arg(c->ev[i], "colour"), "red") == 0 ? "red" : "yellow", 1,
		    0);
	add(r, "revoked", (int64_t)count(c, "card_revoke"), 0);
	add(r, "urged", (int64_t)count(c, "urge"), 0);
	add(r, "supervised", (int64_t)count(c, "supervise"), 0);
	add(r, "repeated", c->repeat, 1);
}

void
recount_ticket(struct recount *r, const char *json, int64_t as_of)
{
	json_t *root = json_loads(json, 0, NULL), *list = json_object_get(root, "events"), *ev;
	struct course c = { .n = 0 };
	size_t i;

	if (json_array_size(list) == 0 || json_array_size(list) > MOST)
		abort();
	json_array_foreach(list, i, ev)
	{
		if (recount_number(ev, "at_server") > as_of)
			break;
		c.ev[c.n] = ev;
		recount_learn(&c, ev);
		c.before[c.n + 1] = c.before[c.n];
		recount_move_limits(&c, ev, &c.before[++c.n]);
	}
	if (c.n > 0 && !c.excluded)
		making(r, &c, as_of);
	if (c.n == 0 || strcmp(state_now(&c), "draft") == 0) {
		json_decref(root);
		return; /* not yet taken */
	}
	add(r, "tickets", 1, 0);
	add(r, "excluded", c.excluded, 0);
	if (!c.excluded) {
		ways(r, &c);
		sending(r, &c);
		signing(r, &c, as_of);
		contacting(r, &c, as_of);
		answering(r, &c, as_of);
		doing_again(r, &c);
		visiting(r, &c, as_of);
		plain(r, &c);
	}
	json_decref(root);
}
