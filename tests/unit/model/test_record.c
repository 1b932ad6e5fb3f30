/* Desk records: what each kind wants, takes and refuses. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/limits.h"
#include "base/str.h"
#include "model/record.h"

#define ID_A "01890000-0000-7000-8000-000000000001"

static struct record
right(enum record_kind kind)
{
	struct record r = { .id = ID_A, .kind = kind, .by = "1154", .at = 1795142522000 };

	return r;
}

static void
wants(struct record *r, enum err_code code, const char *where)
{
	struct err e = { 0 };

	assert_int_equal(record_check(r, &e), code);
	assert_string_equal(e.where, where);
	assert_int_equal(record_check(r, NULL), code);
}

static void
test_each_kind(void **state)
{
	static const struct {
		enum record_kind kind;
		const char *object, *code, *result, *phone, *text;
		int seconds;
		enum err_code rc;
		const char *where;
	} cases[] = {
		{ RECORD_CALL, "", "wrong", "", "13800000678", "", 12, ERR_OK, "" },
		{ RECORD_CALL, "", "", "", "", "", 0, ERR_INVALID, "code" },
		{ RECORD_CALL, "", "rude", "", "", "", 0, ERR_UNKNOWN_CODE, "code" },
		{ RECORD_CALL, "", "wrong", "busy", "", "", 0, ERR_INVALID, "result" },
		{ RECORD_CALL, "", "wrong", "", "12", "", 0, ERR_INVALID, "phone" },
		{ RECORD_CALL, "", "wrong", "", "", "", 90000, ERR_INVALID, "seconds" },
		{ RECORD_TRANSFER, "T110", "blind", "connected", "", "概况", 30, ERR_OK, "" },
		{ RECORD_TRANSFER, "T110", "blind", "", "", "", 0, ERR_INVALID, "result" },
		{ RECORD_TRANSFER, "T110", "blind", "away", "", "", 0, ERR_UNKNOWN_CODE, "result" },
		{ RECORD_TRANSFER, "", "blind", "busy", "", "", 0, ERR_INVALID, "object" },
		{ RECORD_TRANSFER, "T\x01", "blind", "busy", "", "", 0, ERR_INVALID, "object" },
		{ RECORD_CITE, "K0205-01", "", "", "", "", 0, ERR_OK, "" },
		{ RECORD_CITE, "", "", "", "", "", 0, ERR_INVALID, "object" },
		{ RECORD_CITE, "K0205-01", "", "", "", "多余", 0, ERR_INVALID, "text" },
		{ RECORD_TOLD, "K0205-01", "", "", "", "24小时内修好", 0, ERR_OK, "" },
		{ RECORD_TOLD, "K0205-01", "", "", "", "", 0, ERR_INVALID, "text" },
		{ RECORD_CORRECT, "K0205-01", "outdated", "", "", "号码变了", 0, ERR_OK, "" },
		{ RECORD_CORRECT, "K0205-01", "bad", "", "", "号", 0, ERR_UNKNOWN_CODE, "code" },
		{ RECORD_CORRECT, "K0205-01", "wrong", "", "", "", 0, ERR_INVALID, "text" },
		{ RECORD_READ, "B3", "", "", "", "", 0, ERR_OK, "" },
		{ RECORD_READ, "B3", "1", "", "", "", 0, ERR_INVALID, "code" },
		{ RECORD_ABUSE, "", "3", "", "13800000678", "", 0, ERR_OK, "" },
		{ RECORD_ABUSE, "", "4", "", "", "", 0, ERR_UNKNOWN_CODE, "code" },
		{ RECORD_ABUSE, "", "1", "", "", "\xff", 0, ERR_INVALID, "text" },
		{ RECORD_SAME_CALLER, "", "same", "", "13800000678", "13900000777\n自述", 0, ERR_OK,
		    "" },
		{ RECORD_SAME_CALLER, "", "same", "", "13800000678", "138 0000 0678\n自述", 0,
		    ERR_INVALID, "text" },
		{ RECORD_SAME_CALLER, "", "same", "", "13800000678", "13900000777\n", 0,
		    ERR_INVALID, "text" },
		{ RECORD_SAME_CALLER, "", "same", "", "13800000678", "13900000777", 0, ERR_INVALID,
		    "text" },
		{ RECORD_SAME_CALLER, "", "same", "", "13800000678", "张女士\n自述", 0, ERR_INVALID,
		    "text" },
		{ RECORD_SAME_CALLER, "", "same", "", "", "13900000777\n自述", 0, ERR_INVALID,
		    "phone" },
		{ RECORD_SAME_CALLER, "x", "same", "", "13800000678", "13900000777\n自述", 0,
		    ERR_INVALID, "object" },
		{ RECORD_SAME_CALLER, "", "same", "", "13800000678",
		    "1390000077713900000777139000007771390000\n自述", 0, ERR_INVALID, "text" },
		{ RECORD_SAME_CALLER, "0190cafe-0000-7000-8000-000000000001", "apart", "", "",
		    "不是同一人", 0, ERR_OK, "" },
		{ RECORD_SAME_CALLER, "B3", "apart", "", "", "不是同一人", 0, ERR_INVALID,
		    "object" },
		{ RECORD_SAME_CALLER, "0190cafe-0000-7000-8000-000000000001", "apart", "",
		    "13800000678", "不是同一人", 0, ERR_INVALID, "phone" },
		{ RECORD_SAME_CALLER, "0190cafe-0000-7000-8000-000000000001", "apart", "", "", "",
		    0, ERR_INVALID, "text" },
		{ RECORD_NONE, "", "", "", "", "", 0, ERR_UNKNOWN_CODE, "kind" },
		{ RECORD_COUNT, "", "", "", "", "", 0, ERR_UNKNOWN_CODE, "kind" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct record r = right(cases[i].kind);
		str_copy(r.object, sizeof(r.object), cases[i].object);
		str_copy(r.code, sizeof(r.code), cases[i].code);
		str_copy(r.result, sizeof(r.result), cases[i].result);
		str_copy(r.phone, sizeof(r.phone), cases[i].phone);
		assert_true(record_set_text(&r, cases[i].text));
		r.seconds = cases[i].seconds;
		wants(&r, cases[i].rc, cases[i].where);
		record_free(&r);
	}
}

static void
test_whose_and_when(void **state)
{
	struct record r = right(RECORD_READ);

	(void)state;
	str_copy(r.object, sizeof(r.object), "B3");
	wants(&r, ERR_OK, "");
	str_copy(r.ticket, sizeof(r.ticket), "nowhere");
	wants(&r, ERR_INVALID, "ticket");
	str_copy(r.ticket, sizeof(r.ticket), ID_A);
	r.by[0] = '\0';
	wants(&r, ERR_INVALID, "by");
	r = right(RECORD_READ);
	r.at = 0;
	wants(&r, ERR_INVALID, "at");
	r.id[3] = 'x';
	wants(&r, ERR_INVALID, "id");
}

static void
test_the_longest_text(void **state)
{
	struct record r = right(RECORD_CORRECT), copy;
	struct str s = { 0 };

	(void)state;
	str_copy(r.object, sizeof(r.object), "K1");
	str_copy(r.code, sizeof(r.code), "missing");
	for (int i = 0; i < LIMIT_NOTE_CHARS; i++)
		str_add(&s, "字");
	assert_true(record_set_text(&r, str_c(&s)));
	wants(&r, ERR_OK, "");
	assert_true(record_copy(&copy, &r));
	assert_string_equal(record_text(&copy), str_c(&s));
	assert_ptr_not_equal(copy.text, r.text);
	str_add_c(&s, '.');
	assert_true(record_set_text(&r, str_c(&s)));
	wants(&r, ERR_LIMIT, "text");
	assert_true(record_set_text(&r, ""));
	assert_null(r.text);
	record_free(&copy);
	record_free(&r);
	str_free(&s);
}

static void
test_names(void **state)
{
	int n;

	(void)state;
	for (int k = RECORD_NONE + 1; k < RECORD_COUNT; k++) {
		enum record_kind kind = (enum record_kind)k;
		assert_int_equal(record_by_json(record_json(kind)), k);
		assert_string_not_equal(record_label(kind), "");
	}
	assert_int_equal(record_by_json(""), -1);
	assert_int_equal(record_by_json("calls"), -1);
	assert_string_equal(record_code_label(RECORD_CALL, "guided"), "指引");
	assert_string_equal(record_code_label(RECORD_CALL, "?"), "?");
	assert_string_equal(record_result_label(RECORD_TRANSFER, "caller_left"), "来电人挂机");
	assert_non_null(record_codes(RECORD_CALL, &n));
	assert_int_equal(n, 16);
	assert_null(record_codes(RECORD_CITE, &n));
	assert_int_equal(n, 0);
	assert_non_null(record_results(RECORD_TRANSFER, &n));
	assert_true(n > 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_kind),
		cmocka_unit_test(test_whose_and_when),
		cmocka_unit_test(test_the_longest_text),
		cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
