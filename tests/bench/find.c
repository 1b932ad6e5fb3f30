/* find DIR TICKETS [peers]: searching so many tickets of a seat's cache as somebody types: a query of each class, rows
 * with marks and snippets made, newest 400 ranked as on the screen and once more with every hit ranked; the same while as
 * many again as half of them are being synced in and indexed. With "peers" beside FTS5's trigram tokenizer and LIKE over
 * the same texts in the same minute. Texts are recombined from the sample city's articles. Prints name<TAB>value. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "../lib/bench.h"
#include "../lib/daemon.h"
#include "../lib/meter.h"
#include "base/clock.h"
#include "base/utf8.h"
#include "city/article.h"
#include "client/cache/find.h"
#include "client/cache/write.h"
#include "text/pinyin.h"
#include "text/tokens.h"

#define PAGE_ROWS 256
#define SHOWN     20
#define QUERIES   120 /* of a class */
#define CLAUSES   6000
#define ROUNDS    3
#define STEP_MS   INT64_C(157000) /* between two tickets: 200,000 a year */
#define FROM_MS   INT64_C(1760000000000)

enum class {
	HAN_ONE,
	HAN_TWO,
	HAN_THREE,
	HAN_FOUR,
	HAN_TWO_WORDS,
	HAN_ALL, /* of the page of research: two to four, as typed */
	INITIALS_TWO,
	INITIALS_MORE,
	SPELT,
	MIXED,
	PHONE,
	TAIL,
	NUMBER,
	PLATE,
	ADDRESS,
	CLASSES
};
static const char *const names[CLASSES] = { "han1", "han2", "han3", "han4", "two_words", "han",
	"initials2", "initials", "spelt", "mixed", "phone", "tail", "number", "plate", "address" };

struct bench {
	char *clause[CLAUSES];
	size_t n_clauses;
	struct cache_writer *w;
	uint8_t key[SECRET_KEY_BYTES];
	char dir[TMPDIR_PATHS];
	int cursor;
	struct query {
		char text[128];
	} query[CLASSES][QUERIES];
	int n[CLASSES];
	atomic_bool done;
	int64_t from, to; /* of the tickets synced in meanwhile */
};

/* ---- texts ---- */

static void
add_clauses(struct bench *b, const char *text)
{
	static const char *const ends[] = { "。", "，", "；", "\n", ",", "、" };

	while (*text != '\0' && b->n_clauses < CLAUSES) {
		const char *end = text + strlen(text);

		for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
			const char *at = strstr(text, ends[i]);

			end = at != NULL && at < end ? at : end;
		}
		if (end - text >= 9 && end - text <= 120)
			b->clause[b->n_clauses++] = str_dup_n(text, (size_t)(end - text));
		text = end;
		while (*text != '\0' && token_class((unsigned char)*text) == TOKEN_NONE &&
		       (unsigned char)*text < 0x80)
			text++;
		for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
			if (str_starts(text, ends[i]))
				text += strlen(ends[i]);
	}
}

static bool
keep_article(void *arg, const char *kind, const char *code, const char *text)
{
	struct err e = { 0 };
	struct article a;

	(void)kind;
	article_init(&a);
	bench_must(article_read(text, strlen(text), &a, &e) == ERR_OK, code, e.text);
	add_clauses(arg, a.question);
	add_clauses(arg, a.answer);
	add_clauses(arg, a.body);
	article_free(&a);
	return true;
}

/* Some are said much oftener than others, as people do. */
static const char *
any_clause(const struct bench *b, unsigned *seed)
{
	double x = (double)rand_r(seed) / RAND_MAX;

	return b->clause[(size_t)(x * x * (double)(b->n_clauses - 1))];
}

