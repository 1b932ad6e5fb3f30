/* base/conf, the options part: defaults, file, command line, and --show-config that reads back. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/conf.h"
#include "../../lib/tmpdir.h"

struct settings {
	char before[4];
	char server[24];
	char theme[8];
	long long delay_ms;
	bool sound;
	char after[4];
};

#define AT(m) offsetof(struct settings, m), sizeof(((struct settings *)NULL)->m)

static const struct option table[] = {
	{ "server", OPTION_TEXT, AT(server), 0, 20, "", "", NULL, "中心的地址" },
	{ "theme", OPTION_CHOICE, AT(theme), 0, 0, "", "day", "day|night|mono", "配色" },
	{ "escdelay", OPTION_INT, AT(delay_ms), 0, 5000, "ms", "100", NULL, "按 Esc 后等多久" },
	{ "sound", OPTION_BOOL, AT(sound), 0, 0, "", "true", NULL, "来电响铃" },
};

enum { SERVER, THEME, DELAY, SOUND, OPTIONS };

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

static struct settings
defaults(void)
{
	struct settings s;

	memset(&s, 'z', sizeof(s));
	options_default(table, OPTIONS, &s);
	return s;
}

static enum err_code
load(const char *text, struct settings *s, struct err *e)
{
	tmpdir_put(dir, "x.conf", text, strlen(text), path);
	return options_load(table, OPTIONS, path, s, e);
}

static void
test_defaults(void **state)
{
	struct settings s = defaults();

	(void)state;
	assert_string_equal(s.server, "");
	assert_string_equal(s.theme, "day");
	assert_int_equal(s.delay_ms, 100);
	assert_true(s.sound);
	assert_memory_equal(s.before, "zzzz", 4); /* nothing written beside */
	assert_memory_equal(s.after, "zzzz", 4);
}

static void
test_load(void **state)
{
	struct settings s = defaults();
	struct err e = { 0 };

	(void)state;
	assert_int_equal(
	    load("server = \"unix:/run/h\";\nescdelay = 25;\nsound = false;\n", &s, &e), ERR_OK);
	assert_string_equal(s.server, "unix:/run/h");
	assert_string_equal(s.theme, "day"); /* not named: as it was */
	assert_int_equal(s.delay_ms, 25);
	assert_false(s.sound);
	tmpdir_path(dir, "nothing", path);
	assert_int_equal(options_load(table, OPTIONS, path, &s, &e), ERR_OK);
	assert_int_equal(e.code, ERR_OK);
	assert_int_equal(s.delay_ms, 25);
}

static void
test_load_refuses(void **state)
{
	static const struct {
		const char *text, *where, *says;
	} bad[] = {
		{ "sound = true;\nsoudn = false;\n", "x.conf:2", "不认识的选项“soudn”" },
		{ "escdelay = \"25\";\n", "x.conf:1", "整数" },
		{ "\nescdelay = 5001;\n", "x.conf:2", "0 到 5000" },
		{ "escdelay = -1;\n", "x.conf:1", "0 到 5000" },
		{ "escdelay = 0100;\n", "x.conf:1", "0 开头" },
		{ "sound = 1;\n", "x.conf:1", "true 或 false" },
		{ "sound = \"true\";\n", "x.conf:1", "true 或 false" },
		{ "theme = \"dusk\";\n", "x.conf:1", "day|night|mono" },
		{ "theme = \"day|night\";\n", "x.conf:1", "day|night|mono" },
		{ "theme = \"\";\n", "x.conf:1", "day|night|mono" },
		{ "theme = 3;\n", "x.conf:1", "文字" },
		{ "server = \"123456789012345678901\";\n", "x.conf:1", "20 字节" },
		{ "server = \"a\\nb\";\n", "x.conf:1", "一行文字" },
		{ "server : { };\n", "x.conf:1", "文字" },
		{ "server = \"x\"\ntheme = \"day\"\n=;\n", "x.conf:3", "写法" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct settings s = defaults();
		struct err e = { 0 };

		if (load(bad[i].text, &s, &e) != ERR_CONFIG)
			fail_msg("accepted: %s", bad[i].text);
		if (strstr(e.where, bad[i].where) == NULL || strstr(e.text, bad[i].says) == NULL)
			fail_msg("%zu %s: %s", i, e.where, e.text);
		assert_memory_equal(s.after, "zzzz", 4);
	}
}

static void
test_set(void **state)
{
	static const struct {
		int row;
		const char *text;
		enum err_code want;
	} cases[] = {
		{ DELAY, "0", ERR_OK },
		{ DELAY, "5000", ERR_OK },
		{ DELAY, "5001", ERR_CONFIG },
		{ DELAY, "", ERR_CONFIG },
		{ DELAY, "12ms", ERR_CONFIG },
		{ DELAY, " 1", ERR_CONFIG },
		{ SOUND, "off", ERR_OK },
		{ SOUND, "yes", ERR_OK },
		{ SOUND, "maybe", ERR_CONFIG },
		{ SOUND, "", ERR_CONFIG },
		{ THEME, "mono", ERR_OK },
		{ THEME, "mon", ERR_CONFIG },
		{ THEME, "monox", ERR_CONFIG },
		{ THEME, "|", ERR_CONFIG },
		{ SERVER, "中心", ERR_OK },
		{ SERVER, "12345678901234567890", ERR_OK },
		{ SERVER, "123456789012345678901", ERR_CONFIG },
		{ SERVER, "\xff", ERR_CONFIG },
		{ SERVER, "a\x1b", ERR_CONFIG },
		{ SERVER, "", ERR_OK },
	};
	struct settings s = defaults();

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct err e = { 0 };

		if (options_set(&table[cases[i].row], cases[i].text, &s, &e) != cases[i].want)
			fail_msg("case %zu (%s)", i, cases[i].text);
		if (cases[i].want != ERR_OK)
			assert_memory_equal(e.where, "--", 2);
	}
	assert_int_equal(s.delay_ms, 5000); /* what was refused changed nothing */
	assert_true(s.sound);
	assert_string_equal(s.theme, "mono");
	assert_string_equal(s.server, "");
}

static void
test_show_reads_back(void **state)
{
	struct settings s = defaults(), back = defaults();
	struct str out = { 0 };
	struct err e = { 0 };

	(void)state;
	strcpy(s.server, "a\"b\\c 中");
	strcpy(s.theme, "night");
	s.delay_ms = 4321;
	s.sound = false;
	options_show(table, OPTIONS, &s, &out);
	assert_non_null(strstr(out.s, "# 按 Esc 后等多久 (0 到 5000 ms)\nescdelay = 4321;\n"));
	assert_non_null(strstr(out.s, "# 配色 (day|night|mono)\ntheme = \"night\";\n"));
	assert_int_equal(load(out.s, &back, &e), ERR_OK);
	assert_string_equal(back.server, s.server);
	assert_string_equal(back.theme, s.theme);
	assert_int_equal(back.delay_ms, s.delay_ms);
	assert_false(back.sound);
	str_free(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_defaults, setup, teardown),
		cmocka_unit_test_setup_teardown(test_load, setup, teardown),
		cmocka_unit_test_setup_teardown(test_load_refuses, setup, teardown),
		cmocka_unit_test_setup_teardown(test_set, setup, teardown),
		cmocka_unit_test_setup_teardown(test_show_reads_back, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
