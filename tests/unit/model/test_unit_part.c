/* What a unit does with what it was given: signs in, helps, hands down, and is remembered for it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "desk_unit.h"

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

/* ---- taken ---- */

static void
signing_in_late_is_noted(void **state)
{
	struct desk d, m;

	open_two(&d, &m, *state);
	for (int late = 0; late < 2; late++) {
		good(&d, EVENT_SIGNIN);
		d.env.now = d.t.signin_due + late;
		desk_signin(&d);
		desk_must(&d);
		assert_int_equal(ticket_lead(&d.t)->late_signin, late);
		assert_int_equal(ticket_lead(&d.t)->signed_at, d.env.now);
		assert_string_equal(ticket_lead(&d.t)->signed_by, DESK_UNIT);
		assert_int_equal(d.t.signin_due, 0);
		assert_string_equal(d.t.handlers, DESK_DISPATCHER "," DESK_UNIT);
		desk_signin(&d);
		assert_int_equal(desk_check(&d), ERR_GUARD);
		assert_non_null(strstr(d.e.text, "签收过了"));
	}
	/* Signed in time out of contact, known of later: in time. */
	good(&d, EVENT_SIGNIN);
	d.ev.offline = true;
	d.ev.at = d.t.signin_due;
	d.ev.at_server = d.t.signin_due + 3600000;
	desk_must(&d);
	assert_false(ticket_lead(&d.t)->late_signin);
	close_two(&d, &m);
}

static void
a_helping_unit_does_its_part_only(void **state)
{
	struct desk d, m;

	open_two(&d, &m, *state);
	good(&d, EVENT_DISPATCH);
	desk_arg(&d, EA_CO_UNITS, "3001");
	desk_must(&d);
	/* It signs for itself: the lead still has to. */
	desk_be(&d, "5004", ROLE_BIT(UNIT) | ROLE_BIT(UNIT_LEAD), "3001");
	desk_begin(&d, EVENT_SIGNIN);
	desk_must(&d);
	assert_int_equal(d.t.state, STATE_DISPATCHED);
	assert_int_equal(d.ev.to, STATE_DISPATCHED);
	assert_int_equal(ticket_assignment(&d.t, "3001")->state, ASSIGN_IS_SIGNED);
	assert_int_equal(ticket_lead(&d.t)->state, ASSIGN_IS_WAITING);
	desk_begin(&d, EVENT_CONTACT);
	desk_arg(&d, EA_RESULT, "no_answer");
	assert_int_equal(desk_check(&d), ERR_OK);
	desk_begin(&d, EVENT_RETURN);
	assert_int_equal(desk_check(&d), ERR_FORBIDDEN);
	assert_non_null(strstr(d.e.text, "协办反馈"));
	desk_begin(&d, EVENT_CO_REPLY);
	desk_arg(&d, EA_NOTE, "该路段已移交市政");
	desk_must(&d);
	assert_int_equal(ticket_assignment(&d.t, "3001")->state, ASSIGN_IS_REPLIED);
	assert_int_equal(ticket_assignment(&d.t, "3001")->replied_at, d.env.now);
	/* The lead reports to the hotline, not to itself; who has nothing to do with it says nothing. */
	desk_be(&d, DESK_UNIT, ROLE_BIT(UNIT), "1021");
	desk_begin(&d, EVENT_CO_REPLY);
	desk_arg(&d, EA_NOTE, "已修复");
	assert_int_equal(desk_check(&d), ERR_GUARD);
	assert_non_null(strstr(d.e.text, "提交反馈"));
	/* A sub-unit that was given nothing of its own acts for the unit above it. */
	desk_be(&d, "5005", ROLE_BIT(UNIT), "1121");
	desk_begin(&d, EVENT_SIGNIN);
	desk_must(&d);
	assert_int_equal(d.t.state, STATE_WORKING);
	assert_int_equal(ticket_lead(&d.t)->state, ASSIGN_IS_SIGNED);
	desk_ticket(&d, STATE_DISPATCHED);
	desk_be(&d, "5009", ROLE_BIT(UNIT), "4101");
	desk_begin(&d, EVENT_SIGNIN);
	assert_int_equal(desk_check(&d), ERR_FORBIDDEN);
	close_two(&d, &m);
}

/* ---- helped ---- */

