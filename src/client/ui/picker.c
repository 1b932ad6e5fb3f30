/* picker.c: choosing a code from a list without an input method.
 *
 * Ranking: score of the match, then weight, then the order of the catalogue. The best rows are kept by insertion while
 * scanning, so a key costs one pass and no memory. Not here: what the weights mean (the view), how names match
 * (text/match.c). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/width.h"
#include "client/ui/picker.h"
#include "text/fold.h"

enum err_code
picker_catalogue_init(
    struct picker_catalogue *k, const struct picker_item *items, size_t n, struct err *e)
{
	*k = (struct picker_catalogue){ .item = items };
	k->label = calloc(n ? n : 1, sizeof *k->label);
	for (size_t i = 0; k->label && i < n; i++) {
		struct str all = { 0 };
		str_add(&all, items[i].label);
		if (items[i].search)
			str_addf(&all, "；%s", items[i].search); /* no match reaches across */
		bool ok = !all.bad && match_label_init(&k->label[i], str_c(&all));
		str_free(&all);
		if (!ok)
			break;
		match_label_settle(&k->label[i]);
		k->n++;
	}
	if (k->label && k->n == n)
		return ERR_OK;
	picker_catalogue_free(k);
	return err_set(e, ERR_NO_MEMORY, NULL);
}

void
picker_catalogue_free(struct picker_catalogue *k)
{
	for (size_t i = 0; i < k->n; i++)
		match_label_free(&k->label[i]);
	free(k->label);
	*k = (struct picker_catalogue){ 0 };
}

long
picker_catalogue_find(const struct picker_catalogue *k, const char *code)
{
	for (size_t i = 0; code && code[0] && i < k->n; i++) {
		if (strcmp(k->item[i].code, code) == 0)
			return (long)i;
	}
	return -1;
}

void
picker_init(struct picker *p, const struct picker_catalogue *from, int rows)
{
	*p = (struct picker){ .from = from, .value = -1 };
	p->rows = rows < 1 ? 1 : rows > PICKER_ROWS ? PICKER_ROWS : rows;
	editor_init(&p->query, MATCH_QUERY_CHARS, false, false);
}

void
picker_free(struct picker *p)
{
	editor_free(&p->query);
	*p = (struct picker){ 0 };
}

static void
close_list(struct picker *p)
{
	p->open = false;
	editor_set(&p->query, NULL, 0);
}

void
picker_set(struct picker *p, const char *code)
{
	p->value = picker_catalogue_find(p->from, code);
	close_list(p);
}

const char *
picker_code(const struct picker *p)
{
	return p->value < 0 ? "" : p->from->item[p->value].code;
}

const char *
picker_label(const struct picker *p)
{
	return p->value < 0 ? "" : p->from->item[p->value].label;
}

/* The query as a code: its digits when it is nothing else, otherwise "". */
static void
as_code(const char *query, char out[16])
{
	size_t n = 0;
	for (; query[n] >= '0' && query[n] <= '9' && n < 15; n++)
		out[n] = query[n];
	out[query[n] ? 0 : n] = '\0';
}

struct hit {
	int score;
	size_t item;
};

static bool
better(const struct picker *p, struct hit a, struct hit b)
{
	if (a.score != b.score)
		return a.score > b.score;
	long wa = p->from->item[a.item].weight, wb = p->from->item[b.item].weight;
	return wa != wb ? wa > wb : a.item < b.item;
}

/* Filter and rank by the query; the best p->rows are shown. */
static void
find(struct picker *p)
{
	struct hit best[PICKER_ROWS];
	struct match_query q;
	char code[16];
	size_t n = 0, room = (size_t)p->rows;
	const char *text = str_c(&p->query.text);
	match_query_init(&q, text);
	as_code(text, code);
	p->n_found = 0;
	for (size_t i = 0; i < p->from->n; i++) {
		struct hit h = { match_find(&q, &p->from->label[i], NULL), i };
		if (code[0] && str_starts(p->from->item[i].code, code))
			h.score = (MATCH_EXACT + 1) * MATCH_STEP;
		if (h.score == 0)
			continue;
		p->n_found++;
		size_t at = n;
		while (at > 0 && better(p, h, best[at - 1]))
			at--;
		if (at >= room)
			continue;
		size_t last = n < room ? n++ : n - 1;
		memmove(best + at + 1, best + at, (last - at) * sizeof *best);
		best[at] = h;
	}
	for (size_t i = 0; i < n; i++)
		p->shown[i] = best[i].item;
	p->n_shown = n;
	p->chosen = 0;
}

static void
take(struct picker *p, size_t row, struct react *r)
{
	r->bits |= REACT_USED;
	if (row >= p->n_shown) {
		react_refuse(r, "没有这一项: %s", str_c(&p->query.text));
		return;
	}
	p->value = (long)p->shown[row];
	r->bits |= REACT_TAKE;
	close_list(p);
}

/* true when the digit goes on with (or begins) a code of the catalogue. */
static bool
digit_is_code(const struct picker *p, int digit)
{
	char code[16];
	as_code(str_c(&p->query.text), code);
	size_t n = strlen(code);
	if ((n == 0 && p->query.text.len > 0) || n + 1 >= sizeof code)
		return false;
	code[n] = (char)('0' + digit);
	code[n + 1] = '\0';
	for (size_t i = 0; i < p->from->n; i++) {
		if (str_starts(p->from->item[i].code, code))
			return true;
	}
	return false;
}

