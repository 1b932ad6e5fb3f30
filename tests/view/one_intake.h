#ifndef TESTS_VIEW_ONE_INTAKE_H
#define TESTS_VIEW_ONE_INTAKE_H

/* What the tests of the intake form look at behind its picture. */

#include "../lib/viewdesk.h"
#include "client/view/call/intake_p.h"

static inline struct intake *
state_of(struct viewdesk *d)
{
	return d->view.state;
}

static inline const char *
value(struct viewdesk *d, enum ticket_field f)
{
	return intake_value(state_of(d), f);
}

/* Is the cursor there? */
static inline bool
is_in(struct viewdesk *d, enum ticket_field f)
{
	return state_of(d)->focus == intake_form_cell(f);
}

#endif
