/* test_train: the shelf of scenarios, the results and the marks of a lesson: what begins one, what stands in the list when a
 * file has a mistake, what is kept, and that marks of a lesson that is gone are not shown. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "../lib/tmpdir.h"
#include "../lib/viewdesk.h"
#include "base/fs.h"
#include "base/str.h"
#include "client/class/results.h"
#include "client/view/classroom.h"

#define SCENARIO "conf/scenarios/S0205-01.txt"

static char dir[TMPDIR_SIZE];
static struct class_info info;
static struct viewdesk d;

/* What the screen asked the app for. */
static struct {
	int begun, broken_off, quiet, back;
	char path[512];
	enum scenario_mode mode;
	uint64_t seed;
} asked;

static enum err_code
lesson(void *app, const struct class_order *o, struct err *e)
{
	(void)app;
	(void)e;
	if (o == NULL)
		asked.back++;
	else if (o->path == NULL && info.under_way)
		asked.broken_off++;
	else if (o->path == NULL)
		asked.quiet++;
	else {
		asked.begun++;
		asked.mode = o->mode;
		asked.seed = o->seed;
		str_copy(asked.path, sizeof(asked.path), o->path);
	}
	return ERR_OK;
}

static void
copy(const char *from, const char *to)
{
	struct str text = { 0 };
	char path[TMPDIR_PATHS];

	assert_int_equal(fs_read(from, 1 << 20, &text, NULL), ERR_OK);
	tmpdir_put(dir, to, str_c(&text), text.len, path);
	str_free(&text);
}

static int
setup(void **state)
{
	static const char broken[] = "版式: 1\n编号: S1\n程度: 1\n";
	char path[TMPDIR_PATHS];

	(void)state;
	tmpdir_make(dir);
	copy(SCENARIO, "S0205-01.txt");
	copy("conf/scenarios/S1208-01.txt", "S1208-01.txt");
	tmpdir_put(dir, "S1999-改.txt", broken, sizeof(broken) - 1, path);
	memset(&info, 0, sizeof(info));
	memset(&asked, 0, sizeof(asked));
	str_copy(info.scenarios, sizeof(info.scenarios), dir);
	str_copy(info.results, sizeof(info.results), dir);
	str_copy(info.trainee, sizeof(info.trainee), "小陈");
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	viewdesk_free(&d);
	class_run_close(info.run);
	tmpdir_remove(dir);
	return 0;
}

/* Some lessons, a minute after another. */
static void
keep_results(void)
{
	static const struct {
		const char *trainee;
		int machine, trainer;
		enum score_verdict verdict;
	} rows[] = { { "小陈", 34, -1, SCORE_FATAL }, { "小刘", 61, 18, SCORE_FAILED },
		{ "小陈", 66, 17, SCORE_FAILED }, { "小陈", 78, -1, SCORE_OPEN },
		{ "小陈", 80, 20, SCORE_PASSED } };

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct class_result r = { .at = VIEWDESK_NOW - 600000 + (int64_t)i * 60000,
			.scenario = "S0205-01",
			.title = "路灯不亮, 老人险些绊倒",
			.seed = i,
			.mode = i == 2 ? MODE_GUIDED : MODE_EXAM,
			.machine = rows[i].machine,
			.machine_of = 80,
			.trainer = rows[i].trainer,
			.trainer_of = 20,
			.verdict = rows[i].verdict };

		str_copy(r.trainee, sizeof(r.trainee), rows[i].trainee);
		assert_int_equal(results_add(dir, &r, NULL), ERR_OK);
	}
}

static void
open_at(const char *name, int rows, int cols)
{
	viewdesk_init(&d, rows, cols);
	d.desk.classroom = &info;
	d.desk.lesson = lesson;
	d.desk.demo = true;
	viewdesk_open(&d, name, NULL);
}

