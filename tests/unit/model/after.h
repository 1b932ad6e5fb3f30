#ifndef TEST_MODEL_AFTER_H
#define TEST_MODEL_AFTER_H

#include <stdio.h>

#include "desk.h"
#include "model/card.h"

/* Tickets and events of what comes after a reply: good() makes each as it should be. */

#define DAY_MS     86400000LL
#define HOUR_MS    3600000LL
#define VISITOR    "7001"
#define SUPERVISOR "3101"
#define LEADER     "6001"
#define QA         "8001"

/* ---- a ticket as far as the row needs it ---- */

/* The unit answered and the answer was accepted. */
static inline void
answered(struct desk *d)
{
	desk_ticket(d, STATE_WORKING);
	d->t.state = STATE_VISITING;
	d->t.assign[0].state = ASSIGN_IS_DONE;
	d->t.assign[0].ended_at = d->t.replied_at = d->env.now;
	d->t.lead_unit[0] = '\0';
	d->t.unit_due = 0;
}

static inline void
args(struct desk *d, const char *const *pairs)
{
	for (; pairs[0] != NULL; pairs += 2)
		desk_arg(d, (enum event_arg)arg_by_json(pairs[0]), pairs[1]);
}

static inline void
at_hour(struct desk *d, int days, int hour)
{
	d->env.now = civil_day_start(civil_day(desk_noon()) + days) + hour * HOUR_MS;
}

static inline const char *
later(const struct desk *d, int64_t ms)
{
	static char text[24];

	(void)snprintf(text, sizeof(text), "%lld", (long long)(d->env.now + ms));
	return text;
}

static inline void
begin(struct desk *d, const char *user, uint32_t roles, const char *unit, int kind)
{
	desk_be(d, user, roles, unit);
	desk_begin(d, kind);
}

static inline void
visit(struct desk *d, int kind, const char *solved, const char *stars)
{
	begin(d, VISITOR, ROLE_BIT(VISITOR), "", kind);
	desk_arg(d, EA_SOLVED, solved);
	desk_arg(d, EA_STARS, stars);
	desk_arg(d, EA_MANNER, "4");
}

static inline void
closed(struct desk *d)
{
	answered(d);
	at_hour(d, 2, 10);
	visit(d, EVENT_VISIT_OK, "solved", "5");
	desk_must(d);
}

static inline void
reviewing(struct desk *d)
{
	answered(d);
	at_hour(d, 2, 10);
	visit(d, EVENT_VISIT_BAD, "unsolved", "2");
	desk_must(d);
}

static inline void
supervise(struct desk *d)
{
	begin(d, SUPERVISOR, ROLE_BIT(SUPERVISOR), "", EVENT_SUPERVISE);
	args(d, (const char *[]){
		    "kind", "supervise", "to_unit", "1021", "reason", "请限期反馈", NULL });
	desk_arg(d, EA_UNTIL, later(d, DAY_MS));
}

static inline void
card(struct desk *d, int kind, const char *colour)
{
	begin(d, SUPERVISOR, ROLE_BIT(SUPERVISOR), "", kind);
	desk_arg(d, EA_COLOUR, colour);
	desk_arg(d, EA_TO_UNIT, "1021");
	desk_arg(d, EA_REASON, "超过办结时限未反馈");
}

static inline void
handover(struct desk *d)
{
	static const struct actor other = { DESK_OTHER, "李明", "", ROLE_BIT(AGENT) };

	begin(d, DESK_AGENT, ROLE_BIT(AGENT), "", EVENT_HANDOVER);
	desk_arg(d, EA_TO_USER, DESK_OTHER);
	desk_arg(d, EA_REASON, "调岗");
	d->env.receiver = &other;
	d->env.at_centre = true;
}

static inline void
critical(struct desk *d, int kind)
{
	desk_ticket(d, STATE_WORKING);
	if (!fields_set(&d->t.f, TF_URGENCY, "critical"))
		abort();
	begin(d, DESK_SENIOR, ROLE_BIT(SENIOR), "", EVENT_URGENCY_ASK);
	desk_arg(d, EA_RESULT, "urgent");
	desk_arg(d, EA_REASON, "险情已排除");
	if (kind == EVENT_URGENCY_ASK)
		return;
	desk_must(d);
	begin(d, DESK_DISPATCHER, ROLE_BIT(DISPATCHER), "", kind);
	desk_arg(d, EA_REASON, "现场还未处置完");
}

static inline void
appeal(struct desk *d, int kind)
{
	closed(d);
	begin(d, DESK_UNIT_LEAD, ROLE_BIT(UNIT_LEAD), "1021", EVENT_APPEAL);
	desk_arg(d, EA_REASON, "属规划待定, 不应计入");
	desk_arg(d, EA_BASIS, "市政规划2026年12号");
	if (kind == EVENT_APPEAL)
		return;
	desk_must(d);
	begin(d, LEADER, ROLE_BIT(LEADER), "", kind);
	desk_arg(d, EA_REASON, "依据不足");
}

static inline void
card_step(struct desk *d, int kind)
{
	desk_ticket(d, STATE_WORKING);
	card(d, EVENT_CARD, "yellow");
	if (kind == EVENT_CARD)
		return;
	desk_must(d);
	if (kind == EVENT_CARD_REVOKE) {
		card(d, kind, "yellow");
		return;
	}
	begin(d, DESK_UNIT_LEAD, ROLE_BIT(UNIT_LEAD), "1021", EVENT_CARD_APPEAL);
	desk_arg(d, EA_REASON, "等备件三天, 已告知诉求人");
	if (kind == EVENT_CARD_APPEAL)
		return;
	desk_must(d);
	begin(d, LEADER, ROLE_BIT(LEADER), "", kind);
	desk_arg(d, EA_REASON, "未办延期, 发牌正确");
}

