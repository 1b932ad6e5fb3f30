/* train.c: 培训: the scenarios of the classroom, what each has brought so far, and how one is begun: watched by hand with
 * the coach's line, as an exam, several in a row; and the results of all lessons, each with its replay.
 *
 * While this screen is open and no lesson is on, nobody rings. Not here: the lesson (client/class, app_class.c), its marks
 * (marks.c). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "all_p.h"
#include "base/clock.h"
#include "base/fs.h"
#include "base/str.h"
#include "client/class/results.h"
#include "client/class/shelf.h"
#include "client/ui/list.h"
#include "client/view/classroom.h"
#include "part_p.h"

#define FOOT_ROWS 4
#define BARS      40 /* lessons in the line of progress */

enum page { PAGE_SHELF, PAGE_RESULTS };

struct train {
	struct desk *desk;
	struct shelf shelf;
	struct class_results results;
	struct list list, done;
	enum page page;
	char why[ERR_TEXT_BYTES];
};

/* What a digit begins; watched ones play by nobody's hand, so only these three are played. */
static const struct {
	const char *key;
	enum scenario_mode mode;
	const char *label;
} modes[] = {
	{ "1", MODE_GUIDED, "1 引导(提示下一步)" },
	{ "2", MODE_EXAM, "2 考试(不提示)" },
	{ "3", MODE_STRESS, "3 压力(一个接一个)" },
};
#define MODES (sizeof(modes) / sizeof(modes[0]))

static const struct list_col shelf_cols[] = { { "案例", 10, false }, { "技能", 6, false },
	{ "难度", 6, false }, { "标题", 0, false }, { "最好", 6, true }, { "考过", 6, true } };
static const struct list_col done_cols[] = { { "时间", 13, false }, { "学员", 8, false },
	{ "标题", 0, false }, { "方式", 6, false }, { "机评", 6, true }, { "教员", 6, true },
	{ "结论", 10, false } };

/* ---- cells ---- */

static size_t
shelf_count(void *ctx)
{
	return (size_t)((const struct train *)ctx)->shelf.n;
}

static void
shelf_cell(void *ctx, size_t row, int col, struct list_cell *out)
{
	static const char *const stars[] = { "", "*", "**", "***", "****", "*****" };
	const struct train *s = ctx;
	const struct shelf_item *i = &s->shelf.item[row];
	const char *who = s->desk->classroom->trainee;
	const int best = results_best(&s->results, who, i->id);
	const int passed = results_passed(&s->results, who, i->id);

	if (i->modes == 0)
		out->role = ROLE_OVERDUE;
	switch (col) {
	case 0:
		out->text = i->id;
		break;
	case 1:
		out->text = i->modes != 0 ? scenario_skill_label(i->skill) : "";
		break;
	case 2:
		out->text = i->difficulty >= 0 && i->difficulty <= 5 ? stars[i->difficulty] : "";
		break;
	case 3:
		out->text = i->title;
		break;
	case 4:
		if (best >= 0)
			(void)snprintf(out->buf, sizeof(out->buf), "%d", best);
		out->text = best >= 0 ? out->buf : "-";
		break;
	default:
		(void)snprintf(out->buf, sizeof(out->buf), "%d/2", passed > 2 ? 2 : passed);
		out->text = out->buf;
		if (passed >= 2)
			out->role = ROLE_GOOD;
		break;
	}
}

static size_t
done_count(void *ctx)
{
	return (size_t)((const struct train *)ctx)->results.n;
}

/* Newest first. */
static const struct class_result *
done_at(const struct train *s, size_t row)
{
	return &s->results.item[(size_t)s->results.n - 1 - row];
}

static void
done_cell(void *ctx, size_t row, int col, struct list_cell *out)
{
	const struct class_result *r = done_at(ctx, row);

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
		out->text = scenario_mode_label(r->mode);
		break;
	case 4:
		(void)snprintf(out->buf, sizeof(out->buf), "%d/%d", r->machine, r->machine_of);
		break;
	case 5:
		if (r->trainer < 0)
			out->text = "未评";
		else
			(void)snprintf(
			    out->buf, sizeof(out->buf), "%d/%d", r->trainer, r->trainer_of);
		break;
	default:
		out->text = score_verdict_label(r->verdict);
		out->role = r->verdict == SCORE_FATAL    ? ROLE_OVERDUE
			    : r->verdict == SCORE_PASSED ? ROLE_GOOD
							 : ROLE_NORMAL;
		break;
	}
}

/* ---- opening ---- */

static void
read_results(struct train *s)
{
	struct err e = { 0 };

	results_free(&s->results);
	if (results_read(s->desk->classroom->results, &s->results, &e) != ERR_OK)
		(void)str_copy(s->why, sizeof(s->why), e.text);
	list_refresh(&s->list);
	list_refresh(&s->done);
}

