/* Looking after an open database: interruption, checkpoints, backup, integrity, the end of a turn.
 *
 * Invariants: only the writer checkpoints; a backup's final name never holds half a copy. Not done here: when to do
 * any of it (the engine and the centre's writer say). */
#include "db_p.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/str.h"

#define STEPS_BETWEEN_POLLS 1000
#define BULK_LOG_PAGES      16000
#define BULK_CACHE_KIB      16384 /* the ends of a dozen indexes at once */

static int
asked(void *arg)
{
	const struct db *d = arg;

	return d->poll(d->poll_arg) ? 1 : 0;
}

void
db_interrupt_when(struct db *d, bool (*poll)(void *arg), void *arg)
{
	d->poll = poll;
	d->poll_arg = arg;
	sqlite3_progress_handler(
	    d->h, poll != NULL ? STEPS_BETWEEN_POLLS : 0, poll != NULL ? asked : NULL, d);
}

void
db_turn_end(struct db *d)
{
#ifdef HOTSEAT_DEBUG
	for (sqlite3_stmt *st = sqlite3_next_stmt(d->h, NULL); st != NULL;
	     st = sqlite3_next_stmt(d->h, st))
		assert(sqlite3_stmt_busy(st) == 0 && "a statement outlives its turn");
	assert((d->mode != DB_READER || sqlite3_txn_state(d->h, NULL) == SQLITE_TXN_NONE) &&
	       "a reader's transaction outlives its turn");
#else
	(void)d;
#endif
}

void
db_checkpoint(struct db *d)
{
	if (d->mode == DB_WRITER)
		sqlite3_wal_checkpoint_v2(d->h, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
}

enum err_code
db_cache(struct db *d, int kib, struct err *e)
{
	char sql[64];

	(void)snprintf(sql, sizeof(sql), "PRAGMA cache_size=-%d", kib);
	return db_exec(d, sql, e);
}

void
db_bulk(struct db *d, bool on)
{
	if (d->mode != DB_WRITER)
		return;
	sqlite3_wal_autocheckpoint(d->h, on ? BULK_LOG_PAGES : d->log_pages);
	(void)db_cache(d, on ? BULK_CACHE_KIB : d->cache_kib, NULL);
	if (on)
		return;
	db_checkpoint(d);
	(void)sqlite3_db_release_memory(d->h);
}

enum err_code
db_integrity(struct db *d, struct err *e)
{
	struct err mine = { 0 };
	sqlite3_stmt *st;
	enum err_code rc;

	if (e == NULL)
		e = &mine;
	rc = db_stmt(d, "PRAGMA integrity_check(1)", &st, e);
	if (rc != ERR_OK)
		return rc;
	switch (db_step(d, st, e)) {
	case 1:
		if (strcmp(db_text(st, 0), "ok") != 0)
			rc = err_set(e, ERR_CORRUPT, "数据库校验不符: %s", db_text(st, 0));
		break;
	case 0:
		rc = err_set(e, ERR_DB, "数据库没有答复校验结果");
		break;
	default:
		rc = e->code;
		break;
	}
	db_done(st);
	return rc;
}

/* ---- backup ---- */

static enum err_code
copy_into(struct db *d, struct db *target, struct err *e)
{
	sqlite3 *to = target->h;
	sqlite3_backup *b;
	int rc;

	/* The file is not yet anybody's: its own journal would only double the writing. */
	rc = sqlite3_exec(to, "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF", NULL, NULL, NULL);
	if (rc != SQLITE_OK)
		return db_fail(target, rc, e);
	b = sqlite3_backup_init(to, "main", d->h, "main");
	if (b == NULL)
		return db_fail(target, sqlite3_errcode(to), e);
	rc = sqlite3_backup_step(b, -1);
	sqlite3_backup_finish(b);
	if (rc != SQLITE_DONE)
		return db_fail(target, rc, e);
	/* A plain file: it can be opened from a read-only medium and needs no companion. */
	rc = sqlite3_exec(to, "PRAGMA journal_mode=DELETE", NULL, NULL, NULL);
	return rc == SQLITE_OK ? ERR_OK : db_fail(target, rc, e);
}

static enum err_code
io_failed(struct err *e, const char *path)
{
	if (errno == ENOSPC || errno == EDQUOT)
		return err_sys(e, ERR_DISK_FULL, errno, "无法写入备份 %s: 磁盘已满", path);
	return err_sys(e, ERR_IO, errno, "无法写入备份 %s: 系统错误 %d", path, errno);
}

static int
sync_path(const char *path, int flags)
{
	int fd = open(path, flags | O_CLOEXEC), rc;

	if (fd < 0)
		return -1;
	rc = fsync(fd);
	close(fd);
	return rc;
}

/* Make the copy durable, then give it its name. */
static enum err_code
publish(const char *part, const char *path, struct err *e)
{
	char *dir;

	if (sync_path(part, O_RDONLY) != 0 || rename(part, path) != 0)
		return io_failed(e, path);
	dir = db_dir(path);
	if (dir != NULL)
		(void)sync_path(dir, O_RDONLY | O_DIRECTORY);
	free(dir);
	return ERR_OK;
}

/* An empty file of our own, so that the copy is never readable by others and never an old one. */
static bool
make_part(const char *part)
{
	int fd;

	if (unlink(part) != 0 && errno != ENOENT)
		return false;
	fd = open(part, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
	return fd >= 0 && close(fd) == 0;
}

static enum err_code
backup_via(struct db *d, char *part, const char *path, struct err *e)
{
	struct db target = { .path = part };
	enum err_code rc;
	int opened;

	if (!make_part(part))
		return io_failed(e, path);
	opened = sqlite3_open_v2(part, &target.h, SQLITE_OPEN_READWRITE, NULL);
	if (opened != SQLITE_OK)
		rc = target.h != NULL ? db_fail(&target, opened, e)
				      : err_set(e, ERR_NO_MEMORY, NULL);
	else
		rc = copy_into(d, &target, e);
	sqlite3_close(target.h);
	if (rc == ERR_OK)
		rc = publish(part, path, e);
	if (rc != ERR_OK)
		unlink(part);
	return rc;
}

enum err_code
db_backup(struct db *d, const char *path, struct err *e)
{
	struct str part = { 0 };
	enum err_code rc;

	if (db_in_transaction(d))
		return err_set(e, ERR_BUSY, "事务未结束, 不能备份");
	str_add(&part, path);
	str_add(&part, ".part");
	rc = part.bad ? err_set(e, ERR_NO_MEMORY, NULL) : backup_via(d, part.s, path, e);
	str_free(&part);
	return rc;
}
