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

/** incident_same_town(a, b): are the two areas of one town? */
bool incident_same_town(const char *a, const char *b);

struct incident {
	int member
	    [INCIDENT_MEMBERS]; /* indexes into the list, oldest first: the first is the master */
	int n;
	int total; /* with those who told the same to one of them (similar.also): what the rule counts */
	int least; /* percent of the weakest tie that holds it together */
};
/** incident_find(c, list, n, w, out, max): incidents among ${n} tickets in the order of their time, the largest first;
 * returns how many. Tickets are tied by being surely alike, or, of one category in one town, by saying about the same
 * (停水 in two houses of a street). Of a category the newest INCIDENT_MEMBERS are looked at. */
int incident_find(const struct city *c, const struct similar *list, int n,
    const struct similar_weights *w, struct incident *out, int max);

/* An incident as the centre tells its seats: a reference row of kind INCIDENT_KIND, its code the id of the ticket that
 * carries it or would. */
#define INCIDENT_KIND "incident_now"
#define INCIDENT_TOLD 24 /* open tickets of it that are named */
struct incident_told {
	char member[INCIDENT_TOLD]
		   [ID_SIZE]; /* oldest first, the master first of all; not those that
	                                        are joined to it */
	int n;
	int total; /* all who have told it: tickets, those joined to them, callers appended to them */
	int joined; /* of which follow the master already */
	int64_t first_at, last_at;
	char category[8], area[16]; /* of the master */
	char bulletin[32];          /* that speaks of it; "" none */
};
/** incident_write(t, out): the text of the row; incident_read(code, text, t): back, tolerant of more cells; false when it is
 * none. */
void incident_write(const struct incident_told *t, struct str *out);
bool incident_read(const char *code, const char *text, struct incident_told *t);
/** incident_names(t, ticket): is it one of the members? */
bool incident_names(const struct incident_told *t, const char *ticket);
/** incident_bulletin(c, list, n, t, no, now): which of the ${n} bulletins holds now and speaks of ${t}: the one tied to the
 * ticket number ${no} of its master, else of its category (or the parent) and place; NULL none. ${c}: the places. */
const struct bulletin *incident_bulletin(const struct city *c, const struct bulletin *list,
    size_t n, const struct incident_told *t, const char *no, int64_t now);

#endif
