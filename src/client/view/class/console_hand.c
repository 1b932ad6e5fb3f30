/* console_hand.c: handing out a lesson from the console: one scenario in one variant, to all or to one, so that all have the
 * same caller. The file itself goes with it: what the trainer wrote this morning is on no trainee's shelf. */
#include <string.h>

#include "base/fs.h"
#include "base/str.h"
#include "client/class/results.h"
#include "client/view/part_p.h"
#include "console_p.h"

#define FOOT_ROWS 5

static const struct list_col cols[] = { { "案例", 10, false }, { "技能", 6, false },
	{ "难度", 6, true }, { "标题", 0, false } };

static size_t
count(void *ctx)
{
	return (size_t)((const struct console *)ctx)->shelf.n;
}

static bool
is_drill(const struct shelf_item *i)
{
	return (i->modes & (1u << MODE_DRILL | 1u << MODE_COACHED)) != 0;
}

static void
cell(void *ctx, size_t row, int col, struct list_cell *out)
{
	const struct shelf_item *i = &((const struct console *)ctx)->shelf.item[row];

	if (i->modes == 0)
		out->role = ROLE_OVERDUE;
	if (col == 2)
		memset(out->buf, '*', (size_t)(i->difficulty > 5 ? 5 : i->difficulty));
	out->text = col == 0                    ? i->id
		    : col == 1 && is_drill(i)   ? "演练"
		    : col == 1 && i->modes != 0 ? scenario_skill_label(i->skill)
		    : col == 2                  ? out->buf
		    : col == 3                  ? i->title
						: "";
}

enum err_code
console_hand_open(struct console *s, struct err *e)
{
	if (shelf_open(s->desk->classroom->scenarios, &s->shelf, e) != ERR_OK)
		return e->code;
	list_init(&s->cases, (struct list_source){ s, count, cell }, cols,
	    (int)(sizeof(cols) / sizeof(cols[0])));
	s->cases.no_digits = true;
	s->cases.empty = "没有这样的案例。Esc 取消查找。";
	list_refresh(&s->cases);
	s->hands = true;
	s->to_one = false;
	s->armed = -1;
	return ERR_OK;
}

void
console_hand_close(struct console *s)
{
	if (!s->hands)
		return;
	s->hands = false;
	list_free(&s->cases);
	shelf_free(&s->shelf);
}

/* The variant after the last that anybody here has had; what one is shown is not what comes next. */
static uint64_t
next_variant(const struct console *s, const struct shelf_item *i, enum scenario_mode mode)
{
	struct class_results all;
	uint64_t next = mode == MODE_WATCH;

	if (results_read(s->desk->classroom->results, &all, NULL) == ERR_OK)
		for (int k = 0; k < all.n; k++)
			if (strcmp(all.item[k].scenario, i->id) == 0 && all.item[k].seed >= next)
				next = all.item[k].seed + 1 + (mode == MODE_WATCH);
	results_free(&all);
	return i->choices > 0 ? next % (uint64_t)i->choices : 0;
}

static struct room_record *
lesson_of(
    const struct console *s, const struct shelf_item *i, enum scenario_mode mode, struct err *e)
{
	struct room_record *r = NULL;
	struct str text = { 0 };

	if (fs_read_text(i->path, SCENARIO_BYTES, &text, e) == ERR_OK &&
	    (r = class_room_record_new(ROOM_LESSON)) != NULL) {
		r->n[0] = (uint32_t)next_variant(s, i, mode);
		r->n[1] = (uint32_t)mode;
		(void)class_room_record_text(r, 0, i->id);
		(void)class_room_record_text(r, 1, str_c(&text));
	}
	str_free(&text);
	return r;
}

/* A drill has its own two: with and without the coach. */
static enum scenario_mode
mode_of(const struct shelf_item *i, int digit)
{
	const bool drill = is_drill(i);

	return drill && digit == MODE_GUIDED ? MODE_COACHED
	       : drill && digit == MODE_EXAM ? MODE_DRILL
					     : (enum scenario_mode)digit;
}

static unsigned
hand_out(struct console *s, int digit)
{
	const size_t row = list_row(&s->cases);
	const struct shelf_item *i = row != LIST_NONE ? &s->shelf.item[row] : NULL;
	const struct class_seat *x = s->to_one ? console_seat(s) : NULL;
	struct room_record *r;
	enum scenario_mode mode;
	struct err e = { 0 };

	if (i == NULL)
		return 0;
	if (s->to_one && !console_is_there(s, x))
		return VIEW_DRAW;
	mode = mode_of(i, digit);
	if ((i->modes & (1u << mode)) == 0) {
		s->desk->say(s->desk->app, 1,
		    i->modes == 0 ? "这个案例文件有误, 改好再用。" : "这个案例不用这种方式。");
		return VIEW_DRAW;
	}
	r = lesson_of(s, i, mode, &e);
	if (r == NULL) {
		s->desk->say(s->desk->app, 2, "没有发出: %s", e.text);
		return VIEW_DRAW;
	}
	if (s->desk->tell(s->desk->app, x != NULL ? x->peer : 0, r))
		console_did(s, "已发给%s: %s(%s) %s; 发错了 F10 再按 %d 收回",
		    x != NULL ? x->name : "全班", i->id, scenario_mode_label(mode), i->title,
		    CONSOLE_BACK);
	console_hand_close(s);
	return VIEW_DRAW;
}

