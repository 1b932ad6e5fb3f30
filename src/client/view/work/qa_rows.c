/* What the quality screen lists: desk records put together to sheets (first score, dispute, second score), the tickets drawn
 * for an inspector, and closed tickets to choose from. Read from this seat alone, so that it is there with the line down. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "base/utf8.h"
#include "client/view/part_p.h"
#include "qa_p.h"

#define RECORDS_MOST 400
#define FREE_MOST    20
#define SINCE_MS     (90LL * 24 * 3600 * 1000)
#define SCORERS      (ROLE_BIT(QA) | ROLE_BIT(TRAINER) | ROLE_BIT(LEADER) | ROLE_BIT(OBSERVER))

struct loading {
	const struct desk *d;
	struct qa_row *rows;
	int n, max;
};

/* Does the one who sits here give scores (an observer: his own sheet only)? */
static bool
may_score(const struct desk *d)
{
	return (d->me.roles & SCORERS) != 0;
}

const char *
qa_what_label(enum qa_what w)
{
	static const char *const labels[] = { [QA_TO_SCORE] = "待评",
		[QA_DISPUTED] = "!申诉",
		[QA_MINE] = "我的",
		[QA_SCORED] = "已评",
		[QA_FREE] = "自选" };

	return labels[w];
}

static bool
is_me(const struct desk *d, const char *job_no)
{
	return strcmp(job_no, d->me.user) == 0;
}

/* ---- rows ---- */

/* "来电 11-18 10:42  1154 接听  录音 R-0042": what is judged by the ear is found by that. */
static void
say_heard(const struct ticket *t, char *out, size_t size)
{
	const bool call = strcmp(fields_get(&t->f, TF_CHANNEL), "phone") == 0;
	const char *recording = fields_get(&t->f, TF_RECORDING);
	char at[24];

	(void)civil_format(t->created_at, "%m-%d %H:%M", at, sizeof(at));
	if (call)
		(void)snprintf(out, size, "来电 %s  %s 接听  %s%.60s", at, t->created_by,
		    recording[0] != '\0' ? "录音 " : "没有录音号", recording);
	else
		(void)snprintf(out, size, "受理 %s  %s", at, t->created_by);
}

#define MARKS_MOST 5
#define MARK_CHARS 20 /* of its words */

/* Where who took the call wants to be listened to, in the order of the call. */
static void
say_marks(const struct desk *d, const struct ticket *t, char *out, size_t size)
{
	const struct record_query q = {
		.kind = RECORD_MARK, .call = fields_get(&t->f, TF_CALL_ID), .standing = true
	};
	struct record r[MARKS_MOST];
	size_t at = strlen(out);
	int n = *q.call != '\0' ? cache_records(d->cache, &q, r, MARKS_MOST) : 0;

	for (int i = n; i-- > 0;) {
		const char *words = record_text(&r[i]);

		if (at < size)
			at += (size_t)snprintf(out + at, size - at, "%s%02lld:%02lld",
			    i == n - 1 ? "  时间点 " : " ", (long long)r[i].seconds / 60,
			    (long long)r[i].seconds % 60);
		if (at < size && words[0] != '\0')
			at += (size_t)snprintf(out + at, size - at, "(%.*s)",
			    (int)utf8_head(words, MARK_CHARS), words);
		record_free(&r[i]);
	}
	out[utf8_whole(out, strlen(out))] = '\0'; /* where it was cut */
}

static void
name_ticket(const struct desk *d, struct qa_row *row)
{
	struct ticket t;

	ticket_init(&t);
	if (row->ticket[0] != '\0' && cache_ticket(d->cache, row->ticket, &t, NULL) == ERR_OK) {
		str_copy(row->no, sizeof(row->no), fields_get(&t.f, TF_NO));
		str_copy(row->title, sizeof(row->title), fields_get(&t.f, TF_TITLE));
		say_heard(&t, row->heard, sizeof(row->heard));
		say_marks(d, &t, row->heard, sizeof(row->heard));
		(void)str_copy(row->content, sizeof(row->content), fields_get(&t.f, TF_CONTENT));
	}
	ticket_free(&t);
}

static struct qa_row *
one_more(struct loading *l, enum qa_what what, const char *ticket, int64_t at)
{
	struct qa_row *row;

	if (l->n == l->max)
		return NULL;
	row = &l->rows[l->n++];
	*row = (struct qa_row){ .what = what, .at = at };
	str_copy(row->ticket, sizeof(row->ticket), ticket);
	name_ticket(l->d, row);
	return row;
}

static struct qa_row *
of_sheet(struct loading *l, const char *id)
{
	for (int i = 0; i < l->n; i++)
		if (l->rows[i].sheet[0] != '\0' && strcmp(l->rows[i].sheet, id) == 0)
			return &l->rows[i];
	return NULL;
}

