/* Drills: every one of the tree can be done and none is free; a slip of its writer is told with its line; what was left out,
 * done too late, in the wrong order or against the rules costs what the sheet says, at its moment. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/drill.h"
#include "model/rehearse.h"
#include "scenarios.h"

#define RETURN "drills/D01.txt"
#define REPLY  "drills/D02.txt"
#define LINE   "drills/D03.txt"

/* ---- files ---- */

static int
each_drill(void (*fn)(const char *name, const struct scenario *s))
{
	struct dirent **list = NULL;
	char dir[512], name[300];
	int n;

	scenarios_path("drills", dir);
	n = scandir(dir, &list, scenarios_is_file, alphasort);
	for (int i = 0; i < n; i++) {
		struct scenario s;

		snprintf(name, sizeof(name), "drills/%s", list[i]->d_name);
		assert_true(scenarios_open(name, &s));
		assert_non_null(s.drill);
		fn(name, &s);
		scenario_free(&s);
		free(list[i]);
	}
	free(list);
	return n;
}

static void
every_drill_can_be_done_and_none_is_free(void **state)
{
	(void)state;
	assert_true(each_drill(scenarios_rehearse) >= 8);
}

/* ${name} with ${from} written as ${to}, where it stands first. */
static enum err_code
read_spoilt(const char *name, const char *from, const char *to, struct scenario *s, struct err *e)
{
	struct str text = { 0 }, spoilt = { 0 };
	char path[512];
	const char *at;
	enum err_code rc;

	scenarios_path(name, path);
	assert_int_equal(fs_read_text(path, SCENARIO_BYTES, &text, NULL), ERR_OK);
	at = strstr(str_c(&text), from);
	if (at == NULL)
		fail_msg("%s: no %s", name, from);
	str_add_n(&spoilt, str_c(&text), (size_t)(at - str_c(&text)));
	str_add(&spoilt, to);
	str_add(&spoilt, at + strlen(from));
	scenario_init(s);
	rc = scenario_read(str_c(&spoilt), spoilt.len, s, e);
	str_free(&text);
	str_free(&spoilt);
	return rc;
}

static const struct {
	const char *file, *from, *to, *says;
} slips[] = {
	{ RETURN, "[演练]", "[演练 一]", "段名应是[演练]" },
	{ RETURN, "[演练]", "[工单 丁]\n[演练]", "这一段要写在[演练]后面" },
	{ RETURN, "[工单 乙]", "[工单 甲]", "[工单 甲]写了两次" },
	{ RETURN, "[工单 乙]", "[工单]", "工单要有叫法" },
	{ RETURN, "[步骤 甲 申请退单]", "[步骤 丙 申请退单]", "前面没有[工单 丙]这一段" },
	{ RETURN, "[步骤 甲 申请退单]", "[步骤 甲 退货]", "没有“退货”这个环节" },
	{ RETURN, "退单理由: 非", "退单原因: 非", "“申请退单”没有“退单原因”这一格" },
	{ RETURN, "退单理由: 非本单位职责", "退单理由: 不想办", "“退单理由”没有“不想办”" },
	{ RETURN, "退单理由: 非本单位职责\n", "", "不合自己的“要有”: 退单理由" },
	{ RETURN, "建议单位: 1025\n", "建议单位: 1026\n", "不合自己的“要有”: 建议单位" },
	{ RETURN, "要有: 退单理由=非", "要有: 非", "应写成 格子=内容" },
	{ RETURN, "规矩: 退单写清理由、依据的条款和建议单位\n", "", "缺少“规矩: …”" },
	{ RETURN, "岗位: 分中心", "岗位: 镇长", "“岗位”没有“镇长”" },
	{ RETURN, "算: 推诿", "算: 态度差", "“算”没有“态度差”" },
	{ RETURN, "难度: 2", "难度: 2\n方式: 考试", "演练的“方式”只有 带练 和 演练" },
	{ RETURN, "次序: 照写", "次序: 照写\n断线: 5秒", "“断线”和“断线时长”要一起写" },
	{ RETURN, "[步骤 乙 签收]\n", "[步骤 乙 签收]\n断线时: 是\n", "却没有“断线”" },
	{ LINE, "[步骤 乙 签收]", "[步骤 乙 同意退单]", "断线时不能“同意退单”" },
	{ REPLY, "签收: 4021", "签收: 结果=已联系", "先写谁办的(工号)" },
	{ REPLY, "签收: 4021", "签字: 4021", "没有“签字”这个环节" },
	{ REPLY, "要是: 是否解决=已解决", "要是: 是否满意=满意", "没有“是否满意”这一格" },
	{ RETURN, "[工单 甲]", "[标准答案]\n结果: 成单\n[工单 甲]", "[演练]没有来电" },
	{ "drills/D04.txt", "受理: 3天前", "受理: 前天", "应写成 20天前、3小时前" },
};

