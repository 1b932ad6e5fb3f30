/* hotseat check-scenario as a trainer gives it: exit status, what is said where, and that it wants no seat, no centre and no data
 * directory. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "../lib/daemon.h"
#include "../lib/site.h"
#include "../lib/tmpdir.h"
#include "base/fs.h"

static char dir[TMPDIR_SIZE];

static int
run(const char *file, const char *more, struct str *out)
{
	char bin[512], share[512], data[TMPDIR_PATHS];
	const char *argv[] = { daemon_bin("hotseat", bin), "--share", daemon_share("", share),
		"--data", tmpdir_path(dir, "data", data), "check-scenario", file, more, NULL };

	str_reset(out);
	return site_run(argv, NULL, out);
}

static void
a_good_file_a_bad_one_and_none(void **state)
{
	(void)state;
	static const char bad[] = "版式: 1\n编号: S1\n程度: 1\n";
	char good[512], path[TMPDIR_PATHS], data[TMPDIR_PATHS];
	struct str out = { 0 };

	daemon_share("conf/scenarios", good);
	assert_int_equal(run(good, NULL, &out), 0);
	assert_non_null(strstr(str_c(&out), "没有发现问题"));
	tmpdir_put(dir, "S1.txt", bad, sizeof(bad) - 1, path);
	assert_int_equal(run(path, NULL, &out), 1);
	assert_non_null(strstr(str_c(&out), "S1.txt:3: 开头没有“程度”这一项"));
	assert_int_equal(run(good, path, &out), 1);
	assert_non_null(strstr(str_c(&out), " 处要改\n"));
	assert_int_equal(run(path, "--json", &out), 1);
	assert_non_null(strstr(str_c(&out), "\"line\":3,\"text\":\"开头没有“程度”"));
	assert_int_equal(run("/nowhere/at/all", NULL, &out), 1);
	assert_non_null(strstr(str_c(&out), "/nowhere/at/all: 没有这个文件或目录"));
	assert_int_equal(run("--all", NULL, &out), 2);
	assert_int_equal(run(path, "--in", &out), 2);
	assert_false(fs_exists(tmpdir_path(dir, "data", data)));
	str_free(&out);
}

/* Who teaches finds from the program alone how a class is held. */
static void
the_help_says_how_a_class_is_held(void **state)
{
	char bin[512];
	const char *argv[] = { daemon_bin("hotseat", bin), "--help", NULL };
	struct str out = { 0 };

	(void)state;
	assert_int_equal(site_run(argv, NULL, &out), 0);
	assert_non_null(strstr(str_c(&out), "hotseat --demo --class 一班"));
	assert_non_null(strstr(str_c(&out), "hotseat --demo --join 一班 --trainee 姓名"));
	assert_non_null(strstr(str_c(&out), "conf/scenarios/README.md"));
	str_free(&out);
}

static int
setup(void **state)
{
	(void)state;
	tmpdir_make(dir);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	tmpdir_remove(dir);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_good_file_a_bad_one_and_none),
		cmocka_unit_test(the_help_says_how_a_class_is_held),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
