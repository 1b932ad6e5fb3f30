/* The index of tickets, kept up to what the cache holds.
 *
 * A ticket that comes or changes is only noted; the index follows in slices while the line is idle, newest first. So the
 * tables say what is not done yet: meta "find_at", "find_id": from this ticket on (by time taken down) all are in it or
 * noted in "find_wait"; "find_gone" has the texts of what is still in it and must leave.
 *
 * Invariants: what must leave stands in "find_gone" until it is out. Other eyes (cache_scope) empty the index at once.
 * Not done here: what of a ticket goes into it, and under which number (cache_find_row.c); searching (reader_find.c). */
#include "find_p.h"

#include <string.h>

#include "base/clock.h"

#define SLICE_ROWS  256 /* of one slice, most: no more than were done in time the last times */
#define SLICE_LEAST 8
#define SLICE_FIRST 64
#define SLICE_MS    20  /* a slice ends then, whatever is left of it, */
#define ALONE_MS    150 /* … or then, when nobody wants anything */
#define MERGE_PAGES 64
#define MERGE_DUE   (4 * MERGE_PAGES)
#define ROW_PAGES   3         /* what a row will cost in merging, with all its levels */
#define NEVER       INT64_MAX /* "find_at" before anything is indexed */
#define ALL         INT64_MIN /* and when the walk back has come to the end */

/* ---- small statements ---- */

static enum err_code
run_id(struct cache_writer *w, const char *sql, const char *id, int64_t v, struct err *e)
{
	struct sqlite3_stmt *st;
	enum err_code rc = db_stmt(w->db, sql, &st, e);

	if (rc != ERR_OK)
		return rc;
	db_bind_text(st, 1, id);
	db_bind_int(st, 2, v);
	return db_run(w->db, st, e);
}

/* ---- how far it is ---- */

static void
know(struct cache_writer *w)
{
	if (w->find.known)
		return;
	w->find.at = cache_meta_int(w->db, "find_version", 0) == FIND_VERSION
			 ? cache_meta_int(w->db, "find_at", NEVER)
			 : NEVER;
	(void)cache_meta(w->db, "find_id", w->find.id, sizeof(w->find.id));
	w->find.known = true;
}

static enum err_code
reach(struct cache_writer *w, int64_t at, const char *id, struct err *e)
{
	enum err_code rc = cache_meta_put_int(w, "find_at", at, e);

	if (rc == ERR_OK)
		rc = cache_meta_put(w, "find_id", id, e);
	w->find.at = at;
	str_copy(w->find.id, sizeof(w->find.id), id);
	return rc;
}

/* Nothing is indexed; everything is to be. */
static enum err_code
begin(struct cache_writer *w, struct err *e)
{
	enum err_code rc = db_exec(w->db,
	    "DELETE FROM find_doc; DELETE FROM find_wait; DELETE FROM find_gone; DELETE FROM"
	    " find_place",
	    e);

	if (rc == ERR_OK)
		rc = cache_meta_put_int(w, "find_version", FIND_VERSION, e);
	if (rc == ERR_OK)
		rc = reach(w, NEVER, "", e);
	w->find.known = rc == ERR_OK;
	w->find.debt = 0;
	w->touched |= CACHE_INDEX;
	return rc;
}

enum err_code
cache_find_forget(struct cache_writer *w, struct err *e)
{
	enum err_code rc;

	if (db_one_int(w->db, "SELECT EXISTS(SELECT 1 FROM find_doc)", 1) == 0)
		return begin(w, e);
	rc = db_exec(w->db,
	    "INSERT INTO ticket_fts(ticket_fts) VALUES('delete-all');"
	    "INSERT INTO ticket_sound(ticket_sound) VALUES('delete-all')",
	    e);
	return rc == ERR_OK ? begin(w, e) : rc;
}

static enum err_code
make_anew(struct cache_writer *w, struct err *e)
{
	enum err_code rc =
	    db_exec(w->db, "DROP TABLE ticket_fts; DROP TABLE ticket_sound; " FIND_TABLES, e);

	return rc == ERR_OK ? begin(w, e) : rc;
}

enum err_code
cache_find_again(struct cache_writer *w, struct err *e)
{
	enum err_code rc = cache_enter(w, false, e);

	w->find.known = false;
	return rc == ERR_OK ? cache_leave(w, make_anew(w, e), e) : rc;
}

