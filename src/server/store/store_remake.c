/* Rows made by an older program, made again from their events: a piece of the tickets at a time. A ticket whose chain
 * does not add up, or whose row cannot be read, is left as it stands, for verify to name: nothing forged is made right
 * here. What cannot be worked out again (store_projection.c) stays as it was. */
#include <stdlib.h>
#include <string.h>

#include "store_p.h"

static int
ids_after(struct store *s, const char *after, char (*ids)[ID_SIZE], int max, struct err *e)
{
	struct sqlite3_stmt *st;
	int n = 0, step = 0;

	if (db_stmt(s->db, "SELECT id FROM ticket WHERE id > ?1 ORDER BY id LIMIT ?2", &st, e) !=
	    ERR_OK)
		return -1;
	db_bind_text(st, 1, after);
	db_bind_int(st, 2, max);
	while (n < max && (step = db_step(s->db, st, e)) == 1)
		str_copy(ids[n++], ID_SIZE, db_text(st, 0));
	db_done(st);
	return step < 0 ? -1 : n;
}

static enum err_code
walk_all(struct store_walk *w, const char *id, struct err *e)
{
	struct sqlite3_stmt *st;
	int step;

	store_walk_begin(w, id);
	if (db_stmt(w->s->db,
		"SELECT " STORE_WALK_COLUMNS " FROM ticket_event WHERE ticket = ?1 ORDER BY seq",
		&st, e) != ERR_OK)
		return ERR_DB;
	db_bind_text(st, 1, id);
	while ((step = db_step(w->s->db, st, e)) == 1)
		(void)store_walk_event(w, st);
	db_done(st);
	return step < 0 ? ERR_DB : ERR_OK;
}

/* Does the chain end where the row says it does? */
static bool
is_whole(const struct store_walk *w, const struct ticket *row)
{
	return !w->broken && row->event_count == w->expect - 1 &&
	       strcmp(row->head_hash, w->prev) == 0;
}

static enum err_code
one(struct store_walk *w, const char *id, store_remade_fn *fn, void *arg, struct err *e)
{
	struct store_differs d;
	enum err_code rc = walk_all(w, id, e);

	if (rc != ERR_OK)
		return rc;
	store_projection_check(w->s, id, &w->made, w->broken, &d);
	if (d.judged && d.why != NULL && is_whole(w, &d.row))
		rc = fn(arg, &w->made.t, e);
	fields_drop_identity(&d.row.f);
	ticket_free(&d.row);
	return rc;
}

enum err_code
store_remake(struct store *s, const struct city *city, struct store_remake *r, struct err *e)
{
	struct store_walk w = { .s = s, .city = city };
	char(*ids)[ID_SIZE] = calloc((size_t)r->look, sizeof(*ids));
	enum err_code rc = ERR_OK;
	int n;

	if (ids == NULL)
		return err_set(e, ERR_NO_MEMORY, NULL);
	store_walk_open(&w);
	n = ids_after(s, r->after, ids, r->look, e);
	if (n < 0)
		rc = ERR_DB;
	for (int i = 0; i < n && rc == ERR_OK; i++)
		rc = one(&w, ids[i], r->fn, r->arg, e);
	r->more = n == r->look;
	if (n > 0)
		str_copy(r->after, sizeof(r->after), ids[n - 1]);
	store_walk_close(&w);
	free(ids);
	return rc;
}
