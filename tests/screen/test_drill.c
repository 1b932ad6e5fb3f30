/* A drill as a trainee has it, by keys on the real program: the tickets lie on the real desk of the township; careful work is
 * marked as careful; giving back what is one's own is fatal at its moment; while the line is down one goes on working. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../lib/lesson.h"
#include "../lib/screen.h"
#include "../lib/seat.h"
#include "../lib/tmpdir.h"
#include "base/fs.h"
#include "base/str.h"

#define RESULTS "results.tsv"

static char dir[TMPDIR_SIZE];
static struct screen *now;

static int
begin_seat(int pace)
{
	tmpdir_make(dir);
	now = lesson_seat(dir, NULL, "小李", pace);
	return 0;
}

static int
setup(void **state)
{
	(void)state;
	return begin_seat(1);
}

/* The line is down for a minute of the lesson. */
static int
setup_faster(void **state)
{
	(void)state;
	return begin_seat(3);
}

static int
teardown(void **state)
{
	(void)state;
	screen_leave(&now);
	tmpdir_remove(dir);
	return 0;
}

/* ---- at the seat ---- */

/* Until its brief is there; then to the township's desk. */
static void
begin(const char *letters, const char *id)
{
	char row[64];

	assert_true(seat_command(now, "培训", "学员 小李"));
	screen_type(now, letters);
	(void)snprintf(row, sizeof(row), ">  %s ", id);
	screen_await(now, row);
	screen_type(now, "2");
	screen_await(now, "按 Esc 去办");
	screen_await(now, "4021 李强");
	screen_key(now, "Esc");
	screen_await(now, "待签收 2");
}

/* To the row that says it. */
static void
go(const char *title)
{
	char row[512];

	screen_settle(now);
	for (int n = 0; n < 4; n++) {
		int at = screen_find(now, title, NULL);

		assert_true(at >= 0);
		screen_row(now, at, row, sizeof(row));
		if (strstr(row, ">  ") != NULL)
			return;
		screen_key(now, n == 0 ? "Home" : "Down");
		screen_settle(now);
	}
	fail_msg("cannot reach %s", title);
}

static void
give_back(const char *why)
{
	screen_type(now, "3");
	screen_await(now, "建议单位");
	screen_type(now, why);
	screen_settle(now);
	screen_key(now, "F10");
}

static void
call(const char *words)
{
	screen_key(now, "Enter");
	screen_await(now, "沟通内容");
	screen_type(now, "1");
	screen_type(now, words);
	screen_settle(now);
	screen_key(now, "F10");
}

static void
is_kept(const char *scenario, const char *verdict, int percent_least)
{
	char text[64];
	int got, of;

	assert_true(lesson_kept(dir, RESULTS, 0, KEPT_SCENARIO, text, sizeof(text)));
	assert_string_equal(text, scenario);
	assert_true(lesson_kept(dir, RESULTS, 0, KEPT_VERDICT, text, sizeof(text)));
	assert_string_equal(text, verdict);
	got = lesson_kept_number(dir, RESULTS, 0, KEPT_GOT);
	of = lesson_kept_number(dir, RESULTS, 0, KEPT_OF);
	assert_true(of > 0);
	assert_true(got * 100 >= percent_least * of);
}

/* Who sat here before is back, and the marks are there. */
static void
await_marks(void)
{
	screen_await(now, "机评");
	screen_await(now, "1154 王芳");
}

/* ---- tests ---- */

static void
careful_work_at_the_township_passes(void **state)
{
	(void)state;
	begin("ganqu", "D01");
	go("节制闸");
	give_back("闸由水利局管护，镇里没有管理权限");
	screen_await(now, "在审 1");
	go("斗渠");
	screen_key(now, "Enter");
	screen_await(now, "今日联系 1");
	go("斗渠");
	call("约好今天下午两点在渠边查看");
	await_marks();
	assert_false(screen_has(now, "一票否决"));
	screen_await(now, "没有扣分");
	is_kept("D01", "open", 90);
	screen_send(now, "\033t", 2); /* what it was about */
	screen_await(now, "已办 乙 联系群众");
	screen_await(now, "跟着一起退");
}

static void
giving_back_what_is_ones_own_is_fatal_there(void **state)
{
	char row[512];

	(void)state;
	begin("ganqu", "D01");
	go("节制闸");
	give_back("闸由水利局管护，镇里没有管理权限");
	screen_await(now, "在审 1");
	go("斗渠");
	give_back("人手不够，请水利局去清");
	screen_await(now, "在审 2");
	screen_send(now, "\033t", 2);
	screen_await(now, "按 Esc 去办");
	screen_type(now, "0"); /* nothing more to do */
	await_marks();
	screen_await(now, "斗渠管护在镇街履职清单里");
	screen_row(now, screen_find(now, "斗渠管护在镇街履职清单里", NULL), row, sizeof(row));
	assert_non_null(strstr(row, "一票否决"));
	screen_await(now, "工单乙没有“联系群众”");
	assert_true(screen_find(now, "斗渠管护在镇街履职清单里", NULL) <
		    screen_find(now, "工单乙没有“联系群众”", NULL)); /* by their moments */
	is_kept("D01", "fatal", 0);
}

/* Signed for and called while the line is really down; it goes out by itself before the drill ends. */
static void
work_goes_on_while_the_line_is_down(void **state)
{
	(void)state;
	begin("xianlu", "D03");
	screen_await(now, "离线");
	screen_type(now, "0");
	screen_await(now, "再按一次 0");
	screen_type(now, "0");
	screen_await(now, "已签收2件, 线路恢复后自动送出");
	go("垃圾点");
	call("已安排今天下午三点前清运，到时请她看");
	screen_await(now, "联系已存本机");
	assert_true(screen_wait_ms(now, "机评", 60000)); /* when the line is back */
	screen_await(now, "线路正常");
	screen_await(now, "没有扣分");
	is_kept("D03", "open", 90);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    careful_work_at_the_township_passes, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    giving_back_what_is_ones_own_is_fatal_there, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    work_goes_on_while_the_line_is_down, setup_faster, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
