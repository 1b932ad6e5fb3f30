#ifndef CLIENT_VIEW_INTAKE_SAY_P_H
#define CLIENT_VIEW_INTAKE_SAY_P_H

#include "model/city.h"
#include "model/ticket.h"

/* The city's scripts with their blanks filled: what is said to a caller, on whichever screen. */

struct say_word {
	const char *key, *value; /* {key}; value "" leaves a blank to say oneself */
};
/** intake_say_script: text of the city's script for ${moment}; ${fallback} when the city has none. */
void intake_say_script(const struct city *c, const char *moment, const char *fallback,
    const struct say_word *words, size_t n, char *out, size_t size);
void
intake_say_fill(const char *text, const struct say_word *words, size_t n, char *out, size_t size);
/** intake_say_due: 明天上午10点45分 as in {promised_due}. */
void intake_say_due(
    const struct city *c, const struct fields *f, int64_t promised, int64_t now, char out[96]);

#endif
