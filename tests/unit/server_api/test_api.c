/* Every route in process: what it answers, and what it says to whatever is not a request. */
#include "counter.h"

#include "base/limits.h"
#include "wire/op.h"
#include "wire/page.h"

/* ---- what is refused, as a table ---- */

enum who { NOBODY, DEVICE, AGENT, UNIT_MAN, WRONG_KEY, WRONG_TOKEN, NONSENSE, OTHER_SCHEME };

struct refusal {
	const char *what, *query;
	enum who who;
	const char *body;
	enum err_code code;
	const char *where;
};

#define ID "\"018f0000-0000-7000-8000-000000000001\""
#define BODY(inner)                                                                              \
	"{\"ops\":[{\"n\":1,\"body\":{\"id\":" ID                                                \
	",\"by\":\"1154\",\"kind\":\"note\",\"ticket\":" ID ",\"base\":0,\"at\":1,\"v\":1" inner \
	"}}]}"
#define ROW(inner)                                                         \
	"{\"rows\":[{\"id\":" ID                                           \
	",\"at\":1,\"user\":\"1154\",\"action\":\"unmask\",\"object\":" ID \
	",\"reason\":\"\"" inner "}]}"

static const struct refusal refusals[] = {
	/* paths, methods */
	{ "GET /", NULL, NOBODY, NULL, ERR_NOT_FOUND, "" },
	{ "GET /v1", NULL, NOBODY, NULL, ERR_NOT_FOUND, "" },
	{ "GET /v1/centre/", NULL, NOBODY, NULL, ERR_NOT_FOUND, "" },
	{ "GET /v1/tickets/a/b", NULL, AGENT, NULL, ERR_NOT_FOUND, "" },
	{ "DELETE /v1/centre", NULL, NOBODY, NULL, ERR_METHOD, "" },
	{ "GET /v1/sync/ops", NULL, DEVICE, NULL, ERR_METHOD, "" },
	/* who */
	{ "POST /v1/sessions", NULL, NOBODY, "{}", ERR_UNAUTHORISED, "" },
	{ "POST /v1/sessions", NULL, WRONG_KEY, "{}", ERR_DEVICE, "" },
	{ "POST /v1/sessions", NULL, NONSENSE, "{}", ERR_DEVICE, "" },
	{ "POST /v1/sessions", NULL, OTHER_SCHEME, "{}", ERR_DEVICE, "" },
	{ "POST /v1/sync/ops", NULL, WRONG_TOKEN, "{}", ERR_UNAUTHORISED, "" },
	{ "GET /v1/sync/changes", "feed=centre", NOBODY, NULL, ERR_UNAUTHORISED, "" },
	{ "GET /v1/sync/changes", "feed=centre", DEVICE, NULL, ERR_UNAUTHORISED, "" },
	{ "GET /v1/sync/changes", "feed=centre", WRONG_TOKEN, NULL, ERR_UNAUTHORISED, "" },
	{ "POST /v1/admin/users", NULL, AGENT, "{}", ERR_FORBIDDEN, "" },
	{ "POST /v1/admin/seats", NULL, NOBODY, "{}", ERR_UNAUTHORISED, "" },
	{ "POST /v1/admin/passwords", NULL, DEVICE, "{}", ERR_UNAUTHORISED, "" },
	/* JSON that is none */
	{ "POST /v1/sessions", NULL, DEVICE, "", ERR_SYNTAX, "" },
	{ "POST /v1/sessions", NULL, DEVICE, "{", ERR_SYNTAX, "" },
	{ "POST /v1/sessions", NULL, DEVICE, "[]", ERR_SYNTAX, "" },
	{ "POST /v1/sessions", NULL, DEVICE, "{} x", ERR_SYNTAX, "" },
	{ "POST /v1/sessions", NULL, DEVICE, "{\"job_no\":\"\xff\"}", ERR_SYNTAX, "" },
	{ "POST /v1/sessions", NULL, DEVICE, "{\"job_no\":\"\\ud800\"}", ERR_SYNTAX, "" },
	{ "POST /v1/sessions", NULL, DEVICE, "{\"job_no\":\"1\",\"job_no\":\"2\"}", ERR_SYNTAX,
	    "" },
	/* members */
	{ "POST /v1/sessions", NULL, DEVICE, "{\"job_no\":1154}", ERR_SYNTAX, "/job_no" },
	{ "POST /v1/sessions", NULL, DEVICE, "{\"job\":\"1154\"}", ERR_UNKNOWN_FIELD, "/job" },
	{ "POST /v1/sessions", NULL, DEVICE, "{\"job_no\":\"12345678901234567\"}", ERR_LIMIT,
	    "/job_no" },
	{ "POST /v1/devices", NULL, NOBODY, "{\"code\":\"\"}", ERR_FORBIDDEN, "" },
	{ "POST /v1/devices", NULL, NOBODY, "{\"code\":\"ABCD-EFGH-JKLM\"}", ERR_NOT_FOUND, "" },
	{ "POST /v1/devices", NULL, NOBODY, "{\"kode\":\"\"}", ERR_UNKNOWN_FIELD, "/kode" },
	/* operations */
	{ "POST /v1/sync/ops", NULL, DEVICE, "{}", ERR_INVALID, "/ops" },
	{ "POST /v1/sync/ops", NULL, DEVICE, "{\"ops\":{}}", ERR_SYNTAX, "/ops" },
	{ "POST /v1/sync/ops", NULL, DEVICE, "{\"ops\":[{}]}", ERR_INVALID, "/ops/0/n" },
	{ "POST /v1/sync/ops", NULL, DEVICE, BODY(",\"more\":1"), ERR_UNKNOWN_FIELD,
	    "/ops/0/body/more" },
	{ "POST /v1/sync/ops", NULL, DEVICE, BODY(",\"set\":{\"colour\":\"red\"}"),
	    ERR_UNKNOWN_FIELD, "/ops/0/body/set/colour" },
	{ "POST /v1/sync/ops", NULL, DEVICE, BODY(",\"set\":{\"type\":\"wish\"}"), ERR_UNKNOWN_CODE,
	    "/ops/0/body/set/type" },
	{ "POST /v1/sync/ops", NULL, DEVICE, BODY(",\"set\":{\"people\":3}"), ERR_SYNTAX,
	    "/ops/0/body/set/people" },
	{ "POST /v1/sync/ops", NULL, DEVICE, BODY(",\"args\":{\"loud\":\"1\"}"), ERR_UNKNOWN_FIELD,
	    "/ops/0/body/args/loud" },
	/* pulling */
	{ "GET /v1/sync/changes", NULL, AGENT, NULL, ERR_INVALID, "" },
	{ "GET /v1/sync/changes", "feed=unit:1021", AGENT, NULL, ERR_FORBIDDEN, "" },
	{ "GET /v1/sync/changes", "feed=centre", UNIT_MAN, NULL, ERR_FORBIDDEN, "" },
	{ "GET /v1/sync/changes", "feed=unit:1022", UNIT_MAN, NULL, ERR_FORBIDDEN, "" },
	{ "GET /v1/sync/changes", "limit=0&feed=centre", AGENT, NULL, ERR_INVALID, "limit" },
	{ "GET /v1/sync/changes", "limit=2001&feed=centre", AGENT, NULL, ERR_INVALID, "limit" },
	{ "GET /v1/sync/changes", "limit=many&feed=centre", AGENT, NULL, ERR_INVALID, "limit" },
	{ "GET /v1/sync/changes", "wait=26&feed=centre", AGENT, NULL, ERR_INVALID, "wait" },
	{ "GET /v1/sync/changes", "wait=-1&feed=centre", AGENT, NULL, ERR_INVALID, "wait" },
	{ "GET /v1/sync/changes", "feed=centre&cursor=nonsense", AGENT, NULL, ERR_INVALID, "" },
	{ "POST /v1/sync/snapshot", NULL, AGENT, "{}", ERR_INVALID, "/feed" },
	{ "POST /v1/sync/snapshot", NULL, AGENT, "{\"feed\":\"unit:1021\"}", ERR_FORBIDDEN, "" },
	{ "GET /v1/sync/snapshot/none", NULL, AGENT, NULL, ERR_CURSOR_EXPIRED, "" },
	{ "GET /v1/sync/digest", "feed=unit:1", AGENT, NULL, ERR_FORBIDDEN, "" },
	{ "GET /v1/tickets/018f0000-0000-7000-8000-0000000000ff", NULL, AGENT, NULL, ERR_NOT_FOUND,
	    "" },
	/* looks */
	{ "POST /v1/audit", NULL, NOBODY, ROW(""), ERR_UNAUTHORISED, "" },
	{ "POST /v1/audit", NULL, DEVICE, "{}", ERR_INVALID, "/rows" },
	{ "POST /v1/audit", NULL, DEVICE, "{\"rows\":[{}]}", ERR_INVALID, "/rows/0/id" },
	{ "POST /v1/audit", NULL, DEVICE, ROW(",\"why\":1"), ERR_UNKNOWN_FIELD, "/rows/0/why" },
	{ "POST /v1/audit", NULL, DEVICE, "{\"rows\":[],\"x\":0}", ERR_UNKNOWN_FIELD, "/x" },
};