/* ---- a ticket comes or changes ---- */

static enum err_code
wait_for(struct cache_writer *w, const char *id, int64_t at, struct err *e)
{
	w->touched |= CACHE_INDEX;
	return run_id(w, "INSERT OR IGNORE INTO find_wait(ticket, at) VALUES(?1, ?2)", id, at, e);
}

/* 1 it is indexed as it is, 0 otherwise, -1 not at all. */
static int
is_indexed(struct cache_writer *w, const char *id, int64_t sum)
{
	struct sqlite3_stmt *st;
	int is = -1;

	if (db_stmt(w->db, "SELECT sum FROM find_doc WHERE ticket = ?1", &st, NULL) != ERR_OK)
		return -1;
	db_bind_text(st, 1, id);
	if (db_step(w->db, st, NULL) == 1)
		is = db_int(st, 0) == sum;
	db_done(st);
	return is;
}

enum err_code
cache_find_note(struct cache_writer *w, const struct ticket *t, struct err *e)
{
	enum err_code rc;
	int is;

	know(w);
	if (w->find.at == NEVER)
		return ERR_OK; /* the walk will come to it */
	is = is_indexed(w, t->id, find_sum(t));
	if (is == 1)
		return ERR_OK;
	if (is == 0) {
		rc = run_id(w,
		    "INSERT INTO find_gone(doc, text) SELECT f.doc, t.doc FROM find_doc f JOIN"
		    " ticket t ON t.id = f.ticket WHERE f.ticket = ?1 AND ?2 = 0",
		    t->id, 0, e);
		if (rc == ERR_OK)
			rc = run_id(
			    w, "DELETE FROM find_doc WHERE ticket = ?1 AND ?2 = 0", t->id, 0, e);
		return rc == ERR_OK ? wait_for(w, t->id, t->created_at, e) : rc;
	}
	if (t->created_at < w->find.at ||
	    (t->created_at == w->find.at && strcmp(t->id, w->find.id) < 0))
		return ERR_OK;
	return wait_for(w, t->id, t->created_at, e);
}

/* ---- slices ---- */

/* Each transaction writes a part of the index of its own, which a search then opens and merging later rewrites: few large
 * ones, as long as nobody waits. */
static bool
goes_on(const struct cache_writer *w, int64_t began)
{
	int64_t ms = clock_mono_ms() - began;

	return ms < SLICE_MS || (w->find.alone && ms < ALONE_MS && !w->wanted(w->wanted_arg));
}

/* Some of what must leave; *n how many did. */
static enum err_code
leave_slice(struct cache_writer *w, int64_t began, int *n, struct err *e)
{
	enum err_code rc = ERR_OK;

	for (*n = 0; rc == ERR_OK && *n < SLICE_ROWS && (*n == 0 || goes_on(w, began)); ++*n) {
		struct sqlite3_stmt *st;
		struct ticket t;
		int64_t doc = 0;

		rc = db_stmt(w->db, "SELECT doc, text FROM find_gone LIMIT 1", &st, e);
		if (rc != ERR_OK)
			return rc;
		ticket_init(&t);
		if (db_step(w->db, st, e) == 1) {
			doc = db_int(st, 0);
			rc = cache_doc_read(NULL, "", db_text(st, 1), NULL, 0, &t, e);
		}
		db_done(st);
		if (doc != 0 && rc == ERR_OK)
			rc = find_take_out(w, doc, &t, e);
		ticket_free(&t);
		if (doc == 0)
			return rc;
		if (rc != ERR_OK && rc != ERR_CORRUPT && rc != ERR_NO_MEMORY)
			return cache_find_forget(w, e); /* its words are not known any more */
		if (rc == ERR_OK)
			rc = db_run_int(w->db, "DELETE FROM find_gone WHERE doc = ?1", doc, e);
	}
	return rc;
}

struct slice {
	struct {
		char id[ID_SIZE];
		int64_t at;
	} row[SLICE_ROWS];
	int n, most;
	bool walked; /* they are the next of the walk back, not of those that wait */
};

