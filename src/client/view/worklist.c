/* worklist.c: what the screens of those who work on tickets do alike: lists, the chosen ticket, its steps, the form of one.
 *
 * Rows are read again when they are painted, never between: what a person acts on is what stands there. While a form is
 * open its ticket stays, however the rows move under it. Not here: the picture (worklist_draw.c), which lists and steps
 * there are (each screen's table), what a step does (model/). */
#include "worklist_p.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "text/match.h"

/* ---- reading ---- */

static const struct work_list *
list_of(const struct worklist *w)
{
	return &w->kind->lists[w->list_no];
}

static bool
may_see(const struct worklist *w, const struct work_list *l)
{
	return l->roles == 0 || (l->roles & w->desk->me.roles) != 0;
}

bool
worklist_shows(const struct worklist *w, int i)
{
	const struct work_list *l = &w->kind->lists[i];

	return may_see(w, l) &&
	       (!(w->kind->quiet >> i & 1) || w->counts[i] != 0 || w->list_no == i);
}

static struct work_query
question(const struct worklist *w, const struct work_list *l)
{
	struct work_query q = { 0 };

	l->ask(w->desk, &q);
	q.now = w->desk->now;
	return q;
}

static void
count_lists(struct worklist *w)
{
	for (int i = 0; i < w->kind->n_lists; i++) {
		const struct work_list *l = &w->kind->lists[i];
		struct work_query q;

		if (!may_see(w, l))
			continue;
		q = question(w, l);
		w->counts[i] = cache_work_count(w->desk->cache, &q);
	}
}

const struct work_row *
worklist_row(const struct worklist *w)
{
	size_t row = list_row(&w->list);

	return row != LIST_NONE && row < (size_t)w->n_rows ? &w->rows[row] : NULL;
}

static void
drop_events(struct worklist *w)
{
	for (int i = 0; i < w->n_events; i++)
		event_free(&w->events[i]);
	free(w->events);
	w->events = NULL;
	w->n_events = 0;
}

static void
read_events(struct worklist *w)
{
	drop_events(w);
	if (w->kind->trace)
		w->n_events = cache_events(w->desk->cache, w->t.id, &w->events, NULL);
	if (w->n_events < 0)
		w->n_events = 0;
}

const struct event *
worklist_event_of(const struct worklist *w, enum event_kind k)
{
	for (int i = w->n_events - 1; i >= 0; i--)
		if (w->events[i].kind == (int)k)
			return &w->events[i];
	return NULL;
}

const struct event *
worklist_event_no(const struct worklist *w, int64_t seq)
{
	for (int i = 0; i < w->n_events; i++)
		if (w->events[i].seq == seq)
			return &w->events[i];
	return NULL;
}

static void
drop_ticket(struct worklist *w)
{
	drop_events(w);
	ticket_free(&w->t);
	ticket_init(&w->t);
	w->found = false;
	w->n_steps = 0;
}

static const char *
label_of(const struct worklist *w, enum event_kind k)
{
	for (int i = 0; i < w->kind->n_steps; i++)
		if (w->kind->steps[i].kind == k && w->kind->steps[i].label != NULL)
			return w->kind->steps[i].label;
	return event_info(k)->label;
}

/* Which steps may be taken on it now, in the order of the table. */
static void
find_steps(struct worklist *w)
{
	const struct workflow_env env = { .city = w->desk->city,
		.now = w->desk->now,
		.online = part_online(w->desk),
		.last_urge_at = w->t.urged_at };

	w->n_steps = 0;
	for (int i = 0; i < w->kind->n_steps && w->n_steps < WORK_KEYS; i++) {
		const struct work_step *s = &w->kind->steps[i];

		if (w->desk->city == NULL ||
		    workflow_may(s->kind, &w->t, &w->desk->me, &env, NULL) != ERR_OK ||
		    (w->kind->fits != NULL && !w->kind->fits(w, s->kind)))
			continue;
		w->step_labels[w->n_steps] = label_of(w, s->kind);
		w->steps[w->n_steps++] = s->kind;
	}
}

/* The trace is not kept of every ticket: what is missing is asked of the centre when one rests on a row. */
static void
fetch_missing(struct worklist *w)
{
	struct job *j;
	int chained = 0;

	for (int i = 0; i < w->n_events; i++)
		chained += w->events[i].seq > 0;
	if (!w->kind->trace || !w->found || !part_online(w->desk) || w->t.rev == 0 ||
	    chained >= w->t.event_count || strcmp(w->fetched, w->t.id) == 0)
		return;
	(void)str_copy(w->fetched, sizeof(w->fetched), w->t.id);
	if ((j = part_job(w->desk, JOB_FETCH)) == NULL)
		return;
	(void)str_copy(j->ticket, sizeof(j->ticket), w->t.id);
	(void)w->desk->job(w->desk->app, j);
}

/* The chosen row's ticket; with a form open, the form's. */
static void
read_ticket(struct worklist *w)
{
	const struct work_row *row = worklist_row(w);
	const char *id = w->form.open ? w->form_ticket : row != NULL ? row->row.id : "";
	struct ticket t;

	if (*id == '\0') {
		drop_ticket(w);
		return;
	}
	ticket_init(&t);
	if (cache_ticket(w->desk->cache, id, &t, NULL) == ERR_OK) {
		ticket_free(&w->t);
		w->t = t;
		w->found = true;
		read_events(w);
		find_steps(w);
	} else {
		ticket_free(&t);
		if (!w->form.open)
			drop_ticket(w);
	}
}

static void
keep_chosen(struct worklist *w, const char *id)
{
	list_refresh(&w->list);
	for (int i = 0; i < w->n_rows; i++)
		if (strcmp(w->rows[i].row.id, id) == 0)
			list_select(&w->list, (size_t)i);
}

