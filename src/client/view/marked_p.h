#ifndef CLIENT_VIEW_MARKED_P_H
#define CLIENT_VIEW_MARKED_P_H

#include "client/cache/kb.h"
#include "client/ui/canvas.h"

/** marked_span(c, at, role, s, from, to, m, n): bytes [from, to) of ${s} on the first row of ${at}, what is marked of them
 * in ROLE_MATCH; the columns used. */
int marked_span(struct canvas *c, struct rect at, enum role role, const char *s, size_t from,
    size_t to, const struct kb_mark *m, int n);
/** marked_line: all of it; what does not fit ends in "..". */
void marked_line(struct canvas *c, struct rect at, enum role role, const char *s,
    const struct kb_mark *m, int n);

#endif
