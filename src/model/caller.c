/* The simulated caller's time: what he says of himself and when, how long he waits, how his mood moves, when he leaves.
 * Nothing happens between two looks that a look does not find: events of his own are worked out in order of time, so a
 * driver that looks rarely gets the same words at the same times as one that looks often.
 *
 * Not here: what he answers (caller_react.c), and what a call-taker's keys amount to (the driver's). */
#include "caller_p.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "lot_p.h"

#define BYE_MS 800

/* ---- saying ---- */

static struct caller_out *
put(struct caller *c)
{
	if (c->n == CALLER_QUEUE)
		return NULL;
	return &c->queue[(c->first + c->n++) % CALLER_QUEUE];
}

static int64_t
speak(struct caller *c, const char *text, int64_t at, int fact, int matter)
{
	int64_t from = at > c->busy_until ? at : c->busy_until;
	bool silent = c->over || (c->s->persona.traits & TRAIT_BIT(SILENT)) != 0;
	struct caller_out *o = silent ? NULL : put(c);

	if (o == NULL)
		return from;
	*o = (struct caller_out){ .event = CALLER_SAYS,
		.at = from,
		.until = from + (int64_t)utf8_count(text) * 1000 / c->s->persona.rate,
		.mood = c->mood,
		.text = text,
		.fact = fact,
		.matter = matter };
	c->busy_until = o->until;
	c->heard = false;
	return o->until;
}

void
caller_say(struct caller *c, const char *text, int64_t at, int fact, int matter)
{
	int64_t until = speak(c, text, at, fact, matter);

	if (fact >= 0)
		c->told[fact] = true;
	c->idle_from = until > c->idle_from ? until : c->idle_from;
	c->calm_from = until + TURN_MS;
}

void
caller_prompt(struct caller *c, const char *text, int64_t at)
{
	(void)speak(c, text, at, -1, c->matters - 1);
}

void
caller_leave(struct caller *c, int64_t at, enum caller_why why, int stars)
{
	if (c->over)
		return;
	while (why == CALLER_CUT && c->n > 0 &&
	       c->queue[(c->first + c->n - 1) % CALLER_QUEUE].at >= at)
		c->n--; /* not said any more */
	if (c->n == CALLER_QUEUE)
		c->n--;
	struct caller_out *o = put(c);
	*o = (struct caller_out){ .event = CALLER_LEAVES,
		.at = why == CALLER_CUT || at > c->busy_until ? at : c->busy_until,
		.mood = c->mood,
		.text = "",
		.fact = -1,
		.matter = c->matters - 1,
		.why = why,
		.stars = stars };
	o->until = o->at;
	c->over = true;
}

int64_t
caller_reply_at(struct caller *c, int64_t at)
{
	return at + REPLY_MS + (int64_t)lot_below(&c->random, REPLY_MORE);
}

bool
caller_cue(struct caller *c, enum scenario_cue cue, int n, int64_t at)
{
	const struct scenario *s = c->s;

	if (c->over)
		return false;
	if (s->n_matters > c->matters && s->second.cue == cue && s->second.n == n) {
		c->matters = 2;
		caller_say(c, s->second.text, at, -1, 1);
		return true;
	}
	for (int i = 0; i < s->n_utterances; i++)
		if (!c->said[i] && s->utterance[i].cue == cue && s->utterance[i].n == n) {
			c->said[i] = true;
			caller_say(c, s->utterance[i].text, at, -1, 0);
			return true;
		}
	return false;
}

void
caller_feel(struct caller *c, int by, int64_t at)
{
	int was = c->mood, now = was + by;

	c->mood = now < 0 ? 0 : now > SCENARIO_MOOD_MOST ? SCENARIO_MOOD_MOST : now;
	for (int n = was + 1; n <= c->mood; n++)
		(void)caller_cue(c, CUE_MOOD, n, at);
	if (c->mood == SCENARIO_MOOD_MOST && !c->over) {
		caller_say(c, "不跟你说了！", at, -1, c->matters - 1);
		caller_leave(c, c->busy_until + BYE_MS, CALLER_ANGRY, -1);
	}
}

/* ---- of himself ---- */

enum own { OWN_NONE, OWN_OPENING, OWN_UTTERANCE, OWN_SECOND, OWN_IMPATIENT, OWN_LATE };
struct due {
	enum own what;
	int which; /* of the utterances */
	int64_t at;
};

static void
sooner(struct due *best, enum own what, int which, int64_t at)
{
	if (at < best->at)
		*best = (struct due){ what, which, at };
}

/* When an utterance is due by the clock alone; INT64_MAX: not by that, or not now. */
static int64_t
timed(const struct caller *c, const struct scenario_utterance *u)
{
	switch (u->cue) {
	case CUE_AT:
		return c->began + (int64_t)u->n * 1000;
	case CUE_SILENCE:
		return c->held_from >= 0 || c->with_third ? INT64_MAX
							  : c->idle_from + (int64_t)u->n * 1000;
	case CUE_HELD:
		return c->held_from < 0 ? INT64_MAX : c->held_from + (int64_t)u->n * 1000;
	default:
		return INT64_MAX;
	}
}

