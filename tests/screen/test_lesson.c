/* A lesson as a trainee has it, by keys on the real program: careful work is marked as careful and replays on the picture
 * it ended on; careless work fails, each fault at its moment. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../lib/lesson.h"
#include "../lib/poll.h"
#include "../lib/screen.h"
#include "../lib/seat.h"
#include "../lib/tmpdir.h"
#include "base/fs.h"
#include "base/str.h"

#define RESULTS  "results.tsv"
#define SPEAK_MS 90000 /* a caller speaks in real seconds: until all he has to say is said */
#define TALK     "空着 Enter=首问" /* the legend of the line one speaks in */

static char dir[TMPDIR_SIZE];
static struct screen *now;

static int
setup(void **state)
{
	(void)state;
	tmpdir_make(dir);
	now = lesson_seat(dir, NULL, "小陈", 8);
	return 0;
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

/* The exam of S0205-01 is what stands in the list. */
static void
find(void)
{
	assert_true(seat_command(now, "培训", "学员 小陈"));
	screen_type(now, "ludeng");
	screen_await(now, "筛选 ludeng");
	screen_await(now, ">  S0205-01");
}

/* It begins, until the caller is on the line. */
static void
answer(void)
{
	screen_type(now, "2");
	assert_true(seat_answer(now));
}

static void
say(const char *words)
{
	screen_send(now, "\033t", 2);
	screen_await(now, TALK);
	screen_type(now, words);
	if (words[0] < '0' || words[0] > '9')
		screen_key(now, "Enter");
	assert_true(screen_wait_gone(now, TALK));
}

static void
take_proposals(void)
{
	screen_await(now, "Enter 采纳]");
	screen_key(now, "Tab");
	screen_await(now, "[Enter 采纳]");
	screen_key(now, "Enter");
	assert_true(screen_wait_gone(now, "[Enter 采纳]"));
}

/* Looks until the marks are there: ${arg} keeps what was seen before them. */
static bool
is_marked(void *arg)
{
	screen_settle_ms(now, 20);
	if (screen_has(now, "机评 "))
		return true;
	lesson_look(now, arg);
	return false;
}

static void
replays_on(const struct lesson_picture *last)
{
	assert_true(seat_command(now, "培训", "学员 小陈"));
	screen_key(now, "Tab");
	screen_await(now, "[成绩 1]");
	screen_key(now, "Right");
	lesson_replay_ends_on(now, last);
	screen_key(now, "Esc");
	screen_await(now, "[成绩 1]");
}

/* Whoever rings next from that number: what the lesson before has left behind is not for him. */
static void
nothing_is_known_of_the_caller(void)
{
	screen_key(now, "BackTab");
	screen_await(now, "[案例 ");
	answer();
	screen_settle(now);
	assert_false(screen_has(now, "赵桂兰"));
	assert_false(screen_has(now, "24小时内"));
	screen_key(now, "F4");
	screen_await(now, "历史");
	screen_settle(now);
	assert_false(screen_has(now, "红山路"));
	screen_key(now, "Esc");
}

/* ---- tests ---- */

static void
careful_work_passes_and_replays(void **state)
{
	struct lesson_picture last = { 0 };
	char text[64];

	(void)state;
	find();
	answer();
	say("");  /* the greeting */
	say("1"); /* when, where: told wrongly, who, what for */
	say("2");
	say("3");
	say("5");
	say("6"); /* restated: he mends it */
	say("8");
	screen_type(
	    now, "红山路78号门口路灯从18号晚上起不亮，已有三天，只有一盏不亮，希望尽快修复");
	take_proposals();
	screen_key(now, "F3");
	screen_await(now, "Enter 引用到本单");
	screen_await(now, "K0205-01");
	screen_key(now, "Enter");
	screen_await(now, "已引用 1");
	screen_key(now, "F10");
	screen_await(now, "还缺诉求人");
	assert_true(seat_wait_at(now, "诉求人"));
	screen_type(now, "赵桂兰");
	screen_key(now, "F10");
	screen_await(now, " 已提交 ");
	say("9");
	say("0");
	say("0");
	assert_true(poll_until(is_marked, &last, SPEAK_MS));
	assert_true(screen_has(now, "待教员评"));
	assert_false(screen_has(now, "一票否决"));
	assert_true(lesson_kept(dir, RESULTS, 0, KEPT_TRAINEE, text, sizeof(text)));
	assert_string_equal(text, "小陈");
	assert_true(lesson_kept(dir, RESULTS, 0, KEPT_SCENARIO, text, sizeof(text)));
	assert_string_equal(text, "S0205-01");
	assert_true(lesson_kept(dir, RESULTS, 0, KEPT_VERDICT, text, sizeof(text)));
	assert_string_equal(text, "open");
	assert_true(lesson_kept_number(dir, RESULTS, 0, KEPT_OF) > 0);
	assert_true(lesson_kept_number(dir, RESULTS, 0, KEPT_GOT) * 100 >=
		    90 * lesson_kept_number(dir, RESULTS, 0, KEPT_OF));
	assert_false(screen_has(now, "已存 ")); /* of the sheet: it is not here */
	replays_on(&last);
	nothing_is_known_of_the_caller();
}

/* Seconds of the call by the clock of the first row. */
static int
call_s(void)
{
	char row[512];
	const char *at;
	int min = 0, s = 0;

	screen_row(now, 0, row, sizeof(row));
	assert_non_null(at = strstr(row, "通话 "));
	assert_int_equal(
	    sscanf(at + strlen("通话 "), "%d:%d", &min, &s), 2); /* NOLINT(cert-err34-c) */
	return min * 60 + s;
}

/* Seconds that stand before ${what} in the list of deductions. */
static int
marked_s(const char *what)
{
	char row[512];
	const char *at;
	int min = 0, s = 0, y = screen_find(now, what, NULL);

	assert_true(y >= 0);
	screen_row(now, y, row, sizeof(row));
	assert_non_null(at = strchr(row, ':'));
	assert_int_equal(sscanf(at - 2, "%d:%d", &min, &s), 2); /* NOLINT(cert-err34-c) */
	return min * 60 + s;
}

/* A promise, nothing asked, nothing restated, and the ticket says something else than the caller. */
static void
careless_work_fails_where_it_was_careless(void **state)
{
	struct lesson_picture last = { 0 };
	char text[64], row[512];
	int from, to, filed;

	(void)state;
	find();
	answer();
	say("");
	from = call_s();
	say("明天肯定给您修好");
	to = call_s();
	screen_type(now, "红山路78号楼上装修噪音扰民，从18号晚上起吵了三天，希望制止");
	take_proposals();
	screen_key(now, "F10");
	screen_await(now, "再按 F10");
	filed = call_s();
	screen_key(now, "F10");
	screen_await(now, " 已提交 ");
	say("0");
	say("0");
	assert_true(poll_until(is_marked, &last, SPEAK_MS));
	screen_settle(now);
	assert_true(screen_has(now, "这一课不计分"));
	assert_in_range(marked_s("向来电人承诺了结果或日期"), from, to + 1);
	screen_row(now, screen_find(now, "向来电人承诺了结果或日期", NULL), row, sizeof(row));
	assert_non_null(strstr(row, "一票否决"));
	assert_true(marked_s("没有复述核对") >= filed);
	assert_true(marked_s("应为“0205") >= filed);
	assert_true(lesson_kept(dir, RESULTS, 0, KEPT_VERDICT, text, sizeof(text)));
	assert_string_equal(text, "fatal");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(careful_work_passes_and_replays, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    careless_work_fails_where_it_was_careless, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
