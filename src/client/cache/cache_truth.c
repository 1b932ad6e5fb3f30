/* What the centre last said, and what is shown: the same, but for tickets with operations of this seat that it has not
 * answered. Those are applied, in their order, by the one function that changes tickets (ticket_apply), on top of the
 * centre's word, each time either changes. An answered operation stays on top until a row that includes it has come
 * (protocol rule 8): by its revision, by its event, or because a page that reaches past it says so (last_op).
 *
 * Invariant: a row of "truth" exists exactly while something of this seat is shown on top of it. */
#include <stdlib.h>
#include <string.h>

#include "cache_p.h"
#include "model/workflow.h"

int64_t
cache_gen(struct cache_writer *w)
{
	int64_t gen = w->gen != 0 ? w->gen : cache_meta_int(w->db, "gen", 1);

	if (w->depth > 0)
		w->gen = gen;
	return gen;
}

/* ---- the row of truth ---- */

struct truth {
	bool there, present; /* is kept; the centre has the ticket in our feed */
	int64_t gen, rev;
	struct ticket t;
};

static enum err_code
load(struct cache_writer *w, const char *id, struct truth *out, struct err *e)
{
	struct sqlite3_stmt *st;
	const void *sealed;
	size_t n;
	int step;
	enum err_code rc = db_stmt(
	    w->db, "SELECT gen, rev, present, doc, identity FROM truth WHERE id = ?1", &st, e);

	*out = (struct truth){ 0 };
	ticket_init(&out->t);
	if (rc != ERR_OK)
		return rc;
	db_bind_text(st, 1, id);
	step = db_step(w->db, st, e);
	if (step < 0)
		rc = ERR_DB;
	if (step == 1) {
		out->there = true;
		out->gen = db_int(st, 0);
		out->rev = db_int(st, 1);
		out->present = db_int(st, 2) != 0;
		sealed = db_blob(st, 4, &n);
		if (db_text(st, 3)[0] != '\0')
			rc = cache_doc_read(w->key, id, db_text(st, 3), sealed, n, &out->t, e);
	}
	db_done(st);
	return rc;
}

static enum err_code
drop(struct cache_writer *w, const char *id, struct err *e)
{
	return db_run_text(w->db, "DELETE FROM truth WHERE id = ?1", id, e);
}

enum err_code
cache_truth_keep(struct cache_writer *w, const char *id, struct err *e)
{
	struct sqlite3_stmt *st;
	enum err_code rc = db_stmt(w->db,
	    "INSERT INTO truth(id, gen, rev, present, doc, identity)"
	    " SELECT id, gen, rev, 1, doc, identity FROM ticket WHERE id = ?1 ON CONFLICT(id) DO "
	    "NOTHING",
	    &st, e);

	w->truths = 0;
	if (rc != ERR_OK)
		return rc;
	db_bind_text(st, 1, id);
	rc = db_run(w->db, st, e);
	if (rc == ERR_OK)
		rc = db_stmt(w->db,
		    "INSERT INTO truth(id, gen, rev, present, doc) VALUES(?1, 0, 0, 0, '') ON "
		    "CONFLICT(id) DO NOTHING",
		    &st, e);
	if (rc != ERR_OK)
		return rc;
	db_bind_text(st, 1, id);
	return db_run(w->db, st, e);
}

bool
cache_truth_get(struct db *db, const uint8_t *key, const char *id, struct ticket *t)
{
	struct sqlite3_stmt *st;
	const void *sealed;
	size_t n;
	bool there;

	if (db_stmt(db, "SELECT doc, identity FROM truth WHERE id = ?1", &st, NULL) != ERR_OK)
		return false;
	db_bind_text(st, 1, id);
	if (db_step(db, st, NULL) != 1) { /* nothing of ours on top: what is shown is the truth */
		db_done(st);
		return cache_row_get(db, key, id, t, NULL) == ERR_OK;
	}
	sealed = db_blob(st, 1, &n);
	there = db_text(st, 0)[0] != '\0' &&
		cache_doc_read(key, id, db_text(st, 0), sealed, n, t, NULL) == ERR_OK;
	db_done(st);
	return there;
}

/* ---- our operations on top ---- */

struct mine { /* one pending operation */
	struct op op;
	int state;
	char number[20];
};
struct mine_list {
	struct mine *v;
	size_t n;
	int waiting; /* not answered yet */
};

static void
mine_free(struct mine_list *l)
{
	for (size_t i = 0; i < l->n; i++)
		op_free(&l->v[i].op);
	free(l->v);
}

