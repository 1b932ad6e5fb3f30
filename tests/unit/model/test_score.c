/* The marks of a lesson, rule by rule: a row changes one thing of a flawless lesson, and names what that costs, when, and
 * in which words; the two halves; the verdict. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "model/score.h"
#include "scenarios.h"

/* One thing that was otherwise. */
struct change {
	enum call_act without; /* no such act; ACT_COUNT: all of them */
	const char *words;     /* said at 50 s; NULL none */
	enum ticket_field field;
	const char *value;   /* of the ticket; NULL: as it should be */
	const char *content; /* likewise */
	int ring_s, talk_s, acw_s, matters;
	const char *outcome, *cites;
	enum lesson_end end;
	int tickets;   /* 0: one; -1 none, 2 two */
	int not_asked; /* 1 + an element; 0: all are asked for */
};
#define AS_IT_WAS .without = ACT_COUNT

static void
flawless(struct lesson *l, const struct scenario *s, const struct change *c)
{
	static const struct {
		int at_s;
		enum call_act act;
		int element;
	} talk[] = {
		{ 1, ACT_GREET, -1 },
		{ 12, ACT_LISTEN, -1 },
		{ 25, ACT_ASK, ELEMENT_PLACE },
		{ 32, ACT_ASK, ELEMENT_TIME },
		{ 40, ACT_ASK, ELEMENT_PEOPLE },
		{ 45, ACT_ASK, ELEMENT_DEMAND },
		{ 60, ACT_RESTATE, -1 },
		{ 70, ACT_CITE, -1 },
		{ 75, ACT_SECRET, -1 },
		{ 90, ACT_NUMBER, -1 },
		{ 95, ACT_LIMIT, -1 },
		{ 100, ACT_EVALUATE, -1 },
		{ 105, ACT_CLOSE, -1 },
	};
	struct fields f = { 0 };

	lesson_init(l);
	if (c->words != NULL)
		assert_true(lesson_add(l, 50000, ACT_SAY, -1, c->words));
	for (size_t i = 0; i < sizeof(talk) / sizeof(talk[0]); i++)
		if (talk[i].act != c->without &&
		    (talk[i].act != ACT_ASK || talk[i].element + 1 != c->not_asked))
			assert_true(lesson_add(l, talk[i].at_s * 1000, talk[i].act, talk[i].element,
			    talk[i].act != ACT_CITE ? NULL
			    : c->cites != NULL      ? c->cites
						    : "K0205-01"));
	assert_true(fields_copy(&f, &s->answer[0].reference));
	if (c->value != NULL)
		assert_true(fields_set(&f, c->field, c->value));
	if (c->content != NULL)
		assert_true(fields_set(&f, TF_CONTENT, c->content));
	if (c->without == ACT_CITE || c->cites != NULL)
		assert_true(fields_set(&f, TF_KB_REFS, NULL));
	for (int i = 0; i < 1 + (c->tickets < 0 ? -1 : c->tickets == 2); i++)
		assert_true(lesson_file(l, 80000, &f));
	fields_free(&f);
	str_copy(l->outcome, sizeof(l->outcome), c->outcome != NULL ? c->outcome : "ticket");
	l->ring_ms = (c->ring_s > 0 ? c->ring_s : 3) * 1000;
	l->talk_ms = (c->talk_s > 0 ? c->talk_s : 108) * 1000;
	l->acw_ms = (c->acw_s > 0 ? c->acw_s : 20) * 1000;
	l->end = c->end;
	l->n_matters = c->matters > 0 ? c->matters : 1;
}

