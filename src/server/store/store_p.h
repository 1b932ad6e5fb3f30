#ifndef SERVER_STORE_STORE_P_H
#define SERVER_STORE_STORE_P_H

#include "model/given.h"
#include "db/db.h"
#include "server/store/store.h"

struct sqlite3_stmt;

#define STORE_MARKS_MAX 8

struct store {
	struct db *db;
	const uint8_t *key; /* borrowed */
	bool writer;
	/* of a light transaction: what had been written at each mark */
	bool light, spoilt;
	int64_t written[STORE_MARKS_MAX];
	int n_marks;
};

#define STORE_APPLICATION_ID 0x48534344u /* "HSCD" */
#define STORE_COPY_MARK      "copy"      /* meta: this file is a backup copy */

extern const struct db_migration store_migrations[];
extern const size_t store_migrations_count;

/** store_seal/open(s, what, id, …): identity JSON <-> sealed bytes, bound to "what:id". An empty text is stored as
 * NULL. open: ERR_CORRUPT when the key or a byte is wrong. */
void store_seal(
    struct store *s, const char *what, const char *id, const struct str *plain, struct str *out);
enum err_code store_unseal(struct store *s, const char *what, const char *id, const void *p,
    size_t n, struct str *out, struct err *e);
/** store_event_salted(ev, st, col): its identity is here; the salt stands in column ${col}. */
void store_event_salted(struct event *ev, struct sqlite3_stmt *st, int col);

/* What events make of a ticket, applied again. */
struct store_made {
	struct ticket t;
	bool old_clocks; /* by calendars or categories that are no more */
	bool titled;     /* an event gave it its title */
	bool erased;     /* a person was erased from its events */
	struct givens given;
};
struct store_differs {
	const char *why; /* NULL: the row is what it should be */
	const char *field;
	struct ticket row; /* for the caller to free */
	bool row_read;     /* only then is there something in it */
	bool judged;       /* the row was read whole: what it should be is in ${made} */
};
/** store_projection_check(s, id, made, row_only, d): the row of a ticket against ${made}; row_only: only read it. What
 * cannot be judged is taken over into ${made}. */
void store_projection_check(
    struct store *s, const char *id, struct store_made *m, bool row_only, struct store_differs *d);

/* A chain walked from its first event on (store_replay.c). */
struct store_walk {
	struct store *s;
	const struct city *city;
	char ticket[ID_SIZE], prev[65];
	int64_t expect; /* next seq */
	int64_t clocks_since;
	struct store_made made;
	bool broken; /* an event did not add up: what they make of the ticket says nothing */
};
/** store_walk_open(w): before the first ticket, with s and city set. store_walk_begin(w, id): at the beginning of that
 * ticket's chain. store_walk_event(w, st): its next event, of a row of STORE_WALK_COLUMNS; NULL when all is well, else
 * the reason. store_walk_close(w): after the last. */
#define STORE_WALK_COLUMNS "ticket, seq, id, kind, at_server, doc, identity, salt"
void store_walk_open(struct store_walk *w);
void store_walk_begin(struct store_walk *w, const char *id);
const char *store_walk_event(struct store_walk *w, struct sqlite3_stmt *st);
void store_walk_close(struct store_walk *w);

#endif
