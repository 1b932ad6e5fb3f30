/* The small messages, and problems. */
#include "sample.h"

#include "wire/message.h"

#define ID_A "01890000-0000-7000-8000-000000000001"
#define ID_B "01890000-0000-7000-8000-000000000002"

/* Write, compare with the bytes, read, write again: the same bytes. */
#define THERE_AND_BACK(name, value, expected)                                 \
	do {                                                                  \
		struct msg_##name back;                                       \
		struct str json = { 0 }, again = { 0 };                       \
		struct err e = { 0 };                                         \
		msg_##name##_write(&(value), &json);                          \
		assert_string_equal(str_c(&json), expected);                  \
		if (msg_##name##_read(json.s, json.len, &back, &e) != ERR_OK) \
			fail_msg("%s at '%s'", e.text, e.where);              \
		msg_##name##_write(&back, &again);                            \
		same_json(&json, &again);                                     \
		str_free(&json);                                              \
		str_free(&again);                                             \
	} while (0)

static void
test_there_and_back(void **state)
{
	struct msg_centre centre = { .centre_id = ID_A,
		.epoch = "e1",
		.name = "云江市12345",
		.version = "1.0",
		.schema_min = 1,
		.schema_max = 1,
		.is_private = true,
		.server_ms = 1763692927123 };
	struct msg_enrol enrol = { .code = "ABCD-EFGH", .name = "前台 3 号" };
	struct msg_device device = { .device_id = ID_B,
		.device_key = "k",
		.seat_no = "1154",
		.centre_id = ID_A,
		.epoch = "e1" };
	struct msg_login login = { .job_no = "1154", .password = "p\"w\\" };
	struct msg_session session = { .token = "t",
		.expires_at = INT64_MAX,
		.server_ms = 2,
		.job_no = "1154",
		.name = "王芳",
		.roles = "agent,senior",
		.feed = "centre" };
	struct msg_snapshot snapshot = {
		.id = "s-1", .cursor = "c", .epoch = "e1", .count = 100000
	};

	(void)state;
	THERE_AND_BACK(centre, centre,
	    "{\"centre_id\":\"" ID_A
	    "\",\"epoch\":\"e1\",\"name\":\"云江市12345\",\"version\":\"1.0\","
	    "\"schema_min\":1,\"schema_max\":1,\"private\":true,\"server_ms\":1763692927123}");
	THERE_AND_BACK(enrol, enrol, "{\"code\":\"ABCD-EFGH\",\"name\":\"前台 3 号\"}");
	THERE_AND_BACK(device, device,
	    "{\"device_id\":\"" ID_B
	    "\",\"device_key\":\"k\",\"seat_no\":\"1154\",\"centre_id\":\"" ID_A
	    "\",\"epoch\":\"e1\"}");
	THERE_AND_BACK(login, login, "{\"job_no\":\"1154\",\"password\":\"p\\\"w\\\\\"}");
	THERE_AND_BACK(session, session,
	    "{\"token\":\"t\",\"expires_at\":9223372036854775807,\"server_ms\":2,\"job_no\":"
	    "\"1154\","
	    "\"name\":\"王芳\",\"roles\":\"agent,senior\",\"feed\":\"centre\"}");
	THERE_AND_BACK(snapshot, snapshot,
	    "{\"id\":\"s-1\",\"cursor\":\"c\",\"epoch\":\"e1\",\"count\":100000}");
}

/* To a private centre over its socket both are empty. */
static void
test_empty_requests(void **state)
{
	struct msg_enrol enrol = { { 0 }, { 0 } };
	struct msg_login login = { { 0 }, { 0 } };

	(void)state;
	THERE_AND_BACK(enrol, enrol, "{\"code\":\"\",\"name\":\"\"}");
	THERE_AND_BACK(login, login, "{\"job_no\":\"\",\"password\":\"\"}");
	assert_int_equal(msg_login_read("{}", 2, &login, NULL), ERR_OK);
}

static void
test_requests_are_strict(void **state)
{
	static const struct {
		const char *json;
		enum err_code code;
		const char *where;
	} cases[] = {
		{ "", ERR_SYNTAX, "" },
		{ "[]", ERR_SYNTAX, "" },
		{ "{\"job_no\":\"1\",\"job_no\":\"2\"}", ERR_SYNTAX, "" },
		{ "{\"job_no\":1154}", ERR_SYNTAX, "/job_no" },
		{ "{\"job_no\":null}", ERR_SYNTAX, "/job_no" },
		{ "{\"job_no\":\"1154\",\"admin\":true}", ERR_UNKNOWN_FIELD, "/admin" },
		{ "{\"job_no\":\"1234567890123456\"}", ERR_LIMIT, "/job_no" },
		{ "{\"job_no\":\"\\ud83d\"}", ERR_SYNTAX, "" },
	};
	struct msg_login login;
	struct err e = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		err_clear(&e);
		if (msg_login_read(cases[i].json, strlen(cases[i].json), &login, &e) !=
			cases[i].code ||
		    strcmp(e.where, cases[i].where) != 0)
			fail_msg("%s: %s at '%s'", cases[i].json, err_json(e.code), e.where);
	}
	assert_int_equal(
	    msg_login_read(cases[6].json, strlen(cases[6].json), &login, &e), ERR_LIMIT);
	assert_non_null(strstr(e.text, "超出 1 字节"));
}

