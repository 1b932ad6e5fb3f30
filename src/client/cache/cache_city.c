/* The reference data: rows of the feed, and the city built from them. */
#include "cache_p.h"

#include "city/rows.h"

struct city *
cache_city_load(struct db *db)
{
	struct sqlite3_stmt *st;
	struct city *c;
	int step, rows = 0;

	/* Ordered, so that the city is the same at every seat. */
	if (db_stmt(db, "SELECT kind, text FROM ref ORDER BY kind, code", &st, NULL) != ERR_OK)
		return NULL;
	c = city_new();
	while (c != NULL && (step = db_step(db, st, NULL)) != 0) {
		if (step < 0) {
			rows = 0;
			break;
		}
		/* What stands beside the city (cache_is_beside) is no part of it; one row nobody can read (of a newer centre) is left
		 * out, not the city. */
		if (city_rows_is_kind(db_text(st, 0)) &&
		    city_rows_add(c, db_text(st, 0), db_text(st, 1), NULL) == ERR_OK)
			rows++;
	}
	db_done(st);
	if (c == NULL || rows == 0) {
		city_free(c);
		return NULL;
	}
	city_finish(c);
	return c;
}
