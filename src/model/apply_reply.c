/* apply_reply.c: what is said and answered while a unit works: contacts, what is asked for and decided, the reply.
 *
 * Invariants: counts of contacts are those of the unit that has the ticket now, in this round (practice A5); a request is
 * open from its asking to its decision; replied_at is the submission of the last reply that was not sent back (A12).
 * Judges nothing: workflow_check has done so. Not here: limits (apply_clock.c), assignments (apply_unit.c). */
#include "apply_p.h"
#include "workflow_p.h"

#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "model/visit.h"

/* ---- contact ---- */

void
apply_contacts_anew(struct ticket *t)
{
	t->contact_count = t->contact_reached = t->contact_days = 0;
	t->contact_bands = 0;
	t->contact_noticed = false;
	t->first_contact_at = t->last_contact_at = 0;
}

/* An attempt; what was done out of contact may be told after what came later. */
static void
attempt(struct ticket *t, int64_t at, bool reached)
{
	t->contact_count++;
	t->contact_reached += reached;
	if (t->contact_days == 0 || civil_day(at) != civil_day(t->last_contact_at))
		t->contact_days++;
	t->contact_bands |= visit_band(at);
	if (at > t->last_contact_at)
		t->last_contact_at = at;
}

static void
contact(struct ticket *t, const struct event *ev)
{
	const char *result = args_get(&ev->args, EA_RESULT);

	if (strcmp(result, "noticed") == 0)
		t->contact_noticed = true;
	else
		attempt(t, apply_done_at(ev), strcmp(result, "reached") == 0);
}

/* ---- asked for and decided ---- */

static void
ask(struct ticket *t, enum ticket_request r, const struct event *ev)
{
	apply_ask(t, r, ev, ev->unit, 0);
}

/* What was asked for in time and granted late was never overdue (§4.5). */
static void
extended(struct ticket *t)
{
	t->ext_count++;
	t->overdue_at = 0;
	apply_asked(t, REQUEST_EXTEND);
}

/* ---- the reply ---- */

static void
replied(struct ticket *t, const struct event *ev)
{
	(void)str_copy(t->solved, sizeof(t->solved), args_get(&ev->args, EA_SOLVED));
	/* Done in time out of contact, and only heard of after the limit had passed (practice A16). */
	if (apply_done_at(ev) <= t->unit_due)
		t->overdue_at = 0;
}

static void
sent_back(struct ticket *t)
{
	t->back_count++;
	t->solved[0] = '\0';
	t->replied_at = t->reply_due = 0;
}

static bool
accepted(struct ticket *t)
{
	return !workflow_closes_at_once(t) || fields_set(&t->f, TF_CLOSE_TYPE, "dispatched");
}

/* ---- the whole ---- */

bool
apply_reply(struct ticket *t, const struct event *ev, const struct city *city)
{
	(void)city;
	switch (ev->kind) {
	case EVENT_CONTACT:
		contact(t, ev);
		break;
	case EVENT_ASK_RELAY:
		ask(t, REQUEST_RELAY, ev);
		break;
	case EVENT_RELAY:
		attempt(t, apply_done_at(ev), true);
		apply_asked(t, REQUEST_RELAY);
		break;
	case EVENT_INFO_ASK:
		ask(t, REQUEST_INFO, ev);
		break;
	case EVENT_INFO_NO:
	case EVENT_ASK_INFO:
		apply_asked(t, REQUEST_INFO);
		break;
	case EVENT_EXTEND_ASK:
		ask(t, REQUEST_EXTEND, ev);
		break;
	case EVENT_EXTEND_OK:
		extended(t);
		break;
	case EVENT_EXTEND_NO:
		apply_asked(t, REQUEST_EXTEND);
		break;
	case EVENT_SUSPEND_ASK:
		ask(t, REQUEST_SUSPEND, ev);
		break;
	case EVENT_SUSPEND:
	case EVENT_SUSPEND_NO:
		apply_asked(t, REQUEST_SUSPEND);
		break;
	case EVENT_REPLY_ASK:
		ask(t, REQUEST_SIGN_OFF, ev);
		break;
	case EVENT_REPLY_BACK:
		apply_asked(t, REQUEST_SIGN_OFF);
		break;
	case EVENT_REPLY:
		replied(t, ev);
		break;
	case EVENT_AUDIT_BACK:
		sent_back(t);
		break;
	case EVENT_AUDIT_OK:
		return accepted(t);
	case EVENT_OVERDUE:
		t->overdue_at = t->unit_due;
		break;
	default:
		break;
	}
	return true;
}
