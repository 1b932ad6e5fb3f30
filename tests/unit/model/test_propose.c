/* Proposals from real sentences: categories with reasons, types, danger words, urgency, places and times. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "../../lib/weights.h"
#include "base/clock.h"
#include "base/str.h"
#include "model/propose.h"
#include "town.h"

static int
setup(void **state)
{
	*state = town_new();
	return 0;
}

static int
teardown(void **state)
{
	city_free(*state);
	return 0;
}

/* Saturday 2026-11-21 10:42, the moment of the wireframes. */
static int64_t
now(void)
{
	struct civil c = { .year = 2026, .month = 11, .day = 21, .hour = 10, .minute = 42 };
	return civil_to_ms(&c);
}

#define LAMP \
	"红山路78号门口路灯坏了三天,晚上很黑,昨晚老人在那儿摔了一跤,之前也打过电话,一直没人来修"

/* ---- categories ---- */

static void
the_lamp_of_the_wireframe(void **state)
{
	struct proposal p[3];
	int n = propose_categories(*state, NULL, LAMP, "990101", p, 3);
	assert_true(n >= 1);
	assert_string_equal(p[0].category->code, "0205");
	assert_true(p[0].percent >= 80);
	assert_string_equal(p[0].type, "help");
	assert_string_equal(p[0].unit, "1004");
	assert_string_equal(p[0].rule->id, "D0205");
	assert_string_equal(p[0].reason, "路灯坏 晚上很黑");
}

static void
the_unit_follows_the_area(void **state)
{
	struct proposal p[1];
	assert_int_equal(propose_categories(*state, NULL, "村里的路灯坏了", "99010201", p, 1), 1);
	assert_string_equal(p[0].unit, "4002");
	assert_int_equal(propose_categories(*state, NULL, "路上一个井盖没了", "", p, 1), 1);
	assert_string_equal(p[0].category->code, "0206");
	assert_string_equal(p[0].unit, ""); /* @town without an area */
	assert_int_equal(propose_categories(*state, NULL, "路上一个井盖没了", NULL, p, 1), 1);
}

static void
longer_and_rarer_words_weigh_more(void **state)
{
	struct proposal p[3];
	/* 扰民 and 噪音 belong to one, 夜间施工 and 打桩 to the other */
	assert_true(propose_categories(*state, NULL, "夜间施工打桩,噪音扰民", "", p, 3) >= 2);
	assert_string_equal(p[0].category->code, "0401");
	assert_string_equal(p[1].category->code, "0402");
	assert_true(p[0].percent > p[1].percent);
}

static void
words_said_otherwise_are_found_by_their_pairs(void **state)
{
	struct proposal p[1];
	assert_int_equal(propose_categories(*state, NULL, "工地凌晨还在吵", "", p, 1), 1);
	assert_string_equal(p[0].category->code, "0401");
	assert_true(p[0].reason[0] != '\0');
}

/* What closed tickets have taught makes one order with the city's words, below them. */
static void
what_was_learned_comes_after_the_citys_words(void **state)
{
	struct str file = { 0 };
	struct classifier learned;
	struct proposal p[3], plain[3];
	weights_make(&file, 1);
	assert_int_equal(classify_open(file.s, file.len, &learned, NULL), ERR_OK);
	/* the city has no such word */
	assert_int_equal(propose_categories(*state, NULL, "那一片黑漆漆的", "", p, 3), 0);
	assert_true(propose_categories(*state, &learned, "那一片黑漆漆的", "990101", p, 3) >= 1);
	assert_string_equal(p[0].category->code, "0205");
	assert_string_equal(p[0].reason, "黑漆漆");
	assert_true(p[0].learned);
	assert_string_equal(p[0].unit, "1004");
	/* its own words first, with their own reason */
	assert_true(
	    propose_categories(*state, &learned, "黑漆漆的工地夜间施工打桩", "", p, 3) >= 2);
	assert_string_equal(p[0].category->code, "0401");
	assert_false(p[0].learned);
	assert_string_equal(p[1].category->code, "0205");
	/* 0304 is none of this city's: passed over */
	int n = propose_categories(*state, NULL, LAMP "屋里冰凉", "", plain, 3);
	assert_int_equal(propose_categories(*state, &learned, LAMP "屋里冰凉", "", p, 3), n);
	for (int i = 0; i < n; i++)
		assert_ptr_equal(p[i].category, plain[i].category);
	str_free(&file);
}

