/* The real hotseatd over its unix socket and over TCP: enrolling, signing in, pushing, pulling, waiting, being killed. */
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <arpa/inet.h>
#include <cmocka.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../lib/centre.h"
#include "../lib/daemon.h"
#include "../lib/httproom.h"
#include "../lib/poll.h"
#include "base/clock.h"
#include "base/fs.h"
#include "wire/admin_json.h"
#include "wire/message.h"
#include "wire/page.h"

#define PASSWORD "lamp-post-78"

struct loop {
	char dir[TMPDIR_SIZE];
	struct daemon d;
	int port; /* 0: over the unix socket */
	char listen[40];
	struct tcentre model; /* makes operations */
	char device[96], seat[8], bearer[96];
	int64_t n;
	int filed;
};

/* ---- one connection ---- */

static struct raw
dial(const struct loop *l)
{
	struct sockaddr_un u = { .sun_family = AF_UNIX };
	struct sockaddr_in t = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
		.sin_port = htons((uint16_t)l->port) };
	bool tcp = l->port != 0;
	struct raw c = { .fd = -1 };
	const void *to = tcp ? (const void *)&t : (const void *)&u;
	int64_t until = clock_mono_ms() + WAIT_MS;

	snprintf(u.sun_path, sizeof(u.sun_path), "%.100s", l->d.server + strlen("unix:"));
	for (;;) { /* one listener opens a moment after the other */
		c.fd = socket(tcp ? AF_INET : AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
		if (connect(c.fd, to, tcp ? sizeof(t) : sizeof(u)) == 0)
			return c;
		close(c.fd);
		if (clock_mono_ms() > until)
			fail_msg("cannot connect");
		poll(NULL, 0, 5);
	}
}

static void
request(struct raw *c, const char *what, const char *authorization, const char *body)
{
	struct str text = { 0 };

	str_addf(&text, "%s HTTP/1.1\r\nHost: test\r\n", what);
	if (authorization != NULL)
		str_addf(&text, "Authorization: %s\r\n", authorization);
	if (body != NULL)
		str_addf(&text, "Content-Type: application/json\r\nContent-Length: %zu\r\n",
		    strlen(body));
	str_addf(&text, "\r\n%s", body != NULL ? body : "");
	raw_send(c, str_c(&text));
	str_free(&text);
}

/* A request of its own; the answer's body appended to ${out}. */
static int
ask(const struct loop *l, const char *what, const char *authorization, const char *body,
    struct str *out)
{
	struct raw c = dial(l);
	int status;

	request(&c, what, authorization, body);
	status = raw_answer(&c);
	if (out != NULL) {
		str_reset(out);
		str_add_n(out, str_c(&c.body), c.body.len);
	}
	raw_close(&c);
	return status;
}

/* ---- the seat ---- */

static void
enrol(struct loop *l)
{
	struct str out = { 0 };
	struct admin_code code;
	struct msg_device d;
	struct err e = { 0 };
	char body[80];
	int port = l->port;

	l->port = 0; /* codes are given out over the socket only */
	assert_int_equal(ask(l, "POST /v1/admin/seats", NULL, "{\"seat_no\":\"1160\"}", &out), 201);
	l->port = port;
	assert_int_equal(admin_code_read(str_c(&out), out.len, &code, &e), ERR_OK);
	snprintf(body, sizeof(body), "{\"code\":\"%s\",\"name\":\"测试席\"}", code.code);
	assert_int_equal(ask(l, "POST /v1/devices", NULL, body, &out), 201);
	assert_int_equal(msg_device_read(str_c(&out), out.len, &d, &e), ERR_OK);
	snprintf(l->device, sizeof(l->device), "Device %s.%s", d.device_id, d.device_key);
	str_copy(l->seat, sizeof(l->seat), d.seat_no);
	str_free(&out);
}

static int
sign_in(struct loop *l, const char *password)
{
	struct str out = { 0 };
	struct msg_session s;
	struct err e = { 0 };
	char body[80];
	int status;

	snprintf(body, sizeof(body), "{\"job_no\":\"1154\",\"password\":\"%s\"}", password);
	status = ask(l, "POST /v1/sessions", l->device, body, &out);
	if (status == 201) {
		assert_int_equal(msg_session_read(str_c(&out), out.len, &s, &e), ERR_OK);
		assert_string_equal(s.name, "王芳");
		assert_string_equal(s.feed, "centre");
		snprintf(l->bearer, sizeof(l->bearer), "Bearer %s", s.token);
	}
	str_free(&out);
	return status;
}

