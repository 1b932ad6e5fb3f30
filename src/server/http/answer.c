/* Answers: what a handler said, kept until the I/O thread can queue it, and problem+json (RFC 9457) written by hand
 * because this room has no JSON library and needs seven members. */
#include "http_p.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"

bool
answer_set(struct answer *a, int status, const struct http_param *headers, size_t n,
    struct http_body *body)
{
	size_t bytes = 0;
	*a = (struct answer){ .status = status, .body = body };
	if (n > HTTP_ANSWER_HEADERS)
		n = HTTP_ANSWER_HEADERS;
	for (size_t i = 0; i < n; i++)
		bytes += strlen(headers[i].name) + strlen(headers[i].value) + 2;
	if (bytes == 0)
		return true;
	char *p = a->text = malloc(bytes);
	if (!p) {
		http_body_unref(body);
		*a = (struct answer){ .status = MHD_HTTP_SERVICE_UNAVAILABLE };
		return false;
	}
	for (size_t i = 0; i < n; i++) {
		const struct http_param *h = &headers[i];
		size_t name = strlen(h->name) + 1, value = strlen(h->value) + 1;
		a->header[i] = (struct http_param){ p, p + name };
		memcpy(p, h->name, name);
		memcpy(p + name, h->value, value);
		p += name + value;
	}
	a->headers = n;
	return true;
}

void
answer_free(struct answer *a)
{
	http_body_unref(a->body);
	free(a->text);
	*a = (struct answer){ 0 };
}

/* A JSON string. What is not UTF-8 becomes U+FFFD: a problem must always be readable. */
static void
add_json(struct str *b, const char *s)
{
	size_t n = strlen(s);
	str_add_c(b, '"');
	while (n > 0) {
		uint32_t cp = 0;
		size_t len = utf8_next(s, n, &cp);
		if (len == 0) {
			str_add(b, "\xef\xbf\xbd");
			len = 1;
		} else if (cp == '"' || cp == '\\') {
			str_add_c(b, '\\');
			str_add_n(b, s, 1);
		} else if (utf8_is_hidden(cp) && cp < 0x10000) {
			str_addf(b, "\\u%04x", (unsigned)cp);
		} else {
			str_add_n(b, s, len);
		}
		s += len;
		n -= len;
	}
	str_add_c(b, '"');
}

void
answer_problem(struct answer *a, const struct err *e, const char *trace, const char *members,
    const char *allow)
{
	struct str b = { 0 };
	int status = err_http(e->code);
	const char *detail = e->text[0] ? e->text : err_hint(e->code);
	str_addf(&b, "{\"type\":\"about:blank\",\"title\":");
	add_json(&b, err_hint(e->code));
	str_addf(&b, ",\"status\":%d,\"code\":\"%s\",\"detail\":", status, err_json(e->code));
	add_json(&b, detail);
	str_addf(&b, ",\"trace\":\"%s\"", trace);
	if (e->where[0] == '/') {
		str_add(&b, ",\"errors\":[{\"pointer\":");
		add_json(&b, e->where);
		str_add(&b, ",\"detail\":");
		add_json(&b, detail);
		str_add(&b, "}]");
	}
	if (members && members[0])
		str_addf(&b, ",%s", members);
	str_add(&b, "}\n");
	struct http_param h[4] = { { "Content-Type", "application/problem+json" } };
	size_t n = 1, len = b.len;
	if (status == MHD_HTTP_TOO_MANY_REQUESTS || status == MHD_HTTP_SERVICE_UNAVAILABLE)
		h[n++] = (struct http_param){ "Retry-After",
			status == MHD_HTTP_TOO_MANY_REQUESTS ? "1" : "5" };
	if (status == MHD_HTTP_UNAUTHORIZED)
		h[n++] = (struct http_param){ "WWW-Authenticate", "Bearer" };
	if (allow && allow[0])
		h[n++] = (struct http_param){ "Allow", allow };
	char *text = b.bad ? NULL : str_take(&b);
	str_free(&b);
	answer_set(a, status, h, n, text ? http_body_take(text, len) : NULL);
}

static void
body_done(void *body)
{
	http_body_unref(body);
}

static struct MHD_Response *
respond(const struct answer *a, enum body_coding want, enum body_coding *coding)
{
	static char nothing[1] = "";
	*coding = BODY_PLAIN;
	if (!a->body)
		return MHD_create_response_from_buffer(0, nothing, MHD_RESPMEM_PERSISTENT);
	size_t n = 0;
	const char *p = http_body_bytes(a->body, want, coding, &n);
	union {
		const char *in;
		void *out;
	} bytes = { p }; /* libmicrohttpd only reads it */
	struct MHD_Response *r = MHD_create_response_from_buffer_with_free_callback_cls(
	    n, bytes.out, body_done, http_body_ref(a->body));
	if (!r)
		http_body_unref(a->body);
	return r;
}

static bool
has_header(const struct answer *a, const char *name)
{
	for (size_t i = 0; i < a->headers; i++)
		if (strcasecmp(a->header[i].name, name) == 0)
			return true;
	return false;
}

enum MHD_Result
answer_queue(
    const struct answer *a, struct MHD_Connection *mhd, enum body_coding want, const char *trace)
{
	enum body_coding coding;
	struct MHD_Response *r = respond(a, want, &coding);
	if (!r)
		return MHD_NO;
	for (size_t i = 0; i < a->headers; i++)
		MHD_add_response_header(r, a->header[i].name, a->header[i].value);
	if (a->body && !has_header(a, "Content-Type"))
		MHD_add_response_header(r, "Content-Type", "application/json");
	if (a->body)
		MHD_add_response_header(r, "Vary", "Accept-Encoding");
	if (coding != BODY_PLAIN)
		MHD_add_response_header(
		    r, "Content-Encoding", coding == BODY_ZSTD ? "zstd" : "gzip");
	/* Pages hold what citizens said: no proxy and no disk cache may keep them. */
	if (!has_header(a, "Cache-Control"))
		MHD_add_response_header(r, "Cache-Control", "no-store");
	MHD_add_response_header(r, "Trace-Id", trace);
	enum MHD_Result rc = MHD_queue_response(mhd, (unsigned)a->status, r);
	MHD_destroy_response(r);
	return rc;
}
