#ifndef SERVER_CORE_REMAKE_H
#define SERVER_CORE_REMAKE_H

#include "server/core/core.h"

/* After the program has been renewed: rows that an older ticket_apply made are made again from their events, once. */

/** remake_all(c, now, n, e): before anybody writes or reads, not in a batch; in batches of its own, so that a kill goes on
 * where it was. *n: rows made again; with any, the epoch is a new one and every seat fills again: a row's rev counts its
 * events, and stays. Nothing to do, and quick, when the rows are of TICKET_PROJECTION already. */
enum err_code remake_all(struct core *c, int64_t now, int64_t *n, struct err *e);
/** remake_note(s, e): a new centre has nothing to make again. */
enum err_code remake_note(struct store *s, struct err *e);

#endif
