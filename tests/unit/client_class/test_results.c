/* test_results: what is kept of lessons: deductions and both halves, older tables; a trainer who mends his own mark or takes a
 * deduction back, a dispute and the second trainer; the sums of a person. */
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "../../lib/sheet.h"
#include "../../lib/one_dir.h"
#include "base/clock.h"
#include "base/fs.h"
#include "client/class/results.h"
#include "model/drill.h"

/* ---- lessons ---- */

enum { UNDERSTOOD = 4, ELEMENTS = 7, MANNERS = 2 }; /* items of the form */
#define PROMISED 7

static void
deduct(struct score *x, int64_t at_ms, int item, int way, const char *rule)
{
	struct score_mark *m = &x->mark[x->n++];

	m->at_ms = at_ms;
	m->item = item;
	m->way = way;
	(void)str_copy(m->rule, sizeof(m->rule), rule);
	if (way < 0)
		x->machine.fatal |= 1u << item;
	else {
		m->points = x->form->items[item].ways[way].points;
		assert_true(qa_mark(x->form, &x->machine, item, way));
	}
}

/* One lesson, kept; ${x} its sheet. */
static struct class_result
keep(int64_t at, const char *who, const char *scenario, const struct score *x)
{
	struct class_result r = { .at = at,
		.mode = x->form == score_form(MODE_DRILL) ? MODE_DRILL : MODE_EXAM,
		.par_s = 210,
		.stars = 5 };

	results_of(x, &r);
	(void)str_copy(r.trainee, sizeof(r.trainee), who);
	(void)str_copy(r.scenario, sizeof(r.scenario), scenario);
	(void)str_copy(r.title, sizeof(r.title), "路灯");
	assert_int_equal(results_add(dir, &r, x, NULL), ERR_OK);
	return r;
}

static enum err_code
mark_by(const struct class_result *r, const char *by, int64_t at, int manners, unsigned fatal,
    struct err *e)
{
	struct class_review v = { .lesson_at = r->at, .at = at };

	(void)str_copy(v.trainee, sizeof(v.trainee), r->trainee);
	(void)str_copy(v.by, sizeof(v.by), by);
	v.marks.fatal = fatal;
	for (int i = 0; i < manners; i++)
		(void)qa_mark(qa_form("agent"), &v.marks, MANNERS, 0);
	return reviews_add(dir, &v, NULL, e);
}

static enum err_code
dispute_by(const struct class_result *r, const char *by, const char *why, struct err *e)
{
	struct class_review v = { .lesson_at = r->at, .at = 9000, .kind = REVIEW_DISPUTE };

	(void)str_copy(v.trainee, sizeof(v.trainee), r->trainee);
	(void)str_copy(v.by, sizeof(v.by), by);
	(void)str_copy(v.words, sizeof(v.words), why);
	return reviews_add(dir, &v, NULL, e);
}

static struct class_result
read_again(const struct class_result *r)
{
	struct class_results all;
	const struct class_result *found;
	struct class_result out;

	assert_int_equal(results_read(dir, &all, NULL), ERR_OK);
	assert_non_null(found = results_find(&all, r->at, r->trainee));
	out = *found;
	results_free(&all);
	return out;
}

/* A drill has other items and ways, on the same table. */
static void
a_drill_is_kept_on_its_own_sheet(void **state)
{
	struct score x = { .form = score_form(MODE_DRILL), .open = 1u << DRILL_POINT }, back;
	struct class_review v = {
		.lesson_at = 1000, .at = 2000, .trainee = "小李", .by = "教员甲"
	};
	struct class_result r;

	(void)state;
	deduct(&x, 20000, DRILL_CONTACT, 1, "没有“联系群众”");
	deduct(&x, 30000, DRILL_FATAL_PUSHED_OFF, -1, "不能这样“申请退单”");
	r = keep(1000, "小李", "D01", &x);
	assert_int_equal(read_again(&r).mode, MODE_DRILL);
	assert_int_equal(results_score(dir, &r, &back, NULL), ERR_OK);
	assert_string_equal(back.form->code, "drill");
	assert_int_equal(back.n, 2);
	assert_int_equal(qa_item_score(back.form, &back.machine, DRILL_CONTACT), 0);
	assert_int_equal(back.machine.fatal, 1u << DRILL_FATAL_PUSHED_OFF);
	assert_true(qa_mark(x.form, &v.marks, DRILL_POINT, 1));
	assert_int_equal(reviews_add(dir, &v, NULL, NULL), ERR_OK);
	assert_int_equal(read_again(&r).trainer, read_again(&r).trainer_of - 10);
}

