#ifndef MODEL_PROTECTION_H
#define MODEL_PROTECTION_H

#include "base/err.h"
#include "base/str.h"
#include "model/city.h"
#include "model/ticket.h"

/* 重大活动保障期: a period in which matters of some categories in some areas are dispatched, signed for, answered and done
 * sooner than at other times. Its limits only ever shorten: deadline.c takes the earlier of both. */

/** protection_of(c, f, at): the period in force at that instant that the matter falls in, the first by id; NULL none. A
 * matter whose place or category is not known yet falls into those for all. */
const struct protection *protection_of(const struct city *c, const struct fields *f, int64_t at);
/** protection_has_category(p, category): is that category (4 digits) one of the period's? */
bool protection_has_category(const struct protection *p, const char *category);
/** protection_words(p, out): "保障期 国庆活动(至10-07 24:00) 签收15分钟 办结24小时", appended. */
void protection_words(const struct protection *p, struct str *out);
/** protection_check(p, e): at least one limit, each as in profiles (24hour, 2wd). ERR_INVALID with a sentence. */
enum err_code protection_check(const struct protection *p, struct err *e);

#endif
