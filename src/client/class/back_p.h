#ifndef CLIENT_CLASS_BACK_P_H
#define CLIENT_CLASS_BACK_P_H

#include "client/class/back.h"
#include "results_p.h"

/* Private to what goes back (back.c) and what comes back (back_take.c). */

struct back_key {
	int64_t lesson_at, nth, at;
};
/** back_read_key(text, k): false: it is none. */
bool back_read_key(const char *text, struct back_key *k);

#endif
