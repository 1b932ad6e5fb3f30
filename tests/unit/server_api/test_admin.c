/* What an administrator does from a seat: people, passwords, seats; what she may not do to herself; that each act is in
 * the audit log, and that who is switched off is out at once. */
#include "people.h"

#include "server/store/store.h"
#include "wire/admin_json.h"
#include "wire/people_json.h"

static struct person *
of_role(struct matrix *m, uint32_t role)
{
	for (int i = 0; i < m->n; i++)
		if (m->people[i].roles == role)
			return &m->people[i];
	fail_msg("no such person");
	return NULL;
}

/* The error code of the answer; the body stays in ${body}. */
static enum err_code
say(struct matrix *m, const char *header, const char *what, const char *json, struct str *body)
{
	struct visit v = { 0 };
	const struct asked a = { .what = what, .authorization = header, .body = json };
	enum err_code rc = ask_all(&m->k, &v, &a);

	if (body != NULL) {
		str_reset(body);
		str_add(body, str_c(&v.body));
	}
	str_free(&v.body);
	return rc;
}

static void
get(struct matrix *m, const char *job_no, struct store_user *u)
{
	assert_int_equal(store_user_get(m->k.c.store, job_no, u, NULL), ERR_OK);
}

static enum err_code
change(struct matrix *m, const char *header, const char *job_no, const struct admin_change *to)
{
	struct str json = { 0 };
	char what[80];
	enum err_code rc;

	admin_change_write(to, &json);
	(void)snprintf(what, sizeof(what), "PATCH /v1/admin/users/%s", job_no);
	rc = say(m, header, what, str_c(&json), NULL);
	str_free(&json);
	return rc;
}

static struct admin_change
as_it_is(struct matrix *m, const char *job_no)
{
	struct store_user u;
	struct admin_change to = { 0 };

	get(m, job_no, &u);
	str_copy(to.name, sizeof(to.name), u.name);
	str_copy(to.roles, sizeof(to.roles), u.roles);
	str_copy(to.unit, sizeof(to.unit), u.unit);
	to.active = u.active;
	to.rev = u.rev;
	return to;
}

static void
the_list_has_everybody_and_no_secret(void **state)
{
	struct matrix *m = *state;
	const struct person *admin = of_role(m, ROLE_BIT(ADMIN));
	struct admin_person *p = calloc(PEOPLE_ROWS, sizeof(*p));
	struct str body = { 0 };
	struct err e = { 0 };
	size_t n, in = 0;
	bool more, found = false;

	assert_int_equal(say(m, admin->header, "GET /v1/admin/users", NULL, &body), ERR_OK);
	assert_null(strstr(str_c(&body), "argon2"));
	assert_int_equal(people_read(str_c(&body), body.len, p, &n, &more, &e), ERR_OK);
	assert_true(n > (size_t)m->n);
	assert_false(more);
	for (size_t i = 0; i < n; i++) {
		in += p[i].sessions > 0;
		if (strcmp(p[i].job_no, admin->job_no) == 0) {
			found = true;
			assert_string_equal(p[i].roles, "admin");
			assert_int_equal(p[i].last_at, m->k.c.now);
			assert_true(p[i].active && p[i].password && !p[i].once);
		}
	}
	assert_true(found);
	assert_true(in >= (size_t)m->n);
	str_free(&body);
	free(p);
}