static enum err_code
train_open(struct view *v, const char *arg, struct err *e)
{
	struct train *s = v->state;
	struct class_order quiet = { 0 };

	(void)arg;
	s->desk = v->desk;
	if (v->desk->classroom == NULL)
		return err_set(
		    e, ERR_FORBIDDEN, "培训只在课堂里开: 用 hotseat --demo 进入, 数据用完即弃。");
	if (shelf_open(v->desk->classroom->scenarios, &s->shelf, e) != ERR_OK)
		return e->code;
	list_init(&s->list, (struct list_source){ s, shelf_count, shelf_cell }, shelf_cols,
	    (int)(sizeof(shelf_cols) / sizeof(shelf_cols[0])));
	list_init(&s->done, (struct list_source){ s, done_count, done_cell }, done_cols,
	    (int)(sizeof(done_cols) / sizeof(done_cols[0])));
	s->list.no_digits = true;
	s->list.empty = "没有这样的案例。Esc 取消查找。";
	s->done.empty = "还没有成绩。先选一个案例上一课。";
	read_results(s);
	if (!v->desk->classroom->under_way)
		(void)v->desk->lesson(v->desk->app, &quiet, e);
	return ERR_OK;
}

static void
train_close(struct view *v)
{
	struct train *s = v->state;

	if (!v->desk->classroom->under_way)
		(void)v->desk->lesson(v->desk->app, NULL, NULL);
	list_free(&s->list);
	list_free(&s->done);
	shelf_free(&s->shelf);
	results_free(&s->results);
}

/* ---- beginning ---- */

/* A variant this trainee has not had: as many lessons of it as there were before. */
static uint64_t
next_variant(const struct train *s, const struct shelf_item *i)
{
	uint64_t n = 0;

	for (int k = 0; k < s->results.n; k++)
		n += strcmp(s->results.item[k].scenario, i->id) == 0 &&
		     strcmp(s->results.item[k].trainee, s->desk->classroom->trainee) == 0;
	return i->choices > 0 ? n % (uint64_t)i->choices : 0;
}

static unsigned
begin(struct train *s, enum scenario_mode mode)
{
	const size_t row = list_row(&s->list);
	const struct shelf_item *i = row != LIST_NONE ? &s->shelf.item[row] : NULL;
	struct class_order o = { .mode = mode };
	struct err e = { 0 };

	if (i == NULL)
		return 0;
	if (i->modes == 0 || (i->modes & (1u << mode)) == 0) {
		s->desk->say(s->desk->app, 1,
		    i->modes == 0 ? "这个案例文件有误, 改好再用。" : "这个案例不用这种方式。");
		return VIEW_DRAW;
	}
	o.path = i->path;
	o.seed = next_variant(s, i);
	if (s->desk->lesson(s->desk->app, &o, &e) != ERR_OK) {
		s->desk->say(s->desk->app, 2, "%s", e.text);
		return VIEW_DRAW;
	}
	s->desk->say(s->desk->app, 0, "等来电响了按 F2 接听; 对他说话按 Alt-T。");
	return VIEW_DRAW;
}

static void export(struct train *s)
{
	char path[700];
	struct str csv = { 0 };
	struct err e = { 0 };

	results_csv(&s->results, &csv);
	if (!fs_join(path, sizeof(path), s->desk->classroom->results, "results.csv") ||
	    fs_write(path, str_c(&csv), csv.len, 0600, &e) != ERR_OK)
		s->desk->say(s->desk->app, 2, "成绩没有导出: %s", e.text);
	else
		s->desk->say(s->desk->app, 0, "成绩已导出到 %s", path);
	str_free(&csv);
}

static unsigned
replay(struct train *s)
{
	const size_t row = list_row(&s->done);
	char path[700];

	if (row == LIST_NONE || done_at(s, row)->tape[0] == '\0' ||
	    !fs_join(path, sizeof(path), s->desk->classroom->results, done_at(s, row)->tape))
		return 0;
	s->desk->open(s->desk->app, &replay_view, path);
	return VIEW_DRAW;
}

static unsigned
shelf_input(struct train *s, const struct input *in)
{
	struct react r = { 0 };

	for (size_t i = 0; i < MODES; i++)
		if (in->kind == INPUT_TEXT && strcmp(in->text, modes[i].key) == 0)
			return begin(s, modes[i].mode);
	if (in->kind == INPUT_TEXT && strcmp(in->text, "0") == 0 && s->desk->classroom->under_way) {
		(void)s->desk->lesson(s->desk->app, &(struct class_order){ 0 }, NULL);
		return VIEW_DRAW;
	}
	if (input_is(in, ACTION_ENTER))
		return begin(s, MODE_GUIDED);
	list_input(&s->list, in, &r);
	return part_react(s->desk, &r);
}

static unsigned
results_input(struct train *s, const struct input *in)
{
	struct react r = { 0 };

	if (input_is(in, ACTION_SUBMIT)) {
		export(s);
		return VIEW_DRAW;
	}
	list_input(&s->done, in, &r);
	if ((r.bits & REACT_TAKE) != 0)
		return replay(s);
	return part_react(s->desk, &r);
}

