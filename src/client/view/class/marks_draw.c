/* marks_draw.c: the picture of the marks: the head with both halves, the list of the one in hand, below it the rule in full
 * or who has marked. Not here: keys, what is kept (marks.c). */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "client/ui/wrap.h"
#include "marks_p.h"

#define HEAD_ROWS     4
#define FOOT_ROWS     3
#define FOOT_TRAINERS 6

static const struct list_col mark_cols[] = { { "时刻", 7, false }, { "项", 10, false },
	{ "扣", 4, true }, { "原因", 0, false } };

/* ---- the trainer's items ---- */

int
marks_his_item(const struct marks *s, size_t n)
{
	for (int i = 0; i < s->score.form->n_items; i++)
		if (score_is_trainers(i) && n-- == 0)
			return i;
	return n == 0 ? s->score.form->n_items : -1;
}

static size_t
his_items(const struct marks *s)
{
	size_t n = 0;

	while (marks_his_item(s, n) >= 0)
		n++;
	return n;
}

static size_t
count(void *ctx)
{
	const struct marks *s = ctx;

	return s->trainer ? his_items(s) : (size_t)s->score.n;
}

static void
fatal_cell(const struct marks *s, int col, struct list_cell *out)
{
	const unsigned fatal = s->score.trainer.fatal;

	if (fatal != 0)
		out->role = ROLE_OVERDUE;
	if (col == 0)
		out->text = fatal != 0 ? "否决" : "没有";
	else if (col == 1)
		out->text = "一票否决";
	else if (col == 3)
		out->text = "1-8 见下, 0 没有";
}

