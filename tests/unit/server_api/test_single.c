/* One operation at a time, for other systems: POST and PATCH of tickets; sent twice, too late, by the wrong person. */
#include "counter.h"

#include "model/number.h"
#include "wire/op.h"

/* The street lamp as another system would send it. */
static struct str
lamp_text(struct counter *k, int kind)
{
	struct str body = { 0 };
	struct op op;

	tcentre_lamp(&k->c, &op, kind, 1);
	tcentre_set(&op, TF_NO, NULL, NULL);
	op.at = 0;
	op_single_write(&op, &body);
	op_free(&op);
	return body;
}

static enum err_code
post(struct counter *k, struct visit *v, const char *key, const char *body)
{
	const struct asked a = {
		.what = "POST /v1/tickets", .authorization = k->agent, .key = key, .body = body
	};

	return ask_all(k, v, &a);
}

static enum err_code
patch(struct counter *k, struct visit *v, const char *id, const char *match, const char *body)
{
	char what[80];
	const struct asked a = {
		.what = what, .authorization = k->agent, .match = match, .body = body
	};

	snprintf(what, sizeof(what), "PATCH /v1/tickets/%s", id);
	return ask_all(k, v, &a);
}

/* The text of a member of the last answer. */
static const char *
member(const struct visit *v, const char *name, char out[64])
{
	char lead[40];
	const char *at;

	snprintf(lead, sizeof(lead), "\"%s\":\"", name);
	at = strstr(str_c(&v->body), lead);
	if (at == NULL)
		fail_msg("no %s in %s", name, str_c(&v->body));
	at += strlen(lead);
	snprintf(out, 64, "%.*s", (int)strcspn(at, "\""), at);
	return out;
}

static void
file_one(struct counter *k, const char *key, char id[64])
{
	struct str body = lamp_text(k, EVENT_SUBMIT);
	struct visit v = { 0 };

	if (post(k, &v, key, body.s) != ERR_OK)
		fail_msg("%s at %s", v.e.text, v.e.where);
	member(&v, "ticket", id);
	str_free(&v.body);
	str_free(&body);
}

static void
a_ticket_is_filed(void **state)
{
	struct counter *k = *state;
	struct str body = lamp_text(k, EVENT_SUBMIT);
	char id[64], no[64], location[80];
	struct visit v = { 0 };
	struct event *events;
	struct ticket t;
	struct err e = { 0 };
	size_t n;

	if (post(k, &v, "k-1", body.s) != ERR_OK)
		fail_msg("%s at %s", v.e.text, v.e.where);
	assert_int_equal(v.status, 201);
	assert_int_equal(v.etag, 2); /* submitted, and dispatched by the centre itself */
	member(&v, "ticket", id);
	snprintf(location, sizeof(location), "/v1/tickets/%s", id);
	assert_string_equal(v.call.head.location, location);
	assert_null(strstr(str_c(&v.body), "\"n\":"));
	tcentre_ticket(&k->c, id, &t);
	assert_string_equal(t.created_by, CENTRE_AGENT);
	assert_string_equal(t.seat_no, "1154");
	assert_int_equal(t.created_at, k->c.now);
	assert_string_equal(fields_get(&t.f, TF_NO), member(&v, "number", no));
	assert_true(number_valid(no));
	assert_memory_equal(no + 12, "115400", 6);
	ticket_free(&t);
	assert_int_equal(store_events(k->c.store, id, 1, &events, &n, &e), ERR_OK);
	assert_string_equal(events[0].actor, CENTRE_AGENT);
	assert_string_equal(events[0].via, k->c.device);
	assert_false(events[0].offline);
	for (size_t i = 0; i < n; i++)
		event_free(&events[i]);
	free(events);
	str_free(&v.body);
	str_free(&body);
}

