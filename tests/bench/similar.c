/* similar DIR N [MESSAGES [MINUTES]]: is it the same matter? On a cache of N invented tickets of 25 days (the sample city's
 * forty messages at its streets and doors): the duplicate check of the intake form, p50 and p99, and the search for
 * incidents of a dispatcher's desk. With MESSAGES (id, user, time, …, title, detail) these are replayed as tickets through
 * the same code: pairs and incidents (within MINUTES, a week) are written to DIR/pairs.tsv and DIR/incidents.tsv, for a
 * person to judge. Prints name<TAB>value. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "../lib/bench.h"
#include "../lib/daemon.h"
#include "../lib/meter.h"
#include "base/clock.h"
#include "base/id.h"
#include "base/tsv.h"
#include "city/pack.h"
#include "city/rows.h"
#include "client/cache/similar.h"
#include "client/cache/write.h"
#include "model/propose.h"

#define PAGE_ROWS    500
#define ASKS         600
#define DAY_MS       INT64_C(86400000)
#define DAYS         25
#define WITHIN       60 /* days between two messages */
#define ROWS         5
#define REPLAY_COUNT 3 /* a city writes fewer messages than it makes calls */

struct bench {
	struct city *city;
	struct page page;
	struct cache_writer *w;
	char dir[TMPDIR_PATHS];
	int cursor;
	int64_t now;
};

/* ---- a cache ---- */

static void
send_page(struct bench *b, const char *feed)
{
	struct cache_place at;
	struct err e = { 0 };
	bool applied;

	snprintf(b->page.epoch, sizeof(b->page.epoch), "e1");
	snprintf(b->page.cursor, sizeof(b->page.cursor), "c%d", ++b->cursor);
	cache_place(b->w, feed, &at);
	bench_must(cache_page(b->w, feed, &at, &b->page, &applied, &e) == ERR_OK && applied, "page",
	    e.text);
	page_free(&b->page);
	b->page = (struct page){ 0 };
}

static bool
add_ref(void *arg, const char *kind, const char *code, const char *text)
{
	struct bench *b = arg;
	struct ref_row *grown = realloc(b->page.refs, (b->page.n_refs + 1) * sizeof(*grown));

	bench_must(grown != NULL, "memory", "");
	b->page.refs = grown;
	b->page.refs[b->page.n_refs++] =
	    (struct ref_row){ str_dup(kind), str_dup(code), str_dup(text), 1 };
	return true;
}

static void
open_cache(struct bench *b, const char *root, const char *name)
{
	static const uint8_t key[SECRET_KEY_BYTES] = { 7 };
	struct cache_args args = { .dir = tmpdir_path(root, name, b->dir), .key = key };
	struct err e = { 0 };

	b->cursor = 0;
	bench_must(cache_writer_open(&args, &b->w, &e) == ERR_OK, name, e.text);
	cache_writer_bulk(b->w, true);
	bench_must(city_rows_each(b->city, add_ref, b) == ERR_OK, "city", "");
	send_page(b, "reference");
}

static void
add(struct bench *b, struct ticket *t)
{
	struct ticket *grown;

	if (b->page.n_tickets == PAGE_ROWS)
		send_page(b, "centre");
	grown = realloc(b->page.tickets, (b->page.n_tickets + 1) * sizeof(*grown));
	bench_must(grown != NULL, "memory", "");
	b->page.tickets = grown;
	t->state = STATE_PENDING;
	t->rev = 1;
	t->round = 1;
	b->page.tickets[b->page.n_tickets++] = *t;
}

static struct cache_reader *
finish(struct bench *b)
{
	struct cache_reader *r;
	struct err e = { 0 };

	send_page(b, "centre");
	while (cache_similar_index(b->w, NULL))
		;
	cache_writer_checkpoint(b->w);
	cache_writer_close(b->w);
	b->w = NULL;
	bench_must(cache_reader_open(b->dir, NULL, &r, &e) == ERR_OK, b->dir, e.text);
	return r;
}

static struct similar_query
query(const struct fields *f, int64_t at, const char *id, int days)
{
	return (struct similar_query){ .f = f,
		.id = id,
		.at = at,
		.since_at = at - days * DAY_MS,
		.me = "1154",
		.roles = ROLE_BIT(DISPATCHER),
		.least = SIMILAR_SHOWN,
		.now = at };
}

/* ---- many ---- */

