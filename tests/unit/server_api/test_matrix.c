/* Who may what, on the wire: every role and every step of the EVENTS table, every role and every route, and not one byte
 * of an identity in any answer to a role or a unit that may not see it. */
#include "people.h"

#include "model/article_flow.h"
#include "model/deed.h"
#include "model/guidance.h"
#include "server/api/route_p.h"
#include "wire/op.h"
#include "wire/record_json.h"

/* ---- tickets ---- */

static void
done(enum op_status status, const struct op_result *r, int kind)
{
	if (status != OP_APPLIED)
		fail_msg("%s: %s %s", event_info((enum event_kind)kind)->json, r->where, r->detail);
}

#define DO(by, kind, ...)                                                              \
	do {                                                                           \
		struct op_result r_;                                                   \
		m->k.c.now += 1000;                                                    \
		done(tcentre_do(&m->k.c, by, EVENT_##kind, id, &r_, __VA_ARGS__), &r_, \
		    EVENT_##kind);                                                     \
	} while (0)

static void
file_lamp(struct matrix *m, int kind, const char *urgency, char id[ID_SIZE])
{
	struct op_result r;
	struct err e = { 0 };
	struct op op;
	char no[40];
	const int n = ++m->made;

	tcentre_lamp(&m->k.c, &op, kind, 0);
	(void)snprintf(no, sizeof(no), "26112110%02d%02d1154%02d", n / 100 % 60, n / 6000, n % 100);
	tcentre_set(&op, TF_NO, no, NULL);
	tcentre_set(&op, TF_URGENCY, urgency, NULL);
	str_copy(id, ID_SIZE, op.ticket);
	assert_int_equal(tcentre_push(&m->k.c, &op, &r, &e), ERR_OK);
	op_free(&op);
	done(r.status, &r, kind);
}

static void
suspend(struct matrix *m, const char *id)
{
	char until[24];

	(void)snprintf(until, sizeof(until), "%lld", (long long)m->k.c.now + 48 * HOUR_MS);
	DO(CENTRE_SIGNER, SUSPEND_ASK, EA_REASON_CODE, "await_third", EA_UNTIL, until, EA_REASON,
	    "等鉴定", -1);
	DO(CENTRE_SUPERVISOR, SUSPEND, EA_REASON_CODE, "await_third", EA_UNTIL, until, EA_REASON,
	    "等鉴定", -1);
}

static void
answer_it(struct matrix *m, const char *id)
{
	DO(CENTRE_UNIT, CONTACT, EA_RESULT, "reached", EA_SUMMARY, "明天去修", -1);
	DO(CENTRE_SIGNER, REPLY, EA_IS_TRUE, "yes", EA_FACTS, "灯泡坏了", EA_SOLVED, "solved", -1);
}

static void
visit(struct matrix *m, const char *id, bool well)
{
	if (well)
		DO(CENTRE_VISITOR, VISIT_OK, EA_SOLVED, "solved", EA_STARS, "5", EA_MANNER, "5",
		    -1);
	else
		DO(CENTRE_VISITOR, VISIT_BAD, EA_SOLVED, "unsolved", EA_STARS, "1", EA_MANNER, "5",
		    -1);
}

/* Before a unit has it. */
static bool
bring_early(struct matrix *m, enum ticket_state to, char id[ID_SIZE])
{
	switch (to) {
	case STATE_INCOMPLETE:
		file_lamp(m, EVENT_SUBMIT_INCOMPLETE, "normal", id);
		return true;
	case STATE_PENDING:
		file_lamp(m, EVENT_SUBMIT, "critical", id);
		return true;
	case STATE_REJECTED:
		file_lamp(m, EVENT_SUBMIT, "critical", id);
		DO(CENTRE_DISPATCHER, REJECT, EA_REASON_CODE, "1", EA_SCRIPT_READ, "1",
		    EA_LEGAL_WAY, "人民法院", -1);
		return true;
	case STATE_MERGED: {
		char master[ID_SIZE];

		file_lamp(m, EVENT_SUBMIT, "normal", master);
		file_lamp(m, EVENT_SUBMIT, "normal", id);
		DO(CENTRE_DISPATCHER, MERGE, EA_OTHER, master, -1);
		return true;
	}
	default:
		return false;
	}
}

/* A ticket in that state; false: not reached by people in a day. */
static bool
bring(struct matrix *m, enum ticket_state to, char id[ID_SIZE])
{
	if (bring_early(m, to, id))
		return true;
	if (((STATE_BIT(DISPATCHED) | STATE_BIT(RETURN_REQ) | STATE_BIT(WORKING) |
		 STATE_BIT(SUSPENDED) | STATE_BIT(REPLIED) | STATE_BIT(VISITING) |
		 STATE_BIT(CLOSED) | STATE_BIT(REVIEW)) &
		(1u << to)) == 0)
		return false;
	file_lamp(m, EVENT_SUBMIT, "normal", id);
	if (to == STATE_DISPATCHED)
		return true;
	if (to == STATE_RETURN_REQ) {
		DO(CENTRE_SIGNER, RETURN, EA_REASON_CODE, "not_duty", EA_BASIS, "三定规定第3条",
		    EA_SUGGEST, "3001", EA_REASON, "不归本单位", -1);
		return true;
	}
	DO(CENTRE_UNIT, SIGNIN, -1);
	if (to == STATE_SUSPENDED)
		suspend(m, id);
	if (to == STATE_WORKING || to == STATE_SUSPENDED)
		return true;
	answer_it(m, id);
	if (to == STATE_REPLIED)
		return true;
	DO(CENTRE_DISPATCHER, AUDIT_OK, -1);
	if (to != STATE_VISITING)
		visit(m, id, to == STATE_CLOSED);
	return true;
}

/* ---- every step, every role ---- */

/* The form of the step, answered as it should be as far as a table can. */
static void
answers(const struct matrix *m, const struct ticket *t, struct op *op)
{
	char when[24];
	int n;
	const struct deed_ask *rows = deed_asks((enum event_kind)op->kind, &n);

	(void)snprintf(when, sizeof(when), "%lld", (long long)m->k.c.now + 48 * HOUR_MS);
	for (int i = 0; i < n; i++) {
		const char *value = "三定规定第3条, 情况如下";

		switch (rows[i].kind) {
		case DEED_CHOICE:
			value = rows[i].items[0].code;
			break;
		case DEED_UNIT:
			value = op->kind == EVENT_ASSIGN_DOWN ? "1121"
				: op->kind == EVENT_DISPATCH || op->kind == EVENT_SUPERVISE ||
					op->kind == EVENT_CARD
				    ? "1021"
				    : "3001";
			break;
		case DEED_DAYS:
			value = "1";
			break;
		case DEED_STARS:
			value = op->kind == EVENT_VISIT_BAD ? "1" : "5";
			break;
		case DEED_TIME:
			value = when;
			break;
		case DEED_UNITS:
			value = op->kind == EVENT_MEETING ? "1021,3001" : "";
			break;
		case DEED_TICKET:
		case DEED_PERSON:
		case DEED_FILES:
			continue; /* looked up: other tests */
		default:
			break;
		}
		assert_true(args_set(&op->args, rows[i].arg, value));
	}
	if (op->kind == EVENT_AMEND || op->kind == EVENT_COMPLETE) {
		tcentre_set(
		    op, TF_DEMAND, "请当天修复并告知处理结果", fields_get(&t->f, TF_DEMAND));
		tcentre_set(op, TF_ADDRESS, "红山路87号", fields_get(&t->f, TF_ADDRESS));
	}
}

/* What the rules of the model say of this person, this step and this ticket. */
static enum err_code
rules_say(
    const struct matrix *m, const struct person *p, const struct ticket *t, const struct op *op)
{
	const struct actor who = {
		.user = p->job_no, .name = "某人", .unit = p->unit, .roles = p->roles
	};
	const struct workflow_env env = { .city = m->k.c.city,
		.now = m->k.c.now,
		.online = true,
		.at_centre = true,
		.told_kind = -1 };
	struct event ev;
	struct err e;
	enum err_code rc;

	event_init(&ev);
	assert_true(op_event(op, &ev));
	ev.at = m->k.c.now;
	str_copy(ev.unit, sizeof(ev.unit), p->unit);
	if (op->kind == EVENT_UNMERGE)
		assert_true(args_set(&ev.args, EA_OTHER, t->merged_into));
	workflow_route(t, &ev);
	rc = workflow_check(t, &ev, &who, &env, &e);
	event_free(&ev);
	return rc;
}

static enum err_code
attempt(
    struct matrix *m, const struct person *p, const char *id, const struct op *op, struct err *e)
{
	struct str body = { 0 };
	struct visit v = { 0 };
	char what[80];
	const struct asked a = { .what = what,
		.authorization = p->header,
		.match = "*",
		.body = (op_single_write(op, &body), str_c(&body)) };
	enum err_code rc;

	(void)snprintf(what, sizeof(what), "PATCH /v1/tickets/%s", id);
	rc = ask_all(&m->k, &v, &a);
	*e = v.e;
	str_free(&v.body);
	str_free(&body);
	return rc;
}

static bool
try_one(struct matrix *m, const struct person *p, int kind, const char *id)
{
	const struct event_info *row = event_info((enum event_kind)kind);
	enum err_code want, got;
	struct ticket before, after;
	struct err e;
	struct op op;
	bool changed;

	tcentre_ticket(&m->k.c, id, &before);
	op_init(&op);
	op.kind = kind;
	answers(m, &before, &op);
	want = rules_say(m, p, &before, &op);
	got = attempt(m, p, id, &op, &e);
	tcentre_ticket(&m->k.c, id, &after);
	changed = after.event_count != before.event_count;
	if ((row->actors & p->roles) == 0 && got != ERR_FORBIDDEN && got != ERR_NOT_FOUND)
		fail_msg("%s by %s in %s: %s", row->json, person_role(p), state_json(before.state),
		    err_json(got));
	if (strcmp(p->unit, "3001") == 0 && got == ERR_OK)
		fail_msg("%s: by a unit that has nothing to do with it", row->json);
	if (got != want && got != ERR_NOT_FOUND)
		fail_msg("%s by %s %s in %s: %s, the rules: %s (%s)", row->json, p->unit,
		    person_role(p), state_json(before.state), err_json(got), err_json(want),
		    e.text);
	if (changed != (got == ERR_OK))
		fail_msg("%s: %s, and the ticket %s", row->json, err_json(got),
		    changed ? "changed" : "did not change");
	op_free(&op);
	ticket_free(&before);
	ticket_free(&after);
	return changed;
}

static void
every_role_and_every_step(void **state)
{
	struct matrix *m = *state;
	int accepted[EVENT_COUNT] = { 0 }, kinds = 0, tried = 0;

	for (int kind = 0; kind < EVENT_COUNT; kind++) {
		const struct event_info *row = event_info((enum event_kind)kind);

		for (int s = 0; s < STATE_COUNT; s++) {
			char id[ID_SIZE];
			bool fresh = false;

			if ((row->from & (1u << s)) == 0 || s == STATE_NONE || s == STATE_DRAFT)
				continue;
			for (int i = 0; i < m->n; i++) {
				/* of a step from many states each role tries some of them */
				if ((row->from & (row->from - 1)) != 0 && (i + s + kind) % 3 != 0)
					continue;
				if (!fresh && !bring(m, (enum ticket_state)s, id))
					break;
				fresh = !try_one(m, &m->people[i], kind, id);
				accepted[kind] += !fresh;
				tried++;
			}
		}
	}
	for (int kind = 0; kind < EVENT_COUNT; kind++)
		kinds += accepted[kind] > 0;
	if (kinds < 35 || tried < 1500)
		fail_msg("%d kinds of step were ever accepted in %d tries", kinds, tried);
}

/* ---- knowledge ---- */

/* ${r}, with all but who and which, as one of the seat's; its text goes. */
static bool
pushed(struct matrix *m, const struct person *p, struct record *r)
{
	struct str body = { 0 };
	struct visit v = { 0 };
	bool yes;

	tcentre_id(&m->k.c, r->id);
	tcentre_sign_in(&m->k.c, m->k.c.device, p->job_no);
	str_copy(r->by, sizeof(r->by), p->job_no);
	record_json_write(r, 1, &body);
	assert_int_equal(
	    ask(&m->k, &v, "POST /v1/records", NULL, m->k.device, str_c(&body)), ERR_OK);
	yes = strstr(str_c(&v.body), "\"kept\":1") != NULL;
	record_free(r);
	str_free(&body);
	str_free(&v.body);
	return yes;
}

static bool
kept(struct matrix *m, const struct person *p, const char *code)
{
	struct record r = { .kind = RECORD_ARTICLE, .at = m->k.c.now };
	struct str body = { 0 };

	(void)snprintf(r.object, sizeof(r.object), "K0205-%d", 100 + m->made++);
	str_copy(r.code, sizeof(r.code), code);
	str_addf(&body,
	    "kb_no: %s\ntitle: 路灯\nkind: faq\ncategory: 0205\nsource: 1021\nfrom: 2026-01-01\n"
	    "until: 2031-12-31\nversion: 1\n\n请提供灯杆编号。\n",
	    r.object);
	assert_true(record_set_text(&r, str_c(&body)));
	str_free(&body);
	return pushed(m, p, &r);
}

/* Drafting and sending for review is the editors'; nothing else can be the first step of an article for anybody. */
static void
every_role_and_every_step_of_an_article(void **state)
{
	struct matrix *m = *state;

	for (int i = 0; i < m->n; i++)
		for (int s = 0; s < ARTICLE_STEP_COUNT; s++) {
			const bool first = s == ARTICLE_STEP_DRAFT || s == ARTICLE_STEP_SUBMIT;
			const bool may = first && (m->people[i].roles & ROLES_KB_EDIT) != 0;

			if (kept(m, &m->people[i], article_step_items[s].code) != may)
				fail_msg("%s by %s", article_step_items[s].code,
				    person_role(&m->people[i]));
		}
}

/* ---- temporary talking points ---- */

static bool
guided(struct matrix *m, const struct person *p, int nth, enum guidance_step s, const char *text)
{
	struct record r = { .kind = RECORD_GUIDANCE, .at = m->k.c.now += 1000 };

	(void)snprintf(r.object, sizeof(r.object), "L%d", nth);
	str_copy(r.code, sizeof(r.code), guidance_step_items[s].code);
	assert_true(record_set_text(&r, text));
	return pushed(m, p, &r);
}

static const struct person *
of_role(const struct matrix *m, uint32_t role)
{
	for (int i = 0; i < m->n; i++)
		if (m->people[i].roles == role)
			return &m->people[i];
	fail_msg("nobody has role %x", role);
	return NULL;
}

/* Every role tries every step on one that has come so far that the step is next; it was written by an editor, so that
 * nobody but him is kept out by four eyes. */
static void
every_role_and_every_step_of_talking_points(void **state)
{
	static const uint32_t may[GUIDANCE_STEP_COUNT] = {
		[GUIDANCE_STEP_PROPOSE] = ROLE_BIT(SENIOR) | ROLE_BIT(KB_EDITOR),
		[GUIDANCE_STEP_APPROVE] = ROLE_BIT(SENIOR) | ROLE_BIT(LEADER),
		[GUIDANCE_STEP_REFUSE] = ROLE_BIT(SENIOR) | ROLE_BIT(LEADER),
		[GUIDANCE_STEP_END] = ROLE_BIT(SENIOR) | ROLE_BIT(KB_EDITOR) | ROLE_BIT(LEADER),
	};
	struct matrix *m = *state;
	const struct person *editor = of_role(m, ROLE_BIT(KB_EDITOR));
	const struct person *leader = of_role(m, ROLE_BIT(LEADER));
	const struct person *senior = of_role(m, ROLE_BIT(SENIOR));
	struct guidance t = { .title = "停气", .points = "抢修中。", .starts_at = m->k.c.now };
	struct str words = { 0 };
	int nth = 0;

	t.ends_at = t.starts_at + 24 * HOUR_MS;
	guidance_write(&t, &words);
	for (int i = 0; i < m->n; i++)
		for (int s = 0; s < GUIDANCE_STEP_COUNT; s++) {
			const bool is_words =
			    s == GUIDANCE_STEP_PROPOSE || s == GUIDANCE_STEP_APPROVE;
			const bool want = (may[s] & m->people[i].roles) != 0;

			nth++;
			if (s != GUIDANCE_STEP_PROPOSE)
				assert_true(
				    guided(m, editor, nth, GUIDANCE_STEP_PROPOSE, str_c(&words)));
			if (s == GUIDANCE_STEP_END)
				assert_true(
				    guided(m, leader, nth, GUIDANCE_STEP_APPROVE, str_c(&words)));
			if (guided(m, &m->people[i], nth, (enum guidance_step)s,
				is_words ? str_c(&words) : "已恢复") != want)
				fail_msg("%s by %s", guidance_step_items[s].code,
				    person_role(&m->people[i]));
		}
	/* who may do both does not let out, nor return, what he wrote himself; another of his role does */
	assert_true(guided(m, senior, ++nth, GUIDANCE_STEP_PROPOSE, str_c(&words)));
	assert_false(guided(m, senior, nth, GUIDANCE_STEP_APPROVE, str_c(&words)));
	assert_false(guided(m, senior, nth, GUIDANCE_STEP_REFUSE, "不用了"));
	assert_true(guided(m, leader, nth, GUIDANCE_STEP_APPROVE, str_c(&words)));
	assert_true(guided(m, senior, nth, GUIDANCE_STEP_END, "已恢复"));
	str_free(&words);
}

/* ---- every role and every route ---- */

static enum err_code
knock(struct matrix *m, const struct route *r, const char *authorization, bool same_user)
{
	struct visit v = { 0 };
	char what[120], path[100];
	const char *hole = strstr(r->path, "{id}");
	const struct asked a = { .what = what,
		.authorization = authorization,
		.body = strcmp(r->method, "GET") == 0 ? NULL : "{}",
		.same_user = same_user };
	enum err_code rc;

	(void)snprintf(path, sizeof(path), "%.*s%s", (int)(hole != NULL ? hole - r->path : 90),
	    r->path, hole != NULL ? "none" : "");
	(void)snprintf(what, sizeof(what), "%s %s", r->method, path);
	rc = ask_all(&m->k, &v, &a);
	str_free(&v.body);
	return rc;
}

static bool
is_shut(enum err_code code)
{
	return code == ERR_UNAUTHORISED || code == ERR_DEVICE || code == ERR_FORBIDDEN;
}

/* Is this person kept out of that route, by the table of rights? */
static bool
is_barred(const struct route *r, const struct person *p)
{
	return r->need == AUTH_ADMIN || r->need == AUTH_MACHINE ||
	       (r->need == AUTH_STEWARD && !roles_may(p->roles, r->right));
}

/* A session opens what is for people, whatever the role: what may be done there is the rules' business. The
 * administration opens to the roles that have the right, what is for the machine itself to none, and nothing but the
 * public pages to nobody. */
static void
every_role_and_every_route(void **state)
{
	struct matrix *m = *state;

	for (int i = 0; i < api_routes_count; i++) {
		const struct route *r = &api_routes[i];

		if ((r->traits & ROUTE_PLAIN) || strcmp(r->id, "enrol") == 0 ||
		    strcmp(r->id, "signIn") == 0)
			continue; /* plain text; by a one-time code or a password, not by who asks */
		if (is_shut(knock(m, r, NULL, false)) == (r->need == AUTH_NOBODY))
			fail_msg("%s: nobody", r->id);
		if (is_shut(knock(m, r, "Bearer 00", false)) == (r->need == AUTH_NOBODY))
			fail_msg("%s: a made-up session", r->id);
		if ((r->need == AUTH_ADMIN || r->need == AUTH_STEWARD) &&
		    is_shut(knock(m, r, NULL, true)))
			fail_msg("%s: the centre's own user", r->id);
		for (int p = 0; p < m->n && strcmp(r->id, "signOut") != 0; p++) {
			const bool shut = is_shut(knock(m, r, m->people[p].header, false));

			if (shut != is_barred(r, &m->people[p]))
				fail_msg("%s: %s %s", r->id, person_role(&m->people[p]),
				    shut ? "is kept out" : "gets in");
			/* at the machine itself a person has no more rights than that */
			if (r->need == AUTH_STEWARD &&
			    is_shut(knock(m, r, m->people[p].header, true)) != shut)
				fail_msg(
				    "%s: %s at the machine", r->id, person_role(&m->people[p]));
		}
	}
}

/* The administration is for administrators: a right that another role is given one day is a line of this test too. */
static void
the_rights_are_the_administrators(void **state)
{
	(void)state;
	for (int r = RIGHT_NONE + 1; r < RIGHT_COUNT; r++) {
		assert_int_equal(role_right_holders((enum role_right)r),
		    r == RIGHT_DEPUTIES           ? ROLE_BIT(UNIT_LEAD)
		    : r == RIGHT_GUIDANCE_WRITE   ? ROLE_BIT(SENIOR) | ROLE_BIT(KB_EDITOR)
		    : r == RIGHT_GUIDANCE_APPROVE ? ROLE_BIT(SENIOR) | ROLE_BIT(LEADER)
						  : ROLE_BIT(ADMIN));
		assert_true(role_right_label((enum role_right)r)[0] != '\0');
	}
	assert_false(roles_may(~0u, RIGHT_NONE));
	assert_false(roles_may(~0u, RIGHT_COUNT));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    every_role_and_every_step, people_setup, people_teardown),
		cmocka_unit_test_setup_teardown(
		    every_role_and_every_step_of_an_article, people_setup, people_teardown),
		cmocka_unit_test_setup_teardown(
		    every_role_and_every_step_of_talking_points, people_setup, people_teardown),
		cmocka_unit_test_setup_teardown(
		    every_role_and_every_route, people_setup, people_teardown),
		cmocka_unit_test(the_rights_are_the_administrators),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
