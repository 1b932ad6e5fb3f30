#ifndef MODEL_REHEARSE_H
#define MODEL_REHEARSE_H

#include "base/err.h"
#include "base/str.h"
#include "model/caller.h"
#include "model/score.h"

/* Of a drill (model/drill.h) the good robot takes the steps of its model solution, by the rules of the hotline; the one that does
 * not restate speaks with nobody.
 *
 * A rehearsal: a scenario played by a robot, so that its writer knows before a class that it can be solved and that it is not
 * free. The good robot knows the answer and does what a good call-taker does, in order: greets, lets him talk, soothes,
 * reads what must be read, asks for each fact, restates, cites, files the reference ticket, tells, asks for more, hands
 * over, takes leave. The others leave something out. */
enum rehearse {
	REHEARSE_GOOD,
	REHEARSE_IDLE,         /* answers and does nothing */
	REHEARSE_PROMISING,    /* good, and names a day */
	REHEARSE_NOT_RESTATING /* good, and never restates */
};

struct rehearsal {
	struct lesson lesson;
	struct score score;
	enum caller_why why;       /* how it ended */
	bool told[SCENARIO_FACTS]; /* facts that he got out of the caller */
};

/** rehearse(s, seed, kind, c, out, e): ${s} a variant, ${c} as for score_lesson. Pure: the clock is the robot's own. Free
 * with rehearsal_free, also after a failure. ERR_NO_MEMORY. */
enum err_code rehearse(const struct scenario *s, uint64_t seed, enum rehearse kind,
    const struct city *c, struct rehearsal *out, struct err *e);
void rehearsal_free(struct rehearsal *r);

/** rehearse_judge(s, seed, c, line, out): what rehearsals of one variant find: a good call-taker has not REHEARSE_SOLVED, a fact that
 * nobody can bring him to tell, a caller who does not stay, a promise that is not fatal, doing nothing that passes, not restating that costs
 * nothing. ${out} the sentence, ${line} of the file; false: nothing is wrong. */
#define REHEARSE_SOLVED 95
bool rehearse_judge(
    const struct scenario *s, uint64_t seed, const struct city *c, int *line, struct str *out);

#endif
