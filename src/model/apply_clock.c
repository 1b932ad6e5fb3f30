/* apply_clock.c: the CLOCK column of the EVENTS table: which limit an event sets, moves or ends.
 *
 * Invariants: promised_due is set once, at the first acceptance, and moved only by an extension that the citizen was
 * told of (practice A2); what the unit owes is moved by pauses and extensions, never by being sent back. The arithmetic
 * is model/deadline.h; the limits of who it is given to are set in apply_unit.c. */
#include "apply_p.h"
#include "workflow_p.h"

#include <string.h>

#include "base/clock.h"
#include "base/str.h"

#define EVAL_MS (24LL * 3600 * 1000)

static void
accept(struct ticket *t, const struct event *ev, const struct city *city)
{
	t->accepted_at = apply_done_at(ev);
	t->incomplete_due = 0;
	t->dispatch_due = apply_due(t, deadline_dispatch(city, &t->f, t->accepted_at));
	if (t->promised_due == 0)
		t->promised_due = apply_due(t, deadline_resolve(city, &t->f, apply_said_at(ev)));
}

static void
stop(struct ticket *t, const struct event *ev)
{
	t->closed_at = apply_done_at(ev);
	t->dispatch_due = t->signin_due = t->contact_due = 0;
	t->unit_due = t->visit_due = t->incomplete_due = t->return_until = 0;
	/* What was reviewed is not evaluated a second time. */
	t->eval_until =
	    t->state == STATE_CLOSED && ev->kind != EVENT_REVIEW_KEEP ? t->closed_at + EVAL_MS : 0;
}

/* The unit does it once more, in a shorter time; what no unit had is handed out like a new matter. */
static void
redo(struct ticket *t, const struct event *ev, const struct city *city)
{
	if (t->state == STATE_PENDING) {
		accept(t, ev, city);
		return;
	}
	t->unit_due = apply_due(t, deadline_redo(city, &t->f, apply_done_at(ev)));
	t->overdue_at = 0;
	t->paused_days = t->ext_days = 0;
}

static int64_t
sooner(int64_t a, int64_t b)
{
	return a == 0 || (b != 0 && b < a) ? b : a;
}

/* The urgency was raised on the way: what is still to be done is due sooner, never later; the promise stands. */
void
apply_hurry(struct ticket *t, const struct event *ev, const struct city *city)
{
	const int64_t now = apply_done_at(ev);

	if (t->state == STATE_PENDING)
		t->dispatch_due =
		    sooner(t->dispatch_due, apply_due(t, deadline_dispatch(city, &t->f, now)));
	if (t->lead_unit[0] == '\0')
		return;
	if (t->state == STATE_DISPATCHED)
		t->signin_due =
		    sooner(t->signin_due, apply_due(t, deadline_signin(city, &t->f, now)));
	t->contact_due = sooner(t->contact_due, apply_due(t, deadline_contact(city, &t->f, now)));
	t->unit_due = sooner(t->unit_due, apply_due(t, deadline_resolve(city, &t->f, now)));
}

/* ---- while a unit works ---- */

/* Somebody was spoken to, by the unit or for it: a call-taker's question before dispatch is not its first contact. */
static void
first_contact(struct ticket *t, const struct event *ev)
{
	const char *result = args_get(&ev->args, EA_RESULT);

	if (t->first_contact_at == 0 && t->lead_unit[0] != '\0' &&
	    (ev->kind == EVENT_RELAY || strcmp(result, "reached") == 0 ||
		strcmp(result, "refused") == 0))
		t->first_contact_at = apply_done_at(ev);
}

/* A limit that was moved: the ticket remembers when a year on the way has no calendar. 0 stays none. */
static int64_t
moved(struct ticket *t, const struct city *city, int64_t from, int64_t to)
{
	if (from == 0)
		return 0;
	t->due_provisional =
	    t->due_provisional || deadline_is_provisional(&city->calendar, from, to);
	return to;
}

/* The citizen was told, or else was never to be found (anonymous): then what he was promised stands. */
static void
extend(struct ticket *t, const struct event *ev, const struct city *city)
{
	const struct calendar *cal = &city->calendar;
	long long days;

	if (!str_int(args_get(&ev->args, EA_DAYS), 1, INT16_MAX, &days))
		return;
	t->unit_due = moved(t, city, t->unit_due, deadline_extend(cal, t->unit_due, (int)days));
	t->ext_days += (int)days;
	if (strcmp(fields_get(&t->f, TF_ANONYMOUS), "1") != 0)
		t->promised_due = moved(
		    t, city, t->promised_due, deadline_extend(cal, t->promised_due, (int)days));
}

static void
pause(struct ticket *t, const struct event *ev, const struct city *city)
{
	t->paused_at = apply_done_at(ev);
	t->pause_until = workflow_pause_until(ev, city, t->paused_at);
	t->waits_for_info = ev->kind == EVENT_ASK_INFO ||
			    strcmp(args_get(&ev->args, EA_REASON_CODE), "await_info") == 0;
	(void)str_copy(t->pause_cause, sizeof(t->pause_cause),
	    ev->kind == EVENT_ASK_INFO ? "await_info" : args_get(&ev->args, EA_REASON_CODE));
}

