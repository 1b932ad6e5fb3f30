/* Single requests of other systems: what was answered to which key of which device, so that one sent twice is done once.
 * Only what was accepted stands here: what was refused changed nothing and may be asked again. */
#include <stdlib.h>

#include "store_p.h"

enum err_code
store_request_get(
    struct store *s, const char *device, const char *key, struct store_request *out, struct err *e)
{
	struct sqlite3_stmt *st;
	int step;

	*out = (struct store_request){ .result = NULL };
	if (db_stmt(s->db,
		"SELECT fingerprint, result FROM request_seen WHERE device = ?1 AND key = ?2", &st,
		e) != ERR_OK)
		return ERR_DB;
	db_bind_text(st, 1, device);
	db_bind_text(st, 2, key);
	step = db_step(s->db, st, e);
	if (step == 1) {
		str_copy(out->fingerprint, sizeof(out->fingerprint), db_text(st, 0));
		out->result = str_dup(db_text(st, 1));
	}
	db_done(st);
	if (step < 0)
		return ERR_DB;
	if (step == 0)
		return err_set(e, ERR_NOT_FOUND, NULL);
	return out->result != NULL ? ERR_OK : err_set(e, ERR_NO_MEMORY, NULL);
}

enum err_code
store_request_add(struct store *s, const char *device, const char *key,
    const struct store_request *x, int64_t at, struct err *e)
{
	struct sqlite3_stmt *st;

	if (db_stmt(s->db, "DELETE FROM request_seen WHERE at < ?1", &st, e) != ERR_OK)
		return ERR_DB;
	db_bind_int(st, 1, at - STORE_REQUEST_MS);
	if (db_run(s->db, st, e) != ERR_OK)
		return ERR_DB;
	if (db_stmt(s->db,
		"INSERT INTO request_seen(device, key, fingerprint, result, at) "
		"VALUES(?1,?2,?3,?4,?5)",
		&st, e) != ERR_OK)
		return ERR_DB;
	db_bind_text(st, 1, device);
	db_bind_text(st, 2, key);
	db_bind_text(st, 3, x->fingerprint);
	db_bind_text(st, 4, x->result);
	db_bind_int(st, 5, at);
	return db_run(s->db, st, e);
}