static void
a_sheet_is_had_again(void **state)
{
	struct score x = sheet_fresh(), y;
	struct class_result r;

	(void)state;
	deduct(&x, 61000, UNDERSTOOD, 0, "记完没有复述\t核对");
	deduct(&x, 70000, PROMISED, -1, "向来电人承诺了结果或日期");
	r = keep(1000, "小陈", "S1", &x);
	(void)keep(1000, "小刘", "S1", &(struct score){ .form = x.form, .open = x.open });
	r = read_again(&r);
	assert_int_equal(r.verdict, SCORE_FATAL);
	assert_int_equal(r.par_s, 210);
	assert_int_equal(r.stars, 5);
	assert_int_equal(results_score(dir, &r, &y, NULL), ERR_OK);
	assert_int_equal(y.n, 2);
	assert_int_equal(y.mark[0].at_ms, 61000);
	assert_int_equal(y.mark[0].item, UNDERSTOOD);
	assert_int_equal(y.mark[0].points, 5);
	assert_string_equal(y.mark[0].rule, "记完没有复述 核对");
	assert_int_equal(y.mark[1].way, -1);
	assert_int_equal(y.machine.fatal, 1u << PROMISED);
	assert_int_equal(score_machine(&y).got, score_machine(&x).got);
	assert_int_equal(y.open, x.open);
}

/* A table of before there were exams, and lines that are none. */
static void
older_tables_are_read(void **state)
{
	static const char older[] =
	    "1000\t小陈\tS1\t路灯\t2\t2\t66\t80\t-1\t20\topen\t90\t60\t1000\t2000\t300\ta.tape\n"
	    "somebody's own line\n"
	    "2000\t小陈\tS1\t路灯\t2\t2\t66\t80\t-1\t20\topen\t90\t60\t1000\t2000\t300\ta.tape\t"
	    "E1\t9999999\t1\t1\t1\n"
	    "3000\t小陈\tS1\t路灯\t2\t2\t66\t80\t-1\t20\topen\t90\t60\t1000\t2000\t300\t../a\n";
	char path[TMPDIR_PATHS];
	struct class_results all;
	struct score x;
	struct err e = { 0 };

	(void)state;
	tmpdir_put(dir, "results.tsv", older, sizeof(older) - 1, path);
	assert_int_equal(results_read(dir, &all, NULL), ERR_OK);
	assert_int_equal(all.n, 1);
	assert_string_equal(all.item[0].exam, "");
	assert_int_equal(all.item[0].stars, -1);
	assert_int_equal(results_score(dir, &all.item[0], &x, &e), ERR_NOT_FOUND);
	assert_non_null(strstr(e.text, "以前的版本"));
	results_free(&all);
	x = sheet_fresh();
	(void)keep(4000, "小陈", "S1", &x);
	assert_int_equal(results_read(dir, &all, NULL), ERR_OK);
	assert_int_equal(all.n, 2);
	results_free(&all);
}

