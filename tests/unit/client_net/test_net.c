/* Requests against a scripted centre: every way an answer can fail to come has the right outcome, above all whether the
 * request has been sent. The script is the path of the request. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <cmocka.h>

#include "../../lib/poll.h"
#include "../../lib/tmpdir.h"
#include "client/net/net.h"

#define WAIT_MS 20000
#define BIG     (6 * 1024 * 1024)
#define STALLED 16

/* A centre that takes one connection at a time. */
struct centre {
	int fd, quit[2];
	char spec[160];
	pthread_t thread;
	int stalled[STALLED]; /* connections left without an answer */
	size_t stalls;
	unsigned
	    served; /* requests read whole; read after centre_close only, or atomically enough for a poll */
	struct str last; /* the last request, whole */
};

static void
put(int fd, const char *p, size_t n)
{
	while (n > 0) {
		ssize_t done = send(fd, p, n, MSG_NOSIGNAL);
		if (done <= 0)
			return;
		p += done;
		n -= (size_t)done;
	}
}

static void
answer(int fd, int status, const char *headers, const char *body, size_t n)
{
	struct str b = { 0 };
	str_addf(&b, "HTTP/1.1 %d X\r\nContent-Length: %zu\r\nConnection: close\r\n%s\r\n", status,
	    n, headers);
	str_add_n(&b, body, n);
	put(fd, b.s, b.len);
	str_free(&b);
}

