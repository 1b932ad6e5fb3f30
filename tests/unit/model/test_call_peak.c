/* When most will call: the mean of the days that had calls, there and back as a row, and what is no such row. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/clock.h"
#include "model/call_peak.h"

#define DAY 20779 /* any */

static void
the_busiest_half_hour(void **state)
{
	int calls[CALL_PEAK_WEEKS][CALL_PEAK_SLOTS] = { { 0 } };
	struct call_peak p;

	(void)state;
	assert_false(call_peak_find(calls, DAY, &p)); /* nobody can say */
	calls[0][21] = 30;
	calls[0][20] = 40;
	calls[2][21] = 45;
	calls[2][20] = 10;
	assert_true(call_peak_find(calls, DAY, &p));
	assert_int_equal(p.slot, 21);  /* not the busiest of one day */
	assert_int_equal(p.calls, 38); /* 75 of two days, half up; the others had none at all */
	assert_int_equal(p.days, 2);
	assert_int_equal(p.day, DAY);
}

static void
there_and_back(void **state)
{
	const struct call_peak p = { DAY, 47, 38, 4 };
	struct call_peak back;
	struct str text = { 0 };

	(void)state;
	call_peak_write(&p, &text);
	assert_true(call_peak_read(str_c(&text), &back));
	assert_int_equal(back.day, DAY);
	assert_int_equal(back.slot, 47);
	assert_int_equal(back.calls, 38);
	assert_int_equal(back.days, 4);
	str_free(&text);
}

static void
what_is_none(void **state)
{
	static const char *const bad[] = { "", "2026-11-22", "2026-11-22 21 38",
		"2026-11-22 48 38 4", "2026-11-22 -1 38 4", "2026-11-22 21 38 0",
		"2026-11-22 21 38 5", "2026-11-22 21 38 4 1", "2026-11-22  21 38 4",
		"2026-13-22 21 38 4", "2026-11-22 21 99999999999 4", "今天 21 38 4",
		"2026-11-22 21 38 4 " };
	struct call_peak p;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(call_peak_read(bad[i], &p));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_busiest_half_hour),
		cmocka_unit_test(there_and_back),
		cmocka_unit_test(what_is_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
