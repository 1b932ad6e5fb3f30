/* What of late is probably one incident: the newest open tickets of the seat, tied by the rules of the city
 * (model/incident.c), and before them what the centre tells of the whole city. A bounded number is read; shielded ones only
 * for those who may know of them. */
#include <stdlib.h>
#include <string.h>

#include "client/cache/similar.h"
#include "reader_p.h"

#define LATE_ROWS 400

struct late {
	struct similar list[LATE_ROWS];
	int64_t id[LATE_ROWS];
	int n;
};

/* Newest first out of the table, oldest first in the list. */
static void
turn(struct late *k)
{
	for (int i = 0; i < k->n / 2; i++) {
		const int last = k->n - 1 - i;
		const struct similar s = k->list[i];
		const int64_t id = k->id[i];

		k->list[i] = k->list[last];
		k->id[i] = k->id[last];
		k->list[last] = s;
		k->id[last] = id;
	}
}

static bool
read_late(struct cache_reader *r, struct late *k, int64_t since_at, const char *me, bool all)
{
	struct sqlite3_stmt *st;
	int step;

	if (db_stmt(r->db,
		"SELECT a.id, a.at, a.category, a.area, a.sign FROM ticket t JOIN alike a ON a.id ="
		" t.rowid WHERE t.created_at >= ?1 AND t.gen >= ?2 AND ((?3 >> t.state) & 1) = 1"
		" AND (a.shield = 0 OR ?4 OR t.owner = ?5 OR t.author = ?5)"
		" ORDER BY t.created_at DESC LIMIT ?6",
		&st, NULL) != ERR_OK)
		return false;
	db_bind_int(st, 1, since_at);
	db_bind_int(st, 2, reader_gen(r));
	db_bind_int(st, 3, (int64_t)STATES_OPEN);
	db_bind_int(st, 4, all);
	db_bind_text(st, 5, me);
	db_bind_int(st, 6, LATE_ROWS);
	reader_hurry(r);
	while ((step = db_step(r->db, st, NULL)) == 1 && k->n < LATE_ROWS) {
		struct similar *s = &k->list[k->n];
		size_t n;
		const void *p = db_blob(st, 4, &n);

		*s = (struct similar){ .at = db_int(st, 1) };
		if (!similar_read(p, n, s))
			continue;
		(void)str_copy(s->category, sizeof(s->category), db_text(st, 2));
		(void)str_copy(s->area, sizeof(s->area), db_text(st, 3));
		k->id[k->n++] = db_int(st, 0);
	}
	reader_calm(r);
	db_done(st);
	turn(k);
	return step >= 0;
}

static bool
row_by(struct cache_reader *r, struct sqlite3_stmt *st, const char *me, struct ticket_row *out)
{
	const bool found = db_step(r->db, st, NULL) == 1;

	if (found)
		reader_row(r, st, me, out);
	db_done(st);
	return found;
}

static bool
row_of(struct cache_reader *r, int64_t id, const char *me, struct ticket_row *out)
{
	struct sqlite3_stmt *st;

	if (db_stmt(r->db, "SELECT " READER_COLUMNS " FROM ticket WHERE rowid = ?1", &st, NULL) !=
	    ERR_OK)
		return false;
	db_bind_int(st, 1, id);
	return row_by(r, st, me, out);
}

bool
cache_ticket_line(struct cache_reader *r, const char *id, const char *me, struct ticket_row *row)
{
	struct sqlite3_stmt *st;

	if (db_stmt(r->db, "SELECT " READER_COLUMNS " FROM ticket WHERE id = ?1", &st, NULL) !=
	    ERR_OK)
		return false;
	db_bind_text(st, 1, id);
	return row_by(r, st, me, row);
}

/* ---- what the centre tells ---- */

typedef bool told_fn(void *arg, const struct incident_told *t); /* false: no more */

static void
each_told(struct cache_reader *r, told_fn *fn, void *arg)
{
	struct sqlite3_stmt *st;
	struct incident_told t;
	bool on = true;

	if (db_stmt(r->db, "SELECT code, text FROM ref WHERE kind = '" INCIDENT_KIND "'", &st,
		NULL) != ERR_OK)
		return;
	while (on && db_step(r->db, st, NULL) == 1)
		if (incident_read(db_text(st, 0), db_text(st, 1), &t))
			on = fn(arg, &t);
	db_done(st);
}

struct asking {
	const char *ticket, *category, *area;
	int64_t since_at;
	struct incident_told *out;
	bool found;
};

static bool
is_it(void *arg, const struct incident_told *t)
{
	struct asking *a = arg;
	const bool fits = a->ticket != NULL ? incident_names(t, a->ticket)
					    : t->last_at >= a->since_at &&
						  strcmp(t->category, a->category) == 0 &&
						  incident_same_town(t->area, a->area) &&
						  (!a->found || t->last_at > a->out->last_at);

	if (fits) {
		*a->out = *t;
		a->found = true;
	}
	return true;
}

