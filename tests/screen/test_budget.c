/* The budgets of design/quality.md that are counts: bytes to the terminal a key, bytes of a full repaint, nothing while
 * nothing happens, instructions a key. On the real program; bytes are counted at the terminal, instructions by callgrind
 * on the screen's thread alone. Times are the bench's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <limits.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../lib/callgrind.h"
#include "../lib/seat.h"
#include "../lib/site.h"
#include "base/utf8.h"

#define BYTES_ASCII       3
#define BYTES_CHINESE     8
#define BYTES_REPAINT     2560
#define BYTES_MORE        10 /* percent over its text that a repaint of any screen may take */
#define INSTRUCTIONS      100000
#define INSTRUCTIONS_REST 2000000 /* a millisecond or so: the next key never waits for more */
#define TRIES             4
#define IDLE_MS           2000
#define PAUSE_MS          800 /* of the hands, even under callgrind */

static struct site site;

static int
setup(void **state)
{
	(void)state;
	site_private(&site);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	site_close(&site);
	return 0;
}

/* ---- a key at a time ---- */

/* Returns the bytes painted. */
static size_t
type_keys(struct screen *s, const char *text)
{
	size_t before;

	screen_settle(s);
	before = screen_bytes(s);
	assert_true(screen_type_painted(s, text));
	screen_settle(s);
	return screen_bytes(s) - before;
}

static void
check_keys(struct screen *s, const char *where, const char *what, const char *text, int most)
{
	size_t keys = utf8_count(text), bytes = type_keys(s, text);

	print_message("%s, %s: %zu keys, %.1f bytes a key\n", where, what, keys,
	    (double)bytes / (double)keys);
	if (bytes > keys * (size_t)most) {
		screen_print(s);
		fail_msg("%s, %s: %zu bytes for %zu keys, at most %d each", where, what, bytes,
		    keys, most);
	}
}

static const char chinese[] =
    "红山路七十八号院门口往东走大约五十米靠近公交站牌旁边的那一排路灯从上个星期四的"
    "晚上开始就一直没有亮过周围的居民进出很不方便希望";
static const char ascii[] = "HS78 E50m bus stop 3 pole 12-17 lamp row B near gate 4 unit 21-A";

static void
test_field(void **state)
{
	struct screen *s = site_seat(&site, "seat", 24, 80, NULL);

	(void)state;
	assert_true(seat_ready(s) && seat_open_form(s) && seat_go(s, "地址"));
	check_keys(s, "a field of one line", "Chinese", chinese, BYTES_CHINESE);
	screen_key(s, "Ctrl-U");
	check_keys(s, "a field of one line", "ASCII", ascii, BYTES_ASCII);
	screen_stop(s);
}

/* What is proposed for the first sentence is painted beside it: that is words of the seat's own. It is the words of the
 * caller that are counted, once those stand. */
static void
test_content(void **state)
{
	static const char first[] = "红山路七十八号门口的路灯坏了三天，晚上很黑，请尽快派人看看。";
	static const char words[] =
	    "周围几栋楼的居民出门都很不方便，之前也打过电话，一直没有人来修，物业说这个不"
	    "归他们管，让我们再打这个电话问一问到底谁来管";
	struct screen *s = site_seat(&site, "seat", 24, 80, NULL);
	size_t before;

	(void)state;
	assert_true(seat_ready(s) && seat_open_form(s));
	before = screen_bytes(s);
	type_keys(s, first);
	assert_true(screen_wait(s, "Tab Enter 采纳")); /* at the first pause */
	screen_settle(s);
	print_message("the first sentence: %zu keys, %zu bytes with what it proposes\n",
	    utf8_count(first), screen_bytes(s) - before);
	check_keys(s, "the words", "Chinese", words, BYTES_CHINESE);
	check_keys(s, "the words", "ASCII", ascii, BYTES_ASCII);
	screen_stop(s);
}

/* ---- repaints ---- */

static void
test_repaint(void **state)
{
	struct screen *s = site_seat(&site, "seat", 24, 80, NULL);
	size_t home, form, words;

	(void)state;
	assert_true(seat_ready(s));
	home = screen_repaint_bytes(s);
	words = screen_text_bytes(s);
	print_message("home: %zu bytes for %zu of text\n", home, words);
	assert_true(home <= BYTES_REPAINT);
	assert_true(seat_open_form(s));
	form = screen_repaint_bytes(s);
	print_message("intake: %zu bytes for %zu of text\n", form, screen_text_bytes(s));
	assert_true(form <= BYTES_REPAINT);
	screen_stop(s);
}

