/* The outbox: what this seat has promised. An operation is put here in one transaction with what it shows, on disk before
 * anybody is told so; its bytes are sealed (people are in them) and never rewritten; the number n may change, only when
 * this seat enrols anew or a number turns out unused. Answered ones are kept a while: a centre restored from a backup asks
 * for them again. */
#include "cache_p.h"

#include <stdlib.h>
#include <string.h>

#include "model/workflow.h"

bool
cache_creates(int kind)
{
	return (event_info((enum event_kind)kind)->from & STATE_BIT(NONE)) != 0;
}

enum err_code
cache_op_read(
    const uint8_t *key, const char *id, const void *body, size_t n, struct op *op, struct err *e)
{
	struct str plain = { 0 };
	enum err_code rc;

	if (!cache_unseal(key, "outbox", id, body, n, &plain))
		rc = err_set(e, ERR_CORRUPT, "待送的操作打不开: 密钥不对或数据被改动。");
	else
		rc = op_read_body(str_c(&plain), plain.len, op, e);
	secret_str_free(&plain);
	return rc;
}

enum err_code
cache_op_load(struct cache_writer *w, int64_t local, struct op *op, struct err *e)
{
	struct sqlite3_stmt *st;
	const void *body;
	size_t n;
	int step;
	enum err_code rc = db_stmt(w->db, "SELECT id, body FROM outbox WHERE local = ?1", &st, e);

	if (rc != ERR_OK)
		return rc;
	db_bind_int(st, 1, local);
	step = db_step(w->db, st, e);
	if (step == 1) {
		body = db_blob(st, 1, &n);
		rc = cache_op_read(w->key, db_text(st, 0), body, n, op, e);
	} else {
		rc = step < 0 ? ERR_DB : err_set(e, ERR_NOT_FOUND, "这一项已经处理过了。");
	}
	db_done(st);
	return rc;
}

/* ---- putting in ---- */

static enum err_code
insert(struct cache_writer *w, const struct cache_op *o, int64_t n, struct err *e)
{
	struct str body = { 0 }, sealed = { 0 };
	struct sqlite3_stmt *st;
	enum err_code rc = op_body(o->op, &body, e);

	if (rc == ERR_OK)
		rc = db_stmt(w->db,
		    "INSERT INTO outbox(n, id, ticket, kind, author, at, mono, boot, bytes, body, "
		    "state, retired, seen,"
		    " rev, code, detail, number) "
		    "VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,0,0,0,0,0,'','')",
		    &st, e);
	if (rc == ERR_OK) {
		cache_seal(w->key, "outbox", o->op->id, body.s, body.len, &sealed);
		db_bind_int(st, 1, n);
		db_bind_text(st, 2, o->op->id);
		db_bind_text(st, 3, o->op->ticket);
		db_bind_int(st, 4, o->op->kind);
		db_bind_text(st, 5, o->op->by);
		db_bind_int(st, 6, o->op->at);
		db_bind_int(st, 7, o->mono_ms);
		db_bind_text(st, 8, o->boot != NULL ? o->boot : "");
		db_bind_int(st, 9, (int64_t)body.len);
		db_bind_blob(st, 10, sealed.s, sealed.len);
		if (sealed.bad) {
			db_done(st);
			rc = err_set(e, ERR_NO_MEMORY, NULL);
		} else {
			rc = db_run(w->db, st, e);
		}
	}
	secret_str_free(&body);
	str_free(&sealed);
	return rc;
}

static enum err_code
put_number(struct cache_writer *w, const struct number_state *st, struct err *e)
{
	enum err_code rc = cache_meta_put_int(w, "number_at", st->last_at, e);

	if (rc == ERR_OK)
		rc = cache_meta_put_int(w, "number_sequence", st->sequence, e);
	if (rc == ERR_OK)
		rc = cache_meta_put_int(w, "number_in_second", st->in_second, e);
	return rc;
}

void
cache_number(struct cache_writer *w, struct number_state *out)
{
	out->last_at = cache_meta_int(w->db, "number_at", 0);
	out->sequence = (int)cache_meta_int(w->db, "number_sequence", -1);
	out->in_second = (int)cache_meta_int(w->db, "number_in_second", 0);
}

