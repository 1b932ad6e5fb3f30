/* Calls from paper: how their time is typed, which times are refused, and what the rules make of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "desk.h"
#include "model/taken.h"

/* desk_noon: 2026-11-21 10:42:31, a Saturday */
static void
test_typed(void **state)
{
	static const struct {
		const char *typed, *stored;
	} rows[] = {
		{ "09:40", "2026-11-21 09:40" },
		{ "9:05", "2026-11-21 09:05" },
		{ "0940", "2026-11-21 09:40" },
		{ "０９：４０", "2026-11-21 09:40" },
		{ " 9点40 ", "2026-11-21 09:40" },
		{ "9点40分", "2026-11-21 09:40" },
		{ "上午九点半", "2026-11-21 09:30" },
		{ "今天 8:00", "2026-11-21 08:00" },
		{ "今早8点", "2026-11-21 08:00" },
		{ "昨天21:10", "2026-11-20 21:10" },
		{ "昨天 2110", "2026-11-20 21:10" },
		{ "昨晚9点", "2026-11-20 21:00" },
		{ "前天下午3点一刻", "2026-11-19 15:15" },
		{ "大前天 23:59", "2026-11-18 23:59" },
		{ "11-20 09:40", "2026-11-20 09:40" },
		{ "11/20 09:40", "2026-11-20 09:40" },
		{ "11月20日9点", "2026-11-20 09:00" },
		{ "10-31 00:00", "2026-10-31 00:00" },
		{ "20日 9:00", "2026-11-20 09:00" },
		{ "30号 9:00", "2026-10-30 09:00" },
		{ "2026-11-20 09:40", "2026-11-20 09:40" },
		{ "2026年11月20日 09:40", "2026-11-20 09:40" },
		{ "2026-11-20T09:40", "2026-11-20 09:40" },
		{ "10:42", "2026-11-21 10:42" },
	};
	char out[TAKEN_SIZE];
	struct err e = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (taken_read(rows[i].typed, desk_noon(), out, &e) != ERR_OK)
			fail_msg("%s: %s", rows[i].typed, e.text);
		assert_string_equal(out, rows[i].stored);
		assert_int_equal(taken_check(out, desk_noon(), &e), ERR_OK);
	}
}

static void
test_not_typed(void **state)
{
	static const struct {
		const char *typed, *says;
	} rows[] = {
		{ "", "要写来电时间" },
		{ "  　", "要写来电时间" },
		{ "上午", "没有看懂" },
		{ "昨天", "没有看懂" },
		{ "11-20", "没有看懂" },
		{ "张女士", "没有看懂" },
		{ "9:40左右吧", "没有看懂" },
		{ "9:4x", "没有看懂" },
		{ "09400", "没有看懂" },
		{ "昨天昨天9:00", "没有看懂" },
		{ "1-2-3-4 9:00", "没有看懂" },
		{ "2461", "没有这一天或这一刻" },
		{ "24:00", "没有这一天或这一刻" },
		{ "2-30 9:00", "没有这一天或这一刻" },
		{ "2026-11 09:40", "没有这一天或这一刻" },
		{ "9999-9999-9999 9:00", "没有这一天或这一刻" },
		{ "23:10", "还没有到" },
		{ "10:50", "还没有到" },
		{ "11-22 09:40", "还没有到" },
		{ "10-20 09:40", "已过 30 天" },
		{ "2025-11-20 09:40", "已过 30 天" },
		{ "10-22 10:42", "已过 30 天" },
		{ "\xff\xfe", "没有看懂" },
	};
	char out[TAKEN_SIZE];
	struct err e;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		err_clear(&e);
		if (taken_read(rows[i].typed, desk_noon(), out, &e) == ERR_OK)
			fail_msg("%s was read as %s", rows[i].typed, out);
		if (strstr(e.text, rows[i].says) == NULL)
			fail_msg("%s: %s", rows[i].typed, e.text);
		assert_string_equal(e.where, "taken_at");
		assert_string_equal(out, "");
	}
}

static void
test_turn_of_year(void **state)
{
	int64_t now = civil_day_start(civil_parse_day("2027-01-02")) + 9 * 3600000LL;
	char out[TAKEN_SIZE];
	struct err e = { 0 };

	(void)state;
	assert_int_equal(taken_read("12-31 23:50", now, out, &e), ERR_OK);
	assert_string_equal(out, "2026-12-31 23:50");
	assert_int_equal(taken_read("28日 8:00", now, out, &e), ERR_OK);
	assert_string_equal(out, "2026-12-28 08:00");
	assert_int_equal(taken_read("1-3 8:00", now, out, &e), ERR_INVALID);
}