static void
invent(const struct bench *b, const struct tsv *words, int64_t i, int64_t n, struct ticket *t)
{
	const struct street *st = &b->city->streets[(size_t)(i * 7919) % b->city->n_streets];
	const size_t row = (size_t)i % words->rows;
	char door[200], content[4096];

	ticket_init(t);
	snprintf(t->id, sizeof(t->id), "01900000-0000-7000-8000-%012d", (int)(i % 1000000000));
	t->created_at = b->now - DAYS * DAY_MS + DAYS * DAY_MS / n * i;
	snprintf(door, sizeof(door), "%.120s%lld号", st->name, (long long)(i % 397 + 1));
	snprintf(content, sizeof(content), "%.3000s来电人说地点是%s, 附近居民都知道。",
	    tsv_get(words, row, 1), door);
	if (!fields_set(&t->f, TF_CONTENT, content) || !fields_set(&t->f, TF_ADDRESS, door) ||
	    !fields_set(&t->f, TF_AREA, st->area) ||
	    !fields_set(&t->f, TF_CATEGORY, tsv_get(words, row, 3)) ||
	    !fields_set(&t->f, TF_TYPE, "help"))
		abort();
}

static void
measure_many(struct bench *b, struct cache_reader *r, const struct tsv *words, int64_t n)
{
	static struct similar_row rows[ROWS];
	static struct incident_row incidents[3];
	double ms[ASKS], late[20];
	int found = 0;

	for (int i = 0; i < ASKS; i++) {
		struct similar_query q;
		struct ticket t;
		double began;

		invent(b, words, (int64_t)i * 7907 % n, n, &t);
		q = query(&t.f, b->now, NULL, 30);
		began = meter_now_ms();
		found += cache_similar(r, &q, rows, ROWS) > 0;
		ms[i] = meter_now_ms() - began;
		ticket_free(&t);
	}
	printf("asked\t%d\nfound_percent\t%d\n", ASKS, found * 100 / ASKS);
	printf("check_first_ms\t%.2f\n", ms[0]); /* words are weighed anew */
	bench_ranks("check", ms, ASKS);
	for (size_t i = 0; i < 20; i++) {
		double began = meter_now_ms();

		(void)cache_incidents(
		    r, b->now - DAY_MS, "1154", ROLE_BIT(DISPATCHER), incidents, 3);
		late[i] = meter_now_ms() - began;
	}
	bench_ranks("incidents", late, 20);
}

static void
many(struct bench *b, const char *root, const char *share, int64_t n)
{
	static const char *const columns[] = { "title", "detail", "type", "category", "area",
		"address", "name", "phone", "demand" };
	char path[700];
	struct cache_reader *r;
	struct err e = { 0 };
	struct stat st = { 0 };
	struct tsv words;
	double began = meter_now_ms();

	snprintf(path, sizeof(path), "%s/conf/city/yunjiang/messages40.tsv", share);
	bench_must(tsv_open(path, columns, 9, &words, &e) == ERR_OK, path, e.text);
	open_cache(b, root, "many");
	for (int64_t i = 0; i < n; i++) {
		struct ticket t;

		invent(b, &words, i, n, &t);
		add(b, &t);
	}
	r = finish(b);
	snprintf(path, sizeof(path), "%s/seat.db", b->dir);
	(void)stat(path, &st);
	printf("tickets\t%lld\nfill_s\t%.1f\nMB\t%.0f\n", (long long)n,
	    (meter_now_ms() - began) / 1e3, (double)st.st_size / 1e6);
	measure_many(b, r, &words, n);
	cache_reader_close(r);
	tsv_close(&words);
}

/* ---- the messages of a real city ---- */

/* "2019-02-28 11:25:05" as if it were UTC: only differences count. */
static int64_t
told_at(const char *s)
{
	int y = 2019, mo = 1, d = 1, h = 0, mi = 0, se = 0;

	(void)sscanf(s, "%d-%d-%d %d:%d:%d", &y, &mo, &d, &h, &mi, &se);
	return civil_day_start((int32_t)((y - 2019) * 365 + (mo - 1) * 31 + d + 17897)) +
	       ((h * 60 + mi) * 60 + se) * INT64_C(1000);
}