static enum err_code
settle(struct cache_writer *w, const struct cache_op *o, struct err *e)
{
	enum err_code rc = ERR_OK;

	if (o->drop_parked != 0)
		rc = cache_parked_drop(w, o->drop_parked, e);
	if (rc == ERR_OK && o->drop_conflict != 0)
		rc = cache_conflict_drop(w, o->drop_conflict, e);
	if (rc == ERR_OK && o->drop_draft != NULL)
		rc = cache_draft_drop(w, o->drop_draft, e);
	if (rc == ERR_OK && o->number != NULL)
		rc = put_number(w, o->number, e);
	return rc;
}

static enum err_code
add(struct cache_writer *w, const struct cache_op *o, int64_t *n, struct err *e)
{
	enum err_code rc = settle(w, o, e);

	*n = cache_meta_int(w->db, "next_n", 1);
	if (rc == ERR_OK)
		rc = cache_truth_keep(w, o->op->ticket, e);
	if (rc == ERR_OK)
		rc = insert(w, o, *n, e);
	if (rc == ERR_OK)
		rc = cache_meta_put_int(w, "next_n", *n + 1, e);
	if (rc == ERR_OK)
		rc = cache_truth_show(w, o->op->ticket, e);
	return rc;
}

/* Is it there? A failed commit means unknown (measured: one in three was there after a failing fsync). */
static bool
is_there(struct cache_writer *w, const char *id, int64_t *n)
{
	struct sqlite3_stmt *st;
	bool there;

	if (db_stmt(w->db, "SELECT n FROM outbox WHERE id = ?1", &st, NULL) != ERR_OK)
		return false;
	db_bind_text(st, 1, id);
	there = db_step(w->db, st, NULL) == 1;
	if (there)
		*n = db_int(st, 0);
	db_done(st);
	return there;
}

enum err_code
cache_op_add(struct cache_writer *w, const struct cache_op *o, int64_t *n, struct err *e)
{
	enum err_code rc;

	if (w->key == NULL)
		return err_set(e, ERR_UNAUTHORISED, "请先登录。");
	rc = cache_enter(w, true, e);
	if (rc != ERR_OK)
		return rc;
	rc = cache_leave(w, add(w, o, n, e), e);
	if (rc != ERR_OK && w->depth == 0 && is_there(w, o->op->id, n)) {
		err_clear(e);
		rc = ERR_OK;
	}
	return rc;
}

/* ---- taking out ---- */

static int64_t
age_of(struct sqlite3_stmt *st, int64_t mono_ms, const char *boot)
{
	int64_t age = mono_ms - db_int(st, 1);

	return age >= 0 && boot != NULL && boot[0] != '\0' && str_eq(db_text(st, 2), boot) ? age
											   : -1;
}

static enum err_code
take(struct cache_writer *w, struct sqlite3_stmt *st, int64_t mono_ms, const char *boot,
    struct cache_batch *out, struct err *e)
{
	size_t n, before = out->bytes.len;
	const void *body = db_blob(st, 5, &n);

	if (!cache_unseal(w->key, "outbox", db_text(st, 4), body, n, &out->bytes))
		return err_sys(
		    e, ERR_CORRUPT, (int)db_int(st, 0), "这项操作在本机已损坏, 打不开。");
	if (out->bytes.bad)
		return err_set(e, ERR_NO_MEMORY, NULL);
	out->items[out->count++] = (struct op_item){ .n = db_int(st, 0),
		.age_ms = age_of(st, mono_ms, boot),
		.len = out->bytes.len - before };
	return ERR_OK;
}

/* The bodies lie one after the other; where they begin is known when no more are added. */
static void
point(struct cache_batch *b)
{
	const char *at = b->bytes.s;

	for (size_t i = 0; i < b->count; i++) {
		b->items[i].body = at;
		at += b->items[i].len;
	}
}

