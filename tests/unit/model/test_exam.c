/* test_exam: the lot of an exam: near life in its mix, every single one; never what was had with hints or in the same exam;
 * the least often had first; another variant as long as there is one; the same seed, the same exam. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "model/exam.h"

#define ITEMS 40

static char ids[ITEMS][16];
static struct exam_item items[ITEMS];

static const struct exam_mix life = { { 50, 30, 12, 3, 5 }, { 25, 10, 10 } };

static struct exam_lots
from(const struct exam_had *had, size_t m)
{
	return (struct exam_lots){ &life, items, ITEMS, had, m };
}

/* 16 ask, 12 want help, 8 complain, 2 suggest, 2 nothing. */
static int
setup(void **state)
{
	static const unsigned marks[8] = { 0, 0, EXAM_MARK(AGAIN), 0, EXAM_MARK(TWO), 0,
		EXAM_MARK(NO_TICKET), EXAM_MARK(AGAIN) | EXAM_MARK(TWO) };

	(void)state;
	for (int i = 0; i < ITEMS; i++) {
		(void)snprintf(ids[i], sizeof(ids[i]), "S%02d", i);
		items[i] = (struct exam_item){ ids[i],
			i < 16   ? EXAM_ASKS
			: i < 28 ? EXAM_HELP
			: i < 36 ? EXAM_COMPLAINS
			: i < 38 ? EXAM_SUGGESTS
				 : EXAM_IDLE,
			i >= 38 ? EXAM_MARK(NO_TICKET) : marks[i % 8], 3 };
	}
	return 0;
}

static size_t
left(const struct exam_had *had, size_t m)
{
	const struct exam_lots l = from(had, m);

	return exam_left(&l);
}

static bool
lot(const struct exam_had *had, size_t m, uint64_t seed, int nth, struct exam_pick *out)
{
	const struct exam_lots l = from(had, m);

	return exam_lot(&l, seed, nth, out);
}

/* A whole exam; what is drawn goes to the end of ${had}. */
static void
take(struct exam_had *had, size_t *m, uint64_t seed, struct exam_pick out[EXAM_QUESTIONS])
{
	for (size_t i = 0; i < *m; i++)
		had[i].now = false;
	for (int nth = 1; nth <= EXAM_QUESTIONS; nth++) {
		const struct exam_lots l = from(had, *m);

		assert_true(exam_lot(&l, seed, nth, &out[nth - 1]));
		had[(*m)++] = (struct exam_had){ items[out[nth - 1].item].id, out[nth - 1].variant,
			false, true };
	}
}

static void
every_exam_is_near_life(void **state)
{
	int total[EXAM_KINDS] = { 0 }, marked[EXAM_MARKS] = { 0 };

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
			for (int k = 0; k < EXAM_MARKS; k++)
				marked[k] += (items[pick[i].item].marks & 1u << k) != 0;
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
	assert_in_range(marked[EXAM_AGAIN], 2350, 2650);
	assert_in_range(marked[EXAM_TWO], 900, 1100);
	assert_in_range(marked[EXAM_NO_TICKET], 900, 1100);
}

static void
what_was_guided_is_not_asked(void **state)
{
	struct exam_had had[ITEMS + EXAM_QUESTIONS];
	const struct exam_lots none = { &life, items, 0, NULL, 0 };
	struct exam_pick pick;
	size_t m = 0;

	(void)state;
	for (int i = 0; i < ITEMS - 3; i++)
		had[m++] = (struct exam_had){ items[i].id, 0, true, false };
	assert_int_equal(left(had, m), 3);
	for (int nth = 1; nth <= 3; nth++) { /* of whatever kind there is */
		assert_true(lot(had, m, 7, nth, &pick));
		assert_true(pick.item >= ITEMS - 3);
		had[m++] = (struct exam_had){ items[pick.item].id, pick.variant, false, true };
	}
	assert_int_equal(left(had, m), 0);
	assert_false(lot(had, m, 7, 4, &pick));
	assert_false(exam_lot(&none, 7, 1, &pick));
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
			if (lot(had, m, seed, nth, &pick) && items[pick.item].kind == EXAM_ASKS &&
			    items[pick.item].marks == items[5].marks)
				assert_int_equal(pick.item, 5);
}

