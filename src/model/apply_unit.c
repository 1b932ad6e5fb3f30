/* apply_unit.c: who does it: dispatch, signing in, giving back, helping units, one ticket joined to another.
 *
 * Invariants: while a unit works on a ticket exactly one lead assignment is open and lead_unit names it, and none
 * otherwise; a unit holds at most one open assignment; promised_due is never touched here (practice A2). Judges
 * nothing: workflow_check has done so. Not here: what a unit says and does (apply_reply.c). */
#include "apply_p.h"
#include "workflow_p.h"

#include <string.h>

#include "base/str.h"
#include "model/members.h"

#define STATES_WORK                                                           \
	(STATE_BIT(DISPATCHED) | STATE_BIT(WORKING) | STATE_BIT(RETURN_REQ) | \
	    STATE_BIT(SUSPENDED) | STATE_BIT(REPLIED))

/* ---- assignments ---- */

static struct assignment *
lead_of(struct ticket *t)
{
	const struct assignment *a = ticket_lead(t);

	return a == NULL ? NULL : &t->assign[a - t->assign];
}

static void
end_part(struct assignment *a, enum assign_state state, int64_t at)
{
	a->state = state;
	a->ended_at = at;
}

static void
end_all(struct ticket *t, enum assign_state lead, enum assign_state others, int64_t at)
{
	for (int i = 0; i < t->n_assign; i++)
		if (assignment_is_open(&t->assign[i]))
			end_part(
			    &t->assign[i], t->assign[i].role == ASSIGN_LEAD ? lead : others, at);
}

/* Room for one more: the oldest that ended gives way. NULL when every one of them is open. */
static struct assignment *
room(struct ticket *t)
{
	int i = 0;

	if (t->n_assign < ASSIGN_MAX)
		return &t->assign[t->n_assign++];
	while (i < ASSIGN_MAX && assignment_is_open(&t->assign[i]))
		i++;
	if (i == ASSIGN_MAX)
		return NULL;
	memmove(
	    &t->assign[i], &t->assign[i + 1], sizeof(t->assign[0]) * (size_t)(ASSIGN_MAX - 1 - i));
	return &t->assign[ASSIGN_MAX - 1];
}

static struct assignment *
open_part(struct ticket *t, const struct event *ev, const char *unit, enum assign_role role)
{
	struct assignment *a = ticket_assignment(t, unit) == NULL ? room(t) : NULL;

	if (a == NULL)
		return NULL;
	*a = (struct assignment){ .role = role, .made_at = apply_done_at(ev) };
	(void)str_copy(a->unit, sizeof(a->unit), unit);
	return a;
}

static void
open_helpers(struct ticket *t, const struct event *ev, const char *units)
{
	const char *code = NULL;
	char one[16];
	size_t n = 0;

	while (members_next(units, &code, &n))
		if (n < sizeof(one)) {
			memcpy(one, code, n);
			one[n] = '\0';
			(void)open_part(t, ev, one, ASSIGN_CO);
		}
}

/* ---- sent out ---- */

static bool
give(struct ticket *t, const struct event *ev)
{
	const char *unit = args_get(&ev->args, EA_TO_UNIT), *basis = args_get(&ev->args, EA_BASIS);
	const bool moved = strcmp(t->lead_unit, unit) != 0;

	if (t->state == STATE_RETURN_REQ && moved)
		t->return_count++;
	end_all(t, moved && t->state == STATE_RETURN_REQ ? ASSIGN_IS_RETURNED : ASSIGN_IS_CANCELLED,
	    ASSIGN_IS_CANCELLED, apply_done_at(ev));
	(void)open_part(t, ev, unit, ASSIGN_LEAD);
	open_helpers(t, ev, args_get(&ev->args, EA_CO_UNITS));
	t->designated = ev->kind == EVENT_DESIGNATE;
	t->phone_notified_at = 0;
	/* The one who has it now has spoken to nobody yet. */
	apply_contacts_anew(t);
	apply_asked(t, REQUEST_MERGE); /* sent, hence not joined */
	return fields_set(&t->f, TF_UNIT, unit) &&
	       (*basis == '\0' || fields_set(&t->f, TF_UNIT_BASIS, basis));
}

static int64_t
return_until(struct ticket *t, const struct city *city)
{
	struct span window = { 0, SPAN_NONE };

	if (t->designated)
		return 0;
	if (city->profile != NULL)
		window = city->profile->limit[LIMIT_OF_RETURN_WINDOW];
	if (window.unit == SPAN_NONE) /* no window of its own: as long as there is time at all */
		return t->unit_due;
	return apply_due(t, deadline_add(&city->calendar, city->profile, t->dispatched_at, window));
}

