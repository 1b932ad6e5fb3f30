#ifndef MODEL_CLASSIFY_P_H
#define MODEL_CLASSIFY_P_H

#include "base/secret.h"
#include "model/classify.h"

/* The form of a weights file, for the two that know it. Whole numbers have the low byte first. */
#define CLASSIFY_AT_CLASSES 64
#define CLASSIFY_CLASS_SIZE (CLASSIFY_CODE_SIZE + 8) /* code, what a weight of 1 is worth, bias */
#define CLASSIFY_ENTRY_SIZE 3                        /* class (2), weight (1) */
enum {                                               /* places of the head */
	CLASSIFY_AT_N_CLASSES = 8,
	CLASSIFY_AT_N_ENTRIES = 12,
	CLASSIFY_AT_FIGURES = 16, /* six numbers, then the moment */
	CLASSIFY_AT_MOMENT = 40,
	CLASSIFY_AT_SHARPNESS = 48
};

/* What stands in a text: a character or two neighbours. */
struct gram {
	uint16_t bucket;
	uint32_t at, len; /* bytes of the text */
	uint32_t nth;     /* letter of the text, from 0 */
	bool is_pair;     /* follows the character it ends with */
};
struct gram_walk {
	const char *s;
	size_t len, at;
	uint32_t nth;
	uint32_t prev; /* the folded character before, 0 none */
	size_t prev_at;
	struct gram pair;
	bool has_pair;
};
bool gram_next(struct gram_walk *w, struct gram *out);

static inline uint32_t
le32(const uint8_t *p)
{
	return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static inline void
le32_put(uint8_t *p, uint32_t v)
{
	for (int i = 0; i < 4; i++)
		p[i] = (uint8_t)(v >> 8 * i);
}

#endif
