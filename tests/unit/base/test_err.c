/* base/err: the table, cutting, wrapping. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/utf8.h"

static void
test_table(void **state)
{
	static const enum err_code all[] = {
#define X(name, number, json, http, retry, text) ERR_##name,
		ERRORS(X)
#undef X
	};

	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		assert_int_equal(all[i], i); /* numbers are permanent and without holes */
		assert_int_equal(err_by_json(err_json(all[i])), all[i]);
		assert_true(err_hint(all[i])[0] != '\0');
		assert_true(err_http(all[i]) >= 200 && err_http(all[i]) < 600);
	}
	assert_string_equal(err_json(ERR_OP_GAP), "op_gap");
	assert_int_equal(err_http(ERR_OP_GAP), 409);
	assert_int_equal(err_retry_class(ERR_OP_GAP), RETRY_NOW);
	assert_int_equal(err_retry_class(ERR_DISK_FULL), RETRY_LATER);
	assert_int_equal(err_retry_class(ERR_GUARD), RETRY_NEVER);
}

static void
test_unknown_codes(void **state)
{
	static const int unknown[] = { -1, 1000, ERR_MEDIA + 1 };

	(void)state;
	for (size_t i = 0; i < sizeof(unknown) / sizeof(unknown[0]); i++) {
		assert_string_equal(err_json((enum err_code)unknown[i]), "invalid");
		assert_int_equal(err_http((enum err_code)unknown[i]), 422);
	}
	assert_int_equal(err_by_json("no such code"), ERR_INVALID);
	assert_int_equal(err_by_json(""), ERR_INVALID);
	assert_int_equal(err_by_json(NULL), ERR_INVALID);
}

static void
test_set(void **state)
{
	struct err e;

	(void)state;
	assert_int_equal(err_set(&e, ERR_LIMIT, "最多 %d 字", 40), ERR_LIMIT);
	assert_int_equal(e.code, ERR_LIMIT);
	assert_int_equal(e.sys, 0);
	assert_string_equal(e.text, "最多 40 字");
	assert_string_equal(e.where, "");
	assert_int_equal(err_at(&e, "/ops/%d/set", 3), ERR_LIMIT);
	assert_string_equal(e.where, "/ops/3/set");
	assert_int_equal(err_sys(&e, ERR_IO, 28, "坏了"), ERR_IO);
	assert_int_equal(e.sys, 28);
	assert_string_equal(e.where, ""); /* the place of the earlier failure is gone */
	err_set(&e, ERR_BUSY, NULL);
	assert_string_equal(e.text, err_hint(ERR_BUSY));
	err_clear(&e);
	assert_int_equal(e.code, ERR_OK);
	assert_string_equal(e.text, "");
}

static void
test_null(void **state)
{
	(void)state;
	assert_int_equal(err_set(NULL, ERR_IO, "x"), ERR_IO);
	assert_int_equal(err_sys(NULL, ERR_DB, 5, "x"), ERR_DB);
	err_at(NULL, "x");
	err_at_line(NULL, "x", 1);
	err_clear(NULL);
}

static void
test_wraps_itself(void **state)
{
	struct err e;

	(void)state;
	err_set(&e, ERR_IO, "内层");
	err_at(&e, "a:1");
	err_set(&e, ERR_CONFIG, "外层(%s): %s", e.where, e.text);
	assert_string_equal(e.text, "外层(a:1): 内层");
}

/* Over-long text ends in the mark, at a character boundary, whatever the phase of the characters. */
static void
test_cut(void **state)
{
	char longer[ERR_TEXT_BYTES * 2];
	struct err e;

	(void)state;
	for (size_t phase = 0; phase < 8; phase++) {
		size_t n = phase;

		memset(longer, 'x', phase);
		while (n + 5 < sizeof(longer)) {
			memcpy(longer + n, n % 2 == 0 ? "汉" : "𠀀", n % 2 == 0 ? 3 : 4);
			n += n % 2 == 0 ? 3 : 4;
		}
		longer[n] = '\0';
		err_set(&e, ERR_INVALID, "%s", longer);
		n = strlen(e.text);
		assert_true(n >= ERR_TEXT_BYTES - 5 && n < ERR_TEXT_BYTES);
		assert_true(utf8_valid(e.text, n));
		assert_memory_equal(e.text, longer, n - 3);
		assert_string_equal(e.text + n - 3, "…");
		err_at(&e, "%s", longer);
		assert_true(utf8_valid(e.where, strlen(e.where)));
		assert_string_equal(e.where + strlen(e.where) - 3, "…");
	}
}

static void
test_exact_fit_is_whole(void **state)
{
	char text[ERR_TEXT_BYTES];
	struct err e;

	(void)state;
	memset(text, 'y', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	err_set(&e, ERR_INVALID, "%s", text);
	assert_string_equal(e.text, text);
}

static void
test_at_line(void **state)
{
	char path[300];
	struct err e;

	(void)state;
	err_set(&e, ERR_CONFIG, "x");
	assert_int_equal(err_at_line(&e, "conf/units.tsv", 12), ERR_CONFIG);
	assert_string_equal(e.where, "conf/units.tsv:12");
	for (size_t pad = 0; pad < 4; pad++) {
		size_t n = pad;

		memset(path, '/', pad);
		for (; n < 270; n += 3)
			memcpy(path + n, "路", 3);
		strcpy(path + n, "/units.tsv");
		err_at_line(&e, path, 70123);
		assert_true(utf8_valid(e.where, strlen(e.where)));
		assert_memory_equal(e.where, "…", 3);
		assert_non_null(strstr(e.where, "路/units.tsv:70123"));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_unknown_codes),
		cmocka_unit_test(test_set),
		cmocka_unit_test(test_null),
		cmocka_unit_test(test_wraps_itself),
		cmocka_unit_test(test_cut),
		cmocka_unit_test(test_exact_fit_is_whole),
		cmocka_unit_test(test_at_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
