/* Which category a caller's words fit. Scores come from the city's own names, synonyms and examples
 * (propose_index.c): each word found counts for every category that has it, by its length and its rarity, the second and
 * third time half and a quarter, then no more: a long letter repeats what matters, but never wins by it. Runs on
 * each key, so it allocates nothing and looks at each character a bounded number of times. */
#include "model/propose.h"

#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "dispatch_p.h"
#include "propose_p.h"

#define SCORE_MIN 3.0f /* less is one or two common pairs: no reason to offer anything */
#define HITS_MAX  256  /* words kept for the reason; later ones still count */
#define REASONS   3

/* What history can add. A word of the city's own is worth about 13 where only one category has it, a pair a third of that:
 * history decides where the city's words are silent or say two things at once, and never outweighs a word of its own. Measured
 * with the sample city's examples kept from both: 128 of 136 right with and without weights from its words alone; 91 of 96
 * instead of 89 once 40 tickets were learned from; with history first 126. */
#define LEARNED_MOST 10.0f
#define GUESSES      8

struct search {
	const struct city *city;
	const char *text;
	size_t len;
	float score[PROPOSE_CATEGORIES];
	uint32_t times[PROPOSE_TERMS / 16]; /* two bits a word */
	struct lexicon_hit hit[HITS_MAX];
	int n_hits;
	struct classify_guess guess[GUESSES];
	int n_guesses;
};

static void
count(struct search *s, const struct lexicon_hit *h)
{
	static const float WORTH[] = { 1, 0.5f, 0.25f };
	const struct propose_index *x = s->city->index;
	if (h->term >= PROPOSE_TERMS)
		return;
	uint32_t *cell = &s->times[h->term / 16], shift = h->term % 16 * 2,
		 times = *cell >> shift & 3;
	if (times == sizeof WORTH / sizeof WORTH[0])
		return;
	*cell += 1u << shift;
	float worth = WORTH[times];
	if (times == 0 && s->n_hits < HITS_MAX)
		s->hit[s->n_hits++] = *h;
	uint32_t n;
	const struct posting *p = lexicon_postings(x->words, h->term, &n);
	for (uint32_t i = 0; i < n; i++)
		s->score[p[i].id] += p[i].weight * x->rarity[n] * worth;
}

static void
scan(struct search *s)
{
	struct lexicon_hit hits[LEXICON_MAX_CHARS];
	for (size_t at = 0; at < s->len; at++) {
		if (utf8_is_inner(s->text[at]))
			continue;
		int n =
		    lexicon_at(s->city->index->words, s->text, s->len, at, hits, LEXICON_MAX_CHARS);
		for (int i = 0; i < n; i++)
			count(s, &hits[i]);
	}
}

/* What closed tickets with such words became. */
static void
recall(struct search *s, const struct classifier *learned)
{
	const struct city *c = s->city;

	s->n_guesses = learned != NULL ? classify_text(learned, s->text, s->guess, GUESSES) : 0;
	for (int i = 0; i < s->n_guesses; i++) {
		const struct category *k = city_category(c, s->guess[i].code);
		size_t id = k != NULL ? (size_t)(k - c->categories) : PROPOSE_CATEGORIES;

		if (id < PROPOSE_CATEGORIES) /* one that the city has no more is passed over */
			s->score[id] += LEARNED_MOST * s->guess[i].share;
	}
}

/* A word that speaks for one category. */
struct reason {
	const struct lexicon_hit *hit;
	float weight;
	bool whole; /* a name or synonym, not a pair of characters */
};

static int
reasons_of(const struct search *s, uint32_t id, struct reason *out)
{
	int n = 0;
	for (int i = 0; i < s->n_hits; i++) {
		uint32_t n_postings;
		const struct posting *p =
		    lexicon_postings(s->city->index->words, s->hit[i].term, &n_postings);
		for (uint32_t k = 0; k < n_postings; k++)
			if (p[k].id == id) {
				float weight = p[k].weight * s->city->index->rarity[n_postings];
				out[n++] =
				    (struct reason){ &s->hit[i], weight, p[k].tag == WORD_WHOLE };
			}
	}
	return n;
}

static bool
is_free(const struct reason *r, struct reason *const *taken, int n)
{
	for (int i = 0; i < n; i++)
		if (r->hit->at < taken[i]->hit->at + taken[i]->hit->len &&
		    taken[i]->hit->at < r->hit->at + r->hit->len)
			return false;
	return true;
}