static void
coded(int fd, bool zstd)
{
	static char plain[200000], out[200000];
	memset(plain, 'z', sizeof plain);
	if (zstd) {
		size_t n = ZSTD_compress(out, sizeof out, plain, sizeof plain, 3);
		answer(fd, 200, "Content-Encoding: zstd\r\n", out, n);
		return;
	}
	z_stream z = { .next_in = (Bytef *)plain,
		.avail_in = sizeof plain,
		.next_out = (Bytef *)out,
		.avail_out = sizeof out };
	deflateInit2(&z, 5, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
	deflate(&z, Z_FINISH);
	answer(fd, 200, "Content-Encoding: gzip\r\n", out, z.total_out);
	deflateEnd(&z);
}

/* Answers as they are on the wire, then the connection ends. */
static const char *const wire[][2] = {
	{ "/no-content", "HTTP/1.1 204 X\r\n\r\n" },
	{ "/chunks", "HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n" },
	{ "/torn-body", "HTTP/1.1 200 X\r\nContent-Length: 10\r\n\r\nhalf" },
	{ "/torn-chunks", "HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n" },
	{ "/torn-head", "HTTP/1.1 200 X\r\nConte" },
	{ "/late-head", "HTTP/1.1 200 X\r\nContent-Length: 0\r\nETag: \"9" },
	{ "/unframed", "HTTP/1.1 200 X\r\n\r\nwhole or not?" },
	{ "/noise", "SSH-2.0-x\r\n" },
	{ "/close", "" },
};

/* False: the connection stays open without an answer. */
static bool
play(struct centre *c, int fd, const char *path)
{
	static char big[BIG];
	for (size_t i = 0; i < sizeof wire / sizeof *wire; i++)
		if (str_starts(path, wire[i][0]))
			put(fd, wire[i][1], strlen(wire[i][1]));
	if (str_starts(path, "/echo"))
		answer(
		    fd, 200, "Content-Type: text/plain\r\nETag: \"9\"\r\n", c->last.s, c->last.len);
	else if (str_starts(path, "/busy"))
		answer(fd, 429, "Retry-After: 7\r\n", "{}", 2);
	else if (str_starts(path, "/moved"))
		answer(fd, 302, "Location: /echo\r\n", "", 0);
	else if (str_starts(path, "/big"))
		answer(fd, 200, "", big, sizeof big);
	else if (str_starts(path, "/gzip") || str_starts(path, "/zstd"))
		coded(fd, path[1] == 'z');
	else if (str_starts(path, "/bad-code"))
		answer(fd, 200, "Content-Encoding: zstd\r\n", "xxxx", 4);
	return !str_starts(path, "/stall");
}

static bool
read_request(struct centre *c, int fd)
{
	char buf[65536], *end;
	str_reset(&c->last);
	for (;;) {
		if (c->last.len && (end = strstr(c->last.s, "\r\n\r\n")) != NULL) {
			const char *l = strstr(c->last.s, "Content-Length: ");
			size_t body = l && l < end ? strtoul(l + 16, NULL, 10) : 0;
			if (c->last.len >= (size_t)(end + 4 - c->last.s) + body)
				return true;
		}
		ssize_t n = recv(fd, buf, sizeof buf, 0);
		if (n <= 0)
			return false;
		str_add_n(&c->last, buf, (size_t)n);
	}
}

static void *
serve(void *arg)
{
	struct centre *c = arg;
	for (;;) {
		struct pollfd p[] = { { c->fd, POLLIN, 0 }, { c->quit[0], POLLIN, 0 } };
		if (poll(p, 2, -1) <= 0 || p[1].revents)
			return NULL;
		int fd = accept(c->fd, NULL, NULL);
		bool open = false;
		if (fd >= 0 && read_request(c, fd)) {
			c->served++;
			open = !play(c, fd, strchr(c->last.s, ' ') + 1);
		}
		if (open && c->stalls < STALLED) {
			c->stalled[c->stalls] = fd;
			__atomic_store_n(&c->stalls, c->stalls + 1, __ATOMIC_RELEASE);
		} else {
			close(fd);
		}
	}
}

static void
centre_open(struct centre *c, const char *unix_path)
{
	*c = (struct centre){ .fd = socket(unix_path ? AF_UNIX : AF_INET, SOCK_STREAM, 0) };
	struct sockaddr_un u = { .sun_family = AF_UNIX };
	struct sockaddr_in in = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t n = sizeof in;
	if (unix_path) {
		snprintf(u.sun_path, sizeof u.sun_path, "%.100s", unix_path);
		assert_int_equal(bind(c->fd, (struct sockaddr *)&u, sizeof u), 0);
		snprintf(c->spec, sizeof c->spec, "unix:%s", unix_path);
	} else {
		assert_int_equal(bind(c->fd, (struct sockaddr *)&in, sizeof in), 0);
		assert_int_equal(getsockname(c->fd, (struct sockaddr *)&in, &n), 0);
		snprintf(c->spec, sizeof c->spec, "http://127.0.0.1:%d", ntohs(in.sin_port));
	}
	assert_int_equal(listen(c->fd, 64), 0);
	assert_int_equal(pipe(c->quit), 0);
	assert_int_equal(pthread_create(&c->thread, NULL, serve, c), 0);
}

static void
centre_close(struct centre *c)
{
	assert_int_equal(write(c->quit[1], "q", 1), 1);
	pthread_join(c->thread, NULL);
	for (size_t i = 0; i < c->stalls; i++)
		close(c->stalled[i]);
	close(c->fd);
	close(c->quit[0]);
	close(c->quit[1]);
	str_free(&c->last);
}

static struct net *
net_to(const char *list)
{
	struct net_servers s;
	struct net *n;
	struct err e = { 0 };
	if (net_servers_parse(list, &s, &e) != ERR_OK || net_new(&s, NULL, &n, &e) != ERR_OK)
		fail_msg("%s", e.text);
	return n;
}

static struct net_answer
get(struct net *n, const char *path)
{
	struct net_answer a;
	net_call_wait(n, &(struct net_request){ .method = "GET", .path = path }, &a);
	return a;
}

/* ---- the tests ---- */

static void
requests_go_out_whole(void **state)
{
	(void)state;
	char dir[TMPDIR_SIZE], path[TMPDIR_PATHS];
	tmpdir_make(dir);
	for (int unix_too = 0; unix_too < 2; unix_too++) {
		struct centre c;
		centre_open(&c, unix_too ? tmpdir_path(dir, "s", path) : NULL);
		struct net *n = net_to(c.spec);
		struct net_answer a;
		const char *headers[] = { "Authorization: Bearer x", "If-Match: \"3\"" };
		struct net_request r = { .method = "PATCH",
			.path = "/echo?a=%E4%B8%80",
			.headers = headers,
			.header_count = 2,
			.body = "{\"a\":\0\"b\"}",
			.body_bytes = 10 };
		assert_int_equal(net_call_wait(n, &r, &a), ERR_OK);
		assert_int_equal(a.outcome, NET_ANSWER);
		assert_int_equal(a.status, 200);
		assert_string_equal(a.etag, "\"9\"");
		assert_string_equal(a.type, "text/plain");
		assert_true(str_starts(a.body.s, "PATCH /echo?a=%E4%B8%80 HTTP/1.1\r\n"));
		assert_non_null(strstr(a.body.s, "\r\nAuthorization: Bearer x\r\n"));
		assert_non_null(strstr(a.body.s, "\r\nIf-Match: \"3\"\r\n"));
		assert_non_null(strstr(a.body.s, "\r\nContent-Type: application/json\r\n"));
		assert_non_null(strstr(a.body.s, "gzip"));
		assert_null(strstr(a.body.s, "Expect"));
		assert_memory_equal(a.body.s + a.body.len - 10, "{\"a\":\0\"b\"}", 10);
		net_answer_free(&a);
		net_free(n);
		centre_close(&c);
	}
	tmpdir_remove(dir);
}

static void
methods(void **state)
{
	(void)state;
	static const struct net_request cases[] = {
		{ .method = "GET", .path = "/echo" },
		{ .method = "POST", .path = "/echo" },
		{ .method = "DELETE", .path = "/echo" },
		{ .method = "PUT", .path = "/echo", .body = "", .body_bytes = 0 },
	};
	static const char *const length[] = { NULL, "Content-Length: 0\r\n", NULL,
		"Content-Length: 0\r\n" };
	struct centre c;
	centre_open(&c, NULL);
	struct net *n = net_to(c.spec);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct net_answer a;
		assert_int_equal(net_call_wait(n, &cases[i], &a), ERR_OK);
		assert_true(str_starts(a.body.s, cases[i].method));
		const char *l = strstr(a.body.s, "Content-Length:");
		assert_true(length[i] ? l && str_starts(l, length[i]) : !l);
		net_answer_free(&a);
	}
	net_free(n);
	centre_close(&c);
}

