/* A ticket as a row of the list: the columns that are searched and sorted, the whole as JSON without identity, and the
 * identity sealed. The same two halves stand in "truth". */
#include "cache_p.h"

#include <string.h>

#include "wire/ticket_json.h"

enum err_code
cache_doc_read(const uint8_t *key, const char *id, const char *doc, const void *sealed, size_t n,
    struct ticket *t, struct err *e)
{
	struct str plain = { 0 };
	enum err_code rc = ticket_json_read(doc, strlen(doc), t, e);

	if (rc == ERR_OK && key != NULL && n > 0) {
		if (!cache_unseal(key, "ticket", id, sealed, n, &plain))
			rc =
			    err_set(e, ERR_CORRUPT, "工单的身份信息打不开: 密钥不对或数据被改动。");
		else
			rc = fields_json_read(plain.s, plain.len, &t->f, e);
	}
	secret_str_free(&plain);
	return rc;
}

enum err_code
cache_doc_seal(struct cache_writer *w, const struct ticket *t, struct str *doc, struct str *sealed,
    struct err *e)
{
	struct str plain = { 0 };
	bool bad;

	ticket_json_write(t, false, doc);
	ticket_json_identity(&t->f, &plain);
	if (w->key == NULL && plain.len > 2) {
		secret_str_free(&plain);
		return err_set(e, ERR_UNAUTHORISED, "还没有登录, 身份信息不能存到本机。");
	}
	cache_seal(w->key, "ticket", t->id, str_c(&plain), plain.len, sealed);
	bad = doc->bad || plain.bad || sealed->bad;
	secret_str_free(&plain);
	return bad ? err_set(e, ERR_NO_MEMORY, NULL) : ERR_OK;
}

/* ---- the next clock that runs ---- */

static void
sooner(int64_t at, const char *kind, int64_t *due, const char **due_kind)
{
	if (at > 0 && (*due == 0 || at < *due)) {
		*due = at;
		*due_kind = kind;
	}
}

static const char *
next_due(const struct ticket *t, int64_t *due)
{
	const bool with_unit = t->state == STATE_DISPATCHED || t->state == STATE_WORKING;
	const char *kind = "";

	*due = 0;
	if (!ticket_is_open(t))
		return kind;
	if (t->state == STATE_INCOMPLETE)
		sooner(t->incomplete_due, "incomplete", due, &kind);
	if (t->state == STATE_PENDING)
		sooner(t->dispatch_due, "dispatch", due, &kind);
	if (t->state == STATE_DISPATCHED)
		sooner(t->signin_due, "signin", due, &kind);
	if (with_unit && t->first_contact_at == 0)
		sooner(t->contact_due, "contact", due, &kind);
	if (with_unit)
		sooner(t->unit_due, "resolve", due, &kind);
	if (t->state == STATE_VISITING)
		sooner(t->visit_due, "visit", due, &kind);
	if (*due == 0)
		sooner(t->promised_due, "resolve", due, &kind);
	return kind;
}

/* ---- writing ---- */

static void
bind_hash(struct sqlite3_stmt *st, int i, int64_t hash)
{
	if (hash != 0)
		db_bind_int(st, i, hash);
	else
		db_bind_text(st, i, NULL);
}

static void
bind_phones(struct cache_writer *w, struct sqlite3_stmt *st, const struct ticket *t)
{
	const char *contact = fields_get(&t->f, TF_CONTACT_PHONE),
		   *caller = fields_get(&t->f, TF_CALLER_PHONE);
	int64_t one, two;

	if (contact[0] == '\0')
		contact = caller;
	one = cache_phone_hash(w->index_key, contact);
	two = str_eq(contact, caller) ? 0 : cache_phone_hash(w->index_key, caller);
	bind_hash(st, 19, one);
	bind_hash(st, 20, two != one ? two : 0);
	bind_hash(st, 21, one != 0 ? cache_tail_hash(w->index_key, contact) : 0);
}

