/* The day of tests/day/day.tsv once more, over a line that drops in the middle of every act of every role, at a centre that
 * dies with it now and again: dispatch, sign-in, reply, audit, visit, review, cards and the rest are sent again as they
 * were. Each is answered as the first time, and the tickets have the very traces of a day without a fault: nothing lost,
 * nothing done twice. What kill -9 does to a disk is tested in tests/fault. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "../lib/script.h"
#include "base/clock.h"

#define DIES_EACH 40 /* acts */

struct day {
	struct hall h;
	struct script s;
};
static struct day calm, cut;

static void
play(struct day *d, unsigned drops)
{
	const struct civil morning = { .year = 2026, .month = 11, .day = 23, .hour = 8 };

	hall_open(&d->h, NULL, civil_to_ms(&morning));
	script_open(&d->s, &d->h, "tests/day/day.tsv");
	d->h.drops = drops;
	script_play(&d->s);
	assert_int_equal(d->s.failures, 0);
}

static void
each_act_comes_through(void **state)
{
	(void)state;
	play(&calm, 0);
	play(&cut, DIES_EACH);
	assert_true(cut.h.dropped > 1000);
	assert_int_equal(cut.s.done[0], calm.s.done[0]);
	assert_int_equal(cut.s.done[1], calm.s.done[1]);
	assert_int_equal(store_ticket_count(cut.h.store, "centre", 0), cut.s.n_tickets);
}

static size_t
trace(struct day *d, int i, struct event **list)
{
	size_t n = 0;

	*list = NULL;
	assert_int_equal(store_events(d->h.store, d->s.ticket[i].id, 1, list, &n, NULL), ERR_OK);
	return n;
}

static void
forget(struct event *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		event_free(&list[i]);
	free(list);
}

static void
nothing_is_lost_or_done_twice(void **state)
{
	bool seen[EVENT_COUNT] = { false };
	int kinds = 0;

	(void)state;
	for (int i = 0; i < calm.s.n_tickets; i++) {
		struct event *a, *b;
		size_t n = trace(&calm, i, &a), m = trace(&cut, i, &b);

		assert_int_equal(n, m);
		for (size_t k = 0; k < n; k++) {
			assert_int_equal(a[k].kind, b[k].kind);
			assert_string_equal(a[k].actor, b[k].actor);
			assert_int_equal(a[k].to, b[k].to);
			seen[a[k].kind] = true;
		}
		forget(a, n);
		forget(b, m);
	}
	for (int i = 0; i < EVENT_COUNT; i++)
		kinds += seen[i];
	assert_true(kinds > EVENT_COUNT * 9 / 10); /* test_day.c says: all that can be done */
}

static void
count_bad(void *arg, const struct store_verify_bad *x)
{
	print_message("%s %lld %s: %s\n", x->ticket, (long long)x->seq, x->field, x->why);
	++*(int *)arg;
}

static void
the_centre_finds_nothing(void **state)
{
	int wrong = 0;
	struct store_verify v = { .city = cut.h.city, .bad = count_bad, .arg = &wrong };

	(void)state;
	assert_int_equal(store_verify(cut.h.store, &v, NULL), ERR_OK);
	assert_int_equal(v.tickets, cut.s.n_tickets);
	assert_int_equal(wrong, 0);
}

static int
close_all(void **state)
{
	(void)state;
	script_close(&calm.s);
	hall_close(&calm.h);
	script_close(&cut.s);
	hall_close(&cut.h);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_act_comes_through),
		cmocka_unit_test(nothing_is_lost_or_done_twice),
		cmocka_unit_test(the_centre_finds_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, close_all);
}
