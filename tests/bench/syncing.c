/* syncing ROOT: a seat whose cache in ROOT is filled and indexed (fill) meets a centre that has as many tickets again
 * (gen): searching as somebody types, at rest, and while the seat's own sync brings them in and indexes them. The seat is
 * the engine alone, the searching another thread with a reader of its own, as on a screen: without a pause, which nobody
 * types. Prints name<TAB>value. */
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../lib/bench.h"
#include "../lib/daemon.h"
#include "../lib/meter.h"
#include "base/tsv.h"
#include "base/utf8.h"
#include "client/cache/find.h"
#include "client/engine/engine.h"
#include "text/pinyin.h"

#define SHOWN   20
#define QUERIES 150     /* of a class */
#define ROUNDS  3       /* at rest each so often */
#define MOST    1000000 /* queries */
#define WAIT_MS 1200000

enum class { HAN, INITIALS, CLASSES };
static const char *const names[CLASSES] = { "han", "initials" };

/* One query: by the clock, on the processor, and ready while others had it, ms. */
struct took {
	double ms, cpu, waited;
};

struct bench {
	char query[CLASSES][QUERIES][32];
	const char *root;
	atomic_bool done;
	struct took *took[CLASSES];
	size_t n[CLASSES];
};

/* ---- queries, out of the city's messages ---- */

static bool
make_query(enum class c, const struct tsv *t, unsigned *seed, char out[32])
{
	const char *text = tsv_get(t, (size_t)rand_r(seed) % t->rows, c == HAN ? 1 : 0);
	size_t chars = (size_t)rand_r(seed) % 3 + (c == HAN ? 2 : 3), n = utf8_count(text);
	struct str letters = { 0 };
	char han[32];

	if (n < chars || !bench_han(text, (size_t)rand_r(seed) % (n - chars + 1), chars, han))
		return false;
	if (c == HAN) {
		memcpy(out, han, sizeof(han));
		return true;
	}
	pinyin_initials(han, &letters);
	str_copy(out, 32, str_c(&letters));
	str_free(&letters);
	return out[0] != '\0';
}

static void
make_queries(struct bench *b, const char *share)
{
	static const char *const head[] = { "title", "detail", "type", "category", "area",
		"address", "name", "phone", "demand" };
	char path[600];
	unsigned seed = 3;
	struct err e = { 0 };
	struct tsv t;

	snprintf(path, sizeof(path), "%s/conf/city/yunjiang/messages40.tsv", share);
	bench_must(
	    tsv_open(path, head, sizeof(head) / sizeof(head[0]), &t, &e) == ERR_OK, path, e.text);
	for (int c = 0; c < CLASSES; c++)
		for (int i = 0; i < QUERIES;)
			i += make_query((enum class)c, &t, &seed, b->query[c][i]);
	tsv_close(&t);
}

/* ---- searching ---- */

static struct cache_reader *
open_reader(const struct bench *b)
{
	struct cache_reader *r;
	struct err e = { 0 };

	bench_must(cache_reader_open(b->root, NULL, &r, &e) == ERR_OK, b->root, e.text);
	return r;
}

static struct took
ask(struct cache_reader *r, const char *text)
{
	static struct find_row rows[SHOWN];
	struct find_query q = { .text = text, .limit = SHOWN };
	struct find_note note;
	struct err e = { 0 };
	double waited = meter_waited_ms(), began = meter_now_ms(), used = meter_busy_ms();
	struct took t;

	bench_must(cache_find(r, &q, rows, &note, &e) >= 0 && !note.damaged, text, e.text);
	cache_turn_end(r);
	t.cpu = meter_busy_ms() - used;
	t.ms = meter_now_ms() - began;
	t.waited = meter_waited_ms() - waited;
	return t;
}

static void
at_rest(const struct bench *b)
{
	struct cache_reader *r = open_reader(b);
	double ms[QUERIES];

	for (int c = 0; c < CLASSES; c++) {
		char name[32];

		for (int i = 0; i < QUERIES; i++) {
			ms[i] = ask(r, b->query[c][i]).ms;
			for (int k = 1; k < ROUNDS; k++) {
				double again = ask(r, b->query[c][i]).ms;

				ms[i] = again < ms[i] ? again : ms[i];
			}
		}
		snprintf(name, sizeof(name), "rest_%s", names[c]);
		bench_ranks(name, ms, QUERIES);
	}
	cache_reader_close(r);
}

