/* Many callers about one thing, seen by the centre: told to the hotline's seats, followed while it is open, gone with it, and
 * with it the bulletin that is tied to it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "round.h"
#include "model/incident.h"
#include "server/core/feed.h"

#define MINUTE_MS 60000
#define NO_1      "261121104231115401" /* of the first lamp */

/* The lamp, told now by another caller; confidential when asked. */
static void
told(struct tcentre *c, int last2, bool confidential, char id[ID_SIZE])
{
	struct op_result r;
	struct err e = { 0 };
	struct op op;

	tcentre_lamp(c, &op, EVENT_SUBMIT, last2);
	str_copy(id, ID_SIZE, op.ticket);
	if (confidential)
		tcentre_set(&op, TF_CONFIDENTIAL, "1", NULL);
	if (tcentre_push(c, &op, &r, &e) != ERR_OK || r.status != OP_APPLIED)
		fail_msg("%s %s", e.text, r.detail);
	op_free(&op);
	c->now += MINUTE_MS;
}

static bool
row_of(struct tcentre *c, const char *master, struct incident_told *t)
{
	struct str text = { 0 };
	int64_t rev;
	const bool there = store_ref_get(c->store, INCIDENT_KIND, master, &text, &rev) &&
			   incident_read(master, str_c(&text), t);

	str_free(&text);
	return there;
}

static void
forwarded(struct tcentre *c, const char *id)
{
	struct op_result r;

	if (tcentre_do(c, CENTRE_DISPATCHER, EVENT_FORWARD, id, &r, EA_KIND, "petition", EA_TARGET,
		"市信访局", EA_REASON, "已进入信访渠道", -1) != OP_APPLIED)
		fail_msg("%s", r.detail);
}

static void
must(struct tcentre *c, const char *by, int kind, const char *id, int arg, const char *value)
{
	struct op_result r;

	if (tcentre_do(c, by, kind, id, &r, arg, value, -1) != OP_APPLIED)
		fail_msg("%s", r.detail);
}

static bool
is_fed(struct tcentre *c, uint32_t roles)
{
	const struct feed_reader who = { .roles = roles, .feed = FEED_REFERENCE, .device = "" };
	struct str out = { 0 };
	struct err e = { 0 };
	bool empty, fed;

	assert_int_equal(feed_page(c->store, &who, "", 2000, c->now, &out, &empty, &e), ERR_OK);
	fed = strstr(str_c(&out), "[\"" INCIDENT_KIND "\",") != NULL;
	str_free(&out);
	return fed;
}

static void
enough_callers_are_told_to_the_seats(void **state)
{
	struct tcentre *c = *state;
	struct incident_told t;
	char id[5][ID_SIZE];

	for (int i = 0; i < 3; i++)
		told(c, i + 1, false, id[i]);
	told(c, 4, true, id[3]); /* confidential: counts nowhere */
	all_rounds(c);
	assert_false(is_fed(c, ROLE_BIT(AGENT)));
	told(c, 5, false, id[4]);
	all_rounds(c);
	assert_true(c->core.touched.reference); /* at once, not with the next look */
	assert_true(row_of(c, id[0], &t));
	assert_int_equal(t.total, 4);
	assert_int_equal(t.n, 4);
	assert_int_equal(t.joined, 0);
	assert_string_equal(t.member[3], id[4]);
	assert_string_equal(t.category, "0205");
	assert_true(is_fed(c, ROLE_BIT(AGENT)));
	assert_false(is_fed(c, ROLE_BIT(UNIT)));
	all_rounds(c);
	assert_false(c->core.changed); /* nothing new: nothing is said */
}

