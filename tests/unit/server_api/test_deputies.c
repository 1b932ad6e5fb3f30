/* 授权代签: a lead's colleague signs off for the days he was given, and not a day longer; the reply says by whose word; who may
 * not give it, cannot. */
#include "people.h"

#include "wire/admin_json.h"
#include "wire/people_json.h"

static const struct person *
of(struct matrix *m, uint32_t role, const char *unit)
{
	for (int i = 0; i < m->n; i++)
		if (m->people[i].roles == role && strcmp(m->people[i].unit, unit) == 0)
			return &m->people[i];
	fail_msg("no such person");
	return NULL;
}

static enum err_code
give(struct matrix *m, const char *header, const char *to, const char *from_day, const char *to_day)
{
	struct admin_deputy d = { .job_no = "" };
	struct str json = { 0 };
	struct visit v = { 0 };
	struct asked a = { .what = "POST /v1/deputies", .authorization = header };
	enum err_code rc;

	str_copy(d.job_no, sizeof(d.job_no), to);
	str_copy(d.from, sizeof(d.from), from_day);
	str_copy(d.to, sizeof(d.to), to_day);
	admin_deputy_write(&d, &json);
	a.body = str_c(&json);
	rc = ask_all(&m->k, &v, &a);
	str_free(&json);
	str_free(&v.body);
	return rc;
}

static void
days(const struct matrix *m, int from, int to, char a[24], char b[24])
{
	civil_format(m->k.c.now + from * 24 * HOUR_MS, "%Y-%m-%d", a, 24);
	civil_format(m->k.c.now + to * 24 * HOUR_MS, "%Y-%m-%d", b, 24);
}

static void
for_the_days_and_no_longer(void **state)
{
	struct matrix *m = *state;
	const struct person *lead = of(m, ROLE_BIT(UNIT_LEAD), "1021"),
			    *unit = of(m, ROLE_BIT(UNIT), "1021");
	struct store_user u;
	char a[24], b[24];

	days(m, 0, 2, a, b);
	assert_int_equal(give(m, lead->header, unit->job_no, a, b), ERR_OK);
	assert_int_equal(store_user_get(m->k.c.store, unit->job_no, &u, NULL), ERR_OK);
	assert_string_equal(u.deputy_by, lead->job_no);
	assert_true(store_user_roles(&u, m->k.c.now) & ROLE_BIT(UNIT_LEAD));
	assert_true(store_user_is_deputy(&u, m->k.c.now + 48 * HOUR_MS));
	assert_false(store_user_is_deputy(&u, m->k.c.now - 24 * HOUR_MS));
	assert_false(store_user_is_deputy(&u, m->k.c.now + 72 * HOUR_MS));
	assert_int_equal(give(m, lead->header, unit->job_no, "", ""), ERR_OK);
	assert_int_equal(store_user_get(m->k.c.store, unit->job_no, &u, NULL), ERR_OK);
	assert_int_equal(store_user_roles(&u, m->k.c.now), ROLE_BIT(UNIT));
}

static void
only_by_the_lead_in_his_own_unit(void **state)
{
	struct matrix *m = *state;
	const struct person *lead = of(m, ROLE_BIT(UNIT_LEAD), "1021"),
			    *unit = of(m, ROLE_BIT(UNIT), "1021"),
			    *other = of(m, ROLE_BIT(UNIT), "3001"),
			    *village = of(m, ROLE_BIT(VILLAGE), "1021");
	char a[24], b[24];

	days(m, 0, 2, a, b);
	assert_int_equal(give(m, unit->header, village->job_no, a, b), ERR_FORBIDDEN);
	assert_int_equal(give(m, lead->header, lead->job_no, a, b), ERR_FORBIDDEN);
	assert_int_equal(give(m, lead->header, other->job_no, a, b), ERR_FORBIDDEN);
	assert_int_equal(give(m, lead->header, "0000", a, b), ERR_NOT_FOUND);
	assert_int_equal(give(m, lead->header, unit->job_no, b, a), ERR_INVALID);
	assert_int_equal(give(m, lead->header, unit->job_no, "2026-02-30", b), ERR_INVALID);
	assert_int_equal(
	    give(m, lead->header, unit->job_no, "2020-01-01", "2020-01-02"), ERR_INVALID);
	assert_int_equal(give(m, lead->header, unit->job_no, a, "2036-01-01"), ERR_LIMIT);
	/* and is not handed on */
	assert_int_equal(give(m, lead->header, unit->job_no, a, b), ERR_OK);
	assert_int_equal(give(m, unit->header, village->job_no, a, b), ERR_GUARD);
}

