/* form_fill.c: what the program puts into the form of a step: proposals, what hangs on an answer, what goes along unasked,
 * and where the cursor begins.
 *
 * A proposal is only a person's word once he has gone on with it: nothing of it is kept before, and it is proposed anew
 * when the form opens again. Not here: what is proposed (the screens), moving and sending (form.c). */
#include <string.h>

#include "base/str.h"
#include "form_p.h"

/* Where one begins: the first answer that must not be missing; then where one was; then the top, to change what is
 * proposed. */
int
form_first(const struct form *f)
{
	for (int i = 0; i < f->n; i++)
		if (f->cell[i].ask->must && *form_cell_text(&f->cell[i]) == '\0')
			return i;
	for (int i = 0; i < f->n; i++)
		if (ticket_note_any(&f->note) &&
		    strcmp(field_info(f->cell[i].slot)->json, f->note.d.focus) == 0)
			return i;
	return 0;
}

void
form_fill(struct form *f, enum event_arg a, const char *value)
{
	for (int i = 0; i < f->n; i++)
		if (f->cell[i].ask->arg == a && *form_cell_text(&f->cell[i]) == '\0' &&
		    *value != '\0') {
			form_cell_put(&f->cell[i], value);
			f->cell[i].proposed = true;
		}
	f->focus = form_first(f);
}

int
form_cell_of(const struct form *f, enum event_arg a)
{
	for (int i = 0; i < f->n; i++)
		if (f->cell[i].ask->arg == a)
			return i;
	return -1;
}

/* An edit of the widget as one of what is kept: the program's words were not kept, so that they go along as a whole. */
void
form_keep(struct form *f, struct form_cell *c, struct edit ed)
{
	const char *now = form_cell_text(c);

	if (c->proposed)
		ed = (struct edit){ .del = strlen(fields_get(&f->note.d.f, c->slot)),
			.ins = now,
			.ins_len = strlen(now),
			.cursor = ed.cursor };
	c->proposed = false;
	ticket_note_edit_in(&f->note, f->desk, c->slot, &ed, now);
}

void
form_put(struct form *f, enum event_arg a, const char *value)
{
	int i = form_cell_of(f, a);
	struct form_cell *c = i >= 0 ? &f->cell[i] : NULL;

	if (c == NULL || strcmp(form_cell_text(c), value) == 0)
		return;
	form_cell_put(c, value);
	c->proposed = true;
	if (*fields_get(&f->note.d.f, c->slot) != '\0') /* else it is proposed anew */
		form_keep(f, c, (struct edit){ .cursor = strlen(value) });
}

void
form_hold(struct form *f, enum event_arg a)
{
	const int i = form_cell_of(f, a);

	if (i >= 0)
		(void)str_copy(f->cell[i].was, sizeof(f->cell[i].was), form_cell_text(&f->cell[i]));
}

void
form_rank(struct form *f, const char *code, long weight, const char *hint)
{
	for (size_t i = 0; i < f->units.n; i++)
		if (strcmp(f->unit_items[i].code, code) == 0) {
			f->unit_items[i].weight = weight;
			f->unit_items[i].hint = hint;
		}
}

void
form_also(struct form *f, enum event_arg a, const char *value, enum event_arg of)
{
	f->also = (struct form_also){ .arg = a, .cell = form_cell_of(f, of) };
	if (*value == '\0' || !str_copy(f->also.value, sizeof(f->also.value), value) ||
	    !str_copy(f->also.said, sizeof(f->also.said), form_value(f, of)))
		f->also.cell = -1; /* nothing, or half of it, would say something else */
}

void
form_fix(struct form *f, enum event_arg a, const char *value)
{
	struct form_fixed *x;

	if (f->n == 0 || f->cell[f->n - 1].ask->arg != a || f->n_fixed == FORM_FIXED)
		return;
	x = &f->fixed[f->n_fixed++];
	x->arg = a;
	(void)str_copy(x->value, sizeof(x->value), value);
	form_cell_free(&f->cell[--f->n]);
	f->focus = form_first(f);
}
