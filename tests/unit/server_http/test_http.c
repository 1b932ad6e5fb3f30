/* The server as a handler and a client see it: answers now and later, many at once, deadlines, clients that vanish,
 * the end of the server, codings, problems. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <cmocka.h>

#include "../../lib/httproom.h"
#include "../../lib/poll.h"
#include "server/http/http_p.h"

static void
whole_request_arrives(void **state)
{
	(void)state;
	struct room r;
	char want[256];
	room_open(&r, NULL);
	struct raw c = raw_unix(&r), t = raw_tcp(&r);
	const char *text =
	    "POST /v1/%E4%B8%80?a=1&b=x+y HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\n"
	    "Authorization: Bearer abc\r\nContent-Type: text/x\r\nIdempotency-Key: k1\r\n"
	    "If-Match: \"3\"\r\nCookie: z=1\r\n\r\n报修";
	raw_send(&c, text);
	assert_int_equal(raw_answer(&c), 200);
	snprintf(want, sizeof want,
	    "POST /v1/一 a=1 b=x y auth=Bearer abc type=text/x key=k1 match=\"3\" peer=unix/1/%u "
	    "body=6:报修",
	    (unsigned)getuid());
	assert_string_equal(str_c(&c.body), want);
	assert_true(raw_has(&c, "Content-Type: text/plain"));
	assert_true(raw_has(&c, "ETag: \"7\""));
	assert_true(raw_has(&c, "Cache-Control: no-store"));
	raw_send(&t, "GET /x HTTP/1.0\r\n\r\n");
	assert_int_equal(raw_answer(&t), 200);
	assert_string_equal(
	    str_c(&t.body), "GET /x auth=- type=- key=- match=- peer=127.0.0.1/0/0 body=0:");
	raw_close(&c);
	raw_close(&t);
	room_close(&r);
}

static void
kept_connections_and_pipelines(void **state)
{
	(void)state;
	struct room r;
	room_open(&r, NULL);
	struct raw c = raw_tcp(&r);
	raw_send(&c, "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /later HTTP/1.1\r\nHost: a\r\n\r\n"
		     "POST /3 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: "
		     "chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
		     "GET /4 HTTP/1.1\r\nHost: a\r\n\r\n");
	assert_int_equal(raw_answer(&c), 200);
	assert_true(str_starts(str_c(&c.body), "GET /1 "));
	assert_true(room_wait_parked(&r, 1));
	assert_int_equal(room_answer(&r, r.big), 1);
	assert_int_equal(raw_answer(&c), 200);
	assert_true(str_starts(str_c(&c.body), "{\"id\":0"));
	assert_int_equal(raw_answer(&c), 200);
	assert_non_null(strstr(str_c(&c.body), "body=5:abcde"));
	assert_int_equal(raw_answer(&c), 200);
	assert_true(str_starts(str_c(&c.body), "GET /4 "));
	raw_close(&c);
	room_close(&r);
}

/* A page shared by 200 parked requests while others go on being served. */
static void
two_hundred_woken_at_once(void **state)
{
	(void)state;
	enum { N = 200 };
	static struct raw c[N];
	struct room r;
	struct http_stats st;
	room_open(&r, NULL);
	for (int i = 0; i < N; i++) {
		c[i] = i % 2 ? raw_tcp(&r) : raw_unix(&r);
		raw_send(&c[i], "GET /later HTTP/1.1\r\nHost: a\r\n\r\n");
	}
	assert_true(room_wait_parked(&r, N));
	http_stats(r.server, &st);
	assert_int_equal(st.parked, N);
	assert_int_equal(st.connections, N);
	for (int i = 0; i < 20; i++) {
		struct raw o;
		assert_int_equal(raw_get(&r, "/echo", &o), 200);
		raw_close(&o);
	}
	struct http_body *page = http_body_copy("[1]", 3);
	assert_int_equal(room_answer(&r, page), N);
	http_body_unref(page);
	for (int i = 0; i < N; i++) {
		assert_int_equal(raw_answer(&c[i]), 200);
		assert_string_equal(str_c(&c[i].body), "[1]");
	}
	http_stats(r.server, &st);
	assert_int_equal(st.parked, 0);
	assert_int_equal(st.status[2], N + 20);
	for (int i = 0; i < N; i++)
		raw_close(&c[i]);
	room_close(&r);
}

