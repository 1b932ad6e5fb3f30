/* 双随机 at the centre: what a month has to draw from, the same seed twice, nobody his own, and written down once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../lib/centre.h"
#include "base/clock.h"
#include "server/core/draw.h"
#include "server/store/records.h"

#define TICKETS 8

static void
add_person(struct tcentre *c, const char *job_no, const char *roles)
{
	struct store_user u = { .active = true };

	str_copy(u.job_no, sizeof(u.job_no), job_no);
	str_copy(u.name, sizeof(u.name), "某某");
	str_copy(u.roles, sizeof(u.roles), roles);
	assert_int_equal(store_user_put(c->store, &u, NULL), ERR_OK);
}

/* A call answered at once, by the one agent. */
static void
answer_one(struct tcentre *c, int i, char id[ID_SIZE])
{
	struct op_result r;
	struct err e;
	struct op op;

	tcentre_lamp(c, &op, EVENT_SUBMIT_DIRECT, i);
	tcentre_set(&op, TF_TYPE, "consult", NULL);
	tcentre_set(&op, TF_ANSWER, "路灯由市政管理处维护, 24小时内到场。", NULL);
	tcentre_set(&op, TF_CLOSE_TYPE, "direct", NULL);
	str_copy(id, ID_SIZE, op.ticket);
	if (tcentre_push(c, &op, &r, &e) != ERR_OK || r.status != OP_APPLIED)
		fail_msg("%s %s", e.text, r.detail);
	op_free(&op);
}

static int
setup(void **state)
{
	struct tcentre *c = calloc(1, sizeof(*c));
	char id[ID_SIZE];

	tcentre_open(c, false, false);
	*state = c;
	for (int i = 0; i < TICKETS; i++)
		answer_one(c, i, id);
	add_person(c, CENTRE_AGENT, "agent,qa"); /* took them all down: may inspect none */
	add_person(c, "1301", "qa");
	add_person(c, "1302", "qa");
	add_person(c, "1303", "agent");
	return 0;
}

static struct draw
draw(struct tcentre *c, const char *month, int64_t seed)
{
	struct draw d = { .count = 5, .seed = seed };
	struct err e = { 0 };

	str_copy(d.month, sizeof(d.month), month);
	if (draw_make(c->store, &d, &e) != ERR_OK)
		fail_msg("%s", e.text);
	return d;
}

static void
the_month(struct tcentre *c, char out[16])
{
	(void)civil_format(c->now, "%Y-%m", out, 16);
}

static void
same_seed_same_tickets(void **state)
{
	struct tcentre *c = *state;
	char month[16];
	struct draw a, b;

	the_month(c, month);
	a = draw(c, month, 42);
	b = draw(c, month, 42);
	assert_int_equal(a.of, TICKETS);
	assert_int_equal(a.n, 5);
	assert_int_equal(b.n, 5);
	for (int i = 0; i < a.n; i++) {
		assert_string_equal(a.rows[i].id, b.rows[i].id);
		assert_string_equal(a.rows[i].by, b.rows[i].by);
		assert_string_equal(a.rows[i].why, "direct");
		assert_true(strcmp(a.rows[i].by, "1301") == 0 || strcmp(a.rows[i].by, "1302") == 0);
	}
	draw_free(&a);
	draw_free(&b);
	a = draw(c, "2020-12", 42); /* nothing was closed then */
	assert_int_equal(a.n, 0);
	draw_free(&a);
}

static void
what_is_no_month(void **state)
{
	static const char *const bad[] = { "", "2026", "2026-13", "2026-1", "26-11-0", "abcdefg" };
	struct tcentre *c = *state;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct draw d = { .count = 1 };

		str_copy(d.month, sizeof(d.month), bad[i]);
		assert_int_equal(draw_make(c->store, &d, NULL), ERR_INVALID);
	}
}

static int
drawn_as(const struct draw *d, const char *why, const char *id)
{
	int n = 0;

	for (int i = 0; i < d->n; i++)
		if (strcmp(d->rows[i].why, why) == 0 &&
		    (id == NULL || strcmp(d->rows[i].id, id) == 0)) {
			assert_true(strcmp(d->rows[i].by, "1301") == 0 ||
				    strcmp(d->rows[i].by, "1302") == 0);
			n++;
		}
	return n;
}

