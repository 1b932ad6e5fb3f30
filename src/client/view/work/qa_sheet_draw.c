/* The picture of the score sheet: the total on top, an item a line with what was taken off, the ways of the chosen one, what
 * is judged where there is room for it, the remark at the foot. Not here: what keys do (qa_sheet.c). */
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "client/ui/wrap.h"
#include "client/view/part_p.h"
#include "qa_p.h"

static void
draw_head(const struct qa_sheet *s, struct canvas *c, struct rect at)
{
	const char *grade = qa_grade(s->form, &s->marks);
	bool good = qa_score(s->form, &s->marks) >= QA_PASS;
	char right[64];

	(void)snprintf(right, sizeof(right), "%s%d分 %s", good ? "" : "! ",
	    qa_score(s->form, &s->marks), record_result_label(RECORD_QA_SHEET, grade));
	canvas_printf(c, at.row, at.col + 1, at.cols - 22, ROLE_HEADING, "%s评分%s  被评 %s  %s",
	    s->form->label,
	    s->read_only       ? ""
	    : s->of[0] != '\0' ? "(复评)"
			       : "",
	    s->judged, s->title);
	canvas_right(c, at.row, at.col + at.cols - 1, good ? ROLE_HEADING : ROLE_NEAR, right);
}

/* "-2x2 -5": what was taken off this item. */
static void
taken_words(const struct qa_form *f, const struct qa_marks *m, int item, char *out, size_t size)
{
	size_t at = 0;

	out[0] = '\0';
	for (int w = 0; w < qa_ways(&f->items[item]) && at < size; w++)
		if (m->times[item][w] > 0)
			at += (size_t)snprintf(out + at, size - at,
			    m->times[item][w] > 1 ? " -%dx%d" : " -%d",
			    f->items[item].ways[w].points, m->times[item][w]);
}

static void
draw_items(const struct qa_sheet *s, struct canvas *c, struct rect at)
{
	const struct qa_form *f = s->form;

	for (int i = 0; i <= f->n_items && i < at.rows; i++) {
		bool here = !s->in_remark && i == s->item;
		enum role role = here ? ROLE_FOCUS : ROLE_NORMAL;
		char taken[48] = "";

		canvas_text(c, at.row + i, at.col, 2, role, here ? " >" : "  ");
		if (i == f->n_items) {
			canvas_printf(c, at.row + i, at.col + 2, at.cols - 3,
			    s->marks.fatal != 0 ? ROLE_ERROR : role, "   一票否决: %s",
			    s->marks.fatal != 0 ? "!! 有, 全表 0 分" : "没有");
		} else {
			taken_words(f, &s->marks, i, taken, sizeof(taken));
			canvas_printf(
			    c, at.row + i, at.col + 2, 44, role, "%2d %s", i + 1, f->items[i].name);
			canvas_printf(c, at.row + i, at.col + 48, 8, role, "%2d/%-2d",
			    qa_item_score(f, &s->marks, i), f->items[i].points);
			canvas_text(c, at.row + i, at.col + 55, at.cols - 56,
			    taken[0] != '\0' ? ROLE_NEAR : role, taken);
		}
		if (here)
			canvas_cursor(c, at.row + i, at.col + 1);
	}
}

/* Rows used. */
static int
draw_ways(const struct qa_sheet *s, struct canvas *c, struct rect at)
{
	const struct qa_form *f = s->form;
	struct str line = { 0 };
	int used;

	if (s->item < f->n_items) {
		for (int w = 0; w < qa_ways(&f->items[s->item]); w++)
			str_addf(&line, "%d=%s -%d  ", w + 1, f->items[s->item].ways[w].label,
			    f->items[s->item].ways[w].points);
	} else {
		for (int i = 0; i < f->n_fatals; i++)
			str_addf(&line, "%s%d=%s  ", (s->marks.fatal & 1U << i) != 0 ? "!!" : "",
			    i + 1, f->fatals[i]);
	}
	if (!s->read_only)
		str_add(&line, "0=清掉");
	used = wrap_draw(c, at, ROLE_HINT, str_c(&line));
	str_free(&line);
	return used;
}

/* What is being judged, where there is room for it: the recording first. */
static void
draw_matter(const struct qa_sheet *s, struct canvas *c, struct rect at)
{
	const int most = at.rows > 2 ? 2 : at.rows; /* of the recording with its marks */
	int used;

	if (at.rows < 1 || s->heard[0] == '\0')
		return;
	used = wrap_draw(c, (struct rect){ at.row, at.col, most, at.cols }, ROLE_VALUE, s->heard);
	if (at.rows > used)
		(void)wrap_draw(c, (struct rect){ at.row + used, at.col, at.rows - used, at.cols },
		    ROLE_DIM, s->content);
}

void
qa_sheet_draw(struct qa_sheet *s, struct canvas *c, struct rect at)
{
	int items = s->form->n_items + 1, row = at.row + 1 + items;
	int left = at.row + at.rows - row;
	int remark_rows = left > 6 ? 3 : 2, ways;

	draw_head(s, c, at);
	draw_items(s, c, (struct rect){ at.row + 1, at.col, items, at.cols });
	left = left - remark_rows > 0 ? left - remark_rows : 1;
	ways = draw_ways(s, c, (struct rect){ row, at.col + 3, left, at.cols - 4 });
	ways += left - ways > 4; /* a blank row between, where there are many */
	draw_matter(s, c, (struct rect){ row + ways, at.col + 1, left - ways, at.cols - 2 });
	row = at.row + at.rows - remark_rows;
	textarea_place(&s->remark, (struct rect){ row, at.col + 8, remark_rows, at.cols - 9 });
	canvas_text(c, row, at.col + 1, 6, s->in_remark ? ROLE_FOCUS : ROLE_LABEL,
	    s->read_only ? "理由" : "评语");
	textarea_draw(&s->remark, c, ROLE_VALUE, s->in_remark);
}
