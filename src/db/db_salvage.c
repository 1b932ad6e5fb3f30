/* What can still be read of a damaged file, row by row into a whole one. Where reading stops at a bad page it goes on from the
 * other end: what lies between is lost. Not done here: which tables are worth it. */
#include "db_p.h"

#include <stdio.h>

struct salvage {
	struct db *to;
	sqlite3_stmt *get, *put;
	struct db_salvaged *out;
	struct err *e;
};

/* The row that was read goes where it is not yet. What does not fit there is no row of ours any more. */
static enum err_code
put_row(struct salvage *s)
{
	const int n = sqlite3_column_count(s->get);
	enum err_code rc = ERR_OK;
	int step;

	for (int i = 0; i < n; i++)
		if (sqlite3_bind_value(s->put, i + 1, sqlite3_column_value(s->get, i)) != SQLITE_OK)
			return err_set(s->e, ERR_NO_MEMORY, NULL);
	step = sqlite3_step(s->put);
	if (step == SQLITE_DONE)
		s->out->rows += sqlite3_changes(s->to->h);
	else if ((step & 0xff) == SQLITE_CONSTRAINT)
		s->out->lost = true;
	else
		rc = db_fail(s->to, step, s->e);
	(void)sqlite3_reset(s->put);
	(void)sqlite3_clear_bindings(s->put);
	return rc;
}

static bool
begin_put(struct salvage *s, const char *table)
{
	struct str sql = { 0 };
	bool ok;

	str_addf(&sql, "INSERT OR IGNORE INTO %s VALUES(", table);
	for (int i = 0; i < sqlite3_column_count(s->get); i++)
		str_add(&sql, i > 0 ? ",?" : "?");
	str_add(&sql, ")");
	ok = !sql.bad && sqlite3_prepare_v2(s->to->h, str_c(&sql), -1, &s->put, NULL) == SQLITE_OK;
	str_free(&sql);
	return ok;
}

/* *whole: the end was reached. */
static enum err_code
one_way(struct salvage *s, struct db *from, const char *table, const char *rest, const char *down,
    bool *whole)
{
	enum err_code rc = ERR_OK;
	struct str sql = { 0 };
	int step = SQLITE_ERROR;

	*whole = false;
	str_addf(&sql, "SELECT * FROM %s NOT INDEXED %s%s", table, rest, down);
	if (!sql.bad && sqlite3_prepare_v2(from->h, str_c(&sql), -1, &s->get, NULL) == SQLITE_OK &&
	    begin_put(s, table))
		while (rc == ERR_OK && (step = sqlite3_step(s->get)) == SQLITE_ROW)
			rc = put_row(s);
	*whole = step == SQLITE_DONE;
	(void)sqlite3_finalize(s->get);
	(void)sqlite3_finalize(s->put);
	s->get = s->put = NULL;
	str_free(&sql);
	return rc;
}

enum err_code
db_salvage(struct db *from, struct db *to, const char *table, const char *rest,
    struct db_salvaged *out, struct err *e)
{
	struct salvage s = { .to = to, .out = out, .e = e };
	bool whole;
	enum err_code rc = one_way(&s, from, table, rest, "", &whole);

	if (rc == ERR_OK && !whole) {
		out->lost = true;
		rc = one_way(&s, from, table, rest, " DESC", &whole);
	}
	return rc;
}

bool
db_damaged(const struct db *d)
{
	return d->damaged;
}
