/* test_exam: the lot of an exam: near life in its mix, every single one; never what was had with hints or in the same exam;
 * the least often had first; another variant as long as there is one; the same seed, the same exam. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "model/exam.h"

#define ITEMS 40

static char ids[ITEMS][16];
static struct exam_item items[ITEMS];

/* 16 ask, 12 want help, 8 complain, 2 suggest, 2 nothing. */
static int
setup(void **state)
{
	(void)state;
	for (int i = 0; i < ITEMS; i++) {
		(void)snprintf(ids[i], sizeof(ids[i]), "S%02d", i);
		items[i] = (struct exam_item){ ids[i],
			i < 16   ? EXAM_ASKS
			: i < 28 ? EXAM_HELP
			: i < 36 ? EXAM_COMPLAINS
			: i < 38 ? EXAM_SUGGESTS
				 : EXAM_IDLE,
			3 };
	}
	return 0;
}

/* A whole exam; what is drawn goes to the end of ${had}. */
static void
take(struct exam_had *had, size_t *m, uint64_t seed, struct exam_pick out[EXAM_QUESTIONS])
{
	for (size_t i = 0; i < *m; i++)
		had[i].now = false;
	for (int nth = 1; nth <= EXAM_QUESTIONS; nth++) {
		assert_true(exam_lot(items, ITEMS, had, *m, seed, nth, &out[nth - 1]));
		had[(*m)++] = (struct exam_had){ items[out[nth - 1].item].id, out[nth - 1].variant,
			false, true };
	}
}

static void
every_exam_is_near_life(void **state)
{
	int total[EXAM_KINDS] = { 0 };

	(void)state;
	for (uint64_t seed = 0; seed < 2000; seed++) {
		struct exam_had had[EXAM_QUESTIONS];
		struct exam_pick pick[EXAM_QUESTIONS];
		size_t m = 0;
		int n[EXAM_KINDS] = { 0 };

		take(had, &m, exam_seed(seed, "小陈", 0), pick);
		for (int i = 0; i < EXAM_QUESTIONS; i++) {
			n[items[pick[i].item].kind]++;
			total[items[pick[i].item].kind]++;
			for (int k = 0; k < i; k++)
				assert_int_not_equal(pick[i].item, pick[k].item);
		}
		assert_in_range(n[EXAM_ASKS], 2, 3);
		assert_in_range(n[EXAM_HELP], 1, 2);
		assert_in_range(n[EXAM_COMPLAINS], 0, 1);
	}
	assert_in_range(total[EXAM_ASKS], 4900, 5100); /* of 10,000 */
	assert_in_range(total[EXAM_HELP], 2900, 3100);
	assert_in_range(total[EXAM_COMPLAINS], 1100, 1300);
	assert_in_range(total[EXAM_IDLE], 420, 580);
	assert_in_range(total[EXAM_SUGGESTS], 230, 370);
}

static void
what_was_guided_is_not_asked(void **state)
{
	struct exam_had had[ITEMS + EXAM_QUESTIONS];
	struct exam_pick pick;
	size_t m = 0;

	(void)state;
	for (int i = 0; i < ITEMS - 3; i++)
		had[m++] = (struct exam_had){ items[i].id, 0, true, false };
	assert_int_equal(exam_left(items, ITEMS, had, m), 3);
	for (int nth = 1; nth <= 3; nth++) { /* of whatever kind there is */
		assert_true(exam_lot(items, ITEMS, had, m, 7, nth, &pick));
		assert_true(pick.item >= ITEMS - 3);
		had[m++] = (struct exam_had){ items[pick.item].id, pick.variant, false, true };
	}
	assert_int_equal(exam_left(items, ITEMS, had, m), 0);
	assert_false(exam_lot(items, ITEMS, had, m, 7, 4, &pick));
	assert_false(exam_lot(items, 0, NULL, 0, 7, 1, &pick));
}

static void
the_least_often_had_comes_first(void **state)
{
	struct exam_had had[ITEMS];
	struct exam_pick pick;
	size_t m = 0;

	(void)state;
	for (int i = 0; i < ITEMS; i++) /* all of them once but one of those who ask */
		if (i != 5)
			had[m++] = (struct exam_had){ items[i].id, 0, false, false };
	for (uint64_t seed = 0; seed < 200; seed++)
		for (int nth = 1; nth <= EXAM_QUESTIONS; nth++)
			if (exam_lot(items, ITEMS, had, m, seed, nth, &pick) &&
			    items[pick.item].kind == EXAM_ASKS)
				assert_int_equal(pick.item, 5);
}

static void
another_variant_while_there_is_one(void **state)
{
	const struct exam_item one = { "S1", EXAM_ASKS, 3 };
	struct exam_had had[8];
	struct exam_pick pick;
	unsigned seen = 0;

	(void)state;
	for (size_t m = 0; m < 3; m++) {
		assert_true(exam_lot(&one, 1, had, m, 99 + m, 1, &pick));
		assert_in_range(pick.variant, 0, 2);
		assert_int_equal(seen & 1u << pick.variant, 0);
		seen |= 1u << pick.variant;
		had[m] = (struct exam_had){ "S1", pick.variant, false, false };
	}
	for (uint64_t seed = 0; seed < 50; seed++) { /* then the one longest ago */
		assert_true(exam_lot(&one, 1, had, 3, seed, 1, &pick));
		assert_int_equal(pick.variant, had[0].variant);
	}
}

static void
the_seed_decides(void **state)
{
	struct exam_had a[EXAM_QUESTIONS], b[EXAM_QUESTIONS];
	struct exam_pick pa[EXAM_QUESTIONS], pb[EXAM_QUESTIONS];
	size_t m = 0, n = 0;

	(void)state;
	take(a, &m, exam_seed(1, "小陈", 0), pa);
	take(b, &n, exam_seed(1, "小陈", 0), pb);
	for (int i = 0; i < EXAM_QUESTIONS; i++) {
		assert_int_equal(pa[i].item, pb[i].item);
		assert_int_equal(pa[i].variant, pb[i].variant);
	}
	assert_true(exam_seed(1, "小陈", 0) != exam_seed(1, "小陈", 1));
	assert_true(exam_seed(1, "小陈", 0) != exam_seed(1, "小刘", 0));
	assert_true(exam_seed(1, "小陈", 0) != exam_seed(2, "小陈", 0));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_exam_is_near_life),
		cmocka_unit_test(what_was_guided_is_not_asked),
		cmocka_unit_test(the_least_often_had_comes_first),
		cmocka_unit_test(another_variant_while_there_is_one),
		cmocka_unit_test(the_seed_decides),
	};

	return cmocka_run_group_tests(tests, setup, NULL);
}
