#ifndef SERVER_CORE_CORE_P_H
#define SERVER_CORE_CORE_P_H

#include "server/core/core.h"

/** core_touched_add(t, scope): the feed has something new. */
void core_touched_add(struct core_touched *t, const char *scope);
/** core_change(c, scope, kind, id, rev, what, e): a line of the feed at this batch's number. */
enum err_code core_change(struct core *c, const char *scope, const char *kind, const char *id,
    int64_t rev, char what, struct err *e);
/** core_record(c, t, ev, e): ${ev} passed every check: number it, chain it, apply it to ${t}, store both, tell the
 * feeds. ${t} is the ticket after it. */
enum err_code core_record(struct core *c, struct ticket *t, struct event *ev, struct err *e);
/** core_follow_up(c, t, kind, e): what the centre does by itself after an event: dispatch by catalogue. */
enum err_code core_follow_up(struct core *c, struct ticket *t, int kind, struct err *e);

/** core_author(c, device, by, u, e): may ${by} speak through that seat (protocol rule 16)? ERR_FORBIDDEN. */
enum err_code core_author(
    struct core *c, const char *device, const char *by, struct store_user *u, struct err *e);

#endif
