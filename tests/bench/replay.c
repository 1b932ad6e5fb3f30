/* replay DIR: a lesson of 200 keys at the seat of a classroom, then its replay at full speed, every key seen for a picture:
 * from the key that sets it going to the last picture. DIR: an empty directory for what is kept. Prints name<TAB>value
 * lines. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../lib/bench.h"
#include "../lib/daemon.h"
#include "../lib/meter.h"

#define KEYS    200
#define WAIT_MS 30000
#define REST_MS 100

static void
press(struct meter *m, const char *keys, const char *mark)
{
	meter_send(m, keys, strlen(keys));
	bench_must(meter_until(m, mark, WAIT_MS), "not on the screen", mark);
	meter_quiet(m, REST_MS);
}

/* Ctrl-P 培训: the page of the scenarios. */
static void
shelf(struct meter *m)
{
	meter_send(m, "\020", 1);
	meter_quiet(m, REST_MS);
	meter_send(m, "培训", strlen("培训"));
	meter_quiet(m, REST_MS);
	press(m, "\r", "案例");
}

/* A call of 200 keys of text, ended as it stands. */
static void
lesson(struct meter *m)
{
	shelf(m);
	press(m, "2", "F2 ");
	meter_send(m, "\033OQ", 3);
	bench_must(meter_until(m, "诉求目的", WAIT_MS), "no form", NULL);
	meter_quiet(m, REST_MS);
	for (int i = 0; i < KEYS; i++)
		bench_must(
		    meter_key(m, &"abcdefgh "[i % 9], 1) >= 0, "a key without an echo", NULL);
	shelf(m);
	press(m, "0", "机评");
}

int
main(int argc, char **argv)
{
	char bin[512], share[512];
	const char *seat[] = { daemon_bin("hotseat", bin), "--share", daemon_share("", share),
		"--demo", "--lessons", argc > 1 ? argv[1] : "", "--trainee", "bench", NULL };
	struct meter *m;
	double began;
	size_t before;

	bench_must(argc == 2, "replay DIR", NULL);
	m = meter_start(seat, 24, 80);
	bench_must(meter_until(m, "王芳", WAIT_MS), "nobody signed in", NULL);
	meter_quiet(m, 500);
	lesson(m);
	press(m, "\r", "回放");
	press(m, "\033[H", "停在"); /* Home */
	press(m, "++++", "不等");
	before = meter_bytes(m);
	began = meter_now_ms();
	meter_send(m, " ", 1);
	bench_must(meter_until(m, "停在", WAIT_MS), "it does not end", NULL);
	printf("replay_ms\t%.0f\n", meter_now_ms() - began);
	meter_quiet(m, REST_MS);
	printf("replay_KB\t%.1f\n", (double)(meter_bytes(m) - before) / 1024.0);
	meter_stop(m);
	return 0;
}
