/* Tickets: the projection as JSON beside the columns that are searched, identity sealed; and which feeds they are in. */
#include <stdlib.h>
#include <string.h>

#include "store_p.h"
#include "wire/ticket_json.h"

static enum err_code
bind_ticket(struct store *s, struct sqlite3_stmt *st, const struct ticket *t, int64_t wake_at,
    struct err *e)
{
	struct str doc = { 0 }, plain = { 0 }, sealed = { 0 };
	const char *no = fields_get(&t->f, TF_NO);
	bool bad;

	ticket_json_write(t, false, &doc);
	ticket_json_identity(&t->f, &plain);
	store_seal(s, "ticket", t->id, &plain, &sealed);
	db_bind_text(st, 1, t->id);
	db_bind_text(st, 2, no[0] != '\0' ? no : NULL);
	db_bind_int(st, 3, t->rev);
	db_bind_int(st, 4, (int64_t)t->state);
	db_bind_int(st, 5, t->created_at);
	db_bind_int(st, 6, t->updated_at);
	db_bind_int(st, 7, t->state == STATE_INCOMPLETE ? t->incomplete_due : 0);
	db_bind_int(st, 8, ticket_is_shielded(t));
	db_bind_text(st, 9, str_c(&doc));
	db_bind_blob(st, 10, sealed.len > 0 ? sealed.s : NULL, sealed.len);
	db_bind_int(st, 11, wake_at);
	bad = doc.bad || plain.bad || sealed.bad;
	secret_str_free(&plain);
	str_free(&doc);
	str_free(&sealed);
	return bad ? err_set(e, ERR_NO_MEMORY, NULL) : ERR_OK;
}

enum err_code
store_ticket_put(struct store *s, const struct ticket *t, int64_t wake_at, struct err *e)
{
	struct sqlite3_stmt *st;

	if (db_stmt(s->db,
		"INSERT INTO ticket(id, no, rev, state, created_at, updated_at, incomplete_due, "
		"shielded, doc, identity, wake_at)"
		" VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11) ON CONFLICT(id) DO UPDATE SET no = "
		"?2, "
		"rev = ?3, state = ?4,"
		" updated_at = ?6, incomplete_due = ?7, shielded = ?8, doc = ?9, identity = ?10,"
		" wake_at = ?11",
		&st, e) != ERR_OK)
		return ERR_DB;
	if (bind_ticket(s, st, t, wake_at, e) != ERR_OK) {
		db_done(st);
		return ERR_NO_MEMORY;
	}
	return db_run(s->db, st, e);
}

enum err_code
store_ticket_get(struct store *s, const char *id, struct ticket *t, struct err *e)
{
	struct str plain = { 0 };
	struct sqlite3_stmt *st;
	const void *sealed;
	const char *doc;
	size_t n;
	int rc;
	enum err_code code = ERR_OK;

	if (db_stmt(s->db, "SELECT doc, identity FROM ticket WHERE id = ?1", &st, e) != ERR_OK)
		return ERR_DB;
	db_bind_text(st, 1, id);
	rc = db_step(s->db, st, e);
	if (rc != 1) {
		db_done(st);
		return rc < 0 ? ERR_DB : err_set(e, ERR_NOT_FOUND, "没有这件工单。");
	}
	doc = db_text(st, 0);
	code = ticket_json_read(doc, strlen(doc), t, e);
	sealed = db_blob(st, 1, &n);
	if (code == ERR_OK)
		code = store_unseal(s, "ticket", id, sealed, n, &plain, e);
	if (code == ERR_OK && plain.len > 0)
		code = fields_json_read(plain.s, plain.len, &t->f, e);
	secret_str_free(&plain);
	db_done(st);
	return code;
}

bool
store_number_used(struct store *s, const char *no, const char *except_id)
{
	struct sqlite3_stmt *st;
	int rc;

	if (db_stmt(s->db, "SELECT 1 FROM ticket WHERE no = ?1 AND id <> ?2", &st, NULL) != ERR_OK)
		return false;
	db_bind_text(st, 1, no);
	db_bind_text(st, 2, except_id);
	rc = db_step(s->db, st, NULL);
	db_done(st);
	return rc == 1;
}

enum err_code
store_ticket_by_number(struct store *s, const char *no, char id[ID_SIZE], struct err *e)
{
	struct sqlite3_stmt *st;
	int rc;

	if (db_stmt(s->db, "SELECT id FROM ticket WHERE no = ?1", &st, e) != ERR_OK)
		return ERR_DB;
	db_bind_text(st, 1, no);
	rc = db_step(s->db, st, e);
	if (rc == 1)
		str_copy(id, ID_SIZE, db_text(st, 0));
	db_done(st);
	return rc == 1  ? ERR_OK
	       : rc < 0 ? ERR_DB
			: err_set(e, ERR_NOT_FOUND, "没有编号 %s 的工单。", no);
}

/* ---- feeds ---- */

