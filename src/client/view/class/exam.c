/* exam.c: 整场考试: the page of one exam. Between two calls one line: how far it is, what rings when; no marks, so that nobody is
 * upset for the next caller. At its end the five calls with both halves, which are never added up, what is fatal, the
 * verdict; each call leads to its deductions and its replay.
 *
 * ${arg} names an exam as "编号 学员"; without it, the one that is on here, or the last of this trainee. Not here: when the
 * next call rings (app_exam.c), what passes (client/class/exam.h). */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "client/class/exam.h"
#include "client/view/all_p.h"
#include "class_p.h"

#define HEAD_ROWS 4
#define FOOT_ROWS 6
#define FATALS    (FOOT_ROWS - 2)

struct exam {
	struct desk *desk;
	struct exam_sums sums;
	char id[32], trainee[32];
	struct list list;
	char fatal[FATALS][SCORE_RULE_BYTES + 64];
	int n_fatals; /* more than are shown are counted */
	int stopping; /* 0 was pressed once */
};

static const struct list_col cols[] = { { "题", 3, true }, { "案例", 10, false },
	{ "标题", 0, false }, { "机评", 11, true }, { "教员", 11, true }, { "结论", 10, false } };

/* ---- which one ---- */

static const struct exam_sum *
sum(const struct exam *s)
{
	for (int i = 0; i < s->sums.n; i++)
		if (strcmp(s->sums.item[i].id, s->id) == 0 &&
		    strcmp(s->sums.item[i].trainee, s->trainee) == 0)
			return &s->sums.item[i];
	return NULL;
}

static const struct class_result *
call(const struct exam *s, size_t row)
{
	const struct exam_sum *x = sum(s);

	return x != NULL && row < EXAM_QUESTIONS ? x->call[row] : NULL;
}

/* The one that is on at this seat: what it has brought so far is not told. */
static bool
is_on(const struct exam *s)
{
	const struct class_info *c = s->desk->classroom;

	return c->exam[0] != '\0' && strcmp(c->exam, s->id) == 0 &&
	       strcmp(c->trainee, s->trainee) == 0;
}

/* Left before its end by who sits here: it may be given up, or gone on with. */
static bool
is_left(const struct exam *s)
{
	const struct exam_sum *x = sum(s);

	return x != NULL && x->verdict == EXAM_UNDER_WAY &&
	       strcmp(s->trainee, s->desk->classroom->trainee) == 0;
}

static void
find_fatals(struct exam *s)
{
	s->n_fatals = 0;
	for (size_t i = 0; i < EXAM_QUESTIONS; i++) {
		const struct class_result *r = call(s, i);
		struct score x;

		if (r == NULL || r->verdict != SCORE_FATAL ||
		    results_score(s->desk->classroom->results, r, &x, NULL) != ERR_OK)
			continue;
		for (int k = 0; k < x.form->n_fatals; k++) {
			const struct score_mark *m = NULL;

			if (((x.machine.fatal | x.trainer.fatal) & 1u << k) == 0)
				continue;
			for (int j = 0; j < x.n; j++)
				if (x.mark[j].way == SCORE_IS_FATAL && x.mark[j].item == k &&
				    !x.mark[j].eased)
					m = &x.mark[j];
			if (s->n_fatals < FATALS && m != NULL)
				(void)snprintf(s->fatal[s->n_fatals], sizeof(s->fatal[0]),
				    "第%d题 %02d:%02d %s: %s", (int)i + 1, (int)(m->at_ms / 60000),
				    (int)(m->at_ms / 1000 % 60), x.form->fatals[k], m->rule);
			else if (s->n_fatals < FATALS)
				(void)snprintf(s->fatal[s->n_fatals], sizeof(s->fatal[0]),
				    "第%d题 教员判: %s", (int)i + 1, x.form->fatals[k]);
			s->n_fatals++;
		}
	}
}

static enum err_code
load(struct exam *s, struct err *e)
{
	enum err_code rc;

	exams_free(&s->sums);
	rc = exams_read(s->desk->classroom->results, &s->sums, e);
	if (rc != ERR_OK)
		return rc;
	find_fatals(s);
	list_refresh(&s->list);
	return ERR_OK;
}