static void
his_cell(const struct marks *s, size_t row, int col, struct list_cell *out)
{
	const int item = marks_his_item(s, row);
	const struct qa_item *q = &s->score.form->items[item];
	const bool open = (s->score.open & (1u << item)) != 0;
	size_t at = 0;

	if (item == s->score.form->n_items) {
		fatal_cell(s, col, out);
		return;
	}
	switch (col) {
	case 0:
		out->text = open ? "未评" : "已评";
		out->role = open ? ROLE_NEAR : ROLE_NORMAL;
		break;
	case 1:
		out->text = score_brief(s->score.form, item);
		break;
	case 2:
		(void)snprintf(out->buf, sizeof(out->buf), "%d",
		    q->points - qa_item_score(s->score.form, &s->score.trainer, item));
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
	m = &s->score.mark[row];
	if (m->way < 0)
		out->role = ROLE_OVERDUE;
	out->text = out->buf;
	if (col == 0)
		(void)snprintf(out->buf, sizeof(out->buf), "%02d:%02d", (int)(m->at_ms / 60000),
		    (int)(m->at_ms / 1000 % 60));
	else if (col == 1)
		out->text = m->way < 0 ? "一票否决" : score_brief(s->score.form, m->item);
	else if (col == 2 && m->way >= 0)
		(void)snprintf(out->buf, sizeof(out->buf), "-%d", m->points);
	else
		out->text = col == 3 ? m->rule : "";
}

void
marks_rows(struct marks *s)
{
	list_init(&s->list, (struct list_source){ s, count, cell }, mark_cols,
	    (int)(sizeof(mark_cols) / sizeof(mark_cols[0])));
	s->list.empty = "没有扣分。";
}

/* ---- drawing ---- */

static void
draw_head(const struct marks *s, struct canvas *c, struct rect at)
{
	const struct class_result *r = &s->lesson;
	const struct score_half m = score_machine(&s->score), t = score_of_trainer(&s->score);
	const enum score_verdict v = score_verdict(&s->score);
	char his[CLASS_HALF_SIZE], its[CLASS_HALF_SIZE], words[160], nth[32] = "";

	if (r->nth > 0)
		(void)snprintf(nth, sizeof(nth), "第%d题", r->nth);
	canvas_printf(c, at.row, at.col, at.cols, ROLE_HEADING, "%s %s  %s%s  学员 %s", r->scenario,
	    r->title, scenario_mode_label(r->mode), nth, r->trainee);
	if (!t.whole)
		(void)snprintf(his, sizeof(his), "未评完");
	if (v == SCORE_FATAL) /* no hundredths: they would not count */
		(void)snprintf(words, sizeof(words),
		    "一票否决, 这一课不计分   机评 %d/%d   教员 %s", m.got, m.of,
		    t.whole ? class_half(t.got, t.of, his) : his);
	else
		(void)snprintf(words, sizeof(words), "%s   机评 %s   教员 %s",
		    score_verdict_label(v), class_half(m.got, m.of, its),
		    t.whole ? class_half(t.got, t.of, his) : his);
	canvas_text(c, at.row + 1, at.col, at.cols, class_verdict_role(v), words);
	if (SCENARIO_MODE_IS_DRILL(r->mode)) {
		canvas_printf(c, at.row + 2, at.col, at.cols, ROLE_DIM,
		    "用时%lld秒(标准%d) 按键%d(文字%d) KLM%lld秒   Alt-T 讲评",
		    (long long)(r->talk_ms / 1000), r->par_s, r->keys, r->text_keys,
		    (long long)(r->klm_ms / 1000));
		return;
	}
	if (r->stars >= 1 && r->stars <= 5)
		(void)snprintf(its, sizeof(its), "%d星", r->stars);
	else
		(void)snprintf(its, sizeof(its), "没打分");
	canvas_printf(c, at.row + 2, at.col, at.cols, ROLE_DIM,
	    "通话%lld秒(标准%d) 话后%lld秒(标准%d) 按键%d(文字%d) KLM%lld秒 来电人%s",
	    (long long)(r->talk_ms / 1000), r->par_s, (long long)(r->acw_ms / 1000), r->acw_s,
	    r->keys, r->text_keys, (long long)(r->klm_ms / 1000), its);
}

/* Who has said what of it, newest first. */
static int
draw_reviews(const struct marks *s, struct canvas *c, struct rect at)
{
	int row = at.row;

	for (int i = s->reviews.n - 1; i >= 0 && row < at.row + at.rows; i--) {
		const struct class_review *v = &s->reviews.item[i];
		struct score x = s->score;
		struct score_half h;
		char when[24], half[CLASS_HALF_SIZE];

		if (v->lesson_at != s->lesson.at || strcmp(v->trainee, s->lesson.trainee) != 0)
			continue;
		civil_format(v->at, "%m-%d %H:%M", when, sizeof(when));
		x.trainer = v->marks;
		x.open = v->open;
		h = score_of_trainer(&x);
		if (v->dispute)
			canvas_printf(c, row++, at.col, at.cols, ROLE_NEAR, "%s %s 有争议: %s",
			    when, v->by, v->words);
		else
			canvas_printf(c, row++, at.col, at.cols, ROLE_NORMAL, "%s %s 评 %s%s", when,
			    v->by, h.whole ? class_half(h.got, h.of, half) : "未评完",
			    v->marks.fatal != 0 ? " 一票否决" : "");
	}
	return row;
}

static void
draw_fatals(const struct marks *s, struct canvas *c, struct rect at)
{
	struct str words = { 0 };

	for (int i = 0; i < s->score.form->n_fatals; i++)
		str_addf(&words, "%d%s%s ", i + 1,
		    (s->score.trainer.fatal & 1u << i) != 0 ? "*" : " ", s->score.form->fatals[i]);
	(void)wrap_draw(c, at, ROLE_NORMAL, str_c(&words));
	str_free(&words);
}

static void
draw_trainers_foot(const struct marks *s, struct canvas *c, struct rect at)
{
	const size_t row = list_row(&s->list);
	const char *who = s->desk->classroom->trainer;
	const struct rect rest = { at.row + 1, at.col, at.rows - 1, at.cols };

	canvas_printf(c, at.row, at.col, at.cols, ROLE_DIM,
	    "教员 %s (打字换人)  数字记一次, 0 不扣也算评过; 评过就存下",
	    who[0] != '\0' ? who : "还没有说是谁");
	if (row != LIST_NONE && marks_his_item(s, row) == s->score.form->n_items)
		draw_fatals(s, c, rest);
	else if (draw_reviews(s, c, rest) == rest.row)
		canvas_text(c, rest.row, at.col, at.cols, ROLE_DIM, "还没有人评过");
}

static void
draw_foot(const struct marks *s, struct canvas *c, struct rect at)
{
	const size_t row = list_row(&s->list);
	const struct class_review *dispute = reviews_disputed(&s->reviews, &s->lesson);

	if (dispute != NULL && at.rows > 0) {
		canvas_printf(c, at.row + at.rows - 1, at.col, at.cols, ROLE_NEAR, "争议: %s",
		    dispute->words);
		at.rows--;
	}
	if (row != LIST_NONE)
		(void)wrap_draw(c, at, ROLE_NORMAL, s->score.mark[row].rule);
}

void
marks_draw(const struct view *v, struct canvas *c, struct rect body)
{
	struct marks *s = v->state;
	const int rows = s->trainer ? FOOT_TRAINERS : FOOT_ROWS;
	const struct rect foot = { body.row + body.rows - rows + 1, body.col + 1, rows - 1,
		body.cols - 2 };

	if (canvas_too_small(c))
		return;
	canvas_hline(c, body.row, body.col + 1, body.cols - 2, ROLE_RULE);
	draw_head(s, c, (struct rect){ body.row + 1, body.col + 1, HEAD_ROWS - 1, body.cols - 2 });
	s->list.at = (struct rect){ body.row + HEAD_ROWS + 1, body.col,
		body.rows - HEAD_ROWS - rows - 1, body.cols };
	s->list.no_digits = s->trainer;
	list_draw(&s->list, c, !s->ask.open);
	canvas_hline(c, foot.row - 1, foot.col, foot.cols, ROLE_RULE);
	if (s->trainer)
		draw_trainers_foot(s, c, foot);
	else
		draw_foot(s, c, foot);
	if (s->ask.open)
		class_ask_draw(&s->ask, c, body.row + body.rows - 1);
}