static void
damaged_deductions_are_not_read(void **state)
{
	static const char bad[] = "1000\t小陈\t1\t14\t1\t5\t没有这一项\n"
				  "1000\t小陈\t1\t5\t4\t5\t没有这种扣法\n"
				  "1000\t小陈\t1\t9\t0\t0\t没有这条否决\n"
				  "1000\t小陈\t-1\t5\t1\t5\t时刻不对\n"
				  "1000\t小陈\t1\t5\t1\n"
				  "1000\t小陈\t1\t5\t1\t5\t对的\n";
	struct score x = sheet_fresh(), y;
	struct class_result r;
	char path[TMPDIR_PATHS];

	(void)state;
	deduct(&x, 1, UNDERSTOOD, 0, "对的");
	r = keep(1000, "小陈", "S1", &x);
	tmpdir_put(dir, "deductions.tsv", bad, sizeof(bad) - 1, path);
	assert_int_equal(results_score(dir, &r, &y, NULL), ERR_OK);
	assert_int_equal(y.n, 1);
	assert_string_equal(y.mark[0].rule, "对的");
}

static void
trainers_mark_and_trainees_dispute(void **state)
{
	struct score x = sheet_fresh();
	struct class_result r = keep(1000, "小陈", "S1", &x), none = r;
	struct class_reviews all;
	struct err e = { 0 };

	(void)state;
	assert_int_equal(mark_by(&r, "小陈", 2000, 0, 0, &e), ERR_FORBIDDEN);
	none.at = 999;
	assert_int_equal(mark_by(&none, "王老师", 2000, 0, 0, &e), ERR_NOT_FOUND);
	assert_int_equal(mark_by(&r, "王老师", 2000, 4, 0, &e), ERR_OK);
	assert_int_equal(mark_by(&r, "王老师", 3000, 5, 0, &e), ERR_OK); /* he goes on */
	assert_int_equal(reviews_read(dir, &all, NULL), ERR_OK);
	assert_int_equal(all.n, 1);
	assert_int_equal(read_again(&r).trainer, 15);
	assert_int_equal(read_again(&r).verdict, SCORE_FAILED); /* 15 of 20 */
	assert_null(reviews_disputed(&all, &r));
	reviews_free(&all);

	assert_int_equal(dispute_by(&r, "小刘", "不对", &e), ERR_FORBIDDEN);
	assert_int_equal(dispute_by(&r, "小陈", "我道了歉", &e), ERR_OK);
	assert_int_equal(reviews_read(dir, &all, NULL), ERR_OK);
	assert_string_equal(reviews_disputed(&all, &r)->words, "我道了歉");
	reviews_free(&all);
	assert_int_equal(mark_by(&r, "王老师", 9500, 0, 0, &e), ERR_FORBIDDEN);
	assert_non_null(strstr(e.text, "另一位教员"));
	assert_int_equal(mark_by(&r, "李老师", 9600, 0, 0, &e), ERR_OK);
	assert_int_equal(reviews_read(dir, &all, NULL), ERR_OK);
	assert_int_equal(all.n, 3); /* all are kept, with who and when */
	assert_string_equal(all.item[0].by, "王老师");
	assert_int_equal(all.item[0].at, 3000);
	assert_string_equal(reviews_last(&all, &r)->by, "李老师");
	assert_null(reviews_disputed(&all, &r));
	reviews_free(&all);
	assert_int_equal(read_again(&r).verdict, SCORE_PASSED);

	assert_int_equal(mark_by(&r, "李老师", 9700, 0, 1u << PROMISED, &e), ERR_OK);
	assert_int_equal(read_again(&r).verdict, SCORE_FATAL);
	assert_int_equal(mark_by(&r, "李老师", 9800, 0, 0, &e), ERR_OK); /* by mistake */
	assert_int_equal(read_again(&r).verdict, SCORE_PASSED);
}

static enum err_code
ease_by(const struct class_result *r, const char *by, struct review_ease x, const char *why,
    struct err *e)
{
	struct class_review v = { .lesson_at = r->at, .at = 9500, .kind = REVIEW_EASE, .ease = x };

	(void)str_copy(v.trainee, sizeof(v.trainee), r->trainee);
	(void)str_copy(v.by, sizeof(v.by), by);
	(void)str_copy(v.words, sizeof(v.words), why);
	return reviews_add(dir, &v, NULL, e);
}

