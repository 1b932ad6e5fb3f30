/* test_mix: exams drawn from the shelf of the tree by its own table: over ten thousand of them the shares of life come out, every
 * single one is near them, no scenario is asked of a person twice in one, and none is so rare or so frequent that trainees would
 * know it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "client/class/shelf.h"

#define EXAMS 10000
#define MOST  80 /* scenarios */

static struct shelf shelf;
static struct exam_item item[MOST];
static size_t n_items;

static int
setup(void **state)
{
	char path[512];
	const char *share = getenv("HOTSEAT_SHARE");
	struct err e = { 0 };

	(void)state;
	(void)snprintf(path, sizeof(path), "%s/conf/scenarios", share != NULL ? share : ".");
	if (shelf_open(path, &shelf, &e) != ERR_OK || shelf.mix_wrong[0] != '\0') {
		print_error("%s %s\n", e.text, shelf.mix_wrong);
		return 1;
	}
	for (int i = 0; i < shelf.n && n_items < MOST; i++)
		if ((shelf.item[i].modes & (1u << MODE_EXAM)) != 0)
			item[n_items++] = (struct exam_item){ shelf.item[i].id, shelf.item[i].kind,
				shelf.item[i].marks, shelf.item[i].choices };
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	shelf_free(&shelf);
	return 0;
}

struct count {
	int kind[EXAM_KINDS], mark[EXAM_MARKS], times[MOST], twice;
};

/* One exam; somebody who has had nothing yet. */
static void
draw(uint64_t seed, struct count *c)
{
	struct exam_had had[EXAM_QUESTIONS];
	struct exam_lots l = { &shelf.mix, item, n_items, had, 0 };
	int asks = 0;

	for (int nth = 1; nth <= EXAM_QUESTIONS; nth++) {
		struct exam_pick pick;

		assert_true(exam_lot(&l, exam_seed(seed, "小陈", 0), nth, &pick));
		for (size_t k = 0; k < l.m; k++)
			c->twice += strcmp(had[k].scenario, item[pick.item].id) == 0;
		had[l.m++] = (struct exam_had){ item[pick.item].id, pick.variant, false, true };
		c->kind[item[pick.item].kind]++;
		c->times[pick.item]++;
		asks += item[pick.item].kind == EXAM_ASKS;
		for (int m = 0; m < EXAM_MARKS; m++)
			c->mark[m] += (item[pick.item].marks & 1u << m) != 0;
	}
	assert_in_range(asks, 2, 3);
}

static void
the_shares_of_life_come_out(void **state)
{
	struct count c = { 0 };
	const int of = EXAMS * EXAM_QUESTIONS / 100, slack = of; /* a hundredth of all calls */

	(void)state;
	assert_int_equal(shelf.mix.kind[EXAM_ASKS], 50);
	assert_int_equal(shelf.mix.mark[EXAM_AGAIN], 25);
	for (uint64_t seed = 0; seed < EXAMS; seed++)
		draw(seed, &c);
	assert_int_equal(c.twice, 0);
	for (int k = 0; k < EXAM_KINDS; k++)
		if (abs(c.kind[k] - shelf.mix.kind[k] * of) > slack)
			fail_msg("kind %d: %d of %d", k, c.kind[k], shelf.mix.kind[k] * of);
	for (int m = 0; m < EXAM_MARKS; m++)
		if (abs(c.mark[m] - shelf.mix.mark[m] * of) > slack)
			fail_msg("mark %d: %d of %d", m, c.mark[m], shelf.mix.mark[m] * of);
	for (size_t i = 0; i < n_items; i++) {
		if (getenv("HOTSEAT_SHOW") != NULL)
			printf("%s kind %d marks %x: %d%%\n", item[i].id, (int)item[i].kind,
			    item[i].marks, c.times[i] * 100 / EXAMS);
		if (c.times[i] * 1000 < EXAMS || c.times[i] > EXAMS / 2)
			fail_msg("%s is in %d exams of %d", item[i].id, c.times[i], EXAMS);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(the_shares_of_life_come_out) };

	return cmocka_run_group_tests(tests, setup, teardown);
}
