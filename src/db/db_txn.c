/* Transactions and savepoints.
 *
 * Invariants: a writer's transaction begins IMMEDIATE, so that it fails at the start or not at all for want of the
 * lock; after db_commit, whatever it returned, no transaction is open, so that what is read back is what is on disk.
 * Not done here: retrying (the lock file makes other writers impossible). */
#include "db_p.h"

#include <stdio.h>

enum err_code
db_exec(struct db *d, const char *sql, struct err *e)
{
	int rc = sqlite3_exec(d->h, sql, NULL, NULL, NULL);

	return rc == SQLITE_OK ? ERR_OK : db_fail(d, rc, e);
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
	return db_exec(d, d->mode == DB_READER ? "BEGIN" : "BEGIN IMMEDIATE", e);
}

enum err_code
db_commit(struct db *d, struct err *e)
{
	int rc = sqlite3_exec(d->h, "COMMIT", NULL, NULL, NULL);
	enum err_code code;

	if (rc == SQLITE_OK)
		return ERR_OK;
	code = db_fail(d, rc, e);
	db_rollback(d);
	return code;
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

static enum err_code
named(struct db *d, const char *verb, const char *name, struct err *e)
{
	char sql[128];
	int n = snprintf(sql, sizeof(sql), "%s \"%s\"", verb, name);

	if (n < 0 || (size_t)n >= sizeof(sql))
		return err_set(e, ERR_LIMIT, "保存点名称过长");
	return db_exec(d, sql, e);
}

enum err_code
db_savepoint(struct db *d, const char *name, struct err *e)
{
	return named(d, "SAVEPOINT", name, e);
}

enum err_code
db_release(struct db *d, const char *name, struct err *e)
{
	return named(d, "RELEASE", name, e);
}

void
db_undo(struct db *d, const char *name)
{
	/* When a failure has already ended the transaction there is nothing left to undo. */
	if (named(d, "ROLLBACK TO", name, NULL) == ERR_OK)
		(void)named(d, "RELEASE", name, NULL);
}
