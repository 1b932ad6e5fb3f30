/* test_exams: which calls an exam of a class has, that it goes on after a crash with another one, what ends it before its end,
 * and what it takes to pass. */
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../lib/sheet.h"
#include "../../lib/one_dir.h"
#include "base/fs.h"
#include "client/class/exam.h"

#define ELEMENTS 7 /* an item of the form */

#define SHELF 12

static struct shelf_item items[SHELF];
static const struct shelf shelf = { .item = items, .n = SHELF };

static void
fill_shelf(int choices)
{
	for (int i = 0; i < SHELF; i++) {
		items[i] = (struct shelf_item){ .kind = i % 2 == 0 ? EXAM_ASKS : EXAM_HELP,
			.choices = choices,
			.modes =
			    i == 11 ? 1u << MODE_GUIDED : 1u << MODE_EXAM | 1u << MODE_GUIDED };
		(void)snprintf(items[i].id, sizeof(items[i].id), "S%d", i);
		(void)snprintf(items[i].path, sizeof(items[i].path), "/s/S%d.txt", i);
	}
}

static void
answer(const struct exam_call *c, const char *id, int64_t at, const struct score *x)
{
	struct class_result r = { .at = at, .mode = MODE_EXAM, .seed = c->variant, .nth = c->nth };

	results_of(x, &r);
	(void)str_copy(r.trainee, sizeof(r.trainee), "小陈");
	(void)str_copy(r.scenario, sizeof(r.scenario), c->scenario);
	(void)str_copy(r.exam, sizeof(r.exam), id);
	assert_int_equal(results_add(dir, &r, x, NULL), ERR_OK);
}

static void
next(const char *id, int nth, struct exam_call *c)
{
	struct err e = { 0 };

	if (exam_next(&shelf, dir, "小陈", id, 1, 5000, c, &e) != ERR_OK)
		fail_msg("%s", e.text);
	assert_int_equal(c->nth, nth);
	assert_string_not_equal(c->scenario, "S11"); /* it is in no exam */
	assert_non_null(strstr(c->path, c->scenario));
}

/* All five, the last of them as ${x}. */
static void
pass_exam(int64_t from, char id[32], const struct score *x)
{
	struct score good = sheet_fresh();
	struct exam_call c;

	good.open = 0;
	assert_int_equal(exam_begin(&shelf, dir, "小陈", from, id, NULL), ERR_OK);
	for (int nth = 1; nth <= EXAM_QUESTIONS; nth++) {
		next(id, nth, &c);
		answer(&c, id, from + nth, nth == EXAM_QUESTIONS ? x : &good);
	}
}

static void
an_exam_goes_on_after_a_crash(void **state)
{
	struct score x = sheet_fresh();
	struct exam_call c[EXAM_QUESTIONS + 1];
	struct exam_sums s;
	char id[32], again[32];
	int done = -1;

	(void)state;
	fill_shelf(3);
	assert_false(exam_open(dir, "小陈", again, &done));
	assert_int_equal(exam_begin(&shelf, dir, "小陈", 1000, id, NULL), ERR_OK);
	next(id, 1, &c[0]);
	answer(&c[0], id, 2000, &x);
	next(id, 2, &c[1]); /* it rings, the seat dies */
	assert_true(exam_open(dir, "小陈", again, &done));
	assert_string_equal(again, id);
	assert_int_equal(done, 1);
	assert_false(exam_open(dir, "小刘", again, &done));
	for (int nth = 2; nth <= EXAM_QUESTIONS; nth++) {
		next(id, nth, &c[nth]);
		for (int i = 0; i < nth; i++)
			assert_string_not_equal(c[i].scenario, c[nth].scenario);
		answer(&c[nth], id, INT64_C(1000) * nth, &x);
	}
	assert_false(exam_open(dir, "小陈", again, &done));
	assert_int_equal(exams_read(dir, &s, NULL), ERR_OK);
	assert_int_equal(s.n, 1);
	assert_int_equal(s.item[0].done, EXAM_QUESTIONS);
	assert_int_equal(s.item[0].repeated, 1);
	assert_int_equal(s.item[0].verdict, EXAM_OPEN); /* the trainer's half */
	exams_free(&s);
}

static void
an_exam_given_up_is_not_passed(void **state)
{
	struct score x = sheet_fresh();
	struct exam_call c;
	struct exam_sums s;
	char id[32], other[32];
	int done;

	(void)state;
	fill_shelf(3);
	x.open = 0;
	assert_int_equal(exam_begin(&shelf, dir, "小陈", 1000, id, NULL), ERR_OK);
	next(id, 1, &c);
	answer(&c, id, 2000, &x);
	assert_int_equal(exam_stop(dir, "小陈", id, 3000, NULL), ERR_OK);
	assert_false(exam_open(dir, "小陈", other, &done));
	assert_int_equal(exams_read(dir, &s, NULL), ERR_OK);
	assert_int_equal(s.item[0].verdict, EXAM_BROKEN);
	assert_string_equal(exam_verdict_label(s.item[0].verdict), "中途停考");
	assert_int_equal(exams_counted(&s, "小陈"), 0);
	exams_free(&s);
}

