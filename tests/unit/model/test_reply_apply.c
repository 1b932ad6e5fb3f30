/* What the steps of working on a ticket do to it and to its clocks: contacts counted, limits moved, requests opened and
 * decided, replies judged (practice A2, A5, A12, A16; domain.md §4.4-§4.6). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "model/consequence.h"
#include "working.h"

/* Only what is confidential goes through the hotline. */
static void
relays_are_for_shielded_tickets(void **state)
{
	static const int kinds[] = { EVENT_ASK_RELAY, EVENT_RELAY };
	struct desk d;

	desk_open(&d, *state);
	for (size_t i = 0; i < 2; i++) {
		good(&d, kinds[i]);
		field(&d, TF_CONFIDENTIAL, "0");
		assert_int_equal(desk_check(&d), ERR_GUARD);
		assert_non_null(strstr(d.e.text, "没有要求保密"));
		field(&d, TF_TYPE, "report");
		assert_int_equal(desk_check(&d), ERR_OK);
	}
	desk_close(&d);
}

/* domain.md §9 (d), and the way out of it. */
static void
d_a_reply_without_a_contact_is_refused(void **state)
{
	struct desk d;

	desk_open(&d, *state);
	working(&d);
	begin(&d, HEAD, EVENT_REPLY);
	words_of_a_reply(&d);
	assert_int_equal(desk_do(&d), ERR_GUARD);
	assert_int_equal(d.t.state, STATE_WORKING);
	begin(&d, CLERK, EVENT_CONTACT);
	desk_arg(&d, EA_RESULT, "reached");
	desk_arg(&d, EA_SUMMARY, "周一上门");
	assert_int_equal(desk_do(&d), ERR_OK);
	begin(&d, HEAD, EVENT_REPLY);
	words_of_a_reply(&d);
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_int_equal(d.t.state, STATE_REPLIED);
	desk_close(&d);
}

/* ---- what they do ---- */

static void
call(struct desk *d, const char *day, int hour, const char *result)
{
	now(d, day, hour);
	begin(d, CLERK, EVENT_CONTACT);
	desk_arg(d, EA_RESULT, result);
	desk_arg(d, EA_SUMMARY, "打不通");
	assert_int_equal(desk_do(d), ERR_OK);
}

static void
attempts_by_day_and_time(void **state)
{
	struct desk d;

	desk_open(&d, *state);
	working(&d);
	call(&d, "2026-11-23", 9, "no_answer");
	assert_int_equal(d.t.contact_bands, 1);
	call(&d, "2026-11-23", 12, "off");
	assert_int_equal(d.t.contact_bands, 3);
	assert_int_equal(d.t.contact_days, 1);
	call(&d, "2026-11-24", 18, "wrong");
	assert_int_equal(d.t.contact_bands, 7);
	assert_int_equal(d.t.contact_days, 2);
	assert_int_equal(d.t.contact_count, 3);
	assert_int_equal(d.t.first_contact_at, 0);
	/* a notice is no attempt */
	call(&d, "2026-11-25", 9, "noticed");
	assert_true(d.t.contact_noticed);
	assert_int_equal(d.t.contact_count, 3);
	assert_int_equal(d.t.contact_days, 2);
	assert_int_equal(d.t.last_contact_at, when("2026-11-24", 18));
	begin(&d, HEAD, EVENT_REPLY);
	words_of_a_reply(&d);
	assert_int_equal(desk_check(&d), ERR_OK);
	call(&d, "2026-11-25", 10, "refused");
	assert_int_equal(d.t.first_contact_at, when("2026-11-25", 10));
	assert_int_equal(d.t.contact_reached, 0);
	desk_close(&d);
}

/* What an agent said before it was dispatched is no contact of the unit. */
static void
a_unit_speaks_for_itself(void **state)
{
	struct desk d;

	desk_open(&d, *state);
	desk_ticket(&d, STATE_PENDING);
	d.t.contact_count = d.t.contact_reached = 1;
	begin(&d, DISPATCHER, EVENT_DISPATCH);
	desk_arg(&d, EA_TO_UNIT, "1021");
	desk_arg(&d, EA_RULE, "D0205");
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_int_equal(d.t.contact_count, 0);
	assert_int_equal(d.t.contact_reached, 0);
	desk_close(&d);
}

