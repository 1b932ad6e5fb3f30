/* The ledger of units as it is kept: one row for each time a unit was given a ticket as lead, written with the ticket's own
 * row. What it says is small and ordered by month and unit, so that a month is one look along a key. */
#include "cache_p.h"

#include "client/cache/ledger.h"

enum answered { ANSWER_NONE, ANSWER_IN_TIME, ANSWER_LATE, ANSWER_OVERDUE, ANSWER_RETURNED };

/* The ticket's own limit is that of its last lead: extensions and pauses moved it. */
static enum answered
answered(const struct ticket *t, const struct assignment *a, bool last)
{
	if (a->state == ASSIGN_IS_RETURNED)
		return ANSWER_RETURNED;
	if (last && t->replied_at != 0)
		return t->reply_due == 0 || t->replied_at <= t->reply_due ? ANSWER_IN_TIME
									  : ANSWER_LATE;
	if (a->replied_at != 0)
		return a->due == 0 || a->replied_at <= a->due ? ANSWER_IN_TIME : ANSWER_LATE;
	return last && t->overdue_at != 0 ? ANSWER_OVERDUE : ANSWER_NONE;
}

static enum err_code
put_one(
    struct cache_writer *w, const struct ticket *t, int i, bool last, int64_t gen, struct err *e)
{
	const struct assignment *a = &t->assign[i];
	struct sqlite3_stmt *st;
	enum err_code rc = db_stmt(w->db,
	    "INSERT INTO ledger(month, unit, ticket, n, gen, answer, yellow, red, stars)"
	    " VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9)",
	    &st, e);

	if (rc != ERR_OK)
		return rc;
	db_bind_int(st, 1, ledger_month(a->made_at));
	db_bind_text(st, 2, a->unit);
	db_bind_text(st, 3, t->id);
	db_bind_int(st, 4, i);
	db_bind_int(st, 5, gen);
	db_bind_int(st, 6, answered(t, a, last));
	db_bind_int(st, 7, (a->cards & CARD_STANDS(CARD_YELLOW)) != 0);
	db_bind_int(st, 8, (a->cards & CARD_STANDS(CARD_RED)) != 0);
	db_bind_int(st, 9, last && t->visit_valid ? t->stars_result : 0);
	return db_run(w->db, st, e);
}

enum err_code
cache_ledger_put(
    struct cache_writer *w, const struct ticket *t, int64_t gen, bool is_new, struct err *e)
{
	/* Rows of the ledger go with their ticket (trigger ledger_gone): a new one has none. */
	enum err_code rc =
	    is_new ? ERR_OK : db_run_text(w->db, "DELETE FROM ledger WHERE ticket = ?1", t->id, e);
	int last = -1;

	for (int i = 0; i < t->n_assign; i++)
		if (t->assign[i].role == ASSIGN_LEAD && t->assign[i].state != ASSIGN_IS_CANCELLED)
			last = i;
	for (int i = 0; i <= last && rc == ERR_OK && !t->excluded; i++)
		if (t->assign[i].role == ASSIGN_LEAD && t->assign[i].state != ASSIGN_IS_CANCELLED)
			rc = put_one(w, t, i, i == last, gen, e);
	return rc;
}
