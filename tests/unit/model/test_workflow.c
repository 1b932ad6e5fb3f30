/* The state machine: is the table whole, and is every guard of intake heard: each of these events once as it should be, and
 * once for each thing that may be wrong with it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/utf8.h"
#include "desk.h"

static int
setup(void **state)
{
	*state = desk_city();
	return 0;
}

static int
teardown(void **state)
{
	city_free(*state);
	return 0;
}

/* ---- the table ---- */

static void
every_row_is_whole(void **state)
{
	(void)state;
	for (int i = 0; i < EVENT_COUNT; i++) {
		const struct event_info *row = event_info((enum event_kind)i);

		assert_int_equal(event_by_json(row->json), i);
		assert_true(utf8_count(row->label) >= 2);
		assert_true(row->from != 0 && row->actors != 0);
		assert_true(row->to != STATE_NONE || row->from != STATE_BIT(NONE));
		for (int k = 0; k < i; k++)
			assert_string_not_equal(row->label, event_info((enum event_kind)k)->label);
	}
	assert_int_equal(event_by_json("no_such_event"), -1);
	assert_int_equal(event_by_json(NULL), -1);
}

static void
every_state_is_reached_and_left(void **state)
{
	uint32_t reached = STATE_BIT(NONE), left = 0;

	(void)state;
	for (int round = 0; round < STATE_COUNT; round++)
		for (int i = 0; i < EVENT_COUNT; i++) {
			const struct event_info *row = event_info((enum event_kind)i);

			if ((row->from & reached) && row->to != STATE_NONE)
				reached |= 1u << row->to;
			if (row->to != STATE_NONE)
				left |= row->from;
		}
	assert_int_equal(reached, (1u << STATE_COUNT) - 1);
	/* Only these are ends: everything open can be finished. */
	assert_int_equal(
	    ~left & ((1u << STATE_COUNT) - 1), STATE_BIT(ARCHIVED) | STATE_BIT(AUTO_CLOSED) |
						   STATE_BIT(WITHDRAWN) | STATE_BIT(FORWARDED));
}

static void
what_may_be_done_with_the_line_down(void **state)
{
	static const int yes[] = { EVENT_SAVE_DRAFT, EVENT_SUBMIT, EVENT_SUBMIT_DIRECT,
		EVENT_SUBMIT_INCOMPLETE, EVENT_AMEND, EVENT_NOTE, EVENT_TRANSFER, EVENT_URGE,
		EVENT_SUPPLEMENT, EVENT_PROGRESS, EVENT_SIGNIN, EVENT_CONTACT, EVENT_RELAY,
		EVENT_REPLY, EVENT_VISIT_OK, EVENT_VISIT_BAD, EVENT_VISIT_FAIL, EVENT_REPLY_ASK,
		EVENT_CO_REPLY, EVENT_MERGE_ASK, EVENT_SUPERVISE_REPLY, EVENT_IMPORTANT,
		EVENT_ATTACH, EVENT_FOLLOW };
	static const int request[] = { EVENT_RETURN, EVENT_EXTEND_ASK, EVENT_INFO_ASK,
		EVENT_SUSPEND_ASK };

	(void)state;
	for (int i = 0; i < EVENT_COUNT; i++) {
		enum event_offline want = OFFLINE_NO;

		for (size_t k = 0; k < sizeof(yes) / sizeof(yes[0]); k++)
			if (yes[k] == i)
				want = OFFLINE_YES;
		for (size_t k = 0; k < sizeof(request) / sizeof(request[0]); k++)
			if (request[k] == i)
				want = OFFLINE_REQUEST;
		assert_int_equal(event_info((enum event_kind)i)->offline, want);
	}
}

static void
a_kind_of_none_is_refused(void **state)
{
	struct desk d;

	desk_open(&d, *state);
	desk_ticket(&d, STATE_PENDING);
	desk_begin(&d, EVENT_COUNT);
	assert_int_equal(desk_check(&d), ERR_UNKNOWN_CODE);
	assert_int_equal(ticket_apply(&d.t, &d.ev, *state, NULL), ERR_UNKNOWN_CODE);
	d.ev.kind = -1;
	assert_int_equal(desk_check(&d), ERR_UNKNOWN_CODE);
	desk_close(&d);
}