enum err_code
store_scopes_get(struct store *s, const char *ticket, struct store_scopes *out, struct err *e)
{
	struct sqlite3_stmt *st;
	int rc;

	out->n = 0;
	if (db_stmt(s->db, "SELECT scope FROM ticket_scope WHERE ticket = ?1 ORDER BY scope", &st,
		e) != ERR_OK)
		return ERR_DB;
	db_bind_text(st, 1, ticket);
	while ((rc = db_step(s->db, st, e)) == 1 && out->n < STORE_SCOPES_MAX)
		str_copy(out->scope[out->n++], STORE_SCOPE_SIZE, db_text(st, 0));
	db_done(st);
	return rc < 0 ? ERR_DB : ERR_OK;
}

enum err_code
store_scopes_set(
    struct store *s, const char *ticket, const struct store_scopes *scopes, struct err *e)
{
	struct sqlite3_stmt *st;
	enum err_code rc;

	if (db_stmt(s->db, "DELETE FROM ticket_scope WHERE ticket = ?1", &st, e) != ERR_OK)
		return ERR_DB;
	db_bind_text(st, 1, ticket);
	rc = db_run(s->db, st, e);
	for (int i = 0; rc == ERR_OK && i < scopes->n; i++) {
		rc = db_stmt(
		    s->db, "INSERT INTO ticket_scope(scope, ticket) VALUES(?1, ?2)", &st, e);
		if (rc != ERR_OK)
			break;
		db_bind_text(st, 1, scopes->scope[i]);
		db_bind_text(st, 2, ticket);
		rc = db_run(s->db, st, e);
	}
	return rc;
}

/* Either kind of caller, the other NULL. */
static bool
row_out(
    struct store *s, struct sqlite3_stmt *st, store_walk_fn *walk, store_ticket_fn *fn, void *arg)
{
	struct store_ticket_row row = { .id = db_text(st, 0),
		.rev = db_int(st, 1),
		.doc = db_text(st, 2),
		.shielded = db_int(st, 4) != 0 };
	struct str plain = { 0 };
	bool on = true;
	size_t n;
	const void *sealed = db_blob(st, 3, &n);

	if (store_unseal(s, "ticket", row.id, sealed, n, &plain, NULL) != ERR_OK)
		str_reset(&plain); /* verify names it; a damaged identity must not stop the feed */
	row.doc_len = strlen(row.doc);
	row.identity = str_c(&plain);
	row.identity_len = plain.len;
	if (walk != NULL)
		on = walk(arg, &row);
	else if (fn != NULL)
		fn(arg, &row);
	secret_str_free(&plain);
	return on;
}

static bool
is_centre(const char *scope)
{
	return strcmp(scope, "centre") == 0;
}

enum err_code
store_tickets_after(struct store *s, const char *scope, const char *after_id, int64_t since_at,
    int limit, store_walk_fn *fn, void *arg, struct err *e)
{
	struct sqlite3_stmt *st;
	enum err_code rc;
	int step;

	/* Two literals: the statement cache goes by the literal's address. */
	if (is_centre(scope))
		rc = db_stmt(s->db,
		    "SELECT id, rev, doc, identity, shielded FROM ticket WHERE id > ?1 AND "
		    "(updated_at >= ?2 OR ((1 << state) & ?4) <> 0) ORDER BY id LIMIT ?3",
		    &st, e);
	else
		rc = db_stmt(s->db,
		    "SELECT t.id, t.rev, t.doc, t.identity, t.shielded FROM ticket_scope sc JOIN "
		    "ticket t ON t.id = sc.ticket"
		    " WHERE sc.scope = ?5 AND sc.ticket > ?1"
		    " AND (t.updated_at >= ?2 OR ((1 << t.state) & ?4) <> 0) ORDER BY "
		    "sc.ticket LIMIT ?3",
		    &st, e);
	if (rc != ERR_OK)
		return rc;
	db_bind_text(st, 1, after_id);
	db_bind_int(st, 2, since_at);
	db_bind_int(st, 3, limit);
	db_bind_int(st, 4, (int64_t)STATES_OPEN);
	if (!is_centre(scope))
		db_bind_text(st, 5, scope);
	while ((step = db_step(s->db, st, e)) == 1 && row_out(s, st, fn, NULL, arg))
		;
	db_done(st);
	return step < 0 ? ERR_DB : ERR_OK;
}

enum err_code
store_tickets_late(
    struct store *s, const char *since_id, int limit, store_walk_fn *fn, void *arg, struct err *e)
{
	struct sqlite3_stmt *st;
	bool on = true;
	int step = 0;
	enum err_code rc = db_stmt(s->db,
	    "SELECT id, rev, doc FROM ticket WHERE id > ?1 AND shielded = 0"
	    " AND ((1 << state) & ?2) <> 0 ORDER BY id DESC LIMIT ?3",
	    &st, e);

