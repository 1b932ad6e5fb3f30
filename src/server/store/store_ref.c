/* Reference data: the city pack row by row, as city/rows.h writes it. */
#include "store_p.h"

enum err_code
store_ref_put(struct store *s, const char *kind, const char *code, const char *text, int64_t rev,
    struct err *e)
{
	struct sqlite3_stmt *st;

	if (db_stmt(s->db,
		"INSERT INTO ref(kind, code, rev, text) VALUES(?1,?2,?3,?4)"
		" ON CONFLICT(kind, code) DO UPDATE SET rev = ?3, text = ?4",
		&st, e) != ERR_OK)
		return ERR_DB;
	db_bind_text(st, 1, kind);
	db_bind_text(st, 2, code);
	db_bind_int(st, 3, rev);
	db_bind_text(st, 4, text);
	return db_run(s->db, st, e);
}

enum err_code
store_ref_del(struct store *s, const char *kind, const char *code, int64_t rev, struct err *e)
{
	struct sqlite3_stmt *st;

	(void)rev; /* the change row carries it */
	if (db_stmt(s->db, "DELETE FROM ref WHERE kind = ?1 AND code = ?2", &st, e) != ERR_OK)
		return ERR_DB;
	db_bind_text(st, 1, kind);
	db_bind_text(st, 2, code);
	return db_run(s->db, st, e);
}

/* All rows of a statement that is bound. */
static enum err_code
walk(struct store *s, struct sqlite3_stmt *st, store_ref_fn *fn, void *arg, struct err *e)
{
	int step;

	while ((step = db_step(s->db, st, e)) == 1)
		if (!fn(arg, db_text(st, 0), db_text(st, 1), db_text(st, 2), db_int(st, 3)))
			break;
	db_done(st);
	return step < 0 ? ERR_DB : ERR_OK;
}

/* Two ranges of the key instead of a filter: the rows of the kind left out are never read. */
enum err_code
store_ref_but(struct store *s, const char *kind, store_ref_fn *fn, void *arg, struct err *e)
{
	struct sqlite3_stmt *st;

	if (db_stmt(s->db,
		"SELECT kind, code, text, rev FROM ref WHERE kind < ?1 UNION ALL"
		" SELECT kind, code, text, rev FROM ref WHERE kind > ?1 ORDER BY kind, code",
		&st, e) != ERR_OK)
		return ERR_DB;
	db_bind_text(st, 1, kind);
	return walk(s, st, fn, arg, e);
}

enum err_code
store_ref_kind(struct store *s, const char *kind, store_ref_fn *fn, void *arg, struct err *e)
{
	struct sqlite3_stmt *st;

	if (db_stmt(s->db, "SELECT kind, code, text, rev FROM ref WHERE kind = ?1 ORDER BY code",
		&st, e) != ERR_OK)
		return ERR_DB;
	db_bind_text(st, 1, kind);
	return walk(s, st, fn, arg, e);
}

bool
store_ref_get(struct store *s, const char *kind, const char *code, struct str *text, int64_t *rev)
{
	struct sqlite3_stmt *st;
	bool there;

	if (db_stmt(s->db, "SELECT text, rev FROM ref WHERE kind = ?1 AND code = ?2", &st, NULL) !=
	    ERR_OK)
		return false;
	db_bind_text(st, 1, kind);
	db_bind_text(st, 2, code);
	there = db_step(s->db, st, NULL) == 1;
	if (there) {
		str_add(text, db_text(st, 0));
		*rev = db_int(st, 1);
	}
	db_done(st);
	return there;
}

enum err_code
store_codes_used(struct store *s, const char *member,
    void (*fn)(void *arg, const char *code, int64_t tickets), void *arg, struct err *e)
{
	struct sqlite3_stmt *st;
	int step = -1;

	if (db_stmt(s->db,
		"SELECT json_extract(doc, '$.matter.' || ?1) AS code, count(*) FROM ticket WHERE "
		"code "
		"IS NOT NULL GROUP BY code",
		&st, e) != ERR_OK)
		return ERR_DB;
	db_bind_text(st, 1, member);
	while ((step = db_step(s->db, st, e)) == 1)
		fn(arg, db_text(st, 0), db_int(st, 1));
	db_done(st);
	return step < 0 ? ERR_DB : ERR_OK;
}