/* ---- who, when, line ---- */

static void
right_events_pass(void **state)
{
	struct desk d;

	desk_open(&d, *state);
	for (size_t i = 0; i < DESK_EVENTS; i++) {
		desk_good(&d, desk_events[i]);
		if (desk_check(&d) != ERR_OK)
			fail_msg(
			    "%s: %s", event_info((enum event_kind)desk_events[i])->json, d.e.text);
		assert_int_equal(desk_apply(&d), ERR_OK);
	}
	desk_close(&d);
}

static void
wrong_states_are_refused(void **state)
{
	struct desk d;

	desk_open(&d, *state);
	for (size_t i = 0; i < DESK_EVENTS; i++)
		for (int s = 0; s < STATE_COUNT; s++) {
			desk_good(&d, desk_events[i]);
			d.t.state = (enum ticket_state)s;
			if (event_info((enum event_kind)desk_events[i])->from & (1u << s))
				continue;
			assert_int_equal(desk_check(&d), ERR_STATE);
			assert_true(d.e.text[0] != '\0');
			assert_int_equal(desk_apply(&d), ERR_STATE);
			assert_int_equal(d.t.state, s);
		}
	desk_close(&d);
}

static void
wrong_roles_are_refused(void **state)
{
	struct desk d;

	desk_open(&d, *state);
	for (size_t i = 0; i < DESK_EVENTS; i++)
		for (int r = 0; r < ROLE_NO_COUNT; r++) {
			desk_good(&d, desk_events[i]);
			d.who.roles = 1u << r;
			if (event_info((enum event_kind)desk_events[i])->actors & (1u << r))
				continue;
			assert_int_equal(desk_check(&d), ERR_FORBIDDEN);
			assert_non_null(
			    strstr(d.e.text, event_info((enum event_kind)desk_events[i])->label));
		}
	desk_close(&d);
}

static void
line_down(void **state)
{
	struct desk d;

	desk_open(&d, *state);
	for (size_t i = 0; i < DESK_EVENTS; i++) {
		const struct event_info *row = event_info((enum event_kind)desk_events[i]);

		desk_good(&d, desk_events[i]);
		d.env.online = false;
		assert_int_equal(
		    desk_check(&d), row->offline == OFFLINE_NO ? ERR_NEEDS_CENTRE : ERR_OK);
	}
	desk_close(&d);
}

static void
units_act_on_their_own(void **state)
{
	static const struct {
		const char *unit;
		enum err_code code;
	} cases[] = { { "1021", ERR_OK }, { "4001", ERR_FORBIDDEN }, { "", ERR_FORBIDDEN },
		{ NULL, ERR_FORBIDDEN }, { "nowhere", ERR_FORBIDDEN } };
	struct desk d;

	desk_open(&d, *state);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		desk_ticket(&d, STATE_DISPATCHED);
		desk_be(&d, "5001", ROLE_BIT(UNIT), cases[i].unit);
		desk_begin(&d, EVENT_CONTACT);
		desk_arg(&d, EA_RESULT, "no_answer");
		assert_int_equal(desk_check(&d), cases[i].code);
	}
	/* A district sees to what its street holds, and the street to what the district was given. */
	(void)strcpy(d.t.assign[0].unit, "4001");
	d.who.unit = "3001";
	assert_int_equal(desk_check(&d), ERR_OK);
	(void)strcpy(d.t.assign[0].unit, "3001");
	d.who.unit = "4001";
	assert_int_equal(desk_check(&d), ERR_OK);
	desk_close(&d);
}

/* ---- one thing wrong at a time ---- */

struct spoil {
	int kind;
	int field, arg; /* -1: not this one */
	const char *value;
	enum err_code code;
	const char *where;
};
#define F(kind, field, value, code, where)                             \
	{                                                              \
		EVENT_##kind, TF_##field, -1, value, ERR_##code, where \
	}
