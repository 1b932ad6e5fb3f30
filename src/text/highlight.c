/* Marks and snippets: the words of a query looked for in the folded text, ranges given in the original.
 *
 * Invariants: ranges are ascending, disjoint, never empty, on character borders; what is marked is what an index query
 * of the same words can have found (a run of letters from its beginning, digits also at its end). Not done here: pinyin
 * (the matcher knows what it matched). */
#include "text/highlight.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "base/vec.h"
#include "text/fold.h"
#include "text/tokens.h"

#define LEAD_CHARS  14 /* of a snippet, before the first hit */
#define LEAST_BYTES 32 /* of a snippet: dots at both ends and a word between them */
#define DOTS        "…"
#define DOTS_BYTES  (sizeof(DOTS) - 1)

struct finder {
	char *text; /* folded */
	size_t len;
	size_t *from; /* offset in the original of each byte */
	struct match_range *found;
	size_t n, room;
	bool bad; /* no memory */
};

/* ---- finding ---- */

static bool
is_alnum(const char *s, size_t n)
{
	uint32_t cp;

	return utf8_next(s, n, &cp) > 0 && token_class(cp) == TOKEN_ALNUM;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Letters and digits are found from the beginning of their run; inside it where the index has its digits alone: A12345
 * by 12345, a telephone number by its last four. */
static bool
stands_alone(const struct finder *f, size_t at, const char *what, size_t len)
{
	size_t before = utf8_prev(f->text, at), first = at, end = at;

	if (at == 0 || !is_alnum(what, len) || !is_alnum(f->text + before, f->len - before))
		return true;
	while (end < f->len && is_digit(f->text[end]))
		end++;
	while (first > 0 && is_digit(f->text[first - 1]))
		first--;
	if (end < at + len || (end < f->len && is_alnum(f->text + end, f->len - end)))
		return false;
	return first == at ? end - at >= TOKENS_DIGITS_ALONE
			   : end - at == TOKENS_DIGITS_LAST && end - first >= TOKENS_DIGITS_PHONE;
}

static void
keep(struct finder *f, size_t from, size_t to)
{
	struct match_range *grown = vec_room(f->found, &f->room, f->n + 1, sizeof(*grown));

	if (grown == NULL) {
		f->bad = true;
		return;
	}
	f->found = grown;
	f->found[f->n++] = (struct match_range){ from, to - from };
}

/* Every place where ${what} stands; how many. */
static size_t
find_all(struct finder *f, const char *what, size_t len)
{
	size_t hits = 0;

	for (size_t at = 0; at + len <= f->len && len > 0;) {
		const char *hit = memmem(f->text + at, f->len - at, what, len);

		if (hit == NULL)
			break;
		at = (size_t)(hit - f->text);
		if (!stands_alone(f, at, what, len)) {
			at++;
			continue;
		}
		keep(f, at, at + len);
		hits++;
		at += len;
	}
	return hits;
}

static bool
find_piece(void *arg, const struct token *t)
{
	struct finder *f = arg;
	char what[TOKENS_BYTES + 1];

	memcpy(what, t->text, t->len);
	what[t->len] = '\0';
	if (utf8_count(what) > 1)
		find_all(f, what, t->len);
	return !f->bad;
}

static int
by_place(const void *a, const void *b)
{
	const struct match_range *x = a, *y = b;

	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	return x->len < y->len ? -1 : x->len > y->len;
}

/* Sorted, one where they overlap or touch, and in bytes of the original. */
static void
settle(struct finder *f)
{
	size_t n = 0;

	if (f->n > 1)
		qsort(f->found, f->n, sizeof(f->found[0]), by_place);
	for (size_t i = 0; i < f->n; i++) {
		struct match_range *last = n > 0 ? &f->found[n - 1] : NULL, r = f->found[i];

		if (last == NULL || r.at > last->at + last->len)
			f->found[n++] = r;
		else if (r.at + r.len > last->at + last->len)
			last->len = r.at + r.len - last->at;
	}
	f->n = n;
	for (size_t i = 0; i < n; i++) {
		size_t from = f->from[f->found[i].at],
		       to = f->from[f->found[i].at + f->found[i].len];

		f->found[i] = (struct match_range){ from, to - from };
	}
}

static void
find_words(struct finder *f, const struct words *w)
{
	for (int i = 0; i < w->n && !f->bad; i++) {
		const struct word *word = &w->word[i];

		if (find_all(f, words_text(w, i), word->len) == 0 && word->chars > 2)
			(void)tokens_each(words_text(w, i), word->len, TOKENS_QUERY, find_piece, f);
	}
	settle(f);
}

static bool
finder_open(struct finder *f, const char *s, size_t n)
{
	*f = (struct finder){ .text = malloc(n + 1), .from = malloc((n + 1) * sizeof(*f->from)) };
	if (f->text == NULL || f->from == NULL)
		return false;
	f->len = fold_into(s, n, f->text, f->from);
	return true;
}

static void
finder_close(struct finder *f)
{
	free(f->text);
	free(f->from);
	free(f->found);
}

size_t
highlight_find(const struct words *w, const char *s, size_t n, struct match_range *out, size_t max)
{
	struct finder f;
	size_t found = 0;

	if (w->n == 0)
		return 0;
	if (finder_open(&f, s, n)) {
		find_words(&f, w);
		found = f.bad ? 0 : f.n;
		if (found > 0)
			memcpy(out, f.found, (found < max ? found : max) * sizeof(*out));
	}
	finder_close(&f);
	return found;
}

/* ---- snippets ---- */

/* Up to ${chars} characters back from ${at}, not across the end of a sentence or line. */
static size_t
back(const char *s, size_t at, int chars)
{
	static const char *const ends[] = { "。", "；", "？", "！", "\n" };

	while (at > 0 && chars-- > 0) {
		size_t before = utf8_prev(s, at);

		for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
			if (at - before == strlen(ends[i]) &&
			    memcmp(s + before, ends[i], at - before) == 0)
				return at;
		at = before;
	}
	return at;
}

/* Marked bytes inside [from, to): what a piece of text is worth. */
static size_t
worth(const struct match_range *r, size_t k, size_t from, size_t to)
{
	size_t sum = 0;

	for (size_t i = 0; i < k; i++)
		if (r[i].at >= from && r[i].at + r[i].len <= to)
			sum += r[i].len;
	return sum;
}

/* Where the piece of ${width} bytes begins that holds most. */
static size_t
best_start(const struct match_range *r, size_t k, const char *s, size_t width)
{
	size_t best = 0, best_worth = 0;

	for (size_t i = 0; i < k; i++) {
		size_t from = back(s, r[i].at, LEAD_CHARS), value;

		if (r[i].at + r[i].len - from > width)
			from = r[i].at;
		value = worth(r, k, from, from + width);
		if (i == 0 || value > best_worth) {
			best = from;
			best_worth = value;
		}
	}
	return best;
}

/* The text from ${start} on as far as there is room; how many bytes of it. */
static size_t
write_line(const char *s, size_t n, size_t start, char *out, size_t size)
{
	size_t lead = start > 0 ? DOTS_BYTES : 0, room = size - 1 - lead, take = n - start, at;

	if (take > room)
		take = utf8_whole(s + start, room - DOTS_BYTES);
	memcpy(out, DOTS, lead);
	memcpy(out + lead, s + start, take);
	for (at = lead; at < lead + take; at++)
		if (out[at] == '\n' || out[at] == '\r' || out[at] == '\t' || out[at] == '\0')
			out[at] = ' ';
	if (start + take < n) {
		memcpy(out + at, DOTS, DOTS_BYTES);
		at += DOTS_BYTES;
	}
	out[at] = '\0';
	return take;
}

bool
highlight_piece(const struct match_range *r, size_t k, const char *s, size_t n, char *out,
    size_t size, struct highlight_snippet *found)
{
	size_t start, take, lead;

	*found = (struct highlight_snippet){ 0 };
	if (size > 0)
		out[0] = '\0';
	if (k == 0 || size < LEAST_BYTES)
		return false;
	start = best_start(r, k, s, size - 1 - 2 * DOTS_BYTES);
	take = write_line(s, n, start, out, size);
	lead = start > 0 ? DOTS_BYTES : 0;
	for (size_t i = 0; i < k && found->n < MATCH_RANGES; i++) {
		struct match_range one = r[i];

		if (one.at < start || one.at >= start + take)
			continue;
		if (one.at + one.len > start + take) /* one longer than the whole piece */
			one.len = start + take - one.at;
		found->range[found->n++] = (struct match_range){ one.at - start + lead, one.len };
	}
	return true;
}

bool
highlight_snippet(const struct words *w, const char *s, size_t n, char *out, size_t size,
    struct highlight_snippet *found)
{
	struct finder f = { 0 };

	if (w->n > 0 && finder_open(&f, s, n))
		find_words(&f, w);
	(void)highlight_piece(f.found, f.bad ? 0 : f.n, s, n, out, size, found);
	finder_close(&f);
	return found->n > 0;
}
