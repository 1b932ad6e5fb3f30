/* A machine that stutters, as one does whose processors are somebody else's too: seats and centres (the programs given, by
 * their whole paths) stand still for a moment, now one and now another, wherever they just are. What a test takes for granted
 * because it was always fast enough fails here.
 *
 *	stutter MOST_MS AT_ONCE PROGRAM...	until it is ended
 *
 * Random by the clock: a failure is found again by running again, and what matters is that it cannot fail at all. */
#include <dirent.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define PROCESSES    512
#define MOST_AT_ONCE 16
#define PACE_MS      10 /* between two stops: it shall not take the processor itself */

struct still { /* a program that stands */
	pid_t pid;
	long long until_ms;
};

static volatile sig_atomic_t over;

static void
end(int signal)
{
	(void)signal;
	over = 1;
}

static long long
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (long long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* By a test, which means it. */
static bool
is_stopped(const char *pid)
{
	char path[280], text[512] = "";
	const char *end;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%s/stat", pid);
	f = fopen(path, "r");
	if (f == NULL)
		return true;
	if (fgets(text, sizeof(text), f) == NULL)
		text[0] = '\0';
	fclose(f);
	end = strrchr(text, ')');
	return end == NULL || end[2] == 'T';
}

static bool
is_one_of(const char *pid, char **programs, int n)
{
	char path[280], exe[4096];
	ssize_t len;

	snprintf(path, sizeof(path), "/proc/%s/exe", pid);
	len = readlink(path, exe, sizeof(exe) - 1);
	if (len <= 0)
		return false;
	exe[len] = '\0';
	for (int i = 0; i < n; i++)
		if (strcmp(exe, programs[i]) == 0)
			return !is_stopped(pid);
	return false;
}

static int
all_of(char **programs, int n, pid_t *out)
{
	DIR *d = opendir("/proc");
	struct dirent *e;
	int found = 0;

	while (d != NULL && found < PROCESSES && (e = readdir(d)) != NULL)
		if (e->d_name[0] >= '1' && e->d_name[0] <= '9' && is_one_of(e->d_name, programs, n))
			out[found++] = (pid_t)strtol(e->d_name, NULL, 10);
	if (d != NULL)
		closedir(d);
	return found;
}

static void
let_go(struct still *s, int n, bool all)
{
	const long long now = now_ms();

	for (int i = 0; i < n; i++)
		if (s[i].pid != 0 && (all || now >= s[i].until_ms)) {
			kill(s[i].pid, SIGCONT);
			s[i].pid = 0;
		}
}

static void
stop_one(struct still *s, int n, const pid_t *from, int found, int most_ms)
{
	const pid_t pid = from[rand() % found];

	for (int i = 0; i < n; i++)
		if (s[i].pid == pid)
			return;
	for (int i = 0; i < n; i++)
		if (s[i].pid == 0) {
			if (kill(pid, SIGSTOP) != 0)
				return;
			s[i].pid = pid;
			s[i].until_ms = now_ms() + 1 + rand() % most_ms;
			return;
		}
}

int
main(int argc, char **argv)
{
	struct still s[MOST_AT_ONCE] = { 0 };
	const int most_ms = argc > 3 ? (int)strtol(argv[1], NULL, 10) : 0,
		  at_once = argc > 3 ? (int)strtol(argv[2], NULL, 10) : 0;
	pid_t found[PROCESSES];

	if (most_ms < 1 || at_once < 1 || at_once > MOST_AT_ONCE) {
		fputs("stutter MOST_MS AT_ONCE PROGRAM...\n", stderr);
		return 2;
	}
	signal(SIGTERM, end);
	signal(SIGINT, end);
	srand((unsigned)time(NULL) ^ (unsigned)getpid());
	while (!over) {
		const int n = all_of(argv + 3, argc - 3, found);

		let_go(s, at_once, false);
		if (n > 0)
			stop_one(s, at_once, found, n, most_ms);
		(void)poll(NULL, 0, PACE_MS);
	}
	let_go(s, at_once, true);
	return 0;
}
