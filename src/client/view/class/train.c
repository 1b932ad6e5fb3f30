/* train.c: 培训: the scenarios of the classroom, what each has brought so far, and how one is begun: with the coach's line, as
 * a single exam, several in a row, played for who watches, or as a whole exam of five; and, page by page, the results of all lessons, all exams,
 * all trainees.
 *
 * While this screen is open and no lesson is on, nobody rings. Not here: the lesson (client/class, app_class.c), the exam
 * (app_exam.c, exam.c), marks (marks.c), the other pages (train_done.c, train_people.c). */
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "client/view/all_p.h"
#include "train_p.h"

#define FOOT_ROWS   4
#define PEOPLE_ROWS 11 /* the chart and the weak items */

/* What a digit begins. A watched one is played by the program. */
static const struct {
	const char *key;
	enum scenario_mode mode;
	const char *label;
} modes[] = {
	{ "0", MODE_WATCH, "0 观摩" },
	{ "1", MODE_GUIDED, "1 引导(有提示)" },
	{ "2", MODE_EXAM, "2 单考(不提示)" },
	{ "3", MODE_STRESS, "3 压力(接连来)" },
};
#define MODES (sizeof(modes) / sizeof(modes[0]))

static const struct list_col shelf_cols[] = { { "案例", 10, false }, { "技能", 6, false },
	{ "难度", 6, false }, { "标题", 0, false }, { "最好", 6, true }, { "考过", 6, true } };

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
	const int best = results_best(&s->sums.results, who, i->id);
	const int passed = results_passed(&s->sums.results, who, i->id);

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

/* ---- opening ---- */

static void
read_results(struct train *s)
{
	const char *dir = s->desk->classroom->results;
	struct err e = { 0 };

	exams_free(&s->sums);
	reviews_free(&s->reviews);
	people_free(&s->people);
	s->why[0] = '\0';
	if (exams_read(dir, &s->sums, &e) != ERR_OK ||
	    reviews_read(dir, &s->reviews, &e) != ERR_OK ||
	    results_people(dir, &s->sums.results, &s->people, &e) != ERR_OK)
		(void)str_copy(s->why, sizeof(s->why), e.text);
	for (int i = 0; i < TRAIN_PAGES; i++)
		list_refresh(&s->list[i]);
}

/* Lessons are kept under a name: asked once. */
static void
ask_name(struct train *s)
{
	const char *now = s->desk->classroom->trainee;

	class_ask_name(&s->ask, 0, "您的姓名", "");
	s->desk->say(s->desk->app, 0, "成绩记在姓名下; 空着按 Enter 就%s %s, 以后按 5 换人。",
	    now[0] != '\0' ? "还是" : "记在工号下:", now[0] != '\0' ? now : s->desk->me.user);
}

static void
call_him(struct train *s, const char *name)
{
	const struct class_order who = { .wish = CLASS_TRAINEE, .path = name };

	(void)s->desk->lesson(s->desk->app, &who, NULL);
}

static enum err_code
train_open(struct view *v, const char *arg, struct err *e)
{
	struct train *s = v->state;
	const struct class_order quiet = { 0 };

	(void)arg;
	s->desk = v->desk;
	if (v->desk->classroom == NULL)
		return err_set(
		    e, ERR_FORBIDDEN, "培训只在课堂里开: 用 hotseat --demo 进入, 数据用完即弃。");
	if (shelf_open(v->desk->classroom->scenarios, &s->shelf, e) != ERR_OK)
		return e->code;
	list_init(&s->list[TRAIN_SHELF], (struct list_source){ s, shelf_count, shelf_cell },
	    shelf_cols, (int)(sizeof(shelf_cols) / sizeof(shelf_cols[0])));
	s->list[TRAIN_SHELF].no_digits = true;
	s->list[TRAIN_SHELF].empty = "没有这样的案例。Esc 取消查找。";
	train_lessons_list(s);
	train_exams_list(s);
	train_people_list(s);
	if (!v->desk->classroom->under_way)
		(void)v->desk->lesson(v->desk->app, &quiet, e);
	if (v->desk->classroom->trainee[0] == '\0' && v->desk->classroom->hall != NULL)
		call_him(s, v->desk->me.user); /* a trainer is here for his class */
	read_results(s);
	if (v->desk->classroom->trainee[0] == '\0')
		ask_name(s);
	return ERR_OK;
}

