/* The document of the interface: sound in itself, complete, cached; and the checker that holds everything else in this
 * folder against it finds what is wrong. */
#include "counter.h"

#include <jansson.h>

static void
say(const char *what)
{
	print_message("%s\n", what);
}

static void
the_document_is_sound(void **state)
{
	struct counter *k = *state;

	assert_int_equal(contract_faults(k->contract, say), 0);
}

/* The schema of another parameter fell to "desk" once: a number of a record had to be a number of seconds. */
static void
a_parameter_that_does_not_fit_is_a_fault(void **state)
{
	static const char *const said[] = {
		"\"schema\":{\"type\":\"integer\",\"minimum\":-1,\"default\":-1},\"example\":7",
		"\"schema\":{\"type\":\"integer\",\"minimum\":0},\"example\":-1",
		"\"schema\":{\"type\":\"integer\",\"maximum\":25,\"default\":26},\"example\":7",
		"\"schema\":{\"type\":\"string\"},\"example\":7",
		"\"schema\":{\"type\":\"string\"}",
		"\"example\":7",
	};
	char text[700];

	(void)state;
	for (size_t i = 0; i < sizeof(said) / sizeof(said[0]); i++) {
		struct contract *k;

		snprintf(text, sizeof(text),
		    "{\"openapi\":\"3.1.0\",\"tags\":[{\"name\":\"t\"}],"
		    "\"paths\":{\"/v1/x\":{\"get\":{\"operationId\":\"x\",\"tags\":[\"t\"],"
		    "\"summary\":\"s\",\"security\":[],"
		    "\"parameters\":[{\"name\":\"p\",\"in\":\"query\",%s}],"
		    "\"responses\":{\"204\":{\"description\":\"d\"}}}}}}",
		    said[i]);
		k = contract_open(text, strlen(text));
		assert_int_equal(contract_faults(k, say), i > 0);
		contract_close(k);
	}
}

/* What a client of this program calls is in it. */
static void
every_route_is_in_it(void **state)
{
	static const char *const routes[][2] = { { "GET", "/healthz" }, { "GET", "/readyz" },
		{ "GET", "/metrics" }, { "GET", "/v1/openapi.json" }, { "GET", "/v1/centre" },
		{ "POST", "/v1/devices" }, { "POST", "/v1/sessions" }, { "DELETE", "/v1/sessions" },
		{ "POST", "/v1/sync/ops" }, { "GET", "/v1/sync/changes" },
		{ "POST", "/v1/sync/snapshot" }, { "GET", "/v1/sync/snapshot/{id}" },
		{ "GET", "/v1/sync/digest" }, { "POST", "/v1/tickets" },
		{ "GET", "/v1/tickets/{id}" }, { "PATCH", "/v1/tickets/{id}" },
		{ "GET", "/v1/articles/{id}" }, { "POST", "/v1/audit" }, { "POST", "/v1/records" },
		{ "POST", "/v1/admin/users" }, { "POST", "/v1/admin/passwords" },
		{ "POST", "/v1/admin/seats" }, { "POST", "/v1/admin/seats/off" },
		{ "POST", "/v1/admin/imports" }, { "POST", "/v1/admin/visits" } };
	const size_t n = sizeof(routes) / sizeof(routes[0]);
	struct counter *k = *state;

	for (size_t i = 0; i < n; i++)
		if (!contract_has(k->contract, routes[i][0], routes[i][1]))
			fail_msg("%s %s is missing", routes[i][0], routes[i][1]);
	assert_true(contract_routes(k->contract) >= (int)n);
	assert_false(contract_has(k->contract, "PUT", "/v1/centre"));
}

static void
it_is_written_once(void **state)
{
	struct counter *k = *state;
	struct visit first = { 0 }, again = { 0 };

	assert_int_equal(ask(k, &first, "GET /v1/openapi.json", NULL, NULL, NULL), ERR_OK);
	assert_int_equal(ask(k, &again, "GET /v1/openapi.json", NULL, NULL, NULL), ERR_OK);
	assert_string_equal(str_c(&first.body), str_c(&again.body));
	assert_int_equal(strlen(first.call.head.tag), 18);
	assert_string_equal(first.call.head.tag, again.call.head.tag);
	str_free(&first.body);
	str_free(&again.body);
}

