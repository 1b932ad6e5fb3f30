/* What the editors of the knowledge base ask of their seat: articles in the making, folded from the steps that came with
 * the desk records, what expires, what is of use, what was looked for in vain.
 *
 * Invariants: steps in the order of their time, without those that the centre refused; a list opens no sealed text but that
 * of copies in work. Not here: the steps themselves (model/article_flow.c), finding articles (kb_find.c). */
#include <stdlib.h>
#include <string.h>

#include "cache_record_p.h"
#include "client/cache/kb.h"
#include "client/cache/records.h"
#include "reader_p.h"

/* ---- one ---- */

static bool
get_record(struct cache_reader *r, const char *id, struct record *out)
{
	struct sqlite3_stmt *st;
	bool there;

	*out = (struct record){ 0 };
	if (db_stmt(r->db, "SELECT " CACHE_RECORD_COLUMNS " FROM record WHERE id = ?1", &st,
		NULL) != ERR_OK)
		return false;
	db_bind_text(st, 1, id);
	there = db_step(r->db, st, NULL) == 1 && cache_record_row(r->key, st, out, NULL) == ERR_OK;
	db_done(st);
	if (!there)
		record_free(out);
	return there;
}

bool
cache_record(struct cache_reader *r, const char *id, struct record *out)
{
	return get_record(r, id, out);
}

int
cache_article_steps(struct cache_reader *r, const char *kb_no, struct record *out, int max)
{
	struct sqlite3_stmt *st;
	int n = 0, step = 0;

	if (db_stmt(r->db,
		"SELECT " CACHE_RECORD_COLUMNS " FROM record WHERE kind = 'article' AND object = ?1"
		" AND sent <> 2 ORDER BY at DESC, id DESC LIMIT ?2",
		&st, NULL) != ERR_OK)
		return -1;
	db_bind_text(st, 1, kb_no);
	db_bind_int(st, 2, max);
	while (n < max && (step = db_step(r->db, st, NULL)) == 1)
		(void)cache_record_row(r->key, st, &out[n++], NULL);
	db_done(st);
	return n == 0 && step < 0 ? -1 : n;
}

/* ---- articles in the making ---- */

static void
name_live(struct cache_reader *r, struct article_work *w)
{
	struct article a;

	article_init(&a);
	if (cache_article(r, w->kb_no, &a, NULL) == ERR_OK) {
		w->version = a.version;
		w->status = a.status;
		str_copy(w->title, sizeof(w->title), a.title);
	}
	article_free(&a);
}

static void
name_copy(struct cache_reader *r, struct article_work *w)
{
	struct record x;
	struct article a;

	if (w->flow.text[0] == '\0' || !get_record(r, w->flow.text, &x))
		return;
	article_init(&a);
	if (article_read(record_text(&x), strlen(record_text(&x)), &a, NULL) == ERR_OK)
		str_copy(w->title, sizeof(w->title), a.title);
	article_free(&a);
	record_free(&x);
}

/* Columns: object, code, author, at, id, sent, why. */
static void
fold(struct article_work *w, struct sqlite3_stmt *st)
{
	struct record x = { .kind = RECORD_ARTICLE, .at = db_int(st, 3) };
	const int sent = (int)db_int(st, 5);

	if (sent == RECORD_REFUSED) {
		str_copy(w->why, sizeof(w->why), db_text(st, 6));
		str_copy(w->refused, sizeof(w->refused), db_text(st, 4));
		return;
	}
	str_copy(x.code, sizeof(x.code), db_text(st, 1));
	str_copy(x.by, sizeof(x.by), db_text(st, 2));
	str_copy(x.id, sizeof(x.id), db_text(st, 4));
	article_flow_apply(&w->flow, &x);
	w->waits = w->waits || sent == RECORD_WAITS;
	w->why[0] = w->refused[0] = '\0'; /* what came after it was taken */
	if (article_step_of(&x) == ARTICLE_STEP_IMPORT)
		return;
	w->at = x.at;
	str_copy(w->by, sizeof(w->by), x.by);
}

#define STEPS "SELECT object, code, author, at, id, sent, why FROM record WHERE kind = 'article'"

