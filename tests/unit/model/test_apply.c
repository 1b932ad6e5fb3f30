/* ticket_apply: what each event does to a ticket and its clocks, and that both ends get the same from the same events.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "desk.h"
#include "model/deadline.h"

#define HOUR_MS 3600000LL

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

static void
submitted(void **state)
{
	struct desk d;

	desk_open(&d, *state);
	desk_lamp(&d, EVENT_SUBMIT);
	strcpy(d.ev.hash, "ab12");
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_int_equal(d.ev.from, STATE_NONE);
	assert_int_equal(d.ev.to, STATE_PENDING);
	assert_int_equal(d.t.state, STATE_PENDING);
	assert_string_equal(d.t.id, d.ev.ticket);
	assert_string_equal(d.t.created_by, DESK_AGENT);
	assert_string_equal(d.t.first_owner, DESK_AGENT);
	assert_string_equal(d.t.seat_no, "1154");
	assert_string_equal(d.t.head_hash, "ab12");
	assert_string_equal(fields_get(&d.t.f, TF_TITLE), "红山路78号 市政路灯 路灯照明");
	assert_int_equal(d.t.round, 1);
	assert_int_equal(d.t.event_count, 1);
	assert_int_equal(d.t.created_at, desk_noon());
	assert_int_equal(d.t.accepted_at, desk_noon());
	assert_int_equal(d.t.updated_at, desk_noon());
	assert_int_equal(d.t.dispatch_due, desk_noon() + 2 * HOUR_MS);
	assert_int_equal(d.t.promised_due, desk_noon() + 24 * HOUR_MS);
	assert_int_equal(d.t.unit_due, 0);
	assert_int_equal(d.t.closed_at, 0);
	assert_false(d.t.created_offline || d.t.due_provisional);
	desk_close(&d);
}

static void
a_title_of_ones_own_stays(void **state)
{
	struct desk d;

	desk_open(&d, *state);
	desk_lamp(&d, EVENT_SUBMIT);
	desk_set(&d, TF_TITLE, "路灯不亮 老人摔倒");
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_string_equal(fields_get(&d.t.f, TF_TITLE), "路灯不亮 老人摔倒");
	desk_close(&d);
}

static void
times_of_device_and_centre(void **state)
{
	static const struct {
		int64_t at, at_server; /* seconds from noon; INT64_MIN: not set */
		bool offline;
		int64_t created, accepted, promised;
	} cases[] = {
		{ 0, 3, false, 0, 3,
		    0 }, /* on the line: receipt counts, the promise was said before */
		{ -7200, 3, true, -7200, -7200, -7200 }, /* out of contact */
		{ 60, 3, false, 3, 3, 3 }, /* a clock that runs ahead promises nothing later */
		{ 60, 3, true, 3, 3, 3 },
		{ 0, INT64_MIN, false, 0, 0, 0 }, /* the seat's own pending operation */
		{ INT64_MIN, 3, false, 3, 3, 3 },
	};
	struct desk d;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		desk_open(&d, *state);
		desk_lamp(&d, EVENT_SUBMIT);
		d.ev.at = cases[i].at == INT64_MIN ? 0 : desk_noon() + cases[i].at * 1000;
		d.ev.at_server =
		    cases[i].at_server == INT64_MIN ? 0 : desk_noon() + cases[i].at_server * 1000;
		d.ev.offline = cases[i].offline;
		assert_int_equal(desk_do(&d), ERR_OK);
		assert_int_equal(d.t.created_at, desk_noon() + cases[i].created * 1000);
		assert_int_equal(d.t.accepted_at, desk_noon() + cases[i].accepted * 1000);
		assert_int_equal(
		    d.t.promised_due, desk_noon() + cases[i].promised * 1000 + 24 * HOUR_MS);
		assert_int_equal(d.t.created_offline, cases[i].offline);
		desk_close(&d);
	}
}

static void
a_report_is_confidential_whatever_it_says(void **state)
{
	struct desk d;

	desk_open(&d, *state);
	desk_lamp(&d, EVENT_SUBMIT);
	desk_set(&d, TF_TYPE, "report");
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_string_equal(fields_get(&d.t.f, TF_CONFIDENTIAL), "1");
	desk_ticket(&d, STATE_PENDING);
	desk_begin(&d, EVENT_AMEND);
	desk_set(&d, TF_TYPE, "report");
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_string_equal(fields_get(&d.t.f, TF_CONFIDENTIAL), "1");
	/* and stays so when a senior finds it was none */
	desk_be(&d, DESK_SENIOR, ROLE_BIT(SENIOR), "");
	desk_begin(&d, EVENT_AMEND);
	desk_set(&d, TF_TYPE, "complaint");
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_string_equal(fields_get(&d.t.f, TF_CONFIDENTIAL), "1");
	desk_close(&d);
}

