/* marks.c: 评分: what a lesson has brought. The machine's half with each deduction, its moment and rule; the trainer's half
 * to be filled in by digits; never one sum. Enter on a deduction plays the lesson from there.
 *
 * It shows the last lesson of this seat. What the trainer marks is kept at once with the lesson's result. Not here: what
 * costs what (model/score.h). */
#include <stdio.h>
#include <string.h>

#include "all_p.h"
#include "base/fs.h"
#include "base/str.h"
#include "client/class/results.h"
#include "client/ui/list.h"
#include "client/ui/wrap.h"
#include "client/view/classroom.h"
#include "part_p.h"

#define HEAD_ROWS 4
#define FOOT_ROWS 3

struct marks {
	struct desk *desk;
	struct score *score;
	struct list list; /* deductions, or the trainer's items */
	bool trainer;     /* his half is in hand */
};

static const struct list_col mark_cols[] = { { "时刻", 7, false }, { "项", 20, false },
	{ "扣", 4, true }, { "原因", 0, false } };

/* ---- the trainer's items ---- */

/* The n-th of his items; -1 beyond. */
static int
his_item(const struct marks *s, size_t n)
{
	for (int i = 0; i < s->score->form->n_items; i++)
		if (score_is_trainers(i) && n-- == 0)
			return i;
	return -1;
}

static size_t
his_items(const struct marks *s)
{
	size_t n = 0;

	while (his_item(s, n) >= 0)
		n++;
	return n;
}

static size_t
count(void *ctx)
{
	const struct marks *s = ctx;

	return s->trainer ? his_items(s) : (size_t)s->score->n;
}

static void
his_cell(const struct marks *s, size_t row, int col, struct list_cell *out)
{
	const int item = his_item(s, row);
	const struct qa_item *q = &s->score->form->items[item];
	const bool open = (s->score->open & (1u << item)) != 0;
	size_t at = 0;

	switch (col) {
	case 0:
		out->text = open ? "未评" : "已评";
		out->role = open ? ROLE_NEAR : ROLE_NORMAL;
		break;
	case 1:
		out->text = q->name;
		break;
	case 2:
		(void)snprintf(out->buf, sizeof(out->buf), "%d",
		    q->points - qa_item_score(s->score->form, &s->score->trainer, item));
		out->text = open ? "" : out->buf;
		break;
	default:
		for (int w = 0; w < qa_ways(q) && at < sizeof(out->buf); w++)
			at += (size_t)snprintf(out->buf + at, sizeof(out->buf) - at, "%d %s-%d  ",
			    w + 1, q->ways[w].label, q->ways[w].points);
		if (at < sizeof(out->buf))
			(void)snprintf(out->buf + at, sizeof(out->buf) - at, "0 不扣");
		out->text = out->buf;
		break;
	}
}

static void
cell(void *ctx, size_t row, int col, struct list_cell *out)
{
	const struct marks *s = ctx;
	const struct score_mark *m;

	if (s->trainer) {
		his_cell(s, row, col, out);
		return;
	}
	m = &s->score->mark[row];
	if (m->way < 0)
		out->role = ROLE_OVERDUE;
	out->text = out->buf;
	if (col == 0)
		(void)snprintf(out->buf, sizeof(out->buf), "%02d:%02d", (int)(m->at_ms / 60000),
		    (int)(m->at_ms / 1000 % 60));
	else if (col == 1)
		out->text = m->way < 0 ? "一票否决" : s->score->form->items[m->item].name;
	else if (col == 2 && m->way >= 0)
		(void)snprintf(out->buf, sizeof(out->buf), "-%d", m->points);
	else
		out->text = col == 3 ? m->rule : "";
}

/* ---- keys ---- */

static void
keep(struct marks *s)
{
	const struct class_info *c = s->desk->classroom;
	struct err e = { 0 };

	if (results_mark(c->results, c->ended_at, c->trainee, s->score, &e) != ERR_OK)
		s->desk->say(s->desk->app, 2, "教员评分没有存下: %s", e.text);
}

static unsigned
mark(struct marks *s, int digit)
{
	const size_t row = list_row(&s->list);
	const int item = row != LIST_NONE ? his_item(s, row) : -1;
	unsigned char times[QA_WAYS_MOST] = { 0 };

	if (item < 0 || digit > qa_ways(&s->score->form->items[item]))
		return 0;
	if (digit > 0) {
		memcpy(times, s->score->trainer.times[item], sizeof(times));
		times[digit - 1]++;
	}
	(void)score_trainer(s->score, item, times);
	keep(s);
	return VIEW_DRAW;
}

static unsigned
play(struct marks *s)
{
	const struct class_info *c = s->desk->classroom;
	char path[700];

	if (!fs_join(path, sizeof(path), c->results, c->file) || !fs_exists(path)) {
		s->desk->say(s->desk->app, 1, "这一课没有录下回放。");
		return VIEW_DRAW;
	}
	s->desk->open(s->desk->app, &replay_view, path);
	return VIEW_DRAW;
}

/* Another lesson has begun meanwhile: what was shown here is gone. */
static bool
is_gone(const struct marks *s)
{
	return s->desk->classroom->under_way || s->desk->classroom->run == NULL;
}

static unsigned
marks_resume(struct view *v)
{
	struct marks *s = v->state;

	if (is_gone(s))
		return VIEW_CLOSE;
	s->score = class_run_score(s->desk->classroom->run);
	list_refresh(&s->list);
	return VIEW_DRAW;
}

