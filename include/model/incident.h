#ifndef MODEL_INCIDENT_H
#define MODEL_INCIDENT_H

#include "model/city.h"
#include "model/similar.h"

/* 突发事件: many callers about one thing within a short time. Which tickets of late belong together, and whether they are so
 * many that one ticket should carry them all. Pure; the rules are the city's (incident.tsv). */

#define INCIDENT_COUNT   4 /* where the city says nothing */
#define INCIDENT_MINUTES 120
#define INCIDENT_MEMBERS 60 /* tickets of one category that are looked at, and of one incident */

/** incident_rule_of(c, category, out): the city's rule of that category, of its parent, else the default. */
void incident_rule_of(const struct city *c, const char *category, struct incident_rule *out);

struct incident {
	int member
	    [INCIDENT_MEMBERS]; /* indexes into the list, oldest first: the first is the master */
	int n;
	int least; /* percent of the weakest tie that holds it together */
};
/** incident_find(c, list, n, w, out, max): incidents among ${n} tickets in the order of their time, the largest first;
 * returns how many. Tickets are tied by being surely alike, or, of one category in one town, by saying about the same
 * (停水 in two houses of a street). Of a category the newest INCIDENT_MEMBERS are looked at. */
int incident_find(const struct city *c, const struct similar *list, int n,
    const struct similar_weights *w, struct incident *out, int max);

#endif
