/* A unit gives a ticket back: in its window, with a basis, to another unit, at most twice; then it is designated. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "desk_unit.h"

#define DAY_MS 86400000LL

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

/* ---- given back ---- */

/* domain.md §9 (e) */
static void
a_return_after_its_window_is_refused(void **state)
{
	struct desk d, m;

	open_two(&d, &m, *state);
	good(&d,
	    EVENT_SIGNIN); /* waiting to be signed, dispatched on a Saturday: until Monday's end */
	d.env.now = d.t.return_until;
	desk_return(&d);
	assert_int_equal(desk_check(&d), ERR_OK);
	desk_be(&d, "system", ROLE_BIT(SYSTEM), "");
	desk_begin(&d, EVENT_AUTO_SIGNIN);
	assert_int_equal(desk_check(&d), ERR_GUARD);
	assert_non_null(strstr(d.e.text, "退单期限"));
	d.env.now = civil_day_start(civil_parse_day("2026-11-25")) + 36000000; /* WD 3 */
	desk_return(&d);
	assert_int_equal(desk_check(&d), ERR_GUARD);
	assert_non_null(strstr(d.e.text, "11月23日23:59"));
	/* Asked in time with the line down, and there within a day (practice A16). */
	d.ev.offline = true;
	d.ev.at = d.t.return_until - 1;
	assert_int_equal(desk_check(&d), ERR_GUARD);
	d.env.now = d.t.return_until + DAY_MS - 1000;
	assert_int_equal(desk_check(&d), ERR_OK);
	desk_be(&d, "system", ROLE_BIT(SYSTEM), "");
	desk_begin(&d, EVENT_AUTO_SIGNIN);
	desk_must(&d);
	assert_int_equal(d.t.state, STATE_WORKING);
	assert_string_equal(ticket_lead(&d.t)->signed_by, "system");
	assert_true(ticket_lead(&d.t)->late_signin);
	assert_string_equal(d.t.handlers, DESK_DISPATCHER);
	close_two(&d, &m);
}

static void
a_return_goes_on_to_another_unit(void **state)
{
	struct desk d, m;
	int64_t promised, due;

	open_two(&d, &m, *state);
	good(&d, EVENT_RETURN);
	promised = d.t.promised_due;
	due = d.t.unit_due;
	desk_must(&d);
	assert_int_equal(d.t.request[REQUEST_RETURN].at, d.env.now);
	assert_string_equal(d.t.request[REQUEST_RETURN].by, DESK_UNIT_LEAD);
	assert_string_equal(d.t.request[REQUEST_RETURN].unit, "1021");
	assert_int_equal(d.t.request[REQUEST_RETURN].seq, d.t.event_count);
	assert_int_equal(d.t.unit_due, due); /* the clock runs on */
	assert_non_null(ticket_lead(&d.t));
	d.env.now += DAY_MS;
	by_dispatcher(&d, EVENT_RETURN_OK, "3001");
	d.who.user = DESK_UNIT_LEAD; /* somebody with two posts */
	assert_int_equal(desk_check(&d), ERR_FORBIDDEN);
	assert_non_null(strstr(d.e.text, "另一位"));
	by_dispatcher(&d, EVENT_RETURN_OK, "3001");
	desk_must(&d);
	assert_string_equal(d.t.lead_unit, "3001");
	assert_string_equal(fields_get(&d.t.f, TF_UNIT), "3001");
	assert_int_equal(d.t.assign[0].state, ASSIGN_IS_RETURNED);
	assert_int_equal(d.t.assign[0].ended_at, d.env.now);
	assert_int_equal(d.t.request[REQUEST_RETURN].at, 0);
	assert_int_equal(d.t.return_count, 1);
	assert_int_equal(d.t.dispatch_count, 2);
	assert_int_equal(d.t.promised_due, promised);
	assert_int_equal(d.t.unit_due, due + DAY_MS);
	/* Who gave it back has nothing to do with it any more. */
	desk_be(&d, DESK_UNIT, ROLE_BIT(UNIT), "1021");
	desk_begin(&d, EVENT_SIGNIN);
	assert_int_equal(desk_check(&d), ERR_FORBIDDEN);
	close_two(&d, &m);
}

