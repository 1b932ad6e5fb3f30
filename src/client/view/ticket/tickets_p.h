#ifndef CLIENT_VIEW_TICKETS_P_H
#define CLIENT_VIEW_TICKETS_P_H

#include "client/view/part_p.h"

/* The list of tickets, private to its files. */

#define TICKETS_PIECE  100 /* rows read and listed at a time */
#define TICKETS_PIECES 500 /* pieces one may go down */

struct tickets_place { /* where a piece begins: behind this row */
	int64_t at;
	char id[ID_SIZE];
};

struct tickets {
	struct desk *desk;
	bool stale, to_top; /* read again; from its first row */
	int queue;
	bool by_due;
	struct ticket_row *rows; /* TICKETS_PIECE */
	int n_rows;
	bool partial, more;
	int64_t total; /* of the queue; -1 unknown */
	struct tickets_place place[TICKETS_PIECES];
	int piece;
	struct editor filter;
	struct list list;
};

/* The queues, in the order of the line at the top. */
#define TICKETS_QUEUES 7
struct tickets_queue {
	enum ticket_queue queue;
	const char *label, *empty;
};
extern const struct tickets_queue tickets_queues[TICKETS_QUEUES];

/** tickets_refresh(s): read again what changed. */
void tickets_refresh(struct tickets *s);
/** tickets_category(d, r): name of its category, the code when unknown. */
const char *tickets_category(const struct desk *d, const struct ticket_row *r);

#endif
