/* What was typed, sorted by what it may mean. Numbers are told by their digits and the signs people write between them;
 * all else is words.
 *
 * Invariants: depends on the bytes alone; a query is never refused, at worst nothing is looked for. Not done here: what is
 * found (client/cache), how letters sound (sounds.c). */
#include "text/route.h"

#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "text/fold.h"
#include "text/tokens.h"

#define LOOKED_AT   160 /* bytes: a longer query is no number and no address */
#define DIGITS_MAX  20
#define NUMBER_LONG 18
#define NUMBER_LAST 6
#define PHONE_LEAST 5
#define PHONE_MOST  15
#define TAIL        4
#define HEAD_MOST   7 /* of a masked number: with the last four a whole one */

/* ---- digits ---- */

struct digits {
	char text[DIGITS_MAX + 1]; /* with the stars of a masked number */
	size_t n, stars;
	size_t star;  /* where the first stands */
	bool apart;   /* blanks or signs between */
	bool foreign; /* something else is in it too */
	bool plus;
};

static void
take_digit(struct digits *d, uint32_t cp)
{
	if (d->n == DIGITS_MAX) {
		d->foreign = true;
		return;
	}
	if (cp == '*') {
		if (d->stars++ > 0)
			return; /* one stands for all */
		d->star = d->n;
	}
	d->text[d->n++] = (char)cp;
}

static void
read_digits(struct digits *d, const char *s, size_t n)
{
	*d = (struct digits){ .foreign = n > LOOKED_AT };
	for (size_t at = 0, len; at < n && !d->foreign; at += len) {
		uint32_t cp = 0;

		len = utf8_next(s + at, n - at, &cp);
		cp = len > 0 ? fold_cp(cp) : ' ';
		len = len > 0 ? len : 1;
		if (cp == '+' && d->n == 0 && !d->plus)
			d->plus = true;
		else if ((cp >= '0' && cp <= '9') || cp == '*')
			take_digit(d, cp);
		else if (cp == ' ' || cp == '-' || cp == '(' || cp == ')' || cp == 0x2013)
			d->apart = true;
		else if (cp != 0)
			d->foreign = true;
	}
}

static void
read_masked(struct route *r, const struct digits *d)
{
	size_t after = d->n - d->star - 1;

	if (after != TAIL || d->star > HEAD_MOST)
		return;
	r->ways |= ROUTE_TAIL;
	memcpy(r->head, d->text, d->star);
	memcpy(r->tail, d->text + d->star + 1, TAIL);
}

/* 138 1234 5678 and 13812345678 are one number; texts have it either way. */
static void
read_phone(struct route *r, const struct digits *d)
{
	size_t from = d->n == 13 && str_starts(d->text, "86") ? 2 : 0;
	const char *number = d->text + from;
	size_t n = d->n - from;

	r->ways |= ROUTE_PHONE;
	str_copy(r->phone, sizeof(r->phone), d->plus ? "+" : "");
	memcpy(r->phone + (d->plus ? 1 : 0), d->text, d->n + 1);
	if (d->apart || from > 0)
		str_copy(r->also, sizeof(r->also), number);
	else if (n == 11) {
		memcpy(r->also, number, 3);
		memcpy(r->also + 3, " ", 1);
		memcpy(r->also + 4, number + 3, 4);
		memcpy(r->also + 8, " ", 1);
		memcpy(r->also + 9, number + 7, 5);
	} else if (n >= 7) {
		memcpy(r->also, number, n - TAIL);
		r->also[n - TAIL] = ' ';
		memcpy(r->also + n - TAIL + 1, number + n - TAIL, TAIL + 1);
	}
}

static void
read_number(struct route *r, const char *s, size_t n)
{
	struct digits d;

	read_digits(&d, s, n);
	if (d.foreign || d.n == 0)
		return;
	if (d.stars > 0) {
		read_masked(r, &d);
		return;
	}
	if (d.n == NUMBER_LONG || d.n == NUMBER_LAST) {
		r->ways |= ROUTE_NUMBER;
		memcpy(r->number, d.text, d.n + 1);
	}
	if (d.n == TAIL) {
		r->ways |= ROUTE_TAIL;
		memcpy(r->tail, d.text, TAIL + 1);
	}
	if (d.n >= PHONE_LEAST && d.n <= PHONE_MOST)
		read_phone(r, &d);
}

/* ---- a car's plate ---- */

