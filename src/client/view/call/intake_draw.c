/* intake_draw.c: the picture of the intake form: the caller's line, the words, the danger to ask about, the cells.
 *
 * Rows at 80x24, in the order of the call: caller, open ticket, words, danger, cells, what is offered. More rows go to
 * the words. From 120 columns on the right side shows what the seat knows (intake_side.c). Cells are drawn from the
 * sheet; only the focused one from its widget. Not here: values in words (intake_words.c), what stands below the form
 * (intake_side.c). */
#include "intake_p.h"
#include "intake_words_p.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "base/width.h"
#include "model/mask.h"

#define WIDE_COLS    120
#define WIDE_ROWS    27 /* fewer do not hold the wide form with an answer and what stands below it */
#define SIDE_COLS    39
#define HEAD_ROWS    3 /* caller, open ticket or blank, rule */
#define FOOT_ROWS    6 /* rule, meter, proposals, same matter, knowledge, notice */
#define WORDS_MAX    8
#define PAPER_COLS   20 /* the number of the paper, before the open ticket */
#define WORDS_LEAST  2
#define EXTRA_NARROW 2 /* rows of 补充项 at 80x24: the words keep theirs */

struct layout {
	struct rect left;
	int words, words_rows, danger, form, extra, extra_rows, rule;
};

static struct layout
lay(const struct intake *s, struct rect body)
{
	struct layout l = { .left = body };
	int lines = s->wide ? 10 : 7, extra = s->wide ? 3 : 0, free_rows;

	if (s->wide)
		l.left.cols = body.cols - SIDE_COLS - 1;
	if (intake_form_shows(s, intake_form_cell(TF_ANSWER)))
		lines += s->wide ? 2 : 1;
	l.words = body.row + HEAD_ROWS;
	free_rows = body.rows - HEAD_ROWS - lines - FOOT_ROWS - extra - (s->offer.danger != NULL);
	l.extra_rows = intake_extra_rows(s, !s->wide && free_rows - WORDS_LEAST > EXTRA_NARROW
						? EXTRA_NARROW
						: free_rows - WORDS_LEAST);
	free_rows -= l.extra_rows;
	l.words_rows = free_rows < WORDS_LEAST ? WORDS_LEAST
		       : free_rows > WORDS_MAX ? WORDS_MAX
					       : free_rows;
	l.danger = l.words + l.words_rows;
	l.form = l.danger + (s->offer.danger != NULL);
	l.extra = l.form + lines;
	l.rule = l.extra + l.extra_rows;
	return l;
}

static struct rect
place(const struct intake *s, const struct layout *l, const struct slot *c)
{
	const struct spot *spot = s->wide ? &c->wide : &c->narrow;
	struct rect r = { .rows = 1, .col = l->left.col + spot->at, .cols = spot->cols };

	if (c->flags & CELL_HEAD)
		r.row = l->left.row + spot->line;
	else if (c->field == TF_EXTRA)
		r.row = l->extra + intake_extra_row(c) - intake_extra_top(s, l->extra_rows);
	else
		r.row = c->field == TF_CONTENT ? l->words : l->form + spot->line;
	if (c->field == TF_CONTENT)
		r.rows = l->words_rows;
	if (c->field == TF_ANSWER && s->wide)
		r.rows = 2;
	if (r.col + r.cols > l->left.col + l->left.cols)
		r.cols = l->left.col + l->left.cols - r.col;
	return r;
}

/* ---- one cell ---- */

/* As it stands in the sheet, else what would be taken. */
static void
draw_still(const struct intake *s, struct canvas *c, const struct slot *cell, struct rect at)
{
	char buf[INTAKE_WORDS_BYTES];
	const char *words = intake_value_words(s, cell, at.cols, buf);
	enum role role = *words != '\0' ? ROLE_VALUE : ROLE_HINT;

	if (*words == '\0')
		words = intake_hint_words(s, cell, at.cols, buf);
	canvas_cut(c, at.row, at.col, at.cols, role, words);
}

