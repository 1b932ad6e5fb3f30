/* What the centre says to operations: applied, refused, in conflict, not yet; and what becomes of their numbers when the
 * two ends disagree about them. Nothing here ever removes an operation that a person has not seen answered. */
#include "cache_p.h"
#include "model/extra.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define KEEP_ANSWERED \
	2000 /* operations: a month of a busy seat's, more than any nightly backup loses */

struct row { /* an operation of the outbox */
	int64_t local;
	char ticket[ID_SIZE], author[16];
	int kind, state;
	int64_t at;
};

static bool
find(struct cache_writer *w, const struct op_result *r, struct row *out)
{
	struct sqlite3_stmt *st;
	bool there;

	if (db_stmt(w->db,
		"SELECT local, ticket, author, kind, state, at FROM outbox WHERE n = ?1 AND id = "
		"?2",
		&st, NULL) != ERR_OK)
		return false;
	db_bind_int(st, 1, r->n);
	db_bind_text(st, 2, r->id);
	there = db_step(w->db, st, NULL) == 1;
	if (there) {
		*out = (struct row){ .local = db_int(st, 0),
			.kind = (int)db_int(st, 3),
			.state = (int)db_int(st, 4),
			.at = db_int(st, 5) };
		str_copy(out->ticket, sizeof(out->ticket), db_text(st, 1));
		str_copy(out->author, sizeof(out->author), db_text(st, 2));
	}
	db_done(st);
	return there;
}

/* ---- applied ---- */

/* Answered, and already shown by the centre's own row: nothing of it stays on top. */
static enum err_code
acked(struct cache_writer *w, const struct row *row, const struct op_result *r, struct err *e)
{
	struct sqlite3_stmt *st;
	enum err_code rc = db_stmt(w->db,
	    "UPDATE outbox SET state = 3, rev = ?2, number = ?3, retired = retired OR seen OR NOT "
	    "EXISTS(SELECT 1 FROM"
	    " truth WHERE id = ?4 AND (present = 0 OR rev < ?2)) WHERE local = ?1",
	    &st, e);

	if (rc != ERR_OK)
		return rc;
	db_bind_int(st, 1, row->local);
	db_bind_int(st, 2, r->rev);
	db_bind_text(st, 3, r->number);
	db_bind_text(st, 4, row->ticket);
	return db_run(w->db, st, e);
}

static void
tell_number(struct cache_writer *w, const struct row *row, const struct op_result *r,
    struct cache_answered *out)
{
	const int max = (int)(sizeof(out->renumbered) / sizeof(out->renumbered[0]));
	struct cache_renumbered *told = &out->renumbered[out->n_renumbered];
	struct op op;

	if (r->number[0] == '\0' || out->n_renumbered == max || !cache_creates(row->kind))
		return;
	op_init(&op);
	if (cache_op_load(w, row->local, &op, NULL) == ERR_OK &&
	    !str_same(fields_get(&op.set, TF_NO), r->number) &&
	    fields_get(&op.set, TF_NO)[0] != '\0') {
		str_copy(told->ticket, sizeof(told->ticket), row->ticket);
		str_copy(told->old_number, sizeof(told->old_number), fields_get(&op.set, TF_NO));
		str_copy(told->number, sizeof(told->number), r->number);
		out->n_renumbered++;
	}
	op_free(&op);
}

/* ---- in conflict ---- */

static enum err_code
add_conflict(struct cache_writer *w, const struct row *row, const struct op *op, const char *field,
    struct err *e)
{
	int f = field_by_json(field);
	const char *mine = f >= 0 ? fields_get(&op->set, (enum ticket_field)f) : "";
	struct str sealed = { 0 }, changes = { 0 };
	struct sqlite3_stmt *st;
	enum err_code rc;

	if (f >= 0 && field_info((enum ticket_field)f)->class == CLASS_KEYS) {
		/* the rest of it is what the author saw, not what the author wrote */
		extra_changes(fields_get(&op->was, (enum ticket_field)f), mine, &changes);
		mine = str_c(&changes);
	}
	if (mine[0] == '\0') {
		str_free(&changes);
		return ERR_OK;
	}
	rc = db_stmt(w->db,
	    "INSERT INTO conflict(ticket, field, op, mine, author, at) VALUES(?1,?2,?3,?4,?5,?6)"
	    " ON CONFLICT(op, field) DO NOTHING",
	    &st, e);
	if (rc != ERR_OK) {
		str_free(&changes);
		return rc;
	}
	cache_seal(w->key, "conflict", op->id, mine, strlen(mine), &sealed);
	db_bind_text(st, 1, row->ticket);
	db_bind_text(st, 2, field);
	db_bind_text(st, 3, op->id);
	db_bind_blob(st, 4, sealed.s, sealed.len);
	db_bind_text(st, 5, row->author);
	db_bind_int(st, 6, row->at);
	rc = db_run(w->db, st, e);
	str_free(&sealed);
	str_free(&changes);
	return rc;
}

