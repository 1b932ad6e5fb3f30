/* Not one byte of whose a ticket is in any answer to a role or a unit that may not see it: pages, first fills and single
 * tickets are searched as they go over the wire. And who is taken off a ticket is told that it is out. */
#include "people.h"

/* Values that can be nothing else, one in each place where an identity is kept. */
static const struct {
	enum ticket_field field;
	const char *value;
} marks[] = {
	{ TF_NAME, "诸葛识别甲" },
	{ TF_CALLED, "诸葛乙女士" },
	{ TF_CALLER_PHONE, "13911110001" },
	{ TF_CONTACT_PHONE, "13922220002" },
	{ TF_HOME_ADDRESS, "隐私巷丙号" },
	{ TF_ID_NUMBER, "990101197001017770" },
};
#define N_MARKS   (sizeof(marks) / sizeof(marks[0]))
#define USED      "13933330003" /* dialled: EA_PHONE */
#define FOLLOWER  "13955550005" /* of another caller who tells the same: never to a unit */
#define CORRECTED "13944440004" /* the contact number after an amendment */

enum class { OPEN_CLASS, CONFIDENTIAL, REPORT, CLASSES };

static void
must(const struct op_result *r)
{
	if (r->status != OP_APPLIED && r->status != OP_MERGED)
		fail_msg("%s %s", r->where, r->detail);
}

static void
push(struct matrix *m, struct op *op)
{
	struct op_result r;
	struct err e = { 0 };

	m->k.c.now += 1000;
	assert_int_equal(tcentre_push(&m->k.c, op, &r, &e), ERR_OK);
	op_free(op);
	must(&r);
}

/* Filed, sent to 1021 with 3001 helping, a number dialled, another corrected. */
static void
file(struct matrix *m, enum class class, char id[ID_SIZE])
{
	struct op_result r;
	struct ticket t;
	struct op op;

	tcentre_lamp(&m->k.c, &op, EVENT_SUBMIT, (int)class);
	for (size_t i = 0; i < N_MARKS; i++)
		tcentre_set(&op, marks[i].field, marks[i].value, NULL);
	tcentre_set(&op, TF_CONFIDENTIAL, class == OPEN_CLASS ? "0" : "1", NULL);
	if (class == REPORT)
		tcentre_set(&op, TF_TYPE, "report", NULL);
	str_copy(id, ID_SIZE, op.ticket);
	push(m, &op);
	tcentre_ticket(&m->k.c, id, &t);
	if (t.state == STATE_PENDING) {
		tcentre_do(&m->k.c, CENTRE_DISPATCHER, EVENT_DISPATCH, id, &r, EA_TO_UNIT, "1021",
		    EA_RULE, "D0205", EA_BASIS, "市政职责清单3.2", -1);
		must(&r);
	}
	ticket_free(&t);
	tcentre_do(&m->k.c, CENTRE_DISPATCHER, EVENT_ADD_CO, id, &r, EA_TO_UNIT, "3001", EA_NOTE,
	    "清理树枝", -1);
	must(&r);
	tcentre_do(&m->k.c, CENTRE_UNIT, EVENT_SIGNIN, id, &r, -1);
	must(&r);
	if (class == OPEN_CLASS)
		tcentre_do(&m->k.c, CENTRE_UNIT, EVENT_CONTACT, id, &r, EA_RESULT, "reached",
		    EA_PHONE, USED, EA_SUMMARY, "已说明", -1);
	else
		tcentre_do(&m->k.c, CENTRE_AGENT, EVENT_RELAY, id, &r, EA_PHONE, USED, EA_NOTE,
		    "已转达", -1);
	must(&r);
	tcentre_do(&m->k.c, CENTRE_AGENT, EVENT_FOLLOW, id, &r, EA_KIND, WORKFLOW_CALLER, EA_PHONE,
	    FOLLOWER, EA_NOTE, "我家也看不见路", -1);
	must(&r);
	tcentre_op(&m->k.c, &op, CENTRE_AGENT, EVENT_AMEND, id);
	tcentre_set(&op, TF_CONTACT_PHONE, CORRECTED, "13922220002");
	push(m, &op);
}

/* Everything that this person is sent of it. */
static void
all_bytes(struct matrix *m, const struct person *p, const char *id, struct str *out)
{
	const bool unit = (p->roles & ROLES_UNIT) != 0;
	char what[120], query[80], feed[32];
	struct visit v = { 0 };
	struct str body = { 0 };
	struct msg_snapshot snap;
	struct err e = { 0 };

	(void)snprintf(feed, sizeof(feed), unit ? "unit:%s" : "centre", p->unit);
	(void)snprintf(query, sizeof(query), "feed=%s&limit=500&wait=0", feed);
	assert_int_equal(ask(&m->k, &v, "GET /v1/sync/changes", query, p->header, NULL), ERR_OK);
	str_add(out, str_c(&v.body));
	msg_feed_write(feed, &body);
	assert_int_equal(
	    ask(&m->k, &v, "POST /v1/sync/snapshot", NULL, p->header, str_c(&body)), ERR_OK);
	assert_int_equal(msg_snapshot_read(str_c(&v.body), v.body.len, &snap, &e), ERR_OK);
	(void)snprintf(what, sizeof(what), "GET /v1/sync/snapshot/%s", snap.id);
	assert_int_equal(ask(&m->k, &v, what, "limit=500", p->header, NULL), ERR_OK);
	str_add(out, str_c(&v.body));
	(void)snprintf(what, sizeof(what), "GET /v1/tickets/%s", id);
	assert_int_equal(ask(&m->k, &v, what, NULL, p->header, NULL), ERR_OK);
	str_add(out, str_c(&v.body));
	str_free(&v.body);
	str_free(&body);
}

