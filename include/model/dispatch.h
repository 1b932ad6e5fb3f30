#ifndef MODEL_DISPATCH_H
#define MODEL_DISPATCH_H

#include "base/err.h"
#include "base/str.h"
#include "model/city.h"
#include "model/ticket.h"

/* 派单目录: which unit by category, area and words, with the basis. */
struct dispatch_choice {
	const struct dispatch_rule *rule; /* NULL: no rule */
	const struct unit *unit;          /* resolved lead unit; NULL when @town has no area */
	bool unique; /* one rule of the top priority: may be dispatched without a person */
	const char *
	    why_not; /* a sentence when it may not be sent there: reported unit, grassroots, inactive */
};
/** dispatch_choose(c, f, now, out): by catalogue. Rules whose keywords hit, whose area level and subject kind fit win
 * over general ones, then priority. Never the reported unit for complaint/report about it (practice A11: its
 * superior), never a grassroots_forbidden duty to a town or village. */
void dispatch_choose(
    const struct city *c, const struct fields *f, int64_t now, struct dispatch_choice *out);
/** dispatch_options(c, f, now, out, max): where the catalogue lets a person send it, a unit once: the choice above first,
 * then the other rules that fit, best first. Returns how many; 0 when a person has to look at the ticket first. */
#define DISPATCH_OPTIONS 8
int dispatch_options(const struct city *c, const struct fields *f, int64_t now,
    struct dispatch_choice *out, int max);
/** dispatch_helpers(c, f, choice, now, out): the units that the rule of ${choice} names beside its lead, joined by ","
 * (members.h); those that may not have the ticket are left out. */
void dispatch_helpers(const struct city *c, const struct fields *f,
    const struct dispatch_choice *choice, int64_t now, struct str *out);
/** dispatch_may(c, f, unit, now, e): the same rules for a unit a person chose. */
enum err_code dispatch_may(
    const struct city *c, const struct fields *f, const char *unit, int64_t now, struct err *e);

/** dispatch_unit_is_active(u, now): does the unit exist at that moment? ${now} 0: whenever. */
bool dispatch_unit_is_active(const struct unit *u, int64_t now);

#endif