static const struct {
	struct change c;
	int item, points; /* ${item} 1..13; 0 nothing is lost; -1.. a fatal one */
	int at_s;
	const char *rule;
} rows[] = {
	{ { AS_IT_WAS }, 0, 0, 0, "" },
	{ { AS_IT_WAS, .ring_s = 16 }, 1, 2, 0, "响铃 16 秒才接" },
	{ { .without = ACT_GREET }, 1, 5, 0, "没有说首问语" },
	{ { .without = ACT_RESTATE }, 5, 5, 80, "没有复述核对" },
	{ { AS_IT_WAS, .not_asked = 1 + ELEMENT_PLACE }, 5, 2, 80, "没有问地点" },
	{ { AS_IT_WAS, .not_asked = 1 + ELEMENT_PLACE, .words = "是哪条路？" }, 0, 0, 0, "" },
	{ { .without = ACT_CITE }, 6, 2, 80, "没有引用知识, 应引用 K0205-01" },
	{ { AS_IT_WAS, .cites = "K0303-01" }, 6, 5, 70, "引用的是 K0303-01, 应引用 K0205-01" },
	{ { AS_IT_WAS, .outcome = "guided" }, 7, 5, 108, "通话结果记为“指引”, 应为“成单”" },
	{ { AS_IT_WAS, .field = TF_TYPE, .value = "consult" }, 7, 3, 80,
	    "类型是“咨询”, 应为“求助”" },
	{ { AS_IT_WAS, .field = TF_TYPE, .value = "complaint" }, 0, 0, 0, "" },
	{ { AS_IT_WAS, .field = TF_URGENCY, .value = "urgent" }, 7, 5, 80,
	    "紧急程度是“紧急”, 应为“一般”" },
	{ { AS_IT_WAS, .field = TF_CATEGORY, .value = "0206" }, 10, 3, 80, "分类是“0206”" },
	{ { AS_IT_WAS, .field = TF_CATEGORY, .value = "" }, 10, 3, 80, "分类是“没有填”" },
	{ { AS_IT_WAS, .field = TF_UNIT, .value = "1003" }, 10, 2, 80, "承办是“1003”" },
	{ { AS_IT_WAS, .field = TF_DEMAND, .value = "请尽快" }, 0, 0, 0, "" },
	{ { AS_IT_WAS, .field = TF_EVENT_TIME, .value = "" }, 0, 0, 0,
	    "" }, /* the narrative has it */
	{ { AS_IT_WAS, .field = TF_EVENT_TIME, .value = "",
	      .content = "门口路灯不亮，请尽快处理，谢谢大家。" },
	    8, 3, 80, "时间没有写清: 18号|三天" },
	{ { AS_IT_WAS, .field = TF_CONTENT, .value = "灯坏了" }, 9, 2, 80, "不到 15 个字" },
	{ { AS_IT_WAS, .field = TF_TITLE, .value = "" }, 9, 2, 80, "标题没有写或太长" },
	{ { AS_IT_WAS, .field = TF_CONFIDENTIAL, .value = "1" }, 11, 2, 80, "保密应为“否”" },
	{ { .without = ACT_SECRET }, 11, 2, 108, "没有问是否保密" },
	{ { .without = ACT_NUMBER }, 11, 2, 108, "没有告知编号" },
	{ { .without = ACT_LIMIT }, 11, 2, 108, "没有告知时限" },
	{ { .without = ACT_EVALUATE }, 12, 1, 108, "没有请来电人评价" },
	{ { .without = ACT_CLOSE }, 12, 1, 108, "没有结束语" },
	{ { AS_IT_WAS, .end = LESSON_BY_SEAT }, 12, 1, 108, "先挂了机" },
	{ { AS_IT_WAS, .talk_s = 211 }, 13, 1, 211, "通话 211 秒, 标准 210 秒" },
	{ { AS_IT_WAS, .acw_s = 61 }, 13, 1, 169, "话后整理 61 秒, 标准 60 秒" },
	{ { AS_IT_WAS, .tickets = 2 }, 7, 5, 80, "多建了 1 件工单" },
	{ { AS_IT_WAS, .words = "是哪条路？是哪条路啊？" }, 0, 0, 0, "" },
	{ { AS_IT_WAS, .words = "这个我不能保证结果。" }, 0, 0, 0, "" },
	{ { AS_IT_WAS, .words = "我给您登记，承办单位会联系您。" }, 0, 0, 0, "" },
	/* fatal */
	{ { .without = ACT_CLOSE, .end = LESSON_BY_SEAT }, -1, 0, 108, "话务员挂了机" },
	{ { AS_IT_WAS, .words = "这事不归我们管。" }, -2, 0, 50, "推诿" },
	{ { AS_IT_WAS, .words = "你讲不讲理？" }, -2, 0, 50, "争执" },
	{ { AS_IT_WAS, .tickets = -1 }, -6, 0, 108, "应建 1 件工单, 建了 0 件" },
	{ { AS_IT_WAS, .words = "您放心，明天就给您修好。" }, -8, 0, 50, "承诺了结果或日期" },
	{ { AS_IT_WAS, .words = "您放心，明天就给您修好。" }, -8, 0, 50,
	    "向来电人承诺了结果或日期, 01:35 改了口: “您放心，明天就给您修好。”" },
	{ { .without = ACT_LIMIT, .words = "您放心，明天就给您修好。" }, -8, 0, 50,
	    "向来电人承诺了结果或日期: “您放心" },
	{ { AS_IT_WAS, .words = "我们保证解决。" }, -8, 0, 50, "承诺了结果或日期" },
	{ { AS_IT_WAS, .field = TF_ANSWER, .value = "本周内修好。" }, -8, 0, 80, "答复里承诺了" },
};

