/* The matcher's front: labels, ranking, contiguous matches and queries of several words.
 *
 * A contiguous match is looked for from every unit that can begin with the query's first letter. The state is the set
 * of query positions reached so far (one bit each), so that no label and no query can make it slow: units x letters
 * at most, where a recursive matcher is exponential. Not done here: the steps over one unit and the search with gaps
 * (match_step.c), compiling the query (match_query.c). */
#include "text/match.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "match_p.h"
#include "text/fold.h"

static bool
is_alnum(uint32_t cp)
{
	return (cp >= '0' && cp <= '9') || (cp >= 'a' && cp <= 'z') || (cp >= 0xC0 && cp < 0x250);
}

unsigned
match_class(uint32_t cp)
{
	if (is_alnum(cp))
		return 1;
	if (utf8_is_han(cp))
		return 2;
	return cp >= 0x250 && !(cp >= 0x2000 && cp < 0x2C00) && !(cp >= 0x3000 && cp < 0x3040) ? 3
											       : 0;
}

/* Fill in a unit's readings; returns its bits for label->has. */
static uint64_t
unit_readings(struct match_unit *u, uint32_t cp)
{
	uint64_t has = match_bit(u->cp);
	uint32_t slot = pinyin_slot(cp);

	u->slot = slot & 0xFFF;
	for (size_t i = 0; i < pinyin_slot_count(u->slot); i++)
		for (const char *r = pinyin_slot_reading(u->slot, i); *r; r++)
			has |= match_bit((unsigned char)*r);
	return has;
}

bool
match_label_init(struct match_label *l, const char *text)
{
	size_t n = text ? strlen(text) : 0, len;
	unsigned before = 0;

	*l = (struct match_label){ 0 };
	l->unit = n < MATCH_LABEL_BYTES ? calloc(utf8_count(text) + 1, sizeof *l->unit) : NULL;
	if (!l->unit)
		return false;
	memset(l->beside, 0xFF, sizeof l->beside);
	for (size_t at = 0; at < n; at += len) {
		uint32_t cp, folded;
		len = utf8_next(text + at, n - at, &cp);
		if (len == 0) { /* a bad byte is as good as a space */
			cp = ' ';
			len = 1;
		}
		folded = fold_cp(cp);
		if (folded == 0)
			continue;
		struct match_unit *u = &l->unit[l->n++];
		unsigned class = match_class(folded);
		u->cp = folded & 0x1FFFFF;
		u->at = at & (MATCH_LABEL_BYTES - 1);
		u->skip = match_skipped(folded);
		u->stop = folded < 0x80 && strchr(".,;:!?", (int)folded) != NULL;
		u->word = class != 0 && class != before;
		before = class;
		l->has |= unit_readings(u, cp);
		l->begins |= pinyin_slot_first[u->slot] | match_letter(folded);
	}
	l->unit[l->n].at = n & (MATCH_LABEL_BYTES - 1);
	return true;
}

/* ${next} may be typed right behind ${last}. */
static void
settle_next(struct match_label *l, uint32_t last, const struct match_unit *next)
{
	if (next == NULL)
		return;
	match_beside(l->beside, last, next->cp);
	for (size_t i = 0; i < pinyin_slot_count(next->slot); i++)
		match_beside(l->beside, last, (unsigned char)pinyin_slot_reading(next->slot, i)[0]);
}

/* Letters inside the readings of a unit, and those by which it may be left for the next. */
static void
settle_unit(struct match_label *l, const struct match_unit *u, const struct match_unit *next)
{
	for (size_t i = 0; i < pinyin_slot_count(u->slot); i++) {
		const char *r = pinyin_slot_reading(u->slot, i);

		for (size_t k = 1; r[k]; k++)
			match_beside(l->beside, (unsigned char)r[k - 1], (unsigned char)r[k]);
		settle_next(l, (unsigned char)r[0], next);
		if (r[1] == 'h')
			settle_next(l, 'h', next);
		settle_next(l, (unsigned char)r[strlen(r) - 1], next);
	}
	settle_next(l, u->cp, next);
}