static void
outcomes(void **state)
{
	(void)state;
	static const struct {
		const char *path;
		enum net_outcome want;
		int status;
		enum err_code code;
	} cases[] = {
		{ "/echo", NET_ANSWER, 200, ERR_OK },
		{ "/busy", NET_ANSWER, 429, ERR_OK },
		{ "/moved", NET_ANSWER, 302, ERR_OK }, /* not followed */
		{ "/no-content", NET_ANSWER, 204, ERR_OK },
		{ "/close", NET_UNKNOWN, 0, ERR_NETWORK },
		{ "/torn-body", NET_UNKNOWN, 0, ERR_NETWORK },
		{ "/torn-head", NET_UNKNOWN, 0, ERR_NETWORK },
		{ "/late-head", NET_UNKNOWN, 0, ERR_NETWORK },
		{ "/unframed", NET_UNKNOWN, 0, ERR_NETWORK },
		{ "/chunks", NET_ANSWER, 200, ERR_OK },
		{ "/torn-chunks", NET_UNKNOWN, 0, ERR_NETWORK },
		{ "/noise", NET_UNKNOWN, 0, ERR_NETWORK },
		{ "/bad-code", NET_UNKNOWN, 0, ERR_NETWORK },
		{ "/big", NET_UNKNOWN, 0, ERR_LIMIT },
	};
	struct centre c;
	centre_open(&c, NULL);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct net *n = net_to(c.spec);
		struct net_answer a = get(n, cases[i].path);
		if (a.outcome != cases[i].want || a.status != cases[i].status ||
		    a.err.code != cases[i].code)
			fail_msg("%s: outcome %d status %d %s %s", cases[i].path, a.outcome,
			    a.status, err_json(a.err.code), a.err.text);
		assert_true(a.outcome == NET_ANSWER || (a.body.len == 0 && a.err.text[0]));
		assert_int_equal(a.retry_after_s, cases[i].status == 429 ? 7 : 0);
		net_answer_free(&a);
		net_free(n);
	}
	centre_close(&c);
}

