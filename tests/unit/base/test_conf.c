/* base/conf: typed reading, and every kind of broken file refused with file:line. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/conf.h"
#include "base/limits.h"
#include "../../lib/tmpdir.h"

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
open_bytes(const char *text, size_t n, struct conf **c, struct err *e)
{
	tmpdir_put(dir, "x.conf", text, n, path);
	return conf_open(path, c, e);
}

static struct conf *
open_good(const char *text)
{
	struct conf *c = NULL;
	struct err e = { 0 };

	if (open_bytes(text, strlen(text), &c, &e) != ERR_OK)
		fail_msg("%s: %s", e.where, e.text);
	return c;
}

static int
line_of(const struct err *e)
{
	const char *colon = strrchr(e->where, ':');

	assert_non_null(colon);
	assert_memory_equal(colon - 7, "/x.conf", 7);
	return atoi(colon + 1);
}

static void
test_types(void **state)
{
	struct conf *c = open_good("# 注释\nname = \"第一\" \"中心\";\nport = 8080;\non = true;\n"
				   "hours = ( { from = 9; to = 12; }, { from = 14; to = 18; } );\n"
				   "days = [ 1, 2, 3 ];\nempty : { };\nratio = -1.5e-3;\n");
	const struct conf_node *root = conf_root(c), *hours = conf_get(root, "hours");
	const char *text;
	long long v;
	bool on;

	(void)state;
	assert_true(conf_is_group(root));
	assert_int_equal(conf_count(root), 7);
	assert_int_equal(conf_text(c, conf_get(root, "name"), &text, NULL), ERR_OK);
	assert_string_equal(text, "第一中心");
	assert_int_equal(conf_int(c, conf_get(root, "port"), 1, 65535, &v, NULL), ERR_OK);
	assert_int_equal(v, 8080);
	assert_int_equal(conf_bool(c, conf_get(root, "on"), &on, NULL), ERR_OK);
	assert_true(on);
	assert_true(conf_is_list(hours));
	assert_false(conf_is_group(hours));
	assert_int_equal(conf_count(hours), 2);
	assert_int_equal(conf_line(hours), 5);
	assert_null(conf_name(conf_at(hours, 0)));
	assert_int_equal(conf_int(c, conf_get(conf_at(hours, 1), "to"), 0, 24, &v, NULL), ERR_OK);
	assert_int_equal(v, 18);
	assert_true(conf_is_list(conf_get(root, "days")));
	assert_string_equal(conf_name(conf_at(root, 1)), "port");
	assert_int_equal(conf_line(conf_at(root, 1)), 3);
	conf_close(c);
	conf_close(NULL);
}

static void
test_absent(void **state)
{
	struct conf *c = open_good("a = 1;\n");
	const struct conf_node *root = conf_root(c);
	const char *text;
	struct err e;

	(void)state;
	assert_null(conf_get(root, "b"));
	assert_null(conf_get(root, "a.b"));
	assert_null(conf_get(conf_get(root, "a"), "b")); /* not a group */
	assert_null(conf_get(NULL, "a"));
	assert_null(conf_at(root, 1));
	assert_null(conf_at(NULL, 0));
	assert_null(conf_name(NULL));
	assert_int_equal(conf_count(NULL), 0);
	assert_int_equal(conf_line(NULL), 0);
	assert_false(conf_is_group(NULL) || conf_is_list(NULL));
	assert_int_equal(conf_text(c, NULL, &text, &e), ERR_CONFIG);
	assert_string_equal(e.where, path);
	conf_close(c);
}

