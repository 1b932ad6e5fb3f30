#ifndef CLIENT_CACHE_RECORDS_H
#define CLIENT_CACHE_RECORDS_H

#include <stdbool.h>
#include <stdint.h>

#include "client/cache/read.h"
#include "model/article.h"
#include "model/record.h"

/* What the screen may ask of this seat's desk records (JOB_RECORD writes them). Besides what was written on this seat,
 * the centre sends back the kinds of record_is_shared that are for who sits here. Phones come masked. CACHE_RECORDS tells of news. */

struct record_query {
	enum record_kind kind;                     /* RECORD_NONE any */
	const char *by;                            /* job number; NULL any */
	const char *call, *ticket, *object, *code; /* NULL any; "" matches nothing */
	int64_t since_at;                          /* 0 any */
};
/** cache_records(r, q, out, max): newest first; each to record_free; the count, -1 when it could not be asked. */
int
cache_records(struct cache_reader *r, const struct record_query *q, struct record *out, int max);
/** cache_record_count(r, q): how many there are in all. */
int64_t cache_record_count(struct cache_reader *r, const struct record_query *q);

/** cache_told(r, call, ticket, out, max): what was told in that call or on that ticket (either may be ""), oldest first;
 * each to record_free. cache_citations: the articles cited there, each once, in that order. */
int cache_told(
    struct cache_reader *r, const char *call, const char *ticket, struct record *out, int max);
int cache_citations(struct cache_reader *r, const char *call, const char *ticket,
    char (*kb_no)[ARTICLE_KB_NO_BYTES], int max);

/** cache_bulletin_read(r, me, id): has ${me} read it on this seat? */
bool cache_bulletin_read(struct cache_reader *r, const char *me, const char *id);
/** cache_bulletins_unread(r, me, now, must, out, max): bulletins in force that ${me} has not read, only those that must
 * be when ${must}; in the city's order, borrowed like cache_city's. */
int cache_bulletins_unread(struct cache_reader *r, const char *me, int64_t now, bool must,
    const struct bulletin **out, int max);

/** cache_abuse(r, phone, since_at): calls from that number since then in which the caller had to be warned; 0 of a
 * number that is none. */
int cache_abuse(struct cache_reader *r, const char *phone, int64_t since_at);

#endif
