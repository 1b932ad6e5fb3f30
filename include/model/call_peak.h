#ifndef MODEL_CALL_PEAK_H
#define MODEL_CALL_PEAK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/* When most will call today: the busiest half hour of the same weekday of the last weeks, by their mean. The centre, which alone has
 * the calls of weeks, tells it once a day as the reference row CALL_PEAK_KIND / CALL_PEAK_CODE. */

#define CALL_PEAK_KIND    "call_peak"
#define CALL_PEAK_CODE    "today"
#define CALL_PEAK_WEEKS   4
#define CALL_PEAK_SLOT_MS INT64_C(1800000)
#define CALL_PEAK_SLOTS   48

struct call_peak {
	int32_t day; /* civil_day it is told of */
	int slot;    /* half hour of the day */
	int calls;   /* of citizens who wanted a person, the mean of the days */
	int days;    /* that had any calls */
};
/** call_peak_find(calls, day, out): of the last weeks' days, calls by half hour (a day without any does not count). false:
 * nobody can say. */
bool
call_peak_find(int calls[CALL_PEAK_WEEKS][CALL_PEAK_SLOTS], int32_t day, struct call_peak *out);
/** call_peak_write(p, out): the text of the row; call_peak_read(text, out): back; false when it is none. */
void call_peak_write(const struct call_peak *p, struct str *out);
bool call_peak_read(const char *text, struct call_peak *out);

#endif