/* Three of the machine's: 5 and 2 points of one item, and a fatal one. */
static struct class_result
keep_three(void)
{
	struct score x = sheet_fresh();

	deduct(&x, 1000, UNDERSTOOD, 0, "没有复述");
	deduct(&x, 2000, UNDERSTOOD, 2, "没有问地点");
	deduct(&x, 3000, PROMISED, -1, "承诺了日期");
	return keep(1000, "小陈", "S1", &x);
}

static void
a_deduction_is_taken_back_and_stands_again(void **state)
{
	const struct review_ease five = { 0, UNDERSTOOD, 0, 5, 0 },
				 less = { 0, UNDERSTOOD, 0, 5, 2 },
				 fatal = { 2, PROMISED, -1, 0, 0 };
	struct review_ease again = five;
	struct class_result r = keep_three();
	struct class_reviews all;
	struct score x;
	struct str csv = { 0 };
	struct class_results table;

	(void)state;
	assert_int_equal(ease_by(&r, "王老师", five, "录音里复述了", NULL), ERR_OK);
	assert_int_equal(read_again(&r).machine, 78);
	assert_int_equal(read_again(&r).verdict, SCORE_FATAL); /* that stands */
	assert_int_equal(ease_by(&r, "王老师", fatal, "说的是上门时间", NULL), ERR_OK);
	assert_int_equal(read_again(&r).verdict, SCORE_OPEN);
	r = read_again(&r);
	assert_int_equal(results_score(dir, &r, &x, NULL), ERR_OK);
	assert_true(x.mark[0].eased && !x.mark[1].eased && x.mark[2].eased);
	assert_int_equal(x.n, 3); /* it is there, and seen to be taken back */
	assert_int_equal(reviews_read(dir, &all, NULL), ERR_OK);
	assert_string_equal(reviews_eased(&all, &r, 0)->by, "王老师");
	assert_string_equal(reviews_eased(&all, &r, 0)->words, "录音里复述了");
	assert_null(reviews_eased(&all, &r, 1));
	assert_int_equal(results_read(dir, &table, NULL), ERR_OK);
	results_csv(&table, &all, &csv);
	assert_non_null(strstr(str_c(&csv), "理解复述免扣(原扣5分) 王老师: 录音里复述了"));
	assert_non_null(strstr(str_c(&csv), "免去 王老师: 说的是上门时间"));
	str_free(&csv);
	results_free(&table);
	reviews_free(&all);
	again.left = REVIEW_AS_WAS;
	assert_int_equal(ease_by(&r, "李老师", again, "", NULL), ERR_OK);
	assert_int_equal(read_again(&r).machine, 73);
	assert_int_equal(ease_by(&r, "李老师", less, "只漏了一句", NULL), ERR_OK);
	assert_int_equal(read_again(&r).machine, 76);
	assert_int_equal(reviews_read(dir, &all, NULL), ERR_OK);
	assert_int_equal(all.n, 4); /* who did what stays */
	reviews_free(&all);
}

static void
not_everybody_takes_everything_back(void **state)
{
	static const struct review_ease five = { 0, UNDERSTOOD, 0, 5, 0 };
	static const struct review_ease none[] = { { 3, UNDERSTOOD, 0, 5, 0 },
		{ 1, UNDERSTOOD, 0, 5, 0 }, { 0, UNDERSTOOD, 0, 5, 6 } };
	struct class_result r = keep_three();
	struct class_reviews all;
	struct err e = { 0 };

	(void)state;
	assert_int_equal(ease_by(&r, "小陈", five, "我复述了", &e), ERR_FORBIDDEN);
	assert_int_equal(ease_by(&r, "王老师", five, "  ", &e), ERR_INVALID);
	assert_non_null(strstr(e.text, "理由"));
	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++)
		assert_int_equal(ease_by(&r, "王老师", none[i], "没有", &e), ERR_INVALID);
	assert_int_equal(read_again(&r).machine, 73);
	assert_int_equal(mark_by(&r, "王老师", 8000, 0, 0, NULL), ERR_OK);
	assert_int_equal(dispute_by(&r, "小陈", "我复述了", NULL), ERR_OK);
	assert_int_equal(ease_by(&r, "王老师", five, "听过了", &e), ERR_FORBIDDEN);
	assert_int_equal(ease_by(&r, "李老师", five, "听过了", &e), ERR_OK);
	assert_int_equal(reviews_read(dir, &all, NULL), ERR_OK);
	assert_null(reviews_disputed(&all, &r)); /* that is the answer to it */
	reviews_free(&all);
}

