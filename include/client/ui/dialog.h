#ifndef CLIENT_UI_DIALOG_H
#define CLIENT_UI_DIALOG_H

#include "client/ui/canvas.h"
#include "client/ui/input.h"

/* A question in words over the screen. It is answered by its digits or Esc, never by a key that was on its way before
 * it appeared: inputs marked ${ahead}, pastes and longer texts do not count, and ${flush} asks the loop to throw away
 * what is waiting (term_flush) just before it is painted. */

#define DIALOG_ANSWERS 9

struct dialog {
	bool open, flush;
	const char *title, *text; /* borrowed until it closes; text wraps */
	const char *const
	    *answers; /* "确定放弃": answered by 1.. in their order; Esc is always "返回" */
	int n;
	int enter; /* the answer Enter gives; -1: none, for what cannot be undone */
	int taken; /* after REACT_TAKE: 0 .. n-1 */
};

/** dialog_ask(d, title, text, answers, n, enter): open it. Everything is borrowed until it closes. */
void dialog_ask(struct dialog *d, const char *title, const char *text, const char *const *answers,
    int n, int enter);
/** dialog_input(d, in, r): while open it uses every input. REACT_TAKE: d->taken; REACT_CANCEL: Esc. Both close it. */
void dialog_input(struct dialog *d, const struct input *in, struct react *r);
/** dialog_draw(d, c): in the middle, with the cursor at the answers; draw it last. Nothing when closed. */
void dialog_draw(const struct dialog *d, struct canvas *c);

#endif
