/* What nobody can hear: a word that the answer wants, a number or a place on the reference ticket, that the caller never says.
 * Who takes the call could only guess it, and would be marked down for not guessing.
 *
 * Words are compared as an ear does: numbers by what they are worth (七十八号 is 78号, 三百 is 300), times by the clock
 * (昨晚10点 is 22:00; 10点 alone may be either), 号 of a day as 日. Not here: whether the ticket holds the words
 * (scenario_check.c). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "model/drill.h"
#include "numeral_p.h"
#include "scenario_p.h"
#include "when_p.h"

/* ---- text as it is heard ---- */

enum bit_kind { BIT_CHAR, BIT_NUMBER, BIT_CLOCK };
struct bit {
	enum bit_kind kind;
	bool halves;   /* of a clock: morning or afternoon was not said */
	bool exact;    /* of a number: written in digits, or worth two of them */
	int64_t value; /* the bytes of a character; a number; minutes of the day */
};
struct heard {
	struct bit *bit;
	size_t n;
};

static int64_t
digits(const char *s, size_t n)
{
	int64_t v = 0;

	for (size_t i = 0; i < n && i < 18; i++)
		v = v * 10 + (s[i] - '0');
	return v;
}

#define SCALED_MOST \
	9999999 /* of what is said in front of 千 and 万: behind a telephone number they are other words */

/* 三千六, 两万三, 十二: bytes; 0 none. Digits may be many (a telephone); of Chinese numerals 万 is the most. */
static size_t
number_at(const char *s, int64_t *value, bool *exact)
{
	static const struct {
		const char *word;
		int worth;
	} scales[] = { { "千", 1000 }, { "万", 10000 } };
	size_t n = strspn(s, "0123456789");
	int v = 0;

	*exact = n > 0;
	*value = digits(s, n);
	if (n == 0) {
		n = numeral_read(s, &v);
		*value = v;
	}
	for (size_t i = 0; n > 0 && i < 2; i++) {
		size_t more = 0;

		if (*value > SCALED_MOST || !str_starts(s + n, scales[i].word))
			continue;
		n += strlen(scales[i].word);
		*value *= scales[i].worth;
		more = numeral_read(s + n, &v);
		if (more == strlen("三") && v > 0 && v < 10) /* 三千六, but 三千零六 */
			v *= scales[i].worth / 10;
		*value += v;
		n += more;
	}
	*exact = *exact || *value >= 10;
	return n;
}

/* 昨晚10点 from 晚 on, 22:30; bytes, 0 none. */
static size_t
clock_at(const char *s, struct bit *out)
{
	struct when w = { .hour = -1 };
	const char *at = s;
	int first = 0;
	const bool said = numeral_read(s, &first) == 0; /* a part of the day stands before it */

	if (!when_clock(&at, &w) || w.hour < 0)
		return 0;
	*out = (struct bit){ .kind = BIT_CLOCK,
		.exact = true,
		.halves = !said && w.hour <= 12,
		.value = w.hour % 24 * 60 + w.minute };
	return (size_t)(at - s);
}

static size_t
bit_at(const char *s, size_t left, struct bit *out)
{
	size_t n = clock_at(s, out);
	uint32_t cp = 0;

	if (n > 0)
		return n;
	*out = (struct bit){ .kind = BIT_NUMBER };
	n = number_at(s, &out->value, &out->exact);
	if (n > 0)
		return n;
	n = utf8_next(s, left, &cp);
	*out = (struct bit){ .kind = BIT_CHAR, .value = (int64_t)cp };
	return n > 0 ? n : 1;
}

/* Adds ${text}; a gap behind it, so that nothing is heard across two of them. */
static bool
hear(struct heard *h, const char *text)
{
	char *folded = scenario_fold(text);
	const size_t len = folded != NULL ? strlen(folded) : 0;
	struct bit *grown = realloc(h->bit, (h->n + len + 1) * sizeof(*grown));

	if (grown != NULL)
		h->bit = grown;
	if (grown == NULL || folded == NULL) {
		free(folded);
		return false;
	}
	for (size_t at = 0; at < len; h->n++) {
		const struct bit *before = at > 0 ? &h->bit[h->n - 1] : NULL;

		at += bit_at(folded + at, len - at, &h->bit[h->n]);
		if (h->bit[h->n].value == 0x53f7 && before != NULL && before->kind == BIT_NUMBER &&
		    h->bit[h->n].kind == BIT_CHAR)
			h->bit[h->n].value = 0x65e5; /* 号 as 日 */
	}
	h->bit[h->n++] = (struct bit){ .kind = BIT_CHAR };
	free(folded);
	return true;
}