static bool
is_plate_rest(const char *s, size_t n)
{
	size_t digits = 0;

	if (n < 6 || n > 7 || s[0] < 'a' || s[0] > 'z')
		return false;
	for (size_t i = 1; i < n; i++) {
		digits += s[i] >= '0' && s[i] <= '9';
		if (!((s[i] >= '0' && s[i] <= '9') || (s[i] >= 'a' && s[i] <= 'z')))
			return false;
	}
	return digits >= 3;
}

/* 沪A12345, 沪A·12345, 沪 A 12345. */
static void
read_plate(struct route *r)
{
	static const char provinces[] =
	    "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼";
	char all[64] = "";
	size_t n = 0;

	for (int i = 0; i < r->words.n && r->words.n <= 3; i++) {
		size_t len = r->words.word[i].len;

		if (n + len >= sizeof(all))
			return;
		memcpy(all + n, words_text(&r->words, i), len + 1);
		n += len;
	}
	if (n < 9 || n > 10 || !is_plate_rest(all + 3, n - 3))
		return;
	all[n] = '\0';
	for (size_t i = 0; i + 3 < sizeof(provinces); i += 3)
		if (memcmp(all, provinces + i, 3) == 0) {
			r->ways |= ROUTE_PLATE;
			if (r->words.n > 1)
				str_copy(r->also, sizeof(r->also), all);
			else { /* written with a dot it is two words */
				memcpy(r->also, all, 4);
				r->also[4] = ' ';
				memcpy(r->also + 5, all + 4, n - 4 + 1);
			}
		}
}

/* ---- words ---- */

static void
read_words(struct route *r)
{
	int han = 0, letters = 0, longest = -1;

	for (int i = 0; i < r->words.n; i++) {
		const struct word *w = &r->words.word[i];

		han += w->han;
		letters += w->letter;
		if (w->letter && (longest < 0 || w->len > r->words.word[longest].len))
			longest = i;
	}
	if (r->words.n == 1 && r->words.word[0].chars == 1) {
		if (han > 0)
			r->ways |= ROUTE_ONE;
		return;
	}
	if (r->words.n > 0)
		r->ways |= ROUTE_TEXT;
	if (longest >= 0)
		r->n_keys = sounds_keys(words_text(&r->words, longest), r->key);
	if (r->n_keys > 0)
		r->ways |= ROUTE_SOUND;
	if (!words_apart(&r->words, &r->parts))
		r->parts = r->words;
	if (letters > 0 && han > 0 && r->parts.n > 1)
		r->ways |= ROUTE_PARTS;
}

/* ting c and xi'an are one name, typed with the borders of its syllables; asked before each word on its own. */
static void
read_joined(struct route *r)
{
	struct sound_key own[SOUNDS_KEYS];
	char all[WORDS_CHARS + 1];
	size_t n = 0;
	int n_own = r->n_keys;

	for (int i = 0; i < r->words.n; i++) {
		const struct word *w = &r->words.word[i];

		if (w->han || n + w->len > WORDS_CHARS || w->len != w->chars)
			return;
		memcpy(all + n, words_text(&r->words, i), w->len);
		n += w->len;
	}
	all[n] = '\0';
	if (r->words.n < 2)
		return;
	memcpy(own, r->key, sizeof(own));
	r->n_keys = sounds_keys(all, r->key);
	memcpy(r->key + r->n_keys, own, (size_t)n_own * sizeof(own[0]));
	r->n_keys += n_own;
	r->ways |= r->n_keys > 0 ? ROUTE_SOUND : 0;
}

/* 人民路22 and 人民路22号, not 人民路22号3栋. */
static bool
ends_in_house(const char *s)
{
	const char *behind = s + strcspn(s, "0123456789");

	behind += strspn(behind, "0123456789");
	return behind[0] == '\0' || strcmp(behind, "号") == 0;
}

void
route_read(struct route *r, const char *s, size_t n)
{
	char typed[LOOKED_AT + 1];

	memset(r, 0, sizeof(*r));
	words_read(&r->words, s, n);
	read_number(r, s, n);
	read_words(r);
	read_joined(r);
	if (n > LOOKED_AT || memchr(s, '\0', n) != NULL)
		return;
	memcpy(typed, s, n);
	typed[n] = '\0';
	if (r->ways & ROUTE_TEXT)
		read_plate(r);
	if (r->words.n == 1 && route_place(typed, r->street, &r->house)) {
		r->ways |= ROUTE_ADDRESS;
		r->house_last = ends_in_house(words_text(&r->words, 0));
	}
}