static unsigned
marks_input(struct view *v, const struct input *in)
{
	struct marks *s = v->state;
	struct react r = { 0 };

	if (is_gone(s))
		return VIEW_DRAW | VIEW_CLOSE;
	if (input_is(in, ACTION_NEXT) || input_is(in, ACTION_PREV)) {
		s->trainer = !s->trainer;
		list_refresh(&s->list);
		return VIEW_DRAW;
	}
	if (s->trainer && in->kind == INPUT_TEXT && in->len == 1 && in->text[0] >= '0' &&
	    in->text[0] <= '9')
		return mark(s, in->text[0] - '0');
	list_input(&s->list, in, &r);
	if ((r.bits & REACT_TAKE) != 0)
		return s->trainer ? 0 : play(s);
	return part_react(s->desk, &r);
}

/* ---- drawing ---- */

static void
draw_head(const struct marks *s, struct canvas *c, struct rect at)
{
	const struct scenario *sc = class_run_scenario(s->desk->classroom->run);
	const struct lesson *l = class_run_lesson(s->desk->classroom->run);
	const struct score_half m = score_machine(s->score), t = score_of_trainer(s->score);
	const enum score_verdict v = score_verdict(s->score);
	static const char *const stars[] = { "1星", "2星", "3星", "4星", "5星" };
	char his[48];

	(void)snprintf(his, sizeof(his), t.whole ? "%d/%d" : "%d/%d(未评完)", t.got, t.of);
	canvas_printf(c, at.row, at.col, at.cols, ROLE_HEADING, "%s %s  %s", sc->id, sc->title,
	    scenario_mode_label(class_run_mode(s->desk->classroom->run)));
	canvas_printf(c, at.row + 1, at.col, at.cols,
	    v == SCORE_FATAL    ? ROLE_OVERDUE
	    : v == SCORE_PASSED ? ROLE_GOOD
				: ROLE_NORMAL,
	    "机评 %d/%d (百分之 %d)   教员 %s   %s", m.got, m.of, m.percent, his,
	    score_verdict_label(v));
	canvas_printf(c, at.row + 2, at.col, at.cols, ROLE_DIM,
	    "通话%lld秒(标准%d) 话后%lld秒(标准%d) 按键%d(文字%d) KLM%lld秒 来电人%s",
	    (long long)(l->talk_ms / 1000), sc->answer[0].par_s, (long long)(l->acw_ms / 1000),
	    sc->answer[0].acw_s, l->keys, l->free_keys, (long long)(l->klm_ms / 1000),
	    l->stars >= 1 && l->stars <= 5 ? stars[l->stars - 1] : "没打分");
}

static void
marks_draw(const struct view *v, struct canvas *c, struct rect body)
{
	struct marks *s = v->state;
	size_t row;
	struct rect foot = { body.row + body.rows - FOOT_ROWS + 1, body.col + 1, FOOT_ROWS - 1,
		body.cols - 2 };

	if (canvas_too_small(c))
		return;
	if (is_gone(s)) {
		canvas_text(c, body.row + 1, body.col + 1, -1, ROLE_DIM, "新的一课开始了。");
		return;
	}
	canvas_hline(c, body.row, body.col + 1, body.cols - 2, ROLE_RULE);
	draw_head(s, c, (struct rect){ body.row + 1, body.col + 1, HEAD_ROWS - 1, body.cols - 2 });
	s->list.at = (struct rect){ body.row + HEAD_ROWS + 1, body.col,
		body.rows - HEAD_ROWS - FOOT_ROWS - 1, body.cols };
	s->list.no_digits = s->trainer;
	list_draw(&s->list, c, true);
	row = list_row(&s->list);
	canvas_hline(c, foot.row - 1, foot.col, foot.cols, ROLE_RULE);
	if (row == LIST_NONE)
		return;
	if (s->trainer)
		canvas_cut(c, foot.row, foot.col, foot.cols, ROLE_DIM,
		    "教员评语气、礼貌、倾听: 数字记一次, 0 不扣也算评过; 评过就存下");
	else
		(void)wrap_draw(c, foot, ROLE_NORMAL, s->score->mark[row].rule);
}

/* ---- the table ---- */

static enum err_code
marks_open(struct view *v, const char *arg, struct err *e)
{
	struct marks *s = v->state;
	const struct class_info *c = v->desk->classroom;

	(void)arg;
	if (c == NULL || c->run == NULL || c->under_way)
		return err_set(e, ERR_NOT_FOUND, "还没有上完的课。");
	s->desk = v->desk;
	s->score = class_run_score(c->run);
	list_init(&s->list, (struct list_source){ s, count, cell }, mark_cols,
	    (int)(sizeof(mark_cols) / sizeof(mark_cols[0])));
	s->list.empty = "没有扣分。";
	list_refresh(&s->list);
	return ERR_OK;
}

static void
marks_close(struct view *v)
{
	list_free(&((struct marks *)v->state)->list);
}

static const struct bar_key keys[] = { { ACTION_ENTER, "回放" }, { ACTION_NEXT, "机评/教员" },
	{ ACTION_NONE, "数字=扣分" }, { ACTION_BACK, NULL }, { ACTION_HELP, NULL } };

const struct view_ops marks_view = {
	.name = "marks",
	.title = "评分",
	.aliases = "评分 扣分 pingfen marks",
	.footer = keys,
	.n_footer = sizeof(keys) / sizeof(keys[0]),
	.answers = ACTS_ROWS | ACT(ERASE) | ACT(NEXT) | ACT(PREV),
	.roles = PART_ANYONE,
	.state_size = sizeof(struct marks),
	.open = marks_open,
	.input = marks_input,
	.resume = marks_resume,
	.draw = marks_draw,
	.close = marks_close,
};