static void
train_close(struct view *v)
{
	struct train *s = v->state;

	if (!v->desk->classroom->under_way)
		(void)v->desk->lesson(v->desk->app, NULL, NULL);
	for (int i = 0; i < TRAIN_PAGES; i++)
		list_free(&s->list[i]);
	class_ask_free(&s->ask);
	shelf_free(&s->shelf);
	exams_free(&s->sums);
	reviews_free(&s->reviews);
	people_free(&s->people);
}

/* ---- beginning ---- */

/* A variant this trainee has not had: as many lessons of it as there were before. */
static uint64_t
next_variant(const struct train *s, const struct shelf_item *i)
{
	const struct class_results *r = &s->sums.results;
	uint64_t n = 0;

	for (int k = 0; k < r->n; k++)
		n += strcmp(r->item[k].scenario, i->id) == 0 &&
		     strcmp(r->item[k].trainee, s->desk->classroom->trainee) == 0;
	return i->choices > 0 ? n % (uint64_t)i->choices : 0;
}

static unsigned
send(struct train *s, const struct class_order *o)
{
	struct err e = { 0 };

	if (s->desk->lesson(s->desk->app, o, &e) != ERR_OK) {
		s->desk->say(s->desk->app, 2, "%s", e.text);
		read_results(s);
	} else if (o->wish == CLASS_LESSON && !SCENARIO_MODE_IS_DRILL(o->mode))
		s->desk->say(s->desk->app, 0,
		    o->mode == MODE_WATCH ? "观摩: 看好的话务员怎么接这一通, 屏底一行说为什么。"
					  : "等来电响了按 F2 接听; 每说一句先按 Alt-T。");
	return VIEW_DRAW;
}

static unsigned
begin(struct train *s, enum scenario_mode mode)
{
	const size_t row = list_row(&s->list[TRAIN_SHELF]);
	const struct shelf_item *i = row != LIST_NONE ? &s->shelf.item[row] : NULL;
	struct class_order o;

	if (i == NULL)
		return 0;
	if ((i->modes & (1u << MODE_DRILL | 1u << MODE_COACHED)) != 0)
		mode = mode == MODE_GUIDED ? MODE_COACHED : mode == MODE_EXAM ? MODE_DRILL : mode;
	if (i->modes == 0 || (i->modes & (1u << mode)) == 0) {
		s->desk->say(s->desk->app, 1,
		    i->modes == 0 ? "这个案例文件有误, 改好再用。" : "这个案例不用这种方式。");
		return VIEW_DRAW;
	}
	o = (struct class_order){ .path = i->path, .seed = next_variant(s, i), .mode = mode };
	if (mode == MODE_WATCH && i->choices > 1) /* what one is shown is not what comes next */
		o.seed = (o.seed + (uint64_t)i->choices - 1) % (uint64_t)i->choices;
	return send(s, &o);
}

static bool
may_end(const struct train *s)
{
	return s->desk->classroom->under_way || s->desk->classroom->exam[0] != '\0';
}

/* The lesson ends as it stands; without one, an exam that waits is looked at, where it is given up. */
static unsigned
end(struct train *s)
{
	if (s->desk->classroom->under_way)
		(void)s->desk->lesson(s->desk->app, &(struct class_order){ 0 }, NULL);
	else
		s->desk->open(s->desk->app, &exam_view, NULL);
	return VIEW_DRAW;
}

