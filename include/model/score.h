#ifndef MODEL_SCORE_H
#define MODEL_SCORE_H

#include <stdbool.h>
#include <stdint.h>

#include "model/city.h"
#include "model/lesson.h"
#include "model/qa.h"
#include "model/scenario.h"

/* The marks of a lesson on the 100-point sheet (qa_form "agent"; of a drill "drill"). Two halves that are never added up (practice.md E): the
 * machine marks the items that it can see; tone, courtesy and listening are the trainer's and stay open until he fills
 * them in. Each deduction names its moment, item, points and rule. Passed: both halves have 85 of a hundred, and nothing
 * is fatal. */

#define SCORE_MARKS      64
#define SCORE_RULE_BYTES 160
#define SCORE_SPENT      "这一项已扣完" /* said of a deduction that took no points */

/* What a mark is that takes no points: a fatal item, or a remark, which decides nothing by itself: what happened that
 * whoever judges the lesson has to know. */
#define SCORE_IS_FATAL  (-1)
#define SCORE_IS_REMARK (-2)
/* Kept in files by their number. X(NAME, label of at most ten columns) */
#define SCORE_REMARKS(X)    \
	X(INSERTED, "插曲") \
	X(CALLER, "来电人")
enum score_remark {
#define X(name, label) SCORE_##name,
	SCORE_REMARKS(X)
#undef X
	    SCORE_REMARK_COUNT
};
struct score_mark {
	int64_t at_ms; /* when it happened, or when it should have at the latest */
	int item,
	    way; /* of the form; SCORE_IS_FATAL: ${item} is the fatal item; SCORE_IS_REMARK: enum score_remark */
	int points; /* lost; 0 when the item had nothing left, or of a fatal one */
	bool
	    eased; /* a trainer has taken it back: it costs no more than ${left}, a fatal one nothing */
	int left;
	char rule[SCORE_RULE_BYTES];
};
struct score {
	const struct qa_form *form;
	struct qa_marks machine, trainer;
	unsigned open; /* the trainer's items not filled in yet: bits by item */
	struct score_mark mark[SCORE_MARKS];
	int n;                    /* by at_ms */
	int eased[QA_ITEMS_MOST]; /* points that eased deductions of an item still cost */
};

/** score_is_odd(s): a call in which there is no matter to be understood: silent, harassing, misdialled, dropped, a test. Nothing
 * is restated there, and nobody is asked to rate. */
bool score_is_odd(const struct scenario *s);
/** score_rescue(l): the ticket that F8 filed for the danger that the trainer put in, before the services were called in; -1 none: it
 * is nobody's matter, and where he stayed on the line what he called for goes on, with a ticket of its own.
 * score_goes_on(l): he did, and has not got that ticket yet. */
int score_rescue(const struct lesson *l);
bool score_goes_on(const struct lesson *l);
/** score_is_trainers(item): whose item of the form it is. */
bool score_is_trainers(int item);
/** score_form(mode): the sheet that lessons of that kind are marked on. score_brief(f, item): the name of an item in eight columns,
 * for lists; "" there is none. */
const struct qa_form *score_form(enum scenario_mode mode);
const char *score_brief(const struct qa_form *f, int item);
/** score_lesson(l, s, c, out): the machine's half. ${s} the variant that was played; ${c} for the city's words (NULL:
 * only those that every city must not say). */
void score_lesson(
    const struct lesson *l, const struct scenario *s, const struct city *c, struct score *out);
/** score_trainer(x, item, marks): the trainer marks one of his items, or mends it: ${marks} are his for that item; or a
 * fatal one that only he can see. false: it is none of his. */
bool score_trainer(struct score *x, int item, const unsigned char times[QA_WAYS_MOST]);
void score_trainer_fatal(struct score *x, int fatal, bool is);

/** score_item(x, item): what is left of its points. */
int score_item(const struct score *x, int item);

/* What a half amounts to. */
struct score_half {
	int got, of; /* points of its items */
	int percent; /* rounded down; 0 with a fatal mark of either half */
	bool whole;  /* nothing is open */
};
struct score_half score_machine(const struct score *x);
struct score_half score_of_trainer(const struct score *x);
/* SCORE_OPEN: nothing speaks against it yet, but the trainer has not marked his half. */
enum score_verdict { SCORE_OPEN, SCORE_PASSED, SCORE_FAILED, SCORE_FATAL };
enum score_verdict score_verdict(const struct score *x);
const char *score_verdict_label(enum score_verdict v);

/** score_recount(x): the machine's half anew from its deductions, each that is eased as it is now: what an item had no points
 * left for may cost some again. */
void score_recount(struct score *x);

/** score_remark_label(r): of whom or what it is; "" beyond the table. */
const char *score_remark_label(int r);
/** score_say(x, out): a line a deduction, "01:23 第8项 五要素完整 -3: 工单里没有门牌", for lists, CSV and the replay. */
void score_mark_say(const struct score *x, const struct score_mark *m, struct str *out);

#endif
