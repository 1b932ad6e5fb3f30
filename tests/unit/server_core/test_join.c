/* What the centre does beside a step: followers of joined tickets go with them and come back, each unit that is given a
 * part is told so, each unit is told once that its limit is near, and what came in writing is joined to what is in hand. */
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

static bool
hear_words(void *arg, const struct store_notice *x)
{
	struct str *all = arg;

	str_addf(all, "%s %s %s; ", x->template + strlen("notice_"), x->phone, x->text);
	return true;
}

static void
heard(struct tcentre *c, const char *ticket, const char *want, int times)
{
	struct str all = { 0 };
	struct err e = { 0 };
	int n = 0;

	assert_int_equal(store_notices(c->store, ticket, hear_words, &all, &e), ERR_OK);
	for (const char *p = str_c(&all); (p = strstr(p, want)) != NULL; p += strlen(want))
		n++;
	if (n != times)
		fail_msg("%d of %s in %s", n, want, str_c(&all));
	str_free(&all);
}

/* The lamp, told by that number, who wants a message or none. */
static void
told_by(struct tcentre *c, int last2, const char *phone, const char *sms, char id[ID_SIZE])
{
	struct op_result r;
	struct err e = { 0 };
	struct op op;

	tcentre_lamp(c, &op, EVENT_SUBMIT, last2);
	tcentre_set(&op, TF_CALLER_PHONE, phone, NULL);
	tcentre_set(&op, TF_CONTACT_PHONE, phone, NULL);
	tcentre_set(&op, TF_SMS, sms, NULL);
	(void)str_copy(id, ID_SIZE, op.ticket);
	assert_int_equal(tcentre_push(c, &op, &r, &e), ERR_OK);
	assert_int_equal(r.status, OP_APPLIED);
	op_free(&op);
}

/* What became of the matter is told to everybody who told it: by his own number who had a ticket, by the master's who was
 * appended to it; once; nobody who did not want it, and nobody who was parted from it. */
