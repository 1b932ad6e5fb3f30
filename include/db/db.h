#ifndef DB_DB_H
#define DB_DB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

/* SQLite for both programs, with the rules of architecture.md built in: one writer per database, held by a lock file;
 * readers READONLY + query_only + no checkpoints; no mmap; refuses network file systems and databases written by a newer
 * program, in words. rooms cache and store write their SQL against struct db and its statements.
 *
 * A struct db belongs to one thread at a time. Of a failure, e->sys keeps SQLite's extended code. */

struct db;
struct sqlite3_stmt;

enum db_mode {
	DB_WRITER, /* takes "<path>.lock"; creates, 0600; WAL */
	DB_READER,
	DB_MEMORY /* tests and the simulator: private, no lock */
};

struct db_migration {
	int version;     /* 1.. */
	const char *sql; /* one transaction each */
};

struct db_open_args {
	const char *path; /* not of DB_MEMORY */
	enum db_mode mode;
	struct db *like; /* of DB_MEMORY: begins as a copy of this one, borrowed; NULL: empty */
	uint32_t application_id; /* PRAGMA application_id: another file is refused */
	const struct db_migration
	    *migrations; /* ordered; the last one's version is what this program writes */
	size_t n_migrations;
	int cache_kib; /* pages kept in memory, most; 0: 1,024, of a writer 2,048 */
	int log_pages; /* of a writer: so many in the log are moved into the file at once; 0: 1,000 */
	const char *damage; /* what to say of a damaged file, borrowed; NULL: 请从备份恢复 */
	int wait_ms; /* how long a locked database is waited for; 0: 1,000, of a writer 5,000 */
};

/** db_open(args, out, e): db_close it. What a caller meets: ERR_LOCKED another writer has it (who, in words);
 * ERR_NOT_FOUND a reader came before the writer made it; ERR_BUSY a reader came before the writer migrated it (try
 * again); ERR_NEWER; ERR_INVALID another program's file; ERR_CORRUPT no database; ERR_IO a network file system. */
enum err_code db_open(const struct db_open_args *args, struct db **out, struct err *e);
/** db_close(d): ends its statements and transaction, gives the lock back. NULL is fine. */
void db_close(struct db *d);

/** db_exec(d, sql, e): statements without results. */
enum err_code db_exec(struct db *d, const char *sql, struct err *e);
/** db_begin/commit/rollback: one transaction. db_commit failing means *unknown*, not failed: read back (it has rolled
 * back what could be rolled back). db_rollback outside a transaction does nothing.
 * db_savepoint/release/undo: nested, each the innermost. full: synchronous=FULL for this transaction (else NORMAL).
 */
enum err_code db_begin(struct db *d, bool full, struct err *e);
enum err_code db_commit(struct db *d, struct err *e);
void db_rollback(struct db *d);
enum err_code db_savepoint(struct db *d, struct err *e);
enum err_code db_release(struct db *d, struct err *e);
void db_undo(struct db *d);
bool db_in_transaction(struct db *d);

/* Statements are prepared once and kept by ${sql}'s address (a string literal). Every use: db_stmt, bind, step…, then
 * db_done: no statement outlives a turn of the loop (debug builds assert it). The same literal cannot be used again
 * inside its own loop over rows. */
enum err_code db_stmt(struct db *d, const char *sql, struct sqlite3_stmt **out, struct err *e);
/** db_bind_*(st, i, …): parameter ${i} from 1. A value for which there was no memory makes the next db_step fail. */
void db_bind_text(struct sqlite3_stmt *st, int i, const char *s); /* NULL binds NULL; copied */
void
db_bind_blob(struct sqlite3_stmt *st, int i, const void *p, size_t n); /* NULL binds NULL; copied */
void db_bind_int(struct sqlite3_stmt *st, int i, int64_t v);
/** db_lend_text(st, i, s), db_lend_blob: as db_bind_*, not copied: it stays as it is until db_done. */
void db_lend_text(struct sqlite3_stmt *st, int i, const char *s);
void db_lend_blob(struct sqlite3_stmt *st, int i, const void *p, size_t n);
/** db_step: 1 a row, 0 done, -1 failed (e set). */
int db_step(struct db *d, struct sqlite3_stmt *st, struct err *e);
void db_done(struct sqlite3_stmt *st); /* NULL is fine */
/** db_run(d, st, e): step to the end and db_done. */
enum err_code db_run(struct db *d, struct sqlite3_stmt *st, struct err *e);
/** db_run_int(d, sql, v, e), db_run_text: a statement of one parameter, whole; ${sql} as of db_stmt. */
enum err_code db_run_int(struct db *d, const char *sql, int64_t v, struct err *e);
enum err_code db_run_text(struct db *d, const char *sql, const char *s, struct err *e);
const char *db_text(
    struct sqlite3_stmt *st, int i); /* column from 0; "" for NULL; borrowed until the next step */
const void *db_blob(struct sqlite3_stmt *st, int i,
    size_t *n); /* NULL and 0 for NULL and empty; borrowed likewise */
