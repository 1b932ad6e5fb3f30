/* Guards that look at more than one value: the elements, direct answers, urgency, whose ticket it is, reports, dispatch.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

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

static void
elements_or_a_reason(void **state)
{
	struct desk d;

	desk_open(&d, *state);
	desk_good(&d, EVENT_SUBMIT);
	desk_set(&d, TF_CONTENT, "灯坏");
	desk_set(&d, TF_EVENT_TIME, NULL);
	desk_set(&d, TF_DEMAND, NULL);
	desk_set(&d, TF_SUBJECT, NULL);
	desk_set(&d, TF_PEOPLE, NULL);
	assert_int_equal(desk_check(&d), ERR_GUARD);
	assert_string_equal(d.e.where, "reason");
	desk_arg(&d, EA_REASON, "来电人急着挂机");
	assert_int_equal(desk_check(&d), ERR_OK);
	desk_arg(&d, EA_REASON, NULL);
	d.ev.kind = EVENT_SUBMIT_INCOMPLETE;
	assert_int_equal(desk_check(&d), ERR_OK);
	d.ev.kind = EVENT_SUBMIT;
	desk_set(&d, TF_TYPE, "consult");
	assert_int_equal(desk_check(&d), ERR_OK);
	desk_close(&d);
}

static void
missing_follows_the_type(void **state)
{
	static const struct {
		const char *type, *urgency, *anonymous;
		int n;
		enum ticket_field first;
	} cases[] = {
		{ "", "", "", 4, TF_TYPE },
		{ "consult", "", "", 3, TF_CATEGORY },
		{ "suggest", "", "", 4, TF_CATEGORY },
		{ "help", "", "", 5, TF_CATEGORY },
		{ "report", "normal", "1", 3, TF_CATEGORY },
		{ "help", "critical", "", 0, TF_CONTENT },
	};
	enum ticket_field out[TF_COUNT];
	struct fields f = { { NULL } };

	(void)state;
	assert_int_equal(workflow_missing(&f, out), 5);
	assert_int_equal(out[0], TF_CONTENT);
	assert_true(fields_set(&f, TF_CONTENT, "路灯坏了"));
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_true(fields_set(&f, TF_TYPE, cases[i].type));
		assert_true(fields_set(&f, TF_URGENCY, cases[i].urgency));
		assert_true(fields_set(&f, TF_ANONYMOUS, cases[i].anonymous));
		assert_int_equal(workflow_missing(&f, out), cases[i].n);
		if (cases[i].n > 0)
			assert_int_equal(out[0], cases[i].first);
	}
	fields_free(&f);
}

static void
direct_with_consent_knowledge_or_outcome(void **state)
{
	struct desk d;

	desk_open(&d, *state);
	desk_good(&d, EVENT_SUBMIT_DIRECT);
	desk_set(&d, TF_TYPE, "help");
	desk_arg(&d, EA_RESULT, "agreed");
	assert_int_equal(desk_check(&d), ERR_OK);
	desk_arg(&d, EA_RESULT, "maybe");
	assert_int_equal(desk_check(&d), ERR_GUARD);
	desk_set(&d, TF_TYPE, "suggest");
	desk_set(&d, TF_ANSWER, NULL);
	desk_set(&d, TF_KB_REFS, "K-0205-01");
	assert_int_equal(desk_check(&d), ERR_OK);
	desk_set(&d, TF_TYPE, "consult");
	desk_set(&d, TF_CLOSE_TYPE, "tripartite");
	desk_arg(&d, EA_SUMMARY, "医保局告知三日内到账");
	assert_int_equal(desk_check(&d), ERR_OK);
	/* An emergency passed to 110 keeps its record with what is there; a report stays with us even then. */
	desk_good(&d, EVENT_SUBMIT_DIRECT);
	desk_set(&d, TF_TYPE, "help");
	desk_set(&d, TF_URGENCY, "critical");
	desk_set(&d, TF_CLOSE_TYPE, "transfer");
	desk_set(&d, TF_CATEGORY, NULL);
	desk_set(&d, TF_ANSWER, NULL);
	assert_int_equal(desk_check(&d), ERR_OK);
	desk_set(&d, TF_TYPE, "report");
	assert_int_equal(desk_check(&d), ERR_GUARD);
	desk_set(&d, TF_TYPE, "help");
	desk_set(&d, TF_CONTENT, "");
	assert_int_equal(desk_check(&d), ERR_GUARD);
	desk_close(&d);
}