static void *
search_meanwhile(void *arg)
{
	struct bench *b = arg;
	struct cache_reader *r = open_reader(b);

	for (size_t k = 0; !atomic_load(&b->done) && k < MOST; k++)
		for (int c = 0; c < CLASSES; c++) {
			b->took[c][k] = ask(r, b->query[c][k % QUERIES]);
			b->n[c]++;
		}
	cache_reader_close(r);
	return NULL;
}

/* ---- the seat ---- */

static bool
in_step(void *arg)
{
	struct engine *g = arg;
	struct news *n;

	while ((n = engine_news(g)) != NULL) {
		if (n->kind == NEWS_DONE && n->err.code != ERR_OK)
			fprintf(stderr, "syncing: %s\n", n->err.text);
		news_free(n);
	}
	return engine_idle(g);
}

static void
sync_in(struct bench *b, const char *server)
{
	struct engine_config config = { .data_dir = b->root,
		.servers = &server,
		.n_servers = 1,
		.phone = "none",
		.is_private = true };
	struct engine *g = NULL;
	struct err e = { 0 };
	struct job *j;
	pthread_t t;
	double began = meter_now_ms();

	bench_must(engine_open(&config, &g, &e) == ERR_OK, e.text, NULL);
	bench_must(pthread_create(&t, NULL, search_meanwhile, b) == 0, "thread", NULL);
	j = job_new(JOB_SIGN_IN);
	bench_must(j != NULL, "no memory", NULL);
	str_copy(j->job_no, sizeof(j->job_no), "1154");
	j->id = 1;
	bench_must(engine_post(g, j), "not signed in", NULL);
	bench_must(engine_run_until(g, in_step, g, WAIT_MS), "not in step in time", NULL);
	atomic_store(&b->done, true);
	pthread_join(t, NULL);
	printf("syncing_s\t%.1f\n", (meter_now_ms() - began) / 1e3);
	engine_stop(g);
}

static void
tell_one(const char *of, const char *what, const struct took *took, size_t n, size_t which)
{
	double *ms = calloc(n + 1, sizeof(*ms));
	char name[48];

	bench_must(ms != NULL, "memory", "");
	for (size_t i = 0; i < n; i++)
		memcpy(&ms[i], (const char *)&took[i] + which, sizeof(*ms));
	snprintf(name, sizeof(name), "syncing_%s%s", of, what);
	bench_ranks(name, ms, n);
	free(ms);
}

/* What was waited for stands beside it: seat, centre and searching are three that are busy, most machines here have two
 * processors, and a fourth that somebody else keeps busy is seen there first. */
static void
tell(const char *of, const struct took *took, size_t n)
{
	printf("syncing_%s_queries\t%zu\n", of, n);
	tell_one(of, "", took, n, offsetof(struct took, ms));
	tell_one(of, "_cpu", took, n, offsetof(struct took, cpu));
	tell_one(of, "_waited", took, n, offsetof(struct took, waited));
}

int
main(int argc, char **argv)
{
	static struct bench b;
	struct daemon d = { .is_private = true };
	char share[512];
	struct err e = { 0 };

	bench_must(argc == 2 && secret_init(&e) == ERR_OK, "usage", "syncing ROOT");
	b.root = argv[1];
	daemon_share("", share);
	make_queries(&b, share);
	for (int c = 0; c < CLASSES; c++) {
		b.took[c] = calloc(MOST, sizeof(*b.took[c]));
		bench_must(b.took[c] != NULL, "memory", "");
	}
	at_rest(&b);
	tmpdir_path(argv[1], "centre", d.data);
	tmpdir_path(argv[1], "centre/key", d.key);
	snprintf(d.server, sizeof(d.server), "unix:%s/centre.sock", d.data);
	daemon_start(&d, "--window-days", "0");
	sync_in(&b, d.server);
	daemon_stop(&d);
	for (int c = 0; c < CLASSES; c++) {
		tell(names[c], b.took[c], b.n[c]);
		free(b.took[c]);
	}
	return 0;
}
