/* One text of a ticket's matter, out of a document as ticket_json_write writes it, without parsing the rest: a list of hits
 * shows a piece of twenty documents at every key, and parsing them is most of what that key costs.
 *
 * Invariants: what a citizen says is not taken for a name (a quote inside a text has a backslash before it, so a name in
 * quotes with a bracket behind is nobody's words), and of the matter the members are walked; whatever is not of the written
 * shape is "not there", never a wrong text. Not done here: checking the document (ticket_json_read). */
#include "wire/ticket_json.h"

#include <string.h>

struct walk {
	const char *at, *end;
};

static bool
pass(struct walk *w, const char *what)
{
	size_t n = strlen(what);

	if ((size_t)(w->end - w->at) < n || memcmp(w->at, what, n) != 0)
		return false;
	w->at += n;
	return true;
}

/* Is the quote at ${at} part of the text that began at ${from}? */
static bool
is_escaped(const char *from, const char *at)
{
	size_t slashes = 0;

	while (at > from && *--at == '\\')
		slashes++;
	return slashes % 2 == 1;
}

/* A text in quotes: what stands between them, as it is escaped. */
static bool
pass_text(struct walk *w, const char **from, size_t *len)
{
	if (!pass(w, "\""))
		return false;
	*from = w->at;
	do {
		w->at = memchr(w->at, '"', (size_t)(w->end - w->at));
		if (w->at == NULL)
			return false;
		w->at++;
	} while (is_escaped(*from, w->at - 1));
	*len = (size_t)(w->at - 1 - *from);
	return true;
}

/* Over a value that is no text, to the comma or bracket behind it. */
static bool
pass_value(struct walk *w)
{
	const char *text;
	size_t len;
	int depth = 0;

	while (w->at < w->end) {
		if (*w->at == '"') {
			if (!pass_text(w, &text, &len))
				return false;
			continue;
		}
		if (depth == 0 && (*w->at == ',' || *w->at == '}'))
			return true;
		depth += (*w->at == '{' || *w->at == '[') - (*w->at == '}' || *w->at == ']');
		w->at++;
	}
	return false;
}

/* To the value of the member ${name} of the object that begins here. */
static bool
to_member(struct walk *w, const char *name)
{
	size_t n = strlen(name), len;
	const char *key;

	if (!pass(w, "{"))
		return false;
	do {
		if (!pass_text(w, &key, &len) || !pass(w, ":"))
			return false;
		if (len == n && memcmp(key, name, n) == 0)
			return true;
	} while (pass_value(w) && pass(w, ","));
	return false;
}

/* The escapes json_escape writes for itself; a number in hex is a control character, which nobody types. */
static bool
unescape(const char *s, size_t len, struct str *out)
{
	static const char letters[] = "\"\"\\\\b\bf\fn\nr\rt\t";

	while (len > 0) {
		const char *slash = memchr(s, '\\', len), *found;
		size_t run = slash != NULL ? (size_t)(slash - s) : len;

		str_add_n(out, s, run);
		s += run;
		len -= run;
		if (len == 0)
			break;
		found = len > 1 && s[1] != '\0' ? strchr(letters, s[1]) : NULL;
		if (found == NULL || (found - letters) % 2 != 0)
			return false;
		str_add_c(out, found[1]);
		s += 2;
		len -= 2;
	}
	return !out->bad;
}

bool
ticket_json_text(const char *doc, size_t len, enum ticket_field f, struct str *out)
{
	static const char name[] = "\"matter\":{";
	const char *matter = memmem(doc, len, name, sizeof(name) - 1), *text;
	struct walk w = { matter, doc + len };
	size_t n;

	if (matter == NULL)
		return false;
	w.at += sizeof(name) - 2;
	return to_member(&w, field_info(f)->json) && pass_text(&w, &text, &n) &&
	       unescape(text, n, out);
}