/* A paper from another system: its own time is kept and marks it; a time that cannot be is told by its field. */
static void
a_call_from_paper(void **state)
{
	static const struct {
		const char *at, *where; /* where "": taken */
	} rows[] = { { "2026-11-20 21:10", "" }, { "21:10", "taken_at" },
		{ "2026-11-20T21:10", "taken_at" }, { "2030-01-01 09:40", "taken_at" },
		{ "2026-01-01 09:40", "taken_at" } };
	struct counter *k = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct str body = lamp_text(k, EVENT_SUBMIT), one = { 0 };
		struct visit v = { 0 };
		char key[8], *set = strstr(body.s, "\"channel\"");

		assert_non_null(set);
		str_addf(&one, "\"taken_at\":\"%s\",", rows[i].at);
		str_splice(&body, (size_t)(set - body.s), 0, str_c(&one), one.len);
		(void)snprintf(key, sizeof(key), "p-%zu", i);
		if (rows[i].where[0] == '\0') {
			struct ticket t;
			char id[64];

			assert_int_equal(post(k, &v, key, body.s), ERR_OK);
			tcentre_ticket(&k->c, member(&v, "ticket", id), &t);
			assert_string_equal(fields_get(&t.f, TF_TAKEN_AT), rows[i].at);
			assert_string_equal(fields_get(&t.f, TF_ENTERED_LATE), "1");
			assert_int_equal(t.created_at, k->c.now);
			ticket_free(&t);
		} else {
			assert_int_equal(post(k, &v, key, body.s), ERR_INVALID);
			assert_non_null(strstr(v.e.where, rows[i].where));
		}
		str_free(&v.body);
		str_free(&one);
		str_free(&body);
	}
	assert_int_equal(store_ticket_count(k->c.store, "centre", 0), 1);
}

static void
sent_twice_is_done_once(void **state)
{
	struct counter *k = *state;
	struct str body = lamp_text(k, EVENT_SUBMIT), other = lamp_text(k, EVENT_SUBMIT_INCOMPLETE);
	struct visit first = { 0 }, again = { 0 };
	struct asked spaced = {
		.what = "POST /v1/tickets", .authorization = k->agent, .key = "k-1"
	};
	struct str wide = { 0 };

	assert_int_equal(post(k, &first, "k-1", body.s), ERR_OK);
	k->c.now += 60000;
	assert_int_equal(post(k, &again, "k-1", body.s), ERR_OK);
	assert_int_equal(again.status, 201);
	assert_int_equal(again.etag, first.etag);
	assert_string_equal(str_c(&again.body), str_c(&first.body));
	/* white space does not make another request of it */
	str_addf(&wide, " %s\n", body.s);
	spaced.body = wide.s;
	assert_int_equal(ask_all(k, &again, &spaced), ERR_OK);
	assert_string_equal(str_c(&again.body), str_c(&first.body));
	assert_int_equal(store_ticket_count(k->c.store, "centre", 0), 1);
	/* another body, or another person, is another request */
	assert_int_equal(post(k, &again, "k-1", other.s), ERR_OP_REUSE);
	assert_int_equal(again.status, 422);
	spaced.authorization = k->unit;
	assert_int_equal(ask_all(k, &again, &spaced), ERR_OP_REUSE);
	assert_int_equal(store_ticket_count(k->c.store, "centre", 0), 1);
	assert_int_equal(post(k, &again, "k-2", body.s), ERR_OK);
	assert_string_not_equal(str_c(&again.body), str_c(&first.body));
	str_free(&first.body);
	str_free(&again.body);
	str_free(&wide);
	str_free(&body);
	str_free(&other);
}

/* Numbers of one seat go on, also within a second, and leave the seat's own log of operations alone. */
static void
numbers_and_the_log_of_the_seat(void **state)
{
	struct counter *k = *state;
	struct op_result r;
	struct visit v = { 0 };
	struct err e = { 0 };
	char id[64], key[16];
	struct ticket t;
	struct op op;

	for (int i = 0; i < 3; i++) {
		snprintf(key, sizeof(key), "n-%d", i);
		file_one(k, key, id);
		tcentre_ticket(&k->c, id, &t);
		assert_int_equal(fields_get(&t.f, TF_NO)[17] - '0', i);
		ticket_free(&t);
	}
	tcentre_lamp(&k->c, &op, EVENT_SUBMIT, 50);
	assert_int_equal(op.n, 1);
	assert_int_equal(tcentre_push(&k->c, &op, &r, &e), ERR_OK);
	assert_int_equal(r.status, OP_APPLIED);
	op_free(&op);
	str_free(&v.body);
}

/* What came in writing waits as a draft, without a number, once however often it is sent; who takes it up gives it one and
 * owns it. */
