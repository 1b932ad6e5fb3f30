/* Who is on duty: the roster that units send for holidays and nights (值班表), and without one the duty telephone that the
 * unit has all year.
 *
 * Times are UTC+8. A turn past midnight belongs to the day on which it begins. */
#include "model/city.h"

#include <string.h>

#include "base/clock.h"
#include "base/str.h"

#define DAY_MINUTES (24 * 60)
#define MINUTE_MS   60000

/* "08:30" at ${s}: minutes; -1 when it is none. */
static int
minutes(const char *s)
{
	int h, m;

	for (int i = 0; i < 5; i++)
		if (i == 2 ? s[i] != ':' : s[i] < '0' || s[i] > '9')
			return -1;
	h = (s[0] - '0') * 10 + s[1] - '0';
	m = (s[3] - '0') * 10 + s[4] - '0';
	return m < 60 && h * 60 + m <= DAY_MINUTES ? h * 60 + m : -1;
}

bool
city_duty_hours(const char *hours, int *from, int *to)
{
	*from = 0;
	*to = DAY_MINUTES;
	if (hours[0] == '\0')
		return true;
	if (strlen(hours) != 11 || hours[5] != '-')
		return false;
	*from = minutes(hours);
	*to = minutes(hours + 6);
	if (*from < 0 || *to < 0 || *from == *to || *from == DAY_MINUTES)
		return false;
	*to += *to < *from ? DAY_MINUTES : 0;
	return true;
}

/* Is ${at} within that turn? */
static bool
is_on(const struct duty *d, int64_t at)
{
	int32_t day = civil_parse_day(d->date);
	int64_t since;
	int from, to;

	if (day == INT32_MIN || !city_duty_hours(d->hours, &from, &to))
		return false;
	since = at - civil_day_start(day);
	return since >= (int64_t)from * MINUTE_MS && since < (int64_t)to * MINUTE_MS;
}

bool
city_duty(const struct city *c, const char *unit, int64_t at, struct duty_person *out)
{
	const struct contact *always;

	for (size_t i = 0; i < c->n_duties; i++)
		if (strcmp(c->duties[i].unit, unit) == 0 && is_on(&c->duties[i], at)) {
			*out = (struct duty_person){ c->duties[i].name, c->duties[i].phone,
				c->duties[i].hours, true };
			return true;
		}
	always = city_contact(c, unit, "duty");
	if (always == NULL)
		return false;
	*out = (struct duty_person){ always->name, always->phone, "", false };
	return true;
}
