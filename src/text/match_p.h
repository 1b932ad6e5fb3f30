#ifndef MATCH_P_H
#define MATCH_P_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "pinyin_p.h"
#include "text/match.h"

/* One character of a label, in eight bytes: a seat keeps those of all titles. label->n units stand before one more that
 * only carries the end in ${at}. */
#define MATCH_LABEL_BYTES (UINT32_C(1) << 20)
struct match_unit {
	uint32_t cp : 21;   /* folded */
	uint32_t skip : 1;  /* stepped over: space, dash, bracket */
	uint32_t stop : 1;  /* no match reaches across it */
	uint32_t word : 1;  /* a word begins here */
	uint32_t at : 20;   /* byte offset in the label's text */
	uint32_t slot : 12; /* readings, pinyin_p.h */
};

/* A way through the label: the chunks of units it uses and how well. */
#define MATCH_CHUNKS 3
struct match_way {
	int gain;  /* sum over units: 3 as typed, 2 whole syllable, 1 initial or begun syllable */
	int units; /* units used */
	int chunks;
	uint32_t from[MATCH_CHUNKS], to[MATCH_CHUNKS]; /* unit indices, half open */
};

/* The letters ${lo}..${hi} of a query, one term or all. */
struct match_span {
	const struct match_query *q;
	size_t lo, hi;
};

/* A step from query position j over one unit: where it leads and what it is worth. */
struct match_step {
	uint8_t to, gain;
};
#define MATCH_STEPS 24

/** match_steps(unit, span, j, out): every way the unit can take letters from ${j} on, at most MATCH_STEPS. */
size_t match_steps(
    const struct match_unit *u, const struct match_span *s, size_t j, struct match_step *out);
/** match_bit(cp): the bit of a folded character in label->has and query->needs. match_beside(bits, a, b): notes in
 * label->beside or query->beside that ${b} is typed right behind ${a}; ${b} 0: that a character beyond ASCII is
 * there. */
uint64_t match_bit(uint32_t cp);
void match_beside(uint64_t bits[MATCH_BESIDE], uint32_t a, uint32_t b);
/** match_letter(cp): bit 0 to 25, of a to z; else 0. */
static inline uint32_t
match_letter(uint32_t cp)
{
	return cp - 'a' < 26 ? UINT32_C(1) << (cp - 'a') : 0;
}
/** match_begins(unit, cp): whether typing the unit may begin with ${cp}. */
static inline bool
match_begins(const struct match_unit *u, uint32_t cp)
{
	if (u->cp == cp)
		return !u->skip;
	return (pinyin_slot_first[u->slot] & match_letter(cp)) != 0;
}
/** match_class(cp): of a folded character: 1 letters and digits, 2 Hanzi, 3 other scripts, 0 signs and spaces: a word begins
 * where the class changes. match_may(q, l): whether it is worth to look for the query, which is not empty, in the label's
 * units: no more of the label is read. */
unsigned match_class(uint32_t cp);
bool match_may(const struct match_query *q, const struct match_label *l);
/** match_skipped(cp): folded characters that a match steps over. */
bool match_skipped(uint32_t cp);
/** match_scattered(l, s, way): the best way in order with at most MATCH_CHUNKS - 1 gaps. */
bool
match_scattered(const struct match_label *l, const struct match_span *s, struct match_way *way);

#endif
