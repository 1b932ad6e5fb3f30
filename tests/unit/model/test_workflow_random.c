/* Thousands of events from everybody to tickets in every state, sensible and senseless: whatever is accepted, the
 * invariants of domain.md §3 hold; whatever is refused changes nothing and is refused in words; and a seat, whatever it
 * knows, never refuses what the centre allows. Seeded: a failure names
 * the seed and the step, and the same seed fails again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>

#include "base/str.h"
#include "desk.h"
#include "model/deed.h"
#include "model/workflow_p.h"

enum { SEEDS = 360, STEPS = 500, LEAST = 5 };

struct dice {
	uint64_t s;
};

static unsigned
roll(struct dice *r, unsigned n)
{
	r->s ^= r->s << 13;
	r->s ^= r->s >> 7;
	r->s ^= r->s << 17;
	return (unsigned)(r->s >> 33) % n;
}

/* ---- what may come ---- */

static const struct {
	enum ticket_field field;
	const char *values[6];
} field_values[] = {
	{ TF_TYPE, { "help", "report", "consult", "complaint", "nonsense", "" } },
	{ TF_URGENCY, { "normal", "urgent", "critical", "normal", "", "x" } },
	{ TF_URGENCY_REASON, { "情况有变", "", "情况缓解", "", "x", "y" } },
	{ TF_ADDRESS, { "红山路78号", "红山路87号", "", "换\n行", "x", "y" } },
	{ TF_CATEGORY, { "0205", "0301", "0206", "9999", "", "0205" } },
	{ TF_AREA, { "990101001", "990101", "110101", "", "990101001", "990101001" } },
	{ TF_CONFIDENTIAL, { "0", "1", "", "x", "0", "0" } },
	{ TF_ANONYMOUS, { "0", "1", "0", "0", "0", "0" } },
	{ TF_CALLED, { "张女士", "李先生", "", "x", "y", "z" } },
	{ TF_CALLER_PHONE, { "13800005678", "13800000009", "", "13800005678", "1", "2" } },
	{ TF_GROUPS, { "elderly", "elderly,minor", "", "alien", "minor", "" } },
	{ TF_CONTENT, { "漏水三天了", "有人被困", "路灯坏了", "", " ", "还没修" } },
	{ TF_CLOSE_TYPE, { "direct", "guided", "transfer", "auto", "", "direct" } },
	{ TF_ANSWER, { "带身份证到街道便民服务中心办理", "短", "", "x", "y", "z" } },
	{ TF_NO, { "261121104231115499", "12", "", "261121104231115498", "", "x" } },
	{ TF_UNIT, { "1021", "4001", "7777", "", "1021", "3001" } },
};

static const struct {
	enum event_arg arg;
	const char *values[6];
} arg_values[] = {
	{ EA_NOTE, { "又来电", "", " ", "补充情况", "仍未修", "又来电" } },
	{ EA_REASON, { "新情况", "", "新情况", "新情况", "问不到", " " } },
	{ EA_REASON_CODE, { "1", "9", "12", "77", "1", "1" } },
	{ EA_SCRIPT_READ, { "1", "0", "1", "1", "1", "" } },
	{ EA_LEGAL_WAY, { "人民法院", "人民法院", "", "人民法院", "x", "y" } },
	{ EA_RESULT, { "reached", "no_answer", "agreed", "off", "what", "refused" } },
	{ EA_TARGET, { "119", "8890-0119", "", "119", "119", " " } },
	{ EA_MODE, { "consult", "tripartite", "shout", "inform", "dial", "" } },
	{ EA_SUMMARY, { "备件次日到", "", "已说明", "已说明", "x", "y" } },
	{ EA_TO_UNIT, { "1021", "4001", "1022", "7777", "1021", "3001" } },
	{ EA_PHONE, { "13800005678", "138 0000 5678", "1", "", "13800005678", "x" } },
	{ EA_RULE, { "D0205", "D0301", "D0206a", "D0206b", "D0205", "D9" } },
};

