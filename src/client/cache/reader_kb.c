/* The knowledge base as the screen asks for it: what was found in its order, what may answer a half-done ticket, one
 * article whole.
 *
 * Invariants: one order for one query and one set of articles, to the last tie (the older row first). Not done here:
 * finding (kb_find.c), what is shown of a row (kb_row.c). */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "kb_p.h"
#include "db/db.h"
#include "text/tokens.h"

#define PROPOSE_BYTES 600 /* of a half-done text: what it is about is said early */
#define PROPOSE_TERMS 48
#define PROPOSE_BEST  16

/* ---- order ---- */

enum article_standing
kb_standing(const struct kb_head *h, int32_t day)
{
	struct article a = {
		.status = (enum article_status)h->status, .from = h->since, .until = h->until
	};

	return article_standing(&a, day);
}

struct place {
	int group;
	double score;
	size_t at;
};

/* What was cited often is likelier wanted again; what must not be read aloud stands behind its equals. */
static struct place
place_of(const struct kb_search *s, size_t at)
{
	static const double standing[] = { [ARTICLE_VALID] = 1,
		[ARTICLE_NOT_YET] = 0.6,
		[ARTICLE_EXPIRED] = 0.6,
		[ARTICLE_WITHDRAWN] = 0.4 };
	const struct kb_head *h = &s->shelf->head[at];
	double used = h->used > 0 ? h->used : 0;

	return (struct place){ s->found[at].group,
		s->found[at].score * (1 + 0.03 * log1p(used)) * standing[kb_standing(h, s->q->day)],
		at };
}

static bool
better(const struct place *a, const struct place *b)
{
	if (a->group != b->group)
		return a->group > b->group;
	return a->score > b->score;
}

/* Keeps the best ${max} in order; equals stay in the order they came. */
static int
insert(struct place *best, int n, int max, const struct place *p)
{
	int i = n < max ? n : max;

	if (i == max && !better(p, &best[max - 1]))
		return n;
	if (i == max)
		i--;
	for (; i > 0 && better(p, &best[i - 1]); i--)
		best[i] = best[i - 1];
	best[i] = *p;
	return n < max ? n + 1 : max;
}

/* The places of the best ${max} in s->shelf, best first; how many. */
static int
best_of(const struct kb_search *s, size_t *at, int max)
{
	struct place *best = max > 0 ? calloc((size_t)max, sizeof(*best)) : NULL;
	int n = 0;

	for (size_t i = 0; best != NULL && i < s->shelf->n; i++)
		if (s->found[i].group > KB_NOT) {
			struct place p = place_of(s, i);

			n = insert(best, n, max, &p);
		}
	for (int i = 0; i < n; i++)
		at[i] = best[i].at;
	free(best);
	return n;
}

/* ---- search ---- */

static enum err_code
fill(struct kb_search *s, const size_t *at, int n, struct kb_row *rows)
{
	enum err_code rc = ERR_OK;

	reader_calm(s->r); /* a few rows by their number */
	for (int i = 0; rc == ERR_OK && i < n; i++)
		rc = kb_row(s, at[i], &rows[i], s->e);
	return rc;
}

/* Nothing typed: most used, then newest; what must not be read aloud behind. */
static void
offer_all(struct kb_search *s)
{
	for (size_t i = 0; i < s->shelf->n; i++) {
		const struct kb_head *h = &s->shelf->head[i];

		if (!kb_allowed(s, i))
			continue;
		s->found[i].group = kb_standing(h, s->q->day) == ARTICLE_VALID ? KB_ALL : KB_SOME;
		s->found[i].score = (float)((h->used > 0 ? h->used : 0) * 1e3 + h->updated / 1e2);
	}
}

static int
rows_of(struct kb_search *s, struct kb_row *rows, int limit)
{
	size_t *at = calloc((size_t)limit, sizeof(*at));
	int n;

	if (at == NULL) {
		err_set(s->e, ERR_NO_MEMORY, NULL);
		return -1;
	}
	n = best_of(s, at, limit);
	if (fill(s, at, n, rows) != ERR_OK)
		n = -1;
	free(at);
	return n;
}

int
cache_kb_search(struct cache_reader *r, const struct kb_query *q, struct kb_row *rows,
    bool *partial, struct err *e)
{
	struct kb_query mine = *q;
	struct kb_search s;
	struct err spare = { 0 };
	enum err_code rc;
	int n = -1;

	mine.text = q->text != NULL ? q->text : "";
	e = e != NULL ? e : &spare;
	*partial = false;
	if (q->limit <= 0)
		return 0;
	rc = kb_search_open(r, &mine, &s, e);
	if (rc == ERR_OK && mine.text[strspn(mine.text, " \t\n")] == '\0')
		offer_all(&s);
	else if (rc == ERR_OK)
		rc = kb_find(&s);
	if (rc == ERR_OK) {
		*partial = s.cut || kb_waits(r);
		n = rows_of(&s, rows, q->limit);
	}
	kb_search_close(&s);
	return n;
}

/* ---- proposals ---- */

struct term {
	char text[TOKENS_BYTES + 1];
	int count;
	double weight;
};
struct terms {
	struct term term[PROPOSE_TERMS];
	int n;
};

