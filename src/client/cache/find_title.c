/* Tickets by their titles: by sound, by one Hanzi, by words that stand in too many texts. Of the index the newest are
 * taken and each title looked at itself, until a screen is full.
 *
 * Invariants: what is offered matches (text/match.h, or has the words); how many titles are looked at is bounded, unless
 * every hit is wanted. */
#include <string.h>

#include "base/utf8.h"
#include "find_row_p.h"

#define TITLES_MOST 20000 /* looked at when every hit is wanted: a tenth of a second */
#define GLANCE      8 /* titles looked at before judging by them, and one of so many must match */
#define IN_TITLE    11.0 /* a hit in the title, as the index of texts scores it (db/db_sounds.c) */

/* ---- by sound ---- */

/* The title of an indexed ticket that may be shown; false when there is none. */
static bool
find_title(struct finding *f, struct find_hit *h, char *out, size_t size)
{
	struct sqlite3_stmt *st;
	bool there;

	if (db_stmt(f->r->db,
		"SELECT t.title, t.rowid FROM find_doc f JOIN ticket t ON t.rowid = f.place AND"
		" t.id = f.ticket WHERE f.doc = ?1 AND t.gen >= ?2",
		&st, NULL) != ERR_OK)
		return false;
	db_bind_int(st, 1, h->doc);
	db_bind_int(st, 2, f->gen);
	there = db_step(f->r->db, st, NULL) == 1;
	if (there) {
		str_copy(out, size, db_text(st, 0));
		h->place = db_int(st, 1);
	}
	db_done(st);
	return there;
}

static int
score_of(const char *title, const struct match_query *q, int n)
{
	struct match_label l;
	int sum = 0;

	if (!match_label_init(&l, title))
		return 0;
	for (int i = 0; i < n; i++) {
		int one = match_find(&q[i], &l, NULL);

		sum = one > 0 && sum >= 0 ? sum + one : -1;
	}
	match_label_free(&l);
	return sum > 0 ? sum : 0;
}

int
find_title_score(struct finding *f, const struct match_query *q, int n, struct find_hit *h)
{
	char title[sizeof(((struct ticket_row *)0)->title)];

	return find_title(f, h, title, sizeof(title)) ? score_of(title, q, n) : 0;
}

/* How far one goes. */
struct reach {
	int most;    /* titles */
	bool glance; /* not on when few of them match */
};

/* How it ended. */
struct went {
	bool whole; /* it was not given up */
	bool end;   /* nothing of the list is left */
};

static bool
is_poor(const struct reach *r, int seen, int got)
{
	return r->glance && seen >= GLANCE && got * GLANCE < seen;
}

/* *found: titles that match, with those from before. One statement has the titles as well: beginning another for each of
 * four hundred costs more than reading them. */
static enum err_code
run_sound(struct finding *f, const char *expr, const struct reach *r, int *found, struct went *w)
{
	struct sqlite3_stmt *st;
	int seen = 0, step = 0, before = *found;
	enum err_code rc = db_stmt(f->r->db,
	    "SELECT s.rowid, t.rowid, t.title FROM ticket_sound s CROSS JOIN find_doc f CROSS JOIN"
	    " ticket t WHERE s.ticket_sound MATCH ?1 AND f.doc = s.rowid AND t.rowid = f.place"
	    " AND t.id = f.ticket AND t.gen >= ?2 ORDER BY s.rowid DESC",
	    &st, f->e);

	if (rc != ERR_OK)
		return rc;
	db_bind_text(st, 1, expr);
	db_bind_int(st, 2, f->gen);
	while (seen < r->most && (f->q->exact || *found < f->room) &&
	       !is_poor(r, seen, *found - before) && (step = db_step(f->r->db, st, f->e)) == 1) {
		struct find_hit h = {
			.why = FIND_SOUND, .doc = db_int(st, 0), .place = db_int(st, 1)
		};
		int score = score_of(db_text(st, 2), &f->match, 1);

		seen++;
		h.score = (double)match_tier_of(score) + find_freshness(f, h.doc);
		*found += score > 0;
		if (score > 0)
			find_offer(f, &h);
	}
	db_done(st);
	w->whole = !r->glance || step != 1 || *found >= f->room;
	w->end = step == 0 && seen < r->most;
	if (step == 1 && w->whole && f->note->newest < r->most)
		f->note->newest = r->most;
	return find_ended(f, step);
}

/* Titles with what begins as the first ${chars} characters of a key say, and the key's Hanzi. */
static enum err_code
run_key(struct finding *f, const struct sound_key *k, size_t chars, const struct reach *r,
    int *found, struct went *w)
{
	char first[SOUNDS_BYTES];
	struct db_fts_expr x = { 0 };
	enum err_code rc;

	str_copy(first, sizeof(first), k->text);
	first[utf8_head(first, chars)] = '\0';
	(void)db_fts_add_raw(&x, "", first, true);
	for (int h = 0; h < k->n_han; h++)
		(void)db_fts_add_raw(&x, " AND ", k->han[h], false);
	rc = x.text.bad ? err_set(f->e, ERR_NO_MEMORY, NULL)
			: run_sound(f, str_c(&x.text), r, found, w);
	str_free(&x.text);
	return rc;
}

/* A long key that begins as many tokens do (meiyou) is dear: the index gathers all of them before the first. Up to
 * FIND_INDEXED characters it has their list as it stands, so the newest of that are glanced at; where they are mostly others
 * (zhengdongting among all of zheng) the whole key has few. A key that only finds again what others have found is no more than
 * glanced at. */