static enum err_code
conflicts(struct cache_writer *w, const struct row *row, const struct op_result *r,
    struct cache_answered *out, struct err *e)
{
	struct op op;
	size_t at = 0, n;
	const char *name;
	char field[32];
	enum err_code rc;

	op_init(&op);
	rc = cache_op_load(w, row->local, &op, e);
	while (rc == ERR_OK && (name = city_each(r->lost, &at, &n)) != NULL) {
		if (n >= sizeof(field))
			continue;
		memcpy(field, name, n);
		field[n] = '\0';
		rc = add_conflict(w, row, &op, field, e);
		out->conflicts++;
	}
	op_free(&op);
	return rc == ERR_OK ? cache_row_flag_conflict(w, row->ticket, e) : rc;
}

/* ---- refused ---- */

static enum err_code
park(struct cache_writer *w, int64_t local, enum err_code code, const char *detail, struct err *e)
{
	struct sqlite3_stmt *st;
	enum err_code rc = db_stmt(
	    w->db, "UPDATE outbox SET state = 2, code = ?2, detail = ?3 WHERE local = ?1", &st, e);

	if (rc != ERR_OK)
		return rc;
	db_bind_int(st, 1, local);
	db_bind_int(st, 2, (int64_t)code);
	db_bind_text(st, 3, detail[0] != '\0' ? detail : err_hint(code));
	w->touched |= CACHE_OUTBOX;
	return db_run(w->db, st, e);
}

/* ---- an answer ---- */

static enum err_code
answer(struct cache_writer *w, const struct op_result *r, struct cache_answered *out, struct err *e)
{
	struct row row;
	enum err_code rc;

	/* Answered before, or of another numbering: a late copy of an old answer. */
	if (!find(w, r, &row) || row.state >= OUTBOX_PARKED)
		return ERR_OK;
	if (r->status == OP_RETRY) {
		out->retry = true;
		return ERR_OK;
	}
	if (r->status == OP_REJECTED) {
		out->parked++;
		rc = park(w, row.local, r->code, r->detail, e);
	} else {
		out->acked++;
		rc = acked(w, &row, r, e);
		if (rc == ERR_OK && r->status == OP_CONFLICT)
			rc = conflicts(w, &row, r, out, e);
		tell_number(w, &row, r, out);
	}
	return rc == ERR_OK ? cache_truth_show(w, row.ticket, e) : rc;
}

static enum err_code
forget_old(struct cache_writer *w, struct err *e)
{
	return db_run_int(w->db,
	    "DELETE FROM outbox WHERE state IN (3, 4) AND retired = 1 AND local < (SELECT "
	    "max(local) "
	    "FROM outbox) - ?1",
	    KEEP_ANSWERED, e);
}

/* A number is only answered when those before it are there: in this epoch the centre has all that was acknowledged. */
static enum err_code
sure(struct cache_writer *w, struct err *e)
{
	char epoch[EPOCH_SIZE] = "";

	(void)cache_meta(w->db, "epoch", epoch, sizeof(epoch));
	return cache_meta_put(w, "sure_epoch", epoch, e);
}

enum err_code
cache_answers(
    struct cache_writer *w, const struct op_results *r, struct cache_answered *out, struct err *e)
{
	enum err_code rc = cache_enter(w, false, e);

	*out = (struct cache_answered){ 0 };
	if (rc != ERR_OK)
		return rc;
	for (size_t i = 0; rc == ERR_OK && i < r->count && !out->retry; i++)
		rc = answer(w, &r->r[i], out, e);
	if (rc == ERR_OK && out->acked + out->parked > 0)
		rc = sure(w, e);
	if (rc == ERR_OK)
		rc = forget_old(w, e);
	w->touched |= CACHE_OUTBOX;
	return cache_leave(w, rc, e);
}

/* ---- numbers of operations ---- */

static int64_t
one(struct cache_writer *w, const char *sql, int64_t bound)
{
	struct sqlite3_stmt *st;

	if (db_stmt(w->db, sql, &st, NULL) != ERR_OK)
		return 0;
	db_bind_int(st, 1, bound);
	return db_take_int(w->db, st, 0);
}

/* The centre has not used up this number, so those behind it move up. In two steps: n is unique. */
static enum err_code
close_gap(struct cache_writer *w, int64_t n, struct err *e)
{
	enum err_code rc = db_run_int(w->db, "UPDATE outbox SET n = NULL WHERE n = ?1", n, e);

	if (rc == ERR_OK)
		rc = db_run_int(w->db, "UPDATE outbox SET n = -n WHERE n > ?1", n, e);
	if (rc == ERR_OK)
		rc = db_run_int(w->db, "UPDATE outbox SET n = -n - 1 WHERE n < 0 AND ?1 > 0", n, e);
	if (rc == ERR_OK)
		rc = cache_meta_put_int(w, "next_n", cache_meta_int(w->db, "next_n", 1) - 1, e);
	return rc;
}

