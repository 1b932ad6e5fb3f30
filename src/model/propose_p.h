#ifndef MODEL_PROPOSE_P_H
#define MODEL_PROPOSE_P_H

#include "lexicon_p.h"

struct city;

/* Scores live on the stack of each key press: a city with more leaf categories (GB/T 39666 has 229 rows) has the rest
 * left out, and check-city says so. The same for words. */
#define PROPOSE_CATEGORIES 1024
#define PROPOSE_TERMS      32768
#define PROPOSE_DANGERS    256

/* What propose*.c looks up, built once by city_finish. */
struct propose_index {
	struct lexicon *words;   /* ids: index into city.categories; tags: WORD_… */
	struct lexicon *dangers; /* ids: index into city.dangers */
	struct lexicon *odd;     /* of intake (proof.c); ids: index into city.wordings */
	struct lexicon *places;  /* ids: area index, or PLACE_STREET | street index */
	float rarity[PROPOSE_CATEGORIES + 1]; /* by the number of categories that have a word */
};

enum {
	WORD_PAIR,
	WORD_WHOLE
}; /* two neighbouring characters of an example; a name or synonym as it stands */
#define PLACE_STREET 0x80000000u

struct propose_index *propose_index_build(const struct city *c); /* NULL without memory */
void propose_index_free(struct propose_index *x);

#endif
