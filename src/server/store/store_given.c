/* To whom tickets were given: the rows, and the sums that seats are shown. Rows are written with the event that makes them,
 * in its transaction, by the same rule (model/given.h) that verify counts them anew by. */
#include "server/store/given.h"

#include <string.h>

#include "store_p.h"

/* ---- rows ---- */

enum err_code
store_givens(struct store *s, const char *ticket, struct givens *out, struct err *e)
{
	struct sqlite3_stmt *st;
	int step;

	out->n = 0;
	if (db_stmt(s->db,
		"SELECT seq, category, area, unit, returned, basis, at FROM given WHERE ticket = ?1"
		" ORDER BY seq",
		&st, e) != ERR_OK)
		return ERR_DB;
	db_bind_text(st, 1, ticket);
	while ((step = db_step(s->db, st, e)) == 1 && out->n < GIVEN_MAX) {
		struct given *g = &out->v[out->n++];

		*g = (struct given){
			.seq = db_int(st, 0), .returned = db_int(st, 4) != 0, .at = db_int(st, 6)
		};
		str_copy(g->category, sizeof(g->category), db_text(st, 1));
		str_copy(g->area, sizeof(g->area), db_text(st, 2));
		str_copy(g->unit, sizeof(g->unit), db_text(st, 3));
		str_copy(g->basis, sizeof(g->basis), db_text(st, 5));
	}
	db_done(st);
	return step < 0 ? ERR_DB : ERR_OK;
}

static enum err_code
put(struct store *s, const char *ticket, const struct given *g, struct err *e)
{
	struct sqlite3_stmt *st;

	if (db_stmt(s->db,
		"INSERT INTO given(ticket, seq, category, area, unit, returned, basis, at)"
		" VALUES(?1,?2,?3,?4,?5,?6,?7,?8) ON CONFLICT(ticket, seq) DO UPDATE SET"
		" returned = ?6, basis = ?7, at = ?8",
		&st, e) != ERR_OK)
		return ERR_DB;
	db_bind_text(st, 1, ticket);
	db_bind_int(st, 2, g->seq);
	db_bind_text(st, 3, g->category);
	db_bind_text(st, 4, g->area);
	db_bind_text(st, 5, g->unit);
	db_bind_int(st, 6, g->returned);
	db_bind_text(st, 7, g->basis);
	db_bind_int(st, 8, g->at);
	return db_run(s->db, st, e);
}

enum err_code
store_given_event(struct store *s, const struct ticket *t, const struct event *ev, struct err *e)
{
	struct givens g;
	enum err_code rc = ERR_OK;
	int from;

	if (!given_matters(ev->kind))
		return ERR_OK;
	rc = store_givens(s, t->id, &g, e);
	from = g.n > 0 ? g.n - 1 : 0; /* an event changes the last and adds one */
	if (rc != ERR_OK || !given_apply(&g, t, ev))
		return rc;
	for (int i = from; i < g.n && rc == ERR_OK; i++)
		rc = put(s, t->id, &g.v[i], e);
	return rc;
}

/* ---- from before ---- */

static enum err_code
make(struct store *s, const struct city *city, const char *id, struct err *e)
{
	struct store_walk w = { .s = s, .city = city };
	struct sqlite3_stmt *st;
	enum err_code rc = ERR_OK;
	int step;

	if (db_stmt(s->db,
		"SELECT " STORE_WALK_COLUMNS " FROM ticket_event WHERE ticket = ?1 ORDER BY seq",
		&st, e) != ERR_OK)
		return ERR_DB;
	store_walk_open(&w);
	store_walk_begin(&w, id);
	db_bind_text(st, 1, id);
	while ((step = db_step(s->db, st, e)) == 1 && store_walk_event(&w, st) == NULL)
		;
	db_done(st);
	for (int i = 0; i < w.made.given.n && rc == ERR_OK; i++)
		rc = put(s, id, &w.made.given.v[i], e);
	store_walk_close(&w);
	return step < 0 ? ERR_DB : rc;
}

enum err_code
store_given_fill(struct store *s, const struct city *city, char after[ID_SIZE], int look,
    bool *more, struct err *e)
{
	enum err_code rc = ERR_OK;

	*more = true;
	for (int i = 0; i < look && rc == ERR_OK; i++) {
		struct sqlite3_stmt *st;
		bool there, has = false;

		if (db_stmt(s->db,
			"SELECT id, EXISTS(SELECT 1 FROM given WHERE ticket = id) FROM ticket WHERE"
			" id > ?1 ORDER BY id LIMIT 1",
			&st, e) != ERR_OK)
			return ERR_DB;
		db_bind_text(st, 1, after);
		there = db_step(s->db, st, e) == 1;
		if (there) {
			str_copy(after, ID_SIZE, db_text(st, 0));
			has = db_int(st, 1) != 0;
		}
		db_done(st);
		*more = there;
		if (!there)
			break;
		if (!has)
			rc = make(s, city, after, e);
	}
	return rc;
}

/* ---- sums ---- */

int
store_pasts(
    struct store *s, int64_t since, const struct store_past *after, struct store_past *out, int max)
{
	struct sqlite3_stmt *st;
	int n = 0, step;

	if (db_stmt(s->db,
		"SELECT category, unit, area, count(*), sum(returned), coalesce((SELECT basis FROM"
		" given b WHERE b.category = g.category AND b.unit = g.unit AND b.area = g.area AND"
		" b.returned = 1 AND b.basis <> '' ORDER BY b.at DESC, b.ticket LIMIT 1), '')"
		" FROM given g WHERE (category, unit, area) > (?2, ?3, ?4) AND"
		" (category, unit, area) IN (SELECT category, unit, area FROM given WHERE at >= ?1)"
		" GROUP BY category, unit, area ORDER BY category, unit, area LIMIT ?5",
		&st, NULL) != ERR_OK)
		return -1;
	db_bind_int(st, 1, since);
	db_bind_text(st, 2, after != NULL ? after->category : "");
	db_bind_text(st, 3, after != NULL ? after->unit : "");
	db_bind_text(st, 4, after != NULL ? after->area : "");
	db_bind_int(st, 5, max);
	while (n < max && (step = db_step(s->db, st, NULL)) == 1) {
		struct store_past *p = &out[n++];

		*p = (struct store_past){ .given = db_int(st, 3), .returned = db_int(st, 4) };
		str_copy(p->category, sizeof(p->category), db_text(st, 0));
		str_copy(p->unit, sizeof(p->unit), db_text(st, 1));
		str_copy(p->area, sizeof(p->area), db_text(st, 2));
		str_copy(p->basis, sizeof(p->basis), db_text(st, 5));
	}
	db_done(st);
	return n < max && step < 0 ? -1 : n;
}
