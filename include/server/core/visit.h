#ifndef SERVER_CORE_VISIT_H
#define SERVER_CORE_VISIT_H

#include "server/core/core.h"

/* What a citizen answered to an SMS, a recorded voice or on the web: a step of the centre itself. */

struct core_visit {
	const char *no;          /* the ticket's number */
	int64_t at;              /* when he answered, or was not reached; to the minute */
	const struct args *args; /* of the step's form; EA_RESULT: he was not reached */
	bool dry_run;            /* judge only */
};
struct core_visited {
	bool again;           /* this result is here already: nothing was done */
	enum event_kind kind; /* else what it came to */
};
/** core_visit(c, v, out, e): the same checks as a visitor's step, and what follows it. A closed ticket takes a bad result
 * as a late evaluation. The same result twice is one: its event's id comes from what it says. ERR_NOT_FOUND: no such
 * ticket; ERR_INVALID: a time or answers that cannot be; otherwise what the rules say. */
enum err_code
core_visit(struct core *c, const struct core_visit *v, struct core_visited *out, struct err *e);

#endif
