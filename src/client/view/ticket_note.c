/* ticket_note.c: words for a step that were not sent yet, kept like a sheet of the intake form: each key in the journal,
 * each pause in the draft table, so that they are there again after Esc, after sign-out and after a kill.
 *
 * Invariant: what the widget shows is what the journal says. An emptied note is dropped at once; its id is never used
 * again, since the table remembers it as done. Not here: the forms themselves (form.c, intake_ask.c,
 * knowledge_note.c, qa_sheet.c, handover.c). */
#include "ticket_note_p.h"

#include <string.h>

#include "base/id.h"
#include "base/str.h"

void
ticket_note_free(struct ticket_note *n)
{
	draft_free(&n->d);
	*n = (struct ticket_note){ 0 };
}

/* The newest of that step; without one, whose it will be: the id comes with the first key. */
void
ticket_note_open_as(
    struct ticket_note *n, const struct desk *d, const char *subject, const char *act)
{
	struct draft found[TICKET_NOTES];
	int count = 0;

	ticket_note_free(n);
	if (d->cache != NULL && d->me.user != NULL)
		count = cache_notes(d->cache, d->me.user, subject, found, TICKET_NOTES);
	for (int i = 0; i < count; i++) /* newest first */
		if (!ticket_note_any(n) && strcmp(found[i].act, act) == 0)
			n->d = found[i];
		else
			draft_free(&found[i]);
	if (ticket_note_any(n))
		return;
	(void)str_copy(n->d.owner, sizeof(n->d.owner), d->me.user != NULL ? d->me.user : "");
	(void)str_copy(n->d.ticket, sizeof(n->d.ticket), subject);
	(void)str_copy(n->d.act, sizeof(n->d.act), act);
}

void
ticket_note_open(struct ticket_note *n, const struct desk *d, const char *ticket, enum event_kind k)
{
	ticket_note_open_as(n, d, ticket, event_info(k)->json);
}

uint32_t
ticket_note_begun(const struct desk *d, const char *ticket, const enum event_kind *kinds, int n)
{
	struct draft found[TICKET_NOTES];
	uint32_t begun = 0;
	int count = 0;

	if (d->cache != NULL && d->me.user != NULL)
		count = cache_notes(d->cache, d->me.user, ticket, found, TICKET_NOTES);
	for (int i = 0; i < count; i++) {
		for (int k = 0; k < n; k++)
			if (strcmp(found[i].act, event_info(kinds[k])->json) == 0)
				begun |= UINT32_C(1) << k;
		draft_free(&found[i]);
	}
	return begun;
}

bool
ticket_note_settled(const struct ticket_note *n)
{
	return !n->unsaved && n->save_job == 0;
}

bool
ticket_note_any(const struct ticket_note *n)
{
	return n->d.id[0] != '\0';
}

const char *
ticket_note_text(const struct ticket_note *n)
{
	return fields_get(&n->d.f, TF_CONTENT);
}

size_t
ticket_note_cursor(const struct ticket_note *n)
{
	return n->d.cursor >= 0 ? (size_t)n->d.cursor : SIZE_MAX;
}

/* For good. */
void
ticket_note_drop(struct ticket_note *n, struct desk *d)
{
	struct job *j = ticket_note_any(n) ? job_new(JOB_DRAFT_DROP) : NULL;

	if (j == NULL)
		return; /* an empty one that stays is dropped when the journal is folded */
	(void)str_copy(j->draft.id, sizeof(j->draft.id), n->d.id);
	ticket_note_done(n);
	n->save_job = d->job(d->app, j);
}

void
ticket_note_edit_in(struct ticket_note *n, struct desk *d, enum ticket_field slot,
    const struct edit *ed, const char *now)
{
	if (!ticket_note_any(n)) {
		id_new(n->d.id);
		n->d.created_at = d->now;
	}
	n->d.changed_at = d->now;
	n->d.cursor = (int64_t)ed->cursor;
	(void)str_copy(n->d.focus, sizeof(n->d.focus), field_info(slot)->json);
	if (!fields_set(&n->d.f, slot, now)) {
		d->say(d->app, 2, "内存不足, 刚才的输入没有记下, 请先送出");
		return;
	}
	d->edit(d->app, &n->d, slot, ed);
	n->unsaved = true;
	if (fields_empty(&n->d.f))
		ticket_note_drop(n, d);
}

void
ticket_note_edit(struct ticket_note *n, struct desk *d, const struct edit *ed, const char *now)
{
	ticket_note_edit_in(n, d, TF_CONTENT, ed, now);
}

void
ticket_note_mark(struct ticket_note *n, size_t cursor, const char *state)
{
	if (!ticket_note_any(n) ||
	    ((size_t)n->d.cursor == cursor && strcmp(n->d.view_state, state) == 0))
		return;
	n->d.cursor = (int64_t)cursor;
	(void)str_copy(n->d.view_state, sizeof(n->d.view_state), state);
	n->unsaved = true;
}

void
ticket_note_save(struct ticket_note *n, struct desk *d)
{
	struct job *j;

	if (!n->unsaved || !ticket_note_any(n))
		return;
	j = job_new(JOB_DRAFT_SAVE);
	if (j == NULL || !draft_copy(&j->draft, &n->d)) {
		job_free(j);
		return; /* the journal has it */
	}
	n->save_job = d->job(d->app, j);
	n->unsaved = n->save_job == 0;
}

void
ticket_note_with(const struct ticket_note *n, struct job *j)
{
	(void)str_copy(j->draft.id, sizeof(j->draft.id), n->d.id);
}

void
ticket_note_done(struct ticket_note *n)
{
	n->d.id[0] = '\0';
	n->d.view_state[0] = '\0';
	n->d.cursor = 0;
	n->unsaved = false;
	fields_free(&n->d.f);
}

bool
ticket_note_event(struct ticket_note *n, struct desk *d, const struct news *news)
{
	if (news->kind != NEWS_DONE || news->job == 0 || news->job != n->save_job)
		return false;
	n->save_job = 0;
	if (news->err.code != ERR_OK && news->err.code != ERR_CANCELLED) {
		n->unsaved = true;
		d->say(d->app, 2, "暂存没有写成: %s; 写的话还在, 先别关程序", news->err.text);
	}
	return true;
}
