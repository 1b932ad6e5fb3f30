/* worklist_read.c: what a work screen reads of the cache: its rows and counts, the chosen ticket with its trace, the steps
 * that may be taken on it.
 *
 * Rows are read again when they are painted, never between: what a person acts on is what stands there. */
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "worklist_p.h"

static const struct work_list *
list_of(const struct worklist *w)
{
	return &w->kind->lists[w->list_no];
}

static bool
may_have(const struct desk *d, const struct work_list *l)
{
	return l->roles == 0 || (l->roles & d->me.roles) != 0;
}

bool
worklist_read_may(const struct worklist *w, const struct work_list *l)
{
	return may_have(w->desk, l);
}

bool
worklist_shows(const struct worklist *w, int i)
{
	const struct work_list *l = &w->kind->lists[i];

	return worklist_read_may(w, l) &&
	       (!(w->kind->quiet >> i & 1) || w->counts[i] != 0 || w->list_no == i);
}

static struct work_query
question(const struct desk *d, const struct work_list *l)
{
	struct work_query q = { 0 };

	l->ask(d, &q);
	q.now = d->now;
	return q;
}

void
worklist_waits(const struct view_ops *ops, const struct desk *d, char *out, size_t size)
{
	const struct work_kind *k = ops->work;
	struct str words = { 0 };
	bool cut = false;

	for (int i = 0; i < k->n_lists; i++) {
		const struct work_query q = question(d, &k->lists[i]);
		const int64_t n = may_have(d, &k->lists[i]) && !(k->aside >> i & 1)
				      ? cache_work_count(d->cache, &q)
				      : 0;

		if (n > 0)
			str_addf(&words, "%s%s %lld", words.len > 0 ? ", " : "", k->lists[i].label,
			    (long long)n);
		cut = cut || n < 0;
	}
	if (cut) /* asked again at the next pause */
		str_add(&words, words.len > 0 ? " 未完" : "未完");
	(void)str_copy(out, size, str_c(&words));
	str_free(&words);
}

/* One that a key cut short is counted again at the next look. */
static void
count_lists(struct worklist *w)
{
	w->uncounted = false;
	for (int i = 0; i < w->kind->n_lists; i++) {
		const struct work_list *l = &w->kind->lists[i];
		struct work_query q;

		if (!worklist_read_may(w, l))
			continue;
		q = question(w->desk, l);
		w->counts[i] = cache_work_count(w->desk->cache, &q);
		w->uncounted = w->uncounted || w->counts[i] < 0;
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

void
worklist_read_drop(struct worklist *w)
{
	drop_events(w);
	ticket_free(&w->t);
	ticket_init(&w->t);
	w->found = false;
	w->n_steps = 0;
}

const char *
worklist_read_label(const struct worklist *w, enum event_kind k)
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
		w->step_labels[w->n_steps] = worklist_read_label(w, s->kind);
		w->steps[w->n_steps++] = s->kind;
	}
	w->begun = ticket_note_begun(w->desk, w->t.id, w->steps, w->n_steps);
}

/* The trace is not kept of every ticket: what is missing is asked of the centre when one rests on a row. */
void
worklist_read_missing(struct worklist *w)
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
void
worklist_read_ticket(struct worklist *w)
{
	const struct work_row *row = worklist_row(w);
	const char *id = w->form.open ? w->form_ticket : row != NULL ? row->row.id : "";
	struct ticket t;

	if (*id == '\0') {
		worklist_read_drop(w);
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
			worklist_read_drop(w);
	}
}

/* Who sits down sees work, not an empty list beside a full one; once there is some, or a key has chosen, it stays. */
static void
choose_list(struct worklist *w)
{
	for (int i = 0; i < w->kind->n_lists && w->fresh; i++)
		if (worklist_read_may(w, &w->kind->lists[i]) && w->counts[i] > 0 &&
		    !(w->kind->aside >> i & 1)) {
			w->list_no = i;
			w->fresh = false;
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

/* Hanzi of the filter are asked of the cache, so that a row far down is found; letters are initials, which only the list
 * itself knows, among the rows that are here. */
static const char *
words_of(const struct worklist *w)
{
	const char *s = str_c(&w->list.filter.text);

	while (*s != '\0' && (unsigned char)*s < 0x80)
		s++;
	return *s != '\0' ? str_c(&w->list.filter.text) : NULL;
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
	(void)str_copy(chosen, sizeof(chosen), row != NULL ? row->row.id : w->wanted);
	w->wanted[0] = '\0';
	if (w->uncounted)
		count_lists(w);
	choose_list(w);
	q = question(w->desk, list_of(w));
	q.limit = WORK_ROWS;
	q.after = w->piece > 0 ? &w->place[w->piece] : NULL;
	q.text = words_of(w);
	n = cache_work(w->desk->cache, &q, w->rows, &w->partial, NULL);
	if (n < 0)
		return; /* busy: what is there stays, asked again at the next picture */
	w->n_rows = n;
	w->more = n == WORK_ROWS;
	w->partial = w->partial || (w->more && w->list.filter.text.len > 0 && q.text == NULL);
	w->stale = false;
	if (w->done && w->kind->moves_on)
		chosen[0] = '\0';
	keep_chosen(w, chosen);
	if (w->done && w->kind->moves_on)
		list_select(&w->list, 0);
	w->done = false;
	worklist_read_ticket(w);
}
