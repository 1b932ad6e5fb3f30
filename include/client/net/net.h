#ifndef CLIENT_NET_NET_H
#define CLIENT_NET_NET_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/limits.h"
#include "base/str.h"

/* Requests to the centre, over libcurl's multi interface and nothing else. One thread drives a struct net; only
 * net_wakeup may be called from another. Nothing blocks but net_step and net_call_wait. */

#define NET_SERVERS     8
#define NET_SERVER_SIZE 256
#define NET_EXTRA_FDS   16

/* ---- the ordered list of centres: pure, time is handed in (clock_mono_ms) ---- */

struct net_server {
	char text[NET_SERVER_SIZE]; /* as configured, for the screen */
	char base[NET_SERVER_SIZE]; /* "https://host:port/prefix", without a slash at the end */
	char unix_path[LIMIT_SOCKET_PATH + 1]; /* "" for a URL */
	bool loopback;      /* unix, or http(s) to this machine: never through a proxy */
	int failures;       /* in a row */
	int64_t down_until; /* not tried before, unless nothing else is left */
};

struct net_servers {
	struct net_server at[NET_SERVERS];
	size_t n;
};

/** net_servers_parse(list, out, e): "unix:PATH|URL[,…]" in order of preference. ERR_CONFIG names what is wrong. Plain
 * http is only for this machine: identities travel inside TLS or the unix socket. */
enum err_code net_servers_parse(const char *list, struct net_servers *out, struct err *e);
/** net_servers_pick(s, tried, now): the first server that is not down and whose bit is not in ${tried}; of those that
 * are down the one that comes back soonest; s->n when all have been tried. */
size_t net_servers_pick(const struct net_servers *s, unsigned tried, int64_t now);
/** net_servers_failed(s, i, now): out of use for 30 s, twice as long each time in a row, at most 5 minutes; then it is
 * preferred again. Failures reported while it is down count once. net_servers_worked(s, i): all is well. */
void net_servers_failed(struct net_servers *s, size_t i, int64_t now);
void net_servers_worked(struct net_servers *s, size_t i);

/* ---- requests ---- */

struct net;

enum net_outcome {
	NET_ANSWER,  /* a whole HTTP answer: see status */
	NET_REFUSED, /* no centre of the list was reached: the request has never been sent */
	NET_UNKNOWN, /* sent, but no whole answer: it may have been done. Send the identical bytes again */
	NET_CANCELLED,
};

struct net_options {
	const char *ca_file; /* PEM, instead of the system's authorities; NULL: those */
	const char *agent;   /* User-Agent */
	int connect_ms;      /* 0: 3000, with name look-up and TLS handshake */
};

/* Everything is copied by net_submit. 0 in a number means the default in brackets. */
struct net_request {
	const char *method,
	    *path; /* "POST", "/v1/sync/ops?…": encoded by the caller (net_escape) */
	const char *const *headers; /* "Name: value" each, no control characters */
	size_t header_count;
	const char *body; /* NULL: none */
	size_t body_bytes;
	const char *type; /* of the body (application/json) */
	int total_ms;     /* until the last byte of the answer (30000) */
	int wait_ms;      /* the centre may park the request this long: added to every patience */
	size_t
	    max_bytes; /* of the decoded answer (2 x LIMIT_PAGE_BYTES): beyond is NET_UNKNOWN, ERR_LIMIT */
};

struct net_answer {
	enum net_outcome outcome;
	int status;      /* 200…599 with NET_ANSWER, else 0 */
	struct str body; /* decoded; the callback may str_take it, what is left is freed */
	char type[80], etag[80];
	int retry_after_s; /* 0: not said */
	size_t server;     /* which of the list was asked last */
	struct err err;    /* why there is no answer; ERR_OK with NET_ANSWER */
};

/** Called from net_step, net_cancel or net_free, once for each submitted request. It may submit and cancel. */
typedef void net_done(void *arg, struct net_answer *a);

/** net_new(servers, o, out, e): the list is copied. ${o} may be NULL. */
enum err_code net_new(const struct net_servers *servers, const struct net_options *o,
    struct net **out, struct err *e);
/** net_free(n): every request that is under way ends as NET_CANCELLED. NULL is fine. */
void net_free(struct net *n);
/** net_submit(n, r, done, arg, e): start a request at the best server; on NET_REFUSED of one the next is tried, each
 * once. Returns its id, 0 when the request itself is malformed (${e}) or there is no memory. */
uint64_t
net_submit(struct net *n, const struct net_request *r, net_done *done, void *arg, struct err *e);
/** net_cancel(n, id): end it now; false when it has ended already. */
bool net_cancel(struct net *n, uint64_t id);
/** net_step(n, ms, extra, count): wait up to ${ms} (-1: for ever) for the network, a time-out of its own, net_wakeup or
 * one of at most NET_EXTRA_FDS further descriptors (revents is filled in as by poll), and call back what has ended.
 * Returns the number of calls back. */
int net_step(struct net *n, int ms, struct pollfd *extra, size_t count);
/** net_wakeup(n): make a waiting net_step return; from any thread, also from a signal handler's thread. */
void net_wakeup(struct net *n);
/** net_busy(n): requests under way. net_list(n): the servers with their state. */
size_t net_busy(const struct net *n);
const struct net_servers *net_list(const struct net *n);

/** net_cut(n, cut): from now on no centre is reached, as if every cable were out: what is under way ends at once (NET_UNKNOWN
 * where it had been sent), what is submitted is NET_REFUSED; until it is taken back. No server is held to be down for it. */
void net_cut(struct net *n, bool cut);

/** net_call_wait(n, r, out): submit and step until it has ended; other requests go on meanwhile. Returns out->err.code;
 * the caller frees with net_answer_free. For command lines, not for the engine. */
enum err_code net_call_wait(struct net *n, const struct net_request *r, struct net_answer *out);
void net_answer_free(struct net_answer *a);
/** net_escape(out, text): append ${text} percent-encoded for a path segment or a query value. */
void net_escape(struct str *out, const char *text);

#endif