static struct draw
draw_calls(struct tcentre *c, int calls)
{
	struct draw d = { .count = 1, .seed = 42, .calls = calls };
	struct err e = { 0 };
	char month[16];

	the_month(c, month);
	str_copy(d.month, sizeof(d.month), month);
	if (draw_make(c->store, &d, &e) != ERR_OK)
		fail_msg("%s", e.text);
	return d;
}

/* A newcomer's first calls, all of them; a month later so many by lot, and one that was rated low whatever the lot says. */
static void
calls_are_listened_to(void **state)
{
	struct tcentre *c = *state;
	struct err e = { 0 };
	char id[ID_SIZE], low[ID_SIZE];
	struct draw a, b;
	struct ticket t;

	a = draw_calls(c, 3);
	assert_int_equal(drawn_as(&a, "newcomer", NULL), TICKETS);
	assert_int_equal(
	    drawn_as(&a, "direct", NULL), 1); /* the tickets of the month go on beside them */
	draw_free(&a);
	for (int i = TICKETS; i < QA_NEWCOMER; i++)
		answer_one(c, i, id);
	c->now += INT64_C(31) * 86400000;
	for (int i = 0; i < 12; i++)
		answer_one(c, 100 + i, i == 7 ? low : id);
	assert_int_equal(core_begin(&c->core, c->now, &e), ERR_OK);
	tcentre_ticket(c, low, &t);
	t.stars_result = 4;
	t.stars_manner = 2;
	assert_int_equal(store_ticket_put(c->store, &t, 0, &e), ERR_OK);
	ticket_free(&t);
	assert_int_equal(core_commit(&c->core, &e), ERR_OK);
	a = draw_calls(c, 3);
	b = draw_calls(c, 3);
	assert_int_equal(drawn_as(&a, "stars", low), 1);
	assert_int_equal(drawn_as(&a, "stars", NULL), 1);
	assert_int_equal(drawn_as(&a, "newcomer", NULL), 0);
	assert_int_equal(drawn_as(&a, "month", NULL), 2);
	assert_int_equal(a.n, b.n);
	for (int i = 0; i < a.n; i++) {
		assert_string_equal(a.rows[i].id, b.rows[i].id);
		assert_string_equal(a.rows[i].by, b.rows[i].by);
	}
	assert_int_equal(core_begin(&c->core, c->now, &e), ERR_OK);
	assert_int_equal(core_draw(&c->core, &a, &e), ERR_OK);
	assert_int_equal(core_draw(&c->core, &b, &e), ERR_OK);
	assert_int_equal(core_commit(&c->core, &e), ERR_OK);
	assert_int_equal(store_record_count(c->store, RECORD_QA_DRAW), a.n);
	draw_free(&a);
	draw_free(&b);
	a = draw_calls(c, 0);
	assert_int_equal(a.n, 1);
	draw_free(&a);
}

static bool
count_one(void *arg, const struct record *r, int64_t seq)
{
	int *n = arg;

	(void)seq;
	assert_int_equal(r->kind, RECORD_QA_DRAW);
	assert_non_null(strstr(record_text(r), "种子42"));
	*n += 1;
	return true;
}

static void
written_down_once(void **state)
{
	struct tcentre *c = *state;
	struct err e = { 0 };
	char month[16];
	struct draw d;
	int n = 0;

	the_month(c, month);
	d = draw(c, month, 42);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(core_begin(&c->core, c->now, &e), ERR_OK);
		assert_int_equal(core_draw(&c->core, &d, &e), ERR_OK);
		assert_int_equal(core_commit(&c->core, &e), ERR_OK);
	}
	assert_int_equal(store_record_count(c->store, RECORD_QA_DRAW), 5);
	assert_int_equal(store_records_shared(c->store, 0, 0, count_one, &n, &e), ERR_OK);
	assert_int_equal(n, 5);
	draw_free(&d);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, tcentre_teardown)
	const struct CMUnitTest tests[] = {
		T(same_seed_same_tickets),
		T(calls_are_listened_to),
		T(what_is_no_month),
		T(written_down_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
