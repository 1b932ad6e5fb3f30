/* start ROOT N: a seat over the cache in ROOT (filled by fill), N times: from the start of the process to the whole first
 * picture and to the person's own first screen; what it holds in memory when idle; what a key costs, and one in the search box, where
 * every key finds other rows. Its peers are in keys.c. Prints name<TAB>value lines.
 *
 * The whole first picture: its last row has come. Idle: nothing written for a second. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../lib/bench.h"
#include "../lib/daemon.h"
#include "../lib/meter.h"
#include "base/utf8.h"

#define RUNS_MOST 200
#define WAIT_MS   30000
#define LAST_ROW  "命令" /* stands at the end of the last row of every screen */

static const char text[] =
    "周围几栋楼的居民出门都很不方便，之前也打过电话，一直没有人来修，物业说这个不归他们管";

static void
print_ranks(const char *name, double *v, size_t n)
{
	printf("%s_p50_ms\t%.1f\n%s_p90_ms\t%.1f\n", name, meter_rank(v, n, 50), name,
	    meter_rank(v, n, 90));
}

/* ---- the seat ---- */

static struct meter *
start_seat(const char *root)
{
	char bin[512];
	const char *argv[] = { daemon_bin("hotseat", bin), "--data", root, NULL };

	return meter_start(argv, 24, 80);
}

static void
starts(const char *root, int runs)
{
	double first[RUNS_MOST], own[RUNS_MOST];

	for (int i = 0; i < runs; i++) {
		struct meter *m = start_seat(root);

		bench_must(meter_until(m, LAST_ROW, WAIT_MS), "no first picture", NULL);
		first[i] = meter_ms(m);
		bench_must(meter_until(m, "王芳", WAIT_MS), "nobody signed in", NULL);
		meter_quiet(m, 5);
		own[i] = meter_ms(m);
		meter_quiet(m, 100);
		meter_stop(m);
	}
	print_ranks("start", first, (size_t)runs);
	print_ranks("start_signed_in", own, (size_t)runs);
}

static void
keys(struct meter *m)
{
	double ms[sizeof(text)], cpu;
	size_t n = 0;

	meter_send(m, "\033OQ", 3); /* F2 */
	meter_quiet(m, 500);
	cpu = meter_cpu_ms(meter_pid(m));
	for (size_t at = 0, len; at < strlen(text); at += len) {
		len = utf8_head(text + at, 1);
		ms[n] = meter_key(m, text + at, len);
		bench_must(ms[n] >= 0, "a key without an echo", NULL);
		n++;
	}
	printf("key_p50_ms\t%.2f\nkey_p99_ms\t%.2f\nkey_cpu_ms\t%.3f\n", meter_rank(ms, n, 50),
	    meter_rank(ms, n, 99), (meter_cpu_ms(meter_pid(m)) - cpu) / (double)n);
}

static void
idle(const char *root)
{
	struct meter *m = start_seat(root);

	bench_must(meter_until(m, "线路正常", WAIT_MS), "no line", NULL);
	while (meter_quiet(m, 1000) > 0)
		;
	printf("idle_private_dirty_MB\t%.1f\nidle_rss_MB\t%.1f\n",
	    (double)meter_kb(meter_pid(m), "Private_Dirty") / 1024,
	    (double)meter_kb(meter_pid(m), "Rss") / 1024);
	keys(m);
	meter_stop(m);
}

/* The one search box: every key of these, the whole found list painted anew when it is another. */
static void
search(const char *root)
{
	static const char *const queries[] = { "路灯不亮", "ludeng", "停车难", "tcn", "红山路7",
		"噪声扰民", "zaosheng", "物业费" };
	enum { KEYS = 64 };
	struct meter *m = start_seat(root);
	double ms[KEYS], cpu;
	size_t n = 0, bytes = 0, most = 0;

	bench_must(meter_until(m, "线路正常", WAIT_MS), "no line", NULL);
	meter_quiet(m, 500);
	meter_send(m, "\033OR", 3); /* F3 */
	meter_quiet(m, 500);
	cpu = meter_cpu_ms(meter_pid(m));
	for (size_t i = 0; i < sizeof(queries) / sizeof(queries[0]); i++) {
		for (size_t at = 0, len; queries[i][at] != '\0' && n < KEYS; at += len, n++) {
			size_t before = meter_bytes(m), painted;

			len = utf8_head(queries[i] + at, 1);
			ms[n] = meter_key(m, queries[i] + at, len);
			bench_must(ms[n] >= 0, "a key without an echo", NULL);
			meter_quiet(m, 60);
			painted = meter_bytes(m) - before;
			bytes += painted;
			most = painted > most ? painted : most;
		}
		meter_send(m, "\x15", 1);
		meter_quiet(m, 200);
	}
	printf("search_key_p50_ms\t%.2f\nsearch_key_p99_ms\t%.2f\nsearch_cpu_ms\t%.3f\n",
	    meter_rank(ms, n, 50), meter_rank(ms, n, 99),
	    (meter_cpu_ms(meter_pid(m)) - cpu) / (double)n);
	printf("search_bytes_per_key\t%zu\nsearch_bytes_most\t%zu\nsearch_rss_MB\t%.1f\n",
	    bytes / n, most, (double)meter_kb(meter_pid(m), "Rss") / 1024);
	meter_stop(m);
}

int
main(int argc, char **argv)
{
	int runs = argc == 3 ? atoi(argv[2]) : 0;

	bench_must(runs > 0 && runs <= RUNS_MOST, "usage: start ROOT RUNS", NULL);
	starts(argv[1], runs);
	idle(argv[1]);
	search(argv[1]);
	return 0;
}
