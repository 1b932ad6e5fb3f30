/* What a query finds among tickets: each meaning of it (text/route.h) is asked in the way that is cheap for it, and never
 * more of the hits than somebody typing can wait for.
 *
 * Invariants: a ticket is offered once, by the surest of its ways; the order depends on the cache and the query alone; of
 * a word that stands everywhere only the newest hits are looked at, first of all texts, then of titles, and the note says
 * so. What the index offers by sound counts only when the title itself matches (text/match.h). A key ends it with what
 * there is. Not done here: what is shown of a row (find_row.c), the index (cache_find.c). */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/secret.h"
#include "find_row_p.h"
#include "model/mask.h"
#include "model/number.h"
#include "wire/ticket_json.h"

#define ALL_HITS  INT64_MAX
#define PIECES_K  2000
#define PARTS_K   200
#define PARTS_MAX 3
#define MONTHS_3  77760000.0 /* numbers of the index: 0.1 s each */
#define FRESH     3.0        /* what a ticket of now has over one of long ago, in hits */
#define PIECE_HAN 3          /* of a shorter word there are no pieces */

/* ---- offering ---- */

static bool
better(const struct find_hit *a, const struct find_hit *b)
{
	if (a->why != b->why)
		return a->why > b->why;
	if (a->score != b->score)
		return a->score > b->score;
	return a->doc > b->doc;
}

static void
offer(struct finding *f, const struct find_hit *h)
{
	int i = f->n < f->room ? f->n : f->room;

	for (int k = 0; k < f->n; k++)
		if (f->hit[k].doc == h->doc && strcmp(f->hit[k].id, h->id) == 0) {
			if (!better(h, &f->hit[k]))
				return;
			memmove(
			    &f->hit[k], &f->hit[k + 1], (size_t)(f->n - k - 1) * sizeof(*f->hit));
			i = --f->n;
			break;
		}
	if (i == f->room && !better(h, &f->hit[i - 1]))
		return;
	if (i == f->room)
		i--;
	else
		f->n++;
	for (; i > 0 && better(h, &f->hit[i - 1]); i--)
		f->hit[i] = f->hit[i - 1];
	f->hit[i] = *h;
}

/* Would a hit of this worth be shown? Saves the comparison with those that are. */
static bool
is_worth(const struct finding *f, const struct find_hit *h)
{
	return f->n < f->room || better(h, &f->hit[f->room - 1]);
}

/* A failed step: a key is no failure, a damaged index is one to be told. */
static enum err_code
ended(struct finding *f, int step)
{
	if (step >= 0)
		return ERR_OK;
	if (f->e->code == ERR_CANCELLED)
		f->note->cut = true;
	else if (f->e->code == ERR_CORRUPT)
		f->note->damaged = true;
	else
		return f->e->code;
	err_clear(f->e);
	return ERR_OK;
}

/* ---- by number, phone, place ---- */

static enum err_code
by_number(struct finding *f)
{
	struct sqlite3_stmt *st;
	size_t len = strlen(f->route.number);
	int step;
	enum err_code rc = db_stmt(f->r->db,
	    "SELECT id, created_at FROM ticket WHERE substr(no, 13) = ?1 AND (?2 IS NULL OR no ="
	    " ?2) AND gen >= ?3 ORDER BY created_at DESC LIMIT ?4",
	    &st, f->e);

	if (rc != ERR_OK)
		return rc;
	db_bind_text(st, 1, f->route.number + (len > 6 ? len - 6 : 0));
	db_bind_text(st, 2, len > 6 ? f->route.number : NULL);
	db_bind_int(st, 3, f->gen);
	db_bind_int(st, 4, f->room);
	while ((step = db_step(f->r->db, st, f->e)) == 1) {
		struct find_hit h = { .why = FIND_NUMBER, .score = (double)db_int(st, 1) };

		str_copy(h.id, sizeof(h.id), db_text(st, 0));
		offer(f, &h);
	}
	db_done(st);
	return ended(f, step);
}

