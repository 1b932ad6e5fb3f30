/* The real programs in a directory of a test's own. */
#include "site.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fs.h"
#include "city/pack.h"
#include "poll.h"

#define ARGS_MAX 32

static void
must(bool ok, const char *what, const char *why)
{
	if (ok)
		return;
	fprintf(stderr, "site: %s: %s\n", what, why);
	abort();
}

/* ---- programs without a terminal ---- */

static void
become(const char *const *argv, int in, int out)
{
	dup2(in, 0);
	dup2(out, 1);
	dup2(out, 2);
	execv(argv[0], (char *const *)(uintptr_t)argv);
	_exit(127);
}

int
site_run(const char *const *argv, const char *input, struct str *out)
{
	int in[2], from[2], status = 0;
	char buf[4096];
	ssize_t n;
	pid_t pid;

	must(pipe2(in, O_CLOEXEC) == 0 && pipe2(from, O_CLOEXEC) == 0, argv[0], "no pipe");
	pid = fork();
	must(pid >= 0, argv[0], "no process");
	if (pid == 0)
		become(argv, in[0], from[1]);
	close(in[0]);
	close(from[1]);
	if (input != NULL) /* all of it fits into the pipe */
		must(
		    write(in[1], input, strlen(input)) == (ssize_t)strlen(input), argv[0], "input");
	close(in[1]);
	while ((n = read(from[0], buf, sizeof(buf))) > 0 || (n < 0 && errno == EINTR))
		if (n > 0)
			str_add_n(out, buf, (size_t)n);
	close(from[0]);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* ---- the centre ---- */

static void
begin(struct site *s)
{
	struct err e = { 0 };
	char path[512];

	*s = (struct site){ 0 };
	must(secret_init(&e) == ERR_OK, "libsodium", e.text);
	tmpdir_make(s->dir);
	setenv("XDG_CONFIG_HOME", s->dir, 1); /* nobody's own hotseat.conf */
	must(city_pack_load(daemon_share("conf/city/yunjiang", path), &s->city, &e) == ERR_OK,
	    "city", e.text);
}

void
site_private(struct site *s)
{
	begin(s);
	s->centre.is_private = true;
	tmpdir_path(s->dir, "seat/centre", s->centre.data);
	tmpdir_path(s->dir, "seat/centre/key", s->centre.key);
}

void
site_real(struct site *s)
{
	begin(s);
	s->real = true;
	daemon_init(&s->centre, s->dir, false);
	(void)snprintf(s->centre.server, sizeof(s->centre.server), "unix:%s/seats.sock", s->dir);
}

void
site_start(struct site *s)
{
	daemon_start(&s->centre, "--listen", s->centre.server);
}

void
site_code(struct site *s, const char *seat_no, char out[64])
{
	char bin[512];
	struct str said = { 0 };
	const char *at;
	size_t n;
	int rc =
	    site_run((const char *[]){ daemon_bin("hotseatd", bin), "device", "add", "--data",
			 s->centre.data, "--key-file", s->centre.key, "--seat", seat_no, NULL },
		NULL, &said);

	at = strstr(str_c(&said), "登记码 ");
	must(rc == 0 && at != NULL, "device add", str_c(&said));
	at += strlen("登记码 ");
	n = strcspn(at, "\n");
	must(n > 0 && n < 64, "device add", str_c(&said));
	memcpy(out, at, n);
	out[n] = '\0';
	str_free(&said);
}

void
site_close(struct site *s)
{
	daemon_stop(&s->centre);
	city_free(s->city);
	if (getenv("KEEP") == NULL) /* to look at what a failure left behind */
		tmpdir_remove(s->dir);
	*s = (struct site){ 0 };
}

/* ---- seats ---- */

struct screen *
site_seat(struct site *s, const char *name, int rows, int cols, const char *const *more)
{
	char bin[512], data[TMPDIR_PATHS];
	const char *argv[ARGS_MAX] = { daemon_bin("hotseat", bin), "--data",
		tmpdir_path(s->dir, name, data) };
	size_t n = 3;

	if (s->real) {
		argv[n++] = "--server";
		argv[n++] = s->centre.server;
	}
	for (size_t i = 0; more != NULL && more[i] != NULL && n + 1 < ARGS_MAX; i++)
		argv[n++] = more[i];
	return screen_start(argv, rows, cols);
}

struct screen *
site_phoned(struct site *s, const char *calls, const char *config, const char *option)
{
	char file[TMPDIR_PATHS], phone[TMPDIR_PATHS + 128];
	const char *const more[] = { "--phone", phone, option, NULL };

	tmpdir_put(s->dir, "calls", calls, strlen(calls), file);
	(void)snprintf(phone, sizeof(phone), "sim:calls=%s,%s", file, config);
	return site_seat(s, "seat", 24, 80, more);
}

struct screen *
site_called(struct site *s, const char *calls, int seed, const char *option)
{
	char config[32];
	struct screen *seat;

	(void)snprintf(config, sizeof(config), "pace=1,seed=%d", seed);
	seat = site_phoned(s, calls, config, option);
	must(seat != NULL && screen_wait(seat, "按 F2 接听"), "seat", "nobody calls");
	screen_key(seat, "F2");
	must(screen_wait(seat, "诉求内容"), "seat", "the form does not open");
	return seat;
}

struct screen *
site_enrolled(struct site *s, const char *name, const char *seat_no, int rows, int cols)
{
	char code[64];
	const char *more[] = { "--enrol", code, NULL };
	struct screen *seat;

	site_code(s, seat_no, code);
	seat = site_seat(s, name, rows, cols, more);
	must(screen_wait(seat, "线路正常, 由中心核对"), "enrolling", seat_no);
	return seat;
}

/* ---- what the centre has ---- */

struct store *
site_store(struct site *s)
{
	static uint8_t key[SECRET_KEY_BYTES]; /* one site at a time; borrowed by the store */
	struct store_args args = { .dir = s->centre.data, .key = key };
	struct store *store = NULL;

	if (!fs_exists(s->centre.key))
		return NULL;
	daemon_key(&s->centre, key);
	return store_open(&args, &store, NULL) == ERR_OK ? store : NULL;
}

int64_t
site_tickets(struct site *s)
{
	struct store *store = site_store(s);
	int64_t n = store != NULL ? store_ticket_count(store, "centre", 0) : -1;

	store_close(store);
	return n;
}

struct waiting {
	struct site *s;
	int64_t n;
};

static bool
has_tickets(void *arg)
{
	const struct waiting *w = arg;

	return site_tickets(w->s) == w->n;
}

bool
site_wait_tickets(struct site *s, int64_t n)
{
	struct waiting w = { s, n };
	bool ok = poll_until(has_tickets, &w, SITE_WAIT_MS);

	if (!ok)
		fprintf(stderr, "the centre has %lld tickets, not %lld\n",
		    (long long)site_tickets(s), (long long)n);
	return ok;
}

bool
site_ticket(struct site *s, const char *no, struct ticket *t)
{
	struct store *store = site_store(s);
	char id[ID_SIZE];
	bool ok = store != NULL && store_ticket_by_number(store, no, id, NULL) == ERR_OK &&
		  store_ticket_get(store, id, t, NULL) == ERR_OK;

	store_close(store);
	return ok;
}

bool
site_file_lamp(struct site *s)
{
	static const char lamp[] =
	    "channel: phone\ntype: help\ncategory: 0205\narea: 990102001\naddress: 红山路78号\n"
	    "content: 红山路78号门前的路灯三天没亮了, 晚上回家很黑\nevent_time: 三天前\n"
	    "appellant_called: 张先生\ncaller_phone: 13800000001\ndemand: 尽快修好\n";
	char hotseat[512], share[512], data[TMPDIR_PATHS];
	struct str out = { 0 };
	bool filed;

	tmpdir_path(s->dir, "seat", data);
	filed = site_run((const char *const[]){ daemon_bin("hotseat", hotseat), "--share",
			     daemon_share("", share), "--data", data, "ticket", "new", "--from",
			     "-", NULL },
		    lamp, &out) == 0;
	if (!filed)
		fprintf(stderr, "%s\n", str_c(&out));
	str_free(&out);
	return filed;
}
