#ifndef MODEL_TAKEN_H
#define MODEL_TAKEN_H

#include "base/err.h"
#include "model/ticket.h"

/* 补录: calls taken down on paper while the system was down, typed in later. The time of the call (TF_TAKEN_AT) is kept
 * apart from the time of entry (created_at): limits count from the entry, since the centre can vouch for no other. It is
 * stored as "2026-11-22 09:40", China Standard Time, and written by hand in many shorter ways. */

#define TAKEN_SIZE  17
#define TAKEN_DAYS  30 /* a paper older than this is a matter for the senior, not for back-entry */
#define TAKEN_WORDS 96

/** taken_read(text, now, out, e): 09:40, 0940, 9点40, 昨天21:10, 昨晚9点, 11-22 09:40, 11月22日9点, 2026-11-22 09:40 as it is
 * stored. Without a year the latest that has been. A sentence when it is not a time, not yet, or too long ago. */
enum err_code taken_read(const char *text, int64_t now, char out[TAKEN_SIZE], struct err *e);
/** taken_may_say(text): has ${text} only signs that a time is written with? What else one types there was meant for
 * another field. */
bool taken_may_say(const char *text);
/** taken_at(value): the instant of a stored value, 0 when it is none. */
int64_t taken_at(const char *value);
/** taken_check(value, now, e): is ${value} in the stored form, not later than ${now} (two minutes are the clocks') and
 * not more than TAKEN_DAYS before? ${now} 0: only the form. */
enum err_code taken_check(const char *value, int64_t now, struct err *e);
/** taken_is_late(f): is it a back-entry? */
bool taken_is_late(const struct fields *f);
/** taken_words(t, out): "补录 来电 11-22 09:40 录入 11-22 14:02 (1154)"; "" for a ticket that is none. */
char *taken_words(const struct ticket *t, char out[TAKEN_WORDS]);

#endif