void
apply_send_out(struct ticket *t, const struct event *ev, const struct city *city)
{
	const bool from_accept = city->profile != NULL && city->profile->start_at_accept,
		   restart = city->profile == NULL || city->profile->restart_on_redispatch;

	t->dispatched_at = apply_done_at(ev);
	t->dispatch_count++;
	t->signin_due = apply_due(t, deadline_signin(city, &t->f, t->dispatched_at));
	t->contact_due = apply_due(t, deadline_contact(city, &t->f, t->dispatched_at));
	if (restart || t->unit_due == 0) {
		t->unit_due = apply_due(t,
		    deadline_resolve(city, &t->f, from_accept ? t->accepted_at : t->dispatched_at));
		t->overdue_at = 0;
		t->ext_days = t->paused_days = 0;
	}
	t->return_until = return_until(t, city);
	for (int i = 0; i < t->n_assign; i++)
		if (assignment_is_open(&t->assign[i])) {
			t->assign[i].signin_due = t->signin_due;
			t->assign[i].due = t->unit_due;
		}
}

/* ---- taken, given back ---- */

static void
sign(struct ticket *t, struct assignment *a, const struct event *ev, const char *who)
{
	a->state = ASSIGN_IS_SIGNED;
	a->signed_at = apply_done_at(ev);
	a->late_signin = a->signin_due != 0 && a->signed_at > a->signin_due;
	(void)str_copy(a->signed_by, sizeof(a->signed_by), who);
	if (a->role == ASSIGN_LEAD)
		t->signin_due = 0;
}

static void
take(struct ticket *t, const struct event *ev)
{
	const struct assignment *own = ticket_assignment(t, ev->unit);
	struct assignment *a = own == NULL ? lead_of(t) : &t->assign[own - t->assign];

	if (a != NULL)
		sign(t, a, ev, ev->actor);
}

/* The unit must do it after all: what it had not signed counts as signed. */
static void
keep(struct ticket *t, const struct event *ev)
{
	struct assignment *a = lead_of(t);

	if (a != NULL && a->state == ASSIGN_IS_WAITING)
		sign(t, a, ev, "system");
	if (ev->kind == EVENT_RETURN_NO)
		t->return_until = 0;
}

/* ---- helped ---- */

static void
hand_on(struct ticket *t, const struct event *ev, const struct city *city)
{
	const bool down = ev->kind == EVENT_ASSIGN_DOWN;
	const struct assignment *from = workflow_part(t, ev->unit, city);
	const int64_t latest = down && from != NULL ? from->due : t->unit_due;
	const char *unit = args_get(&ev->args, EA_TO_UNIT), *days = args_get(&ev->args, EA_DAYS);
	struct assignment *a = open_part(t, ev, unit, down ? ASSIGN_DOWN : ASSIGN_CO);
	long long n = 0;

	if (a == NULL)
		return;
	if (down)
		(void)str_copy(a->parent, sizeof(a->parent), ev->unit);
	a->signin_due = apply_due(t, deadline_signin(city, &t->f, a->made_at));
	a->due = latest;
	if (str_int(days, 1, PROFILE_SPAN_MAX, &n)) {
		const struct span span = { (int)n, SPAN_WORKDAY };

		a->due =
		    apply_due(t, deadline_add(&city->calendar, city->profile, a->made_at, span));
	}
}

static void
report_back(struct ticket *t, const struct event *ev, const struct city *city)
{
	const struct assignment *part = workflow_part(t, ev->unit, city);
	struct assignment *a = part == NULL ? NULL : &t->assign[part - t->assign];

	if (a == NULL || a->role == ASSIGN_LEAD)
		return;
	if (a->state == ASSIGN_IS_WAITING)
		sign(t, a, ev, ev->actor);
	a->state = ASSIGN_IS_REPLIED;
	a->replied_at = apply_done_at(ev);
}

/* ---- joined ---- */

static bool
join(struct ticket *t, const struct event *ev)
{
	t->before = t->state;
	(void)str_copy(t->merged_into, sizeof(t->merged_into), args_get(&ev->args, EA_OTHER));
	return fields_set(&t->f, TF_CLOSE_TYPE, "merged");
}

/* A limit that stood still while the ticket was part of another. */
static int64_t
moved(const struct ticket *t, const struct city *city, int64_t due, int64_t now)
{
	return deadline_pause(&city->calendar, city->profile, due, t->closed_at, now);
}

/* The assignments that the merge ended are open again, with the time they had left. */
static void
open_again(struct ticket *t, const struct city *city, int64_t now)
{
	for (int i = 0; i < t->n_assign; i++) {
		struct assignment *a = &t->assign[i];

		if (a->state != ASSIGN_IS_CANCELLED || a->ended_at != t->closed_at ||
		    ticket_assignment(t, a->unit) != NULL)
			continue;
		a->state = a->replied_at != 0  ? ASSIGN_IS_REPLIED
			   : a->signed_at != 0 ? ASSIGN_IS_SIGNED
					       : ASSIGN_IS_WAITING;
		a->ended_at = 0;
		a->due = moved(t, city, a->due, now);
		if (a->state == ASSIGN_IS_WAITING)
			a->signin_due = moved(t, city, a->signin_due, now);
	}
}

