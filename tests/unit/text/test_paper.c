/* Pages for a printer: nothing wider than the paper, no page longer, the mark at the head and foot of each. */
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "text/paper.h"

static struct paper
paper(struct str *out, const char *mark)
{
	return (struct paper){ .out = out, .cols = 20, .most = 6, .mark = mark };
}

/* Every line fits; the number of pages. */
static int
measure(const char *text, int cols, int most)
{
	int pages = 0, rows = 0;

	for (const char *s = text; *s != '\0';) {
		size_t n = strcspn(s, "\n\f");
		char one[400];

		assert_true(n < sizeof(one));
		memcpy(one, s, n);
		one[n] = '\0';
		if (paper_cols(one) > cols)
			fail_msg("%d columns: %s", paper_cols(one), one);
		rows += s[n] == '\n';
		if (s[n] == '\f') {
			assert_true(rows <= most);
			rows = 0;
			pages++;
		}
		s += n + 1;
	}
	return pages;
}

static void
test_words_wrap_by_cells(void **state)
{
	struct str out = { 0 };
	struct paper p = paper(&out, NULL);

	(void)state;
	paper_words(&p, "地点 ", "红山路78号门口的路灯不亮");
	assert_string_equal(out.s, "地点 红山路78号门\n     口的路灯不亮\n");
	str_reset(&out);
	p.rows = 0;
	paper_words(
	    &p, "", "一二三四五六七八九。十"); /* a full stop hangs over, and begins no line */
	assert_string_equal(out.s, "一二三四五六七八九。\n十\n");
	str_reset(&out);
	p.rows = 0;
	paper_words(&p, "内容 ", "一行\n二行\n");
	assert_string_equal(out.s, "内容 一行\n     二行\n");
	str_reset(&out);
	p.rows = 0;
	paper_words(&p, "内容 ", ""); /* the label stands there all the same */
	assert_string_equal(out.s, "内容\n");
	str_free(&out);
}

static void
test_nothing_a_printer_obeys(void **state)
{
	struct str out = { 0 };
	struct paper p = paper(&out, NULL);

	(void)state;
	paper_words(&p, "", "a\x1b[0m\fb\tc\xff");
	assert_null(strchr(out.s, '\x1b'));
	assert_null(strchr(out.s, '\f'));
	assert_non_null(strstr(out.s, "<1B>"));
	assert_int_equal(measure(out.s, 20, 6), 0);
	str_free(&out);
}

static void
test_boxes_are_two_columns(void **state)
{
	struct str out = { 0 };
	struct paper p = paper(&out, NULL);
	struct paper_items t;

	(void)state;
	assert_int_equal(paper_cols("□甲"), 4);
	paper_items_begin(&t, &p, "选 ");
	paper_tick(&t, "1", "满意");
	paper_tick(&t, "2", "不满意");
	paper_tick(&t, "", "一般");
	paper_items_end(&t);
	paper_words(&p, "", "□□□□□□□□□□□□");
	assert_int_equal(measure(out.s, 20, 6), 0);
	assert_true(
	    str_starts(out.s, "选 □1满意\n   □2不满意  □一般\n") || str_starts(out.s, "选 □1满意"));
	str_free(&out);
}

static void
test_every_page_is_marked(void **state)
{
	struct str out = { 0 };
	struct paper p = paper(&out, "1154 王芳");
	int marks = 0;

	(void)state;
	for (int i = 0; i < 9; i++)
		paper_line(&p, "一行");
	paper_end(&p);
	assert_int_equal(measure(out.s, 20, 6), 3); /* four lines a page between its marks */
	for (const char *s = out.s; (s = strstr(s, "1154 王芳")) != NULL; s++)
		marks++;
	assert_int_equal(marks, 6);
	assert_non_null(strstr(out.s, "1154 王芳 第3页\n\f"));
	str_free(&out);
}

static void
test_without_a_mark_the_rest_is_left_off(void **state)
{
	struct str out = { 0 };
	struct paper p = paper(&out, NULL);

	(void)state;
	for (int i = 0; i < 9; i++)
		paper_line(&p, "一行");
	paper_end(&p);
	assert_int_equal(measure(out.s, 20, 6), 1);
	str_free(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words_wrap_by_cells),
		cmocka_unit_test(test_nothing_a_printer_obeys),
		cmocka_unit_test(test_boxes_are_two_columns),
		cmocka_unit_test(test_every_page_is_marked),
		cmocka_unit_test(test_without_a_mark_the_rest_is_left_off),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
