/* canvas.c: the picture of the screen that views and widgets draw.
 *
 * Invariants: a cell of width 2 is always followed by its right half (ch 0, width 0) on the same row, and a right half
 * always follows one; so no drawing order can leave half a character behind. Nothing is ever drawn outside. Columns are
 * those of base/width.h, the same that ncurses lays out by.
 * Not here: colours (theme.c), the terminal (term.c), wrapping (wrap.c). */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "base/width.h"
#include "client/ui/canvas.h"

static const struct cell BLANK = { .ch = ' ', .width = 1 };

static struct cell *
cell_at(struct canvas *c, int row, int col)
{
	return &c->cells[(size_t)row * (size_t)c->cols + (size_t)col];
}

bool
canvas_resize(struct canvas *c, int rows, int cols)
{
	if (rows < 1)
		rows = 1;
	if (cols < 1)
		cols = 1;
	struct cell *cells = calloc((size_t)rows * (size_t)cols, sizeof *cells);
	if (!cells)
		return false;
	free(c->cells);
	c->cells = cells;
	c->rows = rows;
	c->cols = cols;
	c->cursor_row = c->cursor_col = 0;
	canvas_clear(c);
	return true;
}

void
canvas_free(struct canvas *c)
{
	free(c->cells);
	*c = (struct canvas){ 0 };
}

void
canvas_clear(struct canvas *c)
{
	size_t cols = (size_t)c->cols;
	for (size_t i = 0; i < cols; i++)
		c->cells[i] = BLANK;
	for (size_t row = 1; row < (size_t)c->rows; row++)
		memcpy(&c->cells[row * cols], c->cells, cols * sizeof *c->cells);
}

/* One cell is about to be overwritten: the other half of a wide character must not stay. */
static void
part_halves(struct canvas *c, int row, int col)
{
	struct cell *at = cell_at(c, row, col);
	if (at->width == 0 && col > 0) {
		at[-1].ch = ' ';
		at[-1].mark[0] = at[-1].mark[1] = 0;
		at[-1].width = 1;
	} else if (at->width == 2 && col + 1 < c->cols) {
		at[1].ch = ' ';
		at[1].width = 1;
	}
}

static void
put_cell(struct canvas *c, int row, int col, uint32_t ch, int width, enum role role)
{
	struct cell *at = cell_at(c, row, col);
	if (at->width != 1)
		part_halves(c, row, col);
	if (width == 2) {
		if (at[1].width != 1)
			part_halves(c, row, col + 1);
		at[1] = (struct cell){ .role = (uint8_t)role };
	}
	*at = (struct cell){ .ch = ch, .role = (uint8_t)role, .width = (uint8_t)width };
}

/* A combining mark goes to the character before it; a third one, or one with nothing before it, is not shown. */
static void
put_mark(struct canvas *c, int row, int col, uint32_t mark)
{
	if (col <= 0)
		return;
	struct cell *at = cell_at(c, row, col - 1);
	if (at->width == 0)
		at--;
	if (!at->mark[0])
		at->mark[0] = mark;
	else if (!at->mark[1])
		at->mark[1] = mark;
}

/* The visible form of what must not be obeyed: <XX>, cut at the edge like any text. */
static int
put_shown(struct canvas *c, int row, int col, int end, enum role role, uint32_t cp, int bad)
{
	char shown[12];
	size_t n = width_show(cp, bad, shown);
	int used = 0;
	for (size_t i = 0; i < n && col + used < end; i++, used++)
		put_cell(c, row, col + used, (unsigned char)shown[i], 1, role);
	return used;
}

static int
clip_end(const struct canvas *c, int col, int cols)
{
	return cols < 0 || cols > c->cols - col ? c->cols : col + cols;
}

/* A character of CJK Unified Ideographs, the block nearly all Chinese text is in: three bytes, two columns in every
 * locale that can show it. 0 for everything else. Known here by itself because the whole screen is drawn for each key. */
static uint32_t
common_han(const char *s, size_t n)
{
	unsigned char a = n < 3 ? 0 : (unsigned char)s[0];
	if (a < 0xe4 || a > 0xe9 || ((unsigned char)s[1] & 0xc0) != 0x80 ||
	    ((unsigned char)s[2] & 0xc0) != 0x80)
		return 0;
	uint32_t cp =
	    (a & 0xfu) << 12 | ((unsigned char)s[1] & 0x3fu) << 6 | ((unsigned char)s[2] & 0x3fu);
	return cp >= 0x4e00 ? cp : 0;
}