static void
damaged_reviews_are_not_read(void **state)
{
	static const char bad[] = "1000\t小陈\t9000\t王老师\tease\t0\t0 5 1 5\t少一个\n"
				  "1000\t小陈\t9000\t王老师\tease\t0\t0 5 1 5 0 1\t多一个\n"
				  "1000\t小陈\t9000\t王老师\tease\t0\t99 5 1 5 0\t没有这条\n"
				  "1000\t小陈\t9000\t王老师\tease\t0\t0 5 1 5 -2\t不是分\n"
				  "1000\t小陈\t9000\t王老师\tease\t0\t\t没写\n"
				  "1000\t小陈\t9000\t王老师\tmercy\t0\t0 5 1 5 0\t没有这种\n"
				  "1000\t小陈\t9000\t王老师\tease\t0\t0 7 1 5 0\t另一项\n";
	struct class_result r = keep_three();
	struct class_reviews all;
	struct score x;
	char path[TMPDIR_PATHS];

	(void)state;
	tmpdir_put(dir, "reviews.tsv", bad, sizeof(bad) - 1, path);
	assert_int_equal(reviews_read(dir, &all, NULL), ERR_OK);
	assert_int_equal(all.n, 1); /* its lesson will say that it has none such */
	reviews_free(&all);
	assert_int_equal(results_score(dir, &r, &x, NULL), ERR_OK);
	assert_int_equal(score_machine(&x).got, 73);
}

static int64_t
day_at(const char *day)
{
	return civil_day_start(civil_parse_day(day));
}

/* A lesson of Friday the 6th of March 2026: three working days go to the end of Wednesday the 11th. */
static void
a_dispute_has_its_days(void **state)
{
	const int64_t friday = day_at("2026-03-06") + 36000000, end = day_at("2026-03-12");
	struct score x = sheet_fresh();
	struct class_result r = keep(friday, "小陈", "S1", &x);
	struct class_review v = { .lesson_at = friday,
		.at = end,
		.kind = REVIEW_DISPUTE,
		.trainee = "小陈",
		.by = "小陈",
		.words = "晚了" };
	struct class_reviews all = { 0 };
	struct err e = { 0 };

	(void)state;
	assert_int_equal(reviews_dispute_until(&all, &r, NULL), end);
	assert_int_equal(reviews_add(dir, &v, NULL, &e), ERR_GUARD);
	assert_non_null(strstr(e.text, "3 个工作日"));
	v.at = end - 1;
	assert_int_equal(reviews_add(dir, &v, NULL, &e), ERR_OK);
	assert_int_equal(
	    mark_by(&r, "王老师", end, 1, 0, NULL), ERR_OK); /* marked later: from then */
	v.at = day_at("2026-03-18") - 1;
	assert_int_equal(reviews_add(dir, &v, NULL, &e), ERR_OK);
	v.at = day_at("2026-03-18");
	assert_int_equal(reviews_add(dir, &v, NULL, &e), ERR_GUARD);
}

