#ifndef MODEL_SIMILAR_H
#define MODEL_SIMILAR_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"
#include "model/ticket.h"

/* Is it the same matter? Two tickets are compared by where, what, when and by their words; each part has its reason in
 * words, and what is not known speaks neither for nor against. Pure; nothing of a person is looked at. */

#define SIMILAR_NAMES 6
#define SIMILAR_GRAMS 192

/* What is compared of a ticket. */
struct similar {
	int64_t at; /* when it was told */
	int also;   /* others who told it and have no ticket of their own any more; not compared */
	char category[8], area[16];
	uint32_t name[SIMILAR_NAMES]; /* places named: streets, estates; of the address first */
	int n_names;
	bool addressed;   /* the first is of the address, not only of the words */
	int number;       /* of the door, 0 none; counted along the first name */
	char address[64]; /* for the reason; not part of what is kept */
	uint16_t gram[SIMILAR_GRAMS];
	int n_grams;
};

/** similar_of(f, at, out): of a ticket's fields. */
void similar_of(const struct fields *f, int64_t at, struct similar *out);
/** similar_write(s, out): names, number and words as bytes for a table, without time, category and area; similar_read
 * takes them back and leaves the others alone: false when they are no such bytes. SIMILAR_VERSION: what was written by
 * another must be made again. */
#define SIMILAR_VERSION   2
#define SIMILAR_BYTES_MAX (8 + SIMILAR_NAMES * 4 + SIMILAR_GRAMS * 2)
void similar_write(const struct similar *s, struct str *out);
bool similar_read(const void *p, size_t n, struct similar *s);

/* What a word is worth: one that stands in many of the city's tickets says little. */
#define SIMILAR_COUNTS 1024
struct similar_weights {
	uint16_t in[65536]; /* of ${n} tickets, how many have it */
	int n;
	float worth[SIMILAR_COUNTS]; /* of a word that so many have */
};
/** similar_learn(w, s): one more ticket of the city; ${w} zeroed at first. similar_learnt(w): that was the last one: now it
 * can be compared with. */
void similar_learn(struct similar_weights *w, const struct similar *s);
void similar_learnt(struct similar_weights *w);

enum similar_where {
	WHERE_UNKNOWN,
	WHERE_ELSEWHERE, /* both say where, and it is not the same */
	WHERE_REGION,    /* the same district or town */
	WHERE_QUARTER,   /* the same community */
	WHERE_STREET,    /* the same street or estate */
	WHERE_NEAR,      /* a few doors on */
	WHERE_DOOR
};
struct similar_score {
	int percent; /* 0..100, of all parts */
	int words;   /* 0..100, of the text */
	enum similar_where where;
	int doors;    /* between the numbers, at WHERE_STREET and WHERE_NEAR; 0 not known */
	int category; /* 2 the same, 1 the same kind, 0 another, -1 not known */
	int64_t apart_ms;
};
/* From here on a person should be shown it as probably the same matter; and from here on it may be counted towards an
 * incident without a person. Measured on 4,326 messages of a real city (tests/bench/similar.c). */
#define SIMILAR_SHOWN 65
#define SIMILAR_SURE  70

/** similar_compare(a, b, w, out): ${w} NULL: every word counts the same. The same either way round. */
void similar_compare(const struct similar *a, const struct similar *b,
    const struct similar_weights *w, struct similar_score *out);
/** similar_reason(s, address, age_ms, out): "同一地点 红山路78号, 同类, 12分钟前, 文字相近82%"; ${address} of the other one,
 * ${age_ms} how long ago that was told. */
void
similar_reason(const struct similar_score *s, const char *address, int64_t age_ms, struct str *out);

/** similar_is_shielded(t): a report, a confidential or a sensitive matter: that it exists is shown to those who took it
 * down, and to those who decide: similar_sees_all(roles). */
bool similar_is_shielded(const struct ticket *t);
bool similar_sees_all(uint32_t roles);

#endif
