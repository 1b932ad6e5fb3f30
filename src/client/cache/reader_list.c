/* Lists of tickets: one statement a queue and order, all with the same filters. Each goes along an index that has the order
 * and all that a filter asks (ticket_find, ticket_near), so that a look for what nothing has reads no ticket either; the
 * rows shown are then read whole. */
#include <string.h>

#include "base/clock.h"
#include "model/mask.h"
#include "model/number.h"
#include "reader_p.h"

/* ?1 generation ?2 category ?3 unit ?4 area ?5 state set ?6 since ?7 text ?8, ?9 categories and units so named
 * ?10, ?11 after this row ?12 me ?13 phone ?14, ?15 due between ?16 limit */
#define FILTER                                                                                     \
	" AND gen >= ?1 AND (?2 IS NULL OR category = ?2) AND (?3 IS NULL OR unit = ?3)"           \
	" AND (?4 IS NULL OR substr(area, 1, length(?4)) = ?4) AND ((?5 >> state) & 1) = 1"        \
	" AND (?7 IS NULL OR instr(title, ?7) > 0 OR instr(address, ?7) > 0 OR instr(no, ?7) > 0 " \
	"OR"                                                                                       \
	" (?8 <> ',' AND instr(?8, ',' || category || ',') > 0) OR"                                \
	" (?9 <> ',' AND instr(?9, ',' || unit || ',') > 0))"
#define NEWEST  " AND created_at >= ?6 AND (created_at, id) < (?10, ?11)"
#define BY_DUE  " AND created_at >= ?6 AND due_at > 0 AND (due_at, id) > (?10, ?11)"
#define COLUMNS "SELECT " READER_COLUMNS ", doc"
#define ROWS    COLUMNS " FROM ticket WHERE "
/* The rows of an index in ${order}. */
#define ALONG(index, where, order)                                                         \
	COLUMNS " FROM (SELECT rowid AS who FROM ticket INDEXED BY " index " WHERE " where \
		" ORDER BY " order " LIMIT ?16) JOIN ticket ON ticket.rowid = who ORDER BY " order
/* A count may look at the columns of an index only. The last condition is never false: it has the parameters bound. */
#define COUNT "SELECT count(*) FROM ticket "
#define PLAIN " AND gen >= ?1 AND ((?5 >> state) & 1) = 1 AND ?16 IS NULL"
#define LIST(where, counted)                                                                      \
	{                                                                                         \
		ALONG("ticket_find", where FILTER NEWEST, "created_at DESC, id DESC"),            \
		    ALONG("ticket_near", where FILTER BY_DUE, "due_at, id"),                      \
		    COUNT "INDEXED BY ticket_find WHERE " where FILTER NEWEST " AND ?16 IS NULL", \
		    COUNT counted where PLAIN                                                     \
	}
/* Few rows whatever their age: found by their own index and sorted, not by walking all of them newest first. */
#define RARE " AND +created_at >= ?6 AND (+created_at, id) < (?10, ?11)"
#define FEW(where)                                                                      \
	{                                                                               \
		ROWS where FILTER RARE " ORDER BY +created_at DESC, id DESC LIMIT ?16", \
		    ROWS where FILTER BY_DUE " ORDER BY +due_at, id LIMIT ?16",         \
		    COUNT "WHERE " where FILTER RARE " AND ?16 IS NULL",                \
		    COUNT "WHERE " where PLAIN                                          \
	}
#define ANY        "1"
#define MINE       "owner = ?12"
#define DUE        "due_at > 0 AND due_at >= ?14 AND due_at < ?15"
#define PENDING    "pending > 0"
#define CALLER     "(phone = ?13 OR caller = ?13)"
#define INCOMPLETE "state = 2"
/* ?13 the number, ?17 the others: each along its own index; of others what is shielded stays with its number. */
#define OTHERS(column, others)                                                              \
	" UNION ALL SELECT o.rowid FROM json_each(" others ") j JOIN ticket o ON o." column \
	" = j.value JOIN alike a ON a.id = o.rowid WHERE a.shield = 0"
