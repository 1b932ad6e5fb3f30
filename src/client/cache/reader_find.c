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

#include "find_row_p.h"

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

void
find_offer(struct finding *f, const struct find_hit *h)
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
bool
find_is_worth(const struct finding *f, const struct find_hit *h)
{
	return f->n < f->room || better(h, &f->hit[f->room - 1]);
}

/* A failed step: a key is no failure, a damaged index is one to be told. */
enum err_code
find_ended(struct finding *f, int step)
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

double
find_freshness(const struct finding *f, int64_t doc)
{
	return FRESH * exp2(-(double)(f->newest - doc) / MONTHS_3);
}

/* ---- texts ---- */

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
		f->oldest = h.doc;
		++*n;
		h.score = (least > 1 ? 20 * __builtin_popcount(hit.phrases) : 0) + hit.score +
			  find_freshness(f, h.doc);
		if (__builtin_popcount(hit.phrases) >= least && find_is_worth(f, &h))
			find_offer(f, &h);
	}
	db_done(st);
	return find_ended(f, step);
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
	int64_t n = 0;
	enum err_code rc = ERR_OK;

	add_words(&x, &f->route.words);
	if (f->route.also[0] != '\0')
		(void)db_fts_add(&x, " OR ", f->route.also, strlen(f->route.also), false);
	else if (words_joined(&f->route.words, &joined))
		(void)db_fts_add(
		    &x, " OR ", words_text(&joined, 0), joined.word[0].len, joined.word[0].open);
	if (x.text.bad)
		rc = err_set(f->e, ERR_NO_MEMORY, NULL);
	else if (x.n > 0)
		rc = run_texts(
		    f, str_c(&x.text), FIND_TEXT, f->q->exact ? ALL_HITS : FIND_NEWEST, 1, &n);
	str_free(&x.text);
	if (rc != ERR_OK || f->q->exact || n < FIND_NEWEST || f->note->cut)
		return rc;
	f->note->newest = FIND_NEWEST;
	return find_by_title(f);
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
		if (find_title_score(f, q, letters, &hits[i]) > 0)
			find_offer(f, &hits[i]);
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
by_index(struct finding *f)
{
	const unsigned ways = f->route.ways;
	bool place = (ways & ROUTE_ADDRESS) && !f->q->exact;
	enum err_code rc = ERR_OK;

	if (place && f->n < f->room)
		rc = find_by_mention(f);
	/* Street and number say it all, or found enough: 路 and a short number stand everywhere. */
	place = place && (f->n >= f->room || f->route.house_last);
	if (rc == ERR_OK && (ways & ROUTE_TEXT) && !place && !f->note->cut)
		rc = by_text(f);
	if (rc == ERR_OK && (ways & ROUTE_SOUND) && !f->note->cut)
		rc = find_by_sound(f);
	if (rc == ERR_OK && (ways & ROUTE_ONE))
		rc = find_by_one(f);
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
	/* a single Hanzi without the signs about it: 难* */
	match_query_init(
	    &f.match, (f.route.ways & ROUTE_ONE) != 0 ? words_text(&f.route.words, 0) : text);
	f.match.whole = true;
	reader_hold(r);
	look_at_index(&f);
	if (q->exact)
		reader_attend(r);
	else
		reader_hurry(r);
	rc = find_by_keys(&f);
	if (rc == ERR_OK && f.ready && !note->cut)
		rc = by_index(&f);
	reader_calm(r);
	if (rc == ERR_CORRUPT) { /* so badly that it cannot even be asked */
		note->damaged = true;
		rc = ERR_OK;
	}
	if (rc == ERR_OK)
		n = find_rows(&f, rows);
	reader_let_go(r);
	return n;
}
