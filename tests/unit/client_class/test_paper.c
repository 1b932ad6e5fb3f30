/* test_paper: the paper of an exam that is handed out: five and some more, none of what anybody has had with hints; kept whole
 * or not at all; torn, changed and hostile ones are refused in words; calls come in its order, what was heard is not asked
 * again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "../../lib/tmpdir.h"
#include "base/fs.h"
#include "client/class/exam.h"
#include "client/class/paper.h"

#define NOW 1795228800000
#define ID  "20261121-103000"

static char dir[TMPDIR_SIZE];
static struct shelf shelf;
static const char *const two[] = { "小陈", "小林" };

static int
setup(void **state)
{
	(void)state;
	tmpdir_make(dir);
	return shelf_open("conf/scenarios", &shelf, NULL) == ERR_OK ? 0 : -1;
}

static int
teardown(void **state)
{
	(void)state;
	shelf_free(&shelf);
	tmpdir_remove(dir);
	return 0;
}

static void
draw(uint64_t seed, struct str *out)
{
	struct err e = { 0 };

	str_reset(out);
	if (paper_draw(&shelf, dir, two, 2, seed, out, &e) != ERR_OK)
		fail_msg("%s", e.text);
}

static void
it_has_five_and_some_more(void **state)
{
	struct paper_call call[PAPER_CALLS];
	struct str one = { 0 }, again = { 0 }, other = { 0 };

	(void)state;
	draw(7, &one);
	draw(7, &again);
	draw(8, &other);
	assert_string_equal(str_c(&one), str_c(&again));
	assert_string_not_equal(str_c(&one), str_c(&other));
	assert_int_equal(paper_read(str_c(&one), call, NULL), PAPER_CALLS);
	for (int i = 0; i < PAPER_CALLS; i++) {
		struct scenario s;

		scenario_init(&s);
		assert_int_equal(scenario_read(call[i].text, call[i].len, &s, NULL), ERR_OK);
		assert_string_equal(s.id, call[i].scenario);
		assert_true((s.modes & 1u << MODE_EXAM) != 0);
		scenario_free(&s);
		for (int k = 0; k < i; k++)
			assert_string_not_equal(call[k].scenario, call[i].scenario);
	}
	str_free(&one);
	str_free(&again);
	str_free(&other);
}

/* One of them was guided through all but six: what is left for both is asked, and then nothing is. */
static void
what_anybody_had_with_hints_is_not_asked(void **state)
{
	struct paper_call call[PAPER_CALLS];
	struct str paper = { 0 };
	struct err e = { 0 };
	int left = 0;

	(void)state;
	for (int i = 0; i < shelf.n; i++) {
		struct class_result r = { .at = NOW + i, .mode = MODE_GUIDED, .stars = -1 };

		if ((shelf.item[i].modes & 1u << MODE_EXAM) == 0 || left++ < 6)
			continue;
		(void)str_copy(r.trainee, sizeof(r.trainee), two[i % 2]);
		(void)str_copy(r.scenario, sizeof(r.scenario), shelf.item[i].id);
		assert_int_equal(
		    results_add(dir, &r, &(struct score){ .form = score_form(MODE_EXAM) }, NULL),
		    ERR_OK);
	}
	draw(7, &paper);
	assert_int_equal(paper_read(str_c(&paper), call, NULL), 6);
	for (int i = 0; i < 2; i++) {
		struct class_result r = { .at = NOW - 1 - i, .mode = MODE_GUIDED, .stars = -1 };

		(void)str_copy(r.trainee, sizeof(r.trainee), two[i]);
		(void)str_copy(r.scenario, sizeof(r.scenario), call[i].scenario);
		assert_int_equal(
		    results_add(dir, &r, &(struct score){ .form = score_form(MODE_EXAM) }, NULL),
		    ERR_OK);
	}
	str_reset(&paper);
	assert_int_equal(paper_draw(&shelf, dir, two, 2, 7, &paper, &e), ERR_STATE);
	assert_non_null(strstr(e.text, "只剩 4 个"));
	str_free(&paper);
}

static void
damaged_ones_are_refused(void **state)
{
	static const char *const wrong[] = { "", "hotseat paper 2\n", "hotseat paper 1\n",
		"hotseat paper 1\n../x\t0\t1\na", "hotseat paper 1\nS1\t0\t99999\na",
		"hotseat paper 1\nS1\t-1\t1\na", "hotseat paper 1\nS1\t0\t1" };
	struct paper_call call[PAPER_CALLS];
	struct str paper = { 0 };
	struct err e = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		assert_int_equal(paper_read(wrong[i], call, &e), -1);
		assert_int_equal(paper_keep(dir, "小陈", ID, wrong[i], &e), ERR_INVALID);
		assert_non_null(strstr(e.text, "不完整"));
	}
	draw(7, &paper);
	for (size_t cut = paper.len - 1; cut > paper.len - 40; cut--) { /* the last one is torn */
		paper.s[cut] = '\0';
		assert_int_equal(paper_read(str_c(&paper), call, &e), -1);
	}
	assert_int_equal(paper_load(dir, "小陈", ID, &paper, &e), ERR_NOT_FOUND);
	draw(7, &paper);
	assert_int_equal(paper_keep(dir, "小陈", "../../x", str_c(&paper), &e), ERR_INVALID);
	str_free(&paper);
}

/* A seat that dies in each call: the spare ones come, nothing twice, and at the end words. */
static void
calls_come_in_order_and_never_twice(void **state)
{
	struct paper_call call[PAPER_CALLS];
	struct str paper = { 0 };
	struct exam_call next;
	struct err e = { 0 };
	char id[32], path[512];
	int done;

	(void)state;
	draw(7, &paper);
	assert_int_equal(paper_read(str_c(&paper), call, NULL), PAPER_CALLS);
	assert_int_equal(paper_keep(dir, "小/陈", ID, str_c(&paper), &e), ERR_OK);
	for (int i = 0; i < PAPER_CALLS; i++) {
		struct scenario s;

		assert_int_equal(
		    exam_next(&shelf, dir, "小/陈", ID, 1, NOW + i, &next, &e), ERR_OK);
		assert_string_equal(next.scenario, call[i].scenario);
		assert_int_equal(next.variant, call[i].variant);
		assert_int_equal(next.nth, 1); /* none of them has a result */
		scenario_init(&s);
		assert_int_equal(shelf_read(next.path, next.variant, &s, NULL), ERR_OK);
		scenario_free(&s);
	}
	assert_int_equal(exam_next(&shelf, dir, "小/陈", ID, 1, NOW, &next, &e), ERR_STATE);
	assert_non_null(strstr(e.text, "没有别的来电"));
	assert_true(exam_open(dir, "小/陈", id, &done));
	assert_string_equal(id, ID);
	/* one that cannot be read now: no other exam in its place */
	(void)snprintf(path, sizeof(path), "%s/papers/" ID "-小_陈.paper", dir);
	assert_int_equal(remove(path), 0);
	assert_int_equal(mkdir(path, 0700), 0);
	assert_int_equal(exam_next(&shelf, dir, "小/陈", ID, 1, NOW, &next, &e), ERR_IO);
	paper_drop(dir, "小/陈", ID);
	str_reset(&paper);
	assert_int_equal(paper_load(dir, "小/陈", ID, &paper, &e), ERR_NOT_FOUND);
	str_free(&paper);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(it_has_five_and_some_more, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    what_anybody_had_with_hints_is_not_asked, setup, teardown),
		cmocka_unit_test_setup_teardown(damaged_ones_are_refused, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    calls_come_in_order_and_never_twice, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
