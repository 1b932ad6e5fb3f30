/* What falls due on a ticket by itself: the moments, the order, and that each is there once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "desk.h"

#include "model/card.h"
#include "model/clock.h"

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
begin(struct desk *d, void *city, enum ticket_state state)
{
	desk_open(d, city);
	desk_ticket(d, STATE_PENDING);
	d->t.state = state; /* how it came there is nothing to the clock */
	d->t.return_until = d->t.unit_due = d->t.pause_until = d->t.incomplete_due = 0;
	d->t.closed_at = d->t.overdue_at = 0;
	d->t.n_assign = 0;
	(void)str_copy(d->t.lead_unit, sizeof(d->t.lead_unit), "1004");
}

static int
due(struct desk *d, int64_t now, unsigned refused)
{
	struct clock_act act = { .refused = refused };
	bool any = clock_due(&d->t, d->city, now, &act);

	args_free(&act.args);
	return any ? (int)act.kind : -1;
}

static void
each_moment_has_its_event(void **state)
{
	static const struct {
		enum ticket_state state;
		size_t member;
		int64_t after; /* of the member's value, the event is due */
		int kind;
	} rows[] = {
		{ STATE_INCOMPLETE, offsetof(struct ticket, incomplete_due), 1, EVENT_AUTO_CLOSE },
		{ STATE_DISPATCHED, offsetof(struct ticket, return_until), 1, EVENT_AUTO_SIGNIN },
		{ STATE_SUSPENDED, offsetof(struct ticket, pause_until), 0, EVENT_RESUME },
		{ STATE_WORKING, offsetof(struct ticket, unit_due), 1, EVENT_OVERDUE },
		{ STATE_RETURN_REQ, offsetof(struct ticket, unit_due), 1, EVENT_OVERDUE },
		{ STATE_CLOSED, offsetof(struct ticket, closed_at), INT64_C(30) * 86400000,
		    EVENT_ARCHIVE },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const int64_t at = desk_noon();
		struct desk d;

		begin(&d, *state, rows[i].state);
		assert_int_equal(clock_next(&d.t, d.city), 0);
		memcpy((char *)&d.t + rows[i].member, &at, sizeof(at));
		assert_int_equal(clock_next(&d.t, d.city), at + rows[i].after);
		assert_int_equal(due(&d, at + rows[i].after - 1, 0), -1);
		assert_int_equal(due(&d, at + rows[i].after, 0), rows[i].kind);
		d.t.state = STATE_WITHDRAWN;
		assert_int_equal(clock_next(&d.t, d.city), 0);
		desk_close(&d);
	}
}

/* Two things due: the earlier first; what was refused is passed over. */
static void
the_earlier_first(void **state)
{
	struct clock_act act = { .refused = 0 };
	struct desk d;

	begin(&d, *state, STATE_DISPATCHED);
	d.t.return_until = 1000;
	d.t.unit_due = 900;
	assert_int_equal(clock_next(&d.t, d.city), 901);
	assert_true(clock_due(&d.t, d.city, 5000, &act));
	assert_int_equal(act.kind, EVENT_OVERDUE);
	assert_string_equal(args_get(&act.args, EA_TO_UNIT), "1004");
	args_free(&act.args);
	assert_int_equal(due(&d, 5000, act.row), EVENT_AUTO_SIGNIN);
	desk_close(&d);
}

static int
two(void *arg, const char *unit)
{
	assert_string_equal(unit, "1004");
	++*(int *)arg;
	return 2;
}

/* A part that is late gets its card, the third of the month a red one; a card given is given. */
static void
a_late_part_gets_its_card(void **state)
{
	int asked = 0;
	struct profile profile;
	const struct profile *was;
	struct clock_act act = { .refused = 0, .earlier = two, .arg = &asked };
	struct city *city = *state;
	struct desk d;
	struct assignment *a;

	begin(&d, city, STATE_WORKING);
	profile = *city->profile;
	(void)strcpy(profile.card_scheme, "guangzhou");
	was = city->profile;
	city->profile = &profile;
	d.t.n_assign = 1;
	a = &d.t.assign[0];
	*a = (struct assignment){ .role = ASSIGN_LEAD, .state = ASSIGN_IS_SIGNED };
	(void)str_copy(a->unit, sizeof(a->unit), "1004");
	a->made_at = desk_noon() - 1000000;
	a->due = desk_noon();
	assert_int_equal(clock_next(&d.t, d.city), desk_noon() + 1);
	assert_int_equal(due(&d, desk_noon(), 0), -1);
	assert_true(clock_due(&d.t, d.city, desk_noon() + 1, &act));
	assert_int_equal(act.kind, EVENT_CARD);
	assert_int_equal(asked, 1);
	assert_string_equal(args_get(&act.args, EA_COLOUR), "red");
	args_free(&act.args);
	a->cards = CARD_GIVEN(CARD_RED);
	assert_int_equal(clock_next(&d.t, d.city), 0);
	city->profile = was;
	desk_close(&d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_moment_has_its_event),
		cmocka_unit_test(the_earlier_first),
		cmocka_unit_test(a_late_part_gets_its_card),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