static enum err_code
read_slice(struct cache_writer *w, struct slice *s, struct sqlite3_stmt *st, struct err *e)
{
	int step = 0;

	s->n = 0;
	while (s->n < SLICE_ROWS && (step = db_step(w->db, st, e)) == 1) {
		str_copy(s->row[s->n].id, ID_SIZE, db_text(st, 0));
		s->row[s->n++].at = db_int(st, 1);
	}
	db_done(st);
	return step < 0 ? e->code : ERR_OK;
}

static enum err_code
next_slice(struct cache_writer *w, struct slice *s, struct err *e)
{
	struct sqlite3_stmt *st;
	enum err_code rc =
	    db_stmt(w->db, "SELECT ticket, at FROM find_wait ORDER BY at DESC LIMIT ?1", &st, e);

	s->walked = false;
	s->most = w->find.fit > 0 ? w->find.fit : SLICE_FIRST;
	if (rc != ERR_OK)
		return rc;
	db_bind_int(st, 1, s->most);
	rc = read_slice(w, s, st, e);
	if (rc != ERR_OK || s->n > 0 || w->find.at == ALL)
		return rc;
	rc = db_stmt(w->db,
	    "SELECT id, created_at FROM ticket WHERE (created_at, id) < (?1, ?2) AND gen >= ?3"
	    " ORDER BY created_at DESC, id DESC LIMIT ?4",
	    &st, e);
	if (rc != ERR_OK)
		return rc;
	db_bind_int(st, 1, w->find.at);
	db_bind_text(st, 2, w->find.at == NEVER ? "~" : w->find.id);
	db_bind_int(st, 3, cache_gen(w));
	db_bind_int(st, 4, s->most);
	s->walked = true;
	return read_slice(w, s, st, e);
}

/* One of a slice: as it stands in the cache now, unless it is there or gone already. */
static enum err_code
index_one(struct cache_writer *w, const char *id, int64_t at, struct err *e)
{
	struct sqlite3_stmt *st;
	struct ticket t;
	int64_t place;
	bool there;
	enum err_code rc = db_stmt(w->db,
	    "SELECT doc, rowid FROM ticket WHERE id = ?1 AND NOT EXISTS(SELECT 1 FROM find_doc "
	    "WHERE"
	    " ticket = ?1)",
	    &st, e);

	if (rc != ERR_OK)
		return rc;
	ticket_init(&t);
	db_bind_text(st, 1, id);
	there = db_step(w->db, st, e) == 1;
	place = there ? db_int(st, 1) : 0;
	/* One that cannot be read is not found; neither is it shown. */
	there = there && cache_doc_read(NULL, id, db_text(st, 0), NULL, 0, &t, NULL) == ERR_OK;
	db_done(st);
	if (there && rc == ERR_OK) {
		str_copy(t.id, sizeof(t.id), id);
		rc = find_put_in(w, at, place, &t, e);
	}
	ticket_free(&t);
	return rc;
}

/* Oldest first: FTS5 writes a part of its own whenever a number is smaller than the one before. Then the rest of a slice
 * that takes too long comes again, because it is left among those that wait; that are its newest, so the next is no longer
 * than what was done. */
static enum err_code
index_slice(struct cache_writer *w, struct slice *s, int64_t began, struct err *e)
{
	enum err_code rc = ERR_OK;
	int left = s->n;

	while (rc == ERR_OK && left > 0 && (left == s->n || goes_on(w, began))) {
		left--;
		rc = index_one(w, s->row[left].id, s->row[left].at, e);
		if (rc == ERR_OK && !s->walked)
			rc = run_id(w, "DELETE FROM find_wait WHERE ticket = ?1 AND at = ?2",
			    s->row[left].id, s->row[left].at, e);
	}
	w->find.fit = left > 0 ? s->n - left : s->n < s->most ? s->most : 2 * s->most;
	if (w->find.fit < SLICE_LEAST)
		w->find.fit = SLICE_LEAST;
	if (w->find.fit > SLICE_ROWS)
		w->find.fit = SLICE_ROWS;
	w->find.debt += 1 + (s->n - left) * ROW_PAGES;
	for (; s->walked && rc == ERR_OK && left > 0; left--)
		rc = wait_for(w, s->row[left - 1].id, s->row[left - 1].at, e);
	if (rc != ERR_OK || !s->walked)
		return rc;
	w->find.whole = s->n < s->most;
	return w->find.whole ? reach(w, ALL, "", e)
			     : reach(w, s->row[s->n - 1].at, s->row[s->n - 1].id, e);
}

