/* Danger words: where the city's own words stand in a text, and the urgency they and the catalogue derive. A word that
 * the caller only fears or denies (怕着火, 没有人受伤) still shows its prompt, because asking costs nothing, but sets no
 * urgency: what the rules have set, a call-taker may not lower. */
#include "model/propose.h"

#include <stdint.h>
#include <string.h>

#include "base/utf8.h"
#include "dispatch_p.h"
#include "propose_p.h"

static const struct {
	const char *level;
	int rank;
} LEVELS[] = { { "critical", 2 }, { "urgent", 1 } };

static int
rank_of(const char *level)
{
	for (size_t i = 0; i < sizeof LEVELS / sizeof LEVELS[0]; i++)
		if (strcmp(LEVELS[i].level, level) == 0)
			return LEVELS[i].rank;
	return 0;
}

/* Called for each danger word of a text, in its order. */
typedef void hit_fn(void *arg, const struct danger_row *row, size_t i, const struct lexicon_hit *h);

static void
each_hit_from(
    const struct city *c, const char *text, size_t from, size_t to, hit_fn *hit, void *arg)
{
	struct lexicon_hit found[LEXICON_MAX_CHARS];
	size_t len = strlen(text);
	if (c->index == NULL)
		return;
	for (size_t at = from; at < to && at < len; at++) {
		if (utf8_is_inner(text[at]))
			continue;
		int n = lexicon_at(c->index->dangers, text, len, at, found, LEXICON_MAX_CHARS);
		for (int i = 0; i < n; i++) {
			uint32_t rows;
			const struct posting *p =
			    lexicon_postings(c->index->dangers, found[i].term, &rows);
			for (uint32_t k = 0; k < rows; k++)
				hit(arg, &c->dangers[p[k].id], p[k].id, &found[i]);
		}
	}
}

static void
each_hit(const struct city *c, const char *text, hit_fn *hit, void *arg)
{
	each_hit_from(c, text, 0, SIZE_MAX, hit, arg);
}

/* The first place of each row, with its longest word there. */
static void
keep_first(void *arg, const struct danger_row *row, size_t i, const struct lexicon_hit *h)
{
	struct danger_hit *first = (struct danger_hit *)arg + i;
	if (first->row == NULL || (first->at == h->at && first->len < h->len))
		*first = (struct danger_hit){ row, h->at, h->len };
}

/* Most dangerous first, then in the order of the text. */
static bool
comes_before(const struct danger_hit *a, const struct danger_hit *b)
{
	int x = rank_of(a->row->level), y = rank_of(b->row->level);
	return x != y ? x > y : a->at < b->at;
}

int
propose_dangers(const struct city *c, const char *text, struct danger_hit *out, int max)
{
	struct danger_hit first[PROPOSE_DANGERS] = { 0 };
	int n = 0;
	each_hit(c, text, keep_first, first);
	for (size_t i = 0; i < c->n_dangers && i < PROPOSE_DANGERS; i++) {
		struct danger_hit hit = first[i];
		if (hit.row == NULL)
			continue;
		int at = n < max ? n++ : max;
		if (at == max) {
			if (max == 0 || !comes_before(&hit, &out[max - 1]))
				continue;
			at = max - 1;
		}
		for (; at > 0 && comes_before(&hit, &out[at - 1]); at--)
			out[at] = out[at - 1];
		out[at] = hit;
	}
	return n;
}

static void
note_hit(void *arg, const struct danger_row *row, size_t i, const struct lexicon_hit *h)
{
	(void)row, (void)i, (void)h;
	*(bool *)arg = true;
}

bool
propose_danger_near(const struct city *c, const char *text, size_t at, size_t len)
{
	size_t from = at;
	bool found = false;
	for (int i = 1; i < LEXICON_MAX_CHARS && from > 0; i++)
		from = utf8_prev(text, from);
	each_hit_from(c, text, from, at + len, note_hit, &found);
	return found;
}

/* ---- urgency ---- */

/* Words before a danger word, in the same clause, that take it back. */
static const char *const HEDGES[] = { "没有", "并未", "没", "未", "不会", "不想", "怕", "担心",
	"万一", "一旦", "如果", "以免", "避免", "防止", "预防", "容易", "可能", "会不会", "早晚" };

#define HEDGE_CHARS 6 /* how far before the word a hedge may stand: 担心哪天再着火 */

static bool
is_hedged(const char *text, int at)
{
	size_t start = (size_t)at;
	for (int i = 0; i < HEDGE_CHARS && start > 0; i++) {
		size_t prev = utf8_prev(text, start);
		uint32_t cp = 0;
		utf8_next(text + prev, start - prev, &cp);
		if (cp < 0x80 || (cp >= 0x3000 && cp <= 0x3020) || (cp >= 0xFF00 && cp <= 0xFF20))
			break; /* a clause ends at punctuation and at anything ASCII */
		start = prev;
	}
	for (size_t i = 0; i < sizeof HEDGES / sizeof HEDGES[0]; i++) {
		size_t len = strlen(HEDGES[i]);
		for (size_t p = start; p + len <= (size_t)at; p++)
			if (memcmp(text + p, HEDGES[i], len) == 0)
				return true;
	}
	return false;
}

struct worst {
	const char *text;
	int rank;
};

/* Every place counts, one that is not hedged is enough. */
static void
keep_worst(void *arg, const struct danger_row *row, size_t i, const struct lexicon_hit *h)
{
	struct worst *w = arg;
	(void)i;
	if (rank_of(row->level) > w->rank && !is_hedged(w->text, h->at))
		w->rank = rank_of(row->level);
}

/* A question, a suggestion or thanks about gas is not urgent because gas is. */
static bool
is_trouble(const char *type)
{
	return strcmp(type, "consult") != 0 && strcmp(type, "suggest") != 0 &&
	       strcmp(type, "praise") != 0;
}

const char *
propose_urgency(const struct city *c, const struct fields *f)
{
	const char *texts[] = { fields_get(f, TF_CONTENT), fields_get(f, TF_TITLE),
		fields_get(f, TF_DEMAND) };
	int rank = 0;
	for (int i = 0; i < 3; i++) {
		struct worst w = { .text = texts[i] };
		each_hit(c, texts[i], keep_worst, &w);
		rank = w.rank > rank ? w.rank : rank;
	}
	const struct category *k = city_category(c, fields_get(f, TF_CATEGORY));
	if (k != NULL && is_trouble(fields_get(f, TF_TYPE))) {
		const struct dispatch_rule *rule = NULL;
		struct dispatch_ask ask = { .category = k->code,
			.area = fields_get(f, TF_AREA),
			.subject_kind = fields_get(f, TF_SUBJECT_KIND),
			.text = { texts[0], texts[1], texts[2], fields_get(f, TF_SUBJECT) } };
		int r = rank_of(k->urgency);
		if (dispatch_fit(c, &ask, &rule, 1) > 0 && rank_of(rule->urgency) > r)
			r = rank_of(rule->urgency);
		rank = r > rank ? r : rank;
	}
	return rank == 2 ? "critical" : rank == 1 ? "urgent" : "normal";
}
