/* How titles sound, as index tokens, and what was typed as beginnings of such tokens.
 *
 * Invariants: what match.h finds in a title without gaps, some key of the query finds in the tokens of the title (but for
 * readings beyond the bounds below); both sides write ü as u. Bounded: a place has at most WAYS tokens of a kind. Not
 * done here: whether a title really has it (match.c), the index (db/db_fts.c). */
#include "text/sounds.h"

#include <string.h>

#include "base/utf8.h"
#include "match_p.h"
#include "pinyin_p.h"
#include "text/fold.h"
#include "text/tokens.h"

#define WAYS        12 /* readings of what stands at a place, in all their combinations */
#define AHEAD       10 /* characters a token may reach over */
#define CUT         7  /* letters that four syllables always have, but for a handful of words */
#define QUERY_CHARS 40

/* One character: letters it may be typed as. */
struct sound {
	uint32_t cp; /* folded */
	uint16_t slot;
	bool han, end; /* end: no token reaches over it */
};

static struct sound
sound_of(uint32_t cp, uint32_t folded)
{
	struct sound s = { .cp = folded, .han = token_class(folded) == TOKEN_HAN };

	s.slot = s.han ? pinyin_slot(cp) : 0;
	s.end = s.han ? s.slot == 0 : token_class(folded) == TOKEN_NONE;
	return s;
}

/* ---- all ways to type what follows ---- */

struct ways {
	char text[WAYS][SOUNDS_BYTES];
	uint8_t len[WAYS];
	int n;
};

static bool
is_new(const struct ways *w, int n)
{
	for (int i = 0; i < n; i++)
		if (w->len[i] == w->len[n] && memcmp(w->text[i], w->text[n], w->len[n]) == 0)
			return false;
	return true;
}

/* Each way so far, with ${piece} behind; into ${to}. */
static void
fork_ways(const struct ways *w, const char *piece, size_t n, struct ways *to)
{
	for (int i = 0; i < w->n && to->n < WAYS; i++) {
		char *text = to->text[to->n];

		if (w->len[i] + n > SOUNDS_BYTES)
			continue;
		memcpy(text, w->text[i], w->len[i]);
		memcpy(text + w->len[i], piece, n);
		to->len[to->n] = (uint8_t)(w->len[i] + n);
		for (size_t k = w->len[i]; k < w->len[i] + n; k++)
			if (text[k] == 'v')
				text[k] = 'u';
		to->n += is_new(to, to->n);
	}
}

/* One character further; ${most} letters of a syllable. False when a token ends before it. */
static bool
extend(struct ways *w, const struct sound *s, size_t most)
{
	struct ways to = { .n = 0 };
	char own[4];

	if (s->end)
		return false;
	if (!s->han)
		fork_ways(w, own, utf8_put(own, s->cp), &to);
	for (size_t i = 0; s->han && i < pinyin_slot_count(s->slot); i++) {
		const char *r = pinyin_slot_reading(s->slot, i);
		size_t n = strlen(r);

		fork_ways(w, r, n < most ? n : most, &to);
	}
	if (to.n == 0)
		return false;
	*w = to;
	return true;
}

static bool
emit_ways(const struct ways *w, sounds_fn *fn, void *arg)
{
	for (int i = 0; i < w->n; i++)
		if (!fn(arg, w->text[i], w->len[i]))
			return false;
	return true;
}

/* ---- a title ---- */

static bool
initials_from(const struct sound *s, size_t n, sounds_fn *fn, void *arg)
{
	struct ways w = { .text = { "i" }, .len = { 1 }, .n = 1 };
	size_t i = 0;

	while (i < n && i < SOUNDS_INITIALS && extend(&w, &s[i], 1))
		i++;
	return i == 0 || emit_ways(&w, fn, arg);
}