static void
slips_are_told_with_their_line(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(slips) / sizeof(slips[0]); i++) {
		struct scenario s;
		struct err e = { 0 };

		if (read_spoilt(slips[i].file, slips[i].from, slips[i].to, &s, &e) != ERR_INVALID ||
		    strstr(e.text, slips[i].says) == NULL || !str_starts(e.where, "line "))
			fail_msg("%s: %s: %s", slips[i].to, e.where, e.text);
		scenario_free(&s);
	}
}

/* Whatever line is lost, and wherever the file ends: it is read, or refused in words. */
static void
a_torn_file_is_refused_or_read(void **state)
{
	(void)state;
	struct str text = { 0 };
	char path[512];
	int refused = 0;

	scenarios_path(REPLY, path);
	assert_int_equal(fs_read_text(path, SCENARIO_BYTES, &text, NULL), ERR_OK);
	for (size_t from = 0; from < text.len;) {
		const size_t n = strcspn(text.s + from, "\n") + 1;
		struct str torn = { 0 };

		for (int whole = 0; whole < 2; whole++) { /* to there; all but that line */
			struct scenario s;
			struct err e = { 0 };

			scenario_init(&s);
			str_reset(&torn);
			str_add_n(&torn, text.s, from);
			if (whole == 1 && from + n < text.len)
				str_add(&torn, text.s + from + n);
			if (scenario_read(str_c(&torn), torn.len, &s, &e) != ERR_OK) {
				assert_true(e.text[0] != '\0' && str_starts(e.where, "line "));
				refused++;
			}
			scenario_free(&s);
		}
		str_free(&torn);
		from += n;
	}
	assert_true(refused > 60);
	str_free(&text);
}

/* What reads well and is no good lesson. */
static const struct {
	const char *file, *from, *to, *says;
} weak[] = {
	{ REPLY, "处理方案: 依法", "处理方案: 保证三天内修好，依法", "一票否决" },
	{ REPLY, "核实情况: {日子}", "核实情况: {姓名}说的，{日子}",
	    NULL }, /* his name is not shielded */
	{ "drills/D05.txt", "核实情况: 11月21日", "核实情况: 租住的人说11月21日", "一票否决" },
	{ RETURN, "[不许 乙 申请退单]", "[不许 乙 签收]", "一票否决" },
};

static void
what_cannot_be_done_is_told(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(weak) / sizeof(weak[0]); i++) {
		struct scenario s;
		struct str why = { 0 };
		struct err e = { 0 };
		int line = 0;

		if (read_spoilt(weak[i].file, weak[i].from, weak[i].to, &s, &e) != ERR_OK)
			fail_msg("%s: %s: %s", weak[i].to, e.where, e.text);
		if (rehearse_judge(&s, 0, NULL, &line, &why) != (weak[i].says != NULL) ||
		    (weak[i].says != NULL &&
			(strstr(str_c(&why), weak[i].says) == NULL || line < 1)))
			fail_msg("%s: %d: %s", weak[i].to, line, str_c(&why));
		str_free(&why);
		scenario_free(&s);
	}
}

/* ---- marks ---- */

