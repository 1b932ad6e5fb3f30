/* Small named texts of the seat. */
#include "cache_p.h"

#include <inttypes.h>
#include <stdio.h>

bool
cache_meta(struct db *db, const char *name, char *out, size_t size)
{
	struct sqlite3_stmt *st;
	bool there;

	out[0] = '\0';
	if (db_stmt(db, "SELECT value FROM meta WHERE name = ?1", &st, NULL) != ERR_OK)
		return false;
	db_bind_text(st, 1, name);
	there = db_step(db, st, NULL) == 1;
	if (there)
		str_copy(out, size, db_text(st, 0));
	db_done(st);
	return there;
}

int64_t
cache_meta_int(struct db *db, const char *name, int64_t fallback)
{
	char text[32];
	long long v;

	if (!cache_meta(db, name, text, sizeof(text)) || !str_int(text, INT64_MIN, INT64_MAX, &v))
		return fallback;
	return v;
}

enum err_code
cache_meta_put(struct cache_writer *w, const char *name, const char *value, struct err *e)
{
	struct sqlite3_stmt *st;

	if (db_stmt(w->db,
		"INSERT INTO meta(name, value) VALUES(?1, ?2) ON CONFLICT(name) DO UPDATE SET "
		"value = ?2",
		&st, e) != ERR_OK)
		return ERR_DB;
	db_bind_text(st, 1, name);
	db_bind_text(st, 2, value);
	w->gen = 0; /* it is one of them */
	return db_run(w->db, st, e);
}

enum err_code
cache_meta_put_int(struct cache_writer *w, const char *name, int64_t value, struct err *e)
{
	char text[32];

	snprintf(text, sizeof(text), "%" PRId64, value);
	return cache_meta_put(w, name, text, e);
}
