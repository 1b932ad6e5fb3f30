/* test_canvas: clipping, halves of wide characters, what must not be obeyed, dumps; and wrapping. */
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "client/ui/canvas.h"
#include "client/ui/wrap.h"

static void
expect(const struct canvas *c, const char *want)
{
	struct str got = { 0 };
	canvas_dump(c, &got);
	assert_string_equal(str_c(&got), want);
	str_free(&got);
}

static struct canvas
make(int rows, int cols)
{
	struct canvas c = { 0 };
	assert_true(canvas_resize(&c, rows, cols));
	return c;
}

/* Every wide cell has its half, every half its character: whatever was drawn. */
static void
check_halves(const struct canvas *c)
{
	for (int i = 0; i < c->rows * c->cols; i++) {
		const struct cell *cell = &c->cells[i];
		int col = i % c->cols;
		if (cell->width == 2) {
			assert_true(col + 1 < c->cols);
			assert_int_equal(cell[1].width, 0);
		} else if (cell->width == 0) {
			assert_true(col > 0);
			assert_int_equal(cell[-1].width, 2);
			assert_int_equal(cell->ch, 0);
		} else {
			assert_int_equal(cell->width, 1);
			assert_int_not_equal(cell->ch, 0);
		}
	}
}

static void
test_text_is_clipped(void **state)
{
	(void)state;
	struct canvas c = make(3, 10);
	assert_int_equal(canvas_text(&c, 0, 0, -1, ROLE_NORMAL, "诉求内容很长很长"), 10);
	assert_int_equal(
	    canvas_text(&c, 1, 7, -1, ROLE_NORMAL, "路灯"), 2); /* half of 灯 has no room */
	assert_int_equal(canvas_text(&c, 2, 1, 5, ROLE_NORMAL, "abcdefgh"), 5);
	assert_int_equal(canvas_text(&c, 3, 0, -1, ROLE_NORMAL, "x"), 0);
	assert_int_equal(canvas_text(&c, -1, 0, -1, ROLE_NORMAL, "x"), 0);
	assert_int_equal(canvas_text(&c, 0, 10, -1, ROLE_NORMAL, "x"), 0);
	assert_int_equal(canvas_text(&c, 0, -1, -1, ROLE_NORMAL, "x"), 0);
	assert_int_equal(canvas_text(&c, 0, 0, -1, ROLE_NORMAL, NULL), 0);
	expect(&c, "诉求内容很\n       路\n abcde\n");
	check_halves(&c);
	canvas_free(&c);
}

static void
test_half_of_a_wide_character_is_blanked(void **state)
{
	(void)state;
	struct canvas c = make(1, 10);
	canvas_text(&c, 0, 0, -1, ROLE_NORMAL, "红山路灯坏");
	canvas_text(&c, 0, 1, -1, ROLE_NORMAL, "x"); /* right half of 红 */
	check_halves(&c);
	canvas_text(&c, 0, 4, -1, ROLE_NORMAL, "y"); /* left half of 路 */
	check_halves(&c);
	canvas_text(&c, 0, 7, -1, ROLE_NORMAL, "中"); /* over half of 灯 and half of 坏 */
	check_halves(&c);
	expect(&c, " x山y  中\n");
	canvas_hline(&c, 0, 8, 1, ROLE_RULE);
	check_halves(&c);
	expect(&c, " x山y   -\n");
	canvas_free(&c);
}

static void
test_what_must_not_be_obeyed_is_shown(void **state)
{
	(void)state;
	struct canvas c = make(6, 20);
	canvas_text(&c, 0, 0, -1, ROLE_NORMAL, "a\033[31mb");
	canvas_text(&c, 1, 0, -1, ROLE_NORMAL, "a\xe2\x80\xaez"); /* right-to-left override */
	canvas_text(&c, 2, 0, -1, ROLE_NORMAL, "\xff\xe4\xb8z");  /* broken bytes */
	canvas_text(&c, 3, 0, -1, ROLE_NORMAL, "a\nb\tc");
	canvas_text(&c, 4, 0, 3, ROLE_NORMAL, "\033x"); /* cut inside its escape */
	canvas_text(&c, 5, 0, -1, ROLE_NORMAL, "\xc2\x85");
	expect(&c, "a<1B>[31mb\na<202E>z\n<FF><E4><B8>z\na<0A>b<09>c\n<1B\n<85>\n");
	canvas_free(&c);
}

