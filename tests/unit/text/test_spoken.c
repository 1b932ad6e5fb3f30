/* Limits in words: now is Saturday 2026-11-21 10:45:30 unless a case says otherwise. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/utf8.h"
#include "text/spoken.h"

/* "2026-11-21 10:45:30" */
static int64_t
at(const char *s)
{
	struct civil c = { 0 };

	assert_int_equal(sscanf(s, "%d-%d-%d %d:%d:%d", &c.year, &c.month, &c.day, &c.hour,
			     &c.minute, &c.second),
	    6);
	return civil_to_ms(&c);
}

#define NOW "2026-11-21 10:45:30"

static void
dues(void **state)
{
	static const struct {
		const char *due, *now;
		enum spoken_mode mode;
		const char *span, *want;
	} cases[] = {
		{ "2026-11-22 10:45:30", NOW, SPOKEN_TIME, NULL, "明天上午10点45分前" },
		{ "2026-11-21 15:00:00", NOW, SPOKEN_TIME, NULL, "今天下午3点前" },
		{ "2026-12-04 23:59:59", NOW, SPOKEN_DAY, NULL, "12月4日(周五)前" },
		{ "2026-12-04 17:30:00", NOW, SPOKEN_DAY, NULL, "12月4日(周五)前" },
		{ "2026-12-04 23:59:59", NOW, SPOKEN_TIME, NULL, "12月4日(周五)前" },
		{ "2026-12-05 00:00:00", NOW, SPOKEN_TIME, NULL, "12月4日(周五)前" },
		{ "2026-12-04 15:05:00", NOW, SPOKEN_TIME, NULL, "12月4日(周五)下午3点05分前" },
		{ "2026-11-21 23:59:59", NOW, SPOKEN_DAY, NULL, "今天晚上12点前" },
		{ "2026-11-22 00:00:00", NOW, SPOKEN_DAY, NULL, "今天晚上12点前" },
		{ "2026-11-22 23:59:59", NOW, SPOKEN_TIME, NULL, "明天晚上12点前" },
		{ "2026-11-22 23:59:59", NOW, SPOKEN_DAY, NULL, "11月22日(周日)前" },
		{ "2026-11-21 17:30:00", NOW, SPOKEN_DAY, NULL, "今天下午5点30分前" },
		{ "2026-11-21 12:00:00", NOW, SPOKEN_TIME, NULL, "今天中午12点前" },
		{ "2026-11-21 12:30:00", NOW, SPOKEN_TIME, NULL, "今天中午12点30分前" },
		{ "2026-11-21 18:00:00", NOW, SPOKEN_TIME, NULL, "今天晚上6点前" },
		{ "2026-11-22 00:30:00", NOW, SPOKEN_TIME, NULL, "明天凌晨0点30分前" },
		{ "2026-11-22 05:59:59", NOW, SPOKEN_TIME, NULL, "明天凌晨5点59分前" },
		{ "2027-01-04 23:59:59", "2026-12-28 09:00:00", SPOKEN_DAY, NULL,
		    "2027年1月4日(周一)前" },
		{ "2027-01-01 08:00:00", "2026-12-31 09:00:00", SPOKEN_TIME, NULL,
		    "明天上午8点前" },
		{ "2026-11-20 08:30:00", NOW, SPOKEN_TIME, NULL, "11月20日(周五)上午8点30分前" },
		{ "2026-10-13 23:59:59", "2026-10-06 09:00:00", SPOKEN_WRITTEN, "5个工作日",
		    "10月13日前(5个工作日)" },
		{ "2026-10-13 23:59:59", "2026-10-06 09:00:00", SPOKEN_DAY, "5个工作日",
		    "10月13日(周二)前(5个工作日)" },
		{ "2026-11-22 10:45:30", NOW, SPOKEN_WRITTEN, "24小时", "明日10:45前(24小时)" },
		{ "2026-11-22 10:45:30", "2026-11-20 09:00:00", SPOKEN_WRITTEN, "",
		    "11月22日10:45前" },
		{ "2026-11-21 17:30:00", NOW, SPOKEN_WRITTEN, NULL, "今日17:30前" },
		{ "2026-11-21 23:59:59", NOW, SPOKEN_WRITTEN, NULL, "今日24:00前" },
		{ "2026-11-22 23:59:59", NOW, SPOKEN_WRITTEN, NULL, "11月22日前" },
		{ "2027-02-01 23:59:59", NOW, SPOKEN_WRITTEN, NULL, "2027年2月1日前" },
	};
	char out[SPOKEN_SIZE];

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		assert_string_equal(spoken_due(at(cases[i].due), at(cases[i].now), cases[i].mode,
					cases[i].span, out, sizeof out),
		    cases[i].want);
	assert_string_equal(
	    spoken_when(at("2026-11-22 10:45:30"), at(NOW), SPOKEN_TIME, out, sizeof out),
	    "明天上午10点45分");
	assert_string_equal(spoken_when(0, at(NOW), SPOKEN_TIME, out, sizeof out), "");
	assert_string_equal(spoken_due(0, at(NOW), SPOKEN_DAY, "5个工作日", out, sizeof out), "");
}