static void
nothing_fits_nothing(void **state)
{
	static const char *const TEXTS[] = { "", "你好", "我想反映一个情况", "abc 123",
		"，。！？" };
	struct proposal p[3];
	for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++)
		assert_int_equal(propose_categories(*state, NULL, TEXTS[i], "990101", p, 3), 0);
	assert_int_equal(propose_categories(*state, NULL, LAMP, "", p, 0), 0);
	assert_int_equal(propose_categories(*state, NULL, LAMP, "", p, -1), 0);
}

static void
a_category_without_rule_has_no_unit(void **state)
{
	struct proposal p[1];
	assert_int_equal(propose_categories(*state, NULL, "一件稀奇古怪的事", "990101", p, 1), 1);
	assert_null(p[0].rule);
	assert_string_equal(p[0].unit, "");
}

static void
a_word_repeated_does_not_win_by_it(void **state)
{
	char text[4096] = "夜间施工打桩";
	for (int i = 0; i < 100; i++)
		strcat(text, ",物业");
	struct proposal p[2];
	assert_int_equal(propose_categories(*state, NULL, text, "", p, 2), 2);
	assert_string_equal(p[0].category->code, "0401");
}

static void
broken_bytes_do_no_harm(void **state)
{
	static const char *const TEXTS[] = { "\xe8\xb7", "\xff\xfe路灯\x80坏了", "路灯不亮\xe8",
		"\xf0\x9f\x92\xa1路灯不亮" };
	struct proposal p[3];
	struct danger_hit d[3];
	struct place_hit place;
	char when[64];
	for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++) {
		propose_categories(*state, NULL, TEXTS[i], "", p, 3);
		propose_dangers(*state, TEXTS[i], d, 3);
		propose_place(*state, TEXTS[i], &place);
		propose_time(TEXTS[i], now(), when, sizeof when);
	}
	assert_int_equal(propose_categories(*state, NULL, TEXTS[1], "", p, 3) > 0, 1);
	assert_string_equal(p[0].category->code, "0205");
}

static void
a_city_with_no_words_offers_nothing(void **state)
{
	(void)state;
	struct city *c = city_new();
	struct proposal p[1];
	struct danger_hit d[1];
	struct place_hit place;
	assert_int_equal(propose_categories(c, NULL, LAMP, "", p, 1), 0); /* not even finished */
	assert_false(propose_is_whole(c));
	city_finish(c);
	assert_int_equal(propose_categories(c, NULL, LAMP, "", p, 1), 0);
	assert_int_equal(propose_dangers(c, LAMP, d, 1), 0);
	assert_true(propose_is_whole(c));
	/* a door number is an address even where no street is known */
	assert_true(propose_place(c, LAMP, &place));
	assert_null(place.area);
	assert_string_equal(place.address, "红山路78号");
	city_free(c);
}

/* ---- type ---- */

static void
types_from_words(void **state)
{
	(void)state;
	static const struct {
		const char *text, *type;
	} CASES[] = {
		{ LAMP, "help" }, { "", "help" }, { "请问灵活就业医保怎么办理", "consult" },
		{ "咨询一下身份证异地补办要什么材料", "consult" },
		{ "我要投诉窗口工作人员态度恶劣", "complaint" },
		{ "这家停车场乱收费", "complaint" }, { "广场舞扰民,孩子没法睡", "complaint" },
		{ "举报一家无证经营的小作坊,违法使用添加剂", "report" },
		{ "工厂半夜偷排废水", "report" }, { "建议在学校门口增设红绿灯", "suggest" },
		{ "感谢12路公交司机拾金不昧,想表扬一下", "praise" },
		{ "请问你们,我要投诉物业乱收费,推诿",
		    "complaint" }, /* a polite opening is no question */
	};
	for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++)
		assert_string_equal(propose_type(CASES[i].text), CASES[i].type);
}

