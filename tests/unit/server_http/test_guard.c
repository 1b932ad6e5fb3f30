/* The guard: heads that two readers could read differently are refused, the others give the facts the rest relies on. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/limits.h"
#include "base/str.h"
#include "server/http/guard_p.h"

#define MAX_LINES 6

struct head {
	const char *method, *target, *version;
	const char *line[MAX_LINES]; /* "Name: value" */
};

static enum err_code
check(const struct head *h, struct guard_facts *facts)
{
	struct guard_field f[MAX_LINES];
	struct guard_head g = { h->method, h->target, h->version, f, 0 };
	struct err e = { 0 };
	for (; g.n < MAX_LINES && h->line[g.n]; g.n++) {
		const char *colon = strstr(h->line[g.n], ": ");
		f[g.n] = (struct guard_field){ h->line[g.n], colon + 2,
			(size_t)(colon - h->line[g.n]), strlen(colon + 2) };
	}
	enum err_code rc = guard_check(&g, facts, &e);
	if (rc != ERR_OK && e.text[0] == '\0')
		fail_msg("refused without a sentence");
	return rc;
}

static void
heads(void **state)
{
	(void)state;
	static const struct {
		struct head h;
		enum err_code want;
	} cases[] = {
		{ { "GET", "/", "HTTP/1.1", { "Host: a" } }, ERR_OK },
		{ { "GET", "/", "HTTP/1.1", { "Host: " } }, ERR_OK },
		{ { "GET", "/", "HTTP/1.1", { "host: [::1]:8012" } }, ERR_OK },
		{ { "GET", "/", "HTTP/1.1", { NULL } }, ERR_SYNTAX },
		{ { "GET", "/", "HTTP/1.0", { NULL } }, ERR_OK },
		{ { "GET", "/", "HTTP/1.0", { "Host: a", "Host: a" } }, ERR_SYNTAX },
		{ { "GET", "/", "HTTP/1.1", { "Host: a", "hOST: b" } }, ERR_SYNTAX },
		{ { "GET", "/", "HTTP/1.1", { "Host: a/b" } }, ERR_SYNTAX },
		{ { "GET", "/", "HTTP/1.1", { "Host: a@b" } }, ERR_SYNTAX },
		{ { "GET", "/", "HTTP/2.0", { "Host: a" } }, ERR_SYNTAX },
		{ { "GET", "/", "", { "Host: a" } }, ERR_SYNTAX },
		{ { "get", "/", "HTTP/1.1", { "Host: a" } }, ERR_SYNTAX },
		{ { "", "/", "HTTP/1.1", { "Host: a" } }, ERR_SYNTAX },
		{ { "G\tET", "/", "HTTP/1.1", { "Host: a" } }, ERR_SYNTAX },
		{ { "ABCDEFGHIJKLMNOPQ", "/", "HTTP/1.1", { "Host: a" } }, ERR_SYNTAX },
		{ { "POST", "/", "HTTP/1.1", { "Host: a", "Content-Length: 5" } }, ERR_OK },
		{ { "POST", "/", "HTTP/1.1",
		      { "Host: a", "Content-Length: 5", "Content-Length: 5" } },
		    ERR_SYNTAX },
		{ { "POST", "/", "HTTP/1.1", { "Host: a", "Content-Length: 5, 5" } }, ERR_SYNTAX },
		{ { "POST", "/", "HTTP/1.1", { "Host: a", "Content-Length: +5" } }, ERR_SYNTAX },
		{ { "POST", "/", "HTTP/1.1", { "Host: a", "Content-Length: 0x5" } }, ERR_SYNTAX },
		{ { "POST", "/", "HTTP/1.1", { "Host: a", "Content-Length: " } }, ERR_SYNTAX },
		{ { "POST", "/", "HTTP/1.1", { "Host: a", "Content-Length: 9999999999999999" } },
		    ERR_SYNTAX },
		{ { "POST", "/", "HTTP/1.1", { "Host: a", "Transfer-Encoding: chunked" } },
		    ERR_OK },
		{ { "POST", "/", "HTTP/1.1", { "Host: a", "Transfer-Encoding: CHUNKED" } },
		    ERR_OK },
		{ { "POST", "/", "HTTP/1.0", { "Host: a", "Transfer-Encoding: chunked" } },
		    ERR_SYNTAX },
		{ { "POST", "/", "HTTP/1.1", { "Host: a", "Transfer-Encoding: xchunked" } },
		    ERR_SYNTAX },
		{ { "POST", "/", "HTTP/1.1", { "Host: a", "Transfer-Encoding: gzip, chunked" } },
		    ERR_SYNTAX },
		{ { "POST", "/", "HTTP/1.1", { "Host: a", "Transfer-Encoding: identity" } },
		    ERR_SYNTAX },
		{ { "POST", "/", "HTTP/1.1",
		      { "Host: a", "Transfer-Encoding: chunked", "Transfer-Encoding: chunked" } },
		    ERR_SYNTAX },
		{ { "POST", "/", "HTTP/1.1",
		      { "Host: a", "Content-Length: 5", "Transfer-Encoding: chunked" } },
		    ERR_SYNTAX },
		{ { "POST", "/", "HTTP/1.1", { "Host: a", "Content-Encoding: gzip" } },
		    ERR_SYNTAX },
		{ { "POST", "/", "HTTP/1.1", { "Host: a", "Expect: 100-continue" } }, ERR_OK },
		{ { "POST", "/", "HTTP/1.1", { "Host: a", "Expect: 200-ok" } }, ERR_SYNTAX },
		{ { "GET", "/", "HTTP/1.1", { "Host: a", "X-A: a\tb\x80" } }, ERR_OK },
		{ { "GET", "/", "HTTP/1.1", { "Host: a", "X-A: a\x01" } }, ERR_SYNTAX },
		{ { "GET", "/", "HTTP/1.1", { "Host: a", "X-A: a\rX: b" } }, ERR_SYNTAX },
		{ { "GET", "/", "HTTP/1.1", { "Host: a", "X A: b" } }, ERR_SYNTAX },
		{ { "GET", "/", "HTTP/1.1", { "Host: a", "X-A : b" } }, ERR_SYNTAX },
		{ { "GET", "/", "HTTP/1.1", { "Host: a", ": b" } }, ERR_SYNTAX },
		{ { "GET", "/", "HTTP/1.1", { "Host: a", "Authorization: Bearer aZ9._~+/=-" } },
		    ERR_OK },
		{ { "GET", "/", "HTTP/1.1", { "Host: a", "Authorization: Bearer" } }, ERR_SYNTAX },
		{ { "GET", "/", "HTTP/1.1", { "Host: a", "Authorization: Bearer  x" } },
		    ERR_SYNTAX },
		{ { "GET", "/", "HTTP/1.1", { "Host: a", "Authorization: Bearer a b" } },
		    ERR_SYNTAX },
		{ { "GET", "/", "HTTP/1.1", { "Host: a", "Authorization: Bearer x'" } },
		    ERR_SYNTAX },
		{ { "GET", "/", "HTTP/1.1",
		      { "Host: a", "Authorization: A b", "Authorization: A b" } },
		    ERR_SYNTAX },
		{ { "POST", "/", "HTTP/1.1", { "Host: a", "Idempotency-Key: 018f-AB.c_d:e" } },
		    ERR_OK },
		{ { "POST", "/", "HTTP/1.1", { "Host: a", "Idempotency-Key: a b" } }, ERR_SYNTAX },
		{ { "PATCH", "/", "HTTP/1.1", { "Host: a", "If-Match: \"7\"" } }, ERR_OK },
		{ { "PATCH", "/", "HTTP/1.1", { "Host: a", "If-Match: \xe4\xb8\x80" } },
		    ERR_SYNTAX },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct guard_facts facts;
		enum err_code got = check(&cases[i].h, &facts);
		if (got != cases[i].want)
			fail_msg("case %zu (%s): got %s, want %s", i,
			    cases[i].h.line[0] ? cases[i].h.line[0] : "-", err_json(got),
			    err_json(cases[i].want));
	}
}