/* Any other character at ${s}; its bytes into ${len}. Returns the columns used, -1 when it has no room. */
static int
put_other(struct canvas *c, int row, int col, int end, enum role role, const char *s, size_t n,
    size_t *len)
{
	uint32_t cp = 0;
	*len = utf8_next(s, n, &cp);
	if (*len == 0) {
		*len = 1;
		return put_shown(c, row, col, end, role, (unsigned char)s[0], 1);
	}
	int w = width_cp(cp);
	if (w > 2)
		return put_shown(c, row, col, end, role, cp, 0);
	if (col + w > end)
		return -1;
	if (w == 0)
		put_mark(c, row, col, cp);
	else
		put_cell(c, row, col, cp, w, role);
	return w;
}

/* The combining marks of the last character that fitted. */
static void
put_marks(struct canvas *c, int row, int col, const char *s, size_t n)
{
	uint32_t cp = 0;
	size_t i = 0, len = 0;
	while (
	    i < n && (len = utf8_next(s + i, n - i, &cp)) > 0 && cp >= 0x300 && width_cp(cp) == 0) {
		put_mark(c, row, col, cp);
		i += len;
	}
}

/* A run of printable ASCII from ${s} into cells ${x} .. ${end} - 1; returns the bytes drawn. */
static size_t
put_ascii(struct canvas *c, int row, int x, int end, enum role role, const char *s, size_t n)
{
	struct cell *at = cell_at(c, row, x);
	const struct cell one = { .role = (uint8_t)role, .width = 1 };
	size_t i = 0, room = (size_t)(end - x);
	if (n > room)
		n = room;
	for (; i < n && (unsigned char)(s[i] - 0x20) < 0x5f; i++) {
		if (at[i].width != 1)
			part_halves(c, row, x + (int)i);
		memcpy(&at[i], &one, sizeof one); /* at once, not member by member */
		at[i].ch = (unsigned char)s[i];
	}
	return i;
}

/* The same for common Chinese characters, two cells each. */
static size_t
put_han(struct canvas *c, int row, int x, int end, enum role role, const char *s, size_t n)
{
	struct cell *at = cell_at(c, row, x);
	const struct cell pair[2] = { { .role = (uint8_t)role, .width = 2 },
		{ .role = (uint8_t)role } };
	uint32_t cp = 0;
	size_t i = 0;
	for (; x + 2 <= end && (cp = common_han(s + i, n - i)) != 0; i += 3, x += 2, at += 2) {
		if (at[0].width != 1)
			part_halves(c, row, x);
		if (at[1].width != 1)
			part_halves(c, row, x + 1);
		memcpy(at, pair, sizeof pair);
		at[0].ch = cp;
	}
	return i;
}

int
canvas_text_n(struct canvas *c, int row, int col, int cols, enum role role, const char *s, size_t n)
{
	if (row < 0 || row >= c->rows || col < 0 || col >= c->cols || !s)
		return 0;
	int end = clip_end(c, col, cols), x = col;
	size_t i = 0;
	while (i < n && x < end) {
		size_t done = put_ascii(c, row, x, end, role, s + i, n - i);
		x += (int)done;
		i += done;
		done = x < end ? put_han(c, row, x, end, role, s + i, n - i) : 0;
		x += (int)(done / 3 * 2);
		i += done;
		if (i == n || x == end || (unsigned char)(s[i] - 0x20) < 0x5f)
			continue;
		size_t len = 0;
		int used = put_other(c, row, x, end, role, s + i, n - i, &len);
		if (used < 0)
			return x - col;
		x += used;
		i += len;
	}
	if (x == end)
		put_marks(c, row, x, s + i, n - i);
	return x - col;
}

int
canvas_text(struct canvas *c, int row, int col, int cols, enum role role, const char *s)
{
	return s ? canvas_text_n(c, row, col, cols, role, s, strlen(s)) : 0;
}

int
canvas_cut(struct canvas *c, int row, int col, int cols, enum role role, const char *s)
{
	if (!s || row < 0 || row >= c->rows || col < 0 || col >= c->cols)
		return 0;
	int room = clip_end(c, col, cols) - col;
	size_t n = strlen(s);
	if (n <= (size_t)room || width_str(s) <= room)
		return canvas_text_n(c, row, col, room, role, s, n);
	if (room <= 2)
		return canvas_text_n(c, row, col, room, role, "..", (size_t)room);
	int used = canvas_text_n(c, row, col, room - 2, role, s, width_fit(s, room - 2));
	return used + canvas_text_n(c, row, col + used, 2, role, "..", 2);
}

int
canvas_right(struct canvas *c, int row, int end, enum role role, const char *s)
{
	if (end > c->cols)
		end = c->cols;
	int start = end - width_str(s);
	if (start < 0)
		start = 0;
	canvas_text(c, row, start, end - start, role, s);
	return start;
}

int
canvas_printf(struct canvas *c, int row, int col, int cols, enum role role, const char *fmt, ...)
{
	char buf[1024];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(buf, sizeof buf, fmt, ap);
	va_end(ap);
	return canvas_text(c, row, col, cols, role, buf);
}

