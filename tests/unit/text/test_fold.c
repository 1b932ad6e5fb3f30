/* Folding: what must become equal, what must stay apart, and the promises of fold.h over every code point. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "text/fold.h"

static void
expect_fold(const char *in, const char *want)
{
	size_t n = strlen(in);
	char *out = malloc(n + 1);
	struct str s = { 0 };

	assert_non_null(out);
	assert_int_equal(fold_into(in, n, out, NULL), strlen(want));
	assert_string_equal(out, want);
	fold_add(&s, in);
	assert_string_equal(str_c(&s), want);
	str_free(&s);
	free(out);
}

static void
folds(void **state)
{
	static const struct {
		const char *in, *want;
	} cases[] = {
		{ "", "" }, { "停車難", "停车难" }, { "停车难", "停车难" }, { "臺灣", "台湾" },
		{ "著名", "著名" }, { "沪Ａ１２３４５", "沪a12345" },
		{ "１；ＡＢＣ　ｘ", "1;abc x" }, { "红山路（东）", "红山路(东)" },
		{ "噪声、扬尘。", "噪声,扬尘." }, { "【物业】《办法》", "[物业]<办法>" },
		{ "“急”‘急’", "\"急\"'急'" },
		{ "138\xe2\x80\x93"
		  "0000",
		    "138-0000" },
		{ "a\tb\nc\xc2\xa0"
		  "d",
		    "a b c d" },
		{ "\xe2\xbc\x80\xe2\xbc\x86",
		    "一二" },                   /* Kangxi radicals, as PDF files give them */
		{ "\xef\xa4\x80", "岂" },       /* U+F900 -> 豈 -> 岂 */
		{ "停\xe2\x80\x8b车", "停车" }, /* zero width space */
		{ "\xe2\x80\xad"
		  "138\xe2\x80\xac",
		    "138" },                    /* a number copied from Windows contacts */
		{ "葛\xf3\xa0\x84\x80", "葛" }, /* a variation selector */
		{ "𠮷野家", "𠮷野家" }, { "É", "é" }, { "×", "×" },
		{ "a\xff"
		  "b",
		    "a b" },
		{ "\xed\xa0\x80", "   " }, /* a lone surrogate is three bad bytes */
		{ "\xe5\x81", "  " },      /* cut short */
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		expect_fold(cases[i].in, cases[i].want);
	struct str s = { 0 };
	fold_add(&s, NULL);
	assert_int_equal(s.len, 0);
	str_free(&s);
}

static void
width_keeps_case_and_script(void **state)
{
	(void)state;
	assert_int_equal(fold_width(0xFF11), '1');
	assert_int_equal(fold_width(0xFF1B), ';');
	assert_int_equal(fold_width(0xFF21), 'A');
	assert_int_equal(fold_width(0x3002), '.');
	assert_int_equal(fold_width('A'), 'A');
	assert_int_equal(fold_width(0x8ECA), 0x8ECA); /* 車 */
	assert_int_equal(fold_width(0x200B), 0x200B);
}

static void
every_code_point_folds_once_and_never_grows(void **state)
{
	(void)state;
	for (uint32_t cp = 0; cp <= 0x10FFFF; cp++) {
		char a[4], b[4];
		uint32_t f = fold_cp(cp);
		if (f == 0 || utf8_put(a, cp) == 0)
			continue;
		assert_int_equal(fold_cp(f), f);
		size_t n = utf8_put(b, f);
		assert_true(n > 0 && n <= utf8_put(a, cp));
	}
}

static void
map_leads_back(void **state)
{
	static const char text[] = "Ａ3區\xe2\x80\x8b停車難\xff!";
	char out[sizeof text];
	size_t from[sizeof text], n = sizeof text - 1;

	(void)state;
	size_t len = fold_into(text, n, out, from);
	assert_string_equal(out, "a3区停车难 !");
	assert_int_equal(from[len], n);
	char *p = strstr(out, "车难");
	size_t at = from[p - out], end = from[p - out + 6];
	assert_int_equal(end - at, strlen("車難"));
	assert_memory_equal(text + at, "車難", end - at);
	for (size_t i = 0; i < len; i++)
		assert_true(from[i] <= from[i + 1]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(folds),
		cmocka_unit_test(width_keeps_case_and_script),
		cmocka_unit_test(every_code_point_folds_once_and_never_grows),
		cmocka_unit_test(map_leads_back),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
