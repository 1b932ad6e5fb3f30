/* Calls that become no ticket, by keys on the real programs: a wrong number, a silent line by the book (three sentences,
 * nothing painted between), an abusive caller who ends at the senior's desk; home counts them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../lib/screen.h"
#include "../lib/seat.h"
#include "../lib/site.h"

#define PROMPT_BYTES_MOST 900 /* three sentences of the silent procedure and nothing else */

static struct screen *now;
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

static int
close_seat(void **state)
{
	(void)state;
	if (now != NULL)
		screen_stop(now);
	now = NULL;
	return 0;
}

static void
wait_for(const char *text)
{
	assert_true(screen_wait(now, text));
}

/* Another seed another caller; with these the senior answers. */
static void
ring(int seed)
{
	now = site_called(&site, "无声\t。\n无声\t。\n", seed, "--low_bandwidth");
	wait_for("来电人:"); /* all of the words the caller has */
	screen_key(now, "Ctrl-R");
	wait_for("这通电话怎么结束的");
}

static void
a_wrong_number(void **state)
{
	(void)state;
	ring(3);
	screen_type(now, "2");
	wait_for("要找的是");
	screen_type(now, "公交集团 失物招领");
	wait_for("8890-2121");
	screen_key(now, "Enter");
	wait_for("已记通话结果: 打错");
	assert_true(seat_command(now, "首页", " 首页"));
	wait_for("接听1");
}

static void
a_silent_line(void **state)
{
	size_t before;

	(void)state;
	ring(4);
	screen_type(now, "3");
	wait_for("先听 5 秒");
	screen_settle(now);
	before = screen_bytes(now);
	wait_for("请问听得到我说话吗");
	wait_for("换个地方或者换部电话");
	wait_for("我先挂断了");
	assert_true(screen_bytes(now) - before < PROMPT_BYTES_MOST);
	screen_key(now, "Enter");
	wait_for("来电 -"); /* the next one's sheet has nothing of this caller */
}

static void
a_misdial_without_a_word(void **state)
{
	(void)state;
	ring(5);
	screen_type(now, "2");
	wait_for("您可能拨错了号码");
	screen_settle(now);
	screen_key(now, "Enter");
	wait_for("已记通话结果: 打错");
}

static void
an_abusive_call(void **state)
{
	(void)state;
	ring(6);
	screen_type(now, "4");
	wait_for("请您文明用语");
	screen_key(now, "Enter");
	wait_for("请您冷静");
	screen_key(now, "Enter");
	wait_for("通话将由班长接听");
	screen_key(now, "Enter");
	wait_for("您不要先挂机");
	screen_key(now, "Enter");
	wait_for(">1 热线中心 班长台");
	screen_key(now, "Enter");
	wait_for("热线中心 班长台 已接听");
	screen_key(now, "F10");
	wait_for("对方告知的结果");
	screen_key(now, "Enter");
	assert_true(seat_command(now, "首页", " 首页"));
	wait_for("接听3");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(a_wrong_number, close_seat),
		cmocka_unit_test_teardown(a_silent_line, close_seat),
		cmocka_unit_test_teardown(an_abusive_call, close_seat),
		cmocka_unit_test_teardown(a_misdial_without_a_word, close_seat),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, setup, teardown);
}
