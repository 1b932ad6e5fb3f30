/* term_paint.c: what the terminal shows: roles as the colours it has, a canvas as cells of curses.
 *
 * The last painted canvas is kept; only cells that differ go to curses, by wide calls (narrow ones garble GB terminals),
 * one doupdate a turn, the cursor left where the work is. Nothing changed = not one byte. */
#include "term_p.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "base/utf8.h"
#include "charset_p.h"

#define PAIRS_MAX 64 /* what a terminal of 8 colours has */

/* ---- colours ---- */

static attr_t
attributes(unsigned attrs)
{
	attr_t a = A_NORMAL;
	if (attrs & ATTR_BOLD)
		a |= A_BOLD;
	if (attrs & ATTR_REVERSE)
		a |= A_REVERSE;
	if (attrs & ATTR_UNDERLINE)
		a |= A_UNDERLINE;
	if (attrs & ATTR_DIM)
		a |= A_DIM;
	return a;
}

static enum depth
terminal_depth(void)
{
	const char *plain = getenv("NO_COLOR");
	if ((plain && plain[0]) || !has_colors() || start_color() == ERR || COLORS < 8)
		return DEPTH_MONO;
	return COLORS >= 256 ? DEPTH_256 : DEPTH_8;
}

/* The pair of these colours: 0 for those of normal text, so that what is typed costs no escape sequences. */
static short
pair_of(struct style st, struct style pairs[PAIRS_MAX], short *n)
{
	for (short i = 0; i < *n; i++) {
		if (pairs[i].fg == st.fg && pairs[i].bg == st.bg)
			return i;
	}
	if (*n >= PAIRS_MAX || init_pair(*n, st.fg, st.bg) == ERR)
		return 0;
	pairs[*n] = st;
	return (*n)++;
}

/* The colours of ${st}, with ${normal} where it names none. */
static struct style
over(struct style normal, struct style st)
{
	if (st.fg < 0)
		st.fg = normal.fg;
	if (st.bg < 0)
		st.bg = normal.bg;
	return st;
}

void
term_theme(struct term *t, const struct theme *th)
{
	enum depth depth = terminal_depth();
	struct style pairs[PAIRS_MAX], normal = th->style[ROLE_NORMAL][depth];
	short n = 1;
	if (depth != DEPTH_MONO && assume_default_colors(normal.fg, normal.bg) == ERR)
		normal = over((struct style){ COLOR_WHITE, COLOR_BLACK, 0 }, normal);
	pairs[0] = normal;
	for (int r = 0; r < ROLE_COUNT; r++) {
		struct style st = over(normal, th->style[r][depth]);
		t->look[r].attrs = attributes(st.attrs);
		t->look[r].pair = 0;
		if (depth != DEPTH_MONO)
			t->look[r].pair = pair_of(st, pairs, &n);
	}
	t->redraw = true;
}

/* ---- output ---- */

/* A character that the terminal's encoding lacks (GBK) is a question mark as wide as itself. */
static wchar_t
in_charset(const struct cell *cell)
{
	char bytes[MB_LEN_MAX];
	mbstate_t mb = { 0 };
	if (wcrtomb(bytes, (wchar_t)cell->ch, &mb) != (size_t)-1)
		return (wchar_t)cell->ch;
	return cell->width == 2 ? L'\xff1f' : L'?';
}

static void
make_cell(const struct term *t, const struct cell *cell, cchar_t *out)
{
	const struct look *look = &t->look[cell->role < ROLE_COUNT ? cell->role : ROLE_NORMAL];
	wchar_t text[4] = { (wchar_t)cell->ch, (wchar_t)cell->mark[0], (wchar_t)cell->mark[1], 0 };
	if (t->lossy && cell->ch >= 0x80) {
		text[0] = in_charset(cell);
		text[1] = 0;
	}
	setcchar(out, text, look->attrs, look->pair, NULL);
}

/* The cells of a row from the first to the last that differ, widened to whole characters of both pictures. */
static void
paint_row(struct term *t, const struct canvas *c, int row)
{
	size_t base = (size_t)row * (size_t)c->cols;
	const struct cell *new = &c->cells[base];
	struct cell *old = &t->shown.cells[base];
	int first = 0, last = c->cols - 1, n = 0;
	while (memcmp(&old[first], &new[first], sizeof *new) == 0)
		first++;
	while (memcmp(&old[last], &new[last], sizeof *new) == 0)
		last--;
	while (first > 0 && (new[first].width == 0 || old[first].width == 0))
		first--;
	while (last + 1 < c->cols && (new[last + 1].width == 0 || old[last + 1].width == 0))
		last++;
	for (int col = first; col <= last; col++) {
		if (new[col].width != 0)
			make_cell(t, &new[col], &t->run[n++]);
	}
	mvwadd_wchnstr(stdscr, row, first, t->run, n);
	memcpy(&old[first], &new[first], (size_t)(last - first + 1) * sizeof *new);
}

void
term_paint(struct term *t, const struct canvas *c)
{
	bool changed =
	    t->redraw || c->cursor_row != t->cursor_row || c->cursor_col != t->cursor_col;
	if (c->rows != t->shown.rows || c->cols != t->shown.cols)
		return; /* a resize is on its way: the next picture fits */
	if (t->redraw) {
		memset(t->shown.cells, 0xff, (size_t)c->rows * (size_t)c->cols * sizeof *c->cells);
		clearok(curscr, TRUE);
		t->redraw = false;
	}
	for (int row = 0; row < c->rows; row++) {
		size_t base = (size_t)row * (size_t)c->cols;
		if (memcmp(&t->shown.cells[base], &c->cells[base],
			(size_t)c->cols * sizeof *c->cells) != 0) {
			paint_row(t, c, row);
			changed = true;
		}
	}
	if (!changed)
		return;
	t->cursor_row = c->cursor_row;
	t->cursor_col = c->cursor_col;
	wmove(stdscr, c->cursor_row, c->cursor_col);
	wnoutrefresh(stdscr);
	doupdate();
}

void
term_redraw(struct term *t)
{
	t->redraw = true;
}
