/* Working on a ticket: contacts, more time, waiting, relays, the reply and its audit. Each row once as it should be, and
 * each guard once refused, with its place and its words. What the steps do: test_reply_apply.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "working.h"

static const int rows[] = { EVENT_CONTACT, EVENT_INFO_ASK, EVENT_ASK_INFO, EVENT_INFO_NO,
	EVENT_EXTEND_ASK, EVENT_EXTEND_OK, EVENT_EXTEND_NO, EVENT_SUSPEND_ASK, EVENT_SUSPEND,
	EVENT_SUSPEND_NO, EVENT_RESUME, EVENT_REPLY_ASK, EVENT_REPLY, EVENT_REPLY_BACK,
	EVENT_AUDIT_OK, EVENT_AUDIT_BACK, EVENT_ASK_RELAY, EVENT_RELAY, EVENT_OVERDUE,
	EVENT_RECALC };

static void
right_steps_pass(void **state)
{
	struct desk d;

	desk_open(&d, *state);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		good(&d, rows[i]);
		if (desk_check(&d) != ERR_OK || desk_apply(&d) != ERR_OK)
			fail_msg("%s: %s", event_info((enum event_kind)rows[i])->json, d.e.text);
	}
	desk_close(&d);
}

/* ---- each thing that may be wrong ---- */

