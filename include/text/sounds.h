#ifndef TEXT_SOUNDS_H
#define TEXT_SOUNDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Titles by how they sound, for an index of many of them (a few hundred are searched by match.h alone). No letter has a
 * list of its own: of every place in a title stand what is typed from there on,
 *   i tcnwtf       the initials of up to six characters (every reading of a polyphone)
 *   s tingchenanwen  the syllables of up to four Hanzi, joined; letters and digits between them stay (A3区: ia3q sa3qu)
 *   停 停车         the Hanzi itself, and with the next one
 * so that anything typed is the beginning of one token, and no pinyin has to be segmented: xian finds 西安 and 先. ü is
 * written u here. What an index finds this way is only offered: match.h says whether the title has it, and where. */

#define SOUNDS_VERSION  1
#define SOUNDS_BYTES    32 /* of a token */
#define SOUNDS_INITIALS 6
#define SOUNDS_SPELT    4 /* Hanzi in one joined token */
#define SOUNDS_KEYS     8
#define SOUNDS_HAN      4 /* Hanzi that a title must have besides */

/** sounds_each(s, n, fn, arg): every token of a title of ${n} bytes; ${fn} false stops. False when it was stopped. */
typedef bool sounds_fn(void *arg, const char *token, size_t n);
bool sounds_each(const char *s, size_t n, sounds_fn *fn, void *arg);

/* A way to ask the index for what was typed: titles with a token that begins with ${text}, and with each of ${han}. */
struct sound_key {
	char text[SOUNDS_BYTES];
	char han[SOUNDS_HAN][5];
	int n_han;
	bool dense; /* two initials: in every tenth title */
	bool
	    again; /* whole syllables by their initials: what it finds the joined ones find, but for titles of many polyphones */
};
/** sounds_keys(word, keys): the ways for one word of a query (folded, no spaces), the surest first; 0 when it has no
 * letter, or is a letter alone. */
int sounds_keys(const char *word, struct sound_key keys[SOUNDS_KEYS]);

#endif