/* ---- danger ---- */

/* Of texts that had no danger word, the look round the edit finds one exactly when the look at the whole text does. */
static void
a_danger_is_found_round_the_edit(void **state)
{
	static const struct {
		const char *before, *put;
		size_t at, del;
	} EDITS[] = { { "路灯不亮,他摔了一", "跤", 25, 0 }, { "路灯不亮", "井盖丢了,", 0, 0 },
		{ "他摔啊了一跤", "", 6, 3 }, { "他摔啊了一跤", "呀", 6, 3 },
		{ "他摔啊了一跤以后", "", 18, 3 }, { "了一跤", "摔", 0, 0 },
		{ "路灯不亮", "。", 12, 0 }, { "想跳", "楼下", 6, 0 }, { "院落水积着", "", 0, 3 },
		{ "他院落水积着", "", 3, 3 }, { "落水管", "", 6, 3 } };
	for (size_t i = 0; i < sizeof EDITS / sizeof EDITS[0]; i++) {
		struct danger_hit d[1];
		struct str text = { 0 };
		str_add(&text, EDITS[i].before);
		assert_int_equal(propose_dangers(*state, str_c(&text), d, 1), 0);
		str_splice(&text, EDITS[i].at, EDITS[i].del, EDITS[i].put, strlen(EDITS[i].put));
		assert_int_equal(
		    propose_danger_near(*state, str_c(&text), EDITS[i].at, strlen(EDITS[i].put)),
		    propose_dangers(*state, str_c(&text), d, 1) > 0);
		str_free(&text);
	}
}

static void
dangers_are_found_where_they_stand(void **state)
{
	struct danger_hit d[4];
	assert_int_equal(propose_dangers(*state, LAMP, d, 4), 1);
	assert_string_equal(d[0].row->id, "U04");
	assert_int_equal(strncmp(&LAMP[d[0].at], "摔了一跤", (size_t)d[0].len), 0);
	assert_int_equal(d[0].len, 12);
	/* the gravest first, whatever comes first in the text */
	assert_int_equal(propose_dangers(*state, "他摔了一跤,说不想活想跳楼,井盖丢了", d, 4), 3);
	assert_string_equal(d[0].row->id, "U01");
	assert_string_equal(d[1].row->id, "U03");
	assert_string_equal(d[2].row->id, "U04");
	/* and with little room the gravest stays */
	assert_int_equal(propose_dangers(*state, "他摔了一跤,井盖丢了,想跳楼", d, 1), 1);
	assert_string_equal(d[0].row->id, "U01");
	assert_int_equal(propose_dangers(*state, "路灯不亮", d, 4), 0);
	assert_int_equal(propose_dangers(*state, LAMP, d, 0), 0);
	/* inside a harmless word it is none, beside it it is one; a fear shows its prompt */
	assert_int_equal(propose_dangers(*state, "落水管堵了,院落水积着", d, 4), 0);
	assert_int_equal(propose_dangers(*state, "落水", d, 4), 1);
	assert_int_equal(propose_dangers(*state, "落水管边有人落水", d, 4), 1);
	assert_int_equal(d[0].at, 18);
	assert_int_equal(propose_dangers(*state, "怕火灾", d, 4), 1);
}