static void
a_spreadsheet_has_all_of_it(void **state)
{
	struct score x = sheet_fresh();
	struct class_result r = keep(1000, "=陈", "S1", &x);
	struct class_results all;
	struct class_reviews said;
	struct str csv = { 0 };

	(void)state;
	assert_int_equal(mark_by(&r, "王老师", 2000, 1, 0, NULL), ERR_OK);
	assert_int_equal(dispute_by(&r, "=陈", "我说了\"您好\"", NULL), ERR_OK);
	assert_int_equal(results_read(dir, &all, NULL), ERR_OK);
	assert_int_equal(reviews_read(dir, &said, NULL), ERR_OK);
	results_csv(&all, &said, &csv);
	assert_non_null(strstr(str_c(&csv), "\"'=陈\"")); /* no formula */
	assert_non_null(strstr(str_c(&csv), "\"王老师\",\"未答复: 我说了\"\"您好\"\"\",\"\",合格"));
	for (const char *line = str_c(&csv); *line != '\0'; line = strchr(line, '\n') + 1) {
		int commas = 0;

		for (const char *p = line; *p != '\n'; p++)
			commas += *p == ',';
		assert_int_equal(commas, 24);
	}
	str_reset(&csv);
	reviews_free(&said);
	assert_int_equal(mark_by(&r, "李老师", 9600, 0, 0, NULL), ERR_OK);
	assert_int_equal(reviews_read(dir, &said, NULL), ERR_OK);
	results_csv(&all, &said, &csv); /* what came of it stays there */
	assert_non_null(strstr(str_c(&csv), "\"李老师\",\"李老师复评20/20: 我说了\"\"您好\"\"\""));
	str_free(&csv);
	reviews_free(&said);
	results_free(&all);
}

static void
sums_of_a_person_and_the_class(void **state)
{
	struct score x = sheet_fresh(), y = sheet_fresh();
	struct class_result r;
	struct class_results all;
	struct class_people p;
	int weak[QA_ITEMS_MOST];

	(void)state;
	deduct(&x, 1, UNDERSTOOD, 0, "a");
	deduct(&x, 2, ELEMENTS, 0, "b");
	r = keep(1000, "小陈", "S1", &x);
	(void)keep(2000, "小陈", "S2", &y);
	deduct(&y, 1, PROMISED, -1, "c");
	(void)keep(3000, "小刘", "S1", &y);
	assert_int_equal(mark_by(&r, "王老师", 4000, 5, 0, NULL), ERR_OK);
	assert_int_equal(results_read(dir, &all, NULL), ERR_OK);
	assert_int_equal(results_people(dir, &all, &p, NULL), ERR_OK);
	assert_int_equal(p.n, 3);
	assert_string_equal(p.item[0].trainee, "");
	assert_int_equal(p.item[0].lessons, 3);
	assert_int_equal(p.item[0].best, 100);
	assert_int_equal(p.item[0].fatal, 1);
	assert_int_equal(p.item[0].average, 63); /* 90, 100 and nothing */
	assert_string_equal(p.item[1].trainee, "小陈");
	assert_int_equal(p.item[1].average, 95);
	assert_int_equal(results_weakest(&p.item[1], weak), 3);
	assert_int_equal(weak[0], MANNERS); /* all of the one lesson that was marked */
	assert_int_equal(p.item[1].weak[MANNERS], 100);
	assert_int_equal(weak[1], UNDERSTOOD); /* 5 of 20 */
	assert_int_equal(p.item[1].weak[UNDERSTOOD], 25);
	assert_int_equal(p.item[1].weak[ELEMENTS], 10);
	assert_int_equal(p.item[2].best, 0);
	assert_int_equal(results_weakest(&p.item[2], weak), 0);
	people_free(&p);
	results_free(&all);
}

/* On its way from a trainee's seat to the trainer's, and whatever else may come from there. */
static void
a_lesson_goes_to_another_seat(void **state)
{
	struct score x = sheet_fresh(), had;
	struct class_result r = { .at = 1795228927000, .mode = MODE_EXAM, .seed = 3 }, back;
	struct str text = { 0 };

	(void)state;
	deduct(&x, 61000, UNDERSTOOD, 0, "没有复述\t核对\n");
	deduct(&x, 12000, PROMISED, -1, "向来电人承诺了日期");
	results_of(&x, &r);
	(void)str_copy(r.trainee, sizeof(r.trainee), "小陈");
	(void)str_copy(r.scenario, sizeof(r.scenario), "S0205-01");
	results_pack(&r, &x, &text);
	assert_true(results_unpack(str_c(&text), &back, &had));
	assert_int_equal(back.at, r.at);
	assert_string_equal(back.trainee, "小陈");
	assert_int_equal(back.verdict, SCORE_FATAL);
	assert_int_equal(had.n, 2);
	assert_int_equal(had.mark[0].at_ms, 61000);
	assert_string_equal(had.mark[0].rule, "没有复述 核对 ");
	assert_int_equal(had.mark[1].way, -1);
	for (size_t n = text.len - 1; n > 0; n--) { /* torn anywhere: read or refused */
		text.s[n] = '\0';
		(void)results_unpack(text.s, &back, &had);
	}
	assert_false(results_unpack("", &back, &had));
	assert_false(results_unpack("1\t2\t3\n", &back, &had));
	str_free(&text);
}