/* Somebody else sits down; in a class one is called what the class calls him. */
static unsigned
change_name(struct train *s)
{
	const struct class_info *c = s->desk->classroom;

	if (may_end(s))
		s->desk->say(s->desk->app, 1, "先结束手上的课或考试, 再换人。");
	else if (c->in_class[0] != '\0' || c->hall != NULL)
		s->desk->say(s->desk->app, 1, "课堂里不换人: 退出后用 --trainee 姓名 再加入。");
	else
		ask_name(s);
	return VIEW_DRAW;
}

static unsigned
shelf_input(struct train *s, const struct input *in)
{
	struct list *l = &s->list[TRAIN_SHELF];
	struct react r = { 0 };

	l->digits_filter =
	    in->kind == INPUT_TEXT && shelf_number(&s->shelf, str_c(&l->filter.text), in->text);
	if (l->digits_filter) {
		list_input(l, in, &r);
		return part_react(s->desk, &r);
	}
	if (in->kind == INPUT_TEXT && strcmp(in->text, "0") == 0 && may_end(s))
		return end(s);
	for (size_t i = 0; i < MODES; i++)
		if (in->kind == INPUT_TEXT && strcmp(in->text, modes[i].key) == 0)
			return begin(s, modes[i].mode);
	if (in->kind == INPUT_TEXT && strcmp(in->text, "4") == 0)
		return send(s, &(struct class_order){ .wish = CLASS_EXAM });
	if (in->kind == INPUT_TEXT && strcmp(in->text, "5") == 0)
		return change_name(s);
	if (input_is(in, ACTION_ENTER))
		return begin(s, MODE_GUIDED);
	list_input(l, in, &r);
	return part_react(s->desk, &r);
}

static unsigned
name_input(struct train *s, const struct input *in)
{
	const char *text;
	unsigned bits = class_ask_input(s->desk, &s->ask, in, &text);

	if (!s->ask.open) {
		const char *now = s->desk->classroom->trainee;

		if (text != NULL && text[strspn(text, " ")] != '\0')
			call_him(s, text);
		else if (now[0] == '\0')
			call_him(s, s->desk->me.user);
		read_results(s);
	}
	return bits;
}

/* Its digit is the same on every page; behind letters it is of what is looked for. */
static bool
ends(const struct train *s, const struct input *in)
{
	return in->kind == INPUT_TEXT && strcmp(in->text, "0") == 0 && may_end(s) &&
	       s->list[s->page].filter.text.len == 0;
}

/* While nothing is on, a trainee waits here for what the trainer hands out. */
static const char *
waits_in(const struct class_info *c)
{
	return c->under_way || c->exam[0] != '\0' ? "" : c->in_class;
}

static unsigned
train_input(struct view *v, const struct input *in)
{
	static unsigned (*const pages[TRAIN_PAGES])(struct train *, const struct input *) = {
		shelf_input, train_lessons_input, train_exams_input, train_people_input
	};
	struct train *s = v->state;

	s->leaving = s->leaving && input_is(in, ACTION_BACK);
	if (s->ask.open)
		return name_input(s, in);
	if (input_is(in, ACTION_NEXT) || input_is(in, ACTION_PREV)) {
		const int step = input_is(in, ACTION_NEXT) ? 1 : TRAIN_PAGES - 1;

		s->page = (enum train_page)(((int)s->page + step) % TRAIN_PAGES);
		return VIEW_DRAW;
	}
	if (s->page != TRAIN_SHELF && ends(s, in))
		return end(s);
	return class_leaves(
	    s->desk, in, waits_in(s->desk->classroom), &s->leaving, pages[s->page](s, in));
}

static unsigned
train_resume(struct view *v)
{
	read_results(v->state);
	return VIEW_DRAW;
}

/* ---- drawing ---- */

/* The exam of this trainee that is not at its end; NULL none. */
static const struct exam_sum *
unfinished(const struct train *s)
{
	for (int i = s->sums.n - 1; i >= 0; i--)
		if (s->sums.item[i].verdict == EXAM_UNDER_WAY &&
		    strcmp(s->sums.item[i].trainee, s->desk->classroom->trainee) == 0)
			return &s->sums.item[i];
	return NULL;
}