/* The rule, said a second time and by hand: the hotline's own desks; units unless it is confidential or a report. */
static bool
may_see(const struct person *p, enum class class)
{
	static const char *const desks[] = { "agent", "senior", "dispatcher", "visitor", "qa",
		"supervisor", "leader", "inspector" };

	for (size_t i = 0; i < sizeof(desks) / sizeof(desks[0]); i++)
		if (strcmp(desks[i], person_role(p)) == 0)
			return true;
	return (p->roles & ROLES_UNIT) != 0 && class == OPEN_CLASS;
}

static void
look_for(const struct person *p, const struct str *bytes, const char *mark, enum class class)
{
	const bool there = strstr(str_c(bytes), mark) != NULL;

	if (there != may_see(p, class))
		fail_msg("%s %s, class %d: %s is %s", person_role(p), p->unit, (int)class, mark,
		    there ? "sent" : "not sent");
}

static void
not_a_byte_to_those_who_may_not(void **state)
{
	struct matrix *m = *state;

	for (int class = 0; class < CLASSES; class ++) {
		char id[ID_SIZE];

		if (class > 0) { /* each class by itself: a page holds all there is */
			assert_int_equal(people_teardown((void **)&m), 0);
			assert_int_equal(people_setup(state), 0);
			m = *state;
		}
		file(m, (enum class) class, id);
		for (int i = 0; i < m->n; i++) {
			struct str bytes = { 0 };

			all_bytes(m, &m->people[i], id, &bytes);
			assert_non_null(
			    strstr(str_c(&bytes), "红山路78号")); /* the matter is there */
			for (size_t k = 0; k < N_MARKS; k++)
				look_for(&m->people[i], &bytes, marks[k].value, (enum class) class);
			look_for(&m->people[i], &bytes, USED, (enum class) class);
			look_for(&m->people[i], &bytes, CORRECTED, (enum class) class);
			if ((m->people[i].roles & ROLES_UNIT) != 0)
				assert_null(strstr(str_c(&bytes), FOLLOWER));
			else
				look_for(&m->people[i], &bytes, FOLLOWER, (enum class) class);
			str_free(&bytes);
		}
	}
}

static struct person *
somebody_of(struct matrix *m, const char *role, const char *unit)
{
	for (int i = 0; i < m->n; i++)
		if (strcmp(person_role(&m->people[i]), role) == 0 &&
		    strcmp(m->people[i].unit, unit) == 0)
			return &m->people[i];
	fail_msg("no %s of %s", role, unit);
	return NULL;
}

/* The unit that had it until now is told once that it is out, and cannot ask for it any more; the others can. */
static void
who_is_taken_off_is_told(void **state)
{
	struct matrix *m = *state;
	struct person *lead = somebody_of(m, "unit", "1021");
	struct op_result r;
	struct visit v = { 0 };
	char id[ID_SIZE], what[80], out[80];
	const char *at;

	file(m, OPEN_CLASS, id);
	tcentre_do(&m->k.c, CENTRE_LEADER, EVENT_DESIGNATE, id, &r, EA_TO_UNIT, "3001", EA_BASIS,
	    "会商纪要2026-11", -1);
	must(&r);
	assert_int_equal(ask(&m->k, &v, "GET /v1/sync/changes", "feed=unit:1021&limit=500&wait=0",
			     lead->header, NULL),
	    ERR_OK);
	(void)snprintf(out, sizeof(out), "[\"ticket\",\"%s\",", id);
	at = strstr(str_c(&v.body), "\"out\":[");
	assert_non_null(at);
	assert_non_null(strstr(at, out));
	assert_null(strstr(str_c(&v.body), "诸葛识别甲")); /* not even once more */
	(void)snprintf(what, sizeof(what), "GET /v1/tickets/%s", id);
	assert_int_equal(ask(&m->k, &v, what, NULL, lead->header, NULL), ERR_NOT_FOUND);
	assert_int_equal(
	    ask(&m->k, &v, what, NULL, somebody_of(m, "agent", "")->header, NULL), ERR_OK);
	str_free(&v.body);
}

/* Somebody of a unit whom nobody gave a unit is sent nothing. */
static void
a_unit_role_without_a_unit(void **state)
{
	struct matrix *m = *state;
	struct visit v = { 0 };
	struct store_user u;
	struct err e = { 0 };
	char id[ID_SIZE], header[96];

	file(m, OPEN_CLASS, id);
	assert_int_equal(store_user_get(m->k.c.store, CENTRE_UNIT, &u, &e), ERR_OK);
	u.unit[0] = '\0';
	assert_int_equal(store_user_put(m->k.c.store, &u, &e), ERR_OK);
	assert_int_equal(counter_sign_in(&m->k, CENTRE_UNIT, CENTRE_PASSWORD, header), ERR_OK);
	assert_int_equal(ask(&m->k, &v, "GET /v1/sync/changes", "feed=centre&wait=0", header, NULL),
	    ERR_FORBIDDEN);
	str_free(&v.body);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    not_a_byte_to_those_who_may_not, people_setup, people_teardown),
		cmocka_unit_test_setup_teardown(
		    who_is_taken_off_is_told, people_setup, people_teardown),
		cmocka_unit_test_setup_teardown(
		    a_unit_role_without_a_unit, people_setup, people_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
