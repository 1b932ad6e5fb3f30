/* marks_draw.c: the picture of the marks: the head with both halves, the list of the one in hand, below it the rule in full
 * or who has marked. Not here: keys, what is kept (marks.c). */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "client/ui/wrap.h"
#include "marks_p.h"

#define HEAD_ROWS     5
#define FOOT_ROWS     4
#define FOOT_TRAINERS 6

#define COL_OFF 2 /* what is taken off: where a trainer's digit goes */

static const struct list_col mark_cols[] = { { "时刻", 7, false }, { "项", 10, false },
	{ "扣", 6, true }, { "原因", 0, false } };

/* ---- what stands in the list ---- */

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

/* ---- the machine's ---- */

static int
rank(const struct score_mark *m)
{
	return m->way == SCORE_IS_FATAL                                 ? 0
	       : m->way == SCORE_IS_REMARK || m->points > 0 || m->eased ? 1
									: 2;
}

/* What decides comes first, then what cost points and what one has to know beside it; each group by its moments. What is taken
 * back stays where it was. */
void
marks_sort(struct marks *s)
{
	int n = 0;

	for (int group = 0; group <= 2; group++)
		for (int i = 0; i < s->score.n; i++)
			if (rank(&s->score.mark[i]) == group)
				s->order[n++] = i;
}

const struct score_mark *
marks_at(const struct marks *s, size_t row)
{
	return &s->score.mark[s->order[row]];
}

static void
machine_cell(const struct marks *s, size_t row, int col, struct list_cell *out)
{
	const struct score_mark *m = marks_at(s, row);

	if (m->way == SCORE_IS_FATAL && !m->eased)
		out->role = ROLE_OVERDUE;
	else if (m->way == SCORE_IS_REMARK)
		out->role = ROLE_NEAR;
	else if (m->points == 0)
		out->role = ROLE_DIM;
	out->text = out->buf;
	if (col == 0)
		(void)snprintf(out->buf, sizeof(out->buf), "%02d:%02d", (int)(m->at_ms / 60000),
		    (int)(m->at_ms / 1000 % 60));
	else if (col == 1)
		out->text = m->way == SCORE_IS_FATAL    ? "一票否决"
			    : m->way == SCORE_IS_REMARK ? score_remark_label(m->item)
							: score_brief(s->score.form, m->item);
	else if (col == 2 && m->eased && m->left == 0)
		out->text = "免扣";
	else if (col == 2 && m->points > 0)
		(void)snprintf(
		    out->buf, sizeof(out->buf), "%s-%d", m->eased ? "改" : "", m->points);
	else if (col == 2 && m->way >= 0)
		out->text = "已扣完";
	else
		out->text = col == 3 ? m->rule : "";
}

/* ---- the trainer's items ---- */

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

	if (s->trainer)
		his_cell(s, row, col, out);
	else
		machine_cell(s, row, col, out);
}

void
marks_rows(struct marks *s)
{
	list_init(&s->list, (struct list_source){ s, count, cell }, mark_cols,
	    (int)(sizeof(mark_cols) / sizeof(mark_cols[0])));
	s->list.empty = "没有扣分。";
	s->list.counts = true;
}

/* ---- drawing ---- */

/* What the keys alone take a practised hand (keystroke-level model), beside the time the whole call should take: who is over
 * time with little of it was slow in the talk, not at the keys. */
static void
draw_hands(const struct class_result *r, struct canvas *c, struct rect at)
{
	const int par = r->par_s + r->acw_s;

	if (par > 0)
		canvas_printf(c, at.row, at.col, at.cols, ROLE_DIM,
		    "手上操作估计%lld秒(按键数推算), 这一课标准用时%d秒",
		    (long long)(r->klm_ms / 1000), par);
	else
		canvas_printf(c, at.row, at.col, at.cols, ROLE_DIM,
		    "手上操作估计%lld秒(按键数推算)", (long long)(r->klm_ms / 1000));
}

/* The machine's half as it was marked; -1: it is so still. */
static int
before_easing(const struct marks *s)
{
	struct score x = s->score;
	bool any = false;

	for (int i = 0; i < x.n; i++) {
		any = any || x.mark[i].eased;
		x.mark[i].eased = false;
	}
	score_recount(&x);
	return any ? score_machine(&x).got : -1;
}