static void
test_answers_are_tolerant(void **state)
{
	static const char json[] =
	    "{\"token\":\"t\",\"job_no\":\"1154\",\"unit\":null,\"mood\":[1.5]}";
	static const char missing[] = "{\"job_no\":\"1154\"}";
	struct msg_session m;
	struct err e = { 0 };

	(void)state;
	assert_int_equal(msg_session_read(json, strlen(json), &m, &e), ERR_OK);
	assert_string_equal(m.unit, "");
	assert_int_equal(msg_session_read(missing, strlen(missing), &m, &e), ERR_INVALID);
	assert_string_equal(e.where, "/token");
}

static void
test_feed(void **state)
{
	struct str json = { 0 };
	struct err e = { 0 };
	char feed[32];

	(void)state;
	msg_feed_write("unit:1001", &json);
	assert_string_equal(str_c(&json), "{\"feed\":\"unit:1001\"}");
	assert_int_equal(msg_feed_read(json.s, json.len, feed, &e), ERR_OK);
	assert_string_equal(feed, "unit:1001");
	assert_int_equal(msg_feed_read("{}", 2, feed, &e), ERR_INVALID);
	assert_string_equal(e.where, "/feed");
	str_free(&json);
}

/* ---- problems ---- */

static void
test_problem(void **state)
{
	struct msg_problem m, back;
	struct str json = { 0 };
	struct err e = { 0 };

	(void)state;
	err_set(&e, ERR_LIMIT, "有 8012 字, 最多 8000 字, 超出 12 字");
	err_at(&e, "/ops/3/body/set/content");
	msg_problem_of(&e, ID_A, &m);
	msg_problem_write(&m, &json);
	assert_string_equal(str_c(&json),
	    "{\"type\":\"about:blank\",\"title\":\"超过允许的大小\",\"status\":413,\"code\":"
	    "\"limit\","
	    "\"detail\":\"有 8012 字, 最多 8000 字, 超出 12 字\",\"trace\":\"" ID_A
	    "\",\"errors\":[{\"pointer\":\"/ops/3/body/set/content\","
	    "\"detail\":\"有 8012 字, 最多 8000 字, 超出 12 字\"}]}");
	assert_int_equal(msg_problem_read(json.s, json.len, &back, &e), ERR_OK);
	assert_int_equal(back.code, ERR_LIMIT);
	assert_int_equal(back.status, 413);
	assert_string_equal(back.where, "/ops/3/body/set/content");
	assert_string_equal(back.detail, m.detail);
	assert_string_equal(back.trace, ID_A);
	str_reset(&json);
	err_set(&e, ERR_OP_GAP, NULL);
	msg_problem_of(&e, NULL, &m);
	m.expect = 18;
	msg_problem_write(&m, &json);
	assert_int_equal(msg_problem_read(json.s, json.len, &back, &e), ERR_OK);
	assert_int_equal(back.code, ERR_OP_GAP);
	assert_int_equal(back.expect, 18);
	assert_string_equal(back.where, "");
	str_free(&json);
}

