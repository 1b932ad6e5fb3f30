#ifndef BASE_QUEUE_H
#define BASE_QUEUE_H

#include <stdbool.h>
#include <stddef.h>

/* A bounded queue of pointers between threads, with an eventfd that is readable while something waits. Any number of
 * producers and one consumer. */
struct queue;

struct queue *queue_new(size_t capacity); /* NULL without memory or descriptors */
void queue_free(struct queue *q); /* items still inside are the caller's loss: drain first */
/** queue_push(q, item): false when full or closed: the caller keeps the item. */
bool queue_push(struct queue *q, void *item);
/** queue_push_wait(q, item): waits for room; false only when closed. Never called by the screen thread. */
bool queue_push_wait(struct queue *q, void *item);
/** queue_pop(q): the oldest item, or NULL when empty. */
void *queue_pop(struct queue *q);
/** queue_pop_wait(q, ms): waits up to ${ms} (-1 for ever); NULL on time-out or when closed and empty. */
void *queue_pop_wait(struct queue *q, int ms);
size_t queue_len(struct queue *q);
/** queue_fd(q): for poll(2); readable while not empty, and for good once closed, so that a thread in poll(2) wakes: ask
 * queue_done then. */
int queue_fd(struct queue *q);
/** queue_close(q): later pushes fail, waiters wake. What is inside can still be popped. */
void queue_close(struct queue *q);
/** queue_done(q): closed and empty: nothing will ever come again. */
bool queue_done(struct queue *q);

#endif
