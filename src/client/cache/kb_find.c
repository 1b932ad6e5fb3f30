/* What a query finds: the index for words of the text, the matcher for letters that may be pinyin of a title or of the
 * keywords, and less and less of the query as long as little was found.
 *
 * Invariants: every pass offers articles, the best group an article was offered in stays; the order of what is found
 * depends on the articles and the query alone. A pass that a key cuts short leaves what it has. Not done here: what is
 * shown of a row (kb_row.c). */
#include <stdlib.h>
#include <string.h>

#include "kb_p.h"
#include "text/fold.h"
#include "text/tokens.h"

#define ENOUGH      6 /* found whole: a screen is filled, pieces would only be noise behind it */
#define PHONE_LEAST 7
#define PHONE_LAST  4
#define PART_WORDS  3 /* words that are asked as pinyin one by one */
/* title, keywords, question, answer, body */
#define SCORE "fts_score(article_fts, 10, 5, 4, 1.5, 1)"

/* ---- offering ---- */

static bool
in_category(const char *article, const char *wanted)
{
	size_t a = strlen(article), w = strlen(wanted);

	return a > 0 && strncmp(article, wanted, a < w ? a : w) == 0;
}

static bool
holds_there(const struct city *c, const char *article, const char *wanted)
{
	if (article[0] == '\0' || strcmp(article, wanted) == 0)
		return true;
	return c != NULL && city_area_is_under(c, wanted, article);
}

/* A text that nobody has let out yet is found by no search, wherever it came from. */
static bool
is_copy(const struct kb_head *h)
{
	return h->status == ARTICLE_DRAFT || h->status == ARTICLE_IN_REVIEW;
}

bool
kb_allowed(struct kb_search *s, size_t at)
{
	const struct kb_head *h = &s->shelf->head[at];
	struct kb_found *f = &s->found[at];

	if (f->allowed == 0)
		f->allowed = !is_copy(h) &&
				     (s->q->category == NULL ||
					 in_category(kb_category(s->shelf, h), s->q->category)) &&
				     (s->q->area == NULL ||
					 holds_there(s->city, kb_area(s->shelf, h), s->q->area))
				 ? 1
				 : 2;
	return f->allowed == 1;
}

static void
offer(struct kb_search *s, size_t at, enum kb_group group, double score)
{
	struct kb_found *f = &s->found[at];

	if (f->group > group || !kb_allowed(s, at))
		return;
	if (f->group < KB_PARTS && group >= KB_PARTS)
		s->hits++;
	if (f->group < group || f->score < (float)score)
		f->score = (float)score;
	f->group = (uint8_t)group;
}

/* ---- the index ---- */

/* What a pass does with a row. */
struct pass {
	enum kb_group group; /* KB_NOT: its words are only noted */
	int least;           /* phrases */
};

static void
take(struct kb_search *s, const struct pass *p, size_t at, const struct db_fts_hit *hit)
{
	if (p->group == KB_NOT) {
		s->found[at].words |= (uint8_t)hit->phrases;
		s->found[at].beside = (float)hit->score;
		return;
	}
	if (__builtin_popcount(hit->phrases) >= p->least)
		offer(s, at, p->group, hit->score);
}

static enum err_code
run(struct kb_search *s, const struct db_fts_expr *x, const struct pass *p)
{
	struct sqlite3_stmt *st;
	enum err_code rc;
	int step;

	if (x->n == 0 || s->cut)
		return ERR_OK;
	rc = db_stmt(s->r->db,
	    "SELECT rowid, " SCORE " FROM article_fts WHERE article_fts MATCH ?1", &st, s->e);
	if (rc != ERR_OK)
		return rc;
	db_bind_text(st, 1, str_c(&x->text));
	while ((step = db_step(s->r->db, st, s->e)) == 1) {
		size_t at = kb_shelf_find(s->shelf, db_int(st, 0));
		struct db_fts_hit hit;

		db_fts_hit(st, 1, &hit);
		if (at < s->shelf->n)
			take(s, p, at, &hit);
	}
	db_done(st);
	if (step < 0 && s->e->code == ERR_CANCELLED)
		s->cut = true;
	return step < 0 && !s->cut ? s->e->code : ERR_OK;
}

static enum err_code
run_words(struct kb_search *s, const struct words *w, const char *join, const struct pass *p)
{
	struct db_fts_expr x = { 0 };
	enum err_code rc;

	for (int i = 0; i < w->n; i++)
		(void)db_fts_add(&x, join, words_text(w, i), w->word[i].len, w->word[i].open);
	rc = x.text.bad ? err_set(s->e, ERR_NO_MEMORY, NULL) : run(s, &x, p);
	str_free(&x.text);
	return rc;
}

