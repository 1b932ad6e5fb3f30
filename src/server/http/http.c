/* The server's life: listeners with their I/O threads, the sweep, and an end that loses no answer. What happens to a
 * request is in call.c, what happens to time in sweep.c.
 *
 * A server outlives http_stop for as long as somebody still owes a reply: the last such reply frees it. */
#include "http_p.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/secret.h"

#define SPARE_DESCRIPTORS 128 /* of the process, left to the store, logs and listeners */

static void
or_default(int *n, int value)
{
	if (*n == 0)
		*n = value;
}

static void
fill_defaults(struct http_config *c)
{
	struct rlimit files;
	or_default(&c->threads, 2);
	if (c->threads > HTTP_THREADS)
		c->threads = HTTP_THREADS;
	or_default(&c->connections, 12000);
	or_default(&c->per_address, 256);
	or_default(&c->request_ms, 10000);
	or_default(&c->idle_ms, 65000);
	or_default(&c->write_ms, 120000);
	or_default(&c->stop_ms, 5000);
	if (c->body_bytes == 0)
		c->body_bytes = LIMIT_BODY_BYTES;
	if (c->bodies_bytes == 0)
		c->bodies_bytes = 256UL * 1024 * 1024;
	if (getrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_cur != RLIM_INFINITY) {
		int least = 2 * c->threads;
		long long room = (long long)files.rlim_cur - SPARE_DESCRIPTORS;
		if (c->connections > room)
			c->connections = room < least ? least : (int)room;
	}
}

static bool
init_locks(struct http_server *s)
{
	pthread_condattr_t attr;
	if (pthread_mutex_init(&s->lock, NULL) != 0)
		return false;
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&s->wake, &attr);
	pthread_cond_init(&s->quiet, &attr);
	pthread_condattr_destroy(&attr);
	return true;
}

void
http_free(struct http_server *s)
{
	pthread_cond_destroy(&s->wake);
	pthread_cond_destroy(&s->quiet);
	pthread_mutex_destroy(&s->lock);
	free(s);
}

static enum err_code
serve(struct http_server *s, struct listener *l, struct err *e)
{
	enum err_code rc = ERR_OK;
	while (rc == ERR_OK && l->loops < s->c.threads) {
		rc = loop_start(&l->loop[l->loops], s, l->fd, e);
		if (rc == ERR_OK)
			l->loops++;
	}
	return rc;
}

/* Everything that http_start has opened goes again. The sweep runs until nothing can need it. */
static void
shut(struct http_server *s)
{
	for (size_t i = 0; i < s->listeners; i++) {
		struct listener *l = &s->listener[i];
		listen_unlink(l);
		while (l->loops > 0)
			loop_stop(&l->loop[--l->loops]);
		close(l->fd);
	}
}

enum err_code
http_start(const struct http_config *c, struct http_server **out, struct err *e)
{
	enum err_code rc = ERR_OK;
	struct http_server *s = calloc(1, sizeof *s);
	*out = NULL;
	if (!s || !init_locks(s)) {
		free(s);
		return err_set(e, ERR_NO_MEMORY, NULL);
	}
	s->c = *c;
	s->wake_at = INT64_MAX;
	secret_random(&s->run, sizeof s->run);
	fill_defaults(&s->c);
	for (size_t i = 0; i < HTTP_LISTENERS && c->listen[i] && rc == ERR_OK; i++) {
		rc = listen_open(c->listen[i], &s->listener[s->listeners], e);
		if (rc == ERR_OK)
			s->listeners++;
	}
	if (rc == ERR_OK && s->listeners == 0)
		rc = err_set(e, ERR_CONFIG, "没有指定监听地址");
	int sys = rc == ERR_OK ? pthread_create(&s->sweep, NULL, sweep_run, s) : 0;
	bool swept = rc == ERR_OK && sys == 0;
	if (sys != 0)
		rc = err_sys(e, ERR_NO_MEMORY, sys, "HTTP 服务启动失败");
	for (size_t i = 0; i < s->listeners && rc == ERR_OK; i++)
		rc = serve(s, &s->listener[i], e);
	if (rc == ERR_OK) {
		*out = s;
		return ERR_OK;
	}
	if (swept) {
		http_stop(s);
	} else {
		shut(s);
		http_free(s);
	}
	return rc;
}

/* Somebody is inside a handler, parked, resuming, or libmicrohttpd holds a request. */
static bool
unquiet(const struct http_server *s)
{
	return s->busy > 0 || s->resuming > 0 || s->handling > 0 || s->stats.parked > 0;
}

/* Waits until none of that is so, or ${until}; gives the lock away meanwhile. */
static void
wait_quiet_locked(struct http_server *s, int64_t until)
{
	while (unquiet(s)) {
		struct timespec t;
		int64_t now = clock_mono_ms();
		if (now >= until)
			return;
		clock_gettime(CLOCK_MONOTONIC, &t);
		t.tv_sec += (until - now) / 1000;
		t.tv_nsec += (long)((until - now) % 1000) * 1000000;
		if (t.tv_nsec >= 1000000000) {
			t.tv_sec++;
			t.tv_nsec -= 1000000000;
		}
		pthread_cond_timedwait(&s->quiet, &s->lock, &t);
	}
}

void
http_stop(struct http_server *s)
{
	if (!s)
		return;
	/* Connections are still accepted, and their requests answered 503: that says more than a silent backlog. */
	for (size_t i = 0; i < s->listeners; i++)
		listen_unlink(&s->listener[i]);
	pthread_mutex_lock(&s->lock);
	s->stopping = true;
	sweep_by_locked(s, 0);
	wait_quiet_locked(s, clock_mono_ms() + s->c.stop_ms);
	s->force = true;
	sweep_by_locked(s, 0);
	/* libmicrohttpd aborts when stopped with a suspended connection. All are forced by now, and what is inside a
	 * handler, which could still defer, does not block: so this is brief. */
	while (s->handling > 0 || s->stats.parked > 0 || s->resuming > 0)
		wait_quiet_locked(
		    s, clock_mono_ms() + 100); /* waits: the condition is part of its own */
	pthread_mutex_unlock(&s->lock);
	shut(s);
	pthread_mutex_lock(&s->lock);
	s->sweep_quit = true;
	sweep_by_locked(s, 0);
	pthread_mutex_unlock(&s->lock);
	pthread_join(s->sweep, NULL);
	pthread_mutex_lock(&s->lock);
	s->ended = true;
	bool last = s->calls == 0;
	pthread_mutex_unlock(&s->lock);
	if (last)
		http_free(s);
}

int
http_port(const struct http_server *s)
{
	for (size_t i = 0; i < s->listeners; i++)
		if (s->listener[i].port != 0)
			return s->listener[i].port;
	return 0;
}

void
http_stats(struct http_server *s, struct http_stats *out)
{
	pthread_mutex_lock(&s->lock);
	*out = s->stats;
	pthread_mutex_unlock(&s->lock);
}