struct rect
rect_all(const struct canvas *c)
{
	return (struct rect){ 0, 0, c->rows, c->cols };
}

/* The part of ${r} inside ${by}, zero size when none. */
static struct rect
clip(struct rect r, struct rect by)
{
	int top = r.row > by.row ? r.row : by.row, left = r.col > by.col ? r.col : by.col;
	int bottom = r.row + r.rows < by.row + by.rows ? r.row + r.rows : by.row + by.rows;
	int right = r.col + r.cols < by.col + by.cols ? r.col + r.cols : by.col + by.cols;
	return (struct rect){ top, left, bottom > top ? bottom - top : 0,
		right > left ? right - left : 0 };
}

void
canvas_fill(struct canvas *c, struct rect r, enum role role)
{
	const struct cell blank = { .ch = ' ', .role = (uint8_t)role, .width = 1 };
	r = clip(r, rect_all(c));
	if (r.cols <= 0)
		return;
	for (int row = r.row; row < r.row + r.rows; row++) {
		/* Only at the ends can half a character stand on the other side. */
		put_cell(c, row, r.col, ' ', 1, role);
		put_cell(c, row, r.col + r.cols - 1, ' ', 1, role);
		struct cell *at = cell_at(c, row, r.col);
		for (int col = 1; col < r.cols - 1; col++)
			at[col] = blank;
	}
}

void
canvas_hline(struct canvas *c, int row, int col, int cols, enum role role)
{
	struct rect r = clip((struct rect){ row, col, 1, cols }, rect_all(c));
	for (int x = r.col; r.rows && x < r.col + r.cols; x++)
		put_cell(c, row, x, '-', 1, role);
}

void
canvas_vline(struct canvas *c, int row, int col, int rows, enum role role)
{
	struct rect r = clip((struct rect){ row, col, rows, 1 }, rect_all(c));
	for (int y = r.row; r.cols && y < r.row + r.rows; y++)
		put_cell(c, y, col, '|', 1, role);
}

void
canvas_cursor(struct canvas *c, int row, int col)
{
	c->cursor_row = row < 0 ? 0 : row >= c->rows ? c->rows - 1 : row;
	c->cursor_col = col < 0 ? 0 : col >= c->cols ? c->cols - 1 : col;
}

bool
canvas_too_small(struct canvas *c)
{
	if (c->rows >= CANVAS_ROWS && c->cols >= CANVAS_COLS)
		return false;
	char text[160];
	snprintf(text, sizeof text,
	    "终端过小: 需要 %dx%d, 现在 %dx%d. 已输入的内容都在, 放大后继续。", CANVAS_COLS,
	    CANVAS_ROWS, c->cols, c->rows);
	canvas_clear(c);
	const char *s = text;
	for (int row = 0; row < c->rows && *s; row++) {
		size_t n = width_fit(s, c->cols);
		if (n == 0)
			break;
		canvas_text_n(c, row, 0, -1, ROLE_NORMAL, s, n);
		s += n;
	}
	canvas_cursor(c, 0, 0);
	return true;
}

/* ---- dumps ---- */

static void
dump_cp(struct str *out, uint32_t cp)
{
	char b[4];
	str_add_n(out, b, utf8_put(b, cp));
}

static void
dump_row(const struct canvas *c, int row, struct str *out)
{
	const struct cell *cells = &c->cells[(size_t)row * (size_t)c->cols];
	int last = c->cols;
	while (last > 0 && cells[last - 1].ch == ' ' && !cells[last - 1].mark[0])
		last--;
	for (int col = 0; col < last; col++) {
		if (cells[col].width == 0)
			continue;
		dump_cp(out, cells[col].ch);
		for (int m = 0; m < 2 && cells[col].mark[m]; m++)
			dump_cp(out, cells[col].mark[m]);
	}
	str_add_c(out, '\n');
}

static void
dump_row_roles(const struct canvas *c, int row, struct str *out)
{
	const struct cell *cells = &c->cells[(size_t)row * (size_t)c->cols];
	int last = c->cols;
	while (last > 0 && cells[last - 1].role == ROLE_NORMAL)
		last--;
	if (last == 0)
		return;
	str_add_c(out, '~');
	for (int col = 0; col < last; col++) {
		int role = cells[col].role;
		char letter = ' ';
		if (role != ROLE_NORMAL)
			letter = (char)('A' + role - 1);
		str_add_c(out, letter);
	}
	str_add_c(out, '\n');
}

void
canvas_dump(const struct canvas *c, struct str *out)
{
	for (int row = 0; row < c->rows; row++)
		dump_row(c, row, out);
}

void
canvas_dump_roles(const struct canvas *c, struct str *out)
{
	for (int row = 0; row < c->rows; row++) {
		dump_row(c, row, out);
		dump_row_roles(c, row, out);
	}
	str_addf(out, "cursor %d,%d\n", c->cursor_row, c->cursor_col);
}
