#ifndef CLIENT_CLASS_CLOCK_H
#define CLIENT_CLASS_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

/* The clock of a lesson: the caller speaks, waits and is marked by it. As in life it goes with the clock of the machine;
 * in practice it may go faster, stand still, or be put on. It never goes back. */

#define CLASS_PACE_MOST 200

struct class_clock {
	int64_t real_ms, ms; /* it showed ${ms} when the machine showed ${real_ms} */
	int pace;            /* its ms to one of the machine, 1..CLASS_PACE_MOST */
	bool stands;
};

/** class_clock_start(c, pace, real_ms): it shows what the machine shows. class_clock_ms(c, real_ms): what it shows now. */
void class_clock_start(struct class_clock *c, int pace, int64_t real_ms);
int64_t class_clock_ms(const struct class_clock *c, int64_t real_ms);
/** class_clock_left(c, at, real_ms): ms of the machine until it shows ${at}: 0 when it does, -1 never: ${at} is INT64_MAX
 * or the clock stands. */
int64_t class_clock_left(const struct class_clock *c, int64_t at, int64_t real_ms);
/** class_clock_stand(c, stands, real_ms): it stops, or goes on from where it stopped. class_clock_put_on(c, ms, real_ms):
 * by so much, also while it stands; less than nothing is nothing. */
void class_clock_stand(struct class_clock *c, bool stands, int64_t real_ms);
void class_clock_put_on(struct class_clock *c, int64_t ms, int64_t real_ms);

#endif
