/* test_theme: the language of styles, errors with file and line, and what the shipped themes promise. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "client/ui/theme.h"
#include "../../lib/one_dir.h"

static void
test_styles(void **state)
{
	(void)state;
	struct style st;
	assert_true(theme_style("", DEPTH_256, &st));
	assert_int_equal(st.fg, -1);
	assert_int_equal(st.bg, -1);
	assert_int_equal(st.attrs, 0);
	assert_true(theme_style(" 231 on  160 bold ", DEPTH_256, &st));
	assert_int_equal(st.fg, 231);
	assert_int_equal(st.bg, 160);
	assert_int_equal(st.attrs, ATTR_BOLD);
	assert_true(theme_style("on yellow", DEPTH_8, &st));
	assert_int_equal(st.fg, -1);
	assert_int_equal(st.bg, 3);
	assert_true(theme_style("bold reverse underline dim", DEPTH_MONO, &st));
	assert_int_equal(st.attrs, 15);
	static const struct {
		const char *text;
		enum depth depth;
	} BAD[] = {
		{ "256", DEPTH_256 },
		{ "8", DEPTH_8 },
		{ "red", DEPTH_MONO },
		{ "1", DEPTH_MONO },
		{ "purple", DEPTH_256 },
		{ "red on", DEPTH_8 },
		{ "on", DEPTH_8 },
		{ "red on on blue", DEPTH_8 },
		{ "red blue", DEPTH_8 },
		{ "on red on blue", DEPTH_8 },
		{ "on bold", DEPTH_8 },
		{ "-1", DEPTH_256 },
		{ "averyveryverylongwordindeed", DEPTH_256 },
	};
	for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
		st.fg = 77;
		assert_false(theme_style(BAD[i].text, BAD[i].depth, &st));
		assert_int_equal(st.fg, 77);
	}
}

static void
test_fallbacks_are_styles(void **state)
{
	(void)state;
	static const char *const STYLES[][DEPTH_COUNT] = {
#define X(name, text, c256, c8, c0, use) \
	{ [DEPTH_256] = (c256), [DEPTH_8] = (c8), [DEPTH_MONO] = (c0) },
		ROLES(X)
#undef X
	};
	struct theme t;
	struct style st;
	theme_default(&t);
	for (int r = 0; r < ROLE_COUNT; r++) {
		assert_int_equal(theme_role(theme_role_name((enum role)r)), r);
		for (int d = 0; d < DEPTH_COUNT; d++) {
			assert_true(theme_style(STYLES[r][d], (enum depth)d, &st));
			assert_int_equal(st.fg, t.style[r][d].fg);
			assert_int_equal(st.attrs, t.style[r][d].attrs);
		}
	}
	assert_int_equal(theme_role("no such"), ROLE_COUNT);
}

static void
refused(const char *text, const char *line, const char *says)
{
	struct theme t, before;
	struct err e = { 0 };
	char path[TMPDIR_PATHS], where[512];
	memset(&t, 0, sizeof t);
	theme_default(&t);
	before = t;
	tmpdir_put(dir, "bad.conf", text, strlen(text), path);
	assert_int_equal(theme_load(path, &t, &e), ERR_CONFIG);
	snprintf(where, sizeof where, "%s:%s", e.where, e.text);
	if (!strstr(where, line) || !strstr(where, says))
		fail_msg("got \"%s\", wanted \"%s\" and \"%s\"", where, line, says);
	assert_memory_equal(&t, &before, sizeof t);
	assert_int_equal(theme_load(path, &t, NULL), ERR_CONFIG);
}

static void
test_errors_name_the_line(void **state)
{
	(void)state;
	refused("name = \"x\";\n", "bad.conf", "没有写出任何界面角色");
	refused("roles = { };\n", "bad.conf:1", "没有写出任何界面角色");
	refused("roles = \"none\";\n", "bad.conf:1", "没有写出任何界面角色");
	refused("\nroles = {\n  danger = { mono = \"bold\"; };\n  dangr = { mono = \"\"; };\n};\n",
	    "bad.conf:4", "dangr");
	refused("roles = {\n danger = \"red\";\n};\n", "bad.conf:2", "danger");
	refused("roles = {\n danger = { c16 = \"red\"; };\n};\n", "bad.conf:2", "c16");
	refused("roles = {\n danger = { c8 = 1; };\n};\n", "bad.conf:2", "");
	refused("roles = {\n danger = { c8 = \"rot\"; };\n};\n", "bad.conf:2", "rot");
	refused("colours = 3;\n", "bad.conf:1", "colours");
	refused("name = 3;\n", "bad.conf:1", "");
	refused("roles = {\n danger = ", "bad.conf:2", "");
	refused("name = \"a name that is longer than any name of a theme should be\";\n",
	    "bad.conf:1", "过长");
	struct theme t;
	struct err e = { 0 };
	assert_int_not_equal(theme_load("/nonexistent/x.conf", &t, &e), ERR_OK);
	assert_true(e.text[0] != '\0');
}

static void
test_what_a_file_leaves_out_stays(void **state)
{
	(void)state;
	char path[TMPDIR_PATHS];
	const char *text = "name = \"mine\"; roles = { danger = { c8 = \"green\"; }; };";
	struct theme t, plain;
	struct err e = { 0 };
	theme_default(&plain);
	tmpdir_put(dir, "mine.conf", text, strlen(text), path);
	assert_int_equal(theme_load(path, &t, &e), ERR_OK);
	assert_string_equal(t.name, "mine");
	assert_int_equal(t.style[ROLE_DANGER][DEPTH_8].fg, 2);
	assert_int_equal(
	    t.style[ROLE_DANGER][DEPTH_256].fg, plain.style[ROLE_DANGER][DEPTH_256].fg);
	assert_int_equal(t.style[ROLE_STATUS][DEPTH_MONO].attrs, ATTR_REVERSE);
}

/* ---- the shipped themes ---- */

