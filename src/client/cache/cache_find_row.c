/* One ticket in the index of tickets: texts by neighbouring Hanzi, titles by sound, its place and
 * those its texts name by street and number of the house.
 *
 * Invariants: a number of "find_doc" is given to one ticket at a time and ascends with the time the ticket was taken
 * down, nearly; what stands in the index under a number is exactly what find_body says of the document the number was
 * given for, so that it can be taken out again; nothing of an identity is in it: only the matter is read.
 * Not done here: when that happens (cache_find.c). */
#include "find_p.h"

#include "text/route.h"

#define TIME_FROM 1300000000000 /* ms: number 1 */
#define TIME_STEP 100           /* ms a number */
#define PROBES    16

/* ---- texts ---- */

void
find_body(const struct ticket *t, struct str *out)
{
	static const enum ticket_field which[] = { TF_CONTENT, TF_DEMAND, TF_ADDRESS, TF_SUBJECT,
		TF_ANSWER, TF_EXTRA };

	for (size_t i = 0; i < sizeof(which) / sizeof(which[0]); i++) {
		const char *text = fields_get(&t->f, which[i]);

		if (text[0] != '\0') {
			str_add(out, text);
			str_add_c(out, '\n');
		}
	}
}

static uint64_t
hash(uint64_t h, const char *s)
{
	for (; *s != '\0'; s++)
		h = (h ^ (unsigned char)*s) * UINT64_C(1099511628211);
	return (h ^ 0xFF) * UINT64_C(1099511628211);
}

int64_t
find_sum(const struct ticket *t)
{
	static const enum ticket_field which[] = { TF_TITLE, TF_CONTENT, TF_DEMAND, TF_ADDRESS,
		TF_SUBJECT, TF_ANSWER, TF_EXTRA };
	uint64_t h = UINT64_C(14695981039346656037);

	for (size_t i = 0; i < sizeof(which) / sizeof(which[0]); i++)
		h = hash(h, fields_get(&t->f, which[i]));
	return (int64_t)h;
}

/* ---- into the index and out of it ---- */

/* ${sql} has the number, the title and the body as ?1 to ?3. */
static enum err_code
run_texts(struct cache_writer *w, const char *sql, int64_t doc, const struct ticket *t,
    const char *body, struct err *e)
{
	struct sqlite3_stmt *st;
	enum err_code rc = db_stmt(w->db, sql, &st, e);

	if (rc != ERR_OK)
		return rc;
	db_bind_int(st, 1, doc);
	db_bind_text(st, 2, fields_get(&t->f, TF_TITLE));
	if (body != NULL)
		db_bind_text(st, 3, body);
	return db_run(w->db, st, e);
}

struct places {
	struct cache_writer *w;
	const char *sql;
	int64_t doc;
	enum err_code rc;
	struct err *e;
};

static bool
run_place(void *arg, const char *backwards, int house)
{
	struct places *p = arg;
	struct sqlite3_stmt *st;

	p->rc = db_stmt(p->w->db, p->sql, &st, p->e);
	if (p->rc == ERR_OK) {
		db_bind_int(st, 1, house);
		db_bind_text(st, 2, backwards);
		db_bind_int(st, 3, p->doc);
		p->rc = db_run(p->w->db, st, p->e);
	}
	return p->rc == ERR_OK;
}

/* ${sql} has number, name backwards and ${doc} of a place as ?1 to ?3. */
static enum err_code
run_places(struct cache_writer *w, const char *sql, int64_t doc, const struct ticket *t,
    const char *body, struct err *e)
{
	struct places p = { w, sql, doc, ERR_OK, e };

	if (route_places(fields_get(&t->f, TF_TITLE), run_place, &p))
		(void)route_places(body, run_place, &p);
	return p.rc;
}

enum err_code
find_take_out(struct cache_writer *w, int64_t doc, const struct ticket *t, struct err *e)
{
	struct str body = { 0 };
	enum err_code rc;

	find_body(t, &body);
	rc = body.bad ? err_set(e, ERR_NO_MEMORY, NULL)
		      : run_texts(w,
			    "INSERT INTO ticket_fts(ticket_fts, rowid, title, body)"
			    " VALUES('delete', ?1, ?2, ?3)",
			    doc, t, str_c(&body), e);
	if (rc == ERR_OK)
		rc = run_texts(w,
		    "INSERT INTO ticket_sound(ticket_sound, rowid, title) VALUES('delete', ?1, ?2)",
		    doc, t, NULL, e);
	if (rc == ERR_OK)
		rc = run_places(w,
		    "DELETE FROM find_place WHERE house = ?1 AND street = ?2 AND doc = ?3", doc, t,
		    str_c(&body), e);
	str_free(&body);
	return rc;
}

static bool
is_taken(struct cache_writer *w, int64_t doc)
{
	struct sqlite3_stmt *st;

	if (db_stmt(w->db, "SELECT 1 FROM find_doc WHERE doc = ?1", &st, NULL) != ERR_OK)
		return false;
	db_bind_int(st, 1, doc);
	return db_take_any(w->db, st);
}

/* By time; of many of one moment the later ones are put a little further up. */
static int64_t
number_for(struct cache_writer *w, int64_t at)
{
	int64_t doc = at > TIME_FROM ? (at - TIME_FROM) / TIME_STEP + 1 : 1, step = 1;

	for (int i = 1; is_taken(w, doc); i++) {
		if (i % PROBES == 0)
			step *= 2;
		doc += step;
	}
	return doc;
}

static enum err_code
put_row(struct cache_writer *w, int64_t doc, int64_t place, const struct ticket *t, struct err *e)
{
	char street[ROUTE_STREET];
	struct sqlite3_stmt *st;
	int house;
	bool is_at = route_place(fields_get(&t->f, TF_ADDRESS), street, &house);
	enum err_code rc = db_stmt(w->db,
	    "INSERT INTO find_doc(doc, ticket, sum, street, house, place) VALUES(?1, ?2, ?3, ?4,"
	    " ?5, ?6)",
	    &st, e);

	if (rc != ERR_OK)
		return rc;
	db_bind_int(st, 1, doc);
	db_bind_text(st, 2, t->id);
	db_bind_int(st, 3, find_sum(t));
	db_bind_text(st, 4, is_at ? street : NULL);
	db_bind_int(st, 5, house);
	db_bind_int(st, 6, place);
	return db_run(w->db, st, e);
}

enum err_code
find_put_in(
    struct cache_writer *w, int64_t at, int64_t place, const struct ticket *t, struct err *e)
{
	int64_t doc = number_for(w, at);
	struct str body = { 0 };
	enum err_code rc = put_row(w, doc, place, t, e);

	find_body(t, &body);
	if (rc == ERR_OK && body.bad)
		rc = err_set(e, ERR_NO_MEMORY, NULL);
	if (rc == ERR_OK)
		rc = run_texts(w, "INSERT INTO ticket_fts(rowid, title, body) VALUES(?1, ?2, ?3)",
		    doc, t, str_c(&body), e);
	if (rc == ERR_OK)
		rc = run_texts(
		    w, "INSERT INTO ticket_sound(rowid, title) VALUES(?1, ?2)", doc, t, NULL, e);
	if (rc == ERR_OK)
		rc = run_places(w,
		    "INSERT OR IGNORE INTO find_place(house, street, doc) VALUES(?1, ?2, ?3)", doc,
		    t, str_c(&body), e);
	str_free(&body);
	return rc;
}
