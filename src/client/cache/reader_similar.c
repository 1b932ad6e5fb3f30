/* Which tickets are about the same matter, as a screen asks between two keys: a bounded number of candidates is read from
 * the index, compared, and only the few that are shown are looked up.
 *
 * What words are worth is learnt from the newest tickets of this seat and kept for some minutes. Not here: what is compared
 * (model/similar.c), how the index is filled (cache_similar.c). */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "client/cache/similar.h"
#include "reader_p.h"

#define LEARN_ROWS  1500
#define LEARN_MS    (INT64_C(10) * 60 * 1000)
#define PLACE_ROWS  300 /* candidates of one place, and of category and district */
#define KIND_ROWS   500
#define KEEP        40 /* of which those that may not be shown are left out */
#define AREA_DIGITS 6

struct found {
	int64_t id;
	struct similar_score score;
	bool shield;
};
struct search {
	struct cache_reader *r;
	const struct similar_query *q;
	struct similar mine;
	int64_t self; /* row of the ticket in hand, 0 none */
	struct found best[KEEP];
	int n;
};

/* ---- what words are worth ---- */

const struct similar_weights *
reader_weights(struct cache_reader *r)
{
	const int64_t now = clock_mono_ms();
	struct sqlite3_stmt *st;
	struct similar s;
	size_t n;

	if (r->weights != NULL && now < r->weights_until)
		return r->weights;
	if (r->weights == NULL)
		r->weights = malloc(sizeof(*r->weights));
	if (r->weights == NULL ||
	    db_stmt(r->db, "SELECT sign FROM alike ORDER BY id DESC LIMIT ?1", &st, NULL) != ERR_OK)
		return NULL;
	memset(r->weights, 0, sizeof(*r->weights));
	db_bind_int(st, 1, LEARN_ROWS);
	while (db_step(r->db, st, NULL) == 1) {
		const void *p = db_blob(st, 0, &n);

		if (similar_read(p, n, &s))
			similar_learn(r->weights, &s);
	}
	db_done(st);
	similar_learnt(r->weights);
	r->weights_until = now + LEARN_MS;
	return r->weights;
}

/* ---- candidates ---- */

static void
keep(struct search *k, const struct found *f)
{
	int at;

	for (int i = 0; i < k->n; i++)
		if (k->best[i].id == f->id)
			return;
	if (k->n == KEEP && k->best[KEEP - 1].score.percent >= f->score.percent)
		return;
	at = k->n < KEEP ? k->n++ : KEEP - 1;
	for (; at > 0 && k->best[at - 1].score.percent < f->score.percent; at--)
		k->best[at] = k->best[at - 1];
	k->best[at] = *f;
}

/* id, at, category, area, shield, sign. */
static void
compare_all(struct search *k, struct sqlite3_stmt *st, const struct similar_weights *w)
{
	reader_hurry(k->r);
	while (db_step(k->r->db, st, NULL) == 1) {
		struct similar other = { .at = db_int(st, 1) };
		struct found f = { .id = db_int(st, 0), .shield = db_int(st, 4) != 0 };
		size_t n;
		const void *p = db_blob(st, 5, &n);

		if (f.id == k->self || !similar_read(p, n, &other))
			continue;
		(void)str_copy(other.category, sizeof(other.category), db_text(st, 2));
		(void)str_copy(other.area, sizeof(other.area), db_text(st, 3));
		similar_compare(&k->mine, &other, w, &f.score);
		if (f.score.percent >= k->q->least)
			keep(k, &f);
	}
	reader_calm(k->r);
	db_done(st);
}

static void
by_place(struct search *k, uint32_t name, const struct similar_weights *w)
{
	struct sqlite3_stmt *st;

	if (db_stmt(k->r->db,
		"SELECT a.id, a.at, a.category, a.area, a.shield, a.sign FROM alike_place p JOIN"
		" alike a ON a.id = p.id WHERE p.name = ?1 AND p.at >= ?2 ORDER BY p.at DESC"
		" LIMIT ?3",
		&st, NULL) != ERR_OK)
		return;
	db_bind_int(st, 1, name);
	db_bind_int(st, 2, k->q->since_at);
	db_bind_int(st, 3, PLACE_ROWS);
	compare_all(k, st, w);
}