static void
somebody(struct desk *d, struct dice *r)
{
	static const struct {
		const char *user, *unit;
		uint32_t roles;
	} people[] = {
		{ DESK_AGENT, "", ROLE_BIT(AGENT) },
		{ DESK_AGENT, "", ROLE_BIT(AGENT) },
		{ DESK_OTHER, "", ROLE_BIT(AGENT) },
		{ DESK_SENIOR, "", ROLE_BIT(SENIOR) | ROLE_BIT(AGENT) },
		{ DESK_DISPATCHER, "", ROLE_BIT(DISPATCHER) },
		{ DESK_DISPATCHER, "", ROLE_BIT(DISPATCHER) },
		{ "3001", "", ROLE_BIT(SUPERVISOR) },
		{ "5001", "1021", ROLE_BIT(UNIT) },
		{ "5002", "4001", ROLE_BIT(TOWNSHIP) | ROLE_BIT(UNIT_LEAD) },
		{ "5003", "1021", ROLE_BIT(UNIT_LEAD) },
		{ "5004", "3001", ROLE_BIT(UNIT) | ROLE_BIT(UNIT_LEAD) },
		{ "5005", "1121", ROLE_BIT(UNIT) },
		{ "3002", "", ROLE_BIT(SUPERVISOR) | ROLE_BIT(LEADER) | ROLE_BIT(QA) },
		{ "6001", "", ROLE_BIT(LEADER) },
		{ "7001", "", ROLE_BIT(VISITOR) },
		{ "system", "", ROLE_BIT(SYSTEM) },
		{ "9001", "", ROLE_BIT(OBSERVER) | ROLE_BIT(ADMIN) },
	};
	unsigned i = roll(r, sizeof(people) / sizeof(people[0]));

	desk_be(d, people[i].user, people[i].roles, people[i].unit);
}

/* Any kind, but oftener one that has a chance here, and what was seldom seen before what often was, from somebody who
 * may: else hardly anything would get far. */
static int
some_kind(struct desk *d, struct dice *r, const unsigned *accepted)
{
	const bool likely = roll(r, 4) > 0;
	const struct event_info *row;
	int kind = -1, tries = 0;

	for (int n = likely ? 3 : 1; n > 0; n--) {
		int other, rolls = 0;

		do {
			other = (int)roll(r, EVENT_COUNT);
			row = event_info((enum event_kind)other);
		} while (likely && !(row->from & (1u << d->t.state)) && ++rolls < 200);
		if (kind < 0 || accepted[other] < accepted[kind])
			kind = other;
	}
	row = event_info((enum event_kind)kind);
	do
		somebody(d, r);
	while (likely && !(row->actors & d->who.roles) && ++tries < 400);
	return kind;
}

/* What the form of the step asks for, mostly answered as it should be. */
static void
answers(struct desk *d, struct dice *r)
{
	static const char *const units[] = { "1021", "4001", "3001", "1121", "4101", "1121" };
	char when[24];
	int n;
	const struct deed_ask *rows = deed_asks((enum event_kind)d->ev.kind, &n);

	(void)snprintf(when, sizeof(when), "%lld", (long long)d->env.now + 5LL * 86400 * 1000);
	for (int i = 0; i < n; i++) {
		if (roll(r, 8) == 0)
			continue;
		switch (rows[i].kind) {
		case DEED_CHOICE:
			desk_arg(
			    d, rows[i].arg, rows[i].items[roll(r, (unsigned)rows[i].n_items)].code);
			break;
		case DEED_UNIT:
			if (d->ev.kind != EVENT_DISPATCH || roll(r, 3) == 0) {
				desk_arg(d, rows[i].arg, units[roll(r, 6)]);
				desk_arg(d, EA_RULE, NULL);
			}
			break;
		case DEED_UNITS:
			desk_arg(d, rows[i].arg, roll(r, 2) ? "3001" : "");
			break;
		case DEED_DAYS:
			desk_arg(d, rows[i].arg, roll(r, 2) ? "1" : "3");
			break;
		case DEED_STARS:
			desk_arg(d, rows[i].arg, roll(r, 2) ? "5" : "2");
			break;
		case DEED_TIME:
			desk_arg(d, rows[i].arg, when);
			break;
		case DEED_TICKET:
			desk_arg(d, rows[i].arg, roll(r, 8) ? "" : DESK_OTHER_TICKET);
			break;
		case DEED_PERSON:
			desk_arg(d, rows[i].arg, roll(r, 2) ? DESK_OTHER : DESK_AGENT);
			break;
		case DEED_FILES:
			desk_arg(d, rows[i].arg, roll(r, 4) ? DESK_FILE : "a.jpg");
			break;
		default:
			desk_arg(d, rows[i].arg, "三定规定第3条, 情况如下");
		}
	}
}

