/* The centre was away for days: everything that fell due meanwhile happens in the first round, once, in the order of its
 * moments, and the second round does nothing; nor does a clock that was set back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "round.h"
#include "base/clock.h"

#define DAY_MS INT64_C(86400000)

static int
setup(void **state)
{
	struct tcentre *c = calloc(1, sizeof(*c));

	tcentre_open(c, true, false);
	c->now += 5 * 3600000; /* no noon: visits */
	*state = c;
	return 0;
}

#define DO(by, kind, ...)                                                                \
	do {                                                                             \
		struct op_result r_;                                                     \
		c->now += 1000;                                                          \
		if (tcentre_do(c, by, EVENT_##kind, id, &r_, __VA_ARGS__) != OP_APPLIED) \
			fail_msg("%s: %s %s", #kind, r_.where, r_.detail);               \
	} while (0)

/* What the centre has written by itself from event ${from} on: "overdue supervise card:yellow". */
static void
wrote(struct tcentre *c, const char *id, int64_t from, const char *want)
{
	struct str got = { 0 };
	struct event *list;
	struct err e = { 0 };
	size_t n;

	assert_int_equal(store_events(c->store, id, from, &list, &n, &e), ERR_OK);
	for (size_t i = 0; i < n; i++) {
		const char *colour = args_get(&list[i].args, EA_COLOUR);

		str_addf(&got, "%s%s%s%s", i > 0 ? " " : "",
		    event_info((enum event_kind)list[i].kind)->json, *colour != '\0' ? ":" : "",
		    colour);
		assert_string_equal(list[i].actor, "system");
		event_free(&list[i]);
	}
	free(list);
	assert_string_equal(str_c(&got), want);
	str_free(&got);
}

static int64_t
count(struct tcentre *c, const char *id)
{
	struct ticket t;
	int64_t n;

	tcentre_ticket(c, id, &t);
	n = t.event_count;
	ticket_free(&t);
	return n;
}

static void
scheme(struct tcentre *c, const char *name)
{
	struct city *city = c->city;

	str_copy(city->profiles[0].card_scheme, sizeof(city->profiles[0].card_scheme), name);
}

static void
signed_for(struct tcentre *c, int last2, char id[ID_SIZE])
{
	tcentre_filed(c, EVENT_SUBMIT, last2, id);
	DO(CENTRE_UNIT, SIGNIN, -1);
}

static void
away(struct tcentre *c, int days)
{
	tcentre_reopen(c);
	c->now += days * DAY_MS;
}

/* Nothing more happens: now, after a restart, and with the clock set back and forward again. */
static void
quiet(struct tcentre *c)
{
	assert_int_equal(one_round(c).acted, 0);
	tcentre_reopen(c);
	assert_int_equal(one_round(c).acted, 0);
	c->now -= 5 * DAY_MS;
	assert_int_equal(one_round(c).acted, 0);
	c->now += 5 * DAY_MS;
	assert_int_equal(one_round(c).acted, 0);
}

static void
late_in_every_way(struct tcentre *c, const char *name, const char *nobody, const char *somebody)
{
	char id[ID_SIZE], signed_id[ID_SIZE];
	int64_t one, two;

	scheme(c, name);
	tcentre_filed(c, EVENT_SUBMIT, 1, id);
	signed_for(c, 2, signed_id);
	one = count(c, id);
	two = count(c, signed_id);
	assert_int_equal(one_round(c).acted, 0); /* nothing is due yet */
	away(c, 9);
	assert_true(one_round(c).acted > 0);
	wrote(c, id, one + 1, nobody);
	wrote(c, signed_id, two + 1, somebody);
	quiet(c);
}

static void
cards_by_shandong(void **state)
{
	late_in_every_way(*state, "shandong", "card:red overdue supervise auto_signin",
	    "card:red overdue supervise");
}

static void
cards_by_guangzhou(void **state)
{
	late_in_every_way(*state, "guangzhou", "overdue supervise card:yellow auto_signin",
	    "overdue supervise card:yellow");
}

static void
no_cards(void **state)
{
	late_in_every_way(*state, "", "overdue supervise auto_signin", "overdue supervise");
}

/* The pause ends while nobody is there: the clock runs on, and what is late then is late. */
static void
what_was_put_off_goes_on(void **state)
{
	struct tcentre *c = *state;
	char id[ID_SIZE], until[24];
	int64_t n;
	struct ticket t;

	signed_for(c, 1, id);
	(void)snprintf(until, sizeof(until), "%lld", (long long)c->now + 2 * DAY_MS);
	DO(CENTRE_SIGNER, SUSPEND_ASK, EA_REASON_CODE, "await_third", EA_UNTIL, until, EA_REASON,
	    "等鉴定", -1);
	DO(CENTRE_SUPERVISOR, SUSPEND, EA_REASON_CODE, "await_third", EA_UNTIL, until, EA_REASON,
	    "等鉴定", -1);
	n = count(c, id);
	away(c, 1);
	assert_int_equal(one_round(c).acted, 0);
	away(c, 2);
	assert_int_equal(one_round(c).acted, 2);
	wrote(
	    c, id, n + 1, "resume overdue supervise"); /* a limit of hours moves by working days */
	quiet(c);
	tcentre_ticket(c, id, &t);
	assert_int_equal(t.state, STATE_WORKING);
	ticket_free(&t);
}

static void
what_is_done_is_put_away(void **state)
{
	struct tcentre *c = *state;
	char id[ID_SIZE];
	int64_t n;

	signed_for(c, 1, id);
	DO(CENTRE_UNIT, CONTACT, EA_RESULT, "reached", EA_SUMMARY, "明天去修", -1);
	DO(CENTRE_SIGNER, REPLY, EA_IS_TRUE, "yes", EA_FACTS, "灯泡坏了", EA_SOLVED, "solved", -1);
	DO(CENTRE_DISPATCHER, AUDIT_OK, -1);
	DO(CENTRE_VISITOR, VISIT_OK, EA_SOLVED, "solved", EA_STARS, "5", EA_MANNER, "5", -1);
	n = count(c, id);
	away(c, 29);
	assert_int_equal(one_round(c).acted, 0);
	away(c, 20);
	assert_int_equal(one_round(c).acted, 1);
	wrote(c, id, n + 1, "archive");
	quiet(c);
}

/* A clock far ahead does what is due by it, once; when it is put right nothing is done again and nothing is lost. */
static void
a_clock_that_was_wrong(void **state)
{
	struct tcentre *c = *state;
	char id[ID_SIZE];
	int64_t n;

	signed_for(c, 1, id);
	n = count(c, id);
	c->now += 3 * DAY_MS;
	assert_true(one_round(c).acted > 0);
	wrote(c, id, n + 1, "overdue supervise");
	c->now -= 3 * DAY_MS;
	assert_int_equal(one_round(c).acted, 0);
	c->now += 6 * DAY_MS;
	assert_int_equal(one_round(c).acted, 0);
	wrote(c, id, n + 1, "overdue supervise");
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, tcentre_teardown)
	const struct CMUnitTest tests[] = {
		T(cards_by_shandong),
		T(cards_by_guangzhou),
		T(no_cards),
		T(what_was_put_off_goes_on),
		T(what_is_done_is_put_away),
		T(a_clock_that_was_wrong),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
