#ifndef TESTS_UNIT_CLIENT_ENGINE_PLAY_H
#define TESTS_UNIT_CLIENT_ENGINE_PLAY_H

/* The sync core played by hand: a seat that is enrolled, the time, and what its centre answers. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../lib/tmpdir.h"
#include "base/secret.h"
#include "client/engine/sync.h"

#define CENTRE "01890000-0000-7000-8000-00000000c001"
#define DEVICE "01890000-0000-7000-8000-00000000d001"
#define LOST   (-1)

struct play {
	struct cache_writer *w;
	struct sync *s;
	struct sync_actions a; /* of the last step */
	const char *epoch;
	int64_t now;
	int made;
	uint8_t key[SECRET_KEY_BYTES];
	char dir[TMPDIR_SIZE]; /* "" in memory */
	struct err e;
};

static inline void
randomness(void *arg, void *out, size_t n)
{
	(void)arg;
	memset(out, 1, n);
}

static inline int64_t
wall(void *arg)
{
	return 1795142522000 + ((struct play *)arg)->now;
}

static inline void
step(struct play *p, struct sync_event ev)
{
	sync_actions_clear(&p->a);
	sync_step(p->s, &ev, p->now, &p->a);
}

static inline const struct sync_request *
sent(struct play *p, enum sync_ask ask)
{
	for (int i = 0; i < p->a.n_send; i++)
		if (p->a.send[i].ask == ask)
			return &p->a.send[i];
	return NULL;
}

static inline void
answer(struct play *p, uint64_t id, int status, const char *body)
{
	step(p, (struct sync_event){ .kind = SYNC_ANSWER,
		    .request = id,
		    .outcome = status > 0 ? SYNC_ANSWERED : SYNC_UNKNOWN,
		    .status = status > 0 ? status : 0,
		    .body = body,
		    .len = strlen(body) });
}

static inline void
centre_answers(struct play *p)
{
	char body[300];

	snprintf(body, sizeof(body),
	    "{\"centre_id\":\"" CENTRE "\",\"epoch\":\"%s\",\"name\":\"云江市12345\","
	    "\"version\":\"1\",\"schema_min\":1,\"schema_max\":1,\"private\":false,"
	    "\"server_ms\":1795142522000}",
	    p->epoch);
	answer(p, sent(p, ASK_CENTRE)->id, 200, body);
}

/* Time goes by until that is asked; the line itself answers meanwhile. */
static inline const struct sync_request *
play_until(struct play *p, enum sync_ask ask)
{
	for (int i = 0; i < 400 && sent(p, ask) == NULL; i++) {
		if (sent(p, ASK_CENTRE) != NULL) {
			centre_answers(p);
		} else {
			p->now += 500;
			step(p, (struct sync_event){ .kind = SYNC_TIME });
		}
	}
	return sent(p, ask);
}

static inline int
play_setup(void **state, bool disk)
{
	struct cache_args cache = { .memory = !disk };
	struct msg_device device = { .device_id = DEVICE,
		.device_key = "key",
		.seat_no = "1154",
		.centre_id = CENTRE,
		.epoch = "e1" };
	struct play *p = calloc(1, sizeof(*p));
	struct sync_args args = { .random = randomness, .wall = wall, .name = "seat", .boot = "b" };

	if (p == NULL || secret_init(NULL) != ERR_OK)
		return -1;
	if (disk)
		tmpdir_make(p->dir);
	cache.dir = p->dir;
	memset(p->key, 3, sizeof(p->key));
	cache.key = p->key;
	if (cache_writer_open(&cache, &p->w, &p->e) != ERR_OK ||
	    cache_seat_enrolled(p->w, &device, &p->e) != ERR_OK)
		return -1;
	p->epoch = "e1";
	p->now = 1000;
	args.cache = p->w;
	args.arg = p;
	p->s = sync_new(&args);
	*state = p;
	return p->s != NULL ? 0 : -1;
}

static inline int
play_teardown(void **state)
{
	struct play *p = *state;

	sync_actions_clear(&p->a);
	sync_free(p->s);
	cache_writer_close(p->w);
	if (p->dir[0] != '\0')
		tmpdir_remove(p->dir);
	free(p);
	return 0;
}

#endif
