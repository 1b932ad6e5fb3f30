/* What comes after a reply and beside the line: each row once as it should be, and once for each thing that may be wrong
 * with it; and what each changes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>

#include "base/utf8.h"
#include "desk.h"
#include "model/card.h"

#define DAY_MS     86400000LL
#define HOUR_MS    3600000LL
#define VISITOR    "7001"
#define SUPERVISOR "3101"
#define LEADER     "6001"
#define QA         "8001"

static int
setup(void **state)
{
	*state = desk_city();
	return 0;
}

static int
teardown(void **state)
{
	city_free(*state);
	return 0;
}

/* ---- a ticket as far as the row needs it ---- */

/* The unit answered and the answer was accepted. */
static void
answered(struct desk *d)
{
	desk_ticket(d, STATE_WORKING);
	d->t.state = STATE_VISITING;
	d->t.assign[0].state = ASSIGN_IS_DONE;
	d->t.assign[0].ended_at = d->t.replied_at = d->env.now;
	d->t.lead_unit[0] = '\0';
	d->t.unit_due = 0;
}

static void
args(struct desk *d, const char *const *pairs)
{
	for (; pairs[0] != NULL; pairs += 2)
		desk_arg(d, (enum event_arg)arg_by_json(pairs[0]), pairs[1]);
}

static void
at_hour(struct desk *d, int days, int hour)
{
	d->env.now = civil_day_start(civil_day(desk_noon()) + days) + hour * HOUR_MS;
}

static const char *
later(const struct desk *d, int64_t ms)
{
	static char text[24];

	(void)snprintf(text, sizeof(text), "%lld", (long long)(d->env.now + ms));
	return text;
}

static void
begin(struct desk *d, const char *user, uint32_t roles, const char *unit, int kind)
{
	desk_be(d, user, roles, unit);
	desk_begin(d, kind);
}

static void
visit(struct desk *d, int kind, const char *solved, const char *stars)
{
	begin(d, VISITOR, ROLE_BIT(VISITOR), "", kind);
	desk_arg(d, EA_SOLVED, solved);
	desk_arg(d, EA_STARS, stars);
	desk_arg(d, EA_MANNER, "4");
}

static void
closed(struct desk *d)
{
	answered(d);
	at_hour(d, 2, 10);
	visit(d, EVENT_VISIT_OK, "solved", "5");
	desk_must(d);
}

static void
reviewing(struct desk *d)
{
	answered(d);
	at_hour(d, 2, 10);
	visit(d, EVENT_VISIT_BAD, "unsolved", "2");
	desk_must(d);
}

static void
supervise(struct desk *d)
{
	begin(d, SUPERVISOR, ROLE_BIT(SUPERVISOR), "", EVENT_SUPERVISE);
	args(d, (const char *[]){
		    "kind", "supervise", "to_unit", "1021", "reason", "请限期反馈", NULL });
	desk_arg(d, EA_UNTIL, later(d, DAY_MS));
}

static void
card(struct desk *d, int kind, const char *colour)
{
	begin(d, SUPERVISOR, ROLE_BIT(SUPERVISOR), "", kind);
	desk_arg(d, EA_COLOUR, colour);
	desk_arg(d, EA_TO_UNIT, "1021");
	desk_arg(d, EA_REASON, "超过办结时限未反馈");
}

static void
handover(struct desk *d)
{
	static const struct actor other = { DESK_OTHER, "李明", "", ROLE_BIT(AGENT) };

	begin(d, DESK_AGENT, ROLE_BIT(AGENT), "", EVENT_HANDOVER);
	desk_arg(d, EA_TO_USER, DESK_OTHER);
	desk_arg(d, EA_REASON, "调岗");
	d->env.receiver = &other;
	d->env.at_centre = true;
}

static void
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

static void
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

static void
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

static void
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

static void
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

static void
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

static void
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
static void
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

