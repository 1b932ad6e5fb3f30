/* Which class a text looks like. A text is its characters and pairs of neighbours, made alike by text/fold.h and hashed; each
 * has a weight for each class. Runs at a pause in typing: allocates nothing, and looks at each pair twice and once more for
 * each class it answers with. Where the weights come from is server/learn; how a file is read and written, classify_file.c. */
#include "classify_p.h"

#include <math.h>
#include <string.h>

#include "base/utf8.h"
#include "text/fold.h"

/* ---- what stands in a text ---- */

#define SINGLES \
	8192 /* buckets of single characters: pairs, of which there are many more, do not fall on them */
#define OPENING_CHARS 30
#define OPENING_TIMES 3

/* 0 for what is no part of a word; numbers are none. */
static uint32_t
letter(uint32_t cp)
{
	cp = fold_cp(cp);
	return utf8_is_han(cp) || (cp >= 'a' && cp <= 'z') || cp > 0x3000 ? cp : 0;
}

static uint16_t
bucket_of(uint32_t a, uint32_t b)
{
	uint64_t h = ((uint64_t)a << 32 | b) * UINT64_C(0x9E3779B97F4A7C15);

	h ^= h >> 29;
	h *= UINT64_C(0xBF58476D1CE4E5B9);
	h >>= 48;
	return (uint16_t)(a == 0 ? h % SINGLES
				 : SINGLES + h * (CLASSIFY_BUCKETS - SINGLES) / CLASSIFY_BUCKETS);
}

/* What stands in a text: a character or two neighbours. */
struct gram {
	uint16_t bucket;
	uint32_t at, len; /* bytes of the text */
	uint32_t nth;     /* letter of the text, from 0 */
	bool is_pair;     /* follows the character it ends with */
};
struct gram_walk {
	const char *s;
	size_t len, at;
	uint32_t nth;
	uint32_t prev; /* the folded character before, 0 none */
	size_t prev_at;
	struct gram pair;
	bool has_pair;
};

static bool
gram_next(struct gram_walk *w, struct gram *out)
{
	if (w->has_pair) {
		*out = w->pair;
		w->has_pair = false;
		return true;
	}
	while (w->at < w->len) {
		uint32_t cp = 0, c;
		size_t at = w->at, n = utf8_next(w->s + at, w->len - at, &cp);

		w->at += n > 0 ? n : 1;
		c = n > 0 ? letter(cp) : 0;
		if (c == 0) {
			w->prev = 0;
			continue;
		}
		*out = (struct gram){ bucket_of(0, c), (uint32_t)at, (uint32_t)n, w->nth, false };
		w->has_pair = w->prev != 0;
		w->pair = (struct gram){ bucket_of(w->prev, c), (uint32_t)w->prev_at,
			(uint32_t)(at + n - w->prev_at), w->nth, true };
		w->nth++;
		w->prev = c;
		w->prev_at = at;
		return true;
	}
	return false;
}

struct seen {
	uint64_t bit[CLASSIFY_BUCKETS / 64];
};

static bool
is_first(struct seen *s, uint16_t bucket)
{
	uint64_t *cell = &s->bit[bucket / 64], bit = UINT64_C(1) << bucket % 64;

	if ((*cell & bit) != 0)
		return false;
	*cell |= bit;
	return true;
}

size_t
classify_features(const char *text, const uint8_t *worth, struct classify_feature *out)
{
	struct gram_walk w = { .s = text, .len = strlen(text) };
	uint8_t times[CLASSIFY_BUCKETS] = { 0 };
	struct gram g;
	float sum = 0;
	size_t n = 0;

	while (n < CLASSIFY_FEATURES && gram_next(&w, &g)) {
		uint8_t *t = &times[g.bucket];

		if (*t == 0)
			out[n++].bucket = g.bucket;
		if (*t < UINT8_MAX - OPENING_TIMES)
			*t = (uint8_t)(*t + (g.nth < OPENING_CHARS ? OPENING_TIMES : 1));
	}
	for (size_t i = 0; i < n; i++) {
		uint16_t b = out[i].bucket;

		out[i].value = (1 + logf(times[b])) * (worth != NULL ? (float)worth[b] : 1);
		sum += out[i].value * out[i].value;
	}
	for (size_t i = 0; i < n && sum > 0; i++)
		out[i].value /= sqrtf(sum);
	return n;
}

/* ---- weights ---- */

struct entries {
	uint32_t from, to;
};

static struct entries
entries_of(const struct classifier *c, uint16_t bucket)
{
	return (struct entries){ le32(c->starts + 4 * (size_t)bucket),
		le32(c->starts + 4 * (size_t)bucket + 4) };
}

static uint32_t
class_of(const struct classifier *c, uint32_t entry)
{
	return (uint32_t)(c->which[2 * (size_t)entry] | c->which[2 * (size_t)entry + 1] << 8);
}

static float
class_float(const struct classifier *c, uint32_t i, int which)
{
	uint32_t bits = le32(
	    c->classes + (size_t)i * CLASSIFY_CLASS_SIZE + CLASSIFY_CODE_SIZE + 4 * (size_t)which);
	float v;

	memcpy(&v, &bits, sizeof(v));
	return v;
}

