/* test_replay: a lesson plays at its speed, key by key, remark by remark, and ends on the picture it ended on. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "../lib/viewdesk.h"
#include "base/fs.h"
#include "base/str.h"
#include "client/ui/canvas_diff.h"
#include "client/ui/tape.h"

static char path[64];

static int
setup(void **state)
{
	(void)state;
	(void)snprintf(path, sizeof(path), "/tmp/hotseat-replay-%d", (int)getpid());
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	unlink(path);
	return 0;
}

/* Three keys, a second apart, each shown in its row; a remark with the second. */
static void
record(int rows, int cols)
{
	static const char *const words[] = { "路灯", "红山路78号", "F10" };
	struct canvas c = { 0 };
	struct tape_maker *m;

	assert_int_equal(tape_make(path, "红山路路灯不亮", 5000, &m, NULL), ERR_OK);
	assert_true(canvas_resize(&c, rows, cols));
	for (int row = 0; row < rows; row++)
		canvas_printf(&c, row, 0, -1, ROLE_DIM, "第%d行", row + 1);
	tape_frame(m, 5000, &c);
	for (int i = 0; i < 3; i++) {
		tape_key(m, 6000 + 1000 * i, words[i]);
		canvas_text(&c, 3 + i, 20, -1, ROLE_VALUE, words[i]);
		canvas_cursor(&c, 3 + i, 30);
		tape_frame(m, 6000 + 1000 * i, &c);
		if (i == 1)
			tape_note(m, 7400, "没有复述, 扣5分 (理解准确)");
	}
	assert_int_equal(tape_close(m, NULL), ERR_OK);
	canvas_free(&c);
}

static void
start(struct viewdesk *d, int rows, int cols)
{
	record(24, 80);
	viewdesk_init(d, rows, cols);
	viewdesk_open(d, "replay", path);
}

static void
later(struct viewdesk *d, int64_t ms)
{
	d->desk.now += ms;
}

static void
it_plays_by_itself(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	assert_true(viewdesk_shows(&d, "第1行"));
	assert_false(viewdesk_shows(&d, "路灯"));
	later(&d, 1000);
	assert_true(viewdesk_shows(&d, "键 路灯"));
	assert_false(viewdesk_shows(&d, "红山路78号"));
	assert_true(d.view.ops->wake_at(&d.view) - d.desk.now == 1000);
	later(&d, 1400);
	assert_true(viewdesk_shows(&d, "没有复述"));
	viewdesk_golden(&d, "replay-80");
	later(&d, 60000);
	assert_true(viewdesk_shows(&d, "停在 00:03/00:03"));
	assert_int_equal(d.view.ops->wake_at(&d.view), 0);
	viewdesk_free(&d);
}

static void
key_by_key_and_remark_by_remark(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	viewdesk_key(&d, ACTION_RIGHT);
	assert_true(viewdesk_shows(&d, "停在 00:01"));
	viewdesk_key(&d, ACTION_RIGHT);
	viewdesk_key(&d, ACTION_RIGHT);
	assert_true(viewdesk_shows(&d, "键 F10"));
	viewdesk_key(&d, ACTION_LEFT);
	assert_false(viewdesk_shows(&d, "键 F10"));
	viewdesk_key(&d, ACTION_HOME);
	viewdesk_key(&d, ACTION_DOWN);
	assert_true(viewdesk_shows(&d, "评语 1/1"));
	later(&d, 60000); /* it stands */
	assert_false(viewdesk_shows(&d, "键 F10"));
	viewdesk_type(&d, " ");
	later(&d, 600);
	assert_true(viewdesk_shows(&d, "键 F10"));
	viewdesk_key(&d, ACTION_BACK);
	assert_true(d.closed);
	viewdesk_free(&d);
}

static void
faster_and_slower(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	viewdesk_type(&d, "-");
	later(&d, 1000);
	assert_false(viewdesk_shows(&d, "键 路灯"));
	later(&d, 1000);
	assert_true(viewdesk_shows(&d, "键 路灯"));
	viewdesk_key(&d, ACTION_HOME);
	viewdesk_type(&d, "+++++++ "); /* no waiting: each turn a key, and a picture of it */
	for (int i = 0; i < 3; i++) {
		static const char *const seen[] = { "键 路灯", "键 红山路78号", "键 F10" };

		assert_int_equal(d.view.ops->wake_at(&d.view) - d.desk.now, 1);
		later(&d, 1);
		assert_true(viewdesk_shows(&d, seen[i]));
	}
	assert_true(viewdesk_shows(&d, "停在 00:03/00:03 不等"));
	assert_int_equal(d.view.ops->wake_at(&d.view), 0);
	viewdesk_free(&d);
}

static void
a_large_window_has_remarks_beside_it(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 36, 120);
	viewdesk_key(&d, ACTION_END);
	viewdesk_golden(&d, "replay-120");
	viewdesk_free(&d);
	record(36, 120); /* and a large lesson in a small window is cut, not refused */
	viewdesk_init(&d, 24, 80);
	viewdesk_open(&d, "replay", path);
	viewdesk_key(&d, ACTION_END);
	assert_true(viewdesk_shows(&d, "红山路78号"));
	viewdesk_free(&d);
}

static void
a_torn_one_says_so(void **state)
{
	struct viewdesk d;
	struct str all = { 0 };

	(void)state;
	record(24, 80);
	assert_int_equal(fs_read(path, TAPE_FILE_BYTES, &all, NULL), ERR_OK);
	assert_int_equal(fs_write(path, str_c(&all), all.len - 12, 0600, NULL), ERR_OK);
	viewdesk_init(&d, 24, 80);
	viewdesk_open(&d, "replay", path);
	viewdesk_key(&d, ACTION_END);
	assert_true(viewdesk_shows(&d, "录到这里断了"));
	viewdesk_free(&d);
	str_free(&all);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(it_plays_by_itself, setup, teardown),
		cmocka_unit_test_setup_teardown(key_by_key_and_remark_by_remark, setup, teardown),
		cmocka_unit_test_setup_teardown(faster_and_slower, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    a_large_window_has_remarks_beside_it, setup, teardown),
		cmocka_unit_test_setup_teardown(a_torn_one_says_so, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