/* A pause ends at its own end, however late the centre comes to it. */
static void
resume(struct ticket *t, const struct event *ev, const struct city *city)
{
	const struct calendar *cal = &city->calendar;
	const int64_t from = t->paused_at, at = apply_done_at(ev),
		      to = t->pause_until != 0 && t->pause_until < at ? t->pause_until : at;

	t->unit_due =
	    moved(t, city, t->unit_due, deadline_pause(cal, city->profile, t->unit_due, from, to));
	for (int i = 0; i < t->n_assign; i++)
		if (assignment_is_open(&t->assign[i]))
			t->assign[i].due =
			    deadline_pause(cal, city->profile, t->assign[i].due, from, to);
	t->paused_days += calendar_between(cal, civil_day(from), civil_day(to));
	t->paused_at = t->pause_until = 0;
	t->waits_for_info = false;
	t->pause_cause[0] = '\0';
}

static void
answered(struct ticket *t, const struct event *ev)
{
	t->replied_at = apply_done_at(ev);
	t->reply_due = t->unit_due;
}

/* ---- a new calendar ---- */

/* When the unit's limit began: its dispatch or the acceptance; 0 not known: of a redo only the end is kept. */
static int64_t
unit_start(const struct ticket *t, const struct city *city)
{
	if (t->round > 1)
		return 0;
	return city->profile != NULL && city->profile->start_at_accept ? t->accepted_at
								       : t->dispatched_at;
}

/* The later of what it was and what it is by the calendars of now, ${more} days moved: a holiday notice takes nobody's
 * time away. Limits of hours know no calendar, and one that ends sooner than a year without holidays would have it was
 * set by somebody (a leader's words, raised urgency). */
static void
again(struct ticket *t, int64_t *limit, int64_t start, struct due due, int more,
    const struct city *city)
{
	static const struct calendar plain;
	const int32_t was = civil_day(*limit);
	bool provisional = false;
	int32_t day;

	if (*limit == 0 || start == 0 || due.at == 0 || due.span.unit != SPAN_WORKDAY)
		return;
	if (was < calendar_add_days(&plain, civil_day(start), due.span.n + more, NULL))
		return;
	day = calendar_add_days(&city->calendar, civil_day(due.at), more, &provisional);
	t->due_provisional = t->due_provisional || due.provisional || provisional;
	if (day > was)
		*limit += civil_day_start(day) - civil_day_start(was);
}

/* What was promised stands: it was said to somebody. */
static void
recalc(struct ticket *t, const struct city *city)
{
	const int64_t sent = t->dispatched_at, start = unit_start(t, city);
	const struct assignment *lead = workflow_last_lead(t);

	t->due_provisional = false;
	again(t, &t->dispatch_due, t->accepted_at, deadline_dispatch(city, &t->f, t->accepted_at),
	    0, city);
	again(t, &t->signin_due, sent, deadline_signin(city, &t->f, sent), 0, city);
	again(t, &t->contact_due, sent, deadline_contact(city, &t->f, sent), 0, city);
	again(t, &t->unit_due, start, deadline_resolve(city, &t->f, start),
	    t->paused_days + t->ext_days, city);
	if (lead != NULL)
		again(t, &t->visit_due, lead->ended_at, deadline_visit(city, &t->f, lead->ended_at),
		    0, city);
}

/* ---- the column ---- */

static void
run_working(struct ticket *t, const struct event *ev, uint32_t clock, const struct city *city)
{
	if (clock & CLOCK_CONTACT)
		first_contact(t, ev);
	if (clock & CLOCK_EXTEND)
		extend(t, ev, city);
	if (clock & CLOCK_PAUSE)
		pause(t, ev, city);
	if (clock & CLOCK_RESUME)
		resume(t, ev, city);
	if (clock & CLOCK_REPLY)
		answered(t, ev);
	if ((clock & CLOCK_VISIT) && t->state == STATE_CLOSED)
		stop(t, ev);
	else if (clock & CLOCK_VISIT)
		t->visit_due = apply_due(t, deadline_visit(city, &t->f, apply_done_at(ev)));
	if (clock & CLOCK_RECALC)
		recalc(t, city);
}

void
apply_clocks(struct ticket *t, const struct event *ev, uint32_t clock, const struct city *city)
{
	/* Answered on the spot: received and closed at once, and nothing was promised. */
	if ((clock & CLOCK_ACCEPT) && (clock & CLOCK_STOP))
		t->accepted_at = apply_done_at(ev);
	else if (clock & CLOCK_ACCEPT)
		accept(t, ev, city);
	if (clock & CLOCK_INCOMPLETE)
		t->incomplete_due = apply_due(t, deadline_incomplete(city, apply_done_at(ev)));
	if (clock & CLOCK_DISPATCH)
		apply_send_out(t, ev, city);
	run_working(t, ev, clock, city);
	if ((clock & CLOCK_STOP) && !ticket_is_open(t)) /* a visit that failed may be tried again */
		stop(t, ev);
	if (clock & CLOCK_REDO)
		redo(t, ev, city);
	if (clock & CLOCK_REOPEN) {
		t->closed_at = t->eval_until = 0;
		if (t->state == STATE_PENDING)
			accept(t, ev, city);
	}
}
