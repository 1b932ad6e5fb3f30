/* POST /v1/records: who, what is no record, each row alone, twice is once. */
#include "counter.h"

#include "server/store/records.h"
#include "wire/record_json.h"

#define READ_OF(n, by, of)                                                                     \
	"{\"id\":\"018f0000-0000-7000-8000-00000000000" #n "\",\"kind\":\"read\",\"by\":\"" by \
	"\",\"at\":5,\"object\":\"" of "\"}"
#define READ(n, by) READ_OF(n, by, "B3")
#define CITE(n, by)                                                                            \
	"{\"id\":\"018f0000-0000-7000-8000-00000000000" #n "\",\"kind\":\"cite\",\"by\":\"" by \
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
	assert_int_equal(ask(k, &v, "DELETE /v1/records", NULL, k->device, NULL), ERR_METHOD);
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

/* Does the centre keep that one row? Its answer stays in ${v}. */
static bool
keeps(struct counter *k, struct visit *v, const char *row)
{
	char body[700];

	snprintf(body, sizeof(body), "{\"rows\":[%s]}", row);
	assert_int_equal(ask(k, v, "POST /v1/records", NULL, k->device, body), ERR_OK);
	return strstr(str_c(&v->body), "\"refused\":[]") != NULL;
}

#define AT    "\"at\":5"
#define QA(n) "018f0000-0000-7000-8000-0000000000" #n
#define SHEET(n, by, of)                                                                        \
	"{\"id\":\"" QA(n) "\",\"kind\":\"qa_sheet\",\"by\":\"" by "\"," AT ",\"object\":\"" of \
			   "\",\"code\":\"agent\",\"result\":\"excellent\"}"
#define AGAIN(n, by)                                                                          \
	"{\"id\":\"" QA(                                                                      \
	    n) "\",\"kind\":\"qa_again\",\"by\":\"" by "\"," AT                               \
	       ",\"object\":\"1154\",\"code\":\"agent\",\"result\":\"pass\",\"text\":\"=" QA( \
		   21) " 3.1 1.2\"}"
#define DISPUTE(n, by, sheet)                                                                     \
	"{\"id\":\"" QA(n) "\",\"kind\":\"qa_dispute\",\"by\":\"" by "\"," AT ",\"object\":\"" by \
			   "\",\"text\":\"=" sheet "\\n已经复述\"}"

static void
add_person(struct counter *k, const char *job_no, const char *roles)
{
	struct store_user u = { .active = true };

	str_copy(u.job_no, sizeof(u.job_no), job_no);
	str_copy(u.name, sizeof(u.name), "某某");
	str_copy(u.roles, sizeof(u.roles), roles);
	assert_int_equal(store_user_put(k->c.store, &u, NULL), ERR_OK);
	tcentre_sign_in(&k->c, k->c.device, job_no);
}

/* Who may score, who may answer a score: each row alone, and the reason comes back. */
static void
scores_and_who_may_give_them(void **state)
{
	static const struct {
		const char *row;
		bool kept;
	} cases[] = {
		{ SHEET(21, "1301", "1154"), true },
		{ SHEET(22, "1154", "1107"), false }, /* an agent scores nobody */
		{ AGAIN(23, "1301"), false },         /* his own sheet */
		{ AGAIN(24, "1302"), true }, { DISPUTE(25, "1154", QA(21)), true },
		{ DISPUTE(26, "1107", QA(21)), false }, /* it is not about her */
		{ DISPUTE(27, "1154", QA(99)), false }, /* no such sheet */
	};
	struct counter *k = *state;
	struct visit v = { 0 };

	add_person(k, "1301", "qa");
	add_person(k, "1302", "qa");
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		if (keeps(k, &v, cases[i].row) != cases[i].kept)
			fail_msg("case %zu: %s", i, str_c(&v.body));
	}
	str_free(&v.body);
}

#define NOW "\"at\":4000000000000" /* a clock that is ahead: it counts as now */
#define HELP(n, by, code, object, text)                                                            \
	"{\"id\":\"" QA(n) "\",\"kind\":\"assist\",\"by\":\"" by "\"," NOW ",\"object\":\"" object \
			   "\",\"code\":\"" code "\"" text "}"