static void
test_idle(void **state)
{
	struct screen *s = site_seat(&site, "seat", 24, 80, NULL);
	size_t before;

	(void)state;
	assert_true(seat_ready(s) && seat_open_form(s));
	screen_settle(s);
	before = screen_bytes(s);
	if (screen_wait_bytes(s, before, IDLE_MS))
		fail_msg("%zu bytes while nothing happened", screen_bytes(s) - before);
	screen_stop(s);
}

/* ---- instructions ---- */

/* A seat of its own, the same for both counts: a copy of one that has been started before. */
static void
copy_seat(const char *name)
{
	char line[2 * TMPDIR_PATHS + 32], from[TMPDIR_PATHS], to[TMPDIR_PATHS];

	snprintf(line, sizeof(line), "cp -r '%s' '%s'", tmpdir_path(site.dir, "seat", from),
	    tmpdir_path(site.dir, name, to));
	assert_int_equal(system(line), 0);
}

/* ${times} times the text, the hands resting only after the last or after each. */
static long long
instructions(const char *name, const char *text, int times, bool resting)
{
	char bin[512], data[TMPDIR_PATHS], option[TMPDIR_PATHS + 64];
	const char *argv[] = { CALLGRIND, "-q", "--tool=callgrind", "--separate-threads=yes",
		option, daemon_bin("hotseat", bin), "--data", tmpdir_path(site.dir, name, data),
		NULL };
	struct screen *s;
	long long total;

	copy_seat(name);
	snprintf(option, sizeof(option), "--callgrind-out-file=%s/%s.out", site.dir, name);
	s = screen_start(argv, 24, 80);
	assert_true(screen_wait_ms(s, "1154 王芳", 60000) && screen_wait_ms(s, "线路正常", 60000));
	screen_key(s, "F2");
	assert_true(screen_wait_ms(s, "诉求内容", 60000));
	for (int i = 0; i < times; i++) {
		assert_true(screen_type_painted(s, text));
		if (resting || i == times - 1)
			screen_settle_ms(s, PAUSE_MS);
	}
	screen_stop(s);
	total = callgrind_total(site.dir, name);
	assert_true(total > 0);
	return total;
}

/* Keys in the middle of a text: what one repetition of it costs more, what is done once hands rest apart. On a busy
 * machine the keys come so slowly that it is done between them, and counted: the least of a few tries is the keys' own, and the pause's. */
static void
test_instructions(void **state)
{
	static const char text[] =
	    "红山路七十八号门口的路灯坏了三天，晚上很黑，老人出门不方便，请尽快派人看看，"
	    "周围几栋楼的居民都很着急。";
	struct screen *s;
	long long least = LLONG_MAX, rest = LLONG_MAX;

	(void)state;
	if (access(CALLGRIND, X_OK) != 0) {
		print_message("skipped: needs valgrind\n");
		skip();
	}
	s = site_seat(&site, "seat", 24, 80, NULL);
	assert_true(seat_ready(s));
	assert_int_equal(seat_quit(s), 0);
	for (int i = 0; i < TRIES && (least > INSTRUCTIONS || rest > INSTRUCTIONS_REST); i++) {
		char once[16], often[16], slowly[16];
		long long flowing, each, pause;

		snprintf(once, sizeof(once), "once%d", i);
		snprintf(often, sizeof(often), "often%d", i);
		snprintf(slowly, sizeof(slowly), "slowly%d", i);
		flowing = instructions(often, text, 4, false);
		each = flowing - instructions(once, text, 1, false);
		each /= 3 * (long long)utf8_count(text);
		pause = (instructions(slowly, text, 4, true) - flowing) / 3;
		print_message(
		    "%lld instructions a key in the words, %lld once hands rest\n", each, pause);
		assert_true(each > 1000);
		least = each < least ? each : least;
		rest = pause < rest ? pause : rest;
	}
	if (rest > INSTRUCTIONS_REST)
		fail_msg("%lld instructions once hands rest, at most %d", rest, INSTRUCTIONS_REST);
	if (least > INSTRUCTIONS)
		fail_msg("%lld instructions a key, at most %d", least, INSTRUCTIONS);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_field, setup, teardown),
		cmocka_unit_test_setup_teardown(test_content, setup, teardown),
		cmocka_unit_test_setup_teardown(test_repaint, setup, teardown),
		cmocka_unit_test_setup_teardown(test_idle, setup, teardown),
		cmocka_unit_test_setup_teardown(test_instructions, setup, teardown),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
