/* One request from its first line to its last byte out: what libmicrohttpd calls, turned into a guarded
 * struct http_request for the handler, and the answer back.
 *
 * The order libmicrohttpd gives: call_line (request line), call_step once with the head (here the guard refuses, and
 * the connection closes after the refusal), call_step with pieces of the body, call_step with nothing more (here the
 * handler runs), and, if the handler deferred, call_step again after the resume. call_completed comes last. */
#include "http_p.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"

static struct conn *
conn_of(struct MHD_Connection *mhd)
{
	const union MHD_ConnectionInfo *i =
	    MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
	return i ? i->socket_context : NULL;
}

void *
call_line(void *server, const char *uri, struct MHD_Connection *mhd)
{
	struct http_server *s = server;
	struct conn *conn = conn_of(mhd);
	struct call *c = conn ? calloc(1, sizeof *c) : NULL;
	if (!c)
		return NULL; /* call_step closes the connection */
	c->target = str_dup(uri ? uri : "");
	c->server = s;
	c->conn = conn;
	c->loop = conn->loop;
	c->mhd = mhd;
	c->refs = 1;
	c->pub.peer = conn->peer;
	snprintf(
	    c->pub.trace, sizeof c->pub.trace, "%08x-%08x", s->run, atomic_fetch_add(&s->trace, 1));
	pthread_mutex_lock(&s->lock);
	s->calls++;
	s->busy++;
	conn->call = c;
	int64_t until = clock_mono_ms() + s->c.request_ms;
	if (until < conn->deadline_at) /* the first request counts from the accept */
		conn->deadline_at = until;
	sweep_by_locked(s, conn->deadline_at);
	pthread_mutex_unlock(&s->lock);
	return c;
}

void
call_unref_locked(struct call *c)
{
	if (--c->refs > 0)
		return;
	struct http_server *s = c->server;
	s->calls--;
	answer_free(&c->answer);
	str_free(&c->body);
	free(c->kept);
	free(c->target);
	free(c);
}

/* Gives back a reference; the last call of a server that has stopped frees it. */
static void
call_unref(struct call *c)
{
	struct http_server *s = c->server;
	pthread_mutex_lock(&s->lock);
	call_unref_locked(c);
	bool last = s->ended && s->calls == 0;
	pthread_mutex_unlock(&s->lock);
	if (last)
		http_free(s);
}

/* ---- answering ---- */

bool
call_answer(struct call *c, struct answer *a, bool own)
{
	struct http_server *s = c->server;
	pthread_mutex_lock(&s->lock);
	bool handling = c->phase == PHASE_HANDLING, parked = c->phase == PHASE_PARKED;
	if (handling || parked) {
		c->answer = *a;
		c->phase = PHASE_ANSWERED;
	}
	if (parked) {
		s->stats.parked--;
		s->resuming++;
	}
	struct MHD_Connection *mhd = c->mhd;
	struct loop *loop = c->loop;
	pthread_mutex_unlock(&s->lock);
	if (!handling && !parked)
		answer_free(a);
	if (parked) {
		/* Nobody can have resumed or closed it: a suspended connection stays until the one who changed
		 * its phase resumes it, and http_stop waits for "resuming". */
		MHD_resume_connection(mhd);
		loop_wake(loop);
		pthread_mutex_lock(&s->lock);
		s->resuming--;
		pthread_cond_broadcast(&s->quiet);
		pthread_mutex_unlock(&s->lock);
	}
	if (own)
		call_unref(c);
	return handling || parked;
}

static struct call *
call_of(struct http_request *r)
{
	return (struct call *)r; /* pub is the first member */
}

bool
http_reply(struct http_request *r, int status, const struct http_param *headers, size_t n,
    struct http_body *body)
{
	struct call *c = call_of(r);
	struct answer a;
	answer_set(&a, status, headers, n, body);
	return call_answer(c, &a, c->deferred);
}

bool
http_problem_with(
    struct http_request *r, const struct err *e, const char *members, const char *allow)
{
	struct call *c = call_of(r);
	struct answer a;
	answer_problem(&a, e, r->trace, members, allow);
	return call_answer(c, &a, c->deferred);
}

bool
http_problem(struct http_request *r, const struct err *e)
{
	return http_problem_with(r, e, NULL, NULL);
}

bool
http_reply_text(struct http_request *r, int status, const char *p, size_t n)
{
	struct http_body *b = http_body_copy(p, n);
	if (b)
		return http_reply(r, status, NULL, 0, b);
	struct err e;
	err_set(&e, ERR_NO_MEMORY, NULL);
	return http_problem(r, &e);
}

void
http_defer(struct http_request *r, int64_t deadline_at, http_expired *expired, void *arg)
{
	struct call *c = call_of(r);
	struct http_server *s = c->server;
	MHD_suspend_connection(c->mhd); /* before anybody else can resume it */
	pthread_mutex_lock(&s->lock);
	c->deferred = true;
	c->refs++;
	c->expires_at = deadline_at;
	c->expired = expired;
	c->expired_arg = arg;
	c->phase = PHASE_PARKED;
	s->stats.parked++;
	/* One that arrives while the server stops is told so at once. */
	sweep_by_locked(s, s->stopping ? 0 : deadline_at);
	pthread_mutex_unlock(&s->lock);
}

