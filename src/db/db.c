/* Opening and closing a database by the house's rules, and what SQLite's failures mean in words.
 *
 * Invariants: at most one writer per file, ever: SQLite before 3.51.3 can corrupt a WAL database when two connections
 * write or checkpoint, and Debian 12 has 3.40. So the writer holds "<path>.lock" for as long as it is open, and readers
 * can neither write (READONLY, query_only) nor checkpoint (autocheckpoint 0, and none at close). No mmap, no temporary
 * files (they would hold citizens' words outside the data directory). Not done here: any table of ours. */
#include "db_p.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/str.h"

#define WRITER_CACHE_KIB 2048
#define READER_CACHE_KIB 1024
#define LOG_PAGES        1000
#define WRITER_WAIT_MS   5000
#define READER_WAIT_MS   1000
#define FULL_BELOW_BYTES \
	((int64_t)64 * 1024) /* less free than this and a failed write was for want of room */

/* ---- failures ---- */

static const struct cause {
	int rc; /* primary code */
	enum err_code code;
	const char *text;
} causes[] = {
	{ SQLITE_FULL, ERR_DISK_FULL, "磁盘已满, 请先清理" },
	{ SQLITE_BUSY, ERR_BUSY, "数据库正忙, 请稍后再试" },
	{ SQLITE_LOCKED, ERR_BUSY, "数据库正忙, 请稍后再试" },
	{ SQLITE_NOMEM, ERR_NO_MEMORY, "内存不足" },
	{ SQLITE_INTERRUPT, ERR_CANCELLED, "查询已中断" },
	{ SQLITE_CORRUPT, ERR_CORRUPT, "数据库文件已损坏, 请从备份恢复" },
	{ SQLITE_NOTADB, ERR_CORRUPT, "不是数据库文件, 或已损坏" },
	{ SQLITE_CANTOPEN, ERR_IO, "无法打开数据库文件, 请检查目录和权限" },
	{ SQLITE_PERM, ERR_IO, "没有权限" },
	{ SQLITE_READONLY, ERR_IO, "数据库只能读, 不能写" },
	{ SQLITE_TOOBIG, ERR_LIMIT, "内容太长" },
};

static const char *
path_of(const struct db *d)
{
	return d->path != NULL ? d->path : "内存数据库";
}

char *
db_dir(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (slash == NULL)
		return str_dup(".");
	return str_dup_n(path, slash == path ? 1 : (size_t)(slash - path));
}

/* Of the last call that failed on the log or the file: what sqlite3_system_errno says is errno as it stood a little later. */
static int
file_errno(const struct db *d)
{
	sqlite3_file *log = NULL;
	int sys = 0;

	(void)sqlite3_file_control(d->h, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log);
	if (log != NULL && log->pMethods != NULL)
		(void)log->pMethods->xFileControl(log, SQLITE_FCNTL_LAST_ERRNO, &sys);
	if (sys == 0)
		(void)sqlite3_file_control(d->h, "main", SQLITE_FCNTL_LAST_ERRNO, &sys);
	return sys;
}

/* SQLite tries a file that cannot be created once more, read only: then errno is of the second try. A file that may not grow
 * (a limit of the process, of the filesystem) has no more room either. */
static bool
is_full(const struct db *d, int sys)
{
	char *dir;
	int64_t left;

	if (sys == ENOSPC || sys == EDQUOT || sys == EFBIG)
		return true;
	dir = d->path != NULL ? db_dir(d->path) : NULL;
	left = dir != NULL ? fs_free_bytes(dir) : -1;
	free(dir);
	return left >= 0 && left < FULL_BELOW_BYTES;
}

enum err_code
db_fail(struct db *d, int rc, struct err *e)
{
	int extended = sqlite3_extended_errcode(d->h), sys = sqlite3_system_errno(d->h);
	const int of_file = (rc & 0xff) == SQLITE_IOERR ? file_errno(d) : 0;

	if ((extended & 0xff) != (rc & 0xff))
		extended = rc;
	if ((rc & 0xff) == SQLITE_CORRUPT && extended != SQLITE_CORRUPT_VTAB)
		d->damaged = true;
	if ((rc & 0xff) == SQLITE_IOERR || (rc & 0xff) == SQLITE_CANTOPEN) {
		sys = of_file != 0 ? of_file : sys;
		if (is_full(d, sys))
			rc = SQLITE_FULL;
		else if ((rc & 0xff) == SQLITE_IOERR)
			return err_sys(e, ERR_IO, extended, "%s: 读写失败(%d, 系统错误 %d)",
			    path_of(d), extended, sys);
	}
	if (d->damage != NULL && (rc & 0xff) == SQLITE_CORRUPT)
		return err_sys(e, ERR_CORRUPT, extended, "%s", d->damage);
	for (size_t i = 0; i < sizeof(causes) / sizeof(causes[0]); i++) {
		if (causes[i].rc == (rc & 0xff))
			return err_sys(
			    e, causes[i].code, extended, "%s: %s", path_of(d), causes[i].text);
	}
	return err_sys(e, ERR_DB, extended, "%s: 数据库出错(%d: %s)", path_of(d), extended,
	    sqlite3_errmsg(d->h));
}

/* ---- opening ---- */

/* Where WAL cannot work; the file itself may not be there yet. */
static enum err_code
refuse_network(const char *path, struct err *e)
{
	char *dir = db_dir(path);
	bool network;

	if (dir == NULL)
		return err_set(e, ERR_NO_MEMORY, NULL);
	network = fs_is_network(dir);
	free(dir);
	if (network)
		return err_set(e, ERR_IO,
		    "%s 在网络文件系统上, 数据可能损坏, 请用 --data 换到本机磁盘上的目录", path);
	return ERR_OK;
}

