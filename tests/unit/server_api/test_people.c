/* Enrolling seats, signing people in and out, locks, and what the administrator does. */
#include "counter.h"

#include "wire/admin_json.h"

static enum err_code
admin(struct counter *k, struct visit *v, const char *path, const char *body)
{
	char method[] = "POST";

	str_free(&v->body);
	*v = (struct visit){ .query = NULL };
	v->call = (struct api_call){ .rq = { .method = method,
					 .path = path,
					 .query = visit_query,
					 .body = body,
					 .body_bytes = strlen(body),
					 .same_user = true },
		.answer = visit_answer,
		.problem = visit_problem };
	api_serve(k->api, &v->call);
	assert_int_equal(v->answers, 1);
	return v->e.code;
}

/* ---- passwords ---- */

static void
wrong_passwords_lock_the_job_number(void **state)
{
	struct counter *k = *state;
	char header[96];

	for (int i = 0; i < 4; i++)
		assert_int_equal(
		    counter_sign_in(k, CENTRE_AGENT, "wrong", header), ERR_UNAUTHORISED);
	assert_int_equal(counter_sign_in(k, CENTRE_AGENT, CENTRE_PASSWORD, header), ERR_OK);
	for (int i = 0; i < 5; i++) /* the count began anew */
		assert_int_equal(
		    counter_sign_in(k, CENTRE_AGENT, "wrong", header), ERR_UNAUTHORISED);
	assert_int_equal(counter_sign_in(k, CENTRE_AGENT, CENTRE_PASSWORD, header), ERR_BUSY);
	assert_int_equal(counter_sign_in(k, CENTRE_UNIT, CENTRE_PASSWORD, header), ERR_OK);
	k->c.now += AUTH_LOCK_MS + 1;
	assert_int_equal(counter_sign_in(k, CENTRE_AGENT, CENTRE_PASSWORD, header), ERR_OK);
}

/* Nobody can tell an unknown job number from a wrong password, nor sign in without a password. */
static void
unknown_and_passwordless_people(void **state)
{
	struct counter *k = *state;
	char header[96];

	assert_int_equal(counter_sign_in(k, "0000", "x", header), ERR_UNAUTHORISED);
	assert_int_equal(counter_sign_in(k, "0000", "", header), ERR_UNAUTHORISED);
	assert_int_equal(counter_sign_in(k, CENTRE_OTHER, "", header), ERR_UNAUTHORISED);
	assert_int_equal(counter_sign_in(k, CENTRE_AGENT, "", header), ERR_UNAUTHORISED);
}

static void
sessions_end(void **state)
{
	struct counter *k = *state;
	struct visit v = { 0 };
	char header[96];

	assert_int_equal(ask(k, &v, "DELETE /v1/sessions", NULL, k->agent, NULL), ERR_OK);
	assert_int_equal(v.status, 204);
	assert_int_equal(
	    ask(k, &v, "GET /v1/sync/changes", "feed=centre", k->agent, NULL), ERR_UNAUTHORISED);
	assert_int_equal(counter_sign_in(k, CENTRE_AGENT, CENTRE_PASSWORD, header), ERR_OK);
	assert_int_equal(ask(k, &v, "GET /v1/sync/changes", "feed=centre", header, NULL), ERR_OK);
	k->c.now += AUTH_SESSION_MS + 1;
	assert_int_equal(
	    ask(k, &v, "GET /v1/sync/changes", "feed=centre", header, NULL), ERR_UNAUTHORISED);
	str_free(&v.body);
}

static void
who_has_left_is_out_at_once(void **state)
{
	struct counter *k = *state;
	struct visit v = { 0 };
	struct store_device d;
	struct store_user u;
	struct err e = { 0 };
	char header[96];

	assert_int_equal(store_user_get(k->c.store, CENTRE_AGENT, &u, &e), ERR_OK);
	u.active = false;
	assert_int_equal(store_user_put(k->c.store, &u, &e), ERR_OK);
	assert_int_equal(
	    ask(k, &v, "GET /v1/sync/changes", "feed=centre", k->agent, NULL), ERR_UNAUTHORISED);
	assert_int_equal(
	    counter_sign_in(k, CENTRE_AGENT, CENTRE_PASSWORD, header), ERR_UNAUTHORISED);
	assert_int_equal(store_device_get(k->c.store, k->c.device, &d, &e), ERR_OK);
	assert_int_equal(store_device_revoke(k->c.store, "0000", &e), ERR_NOT_FOUND);
	assert_int_equal(store_device_revoke(k->c.store, d.seat_no, &e), ERR_OK);
	assert_int_equal(store_devices(k->c.store, "", &d, 1), 1);
	assert_true(d.revoked);
	assert_int_equal(
	    ask(k, &v, "GET /v1/sync/changes", "feed=unit:1021", k->unit, NULL), ERR_DEVICE);
	assert_int_equal(counter_sign_in(k, CENTRE_UNIT, CENTRE_PASSWORD, header), ERR_DEVICE);
	str_free(&v.body);
}

/* ---- a private centre ---- */

