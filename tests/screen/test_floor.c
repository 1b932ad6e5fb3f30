/* Help on the floor between two seats of one real centre: asked with a half-done sheet, answered, read while typing goes on;
 * a rest that is ordered; a seat that dies with a request open. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <locale.h>
#include <stdio.h>

#include "../lib/seat.h"
#include "../lib/site.h"

#define PASSWORD "lamp-post-78"
/* Long before a seat that is told of nothing asks by itself (a minute and more), late enough for a busy machine. */
#define TOLD_MS 20000

#define SHEET "工地老板拖欠工资电话13800000678有人说要爬塔吊"

static struct site site;
static struct screen *taker, *senior;

static int
setup(void **state)
{
	(void)state;
	site_real(&site);
	assert_int_equal(daemon_password(&site.centre, "1154", PASSWORD), 0);
	assert_int_equal(daemon_password(&site.centre, "1101", PASSWORD), 0);
	site_start(&site);
	senior = site_enrolled(&site, "senior", "1101", 36, 120);
	assert_true(seat_sign_in(senior, "1101", "赵敏", PASSWORD));
	assert_true(seat_command(senior, "班长台", "最近30分钟来电"));
	taker = site_enrolled(&site, "taker", "1154", 24, 80);
	assert_true(seat_sign_in(taker, "1154", "王芳", PASSWORD));
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	screen_stop(taker);
	screen_stop(senior);
	site_close(&site);
	return 0;
}

/* One sentence into the request at the top of the wall. */
static void
say(const char *words)
{
	screen_key(senior, "Tab");
	screen_await(senior, "数字=办理");
	screen_type(senior, "3");
	screen_await(senior, "对 1154 王芳 说:");
	screen_settle(senior);
	screen_type(senior, words);
	screen_await(senior, words);
	screen_key(senior, "Enter");
	screen_await(senior, "已发出。");
}

static void
test_asked_and_answered_while_typing(void **state)
{
	(void)state;
	assert_true(seat_open_form(taker));
	screen_type(taker, "工地老板拖欠工资电话13800000678");
	screen_await(taker, "13800000678");
	screen_key(taker, "F9");
	screen_await(taker, "已求助班长");
	assert_true(screen_wait_ms(senior, "求助!", TOLD_MS));
	screen_await(senior, "工地老板拖欠工资电话****");
	assert_false(screen_has(senior, "13800000678")); /* of a sheet the matter goes alone */
	assert_string_equal(seat_at(taker), "诉求内容");
	screen_type(taker, "有人说要");
	say("先稳住他");
	assert_true(screen_wait_ms(taker, "先稳住他", TOLD_MS));
	assert_string_equal(seat_at(taker), "诉求内容"); /* neither focus nor cursor were taken */
	screen_type(taker, "爬塔吊");
	assert_true(seat_wait_value(taker, "诉求内容", SHEET));
	screen_await(taker, "先稳住他");
	assert_true(screen_wait_ms(senior, "提醒! \"爬塔吊\"", TOLD_MS + 15000));
	screen_key(taker, "F9");
	screen_await(taker, "求助已撤回");
	assert_true(screen_wait_gone(senior, "求助!"));
}

static void
test_a_rest_is_ordered(void **state)
{
	(void)state;
	screen_key(taker, "F11");
	screen_await(taker, "选一个状态");
	screen_settle(
	    taker); /* what is typed before the question stands there is no answer to it */
	screen_type(taker, "1");
	assert_true(screen_wait_ms(senior, "1154 王芳", TOLD_MS));
	screen_key(senior, "F11");
	screen_await(senior, "安排 1154 王芳 小休, 原因:");
	screen_settle(senior);
	screen_type(senior, "接了四小时");
	screen_await(senior, "接了四小时");
	screen_key(senior, "Enter");
	screen_await(senior, "已发出。");
	assert_true(screen_wait_ms(taker, "安排您小休: 接了四小时", TOLD_MS));
	screen_await(taker, "强制小休");
	assert_true(screen_wait_ms(senior, "强制小休", TOLD_MS));
	assert_true(seat_wait_value(taker, "诉求内容", SHEET));
}