static void
draw_focused(struct intake *s, struct canvas *c, const struct slot *cell, struct rect at)
{
	struct textarea *t = cell->field == TF_CONTENT ? &s->content : &s->text;
	char buf[INTAKE_WORDS_BYTES];

	switch (cell->kind) {
	case CELL_TEXT:
		textarea_place(t, at);
		textarea_draw(t, c, ROLE_VALUE, true);
		break;
	case CELL_LINE:
		s->line.at = at;
		if (s->line.ed.text.len == 0)
			canvas_cut(c, at.row, at.col, at.cols, ROLE_HINT,
			    intake_hint_words(s, cell, at.cols, buf));
		field_draw(&s->line, c, ROLE_VALUE, true);
		break;
	case CELL_CHOICE:
	case CELL_SET:
		canvas_cut(c, at.row, at.col, at.cols, ROLE_FOCUS,
		    intake_value_words(s, cell, at.cols, buf));
		canvas_cursor(c, at.row, at.col);
		break;
	case CELL_PICK:
		s->pick.at = at;
		if (s->pick.open) {
			picker_draw(&s->pick, c, ROLE_VALUE, true);
			break;
		}
		draw_still(s, c, cell, at);
		canvas_cursor(c, at.row, at.col);
		break;
	}
}

static void
draw_cell(struct intake *s, struct canvas *c, const struct layout *l, int i)
{
	const struct slot *cell = intake_form_slot(s, i);
	const struct spot *spot = s->wide ? &cell->wide : &cell->narrow;
	struct rect at = place(s, l, cell);
	bool focused = i == s->focus && (s->mode == MODE_FORM || s->mode == MODE_ASK);

	if (cell->field == TF_EXTRA && (at.row < l->extra || at.row >= l->rule))
		return;
	if (cell->label != NULL)
		canvas_text(c, at.row, l->left.col + spot->label, spot->at - spot->label,
		    focused ? ROLE_FOCUS : ROLE_LABEL, cell->label);
	if (focused) {
		draw_focused(s, c, cell, at);
		return;
	}
	if (cell->field == TF_CONTENT) {
		textarea_place(&s->content, at);
		textarea_draw(&s->content, c, ROLE_VALUE, false);
		return;
	}
	draw_still(s, c, cell, at);
}

/* ---- the lines that are no cells ---- */

static void
draw_caller(const struct intake *s, struct canvas *c, const struct layout *l)
{
	const struct sheet *p = intake_sheet(s);
	const struct area *last = s->city != NULL ? city_area(s->city, s->who.c.last_area) : NULL;
	int row = l->left.row, col = l->left.col, end = col + l->left.cols - 1;
	char phone[32], tags[64];

	if (!intake_form_shows(s, intake_form_cell(TF_CALLER_PHONE))) {
		if (p->base != NULL) /* masked as it is */
			(void)str_copy(phone, sizeof(phone), intake_value(s, TF_CALLER_PHONE));
		else
			mask_phone(intake_value(s, TF_CALLER_PHONE), phone, sizeof(phone));
		canvas_text(c, row, col + 1, 4, ROLE_LABEL, "来电");
		canvas_text(c, row, col + 6, 11, ROLE_MASKED, phone);
	}
	canvas_printf(c, row, col + 19, 11, ROLE_NORMAL, "归属地%s",
	    *intake_value(s, TF_HOME_AREA) != '\0' ? intake_value(s, TF_HOME_AREA) : "-");
	if (*intake_tag_words(s, tags, sizeof(tags)) != '\0' && !intake_late_is(s))
		canvas_cut(c, row, col + 47, 14, ROLE_NEAR, tags);
	else if (last != NULL && !intake_late_is(s)) /* its place is the time of the call */
		canvas_printf(c, row, col + 47, 14, ROLE_NORMAL, "上次 %s", last->name);
	if (s->who.known && s->who.c.tickets_30d > 0) {
		char count[48];

		(void)snprintf(count, sizeof(count), "近30天 %d 件 F4", s->who.c.tickets_30d);
		canvas_right(c, row, end, ROLE_NORMAL, count);
	} else if (intake_draft_same_call(s) && s->desk->call.ivr[0] != '\0') {
		char hint[80]; /* of a caller one knows nothing else of: what was pressed before */

		(void)snprintf(hint, sizeof(hint), "按键 %s", s->desk->call.ivr);
		canvas_right(c, row, end, ROLE_NORMAL, hint);
	}
}

