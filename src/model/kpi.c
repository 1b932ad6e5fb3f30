/* kpi.c: the figures of one ticket: its events are applied one by one, and each step is judged by the ticket as it stood
 * before it, so that a limit counts as it was then, moved by pauses and extensions.
 *
 * Invariants: a ticket is added whole or not at all; an excluded one touches no rate; n never exceeds of. Not here: what
 * calls and seats did, which tickets belong to a report (whoever asks), places in a ranking (国办函〔2025〕66号). */
#include "model/kpi.h"

#include <string.h>

#include "apply_p.h"
#include "base/clock.h"
#include "base/str.h"
#include "model/card.h"
#include "model/taken.h"
#include "workflow_p.h"

#define STARS_ENOUGH 3 /* 基本满意 */
#define AGAIN_DAYS   7 /* who calls about it in these was not helped at once */

static const struct kpi_info rates[KPI_RATE_COUNT] = {
#define X(name, json, zh, formula) [KPI_##name] = { json, zh, formula },
	KPI_RATES(X)
#undef X
};
static const struct kpi_info counts[KPI_COUNT_COUNT] = {
#define X(name, json, zh) [KPI_COUNT_##name] = { json, zh, "" },
	KPI_COUNTS(X)
#undef X
};

const struct kpi_info *
kpi_rate_info(enum kpi_rate_kind r)
{
	return &rates[r];
}

const struct kpi_info *
kpi_count_info(enum kpi_count_kind c)
{
	return &counts[c];
}

int64_t
kpi_taken_at(const struct event *events, size_t n)
{
	return n > 0 ? apply_said_at(&events[0]) : 0;
}

/* ---- one ticket on its way ---- */

struct story {
	struct kpi k;
	const struct event *ev; /* the step */
	const struct ticket *b; /* before it */
	struct ticket t;        /* after it */
	int64_t at;             /* when it counts as done */
	enum kpi_rate_kind way; /* how it was answered on the spot; KPI_DIRECT: was not */
	int64_t spot_at;        /* when that was */
	bool came_again;        /* somebody called about it within AGAIN_DAYS of that */
	int64_t made_due;       /* until when its ticket should be there */
	bool made;              /* it is, or none is wanted */
	bool first_returned;
	bool awaits_contact; /* by the unit that has it */
	bool answered;       /* what was promised to the citizen */
	bool tried;          /* to visit him, in this round */
	bool heard;
	struct { /* what he said last in this round */
		bool solved;
		int stars, manner;
	} said;
};

static void
rate(struct story *s, enum kpi_rate_kind r, bool yes)
{
	s->k.rate[r].of++;
	s->k.rate[r].n += yes;
}

static bool
in_time(int64_t at, int64_t due)
{
	return due == 0 || at <= due;
}

/* ---- the words become a ticket ---- */

/* From when they were taken down, on paper or by another way into the centre. A ticket answered, refused or joined to
 * another before it was one was never wanted. */
static void
follow_making(struct story *s, const struct city *city)
{
	const uint32_t none = STATE_BIT(NONE) | STATE_BIT(DRAFT);
	const uint32_t ticket = STATE_BIT(PENDING) | STATE_BIT(INCOMPLETE) | STATE_BIT(DISPATCHED);

	if (s->b->state == STATE_NONE && city->profile != NULL) {
		const int64_t paper = taken_at(fields_get(&s->t.f, TF_TAKEN_AT));

		s->made_due = deadline_add(&city->calendar, city->profile,
		    paper != 0 ? paper : apply_said_at(s->ev), (struct span){ 1, SPAN_WORKDAY })
				  .at;
	}
	if (s->made || (none & (1u << s->t.state)) != 0)
		return;
	s->made = true;
	if ((ticket & (1u << s->t.state)) != 0)
		rate(s, KPI_MADE, in_time(s->at, s->made_due));
}

/* ---- sent, signed, spoken with ---- */

