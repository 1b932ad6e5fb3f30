/* test_text_widgets: the editor, the one-line field and the text area: every edit is a splice that replays. */
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "client/ui/field.h"
#include "client/ui/scroll.h"
#include "client/ui/textarea.h"

/* The journal's side: the same text, made from the splices alone. */
static struct str copy;

static void
replay(const struct react *r, const struct editor *ed)
{
	if (r->bits & REACT_EDIT) {
		assert_true(r->edit.at + r->edit.del <= copy.len);
		str_splice(&copy, r->edit.at, r->edit.del, r->edit.ins, r->edit.ins_len);
		assert_int_equal(r->edit.cursor, ed->cursor);
	}
	assert_string_equal(str_c(&copy), str_c(&ed->text));
	assert_int_equal(ed->chars, utf8_count(str_c(&ed->text)));
	assert_true(utf8_valid(str_c(&ed->text), ed->text.len));
}

static struct react
give(struct field *f, struct input in)
{
	struct react r = { 0 };
	field_input(f, &in, &r);
	replay(&r, &f->ed);
	return r;
}

static struct field
make_field(const char *text, size_t limit)
{
	struct field f;
	field_init(&f, limit);
	editor_set(&f.ed, text, (size_t)-1);
	str_reset(&copy);
	str_add(&copy, text);
	return f;
}

static void
look(const struct field *f, int cols, const char *text, int cursor)
{
	struct canvas c = { 0 };
	struct str got = { 0 };
	struct field placed = *f;
	canvas_resize(&c, 1, cols + 2);
	placed.at = (struct rect){ 0, 1, 1, cols };
	canvas_text(&c, 0, 0, 1, ROLE_NORMAL, "[");
	canvas_text(&c, 0, cols + 1, 1, ROLE_NORMAL, "]");
	field_draw(&placed, &c, ROLE_VALUE, true);
	canvas_dump(&c, &got);
	assert_string_equal(str_c(&got), text);
	assert_int_equal(c.cursor_col, cursor + 1);
	str_free(&got);
	canvas_free(&c);
}

static void
test_typing_and_erasing(void **state)
{
	(void)state;
	struct field f = make_field("", 0);
	give(&f, input_text("红山路78号"));
	assert_int_equal(give(&f, input_action(ACTION_ERASE)).bits, REACT_USED | REACT_EDIT);
	assert_string_equal(field_text(&f), "红山路78");
	give(&f, input_action(ACTION_HOME));
	assert_int_equal(give(&f, input_action(ACTION_ERASE)).bits, REACT_USED);
	give(&f, input_action(ACTION_RIGHT));
	give(&f, input_action(ACTION_FORWARD));
	give(&f, input_text("大"));
	assert_string_equal(field_text(&f), "红山大路78");
	give(&f, input_action(ACTION_LEFT));
	give(&f, input_action(ACTION_ERASE_NEXT));
	assert_string_equal(field_text(&f), "红山路78");
	assert_int_equal(give(&f, input_action(ACTION_LINE_END)).bits, REACT_USED | REACT_MOVED);
	assert_int_equal(give(&f, input_action(ACTION_END)).bits, REACT_USED);
	assert_int_equal(give(&f, input_action(ACTION_ERASE_NEXT)).bits, REACT_USED);
	/* not its business: the view goes to the next field, submits, … */
	assert_int_equal(give(&f, input_action(ACTION_ENTER)).bits, 0);
	assert_int_equal(give(&f, input_action(ACTION_NEXT)).bits, 0);
	assert_int_equal(give(&f, input_action(ACTION_UP)).bits, 0);
	assert_int_equal(give(&f, input_action(ACTION_NEWLINE)).bits, 0);
	assert_int_equal(give(&f, input_action(ACTION_SUBMIT)).bits, 0);
	field_free(&f);
}

static void
test_erasing_pieces_and_restoring(void **state)
{
	(void)state;
	struct field f = make_field("红山路灯 lamp-78 坏了。", 0);
	give(&f, input_action(ACTION_ERASE_WORD));
	assert_string_equal(field_text(&f), "红山路灯 lamp-78 坏了");
	give(&f, input_action(ACTION_ERASE_WORD));
	assert_string_equal(field_text(&f), "红山路灯 lamp-78 ");
	give(&f, input_action(ACTION_ERASE_WORD));
	assert_string_equal(field_text(&f), "红山路灯 ");
	give(&f, input_action(ACTION_RESTORE));
	assert_string_equal(field_text(&f), "红山路灯 lamp-78 ");
	give(&f, input_action(ACTION_ERASE_HEAD));
	assert_string_equal(field_text(&f), "");
	assert_int_equal(give(&f, input_action(ACTION_ERASE_WORD)).bits, REACT_USED);
	give(&f, input_action(ACTION_RESTORE));
	assert_string_equal(field_text(&f), "红山路灯 lamp-78 ");
	give(&f, input_action(ACTION_HOME));
	give(&f, input_action(ACTION_RIGHT));
	give(&f, input_action(ACTION_ERASE_TAIL));
	assert_string_equal(field_text(&f), "红");
	field_free(&f);
	f = make_field("x", 0);
	assert_true(give(&f, input_action(ACTION_RESTORE)).bits & REACT_REFUSED);
	field_free(&f);
}