static void
a_relay_is_a_contact(void **state)
{
	struct desk d;

	desk_open(&d, *state);
	good(&d, EVENT_ASK_RELAY);
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_string_equal(d.t.request[REQUEST_RELAY].by, "5001");
	assert_string_equal(d.t.request[REQUEST_RELAY].unit, "1021");
	begin(&d, AGENT, EVENT_RELAY);
	desk_arg(&d, EA_NOTE, "诉求人说周一在家");
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_int_equal(d.t.request[REQUEST_RELAY].at, 0);
	assert_int_equal(d.t.contact_reached, 1);
	assert_int_equal(d.t.first_contact_at, d.env.now);
	begin(&d, HEAD, EVENT_REPLY);
	words_of_a_reply(&d);
	assert_int_equal(desk_check(&d), ERR_OK);
	desk_close(&d);
}

static void
an_extension_moves_limit_and_promise(void **state)
{
	struct desk d;

	desk_open(&d, *state);
	good(&d, EVENT_EXTEND_ASK);
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_string_equal(d.t.request[REQUEST_EXTEND].by, "5002");
	begin(&d, DISPATCHER, EVENT_EXTEND_OK);
	desk_arg(&d, EA_DAYS, "5");
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_int_equal(d.t.request[REQUEST_EXTEND].at, 0);
	assert_int_equal(civil_day(d.t.unit_due), civil_parse_day("2026-12-11"));
	assert_int_equal(d.t.promised_due, d.t.unit_due);
	assert_int_equal(d.t.assign[0].due, d.t.unit_due);
	assert_int_equal(d.t.ext_count, 1);
	assert_int_equal(d.t.ext_days, 5);
	assert_false(d.t.due_provisional);
	/* nobody could be told: what was said on the call stands */
	good(&d, EVENT_EXTEND_OK);
	field(&d, TF_ANONYMOUS, "1");
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_int_equal(civil_day(d.t.promised_due), civil_parse_day("2026-12-04"));
	/* into a year nobody knows yet */
	good(&d, EVENT_EXTEND_OK);
	be(&d, LEADER);
	desk_arg(&d, EA_DAYS, "20");
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_true(d.t.due_provisional);
	desk_close(&d);
}

/* §4.5: an application that waits when the limit passes. */
static void
an_application_pending_at_the_limit(void **state)
{
	int64_t due;
	struct desk d;

	desk_open(&d, *state);
	for (int granted = 0; granted < 2; granted++) {
		good(&d, EVENT_EXTEND_ASK);
		assert_int_equal(desk_do(&d), ERR_OK);
		due = d.t.unit_due;
		d.env.now = due + HOUR_MS;
		begin(&d, SYSTEM, EVENT_OVERDUE);
		assert_int_equal(desk_do(&d), ERR_GUARD);
		begin(&d, DISPATCHER, granted ? EVENT_EXTEND_OK : EVENT_EXTEND_NO);
		desk_arg(&d, granted ? EA_DAYS : EA_REASON, granted ? "5" : "可以按期办结");
		assert_int_equal(desk_do(&d), ERR_OK);
		begin(&d, SYSTEM, EVENT_OVERDUE);
		assert_int_equal(desk_do(&d), granted ? ERR_GUARD : ERR_OK);
		assert_int_equal(d.t.overdue_at, granted ? 0 : due);
	}
	desk_close(&d);
}

static void
a_pause_gives_the_days_back(void **state)
{
	struct desk d;

	desk_open(&d, *state);
	good(&d, EVENT_SUSPEND_ASK);
	assert_int_equal(desk_do(&d), ERR_OK);
	begin(&d, SUPERVISOR, EVENT_SUSPEND);
	desk_arg(&d, EA_REASON_CODE, "await_third");
	desk_arg(&d, EA_REASON, "等司法鉴定");
	until(&d, "2026-12-01");
	one_helps(&d);
	d.t.assign[1].due = d.t.unit_due;
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_int_equal(d.t.state, STATE_SUSPENDED);
	assert_int_equal(d.t.request[REQUEST_SUSPEND].at, 0);
	assert_int_equal(d.t.paused_at, d.env.now);
	assert_int_equal(d.t.pause_until, when("2026-12-01", 17));
	/* the centre was down for two days: the pause ended at its end all the same */
	now(&d, "2026-12-03", 9);
	begin(&d, SYSTEM, EVENT_RESUME);
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_int_equal(d.t.state, STATE_WORKING);
	assert_int_equal(d.t.paused_days, 7);
	assert_int_equal(civil_day(d.t.unit_due), civil_parse_day("2026-12-15"));
	assert_int_equal(d.t.assign[0].due, d.t.unit_due);
	assert_int_equal(d.t.assign[1].due, d.t.unit_due);
	assert_int_equal(civil_day(d.t.promised_due), civil_parse_day("2026-12-04"));
	assert_true(d.t.paused_at == 0 && d.t.pause_until == 0);
	desk_close(&d);
}