/* The next push: a street lamp of the sample city. */
static struct str
next_push(struct loop *l, char ticket[ID_SIZE])
{
	struct str body = { 0 }, push = { 0 };
	struct op_item item;
	char no[40], day[24];
	struct err e = { 0 };
	struct op op;

	l->model.now = clock_now_ms();
	tcentre_lamp(&l->model, &op, EVENT_SUBMIT, 0);
	civil_format(l->model.now, "%Y%m%d%H%M%S", day, sizeof(day));
	snprintf(no, sizeof(no), "%s%s%02d", day + 2, l->seat, l->filed++ % 100);
	tcentre_set(&op, TF_NO, no, NULL);
	tcentre_set(&op, TF_AREA, "990102001", NULL);
	str_copy(ticket, ID_SIZE, op.ticket);
	assert_int_equal(op_body(&op, &body, &e), ERR_OK);
	item = (struct op_item){ ++l->n, 0, body.s, body.len };
	assert_int_equal(ops_write(&item, 1, &push, &e), ERR_OK);
	str_free(&body);
	op_free(&op);
	return push;
}

static void
push_one(struct loop *l, char ticket[ID_SIZE])
{
	struct str push = next_push(l, ticket), out = { 0 };

	assert_int_equal(ask(l, "POST /v1/sync/ops", l->device, push.s, &out), 200);
	if (strstr(str_c(&out), "\"applied\"") == NULL)
		fail_msg("%s", str_c(&out));
	str_free(&push);
	str_free(&out);
}

static void
pull_feed(struct loop *l, const char *feed, char cursor[CURSOR_SIZE], struct page *p)
{
	char what[300];
	struct str out = { 0 };
	struct err e = { 0 };

	snprintf(what, sizeof(what), "GET /v1/sync/changes?feed=%s&limit=2000%s%s", feed,
	    cursor[0] != '\0' ? "&cursor=" : "", cursor);
	assert_int_equal(ask(l, what, l->bearer, NULL, &out), 200);
	assert_int_equal(page_read(str_c(&out), out.len, p, &e), ERR_OK);
	str_copy(cursor, CURSOR_SIZE, p->cursor);
	str_free(&out);
}

static void
pull(struct loop *l, char cursor[CURSOR_SIZE], struct page *p)
{
	pull_feed(l, "centre", cursor, p);
}

/* ---- life ---- */

static void
start(struct loop *l)
{
	if (l->listen[0] != '\0')
		daemon_start(&l->d, "--listen", l->listen);
	else
		daemon_start(&l->d, NULL, NULL);
}

static void
open_loop(void **state, bool tcp)
{
	struct loop *l = calloc(1, sizeof(*l));

	tmpdir_make(l->dir);
	tcentre_open(&l->model, false, true);
	daemon_init(&l->d, l->dir, false);
	assert_int_equal(daemon_password(&l->d, "1154", PASSWORD), 0);
	if (tcp) {
		l->port = daemon_free_port();
		snprintf(l->listen, sizeof(l->listen), "127.0.0.1:%d", l->port);
	}
	start(l);
	enrol(l);
	*state = l;
}

static int
setup(void **state)
{
	open_loop(state, false);
	return 0;
}

static int
setup_tcp(void **state)
{
	open_loop(state, true);
	return 0;
}

static int
teardown(void **state)
{
	struct loop *l = *state;

	if (l->d.pid != 0)
		daemon_stop(&l->d);
	tcentre_close(&l->model);
	tmpdir_remove(l->dir);
	free(l);
	return 0;
}

/* ---- a day's work ---- */