static void
test_combining_marks_stay_with_their_character(void **state)
{
	(void)state;
	struct canvas c = make(1, 4);
	/* e + two accents + a third that is not kept; 中 + a mark, with its last column at the edge */
	assert_int_equal(
	    canvas_text(&c, 0, 0, -1, ROLE_NORMAL, "e\xcc\x81\xcc\xa3\xcc\x88x中\xcc\x81"), 4);
	expect(&c, "e\xcc\x81\xcc\xa3x中\xcc\x81\n");
	assert_int_equal(c.cells[2].mark[0], 0x301);
	canvas_text(&c, 0, 0, -1, ROLE_NORMAL, "\xcc\x81y"); /* nothing before it */
	canvas_free(&c);
}

static void
test_cut_and_right(void **state)
{
	(void)state;
	struct canvas c = make(5, 12);
	assert_int_equal(canvas_cut(&c, 0, 0, 8, ROLE_NORMAL, "建筑施工噪声"), 8);
	assert_int_equal(canvas_cut(&c, 1, 0, 12, ROLE_NORMAL, "建筑施工噪声"), 12);
	assert_int_equal(canvas_cut(&c, 2, 0, 7, ROLE_NORMAL, "建筑施工噪声"), 6);
	assert_int_equal(canvas_right(&c, 3, 11, ROLE_NORMAL, "办结"), 7);
	assert_int_equal(canvas_right(&c, 4, 12, ROLE_NORMAL, "长得放不下的文字"), 0);
	expect(&c, "建筑施..\n建筑施工噪声\n建筑..\n       办结\n长得放不下的\n");
	canvas_free(&c);
}

static void
test_shapes_and_roles(void **state)
{
	(void)state;
	struct canvas c = make(3, 8);
	canvas_hline(&c, 0, -2, 100, ROLE_RULE);
	canvas_vline(&c, 1, 7, 100, ROLE_RULE);
	canvas_text(&c, 1, 0, -1, ROLE_NEAR, "!近");
	canvas_fill(&c, (struct rect){ 2, 0, 5, 3 }, ROLE_SELECT);
	canvas_cursor(&c, 99, -3);
	struct str got = { 0 };
	canvas_dump_roles(&c, &got);
	assert_string_equal(str_c(&got),
	    "--------\n~CCCCCCCC\n!近    |\n~MMM    C\n       |\n~JJJ    C\n"
	    "cursor 2,0\n");
	str_free(&got);
	canvas_free(&c);
}

static void
test_too_small(void **state)
{
	(void)state;
	struct canvas c = make(10, 60);
	assert_true(canvas_too_small(&c));
	struct str got = { 0 };
	canvas_dump(&c, &got);
	assert_non_null(strstr(str_c(&got), "终端过小: 需要 80x24, 现在 60x10. 已输入的内容都在"));
	str_free(&got);
	assert_true(canvas_resize(&c, 2, 3)); /* absurd sizes draw what fits and nothing outside */
	assert_true(canvas_too_small(&c));
	check_halves(&c);
	assert_true(canvas_resize(&c, 0, -5));
	assert_int_equal(c.rows, 1);
	assert_true(canvas_too_small(&c));
	assert_true(canvas_resize(&c, 24, 80));
	assert_false(canvas_too_small(&c));
	canvas_free(&c);
}