static void
make_texts(const struct bench *b, int64_t i, struct str *title, struct str *content, char *address)
{
	static const char *const streets[] = { "人民路", "红山路", "环城东路", "建设大道", "光明街",
		"解放路", "文化街", "滨江大道", "学府路", "和平里", "新华路", "胜利街" };
	unsigned seed = (unsigned)i * 2654435761u + 1;
	const char *one = any_clause(b, &seed), *two = any_clause(b, &seed);

	(void)rand_r(&seed);
	str_add_n(title, one, utf8_head(one, 9));
	str_add_n(title, two, utf8_head(two, 8));
	for (int k = rand_r(&seed) % 12 + 10; k > 0; k--) {
		str_add(content, any_clause(b, &seed));
		str_add(content, "，");
	}
	if (i % 50 == 7)
		str_addf(content, "车牌沪A%05lld。", (long long)(i % 100000));
	snprintf(address, 100, "云江市城东区%s%lld号", streets[(size_t)rand_r(&seed) % 12],
	    (long long)(rand_r(&seed) % 800 + 1));
}

static void
make_ticket(const struct bench *b, int64_t i, struct ticket *t)
{
	struct str title = { 0 }, content = { 0 };
	char address[100], no[32], phone[16];

	make_texts(b, i, &title, &content, address);
	ticket_init(t);
	snprintf(t->id, sizeof(t->id), "%08llx-0000-7000-8000-%012lld", (long long)i, (long long)i);
	snprintf(no, sizeof(no), "2511%014lld", (long long)i);
	snprintf(phone, sizeof(phone), "138%08lld", (long long)(i * 7919 % 100000000));
	t->rev = 1;
	t->state = STATE_CLOSED;
	t->round = 1;
	t->created_at = FROM_MS + i * STEP_MS;
	t->updated_at = t->created_at;
	bench_must(
	    fields_set(&t->f, TF_NO, no) && fields_set(&t->f, TF_TYPE, "complaint") &&
		fields_set(&t->f, TF_TITLE, str_c(&title)) &&
		fields_set(&t->f, TF_CONTENT, str_c(&content)) &&
		fields_set(&t->f, TF_ADDRESS, address) && fields_set(&t->f, TF_CATEGORY, "0205") &&
		fields_set(&t->f, TF_CALLER_PHONE, phone) &&
		fields_set(&t->f, TF_CONTACT_PHONE, phone) && fields_set(&t->f, TF_NAME, "王小明"),
	    "memory", "");
	str_free(&title);
	str_free(&content);
}

/* ---- the cache ---- */

static void
send_page(struct bench *b, int64_t from, int64_t to)
{
	struct page p = { .n_tickets = (size_t)(to - from), .more = true };
	struct cache_place at;
	struct err e = { 0 };
	bool applied;

	p.tickets = calloc(p.n_tickets, sizeof(*p.tickets));
	bench_must(p.tickets != NULL, "memory", "");
	for (int64_t i = from; i < to; i++)
		make_ticket(b, i, &p.tickets[i - from]);
	str_copy(p.epoch, sizeof(p.epoch), "e1");
	snprintf(p.cursor, sizeof(p.cursor), "c%d", ++b->cursor);
	cache_place(b->w, "centre", &at);
	bench_must(
	    cache_page(b->w, "centre", &at, &p, &applied, &e) == ERR_OK && applied, "page", e.text);
	page_free(&p);
}

static void
fill(struct bench *b, const char *root, int64_t n)
{
	struct cache_args args = { .dir = tmpdir_path(root, "find", b->dir), .key = b->key };
	char path[TMPDIR_PATHS * 2];
	struct stat before = { 0 }, after = { 0 };
	struct err e = { 0 };
	double began = meter_now_ms();

	bench_must(cache_writer_open(&args, &b->w, &e) == ERR_OK, b->dir, e.text);
	for (int64_t i = 0; i < n; i += PAGE_ROWS)
		send_page(b, i, i + PAGE_ROWS < n ? i + PAGE_ROWS : n);
	cache_writer_checkpoint(b->w);
	snprintf(path, sizeof(path), "%s/seat.db", b->dir);
	(void)stat(path, &before);
	printf("tickets\t%lld\nrows_s\t%.1f\nrows_MB\t%.1f\n", (long long)n,
	    (meter_now_ms() - began) / 1e3, (double)before.st_size / 1e6);
	began = meter_now_ms();
	while (cache_find_index(b->w, false, &e))
		;
	bench_must(!cache_find_waits(b->w), "index", e.text);
	cache_writer_checkpoint(b->w);
	(void)stat(path, &after);
	printf("index_s\t%.1f\nindex_MB\t%.1f\n", (meter_now_ms() - began) / 1e3,
	    (double)(after.st_size - before.st_size) / 1e6);
}