static void
followers_are_told_what_became_of_it(void **state)
{
	struct tcentre *c = *state;
	char master[ID_SIZE], a[ID_SIZE], silent[ID_SIZE], parted[ID_SIZE], chain[ID_SIZE];

	told_by(c, 1, "13900000001", "0", master);
	told_by(c, 2, "13900000002", "1", a);
	told_by(c, 3, "13900000003", "0", silent);
	told_by(c, 4, "13900000004", "1", parted);
	told_by(c, 5, "13900000005", "1", chain);
	join(c, chain, a); /* his goes where that goes */
	join(c, a, master);
	join(c, silent, master);
	join(c, parted, master);
	part(c, parted);
	for (int i = 0; i < 3; i++) {
		static const char *const phones[] = { "13900000006", "57590001", "13900000007" };

		assert_int_equal(
		    tcentre_do(c, CENTRE_AGENT, EVENT_FOLLOW, master, NULL, EA_KIND,
			WORKFLOW_CALLER, EA_NOTE, "也不亮", EA_PHONE, phones[i],
			i < 2 ? EA_METHOD : EA_CALL_ID, i < 2 ? WORKFLOW_SMS : "c1", -1),
		    OP_APPLIED);
	}
	assert_int_equal(tcentre_do(c, CENTRE_DISPATCHER, EVENT_FORWARD, master, NULL, EA_KIND,
			     "petition", EA_TARGET, "市信访局", EA_REASON, "已进入信访渠道", -1),
	    OP_APPLIED);
	heard(c, a, "forwarded 13900000002", 1);
	heard(c, a, "115402的诉求并入26112110423111540", 1); /* his number, and where it went */
	heard(c, a, "已转", 1);
	heard(c, chain, "forwarded 13900000005", 1);
	heard(c, silent, "forwarded", 0);
	heard(c, parted, "forwarded", 0);
	heard(c, master, "forwarded 13900000006",
	    1); /* of the callers the one with a mobile who wants it */
	heard(c, master, "forwarded", 1);
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
	near = notice_part_near_at(&t, ticket_lead(&t), c->city);
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

/* A unit that helps has its own limit, and is told of it as the lead is of his: once, and no more when it has answered. */
static void
a_helper_is_told_of_its_own_limit(void **state)
{
	struct tcentre *c = *state;
	struct err e = { 0 };
	struct ticket t;
	char id[ID_SIZE];
	int64_t lead, part;

	tcentre_filed(c, EVENT_SUBMIT, 1, id);
	assert_int_equal(tcentre_do(c, CENTRE_DISPATCHER, EVENT_ADD_CO, id, NULL, EA_TO_UNIT,
			     "3001", EA_NOTE, "清理树枝", -1),
	    OP_APPLIED);
	tcentre_ticket(c, id, &t);
	assert_int_equal(t.n_assign, 2);
	lead = notice_part_near_at(&t, &t.assign[0], c->city);
	part = notice_part_near_at(&t, &t.assign[1], c->city);
	assert_true(part > c->now && part < t.assign[1].due);
	assert_true(core_wake_at(&c->core, &t) <= (part < lead ? part : lead));
	c->now = part > lead ? part : lead;
	for (int i = 0; i < 2; i++) {
		assert_int_equal(core_begin(&c->core, c->now, &e), ERR_OK);
		assert_int_equal(core_notice_near(&c->core, &t, &e), ERR_OK);
		assert_int_equal(core_commit(&c->core, &e), ERR_OK);
		told(c, id, "unit_new 1021; unit_part 3001; unit_due 1021; unit_due 3001; ");
	}
	t.assign[1].state = ASSIGN_IS_REPLIED;
	assert_int_equal(notice_part_near_at(&t, &t.assign[1], c->city), 0);
	t.assign[1].state = ASSIGN_IS_SIGNED;
	t.assign[1].role = ASSIGN_CC;
	assert_int_equal(notice_part_near_at(&t, &t.assign[1], c->city), 0);
	ticket_free(&t);
}

/* ---- what came in writing ---- */

static void
wrote(struct tcentre *c, const char *phone, char id[ID_SIZE])
{
	struct op op;
	struct op_result r;
	struct err e = { 0 };

	tcentre_op(c, &op, "1154", EVENT_SAVE_DRAFT, NULL);
	tcentre_set(&op, TF_CHANNEL, "wechat", NULL);
	tcentre_set(&op, TF_CONTENT, "路灯一直不亮", NULL);
	tcentre_set(&op, TF_CONTACT_PHONE, phone, NULL);
	(void)str_copy(id, ID_SIZE, op.ticket);
	assert_int_equal(tcentre_push(c, &op, &r, &e), ERR_OK);
	assert_int_equal(r.status, OP_APPLIED);
	op_free(&op);
}

/* About a matter in hand it is joined from the inbox, its writer told at once; a mistake brings it back there. Somebody
 * else's matter is refused, and so is one that is a ticket already. */
static void
an_item_is_joined_from_the_inbox(void **state)
{
	struct tcentre *c = *state;
	struct op_result r;
	struct ticket t;
	char lamp[ID_SIZE], other[ID_SIZE], item[ID_SIZE], stranger[ID_SIZE];

	tcentre_filed(c, EVENT_SUBMIT, 1, lamp);
	tcentre_filed(c, EVENT_SUBMIT, 2, other);
	tcentre_ticket(c, lamp, &t);
	wrote(c, fields_get(&t.f, TF_CALLER_PHONE), item);
	ticket_free(&t);
	wrote(c, "13900000099", stranger);
	assert_int_equal(tcentre_do(c, "1154", EVENT_INBOX_MERGE, stranger, &r, EA_OTHER, lamp, -1),
	    OP_REJECTED);
	assert_int_equal(
	    tcentre_do(c, "1154", EVENT_INBOX_MERGE, other, &r, EA_OTHER, lamp, -1), OP_REJECTED);
	if (tcentre_do(c, "1154", EVENT_INBOX_MERGE, item, &r, EA_OTHER, lamp, -1) != OP_APPLIED)
		fail_msg("%s", r.detail);
	assert_int_equal(followers(c, lamp), 1);
	told(c, item, "merged ; ");
	tcentre_ticket(c, item, &t);
	assert_int_equal(t.state, STATE_MERGED);
	assert_string_equal(t.merged_into, lamp);
	ticket_free(&t);
	part(c, item);
	assert_int_equal(followers(c, lamp), 0);
	tcentre_ticket(c, item, &t);
	assert_int_equal(t.state, STATE_DRAFT);
	ticket_free(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    followers_go_with_their_ticket, tcentre_setup, tcentre_teardown),
		cmocka_unit_test_setup_teardown(
		    one_leaves_a_chain, tcentre_setup, tcentre_teardown),
		cmocka_unit_test_setup_teardown(
		    followers_are_told_what_became_of_it, tcentre_setup, tcentre_teardown),
		cmocka_unit_test_setup_teardown(
		    each_unit_with_a_part_is_told, tcentre_setup, tcentre_teardown),
		cmocka_unit_test_setup_teardown(
		    a_limit_that_is_near_is_told_once, tcentre_setup, tcentre_teardown),
		cmocka_unit_test_setup_teardown(
		    a_helper_is_told_of_its_own_limit, tcentre_setup, tcentre_teardown),
		cmocka_unit_test_setup_teardown(
		    an_item_is_joined_from_the_inbox, tcentre_setup, tcentre_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