static void
facts_are_read(void **state)
{
	(void)state;
	struct guard_facts f;
	struct head h = { "POST", "/", "HTTP/1.1",
		{ "Host: a", "Content-Length: 1048576", "AUTHORIZATION: Bearer x",
		    "If-Match: \"3\"", "Content-Type: application/json; charset=utf-8" } };
	assert_int_equal(check(&h, &f), ERR_OK);
	assert_true(f.has_length && !f.chunked);
	assert_int_equal(f.length, 1048576);
	assert_string_equal(f.authorization, "Bearer x");
	assert_string_equal(f.if_match, "\"3\"");
	assert_string_equal(f.content_type, "application/json; charset=utf-8");
	assert_null(f.idempotency_key);
}

static void
codings_offered(void **state)
{
	(void)state;
	static const struct {
		const char *line;
		bool zstd, gzip;
	} cases[] = {
		{ "Accept-Encoding: zstd, gzip", true, true },
		{ "Accept-Encoding: gzip", false, true },
		{ "Accept-Encoding: gzip;q=0, zstd;q=0.1", true, false },
		{ "Accept-Encoding: gzip; q=0.000", false, false },
		{ "Accept-Encoding: GZIP;q=1.0,br", false, true },
		{ "Accept-Encoding: xgzip, gzipx", false, false },
		{ "Accept-Encoding: *", false, false },
		{ "Accept-Encoding: ", false, false },
		{ "Accept-Encoding: ,,;;,=", false, false },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct guard_facts f;
		struct head h = { "GET", "/", "HTTP/1.1", { "Host: a", cases[i].line } };
		assert_int_equal(check(&h, &f), ERR_OK);
		if (f.zstd != cases[i].zstd || f.gzip != cases[i].gzip)
			fail_msg("%s: zstd %d gzip %d", cases[i].line, f.zstd, f.gzip);
	}
}