/* Places are made anonymous as A3区, A7县: the district. */
static void
district(const char *text, char out[16])
{
	out[0] = '\0';
	for (const char *p = text; *p != '\0'; p++)
		if (*p == 'A' && p[1] >= '1' && p[1] <= '9') {
			snprintf(out, 16, "9901%02d", atoi(p + 1) % 100);
			return;
		}
	for (const char *p = text; *p != '\0'; p++)
		if (*p > 'A' && *p <= 'Z' &&
		    (strncmp(p + 1, "市", 3) == 0 || strncmp(p + 1, "县", 3) == 0)) {
			snprintf(out, 16, "99%02d00", *p);
			return;
		}
}

static void
message(const struct bench *b, const char *const col[7], int line, struct ticket *t)
{
	struct proposal p;
	struct place_hit place;
	char text[12000], area[16];

	ticket_init(t);
	snprintf(t->id, sizeof(t->id), "01900000-0000-7000-8000-%012d", line);
	t->created_at = told_at(col[2]);
	snprintf(text, sizeof(text), "%.600s。%.9000s", col[5], col[6]);
	district(text, area);
	if (!fields_set(&t->f, TF_TITLE, col[5]) || !fields_set(&t->f, TF_CONTENT, col[6]) ||
	    !fields_set(&t->f, TF_AREA, area) || !fields_set(&t->f, TF_TYPE, "help"))
		abort();
	if (propose_categories(b->city, NULL, text, "", &p, 1) > 0)
		bench_must(fields_set(&t->f, TF_CATEGORY, p.category->code), "memory", "");
	if (propose_place(b->city, text, &place) && place.address[0] != '\0')
		bench_must(fields_set(&t->f, TF_ADDRESS, place.address), "memory", "");
}

static size_t
replay(struct bench *b, const char *file, struct ticket **out)
{
	FILE *f = fopen(file, "r");
	char *line = NULL;
	size_t cap = 0, n = 0;

	bench_must(f != NULL && getline(&line, &cap, f) > 0, file, "cannot be read");
	while (getline(&line, &cap, f) > 0) {
		const char *col[7] = { NULL };
		char *rest = line;
		struct ticket t, copy;
		int k = 0;

		line[strcspn(line, "\r\n")] = '\0';
		while (k < 7 && (col[k] = strsep(&rest, "\t")) != NULL)
			k++;
		if (k < 7)
			continue;
		message(b, col, (int)n + 1, &t);
		if (t.created_at > b->now)
			b->now = t.created_at;
		*out = realloc(*out, (n + 1) * sizeof(**out));
		ticket_init(&copy);
		bench_must(*out != NULL && ticket_copy(&copy, &t), "memory", "");
		(*out)[n++] = copy;
		add(b, &t);
	}
	free(line);
	fclose(f);
	return n;
}

static void
list_pairs(struct cache_reader *r, const struct ticket *all, size_t n, FILE *f)
{
	static struct similar_row rows[ROWS];
	double *ms = calloc(n, sizeof(*ms));
	int pairs = 0, with = 0;

	bench_must(ms != NULL, "memory", "");
	for (size_t i = 0; i < n; i++) {
		struct similar_query q = query(&all[i].f, all[i].created_at, all[i].id, WITHIN);
		double began = meter_now_ms();
		int found = cache_similar(r, &q, rows, ROWS), mine = 0;

		ms[i] = meter_now_ms() - began;
		for (int k = 0; k < found; k++) {
			if (rows[k].row.created_at > all[i].created_at)
				continue; /* that one will find this one */
			fprintf(f, "%d\t%s\t%s\t%s\n", rows[k].percent,
			    fields_get(&all[i].f, TF_TITLE), rows[k].row.title, rows[k].reason);
			mine++;
		}
		pairs += mine;
		with += mine > 0;
	}
	printf("messages\t%zu\npairs\t%d\nwith_an_older_one\t%d\n", n, pairs, with);
	bench_ranks("message", ms, n);
	free(ms);
}

static int
by_time(const void *a, const void *b)
{
	const struct ticket *x = a, *y = b;

	return (x->created_at > y->created_at) - (x->created_at < y->created_at);
}

struct
    stream { /* the messages in the order of their time, and how far a proposal grew that began with each */
	struct similar *list;
	struct incident *best;
	struct similar_weights *w;
	size_t n;
};

