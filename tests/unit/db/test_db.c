/* Opening: whose file, which version, who writes. */
#include "dbtest.h"

#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>

/* ---- migrations ---- */

static void
test_creates_and_migrates(void **state)
{
	struct dbtest *t = *state;
	struct db *d = dbtest_open(t, DB_WRITER);

	assert_int_equal(db_one_int(d, "PRAGMA user_version", -1), 3);
	assert_int_equal(db_one_int(d, "PRAGMA application_id", -1), TEST_APPLICATION);
	assert_int_equal(db_one_int(d, "SELECT count(*) FROM meta", -1), 1);
	db_close(d);
	/* Again: nothing is done twice. */
	d = dbtest_open(t, DB_WRITER);
	assert_int_equal(db_one_int(d, "SELECT count(*) FROM meta", -1), 1);
	db_close(d);
}

static void
test_migrates_an_old_one(void **state)
{
	struct dbtest *t = *state;
	struct db_open_args args = dbtest_args(t, DB_WRITER, 1);
	struct err e = { 0 };
	struct db *d;

	assert_int_equal(db_open(&args, &d, &e), ERR_OK);
	dbtest_exec(d, "INSERT INTO ticket(id, body) VALUES(1, '路灯不亮')");
	assert_int_equal(db_one_int(d, "PRAGMA user_version", -1), 1);
	db_close(d);

	/* A reader of the new program, before its writer: wait, not wrong answers. */
	args = dbtest_args(t, DB_READER, 3);
	assert_int_equal(db_open(&args, &d, &e), ERR_BUSY);
	assert_null(d);

	d = dbtest_open(t, DB_WRITER);
	assert_int_equal(db_one_int(d, "SELECT rev FROM ticket WHERE id = 1", -1), 7);
	assert_int_equal(db_one_int(d, "PRAGMA user_version", -1), 3);
	db_close(d);
}

static void
test_broken_migration_leaves_the_version_before(void **state)
{
	static const struct db_migration broken[] = {
		{ 1, "CREATE TABLE ticket(id INTEGER PRIMARY KEY, body TEXT)" },
		{ 2, "CREATE TABLE half(x); INSERT INTO nowhere VALUES(1)" },
	};
	struct dbtest *t = *state;
	struct db_open_args args = dbtest_args(t, DB_WRITER, 0);
	struct err e = { 0 };
	struct db *d;

	args.migrations = broken;
	args.n_migrations = 2;
	assert_int_equal(db_open(&args, &d, &e), ERR_DB);
	assert_null(d);
	args.n_migrations = 1;
	assert_int_equal(db_open(&args, &d, &e), ERR_OK);
	assert_int_equal(db_one_int(d, "PRAGMA user_version", -1), 1);
	assert_int_equal(
	    db_one_int(d, "SELECT count(*) FROM sqlite_schema WHERE name = 'half'", -1), 0);
	db_close(d);
}

static void
test_newer_is_refused(void **state)
{
	struct dbtest *t = *state;
	struct db_open_args args = dbtest_args(t, DB_WRITER, 2);
	struct err e = { 0 };
	struct db *d = dbtest_open(t, DB_WRITER);

	db_close(d);
	assert_int_equal(db_open(&args, &d, &e), ERR_NEWER);
	assert_null(d);
	assert_non_null(strstr(e.text, "更新的版本"));
	assert_non_null(strstr(e.text, t->path));
	args.mode = DB_READER;
	assert_int_equal(db_open(&args, &d, &e), ERR_NEWER);
	/* Refused is untouched: the newer program still opens it. */
	d = dbtest_open(t, DB_WRITER);
	db_close(d);
}

/* ---- whose file ---- */

static void
expect_modes(const struct dbtest *t, unsigned mode)
{
	static const char *const names[] = { "seat.db", "seat.db-wal", "seat.db-shm" };
	char path[TMPDIR_PATHS];
	struct stat st;

	for (int i = 0; i < 3; i++) {
		assert_int_equal(stat(tmpdir_path(t->dir, names[i], path), &st), 0);
		assert_int_equal(st.st_mode & 0777, mode);
	}
}