#define A(kind, arg, value, code, where)                             \
	{                                                            \
		EVENT_##kind, -1, EA_##arg, value, ERR_##code, where \
	}

static const struct spoil spoils[] = {
	/* values for themselves */
	F(SUBMIT, TYPE, "complain", UNKNOWN_CODE, "type"),
	F(SUBMIT, URGENCY, "hot", UNKNOWN_CODE, "urgency"),
	F(SUBMIT, CATEGORY, "9999", UNKNOWN_CODE, "category"),
	F(SUBMIT, AREA, "110101", UNKNOWN_CODE, "area"),
	F(SUBMIT, UNIT, "7777", UNKNOWN_CODE, "unit"),
	F(SUBMIT, GROUPS, "elderly,alien", UNKNOWN_CODE, "special_groups"),
	F(SUBMIT, GROUPS, "elderly,minor", OK, NULL),
	F(SUBMIT, PEOPLE, "很多", INVALID, "people"),
	F(SUBMIT, PEOPLE, "-1", INVALID, "people"),
	F(SUBMIT, ANONYMOUS, "yes", INVALID, "anonymous"),
	F(SUBMIT, ADDRESS, "红山路78号\n二楼", INVALID, "address"),
	F(SUBMIT, CONTENT, "红山路78号门口路灯坏了\n三天", OK, NULL),
	F(SUBMIT, CONTENT, "坏字节\xff", INVALID, "content"),
	F(SUBMIT, CONTENT, "半个字\xe7\xba", INVALID, "content"),
	A(NOTE, NOTE, "\xc0\x80", INVALID, "note"),
	/* what must be there */
	F(SAVE_DRAFT, CHANNEL, "", GUARD, "channel"),
	F(SUBMIT, NO, NULL, GUARD, "ticket_no"),
	F(SUBMIT, NO, "261321104231115400", GUARD, "ticket_no"),
	F(SUBMIT_DIRECT, NO, NULL, GUARD, "ticket_no"),
	F(SUBMIT_INCOMPLETE, NO, "", GUARD, "ticket_no"),
	F(REJECT, NO, "12", GUARD, "ticket_no"),
	F(SUBMIT, CONTENT, " \xe3\x80\x80\n", GUARD, "content"),
	F(SUBMIT, TYPE, NULL, GUARD, "type"),
	F(SUBMIT, CATEGORY, NULL, GUARD, "category"),
	F(SUBMIT, AREA, NULL, GUARD, "area"),
	F(SUBMIT, ADDRESS, "  ", GUARD, "address"),
	F(SUBMIT, CALLED, NULL, GUARD, "appellant_name"),
	F(SUBMIT, CALLER_PHONE, NULL, GUARD, "contact_phone"),
	F(SUBMIT, CALLER_PHONE, "李女士", GUARD, "contact_phone"), /* a name rings nobody */
	F(COMPLETE, ADDRESS, NULL, GUARD, "address"),
	F(SUBMIT_INCOMPLETE, ADDRESS, "红山路78号", GUARD, ""),
	F(SUBMIT_INCOMPLETE, CONTENT, NULL, GUARD, "content"),
	F(SUBMIT_INCOMPLETE, CALLER_PHONE, NULL, GUARD, "contact_phone"),
	F(SUBMIT_INCOMPLETE, CALLER_PHONE, "12", GUARD, "contact_phone"),
	/* answered on the spot */
	F(SUBMIT_DIRECT, TYPE, "complaint", GUARD, "type"),
	F(SUBMIT_DIRECT, TYPE, "report", GUARD, "type"),
	F(SUBMIT_DIRECT, TYPE, "help", GUARD, "result"),
	F(SUBMIT_DIRECT, TYPE, "suggest", GUARD, "kb_refs"),
	F(SUBMIT_DIRECT, TYPE, "praise", OK, NULL),
	F(SUBMIT_DIRECT, TYPE, NULL, GUARD, "type"),
	F(SUBMIT_DIRECT, CATEGORY, NULL, GUARD, "category"),
	F(SUBMIT_DIRECT, CONTENT, NULL, GUARD, "content"),
	F(SUBMIT_DIRECT, ANSWER, "去窗口办理即可。 \n", GUARD, "answer"),
	F(SUBMIT_DIRECT, ANSWER, "请到窗口办理居住登记", OK, NULL),
	F(SUBMIT_DIRECT, CLOSE_TYPE, NULL, GUARD, "close_type"),
	F(SUBMIT_DIRECT, CLOSE_TYPE, "dispatched", GUARD, "close_type"),
	F(SUBMIT_DIRECT, CLOSE_TYPE, "transfer", GUARD, "summary"),
	F(SUBMIT_DIRECT, CLOSE_TYPE, "tripartite", GUARD, "summary"),
	F(SUBMIT_DIRECT, CLOSE_TYPE, "guided", OK, NULL),
	/* words */
	A(NOTE, NOTE, " ", GUARD, "note"),
	A(URGE, NOTE, NULL, GUARD, "note"),
	A(SUPPLEMENT, NOTE, "", GUARD, "note"),
	A(REOPEN_REJECT, REASON, NULL, GUARD, "reason"),
	A(CONTACT, RESULT, NULL, GUARD, "result"),
	A(CONTACT, RESULT, "busy", UNKNOWN_CODE, "result"),
	A(CONTACT, RESULT, "reached", GUARD, "summary"),
	A(CONTACT, RESULT, "refused", GUARD, "summary"),
	A(CONTACT, RESULT, "wrong", OK, NULL),
	A(CONTACT, RESULT, "off", OK, NULL),
	A(CONTACT, STAGE, "later", UNKNOWN_CODE, "stage"),
	A(CONTACT, STAGE, "first", OK, NULL),
	/* handed over */
	A(TRANSFER, TARGET, " ", GUARD, "target"),
	A(TRANSFER, RESULT, NULL, GUARD, "result"),
	A(TRANSFER, RESULT, "reached", GUARD, "result"),
	A(TRANSFER, RESULT, "busy", OK, NULL),
	A(TRANSFER, MODE, NULL, GUARD, "mode"),
	A(TRANSFER, MODE, "shout", GUARD, "mode"),
	A(TRANSFER, MODE, "inform", OK, NULL),
	/* not taken */
	A(REJECT, REASON_CODE, NULL, GUARD, "reason_code"),
	A(REJECT, REASON_CODE, "77", GUARD, "reason_code"),
	A(REJECT, REASON_CODE, "9", GUARD, "reason_code"),
	A(REJECT, REASON_CODE, "12", GUARD, "reason_code"),
	A(REJECT, SCRIPT_READ, NULL, GUARD, "script_read"),
	A(REJECT, SCRIPT_READ, "0", GUARD, "script_read"),
	A(REJECT, LEGAL_WAY, " ", GUARD, "legal_way"),
	F(REJECT, CONTENT, NULL, GUARD, "content"),
	/* changing */
	F(AMEND, ADDRESS, NULL, GUARD, ""),
	F(AMEND, ADDRESS, "", GUARD, "address"),
	F(AMEND, CALLED, "", GUARD, "appellant_name"),
	F(AMEND, CLOSE_TYPE, "direct", GUARD, "close_type"),
	F(SUBMIT, CLOSE_TYPE, "direct", GUARD, "close_type"),
	F(SUBMIT, CLOSE_TYPE, "", OK, NULL),
	F(PROGRESS, URGENCY, "normal", GUARD, ""),
	F(NOTE, CONTENT, "别的", GUARD, ""),
	F(DISPATCH, UNIT, "1021", GUARD, ""),
	F(CONTACT, ADDRESS, "红山路78号", GUARD, ""),
	F(AMEND, NO, "261121104231999977", GUARD, "ticket_no"),
	F(AMEND, CALLER_PHONE, "13800000009", GUARD, "caller_phone"),
	F(AMEND, RECORDING, "R1121-1040-1154", OK, NULL),
	F(AMEND, URGENCY, "urgent", OK, NULL),
	/* sent */
	A(DISPATCH, TO_UNIT, NULL, GUARD, "to_unit"),
	A(DISPATCH, TO_UNIT, "7777", UNKNOWN_CODE, "to_unit"),
	A(DISPATCH, TO_UNIT, "1022", GUARD, "to_unit"), /* no longer active */
	A(DISPATCH, TO_UNIT, "4001", GUARD, "to_unit"), /* a department's duty */
	A(DISPATCH, TO_UNIT, "3001", GUARD, "rule"),    /* not where the rule leads */
	A(DISPATCH, RULE, NULL, GUARD, "basis"),        /* by hand it takes a basis */
	A(DISPATCH, RULE, "D0301", GUARD, "rule"),
	A(DISPATCH, RULE, "D9999", GUARD, "rule"),
};

