/* All articles in a few bytes each, read once and again only when they changed.
 *
 * Invariants: heads ascend by id, so that what the index finds is looked up by halving; labels are there for all of them
 * or for none. Ten thousand articles take 0.4 MB, their labels, packed when the first letter is typed, 2 MB more.
 * Not done here: texts, ranking. */
#include "kb_p.h"

#include <stdlib.h>
#include <string.h>

#include "base/vec.h"

static void
drop_labels(struct kb_shelf *s)
{
	if (s->labels != NULL)
		match_pack_free(s->labels);
	free(s->labels);
	s->labels = NULL;
}

void
kb_shelf_free(struct kb_shelf *s)
{
	if (s == NULL)
		return;
	drop_labels(s);
	free(s->head);
	free(s->code);
	free(s);
}

/* ---- heads ---- */

/* How far arrays have grown while they are filled. */
struct shelf_room {
	size_t heads, codes;
};

/* The place of a code; it mostly is that of the article before (${likely}). UINT16_MAX without memory. */
static uint16_t
code_place(struct kb_shelf *s, struct shelf_room *room, const char *text, uint16_t likely)
{
	struct kb_code *grown;

	if (likely < s->n_codes && strcmp(s->code[likely].text, text) == 0)
		return likely;
	for (size_t i = 0; i < s->n_codes; i++)
		if (strcmp(s->code[i].text, text) == 0)
			return (uint16_t)i;
	grown = s->n_codes < UINT16_MAX
		    ? vec_room(s->code, &room->codes, s->n_codes + 1, sizeof(*grown))
		    : NULL;
	if (grown == NULL)
		return UINT16_MAX;
	s->code = grown;
	str_copy(grown[s->n_codes].text, sizeof(grown->text), text);
	return (uint16_t)s->n_codes++;
}

static bool
add_head(struct kb_shelf *s, struct shelf_room *room, struct sqlite3_stmt *st)
{
	struct kb_head *h = vec_room(s->head, &room->heads, s->n + 1, sizeof(*h));
	const struct kb_head *before = s->n > 0 && h != NULL ? &h[s->n - 1] : NULL;

	if (h == NULL)
		return false;
	s->head = h;
	h = &s->head[s->n];
	*h = (struct kb_head){ .id = db_int(st, 0),
		.since = (int32_t)db_int(st, 3),
		.until = (int32_t)db_int(st, 4),
		.updated = (int32_t)db_int(st, 5),
		.status = (uint8_t)db_int(st, 6),
		.used = (int32_t)db_int(st, 7),
		.category =
		    code_place(s, room, db_text(st, 1), before != NULL ? before->category : 0),
		.area = code_place(s, room, db_text(st, 2), before != NULL ? before->area : 0) };
	s->n += h->category != UINT16_MAX && h->area != UINT16_MAX;
	return h->category != UINT16_MAX && h->area != UINT16_MAX;
}

static enum err_code
load(struct cache_reader *r, struct kb_shelf *s, struct err *e)
{
	struct sqlite3_stmt *st;
	struct shelf_room room = { 0 };
	struct kb_head *fit;
	int step;
	enum err_code rc = db_stmt(r->db,
	    "SELECT a.id, a.category, a.area, a.since, a.until, a.updated, a.status,"
	    " coalesce(u.used, -1) FROM article a LEFT JOIN article_used u ON u.kb_no = a.kb_no"
	    " ORDER BY a.id",
	    &st, e);

	if (rc != ERR_OK)
		return rc;
	while ((step = db_step(r->db, st, e)) == 1 && add_head(s, &room, st))
		;
	db_done(st);
	if (step == 1)
		return err_set(e, ERR_NO_MEMORY, NULL);
	fit = s->n > 0 ? realloc(s->head, s->n * sizeof(*fit)) : NULL;
	s->head = fit != NULL ? fit : s->head;
	return step < 0 ? ERR_DB : ERR_OK;
}

const struct kb_shelf *
kb_shelf(struct cache_reader *r, struct err *e)
{
	int64_t version = cache_meta_int(r->db, "kb", 0);
	struct kb_shelf *s;

	if (r->kb != NULL && r->kb->version == version)
		return r->kb;
	s = calloc(1, sizeof(*s));
	if (s == NULL) {
		err_set(e, ERR_NO_MEMORY, NULL);
		return NULL;
	}
	s->version = version;
	if (load(r, s, e) != ERR_OK) {
		kb_shelf_free(s);
		return NULL;
	}
	kb_shelf_free(r->kb);
	r->kb = s;
	return s;
}

size_t
kb_shelf_find(const struct kb_shelf *s, int64_t id)
{
	size_t lo = 0, hi = s->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (s->head[mid].id == id)
			return mid;
		if (s->head[mid].id < id)
			lo = mid + 1;
		else
			hi = mid;
	}
	return s->n;
}

const char *
kb_category(const struct kb_shelf *s, const struct kb_head *h)
{
	return s->code[h->category].text;
}

const char *
kb_area(const struct kb_shelf *s, const struct kb_head *h)
{
	return s->code[h->area].text;
}

/* ---- labels ---- */

static bool
put_labels(struct kb_shelf *s, const char *title, const char *keywords)
{
	return match_pack_add(s->labels, title) && match_pack_add(s->labels, keywords);
}

/* Title and keywords of each head in turn, as they stand in the database at the same moment; heads and rows ascend alike. */
static enum err_code
compile(struct cache_reader *r, struct kb_shelf *s, struct err *e)
{
	struct sqlite3_stmt *st;
	size_t at = 0;
	int step;
	bool room = true;
	enum err_code rc =
	    db_stmt(r->db, "SELECT id, title, keywords FROM article ORDER BY id", &st, e);

	if (rc != ERR_OK)
		return rc;
	while (room && (step = db_step(r->db, st, e)) == 1 && at < s->n) {
		int64_t id = db_int(st, 0);

		for (; room && at < s->n && s->head[at].id < id; at++) /* gone: found by nothing */
			room = put_labels(s, "", "");
		if (room && at < s->n && s->head[at].id == id) {
			room = put_labels(s, db_text(st, 1), db_text(st, 2));
			at++;
		}
	}
	db_done(st);
	for (; room && at < s->n; at++)
		room = put_labels(s, "", "");
	if (!room || !match_pack_end(s->labels))
		return err_set(e, ERR_NO_MEMORY, NULL);
	return step < 0 ? ERR_DB : ERR_OK;
}

enum err_code
kb_shelf_labels(struct cache_reader *r, struct err *e)
{
	struct kb_shelf *s = r->kb;
	enum err_code rc;

	if (s->labels != NULL || s->n == 0)
		return ERR_OK;
	s->labels = calloc(1, sizeof(*s->labels));
	if (s->labels == NULL)
		return err_set(e, ERR_NO_MEMORY, NULL);
	reader_calm(
	    r); /* once for all keys to come: cut short it would be begun anew at every one of them */
	rc = compile(r, s, e);
	reader_hurry(r);
	if (rc != ERR_OK)
		drop_labels(s);
	return rc;
}

int
kb_title(const struct match_query *q, const struct kb_shelf *s, size_t at)
{
	return match_pack_find(q, s->labels, 2 * at);
}

int
kb_keywords(const struct match_query *q, const struct kb_shelf *s, size_t at)
{
	return match_pack_find(q, s->labels, 2 * at + 1);
}

bool
kb_waits(struct cache_reader *r)
{
	return db_one_int(r->db, "SELECT EXISTS(SELECT 1 FROM article WHERE indexed = 0)", 0) != 0;
}
