#ifndef CLIENT_UI_CANVAS_DIFF_H
#define CLIENT_UI_CANVAS_DIFF_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "client/ui/canvas.h"

/* What changed from one picture to the next, as bytes: what a lesson's tape keeps and what a trainer's console watches.
 * A picture of another size is written whole. Numbers are LEB128: rows, cols, cursor row and column, then runs of changed
 * cells (cells passed over, cells that follow), each cell: role, width + 4 * number of marks, its characters in UTF-8,
 * of a wide one the role of its right half. */

#define CANVAS_DIFF_ROWS 500 /* no terminal is larger: beyond it the bytes are damaged */
#define CANVAS_DIFF_COLS 1000

/** canvas_diff_write(before, now, out): append. ${before} may have no cells (nothing seen yet). */
void canvas_diff_write(const struct canvas *before, const struct canvas *now, struct str *out);
/** canvas_diff_read(c, p, n): bring ${c} from the picture before to the one after. false: damaged (or without memory); ${c}
 * then shows part of it and is still a canvas. Any bytes may be handed in. */
bool canvas_diff_read(struct canvas *c, const char *p, size_t n);

/** canvas_copy(to, from): the same picture; false without memory. canvas_same(a, b): cell by cell, and the cursor. */
bool canvas_copy(struct canvas *to, const struct canvas *from);
bool canvas_same(const struct canvas *a, const struct canvas *b);

/** canvas_lay(to, from): ${from} over the upper left of ${to}, cut at its edges; the cursor with it. */
void canvas_lay(struct canvas *to, const struct canvas *from);

/* The numbers of both (LEB128). */
void leb_put(struct str *out, uint64_t v);
/** leb_get(p, end, v): moves ${p} on; false at the end or when it is none of 32 bits. */
bool leb_get(const char **p, const char *end, uint32_t *v);

#endif
