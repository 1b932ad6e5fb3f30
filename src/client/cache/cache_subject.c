/* Whom each ticket is about, for finding the other tickets about the same party: one row a ticket that names somebody, by
 * the key of the name (model/subject.h). Written and taken out with what tickets are compared by (cache_similar.c), whose
 * background walk brings it to older rows. */
#include "cache_p.h"
#include "model/similar.h"
#include "model/subject.h"

enum err_code
cache_subject_forget(struct cache_writer *w, int64_t id, struct err *e)
{
	return db_run_int(w->db, "DELETE FROM subject WHERE id = ?1", id, e);
}

enum err_code
cache_subject_put(struct cache_writer *w, int64_t id, const struct ticket *t, struct err *e)
{
	const uint32_t key = subject_key(fields_get(&t->f, TF_SUBJECT));
	struct sqlite3_stmt *st;
	enum err_code rc;

	if (key == 0)
		return ERR_OK;
	rc = db_stmt(w->db,
	    "INSERT OR REPLACE INTO subject(id, name, at, shield) VALUES(?1, ?2, ?3, ?4)", &st, e);
	if (rc != ERR_OK)
		return rc;
	db_bind_int(st, 1, id);
	db_bind_int(st, 2, key);
	db_bind_int(st, 3, t->created_at);
	db_bind_int(st, 4, similar_is_shielded(t));
	return db_run(w->db, st, e);
}