struct taken {
	struct scenario s;
	struct rehearsal r; /* the model solution */
	struct score x;
};

static void
take(struct taken *t, const char *name)
{
	assert_true(scenarios_open(name, &t->s));
	assert_int_equal(rehearse(&t->s, 0, REHEARSE_GOOD, NULL, &t->r, NULL), ERR_OK);
}

static void
mark(struct taken *t)
{
	score_lesson(&t->r.lesson, &t->s, NULL, &t->x);
}

static void
leave(struct taken *t)
{
	rehearsal_free(&t->r);
	scenario_free(&t->s);
}

static const struct score_mark *
marked(const struct taken *t, const char *rule)
{
	for (int i = 0; i < t->x.n; i++)
		if (strstr(t->x.mark[i].rule, rule) != NULL)
			return &t->x.mark[i];
	fail_msg("not marked: %s", rule);
	return NULL;
}

static void
put(struct lesson_deed *d, enum event_arg a, const char *value)
{
	assert_true(args_set(&d->args, a, value));
}

static void
the_model_solution_loses_nothing(void **state)
{
	(void)state;
	struct taken t;

	take(&t, RETURN);
	mark(&t);
	assert_int_equal(t.x.n, 0);
	assert_string_equal(t.x.form->code, "drill");
	assert_int_equal(score_machine(&t.x).percent, 100);
	assert_int_equal(score_machine(&t.x).of + score_of_trainer(&t.x).of, 100);
	assert_int_equal(score_verdict(&t.x), SCORE_OPEN);
	assert_int_equal(drill_next(&t.s, &t.r.lesson), -1);
	leave(&t);
}

static void
each_fault_costs_what_it_says(void **state)
{
	(void)state;
	struct taken t;
	const struct score_mark *m;
	struct lesson_deed *deed;

	take(&t, RETURN);
	deed = t.r.lesson.deed;
	put(&deed[0], EA_SUGGEST, "1026"); /* to another unit */
	deed[1].at_ms = deed[2].at_ms + 1; /* signed for after the call */
	struct lesson_deed call = deed[2];
	deed[2] = deed[1];
	deed[1] = call;
	put(&deed[1], EA_SUMMARY, "联系过了");
	t.r.lesson.talk_ms = 900000;
	mark(&t);
	m = marked(&t, "建议单位应有 1025");
	assert_int_equal(m->item, DRILL_DONE);
	assert_int_equal(m->way, 0);
	assert_int_equal(m->at_ms, deed[0].at_ms);
	m = marked(&t, "沟通内容应有");
	assert_int_equal(m->item, DRILL_CONTACT);
	assert_int_equal(m->points, 5);
	assert_int_equal(marked(&t, "办早了")->item, DRILL_DONE);
	assert_int_equal(marked(&t, "用了 900 秒, 标准 240 秒")->item, DRILL_TIME);
	assert_int_equal(score_verdict(&t.x), SCORE_FAILED);
	leave(&t);
}

static void
what_was_not_done_is_dated_to_the_end(void **state)
{
	(void)state;
	struct taken t;
	const struct score_mark *m;

	take(&t, REPLY);
	args_free(&t.r.lesson.deed[--t.r.lesson.n_deeds].args); /* no reply */
	assert_int_equal(drill_next(&t.s, &t.r.lesson), 1);
	mark(&t);
	m = marked(&t, "没有“提交反馈”: ");
	assert_int_equal(m->item, DRILL_DONE);
	assert_int_equal(m->points, 20);
	assert_int_equal(m->at_ms, t.r.lesson.talk_ms);
	assert_int_equal(marked(&t, "也就没有核实情况")->item, DRILL_FACTS);
	assert_int_equal(score_verdict(&t.x), SCORE_FAILED);
	leave(&t);
}