static bool
spelt_from(const struct sound *s, size_t n, sounds_fn *fn, void *arg)
{
	struct ways w = { .text = { "s" }, .len = { 1 }, .n = 1 };
	size_t i = 0;

	for (int han = 0; i < n && han < SOUNDS_SPELT && extend(&w, &s[i], SOUNDS_BYTES); i++)
		han += s[i].han;
	return i == 0 || emit_ways(&w, fn, arg);
}

static bool
tokens_at(const struct sound *s, size_t n, sounds_fn *fn, void *arg)
{
	char own[8];

	size_t len = utf8_put(own, s[0].cp);

	if (s[0].han && !fn(arg, own, len))
		return false;
	if (s[0].han && n > 1 && s[1].han && !fn(arg, own, len + utf8_put(own + len, s[1].cp)))
		return false;
	return initials_from(s, n, fn, arg) && spelt_from(s, n, fn, arg);
}

/* The next character that counts; false at the end. */
static bool
next_sound(const char *s, size_t n, size_t *at, struct sound *out)
{
	while (*at < n) {
		uint32_t cp = 0, folded;
		size_t len = utf8_next(s + *at, n - *at, &cp);

		folded = len > 0 ? fold_cp(cp) : ' ';
		*at += len > 0 ? len : 1;
		if (folded == 0 || match_skipped(folded))
			continue;
		*out = sound_of(cp, folded);
		return true;
	}
	return false;
}

bool
sounds_each(const char *s, size_t n, sounds_fn *fn, void *arg)
{
	struct sound window[AHEAD];
	size_t have = 0, at = 0;
	bool going = true;

	while (going) {
		while (have < AHEAD && next_sound(s, n, &at, &window[have]))
			have++;
		if (have == 0)
			return true;
		if (!window[0].end || window[0].han)
			going = tokens_at(window, have, fn, arg);
		memmove(window, window + 1, --have * sizeof(window[0]));
	}
	return false;
}

/* ---- a query ---- */

struct asking {
	struct sound s[QUERY_CHARS];
	size_t n;
	char han[SOUNDS_HAN][5];
	int n_han;
	struct sound_key *keys;
	int n_keys;
};

static void
add_key(struct asking *a, const char *text, size_t n, bool dense, bool again)
{
	struct sound_key *k = &a->keys[a->n_keys];

	if (a->n_keys == SOUNDS_KEYS || n < 3 || n >= SOUNDS_BYTES)
		return;
	*k = (struct sound_key){ .n_han = a->n_han, .dense = dense, .again = again };
	memcpy(k->text, text, n);
	memcpy(k->han, a->han, sizeof(k->han));
	for (int i = 0; i < a->n_keys; i++)
		if (strcmp(a->keys[i].text, k->text) == 0)
			return;
	a->n_keys++;
}

static bool
is_letter(const struct sound *s)
{
	return s->cp >= 'a' && s->cp <= 'z';
}

/* How many letters from ${from} on are whole syllables of one Hanzi, the longest such; 0 none. */
static size_t
syllable_at(const struct asking *a, size_t from)
{
	char text[8];
	size_t n = 0, best = 0;

	while (n < 6 && from + n < a->n && is_letter(&a->s[from + n])) {
		text[n] = (char)a->s[from + n].cp;
		n++;
		if (n > 1 && pinyin_is_syllable(text, n))
			best = n;
	}
	return best;
}

/* Initials, with whole syllables counted as one letter and without. */
struct segment {
	struct asking *a;
	char text[SOUNDS_BYTES];
	int left;    /* ways still tried */
	int letters; /* so far counted as one initial each */
};

