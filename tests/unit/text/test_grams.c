/* The set of neighbouring characters: what makes two texts share, and that any bytes do. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "text/grams.h"

#define MOST 64

static size_t
set(const char *s, uint16_t out[MOST])
{
	size_t n = grams_of(s, strlen(s), out, MOST);

	for (size_t i = 1; i < n; i++)
		assert_true(out[i - 1] < out[i]);
	return n;
}

static size_t
shared(const char *a, const char *b)
{
	uint16_t x[MOST], y[MOST];
	size_t n = set(a, x), m = set(b, y), both = 0;

	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < m; k++)
			both += x[i] == y[k];
	return both;
}

static void
neighbours_make_the_set(void **state)
{
	uint16_t v[MOST];

	(void)state;
	assert_int_equal(set("路灯不亮", v), 3);
	assert_int_equal(set("路灯路灯路灯", v), 2); /* 路灯 灯路 */
	assert_int_equal(set("路。灯", v), 0);       /* a sign parts a run */
	assert_int_equal(set("A3区12路", v), 2);     /* a3, 12: one Hanzi alone is none */
	assert_int_equal(set("", v), 0);
	assert_int_equal(shared("不亮的路灯", "路灯不亮"), 2);
	assert_int_equal(shared("路灯不亮", "井盖丢失"), 0);
}

static void
writing_makes_no_difference(void **state)
{
	(void)state;
	assert_int_equal(shared("ＡＢ１２路燈", "ab12路灯"), 2);
	assert_int_equal(shared("臺灣", "台湾"), 1);
	assert_int_equal(shared("路\xe2\x80\x8b灯", "路灯"), 1); /* zero width */
}

static void
of_a_long_text_the_same_choice_is_made(void **state)
{
	char one[900] = "", two[1200] = "前面多了一句话";
	uint16_t a[16], b[16];
	size_t both = 0;

	(void)state;
	for (int i = 0; i < 100; i++) {
		char c[4] = { (char)0xe4, (char)(0xb8 + i / 64), (char)(0x80 + i % 64), 0 };

		strcat(one, c);
	}
	strcat(two, one);
	assert_int_equal(grams_of(one, strlen(one), a, 16), 16);
	assert_int_equal(grams_of(two, strlen(two), b, 16), 16);
	for (int i = 0; i < 16; i++)
		for (int k = 0; k < 16; k++)
			both += a[i] == b[k];
	assert_true(both >= 14);
}

static void
any_bytes_do(void **state)
{
	static const char bad[] = "路\xff灯\xe8\xb7\x80\xed\xa0\x80\x00灯\xf0\x9f";
	uint16_t v[4];

	(void)state;
	assert_true(grams_of(bad, sizeof(bad), v, 4) <= 4);
	assert_int_equal(grams_of(bad, sizeof(bad), v, 0), 0);
	assert_int_equal(shared("路\xff灯", "路灯"), 0); /* it parts them */
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(neighbours_make_the_set),
		cmocka_unit_test(writing_makes_no_difference),
		cmocka_unit_test(of_a_long_text_the_same_choice_is_made),
		cmocka_unit_test(any_bytes_do),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
