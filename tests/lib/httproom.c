/* A server for the tests of server/http, and raw connections to it: see httproom.h. */
#include "httproom.h"

#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/clock.h"
#include "poll.h"
#include "tmpdir.h"

static void
die(const char *what)
{
	fprintf(stderr, "httproom: %s\n", what);
	abort();
}

/* ---- the handlers ---- */

static void
expired(void *arg, struct http_request *req, enum http_why why)
{
	struct room *r = arg;
	bool mine = false;
	pthread_mutex_lock(&r->lock);
	r->told[why]++;
	for (size_t i = 0; i < r->n && !mine; i++)
		if (r->parked[i] == req) {
			r->parked[i] = r->parked[--r->n];
			mine = true;
		}
	pthread_mutex_unlock(&r->lock);
	static const char *const word[] = { "\"deadline\"", "\"gone\"", "\"stopping\"" };
	if (mine)
		http_reply_text(req, 200, word[why], strlen(word[why]));
}

static void
echo(struct http_request *req)
{
	struct str b = { 0 };
	str_addf(&b, "%s %s", req->method, req->path);
	for (size_t i = 0; i < req->queries; i++)
		str_addf(&b, " %s=%s", req->query[i].name, req->query[i].value);
	str_addf(&b, " auth=%s type=%s key=%s match=%s",
	    req->authorization ? req->authorization : "-",
	    req->content_type ? req->content_type : "-",
	    req->idempotency_key ? req->idempotency_key : "-", req->if_match ? req->if_match : "-");
	str_addf(&b, " peer=%s/%d/%u body=%zu:", req->peer.address, req->peer.local, req->peer.uid,
	    req->body_bytes);
	str_add_n(&b, req->body, req->body_bytes);
	const struct http_param h[] = { { "Content-Type", "text/plain" }, { "ETag", "\"7\"" } };
	size_t n = b.len;
	http_reply(req, 200, h, 2, http_body_take(str_take(&b), n));
}

static void
later(struct room *r, struct http_request *req)
{
	http_defer(req, clock_mono_ms() + r->park_ms, expired, r);
	pthread_mutex_lock(&r->lock);
	bool room = r->n < ROOM_PARKED;
	if (room)
		r->parked[r->n++] = req;
	pthread_mutex_unlock(&r->lock);
	if (!room)
		die("too many parked");
}

static void
wait_at_gate(struct room *r)
{
	char c;
	pthread_mutex_lock(&r->lock);
	r->gated = true;
	pthread_mutex_unlock(&r->lock);
	if (read(r->gate[0], &c, 1) != 1)
		die("the gate is broken");
}

static void
handle(void *arg, struct http_request *req)
{
	struct room *r = arg;
	pthread_mutex_lock(&r->lock);
	r->handled++;
	pthread_mutex_unlock(&r->lock);
	if (str_eq(req->path, "/later")) {
		later(r, req);
	} else if (str_eq(req->path, "/silent")) {
		http_defer(req, clock_mono_ms() + 600000, expired, r);
		pthread_mutex_lock(&r->lock);
		r->silent = req;
		pthread_mutex_unlock(&r->lock);
	} else if (str_eq(req->path, "/gate")) {
		wait_at_gate(r);
		http_reply_text(req, 200, "{}", 2);
	} else if (str_eq(req->path, "/big")) {
		http_reply(req, 200, NULL, 0, http_body_ref(r->big));
	} else if (str_eq(req->path, "/small")) {
		http_reply_text(req, 201, "{\"a\":1}", 7);
	} else if (str_eq(req->path, "/bad")) {
		struct err e = { 0 };
		err_set(&e, ERR_OP_GAP, "序号\"跳\"了\n");
		err_at(&e, "/ops/3/n");
		http_problem_with(req, &e, "\"expect\":7", NULL);
	} else if (!str_eq(req->path, "/none")) {
		echo(req);
	}
}

/* ---- the room ---- */

void
room_open(struct room *r, const struct http_config *c)
{
	struct http_config config = { 0 };
	struct err e = { 0 };
	struct str big = { 0 };
	*r = (struct room){ .park_ms = 600000 };
	if (c)
		config = *c;
	pthread_mutex_init(&r->lock, NULL);
	if (pipe(r->gate) != 0)
		die("no pipe");
	for (int i = 0; i < 4000; i++)
		str_addf(&big, "{\"id\":%d,\"text\":\"路灯不亮\"},", i * 7919 % 4000);
	size_t n = big.len;
	r->big = http_body_take(str_take(&big), n);
	tmpdir_make(r->dir);
	snprintf(r->path, sizeof r->path, "%s/socket", r->dir);
	snprintf(r->spec, sizeof r->spec, "unix:%s", r->path);
	config.listen[0] = r->spec;
	config.listen[1] = "127.0.0.1:0";
	config.handle = handle;
	config.arg = r;
	if (http_start(&config, &r->server, &e) != ERR_OK)
		die(e.text);
}