static void
urgency_is_derived(void **state)
{
	static const struct {
		const char *category, *type, *content, *want;
	} CASES[] = {
		{ "0205", "help", LAMP, "normal" },         /* a prompt that only asks */
		{ "0303", "help", "家里停气了", "urgent" }, /* the category's own */
		{ "0303", "consult", "停气几天怎么退费",
		    "normal" }, /* a question about it is not */
		{ "0303", "consult", "厨房煤气味很重怎么办",
		    "critical" },                               /* danger is, whatever the type */
		{ "0203", "help", "路面结冰没人管", "urgent" }, /* the rule's default */
		{ "0203", "help", "垃圾没人清运", "normal" },
		{ "0101", "help", "有人要跳楼", "critical" },
		{ "0101", "help", "怕有人跳楼", "normal" }, /* feared, not happening */
		{ "0101", "help", "没有井盖丢失, 有人跳楼", "critical" },
		{ "0101", "help", "担心孩子跳楼。刚才真有人要跳楼",
		    "critical" }, /* one that is real is enough */
		{ "0206", "help", "地下室积水倒灌", "urgent" },
		{ "0101", "help", "楼下的落水管坏了", "normal" }, /* no 落水 */
		{ "0101", "help", "落水管坏了, 有人落水", "critical" },
		{ "0101", "help", "楼道堆满杂物有很大的火灾隐患", "normal" },
		{ "0101", "help", "飞线充电, 火灾等安全隐患很大", "normal" },
		{ "0101", "help", "火灾了有隐患没人管", "critical" }, /* it has happened */
		{ "0101", "help", "如果深夜小区发生火灾怎么救", "normal" },
		{ "0101", "help", "我家没有人厨房里火灾", "critical" }, /* 没有 is of 人 */
		{ "0101", "help", "没有发生火灾", "normal" },
		{ "0101", "help", "小区曾发生过火灾", "normal" },
		{ "0101", "help", "我家曾先生家火灾", "critical" },
		{ "0101", "help", "如果方便派人来, 火灾了", "critical" }, /* another clause */
		{ "", "", "", "normal" },
	};
	for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
		struct fields f = { 0 };
		fields_set(&f, TF_CATEGORY, CASES[i].category);
		fields_set(&f, TF_TYPE, CASES[i].type);
		fields_set(&f, TF_CONTENT, CASES[i].content);
		if (strcmp(propose_urgency(*state, &f), CASES[i].want) != 0)
			fail_msg("%s: %s", CASES[i].content, propose_urgency(*state, &f));
		fields_free(&f);
	}
}

/* ---- place ---- */

static void
places(void **state)
{
	static const struct {
		const char *text, *area, *address; /* area NULL: none */
	} CASES[] = {
		{ LAMP, "990101", "红山路78号" },
		{ "我住红山区红山街道红山路78号3栋2单元402", "990101", "红山路78号3栋2单元402" },
		{ "幸福里三号楼二单元402暖气不热", "990101", "幸福里三号楼二单元402" },
		{ "幸福小区5号楼楼道里有味", "990101", "幸福小区5号楼" },
		{ "红山路17号楼下的烧烤店", "990101", "红山路17号" },
		{ "文昌街桃李园门口井盖没了", "990201", "文昌街桃李园门口" },
		{ "红山路与建设路交叉口红灯坏了", "990101", "红山路与建设路交叉口" },
		{ "望湖花园南门外有广场舞", "990201", "望湖花园南门" },
		{ "柳河镇上柳村三组水渠堵了", "99010201", "上柳村三组" },
		{ "柳河镇街上没有路灯", "990102", "" },
		/* the same community in two districts: what else is named decides */
		{ "湖滨街道光明社区没人管", "99020101", "" },
		{ "红山区光明社区没人管", "99010101", "" },
		{ "光明社区没人管", NULL, NULL },
		/* a street that is in no table still gives an address */
		{ "我在解放路12号等了半天", NULL, "解放路12号" },
		{ "昨晚10点左右翠湖路78号3栋油烟很大", NULL, "翠湖路78号3栋" },
		{ "经常解放路12号门口堵车", NULL, "解放路12号" },
		{ "左营巷12号停水", NULL, "左营巷12号" },
		{ "临湖区解放大道６６号", "9902", "解放大道６６号" },
		{ "云江市的政策", NULL, NULL }, /* goes without saying */
		{ "我家停电了", NULL, NULL },
		{ "", NULL, NULL },
	};
	for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
		struct place_hit hit;
		bool found = propose_place(*state, CASES[i].text, &hit);
		assert_int_equal(found, CASES[i].area != NULL || CASES[i].address != NULL);
		if (CASES[i].area != NULL) {
			assert_non_null(hit.area);
			assert_string_equal(hit.area->code, CASES[i].area);
		} else {
			assert_null(hit.area);
		}
		assert_string_equal(hit.address, CASES[i].address != NULL ? CASES[i].address : "");
	}
}

