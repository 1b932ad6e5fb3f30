/* kb DIR [REPLIES]: searching the knowledge base, a key at a time: every beginning of every query of
 * tests/data/kb_queries.tsv, as a seat would ask it while it is typed, rows with marks and snippets made. On 10,000
 * articles recombined from the sample city's, beside FTS5's trigram tokenizer and LIKE over the same texts in the same
 * minute; and on the answers of REPLIES when that file is there. Everything is built in DIR. Prints name<TAB>value. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../lib/articles.h"
#include "../lib/bench.h"
#include "../lib/daemon.h"
#include "../lib/meter.h"
#include "base/clock.h"
#include "base/tsv.h"
#include "base/utf8.h"
#include "city/article.h"
#include "client/cache/kb.h"
#include "client/cache/write.h"

#define MANY      10000
#define PAGE_ROWS 500
#define SHOWN     20 /* rows a screen asks for */
#define KEYS_MAX  4000
#define ROUNDS    3 /* each key so often, the best counts: the machine is shared */

struct key {
	char text[128];
	bool letters; /* may be pinyin */
};
struct bench {
	struct page page;
	struct cache_writer *w;
	char dir[TMPDIR_PATHS];
	int cursor, sent;
	struct key key[KEYS_MAX];
	size_t n_keys;
};

/* ---- a cache with articles ---- */

static void
open_cache(struct bench *b, const char *root, const char *name)
{
	struct cache_args args = { .dir = tmpdir_path(root, name, b->dir) };
	struct err e = { 0 };

	b->sent = b->cursor = 0;
	bench_must(cache_writer_open(&args, &b->w, &e) == ERR_OK, name, e.text);
}

static void
send_page(struct bench *b, bool more)
{
	struct cache_place at;
	struct err e = { 0 };
	bool applied;

	str_copy(b->page.epoch, sizeof(b->page.epoch), "e1");
	snprintf(b->page.cursor, sizeof(b->page.cursor), "c%d", ++b->cursor);
	b->page.more = more;
	cache_place(b->w, "reference", &at);
	bench_must(cache_page(b->w, "reference", &at, &b->page, &applied, &e) == ERR_OK && applied,
	    "page", e.text);
	page_free(&b->page);
	b->page = (struct page){ 0 };
}

static void
add(void *arg, const struct article *a)
{
	struct bench *b = arg;
	struct ref_row *grown = realloc(b->page.refs, (b->page.n_refs + 1) * sizeof(*grown));
	struct str text = { 0 };

	article_write(a, &text);
	bench_must(grown != NULL && !text.bad, "memory", "");
	b->page.refs = grown;
	b->page.refs[b->page.n_refs++] =
	    (struct ref_row){ str_dup("article"), str_dup(a->kb_no), str_take(&text), 1 };
	b->sent++;
	if (b->page.n_refs == PAGE_ROWS)
		send_page(b, true);
}

/* Pages, index, checkpoint: what a first fill does; its time, and what stands on the disk then. */
static void
finish(struct bench *b, const char *name, double began)
{
	char path[TMPDIR_PATHS * 2];
	struct stat st = { 0 };

	send_page(b, false);
	while (cache_article_index(b->w, NULL))
		;
	cache_writer_checkpoint(b->w);
	cache_writer_close(b->w);
	b->w = NULL;
	snprintf(path, sizeof(path), "%s/seat.db", b->dir);
	(void)stat(path, &st);
	printf("%s_articles\t%d\n%s_fill_s\t%.2f\n%s_MB\t%.1f\n", name, b->sent, name,
	    (meter_now_ms() - began) / 1e3, name, (double)st.st_size / 1e6);
}

/* ---- articles ---- */

static bool
add_reply(void *arg, const struct article *given, int line)
{
	struct bench *b = arg;
	struct article a = *given;

	snprintf(a.kb_no, sizeof(a.kb_no), "R%d", line);
	str_copy(a.category, sizeof(a.category), "1207");
	str_copy(a.source, sizeof(a.source), "1001");
	a.version = 1;
	a.from = a.updated = 20000;
	a.until = 30000;
	a.status = ARTICLE_PUBLISHED;
	add(b, &a);
	return true;
}