void
room_close(struct room *r)
{
	http_stop(r->server);
	http_body_unref(r->big);
	close(r->gate[0]);
	close(r->gate[1]);
	tmpdir_remove(r->dir);
	pthread_mutex_destroy(&r->lock);
}

struct parked_want {
	struct room *r;
	size_t n;
};

static bool
parked_are(void *arg)
{
	struct parked_want *w = arg;
	pthread_mutex_lock(&w->r->lock);
	bool ok = w->r->n == w->n;
	pthread_mutex_unlock(&w->r->lock);
	return ok;
}

bool
room_wait_parked(struct room *r, size_t n)
{
	struct parked_want w = { r, n };
	return poll_until(parked_are, &w, WAIT_MS);
}

struct answering {
	struct room *r;
	struct http_body *body;
	size_t n;
};

static void *
answer_all(void *arg)
{
	struct answering *a = arg;
	for (;;) {
		pthread_mutex_lock(&a->r->lock);
		struct http_request *req = a->r->n ? a->r->parked[--a->r->n] : NULL;
		pthread_mutex_unlock(&a->r->lock);
		if (!req)
			return NULL;
		a->n += http_reply(req, 200, NULL, 0, http_body_ref(a->body));
	}
}

size_t
room_answer(struct room *r, struct http_body *body)
{
	pthread_t t;
	struct answering a = { r, body, 0 };
	if (pthread_create(&t, NULL, answer_all, &a) != 0)
		die("no thread");
	pthread_join(t, NULL);
	return a.n;
}

/* ---- raw connections ---- */

struct raw
raw_unix(const struct room *r)
{
	struct raw c = { .fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0) };
	struct sockaddr_un a = { .sun_family = AF_UNIX };
	snprintf(a.sun_path, sizeof a.sun_path, "%.100s", r->path);
	if (connect(c.fd, (struct sockaddr *)&a, sizeof a) != 0)
		die("cannot connect to the unix socket");
	return c;
}

struct raw
raw_tcp(const struct room *r)
{
	struct raw c = { .fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0) };
	struct sockaddr_in a = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
		.sin_port = htons((uint16_t)http_port(r->server)) };
	if (connect(c.fd, (struct sockaddr *)&a, sizeof a) != 0)
		die("cannot connect to the TCP port");
	return c;
}

bool
raw_send_n(struct raw *c, const void *p, size_t n)
{
	for (const char *at = p; n > 0;) {
		ssize_t done = send(c->fd, at, n, MSG_NOSIGNAL);
		if (done <= 0)
			return false;
		at += done;
		n -= (size_t)done;
	}
	return true;
}

void
raw_send(struct raw *c, const char *text)
{
	if (!raw_send_n(c, text, strlen(text)))
		die("the server closed too early");
}

/* More bytes into c->in; false at the end of the stream. */
static bool
more(struct raw *c)
{
	char buf[65536];
	if (!poll_readable(c->fd, WAIT_MS))
		die("no answer in time");
	ssize_t n = recv(c->fd, buf, sizeof buf, 0);
	if (n > 0)
		str_add_n(&c->in, buf, (size_t)n);
	return n > 0;
}

static const char *
header(const struct raw *c, const char *name)
{
	for (const char *p = str_c(&c->head); (p = strstr(p, "\r\n")) != NULL;) {
		p += 2;
		if (strncasecmp(p, name, strlen(name)) == 0)
			return p + strlen(name);
	}
	return NULL;
}

int
raw_answer(struct raw *c)
{
	char *end;
	str_reset(&c->head);
	str_reset(&c->body);
	c->status = 0;
	while (!c->in.len || !(end = strstr(c->in.s, "\r\n\r\n")))
		if (!more(c))
			return 0;
	str_add_n(&c->head, c->in.s, (size_t)(end + 2 - c->in.s));
	str_splice(&c->in, 0, (size_t)(end + 4 - c->in.s), "", 0);
	const char *length = header(c, "Content-Length: ");
	size_t n = length ? strtoul(length, NULL, 10) : 0;
	while (c->in.len < n)
		if (!more(c))
			return 0;
	str_add_n(&c->body, n ? c->in.s : "", n);
	str_splice(&c->in, 0, n, "", 0);
	sscanf(str_c(&c->head), "HTTP/1.%*1d %d", &c->status);
	return c->status;
}

bool
raw_closed(struct raw *c)
{
	while (more(c))
		;
	return true;
}

bool
raw_has(const struct raw *c, const char *line)
{
	const char *colon = strchr(line, ':');
	char name[64];
	snprintf(name, sizeof name, "%.*s ", (int)(colon + 1 - line), line);
	const char *value = header(c, name);
	return value && str_starts(value, colon + 2);
}

void
raw_close(struct raw *c)
{
	close(c->fd);
	str_free(&c->in);
	str_free(&c->head);
	str_free(&c->body);
}

int
raw_get(const struct room *r, const char *path, struct raw *c)
{
	char text[512];
	*c = raw_unix(r);
	snprintf(text, sizeof text, "GET %s HTTP/1.1\r\nHost: a\r\n\r\n", path);
	raw_send(c, text);
	return raw_answer(c);
}