static void
a_dead_centre_is_refused(void **state)
{
	(void)state;
	struct centre c;
	centre_open(&c, NULL);
	struct net *n = net_to(c.spec), *u = net_to("unix:/nonexistent/socket"),
		   *x = net_to("https://a.invalid");
	centre_close(&c);
	struct net *all[] = { n, u, x };
	for (size_t i = 0; i < 3; i++) {
		struct net_answer a = get(all[i], "/echo");
		assert_int_equal(a.outcome, NET_REFUSED);
		assert_int_equal(a.err.code, ERR_NETWORK);
		assert_non_null(strstr(a.err.text, net_list(all[i])->at[0].text));
		net_answer_free(&a);
		net_free(all[i]);
	}
}

static void
silence_is_unknown(void **state)
{
	(void)state;
	struct centre c;
	struct net_answer a;
	centre_open(&c, NULL);
	struct net *n = net_to(c.spec);
	struct net_request r = { .method = "POST",
		.path = "/stall",
		.body = "{}",
		.body_bytes = 2,
		.total_ms = 60,
		.wait_ms = 20 };
	assert_int_equal(net_call_wait(n, &r, &a), ERR_TIMEOUT);
	assert_int_equal(a.outcome, NET_UNKNOWN);
	net_answer_free(&a);
	net_free(n);
	centre_close(&c);
}

static void
answers_are_decoded(void **state)
{
	(void)state;
	struct centre c;
	centre_open(&c, NULL);
	struct net *n = net_to(c.spec);
	for (int i = 0; i < 2; i++) {
		struct net_answer a = get(n, i ? "/zstd" : "/gzip");
		assert_int_equal(a.outcome, NET_ANSWER);
		assert_int_equal(a.body.len, 200000);
		assert_int_equal(a.body.s[199999], 'z');
		net_answer_free(&a);
		/* the limit counts decoded bytes: a small answer may unfold into a large one */
		struct net_request r = {
			.method = "GET", .path = i ? "/zstd" : "/gzip", .max_bytes = 100000
		};
		assert_int_equal(net_call_wait(n, &r, &a), ERR_LIMIT);
		net_answer_free(&a);
	}
	net_free(n);
	centre_close(&c);
}

static void
malformed_requests_are_not_sent(void **state)
{
	(void)state;
	static char big[LIMIT_BODY_BYTES + 1];
	static const char *const injected[] = { "X: a\r\nY: b" }, *const bare[] = { "X" };
	const struct net_request bad[] = {
		{ .method = "get", .path = "/" },
		{ .method = "", .path = "/" },
		{ .method = "GET", .path = "" },
		{ .method = "GET", .path = "x" },
		{ .method = "GET", .path = "/a b" },
		{ .method = "GET", .path = "/a\r\nX: y" },
		{ .method = "GET", .path = "/#" },
		{ .method = "GET", .path = "/\xe4\xb8\x80" },
		{ .method = "GET", .path = "/", .headers = injected, .header_count = 1 },
		{ .method = "GET", .path = "/", .headers = bare, .header_count = 1 },
		{ .method = "POST", .path = "/", .body = "x", .body_bytes = 1, .type = "a\nb" },
		{ .method = "POST", .path = "/", .body = big, .body_bytes = sizeof big },
	};
	struct net *n = net_to("unix:/nonexistent");
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct err e = { 0 };
		assert_int_equal(net_submit(n, &bad[i], NULL, NULL, &e), 0);
		assert_true(e.code != ERR_OK && e.text[0]);
	}
	assert_int_equal(net_busy(n), 0);
	net_free(n);
	struct net_servers none = { 0 };
	struct net_answer a;
	assert_int_equal(net_new(&none, NULL, &n, NULL), ERR_OK);
	assert_int_equal(
	    net_call_wait(n, &(struct net_request){ .method = "GET", .path = "/" }, &a),
	    ERR_CONFIG);
	net_answer_free(&a);
	net_free(n);
}

