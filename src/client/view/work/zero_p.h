#ifndef CLIENT_VIEW_ZERO_P_H
#define CLIENT_VIEW_ZERO_P_H

#include "client/view/view.h"
#include "model/zero_report.h"

/* What several screens say of the 零报告 of a special-protection period. */

#define ZERO_ROWS 256 /* units times periods */

/** zero_words(d, out, size): what this person has to do with today, in a few words for other screens:
 * "今日未报 国庆活动", "今日已报 08:30 国庆活动", "5家未报: 城管局 住建局"; "" when nothing is owed. Returns how many are missing. */
size_t zero_words(const struct desk *d, char *out, size_t size);

#endif
