/* Desk records on the wire: strict in, tolerant answers, and the sealed part. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/limits.h"
#include "wire/record_json.h"

#define ID_A    "01890000-0000-7000-8000-000000000001"
#define ID_B    "01890000-0000-7000-8000-000000000002"
#define HEAD    "\"id\":\"" ID_A "\",\"by\":\"1154\",\"at\":1795142522000"
#define ROWS(s) "{\"rows\":[{" HEAD s "}]}"

static enum err_code
reads(const char *text, struct err *e)
{
	struct record_list l;
	enum err_code rc;

	err_clear(e);
	rc = record_json_read(text, strlen(text), &l, e);
	if (rc == ERR_OK)
		record_list_free(&l);
	return rc;
}

static void
test_there_and_back(void **state)
{
	static const char wire[] =
	    "{\"rows\":[{\"id\":\"" ID_A
	    "\",\"kind\":\"transfer\",\"by\":\"1154\",\"at\":1795142522000,"
	    "\"ticket\":\"" ID_B
	    "\",\"call\":\"call-7\",\"object\":\"T01\",\"code\":\"tripartite\","
	    "\"result\":\"outcome_told\",\"phone\":\"13800000678\",\"seconds\":65,"
	    "\"text\":\"概况:\\n对方说\\\"明天修\\\"\"},"
	    "{\"id\":\"" ID_B "\",\"kind\":\"read\",\"by\":\"1154\",\"at\":5,\"object\":\"B3\"}]}";
	struct record_list l;
	struct str again = { 0 };
	struct err e = { 0 };

	(void)state;
	if (record_json_read(wire, strlen(wire), &l, &e) != ERR_OK)
		fail_msg("%s at %s", e.text, e.where);
	assert_int_equal(l.count, 2);
	assert_int_equal(l.rows[0].kind, RECORD_TRANSFER);
	assert_int_equal(l.rows[0].seconds, 65);
	assert_string_equal(record_text(&l.rows[0]), "概况:\n对方说\"明天修\"");
	assert_null(l.rows[1].text);
	record_json_write(l.rows, l.count, &again);
	assert_string_equal(str_c(&again), wire);
	assert_true(again.len < 100 + record_json_most(&l.rows[0]) + record_json_most(&l.rows[1]));
	record_list_free(&l);
	str_free(&again);
}

static void
test_strict(void **state)
{
	static const struct {
		const char *text;
		enum err_code rc;
		const char *where;
	} cases[] = {
		{ ROWS(",\"kind\":\"read\",\"object\":\"B3\""), ERR_OK, "" },
		{ "{\"rows\":[]}", ERR_OK, "" },
		{ "{}", ERR_INVALID, "/rows" },
		{ "{\"rows\":{}}", ERR_SYNTAX, "/rows" },
		{ "{\"rows\":[],\"x\":0}", ERR_UNKNOWN_FIELD, "/x" },
		{ "{\"rows\":[7]}", ERR_SYNTAX, "/rows/0" },
		{ "{\"rows\":[{}]}", ERR_INVALID, "/rows/0/id" },
		{ ROWS(",\"object\":\"B3\""), ERR_INVALID, "/rows/0/kind" },
		{ ROWS(",\"kind\":\"gossip\""), ERR_UNKNOWN_CODE, "/rows/0/kind" },
		{ ROWS(",\"kind\":\"\""), ERR_UNKNOWN_CODE, "/rows/0/kind" },
		{ ROWS(",\"kind\":7"), ERR_SYNTAX, "/rows/0/kind" },
		{ ROWS(",\"kind\":\"read\",\"object\":\"B3\",\"why\":1"), ERR_UNKNOWN_FIELD,
		    "/rows/0/why" },
		{ ROWS(",\"kind\":\"read\",\"object\":\"B3\",\"text\":null"), ERR_SYNTAX,
		    "/rows/0/text" },
		{ ROWS(",\"kind\":\"read\",\"object\":null"), ERR_SYNTAX, "/rows/0/object" },
		{ ROWS(",\"kind\":\"read\""), ERR_INVALID, "/rows/0/object" },
		{ ROWS(",\"kind\":\"call\",\"code\":\"lunch\""), ERR_UNKNOWN_CODE, "/rows/0/code" },
		{ ROWS(",\"kind\":\"call\",\"code\":\"test\",\"seconds\":-1"), ERR_INVALID,
		    "/rows/0/seconds" },
		{ ROWS(",\"kind\":\"call\",\"code\":\"test\",\"ticket\":\"7\""), ERR_INVALID,
		    "/rows/0/ticket" },
		{ ROWS(",\"kind\":\"call\",\"code\":\"test\",\"phone\":"
		       "\"1234567890123456789012345678901234567890\""),
		    ERR_LIMIT, "/rows/0/phone" },
		{ ROWS(",\"kind\":\"read\",\"object\":\"a\\u0000b\""), ERR_INVALID, "" },
		{ ROWS(",\"kind\":\"read\",\"object\":\"\\ud800\""), ERR_SYNTAX, "" },
		{ "{\"rows\":[{" HEAD ",\"kind\":\"read\",\"object\":\"B3\"},{" HEAD "}]}",
		    ERR_INVALID, "/rows/1/kind" },
	};
	struct err e;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		enum err_code rc = reads(cases[i].text, &e);
		if (cases[i].where[0] == '\0' && cases[i].rc != ERR_OK) {
			assert_int_not_equal(rc, ERR_OK);
			continue;
		}
		if (rc != cases[i].rc || strcmp(e.where, cases[i].where) != 0)
			fail_msg("%s: %s at '%s'", cases[i].text, err_json(rc), e.where);
	}
}

static void
test_a_hundred_rows(void **state)
{
	struct str s = { 0 };
	struct err e;

	(void)state;
	str_add(&s, "{\"rows\":[");
	for (int i = 0; i < RECORD_ROWS; i++)
		str_addf(
		    &s, "%s{" HEAD ",\"kind\":\"read\",\"object\":\"B%d\"}", i > 0 ? "," : "", i);
	str_add(&s, "]}");
	assert_int_equal(reads(str_c(&s), &e), ERR_OK);
	s.len -= 2;
	str_add(&s, ",{" HEAD ",\"kind\":\"read\",\"object\":\"B\"}]}");
	assert_int_equal(reads(str_c(&s), &e), ERR_LIMIT);
	assert_string_equal(e.where, "/rows");
	str_free(&s);
}

static void
test_long_text(void **state)
{
	struct str s = { 0 };
	struct err e;

	(void)state;
	str_add(&s, "{\"rows\":[{" HEAD ",\"kind\":\"told\",\"object\":\"K1\",\"text\":\"");
	for (int i = 0; i < LIMIT_NOTE_CHARS; i++)
		str_add(&s, "字");
	str_add(&s, "\"}]}");
	assert_int_equal(reads(str_c(&s), &e), ERR_OK);
	s.len -= 4;
	str_add(&s, "字\"}]}");
	assert_int_equal(reads(str_c(&s), &e), ERR_LIMIT);
	assert_string_equal(e.where, "/rows/0/text");
	str_free(&s);
}

static void
test_answers(void **state)
{
	static const char wire[] = "{\"kept\":3,\"refused\":[{\"id\":\"" ID_B
				   "\",\"code\":\"forbidden\",\"detail\":\"没有工号\"}]}";
	struct record_answer a;
	struct str again = { 0 };
	struct err e = { 0 };

	(void)state;
	assert_int_equal(record_answer_read(wire, strlen(wire), &a, &e), ERR_OK);
	assert_int_equal(a.kept, 3);
	assert_int_equal(a.count, 1);
	assert_int_equal(a.refused[0].code, ERR_FORBIDDEN);
	record_answer_write(&a, &again);
	assert_string_equal(str_c(&again), wire);
	record_answer_free(&a);
	/* of a newer centre; torn */
	assert_int_equal(record_answer_read("{\"kept\":1,\"more\":[]}", 20, &a, &e), ERR_OK);
	assert_int_equal(a.count, 0);
	record_answer_free(&a);
	assert_int_not_equal(record_answer_read("{\"kept\":1,\"refu", 15, &a, &e), ERR_OK);
	assert_int_not_equal(record_answer_read("{}", 2, &a, &e), ERR_OK);
	str_free(&again);
}

static void
test_the_sealed_part(void **state)
{
	struct record r = { .phone = "13800000678" }, back = { 0 };
	struct str s = { 0 };
	struct err e = { 0 };

	(void)state;
	record_sealed_write(&back, &s);
	assert_string_equal(str_c(&s), "{}");
	str_reset(&s);
	assert_true(record_set_text(&r, "王女士说\n急"));
	record_sealed_write(&r, &s);
	assert_int_equal(record_sealed_read(str_c(&s), s.len, &back, &e), ERR_OK);
	assert_string_equal(back.phone, r.phone);
	assert_string_equal(record_text(&back), record_text(&r));
	record_free(&back);
	assert_int_equal(back.phone[0], '\0');
	assert_int_equal(record_sealed_read("", 0, &back, &e), ERR_OK);
	record_free(&r);
	str_free(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_there_and_back),
		cmocka_unit_test(test_strict),
		cmocka_unit_test(test_a_hundred_rows),
		cmocka_unit_test(test_long_text),
		cmocka_unit_test(test_answers),
		cmocka_unit_test(test_the_sealed_part),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