/* ---- keys ---- */

static void
add_keys(struct bench *b, const char *query)
{
	size_t chars = utf8_count(query), n;

	for (size_t i = 1; i <= chars && b->n_keys < KEYS_MAX; i++) {
		struct key *k = &b->key[b->n_keys];

		n = utf8_head(query, i);
		if (n >= sizeof(k->text))
			return;
		snprintf(k->text, sizeof(k->text), "%.*s", (int)n, query);
		k->letters = strpbrk(k->text, "abcdefghijklmnopqrstuvwxyz") != NULL;
		b->n_keys++;
	}
}

static void
load_keys(struct bench *b, const char *share)
{
	static const char *const columns[] = { "query", "first", "title" };
	char path[600];
	struct err e = { 0 };
	struct tsv t;

	snprintf(path, sizeof(path), "%s/tests/data/kb_queries.tsv", share);
	bench_must(tsv_open(path, columns, 3, &t, &e) == ERR_OK, path, e.text);
	for (size_t i = 0; i < t.rows; i++)
		add_keys(b, tsv_get(&t, i, 0));
	tsv_close(&t);
}

/* ---- measuring ---- */

typedef int ask_fn(void *arg, const char *text); /* rows found */

struct asked {
	const char *name;
	ask_fn *ask;
	void *arg;
};

static void
print_ranks(const char *name, const char *what, double *ms, size_t n, size_t found)
{
	char both[64];

	if (n == 0)
		return;
	printf("%s_%s_keys\t%zu\n%s_%s_found_percent\t%zu\n", name, what, n, name, what,
	    found * 100 / n);
	snprintf(both, sizeof(both), "%s_%s", name, what);
	bench_ranks(both, ms, n);
}

static void
measure(const struct bench *b, const struct asked *a)
{
	double *all = calloc(b->n_keys, sizeof(*all)), *han = calloc(b->n_keys, sizeof(*han)),
	       *letters = calloc(b->n_keys, sizeof(*letters));
	size_t n_han = 0, n_letters = 0, found = 0, found_han = 0;

	bench_must(all != NULL && han != NULL && letters != NULL, "memory", "");
	for (size_t i = 0; i < b->n_keys; i++) {
		double best = 1e9;
		int rows = 0;

		for (int k = 0; k < ROUNDS; k++) {
			double began = meter_now_ms(), ms;

			rows = a->ask(a->arg, b->key[i].text);
			ms = meter_now_ms() - began;
			best = ms < best ? ms : best;
		}
		all[i] = best;
		if (best > 5)
			fprintf(stderr, "kb: %s: “%s” %.2f ms, %d rows\n", a->name, b->key[i].text,
			    best, rows);
		found += rows > 0;
		if (b->key[i].letters)
			letters[n_letters++] = best;
		else {
			han[n_han++] = best;
			found_han += rows > 0;
		}
	}
	print_ranks(a->name, "all", all, b->n_keys, found);
	print_ranks(a->name, "letters", letters, n_letters, found - found_han);
	print_ranks(a->name, "han", han, n_han, found_han);
	free(all);
	free(han);
	free(letters);
}

static int
ask_seat(void *arg, const char *text)
{
	static struct kb_row rows[SHOWN];
	struct kb_query q = {
		.text = text, .limit = SHOWN, .day = (int32_t)civil_day(clock_now_ms())
	};
	bool partial;
	struct err e = { 0 };
	int n = cache_kb_search(arg, &q, rows, &partial, &e);

	bench_must(n >= 0, text, e.text);
	return n;
}

static void
measure_seat(const struct bench *b, const char *name)
{
	struct cache_reader *r;
	struct asked a = { name, ask_seat, NULL };
	struct err e = { 0 };
	int64_t before, after;

	bench_must(cache_reader_open(b->dir, NULL, &r, &e) == ERR_OK, name, e.text);
	before = meter_kb(getpid(), "Private_Dirty");
	(void)ask_seat(r, "tcn");
	after = meter_kb(getpid(), "Private_Dirty");
	printf("%s_memory_MB\t%.1f\n", name, (double)(after - before) / 1e3);
	a.arg = r;
	measure(b, &a);
	cache_reader_close(r);
}

