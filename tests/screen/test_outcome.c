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

#include "../lib/seat.h"
#include "one_seat.h"

#define PROMPT_BYTES_MOST 900 /* three sentences of the silent procedure and nothing else */

/* Another seed another caller; with these the senior answers. */
static void
ring(int seed)
{
	now = site_called(&site, "无声\t。\n无声\t。\n", seed, "--low_bandwidth");
	screen_await(now, "来电人:"); /* all of the words the caller has */
	screen_key(now, "Ctrl-R");
	screen_await(now, "这通电话怎么结束的");
}

static void
a_wrong_number(void **state)
{
	(void)state;
	ring(3);
	screen_type(now, "2");
	screen_await(now, "要找的是");
	screen_type(now, "公交集团 失物招领");
	screen_await(now, "8890-2121");
	screen_key(now, "Enter");
	screen_await(now, "已记通话结果: 打错");
	assert_true(seat_command(now, "首页", " 首页"));
	screen_await(now, "接听1");
}

static void
a_silent_line(void **state)
{
	size_t before;

	(void)state;
	ring(4);
	screen_type(now, "3");
	screen_await(now, "先听 5 秒");
	screen_settle(now);
	before = screen_bytes(now);
	screen_await(now, "请问听得到我说话吗");
	screen_await(now, "换个地方或者换部电话");
	screen_await(now, "我先挂断了");
	assert_true(screen_bytes(now) - before < PROMPT_BYTES_MOST);
	screen_key(now, "Enter");
	screen_await(now, "来电 -"); /* the next one's sheet has nothing of this caller */
}

static void
a_misdial_without_a_word(void **state)
{
	(void)state;
	ring(5);
	screen_type(now, "2");
	screen_await(now, "您可能拨错了号码");
	screen_settle(now);
	screen_key(now, "Enter");
	screen_await(now, "已记通话结果: 打错");
}

static void
an_abusive_call(void **state)
{
	(void)state;
	ring(6);
	screen_type(now, "4");
	screen_await(now, "请您文明用语");
	screen_key(now, "Enter");
	screen_await(now, "请您冷静");
	screen_key(now, "Enter");
	screen_await(now, "通话将由班长接听");
	screen_key(now, "Enter");
	screen_await(now, "您不要先挂机");
	screen_key(now, "Enter");
	screen_await(now, ">1 热线中心 班长台");
	screen_key(now, "Enter");
	screen_await(now, "热线中心 班长台 已接听");
	screen_key(now, "F10");
	screen_await(now, "对方告知的结果");
	screen_key(now, "Enter");
	assert_true(seat_command(now, "首页", " 首页"));
	screen_await(now, "接听3");
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
