#ifndef MODEL_GIVEN_H
#define MODEL_GIVEN_H

#include <stdbool.h>
#include <stdint.h>

#include "model/event.h"
#include "model/ticket.h"

/* 派单去向: each time a ticket was given to a unit as lead, and whether that unit gave it back, by what basis. Made of the
 * events alone, so that it can be counted anew at any time. */

#define GIVEN_MAX         16 /* of one ticket; later ones are not counted */
#define GIVEN_BASIS_BYTES 601

struct given {
	int64_t seq; /* of the event that gave it */
	char category[8], area[16], unit[16];
	bool returned;                 /* and it was agreed */
	char basis[GIVEN_BASIS_BYTES]; /* what the unit said when it asked for that */
	int64_t at;                    /* of the last change */
};
struct givens {
	struct given v[GIVEN_MAX];
	int n;
};
/** given_apply(g, t, ev): what ${ev}, that led to ${t}, adds to the list or changes in its last entry; false: nothing. */
bool given_apply(struct givens *g, const struct ticket *t, const struct event *ev);
/** given_matters(kind): may an event of that kind change the list at all? */
bool given_matters(int kind);

#endif