static void
each_rule_costs_what_it_says(void **state)
{
	(void)state;
	struct scenario s;

	assert_true(scenarios_open("S0205-01.txt", &s));
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct lesson l;
		struct score x;
		struct score_half h;
		bool hit = rows[i].item == 0;

		flawless(&l, &s, &rows[i].c);
		score_lesson(&l, &s, NULL, &x);
		h = score_machine(&x);
		for (int k = 0; k < x.n; k++) {
			const struct score_mark *m = &x.mark[k];

			if (strstr(m->rule, rows[i].rule) == NULL || rows[i].item == 0)
				continue;
			hit = true;
			assert_int_equal(m->way < 0 ? -m->item - 1 : m->item + 1, rows[i].item);
			assert_int_equal(m->points, rows[i].points);
			assert_int_equal(m->at_ms, rows[i].at_s * 1000);
		}
		if (!hit || (rows[i].item >= 0 && h.got != h.of - rows[i].points)) {
			for (int k = 0; k < x.n; k++)
				printf("\t%s\n", x.mark[k].rule);
			fail_msg("row %zu (%s): %d of %d", i, rows[i].rule, h.got, h.of);
		}
		assert_int_equal(score_verdict(&x) == SCORE_FATAL, rows[i].item < 0);
		assert_int_equal(h.of, 80);
		lesson_free(&l);
	}
	scenario_free(&s);
}

static void
the_items_are_those_of_the_sheet(void **state)
{
	(void)state;
	static const char *const items[] = { "接听", "语音", "礼貌", "倾听", "理解", "业务", "受理",
		"五要素", "工单文字", "分类", "保密询问", "结束语", "时长" };
	static const char *const fatals[] = { "挂机", "推诿", "泄露", "未转", "错误答复", "未建单",
		"篡改", "承诺" };
	const struct qa_form *f = qa_form("agent");

	assert_int_equal(f->n_items, sizeof(items) / sizeof(items[0]));
	assert_int_equal(f->n_fatals, sizeof(fatals) / sizeof(fatals[0]));
	for (int i = 0; i < f->n_items; i++)
		assert_true(str_starts(f->items[i].name, items[i]));
	for (int i = 0; i < f->n_fatals; i++)
		assert_non_null(strstr(f->fatals[i], fatals[i]));
}

static void
the_halves_are_never_one(void **state)
{
	(void)state;
	static const unsigned char none[QA_WAYS_MOST] = { 0 }, thrice[QA_WAYS_MOST] = { 3 };
	static const unsigned char cold[QA_WAYS_MOST] = { 0, 1 };
	const struct change as_it_was = { AS_IT_WAS };
	struct scenario s;
	struct lesson l;
	struct score x;

	assert_true(scenarios_open("S0205-01.txt", &s));
	flawless(&l, &s, &as_it_was);
	score_lesson(&l, &s, NULL, &x);
	assert_int_equal(score_verdict(&x), SCORE_OPEN);
	assert_int_equal(score_machine(&x).percent, 100);
	assert_true(score_machine(&x).whole);
	assert_false(score_of_trainer(&x).whole);
	assert_int_equal(score_of_trainer(&x).of, 20);

	assert_false(score_trainer(&x, 0, none)); /* the machine's */
	assert_false(score_trainer(&x, -1, none));
	assert_true(score_trainer(&x, 1, none));
	assert_true(score_trainer(&x, 2, none));
	assert_int_equal(score_verdict(&x), SCORE_OPEN);
	assert_true(score_trainer(&x, 3, thrice));
	assert_int_equal(score_of_trainer(&x).got, 14);
	assert_int_equal(score_of_trainer(&x).percent, 70);
	assert_int_equal(score_machine(&x).percent, 100);
	assert_int_equal(score_verdict(&x), SCORE_FAILED);
	assert_true(score_trainer(&x, 3, cold)); /* mended: not added to what he gave before */
	assert_int_equal(score_of_trainer(&x).got, 15);
	assert_true(score_trainer(&x, 3, none));
	assert_int_equal(score_verdict(&x), SCORE_PASSED);
	score_trainer_fatal(&x, 6, true);
	assert_int_equal(score_verdict(&x), SCORE_FATAL);
	assert_int_equal(score_machine(&x).percent, 0);
	score_trainer_fatal(&x, 6, false);
	assert_int_equal(score_verdict(&x), SCORE_PASSED);
	lesson_free(&l);
	scenario_free(&s);
}

