/* The wall of three hundred seats on a line, with 36 changes a second: only what changed goes out. The budget is a line of 4,800
 * baud, at either size; what a slow machine does not come to paint costs nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

#include "../lib/many.h"
#include "../lib/poll.h"
#include "../lib/seat.h"
#include "../lib/tmpdir.h"

#define CHANGES      36
#define SECONDS      10
#define BYTES_SECOND 480

static char dir[TMPDIR_SIZE];
static struct many many;
static struct screen *senior;

static int
setup(void **state)
{
	(void)state;
	tmpdir_make(dir);
	assert_int_equal(setenv("XDG_CONFIG_HOME", dir, 1), 0);
	many_init(&many, dir);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	screen_stop(senior);
	tmpdir_remove(dir);
	return 0;
}

static void
open_wall(int rows, int cols)
{
	char bin[512];
	const char *argv[] = { daemon_bin("hotseat", bin), "--data", dir, "--user", MANY_WATCH,
		NULL };

	screen_leave(&senior);
	senior = screen_start(argv, rows, cols);
	screen_await(senior, "线路正常");
	screen_await(senior, MANY_WATCH " 赵敏");
	assert_true(seat_command(senior, "班长台", "最近30分钟来电"));
	if (many.seat.device[0] == '\0')
		many_meet(&many);
	screen_await(senior, "在席 300");
	screen_settle_ms(senior, 50);
}

/* Reads what comes, until the time is up. */
static bool
never(void *arg)
{
	screen_has(arg, "");
	return false;
}

static void
costs(int rows, int cols)
{
	size_t bytes, painted;
	int64_t began;
	long long seconds;

	open_wall(rows, cols);
	painted = screen_repaint_bytes(senior);
	bytes = screen_bytes(senior);
	began = clock_mono_ms();
	for (int i = 0; i < SECONDS; i++) {
		many_change(&many, CHANGES);
		assert_false(poll_until(never, senior, 1000));
	}
	bytes = screen_bytes(senior) - bytes;
	seconds = (clock_mono_ms() - began + 999) / 1000;
	print_message("%dx%d: %zu bytes in %lld seconds, %zu a second; a whole picture %zu\n", cols,
	    rows, bytes, seconds, bytes / (size_t)seconds, painted);
	assert_in_range(bytes, CHANGES, (uintmax_t)seconds * BYTES_SECOND);
}

static void
test_at_80(void **state)
{
	(void)state;
	costs(24, 80);
}

static void
test_at_120(void **state)
{
	(void)state;
	costs(36, 120);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_at_80),
		cmocka_unit_test(test_at_120),
	};

	(void)setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, setup, teardown);
}
