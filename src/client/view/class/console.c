/* console.c: 课堂: the trainer's console: who is in the class and how each stands, and from here what is put into a lesson or
 * whispered (console_put.c), the screen of one (console_watch.c) and what is handed out (console_hand.c).
 *
 * Points stand here only when a lesson is over: a running score would train for the score. Not here: what becomes of an
 * order at the trainee's seat (app_room_trainee.c). */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "client/ui/wrap.h"
#include "client/view/all_p.h"
#include "client/view/part_p.h"
#include "class_p.h"
#include "console_p.h"

#define FOOT_ROWS 5
#define LATE_MS   15000 /* nobody lets a caller ring so long */

static const struct list_col cols[] = { { "学员", 12, false }, { "状态", 6, false },
	{ "已过", 6, true }, { "方式", 8, false }, { "案例和下一步", 0, false },
	{ "插曲", 5, true }, { "机评", 7, true } };

/* ---- who ---- */

struct class_seat *
console_seat(const struct console *s)
{
	const size_t row = list_row(&s->list);

	return row == LIST_NONE || row >= (size_t)s->hall->n ? NULL : &s->hall->seat[row];
}

const char *
console_phase(const struct class_seat *x)
{
	static const char *const labels[] = { [ROOM_FREE] = "等题",
		[ROOM_RINGS] = "响铃",
		[ROOM_TALKS] = "通话",
		[ROOM_WRITES] = "整理" };

	return x->peer == 0                                                 ? "断开"
	       : x->phase == ROOM_FREE && x->exam > 0                       ? "间歇"
	       : x->phase == ROOM_WRITES && SCENARIO_MODE_IS_DRILL(x->mode) ? "办理"
									    : labels[x->phase];
}

bool
console_in_exam(const struct class_seat *x)
{
	return x->exam > 0 ||
	       (x->phase != ROOM_FREE && (x->mode == MODE_EXAM || x->mode == MODE_DRILL));
}

void
console_time(const struct console *s, const struct class_seat *x, char out[16])
{
	const int64_t sec = (s->desk->now - x->since_at) / 1000;

	(void)snprintf(out, 16, "%02d:%02d", (int)(sec / 60 % 100), (int)(sec % 60));
}

void
console_did(struct console *s, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(s->did, sizeof(s->did), fmt, ap);
	va_end(ap);
	s->desk->say(s->desk->app, 0, "%s", s->did);
}

static size_t
count(void *ctx)
{
	return (size_t)((const struct console *)ctx)->hall->n;
}

static const char *
broke(const struct class_seat *x, char *out, size_t size)
{
	(void)snprintf(out, size, "%s %s", x->broke, x->peer == 0 ? "断在半路" : "断了: 再发一次");
	return out;
}

static void
cell(void *ctx, size_t row, int col, struct list_cell *out)
{
	const struct console *s = ctx;
	const struct class_seat *x = &s->hall->seat[row];
	const bool in_lesson = x->peer != 0 && x->phase != ROOM_FREE;

	if (x->peer == 0)
		out->role = ROLE_DIM;
	switch (col) {
	case 0:
		out->text = x->name;
		break;
	case 1:
		out->text = console_phase(x);
		if (in_lesson && x->phase == ROOM_RINGS && s->desk->now - x->since_at >= LATE_MS)
			out->role = ROLE_OVERDUE;
		break;
	case 2:
		console_time(s, x, out->buf);
		out->text = in_lesson ? out->buf : "";
		break;
	case 3:
		if (x->exam > 0)
			(void)snprintf(
			    out->buf, sizeof(out->buf), "整场%d/%d", x->exam, EXAM_QUESTIONS);
		out->text = x->exam > 0 ? out->buf : in_lesson ? scenario_mode_label(x->mode) : "";
		break;
	case 4:
		(void)snprintf(out->buf, sizeof(out->buf), "%.12s %.100s", x->scenario,
		    x->hint[0] != '\0' ? x->hint : x->title);
		out->text = in_lesson                     ? out->buf
			    : x->peer == 0 && x->exam > 0 ? "考试断了, 回来接着考"
			    : x->exam > 0                 ? "考完一通, 等下一通"
			    : x->broke[0] != '\0'         ? broke(x, out->buf, sizeof(out->buf))
			    : x->disputed                 ? "有争议: 按 Tab 看"
			    : x->last.at != 0             ? x->last.title
							  : "";
		break;
	case 5:
		(void)snprintf(out->buf, sizeof(out->buf), "%d次", x->drills);
		out->text = in_lesson && x->drills > 0 ? out->buf : "";
		break;
	default:
		(void)snprintf(
		    out->buf, sizeof(out->buf), "%d/%d", x->last.machine, x->last.machine_of);
		out->text = in_lesson || x->last.at == 0     ? ""
			    : x->last.verdict == SCORE_FATAL ? "否决"
							     : out->buf;
		if (x->last.at != 0 && x->last.verdict == SCORE_FATAL)
			out->role = ROLE_OVERDUE;
		break;
	}
}