static void
draw_shelf_foot(const struct train *s, struct canvas *c, struct rect at)
{
	const size_t row = list_row(&s->list[TRAIN_SHELF]);
	const struct shelf_item *i = row != LIST_NONE ? &s->shelf.item[row] : NULL;
	const struct exam_sum *open = unfinished(s);
	int col = at.col;

	if (i == NULL)
		return;
	canvas_cut(
	    c, at.row, at.col, at.cols, i->modes == 0 ? ROLE_OVERDUE : ROLE_HEADING, i->title);
	if ((i->modes & 1u << MODE_COACHED) != 0)
		col += canvas_text(c, at.row + 1, col, -1, ROLE_NORMAL, "1 带练(提示下一步)") + 2;
	if ((i->modes & 1u << MODE_DRILL) != 0)
		col += canvas_text(c, at.row + 1, col, -1, ROLE_NORMAL, "2 演练(不提示)") + 2;
	for (size_t k = 0; k < MODES; k++)
		if ((i->modes & (1u << modes[k].mode)) != 0)
			col += canvas_text(c, at.row + 1, col, -1, ROLE_NORMAL, modes[k].label) + 2;
	if (open == NULL && s->desk->classroom->in_class[0] != '\0')
		canvas_text(
		    c, at.row + 1, col, at.col + at.cols - col, ROLE_DIM, "整场考试等教员发");
	else if (open == NULL)
		canvas_text(
		    c, at.row + 1, col, at.col + at.cols - col, ROLE_NORMAL, "4 整场考试(5通)");
	else
		canvas_printf(c, at.row + 1, col, at.col + at.cols - col, ROLE_NEAR,
		    "4 接着考(考了%d/%d通)", open->done, EXAM_QUESTIONS);
	if (i->modes != 0)
		canvas_printf(c, at.row + 2, at.col, at.cols, ROLE_DIM,
		    "共 %d 种变化, 每次换一种; 两种不同变化的考试都过 85 分、没有一票否决, "
		    "才算考过",
		    i->choices);
}

static void
draw_tabs(const struct train *s, struct canvas *c, struct rect at)
{
	static const char *const names[TRAIN_PAGES] = { "案例", "成绩", "整场考试", "学员" };
	const int n[TRAIN_PAGES] = { s->shelf.n, s->sums.results.n, s->sums.n,
		s->people.n > 0 ? s->people.n - 1 : 0 };
	char words[160];
	size_t len = 0;

	for (int i = 0; i < TRAIN_PAGES; i++)
		len += (size_t)snprintf(words + len, sizeof(words) - len,
		    (int)s->page == i ? "[%s %d] " : " %s %d  ", names[i], n[i]);
	canvas_printf(c, at.row, at.col, at.cols, ROLE_HEADING, "%s  学员 %s%s%s", words,
	    s->desk->classroom->trainee, s->only[0] != '\0' ? "  只看 " : "", s->only);
}

static void
draw_foot(const struct train *s, struct canvas *c, struct rect at)
{
	if (s->why[0] != '\0')
		canvas_cut(c, at.row, at.col, at.cols, ROLE_ERROR, s->why);
	else if (s->page == TRAIN_SHELF)
		draw_shelf_foot(s, c, at);
	else if (s->page == TRAIN_LESSONS)
		train_lessons_foot(s, c, at);
	else if (s->page == TRAIN_EXAMS)
		train_exams_foot(s, c, at);
	else
		train_people_foot(s, c, at);
}

