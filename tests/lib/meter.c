/* Times from a pty, memory and processor time from /proc. */
#include "meter.h"

#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MARK_MOST 64 /* bytes of a mark */

struct meter {
	int fd;
	pid_t pid;
	double began, last;
	size_t bytes;
	char tail[MARK_MOST +
		  16384]; /* the end of what came before, so that a mark may come in two reads */
	size_t held;
};

double
meter_now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

double
meter_busy_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

double
meter_waited_ms(void)
{
	unsigned long long ran, waited;
	FILE *f = fopen("/proc/thread-self/schedstat", "re");
	int n = f != NULL ? fscanf(f, "%llu %llu", &ran, &waited) : 0;

	if (f != NULL)
		fclose(f);
	return n == 2 ? (double)waited / 1e6 : -1;
}

struct meter *
meter_start(const char *const *argv, int rows, int cols)
{
	struct winsize ws = { .ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols };
	struct meter *m = calloc(1, sizeof(*m));

	if (m == NULL)
		abort();
	m->began = m->last = meter_now_ms();
	m->pid = forkpty(&m->fd, NULL, NULL, &ws);
	if (m->pid == 0) {
		setenv("TERM", "xterm-256color", 1);
		setenv("LC_ALL", "C.UTF-8", 1);
		execvp(argv[0], (char *const *)(uintptr_t)argv);
		_exit(127);
	}
	if (m->pid < 0)
		abort();
	fcntl(m->fd, F_SETFD, FD_CLOEXEC);
	return m;
}

void
meter_stop(struct meter *m)
{
	double end = meter_now_ms() + 10000;

	kill(m->pid, SIGTERM);
	while (waitpid(m->pid, NULL, WNOHANG) == 0) {
		char drop[4096];
		struct pollfd p = { .fd = m->fd, .events = POLLIN };

		if (meter_now_ms() > end)
			kill(m->pid, SIGKILL);
		if (poll(&p, 1, 5) > 0 && read(m->fd, drop, sizeof(drop)) <= 0)
			poll(NULL, 0, 1);
	}
	close(m->fd);
	free(m);
}

pid_t
meter_pid(const struct meter *m)
{
	return m->pid;
}

/* Reads once, waiting up to ${ms}; 0 when nothing came, -1 at the end. */
static ssize_t
take_in(struct meter *m, double ms)
{
	struct pollfd p = { .fd = m->fd, .events = POLLIN };
	struct timespec t = { .tv_sec = (time_t)(ms / 1e3),
		.tv_nsec = (long)((ms - 1e3 * (double)(long)(ms / 1e3)) * 1e6) };
	ssize_t n;

	if (ms < 0 || ppoll(&p, 1, &t, NULL) <= 0)
		return 0;
	if (m->held > MARK_MOST) {
		memmove(m->tail, m->tail + m->held - MARK_MOST, MARK_MOST);
		m->held = MARK_MOST;
	}
	n = read(m->fd, m->tail + m->held, sizeof(m->tail) - m->held);
	if (n <= 0)
		return -1;
	m->last = meter_now_ms();
	m->held += (size_t)n;
	m->bytes += (size_t)n;
	return n;
}

bool
meter_until(struct meter *m, const char *mark, int ms)
{
	double end = meter_now_ms() + ms;

	for (;;) {
		if (memmem(m->tail, m->held, mark, strlen(mark)) != NULL)
			return true;
		if (meter_now_ms() >= end || take_in(m, end - meter_now_ms()) < 0)
			return false;
	}
}

size_t
meter_quiet(struct meter *m, int ms)
{
	size_t before = m->bytes;

	while (take_in(m, ms) > 0)
		;
	return m->bytes - before;
}

size_t
meter_bytes(const struct meter *m)
{
	return m->bytes;
}

double
meter_ms(const struct meter *m)
{
	return m->last - m->began;
}

void
meter_send(struct meter *m, const char *bytes, size_t n)
{
	if (write(m->fd, bytes, n) != (ssize_t)n)
		abort();
}

double
meter_key(struct meter *m, const char *bytes, size_t n)
{
	double at = meter_now_ms();

	meter_send(m, bytes, n);
	if (take_in(m, 200) <= 0)
		return -1;
	at = m->last - at;
	while (take_in(m, 2) > 0)
		;
	return at;
}

/* ---- /proc ---- */

int64_t
meter_kb(pid_t pid, const char *what)
{
	char path[64], line[256];
	long long kb = -1;
	size_t n = strlen(what);
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/smaps_rollup", (int)pid);
	f = fopen(path, "re");
	if (f == NULL)
		return -1;
	while (fgets(line, sizeof(line), f) != NULL)
		if (strncmp(line, what, n) == 0 && line[n] == ':')
			kb = atoll(line + n + 1);
	fclose(f);
	return kb;
}

double
meter_cpu_ms(pid_t pid)
{
	char path[300];
	struct dirent *d;
	double ms = 0;
	DIR *dir;

	snprintf(path, sizeof(path), "/proc/%d/task", (int)pid);
	dir = opendir(path);
	while (dir != NULL && (d = readdir(dir)) != NULL) {
		unsigned long long ns = 0;
		FILE *f;

		if (d->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "/proc/%d/task/%.200s/schedstat", (int)pid, d->d_name);
		f = fopen(path, "re");
		if (f != NULL && fscanf(f, "%llu", &ns) == 1)
			ms += (double)ns / 1e6;
		if (f != NULL)
			fclose(f);
	}
	if (dir != NULL)
		closedir(dir);
	return ms;
}

static int
by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

double
meter_rank(double *v, size_t n, int percent)
{
	if (n == 0)
		return 0;
	qsort(v, n, sizeof(*v), by_value);
	return v[(n - 1) * (size_t)percent / 100];
}