static void
a_long_address_is_cut_at_a_character(void **state)
{
	char text[1024] = "红山路";
	for (int i = 0; i < 60; i++)
		strcat(text, "12号");
	struct place_hit hit;
	assert_true(propose_place(*state, text, &hit));
	assert_true(strlen(hit.address) < sizeof hit.address);
	assert_int_equal(strncmp(text, hit.address, strlen(hit.address)), 0);
}

/* ---- time ---- */

static void
times(void **state)
{
	(void)state;
	static const struct {
		const char *text, *want; /* NULL: no time said */
	} CASES[] = {
		{ LAMP, "11月18日起" },
		{ "昨晚10点停的电", "11月20日22时" },
		{ "昨天晚上十点半", "11月20日22时30分" },
		{ "前天下午3点15分", "11月19日15时15分" },
		{ "今早六点起全楼没水", "11月21日6时起" },
		{ "今天凌晨两点还在打桩", "11月21日2时" },
		{ "昨夜里两点", "11月20日2时" },
		{ "昨天中午12点", "11月20日12时" },
		{ "昨晚12点", "11月20日24时" },
		{ "昨天22:30", "11月20日22时30分" },
		{ "大前天丢的", "11月18日" },
		{ "刚才有人打架", "11月21日10时42分" },
		{ "三天了还没修", "11月18日起" },
		{ "停水已经两个星期", "11月7日起" },
		{ "半个月没人管", "11月6日起" },
		{ "塌了一个多月,没人修", "10月起" },
		{ "坏了两个半小时了", "11月21日8时起" },
		{ "一年半了没解决", "2025年5月起" },
		{ "三天前报修过", "11月18日" },
		{ "从上周二开始就这样", "11月10日起" },
		{ "周五晚上", "11月20日晚" },
		{ "星期天下的单", "11月15日" },
		{ "本周三停水", "11月18日" },
		{ "上个星期一来的", "11月9日" },
		{ "11月18日起路灯不亮", "11月18日起" },
		{ "十一月十八号晚上开始的", "11月18日晚起" },
		{ "十八号晚上开始的", "11月18日晚起" },
		{ "25号早上停的水", "10月25日早上" }, /* this month's is still to come */
		{ "2026-11-18 08:30 发现", "11月18日" },
		{ "2026.11.18发现", "11月18日" },
		{ "2026/11/18发现", "11月18日" },
		{ "2026.11-18发现", NULL },
		{ "费用2026.5元", NULL },
		{ "12月5日晚上", "12月5日晚" }, /* next month may be meant */
		{ "去年10月交的钱", "2025年10月" },
		{ "2019年5月3日签的合同", "2019年5月3日" },
		{ "上个月交的费", "10月" },
		{ "每天晚上10点跳广场舞", "每天22时" },
		{ "每晚都吵", "每天晚" },
		{ "最近老停电", "近日" },
		/* since when wins over a moment, but not since a year ago */
		{ "昨晚有人摔了, 坏了三天了", "11月18日起" },
		{ "住了三年了, 昨晚10点停电", "11月20日22时" },
		/* what only looks like a time */
		{ "红山路18号3号楼", NULL },
		{ "三天内答复我", NULL },
		{ "五个工作日后", NULL },
		{ "七天无理由退货", NULL },
		{ "孩子上三年级", NULL },
		{ "一周三次", NULL },
		{ "楼上周围的邻居", NULL },
		{ "12345号码", NULL },
		{ "13月40日", NULL },
		{ "99999999999999999999天了", NULL },
		{ "路灯不亮", NULL },
		{ "", NULL },
	};
	for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
		char out[64];
		bool found = propose_time(CASES[i].text, now(), out, sizeof out);
		if (CASES[i].want == NULL && found)
			print_message("%s -> %s\n", CASES[i].text, out);
		if (CASES[i].want != NULL && (!found || strcmp(out, CASES[i].want) != 0))
			print_message("%s -> %s\n", CASES[i].text, found ? out : "-");
		assert_int_equal(found, CASES[i].want != NULL);
		if (found)
			assert_string_equal(out, CASES[i].want);
	}
}

