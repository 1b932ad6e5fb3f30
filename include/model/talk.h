#ifndef MODEL_TALK_H
#define MODEL_TALK_H

#include <stdbool.h>

#include "model/elements.h"

/* Which sentence is due in a call: a moment of model/script.h, from what stands on the sheet and where the cursor is. The
 * same state, the same sentence; when to look again is the screen's. */

enum talk_stage {
	TALK_TAKING,  /* the matter is being taken down */
	TALK_CONSENT, /* may it be closed on the spot? */
	TALK_SENT,    /* it has its number, which was read out */
	TALK_DIRECT   /* it was closed on the spot, and an evaluation asked for */
};

struct talk {
	enum talk_stage stage;
	const struct fields *f;
	struct elements elements;         /* of ${f} */
	const char *type;                 /* as entered, else as it seems; "" unknown */
	int at;                           /* field with the cursor; -1 none */
	bool again;                       /* a further matter of the same call */
	bool place_heard;                 /* a part of it was recognised in the words */
	bool place_offered, time_offered; /* recognised whole, not taken yet */
	bool answer_shown;                /* knowledge to read aloud stands on the screen */
	bool danger; /* a danger to life is being asked about: nothing else is said */
};

/** talk_moment(t): NULL when nothing is to be said: the caller talks. */
const char *talk_moment(const struct talk *t);
/** talk_then(t, moment): what is said in the same breath after ${moment}; NULL nothing. */
const char *talk_then(const struct talk *t, const char *moment);

#endif
