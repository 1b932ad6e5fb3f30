/* test_widgets: choice, picker, list, pager, prompt, dialog and the bars, by what they show and report. */
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "client/ui/bar.h"
#include "client/ui/choice.h"
#include "client/ui/dialog.h"
#include "client/ui/list.h"
#include "client/ui/pager.h"
#include "client/ui/picker.h"
#include "client/ui/prompt.h"

static struct canvas c;

static void
blank(int rows, int cols)
{
	assert_true(canvas_resize(&c, rows, cols));
	c.low_bandwidth =
	    true; /* the chosen row by its mark alone; the full bar has its own test */
}

static void
shows(const char *want)
{
	struct str got = { 0 };
	canvas_dump(&c, &got);
	assert_string_equal(str_c(&got), want);
	str_free(&got);
}

#define SAY(f, widget, what)               \
	do {                               \
		struct input in_ = (what); \
		r = (struct react){ 0 };   \
		f(widget, &in_, &r);       \
	} while (0)

/* ---- choice ---- */

static void
test_choice(void **state)
{
	(void)state;
	static const char *const URGENCY[] = { "一般", "紧急", "特急" };
	struct choice ch = { URGENCY, 3, 0, { 0, 10, 1, 24 } };
	struct react r;
	SAY(choice_input, &ch, input_text("2"));
	assert_int_equal(r.bits, REACT_USED | REACT_TAKE);
	assert_int_equal(ch.value, 1);
	SAY(choice_input, &ch, input_text("２")); /* the same, full width: nothing new */
	assert_int_equal(r.bits, REACT_USED);
	SAY(choice_input, &ch, input_text(" "));
	SAY(choice_input, &ch, input_text(" "));
	assert_int_equal(ch.value, 0);
	SAY(choice_input, &ch, input_action(ACTION_LEFT));
	assert_int_equal(r.bits, REACT_USED);
	SAY(choice_input, &ch, input_action(ACTION_RIGHT));
	assert_int_equal(ch.value, 1);
	SAY(choice_input, &ch, input_text("4"));
	assert_true(r.bits & REACT_REFUSED);
	/* a label by its words, as they come from an input method: one by one; words of none are said to be lost */
	SAY(choice_input, &ch, input_text("特"));
	assert_int_equal(ch.value, 2);
	SAY(choice_input, &ch, input_text("急"));
	assert_int_equal(r.bits, REACT_USED);
	SAY(choice_input, &ch, input_text("紧急"));
	assert_int_equal(ch.value, 1);
	SAY(choice_input, &ch, input_text("路灯不亮"));
	assert_true(r.bits & REACT_REFUSED);
	assert_non_null(strstr(r.note, "“路灯不亮”没有记下"));
	assert_int_equal(ch.value, 1);
	SAY(choice_input, &ch, input_action(ACTION_ENTER));
	assert_int_equal(r.bits, 0);
	blank(2, 40);
	choice_draw(&ch, &c, ROLE_VALUE, true);
	shows("          紧急  1一般 2紧急 3特急\n\n");
	assert_int_equal(c.cursor_col, 10);
	blank(2, 40);
	choice_draw(&ch, &c, ROLE_VALUE, false);
	ch.at = (struct rect){ 1, 0, 1, 12 };
	ch.value = -1;
	choice_draw(&ch, &c, ROLE_VALUE, true);
	shows("          紧急\n- (1-3)\n");
}

/* ---- picker ---- */

static const struct picker_item ITEMS[] = {
	{ "0205", "城市管理 > 路灯照明", "路灯 灯不亮", "24小时", 0 },
	{ "0402", "环境保护 > 建筑施工噪声", "工地噪声", NULL, 0 },
	{ "0403", "环境保护 > 社会生活噪声", "广场舞", NULL, 5 },
	{ "0304", "公用事业 > 供热", "暖气不热", NULL, 0 },
	{ "0701", "人社 > 拖欠工资", "讨薪", NULL, 0 },
};

struct pick {
	struct picker_catalogue k;
	struct picker p;
};

static void
open_picker(struct pick *x)
{
	assert_int_equal(picker_catalogue_init(&x->k, ITEMS, 5, NULL), ERR_OK);
	picker_init(&x->p, &x->k, 4);
	x->p.at = (struct rect){ 1, 10, 1, 30 };
}

