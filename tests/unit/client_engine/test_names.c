/* A path half typed: completed as far as it is certain, the names when there are several, and a word when there is none. */
#include "desk.h"

#include "base/fs.h"

static int
setup(void **state)
{
	return desk_setup_with(state, false);
}

static enum err_code
complete(struct desk *d, const char *below)
{
	struct job *j = job_new(JOB_FILE_NAMES);
	char path[TMPDIR_PATHS];

	assert_non_null(j);
	tmpdir_path(d->dir, below, path);
	str_copy(j->text, sizeof(j->text), path);
	return desk_job(d, j);
}

static void
put(const struct desk *d, const char *name)
{
	char path[TMPDIR_PATHS];

	tmpdir_put(d->dir, name, "x", 1, path);
}

static void
test_names(void **state)
{
	struct desk *d = *state;
	char want[TMPDIR_PATHS + 64], path[TMPDIR_PATHS];

	tmpdir_path(d->dir, "附件/现场", path);
	assert_int_equal(fs_mkdirs(path, &d->e), ERR_OK);
	put(d, "附件/路灯一.jpg");
	put(d, "附件/路灯二.jpg");
	put(d, "附件/.路灯三.jpg");
	assert_int_equal(complete(d, "附件/现"), ERR_OK); /* the only one, a directory */
	(void)snprintf(want, sizeof(want), "%s/附件/现场/\n", d->dir);
	assert_string_equal(d->said, want);
	assert_int_equal(
	    complete(d, "附件/路"), ERR_OK); /* two: as far as they agree, whole characters */
	(void)snprintf(want, sizeof(want), "%s/附件/路灯\n", d->dir);
	assert_memory_equal(d->said, want, strlen(want));
	assert_non_null(strstr(d->said, "路灯一.jpg"));
	assert_non_null(strstr(d->said, "路灯二.jpg"));
	assert_null(strstr(d->said, ".路灯三"));
	assert_int_equal(complete(d, "附件/井盖"), ERR_NOT_FOUND);
	assert_int_equal(complete(d, "没有/x"), ERR_NOT_FOUND);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_names, setup, desk_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