static void
take_score(struct qa_row *row, const struct record *r)
{
	const struct qa_form *f = qa_form(r->code);
	const char *words = "";
	char of[ID_SIZE];

	if (f == NULL || qa_read(f, record_text(r), &row->marks, of, &words, NULL) != ERR_OK)
		return;
	free(row->words);
	row->words = *words != '\0' ? str_dup(words) : NULL;
}

static void
add_sheet(struct loading *l, const struct record *r)
{
	struct qa_row *row =
	    one_more(l, is_me(l->d, r->object) ? QA_MINE : QA_SCORED, r->ticket, r->at);

	if (row == NULL)
		return;
	str_copy(row->sheet, sizeof(row->sheet), r->id);
	str_copy(row->judged, sizeof(row->judged), r->object);
	str_copy(row->by, sizeof(row->by), r->by);
	str_copy(row->form, sizeof(row->form), r->code);
	take_score(row, r);
}

static void
add_dispute(struct loading *l, const struct record *r)
{
	const char *reason;
	char id[ID_SIZE];
	struct qa_row *row = qa_dispute_read(record_text(r), id, &reason) ? of_sheet(l, id) : NULL;

	if (row == NULL || row->plea != NULL)
		return;
	row->plea = str_dup(reason);
	/* Another's work to answer: not the judged one's, nor his who gave the score. */
	if (row->what == QA_SCORED && may_score(l->d) && !is_me(l->d, row->by))
		row->what = QA_DISPUTED;
}

static void
add_again(struct loading *l, const struct record *r)
{
	char id[ID_SIZE];
	struct qa_row *row = qa_answers(r, id) ? of_sheet(l, id) : NULL;

	if (row == NULL || row->again)
		return;
	row->again = true;
	if (row->what == QA_DISPUTED)
		row->what = QA_SCORED;
	take_score(row, r);
}

static bool
is_listed(const struct loading *l, const char *ticket)
{
	for (int i = 0; i < l->n; i++)
		if (strcmp(l->rows[i].ticket, ticket) == 0)
			return true;
	return false;
}

static bool
is_scored(const struct loading *l, const char *ticket, const char *by)
{
	for (int i = 0; i < l->n; i++)
		if (strcmp(l->rows[i].ticket, ticket) == 0 && strcmp(l->rows[i].by, by) == 0)
			return true;
	return false;
}

static void
add_drawn(struct loading *l, const struct record *r)
{
	struct qa_row *row;

	if (!is_me(l->d, r->object) || is_scored(l, r->ticket, l->d->me.user))
		return;
	row = one_more(l, QA_TO_SCORE, r->ticket, r->at);
	if (row != NULL)
		str_copy(row->why, sizeof(row->why), r->code);
}

static void
each(struct loading *l, enum record_kind kind, void (*add)(struct loading *, const struct record *))
{
	const struct record_query q = { .kind = kind, .since_at = l->d->now - SINCE_MS };
	struct record *r = calloc(RECORDS_MOST, sizeof(*r));
	int n = r != NULL ? cache_records(l->d->cache, &q, r, RECORDS_MOST) : 0;

	for (int i = 0; i < n; i++) {
		/* Another person's seat may have left more here than this one has to see. */
		if (record_may_read(&r[i], l->d->me.user, l->d->me.roles))
			add(l, &r[i]);
		record_free(&r[i]);
	}
	free(r);
}

/* Closed and not scored by anybody: what has no lot can still be chosen. */
static void
add_free(struct loading *l)
{
	struct ticket_row rows[FREE_MOST];
	const struct ticket_query q = { .queue = QUEUE_ALL,
		.me = l->d->me.user,
		.state = STATE_CLOSED,
		.limit = FREE_MOST,
		.now = l->d->now };
	bool partial = false;
	int n = cache_tickets(l->d->cache, &q, rows, &partial, NULL);

	for (int i = 0; i < n; i++)
		if (!is_listed(l, rows[i].id))
			(void)one_more(l, QA_FREE, rows[i].id, rows[i].created_at);
}

static int
by_need(const void *a, const void *b)
{
	const struct qa_row *x = a, *y = b;

	if (x->what != y->what)
		return (int)x->what - (int)y->what;
	return x->at > y->at ? -1 : x->at < y->at;
}

int
qa_rows_load(const struct desk *d, struct qa_row *out, int max)
{
	struct loading l = { d, out, 0, max };

	each(&l, RECORD_QA_SHEET, add_sheet);
	each(&l, RECORD_QA_DISPUTE, add_dispute);
	each(&l, RECORD_QA_AGAIN, add_again);
	if (may_score(d)) {
		each(&l, RECORD_QA_DRAW, add_drawn);
		add_free(&l);
	}
	qsort(out, (size_t)l.n, sizeof(*out), by_need);
	return l.n;
}

void
qa_rows_free(struct qa_row *rows, int n)
{
	for (int i = 0; i < n; i++) {
		free(rows[i].words);
		free(rows[i].plea);
		rows[i].words = rows[i].plea = NULL;
	}
}
