#ifndef MODEL_EXAM_H
#define MODEL_EXAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/scenario.h"

/* An exam 整场考试: calls in a row without hints, near life in their mix: of a hundred so many ask, want help, complain …, and
 * so many call again, have two matters, need no ticket. The shares are data (exam.mix beside the scenarios; practice.md E
 * says what they are in life). One call is drawn at a time, from what stands on the shelf
 * and what this person has had: so an exam that was interrupted goes on, with another call in place of the one that was
 * heard already. */

#define EXAM_QUESTIONS 5
#define EXAM_MINUTES   30 /* for all of them, by the clock of the lesson (domain.md 7.8) */

/* What a call is, one of these; and what it is besides, any of these. X(NAME, as it stands in the file). */
#define EXAM_KINDS_OF(X)         \
	X(ASKS, "咨询")          \
	X(HELP, "求助")          \
	X(COMPLAINS, "投诉举报") \
	X(SUGGESTS, "建议表扬")  \
	X(IDLE, "无效")
#define EXAM_MARKS_OF(X)     \
	X(AGAIN, "再次来电") \
	X(TWO, "两件事")     \
	X(NO_TICKET, "不建单")
enum exam_kind {
#define X(name, zh) EXAM_##name,
	EXAM_KINDS_OF(X)
#undef X
	    EXAM_KINDS
};
enum exam_mark {
#define X(name, zh) EXAM_##name,
	EXAM_MARKS_OF(X)
#undef X
	    EXAM_MARKS
};
#define EXAM_MARK(name) (1u << EXAM_##name)
/** exam_kind_of(s): by its right types; EXAM_IDLE where there is no matter (silent, misdialled …). exam_marks_of(s): bits: he
 * has called before or asks how it goes; two matters; a call that ends well without a ticket. */
enum exam_kind exam_kind_of(const struct scenario *s);
unsigned exam_marks_of(const struct scenario *s);

/* The shares: hundredths of all calls. Those of the kinds are a hundred together; all 0: no table, each scenario has the same
 * chance. */
struct exam_mix {
	int kind[EXAM_KINDS], mark[EXAM_MARKS];
};
#define EXAM_MIX       "exam.mix" /* the file, beside the scenarios */
#define EXAM_MIX_BYTES 4096
/** exam_mix_read(text, len, out, e): lines "咨询: 50". ERR_INVALID with e->where "line 7": what is unknown, doubled, missing, no
 * number of 0..100, kinds that are not a hundred. */
enum err_code exam_mix_read(const char *text, size_t len, struct exam_mix *out, struct err *e);

/* A scenario that may be asked. Borrowed strings. */
struct exam_item {
	const char *id;
	enum exam_kind kind;
	unsigned marks; /* bits by enum exam_mark */
	int choices;    /* variants */
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

/* What is drawn from, and for whom. */
struct exam_lots {
	const struct exam_mix *mix;
	const struct exam_item *item;
	size_t n;
	const struct exam_had *had;
	size_t m;
};
/** exam_lot(l, seed, nth, out): question ${nth} (from 1) of the exam of that seed: of the kind and with the marks that its
 * place asks for, of the nearest where there is none; one not had with hints, not in this exam, of those alike the least often in others; and a
 * variant not examined on before, or the one longest ago. Depends on what is handed in alone. false: there is none left. */
bool exam_lot(const struct exam_lots *l, uint64_t seed, int nth, struct exam_pick *out);
/** exam_left(l): how many scenarios could still be asked of this person. */
size_t exam_left(const struct exam_lots *l);
/** exam_seed(class_seed, trainee, count): of that person's exam after ${count} others. */
uint64_t exam_seed(uint64_t class_seed, const char *trainee, int count);

#endif
