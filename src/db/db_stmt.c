/* Prepared statements, kept by the address of their SQL text.
 *
 * Invariants: one statement a literal, in use at most once at a time; db_done leaves nothing of the values bound. The
 * text is compared as well as the address, so that a caller who passes no literal gets a new statement, not the wrong
 * one. Not done here: eviction: the programs hold a hundred literals or two. */
#include "db_p.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_SLOTS 64

/* ---- the cache ---- */

static size_t
slot_of(const struct db *d, const char *sql)
{
	uint64_t h = (uint64_t)(uintptr_t)sql * 0x9e3779b97f4a7c15u;
	size_t i = (size_t)(h >> 32) & (d->n_slots - 1);

	while (d->slots[i].sql != NULL && d->slots[i].sql != sql)
		i = (i + 1) & (d->n_slots - 1);
	return i;
}

static bool
grow(struct db *d)
{
	struct db_slot *old = d->slots;
	size_t n = d->n_slots;

	d->n_slots = n > 0 ? n * 2 : FIRST_SLOTS;
	d->slots = calloc(d->n_slots, sizeof(*d->slots));
	if (d->slots == NULL) {
		d->slots = old;
		d->n_slots = n;
		return false;
	}
	for (size_t i = 0; i < n; i++) {
		if (old[i].sql != NULL)
			d->slots[slot_of(d, old[i].sql)] = old[i];
	}
	free(old);
	return true;
}

void
db_stmt_free_all(struct db *d)
{
	for (size_t i = 0; i < d->n_slots; i++)
		sqlite3_finalize(d->slots[i].st);
	free(d->slots);
	d->slots = NULL;
	d->n_slots = d->n_used = 0;
}

static enum err_code
prepare(struct db *d, const char *sql, struct db_slot *slot, struct err *e)
{
	int rc = sqlite3_prepare_v3(d->h, sql, -1, SQLITE_PREPARE_PERSISTENT, &slot->st, NULL);

	if (rc != SQLITE_OK)
		return db_fail(d, rc, e);
	if (slot->st == NULL)
		return err_set(e, ERR_DB, "空的数据库语句");
	if (slot->sql == NULL)
		d->n_used++;
	slot->sql = sql;
	return ERR_OK;
}

enum err_code
db_stmt(struct db *d, const char *sql, struct sqlite3_stmt **out, struct err *e)
{
	struct db_slot *slot;
	enum err_code rc;
	bool in_use;

	*out = NULL;
	if ((d->n_used + 1) * 2 > d->n_slots && !grow(d))
		return err_set(e, ERR_NO_MEMORY, NULL);
	slot = &d->slots[slot_of(d, sql)];
	in_use = slot->st != NULL && sqlite3_stmt_busy(slot->st) != 0;
#ifdef HOTSEAT_DEBUG
	assert(!in_use && "a statement is used inside its own rows");
#endif
	if (in_use)
		return err_set(e, ERR_DB, "数据库语句正在使用");
	if (slot->st != NULL && strcmp(sqlite3_sql(slot->st), sql) != 0) {
		sqlite3_finalize(slot->st);
		slot->st = NULL;
	}
	if (slot->st == NULL) {
		rc = prepare(d, sql, slot, e);
		if (rc != ERR_OK)
			return rc;
	}
	if (d->unbound == slot->st)
		d->unbound = NULL;
	*out = slot->st;
	return ERR_OK;
}

/* ---- values in ---- */

/* The struct db of a statement, which SQLite keeps for us as the argument of a hook that is never called. */
static struct db *
owner(sqlite3_stmt *st)
{
	sqlite3 *h = sqlite3_db_handle(st);
	struct db *d = sqlite3_rollback_hook(h, NULL, NULL);

	sqlite3_rollback_hook(h, NULL, d);
	return d;
}

/* A value that could not be bound would be NULL in the row: remember it until db_step can say so. */
static void
bound(sqlite3_stmt *st, int rc)
{
	struct db *d;

	if (rc == SQLITE_OK)
		return;
#ifdef HOTSEAT_DEBUG
	assert(rc == SQLITE_NOMEM || rc == SQLITE_TOOBIG);
#endif
	d = owner(st);
	if (d != NULL)
		d->unbound = st;
}

static void
put_text(sqlite3_stmt *st, int i, const char *s, sqlite3_destructor_type whose)
{
	bound(st, s == NULL ? sqlite3_bind_null(st, i) : sqlite3_bind_text(st, i, s, -1, whose));
}

