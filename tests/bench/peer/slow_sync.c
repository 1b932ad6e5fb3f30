/* slow_sync.so, by LD_PRELOAD: a disk whose sync takes 4 ms, as a common server's does, whatever this machine has. */
#include <time.h>
#include <unistd.h>

static int
wait_for_disk(void)
{
	const struct timespec t = { .tv_nsec = 4000000 };

	return nanosleep(&t, NULL);
}

int
fsync(int fd)
{
	(void)fd;
	return wait_for_disk();
}

int
fdatasync(int fd)
{
	(void)fd;
	return wait_for_disk();
}