static void
the_list_is_of_the_own_unit(void **state)
{
	struct matrix *m = *state;
	const struct person *lead = of(m, ROLE_BIT(UNIT_LEAD), "1021");
	struct admin_person *p = calloc(PEOPLE_ROWS, sizeof(*p));
	const struct asked a = { .what = "GET /v1/deputies", .authorization = lead->header };
	struct visit v = { 0 };
	struct err e;
	size_t n;
	bool more;

	assert_int_equal(ask_all(&m->k, &v, &a), ERR_OK);
	assert_int_equal(people_read(str_c(&v.body), v.body.len, p, &n, &more, &e), ERR_OK);
	assert_true(n >= 3);
	for (size_t i = 0; i < n; i++) {
		assert_string_equal(p[i].unit, "1021");
		assert_string_not_equal(p[i].job_no, lead->job_no);
	}
	str_free(&v.body);
	free(p);
}

#define DO(by, kind, ...) tcentre_do(&m->k.c, by, EVENT_##kind, id, &r, __VA_ARGS__)

/* An urgent one is the lead's to answer: his deputy may, and the trace says by whose word. */
static void
a_reply_says_by_whose_word(void **state)
{
	struct matrix *m = *state;
	struct store_user u;
	struct event *ev = NULL;
	struct op_result r;
	struct err e = { 0 };
	struct op op;
	size_t n = 0;
	char id[ID_SIZE], a[24], b[24];

	tcentre_lamp(&m->k.c, &op, EVENT_SUBMIT, 0);
	str_copy(id, sizeof(id), op.ticket);
	assert_int_equal(tcentre_push(&m->k.c, &op, &r, &e), ERR_OK);
	op_free(&op);
	m->k.c.now += 1000;
	assert_int_equal(DO(CENTRE_UNIT, SIGNIN, -1), OP_APPLIED);
	m->k.c.now += 1000;
	assert_int_equal(
	    DO(CENTRE_UNIT, CONTACT, EA_RESULT, "reached", EA_SUMMARY, "明天去修", -1), OP_APPLIED);
	assert_int_equal(store_user_get(m->k.c.store, CENTRE_UNIT, &u, &e), ERR_OK);
	days(m, 0, 2, a, b);
	str_copy(u.deputy_by, sizeof(u.deputy_by), CENTRE_SIGNER);
	str_copy(u.deputy_from, sizeof(u.deputy_from), a);
	str_copy(u.deputy_to, sizeof(u.deputy_to), b);
	assert_int_equal(store_user_put(m->k.c.store, &u, &e), ERR_OK);
	m->k.c.now += 1000;
	assert_int_equal(DO(CENTRE_UNIT, REPLY, EA_IS_TRUE, "yes", EA_FACTS, "灯泡坏了", EA_SOLVED,
			     "solved", -1),
	    OP_APPLIED);
	assert_int_equal(store_events(m->k.c.store, id, 1, &ev, &n, &e), ERR_OK);
	for (size_t i = 0; i < n; i++) {
		if (ev[i].kind == EVENT_REPLY) {
			const char *by = args_get(&ev[i].args, EA_SIGNED_BY);

			assert_true(str_starts(by, CENTRE_SIGNER));
			assert_non_null(strstr(by, "授权代签"));
			assert_non_null(strstr(by, b + 5));
		}
		event_free(&ev[i]);
	}
	free(ev);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, people_setup, people_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(for_the_days_and_no_longer),
		TEST(only_by_the_lead_in_his_own_unit),
		TEST(the_list_is_of_the_own_unit),
		TEST(a_reply_says_by_whose_word),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