static const int kinds[] = { EVENT_VISIT_OK, EVENT_VISIT_BAD, EVENT_VISIT_FAIL, EVENT_LATE_EVAL,
	EVENT_REVIEW_REDO, EVENT_REVIEW_KEEP, EVENT_ESCALATE, EVENT_SUPERVISE,
	EVENT_SUPERVISE_REPLY, EVENT_SUPERVISE_END, EVENT_INSTRUCT, EVENT_MEETING, EVENT_CARD,
	EVENT_CARD_REVOKE, EVENT_CARD_APPEAL, EVENT_CARD_KEEP, EVENT_RATE, EVENT_IMPORTANT,
	EVENT_WITHDRAW, EVENT_FORWARD, EVENT_REOPEN, EVENT_APPEAL, EVENT_APPEAL_OK, EVENT_APPEAL_NO,
	EVENT_ARCHIVE, EVENT_HANDOVER, EVENT_HANDOVER_TAKE, EVENT_URGENCY_ASK, EVENT_URGENCY_OK,
	EVENT_URGENCY_NO, EVENT_ATTACH };

static void
each_row_as_it_should_be(void **state)
{
	struct desk d;

	desk_open(&d, *state);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		const struct event_info *row = event_info((enum event_kind)kinds[i]);

		good(&d, kinds[i]);
		assert_int_equal(row->stage, 1);
		if (desk_do(&d) != ERR_OK)
			fail_msg("%s: %s", row->json, d.e.text);
		assert_int_equal(d.t.state, d.ev.to);
		for (int r = 0; r < ROLE_NO_COUNT; r++) {
			good(&d, kinds[i]);
			d.who.roles = 1u << r;
			if (!(row->actors & d.who.roles))
				assert_int_equal(desk_check(&d), ERR_FORBIDDEN);
		}
	}
	desk_close(&d);
}

/* ---- one thing wrong at a time ---- */

struct wrong {
	int kind;
	const char *arg, *value; /* spoilt: NULL NULL not an argument */
	void (*spoil)(struct desk *d);
	enum err_code code;
	const char *where, *part; /* of the sentence */
};

static void
lunch(struct desk *d)
{
	at_hour(d, 2, 13);
}

static void
night(struct desk *d)
{
	at_hour(d, 2, 21);
}

static void
dawn(struct desk *d)
{
	at_hour(d, 2, 8);
}

static void
asked_himself(struct desk *d)
{
	desk_be(d, VISITOR, ROLE_BIT(SENIOR), "");
}

static void
a_day_more(struct desk *d)
{
	d->env.now += DAY_MS;
}

static void
ten_days_more(struct desk *d)
{
	d->env.now += 10 * DAY_MS;
}

static void
forty_days_more(struct desk *d)
{
	d->env.now += 40 * DAY_MS;
}

static void
a_day_less(struct desk *d)
{
	d->env.now -= DAY_MS;
}

static void
undecided(struct desk *d)
{
	d->t.request[REQUEST_APPEAL].at = 1;
}

static void
undecided_card(struct desk *d)
{
	d->t.request[REQUEST_CARD].at = 1;
}

static void
undecided_urgency(struct desk *d)
{
	d->t.request[REQUEST_URGENCY].at = 1;
}

static void
supervised(struct desk *d)
{
	d->t.request[REQUEST_SUPERVISE].at = 1;
	strcpy(d->t.request[REQUEST_SUPERVISE].unit, "1021");
}

static void
supervised_elsewhere(struct desk *d)
{
	strcpy(d->t.request[REQUEST_SUPERVISE].unit, "4001");
}

static void
not_asked(struct desk *d)
{
	memset(d->t.request, 0, sizeof(d->t.request));
}

static void
not_supervised(struct desk *d)
{
	not_asked(d);
	d->t.supervise_level = 1;
}

static void
by_himself(struct desk *d)
{
	for (int i = 0; i < REQUEST_COUNT; i++)
		strcpy(d->t.request[i].by, d->who.user);
}