static void
test_limits_refuse_whole_and_say_why(void **state)
{
	(void)state;
	struct field f = make_field("一二三四五六七八", 10);
	struct react r = give(&f, input_text("九十百"));
	assert_int_equal(r.bits, REACT_USED | REACT_REFUSED);
	assert_string_equal(r.note, "最多 10 个字, 现有 8 个, 再加 3 个放不下: 没有放进去");
	assert_string_equal(field_text(&f), "一二三四五六七八");
	give(&f, input_text("九十"));
	assert_string_equal(field_text(&f), "一二三四五六七八九十");
	assert_true(give(&f, input_paste("x")).bits & REACT_REFUSED);
	field_free(&f);
	/* a draft may already be over: it can be shortened, not made longer */
	f = make_field("一二三四五六七八九十十一", 10);
	assert_true(give(&f, input_text("x")).bits & REACT_REFUSED);
	assert_true(give(&f, input_action(ACTION_ERASE)).bits & REACT_EDIT);
	struct react rr = { 0 };
	editor_replace(&f.ed, "短", &rr);
	replay(&rr, &f.ed);
	assert_string_equal(field_text(&f), "短");
	field_free(&f);
}

static void
test_paste_rule(void **state)
{
	(void)state;
	struct field f = make_field("", 0);
	give(&f, input_paste("  红山路\r\n78号\t 门口\xe3\x80\x80"
			     "东\033[31m\xff "));
	assert_string_equal(field_text(&f), "红山路 78号  门口 东<1B>[31m<FF>");
	give(&f, input_action(ACTION_ERASE_HEAD));
	give(&f, input_paste("\r\n \n")); /* nothing left of it */
	assert_string_equal(field_text(&f), "");
	give(&f, input_text("a\xe2\x80\xae"
			    "b")); /* typed controls are never obeyed either */
	assert_string_equal(field_text(&f), "a<202E>b");
	field_free(&f);
}

static void
test_marks_stay_with_their_letter(void **state)
{
	(void)state;
	struct field f = make_field("ae\xcc\x81\xcc\xa3z", 0);
	give(&f, input_action(ACTION_LEFT));
	give(&f, input_action(ACTION_LEFT));
	assert_int_equal(f.ed.cursor, 1);
	give(&f, input_action(ACTION_ERASE_NEXT));
	assert_string_equal(field_text(&f), "az");
	field_free(&f);
}

static void
test_field_scrolls_by_half(void **state)
{
	(void)state;
	struct field f = make_field("", 0);
	f.at.cols = 10;
	look(&f, 10, "[          ]\n", 0);
	give(&f, input_text("abcdefgh"));
	look(&f, 10, "[abcdefgh  ]\n", 8);
	give(&f, input_text("i"));
	look(&f, 10, "[<ghi      ]\n", 4);
	give(&f, input_text("jklm"));
	look(&f, 10, "[<ghijklm  ]\n", 8);
	give(&f, input_action(ACTION_HOME));
	look(&f, 10, "[abcdefghi>]\n", 0);
	field_free(&f);
	f = make_field("路灯坏了很久没有人来修", 0);
	look(&f, 10, "[<人来修   ]\n", 7);
	look(&f, 9, "[< 来修   ]\n", 6); /* half of 人 has no room and is left out */
	field_free(&f);
}

static void
test_password_shows_its_length_only(void **state)
{
	(void)state;
	struct field f = make_field("秘密abc", 0);
	f.secret = true;
	look(&f, 10, "[*****     ]\n", 5);
	look(&f, 4, "[*** ]\n", 3);
	const char *stood = f.ed.text.s;
	field_forget(&f);
	assert_string_equal(field_text(&f), "");
	assert_int_equal(stood[0], 0); /* its memory too */
	assert_int_equal(stood[3], 0);
	field_free(&f);
}

/* ---- text area ---- */

static struct react
giva(struct textarea *t, struct input in)
{
	struct react r = { 0 };
	textarea_input(t, &in, &r);
	replay(&r, &t->ed);
	/* the kept lines are those that a fresh wrapping gives */
	struct textarea fresh;
	textarea_init(&fresh, 0, true);
	textarea_place(&fresh, t->at);
	textarea_set(&fresh, textarea_text(t), 0);
	assert_int_equal(fresh.n_lines, t->n_lines);
	assert_memory_equal(fresh.line_at, t->line_at, t->n_lines * sizeof *t->line_at);
	textarea_free(&fresh);
	return r;
}

