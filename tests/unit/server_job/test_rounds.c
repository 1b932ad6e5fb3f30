/* What time brings beside deadlines: reminders on the day after and on the last day, counts of citations. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "round.h"
#include "base/clock.h"
#include "server/core/desk.h"
#include "server/core/feed.h"

#define HOUR_MS (3600LL * 1000)
#define DAY_MS  (24 * HOUR_MS)
#define MANY    140 /* more than a piece */

/* ---- reminders ---- */

static void
file_incomplete(struct tcentre *c, int n, bool sms, char id[ID_SIZE])
{
	struct op_result r;
	struct err e = { 0 };
	struct op op;

	tcentre_lamp(c, &op, EVENT_SUBMIT_INCOMPLETE, n);
	assert_true(fields_set(&op.set, TF_SMS, sms ? "1" : "0"));
	str_copy(id, ID_SIZE, op.ticket);
	assert_int_equal(tcentre_push(c, &op, &r, &e), ERR_OK);
	assert_int_equal(r.status, OP_APPLIED);
	op_free(&op);
}

static bool
hear(void *arg, const struct store_notice *x)
{
	char *list = arg;

	snprintf(list + strlen(list), 200 - strlen(list), "%s ", x->template);
	return true;
}

static void
told(struct tcentre *c, const char *ticket, const char *expected)
{
	char list[200] = "";
	struct err e = { 0 };

	assert_int_equal(store_notices(c->store, ticket, hear, list, &e), ERR_OK);
	assert_string_equal(list, expected);
}

/* The clock stands at ${hour} of the ${days}th day from the first. */
static void
move(struct tcentre *c, int32_t first, int days, int hour)
{
	c->now = civil_day_start(first + days) + hour * HOUR_MS;
}

static void
people_are_reminded_twice(void **state)
{
	struct tcentre *c = *state;
	int32_t first = civil_day(c->now);
	char id[ID_SIZE], silent[ID_SIZE];

	file_incomplete(c, 1, true, id);
	file_incomplete(c, 2, false, silent);
	assert_int_equal(one_round(c).reminded, 0); /* the day of the call */
	move(c, first, 1, 3);
	assert_int_equal(one_round(c).reminded, 0); /* not at night */
	move(c, first, 1, 9);
	assert_int_equal(one_round(c).reminded, 1);
	assert_int_equal(one_round(c).reminded, 0);
	move(c, first, 2, 10);
	assert_int_equal(one_round(c).reminded, 0);
	told(c, id, "notice_incomplete ");
	tcentre_reopen(c);
	move(c, first, 3, 10);
	assert_int_equal(one_round(c).reminded, 1);
	told(c, id, "notice_incomplete notice_incomplete_last ");
	told(c, silent, "");
	move(c, first, 5, 10);
	assert_int_equal(one_round(c).reminded, 0);
}

static void
a_centre_that_was_away_catches_up(void **state)
{
	struct tcentre *c = *state;
	int32_t first = civil_day(c->now);
	char id[ID_SIZE];

	file_incomplete(c, 1, true, id);
	move(c, first, 2, 17);
	assert_int_equal(one_round(c).reminded, 1);
	told(c, id, "notice_incomplete ");
}

/* More than one batch should hold: in pieces, also across a stop of the centre, and none is told twice. */
static void
many_are_reminded_in_pieces(void **state)
{
	struct tcentre *c = *state;
	int32_t first = civil_day(c->now);
	struct clock_done done;
	char id[ID_SIZE];
	int pieces = 0, told_now = 0;

	for (int i = 0; i < MANY; i++)
		file_incomplete(c, i, true, id);
	move(c, first, 1, 9);
	do {
		done = one_round(c);
		told_now += done.reminded;
		pieces++;
		tcentre_reopen(c);
	} while (done.more);
	assert_int_equal(told_now, MANY);
	assert_true(pieces > 1);
	assert_int_equal(one_round(c).reminded, 0);
	told(c, id, "notice_incomplete ");
}

/* ---- citations ---- */

static void
cite(struct tcentre *c, const char *kb_no)
{
	struct record r = { .kind = RECORD_CITE, .by = CENTRE_AGENT, .at = c->now };
	struct err e = { 0 };

	tcentre_id(c, r.id);
	str_copy(r.object, sizeof(r.object), kb_no);
	assert_int_equal(core_begin(&c->core, c->now, &e), ERR_OK);
	assert_int_equal(core_desk(&c->core, c->device, &r, &e), ERR_OK);
	assert_int_equal(core_commit(&c->core, &e), ERR_OK);
}

