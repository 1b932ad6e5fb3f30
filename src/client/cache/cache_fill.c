/* A first fill, or the fill after a new epoch: tickets in order of their ids, a chunk a transaction together with the id
 * reached, so that a kill costs a chunk. Rows go into the next generation in place: what is shown meanwhile is the old
 * generation with everything already renewed. One meta row swaps; what the fill did not bring is then no longer shown and
 * is removed in slices. */
#include "cache_p.h"

#include <stdio.h>
#include <string.h>

#define CHUNK_ROWS \
	256 /* a transaction, and on to the end of the page as long as nobody waits: many rows change one */
#define LOOK_ROWS  32 /* … page of an index; looked at that often */
#define SWEEP_ROWS 500
#define SWEEP_SCAN 20000 /* rows looked at in one slice */

bool
cache_fill(struct cache_writer *w, struct cache_fill *out)
{
	*out = (struct cache_fill){ 0 };
	if (!cache_meta(w->db, "fill_id", out->id, sizeof(out->id)) || out->id[0] == '\0')
		return false;
	(void)cache_meta(w->db, "fill_feed", out->feed, sizeof(out->feed));
	(void)cache_meta(w->db, "fill_cursor", out->cursor, sizeof(out->cursor));
	(void)cache_meta(w->db, "fill_epoch", out->epoch, sizeof(out->epoch));
	(void)cache_meta(w->db, "fill_after", out->after, sizeof(out->after));
	out->done = cache_meta_int(w->db, "fill_done", 0);
	out->total = cache_meta_int(w->db, "fill_total", 0);
	return true;
}

/* A fill that is begun anew must not trust rows of one given up: a ticket may have left the feed between the two. */
static enum err_code
begin(struct cache_writer *w, const char *feed, const struct msg_snapshot *s, struct err *e)
{
	int64_t used = cache_meta_int(w->db, "fill_gen", 1), shown = cache_gen(w);
	enum err_code rc = cache_meta_put_int(w, "fill_gen", (used > shown ? used : shown) + 1, e);

	if (rc == ERR_OK)
		rc = cache_place_put(w, feed, "", "", e);
	if (rc == ERR_OK)
		rc = cache_meta_put(w, "fill_id", s->id, e);
	if (rc == ERR_OK)
		rc = cache_meta_put(w, "fill_feed", feed, e);
	if (rc == ERR_OK)
		rc = cache_meta_put(w, "fill_cursor", s->cursor, e);
	if (rc == ERR_OK)
		rc = cache_meta_put(w, "fill_epoch", s->epoch, e);
	if (rc == ERR_OK)
		rc = cache_meta_put(w, "fill_after", "", e);
	if (rc == ERR_OK)
		rc = cache_meta_put_int(w, "fill_done", 0, e);
	if (rc == ERR_OK)
		rc = cache_meta_put_int(w, "fill_total", s->count, e);
	/* The walk back comes to all rows by itself; of an index that has some, what changed is noted row by row. */
	if (rc == ERR_OK && db_one_int(w->db, "SELECT EXISTS(SELECT 1 FROM find_doc)", 1) == 0)
		rc = cache_find_forget(w, e);
	return rc;
}

enum err_code
cache_fill_begin(
    struct cache_writer *w, const char *feed, const struct msg_snapshot *s, struct err *e)
{
	enum err_code rc = cache_enter(w, false, e);

	return rc == ERR_OK ? cache_leave(w, begin(w, feed, s, e), e) : rc;
}

enum err_code
cache_fill_drop(struct cache_writer *w, struct err *e)
{
	enum err_code rc = cache_enter(w, false, e);

	return rc == ERR_OK ? cache_leave(w, cache_meta_put(w, "fill_id", "", e), e) : rc;
}

int64_t
cache_fill_gen(struct cache_writer *w)
{
	struct cache_fill fill;

	return cache_fill(w, &fill) ? cache_meta_int(w->db, "fill_gen", 1) : cache_gen(w);
}

static bool
is_still(struct cache_writer *w, const struct cache_fill *from)
{
#ifndef BREAK_PAGE_RULE
	struct cache_fill now;

	return cache_fill(w, &now) && strcmp(now.id, from->id) == 0 &&
	       strcmp(now.after, from->after) == 0;
#else
	struct cache_fill now;

	(void)from;
	return cache_fill(w, &now);
#endif
}

static bool
goes_on(const struct cache_writer *w, size_t rows)
{
	return rows < CHUNK_ROWS ||
	       (w->wanted != NULL && (rows % LOOK_ROWS != 0 || !w->wanted(w->wanted_arg)));
}

/* *at moves on with the rows. */
static enum err_code
chunk(
    struct cache_writer *w, struct cache_fill *to, const struct page *p, size_t *at, struct err *e)
{
	int64_t gen = cache_meta_int(w->db, "fill_gen", 1);
	enum err_code rc = ERR_OK;
	size_t from = *at;

	for (; rc == ERR_OK && *at < p->n_tickets && goes_on(w, *at - from); ++*at)
		rc = cache_truth_put(w, &p->tickets[*at], gen, e);
	if (*at > from)
		str_copy(to->after, sizeof(to->after), p->tickets[*at - 1].id);
	to->done += (int64_t)(*at - from);
	if (rc == ERR_OK)
		rc = cache_meta_put(w, "fill_after", to->after, e);
	if (rc == ERR_OK)
		rc = cache_meta_put_int(w, "fill_done", to->done, e);
	return rc;
}

enum err_code
cache_fill_rows(struct cache_writer *w, struct cache_fill *from, const struct page *p, size_t *at,
    struct err *e)
{
	struct cache_fill to = *from;
	size_t end = *at;
	enum err_code rc = cache_enter(w, false, e);