/* What libconfig 1.5 would read wrongly is read rightly or refused. */
static void
test_integers(void **state)
{
	static const struct {
		const char *text;
		long long want;
	} good[] = {
		{ "0", 0 },
		{ "-5", -5 },
		{ "+7", 7 },
		{ "2147483648", 2147483648 },
		{ "99999999999", 99999999999 },
		{ "99999999999L", 99999999999 },
		{ "3LL", 3 },
		{ "9223372036854775807", LLONG_MAX },
		{ "-9223372036854775808", LLONG_MIN },
		{ "0xff", 255 },
		{ "0xFFFFFFFF", 4294967295 },
		{ "0x7fffffffffffffff", LLONG_MAX },
	};
	static const char *const bad[] = { "9223372036854775808", "-9223372036854775809",
		"99999999999999999999999999999999999999999999", "0205", "-0205", "00", "00.5",
		"0x8000000000000000", "0x10000000000000000" };
	char text[200];
	long long v;

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		struct conf *c;

		snprintf(text, sizeof(text), "a = %s;\nb = [ 1, %s ];", good[i].text, good[i].text);
		c = open_good(text);
		assert_int_equal(
		    conf_int(c, conf_get(conf_root(c), "a"), LLONG_MIN, LLONG_MAX, &v, NULL),
		    ERR_OK);
		if (v != good[i].want)
			fail_msg("%s is read as %lld", good[i].text, v);
		conf_close(c);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct conf *c;
		struct err e;

		snprintf(text, sizeof(text), "# one\nok = 1;\ncode = %s;\n", bad[i]);
		assert_int_equal(open_bytes(text, strlen(text), &c, &e), ERR_CONFIG);
		assert_null(c);
		assert_int_equal(line_of(&e), 3);
		assert_non_null(strstr(e.text, "引号"));
	}
}

/* Digits that are no integers stay as they are. */
static void
test_not_integers(void **state)
{
	struct conf *c =
	    open_good("phone = \"0205 99999999999999999999\"; # 0205\n// 0206\n/* 0207\n 0208 */\n"
		      "k0205 = 0.25; f = 10.0e+05; h-007 = 1e10; g = .5; e = \"\\\"007\\\\\";\n");
	const char *text;

	(void)state;
	assert_int_equal(conf_text(c, conf_get(conf_root(c), "phone"), &text, NULL), ERR_OK);
	assert_string_equal(text, "0205 99999999999999999999");
	assert_int_equal(conf_text(c, conf_get(conf_root(c), "e"), &text, NULL), ERR_OK);
	assert_string_equal(text, "\"007\\");
	assert_non_null(conf_get(conf_root(c), "k0205"));
	assert_non_null(conf_get(conf_root(c), "h-007"));
	assert_int_equal(conf_line(conf_get(conf_root(c), "g")), 5);
	conf_close(c);
}

static void
test_bom_and_crlf(void **state)
{
	struct conf *c = open_good("\xef\xbb\xbf# 记事本\r\na = 1;\r\nb = 2;\r\n");

	(void)state;
	assert_int_equal(conf_line(conf_get(conf_root(c), "b")), 3);
	conf_close(c);
}

