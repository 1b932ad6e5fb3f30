/* A caller is handed over, by keys on the real programs: a gas leak to 119 and the utility, with packet, records and the
 * steps on the ticket; a consultation closed by what the target said; a seat without telephone. */
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

#include "../lib/poll.h"
#include "../lib/seat.h"
#include "one_seat.h"

/* With this seed the numbers used here answer. No waiting for the line: what is typed before it is up is this call's. */
static void
ring(void)
{
	now = site_called(&site, "燃气\t幸福里5号楼燃气味很重。我们在楼外。\n", 3, NULL);
}

/* Typed words may run ahead of the line; without a call on it there is nothing to hand over. */
static void
on_the_line(void)
{
	screen_await(now, "通话 ");
}

static void
a_gas_leak_goes_to_119_and_the_utility(void **state)
{
	(void)state;
	ring();
	screen_type(now, "幸福里5号楼3单元燃气味很重");
	screen_await(now, "燃气 ");
	on_the_line();
	screen_key(now, "F8");
	screen_await(now, "2=119 消防");
	screen_type(now, "2");
	screen_await(now, "三方通话中: 119");
	screen_await(now, "Enter 通知抢修: 燃气公司 24小时抢修 8890-0119");
	screen_await(
	    now, "诉求    幸福里5号楼3单元燃气味很重"); /* the packet, with its number already */
	screen_key(now, "Enter");
	screen_await(now, "燃气公司 24小时抢修 已接听");
	screen_await(now, "已转119 消防救援"); /* what to say */
	screen_key(now, "F10");
	screen_await(now, "三方通话中: 119");
	screen_key(now, "Esc");
	screen_await(now, "已提交");
	screen_key(now, "F4");
	screen_await(now, "已接通 三方转 119 消防救援");
	screen_await(now, "已接通 通知 燃气公司");
	assert_true(screen_has(now, "特急"));
}

static void
what_the_target_said_closes_it(void **state)
{
	(void)state;
	ring();
	screen_type(now, "咨询燃气公司在哪里购气, 营业厅几点开门");
	on_the_line();
	screen_key(now, "F6");
	screen_await(now, "转接单");
	screen_type(now, "rqkf"); /* 燃气 客服 */
	screen_await(now, ">1 燃气公司 客服");
	screen_key(now, "Enter");
	screen_await(now, "对方告知的结果");
	screen_type(now, "营业厅每天8点到18点, 在建水路12号");
	screen_key(now, "Enter");
	/* A transfer is closed like any answer, with type and category: the form asks for them. What is said of it at the
	   foot may give way to the telephone's word that the caller has left us. */
	screen_await(now, "选择  1咨询");
	assert_true(seat_go(now, "诉求内容"));
	screen_key(now, "Tab");
	screen_key(now, "Enter");
	screen_settle(now);
	screen_key(now, "F10");
	screen_await(now, "已转接办结");
	screen_key(now, "F4");
	screen_await(now, "燃气公司 客服");
	screen_await(now, "已办结");
}

/* Handed over and nothing said: what was recorded stands there, and one key ends it. */
static void
one_key_ends_a_call_that_was_handed_over(void **state)
{
	(void)state;
	ring();
	screen_type(now, "咨询燃气公司营业厅几点开门");
	on_the_line();
	screen_key(now, "F6");
	screen_await(now, "转接单");
	screen_type(now, "rqkf");
	screen_await(now, ">1 燃气公司 客服");
	screen_key(now, "Enter");
	screen_await(now, "对方告知的结果");
	screen_settle(now);
	screen_key(now, "Enter");
	screen_await(now, "已转 燃气公司 客服 8890-0777, 已接通, 已记录");
	screen_await(now, "Enter=记转接, 不成单");
	screen_settle(now);
	screen_key(now, "Enter");
	screen_await(now, "已记通话结果: 转接");
	screen_await(now, "草稿   0");
}

/* A row below the head with a telephone number that is whole and begins with ${arg}. A line may break before any of its
 * characters but digits: they are one run. */
static bool
whole_number(void *arg)
{
	const char *begins = arg;
	char line[400];

	(void)screen_has(now, begins); /* takes in what has come */
	for (int row = 2; row < 24; row++) {
		screen_row(now, row, line, sizeof(line));
		for (const char *at = line; (at = strstr(at, begins)) != NULL; at++)
			if (strspn(at, "0123456789") == 11)
				return true;
	}
	return false;
}

static void
the_number_is_read_to_119_whole(void **state)
{
	char head[400], begins[4] = "";
	const char *peer;

	(void)state;
	ring();
	screen_type(now, "楼道里着火了");
	on_the_line();
	screen_key(now, "F8");
	screen_await(now, "2=119 消防");
	screen_type(now, "2");
	screen_await(now, "三方通话中: 119");
	screen_row(now, 1, head, sizeof(head));
	peer = strstr(head, "来电 ");
	assert_non_null(peer);
	assert_non_null(strstr(peer, "****"));
	strncat(begins, peer + strlen("来电 "), 3);
	assert_true(poll_until(whole_number, begins, SCREEN_WAIT_MS));
}

static void
typed_ahead_never_gives_the_second_key(void **state)
{
	(void)state;
	ring();
	screen_type(now, "有人受伤");
	screen_settle(now);
	screen_send(now,
	    "\0338"
	    "3",
	    3); /* F8 and 3 in one piece */
	screen_await(now, "1=110 公安");
	screen_settle(now);
	assert_true(screen_has(now, "1=110 公安"));
	assert_false(screen_has(now, "三方通话中"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(a_gas_leak_goes_to_119_and_the_utility, close_seat),
		cmocka_unit_test_teardown(what_the_target_said_closes_it, close_seat),
		cmocka_unit_test_teardown(one_key_ends_a_call_that_was_handed_over, close_seat),
		cmocka_unit_test_teardown(the_number_is_read_to_119_whole, close_seat),
		cmocka_unit_test_teardown(typed_ahead_never_gives_the_second_key, close_seat),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, setup, teardown);
}
