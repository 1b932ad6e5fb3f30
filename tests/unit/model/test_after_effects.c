/* What comes after a reply and beside the line: what each step changes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "after.h"

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
visited(void **state)
{
	struct desk d;

	desk_open(&d, *state);
	closed(&d);
	assert_int_equal(d.t.state, STATE_CLOSED);
	assert_int_equal(d.t.stars_result, 5);
	assert_int_equal(d.t.stars_manner, 4);
	assert_string_equal(d.t.solved, "solved");
	assert_true(d.t.visit_valid);
	assert_int_equal(d.t.eval_until, d.t.closed_at + DAY_MS);
	assert_true(d.t.replied_at != 0); /* the figures still need it */
	assert_string_equal(fields_get(&d.t.f, TF_CLOSE_TYPE), "dispatched");
	desk_close(&d);
}

static void
not_reached(void **state)
{
	static const struct {
		int day, hour;
		const char *result;
		enum ticket_state to;
	} steps[] = { { 2, 9, "no_answer", STATE_VISITING }, { 2, 10, "off", STATE_VISITING },
		{ 3, 11, "no_answer", STATE_VISITING }, { 4, 15, "no_answer", STATE_CLOSED } };
	struct desk d;

	desk_open(&d, *state);
	good(&d, EVENT_VISIT_FAIL);
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		at_hour(&d, steps[i].day, steps[i].hour);
		begin(&d, VISITOR, ROLE_BIT(VISITOR), "", EVENT_VISIT_FAIL);
		desk_arg(&d, EA_RESULT, steps[i].result);
		assert_int_equal(desk_do(&d), ERR_OK);
		assert_int_equal(d.t.state, steps[i].to);
		assert_int_equal(d.t.visit_count, i + 1);
	}
	assert_false(d.t.visit_valid);
	assert_int_equal(d.t.closed_at, d.env.now);
	assert_int_equal(d.t.visit_due, 0);
	good(&d, EVENT_VISIT_FAIL); /* who does not want to be asked is not rung again */
	desk_arg(&d, EA_RESULT, "refused");
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_int_equal(d.t.state, STATE_CLOSED);
	desk_close(&d);
}

/* A call begun before noon may be written down when it has ended; a machine rings nobody at noon either way. */
static void
noon(void **state)
{
	static const struct {
		int minute;
		const char *method;
		enum err_code code;
	} rows[] = { { 11 * 60 + 59, "", ERR_OK }, { 12 * 60 + 9, "", ERR_OK },
		{ 12 * 60 + 10, "", ERR_GUARD }, { 13 * 60 + 59, "manual", ERR_GUARD },
		{ 14 * 60, "", ERR_OK }, { 12 * 60 + 30, "sms", ERR_OK },
		{ 8 * 60 + 29, "", ERR_GUARD }, { 8 * 60 + 30, "", ERR_OK },
		{ 20 * 60 + 39, "", ERR_OK }, { 20 * 60 + 40, "", ERR_GUARD } };
	struct desk d;

	desk_open(&d, *state);
	good(&d, EVENT_VISIT_OK);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		at_hour(&d, 2, 0);
		d.env.now += rows[i].minute * 60000LL;
		desk_arg(&d, EA_METHOD, rows[i].method);
		assert_int_equal(desk_check(&d), rows[i].code);
	}
	desk_close(&d);
}

static void
done_once_more(void **state)
{
	struct desk d;

	desk_open(&d, *state);
	good(&d, EVENT_REVIEW_REDO);
	assert_non_null(strstr(d.t.handlers, VISITOR));
	d.t.assign[0].cards = CARD_GIVEN(CARD_YELLOW) | CARD_STANDS(CARD_YELLOW);
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_int_equal(d.t.state, STATE_WORKING);
	assert_int_equal(d.t.round, 2);
	assert_string_equal(d.t.lead_unit, "1021");
	assert_int_equal(d.t.assign[0].state, ASSIGN_IS_SIGNED);
	assert_int_equal(d.t.assign[0].ended_at, 0);
	assert_true(d.t.unit_due > d.env.now);
	assert_int_equal(d.t.assign[0].due, d.t.unit_due);
	assert_int_equal(d.t.assign[0].cards, CARD_STANDS(CARD_YELLOW));
	assert_int_equal(d.t.visit_count, 0);
	assert_int_equal(d.t.visit_bands, 0);
	desk_close(&d);
}

