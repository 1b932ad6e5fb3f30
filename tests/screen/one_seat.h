#ifndef TESTS_SCREEN_ONE_SEAT_H
#define TESTS_SCREEN_ONE_SEAT_H

/* The stage of most tests by keys: a place with a private centre, and the seat that the test just has open. */

#include "../lib/screen.h"
#include "../lib/site.h"

static struct screen *now;
static struct site site;

static inline int
setup(void **state)
{
	(void)state;
	site_private(&site);
	return 0;
}

/** setup_lamp: and one ticket is there, of a lamp that is out. */
static inline int
setup_lamp(void **state)
{
	(void)setup(state);
	return site_file_lamp(&site) ? 0 : -1;
}

static inline int
teardown(void **state)
{
	(void)state;
	screen_leave(&now);
	site_close(&site);
	return 0;
}

/** close_seat: what a failed test left open must not be in the way of the next one. */
static inline int
close_seat(void **state)
{
	(void)state;
	screen_leave(&now);
	return 0;
}

#endif
