/* The words of a city, indexed once for propose*.c: names and synonyms of its leaf categories as they stand, every
 * pair of neighbouring Chinese characters of names, synonyms and examples at less weight (the caller says 灯坏了, the
 * table 路灯坏), the danger words, what may want a second look (proof.c), and the names and aliases of areas and streets. A word's worth falls with the number of categories
 * that have it, so a city's words need no weights of their own. */
#include "propose_p.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "model/propose.h"
#include "proof_p.h"

#define WEIGHT_PAIR    0.55f /* of a name or synonym */
#define WEIGHT_EXAMPLE 0.35f /* of an example: half of its words belong to no category */

/* A level-1 heading competes only in a city that has no level 2. */
static bool
is_leaf(const struct city *c, size_t i)
{
	for (size_t k = 0; k < c->n_categories; k++)
		if (strcmp(c->categories[k].parent, c->categories[i].code) == 0)
			return false;
	return true;
}

static bool
add_pairs(struct lexicon *l, const char *s, uint32_t id, float weight)
{
	const char *prev = NULL;
	for (size_t n; *s != '\0'; s += n) {
		uint32_t cp = 0;
		n = utf8_next(s, strlen(s), &cp);
		if (n == 0 || !utf8_is_han(cp)) {
			prev = NULL;
			n = n ? n : 1;
			continue;
		}
		struct posting p = { .id = id, .tag = WORD_PAIR, .weight = weight };
		if (prev != NULL && !lexicon_add(l, prev, (size_t)(s + n - prev), p))
			return false;
		prev = s;
	}
	return true;
}

static bool
add_whole(struct lexicon *l, const char *s, size_t len, uint32_t id)
{
	float chars = (float)utf8_count_n(s, len);
	struct posting p = { .id = id, .tag = WORD_WHOLE, .weight = chars * sqrtf(chars) };
	return lexicon_add(l, s, len, p);
}

static bool
add_category(struct lexicon *l, const struct category *k, uint32_t id)
{
	bool ok = add_whole(l, k->name, strlen(k->name), id) &&
		  add_pairs(l, k->name, id, WEIGHT_PAIR) &&
		  add_pairs(l, k->synonyms, id, WEIGHT_PAIR) &&
		  add_pairs(l, k->examples, id, WEIGHT_EXAMPLE);
	size_t at = 0, len;
	for (const char *w; ok && (w = city_each(k->synonyms, &at, &len)) != NULL;)
		ok = add_whole(l, w, len, id);
	return ok;
}

static bool
add_list(struct lexicon *l, const char *list, uint32_t id)
{
	struct posting p = { .id = id, .tag = WORD_WHOLE, .weight = 1 };
	bool ok = true;
	size_t at = 0, len;
	for (const char *w; ok && (w = city_each(list, &at, &len)) != NULL;)
		ok = lexicon_add(l, w, len, p);
	return ok;
}

static bool
add_place(struct lexicon *l, const char *name, const char *aliases, uint32_t id)
{
	struct posting p = { .id = id, .tag = WORD_WHOLE, .weight = 1 };
	return lexicon_add(l, name, strlen(name), p) && add_list(l, aliases, id);
}

static bool
build(struct propose_index *x, const struct city *c)
{
	x->words = lexicon_new();
	x->places = lexicon_new();
	x->dangers = lexicon_new();
	x->odd = lexicon_new();
	if (x->words == NULL || x->places == NULL || x->dangers == NULL || x->odd == NULL)
		return false;
	size_t n = c->n_categories < PROPOSE_CATEGORIES ? c->n_categories : PROPOSE_CATEGORIES;
	for (size_t i = 0; i < n && lexicon_terms(x->words) < PROPOSE_TERMS; i++)
		if (is_leaf(c, i) && !add_category(x->words, &c->categories[i], (uint32_t)i))
			return false;
	for (size_t i = 0; i < c->n_areas; i++)
		if (!add_place(x->places, c->areas[i].name, c->areas[i].aliases, (uint32_t)i))
			return false;
	for (size_t i = 0; i < c->n_streets; i++)
		if (!add_place(x->places, c->streets[i].name, c->streets[i].aliases,
			PLACE_STREET | (uint32_t)i))
			return false;
	for (size_t i = 0; i < c->n_dangers && i < PROPOSE_DANGERS; i++)
		if (!add_list(x->dangers, c->dangers[i].words, (uint32_t)i))
			return false;
	for (size_t i = 0; i < c->n_wordings; i++)
		if (proof_has_kind(c->wordings[i].kind) &&
		    !add_list(x->odd, c->wordings[i].words, (uint32_t)i))
			return false;
	for (size_t i = 1; i <= PROPOSE_CATEGORIES; i++)
		x->rarity[i] = i <= n ? logf((float)(n + 1) / (float)i) : 0;
	return lexicon_freeze(x->words) && lexicon_freeze(x->places) &&
	       lexicon_freeze(x->dangers) && lexicon_freeze(x->odd);
}

struct propose_index *
propose_index_build(const struct city *c)
{
	struct propose_index *x = calloc(1, sizeof *x);
	if (x != NULL && !build(x, c)) {
		propose_index_free(x);
		x = NULL;
	}
	return x;
}

void
propose_index_free(struct propose_index *x)
{
	if (x == NULL)
		return;
	lexicon_free(x->words);
	lexicon_free(x->places);
	lexicon_free(x->dangers);
	lexicon_free(x->odd);
	free(x);
}

bool
propose_is_whole(const struct city *c)
{
	return c->index != NULL && c->n_categories <= PROPOSE_CATEGORIES &&
	       c->n_dangers <= PROPOSE_DANGERS && lexicon_terms(c->index->words) <= PROPOSE_TERMS;
}
