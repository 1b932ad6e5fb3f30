#ifndef BASE_HISTOGRAM_H
#define BASE_HISTOGRAM_H

#include <stdint.h>

/* How long things took: counts in fixed buckets from half a millisecond to half a minute. Added to and read by any
 * thread; a reader may see one that is just being added in its bucket and not yet in the sum. Zero-initialised. */

#define HISTOGRAM_BUCKETS 15

struct histogram {
	_Atomic int64_t bucket[HISTOGRAM_BUCKETS + 1]; /* the last: longer than all limits */
	_Atomic int64_t sum_us;
};

/** histogram_add(h, us): one that took ${us} microseconds. histogram_limit_us(i): the longest that bucket ${i} holds. */
void histogram_add(struct histogram *h, int64_t us);
int64_t histogram_limit_us(int i);

#endif
