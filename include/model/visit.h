#ifndef MODEL_VISIT_H
#define MODEL_VISIT_H

#include <stdbool.h>
#include <stdint.h>

#include "model/workflow.h"

/* Asking the citizen after a reply (practice A10): when he may be rung, and what his answers come to. Pure. */

/* The day of a call-back: nobody is rung at noon or at night. */
enum visit_hour { VISIT_NIGHT, VISIT_MORNING, VISIT_NOON, VISIT_AFTERNOON, VISIT_EVENING };

enum visit_hour visit_hour(int64_t at);
/** visit_hour_label(h): 上午, 午休, …; visit_is_quiet(h): nobody is rung then. */
const char *visit_hour_label(enum visit_hour h);
bool visit_is_quiet(enum visit_hour h);
/** visit_ended_quiet(at): is a call that ends at ${at} one that nobody should have begun? One begun before noon or night
 * may be written down when it has ended. */
bool visit_ended_quiet(int64_t at);
/** visit_begin(at): ${at} itself when people may be rung then, else the instant from which they may. */
int64_t visit_begin(int64_t at);
/** visit_band(at): the bit of ticket.visit_bands and contact_bands: 0 morning, 1 afternoon (from 12:00), 2 evening (from
 * 18:00). */
unsigned visit_band(int64_t at);

/** visit_outcome(a): the step that the answers are: EVENT_VISIT_OK, or EVENT_VISIT_BAD when the result has fewer than 3
 * stars (3: 基本满意) or the matter is unsolved. */
enum event_kind visit_outcome(const struct args *a);

#endif
