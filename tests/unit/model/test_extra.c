/* The further fields of a category: one text of lines, its types, and how two people's changes come together. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "desk.h"
#include "model/extra.h"

#define NOON 1795233600000LL /* 2026-11-21 12:00 */

static void
put(struct city *c, const char *name, const char *label, const char *type, bool required, int order)
{
	struct field_rule *f = city_push(&c->field_rules, &c->n_field_rules, sizeof(*f));

	*f = (struct field_rule){ .category = "0301",
		.name = name,
		.label = label,
		.type = type,
		.options = strcmp(type, "choice") == 0 ? "微信,支付宝,银行卡" : "",
		.hint = "",
		.required = required,
		.order = order };
}

/* 0301 asks for a merchant, a day and an amount; 0205 asks for nothing. */
static int
make_city(void **state)
{
	struct city *c = desk_city();

	put(c, "amount", "涉及金额", "money", true, 30);
	put(c, "merchant", "商家全称", "text", true, 10);
	put(c, "bought", "购买日期", "day", true, 20);
	put(c, "pay", "付款方式", "choice", false, 50);
	put(c, "people", "人数", "number", false, 60);
	city_finish(c);
	*state = c;
	return 0;
}

static int
drop_city(void **state)
{
	city_free(*state);
	return 0;
}

static void
values_are_kept_in_the_order_of_the_rules(void **state)
{
	struct str a = { 0 }, b = { 0 };
	char v[EXTRA_VALUE_BYTES];

	extra_set(*state, "0301", "", "amount", "300", &a);
	extra_set(*state, "0301", str_c(&a), "merchant", "好家电=总店", &b);
	assert_string_equal(str_c(&b), "merchant=好家电=总店\namount=300");
	assert_true(extra_get(str_c(&b), "merchant", v));
	assert_string_equal(v, "好家电=总店");
	assert_false(extra_get(str_c(&b), "merch", v));
	assert_string_equal(v, "");
	str_reset(&a);
	extra_set(*state, "0301", str_c(&b), "merchant", "", &a);
	assert_string_equal(str_c(&a), "amount=300");
	str_free(&a);
	str_free(&b);
}

/* Another category: what it has no field for stays, behind its own. */
static void
no_word_is_lost_with_the_category(void **state)
{
	struct str a = { 0 }, words = { 0 };

	extra_set(*state, "0301", "pole=H-0378\nmerchant=好家电", "amount", "300", &a);
	assert_string_equal(str_c(&a), "merchant=好家电\namount=300\npole=H-0378");
	extra_words(*state, "0301", str_c(&a), &words);
	assert_string_equal(
	    str_c(&words), "商家全称 好家电; 涉及金额 300元; 原分类的补充项: pole H-0378");
	str_reset(&words);
	extra_words(*state, "0205", str_c(&a), &words);
	assert_string_equal(
	    str_c(&words), "原分类的补充项: 商家全称 好家电; 涉及金额 300; pole H-0378");
	str_reset(&words);
	extra_change_words(*state, "0205", "merchant=\npole=H-0378", &words);
	assert_string_equal(str_c(&words), "商家全称 (空); pole H-0378");
	str_reset(&words);
	extra_words(NULL, "0205", "merchant=好家电", &words);
	assert_string_equal(str_c(&words), "原分类的补充项: merchant 好家电");
	str_free(&a);
	str_free(&words);
}