/* ---- other kinds of call: a scenario of a few lines ---- */

static void
read_call(struct scenario *s, const char *answer)
{
	struct str text = { 0 };
	struct err e = { 0 };

	scenario_init(s);
	str_addf(&text,
	    "版式: 1\n编号: T1\n标题: 试\n技能: 应急\n难度: 1\n作者: 甲\n审核: 乙, 丙\n"
	    "有效期: 2026-01-01 至 2027-12-31\n来源: 编写\n[来电人]\n姓名: 何雅琴\n称呼: 何女士\n"
	    "性别: 女\n年龄: 30\n电话: 13600000452\n[说话]\n开场: 喂。\n[标准答案]\n%s",
	    answer);
	if (scenario_read(str_c(&text), text.len, s, &e) != ERR_OK)
		fail_msg("%s: %s", e.where, e.text);
	str_free(&text);
}

static const struct {
	const char *answer, *outcome, *reject;
	enum call_act act;
	const char *text;
	int talk_s;
	enum lesson_end end;
	int percent; /* -1 fatal */
	const char *rule;
} calls[] = {
	{ "结果: 紧急转接\n转接: E119\n工单: 可有\n", "emergency", "", ACT_TRANSFER, "E119", 60,
	    LESSON_HANDED, 100, "" },
	{ "结果: 紧急转接\n转接: E119\n工单: 可有\n", "emergency", "", ACT_TRANSFER, "E110", 60,
	    LESSON_HANDED, -1, "没有转到 E119" },
	{ "结果: 三方通话\n转接: E110\n禁止: 转走\n", "tripartite", "", ACT_TRIPARTITE, "E110", 60,
	    LESSON_BY_CALLER, 96, "没有结束语" },
	{ "结果: 三方通话\n转接: E110\n禁止: 转走\n", "tripartite", "", ACT_TRANSFER, "E110", 60,
	    LESSON_HANDED, -1, "这一通不能“转走”" },
	{ "结果: 转接\n转接: H12333\n", "transfer", "", ACT_TRANSFER, "H12366", 60, LESSON_HANDED,
	    93, "没有转到 H12333" },
	{ "结果: 不予受理\n不予受理: 07\n", "rejected", "07", ACT_LISTEN, NULL, 60, LESSON_BY_LINE,
	    100, "" },
	{ "结果: 不予受理\n不予受理: 07\n", "rejected", "01", ACT_LISTEN, NULL, 60, LESSON_BY_LINE,
	    93, "不予受理的原因选了 01, 应为 07" },
	{ "结果: 骚扰\n话术: abuse_1\n", "harass", "", ACT_SCRIPT, "abuse_1", 30, LESSON_BY_SEAT,
	    100, "" },
	{ "结果: 骚扰\n话术: abuse_1\n", "harass", "", ACT_SCRIPT, "abuse_1", 10, LESSON_BY_SEAT,
	    -1, "没有走完规程" },
	{ "结果: 骚扰\n话术: abuse_1\n", "harass", "", ACT_LISTEN, NULL, 30, LESSON_BY_SEAT, 93,
	    "没有念“辱骂第一次”" },
	{ "结果: 打错\n", "wrong", "", ACT_LISTEN, NULL, 30, LESSON_BY_CALLER, 100, "" },
	{ "结果: 打错\n", "", "", ACT_LISTEN, NULL, 30, LESSON_BY_CALLER, 87, "这一通没有处理" },
	{ "结果: 打错\n", "", "", ACT_LISTEN, NULL, 30, LESSON_BY_CALLER, 87,
	    "没有记通话结果, 也没有建单; 应为“" },
};

static void
other_calls_are_marked_by_what_they_are(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
		struct scenario s;
		struct lesson l;
		struct score x;
		bool hit = calls[i].rule[0] == '\0';

		read_call(&s, calls[i].answer);
		lesson_init(&l);
		assert_true(lesson_add(&l, 1000, ACT_SCRIPT, -1, "greet"));
		assert_true(lesson_add(&l, 5000, ACT_LISTEN, -1, NULL));
		assert_true(lesson_add(&l, 9000, ACT_RESTATE, -1, NULL));
		assert_true(lesson_add(&l, 9500, calls[i].act, -1, calls[i].text));
		str_copy(l.outcome, sizeof(l.outcome), calls[i].outcome);
		str_copy(l.reject, sizeof(l.reject), calls[i].reject);
		l.talk_ms = calls[i].talk_s * 1000;
		l.end = calls[i].end;
		score_lesson(&l, &s, NULL, &x);
		for (int k = 0; k < x.n; k++)
			hit = hit || strstr(x.mark[k].rule, calls[i].rule) != NULL;
		if (!hit || (score_verdict(&x) == SCORE_FATAL) != (calls[i].percent < 0) ||
		    (calls[i].percent >= 0 && score_machine(&x).percent != calls[i].percent)) {
			for (int k = 0; k < x.n; k++)
				printf("\t%s\n", x.mark[k].rule);
			fail_msg("call %zu: %d", i, score_machine(&x).percent);
		}
		lesson_free(&l);
		scenario_free(&s);
	}
}