static void
a_new_person_signs_in_with_what_she_was_given(void **state)
{
	struct matrix *m = *state;
	const struct person *admin = of_role(m, ROLE_BIT(ADMIN));
	struct admin_user x = { .job_no = "7001", .name = "新人", .roles = "agent" };
	struct str json = { 0 };
	struct err e = { 0 };
	char header[96];
	struct store_user u;

	assert_int_equal(secret_pw_hash(CENTRE_PASSWORD, x.pwhash, &e), ERR_OK);
	admin_user_write(&x, &json);
	assert_int_equal(say(m, admin->header, "POST /v1/admin/users", str_c(&json), NULL), ERR_OK);
	assert_int_equal(
	    say(m, admin->header, "POST /v1/admin/users", str_c(&json), NULL), ERR_CONFLICT);
	get(m, "7001", &u);
	assert_true(u.once); /* the administrator knows it */
	assert_int_equal(counter_sign_in(&m->k, "7001", CENTRE_PASSWORD, header), ERR_OK);
	assert_int_equal(say(m, admin->header, "POST /v1/admin/users",
			     "{\"job_no\":\"7002\",\"name\":\"某\",\"roles\":\"unit\"}", NULL),
	    ERR_INVALID); /* a unit's person without a unit */
	assert_int_equal(say(m, admin->header, "POST /v1/admin/users",
			     "{\"job_no\":\"7002\",\"name\":\"某\",\"roles\":\"king\"}", NULL),
	    ERR_UNKNOWN_CODE);
	assert_int_equal(say(m, admin->header, "POST /v1/admin/users",
			     "{\"job_no\":\"7002\",\"name\":\"某\",\"roles\":\"system\"}", NULL),
	    ERR_UNKNOWN_CODE);
	str_free(&json);
}

static void
who_is_switched_off_is_out_at_once(void **state)
{
	struct matrix *m = *state;
	const struct person *admin = of_role(m, ROLE_BIT(ADMIN)), *qa = of_role(m, ROLE_BIT(QA));
	struct admin_change to = as_it_is(m, qa->job_no);
	char header[96];

	assert_int_equal(say(m, qa->header, "GET /v1/records", NULL, NULL), ERR_OK);
	to.active = false;
	assert_int_equal(change(m, admin->header, qa->job_no, &to), ERR_OK);
	assert_int_equal(say(m, qa->header, "GET /v1/records", NULL, NULL), ERR_UNAUTHORISED);
	assert_int_equal(store_sessions_of(m->k.c.store, qa->job_no, m->k.c.now), 0);
	assert_int_equal(
	    counter_sign_in(&m->k, qa->job_no, CENTRE_PASSWORD, header), ERR_UNAUTHORISED);
	to = as_it_is(m, qa->job_no);
	to.active = true;
	assert_int_equal(change(m, admin->header, qa->job_no, &to), ERR_OK);
	assert_int_equal(counter_sign_in(&m->k, qa->job_no, CENTRE_PASSWORD, header), ERR_OK);
}

static void
a_change_made_on_an_old_row_is_refused(void **state)
{
	struct matrix *m = *state;
	const struct person *admin = of_role(m, ROLE_BIT(ADMIN)), *qa = of_role(m, ROLE_BIT(QA));
	struct admin_change to = as_it_is(m, qa->job_no);
	struct store_user u;

	str_copy(to.roles, sizeof(to.roles), "qa,visitor");
	assert_int_equal(change(m, admin->header, qa->job_no, &to), ERR_OK);
	str_copy(to.name, sizeof(to.name), "别人");
	assert_int_equal(change(m, admin->header, qa->job_no, &to), ERR_CONFLICT);
	get(m, qa->job_no, &u);
	assert_string_equal(u.roles, "qa,visitor");
	assert_string_equal(u.name, "某人");
	assert_int_equal(change(m, admin->header, "nobody", &to), ERR_NOT_FOUND);
	to = as_it_is(m, qa->job_no);
	str_copy(to.unit, sizeof(to.unit), "9999999");
	assert_int_equal(change(m, admin->header, qa->job_no, &to), ERR_UNKNOWN_CODE);
	to = as_it_is(m, qa->job_no);
	str_copy(to.name, sizeof(to.name), "某\xe2\x80\xae人"); /* turns the line around */
	assert_int_equal(change(m, admin->header, qa->job_no, &to), ERR_INVALID);
}