static void
what_people_write_becomes_what_is_kept(void **state)
{
	static const struct {
		const char *name, *typed, *kept; /* NULL: it is none */
	} rows[] = {
		{ "amount", "3000", "3000" },
		{ "amount", " ３，０００ 元 ", "3000" },
		{ "amount", "1.2万", "12000" },
		{ "amount", "1.25万元", "12500" },
		{ "amount", "3千", "3000" },
		{ "amount", "三百五十块钱", "350" },
		{ "amount", "12.5", "12.50" },
		{ "amount", "¥88", "88" },
		{ "amount", "0", "0" },
		{ "amount", "-5", NULL },
		{ "amount", "几千", NULL },
		{ "amount", "1.2.3", NULL },
		{ "amount", "99999999999", NULL },
		{ "amount", "9999999999万", NULL },
		{ "amount", "3020261.2万", NULL }, /* one digit more than is kept */
		{ "amount", "999999.99万", "9999999900" },
		{ "bought", "2026-11-03", "2026-11-03" },
		{ "bought", "2026/11/3", "2026-11-03" },
		{ "bought", "2026年11月3日", "2026-11-03" },
		{ "bought", "20261103", "2026-11-03" },
		{ "bought", "11月3号", "2026-11-03" },
		{ "bought", "11-3", "2026-11-03" },
		{ "bought", "3.15", "2026-03-15" },
		{ "bought", "2025年10月", "2025-10" },
		{ "bought", "2025", "2025" },
		{ "bought", "昨天", "2026-11-20" },
		{ "bought", "大前天", "2026-11-18" },
		{ "bought", "上周三", "2026-11-11" },
		{ "bought", "2月30日", NULL },
		{ "bought", "13月1日", NULL },
		{ "bought", "20261301", NULL },
		{ "bought", "10月", NULL },
		{ "bought", "去年秋天", NULL },
		{ "bought", "3年前", NULL },
		{ "people", "3人", "3" },
		{ "people", "-16.5度", "-16.5" },
		{ "people", "十八", "18" },
		{ "people", "很多", NULL },
		{ "pay", "微信", "微信" },
		{ "pay", "微", NULL },
		{ "merchant", "  好家电 ", "好家电" },
		{ "merchant", "", "" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct field_rule *r = extra_rule(*state, "0301", rows[i].name);
		char out[EXTRA_VALUE_BYTES];
		bool ok = extra_normal(r, rows[i].typed, NOON, out);

		if (ok != (rows[i].kept != NULL))
			fail_msg("%s %s -> %d %s", rows[i].name, rows[i].typed, ok, out);
		if (ok && strcmp(out, rows[i].kept) != 0)
			fail_msg("%s %s -> %s", rows[i].name, rows[i].typed, out);
		if (!ok)
			assert_string_equal(out, rows[i].typed); /* as it was */
		if (ok && *out != '\0')
			assert_int_equal(extra_check_value(r, out, NULL), ERR_OK);
	}
	/* further ahead than two months is last year's */
	{
		char out[EXTRA_VALUE_BYTES];
		const int64_t january = NOON - 310 * 86400000LL;

		assert_true(
		    extra_normal(extra_rule(*state, "0301", "bought"), "12月24日", january, out));
		assert_string_equal(out, "2025-12-24");
	}
}

static void
bad_values_are_refused_in_words(void **state)
{
	static const struct {
		const char *text;
		enum err_code code;
		const char *says;
	} rows[] = {
		{ "", ERR_OK, "" },
		{ "merchant=好家电\nbought=2026-11\namount=0.50\npay=微信", ERR_OK, "" },
		{ "other=随便写的", ERR_OK, "" },
		{ "amount=很多", ERR_INVALID, "涉及金额“很多”不是金额" },
		{ "amount=1e9", ERR_INVALID, "不是金额" },
		{ "bought=2026-02-30", ERR_INVALID, "购买日期“2026-02-30”不是日期" },
		{ "bought=20261", ERR_INVALID, "不是日期" },
		{ "pay=刷脸", ERR_UNKNOWN_CODE, "可选: 微信、支付宝、银行卡" },
		{ "people=三", ERR_INVALID, "不是数字" },
		{ "merchant", ERR_INVALID, "名称=内容" },
		{ "=x", ERR_INVALID, "名称=内容" },
		{ "商家=x", ERR_INVALID, "名称=内容" },
		{ "Merchant=x", ERR_INVALID, "名称=内容" },
		{ "a_name_that_is_much_too_long=x", ERR_INVALID, "名称=内容" },
		{ "merchant=a\nmerchant=b", ERR_INVALID, "“商家全称”写了两次" },
		{ "merchant=a\tb", ERR_INVALID, "控制字符" },
		{ "merchant=a\r\namount=3", ERR_INVALID, "控制字符" },
		{ "merchant=a\x1b[2Jb", ERR_INVALID, "控制字符" },
		{ "merchant=a\n\namount=3", ERR_INVALID, "名称=内容" },
	};
	struct str many = { 0 }, lengthy = { 0 };
	struct err e = { 0 };

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		e = (struct err){ 0 };
		if (extra_check(*state, "0301", rows[i].text, &e) != rows[i].code ||
		    strstr(e.text, rows[i].says) == NULL)
			fail_msg("%s -> %d %s", rows[i].text, (int)e.code, e.text);
		if (rows[i].code != ERR_OK)
			assert_string_equal(e.where, "extra");
	}
	/* another category does not judge a value it has no field for */
	assert_int_equal(extra_check(*state, "0205", "amount=很多", &e), ERR_OK);
	assert_int_equal(extra_check(NULL, "0301", "amount=很多", &e), ERR_OK);
	for (int i = 0; i <= EXTRA_LINES; i++)
		str_addf(&many, "%sx%d=1", i > 0 ? "\n" : "", i);
	assert_int_equal(extra_check(*state, "0301", str_c(&many), &e), ERR_LIMIT);
	str_add(&lengthy, "merchant=");
	for (int i = 0; i < EXTRA_VALUE_CHARS; i++)
		str_add(&lengthy, "店");
	assert_int_equal(extra_check(*state, "0301", str_c(&lengthy), &e), ERR_OK);
	str_add(&lengthy, "x");
	assert_int_equal(extra_check(*state, "0301", str_c(&lengthy), &e), ERR_LIMIT);
	str_free(&many);
	str_free(&lengthy);
}

