/* pan.c: a picture that is larger than the window. Its first row stays (who it is), then comes a part of what is above, a line
 * that says so, and its last rows. One that is too high by a line or two gives up its line of keys and an empty line
 * instead: nobody misses them. Not here: whose picture it is (replay_draw.c, console_watch.c). */
#include "pan_p.h"

#include <stdio.h>
#include <string.h>

#include "client/ui/scroll.h"

#define GONE_MOST 2
#define SAY_SIZE  256
#define LAST_ROWS 8 /* what the call-taker may say, the caller, the message, the coach */

/* Which rows of the picture are shown. */
struct rows {
	int last; /* rows of the picture, without its keys */
	int part; /* rows between the first and the fold; 0 there is none */
	int gone[GONE_MOST],
	    n_gone; /* without a fold: the empty ones that are left out, from below */
};

static const struct cell *
cell_at(const struct canvas *c, int row, int col)
{
	return &c->cells[(size_t)row * (size_t)c->cols + (size_t)col];
}

/* Whispers stand in place of the keys. */
static bool
ends_in_keys(const struct canvas *p)
{
	return p->cols < 2 || cell_at(p, p->rows - 1, 1)->role != ROLE_FOCUS;
}

static bool
is_empty(const struct canvas *p, int row, int cols)
{
	for (int col = 0; col < p->cols && col < cols; col++) {
		const uint32_t ch = cell_at(p, row, col)->ch;

		if (ch != ' ' && ch != '-' && ch != '|')
			return false;
	}
	return true;
}

static bool
is_gone(const struct rows *r, int row)
{
	for (int i = 0; i < r->n_gone; i++)
		if (r->gone[i] == row)
			return true;
	return false;
}

/* The lowest empty rows, as many as are too many; where there are none, of those above the last ones. */
static void
leave_out(struct rows *r, const struct canvas *p, int n, int cols)
{
	for (int row = r->last - 1; row > 0 && r->n_gone < n; row--)
		if (is_empty(p, row, cols))
			r->gone[r->n_gone++] = row;
	for (int row = r->last - LAST_ROWS - 1; row > 0 && r->n_gone < n; row--)
		if (!is_gone(r, row))
			r->gone[r->n_gone++] = row;
}

static struct rows
look(const struct canvas *p, int rows, int cols)
{
	struct rows r = { .last = p->rows };

	if (p->rows <= rows)
		return r;
	r.last -= ends_in_keys(p);
	if (p->cols <= cols && r.last <= rows + GONE_MOST)
		leave_out(&r, p, r.last - rows, cols);
	else
		r.part = rows - 2 - LAST_ROWS;
	return r;
}

static bool
pan_fits(const struct canvas *picture, int rows, int cols)
{
	return picture->cells == NULL ||
	       (picture->cols <= cols && look(picture, rows, cols).part == 0);
}

/* ---- the parts ---- */

/* Rows between the first and the last ones. */
static int
above(const struct rows *r)
{
	return r->last - LAST_ROWS - 1;
}

static int
parts_down(const struct rows *r)
{
	return r->part == 0 ? 1 : (above(r) + r->part - 1) / r->part;
}

static int
parts_right(const struct canvas *p, int cols)
{
	return (p->cols + cols - 1) / cols;
}

static int
at_most(int x, int most)
{
	return x < most ? x : most;
}

/* The first row and column of the part that is shown. */
static void
find_part(
    struct pan *pan, const struct rows *r, const struct canvas *p, int cols, int *top, int *left)
{
	const int down = parts_down(r), most = p->cols > cols ? p->cols - cols : 0;
	const int cursor = p->cursor_row - 1;

	*left = at_most(p->cursor_col / cols * cols, most);
	if (pan->page > down * parts_right(p, cols))
		pan->page = 0; /* its size has changed */
	if (pan->page > 0) {
		*top = (pan->page - 1) % down * r->part;
		*left = at_most((pan->page - 1) / down * cols, most);
	} else {
		if (cursor < above(r))
			pan->top = scroll_rows(cursor < 0 ? 0 : cursor, above(r), r->part);
		*top = pan->top;
	}
	*top = r->part == 0 ? 0 : at_most(*top, above(r) - r->part);
}

