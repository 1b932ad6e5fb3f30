#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** utf8_next(s, n, cp): decode one code point of the ${n} bytes at ${s}. Returns its length in bytes (1..4), or 0
 * when n is 0 or the bytes are not UTF-8 (overlong, surrogate, above 10FFFF, cut short). */
size_t utf8_next(const char *s, size_t n, uint32_t *cp);
/** utf8_prev(s, at): start of the code point that ends at byte ${at} of valid text; 0 at the start. */
size_t utf8_prev(const char *s, size_t at);
/** utf8_put(out, cp): encode; returns bytes written (1..4), 0 for surrogates and beyond 10FFFF. */
size_t utf8_put(char out[4], uint32_t cp);
/** utf8_valid(s, n): true if all of it is UTF-8 with no NUL. utf8_good(s, n): bytes of the longest such beginning. */
size_t utf8_good(const char *s, size_t n);
bool utf8_valid(const char *s, size_t n);
/** utf8_count(s): characters (code points) of a valid string; a bad byte counts as one. NULL is 0. utf8_count_n: of
 * ${n} bytes. */
size_t utf8_count(const char *s);
size_t utf8_count_n(const char *s, size_t n);
/** utf8_is_inner(c): a byte that no character begins with. */
static inline bool
utf8_is_inner(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}
/** utf8_head(s, chars): bytes of the first ${chars} characters. */
size_t utf8_head(const char *s, size_t chars);
/** utf8_whole(s, n): ${n} without the bytes of a character that is cut short at the end: where text may be cut. */
size_t utf8_whole(const char *s, size_t n);
/** utf8_is_han(cp): CJK ideograph, including extensions and compatibility. */
bool utf8_is_han(uint32_t cp);
/** utf8_is_hidden(cp): control, bidi override, zero width, noncharacter: must be shown as <XX>, never obeyed. */
bool utf8_is_hidden(uint32_t cp);

#endif