/* The server's strictness is the document's: what the one refuses as unknown or too long the other does too. */
static void
the_checker_finds_what_is_wrong(void **state)
{
	static const struct {
		struct exchange x;
		const char *why;
	} wrong[] = {
		{ { "GET", "/v1/nothing", NULL, 200, NULL, "{}", 2 }, "not in the document" },
		{ { "PUT", "/v1/centre", NULL, 200, NULL, "{}", 2 }, "not in the document" },
		{ { "GET", "/v1/centre", NULL, 418, NULL, NULL, 0 }, "not a status" },
		{ { "GET", "/v1/centre", NULL, 404, "not_found", NULL, 0 }, "not a status" },
		{ { "POST", "/v1/audit", NULL, 422, "op_reuse", NULL, 0 }, "not a code" },
		{ { "GET", "/healthz", NULL, 200, NULL, "{}", 2 }, "status" },
		{ { "GET", "/healthz", NULL, 200, NULL, "{\"status\":\"ill\"}", 16 }, "list" },
		{ { "GET", "/healthz", NULL, 200, NULL, "{\"status\":1}", 12 }, "string" },
		{ { "GET", "/healthz", NULL, 200, NULL, "{\"status\":\"ok\",\"x\":1}", 21 },
		    "not in the document" },
		{ { "GET", "/healthz", NULL, 200, NULL, "ok", 2 }, "no JSON" },
		{ { "POST", "/v1/audit", "{\"rows\":[{}]}", 200, NULL, "{\"kept\":1}", 10 }, "id" },
		{ { "POST", "/v1/audit", "{\"rows\":[],\"x\":1}", 200, NULL, "{\"kept\":1}", 10 },
		    "not in the document" },
		{ { "POST", "/v1/sessions", "{\"job_no\":\"12345678901234567\"}", 201, NULL, NULL,
		      0 },
		    "too long" },
		{ { "POST", "/v1/tickets", "{\"kind\":\"dance\"}", 201, NULL, NULL, 0 }, "list" },
		{ { "POST", "/v1/tickets", "{\"kind\":\"submit\",\"at\":-1}", 201, NULL, NULL, 0 },
		    "range" },
		{ { "POST", "/v1/tickets",
		      "{\"kind\":\"submit\",\"set\":{\"special_groups\":\"elderly,tall\"}}", 201,
		      NULL, NULL, 0 },
		    "pattern" },
	};
	struct counter *k = *state;
	char why[300];

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		if (contract_fits(k->contract, &wrong[i].x, why, sizeof(why)))
			fail_msg("%zu is taken for right", i);
		if (strstr(why, wrong[i].why) == NULL)
			fail_msg("%zu: %s", i, why);
	}
}

/* Every answer to a problem is written as the document says. */
static void
problems_fit_their_schema(void **state)
{
	struct counter *k = *state;
	struct msg_problem m;
	struct err e = { 0 };
	struct str text = { 0 };
	char why[300];

	err_set(&e, ERR_UNKNOWN_FIELD, NULL);
	err_at(&e, "/rows/0/x");
	msg_problem_of(&e, "5e7a91c0-00000007", &m);
	msg_problem_write(&m, &text);
	{
		const struct exchange x = { "POST", "/v1/audit", NULL, 422, "unknown_field",
			str_c(&text), text.len };
		if (!contract_fits(k->contract, &x, why, sizeof(why)))
			fail_msg("%s", why);
	}
	str_free(&text);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, counter_setup, counter_teardown)
	const struct CMUnitTest tests[] = {
		T(the_document_is_sound),
		cmocka_unit_test(a_parameter_that_does_not_fit_is_a_fault),
		T(every_route_is_in_it),
		T(it_is_written_once),
		T(the_checker_finds_what_is_wrong),
		T(problems_fit_their_schema),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
