/* train_done.c: the pages of what is over: lessons and exams, newest first, of everybody or of one person; a lesson leads to
 * its deductions and its replay, an exam to its five calls. Not here: how they are kept (client/class). */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/fs.h"
#include "base/str.h"
#include "client/view/all_p.h"
#include "train_p.h"

static const struct list_col lesson_cols[] = { { "时间", 12, false }, { "学员", 8, false },
	{ "标题", 0, false }, { "方式", 8, false }, { "机评", 6, true }, { "教员", 6, true },
	{ "结论", 15, false } };
static const struct list_col exam_cols[] = { { "时间", 12, false }, { "学员", 10, false },
	{ "考了", 6, true }, { "机评各通", 0, false }, { "结论", 16, false } };

#define BOM "\xef\xbb\xbf" /* the spreadsheets of offices take a file without it for GBK */

void
train_export(struct train *s, const char *name, struct str *csv)
{
	char path[700];
	struct err e = { 0 };

	str_splice(csv, 0, 0, BOM, strlen(BOM));
	if (!fs_join(path, sizeof(path), s->desk->classroom->results, name) ||
	    fs_write(path, str_c(csv), csv->len, 0600, &e) != ERR_OK)
		s->desk->say(s->desk->app, 2, "没有导出: %s", e.text);
	else
		s->desk->say(s->desk->app, 0, "已导出到 %s", path);
	str_free(csv);
}

/* ---- of one person, newest first ---- */

static bool
is_shown(const struct train *s, const char *trainee)
{
	return s->only[0] == '\0' || strcmp(s->only, trainee) == 0;
}

static size_t
lessons(void *ctx)
{
	const struct train *s = ctx;
	size_t n = 0;

	for (int i = 0; i < s->sums.results.n; i++)
		n += is_shown(s, s->sums.results.item[i].trainee);
	return n;
}

static const struct class_result *
lesson_at(const struct train *s, size_t row)
{
	for (int i = s->sums.results.n - 1; i >= 0; i--)
		if (is_shown(s, s->sums.results.item[i].trainee) && row-- == 0)
			return &s->sums.results.item[i];
	return NULL;
}

static size_t
exams(void *ctx)
{
	const struct train *s = ctx;
	size_t n = 0;

	for (int i = 0; i < s->sums.n; i++)
		n += is_shown(s, s->sums.item[i].trainee);
	return n;
}

static const struct exam_sum *
exam_at(const struct train *s, size_t row)
{
	for (int i = s->sums.n - 1; i >= 0; i--)
		if (is_shown(s, s->sums.item[i].trainee) && row-- == 0)
			return &s->sums.item[i];
	return NULL;
}

/* ---- lessons ---- */

static void
put_half(int got, int of, const char *tail, struct list_cell *out)
{
	if (got < 0)
		out->text = "未评";
	else
		(void)snprintf(out->buf, sizeof(out->buf), "%d/%d%s", got, of, tail);
}

/* The first deduction of it that a trainer took back, and who; NULL none. */
static const struct class_review *
eased(const struct train *s, const struct class_result *r)
{
	const struct class_review *by = NULL;

	for (int nth = 0; nth < SCORE_MARKS && by == NULL; nth++)
		by = reviews_eased(&s->reviews, r, nth);
	return by;
}

static void
draw_eased(
    const struct class_review *by, const struct class_result *r, struct canvas *c, struct rect at)
{
	struct str words = { 0 };

	review_ease_say(by, r->mode, &words);
	canvas_printf(c, at.row, at.col, at.cols, ROLE_NORMAL, "* %s %s: %s", by->by, str_c(&words),
	    by->words);
	str_free(&words);
}

static void
lesson_cell(void *ctx, size_t row, int col, struct list_cell *out)
{
	const struct train *s = ctx;
	const struct class_result *r = lesson_at(s, row);

	out->text = out->buf;
	switch (col) {
	case 0:
		civil_format(r->at, "%m-%d %H:%M", out->buf, sizeof(out->buf));
		break;
	case 1:
		out->text = r->trainee;
		break;
	case 2:
		out->text = r->title;
		break;
	case 3:
		out->text = results_way(r, out->buf);
		break;
	case 4:
		put_half(r->machine, r->machine_of, eased(s, r) != NULL ? "*" : "", out);
		break;
	case 5:
		put_half(r->trainer, r->trainer_of, "", out);
		break;
	default:
		(void)snprintf(out->buf, sizeof(out->buf), "%s%s", score_verdict_label(r->verdict),
		    reviews_disputed(&s->reviews, r) != NULL   ? " 争议"
		    : reviews_dispute(&s->reviews, r, -1) >= 0 ? " 已复评"
							       : "");
		out->role = class_verdict_role(r->verdict);
		break;
	}
}

void
train_lessons_list(struct train *s)
{
	struct list *l = &s->list[TRAIN_LESSONS];

	list_init(l, (struct list_source){ s, lessons, lesson_cell }, lesson_cols,
	    (int)(sizeof(lesson_cols) / sizeof(lesson_cols[0])));
	l->empty = "还没有成绩。先选一个案例上一课。";
}

static void export(struct train *s)
{
	struct str csv = { 0 };

	results_csv(&s->sums.results, &s->reviews, &csv);
	train_export(s, "results.csv", &csv);
}

/* Esc first takes away that only one person is seen. */
static bool
shows_all_again(struct train *s, const struct input *in, const struct list *l)
{
	if (!input_is(in, ACTION_BACK) || s->only[0] == '\0' || l->filter.text.len > 0)
		return false;
	s->only[0] = '\0';
	list_refresh(&s->list[TRAIN_LESSONS]);
	list_refresh(&s->list[TRAIN_EXAMS]);
	return true;
}

