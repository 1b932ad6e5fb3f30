/* console_watch.c: the screen of one trainee on the trainer's: as he sees it, cell by cell. In a window of its size a line of
 * the console stands in place of his keys, which do nothing here; of a larger one a part is seen (pan.c); where there is
 * room, who is there stands beside it and the keys below. */
#include <stdio.h>

#include "client/ui/canvas_diff.h"
#include "client/ui/scroll.h"
#include "client/ui/wrap.h"
#include "console_p.h"

#define BELOW_ROWS 3
#define DIGITS     "1辱骂 2险情 3掉线 4断网 5另一人 6再打来" /* console_digits, in half a line */

void
console_watch_on(struct console *s, bool on)
{
	const struct class_seat *x = console_seat(s);
	struct room_record *r;
	int peer = on && x != NULL ? x->peer : s->hall->watching;

	s->watches = on;
	if (peer == 0)
		return;
	r = class_room_record_new(ROOM_WATCH);
	if (r != NULL)
		r->n[0] = on;
	(void)s->desk->tell(s->desk->app, peer, r);
}

/* ${alone}: the keys stand nowhere else. */
static void
draw_line(struct console *s, struct canvas *c, int row, int cols, bool alone)
{
	const struct class_seat *x = console_seat(s);
	char at[16] = "", exam[32] = "";
	int used;

	canvas_fill(c, (struct rect){ row, 0, 1, cols }, ROLE_STATUS);
	if (s->whispers) {
		console_words_draw(s, c, (struct rect){ row, 1, 1, cols - 1 }, ROLE_STATUS);
		return;
	}
	if (x == NULL)
		return;
	console_time(s, x, at);
	if (x->exam > 0)
		(void)snprintf(exam, sizeof(exam), " 整场%d/%d", x->exam, EXAM_QUESTIONS);
	used = 1 + canvas_printf(c, row, 1, cols - 1, ROLE_STATUS, "看 %s %s %s%s", x->name,
		       console_phase(x), x->phase != ROOM_FREE ? at : "", exam);
	if (alone)
		cols = canvas_right(c, row, cols - 1, ROLE_STATUS, "Esc返回");
	canvas_cut(c, row, used + 1, cols - used - 2, ROLE_STATUS,
	    s->hall->said[0] != '\0' ? s->hall->said
	    : s->did[0] != '\0'      ? s->did
	    : alone                  ? DIGITS
				     : "");
}

static void
draw_beside(struct console *s, struct canvas *c, struct rect at)
{
	const struct class_seat *chosen = console_seat(s);
	const int room = at.rows - 10;
	int row = at.row + 2;

	canvas_printf(c, at.row, at.col, at.cols, ROLE_HEADING, "课堂 %s", s->hall->name);
	for (int i = chosen == NULL ? 0
				    : scroll_rows((int)(chosen - s->hall->seat), s->hall->n, room);
	     i < s->hall->n && row < at.row + 2 + room; i++, row++) {
		const struct class_seat *x = &s->hall->seat[i];
		char time[16];

		console_time(s, x, time);
		canvas_printf(c, row, at.col, at.cols, x == chosen ? ROLE_SELECT : ROLE_NORMAL,
		    "%s%s %s %s", x == chosen ? ">" : " ", x->name, console_phase(x),
		    x->peer != 0 && x->phase != ROOM_FREE ? time : "");
	}
	if (chosen == NULL || chosen->phase == ROOM_FREE)
		return;
	canvas_printf(c, row + 1, at.col, at.cols, ROLE_HEADING, "%s %s", chosen->scenario,
	    scenario_mode_label(chosen->mode));
	row += 2 + wrap_draw(
		       c, (struct rect){ row + 2, at.col, 2, at.cols }, ROLE_NORMAL, chosen->title);
	if (chosen->hint[0] != '\0' && row < at.row + at.rows - 3)
		(void)wrap_draw(
		    c, (struct rect){ row + 1, at.col, 3, at.cols }, ROLE_HINT, chosen->hint);
}

static void
draw_below(struct console *s, struct canvas *c, int row)
{
	canvas_printf(c, row, 1, c->cols - 2, ROLE_HINT, "插曲 %s", console_digits);
	canvas_cut(c, row + 1, 1, c->cols - 2, ROLE_HINT,
	    "上下 换学员   Alt-T 耳语   F10 发题   Esc 返回");
	if (s->hall->screen.cells != NULL)
		pan_draw(&s->pan, c, &s->hall->screen, row + 1);
}

void
console_watch_draw(struct console *s, struct canvas *c)
{
	const struct canvas *p = &s->hall->screen;
	const int rows = p->cells != NULL ? p->rows : CANVAS_ROWS,
		  cols = p->cells != NULL ? p->cols : CANVAS_COLS;
	const bool below = c->rows >= rows + BELOW_ROWS, beside = c->cols >= cols + 20;
	const int seen = below ? rows : c->rows - 1;

	canvas_fill(c, rect_all(c), ROLE_NORMAL);
	if (p->cells != NULL)
		pan_lay(&s->pan, c, seen, p);
	else
		canvas_text(c, 2, 2, -1, ROLE_DIM,
		    s->hall->watching != 0 ? "正在取他的屏.." : "他断开了。Enter 再试, Esc 返回。");
	if (beside)
		draw_beside(s, c, (struct rect){ 0, cols + 2, c->rows, c->cols - cols - 3 });
	draw_line(s, c, seen, below && beside ? cols : c->cols, !below);
	if (below)
		draw_below(s, c, seen + 1);
}
