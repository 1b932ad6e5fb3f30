#ifndef CLIENT_UI_CHOICE_H
#define CLIENT_UI_CHOICE_H

#include "client/ui/canvas.h"
#include "client/ui/input.h"

/* A field of a few fixed values (紧急程度, 保密): digits choose, space and the arrows go on. With the focus it shows
 * the others beside it: "一般  1一般 2紧急 3特急". */
struct choice {
	const char *const *labels; /* borrowed */
	int n;                     /* at most 9 */
	int value;                 /* 0 .. n-1; -1: not chosen yet, shown as "-" */
	struct rect at;            /* one row, set by the view */
};

/** choice_input(ch, in, r): REACT_TAKE when the value changed. Left and right stop at the ends; space goes round. */
void choice_input(struct choice *ch, const struct input *in, struct react *r);
void choice_draw(const struct choice *ch, struct canvas *c, enum role role, bool focused);

#endif
