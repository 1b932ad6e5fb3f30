/* One ticket, its trace; which categories are hot. */
#include <stdlib.h>
#include <string.h>

#include "model/chain.h"
#include "model/workflow.h"
#include "reader_p.h"

enum err_code
cache_ticket(struct cache_reader *r, const char *id, struct ticket *t, struct err *e)
{
	enum err_code rc = cache_row_get(r->db, r->key, id, t, e);

	if (rc == ERR_OK)
		reader_mask(&t->f);
	return rc;
}

/* ---- the trace ---- */

struct trace {
	struct event *v;
	int n;
};

static struct event *
add(struct trace *t)
{
	struct event *grown = realloc(t->v, (size_t)(t->n + 1) * sizeof(*grown));

	if (grown == NULL)
		return NULL;
	t->v = grown;
	event_init(&t->v[t->n]);
	return &t->v[t->n++];
}

static void
trace_free(struct trace *t)
{
	for (int i = 0; i < t->n; i++)
		event_free(&t->v[i]);
	free(t->v);
	*t = (struct trace){ 0 };
}

static enum err_code
load_events(struct cache_reader *r, const char *ticket, struct trace *t, struct err *e)
{
	struct sqlite3_stmt *st;
	int step;
	enum err_code rc = db_stmt(
	    r->db, "SELECT id, doc, identity FROM event WHERE ticket = ?1 ORDER BY seq", &st, e);

	if (rc != ERR_OK)
		return rc;
	db_bind_text(st, 1, ticket);
	while (rc == ERR_OK && (step = db_step(r->db, st, e)) != 0) {
		size_t n;
		const void *sealed = db_blob(st, 2, &n);
		struct event *ev = step == 1 ? add(t) : NULL;
		if (ev == NULL)
			rc = step < 0 ? ERR_DB : err_set(e, ERR_NO_MEMORY, NULL);
		else
			rc = cache_event_read(
			    r->key, db_text(st, 0), db_text(st, 1), sealed, n, ev, e);
	}
	db_done(st);
	return rc;
}

static enum err_code
own_event(struct cache_reader *r, struct sqlite3_stmt *st, struct event *ev, struct err *e)
{
	struct op op;
	size_t n;
	const void *body = db_blob(st, 1, &n);
	enum err_code rc;

	op_init(&op);
	rc = cache_op_read(r->key, db_text(st, 0), body, n, &op, e);
	if (rc == ERR_OK && !op_event(&op, ev))
		rc = err_set(e, ERR_NO_MEMORY, NULL);
	str_copy(ev->actor_name, sizeof(ev->actor_name), db_text(st, 2));
	str_copy(ev->unit, sizeof(ev->unit), db_text(st, 3));
	op_free(&op);
	return rc;
}

static enum err_code
load_own(struct cache_reader *r, const char *ticket, struct trace *t, struct err *e)
{
	struct sqlite3_stmt *st;
	int step;
	enum err_code rc;

	if (r->key == NULL) /* nobody has signed in: they cannot be opened */
		return ERR_OK;
	rc = db_stmt(r->db,
	    "SELECT o.id, o.body, coalesce(a.name, ''), coalesce(a.unit, '') FROM outbox o LEFT "
	    "JOIN agent a ON"
	    " a.job_no = o.author WHERE o.ticket = ?1 AND o.retired = 0 AND o.seen = 0 AND o.state "
	    "<> 2 ORDER BY o.local",
	    &st, e);
	if (rc != ERR_OK)
		return rc;
	db_bind_text(st, 1, ticket);
	while (rc == ERR_OK && (step = db_step(r->db, st, e)) != 0) {
		struct event *ev = step == 1 ? add(t) : NULL;
		if (ev == NULL)
			rc = step < 0 ? ERR_DB : err_set(e, ERR_NO_MEMORY, NULL);
		else
			rc = own_event(r, st, ev, e);
	}
	db_done(st);
	return rc;
}

enum err_code
cache_outbox_event(struct cache_reader *r, int64_t local, struct event *ev, struct err *e)
{
	struct sqlite3_stmt *st;
	enum err_code rc;

	if (r->key == NULL)
		return err_set(e, ERR_UNAUTHORISED, NULL);
	rc = db_stmt(r->db,
	    "SELECT o.id, o.body, coalesce(a.name, ''), coalesce(a.unit, '') FROM outbox o LEFT "
	    "JOIN agent a ON a.job_no = o.author WHERE o.local = ?1",
	    &st, e);
	if (rc != ERR_OK)
		return rc;
	db_bind_int(st, 1, local);
	rc = db_step(r->db, st, e) == 1 ? own_event(r, st, ev, e)
					: err_set(e, ERR_NOT_FOUND, "这一项已经处理过了。");
	db_done(st);
	reader_mask(&ev->set);
	reader_mask(&ev->was);
	reader_mask_args(&ev->args);
	return rc;
}

int
cache_events(struct cache_reader *r, const char *ticket, struct event **out, struct err *e)
{
	struct trace t = { 0 };
	enum err_code rc = load_events(r, ticket, &t, e);

	*out = NULL;
	if (rc == ERR_OK)
		rc = load_own(r, ticket, &t, e);
	if (rc != ERR_OK) {
		trace_free(&t);
		return -1;
	}
	for (int i = 0; i < t.n; i++) {
		reader_mask(&t.v[i].set);
		reader_mask(&t.v[i].was);
		reader_mask_args(&t.v[i].args);
	}
	*out = t.v;
	return t.n;
}

void
cache_chain_state(
    struct cache_reader *r, const char *ticket, int *checked, int *total, int64_t *bad)
{
	struct trace t = { 0 };

	*checked = 0;
	*bad = 0;
	if (load_events(r, ticket, &t, NULL) != ERR_OK)
		trace_free(&t);
	*total = t.n;
	for (int i = 0; i < t.n && *bad == 0; i++) {
		const bool follows = i > 0 ? t.v[i - 1].seq == t.v[i].seq - 1 : t.v[i].seq == 1;
		/* Where the one before is not here, the event can only be checked by itself. */
		const char *prev = !follows ? t.v[i].prev_hash : i > 0 ? t.v[i - 1].hash : "";
		if (chain_check(&t.v[i], prev, NULL) == ERR_OK)
			(*checked)++;
		else
			*bad = t.v[i].seq;
	}
	trace_free(&t);
}

/* ---- categories of late ---- */

int
cache_hot(struct cache_reader *r, int64_t since_at, struct hot_row *out, int max)
{
	struct sqlite3_stmt *st;
	int n = 0;

	if (db_stmt(r->db,
		"SELECT category, count(*) FROM ticket WHERE created_at >= ?1 AND category <> '' "
		"AND gen >= ?2"
		" GROUP BY category ORDER BY 2 DESC, 1 LIMIT ?3",
		&st, NULL) != ERR_OK)
		return 0;
	db_bind_int(st, 1, since_at);
	db_bind_int(st, 2, reader_gen(r));
	db_bind_int(st, 3, max);
	reader_hurry(r);
	while (n < max && db_step(r->db, st, NULL) == 1) {
		str_copy(out[n].category, sizeof(out[n].category), db_text(st, 0));
		out[n++].count = (int)db_int(st, 1);
	}
	reader_calm(r);
	db_done(st);
	return n;
}
