/* What nobody can hear is refused with its line and the word; numbers and times are compared as an ear does. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "model/scenario.h"

/* A scenario in which the caller says ${says} when asked for the time, and ${wants} is 时间词 and stands on the ticket. */
static void
write_scenario(struct str *out, const char *says, const char *wants, const char *content)
{
	str_addf(out,
	    "版式: 1\n编号: S1\n标题: 路灯\n技能: 业务\n难度: 1\n作者: 甲\n审核: 乙, 丙\n"
	    "有效期: 2026-01-01 至 2027-12-31\n来源: 编写\n\n"
	    "[来电人]\n姓名: 赵桂兰\n称呼: 赵阿姨\n性别: 女\n年龄: 67\n电话: 13800000217\n"
	    "方言词: 片子=暖气片\n\n"
	    "[说话]\n开场: 路灯不亮。\n\n"
	    "[事实 时间]\n答: %s\n先错: 是八点。\n\n"
	    "[事实 人物]\n答: 我姓赵。\n\n"
	    "[标准答案]\n结果: 成单\n工单: 要\n"
	    "时间词: %s\n人物词: 赵桂兰|赵阿姨\n\n"
	    "[参考工单]\n标题: 路灯不亮\n时间: %s\n称呼: 赵阿姨\n诉求内容: "
	    "来电人反映路灯不亮。%s\n",
	    says, wants, wants, content);
}

static int
line_of(const char *text, const char *begins)
{
	int line = 1;

	for (const char *at = text; *at != '\0'; at++) {
		if ((at == text || at[-1] == '\n') && str_starts(at, begins))
			return line;
		line += *at == '\n';
	}
	return 0;
}

static void
inspect(const struct str *text, struct scenario_mistakes *m)
{
	struct scenario s;
	struct err e = { 0 };

	scenario_init(&s);
	assert_int_equal(scenario_inspect(text->s, text->len, &s, m, &e), ERR_OK);
	scenario_free(&s);
}

static const struct {
	const char *says, *wants;
	bool heard;
} words[] = {
	{ "昨天夜里十点。", "昨晚10点", true },
	{ "昨晚10点。", "22:00", true },
	{ "夜里十点来钟。", "22:00", true },
	{ "十点来钟。", "22:00", true }, /* he may have meant either */
	{ "上午十点。", "22:00", false },
	{ "上午十点。", "昨晚10点", false },
	{ "夜里十一点半。", "23:30", true },
	{ "夜里十一点。", "23:30", false },
	{ "八号那天。", "昨天", false },
	{ "十一月十八号。", "11月18日", true },
	{ "十一月十七号。", "11月18日", false },
	{ "七十八号那家。", "78号", true },
	{ "七十八号那家。", "８号", false },
	{ "一百七十八天了。", "78天", false },
	{ "三百多天了。", "300", true },
	{ "三百二十天了。", "300", false },
	{ "三千六百天。", "3600天", true },
	{ "三千六。", "3600", true },
	{ "两万三。", "23000", true },
	{ "一八年起。", "2018年", true },
	{ "后六位000417那天。", "000417", true },
	{ "上周三起。", "上周四|上周三", true },
	{ "上周三起，修片子那天。", "修片子", true },
	{ "上周三起。", "暖气片", true }, /* what the dialect word means can be looked up */
	{ "九点。", "八点", false },      /* what he takes back */
	{ "123456789012345678千万天。", "23000", false },
};

static void
a_word_is_heard_or_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		struct str text = { 0 };
		struct scenario_mistakes m;
		bool refused = false;

		write_scenario(&text, words[i].says, words[i].wants, "");
		inspect(&text, &m);
		for (int k = 0; k < m.n; k++)
			refused = refused || (m.item[k].line == line_of(text.s, "时间词") &&
						 strstr(m.item[k].text, "来电人从没说过") != NULL);
		if (refused == words[i].heard || (words[i].heard && m.n > 0))
			fail_msg("“%s” of “%s”: %d %s", words[i].wants, words[i].says, m.n,
			    m.n > 0 ? m.item[0].text : "");
		str_free(&text);
	}
}

static void
numbers_of_the_ticket_were_heard(void **state)
{
	(void)state;
	static const struct {
		const char *content, *unheard; /* NULL: all of it was heard */
	} rows[] = {
		{ "共十三盏灯。", NULL },
		{ "共13盏灯。", NULL },
		{ "共12盏灯。", "12" },
		{ "从21:30起。", "21:30" },
		{ "已告知24小时内联系。", NULL },
		{ "已告知24小时内联系。另有46盏。", "46" },
		{ "请打13800000217。", NULL },
		{ "一位老人、两个孩子。", NULL },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct str text = { 0 };
		struct scenario_mistakes m;
		char want[64];

		write_scenario(&text, "上周三起，十三盏。", "上周三", rows[i].content);
		inspect(&text, &m);
		(void)snprintf(want, sizeof(want), "诉求内容里的“%s”来电人从没说过",
		    rows[i].unheard != NULL ? rows[i].unheard : "");
		if (rows[i].unheard == NULL ? m.n > 0
					    : m.n != 1 || strstr(m.item[0].text, want) == NULL ||
						  m.item[0].line != line_of(text.s, "诉求内容"))
			fail_msg("%s: %d %s", rows[i].content, m.n, m.n > 0 ? m.item[0].text : "");
		str_free(&text);
	}
}

static void
a_name_was_told(void **state)
{
	(void)state;
	struct str text = { 0 };
	struct scenario_mistakes m;
	const char *at;

	write_scenario(&text, "上周三起。", "上周三", "");
	at = strstr(text.s, "我姓赵");
	str_splice(&text, (size_t)(at - text.s), strlen("我姓赵"), "我一个人", strlen("我一个人"));
	inspect(&text, &m);
	assert_int_equal(m.n, 2);
	assert_int_equal(m.item[0].line, line_of(text.s, "人物词"));
	assert_non_null(strstr(m.item[0].text, "赵桂兰|赵阿姨"));
	assert_non_null(strstr(m.item[1].text, "称呼的“赵阿姨”"));
	str_free(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_word_is_heard_or_refused),
		cmocka_unit_test(numbers_of_the_ticket_were_heard),
		cmocka_unit_test(a_name_was_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