static enum MHD_Result
queue_answer(struct call *c)
{
	struct http_server *s = c->server;
	pthread_mutex_lock(&s->lock);
	c->phase = PHASE_WRITING;
	c->conn->deadline_at = clock_mono_ms() + s->c.write_ms;
	sweep_by_locked(s, c->conn->deadline_at);
	int class = c->answer.status / 100;
	s->stats.status[class >= 1 && class <= 5 ? class : 0]++;
	pthread_mutex_unlock(&s->lock);
	enum MHD_Result rc = answer_queue(&c->answer, c->mhd, c->want, c->pub.trace);
	answer_free(&c->answer);
	return rc;
}

static enum MHD_Result
refuse(struct call *c, const struct err *e)
{
	answer_problem(&c->answer, e, c->pub.trace, NULL, NULL);
	return queue_answer(c);
}

/* ---- the head ---- */

struct fields {
	struct guard_field
	    field[GUARD_FIELDS + 1]; /* one more, so that the guard sees that there are too many */
	size_t n;
};

static enum MHD_Result
collect(void *arg, enum MHD_ValueKind kind, const char *name, size_t name_len, const char *value,
    size_t value_len)
{
	(void)kind;
	struct fields *f = arg;
	f->field[f->n++] =
	    (struct guard_field){ name, value ? value : "", name_len, value ? value_len : 0 };
	return f->n <= GUARD_FIELDS ? MHD_YES : MHD_NO;
}

/* What the guard has found; texts and parameters still where they came from. */
struct head {
	struct guard_facts facts;
	struct http_param query[HTTP_PARAMS];
	size_t queries;
};

static enum err_code
check_head(struct call *c, const char *method, const char *version, struct head *h, struct err *e)
{
	struct http_server *s = c->server;
	struct fields f;
	f.n = 0;
	MHD_get_connection_values_n(c->mhd, MHD_HEADER_KIND, collect, &f);
	const struct guard_head head = { method, c->target, version, f.field, f.n };
	enum err_code rc = guard_check(&head, &h->facts, e);
	if (rc == ERR_OK)
		rc = guard_target(c->target, &c->pub.path, h->query, &h->queries, e);
	if (rc == ERR_OK && h->facts.length > s->c.body_bytes)
		rc = err_set(e, ERR_LIMIT, "请求内容过大: 不得超过 %zu 字节", s->c.body_bytes);
	return rc;
}

/* The texts of facts live in libmicrohttpd's pool and die with the request; pub must outlive it while deferred. One
 * block that is no larger than it must be: ten thousand of them wait at a time. */
static bool
keep(struct call *c, const char *method, const struct head *h)
{
	const struct guard_facts *f = &h->facts;
	const char *from[] = { f->authorization, f->content_type, f->idempotency_key, f->if_match,
		f->if_none_match, f->tus.version, f->tus.offset, f->tus.length, f->tus.metadata,
		f->tus.checksum };
	const char **to[] = { &c->pub.authorization, &c->pub.content_type, &c->pub.idempotency_key,
		&c->pub.if_match, &c->pub.if_none_match, &c->pub.tus.version, &c->pub.tus.offset,
		&c->pub.tus.length, &c->pub.tus.metadata, &c->pub.tus.checksum };
	const size_t texts = sizeof from / sizeof *from;
	size_t params = h->queries * sizeof *h->query, bytes = params;
	_Static_assert(sizeof from / sizeof *from == sizeof to / sizeof *to, "all");
	for (size_t i = 0; i < texts; i++)
		bytes += from[i] ? strlen(from[i]) + 1 : 0;
	c->kept = malloc(bytes + 1);
	if (!c->kept)
		return false;
	memcpy(c->kept, h->query, params);
	c->pub.query = c->kept;
	c->pub.queries = h->queries;
	char *at = (char *)c->kept + params;
	for (size_t i = 0; i < texts; i++)
		if (from[i]) {
			size_t n = strlen(from[i]) + 1;
			*to[i] = memcpy(at, from[i], n);
			at += n;
		}
	snprintf(c->method, sizeof c->method, "%s", method);
	c->want = f->zstd ? BODY_ZSTD : f->gzip ? BODY_GZIP : BODY_PLAIN;
	return true;
}

static enum MHD_Result
begin(struct call *c, const char *method, const char *version)
{
	struct http_server *s = c->server;
	struct err e = { 0 };
	c->begun = true;
	if (!c->target)
		return MHD_NO;
	struct head h = { .queries = 0 };
	enum err_code rc = check_head(c, method, version, &h, &e);
	bool limited = rc == ERR_OK && c->conn->over_limit;
	if (limited)
		rc = err_set(&e, ERR_BUSY, "同一地址的连接过多, 请稍后再试");
	if (rc == ERR_OK && !keep(c, method, &h))
		rc = err_set(&e, ERR_NO_MEMORY, NULL);
	if (rc == ERR_OK)
		return MHD_YES;
	pthread_mutex_lock(&s->lock);
	if (limited)
		s->stats.limited++;
	else
		s->stats.refused++;
	pthread_mutex_unlock(&s->lock);
	return refuse(c, &e);
}