static void
the_next_centre_is_asked(void **state)
{
	(void)state;
	struct centre dead, b, c;
	char list[600];
	centre_open(&dead, NULL);
	centre_open(&b, NULL);
	centre_open(&c, NULL);
	snprintf(list, sizeof list, "unix:/nonexistent,%s,%s,%s", dead.spec, b.spec, c.spec);
	centre_close(&dead);
	struct net *n = net_to(list);
	struct net_answer a = get(n, "/echo");
	assert_int_equal(a.outcome, NET_ANSWER);
	assert_int_equal(a.server, 2);
	net_answer_free(&a);
	assert_int_equal(net_list(n)->at[0].failures, 1);
	assert_int_equal(net_list(n)->at[1].failures, 1);
	assert_int_equal(net_list(n)->at[2].failures, 0);
	a = get(n, "/echo"); /* straight to the one that works */
	assert_int_equal(a.server, 2);
	net_answer_free(&a);
	assert_int_equal(net_list(n)->at[0].failures, 1);
	a = get(n,
	    "/torn-body"); /* sent: not repeated elsewhere behind the caller's back, but the next goes on */
	assert_int_equal(a.outcome, NET_UNKNOWN);
	assert_int_equal(a.server, 2);
	net_answer_free(&a);
	a = get(n, "/echo");
	assert_int_equal(a.server, 3);
	net_answer_free(&a);
	net_free(n);
	centre_close(&b);
	centre_close(&c);
	assert_int_equal(b.served, 3);
	assert_int_equal(c.served, 1);
}

/* ---- many at once ---- */

struct tally {
	struct net *net;
	int by_outcome[4];
	int chain; /* requests still to be submitted by the callback */
};

static void
count(void *arg, struct net_answer *a)
{
	struct tally *t = arg;
	t->by_outcome[a->outcome]++;
	if (t->chain > 0 && a->outcome == NET_ANSWER) {
		t->chain--;
		assert_true(
		    net_submit(t->net, &(struct net_request){ .method = "GET", .path = "/echo" },
			count, t, NULL) != 0);
	}
}

static void
many_and_cancel(void **state)
{
	(void)state;
	struct centre c;
	centre_open(&c, NULL);
	struct tally t = { .net = net_to(c.spec), .chain = 5 };
	struct net_request echo = { .method = "GET", .path = "/echo" },
			   stall = { .method = "GET", .path = "/stall" };
	uint64_t id = net_submit(t.net, &stall, count, &t, NULL);
	assert_true(id != 0);
	for (int i = 0; i < 10; i++)
		assert_true(net_submit(t.net, &echo, count, &t, NULL) > id);
	for (int64_t end = clock_mono_ms() + WAIT_MS;
	     t.by_outcome[NET_ANSWER] < 15 && clock_mono_ms() < end;)
		net_step(t.net, 100, NULL, 0);
	assert_int_equal(t.by_outcome[NET_ANSWER], 15);
	assert_int_equal(net_busy(t.net), 1);
	assert_true(net_cancel(t.net, id));
	assert_false(net_cancel(t.net, id));
	assert_int_equal(t.by_outcome[NET_CANCELLED], 1);
	assert_true(net_submit(t.net, &stall, count, &t, NULL) != 0);
	net_step(t.net, 0, NULL, 0);
	net_free(t.net);
	assert_int_equal(t.by_outcome[NET_CANCELLED], 2);
	centre_close(&c);
}

