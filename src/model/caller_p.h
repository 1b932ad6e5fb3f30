#ifndef MODEL_CALLER_P_H
#define MODEL_CALLER_P_H

#include "model/caller.h"

/* The caller, shared by his time (caller.c) and what he answers (caller_react.c). */

#define CALLER_QUEUE \
	48 /* said and not fetched yet: more than two are a driver that does not fetch */
#define REPLY_MS     800
#define REPLY_MORE   700  /* at random */
#define FLOW_MS      1500 /* between two sentences of his own */
#define TURN_MS      5000 /* before he goes on by himself after an answer */
#define HEARD_MS     400  /* when somebody listens */
#define UNGREETED_MS 4000 /* he waits so long to be greeted */
#define GREETED_MS   500
#define SOOTHED_MOST 3 /* soothing works so often */

struct caller {
	const struct scenario *s;
	uint64_t random;
	int64_t began, now; /* ${now}: of the last act or look */
	int64_t busy_until; /* he speaks */
	int64_t idle_from;  /* nobody has spoken since, his own prompts aside */
	int64_t held_from;  /* -1: not on hold */
	int64_t calm_from;  /* his next own sentence not before */
	int64_t opens_at;   /* when he begins: soon after he was greeted */
	int mood, soothed, matters;
	unsigned acts; /* bits: done so far */
	bool told[SCENARIO_FACTS], mistaken[SCENARIO_FACTS], said[SCENARIO_UTTERANCES];
	bool opened, heard, with_third, over;
	int asked[ELEMENT_COUNT];
	struct caller_out queue[CALLER_QUEUE];
	int n, first;
};

/** caller_say(c, text, at, fact, matter): after what he says already, not before ${at}. caller_prompt: the same, of himself, so
 * that silence goes on. caller_leave: nothing follows. caller_feel: his mood moves. */
void caller_say(struct caller *c, const char *text, int64_t at, int fact, int matter);
void caller_prompt(struct caller *c, const char *text, int64_t at);
void caller_leave(struct caller *c, int64_t at, enum caller_why why, int stars);
void caller_feel(struct caller *c, int by, int64_t at);
/** caller_cue(c, cue, n, at): says what is due on that; false when there is nothing. */
bool caller_cue(struct caller *c, enum scenario_cue cue, int n, int64_t at);
int64_t caller_reply_at(struct caller *c, int64_t at);
/** caller_react(c, a): what an act does to him. */
void caller_react(struct caller *c, const struct caller_act *a);

#endif