static void
an_item_that_came_in_writing(void **state)
{
	static const char item[] =
	    "{\"kind\":\"save_draft\",\"set\":{\"channel\":\"web\",\"content\":"
	    "\"小区门口路灯不亮\","
	    "\"appellant_name\":\"王小明\",\"contact_phone\":\"13800005678\"}}";
	struct counter *k = *state;
	struct str body = lamp_text(k, EVENT_SUBMIT);
	struct visit v = { 0 };
	char id[64], again[64], *channel;
	struct ticket t;

	assert_int_equal(post(k, &v, "web-7", item), ERR_OK);
	member(&v, "ticket", id);
	assert_int_equal(post(k, &v, "web-7", item), ERR_OK);
	assert_string_equal(member(&v, "ticket", again), id);
	assert_int_equal(store_ticket_count(k->c.store, "centre", 0), 1);
	tcentre_ticket(&k->c, id, &t);
	assert_int_equal(t.state, STATE_DRAFT);
	assert_string_equal(fields_get(&t.f, TF_NO), "");
	assert_string_equal(t.first_owner, "");
	ticket_free(&t);
	assert_int_equal(
	    post(k, &v, "web-8", "{\"kind\":\"save_draft\",\"set\":{\"content\":\"没写来源\"}}"),
	    ERR_GUARD);
	/* all the lamp says, but its channel: that stays the one it came by */
	channel = strstr(body.s, "\"channel\":\"phone\",");
	assert_non_null(channel);
	str_splice(&body, (size_t)(channel - body.s), strlen("\"channel\":\"phone\","), "", 0);
	assert_int_equal(patch(k, &v, id, "*", body.s), ERR_OK);
	tcentre_ticket(&k->c, id, &t);
	assert_int_not_equal(t.state, STATE_DRAFT);
	assert_string_equal(fields_get(&t.f, TF_CHANNEL), "web");
	assert_true(number_valid(fields_get(&t.f, TF_NO)));
	assert_string_not_equal(t.first_owner, "");
	ticket_free(&t);
	str_free(&body);
	str_free(&v.body);
}

/* What a rule refuses is not remembered: mended, it goes through under the same key. */
static void
a_refusal_may_be_mended(void **state)
{
	struct counter *k = *state;
	struct str body = lamp_text(k, EVENT_SUBMIT);
	struct visit v = { 0 };

	assert_int_equal(
	    post(k, &v, "k-1", "{\"kind\":\"submit\",\"set\":{\"type\":\"help\"}}"), ERR_GUARD);
	assert_true(str_starts(v.e.where, "/set/"));
	assert_int_equal(store_ticket_count(k->c.store, "centre", 0), 0);
	assert_int_equal(post(k, &v, "k-1", body.s), ERR_OK);
	str_free(&v.body);
	str_free(&body);
}

