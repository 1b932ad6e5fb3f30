#ifndef TEXT_FOLD_H
#define TEXT_FOLD_H

#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

/* Folding: two texts that a person would call the same search word become the same bytes. Character by character, so
 * that an index and a query never differ, and idempotent. Never stored, never shown: only compared.
 *   full-width forms, Chinese punctuation with an ASCII twin, odd spaces -> ASCII    １ ； 。 【 U+3000 NBSP tab
 *   A-Z and Latin-1 capitals -> small letters
 *   traditional and compatibility ideographs -> simplified (臺 -> 台; Kangxi radicals that PDF files give -> 一 二…)
 *   zero-width, bidi and control characters, combining marks of shape -> nothing
 *   a byte that is not UTF-8 -> a space
 * Several traditional characters share one simplified (後 后): folding finds more, never less. */

/** fold_width(cp): only the first line above: what a key typed with a full-width input method means in a closed field.
 * The letter's case and the script stay. */
uint32_t fold_width(uint32_t cp);
/** fold_cp(cp): the folded character; 0 when nothing of it remains. */
uint32_t fold_cp(uint32_t cp);
/** fold_into(s, n, out, from): fold ${n} bytes into ${out} (n + 1 bytes are always enough; NUL-terminated) and return
 * the bytes written. With ${from} (n + 1 entries) from[i] is the offset in ${s} of the character that gave byte i, and
 * the entry behind the last is n: ranges found in the folded text become ranges of the original. */
size_t fold_into(const char *s, size_t n, char *out, size_t *from);
/** fold_add(out, s): append the folding of a string; NULL adds nothing. */
void fold_add(struct str *out, const char *s);

#endif