static void
two_changes_meet_name_by_name(void **state)
{
	static const struct {
		const char *theirs, *was, *mine, *merged, *lost; /* lost NULL: nothing */
	} rows[] = {
		{ "a=1", "", "b=2", "a=1\nb=2", NULL },
		{ "a=1\nb=9", "a=1", "a=1\nc=3", "a=1\nb=9\nc=3", NULL },
		{ "a=1\nb=9", "a=1", "a=5", "a=5\nb=9", NULL },
		{ "a=7", "a=1", "a=5\nb=2", "a=7\nb=2", "a=5" },
		{ "a=7\nb=1", "a=1\nb=1", "a=1", "a=7", NULL },           /* b taken away here */
		{ "a=1", "a=1\nb=1", "a=1\nb=1\nc=2", "a=1\nc=2", NULL }, /* and there */
		{ "b=2", "a=1\nb=1", "a=1", "b=2", "b=" },
		{ "a=5", "a=1", "a=5", "a=5", NULL },
		{ "", "a=1", "a=2", "", "a=2" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct str merged = { 0 }, lost = { 0 }, back = { 0 };
		bool whole = extra_merge(rows[i].theirs, rows[i].was, rows[i].mine, &merged, &lost);

		if (strcmp(str_c(&merged), rows[i].merged) != 0 ||
		    whole != (rows[i].lost == NULL) || !str_same(str_c(&lost), rows[i].lost))
			fail_msg("row %zu: %s | %s", i, str_c(&merged), str_c(&lost));
		/* taking ours after all touches nothing else */
		extra_overlay(str_c(&merged), str_c(&lost), &back);
		if (i == 3)
			assert_string_equal(str_c(&back), "a=5\nb=2");
		str_free(&merged);
		str_free(&lost);
		str_free(&back);
	}
}

static void
a_merge_of_events_keeps_both(void **state)
{
	struct fields merged = { { NULL } }, lost = { { NULL } };
	struct ticket t;
	struct event ev;

	(void)state;
	ticket_init(&t);
	event_init(&ev);
	assert_true(fields_set(&t.f, TF_EXTRA, "merchant=好家电\npay=微信"));
	assert_true(fields_set(&ev.was, TF_EXTRA, "merchant=好家电"));
	assert_true(fields_set(&ev.set, TF_EXTRA, "merchant=好家电总店"));
	assert_true(workflow_merge(&t, &ev, &merged, &lost));
	assert_string_equal(fields_get(&merged, TF_EXTRA), "merchant=好家电总店\npay=微信");
	assert_null(lost.v[TF_EXTRA]);
	fields_free(&merged);
	assert_true(fields_set(&ev.was, TF_EXTRA, "merchant=好家"));
	assert_true(fields_set(&ev.set, TF_EXTRA, "merchant=总店\namount=3"));
	assert_false(workflow_merge(&t, &ev, &merged, &lost));
	assert_string_equal(fields_get(&lost, TF_EXTRA), "merchant=总店");
	assert_string_equal(fields_get(&merged, TF_EXTRA), "merchant=好家电\npay=微信\namount=3");
	fields_free(&merged);
	fields_free(&lost);
	/* what is no list of lines is handed back whole */
	assert_true(fields_set(&ev.set, TF_EXTRA, "商家是总店"));
	assert_false(workflow_merge(&t, &ev, &merged, &lost));
	assert_string_equal(fields_get(&lost, TF_EXTRA), "商家是总店");
	assert_null(merged.v[TF_EXTRA]);
	fields_free(&merged);
	fields_free(&lost);
	ticket_free(&t);
	event_free(&ev);
}

/* A complaint of that category waits for what it asks for; the sentence names it. */
static void
a_ticket_without_them_is_unfinished(void **state)
{
	struct desk d;

	desk_open(&d, *state);
	desk_good(&d, EVENT_SUBMIT);
	desk_set(&d, TF_CATEGORY, "0301");
	desk_set(&d, TF_TYPE, "complaint");
	assert_int_equal(desk_check(&d), ERR_GUARD);
	assert_string_equal(d.e.where, "extra");
	assert_non_null(strstr(d.e.text, "还缺商家全称、购买日期、涉及金额"));
	assert_int_equal(workflow_wants(*state, &d.ev.set, 2, NULL), 3);
	d.ev.kind = EVENT_SUBMIT_INCOMPLETE;
	assert_int_equal(desk_check(&d), ERR_OK);
	desk_set(&d, TF_EXTRA, "merchant=好家电\nbought=2026-11\namount=300");
	assert_int_equal(desk_check(&d), ERR_GUARD); /* nothing is missing any more */
	d.ev.kind = EVENT_SUBMIT;
	assert_int_equal(desk_check(&d), ERR_OK);
	desk_set(&d, TF_EXTRA, "merchant=好家电\nbought=那天\namount=300");
	assert_int_equal(desk_check(&d), ERR_INVALID);
	assert_non_null(strstr(d.e.text, "购买日期“那天”不是日期"));
	/* nobody asks for them where nothing has to be done, or where there is no time */
	desk_set(&d, TF_EXTRA, NULL);
	desk_set(&d, TF_TYPE, "suggest");
	assert_int_equal(desk_check(&d), ERR_OK);
	desk_set(&d, TF_TYPE, "help");
	desk_set(&d, TF_URGENCY, "critical");
	assert_int_equal(desk_check(&d), ERR_OK);
	desk_close(&d);
}

/* Of a ticket that has them, none that is asked for may be emptied; another category is another matter. */
static void
they_are_not_emptied_later(void **state)
{
	struct desk d;

	desk_open(&d, *state);
	desk_good(&d, EVENT_AMEND);
	assert_true(fields_set(&d.t.f, TF_TYPE, "complaint"));
	assert_true(fields_set(&d.t.f, TF_CATEGORY, "0301"));
	assert_true(fields_set(&d.t.f, TF_EXTRA, "merchant=好家电\namount=300"));
	fields_free(&d.ev.set);
	desk_set(&d, TF_EXTRA, "amount=300");
	assert_int_equal(desk_check(&d), ERR_GUARD);
	assert_non_null(strstr(d.e.text, "商家全称是必填项"));
	desk_set(&d, TF_EXTRA, "merchant=总店");
	assert_int_equal(desk_check(&d), ERR_GUARD);
	assert_non_null(strstr(d.e.text, "涉及金额是必填项"));
	desk_set(&d, TF_EXTRA, "merchant=总店\namount=300"); /* the day was never there */
	assert_int_equal(desk_check(&d), ERR_OK);
	desk_set(&d, TF_EXTRA, "");
	desk_set(&d, TF_CATEGORY, "0205");
	assert_int_equal(desk_check(&d), ERR_OK);
	desk_close(&d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_are_kept_in_the_order_of_the_rules),
		cmocka_unit_test(no_word_is_lost_with_the_category),
		cmocka_unit_test(what_people_write_becomes_what_is_kept),
		cmocka_unit_test(bad_values_are_refused_in_words),
		cmocka_unit_test(two_changes_meet_name_by_name),
		cmocka_unit_test(a_merge_of_events_keeps_both),
		cmocka_unit_test(a_ticket_without_them_is_unfinished),
		cmocka_unit_test(they_are_not_emptied_later),
	};

	return cmocka_run_group_tests(tests, make_city, drop_city);
}