/* Whatever the umask and the directory allow; also a file that an older program made. */
static void
test_only_its_owner_reads_it(void **state)
{
	struct dbtest *t = *state;
	mode_t old = umask(0);
	struct db *d = dbtest_open(t, DB_WRITER);

	dbtest_exec(d, "INSERT INTO ticket(body) VALUES('路灯不亮')");
	expect_modes(t, 0600);
	db_close(d);
	assert_int_equal(chmod(t->path, 0644), 0);
	d = dbtest_open(t, DB_WRITER);
	dbtest_exec(d, "INSERT INTO ticket(body) VALUES('路灯不亮')");
	expect_modes(t, 0600);
	db_close(d);
	umask(old);
}

/* A file that is not ours stays as it is. */
static void
test_a_refused_file_keeps_its_mode(void **state)
{
	struct dbtest *t = *state;
	struct db_open_args args = dbtest_args(t, DB_WRITER, 3);
	struct err e = { 0 };
	struct stat st;
	struct db *d = dbtest_open(t, DB_WRITER);

	db_close(d);
	assert_int_equal(chmod(t->path, 0640), 0);
	args.application_id = TEST_APPLICATION + 1;
	assert_int_equal(db_open(&args, &d, &e), ERR_INVALID);
	assert_int_equal(stat(t->path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0640);
}

static void
test_other_application(void **state)
{
	struct dbtest *t = *state;
	struct db_open_args args = dbtest_args(t, DB_WRITER, 3);
	struct err e = { 0 };
	struct db *d = dbtest_open(t, DB_WRITER);

	db_close(d);
	args.application_id = TEST_APPLICATION + 1;
	assert_int_equal(db_open(&args, &d, &e), ERR_INVALID);
	assert_non_null(strstr(e.text, "不是本程序的数据文件"));
}

/* A database that somebody else made with the sqlite3 tool: no mark, but tables. */
static void
test_foreign_tables(void **state)
{
	struct dbtest *t = *state;
	struct db_open_args args = dbtest_args(t, DB_WRITER, 3);
	struct err e = { 0 };
	struct db *d = dbtest_open(t, DB_WRITER);

	dbtest_exec(d, "PRAGMA application_id=0; PRAGMA user_version=0");
	db_close(d);
	assert_int_equal(db_open(&args, &d, &e), ERR_INVALID);
}

static void
test_not_a_database(void **state)
{
	struct dbtest *t = *state;
	struct db_open_args args = dbtest_args(t, DB_WRITER, 3);
	struct err e = { 0 };
	struct db *d;
	char kept[64] = { 0 };
	FILE *f = fopen(t->path, "w");

	assert_non_null(f);
	for (int i = 0; i < 1000; i++)
		fputs("工单,电话,地址\n", f);
	fclose(f);
	assert_int_equal(db_open(&args, &d, &e), ERR_CORRUPT);
	assert_non_null(strstr(e.text, "不是数据库文件"));
	f = fopen(t->path, "r");
	assert_non_null(fgets(kept, sizeof(kept), f));
	fclose(f);
	assert_string_equal(kept, "工单,电话,地址\n");
}

static void
test_missing_directory(void **state)
{
	struct dbtest *t = *state;
	struct db_open_args args = dbtest_args(t, DB_WRITER, 3);
	struct err e = { 0 };
	struct db *d;

	args.path = "/tmp/hotseat-no-such-directory/seat.db";
	assert_int_not_equal(db_open(&args, &d, &e), ERR_OK);
	assert_null(d);
	assert_true(e.text[0] != '\0');
}

/* ---- who writes ---- */

static void
test_second_writer_in_this_process(void **state)
{
	struct dbtest *t = *state;
	struct db_open_args args = dbtest_args(t, DB_WRITER, 3);
	struct err e = { 0 };
	struct db *d = dbtest_open(t, DB_WRITER), *second;

	assert_int_equal(db_open(&args, &second, &e), ERR_LOCKED);
	assert_null(second);
	db_close(d);
	d = dbtest_open(t, DB_WRITER);
	db_close(d);
}

static void
test_second_writer_in_another_process(void **state)
{
	struct dbtest *t = *state;
	struct db_open_args args = dbtest_args(t, DB_WRITER, 3);
	struct err e = { 0 };
	struct db *d;
	int ready[2];
	char c, pid[24];
	pid_t child;

	assert_int_equal(pipe(ready), 0);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		if (db_open(&args, &d, NULL) == ERR_OK && write(ready[1], "x", 1) == 1)
			pause();
		_exit(1);
	}
	assert_int_equal(read(ready[0], &c, 1), 1);
	assert_int_equal(db_open(&args, &d, &e), ERR_LOCKED);
	snprintf(pid, sizeof(pid), "%ld", (long)child);
	assert_non_null(strstr(e.text, pid));
	/* The lock dies with its holder. */
	kill(child, SIGKILL);
	assert_int_equal(waitpid(child, NULL, 0), child);
	d = dbtest_open(t, DB_WRITER);
	db_close(d);
	close(ready[0]);
	close(ready[1]);
}

