/* Half-done tickets, and words for a step not sent yet. The journal is ahead of this table by a few keys at most; the table is where they go when the seat
 * closes, changes hands or folds its journal. A draft that was submitted or dropped is remembered as done, so that nothing
 * brings it back. */
#include "cache_p.h"

#include <stdlib.h>
#include <string.h>

#include "client/cache/journal.h"
#include "wire/ticket_json.h"

#define DONE_KEPT 2000

void
draft_init(struct draft *d)
{
	*d = (struct draft){ 0 };
}

void
draft_free(struct draft *d)
{
	fields_free(&d->f);
	*d = (struct draft){ 0 };
}

bool
draft_copy(struct draft *to, const struct draft *from)
{
	struct draft copy = *from;

	if (to == from)
		return true;
	copy.f = (struct fields){ 0 };
	if (!fields_copy(&copy.f, &from->f)) {
		fields_free(&copy.f);
		return false;
	}
	fields_free(&to->f);
	*to = copy;
	return true;
}

/* ---- a row ---- */

static bool
unseal_text(const uint8_t *key, const char *what, const char *id, struct sqlite3_stmt *st, int i,
    char *out, size_t size)
{
	struct str plain = { 0 };
	size_t n;
	const void *p = db_blob(st, i, &n);
	bool ok = cache_unseal(key, what, id, p, n, &plain);

	str_copy(out, size, str_c(&plain));
	secret_str_free(&plain);
	return ok;
}

static enum err_code
unseal_identity(const uint8_t *key, struct sqlite3_stmt *st, struct draft *d)
{
	struct str plain = { 0 };
	size_t n;
	const void *p = db_blob(st, 10, &n);
	enum err_code rc = ERR_OK;

	if (!cache_unseal(key, "draft", d->id, p, n, &plain))
		rc = ERR_CORRUPT;
	else if (plain.len > 0)
		rc = fields_json_read(plain.s, plain.len, &d->f, NULL);
	secret_str_free(&plain);
	return rc;
}

enum err_code
cache_draft_row(const uint8_t *key, struct sqlite3_stmt *st, struct draft *d, int64_t *seq)
{
	const char *matter;
	enum err_code rc;

	draft_init(d);
	str_copy(d->id, sizeof(d->id), db_text(st, 0));
	str_copy(d->owner, sizeof(d->owner), db_text(st, 1));
	str_copy(d->ticket, sizeof(d->ticket), db_text(st, 2));
	str_copy(d->focus, sizeof(d->focus), db_text(st, 3));
	d->cursor = db_int(st, 4);
	str_copy(d->call, sizeof(d->call), db_text(st, 5));
	d->created_at = db_int(st, 6);
	d->changed_at = db_int(st, 7);
	*seq = db_int(st, 8);
	str_copy(d->act, sizeof(d->act), db_text(st, 13));
	matter = db_text(st, 9);
	rc = fields_json_read(matter, strlen(matter), &d->f, NULL);
	if (rc == ERR_OK)
		rc = unseal_identity(key, st, d);
	if (rc == ERR_OK && !unseal_text(key, "draft-phone", d->id, st, 11, d->origin_phone,
				sizeof(d->origin_phone)))
		rc = ERR_CORRUPT;
	if (rc == ERR_OK &&
	    !unseal_text(key, "draft-view", d->id, st, 12, d->view_state, sizeof(d->view_state)))
		rc = ERR_CORRUPT;
	if (rc != ERR_OK)
		draft_free(d);
	return rc;
}

static void
bind_sealed(struct cache_writer *w, struct sqlite3_stmt *st, int i, const char *what,
    const char *id, const char *text, bool *bad)
{
	struct str sealed = { 0 };

	cache_seal(w->key, what, id, text, strlen(text), &sealed);
	db_bind_blob(st, i, sealed.len > 0 ? sealed.s : NULL, sealed.len);
	*bad = *bad || sealed.bad;
	str_free(&sealed);
}

static enum err_code
put(struct cache_writer *w, const struct draft *d, int64_t seq, struct err *e)
{
	struct str matter = { 0 }, identity = { 0 };
	struct sqlite3_stmt *st;
	bool bad = false;
	enum err_code rc = db_stmt(w->db,
	    "INSERT INTO draft(" CACHE_DRAFT_COLUMNS
	    ") VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14)"
	    " ON CONFLICT(id) DO UPDATE SET owner = ?2, ticket = ?3, focus = ?4, cursor = ?5, call "
	    "= ?6, created_at = ?7,"
	    " changed_at = ?8, seq = ?9, matter = ?10, identity = ?11, phone = ?12, view = ?13, "
	    "act = ?14 "
	    "WHERE seq <= ?9",
	    &st, e);

	if (rc != ERR_OK)
		return rc;
	ticket_json_matter(&d->f, &matter);
	ticket_json_identity(&d->f, &identity);
	db_bind_text(st, 1, d->id);
	db_bind_text(st, 2, d->owner);
	db_bind_text(st, 3, d->ticket);
	db_bind_text(st, 4, d->focus);
	db_bind_int(st, 5, d->cursor);
	db_bind_text(st, 6, d->call);
	db_bind_int(st, 7, d->created_at);
	db_bind_int(st, 8, d->changed_at);
	db_bind_int(st, 9, seq);
	db_bind_text(st, 10, str_c(&matter));
	db_bind_text(st, 14, d->act);
	bind_sealed(w, st, 11, "draft", d->id, str_c(&identity), &bad);
	bind_sealed(w, st, 12, "draft-phone", d->id, d->origin_phone, &bad);
	bind_sealed(w, st, 13, "draft-view", d->id, d->view_state, &bad);
	if (bad || matter.bad || identity.bad) {
		db_done(st);
		rc = err_set(e, ERR_NO_MEMORY, NULL);
	} else {
		rc = db_run(w->db, st, e);
	}
	str_free(&matter);
	secret_str_free(&identity);
	return rc;
}