/* Any bytes at any place: the invariant holds. */
static void
test_random_drawing_keeps_whole_characters(void **state)
{
	(void)state;
	static const char *const PIECES[] = { "路灯", "a", "x中", "\xff", "\xcc\x81", "——", "\033",
		"灯" };
	struct canvas c = make(4, 9);
	uint32_t r = 12345;
	for (int i = 0; i < 5000; i++) {
		r = r * 1664525u + 1013904223u;
		int row = (int)(r >> 8) % 6 - 1, col = (int)(r >> 12) % 12 - 1;
		canvas_text(
		    &c, row, col, (int)(r >> 20) % 7 - 1, ROLE_NORMAL, PIECES[(r >> 28) % 8]);
		check_halves(&c);
	}
	canvas_free(&c);
}

static void
lines(const char *s, int cols, const char *want)
{
	struct str got = { 0 };
	size_t n = strlen(s), at = 0;
	while (at < n) {
		size_t next = 0, shown = wrap_next(s + at, n - at, cols, &next);
		assert_true(next > 0);
		str_add_n(&got, s + at, shown);
		str_add_c(&got, '|');
		at += next;
	}
	assert_string_equal(str_c(&got), want);
	str_free(&got);
}

static void
test_wrapping(void **state)
{
	(void)state;
	lines("路灯坏了三天", 6, "路灯坏|了三天|");
	lines("路灯坏了三天", 5, "路灯|坏了|三天|");
	lines("第一行\n\n第三行\n", 20, "第一行||第三行|");
	lines("请报修street lamp号", 14, "请报修street |lamp号|");
	lines("averyveryverylongword", 8, "averyver|yverylon|gword|"); /* nowhere else to break */
	lines("中averyveryverylongword", 8,
	    "中averyv|eryveryl|ongword|");            /* half a line would stay empty */
	lines("路灯坏了,很黑", 8, "路灯坏|了,很黑|"); /* the comma does not begin a line */
	lines("路灯坏了。很黑", 8, "路灯坏|了。很黑|");
	lines("他说(路灯)坏", 6, "他说|(路灯)|坏|"); /* the bracket does not end one */
	lines("abc def", 3, "abc|def|");             /* a blank hangs over the edge */
	lines("abc  def", 3, "abc| de|f|");
	assert_int_equal(wrap_lines("abc ", 3), 1);
	lines("中", 1, "中|"); /* too narrow: moves on all the same */
	lines("\xff\xff", 4, "\xff|\xff|");
	assert_int_equal(wrap_lines("", 10), 1);
	assert_int_equal(wrap_lines(NULL, 10), 1);
	assert_int_equal(wrap_lines("a\n", 10), 2);
	assert_int_equal(wrap_lines("路灯坏了三天", 5), 3);
}

static void
test_wrapped_drawing_says_that_there_is_more(void **state)
{
	(void)state;
	struct canvas c = make(3, 10);
	assert_int_equal(
	    wrap_draw(&c, (struct rect){ 0, 1, 2, 8 }, ROLE_SPEAK, "一二三四五六七八九十"), 2);
	expect(&c, " 一二三四\n 五六七..\n\n");
	canvas_clear(&c);
	assert_int_equal(
	    wrap_draw(&c, (struct rect){ 0, 0, 3, 10 }, ROLE_SPEAK, "一二三四五六"), 2);
	expect(&c, "一二三四五\n六\n\n");
	canvas_free(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text_is_clipped),
		cmocka_unit_test(test_half_of_a_wide_character_is_blanked),
		cmocka_unit_test(test_what_must_not_be_obeyed_is_shown),
		cmocka_unit_test(test_combining_marks_stay_with_their_character),
		cmocka_unit_test(test_cut_and_right),
		cmocka_unit_test(test_shapes_and_roles),
		cmocka_unit_test(test_too_small),
		cmocka_unit_test(test_random_drawing_keeps_whole_characters),
		cmocka_unit_test(test_wrapping),
		cmocka_unit_test(test_wrapped_drawing_says_that_there_is_more),
	};
	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