static void
article(struct tcentre *c, const char *kb_no)
{
	struct err e = { 0 };

	assert_int_equal(core_begin(&c->core, c->now, &e), ERR_OK);
	assert_int_equal(core_ref_put(&c->core, "article", kb_no, "kb_no: x", &e), ERR_OK);
	assert_int_equal(core_commit(&c->core, &e), ERR_OK);
}

static void
used(struct tcentre *c, const char *kb_no, const char *count, int64_t rev)
{
	struct str text = { 0 };
	int64_t at = 0;

	assert_int_equal(store_ref_get(c->store, "used", kb_no, &text, &at), count != NULL);
	if (count != NULL)
		assert_string_equal(str_c(&text), count);
	assert_true(at == rev);
	str_free(&text);
}

static void
citations_are_counted(void **state)
{
	struct tcentre *c = *state;

	article(c, "K1");
	article(c, "K2");
	cite(c, "K1");
	cite(c, "K1");
	cite(c, "K9"); /* no article */
	assert_int_equal(one_round(c).cited, 1);
	used(c, "K1", "2", 1);
	used(c, "K2", NULL, 0);
	used(c, "K9", NULL, 0);
	assert_true(c->core.changed && strcmp(c->core.touched.scope[0], "reference") == 0);
	cite(c, "K1");
	cite(c, "K2");
	c->now += 30000; /* within the minute the seats are left in peace */
	assert_int_equal(one_round(c).cited, 0);
	used(c, "K1", "2", 1);
	c->now += 30000;
	assert_int_equal(one_round(c).cited, 2);
	used(c, "K1", "3", 2);
	used(c, "K2", "1", 1);
	c->now += 3600000;
	assert_int_equal(one_round(c).cited, 0); /* nothing new: no line of the feed */
	assert_false(c->core.changed);
	c->now -= 7200000; /* the clock was set back */
	cite(c, "K2");
	assert_int_equal(one_round(c).cited, 1);
	used(c, "K2", "2", 2);
}

/* ---- names ---- */

static bool
is_told(struct tcentre *c, uint32_t roles, const char *row)
{
	const struct feed_reader who = { .roles = roles, .feed = FEED_REFERENCE, .device = "" };
	struct str out = { 0 };
	struct err e = { 0 };
	bool empty, told;

	assert_int_equal(feed_page(c->store, &who, "", 2000, c->now, &out, &empty, &e), ERR_OK);
	told = strstr(str_c(&out), row) != NULL;
	str_free(&out);
	return told;
}

static void
seats_of_the_hotline_are_told_names(void **state)
{
	struct tcentre *c = *state;
	struct store_user u;
	struct err e = { 0 };

	(void)one_round(c);
	assert_true(is_told(c, ROLE_BIT(AGENT), "[\"person\",\"1154\",1,\"王芳\"]"));
	assert_false(is_told(c, ROLE_BIT(AGENT), "[\"person\",\"7021\"")); /* of a unit */
	assert_false(is_told(c, ROLE_BIT(UNIT), "[\"person\","));
	assert_int_equal(store_user_get(c->store, CENTRE_AGENT, &u, &e), ERR_OK);
	str_copy(u.name, sizeof(u.name), "王 芳");
	u.active = false; /* what she wrote is still read */
	assert_int_equal(core_begin(&c->core, c->now, &e), ERR_OK);
	assert_int_equal(store_user_put(c->store, &u, &e), ERR_OK);
	assert_int_equal(core_commit(&c->core, &e), ERR_OK);
	(void)one_round(c); /* a minute has not gone by */
	assert_true(is_told(c, ROLE_BIT(AGENT), "[\"person\",\"1154\",1,"));
	c->now += 60000;
	(void)one_round(c);
	assert_true(is_told(c, ROLE_BIT(AGENT), "[\"person\",\"1154\",2,\"王 芳\"]"));
	c->now += 60000;
	(void)one_round(c);
	assert_false(c->core.changed);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, tcentre_setup_files, tcentre_teardown)
	const struct CMUnitTest tests[] = {
		T(people_are_reminded_twice),
		T(a_centre_that_was_away_catches_up),
		T(many_are_reminded_in_pieces),
		T(citations_are_counted),
		T(seats_of_the_hotline_are_told_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