static void
on_dispatch(struct story *s)
{
	const bool back =
	    s->b->state == STATE_RETURN_REQ && strcmp(s->b->lead_unit, s->t.lead_unit) != 0;

	s->k.rate[KPI_RETURNED].of++;
	if (s->b->state == STATE_PENDING)
		rate(s, KPI_DISPATCH_TIMELY, in_time(s->at, s->b->dispatch_due));
	if (s->b->dispatch_count == 1 && back)
		s->first_returned = true;
}

static void
on_signin(struct story *s)
{
	if (s->b->state == STATE_DISPATCHED && s->t.state == STATE_WORKING)
		rate(s, KPI_SIGNIN_TIMELY,
		    s->ev->kind == EVENT_SIGNIN && in_time(s->at, s->b->signin_due));
}

static bool
is_sending(const struct event *ev)
{
	return (event_info((enum event_kind)ev->kind)->clock & CLOCK_DISPATCH) != 0;
}

/* The unit that had it, until now or to ${at}, has spoken to nobody; it counts when it should have. */
static void
no_contact(struct story *s, int64_t due, int64_t at)
{
	if (s->awaits_contact && !in_time(at, due))
		rate(s, KPI_CONTACT_TIMELY, false);
	s->awaits_contact = false;
}

static void
follow_contact(struct story *s)
{
	if (is_sending(s->ev)) {
		no_contact(s, s->b->contact_due, s->at);
		s->awaits_contact = strcmp(fields_get(&s->t.f, TF_ANONYMOUS), "1") != 0;
	} else if (s->awaits_contact && s->t.first_contact_at != 0) {
		rate(s, KPI_CONTACT_TIMELY, in_time(s->t.first_contact_at, s->b->contact_due));
		s->awaits_contact = false;
	} else if (s->awaits_contact && !ticket_is_open(&s->t)) {
		no_contact(s, s->b->contact_due, s->at);
	}
}

/* ---- answered ---- */

/* Judged at the submission of the reply that was finally accepted (practice A12): the unit in every round, the centre once
 * a promise. */
static void
on_accepted(struct story *s)
{
	const int64_t at = s->b->replied_at;

	rate(s, KPI_DONE, true);
	rate(s, KPI_UNIT_TIMELY, in_time(at, s->b->reply_due));
	rate(s, KPI_LATE, !in_time(at, s->b->reply_due));
	if (!s->answered)
		rate(s, KPI_CENTRE_TIMELY, in_time(at, s->b->promised_due));
	s->answered = true;
	rate(s, KPI_REWORK, false);
	s->k.rate[KPI_REDO].of++;
}

static void
on_redo(struct story *s)
{
	if (s->t.state != STATE_WORKING)
		return; /* answered on the spot: no unit does it once more */
	s->k.rate[KPI_REWORK].n++;
	s->k.rate[KPI_REDO].n++;
}

/* ---- asked ---- */

static void
end_of_round(struct story *s)
{
	static const enum kpi_count_kind stars[] = { KPI_COUNT_STARS_1, KPI_COUNT_STARS_2,
		KPI_COUNT_STARS_3, KPI_COUNT_STARS_4, KPI_COUNT_STARS_5 };

	if (s->heard) {
		rate(s, KPI_SOLVED, s->said.solved);
		rate(s, KPI_SATISFIED, s->said.stars >= STARS_ENOUGH);
		rate(s, KPI_MANNER, s->said.manner >= STARS_ENOUGH);
		if (s->said.stars >= 1 && s->said.stars <= 5)
			s->k.count[stars[s->said.stars - 1]]++;
	}
	s->heard = s->tried = false;
}

static void
hear(struct story *s)
{
	s->heard = true;
	s->said.solved = strcmp(args_get(&s->ev->args, EA_SOLVED), "solved") == 0;
	s->said.stars = workflow_stars(s->ev, EA_STARS);
	s->said.manner = workflow_stars(s->ev, EA_MANNER);
}

static void
on_visit(struct story *s)
{
	if (!s->tried)
		rate(s, KPI_VISITED, true);
	s->tried = true;
	if (s->t.state != STATE_VISITING)
		rate(s, KPI_VISIT_VALID, s->ev->kind != EVENT_VISIT_FAIL);
	if (s->ev->kind != EVENT_VISIT_FAIL)
		hear(s);
}

