#ifndef SERVER_JOB_CLOCK_H
#define SERVER_JOB_CLOCK_H

#include "server/core/writer.h"

/* What the centre does because time has passed: what model/clock.h finds due on a ticket, reminds people before,
 * counts citations, forgets sessions, codes, old feed lines and attachments that no ticket names. It goes by what is stored, never by having been awake: after a night off the first round catches up,
 * and a second round finds nothing left to do. */

struct clock_done { /* of one round, for the log and the tests */
	int acted;  /* events of the system, in all */
	int closed,
	    kept; /* incomplete tickets past their limit; kept: a guard said not yet, of any event */
	int recalculated; /* tickets whose limits a new calendar has made anew */
	bool
	    more; /* after a long night or a new calendar: this was one piece, go round again at once */
	int reminded;  /* people told that their ticket is incomplete */
	int swept;     /* attachments gone that no ticket names */
	int64_t cited; /* articles whose count of citations has changed */
};

/** clock_round(c, done, e): what is due at c->now, inside a batch: as much as one batch should hold (done->more). */
enum err_code clock_round(struct core *c, struct clock_done *done, struct err *e);

struct job_clock;
/** clock_start(w, every_ms): a thread that hands a round to the writer at once and then every so often. NULL without
 * memory. clock_stop(k): ends it; the writer must still run. NULL is fine. */
struct job_clock *clock_start(struct writer *w, int every_ms);
void clock_stop(struct job_clock *k);

#endif
