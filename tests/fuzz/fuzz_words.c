/* The bytes are a query, a NUL and a text. Tokens lie inside the text in order; marks and snippets are whole, in order and
 * where they say; a query stays within its bounds. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "text/highlight.h"
#include "text/tokens.h"
#include "text/words.h"

struct seen {
	size_t from, size;
};

static bool
check_token(void *arg, const struct token *t)
{
	struct seen *s = arg;

	if (t->len == 0 || t->len > TOKENS_BYTES || !utf8_valid(t->text, t->len) ||
	    t->from < s->from || t->to <= t->from || t->to > s->size)
		abort();
	s->from = t->from;
	return true;
}

static void
check_words(const struct words *w)
{
	int chars = 0;

	if (w->n > WORDS_MAX)
		abort();
	for (int i = 0; i < w->n; i++) {
		if (strlen(words_text(w, i)) != w->word[i].len || w->word[i].chars == 0 ||
		    !utf8_valid(words_text(w, i), w->word[i].len))
			abort();
		chars += w->word[i].chars;
	}
	if (chars > WORDS_CHARS)
		abort();
}

static void
check_ranges(const struct match_range *r, size_t n, size_t size)
{
	for (size_t i = 0; i < n; i++)
		if (r[i].len == 0 || r[i].at + r[i].len > size ||
		    (i > 0 && r[i].at <= r[i - 1].at + r[i - 1].len))
			abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *d, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *d, size_t n)
{
	const char *s = (const char *)d;
	size_t query = 0;
	struct match_range r[16];
	struct highlight_snippet found;
	struct words w, other;
	struct seen doc, ask;
	char out[96];

	while (query < n && d[query] != '\0')
		query++;
	words_read(&w, s, query);
	check_words(&w);
	(void)words_apart(&w, &other);
	check_words(&other);
	(void)words_joined(&w, &other);
	check_words(&other);
	s += query;
	n -= query;
	doc = ask = (struct seen){ .size = n };
	if (!tokens_each(s, n, TOKENS_DOC, check_token, &doc) ||
	    !tokens_each(s, n, TOKENS_QUERY, check_token, &ask))
		abort();
	query = highlight_find(&w, s, n, r, 16);
	check_ranges(r, query < 16 ? query : 16, n);
	if (highlight_snippet(&w, s, n, out, sizeof(out), &found) != (query > 0))
		abort();
	check_ranges(found.range, found.n, strlen(out));
	return 0;
}
