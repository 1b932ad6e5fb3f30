/* Danger words: where the city's own words stand in a text, and the urgency they and the catalogue derive. A word inside a
 * harmless one (油烟很大, 落水管) is none. One that the caller only fears, denies or tells of as past (怕着火, 火灾隐患,
 * 曾发生火灾) still shows its prompt, because asking costs nothing, but sets no urgency: what the rules have set, a
 * call-taker may not lower. */
#include "model/propose.h"

#include <stdint.h>
#include <string.h>

#include "base/utf8.h"
#include "dispatch_p.h"
#include "model/members.h"
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

/* 油烟很大 is no 烟很大: does the word stand inside one of those that the row excepts? */
static bool
is_harmless(const struct danger_row *row, const char *text, size_t len, const struct lexicon_hit *h)
{
	const size_t at = (size_t)h->at, n = (size_t)h->len;
	const char *word = NULL;
	size_t word_len;
	while (members_next(row->except, &word, &word_len))
		for (size_t before = 0; before + n <= word_len && before <= at; before++)
			if (at - before + word_len <= len &&
			    memcmp(text + at - before, word, word_len) == 0)
				return true;
	return false;
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
				if (!is_harmless(&c->dangers[p[k].id], text, len, &found[i]))
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
	/* behind it: a word that was harmless together with what is gone now */
	each_hit_from(c, text, from, at + len + PROPOSE_HARMLESS, note_hit, &found);
	return found;
}

/* ---- urgency ---- */

/* Words in the same clause that take a danger word back, and how many characters may stand between the two. */
#define HEDGE_REACH 8
struct hedge {
	const char *word;
	int reach;
};
static const struct hedge BEFORE[] = {
	/* denied: 没有发生火灾, but not 家里没有人厨房起火 */
	{ "没有", 2 }, { "并未", 2 }, { "没", 2 }, { "未", 2 }, { "不会", 2 }, { "不想", 2 },
	/* feared or supposed: 如果深夜周边发生火灾 */
	{ "怕", 8 }, { "担心", 8 }, { "万一", 8 }, { "一旦", 8 }, { "一但", 8 }, { "如果", 8 },
	{ "假如", 8 }, { "假设", 8 }, { "要是", 8 }, { "倘若", 8 }, { "以免", 8 }, { "避免", 8 },
	{ "防止", 8 }, { "预防", 8 }, { "以防", 8 }, { "谨防", 8 }, { "容易", 8 }, { "极易", 8 },
	{ "可能", 8 }, { "会不会", 8 }, { "早晚", 8 }, { "迟早", 8 },
	/* past, or every now and then: 经常有人被困 */
	{ "曾", 4 }, { "历经", 4 }, { "以前", 4 }, { "去年", 4 }, { "前年", 4 }, { "上次", 4 },
	{ "多次", 4 }, { "经常", 4 }, { "每次", 4 }, { "屡次", 4 }
};
/* Not 怎么办, 谁负责: so speaks also who is in it. */
static const struct hedge BEHIND[] = { { "隐患", 5 }, { "风险", 3 }, { "可能", 2 }, { "案例", 3 },
	{ "不堪设想", 1 }, { "演练", 3 }, { "预案", 3 }, { "报警器", 1 }, { "报警系统", 1 },
	{ "猛于虎", 0 } };

/* A clause ends at punctuation and at anything ASCII but a digit. */
static bool
ends_clause(uint32_t cp)
{
	return (cp < 0x80 && (cp < '0' || cp > '9')) || (cp >= 0x3000 && cp <= 0x3020) ||
	       (cp >= 0xFF00 && cp <= 0xFF20);
}

/* 曾 is also a name: 曾师傅家着火. */
static bool
is_name(const char *text, size_t at, const char *word)
{
	static const char *const CALLED[] = { "先生", "女士", "师傅", "阿姨", "大爷", "大妈",
		"家" };
	const char *next = text + at + strlen(word);
	for (size_t i = 0; strcmp(word, "曾") == 0 && i < sizeof CALLED / sizeof CALLED[0]; i++)
		if (strncmp(next, CALLED[i], strlen(CALLED[i])) == 0)
			return true;
	return false;
}

static bool
is_hedged_before(const char *text, size_t at)
{
	size_t start = at;
	for (int between = 0; start > 0; between++) {
		uint32_t cp = 0;
		size_t prev = utf8_prev(text, start);
		for (size_t i = 0; i < sizeof BEFORE / sizeof BEFORE[0]; i++) {
			size_t len = strlen(BEFORE[i].word);
			if (between <= BEFORE[i].reach && len <= start &&
			    memcmp(text + start - len, BEFORE[i].word, len) == 0 &&
			    !is_name(text, start - len, BEFORE[i].word))
				return true;
		}
		utf8_next(text + prev, start - prev, &cp);
		if (ends_clause(cp) || between > HEDGE_REACH)
			break;
		start = prev;
	}
	return false;
}

/* What has happened is no risk any more: 塌了有风险. */
static bool
is_hedged_behind(const char *s)
{
	if (strncmp(s, "了", strlen("了")) == 0)
		return false;
	for (int between = 0; between <= HEDGE_REACH && *s != '\0'; between++) {
		uint32_t cp = 0;
		size_t n = utf8_next(s, strlen(s), &cp);
		for (size_t i = 0; i < sizeof BEHIND / sizeof BEHIND[0]; i++)
			if (between <= BEHIND[i].reach &&
			    strncmp(s, BEHIND[i].word, strlen(BEHIND[i].word)) == 0)
				return true;
		if (n == 0 || ends_clause(cp))
			break;
		s += n;
	}
	return false;
}

static bool
is_hedged(const char *text, const struct lexicon_hit *h)
{
	return is_hedged_before(text, (size_t)h->at) || is_hedged_behind(text + h->at + h->len);
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
	if (rank_of(row->level) > w->rank && !is_hedged(w->text, h))
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
