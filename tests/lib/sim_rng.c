/* Chance out of a seed (splitmix64): the same on every machine. */
#include "sim.h"

uint64_t
sim_random(struct sim_rng *r)
{
	uint64_t z = r->state += 0x9e3779b97f4a7c15u;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

int
sim_below(struct sim_rng *r, int n)
{
	return (int)(sim_random(r) % (uint64_t)n);
}

bool
sim_chance(struct sim_rng *r, int percent)
{
	return sim_below(r, 100) < percent;
}

void
sim_bytes(struct sim_rng *r, void *out, size_t n)
{
	uint8_t *p = out;

	for (size_t i = 0; i < n; i++)
		p[i] = (uint8_t)sim_random(r);
}