static void
test_a_seat_that_died_waits_no_more(void **state)
{
	(void)state;
	screen_key(taker, "F9");
	screen_await(taker, "已求助班长");
	assert_true(screen_wait_ms(senior, "求助!", TOLD_MS));
	screen_kill(taker, SIGKILL);
	assert_int_not_equal(screen_wait_exit(taker, TOLD_MS), -1);
	screen_stop(taker);
	taker = site_seat(&site, "taker", 24, 80, NULL);
	assert_true(screen_has(senior, "求助!"));
	assert_true(seat_sign_in(taker, "1154", "王芳", PASSWORD));
	assert_true(screen_wait_gone(senior, "求助!"));
}

/* A seat whose telephone plays one caller; the fates of those who are called are the seed's. */
static struct screen *
with_phone(const char *name, int rows, int cols)
{
	static const char calls[] = "路灯\t路灯坏了。\n";
	char file[TMPDIR_PATHS], phone[TMPDIR_PATHS + 64];
	const char *const more[] = { "--phone", phone, NULL };

	tmpdir_put(site.dir, "calls", calls, sizeof(calls) - 1, file);
	(void)snprintf(phone, sizeof(phone), "sim:calls=%s,pace=1,seed=5,legs=100", file);
	return site_seat(&site, name, rows, cols, more);
}

/* The senior offers, who talks with the caller confirms, and the caller goes. */
static void
test_a_caller_is_taken_over(void **state)
{
	(void)state;
	screen_leave(&taker);
	screen_leave(&senior);
	senior = with_phone("senior", 36, 120);
	assert_true(seat_sign_in(senior, "1101", "赵敏", PASSWORD));
	assert_true(seat_command(senior, "班长台", "最近30分钟来电"));
	taker = with_phone("taker", 24, 80);
	assert_true(seat_sign_in(taker, "1154", "王芳", PASSWORD));
	screen_await(taker, "按 F2 接听");
	screen_key(taker, "F2");
	screen_await(taker, "诉求内容");
	screen_await(taker, "通话 00:");
	screen_type(taker, "路灯不亮");
	assert_true(
	    screen_wait_ms(senior, "0205 路灯", TOLD_MS + 15000)); /* nobody has asked yet */
	screen_key(taker, "F9");
	screen_await(taker, "已求助班长");
	assert_true(screen_wait_ms(senior, "求助!", TOLD_MS));
	screen_key(senior, "Tab");
	screen_await(senior, "[5] 接管通话");
	screen_await(senior, "数字=办理");
	screen_type(senior, "5");
	assert_true(screen_wait_ms(taker, "要接管通话, 转到 1101", TOLD_MS));
	screen_await(taker, "F9 转给班长");
	assert_true(screen_has(taker, "通话 00:")); /* nobody has moved him */
	screen_key(taker, "F9");
	screen_await(taker, "已转");
	assert_true(screen_wait_gone(senior, "求助!")); /* who was asked for has the caller */
}

/* Nobody can see it: that is said, and nothing is sent later that nobody waits for. */
static void
test_with_the_line_down(void **state)
{
	(void)state;
	screen_leave(&taker);
	taker = site_seat(&site, "taker", 24, 80, NULL);
	assert_true(seat_sign_in(taker, "1154", "王芳", PASSWORD));
	assert_true(seat_open_form(taker));
	daemon_stop(&site.centre);
	screen_await(taker, "离线");
	screen_key(taker, "F9");
	screen_await(taker, "班长看不到求助");
	assert_false(screen_has(taker, "F9 撤回"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_asked_and_answered_while_typing),
		cmocka_unit_test(test_a_rest_is_ordered),
		cmocka_unit_test(test_a_seat_that_died_waits_no_more),
		cmocka_unit_test(test_a_caller_is_taken_over),
		cmocka_unit_test(test_with_the_line_down),
	};

	(void)setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, setup, teardown);
}
