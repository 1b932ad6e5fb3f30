#ifndef TEST_MODEL_WORKING_H
#define TEST_MODEL_WORKING_H

#include <stdio.h>

#include "desk.h"
#include "model/deadline.h"

/* A ticket that a unit works on, for tests of the steps of apply_reply.c: its people, and each step as it should be. */

#define HOUR_MS 3600000LL
#define DAY_MS  (24 * HOUR_MS)

static inline int
setup(void **state)
{
	struct city *c = desk_city();

	c->profiles[0].limit[LIMIT_OF_EXT_FREE] = (struct span){ 10, SPAN_WORKDAY };
	c->profiles[0].limit[LIMIT_OF_EXT_MAX] = (struct span){ 30, SPAN_WORKDAY };
	c->profiles[0].limit[LIMIT_OF_PAUSE_MAX] = (struct span){ 30, SPAN_WORKDAY };
	c->profiles[0].limit[LIMIT_OF_REDO] = (struct span){ 5, SPAN_WORKDAY };
	*state = c;
	return 0;
}

static inline int
teardown(void **state)
{
	city_free(*state);
	return 0;
}

/* ---- people ---- */

enum person { CLERK, HEAD, STREET, NEIGHBOUR, DISPATCHER, SUPERVISOR, LEADER, SYSTEM, AGENT };

static inline void
be(struct desk *d, enum person p)
{
	static const struct {
		const char *user, *unit;
		uint32_t roles;
	} people[] = {
		[CLERK] = { "5001", "1021", ROLE_BIT(UNIT) },
		[HEAD] = { "5002", "1021", ROLE_BIT(UNIT_LEAD) },
		[STREET] = { "5003", "1021", ROLE_BIT(TOWNSHIP) },
		[NEIGHBOUR] = { "5009", "4001", ROLE_BIT(UNIT) | ROLE_BIT(UNIT_LEAD) },
		[DISPATCHER] = { DESK_DISPATCHER, "", ROLE_BIT(DISPATCHER) },
		[SUPERVISOR] = { "3101", "", ROLE_BIT(SUPERVISOR) },
		[LEADER] = { "3001", "", ROLE_BIT(LEADER) },
		[SYSTEM] = { "system", "", ROLE_BIT(SYSTEM) },
		[AGENT] = { DESK_AGENT, "", ROLE_BIT(AGENT) },
	};

	desk_be(d, people[p].user, people[p].roles, people[p].unit);
	(void)strcpy(d->ev.actor, people[p].user);
	(void)strcpy(d->ev.unit, people[p].unit);
}

static inline void
begin(struct desk *d, enum person p, int kind)
{
	be(d, p);
	desk_begin(d, kind);
}

/* ---- tickets ---- */

static inline int64_t
when(const char *day, int hour)
{
	return civil_day_start(civil_parse_day(day)) + hour * HOUR_MS;
}

static inline void
now(struct desk *d, const char *day, int hour)
{
	d->env.now = when(day, hour);
}

static inline void
field(struct desk *d, enum ticket_field f, const char *value)
{
	assert_true(fields_set(&d->t.f, f, value));
}

/* A plain matter with 10 working days from Saturday 2026-11-21, signed by the clerk: until 12-04, 24:00. */
static inline void
working(struct desk *d)
{
	d->env = (struct workflow_env){
		.city = d->city, .now = desk_noon(), .online = true, .at_centre = true
	};
	desk_ticket(d, STATE_DISPATCHED);
	field(d, TF_CATEGORY, "0301");
	d->t.unit_due = d->t.promised_due =
	    deadline_resolve(d->city, &d->t.f, d->t.dispatched_at).at;
	d->t.state = STATE_WORKING;
	d->t.assign[0].state = ASSIGN_IS_SIGNED;
	d->t.assign[0].due = d->t.unit_due;
	(void)strcpy(d->t.assign[0].signed_by, "5001");
	d->env.now += HOUR_MS;
	d->env.told_kind = EVENT_CONTACT;
}

static inline void
wait_for(struct desk *d, enum ticket_request r, const char *by)
{
	d->t.request[r] = (struct request){ .at = d->env.now, .seq = 3 };
	(void)strcpy(d->t.request[r].by, by);
}

static inline void
words_of_a_reply(struct desk *d)
{
	desk_arg(d, EA_IS_TRUE, "yes");
	desk_arg(d, EA_FACTS, "11月22日到现场, 占道摊点两处");
	desk_arg(d, EA_SOLVED, "solved");
}

static inline void
until(struct desk *d, const char *day)
{
	char ms[24];

	(void)snprintf(ms, sizeof(ms), "%lld", (long long)when(day, 17));
	desk_arg(d, EA_UNTIL, ms);
}

/* The street helps, and has signed for it. */
static inline void
one_helps(struct desk *d)
{
	d->t.assign[d->t.n_assign] =
	    (struct assignment){ .unit = "4001", .role = ASSIGN_CO, .state = ASSIGN_IS_SIGNED };
	d->t.n_assign++;
}

