/* Hostile HTTP against the real centre: every attempt is refused clearly, the process stays up and answers others, and
 * what was filed before is what is there afterwards. The guard itself is tested in tests/unit/server_http; here it stands
 * where it works, with the API behind it. */
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
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "../lib/daemon.h"
#include "../lib/httproom.h"
#include "base/clock.h"
#include "base/limits.h"
#include "wire/admin_json.h"
#include "wire/message.h"
#include "wire/op.h"

#define PASSWORD "lamp-post-78"
#define CLOSED   0 /* no answer, only the end */
#define H        "Host: a\r\n"

struct hostile {
	char dir[TMPDIR_SIZE], listen[40];
	struct daemon d;
	int port;
	char device[96], bearer[96];
	struct raw slow; /* a head that never ends, begun first */
};

static struct raw
dial(const struct hostile *x, bool tcp)
{
	struct sockaddr_un u = { .sun_family = AF_UNIX };
	struct sockaddr_in t = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
		.sin_port = htons((uint16_t)x->port) };
	const void *to = tcp ? (const void *)&t : (const void *)&u;
	int64_t until = clock_mono_ms() + WAIT_MS;
	struct raw c = { .fd = -1 };

	snprintf(u.sun_path, sizeof(u.sun_path), "%.100s", x->d.server + strlen("unix:"));
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

/* One request of its own over the socket; the answer's body into ${out}. */
static int
ask(const struct hostile *x, const char *what, const char *headers, const char *body,
    struct str *out)
{
	struct raw c = dial(x, false);
	struct str text = { 0 };
	int status;

	str_addf(&text, "%s HTTP/1.1\r\n" H "%sContent-Length: %zu\r\n\r\n%s", what, headers,
	    strlen(body), body);
	raw_send_n(&c, text.s, text.len);
	status = raw_answer(&c);
	str_reset(out);
	str_add_n(out, str_c(&c.body), c.body.len);
	raw_close(&c);
	str_free(&text);
	return status;
}

static bool
is_well(const struct hostile *x)
{
	struct str out = { 0 };
	int status = ask(x, "GET /readyz", "", "", &out);

	str_free(&out);
	return status == 200;
}

/* ---- a centre with one ticket ---- */

static void
enrol(struct hostile *x)
{
	struct str out = { 0 };
	struct admin_code code;
	struct msg_device d;
	struct msg_session s;
	struct err e = { 0 };
	char body[120], header[140];

	assert_int_equal(ask(x, "POST /v1/admin/seats", "", "{\"seat_no\":\"1160\"}", &out), 201);
	assert_int_equal(admin_code_read(str_c(&out), out.len, &code, &e), ERR_OK);
	snprintf(body, sizeof(body), "{\"code\":\"%s\",\"name\":\"测试席\"}", code.code);
	assert_int_equal(ask(x, "POST /v1/devices", "", body, &out), 201);
	assert_int_equal(msg_device_read(str_c(&out), out.len, &d, &e), ERR_OK);
	snprintf(x->device, sizeof(x->device), "Device %s.%s", d.device_id, d.device_key);
	snprintf(header, sizeof(header), "Authorization: %s\r\n", x->device);
	assert_int_equal(ask(x, "POST /v1/sessions", header,
			     "{\"job_no\":\"1154\",\"password\":\"" PASSWORD "\"}", &out),
	    201);
	assert_int_equal(msg_session_read(str_c(&out), out.len, &s, &e), ERR_OK);
	snprintf(x->bearer, sizeof(x->bearer), "Bearer %s", s.token);
	str_free(&out);
}

static int
file_with(struct hostile *x, const char *key, const char *body, struct str *out)
{
	char header[240];

	snprintf(
	    header, sizeof(header), "Authorization: %s\r\nIdempotency-Key: %s\r\n", x->bearer, key);
	return ask(x, "POST /v1/tickets", header, body, out);
}

static const char draft[] =
    "{\"kind\":\"save_draft\",\"set\":{\"channel\":\"web\",\"content\":\"路灯"
    "不亮\"}}";

static int
setup(void **state)
{
	struct hostile *x = calloc(1, sizeof(*x));
	struct str out = { 0 };

	tmpdir_make(x->dir);
	daemon_init(&x->d, x->dir, false);
	assert_int_equal(daemon_password(&x->d, "1154", PASSWORD), 0);
	x->port = daemon_free_port();
	snprintf(x->listen, sizeof(x->listen), "127.0.0.1:%d", x->port);
	daemon_start(&x->d, "--listen", x->listen);
	enrol(x);
	if (file_with(x, "before", draft, &out) != 201)
		fail_msg("%s", str_c(&out));
	str_free(&out);
	x->slow = dial(x, true);
	raw_send(&x->slow, "GET /v1/centre HTTP/1.1\r\n" H "X-Slow: ");
	*state = x;
	return 0;
}