/* Answered on the spot, and he is not content after all: now a unit is to see to it. */
static void
never_had_a_unit(void **state)
{
	struct desk d;

	desk_open(&d, *state);
	desk_good(&d, EVENT_SUBMIT_DIRECT);
	desk_must(&d);
	assert_int_equal(d.t.promised_due, 0);
	d.env.now += HOUR_MS;
	visit(&d, EVENT_LATE_EVAL, "unsolved", "1");
	desk_must(&d);
	assert_int_equal(d.t.state, STATE_REVIEW);
	assert_int_equal(d.t.closed_at, 0);
	assert_int_equal(d.t.accepted_at, desk_noon()); /* not accepted anew */
	begin(&d, DESK_SENIOR, ROLE_BIT(SENIOR), "", EVENT_REVIEW_REDO);
	desk_arg(&d, EA_REASON_CODE, "fault");
	desk_arg(&d, EA_REASON, "答复有误");
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_int_equal(d.t.state, STATE_PENDING);
	assert_true(d.t.dispatch_due > d.env.now && d.t.promised_due > d.env.now);
	desk_close(&d);
}

static void
kept(void **state)
{
	struct desk d;

	desk_open(&d, *state);
	good(&d, EVENT_REVIEW_KEEP);
	desk_arg(&d, EA_SOLVED, "explained");
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_int_equal(d.t.state, STATE_CLOSED);
	assert_string_equal(d.t.solved, "explained");
	assert_int_equal(d.t.stars_result, 2); /* what he said stands */
	assert_int_equal(d.t.eval_until, 0);
	desk_close(&d);
}

static void
opened_again(void **state)
{
	struct desk d;

	desk_open(&d, *state);
	good(&d, EVENT_REOPEN);
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_int_equal(d.t.state, STATE_PENDING);
	assert_int_equal(d.t.round, 2);
	assert_string_equal(fields_get(&d.t.f, TF_REPEAT), "1");
	assert_true(d.t.promised_due > d.env.now && d.t.dispatch_due > d.env.now);
	assert_int_equal(d.t.closed_at, 0);
	assert_int_equal(d.t.stars_result, 0);
	assert_string_equal(fields_get(&d.t.f, TF_CLOSE_TYPE), "");
	desk_close(&d);
}

static void
taken_back_and_passed_on(void **state)
{
	struct fields before = { { NULL } };
	struct desk d;

	desk_open(&d, *state);
	good(&d, EVENT_WITHDRAW);
	assert_true(fields_copy(&before, &d.t.f));
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_int_equal(d.t.state, STATE_WITHDRAWN);
	assert_int_equal(d.t.assign[0].state, ASSIGN_IS_CANCELLED);
	assert_int_equal(d.t.eval_until, 0);
	assert_true(fields_set(&before, TF_CLOSE_TYPE, "withdrawn"));
	assert_true(fields_equal(&before, &d.t.f)); /* words and source stand */
	good(&d, EVENT_FORWARD);
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_int_equal(d.t.state, STATE_FORWARDED);
	assert_string_equal(d.t.lead_unit, "");
	fields_free(&before);
	desk_close(&d);
}