bool
cache_article_work(struct cache_reader *r, const char *kb_no, struct article_work *out)
{
	struct sqlite3_stmt *st;
	int step;

	*out = (struct article_work){ .version = 0 };
	str_copy(out->kb_no, sizeof(out->kb_no), kb_no);
	if (db_stmt(r->db, STEPS " AND object = ?1 ORDER BY at, id", &st, NULL) != ERR_OK)
		return false;
	db_bind_text(st, 1, kb_no);
	while ((step = db_step(r->db, st, NULL)) == 1)
		fold(out, st);
	db_done(st);
	name_live(r, out);
	name_copy(r, out);
	return step == 0;
}

/* The numbers of articles with steps, the latest step first. */
static int
numbers(struct cache_reader *r, char (*out)[ARTICLE_KB_NO_BYTES], int max)
{
	struct sqlite3_stmt *st;
	int n = 0, step = 0;

	if (db_stmt(r->db,
		"SELECT object FROM record WHERE kind = 'article' GROUP BY object"
		" ORDER BY max(at) DESC, object LIMIT ?1",
		&st, NULL) != ERR_OK)
		return -1;
	db_bind_int(st, 1, max);
	while (n < max && (step = db_step(r->db, st, NULL)) == 1)
		str_copy(out[n++], ARTICLE_KB_NO_BYTES, db_text(st, 0));
	db_done(st);
	return n == 0 && step < 0 ? -1 : n;
}

#define NUMBERS_MOST 4000 /* a whole base imported as drafts */

int
cache_article_works(struct cache_reader *r, bool in_work, struct article_work *out, int max)
{
	char(*no)[ARTICLE_KB_NO_BYTES] = calloc(NUMBERS_MOST, sizeof(*no));
	int n = 0, all = no != NULL ? numbers(r, no, NUMBERS_MOST) : -1;

	for (int i = 0; i < all && n < max; i++)
		if (cache_article_work(r, no[i], &out[n]) &&
		    (!in_work || out[n].flow.copy != ARTICLE_COPY_NONE || out[n].why[0] != '\0'))
			n++;
	free(no);
	return all < 0 ? -1 : n;
}

/* ---- use ---- */

int
cache_article_uses(struct cache_reader *r, int32_t until, struct article_use *out, int max)
{
	struct sqlite3_stmt *st;
	int n = 0, step = 0;

	if (db_stmt(r->db,
		"SELECT a.kb_no, a.title, a.source, a.until, coalesce(u.used, 0),"
		" (SELECT count(*) FROM record x WHERE x.kind = 'kb_useless' AND x.object ="
		" a.kb_no AND x.sent <> 2) AS useless FROM article a LEFT JOIN article_used u ON"
		" u.kb_no = a.kb_no WHERE a.status = ?1 AND a.until <= ?2"
		" ORDER BY CASE WHEN ?2 = 2147483647 THEN -useless ELSE a.until END,"
		" coalesce(u.used, 0), a.kb_no LIMIT ?3",
		&st, NULL) != ERR_OK)
		return -1;
	db_bind_int(st, 1, ARTICLE_PUBLISHED);
	db_bind_int(st, 2, until);
	db_bind_int(st, 3, max);
	while (n < max && (step = db_step(r->db, st, NULL)) == 1) {
		struct article_use *u = &out[n++];

		*u = (struct article_use){ .until = (int32_t)db_int(st, 3),
			.used = db_int(st, 4),
			.useless = db_int(st, 5) };
		str_copy(u->kb_no, sizeof(u->kb_no), db_text(st, 0));
		str_copy(u->title, sizeof(u->title), db_text(st, 1));
		str_copy(u->source, sizeof(u->source), db_text(st, 2));
	}
	db_done(st);
	return n == 0 && step < 0 ? -1 : n;
}

int
cache_kb_misses(struct cache_reader *r, struct kb_miss *out, int max)
{
	struct sqlite3_stmt *st;
	int n = 0, step = 0;

	if (db_stmt(r->db,
		"SELECT object, count(*), max(at) FROM record WHERE kind = 'kb_miss' AND sent <> 2"
		" GROUP BY object ORDER BY 2 DESC, 3 DESC, 1 LIMIT ?1",
		&st, NULL) != ERR_OK)
		return -1;
	db_bind_int(st, 1, max);
	while (n < max && (step = db_step(r->db, st, NULL)) == 1) {
		out[n] = (struct kb_miss){ .count = db_int(st, 1), .last_at = db_int(st, 2) };
		str_copy(out[n++].query, sizeof(out->query), db_text(st, 0));
	}
	db_done(st);
	return n == 0 && step < 0 ? -1 : n;
}
