#ifndef SERVER_CORE_GUIDANCE_H
#define SERVER_CORE_GUIDANCE_H

#include "model/record.h"
#include "server/core/core.h"

/* Temporary talking points at the centre: their steps (model/guidance.h) are desk records; what is let out is a reference row.
 * Inside a batch, like all of core. */

/** core_guidance_check(c, r, roles, at, e): may step ${r} be taken now: by its flow and words, by the bulletin it replaces and the
 * city's own codes. ERR_FORBIDDEN in words whatever rule refuses it; ERR_DB and the like are the machine's. *at: the time to
 * store it with, after the step before. core_guidance_took(c, r, e): ${r} is stored: what it publishes and takes back. */
enum err_code core_guidance_check(
    struct core *c, const struct record *r, uint32_t roles, int64_t *at, struct err *e);
enum err_code core_guidance_took(struct core *c, const struct record *r, struct err *e);

#endif