static void
by_kind(struct search *k, const struct similar_weights *w)
{
	struct sqlite3_stmt *st;
	char district[AREA_DIGITS + 1];

	if (k->mine.category[0] == '\0' ||
	    db_stmt(k->r->db,
		"SELECT id, at, category, area, shield, sign FROM alike WHERE category = ?1 AND"
		" at >= ?2 AND (?3 = '' OR area = '' OR substr(area, 1, 6) = ?3)"
		" ORDER BY at DESC LIMIT ?4",
		&st, NULL) != ERR_OK)
		return;
	(void)str_copy(district, sizeof(district), k->mine.area);
	db_bind_text(st, 1, k->mine.category);
	db_bind_int(st, 2, k->q->since_at);
	db_bind_text(st, 3, strlen(district) == AREA_DIGITS ? district : "");
	db_bind_int(st, 4, KIND_ROWS);
	compare_all(k, st, w);
}

/* ---- rows ---- */

static bool
may_see(const struct search *k, const struct found *f, const struct ticket_row *row)
{
	return !f->shield || row->mine || similar_sees_all(k->q->roles);
}

/* The row of a find; false when it is not to be shown. */
static bool
fetch(struct search *k, const struct found *f, struct similar_row *out)
{
	struct sqlite3_stmt *st;
	struct str reason = { 0 };
	bool found = false;

	if (db_stmt(k->r->db,
		"SELECT " READER_COLUMNS " FROM ticket WHERE rowid = ?1 AND gen >= ?2 AND"
		" ((?3 >> state) & 1) = 1",
		&st, NULL) != ERR_OK)
		return false;
	db_bind_int(st, 1, f->id);
	db_bind_int(st, 2, reader_gen(k->r));
	db_bind_int(st, 3, k->q->states != 0 ? (int64_t)k->q->states : INT64_C(-1));
	if (db_step(k->r->db, st, NULL) == 1) {
		reader_row(k->r, st, k->q->me, &out->row);
		found = may_see(k, f, &out->row);
	}
	db_done(st);
	if (!found)
		return false;
	out->score = f->score;
	out->percent = f->score.percent;
	similar_reason(&f->score, out->row.address, k->q->now - out->row.created_at, &reason);
	(void)str_copy(out->reason, sizeof(out->reason), str_c(&reason));
	str_free(&reason);
	return true;
}

static int64_t
row_of(struct cache_reader *r, const char *id)
{
	struct sqlite3_stmt *st;

	if (id == NULL || *id == '\0' ||
	    db_stmt(r->db, "SELECT rowid FROM ticket WHERE id = ?1", &st, NULL) != ERR_OK)
		return 0;
	db_bind_text(st, 1, id);
	return db_take_int(r->db, st, 0);
}

int
cache_similar(
    struct cache_reader *r, const struct similar_query *q, struct similar_row *rows, int max)
{
	struct search *k = max > 0 ? calloc(1, sizeof(*k)) : NULL;
	const struct similar_weights *w;
	int n = 0;

	if (k == NULL)
		return 0;
	k->r = r;
	k->q = q;
	k->self = row_of(r, q->id);
	similar_of(q->f, q->at, &k->mine);
	w = reader_weights(r);
	for (int i = 0; i < k->mine.n_names; i++)
		by_place(k, k->mine.name[i], w);
	by_kind(k, w);
	for (int i = 0; i < k->n && n < max; i++)
		n += fetch(k, &k->best[i], &rows[n]);
	free(k);
	return n;
}

bool
cache_similar_ready(struct cache_reader *r)
{
	char walk[80] = "";

	(void)cache_meta(r->db, "alike", walk, sizeof(walk));
	return strcmp(walk, "done") == 0;
}
