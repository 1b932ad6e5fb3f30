/* base/fs: limits, atomic writes watched by another process, locks held by another process, places. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/fs_p.h"
#include "../../lib/poll.h"
#include "../../lib/tmpdir.h"

#define DEADLINE_MS 20000

static char dir[TMPDIR_SIZE], path[TMPDIR_PATHS];

static int
setup(void **state)
{
	(void)state;
	tmpdir_make(dir);
	tmpdir_path(dir, "file", path);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	tmpdir_remove(dir);
	return 0;
}

static void
test_mkdirs(void **state)
{
	char deep[TMPDIR_PATHS], below[TMPDIR_PATHS];
	struct stat st;
	struct err e;

	(void)state;
	tmpdir_path(dir, "a//b/c/", deep);
	assert_int_equal(fs_mkdirs(deep, &e), ERR_OK);
	assert_int_equal(fs_mkdirs(deep, &e), ERR_OK); /* again is no error */
	assert_int_equal(stat(deep, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
	tmpdir_put(dir, "plain", "x", 1, below);
	assert_int_equal(fs_mkdirs(below, &e), ERR_IO);
	assert_int_equal(e.sys, EEXIST);
	tmpdir_path(dir, "plain/below", below);
	assert_int_equal(fs_mkdirs(below, &e), ERR_IO);
	assert_non_null(strstr(e.text, "plain"));
	assert_int_equal(fs_mkdirs("", &e), ERR_NOT_FOUND);
}

static void
test_read(void **state)
{
	struct str b = { 0 };
	struct err e;

	(void)state;
	tmpdir_put(dir, "file", "a\0b", 3, path);
	str_add(&b, "before ");
	assert_int_equal(fs_read(path, 3, &b, &e), ERR_OK); /* exactly the limit */
	assert_int_equal(b.len, 10);
	assert_memory_equal(b.s, "before a\0b", 11);
	assert_int_equal(fs_read(path, 2, &b, &e), ERR_LIMIT);
	assert_int_equal(b.len, 10); /* as it was */
	assert_int_equal(fs_read(dir, 100, &b, &e), ERR_IO);
	assert_int_equal(e.sys, EISDIR);
	tmpdir_path(dir, "nothing", path);
	assert_int_equal(fs_read(path, 100, &b, &e), ERR_NOT_FOUND);
	assert_non_null(strstr(e.text, "nothing"));
	assert_int_equal(b.len, 10);
	str_free(&b);
}

static void
test_read_large(void **state)
{
	const size_t n = 300001;
	char *big = malloc(n);
	struct str b = { 0 };

	(void)state;
	for (size_t i = 0; i < n; i++)
		big[i] = (char)(i * 31 % 251);
	assert_int_equal(fs_write(path, big, n, 0640, NULL), ERR_OK);
	assert_int_equal(fs_read(path, n, &b, NULL), ERR_OK);
	assert_int_equal(b.len, n);
	assert_memory_equal(b.s, big, n);
	assert_int_equal(fs_read(path, n - 1, &b, NULL), ERR_LIMIT);
	str_free(&b);
	free(big);
}

static void
test_read_text(void **state)
{
	struct str b = { 0 };
	struct err e;

	(void)state;
	tmpdir_put(dir, "file", "\xef\xbb\xbf一\n二\n", 11, path);
	assert_int_equal(fs_read_text(path, 100, &b, &e), ERR_OK);
	assert_string_equal(b.s, "一\n二\n");
	str_reset(&b);
	tmpdir_put(dir, "file", "", 0, path);
	assert_int_equal(fs_read_text(path, 100, &b, &e), ERR_OK);
	assert_int_equal(b.len, 0);
	tmpdir_put(dir, "file", "ok\nok\n\xc2\xb7\xb5\xc6\n", 11, path); /* GBK on line 3 */
	assert_int_equal(fs_read_text(path, 100, &b, &e), ERR_CONFIG);
	assert_string_equal(e.where + strlen(e.where) - 7, "/file:3");
	assert_int_equal(b.len, 0);
	tmpdir_put(dir, "file", "a\0b\n", 4, path);
	assert_int_equal(fs_read_text(path, 100, &b, &e), ERR_CONFIG);
	str_free(&b);
}

static void
test_write(void **state)
{
	struct str b = { 0 };
	struct stat st;
	struct err e;

	(void)state;
	assert_int_equal(fs_write(path, "old", 3, 0600, &e), ERR_OK);
	assert_int_equal(fs_write(path, "newer", 5, 0644, &e), ERR_OK);
	assert_int_equal(fs_read(path, 100, &b, &e), ERR_OK);
	assert_string_equal(b.s, "newer");
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0644);
	assert_int_equal(tmpdir_count(dir), 1); /* nothing left beside it */
	assert_true(fs_exists(path));
	tmpdir_path(dir, "no/such", path);
	assert_false(fs_exists(path));
	assert_int_equal(fs_write(path, "x", 1, 0600, &e), ERR_NOT_FOUND);
	str_free(&b);
}

