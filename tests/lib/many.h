#ifndef TESTS_LIB_MANY_H
#define TESTS_LIB_MANY_H

#include "ask.h"
#include "daemon.h"
#include "model/agent.h"

/* A private centre with three hundred call-takers whose states change at random, and a seat of one who watches them: what the wall
 * costs a line. Whatever cannot be set up ends the program. */

#define MANY_PEOPLE 300
#define MANY_FIRST  2000
#define MANY_WATCH  "1101" /* a senior of the sample city: whom the seat is told by --user */

struct many {
	struct daemon d;
	struct ask_seat
	    seat; /* all of them speak through it: a private centre asks nobody where he sits */
	struct agent who[MANY_PEOPLE];
	uint64_t random;
};

/** many_init(m, root): the centre in <root>/centre, with its people; it does not run. many_meet(m): once a seat over ${root} has
 * started it: everybody signs in. many_change(m, n): ${n} of them go on to what comes next. */
void many_init(struct many *m, const char *root);
void many_meet(struct many *m);
void many_change(struct many *m, int n);

#endif