static void
close_picker(struct pick *x)
{
	picker_free(&x->p);
	picker_catalogue_free(&x->k);
}

static void
draw_picker(const struct picker *p, const char *want)
{
	blank(8, 60);
	canvas_text(&c, 1, 0, -1, ROLE_LABEL, "分类");
	canvas_text(&c, 2, 0, -1, ROLE_LABEL, "地点      红山区 红山街道     红山路78号");
	picker_draw(p, &c, ROLE_VALUE, true);
	picker_draw_list(p, &c);
	shows(want);
}

static void
test_picker_by_initials(void **state)
{
	(void)state;
	struct pick x;
	struct react r;
	open_picker(&x);
	draw_picker(&x.p, "\n分类\n地点      红山区 红山街道     红山路78号\n\n\n\n\n\n");
	SAY(picker_input, &x.p, input_text("z"));
	SAY(picker_input, &x.p, input_text("s"));
	assert_int_equal(r.bits, REACT_USED | REACT_MOVED);
	draw_picker(&x.p, "\n分类      zs\n地点   >1 0403 环境保护 > 社会生活噪声\n"
			  "        2 0402 环境保护 > 建筑施工噪声\n\n\n\n\n");
	close_picker(&x);
}

static void
test_picker_takes(void **state)
{
	(void)state;
	struct pick x;
	struct react r;
	open_picker(&x);
	SAY(picker_input, &x.p, input_text("s"));
	SAY(picker_input, &x.p, input_text("ｇ")); /* a full-width input method */
	SAY(picker_input, &x.p, input_text("zs"));
	SAY(picker_input, &x.p, input_action(ACTION_ENTER));
	assert_int_equal(r.bits, REACT_USED | REACT_TAKE);
	assert_string_equal(picker_code(&x.p), "0402");
	draw_picker(&x.p, "\n分类      0402 环境保护 > 建筑施工噪声\n地点      红山区 红山街道     "
			  "红山路78号\n\n\n\n\n\n");
	SAY(picker_input, &x.p, input_action(ACTION_ENTER));
	assert_int_equal(r.bits, 0); /* closed: the view goes on */
	/* a digit chooses once letters were typed */
	SAY(picker_input, &x.p, input_text("z"));
	SAY(picker_input, &x.p, input_text("s"));
	SAY(picker_input, &x.p, input_text("1"));
	assert_true(r.bits & REACT_TAKE);
	assert_string_equal(picker_code(&x.p), "0403");
	/* or is a code, when nothing else was typed */
	SAY(picker_input, &x.p, input_text("0"));
	SAY(picker_input, &x.p, input_text("7"));
	assert_int_equal(x.p.n_found, 1);
	SAY(picker_input, &x.p, input_action(ACTION_NEXT));
	assert_string_equal(picker_code(&x.p), "0701");
	/* synonyms; nothing found; Esc keeps the old value */
	SAY(picker_input, &x.p, input_text("暖气"));
	assert_int_equal(x.p.n_found, 1);
	SAY(picker_input, &x.p, input_text("xyz"));
	assert_int_equal(x.p.n_found, 0);
	SAY(picker_input, &x.p, input_action(ACTION_ENTER));
	assert_true(r.bits & REACT_REFUSED);
	SAY(picker_input, &x.p, input_action(ACTION_BACK));
	assert_true(r.bits & REACT_CANCEL);
	assert_string_equal(picker_code(&x.p), "0701");
	SAY(picker_input, &x.p, input_action(ACTION_ERASE));
	assert_true(r.bits & REACT_TAKE);
	assert_string_equal(picker_code(&x.p), "");
	picker_set(&x.p, "0205");
	assert_string_equal(picker_label(&x.p), "城市管理 > 路灯照明");
	picker_set(&x.p, "9999");
	assert_int_equal(x.p.value, -1);
	assert_int_equal(picker_catalogue_find(&x.k, NULL), -1);
	close_picker(&x);
}