static void
put_blob(sqlite3_stmt *st, int i, const void *p, size_t n, sqlite3_destructor_type whose)
{
	bound(st, p == NULL ? sqlite3_bind_null(st, i) : sqlite3_bind_blob64(st, i, p, n, whose));
}

void
db_bind_text(struct sqlite3_stmt *st, int i, const char *s)
{
	put_text(st, i, s, SQLITE_TRANSIENT);
}

void
db_bind_blob(struct sqlite3_stmt *st, int i, const void *p, size_t n)
{
	put_blob(st, i, p, n, SQLITE_TRANSIENT);
}

void
db_lend_text(struct sqlite3_stmt *st, int i, const char *s)
{
	put_text(st, i, s, SQLITE_STATIC);
}

void
db_lend_blob(struct sqlite3_stmt *st, int i, const void *p, size_t n)
{
	put_blob(st, i, p, n, SQLITE_STATIC);
}

void
db_bind_int(struct sqlite3_stmt *st, int i, int64_t v)
{
	bound(st, sqlite3_bind_int64(st, i, v));
}

/* ---- running ---- */

int
db_step(struct db *d, struct sqlite3_stmt *st, struct err *e)
{
	int rc;

	if (d->unbound == st) {
		err_set(e, ERR_NO_MEMORY, NULL);
		return -1;
	}
	rc = sqlite3_step(st);
	if (rc == SQLITE_ROW)
		return 1;
	if (rc == SQLITE_DONE)
		return 0;
	db_fail(d, rc, e);
	return -1;
}

void
db_done(struct sqlite3_stmt *st)
{
	if (st == NULL)
		return;
	sqlite3_reset(st);
	sqlite3_clear_bindings(st);
}

enum err_code
db_run(struct db *d, struct sqlite3_stmt *st, struct err *e)
{
	struct err mine = { 0 };
	int rc;

	if (e == NULL)
		e = &mine;
	do
		rc = db_step(d, st, e);
	while (rc == 1);
	db_done(st);
	return rc == 0 ? ERR_OK : e->code;
}

enum err_code
db_run_int(struct db *d, const char *sql, int64_t v, struct err *e)
{
	struct sqlite3_stmt *st;
	enum err_code rc = db_stmt(d, sql, &st, e);

	if (rc != ERR_OK)
		return rc;
	db_bind_int(st, 1, v);
	return db_run(d, st, e);
}

enum err_code
db_run_text(struct db *d, const char *sql, const char *s, struct err *e)
{
	struct sqlite3_stmt *st;
	enum err_code rc = db_stmt(d, sql, &st, e);

	if (rc != ERR_OK)
		return rc;
	db_bind_text(st, 1, s);
	return db_run(d, st, e);
}

/* ---- values out ---- */

const char *
db_text(struct sqlite3_stmt *st, int i)
{
	const unsigned char *s = sqlite3_column_text(st, i);

	return s != NULL ? (const char *)s : "";
}

const void *
db_blob(struct sqlite3_stmt *st, int i, size_t *n)
{
	const void *p = sqlite3_column_blob(st, i);

	*n = p != NULL ? (size_t)sqlite3_column_bytes(st, i) : 0;
	return p;
}

int64_t
db_int(struct sqlite3_stmt *st, int i)
{
	return sqlite3_column_int64(st, i);
}

int64_t
db_changes(struct db *d)
{
	return sqlite3_changes64(d->h);
}

int64_t
db_written(struct db *d)
{
	return sqlite3_total_changes64(d->h);
}

int64_t
db_take_int(struct db *d, sqlite3_stmt *st, int64_t fallback)
{
	int64_t v = fallback;

	if (db_step(d, st, NULL) == 1 && sqlite3_column_type(st, 0) != SQLITE_NULL)
		v = db_int(st, 0);
	db_done(st);
	return v;
}

bool
db_take_any(struct db *d, sqlite3_stmt *st)
{
	bool any = db_step(d, st, NULL) == 1;

	db_done(st);
	return any;
}

int64_t
db_one_int(struct db *d, const char *sql, int64_t fallback)
{
	sqlite3_stmt *st;

	return db_stmt(d, sql, &st, NULL) == ERR_OK ? db_take_int(d, st, fallback) : fallback;
}
