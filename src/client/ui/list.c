/* list.c: rows in columns, chosen by digit, arrow or filter.
 *
 * The list holds the order and the selection, never the rows. Without a filter row i is row i, and no table is kept.
 * Scrolling is a function of the selection (scroll.h). Not here: queries over many thousand tickets; a view with such
 * a list asks the cache for what it shows. */
#include <stdlib.h>
#include <string.h>

#include "base/vec.h"
#include "base/width.h"
#include "client/ui/list.h"
#include "client/ui/scroll.h"
#include "client/ui/wrap.h"
#include "text/fold.h"
#include "text/match.h"

#define MARK_COLS 4 /* " >1 " */

void
list_init(struct list *l, struct list_source from, const struct list_col *cols, int n_cols)
{
	*l = (struct list){ .from = from, .cols = cols, .n_cols = n_cols, .empty = "" };
	editor_init(&l->filter, MATCH_QUERY_CHARS, false, false);
	list_refresh(l);
}

void
list_free(struct list *l)
{
	editor_free(&l->filter);
	free(l->shown);
	*l = (struct list){ 0 };
}

static bool
filtered(const struct list *l)
{
	return l->filter.text.len > 0;
}

static bool
passes(const struct list *l, const struct match_query *q, size_t row)
{
	struct match_label label = { 0 };
	struct str all = { 0 };
	for (int i = 0; i < l->n_cols; i++) {
		struct list_cell cell = { .text = "" };
		l->from.cell(l->from.ctx, row, i, &cell);
		str_addf(&all, "%s；", cell.text);
	}
	bool ok = match_label_init(&label, str_c(&all)) && match_find(q, &label, NULL) > 0;
	match_label_free(&label);
	str_free(&all);
	return ok;
}

static bool
show(struct list *l, size_t row)
{
	size_t *p = vec_room(l->shown, &l->cap_shown, l->n_shown + 1, sizeof(*p));

	if (p == NULL)
		return false;
	l->shown = p;
	l->shown[l->n_shown++] = row;
	return true;
}

void
list_refresh(struct list *l)
{
	size_t n = l->from.count(l->from.ctx);
	l->n_shown = n;
	if (filtered(l)) {
		struct match_query q;
		match_query_init(&q, str_c(&l->filter.text));
		l->n_shown = 0;
		for (size_t row = 0; row < n; row++) {
			if (passes(l, &q, row) && !show(l, row))
				break;
		}
	}
	if (l->selected >= l->n_shown)
		l->selected = l->n_shown ? l->n_shown - 1 : 0;
}

static size_t
row_at(const struct list *l, size_t i)
{
	return filtered(l) ? l->shown[i] : i;
}

size_t
list_row(const struct list *l)
{
	return l->selected < l->n_shown ? row_at(l, l->selected) : LIST_NONE;
}

void
list_select(struct list *l, size_t row)
{
	l->selected = 0;
	for (size_t i = 0; i < l->n_shown; i++) {
		if (row_at(l, i) == row) {
			l->selected = i;
			return;
		}
	}
}

static int
body_rows(const struct list *l)
{
	int rows = l->at.rows - !l->headless;
	return rows > 1 ? rows : 1;
}

static size_t
top_of(const struct list *l)
{
	return (size_t)scroll_rows((int)l->selected, (int)l->n_shown, body_rows(l));
}

static void
go(struct list *l, size_t to, struct react *r)
{
	r->bits |= REACT_USED;
	if (to != l->selected)
		r->bits |= REACT_MOVED;
	l->selected = to;
}

static void
take(struct list *l, size_t i, struct react *r)
{
	r->bits |= REACT_USED;
	if (i >= l->n_shown) {
		react_refuse(r, "没有这一行");
		return;
	}
	l->selected = i;
	r->bits |= REACT_TAKE;
}