/* A write that cannot finish leaves the old content and no litter. The limit on file size stands for a full disk. */
static void
test_write_fails_whole(void **state)
{
	struct rlimit kept, small;
	struct str b = { 0 };
	struct err e;
	char big[5000];
	enum err_code rc;

	(void)state;
	memset(big, 'n', sizeof(big));
	assert_int_equal(fs_write(path, "old", 3, 0600, &e), ERR_OK);
	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &kept);
	small = kept;
	small.rlim_cur = 1000;
	setrlimit(RLIMIT_FSIZE, &small);
	rc = fs_write(path, big, sizeof(big), 0600, &e);
	setrlimit(RLIMIT_FSIZE, &kept);
	assert_int_equal(rc, ERR_IO);
	assert_int_equal(e.sys, EFBIG);
	assert_int_equal(fs_read(path, 100, &b, &e), ERR_OK);
	assert_string_equal(b.s, "old");
	assert_int_equal(tmpdir_count(dir), 1);
	/* A directory in the way: the rename fails, after the writing. */
	tmpdir_path(dir, "sub", path);
	assert_int_equal(mkdir(path, 0700), 0);
	assert_int_equal(fs_write(path, "x", 1, 0600, &e), ERR_IO);
	assert_int_equal(tmpdir_count(dir), 2);
	str_free(&b);
}

/* While one process writes all-a and all-b in turn, another never sees anything else. */
static void
test_write_is_atomic(void **state)
{
	enum { N = 20000, ROUNDS = 60 };
	static char a[N], b[N];
	struct str seen = { 0 };
	int status, looked = 0;
	pid_t child;

	(void)state;
	memset(a, 'a', N);
	memset(b, 'b', N);
	assert_int_equal(fs_write(path, a, N, 0600, NULL), ERR_OK);
	child = fork();
	if (child == 0) {
		for (int i = 0; i < ROUNDS; i++) {
			if (fs_write(path, i % 2 == 0 ? b : a, N, 0600, NULL) != ERR_OK)
				_exit(1);
		}
		_exit(0);
	}
	while (waitpid(child, &status, WNOHANG) == 0) {
		str_reset(&seen);
		assert_int_equal(fs_read(path, N, &seen, NULL), ERR_OK);
		assert_int_equal(seen.len, N);
		assert_true(memcmp(seen.s, a, N) == 0 || memcmp(seen.s, b, N) == 0);
		looked++;
	}
	assert_int_equal(status, 0);
	assert_true(looked > 0);
	str_free(&seen);
}

/* A child that takes the lock, says so through the pipe, and holds it until it is killed. */
static pid_t
lock_in_child(int *said)
{
	int ends[2], fd;
	pid_t child;

	assert_int_equal(pipe(ends), 0);
	child = fork();
	if (child == 0) {
		enum err_code rc = fs_lock(path, &fd, NULL);

		alarm(DEADLINE_MS / 1000); /* a failed test must leave no process behind */
		if (write(ends[1], rc == ERR_OK ? "y" : "n", 1) != 1)
			_exit(1);
		for (;;)
			pause();
	}
	close(ends[1]);
	*said = ends[0];
	return child;
}

