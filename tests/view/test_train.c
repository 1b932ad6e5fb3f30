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
	int begun, broken_off, quiet, back, exams, stopped, disputed, reviewed;
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
	else if (o->wish == CLASS_EXAM)
		asked.exams++;
	else if (o->wish == CLASS_EXAM_STOP)
		asked.stopped++;
	else if (o->wish == CLASS_TRAINEE)
		str_copy(info.trainee, sizeof(info.trainee), o->path);
	else if (o->wish == CLASS_DISPUTED)
		asked.disputed++;
	else if (o->wish == CLASS_REVIEWED)
		asked.reviewed += strcmp(o->path, "小陈") == 0;
	else if (o->wish == CLASS_TRAINER)
		str_copy(info.trainer, sizeof(info.trainer), o->path);
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
		struct score x = { .form = qa_form("agent") };

		str_copy(r.trainee, sizeof(r.trainee), rows[i].trainee);
		assert_int_equal(results_add(dir, &r, &x, NULL), ERR_OK);
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

/* A lesson of the past: greeted, a promise, nothing filed; the trainer made it harder, or not. */
static void
have_lesson_with(int inserts)
{
	const struct class_order o = { .path = SCENARIO, .mode = MODE_EXAM, .tape = "" };
	struct class_result *r = &info.last;
	struct err e = { 0 };

	if (class_run_open(&o, 1000, &info.run, &e) != ERR_OK)
		fail_msg("%s", e.text);
	class_run_answered(info.run, 5000);
	class_run_act(info.run, 6000, ACT_GREET, -1, NULL);
	if (inserts) {
		class_run_act(info.run, 25000, ACT_ABUSE, -1, NULL);
		class_run_act(info.run, 27000, ACT_SCRIPT, -1, "abuse_1");
		class_run_act(info.run, 40000, ACT_DANGER, -1, NULL);
		class_run_act(info.run, 58000, ACT_HELP, -1, NULL);
		for (int i = 2; i < inserts; i++)
			class_run_act(info.run, 58000 + i * 1000, ACT_OFFLINE, -1, NULL);
	}
	class_run_said(info.run, 70000, "明天肯定给您修好");
	class_run_ended(info.run, 90000, LESSON_BY_CALLER);
	*r = (struct class_result){ .at = VIEWDESK_NOW,
		.mode = MODE_EXAM,
		.talk_ms = 85000,
		.par_s = 210,
		.acw_s = 60,
		.stars = -1 };
	results_of(class_run_finish(info.run, 95000, d.city), r);
	str_copy(r->trainee, sizeof(r->trainee), info.trainee);
	str_copy(r->scenario, sizeof(r->scenario), "S0205-01");
	str_copy(r->title, sizeof(r->title), class_run_scenario(info.run)->title);
	assert_int_equal(results_add(dir, r, class_run_score(info.run), NULL), ERR_OK);
}

