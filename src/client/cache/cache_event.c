/* Events as the centre numbered and chained them. An event that bears the id of one of our operations shows that the
 * centre has it, whether or not its answer ever reached us. */
#include "cache_p.h"

#include <string.h>

#include "wire/ticket_json.h"

/* Our own operation, come back: it is no longer shown on top. */
static enum err_code
see_own(struct cache_writer *w, const struct event *ev, struct err *e)
{
	struct sqlite3_stmt *st;
	enum err_code rc =
	    db_stmt(w->db, "UPDATE outbox SET seen = 1 WHERE id = ?1 AND seen = 0", &st, e);

	if (rc != ERR_OK)
		return rc;
	db_bind_text(st, 1, ev->id);
	rc = db_run(w->db, st, e);
	if (rc == ERR_OK && db_changes(w->db) > 0)
		rc = cache_truth_show(w, ev->ticket, e);
	return rc;
}

enum err_code
cache_event_put(struct cache_writer *w, const struct event *ev, struct err *e)
{
	struct str doc = { 0 }, plain = { 0 }, sealed = { 0 };
	struct sqlite3_stmt *st;
	enum err_code rc = db_stmt(w->db,
	    "INSERT INTO event(id, ticket, seq, kind, at, doc, identity) "
	    "VALUES(?1,?2,?3,?4,?5,?6,?7)"
	    " ON CONFLICT(id) DO UPDATE SET seq = ?3, at = ?5, doc = ?6, identity = ?7",
	    &st, e);

	if (rc != ERR_OK)
		return rc;
	event_json_write(ev, false, &doc);
	if (ev->has_identity)
		event_json_write(ev, true, &plain); /* whole: the salt of its digest goes along */
	cache_seal(w->key, "event", ev->id, str_c(&plain), plain.len, &sealed);
	db_bind_text(st, 1, ev->id);
	db_bind_text(st, 2, ev->ticket);
	db_bind_int(st, 3, ev->seq);
	db_bind_int(st, 4, ev->kind);
	db_bind_int(st, 5, ev->at_server != 0 ? ev->at_server : ev->at);
	db_bind_text(st, 6, str_c(&doc));
	db_bind_blob(st, 7, sealed.len > 0 ? sealed.s : NULL, sealed.len);
	if (doc.bad || plain.bad || sealed.bad) {
		db_done(st);
		rc = err_set(e, ERR_NO_MEMORY, NULL);
	} else {
		rc = db_run(w->db, st, e);
	}
	str_free(&doc);
	secret_str_free(&plain);
	str_free(&sealed);
	w->touched |= CACHE_EVENTS;
	return rc == ERR_OK ? see_own(w, ev, e) : rc;
}

enum err_code
cache_event_read(const uint8_t *key, const char *id, const char *doc, const void *sealed, size_t n,
    struct event *ev, struct err *e)
{
	struct str plain = { 0 };
	enum err_code rc;

	if (n > 0 && cache_unseal(key, "event", id, sealed, n, &plain))
		rc = event_json_read(plain.s, plain.len, ev, e);
	else
		rc = event_json_read(doc, strlen(doc), ev, e);
	secret_str_free(&plain);
	return rc;
}