static void
something(struct desk *d, struct dice *r, const unsigned *accepted)
{
	int kind = some_kind(d, r, accepted);
	/* A step that changes no field seldom tries to. */
	const bool writes =
	    (event_info((enum event_kind)kind)->guards & GUARD_BIT(FIELDS)) || roll(r, 8) == 0;
	unsigned spoil = writes ? roll(r, 4) : 0;

	if (kind == EVENT_ARCHIVE && roll(r, 2))
		d->env.now += 31LL * 86400 * 1000;
	if (kind <= EVENT_SUBMIT_INCOMPLETE || (kind == EVENT_REJECT && d->t.state == STATE_NONE))
		desk_lamp(d, kind);
	else
		desk_begin(d, kind);
	for (size_t i = 0; i < sizeof(arg_values) / sizeof(arg_values[0]); i++)
		desk_arg(d, arg_values[i].arg, arg_values[i].values[roll(r, roll(r, 2) ? 6 : 1)]);
	answers(d, r);
	if (kind == EVENT_FOLLOW)
		desk_arg(d, EA_OTHER, roll(r, 2) ? DESK_OTHER_TICKET : NULL);
	for (unsigned n = kind == EVENT_AMEND ? spoil + 1 : spoil; n > 0; n--) {
		unsigned i = roll(r, sizeof(field_values) / sizeof(field_values[0]));

		desk_set(d, field_values[i].field, field_values[i].values[roll(r, 6)]);
	}
	if (kind == EVENT_SUBMIT_DIRECT && roll(r, 2)) {
		desk_set(d, TF_TYPE, "consult");
		desk_set(d, TF_CLOSE_TYPE, "direct");
		desk_set(d, TF_ANSWER, "带身份证到街道便民服务中心办理");
	}
	if (kind == EVENT_SUBMIT_INCOMPLETE || (kind == EVENT_COMPLETE && roll(r, 2)))
		desk_set(d, TF_ADDRESS, kind == EVENT_COMPLETE ? "红山路78号" : NULL);
	d->env.online = roll(r, 10) > 0;
	d->env.last_urge_at = roll(r, 3) == 0 ? d->env.now - 1 : 0;
	d->ev.offline = !d->env.online;
}

static void
rightly(struct desk *d, const char *user, uint32_t roles, const char *unit, int kind)
{
	desk_be(d, user, roles, unit);
	desk_begin(d, kind);
	desk_arg(d, EA_RESULT, kind == EVENT_CONTACT ? "reached" : NULL);
	desk_arg(d, EA_SUMMARY, "已说明");
	if (kind == EVENT_URGENCY_ASK) {
		desk_arg(d, EA_RESULT, "urgent");
		desk_arg(d, EA_REASON, "险情已排除");
	}
	if (kind == EVENT_REPLY) {
		desk_arg(d, EA_IS_TRUE, "yes");
		desk_arg(d, EA_FACTS, "已换灯泡");
		desk_arg(d, EA_SOLVED, "solved");
	}
	if (desk_do(d) != ERR_OK)
		fail_msg("%s: %s", event_info((enum event_kind)kind)->json, d->e.text);
}

