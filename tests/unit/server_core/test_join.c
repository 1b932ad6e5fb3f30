/* What the centre does beside a step: followers of joined tickets go with them and come back, each unit that is given a
 * part is told so, and the lead is told once that its limit is near. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../lib/centre.h"
#include "server/core/desk.h"

static int
setup(void **state)
{
	struct tcentre *c = calloc(1, sizeof(*c));

	tcentre_open(c, false, false);
	*state = c;
	return 0;
}

static int
teardown(void **state)
{
	tcentre_close(*state);
	free(*state);
	return 0;
}

static int
followers(struct tcentre *c, const char *id)
{
	struct ticket t;
	int n;

	tcentre_ticket(c, id, &t);
	n = t.follow_count;
	ticket_free(&t);
	return n;
}

static void
join(struct tcentre *c, const char *id, const char *master)
{
	struct op_result r;

	if (tcentre_do(c, CENTRE_DISPATCHER, EVENT_MERGE, id, &r, EA_OTHER, master, -1) !=
	    OP_APPLIED)
		fail_msg("%s", r.detail);
}

static void
part(struct tcentre *c, const char *id)
{
	struct op_result r;

	if (tcentre_do(c, CENTRE_DISPATCHER, EVENT_UNMERGE, id, &r, EA_REASON, "不是同一件", -1) !=
	    OP_APPLIED)
		fail_msg("%s", r.detail);
}

static void
followers_go_with_their_ticket(void **state)
{
	struct tcentre *c = *state;
	char a[ID_SIZE], b[ID_SIZE], d[ID_SIZE];

	tcentre_filed(c, EVENT_SUBMIT, 1, a);
	tcentre_filed(c, EVENT_SUBMIT, 2, b);
	tcentre_filed(c, EVENT_SUBMIT, 3, d);
	join(c, a, b);
	assert_int_equal(followers(c, b), 1);
	join(c, b, d);
	assert_int_equal(followers(c, d), 2); /* he of a, and he of b */
	part(c, b);
	assert_int_equal(followers(c, d), 0);
	assert_int_equal(followers(c, b), 1); /* a is still joined to it */
	part(c, a);
	assert_int_equal(followers(c, b), 0);
}

/* One leaves from the middle of a chain: the last ticket counts him no more, and neither does the one between. */
static void
one_leaves_a_chain(void **state)
{
	struct tcentre *c = *state;
	struct event *list;
	struct err e = { 0 };
	char a[ID_SIZE], b[ID_SIZE], d[ID_SIZE];
	size_t n;

	tcentre_filed(c, EVENT_SUBMIT, 1, a);
	tcentre_filed(c, EVENT_SUBMIT, 2, b);
	tcentre_filed(c, EVENT_SUBMIT, 3, d);
	join(c, a, b);
	join(c, b, d);
	part(c, a);
	assert_int_equal(followers(c, d), 1);
	part(c, b);
	assert_int_equal(followers(c, d), 0);
	assert_int_equal(followers(c, b), 0);
	assert_int_equal(store_events(c->store, a, 1, &list, &n, &e), ERR_OK);
	assert_int_equal(list[n - 1].kind, EVENT_UNMERGE);
	assert_string_equal(args_get(&list[n - 1].args, EA_OTHER), b);
	for (size_t i = 0; i < n; i++)
		event_free(&list[i]);
	free(list);
}

/* ---- notices ---- */

static bool
hear(void *arg, const struct store_notice *x)
{
	struct str *all = arg;

	str_addf(all, "%s %s; ", x->template + strlen("notice_"), x->unit);
	return true;
}

static void
told(struct tcentre *c, const char *ticket, const char *want)
{
	struct str all = { 0 };
	struct err e = { 0 };

	assert_int_equal(store_notices(c->store, ticket, hear, &all, &e), ERR_OK);
	assert_string_equal(str_c(&all), want);
	str_free(&all);
}

static void
each_unit_with_a_part_is_told(void **state)
{
	struct tcentre *c = *state;
	char id[ID_SIZE];

	tcentre_filed(c, EVENT_SUBMIT, 1, id);
	told(c, id, "unit_new 1021; ");
	c->now += 60000;
	assert_int_equal(tcentre_do(c, CENTRE_DISPATCHER, EVENT_ADD_CO, id, NULL, EA_TO_UNIT,
			     "3001", EA_NOTE, "清理树枝", -1),
	    OP_APPLIED);
	assert_int_equal(tcentre_do(c, CENTRE_UNIT, EVENT_SIGNIN, id, NULL, -1), OP_APPLIED);
	c->now += 60000;
	assert_int_equal(
	    tcentre_do(c, CENTRE_UNIT, EVENT_ASSIGN_DOWN, id, NULL, EA_TO_UNIT, "1121", -1),
	    OP_APPLIED);
	told(c, id, "unit_new 1021; unit_part 3001; unit_part 1121; ");
	assert_int_equal(
	    tcentre_do(c, CENTRE_DISPATCHER, EVENT_ADD_CO, id, NULL, EA_TO_UNIT, "7777", -1),
	    OP_REJECTED);
	told(c, id, "unit_new 1021; unit_part 3001; unit_part 1121; ");
}

static void
a_limit_that_is_near_is_told_once(void **state)
{
	struct tcentre *c = *state;
	struct err e = { 0 };
	struct ticket t;
	char id[ID_SIZE];
	int64_t near;

	tcentre_filed(c, EVENT_SUBMIT, 1, id);
	tcentre_ticket(c, id, &t);
	near = notice_near_at(&t, c->city);
	assert_true(near > c->now && near < t.unit_due);
	assert_true(core_wake_at(&c->core, &t) <= near);
	for (int i = 0; i < 3; i++) {
		c->now = near - 1 + i;
		assert_int_equal(core_begin(&c->core, c->now, &e), ERR_OK);
		assert_int_equal(core_notice_near(&c->core, &t, &e), ERR_OK);
		assert_int_equal(core_commit(&c->core, &e), ERR_OK);
		told(c, id, i == 0 ? "unit_new 1021; " : "unit_new 1021; unit_due 1021; ");
	}
	ticket_free(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(followers_go_with_their_ticket, setup, teardown),
		cmocka_unit_test_setup_teardown(one_leaves_a_chain, setup, teardown),
		cmocka_unit_test_setup_teardown(each_unit_with_a_part_is_told, setup, teardown),
		cmocka_unit_test_setup_teardown(a_limit_that_is_near_is_told_once, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
