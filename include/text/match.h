#ifndef TEXT_MATCH_H
#define TEXT_MATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The matcher of pickers and list filters: what a person types against the names on offer. A query is any mix of
 * Hanzi, pinyin initials, whole syllables, digits and letters; nothing has to be segmented:
 *   建筑施工噪声   sgzs  jzsgzs  shigongzaosheng  施工zs  zao  ting'c  0402
 * Both sides are folded (text/fold.h); every reading of a polyphone counts, Hanzi never match homophones. ü may be
 * typed u or v. An apostrophe is a syllable border (xi'an is 西安, never 先). Spaces, dashes, brackets and slashes in
 * the name are stepped over and are not needed in the query; no match reaches across a stop (。，；：！？).
 * Words of the query parted by spaces are first tried as one, then each on its own, in any order; all must be there. */

#define MATCH_QUERY_CHARS 60 /* a longer query matches nothing: it is a paste, not a filter */
#define MATCH_TERMS       4  /* words parted by spaces; a fifth goes on with the fourth */
#define MATCH_RANGES      12

/* What was found where, worst to best. match_find's score is MATCH_STEP * tier plus how well it fits inside the tier:
 * characters typed as they are before whole syllables before initials, whole words, short names, early places. */
enum match_tier {
	MATCH_NONE,
	MATCH_SCATTERED, /* in order with at most two gaps: jzzs; begins at a word, or with a typed Hanzi */
	MATCH_INSIDE,
	MATCH_ENDING, /* up to the end of the name or of a word: sgzs */
	MATCH_WORD, /* from the beginning of a word (after a gap, or where Hanzi and digits meet) */
	MATCH_PREFIX, /* from the beginning of the name */
	MATCH_EXACT,
};
#define MATCH_STEP 10000

struct match_unit;

/* A name compiled once, when the list is loaded. Most are refused by ${begins}, ${has} and ${beside} alone. */
#define MATCH_BESIDE 4
struct match_label {
	struct match_unit *unit;
	size_t n;
	uint64_t has;    /* letters, digits and a hash of the other characters */
	uint32_t begins; /* bit 0 to 25: letters by which typing one of its characters may begin */
	uint64_t beside
	    [MATCH_BESIDE]; /* hashes of what may be typed side by side; all bits: not settled */
};

/* A query compiled once a key. No memory of its own. */
struct match_query {
	uint32_t cp[MATCH_QUERY_CHARS];
	uint8_t n;
	bool too_long;
	bool
	    whole; /* set after match_query_init: nothing scattered, which among thousands of names is dear */
	uint64_t border; /* bit j: cp[j] begins a character of the name */
	uint64_t needs;
	uint32_t begins;               /* the bit of its first letter, 0 when it begins otherwise */
	uint64_t beside[MATCH_BESIDE]; /* inside its terms */
	uint8_t term[MATCH_TERMS + 1]; /* term t is cp[term[t]] .. cp[term[t + 1] - 1] */
	uint8_t terms;
};

/* Bytes of the label's text. */
struct match_range {
	size_t at, len;
};
struct match_hit {
	int score;
	size_t n;
	struct match_range range[MATCH_RANGES]; /* ascending, never empty, never touching */
};

/** match_label_init(l, text): compile; NULL is "". False without memory or when the text has a million bytes, the label
 * then matches only the empty query. Free with match_label_free. The text itself is not kept. match_label_settle(l): for
 * one that stays and is asked at every key, once: finds the same, sooner. */
bool match_label_init(struct match_label *l, const char *text);
void match_label_settle(struct match_label *l);
void match_label_free(struct match_label *l);
/** match_query_init(q, text): compile what was typed; NULL is "". */
void match_query_init(struct match_query *q, const char *text);
/** match_query_empty(q): nothing to look for: everything matches. */
bool match_query_empty(const struct match_query *q);
/** match_find(q, l, hit): the score, 0 = no match, 1 for the empty query. ${hit} may be NULL when only the score is
 * wanted; otherwise the matched ranges for highlighting. No memory is taken. Callers break ties by their own order
 * (fit, use, code). */
int match_find(const struct match_query *q, const struct match_label *l, struct match_hit *hit);
/** match_tier_of(score) */
enum match_tier match_tier_of(int score);

#endif