static void
test_picker_list(void **state)
{
	(void)state;
	struct pick x;
	struct react r;
	open_picker(&x);
	SAY(picker_input, &x.p, input_action(ACTION_DOWN));
	SAY(picker_input, &x.p, input_action(ACTION_DOWN));
	draw_picker(&x.p, "\n分类\n地点    1 0403 环境保护 > 社会生活噪声\n       >2 0205 城市管理 "
			  "> 路灯照明             24小时\n"
			  "        3 0402 环境保护 > 建筑施工噪声\n        4 0304 公用事业 > 供热\n"
			  "          还有 1 项, 再输几个字母\n\n");
	SAY(picker_input, &x.p, input_action(ACTION_UP));
	SAY(picker_input, &x.p, input_action(ACTION_UP));
	assert_int_equal(x.p.chosen, 0);
	SAY(picker_input, &x.p, input_text("v"));
	draw_picker(
	    &x.p, "\n分类      v\n地点      没有符合的: 可输首字母、汉字或代码\n\n\n\n\n\n");
	SAY(picker_input, &x.p,
	    input_action(ACTION_ERASE)); /* the last letter taken away closes it */
	assert_false(x.p.open);
	/* no room below: above */
	x.p.at.row = 6;
	SAY(picker_input, &x.p, input_text("zs"));
	blank(8, 60);
	picker_draw(&x.p, &c, ROLE_VALUE, true);
	picker_draw_list(&x.p, &c);
	assert_int_equal(c.cells[5 * 60 + 8].ch, '2');
	close_picker(&x);
}

/* ---- list ---- */

static const char *const ROWS[][3] = {
	{ "1119-1107-01", "红山路78号路灯不亮", "!!超期1天" },
	{ "1121-1154-11", "幸福里5号楼暖气不热", "!12:40前签" },
	{ "1110-9562-07", "建材城装修噪声扰民", "待回访" },
	{ "1110-1277-03", "公积金异地提取", "-" },
};
static size_t n_rows = 4;

static size_t
count_rows(void *ctx)
{
	(void)ctx;
	return n_rows;
}

static void
row_cell(void *ctx, size_t row, int col, struct list_cell *out)
{
	(void)ctx;
	if (row < 4) {
		out->text = ROWS[row][col];
	} else {
		snprintf(out->buf, sizeof out->buf, "%zu-%d", row, col);
		out->text = out->buf;
	}
	if (col == 2 && out->text[0] == '!')
		out->role = ROLE_OVERDUE;
}

static const struct list_col COLS[] = { { "单号", 12, false }, { "诉求", 0, false },
	{ "期限", 10, true } };

static struct list
make_list(size_t rows)
{
	struct list l;
	n_rows = rows;
	list_init(&l, (struct list_source){ NULL, count_rows, row_cell }, COLS, 3);
	l.at = (struct rect){ 0, 0, 6, 46 };
	l.empty = "今天还没有工单。来电时按 F2 受理; 查旧单按 Ctrl-G 输单号。";
	return l;
}

static void
list_shows(const struct list *l, const char *want)
{
	blank(6, 46);
	list_draw(l, &c, true);
	shows(want);
}

static void
test_list_draws_and_opens(void **state)
{
	(void)state;
	struct list l = make_list(4);
	struct react r;
	SAY(list_input, &l, input_action(ACTION_DOWN));
	assert_int_equal(r.bits, REACT_USED | REACT_MOVED);
	list_shows(&l, "    单号         诉求                     期限\n"
		       "  1 1119-1107-01 红山路78号路灯不亮  !!超期1天\n"
		       " >2 1121-1154-11 幸福里5号楼暖气..  !12:40前签\n"
		       "  3 1110-9562-07 建材城装修噪声扰民     待回访\n"
		       "  4 1110-1277-03 公积金异地提取              -\n\n");
	assert_int_equal(c.cursor_row, 2);
	assert_int_equal(c.cursor_col, 1);
	SAY(list_input, &l, input_text("4"));
	assert_int_equal(r.bits, REACT_USED | REACT_TAKE);
	assert_int_equal(list_row(&l), 3);
	SAY(list_input, &l, input_text("7"));
	assert_true(r.bits & REACT_REFUSED);
	SAY(list_input, &l, input_action(ACTION_ENTER));
	assert_true(r.bits & REACT_TAKE);
	SAY(list_input, &l, input_action(ACTION_BACK));
	assert_int_equal(r.bits, 0);
	c.low_bandwidth = false;
	struct str roles = { 0 };
	l.selected = 0;
	canvas_clear(&c);
	list_draw(&l, &c, true);
	canvas_dump_roles(&c, &roles);
	assert_non_null(strstr(str_c(&roles), "~JJJJJJJJJJJJJJJJJJJJJJJJJJJJJJJJJJJJJJJJJJJJJJ\n"));
	assert_non_null(strstr(str_c(&roles), "~UUU"
					      "                                 "
					      "NNNNNNNNNN\n"));
	str_free(&roles);
	list_free(&l);
}

