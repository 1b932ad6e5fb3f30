/* What the centre sends: pages of what changed.
 *
 * Invariants: rows and the cursor behind them are one transaction; a page is applied only where the feed still stands at
 * the place it was asked from (a late copy of a page once brought back a ticket that had left); absence means nothing, what
 * leaves is said. */
#include "cache_p.h"

#include <string.h>

#include "city/rows.h"
#include "model/incident.h"

#define REFERENCE "reference"

/* ---- where a feed stands ---- */

void
cache_place(struct cache_writer *w, const char *feed, struct cache_place *out)
{
	struct sqlite3_stmt *st;

	*out = (struct cache_place){ 0 };
	if (db_stmt(w->db, "SELECT epoch, cursor FROM place WHERE feed = ?1", &st, NULL) != ERR_OK)
		return;
	db_bind_text(st, 1, feed);
	if (db_step(w->db, st, NULL) == 1) {
		str_copy(out->epoch, sizeof(out->epoch), db_text(st, 0));
		str_copy(out->cursor, sizeof(out->cursor), db_text(st, 1));
	}
	db_done(st);
}

enum err_code
cache_place_put(
    struct cache_writer *w, const char *feed, const char *epoch, const char *cursor, struct err *e)
{
	struct sqlite3_stmt *st;
	enum err_code rc = db_stmt(w->db,
	    "INSERT INTO place(feed, epoch, cursor) VALUES(?1, ?2, ?3) ON CONFLICT(feed) DO UPDATE "
	    "SET epoch = ?2,"
	    " cursor = ?3",
	    &st, e);

	if (rc != ERR_OK)
		return rc;
	db_bind_text(st, 1, feed);
	db_bind_text(st, 2, epoch);
	db_bind_text(st, 3, cursor);
	return db_run(w->db, st, e);
}

/* Reference rows that are not sent again after this belong to no one: the next whole pull drops them. */
enum err_code
cache_ref_gen_next(struct cache_writer *w, struct err *e)
{
	return cache_meta_put_int(w, "ref_gen", cache_meta_int(w->db, "ref_gen", 1) + 1, e);
}

enum err_code
cache_place_forget(struct cache_writer *w, const char *feed, struct err *e)
{
	enum err_code rc = cache_enter(w, false, e);

	if (rc != ERR_OK)
		return rc;
	rc = cache_place_put(w, feed, "", "", e);
	if (rc == ERR_OK && strcmp(feed, REFERENCE) == 0)
		rc = cache_ref_gen_next(w, e);
	return cache_leave(w, rc, e);
}

/* ---- pages ---- */

static enum err_code
put_ref(struct cache_writer *w, const struct ref_row *r, int64_t gen, struct err *e)
{
	struct sqlite3_stmt *st;
	enum err_code rc;

	if (cache_article_is_kind(r->kind))
		return cache_article_put(w, r, gen, e);
	if (!city_rows_is_kind(r->kind) && !cache_is_beside(r->kind)) /* of a newer centre */
		return ERR_OK;
	rc = db_stmt(w->db,
	    "INSERT INTO ref(kind, code, gen, rev, text) VALUES(?1,?2,?3,?4,?5)"
	    " ON CONFLICT(kind, code) DO UPDATE SET gen = ?3, rev = ?4, text = ?5",
	    &st, e);
	if (rc != ERR_OK)
		return rc;
	db_bind_text(st, 1, r->kind);
	db_bind_text(st, 2, r->code);
	db_bind_int(st, 3, gen);
	db_bind_int(st, 4, r->rev);
	db_bind_text(st, 5, r->text);
	return db_run(w->db, st, e);
}

