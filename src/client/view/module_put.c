/* module_put.c: a text module put in where one writes, for the abbreviation before the cursor; its blanks one after the
 * other at the same key.
 *
 * Works on plain text, so that every place that takes words (the form, notes on a ticket, prompts) does the same. Not
 * here: the page that lists the modules (modules.c), keeping what was written (intake_draft.c, ticket_note.c). */
#include "module_put_p.h"

#include <string.h>

#include "base/str.h"
#include "model/script.h"

#define ABBR_MOST      6
#define REFUSE(d, ...) ((d)->say((d)->app, 1, __VA_ARGS__), false)

static bool
fits(const struct text_module *m, const char *places)
{
	return m->place[0] == '\0' || city_list_has(places, m->place);
}

/* The letters before the cursor. */
static size_t
abbr_before(const char *text, size_t cursor, char out[ABBR_MOST + 1])
{
	size_t n = 0;

	while (n < ABBR_MOST && n < cursor) {
		char c = text[cursor - n - 1];

		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')))
			break;
		n++;
	}
	memcpy(out, text + cursor - n, n);
	out[n] = '\0';
	return n;
}

/* What a person knows stays a blank; nothing is filled in by itself. */
static const char *
no_value(const void *arg, const char *key, size_t len)
{
	(void)arg;
	(void)key;
	(void)len;
	return NULL;
}

/* Put ${words} for ${del} bytes at ${from}; the cursor goes where the first blank was, which is taken out. */
static bool
put_in(const char *text, size_t from, size_t del, const char *words, struct str *whole, size_t *at)
{
	const char *blank;

	str_add(whole, text);
	str_splice(whole, from, del, words, strlen(words));
	*at = from + strlen(words);
	blank = strstr(str_c(whole) + from, "__");
	if (blank != NULL) {
		*at = (size_t)(blank - str_c(whole));
		str_splice(whole, *at, strspn(blank, "_"), "", 0);
	}
	return !whole->bad;
}

bool
module_put(const struct desk *d, const char *places, const char *text, size_t cursor,
    struct str *whole, size_t *at)
{
	const struct text_module *m;
	char abbr[ABBR_MOST + 1];
	struct str words = { 0 };
	size_t len = abbr_before(text, cursor, abbr);
	bool ok;

	m = len > 0 && d->city != NULL ? city_module(d->city, abbr) : NULL;
	if (m == NULL && strstr(text + cursor, "__") != NULL)
		return put_in(text, cursor, 0, "", whole, at); /* to the next blank */
	if (len == 0)
		return REFUSE(d, "先打短语的缩写, 再按 Ctrl-X; Ctrl-P 短语 看有哪些");
	if (m == NULL)
		return REFUSE(d, "没有缩写为 %s 的短语; Ctrl-P 短语 看有哪些", abbr);
	if (!fits(m, places))
		return REFUSE(d, "短语 %s 不用在这一栏", abbr);
	script_fill(m->text, no_value, NULL, &words);
	ok = put_in(text, cursor - len, len, str_c(&words), whole, at) && !words.bad;
	str_free(&words);
	return ok;
}

struct edit
module_put_edit(const char *text, const struct str *whole, size_t at)
{
	return (struct edit){
		.del = strlen(text), .ins = str_c(whole), .ins_len = whole->len, .cursor = at
	};
}
