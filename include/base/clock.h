#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stddef.h>
#include <stdint.h>

/* Instants are int64_t milliseconds since 1970 UTC (names end in _at). Civil time is China Standard Time, UTC+8 all
 * year since 1991, computed without tzdata. Rules (model/) never call clock_now: time is handed to them. */

struct civil {
	int year, month, day;     /* 2026, 1..12, 1..31 */
	int hour, minute, second; /* 0..23, 0..59, 0..59 */
	int weekday;              /* 0 = Sunday */
};

int64_t clock_now_ms(void);  /* wall clock */
int64_t clock_mono_ms(void); /* CLOCK_BOOTTIME: goes on through suspend, never back */
int64_t clock_mono_us(void); /* the same in microseconds: how long something took */

struct civil civil_of(int64_t at);
int64_t civil_to_ms(const struct civil *c); /* weekday ignored */
/** civil_day(at): days since 1970-01-01 in UTC+8. civil_day_start(day): the instant it begins. */
int32_t civil_day(int64_t at);
int64_t civil_day_start(int32_t day);
/** civil_parse_day("2026-11-21"): the day number, or INT32_MIN if malformed or no such date. */
int32_t civil_parse_day(const char *s);
/** civil_format(at, fmt, out, size): fmt of %Y %m %d %H %M %S %a(周六) %% and literal bytes; returns out. */
char *civil_format(int64_t at, const char *fmt, char *out, size_t size);

#endif
