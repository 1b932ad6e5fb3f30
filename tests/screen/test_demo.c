/* acceptance_k (domain.md §9): what is only practice reaches no centre. A seat whose configuration names one refuses to
 * play, and is never seen there; one that plays has no socket but those of its own throw-away centre, says on every screen
 * that nothing is real, and leaves nothing behind. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <dirent.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "../lib/daemon.h"
#include "../lib/screen.h"
#include "../lib/seat.h"
#include "../lib/tmpdir.h"
#include "base/str.h"

#define BANNER "演示 - 非真实数据"

static char dir[TMPDIR_SIZE];

static int
setup(void **state)
{
	(void)state;
	tmpdir_make(dir);
	assert_int_equal(setenv("XDG_CONFIG_HOME", dir, 1), 0);
	assert_int_equal(setenv("XDG_RUNTIME_DIR", dir, 1), 0);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	tmpdir_remove(dir);
	return 0;
}

/* ---- a centre that must hear nothing ---- */

static int
listen_at(const char *path)
{
	struct sockaddr_un a = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	snprintf(a.sun_path, sizeof(a.sun_path), "%.100s", path);
	assert_int_equal(bind(fd, (const struct sockaddr *)&a, sizeof(a)), 0);
	assert_int_equal(listen(fd, 4), 0);
	return fd;
}

static void
acceptance_k_a_seat_of_a_centre_does_not_play(void **state)
{
	char bin[512], path[TMPDIR_PATHS], conf[TMPDIR_PATHS], text[TMPDIR_PATHS + 32];
	const char *argv[] = { daemon_bin("hotseat", bin), "--demo", NULL };
	struct pollfd centre = { .events = POLLIN };

	(void)state;
	centre.fd = listen_at(tmpdir_path(dir, "centre.sock", path));
	assert_int_equal(mkdir(tmpdir_path(dir, "hotseat", conf), 0700), 0);
	snprintf(text, sizeof(text), "server = \"unix:%s\";\n", path);
	tmpdir_put(dir, "hotseat/hotseat.conf", text, strlen(text), conf);
	assert_int_equal(daemon_command(argv, ""), 2);
	assert_int_equal(poll(&centre, 1, 0), 0);
	close(centre.fd);
	assert_int_equal(unlink(conf), 0);
}

/* ---- sockets of a program ---- */

/* The numbers of all sockets of the internet that a process could have, as its system lists them: " 12345 13 ". */
static void
internet(pid_t pid, struct str *out)
{
	static const char *const lists[] = { "tcp", "tcp6", "udp", "udp6" };
	char path[64], line[512];

	str_add_c(out, ' ');
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		FILE *f;
		long long inode;

		snprintf(path, sizeof(path), "/proc/%d/net/%s", (int)pid, lists[i]);
		if ((f = fopen(path, "r")) == NULL)
			continue;
		while (fgets(line, sizeof(line), f) != NULL)
			if (sscanf(line, "%*s %*s %*s %*s %*s %*s %*s %*s %*s %lld", &inode) == 1)
				str_addf(out, "%lld ", inode);
		fclose(f);
	}
}

/* How many sockets it has; none of them leads out of this machine. */
static int
sockets_of(pid_t pid)
{
	char path[64], to[128], word[64];
	struct str outside = { 0 };
	struct dirent *x;
	DIR *d;
	int n = 0;

	internet(pid, &outside);
	snprintf(path, sizeof(path), "/proc/%d/fd", (int)pid);
	assert_non_null(d = opendir(path));
	while ((x = readdir(d)) != NULL) {
		ssize_t len = readlinkat(dirfd(d), x->d_name, to, sizeof(to) - 1);
		long long inode;

		to[len > 0 ? len : 0] = '\0';
		if (sscanf(to, "socket:[%lld]", &inode) != 1)
			continue;
		snprintf(word, sizeof(word), " %lld ", inode);
		assert_null(strstr(str_c(&outside), word));
		n++;
	}
	closedir(d);
	str_free(&outside);
	return n;
}

static pid_t
child_of(pid_t parent)
{
	char path[64], line[512];
	DIR *d = opendir("/proc");
	struct dirent *x;
	pid_t found = 0;

	assert_non_null(d);
	while (found == 0 && (x = readdir(d)) != NULL) {
		int pid = atoi(x->d_name), of = 0; /* NOLINT(cert-err34-c): 0 is no process */
		FILE *f;

		snprintf(path, sizeof(path), "/proc/%d/stat", pid);
		if (pid <= 0 || (f = fopen(path, "r")) == NULL)
			continue;
		if (fgets(line, sizeof(line), f) != NULL && strrchr(line, ')') != NULL &&
		    sscanf(strrchr(line, ')'), ") %*c %d", &of) == 1 && of == parent)
			found = pid;
		fclose(f);
	}
	closedir(d);
	return found;
}

static void
acceptance_k_who_plays_reaches_nobody(void **state)
{
	char bin[512];
	const char *argv[] = { daemon_bin("hotseat", bin), "--demo", "--low_bandwidth", NULL };
	static const char *const screens[] = { "工单列表", "知识", "同步" };
	struct screen *s = screen_start(argv, 24, 80);
	struct dirent *x;
	pid_t centre;
	DIR *d;

	(void)state;
	assert_true(seat_ready(s));
	assert_true(screen_wait(s, BANNER));
	assert_true((centre = child_of(screen_pid(s))) > 0);
	assert_true(sockets_of(screen_pid(s)) > 0);
	assert_true(sockets_of(centre) > 0);
	for (size_t i = 0; i < sizeof(screens) / sizeof(screens[0]); i++) {
		assert_true(seat_command(s, screens[i], screens[i]));
		assert_true(screen_has(s, BANNER));
	}
	assert_int_equal(seat_quit(s), 0);
	assert_non_null(d = opendir(dir));
	while ((x = readdir(d)) != NULL)
		assert_null(strstr(x->d_name, "hotseat-demo"));
	closedir(d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(acceptance_k_a_seat_of_a_centre_does_not_play),
		cmocka_unit_test(acceptance_k_who_plays_reaches_nobody),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
