/* What may want a second look in what was typed at intake, by the sample city's words and streets: what is found, where it
 * stands, what belongs there; and much that is quite right and must not be found. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/fs.h"
#include "city/pack.h"
#include "model/proof.h"

#define NOW   1795228927000LL /* 2026-11-21 10:42, a Saturday */
#define FOUND 8

static struct city *city;

static int
setup(void **state)
{
	const char *share = getenv("HOTSEAT_SHARE");
	struct err e = { 0 };
	char dir[512];

	(void)state;
	assert_true(fs_join(dir, sizeof(dir), share != NULL ? share : ".", "conf/city/yunjiang"));
	if (city_pack_load(dir, &city, &e) != ERR_OK)
		fail_msg("%s: %s", e.where, e.text);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	city_free(city);
	return 0;
}

/* "地名 红三路>红山路; 时间 2月30日": what is found, in one line. */
static const char *
found(const struct city *c, const char *text, char out[1024])
{
	struct proof p[FOUND];
	const int n = proof_text(c, text, NOW, p, FOUND);
	int at = 0;

	out[0] = '\0';
	for (int i = 0; i < n; i++) {
		assert_true(p[i].at + p[i].len <= strlen(text));
		assert_true(p[i].say[0] != '\0');
		at += snprintf(out + at, 1024 - (size_t)at, "%s%s %.*s%s%s", i > 0 ? "; " : "",
		    proof_label(p[i].kind), (int)p[i].len, text + p[i].at,
		    p[i].instead[0] != '\0' ? ">" : "", p[i].instead);
	}
	return out;
}

struct sentence {
	const char *text, *found;
};

static void
check(const struct sentence *s, size_t n)
{
	char out[1024];
	int failed = 0;

	for (size_t i = 0; i < n; i++)
		if (strcmp(found(city, s[i].text, out), s[i].found) != 0) {
			failed++;
			print_message("%s: [%s] not [%s]\n", s[i].text, out, s[i].found);
		}
	assert_int_equal(failed, 0);
}

#define CHECK(table) check(table, sizeof(table) / sizeof((table)[0]))

static void
test_streets(void **state)
{
	static const struct sentence s[] = {
		{ "红三路78号路灯不亮", "地名 红三路>红山路" },
		{ "我住在宏山路78号", "地名 宏山路>红山路" },
		{ "在山红路口", "地名 山红路>红山路" },
		{ "红山区红山街道红山路78号路灯不亮", "" },
		{ "红山路与松涛路交叉口", "" },
		{ "解放路12号漏水", "" }, /* far from every name: the table may lack it */
		{ "东红山路口", "" },
		{ "新修的路, 建的路, 山路", "" },
		{ "路灯坏了, 路上很黑, 街道办来过", "" },
		{ "红三路和红三路口", "地名 红三路>红山路; 地名 红三路>红山路" },
		{ "路", "" },
		{ "三路", "" },
	};

	(void)state;
	CHECK(s);
}

static void
test_characters(void **state)
{
	static const struct sentence s[] = {
		{ "来电反应小区漏水", "错字 来电反应>来电反映" },
		{ "打了电话没反应", "" },
		{ "他反应过来就走了", "" },
		{ "垃圾己经堆了一周", "错字 己经>已经" },
		{ "自己经营的店", "" },
		{ "可以经过这里", "" },
		{ "窖井盖坏了, 躁音大", "错字 窖井>窨井; 错字 躁音>噪音" },
		{ "多次反应情况没人管", "错字 多次反应>多次反映" }, /* once, not twice */
		{ "不按排维修", "错字 按排>安排" },
		{ "按排名发放, 按排水许可", "" },
		{ "停车为难", "" },
	};

	(void)state;
	CHECK(s);
}