/* What a person has settled is not said again: its number goes to those behind it. */
static enum err_code
skip_settled(struct cache_writer *w, int64_t expect, struct err *e)
{
	int64_t n;
	enum err_code rc = ERR_OK;

	while (rc == ERR_OK &&
	       (n = one(w, "SELECT max(n) FROM outbox WHERE n >= ?1 AND state = 4", expect)) > 0)
		rc = close_gap(w, n, e);
	return rc;
}

/* Everything from ${expect} on is sent again, also what had been answered: the centre has lost it. */
static enum err_code
send_again(struct cache_writer *w, int64_t expect, struct err *e)
{
	int64_t have = one(w, "SELECT count(*) FROM outbox WHERE n >= ?1", expect);
	int64_t next = cache_meta_int(w->db, "next_n", 1);
	enum err_code rc;

	if (expect < 1 || expect > next || have != next - expect)
		return err_set(e, ERR_OP_REUSE,
		    "本机的操作序号与中心对不上(中心等第 %lld 个), 要重新登记本机; "
		    "待送的内容都还在。",
		    (long long)expect);
	rc = skip_settled(w, expect, e);
	if (rc == ERR_OK)
		rc = db_run_int(w->db,
		    "UPDATE outbox SET retired = 0, seen = 0 WHERE n >= ?1 AND state = 3", expect,
		    e);
	if (rc == ERR_OK)
		rc = db_run_int(w->db,
		    "UPDATE outbox SET state = 0 WHERE n >= ?1 AND state IN (1, 2, 3)", expect, e);
	return rc;
}

/* The tickets of what is sent again are shown with it on top again. */
enum err_code
cache_outbox_show(struct cache_writer *w, int64_t expect, struct err *e)
{
	char ticket[ID_SIZE];
	int64_t local = 0;
	enum err_code rc = ERR_OK;

	for (;;) {
		struct sqlite3_stmt *st;
		if (rc != ERR_OK || db_stmt(w->db,
					"SELECT local, ticket FROM outbox WHERE n >= ?1 AND local "
					"> ?2 ORDER BY local LIMIT 1",
					&st, e) != ERR_OK)
			return rc != ERR_OK ? rc : ERR_DB;
		db_bind_int(st, 1, expect);
		db_bind_int(st, 2, local);
		if (db_step(w->db, st, e) != 1) {
			db_done(st);
			return ERR_OK;
		}
		local = db_int(st, 0);
		str_copy(ticket, sizeof(ticket), db_text(st, 1));
		db_done(st);
		rc = cache_truth_keep(w, ticket, e);
		if (rc == ERR_OK)
			rc = cache_truth_show(w, ticket, e);
	}
}

enum err_code
cache_gap(struct cache_writer *w, int64_t expect, struct err *e)
{
	enum err_code rc = cache_enter(w, false, e);

	if (rc != ERR_OK)
		return rc;
	rc = send_again(w, expect, e);
	if (rc == ERR_OK)
		rc = cache_outbox_show(w, expect, e);
	w->touched |= CACHE_OUTBOX;
	rc = cache_leave(w, rc, e);
	if (rc == ERR_OP_REUSE)
		(void)cache_reuse(w, NULL);
	return rc;
}

enum err_code
cache_reuse(struct cache_writer *w, struct err *e)
{
	enum err_code rc = cache_enter(w, true, e);

	if (rc != ERR_OK)
		return rc;
	rc = cache_meta_put(w, "reenrol", "1", e);
	w->touched |= CACHE_META;
	return cache_leave(w, rc, e);
}

enum err_code
cache_refused(
    struct cache_writer *w, int64_t n, enum err_code code, const char *detail, struct err *e)
{
	int64_t local = one(w, "SELECT local FROM outbox WHERE n = ?1 AND state IN (0, 1)", n);
	char ticket[ID_SIZE] = "";
	struct sqlite3_stmt *st;
	enum err_code rc;

	if (local == 0)
		return ERR_OK;
	rc = cache_enter(w, false, e);
	if (rc != ERR_OK)
		return rc;
	rc = db_stmt(w->db, "SELECT ticket FROM outbox WHERE local = ?1", &st, e);
	if (rc == ERR_OK) {
		db_bind_int(st, 1, local);
		if (db_step(w->db, st, e) == 1)
			str_copy(ticket, sizeof(ticket), db_text(st, 0));
		db_done(st);
		rc = park(w, local, code, detail, e);
	}
	if (rc == ERR_OK)
		rc = close_gap(w, n, e);
	/* A body that does not open cannot be shown either; its row says so. */
	if (rc == ERR_OK && code != ERR_CORRUPT)
		rc = cache_truth_show(w, ticket, e);
	return cache_leave(w, rc, e);
}
