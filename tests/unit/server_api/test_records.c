/* POST /v1/records: who, what is no record, each row alone, twice is once. */
#include "counter.h"

#include "server/store/records.h"

#define READ(n, by)                                                                            \
	"{\"id\":\"018f0000-0000-7000-8000-00000000000" #n "\",\"kind\":\"read\",\"by\":\"" by \
	"\",\"at\":5,\"object\":\"B3\"}"

static void
what_is_no_record_is_refused(void **state)
{
	struct counter *k = *state;
	const struct {
		const char *who, *body;
		enum err_code rc;
		const char *where;
	} cases[] = {
		{ NULL, "{\"rows\":[" READ(1, "1154") "]}", ERR_UNAUTHORISED, "" },
		{ k->device, "", ERR_SYNTAX, "" },
		{ k->device, "{}", ERR_INVALID, "/rows" },
		{ k->device, "{\"rows\":[{}]}", ERR_INVALID, "/rows/0/id" },
		{ k->device, "{\"rows\":[" READ(1, "1154") "],\"more\":1}", ERR_UNKNOWN_FIELD,
		    "/more" },
		{ k->device, "{\"rows\":[" READ(1, "1154") "," READ(2, "") "]}", ERR_INVALID,
		    "/rows/1/by" },
	};
	struct visit v = { 0 };

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(
		    ask(k, &v, "POST /v1/records", NULL, cases[i].who, cases[i].body), cases[i].rc);
		assert_string_equal(v.e.where, cases[i].where);
	}
	assert_int_equal(store_record_count(k->c.store, RECORD_NONE), 0);
	assert_int_equal(ask(k, &v, "GET /v1/records", NULL, k->device, NULL), ERR_METHOD);
	str_free(&v.body);
}

static void
each_row_alone(void **state)
{
	static const char body[] = "{\"rows\":[" READ(1, "1154") "," READ(2, "1199") "," READ(
	    3, "7021") "," READ(1, "1154") "]}";
	struct counter *k = *state;
	struct visit v = { 0 };

	for (int i = 0; i < 2; i++) { /* the answer was lost */
		assert_int_equal(ask(k, &v, "POST /v1/records", NULL, k->device, body), ERR_OK);
		assert_int_equal(v.status, 200);
		assert_string_equal(str_c(&v.body),
		    "{\"kept\":3,\"refused\":[{\"id\":\"018f0000-0000-7000-8000-000000000002\","
		    "\"code\":\"forbidden\",\"detail\":\"工号 1199 "
		    "没有在这台坐席机上登录过。\"}]}");
		assert_int_equal(store_record_count(k->c.store, RECORD_NONE), 2);
	}
	assert_int_equal(ask(k, &v, "POST /v1/records", NULL, k->device, "{\"rows\":[]}"), ERR_OK);
	assert_string_equal(str_c(&v.body), "{\"kept\":0,\"refused\":[]}");
	str_free(&v.body);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, counter_setup, counter_teardown)
	const struct CMUnitTest tests[] = {
		T(what_is_no_record_is_refused),
		T(each_row_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
