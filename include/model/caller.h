#ifndef MODEL_CALLER_H
#define MODEL_CALLER_H

#include <stdbool.h>
#include <stdint.h>

#include "model/act.h"
#include "model/scenario.h"

/* The simulated caller: a pure state machine. Acts of the call-taker and the time go in; what he says and when, his
 * mood, and that he leaves, come out. The same scenario, seed, acts and times give the same words. He never tells a
 * hidden fact unasked, and every call ends: he leaves when he is satisfied, handed over, cut off, out of patience, in
 * too bad a mood, or at CALLER_MOST_MS.
 *
 * Times are the embedder's own clock in ms; the call begins at caller_open (the moment of the answer). A driver does:
 *	caller_open(&variant, seed, now, &c, e);
 *	on an act:    caller_act(c, &(struct caller_act){ .act = ACT_ASK, .element = ELEMENT_PLACE, .at = now });
 *	always then:  while (caller_next(c, now, &out)) …   and sleep until caller_wake(c). */

#define CALLER_MOST_MS 1800000 /* nobody stays longer than half an hour */

struct caller;

struct caller_act {
	enum call_act act;
	int element; /* ACT_ASK: enum element */
	const char *
	    text; /* ACT_SAY: the words; SCRIPT: moment; CITE: kb_no; TRANSFER, TRIPARTITE: target. NULL none */
	int64_t at; /* not before the act before */
};

enum caller_event {
	CALLER_SAYS,
	CALLER_LEAVES /* hangs up: nothing follows */
};
enum caller_why {
	CALLER_STAYS,
	CALLER_DONE,      /* after the closing words */
	CALLER_HANDED,    /* transferred */
	CALLER_CUT,       /* this seat hung up, or the line broke */
	CALLER_IMPATIENT, /* silence or hold beyond his patience, or half an hour */
	CALLER_ANGRY      /* mood at its end */
};
struct caller_out {
	enum caller_event event;
	int64_t at;          /* when he begins to say it */
	int64_t until;       /* when he has said it */
	int mood;            /* then: 0 calm .. SCENARIO_MOOD_MOST */
	const char *text;    /* CALLER_SAYS: the words, borrowed from caller and scenario */
	int fact;            /* of the scenario, which it tells; -1 none */
	int matter;          /* 0, 1 */
	enum caller_why why; /* CALLER_LEAVES */
	int stars;           /* CALLER_LEAVES: his evaluation 1..5, -1 he gave none */
};

/** caller_open(s, seed, at, out, e): he has been answered at ${at}. ${s} (a variant) stays as long as the caller. */
enum err_code caller_open(
    const struct scenario *s, uint64_t seed, int64_t at, struct caller **out, struct err *e);
void caller_close(struct caller *c);
/** caller_act(c, a): something was done. After he left nothing happens any more. */
void caller_act(struct caller *c, const struct caller_act *a);
/** caller_next(c, now, out): the next thing that is due by ${now}, in order of time; false: nothing. */
bool caller_next(struct caller *c, int64_t now, struct caller_out *out);
/** caller_wake(c): when to ask next if nobody acts; INT64_MAX after he left. */
int64_t caller_wake(const struct caller *c);

/** How he is and what he has told so far: for the coach, the console and the lesson. caller_told: a fact, as it is
 * (corrected, when he was wrong at first). caller_matters: brought up so far. caller_is_talking: has not finished what he
 * says at ${now}. */
int caller_mood(const struct caller *c);
bool caller_is_over(const struct caller *c);
bool caller_told(const struct caller *c, int fact);
int caller_matters(const struct caller *c);
bool caller_is_talking(const struct caller *c, int64_t now);

#endif
