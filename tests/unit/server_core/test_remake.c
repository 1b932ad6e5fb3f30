/* A database as the stage before left it: its rows know nothing of assignments. After one start a unit signs for what it
 * was sent then, verify is silent, and nothing that does not add up has been made right. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "../../lib/centre.h"
#include "server/core/remake.h"
#include "server/store/store_p.h"

static void
sql(struct tcentre *c, const char *text)
{
	struct err e = { 0 };

	if (db_exec(c->store->db, text, &e) != ERR_OK)
		fail_msg("%s: %s", text, e.text);
}

/* The rows as a program of projection 1 wrote them. */
static void
make_old(struct tcentre *c)
{
	sql(c, "UPDATE ticket SET doc = json_remove(doc, '$.work'), wake_at = 0;"
	       "DELETE FROM ticket_scope; DELETE FROM meta WHERE name = 'projection'");
}

static void
count_bad(void *arg, const struct store_verify_bad *b)
{
	(void)b;
	++*(int *)arg;
}

static int
verify(struct tcentre *c)
{
	int bad = 0;
	struct store_verify v = { .city = c->core.city, .bad = count_bad, .arg = &bad };
	struct err e = { 0 };

	assert_int_equal(store_verify(c->store, &v, &e), ERR_OK);
	return bad;
}

static int64_t
remake(struct tcentre *c)
{
	struct err e = { 0 };
	int64_t n = -1;

	if (remake_all(&c->core, c->now, &n, &e) != ERR_OK)
		fail_msg("%s", e.text);
	return n;
}

static void
epoch_of(struct tcentre *c, char out[EPOCH_SIZE])
{
	struct store_centre self;
	struct err e = { 0 };

	assert_int_equal(store_centre_get(c->store, &self, &e), ERR_OK);
	str_copy(out, EPOCH_SIZE, self.epoch);
}

static int64_t
one(struct tcentre *c, const char *text)
{
	return db_one_int(c->store->db, text, -1);
}

static void
an_old_ticket_can_be_signed_for(void **state)
{
	struct tcentre *c = *state;
	struct op_result r;
	char id[ID_SIZE], before[EPOCH_SIZE], after[EPOCH_SIZE];
	int64_t rev, wake, scopes;

	tcentre_filed(c, EVENT_SUBMIT, 1, id);
	rev = one(c, "SELECT rev FROM ticket");
	wake = one(c, "SELECT wake_at FROM ticket");
	scopes = one(c, "SELECT count(*) FROM ticket_scope");
	assert_true(wake > 0 && scopes > 0);
	make_old(c);
	epoch_of(c, before);
	assert_int_equal(verify(c), 1);
	assert_int_not_equal(
	    tcentre_do(c, CENTRE_UNIT, EVENT_SIGNIN, id, &r, -1), OP_APPLIED); /* not its own */
	assert_int_equal(remake(c), 1);
	assert_int_equal(verify(c), 0);
	epoch_of(c, after);
	assert_string_not_equal(before, after);
	assert_int_equal(one(c, "SELECT rev FROM ticket"), rev);
	assert_int_equal(one(c, "SELECT wake_at FROM ticket"), wake);
	assert_int_equal(one(c, "SELECT count(*) FROM ticket_scope"), scopes);
	if (tcentre_do(c, CENTRE_UNIT, EVENT_SIGNIN, id, &r, -1) != OP_APPLIED)
		fail_msg("%s", r.detail);
	assert_int_equal(verify(c), 0);
}

static void
it_is_done_once(void **state)
{
	struct tcentre *c = *state;
	char id[ID_SIZE], before[EPOCH_SIZE], after[EPOCH_SIZE];

	tcentre_filed(c, EVENT_SUBMIT, 1, id);
	epoch_of(c, before);
	assert_int_equal(remake(c), 0); /* a new centre has nothing to make again */
	sql(c, "DELETE FROM meta WHERE name = 'projection'");
	assert_int_equal(remake(c), 0); /* looked at, and right */
	epoch_of(c, after);
	assert_string_equal(before, after);
	make_old(c);
	assert_int_equal(remake(c), 1);
	sql(c, "UPDATE ticket SET doc = json_remove(doc, '$.work')");
	assert_int_equal(remake(c), 0); /* not looked at again: verify's business now */
	assert_int_equal(verify(c), 1);
}

