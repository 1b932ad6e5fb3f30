#ifndef SERVER_STORE_GIVEN_H
#define SERVER_STORE_GIVEN_H

#include "model/given.h"
#include "server/store/store.h"

/* 派单去向 (model/given.h) as rows beside the tickets, and how they add up for a unit. The events are the truth. */

/** store_givens(s, ticket, out, e): the rows of a ticket. store_given_event(s, t, ev, e): ${ev} was recorded and led to ${t};
 * writes what it changes. */
enum err_code store_givens(struct store *s, const char *ticket, struct givens *out, struct err *e);
enum err_code
store_given_event(struct store *s, const struct ticket *t, const struct event *ev, struct err *e);
/** store_given_fill(s, city, after, look, more, e): tickets from before there were such rows: of the next ${look} behind
 * ${after} (moved on) those without get theirs, from their events. In a batch. */
enum err_code store_given_fill(struct store *s, const struct city *city, char after[ID_SIZE],
    int look, bool *more, struct err *e);

/* What became of the tickets of a category that a unit was given in an area. */
#define STORE_GIVEN_MADE "given_made" /* meta: tickets from before have theirs */
struct store_past {
	char category[8], unit[16], area[16];
	int64_t given, returned;
	char basis[GIVEN_BASIS_BYTES]; /* of the latest that came back; "" none was written */
};
/** store_pasts(s, since, after, out, max): those with a change at ${since} or later, in the order of category, unit, area,
 * behind ${after} (NULL: the first). The count, -1 on error. */
int store_pasts(struct store *s, int64_t since, const struct store_past *after,
    struct store_past *out, int max);

#endif
