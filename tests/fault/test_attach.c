/* An attachment cut half-way: the seat dies by kill -9 (and its own centre with it) while a large file is being sent, again
 * and again; the next start goes on from where the centre is, and in the end the file is there once, whole, and verifies.
 * A file that the centre has lost or that was changed on its disk is named by hotseatd verify. A start that comes before the
 * killed one's centre has gone waits for it. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <fcntl.h>
#include <glob.h>
#include <poll.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "../lib/poll.h"
#include "../lib/site.h"
#include "base/clock.h"
#include "base/fs.h"

#define FILE_BYTES (12u << 20)
#define KILLS      3
#define WAIT_MS    60000

struct place {
	struct site site;
	char data[TMPDIR_PATHS], file[TMPDIR_PATHS], no[20];
	char bin[512], share[512];
	struct str out;
};

static const char lamp[] =
    "channel: phone\ntype: help\ncategory: 0205\narea: 990102001\naddress: 红山路78号\n"
    "content: 红山路78号门前的路灯三天没亮了, 晚上回家很黑\nevent_time: 三天前\n"
    "appellant_name: 张三丰\ncaller_phone: 13800000001\ndemand: 尽快修好\n";

static void
list(const struct place *p, const char *const *more, const char **argv)
{
	int n = 0;

	argv[n++] = p->bin;
	argv[n++] = "--share";
	argv[n++] = p->share;
	argv[n++] = "--data";
	argv[n++] = p->data;
	while (*more != NULL)
		argv[n++] = *more++;
	argv[n] = NULL;
}

static int
run(struct place *p, const char *const *more)
{
	const char *argv[24];

	list(p, more, argv);
	str_reset(&p->out);
	return site_run(argv, NULL, &p->out);
}

static int
setup(void **state)
{
	struct place *p = calloc(1, sizeof(*p));
	char path[TMPDIR_PATHS];
	unsigned char *big = malloc(FILE_BYTES);
	uint32_t x = 1;

	assert_non_null(p);
	assert_non_null(big);
	site_private(&p->site);
	daemon_bin("hotseat", p->bin);
	daemon_share("", p->share);
	tmpdir_path(p->site.dir, "seat", p->data);
	for (size_t i = 0; i < FILE_BYTES; i++)
		big[i] = (unsigned char)((x = x * 1664525u + 1013904223u) >> 24);
	memcpy(big, "\xff\xd8\xff\xe0", 4);
	tmpdir_put(p->site.dir, "road.jpg", big, FILE_BYTES, p->file);
	free(big);
	tmpdir_put(p->site.dir, "lamp.txt", lamp, strlen(lamp), path);
	assert_int_equal(run(p, (const char *[]){ "ticket", "new", "--from", path, NULL }), 0);
	for (const char *c = str_c(&p->out); *c != '\0' && p->no[0] == '\0'; c++)
		if (strspn(c, "0123456789") == 18)
			snprintf(p->no, sizeof(p->no), "%.18s", c);
	*state = p;
	return 0;
}

static int
teardown(void **state)
{
	struct place *p = *state;

	str_free(&p->out);
	site_close(&p->site);
	free(p);
	return 0;
}

/* Bytes of the file at the centre; *whole: under its own name. */
static int64_t
at_centre(const struct place *p, bool *whole, char path[600])
{
	char pattern[TMPDIR_PATHS + 40];
	struct stat st;
	glob_t g;
	int64_t n = 0;

	*whole = false;
	snprintf(pattern, sizeof(pattern), "%s/centre/blobs/*/*/*", p->data);
	if (glob(pattern, 0, NULL, &g) == 0) {
		assert_int_equal(g.gl_pathc, 1); /* once, and no part beside it */
		snprintf(path, 600, "%s", g.gl_pathv[0]);
		*whole = strstr(path, ".part") == NULL;
		n = stat(path, &st) == 0 ? st.st_size : 0;
	}
	globfree(&g);
	return n;
}

static pid_t
start(const char *const *argv)
{
	const pid_t pid = fork();

	if (pid == 0) {
		const int null = open("/dev/null", O_RDWR);

		dup2(null, 1);
		dup2(null, 2);
		execv(argv[0], (char *const *)(uintptr_t)argv);
		_exit(127);
	}
	assert_true(pid > 0);
	return pid;
}

/* The seat with these words, killed once the centre has more than ${beyond} bytes; what it had then. */
static int64_t
killed(struct place *p, const char *const *more, int64_t beyond)
{
	const char *argv[24];
	char path[600];
	int64_t end = clock_mono_ms() + WAIT_MS, n = 0;
	bool whole = false;
	pid_t pid;

	list(p, more, argv);
	pid = start(argv);
	while (clock_mono_ms() < end && (n = at_centre(p, &whole, path)) <= beyond && !whole)
		(void)poll(NULL, 0, 1);
	kill(pid, SIGKILL);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	return n;
}

static int
verify(struct place *p)
{
	char bin[512], data[TMPDIR_PATHS + 10];
	const char *argv[] = { daemon_bin("hotseatd", bin), "verify", "--data", data, NULL };

	snprintf(data, sizeof(data), "%s/centre", p->data);
	str_reset(&p->out);
	return site_run(argv, NULL, &p->out);
}