/* ---- the steps ---- */

/* A transfer counts only when the one who took the call said what came of it (practice A7). */
static void
on_direct(struct story *s)
{
	const char *way = fields_get(&s->t.f, TF_CLOSE_TYPE);
	const bool said = values_ink(args_get(&s->ev->args, EA_SUMMARY)) > 0;

	if (strcmp(way, "tripartite") == 0)
		s->way = said ? KPI_BY_TRIPARTITE : KPI_DIRECT;
	else if (strcmp(way, "transfer") == 0)
		s->way = said ? KPI_BY_TRANSFER : KPI_DIRECT;
	else
		s->way = KPI_BY_ANSWER;
	s->spot_at = s->at;
}

/* A call about what was answered on the spot: it is opened anew, or somebody joins it or asks about it. */
static void
follow_calls(struct story *s)
{
	if ((s->ev->kind == EVENT_REOPEN || s->ev->kind == EVENT_FOLLOW) && s->spot_at != 0 &&
	    civil_day(s->at) - civil_day(s->spot_at) <= AGAIN_DAYS)
		s->came_again = true;
}

static void
on_card(struct story *s)
{
	const bool red = card_by_json(args_get(&s->ev->args, EA_COLOUR)) == CARD_RED;

	s->k.count[red ? KPI_COUNT_RED : KPI_COUNT_YELLOW]++;
}

static void
beside_the_line(struct story *s)
{
	switch (s->ev->kind) {
	case EVENT_RETURN:
		s->k.rate[KPI_RETURNED].n++;
		break;
	case EVENT_CARD:
		on_card(s);
		break;
	case EVENT_CARD_REVOKE:
		s->k.count[KPI_COUNT_REVOKED]++;
		break;
	case EVENT_URGE:
		s->k.count[KPI_COUNT_URGED]++;
		break;
	case EVENT_SUPERVISE:
		s->k.count[KPI_COUNT_SUPERVISED]++;
		break;
	case EVENT_REOPEN: /* he is promised anew */
		s->answered = false;
		break;
	default:
		break;
	}
}

static void
step(struct story *s)
{
	if (s->t.round != s->b->round)
		end_of_round(s);
	follow_calls(s);
	if (is_sending(s->ev))
		on_dispatch(s);
	follow_contact(s);
	switch (s->ev->kind) {
	case EVENT_SUBMIT_DIRECT:
		on_direct(s);
		break;
	case EVENT_SIGNIN:
	case EVENT_AUTO_SIGNIN:
		on_signin(s);
		break;
	case EVENT_AUDIT_OK:
		on_accepted(s);
		break;
	case EVENT_AUDIT_BACK:
		rate(s, KPI_REWORK, true);
		break;
	case EVENT_REVIEW_REDO:
		on_redo(s);
		break;
	case EVENT_VISIT_OK:
	case EVENT_VISIT_BAD:
	case EVENT_VISIT_FAIL:
		on_visit(s);
		break;
	case EVENT_LATE_EVAL: /* takes the place of what he said before; alone it is no visit */
		if (s->heard)
			hear(s);
		break;
	default:
		beside_the_line(s);
	}
}

/* ---- as it stands ---- */

/* What should have been done by ${now} and is not. */
static void
owed(struct story *s, int64_t now)
{
	const uint32_t runs = STATE_BIT(DISPATCHED) | STATE_BIT(WORKING) | STATE_BIT(RETURN_REQ);
	const struct ticket *t = &s->t;
	const uint32_t in = 1u << t->state;
	const int64_t at = t->state == STATE_REPLIED ? t->replied_at : now;
	const int64_t unit_due = t->state == STATE_REPLIED ? t->reply_due : t->unit_due;

	if (t->state == STATE_DISPATCHED && !in_time(now, t->signin_due))
		rate(s, KPI_SIGNIN_TIMELY, false);
	if (ticket_is_open(t))
		no_contact(s, t->contact_due, now);
	if ((in & (runs | STATE_BIT(REPLIED))) && !in_time(at, unit_due) &&
	    t->request[REQUEST_EXTEND].at == 0) {
		rate(s, KPI_DONE, false);
		rate(s, KPI_UNIT_TIMELY, false);
		rate(s, KPI_LATE, true);
	}
	if ((in & STATES_OPEN) && !s->answered && !in_time(at, t->promised_due))
		rate(s, KPI_CENTRE_TIMELY, false);
	if (t->state == STATE_VISITING && !s->tried && !in_time(now, t->visit_due))
		rate(s, KPI_VISITED, false);
}

