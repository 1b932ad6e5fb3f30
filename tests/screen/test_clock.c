/* A seat whose clock is two days behind its centre's: who reads days and hours to callers is told, not only who looks at the
 * screen of the line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

#include "../lib/seat.h"
#include "../lib/site.h"

#define PASSWORD "lamp-post-78"
#define BEHIND_S 172900 /* two days, and the time all this takes */

static struct site site;
static struct screen *seat;

static int
setup(void **state)
{
	(void)state;
	site_real(&site);
	assert_int_equal(daemon_password(&site.centre, "1107", PASSWORD), 0);
	site_start(&site);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	screen_leave(&seat);
	site_close(&site);
	return 0;
}

static void
test_a_clock_behind_is_said(void **state)
{
	const char *shift = getenv("TEST_CLOCK_SHIFT_S"); /* tests/tools/clock.c */
	char behind[32];

	(void)state;
	(void)snprintf(behind, sizeof(behind), "%lld",
	    (shift != NULL ? strtoll(shift, NULL, 10) : 0) - BEHIND_S);
	assert_int_equal(setenv("TEST_CLOCK_SHIFT_S", behind, 1), 0); /* of the seat alone */
	seat = site_enrolled(&site, "seat", "1107", 24, 80);
	screen_await(seat, "本机时钟比中心慢 2 天");
	assert_true(seat_sign_in(seat, "1107", "陈静", PASSWORD));
	screen_await(seat, "本机时钟比中心慢 2 天: 报给来电人的日期、时限会错");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_clock_behind_is_said),
	};

	(void)setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, setup, teardown);
}