static void
what_a_unit_wants_to_know(void **state)
{
	struct follow next[FOLLOWS_MAX];
	struct desk d;

	desk_open(&d, *state);
	good(&d, EVENT_INFO_ASK);
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_true(d.t.request[REQUEST_INFO].at != 0);
	begin(&d, DISPATCHER, EVENT_ASK_INFO);
	desk_arg(&d, EA_NOTE, "请说明是哪一栋楼");
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_int_equal(d.t.state, STATE_SUSPENDED);
	assert_int_equal(d.t.request[REQUEST_INFO].at, 0);
	/* as long as a citizen has to complete his words: 3 natural days */
	assert_int_equal(civil_day(d.t.pause_until), civil_parse_day("2026-11-24"));
	/* his answer ends it: the centre's own step, which the rules allow */
	begin(&d, AGENT, EVENT_SUPPLEMENT);
	desk_arg(&d, EA_NOTE, "3号楼");
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_int_equal(workflow_follows(&d.ev, &d.t, d.city, next), 1);
	assert_int_equal(next[0].kind, EVENT_RESUME);
	begin(&d, SYSTEM, EVENT_RESUME);
	assert_true(args_copy(&d.ev.args, &next[0].args));
	follows_free(next, 1);
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_int_equal(d.t.state, STATE_WORKING);
	assert_int_equal(workflow_follows(&d.ev, &d.t, d.city, next), 0);
	desk_close(&d);
}

static void
a_reply_its_sign_off_and_its_audit(void **state)
{
	int64_t due;
	struct desk d;

	desk_open(&d, *state);
	good(&d, EVENT_REPLY_ASK);
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_string_equal(d.t.request[REQUEST_SIGN_OFF].by, "5001");
	begin(&d, HEAD, EVENT_REPLY_BACK);
	desk_arg(&d, EA_REASON, "写清楚");
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_int_equal(d.t.request[REQUEST_SIGN_OFF].at, 0);
	due = d.t.unit_due;
	begin(&d, HEAD, EVENT_REPLY);
	words_of_a_reply(&d);
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_int_equal(d.t.state, STATE_REPLIED);
	assert_int_equal(d.t.replied_at, d.env.now);
	assert_int_equal(d.t.reply_due, due);
	assert_string_equal(d.t.solved, "solved");
	assert_int_equal(d.t.assign[0].state, ASSIGN_IS_REPLIED);
	/* sent back late: the first limit runs on, and the second reply is the one that is judged (A12) */
	d.env.now = due + HOUR_MS;
	begin(&d, DISPATCHER, EVENT_AUDIT_BACK);
	desk_arg(&d, EA_REASON_CODE, "no_basis");
	desk_arg(&d, EA_REASON, "写上条款");
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_int_equal(d.t.state, STATE_WORKING);
	assert_int_equal(d.t.unit_due, due);
	assert_int_equal(d.t.back_count, 1);
	assert_int_equal(d.t.replied_at, 0);
	assert_string_equal(d.t.solved, "");
	begin(&d, HEAD, EVENT_REPLY);
	words_of_a_reply(&d);
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_true(d.t.replied_at > d.t.reply_due);
	begin(&d, DISPATCHER, EVENT_AUDIT_OK);
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_int_equal(d.t.state, STATE_VISITING);
	assert_int_equal(d.t.visit_due, deadline_visit(d.city, &d.t.f, d.env.now).at);
	assert_string_equal(d.t.lead_unit, "");
	desk_close(&d);
}