/* Another ticket: none yet, or one that right steps have brought some way along; else few would ever be answered. */
static void
some_way_along(struct desk *d, struct dice *r)
{
	const unsigned far = roll(r, 6);

	d->env.online = true;
	desk_ticket(d, far == 0 ? STATE_NONE : STATE_DISPATCHED);
	if (far == 1) { /* asked to be less urgent: few steps lead there by chance */
		if (!fields_set(&d->t.f, TF_URGENCY, "critical"))
			abort();
		rightly(d, DESK_SENIOR, ROLE_BIT(SENIOR), "", EVENT_URGENCY_ASK);
	}
	if (far >= 2) {
		rightly(d, "5001", ROLE_BIT(UNIT), "1021", EVENT_SIGNIN);
		rightly(d, "5001", ROLE_BIT(UNIT), "1021", EVENT_CONTACT);
	}
	if (far >= 3)
		rightly(d, "5003", ROLE_BIT(UNIT_LEAD), "1021", EVENT_REPLY);
	if (far >= 5 && !fields_set(&d->t.f, TF_VISIT, "no")) /* closed without being asked */
		abort();
	if (far >= 4)
		rightly(d, DESK_DISPATCHER, ROLE_BIT(DISPATCHER), "", EVENT_AUDIT_OK);
}

/* ---- what must hold ---- */

static int
rank(const struct ticket *t)
{
	const char *u = fields_get(&t->f, TF_URGENCY);

	return strcmp(u, "critical") == 0 ? 2 : strcmp(u, "urgent") == 0 ? 1 : 0;
}

/* Where what is said decides where it goes. */
static bool
leads_elsewhere(const struct desk *d, const struct ticket *was)
{
	switch (d->ev.kind) {
	case EVENT_UNMERGE:
		return d->t.state == was->before;
	case EVENT_SIGNIN:
		return d->t.state == was->state;
	case EVENT_AUDIT_OK:
	case EVENT_VISIT_FAIL:
		return d->t.state == STATE_CLOSED;
	case EVENT_REVIEW_REDO:
		return d->t.state == STATE_PENDING && workflow_last_lead(was) == NULL;
	default:
		return false;
	}
}

static const char *
one_event_one_row(const struct desk *d, const struct ticket *was)
{
	const struct event_info *row = event_info((enum event_kind)d->ev.kind);

	if (d->t.event_count != was->event_count + 1)
		return "an accepted event is one row";
	if (!(row->from & (1u << was->state)))
		return "it came from a state of its row";
	if (d->ev.to != d->t.state ||
	    (d->t.state != (row->to == STATE_NONE ? was->state : row->to) &&
		!leads_elsewhere(d, was)))
		return "it went where its row says";
	if (!(row->actors & d->who.roles))
		return "somebody of its row did it";
	return d->env.online || row->offline != OFFLINE_NO ? NULL
							   : "it may be done with the line down";
}

static const char *
owners_and_units(const struct desk *d, const struct ticket *was)
{
	const bool handled = d->t.state == STATE_DISPATCHED || d->t.state == STATE_WORKING ||
			     d->t.state == STATE_RETURN_REQ || d->t.state == STATE_SUSPENDED ||
			     d->t.state == STATE_REPLIED;

	int leads = 0;

	for (int i = 0; i < d->t.n_assign; i++) {
		const struct assignment *a = &d->t.assign[i];

		if (!assignment_is_open(a))
			continue;
		leads += a->role == ASSIGN_LEAD;
		if (ticket_assignment(&d->t, a->unit) != a)
			return "a unit holds one open assignment";
		if (a->ended_at != 0 || !handled)
			return "what ended is not open";
		if (a->role == ASSIGN_LEAD &&
		    (strcmp(a->unit, d->t.lead_unit) != 0 || a->due != d->t.unit_due))
			return "the ticket says what its lead assignment says";
	}
	if (leads != handled || handled != (d->t.lead_unit[0] != '\0'))
		return "one lead unit, exactly while it is being handled";
	if (was->closed_at == 0 && was->accepted_at != 0 && d->t.accepted_at != was->accepted_at &&
	    d->t.state != STATE_PENDING)
		return "it is accepted once";
	if (was->first_owner[0] != '\0' && strcmp(was->first_owner, d->t.first_owner) != 0 &&
	    d->ev.kind != EVENT_HANDOVER_TAKE)
		return "the first owner never changes but by being taken over from";
	if (was->promised_due != 0 && was->promised_due != d->t.promised_due &&
	    d->ev.kind != EVENT_REOPEN && d->ev.kind != EVENT_EXTEND_OK)
		return "what the citizen was told stands";
	if (*fields_get(&was->f, TF_NO) != '\0' &&
	    strcmp(fields_get(&was->f, TF_NO), fields_get(&d->t.f, TF_NO)) != 0)
		return "the number is final";
	return d->t.closed_at != 0 && ticket_is_open(&d->t) ? "what is open is not closed" : NULL;
}

