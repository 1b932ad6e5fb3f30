#ifndef CLIENT_VIEW_ALOUD_P_H
#define CLIENT_VIEW_ALOUD_P_H

#include "model/city.h"
#include "model/ticket.h"

/* The city's scripts with their blanks filled: what is said to a caller, on whichever screen. */

struct say_word {
	const char *key, *value; /* {key}; value "" leaves a blank to say oneself */
};
/** aloud_script: text of the city's script for ${moment}; ${fallback} when the city has none. */
void aloud_script(const struct city *c, const char *moment, const char *fallback,
    const struct say_word *words, size_t n, char *out, size_t size);
void aloud_fill(const char *text, const struct say_word *words, size_t n, char *out, size_t size);
/** aloud_due: 明天上午10点45分 as in {promised_due}. */
void aloud_due(
    const struct city *c, const struct fields *f, int64_t promised, int64_t now, char out[96]);

#endif
