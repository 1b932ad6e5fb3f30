/* Tickets and events: there and back, with and without identity, and what is refused. */
#include "sample.h"

#include "model/chain.h"
#include "wire/ticket_json.h"

#define SEEDS 60

#define TICKET_ID "01890000-0000-7000-8000-000000000001"
#define EVENT_ID  "01890000-0000-7000-8000-000000000002"

/* ---- tickets ---- */

static void
test_ticket_there_and_back(void **state)
{
	struct str json = { 0 }, again = { 0 };

	(void)state;
	for (uint32_t seed = 1; seed <= SEEDS; seed++) {
		struct sample s = sample_seed(seed);
		struct ticket t, back;
		struct err e = { 0 };

		sample_ticket(&s, &t);
		ticket_init(&back);
		str_reset(&json);
		str_reset(&again);
		ticket_json_write(&t, true, &json);
		if (ticket_json_read(json.s, json.len, &back, &e) != ERR_OK)
			fail_msg("seed %u: %s %s", seed, e.where, e.text);
		same_fields(&t.f, &back.f);
		ticket_json_write(&back, true, &again);
		same_json(&json, &again);
		ticket_free(&t);
		ticket_free(&back);
	}
	str_free(&json);
	str_free(&again);
}

/* Every member is named in the table: two tickets that differ in one thing differ on the wire. */
static void
test_ticket_members_one_by_one(void **state)
{
	struct ticket t;
	struct str json = { 0 };

	(void)state;
	ticket_init(&t);
	(void)str_copy(t.id, sizeof(t.id), TICKET_ID);
	ticket_json_write(&t, true, &json);
	assert_string_equal(
	    str_c(&json), "{\"id\":\"" TICKET_ID "\",\"state\":\"none\",\"rev\":0}");
	str_reset(&json);
	t.state = STATE_PENDING;
	t.rev = INT64_MAX;
	t.round = 1;
	t.created_offline = true;
	t.closed_at = INT64_MIN;
	assert_true(fields_set(&t.f, TF_CONTENT, "路灯\n不亮"));
	assert_true(fields_set(&t.f, TF_TITLE, ""));
	assert_true(fields_set(&t.f, TF_CALLER_PHONE, "13800000001"));
	ticket_json_write(&t, true, &json);
	assert_string_equal(str_c(&json),
	    "{\"id\":\"" TICKET_ID "\",\"state\":\"pending\",\"rev\":9223372036854775807,\"round\":"
	    "1,\"created_offline\":true,"
	    "\"closed_at\":-9223372036854775808,\"matter\":{\"content\":\"路灯\\n不亮\",\"title\":"
	    "\"\"},"
	    "\"identity\":{\"caller_phone\":\"13800000001\"}}");
	ticket_free(&t);
	str_free(&json);
}

/* Whatever bytes the numbers of the working half hold, they come back; what nobody has worked on says nothing. */
static void
test_ticket_work(void **state)
{
	struct ticket t, back;
	struct str json = { 0 }, again = { 0 };
	struct err e = { 0 };

	(void)state;
	ticket_init(&t);
	ticket_init(&back);
	(void)str_copy(t.id, sizeof(t.id), TICKET_ID);
	t.n_assign = ASSIGN_MAX;
	for (int i = 0; i < ASSIGN_MAX; i++) {
		struct assignment *a = &t.assign[i];

		(void)snprintf(a->unit, sizeof(a->unit), "%d", 1000 + i);
		a->role = (enum assign_role)(i % ASSIGN_ROLE_COUNT);
		a->state = (enum assign_state)(i % ASSIGN_STATE_COUNT);
		a->due = a->made_at = 1000 * i;
		a->late_signin = i % 2 != 0;
		a->cards = (unsigned)i % 16;
	}
	for (int i = 0; i < REQUEST_COUNT; i++)
		t.request[i] = (struct request){ .at = i, .by = "6004", .unit = "1004", .seq = i };
	t.before = STATE_WORKING;
	t.contact_bands = 5;
	t.visit_valid = t.designated = t.waits_for_info = true;
	t.return_until = INT64_MAX;
	t.card = CARD_RED;
	(void)str_copy(t.handlers, sizeof(t.handlers), "6004,6005");
	ticket_json_write(&t, true, &json);
	if (ticket_json_read(str_c(&json), json.len, &back, &e) != ERR_OK)
		fail_msg("%s %s", e.where, e.text);
	ticket_json_write(&back, true, &again);
	same_json(&json, &again);
	assert_int_equal(back.n_assign, ASSIGN_MAX);
	assert_memory_equal(back.assign, t.assign, sizeof(t.assign));
	assert_int_equal(back.request[REQUEST_RETURN].at, 0);
	assert_int_equal(back.request[REQUEST_SUPERVISE].at, REQUEST_SUPERVISE);
	assert_null(ticket_json_differs(&t, &back));
	back.assign[3].due++;
	assert_string_equal(ticket_json_differs(&t, &back), "work");
	str_free(&json);
	str_free(&again);
}

