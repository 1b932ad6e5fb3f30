/* apply_after.c: what comes after a reply and beside the line: what the citizen says, a new round, supervision, cards,
 * first responsibility, taking back and passing on.
 *
 * Invariants: first_owner changes only when the person named takes over; what the citizen wrote is never touched by a
 * withdrawal; a card stands until it is revoked. Judges nothing: workflow_check has done so. */
#include "apply_p.h"
#include "workflow_p.h"

#include <string.h>

#include "base/str.h"
#include "model/card.h"
#include "model/visit.h"

#define SUPERVISED 2 /* supervise_level: 督办 */
#define ESCALATED  3 /* 领导督办, 提级 */

static const char *
arg(const struct event *ev, enum event_arg a)
{
	return args_get(&ev->args, a);
}

static int64_t
until(const struct event *ev)
{
	long long at;

	return str_int(arg(ev, EA_UNTIL), 1, INT64_MAX, &at) ? at : 0;
}

/* ---- what the citizen says ---- */

static void
count_visit(struct ticket *t, const struct event *ev)
{
	t->visit_count++;
	t->visit_bands |= visit_band(apply_done_at(ev));
}

static bool
close_as(struct ticket *t, const char *way)
{
	return *fields_get(&t->f, TF_CLOSE_TYPE) != '\0' || fields_set(&t->f, TF_CLOSE_TYPE, way);
}

static bool
hear(struct ticket *t, const struct event *ev)
{
	(void)str_copy(t->solved, sizeof(t->solved), arg(ev, EA_SOLVED));
	t->stars_result = workflow_stars(ev, EA_STARS);
	t->stars_manner = workflow_stars(ev, EA_MANNER);
	t->visit_valid = true;
	return ev->kind != EVENT_VISIT_OK || close_as(t, "dispatched");
}

static bool
visit(struct ticket *t, const struct event *ev)
{
	if (ev->kind != EVENT_LATE_EVAL) /* he called by himself */
		count_visit(t, ev);
	if (ev->kind != EVENT_VISIT_FAIL)
		return hear(t, ev);
	t->visit_valid = false;
	return workflow_target(t, ev) != STATE_CLOSED || close_as(t, "dispatched");
}

/* ---- a new round ---- */

static void
next_round(struct ticket *t)
{
	t->round++;
	apply_contacts_anew(t);
	t->replied_at = t->reply_due = 0;
	t->visit_bands = 0;
	t->visit_valid = false;
	t->visit_count = 0;
	t->superior_stars = 0;
	for (int i = 0; i < t->n_assign; i++)
		t->assign[i].cards &= ~CARDS_GIVEN;
}

static bool
keep(struct ticket *t, const struct event *ev)
{
	if (*arg(ev, EA_SOLVED) != '\0')
		(void)str_copy(t->solved, sizeof(t->solved), arg(ev, EA_SOLVED));
	return close_as(t, "dispatched");
}

/* Doing it once more. What was answered on the spot goes to a unit for the first time. */
static bool
redo(struct ticket *t)
{
	next_round(t);
	(void)apply_open_lead(t);
	return fields_set(&t->f, TF_CLOSE_TYPE, NULL);
}

static bool
reopen(struct ticket *t)
{
	next_round(t);
	t->promised_due = 0; /* accepted anew, and he is told anew */
	t->excluded = t->designated = false;
	t->return_count = 0;
	t->overdue_at = 0;
	t->solved[0] = '\0';
	t->stars_result = t->stars_manner = 0;
	return fields_set(&t->f, TF_CLOSE_TYPE, NULL) && fields_set(&t->f, TF_REPEAT, "1");
}

/* ---- supervision ---- */

static void
raise_level(struct ticket *t, int level)
{
	if (t->supervise_level < level)
		t->supervise_level = level;
}

static void
supervise(struct ticket *t, const struct event *ev)
{
	raise_level(t, strcmp(arg(ev, EA_KIND), "leader") == 0 ? ESCALATED : SUPERVISED);
	apply_ask(t, REQUEST_SUPERVISE, ev, arg(ev, EA_TO_UNIT), until(ev));
}

/* A leader's words bind the unit sooner than its own limit, never later, and are not for the public. */
static bool
instruct(struct ticket *t, const struct event *ev)
{
	raise_level(t, ESCALATED);
	if (t->unit_due != 0 && until(ev) != 0 && until(ev) < t->unit_due)
		t->unit_due = until(ev);
	return fields_set(&t->f, TF_PUBLIC, "no");
}

static void
end_supervision(struct ticket *t)
{
	apply_asked(t, REQUEST_SUPERVISE);
	t->supervise_level = 0;
}

/* ---- cards ---- */

