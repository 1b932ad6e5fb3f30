/* dialog.c: a question that must be answered before going on.
 *
 * What cannot be undone has no Enter: it takes the digit of its answer. The box is ASCII, in one role, so that it stands
 * out without colour too. Not here: what an answer does. */
#include "client/ui/dialog.h"

#include <stdio.h>

#include "base/width.h"
#include "client/ui/wrap.h"

#define BOX_COLS 60

void
dialog_ask(struct dialog *d, const char *title, const char *text, const char *const *answers, int n,
    int enter)
{
	*d = (struct dialog){ .open = true,
		.flush = true,
		.title = title,
		.text = text,
		.answers = answers,
		.n = n < DIALOG_ANSWERS ? n : DIALOG_ANSWERS,
		.enter = enter,
		.taken = -1 };
}

void
dialog_input(struct dialog *d, const struct input *in, struct react *r)
{
	if (!d->open)
		return;
	int digit = input_digit(in);
	r->bits |= REACT_USED;
	if (in->ahead)
		return;
	if (digit > 0 && digit <= d->n)
		d->taken = digit - 1;
	else if (input_is(in, ACTION_ENTER) && d->enter >= 0 && d->enter < d->n)
		d->taken = d->enter;
	if (d->taken >= 0)
		r->bits |= REACT_TAKE;
	else if (input_is(in, ACTION_BACK))
		r->bits |= REACT_CANCEL;
	else
		react_refuse(r, "请先回答: 按 1 至 %d, 或 Esc 返回", d->n);
	if (r->bits & (REACT_TAKE | REACT_CANCEL))
		d->open = false;
}

static void
draw_edge(struct canvas *c, int row, struct rect box)
{
	canvas_text(c, row, box.col, 1, ROLE_DIALOG, "+");
	canvas_hline(c, row, box.col + 1, box.cols - 2, ROLE_DIALOG);
	canvas_text(c, row, box.col + box.cols - 1, 1, ROLE_DIALOG, "+");
}

void
dialog_draw(const struct dialog *d, struct canvas *c)
{
	if (!d->open)
		return;
	struct rect box = { .cols = c->cols < BOX_COLS ? c->cols : BOX_COLS };
	int inner = box.cols - 4, lines = wrap_lines(d->text, inner);
	box.rows = lines + d->n + 4;
	if (box.rows > c->rows)
		box.rows = c->rows;
	lines = box.rows - d->n - 4 > 0 ? box.rows - d->n - 4 : 1;
	box.row = (c->rows - box.rows) / 2;
	box.col = (c->cols - box.cols) / 2;
	canvas_fill(c, box, ROLE_DIALOG);
	canvas_vline(c, box.row, box.col, box.rows, ROLE_DIALOG);
	canvas_vline(c, box.row, box.col + box.cols - 1, box.rows, ROLE_DIALOG);
	draw_edge(c, box.row, box);
	draw_edge(c, box.row + box.rows - 1, box);
	canvas_printf(c, box.row, box.col + 2, inner, ROLE_DIALOG, " %s ", d->title);
	wrap_draw(c, (struct rect){ box.row + 1, box.col + 2, lines, inner }, ROLE_DIALOG, d->text);
	int row = box.row + 2 + lines;
	for (int i = 0; i < d->n; i++)
		canvas_printf(c, row + i, box.col + 2, inner, ROLE_DIALOG, "%d  %s%s", i + 1,
		    d->answers[i], i == d->enter ? "  (Enter)" : "");
	canvas_text(c, row + d->n, box.col + 2, inner, ROLE_DIALOG, "Esc  返回");
	canvas_cursor(c, row, box.col + 2);
}
