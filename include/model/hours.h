#ifndef MODEL_HOURS_H
#define MODEL_HOURS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/calendar.h"

/* When somebody answers: the hours of a transfer target or an office, as a city writes them.
 *
 *	24h                                          always
 *	wd 08:30-12:00,14:00-17:30                   working days of the city's calendar
 *	daily 09:00-21:00                            every day
 *	wd 08:30-17:30; rest 09:00-16:00             parts apart by ";": rest is every day that is no working day
 *	daily 20:00-08:00                            past midnight: it belongs to the day on which it begins
 *
 * Times are UTC+8, 00:00 to 24:00. Days follow the calendar, so a make-up Saturday is a working day. */

/** hours_check(text): NULL when it is well formed, else what is wrong with it in Chinese. */
const char *hours_check(const char *text);

struct hours_state {
	bool open;
	int64_t
	    until_at; /* open: when it closes; closed: when it opens next; 0: not within 30 days */
};

/** hours_at(text, calendar, now): open or not at ${now}. Spans that touch are one, also over midnight. A text that
 * hours_check refuses counts as always open: better one call in vain than a target nobody sees. */
struct hours_state hours_at(const char *text, const struct calendar *calendar, int64_t now);

/** hours_label(state, now, out, size): for a list column: 可接, 下班 至08:30, 下班 明天08:30, 下班 周一08:30 (within
 * six days), 下班 12月4日08:30, 下班 when nobody knows until when. Returns ${out}. */
char *hours_label(struct hours_state state, int64_t now, char *out, size_t size);

#endif
