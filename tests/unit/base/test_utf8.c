/* base/utf8: strict decoding against every wrong form, walking broken text, classes. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/utf8.h"

static void
test_bad_forms(void **state)
{
	static const struct {
		const char *bytes;
		size_t n;
	} bad[] = {
		{ "", 0 },
		{ "\x80", 1 }, /* lone continuation */
		{ "\xbf\xbf", 2 },
		{ "\xc0\x80", 2 },         /* overlong NUL */
		{ "\xc1\xbf", 2 },         /* overlong 7f */
		{ "\xe0\x80\x80", 3 },     /* overlong in three */
		{ "\xe0\x9f\xbf", 3 },     /* overlong 7ff */
		{ "\xf0\x80\x80\x80", 4 }, /* overlong in four */
		{ "\xf0\x8f\xbf\xbf", 4 }, /* overlong ffff */
		{ "\xed\xa0\x80", 3 },     /* first surrogate */
		{ "\xed\xbf\xbf", 3 },     /* last surrogate */
		{ "\xf4\x90\x80\x80", 4 }, /* 110000 */
		{ "\xf5\x80\x80\x80", 4 },
		{ "\xff", 1 },
		{ "\xfe", 1 },
		{ "\xc4", 1 }, /* cut short */
		{ "\xe6\xb1", 2 },
		{ "\xf0\xa0\x80", 3 },
		{ "\xe6\xb1\xc9", 3 }, /* second byte good, third not */
		{ "\xe6"
		  "a",
		    2 },
		{ "\xf0\xa0\x80"
		  "a",
		    4 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		uint32_t cp = 0xabcd;

		assert_int_equal(utf8_next(bad[i].bytes, bad[i].n, &cp), 0);
		assert_int_equal(cp, 0xabcd);
		if (bad[i].n > 0)
			assert_false(utf8_valid(bad[i].bytes, bad[i].n));
	}
}

/* Every code point goes there and back, and no shorter cut of it decodes. */
static void
test_round_trip(void **state)
{
	(void)state;
	for (uint32_t cp = 0; cp <= 0x110010; cp++) {
		char out[4];
		uint32_t back = 0;
		size_t n = utf8_put(out, cp);
		int is_char = cp <= 0x10ffff && !(cp >= 0xd800 && cp <= 0xdfff);

		if ((n > 0) != is_char)
			fail_msg("utf8_put of %X", (unsigned)cp);
		if (n > 0 && (utf8_next(out, n, &back) != n || back != cp))
			fail_msg("round trip of %X", (unsigned)cp);
		for (size_t cut = 1; cut < n; cut++) {
			if (utf8_next(out, cut, &back) != 0)
				fail_msg("a cut %X decoded", (unsigned)cp);
		}
	}
	assert_int_equal(utf8_put((char[4]){ 0 }, UINT32_MAX), 0);
}

static void
test_valid(void **state)
{
	(void)state;
	assert_true(utf8_valid("", 0));
	assert_true(utf8_valid("路灯不亮 ok 𠀀", strlen("路灯不亮 ok 𠀀")));
	assert_false(utf8_valid("a\0b", 3));
	assert_int_equal(utf8_good("ab\0c", 4), 2);
	assert_int_equal(utf8_good("汉\xff", 4), 3);
	assert_int_equal(utf8_good("汉字", 6), 6);
}

static void
test_walk(void **state)
{
	static const char text[] = "a汉𠀀é";
	static const size_t starts[] = { 0, 1, 4, 8 };
	size_t at = sizeof(text) - 1;

	(void)state;
	for (size_t i = 4; i-- > 0;) {
		at = utf8_prev(text, at);
		assert_int_equal(at, starts[i]);
	}
	assert_int_equal(utf8_prev(text, 0), 0);
	assert_int_equal(
	    utf8_prev("\x80\x80\x80\x80\x80\x80", 6), 2); /* never far, never before the start */
	assert_int_equal(utf8_prev("\x80\x80", 2), 0);
}

static void
test_count_and_head(void **state)
{
	(void)state;
	assert_int_equal(utf8_count_n("诉求 a", 7), 3); /* not what stands behind */
	assert_true(utf8_is_inner("诉"[1]) && !utf8_is_inner("诉"[0]) && !utf8_is_inner('a'));
	assert_int_equal(utf8_count(NULL), 0);
	assert_int_equal(utf8_count(""), 0);
	assert_int_equal(utf8_count("a汉𠀀é"), 4);
	assert_int_equal(utf8_count("汉\xff\xfe字"), 4); /* a bad byte is one */
	assert_int_equal(utf8_count("\xe6\xb1"), 2);
	assert_int_equal(utf8_head("a汉字", 0), 0);
	assert_int_equal(utf8_head("a汉字", 2), 4);
	assert_int_equal(utf8_head("a汉字", 99), 7);
	assert_int_equal(utf8_head("\xff汉", 1), 1);
	assert_int_equal(utf8_head(NULL, 3), 0);
}

static void
test_whole(void **state)
{
	static const char text[] = "a汉𠀀b";
	static const size_t want[] = { 0, 1, 1, 1, 4, 4, 4, 4, 8, 9 };

	(void)state;
	for (size_t n = 0; n < sizeof(text); n++)
		assert_int_equal(utf8_whole(text, n), want[n]);
	assert_int_equal(utf8_whole("\x80\x80\x80", 3), 3); /* broken text is not eaten */
}

static void
test_han(void **state)
{
	static const uint32_t yes[] = { 0x3007, 0x3400, 0x4e00, 0x9fff, 0xf900, 0x20000, 0x2a6df,
		0x2ebf0, 0x2f800, 0x30000, 0x323af };
	static const uint32_t no[] = { 'a', 0x3001, 0x3042, 0xac00, 0xff21, 0x1f600, 0x4dc0,
		0x2ffff };

	(void)state;
	for (size_t i = 0; i < sizeof(yes) / sizeof(yes[0]); i++)
		assert_true(utf8_is_han(yes[i]));
	for (size_t i = 0; i < sizeof(no) / sizeof(no[0]); i++)
		assert_false(utf8_is_han(no[i]));
}

static void
test_hidden(void **state)
{
	static const uint32_t yes[] = { 0, 0x09, 0x0a, 0x1b, 0x7f, 0x80, 0x9b, 0x9f, 0xad, 0x61c,
		0x200b, 0x200d, 0x200e, 0x2028, 0x202a, 0x202e, 0x2060, 0x2066, 0x2069, 0xd800,
		0xdfff, 0xfdd0, 0xfeff, 0xfff9, 0xfffe, 0xffff, 0x1fffe, 0x10ffff, 0xe0001, 0xe0041,
		0x110000, UINT32_MAX };
	static const uint32_t no[] = { ' ', 'a', '~', 0xa0, 0x301, 0x3000, 0x4e2d, 0xfe0f, 0xe0100,
		0xff0c, 0x1f600, 0x20000, 0xe000, 0x2010, 0xfffd };

	(void)state;
	for (size_t i = 0; i < sizeof(yes) / sizeof(yes[0]); i++) {
		if (!utf8_is_hidden(yes[i]))
			fail_msg("%X is not hidden", (unsigned)yes[i]);
	}
	for (size_t i = 0; i < sizeof(no) / sizeof(no[0]); i++) {
		if (utf8_is_hidden(no[i]))
			fail_msg("%X is hidden", (unsigned)no[i]);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_bad_forms),
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_valid),
		cmocka_unit_test(test_walk),
		cmocka_unit_test(test_count_and_head),
		cmocka_unit_test(test_whole),
		cmocka_unit_test(test_han),
		cmocka_unit_test(test_hidden),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