static void
filter(struct list *l, const struct input *in, struct react *r)
{
	struct str folded = { 0 };
	if (in->kind == INPUT_ACTION) {
		editor_input(&l->filter, in, r);
	} else {
		fold_add(&folded, in->text);
		editor_insert(&l->filter, str_c(&folded), folded.len, r);
	}
	str_free(&folded);
	if (r->bits & REACT_EDIT) {
		r->bits = (r->bits & ~(unsigned)REACT_EDIT) | REACT_MOVED; /* not kept */
		l->selected = 0;
		list_refresh(l);
	}
}

/* The row that was found stays the chosen one. */
static void
unfilter(struct list *l)
{
	const size_t row = list_row(l);

	editor_set(&l->filter, NULL, 0);
	list_refresh(l);
	list_select(l, row);
}

static void
act(struct list *l, const struct input *in, struct react *r)
{
	size_t last = l->n_shown ? l->n_shown - 1 : 0, page = (size_t)body_rows(l);
	switch ((int)in->action) {
	case ACTION_UP:
		go(l, l->selected > 0 ? l->selected - 1 : 0, r);
		break;
	case ACTION_DOWN:
		go(l, l->selected < last ? l->selected + 1 : last, r);
		break;
	case ACTION_PAGE_UP:
		go(l, l->selected > page ? l->selected - page : 0, r);
		break;
	case ACTION_PAGE_DOWN:
		go(l, l->selected + page < last ? l->selected + page : last, r);
		break;
	case ACTION_HOME:
		go(l, 0, r);
		break;
	case ACTION_END:
		go(l, last, r);
		break;
	case ACTION_ENTER:
		if (l->n_shown)
			take(l, l->selected, r);
		break;
	case ACTION_BACK:
	case ACTION_ERASE_HEAD:
		if (!filtered(l))
			break;
		r->bits |= REACT_USED | REACT_MOVED;
		unfilter(l);
		break;
	case ACTION_ERASE:
		if (filtered(l))
			filter(l, in, r);
		break;
	default:
		break;
	}
}

/* Whether the digit is the text of a filter: a number that is being typed, or one that no row has. */
static bool
is_text(const struct list *l, size_t row)
{
	const char *typed = filtered(l) ? str_c(&l->filter.text) : "";
	return l->digits_filter &&
	       (l->no_digits || row >= l->n_shown || (*typed >= '0' && *typed <= '9'));
}

void
list_input(struct list *l, const struct input *in, struct react *r)
{
	int digit = input_digit(in);
	if (digit && l->no_digits && !l->digits_filter)
		return;
	size_t row = top_of(l) + (size_t)digit - 1;
	if (digit && !is_text(l, row))
		take(l, row, r);
	else if (in->kind == INPUT_TEXT || in->kind == INPUT_PASTE)
		filter(l, in, r);
	else if (in->kind == INPUT_ACTION)
		act(l, in, r);
}

/* Columns of column ${i}; the open one takes what the others leave. */
static int
col_width(const struct list *l, int i)
{
	if (l->cols[i].cols > 0)
		return l->cols[i].cols;
	int rest = l->at.cols - MARK_COLS;
	for (int k = 0; k < l->n_cols; k++)
		rest -= l->cols[k].cols + (k > 0);
	return rest > 0 ? rest : 0;
}

static void
draw_cell(struct canvas *c, int row, int col, int cols, bool right, const struct list_cell *cell)
{
	int w = right ? width_str(cell->text) : 0;
	if (right && w < cols)
		canvas_text(c, row, col + cols - w, w, cell->role, cell->text);
	else
		canvas_cut(c, row, col, cols, cell->role, cell->text);
}

