/* Since when each seat has been in contact without a gap. A time that a seat claims for its work counts against the
 * centre's own clock only when the centre itself had not heard of that seat meanwhile (protocol rule 17). In memory: a
 * centre that was down has heard of nobody. */
#include <stdlib.h>
#include <string.h>

#include "api_p.h"

#define CONTACT_SLOTS \
	8192 /* twice the seats of a large province; more share slots and may look out of contact */
#define CONTACT_GAP_MS 60000 /* a long poll comes every 25 s */

struct heard {
	char device[ID_SIZE];
	int64_t since_at, last_at;
};

struct contacts {
	pthread_mutex_t lock;
	struct heard slot[CONTACT_SLOTS];
};

struct contacts *
contacts_new(void)
{
	struct contacts *c = calloc(1, sizeof(*c));

	if (c != NULL)
		pthread_mutex_init(&c->lock, NULL);
	return c;
}

void
contacts_free(struct contacts *c)
{
	if (c == NULL)
		return;
	pthread_mutex_destroy(&c->lock);
	free(c);
}

static struct heard *
slot_of(struct contacts *c, const char *device)
{
	unsigned h = 2166136261u;

	for (const char *p = device; *p != '\0'; p++)
		h = (h ^ (unsigned char)*p) * 16777619u;
	return &c->slot[h % CONTACT_SLOTS];
}

int64_t
contacts_last(struct contacts *c, const char *device)
{
	const struct heard *k = slot_of(c, device);
	int64_t at;

	pthread_mutex_lock(&c->lock);
	at = strcmp(k->device, device) == 0 ? k->last_at : 0;
	pthread_mutex_unlock(&c->lock);
	return at;
}

int64_t
contacts_heard(struct contacts *c, const char *device, int64_t now)
{
	struct heard *k = slot_of(c, device);
	int64_t since;

	pthread_mutex_lock(&c->lock);
	if (strcmp(k->device, device) != 0 || now - k->last_at > CONTACT_GAP_MS) {
		str_copy(k->device, sizeof(k->device), device);
		k->since_at = now;
	}
	k->last_at = now;
	since = k->since_at;
	pthread_mutex_unlock(&c->lock);
	return since;
}