static void
bind_columns(struct sqlite3_stmt *st, const struct ticket *t, int64_t gen, int pending)
{
	int64_t due;
	const char *kind = next_due(t, &due);

	db_lend_text(st, 1, t->id);
	db_bind_int(st, 2, gen);
	db_bind_int(st, 3, t->rev);
	db_bind_int(st, 4, (int64_t)t->state);
	db_lend_text(st, 5, fields_get(&t->f, TF_NO));
	db_lend_text(st, 6, fields_get(&t->f, TF_TITLE));
	db_lend_text(st, 7, t->lead_unit[0] != '\0' ? t->lead_unit : fields_get(&t->f, TF_UNIT));
	db_lend_text(st, 8, fields_get(&t->f, TF_CATEGORY));
	db_lend_text(st, 9, fields_get(&t->f, TF_TYPE));
	db_lend_text(st, 10, fields_get(&t->f, TF_AREA));
	db_lend_text(st, 11, fields_get(&t->f, TF_URGENCY));
	db_lend_text(st, 12, fields_get(&t->f, TF_ADDRESS));
	db_bind_int(st, 13, t->created_at);
	db_bind_int(st, 14, t->updated_at);
	db_bind_int(st, 15, due);
	db_lend_text(st, 16, kind);
	db_lend_text(st, 17, t->first_owner);
	db_lend_text(st, 18, t->created_by);
	db_bind_int(st, 22, pending);
}

static int64_t
marks_of(const struct ticket *t)
{
	return (t->back_count > 0 || t->round > 1 ? CACHE_MARK_AGAIN : 0) |
	       (t->sensitive ? CACHE_MARK_SENSITIVE : 0) |
	       (t->superior_stars != 0 ? CACHE_MARK_RATED : 0) |
	       (t->phone_notified_at != 0 ? CACHE_MARK_TOLD : 0) |
	       (str_eq(fields_get(&t->f, TF_ANONYMOUS), "1") ? CACHE_MARK_ANONYMOUS : 0);
}

static void
parts_of(const struct ticket *t, struct str *out)
{
	for (int i = 0; i < t->n_assign; i++)
		if (assignment_is_open(&t->assign[i]))
			str_addf(out, "%s%s:%s:%s,", out->len == 0 ? "," : "", t->assign[i].unit,
			    assign_state_json(t->assign[i].state),
			    assign_role_json(t->assign[i].role));
}

/* What the lists of those who work on it go by. */
static void
bind_work(struct sqlite3_stmt *st, const struct ticket *t, const struct str *parts)
{
	const char *urgency = fields_get(&t->f, TF_URGENCY);
	int64_t asked = 0;

	for (int i = 0; i < REQUEST_COUNT; i++)
		if (t->request[i].at != 0)
			asked |= INT64_C(1) << i;
	db_bind_int(st, 25, asked);
	db_bind_int(st, 26, str_eq(urgency, "critical") ? 2 : str_eq(urgency, "urgent"));
	db_bind_int(st, 27, t->contact_reached > 0);
	db_bind_int(st, 28, t->supervise_level);
	db_bind_int(st, 29, (int64_t)t->card);
	db_lend_text(st, 30, str_c(parts));
	db_bind_int(st, 31, (int64_t)t->visit_bands);
	db_bind_int(st, 32, marks_of(t));
}

/* Two statements in the place of one that does either: for that SQLite keeps every page it changes until it is known to end
 * well, and most rows are new. */
static const char insert_sql[] =
    "INSERT INTO ticket(id, gen, rev, state, no, title, unit, category, type, area, urgency,"
    " address, created_at, updated_at, due_at, due_kind, owner, author, phone, caller, tail,"
    " pending, conflict, doc, identity, asked, hurry, reached, supervise, card, parts, tried, "
    "marks)"
    " VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17,?18,?19,?20,?21,?22,"
    " EXISTS(SELECT 1 FROM conflict c WHERE c.ticket = ?1),?23,?24,?25,?26,?27,?28,?29,?30,?31,"
    "?32) ON CONFLICT(id) DO NOTHING";
static const char update_sql[] =
    "UPDATE ticket SET gen = ?2, rev = ?3, state = ?4, no = ?5, title = ?6, unit = ?7,"
    " category = ?8, type = ?9, area = ?10, urgency = ?11, address = ?12, created_at = ?13,"
    " updated_at = ?14, due_at = ?15, due_kind = ?16, owner = ?17, author = ?18, phone = ?19,"
    " caller = ?20, tail = ?21, pending = ?22, doc = ?23, identity = ?24, asked = ?25,"
    " hurry = ?26, reached = ?27, supervise = ?28, card = ?29, parts = ?30, tried = ?31,"
    " marks = ?32 WHERE id = ?1 AND (gen <> ?2 OR rev <= ?3 OR gen >= 1152921504606846976)";

struct row {
	const struct ticket *t;
	int64_t gen;
	int pending;
	struct str doc, sealed, parts;
};

