/* Preloaded before a screen test and the programs it starts: their wall clock begins at one and the same working hour,
 * whenever the tests run, so that a target's opening hours and the quiet hours of calls are what a test wrote down.
 * TEST_CLOCK_SHIFT_S: by how many seconds. Clocks that count durations are left alone. */
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static time_t shift_s; /* set before main: a screen asks for the time at every key */

__attribute__((constructor)) static void
read_shift(void)
{
	const char *s = getenv("TEST_CLOCK_SHIFT_S");

	if (s != NULL)
		shift_s = (time_t)strtoll(s, NULL, 10);
}

int
clock_gettime(clockid_t id, struct timespec *t)
{
	int rc = (int)syscall(SYS_clock_gettime, id, t);

	if (rc == 0 && id == CLOCK_REALTIME)
		t->tv_sec += shift_s;
	return rc;
}

time_t
time(time_t *out)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_REALTIME, &t);
	if (out != NULL)
		*out = t.tv_sec;
	return t.tv_sec;
}

int
gettimeofday(struct timeval *restrict v, void *restrict zone)
{
	struct timespec t;

	(void)zone;
	(void)clock_gettime(CLOCK_REALTIME, &t);
	v->tv_sec = t.tv_sec;
	v->tv_usec = t.tv_nsec / 1000;
	return 0;
}
