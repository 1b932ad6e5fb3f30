/* Every write of a small workload fails once, and from then on: what was acknowledged is there afterwards, nothing is
 * half there, the file is sound, and the failure has words. */
#include "dbtest.h"

#include <errno.h>
#include <sqlite3.h>

#define JOBS 8

struct fault {
	int count, at; /* fail the at-th write; 0 never */
	bool sticky;
	int sys;
};

static int
hook(void *arg)
{
	struct fault *f = arg;

	f->count++;
	if (f->at == 0 || f->count < f->at)
		return 0;
	return f->count == f->at || f->sticky ? f->sys : 0;
}

/* One ticket and its operation, in one transaction. */
static enum err_code
job(struct db *d, int id, struct err *e)
{
	sqlite3_stmt *st;
	enum err_code rc = db_begin(d, true, e);

	if (rc != ERR_OK)
		return rc;
	rc = db_stmt(d, "INSERT INTO ticket(id, body) VALUES(?1, hex(zeroblob(900)))", &st, e);
	if (rc == ERR_OK) {
		db_bind_int(st, 1, id);
		rc = db_run(d, st, e);
	}
	if (rc == ERR_OK)
		rc = db_stmt(d, "INSERT INTO outbox(op, body) VALUES(?1, 'x')", &st, e);
	if (rc == ERR_OK) {
		db_bind_int(st, 1, id);
		rc = db_run(d, st, e);
	}
	if (rc == ERR_OK)
		return db_commit(d, e);
	db_rollback(d);
	return rc;
}

static void
check_words(const struct fault *f, const struct err *e)
{
	/* Of a file that cannot be created SQLite forgets why; a disk that is really full is recognised. */
	if (f->sys == ENOSPC && e->sys != SQLITE_CANTOPEN)
		assert_int_equal(e->code, ERR_DISK_FULL);
	else
		assert_int_equal(e->code, ERR_IO);
	assert_true(e->text[0] != '\0');
}

/* The workload; returns how many jobs were acknowledged, in order, in ${acked}. */
static int
run(struct dbtest *t, const struct fault *f, int acked[JOBS])
{
	struct db_open_args args = dbtest_args(t, DB_WRITER, 3);
	struct err e = { 0 };
	struct db *d;
	int n = 0;

	if (db_open(&args, &d, &e) != ERR_OK) {
		check_words(f, &e);
		return 0;
	}
	(void)db_exec(d, "PRAGMA wal_autocheckpoint=4", NULL);
	for (int id = 1; id <= JOBS; id++) {
		if (job(d, id, &e) == ERR_OK)
			acked[n++] = id;
		else
			check_words(f, &e);
	}
	db_close(d);
	return n;
}

static void
check_survivors(struct dbtest *t, const int acked[JOBS], int n)
{
	struct db *d = dbtest_open(t, DB_WRITER);
	sqlite3_stmt *st;
	struct err e = { 0 };

	assert_int_equal(db_integrity(d, &e), ERR_OK);
	for (int i = 0; i < n; i++) {
		assert_int_equal(
		    db_stmt(d, "SELECT count(*) FROM ticket JOIN outbox ON id = op WHERE id = ?1",
			&st, &e),
		    ERR_OK);
		db_bind_int(st, 1, acked[i]);
		assert_int_equal(db_step(d, st, &e), 1);
		assert_int_equal(db_int(st, 0), 1);
		db_done(st);
	}
	assert_int_equal(
	    db_one_int(d,
		"SELECT (SELECT count(*) FROM ticket WHERE id NOT IN (SELECT op FROM outbox))"
		" + (SELECT count(*) FROM outbox WHERE op NOT IN (SELECT id FROM ticket))",
		-1),
	    0);
	db_close(d);
}

static void
test_every_write_fails(void **state)
{
	struct dbtest *t = *state;
	struct fault f = { 0 };
	int acked[JOBS], total, failed = 0;

	db_fault(hook, &f);
	assert_int_equal(run(t, &f, acked), JOBS);
	db_fault(NULL, NULL);
	total = f.count;
	assert_true(total > JOBS);
	for (int variant = 0; variant < 4; variant++) {
		for (int at = 1; at <= total; at++) {
			int n;

			tmpdir_remove(t->dir);
			tmpdir_make(t->dir);
			tmpdir_path(t->dir, "seat.db", t->path);
			f = (struct fault){ .at = at,
				.sticky = variant % 2 == 1,
				.sys = variant < 2 ? ENOSPC : EIO };
			db_fault(hook, &f);
			n = run(t, &f, acked);
			db_fault(NULL, NULL);
			failed += n < JOBS;
			check_survivors(t, acked, n);
		}
	}
	assert_true(failed > total); /* the hook does bite */
}

static void
test_backup_on_a_full_disk(void **state)
{
	struct dbtest *t = *state;
	struct fault f = { 0 };
	struct err e = { 0 };
	struct db *d = dbtest_open(t, DB_WRITER);
	char path[TMPDIR_PATHS], part[TMPDIR_PATHS];

	tmpdir_path(t->dir, "copy.db", path);
	tmpdir_path(t->dir, "copy.db.part", part);
	for (int id = 1; id <= JOBS; id++)
		assert_int_equal(job(d, id, &e), ERR_OK);
	db_fault(hook, &f);
	assert_int_equal(db_backup(d, path, &e), ERR_OK);
	for (int at = f.count; at > 0; at--) {
		unlink(path);
		f = (struct fault){ .at = at, .sticky = true, .sys = ENOSPC };
		assert_int_not_equal(db_backup(d, path, &e), ERR_OK);
		check_words(&f, &e);
		assert_int_not_equal(access(path, F_OK), 0);
		assert_int_not_equal(access(part, F_OK), 0);
	}
	db_fault(NULL, NULL);
	assert_int_equal(db_backup(d, path, &e), ERR_OK);
	db_close(d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		dbtest(test_every_write_fails),
		dbtest(test_backup_on_a_full_disk),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
