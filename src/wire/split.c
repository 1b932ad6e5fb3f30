/* Parting a page before it is parsed: its rows one by one, and the rest.
 *
 * A tree of a whole page (2,000 tickets with their events) does not fit the processor's caches; row by row the same parser
 * needs a third less. Invariant: nothing is judged here. Every byte still goes through the parser, separators included:
 * what stands between two commas is one element, blank or not. */
#include "split_p.h"

#include <stdlib.h>
#include <string.h>

#include "base/vec.h"

enum { ROOT = 1, ROWS = 2, LIST = 3 }; /* depth inside of {, of "rows":{, of "ticket":[ */

struct splitter {
	const char *text;
	size_t len, at;
	int depth, deepest;
	const char
	    *key[LIST]; /* the last text at depth ROOT and ROWS: a name, when a list follows */
	size_t key_len[LIST];
	struct split_part *parts;
	size_t n_parts;
};

static void
level(struct splitter *s, int change)
{
	s->depth += change;
	if (s->depth > s->deepest)
		s->deepest = s->depth;
}

/* Is the quote at ${at} of a text that began at ${from} part of it? */
static bool
is_escaped(const char *text, size_t from, size_t at)
{
	size_t slashes = 0;

	while (at > from && text[--at] == '\\')
		slashes++;
	return slashes % 2 == 1;
}

/* Over the text that begins at ${at}; its inside is kept as a name where names can stand. */
static void
pass_text(struct splitter *s)
{
	size_t from = ++s->at;

	for (; s->at < s->len; s->at++) {
		const char *quote = memchr(s->text + s->at, '"', s->len - s->at);

		s->at = quote != NULL ? (size_t)(quote - s->text) : s->len;
		if (quote == NULL || !is_escaped(s->text, from, s->at))
			break;
	}
	if (s->depth == ROOT || s->depth == ROWS) {
		s->key[s->depth] = s->text + from;
		s->key_len[s->depth] = s->at - from;
	}
}

static bool
key_is(const struct splitter *s, int depth, const char *name)
{
	size_t n = strlen(name);

	return s->key[depth] != NULL && s->key_len[depth] == n &&
	       memcmp(s->key[depth], name, n) == 0;
}

/* The part whose list begins at ${at}, NULL when this is none of them. */
static struct split_part *
part_here(const struct splitter *s)
{
	if (s->depth != ROWS || s->text[s->at] != '[' || !key_is(s, ROOT, "rows"))
		return NULL;
	for (size_t i = 0; i < s->n_parts; i++)
		if (s->parts[i].span == NULL && key_is(s, ROWS, s->parts[i].name))
			return &s->parts[i];
	return NULL;
}

static bool
is_blank(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strchr(" \t\r\n", s[i]) == NULL || s[i] == '\0')
			return false;
	return true;
}

static bool
keep(struct split_part *p, const char *s, size_t n, size_t *room)
{
	if (p->count < p->most) {
		struct split_span *v = vec_room(p->span, room, p->count + 1, sizeof(*v));

		if (v == NULL)
			return false;
		p->span = v;
		v[p->count] = (struct split_span){ s, n };
	}
	p->count++;
	return true;
}

/* The elements of the list that begins at ${at}; ends on its ], or at the end of a torn text. */
static bool
pass_list(struct splitter *s, struct split_part *p)
{
	size_t from = ++s->at, room = 0;

	level(s, 1);
	for (; s->at < s->len; s->at++) {
		char c = s->text[s->at];
		bool ends = s->depth == LIST && c == ']';

		if (c > ',' &&
		    c < '[') /* of a number, a colon: most of what stands between texts */
			continue;
		if (ends || (s->depth == LIST && c == ',')) {
			size_t n = s->at - from;

			if (!(ends && p->count == 0 && is_blank(s->text + from, n)) &&
			    !keep(p, s->text + from, n, &room))
				return false;
			from = s->at + 1;
			if (ends)
				break;
		} else if (c == '"') {
			pass_text(s);
		} else if (c == '{' || c == '[') {
			level(s, 1);
		} else if (c == '}' || c == ']') {
			level(s, -1);
		}
	}
	s->depth = ROWS;
	return true;
}

bool
split_rows(const char *text, size_t len, struct split_part *parts, size_t n_parts, struct str *rest,
    int *deepest)
{
	struct splitter s = { .text = text, .len = len, .parts = parts, .n_parts = n_parts };
	size_t copied = 0;

	for (; s.at < len; s.at++) {
		struct split_part *p = part_here(&s);
		char c = text[s.at];

		if (p != NULL) {
			str_add_n(rest, text + copied, s.at + 1 - copied);
			if (!pass_list(&s, p))
				return false;
			copied = s.at;
		} else if (c == '"') {
			pass_text(&s);
		} else if (c == '{' || c == '[') {
			level(&s, 1);
		} else if (c == '}' || c == ']') {
			level(&s, -1);
		}
	}
	*deepest = s.deepest;
	if (copied < len)
		str_add_n(rest, text + copied, len - copied);
	return !rest->bad;
}
