/* The same matter told by another caller, by keys on the real programs: found while the words are typed, appended by one
 * key, taken back, appended again and sent; the ticket tells it, and no second ticket is made. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <locale.h>
#include <string.h>

#include "one_seat.h"

static void
another_caller_is_appended(void **state)
{
	(void)state;
	now = site_called(&site, "路灯\t红山路78号的路灯不亮。\n", 3, NULL);
	screen_type(now, "红山路78号路灯不亮, 晚上很黑");
	screen_await(now, "重复  待签收 同一地点 红山路78号, 同类");
	screen_key(now, "Ctrl-]");
	screen_await(now, "F10 送出  Ctrl-] 撤销");
	screen_key(now, "Ctrl-]"); /* taken back: what was written stands there */
	screen_await(now, "不并入了");
	screen_await(now, "Ctrl-] 并入  Ctrl-^ 看");
	screen_await(now, "红山路78号路灯不亮, 晚上很黑");
	screen_key(now, "Ctrl-^"); /* a look, and back to the words */
	screen_await(now, "三天没亮了");
	screen_key(now, "Esc");
	screen_await(now, "红山路78号路灯不亮, 晚上很黑");
	screen_key(now, "Ctrl-]");
	screen_await(now, "F10 送出  Ctrl-] 撤销");
	screen_type(now, ", 二楼看不见路");
	screen_await(now, "二楼看不见路");
	screen_key(now, "F10");
	screen_await(now, "已并入");
	screen_await(now, "不用另外登记");
	screen_key(now, "F4");
	screen_await(now, "又有来电人反映");
	screen_await(now, "并入1件");
	assert_int_equal(site_tickets(&site), 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(another_caller_is_appended),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, setup_lamp, teardown);
}
