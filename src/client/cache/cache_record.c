/* Desk records as the seat keeps them: written down for good before anybody is told so, sent when the centre can be
 * reached, and kept for a while after that because the desk itself asks for them (what was told in this call, which
 * bulletins were read).
 *
 * Invariants: only "sent" and "why" of a row ever change; phone and text stand in the sealed column and nowhere else, the
 * phone also as a keyed hash. What the centre will not have stays, with its reason, and is offered again once somebody
 * signs in. */
#include <string.h>

#include "base/limits.h"
#include "cache_record_p.h"
#include "model/same_caller.h"
#include "wire/record_json.h"

#define KEEP_MS     (90LL * 24 * 3600 * 1000)
#define BATCH_BYTES (LIMIT_BODY_BYTES - 16384) /* room for what stands round the rows */

/* ---- in ---- */

static enum err_code
bind_sealed(struct cache_writer *w, const struct record *r, struct sqlite3_stmt *st, int i)
{
	struct str plain = { 0 }, sealed = { 0 };
	bool bad;

	record_sealed_write(r, &plain);
	cache_seal(w->key, "record", r->id, str_c(&plain), plain.len, &sealed);
	db_bind_blob(st, i, sealed.s, sealed.len);
	bad = plain.bad || sealed.bad;
	secret_str_free(&plain);
	str_free(&sealed);
	return bad ? ERR_NO_MEMORY : ERR_OK;
}

/* Of a merge: the number that stands in the sealed text. */
static int64_t
other_hash(struct cache_writer *w, const struct record *r)
{
	char other[RECORD_PHONE_BYTES];
	const char *reason;
	int64_t hash =
	    same_caller_read(r, other, &reason) ? cache_phone_hash(w->index_key, other) : 0;

	secret_wipe(other, sizeof(other));
	return hash;
}

enum err_code
cache_record_insert(struct cache_writer *w, const struct record *r, int sent, struct err *e)
{
	const char *const texts[] = { r->id, record_json(r->kind), r->by, r->ticket, r->call,
		r->object, r->code, r->result };
	int64_t phone = cache_phone_hash(w->index_key, r->phone), other = other_hash(w, r);
	struct sqlite3_stmt *st;
	enum err_code rc = db_stmt(w->db,
	    "INSERT INTO record(id, kind, author, ticket, call, object, code, result, at, seconds,"
	    " phone, sealed, sent, other, why) VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,"
	    "?14,'')"
	    " ON CONFLICT(id) DO NOTHING",
	    &st, e);

	if (rc != ERR_OK)
		return rc;
	for (int i = 0; i < 8; i++)
		db_bind_text(st, i + 1, texts[i]);
	db_bind_int(st, 9, r->at);
	db_bind_int(st, 10, r->seconds);
	db_bind_int(st, 13, sent);
	if (phone != 0)
		db_bind_int(st, 11, phone);
	if (other != 0)
		db_bind_int(st, 14, other);
	if (bind_sealed(w, r, st, 12) != ERR_OK) {
		db_done(st);
		return err_set(e, ERR_NO_MEMORY, NULL);
	}
	w->touched |= CACHE_RECORDS;
	return db_run(w->db, st, e);
}

bool
cache_record_known(struct cache_writer *w, const char *id)
{
	struct sqlite3_stmt *st;

	if (db_stmt(w->db, "SELECT 1 FROM record WHERE id = ?1", &st, NULL) != ERR_OK)
		return false;
	db_bind_text(st, 1, id);
	return db_take_any(w->db, st);
}

enum err_code
cache_record_add(struct cache_writer *w, const struct record *r, struct err *e)
{
	enum err_code rc = record_check(r, e);

	if (rc == ERR_OK && w->key == NULL)
		rc = err_set(e, ERR_UNAUTHORISED, "请先登录。");
	if (rc == ERR_OK)
		rc = cache_enter(w, true, e);
	if (rc != ERR_OK)
		return rc;
	rc = cache_leave(w, cache_record_insert(w, r, RECORD_WAITS, e), e);
	if (rc != ERR_OK && w->depth == 0 &&
	    cache_record_known(w, r->id)) { /* the commit was done after all */
		err_clear(e);
		rc = ERR_OK;
	}
	return rc;
}

/* ---- a row ---- */

