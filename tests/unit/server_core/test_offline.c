/* What was done out of contact, and when it counts (practice A16): a return or an extension asked for in time is in time
 * when it arrives within a day by a clock that is right; else it is made when it arrives. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../../lib/centre.h"

#define HOUR_MS INT64_C(3600000)

/* A return that was written ${made} before the end of its time and comes ${late} after it. */
static enum op_status
give_back(struct tcentre *c, const char *id, int64_t made, int64_t late, int64_t clock_off,
    bool rebooted, struct op_result *r)
{
	struct err e = { 0 };
	struct ticket t;
	struct op op;

	tcentre_ticket(c, id, &t);
	c->now = t.return_until + late;
	ticket_free(&t);
	tcentre_op(c, &op, CENTRE_SIGNER, EVENT_RETURN, id);
	op.at = c->now - late - made + clock_off;
	op.age_ms = rebooted ? -1 : late + made;
	assert_true(args_set(&op.args, EA_REASON_CODE, "not_duty") &&
		    args_set(&op.args, EA_BASIS, "三定规定第3条") &&
		    args_set(&op.args, EA_SUGGEST, "3001") &&
		    args_set(&op.args, EA_REASON, "不归本单位管"));
	assert_int_equal(tcentre_push(c, &op, r, &e), ERR_OK);
	op_free(&op);
	return r->status;
}

static void
filed(struct tcentre *c, int last2, char id[ID_SIZE])
{
	struct ticket t;

	tcentre_filed(c, EVENT_SUBMIT, last2, id);
	tcentre_ticket(c, id, &t);
	assert_int_equal(t.state, STATE_DISPATCHED);
	assert_true(t.return_until > c->now);
	ticket_free(&t);
}

static void
in_time_when_it_comes_within_a_day(void **state)
{
	struct tcentre *c = *state;
	struct op_result r;
	struct ticket t;
	char id[ID_SIZE];

	filed(c, 1, id);
	assert_int_equal(give_back(c, id, HOUR_MS, 22 * HOUR_MS, 0, false, &r), OP_APPLIED);
	tcentre_ticket(c, id, &t);
	assert_int_equal(t.state, STATE_RETURN_REQ);
	ticket_free(&t);
	filed(c, 2, id);
	assert_int_equal(give_back(c, id, HOUR_MS, 24 * HOUR_MS, 0, false, &r), OP_REJECTED);
	assert_non_null(strstr(r.detail, "退单期限到")); /* parked with the rule's own words */
}

/* Signed for by the clock meanwhile: what was asked for in time still is. */
static void
the_centre_did_not_wait(void **state)
{
	struct tcentre *c = *state;
	struct op_result r;
	struct err e = { 0 };
	struct args none = { 0 };
	struct ticket t;
	char id[ID_SIZE];

	filed(c, 3, id);
	tcentre_ticket(c, id, &t);
	c->now = t.return_until + 1;
	ticket_free(&t);
	assert_int_equal(core_begin(&c->core, c->now, &e), ERR_OK);
	assert_int_equal(core_system(&c->core, id, EVENT_AUTO_SIGNIN, &none, &e), ERR_OK);
	assert_int_equal(core_commit(&c->core, &e), ERR_OK);
	assert_int_equal(give_back(c, id, HOUR_MS, 2 * HOUR_MS, 0, false, &r), OP_APPLIED);
}

static void
only_a_right_clock_is_believed(void **state)
{
	struct tcentre *c = *state;
	struct op_result r;
	char id[ID_SIZE], other[ID_SIZE];

	filed(c, 4, id);
	assert_int_equal(give_back(c, id, HOUR_MS, HOUR_MS, 61000, false, &r), OP_REJECTED);
	filed(c, 5, id);
	assert_int_equal(give_back(c, id, HOUR_MS, HOUR_MS, -59000, false, &r), OP_APPLIED);
	/* after a restart of the machine: by its clock as it was last */
	filed(c, 6, id);
	assert_int_equal(give_back(c, id, HOUR_MS, HOUR_MS, 0, true, &r), OP_APPLIED);
	filed(c, 7, id);
	filed(c, 8, other);
	assert_int_equal(give_back(c, id, HOUR_MS, HOUR_MS, 61000, false, &r), OP_REJECTED);
	assert_int_equal(give_back(c, other, HOUR_MS, HOUR_MS, 0, true, &r), OP_REJECTED);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    in_time_when_it_comes_within_a_day, tcentre_setup, tcentre_teardown),
		cmocka_unit_test_setup_teardown(
		    the_centre_did_not_wait, tcentre_setup, tcentre_teardown),
		cmocka_unit_test_setup_teardown(
		    only_a_right_clock_is_believed, tcentre_setup, tcentre_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
