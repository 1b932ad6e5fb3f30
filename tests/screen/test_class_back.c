/* What a trainer decides of a lesson, by keys on the real program: it is at the trainee's seat at once, and when he was away at
 * the next join, once; while he is on the line nothing is said over what he reads. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "../lib/poll.h"
#include "base/fs.h"
#include "base/str.h"
#include "one_class.h"

/* 小陈 has had a lesson, and looks at what it brought; so does the trainer. */
static int
setup(void **state)
{
	(void)state;
	class_opens();
	if (!seat_ready(one))
		return -1;
	class_hands_out("11");
	assert_true(seat_answer(one));
	assert_true(seat_command(one, "培训", "学员 小陈"));
	screen_type(one, "0");
	screen_await(one, "机评 ");
	screen_await(host, "小陈 上完一课");
	screen_key(host, "Tab");
	screen_await(host, "S0205-01");
	return 0;
}

static int
lines_of(const char *name)
{
	struct str text = { 0 };
	char path[TMPDIR_PATHS];
	int n = 0;

	if (fs_exists(tmpdir_path(dir, name, path)))
		assert_int_equal(fs_read(path, 1 << 20, &text, NULL), ERR_OK);
	for (const char *p = str_c(&text); (p = strchr(p, '\n')) != NULL; p++)
		n++;
	str_free(&text);
	return n;
}

/* The first digit asks who marks; his three items and what cannot be forgiven, each with nothing taken off. */
static void
mark_all_by(const char *who)
{
	screen_key(host, "Tab");
	screen_await(host, "数字记一次");
	screen_type(host, who);
	screen_await(host, who);
	screen_key(host, "Enter");
	screen_await(host, "教员 ");
	for (int i = 0; i < 6; i++) {
		screen_key(host, "Home");
		for (int k = 0; k < i; k++)
			screen_key(host, "Down");
		screen_type(host, "0");
	}
	screen_await(host, "教员 20/20");
}

/* Each of so many is at both seats, and the trainer's knows it. */
static bool
is_answered(void *arg)
{
	return lines_of("host/back.tsv") == *(int *)arg;
}

static void
ease_his_greeting(const char *why)
{
	screen_key(host, "Tab");
	screen_await(host, "免扣");
	screen_key(host, "Home");
	screen_key(host, "Down"); /* below what is fatal */
	screen_key(host, "Backspace");
	screen_await(host, "还扣几分");
	screen_key(host, "Enter");
	screen_await(host, "免扣理由");
	screen_type(host, why);
	screen_await(host, why);
	screen_key(host, "Enter");
	screen_await(host, "再按一次就恢复");
}

static void
it_is_at_his_seat_at_once(void **state)
{
	(void)state;
	mark_all_by("王老师");
	screen_await(one, "王老师评了 S0205-01: 教员分 20/20");
	screen_await(one, "教员 20/20");
	assert_int_equal(lines_of("one/reviews.tsv"), 1);
	screen_key(one, "Tab"); /* who, when, how much */
	screen_await(one, "教员在他那一台上评");
	screen_await(one, "王老师 评 20/20");
	screen_type(one, "1");
	screen_await(one, "教员评分和免扣在教员那一台上");
	screen_key(one, "Tab");
	screen_await(one, "学员可提争议到");
}

/* While the trainer took back what the machine had taken off he was away; a dispute is answered by another trainer, and both seats
 * show what came of it. */
static void
what_he_missed_is_said_when_he_joins_again(void **state)
{
	int n = 1;

	(void)state;
	mark_all_by("王老师");
	assert_true(poll_until(is_answered, &n, SCREEN_WAIT_MS));
	screen_key(one, "F10");
	screen_await(one, "争议理由");
	screen_type(one, "录音里说过了");
	screen_key(one, "Enter");
	screen_await(one, "争议 未答复: 录音里说过了");
	screen_await(host, "小陈 提了争议");
	screen_kill(one, SIGKILL);
	screen_leave(&one);
	screen_await(host, "小陈 断开了");
	screen_type(host, "李老师");
	screen_await(host, "教员姓名  李老师");
	screen_key(host, "Enter");
	screen_await(host, "教员 李老师");
	ease_his_greeting("听过录音, 说了");
	one = lesson_in_class(dir, "--join", "一班", "小陈", "one");
	screen_await(one, "李老师改了 S0205-01 的机评");
	n++;
	assert_true(poll_until(is_answered, &n, SCREEN_WAIT_MS));
	assert_int_equal(lines_of("one/reviews.tsv"), lines_of("host/reviews.tsv"));
	assert_true(seat_ready(one));
	assert_true(seat_command(one, "培训", "学员 小陈"));
	screen_key(one, "Tab");
	screen_await(one, " 已复评");
	screen_await(one, "争议 李老师");
	screen_key(one, "Enter");
	screen_await(one, "接听首问     免扣");
	screen_key(one, "Down");
	screen_await(one, "听过录音, 说了");
	screen_await(one, "争议 李老师");
}

/* Who has another matter in hand reads on: it is said when she is through. */
static void
nothing_is_said_over_what_he_does(void **state)
{
	int n = 1;

	(void)state;
	screen_key(host, "Esc");
	screen_await(host, "课堂 一班");
	class_hands_out("11");
	screen_await(host, "已发给全班");
	assert_true(seat_answer(one));
	screen_key(host, "Tab");
	screen_await(host, "S0205-01");
	screen_watch(one, "王老师评了");
	mark_all_by("王老师");
	assert_true(poll_until(is_answered, &n, SCREEN_WAIT_MS));
	screen_type(one, "路灯不亮");
	screen_await(one, "路灯不亮");
	screen_settle(one);
	assert_false(screen_saw(one));
	assert_true(seat_wait_at(one, "诉求内容"));
	assert_true(seat_command(one, "培训", "学员 小陈"));
	screen_type(one, "0");
	screen_await(one, "王老师评了 S0205-01: 教员分 20/20");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(it_is_at_his_seat_at_once, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    what_he_missed_is_said_when_he_joins_again, setup, teardown),
		cmocka_unit_test_setup_teardown(nothing_is_said_over_what_he_does, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
