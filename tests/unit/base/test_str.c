/* base/str: growing, splicing, cutting between characters, strict numbers. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"

static void
test_grow(void **state)
{
	struct str b = { 0 };

	(void)state;
	assert_string_equal(str_c(&b), "");
	for (int i = 0; i < 10000; i++)
		str_add_c(&b, (char)('a' + i % 26));
	assert_int_equal(b.len, 10000);
	assert_int_equal(strlen(b.s), 10000);
	for (size_t i = 0; i < b.len; i++)
		assert_int_equal(b.s[i], 'a' + i % 26);
	str_reset(&b);
	assert_string_equal(str_c(&b), "");
	str_add(&b, "中");
	str_add(&b, NULL);
	str_add_n(&b, "文字", 3);
	assert_string_equal(str_c(&b), "中文");
	str_free(&b);
	assert_null(b.s);
	str_add(&b, "again");
	assert_string_equal(str_c(&b), "again");
	str_free(&b);
}

static void
test_addf(void **state)
{
	struct str b = { 0 };
	char wide[400];

	(void)state;
	memset(wide, 'w', sizeof(wide) - 1);
	wide[sizeof(wide) - 1] = '\0';
	for (int i = 0; i < 100; i++)
		str_addf(&b, "%d,", i); /* crosses the first capacity at every phase */
	assert_true(str_starts(b.s, "0,1,2,"));
	assert_int_equal(b.len, 10 * 2 + 90 * 3);
	str_addf(&b, "%s|", wide);
	assert_int_equal(b.len, 290 + 400);
	assert_int_equal(strlen(b.s), b.len);
	str_addf(&b, "%s", "");
	assert_int_equal(b.len, 690);
	str_free(&b);
}

static void
test_extend(void **state)
{
	struct str b = { 0 };
	char *at;

	(void)state;
	str_add(&b, "ab");
	at = str_extend(&b, 3);
	memcpy(at, "cde", 3);
	assert_string_equal(b.s, "abcde");
	assert_int_equal(b.len, 5);
	str_free(&b);
}

static void
test_splice(void **state)
{
	struct str b = { 0 };

	(void)state;
	str_splice(&b, 0, 0, "路灯", 6);
	assert_string_equal(b.s, "路灯");
	str_splice(&b, 3, 0, "边的", 6);
	assert_string_equal(b.s, "路边的灯");
	str_splice(&b, 3, 6, "x", 1);
	assert_string_equal(b.s, "路x灯");
	str_splice(&b, 0, b.len, NULL, 0);
	assert_string_equal(b.s, "");
	assert_int_equal(b.len, 0);
	str_free(&b);
}

static void
test_bad_is_sticky(void **state)
{
	struct str b = { 0 };

	(void)state;
	str_add(&b, "kept");
	assert_null(str_extend(&b, SIZE_MAX / 2));
	assert_true(b.bad);
	str_add(&b, "lost");
	str_addf(&b, "%d", 1);
	str_splice(&b, 0, 1, "x", 1);
	assert_string_equal(b.s, "kept");
	assert_null(str_take(&b));
	assert_null(b.s);
	assert_false(b.bad); /* ready for use again */
	str_add(&b, "x");
	assert_null(str_extend(&b, SIZE_MAX / 2));
	str_reset(&b);
	assert_false(b.bad);
	str_free(&b);
}

static void
test_take(void **state)
{
	struct str b = { 0 };
	char *s = str_take(&b);

	(void)state;
	assert_string_equal(s, "");
	free(s);
	str_add(&b, "taken");
	s = str_take(&b);
	assert_string_equal(s, "taken");
	assert_null(b.s);
	assert_int_equal(b.len, 0);
	free(s);
}

static void
test_dup_and_compare(void **state)
{
	char *s = str_dup("副本"), *head = str_dup_n("abcdef", 3);

	(void)state;
	assert_string_equal(s, "副本");
	assert_string_equal(head, "abc");
	free(s);
	free(head);
	assert_null(str_dup(NULL));
	assert_true(str_eq("a", "a"));
	assert_false(str_eq("a", "b"));
	assert_true(str_eq(NULL, NULL));
	assert_false(str_eq(NULL, ""));
	assert_false(str_eq("", NULL));
	assert_true(str_same(NULL, ""));
	assert_true(str_same("", NULL));
	assert_false(str_same(NULL, "a"));
	assert_true(str_starts("unix:/run/x", "unix:"));
	assert_true(str_starts("x", ""));
	assert_false(str_starts("un", "unix:"));
	assert_false(str_starts(NULL, "x"));
}

static void
test_copy(void **state)
{
	static const char text[] = "a汉𠀀b";
	char dst[16];

	(void)state;
	assert_true(str_copy(dst, sizeof(dst), text));
	assert_string_equal(dst, text);
	assert_true(str_copy(dst, sizeof(text), text));
	for (size_t size = 1; size < sizeof(text); size++) {
		memset(dst, '#', sizeof(dst));
		assert_false(str_copy(dst, size, text));
		assert_true(strlen(dst) < size);
		assert_true(utf8_valid(dst, strlen(dst)));
		assert_memory_equal(dst, text, strlen(dst));
		assert_int_equal(dst[size], '#');
	}
	assert_true(str_copy(dst, 1, ""));
	assert_true(str_copy(dst, 1, NULL));
	assert_false(str_copy(dst, 0, "x"));
}

static void
test_int(void **state)
{
	static const char *const no[] = { "", "-", "+1", " 1", "1 ", "0x10", "1.0", "１", "--1",
		"1-", "9223372036854775808", "-9223372036854775809", "99999999999999999999999" };
	long long v = 77;

	(void)state;
	for (size_t i = 0; i < sizeof(no) / sizeof(no[0]); i++)
		assert_false(str_int(no[i], LLONG_MIN, LLONG_MAX, &v));
	assert_false(str_int(NULL, 0, 1, &v));
	assert_false(str_int("11", 1, 10, &v));
	assert_false(str_int("0", 1, 10, &v));
	assert_int_equal(v, 77); /* untouched */
	assert_true(str_int("9223372036854775807", LLONG_MIN, LLONG_MAX, &v));
	assert_true(v == LLONG_MAX);
	assert_true(str_int("-9223372036854775808", LLONG_MIN, LLONG_MAX, &v));
	assert_true(v == LLONG_MIN);
	assert_true(str_int("08", 1, 10, &v));
	assert_int_equal(v, 8);
	assert_true(str_int("-0", -1, 1, &v));
	assert_int_equal(v, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_grow),
		cmocka_unit_test(test_addf),
		cmocka_unit_test(test_extend),
		cmocka_unit_test(test_splice),
		cmocka_unit_test(test_bad_is_sticky),
		cmocka_unit_test(test_take),
		cmocka_unit_test(test_dup_and_compare),
		cmocka_unit_test(test_copy),
		cmocka_unit_test(test_int),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
