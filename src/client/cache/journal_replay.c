/* Drafts = what the table has + what the journal says after it. Replaying is idempotent: a record numbered below what a
 * draft already includes is passed over. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "journal_p.h"

struct journal_draft *
journal_draft_of(struct journal_drafts *all, const char *id, bool make)
{
	struct journal_draft *grown;

	for (size_t i = 0; i < all->n; i++)
		if (strcmp(all->v[i].d.id, id) == 0)
			return &all->v[i];
	if (!make || (grown = realloc(all->v, (all->n + 1) * sizeof(*grown))) == NULL)
		return NULL;
	all->v = grown;
	grown = &all->v[all->n++];
	*grown = (struct journal_draft){ 0 };
	draft_init(&grown->d);
	str_copy(grown->d.id, sizeof(grown->d.id), id);
	return grown;
}

void
journal_drafts_free(struct journal_drafts *all)
{
	for (size_t i = 0; i < all->n; i++)
		draft_free(&all->v[i].d);
	free(all->v);
	*all = (struct journal_drafts){ 0 };
}

/* ---- one record ---- */

/* The cursor is where the last edit was. A form may have several cells for one field ("extra:amount"): the cell stays as
 * the form said, and the edit's place in the field says nothing about the place in the cell. */
static void
follow(struct journal_draft *j, const char *field, size_t cursor)
{
	const size_t n = strlen(field);
	const bool part = strncmp(j->d.focus, field, n) == 0 && j->d.focus[n] == ':';

	if (!part)
		str_copy(j->d.focus, sizeof(j->d.focus), field);
	j->d.cursor = part ? -1 : (int64_t)cursor;
}

static bool
splice(struct journal_draft *j, const struct journal_record *r)
{
	const char *now = fields_get(&j->d.f, (enum ticket_field)r->field);
	size_t len = strlen(now);
	struct str value = { 0 };
	bool ok;

	if (r->edit.at > len || r->edit.del > len - r->edit.at) {
		j->damaged = true;
		return true;
	}
	str_add_n(&value, now, len);
	str_splice(&value, r->edit.at, r->edit.del, r->edit.ins, r->edit.ins_len);
	ok = !value.bad && fields_set(&j->d.f, (enum ticket_field)r->field, str_c(&value));
	str_free(&value);
	follow(j, field_info((enum ticket_field)r->field)->json, r->edit.cursor);
	return ok;
}

static bool
begin(struct journal_draft *j, const struct journal_record *r)
{
	j->damaged = false;
	j->gone = false;
	return draft_copy(&j->d, &r->begin);
}

static bool
apply(struct journal_draft *j, const struct journal_record *r)
{
	if (r->type == JOURNAL_BEGIN)
		return begin(j, r);
	if (j->damaged)
		return true;
	if (r->at > j->d.changed_at)
		j->d.changed_at = r->at;
	j->written = j->written || r->type == JOURNAL_EDIT || r->type == JOURNAL_SET;
	switch (r->type) {
	case JOURNAL_EDIT:
		return r->field < 0 || splice(j, r);
	case JOURNAL_SET:
		return r->field < 0 || fields_set(&j->d.f, (enum ticket_field)r->field,
					   r->unset ? NULL : str_c(&r->text));
	case JOURNAL_FOCUS:
		str_copy(j->d.focus, sizeof(j->d.focus), str_c(&r->text));
		j->d.cursor = r->cursor;
		return true;
	case JOURNAL_VIEW:
		str_copy(j->d.view_state, sizeof(j->d.view_state), str_c(&r->text));
		return true;
	case JOURNAL_CALL:
		str_copy(j->d.call, sizeof(j->d.call), str_c(&r->text));
		str_copy(j->d.origin_phone, sizeof(j->d.origin_phone), r->phone);
		return true;
	case JOURNAL_DROP:
		j->gone = true;
		return true;
	default:
		return true;
	}
}

struct replaying {
	struct journal_drafts *all;
	bool failed;
};

static bool
record(void *arg, int64_t seq, const struct journal_record *r)
{
	struct replaying *p = arg;
	struct journal_draft *j = journal_draft_of(p->all, r->draft, true);

	if (j == NULL) {
		p->failed = true;
		return false;
	}
	if (seq > p->all->last_seq)
		p->all->last_seq = seq;
	if (seq <= j->seq)
		return true;
	j->seq = seq;
	p->failed = !apply(j, r);
	return !p->failed;
}

/* ---- both files ---- */

static bool
first_seq(void *arg, int64_t seq, const struct journal_record *r)
{
	(void)r;
	*(int64_t *)arg = seq;
	return false;
}

enum err_code
journal_replay(const char *dir, const uint8_t *key, struct journal_drafts *all, struct err *e)
{
	char path[JOURNAL_FILES][1024];
	int64_t first[JOURNAL_FILES] = { 0 };
	struct replaying p = { .all = all };
	struct journal_walk found;
	enum err_code rc;

	for (int i = 0; i < JOURNAL_FILES; i++) {
		if (!journal_path(dir, i, path[i], sizeof(path[i])))
			return err_set(e, ERR_LIMIT, "数据目录的路径太长: %s", dir);
		rc = journal_walk_file(path[i], key, first_seq, &first[i], &found, e);
		if (rc == ERR_OK && found.unopened)
			rc = err_set(
			    e, ERR_UNAUTHORISED, "打字记录是用另一把密钥封存的, 先保留不动。");
		if (rc != ERR_OK)
			return rc;
	}
	for (int turn = 0; turn < JOURNAL_FILES; turn++) {
		int i = (first[0] <= first[1]) == (turn == 0) ? 0 : 1;
		rc = journal_walk_file(path[i], key, record, &p, &found, e);
		if (rc == ERR_OK && p.failed)
			rc = err_set(e, ERR_NO_MEMORY, NULL);
		all->spoilt = all->spoilt || found.spoilt;
		if (rc != ERR_OK)
			return rc;
	}
	return ERR_OK;
}

void
journal_forget(const char *dir)
{
	char path[1024];

	for (int i = 0; i < JOURNAL_FILES; i++)
		if (journal_path(dir, i, path, sizeof(path)))
			(void)unlink(path);
}

void
journal_put_aside(const char *dir, int64_t mark)
{
	char path[1024], aside[1060];

	for (int i = 0; i < JOURNAL_FILES; i++)
		if (journal_path(dir, i, path, sizeof(path))) {
			(void)snprintf(aside, sizeof(aside), "%s.bad-%lld", path, (long long)mark);
			(void)rename(path, aside);
		}
}
