/* The difference of two pictures as bytes and back. Reading trusts nothing: a number is bounded before it is used, and
 * a wide character is put down only where both of its halves fit. */
#include "client/ui/canvas_diff.h"

#include <string.h>

#include "base/utf8.h"

/* ---- numbers ---- */

void
leb_put(struct str *out, uint64_t v)
{
	while (v >= 0x80) {
		str_add_c(out, (char)(v | 0x80));
		v >>= 7;
	}
	str_add_c(out, (char)v);
}

bool
leb_get(const char **p, const char *end, uint32_t *v)
{
	uint64_t got = 0;

	for (int shift = 0; *p < end && shift < 35; shift += 7) {
		unsigned char b = (unsigned char)*(*p)++;

		got |= (uint64_t)(b & 0x7f) << shift;
		if ((b & 0x80) == 0) {
			*v = (uint32_t)got;
			return got <= UINT32_MAX;
		}
	}
	return false;
}

/* ---- writing ---- */

static void
put_char(struct str *out, uint32_t ch)
{
	char s[4];
	size_t n = utf8_put(s, ch);

	str_add_n(out, s, n);
}

static void
put_cell(struct str *out, const struct cell *c)
{
	unsigned marks = c->mark[0] == 0 ? 0 : c->mark[1] == 0 ? 1 : 2;

	str_add_c(out, (char)c->role);
	str_add_c(out, (char)(c->width + 4 * marks));
	put_char(out, c->ch == 0 ? ' ' : c->ch);
	for (unsigned i = 0; i < marks; i++)
		put_char(out, c->mark[i]);
	if (c->width == 2)
		str_add_c(out, (char)c[1].role);
}

static bool
cell_same(const struct cell *a, const struct cell *b)
{
	return memcmp(a, b, sizeof(*a)) == 0;
}

/* The end of the run of changed cells that begins at ${i}; the right half goes with its left one. */
static size_t
run_end(const struct cell *before, const struct cell *now, size_t i, size_t n)
{
	while (i < n && (before == NULL || !cell_same(&before[i], &now[i]) || now[i].width == 0))
		i++;
	return i;
}

void
canvas_diff_write(const struct canvas *before, const struct canvas *now, struct str *out)
{
	bool whole = before == NULL || before->cells == NULL || before->rows != now->rows ||
		     before->cols != now->cols;
	const struct cell *old = whole ? NULL : before->cells;
	size_t n = (size_t)now->rows * (size_t)now->cols, at = 0;

	leb_put(out, (uint64_t)now->rows);
	leb_put(out, (uint64_t)now->cols);
	leb_put(out, (uint64_t)now->cursor_row);
	leb_put(out, (uint64_t)now->cursor_col);
	for (size_t i = 0; i < n;) {
		size_t end;

		if (old != NULL && cell_same(&old[i], &now->cells[i])) {
			i++;
			continue;
		}
		if (now->cells[i].width == 0 && i > 0) /* of a wide one, its role alone changed */
			i--;
		end = run_end(old, now->cells, i + 1, n);
		leb_put(out, i - at);
		leb_put(out, end - i);
		for (at = end; i < end; i++)
			if (now->cells[i].width != 0)
				put_cell(out, &now->cells[i]);
	}
}

/* ---- reading ---- */

static bool
get_char(const char **p, const char *end, uint32_t *ch)
{
	size_t n = utf8_next(*p, (size_t)(end - *p), ch);

	*p += n;
	return n != 0;
}

static bool
get_cell(const char **p, const char *end, struct cell *c)
{
	unsigned marks;

	memset(c, 0, sizeof(*c));
	if (end - *p < 2)
		return false;
	c->role = (uint8_t)(*p)[0];
	c->width = (uint8_t)((unsigned char)(*p)[1] & 3);
	marks = (unsigned char)(*p)[1] >> 2;
	*p += 2;
	if (c->role >= ROLE_COUNT || c->width == 0 || c->width > 2 || marks > 2 ||
	    !get_char(p, end, &c->ch) || utf8_is_hidden(c->ch))
		return false;
	for (unsigned i = 0; i < marks; i++)
		if (!get_char(p, end, &c->mark[i]) || utf8_is_hidden(c->mark[i]))
			return false;
	return true;
}

