/* form_input.c: the keys of a step's form: between its cells, into the cell with the focus, and out of it.
 *
 * Invariant: Enter never sends what is written in several parts. Not here: opening, checking and sending (form.c), one cell
 * (form_cell.c). */
#include <string.h>

#include "attach_p.h"
#include "base/str.h"
#include "form_p.h"
#include "module_put_p.h"
#include "part_p.h"

static unsigned
move(struct form *f, int by)
{
	int to = f->focus + by;

	if (to >= 0 && to < f->n)
		f->focus = to;
	return VIEW_DRAW;
}

/* Asked only because of another answer, which was not given; or of few tickets (代录): who wants to say it goes there by
 * Tab, and nobody's words land in it because he went on. */
static bool
is_aside(const struct form *f, int i)
{
	return f->cell[i].ask->arg == EA_FOR ||
	       (f->cell[i].ask->arg == EA_UNSOLVED &&
		   strcmp(form_value(f, EA_SOLVED), "solved") == 0);
}

/* The cell Enter goes to; -1: there is none. */
static int
onward(const struct form *f)
{
	for (int i = f->focus + 1; i < f->n; i++)
		if (!is_aside(f, i))
			return i;
	return -1;
}

/* Enter in the last cell sends what one says in one breath: an answer, a confirmation. What is written in several parts,
 * or with attachments, is sent by its own key alone. */
static bool
enter_sends(const struct form *f)
{
	int words = 0;

	if (onward(f) >= 0)
		return false;
	for (int i = 0; i < f->n; i++) {
		words += f->cell[i].ask->kind == DEED_TEXT;
		if (f->n > 1 && f->cell[i].ask->kind == DEED_FILES)
			return false;
	}
	return words <= 1;
}

static unsigned
enter(struct form *f)
{
	const int to = onward(f);

	if (to >= 0)
		return move(f, to - f->focus);
	return enter_sends(f) ? form_send(f) : form_ready(f);
}

/* Keys that leave the cell; 0 when it is none. */
static unsigned
moving(struct form *f, const struct input *in)
{
	if (in->kind != INPUT_ACTION)
		return 0;
	switch ((int)in->action) {
	case ACTION_BACK:
		return form_leave(f);
	case ACTION_SUBMIT:
		return form_send(f);
	case ACTION_ENTER:
		return enter(f);
	case ACTION_NEXT:
		return move(f, 1);
	case ACTION_PREV:
		return move(f, -1);
	default:
		return 0;
	}
}

/* A closed cell has its value: on to what is not answered yet, past what was proposed. */
static void
go_on(struct form *f)
{
	const int next = onward(f);

	for (int i = f->focus + 1; i < f->n; i++)
		if (*form_cell_text(&f->cell[i]) == '\0' && !is_aside(f, i)) {
			f->focus = i;
			return;
		}
	if (next >= 0)
		f->focus = next;
}

static unsigned
used(struct form *f, struct react *r)
{
	struct form_cell *c = &f->cell[f->focus];
	const int from = f->focus;

	part_refused(f->desk, r);
	if ((r->bits & REACT_EDIT) != 0)
		form_keep(f, c, r->edit);
	if ((r->bits & REACT_TAKE) == 0)
		return VIEW_DRAW;
	if (f->focus + 1 < f->n)
		go_on(f);
	else if (f->at_once)
		return form_send(f);
	f->jumped = f->focus != from && form_cell_is_choice(c);
	return VIEW_DRAW;
}

/* Ctrl-X: the abbreviation before the cursor gives way to its words. */
static unsigned
put_module(struct form *f)
{
	struct form_cell *c = &f->cell[f->focus];
	struct str whole = { 0 };
	struct edit ed;
	size_t at;

	if (c->ask->kind != DEED_TEXT)
		return VIEW_IGNORED;
	if (module_put(f->desk, "note answer", textarea_text(&c->words), c->words.ed.cursor, &whole,
		&at)) {
		ed = module_put_edit(textarea_text(&c->words), &whole, at);
		textarea_set(&c->words, str_c(&whole), at);
		form_keep(f, c, ed);
	}
	str_free(&whole);
	return VIEW_DRAW;
}

/* While the words are on their way nothing more is written: it would be lost. The answer takes milliseconds. */
static unsigned
while_sending(const struct form *f, const struct input *in)
{
	if (input_is(in, ACTION_HELP) || input_is(in, ACTION_COMMAND) ||
	    input_is(in, ACTION_REDRAW) || input_is(in, ACTION_LOCK))
		return VIEW_IGNORED;
	f->desk->say(f->desk->app, 1, "正在送出, 请稍候");
	return VIEW_DRAW;
}

/* The Enter that one presses after a digit out of habit, although the digit went on by itself: it would skip a cell that
 * is not answered. */
static bool
is_spare_enter(const struct form *f, bool jumped, const struct input *in)
{
	return jumped && input_is(in, ACTION_ENTER) && !enter_sends(f) &&
	       *form_cell_text(&f->cell[f->focus]) == '\0';
}

static unsigned
input_open(struct form *f, const struct input *in)
{
	const bool jumped = f->jumped;
	struct react r = { 0 };
	unsigned bits;

	f->jumped = false;
	if (is_spare_enter(f, jumped, in))
		return VIEW_DRAW;
	if (!form_cell_takes_all(&f->cell[f->focus]) && (bits = moving(f, in)) != 0)
		return bits;
	if (input_is(in, ACTION_MODULE))
		return put_module(f);
	form_cell_input(f, f->focus, in, &r);
	if (r.bits != 0)
		return used(f, &r);
	if (input_is(in, ACTION_UP))
		return move(f, -1);
	return input_is(in, ACTION_DOWN) ? move(f, 1) : VIEW_IGNORED;
}

unsigned
form_input(struct form *f, const struct input *in)
{
	const int at = f->focus;
	unsigned bits;

	if (f->job != 0)
		return while_sending(f, in);
	if (f->n == 0)
		return input_is(in, ACTION_BACK) ? form_leave(f) : VIEW_IGNORED;
	if (!input_is(in, ACTION_SUBMIT))
		f->told = false;
	attach_before(&f->cell[at]);
	bits = input_open(f, in);
	if (f->open)
		attach_after(f, &f->cell[at]);
	return bits;
}

unsigned
form_scopes(const struct form *f)
{
	const struct deed_ask *ask = f->n > 0 ? f->cell[f->focus].ask : NULL;
	bool closed = ask == NULL || ask->kind == DEED_CHOICE || ask->kind == DEED_STARS ||
		      ((ask->kind == DEED_UNIT || ask->kind == DEED_UNITS) &&
			  !f->cell[f->focus].unit.open); /* what is looked for is text */

	return closed ? SCOPE_ALL : SCOPE_ALL | SCOPE_EDIT;
}
