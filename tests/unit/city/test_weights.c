/* A weights file as reference rows and back; rows that are missing, mixed, cut or another's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "../../lib/weights.h"
#include "city/weights.h"

struct rows {
	char *code[200], *text[200];
	int n;
};

static bool
keep(void *arg, const char *kind, const char *code, const char *text)
{
	struct rows *r = arg;

	assert_string_equal(kind, WEIGHTS_KIND);
	assert_true(r->n < 200);
	assert_true(strlen(code) < CITY_ROW_CODE_BYTES);
	r->code[r->n] = str_dup(code);
	r->text[r->n++] = str_dup(text);
	return true;
}

static void
cut(struct rows *r, uint32_t version)
{
	struct str file = { 0 };

	*r = (struct rows){ .n = 0 };
	weights_make(&file, version);
	assert_int_equal(weights_rows_each(&file, keep, r, NULL), ERR_OK);
	assert_int_equal(r->n, 1 + (int)weights_pieces(file.len));
	assert_true(r->n > 5);
	str_free(&file);
}

static void
drop(struct rows *r)
{
	for (int i = 0; i < r->n; i++) {
		free(r->code[i]);
		free(r->text[i]);
	}
}

/* Without row ${but} (-1 none). */
static enum err_code
join(const struct rows *r, int but, uint32_t *version)
{
	struct weights_join j = { 0 };
	struct classifier c;
	enum err_code rc;

	for (int i = 0; i < r->n; i++)
		if (i != but)
			weights_join_row(&j, r->code[i], r->text[i]);
	rc = weights_join_end(&j, &c, NULL);
	if (rc == ERR_OK)
		*version = c.figures.version;
	weights_join_free(&j);
	return rc;
}

static void
test_round(void **state)
{
	struct rows r, none = { .n = 0 };
	uint32_t version = 0;

	(void)state;
	cut(&r, 4);
	assert_int_equal(join(&r, -1, &version), ERR_OK);
	assert_int_equal(version, 4);
	assert_int_equal(join(&none, -1, &version), ERR_NOT_FOUND);
	drop(&r);
}

static void
test_missing(void **state)
{
	struct rows r;
	uint32_t version = 0;

	(void)state;
	cut(&r, 4);
	for (int i = 0; i < r.n; i++)
		assert_int_equal(join(&r, i, &version), ERR_CORRUPT);
	drop(&r);
}

/* A pull that broke off between two files. */
static void
test_mixed(void **state)
{
	struct rows a, b;
	uint32_t version = 0;
	char *last;

	(void)state;
	cut(&a, 4);
	cut(&b, 5);
	assert_int_equal(a.n, b.n);
	last = a.text[1];
	a.text[1] = b.text[1]; /* the figures stand in the first piece */
	assert_int_equal(join(&a, -1, &version), ERR_CORRUPT);
	a.text[1] = last;
	assert_int_equal(join(&a, -1, &version), ERR_OK);
	drop(&a);
	drop(&b);
}

static void
test_damaged(void **state)
{
	static const char *const HEADS[] = { "", "x", "\t\t\t", "0\t1\t1" };
	struct rows r;
	uint32_t version = 0;
	char *whole, was;

	(void)state;
	cut(&r, 4);
	was = r.text[3][100];
	r.text[3][100] = was == 'A' ? 'B' : 'A';
	assert_int_equal(join(&r, -1, &version), ERR_CORRUPT);
	r.text[3][100] = '*'; /* no base64 */
	assert_int_equal(join(&r, -1, &version), ERR_CORRUPT);
	r.text[3][100] = was;
	whole = r.text[0];
	for (size_t i = 0; i < sizeof(HEADS) / sizeof(HEADS[0]); i++) {
		r.text[0] = str_dup(HEADS[i]);
		assert_int_equal(join(&r, -1, &version), ERR_CORRUPT);
		free(r.text[0]);
	}
	r.text[0] = whole;
	assert_int_equal(join(&r, -1, &version), ERR_OK);
	drop(&r);
}

static bool
refuse(void *arg, const char *kind, const char *code, const char *text)
{
	(void)kind;
	(void)code;
	(void)text;
	return --*(int *)arg > 0;
}

static void
test_stopped(void **state)
{
	struct str file = { 0 };
	int left = 3;

	(void)state;
	weights_make(&file, 1);
	assert_int_equal(weights_rows_each(&file, refuse, &left, NULL), ERR_CANCELLED);
	file.s[70] ^= 1;
	assert_int_equal(weights_rows_each(&file, refuse, &left, NULL), ERR_CORRUPT);
	str_free(&file);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round),
		cmocka_unit_test(test_missing),
		cmocka_unit_test(test_mixed),
		cmocka_unit_test(test_damaged),
		cmocka_unit_test(test_stopped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