static bool
is_gated(void *arg)
{
	struct room *r = arg;
	pthread_mutex_lock(&r->lock);
	bool yes = r->gated;
	pthread_mutex_unlock(&r->lock);
	return yes;
}

/* Exactly as many ready connections as libmicrohttpd asks its epoll for at a time: its own threads then wait for one
 * more event before they look at any (see loop.c). */
static void
a_burst_of_128(void **state)
{
	(void)state;
	enum { N = 128 };
	static struct raw c[N];
	const char *request = "GET /small HTTP/1.1\r\nHost: a\r\n\r\n";
	struct room r;
	room_open(&r, &(struct http_config){ .threads = 1 });
	struct raw g = raw_unix(&r);
	for (int i = 0; i < N; i++) {
		c[i] = raw_unix(&r);
		raw_send(&c[i], request);
		assert_int_equal(raw_answer(&c[i]), 201);
	}
	raw_send(&g, "GET /gate HTTP/1.1\r\nHost: a\r\n\r\n");
	assert_true(poll_until(is_gated, &r, WAIT_MS));
	for (int i = 0; i < N; i++)
		raw_send(&c[i], request);
	assert_int_equal(write(r.gate[1], "x", 1), 1);
	for (int i = 0; i < N; i++) {
		assert_int_equal(raw_answer(&c[i]), 201);
		raw_close(&c[i]);
	}
	raw_close(&g);
	room_close(&r);
}

static void
parked_expire(void **state)
{
	(void)state;
	struct room r;
	struct raw c;
	room_open(&r, NULL);
	r.park_ms = 30;
	assert_int_equal(raw_get(&r, "/later", &c), 200);
	assert_string_equal(str_c(&c.body), "\"deadline\"");
	assert_int_equal(r.told[HTTP_DEADLINE], 1);
	raw_close(&c);
	room_close(&r);
}

static bool
was_told_gone(void *arg)
{
	struct room *r = arg;
	pthread_mutex_lock(&r->lock);
	bool yes = r->told[HTTP_GONE] == 2;
	pthread_mutex_unlock(&r->lock);
	return yes;
}

static bool
none_open(void *arg)
{
	struct http_stats st;
	http_stats(arg, &st);
	return st.connections == 0 && st.parked == 0;
}

static void
client_vanishes_while_parked(void **state)
{
	(void)state;
	struct room r;
	room_open(&r, NULL);
	struct raw c = raw_unix(&r), t = raw_tcp(&r);
	raw_send(&c, "GET /later HTTP/1.1\r\nHost: a\r\n\r\n");
	raw_send(&t, "GET /later HTTP/1.1\r\nHost: a\r\n\r\n");
	assert_true(room_wait_parked(&r, 2));
	raw_close(&c);
	raw_close(&t);
	assert_true(poll_until(was_told_gone, &r, WAIT_MS));
	assert_true(poll_until(none_open, r.server, WAIT_MS));
	room_close(&r);
}

/* ... and is answered before anybody has noticed. */
static void
answer_to_a_vanished_client(void **state)
{
	(void)state;
	struct room r;
	struct raw c;
	room_open(&r, NULL);
	for (int i = 0; i < 20; i++) {
		c = i % 2 ? raw_unix(&r) : raw_tcp(&r);
		raw_send(&c, "GET /later HTTP/1.1\r\nHost: a\r\n\r\n");
		assert_true(room_wait_parked(&r, 1));
		raw_close(&c);
		room_answer(&r, r.big);
	}
	assert_true(poll_until(none_open, r.server, WAIT_MS));
	assert_int_equal(raw_get(&r, "/echo", &c), 200);
	raw_close(&c);
	room_close(&r);
}

