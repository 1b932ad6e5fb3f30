/* editing_form.c: the form of an article: begun from what is out, from the copy in work, from a ticket or from nothing;
 * kept key by key; sent for review (F10) or left with the others as a draft (F5); PgDn shows it as the call-taker will have
 * it.
 *
 * Invariants: what is typed is in the journal before the next key and there again after Esc, sign-out and a kill; the words
 * leave the note only when the step is on disk. Not here: the cells (editing_cells.c), the rules (model/article_flow.c). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/id.h"
#include "base/str.h"
#include "city/article.h"
#include "editing_p.h"

#define YEAR_DAYS 365

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

/* ---- opening ---- */

static void
put_day(struct editing_form *f, int cell, int32_t day)
{
	char text[16];

	(void)civil_format(civil_day_start(day), "%Y-%m-%d", text, sizeof(text));
	editing_cell_put(f, cell, text);
}

static void
put_digit(struct editing_form *f, int cell, int value)
{
	const char text[2] = { (char)('1' + value), '\0' };

	editing_cell_put(f, cell, text);
}

/* The cells as the article has them. */
static void
put_article(struct editing_form *f, const struct article *a)
{
	const int32_t today = civil_day(f->desk->now);
	const struct {
		int cell;
		const char *text;
	} texts[] = {
		{ CELL_TITLE, a->title },
		{ CELL_QUESTION,
		    a->question != NULL && a->title != NULL && strcmp(a->question, a->title) != 0
			? a->question
			: "" },
		{ CELL_CATEGORY, a->category },
		{ CELL_SOURCE, a->source },
		{ CELL_AREA, a->area },
		{ CELL_BASIS, a->basis },
		{ CELL_KEYWORDS, a->keywords },
		{ CELL_ANSWER, a->answer },
		{ CELL_BODY, a->body },
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		editing_cell_put(f, texts[i].cell, texts[i].text != NULL ? texts[i].text : "");
	put_digit(f, CELL_KIND, (int)a->kind);
	put_digit(f, CELL_OPEN, a->internal);
	put_day(f, CELL_FROM, a->from > 0 ? a->from : today);
	put_day(f, CELL_UNTIL, a->until > 0 ? a->until : today + YEAR_DAYS);
}

static void
recall(struct editing_form *f)
{
	for (int i = 0; i < EDITING_CELLS; i++)
		if (f->note.d.f.v[editing_cell_slot(i)] != NULL)
			editing_cell_put(f, i, fields_get(&f->note.d.f, editing_cell_slot(i)));
}

static bool
begin(struct editing_form *f, const char *kb_no)
{
	if (!editing_cells_codes(f)) {
		f->desk->say(f->desk->app, 1, "城市资料还没有到, 请稍后再试。");
		return false;
	}
	ticket_note_save(&f->note, f->desk);
	if (!ticket_note_any(&f->note) || strcmp(f->note.d.ticket, kb_no) != 0)
		ticket_note_open_as(&f->note, f->desk, kb_no, TICKET_NOTE_ARTICLE);
	(void)str_copy(f->kb_no, sizeof(f->kb_no), kb_no);
	f->open = true;
	f->preview = false;
	f->at = CELL_TITLE;
	f->job = 0;
	return true;
}

/* What the centre would not have is not lost: it is where one goes on. */
static void
take_refused(struct editing_form *f, const struct article_work *w)
{
	struct record r;
	struct article a;

	if (w->refused[0] == '\0' || !cache_record(f->desk->cache, w->refused, &r))
		return;
	article_init(&a);
	if (article_step_of(&r) >= 0 &&
	    article_step_has_text((enum article_step)article_step_of(&r)) &&
	    article_read(record_text(&r), strlen(record_text(&r)), &a, NULL) == ERR_OK) {
		article_free(&f->base);
		f->base = a;
	} else {
		article_free(&a);
	}
	record_free(&r);
}

bool
editing_form_open(struct editing_form *f, const char *kb_no)
{
	struct article_work w;
	struct err e = { 0 };

	(void)cache_article_work(f->desk->cache, kb_no, &w);
	if (editing_may(f->desk, &w, ARTICLE_STEP_SUBMIT, &e) != ERR_OK) {
		f->desk->say(f->desk->app, 1, "%s", e.text);
		return false;
	}
	if (!begin(f, kb_no))
		return false;
	article_free(&f->base);
	if (!editing_copy(f->desk, &w, &f->base))
		f->base.kind = ARTICLE_FAQ; /* nothing is known of it but what was written here */
	take_refused(f, &w);
	f->base.version = w.version + 1;
	f->after = w.flow.last_at;
	put_article(f, &f->base);
	recall(f);
	return true;
}

/* Of today, and free: K261122-01. */
static bool
free_number(const struct desk *d, char out[ARTICLE_KB_NO_BYTES])
{
	char day[16];

	(void)civil_format(d->now, "%Y%m%d", day, sizeof(day));
	for (int i = 1; i < 100; i++) {
		struct article_work w;
		struct ticket_note n = { .unsaved = false };
		bool taken;

		(void)snprintf(out, ARTICLE_KB_NO_BYTES, "K%.6s-%02u", day + 2, (unsigned)i % 100);
		ticket_note_open_as(&n, d, out, TICKET_NOTE_ARTICLE);
		taken = ticket_note_any(&n) || !cache_article_work(d->cache, out, &w) ||
			w.version > 0 || w.flow.last_at > 0;
		ticket_note_free(&n);
		if (!taken)
			return true;
	}
	return false;
}

/* A closed cell, or one that the program fills in: as one edit. */
static void
keep_whole(struct editing_form *f, int cell)
{
	const enum ticket_field slot = editing_cell_slot(cell);
	const char *now = editing_cell_text(f, cell);
	const struct edit ed = { .del = strlen(fields_get(&f->note.d.f, slot)),
		.ins = now,
		.ins_len = strlen(now),
		.cursor = strlen(now) };

	if (strcmp(fields_get(&f->note.d.f, slot), now) != 0)
		ticket_note_edit_in(&f->note, f->desk, slot, &ed, now);
}

bool
editing_form_new(struct editing_form *f, const struct article *a)
{
	char kb_no[ARTICLE_KB_NO_BYTES];
	struct article nothing;
	struct article_work w;
	struct err e = { 0 };

	(void)cache_article_work(f->desk->cache, "", &w);
	if (editing_may(f->desk, &w, ARTICLE_STEP_SUBMIT, &e) != ERR_OK ||
	    !free_number(f->desk, kb_no)) {
		f->desk->say(f->desk->app, 1, "%s",
		    e.code != ERR_OK ? e.text : "今天的编号已经用完, 请先处理在改的稿子。");
		return false;
	}
	if (!begin(f, kb_no))
		return false;
	article_free(&f->base);
	article_init(&nothing);
	nothing.kind = ARTICLE_FAQ;
	f->base.version = 1;
	f->after = 0;
	put_article(f, a != NULL ? a : &nothing);
	for (int i = 0; a != NULL && i < EDITING_CELLS; i++)
		if (editing_cell_text(f, i)[0] != '\0')
			keep_whole(f, i);
	return true;
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
			keep_whole(f, f->at);
		else
			ticket_note_edit_in(
			    &f->note, f->desk, slot, &r.edit, editing_cell_text(f, f->at));
	} else if (!text && (r.bits & (REACT_TAKE | REACT_EDIT)) != 0) {
		keep_whole(f, f->at);
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
	return SCOPE_ALL | (!f->preview && editing_cell_is_text(f->at) ? (unsigned)SCOPE_EDIT : 0U);
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
	for (int i = 0; i < EDITING_CELLS; i++)
		if (editing_cell_takes_all(f, i))
			picker_draw_list(&f->code[i], c);
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