/* A lesson of the past: greeted, a promise, nothing filed. */
static void
have_lesson(void)
{
	const struct class_order o = { .path = SCENARIO, .mode = MODE_EXAM, .tape = "" };
	struct class_result r = { .at = VIEWDESK_NOW, .scenario = "S0205-01" };
	struct err e = { 0 };

	if (class_run_open(&o, 1000, &info.run, &e) != ERR_OK)
		fail_msg("%s", e.text);
	class_run_answered(info.run, 5000);
	class_run_act(info.run, 6000, ACT_GREET, -1, NULL);
	class_run_said(info.run, 70000, "明天肯定给您修好");
	class_run_ended(info.run, 90000, LESSON_BY_CALLER);
	results_of(class_run_finish(info.run, 95000, d.city), &r);
	info.ended_at = r.at;
	str_copy(r.trainee, sizeof(r.trainee), info.trainee);
	assert_int_equal(results_add(dir, &r, NULL), ERR_OK);
}

/* ---- 培训 ---- */

static void
the_shelf(void **state)
{
	(void)state;
	keep_results();
	open_at("train", 24, 80);
	assert_int_equal(asked.quiet, 1); /* nobody rings while one chooses */
	viewdesk_golden(&d, "train_shelf_80x24");
	viewdesk_key(&d, ACTION_DOWN);
	viewdesk_key(&d, ACTION_DOWN);
	viewdesk_golden(&d, "train_broken_80x24");
	viewdesk_free(&d);
	open_at("train", 36, 120);
	viewdesk_golden(&d, "train_shelf_120x36");
}

static void
the_results(void **state)
{
	(void)state;
	keep_results();
	open_at("train", 24, 80);
	viewdesk_key(&d, ACTION_NEXT);
	str_copy(info.results, sizeof(info.results), "/home/wangfang/lessons"); /* as it is shown */
	viewdesk_golden(&d, "train_results_80x24");
	str_copy(info.results, sizeof(info.results), dir);
	viewdesk_free(&d);
	open_at("train", 36, 120);
	viewdesk_key(&d, ACTION_NEXT);
	str_copy(info.results, sizeof(info.results), "/home/wangfang/lessons");
	viewdesk_golden(&d, "train_results_120x36");
}

static void
digits_begin_a_lesson(void **state)
{
	(void)state;
	keep_results();
	open_at("train", 24, 80);
	viewdesk_type(&d, "2");
	assert_int_equal(asked.begun, 1);
	assert_int_equal(asked.mode, MODE_EXAM);
	assert_non_null(strstr(asked.path, "S0205-01.txt"));
	assert_int_equal(asked.seed, 1); /* four before, of three variants */
	assert_non_null(strstr(d.said, "F2"));
	viewdesk_type(&d, "3");
	assert_int_equal(asked.mode, MODE_STRESS);
	viewdesk_key(&d, ACTION_ENTER);
	assert_int_equal(asked.begun, 3);
	assert_int_equal(asked.mode, MODE_GUIDED);
	info.under_way = true;
	viewdesk_type(&d, "0");
	assert_int_equal(asked.broken_off, 1);
}

static void
a_file_with_a_mistake_is_not_played(void **state)
{
	(void)state;
	open_at("train", 24, 80);
	viewdesk_key(&d, ACTION_END);
	assert_true(viewdesk_shows(&d, "有误"));
	assert_true(viewdesk_shows(&d, "第3行: 开头没有“程度”"));
	viewdesk_type(&d, "1");
	assert_int_equal(asked.begun, 0);
	assert_non_null(strstr(d.said, "有误"));
}

static void
letters_find_and_leaving_lets_ring(void **state)
{
	(void)state;
	open_at("train", 24, 80);
	viewdesk_type(&d, "ludeng");
	assert_true(viewdesk_shows(&d, "路灯不亮"));
	assert_false(viewdesk_shows(&d, "S1208-01"));
	viewdesk_type(&d, "1");
	assert_int_equal(asked.begun, 1);
	assert_non_null(strstr(asked.path, "S0205-01.txt"));
	view_close(&d.view);
	assert_int_equal(asked.back, 1);
}