void
match_label_settle(struct match_label *l)
{
	const struct match_unit *before = NULL;

	memset(l->beside, 0, sizeof l->beside);
	for (size_t i = 0; i < l->n; i++) {
		if (l->unit[i].skip)
			continue;
		if (l->unit[i].cp >= 0x80)
			match_beside(l->beside, l->unit[i].cp, 0);
		if (before)
			settle_unit(l, before, &l->unit[i]);
		before = &l->unit[i];
	}
	if (before)
		settle_unit(l, before, NULL);
}

void
match_label_free(struct match_label *l)
{
	free(l->unit);
	*l = (struct match_label){ 0 };
}

enum match_tier
match_tier_of(int score)
{
	return score < MATCH_STEP ? MATCH_NONE : (enum match_tier)(score / MATCH_STEP);
}

/* True when no unit of [from, to) counts. */
static bool
only_skipped(const struct match_label *l, size_t from, size_t to)
{
	while (from < to && l->unit[from].skip)
		from++;
	return from >= to;
}

static bool
word_ends(const struct match_label *l, size_t at)
{
	return at >= l->n || l->unit[at].word || match_class(l->unit[at].cp) == 0;
}

static int
rate(const struct match_label *l, const struct match_way *w)
{
	size_t from = w->from[0], to = w->to[w->chunks - 1];
	int tier = MATCH_INSIDE, score;
	bool whole = word_ends(l, to);

	if (w->chunks > 1)
		tier = MATCH_SCATTERED;
	else if (only_skipped(l, 0, from))
		tier = only_skipped(l, to, l->n) ? MATCH_EXACT : MATCH_PREFIX;
	else if (l->unit[from].word)
		tier = MATCH_WORD;
	else if (whole)
		tier = MATCH_ENDING;
	score = tier * MATCH_STEP + 4000 * w->gain / (3 * w->units);
	if (whole)
		score += 1500;
	score += l->n < 100 ? 10 * (100 - (int)l->n) : 0;
	score += from < 50 ? 10 * (50 - (int)from) : 0;
	return score;
}

/* Contiguous from unit ${start}; keeps the best in *best and returns its score. */
static int
from_unit(const struct match_label *l, const struct match_span *s, size_t start, int best_score,
    struct match_way *best)
{
	int gain[2][MATCH_QUERY_CHARS + 1], units = 0;
	uint64_t live = (uint64_t)1 << s->lo, next;
	int now = 0;

	gain[0][s->lo] = 0;
	for (size_t i = start; live && i < l->n; i++) {
		if (l->unit[i].skip)
			continue;
		units++;
		next = 0;
		for (uint64_t set = live; set; set &= set - 1) {
			size_t j = (size_t)__builtin_ctzll(set);
			struct match_step step[MATCH_STEPS];
			size_t n = match_steps(&l->unit[i], s, j, step);
			for (size_t k = 0; k < n; k++) {
				int g = gain[now][j] + step[k].gain;
				uint64_t bit = (uint64_t)1 << step[k].to;
				if (!(next & bit) || gain[!now][step[k].to] < g)
					gain[!now][step[k].to] = g;
				next |= bit;
			}
		}
		now = !now;
		if (next >> s->hi & 1) {
			struct match_way w = { gain[now][s->hi], units, 1, { (uint32_t)start },
				{ (uint32_t)i + 1 } };
			int score = rate(l, &w);
			if (score > best_score) {
				best_score = score;
				*best = w;
			}
			next &= ~((uint64_t)1 << s->hi);
		}
		live = next;
	}
	return best_score;
}

/* The first unit from ${i} on that may begin with ${cp}; l->n none. Every unit of every name that is looked at comes here. */
static size_t
beginning(const struct match_label *l, size_t i, uint32_t cp)
{
	const struct match_unit *u = l->unit + i, *end = l->unit + l->n;
	uint32_t letter = match_letter(cp);

	while (u < end && (u->cp == cp ? u->skip : (pinyin_slot_first[u->slot] & letter) == 0))
		u++;
	return (size_t)(u - l->unit);
}