static bool
part(struct ticket *t, const struct event *ev, const struct city *city)
{
	const int64_t now = apply_done_at(ev);
	const struct assignment *lead;

	open_again(t, city, now);
	if ((lead = ticket_lead(t)) != NULL) {
		t->unit_due = lead->due;
		t->signin_due = lead->state == ASSIGN_IS_WAITING ? lead->signin_due : 0;
		t->contact_due = moved(
		    t, city, apply_due(t, deadline_contact(city, &t->f, t->dispatched_at)), now);
		if (!t->designated)
			t->return_until = moved(t, city, return_until(t, city), now);
	} else
		t->dispatch_due = apply_due(t, deadline_dispatch(city, &t->f, now));
	t->closed_at = 0;
	t->before = STATE_NONE;
	t->merged_into[0] = '\0';
	return fields_set(&t->f, TF_CLOSE_TYPE, NULL);
}

static void
follow(struct ticket *t, const struct event *ev)
{
	if (*args_get(&ev->args, EA_OTHER) == '\0') {
		/* one more caller told the same; else a person at the desk wants to be told of it */
		t->follow_count += str_eq(args_get(&ev->args, EA_KIND), WORKFLOW_CALLER);
		return;
	}
	if (strcmp(args_get(&ev->args, EA_RESULT), "left") != 0)
		t->follow_count++;
	else if (t->follow_count > 0)
		t->follow_count--;
}

/* ---- the whole ---- */

bool
apply_unit(struct ticket *t, const struct event *ev, const struct city *city)
{
	switch (ev->kind) {
	case EVENT_DISPATCH:
	case EVENT_RETURN_OK:
	case EVENT_DESIGNATE:
		return give(t, ev);
	case EVENT_SIGNIN:
		take(t, ev);
		return true;
	case EVENT_AUTO_SIGNIN:
	case EVENT_RETURN_NO:
		keep(t, ev);
		return true;
	case EVENT_RETURN:
		apply_ask(t, REQUEST_RETURN, ev, t->lead_unit,
		    apply_due(t, deadline_dispatch(city, &t->f, apply_done_at(ev))));
		return true;
	case EVENT_ADD_CO:
	case EVENT_ASSIGN_DOWN:
		hand_on(t, ev, city);
		return true;
	case EVENT_CO_REPLY:
		report_back(t, ev, city);
		return true;
	case EVENT_PHONE_NOTIFY:
		t->phone_notified_at = apply_done_at(ev);
		return true;
	case EVENT_MERGE_ASK:
		apply_ask(t, REQUEST_MERGE, ev, ev->unit, 0);
		return true;
	case EVENT_MERGE:
	case EVENT_INBOX_MERGE:
		return join(t, ev);
	case EVENT_UNMERGE:
		return part(t, ev, city);
	case EVENT_FOLLOW:
		follow(t, ev);
		return true;
	default:
		return true;
	}
}

void
apply_unit_settle(struct ticket *t, const struct event *ev)
{
	struct assignment *lead;

	if (!(STATES_WORK & (1u << t->state))) {
		const enum assign_state end =
		    ev->kind == EVENT_AUDIT_OK ? ASSIGN_IS_DONE : ASSIGN_IS_CANCELLED;

		end_all(t, end, end, apply_done_at(ev));
	}
	lead = lead_of(t);
	(void)str_copy(t->lead_unit, sizeof(t->lead_unit), lead == NULL ? "" : lead->unit);
	if (lead == NULL)
		return;
	lead->due = t->unit_due;
	if (t->state == STATE_DISPATCHED)
		lead->signin_due = t->signin_due;
	if (t->state == STATE_REPLIED && lead->state != ASSIGN_IS_REPLIED) {
		lead->state = ASSIGN_IS_REPLIED;
		lead->replied_at = apply_done_at(ev);
	} else if (t->state == STATE_WORKING && lead->state == ASSIGN_IS_REPLIED)
		lead->state = ASSIGN_IS_SIGNED; /* sent back */
}

bool
apply_open_lead(struct ticket *t)
{
	for (int i = t->n_assign - 1; ticket_lead(t) == NULL && i >= 0; i--)
		if (t->assign[i].role == ASSIGN_LEAD && t->assign[i].state == ASSIGN_IS_DONE) {
			t->assign[i].state = ASSIGN_IS_SIGNED;
			t->assign[i].ended_at = t->assign[i].replied_at = 0;
			return true;
		}
	return ticket_lead(t) != NULL;
}