static void
draw_head(const struct marks *s, struct canvas *c, struct rect at)
{
	const struct class_result *r = &s->lesson;
	const struct score_half m = score_machine(&s->score), t = score_of_trainer(&s->score);
	const int before = before_easing(s);
	const enum score_verdict v = score_verdict(&s->score);
	char his[CLASS_HALF_SIZE], its[CLASS_HALF_SIZE], words[160], way[RESULTS_WAY_SIZE],
	    was[32] = "";

	canvas_printf(c, at.row, at.col, at.cols, ROLE_HEADING, "%s %s  %s  学员 %s", r->scenario,
	    r->title, results_way(r, way), r->trainee);
	if (before >= 0 && before != m.got)
		(void)snprintf(was, sizeof(was), " 原%d/%d", before, m.of);
	if (!t.whole)
		(void)snprintf(his, sizeof(his), "未评完");
	if (v == SCORE_FATAL) /* no hundredths: they would not count */
		(void)snprintf(words, sizeof(words),
		    "一票否决, 这一课不计分   机评 %d/%d%s   教员 %s", m.got, m.of, was,
		    t.whole ? class_half(t.got, t.of, his) : his);
	else
		(void)snprintf(words, sizeof(words), "%s   机评 %s%s   教员 %s",
		    score_verdict_label(v), class_half(m.got, m.of, its), was,
		    t.whole ? class_half(t.got, t.of, his) : his);
	canvas_text(c, at.row + 1, at.col, at.cols, class_verdict_role(v), words);
	draw_hands(r, c, (struct rect){ at.row + 3, at.col, 1, at.cols });
	if (SCENARIO_MODE_IS_DRILL(r->mode)) {
		canvas_printf(c, at.row + 2, at.col, at.cols, ROLE_DIM,
		    "用时%lld秒(标准%d) 按键%d(文字%d)   Alt-T 讲评",
		    (long long)(r->talk_ms / 1000), r->par_s, r->keys, r->text_keys);
		return;
	}
	if (r->stars >= 1 && r->stars <= 5)
		(void)snprintf(its, sizeof(its), "%d星", r->stars);
	else
		(void)snprintf(its, sizeof(its), "没打分");
	canvas_printf(c, at.row + 2, at.col, at.cols, ROLE_DIM,
	    "通话%lld秒(标准%d) 话后%lld秒(标准%d) 按键%d(文字%d) 来电人%s",
	    (long long)(r->talk_ms / 1000), r->par_s, (long long)(r->acw_ms / 1000), r->acw_s,
	    r->keys, r->text_keys, its);
}

/* "11-22 06:17 王老师 理解复述免扣(原扣2分): 问过了, 说得快" */
static void
draw_eased(const struct class_review *v, enum scenario_mode mode, struct canvas *c, struct rect at)
{
	struct str words = { 0 };
	char when[24];

	civil_format(v->at, "%m-%d %H:%M", when, sizeof(when));
	str_addf(&words, "%s %s ", when, v->by);
	review_ease_say(v, mode, &words);
	if (v->words[0] != '\0')
		str_addf(&words, ": %s", v->words);
	(void)wrap_draw(c, at, ROLE_NORMAL, str_c(&words));
	str_free(&words);
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
		if (v->kind == REVIEW_DISPUTE)
			canvas_printf(c, row++, at.col, at.cols, ROLE_NEAR, "%s %s 有争议: %s",
			    when, v->by, v->words);
		else if (v->kind == REVIEW_EASE)
			draw_eased(
			    v, s->lesson.mode, c, (struct rect){ row++, at.col, 1, at.cols });
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

	if (s->desk->classroom->joins)
		canvas_text(c, at.row, at.col, at.cols, ROLE_DIM,
		    "教员在他那一台上评, 评了就送到这里; 不同意按 F10 写理由");
	else
		canvas_printf(c, at.row, at.col, at.cols, ROLE_DIM,
		    "教员 %s (打字换人)  数字记一次, 0 不扣也算评过; 评过就存下",
		    who[0] != '\0' ? who : "还没有说是谁");
	if (row != LIST_NONE && marks_his_item(s, row) == s->score.form->n_items)
		draw_fatals(s, c, rest);
	else if (draw_reviews(s, c, rest) == rest.row)
		canvas_text(c, rest.row, at.col, at.cols, ROLE_DIM, "还没有人评过");
}