static enum err_code
by_key(struct finding *f, const struct sound_key *k, int *found, struct went *w)
{
	const struct reach glance = { FIND_NEWEST, true },
			   all = { f->q->exact ? TITLES_MOST : FIND_NEWEST, false };
	int before = *found;
	enum err_code rc = ERR_OK;

	*w = (struct went){ 0 };
	if (!f->q->exact && k->again && before > 0)
		return run_key(f, k, SOUNDS_BYTES, &glance, found, w);
	if (!f->q->exact && utf8_count(k->text) > FIND_INDEXED)
		rc = run_key(f, k, FIND_INDEXED, &glance, found, w);
	if (rc != ERR_OK || w->whole || f->note->cut)
		return rc;
	*found = before; /* they come again */
	return run_key(f, k, SOUNDS_BYTES, &all, found, w);
}

/* Is what ${k} finds part of what ${wider} finds? */
static bool
is_part(const struct sound_key *k, const struct sound_key *wider)
{
	bool same = k->n_han == wider->n_han;

	for (int h = 0; h < k->n_han && same; h++)
		same = strcmp(k->han[h], wider->han[h]) == 0;
	return same && str_starts(k->text, wider->text);
}

/* The surest keys first; those of two initials only when nothing else has found anything, and none whose titles have all
 * been looked at (ibbyao behind ibby). */
enum err_code
find_by_sound(struct finding *f)
{
	const struct sound_key *done[2 * SOUNDS_KEYS];
	enum err_code rc = ERR_OK;
	int found = 0, n_done = 0;

	for (int i = 0; rc == ERR_OK && i < f->route.n_keys && !f->note->cut; i++) {
		const struct sound_key *k = &f->route.key[i];
		struct went w;
		int d = 0;

		while (d < n_done && !is_part(k, done[d]))
			d++;
		if (d < n_done || (!f->q->exact && (found >= f->room || (k->dense && found > 0))))
			continue;
		rc = by_key(f, k, &found, &w);
		if (w.end)
			done[n_done++] = k;
	}
	return rc;
}

/* One Hanzi: it is a token of the titles as it stands. */
enum err_code
find_by_one(struct finding *f)
{
	const struct reach all = { f->q->exact ? TITLES_MOST : FIND_NEWEST, false };
	struct db_fts_expr x = { 0 };
	enum err_code rc = ERR_OK;
	int found = 0;
	struct went w;

	if (db_fts_add_raw(&x, "", words_text(&f->route.words, 0), false))
		rc = run_sound(f, str_c(&x.text), &all, &found, &w);
	str_free(&x.text);
	return rc;
}

/* ---- words ---- */

static bool
add_pair(void *arg, const struct token *t)
{
	struct db_fts_expr *x = arg;
	char pair[TOKENS_BYTES + 1];

	memcpy(pair, t->text, t->len);
	pair[t->len] = '\0';
	return utf8_count(pair) != 2 || db_fts_add_raw(x, " AND ", pair, false);
}

static bool
title_has(struct finding *f, struct find_hit *h)
{
	char title[sizeof(((struct ticket_row *)0)->title)];

	return find_title(f, h, title, sizeof(title)) && find_has_all(&f->route.words, title);
}

/* One with the words in its title, by its number alone. */
static struct find_hit
titled(const struct finding *f, int64_t doc)
{
	return (struct find_hit){
		.why = FIND_TEXT, .doc = doc, .score = IN_TITLE + find_freshness(f, doc)
	};
}

static enum err_code
run_title(struct finding *f, const char *expr)
{
	struct sqlite3_stmt *st;
	int step = 0, seen = 0, found = 0;
	enum err_code rc = db_stmt(f->r->db,
	    "SELECT rowid FROM ticket_sound WHERE ticket_sound MATCH ?1 AND rowid < ?2"
	    " ORDER BY rowid DESC",
	    &st, f->e);

	if (rc != ERR_OK)
		return rc;
	db_bind_text(st, 1, expr);
	db_bind_int(st, 2, f->oldest);
	while (
	    seen++ < FIND_NEWEST && found < f->room && (step = db_step(f->r->db, st, f->e)) == 1) {
		struct find_hit h = titled(f, db_int(st, 0));

		if (!find_is_worth(f, &h))
			break; /* those behind are older still */
		if (title_has(f, &h)) {
			found++;
			find_offer(f, &h);
		}
	}
	db_done(st);
	return find_ended(f, step);
}

/* Mostly the screen is full of newer ones, and the index of titles is not even opened: that costs a read or two for each
 * of its parts. */
enum err_code
find_by_title(struct finding *f)
{
	const struct find_hit next = titled(f, f->oldest - 1);
	struct db_fts_expr x = { 0 };
	enum err_code rc = ERR_OK;
	bool han = true;

	if (!find_is_worth(f, &next))
		return ERR_OK;

	for (int i = 0; i < f->route.words.n && han; i++) {
		const struct word *w = &f->route.words.word[i];

		han = !w->letter && !w->digit;
		(void)tokens_each(
		    words_text(&f->route.words, i), w->len, TOKENS_QUERY, add_pair, &x);
	}
	if (x.text.bad)
		rc = err_set(f->e, ERR_NO_MEMORY, NULL);
	else if (han && x.n > 0)
		rc = run_title(f, str_c(&x.text));
	str_free(&x.text);
	return rc;
}