/* ---- keys ---- */

static unsigned
list_keys(struct console *s, const struct input *in)
{
	struct react r = { 0 };

	s->looks = in->kind != INPUT_ACTION;
	if (console_grid_input(s, in))
		return VIEW_DRAW;
	if (input_is(in, ACTION_ENTER) || input_is(in, ACTION_RIGHT)) {
		console_watch_on(s, console_is_there(s, console_seat(s)));
		return VIEW_DRAW;
	}
	if (input_is(in, ACTION_NEXT)) {
		console_marks_open(s);
		return VIEW_DRAW;
	}
	list_input(&s->list, in, &r);
	return class_leaves(s->desk, in, s->hall->name, &s->leaving, part_react(s->desk, &r));
}

/* Over a watched screen: the next one, or back. */
static unsigned
watch_keys(struct console *s, const struct input *in)
{
	const size_t before = list_row(&s->list);
	struct react r = { 0 };

	if (input_is(in, ACTION_BACK) || input_is(in, ACTION_LEFT)) {
		console_watch_on(s, false);
		return VIEW_DRAW;
	}
	if (s->hall->screen.cells != NULL && pan_input(&s->pan, in, &s->hall->screen))
		return VIEW_DRAW;
	if (!input_is(in, ACTION_UP) && !input_is(in, ACTION_DOWN) && !input_is(in, ACTION_ENTER))
		return in->kind == INPUT_ACTION ? (unsigned)VIEW_IGNORED : 0;
	if (!input_is(in, ACTION_ENTER))
		list_input(&s->list, in, &r);
	if (list_row(&s->list) != before || s->hall->watching == 0) {
		s->pan = (struct pan){ 0 };
		console_watch_on(s, true);
	}
	return VIEW_DRAW;
}

static unsigned
console_input(struct view *v, const struct input *in)
{
	struct console *s = v->state;
	struct err e = { 0 };

	s->leaving = s->leaving && input_is(in, ACTION_BACK);
	s->hall->said[0] = s->did[0] = '\0';
	if (s->whispers)
		return console_words_input(s, in);
	if (s->hands)
		return console_hand_input(s, in);
	if (console_is_order(in))
		return console_order(s, in->text[0] - '0');
	s->armed = -1;
	if (input_is(in, ACTION_TALK))
		return console_words(s);
	if (input_is(in, ACTION_SUBMIT)) {
		if (console_hand_open(s, &e) != ERR_OK)
			s->desk->say(s->desk->app, 2, "%s", e.text);
		return VIEW_DRAW;
	}
	return s->watches ? watch_keys(s, in) : list_keys(s, in);
}

static unsigned
console_scopes(const struct view *v)
{
	const struct console *s = v->state;

	return s->whispers ? SCOPE_ALL | SCOPE_EDIT : SCOPE_ALL;
}

/* ---- drawing ---- */

static int
here(const struct class_hall *h)
{
	int n = 0;

	for (int i = 0; i < h->n; i++)
		n += h->seat[i].peer != 0;
	return n;
}

