#ifndef CLIENT_VIEW_MARKS_P_H
#define CLIENT_VIEW_MARKS_P_H

#include "class_p.h"

/* The marks of one lesson, between its two files: what is done (marks.c) and what is seen (marks_draw.c). */

enum { ASK_TRAINER, ASK_DISPUTE };

struct marks {
	struct desk *desk;
	struct class_result lesson;
	struct score score;
	struct class_reviews reviews;
	struct list list; /* deductions, or the trainer's items */
	bool trainer;     /* his half is in hand */
	struct class_ask ask;
	int digit;       /* waits for the trainer's name; -1 none */
	int64_t seen_at; /* the last lesson of this seat, when this was loaded */
};

/** marks_rows(s): its list: deductions, or the trainer's items. */
void marks_rows(struct marks *s);
/** marks_his_item(s, n): the n-th of the trainer's items; behind them, as the form's n_items, the fatal ones; -1 beyond. */
int marks_his_item(const struct marks *s, size_t n);
void marks_draw(const struct view *v, struct canvas *c, struct rect body);

#endif
