/* The HTTP door: a request of server/http becomes a call of this API, and its answer goes back.
 *
 * A call lives until it is answered. One that waits may be told by the server that it is over while another thread
 * answers it: the call is found through the request, under the door's lock, and is off the request before it is freed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "api_p.h"
#include "base/clock.h"
#include "server/http/http.h"
#include "wire/tus.h"

struct door_call {
	struct api_call call; /* first */
	struct http_request *r;
	bool waits;
	void (*expired)(struct api_call *c, enum api_end why);
};

static struct door_call *
door_of(struct api_call *c)
{
	return (struct door_call *)(void *)c;
}

static const char *
query(const struct api_call *c, const char *name)
{
	const struct http_request *r = ((const struct door_call *)(const void *)c)->r;

	for (size_t i = 0; i < r->queries; i++)
		if (strcmp(r->query[i].name, name) == 0)
			return r->query[i].value;
	return NULL;
}

/* The call ends with ${status}; its request is answered by the caller. */
static struct http_request *
leave(struct door_call *d, int status)
{
	struct http_request *r = d->r;

	metrics_answered(d->call.api->metrics, &d->call, status);
	if (d->waits) {
		pthread_mutex_lock(&d->call.api->door);
		r->user = NULL;
		pthread_mutex_unlock(&d->call.api->door);
	}
	secret_wipe(d, sizeof(*d)); /* who.token_sha, names */
	free(d);
	return r;
}

/* The client has it already. A tag stands in its quotes, so that one within a list is found whole. */
static bool
unchanged(const struct api_call *c, int status, const char *tag)
{
	const char *have = c->rq.if_none_match;

	return status == 200 && tag[0] != '\0' && have != NULL &&
	       strcmp(c->rq.method, "GET") == 0 &&
	       (strcmp(have, "*") == 0 || strstr(have, tag) != NULL);
}

/* The texts are the head's: borrowed until the call ends. */
static size_t
list_headers(const struct api_head *head, char number[2][24], struct http_param *h)
{
	size_t n = 0;

	if (head->tag[0] != '\0')
		h[n++] = (struct http_param){ "ETag", head->tag };
	if (head->type[0] != '\0')
		h[n++] = (struct http_param){ "Content-Type", head->type };
	if (head->location[0] != '\0')
		h[n++] = (struct http_param){ "Location", head->location };
	if (head->upload.on) {
		snprintf(number[0], 24, "%lld", (long long)head->upload.offset);
		snprintf(number[1], 24, "%lld", (long long)head->upload.length);
		h[n++] = (struct http_param){ "Tus-Resumable", TUS_VERSION };
		h[n++] = (struct http_param){ "Upload-Offset", number[0] };
		h[n++] = (struct http_param){ "Upload-Length", number[1] };
	}
	return n;
}

static void
answer(struct api_call *c, int status, struct str *body, int64_t etag)
{
	struct api_head head = c->head;
	struct http_param h[HTTP_ANSWER_HEADERS];
	char number[2][24];
	struct http_body *b = NULL;
	struct err e = { 0 };
	size_t len = body->len;
	bool bad = body->bad;

	if (etag != 0)
		snprintf(head.tag, sizeof(head.tag), "\"%lld\"", (long long)etag);
	if (unchanged(c, status, head.tag)) {
		status = 304;
		len = 0;
	}
	if (len > 0 && !bad)
		b = http_body_take(str_take(body), len);
	str_free(body);
	if (bad || (len > 0 && b == NULL)) {
		err_set(&e, ERR_NO_MEMORY, NULL);
		http_problem(leave(door_of(c), err_http(e.code)), &e);
		return;
	}
	http_reply(leave(door_of(c), status), status, h, list_headers(&head, number, h), b);
}

static void
answer_shared(struct api_call *c, struct http_body *body)
{
	http_reply(leave(door_of(c), 200), 200, NULL, 0, body);
}

static void
problem(struct api_call *c, const struct err *e, const char *members)
{
	const struct api_head head = c->head; /* the call is gone once it is left */

	http_problem_with(leave(door_of(c), err_http(e->code)), e, members, head.allow);
}

/* On the server's own thread. */
static void
over(void *arg, struct http_request *r, enum http_why why)
{
	static const enum api_end ends[] = { [HTTP_DEADLINE] = API_DEADLINE,
		[HTTP_GONE] = API_GONE,
		[HTTP_STOPPING] = API_STOPPING };
	struct api *a = arg;
	struct door_call *d;

	pthread_mutex_lock(&a->door);
	d = r->user;
	if (d != NULL)
		d->expired(&d->call, ends[why]);
	pthread_mutex_unlock(&a->door);
}

static void
defer(struct api_call *c, int64_t ms, void (*expired)(struct api_call *c, enum api_end why))
{
	struct door_call *d = door_of(c);

	if (d->waits)
		return; /* it waits already: a request is suspended once */
	d->expired = expired;
	d->waits = true;
	d->r->user = d; /* nobody else knows the request yet */
	http_defer(d->r, clock_mono_ms() + ms, over, c->api);
}

static bool
is_near(const struct http_peer *p)
{
	return p->local || str_starts(p->address, "127.") || strcmp(p->address, "::1") == 0 ||
	       str_starts(p->address, "::ffff:127.");
}

void
api_http(void *api, struct http_request *r)
{
	struct door_call *d = calloc(1, sizeof(*d));
	struct err e = { 0 };

	if (d == NULL) {
		err_set(&e, ERR_NO_MEMORY, NULL);
		http_problem(r, &e);
		return;
	}
	d->r = r;
	d->call = (struct api_call){ .rq = { .method = r->method,
					 .path = r->path,
					 .query = query,
					 .authorization = r->authorization,
					 .if_match = r->if_match,
					 .if_none_match = r->if_none_match,
					 .idempotency_key = r->idempotency_key,
					 .content_type = r->content_type,
					 .upload = { r->tus.version, r->tus.offset, r->tus.length,
					     r->tus.metadata, r->tus.checksum },
					 .body = r->body,
					 .body_bytes = r->body_bytes,
					 .same_user = r->peer.local && r->peer.uid == geteuid(),
					 .near = is_near(&r->peer) },
		.answer = answer,
		.answer_shared = answer_shared,
		.problem = problem,
		.defer = defer };
	str_copy(d->call.rq.trace, sizeof(d->call.rq.trace), r->trace);
	api_serve(api, &d->call);
}