static void
test_reader_before_the_database(void **state)
{
	struct dbtest *t = *state;
	struct db_open_args args = dbtest_args(t, DB_READER, 3);
	struct err e = { 0 };
	struct db *d;

	assert_int_equal(db_open(&args, &d, &e), ERR_NOT_FOUND);
	assert_null(d);
	/* An empty file is what the writer leaves for a moment. */
	fclose(fopen(t->path, "w"));
	assert_int_equal(db_open(&args, &d, &e), ERR_NOT_FOUND);
	assert_null(d);
}

static void
test_reader_sees_committed_rows_only(void **state)
{
	struct dbtest *t = *state;
	struct db *w = dbtest_open(t, DB_WRITER), *r = dbtest_open(t, DB_READER);
	static const char count[] = "SELECT count(*) FROM ticket";

	assert_int_equal(db_begin(w, false, NULL), ERR_OK);
	dbtest_exec(w, "INSERT INTO ticket(id, body) VALUES(1, 'a')");
	assert_int_equal(db_one_int(w, count, -1), 1);
	assert_int_equal(db_one_int(r, count, -1), 0);
	assert_int_equal(db_commit(w, NULL), ERR_OK);
	assert_int_equal(db_one_int(r, count, -1), 1);
	/* A snapshot stays what it was. */
	assert_int_equal(db_begin(r, false, NULL), ERR_OK);
	assert_int_equal(db_one_int(r, count, -1), 1);
	dbtest_exec(w, "INSERT INTO ticket(id, body) VALUES(2, 'b')");
	assert_int_equal(db_one_int(r, count, -1), 1);
	db_rollback(r);
	assert_int_equal(db_one_int(r, count, -1), 2);
	db_close(r);
	db_close(w);
	/* Alone, after the writer has gone and taken the WAL with it. */
	r = dbtest_open(t, DB_READER);
	assert_int_equal(db_one_int(r, count, -1), 2);
	db_close(r);
}

static void
test_reader_cannot_write(void **state)
{
	struct dbtest *t = *state;
	struct db *w = dbtest_open(t, DB_WRITER), *r = dbtest_open(t, DB_READER);
	struct err e = { 0 };

	assert_int_equal(db_exec(r, "INSERT INTO ticket(id) VALUES(1)", &e), ERR_IO);
	assert_non_null(strstr(e.text, "只能读"));
	assert_int_equal(db_one_int(r, "PRAGMA wal_autocheckpoint", -1), 0);
	assert_int_equal(db_one_int(r, "PRAGMA mmap_size", 0), 0);
	assert_int_equal(db_one_int(r, "PRAGMA cache_size", 0), -1024);
	assert_int_equal(db_one_int(w, "PRAGMA cache_size", 0), -2048);
	db_close(r);
	db_close(w);
}