/* More assignments than a ticket holds are refused, not cut. */
static void
test_ticket_work_too_much(void **state)
{
	struct ticket back;
	struct str json = { 0 };
	struct err e = { 0 };

	(void)state;
	ticket_init(&back);
	str_add(&json,
	    "{\"id\":\"" TICKET_ID "\",\"state\":\"working\",\"rev\":1,\"work\":{\"assign\":[");
	for (int i = 0; i <= ASSIGN_MAX; i++)
		str_addf(&json, "%s{\"unit\":\"1004\",\"role\":\"co\",\"state\":\"waiting\"}",
		    i > 0 ? "," : "");
	str_add(&json, "]}}");
	assert_int_equal(ticket_json_read(str_c(&json), json.len, &back, &e), ERR_LIMIT);
	assert_string_equal(e.where, "/work/assign");
	str_free(&json);
	ticket_free(&back);
}

static void
test_ticket_without_identity(void **state)
{
	(void)state;
	for (uint32_t seed = 1; seed <= SEEDS; seed++) {
		struct sample s = sample_seed(seed);
		struct ticket t, back;
		struct str json = { 0 };

		sample_ticket(&s, &t);
		assert_true(fields_set(&t.f, TF_CALLER_PHONE, "13900000077"));
		assert_true(fields_set(&t.f, TF_NAME, "吴无名"));
		ticket_json_write(&t, false, &json);
		assert_null(strstr(json.s, "13900000077"));
		assert_null(strstr(json.s, "吴无名"));
		assert_null(strstr(json.s, "identity"));
		ticket_init(&back);
		assert_int_equal(ticket_json_read(json.s, json.len, &back, NULL), ERR_OK);
		fields_drop_identity(&t.f);
		same_fields(&t.f, &back.f);
		ticket_free(&t);
		ticket_free(&back);
		str_free(&json);
	}
}

static void
test_ticket_parts(void **state)
{
	struct str matter = { 0 }, identity = { 0 };

	(void)state;
	for (uint32_t seed = 1; seed <= SEEDS; seed++) {
		struct sample s = sample_seed(seed);
		struct fields f = { { 0 } }, back = { { 0 } };

		sample_fields(&s, &f);
		str_reset(&matter);
		str_reset(&identity);
		ticket_json_matter(&f, &matter);
		ticket_json_identity(&f, &identity);
		assert_int_equal(fields_json_read(matter.s, matter.len, &back, NULL), ERR_OK);
		for (int i = 0; i < TF_COUNT; i++)
			assert_true(field_info((enum ticket_field)i)->part == PART_MATTER ||
				    back.v[i] == NULL);
		assert_int_equal(fields_json_read(identity.s, identity.len, &back, NULL), ERR_OK);
		same_fields(&f, &back);
		fields_free(&f);
		fields_free(&back);
	}
	str_free(&matter);
	str_free(&identity);
}

#define OPEN "{\"id\":\"" TICKET_ID "\",\"state\":\"pending\""

