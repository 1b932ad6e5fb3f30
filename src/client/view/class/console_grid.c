/* console_grid.c: a class that is longer than the list has rows: all of it on one screen, in columns, a short cell each:
 * who, how he stands, since when, which call of an exam or what the last lesson has brought. Choosing is the list's: only
 * the places differ. What a cell has no room for stands in the foot, of the one chosen. */
#include <stdio.h>
#include <string.h>

#include "console_p.h"

#define CELL_COLS  26
#define NAME_COLS  10
#define PHASE_COLS 4
#define TIME_COLS  5

static bool
is_filtered(const struct console *s)
{
	return s->list.filter.text.len > 0;
}

static int
rows_of(const struct console *s)
{
	return s->list.at.rows > 2 ? s->list.at.rows - 1 : 1;
}

bool
console_is_grid(const struct console *s)
{
	return s->list.at.rows > 0 && s->hall->n > rows_of(s);
}

bool
console_grid_input(struct console *s, const struct input *in)
{
	const size_t step = (size_t)rows_of(s);
	struct list *l = &s->list;

	if (!console_is_grid(s))
		return false;
	if (input_is(in, ACTION_RIGHT) && l->selected + step < l->n_shown)
		l->selected += step;
	else if (input_is(in, ACTION_LEFT) && l->selected >= step)
		l->selected -= step;
	return input_is(in, ACTION_LEFT) || input_is(in, ACTION_RIGHT);
}

static void
draw_cell(const struct console *s, const struct class_seat *x, bool chosen, struct canvas *c,
    struct rect at)
{
	const bool fatal = x->last.at != 0 && x->last.verdict == SCORE_FATAL;
	const bool is_done = x->phase == ROOM_FREE && x->last.at != 0;
	const enum role role = chosen             ? ROLE_SELECT
			       : x->peer == 0     ? ROLE_DIM
			       : is_done && fatal ? ROLE_OVERDUE
						  : ROLE_NORMAL;
	char time[16] = "", tail[16] = "";

	if (x->peer != 0 && x->phase != ROOM_FREE)
		console_time(s, x, time);
	if (x->exam > 0)
		(void)snprintf(tail, sizeof(tail), "%d/%d", x->exam, EXAM_QUESTIONS);
	else if (is_done)
		(void)snprintf(tail, sizeof(tail), fatal ? "否" : "%d", results_percent(&x->last));
	canvas_fill(c, (struct rect){ at.row, at.col, 1, at.cols - 1 }, role);
	canvas_text(c, at.row, at.col, 1, role, chosen ? ">" : " ");
	if (chosen)
		canvas_cursor(c, at.row, at.col);
	canvas_cut(c, at.row, at.col + 1, NAME_COLS, role, x->name);
	canvas_text(c, at.row, at.col + 2 + NAME_COLS, PHASE_COLS, role, console_phase(x));
	canvas_text(c, at.row, at.col + 3 + NAME_COLS + PHASE_COLS, TIME_COLS, role, time);
	canvas_text(c, at.row, at.col + 4 + NAME_COLS + PHASE_COLS + TIME_COLS, 3, role, tail);
}

/* How many stand where: what a trainer wants to know of thirty before he looks at one. */
static void
draw_counts(const struct console *s, struct canvas *c, struct rect at)
{
	static const char *const words[] = { "等题", "响铃", "通话", "整理", "间歇", "断开" };
	int n[sizeof(words) / sizeof(words[0])] = { 0 };
	struct str line = { 0 };

	for (int i = 0; i < s->hall->n; i++)
		for (size_t k = 0; k < sizeof(words) / sizeof(words[0]); k++)
			n[k] += strcmp(console_phase(&s->hall->seat[i]), words[k]) == 0;
	for (size_t k = 0; k < sizeof(words) / sizeof(words[0]); k++)
		if (n[k] > 0)
			str_addf(&line, "%s %d  ", words[k], n[k]);
	if (is_filtered(s))
		str_addf(&line, "[筛选 %s  %zu 人]", str_c(&s->list.filter.text), s->list.n_shown);
	canvas_cut(c, at.row, at.col, at.cols, ROLE_DIM, str_c(&line));
	str_free(&line);
}

void
console_grid_draw(struct console *s, struct canvas *c)
{
	const struct list *l = &s->list;
	const int rows = rows_of(s), cols = l->at.cols / CELL_COLS, room = rows * cols;
	const size_t page = room > 0 ? l->selected / (size_t)room * (size_t)room : 0;

	draw_counts(s, c, (struct rect){ l->at.row, l->at.col + 1, 1, l->at.cols - 2 });
	if (l->n_shown == 0)
		canvas_text(c, l->at.row + 1, l->at.col + 1, l->at.cols - 2, ROLE_DIM,
		    "没有这样的学员。Esc 取消查找。");
	for (size_t i = page; i < l->n_shown && i < page + (size_t)room; i++) {
		const size_t row = is_filtered(s) ? l->shown[i] : i;
		const int at = (int)(i - page);

		draw_cell(s, &s->hall->seat[row], i == l->selected, c,
		    (struct rect){ l->at.row + 1 + at % rows, l->at.col + at / rows * CELL_COLS, 1,
			CELL_COLS });
	}
}