static void
rules_set_the_urgency(void **state)
{
	struct desk d;

	desk_open(&d, *state);
	desk_good(&d, EVENT_SUBMIT);
	desk_set(&d, TF_CONTENT, "电梯停了, 有人被困在里面");
	desk_arg(&d, EA_REASON, "紧急");
	assert_int_equal(desk_check(&d), ERR_GUARD);
	assert_string_equal(d.e.where, "urgency");
	assert_non_null(strstr(d.e.text, "特急"));
	desk_set(&d, TF_URGENCY, "urgent");
	assert_int_equal(desk_check(&d), ERR_GUARD);
	desk_set(&d, TF_URGENCY, "critical");
	assert_int_equal(desk_check(&d), ERR_OK);
	/* A senior may judge a rule's word wrong at intake, and says why. */
	desk_set(&d, TF_URGENCY, "normal");
	d.who.roles = ROLE_BIT(SENIOR);
	assert_int_equal(desk_check(&d), ERR_GUARD);
	assert_string_equal(d.e.where, "urgency_reason");
	desk_set(&d, TF_URGENCY_REASON, "来电人说的是去年的事");
	assert_int_equal(desk_check(&d), ERR_OK);
	desk_close(&d);
}

static void
urgency_goes_up_freely_and_down_by_few(void **state)
{
	static const struct {
		const char *before, *after, *user;
		uint32_t roles;
		enum err_code code;
	} cases[] = {
		{ "normal", "urgent", DESK_AGENT, ROLE_BIT(AGENT), ERR_OK },
		{ "normal", "critical", DESK_OTHER, ROLE_BIT(AGENT), ERR_OK },
		{ "urgent", "critical", "3001", ROLE_BIT(SUPERVISOR), ERR_OK },
		{ "urgent", "normal", DESK_AGENT, ROLE_BIT(AGENT), ERR_GUARD },
		{ "urgent", "normal", "3001", ROLE_BIT(SUPERVISOR), ERR_FORBIDDEN },
		{ "urgent", "normal", DESK_SENIOR, ROLE_BIT(SENIOR), ERR_OK },
		{ "urgent", "", DESK_AGENT, ROLE_BIT(AGENT), ERR_GUARD },
		{ "urgent", "normal", DESK_DISPATCHER, ROLE_BIT(DISPATCHER), ERR_OK },
		{ "critical", "urgent", DESK_SENIOR, ROLE_BIT(SENIOR), ERR_GUARD },
		{ "critical", "normal", DESK_AGENT, ROLE_BIT(AGENT), ERR_GUARD },
	};
	struct desk d;

	desk_open(&d, *state);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		desk_good(&d, EVENT_AMEND);
		assert_true(fields_set(&d.t.f, TF_URGENCY, cases[i].before));
		desk_set(&d, TF_ADDRESS, NULL);
		desk_set(&d, TF_URGENCY, cases[i].after);
		desk_set(&d, TF_URGENCY_REASON, "情况有变");
		desk_be(&d, cases[i].user, cases[i].roles, "");
		if (desk_check(&d) != cases[i].code)
			fail_msg("case %zu: %s", i, d.e.text);
	}
	desk_close(&d);
}