static void
test_stored(void **state)
{
	static const char *const bad[] = { "09:40", "2026-11-20", "2026-11-20 9:40",
		"2026-11-20 09:40:00", "2026-13-20 09:40", "2026-11-31 09:40", "2026-02-29 09:40",
		"2026-11-20 24:00", "2026-11-20T09:40", "abcd-ef-gh ij:kl" };

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (taken_at(bad[i]) != 0 || taken_check(bad[i], 0, NULL) == ERR_OK)
			fail_msg("%s was taken", bad[i]);
	assert_true(taken_at("2024-02-29 00:00") == civil_day_start(civil_parse_day("2024-02-29")));
	assert_int_equal(taken_check("2026-11-21 10:44", desk_noon(), NULL), ERR_OK);
	assert_int_equal(taken_check("2026-11-21 10:46", desk_noon(), NULL), ERR_INVALID);
}

/* ---- a ticket of it ---- */

static void
late(struct desk *d, struct city *c)
{
	desk_open(d, c);
	desk_lamp(d, EVENT_SUBMIT);
	desk_set(d, TF_ENTERED_LATE, "1");
	desk_set(d, TF_TAKEN_AT, "2026-11-20 21:10");
	desk_set(d, TF_PAPER_NO, "纸-1154-03");
}

/* The promise counts from the entry, to the minute as that of a call just taken. */
static void
test_limits_from_entry(void **state)
{
	struct city *c = desk_city();
	struct desk d, plain;
	char words[TAKEN_WORDS];

	(void)state;
	late(&d, c);
	assert_int_equal(desk_do(&d), ERR_OK);
	desk_open(&plain, c);
	desk_lamp(&plain, EVENT_SUBMIT);
	assert_int_equal(desk_do(&plain), ERR_OK);
	assert_true(d.t.promised_due == plain.t.promised_due);
	assert_true(d.t.created_at == desk_noon());
	assert_string_equal(
	    taken_words(&d.t, words), "补录 来电 11-20 21:10 录入 11-21 10:42 (1154)");
	assert_string_equal(taken_words(&plain.t, words), "");
	desk_close(&d);
	desk_close(&plain);
	city_free(c);
}

static void
test_rules(void **state)
{
	struct city *c = desk_city();
	struct desk d;

	(void)state;
	late(&d, c);
	desk_set(&d, TF_TAKEN_AT, NULL);
	assert_int_equal(desk_check(&d), ERR_GUARD);
	assert_string_equal(d.e.where, "taken_at");
	desk_set(&d, TF_TAKEN_AT, "09:40");
	assert_int_equal(desk_check(&d), ERR_INVALID);
	assert_string_equal(d.e.where, "taken_at");
	desk_set(&d, TF_TAKEN_AT, "2026-11-22 09:40");
	assert_int_equal(desk_check(&d), ERR_INVALID);
	desk_set(&d, TF_TAKEN_AT, "2026-10-20 09:40");
	assert_int_equal(desk_check(&d), ERR_INVALID);
	desk_close(&d);

	/* The time alone makes a back-entry of it. */
	late(&d, c);
	desk_set(&d, TF_ENTERED_LATE, NULL);
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_true(taken_is_late(&d.t.f));
	desk_begin(&d, EVENT_AMEND);
	desk_set(&d, TF_TAKEN_AT, "2026-11-20 22:00");
	assert_int_equal(desk_check(&d), ERR_GUARD);
	desk_close(&d);

	/* An ordinary call does not become one afterwards. */
	desk_open(&d, c);
	desk_ticket(&d, STATE_PENDING);
	desk_begin(&d, EVENT_AMEND);
	desk_set(&d, TF_TAKEN_AT, "2026-11-20 21:10");
	assert_int_equal(desk_check(&d), ERR_GUARD);
	assert_string_equal(d.e.where, "taken_at");
	desk_close(&d);
	city_free(c);
}

/* Written down without a line, received days later: judged by the time it was written down. */
static void
test_waited_for_the_line(void **state)
{
	struct city *c = desk_city();
	struct desk d;

	(void)state;
	late(&d, c);
	d.ev.offline = true;
	d.ev.at_server = d.env.now = desk_noon() + 40LL * 86400000;
	assert_int_equal(desk_check(&d), ERR_OK);
	desk_close(&d);
	city_free(c);
}

static void
test_signs_of_a_time(void **state)
{
	static const char *const times[] = { "", "明天9:00", "09:40", "昨天２１：１０",
		"11月22日下午三点半", "2026-11-22T09:40", "前晚九点一刻" };
	static const char *const others[] = { "路灯不亮", "昨天路灯", "9点x", "\xff" };

	(void)state;
	for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++)
		assert_true(taken_may_say(times[i]));
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		assert_false(taken_may_say(others[i]));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_signs_of_a_time),
		cmocka_unit_test(test_typed),
		cmocka_unit_test(test_not_typed),
		cmocka_unit_test(test_turn_of_year),
		cmocka_unit_test(test_stored),
		cmocka_unit_test(test_limits_from_entry),
		cmocka_unit_test(test_rules),
		cmocka_unit_test(test_waited_for_the_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
