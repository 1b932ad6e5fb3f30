/* Transactions and savepoints.
 *
 * Invariants: a writer's transaction begins IMMEDIATE, so that it fails at the start or not at all for want of the
 * lock; after db_commit, whatever it returned, no transaction is open, so that what is read back is what is on disk.
 * Not done here: retrying (the lock file makes other writers impossible). */
#include "db_p.h"

enum err_code
db_exec(struct db *d, const char *sql, struct err *e)
{
	int rc = sqlite3_exec(d->h, sql, NULL, NULL, NULL);

	return rc == SQLITE_OK ? ERR_OK : db_fail(d, rc, e);
}

/* A statement without values, kept like any other: what every batch says is not read anew each time. */
static enum err_code
run(struct db *d, const char *sql, struct err *e)
{
	struct sqlite3_stmt *st;
	enum err_code rc = db_stmt(d, sql, &st, e);

	return rc == ERR_OK ? db_run(d, st, e) : rc;
}

enum err_code
db_begin(struct db *d, bool full, struct err *e)
{
	enum err_code rc;

	/* Cannot be changed inside a transaction; costs nothing when it stays. */
	if (d->full != (int)full && d->mode == DB_WRITER) {
		rc = db_exec(d, full ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL", e);
		if (rc != ERR_OK)
			return rc;
		d->full = full;
	}
	return run(d, d->mode == DB_READER ? "BEGIN" : "BEGIN IMMEDIATE", e);
}

enum err_code
db_commit(struct db *d, struct err *e)
{
	enum err_code rc = run(d, "COMMIT", e);

	if (rc != ERR_OK)
		db_rollback(d);
	return rc;
}

void
db_rollback(struct db *d)
{
	if (db_in_transaction(d))
		sqlite3_exec(d->h, "ROLLBACK", NULL, NULL, NULL);
}

bool
db_in_transaction(struct db *d)
{
	return sqlite3_get_autocommit(d->h) == 0;
}

enum err_code
db_savepoint(struct db *d, struct err *e)
{
	return run(d, "SAVEPOINT job", e);
}

enum err_code
db_release(struct db *d, struct err *e)
{
	return run(d, "RELEASE job", e);
}

void
db_undo(struct db *d)
{
	/* When a failure has already ended the transaction there is nothing left to undo. */
	if (run(d, "ROLLBACK TO job", NULL) == ERR_OK)
		(void)run(d, "RELEASE job", NULL);
}
