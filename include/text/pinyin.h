#ifndef TEXT_PINYIN_H
#define TEXT_PINYIN_H

#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

/* Readings of Chinese characters, from a constant table (Unihan). Toneless, small letters, ü written v: "nv", "lve". */

#define PINYIN_MAX 6 /* readings of one character; 4 today */

/** pinyin_readings(cp, out): all readings, the commonest first: 重 -> zhong chong. The texts are constants. 0 for a
 * character without one. A traditional or compatibility character has its own and its simplified form's. */
size_t pinyin_readings(uint32_t cp, const char *out[PINYIN_MAX]);
/** pinyin_initials(s, out): append the first letter of each character's first reading; letters and digits are kept
 * (folded), everything else is left out: "A3区星河湾" -> "a3qxhw". To show and to sort by. To *find* by initials use
 * match.h, which knows every reading of a polyphone. */
void pinyin_initials(const char *s, struct str *out);
/** pinyin_spell(s, out): the same with whole syllables: "停车难" -> "tingchenan". */
void pinyin_spell(const char *s, struct str *out);

#endif