/* A closing reader must leave the WAL to the writer. */
static void
test_reader_never_checkpoints(void **state)
{
	struct dbtest *t = *state;
	char wal[TMPDIR_PATHS];
	struct db *r;
	pid_t child = fork();
	int status;

	if (child == 0) {
		struct db *w = dbtest_open(t, DB_WRITER);

		dbtest_exec(w, "INSERT INTO ticket(id, body) VALUES(1, 'a')");
		_exit(0); /* as if killed: the WAL stays */
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	tmpdir_path(t->dir, "seat.db-wal", wal);
	assert_int_equal(access(wal, F_OK), 0);
	r = dbtest_open(t, DB_READER);
	assert_int_equal(db_one_int(r, "SELECT count(*) FROM ticket", -1), 1);
	db_close(r);
	assert_int_equal(access(wal, F_OK), 0);
	r = dbtest_open(t, DB_WRITER);
	assert_int_equal(db_one_int(r, "SELECT count(*) FROM ticket", -1), 1);
	db_close(r);
	assert_int_not_equal(access(wal, F_OK), 0);
}

static void
test_memory(void **state)
{
	struct dbtest *t = *state;
	struct db *a = dbtest_open(t, DB_MEMORY), *b = dbtest_open(t, DB_MEMORY);

	dbtest_exec(a, "INSERT INTO ticket(id, body) VALUES(1, 'a')");
	assert_int_equal(db_one_int(a, "SELECT count(*) FROM ticket", -1), 1);
	assert_int_equal(db_one_int(b, "SELECT count(*) FROM ticket", -1), 0);
	db_close(a);
	db_close(b);
	db_close(NULL);
}

/* ---- one like another ---- */

static void
test_memory_begins_like_another(void **state)
{
	struct dbtest *t = *state;
	struct db_open_args args = dbtest_args(t, DB_MEMORY, 2);
	struct db *old, *d;
	struct err e = { 0 };

	assert_int_equal(db_open(&args, &old, &e), ERR_OK);
	dbtest_exec(old, "INSERT INTO ticket(id, body) VALUES(1, '路灯不亮')");
	args = dbtest_args(t, DB_MEMORY, 3);
	args.like = old;
	assert_int_equal(db_open(&args, &d, &e), ERR_OK);

	/* What is there comes along, and what its version lacks is made; the other one stays as it was. */
	assert_int_equal(db_one_int(d, "SELECT rev FROM ticket WHERE id = 1", -1), 7);
	assert_int_equal(db_one_int(d, "PRAGMA user_version", -1), 3);
	assert_int_equal(db_one_int(old, "PRAGMA user_version", -1), 2);
	dbtest_exec(d, "INSERT INTO ticket(id, body) VALUES(2, '井盖松动')");
	assert_int_equal(db_one_int(old, "SELECT count(*) FROM ticket", -1), 1);
	db_close(old);
	assert_int_equal(db_one_int(d, "SELECT count(*) FROM ticket", -1), 2);
	db_close(d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		dbtest(test_creates_and_migrates),
		dbtest(test_migrates_an_old_one),
		dbtest(test_broken_migration_leaves_the_version_before),
		dbtest(test_newer_is_refused),
		dbtest(test_only_its_owner_reads_it),
		dbtest(test_a_refused_file_keeps_its_mode),
		dbtest(test_other_application),
		dbtest(test_foreign_tables),
		dbtest(test_not_a_database),
		dbtest(test_missing_directory),
		dbtest(test_second_writer_in_this_process),
		dbtest(test_second_writer_in_another_process),
		dbtest(test_reader_before_the_database),
		dbtest(test_reader_sees_committed_rows_only),
		dbtest(test_reader_cannot_write),
		dbtest(test_reader_never_checkpoints),
		dbtest(test_memory),
		dbtest(test_memory_begins_like_another),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