/* What a bucket speaks for class ${i}, in whole numbers: of one class they compare. */
static int
weight_for(const struct classifier *c, uint16_t bucket, uint32_t i)
{
	struct entries at = entries_of(c, bucket);

	for (uint32_t k = at.from; k < at.to; k++)
		if (class_of(c, k) == i)
			return (int8_t)c->weights[k];
	return 0;
}

/* ---- why ---- */

#define REASONS    3
#define WORD_CHARS 4 /* a word is at most as long */
#define WORD_BYTES (4 * WORD_CHARS)
#define CANDIDATES 64

struct word {
	uint32_t at, len;
	int weight;
};

/* Among the best ${n} so far, by weight. */
static int
keep(struct word *best, int n, const struct word *x)
{
	int at = n < CANDIDATES ? n++ : CANDIDATES;

	if (at == CANDIDATES && x->weight <= best[CANDIDATES - 1].weight)
		return n;
	if (at == CANDIDATES)
		at--;
	for (; at > 0 && x->weight > best[at - 1].weight; at--)
		best[at] = best[at - 1];
	best[at] = *x;
	return n;
}

/* Pairs that overlap are one word: 路灯, 灯不, 不亮. */
static bool
join(struct word *a, const struct word *b)
{
	uint32_t from = a->at < b->at ? a->at : b->at;
	uint32_t to = a->at + a->len > b->at + b->len ? a->at + a->len : b->at + b->len;

	if (a->at > b->at + b->len || b->at > a->at + a->len || to - from > WORD_BYTES)
		return false;
	a->at = from;
	a->len = to - from;
	return true;
}

static void
put_words(const char *text, struct word *w, int n, char *out, size_t size)
{
	size_t len = 0;

	for (int i = 1; i < n; i++) /* in the order of the text */
		for (int k = i; k > 0 && w[k - 1].at > w[k].at; k--) {
			struct word x = w[k];
			w[k] = w[k - 1];
			w[k - 1] = x;
		}
	for (int i = 0; i < n && len + w[i].len + 2 <= size; i++) {
		if (len > 0)
			out[len++] = ' ';
		memcpy(out + len, text + w[i].at, w[i].len);
		len += w[i].len;
	}
	out[len] = '\0';
}

static void
explain(const struct classifier *c, const char *text, uint32_t class, char *out, size_t size)
{
	struct gram_walk w = { .s = text, .len = strlen(text) };
	struct word best[CANDIDATES], said[REASONS];
	struct seen seen = { 0 };
	struct gram g;
	int n = 0, n_said = 0, single = 0, before = 0;

	while (gram_next(&w, &g)) {
		int v = weight_for(c, g.bucket, class) * c->worth[g.bucket];
		struct word x = { g.at, g.len, v };

		if (!g.is_pair) { /* comes before the pair that it ends */
			before = single;
			single = v;
			continue;
		}
		x.weight += (single + before) / 2;
		if (v > 0 && x.weight > 0 && is_first(&seen, g.bucket)) /* not 的暖 for 暖's sake */
			n = keep(best, n, &x);
	}
	for (int i = 0; i < n; i++) {
		int k = 0;
		while (k < n_said && !join(&said[k], &best[i]))
			k++;
		if (k == n_said && n_said < REASONS && best[i].weight * 3 >= best[0].weight)
			said[n_said++] = best[i];
	}
	put_words(text, said, n_said, out, size);
}

/* ---- the answer ---- */

/* A score for each class; false when nothing of the text is known. */
static bool
score(const struct classifier *c, const char *text, float *out)
{
	struct classify_feature f[CLASSIFY_FEATURES];
	size_t n = classify_features(text, c->worth, f);
	bool known = false;

	memset(out, 0, c->n_classes * sizeof(out[0]));
	for (size_t i = 0; i < n; i++) {
		struct entries at = entries_of(c, f[i].bucket);

		known = known || at.from < at.to;
		for (uint32_t k = at.from; k < at.to; k++)
			out[class_of(c, k)] += (float)(int8_t)c->weights[k] * f[i].value;
	}
	for (uint32_t i = 0; i < c->n_classes; i++)
		out[i] = out[i] * class_float(c, i, 0) + class_float(c, i, 1);
	return known;
}

int
classify_text(const struct classifier *c, const char *text, struct classify_guess *out, int max)
{
	float s[CLASSIFY_CLASSES], sum = 0;
	uint32_t top[16];
	int n = 0;

	if (max > 16)
		max = 16;
	if (max <= 0 || !score(c, text, s))
		return 0;
	for (uint32_t i = 0; i < c->n_classes; i++) {
		int at = n < max ? n++ : max;

		if (at == max && s[i] <= s[top[max - 1]])
			continue;
		if (at == max)
			at--;
		for (; at > 0 && s[i] > s[top[at - 1]]; at--)
			top[at] = top[at - 1];
		top[at] = i;
	}
	for (uint32_t i = 0; i < c->n_classes; i++)
		sum += expf((s[i] - s[top[0]]) * c->sharpness);
	for (int i = 0; i < n; i++) {
		out[i].code = classify_code(c, top[i]);
		out[i].share = expf((s[top[i]] - s[top[0]]) * c->sharpness) / sum;
		explain(c, text, top[i], out[i].reason, sizeof(out[i].reason));
	}
	return n;
}