static void
nobody_changes_her_own_rights(void **state)
{
	struct matrix *m = *state;
	const struct person *admin = of_role(m, ROLE_BIT(ADMIN)),
			    *agent = of_role(m, ROLE_BIT(AGENT));
	struct admin_change to = as_it_is(m, admin->job_no);

	str_copy(to.roles, sizeof(to.roles), "admin,leader");
	assert_int_equal(change(m, admin->header, admin->job_no, &to), ERR_FORBIDDEN);
	to = as_it_is(m, admin->job_no);
	to.active = false;
	assert_int_equal(change(m, admin->header, admin->job_no, &to), ERR_FORBIDDEN);
	to = as_it_is(m, admin->job_no);
	str_copy(to.name, sizeof(to.name), "改名");
	assert_int_equal(change(m, admin->header, admin->job_no, &to), ERR_OK);
	to = as_it_is(m, agent->job_no);
	str_copy(to.roles, sizeof(to.roles), "admin");
	assert_int_equal(change(m, agent->header, agent->job_no, &to), ERR_FORBIDDEN);
	/* a second administrator may */
	assert_int_equal(change(m, admin->header, agent->job_no, &to), ERR_OK);
	to = as_it_is(m, admin->job_no);
	to.active = false;
	assert_int_equal(change(m, agent->header, admin->job_no, &to), ERR_OK);
}

/* ${by} sets a password for somebody. */
static enum err_code
set_password(struct matrix *m, const char *by, const char *job_no, const char *password)
{
	struct admin_user x = { .job_no = "" };
	struct str json = { 0 };
	struct err e = { 0 };
	enum err_code rc;

	str_copy(x.job_no, sizeof(x.job_no), job_no);
	assert_int_equal(secret_pw_hash(password, x.pwhash, &e), ERR_OK);
	admin_user_write(&x, &json);
	rc = say(m, by, "POST /v1/admin/passwords", str_c(&json), NULL);
	str_free(&json);
	return rc;
}

static void
a_password_from_another_ends_what_was_open(void **state)
{
	struct matrix *m = *state;
	const struct person *admin = of_role(m, ROLE_BIT(ADMIN)),
			    *agent = of_role(m, ROLE_BIT(AGENT));
	struct store_user u;

	assert_int_equal(
	    set_password(m, agent->header, agent->job_no, "another-one-9"), ERR_FORBIDDEN);
	assert_int_equal(set_password(m, admin->header, agent->job_no, "another-one-9"), ERR_OK);
	get(m, agent->job_no, &u);
	assert_true(u.once);
	assert_int_equal(say(m, agent->header, "GET /v1/records", NULL, NULL), ERR_UNAUTHORISED);
}

/* With what another has set there is a quarter of an hour; one's own password ends that, and every other session. */
static void
a_password_from_another_is_changed_soon(void **state)
{
	struct matrix *m = *state;
	const struct person *admin = of_role(m, ROLE_BIT(ADMIN)),
			    *agent = of_role(m, ROLE_BIT(AGENT));
	struct admin_user x = { .job_no = "" };
	struct str json = { 0 };
	struct err e = { 0 };
	struct store_user u;
	char other[96], mine[96];

	assert_int_equal(set_password(m, admin->header, agent->job_no, "temporary-9"), ERR_OK);
	assert_int_equal(counter_sign_in(&m->k, agent->job_no, "temporary-9", other), ERR_OK);
	assert_int_equal(counter_sign_in(&m->k, agent->job_no, "temporary-9", mine), ERR_OK);
	assert_int_equal(secret_pw_hash("my-own-one-9", x.pwhash, &e), ERR_OK);
	str_copy(x.job_no, sizeof(x.job_no), admin->job_no);
	admin_user_write(&x, &json);
	assert_int_equal(
	    say(m, mine, "POST /v1/sessions/password", str_c(&json), NULL), ERR_FORBIDDEN);
	str_reset(&json);
	str_copy(x.job_no, sizeof(x.job_no), agent->job_no);
	admin_user_write(&x, &json);
	assert_int_equal(say(m, mine, "POST /v1/sessions/password", str_c(&json), NULL), ERR_OK);
	get(m, agent->job_no, &u);
	assert_false(u.once);
	assert_int_equal(say(m, other, "GET /v1/records", NULL, NULL), ERR_UNAUTHORISED);
	m->k.c.now += AUTH_ONCE_MS + 60000;
	assert_int_equal(say(m, mine, "GET /v1/records", NULL, NULL), ERR_OK);
	str_free(&json);
}