static void
amending_is_for_those_who_took_it(void **state)
{
	static const struct {
		const char *user;
		uint32_t roles;
		enum err_code code;
	} cases[] = {
		{ DESK_AGENT, ROLE_BIT(AGENT), ERR_OK },
		{ DESK_OTHER, ROLE_BIT(AGENT), ERR_FORBIDDEN },
		{ DESK_SENIOR, ROLE_BIT(SENIOR), ERR_OK },
		{ DESK_DISPATCHER, ROLE_BIT(DISPATCHER), ERR_OK },
		{ "3001", ROLE_BIT(SUPERVISOR), ERR_FORBIDDEN },
	};
	struct desk d;

	desk_open(&d, *state);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		desk_good(&d, EVENT_AMEND);
		desk_be(&d, cases[i].user, cases[i].roles, "");
		assert_int_equal(desk_check(&d), cases[i].code);
		if (cases[i].roles & ROLE_BIT(SUPERVISOR))
			continue;
		desk_ticket(&d, STATE_PENDING);
		desk_begin(&d, EVENT_REJECT);
		desk_arg(&d, EA_REASON_CODE, "1");
		desk_arg(&d, EA_SCRIPT_READ, "1");
		desk_arg(&d, EA_LEGAL_WAY, "向人民法院起诉");
		desk_be(&d, cases[i].user, cases[i].roles, "");
		assert_int_equal(desk_check(&d), cases[i].code);
		/* but not to rewrite what was said on the way out */
		desk_set(&d, TF_CONTENT, "别的");
		assert_int_equal(desk_check(&d), ERR_GUARD);
	}
	desk_ticket(&d, STATE_PENDING);
	(void)strcpy(d.t.first_owner, DESK_OTHER);
	desk_begin(&d, EVENT_AMEND);
	desk_set(&d, TF_ADDRESS, "红山路87号");
	d.who.user = DESK_OTHER;
	assert_int_equal(desk_check(&d), ERR_OK);
	desk_ticket(&d, STATE_DISPATCHED);
	desk_begin(&d, EVENT_AMEND);
	desk_set(&d, TF_UNIT, "4001");
	assert_int_equal(desk_check(&d), ERR_GUARD);
	desk_set(&d, TF_UNIT, "1021");
	assert_int_equal(desk_check(&d), ERR_OK);
	desk_close(&d);
}

static void
a_report_stays_shielded(void **state)
{
	struct desk d;

	desk_open(&d, *state);
	desk_good(&d, EVENT_AMEND);
	assert_true(fields_set(&d.t.f, TF_TYPE, "report"));
	desk_set(&d, TF_CONFIDENTIAL, "0");
	assert_int_equal(desk_check(&d), ERR_GUARD);
	assert_string_equal(d.e.where, "confidential");
	/* Nor by calling it something else in the same breath. */
	desk_set(&d, TF_TYPE, "help");
	d.who.roles = ROLE_BIT(SENIOR);
	assert_int_equal(desk_check(&d), ERR_GUARD);
	desk_set(&d, TF_CONFIDENTIAL, NULL);
	assert_int_equal(desk_check(&d), ERR_OK);
	d.who.roles = ROLE_BIT(AGENT);
	assert_int_equal(desk_check(&d), ERR_GUARD);
	assert_string_equal(d.e.where, "type");
	/* The unit calls nobody whose identity it may not have. */
	desk_ticket(&d, STATE_DISPATCHED);
	assert_true(fields_set(&d.t.f, TF_CONFIDENTIAL, "1"));
	desk_be(&d, "5001", ROLE_BIT(UNIT), "1021");
	desk_begin(&d, EVENT_CONTACT);
	desk_arg(&d, EA_RESULT, "no_answer");
	assert_int_equal(desk_check(&d), ERR_GUARD);
	desk_close(&d);
}

static void
contact_is_the_units_after_dispatch(void **state)
{
	struct desk d;

	desk_open(&d, *state);
	desk_ticket(&d, STATE_DISPATCHED);
	desk_begin(&d, EVENT_CONTACT);
	desk_arg(&d, EA_RESULT, "no_answer");
	assert_int_equal(desk_check(&d), ERR_GUARD);
	desk_be(&d, "5001", ROLE_BIT(UNIT), "1021");
	desk_arg(&d, EA_RESULT, "reached");
	desk_arg(&d, EA_SUMMARY, "备件次日到");
	assert_int_equal(desk_check(&d), ERR_OK);
	desk_close(&d);
}

static void
one_urge_a_day(void **state)
{
	struct desk d;

	desk_open(&d, *state);
	desk_good(&d, EVENT_URGE);
	d.env.last_urge_at = d.env.now - 3600 * 1000;
	assert_int_equal(desk_check(&d), ERR_GUARD);
	d.env.last_urge_at = civil_day_start(civil_day(d.env.now)) - 1;
	assert_int_equal(desk_check(&d), ERR_OK);
	desk_close(&d);
}