static void
helpers_come_from_where_they_may(void **state)
{
	struct desk d, m;

	open_two(&d, &m, *state);
	good(&d, EVENT_ADD_CO);
	assert_true(fields_set(&d.t.f, TF_CATEGORY, "0301"));
	d.t.unit_due = civil_day_start(civil_parse_day("2026-11-26")) - 1000; /* 3 working days */
	desk_arg(&d, EA_DAYS, "4");
	assert_int_equal(desk_check(&d), ERR_GUARD);
	assert_non_null(strstr(d.e.text, "最多3个工作日"));
	desk_arg(&d, EA_DAYS, "2");
	desk_must(&d);
	assert_int_equal(
	    civil_day(ticket_assignment(&d.t, "3001")->due), civil_parse_day("2026-11-24"));
	/* A lead unit adds its own. */
	step(&d, EVENT_ADD_CO);
	desk_be(&d, DESK_UNIT, ROLE_BIT(UNIT), "1021");
	desk_arg(&d, EA_TO_UNIT, "4001");
	assert_int_equal(desk_check(&d), ERR_GUARD);
	assert_non_null(strstr(d.e.text, "派单员"));
	desk_arg(&d, EA_TO_UNIT, "1121");
	desk_must(&d);
	assert_int_equal(ticket_assignment(&d.t, "1121")->role, ASSIGN_CO);
	assert_int_equal(ticket_assignment(&d.t, "1121")->due, d.t.unit_due);
	/* A helper adds nobody; the sixteenth is the last. */
	desk_be(&d, "5004", ROLE_BIT(UNIT), "3001");
	desk_arg(&d, EA_TO_UNIT, "4001");
	assert_int_equal(desk_check(&d), ERR_FORBIDDEN);
	for (; d.t.n_assign < ASSIGN_MAX; d.t.n_assign++)
		d.t.assign[d.t.n_assign] = d.t.assign[1];
	desk_be(&d, DESK_DISPATCHER, ROLE_BIT(DISPATCHER), "");
	assert_int_equal(desk_check(&d), ERR_GUARD);
	assert_non_null(strstr(d.e.text, "16个"));
	/* What ended makes room, the oldest first. */
	d.t.assign[3].state = ASSIGN_IS_CANCELLED;
	desk_must(&d);
	assert_int_equal(d.t.n_assign, ASSIGN_MAX);
	assert_string_equal(d.t.assign[ASSIGN_MAX - 1].unit, "4001");
	close_two(&d, &m);
}

static void
work_is_handed_down(void **state)
{
	struct desk d, m;

	open_two(&d, &m, *state);
	good(&d, EVENT_ASSIGN_DOWN);
	desk_must(&d);
	assert_int_equal(ticket_assignment(&d.t, "1121")->role, ASSIGN_DOWN);
	assert_string_equal(ticket_assignment(&d.t, "1121")->parent, "1021");
	assert_int_equal(ticket_assignment(&d.t, "1121")->due, d.t.unit_due);
	step(&d, EVENT_ASSIGN_DOWN);
	assert_int_equal(desk_check(&d), ERR_GUARD);
	assert_non_null(strstr(d.e.text, "已经在办"));
	/* It signs and reports to whom it got it from, beside the line. */
	desk_be(&d, "5005", ROLE_BIT(UNIT) | ROLE_BIT(UNIT_LEAD), "1121");
	desk_begin(&d, EVENT_SIGNIN);
	desk_must(&d);
	assert_int_equal(d.t.state, STATE_WORKING);
	assert_string_equal(ticket_assignment(&d.t, "1121")->signed_by, "5005");
	desk_return(&d);
	desk_be(&d, "5005", ROLE_BIT(UNIT_LEAD), "1121");
	assert_int_equal(desk_check(&d), ERR_FORBIDDEN);
	desk_begin(&d, EVENT_CO_REPLY);
	desk_arg(&d, EA_NOTE, "灯已换");
	desk_must(&d);
	assert_int_equal(ticket_assignment(&d.t, "1121")->state, ASSIGN_IS_REPLIED);
	/* A town may give its own duty to a village; a department's it may not have at all. */
	good(&d, EVENT_DISPATCH);
	assert_true(fields_set(&d.t.f, TF_CATEGORY, "0301"));
	desk_arg(&d, EA_TO_UNIT, "4001");
	desk_must(&d);
	desk_be(&d, "5002", ROLE_BIT(TOWNSHIP), "4001");
	desk_begin(&d, EVENT_SIGNIN);
	desk_must(&d);
	desk_begin(&d, EVENT_ASSIGN_DOWN);
	desk_arg(&d, EA_TO_UNIT, "4101");
	assert_int_equal(desk_check(&d), ERR_OK);
	assert_true(fields_set(&d.t.f, TF_CATEGORY, "0205"));
	assert_int_equal(desk_check(&d), ERR_GUARD);
	close_two(&d, &m);
}

static void
handlers_are_remembered_and_bounded(void **state)
{
	struct desk d, m;
	char who[16];

	open_two(&d, &m, *state);
	good(&d, EVENT_SIGNIN);
	for (int i = 0; i < 60; i++) {
		(void)snprintf(who, sizeof(who), "%d", 5100 + i);
		desk_be(&d, who, ROLE_BIT(UNIT), "1021");
		desk_begin(&d, EVENT_CONTACT);
		desk_arg(&d, EA_RESULT, "no_answer");
		desk_must(&d);
	}
	assert_true(strlen(d.t.handlers) < sizeof(d.t.handlers));
	assert_non_null(strstr(d.t.handlers, ",5159"));
	assert_null(strstr(d.t.handlers, "5100"));
	assert_int_equal(strlen(d.t.handlers) % 5, 4); /* whole job numbers */
	close_two(&d, &m);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(signing_in_late_is_noted),
		cmocka_unit_test(a_helping_unit_does_its_part_only),
		cmocka_unit_test(helpers_come_from_where_they_may),
		cmocka_unit_test(work_is_handed_down),
		cmocka_unit_test(handlers_are_remembered_and_bounded),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
