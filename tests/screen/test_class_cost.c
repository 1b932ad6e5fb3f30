/* What being in a class, and being watched there, costs a trainee's screen: the instructions of its thread inside what the
 * loop does for the class, a key, by callgrind (--toggle-collect), with the trainer looking and without. What else a key costs
 * moves with the neighbours of a busy machine; this does not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../lib/callgrind.h"
#include "../lib/daemon.h"
#include "../lib/poll.h"
#include "../lib/screen.h"
#include "../lib/seat.h"
#include "../lib/tmpdir.h"
#include "base/utf8.h"

#define ALONE 2000 /* a key: of the 100,000 it may cost */
/* the picture is handed on, 30 KB in one go: some two microseconds; all else is the room's thread's */
#define WATCHED  8000
#define START_MS 90000

static char dir[TMPDIR_SIZE];
static struct screen *host;

static int
setup(void **state)
{
	char bin[512], share[512], lessons[TMPDIR_PATHS];
	const char *argv[] = { daemon_bin("hotseat", bin), "--share", daemon_share("", share),
		"--demo", "--lessons", NULL, "--class", "cost", NULL };

	(void)state;
	tmpdir_make(dir);
	argv[5] = tmpdir_path(dir, "lessons", lessons);
	assert_int_equal(setenv("XDG_CONFIG_HOME", dir, 1), 0);
	assert_int_equal(setenv("XDG_RUNTIME_DIR", dir, 1), 0);
	host = screen_start(argv, 24, 80);
	return screen_wait(host, "课堂 cost") ? 0 : -1;
}

static int
teardown(void **state)
{
	(void)state;
	screen_leave(&host);
	tmpdir_remove(dir);
	return 0;
}

static long long
instructions(const char *name, bool watched)
{
	static const char text[] =
	    "HS78 E50m bus stop 3 pole 12-17 lamp row B near gate 4 unit 21-A";
	char bin[512], share[512], lessons[TMPDIR_PATHS], option[TMPDIR_PATHS + 64], waited[64];
	const char *argv[] = { CALLGRIND, "-q", "--tool=callgrind", "--separate-threads=yes",
		"--toggle-collect=app_room_turn", "--toggle-collect=app_room_frame", option,
		daemon_bin("hotseat", bin), "--share", daemon_share("", share), "--demo",
		"--lessons", tmpdir_path(dir, "lessons", lessons), "--join", "cost", "--trainee",
		name, NULL };
	struct screen *s;
	long long total;

	(void)snprintf(option, sizeof(option), "--callgrind-out-file=%s/%s.out", dir, name);
	(void)snprintf(waited, sizeof(waited), "看 %s 等题", name);
	s = screen_start(argv, 24, 80);
	assert_true(screen_wait_ms(s, "1154 王芳", START_MS) &&
		    screen_wait_ms(s, "线路正常", START_MS) &&
		    screen_wait_ms(host, name, START_MS));
	screen_key(s, "F2");
	assert_true(screen_wait_ms(s, "诉求内容", START_MS) && seat_go(s, "地址"));
	if (watched) {
		screen_key(host, "End"); /* who came last */
		screen_key(host, "Enter");
		screen_await(host, waited);
		screen_await(host, "诉求内容");
	}
	screen_settle(s);
	assert_true(screen_type_painted(s, text));
	screen_settle(s);
	if (watched) {
		screen_await(host, "unit 21-A"); /* he has seen it */
		screen_key(host, "Esc");
		screen_await(host, "课堂 cost");
	}
	screen_stop(s);
	total = callgrind_total(dir, name);
	assert_true(total > 0);
	return total / (long long)utf8_count(text);
}

static void
test_the_class_costs_a_key_nothing(void **state)
{
	long long alone, watched;

	(void)state;
	if (access(CALLGRIND, X_OK) != 0) {
		print_message("skipped: needs valgrind\n");
		skip();
	}
	alone = instructions("alone", false);
	watched = instructions("watched", true);
	print_message("%lld instructions a key in class, %lld watched\n", alone, watched);
	assert_in_range(alone, 1, ALONE);
	assert_in_range(watched, alone + 1, WATCHED);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    test_the_class_costs_a_key_nothing, setup, teardown),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
