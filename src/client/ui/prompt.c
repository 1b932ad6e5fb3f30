/* prompt.c: the line at the bottom that takes a command or a number. What the candidates are and what an answer does is
 * the view's; here they are only shown, chosen and completed. */
#include "client/ui/prompt.h"

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
}

const char *
prompt_answer(const struct prompt *p)
{
	return p->chosen >= 0 ? p->items[p->chosen].text : field_text(&p->field);
}

static void
choose(struct prompt *p, int to, struct react *r)
{
	if (to >= -1 && to < (int)p->n_items && to != p->chosen) {
		p->chosen = to;
		r->bits |= REACT_MOVED;
	}
	r->bits |= REACT_USED;
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
	if (r->bits & REACT_EDIT)
		p->chosen = -1;
}

void
prompt_draw(const struct prompt *p, struct canvas *c)
{
	for (int i = 0; i < (int)p->n_items && p->row - 1 - i >= 0; i++) {
		const struct prompt_item *it = &p->items[i];
		int row = p->row - 1 - i;
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
	f.at = (struct rect){ p->row, used + 3, 1, c->cols - used - 4 };
	field_draw(&f, c, ROLE_VALUE, true);
}