static void
a_seat_files_and_sees_it(void **state)
{
	struct loop *l = *state;
	char cursor[CURSOR_SIZE] = "", ticket[ID_SIZE], what[80], ref[] = "?feed=reference";
	struct str out = { 0 };
	struct raw c;
	struct page p;

	assert_int_equal(sign_in(l, PASSWORD), 201);
	push_one(l, ticket);
	pull(l, cursor, &p);
	assert_int_equal(p.n_tickets, 1);
	assert_string_equal(p.tickets[0].id, ticket);
	assert_string_equal(p.tickets[0].created_by, "1154");
	assert_int_equal(p.last_op, 1);
	page_free(&p);
	snprintf(what, sizeof(what), "GET /v1/tickets/%s", ticket);
	c = dial(l);
	request(&c, what, l->bearer, NULL);
	assert_int_equal(raw_answer(&c), 200);
	assert_true(raw_has(&c, "ETag: \"2\""));
	assert_true(raw_has(&c, "Content-Type: application/json"));
	snprintf(what, sizeof(what), "GET /v1/sync/changes%s", ref);
	request(&c, what, l->bearer, NULL); /* on the same connection */
	assert_int_equal(raw_answer(&c), 200);
	assert_non_null(strstr(str_c(&c.body), "\"ref\""));
	raw_close(&c);
	assert_int_equal(ask(l, "DELETE /v1/sessions", l->bearer, NULL, &out), 204);
	assert_int_equal(out.len, 0);
	assert_int_equal(ask(l, what, l->bearer, NULL, &out), 401);
	str_free(&out);
}

static void
wrong_passwords_lock(void **state)
{
	struct loop *l = *state;
	struct raw c = dial(l);

	for (int i = 0; i < 5; i++)
		assert_int_equal(sign_in(l, "wrong"), 401);
	request(&c, "POST /v1/sessions", l->device,
	    "{\"job_no\":\"1154\",\"password\":\"" PASSWORD "\"}");
	assert_int_equal(raw_answer(&c), 429);
	assert_true(raw_has(&c, "Content-Type: application/problem+json"));
	assert_non_null(strstr(str_c(&c.head), "Retry-After: "));
	assert_non_null(strstr(str_c(&c.body), "\"code\":\"busy\""));
	raw_close(&c);
}

static void
what_is_wrong_is_said(void **state)
{
	struct loop *l = *state;
	struct str out = { 0 };

	assert_int_equal(ask(l, "GET /v1/nothing", NULL, NULL, &out), 404);
	assert_int_equal(ask(l, "POST /v1/sync/ops", l->device, "{\"ops\":[{}]}", &out), 422);
	assert_non_null(strstr(str_c(&out), "/ops/0/n"));
	assert_int_equal(ask(l, "POST /v1/sync/ops", "Device x", "{}", &out), 403);
	assert_int_equal(ask(l, "GET /v1/sync/changes?feed=centre", NULL, NULL, &out), 401);
	str_free(&out);
}

/* A refused method comes with those that are not (RFC 9110, 15.5.6); a path that is none has nothing to allow. */
static void
a_refused_method_names_the_allowed(void **state)
{
	static const struct {
		const char *what, *allow;
		int status;
	} CASES[] = {
		{ "PUT /v1/centre", "\nAllow: GET\r\n", 405 },
		{ "GET /v1/sessions", "\nAllow: POST, DELETE\r\n", 405 },
		{ "DELETE /v1/tickets/0190a000-0000-7000-8000-000000000001",
		    "\nAllow: GET, PATCH\r\n", 405 },
		{ "PUT /v1/nothing", NULL, 404 },
		{ "GET /v1/centre", NULL, 200 },
	};

	for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
		struct raw c = dial(*state);

		request(&c, CASES[i].what, NULL, NULL);
		assert_int_equal(raw_answer(&c), CASES[i].status);
		if (CASES[i].allow == NULL)
			assert_null(strstr(str_c(&c.head), "\nAllow:"));
		else if (strstr(str_c(&c.head), CASES[i].allow) == NULL)
			fail_msg("%s: %s", CASES[i].what, str_c(&c.head));
		raw_close(&c);
	}
}

/* Over TCP nobody is the user the centre runs as. */
static void
the_administrator_is_at_the_machine(void **state)
{
	struct loop *l = *state;
	struct str out = { 0 };

	assert_int_equal(ask(l, "POST /v1/admin/seats", NULL, "{}", &out), 401);
	assert_int_equal(ask(l, "POST /v1/admin/imports", NULL, "{}", &out), 403);
	str_free(&out);
}

/* ---- waiting ---- */