static void
shielded(struct desk *d)
{
	field(d, TF_CONFIDENTIAL, "1");
	d->t.contact_count = d->t.contact_reached = 0;
}
static void
not_called(struct desk *d)
{
	d->t.contact_count = d->t.contact_reached = 0;
}
static void
tried(struct desk *d, int count, int days, unsigned bands, bool noticed)
{
	d->t.contact_reached = 0;
	d->t.contact_count = count;
	d->t.contact_days = days;
	d->t.contact_bands = bands;
	d->t.contact_noticed = noticed;
}
static void
tried_twice(struct desk *d)
{
	tried(d, 2, 2, 3, true);
}
static void
tried_one_day(struct desk *d)
{
	tried(d, 3, 1, 3, true);
}
static void
tried_one_band(struct desk *d)
{
	tried(d, 4, 2, 4, true);
}
static void
tried_without_notice(struct desk *d)
{
	tried(d, 3, 2, 5, false);
}
static void
tried_enough(struct desk *d)
{
	tried(d, 3, 2, 5, true);
}
static void
anonymous(struct desk *d)
{
	not_called(d);
	field(d, TF_ANONYMOUS, "1");
	desk_arg(d, EA_TOLD, NULL);
}
static void
late(struct desk *d)
{
	d->env.now = d->t.unit_due + 1;
}
static void
late_but_made_before(struct desk *d)
{
	d->ev.offline = true;
	d->ev.at = d->t.unit_due - HOUR_MS;
	d->env.now = d->t.unit_due + HOUR_MS;
}
static void
made_before_and_told_too_late(struct desk *d)
{
	late_but_made_before(d);
	d->env.now = d->ev.at + DAY_MS + 1;
}
static void
told_by_a_note(struct desk *d)
{
	d->env.told_kind = EVENT_NOTE;
}
static void
told_by_nothing(struct desk *d)
{
	d->env.told_kind = -1;
}
static void
told_by_a_relay(struct desk *d)
{
	d->env.told_kind = EVENT_RELAY;
}
static void
seat_does_not_know(struct desk *d)
{
	d->env.told_kind = 0;
	d->env.at_centre = false;
}
static void
asked_already(struct desk *d)
{
	static const enum ticket_request all[] = { REQUEST_INFO, REQUEST_EXTEND, REQUEST_SUSPEND,
		REQUEST_RELAY };

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		wait_for(d, all[i], "5001");
}
static void
nobody_asked(struct desk *d)
{
	memset(d->t.request, 0, sizeof(d->t.request));
}
static void
by_oneself(struct desk *d)
{
	for (int i = 0; i < REQUEST_COUNT; i++)
		(void)strcpy(d->t.request[i].by, d->who.user);
}
static void
signed_off_by_oneself(struct desk *d)
{
	wait_for(d, REQUEST_SIGN_OFF, d->who.user);
}
static void
signed_with_authority(struct desk *d)
{
	signed_off_by_oneself(d);
	desk_arg(d, EA_SIGNED_BY, "刘主任授权 2026-11-20至2026-11-27");
}
static void
extended_once(struct desk *d)
{
	d->t.ext_count = 1;
}
static void
extended_once_for_a_supervisor(struct desk *d)
{
	extended_once(d);
	be(d, SUPERVISOR);
}
static void
beyond_all_for_a_supervisor(struct desk *d)
{
	desk_arg(d, EA_DAYS, "21");
	be(d, SUPERVISOR);
}
static void
beyond_all_for_a_leader(struct desk *d)
{
	desk_arg(d, EA_DAYS, "21");
	be(d, LEADER);
}
static void
beyond_all_but_for_a_pause(struct desk *d)
{
	beyond_all_for_a_supervisor(d);
	d->t.paused_days = 1;
}
static void
paused_long(struct desk *d)
{
	d->t.paused_days = 25;
}
static void
before_its_end(struct desk *d)
{
	d->env.now = d->t.pause_until - 1;
}
static void
supplemented(struct desk *d)
{
	before_its_end(d);
	d->t.supplement_count = 1;
	desk_arg(d, EA_REASON_CODE, "supplemented");
}
static void
supplemented_beside(struct desk *d)
{
	supplemented(d);
	d->t.waits_for_info = false;
}
static void
resumed_by_a_person(struct desk *d)
{
	before_its_end(d);
	be(d, SUPERVISOR);
}
static void
one_has_helped(struct desk *d)
{
	one_helps(d);
	d->t.assign[d->t.n_assign - 1].state = ASSIGN_IS_REPLIED;
}
static void
one_is_informed(struct desk *d)
{
	one_helps(d);
	d->t.assign[d->t.n_assign - 1].role = ASSIGN_CC;
}
static void
photo_rule(struct desk *d)
{
	field(d, TF_CATEGORY, "0205");
	d->city->profiles[0].rule[0].photo_required = true;
}
static void
photo_given(struct desk *d)
{
	photo_rule(d);
	desk_arg(d, EA_FILES, "6a0b5d3c9c9d7d0b0f5f1d7a6a0b5d3c9c9d7d0b0f5f1d7a6a0b5d3c9c9d7d0b");
}
static void
photo_is_a_paper(struct desk *d)
{
	photo_given(d);
	d->env.no_picture = true;
}
static void
paper_where_none_is_asked(struct desk *d)
{
	d->env.no_picture = true;
}
static void
complaint(struct desk *d)
{
	field(d, TF_TYPE, "complaint");
}
static void
second_round(struct desk *d)
{
	d->t.round = 2;
	desk_arg(d, EA_PLAN, "加装护栏");
	desk_arg(d, EA_ACTION, "已装");
}
static void
in_four(struct desk *d)
{
	complaint(d);
	second_round(d);
	desk_arg(d, EA_EFFECT, "摊点不再占道");
}
static void
complex_by_the_street(struct desk *d)
{
	field(d, TF_COMPLEXITY, "complex");
	be(d, STREET);
}
static void
critical_by_the_street(struct desk *d)
{
	field(d, TF_URGENCY, "critical");
	be(d, STREET);
}
static void
dispatcher_of_the_unit(struct desk *d)
{
	d->who.unit = "1021";
}
static void
dispatcher_who_signed(struct desk *d)
{
	(void)strcpy(d->t.assign[0].signed_by, DESK_DISPATCHER);
}
static void
noted_before(struct desk *d)
{
	d->t.overdue_at = d->t.unit_due;
}
static void
extension_waits(struct desk *d)
{
	wait_for(d, REQUEST_EXTEND, "5002");
}
static void
not_yet(struct desk *d)
{
	d->env.now = d->t.unit_due;
}
static void
suspended(struct desk *d)
{
	d->t.state = STATE_SUSPENDED;
}
static void
without_the_line(struct desk *d)
{
	d->env.online = false;
	d->ev.offline = true;
}

struct wrong {
	int kind, arg;
	const char *value;
	void (*spoil)(struct desk *);
	enum err_code code;
	const char *where, *words; /* of the sentence; NULL any */
};
#define A(kind, arg, value, code, words)                                      \
	{                                                                     \
		EVENT_##kind, EA_##arg, value, NULL, ERR_##code, "arg", words \
	}
#define D(kind, spoil, code, where, words)                              \
	{                                                               \
		EVENT_##kind, -1, NULL, spoil, ERR_##code, where, words \
	}