static void
test_whose_words(void **state)
{
	static const struct sentence s[] = {
		{ "明显是物业不管", "主观 明显是" },
		{ "来电人说“明显是骗人”", "" },
		{ "来电人说\"明显是骗人\", 肯定是没修", "主观 肯定是" },
		{ "系刁民投诉", "主观 刁民" },
		{ "不肯定是谁", "" },
		{ "已告知一定解决", "承诺 一定解决" },
		{ "马上派人", "承诺 马上派人" },
		{ "希望一定解决", "" },
		{ "物业保证解决, 至今没修", "" },
		{ "要求马上解决噪音", "" },
		{ "不保证解决", "" },
		{ "要求退还保证金", "" },
	};

	(void)state;
	CHECK(s);
}

static void
test_times(void **state)
{
	static const struct sentence s[] = {
		{ "昨晚8点停电, 今天早上报修三天", "时间 昨晚8点停电" },
		{ "从昨晚开始停水, 已经停了三天", "时间 昨晚开始停水" },
		{ "停水三天了, 是昨天开始的", "时间 昨天开始的" },
		{ "昨天打过电话, 停水三天了没人管", "" },
		{ "昨天又停水, 已经三天了", "" },
		{ "昨天开始停水, 说三天内修好", "" },
		{ "三天前开始停水, 已经三天了", "" },
		{ "前天开始停水, 已经三天了", "" },
		{ "昨晚停电。家里停水三天了", "" }, /* two sentences, two matters */
		{ "11月20日星期三停的", "时间 11月20日" },
		{ "11月20日(周五)停的, 11月20日周边也停", "" },
		{ "2025年11月20日星期三", "" }, /* of another calendar */
		{ "2月30日办的", "时间 2月30日" },
		{ "13月1日", "时间 13月1日" },
		{ "2月29日", "" },
		{ "11月20日至11月18日停水", "时间 11月20日至11月18日" },
		{ "上午15点来的", "时间 上午15点" },
		{ "凌晨12点, 凌晨24点, 凌晨两三点, 下午15点, 晚上10点", "" },
		{ "晚上26点", "时间 晚上26点" },
	};

	(void)state;
	CHECK(s);
}

static void
test_bad_input(void **state)
{
	static const char *const odd[] = { "", "年", "\xE7\xBA", "红\xFF路", "月日", "12月",
		"99999999999999月1日", "“", "\"\"\"", "从昨晚", "0月0日星期", "\n\n\n",
		"红三路红三路红三路红三路红三路红三路红三路红三路红三路红三路" };
	static char many[24001];
	struct proof p[2];
	char out[1024];

	(void)state;
	for (size_t i = 0; i < sizeof(odd) / sizeof(odd[0]); i++) {
		(void)found(city, odd[i], out);
		(void)found(NULL, odd[i], out);
	}
	assert_int_equal(proof_text(city, odd[12], NOW, p, 2), 2); /* the first two of ten */
	assert_int_equal(p[0].at, 0);
	assert_int_equal(p[1].at, strlen("红三路"));
	assert_int_equal(proof_text(city, odd[12], NOW, p, 0), 0);
	for (size_t i = 0; i + 3 < sizeof(many); i += 3)
		memcpy(many + i, i % 2 == 0 ? "路" : "昨", 3);
	(void)found(city, many, out);
	assert_string_equal(found(NULL, "红三路, 己经, 2月30日", out), "时间 2月30日");
}

static void
test_what_is_said(void **state)
{
	struct proof p[FOUND];

	(void)state;
	assert_int_equal(
	    proof_text(city, "红三路昨晚8点停电, 报修三天, 己经没人管", NOW, p, FOUND), 3);
	assert_string_equal(p[0].say, "没有“红三路”, 是“红山路”吗");
	assert_string_equal(p[1].say, "“昨晚8点停电”和“三天”对不上, 问清从哪天开始");
	assert_string_equal(p[2].say, "“己经”应为“已经”");
	assert_int_equal(proof_text(city, "11月20日星期三", NOW, p, FOUND), 1);
	assert_string_equal(p[0].say, "“11月20日”是星期五, 不是星期三");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_streets),
		cmocka_unit_test(test_characters),
		cmocka_unit_test(test_whose_words),
		cmocka_unit_test(test_times),
		cmocka_unit_test(test_bad_input),
		cmocka_unit_test(test_what_is_said),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
