#ifndef MODEL_SCORE_P_H
#define MODEL_SCORE_P_H

#include "model/score.h"

/* The items and fatal items of qa_form("agent"), in its order (asserted in the test by their names). */
enum {
	ITEM_ANSWERING,
	ITEM_VOICE,
	ITEM_MANNERS,
	ITEM_LISTENING,
	ITEM_UNDERSTOOD,
	ITEM_BUSINESS,
	ITEM_JUDGED,
	ITEM_ELEMENTS,
	ITEM_WRITING,
	ITEM_CLASSED,
	ITEM_TOLD,
	ITEM_CLOSING,
	ITEM_TIME
};
enum {
	FATAL_HANG_UP,
	FATAL_RUDE,
	FATAL_DISCLOSED,
	FATAL_NOT_HANDED,
	FATAL_WRONG_ANSWER,
	FATAL_NOT_FILED,
	FATAL_CHANGED,
	FATAL_PROMISED
};

struct scoring {
	const struct lesson *l;
	const struct scenario *s;
	const struct city *c;
	struct score *x;
};

/** score_deduct(k, at_ms, item, way, fmt, …): one deduction; an item that has nothing left is told all the same, with 0
 * points. score_fatal: likewise, a fatal item once. */
void score_deduct(struct scoring *k, int64_t at_ms, int item, int way, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));
void score_fatal(struct scoring *k, int64_t at_ms, int fatal, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
/** score_remark(k, at_ms, what, fmt, …): told, and nothing else. */
void score_remark(struct scoring *k, int64_t at_ms, enum score_remark what, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
/** score_ticket(k, t, matter): the rules of one filed ticket (score_ticket.c). score_call: those of the talk (score_call.c). */
void score_ticket(struct scoring *k, const struct lesson_ticket *t, int matter);
void score_call(struct scoring *k);
/** score_inserts(k): what the trainer put in, and what was made of it; how the caller left (score_insert.c). */
void score_inserts(struct scoring *k);
/** score_rescued_at(l): when the caller was handed to the emergency services for the danger that the trainer put in; -1 not.
 * score_was_cut_short(l): what the trainer put in ended the talk: the line dropped, or he is with those services. What belongs
 * into the rest of a talk can then not be missed. */
int64_t score_rescued_at(const struct lesson *l);
bool score_was_cut_short(const struct lesson *l);
/** score_drill(k): those of a drill (score_drill.c). */
void score_drill(struct scoring *k);
/** score_only(l, codes): is every outcome that is right one of ${codes} (ended by NULL)? */
bool score_only(const struct scenario_list *l, const char *const *codes);

#endif