/* What is about to be written over from ${i} to ${last} leaves no half of a wide character beside it. */
static void
part_halves(struct canvas *c, size_t i, size_t last)
{
	static const struct cell blank = { .ch = ' ', .width = 1 };

	if (c->cells[i].width == 0 && i > 0)
		c->cells[i - 1] = blank;
	if (last < (size_t)c->rows * (size_t)c->cols && c->cells[last].width == 0)
		c->cells[last] = blank;
}

/* Cells from ${i} to ${last}; none may hang over the end of its row. */
static bool
get_run(struct canvas *c, const char **p, const char *end, size_t i, size_t last)
{
	part_halves(c, i, last);
	for (size_t k = i; k < last; k++) /* what breaks off is blank, not half */
		c->cells[k] = (struct cell){ .ch = ' ', .width = 1 };
	while (i < last) {
		struct cell one;
		size_t col = i % (size_t)c->cols;

		if (!get_cell(p, end, &one) || i + one.width > last ||
		    col + one.width > (size_t)c->cols)
			return false;
		if (one.width == 2) {
			if (*p == end || (uint8_t) * *p >= ROLE_COUNT)
				return false;
			c->cells[i + 1] = (struct cell){ .role = (uint8_t) * (*p)++ };
		}
		c->cells[i] = one;
		i += one.width;
	}
	return true;
}

bool
canvas_diff_read(struct canvas *c, const char *p, size_t n)
{
	const char *end = p + n;
	uint32_t rows, cols, row, col, skip, count;
	size_t at = 0, cells;

	if (!leb_get(&p, end, &rows) || !leb_get(&p, end, &cols) || !leb_get(&p, end, &row) ||
	    !leb_get(&p, end, &col) || rows == 0 || cols == 0 || rows > CANVAS_DIFF_ROWS ||
	    cols > CANVAS_DIFF_COLS || row >= rows || col >= cols)
		return false;
	if ((c->rows != (int)rows || c->cols != (int)cols) &&
	    !canvas_resize(c, (int)rows, (int)cols))
		return false;
	cells = (size_t)rows * cols;
	while (p < end) {
		if (!leb_get(&p, end, &skip) || !leb_get(&p, end, &count) || skip > cells - at ||
		    count > cells - at - skip || count == 0 ||
		    !get_run(c, &p, end, at + skip, at + skip + count))
			return false;
		at += (size_t)skip + count;
	}
	canvas_cursor(c, (int)row, (int)col);
	return true;
}

/* ---- whole pictures ---- */

bool
canvas_copy(struct canvas *to, const struct canvas *from)
{
	if (from->cells == NULL)
		return false;
	if ((to->cells == NULL || to->rows != from->rows || to->cols != from->cols) &&
	    !canvas_resize(to, from->rows, from->cols))
		return false;
	/* a row at a time: longer ones libc copies byte by byte in microcode, which a count of instructions cannot see
	 * through (test_class_cost) */
	for (size_t row = 0, n = (size_t)from->cols; row < (size_t)from->rows; row++)
		memcpy(&to->cells[row * n], &from->cells[row * n], n * sizeof(*from->cells));
	to->cursor_row = from->cursor_row;
	to->cursor_col = from->cursor_col;
	return true;
}

bool
canvas_same(const struct canvas *a, const struct canvas *b)
{
	return a->rows == b->rows && a->cols == b->cols && a->cursor_row == b->cursor_row &&
	       a->cursor_col == b->cursor_col &&
	       (a->cells == b->cells ||
		   (a->cells != NULL && b->cells != NULL &&
		       memcmp(a->cells, b->cells,
			   (size_t)a->rows * (size_t)a->cols * sizeof(*a->cells)) == 0));
}

void
canvas_lay(struct canvas *to, const struct canvas *from)
{
	const int rows = from->rows < to->rows ? from->rows : to->rows;
	const int cols = from->cols < to->cols ? from->cols : to->cols;

	for (int row = 0; row < rows; row++)
		memcpy(&to->cells[(size_t)row * (size_t)to->cols],
		    &from->cells[(size_t)row * (size_t)from->cols],
		    (size_t)cols * sizeof(*to->cells));
	for (int row = 0; row < rows && cols < from->cols; row++) {
		struct cell *last = &to->cells[(size_t)row * (size_t)to->cols + (size_t)cols - 1];

		if (last->width == 2) /* cut in half by the edge */
			*last = (struct cell){ .ch = ' ', .width = 1, .role = last->role };
	}
	canvas_cursor(to, from->cursor_row, from->cursor_col);
}