static void
sizes(void **state)
{
	(void)state;
	static char big[LIMIT_HEADER_BYTES];
	struct guard_field f[GUARD_FIELDS + 1];
	struct guard_facts facts;
	struct err e = { 0 };
	memset(big, 'x', sizeof big);
	for (size_t i = 0; i <= GUARD_FIELDS; i++)
		f[i] = (struct guard_field){ "X-Some", "v", 6, 1 };
	f[0] = (struct guard_field){ "Host", "a", 4, 1 };
	struct guard_head h = { "GET", "/", "HTTP/1.1", f, GUARD_FIELDS };
	assert_int_equal(guard_check(&h, &facts, &e), ERR_OK);
	h.n = GUARD_FIELDS + 1;
	assert_int_equal(guard_check(&h, &facts, &e), ERR_LIMIT);
	h.n = 2;
	f[1] = (struct guard_field){ "X-Some", big, 6, GUARD_VALUE_BYTES };
	assert_int_equal(guard_check(&h, &facts, &e), ERR_OK);
	f[1].value_len = GUARD_VALUE_BYTES + 1;
	assert_int_equal(guard_check(&h, &facts, &e), ERR_LIMIT);
	h.n = 4;
	f[1].value_len = f[2].value_len = f[3].value_len = 3000;
	f[2].value = f[3].value = big;
	assert_int_equal(guard_check(&h, &facts, &e), ERR_LIMIT);
	assert_int_equal(guard_check(&h, &facts, NULL), ERR_LIMIT);
}

static void
targets(void **state)
{
	(void)state;
	/* want: "path|name=value|…", NULL when refused */
	static const char *const cases[][2] = {
		{ "/", "/" },
		{ "/v1/tickets/26112110420001", "/v1/tickets/26112110420001" },
		{ "/v1/sync/changes?feed=unit:0101&cursor=a.b-c_d&limit=500",
		    "/v1/sync/changes|feed=unit:0101|cursor=a.b-c_d|limit=500" },
		{ "/s?q=%E5%81%9C%E8%BD%A6+%E9%9A%BE", "/s|q=停车 难" },
		{ "/s?q=a%26b%3Dc", "/s|q=a&b=c" },
		{ "/s?a&b=&=c", "/s|a=|b=|=c" },
		{ "/s?&&a=1&", "/s|a=1" },
		{ "/s?", "/s" },
		{ "/%E4%B8%80", "/一" },
		{ "/a%2fb", NULL },
		{ "/a%5cb", NULL },
		{ "/a%00b", NULL },
		{ "/a%0ab", NULL },
		{ "/a%7f", NULL },
		{ "/a%4", NULL },
		{ "/a%", NULL },
		{ "/a%zz", NULL },
		{ "/a%ff", NULL },
		{ "/a%ed%a0%80", NULL },
		{ "/s?a=%ff", NULL },
		{ "/s?a=%00", NULL },
		{ "/s?a=1&a=2", NULL },
		{ "/s?a=1&%61=2", NULL },
		{ "/../etc", NULL },
		{ "/a/..", NULL },
		{ "/a/%2e%2e/b", NULL },
		{ "/a/./b", NULL },
		{ "/a/...", "/a/..." },
		{ "/a//b", "/a//b" },
		{ "a", NULL },
		{ "", NULL },
		{ "*", NULL },
		{ "http://a/b", NULL },
		{ "/a b", NULL },
		{ "/a#b", NULL },
		{ "/\xe4\xb8\x80", NULL },
		{ "/a\"b", NULL },
		{ "/s?1&2&3&4&5&6&7&8&9&10&11&12&13&14&15&16&17", NULL },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char text[256];
		const char *path;
		struct http_param q[HTTP_PARAMS];
		size_t n = 0;
		struct err e = { 0 };
		struct str got = { 0 };
		snprintf(text, sizeof text, "%s", cases[i][0]);
		enum err_code rc = guard_target(text, &path, q, &n, &e);
		if (rc == ERR_OK) {
			str_add(&got, path);
			for (size_t k = 0; k < n; k++)
				str_addf(&got, "|%s=%s", q[k].name, q[k].value);
		}
		if (!str_eq(cases[i][1], rc == ERR_OK ? str_c(&got) : NULL))
			fail_msg("%s: got %s", cases[i][0], rc == ERR_OK ? str_c(&got) : e.text);
		str_free(&got);
	}
}

static void
target_too_long(void **state)
{
	(void)state;
	static char text[GUARD_TARGET_BYTES + 2];
	const char *path;
	struct http_param q[HTTP_PARAMS];
	size_t n;
	memset(text, 'a', sizeof text - 1);
	text[0] = '/';
	assert_int_equal(guard_target(text, &path, q, &n, NULL), ERR_LIMIT);
	text[GUARD_TARGET_BYTES] = '\0';
	assert_int_equal(guard_target(text, &path, q, &n, NULL), ERR_OK);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(heads),
		cmocka_unit_test(facts_are_read),
		cmocka_unit_test(codings_offered),
		cmocka_unit_test(sizes),
		cmocka_unit_test(targets),
		cmocka_unit_test(target_too_long),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
