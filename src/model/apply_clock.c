/* apply_clock.c: the CLOCK column of the EVENTS table: which limit an event sets, moves or ends.
 *
 * Invariants: promised_due is set once, at the first acceptance, and moved only by an extension that the citizen was
 * told of (practice A2); what the unit owes is moved by pauses and extensions, never by being sent back. The arithmetic
 * is model/deadline.h; the limits of who it is given to are set in apply_unit.c. */
#include "apply_p.h"

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
