/* Whose file this is, of which version, and the steps that bring an older one up to date.
 *
 * Invariants: nothing is written (not even the journal mode) before the file is known to be ours and not newer; one
 * migration is one transaction together with its version number, so that a kill leaves the version before or after.
 * Not done here: what the migrations say (cache and store bring them); no way back. */
#include "db_p.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"

/* WAL beyond this is given back to the disk after a checkpoint. */
#define WAL_KEPT_BYTES 8192 /* a page: twice what is moved at once is not cut off and made anew */

struct identity {
	uint32_t application_id;
	int64_t version;
	bool empty; /* no table, no mark: made this moment */
};

/* One number, with the failure told: on a broken file "0" would look like a new one. */
static enum err_code
number_of(struct db *d, const char *sql, int64_t *out, struct err *e)
{
	sqlite3_stmt *st;
	enum err_code rc = db_stmt(d, sql, &st, e);

	if (rc != ERR_OK)
		return rc;
	if (db_step(d, st, e) == 1)
		*out = db_int(st, 0);
	else
		rc = e != NULL && e->code != ERR_OK ? e->code : ERR_DB;
	db_done(st);
	return rc;
}

static enum err_code
look(struct db *d, struct identity *id, struct err *e)
{
	int64_t application = 0, tables = 0;
	enum err_code rc = number_of(d, "SELECT count(*) FROM sqlite_schema", &tables, e);

	if (rc == ERR_OK)
		rc = number_of(d, "PRAGMA application_id", &application, e);
	if (rc == ERR_OK)
		rc = number_of(d, "PRAGMA user_version", &id->version, e);
	id->application_id = (uint32_t)application;
	id->empty = tables == 0 && application == 0 && id->version == 0;
	return rc;
}

static enum err_code
judge(const struct db *d, const struct identity *id, const struct db_open_args *args, struct err *e)
{
	int latest = args->n_migrations > 0 ? args->migrations[args->n_migrations - 1].version : 0;
	bool reader = d->mode == DB_READER;

	if (id->empty)
		return reader ? err_set(e, ERR_NOT_FOUND, "%s 还没有建好", d->path) : ERR_OK;
	if (id->application_id != args->application_id)
		return err_set(
		    e, ERR_INVALID, "%s 不是本程序的数据文件, 请换一个数据目录", d->path);
	if (id->version > latest)
		return err_set(e, ERR_NEWER,
		    "%s 由更新的版本写成(格式 %lld, 本程序只认到 %d), 请升级本程序", d->path,
		    (long long)id->version, latest);
	if (reader && id->version < latest)
		return err_set(e, ERR_BUSY, "%s 正在升级格式, 请稍后再试", d->path);
	return ERR_OK;
}

static enum err_code
step_up(struct db *d, const struct db_migration *m, uint32_t application_id, struct err *e)
{
	char mark[96];
	enum err_code rc = db_begin(d, true, e);

	if (rc != ERR_OK)
		return rc;
	snprintf(mark, sizeof(mark), "PRAGMA application_id=%d; PRAGMA user_version=%d",
	    (int)application_id, m->version);
	rc = db_exec(d, m->sql, e);
	if (rc == ERR_OK)
		rc = db_exec(d, mark, e);
	if (rc == ERR_OK)
		return db_commit(d, e);
	db_rollback(d);
	return rc;
}

/* WAL, or nothing: the other journal modes would let a reader block the writer and the writer a reader. */
static enum err_code
enter_wal(struct db *d, struct err *e)
{
	sqlite3_stmt *st;
	char sql[64];
	bool is_wal = false;
	enum err_code rc = db_stmt(d, "PRAGMA journal_mode=WAL", &st, e);

	if (rc != ERR_OK)
		return rc;
	if (db_step(d, st, e) == 1)
		is_wal = strcmp(db_text(st, 0), "wal") == 0;
	else
		rc = e != NULL && e->code != ERR_OK ? e->code : ERR_DB;
	db_done(st);
	if (rc != ERR_OK)
		return rc;
	if (!is_wal)
		return err_set(e, ERR_IO, "%s 所在的文件系统不支持 WAL, 请换到本机磁盘", d->path);
	(void)snprintf(
	    sql, sizeof(sql), "PRAGMA journal_size_limit=%d", d->log_pages * WAL_KEPT_BYTES);
	rc = db_exec(d, sql, e);
	sqlite3_wal_autocheckpoint(d->h, d->log_pages);
	return rc;
}

enum err_code
db_migrate(struct db *d, const struct db_open_args *args, struct err *e)
{
	struct identity id = { 0 };
	struct err mine = { 0 };
	enum err_code rc;

	if (e == NULL)
		e = &mine;
	err_clear(e);
	rc = look(d, &id, e);
	if (rc == ERR_OK)
		rc = judge(d, &id, args, e);
	if (rc == ERR_OK && d->mode == DB_WRITER)
		rc = enter_wal(d, e);
	if (rc != ERR_OK || d->mode == DB_READER)
		return rc;
	for (size_t i = 0; i < args->n_migrations && rc == ERR_OK; i++) {
		if (args->migrations[i].version > id.version)
			rc = step_up(d, &args->migrations[i], args->application_id, e);
	}
	return rc;
}
