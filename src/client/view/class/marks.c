/* marks.c: 评分: what a lesson has brought. The machine's half with each deduction, its moment and rule, which a trainer may
 * take back with a reason; the trainer's half to be filled in by digits, what cannot be forgiven on a line of its own;
 * never one sum. Enter plays the lesson. The trainee disputes with a reason, another trainer then marks again; who said
 * what and when stays below.
 *
 * ${arg} names a lesson (class_lesson); without it, the last one of this seat. What a trainer marks is kept at once. Not
 * here: the picture (marks_draw.c), what costs what (model/score.h), who may mark (client/class/results.h). */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "client/view/all_p.h"
#include "marks_p.h"

/* ---- which lesson ---- */

/* As it was kept; the last one of this seat also when it could not be. */
static enum err_code
load(struct marks *s, int64_t at, const char *trainee, struct err *e)
{
	const struct class_info *c = s->desk->classroom;
	struct class_results all = { 0 };
	const struct class_result *r = NULL;
	enum err_code rc = results_read(c->results, &all, e);

	s->seen_at = c->last.at;
	if (rc == ERR_OK)
		r = results_find(&all, at, trainee);
	if (r != NULL) {
		s->lesson = *r;
		rc = results_score(c->results, r, &s->score, e);
	} else if (c->run != NULL && !c->under_way && c->last.at == at) {
		s->lesson = c->last;
		s->score = *class_run_score(c->run);
		rc = ERR_OK;
	} else if (rc == ERR_OK) {
		rc = err_set(e, ERR_NOT_FOUND, "成绩里没有这一课。");
	}
	results_free(&all);
	reviews_free(&s->reviews);
	(void)reviews_read(c->results, &s->reviews, NULL);
	marks_sort(s);
	list_refresh(&s->list);
	return rc;
}

static void
load_again(struct marks *s)
{
	char trainee[sizeof(s->lesson.trainee)];
	struct err e = { 0 };

	(void)str_copy(trainee, sizeof(trainee), s->lesson.trainee);
	if (load(s, s->lesson.at, trainee, &e) != ERR_OK)
		s->desk->say(s->desk->app, 2, "%s", e.text);
}

/* ---- keys ---- */

bool
marks_review(struct marks *s, const struct class_review *v)
{
	struct err e = { 0 };
	const struct city *c = s->desk->city;

	if (reviews_add(s->desk->classroom->results, v, c != NULL ? &c->calendar : NULL, &e) !=
	    ERR_OK)
		s->desk->say(s->desk->app, 2, "没有存下: %s", e.text);
	else if (v->kind != REVIEW_DISPUTE) /* whose lesson it is may be in class */
		(void)s->desk->lesson(s->desk->app,
		    &(struct class_order){ .path = v->trainee, .wish = CLASS_REVIEWED }, NULL);
	load_again(s);
	return e.code == ERR_OK;
}

struct class_review
marks_new_review(const struct marks *s, const char *by)
{
	struct class_review v = { .lesson_at = s->lesson.at, .at = s->desk->now };

	(void)str_copy(v.trainee, sizeof(v.trainee), s->lesson.trainee);
	(void)str_copy(v.by, sizeof(v.by), by);
	return v;
}

/* A digit that is none of that item's. */
static unsigned
refuse(struct marks *s, const char *label, int digit, int most)
{
	char range[24] = "1";

	if (most > 1)
		(void)snprintf(range, sizeof(range), "1 到 %d", most);
	s->desk->say(s->desk->app, 1, "“%s”没有第 %d 种: 按 %s, 或 0。", label, digit, range);
	return VIEW_DRAW;
}

static unsigned
mark(struct marks *s, int digit)
{
	const size_t row = list_row(&s->list);
	const int item = row != LIST_NONE ? marks_his_item(s, row) : -1;
	struct class_review v = marks_new_review(s, s->desk->classroom->trainer);
	struct score x = s->score;
	unsigned char times[QA_WAYS_MOST] = { 0 };

	if (item < 0)
		return 0;
	if (item == x.form->n_items) {
		if (digit > x.form->n_fatals)
			return refuse(s, "一票否决", digit, x.form->n_fatals);
		x.trainer.fatal = digit == 0 ? 0 : x.trainer.fatal ^ 1u << (digit - 1);
	} else {
		const int ways = qa_ways(&x.form->items[item]);

		if (digit > ways)
			return refuse(s, score_brief(x.form, item), digit, ways);
		if (digit > 0) {
			memcpy(times, x.trainer.times[item], sizeof(times));
			times[digit - 1]++;
		}
		(void)score_trainer(&x, item, times);
	}
	v.open = x.open;
	v.marks = x.trainer;
	s->desk->say(s->desk->app, 0, "%s", ""); /* what was said of the digit before */
	if (!marks_review(s, &v))
		return VIEW_DRAW;
	if (!s->named) /* he named himself on another sheet, or somebody else did */
		s->desk->say(
		    s->desk->app, 0, "记在教员 %s 名下; 不是您就打姓名, Enter 换人。", v.by);
	s->named = true;
	return VIEW_DRAW;
}

