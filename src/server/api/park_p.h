#ifndef SERVER_API_PARK_P_H
#define SERVER_API_PARK_P_H

#include "api_p.h"

/* The rooms of park.c among themselves. All but park_desk_for's arithmetic is under the lock of the park. */

#define FEED_BUCKETS 256

/* ---- park_desk.c ---- */
#define PARK_DESK_MOST 256
struct park_desk {
	struct core_told v[PARK_DESK_MOST]; /* a ring */
	int first, n;
	int64_t last;  /* number of the newest */
	int64_t least; /* who stands before this one may have missed some: told in any case */
};
/** park_desk_add(d, t): one that was written just now. park_desk_for(d, who, after): how far there are records past
 * ${after} that ${who} reads and somebody else wrote; 0 none. */
void park_desk_add(struct park_desk *d, const struct core_told *t);
int64_t park_desk_for(const struct park_desk *d, const struct auth_who *who, int64_t after);

struct waiter {
	struct waiter *next, *prev;
	struct api_call *call;
	struct queue_of_feed *q;
	int64_t seq; /* the feed number its reader has seen */
	int limit;
	unsigned class; /* what it may see, of people and of articles: who shares a body */
	bool linked;    /* in q's list */
	bool ended;     /* the transport wants it back; with !linked: noted for whoever has it */
	bool gone;      /* … because there is no client any more */
	const char *cursor; /* of the call's query */
	int64_t desk;       /* desk records it has heard of; -1 it does not ask */
	int64_t looked;     /* … and up to where those told since were looked at */
	int64_t told;       /* how far there are some for its reader; 0 none */
};

struct queue_of_feed {
	struct queue_of_feed *next; /* of its bucket */
	char feed[32];
	struct waiter *first;
	bool news;
};

struct park {
	struct api *api;
	pthread_mutex_t lock;
	pthread_cond_t work;
	pthread_t thread;
	bool running, stop;
	struct queue_of_feed *bucket[FEED_BUCKETS];
	struct waiter *ended;  /* a list through next */
	bool news;             /* some queue has */
	bool reference;        /* … and all are answered, whatever their page */
	uint64_t reference_at; /* generation of the last reference rows of that kind */
	int64_t flushed_at;
	uint64_t generation;
	int n;
	struct park_desk desk; /* the last desk records that somebody waits for */
};

/* ---- park_list.c: who waits for which feed ---- */
/** park_queue(p, feed, create): NULL when there is none, or no memory. */
struct queue_of_feed *park_queue(struct park *p, const char *feed, bool create);
void park_link(struct waiter *w);
void park_unlink(struct waiter *w);
/** park_take(q): all of a queue, as a list through next. */
struct waiter *park_take(struct queue_of_feed *q);
/** park_end(p, w): ${w}, in no list, is answered next. */
void park_end(struct park *p, struct waiter *w);

#endif
