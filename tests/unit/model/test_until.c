/* Limits as they are typed: each form, and what is no limit. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/clock.h"
#include "model/until.h"

/* 2026-11-21 10:42:31, a Saturday. */
static int64_t
now(void)
{
	return civil_day_start(civil_parse_day("2026-11-21")) + (10 * 3600 + 42 * 60 + 31) * 1000LL;
}

static void
each_form(void **state)
{
	static const struct {
		const char *text, *day;
		int hour, minute;
	} rows[] = {
		{ "17:30", "2026-11-21", 17, 30 },
		{ "今天17:30", "2026-11-21", 17, 30 },
		{ "明天", "2026-11-22", 23, 59 },
		{ " 后天 17:30 ", "2026-11-23", 17, 30 },
		{ "大后天下午3点", "2026-11-24", 15, 0 },
		{ "3天", "2026-11-24", 23, 59 },
		{ "三日内", "2026-11-24", 23, 59 },
		{ "2个工作日", "2026-11-24", 23, 59 },
		{ "12-20", "2026-12-20", 23, 59 },
		{ "12月20日上午9点半", "2026-12-20", 9, 30 },
		{ "1月8日前", "2027-01-08", 23, 59 },
		{ "2027-01-08", "2027-01-08", 23, 59 },
		{ "2027年1月8日", "2027-01-08", 23, 59 },
	};
	struct calendar cal = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct err e = { 0 };
		int64_t at = 0;

		if (until_read(rows[i].text, &cal, now(), &at, &e) != ERR_OK)
			fail_msg("%s: %s", rows[i].text, e.text);
		assert_int_equal(civil_day(at), civil_parse_day(rows[i].day));
		assert_int_equal(civil_of(at).hour, rows[i].hour);
		assert_int_equal(civil_of(at).minute, rows[i].minute);
	}
}

static void
what_is_no_limit(void **state)
{
	static const char *const texts[] = { "", " ", "昨天", "10:00", "4月31日", "13-01", "尽快",
		"明天明天", "3", "12-20-", "9999-01-01", "2026-11-20", "400天", "明天\n" };
	struct calendar cal = { 0 };
	int64_t at;

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct err e = { 0 };

		if (until_read(texts[i], &cal, now(), &at, &e) == ERR_OK)
			fail_msg("“%s” was read as a limit", texts[i]);
		assert_int_equal(e.code, ERR_INVALID);
	}
	assert_int_equal(until_read("2个工作日", NULL, now(), &at, NULL), ERR_INVALID);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_form),
		cmocka_unit_test(what_is_no_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