struct parked {
	struct loop *l;
	int n;
};

static bool
are_parked(void *arg)
{
	const struct parked *p = arg;
	struct str out = { 0 };
	char want[32];
	bool yes;

	snprintf(want, sizeof(want), "\"parked\":%d}", p->n);
	assert_int_equal(ask(p->l, "GET /readyz", NULL, NULL, &out), 200);
	yes = strstr(str_c(&out), want) != NULL;
	str_free(&out);
	return yes;
}

static void
poll_on(struct loop *l, struct raw *c, const char *cursor)
{
	char what[300];

	snprintf(what, sizeof(what), "GET /v1/sync/changes?feed=centre&wait=25&cursor=%s", cursor);
	*c = dial(l);
	request(c, what, l->bearer, NULL);
}

#define CROWD 200

static void
a_push_wakes_all_who_wait(void **state)
{
	struct loop *l = *state;
	struct raw *c = calloc(CROWD, sizeof(*c));
	struct parked all = { l, CROWD }, none = { l, 0 };
	char cursor[CURSOR_SIZE] = "", ticket[ID_SIZE];
	struct page p;

	assert_int_equal(sign_in(l, PASSWORD), 201);
	pull(l, cursor, &p);
	page_free(&p);
	for (int i = 0; i < CROWD; i++)
		poll_on(l, &c[i], cursor);
	assert_true(poll_until(are_parked, &all, WAIT_MS));
	push_one(l, ticket); /* and nobody is in its way */
	for (int i = 0; i < CROWD; i++) {
		assert_int_equal(raw_answer(&c[i]), 200);
		assert_non_null(strstr(str_c(&c[i].body), ticket));
		raw_close(&c[i]);
	}
	assert_true(poll_until(are_parked, &none, WAIT_MS));
	free(c);
}

static void
who_hangs_up_is_forgotten(void **state)
{
	struct loop *l = *state;
	struct parked one = { l, 1 }, none = { l, 0 };
	char cursor[CURSOR_SIZE] = "";
	struct page p;
	struct raw c;

	assert_int_equal(sign_in(l, PASSWORD), 201);
	pull(l, cursor, &p);
	page_free(&p);
	poll_on(l, &c, cursor);
	assert_true(poll_until(are_parked, &one, WAIT_MS));
	raw_close(&c);
	assert_true(poll_until(are_parked, &none, WAIT_MS));
}

/* SIGTERM: those who wait get an answer, the process ends well. */
static void
a_stop_is_orderly(void **state)
{
	struct loop *l = *state;
	struct parked one = { l, 1 };
	char cursor[CURSOR_SIZE] = "", ticket[ID_SIZE];
	struct page p;
	struct raw c;

	assert_int_equal(sign_in(l, PASSWORD), 201);
	push_one(l, ticket);
	pull(l, cursor, &p);
	page_free(&p);
	poll_on(l, &c, cursor);
	assert_true(poll_until(are_parked, &one, WAIT_MS));
	assert_int_equal(daemon_stop(&l->d), 0);
	assert_int_not_equal(raw_answer(&c), 0);
	raw_close(&c);
	assert_int_equal(daemon_verify(&l->d), 0);
	start(l);
	pull(l, cursor, &p); /* sessions and cursors outlive it */
	assert_int_equal(p.n_tickets, 0);
	page_free(&p);
}

/* ---- being killed ---- */

/* Killed while pushes are under way: whatever was acknowledged is there, what was not is there once when it is sent
 * again, byte for byte. */
static void
a_kill_loses_nothing_acknowledged(void **state)
{
	struct loop *l = *state;
	char cursor[CURSOR_SIZE] = "", ticket[ID_SIZE];
	struct str out = { 0 };
	struct page p;

	assert_int_equal(sign_in(l, PASSWORD), 201);
	for (int round = 0; round < 5; round++) {
		struct str push;
		struct raw c;
		push_one(l, ticket);
		push = next_push(l, ticket);
		c = dial(l);
		request(&c, "POST /v1/sync/ops", l->device, push.s);
		if (round % 2 == 1)
			assert_int_equal(raw_answer(&c), 200);
		daemon_kill(&l->d);
		raw_close(&c);
		start(l);
		assert_int_equal(ask(l, "POST /v1/sync/ops", l->device, push.s, &out), 200);
		assert_non_null(strstr(str_c(&out), "\"applied\""));
		str_free(&push);
	}
	pull(l, cursor, &p);
	assert_int_equal(p.n_tickets, 10);
	assert_int_equal(p.last_op, 10);
	page_free(&p);
	assert_int_equal(daemon_stop(&l->d), 0);
	assert_int_equal(daemon_verify(&l->d), 0);
	str_free(&out);
}