static int
teardown(void **state)
{
	struct hostile *x = *state;

	daemon_stop(&x->d);
	tmpdir_remove(x->dir);
	free(x);
	return 0;
}

/* ---- requests that two readers could read differently ---- */

#define SMUGGLED "DELETE /v1/sessions HTTP/1.1\r\n" H "Authorization: %s\r\n\r\n"

static const struct {
	const char *head; /* a second request follows it in the same bytes */
	int want;
} smugglers[] = {
	{ "POST /v1/devices HTTP/1.1\r\n" H "Content-Length: 0\r\nContent-Length: 90\r\n\r\n",
	    400 },
	{ "POST /v1/devices HTTP/1.1\r\n" H
	  "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n"
	  "0\r\n\r\n",
	    400 },
	{ "POST /v1/devices HTTP/1.1\r\n" H "Transfer-Encoding: chunked\r\nTransfer-Encoding: "
	  "identity\r\n\r\n0\r\n\r\n",
	    400 },
	{ "POST /v1/devices HTTP/1.1\r\n" H "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n", 400 },
	{ "POST /v1/devices HTTP/1.1\r\n" H "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
	    400 },
	{ "POST /v1/devices HTTP/1.0\r\n" H "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400 },
	{ "POST /v1/devices HTTP/1.1\r\n" H "Content-Length: +0\r\n\r\n", 400 },
	{ "GET /v1/centre HTTP/1.1\r\n" H "Host: b\r\n\r\n", 400 },
	{ "GET /v1/centre HTTP/1.1\r\n" H H "\r\n", 400 },
	{ "GET /v1/centre HTTP/1.1\r\n\r\n", 400 },
	{ "GET /v1/centre HTTP/1.1\r\n" H "X: a\x01\r\n\r\n", 400 },
	{ "GET /v1/%2e%2e/metrics HTTP/1.1\r\n" H "\r\n", 400 },
	{ "GET http://b/v1/centre HTTP/1.1\r\n" H "\r\n", 400 },
};

static void
nothing_is_smuggled(void **state)
{
	struct hostile *x = *state;
	struct str out = { 0 }, text = { 0 };
	char header[140];

	for (size_t i = 0; i < sizeof(smugglers) / sizeof(smugglers[0]); i++) {
		struct raw c = dial(x, i % 2 == 0);
		int got;

		str_reset(&text);
		str_add(&text, smugglers[i].head);
		str_addf(&text, SMUGGLED, x->bearer);
		raw_send_n(&c, text.s, text.len);
		got = raw_answer(&c);
		if (got != smugglers[i].want)
			fail_msg("%zu: %d: %s", i, got, smugglers[i].head);
		/* the connection ends with the refusal: what follows in it is never a request */
		assert_int_equal(raw_answer(&c), CLOSED);
		raw_close(&c);
	}
	snprintf(header, sizeof(header), "Authorization: %s\r\n", x->bearer);
	assert_int_equal(/* and the session is still there */
	    ask(x, "GET /v1/sync/digest?feed=centre", header, "", &out), 200);
	str_free(&out);
	str_free(&text);
}

/* ---- sizes ---- */

static char *
letters(size_t n)
{
	char *p = malloc(n + 1);

	memset(p, 'x', n);
	p[n] = '\0';
	return p;
}

#define BIG (100 * 1024)

static void
big_heads_and_bodies(void **state)
{
	struct hostile *x = *state;
	char *big = letters(BIG);
	struct str body = { 0 }, out = { 0 }, head = { 0 };
	struct raw c;
	int status;

	str_addf(&head, "GET /v1/centre HTTP/1.1\r\n" H "X-Big: %s\r\n\r\n", big);
	c = dial(x, true);
	raw_send_n(&c, head.s, head.len);
	status = raw_answer(&c);
	assert_true(status == 431 || status == 413 || status == CLOSED);
	raw_close(&c);
	str_reset(&head);
	str_addf(&head, "GET /v1/%s HTTP/1.1\r\n" H "\r\n", big);
	c = dial(x, true);
	raw_send_n(&c, head.s, head.len);
	status = raw_answer(&c);
	assert_true(status == 414 || status == 431 || status == 413 || status == CLOSED);
	raw_close(&c);
	/* bodies: refused with the place and the limit, not cut and not taken */
	str_addf(&body, "{\"job_no\":\"%s\"}", big);
	snprintf(big, BIG, "Authorization: %s\r\n", x->device);
	assert_int_equal(ask(x, "POST /v1/sessions", big, body.s, &out), 413);
	assert_non_null(strstr(str_c(&out), "/job_no"));
	memset(big, 'x', BIG);
	str_reset(&body);
	str_addf(&body,
	    "{\"kind\":\"save_draft\",\"set\":{\"channel\":\"web\",\"content\":\"%s\"}}", big);
	assert_int_equal(file_with(x, "big", body.s, &out), 413);
	assert_non_null(strstr(str_c(&out), "/set/content"));
	assert_non_null(strstr(str_c(&out), "8000"));
	str_reset(&body);
	for (int i = 0; i < BIG; i++)
		str_add_c(&body, '[');
	assert_int_equal(file_with(x, "deep", body.s, &out), 413);
	assert_true(is_well(x));
	free(big);
	str_free(&body);
	str_free(&out);
	str_free(&head);
}

static void
huge_chunks(void **state)
{
	static const char *const sizes[] = { "7fffffff", "ffffffffffffffff", "fffffffffffffffff",
		"0x10", "-1", "zz", " " };
	struct hostile *x = *state;
	char *big = letters(65536);
	struct raw c;

	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		char head[200];
		int status;

		c = dial(x, i % 2 == 0);
		snprintf(head, sizeof(head),
		    "POST /v1/devices HTTP/1.1\r\n" H "Transfer-Encoding: chunked\r\n\r\n%s\r\n",
		    sizes[i]);
		raw_send(&c, head);
		for (int k = 0; k < 64; k++) /* as long as it is taken */
			if (!raw_send_n(&c, big, 65536))
				break;
		shutdown(c.fd, SHUT_WR);
		status = raw_answer(&c);
		if (status != 400 && status != 413 && status != CLOSED)
			fail_msg("chunk of %s: %d", sizes[i], status);
		raw_close(&c);
	}
	free(big);
	assert_true(is_well(x));
}