static enum err_code
run_row(struct cache_writer *w, const struct row *r, const char *sql, bool *changed, struct err *e)
{
	struct sqlite3_stmt *st;
	enum err_code rc = db_stmt(w->db, sql, &st, e);

	if (rc != ERR_OK)
		return rc;
	bind_columns(st, r->t, r->gen, r->pending);
	bind_phones(w, st, r->t);
	db_lend_text(st, 23, str_c(&r->doc));
	db_lend_blob(st, 24, r->sealed.len > 0 ? r->sealed.s : NULL, r->sealed.len);
	bind_work(st, r->t, &r->parts);
	rc = db_run(w->db, st, e);
	*changed = rc == ERR_OK && db_changes(w->db) > 0;
	return rc;
}

/* The row, and what is kept beside it. */
static enum err_code
put_row(struct cache_writer *w, const struct row *r, struct err *e)
{
	bool is_new, changed = true;
	enum err_code rc = run_row(w, r, insert_sql, &is_new, e);

	if (rc == ERR_OK && !is_new)
		rc = run_row(w, r, update_sql, &changed, e);
	if (rc != ERR_OK || !changed)
		return rc;
	rc = cache_ledger_put(w, r->t, r->gen, is_new, e);
	return rc == ERR_OK ? cache_similar_put(w, r->t, r->gen, e) : rc;
}

enum err_code
cache_row_put(
    struct cache_writer *w, const struct ticket *t, int64_t gen, int pending, struct err *e)
{
	struct row r = { .t = t, .gen = gen, .pending = pending };
	enum err_code rc = cache_find_note(w, t, e);

	if (rc == ERR_OK)
		rc = cache_doc_seal(w, t, &r.doc, &r.sealed, e);
	parts_of(t, &r.parts);
	if (rc == ERR_OK && r.parts.bad)
		rc = err_set(e, ERR_NO_MEMORY, NULL);
	if (rc == ERR_OK)
		rc = put_row(w, &r, e);
	str_free(&r.doc);
	str_free(&r.sealed);
	str_free(&r.parts);
	w->touched |= CACHE_TICKETS;
	return rc;
}

enum err_code
cache_row_drop(struct cache_writer *w, const char *id, struct err *e)
{
	struct sqlite3_stmt *st;
	enum err_code rc = cache_similar_drop(w, id, e);

	if (rc == ERR_OK)
		rc = db_stmt(w->db, "DELETE FROM ticket WHERE id = ?1", &st, e);
	if (rc != ERR_OK)
		return rc;
	db_bind_text(st, 1, id);
	rc = db_run(w->db, st, e);
	if (rc == ERR_OK)
		rc = db_stmt(w->db, "DELETE FROM event WHERE ticket = ?1", &st, e);
	if (rc != ERR_OK)
		return rc;
	db_bind_text(st, 1, id);
	w->touched |= CACHE_TICKETS | CACHE_EVENTS;
	return db_run(w->db, st, e);
}

enum err_code
cache_row_flag_conflict(struct cache_writer *w, const char *id, struct err *e)
{
	struct sqlite3_stmt *st;
	enum err_code rc = db_stmt(w->db,
	    "UPDATE ticket SET conflict = EXISTS(SELECT 1 FROM conflict c WHERE c.ticket = ?1) "
	    "WHERE id = ?1",
	    &st, e);

	if (rc != ERR_OK)
		return rc;
	db_bind_text(st, 1, id);
	w->touched |= CACHE_TICKETS | CACHE_CONFLICTS;
	return db_run(w->db, st, e);
}

/* ---- reading ---- */

enum err_code
cache_row_get(struct db *db, const uint8_t *key, const char *id, struct ticket *t, struct err *e)
{
	struct sqlite3_stmt *st;
	const void *sealed;
	size_t n;
	int step;
	enum err_code rc;

	/* A ticket of a hidden generation is not there. */
	rc = db_stmt(db,
	    "SELECT doc, identity FROM ticket WHERE id = ?1 AND gen >= coalesce((SELECT CAST(value "
	    "AS INTEGER) FROM"
	    " meta WHERE name = 'gen'), 1)",
	    &st, e);
	if (rc != ERR_OK)
		return rc;
	db_bind_text(st, 1, id);
	step = db_step(db, st, e);
	if (step == 1) {
		sealed = db_blob(st, 1, &n);
		rc = cache_doc_read(key, id, db_text(st, 0), sealed, n, t, e);
	} else {
		rc = step < 0 ? ERR_DB : err_set(e, ERR_NOT_FOUND, "本机没有这件工单。");
	}
	db_done(st);
	return rc;
}

enum err_code
cache_ticket_whole(struct cache_writer *w, const char *id, struct ticket *t, struct err *e)
{
	return cache_row_get(w->db, w->key, id, t, e);
}
