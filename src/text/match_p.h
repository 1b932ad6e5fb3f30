#ifndef MATCH_P_H
#define MATCH_P_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "text/match.h"

/* One character of a label. label->n units stand before one more that only carries the end in ${at}. */
struct match_unit {
	uint32_t cp; /* folded */
	uint32_t
	    first; /* bit 'a'..'z': letters that may begin it (itself or a reading); bit 26 = begins otherwise */
	uint32_t at;   /* byte offset in the label's text */
	uint16_t slot; /* readings, pinyin_p.h */
	bool skip;     /* stepped over: space, dash, bracket */
	bool stop;     /* no match reaches across it */
	bool word;     /* a word begins here */
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
/** match_bit(cp): the bit of a folded character in label->has and query->needs. */
uint64_t match_bit(uint32_t cp);
/** match_letter(cp): its bit in unit->first, 0 for what is no letter a-z. */
static inline uint32_t
match_letter(uint32_t cp)
{
	return cp >= 'a' && cp <= 'z' ? (uint32_t)1 << (cp - 'a') : 0;
}
/** match_begins(unit, cp): whether typing the unit may begin with ${cp}. */
static inline bool
match_begins(const struct match_unit *u, uint32_t cp)
{
	return (u->first & match_letter(cp)) != 0 || (u->cp == cp && !u->skip);
}
/** match_skipped(cp): folded characters that a match steps over. */
bool match_skipped(uint32_t cp);
/** match_scattered(l, s, way): the best way in order with at most MATCH_CHUNKS - 1 gaps. */
bool
match_scattered(const struct match_label *l, const struct match_span *s, struct match_way *way);

#endif
