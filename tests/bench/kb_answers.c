/* kb_answers DIR REPLIES QUESTIONS: does one find the answer? The answers of REPLIES (id, …, title, detail, reply) as so
 * many articles in a seat's cache built in DIR, then each row of QUESTIONS (question, reply_id: what a call-taker would type
 * who has heard the citizen and not seen the title) through the seat's own search. Prints name<TAB>value, then the ten
 * worst: rank (0: not in the first 50), question, title. Neither file is part of the tree. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../lib/bench.h"
#include "../lib/meter.h"
#include "../lib/tmpdir.h"
#include "base/clock.h"
#include "base/limits.h"
#include "base/secret.h"
#include "base/tsv.h"
#include "city/article.h"
#include "client/cache/kb.h"
#include "client/cache/write.h"

#define LOOKED  50
#define WORST   10
#define SCREEN  5
#define MISSING 999

struct question {
	char text[200], kb_no[ARTICLE_KB_NO_BYTES];
	int rank; /* from 1; MISSING */
};
struct answers {
	struct cache_writer *w;
	struct page page;
	int sent;
	struct question *q;
	size_t n;
};

/* ---- the cache ---- */

static bool
add_reply(void *arg, const struct article *given, int line)
{
	struct answers *x = arg;
	struct article a = *given;
	struct ref_row *grown = realloc(x->page.refs, (x->page.n_refs + 1) * sizeof(*grown));
	struct str text = { 0 };

	(void)snprintf(a.kb_no, sizeof(a.kb_no), "R%d", line);
	(void)str_copy(a.category, sizeof(a.category), "1207");
	(void)str_copy(a.source, sizeof(a.source), "1001");
	a.version = 1;
	a.from = a.updated = 20000;
	a.until = 30000;
	a.status = ARTICLE_PUBLISHED;
	article_write(&a, &text);
	bench_must(grown != NULL && !text.bad, "memory", "");
	x->page.refs = grown;
	x->page.refs[x->page.n_refs++] =
	    (struct ref_row){ str_dup("article"), str_dup(a.kb_no), str_take(&text), 1 };
	x->sent++;
	return true;
}

static void
fill(struct answers *x, const char *dir, const char *replies)
{
	struct cache_args args = { .dir = dir };
	struct cache_place at;
	struct err e = { 0 };
	bool applied;

	bench_must(cache_writer_open(&args, &x->w, &e) == ERR_OK, dir, e.text);
	bench_must(city_replies_each(replies, add_reply, x, &e) == ERR_OK, replies, e.text);
	(void)str_copy(x->page.epoch, sizeof(x->page.epoch), "e1");
	(void)str_copy(x->page.cursor, sizeof(x->page.cursor), "c1");
	cache_place(x->w, "reference", &at);
	bench_must(cache_page(x->w, "reference", &at, &x->page, &applied, &e) == ERR_OK && applied,
	    "page", e.text);
	page_free(&x->page);
	while (cache_article_index(x->w, NULL))
		;
	cache_writer_close(x->w);
}

/* ---- the questions ---- */

static int
line_of(const struct tsv *replies, const char *id)
{
	for (size_t i = 0; i < replies->rows; i++)
		if (strcmp(tsv_get(replies, i, 0), id) == 0)
			return replies->line[i];
	return 0;
}

static void
load(struct answers *x, const char *questions, const char *replies)
{
	static const char *const asked[] = { "question", "reply_id" };
	static const char *const given[] = { "id", "user", "time", "reply_time", "title", "detail",
		"reply" };
	struct err e = { 0 };
	struct tsv q, r;

	bench_must(tsv_open(questions, asked, 2, &q, &e) == ERR_OK, questions, e.text);
	bench_must(
	    tsv_open_to(replies, LIMIT_IMPORT_BYTES, given, 7, &r, &e) == ERR_OK, replies, e.text);
	x->q = calloc(q.rows + 1, sizeof(*x->q));
	bench_must(x->q != NULL, "memory", "");
	for (size_t i = 0; i < q.rows; i++) {
		int line = line_of(&r, tsv_get(&q, i, 1));

		bench_must(line > 0, tsv_get(&q, i, 1), "no such reply");
		(void)str_copy(x->q[i].text, sizeof(x->q[i].text), tsv_get(&q, i, 0));
		(void)snprintf(x->q[i].kb_no, sizeof(x->q[i].kb_no), "R%d", line);
		x->n++;
	}
	tsv_close(&q);
	tsv_close(&r);
}

static double
ask(struct cache_reader *r, struct question *q)
{
	static struct kb_row rows[LOOKED];
	struct kb_query what = { .text = q->text, .limit = LOOKED, .day = 21000 };
	const double began = meter_now_ms();
	struct err e = { 0 };
	bool partial;
	int n = cache_kb_search(r, &what, rows, &partial, &e);

	bench_must(n >= 0, q->text, e.text);
	q->rank = MISSING;
	for (int i = n; i-- > 0;)
		if (strcmp(rows[i].kb_no, q->kb_no) == 0)
			q->rank = i + 1;
	return meter_now_ms() - began;
}

static int
worst_first(const void *a, const void *b)
{
	const struct question *x = a, *y = b;

	return x->rank != y->rank ? y->rank - x->rank : strcmp(x->text, y->text);
}

static void
report(struct answers *x, struct cache_reader *r)
{
	static const int depth[] = { 1, 3, SCREEN, 10 };

	for (size_t k = 0; k < sizeof(depth) / sizeof(depth[0]); k++) {
		size_t in = 0;

		for (size_t i = 0; i < x->n; i++)
			in += x->q[i].rank <= depth[k];
		printf("in_first_%d_percent\t%.1f\n", depth[k], 100.0 * (double)in / (double)x->n);
	}
	qsort(x->q, x->n, sizeof(*x->q), worst_first);
	for (size_t i = 0; i < x->n && i < WORST; i++) {
		struct article a;

		article_init(&a);
		bench_must(cache_article(r, x->q[i].kb_no, &a, NULL) == ERR_OK, x->q[i].kb_no, "");
		printf("worst\t%d\t%s\t%s\n", x->q[i].rank == MISSING ? 0 : x->q[i].rank,
		    x->q[i].text, a.title);
		article_free(&a);
	}
}

int
main(int argc, char **argv)
{
	struct answers x = { .sent = 0 };
	struct cache_reader *r;
	struct err e = { 0 };
	double *ms;

	bench_must(argc == 4, "usage", "kb_answers DIR REPLIES QUESTIONS");
	bench_must(secret_init(&e) == ERR_OK, "sodium", e.text);
	fill(&x, argv[1], argv[2]);
	load(&x, argv[3], argv[2]);
	bench_must(cache_reader_open(argv[1], NULL, &r, &e) == ERR_OK, argv[1], e.text);
	ms = calloc(x.n + 1, sizeof(*ms));
	bench_must(ms != NULL && x.n > 0, "questions", "none");
	for (size_t i = 0; i < x.n; i++)
		ms[i] = ask(r, &x.q[i]);
	printf("articles\t%d\nquestions\t%zu\n", x.sent, x.n);
	printf("p50_ms\t%.2f\np99_ms\t%.2f\n", meter_rank(ms, x.n, 50), meter_rank(ms, x.n, 99));
	report(&x, r);
	cache_reader_close(r);
	free(ms);
	free(x.q);
	return 0;
}