enum err_code
cache_record_row(const uint8_t *key, struct sqlite3_stmt *st, struct record *r, struct err *e)
{
	struct str plain = { 0 };
	const void *sealed;
	enum err_code rc;
	size_t n;
	int kind = record_by_json(db_text(st, 1));

	*r = (struct record){ .kind = kind > 0 ? (enum record_kind)kind : RECORD_NONE,
		.at = db_int(st, 3),
		.seconds = db_int(st, 9) };
	str_copy(r->id, sizeof(r->id), db_text(st, 0));
	str_copy(r->by, sizeof(r->by), db_text(st, 2));
	str_copy(r->ticket, sizeof(r->ticket), db_text(st, 4));
	str_copy(r->call, sizeof(r->call), db_text(st, 5));
	str_copy(r->object, sizeof(r->object), db_text(st, 6));
	str_copy(r->code, sizeof(r->code), db_text(st, 7));
	str_copy(r->result, sizeof(r->result), db_text(st, 8));
	sealed = db_blob(st, 10, &n);
	rc = cache_unseal(key, "record", r->id, sealed, n, &plain)
		 ? record_sealed_read(str_c(&plain), plain.len, r, e)
		 : err_set(e, ERR_CORRUPT, "这条记录在本机已损坏, 打不开。");
	secret_str_free(&plain);
	return rc;
}

enum err_code
cache_call_number(struct cache_writer *w, const char *call, char *out, size_t size, struct err *e)
{
	struct sqlite3_stmt *st;
	struct record r;
	enum err_code rc = db_stmt(w->db,
	    "SELECT " CACHE_RECORD_COLUMNS " FROM record WHERE call = ?1 AND call <> '' AND"
	    " kind = 'call_log' AND phone IS NOT NULL ORDER BY seq DESC LIMIT 1",
	    &st, e);

	out[0] = '\0';
	if (rc != ERR_OK)
		return rc;
	db_bind_text(st, 1, call);
	if (w->key == NULL || db_step(w->db, st, NULL) != 1) {
		db_done(st);
		return err_set(e, ERR_NOT_FOUND, "没有这次来电的号码。");
	}
	rc = cache_record_row(w->key, st, &r, e);
	db_done(st);
	if (rc == ERR_OK && !str_copy(out, size, r.phone))
		rc = err_set(e, ERR_LIMIT, "号码太长。");
	record_free(&r);
	return rc;
}

/* ---- out ---- */

static enum err_code
set_sent(struct cache_writer *w, int64_t seq, int sent, const char *why, struct err *e)
{
	struct sqlite3_stmt *st;
	enum err_code rc =
	    db_stmt(w->db, "UPDATE record SET sent = ?2, why = ?3 WHERE seq = ?1", &st, e);

	if (rc != ERR_OK)
		return rc;
	db_bind_int(st, 1, seq);
	db_bind_int(st, 2, sent);
	db_bind_text(st, 3, why);
	w->touched |= CACHE_RECORDS;
	return db_run(w->db, st, e);
}

struct gathering {
	struct record_batch *to;
	struct record rows[RECORD_ROWS];
	size_t n, bytes;
	int64_t broken; /* a row that does not open ends the batch before it */
};

static enum err_code
gather(struct cache_writer *w, size_t most, struct gathering *g, struct err *e)
{
	struct sqlite3_stmt *st;
	int step = 0;
	enum err_code rc = db_stmt(w->db,
	    "SELECT " CACHE_RECORD_COLUMNS ", seq FROM record WHERE sent = 0 ORDER BY seq LIMIT ?1",
	    &st, e);

	if (rc != ERR_OK)
		return rc;
	db_bind_int(st, 1, (int64_t)(most < RECORD_ROWS ? most : RECORD_ROWS));
	while (g->broken == 0 && (step = db_step(w->db, st, e)) == 1) {
		struct record *r = &g->rows[g->n];
		if (cache_record_row(w->key, st, r, NULL) != ERR_OK) {
			record_free(r);
			g->broken = db_int(st, 11);
			break;
		}
		g->bytes += record_json_most(r);
		if (g->n > 0 && g->bytes > BATCH_BYTES) {
			record_free(r);
			break;
		}
		g->n++;
		g->to->last = db_int(st, 11);
	}
	db_done(st);
	return step < 0 ? ERR_DB : ERR_OK;
}

/* It cannot be sent, and must not hold up the others. */
static enum err_code
put_aside(struct cache_writer *w, int64_t seq, struct err *e)
{
	enum err_code rc = cache_enter(w, false, e);

	if (rc != ERR_OK)
		return rc;
	return cache_leave(w, set_sent(w, seq, RECORD_REFUSED, err_json(ERR_CORRUPT), e), e);
}

enum err_code
cache_record_batch(
    struct cache_writer *w, size_t most, struct str *out, struct record_batch *b, struct err *e)
{
	struct gathering g = { .to = b };
	enum err_code rc;

