#ifndef TEXT_PASTE_H
#define TEXT_PASTE_H

#include <stddef.h>

#include "base/str.h"

/* The one rule for text that arrives in one piece: a paste, a file of calls, a field of an import. In this order:
 *  1. CR LF, CR, LF, VT, FF, NEL (U+0085), LS and PS (U+2028, U+2029) are one line end each, kept as LF.
 *  2. Tab, NBSP, U+3000 and the other spaces (U+1680, U+2000-200A, 202F, 205F) are one space each.
 *  3. Blanks at the end of a line are dropped, and so are empty lines before the first and after the last text. Blanks
 *     that begin a line and empty lines inside stay.
 *  4. A byte order mark that begins the whole is dropped.
 *  5. Every other control, bidi, zero-width or non-character becomes its visible escape, "<1B>", "<202E>", "<200B>": it
 *     is shown, never obeyed and never dropped: two names that look the same are the same. A byte that is not UTF-8 becomes "<FF>"; so do the bytes of a lone surrogate.
 * The result is UTF-8 without NUL or hidden characters other than LF, and doing it again changes nothing. Nothing is
 * ever cut for length: callers check limits.h on the result. */

/** text_paste(out, s, n): append the normalised form of ${n} bytes, lines kept. ${s} may be NULL when n is 0. */
void text_paste(struct str *out, const char *s, size_t n);
/** text_paste_line(out, s, n): the same for a field of one line: a line end with the blanks around it is one space, and
 * blanks at both ends are dropped. */
void text_paste_line(struct str *out, const char *s, size_t n);

#endif