static bool
begins(const char *phone, const char *head)
{
	char digits[32];

	return mask_phone_normal(phone, digits, sizeof(digits)) > 0 && str_starts(digits, head);
}

/* 138****5678: the hash knows the last four only, the rest stands in the identity. */
static bool
has_head(struct finding *f, const char *id, const void *sealed, size_t n)
{
	struct str plain = { 0 };
	struct fields who = { 0 };
	bool has = false;

	if (f->route.head[0] == '\0')
		return true;
	if (f->r->key != NULL && cache_unseal(f->r->key, "ticket", id, sealed, n, &plain) &&
	    plain.len > 0 && fields_json_read(plain.s, plain.len, &who, NULL) == ERR_OK) {
		const char *contact = fields_get(&who, TF_CONTACT_PHONE);

		has = begins(contact[0] != '\0' ? contact : fields_get(&who, TF_CALLER_PHONE),
		    f->route.head);
	}
	fields_drop_identity(&who);
	fields_free(&who);
	secret_str_free(&plain);
	return has;
}

static enum err_code
by_phone(struct finding *f, const char *sql, int64_t hash)
{
	struct sqlite3_stmt *st;
	int step;
	enum err_code rc;

	if (hash == 0)
		return ERR_OK;
	rc = db_stmt(f->r->db, sql, &st, f->e);
	if (rc != ERR_OK)
		return rc;
	db_bind_int(st, 1, hash);
	db_bind_int(st, 2, f->gen);
	while ((step = db_step(f->r->db, st, f->e)) == 1) {
		struct find_hit h = { .why = FIND_PHONE, .score = (double)db_int(st, 1) };
		size_t n;
		const void *sealed = db_blob(st, 2, &n);

		str_copy(h.id, sizeof(h.id), db_text(st, 0));
		if (is_worth(f, &h) && has_head(f, h.id, sealed, n))
			offer(f, &h);
	}
	db_done(st);
	return ended(f, step);
}

static enum err_code
by_place(struct finding *f)
{
	struct sqlite3_stmt *st;
	int step;
	enum err_code rc = db_stmt(f->r->db,
	    "SELECT doc FROM find_doc WHERE street = ?1 AND house = ?2 ORDER BY doc DESC LIMIT"
	    " ?3",
	    &st, f->e);

	if (rc != ERR_OK)
		return rc;
	db_bind_text(st, 1, f->route.street);
	db_bind_int(st, 2, f->route.house);
	db_bind_int(st, 3, f->room);
	while ((step = db_step(f->r->db, st, f->e)) == 1) {
		struct find_hit h = { .why = FIND_PLACE, .doc = db_int(st, 0) };

		offer(f, &h);
	}
	db_done(st);
	return ended(f, step);
}

/* ---- texts ---- */

static double
freshness(const struct finding *f, int64_t doc)
{
	return FRESH * exp2(-(double)(f->newest - doc) / MONTHS_3);
}

/* The newest ${most} rows of an expression; *n how many there were. ${least} phrases. */
static enum err_code
run_texts(
    struct finding *f, const char *expr, enum find_why why, int64_t most, int least, int64_t *n)
{
	struct sqlite3_stmt *st;
	int step = 0;
	enum err_code rc = db_stmt(f->r->db,
	    "SELECT rowid, fts_quick(ticket_fts) FROM ticket_fts WHERE ticket_fts MATCH ?1"
	    " ORDER BY rowid DESC",
	    &st, f->e);

	*n = 0;
	if (rc != ERR_OK)
		return rc;
	db_bind_text(st, 1, expr);
	while (*n < most && (step = db_step(f->r->db, st, f->e)) == 1) {
		struct find_hit h = { .why = why, .doc = db_int(st, 0) };
		struct db_fts_hit hit;

		db_fts_hit(st, 1, &hit);
		++*n;
		h.score = (least > 1 ? 20 * __builtin_popcount(hit.phrases) : 0) + hit.score +
			  freshness(f, h.doc);
		if (__builtin_popcount(hit.phrases) >= least && is_worth(f, &h))
			offer(f, &h);
	}
	db_done(st);
	return ended(f, step);
}

