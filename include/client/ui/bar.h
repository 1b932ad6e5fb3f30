#ifndef CLIENT_UI_BAR_H
#define CLIENT_UI_BAR_H

#include <stddef.h>

#include "client/ui/canvas.h"
#include "client/ui/keymap.h"

/* The lines every screen has: status on top, a message above the footer, the keys of this place at the bottom. */

struct bar_item {
	const char *text; /* NULL or "": not there */
	enum role role;   /* ROLE_NORMAL: the bar's own */
	int drop; /* 0 stays to the last; where the line is narrow the highest number goes first */
};

/** bar_status(c, row, left, n_left, right, n_right): items from the left, two blanks apart, and from the right edge, on
 * a ground of ROLE_STATUS. What does not fit is left out by ${drop}; what must stay is cut with "..". */
void bar_status(struct canvas *c, int row, const struct bar_item *left, size_t n_left,
    const struct bar_item *right, size_t n_right);

/** bar_message(c, row, role, text, right): a sentence on the left, a short mark such as "已存 10:42:07" at the right. */
void bar_message(struct canvas *c, int row, enum role role, const char *text, const char *right);

/* A key of the footer: an action with its label of the table or this place's own; ACTION_NONE: the label alone, in
 * words such as "数字=选择". */
struct bar_key {
	enum action action;
	const char *label;
};

/** bar_footer(c, row, km, keys, n): the keys in order, as many as fit; Ctrl-P 命令 stands at the right edge of every
 * screen. An action without a key is left out. */
void bar_footer(
    struct canvas *c, int row, const struct keymap *km, const struct bar_key *keys, size_t n);

#endif
