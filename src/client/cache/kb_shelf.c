/* All articles in a few bytes each, read once and again only when they changed.
 *
 * Invariants: heads ascend by id, so that what the index finds is looked up by halving; labels are there for all of them
 * or for none. 160 articles take some 20 KB, their labels 200 KB more; they are compiled when the first letter is typed.
 * Not done here: texts, ranking. */
#include "kb_p.h"

#include <stdlib.h>
#include <string.h>

#include "base/vec.h"

static void
drop_labels(struct kb_shelf *s)
{
	for (size_t i = 0; s->title != NULL && i < s->n; i++) {
		match_label_free(&s->title[i]);
		match_label_free(&s->keywords[i]);
	}
	free(s->title);
	free(s->keywords);
	s->title = s->keywords = NULL;
}

void
kb_shelf_free(struct kb_shelf *s)
{
	if (s == NULL)
		return;
	drop_labels(s);
	free(s->head);
	free(s);
}

static bool
add_head(struct kb_shelf *s, size_t *room, struct sqlite3_stmt *st)
{
	struct kb_head *h = vec_room(s->head, room, s->n + 1, sizeof(*h));

	if (h == NULL)
		return false;
	s->head = h;
	h = &s->head[s->n++];
	*h = (struct kb_head){ .id = db_int(st, 0),
		.since = (int32_t)db_int(st, 3),
		.until = (int32_t)db_int(st, 4),
		.updated = (int32_t)db_int(st, 5),
		.status = (uint8_t)db_int(st, 6),
		.used = (int)db_int(st, 7) };
	str_copy(h->category, sizeof(h->category), db_text(st, 1));
	str_copy(h->area, sizeof(h->area), db_text(st, 2));
	return true;
}

static enum err_code
load(struct cache_reader *r, struct kb_shelf *s, struct err *e)
{
	struct sqlite3_stmt *st;
	size_t room = 0;
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

static bool
put_label(struct match_label *l, const char *text)
{
	if (!match_label_init(l, text))
		return false;
	match_label_settle(l);
	return true;
}

static enum err_code
compile(struct cache_reader *r, struct kb_shelf *s, struct err *e)
{
	struct sqlite3_stmt *st;
	int step;
	bool room = true;
	enum err_code rc = db_stmt(r->db, "SELECT id, title, keywords FROM article", &st, e);

	if (rc != ERR_OK)
		return rc;
	while (room && (step = db_step(r->db, st, e)) == 1) {
		size_t at = kb_shelf_find(s, db_int(st, 0));

		if (at < s->n && s->title[at].unit == NULL)
			room = put_label(&s->title[at], db_text(st, 1)) &&
			       put_label(&s->keywords[at], db_text(st, 2));
	}
	db_done(st);
	if (!room)
		return err_set(e, ERR_NO_MEMORY, NULL);
	return step < 0 ? ERR_DB : ERR_OK;
}

enum err_code
kb_shelf_labels(struct cache_reader *r, struct err *e)
{
	struct kb_shelf *s = r->kb;
	enum err_code rc;

	if (s->title != NULL || s->n == 0)
		return ERR_OK;
	s->title = calloc(s->n, sizeof(*s->title));
	s->keywords = calloc(s->n, sizeof(*s->keywords));
	if (s->title == NULL || s->keywords == NULL) {
		free(s->title);
		free(s->keywords);
		s->title = s->keywords = NULL;
		return err_set(e, ERR_NO_MEMORY, NULL);
	}
	reader_calm(
	    r); /* once for all keys to come: cut short it would be begun anew at every one of them */
	rc = compile(r, s, e);
	reader_hurry(r);
	if (rc != ERR_OK)
		drop_labels(s);
	return rc;
}

bool
kb_waits(struct cache_reader *r)
{
	return db_one_int(r->db, "SELECT EXISTS(SELECT 1 FROM article WHERE indexed = 0)", 0) != 0;
}
