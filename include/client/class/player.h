#ifndef CLIENT_CLASS_PLAYER_H
#define CLIENT_CLASS_PLAYER_H

#include <stdbool.h>
#include <stdint.h>

#include "client/class/run.h"
#include "client/ui/action.h"
#include "client/ui/prompt.h"
#include "model/city.h"

/* Somebody who plays a scenario at the seat by keys: from what the lesson has come to and what stands on the screen, the
 * next key a person would press, or words he would type, and why. He is asked again and again; each time he looks anew, so that
 * what a screen does in between, or does not, leads nowhere. He knows the reference answer and no clock but the lesson's. */

enum player_style {
	PLAYER_REFERENCE,     /* does what the answer of the scenario asks for */
	PLAYER_IDLE,          /* answers and does nothing */
	PLAYER_PROMISES,      /* like the reference, and names a day */
	PLAYER_NO_RESTATING,  /* like the reference, and never restates */
	PLAYER_FIRST_PROPOSAL /* writes down what he hears, takes whatever the seat proposes first */
};
#define PLAYER_STYLES (PLAYER_FIRST_PROPOSAL + 1)
const char *player_style_name(enum player_style s);  /* "reference": options, reports */
const char *player_style_label(enum player_style s); /* Chinese */

/* What a person at the seat sees. */
struct player_sees {
	int64_t ms; /* the lesson's clock */
	bool ringing;
	const char *view, *place;    /* screen on top; where its cursor stands (view_ops.place) */
	const struct fields *sheet;  /* the half-done ticket in front; NULL none */
	const struct prompt *saying; /* the line in which one speaks; NULL closed */
	const char *heard;           /* what the caller said */
};

enum player_what {
	PLAYER_WAITS,   /* ${wait_ms} of the lesson; 0: for the seat itself */
	PLAYER_PRESSES, /* ${action} */
	PLAYER_TYPES,   /* ${text} */
	PLAYER_IS_LOST, /* the screen does not lead on: ${text} says where */
	PLAYER_IS_DONE  /* nothing is left that he would do */
};
struct player_does {
	enum player_what what;
	enum action action;
	const char *text; /* borrowed until the next look */
	int wait_ms;
	const char *why; /* Chinese, for who watches; "" as before */
};

struct player;
/** player_new(style, r, c): for the lesson ${r} as it begins; both are borrowed. NULL without memory. */
struct player *player_new(enum player_style style, const struct class_run *r, const struct city *c);
void player_free(struct player *p);
/** player_look(p, v, out): what he does now. What it says to do is done before the next look. */
void player_look(struct player *p, const struct player_sees *v, struct player_does *out);

#endif