static void
test_broken_files(void **state)
{
	static const struct {
		const char *text;
		int line;
		const char *says;
	} bad[] = {
		{ "a = 1;\nb = ;\n", 2, "写法" },
		{ "a = 1;\nb = 2\n= 3;\n", 3, "写法" },
		{ "a = (1;\n", 1, "写法" },
		{ "a = {\n b = 1;\n", 3, "写法" },
		{ "12 = 1;\n", 1, "写法" },
		{ "a = 2026-11-21;\n", 1, "写法" },
		{ "a = 1;\na = 2;\n", 2, "前面" },
		{ "a = [ 1,\n \"x\" ];\n", 2, "同一种类型" },
		{ "a = 1;\nb = \"open;\nc = 2;\n", 2, "引号" },
		{ "b = \"open\\", 1, "引号" },
		{ "a = 1;\n/* open\n\n", 2, "注释" },
		{ "a = 1;\n@include \"other.conf\"\n", 2, "@include" },
		{ "a = 1；\n", 1, "全角" },
		{ "\n\na = “x”;\n", 3, "全角" },
		{ "a = \"one\ntwo\\x00three\";\n", 2, "\\x00" },
		{ "a = \"ok\";\nb = \"\xb5\xc6\";\n", 2, "UTF-8" },
		{ "a = 0x;\n", 1, "写法" },
		{ "a = 1 \x01;\n", 1, "写法" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct conf *c;
		struct err e = { 0 };

		if (open_bytes(bad[i].text, strlen(bad[i].text), &c, &e) != ERR_CONFIG || c != NULL)
			fail_msg("accepted: %s", bad[i].text);
		if (line_of(&e) != bad[i].line || strstr(e.text, bad[i].says) == NULL)
			fail_msg("%zu %s: %s", i, e.where, e.text);
		assert_int_equal(conf_open(path, &c, NULL), ERR_CONFIG);
	}
}

static void
test_nul_and_size(void **state)
{
	const size_t n = LIMIT_CONF_BYTES + 1;
	char *big = malloc(n);
	struct conf *c;
	struct err e;

	(void)state;
	assert_int_equal(open_bytes("a = 1;\nb\0 = 2;\n", 15, &c, &e), ERR_CONFIG);
	assert_int_equal(line_of(&e), 2);
	memset(big, ' ', n);
	assert_int_equal(open_bytes(big, n, &c, &e), ERR_LIMIT);
	memset(big, '(', 100000); /* as deep as anyone cares to nest */
	memcpy(big, "a = ", 4);
	assert_int_equal(open_bytes(big, 100000, &c, &e), ERR_CONFIG);
	free(big);
	tmpdir_path(dir, "nothing", path);
	assert_int_equal(conf_open(path, &c, &e), ERR_NOT_FOUND);
	assert_int_equal(conf_open(dir, &c, &e), ERR_IO);
	assert_int_equal(open_bytes("", 0, &c, &e), ERR_OK); /* empty is no mistake */
	assert_int_equal(conf_count(conf_root(c)), 0);
	conf_close(c);
}

static void
test_wrong_types(void **state)
{
	struct conf *c =
	    open_good("s = \"12\";\ni = 12;\nb = true;\ng : { };\nf = 1.5;\n\nl = ( 70000 );\n"
		      "x = \"\\xff\";\n");
	const struct conf_node *root = conf_root(c);
	const char *text = "kept";
	long long v = 77;
	struct err e;
	bool on = true;

	(void)state;
	assert_int_equal(conf_int(c, conf_get(root, "s"), 0, 100, &v, &e), ERR_CONFIG);
	assert_int_equal(line_of(&e), 1);
	assert_string_equal(e.text, "“s”应是整数");
	assert_int_equal(conf_int(c, conf_get(root, "f"), 0, 100, &v, &e), ERR_CONFIG);
	assert_int_equal(conf_int(c, conf_get(root, "b"), 0, 100, &v, &e), ERR_CONFIG);
	assert_int_equal(conf_int(c, conf_get(root, "i"), 13, 100, &v, &e), ERR_CONFIG);
	assert_string_equal(e.text, "“i”应是 13 到 100 之间的整数");
	assert_int_equal(
	    conf_int(c, conf_at(conf_get(root, "l"), 0), 1, 65535, &v, &e), ERR_CONFIG);
	assert_int_equal(line_of(&e), 7);
	assert_int_equal(v, 77);
	assert_int_equal(conf_text(c, conf_get(root, "i"), &text, &e), ERR_CONFIG);
	assert_int_equal(line_of(&e), 2);
	assert_int_equal(conf_text(c, conf_get(root, "x"), &text, &e), ERR_CONFIG);
	assert_string_equal(text, "kept");
	assert_int_equal(conf_bool(c, conf_get(root, "i"), &on, &e), ERR_CONFIG);
	assert_int_equal(conf_bool(c, conf_get(root, "g"), &on, &e), ERR_CONFIG);
	assert_int_equal(line_of(&e), 4);
	assert_int_equal(conf_fail(c, conf_get(root, "b"), &e, "第 %d 项", 3), ERR_CONFIG);
	assert_int_equal(line_of(&e), 3);
	assert_string_equal(e.text, "第 3 项");
	conf_close(c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_types, setup, teardown),
		cmocka_unit_test_setup_teardown(test_absent, setup, teardown),
		cmocka_unit_test_setup_teardown(test_integers, setup, teardown),
		cmocka_unit_test_setup_teardown(test_not_integers, setup, teardown),
		cmocka_unit_test_setup_teardown(test_bom_and_crlf, setup, teardown),
		cmocka_unit_test_setup_teardown(test_broken_files, setup, teardown),
		cmocka_unit_test_setup_teardown(test_nul_and_size, setup, teardown),
		cmocka_unit_test_setup_teardown(test_wrong_types, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