static struct textarea
make_area(const char *text, int rows, int cols)
{
	struct textarea t;
	textarea_init(&t, LIMIT_CONTENT_CHARS, true);
	textarea_place(&t, (struct rect){ 0, 0, rows, cols });
	textarea_set(&t, text, (size_t)-1);
	str_reset(&copy);
	str_add(&copy, text);
	return t;
}

static void
look_area(const struct textarea *t, const char *want)
{
	struct canvas c = { 0 };
	struct str got = { 0 };
	canvas_resize(&c, t->at.rows, t->at.cols);
	textarea_draw(t, &c, ROLE_NORMAL, true);
	canvas_dump_roles(&c, &got);
	assert_string_equal(str_c(&got), want);
	str_free(&got);
	canvas_free(&c);
}

static void
test_area_wraps_and_moves_by_screen_lines(void **state)
{
	(void)state;
	struct textarea t = make_area("", 4, 13);
	look_area(&t, "\n\n\n\ncursor 0,0\n");
	assert_int_equal(giva(&t, input_action(ACTION_UP)).bits, 0);
	assert_int_equal(giva(&t, input_action(ACTION_DOWN)).bits, 0);
	giva(&t, input_text("红山路门口路灯坏了,晚上很黑"));
	look_area(&t, "红山路门口路\n灯坏了,晚上\n很黑\n\ncursor 2,4\n");
	giva(&t, input_action(ACTION_NEWLINE));
	giva(&t, input_text("急"));
	look_area(&t, "红山路门口路\n灯坏了,晚上\n很黑\n急\ncursor 3,2\n");
	assert_int_equal(textarea_rows(&t), 4);
	assert_int_equal(giva(&t, input_action(ACTION_UP)).bits, REACT_USED | REACT_MOVED);
	giva(&t, input_action(ACTION_END));
	look_area(&t, "红山路门口路\n灯坏了,晚上\n很黑\n急\ncursor 2,4\n");
	giva(&t, input_action(ACTION_UP));
	giva(&t, input_action(ACTION_UP));
	look_area(&t, "红山路门口路\n灯坏了,晚上\n很黑\n急\ncursor 0,4\n");
	assert_int_equal(giva(&t, input_action(ACTION_UP)).bits, 0);
	giva(&t, input_text("大"));
	look_area(&t, "红山大路门口\n路灯坏了,晚\n上很黑\n急\ncursor 0,6\n");
	giva(&t, input_action(ACTION_ERASE_TAIL));
	look_area(&t, "红山大\n急\n\n\ncursor 0,6\n");
	giva(&t, input_action(ACTION_ERASE_NEXT)); /* the line end */
	look_area(&t, "红山大急\n\n\n\ncursor 0,6\n");
	giva(&t, input_action(ACTION_RESTORE));
	look_area(&t, "红山大路门口\n路灯坏了,晚\n上很黑急\n\ncursor 2,6\n");
	assert_int_equal(giva(&t, input_action(ACTION_ENTER)).bits, 0);
	textarea_free(&t);
}

static void
test_area_keeps_its_column(void **state)
{
	(void)state;
	struct textarea t = make_area("abcdefgh\nab\nabcdefgh", 4, 20);
	giva(&t, input_action(ACTION_UP));
	look_area(&t, "abcdefgh\nab\nabcdefgh\n\ncursor 1,2\n");
	giva(&t, input_action(ACTION_UP));
	look_area(&t, "abcdefgh\nab\nabcdefgh\n\ncursor 0,8\n");
	giva(&t, input_action(ACTION_PAGE_DOWN));
	look_area(&t, "abcdefgh\nab\nabcdefgh\n\ncursor 2,8\n");
	textarea_free(&t);
	/* up into a line that is full to its end does not fall into the next one */
	t = make_area("一二三四五六七八九十甲", 3, 11);
	giva(&t, input_action(ACTION_UP));
	giva(&t, input_action(ACTION_END));
	textarea_set(&t, "一二三四五六七八九十甲乙丙丁戊", (size_t)-1);
	str_reset(&copy);
	str_add(&copy, textarea_text(&t));
	look_area(&t, "一二三四五\n六七八九十\n甲乙丙丁戊\ncursor 2,10\n");
	giva(&t, input_action(ACTION_UP));
	look_area(&t, "一二三四五\n六七八九十\n甲乙丙丁戊\ncursor 1,8\n");
	textarea_free(&t);
}

