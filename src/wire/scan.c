/* Going through a text that is plainly JSON, at the speed at which it can be looked at: a first fill reads a hundred
 * megabytes of it. Not done here: limits of size and depth (json_read.c), what becomes of it (json_tree.c, codec_scan.c). */
#include "scan_p.h"

#include <string.h>

#include "json_p.h"

#define DIGITS_MOST 18 /* any such number is an int64 */

struct scan
scan_open(const char *text, size_t len)
{
	return (struct scan){ .at = text, .end = text + len };
}

void
scan_close(struct scan *s)
{
	str_free(&s->plain);
}

void
scan_blank(struct scan *s)
{
	while (
	    s->at < s->end && (*s->at == ' ' || *s->at == '\n' || *s->at == '\r' || *s->at == '\t'))
		s->at++;
}

bool
scan_take(struct scan *s, char c)
{
	if (s->at == s->end || *s->at != c)
		return false;
	s->at++;
	return true;
}

bool
scan_at_end(struct scan *s)
{
	scan_blank(s);
	return s->at == s->end;
}

/* ---- texts ---- */

static bool
follows(unsigned char c)
{
	return (c & 0xC0) == 0x80;
}

/* Bytes of the character at ${s}, of ${n} bytes at most, that json_plain stops at; 0 when it is damaged or one for jansson. */
static size_t
rare(const unsigned char *s, size_t n)
{
	if (s[0] >= 0xC2 && s[0] <= 0xDF)
		return n > 1 && follows(s[1]) ? 2 : 0;
	if (s[0] == 0xF0)
		return n > 3 && s[1] >= 0x90 && follows(s[1]) && follows(s[2]) && follows(s[3]) ? 4
												: 0;
	return 0;
}

/* From ${s} on to the end of the text or to an escape; NULL when something is in between that does not belong there. */
static const char *
plain_end(const char *s, const char *end)
{
	while ((s = json_plain(s, end)) < end && *s != '"' && *s != '\\') {
		size_t n = rare((const unsigned char *)s, (size_t)(end - s));

		if (n == 0)
			return NULL;
		s += n;
	}
	return s < end ? s : NULL;
}

static bool
escaped(struct scan *s)
{
	static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
	const char *which;

	s->at++; /* the backslash */
	if (s->at == s->end || *s->at == '\0' || (which = strchr(from, *s->at)) == NULL)
		return false;
	str_add_c(&s->plain, to[which - from]);
	s->at++;
	return true;
}

bool
scan_text(struct scan *s, const char **out, size_t *n)
{
	const char *from = s->at, *to = plain_end(from, s->end);

	if (to == NULL)
		return false;
	s->at = to;
	*out = from;
	*n = (size_t)(to - from);
	if (scan_take(s, '"'))
		return true;
	s->plain.len = 0;
	for (;;) {
		str_add_n(&s->plain, from, (size_t)(to - from));
		if (scan_take(s, '"'))
			break;
		if (!escaped(s) || (to = plain_end(s->at, s->end)) == NULL)
			return false;
		from = s->at;
		s->at = to;
	}
	*out = str_c(&s->plain);
	*n = s->plain.len;
	return !s->plain.bad;
}

const char *
scan_text_z(struct scan *s, size_t *n)
{
	const char *text;

	if (!scan_text(s, &text, n))
		return NULL;
	if (text == s->plain.s)
		return text;
	s->plain.len = 0;
	str_add_n(&s->plain, text, *n);
	return s->plain.bad ? NULL : str_c(&s->plain);
}

bool
scan_name(struct scan *s, char name[SCAN_NAME])
{
	const char *text;
	size_t n;

	scan_blank(s);
	if (!scan_take(s, '"') || !scan_text(s, &text, &n) || n >= SCAN_NAME)
		return false;
	memcpy(name, text, n);
	name[n] = '\0';
	scan_blank(s);
	return scan_take(s, ':');
}

/* ---- the rest ---- */

bool
scan_number(struct scan *s, int64_t *v)
{
	const bool minus = scan_take(s, '-');
	const char *first = s->at;

	*v = 0;
	while (s->at < s->end && *s->at >= '0' && *s->at <= '9' && s->at - first < DIGITS_MOST)
		*v = *v * 10 + (*s->at++ - '0');
	if (s->at == first || (*first == '0' && s->at - first > 1))
		return false;
	if (s->at == s->end || *s->at == '\0' || strchr(",]} \n\r\t", *s->at) == NULL)
		return false; /* a fraction, an exponent, more digits, or no number at all */
	*v = minus ? -*v : *v;
	return true;
}

bool
scan_word(struct scan *s, const char *word)
{
	const size_t n = strlen(word);

	if ((size_t)(s->end - s->at) < n || memcmp(s->at, word, n) != 0)
		return false;
	s->at += n;
	return true;
}

bool
scan_value(struct scan *s, struct json_value *v)
{
	*v = (struct json_value){ .kind = JSON_VALUE_INT };
	scan_blank(s);
	if (scan_take(s, '"')) {
		v->kind = JSON_VALUE_TEXT;
		v->text = scan_text_z(s, &v->len);
		return v->text != NULL;
	}
	if (s->at < s->end && (*s->at == 't' || *s->at == 'f')) {
		v->kind = JSON_VALUE_BOOL;
		v->number = *s->at == 't';
		return scan_word(s, v->number != 0 ? "true" : "false");
	}
	return scan_number(s, &v->number);
}

bool
scan_all(struct scan *s, char close, bool (*one)(struct scan *s, void *arg), void *arg)
{
	scan_blank(s);
	if (scan_take(s, close))
		return true;
	do
		if (!one(s, arg))
			return false;
	while ((scan_blank(s), scan_take(s, ',')));
	return scan_take(s, close);
}
