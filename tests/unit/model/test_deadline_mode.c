/* Every case of domain.md §9 in every mode: days that end at midnight, at closing time, and at the hour a matter came in. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "model/deadline.h"
#include "notice.h"

#define WD(n) ((struct span){ (n), SPAN_WORKDAY })

static int
setup(void **state)
{
	static struct calendar cal;

	notice_load(&cal);
	*state = &cal;
	return 0;
}

static int
teardown(void **state)
{
	calendar_free(*state);
	return 0;
}

/* "2026-10-13 10:45" as an instant. */
static int64_t
at(const char *day, int hour, int minute)
{
	return civil_day_start(civil_parse_day(day)) + (hour * 60 + minute) * 60000LL;
}

static const char *
instant_text(int64_t t)
{
	static char buf[32];
	return civil_format(t, "%Y-%m-%d %H:%M:%S", buf, 32);
}

/* The same days whatever the hour at which a day ends: at closing time, or at the hour the matter came in. */
static void
cases_in_every_mode(void **state)
{
	static const struct {
		bool same_time;
		int day_end_s, hour, minute,
		    second; /* the hour it is due when it came in at 10:42 */
	} MODES[] = { { false, 86399, 23, 59, 59 }, { false, 63000, 17, 30, 0 },
		{ true, 86399, 10, 42, 0 } };
	static const struct {
		const char *start;
		int days;
		const char *due;
	} CASES[] = {
		{ "2026-01-01", 1, "2026-01-04" },  /* C1 */
		{ "2026-02-13", 5, "2026-02-27" },  /* C2 */
		{ "2026-02-14", 1, "2026-02-24" },  /* C3 */
		{ "2026-02-27", 1, "2026-02-28" },  /* C4 */
		{ "2026-03-05", 5, "2026-03-12" },  /* C5 */
		{ "2026-04-03", 5, "2026-04-13" },  /* C6 */
		{ "2026-04-30", 2, "2026-05-07" },  /* C7 */
		{ "2026-05-08", 2, "2026-05-11" },  /* C8 */
		{ "2026-06-18", 5, "2026-06-26" },  /* C9 */
		{ "2026-09-19", 1, "2026-09-20" },  /* C10 */
		{ "2026-09-24", 5, "2026-10-09" },  /* C11 */
		{ "2026-09-30", 15, "2026-10-27" }, /* C12 */
		{ "2026-10-03", 2, "2026-10-09" },  /* C13 */
		{ "2026-12-31", 1, "2027-01-01" },  /* C14 */
	};
	const struct calendar *cal = *state;
	for (size_t m = 0; m < sizeof MODES / sizeof MODES[0]; m++) {
		const int64_t second = MODES[m].second * 1000;
		struct profile p = { .day_end_s = 0 };
		p.same_time = MODES[m].same_time;
		p.day_end_s = MODES[m].day_end_s;
		for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
			struct due due =
			    deadline_add(cal, &p, at(CASES[i].start, 10, 42), WD(CASES[i].days));
			assert_int_equal(
			    due.at, at(CASES[i].due, MODES[m].hour, MODES[m].minute) + second);
			assert_int_equal(
			    due.provisional, strcmp(CASES[i].start, "2026-12-31") == 0);
		}
		/* E1 */
		assert_int_equal(deadline_extend(cal,
				     at("2026-09-29", MODES[m].hour, MODES[m].minute) + second, 10),
		    at("2026-10-19", MODES[m].hour, MODES[m].minute) + second);
	}
}

/* P1-P4, paused at 9:00 and resumed at 16:00: whole days where days end, working time where the clock runs on. */
static void
pauses_in_every_mode(void **state)
{
	static const struct {
		const char *due, *paused, *resumed, *day_end, *same_time;
	} CASES[] = {
		{ "2026-09-29", "2026-09-23", "2026-10-08", "2026-10-12 17:30:00",
		    "2026-10-12 17:42:00" }, /* P1 */
		{ "2026-03-09", "2026-03-04", "2026-03-04", "2026-03-09 17:30:00",
		    "2026-03-09 17:42:00" }, /* P2: 7 hours */
		{ "2026-05-09", "2026-04-30", "2026-05-06", "2026-05-11 17:30:00",
		    "2026-05-11 17:42:00" }, /* P3 */
		{ "2026-03-13", "2026-03-07", "2026-03-08", "2026-03-13 17:30:00",
		    "2026-03-13 10:42:00" }, /* P4: a weekend */
	};
	const struct calendar *cal = *state;
	struct profile closing = { .day_end_s = 63000 }, same = { .same_time = true };
	for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
		const int64_t from = at(CASES[i].paused, 9, 0), to = at(CASES[i].resumed, 16, 0);
		assert_string_equal(
		    instant_text(deadline_pause(cal, &closing, at(CASES[i].due, 17, 30), from, to)),
		    CASES[i].day_end);
		assert_string_equal(
		    instant_text(deadline_pause(cal, &same, at(CASES[i].due, 10, 42), from, to)),
		    CASES[i].same_time);
	}
}

/* A limit that was moved into a year without a notice. */
static void
moved_limits_may_be_provisional(void **state)
{
	const struct calendar *cal = *state;
	assert_false(
	    deadline_is_provisional(cal, at("2026-12-01", 9, 0), at("2026-12-31", 23, 59)));
	assert_true(deadline_is_provisional(cal, at("2026-12-31", 9, 0), at("2027-01-04", 23, 59)));
	assert_false(deadline_is_provisional(cal, at("2027-01-04", 9, 0), at("2027-01-04", 9, 0)));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cases_in_every_mode),
		cmocka_unit_test(pauses_in_every_mode),
		cmocka_unit_test(moved_limits_may_be_provisional),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