static void
train_draw(const struct view *v, struct canvas *c, struct rect body)
{
	struct train *s = v->state;
	struct list *l = &s->list[s->page];
	const int rows =
	    s->page == TRAIN_PEOPLE ? PEOPLE_ROWS + (body.rows > 24 ? 6 : 0) : FOOT_ROWS;
	struct rect foot = { body.row + body.rows - rows + 1, body.col + 1, rows - 1,
		body.cols - 2 };

	if (canvas_too_small(c))
		return;
	canvas_hline(c, body.row, body.col + 1, body.cols - 2, ROLE_RULE);
	draw_tabs(s, c, (struct rect){ body.row + 1, body.col + 1, 1, body.cols - 2 });
	l->at = (struct rect){ body.row + 2, body.col, body.rows - rows - 2, body.cols };
	list_draw(l, c, !s->ask.open);
	canvas_hline(c, foot.row - 1, foot.col, foot.cols, ROLE_RULE);
	draw_foot(s, c, foot);
	if (s->ask.open)
		class_ask_draw(&s->ask, c, body.row + body.rows - 1);
}

/* ---- the table ---- */

static const struct bar_key shelf_keys[] = { { ACTION_NONE, "0-4=开始" }, { ACTION_NONE, "5=换人" },
	{ ACTION_NEXT, "成绩" }, { ACTION_NONE, "字母=查找" }, { ACTION_BACK, NULL },
	{ ACTION_HELP, NULL } };
static const struct bar_key lessons_keys[] = { { ACTION_ENTER, "扣分" }, { ACTION_RIGHT, "回放" },
	{ ACTION_SUBMIT, "导出" }, { ACTION_NEXT, "整场考试" }, { ACTION_NONE, "字母=查找" },
	{ ACTION_BACK, NULL }, { ACTION_HELP, NULL } };
static const struct bar_key exams_keys[] = { { ACTION_ENTER, "五通" }, { ACTION_NEXT, "学员" },
	{ ACTION_NONE, "字母=查找" }, { ACTION_BACK, NULL }, { ACTION_HELP, NULL } };
static const struct bar_key people_keys[] = { { ACTION_ENTER, "只看他" }, { ACTION_SUBMIT, "导出" },
	{ ACTION_NEXT, "案例" }, { ACTION_NONE, "字母=查找" }, { ACTION_BACK, NULL },
	{ ACTION_HELP, NULL } };
static const struct bar_key name_keys[] = { { ACTION_ENTER, "记下" }, { ACTION_BACK, NULL } };

static const struct bar_key *
train_keys(const struct view *v, size_t *n)
{
	const struct train *s = v->state;
	static const struct {
		const struct bar_key *keys;
		size_t n;
	} of[TRAIN_PAGES] = {
		[TRAIN_SHELF] = { shelf_keys, sizeof(shelf_keys) / sizeof(shelf_keys[0]) },
		[TRAIN_LESSONS] = { lessons_keys, sizeof(lessons_keys) / sizeof(lessons_keys[0]) },
		[TRAIN_EXAMS] = { exams_keys, sizeof(exams_keys) / sizeof(exams_keys[0]) },
		[TRAIN_PEOPLE] = { people_keys, sizeof(people_keys) / sizeof(people_keys[0]) },
	};

	*n = s->ask.open ? sizeof(name_keys) / sizeof(name_keys[0]) : of[s->page].n;
	return s->ask.open ? name_keys : of[s->page].keys;
}

static unsigned
train_scopes(const struct view *v)
{
	return class_ask_scopes(&((const struct train *)v->state)->ask);
}

const struct view_ops train_view = {
	.name = "train",
	.title = "培训",
	.aliases = "培训 课堂 案例 成绩 peixun train class",
	.footer = shelf_keys,
	.n_footer = sizeof(shelf_keys) / sizeof(shelf_keys[0]),
	.answers = ACTS_ROWS | ACTS_EDIT | ACT(NEXT) | ACT(PREV) | ACT(SUBMIT),
	.keys = train_keys,
	.roles = PART_ANYONE,
	.state_size = sizeof(struct train),
	.open = train_open,
	.scopes = train_scopes,
	.input = train_input,
	.resume = train_resume,
	.draw = train_draw,
	.close = train_close,
};
