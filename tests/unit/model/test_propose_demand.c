/* What a caller asks for, out of his own words; what only looks like a wish is none; and no words do harm. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "base/str.h"
#include "base/utf8.h"
#include "model/propose.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static void
check(const char *text, const char *want)
{
	char out[PROPOSE_DEMAND_BYTES];
	bool found = propose_demand(text, out, sizeof(out));

	assert_string_equal(out, want);
	assert_int_equal(found, want[0] != '\0');
}

static void
a_wish_is_what_a_clause_begins_with(void **state)
{
	(void)state;
	check("红山路78号路灯坏了三天, 希望尽快修好。", "尽快修好");
	check("隔壁工地夜里施工，强烈要求制止！", "制止");
	check("退费一直拖着。本人要求退还押金500元", "退还押金500元");
	check("请有关部门查处", "有关部门查处");
	check("村口没有路灯\n我们村民恳请增设路灯", "增设路灯");
	check("诉求是恢复供水", "恢复供水");
	check("望尽快解决", "尽快解决");
	check("诉求：恢复供水。", "恢复供水");
	check("工地要求22:00以后施工, 希望22:00以后停工", "22:00以后停工");
	check("希望新建一所学校。", "新建一所学校");
	check("路灯坏了, 要求尽快修好", "尽快修好");
}

static void
it_goes_on_while_the_clauses_do(void **state)
{
	(void)state;
	check("路灯坏了, 希望尽快修好, 并告知结果。路很黑", "尽快修好, 并告知结果");
	check("希望尽快修好, 老人昨晚摔了一跤", "尽快修好");
	check("请领导关注, 早日撤销搅拌站", "领导关注, 早日撤销搅拌站");
	check("希望核实收费, 要求退还多收的钱", "核实收费, 要求退还多收的钱");
	check("请城管部门, 到现场看一看", "城管部门, 到现场看一看"); /* of whom, then what */
}

/* Who says it twice means the second. */
static void
the_last_one_counts(void **state)
{
	(void)state;
	check("希望修路。后来说不修了。希望先把坑填上。", "先把坑填上");
	check("希望尽快修好。希望政府。", "尽快修好");
	check("希望尽快修好, 望谅解", "尽快修好");
}

static void
what_only_looks_like_a_wish(void **state)
{
	static const char *const none[] = {
		"",
		"路灯坏了三天",
		"请问居住证怎么办",
		"已申请低保, 条件符合要求",
		"在希望小学门口, 希望路上全是车",
		"望江路78号积水",
		"物业贴了通知, 要求业主一次交清三年物业费",
		"请人修过两次, 没有修好",
		"银行说不行, 要求必须以银行卡方式结账",
		"请领导重视",
		"希望",
		"给您添麻烦了, 请谅解",
		"希望政府",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(none); i++)
		check(none[i], "");
}

/* Whole clauses, and no more characters than there is room for. */
static void
a_long_one_is_cut_at_a_clause(void **state)
{
	struct str text = { 0 };

	(void)state;
	str_add(&text, "希望尽快修好");
	for (int i = 0; i < 40; i++)
		str_add(&text, ", 并告知结果");
	char out[PROPOSE_DEMAND_BYTES];
	assert_true(propose_demand(str_c(&text), out, sizeof(out)));
	assert_in_range(utf8_count(out), PROPOSE_DEMAND_CHARS - 8, PROPOSE_DEMAND_CHARS);
	assert_string_equal(out + strlen(out) - strlen("结果"), "结果");
	str_reset(&text);
	str_add(&text, "希望");
	for (int i = 0; i <= PROPOSE_DEMAND_CHARS; i++)
		str_add(&text, "修");
	check(str_c(&text), "");
	str_free(&text);
}

static void
broken_bytes_do_no_harm(void **state)
{
	(void)state;
	check("\xff\xfe希望修好", "");
	check("希望修\xe5", "修\xe5");
	check("。。，，希望修好，，。", "修好");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_wish_is_what_a_clause_begins_with),
		cmocka_unit_test(it_goes_on_while_the_clauses_do),
		cmocka_unit_test(the_last_one_counts),
		cmocka_unit_test(what_only_looks_like_a_wish),
		cmocka_unit_test(a_long_one_is_cut_at_a_clause),
		cmocka_unit_test(broken_bytes_do_no_harm),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