static const char *
header_of(struct counter *k, enum who who, char wrong[96])
{
	switch (who) {
	case DEVICE:
		return k->device;
	case AGENT:
		return k->agent;
	case UNIT_MAN:
		return k->unit;
	case WRONG_KEY:
		snprintf(wrong, 96, "Device %s.wrong", k->c.device);
		return wrong;
	case WRONG_TOKEN:
		return "Bearer AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
	case NONSENSE:
		return "Device x";
	case OTHER_SCHEME:
		return "Basic MTE1NDp4";
	default:
		return NULL;
	}
}

static void
what_is_no_request_is_refused(void **state)
{
	struct counter *k = *state;
	struct visit v = { 0 };
	int failed = 0;
	char wrong[96];

	for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++) {
		const struct refusal *r = &refusals[i];
		enum err_code got =
		    ask(k, &v, r->what, r->query, header_of(k, r->who, wrong), r->body);
		if (got == r->code && strcmp(v.e.where, r->where) == 0 && v.e.text[0] != '\0')
			continue;
		failed++;
		print_message("%s %s %s: %s at '%s', not %s at '%s'\n", r->what,
		    r->query != NULL ? r->query : "", r->body != NULL ? r->body : "", err_json(got),
		    v.e.where, err_json(r->code), r->where);
	}
	str_free(&v.body);
	assert_int_equal(failed, 0);
	assert_int_equal(store_ticket_count(k->c.store, "centre", 0), 0);
	assert_int_equal(store_audit_count(k->c.store), 0);
}