static void
a_place_where_the_unit_clock_runs_on(void **state)
{
	struct city *city = *state;
	struct profile *p = &city->profiles[0];
	struct desk d, m;
	int64_t due;

	open_two(&d, &m, city);
	p->restart_on_redispatch = false;
	good(&d, EVENT_RETURN);
	due = d.t.unit_due;
	desk_must(&d);
	d.env.now += 3600000;
	by_dispatcher(&d, EVENT_RETURN_OK, "3001");
	desk_must(&d);
	assert_int_equal(d.t.unit_due, due);
	assert_int_equal(ticket_lead(&d.t)->due, due);
	p->restart_on_redispatch = true;
	close_two(&d, &m);
}

static void
a_refused_return_is_not_asked_again(void **state)
{
	struct desk d, m;

	open_two(&d, &m, *state);
	good(&d, EVENT_SIGNIN);
	desk_return(&d);
	desk_must(&d);
	step(&d, EVENT_RETURN_NO);
	desk_must(&d);
	assert_int_equal(d.t.state, STATE_WORKING);
	assert_int_equal(d.t.request[REQUEST_RETURN].at, 0);
	assert_int_equal(d.t.return_count, 0);
	/* It was never signed: it is now. */
	assert_string_equal(ticket_lead(&d.t)->signed_by, "system");
	desk_return(&d);
	assert_int_equal(desk_check(&d), ERR_GUARD);
	assert_non_null(strstr(d.e.text, "驳回"));
	close_two(&d, &m);
}

/* Three dispatches without a unit that keeps it: it is designated, and stays. */
static void
the_third_dispatch_ends_in_designation(void **state)
{
	static const char *const units[] = { "3001", "1021" };
	struct desk d, m;

	open_two(&d, &m, *state);
	good(&d, EVENT_SIGNIN);
	by_dispatcher(&d, EVENT_DESIGNATE, "3001");
	assert_int_equal(desk_check(&d), ERR_GUARD);
	assert_non_null(strstr(d.e.text, "现在是1次"));
	for (int i = 0; i < 2; i++) {
		desk_return(&d);
		desk_be(&d, DESK_UNIT_LEAD, ROLE_BIT(UNIT_LEAD), d.t.lead_unit);
		desk_arg(&d, EA_SUGGEST, units[i]);
		desk_must(&d);
		by_dispatcher(&d, EVENT_RETURN_OK, units[i]);
		desk_must(&d);
	}
	assert_int_equal(d.t.return_count, 2);
	assert_int_equal(d.t.dispatch_count, 3);
	desk_return(&d);
	assert_int_equal(desk_check(&d), ERR_GUARD);
	assert_non_null(strstr(d.e.text, "退过2次"));
	by_dispatcher(&d, EVENT_DESIGNATE, "1021");
	assert_int_equal(desk_check(&d), ERR_GUARD);
	assert_non_null(strstr(d.e.text, "正由该单位承办"));
	by_dispatcher(&d, EVENT_DESIGNATE, "3001");
	desk_must(&d);
	assert_true(d.t.designated);
	assert_int_equal(d.t.return_until, 0);
	assert_int_equal(d.t.return_count, 2);
	assert_string_equal(d.t.lead_unit, "3001");
	desk_return(&d);
	desk_be(&d, DESK_UNIT_LEAD, ROLE_BIT(UNIT_LEAD), "3001");
	assert_int_equal(desk_check(&d), ERR_GUARD);
	assert_non_null(strstr(d.e.text, "指定"));
	/* There is no window to wait for: it counts as signed when it should have been. */
	d.env.now = d.t.signin_due + 1;
	desk_be(&d, "system", ROLE_BIT(SYSTEM), "");
	desk_begin(&d, EVENT_AUTO_SIGNIN);
	assert_int_equal(desk_check(&d), ERR_OK);
	/* The leader names the very unit that asked: it keeps it, and nothing was returned. */
	good(&d, EVENT_DESIGNATE);
	desk_arg(&d, EA_TO_UNIT, "1021");
	desk_must(&d);
	assert_int_equal(d.t.return_count, 0);
	assert_int_equal(d.t.assign[0].state, ASSIGN_IS_CANCELLED);
	assert_string_equal(d.t.lead_unit, "1021");
	close_two(&d, &m);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_return_after_its_window_is_refused),
		cmocka_unit_test(a_return_goes_on_to_another_unit),
		cmocka_unit_test(a_place_where_the_unit_clock_runs_on),
		cmocka_unit_test(a_refused_return_is_not_asked_again),
		cmocka_unit_test(the_third_dispatch_ends_in_designation),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
