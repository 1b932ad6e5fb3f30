#ifndef MODEL_EXAM_H
#define MODEL_EXAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/scenario.h"

/* An exam 整场考试: calls in a row without hints, near life in their mix (practice.md E: of a hundred 50 ask, 30 want help,
 * 12 complain or report, 3 suggest or praise, 5 want nothing). One call is drawn at a time, from what stands on the shelf
 * and what this person has had: so an exam that was interrupted goes on, with another call in place of the one that was
 * heard already. */

#define EXAM_QUESTIONS 5

enum exam_kind { EXAM_ASKS, EXAM_HELP, EXAM_COMPLAINS, EXAM_SUGGESTS, EXAM_IDLE, EXAM_KINDS };
/** exam_kind_of(s): by its right types; EXAM_IDLE where there is no matter (silent, misdialled …). */
enum exam_kind exam_kind_of(const struct scenario *s);

/* A scenario that may be asked. Borrowed strings. */
struct exam_item {
	const char *id;
	enum exam_kind kind;
	int choices; /* variants */
};
/* What this person has had so far, oldest first. */
struct exam_had {
	const char *scenario;
	uint64_t variant;
	bool guided; /* with hints: it is in no exam any more */
	bool now;    /* in this exam */
};
struct exam_pick {
	size_t item;
	uint64_t variant;
};

/** exam_lot(item, n, had, m, seed, nth, out): question ${nth} (from 1) of the exam of that seed: of the kind that its
 * place asks for, of another where that has none; one not had with hints, not in this exam, the least often in others; and a
 * variant not examined on before, or the one longest ago. Depends on what is handed in alone. false: there is none left. */
bool exam_lot(const struct exam_item *item, size_t n, const struct exam_had *had, size_t m,
    uint64_t seed, int nth, struct exam_pick *out);
/** exam_left(item, n, had, m): how many scenarios could still be asked of this person. */
size_t exam_left(const struct exam_item *item, size_t n, const struct exam_had *had, size_t m);
/** exam_seed(class_seed, trainee, count): of that person's exam after ${count} others. */
uint64_t exam_seed(uint64_t class_seed, const char *trainee, int count);

#endif