static void
have_lesson(void)
{
	have_lesson_with(0);
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
a_number_is_looked_for(void **state)
{
	(void)state;
	open_at("train", 24, 80);
	viewdesk_type(&d, "s020");
	assert_int_equal(asked.begun, 0);
	assert_true(viewdesk_shows(&d, "S0205-01"));
	assert_false(viewdesk_shows(&d, "S1208-01"));
	viewdesk_type(&d, "1"); /* no S0201: begun */
	assert_int_equal(asked.begun, 1);
	assert_non_null(strstr(asked.path, "S0205-01.txt"));
	view_close(&d.view);
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
	assert_memory_equal(str_c(&csv), "\xef\xbb\xbf时间", strlen("\xef\xbb\xbf时间"));
	str_free(&csv);
	str_copy(info.results, sizeof(info.results), "/nonexistent/lessons");
	viewdesk_key(&d, ACTION_SUBMIT);
	assert_non_null(strstr(d.said, "没有导出"));
	assert_int_equal(d.said_level, 2);
}

/* ---- 评分 ---- */

/* The marks of a lesson that was just had. */
static void
open_marks(int rows, int cols)
{
	viewdesk_init(&d, rows, cols);
	have_lesson();
	viewdesk_free(&d);
	open_at("marks", rows, cols);
}

static void
the_marks(void **state)
{
	(void)state;
	open_marks(24, 80);
	viewdesk_golden(&d, "marks_machine_80x24");
	viewdesk_key(&d, ACTION_NEXT);
	viewdesk_golden(&d, "marks_trainer_80x24");
	viewdesk_free(&d);
	open_at("marks", 36, 120);
	viewdesk_golden(&d, "marks_machine_120x36");
	viewdesk_key(&d, ACTION_NEXT);
	viewdesk_golden(&d, "marks_trainer_120x36");
}

/* The trainer's page, with his name said. */
static void
as_trainer(const char *name)
{
	viewdesk_key(&d, ACTION_NEXT);
	viewdesk_type(&d, name);
	viewdesk_key(&d, ACTION_ENTER);
	assert_string_equal(info.trainer, name);
}

static void
the_trainers_half_is_kept_at_once(void **state)
{
	struct class_results all = { 0 };

	(void)state;
	open_marks(24, 80);
	viewdesk_key(&d, ACTION_NEXT);
	viewdesk_type(&d, "1"); /* who marks is asked first, then the mark counts */
	assert_true(viewdesk_shows(&d, "教员姓名"));
	viewdesk_type(&d, "王老师\n");
	assert_string_equal(info.trainer, "王老师");
	viewdesk_type(&d, "2"); /* that item has one way: said, and nothing is taken off */
	assert_string_equal(d.said, "“语音语速”没有第 2 种: 按 1, 或 0。");
	viewdesk_key(&d, ACTION_DOWN);
	viewdesk_type(&d, "7");
	assert_string_equal(d.said, "“礼貌用语”没有第 7 种: 按 1 到 2, 或 0。");
	for (int i = 0; i < 2; i++) {
		viewdesk_type(&d, "0");
		viewdesk_key(&d, ACTION_DOWN);
	}
	assert_false(viewdesk_shows(&d, "未评完"));
	viewdesk_key(&d, ACTION_UP);
	assert_true(viewdesk_shows(&d, "王老师 评 19/20(95%)"));
	viewdesk_key(&d, ACTION_DOWN);
	assert_int_equal(results_read(dir, &all, NULL), ERR_OK);
	assert_int_equal(all.n, 1);
	assert_int_equal(all.item[0].trainer, all.item[0].trainer_of - 1);
	results_free(&all);
	viewdesk_type(&d, "9");
	assert_string_equal(d.said, "“一票否决”没有第 9 种: 按 1 到 8, 或 0。");
	viewdesk_type(&d, "3"); /* the fatal ones have a line of their own */
	assert_true(viewdesk_shows(&d, "3*泄露诉求人信息"));
	viewdesk_type(&d, "0");
	assert_false(viewdesk_shows(&d, "3*"));
	str_copy(info.results, sizeof(info.results), "/nonexistent/lessons");
	viewdesk_type(&d, "1");
	assert_int_equal(d.said_level, 2);
}

/* Each half has a row of its own: the trainer's begins at what is not marked yet, the machine's is where it was left. */
static int
row_in_hand(void)
{
	viewdesk_draw(&d);
	return d.canvas.cursor_row;
}

static void
each_half_has_its_own_row(void **state)
{
	int first;

	(void)state;
	open_marks(24, 80);
	first = row_in_hand();
	viewdesk_key(&d, ACTION_DOWN);
	viewdesk_key(&d, ACTION_DOWN);
	as_trainer("王老师");
	assert_int_equal(row_in_hand(), first);
	viewdesk_type(&d, "0");
	viewdesk_key(&d, ACTION_NEXT);
	assert_int_equal(row_in_hand(), first + 2);
	viewdesk_key(&d, ACTION_NEXT);
	assert_int_equal(row_in_hand(), first + 1); /* what comes first is marked */
	for (int i = 0; i < 2; i++) {
		viewdesk_type(&d, "0");
		viewdesk_key(&d, ACTION_DOWN);
	}
	viewdesk_key(&d, ACTION_PREV);
	viewdesk_key(&d, ACTION_PREV);
	assert_int_equal(row_in_hand(), first); /* none is left: from the beginning */
}

/* What does not fit is counted: the rows of the list in its head, remarks below the trainer's items. */
static void
what_is_beyond_the_page_is_counted(void **state)
{
	(void)state;
	viewdesk_init(&d, 24, 80);
	have_lesson_with(6);
	viewdesk_free(&d);
	open_at("marks", 24, 80);
	assert_true(viewdesk_shows(&d, " 1-10/20"));
	viewdesk_key(&d, ACTION_END);
	assert_true(viewdesk_shows(&d, " 11-20/20"));
	viewdesk_key(&d, ACTION_NEXT);
	viewdesk_key(&d, ACTION_END);
	viewdesk_golden(&d, "marks_more_80x24");
	viewdesk_free(&d);
	open_at("marks", 36, 120);
	assert_false(viewdesk_shows(&d, "/20 "));
	viewdesk_key(&d, ACTION_NEXT);
	assert_false(viewdesk_shows(&d, "条记事"));
}

/* What the trainer put in stands in both halves, costs nothing and is nothing to be taken back. */
static void
inserts_are_seen_and_cost_nothing(void **state)
{
	(void)state;
	viewdesk_init(&d, 24, 80);
	have_lesson_with(2);
	viewdesk_free(&d);
	open_at("marks", 24, 80);
	viewdesk_golden(&d, "marks_inserts_80x24");
	for (int i = 0; i < 2; i++)
		viewdesk_key(&d, ACTION_DOWN);
	viewdesk_key(&d, ACTION_ERASE);
	assert_string_equal(d.said, "这一条是记事, 没有扣分。");
	assert_false(viewdesk_shows(&d, "教员姓名"));
	viewdesk_key(&d, ACTION_NEXT);
	viewdesk_golden(&d, "marks_inserts_trainer_80x24");
}

/* All but the first letter arrive at once, as from a quick hand or a slow line. */
static void
a_name_typed_in_a_burst_is_whole(void **state)
{
	(void)state;
	open_marks(24, 80);
	viewdesk_key(&d, ACTION_NEXT);
	viewdesk_type(&d, "W");
	viewdesk_input(&d, input_text("angXiaoming Xie"));
	viewdesk_type(&d, "\n");
	assert_string_equal(info.trainer, "WangXiaoming Xie");
	viewdesk_type(&d, "Z");
	viewdesk_input(&d, input_text("hang-wan-de-hen-chang-de-yi-ge-ming-zi"));
	assert_non_null(strstr(d.said, "最多 31 个字")); /* as key by key: what fits stays */
	viewdesk_type(&d, "\n");
	assert_string_equal(info.trainer, "Zhang-wan-de-hen-chang-de-yi-ge");
	viewdesk_type(&d, "欧");
	viewdesk_input(&d, input_text("阳一二三四五六七八九"));
	viewdesk_type(&d, "\n");
	assert_non_null(strstr(d.said, "最多 10 个汉字")); /* not cut in silence, and still asked */
	assert_true(viewdesk_shows(&d, "教员姓名"));
	viewdesk_key(&d, ACTION_ERASE);
	viewdesk_type(&d, "\n");
	assert_string_equal(info.trainer, "欧阳一二三四五六七八");
}

static void
what_cost_points_is_on_top(void **state)
{
	struct str dump = { 0 };
	const char *fatal, *cost, *spent;

	(void)state;
	open_marks(36, 120);
	assert_false(viewdesk_shows(&d, " -0 "));
	canvas_dump(&d.canvas, &dump);
	assert_non_null(fatal = strstr(str_c(&dump), "建了 0 件"));
	assert_non_null(cost = strstr(str_c(&dump), "没有复述核对"));
	assert_non_null(spent = strstr(str_c(&dump), "已扣完"));
	assert_true(fatal < cost && cost < spent);
	assert_null(strstr(spent, "  -")); /* behind it nothing cost anything */
	str_free(&dump);
}

static void
a_deduction_is_taken_back(void **state)
{
	struct class_results all = { 0 };

	(void)state;
	open_marks(24, 80);
	viewdesk_key(&d, ACTION_DOWN);
	viewdesk_key(&d, ACTION_DOWN);
	viewdesk_key(&d, ACTION_ERASE); /* who he is comes first */
	assert_true(viewdesk_shows(&d, "教员姓名"));
	viewdesk_type(&d, "王老师\n");
	assert_true(viewdesk_shows(&d, "教员 王老师  还扣几分(0 免扣)"));
	viewdesk_type(&d, "5\n"); /* that is what it costs */
	assert_non_null(strstr(d.said, "写 0 到 4"));
	viewdesk_type(&d, "2\n");
	viewdesk_type(&d, "\n"); /* without a reason nothing happens */
	assert_false(viewdesk_shows(&d, "改-2"));
	viewdesk_key(&d, ACTION_ERASE);
	viewdesk_type(&d, "2\n3\n"); /* that is no reason */
	assert_string_equal(d.said, "这里写一句理由, 不是分数。");
	viewdesk_type(&d, "只漏了时间\n");
	assert_non_null(strstr(d.said, "机评没变")); /* what had been spent costs now */
	assert_true(viewdesk_shows(&d, "改-2 记完没有复述核对"));
	assert_true(viewdesk_shows(&d, "王老师 理解复述改扣2分(原扣5分): 只漏了时间"));
	assert_int_equal(results_read(dir, &all, NULL), ERR_OK);
	assert_int_equal(
	    all.item[0].machine, info.last.machine); /* what had been spent costs now */
	results_free(&all);
	viewdesk_key(&d, ACTION_ERASE);
	assert_non_null(strstr(d.said, "恢复扣5分"));
	assert_true(viewdesk_shows(&d, "-5 记完没有复述核对"));
	viewdesk_key(&d, ACTION_HOME);
	viewdesk_key(&d, ACTION_ERASE);
	viewdesk_type(&d, "说的是上门时间\n");
	assert_true(viewdesk_shows(&d, "免扣 向来电人承诺了结果或日期"));
	viewdesk_golden(&d, "marks_eased_80x24");
	viewdesk_key(&d, ACTION_NEXT);
	viewdesk_type(&d, "小陈\n");
	viewdesk_key(&d, ACTION_NEXT);
	viewdesk_key(&d, ACTION_ERASE); /* his own lesson */
	assert_non_null(strstr(d.said, "不能给自己"));
}

/* Whoever marked the sheet before may have named himself: of every other it is said in whose name it is marked. */
static void
each_sheet_says_in_whose_name(void **state)
{
	(void)state;
	open_marks(24, 80);
	as_trainer("王老师");
	viewdesk_type(&d, "1");
	assert_null(strstr(d.said, "名下")); /* he has just said so himself */
	viewdesk_free(&d);
	open_at("marks", 24, 80);
	viewdesk_key(&d, ACTION_NEXT);
	viewdesk_type(&d, "1");
	assert_string_equal(d.said, "记在教员 王老师 名下; 不是您就打姓名, Enter 换人。");
	viewdesk_type(&d, "1");
	assert_string_equal(d.said, ""); /* once */
	viewdesk_key(&d, ACTION_NEXT);
	viewdesk_key(&d, ACTION_HOME);
	viewdesk_key(&d, ACTION_ERASE);
	assert_true(viewdesk_shows(&d, "教员 王老师  免扣理由"));
}

static void
after_three_days_nothing_is_disputed(void **state)
{
	(void)state;
	open_marks(24, 80);
	assert_true(viewdesk_shows(&d, "学员可提争议到"));
	d.desk.now += INT64_C(86400000) * 14;
	assert_true(viewdesk_shows(&d, "争议期已过"));
	viewdesk_key(&d, ACTION_SUBMIT);
	assert_non_null(strstr(d.said, "3 个工作日"));
	assert_false(viewdesk_shows(&d, "争议理由"));
}

static void
disputed_and_marked_again(void **state)
{
	(void)state;
	open_marks(24, 80);
	as_trainer("王老师");
	viewdesk_type(&d, "1");
	viewdesk_key(&d, ACTION_SUBMIT);
	assert_true(viewdesk_shows(&d, "争议理由"));
	viewdesk_type(&d, "我道了歉的\n");
	assert_true(viewdesk_shows(&d, "小陈 有争议: 我道了歉的"));
	assert_int_equal(asked.disputed, 1); /* and the class is told */
	viewdesk_type(&d, "0");
	assert_non_null(strstr(d.said, "另一位教员"));
	viewdesk_type(&d, "小陈\n");
	viewdesk_type(&d, "0");
	assert_non_null(strstr(d.said, "不能给自己"));
	viewdesk_type(&d, "李老师\n");
	viewdesk_type(&d, "0");
	assert_true(viewdesk_shows(&d, "李老师 评"));
	assert_true(viewdesk_shows(&d, "王老师 评")); /* both are kept */
	assert_int_equal(asked.reviewed, 2);          /* and he is told, in class */
	viewdesk_golden(&d, "marks_again_80x24");
	str_copy(info.trainee, sizeof(info.trainee), "李老师");
	viewdesk_key(&d, ACTION_SUBMIT); /* before anybody writes for nothing */
	assert_non_null(strstr(d.said, "争议由 小陈 自己提"));
	assert_false(viewdesk_shows(&d, "争议理由"));
}

static bool
offers(const char *label)
{
	size_t n;
	const struct bar_key *keys = d.view.ops->keys(&d.view, &n);

	for (size_t i = 0; i < n; i++)
		if (keys[i].label != NULL && strcmp(keys[i].label, label) == 0)
			return true;
	return false;
}

/* On a trainee's seat in a class nobody marks: it would stay there. */
static void
in_a_class_the_trainer_marks_at_his_seat(void **state)
{
	(void)state;
	open_marks(24, 80);
	assert_true(offers("教员评") && offers("免扣"));
	info.joins = true; /* also while the class is gone */
	assert_false(offers("免扣"));
	assert_true(offers("争议"));
	viewdesk_key(&d, ACTION_ERASE);
	assert_string_equal(d.said, "在课堂里, 教员评分和免扣在教员那一台上。");
	assert_false(viewdesk_shows(&d, "教员姓名"));
	viewdesk_key(&d, ACTION_NEXT); /* and looks at what came back */
	assert_false(offers("数字=扣分"));
	assert_true(viewdesk_shows(&d, "教员在他那一台上评"));
	d.said[0] = '\0';
	viewdesk_type(&d, "1");
	assert_string_equal(d.said, "在课堂里, 教员评分和免扣在教员那一台上。");
	assert_int_equal(asked.reviewed, 0);
	viewdesk_type(&d, "王");
	assert_false(viewdesk_shows(&d, "教员姓名"));
	str_copy(info.in_class, sizeof(info.in_class), "一班");
	viewdesk_key(&d, ACTION_SUBMIT);
	viewdesk_type(&d, "我道了歉的\n");
	assert_non_null(strstr(d.said, "也报给教员了"));
}

static void
a_lesson_of_the_past_is_shown(void **state)
{
	char arg[64];

	(void)state;
	viewdesk_init(&d, 24, 80);
	have_lesson();
	viewdesk_free(&d);
	class_run_close(info.run);
	info.run = NULL;
	(void)snprintf(arg, sizeof(arg), "%lld %s", (long long)info.last.at, info.trainee);
	memset(&info.last, 0, sizeof(info.last));
	viewdesk_init(&d, 24, 80);
	d.desk.classroom = &info;
	d.desk.lesson = lesson;
	viewdesk_open(&d, "marks", arg);
	assert_true(viewdesk_shows(&d, "向来电人承诺了结果或日期"));
	assert_true(viewdesk_shows(&d, "一票否决, 这一课不计分"));
	viewdesk_key(&d, ACTION_ENTER);
	assert_non_null(strstr(d.said, "没有录下"));
}

/* ---- 考试 ---- */

static void
take_off(struct score *x, int item)
{
	struct score_mark *m = &x->mark[x->n++];

	*m = (struct score_mark){ .at_ms = 90000, .item = item };
	m->points = x->form->items[item].ways[0].points;
	assert_true(qa_mark(x->form, &x->machine, item, 0));
}

/* An exam of this trainee: five calls a minute apart, the third as given. */
static void
keep_exam(int64_t from, int n, const char *rule)
{
	static const char *const titles[] = { "路灯不亮, 老人险些绊倒", "接通了没有声音",
		"停水了, 偏赶上系统断线", "整栋楼没暖气, 你们接了多少个了",
		"母亲在外地, 家里暖气不热" };
	static const char sent[] = "E1\t小陈\t1\t1\tS0205-01\t0\n";
	char path[TMPDIR_PATHS];

	tmpdir_put(dir, "exams.tsv", sent, sizeof(sent) - 1, path);
	for (int i = 0; i < n; i++) {
		struct class_result r = {
			.at = from + INT64_C(60000) * i, .mode = MODE_EXAM, .nth = i + 1
		};
		struct score x = { .form = qa_form("agent") };

		if (i == 0 || i == 3)
			take_off(&x, i == 0 ? 7 : 4);
		if (i == 2 && rule != NULL) {
			x.machine.fatal = 1u << 7;
			x.mark[0] = (struct score_mark){ .at_ms = 70000, .item = 7, .way = -1 };
			str_copy(x.mark[0].rule, sizeof(x.mark[0].rule), rule);
			x.n = 1;
		}
		results_of(&x, &r);
		str_copy(r.trainee, sizeof(r.trainee), "小陈");
		(void)snprintf(r.scenario, sizeof(r.scenario), "S0%d", i);
		str_copy(r.title, sizeof(r.title), titles[i]);
		str_copy(r.exam, sizeof(r.exam), "E1");
		assert_int_equal(results_add(dir, &r, &x, NULL), ERR_OK);
	}
}

static void
a_key_begins_an_exam(void **state)
{
	(void)state;
	open_at("train", 24, 80);
	viewdesk_type(&d, "4");
	assert_int_equal(asked.exams, 1);
	assert_int_equal(asked.begun, 0);
}

static void
between_two_calls_no_marks(void **state)
{
	(void)state;
	keep_exam(VIEWDESK_NOW - 600000, 2, NULL);
	str_copy(info.exam, sizeof(info.exam), "E1");
	info.exam_nth = 2;
	info.exam_waits = true;
	open_at("exam", 24, 80);
	viewdesk_golden(&d, "exam_between_80x24");
	viewdesk_key(&d, ACTION_ENTER);
	assert_int_equal(asked.exams, 1);
	viewdesk_type(&d, "0"); /* not by one key */
	assert_int_equal(asked.stopped, 0);
	viewdesk_key(&d, ACTION_DOWN);
	viewdesk_type(&d, "0");
	assert_int_equal(asked.stopped, 0);
	viewdesk_type(&d, "0");
	assert_int_equal(asked.stopped, 1);
}

static void
the_page_of_an_exam(void **state)
{
	(void)state;
	keep_exam(VIEWDESK_NOW - 600000, 5, "向来电人承诺了结果或日期");
	open_at("exam", 24, 80);
	viewdesk_golden(&d, "exam_80x24");
	viewdesk_key(&d, ACTION_DOWN);
	viewdesk_key(&d, ACTION_ENTER);
	assert_int_equal(strncmp(d.opened, "marks:", 6), 0);
	viewdesk_key(&d, ACTION_RIGHT);
	assert_non_null(strstr(d.said, "没有录下"));
	viewdesk_free(&d);
	open_at("exam", 36, 120);
	viewdesk_golden(&d, "exam_120x36");
	viewdesk_free(&d);
	open_at("train", 24, 80);
	viewdesk_key(&d, ACTION_NEXT);
	viewdesk_key(&d, ACTION_NEXT);
	viewdesk_golden(&d, "train_exams_80x24");
	viewdesk_key(&d, ACTION_ENTER);
	assert_string_equal(d.opened, "exam:E1 小陈");
}

/* ---- 学员 ---- */

static void
trainees_and_their_progress(void **state)
{
	(void)state;
	keep_results();
	keep_exam(VIEWDESK_NOW - 7200000, 5, "向来电人承诺了结果或日期");
	open_at("train", 24, 80);
	viewdesk_key(&d, ACTION_PREV);
	viewdesk_key(&d, ACTION_DOWN);
	viewdesk_golden(&d, "train_people_80x24");
	viewdesk_type(&d, "xiaoliu");
	viewdesk_key(&d, ACTION_ENTER);
	assert_true(viewdesk_shows(&d, "只看 小刘"));
	assert_false(viewdesk_shows(&d, "整栋楼没暖气"));
	viewdesk_key(&d, ACTION_BACK);
	assert_false(viewdesk_shows(&d, "只看"));
	assert_true(viewdesk_shows(&d, "整栋楼没暖气"));
	viewdesk_free(&d);
	open_at("train", 36, 120);
	viewdesk_key(&d, ACTION_PREV);
	viewdesk_golden(&d, "train_people_120x36");
}

static void
an_exam_that_was_left(void **state)
{
	(void)state;
	keep_exam(VIEWDESK_NOW - 600000, 2, NULL);
	open_at("train", 24, 80);
	assert_true(viewdesk_shows(&d, "4 接着考(考了2/5通)"));
	viewdesk_free(&d);
	open_at("exam", 24, 80);
	assert_true(viewdesk_shows(&d, "没有考完"));
	assert_true(viewdesk_shows(&d, "没有考到"));
	viewdesk_type(&d, "00");
	assert_int_equal(asked.stopped, 1);
	viewdesk_free(&d);
	str_copy(info.trainee, sizeof(info.trainee), "小刘"); /* it is not his */
	open_at("train", 24, 80);
	assert_true(viewdesk_shows(&d, "4 整场考试"));
}

static void
trainees_go_to_a_spreadsheet(void **state)
{
	char path[TMPDIR_PATHS];
	struct str csv = { 0 };

	(void)state;
	keep_exam(VIEWDESK_NOW - 600000, 5, NULL);
	open_at("train", 24, 80);
	viewdesk_key(&d, ACTION_PREV);
	viewdesk_key(&d, ACTION_SUBMIT);
	assert_non_null(strstr(d.said, "trainees.csv"));
	assert_int_equal(
	    fs_read(tmpdir_path(dir, "trainees.csv", path), 1 << 20, &csv, NULL), ERR_OK);
	assert_non_null(strstr(str_c(&csv), "第8项五要素失分%"));
	assert_non_null(strstr(str_c(&csv), "\"全班\",5,"));
	assert_non_null(strstr(str_c(&csv), "\"小陈\",5,"));
	str_free(&csv);
}

static void
a_name_is_asked_once(void **state)
{
	(void)state;
	info.trainee[0] = '\0';
	open_at("train", 24, 80);
	assert_true(viewdesk_shows(&d, "您的姓名"));
	viewdesk_type(&d, "李宁\n");
	assert_string_equal(info.trainee, "李宁");
	assert_false(viewdesk_shows(&d, "您的姓名"));
	viewdesk_type(&d, "2");
	assert_int_equal(asked.begun, 1);
	viewdesk_free(&d);
	open_at("train", 24, 80);
	assert_false(viewdesk_shows(&d, "您的姓名"));
	viewdesk_type(&d, "5\n"); /* somebody else; nobody: he stays */
	assert_string_equal(info.trainee, "李宁");
	viewdesk_type(&d, "5");
	assert_true(viewdesk_shows(&d, "您的姓名"));
	assert_string_equal(d.said, "成绩记在姓名下; 空着按 Enter 就还是 李宁, 以后按 5 换人。");
	viewdesk_type(&d, "小陈\n");
	assert_string_equal(info.trainee, "小陈");
	info.under_way = true;
	viewdesk_type(&d, "5");
	assert_string_equal(d.said, "先结束手上的课或考试, 再换人。");
	info.under_way = false;
	str_copy(info.in_class, sizeof(info.in_class), "一班");
	viewdesk_type(&d, "5");
	assert_non_null(strstr(d.said, "课堂里不换人"));
	assert_false(viewdesk_shows(&d, "您的姓名"));
	info.in_class[0] = '\0';
	viewdesk_free(&d);
	info.trainee[0] = '\0';
	open_at("train", 24, 80);
	viewdesk_key(&d, ACTION_BACK); /* the job number will do */
	assert_string_equal(info.trainee, "1154");
}

/* The digit that ends a lesson does so on every page; behind letters, and without a lesson, it is of what is looked for. */
static void
a_lesson_ends_on_every_page(void **state)
{
	(void)state;
	keep_results();
	info.under_way = true;
	open_at("train", 24, 80);
	for (int page = 0; page < 4; page++) {
		viewdesk_type(&d, "0");
		assert_int_equal(asked.broken_off, page + 1);
		viewdesk_key(&d, ACTION_NEXT);
	}
	viewdesk_key(&d, ACTION_NEXT);
	assert_true(viewdesk_shows(&d, "[成绩"));
	viewdesk_type(&d, "s0");
	assert_int_equal(asked.broken_off, 4);
	assert_true(viewdesk_shows(&d, "筛选 s0"));
	viewdesk_key(&d, ACTION_BACK);
	info.under_way = false;
	viewdesk_type(&d, "0");
	assert_int_equal(asked.broken_off, 4);
	assert_true(viewdesk_shows(&d, "筛选 0"));
}

/* ... that is pressed there: was it asked about? */
static bool
esc_is_asked_about(void)
{
	d.said[0] = '\0';
	viewdesk_key(&d, ACTION_BACK);
	return strcmp(d.said, "课堂 一班 还开着: 要离开这一屏, 再按一次 Esc。") == 0;
}

/* Who waits in a class is not out of it by one key too many; who has a call goes back to it at once. */
static void
a_class_is_not_left_by_one_key(void **state)
{
	(void)state;
	open_at("train", 24, 80);
	assert_false(esc_is_asked_about());
	str_copy(info.in_class, sizeof(info.in_class), "一班");
	assert_true(esc_is_asked_about());
	assert_false(esc_is_asked_about());
	viewdesk_key(&d, ACTION_NEXT);
	assert_true(esc_is_asked_about()); /* another key was between, on any page */
	viewdesk_key(&d, ACTION_PREV);
	viewdesk_type(&d, "s0");
	assert_false(esc_is_asked_about()); /* of what is looked for */
	assert_true(esc_is_asked_about());
	viewdesk_key(&d, ACTION_NEXT);
	info.under_way = true;
	assert_false(esc_is_asked_about());
	info.under_way = false;
	str_copy(info.exam, sizeof(info.exam), "E1");
	assert_false(esc_is_asked_about());
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_shelf, setup, teardown),
		cmocka_unit_test_setup_teardown(a_class_is_not_left_by_one_key, setup, teardown),
		cmocka_unit_test_setup_teardown(each_half_has_its_own_row, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    what_is_beyond_the_page_is_counted, setup, teardown),
		cmocka_unit_test_setup_teardown(each_sheet_says_in_whose_name, setup, teardown),
		cmocka_unit_test_setup_teardown(inserts_are_seen_and_cost_nothing, setup, teardown),
		cmocka_unit_test_setup_teardown(the_results, setup, teardown),
		cmocka_unit_test_setup_teardown(digits_begin_a_lesson, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    a_file_with_a_mistake_is_not_played, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    letters_find_and_leaving_lets_ring, setup, teardown),
		cmocka_unit_test_setup_teardown(a_number_is_looked_for, setup, teardown),
		cmocka_unit_test_setup_teardown(results_go_to_a_spreadsheet, setup, teardown),
		cmocka_unit_test_setup_teardown(the_marks, setup, teardown),
		cmocka_unit_test_setup_teardown(a_name_typed_in_a_burst_is_whole, setup, teardown),
		cmocka_unit_test_setup_teardown(what_cost_points_is_on_top, setup, teardown),
		cmocka_unit_test_setup_teardown(a_deduction_is_taken_back, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    after_three_days_nothing_is_disputed, setup, teardown),
		cmocka_unit_test_setup_teardown(the_trainers_half_is_kept_at_once, setup, teardown),
		cmocka_unit_test_setup_teardown(disputed_and_marked_again, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    in_a_class_the_trainer_marks_at_his_seat, setup, teardown),
		cmocka_unit_test_setup_teardown(a_lesson_of_the_past_is_shown, setup, teardown),
		cmocka_unit_test_setup_teardown(a_key_begins_an_exam, setup, teardown),
		cmocka_unit_test_setup_teardown(between_two_calls_no_marks, setup, teardown),
		cmocka_unit_test_setup_teardown(the_page_of_an_exam, setup, teardown),
		cmocka_unit_test_setup_teardown(trainees_and_their_progress, setup, teardown),
		cmocka_unit_test_setup_teardown(an_exam_that_was_left, setup, teardown),
		cmocka_unit_test_setup_teardown(trainees_go_to_a_spreadsheet, setup, teardown),
		cmocka_unit_test_setup_teardown(a_name_is_asked_once, setup, teardown),
		cmocka_unit_test_setup_teardown(a_lesson_ends_on_every_page, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
