/* The history of the other party, as a screen asks between two keys: a bounded number of tickets by the key of the name,
 * counted by how long ago and by what came of them. */
#include "client/cache/subject.h"
#include "model/similar.h"
#include "model/subject.h"
#include "reader_p.h"

#define DAY_MS (INT64_C(86400) * 1000)

/* The newest of the last 365 days that may be known of; NULL when the name is nobody's. */
static struct sqlite3_stmt *
ask(struct cache_reader *r, const struct subject_query *q, int max)
{
	const uint32_t key = subject_key(q->name);
	struct sqlite3_stmt *st;

	if (key == 0 ||
	    db_stmt(r->db,
		"SELECT " READER_COLUMNS
		" FROM (SELECT id AS who, at AS told, shield AS hidden FROM subject WHERE name ="
		" ?1 AND at >= ?2 ORDER BY at DESC LIMIT ?3) JOIN ticket ON ticket.rowid = who "
		"WHERE"
		" gen >= ?4 AND id <> ?5 AND (hidden = 0 OR ?6 OR owner = ?7 OR author = ?7)"
		" ORDER BY told DESC",
		&st, NULL) != ERR_OK)
		return NULL;
	db_bind_int(st, 1, key);
	db_bind_int(st, 2, q->now - 365 * DAY_MS);
	db_bind_int(st, 3, max);
	db_bind_int(st, 4, reader_gen(r));
	db_bind_text(st, 5, q->not_id != NULL ? q->not_id : "");
	db_bind_int(st, 6, similar_sees_all(q->roles));
	db_bind_text(st, 7, q->me != NULL ? q->me : "");
	return st;
}

int
cache_subject_rows(
    struct cache_reader *r, const struct subject_query *q, struct ticket_row *rows, int max)
{
	struct sqlite3_stmt *st = ask(r, q, max);
	int n = 0;

	if (st == NULL)
		return 0;
	reader_hurry(r);
	while (n < max && db_step(r->db, st, NULL) == 1)
		reader_row(r, st, q->me, &rows[n++]);
	reader_calm(r);
	db_done(st);
	return n;
}

bool
cache_subject(struct cache_reader *r, const struct subject_query *q, struct subject_past *out)
{
	struct sqlite3_stmt *st = ask(r, q, SUBJECT_ROWS);
	int n = 0;

	*out = (struct subject_past){ 0 };
	if (st == NULL)
		return false;
	reader_hurry(r);
	while (db_step(r->db, st, NULL) == 1) {
		struct ticket_row row;
		bool near, open;

		reader_row(r, st, q->me, &row);
		n++;
		near = row.created_at >= q->now - 90 * DAY_MS;
		open = (STATES_OPEN & (1u << row.state)) != 0;
		out->n30 += row.created_at >= q->now - 30 * DAY_MS;
		out->n90 += near;
		out->n365++;
		out->open90 += near && open;
		out->late90 += near && open && row.due_at != 0 && row.due_at < q->now;
	}
	reader_calm(r);
	db_done(st);
	out->more = n == SUBJECT_ROWS;
	return n > 0;
}

void
subject_past_words(const struct subject_past *p, struct str *out)
{
	const char *more = p->more ? "以上" : "";

	if (p->n90 == 0) {
		str_addf(out, "近90天没有, 一年 %d 件%s", p->n365, more);
		return;
	}
	str_addf(out, "近90天 %d 件%s: ", p->n90, p->n90 == p->n365 ? more : "");
	if (p->n90 > p->open90)
		str_addf(out, "已办结 %d%s", p->n90 - p->open90, p->open90 > 0 ? ", " : "");
	if (p->open90 > 0)
		str_addf(out, "在办 %d", p->open90);
	if (p->late90 > 0)
		str_addf(out, "(超期 %d)", p->late90);
	if (p->n30 > 0 && p->n30 < p->n90)
		str_addf(out, "; 近30天 %d 件", p->n30);
	if (p->n365 > p->n90)
		str_addf(out, "; 一年 %d 件%s", p->n365, more);
}