static void
add_words(struct db_fts_expr *x, const struct words *w)
{
	for (int i = 0; i < w->n; i++)
		if (w->word[i].chars > 1)
			(void)db_fts_add(
			    x, " AND ", words_text(w, i), w->word[i].len, w->word[i].open);
}

/* Every word, or what was typed written the other way. */
static enum err_code
by_text(struct finding *f)
{
	struct db_fts_expr x = { 0 };
	struct words joined;
	struct str titles = { 0 };
	int64_t n = 0;
	enum err_code rc = ERR_OK;

	add_words(&x, &f->route.words);
	if (f->route.also[0] != '\0')
		(void)db_fts_add(&x, " OR ", f->route.also, strlen(f->route.also), false);
	else if (words_joined(&f->route.words, &joined))
		(void)db_fts_add(
		    &x, " OR ", words_text(&joined, 0), joined.word[0].len, joined.word[0].open);
	str_addf(&titles, "{title} : (%s)", str_c(&x.text));
	if (x.text.bad || titles.bad)
		rc = err_set(f->e, ERR_NO_MEMORY, NULL);
	else if (x.n > 0)
		rc = run_texts(
		    f, str_c(&x.text), FIND_TEXT, f->q->exact ? ALL_HITS : FIND_NEWEST, 1, &n);
	if (rc == ERR_OK && x.n > 0 && !f->q->exact && n == FIND_NEWEST) {
		f->note->newest = true;
		rc = run_texts(f, str_c(&titles), FIND_TEXT, FIND_NEWEST, 1, &n);
	}
	str_free(&titles);
	str_free(&x.text);
	return rc;
}

/* ---- by sound ---- */

/* The title of an indexed ticket that may be shown; false when there is none. */
static bool
title_of(struct finding *f, int64_t doc, char *out, size_t size)
{
	struct sqlite3_stmt *st;
	bool there;

	if (db_stmt(f->r->db,
		"SELECT title FROM ticket WHERE id = (SELECT ticket FROM find_doc WHERE doc ="
		" ?1) AND gen >= ?2",
		&st, NULL) != ERR_OK)
		return false;
	db_bind_int(st, 1, doc);
	db_bind_int(st, 2, f->gen);
	there = db_step(f->r->db, st, NULL) == 1;
	if (there)
		str_copy(out, size, db_text(st, 0));
	db_done(st);
	return there;
}

static int
score_of_title(struct finding *f, const struct match_query *q, int n, int64_t doc)
{
	char title[sizeof(((struct ticket_row *)0)->title)];
	struct match_label l;
	int sum = 0;

	if (!title_of(f, doc, title, sizeof(title)) || !match_label_init(&l, title))
		return 0;
	for (int i = 0; i < n; i++) {
		int one = match_find(&q[i], &l, NULL);

		sum = one > 0 && sum >= 0 ? sum + one : -1;
	}
	match_label_free(&l);
	return sum > 0 ? sum : 0;
}

static enum err_code
run_sound(struct finding *f, const char *expr, int *found)
{
	struct sqlite3_stmt *st;
	int64_t seen = 0, most = f->q->exact ? ALL_HITS : FIND_NEWEST;
	int step = 0;
	enum err_code rc = db_stmt(f->r->db,
	    "SELECT rowid FROM ticket_sound WHERE ticket_sound MATCH ?1 ORDER BY rowid DESC", &st,
	    f->e);

	if (rc != ERR_OK)
		return rc;
	db_bind_text(st, 1, expr);
	while (seen < most && (f->q->exact || *found < f->room) &&
	       (step = db_step(f->r->db, st, f->e)) == 1) {
		struct find_hit h = { .why = FIND_SOUND, .doc = db_int(st, 0) };
		int score = score_of_title(f, &f->match, 1, h.doc);

		seen++;
		h.score = (double)match_tier_of(score) + freshness(f, h.doc);
		*found += score > 0;
		if (score > 0)
			offer(f, &h);
	}
	db_done(st);
	f->note->newest = f->note->newest || step == 1;
	return ended(f, step);
}