static void
dispatched(void **state)
{
	int64_t promised;
	struct desk d;

	desk_open(&d, *state);
	desk_ticket(&d, STATE_PENDING);
	promised = d.t.promised_due;
	d.env.now += HOUR_MS;
	desk_be(&d, DESK_DISPATCHER, ROLE_BIT(DISPATCHER), "");
	desk_begin(&d, EVENT_DISPATCH);
	desk_arg(&d, EA_TO_UNIT, "1021");
	desk_arg(&d, EA_RULE, "D0205");
	desk_arg(&d, EA_BASIS, "市政职责清单3.2");
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_int_equal(d.t.state, STATE_DISPATCHED);
	assert_string_equal(d.t.lead_unit, "1021");
	assert_string_equal(fields_get(&d.t.f, TF_UNIT), "1021");
	assert_string_equal(fields_get(&d.t.f, TF_UNIT_BASIS), "市政职责清单3.2");
	assert_int_equal(d.t.dispatch_count, 1);
	assert_int_equal(d.t.dispatched_at, desk_noon() + HOUR_MS);
	assert_int_equal(d.t.unit_due, desk_noon() + 25 * HOUR_MS);
	assert_int_equal(d.t.promised_due, promised);
	assert_true(d.t.signin_due > 0 && d.t.contact_due > 0);
	assert_string_equal(d.t.first_owner, DESK_AGENT);
	desk_close(&d);
}

static void
unit_clock_may_start_at_acceptance(void **state)
{
	struct city *city = *state;
	struct profile *p = &city->profiles[0];
	struct desk d;

	desk_open(&d, city);
	p->start_at_accept = true;
	desk_ticket(&d, STATE_DISPATCHED);
	p->start_at_accept = false;
	assert_int_equal(d.t.unit_due, d.t.accepted_at + 24 * HOUR_MS);
	desk_close(&d);
}

static void
answered_on_the_spot(void **state)
{
	struct desk d;

	desk_open(&d, *state);
	desk_good(&d, EVENT_SUBMIT_DIRECT);
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_int_equal(d.t.state, STATE_CLOSED);
	assert_string_equal(fields_get(&d.t.f, TF_CLOSE_TYPE), "direct");
	assert_string_equal(d.t.first_owner, DESK_AGENT);
	assert_int_equal(d.t.accepted_at, desk_noon());
	assert_int_equal(d.t.closed_at, desk_noon());
	assert_int_equal(d.t.promised_due, 0);
	assert_int_equal(d.t.dispatch_due, 0);
	desk_close(&d);
}

static void
incomplete_then_complete(void **state)
{
	struct desk d;

	desk_open(&d, *state);
	desk_ticket(&d, STATE_INCOMPLETE);
	/* three natural days, to the end of the third */
	assert_int_equal(d.t.incomplete_due, civil_day_start(civil_day(desk_noon()) + 4) - 1000);
	assert_int_equal(d.t.accepted_at, 0);
	assert_int_equal(d.t.promised_due, 0);
	d.env.now += 20 * HOUR_MS;
	desk_be(&d, DESK_OTHER, ROLE_BIT(AGENT), "");
	desk_begin(&d, EVENT_COMPLETE);
	desk_set(&d, TF_ADDRESS, "红山路78号");
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_int_equal(d.t.state, STATE_PENDING);
	assert_int_equal(d.t.accepted_at, d.env.now);
	assert_int_equal(d.t.promised_due, d.env.now + 24 * HOUR_MS);
	assert_int_equal(d.t.incomplete_due, 0);
	assert_string_equal(d.t.first_owner, DESK_AGENT);
	desk_close(&d);
}

static void
what_the_centre_took_in_gets_an_owner_who_is_a_person(void **state)
{
	struct desk d;

	desk_open(&d, *state);
	desk_be(&d, "system", ROLE_BIT(SYSTEM), "");
	desk_lamp(&d, EVENT_SUBMIT_INCOMPLETE);
	desk_set(&d, TF_ADDRESS, NULL);
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_string_equal(d.t.created_by, "system");
	assert_string_equal(d.t.first_owner, "");
	desk_be(&d, DESK_OTHER, ROLE_BIT(AGENT), "");
	desk_begin(&d, EVENT_NOTE);
	desk_arg(&d, EA_NOTE, "已电话联系");
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_string_equal(d.t.first_owner, "");
	desk_begin(&d, EVENT_COMPLETE);
	desk_set(&d, TF_ADDRESS, "红山路78号");
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_string_equal(d.t.first_owner, DESK_OTHER);
	desk_close(&d);
}

