/* editing_form.c: the form of an article: kept key by key; sent for review (F10) or left with the others as a draft (F5);
 * PgDn shows it as the call-taker will have it.
 *
 * Invariants: what is typed is in the journal before the next key and there again after Esc, sign-out and a kill; the words
 * leave the note only when the step is on disk. Not here: what it begins with (editing_open.c), the cells
 * (editing_cells.c), the rules (model/article_flow.c). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/id.h"
#include "base/str.h"
#include "city/article.h"
#include "editing_p.h"

void
editing_form_init(struct editing_form *f, struct desk *d)
{
	*f = (struct editing_form){ .desk = d };
	article_init(&f->base);
	editing_cells_init(f);
}

void
editing_form_free(struct editing_form *f)
{
	ticket_note_save(&f->note, f->desk);
	ticket_note_free(&f->note);
	article_free(&f->base);
	editing_cells_free(f);
}

/* ---- as an article ---- */

static enum err_code
lacking(struct err *e, int *at, int cell, const char *why)
{
	*at = cell;
	return err_set(e, ERR_INVALID, "%s: %s", editing_cell_label(cell), why);
}

static enum err_code
check_cells(const struct editing_form *f, int *at, struct err *e)
{
	static const int needed[] = { CELL_TITLE, CELL_CATEGORY, CELL_SOURCE, CELL_ANSWER };
	static const int days[] = { CELL_FROM, CELL_UNTIL };

	for (size_t i = 0; i < sizeof(needed) / sizeof(needed[0]); i++)
		if (editing_cell_text(f, needed[i])[0] == '\0')
			return lacking(e, at, needed[i], "还没有写。");
	for (size_t i = 0; i < sizeof(days) / sizeof(days[0]); i++)
		if (civil_parse_day(editing_cell_text(f, days[i])) == INT32_MIN)
			return lacking(e, at, days[i], "写成日期, 如 2027-12-31。");
	return ERR_OK;
}

static bool
fill(const struct editing_form *f, struct article *a)
{
	const char *question = editing_cell_text(f, CELL_QUESTION);
	const char *title = editing_cell_text(f, CELL_TITLE);

	a->version = f->base.version;
	a->n_limits = f->base.n_limits;
	memcpy(a->limit, f->base.limit, sizeof(a->limit));
	a->kind = (enum article_kind)f->pick[CELL_KIND].value;
	a->internal = f->pick[CELL_OPEN].value == 1;
	a->status = ARTICLE_PUBLISHED;
	(void)str_copy(a->kb_no, sizeof(a->kb_no), f->kb_no);
	(void)str_copy(a->category, sizeof(a->category), editing_cell_text(f, CELL_CATEGORY));
	(void)str_copy(a->source, sizeof(a->source), editing_cell_text(f, CELL_SOURCE));
	(void)str_copy(a->area, sizeof(a->area), editing_cell_text(f, CELL_AREA));
	a->from = civil_parse_day(editing_cell_text(f, CELL_FROM));
	a->until = civil_parse_day(editing_cell_text(f, CELL_UNTIL));
	a->updated = civil_day(f->desk->now);
	a->title = str_dup(title);
	a->question = str_dup(question[0] != '\0' ? question : title);
	a->keywords = str_dup(editing_cell_text(f, CELL_KEYWORDS));
	a->basis = str_dup(editing_cell_text(f, CELL_BASIS));
	a->answer = str_dup(editing_cell_text(f, CELL_ANSWER));
	a->body = str_dup(editing_cell_text(f, CELL_BODY));
	return a->title != NULL && a->question != NULL && a->keywords != NULL && a->basis != NULL &&
	       a->answer != NULL && a->body != NULL;
}

/* The form as an article; false, with the words that say why in ${e} and the cell in ${at}. ${a} initialised. */
static bool
as_it_stands(const struct editing_form *f, struct article *a, int *at, struct err *e)
{
	if (!fill(f, a))
		return err_set(e, ERR_NO_MEMORY, NULL) == ERR_OK;
	return check_cells(f, at, e) == ERR_OK;
}

/* ---- sending ---- */

/* What the centre would refuse is said here already. */
static enum err_code
judge(const struct editing_form *f, const struct article *a, const char *text, struct err *e)
{
	struct str report = { 0 };
	const char *words;
	enum err_code rc = article_ready(a, civil_day(f->desk->now), e);

	if (rc == ERR_OK && city_article_judge(f->kb_no, text, f->desk->city, &report) > 0) {
		words = strstr(str_c(&report), ": ");
		words = words != NULL ? words + 2 : str_c(&report);
		rc = err_set(e, ERR_GUARD, "%.*s", (int)strcspn(words, "\n"), words);
	}
	str_free(&report);
	return rc;
}

static unsigned
send(struct editing_form *f, enum article_step step)
{
	struct article a;
	struct str text = { 0 };
	struct err e = { 0 };

	if (f->job != 0)
		return VIEW_DRAW;
	article_init(&a);
	if (as_it_stands(f, &a, &f->at, &e)) {
		article_write(&a, &text);
		if (text.bad)
			(void)err_set(&e, ERR_NO_MEMORY, NULL);
		else if (step == ARTICLE_STEP_SUBMIT)
			(void)judge(f, &a, str_c(&text), &e);
	}
	if (e.code == ERR_OK) {
		f->step = step;
		f->job = editing_send(f->desk, f->kb_no, step, str_c(&text), f->after);
	} else {
		f->desk->say(f->desk->app, 1, "%s", e.text);
	}
	article_free(&a);
	str_free(&text);
	return VIEW_DRAW;
}

