/* What each ticket is compared by, kept beside its row: written with the row, except while a fill runs and for the rows of
 * an older seat; those follow in the background, a slice at a time, newest first.
 *
 * "alike" has one row a ticket under the ticket's own rowid (the file is never vacuumed), "alike_place" one a place it names.
 * Where the walk stands is kept in meta; a revision that is there already is passed over. Not here: finding
 * (reader_similar.c). */
#include <stdio.h>
#include <string.h>

#include "cache_p.h"
#include "client/cache/similar.h"
#include "model/subject.h"
#include "text/grams.h"

#define SLICE_ROWS 60
#define SCAN_ROWS  400 /* rows passed over in one slice */
#define META_WALK  "alike"
#define META_MADE  "alike_made"
#define WALK_DONE  "done"
#define WALK_BYTES 80
#define MADE_BY    (SUBJECT_VERSION * 1000000 + SIMILAR_VERSION * 1000 + GRAMS_VERSION)

/* ---- one ticket ---- */

/* The rows of its places are found by what was written. */
static enum err_code
forget(struct cache_writer *w, int64_t id, struct err *e)
{
	struct similar old = { 0 };
	struct sqlite3_stmt *st;
	enum err_code rc = cache_subject_forget(w, id, e);
	size_t n;

	if (rc == ERR_OK)
		rc = db_stmt(w->db, "SELECT at, sign FROM alike WHERE id = ?1", &st, e);
	if (rc != ERR_OK)
		return rc;
	db_bind_int(st, 1, id);
	if (db_step(w->db, st, e) == 1) {
		const void *p = db_blob(st, 1, &n);

		old.at = db_int(st, 0);
		(void)similar_read(p, n, &old);
	}
	db_done(st);
	for (int i = 0; i < old.n_names && rc == ERR_OK; i++) {
		rc = db_stmt(w->db,
		    "DELETE FROM alike_place WHERE name = ?1 AND at = ?2 AND id = ?3", &st, e);
		if (rc != ERR_OK)
			return rc;
		db_bind_int(st, 1, old.name[i]);
		db_bind_int(st, 2, old.at);
		db_bind_int(st, 3, id);
		rc = db_run(w->db, st, e);
	}
	return rc;
}

static enum err_code
put_places(struct cache_writer *w, int64_t id, const struct similar *s, struct err *e)
{
	enum err_code rc = ERR_OK;

	for (int i = 0; i < s->n_names && rc == ERR_OK; i++) {
		struct sqlite3_stmt *st;

		rc = db_stmt(w->db,
		    "INSERT OR IGNORE INTO alike_place(name, at, id) VALUES(?1, ?2, ?3)", &st, e);
		if (rc != ERR_OK)
			return rc;
		db_bind_int(st, 1, s->name[i]);
		db_bind_int(st, 2, s->at);
		db_bind_int(st, 3, id);
		rc = db_run(w->db, st, e);
	}
	return rc;
}

static enum err_code
put(struct cache_writer *w, int64_t id, const struct ticket *t, struct err *e)
{
	struct str sign = { 0 };
	struct sqlite3_stmt *st;
	struct similar s;
	enum err_code rc = forget(w, id, e);

	if (rc == ERR_OK)
		rc = db_stmt(w->db,
		    "INSERT OR REPLACE INTO alike(id, rev, at, category, area, shield, sign)"
		    " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)",
		    &st, e);
	if (rc != ERR_OK)
		return rc;
	similar_of(&t->f, t->created_at, &s);
	similar_write(&s, &sign);
	db_bind_int(st, 1, id);
	db_bind_int(st, 2, t->rev);
	db_bind_int(st, 3, s.at);
	db_bind_text(st, 4, s.category);
	db_bind_text(st, 5, s.area);
	db_bind_int(st, 6, similar_is_shielded(t));
	db_bind_blob(st, 7, sign.s, sign.len);
	rc = db_run(w->db, st, e);
	str_free(&sign);
	if (rc == ERR_OK)
		rc = cache_subject_put(w, id, t, e);
	return rc == ERR_OK ? put_places(w, id, &s, e) : rc;
}

static int64_t
rowid_of(struct cache_writer *w, const char *ticket)
{
	struct sqlite3_stmt *st;

	if (db_stmt(w->db, "SELECT rowid FROM ticket WHERE id = ?1", &st, NULL) != ERR_OK)
		return 0;
	db_bind_text(st, 1, ticket);
	return db_take_int(w->db, st, 0);
}

enum err_code
cache_similar_put(struct cache_writer *w, const struct ticket *t, int64_t gen, struct err *e)
{
	int64_t id;

	if (gen < CACHE_GEN_PENDING && gen != cache_gen(w))
		return ERR_OK; /* of a fill: the walk behind it brings them */
	id = rowid_of(w, t->id);
	return id != 0 ? put(w, id, t, e) : ERR_OK;
}