static void
at_the_top(struct desk *d)
{
	d->t.supervise_level = 3;
}

static void
not_sent(struct desk *d)
{
	d->t.n_assign = 0;
	d->t.lead_unit[0] = '\0';
}

static void
given(struct desk *d)
{
	d->t.assign[0].cards = CARD_GIVEN(CARD_YELLOW);
}

static void
none_stands(struct desk *d)
{
	d->t.assign[0].cards = CARDS_GIVEN;
}

static void
excluded(struct desk *d)
{
	d->t.excluded = true;
}

static void
rated(struct desk *d)
{
	d->t.superior_stars = 3;
}

static void
handler(struct desk *d)
{
	strcpy(d->t.handlers, "1,8001,1001");
}

static void
somebody_else(struct desk *d)
{
	d->who.user = "1199";
}

static void
nobody(struct desk *d)
{
	d->env.receiver = NULL;
}

static void
of_a_unit(struct desk *d)
{
	static const struct actor unit = { DESK_OTHER, "赵", "1021", ROLE_BIT(UNIT) };

	d->env.receiver = &unit;
}

static void
urgent(struct desk *d)
{
	if (!fields_set(&d->t.f, TF_URGENCY, "urgent"))
		abort();
}

static void
no_phone(struct desk *d)
{
	if (!fields_set(&d->t.f, TF_CALLER_PHONE, ""))
		abort();
}

static void
no_window(struct desk *d)
{
	d->t.eval_until = 0;
}

#define V(kind, arg, value, code, part)                               \
	{                                                             \
		EVENT_##kind, arg, value, NULL, ERR_##code, arg, part \
	}
#define W(kind, fn, code, part)                                      \
	{                                                            \
		EVENT_##kind, NULL, NULL, fn, ERR_##code, NULL, part \
	}