/* ---- who ---- */

/* Who marks says once who he is. */
static unsigned
by_trainer(struct marks *s, int what)
{
	if (s->desk->classroom->trainer[0] != '\0')
		return what == TAKES_BACK ? marks_ease(s) : mark(s, what);
	s->waiting = what;
	class_ask_name(&s->ask, ASK_TRAINER, "教员姓名", "");
	return VIEW_DRAW;
}

/* In a class it goes to the trainer's seat, where another trainer answers it. */
static unsigned
save_dispute(struct marks *s, const char *why)
{
	const struct class_info *c = s->desk->classroom;
	struct class_review v = marks_new_review(s, c->trainee);
	char lesson[32];
	const struct class_order out = { .path = lesson, .wish = CLASS_DISPUTED };

	v.kind = REVIEW_DISPUTE;
	(void)str_copy(v.words, sizeof(v.words), why);
	if (!marks_review(s, &v))
		return VIEW_DRAW;
	(void)snprintf(lesson, sizeof(lesson), "%" PRId64, s->lesson.at);
	(void)s->desk->lesson(s->desk->app, &out, NULL);
	s->desk->say(s->desk->app, 0, "争议记下了%s: 由另一位教员复评, 原来的评分也留着。",
	    c->in_class[0] != '\0' ? ", 也报给教员了" : "");
	return VIEW_DRAW;
}

static unsigned
answered(struct marks *s, const char *text)
{
	const struct class_order who = { .path = text, .wish = CLASS_TRAINER };
	const int waiting = s->waiting;
	long long points;

	if (s->ask.what == ASK_LEFT)
		return marks_left_answered(s, text);
	if (text[strspn(text, " ")] == '\0')
		return VIEW_DRAW;
	if (s->ask.what == ASK_WHY && str_int(text, 0, 100, &points)) {
		s->desk->say(s->desk->app, 1, "这里写一句理由, 不是分数。");
		marks_ask_why(s);
		return VIEW_DRAW;
	}
	if (s->ask.what == ASK_WHY)
		return marks_save_ease(s, s->left, text);
	if (s->ask.what == ASK_DISPUTE)
		return save_dispute(s, text);
	(void)s->desk->lesson(s->desk->app, &who, NULL);
	s->named = true;
	s->waiting = WAITS_NOT;
	return waiting != WAITS_NOT ? by_trainer(s, waiting) : VIEW_DRAW;
}

static unsigned
ask_input(struct marks *s, const struct input *in)
{
	const char *text;
	unsigned bits = class_ask_input(s->desk, &s->ask, in, &text);

	return text != NULL ? bits | answered(s, text) : bits;
}

static unsigned
marks_resume(struct view *v)
{
	struct marks *s = v->state;
	const struct class_info *c = s->desk->classroom;
	struct err e = { 0 };

	if (c->last.at == s->seen_at) {
		load_again(s);
		return VIEW_DRAW;
	}
	s->trainer = false; /* another lesson: first why it has what it has */
	if (load(s, c->last.at, c->last.trainee, &e) != ERR_OK)
		s->desk->say(s->desk->app, 2, "%s", e.text);
	return VIEW_DRAW;
}

static unsigned
trainers_input(struct marks *s, const struct input *in)
{
	if (in->len == 1 && in->text[0] >= '0' && in->text[0] <= '9')
		return by_trainer(s, in->text[0] - '0');
	s->waiting = WAITS_NOT;
	class_ask_name(&s->ask, ASK_TRAINER, "教员姓名", in->text);
	return VIEW_DRAW;
}

/* Before anybody writes a reason for nothing: the days are over. */
static unsigned
dispute(struct marks *s)
{
	if (strcmp(s->desk->classroom->trainee, s->lesson.trainee) != 0)
		s->desk->say(s->desk->app, 1,
		    "争议由 %s 自己提: 在他的座席上, 培训 成绩 里打开这一课。", s->lesson.trainee);
	else if (s->desk->now < marks_dispute_until(s))
		class_ask_begin(&s->ask, ASK_DISPUTE, "争议理由", "", REVIEW_WORDS);
	else
		s->desk->say(
		    s->desk->app, 1, "评分出来已过 %d 个工作日, 不能再提争议。", QA_DISPUTE_DAYS);
	return VIEW_DRAW;
}

/* A trainee's seat in a class: what is marked here would reach nobody. */
static bool
is_joined(const struct marks *s)
{
	return s->desk->classroom->joins;
}

/* The first of the trainer's items that nobody has marked; the first of all when none is left. */
static size_t
first_open(const struct marks *s)
{
	for (size_t row = 0;; row++) {
		const int item = marks_his_item(s, row);

		if (item < 0 || item == s->score.form->n_items)
			return 0;
		if ((s->score.open & (1u << item)) != 0)
			return row;
	}
}