static void
an_exam_whose_time_is_over_is_not_passed(void **state)
{
	struct score x = sheet_fresh();
	struct exam_call c;
	struct exam_sums s;
	char id[32], other[32];
	int done;

	(void)state;
	fill_shelf(3);
	x.open = 0;
	assert_int_equal(exam_begin(&shelf, dir, "小陈", 1000, id, NULL), ERR_OK);
	assert_int_equal(exam_began(dir, "小陈", id), 0); /* no call was sent yet */
	next(id, 1, &c);
	answer(&c, id, 2000, &x);
	next(id, 2, &c);
	assert_int_equal(exams_read(dir, &s, NULL), ERR_OK);
	assert_int_equal(exam_began(dir, "小陈", id), s.item[0].began_at);
	assert_true(s.item[0].began_at > 0);
	exams_free(&s);
	assert_int_equal(exam_late(dir, "小陈", id, 900000, NULL), ERR_OK);
	assert_false(exam_open(dir, "小陈", other, &done));
	assert_int_equal(exams_read(dir, &s, NULL), ERR_OK);
	assert_int_equal(s.item[0].verdict, EXAM_LATE);
	assert_int_equal(s.item[0].done, 1);
	assert_int_equal(s.item[0].sent, 2);
	assert_string_equal(exam_verdict_label(s.item[0].verdict), "超时没考完");
	assert_int_equal(exams_counted(&s, "小陈"), 0);
	exams_free(&s);
}

static void
each_call_must_pass(void **state)
{
	static const struct {
		int lost; /* elements, of 3 points each, of 80 */
		unsigned fatal;
		bool open;
		enum exam_verdict verdict;
	} rows[] = { { 4, 0, false, EXAM_PASSED }, { 5, 0, false, EXAM_FAILED },
		{ 0, 1, false, EXAM_FATAL }, { 0, 0, true, EXAM_OPEN },
		{ 5, 0, true, EXAM_FAILED } };
	struct exam_sums s;
	char id[32];

	(void)state;
	fill_shelf(9);
	for (int i = 0; i < 5; i++) {
		struct score x = sheet_fresh();

		if (!rows[i].open)
			x.open = 0;
		x.trainer.fatal = rows[i].fatal;
		for (int k = 0; k < rows[i].lost; k++)
			(void)qa_mark(x.form, &x.machine, ELEMENTS, 0);
		pass_exam(INT64_C(100000) * (i + 1), id, &x);
	}
	assert_int_equal(exams_read(dir, &s, NULL), ERR_OK);
	assert_int_equal(s.n, 5);
	for (int i = 0; i < 5; i++)
		assert_int_equal(s.item[i].verdict, rows[i].verdict);
	exams_free(&s);
}

static void
two_exams_on_different_variants_count(void **state)
{
	struct score good = sheet_fresh();
	struct exam_sums s;
	char id[32];

	(void)state;
	good.open = 0;
	fill_shelf(1); /* no variants: 11 scenarios give two exams, the third asks again */
	for (int i = 1; i <= 3; i++)
		pass_exam(INT64_C(100000) * i, id, &good);
	assert_int_equal(exams_read(dir, &s, NULL), ERR_OK);
	assert_int_equal(s.n, 3);
	for (int i = 0; i < 3; i++)
		assert_int_equal(s.item[i].verdict, EXAM_PASSED);
	assert_int_equal(exams_counted(&s, "小陈"), EXAMS_NEEDED);
	assert_false(s.item[2].counts);
	exams_free(&s);
}

static void
what_was_guided_is_not_examined(void **state)
{
	struct score x = sheet_fresh();
	struct exam_sums s;
	char id[32];
	struct err e = { 0 };

	(void)state;
	fill_shelf(3);
	for (int i = 0; i < 7; i++) {
		struct class_result r = { .at = 1000 + i, .mode = MODE_GUIDED };

		results_of(&x, &r);
		(void)str_copy(r.trainee, sizeof(r.trainee), "小陈");
		(void)str_copy(r.scenario, sizeof(r.scenario), items[i].id);
		assert_int_equal(results_add(dir, &r, &x, NULL), ERR_OK);
	}
	assert_int_equal(exam_begin(&shelf, dir, "小陈", 9000, id, &e), ERR_STATE);
	assert_non_null(strstr(e.text, "只剩 4 个"));
	assert_int_equal(
	    exam_seen(dir, "小陈", "S8", 1, 9000, NULL), ERR_OK); /* and what was shown */
	assert_int_equal(exam_begin(&shelf, dir, "小陈", 9000, id, &e), ERR_STATE);
	assert_non_null(strstr(e.text, "只剩 3 个"));
	assert_int_equal(exams_read(dir, &s, NULL), ERR_OK);
	assert_int_equal(s.n, 0); /* none of it is an exam */
	exams_free(&s);
	assert_int_equal(exam_begin(&shelf, dir, "小刘", 9000, id, &e), ERR_OK);
}

static void
where_nothing_can_be_kept(void **state)
{
	struct score x = sheet_fresh();
	struct class_result r = { .at = 1 };
	struct exam_call c;
	char id[32] = "E", path[TMPDIR_PATHS];
	struct err e = { 0 };

	(void)state;
	fill_shelf(1);
	tmpdir_put(dir, "file", "x", 1, path); /* a file is no directory */
	assert_int_not_equal(results_add(path, &r, &x, &e), ERR_OK);
	assert_true(e.text[0] != '\0');
	assert_int_not_equal(exam_next(&shelf, path, "小陈", id, 1, 1, &c, &e), ERR_OK);
	assert_int_not_equal(exam_stop(path, "小陈", id, 1, &e), ERR_OK);
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = { T(an_exam_goes_on_after_a_crash),
		T(an_exam_given_up_is_not_passed), T(an_exam_whose_time_is_over_is_not_passed),
		T(each_call_must_pass), T(two_exams_on_different_variants_count),
		T(what_was_guided_is_not_examined), T(where_nothing_can_be_kept) };

	(void)setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
