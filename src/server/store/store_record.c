/* Desk records: append only, one row an id. What is a person's (phone, words) is sealed; the rest stands in columns, for
 * lists and counts. */
#include "server/store/records.h"

#include <string.h>

#include "store_p.h"
#include "wire/record_json.h"

#define COLUMNS                                                                                  \
	"id, kind, job_no, device, ticket, call, object, code, result, at, at_server, seconds, " \
	"sealed"
#define COLUMNS_OF_R                                                                             \
	"r.id, r.kind, r.job_no, r.device, r.ticket, r.call, r.object, r.code, r.result, r.at, " \
	"r.at_server, r.seconds, r.sealed"

static enum err_code
bind_sealed(struct store *s, const struct record *r, struct sqlite3_stmt *st, int i, struct err *e)
{
	struct str plain = { 0 }, sealed = { 0 };
	bool bad;

	record_sealed_write(r, &plain);
	store_seal(s, "record", r->id, &plain, &sealed);
	db_bind_blob(st, i, sealed.s, sealed.len);
	bad = plain.bad || sealed.bad;
	secret_str_free(&plain);
	str_free(&sealed);
	return bad ? err_set(e, ERR_NO_MEMORY, NULL) : ERR_OK;
}

#define FORGET 8 /* old rows of the feed that go with each new one */

/* What is given back for a short while only leaves the feed as more of it comes: nobody has to look through it. */
static enum err_code
forget(struct store *s, int64_t now, struct err *e)
{
	struct sqlite3_stmt *st;

	if (db_stmt(s->db,
		"DELETE FROM desk_feed WHERE seq IN (SELECT seq FROM desk_feed WHERE until > 0 AND"
		" until < ?1 ORDER BY until LIMIT ?2)",
		&st, e) != ERR_OK)
		return ERR_DB;
	db_bind_int(st, 1, now);
	db_bind_int(st, 2, FORGET);
	return db_run(s->db, st, e);
}

static enum err_code
share(struct store *s, const struct store_record *x, struct err *e)
{
	const int64_t brief = record_brief_ms(x->r.kind);
	struct sqlite3_stmt *st;

	/* what comes that late is of no use to anybody's screen */
	if (brief != 0 && x->r.at + brief < x->at_server)
		return ERR_OK;
	if (db_stmt(s->db,
		"INSERT INTO desk_feed(id, until) VALUES(?1, ?2) ON CONFLICT(id) DO NOTHING", &st,
		e) != ERR_OK)
		return ERR_DB;
	db_bind_text(st, 1, x->r.id);
	db_bind_int(st, 2, brief != 0 ? x->at_server + brief : 0);
	if (db_run(s->db, st, e) != ERR_OK)
		return ERR_DB;
	return brief != 0 ? forget(s, x->at_server, e) : ERR_OK;
}

enum err_code
store_record_add(struct store *s, const struct store_record *x, struct err *e)
{
	const struct record *r = &x->r;
	const char *const texts[] = { r->id, record_json(r->kind), r->by, x->device, r->ticket,
		r->call, r->object, r->code, r->result };
	struct sqlite3_stmt *st;

	if (db_stmt(s->db,
		"INSERT INTO record(" COLUMNS ") VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13)"
		" ON CONFLICT(id) DO NOTHING",
		&st, e) != ERR_OK)
		return ERR_DB;
	for (int i = 0; i < 9; i++)
		db_bind_text(st, i + 1, texts[i]);
	db_bind_int(st, 10, r->at);
	db_bind_int(st, 11, x->at_server);
	db_bind_int(st, 12, r->seconds);
	if (bind_sealed(s, r, st, 13, e) != ERR_OK) {
		db_done(st);
		return ERR_NO_MEMORY;
	}
	if (db_run(s->db, st, e) != ERR_OK)
		return e != NULL ? e->code : ERR_DB;
	return record_is_shared(r->kind) ? share(s, x, e) : ERR_OK;
}

bool
store_record_known(struct store *s, const char *id)
{
	struct sqlite3_stmt *st;

	if (db_stmt(s->db, "SELECT 1 FROM record WHERE id = ?1", &st, NULL) != ERR_OK)
		return false;
	db_bind_text(st, 1, id);
	return db_take_any(s->db, st);
}

/* ---- reading ---- */

static enum err_code
read_row(struct store *s, struct sqlite3_stmt *st, struct store_record *x, struct err *e)
{
	struct record *r = &x->r;
	struct str plain = { 0 };
	const void *sealed;
	enum err_code rc;
	size_t n;
	int kind = record_by_json(db_text(st, 1));

	*x = (struct store_record){ .at_server = db_int(st, 10) };
	r->kind = kind > 0 ? (enum record_kind)kind : RECORD_NONE;
	str_copy(r->id, sizeof(r->id), db_text(st, 0));
	str_copy(r->by, sizeof(r->by), db_text(st, 2));
	str_copy(x->device, sizeof(x->device), db_text(st, 3));
	str_copy(r->ticket, sizeof(r->ticket), db_text(st, 4));
	str_copy(r->call, sizeof(r->call), db_text(st, 5));
	str_copy(r->object, sizeof(r->object), db_text(st, 6));
	str_copy(r->code, sizeof(r->code), db_text(st, 7));
	str_copy(r->result, sizeof(r->result), db_text(st, 8));
	r->at = db_int(st, 9);
	r->seconds = db_int(st, 11);
	sealed = db_blob(st, 12, &n);
	rc = store_unseal(s, "record", r->id, sealed, n, &plain, e);
	if (rc == ERR_OK)
		rc = record_sealed_read(str_c(&plain), plain.len, r, e);
	secret_str_free(&plain);
	return rc;
}

