/* pager.c: reading a long text by whole pages: what was on the screen is not shown again, and a page is one repaint.
 * The text is wrapped anew each time; it is read, not typed in, so that costs nothing that matters. */
#include <stdio.h>
#include <string.h>

#include "client/ui/pager.h"
#include "client/ui/wrap.h"

/* With one page the text has all rows; with more, the last row tells the page. */
static int
page_rows(const struct pager *p, int lines)
{
	if (lines <= p->at.rows || p->at.rows < 2)
		return p->at.rows > 0 ? p->at.rows : 1;
	return p->at.rows - 1;
}

int
pager_pages(const struct pager *p)
{
	int lines = wrap_lines(p->text, p->at.cols), rows = page_rows(p, lines);
	return (lines + rows - 1) / rows;
}

static int
page_of(const struct pager *p)
{
	int pages = pager_pages(p);
	return p->page < 0 ? 0 : p->page >= pages ? pages - 1 : p->page;
}

void
pager_input(struct pager *p, const struct input *in, struct react *r)
{
	int page = page_of(p), last = pager_pages(p) - 1, to = page;
	if (input_is(in, ACTION_PAGE_DOWN) || input_is(in, ACTION_DOWN))
		to = page + 1;
	else if (input_is(in, ACTION_PAGE_UP) || input_is(in, ACTION_UP))
		to = page - 1;
	else if (input_is(in, ACTION_HOME))
		to = 0;
	else if (input_is(in, ACTION_END))
		to = last;
	if (to == page || to < 0 || to > last)
		return;
	p->page = to;
	r->bits |= REACT_USED | REACT_MOVED;
}

void
pager_draw(const struct pager *p, struct canvas *c, enum role role, bool focused)
{
	const char *s = p->text ? p->text : "";
	size_t n = strlen(s), at = 0;
	int lines = wrap_lines(s, p->at.cols), rows = page_rows(p, lines), page = page_of(p);
	for (int line = 0; at < n && line < (page + 1) * rows; line++) {
		size_t next = 0, shown = wrap_next(s + at, n - at, p->at.cols, &next);
		if (line >= page * rows)
			canvas_text_n(c, p->at.row + line - page * rows, p->at.col, p->at.cols,
			    role, s + at, shown);
		at += next;
	}
	if (lines > rows) {
		char mark[40];
		snprintf(mark, sizeof mark, "第 %d/%d 页", page + 1, pager_pages(p));
		canvas_right(c, p->at.row + p->at.rows - 1, p->at.col + p->at.cols, ROLE_DIM, mark);
	}
	if (focused)
		canvas_cursor(c, p->at.row, p->at.col);
}