static void
card(struct ticket *t, const struct event *ev)
{
	const enum card_colour colour = card_by_json(arg(ev, EA_COLOUR));
	const struct assignment *of = card_assignment(t, arg(ev, EA_TO_UNIT));
	struct assignment *a = of == NULL ? NULL : &t->assign[of - t->assign];

	if (a == NULL)
		return;
	if (ev->kind == EVENT_CARD)
		a->cards |= CARD_GIVEN(colour) | CARD_STANDS(colour);
	else
		a->cards &= ~CARD_STANDS(colour);
	t->card = card_of_ticket(t);
	if (card_standing(a) == CARD_NONE && strcmp(t->request[REQUEST_CARD].unit, a->unit) == 0)
		apply_asked(t, REQUEST_CARD); /* it had its way */
}

static void
appeal_card(struct ticket *t, const struct event *ev, const struct city *city)
{
	const struct assignment *a = card_of_unit(t, ev->unit, city);

	apply_ask(t, REQUEST_CARD, ev, a == NULL ? ev->unit : a->unit, 0);
}

static bool
apply_supervision(struct ticket *t, const struct event *ev, const struct city *city)
{
	switch (ev->kind) {
	case EVENT_ESCALATE:
		raise_level(t, t->supervise_level < SUPERVISED ? SUPERVISED : ESCALATED);
		return true;
	case EVENT_SUPERVISE:
		supervise(t, ev);
		return true;
	case EVENT_SUPERVISE_REPLY:
		apply_asked(t, REQUEST_SUPERVISE);
		return true;
	case EVENT_SUPERVISE_END:
		end_supervision(t);
		return true;
	case EVENT_INSTRUCT:
		return instruct(t, ev);
	case EVENT_CARD:
	case EVENT_CARD_REVOKE:
		card(t, ev);
		return true;
	case EVENT_CARD_APPEAL:
		appeal_card(t, ev, city);
		return true;
	case EVENT_CARD_KEEP:
		apply_asked(t, REQUEST_CARD);
		return true;
	default:
		return true;
	}
}

/* ---- asked and decided ---- */

static bool
apply_decision(struct ticket *t, const struct event *ev)
{
	const char *wanted = t->request[REQUEST_URGENCY].unit;
	bool ok = true;

	switch (ev->kind) {
	case EVENT_APPEAL:
		apply_ask(t, REQUEST_APPEAL, ev, ev->unit, 0);
		return true;
	case EVENT_APPEAL_OK:
	case EVENT_APPEAL_NO:
		t->excluded = ev->kind == EVENT_APPEAL_OK;
		apply_asked(t, REQUEST_APPEAL);
		return true;
	case EVENT_URGENCY_ASK:
		apply_ask(t, REQUEST_URGENCY, ev, arg(ev, EA_RESULT), 0);
		return true;
	case EVENT_URGENCY_OK:
		ok = fields_set(&t->f, TF_URGENCY, wanted) &&
		     fields_set(&t->f, TF_URGENCY_REASON, "特急降级, 经两人确认");
		apply_asked(t, REQUEST_URGENCY);
		return ok;
	case EVENT_URGENCY_NO:
		apply_asked(t, REQUEST_URGENCY);
		return true;
	case EVENT_HANDOVER:
		apply_ask(t, REQUEST_HANDOVER, ev, arg(ev, EA_TO_USER), 0);
		return true;
	case EVENT_HANDOVER_TAKE:
		(void)str_copy(t->first_owner, sizeof(t->first_owner), ev->actor);
		apply_asked(t, REQUEST_HANDOVER);
		return true;
	default:
		return true;
	}
}

bool
apply_after(struct ticket *t, const struct event *ev, const struct city *city)
{
	switch (ev->kind) {
	case EVENT_VISIT_OK:
	case EVENT_VISIT_BAD:
	case EVENT_VISIT_FAIL:
	case EVENT_LATE_EVAL:
		return visit(t, ev);
	case EVENT_REVIEW_REDO:
		return redo(t);
	case EVENT_REVIEW_KEEP:
		return keep(t, ev);
	case EVENT_REOPEN:
		return reopen(t);
	case EVENT_WITHDRAW:
		return fields_set(&t->f, TF_CLOSE_TYPE, "withdrawn");
	case EVENT_FORWARD:
		return fields_set(&t->f, TF_CLOSE_TYPE, "forwarded");
	case EVENT_RATE:
		t->superior_stars = workflow_stars(ev, EA_STARS);
		return true;
	case EVENT_IMPORTANT:
		t->sensitive = true;
		return true;
	default:
		return apply_supervision(t, ev, city) && apply_decision(t, ev);
	}
}