static void
too_much_at_once(void **state)
{
	struct counter *k = *state;
	struct str body = { 0 };
	struct visit v = { 0 };

	str_add(&body, "{\"ops\":[");
	for (int i = 0; i <= LIMIT_OPS; i++)
		str_add(&body, i > 0 ? ",{}" : "{}");
	str_add(&body, "]}");
	assert_int_equal(ask(k, &v, "POST /v1/sync/ops", NULL, k->device, body.s), ERR_LIMIT);
	str_reset(&body);
	str_add(&body, "{\"job_no\":\"");
	for (int i = 0; i < LIMIT_BODY_BYTES; i++)
		str_add_c(&body, '1');
	str_add(&body, "\"}");
	assert_int_equal(ask(k, &v, "POST /v1/sessions", NULL, k->device, body.s), ERR_LIMIT);
	str_reset(&body); /* depth */
	str_add(&body, "{\"ops\":");
	for (int i = 0; i < 5000; i++)
		str_add_c(&body, '[');
	assert_int_equal(ask(k, &v, "POST /v1/sync/ops", NULL, k->device, body.s), ERR_LIMIT);
	str_free(&body);
	str_free(&v.body);
}

/* ---- the centre, its health ---- */

static void
the_centre_says_who_it_is(void **state)
{
	struct counter *k = *state;
	struct visit v = { 0 };
	struct msg_centre m;
	struct err e = { 0 };

	assert_int_equal(ask(k, &v, "GET /v1/centre", NULL, NULL, NULL), ERR_OK);
	assert_int_equal(msg_centre_read(str_c(&v.body), v.body.len, &m, &e), ERR_OK);
	assert_true(id_valid(m.centre_id));
	assert_int_equal(m.schema_max, OP_VERSION);
	assert_false(m.is_private);
	assert_int_equal(m.server_ms, k->c.now);
	assert_int_equal(ask(k, &v, "GET /healthz", NULL, NULL, NULL), ERR_OK);
	assert_int_equal(ask(k, &v, "GET /readyz", NULL, NULL, NULL), ERR_OK);
	str_free(&v.body);
}