static struct due
next_own(const struct caller *c)
{
	const struct scenario *s = c->s;
	int64_t waits = c->held_from >= 0 ? c->held_from : c->idle_from;
	struct due best = { OWN_LATE, -1, c->began + CALLER_MOST_MS };
	bool next = false; /* one of those said one after another was found */

	if (!c->with_third)
		sooner(&best, OWN_IMPATIENT, -1,
		    (waits > c->busy_until ? waits : c->busy_until) +
			(int64_t)s->persona.patience_s * 1000);
	if (!c->opened && s->opening[0] != '\0')
		sooner(&best, OWN_OPENING, -1, c->opens_at);
	for (int i = 0; i < s->n_utterances; i++) {
		const struct scenario_utterance *u = &s->utterance[i];

		if (c->said[i])
			continue;
		if (u->cue == CUE_NEXT && !next && c->opened && c->held_from < 0 && !c->with_third)
			sooner(&best, OWN_UTTERANCE, i, c->calm_from);
		next = next || u->cue == CUE_NEXT;
		sooner(&best, OWN_UTTERANCE, i, timed(c, u));
	}
	if (s->n_matters > c->matters)
		sooner(&best, OWN_SECOND, -1, timed(c, &s->second));
	return best;
}

static void
do_own(struct caller *c, const struct due *d)
{
	const struct scenario *s = c->s;

	switch (d->what) {
	case OWN_OPENING:
		c->opened = true;
		caller_say(c, s->opening, d->at, -1, 0);
		c->calm_from = c->busy_until + FLOW_MS;
		break;
	case OWN_UTTERANCE:
		c->said[d->which] = true;
		if (s->utterance[d->which].cue == CUE_NEXT ||
		    s->utterance[d->which].cue == CUE_AT) {
			caller_say(c, s->utterance[d->which].text, d->at, -1, 0);
			c->calm_from = c->busy_until + FLOW_MS;
		} else {
			caller_prompt(c, s->utterance[d->which].text, d->at);
			caller_feel(c, 1, d->at);
		}
		break;
	case OWN_SECOND:
		c->matters = 2;
		caller_say(c, s->second.text, d->at, -1, 1);
		break;
	case OWN_IMPATIENT:
		if (c->opened)
			caller_prompt(c, "算了，我不等了。", d->at);
		caller_leave(c, c->busy_until + BYE_MS, CALLER_IMPATIENT, -1);
		break;
	default:
		caller_leave(c, d->at, CALLER_IMPATIENT, -1);
	}
}

/* Everything of his own up to ${now}. */
static void
advance(struct caller *c, int64_t now)
{
	while (!c->over) {
		struct due d = next_own(c);

		if (d.at > now)
			break;
		do_own(c, &d);
	}
	c->now = now > c->now ? now : c->now;
}

/* ---- the outside ---- */

enum err_code
caller_open(const struct scenario *s, uint64_t seed, int64_t at, struct caller **out, struct err *e)
{
	struct caller *c = calloc(1, sizeof(*c));

	*out = c;
	if (c == NULL)
		return err_set(e, ERR_NO_MEMORY, NULL);
	c->s = s;
	c->random = seed ^ UINT64_C(0x5ca11e4);
	c->began = c->now = c->busy_until = c->idle_from = c->calm_from = at;
	c->opens_at = at + UNGREETED_MS;
	c->held_from = -1;
	c->matters = 1;
	c->mood = s->persona.mood;
	return ERR_OK;
}

void
caller_close(struct caller *c)
{
	free(c);
}

void
caller_act(struct caller *c, const struct caller_act *a)
{
	struct caller_act act = *a;

	act.at = a->at > c->now ? a->at : c->now;
	advance(c, act.at);
	if (c->over)
		return;
	c->idle_from = act.at > c->idle_from ? act.at : c->idle_from;
	caller_react(c, &act);
	c->acts |= 1u << act.act;
}

bool
caller_next(struct caller *c, int64_t now, struct caller_out *out)
{
	advance(c, now);
	if (c->n == 0 || c->queue[c->first].at > now)
		return false;
	*out = c->queue[c->first];
	c->first = (c->first + 1) % CALLER_QUEUE;
	c->n--;
	return true;
}

int64_t
caller_wake(const struct caller *c)
{
	struct due d;

	if (c->n > 0)
		return c->queue[c->first].at;
	if (c->over)
		return INT64_MAX;
	d = next_own(c);
	return d.at;
}

int
caller_mood(const struct caller *c)
{
	return c->mood;
}

bool
caller_is_over(const struct caller *c)
{
	return c->over && c->n == 0;
}

bool
caller_told(const struct caller *c, int fact)
{
	return fact >= 0 && fact < c->s->n_facts && c->told[fact];
}

int
caller_matters(const struct caller *c)
{
	return c->matters;
}

bool
caller_is_talking(const struct caller *c, int64_t now)
{
	return now < c->busy_until;
}