static bool
count_term(void *arg, const struct token *t)
{
	struct terms *all = arg;

	if (t->len < 4) /* one Hanzi, or a number of three digits: of anything */
		return true;
	for (int i = 0; i < all->n; i++)
		if (strlen(all->term[i].text) == t->len &&
		    memcmp(all->term[i].text, t->text, t->len) == 0) {
			all->term[i].count++;
			return true;
		}
	if (all->n == PROPOSE_TERMS)
		return false;
	memcpy(all->term[all->n].text, t->text, t->len);
	all->term[all->n].text[t->len] = '\0';
	all->term[all->n++].count = 1;
	return true;
}

static int
by_weight(const void *a, const void *b)
{
	const struct term *x = a, *y = b;

	if (x->weight != y->weight)
		return x->weight > y->weight ? -1 : 1;
	return strcmp(x->text, y->text);
}

/* In how many articles a term stands at most (by column), and whether in what says what an article is about. */
static double
look_up(struct kb_search *s, const char *term, bool *about)
{
	struct sqlite3_stmt *st;
	double in = 0;
	int step;

	*about = false;
	if (db_stmt(s->r->db, "SELECT col, doc FROM article_terms WHERE term = ?1", &st, NULL) !=
	    ERR_OK)
		return 0;
	db_bind_text(st, 1, term);
	while ((step = db_step(s->r->db, st, s->e)) == 1) {
		const char *column = db_text(st, 0);

		in = fmax(in, (double)db_int(st, 1));
		*about = *about || (strcmp(column, "answer") != 0 && strcmp(column, "body") != 0);
	}
	db_done(st);
	s->cut = s->cut || step < 0;
	return in;
}

/* How telling each is: said often here, in few articles, in the title of some; in every third of many it tells
 * nothing. */
static void
weigh(struct kb_search *s, struct terms *all)
{
	double n = (double)s->shelf->n;

	for (int i = 0; i < all->n && !s->cut; i++) {
		struct term *t = &all->term[i];
		bool about;
		double in = look_up(s, t->text, &about);

		if (about && (in < n / 3 || n < 20))
			t->weight = log1p(t->count) * log(1 + (n - in + 0.5) / (in + 0.5));
	}
	qsort(all->term, (size_t)all->n, sizeof(all->term[0]), by_weight);
}

static enum err_code
offer_terms(struct kb_search *s)
{
	struct terms *all = calloc(1, sizeof(*all));
	struct db_fts_expr x = { 0 };
	size_t n = strlen(s->q->text);
	enum err_code rc;

	if (all == NULL)
		return err_set(s->e, ERR_NO_MEMORY, NULL);
	n = n > PROPOSE_BYTES ? utf8_whole(s->q->text, PROPOSE_BYTES) : n;
	(void)tokens_each(s->q->text, n, TOKENS_QUERY, count_term, all);
	weigh(s, all);
	for (int i = 0; i < all->n && i < PROPOSE_BEST && all->term[i].weight > 0; i++)
		(void)db_fts_add(&x, " OR ", all->term[i].text, strlen(all->term[i].text), false);
	/* Of a long text one word alone is chance, unless the category says the rest. */
	rc = x.text.bad ? err_set(s->e, ERR_NO_MEMORY, NULL)
			: kb_find_some(s, &x, s->q->category == NULL && x.n > 2 ? 2 : 1);
	str_free(&x.text);
	free(all);
	return rc;
}

/* Those of the category in any case, those that must not be read aloud in none. */
static void
only_proposable(struct kb_search *s)
{
	for (size_t i = 0; i < s->shelf->n; i++) {
		struct kb_found *f = &s->found[i];

		if (kb_standing(&s->shelf->head[i], s->q->day) != ARTICLE_VALID)
			f->group = KB_NOT;
		else if (s->q->category != NULL && f->group == KB_NOT && kb_allowed(s, i)) {
			f->group = KB_SOME;
			f->score = 1e-3f;
		}
	}
}

int
cache_kb_propose(struct cache_reader *r, const char *category, const char *area, const char *text,
    int32_t day, struct kb_row *rows, int max)
{
	struct kb_query q = { .text = text != NULL ? text : "",
		.category = category != NULL && category[0] != '\0' ? category : NULL,
		.area = area != NULL && area[0] != '\0' ? area : NULL,
		.day = day };
	struct kb_search s;
	struct err e = { 0 };
	int n = 0;

	if (max > 0 && kb_search_open(r, &q, &s, &e) == ERR_OK && offer_terms(&s) == ERR_OK) {
		only_proposable(&s);
		n = rows_of(&s, rows, max);
	}
	if (max > 0)
		kb_search_close(&s);
	return n > 0 ? n : 0;
}

/* ---- one ---- */

enum err_code
cache_article(struct cache_reader *r, const char *kb_no, struct article *a, struct err *e)
{
	struct sqlite3_stmt *st;
	enum err_code rc = db_stmt(r->db,
	    "SELECT t.text FROM article a JOIN article_text t ON t.id = a.id WHERE a.kb_no = ?1",
	    &st, e);

	if (rc != ERR_OK)
		return rc;
	db_bind_text(st, 1, kb_no);
	switch (db_step(r->db, st, e)) {
	case 1:
		rc = article_read(db_text(st, 0), strlen(db_text(st, 0)), a, e);
		break;
	case 0:
		rc = err_set(e, ERR_NOT_FOUND, "知识库里没有 %s", kb_no);
		break;
	default:
		rc = ERR_DB;
	}
	db_done(st);
	return rc;
}