static void
a_month_far_ahead_was_last_year(void **state)
{
	(void)state;
	struct civil c = { .year = 2026, .month = 1, .day = 5, .hour = 9 };
	char out[64];
	assert_true(propose_time("11月5日交的钱", civil_to_ms(&c), out, sizeof out));
	assert_string_equal(out, "2025年11月5日");
	assert_true(propose_time("上个月交的钱", civil_to_ms(&c), out, sizeof out));
	assert_string_equal(out, "2025年12月");
	assert_true(propose_time("坏了三个月了", civil_to_ms(&c), out, sizeof out));
	assert_string_equal(out, "2025年10月起");
	assert_true(propose_time("三十一号晚上", civil_to_ms(&c), out, sizeof out));
	assert_string_equal(out, "2025年12月31日晚");
}

/* A paste without end: however large the number, it is a large one. */
static void
a_numeral_without_end(void **state)
{
	struct str text = { 0 };
	char out[64];

	(void)state;
	for (int i = 0; i < 3000; i++)
		str_add(&text, "九九九九百");
	str_add(&text, "天了");
	assert_false(propose_time(str_c(&text), now(), out, sizeof out));
	str_free(&text);
}

static void
a_time_that_does_not_fit_is_refused(void **state)
{
	(void)state;
	char tiny[6];
	assert_false(propose_time("昨晚10点", now(), tiny, sizeof tiny));
	assert_true(strlen(tiny) < sizeof tiny);
	assert_false(propose_time("昨晚10点", now(), tiny, 0));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_lamp_of_the_wireframe, setup, teardown),
		cmocka_unit_test_setup_teardown(the_unit_follows_the_area, setup, teardown),
		cmocka_unit_test_setup_teardown(longer_and_rarer_words_weigh_more, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    words_said_otherwise_are_found_by_their_pairs, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    what_was_learned_comes_after_the_citys_words, setup, teardown),
		cmocka_unit_test_setup_teardown(nothing_fits_nothing, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    a_category_without_rule_has_no_unit, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    a_word_repeated_does_not_win_by_it, setup, teardown),
		cmocka_unit_test_setup_teardown(broken_bytes_do_no_harm, setup, teardown),
		cmocka_unit_test(a_city_with_no_words_offers_nothing),
		cmocka_unit_test(types_from_words),
		cmocka_unit_test_setup_teardown(
		    dangers_are_found_where_they_stand, setup, teardown),
		cmocka_unit_test_setup_teardown(a_danger_is_found_round_the_edit, setup, teardown),
		cmocka_unit_test_setup_teardown(urgency_is_derived, setup, teardown),
		cmocka_unit_test_setup_teardown(places, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    a_long_address_is_cut_at_a_character, setup, teardown),
		cmocka_unit_test(times),
		cmocka_unit_test(a_month_far_ahead_was_last_year),
		cmocka_unit_test(a_numeral_without_end),
		cmocka_unit_test(a_time_that_does_not_fit_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
