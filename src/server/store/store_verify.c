/* hotseatd verify: every chain is walked (store_replay.c), and every stored byte of an event is accounted for. The hash
 * covers the values; the text around them is covered by writing the event again and comparing it with what is stored, byte
 * for byte. The events are applied again too, and the ticket they make is what its row must say (store_projection.c). */
#include <string.h>

#include "server/store/given.h"
#include "store_p.h"

struct walk {
	struct store_walk at;
	struct store_verify *v;
	bool has_givens; /* also of tickets from before there were any */
};

/* ---- what does not add up ---- */

static void
number_of(struct walk *w, char no[24])
{
	struct sqlite3_stmt *st;

	no[0] = '\0';
	if (db_stmt(w->at.s->db, "SELECT no FROM ticket WHERE id = ?1", &st, NULL) != ERR_OK)
		return;
	db_bind_text(st, 1, w->at.ticket);
	if (db_step(w->at.s->db, st, NULL) == 1)
		str_copy(no, 24, db_text(st, 0));
	db_done(st);
}

static void
report(struct walk *w, int64_t seq, const char *field, const char *why)
{
	char no[24];
	struct store_verify_bad b = {
		.ticket = w->at.ticket, .no = no, .seq = seq, .field = field, .why = why
	};

	number_of(w, no);
	w->v->bad(w->v->arg, &b);
}

/* ---- an event ---- */

static void
one_event(struct walk *w, struct sqlite3_stmt *st)
{
	const char *why = store_walk_event(&w->at, st);

	if (why != NULL)
		report(w, db_int(st, 1), "", why);
	w->v->events++;
}

/* ---- a ticket ---- */

/* The row must stand at the end of its chain: a chain cut short at the end shows here. */
static void
check_head(struct walk *w, const struct ticket *row)
{
	if (row->event_count >= w->at.expect)
		report(w, w->at.expect, "", "链的末尾有环节缺失");
	else if (strcmp(row->head_hash, w->at.prev) != 0 || row->event_count != w->at.expect - 1)
		report(w, w->at.expect - 1, "", "链的末尾与工单不符");
}

/* Who was given it and who gave it back, as the sums for the seats are made of. */
static bool
same_givens(const struct givens *a, const struct givens *b)
{
	bool same = a->n == b->n;

	for (int i = 0; i < a->n && same; i++)
		same = a->v[i].seq == b->v[i].seq && a->v[i].returned == b->v[i].returned &&
		       strcmp(a->v[i].category, b->v[i].category) == 0 &&
		       strcmp(a->v[i].area, b->v[i].area) == 0 &&
		       strcmp(a->v[i].unit, b->v[i].unit) == 0 &&
		       strcmp(a->v[i].basis, b->v[i].basis) == 0;
	return same;
}

static void
check_givens(struct walk *w)
{
	struct givens have;

	if (w->has_givens && store_givens(w->at.s, w->at.ticket, &have, NULL) == ERR_OK &&
	    !same_givens(&have, &w->at.made.given))
		report(w, 0, "given", "派单去向与环节不符");
}

static void
end_ticket(struct walk *w)
{
	struct store_differs d;

	if (w->at.ticket[0] == '\0')
		return;
	w->v->old_clocks += w->at.made.old_clocks;
	store_projection_check(w->at.s, w->at.ticket, &w->at.made, w->at.broken, &d);
	if (d.row_read &&
	    (d.row.event_count != w->at.expect - 1 || strcmp(d.row.head_hash, w->at.prev) != 0))
		check_head(w, &d.row);
	else if (d.why != NULL)
		report(w, 0, d.field, d.why);
	else if (!w->at.broken)
		check_givens(w);
	ticket_free(&d.row);
}

static void
next_ticket(struct walk *w, const char *id)
{
	end_ticket(w);
	store_walk_begin(&w->at, id);
	w->v->tickets++;
}

/* Tickets without a single event have no chain to walk; each is named. */
static void
check_eventless(struct walk *w, struct err *e)
{
	struct sqlite3_stmt *st;

	if (db_stmt(w->at.s->db,
		"SELECT id FROM ticket t WHERE NOT EXISTS(SELECT 1 FROM ticket_event v WHERE "
		"v.ticket = t.id)",
		&st, e) != ERR_OK)
		return;
	while (db_step(w->at.s->db, st, e) == 1) {
		str_copy(w->at.ticket, sizeof(w->at.ticket), db_text(st, 0));
		report(w, 0, "", "没有任何环节");
	}
	db_done(st);
}

/* ---- all of them ---- */

enum err_code
store_verify(struct store *s, struct store_verify *v, struct err *e)
{
	struct walk w = { .at = { .s = s, .city = v->city }, .v = v };
	struct sqlite3_stmt *st;
	int step;

	struct str made = { 0 };

	v->tickets = v->events = v->old_clocks = 0;
	w.has_givens = store_meta_get(s, STORE_GIVEN_MADE, &made, NULL) == ERR_OK && made.len > 0;
	str_free(&made);
	if (db_stmt(s->db, "SELECT " STORE_WALK_COLUMNS " FROM ticket_event ORDER BY ticket, seq",
		&st, e) != ERR_OK)
		return ERR_DB;
	store_walk_open(&w.at);
	while ((step = db_step(s->db, st, e)) == 1) {
		if (strcmp(db_text(st, 0), w.at.ticket) != 0)
			next_ticket(&w, db_text(st, 0));
		one_event(&w, st);
	}
	db_done(st);
	end_ticket(&w);
	store_walk_close(&w.at);
	check_eventless(&w, e);
	return step < 0 ? ERR_DB : ERR_OK;
}