#define OF_PERSON(phone, others)                                                            \
	"ticket.rowid IN (SELECT rowid FROM ticket WHERE phone = " phone                    \
	" UNION ALL SELECT rowid FROM ticket WHERE caller = " phone OTHERS("phone", others) \
	    OTHERS("caller", others) ")"
#define PERSON OF_PERSON("?13", "?17")
_Static_assert(STATE_INCOMPLETE == 2, "as the query says");
/* No clock runs of a ticket in another state, and so the index of work leads to them. */
#define CLOCKED "INDEXED BY ticket_work WHERE state IN (2, 3, 4, 5, 6, 7, 8, 9, 10) AND "
_Static_assert(STATES_OPEN == 0x7fc, "as the query says");

enum { LIST_NEWEST, LIST_BY_DUE, LIST_COUNT, LIST_COUNT_PLAIN, LIST_FORMS };

static const char *const lists[][LIST_FORMS] = {
	[QUEUE_ALL] = LIST(ANY, "WHERE "),
	[QUEUE_MINE] = LIST(MINE, "WHERE "),
	[QUEUE_OPEN] = LIST(ANY, "WHERE "),
	[QUEUE_INCOMPLETE] = FEW(INCOMPLETE),
	[QUEUE_OVERDUE] = LIST(DUE, CLOCKED),
	[QUEUE_DUE_TODAY] = LIST(DUE, CLOCKED),
	[QUEUE_PENDING_SYNC] = FEW(PENDING),
	[QUEUE_CALLER] = FEW(CALLER),
	[QUEUE_PERSON] = FEW(PERSON),
	[QUEUE_TODAY] = LIST(ANY, "WHERE "),
};

void
reader_named(struct cache_reader *r, const char *text, struct str *categories, struct str *units)
{
	const struct city *c = reader_city(r);

	str_add_c(categories, ',');
	str_add_c(units, ',');
	for (size_t i = 0; c != NULL && i < c->n_categories; i++)
		if (strstr(c->categories[i].name, text) != NULL)
			str_addf(categories, "%s,", c->categories[i].code);
	for (size_t i = 0; c != NULL && i < c->n_units; i++)
		if (strstr(c->units[i].name, text) != NULL ||
		    strstr(c->units[i].short_name, text) != NULL)
			str_addf(units, "%s,", c->units[i].code);
}

static int64_t
states_of(const struct ticket_query *q)
{
	int64_t states = q->queue == QUEUE_OPEN         ? (int64_t)STATES_OPEN
			 : q->queue == QUEUE_INCOMPLETE ? (int64_t)STATE_BIT(INCOMPLETE)
							: INT64_C(-1);

	return q->state != STATE_NONE ? states & (INT64_C(1) << q->state) : states;
}

static const char *
none_if_empty(const char *s)
{
	return s != NULL && s[0] != '\0' ? s : NULL;
}

