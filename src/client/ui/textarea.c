/* textarea.c: the wrapped text area (诉求内容).
 *
 * Invariant: line_at[0..n_lines) are the beginnings of the screen lines of the present text at the present width. After
 * an edit only the lines from the one before it are wrapped again, so that a key at the end of a long text costs one
 * line. Without memory for the table the text itself is never touched; the lines not in the table are not drawn.
 * Not here: editing (editor.c), where lines end (wrap.c). */
#include <stdlib.h>

#include "base/utf8.h"
#include "base/vec.h"
#include "base/width.h"
#include "client/ui/scroll.h"
#include "client/ui/textarea.h"
#include "client/ui/wrap.h"

static int
wrap_cols(const struct textarea *t)
{
	return t->at.cols > 1 ? t->at.cols - 1 : 1;
}

static bool
push_line(struct textarea *t, size_t at)
{
	size_t *p = vec_room(t->line_at, &t->cap_lines, t->n_lines + 1, sizeof(*p));

	if (p == NULL)
		return false;
	t->line_at = p;
	t->line_at[t->n_lines++] = at;
	return true;
}

/* Wrap again from line ${first}, whose beginning is still right. */
static void
rewrap(struct textarea *t, size_t first)
{
	const char *s = textarea_text(t);
	size_t n = t->ed.text.len;
	size_t at = first < t->n_lines ? t->line_at[first] : 0;
	t->n_lines = at ? first : 0;
	if (!push_line(t, at))
		return;
	while (at < n) {
		size_t next = 0, shown = wrap_next(s + at, n - at, wrap_cols(t), &next);
		at += next;
		if ((at < n || next > shown) && !push_line(t, at))
			return;
	}
}

static size_t
line_of(const struct textarea *t, size_t at)
{
	size_t lo = 0, hi = t->n_lines;
	while (hi - lo > 1) {
		size_t mid = lo + (hi - lo) / 2;
		if (t->line_at[mid] <= at)
			lo = mid;
		else
			hi = mid;
	}
	return lo;
}

void
textarea_init(struct textarea *t, size_t limit, bool soft)
{
	*t = (struct textarea){ .at = { 0, 0, 1, 80 }, .goal = -1 };
	editor_init(&t->ed, limit, soft, true);
	rewrap(t, 0);
}

void
textarea_free(struct textarea *t)
{
	editor_free(&t->ed);
	free(t->line_at);
	*t = (struct textarea){ 0 };
}

const char *
textarea_text(const struct textarea *t)
{
	return str_c(&t->ed.text);
}

int
textarea_rows(const struct textarea *t)
{
	return t->n_lines ? (int)t->n_lines : 1;
}

void
textarea_set(struct textarea *t, const char *s, size_t cursor)
{
	editor_set(&t->ed, s, cursor);
	t->goal = -1;
	rewrap(t, 0);
}

void
textarea_place(struct textarea *t, struct rect at)
{
	bool again = at.cols != t->at.cols;
	t->at = at;
	if (again)
		rewrap(t, 0);
}

/* Bytes of line ${i} that are shown: without the line end. */
static size_t
line_bytes(const struct textarea *t, size_t i)
{
	size_t from = t->line_at[i];
	size_t to = i + 1 < t->n_lines ? t->line_at[i + 1] : t->ed.text.len;
	if (to > from && textarea_text(t)[to - 1] == '\n')
		to--;
	return to - from;
}

/* To the column aimed at in line ${i}, kept while several lines are passed. */
static void
go_line(struct textarea *t, size_t i, struct react *r)
{
	const char *s = textarea_text(t);
	size_t now = line_of(t, t->ed.cursor);
	if (t->goal < 0)
		t->goal = editor_cols(&t->ed, t->line_at[now], t->ed.cursor);
	size_t from = t->line_at[i], n = line_bytes(t, i);
	size_t fit = width_fit(s + from, t->goal);
	bool soft_end = fit >= n && i + 1 < t->n_lines && from + n == t->line_at[i + 1];
	if (fit > n)
		fit = n;
	if (soft_end && n > 0) /* the end of a wrapped line is the beginning of the next one */
		fit = utf8_prev(s + from, n);
	t->ed.cursor = from + fit;
	r->bits |= REACT_USED | REACT_MOVED;
}

static void
go(struct textarea *t, enum action a, struct react *r)
{
	size_t now = line_of(t, t->ed.cursor), last = t->n_lines - 1;
	size_t page = t->at.rows > 1 ? (size_t)t->at.rows - 1 : 1;
	if (a == ACTION_UP && now > 0)
		go_line(t, now - 1, r);
	else if (a == ACTION_DOWN && now < last)
		go_line(t, now + 1, r);
	else if (a == ACTION_PAGE_UP && now > 0)
		go_line(t, now > page ? now - page : 0, r);
	else if (a == ACTION_PAGE_DOWN && now < last)
		go_line(t, now + page < last ? now + page : last, r);
}

void
textarea_input(struct textarea *t, const struct input *in, struct react *r)
{
	if (in->kind == INPUT_ACTION && t->n_lines > 0 &&
	    (in->action == ACTION_UP || in->action == ACTION_DOWN || in->action == ACTION_PAGE_UP ||
		in->action == ACTION_PAGE_DOWN)) {
		go(t, in->action, r);
		return;
	}
	editor_input(&t->ed, in, r);
	if (r->bits & (REACT_EDIT | REACT_MOVED))
		t->goal = -1;
	if (r->bits & REACT_EDIT) {
		size_t line = line_of(t, r->edit.at);
		rewrap(t, line > 0 ? line - 1 : 0);
	}
}

void
textarea_draw(const struct textarea *t, struct canvas *c, enum role role, bool focused)
{
	const char *s = textarea_text(t);
	if (t->n_lines == 0)
		return;
	int now = (int)line_of(t, t->ed.cursor);
	int top = scroll_rows(now, (int)t->n_lines, t->at.rows);
	for (int i = 0; i < t->at.rows && top + i < (int)t->n_lines; i++) {
		size_t line = (size_t)top + (size_t)i;
		canvas_text_n(c, t->at.row + i, t->at.col, t->at.cols, role, s + t->line_at[line],
		    line_bytes(t, line));
	}
	if (focused) {
		canvas_cursor(c, t->at.row + now - top,
		    t->at.col + editor_cols(&t->ed, t->line_at[now], t->ed.cursor));
	}
}
