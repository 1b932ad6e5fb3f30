/* The exam of five handed out by a trainer to a class of three terminals, by keys on the real program: the same for all,
 * another for each, how far everybody is, a seat that dies in the middle, and its end before its end. */
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
	return class_grows("小林");
}

/* The paper that lies at a seat; "" none. */
static void
paper_of(const char *lessons, struct str *out)
{
	char pattern[TMPDIR_PATHS + 32];
	glob_t found;

	str_reset(out);
	(void)snprintf(pattern, sizeof(pattern), "%s/%s/papers/*.paper", dir, lessons);
	if (glob(pattern, 0, NULL, &found) == 0)
		assert_int_equal(fs_read(found.gl_pathv[0], 1 << 20, out, NULL), ERR_OK);
	globfree(&found);
}

static bool
are_the_same(void)
{
	struct str a = { 0 }, b = { 0 };
	bool same;

	paper_of("one", &a);
	paper_of("two", &b);
	assert_true(a.len > 0 && b.len > 0);
	same = strcmp(str_c(&a), str_c(&b)) == 0;
	str_free(&a);
	str_free(&b);
	return same;
}

static bool
is_kept(const char *table, const char *words)
{
	char path[TMPDIR_PATHS];
	struct str all = { 0 };
	bool is = fs_read(tmpdir_path(dir, table, path), 1 << 20, &all, NULL) == ERR_OK &&
		  strstr(str_c(&all), words) != NULL;

	str_free(&all);
	return is;
}

static void
hand_out(const char *key)
{
	screen_key(host, "F10");
	screen_await(host, "4 全班同一套题");
	screen_type(host, key);
}

/* To all, whose first call rings. */
static void
begin(const char *digits, const char *says)
{
	hand_out(digits);
	screen_await(host, says);
	screen_await(one, "第 1/5 通");
	screen_await(two, "第 1/5 通");
}

static void
break_off_his(void)
{
	hand_out("\t");
	screen_await(host, "[只给 小陈]");
	screen_type(host, "6");
	screen_await(host, "再按 6 中止 小陈 的");
	screen_type(host, "6");
}

static void
break_off(void)
{
	hand_out("6");
	screen_await(host, "再按 6 中止全班 2 人的整场考试");
	screen_type(host, "6");
	screen_await(host, "已中止全班的整场考试: 在考的 2 人");
}

/* The call that rings is answered, and ended as it stands. */
static void
take_one(struct screen *s, const char *which)
{
	screen_await(s, which);
	screen_await(s, " 按 F2 接听"); /* in the status line: it rings */
	screen_key(s, "F2");
	screen_await(s, "  通话 ");
	assert_true(seat_wait_at(s, "诉求内容"));
}

static void
end_it(struct screen *s, const char *says)
{
	assert_true(seat_command(s, "培训", "学员 小"));
	screen_type(s, "0");
	screen_await(s, says);
}

static void
the_same_five_for_all(void **state)
{
	(void)state;
	begin("44", "整场考试已发给 2 人(同一套题)");
	assert_true(are_the_same());
	take_one(one, "第 1/5 通");
	screen_await(host, "小陈 整场考试 第1/5通");
	assert_true(screen_has(host, "整场1/5"));
	screen_key(host, "Enter");
	screen_await(host, "看 小陈 通话");
	screen_await(host, " 整场1/5 1辱骂");
	screen_key(host, "Esc");
	screen_await(host, "课堂 一班");
	end_it(one, "第 1/5 通完了");
	screen_await(host, "完了, 等下一通");
	screen_await(host, "间歇");
	assert_true(is_kept("host/results.tsv", "\t小陈\t"));
	screen_key(one, "Enter");
	screen_await(host, "整场2/5");
	hand_out("44"); /* both have their hands full */
	screen_await(host, "没有发: 小陈、小林 手上有课");

	take_one(one, "整场考试第 2/5 通");
	screen_kill(one, SIGKILL); /* in the middle of it: heard in vain */
	screen_await(host, "小陈 断开了");
	screen_leave(&one);
	one = lesson_in_class(dir, "--join", "一班", "小陈", "one");
	screen_await(host, "有一场整场考试断在第 2/5 通");
	assert_true(screen_has(host, "在 2 人"));
	assert_true(seat_ready(one));
	assert_true(seat_command(one, "培训", "4 接着考(考了1/5通)"));
	screen_type(one, "4");
	screen_await(host, "整场2/5");
	take_one(one, "F2 接听");
	break_off();
	screen_await(one, "教员: 整场考试中止了");
	screen_await(one, "中途停考");
	screen_await(one, "考了 1/5 通");
	screen_await(two, "中途停考");
	assert_true(screen_wait_gone(host, "整场2/5"));
	assert_true(is_kept("one/results.tsv", "\t小陈\t"));
	assert_false(is_kept("two/results.tsv", "\t小林\t"));
	screen_key(one, "Esc"); /* nor does he begin one of his own: the class waits for him */
	assert_true(seat_command(one, "培训", "整场考试等教员发"));
	screen_type(one, "4");
	screen_await(one, "在课堂里, 整场考试由教员发");
	screen_settle(one);
	assert_false(screen_has(one, "来电 "));
	break_off_his(); /* there is none any more, and it is said */
	screen_await(host, "小陈: 没有中止: 没有没考完的整场考试");
}

static void
another_for_each_and_for_one(void **state)
{
	(void)state;
	begin("55", "整场考试已发给 2 人(各抽各的)");
	assert_false(are_the_same());
	break_off_his();
	screen_await(one, "中途停考");
	assert_true(screen_has(two, "第 1/5 通"));
	assert_false(screen_has(two, "中途停考"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_same_five_for_all, setup, teardown),
		cmocka_unit_test_setup_teardown(another_for_each_and_for_one, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