/* Made in time out of contact, told after the limit had been noted as passed (practice A16). */
static void
a_reply_in_time_is_never_overdue(void **state)
{
	struct desk d;

	desk_open(&d, *state);
	good(&d, EVENT_REPLY);
	d.env.now = d.t.unit_due + 2 * HOUR_MS;
	begin(&d, SYSTEM, EVENT_OVERDUE);
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_int_equal(d.t.overdue_at, d.t.unit_due);
	begin(&d, HEAD, EVENT_REPLY);
	words_of_a_reply(&d);
	d.ev.offline = true;
	d.ev.at = d.t.unit_due - HOUR_MS;
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_int_equal(d.t.replied_at, d.t.reply_due - HOUR_MS);
	assert_int_equal(d.t.overdue_at, 0);
	desk_close(&d);
}

static void
nobody_to_be_asked_closes_at_once(void **state)
{
	static const struct {
		enum ticket_field field;
		const char *value;
		enum ticket_state to;
	} cases[] = {
		{ TF_VISIT, "yes", STATE_VISITING },
		{ TF_VISIT, "sms", STATE_VISITING },
		{ TF_VISIT, "no", STATE_CLOSED },
		{ TF_ANONYMOUS, "1", STATE_CLOSED },
	};
	struct desk d;

	desk_open(&d, *state);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		good(&d, EVENT_AUDIT_OK);
		field(&d, cases[i].field, cases[i].value);
		assert_int_equal(desk_do(&d), ERR_OK);
		assert_int_equal(d.ev.to, cases[i].to);
		assert_int_equal(d.t.state, cases[i].to);
		assert_int_equal(d.t.closed_at != 0, cases[i].to == STATE_CLOSED);
		assert_int_equal(d.t.visit_due != 0, cases[i].to == STATE_VISITING);
		assert_string_equal(fields_get(&d.t.f, TF_CLOSE_TYPE),
		    cases[i].to == STATE_CLOSED ? "dispatched" : "");
	}
	desk_close(&d);
}

/* C14 on a ticket: the notice of 2027 arrives. */
static void
a_new_calendar_gives_days(void **state)
{
	struct desk d;
	int64_t promised;

	desk_open(&d, *state);
	working(&d);
	d.t.dispatched_at = when("2026-12-31", 10);
	d.t.ext_days = 2;
	d.t.unit_due = deadline_extend(
	    &d.city->calendar, deadline_resolve(d.city, &d.t.f, d.t.dispatched_at).at, 2);
	d.t.signin_due = 0;
	d.t.contact_due = deadline_contact(d.city, &d.t.f, d.t.dispatched_at).at;
	promised = d.t.promised_due;
	d.t.due_provisional = true;
	now(&d, "2026-12-31", 11);
	begin(&d, SYSTEM, EVENT_RECALC);
	desk_arg(&d, EA_REASON, "2027年放假通知");
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_true(d.t.due_provisional);
	assert_int_equal(civil_day(d.t.contact_due), civil_parse_day("2027-01-01"));
	assert_int_equal(civil_day(d.t.unit_due), civil_parse_day("2027-01-18"));
	assert_true(calendar_add(&d.city->calendar, civil_parse_day("2027-01-01"), false));
	desk_begin(&d, EVENT_RECALC);
	desk_arg(&d, EA_REASON, "2027年放假通知");
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_false(d.t.due_provisional);
	assert_int_equal(civil_day(d.t.contact_due), civil_parse_day("2027-01-04"));
	assert_int_equal(civil_day(d.t.unit_due), civil_parse_day("2027-01-19"));
	assert_int_equal(d.t.signin_due, 0);
	assert_int_equal(d.t.promised_due, promised);
	desk_close(&d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(relays_are_for_shielded_tickets),
		cmocka_unit_test(d_a_reply_without_a_contact_is_refused),
		cmocka_unit_test(attempts_by_day_and_time),
		cmocka_unit_test(a_unit_speaks_for_itself),
		cmocka_unit_test(a_relay_is_a_contact),
		cmocka_unit_test(an_extension_moves_limit_and_promise),
		cmocka_unit_test(an_application_pending_at_the_limit),
		cmocka_unit_test(a_pause_gives_the_days_back),
		cmocka_unit_test(what_a_unit_wants_to_know),
		cmocka_unit_test(a_reply_its_sign_off_and_its_audit),
		cmocka_unit_test(a_reply_in_time_is_never_overdue),
		cmocka_unit_test(nobody_to_be_asked_closes_at_once),
		cmocka_unit_test(a_new_calendar_gives_days),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