static void
each_thing_wrong(void **state)
{
	struct desk d;

	desk_open(&d, *state);
	for (size_t i = 0; i < sizeof(spoils) / sizeof(spoils[0]); i++) {
		const struct spoil *s = &spoils[i];

		desk_good(&d, s->kind);
		if (s->field >= 0)
			desk_set(&d, (enum ticket_field)s->field, s->value);
		else
			desk_arg(&d, (enum event_arg)s->arg, s->value);
		if (desk_check(&d) != s->code)
			fail_msg("case %zu, %s: got %s %s (%s)", i,
			    event_info((enum event_kind)s->kind)->json, err_json(d.e.code),
			    d.e.text, d.e.where);
		if (s->where != NULL && strcmp(d.e.where, s->where) != 0)
			fail_msg("case %zu: at %s, wanted %s", i, d.e.where, s->where);
		if (s->code != ERR_OK)
			assert_true(
			    utf8_count(d.e.text) >= 6 && utf8_valid(d.e.text, strlen(d.e.text)));
	}
	desk_close(&d);
}

static void
too_long_says_by_how_much(void **state)
{
	static char text[8003 * 3 + 1];
	struct desk d;

	for (size_t i = 0; i < 8003; i++)
		memcpy(text + i * 3, "灯", 3);
	desk_open(&d, *state);
	desk_good(&d, EVENT_SUBMIT);
	desk_set(&d, TF_CONTENT, text);
	assert_int_equal(desk_check(&d), ERR_LIMIT);
	assert_string_equal(d.e.where, "content");
	assert_non_null(strstr(d.e.text, "8003字"));
	assert_non_null(strstr(d.e.text, "请删减3字"));
	desk_set(&d, TF_CONTENT, text + 9);
	assert_int_equal(desk_check(&d), ERR_OK);
	desk_good(&d, EVENT_NOTE);
	desk_arg(&d, EA_NOTE, text + 9);
	assert_int_equal(desk_check(&d), ERR_LIMIT);
	assert_string_equal(d.e.where, "note");
	desk_close(&d);
}

static void
results_have_names(void **state)
{
	int n;

	(void)state;
	assert_non_null(workflow_results(EVENT_CONTACT, &n));
	assert_int_equal(n, 6);
	assert_string_equal(workflow_result_label(EVENT_CONTACT, "reached"), "已联系");
	assert_string_equal(workflow_result_label(EVENT_CONTACT, "what"), "what");
	assert_null(workflow_results(EVENT_NOTE, &n));
	assert_int_equal(n, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_row_is_whole),
		cmocka_unit_test(every_state_is_reached_and_left),
		cmocka_unit_test(what_may_be_done_with_the_line_down),
		cmocka_unit_test(a_kind_of_none_is_refused),
		cmocka_unit_test(right_events_pass),
		cmocka_unit_test(wrong_states_are_refused),
		cmocka_unit_test(wrong_roles_are_refused),
		cmocka_unit_test(line_down),
		cmocka_unit_test(units_act_on_their_own),
		cmocka_unit_test(each_thing_wrong),
		cmocka_unit_test(too_long_says_by_how_much),
		cmocka_unit_test(results_have_names),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
