/* Red and yellow cards: the day of each by both schemes, which stand, what a month comes to. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/clock.h"
#include "model/card.h"
#include "model/deadline.h"
#include "model/workflow.h"
#include "notice.h"

#define HOUR_MS 3600000LL

static int
setup(void **state)
{
	struct city *c = city_new();

	notice_load(&c->calendar);
	c->profiles[c->n_profiles++] = (struct profile){ .name = "p", .day_end_s = 86399 };
	city_finish(c);
	*state = c;
	return 0;
}

static int
teardown(void **state)
{
	city_free(*state);
	return 0;
}

static void
scheme(struct city *c, const char *name)
{
	strcpy(c->profiles[0].card_scheme, name);
}

static int64_t
hour(const char *day, int h)
{
	return civil_day_start(civil_parse_day(day)) + h * HOUR_MS;
}

/* A ticket at its unit since ${start} 10:00, due at the end of ${due}. */
static struct ticket
ticket(const char *start, const char *due)
{
	struct ticket t;

	ticket_init(&t);
	t.state = STATE_WORKING;
	t.n_assign = 1;
	t.assign[0] = (struct assignment){ .unit = "1021",
		.role = ASSIGN_LEAD,
		.state = ASSIGN_IS_SIGNED,
		.made_at = hour(start, 10),
		.due = civil_day_start(civil_parse_day(due) + 1) - 1000 };
	return t;
}

static void
by_the_calendar(void **state)
{
	/* C2..C13 of domain.md §9 and the days around them */
	static const struct {
		const char *start, *due, *day;
		enum card_colour colour;
	} rows[] = {
		{ "2026-02-13", "2026-02-27", "2026-02-24", CARD_NONE },
		{ "2026-02-13", "2026-02-27", "2026-02-25", CARD_NONE },
		{ "2026-02-13", "2026-02-27", "2026-02-26", CARD_YELLOW },
		{ "2026-02-13", "2026-02-27", "2026-02-27", CARD_YELLOW },
		{ "2026-02-13", "2026-02-27", "2026-02-28", CARD_RED },
		{ "2026-02-27", "2026-02-28", "2026-02-27", CARD_NONE }, /* the day it came */
		{ "2026-02-27", "2026-02-28", "2026-02-28", CARD_YELLOW },
		{ "2026-02-27", "2026-02-28", "2026-03-01", CARD_NONE }, /* a Sunday */
		{ "2026-02-27", "2026-02-28", "2026-03-02", CARD_RED },
		{ "2026-06-18", "2026-06-26", "2026-06-25", CARD_YELLOW },
		{ "2026-06-18", "2026-06-26", "2026-06-28", CARD_NONE },
		{ "2026-06-18", "2026-06-26", "2026-06-29", CARD_RED },
		{ "2026-10-03", "2026-10-09", "2026-10-08", CARD_YELLOW },
		{ "2026-10-03", "2026-10-09", "2026-10-10", CARD_RED }, /* a Saturday at work */
	};
	struct city *c = *state;

	scheme(c, "shandong");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct ticket t = ticket(rows[i].start, rows[i].due);

		if (card_due(&t, &t.assign[0], c, 0, hour(rows[i].day, 15)) != rows[i].colour)
			fail_msg(
			    "row %zu: %s due %s on %s", i, rows[i].start, rows[i].due, rows[i].day);
	}
}

static void
hours_wait_for_no_working_day(void **state)
{
	static const struct {
		int hour;
		enum card_colour colour;
	} rows[] = { { 5, CARD_NONE }, { 17, CARD_NONE }, { 18, CARD_YELLOW }, { 23, CARD_YELLOW },
		{ 25, CARD_RED } };
	struct ticket t = ticket("2026-02-21", "2026-02-22"); /* in the holiday */

	scheme(*state, "shandong");
	t.assign[0].due = t.assign[0].made_at + 24 * HOUR_MS;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_int_equal(card_due(&t, &t.assign[0], *state, 0,
				     t.assign[0].made_at + rows[i].hour * HOUR_MS),
		    rows[i].colour);
}

static void
third_of_the_month(void **state)
{
	static const enum card_colour nth[] = { CARD_YELLOW, CARD_YELLOW, CARD_RED, CARD_YELLOW,
		CARD_YELLOW, CARD_RED };
	struct ticket t = ticket("2026-06-18", "2026-06-26");

	scheme(*state, "guangzhou");
	assert_int_equal(card_due(&t, &t.assign[0], *state, 2, hour("2026-06-26", 23)), CARD_NONE);
	for (int i = 0; i < 6; i++)
		assert_int_equal(
		    card_due(&t, &t.assign[0], *state, i, hour("2026-06-27", 0)), nth[i]);
	t.assign[0].cards = CARD_GIVEN(CARD_YELLOW);
	assert_int_equal(card_due(&t, &t.assign[0], *state, 2, hour("2026-07-27", 0)), CARD_NONE);
}