/* What was typed with a full-width input method means the same (１ ； ａ). */
static void
type_query(struct picker *p, const struct input *in, struct react *r)
{
	struct str folded = { 0 };
	fold_add(&folded, in->text);
	editor_insert(&p->query, str_c(&folded), folded.len, r);
	str_free(&folded);
	r->bits &= ~(unsigned)REACT_EDIT; /* a query is not kept */
	r->bits |= REACT_MOVED;
	p->open = true;
	find(p);
}

static void
act_open(struct picker *p, const struct input *in, struct react *r)
{
	switch ((int)in->action) {
	case ACTION_UP:
		p->chosen -= p->chosen > 0;
		break;
	case ACTION_DOWN:
		p->chosen += p->chosen + 1 < p->n_shown;
		break;
	case ACTION_ENTER:
	case ACTION_NEXT:
		take(p, p->chosen, r);
		return;
	case ACTION_BACK:
		close_list(p);
		r->bits |= REACT_CANCEL;
		break;
	default:
		editor_input(&p->query, in, r);
		if (r->bits == 0)
			return;
		if (r->bits & REACT_EDIT)
			find(p);
		r->bits &= ~(unsigned)REACT_EDIT;
		if (p->query.text.len == 0)
			close_list(p);
		break;
	}
	r->bits |= REACT_USED | REACT_MOVED;
}

static void
act_closed(struct picker *p, const struct input *in, struct react *r)
{
	if (input_is(in, ACTION_DOWN)) {
		p->open = true;
		find(p);
		r->bits |= REACT_USED | REACT_MOVED;
	} else if (input_is(in, ACTION_ERASE) || input_is(in, ACTION_ERASE_NEXT) ||
		   input_is(in, ACTION_ERASE_HEAD)) {
		r->bits |= REACT_USED | (p->value >= 0 ? REACT_TAKE : 0);
		p->value = -1;
	}
}

void
picker_input(struct picker *p, const struct input *in, struct react *r)
{
	int digit = input_digit(in);
	if (p->open && digit && !digit_is_code(p, digit))
		take(p, (size_t)digit - 1, r);
	else if (in->kind == INPUT_TEXT || in->kind == INPUT_PASTE)
		type_query(p, in, r);
	else if (in->kind == INPUT_ACTION && p->open)
		act_open(p, in, r);
	else if (in->kind == INPUT_ACTION)
		act_closed(p, in, r);
}

void
picker_draw(const struct picker *p, struct canvas *c, enum role role, bool focused)
{
	const char *text = p->open ? str_c(&p->query.text) : picker_label(p);
	int used = 0;
	if (!p->open && p->value >= 0 && picker_code(p)[0]) {
		used = canvas_text(c, p->at.row, p->at.col, p->at.cols, ROLE_DIM, picker_code(p));
		used += used < p->at.cols;
	}
	canvas_cut(c, p->at.row, p->at.col + used, p->at.cols - used, role, text);
	if (focused) {
		int cursor = p->open ? editor_cols(&p->query, 0, p->query.cursor) : 0;
		canvas_cursor(
		    c, p->at.row, p->at.col + (cursor < p->at.cols ? cursor : p->at.cols - 1));
	}
}

static void
draw_row(const struct picker *p, struct canvas *c, size_t i, int row, struct rect box)
{
	const struct picker_item *it = &p->from->item[p->shown[i]];
	bool chosen = i == p->chosen;
	enum role role = chosen && !c->low_bandwidth ? ROLE_SELECT : ROLE_NORMAL;
	char mark[4] = { ' ', chosen ? '>' : ' ', (char)('1' + i), '\0' };
	canvas_fill(c, (struct rect){ row, box.col, 1, box.cols }, role);
	int end = box.col + box.cols - 1, col = box.col;
	col += canvas_text(c, row, col, 3, role == ROLE_NORMAL ? ROLE_KEY : role, mark) + 1;
	if (it->hint && width_str(it->hint) < box.cols / 2)
		end =
		    canvas_right(c, row, end, role == ROLE_NORMAL ? ROLE_DIM : role, it->hint) - 1;
	if (it->code && it->code[0])
		col += canvas_text(c, row, col, end - col, role == ROLE_NORMAL ? ROLE_DIM : role,
			   it->code) +
		       1;
	canvas_cut(c, row, col, end - col, role, it->label);
}

void
picker_draw_list(const struct picker *p, struct canvas *c)
{
	if (!p->open)
		return;
	int rows = p->n_shown ? (int)p->n_shown : 1;
	bool more = p->n_found > p->n_shown;
	struct rect box = { p->at.row + 1, p->at.col > 4 ? p->at.col - 4 : 0, rows + more, 48 };
	if (box.col + box.cols > c->cols)
		box.col = c->cols > box.cols ? c->cols - box.cols : 0;
	if (box.row + box.rows > c->rows - 2 && p->at.row - box.rows >= 0)
		box.row = p->at.row - box.rows;
	canvas_fill(c, box, ROLE_NORMAL);
	for (size_t i = 0; i < p->n_shown; i++)
		draw_row(p, c, i, box.row + (int)i, box);
	if (p->n_shown == 0)
		canvas_cut(c, box.row, box.col + 4, box.cols - 5, ROLE_DIM,
		    p->none != NULL ? p->none : "没有符合的: 可输首字母、汉字或代码");
	if (more)
		canvas_printf(c, box.row + rows, box.col + 4, box.cols - 5, ROLE_DIM,
		    "还有 %zu 项, 再输几个字母", p->n_found - p->n_shown);
}
