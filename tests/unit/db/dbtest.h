#ifndef TESTS_UNIT_DB_DBTEST_H
#define TESTS_UNIT_DB_DBTEST_H

/* What the tests of db/ share: a directory that vanishes, and a small schema. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "db/db.h"

#include "../../lib/tmpdir.h"

#define TEST_APPLICATION 0x48535431u

struct dbtest {
	char dir[TMPDIR_SIZE];
	char path[TMPDIR_PATHS];
};

static inline int
dbtest_setup(void **state)
{
	struct dbtest *t = calloc(1, sizeof(*t));

	if (t == NULL)
		return -1;
	tmpdir_make(t->dir);
	tmpdir_path(t->dir, "seat.db", t->path);
	*state = t;
	return 0;
}

static inline int
dbtest_teardown(void **state)
{
	struct dbtest *t = *state;

	db_fault(NULL, NULL);
	tmpdir_remove(t->dir);
	free(t);
	return 0;
}

static const struct db_migration dbtest_migrations[] = {
	{ 1, "CREATE TABLE ticket(id INTEGER PRIMARY KEY, body TEXT);"
	     "CREATE TABLE outbox(op INTEGER PRIMARY KEY, body TEXT)" },
	{ 2, "ALTER TABLE ticket ADD COLUMN rev INTEGER NOT NULL DEFAULT 7" },
	{ 3, "CREATE TABLE meta(k TEXT PRIMARY KEY, v TEXT); INSERT INTO meta VALUES('gen', '1')" },
};

static inline struct db_open_args
dbtest_args(const struct dbtest *t, enum db_mode mode, size_t migrations)
{
	return (struct db_open_args){ .path = t->path,
		.mode = mode,
		.application_id = TEST_APPLICATION,
		.migrations = dbtest_migrations,
		.n_migrations = migrations };
}

/** dbtest_open(t, mode): it must open. */
static inline struct db *
dbtest_open(const struct dbtest *t, enum db_mode mode)
{
	struct db_open_args args = dbtest_args(t, mode, 3);
	struct db *d;
	struct err e = { 0 };

	if (db_open(&args, &d, &e) != ERR_OK)
		fail_msg("db_open: %s", e.text);
	return d;
}

static inline void
dbtest_exec(struct db *d, const char *sql)
{
	struct err e = { 0 };

	if (db_exec(d, sql, &e) != ERR_OK)
		fail_msg("%s: %s", sql, e.text);
}

#define dbtest(f) cmocka_unit_test_setup_teardown(f, dbtest_setup, dbtest_teardown)

#endif
