/* Interruption, the end of a turn, backup, integrity, bulk. */
#include "dbtest.h"

#include <signal.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>

static void
fill(struct db *d, int from, int n)
{
	sqlite3_stmt *st;

	assert_int_equal(db_begin(d, false, NULL), ERR_OK);
	for (int i = from; i < from + n; i++) {
		assert_int_equal(
		    db_stmt(d, "INSERT INTO ticket(id, body) VALUES(?1, hex(randomblob(200)))", &st,
			NULL),
		    ERR_OK);
		db_bind_int(st, 1, i);
		assert_int_equal(db_run(d, st, NULL), ERR_OK);
		assert_int_equal(
		    db_stmt(d, "INSERT INTO outbox(op, body) VALUES(?1, 'x')", &st, NULL), ERR_OK);
		db_bind_int(st, 1, i);
		assert_int_equal(db_run(d, st, NULL), ERR_OK);
	}
	assert_int_equal(db_commit(d, NULL), ERR_OK);
}

/* ---- interruption ---- */

static bool
third_time(void *arg)
{
	int *asked = arg;

	return ++*asked >= 3;
}

static void
test_interrupt(void **state)
{
	static const char sql[] =
	    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000) "
	    "SELECT count(*) FROM n";
	struct dbtest *t = *state;
	struct db *w = dbtest_open(t, DB_WRITER), *r = dbtest_open(t, DB_READER);
	struct err e = { 0 };
	sqlite3_stmt *st;
	int asked = 0;

	db_interrupt_when(r, third_time, &asked);
	assert_int_equal(db_stmt(r, sql, &st, NULL), ERR_OK);
	assert_int_equal(db_step(r, st, &e), -1);
	assert_int_equal(e.code, ERR_CANCELLED);
	assert_int_equal(asked, 3);
	db_done(st);
	db_interrupt_when(r, NULL, NULL);
	assert_int_equal(db_one_int(r, sql, -1), 100000);
	db_close(r);
	db_close(w);
}

/* ---- the end of a turn ---- */

static void
leave_a_statement(struct db *d)
{
	sqlite3_stmt *st;

	if (db_stmt(d, "SELECT 1 UNION SELECT 2", &st, NULL) != ERR_OK || db_step(d, st, NULL) != 1)
		_exit(2);
}

static void
leave_a_transaction(struct db *d)
{
	if (db_begin(d, false, NULL) != ERR_OK ||
	    db_one_int(d, "SELECT count(*) FROM ticket", -1) != 0)
		_exit(2);
}

