#ifndef SERVER_CORE_ARTICLE_H
#define SERVER_CORE_ARTICLE_H

#include "model/record.h"
#include "server/core/core.h"

/* Articles at the centre: their steps (model/article_flow.h) are desk records; what is published is a reference row. Inside
 * a batch, like all of core. */

/** core_article_check(c, r, roles, e): may step ${r} be taken now: by the flow, by what is published, by the city's own
 * codes. ERR_FORBIDDEN in words whatever rule refuses it; ERR_DB and the like are the machine's. *at: the time to store it
 * with, after the step before. core_article_took(c, r, e): ${r} is stored: what it publishes or
 * withdraws, and that the version it comes after is kept. */
enum err_code core_article_check(
    struct core *c, const struct record *r, uint32_t roles, int64_t *at, struct err *e);
enum err_code core_article_took(struct core *c, const struct record *r, struct err *e);

/** core_article_pour(c, p, kb_no, text, e): a row that was imported. One whose status says draft or in_review becomes a copy
 * in work, as the next version of what is published, and no reference row (the same words once more change nothing;
 * ERR_CONFLICT while another copy is in work); any other is published as it stands, after the version it replaces has been
 * kept. */
enum err_code core_article_pour(
    struct core *c, struct core_pour *p, const char *kb_no, const char *text, struct err *e);

#endif