static enum err_code
push_mine(struct cache_writer *w, struct sqlite3_stmt *st, struct mine_list *l, struct err *e)
{
	struct mine *grown = realloc(l->v, (l->n + 1) * sizeof(*grown)), *m;
	const void *body;
	size_t n;
	enum err_code rc;

	if (grown == NULL)
		return err_set(e, ERR_NO_MEMORY, NULL);
	l->v = grown;
	m = &l->v[l->n++];
	op_init(&m->op);
	m->state = (int)db_int(st, 2);
	str_copy(m->number, sizeof(m->number), db_text(st, 3));
	if (m->state == OUTBOX_WAITING || m->state == OUTBOX_SENT)
		l->waiting++;
	body = db_blob(st, 1, &n);
	rc = cache_op_read(w->key, db_text(st, 0), body, n, &m->op, e);
	if (rc != ERR_CORRUPT)
		return rc;
	/* One that does not open cannot be shown; it must not keep the centre's word from being. */
	op_free(&m->op);
	l->n--;
	err_clear(e);
	return ERR_OK;
}

/* Of what was refused only the making of a ticket stays visible: its number has been told to somebody. */
static enum err_code
load_mine(struct cache_writer *w, const char *id, struct mine_list *l, struct err *e)
{
	struct sqlite3_stmt *st;
	int step;
	enum err_code rc = db_stmt(w->db,
	    "SELECT id, body, state, number, kind FROM outbox WHERE ticket = ?1 AND retired = 0 "
	    "AND seen = 0"
	    " ORDER BY local",
	    &st, e);

	*l = (struct mine_list){ 0 };
	if (rc != ERR_OK)
		return rc;
	db_bind_text(st, 1, id);
	while (rc == ERR_OK && (step = db_step(w->db, st, e)) != 0) {
		if (step < 0)
			rc = ERR_DB;
		else if (db_int(st, 2) != OUTBOX_PARKED || cache_creates((int)db_int(st, 4)))
			rc = push_mine(w, st, l, e);
	}
	db_done(st);
	return rc;
}

/* For whom the author acts: a step of a helping unit is not one of the lead's. One who is not known here any more acts for
 * nobody: the centre's row will say. */
static void
set_unit(struct cache_writer *w, const char *author, struct event *ev)
{
	struct cache_agent a;

	if (cache_agent(w, author, &a, NULL) == ERR_OK)
		str_copy(ev->unit, sizeof(ev->unit), a.unit);
}

/* What does not fit any more (the centre has moved on) is not shown: its answer will say why. */
static void
apply_mine(struct cache_writer *w, const struct mine_list *l, struct ticket *t)
{
	static const struct city nowhere = { 0 };
	const struct city *city = cache_writer_city(w);

	for (size_t i = 0; i < l->n; i++) {
		struct event ev;
		event_init(&ev);
		if (op_event(&l->v[i].op, &ev) &&
		    (l->v[i].number[0] == '\0' || ev.set.v[TF_NO] == NULL ||
			fields_set(&ev.set, TF_NO, l->v[i].number))) {
			set_unit(w, l->v[i].op.by, &ev);
			(void)ticket_apply(t, &ev, city != NULL ? city : &nowhere, NULL);
		}
		event_free(&ev);
	}
}

enum err_code
cache_ticket_centre(struct cache_writer *w, const char *id, struct ticket *t, struct err *e)
{
	return cache_truth_get(w->db, w->key, id, t)
		   ? ERR_OK
		   : err_set(e, ERR_NOT_FOUND, "中心还没有这件工单。");
}

static enum err_code
show_truth(struct cache_writer *w, const char *id, struct truth *truth, struct err *e)
{
	enum err_code rc = truth->present ? cache_row_put(w, &truth->t, truth->gen, 0, e)
					  : cache_row_drop(w, id, e);

	return rc == ERR_OK ? drop(w, id, e) : rc;
}

enum err_code
cache_truth_show(struct cache_writer *w, const char *id, struct err *e)
{
	struct mine_list mine = { 0 };
	struct truth truth;
	enum err_code rc = load(w, id, &truth, e);

	if (rc == ERR_OK && truth.there)
		rc = load_mine(w, id, &mine, e);
	if (rc != ERR_OK || !truth.there) {
		/* nothing of ours on it: it is shown as it is */
	} else if (mine.n == 0) {
		rc = show_truth(w, id, &truth, e);
	} else {
		str_copy(truth.t.id, sizeof(truth.t.id), id);
		apply_mine(w, &mine, &truth.t);
		rc = cache_row_put(w, &truth.t, CACHE_GEN_PENDING, mine.waiting, e);
	}
	mine_free(&mine);
	ticket_free(&truth.t);
	w->touched |= CACHE_OUTBOX;
	return rc;
}