static void
closed_by_itself(void **state)
{
	struct desk d;

	desk_open(&d, *state);
	desk_good(&d, EVENT_AUTO_CLOSE);
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_int_equal(d.t.state, STATE_AUTO_CLOSED);
	assert_string_equal(fields_get(&d.t.f, TF_CLOSE_TYPE), "auto");
	assert_int_equal(d.t.closed_at, d.env.now);
	assert_int_equal(d.t.incomplete_due, 0);
	desk_close(&d);
}

static void
rejected_and_taken_after_all(void **state)
{
	int64_t promised;
	struct desk d;

	desk_open(&d, *state);
	desk_ticket(&d, STATE_PENDING);
	promised = d.t.promised_due;
	desk_ticket(&d, STATE_REJECTED);
	assert_string_equal(fields_get(&d.t.f, TF_CLOSE_TYPE), "rejected");
	assert_int_equal(d.t.closed_at, desk_noon());
	assert_int_equal(d.t.dispatch_due, 0);
	d.env.now += 5 * HOUR_MS;
	desk_be(&d, DESK_SENIOR, ROLE_BIT(SENIOR), "");
	desk_begin(&d, EVENT_REOPEN_REJECT);
	desk_arg(&d, EA_REASON, "来电人补充了新情况");
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_int_equal(d.t.state, STATE_PENDING);
	assert_int_equal(d.t.closed_at, 0);
	assert_string_equal(fields_get(&d.t.f, TF_CLOSE_TYPE), "");
	assert_int_equal(d.t.dispatch_due, d.env.now + 2 * HOUR_MS);
	assert_int_equal(d.t.promised_due, promised);
	/* Rejected on the phone: nothing had been promised, so it is now. */
	desk_good(&d, EVENT_REJECT);
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_int_equal(d.t.promised_due, 0);
	assert_int_equal(d.t.accepted_at, 0);
	assert_string_equal(d.t.first_owner, DESK_AGENT);
	d.env.now += 5 * HOUR_MS;
	desk_be(&d, DESK_SENIOR, ROLE_BIT(SENIOR), "");
	desk_begin(&d, EVENT_REOPEN_REJECT);
	desk_arg(&d, EA_REASON, "属于本热线受理范围");
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_int_equal(d.t.promised_due, d.env.now + 24 * HOUR_MS);
	desk_close(&d);
}

static void
contacts_are_counted(void **state)
{
	static const struct {
		const char *result;
		int count, reached;
		bool first;
	} cases[] = { { "no_answer", 1, 0, false }, { "off", 2, 0, false },
		{ "refused", 3, 0, true }, { "reached", 4, 1, true } };
	struct desk d;

	desk_open(&d, *state);
	desk_ticket(&d, STATE_INCOMPLETE);
	desk_begin(&d, EVENT_CONTACT);
	desk_arg(&d, EA_RESULT, "reached");
	desk_arg(&d, EA_SUMMARY, "来电人稍后补充");
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_int_equal(d.t.contact_reached, 1);
	assert_int_equal(d.t.first_contact_at, 0); /* not the unit's */
	desk_ticket(&d, STATE_DISPATCHED);
	desk_be(&d, "5001", ROLE_BIT(UNIT), "1021");
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		d.env.now += 1000;
		desk_begin(&d, EVENT_CONTACT);
		desk_arg(&d, EA_RESULT, cases[i].result);
		desk_arg(&d, EA_SUMMARY, "备件次日到");
		assert_int_equal(desk_do(&d), ERR_OK);
		assert_int_equal(d.t.contact_count, cases[i].count);
		assert_int_equal(d.t.contact_reached, cases[i].reached);
		assert_int_equal(d.t.first_contact_at != 0, cases[i].first);
	}
	assert_int_equal(d.t.first_contact_at, desk_noon() + 3000);
	desk_close(&d);
}

static void
beside_the_line(void **state)
{
	static const int kinds[] = { EVENT_NOTE, EVENT_URGE, EVENT_SUPPLEMENT, EVENT_PROGRESS };
	struct fields before = { { NULL } };
	struct desk d;

	desk_open(&d, *state);
	desk_ticket(&d, STATE_PENDING);
	assert_true(fields_copy(&before, &d.t.f));
	for (int i = 0; i < 4; i++) {
		desk_begin(&d, kinds[i]);
		desk_arg(&d, EA_NOTE, "又来电");
		assert_int_equal(desk_do(&d), ERR_OK);
		assert_int_equal(d.t.state, STATE_PENDING);
		assert_int_equal(d.t.event_count, 2 + i);
	}
	assert_true(fields_equal(&before, &d.t.f));
	assert_int_equal(d.t.urge_count, 1);
	assert_int_equal(d.t.supplement_count, 1);
	assert_int_equal(d.t.supervise_level, 1);
	fields_free(&before);
	desk_close(&d);
}

