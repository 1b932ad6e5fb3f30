#ifndef MODEL_ZERO_REPORT_H
#define MODEL_ZERO_REPORT_H

#include "model/city.h"
#include "model/record.h"

/* 零报告: while a special-protection period runs, every unit it concerns says once a civil day that nothing happened, or
 * what did: a desk record (RECORD_ZERO_REPORT) whose object is "<unit> <period's id>", whose code is none or some. */

/* What one unit owes for one period today, and what it has said. Borrowed from the city. */
struct zero_due {
	const struct protection *period;
	const struct unit *unit;
	int64_t reported_at; /* the latest of today; 0 not yet */
	bool some;           /* one of today's says that something happened */
};

/** zero_report_owes(c, p, u, at): does ${u} owe a report for ${p} on the civil day of ${at}? From the start of the period to
 * the end of the day it ends on; a unit that works in the period's areas and that a dispatch rule gives a matter of its
 * categories. Villages report to their township, the centre to nobody. */
bool zero_report_owes(
    const struct city *c, const struct protection *p, const struct unit *u, int64_t at);
/** zero_report_due(c, unit, at, out, max): what is owed on that day, by period and unit; ${unit} "" by all. Nothing is
 * reported yet. The count, at most ${max}. */
size_t zero_report_due(
    const struct city *c, const char *unit, int64_t at, struct zero_due *out, size_t max);
/** zero_report_take(due, n, r, at): ${r} counts for the row it is about when it is of the civil day of ${at}. */
void zero_report_take(struct zero_due *due, size_t n, const struct record *r, int64_t at);
/** zero_report_missing(due, n): how many have not reported. */
size_t zero_report_missing(const struct zero_due *due, size_t n);

/** zero_report_object(unit, period, out): the record's object; false when it is too long for one. zero_report_is_of(r,
 * unit): is it a report of that unit? "" is no unit. */
bool zero_report_object(const char *unit, const char *period, char out[RECORD_OBJECT_BYTES]);
bool zero_report_is_of(const struct record *r, const char *unit);
/** zero_report_check(r, e): of a record of this kind: "some" says what, "none" says nothing. ERR_INVALID. */
enum err_code zero_report_check(const struct record *r, struct err *e);
/** zero_report_fits(c, r, unit, at, e): may somebody of ${unit} report this at that instant? ERR_FORBIDDEN in words. */
enum err_code zero_report_fits(
    const struct city *c, const struct record *r, const char *unit, int64_t at, struct err *e);

#endif
