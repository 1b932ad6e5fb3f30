/* What comes after a reply and beside the line: each row once as it should be, and once for each thing that may be wrong
 * with it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "after.h"
#include "base/utf8.h"

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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_row_as_it_should_be),
		cmocka_unit_test(each_thing_wrong),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
