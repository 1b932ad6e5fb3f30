/* Who is faster than the centre of his own seat: F2 and the first words, pressed before it knows him, are a form and its
 * words, and not a refusal and keys of the first screen. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <locale.h>

#include "../lib/seat.h"
#include "one_seat.h"

#define WORDS "柳泉路35号路灯不亮"

static void
test_keys_wait_for_the_centre(void **state)
{
	(void)state;
	now = site_seat(&site, "seat", 24, 80, NULL);
	assert_true(screen_wait(now, "首页"));
	screen_type(now, "\033OQ" WORDS); /* F2 */
	assert_true(screen_wait(now, "诉求内容  " WORDS));
	assert_false(screen_has(now, "还没有登录"));
	assert_true(seat_ready(now));
	assert_true(screen_has(now, WORDS));
	assert_int_equal(seat_quit(now), 0);
	now = NULL;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(test_keys_wait_for_the_centre, close_seat),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, setup, teardown);
}
