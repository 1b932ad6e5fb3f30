#ifndef CLIENT_CLASS_RUN_H
#define CLIENT_CLASS_RUN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "client/ui/canvas.h"
#include "model/caller.h"
#include "model/score.h"

/* A lesson under way: the simulated caller, what the call-taker does, the tape, and at the end the marks. It knows no
 * telephone and no screen: the seat tells it what happened and speaks the caller's words. All times are ms of one clock
 * that does not go back.
 *
 *	class_run_open … (it rings) … class_run_answered … acts, tickets, keys, frames …
 *	whenever:  while (class_run_next(r, now, &out)) speak; until class_run_is_over; class_run_finish; class_run_close
 */

struct class_run;
/* What is wanted of the classroom: a lesson (without a path: the end of the one under way); the exam's next call, of a new exam
 * when none is under way; its end; who sits here, or marks, by name in ${path}; that the lesson that ended at ${path} was disputed;
 * that a trainer has said something of a lesson of ${path}'s. */
enum class_wish {
	CLASS_LESSON,
	CLASS_EXAM,
	CLASS_EXAM_STOP,
	CLASS_TRAINEE,
	CLASS_TRAINER,
	CLASS_DISPUTED,
	CLASS_REVIEWED
};
/* A caller the trainer sends after the one before: the same matter from somebody else, or the same person once more. Such a
 * call is practice within practice: it is played, not marked. */
enum class_again { CLASS_ONCE, CLASS_AGAIN_OTHER, CLASS_AGAIN_SAME };
struct class_order {      /* which lesson */
	const char *path; /* of the scenario */
	uint64_t seed;    /* the variant */
	enum scenario_mode mode;
	const char *tape; /* where to keep the tape, "" nowhere */
	enum class_wish wish;
	enum class_again again;
};

/** class_run_open(o, ms, out, e): the caller is about to ring. */
enum err_code
class_run_open(const struct class_order *o, int64_t ms, struct class_run **out, struct err *e);
void class_run_close(struct class_run *r);
const struct scenario *class_run_scenario(const struct class_run *r);
enum scenario_mode class_run_mode(const struct class_run *r);

/* ---- what happens at the seat ---- */
/** class_run_rings(r, ms): from now on; without it since it was opened, which takes a while itself. */
void class_run_rings(struct class_run *r, int64_t ms);
int64_t class_run_rings_since(const struct class_run *r);
void class_run_answered(struct class_run *r, int64_t ms);
/** class_run_act(r, ms, act, element, text): something was done or said; before the answer and after the end nothing counts but
 * SCRIPT, CITE and HELP. class_run_said(r, ms, words): typed words: kept as they are, and as the acts they amount to. */
void
class_run_act(struct class_run *r, int64_t ms, enum call_act act, int element, const char *text);
void class_run_said(struct class_run *r, int64_t ms, const char *words);
/** class_run_filed(r, ms, f): a ticket; class_run_outcome(r, code, reject): how the call is written down, NULL unchanged. */
void class_run_filed(struct class_run *r, int64_t ms, const struct fields *f);
void class_run_outcome(struct class_run *r, const char *code, const char *reject);
/** class_run_ticket(r, i, id): in a drill, of a caller's older ones: which ticket of the seat that one is. class_run_is_his(r, id): is it
 * one of those; of a caller who has none any may be. class_run_deed(r, d): what was done to one; d->at_ms
 * by the clock of the others. */
void class_run_ticket(struct class_run *r, int i, const char *id);
bool class_run_is_his(const struct class_run *r, const char *id);
/** class_run_older(r, id, event): something was done to an older ticket. It counts on the caller's own only, and is what the call is
 * written down as; asking about it only where nothing else is. */
void class_run_older(struct class_run *r, const char *id, int event);
void class_run_deed(struct class_run *r, const struct lesson_deed *d);
/** class_run_ended(r, ms, end): the line is down. */
void class_run_ended(struct class_run *r, int64_t ms, enum lesson_end end);
/** class_run_key(r, ms, name, kind): a key; one that is only there in a classroom is seen on the tape and not counted.
 * class_run_frame(r, ms, c): what is seen now. */
enum class_key { CLASS_KEY_OTHER, CLASS_KEY_TEXT, CLASS_KEY_OWN };
void class_run_key(struct class_run *r, int64_t ms, const char *name, enum class_key kind);
void class_run_frame(struct class_run *r, int64_t ms, const struct canvas *c);

/** class_run_whispered(r, ms, words): what the trainer said to him: on the tape, and in the trace nowhere. */
void class_run_whispered(struct class_run *r, int64_t ms, const char *words);

/* ---- what the caller does ---- */
/** class_run_next(r, ms, out): his next words, or that he hangs up; false: nothing is due. class_run_wake(r): when to ask; INT64_MAX
 * never. */
bool class_run_next(struct class_run *r, int64_t ms, struct caller_out *out);
int64_t class_run_wake(const struct class_run *r);
/** class_run_is_talking(r): answered and the line is up. class_run_is_over(r): the call has ended and is written down: a
 * ticket of every matter, or an outcome. */
bool class_run_is_talking(const struct class_run *r);
bool class_run_is_answered(const struct class_run *r);
bool class_run_is_over(const struct class_run *r);

/* ---- the end ---- */
/** class_run_finish(r, ms, c): marks it; the tape is closed with the remarks at their moments. Once. */
const struct score *class_run_finish(struct class_run *r, int64_t ms, const struct city *c);
const struct lesson *class_run_lesson(const struct class_run *r);
/** class_run_score(r): after the finish, for the trainer's half. */
struct score *class_run_score(struct class_run *r);
/** class_run_hint(r, out): guided: what a good call-taker does next, and why; "" nothing. */
void class_run_hint(const struct class_run *r, char out[256]);

#endif
