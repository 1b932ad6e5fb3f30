/* Knowledge articles as they come with the reference feed: kept whole, found through the full text index, apart from the
 * rows the city is built from.
 *
 * Invariants: a row of "article_fts" stands for exactly the text of an article whose "indexed" is 1, cut by the version
 * of the tokenizer that meta "kb_tokens" names; so what goes or changes is taken out with the very words it was put in
 * with, in the same transaction; a damaged index is begun anew (cache_article_mend). An article this program cannot read is shown as none: an old text under a new number
 * would be told to callers. A few changed ones are indexed with their page, many afterwards in slices.
 * Not done here: searching (reader_kb.c). */
#include <stdlib.h>
#include <string.h>

#include "cache_p.h"
#include "model/article.h"
#include "text/tokens.h"

#define SLICE_ROWS 48 /* indexed in one transaction: some 10 ms */

bool
cache_article_is_kind(const char *kind)
{
	return strcmp(kind, "article") == 0 || strcmp(kind, "used") == 0;
}

/* ---- the index ---- */

static bool
tokens_are_ours(struct cache_writer *w)
{
	return cache_meta_int(w->db, "kb_tokens", 0) == TOKENS_VERSION;
}

/* The index of another cut is emptied; what was in it is to be done again. */
static enum err_code
start_over(struct cache_writer *w, struct err *e)
{
	enum err_code rc =
	    db_exec(w->db, "INSERT INTO article_fts(article_fts) VALUES('delete-all')", e);

	if (rc == ERR_OK)
		rc = db_exec(w->db, "UPDATE article SET indexed = 0 WHERE indexed <> 0", e);
	return rc == ERR_OK ? cache_meta_put_int(w, "kb_tokens", TOKENS_VERSION, e) : rc;
}

/* ${sql} has the row and its five columns as ?1 to ?6. */
static enum err_code
run_columns(
    struct cache_writer *w, const char *sql, int64_t id, const struct article *a, struct err *e)
{
	struct sqlite3_stmt *st;
	enum err_code rc = db_stmt(w->db, sql, &st, e);

	if (rc != ERR_OK)
		return rc;
	db_bind_int(st, 1, id);
	db_bind_text(st, 2, a->title);
	db_bind_text(st, 3, a->keywords);
	db_bind_text(st, 4, a->question);
	db_bind_text(st, 5, a->answer);
	db_bind_text(st, 6, a->body);
	return db_run(w->db, st, e);
}

static enum err_code
text_of(struct cache_writer *w, int64_t id, struct str *out, struct err *e)
{
	struct sqlite3_stmt *st;
	enum err_code rc = db_stmt(w->db, "SELECT text FROM article_text WHERE id = ?1", &st, e);

	if (rc != ERR_OK)
		return rc;
	db_bind_int(st, 1, id);
	if (db_step(w->db, st, e) == 1)
		str_add(out, db_text(st, 0));
	db_done(st);
	return out->bad ? err_set(e, ERR_NO_MEMORY, NULL) : ERR_OK;
}

static enum err_code
run_article(struct cache_writer *w, const char *sql, int64_t id, bool *read, struct err *e)
{
	struct str text = { 0 };
	struct article a;
	enum err_code rc;

	article_init(&a);
	rc = text_of(w, id, &text, e);
	*read = rc == ERR_OK && article_read(str_c(&text), text.len, &a, NULL) == ERR_OK;
	if (*read)
		rc = run_columns(w, sql, id, &a, e);
	article_free(&a);
	str_free(&text);
	return rc;
}

static enum err_code
unindex(struct cache_writer *w, int64_t id, struct err *e)
{
	enum err_code rc;
	bool read;

	if (!tokens_are_ours(w))
		return start_over(w, e);
	rc = run_article(w,
	    "INSERT INTO article_fts(article_fts, rowid, title, keywords, question, answer, body)"
	    " VALUES('delete', ?1, ?2, ?3, ?4, ?5, ?6)",
	    id, &read, e);
	return rc == ERR_OK && !read ? start_over(w, e) : rc;
}

