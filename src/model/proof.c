/* proof.c: what is odd in what was typed at intake: the city's words (wording.tsv), and all findings put in the order of the
 * text. A judgement or a promise between quotation marks is what the caller said; a promise that is wished for, or made
 * by others, is the matter itself. Streets are proof_place.c's, times proof_time.c's, numbers proof_phone.c's. */
#include "model/proof.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "proof_p.h"
#include "propose_p.h"
#include "wording_p.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static const struct {
	const char *label, *kind; /* kind: of wording.tsv, NULL none */
} KINDS[] = {
	[PROOF_PLACE] = { "地名", NULL },
	[PROOF_TYPO] = { "错字", "typo" },
	[PROOF_JUDGES] = { "主观", "judges" },
	[PROOF_PROMISES] = { "承诺", "promises" },
	[PROOF_TIMES] = { "时间", NULL },
	[PROOF_PHONE] = { "电话", NULL },
};

const char *
proof_label(enum proof_kind k)
{
	return KINDS[k].label;
}

struct proof *
proof_put(struct proof_list *l, enum proof_kind kind, size_t at, size_t len)
{
	int i = l->n;

	while (i > 0 && l->p[i - 1].at > at)
		i--;
	if (i == l->max || (i > 0 && l->p[i - 1].at + l->p[i - 1].len > at) ||
	    (i < l->n && at + len > l->p[i].at))
		return NULL;
	if (l->n < l->max)
		l->n++;
	memmove(&l->p[i + 1], &l->p[i], sizeof(l->p[0]) * (size_t)(l->n - 1 - i));
	l->p[i] = (struct proof){ .kind = kind, .at = at, .len = len };
	return &l->p[i];
}

/* ---- whose words they are ---- */

/* Where the clause begins that holds byte ${at}. */
static size_t
clause_start(const char *text, size_t at)
{
	static const char *const ends[] = { "，", "。", "；", "！", "？", "、" };

	while (at > 0) {
		size_t prev = utf8_prev(text, at);

		if (text[prev] == ',' || text[prev] == ';' || text[prev] == '\n')
			return at;
		for (size_t i = 0; i < COUNT(ends); i++)
			if (strncmp(text + prev, ends[i], strlen(ends[i])) == 0)
				return at;
		at = prev;
	}
	return 0;
}

static bool
has_one(const char *text, size_t from, size_t to, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const char *at = strstr(text + from, words[i]);

		if (at != NULL && (size_t)(at - text) < to)
			return true;
	}
	return false;
}

static size_t
times_of(const char *text, size_t to, const char *mark)
{
	size_t n = 0;

	for (const char *at = text; (at = strstr(at, mark)) != NULL && (size_t)(at - text) < to;
	     at += strlen(mark))
		n++;
	return n;
}

static bool
is_quoted(const char *text, size_t at)
{
	return times_of(text, at, "“") > times_of(text, at, "”") ||
	       times_of(text, at, "\"") % 2 == 1;
}

/* 希望一定解决 is asked for, 物业说一定解决 is told of others. */
static bool
is_not_ours(const char *text, size_t at)
{
	static const char *const words[] = { "希望", "要求", "请", "望", "盼", "恳求", "建议",
		"能否", "能不能", "是否", "可否", "务必", "必须", "相信", "只要", "如果", "若",
		"怎么", "如何", "为了", "物业", "公司", "商家", "开发商", "老板", "店", "客服",
		"销售", "中介", "单位", "部门", "政府", "领导", "社区", "村", "局", "他", "她",
		"对方", "说", "称", "答复", "学校", "医院", "银行", "工作人员", "师傅", "当时",
		"之前", "以前", "多次", "曾", "一直", "总是" };

	return has_one(text, clause_start(text, at), at, words, COUNT(words));
}

static bool
counts(enum proof_kind k, const char *text, size_t at)
{
	if (k == PROOF_TYPO)
		return true;
	if (wording_is_denied(text, text + at) || is_quoted(text, at))
		return false;
	return k != PROOF_PROMISES || !is_not_ours(text, at);
}

/* ---- the city's words ---- */

static void
add_word(struct proof_list *l, const struct wording_row *r, enum proof_kind k, const char *text,
    size_t at, size_t len)
{
	struct proof *p = proof_put(l, k, at, len);

	if (p == NULL)
		return;
	if (k == PROOF_TYPO) {
		(void)str_copy(p->instead, sizeof(p->instead), r->instead);
		(void)snprintf(
		    p->say, sizeof(p->say), "“%.*s”应为“%s”", (int)len, text + at, r->instead);
	} else {
		(void)snprintf(
		    p->say, sizeof(p->say), "“%.*s”: %s", (int)len, text + at, r->instead);
	}
}

/* The kind of a row, PROOF_TIMES of one that is none of ours. */
static enum proof_kind
kind_of(const char *kind)
{
	size_t k = 0;

	while (k < PROOF_TIMES && (KINDS[k].kind == NULL || strcmp(KINDS[k].kind, kind) != 0))
		k++;
	return (enum proof_kind)k;
}

bool
proof_has_kind(const char *kind)
{
	return kind_of(kind) != PROOF_TIMES;
}

/* A word of the index stands at ${h}: of the first row that means it. */
static bool
check_hit(const struct city *c, const char *text, const struct lexicon_hit *h, struct proof_list *l)
{
	const size_t at = (size_t)h->at;
	uint32_t n = 0;
	const struct posting *p = lexicon_postings(c->index->odd, h->term, &n);

	for (uint32_t i = 0; i < n; i++) {
		const struct wording_row *r = &c->wordings[p[i].id];
		const enum proof_kind k = kind_of(r->kind);

		if (wording_is_other(text, text + at, r->except) || !counts(k, text, at))
			continue;
		add_word(l, r, k, text, at, (size_t)h->len);
		return true;
	}
	return false;
}

static void
check_words(const struct city *c, const char *text, struct proof_list *l)
{
	struct lexicon_hit hits[LEXICON_MAX_CHARS];
	const size_t len = strlen(text);

	for (size_t at = 0; at < len; at++) {
		int n = 0;

		if (((unsigned char)text[at] & 0xC0) == 0x80)
			continue;
		n = lexicon_at(c->index->odd, text, len, at, hits, LEXICON_MAX_CHARS);
		while (n > 0 && !check_hit(c, text, &hits[n - 1], l)) /* the longest */
			n--;
	}
}

int
proof_text(const struct city *c, const char *text, int64_t now, struct proof *out, int max)
{
	struct proof_list l = { .p = out, .max = max };

	if (c != NULL && c->index != NULL) {
		check_words(c, text, &l);
		proof_places(c, text, &l);
	}
	proof_times(text, now, &l);
	return l.n;
}