/* The same step by another person. */
static inline void
by_a_clerk(struct desk *d)
{
	be(d, CLERK);
}

static inline void
by_a_neighbour(struct desk *d)
{
	be(d, NEIGHBOUR);
}

static inline void
plain_by_the_street(struct desk *d)
{
	be(d, STREET);
}

static inline void
by_a_helper(struct desk *d)
{
	one_helps(d);
	be(d, NEIGHBOUR);
}

/* The ticket, the person and the event of a step that is right. */
static inline void
good(struct desk *d, int kind)
{
	working(d);
	switch (kind) {
	case EVENT_CONTACT:
		begin(d, CLERK, kind);
		desk_arg(d, EA_RESULT, "reached");
		desk_arg(d, EA_SUMMARY, "约好周一上门");
		return;
	case EVENT_INFO_ASK:
		begin(d, CLERK, kind);
		desk_arg(d, EA_NOTE, "请说明是哪一栋楼");
		return;
	case EVENT_ASK_INFO:
		begin(d, DISPATCHER, kind);
		desk_arg(d, EA_NOTE, "请说明是哪一栋楼");
		return;
	case EVENT_INFO_NO:
		wait_for(d, REQUEST_INFO, "5001");
		begin(d, DISPATCHER, kind);
		desk_arg(d, EA_REASON, "工单里写有楼号");
		return;
	case EVENT_EXTEND_ASK:
		begin(d, HEAD, kind);
		desk_arg(d, EA_DAYS, "5");
		desk_arg(d, EA_REASON, "等配件");
		desk_arg(d, EA_PLAN, "12月10日前装好");
		desk_arg(d, EA_TOLD, "4");
		return;
	case EVENT_EXTEND_OK:
		wait_for(d, REQUEST_EXTEND, "5002");
		begin(d, DISPATCHER, kind);
		desk_arg(d, EA_DAYS, "5");
		return;
	case EVENT_EXTEND_NO:
		wait_for(d, REQUEST_EXTEND, "5002");
		begin(d, DISPATCHER, kind);
		desk_arg(d, EA_REASON, "配件有现货");
		return;
	case EVENT_SUSPEND_ASK:
	case EVENT_SUSPEND:
		if (kind == EVENT_SUSPEND)
			wait_for(d, REQUEST_SUSPEND, "5002");
		begin(d, kind == EVENT_SUSPEND ? SUPERVISOR : HEAD, kind);
		desk_arg(d, EA_REASON_CODE, "await_third");
		desk_arg(d, EA_REASON, "等司法鉴定");
		until(d, "2026-12-01");
		return;
	case EVENT_SUSPEND_NO:
		wait_for(d, REQUEST_SUSPEND, "5002");
		begin(d, SUPERVISOR, kind);
		desk_arg(d, EA_REASON, "不用鉴定");
		return;
	case EVENT_RESUME:
		d->t.state = STATE_SUSPENDED;
		d->t.paused_at = d->env.now;
		d->t.waits_for_info = true;
		d->t.pause_until = d->env.now + 3 * DAY_MS;
		d->env.now += 3 * DAY_MS;
		begin(d, SYSTEM, kind);
		return;
	case EVENT_REPLY_ASK:
	case EVENT_REPLY:
		d->t.contact_count = d->t.contact_reached = 1;
		begin(d, kind == EVENT_REPLY ? HEAD : CLERK, kind);
		words_of_a_reply(d);
		return;
	case EVENT_REPLY_BACK:
		wait_for(d, REQUEST_SIGN_OFF, "5001");
		begin(d, HEAD, kind);
		desk_arg(d, EA_REASON, "把现场情况写清楚");
		return;
	case EVENT_AUDIT_OK:
	case EVENT_AUDIT_BACK:
		d->t.state = STATE_REPLIED;
		d->t.assign[0].state = ASSIGN_IS_REPLIED;
		begin(d, DISPATCHER, kind);
		desk_arg(d, EA_REASON_CODE, kind == EVENT_AUDIT_OK ? NULL : "no_basis");
		desk_arg(d, EA_REASON, kind == EVENT_AUDIT_OK ? NULL : "写上依据的条款");
		return;
	case EVENT_ASK_RELAY:
	case EVENT_RELAY:
		field(d, TF_CONFIDENTIAL, "1");
		begin(d, kind == EVENT_RELAY ? AGENT : CLERK, kind);
		desk_arg(d, EA_NOTE, "周一能不能上门");
		return;
	case EVENT_OVERDUE:
		d->env.now = d->t.unit_due + 1;
		begin(d, SYSTEM, kind);
		desk_arg(d, EA_CLOCK, "resolve");
		return;
	case EVENT_RECALC:
		begin(d, SYSTEM, kind);
		desk_arg(d, EA_REASON, "2027年放假通知");
		return;
	default:
		fail_msg("no such row here: %d", kind);
	}
}

#endif