static void
test_area_scrolls_by_half(void **state)
{
	(void)state;
	struct textarea t = make_area("1\n2\n3\n4\n5", 4, 20);
	look_area(&t, "3\n4\n5\n\ncursor 2,1\n");
	giva(&t, input_action(ACTION_NEWLINE));
	look_area(&t, "3\n4\n5\n\ncursor 3,0\n");
	giva(&t, input_action(ACTION_NEWLINE));
	look_area(&t, "5\n\n\n\ncursor 2,0\n");
	giva(&t, input_action(ACTION_PAGE_UP));
	look_area(&t, "1\n2\n3\n4\ncursor 3,0\n");
	textarea_place(&t, (struct rect){ 0, 0, 10, 20 });
	look_area(&t, "1\n2\n3\n4\n5\n\n\n\n\n\ncursor 3,0\n");
	textarea_free(&t);
}

static void
test_area_soft_limit(void **state)
{
	(void)state;
	struct textarea t = make_area("", 4, 40);
	struct str big = { 0 };
	for (int i = 0; i < LIMIT_CONTENT_CHARS + 7; i++)
		str_add(&big, "路");
	giva(&t, input_paste(str_c(&big)));
	assert_int_equal(editor_over(&t.ed), 7); /* kept in the draft; submit says by how much */
	assert_int_equal(t.ed.text.len, big.len);
	str_reset(&big);
	for (int i = 0; i < EDITOR_BYTES; i++)
		str_add_c(&big, 'x');
	struct react r = giva(&t, input_paste(str_c(&big)));
	assert_int_equal(r.bits, REACT_USED | REACT_REFUSED);
	str_free(&big);
	textarea_free(&t);
}

static void
test_area_paste_keeps_lines(void **state)
{
	(void)state;
	struct textarea t = make_area("", 6, 40);
	giva(&t, input_paste("第一\r\n第二\r第三\n\n第四\t完\r\n"));
	look_area(&t, "第一\n第二\n第三\n\n第四 完\n\ncursor 4,7\n");
	textarea_free(&t);
}

/* Random keys: splices replay, lines are right, the text stays valid (checked in giva). */
static void
test_random_editing(void **state)
{
	(void)state;
	static const char *const TEXTS[] = { "路", "a", " ", "，", "word", "坏了。", "e\xcc\x81",
		"\n" };
	static const enum action ACTS[] = { ACTION_LEFT, ACTION_RIGHT, ACTION_UP, ACTION_DOWN,
		ACTION_HOME, ACTION_END, ACTION_ERASE, ACTION_ERASE_NEXT, ACTION_ERASE_WORD,
		ACTION_NEWLINE, ACTION_PAGE_UP, ACTION_RESTORE, ACTION_LINE_END,
		ACTION_ERASE_TAIL };
	struct textarea t = make_area("", 3, 11);
	uint32_t r = 7;
	for (int i = 0; i < 4000; i++) {
		r = r * 1664525u + 1013904223u;
		if (r >> 31)
			giva(&t, input_text(TEXTS[(r >> 16) % 8]));
		else
			giva(&t, input_action(ACTS[(r >> 16) % (sizeof ACTS / sizeof *ACTS)]));
		if (t.ed.text.len > 600) {
			textarea_set(&t, "重新开始", 3);
			str_reset(&copy);
			str_add(&copy, "重新开始");
		}
	}
	textarea_free(&t);
}

static void
test_scroll_rules(void **state)
{
	(void)state;
	for (int cols = 4; cols < 90; cols++) {
		for (int pos = 0; pos < 500; pos++) {
			int top = scroll_cols(pos, cols);
			assert_in_range(pos - top, top > 0 ? 1 : 0, cols - 2 > 0 ? cols - 2 : 0);
		}
	}
	for (int rows = 1; rows < 30; rows++) {
		for (int pos = 0; pos < 100; pos++)
			assert_in_range(pos - scroll_rows(pos, 100, rows), 0, rows - 1);
	}
	assert_int_equal(scroll_rows(3, 4, 4), 0);
}

static int
done(void **state)
{
	(void)state;
	str_free(&copy);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_typing_and_erasing),
		cmocka_unit_test(test_erasing_pieces_and_restoring),
		cmocka_unit_test(test_limits_refuse_whole_and_say_why),
		cmocka_unit_test(test_paste_rule),
		cmocka_unit_test(test_marks_stay_with_their_letter),
		cmocka_unit_test(test_field_scrolls_by_half),
		cmocka_unit_test(test_password_shows_its_length_only),
		cmocka_unit_test(test_area_wraps_and_moves_by_screen_lines),
		cmocka_unit_test(test_area_keeps_its_column),
		cmocka_unit_test(test_area_scrolls_by_half),
		cmocka_unit_test(test_area_soft_limit),
		cmocka_unit_test(test_area_paste_keeps_lines),
		cmocka_unit_test(test_random_editing),
		cmocka_unit_test(test_scroll_rules),
	};
	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, done);
}