int64_t db_int(struct sqlite3_stmt *st, int i);
int64_t db_changes(struct db *d); /* rows the last statement changed */
int64_t db_written(struct db *d); /* rows changed since it was opened, what was undone too */
/** db_take_int(d, st, fallback): the first number of the first row of a query that is bound, and db_done; ${fallback}
 * where there is none. db_take_any: whether there is a row, likewise. */
int64_t db_take_int(struct db *d, struct sqlite3_stmt *st, int64_t fallback);
bool db_take_any(struct db *d, struct sqlite3_stmt *st);
/** db_one_int(d, sql, fallback): db_take_int of a query without parameters; ${sql} a literal. */
int64_t db_one_int(struct db *d, const char *sql, int64_t fallback);

/* ---- full text ----
 * Every connection knows the FTS5 tokenizer 'hotseat' (text/tokens.h) and the function db_fts_score below. FTS5's own
 * bm25() mixes its column weights into one curve, so that five hits in a body outweigh the title; its highlight()
 * doubles text over overlapping tokens: neither is used. */
#define DB_FTS_PHRASES 24 /* of one expression; a phrase more is not added */
#define DB_FTS_COLUMNS 8
struct db_fts_expr {
	struct str text; /* for MATCH; "" when nothing can be searched */
	int n;           /* phrases */
};
/** db_fts_add(x, join, s, n, open): one phrase more: the tokens of ${n} bytes, side by side, ${open} when the last may
 * be only the beginning of one. ${join} is " AND " or " OR ". What is typed is quoted whole and never syntax. False
 * when there is nothing in it to search for, or no room. */
bool db_fts_add(struct db_fts_expr *x, const char *join, const char *s, size_t n, bool open);
/** db_fts_add_raw(x, join, token, open): a token as it stands in an index of 'hotseat_sounds' (text/sounds.h), the other
 * tokenizer every connection knows: a document is a title, a query one token. */
bool db_fts_add_raw(struct db_fts_expr *x, const char *join, const char *token, bool open);
/* fts_quick(table): likewise for db_fts_hit, out of the hits of the row alone: ten for the first column
 * and one for each hit, five at most. Exact BM25 reads every hit of every phrase before the first row. */
/* fts_score(table, w1, w2, …) AS A BLOB: exact BM25 (k1 1.2, b 0.75) of each column by its own length, times the
 * column's weight, summed over phrases; and which phrases (bit i: the i-th added) stand in the row. */
struct db_fts_hit {
	double score;
	uint32_t phrases;
};
/** db_fts_hit(st, i, hit): column ${i} of a row that selected fts_score or fts_quick. */
void db_fts_hit(struct sqlite3_stmt *st, int i, struct db_fts_hit *hit);

/** db_interrupt_when(d, poll, arg): ${poll} is asked every ~1,000 steps; true ends the running query (reader): its
 * db_step fails with ERR_CANCELLED. NULL: never. */
void db_interrupt_when(struct db *d, bool (*poll)(void *arg), void *arg);
/** db_turn_end(d): a turn of the loop is over. Debug builds assert that no statement is in use and, of a reader, that
 * no transaction is open; others do nothing. */
void db_turn_end(struct db *d);
/** db_checkpoint(d): writer only; passive. db_bulk(d, on): a first fill is on: checkpoint 16 times less often (the WAL
 * may grow to 64 MB: look at the free space first), and keep 16 MB of the file in memory; off: back to normal, after a checkpoint. */
void db_checkpoint(struct db *d);
void db_bulk(struct db *d, bool on);
/** db_backup(d, path, e): a consistent copy of what is committed, through this connection, as one plain file (mode
 * 0600) that replaces ${path} only when whole and on disk. A reader does it beside the writer; in a transaction of
 * one's own ERR_BUSY. */
enum err_code db_backup(struct db *d, const char *path, struct err *e);
/* What came over out of a damaged file. */
struct db_salvaged {
	int64_t rows;
	bool lost; /* something was there that did not */
};
/** db_salvage(from, to, table, rest, out, e): of ${table} in ${from} (a reader) whatever can be read, into the same table of
 * ${to}, where it is not there yet; ${rest}: "[WHERE … ]ORDER BY key", which is read from both ends. Adds to *out. An error
 * is one of ${to}. */
enum err_code db_salvage(struct db *from, struct db *to, const char *table, const char *rest,
    struct db_salvaged *out, struct err *e);
/** db_damaged(d): has SQLITE_CORRUPT been met here, other than what a full text index says of itself? */
bool db_damaged(const struct db *d);
/** db_integrity(d, e): PRAGMA integrity_check; ERR_CORRUPT with its first finding. */
enum err_code db_integrity(struct db *d, struct err *e);
/** db_fault(hook, arg): tests only: asked before every write of the file system; non-zero is the errno it fails with.
 * For every database of the process; NULL takes it away again. */
void db_fault(int (*hook)(void *arg), void *arg);

#endif