static void
draw_open(const struct intake *s, struct canvas *c, const struct layout *l)
{
	char what[400], unit[40] = "";
	int row = l->left.row + 1, col = l->left.col, end = col + l->left.cols - 1;

	if (intake_late_is(s))
		col += PAPER_COLS;
	if (intake_sheet(s)->base != NULL) {
		intake_amend_draw(s, c, (struct rect){ row, col, 1, l->left.cols });
		return;
	}
	if (intake_end_draw(s, c, (struct rect){ row, col, 1, l->left.cols }))
		return;
	for (int i = 0; i < s->who.n_rows; i++) {
		const struct ticket_row *r = &s->who.row[i];

		if (strcmp(r->id, s->who.c.open_id) != 0)
			continue;
		intake_side_row(r, what, sizeof(what));
		if (s->city != NULL)
			(void)str_copy(unit, sizeof(unit), city_unit_name(s->city, r->unit));
		end = canvas_right(c, row, end, ROLE_NORMAL, "F4 Enter=催办(不另建单)") - 2;
		canvas_text(c, row, col + 1, 6, ROLE_NEAR, "在办!");
		col += 7 + canvas_cut(c, row, col + 7, end - col - 7 - width_str(unit) - 1,
			       ROLE_NORMAL, what);
		canvas_cut(c, row, col + 1, end - col - 1, ROLE_NORMAL, unit);
		return;
	}
	if (s->desk->link.state == LINK_OFFLINE)
		canvas_cut(c, row, col + 1, end - col - 1, ROLE_NEAR,
		    "线路断: 照常受理, 编号有效, 恢复后自动送出");
}

static void
draw_danger(const struct intake *s, struct canvas *c, const struct layout *l)
{
	const struct danger_row *d = s->offer.danger;
	int col = l->left.col, row = l->danger, at = col + 11;

	if (d == NULL)
		return;
	if (width_str(s->offer.danger_word) + width_str(d->prompt) + 4 > l->left.cols - 12)
		at = col + 7; /* nothing of it may be cut */
	canvas_text(c, row, col + 1, 9, ROLE_DANGER, "提醒!");
	canvas_printf(c, row, at, l->left.cols + col - at,
	    s->focus == FOCUS_DANGER ? ROLE_FOCUS : ROLE_NORMAL, "\"%s\": %s", s->offer.danger_word,
	    d->prompt);
	if (s->focus == FOCUS_DANGER && s->mode == MODE_FORM)
		canvas_cursor(c, row, at);
}

/* Basis and limit stand beside the unit; they follow from the other fields and are not typed. */
static void
draw_limit(const struct intake *s, struct canvas *c, const struct layout *l)
{
	const char *basis = intake_value(s, TF_UNIT_BASIS);
	int row = l->form + (s->wide ? 8 : 6), col = l->left.col;
	char shown[96];

	(void)str_copy(shown, sizeof(shown), basis);
	if (!s->wide && strstr(shown, " / ") != NULL)
		*strstr(shown, " / ") = '\0';
	canvas_text(c, row, col + 31, 4, ROLE_LABEL, "依据");
	canvas_cut(c, row, col + 36, s->wide ? l->left.cols - 37 : 17, ROLE_NORMAL,
	    shown[0] != '\0' ? shown : "-");
	if (s->wide) {
		canvas_text(c, row + 1, col + 1, 4, ROLE_LABEL, "期限");
		canvas_cut(c, row + 1, col + 11, l->left.cols - 12, ROLE_NORMAL, s->offer.due);
	} else {
		canvas_cut(c, row, col + 54, l->left.cols - 55, ROLE_NORMAL, s->offer.due);
	}
}

/* ---- all of it ---- */

