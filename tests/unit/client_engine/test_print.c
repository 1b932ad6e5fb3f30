/* A ticket on paper: the audit row first, then the file, then the printer if there is one; where it is, in words. */
#include "desk.h"

#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "client/cache/read.h"
#include "model/sheet.h"

static int
setup(void **state)
{
	setenv("PATH", "/nonexistent", 1); /* no lp, whatever this machine has */
	return desk_setup_with(state, false);
}

static struct job *
print_job(const char *ticket, int kind)
{
	struct job *j = job_new(JOB_PRINT);

	assert_non_null(j);
	str_copy(j->ticket, sizeof(j->ticket), ticket);
	j->choice = kind;
	return j;
}

static void
submit(struct desk *d)
{
	assert_int_equal(desk_sign_in(d, "1154", DESK_PASSWORD), ERR_OK);
	assert_int_equal(desk_job(d, desk_form(EVENT_SUBMIT)), ERR_OK);
}

static void
test_a_receipt_in_the_data_directory(void **state)
{
	struct desk *d = *state;
	struct str text = { 0 };
	char name[96], path[TMPDIR_PATHS];
	struct stat st;

	submit(d);
	assert_int_equal(desk_job(d, print_job(d->ticket, SHEET_RECEIPT)), ERR_OK);
	(void)snprintf(name, sizeof(name), "打印/受理回执-%s.txt", d->number);
	tmpdir_path(d->dir, name, path);
	assert_int_equal(fs_read(path, 1 << 20, &text, &d->e), ERR_OK);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_non_null(strstr(text.s, "1154 王芳"));
	assert_null(strstr(text.s, DESK_PHONE));
	assert_non_null(strstr(d->said, path));
	assert_non_null(strstr(d->said, "没有打印程序"));
	str_free(&text);
}

static void
test_what_cannot_be_printed_is_refused_in_words(void **state)
{
	struct desk *d = *state;
	char path[TMPDIR_PATHS];

	assert_int_equal(desk_job(d, print_job("", SHEET_RECEIPT)), ERR_UNAUTHORISED);
	submit(d);
	assert_int_equal(
	    desk_job(d, print_job(d->ticket, SHEET_UNIT)), ERR_GUARD); /* no unit yet */
	assert_non_null(strstr(d->done.text, "派单"));
	assert_int_equal(desk_job(d, print_job(d->ticket, SHEET_COUNT)), ERR_UNKNOWN_CODE);
	assert_int_equal(desk_job(d, print_job(d->ticket, -1)), ERR_UNKNOWN_CODE);
	assert_int_equal(
	    desk_job(d, print_job("01890000-0000-7000-8000-0000000000ff", SHEET_RECEIPT)),
	    ERR_NOT_FOUND);
	assert_false(fs_exists(tmpdir_path(d->dir, "打印", path)));
}

/* A path that cannot be written: refused, and the audit row stands all the same. */
static void
test_the_row_comes_before_the_paper(void **state)
{
	struct desk *d = *state;
	struct cache_args args = { .dir = d->dir, .key = d->key };
	struct cache_writer *w = NULL;
	struct str rows = { 0 };
	struct job *j;
	char path[TMPDIR_PATHS];
	struct cache_reader *r = NULL;
	int64_t last = 0, n = 0;

	submit(d);
	j = print_job(d->ticket, SHEET_RECEIPT);
	str_copy(j->path, sizeof(j->path), tmpdir_path(d->dir, "none/x.txt", path));
	str_copy(j->text, sizeof(j->text), "来访群众要");
	assert_int_not_equal(desk_job(d, j), ERR_OK);
	engine_stop(d->g);
	d->g = NULL;
	assert_int_equal(cache_writer_open(&args, &w, &d->e), ERR_OK);
	assert_int_equal(cache_audit_batch(w, &rows, &last, &d->e), ERR_OK);
	assert_true(last > 0);
	assert_non_null(strstr(rows.s, "\"print\""));
	assert_non_null(strstr(rows.s, "受理回执: 来访群众要"));
	assert_non_null(strstr(rows.s, d->ticket));
	cache_writer_close(w);
	assert_int_equal(cache_reader_open(d->dir, d->key, &r, &d->e), ERR_OK);
	assert_int_equal(cache_audit_verify(r, &n), 0);
	assert_int_equal(n, last);
	cache_reader_close(r);
	str_free(&rows);
}

/* A printer program that writes down what it was given. */
static void
test_through_lp(void **state)
{
	static const char script[] = "#!/bin/sh\necho \"$*\" >\"${0%/*}/asked.tmp\"\n"
				     "/bin/mv \"${0%/*}/asked.tmp\" \"${0%/*}/asked\"\n";
	struct desk *d = *state;
	const int64_t until = clock_mono_ms() + 20000;
	char lp[TMPDIR_PATHS], asked[TMPDIR_PATHS];
	struct str text = { 0 };

	tmpdir_path(d->dir, "lp", lp);
	tmpdir_path(d->dir, "asked", asked);
	assert_int_equal(fs_write(lp, script, strlen(script), 0700, &d->e), ERR_OK);
	setenv("PATH", d->dir, 1);
	submit(d);
	assert_int_equal(desk_job(d, print_job(d->ticket, SHEET_RECEIPT)), ERR_OK);
	assert_non_null(strstr(d->said, "已交打印机"));
	while (!fs_exists(asked) && clock_mono_ms() < until)
		(void)poll(NULL, 0, 10);
	assert_int_equal(fs_read(asked, 4096, &text, &d->e), ERR_OK);
	assert_non_null(strstr(text.s, "-o media=A5 -- "));
	assert_non_null(strstr(text.s, d->number));
	str_free(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    test_a_receipt_in_the_data_directory, setup, desk_teardown),
		cmocka_unit_test_setup_teardown(
		    test_what_cannot_be_printed_is_refused_in_words, setup, desk_teardown),
		cmocka_unit_test_setup_teardown(
		    test_the_row_comes_before_the_paper, setup, desk_teardown),
		cmocka_unit_test_setup_teardown(test_through_lp, setup, desk_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