/* The seat dies, or the disk is full, between the two tables: what is brought once more stands once. */
static void
what_was_half_kept_is_kept_once(void **state)
{
	struct score x = sheet_fresh(), back;
	struct class_result r = { .at = 1000, .mode = MODE_EXAM, .trainee = "小陈" }, other;
	char path[512];

	(void)state;
	deduct(&x, 1, UNDERSTOOD, 0, "没有复述");
	deduct(&x, 2, ELEMENTS, 0, "缺地点");
	other = keep(11000, "小陈", "S2", &x); /* whose lines end like those to come */
	results_of(&x, &r);
	(void)snprintf(path, sizeof(path), "%s/results.tsv", dir);
	assert_int_equal(remove(path), 0);
	assert_int_equal(mkdir(path, 0700), 0);
	assert_int_not_equal(results_add(dir, &r, &x, NULL), ERR_OK);
	assert_int_equal(remove(path), 0);
	assert_int_equal(results_add(dir, &r, &x, NULL), ERR_OK);
	assert_int_equal(results_score(dir, &r, &back, NULL), ERR_OK);
	assert_int_equal(back.n, 2);
	assert_int_equal(results_score(dir, &other, &back, NULL), ERR_OK);
	assert_int_equal(back.n, 2);
}

/* Of another version, or edited by hand: not shown, and not thrown away either. */
static void
lines_nobody_reads_stay(void **state)
{
	static const char *const tables[] = { "results.tsv", "reviews.tsv" };
	struct score x = sheet_fresh();
	struct class_result r = keep(1000, "小陈", "S1", &x);
	struct str text = { 0 };
	char path[512];

	(void)state;
	assert_int_equal(mark_by(&r, "王老师", 2000, 1, 0, NULL), ERR_OK);
	for (int i = 0; i < 2; i++) {
		(void)snprintf(path, sizeof(path), "%s/%s", dir, tables[i]);
		str_reset(&text);
		str_add(&text, "一行\t以后的版本写的\n");
		assert_int_equal(fs_read(path, 1 << 20, &text, NULL), ERR_OK);
		assert_int_equal(fs_write(path, text.s, text.len, 0600, NULL), ERR_OK);
	}
	assert_int_equal(mark_by(&r, "王老师", 3000, 2, 0, NULL), ERR_OK);
	assert_int_equal(read_again(&r).trainer, read_again(&r).trainer_of - 2);
	for (int i = 0; i < 2; i++) {
		(void)snprintf(path, sizeof(path), "%s/%s", dir, tables[i]);
		str_reset(&text);
		assert_int_equal(fs_read(path, 1 << 20, &text, NULL), ERR_OK);
		assert_true(str_starts(str_c(&text), "一行\t以后的版本写的\n"));
	}
	str_free(&text);
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = { T(a_drill_is_kept_on_its_own_sheet),
		T(a_sheet_is_had_again), T(older_tables_are_read),
		T(damaged_deductions_are_not_read), T(trainers_mark_and_trainees_dispute),
		T(a_deduction_is_taken_back_and_stands_again),
		T(not_everybody_takes_everything_back), T(damaged_reviews_are_not_read),
		T(a_dispute_has_its_days), T(a_spreadsheet_has_all_of_it),
		T(sums_of_a_person_and_the_class), T(a_lesson_goes_to_another_seat),
		T(what_was_half_kept_is_kept_once), T(lines_nobody_reads_stay) };

	(void)setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
