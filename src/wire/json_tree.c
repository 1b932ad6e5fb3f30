/* The tree of a text that is plainly JSON, made at the speed at which it can be looked through: a first fill reads a
 * hundred megabytes of it.
 *
 * Invariants: what is accepted here jansson accepts too, as the same tree; whatever is wrong, rare or doubtful (a number
 * that is no small integer, an escape by number, a member twice, a damaged character) is left to jansson, which reads it
 * or says where and why. Not done here: limits of size and depth (json_read.c). */
#include "json_p.h"

#include <string.h>

#define DIGITS_MOST  18 /* any such number is an int64 */
#define MEMBER_BYTES 64 /* of a name: none of ours is longer */

struct tree {
	const char *at, *end;
	struct str plain; /* a text that has escapes, without them */
};

static json_t *read_value(struct tree *t, int depth);

static void
blank(struct tree *t)
{
	while (
	    t->at < t->end && (*t->at == ' ' || *t->at == '\n' || *t->at == '\r' || *t->at == '\t'))
		t->at++;
}

static bool
take(struct tree *t, char c)
{
	if (t->at == t->end || *t->at != c)
		return false;
	t->at++;
	return true;
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
escaped(struct tree *t)
{
	static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
	const char *which;

	t->at++; /* the backslash */
	if (t->at == t->end || *t->at == '\0' || (which = strchr(from, *t->at)) == NULL)
		return false;
	str_add_c(&t->plain, to[which - from]);
	t->at++;
	return true;
}

/* A text behind its first quote, where it stands or in t->plain; false: for jansson. */
static bool
read_text(struct tree *t, const char **out, size_t *n)
{
	const char *from = t->at, *to = plain_end(from, t->end);

	if (to == NULL)
		return false;
	t->at = to;
	*out = from;
	*n = (size_t)(to - from);
	if (take(t, '"'))
		return true;
	t->plain.len = 0;
	for (;;) {
		str_add_n(&t->plain, from, (size_t)(to - from));
		if (take(t, '"'))
			break;
		if (!escaped(t) || (to = plain_end(t->at, t->end)) == NULL)
			return false;
		from = t->at;
		t->at = to;
	}
	*out = str_c(&t->plain);
	*n = t->plain.len;
	return !t->plain.bad;
}

/* ---- values ---- */

static json_t *
read_number(struct tree *t)
{
	bool minus = take(t, '-');
	const char *first = t->at;
	json_int_t v = 0;

	while (t->at < t->end && *t->at >= '0' && *t->at <= '9' && t->at - first < DIGITS_MOST)
		v = v * 10 + (*t->at++ - '0');
	if (t->at == first || (*first == '0' && t->at - first > 1))
		return NULL;
	if (t->at == t->end || strchr(",]} \n\r\t", *t->at) == NULL || *t->at == '\0')
		return NULL; /* a fraction, an exponent, more digits, or no number at all */
	return json_integer(minus ? -v : v);
}

static json_t *
read_word(struct tree *t, const char *word, json_t *v)
{
	size_t n = strlen(word);

	if ((size_t)(t->end - t->at) < n || memcmp(t->at, word, n) != 0)
		return NULL;
	t->at += n;
	return v;
}

static bool
read_member(struct tree *t, json_t *object, int depth)
{
	char name[MEMBER_BYTES];
	const char *s;
	size_t n, before = json_object_size(object);
	json_t *v;

	blank(t);
	if (!take(t, '"') || !read_text(t, &s, &n) || n >= sizeof(name))
		return false;
	memcpy(name, s, n);
	name[n] = '\0';
	blank(t);
	if (!take(t, ':'))
		return false;
	v = read_value(t, depth);
	return v != NULL && json_object_set_new_nocheck(object, name, v) == 0 &&
	       json_object_size(object) > before;
}

static bool
read_element(struct tree *t, json_t *array, int depth)
{
	json_t *v = read_value(t, depth);

	return v != NULL && json_array_append_new(array, v) == 0;
}

/* What stands between an opening bracket and ${close}. */
static json_t *
read_all(
    struct tree *t, json_t *all, char close, int depth, bool (*one)(struct tree *, json_t *, int))
{
	bool good = all != NULL && depth < JSON_DEPTH_MOST;

	blank(t);
	if (good && take(t, close))
		return all;
	do
		good = good && one(t, all, depth + 1);
	while (good && (blank(t), take(t, ',')));
	if (good && take(t, close))
		return all;
	json_decref(all);
	return NULL;
}

static json_t *
read_value(struct tree *t, int depth)
{
	const char *s;
	size_t n;

	blank(t);
	if (t->at == t->end)
		return NULL;
	switch (*t->at) {
	case '"':
		t->at++;
		return read_text(t, &s, &n) ? json_stringn_nocheck(s, n) : NULL;
	case '{':
		t->at++;
		return read_all(t, json_object(), '}', depth, read_member);
	case '[':
		t->at++;
		return read_all(t, json_array(), ']', depth, read_element);
	case 't':
		return read_word(t, "true", json_true());
	case 'f':
		return read_word(t, "false", json_false());
	case 'n':
		return read_word(t, "null", json_null());
	default:
		return read_number(t);
	}
}

json_t *
json_tree(const char *text, size_t len)
{
	struct tree t = { .at = text, .end = text + len };
	json_t *root;

	blank(&t);
	if (t.at == t.end || (*t.at != '{' && *t.at != '['))
		return NULL;
	root = read_value(&t, 0);
	blank(&t);
	if (root != NULL && t.at != t.end) {
		json_decref(root);
		root = NULL;
	}
	str_free(&t.plain);
	return root;
}
