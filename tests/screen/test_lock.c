/* F12 on the real programs: what is half written goes out of sight and is there again; a real centre's seat opens by the
 * password alone, also with the centre gone; Ctrl-P and F2 open nothing over the lock. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <locale.h>
#include <string.h>

#include "../lib/screen.h"
#include "../lib/seat.h"
#include "../lib/site.h"

#define PASSWORD "云江2026-lock"
#define WORDS    "红山路78号门口路灯坏了"

static struct site site;
static struct screen *now;

static int
setup(void **state)
{
	(void)state;
	site_real(&site);
	if (daemon_password(&site.centre, "1154", PASSWORD) != 0)
		return -1;
	site_start(&site);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	screen_leave(&now);
	site_close(&site);
	return 0;
}

static void
it_opens_by_the_password_alone(void **state)
{
	(void)state;
	now = site_enrolled(&site, "seat", "1154", 24, 80);
	assert_true(seat_sign_in(now, "1154", "王芳", PASSWORD));
	assert_true(seat_open_form(now));
	screen_type(now, WORDS);
	screen_await(now, WORDS);
	screen_key(now, "F12");
	screen_await(now, "已锁屏");
	assert_false(screen_has(now, "红山路"));
	screen_key(now, "Ctrl-P");
	screen_key(now, "F2");
	screen_key(now, "Esc");
	screen_type(now, "wrong");
	screen_key(now, "Enter");
	screen_await(now, "密码不对");
	assert_false(screen_has(now, "红山路"));
	daemon_stop(&site.centre); /* the seat itself knows */
	screen_type(now, PASSWORD);
	screen_key(now, "Enter");
	screen_await(now, WORDS);
	screen_type(now, "三天"); /* the cursor is where it was */
	screen_await(now, WORDS "三天");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_opens_by_the_password_alone),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, setup, teardown);
}
