/* What may want a second look at intake, in the real program: a street written by ear is put right with one key once the
 * hands rest, and put back with the same key. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "../lib/seat.h"
#include "../lib/site.h"

static struct site site;

static int
setup(void **state)
{
	(void)state;
	site_private(&site);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	site_close(&site);
	return 0;
}

static void
by_ear(int rows, int cols)
{
	struct screen *s = site_seat(&site, "seat", rows, cols, NULL);

	assert_true(seat_ready(s));
	screen_key(s, "F2");
	assert_true(screen_wait(s, "诉求内容"));
	screen_type(s, "红三路78号路灯坏了, 己经没人管");
	assert_true(screen_wait(s, "没有“红三路”, 是“红山路”吗"));
	screen_key(s, "Ctrl-\\");
	assert_true(screen_wait(s, "红山路78号路灯坏了"));
	assert_true(screen_wait(s, "改回"));
	screen_key(s, "Ctrl-\\");
	assert_true(screen_wait(s, "红三路78号路灯坏了"));
	assert_true(screen_wait(s, "“己经”应为“已经”"));
	screen_key(s, "Ctrl-\\");
	assert_true(screen_wait(s, "已经没人管"));
	screen_type(s, ", 请修"); /* the cursor is where it was */
	assert_true(screen_wait(s, "已经没人管, 请修"));
	assert_true(screen_wait_gone(s, "改回"));
	screen_stop(s);
}

static void
test_narrow(void **state)
{
	(void)state;
	by_ear(24, 80);
}

static void
test_wide(void **state)
{
	(void)state;
	by_ear(36, 120);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_narrow, setup, teardown),
		cmocka_unit_test_setup_teardown(test_wide, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
