/* wall ROOT: what the wall of three hundred seats costs a line while 36 of them change a second: bytes a second at 80 x 24 and at
 * 120 x 36, of the picture's own. ROOT: an empty directory. Prints name<TAB>value lines. */
#include <stdio.h>
#include <string.h>

#include "../lib/bench.h"
#include "../lib/many.h"
#include "../lib/meter.h"

#define CHANGES      36
#define SECONDS      10
#define WAIT_MS      30000
#define ALL_THERE_MS 5000 /* the feed is asked every two seconds */

static void
keys(struct meter *m, const char *text)
{
	meter_send(m, text, strlen(text));
	(void)meter_quiet(m, 300);
}

static void
look(struct meter *m, double until_ms)
{
	while (meter_now_ms() < until_ms)
		(void)meter_quiet(m, 20);
}

static void
measure(struct many *many, const char *root, int rows, int cols)
{
	char bin[512];
	const char *argv[] = { daemon_bin("hotseat", bin), "--data", root, "--user", MANY_WATCH,
		NULL };
	struct meter *m = meter_start(argv, rows, cols);
	size_t before;
	double began;

	bench_must(meter_until(m, "线路正常", WAIT_MS), "the seat is not ready", NULL);
	(void)meter_quiet(m, 300);
	keys(m, "\x10");
	keys(m, "班长台");
	meter_send(m, "\r", 1); /* unread: with the second size they stand there at once */
	if (many->seat.device[0] == '\0')
		many_meet(many);
	bench_must(meter_until(m, "2000", WAIT_MS), "nobody is on the wall", NULL);
	look(m, meter_now_ms() + ALL_THERE_MS);
	before = meter_bytes(m);
	began = meter_now_ms();
	for (int i = 1; i <= SECONDS; i++) {
		many_change(many, CHANGES);
		look(m, began + i * 1000.0);
	}
	printf("wall_%d_bytes_per_s\t%.0f\n", cols,
	    (double)(meter_bytes(m) - before) / (meter_now_ms() - began) * 1e3);
	meter_stop(m);
}

int
main(int argc, char **argv)
{
	static struct many many;

	if (argc != 2) {
		fprintf(stderr, "usage: wall ROOT\n");
		return 2;
	}
	many_init(&many, argv[1]);
	measure(&many, argv[1], 24, 80);
	measure(&many, argv[1], 36, 120);
	return 0;
}
