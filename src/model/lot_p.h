#ifndef MODEL_LOT_P_H
#define MODEL_LOT_P_H

#include <stddef.h>
#include <stdint.h>

/* Numbers by lot from a seed that is handed in: SplitMix64, small, well mixed, and the same on every machine. */

static inline uint64_t
lot_next(uint64_t *state)
{
	uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

/* Uniform in [0, n): what would favour the small numbers is drawn again. */
static inline size_t
lot_below(uint64_t *state, size_t n)
{
	uint64_t most = UINT64_MAX - UINT64_MAX % n, x;

	do
		x = lot_next(state);
	while (x >= most);
	return (size_t)(x % n);
}

#endif