/* ---- operations over the counter ---- */

static struct str
push_text(const struct op *op, int n)
{
	struct str body = { 0 }, push = { 0 };
	struct op_item item;
	struct err e = { 0 };

	assert_int_equal(op_body(op, &body, &e), ERR_OK);
	item = (struct op_item){ n, 0, body.s, body.len };
	assert_int_equal(ops_write(&item, 1, &push, &e), ERR_OK);
	str_free(&body);
	return push;
}

static void
file_lamp(struct counter *k, int last2, const char *confidential, char ticket[ID_SIZE])
{
	struct op_results results;
	struct visit v = { 0 };
	struct err e = { 0 };
	struct str push;
	struct op op;

	tcentre_lamp(&k->c, &op, EVENT_SUBMIT, last2);
	tcentre_set(&op, TF_CONFIDENTIAL, confidential, NULL);
	str_copy(ticket, ID_SIZE, op.ticket);
	push = push_text(&op, (int)++k->c.n);
	if (ask(k, &v, "POST /v1/sync/ops", NULL, k->device, push.s) != ERR_OK)
		fail_msg("push: %s", v.e.text);
	assert_int_equal(op_results_read(str_c(&v.body), v.body.len, &results, &e), ERR_OK);
	assert_int_equal(results.count, 1);
	assert_int_equal(results.last_op, k->c.n);
	if (results.r[0].status != OP_APPLIED)
		fail_msg("%s", results.r[0].detail);
	op_results_free(&results);
	str_free(&push);
	op_free(&op);
	str_free(&v.body);
}

static void
a_gap_says_what_is_expected(void **state)
{
	struct counter *k = *state;
	struct visit v = { 0 };
	struct str push;
	struct op op;

	tcentre_lamp(&k->c, &op, EVENT_SUBMIT, 1);
	push = push_text(&op, 5);
	assert_int_equal(ask(k, &v, "POST /v1/sync/ops", NULL, k->device, push.s), ERR_OP_GAP);
	assert_string_equal(v.members, "\"expect\":1");
	str_free(&push);
	op_free(&op);
	str_free(&v.body);
}

static void
an_unknown_schema_is_told_to_upgrade(void **state)
{
	struct counter *k = *state;
	char *version;
	struct visit v = { 0 };
	struct str push;
	struct op op;

	tcentre_lamp(&k->c, &op, EVENT_SUBMIT, 1);
	push = push_text(&op, 1);
	version = strstr(push.s, "\"v\":1");
	assert_non_null(version);
	version[4] = '9';
	assert_int_equal(ask(k, &v, "POST /v1/sync/ops", NULL, k->device, push.s), ERR_SCHEMA);
	assert_int_equal(v.status, 426);
	str_free(&push);
	op_free(&op);
	str_free(&v.body);
}