	if (rc != ERR_OK)
		return rc;
	if (!is_still(w, from))
		return cache_leave(w, err_set(e, ERR_CANCELLED, NULL), e);
	rc = cache_leave(w, chunk(w, &to, p, &end, e), e);
	if (rc == ERR_OK) {
		*from = to;
		*at = end;
	}
	return rc;
}

static enum err_code
must_sweep(struct cache_writer *w, struct err *e)
{
	w->swept = 0;
	return cache_meta_put_int(w, "sweep", 1, e);
}

static enum err_code
swap(struct cache_writer *w, const struct cache_fill *from, struct err *e)
{
	int64_t gen = cache_meta_int(w->db, "fill_gen", 1);
	struct sqlite3_stmt *st;
	enum err_code rc = cache_meta_put_int(w, "gen", gen, e);

	if (rc == ERR_OK)
		rc = cache_place_put(w, from->feed, from->epoch, from->cursor, e);
	if (rc == ERR_OK)
		rc = cache_meta_put(w, "fill_id", "", e);
	/* Tickets with operations of ours that the fill did not bring have left the feed. */
	if (rc == ERR_OK)
		rc = db_stmt(w->db, "UPDATE truth SET present = 0 WHERE gen < ?1", &st, e);
	if (rc == ERR_OK) {
		db_bind_int(st, 1, gen);
		rc = db_run(w->db, st, e);
	}
	if (rc == ERR_OK)
		rc = cache_similar_again(w, e);
	w->touched |= CACHE_TICKETS | CACHE_META;
	return rc == ERR_OK ? must_sweep(w, e) : rc;
}

enum err_code
cache_fill_end(struct cache_writer *w, const struct cache_fill *from, struct err *e)
{
	enum err_code rc = cache_enter(w, false, e);

	if (rc != ERR_OK)
		return rc;
	if (!is_still(w, from))
		return cache_leave(w, err_set(e, ERR_CANCELLED, NULL), e);
	return cache_leave(w, swap(w, from, e), e);
}

/* Other eyes: nothing that was cached for somebody else is shown to them, not even for a moment. */
static enum err_code
change_scope(struct cache_writer *w, const char *scope, struct err *e)
{
	int64_t used = cache_meta_int(w->db, "fill_gen", 1), shown = cache_gen(w);
	int64_t gen = (used > shown ? used : shown) + 1;
	enum err_code rc = cache_meta_put(w, "scope", scope, e);

	if (rc == ERR_OK)
		rc = cache_meta_put_int(w, "gen", gen, e);
	if (rc == ERR_OK)
		rc = cache_meta_put_int(w, "fill_gen", gen, e);
	if (rc == ERR_OK)
		rc = cache_meta_put(w, "fill_id", "", e);
	if (rc == ERR_OK)
		rc = db_exec(w->db, "DELETE FROM place WHERE feed <> 'reference'", e);
	if (rc == ERR_OK)
		rc = db_exec(w->db, "UPDATE truth SET present = 0", e);
	if (rc == ERR_OK)
		rc = cache_find_forget(w, e);
	w->touched |= CACHE_TICKETS | CACHE_EVENTS | CACHE_META;
	return rc == ERR_OK ? must_sweep(w, e) : rc;
}

enum err_code
cache_scope(struct cache_writer *w, const char *scope, struct err *e)
{
	char now[64];
	enum err_code rc;

	(void)cache_meta(w->db, "scope", now, sizeof(now));
	if (scope[0] == '\0' || strcmp(now, scope) == 0)
		return ERR_OK;
	rc = cache_enter(w, true, e);
	return rc == ERR_OK ? cache_leave(w, change_scope(w, scope, e), e) : rc;
}

/* ---- removing what is no longer shown ---- */

/* The ids of old rows after ${*from} in rowid order; *from moves to where the look ended. */
static int
old_rows(struct cache_writer *w, int64_t *from, char (*ids)[ID_SIZE], int max)
{
	struct sqlite3_stmt *st;
	int64_t gen = cache_gen(w), scanned = 0;
	int n = 0, step;

	if (db_stmt(w->db, "SELECT rowid, gen, id FROM ticket WHERE rowid > ?1 ORDER BY rowid", &st,
		NULL) != ERR_OK)
		return -1;
	db_bind_int(st, 1, *from);
	while ((step = db_step(w->db, st, NULL)) == 1 && n < max && scanned < SWEEP_SCAN) {
		*from = db_int(st, 0);
		scanned++;
		if (db_int(st, 1) < gen)
			str_copy(ids[n++], ID_SIZE, db_text(st, 2));
	}
	db_done(st);
	if (step == 0)
		*from = -1;
	return step < 0 ? -1 : n;
}

bool
cache_sweep(struct cache_writer *w, struct err *e)
{
	static const int max = SWEEP_ROWS;
	char ids[SWEEP_ROWS][ID_SIZE];
	int64_t from = w->swept;
	enum err_code rc;
	int n;

	if (cache_meta_int(w->db, "sweep", 0) == 0)
		return false;
	n = old_rows(w, &from, ids, max);
	if (n < 0)
		return false;
	rc = cache_enter(w, false, e);
	if (rc != ERR_OK)
		return false;
	for (int i = 0; rc == ERR_OK && i < n; i++)
		rc = cache_row_drop(w, ids[i], e);
	if (rc == ERR_OK && from < 0)
		rc = cache_meta_put_int(w, "sweep", 0, e);
	rc = cache_leave(w, rc, e);
	if (rc == ERR_OK)
		w->swept = from;
	return rc == ERR_OK && from >= 0;
}
