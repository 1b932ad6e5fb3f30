/* Thousands of ways in which things go wrong between a seat and the centre (tests/lib/sim*.c), each drawn from a seed:
 * SIM_SEEDS how many (500; with SOAK=1 3,000), SIM_FIRST the first, SIM_STEPS how long, SIM_TRACE=1 tells all of it.
 * A failure prints its seed: SIM_FIRST=<seed> SIM_SEEDS=1 SIM_TRACE=1 shows the way there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "../lib/sim.h"

static long long
number_of(const char *name, long long fallback)
{
	const char *text = getenv(name);
	long long n = fallback;

	return text != NULL && str_int(text, 0, INT64_MAX, &n) ? n : fallback;
}

static void
every_schedule_keeps_its_promises(void **state)
{
	const struct sim_world *world = *state;
	long long seeds = number_of("SIM_SEEDS", getenv("SOAK") != NULL ? 3000 : 500);
	long long first = number_of("SIM_FIRST", 1), ops = 0, tickets = 0, restores = 0,
		  failures = 0;
	int steps = (int)number_of("SIM_STEPS", 230);
	struct sim *s = malloc(sizeof(*s));

	assert_non_null(s);
	for (long long seed = first; seed < first + seeds && failures == 0; seed++) {
		if (!sim_run(world, (uint64_t)seed, steps, s)) {
			print_error("seed=%lld step=%d: %s\n", seed, s->step, s->why);
			failures++;
		}
		ops += s->n_ops;
		tickets += s->n_tickets;
		restores += s->centre.epochs;
	}
	print_message(
	    "%lld seeds of %d steps: %lld tickets, %lld operations, %lld starts of the centre\n",
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
	sim_world_open(&world);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	sim_world_close(&world);
	return failed;
}
