/* The feed: a counter row that every batch takes last, so that the order of numbers is the order of commits on any store,
 * and the log of what changed in which scope. */
#include <string.h>

#include "store_p.h"

#define PRUNE_STEP 2000 /* numbers forgotten at a time: seats wait behind it */

static int64_t
one_number(struct store *s, bool head)
{
	return head ? db_one_int(s->db, "SELECT head FROM feed WHERE one = 1", 0)
		    : db_one_int(s->db, "SELECT floor FROM feed WHERE one = 1", 0);
}

static enum err_code
run_with(struct store *s, const char *sql, int64_t n, struct err *e)
{
	struct sqlite3_stmt *st;

	if (db_stmt(s->db, sql, &st, e) != ERR_OK)
		return ERR_DB;
	db_bind_int(st, 1, n);
	return db_run(s->db, st, e);
}

enum err_code
store_feed_next(struct store *s, int64_t n, int64_t *head, struct err *e)
{
	enum err_code rc = run_with(s, "UPDATE feed SET head = head + ?1 WHERE one = 1", n, e);

	*head = one_number(s, true);
	return rc;
}

int64_t
store_feed_head(struct store *s)
{
	return one_number(s, true);
}

int64_t
store_feed_newest(struct store *s, const char *scope)
{
	struct sqlite3_stmt *st;

	if (db_stmt(s->db, "SELECT max(seq) FROM change WHERE scope = ?1", &st, NULL) != ERR_OK)
		return 0;
	db_bind_text(st, 1, scope);
	return db_take_int(s->db, st, 0);
}

int64_t
store_feed_floor(struct store *s)
{
	return one_number(s, false);
}

enum err_code
store_change_add(struct store *s, int64_t seq, const char *scope, const char *kind, const char *id,
    int64_t rev, char what, struct err *e)
{
	struct sqlite3_stmt *st;
	char w[2] = { what, '\0' };

	if (db_stmt(s->db,
		"INSERT INTO change(scope, seq, kind, id, rev, what) VALUES(?1,?2,?3,?4,?5,?6)"
		" ON CONFLICT(scope, seq, kind, id) DO UPDATE SET rev = ?5, what = ?6",
		&st, e) != ERR_OK)
		return ERR_DB;
	db_bind_text(st, 1, scope);
	db_bind_int(st, 2, seq);
	db_bind_text(st, 3, kind);
	db_bind_text(st, 4, id);
	db_bind_int(st, 5, rev);
	db_bind_text(st, 6, w);
	return db_run(s->db, st, e);
}

int
store_changes(struct store *s, const char *scope, int64_t after, int limit,
    struct store_change *out, struct err *e)
{
	struct sqlite3_stmt *st;
	int n = 0, step = 0;

	if (db_stmt(s->db,
		"SELECT seq, kind, id, rev, what FROM change WHERE scope = ?1 AND seq > ?2 ORDER "
		"BY seq, kind DESC, id"
		" LIMIT ?3",
		&st, e) != ERR_OK)
		return -1;
	db_bind_text(st, 1, scope);
	db_bind_int(st, 2, after);
	db_bind_int(st, 3, limit);
	while (n < limit && (step = db_step(s->db, st, e)) == 1) {
		struct store_change *c = &out[n++];
		c->seq = db_int(st, 0);
		str_copy(c->kind, sizeof(c->kind), db_text(st, 1));
		str_copy(c->id, sizeof(c->id), db_text(st, 2));
		c->rev = db_int(st, 3);
		c->what = db_text(st, 4)[0];
	}
	db_done(st);
	return step < 0 ? -1 : n;
}

/* ---- forgetting ---- */

enum err_code
store_feed_day(struct store *s, int32_t day, struct err *e)
{
	struct sqlite3_stmt *st;

	if (db_stmt(s->db,
		"INSERT INTO feed_day(day, head) SELECT ?1, head FROM feed WHERE one = 1"
		" ON CONFLICT(day) DO NOTHING",
		&st, e) != ERR_OK)
		return ERR_DB;
	db_bind_int(st, 1, day);
	return db_run(s->db, st, e);
}

/* Behind the floor up to ${head}: of a scope all of it, found along the key; of reference data what a later line of the same
 * row has replaced. */