/* ---- many at once ---- */

static void
pipelines_are_answered_in_order(void **state)
{
	struct hostile *x = *state;
	struct str text = { 0 };
	struct raw c = dial(x, true);

	for (int i = 0; i < 60; i++) {
		str_addf(&text, "GET /v1/tickets/%d HTTP/1.1\r\n" H "Authorization: %s\r\n\r\n", i,
		    x->bearer);
		str_addf(&text,
		    "POST /v1/tickets HTTP/1.1\r\n" H "Authorization: %s\r\nIdempotency-Key: "
		    "before\r\nContent-Length: %zu\r\n\r\n%s",
		    x->bearer, strlen(draft), draft);
		str_add(&text, "GET /healthz HTTP/1.1\r\n" H "\r\n");
	}
	raw_send_n(&c, text.s, text.len);
	for (int i = 0; i < 60; i++) {
		assert_int_equal(raw_answer(&c), 404);
		assert_int_equal(raw_answer(&c), 201); /* the same ticket each time */
		assert_int_equal(raw_answer(&c), 200);
	}
	raw_close(&c);
	str_free(&text);
}

/* ---- slow ---- */

static void
a_slow_head_is_cut(void **state)
{
	struct hostile *x = *state;
	int64_t end = clock_mono_ms() + WAIT_MS;
	bool cut = false;

	while (!cut && clock_mono_ms() < end) { /* a byte now and then keeps nobody waiting */
		struct pollfd p = { x->slow.fd, POLLIN, 0 };
		char buf[64];

		cut = !raw_send_n(&x->slow, "x", 1) ||
		      (poll(&p, 1, 50) > 0 && recv(x->slow.fd, buf, sizeof(buf), 0) <= 0);
	}
	assert_true(cut);
	raw_close(&x->slow);
	assert_true(is_well(x));
}

static void
nothing_is_lost(void **state)
{
	struct hostile *x = *state;
	struct str out = { 0 };
	const char *at;

	assert_int_equal(ask(x, "GET /metrics", "", "", &out), 200);
	assert_non_null(strstr(str_c(&out), "hotseatd_tickets 1\n"));
	at = strstr(str_c(&out), "\nhotseatd_http_refused_total ");
	assert_non_null(at);
	assert_true(strtoll(at + strlen("\nhotseatd_http_refused_total "), NULL, 10) >= 10);
	at = strstr(str_c(&out), "\nhotseatd_http_cut_total ");
	assert_true(strtoll(at + strlen("\nhotseatd_http_cut_total "), NULL, 10) >= 1);
	assert_int_equal(file_with(x, "before", draft, &out), 201); /* answered as it was */
	assert_int_equal(daemon_stop(&x->d), 0);
	assert_int_equal(daemon_verify(&x->d), 0);
	str_free(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		/* in this order: one centre through all of it */
		cmocka_unit_test(nothing_is_smuggled),
		cmocka_unit_test(big_heads_and_bodies),
		cmocka_unit_test(huge_chunks),
		cmocka_unit_test(pipelines_are_answered_in_order),
		cmocka_unit_test(a_slow_head_is_cut),
		cmocka_unit_test(nothing_is_lost),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
