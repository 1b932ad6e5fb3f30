/* Buckets of durations. The limits are for good: figures of different days and versions are compared by them. */
#include "base/histogram.h"

static const int64_t limits_us[HISTOGRAM_BUCKETS] = { 500, 1000, 2500, 5000, 10000, 25000, 50000,
	100000, 250000, 500000, 1000000, 2500000, 5000000, 10000000, 30000000 };

void
histogram_add(struct histogram *h, int64_t us)
{
	int i = 0;

	while (i < HISTOGRAM_BUCKETS && us > limits_us[i])
		i++;
	h->bucket[i]++;
	h->sum_us += us;
}

int64_t
histogram_limit_us(int i)
{
	return limits_us[i];
}