/* How far he is, and what the calls that are over have brought. */
static void
draw_exam(const struct class_seat *x, struct canvas *c, struct rect at)
{
	struct str words = { 0 };
	int had = 0;

	for (int i = 0; i < EXAM_QUESTIONS; i++)
		had += x->had[0] != '\0' && x->got[i] >= -1;
	if (x->exam > 0)
		str_addf(&words, "%s 整场考试 第%d/%d通%s", x->name, x->exam, EXAM_QUESTIONS,
		    x->phase != ROOM_FREE ? "" : "完了, 等下一通");
	else
		str_addf(&words, "%s 整场考试%s", x->name,
		    had == EXAM_QUESTIONS ? "考完了" : "没有考完");
	for (int i = 0; i < EXAM_QUESTIONS && x->had[0] != '\0'; i++) {
		str_add(&words, i == 0 ? "; 各通机评百分 " : "  ");
		if (x->got[i] >= 0)
			str_addf(&words, "%d", x->got[i]);
		else
			str_add(&words, x->got[i] == -1 ? "否决" : "-");
	}
	canvas_cut(c, at.row, at.col, at.cols, ROLE_NORMAL, str_c(&words));
	str_free(&words);
}

static void
draw_foot(struct console *s, struct canvas *c, struct rect at)
{
	const struct class_seat *x = console_seat(s);

	canvas_hline(c, at.row, at.col, at.cols, ROLE_RULE);
	if (s->whispers) {
		console_words_draw(
		    s, c, (struct rect){ at.row + 1, at.col, 2, at.cols }, ROLE_FOCUS);
		return;
	}
	if (x != NULL && x->phase != ROOM_FREE && x->hint[0] != '\0')
		canvas_printf(
		    c, at.row + 1, at.col, at.cols, ROLE_HINT, "%s 的下一步: %s", x->name, x->hint);
	else if (x != NULL && (x->exam > 0 || x->last.exam[0] != '\0'))
		draw_exam(x, c, (struct rect){ at.row + 1, at.col, 1, at.cols });
	else if (x != NULL && x->last.at != 0)
		canvas_printf(c, at.row + 1, at.col, at.cols, ROLE_NORMAL,
		    "%s 上一课: %s  机评 %d/%d  %s", x->name, x->last.title, x->last.machine,
		    x->last.machine_of, score_verdict_label(x->last.verdict));
	canvas_printf(c, at.row + 2, at.col, at.cols, ROLE_NORMAL, "插曲 %s", console_digits);
	canvas_text(c, at.row + 3, at.col, at.cols, ROLE_DIM,
	    "插曲和耳语给选中的学员; F10 发题给全班或一个人。成绩上完一课才有。");
}

/* Who is chosen stays so: what is put in goes to him, however the others come, go and match what was typed. */
static void
refresh(struct console *s)
{
	const size_t row = list_row(&s->list), place = s->list.selected;

	list_refresh(&s->list);
	list_select(&s->list, row);
	if (list_row(&s->list) != row && place < s->list.n_shown)
		s->list.selected = place;
}

static void
console_draw(const struct view *v, struct canvas *c, struct rect body)
{
	struct console *s = v->state;

	if (canvas_too_small(c))
		return;
	if (s->watches && !s->hands) {
		console_watch_draw(s, c);
		return;
	}
	canvas_hline(c, body.row, body.col + 1, body.cols - 2, ROLE_RULE);
	if (s->hands) {
		console_hand_draw(s, c, body);
		return;
	}
	canvas_printf(c, body.row + 1, body.col + 1, body.cols - 2, ROLE_HEADING,
	    "课堂 %s  在 %d 人   学员这样加入: hotseat --demo --join %s --trainee 姓名",
	    s->hall->name, here(s->hall), s->hall->place);
	refresh(s);
	s->list.at = (struct rect){ body.row + 2, body.col, body.rows - FOOT_ROWS - 1, body.cols };
	if (console_is_grid(s))
		console_grid_draw(s, c);
	else
		list_draw(&s->list, c, !s->whispers);
	draw_foot(s, c,
	    (struct rect){
		body.row + body.rows - FOOT_ROWS + 1, body.col + 1, FOOT_ROWS - 1, body.cols - 2 });
}

/* ---- the table ---- */