static void
only_a_private_centre_trusts_its_user(void **state)
{
	static const char login[] = "{\"job_no\":\"1154\",\"password\":\"\"}";
	struct counter k;
	struct visit v = { 0 };

	(void)state;
	counter_open(&k, true);
	/* over the network it is a centre like any other */
	assert_int_equal(ask(&k, &v, "POST /v1/sessions", NULL, k.device, login), ERR_UNAUTHORISED);
	assert_int_equal(
	    ask(&k, &v, "POST /v1/devices", NULL, NULL, "{\"code\":\"\"}"), ERR_FORBIDDEN);
	v.call.rq.same_user = true;
	assert_int_equal(admin(&k, &v, "/v1/devices", "{\"code\":\"\",\"name\":\"本机\"}"), ERR_OK);
	assert_non_null(strstr(str_c(&v.body), "\"seat_no\":\"9000\""));
	api_free(k.api);
	tcentre_close(&k.c);
	tmpdir_remove(k.dir);
	str_free(&v.body);
}

static enum err_code
local_login(struct counter *k, const char *job_no)
{
	char body[64], method[] = "POST";
	struct visit v = { .query = NULL };
	enum err_code rc;

	snprintf(body, sizeof(body), "{\"job_no\":\"%s\",\"password\":\"\"}", job_no);
	v.call = (struct api_call){ .rq = { .method = method,
					.path = "/v1/sessions",
					.query = visit_query,
					.authorization = k->device,
					.body = body,
					.body_bytes = strlen(body),
					.same_user = true },
		.answer = visit_answer,
		.problem = visit_problem };
	api_serve(k->api, &v.call);
	rc = v.e.code;
	str_free(&v.body);
	return rc;
}

static void
its_user_is_anybody_there_and_only_there(void **state)
{
	struct counter *real = *state;
	struct counter k;
	struct visit v = { 0 };

	counter_open(&k, true);
	assert_int_equal(local_login(&k, CENTRE_AGENT), ERR_OK);
	assert_int_equal(local_login(&k, CENTRE_OTHER), ERR_OK);
	assert_int_equal(local_login(&k, CENTRE_ADMIN), ERR_OK);
	assert_int_equal(local_login(&k, "0000"), ERR_UNAUTHORISED);
	/* over the network an administrator has to know the password, like everybody */
	assert_int_equal(ask(&k, &v, "POST /v1/sessions", NULL, k.device,
			     "{\"job_no\":\"" CENTRE_ADMIN "\",\"password\":\"\"}"),
	    ERR_UNAUTHORISED);
	assert_non_null(strstr(v.e.text, "密码"));
	assert_int_equal(local_login(real, CENTRE_AGENT), ERR_UNAUTHORISED);
	assert_int_equal(local_login(real, CENTRE_ADMIN), ERR_UNAUTHORISED);
	str_free(&v.body);
	api_free(k.api);
	tcentre_close(&k.c);
	tmpdir_remove(k.dir);
}

/* ---- seats ---- */

static void
a_code_enrols_one_seat(void **state)
{
	struct counter *k = *state;
	struct admin_code code;
	struct msg_device d;
	struct visit v = { 0 };
	struct err e = { 0 };
	char body[80];

	assert_int_equal(admin(k, &v, "/v1/admin/seats", "{\"seat_no\":\"1160\"}"), ERR_OK);
	assert_int_equal(admin_code_read(str_c(&v.body), v.body.len, &code, &e), ERR_OK);
	assert_int_equal(strlen(code.code), 14);
	for (char *p = code.code; *p != '\0'; p++) /* as somebody types it */
		*p = *p >= 'A' && *p <= 'Z' ? (char)(*p - 'A' + 'a') : *p == '-' ? ' ' : *p;
	snprintf(body, sizeof(body), "{\"code\":\"%s\",\"name\":\"三号席\"}", code.code);
	assert_int_equal(ask(k, &v, "POST /v1/devices", NULL, NULL, body), ERR_OK);
	assert_int_equal(v.status, 201);
	assert_int_equal(msg_device_read(str_c(&v.body), v.body.len, &d, &e), ERR_OK);
	assert_string_equal(d.seat_no, "1160");
	assert_int_equal(ask(k, &v, "POST /v1/devices", NULL, NULL, body), ERR_NOT_FOUND);
	/* the seat number is taken now */
	assert_int_equal(admin(k, &v, "/v1/admin/seats", "{\"seat_no\":\"1160\"}"), ERR_CONFLICT);
	/* any number: of the centre's own */
	assert_int_equal(admin(k, &v, "/v1/admin/seats", "{}"), ERR_OK);
	assert_int_equal(admin_code_read(str_c(&v.body), v.body.len, &code, &e), ERR_OK);
	snprintf(body, sizeof(body), "{\"code\":\"%s\"}", code.code);
	assert_int_equal(ask(k, &v, "POST /v1/devices", NULL, NULL, body), ERR_OK);
	assert_non_null(strstr(str_c(&v.body), "\"seat_no\":\"9000\""));
	str_free(&v.body);
}

