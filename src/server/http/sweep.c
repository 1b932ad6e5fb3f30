/* The sweep: one thread that keeps every deadline, because libmicrohttpd's own time-outs start again with each byte and
 * leave suspended connections out. It cuts connections that are late (by shutting the socket down: the I/O thread then
 * sees the end), tells the owners of parked requests that theirs have expired, lost their client or must go because the
 * server stops, and answers in place of owners that stay silent.
 *
 * It sleeps until the nearest deadline it knows; whoever makes an earlier one wakes it. */
#include "http_p.h"

#include <poll.h>
#include <time.h>

#include "base/clock.h"

#define BATCH    64 /* owners told in one pass; more wait for the next pass, which follows at once */
#define GRACE_MS 5000 /* for an owner to answer once told */
#define GONE_MS  1000 /* between looks for clients that went away */
#define LATER_MS 60000

struct told {
	struct call *call;
	enum http_why why;
	bool give_up; /* told before, still silent */
};

struct pass {
	struct told told[BATCH];
	size_t n;
	int64_t now, next_at;
};

void
sweep_by_locked(struct http_server *s, int64_t at)
{
	if (at < s->wake_at) {
		s->wake_at = at;
		pthread_cond_signal(&s->wake);
	}
}

static void
next_by(struct pass *p, int64_t at)
{
	if (at < p->next_at)
		p->next_at = at;
}

static void
tell(struct pass *p, struct call *c, enum http_why why, bool give_up)
{
	if (p->n == BATCH) {
		p->next_at = p->now;
		return;
	}
	c->refs++;
	if (!c->told) {
		c->told = true;
		c->grace_at = p->now + GRACE_MS;
		next_by(p, c->grace_at);
	}
	p->told[p->n++] = (struct told){ c, why, give_up };
}

static void
look_at_parked(struct http_server *s, struct pass *p, struct call *c)
{
	if (c->told && (s->force || c->grace_at <= p->now))
		tell(p, c, HTTP_DEADLINE, true);
	else if (c->told)
		next_by(p, c->grace_at);
	else if (s->stopping)
		tell(p, c, HTTP_STOPPING, false);
	else if (c->expires_at <= p->now)
		tell(p, c, HTTP_DEADLINE, false);
	else
		next_by(p, c->expires_at);
}

static void
look_at_all(struct http_server *s, struct pass *p)
{
	for (struct conn *c = s->conns; c; c = c->next) {
		if (c->call && c->call->phase == PHASE_PARKED) {
			look_at_parked(s, p, c->call);
		} else if (c->deadline_at <= p->now) {
			s->stats.cut++;
			c->deadline_at = INT64_MAX;
			shutdown(c->fd, SHUT_RDWR);
		} else {
			next_by(p, c->deadline_at);
		}
	}
}

/* Suspended connections are not watched by libmicrohttpd, so look whether their peers have hung up. */
static void
look_for_gone(struct http_server *s, struct pass *p)
{
	struct pollfd fd[BATCH];
	struct call *call[BATCH];
	for (struct conn *c = s->conns; c;) {
		nfds_t n = 0;
		for (; c && n < BATCH; c = c->next) {
			if (!c->call || c->call->phase != PHASE_PARKED || c->call->told)
				continue;
			fd[n] = (struct pollfd){ .fd = c->fd, .events = POLLRDHUP };
			call[n++] = c->call;
		}
		if (n == 0 || poll(fd, n, 0) <= 0)
			continue;
		for (nfds_t i = 0; i < n; i++)
			if (fd[i].revents & (POLLRDHUP | POLLHUP | POLLERR | POLLNVAL))
				tell(p, call[i], HTTP_GONE, false);
	}
}

static void
tell_owners(struct http_server *s, struct pass *p)
{
	for (size_t i = 0; i < p->n; i++) {
		struct call *c = p->told[i].call;
		if (!p->told[i].give_up && c->expired) {
			c->expired(c->expired_arg, &c->pub, p->told[i].why);
		} else {
			struct err e = { 0 };
			struct answer a;
			err_set(&e, ERR_NETWORK, "中心未能及时答复, 请稍后再试");
			answer_problem(&a, &e, c->pub.trace, NULL, NULL);
			call_answer(c, &a, false);
		}
	}
	pthread_mutex_lock(&s->lock);
	for (size_t i = 0; i < p->n; i++)
		call_unref_locked(p->told[i].call);
	pthread_mutex_unlock(&s->lock);
}

static void
sleep_locked(struct http_server *s, int64_t now)
{
	if (s->wake_at <= now)
		return;
	int64_t ms = s->wake_at - now;
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	t.tv_sec += ms / 1000;
	t.tv_nsec += (long)(ms % 1000) * 1000000;
	if (t.tv_nsec >= 1000000000) {
		t.tv_sec++;
		t.tv_nsec -= 1000000000;
	}
	pthread_cond_timedwait(&s->wake, &s->lock, &t);
}

void *
sweep_run(void *server)
{
	struct http_server *s = server;
	int64_t gone_at = 0;
	pthread_mutex_lock(&s->lock);
	while (!s->sweep_quit) {
		struct pass p = { .now = clock_mono_ms() };
		p.next_at = p.now + LATER_MS;
		s->wake_at = INT64_MAX;
		look_at_all(s, &p);
		if (s->stats.parked > 0 && gone_at <= p.now) {
			look_for_gone(s, &p);
			gone_at = p.now + GONE_MS;
		}
		if (s->stats.parked > 0)
			next_by(&p, gone_at);
		s->wake_at = p.next_at;
		if (p.n > 0) {
			pthread_mutex_unlock(&s->lock);
			tell_owners(s, &p);
			pthread_mutex_lock(&s->lock);
			continue; /* their deadlines are other ones now */
		}
		sleep_locked(s, p.now);
	}
	pthread_mutex_unlock(&s->lock);
	return NULL;
}