static bool
one_stalls(void *arg)
{
	const struct centre *c = arg;

	return __atomic_load_n(&c->stalls, __ATOMIC_ACQUIRE) == 1;
}

/* What had been sent may have been done, what had not was not; nothing is remembered against the centre. */
static void
a_cut_line_and_a_whole_one(void **state)
{
	(void)state;
	struct centre c;
	centre_open(&c, NULL);
	struct tally t = { .net = net_to(c.spec) };
	struct net_request stall = { .method = "GET", .path = "/stall" };
	struct net_answer a;

	assert_true(net_submit(t.net, &stall, count, &t, NULL) != 0);
	for (int64_t end = clock_mono_ms() + WAIT_MS; !one_stalls(&c) && clock_mono_ms() < end;)
		net_step(t.net, 10, NULL, 0);
	assert_true(one_stalls(&c));
	net_cut(t.net, true);
	assert_int_equal(net_step(t.net, 0, NULL, 0), 1);
	assert_int_equal(t.by_outcome[NET_UNKNOWN], 1);
	assert_int_equal(net_busy(t.net), 0);
	a = get(t.net, "/echo");
	assert_int_equal(a.outcome, NET_REFUSED);
	assert_int_equal(a.err.code, ERR_NETWORK);
	net_answer_free(&a);
	net_cut(t.net, false);
	a = get(t.net, "/echo");
	assert_int_equal(a.outcome, NET_ANSWER);
	net_answer_free(&a);
	net_free(t.net);
	centre_close(&c);
}

static void *
wake(void *arg)
{
	net_wakeup(arg);
	return NULL;
}

static void
one_loop_for_everything(void **state)
{
	(void)state;
	int pair[2];
	pthread_t t;
	struct net *n = net_to("unix:/nonexistent");
	assert_int_equal(pipe(pair), 0);
	struct pollfd p[] = { { pair[0], POLLIN, 0 } };
	assert_int_equal(net_step(n, 0, p, 1), 0);
	assert_int_equal(p[0].revents, 0);
	assert_int_equal(write(pair[1], "x", 1), 1);
	net_step(n, -1, p, 1); /* returns though it might wait for ever */
	assert_int_equal(p[0].revents, POLLIN);
	char x;
	assert_int_equal(read(pair[0], &x, 1), 1);
	close(pair[1]);
	net_step(n, -1, p, 1);
	assert_int_equal(p[0].revents, POLLHUP);
	assert_int_equal(pthread_create(&t, NULL, wake, n), 0);
	net_step(n, -1, NULL, 0);
	pthread_join(t, NULL);
	close(pair[0]);
	net_free(n);
	net_free(NULL);
}

static void
escapes(void **state)
{
	(void)state;
	struct str s = { 0 };
	net_escape(&s, "a-Z_0.~ +&=/一");
	assert_string_equal(str_c(&s), "a-Z_0.~%20%2B%26%3D%2F%E4%B8%80");
	str_free(&s);
}

int
main(void)
{
	/* A proxy that is not there: requests to this machine must not notice. */
	setenv("http_proxy", "http://127.0.0.1:1", 1);
	setenv("all_proxy", "http://127.0.0.1:1", 1);
	unsetenv("https_proxy");
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(requests_go_out_whole),
		cmocka_unit_test(methods),
		cmocka_unit_test(outcomes),
		cmocka_unit_test(a_dead_centre_is_refused),
		cmocka_unit_test(silence_is_unknown),
		cmocka_unit_test(answers_are_decoded),
		cmocka_unit_test(malformed_requests_are_not_sent),
		cmocka_unit_test(the_next_centre_is_asked),
		cmocka_unit_test(many_and_cancel),
		cmocka_unit_test(a_cut_line_and_a_whole_one),
		cmocka_unit_test(one_loop_for_everything),
		cmocka_unit_test(escapes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
