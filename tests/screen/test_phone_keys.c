/* The telephone under the hand, by keys on the real programs: a call passed on with a reason, mute said in the strip while one
 * types, held and taken back, the caller and a third in turn, digits for the third's menu. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <locale.h>
#include <string.h>

#include "one_seat.h"

#define CALLS                                                                                                               \
	"路灯\t红山路的路灯坏了。一。二。三。四。五。六。七。八。九。十。一。二。三。" \
	"四。五。六。七。八。九。十。一。二。三。四。五。六。七。八。\n"

static void
press(const char *keys)
{
	screen_send(now, keys, strlen(keys));
}

/* What is typed before the question stands there is no answer to it. */
static void
answer(const char *question, const char *digit)
{
	screen_await(now, question);
	screen_settle(now);
	screen_type(now, digit);
}

#define MENU "\033p"
#define MUTE "\033m"

static void
a_ringing_call_is_passed_on_with_a_reason(void **state)
{
	(void)state;
	now = site_phoned(&site, CALLS, "pace=1,seed=3", NULL);
	screen_await(now, "按 F2 接听");
	press(MENU);
	answer("为什么不接?", "\033");
	assert_true(screen_wait_gone(now, "为什么不接?"));
	screen_await(now, "按 F2 接听");
	screen_key(now, "F11"); /* for a hand that writes Chinese: letters are the method's */
	answer("9  拒接", "9");
	answer("2  离开座位", "2");
	screen_await(now, "已拒接, 转其他坐席");
	screen_await(now, "按 F2 接听"); /* and the next one rings */
}

/* A line that is asked for gives way to a caller; until then it names the keys that it takes. */
static void
a_caller_comes_before_a_command(void **state)
{
	(void)state;
	now = site_phoned(&site, CALLS, "pace=1,seed=3", NULL);
	screen_await(now, "按 F2 接听");
	screen_key(now, "Ctrl-P");
	screen_await(now, " 命令");
	screen_await(now, "上下=选");
	screen_type(now, "gdlb");
	screen_await(now, "工单列表");
	screen_key(now, "F2");
	screen_await(now, " 通话 ");
	screen_await(now, " 诉求内容");
	assert_true(screen_wait_gone(now, "上下=选"));
	screen_type(now, "路灯坏了");
	screen_await(now, "路灯坏了");
}

static void
muted_while_typing_and_held(void **state)
{
	(void)state;
	now = site_called(&site, CALLS, 3, NULL);
	screen_await(now, " 通话 ");
	screen_type(now, "路灯坏了");
	press(MUTE);
	screen_await(now, "已静音, 来电人听不到您; Alt-M 取消");
	screen_type(now, "三天");
	screen_await(now, "路灯坏了三天");
	screen_await(now, " 静音 00:"); /* as long as it is so, whatever else is said */
	press(MENU);
	answer("1  取消静音", "1");
	screen_await(now, "已取消静音");
	screen_await(now, " 通话 ");
	press(MENU);
	answer("2  保持", "2");
	screen_await(now, " 保持 ");
	press(MENU);
	screen_await(now, "2  取回");
	assert_false(screen_has(now, "切换")); /* there is nobody else */
	answer("2  取回", "2");
	screen_await(now, " 通话 ");
	screen_await(now, "路灯坏了三天");
}

static void
the_caller_and_a_third_in_turn(void **state)
{
	(void)state;
	now = site_called(&site, CALLS, 3, NULL);
	screen_await(now, " 通话 ");
	screen_key(now, "F6");
	screen_await(now, "个对象");
	screen_type(now, "bzt"); /* with this seed the senior's desk answers */
	screen_await(now, ">1 热线中心 班长台");
	screen_key(now, "Enter");
	screen_await(now, "已接听, 来电人在等候");
	screen_await(now, " 咨询 ");
	screen_type(now, "2");
	screen_await(now, "已按 2");
	screen_type(now, "#");
	screen_await(now, "已按 #");
	screen_type(now, "x");
	screen_await(now, "说清后");
	screen_key(now, "F6");
	screen_await(now, "和来电人说话中");
	screen_await(now, "来电人在线, ");
	screen_key(now, "F6");
	screen_await(now, "来电人在等候");
	press(MUTE);
	screen_await(now, " 静音 咨询 ");
	screen_key(now, "F7");
	screen_await(now, " 静音 三方 ");
	press(MENU);
	answer("按键音", "3");
	assert_true(
	    screen_wait_gone(now, "给对方的语音菜单")); /* the menu; what stays is its question */
	screen_await(now, "按键音");
	screen_type(now, "1a");
	screen_key(now, "Enter");
	screen_await(now, "按键音只有");
}

/* The same seed brings the same caller: what was learnt of him is seen before he is answered. */
static void
what_is_known_of_a_caller_is_seen_while_it_rings(void **state)
{
	(void)state;
	now = site_called(&site, CALLS, 77, NULL);
	screen_await(now, " 通话 ");
	screen_key(now, "F4");
	screen_await(now, "[6] 标签");
	screen_type(now, "6");
	screen_await(now, "来电标签, 按数字");
	screen_type(now, "2");
	screen_await(now, "标听障, 依据");
	screen_key(now, "Enter");
	screen_await(now, "已标“听障”");
	screen_leave(&now);
	now = site_phoned(&site, CALLS, "pace=1,seed=77", NULL);
	screen_await(now, " 听障 按 F2 接听");
	screen_await(now, "听障: 短句、大声, 重要的发短信");
}

static void
without_a_telephone_it_is_said(void **state)
{
	(void)state;
	now = site_seat(&site, "seat", 24, 80, NULL);
	screen_await(now, "线路正常");
	press(MENU);
	screen_await(now, "现在没有通话");
	press(MUTE);
	screen_await(now, "现在没有通话。");
	screen_await(now, " 示闲 "); /* and the wall knows who is there */
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(a_ringing_call_is_passed_on_with_a_reason, close_seat),
		cmocka_unit_test_teardown(a_caller_comes_before_a_command, close_seat),
		cmocka_unit_test_teardown(muted_while_typing_and_held, close_seat),
		cmocka_unit_test_teardown(the_caller_and_a_third_in_turn, close_seat),
		cmocka_unit_test_teardown(
		    what_is_known_of_a_caller_is_seen_while_it_rings, close_seat),
		cmocka_unit_test_teardown(without_a_telephone_it_is_said, close_seat),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, setup, teardown);
}
