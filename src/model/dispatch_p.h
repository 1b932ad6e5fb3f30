#ifndef MODEL_DISPATCH_P_H
#define MODEL_DISPATCH_P_H

#include "model/dispatch.h"

/* What the catalogue is asked with, whether it comes from a ticket or from words still being typed. */
struct dispatch_ask {
	const char *category, *area, *subject_kind;
	const char *text[4]; /* where keywords are looked for; NULL ends */
	int64_t now;         /* 0: not known, only rules without an end count */
};

/** dispatch_ask_of(f, now): the question that a ticket's fields put. Borrows their strings. */
struct dispatch_ask dispatch_ask_of(const struct fields *f, int64_t now);

#define DISPATCH_FIT_MAX 8
/** dispatch_fit(c, ask, out, max): the rules whose conditions all hold, best first; returns how many. */
int dispatch_fit(const struct city *c, const struct dispatch_ask *ask,
    const struct dispatch_rule **out, int max);
/** dispatch_lead(c, rule, area): its lead unit, @town and @district resolved; NULL when there is none. */
const struct unit *
dispatch_lead(const struct city *c, const struct dispatch_rule *rule, const char *area);

#endif
