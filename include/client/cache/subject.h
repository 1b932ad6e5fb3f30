#ifndef CLIENT_CACHE_SUBJECT_H
#define CLIENT_CACHE_SUBJECT_H

#include "client/cache/read.h"

/* The history of the other party (被诉对象): tickets of this seat that name it (model/subject.h), and what came of them.
 * Found by an index that is filled beside the rows and, after a fill and on an older seat, in the background. What is
 * shielded is counted and shown only for those who may know of it (model/similar.h). */

#define SUBJECT_ROWS 60 /* the newest are looked at, no more */

struct subject_query {
	const char *name;
	const char *not_id; /* the ticket in hand, not counted itself; NULL */
	const char *me;     /* job number and roles of who asks */
	uint32_t roles;
	int64_t now;
};
struct subject_past {
	int n30, n90, n365; /* told within so many days */
	int open90, late90; /* of n90: being worked on; of those past their limit */
	bool more;          /* there are more than were looked at */
};
/** cache_subject(r, q, out): false, and nothing, when the name is nobody's or no other ticket names it. */
bool cache_subject(struct cache_reader *r, const struct subject_query *q, struct subject_past *out);
/** cache_subject_rows(r, q, rows, max): the tickets of the last 365 days, newest first; the count. */
int cache_subject_rows(
    struct cache_reader *r, const struct subject_query *q, struct ticket_row *rows, int max);
/** subject_past_words(p, out): "近90天 5 件: 已办结 3, 在办 2(超期 1); 一年 8 件". */
void subject_past_words(const struct subject_past *p, struct str *out);

#endif
