/* Compiling a query, and the bits that queries and labels are compared by before anything is searched. */
#include <string.h>

#include "base/utf8.h"
#include "match_p.h"
#include "text/fold.h"

/* u and v are one letter: ü is typed either way. Other characters share the bits that letters and digits leave. */
uint64_t
match_bit(uint32_t cp)
{
	if (cp >= 'a' && cp <= 'z')
		return (uint64_t)1 << (cp == 'v' ? 'u' - 'a' : cp - 'a');
	if (cp >= '0' && cp <= '9')
		return (uint64_t)1 << (26 + cp - '0');
	return match_skipped(cp) ? 0 : (uint64_t)1 << (36 + cp * 2654435761u / 8 % 28);
}

void
match_beside(uint64_t bits[MATCH_BESIDE], uint32_t a, uint32_t b)
{
	uint32_t both = (a == 'v' ? 'u' : a) * 31 + (b == 'v' ? 'u' : b);
	uint32_t bit = (both * 2654435761u >> 24) & 255;

	bits[bit / 64] |= (uint64_t)1 << bit % 64;
}
_Static_assert(MATCH_BESIDE == 4, "eight bits of the hash");

bool
match_skipped(uint32_t cp)
{
	return cp == 0xB7 || (cp > 0 && cp < 0x80 && strchr(" -_/\\()[]<>'\"", (int)cp) != NULL);
}

static void
end_term(struct match_query *q)
{
	if (q->n > q->term[q->terms] && q->terms + 1 < MATCH_TERMS)
		q->term[++q->terms] = q->n;
}

/* Takes one folded character: a space ends a word, what labels step over is left out and marks a border. */
static void
take(struct match_query *q, uint32_t cp, bool *border)
{
	if (match_skipped(cp)) {
		*border = true;
		if (cp == ' ')
			end_term(q);
		return;
	}
	if (q->n == MATCH_QUERY_CHARS) {
		q->too_long = true;
		return;
	}
	if (cp == 0xFC)
		cp = 'v';
	if (*border)
		q->border |= (uint64_t)1 << q->n;
	*border = false;
	q->needs |= match_bit(cp);
	q->cp[q->n++] = cp;
}

static void
note_beside(struct match_query *q)
{
	for (size_t t = 0; t < q->terms; t++)
		for (size_t j = q->term[t]; j < q->term[t + 1]; j++) {
			if (j > q->term[t])
				match_beside(q->beside, q->cp[j - 1], q->cp[j]);
			if (q->cp[j] >= 0x80)
				match_beside(q->beside, q->cp[j], 0);
		}
}

void
match_query_init(struct match_query *q, const char *text)
{
	size_t n = text ? strlen(text) : 0, len;
	bool border = true;

	memset(q, 0, sizeof *q);
	for (size_t at = 0; at < n && !q->too_long; at += len) {
		uint32_t cp;
		len = utf8_next(text + at, n - at, &cp);
		cp = len ? fold_cp(cp) : ' ';
		len = len ? len : 1;
		if (cp)
			take(q, cp, &border);
	}
	if (q->n > q->term[q->terms])
		q->term[++q->terms] = q->n;
	q->begins = q->n > 0 ? match_letter(q->cp[0]) : 0;
	note_beside(q);
}

bool
match_query_empty(const struct match_query *q)
{
	return q->n == 0 && !q->too_long;
}