static void
test_list_filters(void **state)
{
	(void)state;
	struct list l = make_list(4);
	struct react r;
	l.selected = 3;
	SAY(list_input, &l, input_text("z"));
	SAY(list_input, &l, input_text("Ｓ"));
	assert_int_equal(r.bits, REACT_USED | REACT_MOVED);
	list_shows(&l, "    单号            [筛选 zs  1 行]       期限\n"
		       " >1 1110-9562-07 建材城装修噪声扰民     待回访\n\n\n\n\n");
	assert_int_equal(list_row(&l), 2);
	SAY(list_input, &l, input_text("q"));
	assert_int_equal(list_row(&l), LIST_NONE);
	list_shows(&l, "    单号           [筛选 zsq  0 行]       期限\n    没有符合筛选的行; Esc "
		       "取消筛选。\n\n\n\n\n");
	SAY(list_input, &l, input_action(ACTION_ENTER));
	assert_int_equal(r.bits, 0);
	SAY(list_input, &l, input_action(ACTION_ERASE));
	assert_int_equal(l.n_shown, 1);
	SAY(list_input, &l, input_action(ACTION_BACK));
	assert_int_equal(l.n_shown, 4);
	assert_int_equal(list_row(&l), 2);       /* what was found stays chosen */
	SAY(list_input, &l, input_text("回访")); /* any column */
	assert_int_equal(list_row(&l), 2);
	list_select(&l, 2);
	assert_int_equal(l.selected, 0);
	list_free(&l);
}

static void
test_list_takes_a_digit_of_no_row_as_text(void **state)
{
	(void)state;
	struct list l = make_list(4);
	struct react r;
	l.digits_filter = true;
	SAY(list_input, &l, input_text("4"));
	assert_int_equal(r.bits, REACT_USED | REACT_TAKE);
	SAY(list_input, &l, input_text("9"));
	assert_int_equal(r.bits, REACT_USED | REACT_MOVED);
	SAY(list_input, &l, input_text("5"));
	SAY(list_input, &l, input_text("6"));
	SAY(list_input, &l, input_text("2"));
	assert_string_equal(str_c(&l.filter.text), "9562");
	SAY(list_input, &l, input_action(ACTION_BACK));
	SAY(list_input, &l, input_text("z"));
	SAY(list_input, &l, input_text("1")); /* a row of what is left */
	assert_true(r.bits & REACT_TAKE);
	list_free(&l);
}

static void
test_list_scrolls_and_is_empty(void **state)
{
	(void)state;
	struct list l = make_list(40);
	struct react r;
	l.headless = true;
	l.at.rows = 5;
	for (int i = 0; i < 5; i++)
		SAY(list_input, &l, input_action(ACTION_DOWN));
	list_shows(&l, "  1 1110-9562-07 建材城装修噪声扰民     待回访\n  2 1110-1277-03 "
		       "公积金异地提取              -\n"
		       "  3 4-0          4-1                       4-2\n >4 5-0          5-1       "
		       "                5-2\n"
		       "  5 6-0          6-1                       6-2\n\n");
	SAY(list_input, &l, input_text("1"));
	assert_int_equal(list_row(&l), 2);
	SAY(list_input, &l, input_action(ACTION_END));
	assert_int_equal(list_row(&l), 39);
	SAY(list_input, &l, input_action(ACTION_PAGE_UP));
	assert_int_equal(list_row(&l), 34);
	SAY(list_input, &l, input_action(ACTION_HOME));
	assert_int_equal(list_row(&l), 0);
	n_rows = 3;
	list_select(&l, 30);
	list_refresh(&l);
	assert_int_equal(list_row(&l), 2);
	n_rows = 0;
	list_refresh(&l);
	assert_int_equal(list_row(&l), LIST_NONE);
	list_shows(
	    &l, "    今天还没有工单。来电时按 F2 受理; 查旧单按\n    Ctrl-G 输单号。\n\n\n\n\n");
	SAY(list_input, &l, input_action(ACTION_DOWN));
	SAY(list_input, &l, input_text("1"));
	assert_true(r.bits & REACT_REFUSED);
	list_free(&l);
}