/* What goes to a whole class wants its digit twice: who types the number of a scenario begins nothing for thirty people. */
static bool
asked_twice(struct console *s, int digit)
{
	const size_t row = list_row(&s->cases);
	const bool exam = digit >= CONSOLE_SAME;

	struct class_seat *x[ROOM_MOST];

	if (s->to_one || digit >= CONSOLE_STOP || s->armed == digit || (!exam && row == LIST_NONE))
		return true;
	s->armed = digit;
	if (exam)
		s->desk->say(s->desk->app, 1, "再按 %d 发给全班 %d 人: 整场考试, 五通连着来", digit,
		    console_meant(s, x));
	else
		s->desk->say(s->desk->app, 1, "再按 %d 发给全班 %d 人: %s (%s)", digit,
		    console_meant(s, x), s->shelf.item[row].id,
		    scenario_mode_label(mode_of(&s->shelf.item[row], digit)));
	return false;
}

/* To all, or to who is chosen on the console; where nobody is, it stays with all, and that is said. */
static void
turn_to(struct console *s)
{
	if (s->to_one || console_seat(s) != NULL)
		s->to_one = !s->to_one;
	else if (s->hall->n == 0)
		s->desk->say(s->desk->app, 1, "还没有学员, 不能只给一个人。");
	else
		s->desk->say(s->desk->app, 2,
		    "没有选中学员, 现在还是全班: 先 Esc 回课堂取消查找, 选一个人再按 F10。");
}

unsigned
console_hand_input(struct console *s, const struct input *in)
{
	struct react r = { 0 };
	unsigned bits;
	const bool number = in->kind == INPUT_TEXT &&
			    shelf_number(&s->shelf, str_c(&s->cases.filter.text), in->text);
	const int digit = in->kind == INPUT_TEXT && !number && in->text[0] >= '0' &&
				  in->text[0] <= '0' + CONSOLE_BACK && in->text[1] == '\0'
			      ? in->text[0] - '0'
			      : -1;

	s->cases.digits_filter = number;
	if (digit >= 0 && !asked_twice(s, digit))
		return VIEW_DRAW;
	if (digit == CONSOLE_BACK)
		return console_back_input(s);
	if (digit >= CONSOLE_SAME)
		return console_exam_input(s, digit);
	s->armed = -1;
	if (digit >= 0)
		return hand_out(s, digit);
	if (input_is(in, ACTION_NEXT) || input_is(in, ACTION_PREV)) {
		turn_to(s);
		return VIEW_DRAW;
	}
	list_input(&s->cases, in, &r);
	bits = part_react(s->desk, &r);
	if ((bits & VIEW_IGNORED) != 0 && input_is(in, ACTION_BACK)) {
		console_hand_close(s);
		return VIEW_DRAW;
	}
	return bits;
}

void
console_hand_draw(struct console *s, struct canvas *c, struct rect body)
{
	const struct class_seat *x = console_seat(s);
	const size_t row = list_row(&s->cases);
	const struct shelf_item *i = row != LIST_NONE ? &s->shelf.item[row] : NULL;
	const struct rect foot = { body.row + body.rows - FOOT_ROWS + 1, body.col + 1,
		FOOT_ROWS - 1, body.cols - 2 };
	int col = foot.col;

	canvas_printf(c, body.row + 1, body.col + 1, body.cols - 2, ROLE_HEADING,
	    "发题   %s全班%s   %s%s%s", s->to_one ? " " : "[", s->to_one ? " " : "]",
	    s->to_one ? "[只给 " : " 只给 ",
	    x != NULL         ? x->name
	    : s->hall->n == 0 ? "(还没有学员)"
			      : "(没有选中学员)",
	    s->to_one ? "]" : "");
	s->cases.at = (struct rect){ body.row + 2, body.col, body.rows - FOOT_ROWS - 2, body.cols };
	list_draw(&s->cases, c, true);
	canvas_hline(c, foot.row - 1, foot.col, foot.cols, ROLE_RULE);
	canvas_printf(c, foot.row + 2, foot.col, foot.cols, ROLE_NORMAL, "整场考试(五通连着来): %s",
	    s->to_one ? "4 发给他   6 中止他的" : "4 全班同一套题   5 各抽各的   6 中止全班的");
	canvas_right(c, foot.row + 1, foot.col + foot.cols, ROLE_NORMAL,
	    s->to_one ? "7 收回他手上的课" : "7 收回全班手上的课");
	if (i == NULL)
		return;
	canvas_cut(c, foot.row, foot.col, foot.cols, i->modes == 0 ? ROLE_OVERDUE : ROLE_HEADING,
	    i->title);
	for (int digit = MODE_WATCH; digit <= MODE_STRESS; digit++)
		if ((i->modes & (1u << mode_of(i, digit))) != 0)
			col += canvas_printf(c, foot.row + 1, col, -1, ROLE_NORMAL, "%d %s", digit,
				   scenario_mode_label(mode_of(i, digit))) +
			       3;
	canvas_text(c, foot.row + 3, foot.col, foot.cols, ROLE_DIM,
	    "给全班按两次: 来电人是同一个, 每发换一种变化。通话中收不到; 响铃的换成这课。");
}
