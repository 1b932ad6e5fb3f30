/* The month of a unit: what counts as answered, late, overdue or returned, cards and stars, and what is left out. */
#include "seat.h"

#include "base/clock.h"
#include "client/cache/ledger.h"

#define DAY 86400000LL

static struct assignment *
give(struct ticket *t, const char *unit, enum assign_state state, int64_t made_at)
{
	struct assignment *a = &t->assign[t->n_assign++];

	str_copy(a->unit, sizeof(a->unit), unit);
	a->role = ASSIGN_LEAD;
	a->state = state;
	a->made_at = made_at;
	a->due = made_at + 5 * DAY;
	return a;
}

static struct ticket *
put(struct page *p, int n, int64_t rev, enum ticket_state state)
{
	struct ticket t;

	seat_ticket(&t, n, rev);
	t.state = state;
	seat_page_ticket(p, &t);
	return &p->tickets[p->n_tickets - 1];
}

static void
answered(struct ticket *t, int64_t at, int64_t due, int stars, bool valid)
{
	t->replied_at = at;
	t->reply_due = due;
	t->stars_result = stars;
	t->visit_valid = valid;
}

static int
setup(void **state)
{
	struct seat *s;
	struct assignment *a;
	struct ticket *t;
	struct page p;

	if (seat_setup(state) != 0)
		return -1;
	s = *state;
	seat_page_init(s, &p);
	t = put(&p, 1, 1, STATE_CLOSED); /* in time, satisfied */
	give(t, "1004", ASSIGN_IS_DONE, SEAT_NOW - 9 * DAY);
	answered(t, SEAT_NOW - 6 * DAY, SEAT_NOW - 5 * DAY, 5, true);
	t = put(&p, 2, 1, STATE_CLOSED); /* too late, and nobody could be asked */
	give(t, "1004", ASSIGN_IS_DONE, SEAT_NOW - 9 * DAY);
	answered(t, SEAT_NOW - DAY, SEAT_NOW - 2 * DAY, 1, false);
	t = put(
	    &p, 3, 1, STATE_WORKING); /* its limit has passed, a card stands, another does not */
	a = give(t, "1004", ASSIGN_IS_SIGNED, SEAT_NOW - 9 * DAY);
	a->cards = CARDS_GIVEN | CARD_STANDS(CARD_YELLOW);
	t->overdue_at = SEAT_NOW - DAY;
	t = put(&p, 4, 1, STATE_DISPATCHED); /* given back, now with another, not due yet */
	give(t, "1004", ASSIGN_IS_RETURNED, SEAT_NOW - 3 * DAY);
	give(t, "1001", ASSIGN_IS_WAITING, SEAT_NOW - DAY);
	t = put(&p, 5, 1, STATE_CLOSED); /* the month before */
	give(t, "1004", ASSIGN_IS_DONE, SEAT_NOW - 40 * DAY);
	answered(t, SEAT_NOW - 38 * DAY, SEAT_NOW - 35 * DAY, 4, true);
	t = put(&p, 6, 1, STATE_CLOSED); /* left out by decision */
	give(t, "1004", ASSIGN_IS_DONE, SEAT_NOW - 9 * DAY);
	answered(t, SEAT_NOW, SEAT_NOW - DAY, 1, true);
	t->excluded = true;
	t = put(&p, 7, 1, STATE_WORKING); /* a red card, and a helper that counts nowhere */
	a = give(t, "2004", ASSIGN_IS_SIGNED, SEAT_NOW - DAY);
	a->cards = CARD_STANDS(CARD_RED);
	give(t, "1001", ASSIGN_IS_SIGNED, SEAT_NOW - DAY)->role = ASSIGN_CO;
	assert_true(seat_apply(s, "centre", &p));
	page_free(&p);
	seat_reader(s);
	return 0;
}

static int
month(struct seat *s, int by, struct ledger_row rows[10])
{
	int n = cache_ledger_whole(s->r, ledger_month(SEAT_NOW) + by, rows, 10, &s->e);

	return n;
}