/* Whoever changed an event, or cut the chain, before the program was renewed is found afterwards as well. */
static void
nothing_forged_is_made_right(void **state)
{
	struct tcentre *c = *state;
	char id[ID_SIZE], changed[ID_SIZE], cut[ID_SIZE];

	tcentre_filed(c, EVENT_SUBMIT, 1, changed);
	tcentre_filed(c, EVENT_SUBMIT, 2, cut);
	tcentre_filed(c, EVENT_SUBMIT, 3, id);
	make_old(c);
	sql(c, "DROP TRIGGER event_no_update; DROP TRIGGER event_no_delete;"
	       "UPDATE ticket_event SET doc = replace(doc, '1021', '3001') WHERE ticket ="
	       " (SELECT id FROM ticket WHERE no LIKE '%01') AND seq = 2;"
	       "DELETE FROM ticket_event WHERE ticket ="
	       " (SELECT id FROM ticket WHERE no LIKE '%02') AND seq = 2");
	assert_int_equal(remake(c), 1);
	assert_int_equal(one(c, "SELECT count(*) FROM ticket WHERE doc LIKE '%\"work\"%'"), 1);
	assert_int_equal(verify(c), 2);
}

/* A centre killed on the way goes on behind what was committed. */
static void
it_goes_on_where_it_was(void **state)
{
	struct tcentre *c = *state;
	struct err e = { 0 };
	char first[ID_SIZE], second[ID_SIZE], place[64];

	tcentre_filed(c, EVENT_SUBMIT, 1, first);
	tcentre_filed(c, EVENT_SUBMIT, 2, second);
	make_old(c);
	(void)snprintf(place, sizeof(place), "%d %s", TICKET_PROJECTION,
	    strcmp(first, second) < 0 ? first : second);
	assert_int_equal(store_meta_set(c->store, "remaking", place, &e), ERR_OK);
	assert_int_equal(remake(c), 1);
	assert_int_equal(verify(c), 1);
	make_old(c);
	(void)snprintf(place, sizeof(place), "%d %s", TICKET_PROJECTION - 1, second);
	assert_int_equal(store_meta_set(c->store, "remaking", place, &e), ERR_OK);
	assert_int_equal(remake(c), 2); /* that was the way to another making */
	assert_int_equal(verify(c), 0);
}

/* Limits of clocks that are no more stay as they were, those of the unit too. */
static void
old_limits_stay(void **state)
{
	struct tcentre *c = *state;
	struct err e = { 0 };
	struct ticket was, is;
	char id[ID_SIZE];

	tcentre_filed(c, EVENT_SUBMIT, 1, id);
	sql(c, "UPDATE ticket SET doc = replace(doc, '\"unit_due\":1', '\"unit_due\":2')");
	make_old(c);
	assert_int_equal(core_begin(&c->core, c->now, &e), ERR_OK);
	assert_int_equal(core_ref_put(&c->core, "calendar", "2031",
			     "{\"year\":2031,\"off\":[],\"work\":[]}", &e),
	    ERR_OK);
	assert_int_equal(core_commit(&c->core, &e), ERR_OK);
	tcentre_ticket(c, id, &was);
	assert_int_equal(remake(c), 1);
	tcentre_ticket(c, id, &is);
	assert_true(is.unit_due == was.unit_due && was.unit_due > 0);
	assert_int_equal(is.n_assign, 1);
	assert_true(is.assign[0].due == is.unit_due);
	assert_int_equal(verify(c), 0);
	ticket_free(&was);
	ticket_free(&is);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, tcentre_setup, tcentre_teardown)
	const struct CMUnitTest tests[] = {
		T(an_old_ticket_can_be_signed_for),
		T(it_is_done_once),
		T(nothing_forged_is_made_right),
		T(it_goes_on_where_it_was),
		T(old_limits_stay),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