/* ---- pager ---- */

static void
test_pager(void **state)
{
	(void)state;
	struct pager p = { "一、购房提取: 身份证、合同\n二、租房提取\n三、偿还贷款\n四、其他",
		{ 0, 0, 3, 20 }, 0, 0 };
	struct react r;
	assert_int_equal(pager_pages(&p), 3);
	blank(3, 20);
	pager_draw(&p, &c, ROLE_NORMAL, true);
	shows("一、购房提取: 身份\n证、合同\n           第 1/3 页\n");
	SAY(pager_input, &p, input_action(ACTION_PAGE_UP));
	assert_int_equal(r.bits, 0);
	SAY(pager_input, &p, input_action(ACTION_PAGE_DOWN));
	blank(3, 20);
	pager_draw(&p, &c, ROLE_NORMAL, true);
	shows("二、租房提取\n三、偿还贷款\n           第 2/3 页\n");
	SAY(pager_input, &p, input_action(ACTION_END));
	SAY(pager_input, &p, input_action(ACTION_DOWN));
	assert_int_equal(r.bits, 0);
	p.at.rows = 5; /* all fits now */
	blank(5, 20);
	pager_draw(&p, &c, ROLE_NORMAL, true);
	shows("一、购房提取: 身份\n证、合同\n二、租房提取\n三、偿还贷款\n四、其他\n");
	p.hang = 4; /* a paragraph goes on further in, another begins at the edge */
	blank(5, 20);
	pager_draw(&p, &c, ROLE_NORMAL, true);
	shows("一、购房提取: 身份\n    证、合同\n二、租房提取\n三、偿还贷款\n四、其他\n");
	p.hang = 0;
	p.text = NULL;
	blank(2, 20);
	pager_draw(&p, &c, ROLE_NORMAL, true);
	shows("\n\n");
}

/* ---- prompt ---- */

static void
test_prompt(void **state)
{
	(void)state;
	static const struct prompt_item FOUND[] = { { "工单列表", "F4" }, { "工作台", NULL } };
	struct prompt p;
	struct react r;
	prompt_init(&p, "命令", 60);
	p.row = 3;
	SAY(prompt_input, &p, input_text("g"));
	assert_true(r.bits & REACT_EDIT);
	prompt_offer(&p, FOUND, 2);
	SAY(prompt_input, &p, input_action(ACTION_UP));
	SAY(prompt_input, &p, input_action(ACTION_UP));
	SAY(prompt_input, &p, input_action(ACTION_UP));
	assert_string_equal(prompt_answer(&p), "工作台");
	SAY(prompt_input, &p, input_action(ACTION_DOWN));
	blank(4, 40);
	prompt_draw(&p, &c);
	shows("\n   工作台\n > 工单列表  F4\n 命令  g\n");
	assert_int_equal(c.cursor_row, 3);
	assert_int_equal(c.cursor_col, 8);
	SAY(prompt_input, &p, input_action(ACTION_NEXT));
	assert_true(r.bits & REACT_EDIT);
	assert_string_equal(prompt_answer(&p), "工单列表");
	assert_int_equal(p.chosen, -1);
	SAY(prompt_input, &p, input_action(ACTION_ENTER));
	assert_true(r.bits & REACT_TAKE);
	SAY(prompt_input, &p, input_action(ACTION_BACK));
	assert_true(r.bits & REACT_CANCEL);
	prompt_offer(&p, NULL, 0);
	SAY(prompt_input, &p, input_action(ACTION_NEXT));
	assert_int_equal(r.bits, REACT_USED);
	prompt_free(&p);
}

