/* The hours of call-backs, and what the answers come to. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/clock.h"
#include "model/visit.h"

static int64_t
at(const char *day, int hour, int minute)
{
	return civil_day_start(civil_parse_day(day)) + (hour * 60 + minute) * 60000LL;
}

static void
hours(void **state)
{
	static const struct {
		int hour, minute;
		enum visit_hour is;
		bool ended_quiet;
		int day, begin; /* of the next call: how many days later, minute of the day */
	} rows[] = {
		{ 0, 0, VISIT_NIGHT, true, 0, 510 },
		{ 8, 29, VISIT_NIGHT, true, 0, 510 },
		{ 8, 30, VISIT_MORNING, false, 0, 510 },
		{ 11, 59, VISIT_MORNING, false, 0, 719 },
		{ 12, 0, VISIT_NOON, false, 0, 840 },
		{ 12, 9, VISIT_NOON, false, 0, 840 },
		{ 12, 10, VISIT_NOON, true, 0, 840 },
		{ 13, 59, VISIT_NOON, true, 0, 840 },
		{ 14, 0, VISIT_AFTERNOON, false, 0, 840 },
		{ 18, 0, VISIT_EVENING, false, 0, 1080 },
		{ 20, 29, VISIT_EVENING, false, 0, 1229 },
		{ 20, 30, VISIT_NIGHT, false, 1, 510 },
		{ 20, 40, VISIT_NIGHT, true, 1, 510 },
		{ 23, 59, VISIT_NIGHT, true, 1, 510 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const int64_t now = at("2026-11-21", rows[i].hour, rows[i].minute);
		const int64_t begin = at("2026-11-21", 0, rows[i].begin) + rows[i].day * 86400000LL;

		assert_int_equal(visit_hour(now), rows[i].is);
		assert_int_equal(visit_ended_quiet(now), rows[i].ended_quiet);
		if (visit_begin(now) != begin)
			fail_msg("%02d:%02d", rows[i].hour, rows[i].minute);
	}
}

static void
bands(void **state)
{
	(void)state;
	assert_int_equal(visit_band(at("2026-11-21", 9, 0)), 1);
	assert_int_equal(visit_band(at("2026-11-21", 12, 0)), 2);
	assert_int_equal(visit_band(at("2026-11-21", 18, 0)), 4);
	assert_string_equal(visit_hour_label(VISIT_EVENING), "晚间");
}

static void
outcomes(void **state)
{
	static const struct {
		const char *solved, *stars;
		enum event_kind is;
	} rows[] = {
		{ "solved", "5", EVENT_VISIT_OK },
		{ "explained", "3", EVENT_VISIT_OK },
		{ "partly", "2", EVENT_VISIT_BAD },
		{ "unsolved", "5", EVENT_VISIT_BAD },
		{ "solved", "", EVENT_VISIT_BAD },
		{ "solved", "9", EVENT_VISIT_BAD },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct args a = { 0 };

		assert_true(args_set(&a, EA_SOLVED, rows[i].solved));
		assert_true(args_set(&a, EA_STARS, rows[i].stars));
		assert_int_equal(visit_outcome(&a), rows[i].is);
		args_free(&a);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hours),
		cmocka_unit_test(bands),
		cmocka_unit_test(outcomes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
