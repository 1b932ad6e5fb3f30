#ifndef CLIENT_UI_PROMPT_H
#define CLIENT_UI_PROMPT_H

#include "client/ui/canvas.h"
#include "client/ui/field.h"

/* One line to answer at the bottom of the screen (Ctrl-P, Ctrl-G), with candidates above it that the view ranks anew
 * after every edit: as many as there are rows, the best next to the line, further ones by the page. */

#define PROMPT_ITEMS 40

struct prompt_item {
	const char *text; /* what Tab completes to */
	const char *hint; /* shown dim beside it, or NULL */
};

struct prompt {
	const char *label; /* "命令", borrowed */
	struct field field;
	int row; /* the line; candidates take the rows above it, but the topmost. Set by the view */
	const struct prompt_item *items; /* borrowed until set again */
	size_t n_items;                  /* at most PROMPT_ITEMS */
	int chosen;                      /* -1: what was typed counts */
	int first;                       /* the candidate next to the line */
};

void prompt_init(struct prompt *p, const char *label, size_t limit);
void prompt_free(struct prompt *p);
/** prompt_offer(p, items, n): new candidates; none is chosen. */
void prompt_offer(struct prompt *p, const struct prompt_item *items, size_t n);
/** prompt_input(p, in, r): REACT_EDIT: rank again. REACT_TAKE: Enter; prompt_answer says what. REACT_CANCEL: Esc. Arrows,
 * PgUp and PgDn choose a candidate, so do Home (the best) and End once one is chosen or nothing is typed; Tab completes to
 * the chosen or first one. */
void prompt_input(struct prompt *p, const struct input *in, struct react *r);
/** prompt_answer(p): the chosen candidate, otherwise what was typed; borrowed until the next input. */
const char *prompt_answer(const struct prompt *p);
void prompt_draw(const struct prompt *p, struct canvas *c);

#endif
