/* keys ROOT N: what a key costs on the line and how soon a program stands there: a seat over the cache in ROOT beside the
 * peers that are installed, one harness, one minute. Each is started N times; then 44 letters and 22 Hanzi are typed into
 * one line of it, a key at a time, so that no line scrolls. Bytes are those of the keys alone: what a program paints when
 * the hands rest is counted apart. Prints name<TAB>value lines. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../lib/bench.h"
#include "../lib/daemon.h"
#include "../lib/meter.h"
#include "base/utf8.h"

#define RUNS_MOST 200
#define WAIT_MS   30000
#define REST_MS   500 /* the hands rest: a seat looks for proposals then */

static const char ascii[] = "the lamp at 78 Hongshan Road is dark, a fall";
static const char hanzi[] = "周围几栋楼的居民出门都很不方便也打过电话没有";

struct program {
	const char *name;
	const char *argv[10];
	const char *line;  /* keys that lead to a line of text */
	const char *clear; /* and empty it */
	const char *mark;  /* stands at the end of the whole picture; NULL: it is silent */
	const char *ready; /* comes before it takes keys; NULL: at once */
};

static bool
installed(const char *program)
{
	char path[600];

	(void)snprintf(path, sizeof(path), program[0] == '/' ? "%s" : "/usr/bin/%s", program);
	return access(path, X_OK) == 0;
}

static void
until_painted(const struct program *p, struct meter *m)
{
	if (p->mark != NULL)
		bench_must(meter_until(m, p->mark, WAIT_MS), p->name, NULL);
	else
		while (meter_quiet(m, 150) > 0)
			;
}

static void
type(const struct program *p, struct meter *m, const char *text, const char *what)
{
	size_t before = meter_bytes(m), keys = 0, painted;
	double ms[sizeof(ascii)], cpu = meter_cpu_ms(meter_pid(m));

	for (size_t at = 0, len; text[at] != '\0'; at += len, keys++) {
		len = utf8_head(text + at, 1);
		ms[keys] = meter_key(m, text + at, len);
		bench_must(ms[keys] >= 0, "a key without an echo", NULL);
	}
	painted = meter_bytes(m) - before;
	printf("%s_%s_bytes_per_key\t%.1f\n%s_%s_key_p50_ms\t%.2f\n%s_%s_cpu_ms_per_key\t%.3f\n",
	    p->name, what, (double)painted / (double)keys, p->name, what, meter_rank(ms, keys, 50),
	    p->name, what, (meter_cpu_ms(meter_pid(m)) - cpu) / (double)keys);
	printf("%s_%s_rest_bytes\t%zu\n", p->name, what, meter_quiet(m, REST_MS));
	meter_send(m, p->clear, strlen(p->clear));
	meter_quiet(m, REST_MS);
}

static void
measure(const struct program *p, int runs)
{
	double ms[RUNS_MOST];
	struct meter *m;

	if (!installed(p->argv[0])) {
		printf("%s\tskipped: not installed\n", p->name);
		return;
	}
	for (int i = 0; i < runs; i++) {
		m = meter_start(p->argv, 24, 80);
		until_painted(p, m);
		ms[i] = meter_ms(m);
		meter_stop(m);
	}
	m = meter_start(p->argv, 24, 80);
	until_painted(p, m);
	if (p->ready != NULL)
		bench_must(meter_until(m, p->ready, WAIT_MS), p->name, NULL);
	meter_quiet(m, REST_MS);
	printf("%s_start_p50_ms\t%.1f\n%s_rss_MB\t%.1f\n%s_private_dirty_MB\t%.1f\n", p->name,
	    meter_rank(ms, (size_t)runs, 50), p->name, (double)meter_kb(meter_pid(m), "Rss") / 1024,
	    p->name, (double)meter_kb(meter_pid(m), "Private_Dirty") / 1024);
	meter_send(m, p->line, strlen(p->line));
	meter_quiet(m, REST_MS);
	type(p, m, ascii, "ascii");
	type(p, m, hanzi, "hanzi");
	meter_stop(m);
}

int
main(int argc, char **argv)
{
	static const char mail[] =
	    "From a@b Sat Nov 21 10:42:07 2026\nFrom: a@b\nSubject: x\n\ny\n\n";
	char bin[512], box[TMPDIR_PATHS], page[TMPDIR_PATHS];
	int runs = argc == 3 ? atoi(argv[2]) : 0;

	bench_must(runs > 0 && runs <= RUNS_MOST, "usage: keys ROOT RUNS", NULL);
	tmpdir_put(argv[1], "mbox", mail, sizeof(mail) - 1, box);
	const struct program programs[] = {
		{ "hotseat", { daemon_bin("hotseat", bin), "--data", argv[1] }, "\033OQ", "\x15",
		    "命令", "线路正常" },
		{ "mutt", { "mutt", "-n", "-F", "/dev/null", "-e", "set folder=/", "-f", box }, "l",
		    "\x15", NULL, NULL },
		{ "nano", { "nano", "--ignorercfiles", tmpdir_path(argv[1], "nano", page) }, "",
		    "\x0b", NULL, NULL },
		{ "dialog", { "dialog", "--inputbox", "x", "10", "76" }, "", "\x15", NULL, NULL },
	};

	for (size_t i = 0; i < sizeof(programs) / sizeof(programs[0]); i++)
		measure(&programs[i], runs);
	unlink(box);
	return 0;
}