static const struct wrong wrongs[] = {
	/* the citizen */
	V(VISIT_OK, "solved", "", GUARD, "问题解决了吗"),
	V(VISIT_OK, "solved", "maybe", UNKNOWN_CODE, "maybe"),
	V(VISIT_OK, "stars", NULL, GUARD, "办理结果几星"),
	V(VISIT_OK, "stars", "6", INVALID, "6"),
	V(VISIT_OK, "manner", "", GUARD, "服务态度几星"),
	V(VISIT_OK, "stars", "2", GUARD, "回访不满意"),
	{ EVENT_VISIT_OK, "solved", "unsolved", NULL, ERR_GUARD, "stars", "回访不满意" },
	{ EVENT_VISIT_BAD, "solved", "solved", NULL, ERR_GUARD, "stars", "回访满意" },
	V(VISIT_BAD, "stars", "", GUARD, "办理结果几星"),
	W(VISIT_OK, lunch, GUARD, "14:00以后"),
	W(VISIT_BAD, night, GUARD, "8:30以前"),
	W(VISIT_FAIL, dawn, GUARD, "白天再访"),
	W(VISIT_FAIL, lunch, GUARD, "午休"),
	V(VISIT_FAIL, "result", "", GUARD, "没访成的原因"),
	V(VISIT_FAIL, "result", "reached", UNKNOWN_CODE, "reached"),
	W(LATE_EVAL, a_day_more, GUARD, "24小时"),
	W(LATE_EVAL, no_window, GUARD, "重启"),
	{ EVENT_LATE_EVAL, "solved", "partly", NULL, ERR_OK, NULL, NULL }, /* one star is enough */
	V(LATE_EVAL, "stars", "", GUARD, "办理结果几星"),
	/* review */
	W(REVIEW_REDO, handler, FORBIDDEN, "没有经办过的人"),
	W(REVIEW_KEEP, asked_himself, FORBIDDEN, "经办过"),
	V(REVIEW_REDO, "reason_code", "", GUARD, "重办理由"),
	V(REVIEW_REDO, "reason", " ", GUARD, "要求"),
	V(REVIEW_KEEP, "basis", "", GUARD, "依据"),
	V(REVIEW_KEEP, "reason", "", GUARD, "解释"),
	W(RATE, handler, FORBIDDEN, "没有经办过的人"),
	W(RATE, rated, GUARD, "评价过"),
	V(RATE, "stars", "0", INVALID, "几星"),
	V(RATE, "stars", "", GUARD, "几星"),
	/* supervision */
	W(ESCALATE, at_the_top, GUARD, "会商"),
	V(ESCALATE, "reason", "", GUARD, "原因"),
	V(SUPERVISE, "kind", "", GUARD, "督办方式"),
	V(SUPERVISE, "to_unit", "4001", GUARD, "没有承办"),
	V(SUPERVISE, "to_unit", "7777", UNKNOWN_CODE, "7777"),
	V(SUPERVISE, "until", "1", GUARD, "晚于现在"),
	V(SUPERVISE, "until", "明天", INVALID, "明天"),
	V(SUPERVISE, "reason", "", GUARD, "督办要求"),
	W(SUPERVISE, not_sent, GUARD, "先派单"),
	W(SUPERVISE, supervised, GUARD, "销号"),
	W(SUPERVISE_REPLY, not_asked, GUARD, "没有等待反馈"),
	W(SUPERVISE_REPLY, supervised_elsewhere, FORBIDDEN, "该单位反馈"),
	V(SUPERVISE_REPLY, "note", "", GUARD, "督办反馈"),
	W(SUPERVISE_END, not_supervised, GUARD, "不用销号"),
	V(SUPERVISE_END, "reason", "", GUARD, "写明原因"),
	V(INSTRUCT, "answered_by", "", GUARD, "批示领导"),
	V(INSTRUCT, "until", "5", GUARD, "晚于现在"),
	V(MEETING, "co_units", "1021,7777", UNKNOWN_CODE, "7777"),
	V(MEETING, "note", "", GUARD, "会商纪要"),
	/* cards */
	V(CARD, "colour", "green", UNKNOWN_CODE, "green"),
	V(CARD, "to_unit", "4001", GUARD, "不能发牌"),
	V(CARD, "reason", "", GUARD, "事由"),
	W(CARD, given, GUARD, "不能重复发"),
	W(CARD_REVOKE, none_stands, GUARD, "没有未撤的黄牌"),
	V(CARD_REVOKE, "colour", "red", GUARD, "没有未撤的红牌"),
	V(CARD_REVOKE, "reason", "", GUARD, "撤牌理由"),
	W(CARD_APPEAL, none_stands, GUARD, "没有红黄牌"),
	W(CARD_APPEAL, undecided_card, GUARD, "正在审核"),
	W(CARD_KEEP, not_asked, GUARD, "没有待审批"),
	W(CARD_KEEP, by_himself, FORBIDDEN, "另一人"),
	/* beside the line */
	V(IMPORTANT, "kind", "", GUARD, "类别"),
	V(IMPORTANT, "answered_by", "", GUARD, "口头报告"),
	V(WITHDRAW, "phone_used", "13900000000", GUARD, "不一致"),
	V(WITHDRAW, "phone_used", "", GUARD, "来电时办理"),
	V(WITHDRAW, "call_id", "", GUARD, "通话"),
	V(WITHDRAW, "reason", "", GUARD, "怎么说"),
	W(WITHDRAW, no_phone, GUARD, "不一致"),
	V(FORWARD, "target", "", GUARD, "接收机关"),
	V(FORWARD, "kind", "mars", UNKNOWN_CODE, "mars"),
	V(FORWARD, "reason", "", GUARD, "转出原因"),
	V(ATTACH, "files", "", GUARD, "附件"),
	V(ATTACH, "files", "a.jpg", GUARD, "重新选取"),
	V(ATTACH, "files", DESK_FILE "," DESK_FILE "0", GUARD, "重新选取"),
	/* closed */
	W(REOPEN, forty_days_more, GUARD, "另建工单"),
	V(REOPEN, "reason", "", GUARD, "原因"),
	W(APPEAL, ten_days_more, GUARD, "5个工作日"),
	W(APPEAL, excluded, GUARD, "已经剔除"),
	W(APPEAL, undecided, GUARD, "正在审批"),
	V(APPEAL, "basis", "", GUARD, "依据"),
	V(APPEAL, "files", "x", GUARD, "重新选取"),
	W(APPEAL_OK, not_asked, GUARD, "没有待审批"),
	W(APPEAL_OK, by_himself, FORBIDDEN, "另一人"),
	W(APPEAL_NO, by_himself, FORBIDDEN, "另一人"),
	V(APPEAL_NO, "reason", "", GUARD, "原因"),
	W(ARCHIVE, a_day_less, GUARD, "30天"),
	W(ARCHIVE, undecided, GUARD, "申诉剔除"),
	/* responsibility, urgency */
	W(HANDOVER, somebody_else, FORBIDDEN, "首问责任人本人或班长"),
	V(HANDOVER, "to_user", "", GUARD, "交给"),
	V(HANDOVER, "to_user", DESK_AGENT, GUARD, "另选接收人"),
	V(HANDOVER, "to_user", "9999", GUARD, "核对工号"),
	V(HANDOVER, "reason", "", GUARD, "原因"),
	W(HANDOVER, nobody, GUARD, "核对工号"),
	W(HANDOVER, of_a_unit, GUARD, "话务员或班长"),
	W(HANDOVER_TAKE, not_asked, GUARD, "没有待接受"),
	W(HANDOVER_TAKE, somebody_else, FORBIDDEN, DESK_OTHER),
	W(URGENCY_ASK, urgent, GUARD, "补充修改"),
	W(URGENCY_ASK, undecided_urgency, GUARD, "另一人审批"),
	V(URGENCY_ASK, "result", "critical", UNKNOWN_CODE, "critical"),
	V(URGENCY_ASK, "reason", "", GUARD, "理由"),
	W(URGENCY_OK, by_himself, FORBIDDEN, "另一人"),
	W(URGENCY_OK, not_asked, GUARD, "没有待审批"),
	W(URGENCY_NO, by_himself, FORBIDDEN, "另一人"),
	V(URGENCY_NO, "reason", "", GUARD, "原因"),
};