static void
refused_steps_change_nothing(void **state)
{
	struct ticket before;
	struct desk d;

	desk_open(&d, *state);
	ticket_init(&before);
	desk_ticket(&d, STATE_PENDING);
	assert_true(ticket_copy(&before, &d.t));
	desk_begin(&d, EVENT_COMPLETE);
	desk_set(&d, TF_CONTENT, "别的");
	assert_int_equal(desk_apply(&d), ERR_STATE);
	assert_true(fields_equal(&before.f, &d.t.f));
	assert_int_equal(before.event_count, d.t.event_count);
	ticket_free(&before);
	desk_close(&d);
}

static void
withheld_identity_is_no_change(void **state)
{
	struct desk d;

	desk_open(&d, *state);
	desk_ticket(&d, STATE_PENDING);
	desk_begin(&d, EVENT_AMEND);
	desk_set(&d, TF_CALLED, "李女士");
	desk_set(&d, TF_ADDRESS, "红山路87号");
	event_drop_identity(&d.ev);
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_string_equal(fields_get(&d.t.f, TF_CALLED), "张女士");
	assert_string_equal(fields_get(&d.t.f, TF_ADDRESS), "红山路87号");
	desk_close(&d);
}

static void
raised_urgency_hurries(void **state)
{
	int64_t promised;
	struct desk d;

	desk_open(&d, *state);
	desk_ticket(&d, STATE_PENDING);
	promised = d.t.promised_due;
	d.env.now += HOUR_MS;
	desk_begin(&d, EVENT_AMEND);
	desk_set(&d, TF_URGENCY, "critical");
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_int_equal(d.t.dispatch_due, d.env.now + HOUR_MS / 12); /* 5 minutes from now */
	assert_int_equal(d.t.promised_due, promised);
	assert_int_equal(d.t.unit_due, 0);
	/* and lowering it gives nobody more time */
	desk_ticket(&d, STATE_DISPATCHED);
	assert_true(fields_set(&d.t.f, TF_URGENCY, "urgent"));
	promised = d.t.unit_due;
	desk_be(&d, DESK_SENIOR, ROLE_BIT(SENIOR), "");
	d.env.now += 5 * HOUR_MS;
	desk_begin(&d, EVENT_AMEND);
	desk_set(&d, TF_URGENCY, "normal");
	desk_set(&d, TF_URGENCY_REASON, "情况缓解");
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_int_equal(d.t.unit_due, promised);
	desk_close(&d);
}

static void
a_draft_is_not_a_ticket_yet(void **state)
{
	struct desk d;

	desk_open(&d, *state);
	desk_begin(&d, EVENT_SAVE_DRAFT);
	desk_set(&d, TF_CHANNEL, "phone");
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_int_equal(d.t.state, STATE_DRAFT);
	assert_string_equal(d.t.first_owner, "");
	assert_null(d.t.f.v[TF_TITLE]);
	assert_int_equal(d.t.accepted_at, 0);
	desk_be(&d, DESK_OTHER, ROLE_BIT(AGENT), "");
	desk_lamp(&d, EVENT_SUBMIT);
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_string_equal(d.t.created_by, DESK_AGENT);
	assert_string_equal(d.t.first_owner, DESK_OTHER);
	assert_string_equal(d.t.seat_no, "1154");
	desk_close(&d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(submitted),
		cmocka_unit_test(a_title_of_ones_own_stays),
		cmocka_unit_test(times_of_device_and_centre),
		cmocka_unit_test(a_report_is_confidential_whatever_it_says),
		cmocka_unit_test(dispatched),
		cmocka_unit_test(unit_clock_may_start_at_acceptance),
		cmocka_unit_test(answered_on_the_spot),
		cmocka_unit_test(incomplete_then_complete),
		cmocka_unit_test(what_the_centre_took_in_gets_an_owner_who_is_a_person),
		cmocka_unit_test(closed_by_itself),
		cmocka_unit_test(rejected_and_taken_after_all),
		cmocka_unit_test(contacts_are_counted),
		cmocka_unit_test(beside_the_line),
		cmocka_unit_test(refused_steps_change_nothing),
		cmocka_unit_test(withheld_identity_is_no_change),
		cmocka_unit_test(raised_urgency_hurries),
		cmocka_unit_test(a_draft_is_not_a_ticket_yet),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
