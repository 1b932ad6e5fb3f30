#ifndef SERVER_JOB_ROUND_P_H
#define SERVER_JOB_ROUND_P_H

#include "server/job/clock.h"

/* Parts of clock_round, each in a file. */

/** due_round(c, done, e): the next piece of the tickets whose clock has come: the events of the system that follow
 * (model/clock.h). done->more while there may be others. */
enum err_code due_round(struct core *c, struct clock_done *done, struct err *e);
/** recalc_round(c, changed, more, e): after a new calendar, the next piece of the tickets whose limits were made without
 * it; *more while there are others. */
enum err_code recalc_round(struct core *c, int *changed, bool *more, struct err *e);
/** remind_round(c, reminded, more, e): the next piece of it: once a day, from nine in the morning: people whose ticket is incomplete are told, on the
 * day after they called and on the last day. */
enum err_code remind_round(struct core *c, int *reminded, bool *more, struct err *e);
#define ROUND_PIECE 128 /* tickets of one batch: seats wait behind it */
/** round_is_due(c, name, every_ms, due, e): has so long gone by since the last round of that name? Then it is noted that
 * this is one. */
enum err_code
round_is_due(struct core *c, const char *name, int64_t every_ms, bool *due, struct err *e);
/** named_round(c, e): once a minute at most: names of the hotline's people go to its seats. */
enum err_code named_round(struct core *c, struct err *e);
/** incident_round(c, e): many callers about one thing are told to the seats, and no more when it is over. */
enum err_code incident_round(struct core *c, struct err *e);
/** peak_round(c, e): once a day: when most will call is told to the seats. */
enum err_code peak_round(struct core *c, struct err *e);
/** cited_round(c, changed, e): once a minute at most: how often articles were cited goes to the seats, as reference rows of
 * kind "used" (code = kb_no, text = count). */
enum err_code cited_round(struct core *c, int64_t *changed, struct err *e);
/** swept_round(c, gone, e): once a day, a piece a round: attachments that no ticket names (core_attach_sweep). */
enum err_code swept_round(struct core *c, int *gone, struct err *e);
/** given_round(c, more, e): once a minute at most: what units were given and gave back goes to the seats, as reference rows of
 * kind "unit_past". *more while tickets from before there were such rows are still being looked at. */
enum err_code given_round(struct core *c, bool *more, struct err *e);

#endif