static void
each_thing_wrong(void **state)
{
	struct desk d;

	desk_open(&d, *state);
	for (size_t i = 0; i < sizeof(wrongs) / sizeof(wrongs[0]); i++) {
		const struct wrong *w = &wrongs[i];
		const char *json = event_info((enum event_kind)w->kind)->json;

		good(&d, w->kind);
		if (w->arg != NULL)
			desk_arg(&d, (enum event_arg)arg_by_json(w->arg), w->value);
		if (w->spoil != NULL)
			w->spoil(&d);
		if (desk_check(&d) != w->code)
			fail_msg("%zu %s: got %s %s", i, json, err_json(d.e.code), d.e.text);
		if (w->code == ERR_OK)
			continue;
		if (strstr(d.e.text, w->part) == NULL || !utf8_valid(d.e.text, strlen(d.e.text)))
			fail_msg("%zu %s says %s", i, json, d.e.text);
		if (w->where != NULL && strcmp(d.e.where, w->where) != 0)
			fail_msg("%zu %s: at %s, wanted %s", i, json, d.e.where, w->where);
	}
	desk_close(&d);
}

/* ---- what they change ---- */

static void
visited(void **state)
{
	struct desk d;

	desk_open(&d, *state);
	closed(&d);
	assert_int_equal(d.t.state, STATE_CLOSED);
	assert_int_equal(d.t.stars_result, 5);
	assert_int_equal(d.t.stars_manner, 4);
	assert_string_equal(d.t.solved, "solved");
	assert_true(d.t.visit_valid);
	assert_int_equal(d.t.eval_until, d.t.closed_at + DAY_MS);
	assert_true(d.t.replied_at != 0); /* the figures still need it */
	assert_string_equal(fields_get(&d.t.f, TF_CLOSE_TYPE), "dispatched");
	desk_close(&d);
}