static void
test_lock(void **state)
{
	char want[64], yes = 0;
	struct err e;
	int said, fd, second;
	pid_t child;

	(void)state;
	child = lock_in_child(&said);
	assert_true(poll_readable(said, DEADLINE_MS));
	assert_int_equal(read(said, &yes, 1), 1);
	assert_int_equal(yes, 'y');
	assert_int_equal(fs_lock(path, &fd, &e), ERR_LOCKED);
	snprintf(want, sizeof(want), "进程号 %ld)", (long)child);
	assert_non_null(strstr(e.text, want));
	kill(child, SIGKILL); /* the lock survives no process */
	waitpid(child, NULL, 0);
	close(said);
	assert_int_equal(fs_lock(path, &fd, &e), ERR_OK);
	assert_true(fcntl(fd, F_GETFD) & FD_CLOEXEC);
	assert_int_equal(fs_lock(path, &second, &e), ERR_LOCKED); /* nor twice in one process */
	close(fd);
	assert_int_equal(fs_lock(path, &fd, &e), ERR_OK);
	close(fd);
}

static void
test_lock_without_pid(void **state)
{
	struct err e;
	int holder = open(path, O_RDWR | O_CREAT, 0600), fd;

	(void)state;
	assert_int_equal(flock(holder, LOCK_EX), 0);
	assert_int_equal(fs_lock(path, &fd, &e), ERR_LOCKED);
	assert_null(strstr(e.text, "进程号"));
	assert_int_equal(write(holder, "not a pid\n", 10), 10);
	assert_int_equal(fs_lock(path, &fd, &e), ERR_LOCKED);
	assert_null(strstr(e.text, "进程号"));
	close(holder);
	tmpdir_path(dir, "no/lock", path);
	assert_int_equal(fs_lock(path, &fd, &e), ERR_NOT_FOUND);
}

static void
test_network(void **state)
{
	static const char mounts[] =
	    "22 27 0:21 / /proc rw,relatime - proc proc rw\n"
	    "27 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw\n"
	    "40 27 0:50 / /home/u/far rw,nosuid shared:9 master:2 - fuse.sshfs u@far:/ rw\n"
	    "41 27 0:51 / / rw - fuse.fuse-overlayfs fuse-overlayfs rw\n"
	    "42 27 0:52 / /cut rw no type here\n"
	    "43 27 0:53 / /net rw - nfs4 srv:/ rw";

	(void)state;
	assert_false(fs_is_network(dir));
	assert_false(fs_is_network("/no/such/place"));
	assert_true(fs_magic_is_network(0x6969));
	assert_true(fs_magic_is_network((unsigned long)(long)(int)0xff534d42)); /* sign-extended */
	assert_false(fs_magic_is_network(0xef53));                              /* ext4 */
	assert_false(fs_magic_is_network(0x65735546)); /* FUSE alone says nothing */
	assert_true(fs_mount_is_network(mounts, 0, 50));
	assert_true(fs_mount_is_network(mounts, 0, 53));
	assert_false(fs_mount_is_network(mounts, 0, 51)); /* the root of a rootless container */
	assert_false(fs_mount_is_network(mounts, 0, 52));
	assert_false(fs_mount_is_network(mounts, 254, 0));
	assert_false(fs_mount_is_network(mounts, 9, 9));
	assert_false(fs_mount_is_network("", 0, 50));
}

static void
test_join_and_free(void **state)
{
	char out[8];

	(void)state;
	assert_true(fs_join(out, sizeof(out), "/a", "b"));
	assert_string_equal(out, "/a/b");
	assert_true(fs_join(out, sizeof(out), "/", "b"));
	assert_string_equal(out, "/b");
	assert_true(fs_join(out, sizeof(out), "/abc", "de")); /* seven and the NUL */
	assert_false(fs_join(out, sizeof(out), "/abc", "def"));
	assert_true(fs_free_bytes(dir) > 0);
	assert_int_equal(fs_free_bytes("/no/such/place"), -1);
}

