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
