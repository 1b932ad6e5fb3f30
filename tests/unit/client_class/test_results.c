/* test_results: what is kept of lessons: deductions and both halves, older tables, a trainer who mends his own mark, a dispute
 * and the second trainer; exams: what is sent, what goes on after a crash, what passes; the sums of a person. */
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../lib/tmpdir.h"
#include "base/fs.h"
#include "client/class/exam.h"
#include "model/drill.h"

static char dir[TMPDIR_SIZE];

static int
setup(void **state)
{
	(void)state;
	tmpdir_make(dir);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	tmpdir_remove(dir);
	return 0;
}

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

static struct score
fresh(void)
{
	struct score x = { .form = qa_form("agent") };

	for (int i = 0; i < x.form->n_items; i++)
		x.open |= score_is_trainers(i) ? 1u << i : 0;
	return x;
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
	return reviews_add(dir, &v, e);
}

static enum err_code
dispute_by(const struct class_result *r, const char *by, const char *why, struct err *e)
{
	struct class_review v = { .lesson_at = r->at, .at = 9000, .dispute = true };

	(void)str_copy(v.trainee, sizeof(v.trainee), r->trainee);
	(void)str_copy(v.by, sizeof(v.by), by);
	(void)str_copy(v.words, sizeof(v.words), why);
	return reviews_add(dir, &v, e);
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
	assert_int_equal(reviews_add(dir, &v, NULL), ERR_OK);
	assert_int_equal(read_again(&r).trainer, read_again(&r).trainer_of - 10);
}

static void
a_sheet_is_had_again(void **state)
{
	struct score x = fresh(), y;
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
	x = fresh();
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
	struct score x = fresh(), y;
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
	struct score x = fresh();
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

static void
a_spreadsheet_has_all_of_it(void **state)
{
	struct score x = fresh();
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
	assert_non_null(strstr(str_c(&csv), "\"王老师\",\"我说了\"\"您好\"\"\",合格"));
	for (const char *line = str_c(&csv); *line != '\0'; line = strchr(line, '\n') + 1) {
		int commas = 0;

		for (const char *p = line; *p != '\n'; p++)
			commas += *p == ',';
		assert_int_equal(commas, 23);
	}
	str_free(&csv);
	reviews_free(&said);
	results_free(&all);
}

static void
sums_of_a_person_and_the_class(void **state)
{
	struct score x = fresh(), y = fresh();
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

/* ---- exams ---- */

#define SHELF 12

static struct shelf_item items[SHELF];
static const struct shelf shelf = { items, SHELF };

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
	struct score good = fresh();
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
	struct score x = fresh();
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
	struct score x = fresh();
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
	assert_string_equal(exam_verdict_label(s.item[0].verdict), "中途放弃");
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
		struct score x = fresh();

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
	struct score good = fresh();
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
	struct score x = fresh();
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
	struct score x = fresh();
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

/* On its way from a trainee's seat to the trainer's, and whatever else may come from there. */
static void
a_lesson_goes_to_another_seat(void **state)
{
	struct score x = fresh(), had;
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

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = { T(a_drill_is_kept_on_its_own_sheet),
		T(a_sheet_is_had_again), T(older_tables_are_read),
		T(damaged_deductions_are_not_read), T(trainers_mark_and_trainees_dispute),
		T(a_spreadsheet_has_all_of_it), T(sums_of_a_person_and_the_class),
		T(an_exam_goes_on_after_a_crash), T(an_exam_given_up_is_not_passed),
		T(each_call_must_pass), T(two_exams_on_different_variants_count),
		T(what_was_guided_is_not_examined), T(where_nothing_can_be_kept),
		T(a_lesson_goes_to_another_seat) };

	(void)setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