/* Whoever is no trainer asks here whether he is in. */
static enum err_code
refuse(const struct class_info *k, struct err *e)
{
	const char *name = k == NULL ? "" : k->trainee;

	if (k != NULL && k->in_class[0] != '\0')
		return err_set(e, ERR_FORBIDDEN, "您是学员 %s, 已加入课堂 %s, 由教员发题。", name,
		    k->in_class);
	if (k != NULL && k->waits_for[0] != '\0')
		return err_set(e, ERR_FORBIDDEN, "您是学员 %s, 课堂 %s 没有开: 开了自动加入%s%s。",
		    name, k->waits_for, k->open_now[0] != '\0' ? "; 开着的有: " : "", k->open_now);
	return err_set(e, ERR_FORBIDDEN, "课堂由教员开: 用 hotseat --demo --class 课堂名 进入。");
}

static enum err_code
console_open(struct view *v, const char *arg, struct err *e)
{
	struct console *s = v->state;

	(void)arg;
	if (v->desk->classroom == NULL || v->desk->classroom->hall == NULL)
		return refuse(v->desk->classroom, e);
	s->desk = v->desk;
	s->hall = v->desk->classroom->hall;
	s->armed = -1;
	list_init(&s->list, (struct list_source){ s, count, cell }, cols,
	    (int)(sizeof(cols) / sizeof(cols[0])));
	s->list.no_digits = true;
	s->list.empty = "还没有学员。学员在别的终端按上面那一行加入, 先来后到都可以。";
	console_marks_again(s);
	list_refresh(&s->list);
	return ERR_OK;
}

static unsigned
console_resume(struct view *v)
{
	console_marks_again(v->state);
	return VIEW_DRAW;
}

static void
console_close(struct view *v)
{
	struct console *s = v->state;

	console_watch_on(s, false);
	console_words_close(s);
	console_hand_close(s);
	list_free(&s->list);
}

static int64_t
console_wake_at(const struct view *v)
{
	const struct console *s = v->state;

	for (int i = 0; i < s->hall->n; i++)
		if (s->hall->seat[i].peer != 0 && s->hall->seat[i].phase != ROOM_FREE)
			return (s->desk->now / 1000 + 1) * 1000;
	return 0;
}

static const struct bar_key list_bar[] = { { ACTION_ENTER, "看屏" }, { ACTION_NONE, "1-6=插曲" },
	{ ACTION_TALK, "耳语" }, { ACTION_SUBMIT, "发题" }, { ACTION_NEXT, "扣分" },
	{ ACTION_BACK, NULL }, { ACTION_HELP, NULL } };
static const struct bar_key hand_bar[] = { { ACTION_NONE, "0-6=发题 7=收回" },
	{ ACTION_NEXT, "全班/一人" }, { ACTION_NONE, "字母=查找" }, { ACTION_BACK, NULL },
	{ ACTION_HELP, NULL } };
static const struct bar_key words_bar[] = { { ACTION_ENTER, "送出" }, { ACTION_BACK, NULL } };

static const struct bar_key *
console_keys(const struct view *v, size_t *n)
{
	const struct console *s = v->state;

	if (s->whispers) {
		*n = s->unheard[0] != '\0' ? 1 : sizeof(words_bar) / sizeof(words_bar[0]);
		return s->unheard[0] != '\0' ? words_bar + 1 : words_bar;
	}
	*n = s->hands ? sizeof(hand_bar) / sizeof(hand_bar[0])
		      : sizeof(list_bar) / sizeof(list_bar[0]);
	return s->hands ? hand_bar : list_bar;
}

const struct view_ops console_view = {
	.name = "console",
	.title = "课堂",
	.aliases = "课堂 教员 学员 看屏 发题 ketang console",
	.footer = list_bar,
	.n_footer = sizeof(list_bar) / sizeof(list_bar[0]),
	.answers = ACTS_ROWS | ACTS_EDIT | ACT(NEXT) | ACT(PREV) | ACT(SUBMIT) | ACT(TALK),
	.keys = console_keys,
	.roles = PART_ANYONE,
	.state_size = sizeof(struct console),
	.open = console_open,
	.scopes = console_scopes,
	.input = console_input,
	.resume = console_resume,
	.draw = console_draw,
	.wake_at = console_wake_at,
	.close = console_close,
};