int64_t
marks_dispute_until(const struct marks *s)
{
	const struct city *c = s->desk->city;

	return reviews_dispute_until(&s->reviews, &s->lesson, c != NULL ? &c->calendar : NULL);
}

/* What was disputed last and what came of it; until when it may be, or why not any more. */
static void
draw_dispute(const struct marks *s, struct canvas *c, struct rect at)
{
	const int64_t until = marks_dispute_until(s);
	char when[24];

	if (class_dispute_draw(&s->reviews, &s->lesson, c, at))
		return;
	civil_format(until - 1, "%m月%d日", when, sizeof(when));
	if (s->desk->now < until)
		canvas_printf(c, at.row, at.col, at.cols, ROLE_DIM,
		    "学员可提争议到 %s(%d个工作日内)", when, QA_DISPUTE_DAYS);
	else
		canvas_printf(c, at.row, at.col, at.cols, ROLE_DIM,
		    "争议期已过: 到 %s 为止(%d个工作日)", when, QA_DISPUTE_DAYS);
}

static void
draw_foot(const struct marks *s, struct canvas *c, struct rect at)
{
	const size_t row = list_row(&s->list);
	const struct class_review *by =
	    row != LIST_NONE ? reviews_eased(&s->reviews, &s->lesson, s->order[row]) : NULL;
	const struct rect last = { at.row + at.rows - 1, at.col, 1, at.cols };
	const struct rect rule = { at.row, at.col, by != NULL ? 1 : at.rows - 1, at.cols };

	if (row != LIST_NONE)
		(void)wrap_draw(c, rule, ROLE_NORMAL, marks_at(s, row)->rule);
	if (by != NULL)
		draw_eased(by, s->lesson.mode, c,
		    (struct rect){ at.row + 1, at.col, at.rows - 2, at.cols });
	draw_dispute(s, c, last);
}

static int
remarks(const struct marks *s)
{
	int n = 0;

	for (int i = 0; i < s->score.n; i++)
		n += s->score.mark[i].way == SCORE_IS_REMARK;
	return n;
}

/* Below his items what he has to know when he marks them: what was put in, and what became of it. */
static void
draw_remarks(const struct marks *s, struct canvas *c, struct rect at)
{
	const int end = at.row + at.rows;
	int row = at.row, left = remarks(s);

	for (int i = 0; i < s->score.n && row < end; i++) {
		struct str words = { 0 };
		int lines;

		if (s->score.mark[i].way != SCORE_IS_REMARK)
			continue;
		score_mark_say(&s->score, &s->score.mark[i], &words);
		lines = wrap_lines(str_c(&words), at.cols);
		if (left > 1 && row + lines >= end) { /* no row for what comes behind it */
			canvas_printf(c, end - 1, at.col, at.cols, ROLE_DIM,
			    "还有 %d 条记事: Tab 到机评里看", left);
			row = end;
		} else {
			row += wrap_draw(c, (struct rect){ row, at.col, end - row, at.cols },
			    ROLE_NEAR, str_c(&words));
		}
		left--;
		str_free(&words);
	}
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
	s->list.at = (struct rect){ body.row + HEAD_ROWS, body.col, body.rows - HEAD_ROWS - rows,
		body.cols };
	s->list.no_digits = true; /* a digit is a mark here, or nothing */
	list_draw(&s->list, c, !s->ask.open);
	if (s->trainer) {
		const int used = (int)his_items(s) + 2; /* with the names of the columns */

		draw_remarks(s, c,
		    (struct rect){ s->list.at.row + used, body.col + 1, s->list.at.rows - used,
			body.cols - 2 });
	}
	if (s->trainer && !s->ask.open)
		list_cursor(&s->list, c, COL_OFF);
	canvas_hline(c, foot.row - 1, foot.col, foot.cols, ROLE_RULE);
	if (s->trainer)
		draw_trainers_foot(s, c, foot);
	else
		draw_foot(s, c, foot);
	if (s->ask.open)
		class_ask_draw(&s->ask, c, body.row + body.rows - 1);
}