	do {
		*b = (struct record_batch){ 0 };
		g.broken = 0;
		rc = gather(w, most, &g, e);
		if (rc == ERR_OK && g.n == 0 && g.broken != 0)
			rc = put_aside(w, g.broken, e);
	} while (rc == ERR_OK && g.n == 0 && g.broken != 0);
	b->count = g.n;
	if (rc == ERR_OK && g.n > 0)
		record_json_write(g.rows, g.n, out);
	for (size_t i = 0; i < g.n; i++)
		record_free(&g.rows[i]);
	return rc == ERR_OK && out->bad ? err_set(e, ERR_NO_MEMORY, NULL) : rc;
}

static enum err_code
refuse(struct cache_writer *w, const struct record_refused *x, struct err *e)
{
	struct sqlite3_stmt *st;
	enum err_code rc = db_stmt(
	    w->db, "UPDATE record SET sent = 2, why = ?2 WHERE id = ?1 AND sent = 0", &st, e);

	if (rc != ERR_OK)
		return rc;
	db_bind_text(st, 1, x->id);
	db_bind_text(st, 2, x->detail[0] != '\0' ? x->detail : err_hint(x->code));
	return db_run(w->db, st, e);
}

/* Those that are many, each by an index of its own. */
#define BRIEF(which) "DELETE FROM record WHERE at < ?1 AND sent IN (1, 3) AND kind " which
static const struct {
	enum record_kind kind;
	const char *sql;
} briefs[] = {
	{ RECORD_AGENT, BRIEF("= 'agent'") },
	{ RECORD_ASSIST, BRIEF("IN ('assist', 'order')") },
	{ RECORD_CALL_LOG, BRIEF("= 'call_log'") },
	{ RECORD_QUEUE, BRIEF("= 'queue'") },
	{ RECORD_PACKET, BRIEF("= 'packet'") },
};

/* What the desk may still ask for stays: the last months, which bulletins were read, which numbers are one person's. */
static enum err_code
forget_old(struct cache_writer *w, int64_t now, struct err *e)
{
	enum err_code rc = db_run_int(w->db,
	    "DELETE FROM record WHERE at < ?1 AND sent IN (1, 3) AND kind NOT IN ('read', "
	    "'article', 'same_caller', 'caller_tag')",
	    now - KEEP_MS, e);

	for (size_t i = 0; rc == ERR_OK && i < sizeof(briefs) / sizeof(briefs[0]); i++)
		rc = db_run_int(w->db, briefs[i].sql, now - record_brief_ms(briefs[i].kind), e);
	return rc;
}

static enum err_code
mark(struct cache_writer *w, const struct record_batch *b, const struct record_answer *a,
    struct err *e)
{
	struct sqlite3_stmt *st;
	enum err_code rc = ERR_OK;

	for (size_t i = 0; i < a->count && rc == ERR_OK; i++)
		rc = refuse(w, &a->refused[i], e);
	if (rc == ERR_OK)
		rc = db_stmt(
		    w->db, "UPDATE record SET sent = 1 WHERE sent = 0 AND seq <= ?1", &st, e);
	if (rc != ERR_OK)
		return rc;
	db_bind_int(st, 1, b->last);
	w->touched |= CACHE_RECORDS;
	return db_run(w->db, st, e);
}

enum err_code
cache_record_answered(struct cache_writer *w, const struct record_batch *b,
    const struct record_answer *a, int64_t now, struct err *e)
{
	enum err_code rc = cache_enter(w, false, e);

	if (rc != ERR_OK)
		return rc;
	rc = mark(w, b, a, e);
	if (rc == ERR_OK)
		rc = forget_old(w, now, e);
	return cache_leave(w, rc, e);
}

enum err_code
cache_record_refused(
    struct cache_writer *w, const struct record_batch *b, const char *why, struct err *e)
{
	enum err_code rc = cache_enter(w, false, e);

	return rc == ERR_OK ? cache_leave(w, set_sent(w, b->last, RECORD_REFUSED, why, e), e) : rc;
}

/* ---- once more ---- */

static enum err_code
wait_again(struct cache_writer *w, const char *sql, struct err *e)
{
	enum err_code rc = cache_enter(w, false, e);

	if (rc != ERR_OK)
		return rc;
	w->touched |= CACHE_RECORDS;
	return cache_leave(w, db_exec(w->db, sql, e), e);
}

enum err_code
cache_record_offer_again(struct cache_writer *w, struct err *e)
{
	/* A step of an article was judged against what there was then; later it might fit what nobody meant it for. */
	if (db_one_int(w->db,
		"SELECT EXISTS(SELECT 1 FROM record WHERE sent = 2 AND kind <> 'article')", 0) == 0)
		return ERR_OK;
	return wait_again(
	    w, "UPDATE record SET sent = 0, why = '' WHERE sent = 2 AND kind <> 'article'", e);
}

enum err_code
cache_record_all_again(struct cache_writer *w, struct err *e)
{
	return wait_again(w, "UPDATE record SET sent = 0 WHERE sent = 1", e);
}