static enum err_code
index_one(struct cache_writer *w, int64_t id, struct err *e)
{
	struct sqlite3_stmt *st;
	bool read;
	enum err_code rc = run_article(w,
	    "INSERT INTO article_fts(rowid, title, keywords, question, answer, body)"
	    " VALUES(?1, ?2, ?3, ?4, ?5, ?6)",
	    id, &read, e);

	if (rc == ERR_OK)
		rc = db_stmt(w->db, "UPDATE article SET indexed = ?2 WHERE id = ?1", &st, e);
	if (rc != ERR_OK)
		return rc;
	db_bind_int(st, 1, id);
	db_bind_int(st, 2, read ? 1 : -1); /* one that cannot be read any more is not tried again */
	return db_run(w->db, st, e);
}

/* ---- rows ---- */

struct kept {       /* what is there of an article */
	int64_t id; /* 0 nothing */
	bool indexed;
};

static enum err_code
look_up(struct cache_writer *w, const char *kb_no, struct kept *k, struct err *e)
{
	struct sqlite3_stmt *st;
	enum err_code rc =
	    db_stmt(w->db, "SELECT id, indexed FROM article WHERE kb_no = ?1", &st, e);

	*k = (struct kept){ 0 };
	if (rc != ERR_OK)
		return rc;
	db_bind_text(st, 1, kb_no);
	if (db_step(w->db, st, e) == 1)
		*k = (struct kept){ db_int(st, 0), db_int(st, 1) == 1 };
	db_done(st);
	return ERR_OK;
}

static enum err_code
drop(struct cache_writer *w, const struct kept *k, struct err *e)
{
	enum err_code rc = k->indexed ? unindex(w, k->id, e) : ERR_OK;

	if (rc == ERR_OK)
		rc = db_run_int(w->db, "DELETE FROM article_text WHERE id = ?1", k->id, e);
	if (rc == ERR_OK)
		rc = db_run_int(w->db, "DELETE FROM article WHERE id = ?1", k->id, e);
	w->touched |= CACHE_ARTICLES;
	return rc;
}

static enum err_code
drop_article(struct cache_writer *w, const char *kb_no, struct err *e)
{
	struct kept k;
	enum err_code rc = look_up(w, kb_no, &k, e);

	return rc == ERR_OK && k.id != 0 ? drop(w, &k, e) : rc;
}

static enum err_code
put_head(struct cache_writer *w, const struct article *a, int64_t id, int64_t gen, struct err *e)
{
	struct sqlite3_stmt *st;
	enum err_code rc = db_stmt(w->db,
	    "INSERT OR REPLACE INTO article(id, kb_no, gen, indexed, title, keywords, kind, status,"
	    " internal, category, area, source, since, until, updated)"
	    " VALUES(?1, ?2, ?3, 0, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
	    &st, e);

	if (rc != ERR_OK)
		return rc;
	if (id != 0)
		db_bind_int(st, 1, id);
	db_bind_text(st, 2, a->kb_no);
	db_bind_int(st, 3, gen);
	db_bind_text(st, 4, a->title);
	db_bind_text(st, 5, a->keywords);
	db_bind_int(st, 6, a->kind);
	db_bind_int(st, 7, a->status);
	db_bind_int(st, 8, a->internal);
	db_bind_text(st, 9, a->category);
	db_bind_text(st, 10, a->area);
	db_bind_text(st, 11, a->source);
	db_bind_int(st, 12, a->from);
	db_bind_int(st, 13, a->until);
	db_bind_int(st, 14, a->updated);
	return db_run(w->db, st, e);
}

static enum err_code
put_text(struct cache_writer *w, const char *kb_no, const char *text, struct err *e)
{
	struct sqlite3_stmt *st;
	enum err_code rc = db_stmt(w->db,
	    "INSERT OR REPLACE INTO article_text(id, text)"
	    " SELECT id, ?2 FROM article WHERE kb_no = ?1",
	    &st, e);

	if (rc != ERR_OK)
		return rc;
	db_bind_text(st, 1, kb_no);
	db_bind_text(st, 2, text);
	return db_run(w->db, st, e);
}

