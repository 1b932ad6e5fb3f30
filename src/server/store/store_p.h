#ifndef SERVER_STORE_STORE_P_H
#define SERVER_STORE_STORE_P_H

#include "db/db.h"
#include "server/store/store.h"

struct sqlite3_stmt;

struct store {
	struct db *db;
	const uint8_t *key; /* borrowed */
	bool writer;
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

/* What events make of a ticket, applied again. */
struct store_made {
	struct ticket t;
	bool old_clocks; /* by calendars or categories that are no more */
	bool titled;     /* an event gave it its title */
	bool erased;     /* a person was erased from its events */
};
struct store_differs {
	const char *why; /* NULL: the row is what it should be */
	const char *field;
	struct ticket row; /* for the caller to free */
	bool row_read;     /* only then is there something in it */
};
/** store_projection_check(s, id, made, row_only, d): the row of a ticket against ${made}; row_only: only read it. What
 * cannot be judged is taken over into ${made}. */
void store_projection_check(
    struct store *s, const char *id, struct store_made *m, bool row_only, struct store_differs *d);

#endif