static const struct wrong wrongs[] = {
	/* contact */
	A(CONTACT, RESULT, "busy", UNKNOWN_CODE, "重新选择"),
	A(CONTACT, RESULT, NULL, GUARD, "联系结果"),
	A(CONTACT, RESULT, "noticed", GUARD, "先打电话"),
	A(CONTACT, SUMMARY, " ", GUARD, "沟通内容"),
	D(CONTACT, shielded, GUARD, "", "请由热线转达"),
	D(CONTACT, by_a_helper, OK, "", NULL),
	D(CONTACT, by_a_neighbour, FORBIDDEN, "", "不是由您所在单位承办"),
	D(CONTACT, without_the_line, OK, "", NULL),
	/* more words */
	A(INFO_ASK, NOTE, "", GUARD, "请写明"),
	D(INFO_ASK, asked_already, GUARD, "", "在等答复"),
	D(INFO_ASK, by_a_helper, FORBIDDEN, "", "协办反馈"),
	D(INFO_ASK, without_the_line, OK, "", NULL),
	A(ASK_INFO, NOTE, NULL, GUARD, "请写明"),
	D(ASK_INFO, without_the_line, NEEDS_CENTRE, "", "连上中心"),
	A(INFO_NO, REASON, " ", GUARD, "原因"),
	D(INFO_NO, nobody_asked, GUARD, "", "没有待审批的申请"),
	D(INFO_NO, by_oneself, FORBIDDEN, "", "另一人"),
	/* more time */
	A(EXTEND_ASK, DAYS, NULL, GUARD, "请填写“延长几个工作日”"),
	A(EXTEND_ASK, DAYS, "0", INVALID, "看不懂"),
	A(EXTEND_ASK, REASON, "", GUARD, "延期原因"),
	A(EXTEND_ASK, PLAN, "", GUARD, "下一步安排"),
	A(EXTEND_ASK, TOLD, NULL, GUARD, "先告知诉求人"),
	{ EVENT_EXTEND_ASK, -1, NULL, told_by_a_note, ERR_GUARD, "told", "联系群众" },
	{ EVENT_EXTEND_ASK, -1, NULL, told_by_nothing, ERR_GUARD, "told", "核对环节号" },
	D(EXTEND_ASK, told_by_a_relay, OK, "", NULL),
	D(EXTEND_ASK, seat_does_not_know, OK, "", NULL),
	D(EXTEND_ASK, anonymous, OK, "", NULL),
	D(EXTEND_ASK, late, GUARD, "", "期限已过"),
	D(EXTEND_ASK, late_but_made_before, OK, "", NULL),
	D(EXTEND_ASK, made_before_and_told_too_late, GUARD, "", "期限已过"),
	D(EXTEND_ASK, asked_already, GUARD, "", "在等答复"),
	D(EXTEND_ASK, by_a_clerk, FORBIDDEN, "", "审签人"),
	D(EXTEND_ASK, by_a_helper, FORBIDDEN, "", "主办单位"),
	A(EXTEND_OK, DAYS, NULL, GUARD, "请填写"),
	A(EXTEND_OK, DAYS, "11", GUARD, "10个工作日"),
	A(EXTEND_OK, DAYS, "21", GUARD, "热线办领导"),
	D(EXTEND_OK, extended_once, GUARD, "days", "督办员"),
	D(EXTEND_OK, extended_once_for_a_supervisor, OK, "", NULL),
	D(EXTEND_OK, beyond_all_for_a_supervisor, GUARD, "days", "30个工作日"),
	D(EXTEND_OK, beyond_all_for_a_leader, OK, "", NULL),
	D(EXTEND_OK, beyond_all_but_for_a_pause, OK, "", NULL),
	D(EXTEND_OK, nobody_asked, GUARD, "", "没有待审批的申请"),
	D(EXTEND_OK, by_oneself, FORBIDDEN, "", "另一人"),
	A(EXTEND_NO, REASON, NULL, GUARD, "原因"),
	D(EXTEND_NO, nobody_asked, GUARD, "", "没有待审批的申请"),
	D(EXTEND_NO, by_oneself, FORBIDDEN, "", "另一人"),
	/* waiting */
	A(SUSPEND_ASK, REASON_CODE, NULL, GUARD, "挂起原因"),
	A(SUSPEND_ASK, REASON_CODE, "lazy", UNKNOWN_CODE, "重新选择"),
	A(SUSPEND_ASK, REASON, "", GUARD, "说明"),
	A(SUSPEND_ASK, UNTIL, NULL, GUARD, "挂起到"),
	A(SUSPEND_ASK, UNTIL, "明天", INVALID, "看不懂"),
	A(SUSPEND_ASK, UNTIL, "1000", GUARD, "已经过去"),
	A(SUSPEND_ASK, UNTIL, "9223372036854775807", GUARD, "最多两年"),
	{ EVENT_SUSPEND_ASK, -1, NULL, paused_long, ERR_GUARD, "until", "已挂起25个" },
	D(SUSPEND_ASK, asked_already, GUARD, "", "在等答复"),
	{ EVENT_SUSPEND, -1, NULL, paused_long, ERR_GUARD, "until", "30个工作日" },
	D(SUSPEND, nobody_asked, GUARD, "", "没有待审批的申请"),
	D(SUSPEND, by_oneself, FORBIDDEN, "", "另一人"),
	A(SUSPEND, UNTIL, "1000", GUARD, "已经过去"),
	A(ASK_INFO, UNTIL, "9000000000000000000", GUARD, "最多两年"),
	A(SUSPEND_NO, REASON, "", GUARD, "原因"),
	D(SUSPEND_NO, nobody_asked, GUARD, "", "没有待审批的申请"),
	D(SUSPEND_NO, by_oneself, FORBIDDEN, "", "另一人"),
	D(RESUME, before_its_end, GUARD, "", "还没有到"),
	D(RESUME, supplemented, OK, "", NULL),
	D(RESUME, supplemented_beside, GUARD, "", "没有补充"),
	D(RESUME, resumed_by_a_person, OK, "", NULL),
	/* relayed */
	A(ASK_RELAY, NOTE, NULL, GUARD, "请写明"),
	D(ASK_RELAY, asked_already, GUARD, "", "在等答复"),
	A(RELAY, NOTE, " ", GUARD, "请写明"),
	/* the reply */
	A(REPLY, FACTS, NULL, GUARD, "核实情况"),
	A(REPLY, IS_TRUE, NULL, GUARD, "诉求属实"),
	A(REPLY, IS_TRUE, "maybe", UNKNOWN_CODE, "重新选择"),
	A(REPLY, SOLVED, NULL, GUARD, "是否解决"),
	{ EVENT_REPLY, EA_SOLVED, "unsolved", NULL, ERR_GUARD, "unsolved_reason", "未解决原因" },
	D(REPLY, not_called, GUARD, "", "先电话联系"),
	D(REPLY, shielded, GUARD, "", "请热线转达"),
	D(REPLY, tried_twice, GUARD, "", "已拨2次, 2天, 2个时段"),
	D(REPLY, tried_one_day, GUARD, "", "已拨3次, 1天, 2个时段"),
	D(REPLY, tried_one_band, GUARD, "", "2天, 1个时段"),
	D(REPLY, tried_without_notice, GUARD, "", "短信告知"),
	D(REPLY, tried_enough, OK, "", NULL),
	D(REPLY, anonymous, OK, "", NULL),
	{ EVENT_REPLY, -1, NULL, complaint, ERR_GUARD, "plan", "处理方案" },
	{ EVENT_REPLY, -1, NULL, second_round, ERR_GUARD, "effect", "效果评估" },
	D(REPLY, in_four, OK, "", NULL),
	{ EVENT_REPLY, -1, NULL, photo_rule, ERR_GUARD, "files", "照片" },
	D(REPLY, photo_given, OK, "", NULL),
	{ EVENT_REPLY, -1, NULL, photo_is_a_paper, ERR_GUARD, "files", "没有一个是图片" },
	D(REPLY, paper_where_none_is_asked, OK, "", NULL),
	A(REPLY, FILES, "照片已发微信群", GUARD, "附件清单有误"), /* by no form, by the interface */
	D(REPLY, one_helps, GUARD, "", "红山街道还没有反馈"),
	D(REPLY, one_has_helped, OK, "", NULL),
	D(REPLY, one_is_informed, OK, "", NULL),
	D(REPLY, by_a_clerk, FORBIDDEN, "", "审签人"),
	D(REPLY, by_a_helper, FORBIDDEN, "", "主办单位"),
	D(REPLY, plain_by_the_street, OK, "", NULL),
	D(REPLY, complex_by_the_street, FORBIDDEN, "", "反馈送审"),
	D(REPLY, critical_by_the_street, FORBIDDEN, "", "审签人提交"),
	D(REPLY, signed_off_by_oneself, GUARD, "signed_by", "授权人"),
	D(REPLY, signed_with_authority, OK, "", NULL),
	D(REPLY, without_the_line, OK, "", NULL),
	D(REPLY_ASK, not_called, GUARD, "", "先电话联系"),
	A(REPLY_ASK, FACTS, "", GUARD, "核实情况"),
	{ EVENT_REPLY_ASK, -1, NULL, complaint, ERR_GUARD, "plan", "处理方案" },
	{ EVENT_REPLY_ASK, -1, NULL, photo_rule, ERR_GUARD, "files", "照片" },
	D(REPLY_ASK, one_helps, OK, "", NULL),
	D(REPLY_ASK, complex_by_the_street, GUARD, "plan", NULL),
	A(REPLY_BACK, REASON, NULL, GUARD, "原因"),
	D(REPLY_BACK, nobody_asked, GUARD, "", "没有待审批的申请"),
	D(REPLY_BACK, by_oneself, FORBIDDEN, "", "另一人"),
	/* audited */
	D(AUDIT_OK, dispatcher_of_the_unit, FORBIDDEN, "", "承办人"),
	D(AUDIT_OK, dispatcher_who_signed, FORBIDDEN, "", "承办人"),
	D(AUDIT_BACK, dispatcher_of_the_unit, FORBIDDEN, "", "承办人"),
	A(AUDIT_BACK, REASON_CODE, NULL, GUARD, "退回理由"),
	A(AUDIT_BACK, REASON_CODE, "ugly", UNKNOWN_CODE, "重新选择"),
	A(AUDIT_BACK, REASON, " ", GUARD, "要补什么"),
	/* the centre's own */
	A(OVERDUE, CLOCK, "lunch", GUARD, "承办时限"),
	A(OVERDUE, CLOCK, NULL, OK, NULL),
	D(OVERDUE, not_yet, GUARD, "", "还没有到"),
	D(OVERDUE, suspended, GUARD, "", "没有在计时"),
	D(OVERDUE, noted_before, GUARD, "", "已经记过"),
	D(OVERDUE, extension_waits, GUARD, "", "还没有批"),
	D(OVERDUE, plain_by_the_street, FORBIDDEN, "", "系统"),
	A(RECALC, REASON, NULL, GUARD, "原因"),
};