static bool
is_done(struct cache_writer *w, const char *id)
{
	struct sqlite3_stmt *st;

	if (db_stmt(w->db, "SELECT 1 FROM draft_done WHERE id = ?1", &st, NULL) != ERR_OK)
		return false;
	db_bind_text(st, 1, id);
	return db_take_any(w->db, st);
}

static enum err_code
note_seq(struct cache_writer *w, int64_t seq, struct err *e)
{
	return seq > cache_meta_int(w->db, "journal_seq", 0)
		   ? cache_meta_put_int(w, "journal_seq", seq, e)
		   : ERR_OK;
}

enum err_code
cache_draft_save(struct cache_writer *w, const struct draft *d, int64_t seq, struct err *e)
{
	enum err_code rc;

	if (w->key == NULL)
		return err_set(e, ERR_UNAUTHORISED, "请先登录。");
	if (is_done(w, d->id))
		return ERR_OK; /* a save that was overtaken by its submit */
	rc = cache_enter(w, false, e);
	if (rc != ERR_OK)
		return rc;
	rc = put(w, d, seq, e);
	if (rc == ERR_OK)
		rc = note_seq(w, seq, e);
	w->touched |= CACHE_DRAFTS;
	return cache_leave(w, rc, e);
}

static enum err_code
drop(struct cache_writer *w, const char *id, struct err *e)
{
	enum err_code rc = db_run_text(w->db, "DELETE FROM draft WHERE id = ?1", id, e);

	if (rc == ERR_OK)
		rc = db_run_text(w->db,
		    "INSERT INTO draft_done(id) VALUES(?1) ON CONFLICT(id) DO NOTHING", id, e);
	if (rc != ERR_OK)
		return rc;
	w->touched |= CACHE_DRAFTS;
	return db_run_int(w->db,
	    "DELETE FROM draft_done WHERE n < (SELECT max(n) FROM draft_done) - ?1", DONE_KEPT, e);
}

enum err_code
cache_draft_drop(struct cache_writer *w, const char *id, struct err *e)
{
	enum err_code rc = cache_enter(w, false, e);

	return rc == ERR_OK ? cache_leave(w, drop(w, id, e), e) : rc;
}

/* ---- the journal, folded ---- */

static enum err_code
load_all(struct cache_writer *w, struct journal_drafts *all, struct err *e)
{
	struct sqlite3_stmt *st;
	int step;
	enum err_code rc = db_stmt(w->db, "SELECT " CACHE_DRAFT_COLUMNS " FROM draft", &st, e);

	if (rc != ERR_OK)
		return rc;
	while (rc == ERR_OK && (step = db_step(w->db, st, e)) != 0) {
		struct journal_draft *j;
		if (step < 0) {
			rc = ERR_DB;
		} else if ((j = journal_draft_of(all, db_text(st, 0), true)) == NULL) {
			rc = err_set(e, ERR_NO_MEMORY, NULL);
		} else {
			rc = cache_draft_row(w->key, st, &j->d, &j->seq);
			j->written = true;
		}
	}
	db_done(st);
	return rc == ERR_CORRUPT ? err_set(e, rc, "草稿打不开: 密钥不对或数据被改动。") : rc;
}

static enum err_code
fold(struct cache_writer *w, const struct journal_drafts *all, struct err *e)
{
	enum err_code rc = ERR_OK;

	for (size_t i = 0; rc == ERR_OK && i < all->n; i++) {
		const struct journal_draft *j = &all->v[i];
		bool note = j->d.act[0] != '\0';

		if (j->gone || (note && fields_empty(&j->d.f)))
			rc = drop(w, j->d.id, e);
		else if (j->written && !is_done(w, j->d.id) && j->d.owner[0] != '\0')
			rc = put(w, &j->d, j->seq, e);
	}
	w->touched |= CACHE_DRAFTS;
	return rc == ERR_OK ? note_seq(w, all->last_seq, e) : rc;
}

enum err_code
cache_journal_fold(struct cache_writer *w, const char *dir, struct err *e)
{
	struct journal_drafts all = { 0 };
	enum err_code rc;

	if (w->key == NULL)
		return err_set(e, ERR_UNAUTHORISED, "请先登录。");
	rc = load_all(w, &all, e);
	if (rc == ERR_OK)
		rc = journal_replay(dir, w->key, &all, e);
	if (rc == ERR_OK)
		rc = cache_enter(w, true, e);
	if (rc == ERR_OK)
		rc = cache_leave(w, fold(w, &all, e), e);
	if (rc == ERR_OK && all.spoilt) {
		journal_put_aside(dir, all.last_seq);
		rc = err_set(e, ERR_CORRUPT,
		    "打字记录有一段读不出: 读得出的都在草稿里, 请核对; 原记录已另存。");
	} else if (rc == ERR_OK) {
		journal_forget(dir);
	}
	journal_drafts_free(&all);
	return rc;
}
