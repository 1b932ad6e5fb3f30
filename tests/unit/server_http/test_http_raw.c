/* Hostile and broken clients on raw sockets: smuggling, drips, floods, sizes; and the sockets the server listens on. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

#include "../../lib/httproom.h"
#include "../../lib/poll.h"
#include "../../lib/tmpdir.h"
#include "base/clock.h"
#include "base/limits.h"

#define CLOSED 0 /* no answer, only the end */
#define H      "Host: a\r\n"

static const struct {
	const char *text;
	size_t n;   /* 0: strlen */
	int want;   /* status, or CLOSED */
	bool again; /* the connection stays open for another request */
} probes[] = {
	{ "GET / HTTP/1.1\r\n" H "\r\n", 0, 200, true },
	{ "\r\n\r\nGET / HTTP/1.1\r\n" H "\r\n", 0, 200, true },
	{ "GET / HTTP/1.1\r\n\r\n", 0, 400, false },
	{ "GET / HTTP/1.1\r\n" H H "\r\n", 0, 400, false },
	{ "GET / HTTP/1.1\r\n" H "Host: b\r\n\r\n", 0, 400, false },
	{ "POST / HTTP/1.1\r\n" H "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc", 0, 400,
	    false },
	{ "POST / HTTP/1.1\r\n" H "Content-Length: 3\r\nContent-Length: 51\r\n\r\nabc", 0, 400,
	    false },
	{ "POST / HTTP/1.1\r\n" H "content-length: 3\r\nCONTENT-LENGTH: 0\r\n\r\nabc", 0, 400,
	    false },
	{ "POST / HTTP/1.1\r\n" H
	  "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
	    0, 400, false },
	{ "POST / HTTP/1.1\r\n" H "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 0, 400, false },
	{ "POST / HTTP/1.1\r\n" H "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n", 0, 400,
	    false },
	{ "POST / HTTP/1.1\r\n" H "Transfer-Encoding: \x0b"
	  "chunked\r\n\r\n0\r\n\r\n",
	    0, 400, false },
	{ "POST / HTTP/1.1\r\n" H "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n", 0, 400, false },
	{ "POST / HTTP/1.1\r\n" H
	  "Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n\r\n0\r\n\r\n",
	    0, 400, false },
	{ "POST / HTTP/1.0\r\n" H "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 0, 400, false },
	{ "POST / HTTP/1.1\r\n" H "Content-Length: +3\r\n\r\nabc", 0, 400, false },
	{ "POST / HTTP/1.1\r\n" H "Content-Length: -1\r\n\r\nabc", 0, 400, false },
	{ "POST / HTTP/1.1\r\n" H "Content-Length: 3 3\r\n\r\nabc", 0, 400, false },
	{ "POST / HTTP/1.1\r\n" H "Content-Length: 99999999999999999999999\r\n\r\n", 0, 413,
	    false },
	{ "POST / HTTP/1.1\r\n" H "Content-Length: 1048577\r\n\r\n", 0, 413, false },
	{ "POST / HTTP/1.1\r\n" H "Content-Length: 1048577\r\nExpect: 100-continue\r\n\r\n", 0, 413,
	    false },
	{ "POST / HTTP/1.1\r\n" H "Content-Length: 3\r\n\r\nabcGET / HTTP/1.1\r\n", 0, 200, false },
	{ "POST / HTTP/1.1\r\n" H "Transfer-Encoding: chunked\r\n\r\nzz\r\n", 0, 400, false },
	{ "POST / HTTP/1.1\r\n" H "Transfer-Encoding: chunked\r\n\r\n-1\r\n", 0, 400, false },
	{ "POST / HTTP/1.1\r\n" H "Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n", 0,
	    413, false },
	{ "POST / HTTP/1.1\r\n" H "Transfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n0\r\n\r\n", 0, 400,
	    false },
	{ "GET / HTTP/1.1\r\n" H "X: a\x01z\r\n\r\n", 0, 400, false },
	{ "GET / HTTP/1.1\r\n" H "X: a\x7f\r\n\r\n", 0, 400, false },
	{ "GET / HTTP/1.1\r\n" H "X Y: a\r\n\r\n", 0, 400, false },
	{ "GET / HTTP/1.1\r\n" H "no colon\r\n\r\n", 0, 400, false },
	{ "GET / HTTP/1.1\r\n" H "Authorization: Bearer \x80\r\n\r\n", 0, 400, false },
	{ "GET / HTTP/1.1\r\n" H "Authorization: Bearer a\r\nAuthorization: Bearer b\r\n\r\n", 0,
	    400, false },
	{ "GET /a%00b HTTP/1.1\r\n" H "\r\n", 0, 400, false },
	{ "GET /%2e%2e/x HTTP/1.1\r\n" H "\r\n", 0, 400, false },
	{ "GET /?a=1&a=2 HTTP/1.1\r\n" H "\r\n", 0, 400, false },
	{ "GET http://b/ HTTP/1.1\r\n" H "\r\n", 0, 400, false },
	{ "CONNECT a:1 HTTP/1.1\r\n" H "\r\n", 0, 400, false },
	{ "GET /a b HTTP/1.1\r\n" H "\r\n", 0, CLOSED, false },
	{ "GET / HTTP/2.0\r\n" H "\r\n", 0, 505, false },
	{ "GET / HTTP/1.1.1\r\n" H "\r\n", 0, 400, false },
	{ "GET /\r\n\r\n", 0, 400, false },
	/* A NUL arrives cut off (libmicrohttpd): method "G", which no route knows, and a shorter value. */
	{ "G\0T / HTTP/1.1\r\n" H "\r\n", 27, 200, true },
	{ "GET / HTTP/1.1\r\n" H "X: a\0b\r\n\r\n", 35, 200, true },
	{ "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 0, 505, false },
	{ "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 15, CLOSED, false },
};

static void
smuggling(void **state)
{
	(void)state;
	struct room r;
	int bad = 0;
	room_open(&r, NULL);
	for (size_t i = 0; i < sizeof probes / sizeof *probes; i++) {
		struct raw c = i % 2 ? raw_unix(&r) : raw_tcp(&r);
		raw_send_n(&c, probes[i].text, probes[i].n ? probes[i].n : strlen(probes[i].text));
		int got = raw_answer(&c);
		bool again = false;
		if (got == 200 && probes[i].again &&
		    raw_send_n(&c, "GET /2 HTTP/1.1\r\n" H "\r\n", 29))
			again = raw_answer(&c) == 200;
		if (got != probes[i].want || again != probes[i].again) {
			print_error("probe %zu: got %d, want %d: %s\n", i, got, probes[i].want,
			    probes[i].text);
			bad++;
		}
		raw_close(&c);
	}
	assert_int_equal(bad, 0);
	room_close(&r);
}

/* ---- time ---- */

/* Sends a byte every few milliseconds; true once the server has closed. An idle time-out would never fire. */
static bool
drips_until_cut(struct raw *c, const char *text)
{
	int64_t end = clock_mono_ms() + WAIT_MS;
	for (size_t i = 0; clock_mono_ms() < end; i++) {
		if (!raw_send_n(c, text[i % strlen(text)] ? &text[i % strlen(text)] : "x", 1))
			return true;
		struct pollfd p = { c->fd, POLLIN, 0 };
		char buf[64];
		if (poll(&p, 1, 5) > 0 && recv(c->fd, buf, sizeof buf, 0) <= 0)
			return true;
	}
	return false;
}

static void
drip_is_cut_at_the_deadline(void **state)
{
	(void)state;
	static const char *const start[] = {
		"",                                                        /* request line */
		"GET / HTTP/1.1\r\nX-Long: ",                              /* header */
		"POST / HTTP/1.1\r\n" H "Content-Length: 1000000\r\n\r\n", /* body */
		"POST / HTTP/1.1\r\n" H "Transfer-Encoding: chunked\r\n\r\nfffff\r\n",
	};
	struct room r;
	struct http_stats st;
	room_open(&r, &(struct http_config){ .request_ms = 200, .idle_ms = 600000 });
	for (size_t i = 0; i < sizeof start / sizeof *start; i++) {
		struct raw c = i % 2 ? raw_unix(&r) : raw_tcp(&r);
		raw_send(&c, start[i]);
		assert_true(drips_until_cut(&c, "abc"));
		raw_close(&c);
	}
	http_stats(r.server, &st);
	assert_int_equal(st.cut, 4);
	assert_int_equal(st.requests, 0);
	room_close(&r);
}

/* A kept connection may not be held open by drips either, and a slow second request has its own deadline. */
static void
kept_connection_is_cut(void **state)
{
	(void)state;
	struct room r;
	room_open(&r, &(struct http_config){ .request_ms = 600000, .idle_ms = 100 });
	struct raw c = raw_tcp(&r), d = raw_unix(&r);
	raw_send(&c, "GET / HTTP/1.1\r\n" H "\r\n");
	raw_send(&d, "GET / HTTP/1.1\r\n" H "\r\n");
	assert_int_equal(raw_answer(&c), 200);
	assert_int_equal(raw_answer(&d), 200);
	assert_true(drips_until_cut(&c, "GET /aaaaaaaaaa"));
	assert_true(raw_closed(&d));
	raw_close(&c);
	raw_close(&d);
	room_close(&r);
}

static void
slow_reader_is_cut(void **state)
{
	(void)state;
	struct room r;
	int small = 4096;
	room_open(&r, &(struct http_config){ .write_ms = 100 });
	struct raw c = raw_tcp(&r);
	setsockopt(c.fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
	char request[] = "GET /big HTTP/1.1\r\n" H "\r\n";
	for (int i = 0; i < 200; i++) /* more than all socket buffers hold, and nobody reads */
		if (!raw_send_n(&c, request, strlen(request)))
			break;
	struct http_stats st;
	int64_t end = clock_mono_ms() + WAIT_MS;
	do {
		http_stats(r.server, &st);
		poll(NULL, 0, 1);
	} while ((st.cut == 0 || st.connections > 0) && clock_mono_ms() < end);
	assert_int_equal(st.connections, 0);
	assert_int_equal(st.cut, 1);
	raw_close(&c);
	room_close(&r);
}

/* ---- sizes ---- */

static void
send_chunks(struct raw *c, size_t total)
{
	static char chunk[65536 + 32];
	raw_send(c, "POST /e HTTP/1.1\r\n" H "Transfer-Encoding: chunked\r\n\r\n");
	for (size_t sent = 0; sent < total; sent += 65536) {
		int n = snprintf(chunk, 16, "10000\r\n");
		memset(chunk + n, 'a', 65536);
		memcpy(chunk + n + 65536, "\r\n", 2);
		if (!raw_send_n(c, chunk, (size_t)n + 65536 + 2))
			return;
	}
	raw_send_n(c, "0\r\n\r\n", 5);
}

static void
bodies_have_a_limit(void **state)
{
	(void)state;
	struct room r;
	char head[128];
	static char body[LIMIT_BODY_BYTES];
	room_open(&r, NULL);
	struct raw c = raw_unix(&r);
	memset(body, 'b', sizeof body);
	snprintf(
	    head, sizeof head, "POST /e HTTP/1.1\r\n" H "Content-Length: %zu\r\n\r\n", sizeof body);
	raw_send(&c, head);
	assert_true(raw_send_n(&c, body, sizeof body));
	assert_int_equal(raw_answer(&c), 200); /* exactly the limit */
	assert_non_null(strstr(str_c(&c.body), "body=1048576:bbb"));
	send_chunks(&c, LIMIT_BODY_BYTES);
	assert_int_equal(raw_answer(&c), 200);
	send_chunks(&c, LIMIT_BODY_BYTES + 65536); /* refused at its end */
	assert_int_equal(raw_answer(&c), 413);
	assert_true(raw_has(&c, "Content-Type: application/problem+json"));
	assert_non_null(strstr(str_c(&c.body), "1048576"));
	send_chunks(&c, 16 * LIMIT_BODY_BYTES); /* not swallowed without end */
	assert_int_equal(raw_answer(&c), CLOSED);
	raw_close(&c);
	room_close(&r);
}

static void
bodies_together_have_a_limit(void **state)
{
	(void)state;
	struct room r;
	room_open(&r, &(struct http_config){ .bodies_bytes = 100000 });
	int64_t end = clock_mono_ms() + WAIT_MS;
	struct raw a = raw_unix(&r), b = raw_unix(&r);
	send_chunks(&a, 65536);
	assert_int_equal(raw_answer(&a), 200);
	send_chunks(&a, 2 * 65536);
	assert_int_equal(raw_answer(&a), 429);
	assert_true(raw_has(&a, "Retry-After: 1"));
	do /* and what was held is given back, a moment after the answer */
		send_chunks(&b, 65536);
	while (raw_answer(&b) == 429 && clock_mono_ms() < end);
	assert_int_equal(b.status, 200);
	raw_close(&a);
	raw_close(&b);
	room_close(&r);
}

static int
with_headers(const struct room *r, size_t lines, size_t bytes)
{
	static char value[LIMIT_HEADER_BYTES * 2];
	struct raw c = raw_tcp(r);
	struct str t = { 0 };
	memset(value, 'v', bytes);
	value[bytes] = '\0';
	str_add(&t, "GET / HTTP/1.1\r\n" H);
	for (size_t i = 0; i < lines; i++)
		str_addf(&t, "X-%zu: %s\r\n", i, value);
	str_add(&t, "\r\n");
	raw_send_n(&c, t.s, t.len);
	int status = raw_answer(&c);
	str_free(&t);
	raw_close(&c);
	return status;
}

static void
headers_have_a_limit(void **state)
{
	(void)state;
	struct room r;
	room_open(&r, NULL);
	assert_int_equal(with_headers(&r, 1, 3000), 200);
	assert_int_equal(with_headers(&r, 1, LIMIT_HEADER_BYTES), 431);
	assert_int_equal(with_headers(&r, 1, LIMIT_HEADER_BYTES * 2 - 2), 431);
	assert_int_equal(with_headers(&r, 40, 10), 200);
	int many =
	    with_headers(&r, 70, 1); /* by the guard, or by the connection's memory before it */
	assert_true(many == 413 || many == 431);
	room_close(&r);
}

static void
one_address_has_a_limit(void **state)
{
	(void)state;
	struct room r;
	struct http_stats st;
	room_open(&r, &(struct http_config){ .per_address = 2 });
	struct raw a = raw_tcp(&r), b = raw_tcp(&r);
	raw_send(&a, "GET / HTTP/1.1\r\n" H "\r\n");
	assert_int_equal(raw_answer(&a), 200);
	raw_send(&b, "GET / HTTP/1.1\r\n" H "\r\n");
	assert_int_equal(raw_answer(&b), 200);
	/* Opened only now: several threads accept, so an earlier third could be counted second. */
	struct raw c = raw_tcp(&r);
	raw_send(&c, "GET / HTTP/1.1\r\n" H "\r\n");
	assert_int_equal(raw_answer(&c), 429);
	assert_true(raw_closed(&c));
	for (int i = 0; i < 5; i++) { /* users of this machine are not counted */
		struct raw u;
		assert_int_equal(raw_get(&r, "/x", &u), 200);
		raw_close(&u);
	}
	raw_close(&c);
	raw_close(&a);
	http_stats(r.server, &st);
	assert_int_equal(st.limited, 1);
	for (int64_t end = clock_mono_ms() + WAIT_MS; st.connections > 1 && clock_mono_ms() < end;)
		http_stats(r.server, &st);
	a = raw_tcp(&r);
	raw_send(&a, "GET / HTTP/1.1\r\n" H "\r\n");
	assert_int_equal(raw_answer(&a), 200);
	raw_close(&a);
	raw_close(&b);
	room_close(&r);
}

/* ---- listening ---- */

static void
no_answer_needed(void *arg, struct http_request *r)
{
	(void)arg;
	http_reply_text(r, 200, "{}", 2);
}

static enum err_code
try_listen(const char *spec, struct err *e)
{
	struct http_server *s = NULL;
	struct http_config c = { .listen = { spec }, .handle = no_answer_needed };
	err_clear(e);
	enum err_code rc = http_start(&c, &s, e);
	assert_true((rc == ERR_OK) == (s != NULL));
	if (rc != ERR_OK && e->text[0] == '\0')
		fail_msg("no sentence for %s", spec);
	http_stop(s);
	return rc;
}

static void
listening(void **state)
{
	(void)state;
	struct err e;
	char dir[TMPDIR_SIZE], spec[256], path[TMPDIR_PATHS], other[128];
	struct stat st;
	tmpdir_make(dir);
	snprintf(spec, sizeof spec, "unix:%s/a/b/socket", dir);
	assert_int_equal(try_listen(spec, &e), ERR_OK);
	snprintf(spec, sizeof spec, "unix:%s/%0120d", dir, 1);
	assert_int_equal(try_listen(spec, &e), ERR_CONFIG);
	assert_non_null(strstr(e.text, "100"));
	snprintf(spec, sizeof spec, "unix:%s", tmpdir_put(dir, "file", "x", 1, path));
	assert_int_equal(try_listen(spec, &e), ERR_CONFIG);
	assert_int_equal(access(path, F_OK), 0); /* and it is still there */
	static const char *const bad[] = { "", "unix:", "unix:name", "8012", "localhost",
		"127.0.0.1:", ":x", "::1:80", "127.0.0.1:99999", "no-such-host.invalid:1",
		"127.0.0.1:80 " };
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_int_equal(try_listen(bad[i], &e), ERR_CONFIG);
	snprintf(other, sizeof other, "%s/open", dir);
	assert_int_equal(mkdir(other, 0700), 0);
	assert_int_equal(chmod(other, 0777), 0);
	snprintf(spec, sizeof spec, "unix:%s/socket", other);
	assert_int_equal(try_listen(spec, &e), ERR_CONFIG);
	assert_int_equal(stat(other, &st), 0);
	assert_int_equal(try_listen(NULL, &e), ERR_CONFIG);
	tmpdir_remove(dir);
}

static void
a_living_socket_is_left_alone(void **state)
{
	(void)state;
	struct room r;
	struct err e;
	struct raw c;
	struct stat st;
	char port[32];
	room_open(&r, NULL);
	assert_int_equal(stat(r.path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(try_listen(r.spec, &e), ERR_LOCKED);
	snprintf(port, sizeof port, "127.0.0.1:%d", http_port(r.server));
	assert_int_equal(try_listen(port, &e), ERR_IO);
	assert_int_equal(raw_get(&r, "/x", &c), 200);
	raw_close(&c);
	room_close(&r);
}

static void
a_dead_socket_is_replaced(void **state)
{
	(void)state;
	struct err e;
	char dir[TMPDIR_SIZE], path[TMPDIR_PATHS], spec[300];
	struct sockaddr_un a = { .sun_family = AF_UNIX };
	tmpdir_make(dir);
	snprintf(a.sun_path, sizeof a.sun_path, "%.100s", tmpdir_path(dir, "socket", path));
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);
	assert_int_equal(bind(fd, (struct sockaddr *)&a, sizeof a), 0);
	close(fd); /* as kill -9 leaves it */
	snprintf(spec, sizeof spec, "unix:%s", path);
	assert_int_equal(try_listen(spec, &e), ERR_OK);
	assert_int_not_equal(access(path, F_OK), 0);
	tmpdir_remove(dir);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(smuggling),
		cmocka_unit_test(drip_is_cut_at_the_deadline),
		cmocka_unit_test(kept_connection_is_cut),
		cmocka_unit_test(slow_reader_is_cut),
		cmocka_unit_test(bodies_have_a_limit),
		cmocka_unit_test(bodies_together_have_a_limit),
		cmocka_unit_test(headers_have_a_limit),
		cmocka_unit_test(one_address_has_a_limit),
		cmocka_unit_test(listening),
		cmocka_unit_test(a_living_socket_is_left_alone),
		cmocka_unit_test(a_dead_socket_is_replaced),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
