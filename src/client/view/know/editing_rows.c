/* editing_rows.c: what the lists of 知识维护 hold: copies under review and in work, corrections without an answer, what
 * expires, what was looked for in vain, what is of little use, closed tickets with an answer that others may ask for too.
 * Read from this seat alone, so that it is there with the line down.
 *
 * Not here: the steps (editing_step.c). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "editing_p.h"
#include "model/number.h"

#define EXPIRES_DAYS 30
#define RECORDS_MOST 400
#define TICKETS_MOST 40
#define SINCE_MS     (90LL * 24 * 3600 * 1000)

struct loading {
	const struct desk *d;
	struct editing_row *rows;
	int n, max;
};

static struct editing_row *
one_more(struct loading *l, const char *kb_no, const char *title, int64_t at)
{
	struct editing_row *row;

	if (l->n == l->max)
		return NULL;
	row = &l->rows[l->n++];
	*row = (struct editing_row){ .role = ROLE_NORMAL, .at = at };
	(void)str_copy(row->kb_no, sizeof(row->kb_no), kb_no);
	(void)str_copy(row->title, sizeof(row->title), title);
	return row;
}

/* ---- copies ---- */

static bool
is_mine(const struct loading *l, const struct article_work *w)
{
	for (int i = 0; i < w->flow.n_writers && i < ARTICLE_WRITERS; i++)
		if (strcmp(w->flow.writer[i], l->d->me.user) == 0)
			return true;
	return false;
}

static void
mark_work(const struct loading *l, const struct article_work *w, struct editing_row *row)
{
	const bool review = w->flow.copy == ARTICLE_COPY_REVIEW;
	struct record why;
	char who[PART_PERSON_SIZE];
	const char *mark = w->why[0] != '\0'                       ? "!中心未收"
			   : review && is_mine(l, w)               ? "等人审核"
			   : review                                ? "待审"
			   : w->flow.copy == ARTICLE_COPY_RETURNED ? "退回"
								   : "起草";

	(void)snprintf(row->mark, sizeof(row->mark), "%s%s", mark, w->waits ? " 待送" : "");
	if (w->why[0] != '\0' || w->flow.copy == ARTICLE_COPY_RETURNED)
		row->role = ROLE_NEAR;
	(void)str_copy(row->words, sizeof(row->words), w->why);
	if (w->why[0] == '\0' && w->flow.copy == ARTICLE_COPY_RETURNED &&
	    cache_record(l->d->cache, w->flow.reason, &why)) {
		(void)snprintf(row->words, sizeof(row->words), "%s 退回: %.300s",
		    part_person(l->d, why.by, who), record_text(&why));
		record_free(&why);
	}
	(void)str_copy(row->by, sizeof(row->by), w->by);
}

static void
load_works(struct loading *l, bool review)
{
	struct article_work *w = calloc(EDITING_ROWS, sizeof(*w));
	int n = w != NULL ? cache_article_works(l->d->cache, true, w, EDITING_ROWS) : 0;

	for (int i = 0; i < n; i++) {
		struct editing_row *row;

		if ((w[i].flow.copy == ARTICLE_COPY_REVIEW) != review)
			continue;
		row = one_more(l, w[i].kb_no, w[i].title, w[i].at);
		if (row != NULL)
			mark_work(l, &w[i], row);
	}
	free(w);
}

/* What is being written on this seat and has not been sent to anybody. */
static void
load_notes(struct loading *l)
{
	struct draft *d = calloc(TICKETS_MOST, sizeof(*d));
	int n = d != NULL ? cache_notes(l->d->cache, l->d->me.user, NULL, d, TICKETS_MOST) : 0;

	for (int i = 0; i < n; i++) {
		struct editing_row *row = NULL;

		if (strcmp(d[i].act, TICKET_NOTE_ARTICLE) == 0)
			row = one_more(l, d[i].ticket,
			    fields_get(&d[i].f, editing_cell_slot(CELL_TITLE)), d[i].changed_at);
		if (row != NULL) {
			struct article_work w;

			(void)str_copy(row->mark, sizeof(row->mark), "没写完");
			(void)str_copy(row->by, sizeof(row->by), l->d->me.user);
			if (row->title[0] == '\0' &&
			    cache_article_work(l->d->cache, row->kb_no, &w))
				(void)str_copy(row->title, sizeof(row->title), w.title);
		}
		draft_free(&d[i]);
	}
	free(d);
}