#define ASKS(n, by)         HELP(n, by, "ask", "1154", ",\"text\":\"\\n0701\\n要爬塔吊\"")
#define SAYS(n, by, to, of) HELP(n, by, "answer", to, ",\"text\":\"=" QA(of) "\\n先稳住\"")
#define ORDER(n, by, to)                                                                      \
	"{\"id\":\"" QA(n) "\",\"kind\":\"order\",\"by\":\"" by "\"," NOW ",\"object\":\"" to \
			   "\",\"code\":\"rest\",\"text\":\"歇一歇\"}"

/* Who asks for help, who answers, who sends somebody to rest; and those it concerns are told with the commit. */
static void
help_and_who_may_give_it(void **state)
{
	static const struct {
		const char *row;
		bool kept, tells;
	} cases[] = {
		{ ASKS(21, "1154"), true, true },
		{ ASKS(21, "1154"), true, false },              /* twice is once */
		{ ASKS(22, "1501"), false, false },             /* no call-taker */
		{ SAYS(23, "1154", "1154", 21), false, false }, /* not a senior */
		{ SAYS(24, "1122", "1154", 21), true, true },
		{ SAYS(25, "1122", "1107", 21), false, false }, /* not her request */
		{ SAYS(26, "1122", "1154", 99), false, false }, /* no such request */
		{ SAYS(27, "1122", "1154", 24), false, false }, /* is none */
		{ SAYS(36, "1122", "1154", 36), false, false }, /* nor is it one itself */
		{ HELP(28, "1107", "withdraw", QA(21), ""), false, false },
		{ HELP(29, "1154", "withdraw", QA(21), ""), true, true },
		{ ORDER(31, "1154", "1154"), false, false }, /* one's own forced rest */
		{ ORDER(32, "1107", "1154"), false, false },
		{ ORDER(33, "1122", "1154"), true, true },
		{ ORDER(34, "1122", "7777"), false, false }, /* nobody */
		{ ORDER(35, "1122", "1501"), false, false }, /* takes no calls */
	};
	struct counter *k = *state;
	struct visit v = { 0 };

	add_person(k, "1122", "senior");
	add_person(k, "1501", "dispatcher");
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		if (keeps(k, &v, cases[i].row) != cases[i].kept ||
		    (k->c.core.touched.n_told > 0) != cases[i].tells)
			fail_msg("case %zu: %s", i, str_c(&v.body));
	}
	/* Her next poll ends at once and says how far there is something, until she has heard of it. */
	api_wake(k->api,
	    &(struct core_touched){ .n_told = 1,
		.told = { { .head = { .kind = RECORD_ORDER, .by = "1122", .object = "1154" },
		    .seq = store_shared_last(k->c.store) } } });
	assert_int_equal(
	    ask(k, &v, "GET /v1/sync/changes", "feed=centre&desk=0", k->agent, NULL), ERR_OK);
	assert_non_null(strstr(str_c(&v.body), "\"desk\":"));
	assert_int_equal(
	    ask(k, &v, "GET /v1/sync/changes", "feed=centre&desk=99999", k->agent, NULL), ERR_OK);
	assert_null(strstr(str_c(&v.body), "\"desk\":"));
	assert_int_equal(ask(k, &v, "GET /v1/sync/changes", "feed=centre", k->agent, NULL), ERR_OK);
	assert_null(strstr(str_c(&v.body), "\"desk\":")); /* a seat from before */
	assert_int_equal(
	    ask(k, &v, "GET /v1/sync/changes", "feed=centre&desk=x", k->agent, NULL), ERR_INVALID);
	/* And the call-taker gets the answer and the order, not what others asked. */
	assert_int_equal(ask(k, &v, "GET /v1/records", NULL, k->agent, NULL), ERR_OK);
	assert_non_null(strstr(str_c(&v.body), QA(24)));
	assert_non_null(strstr(str_c(&v.body), QA(33)));
	str_free(&v.body);
}

#define PACKET(n, by, to, code, text)                                                          \
	"{\"id\":\"" QA(n) "\",\"kind\":\"packet\",\"by\":\"" by "\"," NOW ",\"object\":\"" to \
			   "\",\"code\":\"" code "\",\"text\":\"" text "\"}"
#define OFFER(n, by, to)          PACKET(n, by, to, "offer", "seat=1154\\ncontent=路灯不亮\\n")
#define SAID(n, by, to, code, of) PACKET(n, by, to, code, "=" QA(of) "\\n一句")

