/* Which category a caller's words fit, and which type. Scores come from the city's own names, synonyms and examples
 * (propose_index.c): each word found counts once for every category that has it, by its length and its rarity. Runs on
 * each key, so it allocates nothing and looks at each character a bounded number of times. */
#include "model/propose.h"

#include <string.h>

#include "base/str.h"
#include "dispatch_p.h"
#include "propose_p.h"

#define SCORE_MIN 3.0f /* less is one or two common pairs: no reason to offer anything */
#define HITS_MAX  256  /* words kept for the reason; later ones still count */
#define REASONS   3

struct search {
	const struct city *city;
	const char *text;
	size_t len;
	float score[PROPOSE_CATEGORIES];
	uint32_t seen[PROPOSE_TERMS / 32];
	struct lexicon_hit hit[HITS_MAX];
	int n_hits;
};

static void
count(struct search *s, const struct lexicon_hit *h)
{
	const struct propose_index *x = s->city->index;
	if (h->term >= PROPOSE_TERMS)
		return;
	uint32_t *word = &s->seen[h->term / 32], bit = 1u << (h->term % 32);
	if (*word & bit)
		return;
	*word |= bit;
	if (s->n_hits < HITS_MAX)
		s->hit[s->n_hits++] = *h;
	uint32_t n;
	const struct posting *p = lexicon_postings(x->words, h->term, &n);
	for (uint32_t i = 0; i < n; i++)
		s->score[p[i].id] += p[i].weight * x->rarity[n];
}

static void
scan(struct search *s)
{
	struct lexicon_hit hits[LEXICON_MAX_CHARS];
	for (size_t at = 0; at < s->len; at++) {
		if (((unsigned char)s->text[at] & 0xC0) == 0x80)
			continue;
		int n =
		    lexicon_at(s->city->index->words, s->text, s->len, at, hits, LEXICON_MAX_CHARS);
		for (int i = 0; i < n; i++)
			count(s, &hits[i]);
	}
}

/* The weight of a hit for a category; *whole tells a word from a pair of characters. */
static float
weight_for(const struct search *s, const struct lexicon_hit *h, uint32_t id, bool *whole)
{
	uint32_t n;
	const struct posting *p = lexicon_postings(s->city->index->words, h->term, &n);
	for (uint32_t i = 0; i < n; i++)
		if (p[i].id == id) {
			*whole = p[i].tag == WORD_WHOLE;
			return p[i].weight * s->city->index->rarity[n];
		}
	return 0;
}

static bool
touches(const struct lexicon_hit *a, const struct lexicon_hit *b)
{
	return a->at < b->at + b->len && b->at < a->at + a->len;
}

/* The best words of a category, in the order of the text, none inside another; whole words before pairs. */
static void
explain(const struct search *s, uint32_t id, char *out, size_t size)
{
	struct lexicon_hit best[REASONS];
	int n = 0;
	for (int round = 0; round < 2 && (round == 0 || n == 0); round++)
		while (n < REASONS) {
			float top = 0;
			const struct lexicon_hit *pick = NULL;
			for (int i = 0; i < s->n_hits; i++) {
				bool whole = false, taken = false;
				float w = weight_for(s, &s->hit[i], id, &whole);
				for (int k = 0; k < n; k++)
					taken = taken || touches(&best[k], &s->hit[i]);
				if (w > top && !taken && whole == (round == 0)) {
					top = w;
					pick = &s->hit[i];
				}
			}
			if (pick == NULL)
				break;
			best[n++] = *pick;
		}
	char *to = out;
	for (size_t at = 0; n > 0; n--) {
		int first = 0;
		for (int k = 1; k < n; k++)
			if (best[k].at < best[first].at)
				first = k;
		if (at + (size_t)best[first].len + 2 > size)
			break;
		if (at > 0)
			to[at++] = ' ';
		memcpy(to + at, s->text + best[first].at, (size_t)best[first].len);
		at += (size_t)best[first].len;
		to[at] = '\0';
		best[first] = best[n - 1];
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
	str_copy(p->type, sizeof p->type, propose_type(s->text));
	explain(s, id, p->reason, sizeof p->reason);
}

int
propose_categories(
    const struct city *c, const char *text, const char *area, struct proposal *out, int max)
{
	struct search s;
	uint32_t top[16];
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
	memset(s.seen, 0, sizeof s.seen);
	scan(&s);
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
	float sum = 0;
	for (int i = 0; i < n; i++)
		sum += s.score[top[i]] * s.score[top[i]];
	for (int i = 0; i < n; i++) {
		out[i] = (struct proposal){ 0 };
		out[i].percent = (int)(s.score[top[i]] * s.score[top[i]] * 100 / sum + 0.5f);
		complete(&s, area, &out[i], top[i]);
	}
	return n;
}

/* ---- type ---- */

/* A phrase and how surely it means its type; a type's phrases add up. 投诉 outweighs the 请问 it opens with. */
static const struct {
	const char *type, *words;
	int weight;
} PHRASES[] = {
	{ "praise", "表扬,感谢,点赞,锦旗,好人好事,拾金不昧,表示谢意", 6 },
	{ "report",
	    "举报,检举,揭发,违法,无证经营,无证,偷排,直排,非法,违规经营,贪污,受贿,私自搭建,私搭乱建,"
	    "违建,假冒,制假,假货,"
	    "堵住消防,消防通道被",
	    5 },
	{ "complaint",
	    "投诉,态度恶劣,态度差,态度不好,服务态度,乱收费,推诿,踢皮球,不作为,乱作为,敷衍,欺骗,"
	    "霸王条款,拒不退款,不给退,"
	    "不退,强制消费,骂人,刁难,扰民,无法休息,没法休息,没法睡,拒载,甩站,不打表,绕路,占道,"
	    "没人清运,拖欠,欠薪,未发工资,"
	    "没发工资,不发工资,工钱,辞退,未付,失联,跑路,停满",
	    4 },
	{ "suggest",
	    "建议,提议,能否增设,能不能增设,希望增设,希望增加,意见建议,献计,应该增加,延长一点", 4 },
	{ "consult",
	    "咨询,请问,询问,怎么办理,如何办理,怎样办理,怎么申请,如何申请,在哪办,在哪里办,去哪办,"
	    "去哪里办,需要什么材料,"
	    "要带什么,什么手续,什么条件,什么政策,政策是什么,是否可以,能不能办,想问,问问,想了解,"
	    "问一下,什么时候能,几点上班,"
	    "多少钱补贴,怎么查,标准是多少,怎么报销,能报销吗,怎么交,要什么材料,什么材料",
	    4 },
};

const char *
propose_type(const char *text)
{
	const char *best = "help";
	int top = 0;
	for (size_t i = 0; i < sizeof PHRASES / sizeof PHRASES[0]; i++) {
		int score = 0;
		size_t at = 0, len;
		for (const char *w; (w = city_each(PHRASES[i].words, &at, &len)) != NULL;) {
			char word[64];
			memcpy(word, w, len < sizeof word ? len : 0);
			word[len < sizeof word ? len : 0] = '\0';
			if (strstr(text, word) != NULL)
				score += PHRASES[i].weight;
		}
		if (score > top) {
			top = score;
			best = PHRASES[i].type;
		}
	}
	return best;
}
