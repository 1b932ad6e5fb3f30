/* worklist.c: what the screens of those who work on tickets do alike: lists, the chosen ticket, its steps, the form of one.
 *
 * While a form is open its ticket stays, however the rows move under it. Not here: what is read of the cache
 * (worklist_read.c), the picture (worklist_draw.c), which lists and steps there are (each screen's table), what a step does
 * (model/). */
#include "worklist_p.h"

#include <string.h>

#include "base/str.h"

/* ---- opening ---- */

static size_t
count(void *ctx)
{
	return (size_t)((const struct worklist *)ctx)->n_rows;
}

static void
cell(void *ctx, size_t row, int col, struct list_cell *out)
{
	const struct worklist *w = ctx;

	w->kind->cell(w, &w->rows[row], col, out);
}

static int
first_list(const struct worklist *w)
{
	for (int i = 0; i < w->kind->n_lists; i++)
		if (worklist_read_may(w, &w->kind->lists[i]))
			return i;
	return 0;
}

void
worklist_open(struct worklist *w, struct desk *d, const struct work_kind *k, const char *arg)
{
	w->desk = d;
	w->kind = k;
	w->stale = w->uncounted = w->fresh = true;
	w->list_no = first_list(w);
	for (int i = 0; arg != NULL && i < k->n_lists; i++)
		if (strcmp(k->lists[i].label, arg) == 0 && worklist_read_may(w, &k->lists[i])) {
			w->list_no = i;
			w->fresh = false;
		}
	if (arg != NULL && id_valid(arg))
		(void)str_copy(w->wanted, sizeof(w->wanted), arg);
	ticket_init(&w->t);
	list_init(&w->list, (struct list_source){ w, count, cell }, k->cols, k->n_cols);
	w->list.no_digits = true;
}

void
worklist_close(struct view *v)
{
	struct worklist *w = v->state;

	form_free(&w->form);
	worklist_read_drop(w);
	list_free(&w->list);
}

/* ---- steps ---- */

/* Begin step ${k} on the chosen ticket: its form, or at once when it asks nothing. */
static unsigned
take_step(struct worklist *w, enum event_kind k)
{
	const struct desk *d = w->desk;
	struct err e = { 0 };

	if (!w->found || d->city == NULL)
		return VIEW_DRAW;
	if (k == EVENT_AMEND ||
	    k == EVENT_COMPLETE) { /* the words of the ticket have a form of their own */
		d->open(d->app, view_by_name("intake"), w->t.id);
		return VIEW_DRAW;
	}
	if (form_may(d, &w->t, k, &e) != ERR_OK) {
		d->say(d->app, 1, "%s。", e.text);
		return VIEW_DRAW;
	}
	(void)str_copy(w->form_ticket, sizeof(w->form_ticket), w->t.id);
	if (!form_open(&w->form, w->desk, &w->t, k))
		return VIEW_DRAW;
	w->form.label = worklist_read_label(w, k);
	if (w->kind->propose != NULL)
		w->kind->propose(w, &w->form);
	return w->form.n == 0 ? form_send(&w->form) : VIEW_DRAW;
}

static unsigned
open_ticket(struct worklist *w)
{
	if (w->found)
		w->desk->open(w->desk->app, view_by_name("ticket"), w->t.id);
	return VIEW_DRAW;
}

static unsigned
open_print(struct worklist *w)
{
	if (w->found)
		w->desk->open(w->desk->app, view_by_name("print"), w->t.id);
	return VIEW_DRAW;
}

static unsigned
take_next(struct worklist *w)
{
	enum event_kind k;
	unsigned bits;

	if (!w->found)
		return VIEW_DRAW;
	if (!w->kind->next(w, &w->t, &k))
		return open_ticket(w);
	bits = take_step(w, k);
	if (w->form.open && w->form.job == 0 && w->kind->ready != NULL &&
	    w->kind->ready(w, &w->form))
		bits |= form_send(&w->form);
	return bits;
}

/* ---- inputs ---- */

static unsigned
to_list(struct worklist *w, int by)
{
	int to = w->list_no;

	do {
		to = (to + w->kind->n_lists + by) % w->kind->n_lists;
	} while (to != w->list_no && !worklist_shows(w, to));
	w->list_no = to;
	w->fresh = false;
	w->piece = 0;
	w->stale = true;
	list_select(&w->list, 0);
	return VIEW_DRAW;
}

static unsigned
to_piece(struct worklist *w, int by)
{
	if (by > 0 && w->piece + 1 == WORK_PIECES)
		return VIEW_DRAW;
	if (by > 0)
		w->place[w->piece + 1] = w->rows[w->n_rows - 1].place;
	w->piece += by;
	w->stale = true;
	worklist_refresh(w);
	list_select(&w->list, by > 0 || w->n_rows == 0 ? 0 : (size_t)w->n_rows - 1);
	worklist_read_ticket(w);
	return VIEW_DRAW;
}