/* The surest keys first; those of two initials only when nothing else has found anything. */
static enum err_code
by_sound(struct finding *f)
{
	enum err_code rc = ERR_OK;
	int found = 0;

	for (int i = 0; rc == ERR_OK && i < f->route.n_keys && !f->note->cut; i++) {
		const struct sound_key *k = &f->route.key[i];
		struct db_fts_expr x = { 0 };

		if (!f->q->exact && (found >= f->room || (k->dense && found > 0)))
			continue;
		(void)db_fts_add_raw(&x, "", k->text, true);
		for (int h = 0; h < k->n_han; h++)
			(void)db_fts_add_raw(&x, " AND ", k->han[h], false);
		rc = x.text.bad ? err_set(f->e, ERR_NO_MEMORY, NULL)
				: run_sound(f, str_c(&x.text), &found);
		str_free(&x.text);
	}
	return rc;
}

/* One Hanzi: it is a token of the titles as it stands. */
static enum err_code
by_one(struct finding *f)
{
	struct db_fts_expr x = { 0 };
	enum err_code rc = ERR_OK;
	int found = 0;

	if (db_fts_add_raw(&x, "", words_text(&f->route.words, 0), false))
		rc = run_sound(f, str_c(&x.text), &found);
	str_free(&x.text);
	return rc;
}

/* ---- less than all of it ---- */

/* Hanzi in the text, letters as pinyin in the title: of the newest that have the Hanzi. */
static enum err_code
by_parts(struct finding *f)
{
	struct finding some = *f;
	struct find_hit hits[PARTS_K];
	struct match_query q[PARTS_MAX];
	struct db_fts_expr x = { 0 };
	struct words han = f->route.parts;
	enum err_code rc = ERR_OK;
	int64_t n = 0;
	int letters = 0;

	han.n = 0;
	for (int i = 0; i < f->route.parts.n; i++) {
		const struct word *w = &f->route.parts.word[i];

		if (!w->letter)
			han.word[han.n++] = *w;
		else if (letters < PARTS_MAX) {
			match_query_init(&q[letters], words_text(&f->route.parts, i));
			q[letters++].whole = true;
		}
	}
	add_words(&x, &han);
	some.hit = hits;
	some.n = 0;
	some.room = PARTS_K;
	if (x.n > 0)
		rc = run_texts(&some, str_c(&x.text), FIND_PARTS, PARTS_K, 1, &n);
	for (int i = 0; rc == ERR_OK && i < some.n; i++)
		if (score_of_title(f, q, letters, hits[i].doc) > 0)
			offer(f, &hits[i]);
	str_free(&x.text);
	return rc;
}

static bool
add_piece(void *arg, const struct token *t)
{
	struct db_fts_expr *x = arg;

	return x->n < DB_FTS_PHRASES && db_fts_add(x, " OR ", t->text, t->len, false);
}

/* Nothing has it whole: 路灯不亮了 also finds 路灯不亮. */
static enum err_code
by_pieces(struct finding *f)
{
	struct db_fts_expr x = { 0 };
	enum err_code rc = ERR_OK;
	int64_t n = 0;

	for (int i = 0; i < f->route.words.n; i++) {
		const struct word *w = &f->route.words.word[i];

		if (w->han && w->chars >= PIECE_HAN)
			(void)tokens_each(
			    words_text(&f->route.words, i), w->len, TOKENS_QUERY, add_piece, &x);
	}
	if (x.text.bad)
		rc = err_set(f->e, ERR_NO_MEMORY, NULL);
	else if (x.n > 1)
		rc = run_texts(f, str_c(&x.text), FIND_PIECES, PIECES_K, (x.n + 1) / 2, &n);
	str_free(&x.text);
	return rc;
}