static int
contiguous(const struct match_label *l, const struct match_span *s, struct match_way *best)
{
	uint32_t first = s->q->cp[s->lo];
	int score = 0;

	for (size_t i = beginning(l, 0, first); i < l->n; i = beginning(l, i + 1, first))
		score = from_unit(l, s, i, score, best);
	return score;
}

static void
add_ranges(const struct match_label *l, const struct match_way *w, struct match_hit *hit)
{
	for (int i = 0; i < w->chunks && hit->n < MATCH_RANGES; i++) {
		size_t at = l->unit[w->from[i]].at;
		hit->range[hit->n++] = (struct match_range){ at, l->unit[w->to[i]].at - at };
	}
}

static int
by_place(const void *a, const void *b)
{
	const struct match_range *x = a, *y = b;

	return x->at < y->at ? -1 : x->at > y->at;
}

/* Sort, and make one of ranges that touch or overlap (two words of a query may find the same place). */
static void
merge_ranges(struct match_hit *hit)
{
	size_t n = 0;

	qsort(hit->range, hit->n, sizeof hit->range[0], by_place);
	for (size_t i = 0; i < hit->n; i++) {
		struct match_range r = hit->range[i], *last = n ? &hit->range[n - 1] : NULL;
		if (last && r.at <= last->at + last->len) {
			size_t end = r.at + r.len;
			if (end > last->at + last->len)
				last->len = end - last->at;
		} else {
			hit->range[n++] = r;
		}
	}
	hit->n = n;
}

/* Each word on its own, contiguous. The score is their mean, and never that of a name typed from its beginning. */
static int
all_terms(const struct match_query *q, const struct match_label *l, struct match_hit *hit)
{
	int sum = 0;

	for (size_t t = 0; t < q->terms; t++) {
		struct match_span s = { q, q->term[t], q->term[t + 1] };
		struct match_way way = { 0 };
		int score = contiguous(l, &s, &way);
		if (score == 0)
			return 0;
		sum += score;
		add_ranges(l, &way, hit);
	}
	sum /= q->terms;
	return sum < MATCH_PREFIX * MATCH_STEP ? sum : MATCH_PREFIX * MATCH_STEP - 1;
}

/* Can all that is typed side by side stand so in the label? */
static bool
may_stand(const struct match_query *q, const struct match_label *l)
{
	for (size_t i = 0; i < MATCH_BESIDE; i++)
		if ((q->beside[i] & ~l->beside[i]) != 0)
			return false;
	return true;
}

/* All its characters are there, somewhere. */
static void
look_closer(const struct match_query *q, const struct match_label *l, struct match_hit *hit)
{
	struct match_way way = { 0 };
	struct match_span all = { q, 0, q->n };
	bool stands = may_stand(q, l);

	hit->score = stands ? contiguous(l, &all, &way) : 0;
	if (hit->score > 0)
		add_ranges(l, &way, hit);
	else if (q->terms > 1)
		hit->score = stands ? all_terms(q, l, hit) : 0;
	else if (!q->whole && match_scattered(l, &all, &way)) {
		hit->score = rate(l, &way);
		add_ranges(l, &way, hit);
	}
	if (hit->score == 0)
		hit->n = 0;
	if (hit->n > 1)
		merge_ranges(hit);
}

bool
match_may(const struct match_query *q, const struct match_label *l)
{
	return q->n > 0 && !q->too_long && (q->needs & ~l->has) == 0 &&
	       (q->begins & ~l->begins) == 0 && (may_stand(q, l) || (!q->whole && q->terms < 2));
}

int
match_find(const struct match_query *q, const struct match_label *l, struct match_hit *hit)
{
	struct match_hit own;

	if (hit == NULL)
		hit = &own;
	hit->score = !q->too_long && q->n == 0;
	hit->n = 0;
	if (match_may(q, l))
		look_closer(q, l, hit);
	return hit->score;
}