static void
stop_answers_the_parked(void **state)
{
	(void)state;
	struct room r;
	struct raw c[10];
	room_open(&r, NULL);
	for (int i = 0; i < 10; i++) {
		c[i] = raw_unix(&r);
		raw_send(&c[i], "GET /later HTTP/1.1\r\nHost: a\r\n\r\n");
	}
	assert_true(room_wait_parked(&r, 10));
	http_stop(r.server);
	r.server = NULL;
	assert_int_equal(r.told[HTTP_STOPPING], 10);
	assert_int_not_equal(access(r.path, F_OK), 0);
	for (int i = 0; i < 10; i++) {
		assert_int_equal(raw_answer(&c[i]), 200);
		assert_string_equal(str_c(&c[i].body), "\"stopping\"");
		assert_true(raw_closed(&c[i]));
		raw_close(&c[i]);
	}
	room_close(&r);
}

static bool
is_silent(void *arg)
{
	struct room *r = arg;
	pthread_mutex_lock(&r->lock);
	bool yes = r->silent != NULL;
	pthread_mutex_unlock(&r->lock);
	return yes;
}

/* An owner that does not answer in time gets no second chance, but may still give its request back. */
static void
stop_with_a_silent_owner(void **state)
{
	(void)state;
	struct room r;
	room_open(&r, &(struct http_config){ .stop_ms = 50 });
	struct raw c = raw_unix(&r);
	raw_send(&c, "GET /silent HTTP/1.1\r\nHost: a\r\n\r\n");
	assert_true(poll_until(is_silent, &r, WAIT_MS));
	http_stop(r.server);
	r.server = NULL;
	assert_int_equal(raw_answer(&c), 503);
	assert_true(raw_has(&c, "Retry-After: 5"));
	assert_string_equal(r.silent->path, "/silent");
	assert_false(http_reply_text(r.silent, 200, "{}", 2));
	raw_close(&c);
	room_close(&r);
}

static void
forgotten_request_is_500(void **state)
{
	(void)state;
	struct room r;
	struct raw c;
	room_open(&r, NULL);
	assert_int_equal(raw_get(&r, "/none", &c), 500);
	assert_true(raw_has(&c, "Content-Type: application/problem+json"));
	raw_close(&c);
	room_close(&r);
}

static void
problems(void **state)
{
	(void)state;
	struct room r;
	struct raw c;
	room_open(&r, NULL);
	assert_int_equal(raw_get(&r, "/bad", &c), 409);
	assert_true(raw_has(&c, "Content-Type: application/problem+json"));
	const char *want = "{\"type\":\"about:blank\",\"title\":\"操作序号不连续\",\"status\":409,"
			   "\"code\":\"op_gap\","
			   "\"detail\":\"序号\\\"跳\\\"了\\u000a\",\"trace\":\"";
	assert_true(str_starts(str_c(&c.body), want));
	assert_non_null(
	    strstr(str_c(&c.body), "\"errors\":[{\"pointer\":\"/ops/3/n\",\"detail\":"));
	assert_non_null(strstr(str_c(&c.body), ",\"expect\":7}"));
	raw_close(&c);
	room_close(&r);
}

/* ---- codings ---- */

static void
get_coded(struct raw *c, const char *path, const char *accept)
{
	char text[256];
	snprintf(text, sizeof text, "GET %s HTTP/1.1\r\nHost: a\r\nAccept-Encoding: %s\r\n\r\n",
	    path, accept);
	raw_send(c, text);
	assert_int_equal(raw_answer(c) / 100, 2);
}

