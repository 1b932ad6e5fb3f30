/* prompt.c: the line at the bottom that takes a command or a number. What the candidates are and what an answer does is
 * the view's; here they are only shown, chosen and completed. */
#include "client/ui/prompt.h"

#include <stdio.h>

#include "base/width.h"

void
prompt_init(struct prompt *p, const char *label, size_t limit)
{
	*p = (struct prompt){ .label = label, .chosen = -1 };
	field_init(&p->field, limit);
}

void
prompt_free(struct prompt *p)
{
	field_free(&p->field);
	*p = (struct prompt){ 0 };
}

void
prompt_offer(struct prompt *p, const struct prompt_item *items, size_t n)
{
	p->items = items;
	p->n_items = n < PROMPT_ITEMS ? n : PROMPT_ITEMS;
	p->chosen = -1;
	p->first = 0;
}

const char *
prompt_answer(const struct prompt *p)
{
	return p->chosen >= 0 ? p->items[p->chosen].text : field_text(&p->field);
}

/* Candidates on the screen at once: the topmost row is the status line's. */
static int
rows_of(const struct prompt *p)
{
	int rows = p->row > 1 ? p->row - 1 : p->row > 0 ? 1 : PROMPT_ITEMS;

	return rows < (int)p->n_items ? rows : (int)p->n_items;
}

static void
choose(struct prompt *p, int to, struct react *r)
{
	int rows = rows_of(p);

	r->bits |= REACT_USED;
	if (to < -1 || to >= (int)p->n_items || to == p->chosen)
		return;
	p->chosen = to;
	if (to < p->first)
		p->first = to < 0 ? 0 : to;
	else if (to >= p->first + rows)
		p->first = to - rows + 1;
	r->bits |= REACT_MOVED;
}

/* A page towards the worst (${by} > 0) or the best, not beyond either. */
static void
turn(struct prompt *p, int by, struct react *r)
{
	int last = (int)p->n_items - 1, to = p->chosen + by * rows_of(p);

	choose(p, to < 0 ? (last < 0 ? -1 : 0) : to > last ? last : to, r);
}

/* Home and End are of the line while something is being typed into it. */
static bool
is_of_line(const struct prompt *p)
{
	return p->n_items == 0 || (p->chosen < 0 && field_text(&p->field)[0] != '\0');
}

static void
act(struct prompt *p, const struct input *in, struct react *r)
{
	switch ((int)in->action) {
	case ACTION_ENTER:
		r->bits |= REACT_USED | REACT_TAKE;
		break;
	case ACTION_BACK:
		r->bits |= REACT_USED | REACT_CANCEL;
		break;
	case ACTION_UP: /* the candidates stand above the line, the first one next to it */
		choose(p, p->chosen + 1, r);
		break;
	case ACTION_DOWN:
		choose(p, p->chosen - 1, r);
		break;
	case ACTION_PAGE_UP:
		turn(p, 1, r);
		break;
	case ACTION_PAGE_DOWN:
		turn(p, -1, r);
		break;
	case ACTION_HOME:
	case ACTION_END:
		if (is_of_line(p))
			field_input(&p->field, in, r);
		else
			choose(p, in->action == ACTION_HOME ? 0 : (int)p->n_items - 1, r);
		break;
	case ACTION_NEXT:
		r->bits |= REACT_USED;
		if (p->n_items > 0)
			editor_replace(
			    &p->field.ed, p->items[p->chosen >= 0 ? p->chosen : 0].text, r);
		break;
	default:
		field_input(&p->field, in, r);
		break;
	}
}

void
prompt_input(struct prompt *p, const struct input *in, struct react *r)
{
	if (in->kind == INPUT_ACTION)
		act(p, in, r);
	else
		field_input(&p->field, in, r);
	if (r->bits & REACT_EDIT) {
		p->chosen = -1;
		p->first = 0;
	}
}

#define GLANCE 5 /* so many need no counting */

/* How many there are, at the right of the line, and which of them is chosen; the column where it begins. */
static int
draw_count(const struct prompt *p, struct canvas *c)
{
	char text[40];

	if (p->n_items <= GLANCE)
		return c->cols - 1;
	if (p->chosen >= 0)
		(void)snprintf(text, sizeof(text), "%d/%zu", p->chosen + 1, p->n_items);
	else
		(void)snprintf(text, sizeof(text), "共 %zu 项", p->n_items);
	return canvas_right(c, p->row, c->cols - 1, ROLE_DIM, text) - 1;
}

void
prompt_draw(const struct prompt *p, struct canvas *c)
{
	int rows = rows_of(p), first = p->first;

	if (p->chosen >= first + rows) /* the terminal has become smaller */
		first = p->chosen - rows + 1;
	for (int i = first; i < first + rows && i < (int)p->n_items; i++) {
		const struct prompt_item *it = &p->items[i];
		int row = p->row - 1 - (i - first);
		bool bar = i == p->chosen && !c->low_bandwidth;
		enum role role = bar ? ROLE_SELECT : ROLE_NORMAL;
		canvas_fill(c, (struct rect){ row, 0, 1, c->cols }, role);
		canvas_text(c, row, 1, 1, role, i == p->chosen ? ">" : " ");
		int col = 3 + canvas_cut(c, row, 3, c->cols - 4, role, it->text);
		if (it->hint)
			canvas_cut(
			    c, row, col + 2, c->cols - col - 3, bar ? role : ROLE_DIM, it->hint);
	}
	canvas_fill(c, (struct rect){ p->row, 0, 1, c->cols }, ROLE_NORMAL);
	int used = canvas_text(c, p->row, 1, c->cols / 2, ROLE_FOCUS, p->label);
	struct field f = p->field; /* the same text in its place of this canvas */
	f.at = (struct rect){ p->row, used + 3, 1, draw_count(p, c) - used - 3 };
	field_draw(&f, c, ROLE_VALUE, true);
}
