/* The tree of a text that is plainly JSON (scan_p.h); a member that is there twice is left to jansson too.
 * Not done here: limits of size and depth (json_read.c). */
#include "json_p.h"

#include "scan_p.h"

/* An object or an array that is being read, ${depth} levels down. */
struct branch {
	json_t *v;
	int depth;
};

static json_t *read_value(struct scan *s, int depth);

static bool
read_member(struct scan *s, void *arg)
{
	const struct branch *b = arg;
	const size_t before = json_object_size(b->v);
	char name[SCAN_NAME];
	json_t *v;

	if (!scan_name(s, name))
		return false;
	v = read_value(s, b->depth);
	return v != NULL && json_object_set_new_nocheck(b->v, name, v) == 0 &&
	       json_object_size(b->v) > before;
}

static bool
read_element(struct scan *s, void *arg)
{
	const struct branch *b = arg;
	json_t *v = read_value(s, b->depth);

	return v != NULL && json_array_append_new(b->v, v) == 0;
}

static json_t *
read_all(struct scan *s, json_t *all, char close, int depth, bool (*one)(struct scan *s, void *arg))
{
	struct branch b = { all, depth + 1 };

	if (all != NULL && depth < JSON_DEPTH_MOST && scan_all(s, close, one, &b))
		return all;
	json_decref(all);
	return NULL;
}

static json_t *
read_value(struct scan *s, int depth)
{
	const char *text;
	int64_t number;
	size_t n;

	scan_blank(s);
	if (s->at == s->end)
		return NULL;
	switch (*s->at) {
	case '"':
		s->at++;
		return scan_text(s, &text, &n) ? json_stringn_nocheck(text, n) : NULL;
	case '{':
		s->at++;
		return read_all(s, json_object(), '}', depth, read_member);
	case '[':
		s->at++;
		return read_all(s, json_array(), ']', depth, read_element);
	case 't':
		return scan_word(s, "true") ? json_true() : NULL;
	case 'f':
		return scan_word(s, "false") ? json_false() : NULL;
	case 'n':
		return scan_word(s, "null") ? json_null() : NULL;
	default:
		return scan_number(s, &number) ? json_integer(number) : NULL;
	}
}

json_t *
json_tree(const char *text, size_t len)
{
	struct scan s = scan_open(text, len);
	json_t *root = NULL;

	scan_blank(&s);
	if (s.at < s.end && (*s.at == '{' || *s.at == '['))
		root = read_value(&s, 0);
	if (root != NULL && !scan_at_end(&s)) {
		json_decref(root);
		root = NULL;
	}
	scan_close(&s);
	return root;
}