static void
bind_filter(struct cache_reader *r, struct sqlite3_stmt *st, const struct ticket_query *q)
{
	const char *text = none_if_empty(q->text);
	struct str categories = { 0 }, units = { 0 }, same = { 0 };
	int64_t day = civil_day_start(civil_day(q->now));

	if (text != NULL)
		reader_named(r, text, &categories, &units);
	db_bind_int(st, 1, reader_gen(r));
	db_bind_text(st, 2, none_if_empty(q->category));
	db_bind_text(st, 3, none_if_empty(q->unit));
	db_bind_text(st, 4, none_if_empty(q->area));
	db_bind_int(st, 5, states_of(q));
	db_bind_int(st, 6, q->queue == QUEUE_TODAY && q->since_at < day ? day : q->since_at);
	db_bind_text(st, 7, text);
	db_bind_text(st, 8, str_c(&categories));
	db_bind_text(st, 9, str_c(&units));
	db_bind_int(st, 10, q->before_at != 0 || q->by_due ? q->before_at : INT64_MAX);
	db_bind_text(st, 11, q->before_id != NULL ? q->before_id : "");
	db_bind_text(st, 12, q->me != NULL ? q->me : "");
	db_bind_int(st, 13, cache_phone_hash(r->index_key, q->phone));
	db_bind_int(st, 14, q->queue == QUEUE_DUE_TODAY ? day : 0);
	if (q->queue == QUEUE_PERSON) {
		(void)reader_same_json(r, q->phone, &same);
		db_bind_text(st, 17, str_c(&same));
		str_free(&same);
	}
	db_bind_int(
	    st, 15, q->queue == QUEUE_DUE_TODAY ? civil_day_start(civil_day(q->now) + 1) : q->now);
	str_free(&categories);
	str_free(&units);
}

void
reader_row(struct cache_reader *r, struct sqlite3_stmt *st, const char *me, struct ticket_row *row)
{
	size_t n;
	const void *sealed;

	*row = (struct ticket_row){ 0 };
	str_copy(row->id, sizeof(row->id), db_text(st, 0));
	str_copy(row->no, sizeof(row->no), db_text(st, 1));
	str_copy(row->title, sizeof(row->title), db_text(st, 2));
	str_copy(row->unit, sizeof(row->unit), db_text(st, 3));
	str_copy(row->category, sizeof(row->category), db_text(st, 4));
	str_copy(row->type, sizeof(row->type), db_text(st, 5));
	str_copy(row->area, sizeof(row->area), db_text(st, 6));
	str_copy(row->urgency, sizeof(row->urgency), db_text(st, 7));
	row->state = (enum ticket_state)db_int(st, 8);
	row->created_at = db_int(st, 9);
	row->due_at = db_int(st, 10);
	row->updated_at = db_int(st, 11);
	row->rev = db_int(st, 12);
	str_copy(row->due_kind, sizeof(row->due_kind), db_text(st, 13));
	row->pending = db_int(st, 14) != 0;
	row->conflict = db_int(st, 15) != 0;
	str_copy(row->address, sizeof(row->address), db_text(st, 16));
	row->mine = me != NULL && me[0] != '\0' &&
		    (str_eq(me, db_text(st, 17)) || str_eq(me, db_text(st, 18)));
	sealed = db_blob(st, 19, &n);
	reader_called(r->key, row->id, sealed, n, row->called, sizeof(row->called));
}

bool
reader_is_late(const char *doc)
{
	return strstr(doc, READER_LATE_MARK) != NULL;
}

int
cache_tickets(struct cache_reader *r, const struct ticket_query *q, struct ticket_row *rows,
    bool *partial, struct err *e)
{
	struct sqlite3_stmt *st;
	struct err why;
	int n = 0, step = 0;

	if (partial != NULL)
		*partial = false;
	if (db_stmt(r->db, lists[q->queue][q->by_due ? LIST_BY_DUE : LIST_NEWEST], &st, e) !=
	    ERR_OK)
		return -1;
	bind_filter(r, st, q);
	db_bind_int(st, 16, q->limit);
	err_clear(&why);
	reader_hurry(r);
	while (n < q->limit && (step = db_step(r->db, st, &why)) == 1) {
		reader_row(r, st, q->me, &rows[n]);
		rows[n++].late = reader_is_late(db_text(st, READER_COLUMN_COUNT));
	}
	reader_calm(r);
	db_done(st);
	return reader_rows(n, step, &why, partial, e);
}

static bool
is_plain(const struct ticket_query *q)
{
	return q->queue != QUEUE_TODAY && q->since_at == 0 && none_if_empty(q->text) == NULL &&
	       none_if_empty(q->category) == NULL && none_if_empty(q->unit) == NULL &&
	       none_if_empty(q->area) == NULL;
}

