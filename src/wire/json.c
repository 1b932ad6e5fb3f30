/* Writing JSON: text, numbers, commas.
 *
 * Invariants: what is written is valid JSON without white space, and the same values always give the same bytes (they
 * are fingerprinted). Text that is not UTF-8 is not mended in silence: it makes the buffer bad, as want of memory does,
 * and the caller's one check at the end refuses. Not done here: which members there are (codec.c and its tables). */
#include "json_p.h"

#include <string.h>

#include "base/utf8.h"

/* ---- text ---- */

/* One byte that cannot stand for itself in a JSON string. */
static void
escape_byte(unsigned char c, struct str *out)
{
	static const char digits[] = "0123456789abcdef";
	char text[6] = { '\\', 'u', '0', '0', digits[c >> 4], digits[c & 15] };
	const char *short_form = strchr("\"\"\\\\\bb\ff\nn\rr\tt", c);

	/* In the list each character is followed by its letter; the letters b f n r t are never asked for. */
	if (short_form == NULL) {
		str_add_n(out, text, sizeof(text));
		return;
	}
	text[1] = short_form[1];
	str_add_n(out, text, 2);
}

#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

/* How many of the eight bytes at ${s} come before the first that does not stand for itself, or is no ASCII. */
static size_t
letters(const char *s)
{
	uint64_t v,
	    odd; /* odd: high bits of such bytes; past the first of them it may say what it likes */

	memcpy(&v, s, sizeof(v));
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	v = __builtin_bswap64(v);
#endif
	odd = (v | (v - EACH(0x20)) | ((v ^ EACH('"')) - EACH(1)) | ((v ^ EACH('\\')) - EACH(1))) &
	      EACH(0x80);
	return odd != 0 ? (size_t)__builtin_ctzll(odd) / 8 : sizeof(v);
}

/* The last ones of a text. */
static size_t
last_letters(const char *s, size_t most)
{
	size_t n = 0;

	while (n < most && (unsigned char)s[n] >= 0x20 && (unsigned char)s[n] < 0x80 &&
	       s[n] != '"' && s[n] != '\\')
		n++;
	return n;
}

/* Three bytes, as nearly all that is written here. */
static bool
is_hanzi(const char *s, const char *end)
{
	const unsigned char *c = (const unsigned char *)s;

	return end - s > 2 && c[0] >= 0xE1 && c[0] <= 0xEF && c[0] != 0xED &&
	       (((c[1] ^ 0x80) | (c[2] ^ 0x80)) & 0xC0) == 0;
}

const char *
json_plain(const char *s, const char *end)
{
	for (;;) {
		size_t n = end - s > 7 ? letters(s) : last_letters(s, (size_t)(end - s));

		s += n;
		if (n == 8)
			continue;
		if (!is_hanzi(s, end))
			return s;
		do
			s += 3;
		while (is_hanzi(s, end));
	}
}

void
json_escape(const char *s, struct str *out)
{
	const char *end = s + strlen(s), *run = s; /* run: of bytes that stand for themselves */

	str_add_c(out, '"');
	while ((s = json_plain(s, end)) < end) {
		unsigned char c = (unsigned char)*s;
		uint32_t cp;
		size_t n = c < 0x80 ? 1 : utf8_next(s, (size_t)(end - s), &cp);

		if (n == 0) {
			out->bad = true;
			return;
		}
		if (c < 0x80) {
			str_add_n(out, run, (size_t)(s - run));
			escape_byte(c, out);
			run = s + 1;
		}
		s += n;
	}
	str_add_n(out, run, (size_t)(s - run));
	str_add_c(out, '"');
}

/* ---- numbers ---- */

void
json_int(int64_t v, struct str *out)
{
	char text[24];
	size_t at = sizeof(text);
	uint64_t u = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;

	for (; u > 9; u /= 100) {
		text[--at] = (char)('0' + u % 10);
		text[--at] = (char)('0' + u / 10 % 10);
	}
	if (u > 0 || at == sizeof(text))
		text[--at] = (char)('0' + u);
	if (v < 0)
		text[--at] = '-';
	str_add_n(out, text + at, sizeof(text) - at);
}

/* ---- objects ---- */

struct json_out
json_open(struct str *out)
{
	str_add_c(out, '{');
	return (struct json_out){ .out = out };
}

void
json_key(struct json_out *o, const char *name)
{
	size_t n = strlen(name);
	char *at = str_extend(o->out, n + 3 + o->any);

	if (at != NULL) {
		if (o->any)
			*at++ = ',';
		*at++ = '"';
		memcpy(at, name, n + 1); /* the quote takes the place of its end */
		at[n] = '"';
		at[n + 1] = ':';
	}
	o->any = true;
}

void
json_close(struct json_out *o)
{
	str_add_c(o->out, '}');
}

void
json_pair(struct json_out *o, const char *name, const char *text)
{
	json_key(o, name);
	json_escape(text, o->out);
}

void
json_pair_int(struct json_out *o, const char *name, int64_t v)
{
	json_key(o, name);
	json_int(v, o->out);
}