/* What proxies and newer centres say. */
static void
test_foreign_problems(void **state)
{
	static const char *const ours[] = { "{\"code\":\"too_purple\",\"status\":418}",
		"{\"code\":\"limit\",\"errors\":[]}",
		"{\"code\":\"limit\",\"errors\":[{}],\"x\":{}}" };
	static const char *const others[] = { "", "<html>502</html>", "{}", "[]",
		"{\"error\":\"no route\"}", "{\"code\":7}", "\"limit\"" };
	struct msg_problem m;

	(void)state;
	for (size_t i = 0; i < sizeof(ours) / sizeof(ours[0]); i++)
		assert_int_equal(msg_problem_read(ours[i], strlen(ours[i]), &m, NULL), ERR_OK);
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		assert_int_not_equal(
		    msg_problem_read(others[i], strlen(others[i]), &m, NULL), ERR_OK);
}

/* ---- a ticket with its events ---- */

static void
test_ticket_with_events(void **state)
{
	(void)state;
	for (uint32_t seed = 1; seed <= 20; seed++) {
		struct sample s = sample_seed(seed);
		struct ticket t;
		struct event ev[3];
		struct msg_ticket m;
		struct str json = { 0 }, again = { 0 };
		struct err e = { 0 };

		sample_ticket(&s, &t);
		for (int i = 0; i < 3; i++)
			sample_event(&s, &ev[i]);
		msg_ticket_write(&t, ev, seed % 4, seed % 2 == 0, &json);
		if (msg_ticket_read(json.s, json.len, &m, &e) != ERR_OK)
			fail_msg("seed %u: %s at '%s'", seed, e.text, e.where);
		assert_int_equal(m.n_events, seed % 4);
		msg_ticket_write(&m.ticket, m.events, m.n_events, true, &again);
		same_json(&json, &again);
		msg_ticket_free(&m);
		ticket_free(&t);
		for (int i = 0; i < 3; i++)
			event_free(&ev[i]);
		str_free(&json);
		str_free(&again);
	}
}

static void
test_ticket_bad_input(void **state)
{
	static const struct {
		const char *json, *where;
	} cases[] = {
		{ "7", "" },
		{ "{}", "/ticket" },
		{ "{\"ticket\":{}}", "/ticket/id" },
		{ "{\"ticket\":{\"id\":\"" ID_A
		  "\",\"state\":\"closed\",\"matter\":{\"title\":\"x\"}},"
		  "\"events\":[{\"id\":7}]}",
		    "/events/0/id" },
	};
	struct msg_ticket m;
	struct err e = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		err_clear(&e);
		assert_int_not_equal(
		    msg_ticket_read(cases[i].json, strlen(cases[i].json), &m, &e), ERR_OK);
		if (strcmp(e.where, cases[i].where) != 0 && i > 0)
			fail_msg("%s: at '%s': %s", cases[i].json, e.where, e.text);
		msg_ticket_free(&m);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_there_and_back),
		cmocka_unit_test(test_empty_requests),
		cmocka_unit_test(test_requests_are_strict),
		cmocka_unit_test(test_answers_are_tolerant),
		cmocka_unit_test(test_feed),
		cmocka_unit_test(test_problem),
		cmocka_unit_test(test_foreign_problems),
		cmocka_unit_test(test_ticket_with_events),
		cmocka_unit_test(test_ticket_bad_input),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
