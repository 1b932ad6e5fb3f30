/* clock.c: the moments at which a ticket changes by itself, as a table.
 *
 * A row says in which states it counts, when, which event of the system follows and what that event says. Its event must
 * change the ticket so that the row no longer applies: that is what makes it happen once. Not here: whether the event is
 * allowed (the guards), reminding people (server/job/remind.c). */
#include "model/clock.h"

#include <stdio.h>

#include "base/clock.h"
#include "model/deadline.h"

#define DAY_MS          INT64_C(86400000)
#define ARCHIVE_DAYS    30 /* practice A17: as long as a ticket may be reopened */
#define SUPERVISE_LEVEL 2  /* 督办: it is being looked after already */
#define WITH_UNIT       (STATE_BIT(DISPATCHED) | STATE_BIT(WORKING) | STATE_BIT(RETURN_REQ))

struct row {
	uint32_t states;
	/* the moment; 0 none */
	int64_t (*at)(const struct ticket *t, const struct city *c);
	enum event_kind kind;
	/* what the event says; NULL nothing */
	bool (*say)(const struct ticket *t, const struct city *c, int64_t now, struct args *a);
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

/* The working day after the limit passed (§4.3). */
static int64_t
supervision_starts(const struct ticket *t, const struct city *c)
{
	if (t->overdue_at == 0 || t->supervise_level >= SUPERVISE_LEVEL || t->unit_due == 0)
		return 0;
	return civil_day_start(calendar_next_work(&c->calendar, civil_day(t->unit_due)));
}

static int64_t
reopening_ends(const struct ticket *t, const struct city *c)
{
	(void)c;
	return t->closed_at == 0 ? 0 : t->closed_at + ARCHIVE_DAYS * DAY_MS;
}

/* ---- words ---- */

static bool
say_resume(const struct ticket *t, const struct city *c, int64_t now, struct args *a)
{
	(void)t;
	(void)c;
	(void)now;
	return args_set(a, EA_REASON, "挂起到期, 自动恢复办理");
}

static bool
say_overdue(const struct ticket *t, const struct city *c, int64_t now, struct args *a)
{
	(void)c;
	(void)now;
	return args_set(a, EA_CLOCK, "resolve") && args_set(a, EA_TO_UNIT, t->lead_unit);
}

static bool
say_supervise(const struct ticket *t, const struct city *c, int64_t now, struct args *a)
{
	const struct span two_days = { 2, SPAN_WORKDAY };
	struct due due = deadline_add(&c->calendar, c->profile, now, two_days);
	char until[24];

	(void)snprintf(until, sizeof(until), "%lld", (long long)due.at);
	return args_set(a, EA_KIND, "supervise") && args_set(a, EA_TO_UNIT, t->lead_unit) &&
	       args_set(a, EA_UNTIL, until) && args_set(a, EA_REASON, "办理超期, 系统转督办");
}

/* ---- the table ---- */

static const struct row rows[] = {
	{ STATE_BIT(INCOMPLETE), completion_ends, EVENT_AUTO_CLOSE, NULL },
	{ STATE_BIT(DISPATCHED), return_window_ends, EVENT_AUTO_SIGNIN, NULL },
	{ STATE_BIT(SUSPENDED), pause_ends, EVENT_RESUME, say_resume },
	{ WITH_UNIT, unit_is_late, EVENT_OVERDUE, say_overdue },
	{ WITH_UNIT, supervision_starts, EVENT_SUPERVISE, say_supervise },
	{ STATE_BIT(CLOSED), reopening_ends, EVENT_ARCHIVE, NULL },
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

bool
clock_due(const struct ticket *t, const struct city *c, int64_t now, struct clock_act *act)
{
	const struct row *first = NULL;
	int64_t first_at = 0;

	for (size_t i = 0; i < ROWS; i++) {
		int64_t at = (act->refused >> i & 1) != 0 ? 0 : moment(&rows[i], t, c);

		if (at > 0 && at <= now && (first == NULL || at < first_at)) {
			first = &rows[i];
			first_at = at;
		}
	}
	if (first == NULL)
		return false;
	act->row = 1u << (first - rows);
	act->kind = first->kind;
	return first->say == NULL || first->say(t, c, now, &act->args);
}
