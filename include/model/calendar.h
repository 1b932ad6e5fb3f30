#ifndef MODEL_CALENDAR_H
#define MODEL_CALENDAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Working days: Mon-Fri, overridden by the yearly notice. Days are numbers since 1970-01-01 in UTC+8 (base/clock.h). */
struct calendar_day {
	int32_t day;
	bool work; /* false: rest */
};
struct calendar {
	struct calendar_day *days; /* exceptions only, sorted by day */
	size_t n_days;
	int years[16]; /* years whose notice is loaded */
	size_t n_years;
};

void calendar_free(struct calendar *c);
bool
calendar_add(struct calendar *c, int32_t day, bool work); /* keeps order; false without memory */
bool calendar_has_year(const struct calendar *c, int year);
bool calendar_is_work(const struct calendar *c, int32_t day);
/** calendar_add_days(c, day, n, provisional): the n-th working day after ${day} (which is not counted), n ≥ 0;
 * *provisional is set when a year on the way has no calendar. */
int32_t calendar_add_days(const struct calendar *c, int32_t day, int n, bool *provisional);
/** calendar_between(c, a, b): working days d with a < d ≤ b. */
int calendar_between(const struct calendar *c, int32_t a, int32_t b);
int32_t
calendar_prev_work(const struct calendar *c, int32_t day); /* last working day before ${day} */
int32_t
calendar_next_work(const struct calendar *c, int32_t day); /* first working day after ${day} */

#endif
