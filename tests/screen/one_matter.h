#ifndef TESTS_SCREEN_ONE_MATTER_H
#define TESTS_SCREEN_ONE_MATTER_H

/* The stage of one_seat.h, and the forty messages that are filed there by keys. */

#include "../lib/seat.h"
#include "one_seat.h"

static struct tsv messages;

static inline int
setup_matters(void **state)
{
	seat_matters(&messages);
	return setup(state);
}

static inline int
teardown_matters(void **state)
{
	tsv_close(&messages);
	return teardown(state);
}

#endif
