#ifndef SERVER_HTTP_HTTP_H
#define SERVER_HTTP_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/* The centre's HTTP/1.1 server, over libmicrohttpd and nothing else. A handler gets whole, guarded requests on an I/O
 * thread and either answers at once or defers: then any thread answers later. It must never block. */

#define HTTP_LISTENERS      4
#define HTTP_PARAMS         16 /* query parameters of one request: more is refused */
#define HTTP_TRACE_SIZE     24
#define HTTP_PEER_SIZE      48
#define HTTP_ANSWER_HEADERS 8

struct http_server;

struct http_param {
	const char *name, *value;
};

/* Who is asking: a user of this machine over the unix socket (SO_PEERCRED), or an address. */
struct http_peer {
	bool local;
	unsigned uid;                 /* only when local */
	char address[HTTP_PEER_SIZE]; /* "10.1.2.3", "fd00::5", "unix" */
};

/* What a resumable upload says of itself (tus 1.0): offset and length are digits, the others visible ASCII. */
struct http_tus {
	const char *version, *offset, *length, *metadata, *checksum;
};

/* One request. Everything is borrowed until http_reply. Header texts are NULL when absent; only those listed here ever
 * reach a handler, each at most once and checked against its alphabet (see guard_p.h). */
struct http_request {
	const char *method; /* "GET": upper-case letters; known or not is the router's business */
	const char
	    *path; /* decoded: begins with '/', UTF-8, no control characters, no dot segments */
	const struct http_param *query; /* decoded, names unique */
	size_t queries;
	const char *authorization; /* "Bearer …": scheme, one space, [A-Za-z0-9._~+/=-]+ */
	const char *content_type, *idempotency_key, *if_match, *if_none_match;
	struct http_tus tus;
	const char *body; /* NUL-terminated, "" when empty */
	size_t body_bytes;
	struct http_peer peer;
	char trace[HTTP_TRACE_SIZE]; /* for the log and the answer, unique in this run */
	void *user;                  /* the handler's own, NULL at first */
};

typedef void http_handler(void *arg, struct http_request *r);

/* Where and how to serve; 0 in a number means the default in brackets. */
struct http_config {
	const char *listen
	    [HTTP_LISTENERS]; /* "unix:PATH" or "HOST:PORT" ("[::1]:8012"; port 0 = any free one) */
	http_handler *handle;
	void *arg;
	int threads; /* I/O threads a listener (2) */
	int connections; /* open at once (12000), never more than the descriptor limit leaves room for */
	int per_address; /* open at once from one address (256; -1 any number: behind a proxy) */
	int request_ms; /* from the first byte (a kept connection: the first line) to the last (10000), absolute */
	int idle_ms;         /* between two requests of one connection (65000), absolute */
	int write_ms;        /* to take a whole answer (120000), absolute */
	int stop_ms;         /* http_stop: grace for answers on their way (5000) */
	size_t body_bytes;   /* one request body (LIMIT_BODY_BYTES) */
	size_t bodies_bytes; /* all request bodies held at once (256 MiB): more is answered 429 */
};

/** http_start(c, out, e): listen and serve. A unix socket is 0600 in a directory made 0700; a stale one is removed only
 * if nobody answers on it; a path over LIMIT_SOCKET_PATH, a busy port… are refused in words. */
enum err_code http_start(const struct http_config *c, struct http_server **out, struct err *e);
/** http_stop(s): no new connections; parked requests get their expired(HTTP_STOPPING), those that are still not
 * answered after the grace get 503; answers are written out; then everything closes. NULL is fine. Requests still
 * owed a http_reply may have it later: it does nothing. */
void http_stop(struct http_server *s);
/** http_port(s): the TCP port of the first HOST:PORT listener, 0 when there is none. */
int http_port(const struct http_server *s);

struct http_stats {
	uint64_t requests;    /* handed to the handler */
	uint64_t refused;     /* by the guard or a size limit */
	uint64_t limited;     /* too many connections of one address */
	uint64_t cut;         /* closed by a deadline */
	uint64_t status[6];   /* answers by first digit */
	unsigned connections; /* open now */
	unsigned parked;      /* deferred now */
};
void http_stats(struct http_server *s, struct http_stats *out);

/* ---- answer bodies: immutable, counted, shared by any number of answers; compressed once a coding ---- */
struct http_body;
/** http_body_take(p, n): a body that owns malloc'ed ${p} (str_take); freed also on failure. NULL without memory. */
struct http_body *http_body_take(char *p, size_t n);
struct http_body *http_body_copy(const char *p, size_t n);
struct http_body *http_body_ref(struct http_body *b);
void http_body_unref(struct http_body *b); /* NULL is fine */

/* ---- answering ---- */

/** http_reply(r, status, headers, n, body): answer; exactly once for each request, from the handler or, after
 * http_defer, from any thread. Takes one reference of ${body} (NULL: none). Content-Type is application/json unless
 * ${headers} (copied, at most HTTP_ANSWER_HEADERS) name one. ${r} is gone afterwards.
 * False if the server had already answered for a request that took too long or outlived it. */
bool http_reply(struct http_request *r, int status, const struct http_param *headers, size_t n,
    struct http_body *body);
/** http_reply_text(r, status, p, n): copies ${n} bytes of JSON. */
bool http_reply_text(struct http_request *r, int status, const char *p, size_t n);
/** http_problem(r, e): RFC 9457 problem+json: status and code of e->code, detail, trace; e->where that begins with
 * '/' as errors[].pointer; Retry-After on 429 and 503. */
bool http_problem(struct http_request *r, const struct err *e);
/** http_problem_with(r, e, members, allow): the same with more members, JSON text such as "\"expect\":7", and of a 405 the
 * methods that are allowed (RFC 9110: Allow is a must); either may be NULL or "". */
bool http_problem_with(
    struct http_request *r, const struct err *e, const char *members, const char *allow);

enum http_why { HTTP_DEADLINE, HTTP_GONE, HTTP_STOPPING };
/** Called once on the server's own thread when a deferred request has passed its deadline, its client has gone, or the
 * server stops. ${r} stays readable during the call. The owner takes it off its own list and answers - or does nothing
 * if another thread has just taken it. Not answered within 5 s: the server answers 503 itself. */
typedef void http_expired(void *arg, struct http_request *r, enum http_why why);
/** http_defer(r, deadline_at, expired, arg): only inside the handler, before ${r} is handed to anybody else. From then
 * on the handler owes one http_reply. ${deadline_at} is clock_mono_ms. ${expired} may be NULL: 503 at once. */
void http_defer(struct http_request *r, int64_t deadline_at, http_expired *expired, void *arg);

#endif