/* What a dispatcher's desk would have proposed on that day. */
static void
propose_on(struct bench *b, struct stream *k, int64_t day, int minutes)
{
	static struct incident found[16];
	size_t from = 0, to;
	int total;

	while (from < k->n && k->list[from].at < day - minutes * INT64_C(60000))
		from++;
	for (to = from; to < k->n && k->list[to].at < day;)
		to++;
	total = incident_find(b->city, k->list + from, (int)(to - from), k->w, found, 16);
	for (int i = 0; i < total; i++) {
		struct incident *best = &k->best[from + (size_t)found[i].member[0]];

		for (int m = 0; m < found[i].n; m++)
			found[i].member[m] += (int)from;
		if (found[i].n > best->n)
			*best = found[i];
	}
}

/* The rule of the replay in the place of the city's. */
static void
set_rule(struct bench *b, int minutes)
{
	b->city->n_incident_rules = 0;
	for (int i = 1; i <= 12; i++) {
		struct incident_rule *one =
		    city_push(&b->city->incident_rules, &b->city->n_incident_rules, sizeof(*one));
		char code[4];

		bench_must(one != NULL, "memory", "");
		snprintf(code, sizeof(code), "%02d", i);
		*one = (struct incident_rule){ city_dup(b->city, code), REPLAY_COUNT, minutes };
	}
}

static void
list_incidents(struct bench *b, struct ticket *all, size_t n, int minutes, FILE *f)
{
	struct stream k = { calloc(n, sizeof(*k.list)), calloc(n, sizeof(*k.best)),
		calloc(1, sizeof(*k.w)), n };
	int proposals = 0, members = 0;

	bench_must(k.list != NULL && k.best != NULL && k.w != NULL && n > 0, "memory", "");
	set_rule(b, minutes);
	qsort(all, n, sizeof(*all), by_time);
	for (size_t i = 0; i < n; i++) {
		similar_of(&all[i].f, all[i].created_at, &k.list[i]);
		similar_learn(k.w, &k.list[i]);
	}
	similar_learnt(k.w);
	for (int64_t day = k.list[0].at; day <= k.list[n - 1].at + DAY_MS; day += DAY_MS)
		propose_on(b, &k, day, minutes);
	for (size_t i = 0; i < n; i++) {
		proposals += k.best[i].n > 0;
		members += k.best[i].n;
		for (int m = 0; m < k.best[i].n; m++)
			fprintf(f, "%d\t%d\t%d\t%s\n", proposals, k.best[i].n, k.best[i].least,
			    fields_get(&all[k.best[i].member[m]].f, TF_TITLE));
	}
	printf("incidents\t%d\nincident_messages\t%d\n", proposals, members);
	free(k.w);
	free(k.best);
	free(k.list);
}

static FILE *
list_file(const char *root, const char *name)
{
	char path[TMPDIR_PATHS];
	FILE *f = fopen(tmpdir_path(root, name, path), "w");

	bench_must(f != NULL, path, "cannot be written");
	return f;
}

static void
messages(struct bench *b, const char *root, const char *file, int minutes)
{
	struct ticket *all = NULL;
	struct cache_reader *r;
	FILE *f;
	size_t n;

	open_cache(b, root, "messages");
	b->now = 0;
	n = replay(b, file, &all);
	r = finish(b);
	f = list_file(root, "pairs.tsv");
	list_pairs(r, all, n, f);
	fclose(f);
	cache_reader_close(r);
	f = list_file(root, "incidents.tsv");
	list_incidents(b, all, n, minutes, f);
	fclose(f);
	for (size_t i = 0; i < n; i++)
		ticket_free(&all[i]);
	free(all);
}

int
main(int argc, char **argv)
{
	static struct bench b;
	char share[512], pack[600];
	struct err e = { 0 };
	const int64_t n = argc >= 3 ? atoll(argv[2]) : -1;

	bench_must(argc >= 3 && argc <= 5 && n >= 0, "usage", "similar DIR N [MESSAGES [MINUTES]]");
	bench_must(secret_init(&e) == ERR_OK, "sodium", e.text);
	daemon_share("", share);
	snprintf(pack, sizeof(pack), "%s/conf/city/yunjiang", share);
	bench_must(city_pack_load(pack, &b.city, &e) == ERR_OK, pack, e.text);
	b.now = clock_now_ms();
	if (n > 0)
		many(&b, argv[1], share, n);
	if (argc >= 4)
		messages(&b, argv[1], argv[3], argc == 5 ? atoi(argv[4]) : 7 * 1440);
	city_free(b.city);
	return 0;
}
