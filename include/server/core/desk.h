#ifndef SERVER_CORE_DESK_H
#define SERVER_CORE_DESK_H

#include "model/notice.h"
#include "server/core/core.h"
#include "server/store/records.h"

/* Beside the tickets: what seats write down, and what people are told. Inside a batch, like all of core. */

/** core_desk(c, device, r, e): a desk record of that seat; one that is there already changes nothing. ERR_FORBIDDEN, in
 * words, when its author may not speak through the seat (protocol rule 16): the record is refused, the others go on. */
enum err_code core_desk(struct core *c, const char *device, const struct record *r, struct err *e);

/** core_notice_near(c, t, e): tell its unit when the limit of ${t} has come near; once a limit. core_wake_at(c, t): when
 * the centre's clock must look at ${t} again: for what falls due, or for that; 0 never. */
enum err_code core_notice_near(struct core *c, const struct ticket *t, struct err *e);
int64_t core_wake_at(const struct core *c, const struct ticket *t);

/** core_notice(c, t, kind, added, e): queue a notice about ${t} as it is now, unless nobody wants it or it was queued
 * before for this round; *added (may be NULL) tells. */
enum err_code core_notice(
    struct core *c, const struct ticket *t, enum notice_kind kind, bool *added, struct err *e);

#endif
