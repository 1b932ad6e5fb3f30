/* Attachments of this seat: which there are, and how far each has come. The bytes are in cache_file_bytes.c.
 *
 * Invariants: nothing is sent before a step names it; what the centre has said to have is never asked to be more than it
 * is; names are sealed. One row a file and ticket; what is known of the file itself stands in each. */
#include <string.h>

#include "cache_file_p.h"
#include "model/members.h"

void
cache_file_row(const uint8_t *key, struct sqlite3_stmt *st, struct cache_file *f)
{
	struct str name = { 0 };
	const void *sealed;
	size_t n;
	int type = blob_type_by_json(db_text(st, 4));

	*f = (struct cache_file){ .i = { .bytes = db_int(st, 2),
				      .have = db_int(st, 3),
				      .type = type > 0 ? (enum blob_type)type : BLOB_UNKNOWN,
				      .at = db_int(st, 6) },
		.state = (enum file_state)db_int(st, 7),
		.here = db_int(st, 8) != 0 };
	f->i.complete = f->i.bytes > 0 && f->i.have == f->i.bytes;
	str_copy(f->i.id, sizeof(f->i.id), db_text(st, 0));
	str_copy(f->ticket, sizeof(f->ticket), db_text(st, 1));
	str_copy(f->i.by, sizeof(f->i.by), db_text(st, 5));
	str_copy(f->why, sizeof(f->why), db_text(st, 9));
	sealed = db_blob(st, 10, &n);
	if (cache_unseal(key, "file", f->i.id, sealed, n, &name))
		str_copy(f->i.name, sizeof(f->i.name), str_c(&name));
	secret_str_free(&name);
}

static enum err_code
put(struct cache_writer *w, const struct cache_file *f, struct err *e)
{
	struct str sealed = { 0 };
	struct sqlite3_stmt *st;
	enum err_code rc = db_stmt(w->db,
	    "INSERT INTO file(" CACHE_FILE_COLUMNS ") VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,'',?10) ON"
	    " CONFLICT(id, ticket) DO UPDATE SET have = max(have, ?4), bytes = ?3, type = ?5, here"
	    " = max(here, ?9), name = coalesce(?10, name), state = CASE WHEN state = 4 OR ?8 = 0 "
	    "AND"
	    " state = 3 THEN ?8 ELSE state END",
	    &st, e);

	if (rc != ERR_OK)
		return rc;
	cache_seal(w->key, "file", f->i.id, f->i.name, strlen(f->i.name), &sealed);
	db_bind_text(st, 1, f->i.id);
	db_bind_text(st, 2, f->ticket);
	db_bind_int(st, 3, f->i.bytes);
	db_bind_int(st, 4, f->i.have);
	db_bind_text(st, 5, blob_type_json((int)f->i.type));
	db_bind_text(st, 6, f->i.by);
	db_bind_int(st, 7, f->i.at);
	db_bind_int(st, 8, (int64_t)f->state);
	db_bind_int(st, 9, f->here);
	if (sealed.len > 0)
		db_bind_blob(st, 10, sealed.s, sealed.len);
	w->touched |= CACHE_FILES;
	rc = sealed.bad ? ERR_NO_MEMORY : db_run(w->db, st, e);
	if (sealed.bad) {
		db_done(st);
		err_set(e, rc, NULL);
	}
	str_free(&sealed);
	return rc;
}

enum err_code
cache_file_put(struct cache_writer *w, const struct cache_file *list, size_t n, struct err *e)
{
	enum err_code rc =
	    w->key != NULL ? cache_enter(w, true, e) : err_set(e, ERR_UNAUTHORISED, "请先登录。");

	if (rc != ERR_OK)
		return rc;
	for (size_t i = 0; i < n && rc == ERR_OK; i++)
		rc = put(w, &list[i], e);
	return cache_leave(w, rc, e);
}

/* One statement on the rows of a file, in a transaction of its own. */
static enum err_code
change(struct cache_writer *w, const char *sql, const char *id, int64_t v, const char *text,
    struct err *e)
{
	struct sqlite3_stmt *st;
	enum err_code rc = cache_enter(w, false, e);

	if (rc != ERR_OK)
		return rc;
	rc = db_stmt(w->db, sql, &st, e);
	if (rc == ERR_OK) {
		db_bind_text(st, 1, id);
		db_bind_int(st, 2, v);
		db_bind_text(st, 3, text);
		w->touched |= CACHE_FILES | CACHE_OUTBOX;
		rc = db_run(w->db, st, e);
	}
	return cache_leave(w, rc, e);
}

enum err_code
cache_file_named(struct cache_writer *w, const char *ids, struct err *e)
{
	const char *one = NULL;
	enum err_code rc = ERR_OK;
	size_t n = 0;

	while (rc == ERR_OK && members_next(ids, &one, &n)) {
		char id[BLOB_ID_SIZE] = "";

		if (n != BLOB_ID_SIZE - 1)
			continue;
		memcpy(id, one, n);
		/* What the centre has had may be given up there by now: its last byte is offered, and the
		 * centre says where it is. */
		rc = change(w,
		    "UPDATE file SET have = CASE WHEN state = 2 THEN max(bytes - 1, 0) ELSE have "
		    "END,"
		    " state = 1 WHERE id = ?1 AND state IN (0, 2, 3) AND here = ?2 AND ?3 = ''",
		    id, 1, "", e);
	}
	return rc;
}

enum err_code
cache_file_moved(struct cache_writer *w, const char *id, int64_t have, struct err *e)
{
	return change(w,
	    "UPDATE file SET have = ?2, why = ?3, state = CASE WHEN ?2 >= bytes THEN 2 ELSE 1 END"
	    " WHERE id = ?1 AND state = 1",
	    id, have, "", e);
}

enum err_code
cache_file_refused(struct cache_writer *w, const char *id, const char *why, struct err *e)
{
	return change(w,
	    "UPDATE file SET have = ?2, why = ?3, state = 3 WHERE id = ?1 AND state = 1", id, 0,
	    why, e);
}

enum err_code
cache_file_here(struct cache_writer *w, const char *id, struct err *e)
{
	return change(w, "UPDATE file SET here = ?2, why = ?3 WHERE id = ?1", id, 1, "", e);
}

enum err_code
cache_file_all_again(struct cache_writer *w, struct err *e)
{
	return change(w,
	    "UPDATE file SET state = 1, have = ?2 WHERE state = 2 AND here = 1 AND ?1 = ?3", "", 0,
	    "", e);
}

/* ---- asking ---- */

static bool
first_row(struct cache_writer *w, const char *sql, const char *id, struct cache_file *out)
{
	struct sqlite3_stmt *st;
	bool there;

	if (db_stmt(w->db, sql, &st, NULL) != ERR_OK)
		return false;
	db_bind_text(st, 1, id);
	there = db_step(w->db, st, NULL) == 1;
	if (there)
		cache_file_row(w->key, st, out);
	db_done(st);
	return there;
}

bool
cache_file_due(struct cache_writer *w, struct cache_file *out)
{
	return first_row(w,
	    "SELECT " CACHE_FILE_COLUMNS
	    " FROM file WHERE state = 1 AND ?1 = '' ORDER BY seq LIMIT 1",
	    "", out);
}

bool
cache_file_known(struct cache_writer *w, const char *id, struct cache_file *out)
{
	return first_row(w,
	    "SELECT " CACHE_FILE_COLUMNS " FROM file WHERE id = ?1 ORDER BY here DESC, seq LIMIT 1",
	    id, out);
}
