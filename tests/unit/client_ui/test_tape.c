/* test_tape: the difference of two pictures brings one to the other, cell by cell; a lesson's tape plays what was seen,
 * and one that is torn or changed plays what stands before the damage. */
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/fs.h"
#include "client/ui/canvas_diff.h"
#include "client/ui/tape.h"

static unsigned
dice(uint64_t *state, unsigned n)
{
	*state = *state * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(*state >> 33) % n;
}

static void
draw_something(struct canvas *c, uint64_t *r)
{
	static const char *const words[] = { "红山路78号路灯不亮", "a", "A1 路灯", "e\xcc\x81",
		"\x1b[31m", "𠮷野家", "                    " };
	int row = (int)dice(r, (unsigned)c->rows), col = (int)dice(r, (unsigned)c->cols);

	canvas_text(c, row, col, -1, (enum role)dice(r, ROLE_COUNT),
	    words[dice(r, sizeof(words) / sizeof(words[0]))]);
	canvas_cursor(c, row, col);
}

/* Every wide cell has its half, every half its character. */
static void
must_be_whole(const struct canvas *c)
{
	for (int i = 0; i < c->rows * c->cols; i++) {
		const struct cell *cell = &c->cells[i];

		if (cell->width == 2)
			assert_true(i % c->cols + 1 < c->cols && cell[1].width == 0);
		else if (cell->width == 0)
			assert_true(i % c->cols > 0 && cell[-1].width == 2);
		else
			assert_int_equal(cell->width, 1);
	}
}

static void
test_the_same_picture(void **state)
{
	struct canvas now = { 0 }, before = { 0 }, there = { 0 };
	struct str diff = { 0 };
	uint64_t r = 7;

	(void)state;
	assert_true(canvas_resize(&now, 24, 80));
	for (int i = 0; i < 3000; i++) {
		if (dice(&r, 200) == 0)
			assert_true(
			    canvas_resize(&now, 20 + (int)dice(&r, 20), 60 + (int)dice(&r, 60)));
		for (unsigned k = dice(&r, 5); k-- > 0;)
			draw_something(&now, &r);
		str_reset(&diff);
		canvas_diff_write(&before, &now, &diff);
		assert_true(canvas_diff_read(&there, str_c(&diff), diff.len));
		assert_true(canvas_same(&there, &now));
		assert_true(canvas_copy(&before, &now));
	}
	str_free(&diff);
	canvas_free(&now);
	canvas_free(&before);
	canvas_free(&there);
}

/* What one key changes is a few bytes, not a screen. */
static void
test_a_key_is_small(void **state)
{
	struct canvas now = { 0 }, before = { 0 };
	struct str diff = { 0 };

	(void)state;
	assert_true(canvas_resize(&before, 24, 80) && canvas_copy(&now, &before));
	canvas_text(&now, 5, 10, -1, ROLE_VALUE, "路");
	canvas_diff_write(&before, &now, &diff);
	assert_true(diff.len < 16);
	str_reset(&diff);
	canvas_diff_write(&now, &now, &diff);
	assert_int_equal(diff.len, 4); /* the size and the cursor */
	str_free(&diff);
	canvas_free(&now);
	canvas_free(&before);
}

static void
test_damaged_bytes(void **state)
{
	struct canvas now = { 0 }, there = { 0 };
	struct str diff = { 0 }, bad = { 0 };
	uint64_t r = 11;
	int refused = 0;

	(void)state;
	assert_true(canvas_resize(&now, 24, 80));
	for (int i = 0; i < 60; i++)
		draw_something(&now, &r);
	canvas_diff_write(NULL, &now, &diff);
	for (size_t n = 0; n < diff.len; n += 7) { /* torn */
		(void)canvas_diff_read(&there, str_c(&diff), n);
		if (there.cells != NULL)
			must_be_whole(&there);
	}
	for (int i = 0; i < 5000; i++) { /* changed */
		str_reset(&bad);
		str_add_n(&bad, str_c(&diff), diff.len);
		for (unsigned k = 1 + dice(&r, 4); k-- > 0;)
			bad.s[4 + dice(&r, (unsigned)diff.len - 4)] = (char)dice(&r, 256);
		refused += !canvas_diff_read(&there, str_c(&bad), bad.len);
		must_be_whole(&there);
	}
	assert_true(refused > 1000);
	str_free(&diff);
	str_free(&bad);
	canvas_free(&now);
	canvas_free(&there);
}

/* ---- the tape ---- */

#define KEYS 200

static char path[64];

static int
setup(void **state)
{
	(void)state;
	(void)snprintf(path, sizeof(path), "/tmp/hotseat-tape-%d", (int)getpid());
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	unlink(path);
	return 0;
}

/* A lesson of KEYS keys; ${end} is what stands on the screen at last. */
static void
record_lesson(struct canvas *end)
{
	struct tape_maker *m;
	struct err e = { 0 };
	uint64_t r = 3;
	int64_t ms = 1000000;

	assert_true(canvas_resize(end, 24, 80));
	assert_int_equal(tape_make(path, "红山路路灯不亮", ms, &m, &e), ERR_OK);
	tape_frame(m, ms, end);
	for (int i = 0; i < KEYS; i++) {
		ms += dice(&r, 900);
		tape_key(m, ms, i % 3 == 0 ? "Enter" : "路灯");
		draw_something(end, &r);
		tape_frame(m, ms, end);
		tape_frame(m, ms, end); /* nothing new: no record */
		if (i == 50)
			tape_note(m, ms, "没有复述 -5");
		if (i == 60)
			tape_aside(m, ms, "别慌");
	}
	assert_int_equal(tape_close(m, &e), ERR_OK);
}