/* A question answered by nobody, and a ticket of a call that wants none. */
static void
a_ticket_is_no_answer(void **state)
{
	static const struct {
		const char *answer, *outcome, *reply;
		int lost; /* of 80 */
		const char *rule;
	} made[] = {
		{ "结果: 直接答复\n工单: 可有\n告知: 无\n", "direct", "到窗口办。", 0, "" },
		{ "结果: 直接答复\n工单: 可有\n告知: 无\n", "ticket", "", 10, "问的没有答复" },
		{ "结果: 打错\n", "wrong", "", 22, "地点没有, 这一通也不该成单" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(made) / sizeof(made[0]); i++) {
		struct fields f = { 0 };
		struct scenario s;
		struct lesson l;
		struct score x;
		bool hit = made[i].rule[0] == '\0';

		read_call(&s, made[i].answer);
		lesson_init(&l);
		assert_true(lesson_add(&l, 1000, ACT_SCRIPT, -1, "greet"));
		assert_true(lesson_add(&l, 5000, ACT_LISTEN, -1, NULL));
		assert_true(lesson_add(&l, 9000, ACT_RESTATE, -1, NULL));
		assert_true(fields_set(&f, TF_TITLE, "打听快递"));
		assert_true(fields_set(&f, TF_CONTENT, "来电人打听一件快递到了没有，没有说别的。"));
		assert_true(*made[i].reply == '\0' || fields_set(&f, TF_ANSWER, made[i].reply));
		assert_true(lesson_file(&l, 20000, &f));
		str_copy(l.outcome, sizeof(l.outcome), made[i].outcome);
		l.talk_ms = 30000;
		l.end = LESSON_BY_LINE;
		score_lesson(&l, &s, NULL, &x);
		for (int k = 0; k < x.n; k++)
			hit = hit || strstr(x.mark[k].rule, made[i].rule) != NULL;
		if (!hit || score_machine(&x).got != 80 - made[i].lost) {
			for (int k = 0; k < x.n; k++)
				printf("\t%s\n", x.mark[k].rule);
			fail_msg("row %zu: %d", i, score_machine(&x).got);
		}
		fields_free(&f);
		lesson_free(&l);
		scenario_free(&s);
	}
}

/* What the trainer puts in at 50 s stands there with what was made of it; it costs nothing, but a danger left alone does. */
static const struct {
	enum call_act put_in, done; /* ACT_COUNT: nothing was done */
	const char *text;
	int done_s;
	enum lesson_end end;
	int talk_s;
	const char *outcome;
	int tickets; /* of struct change */
	int percent; /* -1 fatal */
	const char *remark;
} inserts[] = {
	{ ACT_DANGER, ACT_COUNT, NULL, 0, LESSON_BY_CALLER, 0, NULL, 0, -1,
	    "未转: 来电人说出险情, 没有按 F8 接转" },
	{ ACT_DANGER, ACT_TRIPARTITE, "E119", 62, LESSON_BY_CALLER, 0, "emergency", 0, 100,
	    "00:50 插曲 险情: 12 秒后接进 119" },
	{ ACT_DANGER, ACT_TRANSFER, "E120", 58, LESSON_HANDED, 0, "emergency", 0, 100,
	    "00:50 插曲 险情: 8 秒后接进 120" },
	{ ACT_DANGER, ACT_TRANSFER, "H12345", 58, LESSON_BY_CALLER, 0, NULL, 0, -1, "没有按 F8" },
	{ ACT_DANGER, ACT_HELP, NULL, 59, LESSON_BY_CALLER, 0, NULL, 0, 100,
	    "险情: 9 秒后求助班长" },
	{ ACT_DANGER, ACT_TRIPARTITE, "E119", 30, LESSON_BY_CALLER, 0, NULL, 0, 100,
	    "险情: 这时 119 已经接进来了" },
	{ ACT_DANGER, ACT_COUNT, NULL, 0, LESSON_BY_CALLER, 60, NULL, 0, 100,
	    "险情: 没有接转; 10 秒后通话就断了" },
	{ ACT_DANGER, ACT_COUNT, NULL, 0, LESSON_STOPPED, 60, NULL, 0, -1,
	    "没有接转也没有求助, 10 秒后按 0 结束了这一课" },
	{ ACT_DANGER, ACT_HELP, NULL, 59, LESSON_STOPPED, 0, NULL, 0, 100, "险情: 9 秒后求助班长" },
	{ ACT_LISTEN, ACT_COUNT, NULL, 0, LESSON_STOPPED, 0, NULL, 0, 100,
	    "01:48 来电人 还在线, 学员按 0 结束了这一课" },
	{ ACT_ABUSE, ACT_COUNT, NULL, 0, LESSON_BY_CALLER, 0, NULL, 0, 100,
	    "00:50 插曲 辱骂: 没有劝阻, 没有安抚, 也没有求助班长" },
	{ ACT_ABUSE, ACT_SCRIPT, "abuse_1", 52, LESSON_BY_CALLER, 0, NULL, 0, 100,
	    "辱骂: 劝他文明用语" },
	{ ACT_ABUSE, ACT_SAY, "请您文明用语，别着急。", 52, LESSON_BY_CALLER, 0, NULL, 0, 100,
	    "辱骂: 劝他文明用语, 安抚了" },
	{ ACT_ABUSE, ACT_HELP, NULL, 52, LESSON_BY_CALLER, 0, NULL, 0, 100, "辱骂: 求助班长" },
	{ ACT_CUT, ACT_COUNT, NULL, 0, LESSON_BY_LINE, 0, NULL, 0, 100,
	    "00:50 插曲 掉线: 断了以后照样提交了工单" },
	{ ACT_CUT, ACT_COUNT, NULL, 0, LESSON_BY_LINE, 0, "dropped", -1, 100,
	    "掉线: 断了以后记为“" },
	{ ACT_CUT, ACT_COUNT, NULL, 0, LESSON_BY_LINE, 0, "", -1, -1,
	    "掉线: 断了以后没有提交工单, 也没有记通话结果" },
	{ ACT_OFFLINE, ACT_FILE, NULL, 80, LESSON_BY_CALLER, 0, NULL, 0, 100,
	    "00:50 插曲 断网: 这以后照样提交工单" },
	{ ACT_OFFLINE, ACT_COUNT, NULL, 0, LESSON_BY_CALLER, 0, NULL, -1, -1,
	    "断网: 这以后没有提交工单" },
	{ ACT_LISTEN, ACT_COUNT, NULL, 0, LESSON_WAITED, 0, NULL, 0, 100,
	    "01:48 来电人 等不及, 自己挂了: 超过 " },
	{ ACT_HOLD, ACT_COUNT, NULL, 0, LESSON_WAITED, 0, NULL, 0, 100,
	    "等不及, 自己挂了: 请他等候, 超过 " },
	{ ACT_LISTEN, ACT_COUNT, NULL, 0, LESSON_ANGRY, 0, NULL, 0, 100,
	    "01:48 来电人 生了气, 自己挂了" },
};

static bool
says_so(const struct score *x, const char *words)
{
	struct str line = { 0 };
	bool found = false;

	for (int i = 0; i < x->n; i++) {
		str_reset(&line);
		score_mark_say(x, &x->mark[i], &line);
		found = found || strstr(str_c(&line), words) != NULL;
	}
	str_free(&line);
	return found;
}

static void
what_was_put_in_is_told(void **state)
{
	struct scenario s;

	(void)state;
	assert_true(scenarios_open("S0205-01.txt", &s));
	for (size_t i = 0; i < sizeof(inserts) / sizeof(inserts[0]); i++) {
		struct lesson l;
		struct score x;
		int got;

		flawless(&l, &s,
		    &(struct change){ AS_IT_WAS, .end = inserts[i].end, .talk_s = inserts[i].talk_s,
			.outcome = inserts[i].outcome, .tickets = inserts[i].tickets });
		if (inserts[i].done_s < 50 && inserts[i].done != ACT_COUNT)
			assert_true(lesson_add(
			    &l, inserts[i].done_s * 1000, inserts[i].done, -1, inserts[i].text));
		assert_true(lesson_add(&l, 50000, inserts[i].put_in, -1, NULL));
		if (inserts[i].done_s >= 50)
			assert_true(lesson_add(
			    &l, inserts[i].done_s * 1000, inserts[i].done, -1, inserts[i].text));
		score_lesson(&l, &s, NULL, &x);
		got = score_verdict(&x) == SCORE_FATAL ? -1 : score_machine(&x).percent;
		if (got != inserts[i].percent || !says_so(&x, inserts[i].remark)) {
			for (int k = 0; k < x.n; k++)
				printf("\t%d %s\n", x.mark[k].way, x.mark[k].rule);
			fail_msg("insert %zu: %d, should be %d: %s", i, got, inserts[i].percent,
			    inserts[i].remark);
		}
		score_recount(&x); /* nor does a remark cost anything when all is counted again */
		assert_int_equal(score_verdict(&x) == SCORE_FATAL, inserts[i].percent < 0);
		lesson_free(&l);
	}
	scenario_free(&s);
}

/* Who hands a danger over at once has no time for the rest of a talk, and his ticket is urgent and not complete. */
static void
a_rescue_excuses_the_rest(void **state)
{
	static const char *const excused[] = { "没有复述", "没有问地点", "没有告知编号", "紧急程度",
		"没有写清", "通话结果记为" };
	struct scenario s;

	(void)state;
	assert_true(scenarios_open("S0205-01.txt", &s));
	for (int danger = 0; danger < 2; danger++) {
		struct fields f = { 0 };
		struct lesson l;
		struct score x;

		lesson_init(&l);
		assert_true(lesson_add(&l, 1000, ACT_GREET, -1, NULL));
		if (danger)
			assert_true(lesson_add(&l, 20000, ACT_DANGER, -1, NULL));
		assert_true(fields_copy(&f, &s.answer[0].reference));
		assert_true(fields_set(&f, TF_URGENCY, "critical"));
		assert_true(
		    fields_set(&f, TF_CONTENT, "来电人说那边冒烟了，已转消防。请承办单位了解。"));
		assert_true(fields_set(&f, TF_EVENT_TIME, NULL));
		assert_true(lesson_file(&l, 24000, &f));
		assert_true(lesson_add(&l, 25000, ACT_TRANSFER, -1, "E119"));
		str_copy(l.outcome, sizeof(l.outcome), "emergency");
		l.talk_ms = 30000;
		l.end = LESSON_HANDED;
		score_lesson(&l, &s, NULL, &x);
		for (size_t i = 0; i < sizeof(excused) / sizeof(excused[0]); i++)
			if (says_so(&x, excused[i]) != !danger)
				fail_msg("%d: %s", danger, excused[i]);
		fields_free(&f);
		lesson_free(&l);
	}
	scenario_free(&s);
}

/* Where the caller stays with those who were called in, what he called for goes on: its ticket is its own, and one too many of
 * neither; who does not know it reads it beside the marks. */
static void
what_he_called_for_goes_on_after_a_rescue(void **state)
{
	struct scenario s;

	(void)state;
	assert_true(scenarios_open("S0205-01.txt", &s));
	for (int other = 0; other < 2; other++) {
		struct fields f = { 0 };
		struct lesson l;
		struct score x;

		flawless(&l, &s, &(struct change){ AS_IT_WAS, .tickets = -1 });
		str_copy(l.outcome, sizeof(l.outcome), "tripartite");
		assert_int_equal(score_rescue(&l), -1);
		assert_true(lesson_add(&l, 50000, ACT_DANGER, -1, NULL));
		assert_true(fields_set(&f, TF_TITLE, "紧急来电"));
		assert_true(
		    fields_set(&f, TF_CONTENT, "来电人说那边冒烟了，正在转消防，请尽快到。"));
		assert_true(fields_set(&f, TF_URGENCY, "critical"));
		assert_true(lesson_file(&l, 58000, &f));
		assert_false(score_goes_on(&l)); /* nobody was called in yet */
		assert_true(lesson_add(&l, 60000, ACT_TRIPARTITE, -1, "E119"));
		assert_int_equal(score_rescue(&l), 0);
		assert_true(score_goes_on(&l));
		if (other)
			assert_true(lesson_file(&l, 90000, &s.answer[0].reference));
		assert_int_equal(score_goes_on(&l), !other);
		score_lesson(&l, &s, NULL, &x);
		assert_true(says_so(&x, other ? "险情: 10 秒后接进 119; 原来那件事另记了一件"
					      : "险情: 10 秒后接进 119; 原来那件事没有按 F2 另记"));
		assert_int_equal(score_machine(&x).percent == 100, other);
		assert_int_equal(says_so(&x, "多建了"), false);
		if (other) { /* a third one is of nothing */
			assert_true(lesson_file(&l, 95000, &s.answer[0].reference));
			score_lesson(&l, &s, NULL, &x);
			assert_true(says_so(&x, "多建了 1 件工单"));
		}
		l.end = LESSON_HANDED;
		assert_false(score_goes_on(&l));
		fields_free(&f);
		lesson_free(&l);
	}
	scenario_free(&s);
}

static void
a_lesson_keeps_what_was_done(void **state)
{
	(void)state;
	struct lesson l;
	struct str line = { 0 };
	struct score x = { .form = qa_form("agent") };

	lesson_init(&l);
	assert_true(lesson_add(&l, 10, ACT_SCRIPT, -1, "ask_place"));
	assert_true(lesson_add(&l, 20, ACT_SAY, -1, "您别急，请问几点开始的？"));
	assert_int_equal(lesson_done(&l, ACT_ASK), 2);
	assert_int_equal(lesson_done(&l, ACT_SOOTHE), 1);
	assert_int_equal(lesson_first(&l, ACT_ASK), 10);
	assert_int_equal(lesson_last(&l, ACT_ASK), 20);
	assert_true(
	    lesson_add(&l, 25, ACT_SCRIPT, -1, "submitted")); /* all of them in one sentence */
	assert_int_equal(lesson_first(&l, ACT_NUMBER), 25);
	assert_int_equal(lesson_first(&l, ACT_LIMIT), 25);
	assert_int_equal(lesson_first(&l, ACT_VISIT), 25);
	assert_int_equal(lesson_first(&l, ACT_CLOSE), -1);
	assert_true(lesson_did(&l, ACT_SCRIPT, "ask_place"));
	while (lesson_add(&l, 30, ACT_LISTEN, -1, NULL))
		;
	assert_int_equal(l.n_acts, LESSON_ACTS);
	assert_int_equal(lesson_klm(100, 20, 4), 28000 + 10000 + 5400);
	score_mark_say(&x,
	    &(struct score_mark){ .at_ms = 83000, .item = 7, .points = 3, .rule = "没有门牌" },
	    &line);
	assert_string_equal(str_c(&line), "01:23 五要素 缺一个要素 -3: 没有门牌");
	str_free(&line);
	lesson_free(&l);
}

/* Why he hung up: of nobody else's doing, and the true reason. */
static void
why_he_left_is_told(void **state)
{
	static const struct {
		enum lesson_end end;
		int64_t talk_ms;
		enum call_act acts[2];
		const char *why;
	} left[] = {
		{ LESSON_BY_CALLER, 90000, { ACT_HOLD, ACT_LISTEN }, "" },
		{ LESSON_BY_SEAT, 90000, { ACT_HOLD, ACT_LISTEN }, "" },
		{ LESSON_HANDED, 90000, { ACT_LISTEN, ACT_LISTEN }, "" },
		{ LESSON_ANGRY, 90000, { ACT_LISTEN, ACT_LISTEN }, "生了气" },
		{ LESSON_WAITED, 90000, { ACT_GREET, ACT_LISTEN }, "超过 45 秒没有人跟他说话" },
		{ LESSON_WAITED, 90000, { ACT_LISTEN, ACT_HOLD }, "请他等候, 超过 45 秒没有取回" },
		{ LESSON_WAITED, 90000, { ACT_HOLD, ACT_BACK }, "超过 45 秒没有人跟他说话" },
		{ LESSON_WAITED, 1800000, { ACT_GREET, ACT_LISTEN }, "通话满了 30 分钟" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(left) / sizeof(left[0]); i++) {
		struct lesson l;
		char why[LESSON_WHY_BYTES];

		lesson_init(&l);
		l.end = left[i].end;
		l.talk_ms = left[i].talk_ms;
		for (int k = 0; k < 2; k++)
			assert_true(lesson_add(&l, 1000 * (k + 1), left[i].acts[k], -1, NULL));
		lesson_why_left(&l, 45, why);
		assert_string_equal(why, left[i].why);
		lesson_free(&l);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_rule_costs_what_it_says),
		cmocka_unit_test(the_items_are_those_of_the_sheet),
		cmocka_unit_test(the_halves_are_never_one),
		cmocka_unit_test(other_calls_are_marked_by_what_they_are),
		cmocka_unit_test(a_ticket_is_no_answer),
		cmocka_unit_test(what_was_put_in_is_told),
		cmocka_unit_test(why_he_left_is_told),
		cmocka_unit_test(a_rescue_excuses_the_rest),
		cmocka_unit_test(what_he_called_for_goes_on_after_a_rescue),
		cmocka_unit_test(a_lesson_keeps_what_was_done),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