static void
draw_form(struct intake *s, struct canvas *c, struct rect body)
{
	struct layout l = lay(s, body);
	int rule_cols = l.left.cols - (s->wide ? 1 : 2);

	draw_caller(s, c, &l);
	draw_open(s, c, &l);
	canvas_hline(c, l.left.row + 2, l.left.col + 1, rule_cols, ROLE_RULE);
	for (int i = 0; i < intake_form_count(s); i++)
		if (intake_form_shows(s, i))
			draw_cell(s, c, &l, i);
	draw_danger(s, c, &l);
	draw_limit(s, c, &l);
	canvas_hline(c, l.rule, l.left.col + 1, rule_cols, ROLE_RULE);
	if (l.extra_rows > 0)
		intake_extra_draw_rule(
		    s, c, (struct rect){ l.rule, l.left.col, 1, l.left.cols }, l.extra_rows);
	intake_proof_draw(s, c, (struct rect){ l.rule, l.left.col, 1, l.left.cols });
	intake_draw_foot(s, c,
	    (struct rect){
		l.rule + 1, l.left.col, body.row + body.rows - l.rule - 1, l.left.cols });
	if (s->wide)
		intake_side_draw(s, c,
		    (struct rect){ body.row + 2, l.left.col + l.left.cols, body.rows - 2,
			body.cols - l.left.cols });
	if (s->focus >= 0 && s->mode == MODE_FORM &&
	    intake_form_slot(s, s->focus)->kind == CELL_PICK)
		picker_draw_list(&s->pick, c);
}

static void
draw_over(struct intake *s, struct canvas *c, struct rect body)
{
	struct layout l = lay(s, body);
	struct rect at = { body.row + HEAD_ROWS, body.col, body.rows - HEAD_ROWS, body.cols };

	draw_caller(s, c, &l);
	draw_open(s, c, &l);
	canvas_hline(c, body.row + 2, body.col + 1, body.cols - 2, ROLE_RULE);
	if (s->mode == MODE_REJECT)
		intake_reject_draw(s, c, at);
	else
		intake_history_draw(s, c, at);
}

static void
draw_whole(struct intake *s, struct canvas *c, struct rect body)
{
	s->wide = body.cols >= WIDE_COLS && body.rows >= WIDE_ROWS;
	if (s->mode == MODE_REJECT || s->mode == MODE_HISTORY || s->mode == MODE_SAME ||
	    s->mode == MODE_TAG || (s->mode == MODE_ASK && s->asking != ASK_REASON))
		draw_over(s, c, body);
	else
		draw_form(s, c, body);
	if (s->mode == MODE_ASK || s->mode == MODE_SAME || s->mode == MODE_TAG) {
		s->prompt.row = body.row + body.rows - 1;
		prompt_draw(&s->prompt, c);
	}
}

/* ---- a key in the words ---- */

static bool
is_on_paper(const struct intake *s, const struct canvas *c)
{
	return !s->dirty && s->paper.rows == c->rows && s->paper.cols == c->cols &&
	       s->mode == MODE_FORM && s->focus == intake_form_cell(TF_CONTENT);
}

/* The body's rows of one canvas into another of the same size; row by row, which costs a tenth of one large copy. */
static void
copy_rows(struct canvas *to, const struct canvas *from, struct rect body)
{
	for (int i = body.row; i < body.row + body.rows; i++) {
		size_t at = (size_t)i * (size_t)from->cols;

		memcpy(to->cells + at, from->cells + at, (size_t)from->cols * sizeof(*to->cells));
	}
}

static void
keep_paper(struct intake *s, const struct canvas *c, struct rect body)
{
	if ((s->paper.rows != c->rows || s->paper.cols != c->cols) &&
	    !canvas_resize(&s->paper, c->rows, c->cols))
		return; /* everything is drawn anew each time then */
	copy_rows(&s->paper, c, body);
	s->dirty = false;
}

void
intake_draw(const struct view *v, struct canvas *c, struct rect body)
{
	struct intake *s = v->state;

	if (canvas_too_small(c))
		return;
	if (is_on_paper(s, c)) {
		struct layout l = lay(s, body);
		struct rect at = place(s, &l, intake_form_slot(s, s->focus));

		copy_rows(c, &s->paper, body);
		canvas_fill(c, at, ROLE_NORMAL);
		draw_cell(s, c, &l, s->focus);
		return;
	}
	draw_whole(s, c, body);
	keep_paper(s, c, body);
}
