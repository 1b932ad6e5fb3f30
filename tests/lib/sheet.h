#ifndef TESTS_LIB_SHEET_H
#define TESTS_LIB_SHEET_H

#include "model/score.h"

/** sheet_fresh(): of a call in which nothing was taken off, and the trainer's half is open. */
static inline struct score
sheet_fresh(void)
{
	struct score x = { .form = qa_form("agent") };

	for (int i = 0; i < x.form->n_items; i++)
		x.open |= score_is_trainers(i) ? 1u << i : 0;
	return x;
}

#endif