/* One that is being written on here is one row. */
static void
drop_doubles(struct loading *l)
{
	int kept = 0;

	for (int i = 0; i < l->n; i++) {
		bool there = false;

		for (int j = 0; j < kept; j++)
			there = there || strcmp(l->rows[j].kb_no, l->rows[i].kb_no) == 0;
		if (!there)
			l->rows[kept++] = l->rows[i];
	}
	l->n = kept;
}

/* ---- corrections ---- */

static int
records(const struct desk *d, enum record_kind kind, struct record **out)
{
	const struct record_query q = { .kind = kind, .since_at = d->now - SINCE_MS };
	int n;

	*out = calloc(RECORDS_MOST, sizeof(**out));
	n = *out != NULL ? cache_records(d->cache, &q, *out, RECORDS_MOST) : 0;
	return n > 0 ? n : 0;
}

static void
records_free(struct record *r, int n)
{
	for (int i = 0; i < n; i++)
		record_free(&r[i]);
	free(r);
}

static struct editing_row *
of_correction(struct loading *l, const struct record *r)
{
	char id[ID_SIZE];

	if (correction_about(r, id))
		for (int i = 0; i < l->n; i++)
			if (strcmp(l->rows[i].id, id) == 0)
				return &l->rows[i];
	return NULL;
}

static void
add_correction(struct loading *l, const struct record *r)
{
	struct editing_row *row;
	struct article a;

	article_init(&a);
	(void)cache_article(l->d->cache, r->object, &a, NULL);
	row = one_more(l, r->object, a.title != NULL ? a.title : "", r->at);
	article_free(&a);
	if (row == NULL)
		return;
	(void)str_copy(row->mark, sizeof(row->mark), record_code_label(RECORD_CORRECT, r->code));
	(void)str_copy(row->id, sizeof(row->id), r->id);
	(void)str_copy(row->by, sizeof(row->by), r->by);
	(void)str_copy(row->code, sizeof(row->code), r->code);
	(void)str_copy(row->words, sizeof(row->words), record_text(r));
	row->due = l->d->city != NULL ? correction_due_by_rule(&l->d->city->calendar, r->at)
				      : civil_day(r->at) + CORRECTION_DAYS;
}

/* The newest comes first: an older task says nothing more. */
static void
take_task(struct loading *l, const struct record *r)
{
	struct editing_row *row = of_correction(l, r);
	const char *words = correction_words(r);
	char who[PART_PERSON_SIZE];

	if (row == NULL || strstr(row->mark, "交") != NULL)
		return;
	row->due = correction_due(r);
	(void)snprintf(row->mark + strlen(row->mark), sizeof(row->mark) - strlen(row->mark),
	    " 交%s", r->object);
	if (*words != '\0')
		(void)snprintf(row->words + strlen(row->words),
		    sizeof(row->words) - strlen(row->words), "\n交办 %s: %s",
		    part_person(l->d, r->object, who), words);
}

static void
take_answer(struct loading *l, const struct record *r)
{
	struct editing_row *row = of_correction(l, r);

	if (row != NULL)
		row->kb_no[0] = '\0'; /* answered: not in this list */
}

static int
by_due(const void *a, const void *b)
{
	const struct editing_row *x = a, *y = b;

	return x->due != y->due ? (x->due > y->due ? 1 : -1) : (x->at > y->at) - (x->at < y->at);
}

static void
load_corrections(struct loading *l)
{
	static const struct {
		enum record_kind kind;
		void (*take)(struct loading *l, const struct record *r);
	} parts[] = { { RECORD_CORRECT, add_correction }, { RECORD_TASK, take_task },
		{ RECORD_ANSWER, take_answer } };
	int kept = 0;

	for (size_t p = 0; p < sizeof(parts) / sizeof(parts[0]); p++) {
		struct record *r;
		int n = records(l->d, parts[p].kind, &r);

		for (int i = 0; i < n; i++)
			parts[p].take(l, &r[i]);
		records_free(r, n);
	}
	for (int i = 0; i < l->n; i++) {
		if (l->rows[i].due < civil_day(l->d->now))
			l->rows[i].role = ROLE_OVERDUE;
		if (l->rows[i].kb_no[0] != '\0')
			l->rows[kept++] = l->rows[i];
	}
	l->n = kept;
	qsort(l->rows, (size_t)l->n, sizeof(*l->rows), by_due);
}