/* More than there are rows: by the page, to the ends, counted; none is out of reach. */
static void
test_a_long_prompt(void **state)
{
	static const struct {
		enum action key;
		int chosen;
		const char *picture;
	} STEPS[] = {
		{ ACTION_NONE, -1,
		    "\n   丙\n   乙\n   甲\n 命令                           共 7 项\n" },
		{ ACTION_PAGE_DOWN, 0,
		    "\n   丙\n   乙\n > 甲\n 命令                               1/7\n" },
		{ ACTION_PAGE_UP, 3,
		    "\n > 丁\n   丙\n   乙\n 命令                               4/7\n" },
		{ ACTION_PAGE_UP, 6,
		    "\n > 庚\n   己\n   戊\n 命令                               7/7\n" },
		{ ACTION_PAGE_UP, 6, NULL },
		{ ACTION_UP, 6, NULL },
		{ ACTION_DOWN, 5,
		    "\n   庚\n > 己\n   戊\n 命令                               6/7\n" },
		{ ACTION_PAGE_DOWN, 2,
		    "\n   戊\n   丁\n > 丙\n 命令                               3/7\n" },
		{ ACTION_HOME, 0, NULL },
		{ ACTION_END, 6, NULL },
		{ ACTION_PAGE_DOWN, 3, NULL },
		{ ACTION_PAGE_DOWN, 0, NULL },
		{ ACTION_PAGE_DOWN, 0, NULL },
		{ ACTION_DOWN, -1,
		    "\n   丙\n   乙\n   甲\n 命令                           共 7 项\n" },
	};
	static const struct prompt_item MANY[] = { { "甲", NULL }, { "乙", NULL }, { "丙", NULL },
		{ "丁", NULL }, { "戊", NULL }, { "己", NULL }, { "庚", NULL } };
	struct prompt p;
	struct react r;

	(void)state;
	prompt_init(&p, "命令", 60);
	p.row = 4;
	prompt_offer(&p, MANY, 7);
	for (size_t i = 0; i < sizeof STEPS / sizeof STEPS[0]; i++) {
		if (STEPS[i].key != ACTION_NONE)
			SAY(prompt_input, &p, input_action(STEPS[i].key));
		assert_int_equal(p.chosen, STEPS[i].chosen);
		blank(5, 40);
		prompt_draw(&p, &c);
		if (STEPS[i].picture != NULL)
			shows(STEPS[i].picture);
	}
	/* the line is being typed into: Home is the line's */
	SAY(prompt_input, &p, input_text("ab"));
	prompt_offer(&p, MANY, 7);
	SAY(prompt_input, &p, input_action(ACTION_HOME));
	assert_int_equal(p.chosen, -1);
	assert_int_equal(p.field.ed.cursor, 0);
	prompt_free(&p);
}

/* ---- dialog ---- */

static void
test_dialog(void **state)
{
	(void)state;
	static const char *const ANSWERS[] = { "放弃这张草稿", "留着, 以后再办" };
	struct dialog d = { 0 };
	struct react r;
	SAY(dialog_input, &d, input_text("1"));
	assert_int_equal(r.bits, 0); /* closed */
	dialog_ask(&d, "放弃草稿", "张女士 路灯: 已记 46 个字, 放弃后找不回来。", ANSWERS, 2, -1);
	assert_true(d.flush);
	struct input ahead = input_text("1"), paste = input_paste("1");
	ahead.ahead = true;
	SAY(dialog_input, &d, ahead);
	assert_int_equal(r.bits, REACT_USED); /* typed before it was seen */
	SAY(dialog_input, &d, paste);
	assert_true(d.open && (r.bits & REACT_REFUSED));
	SAY(dialog_input, &d, input_action(ACTION_ENTER));
	assert_true(d.open && (r.bits & REACT_REFUSED)); /* not undone by Enter */
	SAY(dialog_input, &d, input_text("3"));
	assert_true(d.open);
	blank(12, 80);
	dialog_draw(&d, &c);
	shows("\n\n"
	      "          +- 放弃草稿 -----------------------------------------------+\n"
	      "          | 张女士 路灯: 已记 46 个字, 放弃后找不回来。              |\n"
	      "          |                                                          |\n"
	      "          | 1  放弃这张草稿                                          |\n"
	      "          | 2  留着, 以后再办                                        |\n"
	      "          | Esc  返回                                                |\n"
	      "          +----------------------------------------------------------+\n\n\n\n");
	SAY(dialog_input, &d, input_text("2"));
	assert_true(r.bits & REACT_TAKE);
	assert_int_equal(d.taken, 1);
	assert_false(d.open);
	dialog_ask(&d, "t", "x", ANSWERS, 2, 1);
	SAY(dialog_input, &d, input_action(ACTION_ENTER));
	assert_int_equal(d.taken, 1);
	dialog_ask(&d, "t", "x", ANSWERS, 2, 1);
	SAY(dialog_input, &d, input_action(ACTION_BACK));
	assert_true((r.bits & REACT_CANCEL) && !d.open);
	dialog_ask(&d, "t", "一段放不下的话一段放不下的话一段放不下的话", ANSWERS, 2, 1);
	blank(6, 20); /* absurdly small: nothing outside, nothing crashes */
	dialog_draw(&d, &c);
}