static unsigned
train_input(struct view *v, const struct input *in)
{
	struct train *s = v->state;

	if (input_is(in, ACTION_NEXT) || input_is(in, ACTION_PREV)) {
		s->page = s->page == PAGE_SHELF ? PAGE_RESULTS : PAGE_SHELF;
		return VIEW_DRAW;
	}
	return s->page == PAGE_SHELF ? shelf_input(s, in) : results_input(s, in);
}

static unsigned
train_resume(struct view *v)
{
	read_results(v->state);
	return VIEW_DRAW;
}

/* ---- drawing ---- */

static void
draw_shelf_foot(const struct train *s, struct canvas *c, struct rect at)
{
	const size_t row = list_row(&s->list);
	const struct shelf_item *i = row != LIST_NONE ? &s->shelf.item[row] : NULL;
	int col = at.col;

	if (i == NULL)
		return;
	canvas_cut(
	    c, at.row, at.col, at.cols, i->modes == 0 ? ROLE_OVERDUE : ROLE_HEADING, i->title);
	for (size_t k = 0; k < MODES; k++)
		if ((i->modes & (1u << modes[k].mode)) != 0)
			col += canvas_text(c, at.row + 1, col, -1, ROLE_NORMAL, modes[k].label) + 3;
	if (i->modes != 0)
		canvas_printf(c, at.row + 2, at.col, at.cols, ROLE_DIM,
		    "共 %d 种变化, 每次换一种; 两种不同变化的考试都过 85 分、没有一票否决, "
		    "才算考过",
		    i->choices);
}

/* Lessons of this trainee as a row of tenths, oldest left. */
static void
draw_progress(const struct train *s, struct canvas *c, struct rect at)
{
	char line[BARS + 1];
	int n = 0;

	for (int i = 0; i < s->results.n; i++) {
		const struct class_result *r = &s->results.item[i];
		int tenth = r->machine_of > 0 ? r->machine * 10 / r->machine_of : 0;

		if (strcmp(r->trainee, s->desk->classroom->trainee) != 0)
			continue;
		if (n == BARS)
			memmove(line, line + 1, (size_t)--n);
		if (r->verdict == SCORE_FATAL)
			line[n++] = 'x';
		else
			line[n++] = "0123456789A"[tenth < 0 ? 0 : tenth > 10 ? 10 : tenth];
	}
	line[n] = '\0';
	if (n > 0)
		canvas_printf(c, at.row, at.col, at.cols, ROLE_NORMAL,
		    "%s 的进步(机评十分之几, A 满分, x 一票否决): %s", s->desk->classroom->trainee,
		    line);
	canvas_printf(c, at.row + 1, at.col, at.cols, ROLE_DIM,
	    "Enter 回放; F10 导出 CSV。成绩和回放在 %s", s->desk->classroom->results);
}

static void
train_draw(const struct view *v, struct canvas *c, struct rect body)
{
	struct train *s = v->state;
	struct list *l = s->page == PAGE_SHELF ? &s->list : &s->done;
	struct rect foot = { body.row + body.rows - FOOT_ROWS + 1, body.col + 1, FOOT_ROWS - 1,
		body.cols - 2 };

	if (canvas_too_small(c))
		return;
	canvas_hline(c, body.row, body.col + 1, body.cols - 2, ROLE_RULE);
	canvas_printf(c, body.row + 1, body.col + 1, body.cols - 2, ROLE_HEADING,
	    s->page == PAGE_SHELF ? "[案例 %d]  成绩 %d    学员 %s"
				  : " 案例 %d  [成绩 %d]   学员 %s",
	    s->shelf.n, s->results.n, s->desk->classroom->trainee);
	l->at = (struct rect){ body.row + 2, body.col, body.rows - FOOT_ROWS - 2, body.cols };
	list_draw(l, c, true);
	canvas_hline(c, foot.row - 1, foot.col, foot.cols, ROLE_RULE);
	if (s->why[0] != '\0')
		canvas_cut(c, foot.row, foot.col, foot.cols, ROLE_ERROR, s->why);
	else if (s->page == PAGE_SHELF)
		draw_shelf_foot(s, c, foot);
	else
		draw_progress(s, c, foot);
}

static const struct bar_key keys[] = { { ACTION_NONE, "1-3=开始" }, { ACTION_NEXT, "案例/成绩" },
	{ ACTION_NONE, "字母=查找" }, { ACTION_BACK, NULL }, { ACTION_HELP, NULL } };

const struct view_ops train_view = {
	.name = "train",
	.title = "培训",
	.aliases = "培训 课堂 案例 成绩 peixun train class",
	.footer = keys,
	.n_footer = sizeof(keys) / sizeof(keys[0]),
	.answers = ACTS_ROWS | ACT(ERASE) | ACT(NEXT) | ACT(PREV) | ACT(SUBMIT),
	.roles = PART_ANYONE,
	.state_size = sizeof(struct train),
	.open = train_open,
	.input = train_input,
	.resume = train_resume,
	.draw = train_draw,
	.close = train_close,
};