/* The one under way here, else the newest of this trainee. */
static bool
choose_latest(struct exam *s)
{
	const struct class_info *c = s->desk->classroom;

	(void)str_copy(s->trainee, sizeof(s->trainee), c->trainee);
	s->id[0] = '\0';
	for (int i = 0; i < s->sums.n; i++)
		if (strcmp(s->sums.item[i].trainee, s->trainee) == 0)
			(void)str_copy(s->id, sizeof(s->id), s->sums.item[i].id);
	if (c->exam[0] != '\0')
		(void)str_copy(s->id, sizeof(s->id), c->exam);
	return s->id[0] != '\0';
}

/* ---- the five ---- */

static size_t
count(void *ctx)
{
	const struct exam *s = ctx;

	return is_on(s) || sum(s) == NULL ? 0 : EXAM_QUESTIONS;
}

static void
cell(void *ctx, size_t row, int col, struct list_cell *out)
{
	const struct class_result *r = call(ctx, row);

	if (col == 0) {
		(void)snprintf(out->buf, sizeof(out->buf), "%d", (int)row + 1);
		out->text = out->buf;
	} else if (r == NULL) {
		out->text = col != 2 ? "" : (int)row < sum(ctx)->sent ? "没有考完" : "没有考到";
		out->role = ROLE_DIM;
	} else if (col == 1) {
		out->text = r->scenario;
	} else if (col == 2) {
		out->text = r->title;
	} else if (col == 3) {
		out->text = class_half(r->machine, r->machine_of, out->buf);
	} else if (col == 4) {
		out->text = class_half(r->trainer, r->trainer_of, out->buf);
	} else {
		out->text = score_verdict_label(r->verdict);
		out->role = class_verdict_role(r->verdict);
	}
}

/* ---- opening ---- */

static void
exam_close(struct view *v)
{
	struct exam *s = v->state;

	exams_free(&s->sums);
	list_free(&s->list);
}

static enum err_code
exam_open_view(struct view *v, const char *arg, struct err *e)
{
	struct exam *s = v->state;
	const char *space = arg != NULL ? strchr(arg, ' ') : NULL;
	enum err_code rc;

	if (v->desk->classroom == NULL)
		return err_set(e, ERR_FORBIDDEN, "考试只在课堂里有: 用 hotseat --demo 进入。");
	s->desk = v->desk;
	list_init(&s->list, (struct list_source){ s, count, cell }, cols,
	    (int)(sizeof(cols) / sizeof(cols[0])));
	s->list.empty = "";
	rc = load(s, e);
	if (rc == ERR_OK && space != NULL && (size_t)(space - arg) < sizeof(s->id)) {
		memcpy(s->id, arg, (size_t)(space - arg));
		(void)str_copy(s->trainee, sizeof(s->trainee), space + 1);
	} else if (rc == ERR_OK && !choose_latest(s)) {
		rc = err_set(e, ERR_NOT_FOUND, "%s 还没有考过。", s->trainee);
	}
	find_fatals(s);
	list_refresh(&s->list);
	if (rc != ERR_OK)
		exam_close(v);
	return rc;
}

/* Raised by a call that has just ended, it is about that one's exam. */
static unsigned
exam_resume(struct view *v)
{
	struct exam *s = v->state;
	const struct class_info *c = s->desk->classroom;
	struct err e = { 0 };

	s->stopping = 0;
	if (c->exam[0] != '\0') {
		(void)str_copy(s->id, sizeof(s->id), c->exam);
		(void)str_copy(s->trainee, sizeof(s->trainee), c->trainee);
	}
	if (load(s, &e) != ERR_OK)
		s->desk->say(s->desk->app, 2, "%s", e.text);
	return VIEW_DRAW;
}

/* ---- keys ---- */

static unsigned
go_on(struct exam *s)
{
	const struct class_order o = { .wish = CLASS_EXAM };
	struct err e = { 0 };

	if (s->desk->lesson(s->desk->app, &o, &e) != ERR_OK)
		s->desk->say(s->desk->app, 1, "%s", e.text);
	return VIEW_DRAW;
}