/* ---- queries, out of tickets there are ---- */

/* ${chars} neighbouring Hanzi of a text; false when the place has not so many. */
static bool
some_han(const char *text, size_t chars, unsigned *seed, char *out)
{
	size_t n = utf8_count(text);

	return n > chars && bench_han(text, (size_t)rand_r(seed) % (n - chars), chars, out);
}

static void
spell(const char *han, bool initials, char *out, size_t size)
{
	struct str s = { 0 };

	if (initials)
		pinyin_initials(han, &s);
	else
		pinyin_spell(han, &s);
	str_copy(out, size, str_c(&s));
	str_free(&s);
}

static bool
make_han(enum class c, const struct ticket *t, unsigned *seed, char *out)
{
	const char *body = fields_get(&t->f, TF_CONTENT);
	char two[64];

	switch (c) {
	case HAN_ONE:
		return some_han(fields_get(&t->f, TF_TITLE), 1, seed, out);
	case HAN_TWO:
		return some_han(body, 2, seed, out);
	case HAN_THREE:
		return some_han(body, 3, seed, out);
	case HAN_FOUR:
		return some_han(body, 4, seed, out);
	case HAN_ALL:
		return some_han(body, (size_t)rand_r(seed) % 3 + 2, seed, out);
	default:
		if (!some_han(body, 2, seed, out) || !some_han(body, 2, seed, two))
			return false;
		strcat(out, " ");
		strcat(out, two);
		return true;
	}
}

static bool
make_query(enum class c, const struct ticket *t, unsigned *seed, char *out)
{
	const char *title = fields_get(&t->f, TF_TITLE),
		   *phone = fields_get(&t->f, TF_CALLER_PHONE);
	const char *plate = strstr(fields_get(&t->f, TF_CONTENT), "沪A");
	char han[64], letters[64];

	switch (c) {
	case INITIALS_TWO:
	case INITIALS_MORE:
		if (!some_han(
			title, c == INITIALS_TWO ? 2 : (size_t)rand_r(seed) % 3 + 3, seed, han))
			return false;
		spell(han, true, out, 128);
		return true;
	case SPELT:
		if (!some_han(title, (size_t)rand_r(seed) % 2 + 2, seed, han))
			return false;
		spell(han, false, out, 128);
		return true;
	case MIXED:
		if (!some_han(title, 3, seed, han))
			return false;
		spell(han + 6, false, letters, sizeof(letters));
		snprintf(out, 128, "%.6s%.3s", han, letters);
		return true;
	case PHONE:
		snprintf(out, 128, "%s", phone);
		return true;
	case TAIL:
		snprintf(out, 128, "%s", phone + 7);
		return true;
	case NUMBER:
		snprintf(out, 128, "%s", fields_get(&t->f, TF_NO) + 12);
		return true;
	case PLATE:
		if (plate == NULL)
			return false;
		snprintf(out, 128, "%.9s", plate);
		return true;
	case ADDRESS:
		snprintf(out, 128, "%s", fields_get(&t->f, TF_ADDRESS) + 18);
		return true;
	default:
		return make_han(c, t, seed, out);
	}
}