unsigned
editing_form_event(struct editing_form *f, const struct news *n, bool *done)
{
	*done = false;
	if (ticket_note_event(&f->note, f->desk, n))
		return VIEW_DRAW;
	if (n->kind != NEWS_DONE || f->job == 0 || n->job != f->job)
		return 0;
	f->job = 0;
	if (n->err.code != ERR_OK) {
		f->desk->say(f->desk->app, 2, "没有存成: %s; 写的都在", n->err.text);
		return VIEW_DRAW;
	}
	ticket_note_drop(&f->note, f->desk);
	f->open = false;
	*done = true;
	f->desk->say(f->desk->app, 0, "%s %s%s", f->kb_no,
	    f->step == ARTICLE_STEP_SUBMIT ? "已送审, 由另一个人审核发布"
					   : "已存为草稿, 同事可以接着改",
	    part_online(f->desk) ? "" : "; 已存本机, 恢复后自动送出");
	return VIEW_DRAW;
}

/* ---- inputs ---- */

static unsigned
go(struct editing_form *f, int by)
{
	f->at = (f->at + EDITING_CELLS + by) % EDITING_CELLS;
	return VIEW_DRAW;
}

static unsigned
leave(struct editing_form *f)
{
	ticket_note_save(&f->note, f->desk);
	if (ticket_note_any(&f->note))
		f->desk->say(f->desk->app, 1, "没有送审, 写的已存下: 在“在改”里接着写。");
	f->open = false;
	return VIEW_DRAW | VIEW_CLOSE;
}

static unsigned
type(struct editing_form *f, const struct input *in)
{
	struct react r = { 0 };
	const bool text = editing_cell_is_text(f->at);

	editing_cell_input(f, in, &r);
	part_refused(f->desk, &r);
	if (text && (r.bits & REACT_EDIT) != 0) {
		const enum ticket_field slot = editing_cell_slot(f->at);

		/* the note may know less of it than the cell: what is revised was not typed here */
		if (f->note.d.f.v[slot] == NULL)
			editing_form_keep(f, f->at);
		else
			ticket_note_edit_in(
			    &f->note, f->desk, slot, &r.edit, editing_cell_text(f, f->at));
	} else if (!text && (r.bits & (REACT_TAKE | REACT_EDIT)) != 0) {
		editing_form_keep(f, f->at);
	}
	return r.bits != 0 ? VIEW_DRAW : VIEW_IGNORED;
}

/* Keys between cells. 0: none of them. */
static unsigned
move_key(struct editing_form *f, const struct input *in)
{
	if (in->kind != INPUT_ACTION)
		return 0;
	switch ((int)in->action) {
	case ACTION_SUBMIT:
		return send(f, ARTICLE_STEP_SUBMIT);
	case ACTION_HOLD:
		return send(f, ARTICLE_STEP_DRAFT);
	case ACTION_BACK:
		return leave(f);
	case ACTION_ENTER:
	case ACTION_NEXT:
		return go(f, 1);
	case ACTION_PREV:
		return go(f, -1);
	case ACTION_PAGE_DOWN:
	case ACTION_PAGE_UP:
		f->preview = true;
		return VIEW_DRAW;
	default:
		return 0;
	}
}

unsigned
editing_form_input(struct editing_form *f, const struct input *in)
{
	unsigned bits;

	if (f->preview) {
		f->preview = false; /* any key: it was a look */
		if (!input_is(in, ACTION_SUBMIT))
			return VIEW_DRAW;
	}
	if (editing_cell_takes_all(f, f->at)) {
		bits = type(f, in);
		if (input_is(in, ACTION_ENTER) || input_is(in, ACTION_NEXT))
			return go(f, 1);
		return bits;
	}
	bits = move_key(f, in);
	if (bits != 0)
		return bits;
	bits = type(f, in);
	if (bits == VIEW_IGNORED && (input_is(in, ACTION_UP) || input_is(in, ACTION_DOWN)))
		return go(f, input_is(in, ACTION_UP) ? -1 : 1);
	return bits;
}

unsigned
editing_form_scopes(const struct editing_form *f)
{
	const bool writes = editing_cell_is_text(f->at) || editing_cell_takes_all(f, f->at);

	return SCOPE_ALL | (!f->preview && writes ? (unsigned)SCOPE_EDIT : 0U);
}

/* ---- picture ---- */

static void
draw_preview(struct editing_form *f, struct canvas *c, struct rect at)
{
	struct article a;
	struct err e = { 0 };
	int cell;

	article_init(&a);
	(void)as_it_stands(f, &a, &cell, &e);
	if (e.code != ERR_NO_MEMORY)
		(void)editing_look(f->desk, &a, c, at, 0);
	article_free(&a);
}

/* One line a cell; the two texts share what is left, as they need it. */
static void
draw_cells(struct editing_form *f, struct canvas *c, struct rect at)
{
	int row = at.row;

	for (int i = 0; i < EDITING_CELLS; i++) {
		const int rows = i == CELL_ANSWER ? 2 : i == CELL_BODY ? at.row + at.rows - row : 1;

		editing_cell_draw(f, i, c, (struct rect){ row, at.col, rows, at.cols });
		row += rows;
	}
	if (editing_cell_takes_all(
		f, f->at)) /* of one left with words that name nothing no list stays */
		picker_draw_list(&f->code[f->at], c);
}

void
editing_form_draw(struct editing_form *f, struct canvas *c, struct rect at)
{
	canvas_printf(c, at.row, at.col + 1, at.cols - 2, ROLE_HEADING, "%s 第%d版%s", f->kb_no,
	    f->base.version, f->preview ? "  话务员看到的样子, 按任意键回去改" : "");
	at = (struct rect){ at.row + 1, at.col + 1, at.rows - 1, at.cols - 2 };
	if (f->preview)
		draw_preview(f, c, at);
	else
		draw_cells(f, c, at);
}
