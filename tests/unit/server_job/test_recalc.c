/* The next year's calendar comes: limits that were guessed without it are made anew, each ticket once, with both values in
 * the event; a centre that stops in the middle goes on where it was. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../lib/centre.h"
#include "base/clock.h"
#include "server/job/clock.h"

static int
setup(void **state)
{
	struct tcentre *c = calloc(1, sizeof(*c));

	tcentre_open(c, true, false);
	c->now = civil_day_start(civil_parse_day("2026-12-30")) + 36000000;
	*state = c;
	return 0;
}

static int
one_round(struct tcentre *c)
{
	struct clock_done done;
	struct err e = { 0 };

	assert_int_equal(core_begin(&c->core, c->now, &e), ERR_OK);
	if (clock_round(&c->core, &done, &e) != ERR_OK)
		fail_msg("round: %s", e.text);
	assert_int_equal(core_commit(&c->core, &e), ERR_OK);
	return done.recalculated;
}

/* A lamp that has ten working days: they reach into a year without a calendar. */
static void
file_slow(struct tcentre *c, int last2, char id[ID_SIZE])
{
	struct op_result r;
	struct err e = { 0 };
	struct ticket t;
	struct op op;

	tcentre_lamp(c, &op, EVENT_SUBMIT, last2);
	tcentre_set(&op, TF_CATEGORY, "0301", NULL);
	str_copy(id, ID_SIZE, op.ticket);
	assert_int_equal(tcentre_push(c, &op, &r, &e), ERR_OK);
	if (r.status != OP_APPLIED)
		fail_msg("%s", r.detail);
	op_free(&op);
	tcentre_ticket(c, id, &t);
	assert_true(t.due_provisional);
	ticket_free(&t);
}

/* What hotseatd import calendar does: rows, and the city that is read from them. */
static void
holiday(struct tcentre *c, const char *day)
{
	struct city *city = (struct city *)(uintptr_t)c->core.city;
	struct err e = { 0 };

	assert_int_equal(core_begin(&c->core, c->now, &e), ERR_OK);
	assert_int_equal(core_ref_put(&c->core, "calendar", day, "rest", &e), ERR_OK);
	assert_int_equal(core_commit(&c->core, &e), ERR_OK);
	assert_true(calendar_add(&city->calendar, civil_parse_day(day), false));
	if (!calendar_has_year(&city->calendar, 2027))
		city->calendar.years[city->calendar.n_years++] = 2027;
}

static int
recalculated(struct tcentre *c, const char *id, char note[256])
{
	struct event *list;
	struct err e = { 0 };
	size_t n;
	int found = 0;

	assert_int_equal(store_events(c->store, id, 1, &list, &n, &e), ERR_OK);
	for (size_t i = 0; i < n; i++) {
		if (list[i].kind == EVENT_RECALC) {
			found++;
			str_copy(note, 256, args_get(&list[i].args, EA_NOTE));
			assert_string_equal(list[i].actor, "system");
		}
		event_free(&list[i]);
	}
	free(list);
	return found;
}

static void
each_ticket_once(void **state)
{
	struct tcentre *c = *state;
	char id[ID_SIZE], note[256] = "", was[32], is[32];
	struct ticket before, after;

	file_slow(c, 1, id);
	tcentre_ticket(c, id, &before);
	assert_int_equal(one_round(c), 0); /* the calendars it was made by */
	holiday(c, "2027-01-04");
	assert_int_equal(one_round(c), 1);
	tcentre_ticket(c, id, &after);
	assert_false(after.due_provisional);
	assert_true(after.unit_due > before.unit_due);
	assert_int_equal(after.promised_due, before.promised_due); /* it was said to somebody */
	assert_int_equal(recalculated(c, id, note), 1);
	civil_format(before.unit_due, "%Y-%m-%d", was, sizeof(was));
	civil_format(after.unit_due, "%Y-%m-%d", is, sizeof(is));
	assert_non_null(strstr(note, "承办时限 "));
	assert_non_null(strstr(note, was));
	assert_non_null(strstr(note, is));
	ticket_free(&before);
	ticket_free(&after);
	assert_int_equal(one_round(c), 0);
	tcentre_reopen(c);
	assert_int_equal(one_round(c), 0);
	assert_int_equal(recalculated(c, id, note), 1);
}

/* The round is in the batch of the import itself: the city is still the one before. */
static void
not_by_the_calendar_of_before(void **state)
{
	struct tcentre *c = *state;
	struct clock_done done;
	struct err e = { 0 };
	char id[ID_SIZE], note[256];

	file_slow(c, 1, id);
	assert_int_equal(one_round(c), 0);
	assert_int_equal(core_begin(&c->core, c->now, &e), ERR_OK);
	assert_int_equal(core_ref_put(&c->core, "calendar", "2027-01-01", "rest", &e), ERR_OK);
	assert_int_equal(clock_round(&c->core, &done, &e), ERR_OK);
	assert_int_equal(core_commit(&c->core, &e), ERR_OK);
	assert_int_equal(done.recalculated, 0);
	holiday(c, "2027-01-04");
	assert_int_equal(one_round(c), 1);
	assert_int_equal(recalculated(c, id, note), 1);
}

/* More than a piece of them: the first round does not do all, the last ones are done all the same, each once. */
static void
in_pieces(void **state)
{
	enum { MANY = 2100 };
	struct tcentre *c = *state;
	struct err e = { 0 };
	char first[ID_SIZE], note[256];
	int done, all;

	file_slow(c, 1, first);
	assert_int_equal(core_begin(&c->core, c->now, &e), ERR_OK);
	for (int i = 0; i < MANY; i++) { /* rows as they stand; their traces are not looked at */
		struct ticket t;

		ticket_init(&t);
		assert_int_equal(store_ticket_get(c->store, first, &t, &e), ERR_OK);
		(void)snprintf(t.id, sizeof(t.id), "01890000-0000-7000-8000-%012d", i);
		assert_true(fields_set(&t.f, TF_NO, NULL));
		t.event_count = 0;
		assert_int_equal(store_ticket_put(c->store, &t, 0, &e), ERR_OK);
		ticket_free(&t);
	}
	assert_int_equal(core_commit(&c->core, &e), ERR_OK);
	holiday(c, "2027-01-04");
	done = all = one_round(c);
	assert_in_range(done, 1, MANY);
	tcentre_reopen(c); /* stopped in the middle */
	while ((done = one_round(c)) > 0)
		all += done;
	assert_int_equal(all, MANY + 1);
	assert_int_equal(recalculated(c, first, note), 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(each_ticket_once, setup, tcentre_teardown),
		cmocka_unit_test_setup_teardown(
		    not_by_the_calendar_of_before, setup, tcentre_teardown),
		cmocka_unit_test_setup_teardown(in_pieces, setup, tcentre_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
