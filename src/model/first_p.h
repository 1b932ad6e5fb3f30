#ifndef MODEL_FIRST_P_H
#define MODEL_FIRST_P_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/str.h"

/* Which characters may begin one of a list of words: turns most places of a text away with one look, before any word
 * is compared. False positives cost time only. */
struct first {
	uint32_t bits[64];
};

static inline uint32_t
first_key(const char *s)
{
	const unsigned char *u = (const unsigned char *)s;
	uint32_t key = u[0];
	if (u[0] >= 0x80 && u[1] != 0)
		key = key * 31 + u[1] * 97u + u[2];
	return key % 2048;
}

static inline void
first_add(struct first *f, const char *word)
{
	f->bits[first_key(word) / 32] |= 1u << (first_key(word) % 32);
}

static inline bool
first_may(const struct first *f, const char *s)
{
	return (f->bits[first_key(s) / 32] >> (first_key(s) % 32) & 1u) != 0;
}

/** first_word(s, words, n): bytes of the first of ${words} that ${s} begins with; 0 none. */
static inline size_t
first_word(const char *s, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_starts(s, words[i]))
			return strlen(words[i]);
	return 0;
}

#endif