static void
only_for_time_that_is_the_units(void **state)
{
	const int64_t late = hour("2026-07-06", 15);
	struct ticket t = ticket("2026-06-18", "2026-06-26"), was = t;

	scheme(*state, "shandong");
	assert_int_equal(card_due(&t, &t.assign[0], *state, 0, late), CARD_RED);
	t.assign[0].cards = CARD_GIVEN(CARD_YELLOW) | CARD_STANDS(CARD_YELLOW);
	assert_int_equal(card_due(&t, &t.assign[0], *state, 0, late), CARD_RED);
	t.assign[0].cards |= CARD_GIVEN(CARD_RED);
	assert_int_equal(card_due(&t, &t.assign[0], *state, 0, late), CARD_NONE);
	for (int s = 0; s < STATE_COUNT; s++) {
		const bool runs =
		    s == STATE_DISPATCHED || s == STATE_WORKING || s == STATE_RETURN_REQ;

		t = was;
		t.state = (enum ticket_state)s;
		assert_int_equal(
		    card_due(&t, &t.assign[0], *state, 0, late), runs ? CARD_RED : CARD_NONE);
	}
	t = was;
	t.assign[0].state = ASSIGN_IS_REPLIED;
	assert_int_equal(card_due(&t, &t.assign[0], *state, 0, late), CARD_NONE);
	t = was;
	t.assign[0].role = ASSIGN_CC;
	assert_int_equal(card_due(&t, &t.assign[0], *state, 0, late), CARD_NONE);
	t = was;
	t.assign[0].due = 0;
	assert_int_equal(card_due(&t, &t.assign[0], *state, 0, late), CARD_NONE);
	t = was;
	scheme(*state, "");
	assert_int_equal(card_due(&t, &t.assign[0], *state, 0, late), CARD_NONE);
}

static void
which_stand(void **state)
{
	struct ticket t = ticket("2026-06-18", "2026-06-26");

	(void)state;
	assert_int_equal(card_of_ticket(&t), CARD_NONE);
	t.n_assign = 2;
	t.assign[1] = (struct assignment){ .unit = "4001", .role = ASSIGN_CO };
	t.assign[1].cards = CARD_GIVEN(CARD_RED); /* given and revoked */
	assert_int_equal(card_of_ticket(&t), CARD_NONE);
	t.assign[0].cards = CARD_STANDS(CARD_YELLOW);
	assert_int_equal(card_of_ticket(&t), CARD_YELLOW);
	t.assign[1].cards = CARD_STANDS(CARD_RED) | CARD_STANDS(CARD_YELLOW);
	assert_int_equal(card_of_ticket(&t), CARD_RED);
	assert_ptr_equal(card_assignment(&t, "4001"), &t.assign[1]);
	assert_null(card_assignment(&t, "3001"));
	strcpy(t.assign[1].unit, "1021"); /* of two, the open one */
	t.assign[0].state = ASSIGN_IS_RETURNED;
	assert_ptr_equal(card_assignment(&t, "1021"), &t.assign[1]);
}

static void
names(void **state)
{
	scheme(*state, "shandong");
	assert_int_equal(card_by_json("red"), CARD_RED);
	assert_int_equal(card_by_json(""), CARD_NONE);
	assert_int_equal(card_by_json("green"), CARD_NONE);
	assert_string_equal(card_label(CARD_YELLOW), "黄牌");
	assert_string_equal(card_json(CARD_NONE), "");
	assert_string_not_equal(card_rule(*state, CARD_RED), "");
	assert_string_equal(card_rule(*state, CARD_NONE), "");
	assert_string_equal(card_tier_label(CARD_TIER_TALK), "约谈");
	assert_string_equal(card_tier_json(CARD_TIER_CALM), "calm");
}

/* ---- a month ---- */

static void
tiers(void **state)
{
	static const struct {
		struct card_month m;
		enum card_tier tier;
	} rows[] = {
		{ { 0, 0, 0 }, CARD_TIER_CALM },
		{ { 0, 0, 900 }, CARD_TIER_CALM },
		{ { 1, 0, 12 }, CARD_TIER_REMIND },
		{ { 1, 0, 199 }, CARD_TIER_REMIND },
		{ { 1, 0, 200 }, CARD_TIER_CALM },
		{ { 0, 1, 5000 }, CARD_TIER_TALK },
		{ { 2, 1, 5 }, CARD_TIER_TALK },
		{ { 0, 2, 399 }, CARD_TIER_REPORT },
		{ { 0, 2, 400 }, CARD_TIER_TALK },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (card_tier(&rows[i].m) != rows[i].tier)
			fail_msg("row %zu: %s", i, card_tier_json(card_tier(&rows[i].m)));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(by_the_calendar),
		cmocka_unit_test(hours_wait_for_no_working_day),
		cmocka_unit_test(third_of_the_month),
		cmocka_unit_test(only_for_time_that_is_the_units),
		cmocka_unit_test(which_stand),
		cmocka_unit_test(names),
		cmocka_unit_test(tiers),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
