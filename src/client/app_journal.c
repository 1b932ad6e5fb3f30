/* The typing journal, from the app's side: one record an edit, before the next key is looked at. A draft is made known to
 * the journal at its first edit; what the table has of a draft may be forgotten here (NEWS_DONE of its save). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app.h"
#include "base/clock.h"

#define UNKEPT "没有存上: "

void
app_journal_open(struct app *a, const uint8_t *key)
{
	struct err e = { 0 };

	if (a->desk.cache == NULL)
		return;
	cache_reader_key(a->desk.cache, key);
	if (a->journal == NULL && key != NULL &&
	    journal_open(a->dir, key, cache_journal_next(a->desk.cache), &a->journal, &e) != ERR_OK)
		app_say(a, 2, "%s", e.text);
}

/* Is it in the table already? Then the journal goes on from there: a blank beginning would wipe what is saved. When the
 * table cannot be asked, the draft's own age decides: older than this run means it came from there. */
static bool
in_table(struct app *a, const struct draft *d)
{
	int kept = cache_draft_kept(a->desk.cache, d->id);

	return kept < 0 ? d->created_at < a->started_at : kept == 1;
}

static bool
is_begun(struct app *a, const char *id)
{
	for (int i = 0; i < a->n_begun; i++)
		if (strcmp(a->begun[i], id) == 0)
			return true;
	return false;
}

static enum err_code
begin(struct app *a, const struct draft *d, struct err *e)
{
	if (is_begun(a, d->id))
		return ERR_OK;
	if (a->n_begun == LIMIT_DRAFTS) { /* long gone ones make room */
		memmove(a->begun[0], a->begun[1], sizeof(a->begun) - sizeof(a->begun[0]));
		a->n_begun--;
	}
	str_copy(a->begun[a->n_begun++], ID_SIZE, d->id);
	return in_table(a, d) ? ERR_OK : journal_begin(a->journal, d, e);
}

/* A draft nobody began is begun empty: the edit that follows is its first word. */
static enum err_code
begin_empty(struct app *a, const struct draft *d, struct err *e)
{
	struct draft blank = *d;

	memset(&blank.f, 0, sizeof(blank.f));
	return begin(a, &blank, e);
}

/* Where the cursor stands and the form's own state, when they are not what the journal has. */
static enum err_code
keep_place(struct app *a, const struct draft *d, struct err *e)
{
	bool other = strcmp(a->last_draft, d->id) != 0;
	enum err_code rc = ERR_OK;

	if (other || strcmp(a->last_focus, d->focus) != 0)
		rc = journal_focus(a->journal, d->id, d->focus, d->cursor, e);
	if (rc == ERR_OK && (other || strcmp(a->last_view, d->view_state) != 0))
		rc = journal_view(a->journal, d->id, d->view_state, e);
	str_copy(a->last_draft, sizeof(a->last_draft), d->id);
	str_copy(a->last_focus, sizeof(a->last_focus), d->focus);
	str_copy(a->last_view, sizeof(a->last_view), d->view_state);
	return rc;
}

/* Where the mark of what is kept stands. */
static void
mark_place(struct app *a, const struct draft *d)
{
	a->saved_on = app_top(a) != NULL ? app_top(a)->ops : NULL;
	a->saved_sheet = a->desk.sheet != NULL && strcmp(a->desk.sheet->id, d->id) == 0;
}

/* The mark stays when the sentence has made room for another: until it is kept, or has gone out. */
static void
not_kept(struct app *a, const struct draft *d, const struct err *e)
{
	a->unkept = true;
	str_copy(a->saved, sizeof(a->saved), "未存!");
	mark_place(a, d);
	app_say(a, 2, UNKEPT "%s好了以后再打一个字就补存上。", e->text);
}

/* Its words have gone out with the sheet. */
static void
has_gone_out(struct app *a)
{
	a->unkept = false;
	a->saved[0] = '\0';
	if (a->message.level == MESSAGE_FAULT && strstr(a->message.text, UNKEPT) != NULL)
		app_unsay(a);
}

void
app_begin(void *app, const struct draft *d)
{
	struct app *a = app;
	struct err e = { 0 };

	if (a->journal != NULL && begin(a, d, &e) != ERR_OK)
		not_kept(a, d, &e);
}

void
app_edit(void *app, const struct draft *d, enum ticket_field f, const struct edit *ed)
{
	struct app *a = app;
	struct journal_edit edit = { .at = ed->at,
		.del = ed->del,
		.ins = ed->ins,
		.ins_len = ed->ins_len,
		.cursor = ed->cursor };
	struct err e = { 0 };

	if (a->journal == NULL)
		return;
	if (begin_empty(a, d, &e) == ERR_OK && keep_place(a, d, &e) == ERR_OK)
		journal_edit(a->journal, d->id, f, &edit, a->desk.now, &e);
	if (e.code != ERR_OK) {
		not_kept(a, d, &e);
		return;
	}
	if (a->unkept || a->saved[0] == '\0' || a->desk.now / 60000 != a->saved_minute)
		civil_format(a->desk.now, "已存 %H:%M", a->saved, sizeof(a->saved));
	if (a->unkept) /* in place of what was said of it, here or by the engine */
		app_say(a, 0, "刚才没存上的都补存上了。");
	a->unkept = false;
	a->saved_minute = a->desk.now / 60000;
	mark_place(a, d);
}

void
app_draft_sent(struct app *a, uint64_t job, const char *draft, int64_t seq)
{
	struct draft_mark *m;

	if (a->n_sent == LIMIT_DRAFTS)
		return; /* its records just stay in the file a little longer */
	m = &a->sent[a->n_sent++];
	m->job = job;
	m->seq = seq;
	str_copy(m->draft, sizeof(m->draft), draft);
}

void
app_draft_done(struct app *a, const struct news *n)
{
	if (a->unkept && n->err.code == ERR_OK && n->number[0] != '\0')
		has_gone_out(a);
	for (int i = 0; i < a->n_sent; i++) {
		if (a->sent[i].job != n->job)
			continue;
		if (n->err.code == ERR_OK && a->journal != NULL)
			journal_saved(a->journal, a->sent[i].draft, a->sent[i].seq);
		a->sent[i] = a->sent[--a->n_sent];
		return;
	}
}
