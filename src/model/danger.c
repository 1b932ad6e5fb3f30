/* Danger words: where the city's own words stand in a text, and the urgency they and the catalogue derive. A word that
 * the caller only fears or denies (怕着火, 没有人受伤) still shows its prompt, because asking costs nothing, but sets no
 * urgency: what the rules have set, a call-taker may not lower. */
#include "model/propose.h"

#include <string.h>

#include "base/utf8.h"
#include "dispatch_p.h"

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

/* Where ${word} of ${len} bytes first stands in ${text}; -1 nowhere. */
static int
find(const char *text, const char *word, size_t len)
{
	for (const char *p = text; (p = strchr(p, word[0])) != NULL; p++)
		if (strncmp(p, word, len) == 0)
			return (int)(p - text);
	return -1;
}

/* The longest of the row's words that stands earliest. */
static bool
row_hit(const struct danger_row *row, const char *text, struct danger_hit *out)
{
	size_t at = 0, len;
	*out = (struct danger_hit){ .row = row, .at = -1 };
	for (const char *w; (w = city_each(row->words, &at, &len)) != NULL;) {
		int where = find(text, w, len);
		if (where < 0)
			continue;
		if (out->at < 0 || where < out->at || (where == out->at && (int)len > out->len)) {
			out->at = where;
			out->len = (int)len;
		}
	}
	return out->at >= 0;
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
	int n = 0;
	for (size_t i = 0; i < c->n_dangers; i++) {
		struct danger_hit hit;
		if (!row_hit(&c->dangers[i], text, &hit))
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

/* The rank of one row in a text: every place counts, one that is not hedged is enough. */
static int
row_rank(const struct danger_row *row, const char *text)
{
	int rank = rank_of(row->level);
	size_t at = 0, len;
	for (const char *w; rank > 0 && (w = city_each(row->words, &at, &len)) != NULL;)
		for (int from = 0, where; (where = find(text + from, w, len)) >= 0;) {
			if (!is_hedged(text, from + where))
				return rank;
			from += where + (int)len;
		}
	return 0;
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
	for (size_t i = 0; i < c->n_dangers; i++)
		for (int k = 0; k < 3; k++) {
			int r = row_rank(&c->dangers[i], texts[k]);
			rank = r > rank ? r : rank;
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