/* ---- peers, over the very same texts ---- */

static void
peer_row(sqlite3_stmt *st, const struct article *a)
{
	const char *const v[] = { a->title, a->keywords, a->question, a->answer, a->body };

	bench_peer_put(st, v, 5);
}

static sqlite3 *
open_peers(const struct bench *b, const char *root)
{
	struct cache_reader *r;
	struct err e = { 0 };
	sqlite3 *db;
	sqlite3_stmt *plain, *three;
	double began;

	bench_must(cache_reader_open(b->dir, NULL, &r, &e) == ERR_OK, b->dir, e.text);
	db = bench_peer_open(root,
	    "CREATE TABLE a(id INTEGER PRIMARY KEY, title, keywords, question, answer, body);"
	    "CREATE VIRTUAL TABLE t USING fts5(title, keywords, question, answer, body, content=a,"
	    " content_rowid=id, tokenize='trigram'); INSERT INTO t(t, rank)"
	    " VALUES('rank', 'bm25(10, 5, 4, 1.5, 1)')");
	plain = bench_peer_prepare(db, "INSERT INTO a(title, keywords, question, answer, body)"
				       " VALUES(?1, ?2, ?3, ?4, ?5)");
	three = bench_peer_prepare(db, "INSERT INTO t(title, keywords, question, answer, body)"
				       " VALUES(?1, ?2, ?3, ?4, ?5)");
	began = meter_now_ms();
	for (int i = 0; i < MANY; i++) {
		char no[ARTICLE_KB_NO_BYTES];
		struct article a;

		article_init(&a);
		snprintf(no, sizeof(no), "B%05d", i);
		bench_must(cache_article(r, no, &a, &e) == ERR_OK, no, e.text);
		peer_row(plain, &a);
		peer_row(three, &a);
		article_free(&a);
	}
	bench_peer_filled(db, began);
	sqlite3_finalize(plain);
	sqlite3_finalize(three);
	cache_reader_close(r);
	return db;
}

static void
measure_peers(const struct bench *b, const char *root)
{
	sqlite3 *db = open_peers(b, root);
	sqlite3_stmt *trigram =
	    bench_peer_prepare(db, "SELECT title, snippet(t, -1, '[', ']', '…', 40) FROM "
				   "t WHERE t MATCH ?1 ORDER BY rank LIMIT 20");
	sqlite3_stmt *like = bench_peer_prepare(db,
	    "SELECT title, answer FROM a WHERE title LIKE ?1 OR keywords LIKE ?1 OR "
	    "question LIKE ?1"
	    " OR answer LIKE ?1 OR body LIKE ?1"
	    " ORDER BY title LIKE ?1 DESC, keywords LIKE ?1 DESC, id LIMIT 20");
	struct asked a = { "trigram", bench_peer_trigram, trigram };

	measure(b, &a);
	a = (struct asked){ "like", bench_peer_like, like };
	measure(b, &a);
	sqlite3_finalize(trigram);
	sqlite3_finalize(like);
	sqlite3_close(db);
}

int
main(int argc, char **argv)
{
	static struct bench b;
	struct articles made;
	char share[512], pack[600];
	struct err e = { 0 };
	unsigned seed = 1;
	double began = meter_now_ms();

	bench_must(argc == 2 || argc == 3, "usage", "kb DIR [REPLIES]");
	bench_must(secret_init(&e) == ERR_OK, "sodium", e.text);
	daemon_share("", share);
	load_keys(&b, share);
	snprintf(pack, sizeof(pack), "%s/conf/city/yunjiang", share);
	articles_open(&made, pack);
	open_cache(&b, argv[1], "many");
	for (int i = 0; i < MANY; i++)
		articles_mix(&made, i, &seed, add, &b);
	articles_close(&made);
	finish(&b, "many", began);
	measure_seat(&b, "many");
	measure_peers(&b, argv[1]);
	if (argc == 3) {
		began = meter_now_ms();
		open_cache(&b, argv[1], "replies");
		bench_must(
		    city_replies_each(argv[2], add_reply, &b, &e) == ERR_OK, argv[2], e.text);
		finish(&b, "replies", began);
		measure_seat(&b, "replies");
	}
	return 0;
}