static void
make_queries(struct bench *b, int64_t n)
{
	unsigned seed = 11;

	for (int c = 0; c < CLASSES; c++)
		for (int tries = 0; b->n[c] < QUERIES && tries < 200000; tries++) {
			int64_t i = (int64_t)rand_r(&seed) % n;
			struct ticket t;

			if (c == PLATE)
				i = i / 50 * 50 + 7 < n ? i / 50 * 50 + 7 : 7;
			make_ticket(b, i, &t);
			b->n[c] += make_query((enum class)c, &t, &seed, b->query[c][b->n[c]].text);
			ticket_free(&t);
		}
}

/* ---- measuring ---- */

typedef int ask_fn(void *arg, const char *text);

/* The machine is shared: what this thread used tells more of the seldom ones than the clock on the wall. */
static void
measure(const struct bench *b, const char *who, ask_fn *ask, void *arg, int rounds)
{
	for (int c = 0; c < CLASSES; c++) {
		double ms[QUERIES], cpu[QUERIES];
		int found = 0;

		for (int i = 0; i < b->n[c]; i++) {
			ms[i] = cpu[i] = 1e9;
			for (int k = 0; k < rounds; k++) {
				double began = meter_now_ms(), used = meter_busy_ms(), took;
				int n = ask(arg, b->query[c][i].text);

				used = meter_busy_ms() - used;
				took = meter_now_ms() - began;
				ms[i] = took < ms[i] ? took : ms[i];
				cpu[i] = used < cpu[i] ? used : cpu[i];
				if (getenv("FIND_SLOW") != NULL && used > 2)
					fprintf(stderr, "%s %s “%s” %.2f ms, %d rows\n", who,
					    names[c], b->query[c][i].text, used, n);
				found += k == 0 && n > 0;
			}
		}
		if (b->n[c] == 0)
			continue;
		printf("%s_%s_p50_ms\t%.2f\n", who, names[c], meter_rank(ms, (size_t)b->n[c], 50));
		printf("%s_%s_p99_ms\t%.2f\n", who, names[c], meter_rank(ms, (size_t)b->n[c], 99));
		printf("%s_%s_cpu_p99_ms\t%.2f\n", who, names[c],
		    meter_rank(cpu, (size_t)b->n[c], 99));
		printf("%s_%s_found_percent\t%d\n", who, names[c], found * 100 / b->n[c]);
	}
	fflush(stdout);
}

static int
ask_seat(void *arg, const char *text)
{
	static struct find_row rows[SHOWN];
	struct find_query q = { .text = text, .limit = SHOWN };
	struct find_note note;
	struct err e = { 0 };
	int n = cache_find(arg, &q, rows, &note, &e);

	bench_must(n >= 0 && !note.damaged, text, e.text);
	return n;
}

static int
ask_exact(void *arg, const char *text)
{
	static struct find_row rows[SHOWN];
	struct find_query q = { .text = text, .limit = SHOWN, .exact = true };
	struct find_note note;
	struct err e = { 0 };

	return cache_find(arg, &q, rows, &note, &e);
}

static void *
sync_in(void *arg)
{
	struct bench *b = arg;

	for (int64_t i = b->from; i < b->to; i += PAGE_ROWS) {
		send_page(b, i, i + PAGE_ROWS < b->to ? i + PAGE_ROWS : b->to);
		for (int k = 0; k < 2; k++)
			(void)cache_find_index(b->w, false, NULL);
	}
	atomic_store(&b->done, true);
	return NULL;
}

/* Every query of two to four Hanzi and of initials, over and over, while rows come in. */
static void
measure_syncing(struct bench *b, struct cache_reader *r, int64_t n)
{
	enum { MOST = 200000 };
	double *ms = calloc(MOST, sizeof(*ms));
	size_t k = 0;
	pthread_t t;

	bench_must(ms != NULL, "memory", "");
	b->from = n;
	b->to = n + n / 2;
	bench_must(pthread_create(&t, NULL, sync_in, b) == 0, "thread", "");
	while (!atomic_load(&b->done) && k < MOST) {
		int c = k % 2 == 0 ? HAN_ALL : INITIALS_MORE;
		double began = meter_now_ms();

		(void)ask_seat(r, b->query[c][k / 2 % (size_t)b->n[c]].text);
		ms[k++] = meter_now_ms() - began;
	}
	pthread_join(t, NULL);
	printf("syncing_rows\t%lld\nsyncing_queries\t%zu\n", (long long)(n / 2), k);
	bench_ranks("syncing", ms, k);
	free(ms);
}