static void
segments(struct segment *g, size_t at, size_t n, bool whole)
{
	const struct asking *a = g->a;
	size_t most;

	if (at == a->n || n == SOUNDS_INITIALS + 1) {
		g->left--;
		if (whole)
			add_key(g->a, g->text, n, n < 4,
			    at == a->n && g->letters == 0 && a->n_han == 0);
		return;
	}
	if (a->s[at].han) {
		const char *r = a->s[at].slot != 0 ? pinyin_slot_reading(a->s[at].slot, 0) : "";

		g->text[n] = r[0];
		if (r[0] != '\0')
			segments(g, at + 1, n + 1, true);
		return;
	}
	if (a->s[at].cp >= 0x80) /* no letter of pinyin: only what is typed as it stands */
		return;
	most = syllable_at(a, at);
	g->text[n] = (char)a->s[at].cp;
	for (size_t len = most; len > 1 && g->left > 0; len--) {
		char syllable[8] = "";

		for (size_t i = 0; i < len; i++)
			syllable[i] = (char)a->s[at + i].cp;
		g->text[n] = syllable[0];
		if (pinyin_is_syllable(syllable, len))
			segments(g, at + len, n + 1, true);
	}
	if (g->left > 0 && !(is_letter(&a->s[at]) && strchr("iuv", (int)a->s[at].cp) != NULL)) {
		const bool letter = is_letter(&a->s[at]);

		g->letters += letter;
		segments(g, at + 1, n + 1, whole);
		g->letters -= letter;
	}
}

/* Everything typed, as joined syllables: each reading of a Hanzi in it. A longer one is cut where four end. */
static void
spelt_keys(struct asking *a)
{
	struct ways w = { .text = { "s" }, .len = { 1 }, .n = 1 };
	size_t i = 0, syllables = 0, next = 0;

	for (; i < a->n && w.len[0] < SOUNDS_BYTES - 8; i++) {
		if (i >= next && (a->s[i].han || is_letter(&a->s[i]))) {
			size_t len = a->s[i].han ? 1 : syllable_at(a, i);

			if (syllables++ == SOUNDS_SPELT)
				break;
			next = i + (len > 0 ? len : 1);
		}
		if (!extend(&w, &a->s[i], SOUNDS_BYTES))
			break;
	}
	for (int k = 0; k < w.n && k < 4; k++)
		add_key(a, w.text[k], w.len[k], false, false);
}

static void
cut_key(struct asking *a)
{
	char text[SOUNDS_BYTES] = "s";
	size_t n = 1;

	for (size_t i = 0; i < a->n && n <= CUT; i++) {
		if (!is_letter(&a->s[i]))
			return;
		text[n++] = (char)(a->s[i].cp == 'v' ? 'u' : a->s[i].cp);
	}
	if (n > CUT)
		add_key(a, text, n, false, false);
}

static void
initials_key(struct asking *a)
{
	char text[SOUNDS_BYTES] = "i";
	size_t n = 1;

	for (size_t i = 0; i < a->n && n <= SOUNDS_INITIALS; i++) {
		if (a->s[i].han || a->s[i].cp >= 0x80)
			return;
		text[n++] = (char)(a->s[i].cp == 'v' ? 'u' : a->s[i].cp);
	}
	add_key(a, text, n, n < 4, false);
}

static bool
read_query(struct asking *a, const char *word)
{
	size_t n = strlen(word), at = 0;
	bool letter = false;

	while (a->n < QUERY_CHARS && next_sound(word, n, &at, &a->s[a->n])) {
		struct sound *s = &a->s[a->n];

		if (s->cp == 0xFC) /* ü */
			s->cp = 'v';
		if (s->end && !s->han)
			return false;
		letter = letter || is_letter(s);
		if (s->han && a->n_han < SOUNDS_HAN) {
			char *own = a->han[a->n_han++];

			own[utf8_put(own, s->cp)] = '\0';
		}
		a->n++;
	}
	return letter && a->n > 1;
}

int
sounds_keys(const char *word, struct sound_key keys[SOUNDS_KEYS])
{
	struct asking a = { .keys = keys };
	struct segment g = { .a = &a, .text = "i", .left = 12 };

	if (!read_query(&a, word))
		return 0;
	spelt_keys(&a);
	initials_key(&a);
	segments(&g, 0, 1, false);
	cut_key(&a);
	return a.n_keys;
}
