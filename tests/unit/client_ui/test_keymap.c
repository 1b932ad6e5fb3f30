/* test_keymap: names of keys, the table without clashes, remapping and its errors. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "client/ui/keymap.h"
#include "../../lib/one_dir.h"

static void
test_key_names(void **state)
{
	(void)state;
	static const struct {
		const char *name;
		int key;
	} GOOD[] = {
		{ "F1", KEYNO_F + 1 },
		{ "F12", KEYNO_F + 12 },
		{ "Ctrl-O", 15 },
		{ "Ctrl-_", 31 },
		{ "Esc 1", KEYNO_TWIN + '1' },
		{ "Esc =", KEYNO_TWIN + '=' },
		{ "Alt-T", KEYNO_TWIN + 't' },
		{ "Esc Enter", KEYNO_TWIN + KEYNO_ENTER },
		{ "Tab", 9 },
		{ "Shift-Tab", KEYNO_BACKTAB },
		{ "PgDn", KEYNO_PGDN },
		{ "Backspace", 127 },
	};
	char name[16];
	for (size_t i = 0; i < sizeof GOOD / sizeof *GOOD; i++) {
		assert_int_equal(keymap_key(GOOD[i].name), GOOD[i].key);
		assert_string_equal(keymap_key_name((uint16_t)GOOD[i].key, name), GOOD[i].name);
	}
	assert_int_equal(keymap_key("ctrl-o"), 15);
	assert_int_equal(keymap_key("f10"), KEYNO_F + 10);
	assert_int_equal(keymap_key("Esc t"), KEYNO_TWIN + 't'); /* as terminals send it */
	assert_int_equal(keymap_key("alt-t"), KEYNO_TWIN + 't');
	static const char *const BAD[] = { "", "a", "1", "F0", "F13", "F01x", "Ctrl-", "Ctrl-I",
		"Ctrl-J", "Ctrl-M", "Ctrl-H", "Ctrl-[", "Ctrl-1", "Ctrl-OO", "Esc ", "Esc [",
		"Esc O", "Esc 12", "Alt-1", "Alt-xx", "Alt-", "Ctrl-好" };
	for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++)
		assert_int_equal(keymap_key(BAD[i]), 0);
}

static void
test_table(void **state)
{
	(void)state;
	struct keymap km;
	struct err e = { 0 };
	keymap_default(&km);
	if (keymap_check(&km, &e) != ERR_OK)
		fail_msg("%s", e.text);
	for (int a = ACTION_NONE + 1; a < ACTION_COUNT; a++) {
		const struct action_info *info = action_info((enum action)a);
		struct keymap one = km;
		assert_int_equal(action_by_name(info->name), a);
		assert_true(info->label[0] && info->help[0]);
		if (keymap_bind(&one, (enum action)a, info->keys, &e) != ERR_OK)
			fail_msg("%s: %s", info->name, e.text);
		/* without one: by Ctrl-P only */
		assert_true(info->keys[0] == '\0' || km.keys[a][0] != 0);
		/* terminals, screen and tmux take these; three of them kill or stop programs */
		for (int i = 0; i < KEYMAP_KEYS && km.keys[a][i]; i++)
			assert_null(km.keys[a][i] < 32
					? strchr("\x13\x11\x1a\x03\x01\x02", km.keys[a][i])
					: NULL);
	}
	assert_null(action_info(ACTION_NONE));
	assert_null(action_info(ACTION_COUNT));
	assert_int_equal(action_by_name("no such"), ACTION_NONE);
}

static void
test_twins_follow_their_key(void **state)
{
	(void)state;
	struct keymap km;
	keymap_default(&km);
	assert_int_equal(keymap_find(&km, SCOPE_ALL, KEYNO_TWIN + '1'), ACTION_HELP);
	assert_int_equal(keymap_find(&km, SCOPE_ALL, KEYNO_TWIN + '0'), ACTION_SUBMIT);
	assert_int_equal(keymap_find(&km, SCOPE_ALL, KEYNO_TWIN + '-'), ACTION_STATE);
	assert_int_equal(keymap_find(&km, SCOPE_ALL, KEYNO_TWIN + '='), ACTION_LOCK);
	assert_int_equal(keymap_find(&km, SCOPE_ALL, 15), ACTION_SUBMIT);
	assert_true(keymap_twin(&km, '1'));
	assert_true(keymap_twin(&km, KEYNO_ENTER));
	assert_false(keymap_twin(&km, 'x'));
	assert_int_equal(keymap_bind(&km, ACTION_HELP, "F9", NULL), ERR_OK);
	assert_int_equal(keymap_find(&km, SCOPE_ALL, KEYNO_TWIN + '1'), ACTION_NONE);
}

