/* The clock of a lesson, from that of the machine by a factor. Invariant: what it has shown it never undercuts, whatever is
 * changed about it. Not here: whose clock the machine's is. */
#include "client/class/clock.h"

void
class_clock_start(struct class_clock *c, int pace, int64_t real_ms)
{
	*c = (struct class_clock){ .real_ms = real_ms,
		.ms = real_ms,
		.pace = pace < 1                 ? 1
			: pace > CLASS_PACE_MOST ? CLASS_PACE_MOST
						 : pace };
}

int64_t
class_clock_ms(const struct class_clock *c, int64_t real_ms)
{
	return c->stands || real_ms <= c->real_ms ? c->ms
						  : c->ms + (real_ms - c->real_ms) * c->pace;
}

int64_t
class_clock_left(const struct class_clock *c, int64_t at, int64_t real_ms)
{
	const int64_t now = class_clock_ms(c, real_ms);

	if (at <= now)
		return 0;
	if (at == INT64_MAX || c->stands)
		return -1;
	return (at - now + c->pace - 1) / c->pace;
}

/* What is changed counts from now on. */
static void
settle(struct class_clock *c, int64_t real_ms)
{
	c->ms = class_clock_ms(c, real_ms);
	c->real_ms = real_ms > c->real_ms ? real_ms : c->real_ms;
}

void
class_clock_stand(struct class_clock *c, bool stands, int64_t real_ms)
{
	settle(c, real_ms);
	c->stands = stands;
}

void
class_clock_put_on(struct class_clock *c, int64_t ms, int64_t real_ms)
{
	settle(c, real_ms);
	c->ms += ms > 0 ? ms : 0;
}
