/* editing_open.c: what an article's form begins with: what is out, the copy in work, a ticket or nothing; over it what was
 * written on this seat and not sent.
 *
 * Invariant: where an article may not be revised now, no form opens and it is said why. Not here: the form's keys
 * (editing_form.c), the rules (model/article_flow.c). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/id.h"
#include "base/str.h"
#include "city/article.h"
#include "editing_p.h"

#define YEAR_DAYS 365

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

void
editing_form_keep(struct editing_form *f, int cell)
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
			editing_form_keep(f, i);
	return true;
}
