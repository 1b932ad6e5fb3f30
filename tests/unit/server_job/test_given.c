/* What units were given and gave back: kept with the events, counted anew for the seats, found by verify when it is not what
 * the events say, and made for tickets from before. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "round.h"
#include "db/db.h"
#include "server/store/given.h"
#include "server/store/store_p.h"

#define LAMP_AREA "990101001"
#define MINUTE_MS 60000

static void
give_back(struct tcentre *c, const char *id, const char *basis)
{
	c->now += MINUTE_MS;
	assert_int_equal(
	    tcentre_do(c, CENTRE_SIGNER, EVENT_RETURN, id, NULL, EA_REASON_CODE, "not_duty",
		EA_BASIS, basis, EA_SUGGEST, "3001", EA_REASON, "不归本单位管", -1),
	    OP_APPLIED);
}

static void
agree(struct tcentre *c, const char *id)
{
	c->now += MINUTE_MS;
	assert_int_equal(tcentre_do(c, CENTRE_DISPATCHER, EVENT_RETURN_OK, id, NULL, EA_TO_UNIT,
			     "3001", EA_BASIS, "属地管理", -1),
	    OP_APPLIED);
}

/* "given returned basis" of the lamp's place, as the seats are sent it; "" no row. */
static void
sent(struct tcentre *c, const char *unit, char out[256])
{
	struct str text = { 0 };
	char code[96];
	int64_t rev;

	snprintf(code, sizeof(code), "0205/%s/" LAMP_AREA, unit);
	out[0] = '\0';
	if (store_ref_get(c->store, "unit_past", code, &text, &rev))
		str_copy(out, 256, str_c(&text));
	str_free(&text);
}

static void
expect(struct tcentre *c, const char *unit, const char *text)
{
	char have[256];

	sent(c, unit, have);
	assert_string_equal(have, text);
}

static void
count_bad(void *arg, const struct store_verify_bad *b)
{
	if (strcmp(b->field, "given") == 0)
		++*(int *)arg;
	else
		fail_msg("%s %s %s", b->ticket, b->field, b->why);
}

static int
verify(struct tcentre *c)
{
	int bad = 0;
	struct store_verify v = { .city = c->city, .bad = count_bad, .arg = &bad };

	assert_int_equal(store_verify(c->store, &v, NULL), ERR_OK);
	return bad;
}

static void
counted_as_it_happens(void **state)
{
	struct tcentre *c = *state;
	char id[3][ID_SIZE];

	for (int i = 0; i < 3; i++)
		tcentre_filed(c, EVENT_SUBMIT, i + 1, id[i]);
	all_rounds(c);
	c->now += MINUTE_MS;
	all_rounds(c);
	expect(c, "1021", "3\t0\t");
	expect(c, "3001", "");
	give_back(c, id[0], "三定规定第3条");
	c->now += MINUTE_MS;
	all_rounds(c);
	expect(c, "1021", "3\t0\t"); /* asked for, not agreed to */
	agree(c, id[0]);
	c->now += MINUTE_MS;
	all_rounds(c);
	expect(c, "1021", "3\t1\t三定规定第3条");
	expect(c, "3001", "1\t0\t");
	give_back(c, id[1], "职责清单2.7\n及其说明");
	agree(c, id[1]);
	c->now += MINUTE_MS;
	all_rounds(c);
	expect(c, "1021", "3\t2\t职责清单2.7 及其说明"); /* the latest */
	assert_int_equal(verify(c), 0);
}

static void
verify_finds_what_was_changed(void **state)
{
	struct tcentre *c = *state;
	char id[ID_SIZE];

	tcentre_filed(c, EVENT_SUBMIT, 1, id);
	all_rounds(c);
	assert_int_equal(verify(c), 0);
	assert_int_equal(db_exec(c->store->db, "UPDATE given SET returned = 1", NULL), ERR_OK);
	assert_int_equal(verify(c), 1);
	assert_int_equal(db_exec(c->store->db, "DELETE FROM given", NULL), ERR_OK);
	assert_int_equal(verify(c), 1);
}

/* A centre that has run for years before: the same rows from the same events. */
static void
made_for_tickets_from_before(void **state)
{
	struct tcentre *c = *state;
	char id[2][ID_SIZE];

	for (int i = 0; i < 2; i++)
		tcentre_filed(c, EVENT_SUBMIT, i + 1, id[i]);
	give_back(c, id[0], "三定规定第3条");
	agree(c, id[0]);
	assert_int_equal(db_exec(c->store->db,
			     "DELETE FROM given; DELETE FROM meta WHERE name LIKE 'given%'", NULL),
	    ERR_OK);
	assert_int_equal(verify(c), 0); /* not made yet: nothing to compare */
	all_rounds(c);
	assert_int_equal(verify(c), 0);
	c->now += MINUTE_MS;
	all_rounds(c);
	expect(c, "1021", "2\t1\t三定规定第3条");
	expect(c, "3001", "1\t0\t");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    counted_as_it_happens, tcentre_setup_files, tcentre_teardown),
		cmocka_unit_test_setup_teardown(
		    verify_finds_what_was_changed, tcentre_setup_files, tcentre_teardown),
		cmocka_unit_test_setup_teardown(
		    made_for_tickets_from_before, tcentre_setup_files, tcentre_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