/* ---- its own commands ---- */

static int
command(const char *const *argv)
{
	return daemon_command(argv, NULL);
}

static void
commands_reach_the_running_centre(void **state)
{
	struct loop *l = *state;
	struct str out = { 0 };
	char bin[512];
	const char *add[] = { daemon_bin("hotseatd", bin), "user", "add", "--data", l->d.data,
		"--job-no", "2201", "--name", "新人", "--roles", "agent", NULL };
	const char *wrong[] = { bin, "user", "add", "--data", l->d.data, "--job-no", "2202",
		"--name", "新人", "--roles", "king", NULL };
	const char *run[] = { bin, "run", "--data", l->d.data, "--key-file", l->d.key, NULL };
	const char *bad[] = { bin, "user", "add", "--colour", "red", NULL };

	assert_int_equal(command(add), 0); /* no key needed: the centre has it */
	assert_int_equal(command(add), 1); /* there already */
	assert_int_equal(command(wrong), 1);
	assert_int_equal(command(run), 1); /* a second one on the same data */
	assert_int_equal(command(bad), 2);
	assert_int_equal(daemon_password(&l->d, "1154", "another-one-9"), 0);
	assert_int_equal(sign_in(l, PASSWORD), 401);
	assert_int_equal(sign_in(l, "another-one-9"), 201);
	str_free(&out);
}

/* An import into the centre while it runs: a seat hears of exactly what is new, and of nothing when it comes again. */
static void
an_import_reaches_the_seats(void **state)
{
	static const char first[] = "question\tanswer\n停车难\t已划线。\n路灯不亮\t已修复。\n";
	static const char second[] = "question\tanswer\n停车难\t已划线。\n路灯不亮\t正在修。\n";
	static const char area[] =
	    "code\tparent\tkind\tname\taliases\n991000\t990100\tdistrict\t新区\t\n";
	struct loop *l = *state;
	char cursor[CURSOR_SIZE] = "", bin[512], file[TMPDIR_PATHS];
	struct page p;
	const char *import[] = { daemon_bin("hotseatd", bin), "import", "articles", "--data",
		l->d.data, tmpdir_put(l->dir, "a.tsv", first, sizeof(first) - 1, file), NULL };

	assert_int_equal(sign_in(l, PASSWORD), 201);
	for (bool more = true; more;) {
		pull_feed(l, "reference", cursor, &p);
		more = p.more;
		page_free(&p);
	}
	assert_int_equal(command(import), 0); /* no key needed: the centre has it */
	pull_feed(l, "reference", cursor, &p);
	assert_int_equal(p.n_refs, 2);
	assert_string_equal(p.refs[0].kind, "article");
	assert_string_equal(p.refs[0].code, "I00001");
	assert_non_null(strstr(p.refs[0].text, "title: 停车难\n"));
	page_free(&p);
	assert_int_equal(command(import), 0);
	pull_feed(l, "reference", cursor, &p);
	assert_int_equal(p.n_refs, 0);
	page_free(&p);
	tmpdir_put(l->dir, "a.tsv", second, sizeof(second) - 1, file);
	assert_int_equal(command(import), 0);
	pull_feed(l, "reference", cursor, &p);
	assert_int_equal(p.n_refs, 1);
	assert_string_equal(p.refs[0].code, "I00002");
	assert_int_equal(p.refs[0].rev, 2);
	assert_non_null(strstr(p.refs[0].text, "version: 2\n"));
	page_free(&p);
	import[2] = "divisions";
	tmpdir_put(l->dir, "a.tsv", area, sizeof(area) - 1, file);
	assert_int_equal(command(import), 0);
	pull_feed(l, "reference", cursor, &p);
	assert_int_equal(p.n_refs, 1);
	assert_string_equal(p.refs[0].code, "991000");
	page_free(&p);
}