unsigned
train_lessons_input(struct train *s, const struct input *in)
{
	struct list *l = &s->list[TRAIN_LESSONS];
	char lesson[CLASS_LESSON_SIZE];
	struct react r = { 0 };

	if (input_is(in, ACTION_SUBMIT)) {
		export(s);
		return VIEW_DRAW;
	}
	if (input_is(in, ACTION_RIGHT) && list_row(l) != LIST_NONE) {
		class_replay(s->desk, lesson_at(s, list_row(l)));
		return VIEW_DRAW;
	}
	if (shows_all_again(s, in, l))
		return VIEW_DRAW;
	list_input(l, in, &r);
	if ((r.bits & REACT_TAKE) != 0 && list_row(l) != LIST_NONE) {
		s->desk->open(
		    s->desk->app, &marks_view, class_lesson(lesson_at(s, list_row(l)), lesson));
		return VIEW_DRAW;
	}
	return part_react(s->desk, &r);
}

void
train_lessons_foot(const struct train *s, struct canvas *c, struct rect at)
{
	const size_t row = list_row(&s->list[TRAIN_LESSONS]);
	const struct class_result *r = row != LIST_NONE ? lesson_at(s, row) : NULL;
	const struct class_review *by;

	canvas_printf(c, at.row + 2, at.col, at.cols, ROLE_DIM, "成绩和回放在 %s",
	    s->desk->classroom->results);
	if (r == NULL)
		return;
	by = reviews_last(&s->reviews, r);
	canvas_printf(c, at.row, at.col, at.cols, ROLE_NORMAL,
	    "%s  通话 %lld 秒, 话后 %lld 秒, 按键 %d%s%s", r->scenario,
	    (long long)(r->talk_ms / 1000), (long long)(r->acw_ms / 1000), r->keys,
	    by != NULL ? ", 教员 " : "", by != NULL ? by->by : "");
	if (reviews_dispute(&s->reviews, r, -1) >= 0)
		class_dispute_draw(
		    &s->reviews, r, c, (struct rect){ at.row + 1, at.col, 1, at.cols });
	else if (eased(s, r) != NULL)
		draw_eased(eased(s, r), r, c, (struct rect){ at.row + 1, at.col, 1, at.cols });
}

/* ---- exams ---- */

static void
exam_cell(void *ctx, size_t row, int col, struct list_cell *out)
{
	const struct exam_sum *x = exam_at(ctx, row);
	size_t at = 0;

	out->text = out->buf;
	switch (col) {
	case 0:
		civil_format(x->at, "%m-%d %H:%M", out->buf, sizeof(out->buf));
		break;
	case 1:
		out->text = x->trainee;
		break;
	case 2:
		(void)snprintf(out->buf, sizeof(out->buf), "%d/%d", x->done, EXAM_QUESTIONS);
		break;
	case 3:
		for (int i = 0; i < EXAM_QUESTIONS; i++)
			if (x->call[i] == NULL)
				at += (size_t)snprintf(out->buf + at, sizeof(out->buf) - at, "-  ");
			else if (x->call[i]->verdict == SCORE_FATAL)
				at += (size_t)snprintf(
				    out->buf + at, sizeof(out->buf) - at, "否决  ");
			else
				at += (size_t)snprintf(out->buf + at, sizeof(out->buf) - at, "%d  ",
				    results_percent(x->call[i]));
		break;
	default:
		(void)snprintf(out->buf, sizeof(out->buf), "%s%s", exam_verdict_label(x->verdict),
		    x->verdict == EXAM_PASSED && !x->counts ? "(题考过)" : "");
		out->role = x->verdict == EXAM_PASSED  ? ROLE_GOOD
			    : x->verdict == EXAM_FATAL ? ROLE_OVERDUE
						       : ROLE_NORMAL;
		break;
	}
}

void
train_exams_list(struct train *s)
{
	struct list *l = &s->list[TRAIN_EXAMS];

	list_init(l, (struct list_source){ s, exams, exam_cell }, exam_cols,
	    (int)(sizeof(exam_cols) / sizeof(exam_cols[0])));
	l->empty = "还没有整场考试。在案例页按 4 开始。";
}

unsigned
train_exams_input(struct train *s, const struct input *in)
{
	struct list *l = &s->list[TRAIN_EXAMS];
	char arg[80];
	struct react r = { 0 };

	if (shows_all_again(s, in, l))
		return VIEW_DRAW;
	list_input(l, in, &r);
	if ((r.bits & REACT_TAKE) != 0 && list_row(l) != LIST_NONE) {
		const struct exam_sum *x = exam_at(s, list_row(l));

		(void)snprintf(arg, sizeof(arg), "%s %s", x->id, x->trainee);
		s->desk->open(s->desk->app, &exam_view, arg);
		return VIEW_DRAW;
	}
	return part_react(s->desk, &r);
}

void
train_exams_foot(const struct train *s, struct canvas *c, struct rect at)
{
	canvas_printf(c, at.row, at.col, at.cols, ROLE_NORMAL, "%s 已合格 %d 场, 要 %d 场",
	    s->desk->classroom->trainee, exams_counted(&s->sums, s->desk->classroom->trainee),
	    EXAMS_NEEDED);
	canvas_text(c, at.row + 1, at.col, at.cols, ROLE_DIM,
	    "整场考试: 五通连着来, 限时30分钟, 不提示; 每通两半都要 85 分, 没有一票否决");
	canvas_text(c, at.row + 2, at.col, at.cols, ROLE_DIM,
	    "没考完: 案例页按 4 接着考(断的换题), Enter 打开再按两次 0 放弃。引导过的不考");
}