static void
not_reached(void **state)
{
	static const struct {
		int day, hour;
		const char *result;
		enum ticket_state to;
	} steps[] = { { 2, 9, "no_answer", STATE_VISITING }, { 2, 10, "off", STATE_VISITING },
		{ 3, 11, "no_answer", STATE_VISITING }, { 4, 15, "no_answer", STATE_CLOSED } };
	struct desk d;

	desk_open(&d, *state);
	good(&d, EVENT_VISIT_FAIL);
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		at_hour(&d, steps[i].day, steps[i].hour);
		begin(&d, VISITOR, ROLE_BIT(VISITOR), "", EVENT_VISIT_FAIL);
		desk_arg(&d, EA_RESULT, steps[i].result);
		assert_int_equal(desk_do(&d), ERR_OK);
		assert_int_equal(d.t.state, steps[i].to);
		assert_int_equal(d.t.visit_count, i + 1);
	}
	assert_false(d.t.visit_valid);
	assert_int_equal(d.t.closed_at, d.env.now);
	assert_int_equal(d.t.visit_due, 0);
	good(&d, EVENT_VISIT_FAIL); /* who does not want to be asked is not rung again */
	desk_arg(&d, EA_RESULT, "refused");
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_int_equal(d.t.state, STATE_CLOSED);
	desk_close(&d);
}

/* A call begun before noon may be written down when it has ended; a machine rings nobody at noon either way. */
static void
noon(void **state)
{
	static const struct {
		int minute;
		const char *method;
		enum err_code code;
	} rows[] = { { 11 * 60 + 59, "", ERR_OK }, { 12 * 60 + 9, "", ERR_OK },
		{ 12 * 60 + 10, "", ERR_GUARD }, { 13 * 60 + 59, "manual", ERR_GUARD },
		{ 14 * 60, "", ERR_OK }, { 12 * 60 + 30, "sms", ERR_OK },
		{ 8 * 60 + 29, "", ERR_GUARD }, { 8 * 60 + 30, "", ERR_OK },
		{ 20 * 60 + 39, "", ERR_OK }, { 20 * 60 + 40, "", ERR_GUARD } };
	struct desk d;

	desk_open(&d, *state);
	good(&d, EVENT_VISIT_OK);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		at_hour(&d, 2, 0);
		d.env.now += rows[i].minute * 60000LL;
		desk_arg(&d, EA_METHOD, rows[i].method);
		assert_int_equal(desk_check(&d), rows[i].code);
	}
	desk_close(&d);
}

static void
done_once_more(void **state)
{
	struct desk d;

	desk_open(&d, *state);
	good(&d, EVENT_REVIEW_REDO);
	assert_non_null(strstr(d.t.handlers, VISITOR));
	d.t.assign[0].cards = CARD_GIVEN(CARD_YELLOW) | CARD_STANDS(CARD_YELLOW);
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_int_equal(d.t.state, STATE_WORKING);
	assert_int_equal(d.t.round, 2);
	assert_string_equal(d.t.lead_unit, "1021");
	assert_int_equal(d.t.assign[0].state, ASSIGN_IS_SIGNED);
	assert_int_equal(d.t.assign[0].ended_at, 0);
	assert_true(d.t.unit_due > d.env.now);
	assert_int_equal(d.t.assign[0].due, d.t.unit_due);
	assert_int_equal(d.t.assign[0].cards, CARD_STANDS(CARD_YELLOW));
	assert_int_equal(d.t.visit_count, 0);
	assert_int_equal(d.t.visit_bands, 0);
	desk_close(&d);
}