static void
codings(void **state)
{
	(void)state;
	static char out[1 << 20];
	struct room r;
	room_open(&r, NULL);
	struct raw c = raw_tcp(&r), plain = raw_tcp(&r);
	get_coded(&plain, "/big", "br");
	assert_false(raw_has(&plain, "Content-Encoding: "));
	for (int i = 0; i < 2; i++) { /* the second time from the copy that was kept */
		get_coded(&c, "/big", "gzip, zstd");
		assert_true(raw_has(&c, "Content-Encoding: zstd"));
		assert_true(raw_has(&c, "Vary: Accept-Encoding"));
		assert_true(c.body.len < plain.body.len / 2);
		assert_int_equal(
		    ZSTD_decompress(out, sizeof out, c.body.s, c.body.len), plain.body.len);
		assert_memory_equal(out, plain.body.s, plain.body.len);
	}
	get_coded(&c, "/big", "gzip");
	assert_true(raw_has(&c, "Content-Encoding: gzip"));
	z_stream z = { .next_in = (Bytef *)c.body.s,
		.avail_in = (uInt)c.body.len,
		.next_out = (Bytef *)out,
		.avail_out = sizeof out };
	assert_int_equal(inflateInit2(&z, 15 + 16), Z_OK);
	assert_int_equal(inflate(&z, Z_FINISH), Z_STREAM_END);
	assert_int_equal(z.total_out, plain.body.len);
	assert_memory_equal(out, plain.body.s, plain.body.len);
	inflateEnd(&z);
	get_coded(&c, "/small", "gzip, zstd");
	assert_int_equal(c.status, 201);
	assert_false(raw_has(&c, "Content-Encoding: "));
	assert_string_equal(str_c(&c.body), "{\"a\":1}");
	assert_true(raw_has(&c, "Content-Type: application/json"));
	raw_close(&c);
	raw_close(&plain);
	room_close(&r);
}

static void
bodies(void **state)
{
	(void)state;
	char noise[2000];
	uint32_t x = 1;
	size_t n;
	enum body_coding coding;
	for (size_t i = 0; i < sizeof noise; i++)
		noise[i] = (char)((x = x * 1664525U + 1013904223U) >> 24);
	struct http_body *b = http_body_copy(noise, sizeof noise);
	for (int want = BODY_PLAIN; want < BODY_CODINGS;
	     want++) { /* what does not shrink stays plain */
		assert_memory_equal(
		    http_body_bytes(b, (enum body_coding)want, &coding, &n), noise, sizeof noise);
		assert_int_equal(coding, BODY_PLAIN);
		assert_int_equal(n, sizeof noise);
	}
	http_body_unref(http_body_ref(b));
	http_body_unref(b);
	memset(noise, 'a', sizeof noise);
	for (size_t size = 1023; size <= 1024; size++) { /* nothing under 1 KB */
		b = http_body_copy(noise, size);
		http_body_bytes(b, BODY_ZSTD, &coding, &n);
		assert_int_equal(coding, size < 1024 ? BODY_PLAIN : BODY_ZSTD);
		http_body_unref(b);
	}
	b = http_body_copy("", 0);
	assert_string_equal(http_body_bytes(b, BODY_GZIP, &coding, &n), "");
	http_body_unref(b);
	assert_null(http_body_take(NULL, 5));
	http_body_unref(NULL);
}

static void
head_has_no_body(void **state)
{
	(void)state;
	struct room r;
	room_open(&r, NULL);
	struct raw c = raw_tcp(&r);
	raw_send(&c, "HEAD /small HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
	assert_true(raw_closed(&c));
	assert_true(str_starts(str_c(&c.in), "HTTP/1.1 201"));
	assert_null(strstr(str_c(&c.in), "{\"a\""));
	raw_close(&c);
	room_close(&r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whole_request_arrives),
		cmocka_unit_test(kept_connections_and_pipelines),
		cmocka_unit_test(two_hundred_woken_at_once),
		cmocka_unit_test(a_burst_of_128),
		cmocka_unit_test(parked_expire),
		cmocka_unit_test(client_vanishes_while_parked),
		cmocka_unit_test(answer_to_a_vanished_client),
		cmocka_unit_test(stop_answers_the_parked),
		cmocka_unit_test(stop_with_a_silent_owner),
		cmocka_unit_test(forgotten_request_is_500),
		cmocka_unit_test(problems),
		cmocka_unit_test(codings),
		cmocka_unit_test(bodies),
		cmocka_unit_test(head_has_no_body),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
