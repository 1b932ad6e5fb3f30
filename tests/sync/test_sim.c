/* Thousands of ways in which things go wrong between a seat and the centre (tests/lib/sim*.c), each drawn from a seed:
 * SIM_SEEDS how many (375; with SOAK=1 3,000), SIM_FIRST the first, SIM_STEPS how long, SIM_TRACE=1 tells all of it.
 *
 * So many steps and operations as 500 schedules of 230 steps have, in about 85 % of the time: what begins a schedule and what
 * ends it costs a little more than 230 steps. Not all are long, because some faults show where a seat begins (a
 * page that should not apply: 12 of 120 short ones find it, 4 of 60 twice as long), others need a past (records not sent
 * again after a restore: 5 of 120, 12 of 60).
 * A failure prints its seed: SIM_FIRST=<seed> SIM_SEEDS=1 SIM_TRACE=1 shows the way there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "../lib/sim.h"

static long long
number_of(const char *name, long long fallback)
{
	const char *text = getenv(name);
	long long n = fallback;

	return text != NULL && str_int(text, 0, INT64_MAX, &n) ? n : fallback;
}

static int
steps_of(long long seed)
{
	return (int)number_of("SIM_STEPS", seed % 3 == 0 ? 460 : 230);
}

static void
every_schedule_keeps_its_promises(void **state)
{
	const struct sim_world *world = *state;
	long long seeds = number_of("SIM_SEEDS", getenv("SOAK") != NULL ? 3000 : 375);
	long long first = number_of("SIM_FIRST", 1), ops = 0, tickets = 0, restores = 0,
		  failures = 0, steps = 0;
	struct sim *s = malloc(sizeof(*s));

	assert_non_null(s);
	for (long long seed = first; seed < first + seeds && failures == 0; seed++) {
		if (!sim_run(world, (uint64_t)seed, steps_of(seed), s)) {
			print_error("seed=%lld step=%d: %s\n", seed, s->step, s->why);
			failures++;
		}
		steps += s->step;
		ops += s->n_ops;
		tickets += s->n_tickets;
		restores += s->centre.epochs;
	}
	print_message(
	    "%lld seeds, %lld steps: %lld tickets, %lld operations, %lld starts of the centre\n",
	    seeds, steps, tickets, ops, restores);
	free(s);
	assert_int_equal(failures, 0);
	assert_true(ops > seeds);
}

/* A failure is worth nothing when it cannot be found again. */
static void
a_seed_is_the_same_schedule_every_time(void **state)
{
	struct sim *s = malloc(sizeof(*s));
	uint64_t first;
	int ops;

	assert_non_null(s);
	sim_run(*state, 7, 200, s);
	first = s->trace;
	ops = s->n_ops;
	sim_run(*state, 7, 200, s);
	assert_true(s->trace == first);
	assert_int_equal(s->n_ops, ops);
	sim_run(*state, 8, 200, s);
	assert_true(s->trace != first);
	free(s);
}

/* SQLite's pages out of one block: nobody but SQLite ever holds one, and to have each guarded by the sanitizer, filled and
 * kept for a while after its use costs an eighth of the whole. What it hands to us is guarded as before. */
static void
give_pages(void)
{
	static uint8_t pages[2000][4096 + 512] __attribute__((aligned(8)));

	(void)sqlite3_config(SQLITE_CONFIG_PAGECACHE, pages, (int)sizeof(pages[0]),
	    (int)(sizeof(pages) / sizeof(pages[0])));
}

int
main(void)
{
	static struct sim_world world;
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_prestate(a_seed_is_the_same_schedule_every_time, &world),
		cmocka_unit_test_prestate(every_schedule_keeps_its_promises, &world),
	};
	int failed;

	/* Memory is enough: what survives a crash here is what was committed, not what a disk has kept. */
	if (access("/dev/shm", W_OK) == 0)
		(void)setenv("TMPDIR", "/dev/shm", 0);
	if (getenv("SIM_TRACE") != NULL)
		cmocka_set_test_filter("every_*");
	give_pages();
	sim_world_open(&world);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	sim_world_close(&world);
	return failed;
}