static inline void
supervision(struct desk *d, int kind)
{
	desk_ticket(d, STATE_WORKING);
	supervise(d);
	if (kind == EVENT_SUPERVISE)
		return;
	desk_must(d);
	if (kind == EVENT_SUPERVISE_REPLY) {
		begin(d, DESK_UNIT, ROLE_BIT(UNIT), "1021", kind);
		desk_arg(d, EA_NOTE, "备件明天到");
		return;
	}
	begin(d, SUPERVISOR, ROLE_BIT(SUPERVISOR), "", kind);
	desk_arg(d, EA_REASON, "已当面说明");
}

static inline void
review(struct desk *d, int kind)
{
	reviewing(d);
	begin(d, DESK_SENIOR, ROLE_BIT(SENIOR), "", kind);
	desk_arg(d, EA_REASON, "只换了灯泡, 线路没修");
	if (kind == EVENT_REVIEW_REDO)
		desk_arg(d, EA_REASON_CODE, "fault");
	else
		desk_arg(d, EA_BASIS, "城市照明管理规定第二十条");
}

static inline void
beside(struct desk *d, int kind)
{
	static const struct {
		int kind;
		const char *user;
		uint32_t roles;
		const char *pairs[9];
	} rows[] = {
		{ EVENT_ESCALATE, SUPERVISOR, ROLE_BIT(SUPERVISOR), { "reason", "重办仍不满意" } },
		{ EVENT_INSTRUCT, LEADER, ROLE_BIT(LEADER),
		    { "note", "请市政抓紧", "answered_by", "王副市长" } },
		{ EVENT_MEETING, DESK_DISPATCHER, ROLE_BIT(DISPATCHER),
		    { "co_units", "1021,3001", "note", "由市政牵头, 三日内修复" } },
		{ EVENT_IMPORTANT, DESK_AGENT, ROLE_BIT(AGENT),
		    { "kind", "safety", "note", "两人受伤", "answered_by", "值班领导赵" } },
		{ EVENT_WITHDRAW, DESK_AGENT, ROLE_BIT(AGENT),
		    { "call_id", "c1", "reason", "已经修好, 不用办了", "phone_used",
			"138 0000 5678" } },
		{ EVENT_FORWARD, DESK_DISPATCHER, ROLE_BIT(DISPATCHER),
		    { "kind", "petition", "target", "市信访局", "reason", "已进入信访渠道" } },
		{ EVENT_ATTACH, DESK_AGENT, ROLE_BIT(AGENT), { "files", DESK_FILE } },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rows[i].kind == kind) {
			desk_ticket(d, STATE_WORKING);
			begin(d, rows[i].user, rows[i].roles, "", kind);
			args(d, rows[i].pairs);
		}
}

static inline void
afterwards(struct desk *d, int kind)
{
	closed(d);
	switch (kind) {
	case EVENT_LATE_EVAL:
		d->env.now += 23 * HOUR_MS;
		visit(d, kind, "unsolved", "1");
		desk_be(d, DESK_AGENT, ROLE_BIT(AGENT), "");
		strcpy(d->ev.actor, d->who.user);
		break;
	case EVENT_ARCHIVE:
		d->env.now += 30 * DAY_MS;
		begin(d, "system", ROLE_BIT(SYSTEM), "", kind);
		break;
	case EVENT_REOPEN:
		begin(d, DESK_AGENT, ROLE_BIT(AGENT), "", kind);
		desk_arg(d, EA_REASON, "修好两天又坏了");
		break;
	default:
		begin(d, QA, ROLE_BIT(QA), "", kind);
		desk_arg(d, EA_STARS, "4");
	}
}

/* The event as it should be, with the ticket and the person it needs. */
static inline void
good(struct desk *d, int kind)
{
	d->env = (struct workflow_env){ .city = d->city, .now = desk_noon(), .online = true };
	switch (kind) {
	case EVENT_VISIT_OK:
	case EVENT_VISIT_BAD:
		answered(d);
		visit(d, kind, kind == EVENT_VISIT_OK ? "solved" : "unsolved", "3");
		break;
	case EVENT_VISIT_FAIL:
		answered(d);
		begin(d, VISITOR, ROLE_BIT(VISITOR), "", kind);
		desk_arg(d, EA_RESULT, "no_answer");
		break;
	case EVENT_REVIEW_REDO:
	case EVENT_REVIEW_KEEP:
		review(d, kind);
		break;
	case EVENT_SUPERVISE:
	case EVENT_SUPERVISE_REPLY:
	case EVENT_SUPERVISE_END:
		supervision(d, kind);
		break;
	case EVENT_CARD:
	case EVENT_CARD_REVOKE:
	case EVENT_CARD_APPEAL:
	case EVENT_CARD_KEEP:
		card_step(d, kind);
		break;
	case EVENT_APPEAL:
	case EVENT_APPEAL_OK:
	case EVENT_APPEAL_NO:
		appeal(d, kind);
		break;
	case EVENT_URGENCY_ASK:
	case EVENT_URGENCY_OK:
	case EVENT_URGENCY_NO:
		critical(d, kind);
		break;
	case EVENT_HANDOVER:
	case EVENT_HANDOVER_TAKE:
		desk_ticket(d, STATE_WORKING);
		handover(d);
		if (kind == EVENT_HANDOVER)
			break;
		desk_must(d);
		begin(d, DESK_OTHER, ROLE_BIT(AGENT), "", kind);
		break;
	case EVENT_LATE_EVAL:
	case EVENT_ARCHIVE:
	case EVENT_REOPEN:
	case EVENT_RATE:
		afterwards(d, kind);
		break;
	default:
		beside(d, kind);
	}
	d->ev.at = d->ev.at_server = d->env.now;
}

#endif
