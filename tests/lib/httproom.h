#ifndef TEST_HTTPROOM_H
#define TEST_HTTPROOM_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "server/http/http.h"

#define WAIT_MS     20000 /* how long a test waits for what must come; reached only when it fails */
#define ROOM_PARKED 512

/* A server with the handlers that the tests need, on a unix socket and a free TCP port, and raw connections to it.
 * Paths: /echo, /later (parked until room_answer or expiry), /silent (parked, its owner never answers in time),
 * /none (the handler forgets it), /gate (the
 * handler itself waits for a byte in gate[1], as no handler should), /big, /small, /bad (a problem). */
struct room {
	struct http_server *server;
	char dir[64], path[128], spec[160];
	struct http_body *big;
	pthread_mutex_t lock;
	struct http_request *parked[ROOM_PARKED];
	size_t n;
	int told[3]; /* by enum http_why */
	struct http_request *silent;
	unsigned handled;
	bool gated; /* a handler waits at the gate */
	int gate[2];
	int park_ms; /* deadline of /later */
};

/** room_open(r, c): c gives limits (NULL: none special); listeners and handler are set here. */
void room_open(struct room *r, const struct http_config *c);
void room_close(struct room *r); /* also after the test has stopped the server itself */
/** room_wait_parked(r, n): until ${n} requests are parked. room_answer(r): answer them all, from a thread of its own. */
bool room_wait_parked(struct room *r, size_t n);
size_t room_answer(struct room *r, struct http_body *body);

/* A raw connection: bytes out, answers in. */
struct raw {
	int fd;
	struct str in; /* received, not yet consumed */
	int status;    /* of the last answer */
	struct str head, body;
};

struct raw raw_unix(const struct room *r);
struct raw raw_tcp(const struct room *r);
void raw_send(struct raw *c, const char *text);
bool raw_send_n(struct raw *c, const void *p, size_t n); /* false when the peer has closed */
/** raw_answer(c): read one answer; its status, 0 when the peer closed first. Fails the test on time-out. */
int raw_answer(struct raw *c);
/** raw_closed(c): wait for the peer to close, reading what comes. */
bool raw_closed(struct raw *c);
bool raw_has(const struct raw *c, const char *header_line);
void raw_close(struct raw *c);
/** raw_get(r, path): one request of its own over the unix socket; the body is left in ${c}. */
int raw_get(const struct room *r, const char *path, struct raw *c);

#endif