static void
test_ticket_bad_input(void **state)
{
	static const struct {
		const char *json;
		enum err_code code;
		const char *where;
	} cases[] = {
		{ "", ERR_SYNTAX, "" },
		{ "{", ERR_SYNTAX, "" },
		{ "[]", ERR_SYNTAX, "" },
		{ "null", ERR_SYNTAX, "" },
		{ "{}x", ERR_SYNTAX, "" },
		{ "{}", ERR_INVALID, "/id" },
		{ "{\"id\":\"" TICKET_ID "\"}", ERR_INVALID, "/state" },
		{ "{\"id\":\"\",\"state\":\"pending\"}", ERR_INVALID, "/id" },
		{ "{\"id\":\"7\",\"state\":\"pending\"}", ERR_INVALID, "/id" },
		{ "{\"id\":7,\"state\":\"pending\"}", ERR_SYNTAX, "/id" },
		{ "{\"id\":\"" TICKET_ID "\",\"state\":\"gone\"}", ERR_UNKNOWN_CODE, "/state" },
		{ "{\"id\":\"" TICKET_ID "\",\"state\":3}", ERR_SYNTAX, "/state" },
		{ OPEN ",\"state\":\"pending\"}", ERR_SYNTAX, "" },
		{ OPEN ",\"rev\":1.0}", ERR_SYNTAX, "/rev" },
		{ OPEN ",\"rev\":1e3}", ERR_SYNTAX, "/rev" },
		{ OPEN ",\"rev\":-1}", ERR_INVALID, "/rev" },
		{ OPEN ",\"rev\":9223372036854775808}", ERR_SYNTAX, "" },
		{ OPEN ",\"rev\":\"7\"}", ERR_SYNTAX, "/rev" },
		{ OPEN ",\"round\":2147483648}", ERR_INVALID, "/round" },
		{ OPEN ",\"created_offline\":1}", ERR_SYNTAX, "/created_offline" },
		{ OPEN ",\"created_by\":\"12345678901234567\"}", ERR_LIMIT, "/created_by" },
		{ OPEN ",\"head_hash\":\"abc\"}", ERR_INVALID, "/head_hash" },
		{ OPEN ",\"matter\":[]}", ERR_SYNTAX, "/matter" },
		{ OPEN ",\"matter\":{\"content\":7}}", ERR_SYNTAX, "/matter/content" },
		{ OPEN ",\"matter\":{\"content\":\"\\u0000\"}}", ERR_SYNTAX, "" },
		{ OPEN ",\"matter\":{\"content\":\"\\ud800\"}}", ERR_SYNTAX, "" },
		{ OPEN ",\"matter\":{\"content\":\"\xff\"}}", ERR_SYNTAX, "" },
		{ OPEN ",\"identity\":\"张三\"}", ERR_SYNTAX, "/identity" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct ticket t;
		struct err e = { 0 };

		ticket_init(&t);
		if (ticket_json_read(cases[i].json, strlen(cases[i].json), &t, &e) !=
			cases[i].code ||
		    strcmp(e.where, cases[i].where) != 0)
			fail_msg(
			    "%s: %s at '%s': %s", cases[i].json, err_json(e.code), e.where, e.text);
		assert_int_equal(e.code, cases[i].code);
		assert_true(e.text[0] != '\0');
		ticket_free(&t);
	}
}

static void
test_ticket_tolerance(void **state)
{
	static const char json[] =
	    OPEN ",\"colour\":{\"a\":[1,2.5]},\"rev\":null,\"merged_into\":null,"
		 "\"matter\":{\"shoe_size\":41,\"title\":\"灯\",\"demand\":null},"
		 "\"identity\":null}";
	struct ticket t;

	(void)state;
	ticket_init(&t);
	assert_int_equal(ticket_json_read(json, strlen(json), &t, NULL), ERR_OK);
	assert_string_equal(fields_get(&t.f, TF_TITLE), "灯");
	assert_null(t.f.v[TF_DEMAND]);
	assert_int_equal(t.rev, 0);
	ticket_free(&t);
}

static void
test_depth_and_size(void **state)
{
	struct str json = { 0 };
	struct ticket t;
	struct err e = { 0 };

	(void)state;
	ticket_init(&t);
	str_add(&json, OPEN ",\"x\":");
	for (int i = 0; i < 100000; i++)
		str_add_c(&json, '[');
	assert_int_equal(ticket_json_read(json.s, json.len, &t, &e), ERR_LIMIT);
	assert_non_null(strstr(e.text, "嵌套"));
	/* Brackets inside text are no nesting. */
	str_reset(&json);
	str_add(&json, OPEN ",\"x\":\"\\\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\"}");
	assert_int_equal(ticket_json_read(json.s, json.len, &t, &e), ERR_OK);
	str_reset(&json);
	for (int i = 0; i < 1024 * 1024 + 7; i++)
		str_add_c(&json, ' ');
	assert_int_equal(ticket_json_read(json.s, json.len, &t, &e), ERR_LIMIT);
	assert_non_null(strstr(e.text, "超出 7 字节"));
	ticket_free(&t);
	str_free(&json);
}

/* ---- events ---- */

static void
sealed_event(struct sample *s, struct event *ev)
{
	sample_event(s, ev);
	chain_seal(ev, "");
}

static void
test_event_there_and_back(void **state)
{
	struct str json = { 0 }, again = { 0 };

	(void)state;
	for (uint32_t seed = 1; seed <= SEEDS; seed++) {
		struct sample s = sample_seed(seed);
		struct event ev, back;
		struct err e = { 0 };

		sealed_event(&s, &ev);
		event_init(&back);
		str_reset(&json);
		str_reset(&again);
		event_json_write(&ev, true, &json);
		if (event_json_read(json.s, json.len, &back, &e) != ERR_OK)
			fail_msg("seed %u: %s %s", seed, e.where, e.text);
		same_fields(&ev.set, &back.set);
		same_fields(&ev.was, &back.was);
		same_args(&ev.args, &back.args);
		assert_int_equal(ev.has_identity, back.has_identity);
		assert_false(back.identity_withheld);
		event_json_write(&back, true, &again);
		same_json(&json, &again);
		/* The hash covers every member: it is the judge of whether all came through. */
		if (chain_check(&back, "", &e) != ERR_OK)
			fail_msg("seed %u: %s", seed, e.text);
		event_free(&ev);
		event_free(&back);
	}
	str_free(&json);
	str_free(&again);
}

/* What a reader who may not see identities gets: no value, no salt, but a chain that can be checked. */
static void
test_event_withheld(void **state)
{
	char salt[33];

	(void)state;
	for (uint32_t seed = 1; seed <= SEEDS; seed++) {
		struct sample s = sample_seed(seed);
		struct event ev, back;
		struct str json = { 0 };
		struct err e = { 0 };

		sample_event(&s, &ev);
		assert_true(fields_set(&ev.set, TF_CALLER_PHONE, "13900000077"));
		assert_true(fields_set(&ev.was, TF_NAME, "吴无名"));
		assert_true(args_set(&ev.args, EA_PHONE, "13900000088"));
		chain_seal(&ev, "");
		event_json_write(&ev, false, &json);
		assert_null(strstr(json.s, "13900000077"));
		assert_null(strstr(json.s, "13900000088"));
		assert_null(strstr(json.s, "吴无名"));
		secret_hex(ev.salt, sizeof(ev.salt), salt);
		assert_null(strstr(json.s, salt));
		event_init(&back);
		assert_int_equal(event_json_read(json.s, json.len, &back, &e), ERR_OK);
		assert_false(back.has_identity);
		assert_true(back.identity_withheld);
		assert_memory_equal(back.identity_hash, ev.identity_hash, sizeof(ev.identity_hash));
		assert_int_equal(chain_check(&back, "", &e), ERR_OK);
		/* Passed on, it still says that something is missing. */
		str_reset(&json);
		event_json_write(&back, true, &json);
		assert_non_null(strstr(json.s, "\"withheld\":true"));
		event_free(&ev);
		event_free(&back);
		str_free(&json);
	}
}

static void
test_event_parts(void **state)
{
	(void)state;
	for (uint32_t seed = 1; seed <= SEEDS; seed++) {
		struct sample s = sample_seed(seed);
		struct event ev, back;
		struct str identity = { 0 };

		sample_event(&s, &ev);
		assert_true(args_set(&ev.args, EA_PHONE, "13900000088"));
		event_json_identity(&ev, &identity);
		event_init(&back);
		assert_int_equal(
		    event_json_read_payload(identity.s, identity.len, &back, NULL), ERR_OK);
		assert_true(back.has_identity);
		for (int f = 0; f < TF_COUNT; f++) {
			bool of_it = field_info((enum ticket_field)f)->part == PART_IDENTITY;

			assert_string_equal(fields_get(&back.set, (enum ticket_field)f),
			    of_it ? fields_get(&ev.set, (enum ticket_field)f) : "");
			assert_string_equal(fields_get(&back.was, (enum ticket_field)f),
			    of_it ? fields_get(&ev.was, (enum ticket_field)f) : "");
		}
		assert_string_equal(args_get(&back.args, EA_PHONE), "13900000088");
		event_free(&ev);
		event_free(&back);
		str_free(&identity);
	}
}

#define EVENT "{\"id\":\"" EVENT_ID "\",\"ticket\":\"" TICKET_ID "\",\"kind\":\"note\""

static void
test_event_bad_input(void **state)
{
	static const struct {
		const char *json;
		enum err_code code;
		const char *where;
	} cases[] = {
		{ "{}", ERR_INVALID, "/id" },
		{ "{\"id\":\"" EVENT_ID "\",\"ticket\":\"" TICKET_ID "\"}", ERR_INVALID, "/kind" },
		{ "{\"id\":\"" EVENT_ID "\",\"ticket\":\"" TICKET_ID "\",\"kind\":\"explode\"}",
		    ERR_UNKNOWN_CODE, "/kind" },
		{ EVENT ",\"from\":\"limbo\"}", ERR_UNKNOWN_CODE, "/from" },
		{ EVENT ",\"identity_hash\":\"00\"}", ERR_INVALID, "/identity_hash" },
		{ EVENT ",\"salt\":\"zz\"}", ERR_INVALID, "/salt" },
		{ EVENT ",\"args\":{\"note\":[]}}", ERR_SYNTAX, "/args/note" },
		{ EVENT ",\"identity\":{\"set\":{\"appellant_name\":{}}}}", ERR_SYNTAX,
		    "/identity/set/appellant_name" },
		{ EVENT ",\"identity\":{\"set\":7}}", ERR_SYNTAX, "/identity/set" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct event ev;
		struct err e = { 0 };

		event_init(&ev);
		if (event_json_read(cases[i].json, strlen(cases[i].json), &ev, &e) !=
			cases[i].code ||
		    strcmp(e.where, cases[i].where) != 0)
			fail_msg("%s: %s at '%s'", cases[i].json, err_json(e.code), e.where);
		event_free(&ev);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ticket_there_and_back),
		cmocka_unit_test(test_ticket_members_one_by_one),
		cmocka_unit_test(test_ticket_work),
		cmocka_unit_test(test_ticket_work_too_much),
		cmocka_unit_test(test_ticket_without_identity),
		cmocka_unit_test(test_ticket_parts),
		cmocka_unit_test(test_ticket_bad_input),
		cmocka_unit_test(test_ticket_tolerance),
		cmocka_unit_test(test_depth_and_size),
		cmocka_unit_test(test_event_there_and_back),
		cmocka_unit_test(test_event_withheld),
		cmocka_unit_test(test_event_parts),
		cmocka_unit_test(test_event_bad_input),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