/* A caller handed to a colleague with what is known of the matter: to whom, who says what of it, and who reads it. */
static void
packets_and_who_may_say_what_of_them(void **state)
{
	static const struct {
		const char *row;
		bool kept;
	} cases[] = {
		{ OFFER(21, "1154", "1122"), true },
		{ OFFER(22, "1154", "1501"), false }, /* takes no calls */
		{ OFFER(23, "1501", "1154"), false },
		{ SAID(24, "1154", "1122", "taken", 21), false }, /* not hers to take */
		{ SAID(25, "1107", "1154", "seen", 21), false },
		{ SAID(26, "1122", "1107", "seen", 21), false }, /* said to nobody of the two */
		{ SAID(27, "1122", "1154", "seen", 21), true },
		{ SAID(28, "1122", "1154", "taken", 99), false }, /* no such packet */
		{ SAID(30, "1122", "1154", "taken", 30), false }, /* nor is it one itself */
		{ SAID(29, "1154", "1122", "back", 21), true },
	};
	struct counter *k = *state;
	struct visit v = { 0 };

	add_person(k, "1122", "senior");
	add_person(k, "1501", "dispatcher");
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		if (keeps(k, &v, cases[i].row) != cases[i].kept ||
		    (k->c.core.touched.n_told > 0) != cases[i].kept)
			fail_msg("case %zu: %s", i, str_c(&v.body));
	}
	assert_int_equal(ask(k, &v, "GET /v1/records", NULL, k->agent, NULL), ERR_OK);
	assert_non_null(strstr(str_c(&v.body), "路灯不亮"));
	assert_int_equal(ask(k, &v, "GET /v1/records", NULL, k->unit, NULL), ERR_OK);
	assert_null(strstr(str_c(&v.body), "路灯不亮"));
	str_free(&v.body);
}

#define SITS(n, by, seat, code)                                                                 \
	"{\"id\":\"" QA(n) "\",\"kind\":\"agent\",\"by\":\"" by "\"," NOW ",\"object\":\"" seat \
			   "\",\"code\":\"" code "\"}"

/* Who could take a caller now: the newest state of each, for who takes calls himself. */
static void
who_sits_there(void **state)
{
	static const char body[] = "{\"rows\":[" SITS(21, "1154", "1154", "idle") "," SITS(
	    22, "1122", "1122", "offline") "]}";
	struct counter *k = *state;
	struct visit v = { 0 };

	add_person(k, "1122", "senior");
	assert_int_equal(ask(k, &v, "POST /v1/records", NULL, k->device, body), ERR_OK);
	assert_int_equal(ask(k, &v, "GET /v1/seats/there", NULL, NULL, NULL), ERR_UNAUTHORISED);
	assert_int_equal(ask(k, &v, "GET /v1/seats/there", NULL, k->agent, NULL), ERR_OK);
	assert_non_null(strstr(str_c(&v.body), "\"job_no\":\"1154\",\"state\":\"idle\""));
	assert_null(strstr(str_c(&v.body), "1122")); /* has gone */
	assert_int_equal(ask(k, &v, "GET /v1/seats/there", NULL, k->unit, NULL), ERR_OK);
	assert_string_equal(str_c(&v.body), "{\"seats\":[],\"more\":false}");
	str_free(&v.body);
}

