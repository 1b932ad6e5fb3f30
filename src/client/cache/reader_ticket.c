/* One ticket, its trace, and tickets like it. */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
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

/* ---- tickets like this one ---- */

#define PAIRS_MAX 64

/* Pairs of neighbouring characters: what two addresses or titles have in common, without a dictionary. */
static int
pairs_of(const char *s, uint64_t *out)
{
	uint32_t cp, prev = 0;
	size_t len = strlen(s), step;
	int n = 0;

	while (n < PAIRS_MAX && (step = utf8_next(s, len, &cp)) > 0) {
		if (prev != 0)
			out[n++] = (uint64_t)prev << 32 | cp;
		prev = cp;
		s += step;
		len -= step;
	}
	return n;
}

static int
alike_percent(const char *a, const char *b)
{
	uint64_t pa[PAIRS_MAX], pb[PAIRS_MAX];
	int na = pairs_of(a, pa), nb = pairs_of(b, pb), same = 0;

	for (int i = 0; i < na; i++)
		for (int k = 0; k < nb; k++)
			if (pa[i] == pb[k]) {
				pb[k] = 0;
				same++;
				break;
			}
	return na + nb > 0 ? 200 * same / (na + nb) : 0;
}

static int
similarity(const struct fields *f, const struct ticket_row *row)
{
	const char *area = fields_get(f, TF_AREA), *address = fields_get(f, TF_ADDRESS);
	int percent = 40; /* the same category, of late */

	if (area[0] != '\0' && strcmp(area, row->area) == 0)
		percent += 20;
	else if (area[0] != '\0' && strncmp(area, row->area, 6) == 0)
		percent += 5;
	percent += alike_percent(address, row->address) * 30 / 100;
	percent += alike_percent(fields_get(f, TF_TITLE), row->title) * 10 / 100;
	return percent;
}

static void
keep_best(struct similar_row *rows, int *n, int max, const struct ticket_row *row, int percent)
{
	int at = *n < max ? (*n)++ : max - 1;

	if (at == max - 1 && *n == max && rows[at].percent >= percent && rows[at].row.id[0] != '\0')
		return;
	while (at > 0 && rows[at - 1].percent < percent) {
		rows[at] = rows[at - 1];
		at--;
	}
	rows[at].row = *row;
	rows[at].percent = percent;
}

int
cache_similar(struct cache_reader *r, const struct fields *f, int64_t since_at,
    struct similar_row *rows, int max)
{
	struct sqlite3_stmt *st;
	int n = 0;

	if (max <= 0 || fields_get(f, TF_CATEGORY)[0] == '\0' ||
	    db_stmt(r->db,
		"SELECT " READER_COLUMNS
		" FROM ticket WHERE created_at >= ?1 AND category = ?2 AND gen >= ?3"
		" ORDER BY created_at DESC, id DESC LIMIT 200",
		&st, NULL) != ERR_OK)
		return 0;
	memset(rows, 0, (size_t)max * sizeof(*rows));
	db_bind_int(st, 1, since_at);
	db_bind_text(st, 2, fields_get(f, TF_CATEGORY));
	db_bind_int(st, 3, reader_gen(r));
	reader_hurry(r);
	while (db_step(r->db, st, NULL) == 1) {
		struct ticket_row row;
		reader_row(r, st, NULL, &row);
		keep_best(rows, &n, max, &row, similarity(f, &row));
	}
	reader_calm(r);
	db_done(st);
	return n;
}

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
