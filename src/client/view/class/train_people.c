/* train_people.c: the page of the trainees: the class and everybody in it, lessons, best, average, exams; below, for the one
 * chosen, his points over his lessons as a chart, and the items that cost most. Not here: the sums (client/class). */
#include <stdio.h>
#include <string.h>

#include "client/ui/wrap.h"
#include "train_p.h"

#define WEAK_SHOWN 4
#define SCALE_COLS 6 /* "100 |" */

static const struct list_col cols[] = { { "学员", 12, false }, { "课", 5, true },
	{ "平均", 6, true }, { "最好", 6, true }, { "否决", 6, true }, { "考试合格", 10, true },
	{ "最弱", 0, false } };

static size_t
count(void *ctx)
{
	return (size_t)((const struct train *)ctx)->people.n;
}

static void
cell(void *ctx, size_t row, int col, struct list_cell *out)
{
	const struct train *s = ctx;
	const struct class_person *p = &s->people.item[row];
	int weak[QA_ITEMS_MOST];
	int number = col == 1 ? p->lessons : col == 2 ? p->average : col == 3 ? p->best : p->fatal;

	out->text = out->buf;
	if (col == 0) {
		out->text = p->trainee[0] != '\0' ? p->trainee : "全班";
	} else if (col == 5) {
		if (p->trainee[0] != '\0')
			(void)snprintf(out->buf, sizeof(out->buf), "%d/%d",
			    exams_counted(&s->sums, p->trainee), EXAMS_NEEDED);
	} else if (col == 6) {
		out->text =
		    results_weakest(p, weak) > 0 ? score_brief(score_form(MODE_EXAM), weak[0]) : "";
	} else if (p->lessons == 0) {
		out->text = col == 1 ? "0" : "-";
	} else {
		(void)snprintf(out->buf, sizeof(out->buf), "%d", number);
	}
}

void
train_people_list(struct train *s)
{
	struct list *l = &s->list[TRAIN_PEOPLE];

	list_init(
	    l, (struct list_source){ s, count, cell }, cols, (int)(sizeof(cols) / sizeof(cols[0])));
	l->empty = "没有这样的学员。Esc 取消查找。";
}

unsigned
train_people_input(struct train *s, const struct input *in)
{
	struct list *l = &s->list[TRAIN_PEOPLE];
	struct react r = { 0 };
	struct str csv = { 0 };

	if (input_is(in, ACTION_SUBMIT)) {
		people_csv(&s->people, &csv);
		train_export(s, "trainees.csv", &csv);
		return VIEW_DRAW;
	}
	list_input(l, in, &r);
	if ((r.bits & REACT_TAKE) == 0 || list_row(l) == LIST_NONE)
		return part_react(s->desk, &r);
	(void)str_copy(s->only, sizeof(s->only), s->people.item[list_row(l)].trainee);
	list_refresh(&s->list[TRAIN_LESSONS]);
	list_refresh(&s->list[TRAIN_EXAMS]);
	s->page = TRAIN_LESSONS;
	return VIEW_DRAW;
}

/* ---- the chart ---- */

static bool
is_of(const struct class_result *r, const struct class_person *p)
{
	return p->trainee[0] == '\0' || strcmp(r->trainee, p->trainee) == 0;
}

/* One lesson a column, filled up to its points, the pass mark as a line across; what is fatal has no points. */
static void
draw_lesson(const struct class_result *r, struct canvas *c, struct rect at, int col)
{
	const int percent = results_percent(r);

	for (int y = 0; y < at.rows; y++) {
		const int from = (at.rows - 1 - y) * 100 / at.rows; /* the row begins there */

		if (r->verdict == SCORE_FATAL && y == at.rows - 1)
			canvas_text(c, at.row + y, col, 1, ROLE_OVERDUE, "x");
		else if (percent > from)
			canvas_text(c, at.row + y, col, 1,
			    percent >= QA_PASS ? ROLE_GOOD : ROLE_NORMAL, "#");
	}
}

static void
draw_scale(struct canvas *c, struct rect at)
{
	for (int y = 0; y < at.rows; y++) {
		const int from = (at.rows - 1 - y) * 100 / at.rows,
			  to = (at.rows - y) * 100 / at.rows;
		const bool passes = QA_PASS > from && QA_PASS <= to;

		canvas_printf(
		    c, at.row + y, at.col, SCALE_COLS, ROLE_DIM, "%3d |", passes ? QA_PASS : to);
		if (passes)
			for (int x = SCALE_COLS; x < at.cols; x++)
				canvas_text(c, at.row + y, at.col + x, 1, ROLE_DIM, "-");
	}
}

static void
draw_chart(const struct train *s, const struct class_person *p, struct canvas *c, struct rect at)
{
	const struct class_results *r = &s->sums.results;
	int room = (at.cols - SCALE_COLS) / 2, n = 0;

	draw_scale(c, at);
	for (int i = 0; i < r->n; i++)
		n += is_of(&r->item[i], p);
	for (int i = 0, col = 0; i < r->n; i++) {
		if (!is_of(&r->item[i], p) || n-- > room)
			continue;
		draw_lesson(&r->item[i], c, at, at.col + SCALE_COLS + 2 * col++);
	}
}

static void
draw_weak(const struct class_person *p, struct canvas *c, struct rect at)
{
	int weak[QA_ITEMS_MOST];
	const int n = results_weakest(p, weak);
	struct str words = { 0 };

	str_add(&words, n > 0 ? "失分多的项:" : "没有哪一项失分。");
	for (int i = 0; i < n && i < WEAK_SHOWN; i++)
		str_addf(&words, "%s %s 失 %d%%", i > 0 ? "," : "",
		    score_brief(score_form(MODE_EXAM), weak[i]), p->weak[weak[i]]);
	(void)wrap_draw(c, at, ROLE_NORMAL, str_c(&words));
	str_free(&words);
}

void
train_people_foot(const struct train *s, struct canvas *c, struct rect at)
{
	const size_t row = list_row(&s->list[TRAIN_PEOPLE]);
	const struct class_person *p = row != LIST_NONE ? &s->people.item[row] : NULL;

	if (p == NULL)
		return;
	canvas_printf(c, at.row, at.col, at.cols, ROLE_HEADING,
	    "%s的进步: 机评百分, 一课一列, 旧的在左; x 一票否决, 横线是 %d 分",
	    p->trainee[0] != '\0' ? p->trainee : "全班", QA_PASS);
	draw_chart(s, p, c, (struct rect){ at.row + 1, at.col, at.rows - 3, at.cols });
	draw_weak(p, c, (struct rect){ at.row + at.rows - 2, at.col, 2, at.cols });
}