static const char *
reports_and_urgency(const struct desk *d, const struct ticket *was)
{
	const bool report = strcmp(fields_get(&d->t.f, TF_TYPE), "report") == 0,
		   was_report = strcmp(fields_get(&was->f, TF_TYPE), "report") == 0,
		   secret = strcmp(fields_get(&d->t.f, TF_CONFIDENTIAL), "1") == 0;

	if ((report || (was_report && was->state != STATE_DRAFT)) && !secret)
		return "a report is confidential, and so is what was one";
	if (report &&
	    (!ticket_is_shielded(&d->t) || roles_may_see_identity(ROLE_BIT(UNIT), secret, true)))
		return "no unit sees who reported";
	if (was->event_count > 0 && was->state != STATE_DRAFT && rank(&d->t) < rank(was) &&
	    d->ev.kind != EVENT_URGENCY_OK &&
	    (rank(was) == 2 || !(d->who.roles & (ROLE_BIT(SENIOR) | ROLE_BIT(DISPATCHER)))))
		return "urgency is lowered by few, and 特急 not by one";
	return NULL;
}

/* ---- the seat and the centre ---- */

static enum err_code
asked(const struct desk *d, const struct ticket *t, const struct workflow_env *env)
{
	struct err e;

	return workflow_check(t, &d->ev, &d->who, env, &e);
}

/* The same check on both ends. With all that the centre knows a seat says the same; without what only the centre can look
 * up, and without whose a ticket is where this person is not told, it may let pass what the centre refuses, never the
 * other way round. With the line down it refuses exactly what needs the centre, and nothing else more. */
static const char *
seat_and_centre(const struct desk *d)
{
	const enum event_offline offline = event_info((enum event_kind)d->ev.kind)->offline;
	const bool shielded = ticket_is_shielded(&d->t);
	const struct actor receiver = { .user = args_get(&d->ev.args, EA_TO_USER),
		.name = "陈静",
		.unit = "",
		.roles = ROLE_BIT(AGENT) };
	struct workflow_env centre = d->env, seat = d->env, blind;
	enum err_code decided, down;
	const char *broken = NULL;
	struct ticket told;

	centre.receiver = seat.receiver = *receiver.user != '\0' ? &receiver : NULL;
	centre.online = centre.at_centre = seat.online = true;
	seat.at_centre = false;
	decided = asked(d, &d->t, &centre);
	if (asked(d, &d->t, &seat) != decided)
		return "a seat that knows as much says the same";
	blind = seat;
	blind.other = NULL;
	blind.receiver = NULL;
	blind.told_kind = -1;
	if (decided == ERR_OK && asked(d, &d->t, &blind) != ERR_OK)
		return "a seat leaves to the centre what it does not know";
	ticket_init(&told);
	assert_true(ticket_copy(&told, &d->t));
	if (!roles_may_see_identity(d->who.roles, shielded, shielded))
		fields_drop_identity(&told.f);
	if (decided == ERR_OK && asked(d, &told, &blind) != ERR_OK)
		broken = "a seat does not judge by an identity it was not sent";
	blind.online = false;
	down = asked(d, &told, &blind);
	if (offline == OFFLINE_NO ? down == ERR_OK : down == ERR_NEEDS_CENTRE)
		broken = "with the line down exactly what needs the centre waits for it";
	if (offline != OFFLINE_NO && decided == ERR_OK && down != ERR_OK)
		broken = "what may be done with the line down is not refused for it";
	ticket_free(&told);
	return broken;
}