static void
spoil(const char *path)
{
	int fd = open(path, O_RDWR);

	assert_true(fd >= 0);
	assert_int_equal(pwrite(fd, "x", 1, 5000), 1);
	close(fd);
}

static void
a_cut_upload_goes_on_and_comes_once(void **state)
{
	struct place *p = *state;
	char path[600];
	bool whole;
	int64_t had;

	had = killed(p, (const char *[]){ "ticket", "attach", p->no, p->file, NULL }, 0);
	assert_true(had > 0);
	for (int i = 1; i < KILLS; i++) {
		int64_t now = killed(p, (const char *[]){ "sync", NULL }, had);

		assert_true(now >= had); /* on from there, not from the start */
		had = now;
	}
	assert_int_equal(run(p, (const char *[]){ "sync", NULL }), 0);
	assert_int_equal(at_centre(p, &whole, path), FILE_BYTES);
	assert_true(whole);
	assert_int_equal(run(p, (const char *[]){ "ticket", "files", p->no, "--json", NULL }), 0);
	assert_non_null(strstr(str_c(&p->out), "\"state\":\"sent\""));
	assert_int_equal(verify(p), 0);
	assert_non_null(strstr(str_c(&p->out), "附件 1 个\n"));
	spoil(path);
	assert_int_equal(verify(p), 1);
	assert_non_null(strstr(str_c(&p->out), "附件的内容被改动: road.jpg"));
	assert_non_null(strstr(str_c(&p->out), p->no));
	assert_int_equal(remove(path), 0);
	assert_int_equal(verify(p), 1);
	assert_non_null(strstr(str_c(&p->out), "附件的文件不见了"));
}

/* ---- who comes too soon ---- */

static bool
was_turned_away(void *arg)
{
	const struct place *p = arg;
	char log[TMPDIR_PATHS + 20];
	struct str said = { 0 };
	bool yes;

	snprintf(log, sizeof(log), "%s/centre/centre.log", p->data);
	yes = fs_read(log, 1 << 20, &said, NULL) == ERR_OK &&
	      strstr(str_c(&said), "正被另一个程序占用") != NULL;
	str_free(&said);
	return yes;
}

struct child {
	pid_t pid;
	int status;
};

static bool
has_ended(void *arg)
{
	struct child *c = arg;

	return waitpid(c->pid, &c->status, WNOHANG) == c->pid;
}

/* Of a seat that was just killed the centre may have its data for a moment still, and ours ends at once: it is started again
 * when that one has gone. */
static void
a_command_outlives_the_centre_before_its_own(void **state)
{
	struct place *p = *state;
	char lock[TMPDIR_PATHS + 30];
	struct child c = { 0 };
	const char *argv[24];
	int held = -1;
	bool turned_away, ended;

	snprintf(lock, sizeof(lock), "%s/centre/centre.db.lock", p->data);
	assert_int_equal(fs_lock(lock, &held, NULL), ERR_OK);
	list(p, (const char *[]){ "sync", NULL }, argv);
	c.pid = start(argv);
	turned_away = poll_until(was_turned_away, p, WAIT_MS);
	close(held);
	ended = turned_away && poll_until(has_ended, &c, WAIT_MS);
	if (!ended) {
		kill(c.pid, SIGKILL);
		assert_int_equal(waitpid(c.pid, NULL, 0), c.pid);
	}
	assert_true(turned_away);
	assert_true(ended);
	assert_true(WIFEXITED(c.status));
	assert_int_equal(WEXITSTATUS(c.status), 0);
}

static void
what_is_no_evidence_is_refused_and_nothing_is_done(void **state)
{
	struct place *p = *state;
	char bad[TMPDIR_PATHS], empty[TMPDIR_PATHS], huge[TMPDIR_PATHS], path[600];
	bool whole;
	int fd;

	tmpdir_put(p->site.dir, "bad.jpg", "MZ\x90\0\1\2", 6, bad);
	tmpdir_put(p->site.dir, "empty.txt", "", 0, empty);
	tmpdir_put(p->site.dir, "huge.jpg", "\xff\xd8\xff", 3, huge);
	fd = open(huge, O_RDWR);
	assert_int_equal(ftruncate(fd, (21 << 20)), 0);
	close(fd);
	assert_int_equal(run(p, (const char *[]){ "ticket", "attach", p->no, bad, NULL }), 1);
	assert_non_null(strstr(str_c(&p->out), "只收 jpg"));
	assert_int_equal(run(p, (const char *[]){ "ticket", "attach", p->no, empty, NULL }), 1);
	assert_int_equal(run(p, (const char *[]){ "ticket", "attach", p->no, huge, NULL }), 1);
	assert_non_null(strstr(str_c(&p->out), "20 MB"));
	assert_int_equal(
	    run(p, (const char *[]){ "ticket", "attach", p->no, p->file, bad, NULL }), 1);
	assert_int_equal(at_centre(p, &whole, path), 0); /* all, or nothing */
	assert_int_equal(run(p, (const char *[]){ "ticket", "files", p->no, "--json", NULL }), 0);
	assert_non_null(strstr(str_c(&p->out), "[]"));
	assert_int_equal(verify(p), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    a_cut_upload_goes_on_and_comes_once, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    what_is_no_evidence_is_refused_and_nothing_is_done, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    a_command_outlives_the_centre_before_its_own, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