/* ---- bars ---- */

static void
test_bars(void **state)
{
	(void)state;
	static const struct bar_item LEFT[] = { { "受理", ROLE_NORMAL, 0 },
		{ "1154 王芳", ROLE_NORMAL, 1 }, { "通话 02:13", ROLE_NORMAL, 0 },
		{ "", ROLE_NORMAL, 0 }, { "排队 3 最久 0:48", ROLE_STATUS_WARN, 2 },
		{ "今日 41", ROLE_NORMAL, 3 } };
	static const struct bar_item RIGHT[] = { { "线路正常", ROLE_NORMAL, 0 },
		{ "同步 10:42", ROLE_NORMAL, 2 } };
	static const struct bar_key KEYS[] = { { ACTION_HELP, NULL }, { ACTION_KNOWLEDGE, NULL },
		{ ACTION_HOLD, "重连" }, { ACTION_LOCK, NULL }, { ACTION_BACK, "返回受理" },
		{ ACTION_NONE, "数字=选择" } };
	struct keymap km;
	keymap_default(&km);
	keymap_bind(&km, ACTION_LOCK, "", NULL);
	blank(7, 80);
	bar_status(&c, 0, LEFT, 6, RIGHT, 2);
	bar_footer(&c, 6, &km, KEYS, 6);
	bar_message(&c, 5, ROLE_MESSAGE, "已提交 261121-104231-1154-17", "已存 10:42:07");
	shows(" 受理  1154 王芳  通话 02:13  排队 3 最久 0:48  今日 41    线路正常  同步 "
	      "10:42\n\n\n\n\n"
	      " 已提交 261121-104231-1154-17                                     已存 10:42:07\n"
	      " F1帮助 F3知识 F5重连 Esc返回受理 数字=选择                         Ctrl-P 命令\n");
	blank(3, 44);
	bar_status(&c, 0, LEFT, 6, RIGHT, 2);
	bar_message(&c, 1, ROLE_ERROR, "一句很长很长很长很长很长很长放不下的话", "已存");
	bar_footer(&c, 2, &km, KEYS, 6);
	shows(" 受理  1154 王芳  通话 02:13       线路正常\n 一句很长很长很长很长很长很长放不下..  "
	      "已存\n"
	      " F1帮助 F3知识 F5重连 数字=选择 Ctrl-P 命令\n");
	blank(3, 16);
	bar_status(&c, 0, LEFT, 6, RIGHT, 2);
	bar_footer(&c, 2, &km, KEYS, 6);
	shows(" 受理  线路正常\n\n    Ctrl-P 命令\n");
}

static int
done(void **state)
{
	(void)state;
	canvas_free(&c);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_choice),
		cmocka_unit_test(test_picker_by_initials),
		cmocka_unit_test(test_picker_takes),
		cmocka_unit_test(test_picker_list),
		cmocka_unit_test(test_list_draws_and_opens),
		cmocka_unit_test(test_list_filters),
		cmocka_unit_test(test_list_takes_a_digit_of_no_row_as_text),
		cmocka_unit_test(test_list_scrolls_and_is_empty),
		cmocka_unit_test(test_pager),
		cmocka_unit_test(test_prompt),
		cmocka_unit_test(test_a_long_prompt),
		cmocka_unit_test(test_dialog),
		cmocka_unit_test(test_bars),
	};
	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, done);
}