static void
step(struct desk *d, struct dice *r, unsigned *accepted, unsigned seed, int n)
{
	const char *broken = NULL;
	struct ticket was;
	enum err_code code;

	ticket_init(&was);
	assert_true(ticket_copy(&was, &d->t));
	something(d, r, accepted);
	broken = seat_and_centre(d);
	code = desk_check(d);
	if (code == ERR_OK && (code = desk_apply(d)) != ERR_OK && broken == NULL)
		broken = "what is allowed can be applied";
	if (code != ERR_OK) {
		if (d->e.text[0] == '\0' || d->e.code != code)
			broken = "a refusal says why";
		if (!fields_equal(&was.f, &d->t.f) || was.event_count != d->t.event_count ||
		    was.state != d->t.state)
			broken = "a refusal changes nothing";
	} else {
		accepted[d->ev.kind]++;
		if (broken == NULL)
			broken = one_event_one_row(d, &was);
		if (broken == NULL)
			broken = owners_and_units(d, &was);
		if (broken == NULL)
			broken = reports_and_urgency(d, &was);
	}
	if (broken != NULL)
		fail_msg("seed %u step %d %s by %s: %s", seed, n,
		    event_info((enum event_kind)d->ev.kind)->json, d->who.user, broken);
	ticket_free(&was);
}

/* The states that the rows which work now lead to. */
static uint32_t
reached(void)
{
	uint32_t states = STATE_BIT(NONE);

	for (int round = 0; round < STATE_COUNT; round++)
		for (int i = 0; i < EVENT_COUNT; i++) {
			const struct event_info *row = event_info((enum event_kind)i);

			if ((row->from & states) && row->to != STATE_NONE)
				states |= 1u << row->to;
		}
	return states;
}

static void
invariants_hold(void **state)
{
	unsigned accepted[EVENT_COUNT] = { 0 };
	struct city *city = desk_city();

	(void)state;
	for (unsigned seed = 1; seed <= SEEDS; seed++) {
		struct dice r = { seed * UINT64_C(0x9e3779b97f4a7c15) };
		struct desk d, master;

		desk_open(&master, city);
		desk_ticket(&master, STATE_PENDING);
		(void)str_copy(master.t.id, sizeof(master.t.id), DESK_OTHER_TICKET);
		desk_open(&d, city);
		d.env.at_centre = seed % 2 == 0;
		d.env.other = &master.t;
		d.env.told_kind = EVENT_CONTACT;
		for (int n = 0; n < STEPS; n++) {
			d.env.now += roll(&r, 30) == 0 ? 100LL * 3600 * 1000 : 60000;
			step(&d, &r, accepted, seed, n);
			/* Most of these ends are quick; begin again so that the middle is seen too. */
			if ((d.t.state != STATE_NONE && !ticket_is_open(&d.t) &&
				roll(&r, 8) == 0) ||
			    roll(&r, 100) == 0) {
				some_way_along(&d, &r);
			}
		}
		desk_close(&d);
		desk_close(&master);
	}
	for (int i = 0; i < EVENT_COUNT; i++) {
		const struct event_info *row = event_info((enum event_kind)i);
		const bool meant = (row->from & reached()) != 0;

		if (meant ? accepted[i] < LEAST : accepted[i] != 0)
			fail_msg("%s was accepted %u times", row->json, accepted[i]);
	}
	city_free(city);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(invariants_hold) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