/* ---- the body ---- */

/* May the call hold ${n} bytes more? */
static bool
reserve(struct call *c, size_t n)
{
	struct http_server *s = c->server;
	pthread_mutex_lock(&s->lock);
	bool ok = s->bodies_bytes + n <= s->c.bodies_bytes;
	if (ok) {
		s->bodies_bytes += n;
		c->counted += n;
	}
	pthread_mutex_unlock(&s->lock);
	return ok;
}

/* libmicrohttpd takes no answer between head and end, so a body that cannot be kept is swallowed - as much again as is
 * allowed, then the connection is cut - and refused at its end. */
static enum MHD_Result
body_piece(struct call *c, const char *data, size_t *n)
{
	struct http_server *s = c->server;
	if (c->spoilt == ERR_OK && c->body.len + *n > s->c.body_bytes)
		c->spoilt = ERR_LIMIT;
	if (c->spoilt == ERR_OK && !reserve(c, *n))
		c->spoilt = ERR_BUSY;
	if (c->spoilt == ERR_OK) {
		str_add_n(&c->body, data, *n);
		if (c->body.bad)
			c->spoilt = ERR_NO_MEMORY;
	} else {
		c->swallowed += *n;
	}
	*n = 0;
	return c->swallowed > s->c.body_bytes ? MHD_NO : MHD_YES;
}

/* ---- the end ---- */

static void
give_to_handler(struct call *c)
{
	struct http_server *s = c->server;
	pthread_mutex_lock(&s->lock);
	c->phase = PHASE_HANDLING;
	c->conn->deadline_at = INT64_MAX;
	s->stats.requests++;
	bool stopping = s->stopping;
	s->handling++;
	pthread_mutex_unlock(&s->lock);
	struct err e = { 0 };
	if (c->spoilt == ERR_LIMIT)
		err_set(&e, ERR_LIMIT, "请求内容过大: 不得超过 %zu 字节", s->c.body_bytes);
	else if (c->spoilt != ERR_OK)
		err_set(&e, c->spoilt, NULL);
	else if (stopping)
		err_set(&e, ERR_NETWORK, "中心正在停止");
	if (e.code != ERR_OK)
		http_problem(&c->pub, &e);
	else
		s->c.handle(s->c.arg, &c->pub);
	pthread_mutex_lock(&s->lock);
	s->handling--;
	pthread_mutex_unlock(&s->lock);
}

static enum phase
phase_of(struct call *c)
{
	pthread_mutex_lock(&c->server->lock);
	enum phase phase = c->phase;
	pthread_mutex_unlock(&c->server->lock);
	return phase;
}

static enum MHD_Result
finish(struct call *c)
{
	enum phase phase = phase_of(c);
	if (phase != PHASE_READING)
		return phase == PHASE_ANSWERED ? queue_answer(c) : MHD_YES;
	c->pub.method = c->method;
	c->pub.body = str_c(&c->body);
	c->pub.body_bytes = c->body.len;
	give_to_handler(c);
	if (c->deferred)
		return MHD_YES; /* even if it has been answered since: the resume calls again */
	if (phase_of(c) == PHASE_HANDLING) {
		struct err e;
		struct answer a;
		err_set(&e, ERR_IO, "中心没有处理这个请求");
		answer_problem(&a, &e, c->pub.trace, NULL, NULL);
		(void)call_answer(
		    c, &a, false); /* nobody took it over: the connection's is all there is */
	}
	return queue_answer(c);
}

enum MHD_Result
call_step(void *server, struct MHD_Connection *mhd, const char *url, const char *method,
    const char *version, const char *data, size_t *n, void **ctx)
{
	(void)server, (void)mhd, (void)url;
	struct call *c = *ctx;
	if (!c)
		return MHD_NO;
	if (!c->begun)
		return begin(c, method, version);
	if (*n > 0)
		return body_piece(c, data, n);
	return finish(c);
}

void
call_completed(
    void *server, struct MHD_Connection *mhd, void **ctx, enum MHD_RequestTerminationCode why)
{
	(void)mhd, (void)why;
	struct http_server *s = server;
	struct call *c = *ctx;
	*ctx = NULL;
	if (!c)
		return;
	pthread_mutex_lock(&s->lock);
	c->conn->call = NULL;
	c->conn->deadline_at = clock_mono_ms() + s->c.idle_ms;
	sweep_by_locked(s, c->conn->deadline_at);
	c->conn = NULL;
	c->mhd = NULL;
	s->bodies_bytes -= c->counted;
	c->counted = 0;
	s->busy--;
	pthread_cond_broadcast(&s->quiet);
	call_unref_locked(c);
	pthread_mutex_unlock(&s->lock);
}