/* Answered on the spot, and he is not content after all: now a unit is to see to it. */
static void
never_had_a_unit(void **state)
{
	struct desk d;

	desk_open(&d, *state);
	desk_good(&d, EVENT_SUBMIT_DIRECT);
	desk_must(&d);
	assert_int_equal(d.t.promised_due, 0);
	d.env.now += HOUR_MS;
	visit(&d, EVENT_LATE_EVAL, "unsolved", "1");
	desk_must(&d);
	assert_int_equal(d.t.state, STATE_REVIEW);
	assert_int_equal(d.t.closed_at, 0);
	assert_int_equal(d.t.accepted_at, desk_noon()); /* not accepted anew */
	begin(&d, DESK_SENIOR, ROLE_BIT(SENIOR), "", EVENT_REVIEW_REDO);
	desk_arg(&d, EA_REASON_CODE, "fault");
	desk_arg(&d, EA_REASON, "答复有误");
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_int_equal(d.t.state, STATE_PENDING);
	assert_true(d.t.dispatch_due > d.env.now && d.t.promised_due > d.env.now);
	desk_close(&d);
}

static void
kept(void **state)
{
	struct desk d;

	desk_open(&d, *state);
	good(&d, EVENT_REVIEW_KEEP);
	desk_arg(&d, EA_SOLVED, "explained");
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_int_equal(d.t.state, STATE_CLOSED);
	assert_string_equal(d.t.solved, "explained");
	assert_int_equal(d.t.stars_result, 2); /* what he said stands */
	assert_int_equal(d.t.eval_until, 0);
	desk_close(&d);
}

static void
opened_again(void **state)
{
	struct desk d;

	desk_open(&d, *state);
	good(&d, EVENT_REOPEN);
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_int_equal(d.t.state, STATE_PENDING);
	assert_int_equal(d.t.round, 2);
	assert_string_equal(fields_get(&d.t.f, TF_REPEAT), "1");
	assert_true(d.t.promised_due > d.env.now && d.t.dispatch_due > d.env.now);
	assert_int_equal(d.t.closed_at, 0);
	assert_int_equal(d.t.stars_result, 0);
	assert_string_equal(fields_get(&d.t.f, TF_CLOSE_TYPE), "");
	desk_close(&d);
}

static void
taken_back_and_passed_on(void **state)
{
	struct fields before = { { NULL } };
	struct desk d;

	desk_open(&d, *state);
	good(&d, EVENT_WITHDRAW);
	assert_true(fields_copy(&before, &d.t.f));
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_int_equal(d.t.state, STATE_WITHDRAWN);
	assert_int_equal(d.t.assign[0].state, ASSIGN_IS_CANCELLED);
	assert_int_equal(d.t.eval_until, 0);
	assert_true(fields_set(&before, TF_CLOSE_TYPE, "withdrawn"));
	assert_true(fields_equal(&before, &d.t.f)); /* words and source stand */
	good(&d, EVENT_FORWARD);
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_int_equal(d.t.state, STATE_FORWARDED);
	assert_string_equal(d.t.lead_unit, "");
	fields_free(&before);
	desk_close(&d);
}

