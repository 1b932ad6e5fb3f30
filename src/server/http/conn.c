/* Open connections: who is at the other end, and how many of one address there are. An IPv6 host owns a whole /64, so
 * that is what counts as one address. */
#include "http_p.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"

static void
name_peer(struct MHD_Connection *mhd, int fd, struct http_peer *p)
{
	const union MHD_ConnectionInfo *i =
	    MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	const struct sockaddr *sa = i ? i->client_addr : NULL;
	union {
		struct sockaddr_in in;
		struct sockaddr_in6 in6;
	} a;
	snprintf(p->address, sizeof p->address, "?");
	if (sa && sa->sa_family == AF_INET) {
		memcpy(&a.in, sa, sizeof a.in);
		inet_ntop(AF_INET, &a.in.sin_addr, p->address, sizeof p->address);
	} else if (sa && sa->sa_family == AF_INET6) {
		memcpy(&a.in6, sa, sizeof a.in6);
		inet_ntop(AF_INET6, &a.in6.sin6_addr, p->address, sizeof p->address);
	} else {
		struct ucred cred;
		socklen_t n = sizeof cred;
		if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &cred, &n) == 0 && cred.pid != 0) {
			p->local = true;
			p->uid = cred.uid;
			snprintf(p->address, sizeof p->address, "unix");
		}
	}
}

/* Same machine as far as limits go: the IPv4 address, or the first 64 bits of the IPv6 one. */
static void
limit_key(const struct http_peer *p, char key[HTTP_PEER_SIZE])
{
	struct in6_addr a;
	snprintf(key, HTTP_PEER_SIZE, "%s", p->address);
	if (inet_pton(AF_INET6, p->address, &a) == 1 && !IN6_IS_ADDR_V4MAPPED(&a)) {
		memset(a.s6_addr + 8, 0, 8);
		inet_ntop(AF_INET6, &a, key, HTTP_PEER_SIZE);
	}
}

static unsigned
hash(const char *s)
{
	unsigned h = 2166136261U;
	for (; *s; s++)
		h = (h ^ (unsigned char)*s) * 16777619U;
	return h % CONN_BUCKETS;
}

static bool
is_one_too_many(struct http_server *s, const struct conn *c)
{
	if (c->peer.local || s->c.per_address < 0)
		return false;
	int n = 0;
	for (const struct conn *o = s->bucket[c->bucket]; o && n < s->c.per_address;
	     o = o->bucket_next)
		n += strcmp(o->key, c->key) == 0;
	return n >= s->c.per_address;
}

static void
started(struct loop *l, struct MHD_Connection *mhd, void **ctx)
{
	struct http_server *s = l->server;
	const union MHD_ConnectionInfo *i =
	    MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD);
	struct conn *c = i ? calloc(1, sizeof *c) : NULL;
	*ctx = c;
	if (!c)
		return; /* its first request is turned away */
	c->loop = l;
	c->fd = i->connect_fd;
	name_peer(mhd, c->fd, &c->peer);
	limit_key(&c->peer, c->key);
	c->bucket = hash(c->key);
	pthread_mutex_lock(&s->lock);
	c->over_limit = is_one_too_many(s, c);
	c->bucket_next = s->bucket[c->bucket];
	s->bucket[c->bucket] = c;
	c->next = s->conns;
	if (s->conns)
		s->conns->prev = c;
	s->conns = c;
	s->stats.connections++;
	c->deadline_at = clock_mono_ms() + s->c.request_ms;
	sweep_by_locked(s, c->deadline_at);
	pthread_mutex_unlock(&s->lock);
}

static void
closed(struct conn *c)
{
	if (!c)
		return;
	struct http_server *s = c->loop->server;
	pthread_mutex_lock(&s->lock);
	struct conn **at = &s->bucket[c->bucket];
	while (*at != c)
		at = &(*at)->bucket_next;
	*at = c->bucket_next;
	*(c->prev ? &c->prev->next : &s->conns) = c->next;
	if (c->next)
		c->next->prev = c->prev;
	s->stats.connections--;
	pthread_mutex_unlock(&s->lock);
	free(c);
}

void
conn_notice(
    void *loop, struct MHD_Connection *mhd, void **ctx, enum MHD_ConnectionNotificationCode code)
{
	if (code == MHD_CONNECTION_NOTIFY_STARTED) {
		started(loop, mhd, ctx);
	} else {
		closed(*ctx);
		*ctx = NULL;
	}
}
