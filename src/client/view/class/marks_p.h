#ifndef CLIENT_VIEW_MARKS_P_H
#define CLIENT_VIEW_MARKS_P_H

#include "class_p.h"

/* The marks of one lesson, between its files: what is done (marks.c), what is taken back (marks_ease.c), what is seen
 * (marks_draw.c). */

enum { ASK_TRAINER, ASK_DISPUTE, ASK_LEFT, ASK_WHY };
/* What waits for the trainer's name: nothing, that a deduction is taken back, or a digit. */
enum { WAITS_NOT = -1, TAKES_BACK = -2 };

struct marks {
	struct desk *desk;
	struct class_result lesson;
	struct score score;
	struct class_reviews reviews;
	struct list list; /* deductions, or the trainer's items */
	size_t left_at;   /* the row of the deductions one went to the trainer's half from */
	int order
	    [SCORE_MARKS]; /* of the deductions: fatal ones, those that cost points, the others */
	bool trainer;      /* his half is in hand */
	bool named;        /* it was said here in whose name he marks */
	char label[96];    /* of what is asked */
	struct class_ask ask;
	int waiting;      /* for the trainer's name */
	int easing, left; /* the deduction that is being taken back: its number, what stays of it */
	int64_t seen_at;  /* the last lesson of this seat, when this was loaded */
};

/** marks_rows(s): its list: deductions, or the trainer's items. */
void marks_rows(struct marks *s);
/** marks_his_item(s, n): the n-th of the trainer's items; behind them, as the form's n_items, the fatal ones; -1 beyond. */
int marks_his_item(const struct marks *s, size_t n);
/** marks_sort(s): the order of its deductions anew. marks_at(s, row): the one in that row of the list. */
void marks_sort(struct marks *s);
const struct score_mark *marks_at(const struct marks *s, size_t row);
/** marks_new_review(s, by): of this lesson, now. marks_review(s, v): keep it and show the sheet anew; false: it was not kept,
 * which is said. */
struct class_review marks_new_review(const struct marks *s, const char *by);
bool marks_review(struct marks *s, const struct class_review *v);
/** marks_may_ease(s): can the deduction in hand be taken back? Else it is said why not. marks_ease(s): begin to: how much of it
 * stays, then why; one that was taken back stands again. marks_left_answered(s, text): how much. marks_save_ease(s, left, why):
 * that is it. marks_ask_why(s): for the reason. */
bool marks_may_ease(const struct marks *s);
unsigned marks_ease(struct marks *s);
unsigned marks_left_answered(struct marks *s, const char *text);
void marks_ask_why(struct marks *s);
unsigned marks_save_ease(struct marks *s, int left, const char *why);
/** marks_dispute_until(s): until then the trainee may dispute. */
int64_t marks_dispute_until(const struct marks *s);
void marks_draw(const struct view *v, struct canvas *c, struct rect body);

#endif