/* ---- all of it ---- */

static enum err_code
by_keys(struct finding *f)
{
	const struct route *t = &f->route;
	enum err_code rc = ERR_OK;

	if (t->ways & ROUTE_NUMBER)
		rc = by_number(f);
	if (rc == ERR_OK && (t->ways & ROUTE_PHONE))
		rc = by_phone(f,
		    "SELECT id, created_at, NULL FROM ticket WHERE (phone = ?1 OR caller = ?1) AND"
		    " gen >= ?2",
		    cache_phone_hash(f->r->index_key, t->phone));
	if (rc == ERR_OK && (t->ways & ROUTE_TAIL))
		rc = by_phone(f,
		    "SELECT id, created_at, identity FROM ticket WHERE tail = ?1 AND gen >= ?2",
		    cache_tail_hash(f->r->index_key, t->tail));
	if (rc == ERR_OK && (t->ways & ROUTE_ADDRESS))
		rc = by_place(f);
	return rc;
}

static enum err_code
by_index(struct finding *f)
{
	const unsigned ways = f->route.ways;
	/* Street and number found enough: 路 and a short number stand everywhere. */
	const bool placed = (ways & ROUTE_ADDRESS) && f->n >= f->room && !f->q->exact;
	enum err_code rc = ERR_OK;

	if ((ways & ROUTE_TEXT) && !placed)
		rc = by_text(f);
	if (rc == ERR_OK && (ways & ROUTE_SOUND) && !f->note->cut)
		rc = by_sound(f);
	if (rc == ERR_OK && (ways & ROUTE_ONE))
		rc = by_one(f);
	if (rc == ERR_OK && (ways & ROUTE_PARTS) && f->n < f->room && !f->note->cut)
		rc = by_parts(f);
	if (rc == ERR_OK && (ways & ROUTE_TEXT) && f->n == 0 && !f->note->cut)
		rc = by_pieces(f);
	return rc;
}

/* How far the index is. */
static void
look_at_index(struct finding *f)
{
	int64_t at = INT64_MAX;

	f->gen = reader_gen(f->r);
	f->newest = db_one_int(f->r->db, "SELECT max(doc) FROM find_doc", 0);
	if (cache_meta_int(f->r->db, "find_version", 0) == FIND_VERSION)
		at = cache_meta_int(f->r->db, "find_at", INT64_MAX);
	f->ready = at != INT64_MAX;
	f->note->unready = at != INT64_MIN;
	f->note->since = f->ready && f->note->unready ? at : 0;
}

int
cache_find(struct cache_reader *r, const struct find_query *q, struct find_row *rows,
    struct find_note *note, struct err *e)
{
	struct err spare = { 0 };
	struct find_hit hit[FIND_ROWS];
	struct finding f = {
		.r = r, .q = q, .note = note, .e = e != NULL ? e : &spare, .hit = hit
	};
	const char *text = q->text != NULL ? q->text : "";
	enum err_code rc;
	int n = -1;

	*note = (struct find_note){ 0 };
	f.room = q->limit < FIND_ROWS ? q->limit : FIND_ROWS;
	if (f.room <= 0)
		return 0;
	route_read(&f.route, text, strlen(text));
	match_query_init(&f.match, text);
	f.match.whole = true;
	look_at_index(&f);
	if (q->exact)
		reader_attend(r);
	else
		reader_hurry(r);
	rc = by_keys(&f);
	if (rc == ERR_OK && f.ready && !note->cut)
		rc = by_index(&f);
	reader_calm(r);
	if (rc == ERR_CORRUPT) { /* so badly that it cannot even be asked */
		note->damaged = true;
		rc = ERR_OK;
	}
	if (rc == ERR_OK)
		n = find_rows(&f, rows);
	return n;
}
