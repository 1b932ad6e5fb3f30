#ifndef TEST_POLL_H
#define TEST_POLL_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/clock.h"

/** poll_until(ready, arg, ms): ask ${ready} until it is true, at most ${ms}; false when the deadline passed. Between
 * two questions the processor is given away for a millisecond by poll(2): tests never sleep for a guess. */
static inline bool
poll_until(bool (*ready)(void *arg), void *arg, int ms)
{
	int64_t end = clock_mono_ms() + ms;

	while (!ready(arg)) {
		if (clock_mono_ms() >= end)
			return false;
		poll(NULL, 0, 1);
	}
	return true;
}

/** poll_readable(fd, ms): wait until ${fd} can be read (or hung up), at most ${ms}. */
static inline bool
poll_readable(int fd, int ms)
{
	struct pollfd p = { fd, POLLIN, 0 };
	int64_t end = clock_mono_ms() + ms, left = ms;
	int n;

	while ((n = poll(&p, 1, (int)left)) <= 0) {
		left = end - clock_mono_ms();
		if (left <= 0)
			return false;
	}
	return n > 0;
}

#endif
