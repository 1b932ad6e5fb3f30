/* Telephone numbers in the words of a pack: which are of the city's forms, and which runs of digits are none at all. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "city/numbers_p.h"

static struct number_form the_forms[] = { { "1xx00000xxx", "" }, { "8890-xxxx", "" },
	{ "098x12345", "" }, { "110", "" } };

static struct number_forms
forms(const struct city *c)
{
	return (struct number_forms){ .forms = the_forms, .n_forms = 4, .city = c };
}

static void
a_number_is_of_a_form_or_not(void **state)
{
	(void)state;
	struct number_forms f = forms(NULL), any = { 0 };
	static const struct {
		const char *number;
		bool good;
	} CASES[] = {
		{ "13800000123", true },
		{ "13800001123", false },
		{ "1380000012", false },
		{ "8890-0119", true },
		{ "88900119", false },
		{ "8890-011x", false },
		{ "098312345", true },
		{ "099312345", false },
		{ "110", true },
		{ "119", false },
		{ "", false },
	};
	for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
		size_t n = strlen(CASES[i].number);
		assert_int_equal(numbers_has(&f, CASES[i].number, n), CASES[i].good);
		assert_true(numbers_has(&any, CASES[i].number, n)); /* a pack without the file */
	}
}

/* The strange ones of ${text}, apart by blanks. */
static const char *
strange(const struct number_forms *f, const char *text, char out[256])
{
	size_t at = 0, len, n = 0;
	for (const char *p; (p = numbers_strange(f, text, &at, &len)) != NULL;) {
		assert_true(n + len + 2 < 256);
		memcpy(out + n, p, len);
		n += len;
		out[n++] = ' ';
	}
	out[n > 0 ? n - 1 : 0] = '\0';
	return out;
}

static void
strange_numbers_are_found_in_prose(void **state)
{
	(void)state;
	struct city *c = city_new();
	struct origin_line *line = city_push(&c->lines, &c->n_lines, sizeof *line);
	line->code = "96119";
	struct number_forms f = forms(c), any = { 0 };
	static const struct {
		const char *text, *want;
	} CASES[] = {
		{ "", "" },
		{ "抢修电话8890-0119或110, 手机13800000123。", "" },
		{ "拨打95598", "95598" },
		{ "打8890-0119-、010-12345678", "010-12345678" },
		{ "4001234567和13812345678都不对", "4001234567 13812345678" },
		{ "10086, 10010", "10086 10010" },
		{ "旧号96119, 12315和12388不算座机", "" },
		{ "2026-11-21到2027-03-31, 每孩3600元, 10000元, 120000元, 100000元, 96000元, "
		  "9500000元",
		    "" },
		{ "编号18位, 0点30分, 18-20点, 1-6号楼", "" },
		{ "--------", "" },
		{ "12345678", "12345678" },
	};
	for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
		char out[256];
		assert_string_equal(strange(&f, CASES[i].text, out), CASES[i].want);
		assert_string_equal(strange(&any, CASES[i].text, out), "");
	}
	city_free(c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_number_is_of_a_form_or_not),
		cmocka_unit_test(strange_numbers_are_found_in_prose),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
