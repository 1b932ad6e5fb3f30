/* Folding for search and for pickers. The traditional -> simplified pairs come from the generated table.
 *
 * Invariants: fold_cp(fold_cp(c)) == fold_cp(c); a folded character takes no more UTF-8 bytes than its source, which is
 * why fold_into needs no more room than the text it reads. Not done here: normal forms of other scripts, and anything
 * that looks at two characters at once (word-by-word conversion of 著/着, 乾/干): an index could not follow it. */
#define PINYIN_TABLE_FOLD
#include "text/fold.h"

#include <string.h>

#include "base/utf8.h"
#include "pinyin_table.h"

/* Punctuation of the Chinese layer of the keyboard, to what the same key gives without the input method. */
static const struct {
	uint16_t from;
	char to;
} PUNCTUATION[] = {
	{ 0x2010, '-' },
	{ 0x2011, '-' },
	{ 0x2012, '-' },
	{ 0x2013, '-' },
	{ 0x2014, '-' },
	{ 0x2015, '-' },
	{ 0x2018, '\'' },
	{ 0x2019, '\'' },
	{ 0x201C, '"' },
	{ 0x201D, '"' },
	{ 0x2212, '-' },
	{ 0x3001, ',' },
	{ 0x3002, '.' },
	{ 0x300A, '<' },
	{ 0x300B, '>' },
	{ 0x3010, '[' },
	{ 0x3011, ']' },
	{ 0x3014, '[' },
	{ 0x3015, ']' },
	{ 0xFFE5, '$' },
};

uint32_t
fold_width(uint32_t cp)
{
	if (cp < 0x80)
		return cp == '\t' || cp == '\n' || cp == '\r' ? ' ' : cp;
	if (cp == 0xA0 || cp == 0x3000 || (cp >= 0x2000 && cp <= 0x200A) || cp == 0x202F ||
	    cp == 0x205F || cp == 0x2028 || cp == 0x2029)
		return ' ';
	if (cp >= 0xFF01 && cp <= 0xFF5E)
		return cp - 0xFEE0;
	if (cp < 0x2010 || (cp > 0x3015 && cp != 0xFFE5))
		return cp;
	for (size_t i = 0; i < sizeof PUNCTUATION / sizeof PUNCTUATION[0]; i++)
		if (PUNCTUATION[i].from == cp)
			return (unsigned char)PUNCTUATION[i].to;
	return cp;
}

static inline uint32_t
simplified(uint32_t cp)
{
	uint64_t has, bit;

	if (cp > 0xFFFF)
		return cp;
	has = FOLD_PAGE[cp / 64].has;
	bit = UINT64_C(1) << cp % 64;
	if ((has & bit) == 0)
		return cp;
	return FOLD_TO[FOLD_PAGE[cp / 64].from + __builtin_popcountll(has & (bit - 1))];
}

static inline bool
is_han(uint32_t cp)
{
	return cp >= 0x3400 && cp <= 0x9FFF;
}

uint32_t
fold_cp(uint32_t cp)
{
	if (is_han(cp)) /* nearly all that is folded */
		return simplified(cp);
	cp = fold_width(cp);
	if (cp >= 'A' && cp <= 'Z')
		return cp + 32;
	if (cp >= 0x20 && cp < 0x7F)
		return cp;
	if (cp >= 0xC0 && cp <= 0xDE && cp != 0xD7)
		return cp + 32;
	if (utf8_is_hidden(cp) || (cp >= 0xFE00 && cp <= 0xFE0F) ||
	    (cp >= 0xE0100 && cp <= 0xE01EF))
		return 0;
	return cp >= 0x2E80 ? simplified(cp) : cp;
}

/* One character of ${s} folded to at most as many bytes as it had; *took is what was read. */
static inline size_t
fold_one(const char *s, size_t n, char *out, size_t *took)
{
	uint32_t cp;

	if (*s >= 0x20 && *s < 0x7F) {
		*took = 1;
		out[0] = (char)(*s >= 'A' && *s <= 'Z' ? *s + 32 : *s);
		return 1;
	}
	*took = utf8_next(s, n, &cp);
	if (*took == 0) {
		*took = 1;
		out[0] = ' ';
		return 1;
	}
	if (*took == 3 && is_han(cp) && simplified(cp) == cp) {
		memcpy(out, s, 3);
		return 3;
	}
	cp = fold_cp(cp);
	return cp ? utf8_put(out, cp) : 0;
}

size_t
fold_into(const char *s, size_t n, char *out, size_t *from)
{
	size_t len = 0, took;

	for (size_t at = 0; at < n; at += took) {
		size_t put = fold_one(s + at, n - at, out + len, &took); /* no more than it took */

		for (size_t i = 0; from != NULL && i < put; i++)
			from[len + i] = at;
		len += put;
	}
	if (from)
		from[len] = n;
	out[len] = '\0';
	return len;
}

void
fold_add(struct str *out, const char *s)
{
	size_t n = s ? strlen(s) : 0;
	char *at = str_extend(out, n);

	if (at != NULL && n > 0)
		out->len -= n - fold_into(s, n, at, NULL);
}
