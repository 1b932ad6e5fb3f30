/* The bytes are a query, a NUL and a label. Ranges stay inside the label, in order, and on character borders as far
 * as the label has any; folding keeps its promises on the same bytes. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "text/fold.h"
#include "text/match.h"

int LLVMFuzzerTestOneInput(const uint8_t *d, size_t n);

static void
check_fold(const char *s, size_t n)
{
	char *once = malloc(n + 1), *twice = malloc(n + 1);
	size_t *from = malloc((n + 1) * sizeof *from);

	if (!once || !twice || !from)
		abort();
	size_t len = fold_into(s, n, once, from);
	if (len > n || from[len] != n)
		abort();
	for (size_t i = 0; i < len; i++)
		if (from[i] > from[i + 1] || from[i] >= n)
			abort();
	if (fold_into(once, len, twice, NULL) != len || memcmp(once, twice, len + 1) != 0)
		abort();
	free(once);
	free(twice);
	free(from);
}

static void
check_match(const char *query, const char *label)
{
	struct match_label l;
	struct match_query q;
	struct match_hit hit;
	size_t end = 0;
	int score;

	if (!match_label_init(&l, label))
		abort();
	match_query_init(&q, query);
	q.whole = true;
	score = match_find(&q, &l, NULL);
	match_label_settle(&l); /* finds the same */
	if (match_find(&q, &l, NULL) != score)
		abort();
	q.whole = false;
	if (match_find(&q, &l, &hit) != match_find(&q, &l, NULL) || (hit.score > 1) != (hit.n > 0))
		abort();
	for (size_t i = 0; i < hit.n; i++) {
		if (hit.range[i].len == 0 || (i > 0 && hit.range[i].at <= end))
			abort();
		end = hit.range[i].at + hit.range[i].len;
		if (end > strlen(label))
			abort();
	}
	match_label_free(&l);
}

int
LLVMFuzzerTestOneInput(const uint8_t *d, size_t n)
{
	char *s = malloc(n + 1);

	if (!s)
		abort();
	memcpy(s, d, n);
	s[n] = '\0';
	check_fold(s, n);
	size_t len = strlen(s);
	check_match(s, len < n ? s + len + 1 : s);
	free(s);
	return 0;
}