static void
draw_row(const struct list *l, struct canvas *c, int row, size_t i, int digit)
{
	bool chosen = i == l->selected;
	bool bar = chosen && !c->low_bandwidth;
	char mark[4] = { ' ', chosen ? '>' : ' ', ' ', '\0' };
	if (digit <= 9 && !l->no_digits)
		mark[2] = (char)('0' + digit);
	if (bar)
		canvas_fill(c, (struct rect){ row, l->at.col, 1, l->at.cols }, ROLE_SELECT);
	canvas_text(c, row, l->at.col, 3, bar ? ROLE_SELECT : ROLE_KEY, mark);
	int col = l->at.col + MARK_COLS, end = l->at.col + l->at.cols;
	for (int k = 0; k < l->n_cols && col < end; k++) {
		struct list_cell cell = { .text = "" };
		int cols = col_width(l, k) < end - col ? col_width(l, k) : end - col;
		l->from.cell(l->from.ctx, row_at(l, i), k, &cell);
		if (bar)
			cell.role = ROLE_SELECT;
		draw_cell(c, row, col, cols, l->cols[k].right, &cell);
		col += cols + 1;
	}
}

/* Does it go on beyond the page, and is to say so? */
static bool
is_longer(const struct list *l)
{
	return l->counts && l->n_shown > (size_t)body_rows(l);
}

static void
add_range(const struct list *l, struct str *out)
{
	const size_t top = top_of(l), end = top + (size_t)body_rows(l);

	str_addf(out, "%zu-%zu/%zu", top + 1, end < l->n_shown ? end : l->n_shown, l->n_shown);
}

static void
draw_head(const struct list *l, struct canvas *c)
{
	int col = l->at.col + MARK_COLS, end = l->at.col + l->at.cols;
	int head = 0, from = col, until = end; /* the open column has room for the filter */
	for (int k = 0; k < l->n_cols && col < end; k++) {
		struct list_cell cell = { .text = l->cols[k].head ? l->cols[k].head : "",
			.role = ROLE_HEADING };
		int cols = col_width(l, k) < end - col ? col_width(l, k) : end - col;
		draw_cell(c, l->at.row, col, cols, l->cols[k].right, &cell);
		if (l->cols[k].cols == 0) {
			from = col;
			until = col + cols;
			head = width_str(cell.text);
		}
		col += cols + 1;
	}
	if (filtered(l) || is_longer(l)) {
		struct str s = { 0 };
		if (filtered(l))
			str_addf(&s, "[筛选 %s  %zu 行]", str_c(&l->filter.text), l->n_shown);
		else
			add_range(l, &s);
		int room = until - from;
		int w = width_str(str_c(&s)) < room ? width_str(str_c(&s)) : room;
		if (head + w >= room) /* no half of a head beside it */
			canvas_fill(c, (struct rect){ l->at.row, from, 1, room }, ROLE_NORMAL);
		canvas_cut(c, l->at.row, until - w, w, ROLE_HINT, str_c(&s));
		str_free(&s);
	}
}

static void
draw_empty(const struct list *l, struct canvas *c, int row, int rows)
{
	struct rect r = { row, l->at.col + MARK_COLS, rows, l->at.cols - MARK_COLS };
	wrap_draw(c, r, ROLE_DIM, filtered(l) ? "没有符合筛选的行; Esc 取消筛选。" : l->empty);
}

void
list_draw(const struct list *l, struct canvas *c, bool focused)
{
	size_t top = top_of(l);
	int rows = body_rows(l), line = 0, first = l->at.row + !l->headless;
	if (!l->headless)
		draw_head(l, c);
	for (; line < rows && top + (size_t)line < l->n_shown; line++)
		draw_row(l, c, first + line, top + (size_t)line, line + 1);
	if (l->n_shown == 0)
		draw_empty(l, c, first, rows);
	if (focused)
		canvas_cursor(c, first + (int)(l->selected - top), l->at.col + 1);
}

void
list_cursor(const struct list *l, struct canvas *c, int k)
{
	const int row = l->at.row + !l->headless + (int)(l->selected - top_of(l));
	int col = l->at.col + MARK_COLS - 1;

	for (int i = 0; i <= k && i < l->n_cols; i++)
		col += col_width(l, i) + (i > 0);
	if (l->n_shown > 0)
		canvas_cursor(c, row, col);
}
