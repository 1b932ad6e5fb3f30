/* Questions of a screen through the sync core: sent once, whatever becomes of them; answered in words; at once when the line
 * is down. */
#include "play.h"

static int
setup(void **state)
{
	return play_setup(state, false);
}

/* The line is up and 1154 has signed in. */
static void
sit(struct play *p)
{
	const struct sync_request *r;

	step(p, (struct sync_event){ .kind = SYNC_SIGN_IN, .job_no = "1154", .password = "x" });
	r = play_until(p, ASK_LOGIN);
	assert_non_null(r);
	answer(p, r->id, 201,
	    "{\"token\":\"t\",\"expires_at\":1,\"server_ms\":1795142522000,\"job_no\":\"1154\","
	    "\"name\":\"王芳\",\"roles\":\"admin\",\"unit\":\"\",\"feed\":\"centre\",\"seat_key\":"
	    "\"\"}");
	assert_non_null(sync_session(p->s));
}

static void
question(struct play *p, uint64_t id, const char *what, const char *body)
{
	step(p, (struct sync_event){ .kind = SYNC_ASK,
		    .question = id,
		    .what = what,
		    .body = body,
		    .len = body != NULL ? strlen(body) : 0 });
}

static const struct sync_note *
told(const struct play *p, uint64_t id)
{
	for (int i = 0; i < p->a.n_notes; i++)
		if (p->a.notes[i].kind == NOTE_ANSWER && p->a.notes[i].question == id)
			return &p->a.notes[i];
	return NULL;
}

static void
test_asked_and_answered(void **state)
{
	struct play *p = *state;
	const struct sync_request *r;
	uint64_t id;

	sit(p);
	question(p, 7, "PATCH /v1/admin/users/1154", "{}");
	r = play_until(p, ASK_QUESTION);
	assert_non_null(r);
	assert_string_equal(r->method, "PATCH");
	assert_string_equal(r->path, "/v1/admin/users/1154");
	assert_string_equal(r->auth, "Bearer t");
	assert_int_equal(r->len, 2);
	id = r->id;
	question(p, 8, "GET /v1/admin/users?after=", NULL);
	assert_null(sent(p, ASK_QUESTION)); /* one after the other */
	answer(p, id, 204, "");
	assert_non_null(told(p, 7));
	assert_int_equal(told(p, 7)->err.code, ERR_OK);
	r = play_until(p, ASK_QUESTION);
	assert_non_null(r);
	answer(p, r->id, 200, "{\"people\":[]}");
	assert_string_equal(told(p, 8)->answer, "{\"people\":[]}");
}

static void
test_never_twice(void **state)
{
	struct play *p = *state;
	const struct sync_request *r;

	sit(p);
	question(p, 7, "POST /v1/admin/users", "{}");
	r = play_until(p, ASK_QUESTION);
	assert_non_null(r);
	answer(p, r->id, LOST, "");
	assert_non_null(told(p, 7));
	assert_int_equal(told(p, 7)->err.code, ERR_TIMEOUT);
	for (int i = 0; i < 20; i++) {
		assert_null(sent(p, ASK_QUESTION));
		p->now += 60000;
		step(p, (struct sync_event){ .kind = SYNC_TIME });
	}
}

static void
test_a_refusal_in_its_words(void **state)
{
	struct play *p = *state;
	const struct sync_request *r;

	sit(p);
	question(p, 7, "GET /v1/admin/users", NULL);
	r = play_until(p, ASK_QUESTION);
	assert_non_null(r);
	answer(p, r->id, 403,
	    "{\"type\":\"about:blank\",\"title\":\"x\",\"status\":403,\"code\":\"forbidden\","
	    "\"detail\":\"您的角色不能管理人员和密码\"}");
	assert_non_null(told(p, 7));
	assert_int_equal(told(p, 7)->err.code, ERR_FORBIDDEN);
	assert_string_equal(told(p, 7)->err.text, "您的角色不能管理人员和密码");
}

static void
test_with_the_line_down(void **state)
{
	struct play *p = *state;

	question(p, 7, "GET /v1/admin/users", NULL);
	assert_non_null(told(p, 7));
	assert_int_equal(told(p, 7)->err.code, ERR_NEEDS_CENTRE);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, play_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_asked_and_answered),
		TEST(test_never_twice),
		TEST(test_a_refusal_in_its_words),
		TEST(test_with_the_line_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
