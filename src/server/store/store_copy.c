/* A backup: a whole copy in one file that says of itself that it is a copy. Whoever runs a centre from it gets a new
 * epoch (store_settle), and the seats, which have seen more than the copy has, fill again instead of trusting numbers
 * that are given out a second time. Not done here: keeping several, other machines. */
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "store_p.h"

/* The copy is not yet anybody's: marked under a name of its own, then given the name asked for. */
static enum err_code
mark(const char *path, struct err *e)
{
	struct db_open_args open = { .mode = DB_WRITER,
		.path = path,
		.application_id = STORE_APPLICATION_ID,
		.migrations = store_migrations,
		.n_migrations = store_migrations_count };
	struct store s = { .writer = true };
	enum err_code rc = db_open(&open, &s.db, e);

	if (rc != ERR_OK)
		return rc;
	rc = db_begin(s.db, true, e);
	if (rc == ERR_OK)
		rc = store_meta_set(&s, STORE_COPY_MARK, "1", e);
	if (rc == ERR_OK)
		rc = db_commit(s.db, e);
	if (rc == ERR_OK) /* again one plain file that needs no companion */
		rc = db_exec(s.db, "PRAGMA journal_mode=DELETE", e);
	db_close(s.db);
	return rc;
}

enum err_code
store_integrity(struct store *s, struct err *e)
{
	return db_integrity(s->db, e);
}

enum err_code
store_backup(struct store *s, const char *path, struct err *e)
{
	struct str part = { 0 }, lock = { 0 };
	enum err_code rc;

	str_addf(&part, "%s.unmarked", path);
	str_addf(&lock, "%s.lock", str_c(&part));
	if (part.bad || lock.bad)
		rc = err_set(e, ERR_NO_MEMORY, NULL);
	else
		rc = db_backup(s->db, part.s, e);
	if (rc == ERR_OK)
		rc = mark(part.s, e);
	if (rc == ERR_OK && rename(part.s, path) != 0)
		rc = err_sys(e, ERR_IO, errno, "不能写备份 %s: 系统错误 %d", path, errno);
	if (part.s != NULL && rc != ERR_OK)
		unlink(part.s);
	if (lock.s != NULL)
		unlink(lock.s);
	str_free(&part);
	str_free(&lock);
	return rc;
}