static enum err_code
del_ref(struct cache_writer *w, const char *id, struct err *e)
{
	const char *slash = strchr(id, '/');
	struct sqlite3_stmt *st;
	char kind[24];
	enum err_code rc;

	if (slash == NULL || (size_t)(slash - id) >= sizeof(kind))
		return ERR_OK;
	memcpy(kind, id, (size_t)(slash - id));
	kind[slash - id] = '\0';
	if (cache_article_is_kind(kind))
		return cache_article_drop(w, kind, slash + 1, e);
	rc = db_stmt(w->db, "DELETE FROM ref WHERE kind = ?1 AND code = ?2", &st, e);
	if (rc != ERR_OK)
		return rc;
	db_bind_text(st, 1, kind);
	db_bind_text(st, 2, slash + 1);
	return db_run(w->db, st, e);
}

static enum err_code
apply_refs(struct cache_writer *w, const struct page *p, struct err *e)
{
	int64_t gen = cache_meta_int(w->db, "ref_gen", 1);
	enum err_code rc = ERR_OK;
	int64_t changed = (int64_t)p->n_del;

	w->weights_due = w->weights_due || p->n_del > 0;
	for (size_t i = 0; rc == ERR_OK && i < p->n_refs; i++) {
		rc = put_ref(w, &p->refs[i], gen, e);
		changed += city_rows_is_kind(p->refs[i].kind);
		w->weights_due = w->weights_due || cache_weights_is_kind(p->refs[i].kind);
		if (strcmp(p->refs[i].kind, INCIDENT_KIND) == 0) /* shown beside the tickets */
			w->touched |= CACHE_TICKETS;
	}
	for (size_t i = 0; rc == ERR_OK && i < p->n_del; i++)
		if (strcmp(p->del[i].kind, "ref") == 0) {
			rc = del_ref(w, p->del[i].id, e);
			if (str_starts(p->del[i].id, INCIDENT_KIND "/"))
				w->touched |= CACHE_TICKETS;
		}
	if (rc == ERR_OK && !p->more) {
		struct sqlite3_stmt *st;
		rc = db_stmt(w->db, "DELETE FROM ref WHERE gen < ?1", &st, e);
		if (rc == ERR_OK) {
			db_bind_int(st, 1, gen);
			rc = db_run(w->db, st, e);
			changed += db_changes(w->db);
			w->weights_due = w->weights_due || db_changes(w->db) > 0;
		}
	}
	if (rc == ERR_OK)
		rc = cache_article_settle(w, gen, !p->more, e);
	/* Half a city is worse than the old one: it is built anew when the last page is here. */
	if (rc == ERR_OK && changed > 0)
		rc = cache_meta_put_int(w, "city_changed", 1, e);
	if (rc == ERR_OK && !p->more && cache_meta_int(w->db, "city_changed", 0) != 0) {
		rc = cache_meta_put_int(w, "city", cache_meta_int(w->db, "city", 0) + 1, e);
		if (rc == ERR_OK)
			rc = cache_meta_put_int(w, "city_changed", 0, e);
		w->touched |= CACHE_CITY;
	}
	return rc;
}

/* Operations that this page reaches past, whose tickets did not come with it: they are not (or no longer) in our feed.
 * Those of an earlier enrolment have no number any more: they were answered before it, so every page reaches past them. */
static enum err_code
retire_passed(struct cache_writer *w, int64_t last_op, struct err *e)
{
	char ticket[ID_SIZE];
	struct sqlite3_stmt *st;
	enum err_code rc = ERR_OK;

	while (rc == ERR_OK) {
		int step;
		rc = db_stmt(w->db,
		    "SELECT ticket FROM outbox WHERE state = 3 AND retired = 0 AND seen = 0 AND"
		    " coalesce(n, 0) <= ?1 AND EXISTS("
		    "SELECT 1 FROM truth t WHERE t.id = ticket) LIMIT 1",
		    &st, e);
		if (rc != ERR_OK)
			return rc;
		db_bind_int(st, 1, last_op);
		step = db_step(w->db, st, e);
		str_copy(ticket, sizeof(ticket), step == 1 ? db_text(st, 0) : "");
		db_done(st);
		if (step != 1)
			return step < 0 ? ERR_DB : ERR_OK;
		rc = db_stmt(w->db,
		    "UPDATE outbox SET retired = 1 WHERE ticket = ?1 AND state = 3 AND retired = 0 "
		    "AND coalesce(n, 0) <= ?2",
		    &st, e);
		if (rc != ERR_OK)
			return rc;
		db_bind_text(st, 1, ticket);
		db_bind_int(st, 2, last_op);
		rc = db_run(w->db, st, e);
		if (rc == ERR_OK)
			rc = cache_truth_show(w, ticket, e);
	}
	return rc;
}

