/* wording.c: what a reply should not say. The words are data (wording.tsv of the city); here is only how they count: not
 * when negated (不保证), an empty phrase only where hardly anything else is said. Not here: what is typed at intake
 * (proof.c). */
#include "model/wording.h"

#include <string.h>

#include "base/utf8.h"
#include "wording_p.h"

#define ALONE_CHARS  14 /* beside the phrase: less than a sentence */
#define PHONE_DIGITS 7
#define MOBILE       11

static void
say(struct str *out, const char *label, const char *word, size_t len, const char *instead)
{
	if (out == NULL)
		return;
	str_addf(out, "%s%s“%.*s”%s%s", out->len > 0 ? "; " : "", label, (int)len, word,
	    *instead != '\0' ? ", " : "", instead);
}

/* ---- the city's words ---- */

static const struct {
	const char *kind, *label;
	unsigned bit;
} kinds[] = { { "promise", "有承诺", WORDING_PROMISE },
	{ "blame", "有主观或指责的话", WORDING_BLAME },
	{ "empty", "没有实际内容", WORDING_EMPTY } };

bool
wording_is_denied(const char *text, const char *at)
{
	static const char *const nots[] = { "不", "不能", "无法", "未", "不敢", "难以" };

	for (size_t i = 0; i < sizeof(nots) / sizeof(nots[0]); i++) {
		size_t n = strlen(nots[i]);

		if ((size_t)(at - text) >= n && memcmp(at - n, nots[i], n) == 0)
			return true;
	}
	return false;
}

bool
wording_is_other(const char *text, const char *at, const char *except)
{
	size_t i = 0, n = 0;

	for (const char *e; (e = city_each(except, &i, &n)) != NULL;)
		for (size_t back = 0; back < n && back <= (size_t)(at - text); back++)
			if (strncmp(at - back, e, n) == 0)
				return true;
	return false;
}

/* Is it said, and meant? */
static bool
is_said(const char *text, const char *word, size_t len, const char *except)
{
	char one[64];

	if (len == 0 || len >= sizeof(one))
		return false;
	memcpy(one, word, len);
	one[len] = '\0';
	for (const char *at = text; (at = strstr(at, one)) != NULL; at += len)
		if (!wording_is_other(text, at, except) && !wording_is_denied(text, at))
			return true;
	return false;
}

static unsigned
check_row(const struct wording_row *r, const char *text, struct str *out)
{
	size_t at = 0, len = 0, k = 0;

	while (k < sizeof(kinds) / sizeof(kinds[0]) && strcmp(kinds[k].kind, r->kind) != 0)
		k++;
	if (k == sizeof(kinds) / sizeof(kinds[0]))
		return 0; /* of a newer centre */
	for (const char *w; (w = city_each(r->words, &at, &len)) != NULL;) {
		if (!is_said(text, w, len, r->except))
			continue;
		if (kinds[k].bit == WORDING_EMPTY &&
		    utf8_count(text) > ALONE_CHARS + len / 3) /* three bytes a Hanzi */
			continue;
		say(out, kinds[k].label, w, len, r->instead);
		return kinds[k].bit;
	}
	return 0;
}

/* ---- people ---- */

static unsigned
check_phone(const char *text, struct str *out)
{
	for (const char *at = text; *at != '\0';) {
		size_t n = strspn(at, "0123456789"), dash = 0, more = 0;

		if (n == 0) {
			at++;
			continue;
		}
		dash = n >= 3 && n <= 4 && at[0] == '0' && at[n] == '-';
		more = dash ? strspn(at + n + 1, "0123456789") : 0;
		if ((n == MOBILE && at[0] == '1') || (dash && more >= PHONE_DIGITS)) {
			say(out, "公开的话里有电话号码", at, n + dash + more, "");
			return WORDING_PERSON;
		}
		at += n;
	}
	return 0;
}

static unsigned
check_name(const char *text, struct str *out)
{
	static const char *const courtesies[] = { "先生", "女士" };
	static const char *const nobody[] = { "位", "该", "名", "、" };

	for (size_t i = 0; i < sizeof(courtesies) / sizeof(courtesies[0]); i++)
		for (const char *at = text; (at = strstr(at, courtesies[i])) != NULL; at++) {
			bool somebody = at - text >= 3;

			for (size_t k = 0; k < sizeof(nobody) / sizeof(nobody[0]); k++)
				somebody = somebody && memcmp(at - 3, nobody[k], 3) != 0;
			if (!somebody)
				continue;
			say(out, "公开的话里有称呼", at - 3, 3 + strlen(courtesies[i]), "");
			return WORDING_PERSON;
		}
	return 0;
}

/* ---- times ---- */

int
wording_day(const char *s, size_t *len)
{
	size_t m = strspn(s, "0123456789"), d;
	int month, day;

	if (m == 0 || m > 2 || strncmp(s + m, "月", 3) != 0)
		return 0;
	d = strspn(s + m + 3, "0123456789");
	if (d == 0 || d > 2 ||
	    (strncmp(s + m + 3 + d, "日", 3) != 0 && strncmp(s + m + 3 + d, "号", 3) != 0))
		return 0;
	month = m == 1 ? s[0] - '0' : (s[0] - '0') * 10 + s[1] - '0';
	s += m + 3;
	day = d == 1 ? s[0] - '0' : (s[0] - '0') * 10 + s[1] - '0';
	*len = m + 3 + d + 3;
	return month * 100 + day;
}

/* Over the turn of the year it may (12月28日至1月3日). */
const char *
wording_span(const char *text, size_t *span)
{
	static const char *const to[] = { "至", "到" };
	static const char digits[] = "0123456789";

	for (const char *at = text + strcspn(text, digits); *at != '\0';
	     at += strcspn(at, digits)) {
		size_t len = 0, more = 0;
		int from = wording_day(at, &len), until = 0;

		for (size_t i = 0; from != 0 && i < 2 && until == 0; i++)
			if (strncmp(at + len, to[i], 3) == 0)
				until = wording_day(at + len + 3, &more);
		if (until != 0 && until < from && !(from >= 1100 && until < 300)) {
			*span = len + 3 + more;
			return at;
		}
		at += from != 0 ? len : strspn(at, digits);
	}
	return NULL;
}

static unsigned
check_times(const char *text, struct str *out)
{
	size_t len = 0;
	const char *at = wording_span(text, &len);

	if (at == NULL)
		return 0;
	say(out, "时间前后矛盾", at, len, "");
	return WORDING_TIMES;
}

unsigned
wording_check(const struct city *c, const char *text, bool is_public, struct str *out)
{
	unsigned bits = 0;

	for (size_t i = 0; c != NULL && i < c->n_wordings; i++)
		if (!(bits & WORDING_EMPTY) || strcmp(c->wordings[i].kind, "empty") != 0)
			bits |= check_row(&c->wordings[i], text, out);
	if (is_public)
		bits |= check_phone(text, out) | check_name(text, out);
	return bits | check_times(text, out);
}