/* Keys that the list does not know, or not here. 0: none of them. */
static unsigned
own_key(struct worklist *w, const struct input *in)
{
	const size_t row = list_row(&w->list);
	const bool at_end = w->n_rows > 0 && row == (size_t)w->n_rows - 1, at_start = row == 0;

	switch ((int)in->action) {
	case ACTION_LEFT:
		return to_list(w, -1);
	case ACTION_RIGHT:
		return to_list(w, 1);
	case ACTION_ENTER:
		return take_next(w);
	case ACTION_NEXT:
		return open_ticket(w);
	case ACTION_PRINT:
		return open_print(w);
	case ACTION_DOWN:
	case ACTION_PAGE_DOWN:
		return at_end && w->more ? to_piece(w, 1) : 0;
	case ACTION_UP:
	case ACTION_PAGE_UP:
		return at_start && w->piece > 0 ? to_piece(w, -1) : 0;
	default:
		return 0;
	}
}

static unsigned
input_list(struct worklist *w, const struct input *in)
{
	const int digit = input_digit(in);
	const size_t before = list_row(&w->list);
	struct str words = { 0 };
	struct react r = { 0 };
	unsigned bits = 0;

	if (digit > 0)
		return digit <= w->n_steps ? take_step(w, w->steps[digit - 1]) : VIEW_DRAW;
	if (in->kind == INPUT_ACTION)
		bits = own_key(w, in);
	if (bits != 0)
		return bits;
	str_add(&words, str_c(&w->list.filter.text));
	list_input(&w->list, in, &r);
	part_refused(w->desk, &r);
	if (strcmp(str_c(&words), str_c(&w->list.filter.text)) != 0) {
		w->piece = 0; /* the whole list is looked through, not the piece that is here */
		w->stale = true;
	}
	str_free(&words);
	if (list_row(&w->list) != before)
		worklist_read_ticket(w);
	return r.bits != 0 ? VIEW_DRAW : VIEW_IGNORED;
}

static unsigned
input_form(struct worklist *w, const struct input *in)
{
	struct form *f = &w->form;
	const int at = f->focus;
	struct str before = { 0 };
	unsigned bits;

	if (f->n > 0)
		str_add(&before, form_cell_text(&f->cell[at]));
	bits = form_input(f, in);
	if (!f->open)
		worklist_read_ticket(w);
	else if (f->n > 0 && w->kind->changed != NULL &&
		 strcmp(str_c(&before), form_cell_text(&f->cell[at])) != 0)
		w->kind->changed(w, f, f->cell[at].ask->arg);
	str_free(&before);
	return bits;
}

unsigned
worklist_input(struct view *v, const struct input *in)
{
	struct worklist *w = v->state;

	if (!part_signed_in(w->desk))
		return VIEW_IGNORED;
	if (w->form.open)
		return input_form(w, in);
	worklist_refresh(
	    w); /* a key may come before the picture: it is meant for the row that is there now */
	return input_list(w, in);
}

/* A step is on disk: perhaps the next one on the same ticket follows at once, else its row may be gone from here. */
static void
taken(struct worklist *w, enum event_kind k)
{
	enum event_kind then;
	struct ticket t;

	w->stale = w->uncounted = true;
	ticket_init(&t);
	if (w->kind->after == NULL ||
	    cache_ticket(w->desk->cache, w->form_ticket, &t, NULL) != ERR_OK) {
		ticket_free(&t);
		return;
	}
	ticket_free(&w->t);
	w->t = t;
	if (w->kind->after(w, k, &then))
		(void)take_step(w, then);
}

unsigned
worklist_event(struct view *v, const struct news *n)
{
	struct worklist *w = v->state;
	const enum event_kind k = w->form.kind;
	bool done = false;

	if (form_event(&w->form, n, &done)) {
		w->done = done;
		if (done)
			taken(w, k);
		return VIEW_DRAW;
	}
	if (n->kind != NEWS_TABLES)
		return 0;
	if ((n->tables & CACHE_CITY) != 0 && w->form.open)
		form_close(
		    &w->form); /* its units stood in the city that is gone; the words are kept */
	w->stale = w->uncounted = true;
	return VIEW_DRAW;
}

unsigned
worklist_resume(struct view *v)
{
	struct worklist *w = v->state;

	w->stale = w->uncounted = true;
	return VIEW_DRAW;
}

unsigned
worklist_idle(struct view *v)
{
	struct worklist *w = v->state;

	form_save(&w->form);
	worklist_read_missing(w);
	return 0;
}

unsigned
worklist_scopes(const struct view *v)
{
	const struct worklist *w = v->state;

	return w->form.open ? form_scopes(&w->form) : SCOPE_ALL;
}

const struct bar_key *
worklist_keys(const struct view *v, size_t *n)
{
	return form_keys(&((const struct worklist *)v->state)->form, v, n);
}

const struct bar_key worklist_footer[4] = {
	{ ACTION_HELP, NULL },
	{ ACTION_NONE, "Enter=下一步 数字=操作 Tab=全文 左右=换队列 字母=筛选" },
	{ ACTION_BACK, NULL },
	{ ACTION_GO_TO, NULL },
};