static double
linear(int v)
{
	double x = v / 255.0;
	/* x^2.4 of the sRGB curve, near enough by x^2.2 = x^2 * x^0.2 in steps of a tenth of a per cent */
	double fifth = x > 0 ? 1.0 : 0.0;
	for (int i = 0; i < 40 && x > 0; i++) /* Newton: fifth root */
		fifth -= (fifth * fifth * fifth * fifth * fifth - x) /
			 (5 * fifth * fifth * fifth * fifth);
	return x * x * fifth;
}

static double
luminance(int colour)
{
	static const int BASE[16][3] = { { 0, 0, 0 }, { 205, 0, 0 }, { 0, 205, 0 }, { 205, 205, 0 },
		{ 0, 0, 238 }, { 205, 0, 205 }, { 0, 205, 205 }, { 229, 229, 229 },
		{ 127, 127, 127 }, { 255, 0, 0 }, { 0, 255, 0 }, { 255, 255, 0 }, { 92, 92, 255 },
		{ 255, 0, 255 }, { 0, 255, 255 }, { 255, 255, 255 } };
	static const int STEP[6] = { 0, 95, 135, 175, 215, 255 };
	int r, g, b;
	if (colour < 16) {
		r = BASE[colour][0], g = BASE[colour][1], b = BASE[colour][2];
	} else if (colour < 232) {
		int k = colour - 16;
		r = STEP[k / 36], g = STEP[k / 6 % 6], b = STEP[k % 6];
	} else {
		r = g = b = 8 + (colour - 232) * 10;
	}
	return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
}

/* The terminals they are made for: white on black, black on white. */
static void
check_contrast(const struct theme *t, int own_fg, int own_bg)
{
	for (int r = 0; r < ROLE_COUNT; r++) {
		struct style st = t->style[r][DEPTH_256];
		double fg = luminance(st.fg < 0 ? own_fg : st.fg);
		double bg = luminance(st.bg < 0 ? own_bg : st.bg);
		double ratio = fg > bg ? (fg + 0.05) / (bg + 0.05) : (bg + 0.05) / (fg + 0.05);
		if (ratio < 4.5)
			fail_msg("%s: %s has a contrast of %.1f", t->name,
			    theme_role_name((enum role)r), ratio);
	}
}

static void
check_theme(const char *name, int own_fg, int own_bg)
{
	struct theme t;
	struct err e = { 0 };
	char path[64], line[64];
	snprintf(path, sizeof path, "themes/%s.conf", name);
	if (theme_load(path, &t, &e) != ERR_OK)
		fail_msg("%s %s", e.where, e.text);
	assert_string_equal(t.name, name);
	for (int d = 0; d < DEPTH_COUNT; d++)
		assert_memory_equal(&t.style[ROLE_VALUE][d], &t.style[ROLE_NORMAL][d],
		    sizeof(struct style)); /* a typed key costs its own bytes only */
	check_contrast(&t, own_fg, own_bg);
	FILE *f = fopen(path, "r");
	char all[8192];
	assert_non_null(f);
	all[fread(all, 1, sizeof all - 1, f)] = '\0';
	fclose(f);
	for (int r = 0; r < ROLE_COUNT; r++) { /* every role is written out, to be changed */
		snprintf(line, sizeof line, "\n\t%s = {", theme_role_name((enum role)r));
		if (!strstr(all, line))
			fail_msg("%s lacks %s", path, line);
	}
}

static void
test_shipped_themes(void **state)
{
	(void)state;
	check_theme("night", 15, 0);
	check_theme("day", 0, 15);
	check_theme("mono", 15, 0);
	check_theme("contrast", 15, 0);
	check_theme("green", 15, 0);
	check_theme("paper", 0, 15);
}

static void
test_states_differ_without_colour(void **state)
{
	(void)state;
	struct theme t;
	theme_default(&t);
	static const enum role MARKED[] = { ROLE_STATUS, ROLE_DANGER, ROLE_OVERDUE, ROLE_NEAR,
		ROLE_SELECT, ROLE_DIALOG, ROLE_FOCUS, ROLE_SPEAK, ROLE_ERROR };
	for (size_t i = 0; i < sizeof MARKED / sizeof *MARKED; i++)
		assert_int_not_equal(t.style[MARKED[i]][DEPTH_MONO].attrs, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_styles),
		cmocka_unit_test(test_fallbacks_are_styles),
		cmocka_unit_test(test_errors_name_the_line),
		cmocka_unit_test(test_what_a_file_leaves_out_stays),
		cmocka_unit_test(test_shipped_themes),
		cmocka_unit_test(test_states_differ_without_colour),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