/* Of the reply of D02: what is written where, and what it comes to; -1: no fault. */
static const struct {
	const char *value;
	enum event_arg arg;
	int fatal;
} never[] = {
	{ "solved", EA_SOLVED, DRILL_FATAL_FALSE },
	{ "月底前一定给您拆除、恢复", EA_PLAN, DRILL_FATAL_PROMISED },
	{ "易志远反映的情况属实", EA_PUBLIC, DRILL_FATAL_DISCLOSED },
	{ "请拨 13800000673", EA_PUBLIC, DRILL_FATAL_DISCLOSED },
	{ "下柳村2组现场核实, 易志远也在场", EA_FACTS, -1 }, /* the unit may know him */
};

static void
what_must_not_be_is_fatal_at_its_moment(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(never) / sizeof(never[0]); i++) {
		struct taken t;
		struct lesson_deed *reply;

		take(&t, REPLY);
		reply = &t.r.lesson.deed[t.r.lesson.n_deeds - 1];
		put(reply, never[i].arg, never[i].value);
		mark(&t);
		if (never[i].fatal < 0 ? t.x.machine.fatal != 0
				       : t.x.machine.fatal != 1u << never[i].fatal)
			fail_msg("%s: %x", never[i].value, t.x.machine.fatal);
		for (int k = 0; k < t.x.n; k++)
			if (t.x.mark[k].way < 0)
				assert_int_equal(t.x.mark[k].at_ms, reply->at_ms);
		leave(&t);
	}
}

/* Tried is as bad as done, where the rules only just stood in the way. */
static void
a_reply_to_nobody_is_fatal_also_when_refused(void **state)
{
	(void)state;
	struct taken t;

	take(&t, REPLY);
	t.r.lesson.deed[1].spoken = false;
	t.r.lesson.deed[1].refused = true;
	mark(&t);
	assert_int_equal(t.x.machine.fatal, 1u << DRILL_FATAL_UNSPOKEN);
	assert_int_equal(drill_next(&t.s, &t.r.lesson), 1);
	leave(&t);
}

static void
who_waits_for_the_line_loses_points(void **state)
{
	(void)state;
	struct taken t;

	take(&t, LINE);
	for (int i = 0; i < t.r.lesson.n_deeds; i++)
		t.r.lesson.deed[i].offline = false; /* before it went down */
	mark(&t);
	assert_int_equal(t.x.n, 0);
	t.r.lesson.deed[t.r.lesson.n_deeds - 1].at_ms = 70000; /* when it was back */
	t.r.lesson.talk_ms = 70000;
	mark(&t);
	assert_int_equal(marked(&t, "等到线路恢复才办")->item, DRILL_CONTACT);
	leave(&t);
}

/* A call that reached nobody does not end the drill; the one that did is what is marked. */
static void
a_call_to_nobody_is_made_again(void **state)
{
	(void)state;
	struct taken t;
	struct lesson_deed again;
	int found[DRILL_STEPS];

	take(&t, REPLY);
	again = t.r.lesson.deed[0];
	again.at_ms = t.r.lesson.deed[1].at_ms;
	assert_true(lesson_deed(&t.r.lesson, &again));
	put(&t.r.lesson.deed[0], EA_RESULT, "no_answer");
	drill_found(&t.s, &t.r.lesson, found);
	assert_int_equal(found[0], 2);
	t.r.lesson.n_deeds = 2;
	assert_int_equal(drill_next(&t.s, &t.r.lesson), 0);
	t.r.lesson.n_deeds = 3;
	leave(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_drill_can_be_done_and_none_is_free),
		cmocka_unit_test(slips_are_told_with_their_line),
		cmocka_unit_test(a_torn_file_is_refused_or_read),
		cmocka_unit_test(what_cannot_be_done_is_told),
		cmocka_unit_test(the_model_solution_loses_nothing),
		cmocka_unit_test(each_fault_costs_what_it_says),
		cmocka_unit_test(what_was_not_done_is_dated_to_the_end),
		cmocka_unit_test(what_must_not_be_is_fatal_at_its_moment),
		cmocka_unit_test(a_reply_to_nobody_is_fatal_also_when_refused),
		cmocka_unit_test(who_waits_for_the_line_loses_points),
		cmocka_unit_test(a_call_to_nobody_is_made_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
