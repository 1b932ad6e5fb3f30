#ifndef CLIENT_CACHE_SIMILAR_H
#define CLIENT_CACHE_SIMILAR_H

#include "client/cache/read.h"
#include "model/incident.h"
#include "model/role.h"
#include "model/similar.h"

/* Which tickets of this seat are about the same matter: candidates by the places named and by category and district, the
 * newest first, each compared (model/similar.h). Also offline. A damaged or older index costs finds, never an error; it
 * is made anew in the background. */

#define SIMILAR_REASON 240

struct similar_row {
	struct ticket_row row;
	int percent; /* score.percent */
	struct similar_score score;
	char reason[SIMILAR_REASON]; /* in words */
	int incident;                /* so many have told of the incident it carries; 0 none */
	char bulletin[32];           /* that speaks of that; "" none */
};
struct similar_query {
	const struct fields *f; /* the ticket or draft in hand */
	const char *id;         /* of that ticket, not found itself; NULL */
	int64_t at;             /* when it was told */
	int64_t since_at;       /* not older */
	uint32_t states;        /* STATE_BIT set; 0 any */
	const char *me;         /* job number and roles of who asks: */
	uint32_t roles;         /* what is shielded is found only by those who may know of it */
	int least;              /* percent; SIMILAR_SHOWN, … */
	int64_t now;
};
/** cache_similar(r, q, rows, max): the likest first; when a key or 20 ms cut it short those found until then. */
int cache_similar(
    struct cache_reader *r, const struct similar_query *q, struct similar_row *rows, int max);
/** cache_incidents(r, since_at, me, roles, out, max): what of the open tickets told since then is probably one incident, the
 * largest first (model/incident.h): what the centre tells, then what this seat finds by itself, with the line down too.
 * Only those with two or more tickets that are not joined. */
#define CACHE_INCIDENT_ROWS 12
struct incident_row {
	struct ticket_row
	    row[CACHE_INCIDENT_ROWS]; /* oldest first: the first would carry the others */
	int n;                        /* rows here */
	int total;                    /* tickets of the incident, those joined counted */
	struct incident_rule rule;
	char bulletin[32]; /* that speaks of it; "" none */
};
int cache_incidents(struct cache_reader *r, int64_t since_at, const char *me, uint32_t roles,
    struct incident_row *out, int max);
/** cache_usual(r, category, span_ms, now): how many tickets of the category come in so long a time at this hour: the mean of the
 * last CACHE_USUAL_DAYS days, as far as this seat has them; -1 when it has none. */
#define CACHE_USUAL_DAYS 14
int cache_usual(struct cache_reader *r, const char *category, int64_t span_ms, int64_t now);
/** cache_incident_of(r, ticket, category, area, since_at, out): the incident the centre tells of that ${ticket} is part of;
 * with ${ticket} NULL: the newest of that category and town whose last call came since then. false: none. */
bool cache_incident_of(struct cache_reader *r, const char *ticket, const char *category,
    const char *area, int64_t since_at, struct incident_told *out);
/** cache_ticket_line(r, id, me, row): one ticket as a line of a list; false when it is not here. */
bool
cache_ticket_line(struct cache_reader *r, const char *id, const char *me, struct ticket_row *row);
/** cache_similar_ready(r): has every ticket of this seat been put into the index? */
bool cache_similar_ready(struct cache_reader *r);

#endif