void
worklist_refresh(struct worklist *w)
{
	const struct work_row *row = worklist_row(w);
	struct work_query q;
	char chosen[ID_SIZE] = "";
	int n;

	if (!w->stale || !part_signed_in(w->desk))
		return;
	if (row != NULL)
		(void)str_copy(chosen, sizeof(chosen), row->row.id);
	q = question(w, list_of(w));
	q.limit = WORK_ROWS;
	q.offset = w->offset;
	n = cache_work(w->desk->cache, &q, w->rows, &w->partial, NULL);
	if (n < 0)
		return; /* busy: what is there stays, asked again at the next picture */
	w->n_rows = n;
	w->more = n == WORK_ROWS;
	w->stale = false;
	if (w->done && w->kind->moves_on)
		chosen[0] = '\0';
	keep_chosen(w, chosen);
	if (w->done && w->kind->moves_on)
		list_select(&w->list, 0);
	w->done = false;
	count_lists(w);
	read_ticket(w);
}

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
		if (may_see(w, &w->kind->lists[i]))
			return i;
	return 0;
}

void
worklist_open(struct worklist *w, struct desk *d, const struct work_kind *k, const char *arg)
{
	w->desk = d;
	w->kind = k;
	w->stale = true;
	w->list_no = first_list(w);
	for (int i = 0; arg != NULL && i < k->n_lists; i++)
		if (strcmp(k->lists[i].label, arg) == 0 && may_see(w, &k->lists[i]))
			w->list_no = i;
	ticket_init(&w->t);
	list_init(&w->list, (struct list_source){ w, count, cell }, k->cols, k->n_cols);
	w->list.no_digits = true;
}

void
worklist_close(struct view *v)
{
	struct worklist *w = v->state;

	form_free(&w->form);
	drop_ticket(w);
	list_free(&w->list);
}

/* ---- steps ---- */

unsigned
worklist_take(struct worklist *w, enum event_kind k)
{
	const struct desk *d = w->desk;
	struct err e = { 0 };

	if (!w->found || d->city == NULL)
		return VIEW_DRAW;
	if (form_may(d, &w->t, k, &e) != ERR_OK) {
		d->say(d->app, 1, "%s。", e.text);
		return VIEW_DRAW;
	}
	if (k == EVENT_AMEND ||
	    k == EVENT_COMPLETE) { /* the words of the ticket have a form of their own */
		d->open(d->app, view_by_name("intake"), w->t.id);
		return VIEW_DRAW;
	}
	(void)str_copy(w->form_ticket, sizeof(w->form_ticket), w->t.id);
	if (!form_open(&w->form, w->desk, &w->t, k))
		return VIEW_DRAW;
	w->form.label = label_of(w, k);
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
	bits = worklist_take(w, k);
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
	w->offset = 0;
	w->stale = true;
	list_select(&w->list, 0);
	return VIEW_DRAW;
}

static unsigned
to_piece(struct worklist *w, int by)
{
	w->offset += by * WORK_ROWS;
	w->stale = true;
	worklist_refresh(w);
	list_select(&w->list, by > 0 || w->n_rows == 0 ? 0 : (size_t)w->n_rows - 1);
	read_ticket(w);
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
		return at_start && w->offset > 0 ? to_piece(w, -1) : 0;
	default:
		return 0;
	}
}

static unsigned
input_list(struct worklist *w, const struct input *in)
{
	const int digit = input_digit(in);
	const size_t before = list_row(&w->list);
	struct react r = { 0 };
	unsigned bits = 0;

	if (digit > 0)
		return digit <= w->n_steps ? worklist_take(w, w->steps[digit - 1]) : VIEW_DRAW;
	if (in->kind == INPUT_ACTION)
		bits = own_key(w, in);
	if (bits != 0)
		return bits;
	list_input(&w->list, in, &r);
	if ((r.bits & REACT_REFUSED) != 0)
		w->desk->say(w->desk->app, 0, "%s", r.note);
	if (list_row(&w->list) != before)
		read_ticket(w);
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
		read_ticket(w);
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
	return w->form.open ? input_form(w, in) : input_list(w, in);
}

/* A step is on disk: perhaps the next one on the same ticket follows at once, else its row may be gone from here. */
static void
taken(struct worklist *w, enum event_kind k)
{
	enum event_kind then;
	struct ticket t;

	w->stale = true;
	ticket_init(&t);
	if (w->kind->after == NULL ||
	    cache_ticket(w->desk->cache, w->form_ticket, &t, NULL) != ERR_OK) {
		ticket_free(&t);
		return;
	}
	ticket_free(&w->t);
	w->t = t;
	if (w->kind->after(w, k, &then))
		(void)worklist_take(w, then);
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
	w->stale = true;
	return VIEW_DRAW;
}

unsigned
worklist_resume(struct view *v)
{
	((struct worklist *)v->state)->stale = true;
	return VIEW_DRAW;
}

unsigned
worklist_idle(struct view *v)
{
	struct worklist *w = v->state;

	form_save(&w->form);
	fetch_missing(w);
	return 0;
}

unsigned
worklist_scopes(const struct view *v)
{
	const struct worklist *w = v->state;

	return w->form.open ? form_scopes(&w->form) : SCOPE_ALL;
}

const struct bar_key worklist_footer[4] = {
	{ ACTION_HELP, NULL },
	{ ACTION_NONE, "Enter=下一步 数字=操作 Tab=全文 左右=换队列 字母=筛选" },
	{ ACTION_BACK, NULL },
	{ ACTION_GO_TO, NULL },
};