int64_t
cache_ticket_count(struct cache_reader *r, const struct ticket_query *q)
{
	struct ticket_query all = *q;
	struct sqlite3_stmt *st;

	if (db_stmt(r->db, lists[q->queue][is_plain(q) ? LIST_COUNT_PLAIN : LIST_COUNT], &st,
		NULL) != ERR_OK)
		return -1;
	all.by_due = false;
	all.before_at = 0;
	bind_filter(r, st, &all);
	return reader_count(r, st);
}

/* ---- by number ---- */

int
cache_ticket_by_number(
    struct cache_reader *r, const char *typed, const char *tail, char (*ids)[ID_SIZE], int max)
{
	char digits[NUMBER_SIZE];
	struct sqlite3_stmt *st;
	size_t len;
	int n = 0;

	if (!number_normalise(typed, digits) ||
	    db_stmt(r->db,
		"SELECT id FROM ticket WHERE substr(no, 13) = ?1 AND (?2 IS NULL OR no = ?2) AND "
		"(?3 = 0 OR tail = ?3)"
		" AND gen >= ?4 ORDER BY created_at DESC, id DESC LIMIT ?5",
		&st, NULL) != ERR_OK)
		return 0;
	len = strlen(digits);
	db_bind_text(st, 1, len > 6 ? digits + len - 6 : digits);
	db_bind_text(st, 2, len > 6 ? digits : NULL);
	db_bind_int(st, 3, cache_tail_hash(r->index_key, tail));
	db_bind_int(st, 4, reader_gen(r));
	db_bind_int(st, 5, max);
	while (n < max && db_step(r->db, st, NULL) == 1)
		str_copy(ids[n++], ID_SIZE, db_text(st, 0));
	db_done(st);
	return n;
}

/* ---- a caller ---- */

#define DAY_MS (INT64_C(86400) * 1000)

enum err_code
cache_caller(struct cache_reader *r, const char *phone, int64_t since, int64_t now,
    struct caller *out, struct err *e)
{
	struct sqlite3_stmt *st;
	int step;
	enum err_code rc = db_stmt(r->db,
	    "SELECT id, state, created_at, area, identity, coalesce(phone = ?1, 0) OR "
	    "coalesce(caller = ?1, 0) FROM ticket WHERE " OF_PERSON(
		"?1", "?3") " AND gen >= ?2 AND +created_at >= ?4"
			    " ORDER BY created_at DESC LIMIT 500",
	    &st, e);
	struct str same = { 0 };

	*out = (struct caller){ 0 };
	if (rc != ERR_OK)
		return rc;
	out->numbers = reader_same_json(r, phone, &same);
	db_bind_text(st, 3, str_c(&same));
	str_free(&same);
	db_bind_int(st, 1, cache_phone_hash(r->index_key, phone));
	db_bind_int(st, 2, reader_gen(r));
	db_bind_int(st, 4, since);
	while ((step = db_step(r->db, st, e)) == 1) {
		const bool open = ((STATES_OPEN >> db_int(st, 1)) & 1) != 0;
		size_t n;
		const void *sealed = db_blob(st, 4, &n);
		out->tickets_30d += db_int(st, 2) >= now - 30 * DAY_MS;
		out->tickets_90d += db_int(st, 2) >= now - 90 * DAY_MS;
		out->open += open;
		out->others += db_int(st, 5) == 0;
		if (open && out->open_id[0] == '\0')
			str_copy(out->open_id, sizeof(out->open_id), db_text(st, 0));
		if (out->last_area[0] == '\0')
			str_copy(out->last_area, sizeof(out->last_area), db_text(st, 3));
		if (out->called[0] == '\0')
			reader_called(
			    r->key, db_text(st, 0), sealed, n, out->called, sizeof(out->called));
	}
	db_done(st);
	return step < 0 ? ERR_DB : ERR_OK;
}