enum err_code
cache_batch(struct cache_writer *w, size_t max_ops, size_t max_bytes, int64_t mono_ms,
    const char *boot, struct cache_batch *out, struct err *e)
{
	struct sqlite3_stmt *st;
	int step = 0;
	enum err_code rc = db_stmt(w->db,
	    "SELECT n, mono, boot, bytes, id, body FROM outbox WHERE state IN (0, 1) AND n IS NOT "
	    "NULL ORDER BY n"
	    " LIMIT ?1",
	    &st, e);

	*out = (struct cache_batch){ 0 };
	if (rc != ERR_OK)
		return rc;
	db_bind_int(st, 1, (int64_t)(max_ops < LIMIT_OPS ? max_ops : LIMIT_OPS));
	while (rc == ERR_OK && (step = db_step(w->db, st, e)) == 1) {
		if (out->count > 0 && (out->bytes.len + (size_t)db_int(st, 3) > max_bytes ||
					  db_int(st, 0) != out->items[out->count - 1].n + 1))
			break;
		rc = take(w, st, mono_ms, boot, out, e);
	}
	db_done(st);
	if (step < 0)
		rc = ERR_DB;
	if (rc != ERR_OK)
		cache_batch_free(out);
	point(out);
	return rc;
}

void
cache_batch_free(struct cache_batch *b)
{
	secret_str_free(&b->bytes);
	*b = (struct cache_batch){ 0 };
}

void
cache_waiting(struct cache_writer *w, int64_t *waiting, int64_t *parked, int64_t *conflicts,
    int64_t *oldest_at)
{
	*waiting = db_one_int(w->db, CACHE_WAITING, 0);
	*oldest_at = db_one_int(w->db, CACHE_OLDEST, 0);
	*parked = db_one_int(w->db, "SELECT count(*) FROM outbox WHERE state = 2", 0);
	*conflicts = db_one_int(w->db, "SELECT count(*) FROM conflict", 0);
}

bool
cache_owes(struct cache_writer *w)
{
	return db_one_int(w->db, CACHE_WAITING, 0) != 0;
}

bool
cache_lingers(struct cache_writer *w)
{
	return db_one_int(w->db,
		   "SELECT EXISTS(SELECT 1 FROM outbox WHERE state = 3 AND retired = 0 AND seen = "
		   "0 AND"
		   " EXISTS(SELECT 1 FROM truth t WHERE t.id = ticket))",
		   0) != 0;
}

int64_t
cache_last_at(struct cache_writer *w, const char *ticket, int kind)
{
	struct sqlite3_stmt *st;

	if (db_stmt(w->db,
		"SELECT max(coalesce((SELECT max(at) FROM event WHERE ticket = ?1 AND kind = ?2), "
		"0),"
		" coalesce((SELECT max(at) FROM outbox WHERE ticket = ?1 AND kind = ?2 AND retired "
		"= 0 AND state <> 2), 0))",
		&st, NULL) != ERR_OK)
		return 0;
	db_bind_text(st, 1, ticket);
	db_bind_int(st, 2, kind);
	return db_take_int(w->db, st, 0);
}

int
cache_event_kind(struct cache_writer *w, const char *ticket, int64_t seq)
{
	struct sqlite3_stmt *st;

	if (db_stmt(w->db, "SELECT kind FROM event WHERE ticket = ?1 AND seq = ?2", &st, NULL) !=
	    ERR_OK)
		return -1;
	db_bind_text(st, 1, ticket);
	db_bind_int(st, 2, seq);
	return (int)db_take_int(w->db, st, -1);
}

bool
cache_at_centre(struct cache_writer *w, const char *ticket)
{
	struct sqlite3_stmt *st;

	if (db_stmt(w->db,
		"SELECT NOT EXISTS(SELECT 1 FROM truth WHERE id = ?1 AND doc = '') OR"
		" EXISTS(SELECT 1 FROM outbox WHERE ticket = ?1 AND state = 3)",
		&st, NULL) != ERR_OK)
		return false;
	db_bind_text(st, 1, ticket);
	return db_take_int(w->db, st, 0) != 0;
}