bool
pan_input(struct pan *p, const struct input *in, const struct canvas *picture)
{
	const int rows = p->rows, cols = p->cols;
	const int step = input_is(in, ACTION_PAGE_DOWN) ? 1 : input_is(in, ACTION_PAGE_UP) ? -1 : 0;
	struct rows r;
	int pages, top, left, down;

	if (step == 0 || rows == 0 || pan_fits(picture, rows, cols))
		return false;
	r = look(picture, rows, cols);
	down = parts_down(&r);
	pages = down * parts_right(picture, cols);
	if (p->page > 0) {
		p->page = (p->page + step + pages + 1) % (pages + 1);
		return true;
	}
	/* from what is seen now to the part beside it */
	find_part(p, &r, picture, cols, &top, &left);
	top = r.part == 0 ? 0 : (top + r.part - 1) / r.part;
	left = (left + cols - 1) / cols;
	p->page = (left * down + top + step + pages) % pages + 1;
	return true;
}

/* Which part is seen, and the keys that bring the others; "" all of it is. */
static void
say(struct pan *p, const struct canvas *picture, char out[SAY_SIZE])
{
	const int rows = p->rows, cols = p->cols;
	struct rows r;
	char across[48] = "", down[48] = "";
	int top, left;

	out[0] = '\0';
	if (rows == 0 || pan_fits(picture, rows, cols))
		return;
	r = look(picture, rows, cols);
	find_part(p, &r, picture, cols, &top, &left);
	if (r.part > 0)
		(void)snprintf(down, sizeof(down), "%d-%d行", top + 2, top + 1 + r.part);
	if (picture->cols > cols)
		(void)snprintf(across, sizeof(across), "%s%d-%d列", r.part > 0 ? " " : "", left + 1,
		    at_most(left + cols, picture->cols));
	(void)snprintf(out, SAY_SIZE, "那边窗口 %dx%d: %s %s%s  PgUp PgDn=换%s", picture->cols,
	    picture->rows, r.part > 0 ? "上半是" : "这里是", down, across,
	    p->page == 0 ? " (现在跟着光标)" : "");
}

/* ---- drawing ---- */

static void
lay_row(struct canvas *to, int at, const struct canvas *p, int row, int left)
{
	const int cols = at_most(to->cols, p->cols - left);
	struct cell *cells = &to->cells[(size_t)at * (size_t)to->cols];
	struct cell *last = &cells[cols - 1];

	memcpy(cells, cell_at(p, row, left), (size_t)cols * sizeof(*cells));
	if (last->width == 2) /* cut in half by either edge */
		*last = (struct cell){ .ch = ' ', .width = 1, .role = last->role };
	if (cells->width == 0)
		*cells = (struct cell){ .ch = ' ', .width = 1, .role = cells->role };
	if (row == p->cursor_row && p->cursor_col >= left && p->cursor_col < left + cols)
		canvas_cursor(to, at, p->cursor_col - left);
}

static void
draw_fold(struct pan *pan, struct canvas *to, int at, const struct canvas *picture)
{
	char words[SAY_SIZE];

	say(pan, picture, words);
	canvas_hline(to, at, 0, to->cols, ROLE_RULE);
	canvas_cut(to, at, 2, to->cols - 4, ROLE_HINT, words);
}

void
pan_lay(struct pan *pan, struct canvas *to, int rows, const struct canvas *picture)
{
	const struct rows r = look(picture, rows, to->cols);
	int top, left, at = 0;

	pan->rows = rows;
	pan->cols = to->cols;
	find_part(pan, &r, picture, to->cols, &top, &left);
	if (r.part == 0) {
		for (int row = 0; row < r.last; row++)
			if (!is_gone(&r, row) && at < rows)
				lay_row(to, at++, picture, row, left);
		return;
	}
	lay_row(to, at++, picture, 0, 0);
	for (int i = 0; i < r.part; i++)
		lay_row(to, at++, picture, 1 + top + i, left);
	draw_fold(pan, to, at++, picture);
	for (int row = r.last - LAST_ROWS; row < r.last; row++)
		lay_row(to, at++, picture, row, left);
}

void
pan_draw(struct pan *p, struct canvas *c, const struct canvas *picture, int row)
{
	char words[SAY_SIZE];
	const int at = row + 1 < c->rows ? row + 1 : row;

	say(p, picture, words);
	if (words[0] == '\0')
		return;
	canvas_fill(c, (struct rect){ at, 0, 1, c->cols }, ROLE_NORMAL);
	canvas_cut(c, at, 1, c->cols - 2, ROLE_HINT, words);
}