static void
it_is_followed_until_it_is_over(void **state)
{
	struct tcentre *c = *state;
	struct incident_told t;
	char id[4][ID_SIZE];

	for (int i = 0; i < 4; i++)
		told(c, i + 1, false, id[i]);
	all_rounds(c);
	for (int i = 1; i < 4; i++)
		must(c, CENTRE_DISPATCHER, EVENT_MERGE, id[i], EA_OTHER, id[0]);
	all_rounds(c);
	assert_true(row_of(c, id[0], &t)); /* later calls join it */
	assert_int_equal(t.total, 4);
	assert_int_equal(t.joined, 3);
	assert_int_equal(t.n, 1);
	must(c, CENTRE_DISPATCHER, EVENT_UNMERGE, id[3], EA_REASON, "不是同一件");
	must(c, CENTRE_DISPATCHER, EVENT_UNMERGE, id[2], EA_REASON, "不是同一件");
	all_rounds(c);
	assert_true(row_of(c, id[0], &t));
	assert_int_equal(t.total, 4); /* two parted, and still about the same */
	assert_int_equal(t.joined, 1);
	forwarded(c, id[0]);
	all_rounds(c);
	assert_false(row_of(c, id[0], &t));
	assert_false(is_fed(c, ROLE_BIT(AGENT)));
}

static void
after_a_day_it_is_none(void **state)
{
	struct tcentre *c = *state;
	struct incident_told t;
	char id[4][ID_SIZE];

	for (int i = 0; i < 4; i++)
		told(c, i + 1, false, id[i]);
	all_rounds(c);
	assert_true(row_of(c, id[0], &t));
	c->now += 25LL * 60 * MINUTE_MS;
	all_rounds(c);
	assert_false(row_of(c, id[0], &t));
}

/* ---- the bulletin ---- */

static void
put_bulletin(struct tcentre *c, const char *text)
{
	struct err e = { 0 };

	assert_int_equal(core_begin(&c->core, c->now, &e), ERR_OK);
	assert_int_equal(core_ref_put(&c->core, "bulletin", "B9", text, &e), ERR_OK);
	assert_int_equal(core_commit(&c->core, &e), ERR_OK);
}

static void
bulletin_is(struct tcentre *c, const char *what, bool there)
{
	struct str text = { 0 };
	int64_t rev;

	assert_true(store_ref_get(c->store, "bulletin", "B9", &text, &rev));
	if ((strstr(str_c(&text), what) != NULL) != there)
		fail_msg("%s", str_c(&text));
	str_free(&text);
}

static void
a_bulletin_ends_with_what_it_speaks_of(void **state)
{
	struct tcentre *c = *state;
	struct incident_told t;
	char id[4][ID_SIZE];

	put_bulletin(c,
	    "B9\toutage\t红山路路灯线路抢修\t\t\t2026-11-01 00:00\t2027-01-01 00:00\t0\t0\t"
	    "今晚恢复\t\t\t\t" NO_1);
	for (int i = 0; i < 4; i++)
		told(c, i + 1, false, id[i]);
	all_rounds(c);
	assert_true(row_of(c, id[0], &t));
	assert_string_equal(t.bulletin, "B9");
	bulletin_is(c, "2027-01-01", true);
	forwarded(c, id[0]);
	all_rounds(c);
	bulletin_is(c, "2027-01-01", false);
	bulletin_is(c, "红山路路灯线路抢修", true); /* its words are still there to be read */
}

/* Whatever stands in a row of bulletins: the round goes on. */
static void
damaged_bulletins_hinder_nothing(void **state)
{
	static const char *const rows[] = { "", "B9", "B9\toutage\t\t\t\t昨天\t\t\t\t\t\t\t\t1",
		"B9\toutage\tx\t\t\t2026-11-01 00:00\t\t0\t0\ty\t\t\t\t没有这张单" };
	struct tcentre *c = *state;
	struct incident_told t;
	char id[4][ID_SIZE];

	for (int i = 0; i < 4; i++)
		told(c, i + 1, false, id[i]);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		put_bulletin(c, rows[i]);
		c->now += 11 * MINUTE_MS;
		all_rounds(c);
		assert_true(row_of(c, id[0], &t));
		bulletin_is(c, rows[i], true);
	}
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, tcentre_setup, tcentre_teardown)
	const struct CMUnitTest tests[] = {
		T(enough_callers_are_told_to_the_seats),
		T(it_is_followed_until_it_is_over),
		T(after_a_day_it_is_none),
		T(a_bulletin_ends_with_what_it_speaks_of),
		T(damaged_bulletins_hinder_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