static bool
same(const struct bit *a, const struct bit *b)
{
	const int64_t half = INT64_C(12) * 60;

	if (a->kind != b->kind)
		return false;
	if (a->kind == BIT_NUMBER && a->value != b->value) /* 2018年 is 一八年 */
		return (a->value >= 2000 && a->value < 2100 && a->value % 100 == b->value) ||
		       (b->value >= 2000 && b->value < 2100 && b->value % 100 == a->value);
	return a->value == b->value || (a->kind == BIT_CLOCK && (a->halves || b->halves) &&
					   a->value % half == b->value % half);
}

static bool
stands_at(const struct heard *h, size_t at, const struct bit *want, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (at + i >= h->n || !same(&h->bit[at + i], &want[i]))
			return false;
	return true;
}

static bool
stands(const struct heard *h, const struct bit *want, size_t n)
{
	for (size_t at = 0; at + n <= h->n; at++)
		if (stands_at(h, at, want, n))
			return true;
	return false;
}

/* Of a time it is the clock that counts: 昨晚10点 is what 昨天夜里十点 says. */
static bool
is_heard(const struct heard *h, const struct heard *word)
{
	const size_t n = word->n - 1; /* without its gap */
	bool clocks = false;

	if (n == 0 || stands(h, word->bit, n))
		return true;
	for (size_t i = 0; i < n; i++) {
		if (word->bit[i].kind == BIT_CLOCK && !stands(h, &word->bit[i], 1))
			return false;
		clocks = clocks || word->bit[i].kind == BIT_CLOCK;
	}
	return clocks;
}

/* ---- what the caller says ---- */

/* F4 shows what he told earlier. */
static bool
see(struct heard *h, const struct drill_ticket *t)
{
	static const enum ticket_field shown[] = { TF_TITLE, TF_ADDRESS, TF_EVENT_TIME, TF_SUBJECT,
		TF_CONTENT, TF_DEMAND, TF_NAME, TF_CALLED };
	bool ok = hear(h, t->last6);

	for (size_t i = 0; ok && i < sizeof(shown) / sizeof(shown[0]); i++)
		ok = hear(h, fields_get(&t->f, shown[i]));
	return ok;
}

/* Asked and restated to as he should be: what he says at first and takes back is not it. */
static bool
hear_all(const struct scenario *s, struct heard *h)
{
	const struct scenario_persona *p = &s->persona;
	bool ok = hear(h, s->opening) && hear(h, s->second.text) && hear(h, p->phone);

	for (int i = 0; ok && i < s->n_utterances; i++)
		ok = hear(h, s->utterance[i].text);
	for (int i = 0; ok && i < s->n_facts; i++)
		ok = hear(h, s->fact[i].says);
	for (int i = 0; ok && i < p->n_dialect; i++) /* whoever looks it up knows what is meant */
		ok = hear(h, p->dialect[i].meant);
	for (int i = 0; ok && i < p->n_places; i++)
		ok = hear(h, p->places[i].meant);
	for (int i = 0; ok && s->before != NULL && i < s->before->n_tickets; i++)
		ok = see(h, &s->before->ticket[i]);
	return ok;
}

/* 赵阿姨 of a caller who has said that he is 赵桂兰, or that his name is 赵. */
static bool
is_how_to_call_him(const struct scenario *s, const struct heard *h, const char *word, size_t len)
{
	struct heard name = { 0 };
	char surname[16] = "姓";
	uint32_t cp;
	bool is = false;
	const size_t n = utf8_next(word, len, &cp);

	if (strlen(s->persona.called) != len || memcmp(s->persona.called, word, len) != 0 || n == 0)
		return false;
	strncat(surname, word, n);
	if (hear(&name, surname))
		is = is_heard(h, &name);
	free(name.bit);
	name = (struct heard){ 0 };
	if (!is && hear(&name, s->persona.name))
		is = is_heard(h, &name);
	free(name.bit);
	return is;
}

/* One group of what an element wants: any of its ways of writing. */
static bool
group_is_heard(const struct scenario *s, const struct heard *h, const char *group, size_t len)
{
	size_t at = 0, n;

	while (at < len) {
		char word[256];
		struct heard w = { 0 };
		bool is;

		n = strcspn(group + at, "|");
		n = n < len - at ? n : len - at;
		if (n == 0 || n >= sizeof(word)) {
			at += n + 1;
			continue;
		}
		memcpy(word, group + at, n);
		word[n] = '\0';
		is = is_how_to_call_him(s, h, word, n) || (hear(&w, word) && is_heard(h, &w));
		free(w.bit);
		if (is)
			return true;
		at += n + 1;
	}
	return len == 0;
}

