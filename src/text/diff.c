/* Two texts compared clause by clause: a longest common subsequence between what both begin and end with, which of two
 * versions of one text leaves little.
 *
 * Deliberately not here: changes inside a clause; a reader compares two short sentences faster than marks in one. */
#include "text/diff.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/vec.h"

struct clause {
	const char *s;
	size_t n;
};
struct text {
	struct clause *v;
	size_t n, room;
};

/* Bytes of the clause at ${s}; *skip more that are shown nowhere. */
static size_t
clause_len(const char *s, size_t *skip)
{
	static const char *const ends[] = { "。", "；", "！", "？" };
	size_t n = 0;

	*skip = 0;
	for (; s[n] != '\0'; n++) {
		if (s[n] == '\n') {
			*skip = 1;
			return n;
		}
		for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
			if (str_starts(s + n, ends[i])) {
				n += strlen(ends[i]);
				*skip = s[n] == '\n';
				return n;
			}
	}
	return n;
}

static bool
split(const char *s, struct text *t)
{
	while (*s != '\0') {
		size_t skip, n = clause_len(s, &skip);
		struct clause *grown = vec_room(t->v, &t->room, t->n + 1, sizeof(*grown));

		if (grown == NULL)
			return false;
		t->v = grown;
		if (n > 0)
			t->v[t->n++] = (struct clause){ s, n };
		s += n + skip;
	}
	return true;
}

static bool
same(const struct clause *a, const struct clause *b)
{
	return a->n == b->n && memcmp(a->s, b->s, a->n) == 0;
}

/* ---- between what both begin and end with ---- */

struct middle {
	const struct clause *a, *b;
	size_t n, m;
	uint16_t *longest; /* [i * (m + 1) + j]: of a from i on and b from j on; NULL: too long */
	diff_fn *fn;
	void *arg;
};

static uint16_t
at(const struct middle *x, size_t i, size_t j)
{
	return x->longest[i * (x->m + 1) + j];
}

static bool
measure(struct middle *x)
{
	if (x->n > DIFF_MOST || x->m > DIFF_MOST)
		return true;
	x->longest = calloc((x->n + 1) * (x->m + 1), sizeof(*x->longest));
	if (x->longest == NULL)
		return false;
	for (size_t i = x->n; i-- > 0;)
		for (size_t j = x->m; j-- > 0;) {
			const uint16_t down = at(x, i + 1, j), right = at(x, i, j + 1);

			x->longest[i * (x->m + 1) + j] = same(&x->a[i], &x->b[j])
							     ? (uint16_t)(at(x, i + 1, j + 1) + 1)
							 : down > right ? down
									: right;
		}
	return true;
}

static bool
tell(const struct middle *x, enum diff_kind kind, const struct clause *c)
{
	return x->fn(x->arg, kind, c->s, c->n);
}

static bool
walk(const struct middle *x)
{
	size_t i = 0, j = 0;
	bool go = true;

	while (go && i < x->n && j < x->m && x->longest != NULL)
		if (same(&x->a[i], &x->b[j])) {
			go = tell(x, DIFF_SAME, &x->a[i++]);
			j++;
		} else if (at(x, i + 1, j) >= at(x, i, j + 1)) {
			go = tell(x, DIFF_GONE, &x->a[i++]);
		} else {
			go = tell(x, DIFF_NEW, &x->b[j++]);
		}
	while (go && i < x->n)
		go = tell(x, DIFF_GONE, &x->a[i++]);
	while (go && j < x->m)
		go = tell(x, DIFF_NEW, &x->b[j++]);
	return go;
}

static bool
compare(const struct text *a, const struct text *b, diff_fn *fn, void *arg)
{
	const size_t least = a->n < b->n ? a->n : b->n;
	struct middle x = { .fn = fn, .arg = arg };
	size_t head = 0, tail = 0;
	bool go = true;

	while (head < least && same(&a->v[head], &b->v[head]))
		head++;
	while (tail < least - head && same(&a->v[a->n - 1 - tail], &b->v[b->n - 1 - tail]))
		tail++;
	x.a = a->v + head;
	x.b = b->v + head;
	x.n = a->n - head - tail;
	x.m = b->n - head - tail;
	for (size_t i = 0; i < head && go; i++)
		go = tell(&x, DIFF_SAME, &a->v[i]);
	go = go && measure(&x) && walk(&x);
	free(x.longest);
	for (size_t i = a->n - tail; i < a->n && go; i++)
		go = tell(&x, DIFF_SAME, &a->v[i]);
	return go;
}

bool
diff_clauses(const char *before, const char *after, diff_fn *fn, void *arg)
{
	struct text a = { 0 }, b = { 0 };
	bool ok = split(before, &a) && split(after, &b);

	if (ok && a.n + b.n > 0)
		ok = compare(&a, &b, fn, arg);
	free(a.v);
	free(b.v);
	return ok;
}