static void
test_share(void **state)
{
	char out[256], tiny[4], conf[TMPDIR_PATHS];
	struct err e;

	(void)state;
	unsetenv("HOTSEAT_SHARE");
	assert_int_equal(fs_share(dir, out, sizeof(out), &e), ERR_NOT_FOUND);
	assert_non_null(strstr(e.text, "--share"));
	assert_int_equal(mkdir(tmpdir_path(dir, "conf", conf), 0700), 0);
	assert_int_equal(fs_share(dir, out, sizeof(out), &e), ERR_OK);
	assert_string_equal(out, dir);
	assert_int_equal(fs_share(dir, tiny, sizeof(tiny), &e), ERR_LIMIT);
	setenv("HOTSEAT_SHARE", dir, 1);
	assert_int_equal(fs_share(NULL, out, sizeof(out), &e), ERR_OK);
	assert_string_equal(out, dir);
	setenv("HOTSEAT_SHARE", "/no/such/place", 1);
	assert_int_equal(
	    fs_share(NULL, out, sizeof(out), &e), ERR_NOT_FOUND); /* named, so not passed over */
	assert_non_null(strstr(e.text, "HOTSEAT_SHARE"));
	assert_int_equal(
	    fs_share(dir, out, sizeof(out), &e), ERR_OK); /* the argument comes first */
}

/* A copy of this very program, run from bin/ below a tree with conf/ and themes/, finds that tree. */
static void
test_share_upwards(void **state)
{
	static const char *const dirs[] = { "bin", "conf", "themes" };
	char sub[TMPDIR_PATHS], exe[TMPDIR_PATHS], command[2 * TMPDIR_PATHS],
	    got[TMPDIR_PATHS] = "";
	struct str self = { 0 };
	FILE *p;

	(void)state;
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(fs_mkdirs(tmpdir_path(dir, dirs[i], sub), NULL), ERR_OK);
	assert_int_equal(fs_read("/proc/self/exe", 100000000, &self, NULL), ERR_OK);
	tmpdir_path(dir, "bin/copy", exe);
	assert_int_equal(fs_write(exe, self.s, self.len, 0755, NULL), ERR_OK);
	str_free(&self);
	snprintf(command, sizeof(command), "env -u HOTSEAT_SHARE %s --print-share", exe);
	p = popen(command, "r");
	assert_non_null(p);
	assert_non_null(fgets(got, sizeof(got), p));
	pclose(p);
	assert_string_equal(got, dir);
}

/* Found where the path says, in its order; nothing that is not a whole directory of it. */
static void
test_a_program_on_the_path(void **state)
{
	char was[4096], out[64], tiny[4];

	(void)state;
	(void)snprintf(was, sizeof(was), "%s", getenv("PATH") != NULL ? getenv("PATH") : "");
	assert_int_equal(setenv("PATH", "::/nonexistent:/bin:/usr/bin", 1), 0);
	assert_true(fs_program("sh", out, sizeof(out)));
	assert_string_equal(out, "/bin/sh");
	assert_false(fs_program("sh", tiny, sizeof(tiny)));
	assert_false(fs_program("no-such-program", out, sizeof(out)));
	assert_int_equal(unsetenv("PATH"), 0);
	assert_false(fs_program("sh", out, sizeof(out)));
	assert_int_equal(setenv("PATH", was, 1), 0);
}

static void
test_beside_exe(void **state)
{
	char out[4096], tiny[3];

	(void)state;
	assert_true(fs_beside_exe("test_fs", out, sizeof(out)));
	assert_true(fs_exists(out));
	assert_false(fs_beside_exe("test_fs", tiny, sizeof(tiny)));
}