static unsigned
stop(struct exam *s)
{
	const struct class_order o = { .wish = CLASS_EXAM_STOP };
	struct err e = { 0 };

	if (!s->stopping) {
		s->stopping = 1;
		s->desk->say(s->desk->app, 1, "放弃考试算没有考过。再按 0 就放弃。");
		return VIEW_DRAW;
	}
	s->stopping = 0;
	if (s->desk->lesson(s->desk->app, &o, &e) != ERR_OK || load(s, &e) != ERR_OK)
		s->desk->say(s->desk->app, 2, "%s", e.text);
	return VIEW_DRAW;
}

static unsigned
between_input(struct exam *s, const struct input *in)
{
	if (in->kind == INPUT_TEXT && strcmp(in->text, "0") == 0)
		return stop(s);
	s->stopping = 0;
	return input_is(in, ACTION_ENTER) ? go_on(s) : VIEW_IGNORED;
}

static unsigned
exam_input(struct view *v, const struct input *in)
{
	struct exam *s = v->state;
	const struct class_result *r;
	struct react re = { 0 };
	char lesson[CLASS_LESSON_SIZE];

	if (is_on(s))
		return between_input(s, in);
	if (is_left(s) && in->kind == INPUT_TEXT && strcmp(in->text, "0") == 0)
		return stop(s);
	s->stopping = 0;
	r = call(s, list_row(&s->list));
	if (input_is(in, ACTION_RIGHT) && r != NULL) {
		class_replay(s->desk, r);
		return VIEW_DRAW;
	}
	list_input(&s->list, in, &re);
	r = call(s, list_row(&s->list));
	if ((re.bits & REACT_TAKE) != 0 && r != NULL) {
		s->desk->open(s->desk->app, &marks_view, class_lesson(r, lesson));
		return VIEW_DRAW;
	}
	return part_react(s->desk, &re);
}

/* ---- drawing ---- */

static void
draw_between(const struct exam *s, struct canvas *c, struct rect at)
{
	const struct class_info *i = s->desk->classroom;

	canvas_printf(c, at.row, at.col, at.cols, ROLE_HEADING, "第 %d/%d 通%s", i->exam_nth,
	    EXAM_QUESTIONS,
	    !i->exam_waits ? "在考。"
	    : call(s, (size_t)i->exam_nth - 1) != NULL
		? "完了。整理完下一通自己会响; Enter 现在就接着考。"
		: "没有接, 换一通。自己会响; Enter 现在就接着考。");
	if (i->exam_until_at != 0) {
		const int64_t left = (i->exam_until_at - s->desk->now) * i->pace;
		char when[16];

		civil_format(i->exam_until_at, "%H:%M", when, sizeof(when));
		canvas_printf(c, at.row + 2, at.col, at.cols, ROLE_NEAR,
		    "限时 %d 分钟, %s 到时, 还有 %d 分钟; 到时没考完的算没考完。", EXAM_MINUTES,
		    when, left > 0 ? (int)((left + 59999) / 60000) : 0);
	}
}

