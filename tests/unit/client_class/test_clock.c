/* The clock of a lesson: faster than life, at a stand, put on; never back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "client/class/clock.h"

static void
goes_by_its_pace(void **state)
{
	struct class_clock c;

	(void)state;
	class_clock_start(&c, 50, 1000);
	assert_int_equal(class_clock_ms(&c, 1000), 1000);
	assert_int_equal(class_clock_ms(&c, 1010), 1500);
	assert_int_equal(class_clock_ms(&c, 900), 1000); /* a machine's clock put back */
	assert_int_equal(class_clock_left(&c, 1500, 1000), 10);
	assert_int_equal(class_clock_left(&c, 1501, 1000), 11); /* never too early */
	assert_int_equal(class_clock_ms(&c, 1000 + 11) >= 1501, 1);
	assert_int_equal(class_clock_left(&c, 1500, 1020), 0);
	assert_int_equal(class_clock_left(&c, INT64_MAX, 1020), -1);
}

static void
stands_and_is_put_on(void **state)
{
	struct class_clock c;

	(void)state;
	class_clock_start(&c, 1, 1000);
	class_clock_stand(&c, true, 1500);
	assert_int_equal(class_clock_ms(&c, 9000), 1500);
	assert_int_equal(class_clock_left(&c, 1600, 9000), -1);
	class_clock_put_on(&c, 100, 9000);
	class_clock_put_on(&c, -5, 9000);
	assert_int_equal(class_clock_ms(&c, 9500), 1600);
	assert_int_equal(class_clock_left(&c, 1600, 9500), 0);
	class_clock_stand(&c, false, 10000);
	assert_int_equal(class_clock_ms(&c, 10000), 1600);
	assert_int_equal(class_clock_ms(&c, 10007), 1607);
}

static void
takes_no_pace_beyond_its_bounds(void **state)
{
	struct class_clock c;

	(void)state;
	class_clock_start(&c, 0, 0);
	assert_int_equal(class_clock_ms(&c, 3), 3);
	class_clock_start(&c, 100000, 0);
	assert_int_equal(class_clock_ms(&c, 3), 3 * CLASS_PACE_MOST);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(goes_by_its_pace),
		cmocka_unit_test(stands_and_is_put_on),
		cmocka_unit_test(takes_no_pace_beyond_its_bounds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