/* 有效诉求: taken, and neither refused nor left incomplete. */
static void
how_answered(struct story *s)
{
	static const enum kpi_rate_kind ways[] = { KPI_BY_ANSWER, KPI_BY_TRIPARTITE,
		KPI_BY_TRANSFER, KPI_BY_DISPATCH };
	const uint32_t none = STATE_BIT(NONE) | STATE_BIT(DRAFT) | STATE_BIT(INCOMPLETE) |
			      STATE_BIT(REJECTED) | STATE_BIT(AUTO_CLOSED);
	const enum kpi_rate_kind way = s->t.dispatch_count > 0 ? KPI_BY_DISPATCH : s->way;

	if (none & (1u << s->t.state))
		return;
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++)
		rate(s, ways[i], way == ways[i]);
	rate(s, KPI_DIRECT, way != KPI_BY_DISPATCH && way != KPI_DIRECT);
	rate(s, KPI_AT_ONCE, s->way != KPI_DIRECT && !s->came_again);
}

/* Not even a ticket yet, and it should be one. */
static void
lies_in_the_inbox(struct kpi *k, const struct story *s, int64_t as_of)
{
	k->rate[KPI_MADE].of += !in_time(as_of, s->made_due);
}

static void
add_up(struct kpi *k, struct story *s, int64_t as_of)
{
	k->count[KPI_COUNT_TICKETS]++;
	k->count[KPI_COUNT_EXCLUDED] += s->t.excluded;
	if (s->t.excluded)
		return;
	end_of_round(s);
	owed(s, as_of);
	how_answered(s);
	if (s->t.dispatch_count > 0)
		rate(s, KPI_DISPATCH_RIGHT, !s->first_returned);
	rate(s, KPI_REPEATED, strcmp(fields_get(&s->t.f, TF_REPEAT), "1") == 0);
	for (int i = 0; i < KPI_RATE_COUNT; i++) {
		k->rate[i].n += s->k.rate[i].n;
		k->rate[i].of += s->k.rate[i].of;
	}
	for (int i = 0; i < KPI_COUNT_COUNT; i++)
		k->count[i] += s->k.count[i];
}

static enum err_code
one_step(struct story *s, const struct event *ev, const struct city *city, struct err *e)
{
	struct ticket before;
	enum err_code rc;

	ticket_init(&before);
	if (!ticket_copy(&before, &s->t))
		return err_set(e, ERR_NO_MEMORY, NULL);
	s->ev = ev;
	s->b = &before;
	s->at = apply_done_at(ev);
	rc = ticket_apply(&s->t, ev, city, e);
	if (rc == ERR_OK) {
		follow_making(s, city);
		step(s);
	}
	s->b = NULL;
	ticket_free(&before);
	return rc;
}

enum err_code
kpi_add(struct kpi *k, const struct event *events, size_t n, const struct city *city, int64_t as_of,
    struct err *e)
{
	struct story s = { .way = KPI_DIRECT };
	enum err_code rc = ERR_OK;

	ticket_init(&s.t);
	for (size_t i = 0; i < n && rc == ERR_OK && events[i].at_server <= as_of; i++)
		rc = one_step(&s, &events[i], city, e);
	if (rc == ERR_OK && s.t.state == STATE_DRAFT)
		lies_in_the_inbox(k, &s, as_of);
	else if (rc == ERR_OK && s.t.state != STATE_NONE)
		add_up(k, &s, as_of);
	ticket_free(&s.t);
	return rc;
}