static enum err_code
apply_tickets(struct cache_writer *w, const struct page *p, struct err *e)
{
	int64_t gen = cache_gen(w);
	enum err_code rc = ERR_OK;

	for (size_t i = 0; rc == ERR_OK && i < p->n_tickets; i++)
		rc = cache_truth_put(w, &p->tickets[i], gen, e);
	for (size_t i = 0; rc == ERR_OK && i < p->n_events; i++)
		rc = cache_event_put(w, &p->events[i], e);
	for (size_t i = 0; rc == ERR_OK && i < p->n_out; i++)
		if (strcmp(p->out[i].kind, "ticket") == 0)
			rc = cache_truth_out(w, p->out[i].id, p->out[i].rev, e);
	for (size_t i = 0; rc == ERR_OK && i < p->n_del; i++)
		if (strcmp(p->del[i].kind, "ticket") == 0)
			rc = cache_truth_out(w, p->del[i].id, p->del[i].rev, e);
	if (rc == ERR_OK && !p->more)
		rc = retire_passed(w, p->last_op, e);
	return rc;
}

static bool
still_there(
    struct cache_writer *w, const char *feed, const struct cache_place *from, const struct page *p)
{
#ifndef BREAK_PAGE_RULE
	struct cache_place now;
	char epoch[EPOCH_SIZE] = "";

	/* "Nowhere yet" looks the same in every epoch: there the page itself must say which it is of. */
	(void)cache_meta(w->db, "epoch", epoch, sizeof(epoch));
	if (epoch[0] != '\0' && strcmp(epoch, p->epoch) != 0)
		return false;
	cache_place(w, feed, &now);
	return strcmp(now.epoch, from->epoch) == 0 && strcmp(now.cursor, from->cursor) == 0;
#else
	(void)w;
	(void)feed;
	(void)from;
	(void)p;
	return true;
#endif
}

enum err_code
cache_page(struct cache_writer *w, const char *feed, const struct cache_place *from,
    const struct page *p, bool *applied, struct err *e)
{
	enum err_code rc = cache_enter(w, false, e);

	*applied = false;
	if (rc != ERR_OK)
		return rc;
	if (!still_there(w, feed, from, p))
		return cache_leave(w, ERR_OK, e);
	rc = strcmp(feed, REFERENCE) == 0 ? apply_refs(w, p, e) : apply_tickets(w, p, e);
	if (rc == ERR_OK && !str_eq(p->cursor, from->cursor))
		rc = cache_place_put(w, feed, p->epoch, p->cursor, e);
	rc = cache_leave(w, rc, e);
	*applied = rc == ERR_OK;
	if (strcmp(feed, REFERENCE) == 0)
		(void)cache_article_mend(w, rc); /* the page is asked for again */
	return rc;
}

enum err_code
cache_fetched(struct cache_writer *w, const struct msg_ticket *m, struct err *e)
{
	int64_t gen = cache_fill_gen(w);
	enum err_code rc = cache_enter(w, false, e);

	if (rc != ERR_OK)
		return rc;
	rc = cache_truth_put(w, &m->ticket, gen, e);
	for (size_t i = 0; rc == ERR_OK && i < m->n_events; i++)
		rc = cache_event_put(w, &m->events[i], e);
	return cache_leave(w, rc, e);
}