/* Most rows of a whole pull are what is there already. */
static enum err_code
keep_same(
    struct cache_writer *w, int64_t id, const char *text, int64_t gen, bool *same, struct err *e)
{
	struct sqlite3_stmt *st;
	enum err_code rc = db_stmt(w->db,
	    "UPDATE article SET gen = ?3 WHERE id = ?1 AND EXISTS(SELECT 1 FROM article_text t"
	    " WHERE t.id = ?1 AND t.text = ?2)",
	    &st, e);

	if (rc != ERR_OK)
		return rc;
	db_bind_int(st, 1, id);
	db_bind_text(st, 2, text);
	db_bind_int(st, 3, gen);
	rc = db_run(w->db, st, e);
	*same = rc == ERR_OK && db_changes(w->db) > 0;
	return rc;
}

static enum err_code
put_article(struct cache_writer *w, const char *kb_no, const char *text, int64_t gen, struct err *e)
{
	struct article a;
	struct kept k;
	bool same = false;
	enum err_code rc = look_up(w, kb_no, &k, e);

	if (rc == ERR_OK && k.id != 0)
		rc = keep_same(w, k.id, text, gen, &same, e);
	if (rc != ERR_OK || same)
		return rc;
	article_init(&a);
	if (article_read(text, strlen(text), &a, NULL) != ERR_OK || strcmp(a.kb_no, kb_no) != 0)
		rc = k.id != 0 ? drop(w, &k, e) : ERR_OK;
	else {
		if (k.indexed)
			rc = unindex(w, k.id, e);
		if (rc == ERR_OK)
			rc = put_head(w, &a, k.id, gen, e);
		if (rc == ERR_OK)
			rc = put_text(w, kb_no, text, e);
		w->touched |= CACHE_ARTICLES;
	}
	article_free(&a);
	return rc;
}

/* How often an article was cited may come before the article. */
static enum err_code
put_used(struct cache_writer *w, const char *kb_no, const char *text, int64_t gen, struct err *e)
{
	struct sqlite3_stmt *st;
	long long used;
	enum err_code rc;

	if (!str_int(text, 0, INT32_MAX, &used))
		return ERR_OK;
	rc = db_stmt(w->db,
	    "INSERT OR REPLACE INTO article_used(kb_no, gen, used) VALUES(?1, ?2, ?3)", &st, e);
	if (rc != ERR_OK)
		return rc;
	db_bind_text(st, 1, kb_no);
	db_bind_int(st, 2, gen);
	db_bind_int(st, 3, used);
	w->touched |= CACHE_ARTICLES;
	return db_run(w->db, st, e);
}

enum err_code
cache_article_put(struct cache_writer *w, const struct ref_row *r, int64_t gen, struct err *e)
{
	return strcmp(r->kind, "used") == 0 ? put_used(w, r->code, r->text, gen, e)
					    : put_article(w, r->code, r->text, gen, e);
}

enum err_code
cache_article_drop(struct cache_writer *w, const char *kind, const char *code, struct err *e)
{
	struct sqlite3_stmt *st;
	enum err_code rc;

	if (strcmp(kind, "used") != 0)
		return drop_article(w, code, e);
	rc = db_stmt(w->db, "DELETE FROM article_used WHERE kb_no = ?1", &st, e);
	if (rc != ERR_OK)
		return rc;
	db_bind_text(st, 1, code);
	w->touched |= CACHE_ARTICLES;
	return db_run(w->db, st, e);
}

/* ---- after a page ---- */

