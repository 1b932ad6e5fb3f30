#ifndef MODEL_UNTIL_H
#define MODEL_UNTIL_H

#include <stdint.h>

#include "base/err.h"
#include "model/calendar.h"

#define UNTIL_AHEAD_MS (2LL * 366 * 86400000) /* two years: nothing is put off for longer */

/** until_read(text, cal, now, out, e): a limit as people type it, as an instant behind ${now}: 17:30, 明天, 后天17:30, 3天,
 * 3个工作日, 12-20, 12月20日下午3点, 2027-01-08. Without an hour it is the end of that day. The whole text must be read: a
 * guess would bind somebody. ERR_INVALID with a sentence that shows the forms. ${cal} NULL: no working days. */
enum err_code
until_read(const char *text, const struct calendar *cal, int64_t now, int64_t *out, struct err *e);

#endif
