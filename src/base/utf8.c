/* UTF-8, strictly: overlong forms, surrogates, anything above 10FFFF and cut sequences are not text.
 *
 * Nothing here needs a locale or allocates. Counting functions treat a bad byte as one character, so that broken text
 * can still be walked, shown and counted without losing what stands behind the bad byte. Not done here: columns
 * (width.c), folding and normal forms (text/). */
#include "base/utf8.h"

#include <string.h>

size_t
utf8_next(const char *s, size_t n, uint32_t *cp)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	unsigned char c;
	uint32_t v;
	size_t len;

	if (n == 0)
		return 0;
	c = (unsigned char)s[0];
	if (c < 0x80) {
		*cp = c;
		return 1;
	}
	if (c >= 0xe1 && c <= 0xec && n > 2) { /* nearly all that is written here */
		unsigned char d = (unsigned char)s[1], e = (unsigned char)s[2];

		if ((d & 0xc0) != 0x80 || (e & 0xc0) != 0x80)
			return 0;
		*cp = (uint32_t)(c & 0xf) << 12 | (uint32_t)(d & 0x3f) << 6 | (e & 0x3fu);
		return 3;
	}
	if (c < 0xc2 || c > 0xf4)
		return 0;
	len = c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : 2;
	if (n < len)
		return 0;
	v = c & (0x7fu >> len);
	for (size_t i = 1; i < len; i++) {
		c = (unsigned char)s[i];
		if ((c & 0xc0) != 0x80)
			return 0;
		v = v << 6 | (c & 0x3fu);
	}
	if (v < least[len] || v > 0x10ffff || (v >= 0xd800 && v <= 0xdfff))
		return 0;
	*cp = v;
	return len;
}

size_t
utf8_prev(const char *s, size_t at)
{
	size_t start = at;

	if (at == 0)
		return 0;
	do
		start--;
	while (start > 0 && at - start < 4 && utf8_is_inner(s[start]));
	return start;
}

size_t
utf8_put(char out[4], uint32_t cp)
{
	if (cp < 0x80) {
		out[0] = (char)cp;
		return 1;
	}
	if (cp < 0x800) {
		out[0] = (char)(0xc0 | cp >> 6);
		out[1] = (char)(0x80 | (cp & 0x3f));
		return 2;
	}
	if ((cp >= 0xd800 && cp <= 0xdfff) || cp > 0x10ffff)
		return 0;
	if (cp < 0x10000) {
		out[0] = (char)(0xe0 | cp >> 12);
		out[1] = (char)(0x80 | (cp >> 6 & 0x3f));
		out[2] = (char)(0x80 | (cp & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | cp >> 18);
	out[1] = (char)(0x80 | (cp >> 12 & 0x3f));
	out[2] = (char)(0x80 | (cp >> 6 & 0x3f));
	out[3] = (char)(0x80 | (cp & 0x3f));
	return 4;
}

size_t
utf8_good(const char *s, size_t n)
{
	size_t at = 0, len;
	uint32_t cp;

	while (at < n) {
		len = utf8_next(s + at, n - at, &cp);
		if (len == 0 || cp == 0)
			break;
		at += len;
	}
	return at;
}

bool
utf8_valid(const char *s, size_t n)
{
	return utf8_good(s, n) == n;
}

/* The length of the character at ${s}, a bad byte being a character of its own. */
static size_t
step(const char *s, size_t n)
{
	uint32_t cp;
	size_t len = utf8_next(s, n, &cp);

	return len > 0 ? len : 1;
}

size_t
utf8_count_n(const char *s, size_t n)
{
	size_t count = 0;

	for (size_t at = 0; at < n; at += step(s + at, n - at))
		count++;
	return count;
}

size_t
utf8_count(const char *s)
{
	return s != NULL ? utf8_count_n(s, strlen(s)) : 0;
}

size_t
utf8_head(const char *s, size_t chars)
{
	size_t n, at = 0;

	if (s == NULL)
		return 0;
	n = strlen(s);
	for (; at < n && chars > 0; chars--)
		at += step(s + at, n - at);
	return at;
}

size_t
utf8_whole(const char *s, size_t n)
{
	size_t start = utf8_prev(s, n);
	unsigned char c;
	size_t want;

	if (n == 0)
		return 0;
	c = (unsigned char)s[start];
	want = c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : c >= 0xc2 ? 2 : 1;
	return n - start < want ? start : n;
}

struct range {
	uint32_t from, to;
};

static bool
in_ranges(const struct range *r, size_t n, uint32_t cp)
{
	size_t lo = 0, hi = n, mid;

	while (lo < hi) {
		mid = lo + (hi - lo) / 2;
		if (cp > r[mid].to)
			lo = mid + 1;
		else if (cp < r[mid].from)
			hi = mid;
		else
			return true;
	}
	return false;
}

bool
utf8_is_han(uint32_t cp)
{
	static const struct range han[] = {
		{ 0x3007, 0x3007 },   /* 〇, written in names and years */
		{ 0x3400, 0x4dbf },   /* extension A */
		{ 0x4e00, 0x9fff },   /* the unified block */
		{ 0xf900, 0xfaff },   /* compatibility */
		{ 0x20000, 0x2a6df }, /* extension B */
		{ 0x2a700, 0x2ee5d }, /* extensions C, D, E, F, I */
		{ 0x2f800, 0x2fa1f }, /* compatibility supplement */
		{ 0x30000, 0x323af }, /* extensions G, H */
	};

	if (cp >= 0x4e00 && cp <= 0x9fff)
		return true;
	return in_ranges(han, sizeof(han) / sizeof(han[0]), cp);
}

bool
utf8_is_hidden(uint32_t cp)
{
	/* Variation selectors are not here: they pick the shape of a Chinese name's character and hide nothing. */
	static const struct range hidden[] = {
		{ 0x0000, 0x001f },   /* C0 */
		{ 0x007f, 0x009f },   /* DEL, C1 */
		{ 0x00ad, 0x00ad },   /* soft hyphen */
		{ 0x034f, 0x034f },   /* grapheme joiner */
		{ 0x061c, 0x061c },   /* arabic letter mark */
		{ 0x115f, 0x1160 },   /* hangul fillers: look like nothing */
		{ 0x17b4, 0x17b5 },   /* khmer inherent vowels */
		{ 0x180b, 0x180f },   /* mongolian selectors and separator */
		{ 0x200b, 0x200f },   /* zero width, direction marks */
		{ 0x2028, 0x202e },   /* line and paragraph separators, bidi */
		{ 0x2060, 0x206f },   /* word joiner, invisible operators, bidi isolates */
		{ 0x3164, 0x3164 },   /* hangul filler */
		{ 0xd800, 0xdfff },   /* surrogates */
		{ 0xfdd0, 0xfdef },   /* noncharacters */
		{ 0xfeff, 0xfeff },   /* BOM */
		{ 0xffa0, 0xffa0 },   /* half-width hangul filler */
		{ 0xfff0, 0xfffb },   /* specials: annotation marks */
		{ 0x1bca0, 0x1bca3 }, /* shorthand controls */
		{ 0x1d173, 0x1d17a }, /* musical controls */
		{ 0xe0000, 0xe00ff }, /* tags */
		{ 0xe01f0, 0xe0fff }, /* unassigned, invisible by default */
		{ 0x110000, UINT32_MAX },
	};

	if (cp >= 0x20 && cp < 0x7f)
		return false;
	if (cp >= 0x3400 && cp < 0xd800)
		return false;
	return (cp & 0xfffe) == 0xfffe || in_ranges(hidden, sizeof(hidden) / sizeof(hidden[0]), cp);
}
