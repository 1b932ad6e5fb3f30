#ifndef TESTS_UNIT_SERVER_JOB_ROUND_H
#define TESTS_UNIT_SERVER_JOB_ROUND_H

#include "../../lib/centre.h"
#include "server/job/clock.h"

/* The centre's clock, by hand. */

/* One round, in a batch of its own. */
static inline struct clock_done
one_round(struct tcentre *c)
{
	struct clock_done done;
	struct err e = { 0 };

	assert_int_equal(core_begin(&c->core, c->now, &e), ERR_OK);
	if (clock_round(&c->core, &done, &e) != ERR_OK)
		fail_msg("round: %s", e.text);
	assert_int_equal(core_commit(&c->core, &e), ERR_OK);
	return done;
}

/* Until nothing is left to be done. */
static inline void
all_rounds(struct tcentre *c)
{
	while (one_round(c).more)
		;
}

#endif