/* What comes back: about oneself, in pages, and to others not at all. */
static void
what_others_wrote_comes_back(void **state)
{
	static const char body[] = "{\"rows\":[" CITE(1, "1154") "," SHEET(
	    21, "1301", "1154") "," SHEET(22, "1301", "1107") "," SHEET(23, "1301", "1154") "]}";
	struct counter *k = *state;
	struct record_page p;
	struct visit v = { 0 };

	add_person(k, "1301", "qa");
	assert_int_equal(ask(k, &v, "POST /v1/records", NULL, k->device, body), ERR_OK);
	assert_int_equal(ask(k, &v, "GET /v1/records", NULL, k->device, NULL), ERR_UNAUTHORISED);
	assert_int_equal(ask(k, &v, "GET /v1/records", "limit=1", k->agent, NULL), ERR_OK);
	assert_int_equal(record_page_read(str_c(&v.body), v.body.len, &p, NULL), ERR_OK);
	assert_int_equal(p.count, 1);
	assert_string_equal(p.rows[0].id, QA(21));
	assert_true(p.more);
	record_page_free(&p);
	assert_int_equal(ask(k, &v, "GET /v1/records", "after=1", k->agent, NULL), ERR_OK);
	assert_int_equal(record_page_read(str_c(&v.body), v.body.len, &p, NULL), ERR_OK);
	assert_int_equal(p.count, 1); /* not the one about 1107, and no citation */
	assert_string_equal(p.rows[0].id, QA(23));
	assert_int_equal(p.next, 3);
	assert_false(p.more);
	record_page_free(&p);
	assert_int_equal(ask(k, &v, "GET /v1/records", NULL, k->unit, NULL), ERR_OK);
	assert_non_null(strstr(str_c(&v.body), "\"rows\":[]"));
	assert_int_equal(ask(k, &v, "GET /v1/records", "after=-1", k->agent, NULL), ERR_INVALID);
	str_free(&v.body);
}

/* Who has read talking points of people comes back to those who may let them out: not to who only writes them, not to the
 * reader, not to a unit, and nothing of what else was read. A row of it is short: a hundred readers are one small page. */
static void
readers_come_back_to_those_who_let_out(void **state)
{
	static const char body[] =
	    "{\"rows\":[" READ(1, "1154") "," READ_OF(2, "1154", "L1122222601-1101") "]}";
	static const struct {
		const char *roles;
		size_t rows;
	} cases[] = { { "senior", 1 }, { "kb_editor", 0 }, { "leader", 1 }, { "agent", 0 },
		{ "dispatcher", 0 }, { "qa", 0 }, { "unit", 0 }, { "unit_lead", 0 },
		{ "village", 0 }, { "supervisor", 0 }, { "admin", 0 } };
	struct counter *k = *state;
	char pwhash[sizeof(((struct store_user *)0)->pwhash)];
	struct record_page p;
	struct visit v = { 0 };

	assert_int_equal(secret_pw_hash(CENTRE_PASSWORD, pwhash, NULL), ERR_OK);
	assert_int_equal(ask(k, &v, "POST /v1/records", NULL, k->device, body), ERR_OK);
	assert_non_null(strstr(str_c(&v.body), "\"kept\":2"));
	assert_int_equal(ask(k, &v, "GET /v1/records", NULL, k->agent, NULL), ERR_OK);
	assert_non_null(strstr(str_c(&v.body), "\"rows\":[]")); /* her own */
	assert_int_equal(ask(k, &v, "GET /v1/records", NULL, k->unit, NULL), ERR_OK);
	assert_non_null(strstr(str_c(&v.body), "\"rows\":[]"));
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct store_user u = { .active = true };
		char no[8], header[96];

		(void)snprintf(no, sizeof(no), "14%02zu", i);
		str_copy(u.job_no, sizeof(u.job_no), no);
		str_copy(u.name, sizeof(u.name), "某某");
		str_copy(u.roles, sizeof(u.roles), cases[i].roles);
		str_copy(u.pwhash, sizeof(u.pwhash), pwhash);
		assert_int_equal(store_user_put(k->c.store, &u, NULL), ERR_OK);
		assert_int_equal(counter_sign_in(k, no, CENTRE_PASSWORD, header), ERR_OK);
		assert_int_equal(ask(k, &v, "GET /v1/records", NULL, header, NULL), ERR_OK);
		assert_int_equal(record_page_read(str_c(&v.body), v.body.len, &p, NULL), ERR_OK);
		if (p.count != cases[i].rows)
			fail_msg("%s: %d rows", cases[i].roles, (int)p.count);
		if (p.count > 0) {
			assert_string_equal(p.rows[0].object, "L1122222601-1101");
			assert_true(v.body.len < 260); /* one row and the frame around it */
		}
		record_page_free(&p);
	}
	str_free(&v.body);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, counter_setup, counter_teardown)
	const struct CMUnitTest tests[] = {
		T(what_is_no_record_is_refused),
		T(each_row_alone),
		T(scores_and_who_may_give_them),
		T(help_and_who_may_give_it),
		T(packets_and_who_may_say_what_of_them),
		T(who_sits_there),
		T(what_others_wrote_comes_back),
		T(readers_come_back_to_those_who_let_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
