/* What of late is probably one incident: the newest open tickets of the seat, tied by the rules of the city
 * (model/incident.c). A bounded number is read; shielded ones only for those who may know of them. */
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
row_of(struct cache_reader *r, int64_t id, const char *me, struct ticket_row *out)
{
	struct sqlite3_stmt *st;
	bool found = false;

	if (db_stmt(r->db, "SELECT " READER_COLUMNS " FROM ticket WHERE rowid = ?1", &st, NULL) !=
	    ERR_OK)
		return false;
	db_bind_int(st, 1, id);
	if (db_step(r->db, st, NULL) == 1) {
		reader_row(r, st, me, out);
		found = true;
	}
	db_done(st);
	return found;
}

int
cache_incidents(struct cache_reader *r, int64_t since_at, const char *me, uint32_t roles,
    struct incident_row *out, int max)
{
	const struct city *city = reader_city(r);
	struct late *k = calloc(1, sizeof(*k));
	struct incident *found = max > 0 ? calloc((size_t)max, sizeof(*found)) : NULL;
	int n = 0;

	if (k != NULL && found != NULL && read_late(r, k, since_at, me, similar_sees_all(roles)))
		n = incident_find(city, k->list, k->n, reader_weights(r), found, max);
	for (int i = 0; i < n; i++) {
		out[i] = (struct incident_row){ .total = found[i].n };
		incident_rule_of(city, k->list[found[i].member[0]].category, &out[i].rule);
		for (int m = 0; m < found[i].n && out[i].n < CACHE_INCIDENT_ROWS; m++)
			out[i].n += row_of(r, k->id[found[i].member[m]], me, &out[i].row[out[i].n]);
	}
	free(found);
	free(k);
	return n;
}