static void
closing_what_nobody_completed(void **state)
{
	struct desk d;

	desk_open(&d, *state);
	desk_good(&d, EVENT_AUTO_CLOSE);
	d.env.now = d.t.incomplete_due;
	assert_int_equal(desk_check(&d), ERR_GUARD);
	desk_good(&d, EVENT_AUTO_CLOSE);
	d.t.contact_count = 0;
	assert_int_equal(desk_check(&d), ERR_GUARD);
	desk_good(&d, EVENT_AUTO_CLOSE);
	d.t.incomplete_due = 0;
	assert_int_equal(desk_check(&d), ERR_GUARD);
	desk_close(&d);
}

static void
rejecting_takes_a_senior_for_some_reasons(void **state)
{
	static const char *const codes[] = { "9", "12" };
	struct desk d;

	desk_open(&d, *state);
	for (size_t i = 0; i < 2; i++) {
		desk_good(&d, EVENT_REJECT);
		desk_arg(&d, EA_REASON_CODE, codes[i]);
		d.who.roles = ROLE_BIT(DISPATCHER);
		assert_int_equal(desk_check(&d), ERR_GUARD);
		d.who.roles = ROLE_BIT(AGENT) | ROLE_BIT(SENIOR);
		assert_int_equal(desk_check(&d), ERR_OK);
	}
	desk_close(&d);
}

static void
dispatch_by_the_centre_itself(void **state)
{
	struct desk d;

	desk_open(&d, *state);
	desk_good(&d, EVENT_DISPATCH);
	desk_be(&d, "system", ROLE_BIT(SYSTEM), "");
	assert_int_equal(desk_check(&d), ERR_OK);
	assert_true(fields_set(&d.t.f, TF_URGENCY, "critical"));
	assert_int_equal(desk_check(&d), ERR_GUARD);
	desk_be(&d, DESK_DISPATCHER, ROLE_BIT(DISPATCHER), "");
	assert_int_equal(desk_check(&d), ERR_OK);
	/* Two rules of equal weight: a person decides, and may take either. */
	assert_true(fields_set(&d.t.f, TF_URGENCY, "normal"));
	assert_true(fields_set(&d.t.f, TF_CATEGORY, "0206"));
	desk_arg(&d, EA_RULE, "D0206a");
	assert_int_equal(desk_check(&d), ERR_OK);
	desk_arg(&d, EA_RULE, "D0206b");
	desk_arg(&d, EA_TO_UNIT, "3001");
	assert_int_equal(desk_check(&d), ERR_OK);
	desk_be(&d, "system", ROLE_BIT(SYSTEM), "");
	assert_int_equal(desk_check(&d), ERR_GUARD);
	/* The street's own duty goes to the street of the place. */
	assert_true(fields_set(&d.t.f, TF_CATEGORY, "0301"));
	desk_arg(&d, EA_RULE, "D0301");
	desk_arg(&d, EA_TO_UNIT, "4001");
	assert_int_equal(desk_check(&d), ERR_OK);
	/* Never to the unit that is complained about. */
	assert_true(fields_set(&d.t.f, TF_TYPE, "complaint"));
	assert_true(fields_set(&d.t.f, TF_SUBJECT, "红山街道办事处"));
	assert_int_equal(desk_check(&d), ERR_GUARD);
	desk_close(&d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(elements_or_a_reason),
		cmocka_unit_test(missing_follows_the_type),
		cmocka_unit_test(direct_with_consent_knowledge_or_outcome),
		cmocka_unit_test(rules_set_the_urgency),
		cmocka_unit_test(urgency_goes_up_freely_and_down_by_few),
		cmocka_unit_test(amending_is_for_those_who_took_it),
		cmocka_unit_test(a_report_stays_shielded),
		cmocka_unit_test(contact_is_the_units_after_dispatch),
		cmocka_unit_test(one_urge_a_day),
		cmocka_unit_test(closing_what_nobody_completed),
		cmocka_unit_test(rejecting_takes_a_senior_for_some_reasons),
		cmocka_unit_test(dispatch_by_the_centre_itself),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
