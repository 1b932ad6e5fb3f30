/* Time: two clocks, and the civil calendar of China Standard Time.
 *
 * UTC+8 without daylight saving has been the law for the whole country since 1991, so civil time is arithmetic and
 * needs no tzdata (thin clients often have none, or a wrong TZ). Instants outside the years 0 to 9999 are taken as the
 * nearest inside, so that a broken number from outside cannot overflow. Not done here: working days and deadlines
 * (model/), time zones, leap seconds. */
#include "base/clock.h"

#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/utf8.h"

#define DAY_MS    86400000LL
#define OFFSET_MS (8 * 3600000LL)
#define FIRST_MS  (-62167219200000LL) /* 0000-01-01T00:00:00.000, as if UTC */
#define LAST_MS   253402300799999LL   /* 9999-12-31T23:59:59.999 */

static int64_t
read_clock(clockid_t id)
{
	struct timespec ts = { 0 };

	clock_gettime(id, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

int64_t
clock_now_ms(void)
{
	return read_clock(CLOCK_REALTIME);
}

int64_t
clock_mono_ms(void)
{
	return read_clock(CLOCK_BOOTTIME);
}

int64_t
clock_mono_us(void)
{
	struct timespec ts = { 0 };

	clock_gettime(CLOCK_BOOTTIME, &ts);
	return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

static int64_t
floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

/* Milliseconds of civil time, as if it were UTC. */
static int64_t
local_ms(int64_t at)
{
	if (at < FIRST_MS - OFFSET_MS)
		return FIRST_MS;
	if (at > LAST_MS - OFFSET_MS)
		return LAST_MS;
	return at + OFFSET_MS;
}

/* Years are counted from March, in eras of 400 years: a leap day is then the last day of a year. */
static int64_t
days_from_civil(int year, int month, int day)
{
	int64_t y = (int64_t)year - (month <= 2), era = floor_div(y, 400), yoe = y - era * 400;
	int64_t doy = (153 * ((int64_t)month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

	return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

static void
civil_from_days(int64_t days, struct civil *c)
{
	int64_t z = days + 719468, era = floor_div(z, 146097), doe = z - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;

	c->day = (int)(doy - (153 * mp + 2) / 5 + 1);
	c->month = (int)(mp < 10 ? mp + 3 : mp - 9);
	c->year = (int)(yoe + era * 400 + (c->month <= 2));
	c->weekday = (int)((days % 7 + 11) % 7); /* 1970-01-01 was a Thursday */
}

struct civil
civil_of(int64_t at)
{
	int64_t local = local_ms(at), days = floor_div(local, DAY_MS), s;
	struct civil c;

	civil_from_days(days, &c);
	s = (local - days * DAY_MS) / 1000;
	c.hour = (int)(s / 3600);
	c.minute = (int)(s / 60 % 60);
	c.second = (int)(s % 60);
	return c;
}

int64_t
civil_to_ms(const struct civil *c)
{
	int64_t s = ((int64_t)c->hour * 60 + c->minute) * 60 + c->second;

	return days_from_civil(c->year, c->month, c->day) * DAY_MS + s * 1000 - OFFSET_MS;
}

int32_t
civil_day(int64_t at)
{
	return (int32_t)floor_div(local_ms(at), DAY_MS);
}

int64_t
civil_day_start(int32_t day)
{
	return day * DAY_MS - OFFSET_MS;
}

static bool
is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int32_t
civil_parse_day(const char *s)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	static const char shape[] = "dddd-dd-dd";
	int v[3] = { 0, 0, 0 }, part = 0;

	if (s == NULL || strlen(s) != sizeof(shape) - 1)
		return INT32_MIN;
	for (size_t i = 0; shape[i] != '\0'; i++) {
		if (shape[i] == '-') {
			if (s[i] != '-')
				return INT32_MIN;
			part++;
		} else {
			if (s[i] < '0' || s[i] > '9')
				return INT32_MIN;
			v[part] = v[part] * 10 + (s[i] - '0');
		}
	}
	if (v[1] < 1 || v[1] > 12 || v[2] < 1)
		return INT32_MIN;
	if (v[2] > days[v[1] - 1] + (v[1] == 2 && is_leap(v[0])))
		return INT32_MIN;
	return (int32_t)days_from_civil(v[0], v[1], v[2]);
}

/* Years are within 0 and 9999, the others two digits. */
static void
put_digits(int v, int digits, char out[16])
{
	out[digits] = '\0';
	for (int i = digits - 1; i >= 0; i--, v /= 10)
		out[i] = (char)('0' + v % 10);
}

/* One conversion into ${out} (16 bytes); false if ${letter} is none. */
static bool
convert(const struct civil *c, char letter, char out[16])
{
	static const char *const weekdays[] = { "周日", "周一", "周二", "周三", "周四", "周五",
		"周六" };
	int v, digits = 2;

	switch (letter) {
	case 'Y':
		v = c->year;
		digits = 4;
		break;
	case 'm':
		v = c->month;
		break;
	case 'd':
		v = c->day;
		break;
	case 'H':
		v = c->hour;
		break;
	case 'M':
		v = c->minute;
		break;
	case 'S':
		v = c->second;
		break;
	case 'a':
		snprintf(out, 16, "%s", weekdays[c->weekday]);
		return true;
	case '%':
		snprintf(out, 16, "%%");
		return true;
	default:
		return false;
	}
	put_digits(v, digits, out);
	return true;
}

char *
civil_format(int64_t at, const char *fmt, char *out, size_t size)
{
	struct civil c = civil_of(at);
	size_t n = 0;

	if (size == 0)
		return out;
	while (*fmt != '\0' && n < size - 1) {
		char piece[16];
		size_t len, room = size - 1 - n;

		if (*fmt == '%' && convert(&c, fmt[1], piece)) {
			fmt += 2;
		} else {
			piece[0] = *fmt++;
			piece[1] = '\0';
		}
		len = strlen(piece);
		memcpy(out + n, piece, len < room ? len : room);
		n += len < room ? len : room;
		if (len > room)
			break;
	}
	out[n] = '\0';
	if (*fmt != '\0' || n == size - 1)
		out[utf8_whole(out, n)] = '\0';
	return out;
}