static void
test_data_dir(void **state)
{
	char out[64], tiny[5];
	struct err e;

	(void)state;
	assert_int_equal(fs_data_dir("/given", "hotseat", out, sizeof(out), &e), ERR_OK);
	assert_string_equal(out, "/given");
	setenv("XDG_DATA_HOME", "/xdg", 1);
	assert_int_equal(fs_data_dir(NULL, "hotseat", out, sizeof(out), &e), ERR_OK);
	assert_string_equal(out, "/xdg/hotseat");
	setenv("XDG_DATA_HOME", "relative", 1);
	setenv("HOME", "/home/u", 1);
	assert_int_equal(fs_data_dir("", "hotseat", out, sizeof(out), &e), ERR_OK);
	assert_string_equal(out, "/home/u/.local/share/hotseat");
	assert_int_equal(fs_data_dir(NULL, "hotseat", tiny, sizeof(tiny), &e), ERR_LIMIT);
	assert_int_equal(fs_data_dir("/given", "hotseat", tiny, sizeof(tiny), &e), ERR_LIMIT);
	unsetenv("HOME");
	unsetenv("XDG_DATA_HOME");
	assert_int_equal(fs_data_dir(NULL, "hotseat", out, sizeof(out), &e), ERR_OK);
	assert_non_null(strstr(out, "/.local/share/hotseat"));
}

static int
print_share(void)
{
	char out[256];

	if (fs_share(NULL, out, sizeof(out), NULL) != ERR_OK)
		return 1;
	fputs(out, stdout);
	return 0;
}

/* At a place, whatever stands before it; a full device and a closed file are told. */
static void
test_write_at(void **state)
{
	struct str got = { 0 };
	struct err e;
	int fd, full = open("/dev/full", O_WRONLY);

	(void)state;
	fd = open(path, O_RDWR | O_CREAT, 0600);
	assert_true(fd >= 0);
	assert_true(fs_write_at(fd, "ef", 2, 4));
	assert_true(fs_write_at(fd, "abcd", 4, 0));
	assert_true(fs_write_at(fd, "", 0, 100));
	assert_int_equal(fs_read(path, 100, &got, &e), ERR_OK);
	assert_string_equal(str_c(&got), "abcdef");
	close(fd);
	assert_false(fs_write_at(fd, "x", 1, 0));
	assert_int_equal(errno, EBADF);
	if (full >= 0) {
		assert_false(fs_write_at(full, "x", 1, 0));
		assert_int_equal(errno, ENOSPC);
		close(full);
	}
	str_free(&got);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_mkdirs, setup, teardown),
		cmocka_unit_test_setup_teardown(test_read, setup, teardown),
		cmocka_unit_test_setup_teardown(test_read_large, setup, teardown),
		cmocka_unit_test_setup_teardown(test_read_text, setup, teardown),
		cmocka_unit_test_setup_teardown(test_write, setup, teardown),
		cmocka_unit_test_setup_teardown(test_write_at, setup, teardown),
		cmocka_unit_test_setup_teardown(test_write_fails_whole, setup, teardown),
		cmocka_unit_test_setup_teardown(test_write_is_atomic, setup, teardown),
		cmocka_unit_test_setup_teardown(test_lock, setup, teardown),
		cmocka_unit_test_setup_teardown(test_lock_without_pid, setup, teardown),
		cmocka_unit_test_setup_teardown(test_network, setup, teardown),
		cmocka_unit_test_setup_teardown(test_join_and_free, setup, teardown),
		cmocka_unit_test_setup_teardown(test_share, setup, teardown),
		cmocka_unit_test_setup_teardown(test_share_upwards, setup, teardown),
		cmocka_unit_test_setup_teardown(test_beside_exe, setup, teardown),
		cmocka_unit_test_setup_teardown(test_data_dir, setup, teardown),
		cmocka_unit_test(test_a_program_on_the_path),
	};

	if (argc == 2 && strcmp(argv[1], "--print-share") == 0)
		return print_share();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