static enum err_code
take_lock(struct db *d, struct err *e)
{
	struct str lock = { 0 };
	enum err_code rc;

	str_add(&lock, d->path);
	str_add(&lock, ".lock");
	rc = lock.bad ? err_set(e, ERR_NO_MEMORY, NULL) : fs_lock(lock.s, &d->lock_fd, e);
	str_free(&lock);
	return rc;
}

/* Only its owner reads a database: the -wal and -shm that SQLite makes beside it take its mode. One that is there is never
 * opened for this: closing it again would drop the locks of every connection of this process. */
static void
create_private(const char *path)
{
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd >= 0)
		close(fd);
}

/* One of ours that an older program made. */
static void
keep_private(const char *path)
{
	static const char *const parts[] = { "", "-wal", "-shm" };

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		struct str part = { 0 };
		struct stat st;

		str_add(&part, path);
		str_add(&part, parts[i]);
		if (stat(str_c(&part), &st) == 0 && (st.st_mode & 077) != 0)
			(void)chmod(str_c(&part), 0600);
		str_free(&part);
	}
}

static int
number_or(int given, int usual)
{
	return given > 0 ? given : usual;
}

/* What every connection is told before it looks at the file. */
static enum err_code
configure(struct db *d, const struct db_open_args *args, struct err *e)
{
	bool writes = args->mode != DB_READER;
	enum err_code rc;

	sqlite3_extended_result_codes(d->h, 1);
	sqlite3_busy_timeout(
	    d->h, number_or(args->wait_ms, writes ? WRITER_WAIT_MS : READER_WAIT_MS));
	sqlite3_db_config(d->h, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(d->h, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	if (!writes)
		sqlite3_db_config(d->h, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	d->cache_kib = number_or(args->cache_kib, writes ? WRITER_CACHE_KIB : READER_CACHE_KIB);
	rc = db_cache(d, d->cache_kib, e);
	if (rc == ERR_OK)
		rc = db_exec(d, "PRAGMA mmap_size=0; PRAGMA temp_store=MEMORY", e);
	if (rc == ERR_OK)
		rc = db_fts_register(d, e);
	d->log_pages = number_or(args->log_pages, LOG_PAGES);
	if (rc == ERR_OK && !writes)
		rc = db_exec(d, "PRAGMA query_only=1; PRAGMA wal_autocheckpoint=0", e);
	return rc;
}

/* SQLite counts its memory under a lock of the whole process, at every allocation; nobody reads the count. */
static void
count_no_memory(void)
{
	(void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

static enum err_code
open_handle(struct db *d, struct err *e)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	int flags = SQLITE_OPEN_NOMUTEX, rc;

	(void)pthread_once(&once, count_no_memory);
	flags |= d->mode == DB_READER ? SQLITE_OPEN_READONLY
				      : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
	rc = sqlite3_open_v2(d->mode == DB_MEMORY ? ":memory:" : d->path, &d->h, flags, NULL);
	if (d->h == NULL)
		return err_set(e, ERR_NO_MEMORY, NULL);
	sqlite3_rollback_hook(d->h, NULL, d); /* never called: how db_stmt.c finds ${d} again */
	return rc == SQLITE_OK ? ERR_OK : db_fail(d, rc, e);
}

/* Page by page: its tables need not be made once more. */
static enum err_code
begin_like(struct db *d, struct db *like, struct err *e)
{
	sqlite3_backup *copy = sqlite3_backup_init(d->h, "main", like->h, "main");
	int rc;

	if (copy == NULL)
		return db_fail(d, sqlite3_errcode(d->h), e);
	(void)sqlite3_backup_step(copy, -1);
	rc = sqlite3_backup_finish(copy);
	return rc == SQLITE_OK ? ERR_OK : db_fail(d, rc, e);
}

static enum err_code
open_file(struct db *d, const struct db_open_args *args, struct err *e)
{
	enum err_code rc;

	if (args->mode == DB_MEMORY)
		return ERR_OK;
	d->path = str_dup(args->path);
	if (d->path == NULL)
		return err_set(e, ERR_NO_MEMORY, NULL);
	if (args->mode == DB_READER && !fs_exists(d->path))
		return err_set(e, ERR_NOT_FOUND, "%s 还不存在", d->path);
	rc = refuse_network(d->path, e);
	if (rc == ERR_OK && args->mode == DB_WRITER)
		rc = take_lock(d, e);
	if (rc == ERR_OK && args->mode == DB_WRITER)
		create_private(d->path);
	return rc;
}

enum err_code
db_open(const struct db_open_args *args, struct db **out, struct err *e)
{
	struct db *d = calloc(1, sizeof(*d));
	enum err_code rc;

	*out = NULL;
	if (d == NULL)
		return err_set(e, ERR_NO_MEMORY, NULL);
	d->mode = args->mode;
	d->damage = args->damage;
	d->lock_fd = -1;
	d->full = -1;
	rc = open_file(d, args, e);
	if (rc == ERR_OK)
		rc = open_handle(d, e);
	if (rc == ERR_OK)
		rc = configure(d, args, e);
	if (rc == ERR_OK && d->mode == DB_MEMORY && args->like != NULL)
		rc = begin_like(d, args->like, e);
	if (rc == ERR_OK)
		rc = db_migrate(d, args, e);
	if (rc != ERR_OK) {
		db_close(d);
		return rc;
	}
	if (d->mode == DB_WRITER)
		keep_private(d->path);
	*out = d;
	return ERR_OK;
}

void
db_close(struct db *d)
{
	if (d == NULL)
		return;
	db_stmt_free_all(d);
	sqlite3_close_v2(d->h);
	/* Only now: the last checkpoint is a write too. */
	if (d->lock_fd >= 0)
		close(d->lock_fd);
	free(d->path);
	free(d);
}