static void
draw_verdict(const struct exam *s, const struct exam_sum *x, struct canvas *c, struct rect at)
{
	char when[32];
	const int counted = exams_counted(&s->sums, x->trainee);

	civil_format(x->at, "%Y-%m-%d %H:%M", when, sizeof(when));
	canvas_printf(c, at.row, at.col, at.cols, ROLE_HEADING, "%s 的整场考试  %s  考了 %d/%d 通",
	    x->trainee, when, x->done, EXAM_QUESTIONS);
	canvas_printf(c, at.row + 1, at.col, at.cols,
	    x->verdict == EXAM_PASSED ? ROLE_GOOD
	    : x->verdict == EXAM_OPEN ? ROLE_NORMAL
				      : ROLE_OVERDUE,
	    "%s%s   已合格 %d 场, 要 %d 场(题目和变化不重复)", exam_verdict_label(x->verdict),
	    x->verdict == EXAM_PASSED && !x->counts ? "(题目考过, 不计)" : "", counted,
	    EXAMS_NEEDED);
	if (is_left(s))
		canvas_text(c, at.row + 2, at.col, at.cols, ROLE_NEAR,
		    "没有考完: 在培训的案例页按 4 接着考; 在这里按两次 0 放弃");
	else if (x->verdict == EXAM_LATE)
		canvas_printf(c, at.row + 2, at.col, at.cols, ROLE_NEAR,
		    "限时 %d 分钟, 时间到时考完 %d 通; 没考完的不评, 这一场不算合格", EXAM_MINUTES,
		    x->done);
	else if (x->repeated > 0)
		canvas_printf(c, at.row + 2, at.col, at.cols, ROLE_NEAR,
		    "有 %d 通没有考完就断了, 换了别的题。", x->repeated);
	else
		canvas_text(c, at.row + 2, at.col, at.cols, ROLE_DIM,
		    "每一通机评、教员评都要 85 分, 没有一票否决; 两半分开算, 不相加");
}

static void
draw_fatals(const struct exam *s, struct canvas *c, struct rect at)
{
	for (int i = 0; i < s->n_fatals && i < FATALS; i++)
		canvas_cut(c, at.row + i, at.col, at.cols, ROLE_OVERDUE, s->fatal[i]);
	if (s->n_fatals > FATALS)
		canvas_printf(c, at.row + FATALS, at.col, at.cols, ROLE_OVERDUE,
		    "一票否决还有 %d 条", s->n_fatals - FATALS);
	if (s->n_fatals == 0)
		canvas_text(c, at.row, at.col, at.cols, ROLE_DIM, "没有一票否决");
}

static void
exam_draw(const struct view *v, struct canvas *c, struct rect body)
{
	struct exam *s = v->state;
	const struct exam_sum *x = sum(s);
	const struct rect in = { body.row + 1, body.col + 1, body.rows - 1, body.cols - 2 };
	const struct rect foot = { body.row + body.rows - FOOT_ROWS + 1, in.col, FOOT_ROWS - 1,
		in.cols };

	if (canvas_too_small(c))
		return;
	canvas_hline(c, body.row, in.col, in.cols, ROLE_RULE);
	if (is_on(s)) {
		draw_between(s, c, in);
		return;
	}
	if (x == NULL)
		return;
	draw_verdict(s, x, c, in);
	s->list.at = (struct rect){ in.row + HEAD_ROWS, body.col, body.rows - HEAD_ROWS - FOOT_ROWS,
		body.cols };
	list_draw(&s->list, c, true);
	canvas_hline(c, foot.row - 1, foot.col, foot.cols, ROLE_RULE);
	draw_fatals(s, c, foot);
}

/* ---- the table ---- */

static const struct bar_key ended_keys[] = { { ACTION_ENTER, "扣分" }, { ACTION_RIGHT, "回放" },
	{ ACTION_BACK, NULL }, { ACTION_HELP, NULL } };
static const struct bar_key on_keys[] = { { ACTION_ENTER, "下一通" }, { ACTION_NONE, "0=放弃" },
	{ ACTION_BACK, NULL }, { ACTION_HELP, NULL } };

static const struct bar_key *
exam_keys(const struct view *v, size_t *n)
{
	const bool on = is_on(v->state);

	*n = on ? sizeof(on_keys) / sizeof(on_keys[0]) : sizeof(ended_keys) / sizeof(ended_keys[0]);
	return on ? on_keys : ended_keys;
}

const struct view_ops exam_view = {
	.name = "exam",
	.title = "整场考试",
	.aliases = "考试 整场考试 考卷 kaoshi exam",
	.footer = ended_keys,
	.n_footer = sizeof(ended_keys) / sizeof(ended_keys[0]),
	.answers = ACTS_ROWS | ACT(ERASE) | ACT(RIGHT),
	.keys = exam_keys,
	.roles = PART_ANYONE,
	.state_size = sizeof(struct exam),
	.open = exam_open_view,
	.input = exam_input,
	.resume = exam_resume,
	.draw = exam_draw,
	.close = exam_close,
};
