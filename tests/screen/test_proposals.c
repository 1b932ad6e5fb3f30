/* What is proposed is taken with a few keys: category, area and unit of the standard complaint, with the input method off
 * (every key is one of the terminal's own, no letter and no Hanzi), and another proposal by its digit. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "../lib/seat.h"
#include "../lib/site.h"

#define KEYS_MOST 6 /* issue 5, Shows it works 5 */

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

static struct screen *
open_form(int rows, int cols, const char *words)
{
	struct screen *s = site_seat(&site, "seat", rows, cols, NULL);

	assert_true(seat_ready(s));
	screen_key(s, "F2");
	assert_true(screen_wait(s, "诉求内容"));
	screen_paste(s, words);
	return s;
}

static void
test_six_keys(void **state)
{
	struct screen *s =
	    open_form(24, 80, "投诉红山区红山街道红山路78号路灯三天不亮, 报修没人管");
	int before;

	(void)state;
	assert_true(screen_wait(s, "Tab Enter 采纳"));
	assert_true(screen_wait(s, "路灯照明?")); /* proposed, not taken */
	before = screen_keys(s);
	screen_key(s, "Tab");
	assert_true(screen_wait(s, "有\"路灯")); /* and why */
	screen_key(s, "Enter");
	assert_true(screen_wait_gone(s, "路灯照明?"));
	assert_true(screen_keys(s) - before <= KEYS_MOST);
	assert_true(screen_wait(s, "0205 城市管理 > 路灯照明"));
	assert_true(screen_wait(s, "红山区 红山街道"));
	assert_true(screen_wait(s, "市政管理处"));
	assert_true(screen_wait_gone(s, "红山街道?"));
	assert_true(screen_wait_gone(s, "市政管理处?"));
	assert_true(screen_wait_gone(s, "红山路78号?"));
	assert_int_equal(seat_quit(s), 0);
}

static void
test_another_by_its_digit(void **state)
{
	struct screen *s =
	    open_form(36, 120, "红山路工地夜间施工打桩, 旁边广场舞音响扰民, 噪音吵得没法睡");
	char line[512];
	int row;

	(void)state;
	assert_true(screen_wait(s, "Tab Enter 采纳"));
	screen_key(s, "Tab");
	assert_true(screen_wait(s, ">1 "));
	row = screen_find(s, ">1 ", NULL);
	assert_true(row >= 0);
	screen_row(s, row, line, sizeof(line));
	screen_type(s, "2");
	assert_true(screen_wait_gone(s, ">1 "));
	assert_true(screen_wait(s, "04"));
	assert_non_null(strstr(line, "建筑施工噪声"));
	assert_non_null(strstr(line, "社会生活噪声"));
	/* the second of the line is the one taken */
	assert_true(screen_wait(
	    s, strstr(line, "2 社会生活噪声") != NULL ? "> 社会生活噪声" : "> 建筑施工噪声"));
	screen_stop(s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_six_keys, setup, teardown),
		cmocka_unit_test_setup_teardown(test_another_by_its_digit, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