static void
test_plays_what_was_seen(void **state)
{
	struct canvas end = { 0 }, there = { 0 };
	struct tape *t;
	struct err e = { 0 };
	int keys = 0, notes = 0, asides = 0;

	(void)state;
	record_lesson(&end);
	assert_int_equal(tape_open(path, &t, &e), ERR_OK);
	assert_false(tape_broken(t));
	assert_string_equal(tape_at(t, 0).text, "红山路路灯不亮");
	for (size_t i = 0; i < tape_count(t); i++) {
		keys += tape_at(t, i).kind == TAPE_KEY;
		notes += tape_at(t, i).kind == TAPE_NOTE;
		asides +=
		    tape_at(t, i).kind == TAPE_ASIDE && strcmp(tape_at(t, i).text, "别慌") == 0;
		assert_true(tape_show(t, i, &there));
		assert_true(i == 0 || tape_at(t, i).ms >= tape_at(t, i - 1).ms);
	}
	assert_int_equal(keys, KEYS);
	assert_int_equal(notes, 1);
	assert_int_equal(asides, 1);
	assert_true(canvas_same(&there, &end));
	assert_true(tape_seek(t, 10, &there) && tape_seek(t, tape_count(t) - 1, &there));
	assert_true(canvas_same(&there, &end));
	tape_free(t);
	canvas_free(&end);
	canvas_free(&there);
}

static void
write_tape(const struct str *b, size_t n)
{
	assert_int_equal(fs_write(path, str_c(b), n, 0600, NULL), ERR_OK);
}

static void
test_a_torn_one_plays_to_the_tear(void **state)
{
	struct canvas end = { 0 };
	struct str all = { 0 };
	struct err e = { 0 };
	struct tape *t;
	size_t whole, before = 0;

	(void)state;
	record_lesson(&end);
	assert_int_equal(fs_read(path, TAPE_FILE_BYTES, &all, &e), ERR_OK);
	assert_int_equal(tape_open(path, &t, &e), ERR_OK);
	whole = tape_count(t);
	tape_free(t);
	for (size_t n = 0; n < all.len; n += n < 100 ? 1 : 97) {
		enum err_code rc;

		write_tape(&all, n);
		rc = tape_open(path, &t, &e);
		if (rc == ERR_OK) {
			assert_true(tape_broken(t));
			assert_true(tape_count(t) >= before && tape_count(t) < whole);
			before = tape_count(t);
		} else {
			assert_int_equal(rc, ERR_INVALID);
			assert_int_equal(before, 0);
		}
		tape_free(t);
	}
	assert_true(before > whole / 2);
	str_free(&all);
	canvas_free(&end);
}

static void
test_a_changed_byte_ends_it(void **state)
{
	struct canvas end = { 0 };
	struct str all = { 0 };
	struct err e = { 0 };
	struct tape *t;

	(void)state;
	record_lesson(&end);
	assert_int_equal(fs_read(path, TAPE_FILE_BYTES, &all, &e), ERR_OK);
	for (size_t at = 0; at < all.len; at += 31) {
		all.s[at] ^= 0x20;
		write_tape(&all, all.len);
		if (tape_open(path, &t, &e) == ERR_OK) {
			assert_true(tape_broken(t));
			tape_free(t);
		} else {
			assert_true(at < 60);
		}
		all.s[at] ^= 0x20;
	}
	str_free(&all);
	canvas_free(&end);
}

static void
test_no_tape(void **state)
{
	struct tape *t;
	struct str other = { 0 };
	struct err e = { 0 };

	(void)state;
	assert_int_equal(tape_open("/nowhere/at/all", &t, &e), ERR_NOT_FOUND);
	assert_null(t);
	str_add(&other, "HSTAPE9\nlater");
	write_tape(&other, other.len);
	assert_int_equal(tape_open(path, &t, &e), ERR_INVALID);
	assert_non_null(strstr(e.text, "别的版本"));
	str_reset(&other);
	str_add(&other, TAPE_MAGIC);
	write_tape(&other, other.len); /* of this version, and nothing behind it */
	assert_int_equal(tape_open(path, &t, &e), ERR_INVALID);
	assert_non_null(strstr(e.text, "开头已经损坏"));
	str_free(&other);
}

static void
test_nowhere_to_record(void **state)
{
	struct tape_maker *m = NULL;
	struct err e = { 0 };

	(void)state;
	assert_int_equal(tape_make("/nowhere/at/all", "路灯", 0, &m, &e), ERR_IO);
	assert_null(m);
	assert_non_null(strstr(e.text, "建不了文件"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_same_picture),
		cmocka_unit_test(test_a_key_is_small),
		cmocka_unit_test(test_damaged_bytes),
		cmocka_unit_test_setup_teardown(test_plays_what_was_seen, setup, teardown),
		cmocka_unit_test_setup_teardown(test_a_torn_one_plays_to_the_tear, setup, teardown),
		cmocka_unit_test_setup_teardown(test_a_changed_byte_ends_it, setup, teardown),
		cmocka_unit_test_setup_teardown(test_no_tape, setup, teardown),
		cmocka_unit_test(test_nowhere_to_record),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