enum err_code
kb_find_some(struct kb_search *s, const struct db_fts_expr *x, int least)
{
	struct pass p = { KB_SOME, least };

	return run(s, x, &p);
}

/* ---- pieces ---- */

struct pieces {
	struct db_fts_expr x;
	struct token seen[DB_FTS_PHRASES];
	bool open; /* the query goes on where this word ends */
};

static bool
add_piece(void *arg, const struct token *t)
{
	struct pieces *p = arg;

	for (int i = 0; i < p->x.n; i++)
		if (p->seen[i].len == t->len && memcmp(p->seen[i].text, t->text, t->len) == 0)
			return true;
	if (p->x.n == DB_FTS_PHRASES)
		return false;
	p->seen[p->x.n] = *t;
	(void)db_fts_add(&p->x, " OR ", t->text, t->len, false);
	return true;
}

/* How many of ${n} pieces an article must have. Words typed apart are several things somebody said, and an answer may speak
 * of one of them alone; so is a long run of Hanzi that stands whole nowhere, since few set spaces while they listen, only
 * that one piece alone may lie across two words. A short run is one word, and less than half of it another. (The right one
 * of 1,665 real answers in the first five: of questions typed apart half finds 75 %, a quarter 86 %; of 200 typed together
 * 68 and 86 %, of sixty more, written when that was decided, 75 and 92 %.) */
static int
pieces_needed(const struct kb_search *s, int n)
{
	const int half = (n + 1) / 2, quarter = (n + 3) / 4;

	if (s->asked.n > 1)
		return quarter;
	if (s->hits > 0 || half <= 2)
		return half;
	return quarter > 2 ? quarter : 2;
}

/* Words that stand nowhere side by side: 公积金提取 also finds 提取住房公积金. */
static enum err_code
find_pieces(struct kb_search *s)
{
	struct words joined;
	const struct words *w = words_joined(&s->words, &joined) ? &joined : &s->asked;
	struct pieces *p = calloc(1, sizeof(*p));
	enum err_code rc;
	int least;

	if (p == NULL)
		return err_set(s->e, ERR_NO_MEMORY, NULL);
	for (int i = 0; i < w->n; i++)
		(void)tokens_each(words_text(w, i), w->word[i].len, TOKENS_QUERY, add_piece, p);
	least = pieces_needed(s, p->x.n);
	rc = p->x.text.bad ? err_set(s->e, ERR_NO_MEMORY, NULL) : kb_find_some(s, &p->x, least);
	str_free(&p->x.text);
	free(p);
	return rc;
}

/* ---- the matcher ---- */

static void
find_titles(struct kb_search *s)
{
	struct match_query q = s->match;

	q.whole = true;
	for (size_t i = 0; i < s->shelf->n; i++) {
		int score = kb_title(&q, s->shelf, i), beside = kb_keywords(&q, s->shelf, i);

		if (score > 0) /* that the keywords say it too tells two titles apart */
			offer(s, i, KB_TITLE, score + beside / 4.0);
		else if (beside > 0)
			offer(s, i, KB_KEYWORDS, beside);
	}
}

/* Nothing was found: the letters in order, with gaps. */
static void
find_letters(struct kb_search *s)
{
	for (size_t i = 0; i < s->shelf->n; i++) {
		int score = kb_title(&s->match, s->shelf, i);

		if (score > 0)
			offer(s, i, KB_LETTERS, score);
	}
}

/* Every word on its own, in the text or as pinyin: gjj提取, gjj in the title and 提取 only in the body. */
static enum err_code
find_parts(struct kb_search *s, const struct words *w)
{
	struct pass note = { KB_NOT, 0 };
	struct match_query q[PART_WORDS];
	int nth[PART_WORDS], n = 0;
	uint8_t all = (uint8_t)((1u << w->n) - 1);
	enum err_code rc = run_words(s, w, " OR ", &note);

	for (int i = 0; i < w->n && n < PART_WORDS; i++)
		if (w->word[i].letter) {
			match_query_init(&q[n], words_text(w, i));
			q[n].whole = true;
			nth[n++] = i;
		}
	for (size_t i = 0; rc == ERR_OK && i < s->shelf->n; i++) {
		struct kb_found *f = &s->found[i];
		double score = f->beside;

		for (int k = 0; k < n; k++) {
			int one = kb_title(&q[k], s->shelf, i);

			if (one == 0)
				one = kb_keywords(&q[k], s->shelf, i) / 2;
			if (one > 0)
				f->words |= (uint8_t)(1u << nth[k]);
			score += one / 1e3;
		}
		if (f->words == all)
			offer(s, i, KB_PARTS, score);
		else if (2 * __builtin_popcount(f->words) >= w->n && f->words != 0)
			offer(s, i, KB_SOME, score);
	}
	return rc;
}

/* ---- all of it ---- */