static void
each_thing_wrong(void **state)
{
	struct desk d;

	desk_open(&d, *state);
	for (size_t i = 0; i < sizeof(wrongs) / sizeof(wrongs[0]); i++) {
		const struct wrong *w = &wrongs[i];
		const char *where = w->where;
		enum err_code code;

		good(&d, w->kind);
		d.city->profiles[0].rule[0].photo_required = false;
		if (w->arg >= 0)
			desk_arg(&d, (enum event_arg)w->arg, w->value);
		else
			w->spoil(&d);
		if (strcmp(where, "arg") == 0)
			where = arg_info((enum event_arg)w->arg)->json;
		code = desk_check(&d);
		if (code != w->code || (code != ERR_OK && strcmp(d.e.where, where) != 0) ||
		    (w->words != NULL && strstr(d.e.text, w->words) == NULL))
			fail_msg("case %zu, %s: %s at \"%s\": %s", i,
			    event_info((enum event_kind)w->kind)->json, err_json(code), d.e.where,
			    d.e.text);
	}
	desk_close(&d);
}

/* Four parts where they are asked for; a signature only from who may not sign his own. */
static void
what_the_form_asks(void **state)
{
	struct desk d;

	desk_open(&d, *state);
	good(&d, EVENT_REPLY);
	d.t.round = 1;
	field(&d, TF_TYPE, "help");
	assert_true(workflow_wants_arg(&d.t, EVENT_REPLY, EA_FACTS, &d.who));
	assert_false(workflow_wants_arg(&d.t, EVENT_REPLY, EA_PLAN, &d.who));
	assert_false(workflow_wants_arg(&d.t, EVENT_REPLY, EA_SIGNED_BY, &d.who));
	assert_true(workflow_wants_arg(&d.t, EVENT_EXTEND_ASK, EA_PLAN, &d.who));
	d.t.round = 2;
	assert_true(workflow_wants_arg(&d.t, EVENT_REPLY, EA_PLAN, &d.who));
	assert_true(workflow_wants_arg(&d.t, EVENT_REPLY, EA_PUBLIC, &d.who));
	field(&d, TF_TYPE, "report");
	assert_false(workflow_wants_arg(&d.t, EVENT_REPLY, EA_PUBLIC, &d.who));
	d.t.request[REQUEST_SIGN_OFF].at = d.env.now;
	(void)strcpy(d.t.request[REQUEST_SIGN_OFF].by, d.who.user);
	assert_true(workflow_wants_arg(&d.t, EVENT_REPLY, EA_SIGNED_BY, &d.who));
	assert_false(workflow_wants_arg(&d.t, EVENT_REPLY_ASK, EA_SIGNED_BY, &d.who));
	desk_close(&d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(right_steps_pass),
		cmocka_unit_test(what_the_form_asks),
		cmocka_unit_test(each_thing_wrong),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
