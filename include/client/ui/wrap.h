#ifndef CLIENT_UI_WRAP_H
#define CLIENT_UI_WRAP_H

#include <stddef.h>

#include "client/ui/canvas.h"

/** wrap_next(s, n, cols, next): how much of the ${n} bytes at ${s} stands on one line of ${cols} columns: bytes to show
 * (without the '\n'), ${*next} the offset where the next line begins. ASCII words stay whole when half a line is filled
 * without them; closing punctuation does not begin a line, opening does not end one. Always moves on unless n is 0. */
size_t wrap_next(const char *s, size_t n, int cols, size_t *next);
/** wrap_lines(s, cols): lines the whole text takes; at least 1. */
int wrap_lines(const char *s, int cols);
/** wrap_draw(c, r, role, s): the text wrapped into ${r}; ".." at the end when there is more. Returns lines used. */
int wrap_draw(struct canvas *c, struct rect r, enum role role, const char *s);

#endif