static enum err_code
find_number(struct kb_search *s)
{
	struct sqlite3_stmt *st;
	struct str number = { 0 };
	enum err_code rc;

	if (strlen(s->q->text) / 3 > ARTICLE_KB_NO_BYTES) /* in full width at most */
		return ERR_OK;
	fold_add(&number, s->q->text);
	rc = db_stmt(s->r->db, "SELECT id FROM article WHERE kb_no = trim(upper(?1))", &st, s->e);
	if (rc == ERR_OK) {
		db_bind_text(st, 1, str_c(&number));
		if (db_step(s->r->db, st, s->e) == 1) {
			size_t at = kb_shelf_find(s->shelf, db_int(st, 0));

			if (at < s->shelf->n)
				offer(s, at, KB_NUMBER, 1);
		}
		db_done(st);
	}
	str_free(&number);
	return rc;
}

/* Telephone numbers stand in texts with a dash: 88902020 and 8890 2020 are 8890-2020. */
static enum err_code
find_phone(struct kb_search *s)
{
	struct pass together = { KB_JOINED, 1 };
	struct db_fts_expr x = { 0 };
	struct str number = { 0 };
	enum err_code rc;

	for (int i = 0; i < s->words.n; i++) {
		const struct word *w = &s->words.word[i];
		const char *digits = words_text(&s->words, i);
		size_t first = w->len > PHONE_LAST ? w->len - PHONE_LAST : 0;

		if (w->han || w->letter) {
			str_free(&number);
			return ERR_OK;
		}
		str_addf(&number, "%.*s %s ", (int)first, digits, digits + first);
	}
	if (number.len >= PHONE_LEAST)
		(void)db_fts_add(&x, "", str_c(&number), number.len, false);
	rc = number.bad || x.text.bad ? err_set(s->e, ERR_NO_MEMORY, NULL) : run(s, &x, &together);
	str_free(&number);
	str_free(&x.text);
	return rc;
}

static enum err_code
find_less(struct kb_search *s)
{
	struct pass half = { KB_SOME, (s->asked.n + 1) / 2 };
	struct words apart;
	const struct words *w = words_apart(&s->asked, &apart) ? &apart : &s->asked;
	enum err_code rc = ERR_OK;
	bool han = false;

	for (int i = 0; i < w->n; i++)
		han = han || w->word[i].han;
	if (s->pinyin && w->n > 1)
		rc = find_parts(s, w);
	else if (s->asked.n > 2)
		rc = run_words(s, &s->asked, " OR ", &half);
	return rc == ERR_OK && han && s->hits < ENOUGH ? find_pieces(s) : rc;
}

enum err_code
kb_find(struct kb_search *s)
{
	struct pass all = { KB_ALL, 1 }, together = { KB_JOINED, 1 };
	struct words joined;
	enum err_code rc = find_number(s);

	if (rc == ERR_OK && s->pinyin && (rc = kb_shelf_labels(s->r, s->e)) == ERR_OK)
		find_titles(s);
	if (rc == ERR_OK)
		rc = run_words(s, &s->asked, " AND ", &all);
	if (rc == ERR_OK && words_joined(&s->words, &joined))
		rc = run_words(s, &joined, " AND ", &together);
	if (rc == ERR_OK)
		rc = find_phone(s);
	if (rc == ERR_OK && s->hits < ENOUGH)
		rc = find_less(s);
	if (rc == ERR_OK && s->pinyin && s->hits == 0)
		find_letters(s);
	return rc;
}

enum err_code
kb_search_open(struct cache_reader *r, const struct kb_query *q, struct kb_search *s, struct err *e)
{
	*s = (struct kb_search){ .r = r, .q = q, .e = e };
	reader_hold(r);
	s->shelf = kb_shelf(r, e);
	if (s->shelf == NULL)
		return e->code;
	s->found = calloc(s->shelf->n + 1, sizeof(*s->found));
	if (s->found == NULL)
		return err_set(e, ERR_NO_MEMORY, NULL);
	if (q->area != NULL)
		s->city = reader_city(r);
	words_read(&s->words, q->text, strlen(q->text));
	s->asked = s->words;
	s->asked.n = 0;
	for (int i = 0; i < s->words.n; i++)
		if (s->words.word[i].chars > 1)
			s->asked.word[s->asked.n++] = s->words.word[i];
	kb_marker(&s->marker, q->text);
	match_query_init(&s->match, q->text);
	for (int i = 0; i < s->words.n; i++)
		s->pinyin = s->pinyin || s->words.word[i].letter ||
			    (s->words.n == 1 && s->words.word[i].chars == 1);
	reader_hurry(r);
	return ERR_OK;
}

void
kb_search_close(struct kb_search *s)
{
	reader_calm(s->r);
	reader_let_go(s->r);
	free(s->found);
	s->found = NULL;
}
