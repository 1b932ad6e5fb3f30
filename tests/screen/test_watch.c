/* 观摩: the program plays a lesson for who watches, with a line that says why; he may stop it, have one step, leave; his keys go
 * nowhere else, and nothing of it is kept. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>

#include "../lib/lesson.h"
#include "../lib/screen.h"
#include "../lib/seat.h"
#include "../lib/tmpdir.h"
#include "base/fs.h"

#define LESSON_MS 120000 /* a lesson of two minutes at a tenth of them, on a slow machine */

static char dir[TMPDIR_SIZE];
static struct screen *now;

static int
setup(void **state)
{
	(void)state;
	tmpdir_make(dir);
	now = lesson_seat(dir, NULL, "小陈", 10);
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

static void
watch(void)
{
	assert_true(seat_command(now, "培训", "学员 小陈"));
	screen_type(now, "ludeng");
	screen_await(now, "筛选 ludeng");
	screen_await(now, ">  S0205-01");
	screen_type(now, "0");
	screen_await(now, "[空格停 →一步 Esc离开]");
}

/* Nothing was kept. */
static void
leaves_no_result(void)
{
	char path[TMPDIR_PATHS];

	assert_false(fs_exists(tmpdir_path(dir, "lessons/results.tsv", path)));
}

static void
it_is_played_to_its_end(void **state)
{
	(void)state;
	watch();
	screen_await(now, "  通话 ");
	assert_true(screen_wait_ms(now, "问地点: ", LESSON_MS));
	assert_true(screen_wait_ms(now, "观摩完了: ", LESSON_MS));
	screen_await(now, "学员 小陈");
	assert_true(screen_wait_gone(now, "[空格停"));
	leaves_no_result();
}

static void
who_watches_stops_it_and_leaves(void **state)
{
	size_t stood;

	(void)state;
	watch();
	screen_await(now, "  通话 ");
	screen_type(now, " ");
	screen_await(now, "[停着: 空格走 →一步 Esc离开]");
	screen_settle(now);
	screen_type(now, "x"); /* his keys are no part of it */
	screen_await(now, "键盘不归您");
	screen_await(now, "键盘归演示的人");
	screen_settle(now);
	stood = screen_bytes(now);
	screen_settle_ms(now, 400);                   /* four seconds of the lesson */
	assert_true(screen_bytes(now) - stood < 200); /* but for the seconds of the first row */
	for (int i = 0; i < 40 && !screen_has(now, "来电人: "); i++) {
		screen_key(now, "Right");
		screen_settle_ms(now, 50);
	}
	screen_await(now, "来电人: "); /* step by step he was brought to speak */
	screen_await(now, "[停着");
	screen_key(now, "Esc");
	screen_await(now, "学员 小陈");
	screen_await(now, "来电人已挂机");
	assert_true(screen_wait_gone(now, "[停着"));
	assert_true(screen_wait_gone(now, "话后整理")); /* what was left to do was the player's */
	screen_await(now, "示闲");
	leaves_no_result();
	screen_type(now, "1"); /* and the next lesson is one's own */
	assert_true(seat_answer(now));
	screen_await(now, "教练: ");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(it_is_played_to_its_end, setup, teardown),
		cmocka_unit_test_setup_teardown(who_watches_stops_it_and_leaves, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
