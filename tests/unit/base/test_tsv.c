/* base/tsv: tables as a city writes them, and everything wrong with them at file:line. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/str.h"
#include "base/tsv.h"
#include "../../lib/tmpdir.h"

static const char *const head[] = { "code", "name", "note" };

static char dir[TMPDIR_SIZE], path[TMPDIR_PATHS];

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

static enum err_code
open_bytes(const char *text, size_t n, struct tsv *t, struct err *e)
{
	tmpdir_put(dir, "x.tsv", text, n, path);
	return tsv_open(path, head, 3, t, e);
}

static void
test_read(void **state)
{
	static const char text[] =
	    "\xef\xbb\xbf# 单位\n\ncode\tname\tnote\r\n01\t路灯所\t夜间\n# off\n"
	    "02\t\tx\r\n \t \n03\n04\t水务\t";
	struct tsv t;

	(void)state;
	assert_int_equal(open_bytes(text, sizeof(text) - 1, &t, NULL), ERR_OK);
	assert_int_equal(t.columns, 3);
	assert_int_equal(t.rows, 4);
	assert_string_equal(t.head[2], "note");
	assert_string_equal(tsv_get(&t, 0, 0), "01");
	assert_string_equal(tsv_get(&t, 0, 1), "路灯所");
	assert_string_equal(tsv_get(&t, 0, 2), "夜间");
	assert_string_equal(tsv_get(&t, 1, 1), "");
	assert_string_equal(tsv_get(&t, 1, 2), "x"); /* without the CR */
	assert_string_equal(tsv_get(&t, 2, 0), "03");
	assert_string_equal(tsv_get(&t, 2, 2), ""); /* ends early */
	assert_string_equal(tsv_get(&t, 3, 1), "水务");
	assert_int_equal(t.line[0], 4);
	assert_int_equal(t.line[1], 6);
	assert_int_equal(t.line[3], 9);
	assert_string_equal(tsv_get(&t, 4, 0), ""); /* outside */
	assert_string_equal(tsv_get(&t, 0, 3), "");
	tsv_close(&t);
	tsv_close(&t);
}

static void
test_many_rows(void **state)
{
	struct str text = { 0 };
	char want[32];
	struct tsv t;

	(void)state;
	str_add(&text, "code\tname\tnote\n");
	for (int i = 0; i < 5000; i++)
		str_addf(&text, "%d\tn%d\n", i, i);
	assert_int_equal(open_bytes(text.s, text.len, &t, NULL), ERR_OK);
	assert_int_equal(t.rows, 5000);
	for (size_t i = 0; i < t.rows; i++) {
		snprintf(want, sizeof(want), "n%zu", i);
		assert_string_equal(tsv_get(&t, i, 1), want);
		assert_int_equal(t.line[i], i + 2);
	}
	tsv_close(&t);
	str_free(&text);
}