/* ---- what is out ---- */

/* Whose it is, as short as a column of a list. */
static void
put_unit(const struct loading *l, const char *code, struct editing_row *row)
{
	const struct unit *u = l->d->city != NULL ? city_unit(l->d->city, code) : NULL;

	(void)str_copy(
	    row->by, sizeof(row->by), u != NULL && u->short_name[0] != '\0' ? u->short_name : code);
}

static void
load_uses(struct loading *l, bool expiring)
{
	const int32_t today = civil_day(l->d->now);
	struct article_use *u = calloc(EDITING_ROWS, sizeof(*u));
	int n = u != NULL ? cache_article_uses(l->d->cache,
				expiring ? today + EXPIRES_DAYS : INT32_MAX, u, EDITING_ROWS)
			  : 0;

	for (int i = 0; i < n; i++) {
		struct editing_row *row =
		    one_more(l, u[i].kb_no, u[i].title, civil_day_start(u[i].until));
		const int left = u[i].until - today;

		if (row == NULL)
			break;
		put_unit(l, u[i].source, row);
		if (!expiring)
			(void)snprintf(row->mark, sizeof(row->mark), "引%lld 没用%lld",
			    (long long)u[i].used, (long long)u[i].useless);
		else if (left < 0)
			(void)snprintf(row->mark, sizeof(row->mark), "!!过期%d天", -left);
		else
			(void)snprintf(row->mark, sizeof(row->mark), "剩%d天", left);
		row->role = expiring && left < 0            ? ROLE_OVERDUE
			    : !expiring && u[i].useless > 0 ? ROLE_NEAR
							    : ROLE_NORMAL;
	}
	free(u);
}

static void
load_misses(struct loading *l)
{
	struct kb_miss *m = calloc(EDITING_ROWS, sizeof(*m));
	int n = m != NULL ? cache_kb_misses(l->d->cache, m, EDITING_ROWS) : 0;

	for (int i = 0; i < n; i++) {
		struct editing_row *row = one_more(l, "", m[i].query, m[i].last_at);

		if (row != NULL)
			(void)snprintf(
			    row->mark, sizeof(row->mark), "%lld次", (long long)m[i].count);
	}
	free(m);
}

static void
load_tickets(struct loading *l)
{
	struct ticket_row *t = calloc(TICKETS_MOST, sizeof(*t));
	const struct ticket_query q = { .queue = QUEUE_ALL,
		.me = l->d->me.user,
		.state = STATE_CLOSED,
		.limit = TICKETS_MOST,
		.now = l->d->now };
	bool partial = false;
	int n = t != NULL ? cache_tickets(l->d->cache, &q, t, &partial, NULL) : 0;

	for (int i = 0; i < n; i++) {
		struct editing_row *row;
		char no[24];

		number_last6(t[i].no, no);
		row = one_more(l, no, t[i].title, t[i].created_at);
		if (row == NULL)
			break;
		(void)str_copy(row->mark, sizeof(row->mark), state_label(t[i].state));
		(void)str_copy(row->id, sizeof(row->id), t[i].id);
		put_unit(l, t[i].unit, row);
	}
	free(t);
}

int
editing_rows(const struct desk *d, enum editing_list which, struct editing_row *out, int max)
{
	struct loading l = { d, out, 0, max };

	switch (which) {
	case EDITING_REVIEW:
		load_works(&l, true);
		break;
	case EDITING_WORK:
		load_notes(&l);
		load_works(&l, false);
		drop_doubles(&l);
		break;
	case EDITING_CORRECT:
		load_corrections(&l);
		break;
	case EDITING_EXPIRING:
	case EDITING_USE:
		load_uses(&l, which == EDITING_EXPIRING);
		break;
	case EDITING_MISS:
		load_misses(&l);
		break;
	case EDITING_TICKET:
		load_tickets(&l);
		break;
	case EDITING_LISTS:
		break;
	}
	for (int i = 0; i < l.n; i++)
		(void)cache_person(d->cache, out[i].by, out[i].who, sizeof(out[i].who));
	return l.n;
}