static void
test_scopes(void **state)
{
	(void)state;
	struct keymap km;
	keymap_default(&km);
	/* Ctrl-E: end of line while typing, a correction in knowledge, nothing elsewhere */
	assert_int_equal(
	    keymap_find(&km, SCOPE_ALL | SCOPE_KNOWLEDGE | SCOPE_EDIT, 5), ACTION_LINE_END);
	assert_int_equal(keymap_find(&km, SCOPE_ALL | SCOPE_KNOWLEDGE, 5), ACTION_CORRECT);
	assert_int_equal(keymap_find(&km, SCOPE_ALL, 5), ACTION_NONE);
	/* a screen may give a key of ALL another meaning */
	assert_int_equal(keymap_find(&km, SCOPE_ALL, KEYNO_F + 5), ACTION_HOLD);
	assert_int_equal(keymap_find(&km, SCOPE_ALL | SCOPE_SYNC, KEYNO_F + 5), ACTION_RETRY);
	assert_int_equal(keymap_find(&km, 0, KEYNO_F + 5), ACTION_NONE);
}

static enum err_code
load(const char *text, struct keymap *km, struct err *e)
{
	char path[TMPDIR_PATHS];
	return keymap_load(tmpdir_put(dir, "keys.conf", text, strlen(text), path), km, e);
}

static void
test_remapping(void **state)
{
	(void)state;
	struct keymap km;
	struct err e = { 0 };
	char name[16];
	keymap_default(&km);
	if (load("submit = \"Ctrl-K, F10\";\nlock = \"\";\n# swap\nhelp = \"F2\"; new = \"F1\";",
		&km, &e))
		fail_msg("%s %s", e.where, e.text);
	assert_int_equal(keymap_find(&km, SCOPE_ALL, 11), ACTION_SUBMIT);
	assert_int_equal(keymap_find(&km, SCOPE_ALL, 15), ACTION_NONE);
	assert_int_equal(keymap_find(&km, SCOPE_ALL, KEYNO_F + 12), ACTION_NONE);
	assert_int_equal(keymap_find(&km, SCOPE_ALL, KEYNO_F + 1), ACTION_NEW);
	assert_int_equal(keymap_find(&km, SCOPE_ALL, KEYNO_TWIN + '1'), ACTION_NEW);
	assert_string_equal(keymap_first(&km, ACTION_SUBMIT, name), "Ctrl-K");
	assert_string_equal(keymap_first(&km, ACTION_LOCK, name), "");
	assert_string_equal(keymap_first(&km, ACTION_NONE, name), "");
	struct str shown = { 0 };
	struct keymap again;
	keymap_show(&km, &shown); /* what is shown can be read back */
	keymap_default(&again);
	if (load(str_c(&shown), &again, &e) != ERR_OK)
		fail_msg("%s %s", e.where, e.text);
	assert_memory_equal(&again, &km, sizeof km);
	str_free(&shown);
}

static void
test_errors_name_the_line(void **state)
{
	(void)state;
	static const struct {
		const char *text, *line, *says;
	} BAD[] = {
		{ "help = \"F1\";\nhepl = \"F2\";\n", "keys.conf:2", "hepl" },
		{ "\n\nhelp = \"Ctrl-M\";\n", "keys.conf:3", "Ctrl-M" },
		{ "help = \"x\";\n", "keys.conf:1", "\"x\"" },
		{ "help = \"F1,,F2\";\n", "keys.conf:1", "逗号" },
		{ "help = \"F1,\";\n", "keys.conf:1", "逗号" },
		{ "help = \"F3\";\n", "keys.conf:1", "knowledge" },
		{ "help = \"Esc 4\";\n", "keys.conf:1", "history" },
		{ "help = 3;\n", "keys.conf:1", "" },
		{ "help = \"F1, F2, F3, F4\";\n", "keys.conf:1", "最多" },
		{ "help = \"this is no name of any key that there is\";\n", "keys.conf:1",
		    "没有这样的键" },
		{ "help = \n", "keys.conf:", "" },
	};
	for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
		struct keymap km, before;
		struct err e = { 0 };
		char all[512];
		keymap_default(&km);
		before = km;
		assert_int_equal(load(BAD[i].text, &km, &e), ERR_CONFIG);
		snprintf(all, sizeof all, "%s:%s", e.where, e.text);
		if (!strstr(all, BAD[i].line) || !strstr(all, BAD[i].says))
			fail_msg("%zu: got \"%s\"", i, all);
		assert_memory_equal(&km, &before, sizeof km);
		assert_int_equal(load(BAD[i].text, &km, NULL), ERR_CONFIG);
	}
	struct keymap km, before;
	keymap_default(&km);
	before = km;
	assert_int_equal(keymap_load("/nonexistent/keys.conf", &km, NULL), ERR_OK);
	assert_int_equal(
	    keymap_load("conf/keys.conf", &km, NULL), ERR_OK); /* the shipped one changes nothing */
	assert_memory_equal(&km, &before, sizeof km);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_key_names),
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_twins_follow_their_key),
		cmocka_unit_test(test_scopes),
		cmocka_unit_test(test_remapping),
		cmocka_unit_test(test_errors_name_the_line),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
