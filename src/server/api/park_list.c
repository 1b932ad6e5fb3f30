/* park_list.c: parked polls in lists, one for each feed, found by a hash of its name. All of it under the park's lock. */
#include <stdlib.h>
#include <string.h>

#include "park_p.h"

struct queue_of_feed *
park_queue(struct park *p, const char *feed, bool create)
{
	unsigned h = 2166136261u;
	struct queue_of_feed *q;

	for (const char *s = feed; *s != '\0'; s++)
		h = (h ^ (unsigned char)*s) * 16777619u;
	for (q = p->bucket[h % FEED_BUCKETS]; q != NULL; q = q->next)
		if (strcmp(q->feed, feed) == 0)
			return q;
	if (!create || (q = calloc(1, sizeof(*q))) == NULL)
		return NULL;
	str_copy(q->feed, sizeof(q->feed), feed);
	q->next = p->bucket[h % FEED_BUCKETS];
	p->bucket[h % FEED_BUCKETS] = q;
	return q;
}

void
park_link(struct waiter *w)
{
	w->prev = NULL;
	w->next = w->q->first;
	if (w->next != NULL)
		w->next->prev = w;
	w->q->first = w;
	w->linked = true;
}

void
park_unlink(struct waiter *w)
{
	if (w->prev != NULL)
		w->prev->next = w->next;
	else
		w->q->first = w->next;
	if (w->next != NULL)
		w->next->prev = w->prev;
	w->next = w->prev = NULL;
	w->linked = false;
}

/* All of a queue, as a list through next. */
struct waiter *
park_take(struct queue_of_feed *q)
{
	struct waiter *list = q->first;

	q->first = NULL;
	for (struct waiter *w = list; w != NULL; w = w->next) {
		w->prev = NULL;
		w->linked = false;
	}
	return list;
}

void
park_end(struct park *p, struct waiter *w)
{
	w->next = p->ended;
	p->ended = w;
}
