/* base/width: columns in C.UTF-8 and in C, and that what is shown is as wide as was said. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <locale.h>
#include <string.h>

#include "base/utf8.h"
#include "base/width.h"

static int
use_utf8(void **state)
{
	(void)state;
	return setlocale(LC_CTYPE, "C.UTF-8") == NULL;
}

static int
use_c(void **state)
{
	(void)state;
	return setlocale(LC_CTYPE, "C") == NULL;
}

static void
test_cp(void **state)
{
	static const struct {
		uint32_t cp;
		int cols;
	} cases[] = {
		{ ' ', 1 },
		{ 'a', 1 },
		{ '~', 1 },
		{ 0xe9, 1 },
		{ 0x4e2d, 2 },
		{ 0xff0c, 2 },
		{ 0x3000, 2 },
		{ 0x20000, 2 },
		{ 0x301, 0 },
		{ 0xfe0f, 0 },
		{ 0x1b, 4 }, /* <1B> */
		{ 0x7f, 4 },
		{ 0x9b, 4 },
		{ 0x200b, 6 }, /* <200B> */
		{ 0x202e, 6 },
		{ 0xd800, 6 },
		{ 0xfffe, 6 },
		{ 0x1fffe, 7 }, /* <1FFFE> */
		{ 0x10ffff, 8 },
		{ 0x378, 5 }, /* unassigned: <378> */
		{ UINT32_MAX, 10 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		if (width_cp(cases[i].cp) != cases[i].cols)
			fail_msg("%X is %d wide, not %d", (unsigned)cases[i].cp,
			    width_cp(cases[i].cp), cases[i].cols);
	}
}

static void
test_str(void **state)
{
	(void)state;
	assert_int_equal(width_str(NULL), 0);
	assert_int_equal(width_str(""), 0);
	assert_int_equal(width_str("路灯 ok"), 7);
	assert_int_equal(width_str("e\xcc\x81"), 1); /* with a combining accent */
	assert_int_equal(width_str("a\xff"
				   "b"),
	    6);                                 /* a<FF>b */
	assert_int_equal(width_str("a\nb"), 6); /* a<0A>b */
	assert_int_equal(width_str("\xe2\x80\xae"
				   "abc"),
	    9);                                     /* <202E>abc */
	assert_int_equal(width_str("\xe6\xb1"), 8); /* both bytes of a cut character */
}

static void
test_fit(void **state)
{
	(void)state;
	assert_int_equal(width_fit("路灯", 4), 6);
	assert_int_equal(width_fit("路灯", 3), 3); /* half a character does not fit */
	assert_int_equal(width_fit("路灯", 1), 0);
	assert_int_equal(width_fit("路灯", 0), 0);
	assert_int_equal(width_fit("路灯", -5), 0);
	assert_int_equal(width_fit("e\xcc\x81x", 1), 3); /* the accent stays with its letter */
	assert_int_equal(width_fit("a\xff", 4), 1);
	assert_int_equal(width_fit("a\xff", 5), 2);
	assert_int_equal(width_fit("", 3), 0);
	assert_int_equal(width_fit(NULL, 3), 0);
}

/* For every code point: the shown text holds nothing hidden and is as wide as width_cp says. */
static void
test_show_agrees(void **state)
{
	(void)state;
	for (uint32_t cp = 0; cp < 0x110010; cp++) {
		char out[12];
		size_t n = width_show(cp, 0, out);
		uint32_t first = 0;

		if (n > 11 || out[n] != '\0' || utf8_next(out, n, &first) == 0 ||
		    utf8_is_hidden(first))
			fail_msg("%X is shown wrongly", (unsigned)cp);
		if (width_str(out) != width_cp(cp))
			fail_msg(
			    "%X: shown %d, said %d", (unsigned)cp, width_str(out), width_cp(cp));
	}
}

static void
test_show(void **state)
{
	char out[12];

	(void)state;
	assert_int_equal(width_show(0x4e2d, 0, out), 3);
	assert_string_equal(out, "中");
	assert_int_equal(width_show(0x1b, 0, out), 4);
	assert_string_equal(out, "<1B>");
	assert_int_equal(width_show(0xe6, 1, out), 4); /* a lone byte, not é's neighbour */
	assert_string_equal(out, "<E6>");
	assert_int_equal(width_show(UINT32_MAX, 0, out), 10);
	assert_string_equal(out, "<FFFFFFFF>");
}

/* A locale without Chinese: nothing is sent that the terminal cannot show. */
static void
test_c_locale(void **state)
{
	char out[12];

	(void)state;
	assert_int_equal(width_cp('a'), 1);
	assert_int_equal(width_cp(0x4e2d), 6);
	width_show(0x4e2d, 0, out);
	assert_string_equal(out, "<4E2D>");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_cp, use_utf8),
		cmocka_unit_test_setup(test_str, use_utf8),
		cmocka_unit_test_setup(test_fit, use_utf8),
		cmocka_unit_test_setup(test_show_agrees, use_utf8),
		cmocka_unit_test_setup(test_show, use_utf8),
		cmocka_unit_test_setup(test_c_locale, use_c),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