/* The weightiest that touches none of those taken; NULL when there is none. */
static struct reason *
pick(struct reason *all, int n, bool whole, struct reason *const *taken, int n_taken)
{
	struct reason *best = NULL;
	for (int i = 0; i < n; i++)
		if (all[i].whole == whole && (best == NULL || all[i].weight > best->weight) &&
		    is_free(&all[i], taken, n_taken))
			best = &all[i];
	return best;
}

/* The best words of a category, in the order of the text, none inside another; pairs only when no word was whole. */
static void
explain(const struct search *s, uint32_t id, char *out, size_t size)
{
	struct reason all[HITS_MAX], *taken[REASONS];
	int n = reasons_of(s, id, all), n_taken = 0;
	for (int whole = 1; whole >= 0 && n_taken == 0; whole--)
		while (n_taken < REASONS) {
			struct reason *r = pick(all, n, whole, taken, n_taken);
			if (r == NULL)
				break;
			int at = n_taken++;
			for (; at > 0 && taken[at - 1]->hit->at > r->hit->at; at--)
				taken[at] = taken[at - 1];
			taken[at] = r;
		}
	size_t len = 0;
	for (int i = 0; i < n_taken; i++) {
		size_t word = (size_t)taken[i]->hit->len;
		if (len + word + 2 > size)
			break;
		if (len > 0)
			out[len++] = ' ';
		memcpy(out + len, s->text + taken[i]->hit->at, word);
		len += word;
	}
	out[len] = '\0';
}

/* The city's words for it; where there are none, those that history goes by. */
static void
give_reason(const struct search *s, uint32_t id, struct proposal *p)
{
	explain(s, id, p->reason, sizeof p->reason);
	for (int i = 0; p->reason[0] == '\0' && i < s->n_guesses; i++)
		if (strcmp(s->guess[i].code, s->city->categories[id].code) == 0) {
			str_copy(p->reason, sizeof p->reason, s->guess[i].reason);
			p->learned = true;
		}
}

static void
complete(const struct search *s, const char *area, struct proposal *p, uint32_t id)
{
	const struct city *c = s->city;
	const struct dispatch_rule *rules[DISPATCH_FIT_MAX];
	struct dispatch_ask ask = { .category = c->categories[id].code,
		.area = area != NULL ? area : "",
		.subject_kind = "",
		.text = { s->text } };
	int n = dispatch_fit(c, &ask, rules, DISPATCH_FIT_MAX);
	const struct unit *u = n > 0 ? dispatch_lead(c, rules[0], ask.area) : NULL;
	p->category = &c->categories[id];
	p->rule = n > 0 ? rules[0] : NULL;
	str_copy(p->unit, sizeof p->unit, u != NULL ? u->code : "");
	give_reason(s, id, p);
}

int
propose_categories(const struct city *c, const struct classifier *learned, const char *text,
    const char *area, struct proposal *out, int max)
{
	struct search s;
	uint32_t top[16] = { 0 };
	int n = 0;
	if (c->index == NULL || max <= 0)
		return 0;
	if (max > 16)
		max = 16;
	s.city = c;
	s.text = text;
	s.len = strlen(text);
	s.n_hits = 0;
	memset(s.score, 0, sizeof s.score);
	memset(s.times, 0, sizeof s.times);
	scan(&s);
	recall(&s, learned);
	size_t n_categories =
	    c->n_categories < PROPOSE_CATEGORIES ? c->n_categories : PROPOSE_CATEGORIES;
	for (uint32_t i = 0; i < n_categories; i++) {
		if (s.score[i] < SCORE_MIN)
			continue;
		int at = n < max ? n++ : max;
		if (at == max) {
			if (s.score[i] <= s.score[top[max - 1]])
				continue;
			at = max - 1;
		}
		for (; at > 0 && s.score[i] > s.score[top[at - 1]]; at--)
			top[at] = top[at - 1];
		top[at] = i;
	}
	const char *type = n > 0 ? propose_type(text) : "";
	float sum = 0;
	for (int i = 0; i < n; i++)
		sum += s.score[top[i]] * s.score[top[i]];
	for (int i = 0; i < n; i++) {
		out[i] = (struct proposal){ 0 };
		out[i].percent = (int)(s.score[top[i]] * s.score[top[i]] * 100 / sum + 0.5f);
		str_copy(out[i].type, sizeof out[i].type, type);
		complete(&s, area, &out[i], top[i]);
	}
	return n;
}