/* Those a whole pull did not bring again. */
static enum err_code
drop_old(struct cache_writer *w, int64_t gen, struct err *e)
{
	enum err_code rc = ERR_OK;
	bool more = true;

	while (rc == ERR_OK && more) {
		struct sqlite3_stmt *st;
		struct kept k = { 0 };

		rc = db_stmt(
		    w->db, "SELECT id, indexed FROM article WHERE gen < ?1 LIMIT 1", &st, e);
		if (rc != ERR_OK)
			return rc;
		db_bind_int(st, 1, gen);
		more = db_step(w->db, st, e) == 1;
		if (more)
			k = (struct kept){ db_int(st, 0), db_int(st, 1) == 1 };
		db_done(st);
		if (more)
			rc = drop(w, &k, e);
	}
	return rc == ERR_OK ? db_run_int(w->db, "DELETE FROM article_used WHERE gen < ?1", gen, e)
			    : rc;
}

/* Up to ${max} articles that are not in the index yet; how many, -1 on failure. */
static int
waiting(struct cache_writer *w, int64_t *ids, int max, struct err *e)
{
	struct sqlite3_stmt *st;
	int n = 0, step = 1;

	if (db_stmt(w->db, "SELECT id FROM article WHERE indexed = 0 ORDER BY id LIMIT ?1", &st,
		e) != ERR_OK)
		return -1;
	db_bind_int(st, 1, max);
	while (n < max && (step = db_step(w->db, st, e)) == 1)
		ids[n++] = db_int(st, 0);
	db_done(st);
	return step < 0 ? -1 : n;
}

/* *n: how many were done. */
static enum err_code
index_slice(struct cache_writer *w, int *n, struct err *e)
{
	int64_t ids[SLICE_ROWS];
	enum err_code rc = tokens_are_ours(w) ? ERR_OK : start_over(w, e);

	*n = 0;
	if (rc == ERR_OK && (*n = waiting(w, ids, SLICE_ROWS, e)) < 0)
		rc = e->code;
	for (int i = 0; rc == ERR_OK && i < *n; i++)
		rc = index_one(w, ids[i], e);
	if (rc == ERR_OK && *n > 0)
		w->touched |= CACHE_ARTICLES;
	/* Readers keep what does not change between two of these in memory. */
	if (rc == ERR_OK && (w->touched & CACHE_ARTICLES) != 0)
		rc = cache_meta_put_int(w, "kb", cache_meta_int(w->db, "kb", 0) + 1, e);
	return rc;
}

enum err_code
cache_article_settle(struct cache_writer *w, int64_t gen, bool last, struct err *e)
{
	struct err mine = { 0 };
	enum err_code rc;
	int n;

	if (e == NULL)
		e = &mine;
	rc = last ? drop_old(w, gen, e) : ERR_OK;
	return rc == ERR_OK ? index_slice(w, &n, e) : rc;
}

bool
cache_article_waits(struct cache_writer *w)
{
	return !tokens_are_ours(w) ||
	       db_one_int(w->db, "SELECT EXISTS(SELECT 1 FROM article WHERE indexed = 0)", 0) != 0;
}

enum err_code
cache_article_again(struct cache_writer *w, struct err *e)
{
	enum err_code rc = cache_enter(w, false, e);

	if (rc != ERR_OK)
		return rc;
	w->touched |= CACHE_ARTICLES;
	return cache_leave(w, start_over(w, e), e);
}

/* Should a new one fail too, it is not the index. */
bool
cache_article_mend(struct cache_writer *w, enum err_code rc)
{
	return (rc == ERR_CORRUPT || rc == ERR_DB) && w->kb_remade++ < KB_REMADE_MOST &&
	       cache_article_again(w, NULL) == ERR_OK;
}

bool
cache_article_index(struct cache_writer *w, struct err *e)
{
	struct err mine = { 0 };
	int n = 0;
	enum err_code rc;

	if (e == NULL)
		e = &mine;
	if (!cache_article_waits(w))
		return false;
	rc = cache_enter(w, false, e);
	if (rc == ERR_OK)
		rc = cache_leave(w, index_slice(w, &n, e), e);
	return cache_article_mend(w, rc) || (rc == ERR_OK && n > 0);
}
