#ifndef CLIENT_VIEW_PAN_P_H
#define CLIENT_VIEW_PAN_P_H

#include <stdbool.h>

#include "client/ui/canvas.h"
#include "client/ui/input.h"

/* The picture of another terminal in a window that may be smaller: one that is watched, or was recorded. What is followed
 * stands in its last rows - what the caller says, the coach, the message -, so those are always there; above them the part
 * where its cursor is, or the one chosen by PgUp and PgDn: from above to below, then the same to the right of it. Zeroed
 * before the first use. */

struct pan {
	int page;       /* from 1; 0: the part with the cursor */
	int top;        /* where that was last, for when the cursor is below */
	int rows, cols; /* the window it was laid into last */
};

/** pan_lay(p, to, rows, picture): into the first ${rows} rows of ${to}, its cursor with it; where rows are left out a line says
 * which are there and which keys bring the others. */
void pan_lay(struct pan *p, struct canvas *to, int rows, const struct canvas *picture);
/** pan_input(p, in, picture): PgUp, PgDn: another part of what was laid; beyond either end it follows again. false: another key,
 * or all of it is there. */
bool pan_input(struct pan *p, const struct input *in, const struct canvas *picture);
/** pan_draw(p, c, picture, row): of a picture that is too wide only, which has no such line: the same below ${row}, or where
 * there is no room in its place; nothing when all of it is there. */
void pan_draw(struct pan *p, struct canvas *c, const struct canvas *picture, int row);

#endif
