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

void
json_escape(const char *s, struct str *out)
{
	const char *run = s; /* of bytes that stand for themselves */
	size_t left = strlen(s);

	str_add_c(out, '"');
	while (left > 0) {
		unsigned char c = (unsigned char)*s;
		uint32_t cp;
		size_t n = 1;

		if (c >= 0x80) {
			n = utf8_next(s, left, &cp);
			if (n == 0) {
				out->bad = true;
				return;
			}
		} else if (c < 0x20 || c == '"' || c == '\\') {
			str_add_n(out, run, (size_t)(s - run));
			escape_byte(c, out);
			run = s + 1;
		}
		s += n;
		left -= n;
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

	do {
		text[--at] = (char)('0' + u % 10);
		u /= 10;
	} while (u > 0);
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
		for (size_t i = 0; i < n; i++)
			at[i] = name[i];
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