static int
turn_after(struct dbtest *t, void (*act)(struct db *d))
{
	pid_t child = fork();
	int status = -1;

	if (child == 0) {
		struct db *d;

		if (freopen("/dev/null", "w", stderr) == NULL)
			_exit(2);
		signal(SIGABRT, SIG_DFL);
		d = dbtest_open(t, DB_READER);
		act(d);
		db_turn_end(d);
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	return status;
}

static void
test_turn_end(void **state)
{
	struct dbtest *t = *state;
	struct db *w = dbtest_open(t, DB_WRITER), *r = dbtest_open(t, DB_READER);

	assert_int_equal(db_one_int(r, "SELECT count(*) FROM ticket", -1), 0);
	db_turn_end(r);
	db_turn_end(w);
#ifdef HOTSEAT_DEBUG
	assert_true(WIFSIGNALED(turn_after(t, leave_a_statement)));
	assert_true(WIFSIGNALED(turn_after(t, leave_a_transaction)));
#else
	assert_int_equal(turn_after(t, leave_a_statement), 0);
	assert_int_equal(turn_after(t, leave_a_transaction), 0);
#endif
	db_close(r);
	db_close(w);
}

/* ---- backup ---- */

/* The copy opens by itself, is ours, is whole, and every ticket has its outbox row. */
static int64_t
check_copy(const struct dbtest *t, const char *path)
{
	struct dbtest copy = *t;
	struct db *d;
	struct err e = { 0 };
	int64_t n;

	snprintf(copy.path, sizeof(copy.path), "%s", path);
	d = dbtest_open(&copy, DB_READER);
	assert_int_equal(db_integrity(d, &e), ERR_OK);
	n = db_one_int(d, "SELECT count(*) FROM ticket", -1);
	assert_int_equal(
	    db_one_int(d, "SELECT count(*) FROM ticket JOIN outbox ON id = op", -1), n);
	db_close(d);
	return n;
}

static void
test_backup(void **state)
{
	struct dbtest *t = *state;
	struct db *w = dbtest_open(t, DB_WRITER);
	struct err e = { 0 };
	struct stat st;
	char path[TMPDIR_PATHS], part[TMPDIR_PATHS];

	tmpdir_path(t->dir, "copy.db", path);
	tmpdir_path(t->dir, "copy.db.part", part);
	fill(w, 1, 500);
	assert_int_equal(db_backup(w, path, &e), ERR_OK);
	assert_int_equal(check_copy(t, path), 500);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_not_equal(access(part, F_OK), 0);
	/* Over an older one, and past the litter of one that was killed. */
	fclose(fopen(part, "w"));
	fill(w, 501, 10);
	assert_int_equal(db_backup(w, path, &e), ERR_OK);
	assert_int_equal(check_copy(t, path), 510);
	/* In the middle of a transaction there is no consistent state to copy. */
	assert_int_equal(db_begin(w, false, &e), ERR_OK);
	assert_int_equal(db_backup(w, path, &e), ERR_BUSY);
	db_rollback(w);
	assert_int_equal(db_backup(w, "/tmp/hotseat-no-such-directory/copy.db", &e), ERR_IO);
	db_close(w);
}

/* Another process goes on writing while a reader copies. */
static void
test_backup_while_writing(void **state)
{
	struct dbtest *t = *state;
	int ready[2], go[2];
	char path[TMPDIR_PATHS], c;
	pid_t child;
	struct db *r;
	struct err e = { 0 };

	tmpdir_path(t->dir, "copy.db", path);
	assert_int_equal(pipe(ready), 0);
	assert_int_equal(pipe(go), 0);
	child = fork();
	if (child == 0) {
		struct db *w = dbtest_open(t, DB_WRITER);

		close(go[1]);
		fill(w, 1, 200);
		if (write(ready[1], "x", 1) != 1)
			_exit(1);
		/* Until the other end of go closes. */
		for (int i = 201; read(go[0], &c, 1) == 1; i += 20)
			fill(w, i, 20);
		_exit(0);
	}
	close(go[0]);
	assert_int_equal(read(ready[0], &c, 1), 1);
	r = dbtest_open(t, DB_READER);
	for (int i = 0; i < 10; i++) {
		assert_int_equal(write(go[1], "gggg", 4), 4);
		assert_int_equal(db_backup(r, path, &e), ERR_OK);
		assert_true(check_copy(t, path) >= 200);
	}
	close(go[1]);
	assert_int_equal(waitpid(child, NULL, 0), child);
	assert_int_equal(db_backup(r, path, &e), ERR_OK);
	assert_int_equal(check_copy(t, path), 1000);
	db_close(r);
	close(ready[0]);
	close(ready[1]);
}

/* ---- integrity ---- */

static void
test_integrity(void **state)
{
	struct dbtest *t = *state;
	struct db *w = dbtest_open(t, DB_WRITER);
	struct err e = { 0 };
	FILE *f;

	fill(w, 1, 500);
	dbtest_exec(w, "CREATE INDEX by_body ON ticket(body)");
	assert_int_equal(db_integrity(w, &e), ERR_OK);
	db_close(w);
	/* A page in the middle of the file is overwritten. */
	f = fopen(t->path, "r+");
	assert_non_null(f);
	assert_int_equal(fseek(f, 10 * 4096, SEEK_SET), 0);
	for (int i = 0; i < 4096; i++)
		fputc(0x5a, f);
	fclose(f);
	w = dbtest_open(t, DB_WRITER);
	assert_int_equal(db_integrity(w, &e), ERR_CORRUPT);
	assert_true(e.text[0] != '\0');
	db_close(w);
}

static long
size_of(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 ? (long)st.st_size : -1;
}

static void
test_bulk_lets_the_wal_grow(void **state)
{
	struct dbtest *t = *state;
	struct db *w = dbtest_open(t, DB_WRITER), *r;
	char wal[TMPDIR_PATHS];
	long bulk;

	tmpdir_path(t->dir, "seat.db-wal", wal);
	db_bulk(w, true);
	for (int i = 0; i < 12; i++)
		fill(w, 1 + i * 1000, 1000);
	bulk = size_of(wal);
	assert_true(bulk > 5 * 1024 * 1024); /* more than 1,000 pages: nothing was checkpointed */
	db_bulk(w, false);
	/* All of it has gone into the database: the next writes begin the WAL anew. */
	fill(w, 20001, 1);
	assert_true(size_of(wal) <= bulk);
	assert_true(size_of(t->path) > 4 * 1024 * 1024);
	r = dbtest_open(t, DB_READER);
	db_bulk(r, true);
	db_checkpoint(r); /* of no effect on a reader */
	assert_int_equal(db_one_int(r, "PRAGMA wal_autocheckpoint", -1), 0);
	assert_int_equal(db_one_int(r, "SELECT count(*) FROM ticket", -1), 12001);
	db_close(r);
	db_close(w);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		dbtest(test_interrupt),
		dbtest(test_turn_end),
		dbtest(test_backup),
		dbtest(test_backup_while_writing),
		dbtest(test_integrity),
		dbtest(test_bulk_lets_the_wal_grow),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