/* ---- peers ---- */

static sqlite3 *
open_peers(const struct bench *b, const char *root, int64_t n)
{
	double began = meter_now_ms();
	sqlite3 *db = bench_peer_open(root,
	    "CREATE TABLE a(id INTEGER PRIMARY KEY, title, body); CREATE VIRTUAL TABLE t USING"
	    " fts5(title, body, content=a, content_rowid=id, tokenize='trigram')");
	sqlite3_stmt *plain, *three;

	plain = bench_peer_prepare(db, "INSERT INTO a(title, body) VALUES(?1, ?2)");
	three = bench_peer_prepare(
	    db, "INSERT INTO t(rowid, title, body) VALUES(last_insert_rowid(), ?1, ?2)");
	for (int64_t i = 0; i < n; i++) {
		const char *texts[2];
		struct ticket t;

		make_ticket(b, i, &t);
		texts[0] = fields_get(&t.f, TF_TITLE);
		texts[1] = fields_get(&t.f, TF_CONTENT);
		bench_peer_put(plain, texts, 2);
		bench_peer_put(three, texts, 2);
		ticket_free(&t);
	}
	bench_peer_filled(db, began);
	sqlite3_finalize(plain);
	sqlite3_finalize(three);
	return db;
}

static void
measure_peers(const struct bench *b, const char *root, int64_t n)
{
	sqlite3 *db = open_peers(b, root, n);
	sqlite3_stmt *trigram =
	    bench_peer_prepare(db, "SELECT title, snippet(t, -1, '[', ']', '…', 40) FROM t"
				   " WHERE t MATCH ?1 ORDER BY rank LIMIT 20");
	sqlite3_stmt *like =
	    bench_peer_prepare(db, "SELECT title, body FROM a WHERE title LIKE ?1 OR body LIKE"
				   " ?1 ORDER BY title LIKE ?1 DESC, id DESC LIMIT 20");

	measure(b, "trigram", bench_peer_trigram, trigram, 1);
	measure(b, "like", bench_peer_like, like, 1);
	sqlite3_finalize(trigram);
	sqlite3_finalize(like);
	sqlite3_close(db);
}

int
main(int argc, char **argv)
{
	static struct bench b;
	struct cache_reader *r;
	char share[512], pack[600];
	struct err e = { 0 };
	int64_t n = argc > 2 ? atoll(argv[2]) : 0;

	bench_must((argc == 3 || argc == 4) && n >= 1000, "usage", "find DIR TICKETS [peers]");
	bench_must(secret_init(&e) == ERR_OK, "sodium", e.text);
	daemon_share("", share);
	snprintf(pack, sizeof(pack), "%s/conf/city/yunjiang", share);
	bench_must(city_articles_each(pack, keep_article, &b, &e) == ERR_OK, pack, e.text);
	bench_must(b.n_clauses > 500, "clauses", "too few");
	make_queries(&b, n);
	fill(&b, argv[1], n);
	bench_must(cache_reader_open(b.dir, b.key, &r, &e) == ERR_OK, b.dir, e.text);
	measure(&b, "seat", ask_seat, r, ROUNDS);
	measure(&b, "exact", ask_exact, r, 1);
	measure_syncing(&b, r, n);
	cache_reader_close(r);
	cache_writer_close(b.w);
	if (argc == 4)
		measure_peers(&b, argv[1], n);
	for (size_t i = 0; i < b.n_clauses; i++)
		free(b.clause[i]);
	return 0;
}
