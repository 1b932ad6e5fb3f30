#ifndef SERVER_HTTP_HTTP_P_H
#define SERVER_HTTP_HTTP_P_H

#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <sys/types.h>

#include "base/str.h"
#include "guard_p.h"
#include "server/http/http.h"

/* Who runs where: the I/O threads (loop.c) run call_*, the sweep thread runs sweep_*, any thread http_reply.
 * server.lock guards the list of connections, every phase and every count; no callback of a handler and no function of
 * libmicrohttpd is called with it held. A socket cannot be closed while the lock is held by somebody else, because its
 * CLOSED notice takes the lock first: that is what makes cutting a connection from the sweep safe. */

struct http_server;
struct call;

#define CONN_BUCKETS 1024
#define HTTP_THREADS 16 /* I/O threads of one listener at most */

/* An I/O thread with its libmicrohttpd daemon. */
struct loop {
	struct http_server *server;
	struct MHD_Daemon *daemon;
	int epoll_fd, wake_fd;
	pthread_t thread;
	bool running;
	atomic_bool quit;
};

/* An open connection, from libmicrohttpd's STARTED to its CLOSED notice. */
struct conn {
	struct conn *next, *prev; /* server.conns */
	struct conn *bucket_next; /* same hash of address */
	unsigned bucket;
	struct loop *loop;
	int fd;
	struct http_peer peer;
	char key[HTTP_PEER_SIZE]; /* what counts as one address */
	bool over_limit;          /* one too many of its address: 429 */
	int64_t deadline_at;      /* INT64_MAX while the server itself works on a request */
	struct call *call;        /* NULL between requests */
};

/* The coding of a body. */
enum body_coding { BODY_PLAIN, BODY_GZIP, BODY_ZSTD, BODY_CODINGS };

enum phase {
	PHASE_READING,  /* request line to last byte of the body */
	PHASE_HANDLING, /* inside the handler */
	PHASE_PARKED,   /* deferred: connection suspended, the handler owes a reply */
	PHASE_ANSWERED, /* answer stored, the I/O thread will queue it */
	PHASE_WRITING,
};

struct answer {
	int status;
	struct http_body *body;
	struct http_param header[HTTP_ANSWER_HEADERS]; /* into text */
	size_t headers;
	char *text;
};

/* A request. Counted: one for the connection, one for the reply a handler owes after http_defer, one for the sweep. */
struct call {
	struct http_request pub; /* first: http_reply gets back from it */
	struct http_server *server;
	struct conn *conn; /* valid until completed */
	struct loop *loop;
	struct MHD_Connection *mhd;
	unsigned refs;    /* under server.lock */
	enum phase phase; /* under server.lock */
	bool begun, deferred, told;
	enum err_code
	    spoilt; /* body refused while it arrives: ERR_LIMIT, ERR_BUSY, ERR_NO_MEMORY */
	enum body_coding want; /* of the answer */
	char method[20], *target;
	void *kept; /* the parameters and header texts of pub, one block */
	struct str body;
	size_t counted; /* bytes of server.bodies_bytes this call holds */
	size_t swallowed;
	struct answer answer;
	int64_t expires_at, grace_at;
	http_expired *expired;
	void *expired_arg;
};

struct listener {
	int fd, port;
	char path[128]; /* of a unix socket */
	dev_t dev;
	ino_t ino;
	struct loop loop[HTTP_THREADS];
	int loops;
};

struct http_server {
	struct http_config c;
	struct listener listener[HTTP_LISTENERS];
	size_t listeners;
	unsigned run; /* first half of every trace id */
	atomic_uint trace;

	pthread_mutex_t lock;
	pthread_cond_t wake;  /* the sweep sleeps on it */
	pthread_cond_t quiet; /* http_stop waits on it */
	struct conn *conns;
	struct conn *bucket[CONN_BUCKETS];
	unsigned calls;    /* alive, for whoever holds a reference */
	unsigned busy;     /* calls not yet completed by libmicrohttpd */
	unsigned handling; /* threads inside the handler */
	unsigned resuming; /* threads between storing an answer and having resumed */
	size_t bodies_bytes;
	struct http_stats stats;
	bool stopping, ended; /* ended: http_stop is done, the last call frees the server */
	bool force;           /* the grace of http_stop is over */
	int64_t wake_at;      /* when the sweep means to look next */
	bool sweep_quit;
	pthread_t sweep;
};

/* call.c */
void *call_line(void *server, const char *uri, struct MHD_Connection *mhd);
enum MHD_Result call_step(void *server, struct MHD_Connection *mhd, const char *url,
    const char *method, const char *version, const char *data, size_t *n, void **ctx);
void call_completed(
    void *server, struct MHD_Connection *mhd, void **ctx, enum MHD_RequestTerminationCode why);
void call_unref_locked(struct call *c);
/** call_answer(c, a, own): store the answer of whoever owns it and resume; false if it has one. ${own}: give back the
 * reference of the reply owed. */
bool call_answer(struct call *c, struct answer *a, bool own);

/* answer.c */
/** answer_set(a, status, headers, n, body): takes ${body}; false without memory (a is then an empty 503). */
bool answer_set(struct answer *a, int status, const struct http_param *headers, size_t n,
    struct http_body *body);
void answer_free(struct answer *a);
/** answer_problem(a, e, trace, members, allow): a is freed with answer_free. */
void answer_problem(struct answer *a, const struct err *e, const char *trace, const char *members,
    const char *allow);
/** answer_queue(a, mhd, want, trace): hand to libmicrohttpd, compressed as the client likes. */
enum MHD_Result answer_queue(
    const struct answer *a, struct MHD_Connection *mhd, enum body_coding want, const char *trace);

/* conn.c */
void conn_notice(
    void *server, struct MHD_Connection *mhd, void **ctx, enum MHD_ConnectionNotificationCode code);

/* http.c */
void http_free(struct http_server *s);

/* sweep.c */
void *sweep_run(void *server);
/** sweep_by_locked(s, at): look at the latest at ${at}. */
void sweep_by_locked(struct http_server *s, int64_t at);

/* loop.c */
/** loop_start(l, s, fd, e): a thread that serves connections accepted on a duplicate of ${fd}. */
enum err_code loop_start(struct loop *l, struct http_server *s, int listen_fd, struct err *e);
/** loop_stop(l): nothing may be suspended. Also after a failed start. */
void loop_stop(struct loop *l);
void loop_wake(struct loop *l);

/* listen.c */
enum err_code listen_open(const char *spec, struct listener *l, struct err *e);
/** listen_unlink(l): the unix socket's name goes, if it is still ours. */
void listen_unlink(const struct listener *l);

/* http_body.c */
/** http_body_bytes(b, want, coding, n): the bytes in the coding of ${want} that is used (*coding), BODY_PLAIN for
 * short bodies and those that do not shrink. Borrowed while a reference is held. */
const char *
http_body_bytes(struct http_body *b, enum body_coding want, enum body_coding *coding, size_t *n);

#endif