enum err_code
cache_similar_drop(struct cache_writer *w, const char *ticket, struct err *e)
{
	const int64_t id = rowid_of(w, ticket);
	enum err_code rc = id != 0 ? forget(w, id, e) : ERR_OK;

	return id != 0 && rc == ERR_OK ? db_run_int(w->db, "DELETE FROM alike WHERE id = ?1", id, e)
				       : rc;
}

/* ---- the walk ---- */

enum err_code
cache_similar_again(struct cache_writer *w, struct err *e)
{
	return cache_meta_put(w, META_WALK, "", e);
}

static bool
is_ours(struct cache_writer *w)
{
	return cache_meta_int(w->db, META_MADE, 0) == MADE_BY;
}

bool
cache_similar_waits(struct cache_writer *w)
{
	char walk[WALK_BYTES] = "";

	(void)cache_meta(w->db, META_WALK, walk, sizeof(walk));
	return strcmp(walk, WALK_DONE) != 0 || !is_ours(w);
}

struct walk {
	char ids[SLICE_ROWS][ID_SIZE];
	int64_t rows[SLICE_ROWS];
	int n;
	bool end;
	int64_t at; /* the last one looked at */
	char id[ID_SIZE];
};

/* The next tickets below the place kept whose revision is not the one in the index. */
static enum err_code
look(struct cache_writer *w, struct walk *k, struct err *e)
{
	char place[WALK_BYTES] = "", *id = NULL;
	struct sqlite3_stmt *st;
	int step = 0, seen = 0;
	enum err_code rc = db_stmt(w->db,
	    "SELECT t.rowid, t.id, t.created_at, t.rev = a.rev FROM ticket t LEFT JOIN alike a ON"
	    " a.id = t.rowid WHERE (t.created_at, t.id) < (?1, ?2)"
	    " ORDER BY t.created_at DESC, t.id DESC LIMIT ?3",
	    &st, e);

	if (rc != ERR_OK)
		return rc;
	(void)cache_meta(w->db, META_WALK, place, sizeof(place));
	id = strchr(place, ' ');
	if (id != NULL)
		*id++ = '\0';
	k->at = INT64_MAX;
	(void)str_int(place, INT64_MIN, INT64_MAX, (long long *)&k->at);
	db_bind_int(st, 1, k->at);
	db_bind_text(st, 2, id != NULL ? id : "");
	db_bind_int(st, 3, SCAN_ROWS);
	while (k->n < SLICE_ROWS && (step = db_step(w->db, st, e)) == 1) {
		seen++;
		k->at = db_int(st, 2);
		(void)str_copy(k->id, sizeof(k->id), db_text(st, 1));
		if (db_int(st, 3) == 1)
			continue;
		k->rows[k->n] = db_int(st, 0);
		(void)str_copy(k->ids[k->n++], ID_SIZE, k->id);
	}
	db_done(st);
	k->end = step == 0 && seen < SCAN_ROWS;
	return step < 0 ? ERR_DB : ERR_OK;
}

/* Made by another program: nothing of it is of use. */
static enum err_code
start_over(struct cache_writer *w, struct err *e)
{
	enum err_code rc = db_exec(w->db, "DELETE FROM alike", e);

	if (rc == ERR_OK)
		rc = db_exec(w->db, "DELETE FROM alike_place", e);
	if (rc == ERR_OK)
		rc = db_exec(w->db, "DELETE FROM subject", e);
	if (rc == ERR_OK)
		rc = cache_similar_again(w, e);
	return rc == ERR_OK ? cache_meta_put_int(w, META_MADE, MADE_BY, e) : rc;
}

static enum err_code
slice(struct cache_writer *w, struct err *e)
{
	char place[WALK_BYTES];
	struct walk k = { 0 };
	enum err_code rc = is_ours(w) ? ERR_OK : start_over(w, e);

	if (rc == ERR_OK)
		rc = look(w, &k, e);
	for (int i = 0; i < k.n && rc == ERR_OK; i++) {
		struct ticket t;

		ticket_init(&t);
		/* one that cannot be read is shown nowhere: it is passed over */
		if (cache_row_get(w->db, NULL, k.ids[i], &t, NULL) == ERR_OK)
			rc = put(w, k.rows[i], &t, e);
		ticket_free(&t);
	}
	if (rc != ERR_OK)
		return rc;
	(void)snprintf(place, sizeof(place), "%lld %s", (long long)k.at, k.id);
	return cache_meta_put(w, META_WALK, k.end ? WALK_DONE : place, e);
}

bool
cache_similar_index(struct cache_writer *w, struct err *e)
{
	struct err mine = { 0 };
	enum err_code rc;

	if (e == NULL)
		e = &mine;
	if (!cache_similar_waits(w))
		return false;
	rc = cache_enter(w, false, e);
	if (rc == ERR_OK)
		rc = cache_leave(w, slice(w, e), e);
	return rc == ERR_OK;
}
