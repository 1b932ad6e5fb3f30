/* What a person decides about operations the centre refused and values it did not take: read, and settled. What is done
 * instead is an operation of its own (cache_op_add), in the same transaction. */
#include "cache_p.h"

enum err_code
cache_parked(struct cache_writer *w, int64_t local, struct op *op, struct err *e)
{
	struct sqlite3_stmt *st;
	bool parked;
	enum err_code rc =
	    db_stmt(w->db, "SELECT 1 FROM outbox WHERE local = ?1 AND state = 2", &st, e);

	if (rc != ERR_OK)
		return rc;
	db_bind_int(st, 1, local);
	parked = db_step(w->db, st, e) == 1;
	db_done(st);
	if (!parked)
		return err_set(e, ERR_NOT_FOUND, "这一项已经处理过了。");
	return cache_op_load(w, local, op, e);
}

/* ${sql} settles the row ${local} and returns its ticket; "" when there is no such row. */
static enum err_code
run_for_ticket(
    struct cache_writer *w, const char *sql, int64_t local, char ticket[ID_SIZE], struct err *e)
{
	struct sqlite3_stmt *st;
	enum err_code rc = db_stmt(w->db, sql, &st, e);

	ticket[0] = '\0';
	if (rc != ERR_OK)
		return rc;
	db_bind_int(st, 1, local);
	if (db_step(w->db, st, e) == 1)
		str_copy(ticket, ID_SIZE, db_text(st, 0));
	return db_run(w->db, st, e);
}

enum err_code
cache_parked_drop(struct cache_writer *w, int64_t local, struct err *e)
{
	char ticket[ID_SIZE];
	enum err_code rc = cache_enter(w, true, e);

	if (rc != ERR_OK)
		return rc;
	rc = run_for_ticket(w,
	    "UPDATE outbox SET retired = 1, state = 4 WHERE local = ?1 AND state = 2 RETURNING "
	    "ticket",
	    local, ticket, e);
	if (rc == ERR_OK && ticket[0] != '\0')
		rc = cache_truth_show(w, ticket, e);
	w->touched |= CACHE_OUTBOX;
	return cache_leave(w, rc, e);
}

enum err_code
cache_parked_note(struct cache_writer *w, int64_t local, const char *text, struct err *e)
{
	struct sqlite3_stmt *st;
	enum err_code rc = cache_enter(w, true, e);

	if (rc != ERR_OK)
		return rc;
	rc = db_stmt(w->db,
	    "UPDATE outbox SET detail = ?2 || ' (' || detail || ')' WHERE local = ?1 AND state = 2",
	    &st, e);
	if (rc == ERR_OK) {
		db_bind_int(st, 1, local);
		db_bind_text(st, 2, text);
		rc = db_run(w->db, st, e);
	}
	w->touched |= CACHE_OUTBOX;
	return cache_leave(w, rc, e);
}

enum err_code
cache_conflict(struct cache_writer *w, int64_t local, char ticket[ID_SIZE], int *field, char **mine,
    struct err *e)
{
	struct sqlite3_stmt *st;
	struct str plain = { 0 };
	const void *sealed;
	size_t n;
	enum err_code rc =
	    db_stmt(w->db, "SELECT ticket, field, op, mine FROM conflict WHERE local = ?1", &st, e);

	*mine = NULL;
	if (rc != ERR_OK)
		return rc;
	db_bind_int(st, 1, local);
	if (db_step(w->db, st, e) != 1) {
		db_done(st);
		return err_set(e, ERR_NOT_FOUND, "这一处冲突已经处理过了。");
	}
	str_copy(ticket, ID_SIZE, db_text(st, 0));
	*field = field_by_json(db_text(st, 1));
	sealed = db_blob(st, 3, &n);
	if (!cache_unseal(w->key, "conflict", db_text(st, 2), sealed, n, &plain) || *field < 0)
		rc = err_set(e, ERR_CORRUPT, "这一处冲突的内容打不开。");
	else if ((*mine = str_take(&plain)) == NULL)
		rc = err_set(e, ERR_NO_MEMORY, NULL);
	db_done(st);
	str_free(&plain);
	return rc;
}

enum err_code
cache_conflict_drop(struct cache_writer *w, int64_t local, struct err *e)
{
	char ticket[ID_SIZE];
	enum err_code rc = cache_enter(w, true, e);

	if (rc != ERR_OK)
		return rc;
	rc = run_for_ticket(
	    w, "DELETE FROM conflict WHERE local = ?1 RETURNING ticket", local, ticket, e);
	if (rc == ERR_OK && ticket[0] != '\0')
		rc = cache_row_flag_conflict(w, ticket, e);
	w->touched |= CACHE_CONFLICTS;
	return cache_leave(w, rc, e);
}