static enum err_code
check_words(
    const struct scenario *s, int matter, const struct heard *h, int el, struct scenario_notes *n)
{
	const struct scenario_answer *a = &s->answer[matter];
	char *words = scenario_fold(a->words[el]);
	enum err_code rc = ERR_OK;

	if (words == NULL)
		return err_set(n->e, ERR_NO_MEMORY, NULL);
	for (const char *group = words; rc == ERR_OK && *group != '\0';) {
		const size_t len = strcspn(group, ",");

		if (!group_is_heard(s, h, group, len))
			rc = scenario_note(n,
			    plain_fail(n->e, a->words_line[el],
				"“%s词”要的“%.*s”来电人从没说过, 写进他的话里, 或用 | 加上他的说法",
				element_label((enum element)el), (int)len, group));
		group += len + (group[len] == ',');
	}
	free(words);
	return rc;
}

/* ---- the reference ticket ---- */

/* What a call-taker writes down of the caller's words; an answer comes from the articles. */
static const enum ticket_field told[] = { TF_TITLE, TF_ADDRESS, TF_EVENT_TIME, TF_SUBJECT,
	TF_CONTENT, TF_DEMAND };

static void
say_bit(const struct bit *b, char out[32])
{
	if (b->kind == BIT_CLOCK)
		(void)snprintf(out, 32, "%d:%02d", (int)(b->value / 60), (int)(b->value % 60));
	else
		(void)snprintf(out, 32, "%lld", (long long)b->value);
}

/* Adds ${text} without what the call-taker tells of himself, from there to the end of the sentence: 已告知…. */
static bool
hear_told(struct heard *h, const char *text)
{
	static const char *const own[] = { "已告知", "已说明", "已提醒", "已提示" };
	static const char stop[] = "。";
	bool ok = true;

	while (ok && *text != '\0') {
		const char *from = NULL, *end;
		char *part;

		for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++) {
			const char *at = strstr(text, own[i]);

			if (at != NULL && (from == NULL || at < from))
				from = at;
		}
		part = from != NULL ? str_dup_n(text, (size_t)(from - text)) : str_dup(text);
		ok = part != NULL && hear(h, part);
		free(part);
		end = from != NULL ? strstr(from, stop) : NULL;
		text = end != NULL ? end + strlen(stop) : "";
	}
	return ok;
}

/* Whom he was handed to, by the number: 119 of E119. */
static bool
is_target(const struct scenario_answer *a, const char *number)
{
	for (int i = 0; i < a->targets.n; i++)
		if (strcmp(a->targets.item[i] + 1, number) == 0)
			return true;
	return false;
}

/* Every number of two digits, every time of the clock. */
static enum err_code
check_numbers(const struct scenario_answer *a, const struct heard *h, enum ticket_field f,
    struct scenario_notes *n)
{
	struct heard w = { 0 };
	enum err_code rc = ERR_OK;
	char shown[32];

	if (!hear_told(&w, fields_get(&a->reference, f))) {
		free(w.bit);
		return err_set(n->e, ERR_NO_MEMORY, NULL);
	}
	for (size_t i = 0; rc == ERR_OK && i < w.n; i++) {
		const struct bit *b = &w.bit[i];

		if (b->kind == BIT_CHAR || !b->exact || stands(h, b, 1))
			continue;
		say_bit(b, shown);
		if (is_target(a, shown))
			continue;
		rc = scenario_note(
		    n, plain_fail(n->e, a->reference_line[f],
			   "[参考工单]%s里的“%s”来电人从没说过: 写进他的话里, 或从工单里去掉",
			   field_info(f)->label, shown));
	}
	free(w.bit);
	return rc;
}

/* Who is named on it has told his name, as it is written there or by how he is called. */
static enum err_code
check_name(const struct scenario *s, const struct scenario_answer *a, const struct heard *h,
    enum ticket_field f, struct scenario_notes *n)
{
	const char *name = fields_get(&a->reference, f);

	if (group_is_heard(s, h, name, strlen(name)))
		return ERR_OK;
	return scenario_note(
	    n, plain_fail(n->e, a->reference_line[f],
		   "[参考工单]%s的“%s”来电人从没说过: 写进他的话里, 或从工单里去掉",
		   field_info(f)->label, name));
}

enum err_code
scenario_check_heard(const struct scenario *s, int matter, struct scenario_notes *n)
{
	const struct scenario_answer *a = &s->answer[matter];
	struct heard h = { 0 };
	enum err_code rc = hear_all(s, &h) ? ERR_OK : err_set(n->e, ERR_NO_MEMORY, NULL);

	for (int el = 0; rc == ERR_OK && el < ELEMENT_COUNT; el++)
		rc = check_words(s, matter, &h, el, n);
	for (size_t i = 0; rc == ERR_OK && i < sizeof(told) / sizeof(told[0]); i++)
		rc = check_numbers(a, &h, told[i], n);
	if (rc == ERR_OK)
		rc = check_name(s, a, &h, TF_NAME, n);
	if (rc == ERR_OK)
		rc = check_name(s, a, &h, TF_CALLED, n);
	free(h.bit);
	return rc;
}
