#ifndef MODEL_DEADLINE_H
#define MODEL_DEADLINE_H

#include "model/city.h"
#include "model/ticket.h"

/* Clock effects of an event, the CLOCK column of the EVENTS table. */
enum {
	CLOCK_ACCEPT = 1 << 0,     /* accepted_at = now; dispatch_due; promised_due */
	CLOCK_DISPATCH = 1 << 1,   /* signin_due, contact_due, unit_due */
	CLOCK_INCOMPLETE = 1 << 2, /* incomplete_due */
	CLOCK_STOP = 1 << 3,       /* closed_at; nothing runs any more */
	CLOCK_CONTACT = 1 << 4,    /* first contact made */
	CLOCK_REPLY = 1 << 5,      /* unit's clock judged here */
	CLOCK_VISIT = 1 << 6,      /* visit_due */
	CLOCK_EXTEND = 1 << 7,
	CLOCK_PAUSE = 1 << 8,
	CLOCK_RESUME = 1 << 9,
	CLOCK_REDO = 1 << 10,
	CLOCK_REOPEN = 1 << 11,
	CLOCK_RECALC = 1 << 12 /* every running limit anew by the calendars of now */
};

struct due {
	int64_t at;       /* 0: no limit */
	bool provisional; /* a calendar year is missing */
	struct span span; /* the limit it came from, for words: 24小时, 5个工作日 */
	bool photo;       /* what was done is shown by a photograph */
};

/** deadline_add(cal, p, start, span): the instant ${span} after ${start} by §4.1 (start day not counted, day_end or
 * same_time, hours and minutes 24x7, days natural to the end of the n-th). */
struct due
deadline_add(const struct calendar *cal, const struct profile *p, int64_t start, struct span span);
/** deadline_resolve(city, f, start): how long the matter may take from ${start}: the category's own rule wins over
 * urgency, urgency over type (practice A2, A3). The read-aloud sentence and the ticket both come from here. */
struct due deadline_resolve(const struct city *c, const struct fields *f, int64_t start);
/** deadline_wants_photo(city, f): the rule of the matter's category asks for a photograph of what was done. */
bool deadline_wants_photo(const struct city *c, const struct fields *f);
/** deadline_redo(city, f, start): how long doing it once more may take: the profile's limit for it, never longer than the
 * matter itself may take. */
struct due deadline_redo(const struct city *c, const struct fields *f, int64_t start);
struct due deadline_dispatch(const struct city *c, const struct fields *f, int64_t start);
struct due deadline_signin(const struct city *c, const struct fields *f, int64_t start);
struct due deadline_contact(const struct city *c, const struct fields *f, int64_t start);
struct due deadline_visit(const struct city *c, const struct fields *f, int64_t start);
struct due deadline_incomplete(const struct city *c, int64_t start);
/** deadline_pause(cal, p, due, paused_at, resumed_at): the new due (§4.4). One that had not passed when the pause began has
 * not passed when it ends on a later day. */
int64_t deadline_pause(const struct calendar *cal, const struct profile *p, int64_t due,
    int64_t paused_at, int64_t resumed_at);
/** deadline_extend(cal, due, workdays): §4.5. */
int64_t deadline_extend(const struct calendar *cal, int64_t due, int workdays);
/** deadline_is_provisional(cal, from, to): a limit moved from one instant to the other went through a year without a
 * calendar (§4.1 rule 6). */
bool deadline_is_provisional(const struct calendar *cal, int64_t from, int64_t to);

/** Light of practice A13, and the card days of §4.3. */
enum light { LIGHT_GREEN, LIGHT_AMBER, LIGHT_RED };
enum light deadline_light(const struct calendar *cal, int64_t start, struct due due, int64_t now);
/** deadline_is_hours(due, start): a limit of hours, which runs day and night. One read back from a ticket has no span:
 * up to two days that do not end a day can only be hours. */
bool deadline_is_hours(struct due due, int64_t start);
/** deadline_mark(light): "", "!", "!!". */
const char *deadline_mark(enum light l);
/** deadline_card_days(cal, due_at, yellow, red): first day of yellow and of red in scheme shandong. */
void deadline_card_days(const struct calendar *cal, int64_t due_at, int32_t *yellow, int32_t *red);
/** span_words(span, out, size): "24小时", "5个工作日", "3日". */
const char *span_words(struct span s, char *out, size_t size);

#endif