	if (rc != ERR_OK)
		return rc;
	db_bind_text(st, 1, since_id);
	db_bind_int(st, 2, (int64_t)STATES_OPEN);
	db_bind_int(st, 3, limit);
	while (on && (step = db_step(s->db, st, e)) == 1) {
		const struct store_ticket_row row = { .id = db_text(st, 0),
			.rev = db_int(st, 1),
			.doc = db_text(st, 2),
			.doc_len = strlen(db_text(st, 2)),
			.identity = "" };

		on = fn(arg, &row);
	}
	db_done(st);
	return step < 0 ? ERR_DB : ERR_OK;
}

int64_t
store_ticket_count(struct store *s, const char *scope, int64_t since_at)
{
	struct sqlite3_stmt *st;
	enum err_code rc;

	if (is_centre(scope))
		rc = db_stmt(s->db,
		    "SELECT count(*) FROM ticket WHERE updated_at >= ?1 OR ((1 << state) & ?2) <> "
		    "0",
		    &st, NULL);
	else
		rc = db_stmt(s->db,
		    "SELECT count(*) FROM ticket_scope sc JOIN ticket t ON t.id = sc.ticket"
		    " WHERE sc.scope = ?3 AND (t.updated_at >= ?1 OR ((1 << t.state) & ?2) <> 0)",
		    &st, NULL);
	if (rc != ERR_OK)
		return 0;
	db_bind_int(st, 1, since_at);
	db_bind_int(st, 2, (int64_t)STATES_OPEN);
	if (!is_centre(scope))
		db_bind_text(st, 3, scope);
	return db_take_int(s->db, st, 0);
}

bool
store_ticket_row(struct store *s, const char *id, const char *scope, store_ticket_fn *fn, void *arg)
{
	struct sqlite3_stmt *st;
	bool there;

	if (db_stmt(s->db,
		"SELECT id, rev, doc, identity, shielded FROM ticket WHERE id = ?1 AND (?2 = "
		"'centre' OR EXISTS("
		"SELECT 1 FROM ticket_scope sc WHERE sc.scope = ?2 AND sc.ticket = ?1))",
		&st, NULL) != ERR_OK)
		return false;
	db_bind_text(st, 1, id);
	db_bind_text(st, 2, scope);
	there = db_step(s->db, st, NULL) == 1;
	if (there && fn != NULL)
		(void)row_out(s, st, NULL, fn, arg);
	db_done(st);
	return there;
}

/* ---- the clock ---- */

int64_t
store_ref_changed(struct store *s, const char *kind, int64_t after)
{
	struct sqlite3_stmt *st;
	int64_t seq = after;

	if (db_stmt(s->db,
		"SELECT max(seq) FROM change INDEXED BY change_reference WHERE scope = 'reference' "
		"AND kind = 'ref' AND id >= ?1 || '/' AND id < ?1 || '0' AND seq > ?2",
		&st, NULL) != ERR_OK)
		return after;
	db_bind_text(st, 1, kind);
	db_bind_int(st, 2, after);
	if (db_step(s->db, st, NULL) == 1 && db_int(st, 0) > after)
		seq = db_int(st, 0);
	db_done(st);
	return seq;
}

int
store_provisional(
    struct store *s, char after[ID_SIZE], int look, char (*ids)[ID_SIZE], int max, bool *more)
{
	struct sqlite3_stmt *st;
	int n = 0, seen = 0, step = 0;

	*more = false;
	if (db_stmt(s->db,
		"SELECT id, coalesce(json_extract(doc, '$.due_provisional'), 0) FROM ticket "
		"WHERE id > ?1 ORDER BY id LIMIT ?2",
		&st, NULL) != ERR_OK)
		return -1;
	db_bind_text(st, 1, after);
	db_bind_int(st, 2, look);
	for (; n < max && (step = db_step(s->db, st, NULL)) == 1; seen++) {
		if (db_int(st, 1) != 0)
			str_copy(ids[n++], ID_SIZE, db_text(st, 0));
		str_copy(after, ID_SIZE, db_text(st, 0));
	}
	db_done(st);
	*more = seen == look || n == max;
	return step < 0 ? -1 : n;
}

int
store_wake_due(struct store *s, int64_t now, char (*ids)[ID_SIZE], int max)
{
	struct sqlite3_stmt *st;
	int n = 0;

	if (db_stmt(s->db,
		"SELECT id FROM ticket WHERE wake_at > 0 AND wake_at <= ?1 ORDER BY wake_at, id "
		"LIMIT ?2",
		&st, NULL) != ERR_OK)
		return 0;
	db_bind_int(st, 1, now);
	db_bind_int(st, 2, max);
	while (n < max && db_step(s->db, st, NULL) == 1)
		str_copy(ids[n++], ID_SIZE, db_text(st, 0));
	db_done(st);
	return n;
}

enum err_code
store_wake_put(struct store *s, const char *ticket, int64_t wake_at, struct err *e)
{
	struct sqlite3_stmt *st;

	if (db_stmt(s->db, "UPDATE ticket SET wake_at = ?2 WHERE id = ?1", &st, e) != ERR_OK)
		return ERR_DB;
	db_bind_text(st, 1, ticket);
	db_bind_int(st, 2, wake_at);
	return db_run(s->db, st, e);
}