static void
test_month(void **state)
{
	struct seat *s = *state;
	struct ledger_row rows[10];
	char out[KPI_PERCENT_SIZE];

	assert_int_equal(month(s, 0, rows), 3); /* by tier, the worst first */
	assert_string_equal(rows[0].unit, "2004");
	assert_int_equal(rows[0].tier, CARD_TIER_TALK);
	assert_string_equal(rows[1].unit, "1004");
	assert_int_equal(rows[1].tier, CARD_TIER_REMIND);
	assert_int_equal(rows[1].given, 4);
	assert_int_equal(rows[1].in_time, 1);
	assert_int_equal(rows[1].late, 1);
	assert_int_equal(rows[1].overdue, 1);
	assert_int_equal(rows[1].returned, 1);
	assert_int_equal(rows[1].yellow, 1);
	assert_int_equal(rows[1].red, 0);
	assert_string_equal(kpi_percent(ledger_on_time(&rows[1]), out), "33.33");
	assert_string_equal(kpi_percent(ledger_satisfied(&rows[1]), out), "100.00");
	assert_string_equal(ledger_stars(&rows[1], out), "5.00");
	assert_string_equal(rows[2].unit, "1001");
	assert_int_equal(rows[2].given, 1);
	assert_string_equal(kpi_percent(ledger_on_time(&rows[2]), out), "--");
	assert_string_equal(ledger_stars(&rows[2], out), "--");
	assert_int_equal(month(s, -1, rows), 1);
	assert_int_equal(rows[0].rated, 1);
	assert_int_equal(month(s, 1, rows), 0);
}

/* A ticket that changes is counted once, as it is now; one that leaves this seat no more. */
static void
test_changes(void **state)
{
	struct seat *s = *state;
	struct ledger_row rows[10];
	struct ticket *t;
	struct page p;

	seat_page_init(s, &p);
	t = put(&p, 3, 2, STATE_CLOSED);
	give(t, "1004", ASSIGN_IS_DONE, SEAT_NOW - 9 * DAY);
	answered(t, SEAT_NOW - 6 * DAY, SEAT_NOW - 5 * DAY, 3, true);
	seat_page_out(&p, 2, 2);
	assert_true(seat_apply(s, "centre", &p));
	page_free(&p);
	assert_int_equal(month(s, 0, rows), 3);
	assert_string_equal(rows[2].unit, "1004");
	assert_int_equal(rows[2].given, 3);
	assert_int_equal(rows[2].in_time, 2);
	assert_int_equal(rows[2].late + rows[2].overdue + rows[2].yellow, 0);
	assert_int_equal(rows[2].satisfied, 2);
	assert_int_equal(rows[2].stars, 8);
}

/* By code, and on from where one stopped. */
static void
test_pieces(void **state)
{
	struct seat *s = *state;
	struct ledger_row rows[10];
	const int now = ledger_month(SEAT_NOW);
	bool partial;

	assert_int_equal(cache_ledger(s->r, now, "", rows, 2, &partial, &s->e), 2);
	assert_true(partial);
	assert_string_equal(rows[0].unit, "1001");
	assert_string_equal(rows[1].unit, "1004");
	assert_int_equal(cache_ledger(s->r, now, "1004", rows, 2, &partial, &s->e), 1);
	assert_false(partial);
	assert_string_equal(rows[0].unit, "2004");
}

static void
test_months_in_words(void **state)
{
	char out[16];

	(void)state;
	assert_string_equal(ledger_format(ledger_parse("2026-11"), out), "2026-11");
	assert_int_equal(ledger_parse("2026-12") + 1, ledger_parse("2027-01"));
	assert_int_equal(ledger_parse("2026-13"), -1);
	assert_int_equal(ledger_parse("2026-1"), -1);
	assert_int_equal(ledger_parse("2026-11-01"), -1);
	assert_int_equal(ledger_parse("二月"), -1);
	assert_int_equal(ledger_parse(""), -1);
	assert_int_equal(ledger_parse(NULL), -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_month, setup, seat_teardown),
		cmocka_unit_test_setup_teardown(test_changes, setup, seat_teardown),
		cmocka_unit_test_setup_teardown(test_pieces, setup, seat_teardown),
		cmocka_unit_test(test_months_in_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
