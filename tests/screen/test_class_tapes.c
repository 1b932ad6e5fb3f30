/* The tapes of a class, by keys on the real program: what a trainee has done is replayed at the trainer's seat; and when the
 * trainer's seat is killed, and the trainee's too, it is brought at the next join, whole, and once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <glob.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "../lib/poll.h"
#include "base/fs.h"
#include "base/str.h"
#include "one_class.h"

static int
setup(void **state)
{
	(void)state;
	class_opens();
	return seat_ready(one) ? 0 : -1;
}

static void
begin(void)
{
	class_hands_out("11");
	assert_true(seat_answer(one));
	screen_type(one, "红山路78号门口路灯不亮");
	screen_await(one, "红山路78号门口路灯不亮");
}

static void
finish(void)
{
	assert_true(seat_command(one, "培训", "学员 小陈"));
	screen_type(one, "0");
	screen_await(one, "机评 ");
}

/* The only file of that pattern; false: there is none. */
static bool
load(const char *pattern, struct str *out)
{
	char path[TMPDIR_PATHS];
	glob_t found;
	bool is = glob(tmpdir_path(dir, pattern, path), 0, NULL, &found) == 0;

	str_reset(out);
	if (is) {
		assert_int_equal(found.gl_pathc, 1);
		assert_int_equal(fs_read(found.gl_pathv[0], 16 << 20, out, NULL), ERR_OK);
	}
	globfree(&found);
	return is;
}

static bool
owes_nothing(void *arg)
{
	struct str owed = { 0 };
	bool is;

	(void)arg;
	is = load("one/owed.tsv", &owed) && owed.len == 0;
	str_free(&owed);
	return is;
}

static void
is_the_same_at_the_trainers(void)
{
	struct str his = { 0 }, here = { 0 };
	int lines = 0;

	assert_true(poll_until(owes_nothing, NULL, SCREEN_WAIT_MS));
	assert_true(load("one/*.tape", &his) && load("host/*.tape", &here));
	assert_int_equal(his.len, here.len);
	assert_memory_equal(his.s, here.s, his.len);
	assert_false(load("host/*.part", &his));
	assert_true(load("host/results.tsv", &here));
	for (const char *p = str_c(&here); (p = strchr(p, '\n')) != NULL; p++)
		lines++;
	assert_int_equal(lines, 1);
	str_free(&his);
	str_free(&here);
}

static void
replays_at_the_trainers(void)
{
	screen_key(host, "Tab");
	screen_await(host, "S0205-01");
	screen_await(host, "学员 小陈");
	screen_key(host, "Enter");
	screen_await(host, " 原速  键");
	screen_key(host, "End");
	screen_await(host, " 停在 ");
	screen_await(host, "[案例 "); /* where he ended it: no page of the trainer's own */
	screen_key(host, "Esc");
	screen_await(host, "Enter 回放");
	screen_key(host, "Esc");
	screen_await(host, "课堂 一班");
}

static void
a_trainee_is_replayed_at_the_trainers(void **state)
{
	(void)state;
	begin();
	screen_key(host, "Tab"); /* nothing yet */
	screen_await(host, "小陈还没有上完一课");
	finish();
	screen_await(host, "回放到了");
	is_the_same_at_the_trainers();
	replays_at_the_trainers();
}

static void
what_was_not_brought_is_brought_when_both_were_killed(void **state)
{
	(void)state;
	begin();
	screen_kill(host, SIGKILL);
	screen_await(one, "教员那边断了。正在上的课照常");
	screen_leave(&host);
	finish();
	assert_false(owes_nothing(NULL));
	screen_kill(one, SIGKILL);
	screen_leave(&one);
	host = lesson_in_class(dir, "--class", "一班", "教员", "host");
	screen_await(host, "在 0 人");
	one = lesson_in_class(dir, "--join", "一班", "小陈", "one");
	screen_await(host, "回放到了");
	is_the_same_at_the_trainers();
	replays_at_the_trainers();
}

/* His place was taken while his seat stood still: what he does next is kept under the name he has now, and no tape of his is
 * another's. */
static void
who_comes_back_amid_a_lesson_has_his_name_after_it(void **state)
{
	(void)state;
	begin();
	assert_int_equal(kill(screen_pid(one), SIGSTOP), 0);
	screen_kill(host, SIGKILL);
	screen_leave(&host);
	host = lesson_in_class(dir, "--class", "一班", "教员", "host");
	screen_await(host, "在 0 人");
	two = lesson_in_class(dir, "--join", "一班", "小陈", "two");
	screen_await(host, "在 1 人");
	assert_int_equal(kill(screen_pid(one), SIGCONT), 0);
	screen_await(one, "您在这里叫 小陈2");
	finish();
	screen_await(host, "小陈2 上完一课");
	screen_key(one, "Esc");
	assert_true(seat_command(one, "培训", "学员 小陈2"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    a_trainee_is_replayed_at_the_trainers, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    what_was_not_brought_is_brought_when_both_were_killed, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    who_comes_back_amid_a_lesson_has_his_name_after_it, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