/* To the other half: a row of the one is none of the other. Who comes back stands where he was. */
static void
turn_over(struct marks *s)
{
	const size_t row = list_row(&s->list);

	if (!s->trainer)
		s->left_at = row != LIST_NONE ? row : 0;
	s->trainer = !s->trainer;
	list_refresh(&s->list);
	list_select(&s->list, s->trainer ? first_open(s) : s->left_at);
}

static unsigned
marks_input(struct view *v, const struct input *in)
{
	struct marks *s = v->state;
	struct react r = { 0 };

	if (s->ask.open)
		return ask_input(s, in);
	if (is_joined(s) &&
	    (input_is(in, ACTION_ERASE) || (s->trainer && in->kind == INPUT_TEXT))) {
		s->desk->say(s->desk->app, 1, "在课堂里, 教员评分和免扣在教员那一台上。");
		return VIEW_DRAW;
	}
	if (input_is(in, ACTION_NEXT) || input_is(in, ACTION_PREV)) {
		turn_over(s);
		return VIEW_DRAW;
	}
	if (!s->trainer && input_is(in, ACTION_ERASE))
		return marks_may_ease(s) ? by_trainer(s, TAKES_BACK) : VIEW_DRAW;
	if (input_is(in, ACTION_SUBMIT))
		return dispute(s);
	if (s->trainer && in->kind == INPUT_TEXT)
		return trainers_input(s, in);
	list_input(&s->list, in, &r);
	if ((r.bits & REACT_TAKE) != 0) {
		class_replay(s->desk, &s->lesson);
		return VIEW_DRAW;
	}
	return part_react(s->desk, &r);
}

/* ---- the table ---- */

static void
marks_close(struct view *v)
{
	struct marks *s = v->state;

	list_free(&s->list);
	class_ask_free(&s->ask);
	reviews_free(&s->reviews);
}

static enum err_code
marks_open(struct view *v, const char *arg, struct err *e)
{
	struct marks *s = v->state;
	const struct class_info *c = v->desk->classroom;
	int64_t at = c != NULL ? c->last.at : 0;
	const char *trainee = c != NULL ? c->last.trainee : "";
	enum err_code rc;

	(void)class_lesson_read(arg, &at, &trainee);
	if (c == NULL || at == 0)
		return err_set(e, ERR_NOT_FOUND, "还没有上完的课。");
	s->desk = v->desk;
	s->waiting = WAITS_NOT;
	s->score.form = qa_form("agent");
	marks_rows(s);
	rc = load(s, at, trainee, e);
	if (rc != ERR_OK)
		marks_close(v);
	return rc;
}

static unsigned
marks_scopes(const struct view *v)
{
	return class_ask_scopes(&((const struct marks *)v->state)->ask);
}

static const struct bar_key machine_keys[] = { { ACTION_ENTER, "回放" }, { ACTION_NEXT, "教员评" },
	{ ACTION_ERASE, "免扣" }, { ACTION_SUBMIT, "争议" }, { ACTION_BACK, NULL },
	{ ACTION_HELP, NULL } };
static const struct bar_key trainer_keys[] = { { ACTION_ENTER, "回放" }, { ACTION_NEXT, "机评" },
	{ ACTION_NONE, "数字=扣分" }, { ACTION_SUBMIT, "争议" }, { ACTION_BACK, NULL },
	{ ACTION_HELP, NULL } };

static const struct bar_key joined_keys[] = { { ACTION_ENTER, "回放" }, { ACTION_NEXT, "教员评" },
	{ ACTION_SUBMIT, "争议" }, { ACTION_BACK, NULL }, { ACTION_HELP, NULL } };

static const struct bar_key joined_trainer_keys[] = { { ACTION_ENTER, "回放" },
	{ ACTION_NEXT, "机评" }, { ACTION_SUBMIT, "争议" }, { ACTION_BACK, NULL },
	{ ACTION_HELP, NULL } };

static const struct bar_key *
marks_keys(const struct view *v, size_t *n)
{
	const struct marks *s = v->state;

	if (is_joined(s)) {
		*n = sizeof(joined_keys) / sizeof(joined_keys[0]);
		return s->trainer ? joined_trainer_keys : joined_keys;
	}
	*n = s->trainer ? sizeof(trainer_keys) / sizeof(trainer_keys[0])
			: sizeof(machine_keys) / sizeof(machine_keys[0]);
	return s->trainer ? trainer_keys : machine_keys;
}

const struct view_ops marks_view = {
	.name = "marks",
	.title = "评分",
	.aliases = "评分 扣分 pingfen marks",
	.footer = machine_keys,
	.n_footer = sizeof(machine_keys) / sizeof(machine_keys[0]),
	.keys = marks_keys,
	.answers = ACTS_ROWS | ACTS_EDIT | ACT(NEXT) | ACT(PREV) | ACT(SUBMIT),
	.roles = PART_ANYONE,
	.state_size = sizeof(struct marks),
	.open = marks_open,
	.scopes = marks_scopes,
	.input = marks_input,
	.resume = marks_resume,
	.draw = marks_draw,
	.close = marks_close,
};
