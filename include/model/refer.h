#ifndef MODEL_REFER_H
#define MODEL_REFER_H

#include <stdbool.h>
#include <stdint.h>

#include "model/city.h"
#include "model/ticket.h"

/* To whom a matter can be handed on the telephone: how well a target of the city's directory fits it. Pure: the matter's
 * fields and the directory; whether the target is there now is hours.h. */

/* What is handed over. */
struct refer_matter {
	const struct fields *f;
	const char *unit; /* code of the unit it goes to; "" not known */
	bool danger;      /* words of danger were heard */
};

/* Best first. */
enum refer_fit {
	REFER_UNIT,      /* a desk for it, of the unit it goes to */
	REFER_MATTER,    /* answers for its category, or is another desk of its unit */
	REFER_EMERGENCY, /* 110, 119, 120, 122, where the matter is theirs */
	REFER_TOWN,      /* the duty room of the area */
	REFER_KIND,      /* answers for the kind of matter (two digits) */
	REFER_ANY,
	REFER_OTHER_CITY,
	REFER_NO_EMERGENCY /* an emergency service, and the matter is not one of theirs */
};
enum refer_fit
refer_fit(const struct city *c, const struct refer_matter *m, const struct transfer_target *t);

/** refer_takes(t, mode): does the target accept that way (blind, consult, tripartite)? */
bool refer_takes(const struct transfer_target *t, const char *mode);

/** refer_service(c, number): the emergency service of that number; NULL when the city's directory has none. */
const struct transfer_target *refer_service(const struct city *c, const char *number);

/** refer_repair(c, f): the repair line of a utility that must hear of the matter besides the emergency service: there
 * day and night, its category the matter's own. NULL none. */
const struct transfer_target *refer_repair(const struct city *c, const struct fields *f);

#endif