static void
what_was_not_changed_ends(void **state)
{
	struct matrix *m = *state;
	const struct person *admin = of_role(m, ROLE_BIT(ADMIN)),
			    *agent = of_role(m, ROLE_BIT(AGENT));
	char header[96];

	assert_int_equal(set_password(m, admin->header, agent->job_no, "temporary-9"), ERR_OK);
	assert_int_equal(counter_sign_in(&m->k, agent->job_no, "temporary-9", header), ERR_OK);
	assert_int_equal(say(m, header, "GET /v1/records", NULL, NULL), ERR_OK);
	m->k.c.now += AUTH_ONCE_MS + 60000;
	assert_int_equal(say(m, header, "GET /v1/records", NULL, NULL), ERR_UNAUTHORISED);
}

static void
seats_are_listed_given_out_and_taken_back(void **state)
{
	struct matrix *m = *state;
	const struct person *admin = of_role(m, ROLE_BIT(ADMIN));
	struct admin_seat_row *r = calloc(PEOPLE_ROWS, sizeof(*r));
	struct admin_code code;
	struct str body = { 0 };
	struct err e = { 0 };
	char own[60];
	size_t n;
	bool more;

	assert_int_equal(say(m, admin->header, "GET /v1/admin/seats", NULL, &body), ERR_OK);
	assert_int_equal(seat_rows_read(str_c(&body), body.len, r, &n, &more, &e), ERR_OK);
	assert_int_equal(n, 1);
	assert_true(r[0].job_no[0] != '\0');
	assert_int_equal(r[0].seen_at, m->k.c.now);
	(void)snprintf(own, sizeof(own), "{\"seat_no\":\"%s\"}", r[0].seat_no);
	assert_int_equal(
	    say(m, admin->header, "POST /v1/admin/seats/off", own, NULL), ERR_FORBIDDEN);
	assert_int_equal(
	    say(m, admin->header, "POST /v1/admin/seats/off", "{\"seat_no\":\"1177\"}", NULL),
	    ERR_NOT_FOUND);
	assert_int_equal(
	    say(m, admin->header, "POST /v1/admin/seats", "{\"seat_no\":\"1177\"}", &body), ERR_OK);
	assert_int_equal(admin_code_read(str_c(&body), body.len, &code, &e), ERR_OK);
	assert_string_equal(code.seat_no, "1177");
	str_free(&body);
	free(r);
}

static void
each_act_is_in_the_audit_log(void **state)
{
	struct matrix *m = *state;
	const struct person *admin = of_role(m, ROLE_BIT(ADMIN)), *qa = of_role(m, ROLE_BIT(QA));
	struct admin_change to = as_it_is(m, qa->job_no);
	const int64_t before = store_audit_count(m->k.c.store);

	assert_int_equal(change(m, admin->header, qa->job_no, &to), ERR_OK);
	assert_int_equal(change(m, admin->header, qa->job_no, &to), ERR_CONFLICT);
	assert_int_equal(
	    say(m, admin->header, "POST /v1/admin/seats", "{\"seat_no\":\"1178\"}", NULL), ERR_OK);
	assert_int_equal(say(m, admin->header, "POST /v1/admin/users",
			     "{\"job_no\":\"7003\",\"name\":\"某\",\"roles\":\"agent\"}", NULL),
	    ERR_OK);
	assert_int_equal(store_audit_count(m->k.c.store), before + 3);
	assert_int_equal(store_audit_verify(m->k.c.store), 0);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, people_setup, people_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_list_has_everybody_and_no_secret),
		TEST(a_new_person_signs_in_with_what_she_was_given),
		TEST(who_is_switched_off_is_out_at_once),
		TEST(a_change_made_on_an_old_row_is_refused),
		TEST(nobody_changes_her_own_rights),
		TEST(a_password_from_another_ends_what_was_open),
		TEST(a_password_from_another_is_changed_soon),
		TEST(what_was_not_changed_ends),
		TEST(seats_are_listed_given_out_and_taken_back),
		TEST(each_act_is_in_the_audit_log),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