static void
lefts(void **state)
{
	static const struct {
		const char *due, *want;
	} cases[] = {
		{ "2026-11-24 23:59:59", "剩 3 天" },
		{ "2026-11-25 00:00:00", "剩 3 天" },
		{ "2026-11-22 10:45:30", "剩 1 天" },
		{ "2026-11-22 10:45:29", "23时59分" },
		{ "2026-11-21 12:05:30", "1时20分" },
		{ "2026-11-21 12:45:30", "2时" },
		{ "2026-11-21 11:25:30", "40分" },
		{ "2026-11-21 10:46:00", "不足1分" },
		{ "2026-11-21 10:45:30", "到期" },
		{ "2026-11-21 10:44:31", "到期" },
		{ "2026-11-21 10:44:30", "超期 1分" },
		{ "2026-11-21 09:25:30", "超期 1时20分" },
		{ "2026-11-20 08:30:15", "超期 1 天" },
		{ "2026-11-18 10:45:30", "超期 3 天" },
	};
	char out[SPOKEN_SIZE];

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		assert_string_equal(
		    spoken_left(at(cases[i].due), at(NOW), out, sizeof out), cases[i].want);
	assert_string_equal(spoken_left(0, at(NOW), out, sizeof out), "");
	assert_string_equal(spoken_length(-5, out, sizeof out), "不足1分");
	assert_string_equal(spoken_length(59999, out, sizeof out), "不足1分");
	assert_string_equal(spoken_length(72 * 60000, out, sizeof out), "1时12分");
	assert_string_equal(spoken_length(49 * 3600000LL, out, sizeof out), "2 天");
}

/* Instants come from files and the wire: any of them, and any room for the answer, gives whole bounded text. */
static void
extremes(void **state)
{
	static const int64_t values[] = { INT64_MIN, INT64_MIN + 1, -1, 0, 1, 1795229130000,
		INT64_MAX - 1, INT64_MAX };
	size_t n = sizeof values / sizeof values[0];
	char out[SPOKEN_SIZE];

	(void)state;
	for (size_t i = 0; i < n * n; i++) {
		int64_t due = values[i / n], now = values[i % n];
		for (int mode = SPOKEN_TIME; mode <= SPOKEN_WRITTEN; mode++) {
			spoken_due(due, now, (enum spoken_mode)mode, "5个工作日", out, sizeof out);
			assert_true(utf8_valid(out, strlen(out)));
		}
		spoken_left(due, now, out, sizeof out);
		assert_true(utf8_valid(out, strlen(out)));
		spoken_length(due, out, sizeof out);
	}
	char small[4] = "xxx";
	spoken_due(1795229130000, 1795229130000, SPOKEN_TIME, NULL, small, sizeof small);
	assert_int_equal(small[3], 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(dues),
		cmocka_unit_test(lefts),
		cmocka_unit_test(extremes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
