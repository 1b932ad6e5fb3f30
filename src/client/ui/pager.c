/* pager.c: reading a long text by whole pages: what was on the screen is not shown again, and a page is one repaint.
 * The text is wrapped anew each time; it is read, not typed in, so that costs nothing that matters. */
#include <stdio.h>
#include <string.h>

#include "client/ui/pager.h"
#include "client/ui/wrap.h"

/* One line of the text from ${at} on. Bytes of it, ${*next} where the following begins, ${*in} columns before it. */
static size_t
line_at(const struct pager *p, size_t at, int *in, size_t *next)
{
	*in = at > 0 && p->text[at - 1] != '\n' && p->hang < p->at.cols / 2 ? p->hang : 0;
	return wrap_next(p->text + at, strlen(p->text + at), p->at.cols - *in, next);
}

static int
lines_of(const struct pager *p)
{
	int lines = 0, in;
	size_t next;

	for (size_t at = 0; p->text != NULL && p->text[at] != '\0'; at += next, lines++)
		(void)line_at(p, at, &in, &next);
	return lines > 0 ? lines : 1;
}

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
	int lines = lines_of(p), rows = page_rows(p, lines);
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
	int lines = lines_of(p), rows = page_rows(p, lines), page = page_of(p);
	for (int line = 0; at < n && line < (page + 1) * rows; line++) {
		int in;
		size_t next = 0, shown = line_at(p, at, &in, &next);

		if (line >= page * rows)
			canvas_text_n(c, p->at.row + line - page * rows, p->at.col + in,
			    p->at.cols - in, role, s + at, shown);
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