static const struct {
	const char *what, *key, *match, *body;
	enum err_code code;
	const char *where;
} refusals[] = {
	{ "POST /v1/tickets", NULL, NULL, "{\"kind\":\"submit\"}", ERR_SYNTAX, "" },
	{ "POST /v1/tickets", "", NULL, "{\"kind\":\"submit\"}", ERR_SYNTAX, "" },
	{ "POST /v1/tickets", "k", NULL, "{}", ERR_INVALID, "/kind" },
	{ "POST /v1/tickets", "k", NULL, "", ERR_SYNTAX, "" },
	{ "POST /v1/tickets", "k", NULL, "{\"kind\":\"dance\"}", ERR_UNKNOWN_CODE, "/kind" },
	{ "POST /v1/tickets", "k", NULL, "{\"kind\":\"note\"}", ERR_INVALID, "/kind" },
	{ "POST /v1/tickets", "k", NULL, "{\"kind\":\"submit\",\"by\":\"1001\"}", ERR_UNKNOWN_FIELD,
	    "/by" },
	{ "POST /v1/tickets", "k", NULL, "{\"kind\":\"submit\",\"set\":{\"colour\":\"red\"}}",
	    ERR_UNKNOWN_FIELD, "/set/colour" },
	{ "POST /v1/tickets", "k", NULL, "{\"kind\":\"submit\",\"set\":{\"type\":\"wish\"}}",
	    ERR_UNKNOWN_CODE, "/set/type" },
	{ "POST /v1/tickets", "k", NULL, "{\"kind\":\"submit\",\"args\":{\"loud\":\"1\"}}",
	    ERR_UNKNOWN_FIELD, "/args/loud" },
	{ "POST /v1/tickets", "k", NULL, "{\"kind\":\"submit\",\"at\":-1}", ERR_INVALID, "/at" },
	{ "PATCH /v1/tickets/", NULL, NULL, "{\"kind\":\"note\"}", ERR_PRECONDITION_MISSING, "" },
	{ "PATCH /v1/tickets/", "k", "", "{\"kind\":\"note\"}", ERR_PRECONDITION_MISSING, "" },
	{ "PATCH /v1/tickets/", NULL, "2", "{\"kind\":\"note\"}", ERR_SYNTAX, "" },
	{ "PATCH /v1/tickets/", NULL, "\"2", "{\"kind\":\"note\"}", ERR_SYNTAX, "" },
	{ "PATCH /v1/tickets/", NULL, "**", "{\"kind\":\"note\"}", ERR_SYNTAX, "" },
	{ "PATCH /v1/tickets/", NULL, "\"1\"", "{\"kind\":\"note\"}", ERR_PRECONDITION, "" },
	{ "PATCH /v1/tickets/", NULL, "W/\"2\"", "{\"kind\":\"note\"}", ERR_PRECONDITION, "" },
	{ "PATCH /v1/tickets/", NULL, "\"22\"", "{\"kind\":\"note\"}", ERR_PRECONDITION, "" },
	{ "PATCH /v1/tickets/", NULL, "\"2\"", "{\"kind\":\"note\"}", ERR_GUARD, "/args/note" },
	{ "PATCH /v1/tickets/", NULL, "\"2\"", "{\"kind\":\"note\",\"more\":1}", ERR_UNKNOWN_FIELD,
	    "/more" },
	{ "PATCH /v1/tickets/", NULL, "\"2\"", "{\"kind\":\"submit\"}", ERR_STATE, "" },
	{ "PATCH /v1/tickets/", NULL, "\"2\"", "{\"kind\":\"merge\"}", ERR_FORBIDDEN, "" },
};

static void
what_is_refused(void **state)
{
	struct counter *k = *state;
	struct visit v = { 0 };
	char id[64], what[100];
	int failed = 0;

	file_one(k, "first", id);
	for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++) {
		bool change = str_starts(refusals[i].what, "PATCH");
		struct asked a = { .what = what,
			.authorization = k->agent,
			.key = refusals[i].key,
			.match = refusals[i].match,
			.body = refusals[i].body };

		snprintf(what, sizeof(what), "%s%s", refusals[i].what, change ? id : "");
		if (ask_all(k, &v, &a) == refusals[i].code &&
		    strcmp(v.e.where, refusals[i].where) == 0 && v.e.text[0] != '\0')
			continue;
		failed++;
		print_message(
		    "%zu: %s %s: %s at '%s'\n", i, what, a.body, err_json(v.e.code), v.e.where);
	}
	assert_int_equal(failed, 0);
	assert_int_equal(
	    patch(k, &v, "018f0000-0000-7000-8000-0000000000ff", "\"1\"", "{\"kind\":\"note\"}"),
	    ERR_NOT_FOUND);
	str_free(&v.body);
}

/* ---- changing ---- */

#define NOTE(text) "{\"kind\":\"note\",\"args\":{\"note\":\"" text "\"}}"

static void
a_change_names_its_version(void **state)
{
	struct counter *k = *state;
	struct visit v = { 0 };
	char id[64];

	file_one(k, "k-1", id);
	assert_int_equal(patch(k, &v, id, "\"2\"", NOTE("再来电询问")), ERR_OK);
	assert_int_equal(v.status, 200);
	assert_int_equal(v.etag, 3);
	assert_string_equal(v.call.head.location, "");
	assert_int_equal(patch(k, &v, id, "\"9\", W/\"3\", \"3\"", NOTE("又来电")), ERR_OK);
	assert_int_equal(v.etag, 4);
	/* too late: the answer has what stands there now */
	assert_int_equal(patch(k, &v, id, "\"3\"", NOTE("迟了")), ERR_PRECONDITION);
	assert_int_equal(v.status, 412);
	assert_non_null(strstr(v.members, "\"current\":{"));
	assert_non_null(strstr(v.members, "\"rev\":4"));
	assert_non_null(strstr(v.members, "13800005678"));
	str_free(&v.body);
}

