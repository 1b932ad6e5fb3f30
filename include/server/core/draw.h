#ifndef SERVER_CORE_DRAW_H
#define SERVER_CORE_DRAW_H

#include "model/qa.h"
#include "server/core/core.h"

/* 双随机 at the centre: what there is to draw from (the tickets closed in a month, direct answers among them, and those
 * withdrawn soon after a unit called), and who may inspect (the centre's qa people). And which calls of the month are
 * listened to: so many of each call-taker, those the citizen rated low, a newcomer's first ones (qa_sample); a call is the
 * ticket taken down in it. Reads only; a reading store will do. */

struct draw_row {
	char id[ID_SIZE], no[20], by[16]; /* by: the inspector; "" nobody may */
	const char *why;                  /* RECORD_QA_DRAW's codes */
};
struct draw {
	char month[8]; /* "2026-11" */
	int count;
	int calls;    /* of each call-taker; 0: no calls are drawn */
	int64_t seed; /* not negative */
	/* the answer */
	int64_t of; /* how many there were to draw from */
	struct draw_row *rows;
	int n;
};
/** draw_make(s, d, e): the same month, counts and seed over the same tickets give the same. draw_free after success.
 * ERR_INVALID for what is no month. */
enum err_code draw_make(struct store *s, struct draw *d, struct err *e);
void draw_free(struct draw *d);
/** core_draw(c, d, e): write a draw down as desk records, so that the inspectors' seats get it; once more changes
 * nothing. */
enum err_code core_draw(struct core *c, const struct draw *d, struct err *e);

#endif
