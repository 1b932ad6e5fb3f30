/* A bounded queue of pointers between threads: a ring, one mutex, two conditions, and an eventfd for poll(2).
 *
 * Invariants: order is the order of pushes; the eventfd holds 1 exactly while something waits or the queue is closed,
 * and changes only under the mutex, so it can neither be missed nor go stale. Items are not owned. Not done here:
 * coalescing and priorities (the engine's business), several consumers waiting on the descriptor. */
#include "base/queue.h"

#include <errno.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

struct queue {
	pthread_mutex_t lock;
	pthread_cond_t filled; /* something to pop, or closed */
	pthread_cond_t room;   /* room to push, or closed */
	void **item;
	size_t capacity, head, len;
	int fd;
	bool closed, raised; /* raised: the eventfd is readable */
};

/* Waits are timed by the monotonic clock: setting the wall clock must not stretch them. */
static bool
init_sync(struct queue *q)
{
	pthread_condattr_t attr;
	bool ok;

	if (pthread_condattr_init(&attr) != 0)
		return false;
	ok = pthread_condattr_setclock(&attr, CLOCK_MONOTONIC) == 0 &&
	     pthread_mutex_init(&q->lock, NULL) == 0 && pthread_cond_init(&q->filled, &attr) == 0 &&
	     pthread_cond_init(&q->room, &attr) == 0;
	pthread_condattr_destroy(&attr);
	return ok;
}

struct queue *
queue_new(size_t capacity)
{
	struct queue *q;

	if (capacity == 0)
		return NULL;
	q = calloc(1, sizeof(*q));
	if (q == NULL)
		return NULL;
	q->capacity = capacity;
	q->item = calloc(capacity, sizeof(*q->item));
	q->fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (q->item == NULL || q->fd < 0 || !init_sync(q)) {
		if (q->fd >= 0)
			close(q->fd);
		free(q->item);
		free(q);
		return NULL;
	}
	return q;
}

void
queue_free(struct queue *q)
{
	if (q == NULL)
		return;
	pthread_cond_destroy(&q->room);
	pthread_cond_destroy(&q->filled);
	pthread_mutex_destroy(&q->lock);
	close(q->fd);
	free(q->item);
	free(q);
}

/* Make the descriptor say what the queue holds. Under the lock. */
static void
signal_fd(struct queue *q)
{
	bool want = q->len > 0 || q->closed;
	uint64_t one = 1;
	ssize_t n;

	if (want == q->raised)
		return;
	/* Neither can block: the counter is only ever 0 or 1. A signal may interrupt. */
	do
		n = want ? write(q->fd, &one, sizeof(one)) : read(q->fd, &one, sizeof(one));
	while (n < 0 && errno == EINTR);
	q->raised = want;
}

static void
put(struct queue *q, void *item)
{
	q->item[(q->head + q->len) % q->capacity] = item;
	q->len++;
	signal_fd(q);
	pthread_cond_signal(&q->filled);
}

static void *
take(struct queue *q)
{
	void *item;

	if (q->len == 0)
		return NULL;
	item = q->item[q->head];
	q->head = (q->head + 1) % q->capacity;
	q->len--;
	signal_fd(q);
	pthread_cond_signal(&q->room);
	return item;
}

bool
queue_push(struct queue *q, void *item)
{
	bool ok;

	pthread_mutex_lock(&q->lock);
	ok = !q->closed && q->len < q->capacity;
	if (ok)
		put(q, item);
	pthread_mutex_unlock(&q->lock);
	return ok;
}

bool
queue_push_wait(struct queue *q, void *item)
{
	bool ok;

	pthread_mutex_lock(&q->lock);
	while (!q->closed && q->len == q->capacity)
		pthread_cond_wait(&q->room, &q->lock);
	ok = !q->closed;
	if (ok)
		put(q, item);
	pthread_mutex_unlock(&q->lock);
	return ok;
}

void *
queue_pop(struct queue *q)
{
	void *item;

	pthread_mutex_lock(&q->lock);
	item = take(q);
	pthread_mutex_unlock(&q->lock);
	return item;
}

static struct timespec
after_ms(int ms)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	ts.tv_sec += ms / 1000;
	ts.tv_nsec += (long)(ms % 1000) * 1000000;
	if (ts.tv_nsec >= 1000000000) {
		ts.tv_sec++;
		ts.tv_nsec -= 1000000000;
	}
	return ts;
}

void *
queue_pop_wait(struct queue *q, int ms)
{
	struct timespec until = after_ms(ms > 0 ? ms : 0);
	int rc = 0;
	void *item;

	pthread_mutex_lock(&q->lock);
	while (q->len == 0 && !q->closed && rc == 0 && ms != 0) {
		if (ms < 0)
			rc = pthread_cond_wait(&q->filled, &q->lock);
		else
			rc = pthread_cond_timedwait(&q->filled, &q->lock, &until);
	}
	item = take(q);
	pthread_mutex_unlock(&q->lock);
	return item;
}

size_t
queue_len(struct queue *q)
{
	size_t n;

	pthread_mutex_lock(&q->lock);
	n = q->len;
	pthread_mutex_unlock(&q->lock);
	return n;
}

int
queue_fd(struct queue *q)
{
	return q->fd;
}

void
queue_close(struct queue *q)
{
	pthread_mutex_lock(&q->lock);
	q->closed = true;
	signal_fd(q);
	pthread_cond_broadcast(&q->filled);
	pthread_cond_broadcast(&q->room);
	pthread_mutex_unlock(&q->lock);
}

bool
queue_done(struct queue *q)
{
	bool done;

	pthread_mutex_lock(&q->lock);
	done = q->closed && q->len == 0;
	pthread_mutex_unlock(&q->lock);
	return done;
}