static enum err_code
forget(struct store *s, const char *scope, int64_t head, struct err *e)
{
	const char *sql = "DELETE FROM change WHERE scope = ?1 AND seq <= ?2 AND ?3 IS NOT NULL";
	struct sqlite3_stmt *st;

	if (strcmp(scope, "reference") == 0)
		sql = "DELETE FROM change WHERE (scope, seq, kind, id) IN (SELECT o.scope, o.seq, "
		      "o.kind, o.id FROM change x CROSS JOIN change o INDEXED BY "
		      "change_reference ON o.scope = 'reference' AND o.kind = x.kind AND o.id = "
		      "x.id AND o.seq < x.seq WHERE x.scope = ?1 AND x.seq <= ?2 AND x.seq > ?3)";
	if (db_stmt(s->db, sql, &st, e) != ERR_OK)
		return ERR_DB;
	db_bind_text(st, 1, scope);
	db_bind_int(st, 2, head);
	db_bind_int(st, 3, store_feed_floor(s));
	return db_run(s->db, st, e);
}

/* The scopes one after the other by one look at the key each: there are few, and millions of lines. */
static bool
next_scope(struct store *s, char scope[64])
{
	struct sqlite3_stmt *st;
	bool found;

	if (db_stmt(s->db, "SELECT min(scope) FROM change WHERE scope > ?1", &st, NULL) != ERR_OK)
		return false;
	db_bind_text(st, 1, scope);
	found = db_step(s->db, st, NULL) == 1 && db_text(st, 0)[0] != '\0' &&
		str_copy(scope, 64, db_text(st, 0));
	db_done(st);
	return found;
}

enum err_code
store_feed_prune(struct store *s, int32_t day, bool *more, struct err *e)
{
	const int64_t floor = store_feed_floor(s);
	char scope[64] = "";
	struct sqlite3_stmt *st;
	int64_t head = 0;
	enum err_code rc = ERR_OK;

	*more = false;
	if (db_stmt(s->db, "SELECT max(head) FROM feed_day WHERE day <= ?1", &st, e) != ERR_OK)
		return ERR_DB;
	db_bind_int(st, 1, day);
	if (db_step(s->db, st, e) == 1)
		head = db_int(st, 0);
	db_done(st);
	if (head <= floor)
		return ERR_OK;
	*more = head > floor + PRUNE_STEP;
	if (*more)
		head = floor + PRUNE_STEP;
	while (rc == ERR_OK && next_scope(s, scope))
		rc = forget(s, scope, head, e);
	if (rc == ERR_OK)
		rc = run_with(s, "UPDATE feed SET floor = ?1 WHERE one = 1", head, e);
	if (rc == ERR_OK && !*more)
		rc = run_with(s, "DELETE FROM feed_day WHERE day < ?1", day, e);
	return rc;
}

/* ---- operations ---- */

enum err_code
store_op_get(struct store *s, const char *device, int64_t n, struct store_op *out, struct err *e)
{
	struct sqlite3_stmt *st;
	int step;

	if (db_stmt(s->db, "SELECT fingerprint, result FROM op_seen WHERE device = ?1 AND n = ?2",
		&st, e) != ERR_OK)
		return ERR_DB;
	db_bind_text(st, 1, device);
	db_bind_int(st, 2, n);
	step = db_step(s->db, st, e);
	if (step == 1) {
		out->n = n;
		str_copy(out->fingerprint, sizeof(out->fingerprint), db_text(st, 0));
		out->result = str_dup(db_text(st, 1));
	}
	db_done(st);
	if (step == 1 && out->result == NULL)
		return err_set(e, ERR_NO_MEMORY, NULL);
	return step == 1 ? ERR_OK : step < 0 ? ERR_DB : err_set(e, ERR_NOT_FOUND, "没有这个操作。");
}

enum err_code
store_op_add(struct store *s, const char *device, const struct store_op *op, struct err *e)
{
	struct sqlite3_stmt *st;

	if (db_stmt(s->db,
		"INSERT INTO op_seen(device, n, fingerprint, result, quiet) VALUES(?1,?2,?3,?4,?5)",
		&st, e) != ERR_OK)
		return ERR_DB;
	db_bind_text(st, 1, device);
	db_bind_int(st, 2, op->n);
	db_bind_text(st, 3, op->fingerprint);
	db_bind_text(st, 4, op->result);
	db_bind_text(st, 5, op->quiet != NULL ? op->quiet : "");
	return db_run(s->db, st, e);
}

bool
store_op_known(struct store *s, const char *op_id)
{
	struct sqlite3_stmt *st;

	if (db_stmt(s->db,
		"SELECT 1 FROM ticket_event WHERE id = ?1 UNION ALL"
		" SELECT 1 FROM op_seen WHERE quiet = ?1 AND quiet <> ''",
		&st, NULL) != ERR_OK)
		return false;
	db_bind_text(st, 1, op_id);
	return db_take_any(s->db, st);
}