/* Work is marked as made offline when the centre itself had not heard of the seat at that time. */
static bool
filed_offline(struct counter *k, int last2, int64_t age_ms)
{
	struct visit v = { 0 };
	struct event *events;
	struct op_item item;
	struct str body = { 0 }, push = { 0 };
	struct err e = { 0 };
	struct op op;
	bool offline;
	size_t n;

	tcentre_lamp(&k->c, &op, EVENT_SUBMIT, last2);
	assert_int_equal(op_body(&op, &body, &e), ERR_OK);
	item = (struct op_item){ ++k->c.n, age_ms, body.s, body.len };
	assert_int_equal(ops_write(&item, 1, &push, &e), ERR_OK);
	if (ask(k, &v, "POST /v1/sync/ops", NULL, k->device, push.s) != ERR_OK)
		fail_msg("push: %s", v.e.text);
	assert_int_equal(store_events(k->c.store, op.ticket, 1, &events, &n, &e), ERR_OK);
	offline = events[0].offline;
	for (size_t i = 0; i < n; i++)
		event_free(&events[i]);
	free(events);
	op_free(&op);
	str_free(&body);
	str_free(&push);
	str_free(&v.body);
	return offline;
}

static void
out_of_contact_is_what_the_centre_saw(void **state)
{
	struct counter *k = *state;
	struct visit v = { 0 };

	for (int i = 0; i < 20; i++) { /* polling all along: ten minutes */
		assert_int_equal(
		    ask(k, &v, "GET /v1/sync/changes", "feed=centre", k->agent, NULL), ERR_OK);
		k->c.now += 30000;
	}
	assert_false(filed_offline(k, 1, 5 * 60000));
	k->c.now += 10 * 60000; /* the line is down */
	assert_int_equal(ask(k, &v, "GET /v1/sync/changes", "feed=centre", k->agent, NULL), ERR_OK);
	k->c.now += 1000; /* it has just come back, with what was made meanwhile */
	assert_true(filed_offline(k, 2, 5 * 60000));
	assert_false(filed_offline(k, 3, 500));
	str_free(&v.body);
}

/* ---- reading ---- */

static void
a_ticket_with_its_events(void **state)
{
	struct counter *k = *state;
	struct visit v = { 0 };
	struct msg_ticket m;
	struct err e = { 0 };
	char id[ID_SIZE], what[80];

	file_lamp(k, 17, "1", id);
	snprintf(what, sizeof(what), "GET /v1/tickets/%s", id);
	assert_int_equal(ask(k, &v, what, NULL, k->agent, NULL), ERR_OK);
	assert_int_equal(msg_ticket_read(str_c(&v.body), v.body.len, &m, &e), ERR_OK);
	assert_int_equal(m.n_events, 2);
	assert_int_equal(v.etag, m.ticket.rev);
	assert_string_equal(fields_get(&m.ticket.f, TF_CALLER_PHONE), "13800005678");
	msg_ticket_free(&m);
	/* confidential: the unit it went to works on it without knowing who */
	assert_int_equal(ask(k, &v, what, NULL, k->unit, NULL), ERR_OK);
	assert_null(strstr(str_c(&v.body), "13800005678"));
	assert_null(strstr(str_c(&v.body), "张女士"));
	assert_non_null(strstr(str_c(&v.body), "红山路78号"));
	str_free(&v.body);
}

static void
another_units_ticket_is_not_there(void **state)
{
	struct counter *k = *state;
	struct store_scopes elsewhere = { .scope = { "unit:1022" }, .n = 1 };
	struct visit v = { 0 };
	struct err e = { 0 };
	char id[ID_SIZE], what[80];

	file_lamp(k, 18, "0", id);
	assert_int_equal(store_scopes_set(k->c.store, id, &elsewhere, &e), ERR_OK);
	snprintf(what, sizeof(what), "GET /v1/tickets/%s", id);
	assert_int_equal(ask(k, &v, what, NULL, k->unit, NULL), ERR_NOT_FOUND);
	str_free(&v.body);
}

