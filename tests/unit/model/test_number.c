/* Ticket numbers: what the citizen writes down must be unique, final and readable. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "model/number.h"

static int64_t
at(int year, int month, int day, int hour, int minute, int second)
{
	struct civil c = { year, month, day, hour, minute, second, 0 };

	return civil_to_ms(&c);
}

static void
shape(void **state)
{
	struct number_state st = { 0, -1, 0 };
	char no[NUMBER_SIZE], out[24];

	(void)state;
	number_issue(&st, "1154", at(2026, 11, 21, 10, 42, 31) + 999, no);
	assert_string_equal(no, "261121104231115400");
	assert_true(number_valid(no));
	number_groups("261121104231115417", out);
	assert_string_equal(out, "261121-104231-1154-17");
	number_short("261121104231115417", out);
	assert_string_equal(out, "1121-1154-17");
	number_last6("261121104231115417", out);
	assert_string_equal(out, "115417");
}

static void
the_sequence_rolls_and_never_restarts(void **state)
{
	struct number_state st = { 0, 97, 0 };
	int64_t now = at(2026, 11, 21, 10, 42, 31);
	char no[NUMBER_SIZE];
	const char *want[] = { "98", "99", "00", "01" };

	(void)state;
	for (int i = 0; i < 4; i++) {
		number_issue(&st, "1154", now + i * 5000, no);
		assert_string_equal(no + 16, want[i]);
	}
}

static void
a_clock_set_back_repeats_nothing(void **state)
{
	struct number_state st = { 0, -1, 0 };
	int64_t now = at(2026, 11, 21, 10, 42, 31);
	char a[NUMBER_SIZE], b[NUMBER_SIZE];

	(void)state;
	number_issue(&st, "1154", now, a);
	number_issue(&st, "1154", now - 3600 * 1000, b);
	assert_memory_equal(a, b, 12);
	assert_string_not_equal(a, b);
	number_issue(&st, "1154", now + 1000, b);
	assert_memory_equal(b, "261121104232", 12);
}

static int
compare(const void *a, const void *b)
{
	return strcmp(a, b);
}

static void
a_storm_in_one_second_stays_unique(void **state)
{
	enum { N = 1050 };
	static char all[N][NUMBER_SIZE];
	struct number_state st = { 0, 41, 0 };
	int64_t now = at(2026, 11, 21, 10, 42, 31);

	(void)state;
	for (int i = 0; i < N; i++)
		number_issue(&st, "1154", now + (i % 7) - (i % 3) * 60000, all[i]);
	assert_memory_equal(all[99], "261121104231", 12);
	assert_memory_equal(all[100], "261121104232", 12);
	assert_memory_equal(all[N - 1], "261121104241", 12);
	qsort(all, N, NUMBER_SIZE, compare);
	for (int i = 1; i < N; i++) {
		assert_true(number_valid(all[i]));
		assert_string_not_equal(all[i - 1], all[i]);
	}
}

static void
across_the_year(void **state)
{
	struct number_state st = { 0, -1, 0 };
	int64_t now = at(2026, 12, 31, 23, 59, 59);
	char no[NUMBER_SIZE];

	(void)state;
	for (int i = 0; i < 101; i++)
		number_issue(&st, "0001", now, no);
	assert_string_equal(no, "270101000000000100");
}

static void
the_next_free_one(void **state)
{
	char out[NUMBER_SIZE];

	(void)state;
	number_next("261121104231115417", out);
	assert_string_equal(out, "261121104231115418");
	number_next("261121104231115499", out);
	assert_string_equal(out, "261121104231115400");
	number_next("nonsense", out);
	assert_string_equal(out, "nonsense");
}

static void
malformed(void **state)
{
	static const char *const bad[] = { "", "26112110423111541", "2611211042311154170",
		"26112110423111541x", "261321104231115417", "260230104231115417",
		"261121244231115417", "261121106031115417", "261121104260115417",
		"261121-104231-1154-17" };
	char out[24];

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(number_valid(bad[i]));
	assert_false(number_valid(NULL));
	number_groups("12", out);
	assert_string_equal(out, "12");
	number_short("待编号待编号待编号待编号", out);
	assert_string_equal(out, "待编号待编号待");
	number_last6("", out);
	assert_string_equal(out, "");
}

static void
as_people_type_it(void **state)
{
	static const struct {
		const char *typed, *digits;
		bool ok;
	} cases[] = {
		{ "261121-104231-1154-17", "261121104231115417", true },
		{ " 261121 104231 1154 17 ", "261121104231115417", true },
		{ "１１５４１７", "115417", true },
		{ "1154－17", "115417", true },
		{ "1154\xe2\x80\x94"
		  "17",
		    "115417", true },
		{ "1121-1154-17", "1121115417", false },
		{ "", "", false },
		{ "11541a", "11541", false },
		{ "2611211042311154170", "261121104231115417", false },
		{ "1154\xff"
		  "17",
		    "1154", false },
	};
	char out[NUMBER_SIZE];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(number_normalise(cases[i].typed, out), cases[i].ok);
		assert_string_equal(out, cases[i].digits);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shape),
		cmocka_unit_test(the_sequence_rolls_and_never_restarts),
		cmocka_unit_test(a_clock_set_back_repeats_nothing),
		cmocka_unit_test(a_storm_in_one_second_stays_unique),
		cmocka_unit_test(across_the_year),
		cmocka_unit_test(the_next_free_one),
		cmocka_unit_test(malformed),
		cmocka_unit_test(as_people_type_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