/* *some: was anything merged? */
static enum err_code
merge(struct cache_writer *w, bool *some, struct err *e)
{
	static const char *const merges[] = {
		"INSERT INTO ticket_fts(ticket_fts, rank) VALUES('merge', ?1)",
		"INSERT INTO ticket_sound(ticket_sound, rank) VALUES('merge', ?1)",
	};
	enum err_code rc = ERR_OK;

	*some = false;
	if (w->find.whole) /* first only what is where is written down anew */
		rc = db_exec(w->db,
		    "INSERT INTO ticket_fts(ticket_fts, rank) VALUES('merge', -1);"
		    "INSERT INTO ticket_sound(ticket_sound, rank) VALUES('merge', -1)",
		    e);
	w->find.whole = false;
	for (size_t i = 0; rc == ERR_OK && i < sizeof(merges) / sizeof(merges[0]); i++) {
		int64_t before = db_one_int(w->db, "SELECT total_changes()", 0);

		rc = db_run_int(w->db, merges[i], MERGE_PAGES, e);
		*some = *some || db_one_int(w->db, "SELECT total_changes()", 0) - before >= 2;
	}
	w->find.debt = *some && w->find.debt > MERGE_PAGES ? w->find.debt - MERGE_PAGES : 0;
	if (*some && w->find.debt == 0)
		w->find.debt = 1; /* until there is nothing left */
	return rc;
}

static enum err_code
piece(struct cache_writer *w, int64_t began, bool *some, struct err *e)
{
	struct slice s;
	enum err_code rc;
	int n = 0;

	*some = true;
	if (cache_meta_int(w->db, "find_version", 0) != FIND_VERSION)
		return cache_find_forget(w, e);
	if (w->find.debt >= MERGE_DUE) {
		rc = merge(w, some, e);
		if (rc != ERR_OK || *some)
			return rc;
		*some = true;
	}
	w->touched |= CACHE_INDEX;
	rc = leave_slice(w, began, &n, e);
	if (rc != ERR_OK || n > 0)
		return rc;
	rc = next_slice(w, &s, e);
	if (rc == ERR_OK && (s.n > 0 || s.walked))
		return index_slice(w, &s, began, e);
	return rc == ERR_OK ? merge(w, some, e) : rc;
}

/* One piece, and as long as nobody waits those behind it, each with time enough to become a large one. */
static enum err_code
work(struct cache_writer *w, bool *some, struct err *e)
{
	int64_t began = clock_mono_ms();
	enum err_code rc = piece(w, began, some, e);
	bool more = *some;

	while (
	    rc == ERR_OK && more && w->wanted != NULL && cache_find_waits(w) && goes_on(w, began))
		rc = piece(w, began, &more, e);
	return rc;
}

bool
cache_find_waits(struct cache_writer *w)
{
	struct cache_fill fill;

	if (cache_fill(w, &fill))
		return false; /* rows first */
	know(w);
	return w->find.debt > 0 || w->find.at != ALL ||
	       db_one_int(w->db,
		   "SELECT EXISTS(SELECT 1 FROM find_wait) OR EXISTS(SELECT 1 FROM find_gone)",
		   0) != 0;
}

bool
cache_find_index(struct cache_writer *w, bool alone, struct err *e)
{
	struct err mine = { 0 };
	bool some = false;
	enum err_code rc;

	if (e == NULL)
		e = &mine;
	if (!cache_find_waits(w))
		return false;
	w->find.alone = alone && w->wanted != NULL;
	rc = cache_enter(w, false, e);
	if (rc == ERR_OK)
		rc = cache_leave(w, work(w, &some, e), e);
	if (rc != ERR_OK)
		w->find.known = false; /* it was rolled back */
	/* Damaged indexes fail in several ways. Should a new one fail too, it is not the index. */
	if ((rc == ERR_CORRUPT || rc == ERR_DB) && w->find.remade++ < FIND_REMADE_MOST)
		return cache_find_again(w, e) == ERR_OK;
	return rc == ERR_OK && some;
}
