/* Callers one behind another: who is not answered gives up, is counted and not marked; when nobody sits there it ends. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <unistd.h>
#include <cmocka.h>

#include "../lib/daemon.h"
#include "../lib/lesson.h"
#include "../lib/screen.h"
#include "../lib/seat.h"
#include "../lib/tmpdir.h"
#include "base/fs.h"

#define UNHURRIED 5 /* 40 seconds of ringing are eight: time to answer */
#define HURRIED   200

static char dir[TMPDIR_SIZE];
static struct screen *now;

static int
setup(void **state)
{
	(void)state;
	tmpdir_make(dir);
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
sit_down(const char *share, int pace)
{
	now = lesson_seat(dir, share, "小陈", pace);
	assert_true(seat_command(now, "培训", "学员 小陈"));
}

static void
who_is_not_answered_gives_up(void **state)
{
	char kept[64];

	(void)state;
	sit_down(NULL, UNHURRIED);
	screen_type(now, "ludeng");
	screen_await(now, ">  S0205-01");
	screen_type(now, "3");
	screen_await(now, "来电 138");
	screen_await(now, "响了 40 秒没人接, 来电人挂了。这一轮没接到 1 个");
	assert_true(seat_answer(now)); /* the next one */
	assert_true(seat_wait_at(now, "诉求内容"));
	assert_true(seat_command(now, "培训", "学员 小陈"));
	screen_type(now, "0");
	screen_await(now, "机评 "); /* of the one who was spoken to, and of him alone */
	assert_true(lesson_kept(dir, "results.tsv", 0, KEPT_SCENARIO, kept, sizeof(kept)));
	assert_string_not_equal(kept, "S0205-01");
	assert_false(lesson_kept(dir, "results.tsv", 1, KEPT_SCENARIO, kept, sizeof(kept)));
}

static void
nobody_sits_there(void **state)
{
	(void)state;
	sit_down(NULL, HURRIED);
	screen_type(now, "3");
	screen_await(now, "连着 5 个没接到, 这一轮停了, 共没接到 5 个");
	assert_true(screen_wait_gone(now, "按 F2 接听"));
}

/* A shelf of one: there is no next one, and none is promised. */
static void
he_was_the_only_one(void **state)
{
	static const char *const names[] = { "themes", "conf/city", "conf/keys.conf",
		"conf/scenarios/S0205-01.txt" };
	char share[TMPDIR_PATHS], path[TMPDIR_PATHS], from[512], to[64];

	(void)state;
	assert_int_equal(fs_mkdirs(tmpdir_path(dir, "share/conf/scenarios", path), NULL), ERR_OK);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		(void)snprintf(to, sizeof(to), "share/%s", names[i]);
		assert_int_equal(
		    symlink(daemon_share(names[i], from), tmpdir_path(dir, to, path)), 0);
	}
	sit_down(tmpdir_path(dir, "share", share), HURRIED);
	screen_type(now, "3");
	screen_await(now, "没有别的案例可接, 这一轮停了, 共没接到 1 个");
	assert_true(screen_wait_gone(now, "按 F2 接听"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(who_is_not_answered_gives_up, setup, teardown),
		cmocka_unit_test_setup_teardown(nobody_sits_there, setup, teardown),
		cmocka_unit_test_setup_teardown(he_was_the_only_one, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
