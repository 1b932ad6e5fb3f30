#ifndef BASE_WIDTH_H
#define BASE_WIDTH_H

#include <stddef.h>
#include <stdint.h>

/* Terminal columns, by wcwidth of the running locale (what ncurses lays out by). A character that the terminal must
 * not obey or cannot show is drawn as <XX> (hex) and is as wide as that. */

/** width_cp(cp): 0 (combining), 1 or 2; for hidden and unprintable characters the width of their <XX>. */
int width_cp(uint32_t cp);
/** width_str(s): columns of a whole string; a bad byte is <XX>, four columns. NULL is 0. */
int width_str(const char *s);
/** width_fit(s, cols): bytes of the longest prefix that fits in ${cols} columns. */
size_t width_fit(const char *s, int cols);
/** width_show(cp, bad, out): the visible text of one character (itself, or <XX>); bad != 0: cp is a lone byte.
 * Returns bytes written, at most 11. */
size_t width_show(uint32_t cp, int bad, char out[12]);

#endif
