/* Finds many words in a text in one pass: a hash table over whole words, tried for each length at each character, with
 * a bit set of their beginnings that turns away most positions at once. Built once, then read only; looking allocates
 * nothing. Knows nothing of categories or places: ids and weights are the caller's. */
#include "lexicon_p.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

#define PREFIX_BITS 65536u /* of the filter: 8 KB, a tenth full with a few thousand words */

struct term {
	const char *word;
	uint32_t hash;
	uint16_t len, chars;
	uint32_t first, n; /* its postings, after freeze */
};

struct pair {
	uint32_t term;
	struct posting p;
};

struct lexicon {
	struct term *terms;
	uint32_t n_terms, cap_terms;
	struct pair *pairs;
	uint32_t n_pairs, cap_pairs;
	struct posting *postings;
	uint32_t *slots; /* term + 1, 0 empty */
	uint32_t n_slots;
	int longest;  /* characters */
	bool singles; /* some word is one character */
	uint32_t filter[PREFIX_BITS / 32];
};

static unsigned char
fold(char c)
{
	return (unsigned char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

static uint32_t
mix(uint32_t hash, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		hash = (hash ^ fold(s[i])) * 16777619u;
	return hash;
}

static bool
same(const char *a, const char *b, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (fold(a[i]) != fold(b[i]))
			return false;
	return true;
}

/* Bytes of the character at ${s}; a bad byte is a character of its own. The common three bytes go without a call. */
static size_t
step(const char *s, size_t n)
{
	const unsigned char *u = (const unsigned char *)s;
	uint32_t cp;
	if (u[0] < 0x80)
		return 1;
	if ((u[0] & 0xF0) == 0xE0 && n >= 3 && (u[1] & 0xC0) == 0x80 && (u[2] & 0xC0) == 0x80)
		return 3;
	size_t k = utf8_next(s, n, &cp);
	return k ? k : 1;
}

struct lexicon *
lexicon_new(void)
{
	return calloc(1, sizeof(struct lexicon));
}

void
lexicon_free(struct lexicon *l)
{
	if (l == NULL)
		return;
	free(l->terms);
	free(l->pairs);
	free(l->postings);
	free(l->slots);
	free(l);
}

static bool
grow_slots(struct lexicon *l)
{
	uint32_t n = l->n_slots ? l->n_slots * 2 : 1024;
	uint32_t *slots = calloc(n, sizeof *slots);
	if (slots == NULL)
		return false;
	for (uint32_t t = 0; t < l->n_terms; t++) {
		uint32_t i = l->terms[t].hash & (n - 1);
		while (slots[i] != 0)
			i = (i + 1) & (n - 1);
		slots[i] = t + 1;
	}
	free(l->slots);
	l->slots = slots;
	l->n_slots = n;
	return true;
}

static const struct term *
look(const struct lexicon *l, uint32_t hash, const char *word, size_t len)
{
	if (l->n_slots == 0)
		return NULL;
	for (uint32_t i = hash & (l->n_slots - 1); l->slots[i] != 0;
	     i = (i + 1) & (l->n_slots - 1)) {
		const struct term *t = &l->terms[l->slots[i] - 1];
		if (t->hash == hash && t->len == len && same(t->word, word, len))
			return t;
	}
	return NULL;
}

/* The array ${p} of ${n} elements with room for one more; NULL without memory, ${p} is then still good. */
static void *
room(void *p, uint32_t n, uint32_t *cap, size_t size)
{
	if (n < *cap)
		return p;
	uint32_t more = *cap ? *cap * 2 : 512;
	void *bigger = realloc(p, more * size);
	if (bigger != NULL)
		*cap = more;
	return bigger;
}

/* A bit for every beginning of a word, so that a scan stops at the first character that continues none. */
static void
mark_prefixes(struct lexicon *l, const char *word, size_t len)
{
	uint32_t hash = 2166136261u;
	for (size_t n = 0, k; n < len; n += k) {
		k = step(word + n, len - n);
		hash = mix(hash, word + n, k);
		l->filter[hash % PREFIX_BITS / 32] |= 1u << (hash % 32);
	}
}

/* The term of a word, made if new; UINT32_MAX without memory. */
static uint32_t
intern(struct lexicon *l, const char *word, size_t len, int chars)
{
	uint32_t hash = mix(2166136261u, word, len);
	const struct term *t = look(l, hash, word, len);
	if (t != NULL)
		return (uint32_t)(t - l->terms);
	struct term *terms = room(l->terms, l->n_terms, &l->cap_terms, sizeof *terms);
	if (terms == NULL)
		return UINT32_MAX;
	l->terms = terms;
	if (l->n_terms * 2 >= l->n_slots && !grow_slots(l))
		return UINT32_MAX;
	l->terms[l->n_terms] = (struct term){
		.word = word, .hash = hash, .len = (uint16_t)len, .chars = (uint16_t)chars
	};
	uint32_t i = hash & (l->n_slots - 1);
	while (l->slots[i] != 0)
		i = (i + 1) & (l->n_slots - 1);
	l->slots[i] = ++l->n_terms;
	mark_prefixes(l, word, len);
	l->singles = l->singles || chars == 1;
	if (chars > l->longest)
		l->longest = chars;
	return l->n_terms - 1;
}

bool
lexicon_add(struct lexicon *l, const char *word, size_t len, struct posting p)
{
	int chars = 0;
	for (size_t n = 0; n < len; chars++)
		n += step(word + n, len - n);
	if (chars == 0 || chars > LEXICON_MAX_CHARS)
		return true;
	uint32_t term = intern(l, word, len, chars);
	if (term == UINT32_MAX)
		return false;
	struct pair *pairs = room(l->pairs, l->n_pairs, &l->cap_pairs, sizeof *pairs);
	if (pairs == NULL)
		return false;
	l->pairs = pairs;
	l->pairs[l->n_pairs++] = (struct pair){ term, p };
	return true;
}

static int
pair_order(const void *a, const void *b)
{
	const struct pair *x = a, *y = b;
	if (x->term != y->term)
		return x->term < y->term ? -1 : 1;
	if (x->p.id != y->p.id)
		return x->p.id < y->p.id ? -1 : 1;
	return (x->p.weight < y->p.weight) - (x->p.weight > y->p.weight);
}

bool
lexicon_freeze(struct lexicon *l)
{
	if (l->n_pairs == 0)
		return true;
	l->postings = malloc(l->n_pairs * sizeof *l->postings);
	if (l->postings == NULL)
		return false;
	qsort(l->pairs, l->n_pairs, sizeof *l->pairs, pair_order);
	uint32_t n = 0;
	for (uint32_t i = 0; i < l->n_pairs; i++) {
		const struct pair *p = &l->pairs[i];
		if (i > 0 && p[-1].term == p->term && p[-1].p.id == p->p.id)
			continue;
		struct term *t = &l->terms[p->term];
		if (t->n++ == 0)
			t->first = n;
		l->postings[n++] = p->p;
	}
	free(l->pairs);
	l->pairs = NULL;
	l->n_pairs = l->cap_pairs = 0;
	return true;
}

uint32_t
lexicon_terms(const struct lexicon *l)
{
	return l->n_terms;
}

const struct posting *
lexicon_postings(const struct lexicon *l, uint32_t term, uint32_t *n)
{
	*n = l->terms[term].n;
	return l->postings + l->terms[term].first;
}

int
lexicon_at(const struct lexicon *l, const char *text, size_t len, size_t at,
    struct lexicon_hit *out, int max)
{
	uint32_t hash = 2166136261u;
	int found = 0;
	size_t n = 0;
	for (int chars = 1; chars <= l->longest && at + n < len && found < max; chars++) {
		size_t k = step(text + at + n, len - at - n);
		hash = mix(hash, text + at + n, k);
		n += k;
		if ((l->filter[hash % PREFIX_BITS / 32] >> (hash % 32) & 1u) == 0)
			break;
		if (chars == 1 && !l->singles)
			continue;
		const struct term *t = look(l, hash, text + at, n);
		if (t != NULL)
			out[found++] = (struct lexicon_hit){ .at = (int)at,
				.len = (int)n,
				.chars = chars,
				.term = (uint32_t)(t - l->terms) };
	}
	return found;
}
