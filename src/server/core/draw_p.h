#ifndef SERVER_CORE_DRAW_P_H
#define SERVER_CORE_DRAW_P_H

#include "model/ticket.h"
#include "server/core/draw.h"

/* Calls to listen to (draw_calls.c), for draw.c. */

/* A ticket that may be drawn. */
struct found {
	struct draw_row row; /* why: NULL: it is not drawn after all */
	char *users, *units; /* who had a hand in it; owned */
	char agent[16];      /* of a call: who took it */
	int stars, nth;      /* of a call: as struct qa_call */
};
struct found_list {
	struct found *v; /* in the order of ids */
	size_t n, room;
};
/* How many tickets each call-taker has taken so far. */
struct tally {
	struct tally_row {
		char agent[16];
		int n;
	} * v;
	size_t n, room;
};
/** found_add(l, t): one more, with its hands; NULL without memory. */
struct found *found_add(struct found_list *l, const struct ticket *t);

/** draw_call(l, seen, t, from_at, to_at): told of every ticket in the order of ids: those taken by telephone within the time
 * are added. false without memory. draw_calls_choose(l, a_month, seed): the chosen ones get their why. */
bool draw_call(struct found_list *l, struct tally *seen, const struct ticket *t, int64_t from_at,
    int64_t to_at);
bool draw_calls_choose(struct found_list *l, int a_month, int64_t seed);

#endif