static void
a_change_sent_twice_is_one(void **state)
{
	struct counter *k = *state;
	struct visit first = { 0 }, again = { 0 };
	struct asked a = {
		.authorization = k->agent, .key = "p-1", .match = "\"2\"", .body = NOTE("再来电")
	};
	char id[64], what[100];

	file_one(k, "k-1", id);
	snprintf(what, sizeof(what), "PATCH /v1/tickets/%s", id);
	a.what = what;
	assert_int_equal(ask_all(k, &first, &a), ERR_OK);
	assert_int_equal(ask_all(k, &again, &a), ERR_OK); /* and not 412 */
	assert_string_equal(str_c(&first.body), str_c(&again.body));
	assert_int_equal(again.etag, 3);
	a.body = NOTE("别的");
	assert_int_equal(ask_all(k, &again, &a), ERR_OP_REUSE);
	str_free(&first.body);
	str_free(&again.body);
}

/* If-Match: * leaves it to what the author saw, field by field. */
static void
any_version_merges(void **state)
{
	struct counter *k = *state;
	struct visit v = { 0 };
	struct ticket t;
	char id[64];

	file_one(k, "k-1", id);
	assert_int_equal(patch(k, &v, id, "*",
			     "{\"kind\":\"amend\",\"set\":{\"best_time\":\"上午\"},"
			     "\"args\":{\"reason\":\"来电补充\"}}"),
	    ERR_OK);
	assert_non_null(strstr(str_c(&v.body), "\"merged\""));
	assert_int_equal(patch(k, &v, id, "*",
			     "{\"kind\":\"amend\",\"set\":{\"best_time\":\"晚上\"},"
			     "\"was\":{\"best_time\":\"中午\"},"
			     "\"args\":{\"reason\":\"来电补充\"}}"),
	    ERR_OK);
	assert_non_null(strstr(str_c(&v.body), "\"conflict\""));
	assert_non_null(strstr(str_c(&v.body), "\"lost\":\"best_time\""));
	tcentre_ticket(&k->c, id, &t);
	assert_string_equal(fields_get(&t.f, TF_BEST_TIME), "上午");
	ticket_free(&t);
	str_free(&v.body);
}

static void
who_may_not(void **state)
{
	struct counter *k = *state;
	struct str body = lamp_text(k, EVENT_SUBMIT);
	struct store_scopes elsewhere = { .scope = { "unit:1022" }, .n = 1 };
	struct asked a = { .what = "POST /v1/tickets", .key = "k", .body = body.s };
	struct visit v = { 0 };
	struct err e = { 0 };
	char id[64], what[100];

	assert_int_equal(ask_all(k, &v, &a), ERR_UNAUTHORISED);
	a.authorization = k->device; /* a device without a person */
	assert_int_equal(ask_all(k, &v, &a), ERR_UNAUTHORISED);
	a.authorization = k->unit; /* units file nothing */
	assert_int_equal(ask_all(k, &v, &a), ERR_FORBIDDEN);
	file_one(k, "k-1", id);
	assert_int_equal(store_scopes_set(k->c.store, id, &elsewhere, &e), ERR_OK);
	snprintf(what, sizeof(what), "PATCH /v1/tickets/%s", id);
	a = (struct asked){
		.what = what, .authorization = k->unit, .match = "\"2\"", .body = NOTE("看看")
	};
	assert_int_equal(ask_all(k, &v, &a), ERR_NOT_FOUND);
	str_free(&v.body);
	str_free(&body);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, counter_setup, counter_teardown)
	const struct CMUnitTest tests[] = {
		T(a_ticket_is_filed),
		T(a_call_from_paper),
		T(sent_twice_is_done_once),
		T(numbers_and_the_log_of_the_seat),
		T(an_item_that_came_in_writing),
		T(a_refusal_may_be_mended),
		T(what_is_refused),
		T(a_change_names_its_version),
		T(a_change_sent_twice_is_one),
		T(any_version_merges),
		T(who_may_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