/* ---- the centre speaks ---- */

/* Answered operations that this revision includes. */
static enum err_code
retire(struct cache_writer *w, const char *id, int64_t rev, struct err *e)
{
	struct sqlite3_stmt *st;
	enum err_code rc = db_stmt(w->db,
	    "UPDATE outbox SET retired = 1 WHERE ticket = ?1 AND retired = 0 AND state = 3 AND rev "
	    "<= ?2",
	    &st, e);

	if (rc != ERR_OK)
		return rc;
	db_bind_text(st, 1, id);
	db_bind_int(st, 2, rev);
	return db_run(w->db, st, e);
}

static enum err_code
replace(struct cache_writer *w, const struct ticket *t, int64_t gen, struct err *e)
{
	struct str doc = { 0 }, sealed = { 0 };
	struct sqlite3_stmt *st;
	enum err_code rc = db_stmt(w->db,
	    "UPDATE truth SET gen = ?2, rev = ?3, present = 1, doc = ?4, identity = ?5 WHERE id = "
	    "?1",
	    &st, e);

	if (rc != ERR_OK)
		return rc;
	rc = cache_doc_seal(w, t, &doc, &sealed, e);
	db_bind_text(st, 1, t->id);
	db_bind_int(st, 2, gen);
	db_bind_int(st, 3, t->rev);
	db_bind_text(st, 4, str_c(&doc));
	db_bind_blob(st, 5, sealed.len > 0 ? sealed.s : NULL, sealed.len);
	if (rc == ERR_OK)
		rc = db_run(w->db, st, e);
	else
		db_done(st);
	str_free(&doc);
	str_free(&sealed);
	return rc;
}

/* *gen, *rev of the truth kept for ${id}; false when none is. */
static bool
kept(struct cache_writer *w, const char *id, int64_t *gen, int64_t *rev)
{
	struct sqlite3_stmt *st;
	bool there;

	if (w->depth > 0 && w->truths == 0)
		w->truths =
		    db_one_int(w->db, "SELECT EXISTS(SELECT 1 FROM truth)", 1) != 0 ? 1 : -1;
	if (w->truths < 0 ||
	    db_stmt(w->db, "SELECT gen, rev FROM truth WHERE id = ?1", &st, NULL) != ERR_OK)
		return false;
	db_bind_text(st, 1, id);
	there = db_step(w->db, st, NULL) == 1;
	if (there) {
		*gen = db_int(st, 0);
		*rev = db_int(st, 1);
	}
	db_done(st);
	return there;
}

enum err_code
cache_truth_put(struct cache_writer *w, const struct ticket *t, int64_t gen, struct err *e)
{
	int64_t kept_gen, rev;
	enum err_code rc;

	if (!kept(w, t->id, &kept_gen, &rev))
		return cache_row_put(w, t, gen, 0, e);
	if (kept_gen == gen && t->rev < rev)
		return ERR_OK;
	rc = replace(w, t, gen, e);
	if (rc == ERR_OK)
		rc = retire(w, t->id, t->rev, e);
	return rc == ERR_OK ? cache_truth_show(w, t->id, e) : rc;
}

enum err_code
cache_truth_out(struct cache_writer *w, const char *id, int64_t rev, struct err *e)
{
	struct sqlite3_stmt *st;
	enum err_code rc =
	    db_stmt(w->db, "UPDATE truth SET present = 0 WHERE id = ?1 AND rev <= ?2", &st, e);

	if (rc != ERR_OK)
		return rc;
	db_bind_text(st, 1, id);
	db_bind_int(st, 2, rev);
	rc = db_run(w->db, st, e);
	if (rc == ERR_OK)
		rc = db_stmt(
		    w->db, "SELECT 1 FROM ticket WHERE id = ?1 AND gen < ?2 AND rev <= ?3", &st, e);
	if (rc != ERR_OK)
		return rc;
	db_bind_text(st, 1, id);
	db_bind_int(st, 2, CACHE_GEN_PENDING);
	db_bind_int(st, 3, rev);
	if (db_step(w->db, st, e) == 1) {
		db_done(st);
		return cache_row_drop(w, id, e);
	}
	db_done(st);
	return ERR_OK;
}