static void
test_broken(void **state)
{
	static const struct {
		const char *text;
		int line;
		const char *says;
	} bad[] = {
		{ "", 1, "没有表头" },
		{ "# only\n\n# comments\n", 3, "没有表头" },
		{ "code\tname\n", 1, "少了第 3 列“note”" },
		{ "#\ncode\ttitle\tnote\n", 2, "第 2 列应是“name”, 这里是“title”" },
		{ "name\tcode\tnote\n", 1, "第 1 列" },
		{ "code\tname\tnote\textra\n", 1, "4 列" },
		{ "code\tname\tnote\t\n", 1, "4 列" },
		{ "code \tname\tnote\n", 1, "第 1 列" },
		{ "code,name,note\n", 1, "第 1 列" },
		{ "code\tname\tnote\n1\t2\t3\n1\t2\t3\t4\n", 3, "4 个字段" },
		{ "code\tname\tnote\n1\t2\t3\t\n", 2, "4 个字段" },
		{ "code\tname\tnote\n1\n2\t\xb5\xc6\n", 3, "UTF-8" },
		{ "code\tname\tnote\n1\t\xed\xa0\x80\n", 2, "UTF-8" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct tsv t;
		struct err e = { 0 };
		char want[32];

		if (open_bytes(bad[i].text, strlen(bad[i].text), &t, &e) != ERR_CONFIG)
			fail_msg("accepted: %s", bad[i].text);
		snprintf(want, sizeof(want), "/x.tsv:%d", bad[i].line);
		if (strstr(e.where, want) == NULL || strstr(e.text, bad[i].says) == NULL)
			fail_msg("%zu %s: %s", i, e.where, e.text);
		tsv_close(&t);
	}
}

static void
test_limits(void **state)
{
	static const char start[] = "code\tname\tnote\nok\n";
	const size_t first = sizeof(start) - 1;
	char *text = malloc(LIMIT_CONF_BYTES + 1);
	struct tsv t;
	struct err e;

	(void)state;
	memset(text, 'x', LIMIT_CONF_BYTES + 1);
	memcpy(text, start, first);
	assert_int_equal(open_bytes(text, first + LIMIT_TSV_LINE_BYTES, &t, &e), ERR_OK);
	assert_int_equal(strlen(tsv_get(&t, 1, 0)), LIMIT_TSV_LINE_BYTES);
	tsv_close(&t);
	assert_int_equal(open_bytes(text, first + LIMIT_TSV_LINE_BYTES + 1, &t, &e), ERR_CONFIG);
	assert_non_null(strstr(e.where, "/x.tsv:3"));
	assert_non_null(strstr(e.text, "65536"));
	tsv_close(&t);
	assert_int_equal(open_bytes(text, LIMIT_CONF_BYTES + 1, &t, &e), ERR_LIMIT);
	tsv_close(&t);
	assert_int_equal(open_bytes("code\tname\tnote\na\0b\n", 19, &t, &e),
	    ERR_CONFIG); /* a NUL hides nothing */
	tsv_close(&t);
	tmpdir_path(dir, "nothing", path);
	assert_int_equal(tsv_open(path, head, 3, &t, &e), ERR_NOT_FOUND);
	tsv_close(&t);
	free(text);
}

static void
test_fail(void **state)
{
	static const char text[] = "code\tname\tnote\n\n1\n2\n";
	struct tsv t;
	struct err e;

	(void)state;
	assert_int_equal(open_bytes(text, sizeof(text) - 1, &t, NULL), ERR_OK);
	assert_int_equal(tsv_fail(&t, 1, &e, "没有单位 %s", tsv_get(&t, 1, 0)), ERR_CONFIG);
	assert_non_null(strstr(e.where, "/x.tsv:4"));
	assert_string_equal(e.text, "没有单位 2");
	assert_int_equal(tsv_fail(&t, 99, &e, "x"), ERR_CONFIG);
	assert_non_null(strstr(e.where, "/x.tsv:1"));
	assert_int_equal(tsv_fail(&t, 0, NULL, "x"), ERR_CONFIG);
	tsv_close(&t);
}

/* The end of a path longer than the table keeps is what names the file. */
static void
test_long_path(void **state)
{
	struct str deep = { 0 };
	struct tsv t;
	struct err e;

	(void)state;
	for (int i = 0; i < 150; i++)
		str_add(&deep, "/路");
	str_add(&deep, "/units.tsv");
	assert_int_equal(tsv_open(str_c(&deep), head, 3, &t, &e), ERR_NOT_FOUND);
	assert_string_equal(t.path + strlen(t.path) - 13, "路/units.tsv");
	assert_int_equal(tsv_fail(&t, 0, &e, "x"), ERR_CONFIG);
	assert_non_null(strstr(e.where, "/units.tsv:1"));
	tsv_close(&t);
	str_free(&deep);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_read, setup, teardown),
		cmocka_unit_test_setup_teardown(test_many_rows, setup, teardown),
		cmocka_unit_test_setup_teardown(test_broken, setup, teardown),
		cmocka_unit_test_setup_teardown(test_limits, setup, teardown),
		cmocka_unit_test_setup_teardown(test_fail, setup, teardown),
		cmocka_unit_test_setup_teardown(test_long_path, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