static void
another_variant_while_there_is_one(void **state)
{
	const struct exam_item one = { "S1", EXAM_ASKS, 0, 3 };
	struct exam_had had[8];
	struct exam_pick pick;
	unsigned seen = 0;

	(void)state;
	for (size_t m = 0; m < 3; m++) {
		assert_true(
		    exam_lot(&(struct exam_lots){ &life, &one, 1, had, m }, 99 + m, 1, &pick));
		assert_in_range(pick.variant, 0, 2);
		assert_int_equal(seen & 1u << pick.variant, 0);
		seen |= 1u << pick.variant;
		had[m] = (struct exam_had){ "S1", pick.variant, false, false };
	}
	for (uint64_t seed = 0; seed < 50; seed++) { /* then the one longest ago */
		assert_true(
		    exam_lot(&(struct exam_lots){ &life, &one, 1, had, 3 }, seed, 1, &pick));
		assert_int_equal(pick.variant, had[0].variant);
	}
}

static void
without_a_table_each_has_the_same_chance(void **state)
{
	static const struct exam_mix nothing;
	const struct exam_lots l = { &nothing, items, ITEMS, NULL, 0 };
	int times[ITEMS] = { 0 };

	(void)state;
	for (uint64_t seed = 0; seed < 4000; seed++) {
		struct exam_pick pick;

		assert_true(exam_lot(&l, exam_seed(seed, "", 0), 1, &pick));
		times[pick.item]++;
	}
	for (int i = 0; i < ITEMS; i++)
		assert_in_range(times[i], 50, 160);
}

/* ---- the table ---- */

static void
the_table_is_read_strictly(void **state)
{
	static const char good[] =
	    "# 考试\n咨询: 50\r\n求助：30\n投诉举报: 12%\n建议表扬: 3\n无效: 5\n\n"
	    "再次来电: 25\n两件事: 10\n不建单: 10\n";
	static const struct {
		const char *from, *to, *where, *says;
	} rows[] = {
		{ "咨询: 50", "咨讯: 50", "line 2", "没有“咨讯”这一样" },
		{ "咨询: 50", "咨询 50", "line 2", "应写成" },
		{ "咨询: 50", "咨询: 五十", "line 2", "0 到 100" },
		{ "咨询: 50", "咨询: 150", "line 2", "0 到 100" },
		{ "咨询: 50", "咨询: 40", "line 10", "加起来是 90" },
		{ "两件事: 10\n", "", "line 9", "缺少“两件事" },
		{ "两件事: 10", "再次来电: 10", "line 9", "写了两次" },
		{ "两件事: 10", "两件事:\t10", "line 9", "制表符" },
	};
	struct exam_mix mix;
	struct err e = { 0 };

	(void)state;
	assert_int_equal(exam_mix_read(good, sizeof(good) - 1, &mix, &e), ERR_OK);
	assert_memory_equal(&mix, &life, sizeof(mix));
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct str text = { 0 };
		const char *at = strstr(good, rows[i].from);

		str_add_n(&text, good, (size_t)(at - good));
		str_add(&text, rows[i].to);
		str_add(&text, at + strlen(rows[i].from));
		assert_int_equal(exam_mix_read(text.s, text.len, &mix, &e), ERR_INVALID);
		if (strcmp(e.where, rows[i].where) != 0 || strstr(e.text, rows[i].says) == NULL)
			fail_msg("%s: %s %s", rows[i].to, e.where, e.text);
		str_free(&text);
	}
	assert_int_equal(exam_mix_read("", 0, &mix, &e), ERR_INVALID);
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
		cmocka_unit_test(without_a_table_each_has_the_same_chance),
		cmocka_unit_test(the_table_is_read_strictly),
	};

	return cmocka_run_group_tests(tests, setup, NULL);
}