static void
levels_of_supervision(void **state)
{
	struct desk d;

	desk_open(&d, *state);
	good(&d, EVENT_ESCALATE);
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_int_equal(d.t.supervise_level, 2);
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_int_equal(d.t.supervise_level, 3);
	assert_int_equal(desk_do(&d), ERR_GUARD);
	good(&d, EVENT_SUPERVISE_REPLY);
	assert_int_equal(d.t.request[REQUEST_SUPERVISE].due, d.env.now + DAY_MS);
	assert_string_equal(d.t.request[REQUEST_SUPERVISE].unit, "1021");
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_int_equal(d.t.request[REQUEST_SUPERVISE].at, 0);
	assert_int_equal(d.t.supervise_level, 2);
	begin(&d, SUPERVISOR, ROLE_BIT(SUPERVISOR), "", EVENT_SUPERVISE_END);
	assert_int_equal(desk_do(&d), ERR_OK); /* answered: no reason needed */
	assert_int_equal(d.t.supervise_level, 0);
	good(&d, EVENT_INSTRUCT);
	desk_arg(&d, EA_UNTIL, later(&d, HOUR_MS));
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_int_equal(d.t.supervise_level, 3);
	assert_int_equal(d.t.unit_due, d.env.now + HOUR_MS);
	assert_int_equal(d.t.assign[0].due, d.t.unit_due);
	assert_string_equal(fields_get(&d.t.f, TF_PUBLIC), "no");
	desk_close(&d);
}

static void
cards_given_and_revoked(void **state)
{
	struct desk d;

	desk_open(&d, *state);
	good(&d, EVENT_CARD);
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_int_equal(d.t.card, CARD_YELLOW);
	assert_int_equal(desk_do(&d), ERR_GUARD); /* once a round */
	card(&d, EVENT_CARD, "red");
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_int_equal(d.t.card, CARD_RED);
	card(&d, EVENT_CARD_REVOKE, "red");
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_int_equal(d.t.card, CARD_YELLOW);
	assert_int_equal(desk_do(&d), ERR_GUARD); /* twice */
	card(&d, EVENT_CARD, "red");
	assert_int_equal(desk_check(&d), ERR_GUARD); /* revoked is not "never given" */
	good(&d, EVENT_CARD_KEEP);
	card(&d, EVENT_CARD_REVOKE, "yellow");
	assert_int_equal(desk_do(&d), ERR_OK); /* the appeal had its way */
	assert_int_equal(d.t.request[REQUEST_CARD].at, 0);
	assert_int_equal(d.t.card, CARD_NONE);
	good(&d, EVENT_CARD_KEEP);
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_int_equal(d.t.request[REQUEST_CARD].at, 0);
	assert_int_equal(d.t.card, CARD_YELLOW);
	desk_close(&d);
}

static void
asked_and_decided(void **state)
{
	struct desk d;

	desk_open(&d, *state);
	good(&d, EVENT_URGENCY_OK);
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_string_equal(fields_get(&d.t.f, TF_URGENCY), "urgent");
	assert_int_equal(d.t.request[REQUEST_URGENCY].at, 0);
	good(&d, EVENT_URGENCY_NO);
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_string_equal(fields_get(&d.t.f, TF_URGENCY), "critical");
	good(&d, EVENT_APPEAL_OK);
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_true(d.t.excluded);
	good(&d, EVENT_APPEAL_NO);
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_false(d.t.excluded);
	good(&d, EVENT_HANDOVER_TAKE);
	assert_string_equal(d.t.first_owner, DESK_AGENT); /* until it is taken */
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_string_equal(d.t.first_owner, DESK_OTHER);
	assert_int_equal(d.t.request[REQUEST_HANDOVER].at, 0);
	good(&d, EVENT_RATE);
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_int_equal(d.t.superior_stars, 4);
	good(&d, EVENT_IMPORTANT);
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_true(d.t.sensitive);
	desk_close(&d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_row_as_it_should_be),
		cmocka_unit_test(each_thing_wrong),
		cmocka_unit_test(visited),
		cmocka_unit_test(not_reached),
		cmocka_unit_test(noon),
		cmocka_unit_test(done_once_more),
		cmocka_unit_test(never_had_a_unit),
		cmocka_unit_test(kept),
		cmocka_unit_test(opened_again),
		cmocka_unit_test(taken_back_and_passed_on),
		cmocka_unit_test(levels_of_supervision),
		cmocka_unit_test(cards_given_and_revoked),
		cmocka_unit_test(asked_and_decided),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
