/* The set of neighbouring characters of a text, as numbers.
 *
 * Invariants: the set depends on the folded characters only, never on where a run stands; it is sorted and has no number
 * twice; nothing is allocated. Not here: what a shared number is worth (model/similar.h). */
#include "text/grams.h"

#include <stdbool.h>
#include <string.h>

#include "base/utf8.h"
#include "text/fold.h"
#include "text/tokens.h"

struct set {
	uint16_t *v;
	size_t n, max;
};

uint32_t
grams_mix(uint32_t hash, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		hash = (hash ^ (unsigned char)s[i]) * 16777619u;
	return hash;
}

static uint32_t
mix_cp(uint32_t hash, uint32_t cp)
{
	char bytes[4];

	return grams_mix(hash, bytes, utf8_put(bytes, cp));
}

/* In its place; of a full set the largest gives way. */
static void
add(struct set *set, uint32_t hash)
{
	const uint16_t g = (uint16_t)(hash ^ hash >> 16);
	size_t lo = 0, hi = set->n, room;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;

		if (set->v[mid] < g)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (lo == set->max || (lo < set->n && set->v[lo] == g))
		return;
	room = set->n < set->max ? set->n++ : set->n - 1;
	memmove(set->v + lo + 1, set->v + lo, (room - lo) * sizeof(*set->v));
	set->v[lo] = g;
}

size_t
grams_of(const char *s, size_t n, uint16_t *out, size_t max)
{
	struct set set = { out, 0, max };
	enum token_class before = TOKEN_NONE;
	uint32_t prev = 0, run = GRAMS_SEED;

	for (size_t at = 0; at < n;) {
		uint32_t cp;
		size_t step = utf8_next(s + at, n - at, &cp);
		enum token_class class;

		cp = step > 0 ? fold_cp(cp) : ' ';
		at += step > 0 ? step : 1;
		if (cp == 0)
			continue;
		class = token_class(cp);
		if (before == TOKEN_ALNUM && class != TOKEN_ALNUM)
			add(&set, run);
		if (class == TOKEN_HAN && before == TOKEN_HAN)
			add(&set, mix_cp(mix_cp(GRAMS_SEED, prev), cp));
		if (class == TOKEN_ALNUM)
			run = mix_cp(before == TOKEN_ALNUM ? run : GRAMS_SEED, cp);
		prev = cp;
		before = class;
	}
	if (before == TOKEN_ALNUM)
		add(&set, run);
	return set.n;
}