/* All that a statement with its values finds. */
static enum err_code
each_row(struct store *s, struct sqlite3_stmt *st, store_record_fn *fn, void *arg, struct err *e)
{
	enum err_code rc = ERR_OK;
	bool more = true;
	int step = 1;

	while (more && rc == ERR_OK && (step = db_step(s->db, st, e)) == 1) {
		struct store_record x;

		rc = read_row(s, st, &x, e);
		if (rc == ERR_OK)
			more = fn(arg, &x);
		record_free(&x.r);
	}
	db_done(st);
	return step < 0 ? ERR_DB : rc;
}

enum err_code
store_records(struct store *s, enum record_kind kind, int64_t since_at, store_record_fn *fn,
    void *arg, struct err *e)
{
	struct sqlite3_stmt *st;

	if (db_stmt(s->db,
		"SELECT " COLUMNS " FROM record WHERE (?1 = '' OR kind = ?1) AND at >= ?2"
		" ORDER BY at, id",
		&st, e) != ERR_OK)
		return ERR_DB;
	db_bind_text(st, 1, record_json(kind));
	db_bind_int(st, 2, since_at);
	return each_row(s, st, fn, arg, e);
}

enum err_code
store_record_steps(struct store *s, enum record_kind kind, const char *object, store_record_fn *fn,
    void *arg, struct err *e)
{
	struct sqlite3_stmt *st;

	/* articles, which are many, have an index of their own */
	if (db_stmt(s->db,
		kind == RECORD_ARTICLE
		    ? "SELECT " COLUMNS " FROM record WHERE kind = 'article' AND object = ?1"
		      " ORDER BY at, id"
		    : "SELECT " COLUMNS " FROM record WHERE kind = ?2 AND object = ?1"
		      " ORDER BY at, id",
		&st, e) != ERR_OK)
		return ERR_DB;
	db_bind_text(st, 1, object);
	if (kind != RECORD_ARTICLE)
		db_bind_text(st, 2, record_json(kind));
	return each_row(s, st, fn, arg, e);
}

enum err_code
store_record_get(struct store *s, const char *id, struct store_record *x, struct err *e)
{
	struct sqlite3_stmt *st;
	enum err_code rc = db_stmt(s->db, "SELECT " COLUMNS " FROM record WHERE id = ?1", &st, e);

	if (rc != ERR_OK)
		return rc;
	db_bind_text(st, 1, id);
	if (db_step(s->db, st, e) == 1) {
		rc = read_row(s, st, x, e);
		if (rc != ERR_OK)
			record_free(&x->r);
	} else {
		rc = err_set(e, ERR_NOT_FOUND, "中心没有这条记录。");
	}
	db_done(st);
	return rc;
}

enum err_code
store_records_shared(
    struct store *s, int64_t after, int64_t since_at, store_shared_fn *fn, void *arg, struct err *e)
{
	struct sqlite3_stmt *st;
	enum err_code rc = db_stmt(s->db,
	    "SELECT " COLUMNS_OF_R ", f.seq FROM desk_feed f JOIN record r ON r.id = f.id"
	    " WHERE f.seq > ?1 AND (r.at_server >= ?2 OR r.kind = 'article') ORDER BY f.seq",
	    &st, e);
	bool more = true;
	int step = 1;

	if (rc != ERR_OK)
		return rc;
	db_bind_int(st, 1, after);
	db_bind_int(st, 2, since_at);
	while (more && rc == ERR_OK && (step = db_step(s->db, st, e)) == 1) {
		struct store_record x;

		rc = read_row(s, st, &x, e);
		if (rc == ERR_OK)
			more = fn(arg, &x.r, db_int(st, 13));
		record_free(&x.r);
	}
	db_done(st);
	return step < 0 ? ERR_DB : rc;
}

int64_t
store_shared_last(struct store *s)
{
	struct sqlite3_stmt *st;

	if (db_stmt(s->db, "SELECT coalesce(max(seq), 0) FROM desk_feed", &st, NULL) != ERR_OK)
		return 0;
	return db_take_int(s->db, st, 0);
}

int64_t
store_record_count(struct store *s, enum record_kind kind)
{
	struct sqlite3_stmt *st;

	if (db_stmt(s->db, "SELECT count(*) FROM record WHERE (?1 = '' OR kind = ?1)", &st, NULL) !=
	    ERR_OK)
		return 0;
	db_bind_text(st, 1, record_json(kind));
	return db_take_int(s->db, st, 0);
}

int
store_cited(struct store *s, int64_t since, const char *after, struct store_cited *out, int max)
{
	struct sqlite3_stmt *st;
	int n = 0, step = 0;

	if (db_stmt(s->db,
		"SELECT object, count(*) FROM record WHERE kind = 'cite' AND object > ?2 AND object"
		" IN (SELECT object FROM record WHERE kind = 'cite' AND at_server >= ?1)"
		" GROUP BY object ORDER BY object LIMIT ?3",
		&st, NULL) != ERR_OK)
		return -1;
	db_bind_int(st, 1, since);
	db_bind_text(st, 2, after);
	db_bind_int(st, 3, max);
	while (n < max && (step = db_step(s->db, st, NULL)) == 1) {
		str_copy(out[n].kb_no, sizeof(out[n].kb_no), db_text(st, 0));
		out[n++].count = db_int(st, 1);
	}
	db_done(st);
	return step < 0 ? -1 : n;
}
