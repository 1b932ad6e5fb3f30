/* base/clock: civil time of UTC+8 against known instants, and every day of four centuries. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/utf8.h"

static void
test_known(void **state)
{
	struct civil c = civil_of(1795228927123); /* 2026-11-21 10:42:07 in Beijing, a Saturday */

	(void)state;
	assert_int_equal(c.year, 2026);
	assert_int_equal(c.month, 11);
	assert_int_equal(c.day, 21);
	assert_int_equal(c.hour, 10);
	assert_int_equal(c.minute, 42);
	assert_int_equal(c.second, 7);
	assert_int_equal(c.weekday, 6);
	assert_true(civil_to_ms(&c) == 1795228927000);
	c = civil_of(0);
	assert_int_equal(c.hour, 8);
	assert_int_equal(c.weekday, 4);
	c = civil_of(-1);
	assert_int_equal(c.hour, 7);
	assert_int_equal(c.second, 59);
	c = civil_of(-8 * 3600000LL - 1); /* the last second of 1969 */
	assert_int_equal(c.year, 1969);
	assert_int_equal(c.day, 31);
	assert_int_equal(c.hour, 23);
}

/* The C library with TZ=CST-8 is an independent calendar. */
static void
test_agrees_with_libc(void **state)
{
	(void)state;
	setenv("TZ", "CST-8", 1);
	tzset();
	for (int64_t day = -80000; day < 80000; day++) {
		int64_t at = day * 86400000 + (day * 7919 % 86400) * 1000;
		time_t t = (time_t)(at / 1000);
		struct civil c = civil_of(at);
		struct tm tm;

		localtime_r(&t, &tm);
		if (c.year != tm.tm_year + 1900 || c.month != tm.tm_mon + 1 ||
		    c.day != tm.tm_mday || c.hour != tm.tm_hour || c.minute != tm.tm_min ||
		    c.second != tm.tm_sec || c.weekday != tm.tm_wday)
			fail_msg("day %lld differs", (long long)day);
		if (civil_to_ms(&c) != at)
			fail_msg("day %lld does not come back", (long long)day);
	}
}

static void
test_days(void **state)
{
	int32_t day = civil_parse_day("2026-11-21");

	(void)state;
	assert_int_equal(civil_day(1795228927123), day);
	assert_true(civil_day_start(day) == 1795190400000);
	assert_int_equal(civil_day(civil_day_start(day)), day);
	assert_int_equal(civil_day(civil_day_start(day) - 1), day - 1);
	assert_int_equal(civil_parse_day("1970-01-01"), 0);
	assert_int_equal(civil_parse_day("1969-12-31"), -1);
	assert_int_equal(civil_parse_day("2024-03-01") - civil_parse_day("2024-02-28"), 2);
	assert_int_equal(civil_parse_day("2026-03-01") - civil_parse_day("2026-02-28"), 1);
	assert_int_not_equal(civil_parse_day("2000-02-29"), INT32_MIN);
	assert_int_not_equal(civil_parse_day("0000-01-01"), INT32_MIN);
	assert_int_not_equal(civil_parse_day("9999-12-31"), INT32_MIN);
}

static void
test_no_such_day(void **state)
{
	static const char *const bad[] = { "", "2026", "2026-1-1", "2026-13-01", "2026-00-10",
		"2026-02-29", "1900-02-29", "2026-04-31", "2026-11-00", "2026-11-32", "2026/11/21",
		"2026-11-21 ", " 2026-11-21", "-026-11-21", "2026-11-2x", "２026-11-21",
		"+026-11-21" };

	(void)state;
	assert_int_equal(civil_parse_day(NULL), INT32_MIN);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(civil_parse_day(bad[i]), INT32_MIN);
}

/* Any number from outside may be asked for; the answer stays within four-digit years. */
static void
test_extremes(void **state)
{
	static const int64_t wild[] = { INT64_MIN, INT64_MIN + 1, -70000000000000, 260000000000000,
		INT64_MAX - 1, INT64_MAX };
	char out[32];

	(void)state;
	for (size_t i = 0; i < sizeof(wild) / sizeof(wild[0]); i++) {
		struct civil c = civil_of(wild[i]);

		assert_true(c.year == 0 || c.year == 9999);
		assert_int_equal(strlen(civil_format(wild[i], "%Y-%m-%d", out, sizeof(out))), 10);
		assert_true(civil_day(wild[i]) >= civil_parse_day("0000-01-01"));
		assert_true(civil_day(wild[i]) <= civil_parse_day("9999-12-31"));
	}
}

static void
test_format(void **state)
{
	char out[64];

	(void)state;
	assert_string_equal(civil_format(1795228927123, "%Y-%m-%d %H:%M:%S", out, sizeof(out)),
	    "2026-11-21 10:42:07");
	assert_string_equal(civil_format(1795228927123, "%m月%d日 %a 100%%", out, sizeof(out)),
	    "11月21日 周六 100%");
	assert_string_equal(civil_format(0, "%q %", out, sizeof(out)), "%q %"); /* unknown stays */
	assert_string_equal(civil_format(0, "", out, sizeof(out)), "");
}

static void
test_format_is_cut_between_characters(void **state)
{
	static const char whole[] = "1970年01月周四";
	char out[64];

	(void)state;
	for (size_t size = 1; size <= sizeof(whole); size++) {
		memset(out, '#', sizeof(out));
		civil_format(0, "%Y年%m月%a", out, size);
		assert_true(strlen(out) < size);
		assert_true(utf8_valid(out, strlen(out)));
		assert_memory_equal(out, whole, strlen(out));
		assert_int_equal(out[size], '#');
	}
	assert_string_equal(out, whole);
	out[0] = '#';
	assert_ptr_equal(civil_format(0, "%Y", out, 0), out);
	assert_int_equal(out[0], '#');
}

static void
test_clocks_run(void **state)
{
	int64_t a = clock_mono_ms(), b = clock_mono_ms();

	(void)state;
	assert_true(a > 0 && b >= a);
	assert_true(clock_now_ms() > 1577836800000); /* after 2020: the unit is milliseconds */
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_known),
		cmocka_unit_test(test_agrees_with_libc),
		cmocka_unit_test(test_days),
		cmocka_unit_test(test_no_such_day),
		cmocka_unit_test(test_extremes),
		cmocka_unit_test(test_format),
		cmocka_unit_test(test_format_is_cut_between_characters),
		cmocka_unit_test(test_clocks_run),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
