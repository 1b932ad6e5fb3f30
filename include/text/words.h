#ifndef TEXT_WORDS_H
#define TEXT_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What somebody typed into a search, as words to look for: runs of letters, digits and Hanzi, folded; everything else
 * only parts them. Any bytes will do. Of a long paste the first words count: a query is a few words, and one that is
 * compiled in no time. */

#define WORDS_MAX   8
#define WORDS_CHARS 64 /* of all words together */

struct word {
	uint16_t at, len; /* bytes in words->text, NUL behind */
	uint8_t chars;
	bool han, letter, digit; /* what it has */
	bool open; /* ends in two letters or digits, or more: the rest may be yet to come */
};
struct words {
	char text[WORDS_CHARS * 4 + WORDS_MAX];
	struct word word[WORDS_MAX];
	int n;
	bool cut; /* there was more */
};

/** words_read(w, s, n): of ${n} bytes. words_text(w, i): word ${i}, folded, terminated. */
void words_read(struct words *w, const char *s, size_t n);
const char *words_text(const struct words *w, int i);
/** words_apart(w, out): the same with Hanzi and letters apart: gjj提取 -> gjj 提取; words with digits stay whole. False
 * when nothing was to be parted. */
bool words_apart(const struct words *w, struct words *out);
/** words_joined(w, out): as one word, when more than one and all are Hanzi and digits: 停 车难 -> 停车难; else false. */
bool words_joined(const struct words *w, struct words *out);

#endif