static void
two_codes_for_one_seat(void **state)
{
	struct counter *k = *state;
	struct admin_code code[2];
	struct visit v = { 0 };
	struct err e = { 0 };
	char body[80];

	for (int i = 0; i < 2; i++) {
		assert_int_equal(admin(k, &v, "/v1/admin/seats", "{\"seat_no\":\"1161\"}"), ERR_OK);
		assert_int_equal(admin_code_read(str_c(&v.body), v.body.len, &code[i], &e), ERR_OK);
	}
	snprintf(body, sizeof(body), "{\"code\":\"%s\"}", code[0].code);
	assert_int_equal(ask(k, &v, "POST /v1/devices", NULL, NULL, body), ERR_OK);
	snprintf(body, sizeof(body), "{\"code\":\"%s\"}", code[1].code);
	assert_int_equal(ask(k, &v, "POST /v1/devices", NULL, NULL, body), ERR_CONFLICT);
	str_free(&v.body);
}

/* ---- the administrator ---- */

static void
people_are_added_with_care(void **state)
{
	static const struct {
		const char *body;
		enum err_code code;
	} cases[] = {
		{ "{\"job_no\":\"2200\",\"name\":\"新人\",\"roles\":\"agent\"}", ERR_OK },
		{ "{\"job_no\":\"2200\",\"name\":\"又一个\",\"roles\":\"agent\"}", ERR_CONFLICT },
		{ "{\"job_no\":\"22 0\",\"name\":\"新人\",\"roles\":\"agent\"}", ERR_INVALID },
		{ "{\"job_no\":\"system\",\"name\":\"新人\",\"roles\":\"agent\"}", ERR_INVALID },
		{ "{\"job_no\":\"2201\",\"name\":\"\",\"roles\":\"agent\"}", ERR_INVALID },
		{ "{\"job_no\":\"2201\",\"name\":\"a\\u202eb\",\"roles\":\"agent\"}", ERR_INVALID },
		{ "{\"job_no\":\"2201\",\"name\":\"新人\",\"roles\":\"king\"}", ERR_UNKNOWN_CODE },
		{ "{\"job_no\":\"2201\",\"name\":\"新人\",\"roles\":\"system\"}",
		    ERR_UNKNOWN_CODE },
		{ "{\"job_no\":\"2201\",\"name\":\"新人\",\"roles\":\"unit\"}", ERR_INVALID },
		{ "{\"job_no\":\"2201\",\"name\":\"新人\",\"roles\":\"unit\",\"unit\":\"7777\"}",
		    ERR_UNKNOWN_CODE },
		{ "{\"job_no\":\"2201\",\"name\":\"新人\",\"roles\":\"unit\",\"unit\":\"1021\"}",
		    ERR_OK },
		{ "{\"job_no\":\"2202\",\"nam\":\"x\"}", ERR_UNKNOWN_FIELD },
	};
	struct counter *k = *state;
	struct visit v = { 0 };

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (admin(k, &v, "/v1/admin/users", cases[i].body) != cases[i].code)
			fail_msg("%s: %s", cases[i].body, v.e.text);
	assert_int_equal(admin(k, &v, "/v1/admin/seats", "{\"seat_no\":\"9001\"}"), ERR_INVALID);
	assert_int_equal(admin(k, &v, "/v1/admin/seats", "{\"seat_no\":\"12\"}"), ERR_INVALID);
	str_free(&v.body);
}

/* A new password ends a lock and the old password. */
static void
a_password_is_set(void **state)
{
	struct counter *k = *state;
	char hash[SECRET_PWHASH_SIZE], body[256], header[96];
	struct visit v = { 0 };
	struct err e = { 0 };

	for (int i = 0; i < 5; i++)
		counter_sign_in(k, CENTRE_AGENT, "wrong", header);
	assert_int_equal(secret_pw_hash("another-one-9", hash, &e), ERR_OK);
	snprintf(body, sizeof(body), "{\"job_no\":\"1154\",\"pwhash\":\"%s\"}", hash);
	assert_int_equal(admin(k, &v, "/v1/admin/passwords", body), ERR_OK);
	assert_int_equal(
	    counter_sign_in(k, CENTRE_AGENT, CENTRE_PASSWORD, header), ERR_UNAUTHORISED);
	assert_int_equal(counter_sign_in(k, CENTRE_AGENT, "another-one-9", header), ERR_OK);
	assert_int_equal(
	    admin(k, &v, "/v1/admin/passwords", "{\"job_no\":\"0000\"}"), ERR_NOT_FOUND);
	str_free(&v.body);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, counter_setup, counter_teardown)
	const struct CMUnitTest tests[] = {
		T(wrong_passwords_lock_the_job_number),
		T(unknown_and_passwordless_people),
		T(sessions_end),
		T(who_has_left_is_out_at_once),
		cmocka_unit_test(only_a_private_centre_trusts_its_user),
		T(its_user_is_anybody_there_and_only_there),
		T(a_code_enrols_one_seat),
		T(two_codes_for_one_seat),
		T(people_are_added_with_care),
		T(a_password_is_set),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
