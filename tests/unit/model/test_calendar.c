/* Working days of 2025 and 2026, and what happens where no notice is loaded. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "model/calendar.h"
#include "notice.h"

static int
setup(void **state)
{
	struct calendar *c = calloc(1, sizeof *c);
	assert_non_null(c);
	notice_load(c);
	*state = c;
	return 0;
}

static int
teardown(void **state)
{
	calendar_free(*state);
	free(*state);
	return 0;
}

static void
months_of_2026_have_the_published_working_days(void **state)
{
	static const int WANT[] = { 21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23 };
	int sum = 0;
	for (int m = 0; m < 12; m++) {
		struct civil first = { .year = 2026, .month = m + 1, .day = 1 };
		struct civil next = { .year = 2026 + m / 11, .month = (m + 1) % 12 + 1, .day = 1 };
		int n = calendar_between(
		    *state, civil_day(civil_to_ms(&first)) - 1, civil_day(civil_to_ms(&next)) - 1);
		assert_int_equal(n, WANT[m]);
		sum += n;
	}
	assert_int_equal(sum, 248);
}

static void
exceptions_win_over_weekdays(void **state)
{
	assert_true(calendar_is_work(*state, civil_parse_day("2026-02-14")));  /* a Saturday */
	assert_false(calendar_is_work(*state, civil_parse_day("2026-02-16"))); /* a Monday */
	assert_true(calendar_is_work(*state, civil_parse_day("2026-11-20")));  /* a plain Friday */
	assert_false(calendar_is_work(*state, civil_parse_day("2026-11-22"))); /* a plain Sunday */
}

static void
weekdays_hold_before_1970(void **state)
{
	assert_true(calendar_is_work(*state, civil_parse_day("1969-12-29")));  /* Monday */
	assert_false(calendar_is_work(*state, civil_parse_day("1969-12-28"))); /* Sunday */
}

static void
neighbours(void **state)
{
	assert_string_equal(
	    day_text(calendar_next_work(*state, civil_parse_day("2026-09-30"))), "2026-10-08");
	assert_string_equal(
	    day_text(calendar_prev_work(*state, civil_parse_day("2026-02-24"))), "2026-02-14");
}

static void
adding_nothing_stays(void **state)
{
	bool provisional = true;
	int32_t day = civil_parse_day("2026-10-03");
	assert_int_equal(calendar_add_days(*state, day, 0, &provisional), day);
	assert_false(provisional);
}

static void
a_year_without_notice_is_provisional(void **state)
{
	bool provisional = false;
	int32_t day = calendar_add_days(*state, civil_parse_day("2026-12-31"), 1, &provisional);
	assert_string_equal(day_text(day), "2027-01-01");
	assert_true(provisional);
	calendar_add_days(*state, civil_parse_day("2026-12-30"), 1, &provisional);
	assert_false(provisional);
	/* the start itself is not counted, so its year need not be there */
	calendar_add_days(*state, civil_parse_day("2024-12-31"), 1, &provisional);
	assert_false(provisional);
}

static void
entries_may_come_in_any_order_and_twice(void **state)
{
	(void)state;
	struct calendar c = { 0 };
	int32_t base = civil_parse_day("2026-03-02");
	for (int i = 0; i < 200; i++)
		assert_true(calendar_add(&c, base + (i * 37) % 200, false));
	assert_int_equal(c.n_days, 200);
	for (size_t i = 1; i < c.n_days; i++)
		assert_true(c.days[i - 1].day < c.days[i].day);
	assert_true(calendar_add(&c, base, true));
	assert_int_equal(c.n_days, 200);
	assert_true(calendar_is_work(&c, base));
	assert_int_equal(c.n_years, 1);
	calendar_free(&c);
	assert_null(c.days);
}

static void
more_years_than_fit_are_refused(void **state)
{
	(void)state;
	struct calendar c = { 0 };
	int refused = 0;
	for (int y = 0; y < 20; y++) {
		struct civil d = { .year = 2010 + y, .month = 1, .day = 1 };
		refused += !calendar_add(&c, civil_day(civil_to_ms(&d)), false);
	}
	assert_int_equal(refused, 4);
	calendar_free(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    months_of_2026_have_the_published_working_days, setup, teardown),
		cmocka_unit_test_setup_teardown(exceptions_win_over_weekdays, setup, teardown),
		cmocka_unit_test_setup_teardown(weekdays_hold_before_1970, setup, teardown),
		cmocka_unit_test_setup_teardown(neighbours, setup, teardown),
		cmocka_unit_test_setup_teardown(adding_nothing_stays, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    a_year_without_notice_is_provisional, setup, teardown),
		cmocka_unit_test(entries_may_come_in_any_order_and_twice),
		cmocka_unit_test(more_years_than_fit_are_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