static void
results_go_to_a_spreadsheet(void **state)
{
	char path[TMPDIR_PATHS];
	struct str csv = { 0 };

	(void)state;
	keep_results();
	open_at("train", 24, 80);
	viewdesk_key(&d, ACTION_NEXT);
	viewdesk_key(&d, ACTION_SUBMIT);
	assert_non_null(strstr(d.said, "results.csv"));
	assert_int_equal(
	    fs_read(tmpdir_path(dir, "results.csv", path), 1 << 20, &csv, NULL), ERR_OK);
	assert_non_null(strstr(str_c(&csv), "小刘"));
	str_free(&csv);
	str_copy(info.results, sizeof(info.results), "/nonexistent/lessons");
	viewdesk_key(&d, ACTION_SUBMIT);
	assert_non_null(strstr(d.said, "成绩没有导出"));
	assert_int_equal(d.said_level, 2);
}

/* ---- 评分 ---- */

static void
the_marks(void **state)
{
	(void)state;
	viewdesk_init(&d, 24, 80);
	have_lesson();
	viewdesk_free(&d);
	open_at("marks", 24, 80);
	viewdesk_golden(&d, "marks_machine_80x24");
	viewdesk_key(&d, ACTION_NEXT);
	viewdesk_golden(&d, "marks_trainer_80x24");
	viewdesk_free(&d);
	open_at("marks", 36, 120);
	viewdesk_golden(&d, "marks_machine_120x36");
	viewdesk_key(&d, ACTION_NEXT);
	viewdesk_golden(&d, "marks_trainer_120x36");
}

static void
the_trainers_half_is_kept_at_once(void **state)
{
	struct class_results all = { 0 };

	(void)state;
	viewdesk_init(&d, 24, 80);
	have_lesson();
	viewdesk_free(&d);
	open_at("marks", 24, 80);
	viewdesk_key(&d, ACTION_NEXT);
	for (int i = 0; i < 3; i++) {
		viewdesk_type(&d, i == 0 ? "1" : "0");
		viewdesk_key(&d, ACTION_DOWN);
	}
	assert_false(viewdesk_shows(&d, "(未评完)"));
	assert_int_equal(results_read(dir, &all, NULL), ERR_OK);
	assert_int_equal(all.n, 1);
	assert_int_equal(all.item[0].trainer, all.item[0].trainer_of - 1);
	results_free(&all);
	str_copy(info.results, sizeof(info.results), "/nonexistent/lessons");
	viewdesk_type(&d, "1");
	assert_non_null(strstr(d.said, "没有存下"));
}

static void
a_new_lesson_takes_the_marks_away(void **state)
{
	(void)state;
	viewdesk_init(&d, 24, 80);
	have_lesson();
	viewdesk_free(&d);
	open_at("marks", 24, 80);
	class_run_close(info.run);
	info.run = NULL;
	info.under_way = true;
	assert_true(viewdesk_shows(&d, "新的一课开始了"));
	assert_false(viewdesk_shows(&d, "一票否决"));
	viewdesk_key(&d, ACTION_DOWN);
	assert_true(d.closed);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_shelf, setup, teardown),
		cmocka_unit_test_setup_teardown(the_results, setup, teardown),
		cmocka_unit_test_setup_teardown(digits_begin_a_lesson, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    a_file_with_a_mistake_is_not_played, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    letters_find_and_leaving_lets_ring, setup, teardown),
		cmocka_unit_test_setup_teardown(results_go_to_a_spreadsheet, setup, teardown),
		cmocka_unit_test_setup_teardown(the_marks, setup, teardown),
		cmocka_unit_test_setup_teardown(the_trainers_half_is_kept_at_once, setup, teardown),
		cmocka_unit_test_setup_teardown(a_new_lesson_takes_the_marks_away, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