bool
cache_incident_of(struct cache_reader *r, const char *ticket, const char *category,
    const char *area, int64_t since_at, struct incident_told *out)
{
	struct asking a = { ticket, category, area, since_at, out, false };

	each_told(r, is_it, &a);
	return a.found;
}

/* ---- all of them ---- */

struct gathering {
	struct cache_reader *r;
	const char *me;
	int64_t since_at;
	struct incident_row *out;
	int n, max;
};

/* What has been joined or closed on this seat meanwhile is left out. */
static bool
take_told(void *arg, const struct incident_told *t)
{
	struct gathering *g = arg;
	struct incident_row one = { .total = t->total };
	int at;

	if (t->last_at < g->since_at)
		return true;
	incident_rule_of(reader_city(g->r), t->category, &one.rule);
	(void)str_copy(one.bulletin, sizeof(one.bulletin), t->bulletin);
	for (int i = 0; i < t->n && one.n < CACHE_INCIDENT_ROWS; i++)
		one.n += cache_ticket_line(g->r, t->member[i], g->me, &one.row[one.n]) &&
			 (STATES_OPEN >> one.row[one.n].state & 1) != 0;
	if (one.n < 2 || strcmp(one.row[0].id, t->member[0]) != 0)
		return true;
	for (at = g->n < g->max ? g->n : g->max - 1; at > 0 && g->out[at - 1].total < one.total;
	     at--)
		g->out[at] = g->out[at - 1];
	if (g->n < g->max || g->out[at].total < one.total)
		g->out[at] = one;
	g->n += g->n < g->max;
	return true;
}

static bool
is_taken(const struct gathering *g, const struct incident_row *one)
{
	for (int i = 0; i < g->n; i++)
		for (int k = 0; k < g->out[i].n; k++)
			for (int m = 0; m < one->n; m++)
				if (strcmp(g->out[i].row[k].id, one->row[m].id) == 0)
					return true;
	return false;
}

/* Of this seat's own: found only when none of it is told by the centre. */
static void
take_own(struct gathering *g, const struct late *k, const struct incident *found)
{
	struct incident_row *one = &g->out[g->n];

	*one = (struct incident_row){ .total = found->n };
	incident_rule_of(reader_city(g->r), k->list[found->member[0]].category, &one->rule);
	for (int m = 0; m < found->n && one->n < CACHE_INCIDENT_ROWS; m++)
		one->n += row_of(g->r, k->id[found->member[m]], g->me, &one->row[one->n]);
	if (!is_taken(g, one))
		g->n++;
}

int
cache_incidents(struct cache_reader *r, int64_t since_at, const char *me, uint32_t roles,
    struct incident_row *out, int max)
{
	struct gathering g = { .r = r, .me = me, .since_at = since_at, .out = out, .max = max };
	struct late *k = calloc(1, sizeof(*k));
	struct incident *found = max > 0 ? calloc((size_t)max, sizeof(*found)) : NULL;
	int n = 0;

	if (k != NULL && found != NULL) {
		each_told(r, take_told, &g);
		if (g.n < max && read_late(r, k, since_at, me, similar_sees_all(roles)))
			n = incident_find(
			    reader_city(r), k->list, k->n, reader_weights(r), found, max);
	}
	for (int i = 0; i < n && g.n < max; i++)
		take_own(&g, k, &found[i]);
	free(found);
	free(k);
	return g.n;
}

/* ---- what is usual ---- */

#define DAY_MS (INT64_C(24) * 3600 * 1000)

static int64_t
days_here(struct cache_reader *r, int64_t now)
{
	struct sqlite3_stmt *st;
	int64_t first;

	if (db_stmt(r->db, "SELECT coalesce(min(created_at), 0) FROM ticket", &st, NULL) != ERR_OK)
		return 0;
	first = db_take_int(r->db, st, 0);
	if (first <= 0 || now - first < DAY_MS)
		return 0;
	return (now - first) / DAY_MS < CACHE_USUAL_DAYS ? (now - first) / DAY_MS
							 : CACHE_USUAL_DAYS;
}

/* The same hours of other days; shielded ones are not spoken of. */
int
cache_usual(struct cache_reader *r, const char *category, int64_t span_ms, int64_t now)
{
	const int64_t days = days_here(r, now);
	struct sqlite3_stmt *st;
	int64_t n;

	if (days == 0 || db_stmt(r->db,
			     "SELECT count(*) FROM alike WHERE category = ?1 AND at > ?2 AND"
			     " at <= ?3 AND (?4 - at) % 86400000 < ?5 AND shield = 0",
			     &st, NULL) != ERR_OK)
		return -1;
	db_bind_text(st, 1, category);
	db_bind_int(st, 2, now - days * DAY_MS - span_ms);
	db_bind_int(st, 3, now - DAY_MS);
	db_bind_int(st, 4, now);
	db_bind_int(st, 5, span_ms);
	n = db_take_int(r->db, st, -1);
	return n < 0 ? -1 : (int)((n + days / 2) / days);
}