static void
levels_of_supervision(void **state)
{
	struct desk d;

	desk_open(&d, *state);
	good(&d, EVENT_ESCALATE);
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_int_equal(d.t.supervise_level, 2);
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_int_equal(d.t.supervise_level, 3);
	assert_int_equal(desk_do(&d), ERR_GUARD);
	good(&d, EVENT_SUPERVISE_REPLY);
	assert_int_equal(d.t.request[REQUEST_SUPERVISE].due, d.env.now + DAY_MS);
	assert_string_equal(d.t.request[REQUEST_SUPERVISE].unit, "1021");
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_int_equal(d.t.request[REQUEST_SUPERVISE].at, 0);
	assert_int_equal(d.t.supervise_level, 2);
	begin(&d, SUPERVISOR, ROLE_BIT(SUPERVISOR), "", EVENT_SUPERVISE_END);
	assert_int_equal(desk_do(&d), ERR_OK); /* answered: no reason needed */
	assert_int_equal(d.t.supervise_level, 0);
	good(&d, EVENT_INSTRUCT);
	desk_arg(&d, EA_UNTIL, later(&d, HOUR_MS));
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_int_equal(d.t.supervise_level, 3);
	assert_int_equal(d.t.unit_due, d.env.now + HOUR_MS);
	assert_int_equal(d.t.assign[0].due, d.t.unit_due);
	assert_string_equal(fields_get(&d.t.f, TF_PUBLIC), "no");
	desk_close(&d);
}

static void
cards_given_and_revoked(void **state)
{
	struct desk d;

	desk_open(&d, *state);
	good(&d, EVENT_CARD);
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_int_equal(d.t.card, CARD_YELLOW);
	assert_int_equal(desk_do(&d), ERR_GUARD); /* once a round */
	card(&d, EVENT_CARD, "red");
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_int_equal(d.t.card, CARD_RED);
	card(&d, EVENT_CARD_REVOKE, "red");
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_int_equal(d.t.card, CARD_YELLOW);
	assert_int_equal(desk_do(&d), ERR_GUARD); /* twice */
	card(&d, EVENT_CARD, "red");
	assert_int_equal(desk_check(&d), ERR_GUARD); /* revoked is not "never given" */
	good(&d, EVENT_CARD_KEEP);
	card(&d, EVENT_CARD_REVOKE, "yellow");
	assert_int_equal(desk_do(&d), ERR_OK); /* the appeal had its way */
	assert_int_equal(d.t.request[REQUEST_CARD].at, 0);
	assert_int_equal(d.t.card, CARD_NONE);
	good(&d, EVENT_CARD_KEEP);
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_int_equal(d.t.request[REQUEST_CARD].at, 0);
	assert_int_equal(d.t.card, CARD_YELLOW);
	desk_close(&d);
}

static void
asked_and_decided(void **state)
{
	struct desk d;

	desk_open(&d, *state);
	good(&d, EVENT_URGENCY_OK);
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_string_equal(fields_get(&d.t.f, TF_URGENCY), "urgent");
	assert_int_equal(d.t.request[REQUEST_URGENCY].at, 0);
	good(&d, EVENT_URGENCY_NO);
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_string_equal(fields_get(&d.t.f, TF_URGENCY), "critical");
	good(&d, EVENT_APPEAL_OK);
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_true(d.t.excluded);
	good(&d, EVENT_APPEAL_NO);
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_false(d.t.excluded);
	good(&d, EVENT_HANDOVER_TAKE);
	assert_string_equal(d.t.first_owner, DESK_AGENT); /* until it is taken */
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_string_equal(d.t.first_owner, DESK_OTHER);
	assert_int_equal(d.t.request[REQUEST_HANDOVER].at, 0);
	good(&d, EVENT_RATE);
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_int_equal(d.t.superior_stars, 4);
	good(&d, EVENT_IMPORTANT);
	assert_int_equal(desk_do(&d), ERR_OK);
	assert_true(d.t.sensitive);
	desk_close(&d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(visited),
		cmocka_unit_test(not_reached),
		cmocka_unit_test(noon),
		cmocka_unit_test(done_once_more),
		cmocka_unit_test(never_had_a_unit),
		cmocka_unit_test(kept),
		cmocka_unit_test(opened_again),
		cmocka_unit_test(taken_back_and_passed_on),
		cmocka_unit_test(levels_of_supervision),
		cmocka_unit_test(cards_given_and_revoked),
		cmocka_unit_test(asked_and_decided),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
