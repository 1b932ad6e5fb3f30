/* proof_place.c: streets and estates that the city does not have, but one that sounds the same: written by ear (红三路 for
 * 红山路) or with two characters changed places. Only names of three characters and more, and only where the place is
 * not named rightly anyway; what is far from every name of the table is a place the table may lack, and nothing is said. */
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "first_p.h"
#include "proof_p.h"
#include "propose_p.h"
#include "text/pinyin.h"

#define NAME_CHARS  8
#define LEAST_CHARS 3
#define SYLLABLE    8

/* The Hanzi before some place of a text, the nearest last. */
struct window {
	uint32_t cp[NAME_CHARS];
	size_t at[NAME_CHARS];
	size_t n;
};

static const char ENDINGS[] = "路街道巷弄里区园苑村桥场院"; /* each has three bytes */
static const char PARTICLES[] = "的了是在和与有我你他这那到从去来就都也被把";

static bool
is_one_of(uint32_t cp, const char *s)
{
	uint32_t one = 0;

	while (*s != '\0') {
		s += utf8_next(s, strlen(s), &one);
		if (one == cp)
			return true;
	}
	return false;
}

/* ---- sounds ---- */

/* As it is heard where s and sh, n and l, an and ang are told apart with difficulty. */
static void
blur(const char *reading, char out[SYLLABLE])
{
	size_t n = 0;

	for (size_t i = 0; reading[i] != '\0' && n + 1 < SYLLABLE; i++) {
		char c = reading[i];

		if (c == 'h' && i == 1 && strchr("zcs", reading[0]) != NULL)
			continue;
		if (c == 'g' && i > 1 && reading[i - 1] == 'n' && reading[i - 2] != 'o')
			continue;
		out[n++] = (char)(c == 'n' && i == 0 ? 'l' : c);
	}
	out[n] = '\0';
}

/* By the commonest reading: a second one would find names that nobody hears there. */
static bool
sounds_like(uint32_t a, uint32_t b)
{
	const char *x[PINYIN_MAX], *y[PINYIN_MAX];
	char one[SYLLABLE], other[SYLLABLE];

	if (a == b)
		return true;
	if (is_one_of(a, PARTICLES) || pinyin_readings(a, x) == 0 || pinyin_readings(b, y) == 0)
		return false;
	blur(x[0], one);
	blur(y[0], other);
	return strcmp(one, other) == 0;
}

/* ---- names ---- */

static size_t
chars_of(const char *name, uint32_t cp[NAME_CHARS])
{
	size_t n = 0;

	while (*name != '\0' && n < NAME_CHARS) {
		size_t len = utf8_next(name, strlen(name), &cp[n]);

		if (len == 0)
			return 0;
		name += len;
		n++;
	}
	return *name == '\0' ? n : 0;
}

/* Two neighbours have changed places. */
static bool
is_swapped(const uint32_t *a, const uint32_t *b, size_t n)
{
	size_t i = 0;

	while (i < n && a[i] == b[i])
		i++;
	return i + 1 < n && a[i] != a[i + 1] && a[i] == b[i + 1] && a[i + 1] == b[i] &&
	       memcmp(a + i + 2, b + i + 2, (n - i - 2) * sizeof(*a)) == 0;
}

static bool
is_near(const uint32_t *a, const uint32_t *b, size_t n)
{
	bool same = true;

	if (a[n - 1] != b[n - 1])
		return false;
	for (size_t i = 0; i < n && same; i++)
		same = sounds_like(a[i], b[i]);
	return same || is_swapped(a, b, n);
}

/* The two names of the table that are nearest to the end of ${w}: how many there are. */
static int
near_names(const struct city *c, const char *end, const struct window *w, const char *out[2],
    size_t *chars)
{
	const char *last = end - 3; /* the ending */
	int n = 0;

	for (size_t i = 0; i < c->n_streets && n < 2; i++) {
		const char *name = c->streets[i].name;
		const size_t len = strlen(name);
		uint32_t cp[NAME_CHARS];
		size_t k;

		if (len < 3 || memcmp(name + len - 3, last, 3) != 0)
			continue;
		k = chars_of(name, cp);
		if (k < LEAST_CHARS || k > w->n || !is_near(w->cp + w->n - k, cp, k))
			continue;
		if (n > 0 && (strcmp(out[0], name) == 0 || k < *chars))
			continue;
		*chars = k;
		out[n++] = name;
	}
	return n;
}

/* Is the ending at ${end} part of a name of the city's tables that begins in ${w}? */
static bool
is_named(const struct city *c, const char *text, const struct window *w, size_t end)
{
	struct lexicon_hit hits[LEXICON_MAX_CHARS];
	const size_t len = strlen(text);

	for (size_t i = 0; i < w->n; i++) {
		const int n =
		    lexicon_at(c->index->places, text, len, w->at[i], hits, LEXICON_MAX_CHARS);

		if (n > 0 && w->at[i] + (size_t)hits[n - 1].len >= end)
			return true;
	}
	return false;
}

static void
check_end(const struct city *c, const char *text, const struct window *w, size_t end,
    struct proof_list *l)
{
	const char *names[2];
	size_t chars = 0, at;
	const int n = near_names(c, text + end, w, names, &chars);
	struct proof *p;

	if (n == 0)
		return;
	at = w->at[w->n - chars];
	p = proof_put(l, PROOF_PLACE, at, end - at);
	if (p == NULL)
		return;
	if (n == 1)
		(void)str_copy(p->instead, sizeof(p->instead), names[0]);
	(void)snprintf(p->say, sizeof(p->say), "没有“%.*s”, 是“%s”%s%s%s吗", (int)(end - at),
	    text + at, names[0], n > 1 ? "还是“" : "", n > 1 ? names[1] : "", n > 1 ? "”" : "");
}

/* The Hanzi that end at ${end}. */
static void
look_back(const char *text, size_t end, struct window *w)
{
	size_t at[NAME_CHARS];
	uint32_t cp[NAME_CHARS];
	size_t n = 0;

	while (n < NAME_CHARS && end > 0) {
		const size_t prev = utf8_prev(text, end);

		if (utf8_next(text + prev, end - prev, &cp[n]) == 0 || !utf8_is_han(cp[n]))
			break;
		at[n++] = end = prev;
	}
	w->n = n;
	for (size_t i = 0; i < n; i++) {
		w->cp[i] = cp[n - 1 - i];
		w->at[i] = at[n - 1 - i];
	}
}

void
proof_places(const struct city *c, const char *text, struct proof_list *l)
{
	struct first endings = { 0 };
	struct window w;

	for (const char *s = ENDINGS; *s != '\0'; s += 3)
		first_add(&endings, s);
	for (size_t at = 0; text[at] != '\0'; at++) {
		if (((unsigned char)text[at] & 0xC0) == 0x80 || !first_may(&endings, text + at))
			continue;
		look_back(text, at + 3, &w);
		if (w.n >= LEAST_CHARS && !is_one_of(w.cp[w.n - 2], PARTICLES) && /* 的路灯 */
		    is_one_of(w.cp[w.n - 1], ENDINGS) && !is_named(c, text, &w, at + 3))
			check_end(c, text, &w, at + 3, l);
	}
}
