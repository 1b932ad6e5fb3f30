#ifndef SERVER_API_API_H
#define SERVER_API_API_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "server/auth/auth.h"
#include "server/core/writer.h"

/* The resources of /v1, one file each, over a transport that is handed in: the HTTP door (api/door.c) or a direct call
 * (tests, the simulator). A handler never blocks: it reads, hands a job to the writer or the password pool, or parks. */

#define API_ID_SIZE 65 /* the longest id in a path: a SHA-256 */

struct api_call;
struct http_body;

/* Why a call that waits is given back: its time is over, its client has gone, the centre stops. */
enum api_end { API_DEADLINE, API_GONE, API_STOPPING };

/* What the transport gives and takes. Strings are borrowed until the answer. */
struct api_request {
	const char *method, *path;                                        /* "/v1/sync/ops" */
	const char *(*query)(const struct api_call *c, const char *name); /* NULL when absent */
	const char *authorization, *if_match, *if_none_match, *idempotency_key;
	const char *content_type;
	struct { /* what an upload says of itself (tus 1.0); NULL when absent */
		const char *version, *offset, *length, *metadata, *checksum;
	} upload;
	const char *body;
	size_t body_bytes;
	bool same_user; /* over the unix socket, by the user the centre runs as */
	bool near;      /* from this machine: the unix socket or loopback */
	char trace[40];
};
/* Of a file by pieces: where, of how many bytes. */
struct api_upload {
	bool on;
	int64_t offset, length;
};
/* What an answer says beside its status and body; "" says nothing. Set before answer(). */
struct api_head {
	char type[64];     /* Content-Type; else application/json */
	char location[96]; /* of what was made */
	char allow[40];    /* of a 405: the methods that fit the path, "GET, PATCH" */
	char tag[40];      /* ETag, quotes included, when a number does not do */
	struct api_upload upload;
};
struct api_call {
	struct api_request rq;
	struct api_head head;
	/** answer: exactly once; takes the text of ${body}; ${etag} 0 = none. */
	void (*answer)(struct api_call *c, int status, struct str *body, int64_t etag);
	void (*problem)(struct api_call *c, const struct err *e, const char *members);
	/** answer_shared: 200 with one body for many calls; takes a reference. Only with a defer. */
	void (*answer_shared)(struct api_call *c, struct http_body *body);
	/** defer: before the call is handed to another thread. expired is told once, unless the answer came first; the
	 * answer is still owed. NULL: the transport cannot wait (a long poll answers at once). */
	void (*defer)(
	    struct api_call *c, int64_t ms, void (*expired)(struct api_call *c, enum api_end why));
	struct api *api;
	struct auth_who who;
	int64_t contact_since; /* when the present contact of the seat began */
	char id[API_ID_SIZE];  /* the {id} of the path */
	void *park;            /* of api/park.c */
	int route;             /* its line of the route table; -1 none */
	int64_t began_us;      /* clock_mono_us */
};

struct api_config {
	const char *dir; /* data directory for readers; "" with memory */
	const uint8_t *key;
	struct store
	    *memory;       /* tests: one store for everything, writer NULL then runs jobs inline */
	struct core *core; /* inline jobs run on it when there is no writer */
	struct writer *writer;
	struct auth_pool *pool; /* NULL: passwords are checked inline */
	int64_t window_ms;      /* how far back a snapshot goes; open tickets always */
	int64_t (*now)(void *arg);
	void *now_arg;
	char version[32];
};

enum err_code api_new(const struct api_config *config, struct api **out, struct err *e);
void api_free(struct api *a);
/** api_serve(a, c): route, authenticate, handle. */
void api_serve(struct api *a, struct api_call *c);
/** api_wake(a, touched): feeds have something new; called on the writer's thread. */
void api_wake(void *api, const struct core_touched *touched);

/* ---- the HTTP door ---- */
struct http_request;
struct http_server;
/** api_watch(a, s): the server whose figures /metrics shows; it outlives every call. */
void api_watch(struct api *a, struct http_server *s);
/** api_http(api, request): a http_handler. */
void api_http(void *api, struct http_request *r);

#endif
