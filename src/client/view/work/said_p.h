#ifndef CLIENT_VIEW_SAID_P_H
#define CLIENT_VIEW_SAID_P_H

#include "worklist_p.h"

/* What the two sides said of the chosen ticket, out of its trace (work_kind.trace): drawn in at most ${at}.rows; the row
 * after the last. Nothing is drawn when nothing was said. */

/** said_reply: what the unit answered last: when, how it says it stands, and its words. */
int said_reply(const struct worklist *w, struct canvas *c, struct rect at);
/** said_citizen: what the citizen answered last: solved, stars, his words. */
int said_citizen(const struct worklist *w, struct canvas *c, struct rect at);
/** said_tries(w, out, size): the call-backs of this round that did not come about: "11-20上午 无人接听; …"; "" none. */
void said_tries(const struct worklist *w, char *out, size_t size);
/** said_event(w, ev, label, c, at): one step: ${label}, when, who, its words. */
int said_event(const struct worklist *w, const struct event *ev, const char *label,
    struct canvas *c, struct rect at);
/** said_rest(at, from, keep): of ${at} what begins with row ${from}, the first that is free, and leaves ${keep} rows. */
struct rect said_rest(struct rect at, int from, int keep);
/** said_unit(w): the unit that has it, or had it last; "" none. */
const char *said_unit(const struct worklist *w);
/** said_propose_supervise(w, f): the form of a supervision as it most often is: that unit, two working days, why. */
void said_propose_supervise(const struct worklist *w, struct form *f);

#endif
