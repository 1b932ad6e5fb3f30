/* First fills under way: which feed and cursor an id stands for. Kept in memory: after a restart a seat begins again. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "api_p.h"

#define SNAPSHOTS_KEPT \
	1024 /* more seats than fill at once at 8 in the morning; the oldest is forgotten first */

struct snapshots {
	pthread_mutex_t lock;
	struct snapshot ring[SNAPSHOTS_KEPT];
	size_t next;
};

struct snapshots *
snapshots_new(void)
{
	struct snapshots *s = calloc(1, sizeof(*s));

	if (s != NULL)
		pthread_mutex_init(&s->lock, NULL);
	return s;
}

void
snapshots_free(struct snapshots *s)
{
	if (s == NULL)
		return;
	pthread_mutex_destroy(&s->lock);
	free(s);
}

void
snapshots_add(struct snapshots *s, const struct snapshot *one)
{
	pthread_mutex_lock(&s->lock);
	s->ring[s->next++ % SNAPSHOTS_KEPT] = *one;
	pthread_mutex_unlock(&s->lock);
}

bool
snapshots_get(struct snapshots *s, const char *id, struct snapshot *out)
{
	bool found = false;

	pthread_mutex_lock(&s->lock);
	for (size_t i = 0; i < SNAPSHOTS_KEPT && !found; i++)
		if (s->ring[i].id[0] != '\0' && strcmp(s->ring[i].id, id) == 0) {
			*out = s->ring[i];
			found = true;
		}
	pthread_mutex_unlock(&s->lock);
	return found;
}
