#ifndef MODEL_CLOCK_H
#define MODEL_CLOCK_H

#include "model/city.h"
#include "model/workflow.h"

/* What a centre does to a ticket only because time has passed: one table of rows, each with the moment and the event of
 * the system it leads to. Pure: the centre's timer (server/job) asks, the guards of the EVENTS table decide. Because each
 * event changes what the ticket says, a round that comes late catches up and a second one finds nothing. */

/** clock_next(t, c): when the centre must look at ${t} again by itself; 0 never. */
int64_t clock_next(const struct ticket *t, const struct city *c);
/** clock_due(t, c, now, act): the first thing that is due at ${now}; false when nothing is. act->refused names rows that
 * a guard has refused in this round: they are passed over. act->args are empty before, the caller's to free. Without
 * memory false too: it is found again in the next round. */
struct clock_act {
	unsigned refused; /* bits of rows; 0 at first */
	unsigned row;     /* the bit of this one */
	enum event_kind kind;
	struct args args;
	/* how many cards ${unit} was given this month that stand; NULL: none. Only the centre can count them */
	int (*earlier)(void *arg, const char *unit);
	void *arg;
};
bool clock_due(const struct ticket *t, const struct city *c, int64_t now, struct clock_act *act);

#endif
