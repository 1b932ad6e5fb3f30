/* Two versions of a text: what is told gone and new, and that both texts can be read back from it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "text/diff.h"

static bool
write_down(void *arg, enum diff_kind kind, const char *s, size_t n)
{
	struct str *out = arg;

	str_addf(out, "%c%.*s|", " -+"[kind], (int)n, s);
	return true;
}

static void
says(const char *before, const char *after, const char *wanted)
{
	struct str out = { 0 };

	assert_true(diff_clauses(before, after, write_down, &out));
	assert_string_equal(str_c(&out), wanted);
	str_free(&out);
}

static void
what_changed(void **state)
{
	(void)state;
	says("", "", "");
	says("甲。乙。", "甲。乙。", " 甲。| 乙。|");
	says("甲。乙。丙。", "甲。丁。丙。", " 甲。|-乙。|+丁。| 丙。|");
	says("甲。", "", "-甲。|");
	says("", "甲\n\n乙", "+甲|+乙|");
	says("一；二；三；", "零；一；三；四；", "+零；| 一；|-二；| 三；|+四；|");
	says("甲。\n乙", "甲。乙", " 甲。| 乙|"); /* where lines break is no change of words */
}

/* Random texts of few words: each side is found whole in what is told. */
struct sides {
	struct str before, after;
	int same;
};

static bool
put_together(void *arg, enum diff_kind kind, const char *s, size_t n)
{
	struct sides *x = arg;

	if (kind != DIFF_NEW)
		str_add_n(&x->before, s, n);
	if (kind != DIFF_GONE)
		str_add_n(&x->after, s, n);
	x->same += kind == DIFF_SAME;
	return true;
}

static void
both_texts_are_in_it(void **state)
{
	static const char *const words[] = { "甲。", "乙；", "丙！", "丁？" };
	unsigned seed = 7;

	(void)state;
	for (int round = 0; round < 300; round++) {
		struct str a = { 0 }, b = { 0 };
		struct sides x = { 0 };

		for (int i = 0; i < round % 17; i++)
			str_add(&a, words[(seed = seed * 1103515245U + 12345U) >> 16 & 3]);
		for (int i = 0; i < round % 23; i++)
			str_add(&b, words[(seed = seed * 1103515245U + 12345U) >> 16 & 3]);
		assert_true(diff_clauses(str_c(&a), str_c(&b), put_together, &x));
		assert_string_equal(str_c(&x.before), str_c(&a));
		assert_string_equal(str_c(&x.after), str_c(&b));
		str_free(&a);
		str_free(&b);
		str_free(&x.before);
		str_free(&x.after);
	}
}

static void
a_long_text(void **state)
{
	struct str a = { 0 }, b = { 0 };
	struct sides x = { 0 };

	(void)state;
	str_add(&a, "头。");
	str_add(&b, "头。");
	for (int i = 0; i <= DIFF_MOST; i++) {
		str_addf(&a, "旧%d。", i);
		str_addf(&b, "新%d。", i);
	}
	str_add(&a, "尾。");
	str_add(&b, "尾。");
	assert_true(diff_clauses(str_c(&a), str_c(&b), put_together, &x));
	assert_string_equal(str_c(&x.before), str_c(&a));
	assert_string_equal(str_c(&x.after), str_c(&b));
	assert_int_equal(x.same, 2);
	str_free(&a);
	str_free(&b);
	str_free(&x.before);
	str_free(&x.after);
}

static bool
stop(void *arg, enum diff_kind kind, const char *s, size_t n)
{
	(void)kind;
	(void)s;
	(void)n;
	return ++*(int *)arg < 2;
}

static void
a_reader_may_stop(void **state)
{
	int told = 0;

	(void)state;
	assert_false(diff_clauses("甲。乙。丙。", "丁。", stop, &told));
	assert_int_equal(told, 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_changed),
		cmocka_unit_test(both_texts_are_in_it),
		cmocka_unit_test(a_long_text),
		cmocka_unit_test(a_reader_may_stop),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