static void
changes_and_first_fill(void **state)
{
	struct counter *k = *state;
	struct msg_snapshot s;
	struct visit v = { 0 };
	struct err e = { 0 };
	char id[ID_SIZE], what[96], query[CURSOR_SIZE + 40];
	struct page p;

	file_lamp(k, 1, "0", id);
	assert_int_equal(
	    ask(k, &v, "GET /v1/sync/changes", "wait=25&feed=centre", k->agent, NULL), ERR_OK);
	assert_int_equal(page_read(str_c(&v.body), v.body.len, &p, &e), ERR_OK);
	assert_int_equal(p.n_tickets, 1);
	assert_int_equal(p.last_op, 1);
	page_free(&p);
	/* the cursor of a first fill is from before its first page */
	assert_int_equal(
	    ask(k, &v, "POST /v1/sync/snapshot", NULL, k->agent, "{\"feed\":\"centre\"}"), ERR_OK);
	assert_int_equal(v.status, 201);
	assert_int_equal(msg_snapshot_read(str_c(&v.body), v.body.len, &s, &e), ERR_OK);
	assert_int_equal(s.count, 1);
	file_lamp(k, 2, "0", id);
	snprintf(what, sizeof(what), "GET /v1/sync/snapshot/%s", s.id);
	assert_int_equal(ask(k, &v, what, "limit=100", k->agent, NULL), ERR_OK);
	assert_int_equal(page_read(str_c(&v.body), v.body.len, &p, &e), ERR_OK);
	assert_int_equal(p.n_tickets, 2);
	assert_string_equal(p.cursor, s.cursor);
	assert_true(p.more);
	snprintf(query, sizeof(query), "after=%s", p.tickets[1].id);
	page_free(&p);
	assert_int_equal(ask(k, &v, what, query, k->agent, NULL), ERR_OK);
	assert_int_equal(page_read(str_c(&v.body), v.body.len, &p, &e), ERR_OK);
	assert_int_equal(p.n_tickets, 0);
	assert_false(p.more);
	page_free(&p);
	/* and the second ticket comes again behind that cursor */
	snprintf(query, sizeof(query), "feed=centre&cursor=%s", s.cursor);
	assert_int_equal(ask(k, &v, "GET /v1/sync/changes", query, k->agent, NULL), ERR_OK);
	assert_int_equal(page_read(str_c(&v.body), v.body.len, &p, &e), ERR_OK);
	assert_int_equal(p.n_tickets, 1);
	assert_string_equal(p.tickets[0].id, id);
	page_free(&p);
	/* somebody else's first fill is nobody's business */
	assert_int_equal(ask(k, &v, what, NULL, k->unit, NULL), ERR_CURSOR_EXPIRED);
	str_free(&v.body);
}

static void
a_digest_finds_a_difference(void **state)
{
	struct counter *k = *state;
	struct visit before = { 0 }, after = { 0 };
	char id[ID_SIZE];

	file_lamp(k, 1, "0", id);
	assert_int_equal(
	    ask(k, &before, "GET /v1/sync/digest", "feed=centre", k->agent, NULL), ERR_OK);
	assert_int_equal(
	    ask(k, &after, "GET /v1/sync/digest", "feed=centre", k->agent, NULL), ERR_OK);
	assert_string_equal(str_c(&before.body), str_c(&after.body));
	file_lamp(k, 2, "0", id);
	assert_int_equal(
	    ask(k, &after, "GET /v1/sync/digest", "feed=centre", k->agent, NULL), ERR_OK);
	assert_string_not_equal(str_c(&before.body), str_c(&after.body));
	str_free(&before.body);
	str_free(&after.body);
}

static void
looks_are_kept_once(void **state)
{
	struct counter *k = *state;
	struct visit v = { 0 };

	for (int i = 0; i < 2; i++) {
		assert_int_equal(ask(k, &v, "POST /v1/audit", NULL, k->device, ROW("")), ERR_OK);
		assert_string_equal(str_c(&v.body), "{\"kept\":1}");
	}
	assert_int_equal(store_audit_count(k->c.store), 1);
	assert_int_equal(store_audit_verify(k->c.store), 0);
	str_free(&v.body);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, counter_setup, counter_teardown)
	const struct CMUnitTest tests[] = {
		T(what_is_no_request_is_refused),
		T(too_much_at_once),
		T(the_centre_says_who_it_is),
		T(a_gap_says_what_is_expected),
		T(an_unknown_schema_is_told_to_upgrade),
		T(out_of_contact_is_what_the_centre_saw),
		T(a_ticket_with_its_events),
		T(another_units_ticket_is_not_there),
		T(changes_and_first_fill),
		T(a_digest_finds_a_difference),
		T(looks_are_kept_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
