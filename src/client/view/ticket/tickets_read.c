/* tickets_read.c: the rows of the list of tickets, a piece at a time.
 *
 * Hanzi are asked of the cache; letters are pinyin initials and are matched here, over a bounded number of rows; ${partial}
 * says when that was not all. Not here: what is chosen and shown (tickets.c). */
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "text/match.h"
#include "tickets_p.h"

#define SCAN_ROWS  3000 /* rows looked through for initials at one key */
#define ROWS_BATCH 100

const struct tickets_queue tickets_queues[TICKETS_QUEUES] = {
	{ QUEUE_ALL, "全部", "本机还没有工单。第一次取数据时请等状态行说完成。" },
	{ QUEUE_MINE, "我的", "没有您登记或首问负责的工单。" },
	{ QUEUE_OPEN, "在办", "没有在办的工单。" },
	{ QUEUE_INCOMPLETE, "待完善", "没有等待补充的工单。" },
	{ QUEUE_OVERDUE, "超期", "没有超期的工单。" },
	{ QUEUE_DUE_TODAY, "今日到期", "今天没有到期的工单。" },
	{ QUEUE_PENDING_SYNC, "待送", "都已送到中心。" },
};

const char *
tickets_category(const struct desk *d, const struct ticket_row *r)
{
	const struct category *k = d->city != NULL ? city_category(d->city, r->category) : NULL;

	return k != NULL ? k->name : r->category;
}

/* ---- reading ---- */

static struct ticket_query
question(const struct tickets *s)
{
	return (struct ticket_query){
		.queue = tickets_queues[s->queue].queue,
		.me = s->desk->me.user,
		.by_due = s->by_due,
		.limit = TICKETS_PIECE,
		.now = s->desk->now,
	};
}

static bool
is_initials(const char *filter)
{
	for (; *filter != '\0'; filter++)
		if ((unsigned char)*filter >= 0x80)
			return false;
	return true;
}

/* Is one of the things a person would look for what was typed? */
static bool
fits(const struct tickets *s, const struct match_query *q, const struct ticket_row *r)
{
	const struct city *c = s->desk->city;
	struct match_label label = { 0 };
	struct str text = { 0 };
	bool ok;

	str_addf(&text, "%s；%s；%s；%s；%s", r->title,
	    c != NULL ? city_unit_name(c, r->unit) : r->unit, tickets_category(s->desk, r),
	    r->address, state_label(r->state));
	ok = match_label_init(&label, str_c(&text)) && match_find(q, &label, NULL) > 0;
	match_label_free(&label);
	str_free(&text);
	return ok;
}

static void
go_behind(const struct tickets *s, struct ticket_query *q, const struct ticket_row *r)
{
	q->before_at = s->by_due ? r->due_at : r->created_at;
	q->before_id = r->id;
}

/* Rows of the queue that fit the initials, until the piece is full, the queue ends or enough were looked through. */
static int
scan(struct tickets *s, struct ticket_query q, const char *filter, struct ticket_row *out)
{
	struct ticket_row *batch = calloc(ROWS_BATCH, sizeof(*batch)), last;
	struct match_query m;
	int kept = 0, seen = 0, n = ROWS_BATCH;

	if (batch == NULL)
		return -1;
	match_query_init(&m, filter);
	q.limit = ROWS_BATCH;
	while (kept < TICKETS_PIECE && n == ROWS_BATCH && !s->partial) {
		n = cache_tickets(s->desk->cache, &q, batch, &s->partial, NULL);
		for (int i = 0; i < n && kept < TICKETS_PIECE; i++) {
			if (fits(s, &m, &batch[i]))
				out[kept++] = batch[i];
			last = batch[i];
		}
		if (n <= 0)
			break;
		seen += n;
		go_behind(s, &q, &last);
		if (seen >= SCAN_ROWS && n == ROWS_BATCH)
			s->partial = true;
	}
	free(batch);
	return n < 0 ? -1 : kept;
}

static void
take_rows(struct tickets *s, struct ticket_row *rows, int n)
{
	char kept[ID_SIZE] = "";
	size_t row = list_row(&s->list);

	if (!s->to_top && row != LIST_NONE && row < (size_t)s->n_rows)
		(void)str_copy(kept, sizeof(kept), s->rows[row].id);
	free(s->rows);
	s->rows = rows;
	s->n_rows = n;
	s->more = n == TICKETS_PIECE;
	s->to_top = false;
	list_refresh(&s->list);
	for (int i = 0; i < n; i++)
		if (strcmp(rows[i].id, kept) == 0)
			list_select(&s->list, (size_t)i);
}

void
tickets_refresh(struct tickets *s)
{
	const char *filter = str_c(&s->filter.text);
	struct ticket_query q = question(s);
	struct ticket_row *rows;
	int n;

	if (!s->stale || !part_signed_in(s->desk))
		return;
	rows = calloc(TICKETS_PIECE, sizeof(*rows));
	if (rows == NULL)
		return;
	if (s->piece > 0) {
		q.before_at = s->place[s->piece].at;
		q.before_id = s->place[s->piece].id;
	}
	s->partial = false;
	s->total = -1;
	if (*filter != '\0' && is_initials(filter)) {
		n = scan(s, q, filter, rows);
	} else {
		q.text = *filter != '\0' ? filter : NULL;
		n = cache_tickets(s->desk->cache, &q, rows, &s->partial, NULL);
		if (q.text == NULL && s->piece == 0)
			s->total = cache_ticket_count(s->desk->cache, &q);
	}
	if (n < 0) { /* busy: what is there stays, asked again at the next picture */
		free(rows);
		return;
	}
	take_rows(s, rows, n);
	s->stale = false;
}
