/* clock.c: the moments at which a ticket changes by itself, as a table.
 *
 * A row says in which states it counts, when, which event of the system follows and what that event says. Its event must
 * change the ticket so that the row no longer applies: that is what makes it happen once. Not here: whether the event is
 * allowed (the guards), reminding people (server/job/remind.c). */
#include "model/clock.h"

#include <string.h>

#include "base/clock.h"
#include "model/card.h"
#include "model/deadline.h"

#define DAY_MS       INT64_C(86400000)
#define ARCHIVE_DAYS 30 /* practice A17: as long as a ticket may be reopened */
#define WITH_UNIT    (STATE_BIT(DISPATCHED) | STATE_BIT(WORKING) | STATE_BIT(RETURN_REQ))

struct row {
	uint32_t states;
	enum event_kind kind;
	/* the moment; 0 none */
	int64_t (*at)(const struct ticket *t, const struct city *c);
	/* what the event says; NULL nothing. false: it is not due after all */
	bool (*say)(
	    const struct ticket *t, const struct city *c, int64_t now, struct clock_act *act);
};

/* ---- moments ---- */

static int64_t
completion_ends(const struct ticket *t, const struct city *c)
{
	(void)c;
	return t->incomplete_due == 0 ? 0 : t->incomplete_due + 1;
}

static int64_t
return_window_ends(const struct ticket *t, const struct city *c)
{
	(void)c;
	return t->return_until == 0 ? 0 : t->return_until + 1;
}

static int64_t
pause_ends(const struct ticket *t, const struct city *c)
{
	(void)c;
	return t->pause_until;
}

static int64_t
unit_is_late(const struct ticket *t, const struct city *c)
{
	(void)c;
	return t->unit_due == 0 || t->overdue_at != 0 ? 0 : t->unit_due + 1;
}

/* The first moment at which a part of it may be due for a card that was not given yet (card_due decides). */
static int64_t
card_of(const struct assignment *a, const struct city *c)
{
	const struct due due = { .at = a->due };
	int32_t yellow, red;

	if (strcmp(c->profile->card_scheme, "guangzhou") == 0)
		return (a->cards & CARDS_GIVEN) == 0 ? a->due + 1 : 0;
	if ((a->cards & CARD_GIVEN(CARD_RED)) != 0)
		return 0;
	if (deadline_is_hours(due, a->made_at))
		return (a->cards & CARDS_GIVEN) != 0 ? a->due + 1
						     : a->due - (a->due - a->made_at) / 4;
	deadline_card_days(&c->calendar, a->due, &yellow, &red);
	return civil_day_start((a->cards & CARDS_GIVEN) != 0 ? red : yellow);
}

static int64_t
card_falls_due(const struct ticket *t, const struct city *c)
{
	int64_t first = 0;

	if (c->profile == NULL || c->profile->card_scheme[0] == '\0')
		return 0;
	for (int i = 0; i < t->n_assign; i++) {
		const struct assignment *a = &t->assign[i];
		/* who has answered gets none, and is not looked at every hour */
		const bool owes = assignment_is_open(a) && a->state != ASSIGN_IS_REPLIED;
		int64_t at = owes && a->due != 0 ? card_of(a, c) : 0;

		if (at > 0 && (first == 0 || at < first))
			first = at;
	}
	return first;
}

static int64_t
reopening_ends(const struct ticket *t, const struct city *c)
{
	(void)c;
	return t->closed_at == 0 ? 0 : t->closed_at + ARCHIVE_DAYS * DAY_MS;
}

/* ---- words ---- */

static bool
say_resume(const struct ticket *t, const struct city *c, int64_t now, struct clock_act *act)
{
	(void)t;
	(void)c;
	(void)now;
	return args_set(&act->args, EA_REASON, "挂起到期, 自动恢复办理");
}

static bool
say_overdue(const struct ticket *t, const struct city *c, int64_t now, struct clock_act *act)
{
	(void)c;
	(void)now;
	return args_set(&act->args, EA_CLOCK, "resolve") &&
	       args_set(&act->args, EA_TO_UNIT, t->lead_unit);
}

/* The first part that has a card coming. */
static bool
say_card(const struct ticket *t, const struct city *c, int64_t now, struct clock_act *act)
{
	for (int i = 0; i < t->n_assign; i++) {
		const struct assignment *a = &t->assign[i];
		int earlier = act->earlier != NULL ? act->earlier(act->arg, a->unit) : 0;
		enum card_colour colour = card_due(t, a, c, earlier, now);

		if (colour != CARD_NONE)
			return args_set(&act->args, EA_COLOUR, card_json(colour)) &&
			       args_set(&act->args, EA_TO_UNIT, a->unit) &&
			       args_set(&act->args, EA_REASON, card_rule(c, colour));
	}
	return false;
}

/* ---- the table ---- */

static const struct row rows[] = {
	{ STATE_BIT(INCOMPLETE), EVENT_AUTO_CLOSE, completion_ends, NULL },
	{ STATE_BIT(DISPATCHED), EVENT_AUTO_SIGNIN, return_window_ends, NULL },
	{ STATE_BIT(SUSPENDED), EVENT_RESUME, pause_ends, say_resume },
	{ WITH_UNIT, EVENT_OVERDUE, unit_is_late, say_overdue },
	{ WITH_UNIT, EVENT_CARD, card_falls_due, say_card },
	{ STATE_BIT(CLOSED), EVENT_ARCHIVE, reopening_ends, NULL },
};
#define ROWS (sizeof(rows) / sizeof(rows[0]))
_Static_assert(ROWS <= 32, "clock_act names rows by bits");

static int64_t
moment(const struct row *r, const struct ticket *t, const struct city *c)
{
	return (r->states & (1u << t->state)) != 0 ? r->at(t, c) : 0;
}

int64_t
clock_next(const struct ticket *t, const struct city *c)
{
	int64_t next = 0;

	for (size_t i = 0; i < ROWS; i++) {
		int64_t at = moment(&rows[i], t, c);

		if (at > 0 && (next == 0 || at < next))
			next = at;
	}
	return next;
}

static const struct row *
first_due(const struct ticket *t, const struct city *c, int64_t now, unsigned passed)
{
	const struct row *first = NULL;
	int64_t first_at = 0;

	for (size_t i = 0; i < ROWS; i++) {
		int64_t at = (passed >> i & 1) != 0 ? 0 : moment(&rows[i], t, c);

		if (at > 0 && at <= now && (first == NULL || at < first_at)) {
			first = &rows[i];
			first_at = at;
		}
	}
	return first;
}

bool
clock_due(const struct ticket *t, const struct city *c, int64_t now, struct clock_act *act)
{
	unsigned passed = act->refused;
	const struct row *r;

	while ((r = first_due(t, c, now, passed)) != NULL) {
		act->row = 1u << (r - rows);
		act->kind = r->kind;
		if (r->say == NULL || r->say(t, c, now, act))
			return true;
		passed |= act->row;
		args_free(&act->args);
	}
	return false;
}
