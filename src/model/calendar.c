/* Working days: Monday to Friday, overridden day by day by the yearly notice of the State Council (放假, 调休上班).
 * A year without any entry counts as "notice not loaded": dates in it are computed by the Monday-Friday rule and
 * reported as provisional. Knows nothing of hours, time limits or profiles: that is deadline.c. */
#include "model/calendar.h"

#include <stdlib.h>

#include "base/clock.h"

static int
year_of(int32_t day)
{
	return civil_of(civil_day_start(day)).year;
}

void
calendar_free(struct calendar *c)
{
	free(c->days);
	*c = (struct calendar){ 0 };
}

/* First entry that is not before ${day}. */
static size_t
lower(const struct calendar *c, int32_t day)
{
	size_t lo = 0, hi = c->n_days;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (c->days[mid].day < day)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

bool
calendar_has_year(const struct calendar *c, int year)
{
	for (size_t i = 0; i < c->n_years; i++)
		if (c->years[i] == year)
			return true;
	return false;
}

bool
calendar_add(struct calendar *c, int32_t day, bool work)
{
	size_t at = lower(c, day);
	if (at < c->n_days && c->days[at].day == day) {
		c->days[at].work = work;
		return true;
	}
	int year = year_of(day);
	bool known = calendar_has_year(c, year);
	if (!known && c->n_years == sizeof c->years / sizeof c->years[0])
		return false;
	/* Grows at powers of two, so the size needs no field of its own. */
	if (c->n_days == 0 || (c->n_days >= 16 && (c->n_days & (c->n_days - 1)) == 0)) {
		size_t room = c->n_days ? c->n_days * 2 : 16;
		struct calendar_day *p = realloc(c->days, room * sizeof *p);
		if (p == NULL)
			return false;
		c->days = p;
	}
	for (size_t i = c->n_days; i > at; i--)
		c->days[i] = c->days[i - 1];
	c->days[at] = (struct calendar_day){ .day = day, .work = work };
	c->n_days++;
	if (!known)
		c->years[c->n_years++] = year;
	return true;
}

bool
calendar_is_work(const struct calendar *c, int32_t day)
{
	size_t at = lower(c, day);
	if (at < c->n_days && c->days[at].day == day)
		return c->days[at].work;
	int weekday = (int)(((day % 7) + 7 + 4) % 7); /* 1970-01-01 was a Thursday */
	return weekday != 0 && weekday != 6;
}

int32_t
calendar_add_days(const struct calendar *c, int32_t day, int n, bool *provisional)
{
	bool guess = false;
	int last_year = 0;
	while (n > 0) {
		day++;
		if (calendar_is_work(c, day))
			n--;
		int year = year_of(day);
		if (year != last_year && !calendar_has_year(c, year))
			guess = true;
		last_year = year;
	}
	if (provisional != NULL)
		*provisional = guess;
	return day;
}

int
calendar_between(const struct calendar *c, int32_t a, int32_t b)
{
	int n = 0;
	for (int32_t d = a + 1; d <= b; d++)
		n += calendar_is_work(c, d);
	return n;
}

int32_t
calendar_prev_work(const struct calendar *c, int32_t day)
{
	do
		day--;
	while (!calendar_is_work(c, day));
	return day;
}

int32_t
calendar_next_work(const struct calendar *c, int32_t day)
{
	do
		day++;
	while (!calendar_is_work(c, day));
	return day;
}
