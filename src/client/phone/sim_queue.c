/* Who waits before any seat rings, at the simulated exchange: callers come, other seats take them, some give up, and the one who
 * waits longest rings here. "queue=N": one comes every N paces, about; 0: nobody waits, and nothing is said of it. Deterministic:
 * the n-th of them comes, and goes, at the same time after the beginning by the same seed.
 *
 * Not here: callers who are sent for a lesson (sim_stage.c): while one is here nobody else waits. */
#include <string.h>

#include "sim_p.h"

#define FLOOR_MS 1000 /* of a pace, for who plays at full speed: nobody waits for no time at all */

static uint64_t
lot(const struct sim *s, unsigned who, unsigned what)
{
	uint64_t h = (s->seed ^ ((uint64_t)who << 20)) * 0x9e3779b97f4a7c15u + what;

	h = (h ^ (h >> 31)) * 0xbf58476d1ce4e5b9u;
	return h ^ (h >> 29);
}

static int64_t
pace(const struct sim *s)
{
	return s->pace_ms > FLOOR_MS ? s->pace_ms : FLOOR_MS;
}

static bool
is_on(const struct sim *s)
{
	return s->queue_paces > 0 && !s->staged;
}

/* Half of it to one and a half. */
static void
next_comer(struct sim *s, int64_t now)
{
	const uint64_t mean = (uint64_t)(s->queue_paces * pace(s));

	s->comes_at = now + (int64_t)(mean / 2 + lot(s, ++s->comers, 1) % (mean + 1));
}

/* With a full queue he hears the engaged tone, and does not wait. */
static void
comes(struct phone *p, int64_t now)
{
	struct sim *s = p->state;
	struct sim_waiting *w = &s->waiting[s->n_waiting];
	const int64_t stays = (int64_t)(2 + lot(s, s->comers, 2) % 15) * pace(s);

	if (s->n_waiting == SIM_WAITING_MOST) {
		sim_abandon(p, 0, CAUSE_BUSY, now);
		next_comer(s, now);
		return;
	}
	s->n_waiting++;
	*w = (struct sim_waiting){ .since_at = s->comes_at,
		.leaves_at = s->comes_at + stays,
		.gives_up = lot(s, s->comers, 3) % 100 < (uint64_t)s->abandon };
	next_comer(s, now);
}

static void
take_out(struct sim *s, int i)
{
	memmove(&s->waiting[i], &s->waiting[i + 1],
	    (size_t)(--s->n_waiting - i) * sizeof(s->waiting[0]));
}

void
sim_queue_say(struct phone *p, int64_t now)
{
	const struct sim *s = p->state;

	if (s->queue_paces > 0)
		sim_emit(p, PHONE_QUEUE, "", 0, now);
}

/* One after the other in the order of their times, whenever somebody looks. */
void
sim_queue_service(struct phone *p, int64_t now)
{
	struct sim *s = p->state;
	bool news = false;

	if (!is_on(s)) {
		news = s->n_waiting > 0;
		s->n_waiting = 0;
		s->comes_at = 0;
	} else if (s->comes_at == 0) {
		next_comer(s, now);
		news = true;
	}
	for (int64_t due; (due = sim_queue_due(s)) != 0 && due <= now; news = true) {
		int i = 0;

		while (i < s->n_waiting && s->waiting[i].leaves_at != due)
			i++;
		if (i == s->n_waiting) {
			comes(p, due);
			continue;
		}
		if (s->waiting[i].gives_up)
			sim_abandon(p, due - s->waiting[i].since_at, CAUSE_NONE, due);
		take_out(s, i);
	}
	if (news)
		sim_queue_say(p, now);
}

int64_t
sim_queue_due(const struct sim *s)
{
	int64_t due = s->comes_at;

	for (int i = 0; i < s->n_waiting; i++)
		if (due == 0 || s->waiting[i].leaves_at < due)
			due = s->waiting[i].leaves_at;
	return due;
}

int64_t
sim_queue_take(struct sim *s, int64_t now)
{
	const int64_t waited = s->n_waiting > 0 ? now - s->waiting[0].since_at : -1;

	if (s->n_waiting > 0)
		take_out(s, 0);
	return waited;
}

int64_t
sim_queue_longest(const struct sim *s, int64_t now)
{
	return s->n_waiting > 0 && now > s->waiting[0].since_at ? now - s->waiting[0].since_at : 0;
}