static void
a_backup_is_another_epoch(void **state)
{
	struct loop *l = *state;
	char cursor[CURSOR_SIZE] = "", ticket[ID_SIZE], bin[512], file[TMPDIR_PATHS],
	     db[TMPDIR_PATHS + 16];
	char what[300];
	struct str out = { 0 };
	struct page p;
	const char *backup[] = { daemon_bin("hotseatd", bin), "backup", "--data", l->d.data, "--to",
		tmpdir_path(l->dir, "copy.db", file), NULL };

	assert_int_equal(sign_in(l, PASSWORD), 201);
	push_one(l, ticket);
	assert_int_equal(command(backup), 0); /* while it runs */
	push_one(l, ticket);
	pull(l, cursor, &p);
	assert_int_equal(p.n_tickets, 2);
	page_free(&p);
	assert_int_equal(daemon_stop(&l->d), 0);
	snprintf(db, sizeof(db), "%s/centre.db", l->d.data);
	assert_int_equal(rename(file, db), 0);
	start(l);
	snprintf(what, sizeof(what), "GET /v1/sync/changes?feed=centre&cursor=%s", cursor);
	assert_int_equal(ask(l, what, l->bearer, NULL, &out), 409);
	assert_non_null(strstr(str_c(&out), "epoch_changed"));
	cursor[0] = '\0';
	pull(l, cursor, &p);
	assert_int_equal(p.n_tickets, 1);
	page_free(&p);
	str_free(&out);
}

/* ---- a private centre ---- */

static void
a_private_centre_follows_its_seat(void **state)
{
	struct loop l = { .seat = "9000" };
	char bin[512], fd[16];
	struct str out = { 0 };
	int ends[2], status = 0;
	pid_t pid;

	(void)state;
	tmpdir_make(l.dir);
	daemon_init(&l.d, l.dir, true);
	daemon_bin("hotseatd", bin);
	assert_int_equal(pipe(ends), 0);
	pid = fork();
	if (pid == 0) {
		close(ends[1]);
		snprintf(fd, sizeof(fd), "%d", ends[0]);
		execl(bin, bin, "run", "--data", l.d.data, "--listen", l.d.server, "--private",
		    "--until-eof", fd, "--log-level", "warn", (char *)NULL);
		_exit(127);
	}
	close(ends[0]);
	l.d.pid = pid;
	for (int64_t end = clock_mono_ms() + WAIT_MS; clock_mono_ms() < end; poll(NULL, 0, 1)) {
		struct sockaddr_un u = { .sun_family = AF_UNIX };
		int s = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0), rc;
		snprintf(u.sun_path, sizeof(u.sun_path), "%.100s", l.d.server + strlen("unix:"));
		rc = connect(s, (struct sockaddr *)&u, sizeof(u));
		close(s);
		if (rc == 0)
			break;
	}
	/* who started it needs no code and no password */
	assert_int_equal(ask(&l, "POST /v1/devices", NULL, "{\"code\":\"\"}", &out), 201);
	assert_non_null(strstr(str_c(&out), "\"seat_no\":\"9000\""));
	close(ends[1]); /* the seat has gone, however it went */
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
	assert_false(fs_exists(l.d.server + strlen("unix:")));
	tmpdir_remove(l.dir);
	str_free(&out);
}

int
main(void)
{
#define T(f)   cmocka_unit_test_setup_teardown(f, setup, teardown)
#define TCP(f) cmocka_unit_test_setup_teardown(f, setup_tcp, teardown)
	const struct CMUnitTest tests[] = {
		T(a_seat_files_and_sees_it),
		TCP(a_seat_files_and_sees_it),
		T(wrong_passwords_lock),
		TCP(what_is_wrong_is_said),
		TCP(a_refused_method_names_the_allowed),
		TCP(the_administrator_is_at_the_machine),
		T(a_push_wakes_all_who_wait),
		TCP(a_push_wakes_all_who_wait),
		T(who_hangs_up_is_forgotten),
		T(a_stop_is_orderly),
		TCP(a_kill_loses_nothing_acknowledged),
		T(commands_reach_the_running_centre),
		T(an_import_reaches_the_seats),
		T(a_backup_is_another_epoch),
		cmocka_unit_test(a_private_centre_follows_its_seat),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
