/* When most will call today, told by the centre: once a day, from the same weekday of the last weeks; without any it is not told,
 * and what was told is gone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "round.h"
#include "base/clock.h"
#include "model/call.h"
#include "model/call_peak.h"
#include "server/store/calls.h"

#define MINUTE_MS 60000LL
#define DAY_MS    86400000LL

static int
setup(void **state)
{
	static struct tcentre c;

	tcentre_open(&c, false, true);
	*state = &c;
	return 0;
}

static int
teardown(void **state)
{
	tcentre_close(*state);
	return 0;
}

/* ${n} calls from ${minute} of that day on, a minute apart. */
static void
called(struct tcentre *c, int32_t day, int minute, int n, enum call_way way)
{
	struct err e = { 0 };

	assert_int_equal(core_begin(&c->core, c->now, &e), ERR_OK);
	for (int i = 0; i < n; i++) {
		struct store_record x = { .at_server = c->now };
		struct call_log log = { .way = way,
			.began_at = civil_day_start(day) + (minute + i) * MINUTE_MS };

		log.answered_at = way == CALL_ANSWERED ? log.began_at + 5000 : 0;
		log.ended_at = log.began_at + 60000;
		assert_true(call_record(&log, "c", &x.r));
		id_new(x.r.id);
		(void)str_copy(x.r.by, sizeof(x.r.by), "1154");
		assert_int_equal(store_call_took(c->store, &x, &e), ERR_OK);
		record_free(&x.r);
	}
	assert_int_equal(core_commit(&c->core, &e), ERR_OK);
}

static bool
told(struct tcentre *c, struct call_peak *p)
{
	struct str text = { 0 };
	int64_t rev;
	bool found = store_ref_get(c->store, CALL_PEAK_KIND, CALL_PEAK_CODE, &text, &rev) &&
		     call_peak_read(str_c(&text), p);

	str_free(&text);
	return found;
}

static void
it_is_told_once_a_day(void **state)
{
	struct tcentre *c = *state;
	const int32_t today = civil_day(c->now);
	struct call_peak p = { .days = 0 };

	all_rounds(c);
	assert_false(told(c, &p)); /* no calls at all */
	called(c, today - 7, 9 * 60, 25, CALL_ANSWERED);
	called(c, today - 7, 10 * 60, 20, CALL_ANSWERED);
	called(c, today - 7, 10 * 60, 9, CALL_ABANDONED);
	called(c, today - 7, 9 * 60, 25, CALL_PASSED);  /* rang on: counted where it ended */
	called(c, today - 7, 9 * 60, 25, CALL_CALLED);  /* nobody's call to us */
	called(c, today - 1, 15 * 60, 29, CALL_MISSED); /* another weekday */
	all_rounds(c);
	assert_false(told(c, &p)); /* it was looked at today */
	c->now += 7 * DAY_MS;
	all_rounds(c);
	assert_true(told(c, &p));
	assert_int_equal(p.day, today + 7);
	assert_int_equal(p.slot, 20);
	assert_int_equal(p.calls, 29);
	assert_int_equal(p.days, 1);
	c->now += DAY_MS;
	all_rounds(c);
	assert_false(told(c, &p)); /* nothing is known of that weekday, and the old word is gone */
	c->now += 5 * DAY_MS;      /* the weekday of the missed ones */
	all_rounds(c);
	assert_true(told(c, &p));
	assert_int_equal(p.slot, 30);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(it_is_told_once_a_day, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
