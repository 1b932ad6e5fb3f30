/* The lists of those who work on tickets. A list asks few of many things, so its statement is put together of what is
 * asked, and read along one index that has all of it (ticket_work): which rows, and in what order, is found out without
 * looking at a single ticket. The rows shown are then read whole: few are on a screen. A further piece begins behind the
 * last row of the one before, so that what leaves the list meanwhile moves nothing. Not here: which lists there are (views),
 * what the columns mean (cache_row.c). */
#include "client/cache/work.h"

#include <stdlib.h>
#include <string.h>

#include "model/dispatch.h"
#include "model/workflow.h"
#include "reader_p.h"
#include "wire/ticket_json.h"

/* ?1 generation ?2 asked ?3 not asked ?4 the unit's part as it stands in parts ?5 it may stand so too ?6 text ?7, ?8 due
 * between ?9 kind of the next clock ?10 channels, ",web,app," ?11 time of the day ?12 to ?17 the place behind which
 * ?18 closed since ?19 limit ?20, ?21 categories and units so named, with ?6 only */
enum { AT_PLACE = 12, AT_CLOSED = 18, AT_LIMIT = 19, AT_CATEGORIES, AT_UNITS };

/* The channel as it stands in the document, where a quote in somebody's words has a backslash before it. */
#define CHANNEL_AT  "instr(doc, '\"channel\":\"') + 11"
#define CHANNEL     "substr(doc, " CHANNEL_AT ", instr(substr(doc, " CHANNEL_AT ", 20), '\"') - 1)"
#define MARKED(m)   "(marks & " CACHE_SQL(m) ") <> 0"
#define UNMARKED(m) "(marks & " CACHE_SQL(m) ") = 0"

#define PLAIN_KEYS                                                                       \
	"rowid AS who, -hurry AS k1, due_at = 0 AS k2, due_at AS k3, created_at AS k4, " \
	"rowid AS k5, 0 AS k6"
/* One person's tickets together: who was tried at this time of the day last, else by the most urgent of each. */
#define CALL_KEYS                                                                           \
	"rowid AS who, max((tried & ?11) <> 0) OVER p AS k1, -max(hurry) OVER p AS k2,"     \
	" min(due_at) OVER p AS k3, coalesce(phone, -rowid) AS k4, due_at AS k5, rowid AS " \
	"k6"
#define CALL_WINDOW " WINDOW p AS (PARTITION BY coalesce(phone, -rowid))"
#define KEYS        "k1, k2, k3, k4, k5, k6"
#define CALL_PERSON 3 /* of the keys */

/* ---- the statement ---- */

static bool
is_by_text(const struct work_query *q)
{
	return q->text != NULL && q->text[0] != '\0';
}

static void
add_states(const struct work_query *q, struct str *sql)
{
	const uint32_t states = q->states != 0 ? q->states : (1u << STATE_COUNT) - 1;
	const char *before = " AND state IN (";

	for (int i = 0; i < STATE_COUNT; i++)
		if ((states >> i & 1) != 0) {
			str_addf(sql, "%s%d", before, i);
			before = ",";
		}
	str_add(sql, ")");
}

/* What few tickets have leads to them by an index of its own. */
static const char *
index_for(const struct work_query *q)
{
	return q->asked != 0   ? "ticket_asked"
	       : q->carded     ? "ticket_carded"
	       : q->supervised ? "ticket_supervised"
	       : q->sensitive  ? "ticket_sensitive"
			       : "ticket_work";
}

static void
add_conditions(
    const struct work_query *q, const struct str *part, const struct str *or_part, struct str *sql)
{
	const struct {
		bool asked;
		const char *sql;
	} all[] = {
		{ q->asked != 0, "asked <> 0 AND (asked & ?2) <> 0" },
		{ q->not_asked != 0, "(asked & ?3) = 0" },
		{ part->len > 0 && or_part->len == 0, "instr(parts, ?4) > 0" },
		{ or_part->len > 0, "(instr(parts, ?4) > 0 OR instr(parts, ?5) > 0)" },
		{ q->due_from != 0, "due_at >= ?7" },
		{ q->due_before != 0, "due_at > 0 AND due_at < ?8" },
		{ q->due_kind != NULL, "due_kind = ?9" },
		{ q->came != INBOX_NONE, "instr(?10, ',' || " CHANNEL " || ',') > 0" },
		{ q->not_contacted, "reached = 0 AND " UNMARKED(CACHE_MARK_ANONYMOUS) },
		{ q->carded, "card > 0" },
		{ q->supervised, "supervise >= 2" },
		{ q->sent_back, MARKED(CACHE_MARK_AGAIN) },
		{ q->sensitive, MARKED(CACHE_MARK_SENSITIVE) },
		{ q->unrated, UNMARKED(CACHE_MARK_RATED) },
		{ q->closed_from != 0,
		    "updated_at >= ?18 AND json_extract(doc, '$.closed_at') >= ?18" },
		{ q->to_notify, "hurry = 2 AND " UNMARKED(CACHE_MARK_TOLD) },
		/* the dearest is asked last */
		{ is_by_text(q), "(instr(title, ?6) > 0 OR instr(no, ?6) > 0"
				 " OR (?20 <> ',' AND instr(?20, ',' || category || ',') > 0)"
				 " OR (?21 <> ',' AND instr(?21, ',' || unit || ',') > 0))" },
	};

	str_addf(sql, " FROM ticket INDEXED BY %s WHERE gen >= ?1", index_for(q));
	add_states(q, sql);
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (all[i].asked)
			str_addf(sql, " AND %s", all[i].sql);
}

static void
add_rows(
    const struct work_query *q, const struct str *part, const struct str *or_part, struct str *sql)
{
	const bool calls = q->call_band != 0;

	str_add(sql, "SELECT " READER_COLUMNS ", asked, doc, " KEYS " FROM (SELECT who, " KEYS
		     " FROM (SELECT ");
	str_add(sql, calls ? CALL_KEYS : PLAIN_KEYS);
	add_conditions(q, part, or_part, sql);
	str_add(sql, calls ? CALL_WINDOW ")" : ")");
	if (q->after != NULL)
		str_add(sql, " WHERE (" KEYS ") > (?12, ?13, ?14, ?15, ?16, ?17)");
	str_add(sql, " ORDER BY " KEYS " LIMIT ?19) JOIN ticket ON ticket.rowid = who ORDER BY "
		     "" KEYS);
}

static void
add_count(
    const struct work_query *q, const struct str *part, const struct str *or_part, struct str *sql)
{
	str_add(sql, "SELECT count(*)");
	add_conditions(q, part, or_part, sql);
	str_add(sql, " AND ?19 IS NOT NULL"); /* never false: it has the parameters bound */
}

/* The text kept with the reader, as statements go by its address; NULL without memory. */
static const char *
kept(struct cache_reader *r, const struct str *sql)
{
	struct reader_sql *x = r->work_sql;

	while (x != NULL && strcmp(x->text, str_c(sql)) != 0)
		x = x->next;
	if (x == NULL && !sql->bad && (x = malloc(sizeof(*x) + sql->len + 1)) != NULL) {
		memcpy(x->text, str_c(sql), sql->len + 1);
		x->next = r->work_sql;
		r->work_sql = x;
	}
	return x != NULL ? x->text : NULL;
}

/* ---- what is asked ---- */

/* As cache_row.c writes it: ",<unit>:<state>:<role>,". */
static void
part_text(const struct work_query *q, enum assign_state state, struct str *out)
{
	str_addf(out, ",%s:%s:", q->unit, assign_state_json(state));
	if (q->part == WORK_LEADS)
		str_addf(out, "%s,", assign_role_json(ASSIGN_LEAD));
}

static void
parts_text(const struct work_query *q, struct str *out, struct str *or_out)
{
	if (q->part == WORK_ANY || q->unit == NULL || q->unit[0] == '\0')
		return;
	if (q->part == WORK_OPEN)
		str_addf(out, ",%s:", q->unit);
	else
		part_text(q, q->part == WORK_TO_SIGN ? ASSIGN_IS_WAITING : ASSIGN_IS_SIGNED, out);
	if (q->part == WORK_TO_DO)
		part_text(q, ASSIGN_IS_WAITING, or_out);
}

static void
channels_text(enum inbox_kind came, struct str *out)
{
	int n = 0;
	const struct enum_item *items = enum_items(TF_CHANNEL, &n);

	for (int i = 0; came != INBOX_NONE && i < n; i++)
		if (inbox_kind(items[i].code) == came)
			str_addf(out, "%s%s,", out->len == 0 ? "," : "", items[i].code);
}

static void
bind_named(struct cache_reader *r, struct sqlite3_stmt *st, const char *text)
{
	struct str categories = { 0 }, units = { 0 };

	reader_named(r, text, &categories, &units);
	db_bind_text(st, AT_CATEGORIES, str_c(&categories));
	db_bind_text(st, AT_UNITS, str_c(&units));
	str_free(&categories);
	str_free(&units);
}

static void
bind(struct cache_reader *r, struct sqlite3_stmt *st, const struct work_query *q,
    const struct str *part, const struct str *or_part)
{
	struct str channels = { 0 };

	db_bind_int(st, 1, reader_gen(r));
	db_bind_int(st, 2, (int64_t)q->asked);
	db_bind_int(st, 3, (int64_t)q->not_asked);
	db_bind_text(st, 4, str_c(part));
	db_bind_text(st, 5, str_c(or_part));
	db_bind_text(st, 6, is_by_text(q) ? q->text : "");
	db_bind_int(st, 7, q->due_from);
	db_bind_int(st, 8, q->due_before);
	db_bind_text(st, 9, q->due_kind != NULL ? q->due_kind : "");
	channels_text(q->came, &channels);
	db_bind_text(st, 10, str_c(&channels));
	str_free(&channels);
	db_bind_int(st, 11, (int64_t)q->call_band);
	for (int i = 0; i < WORK_PLACE_KEYS; i++)
		db_bind_int(st, AT_PLACE + i, q->after != NULL ? q->after->key[i] : 0);
	db_bind_int(st, AT_CLOSED, q->closed_from);
	db_bind_int(st, AT_LIMIT, q->limit);
	if (is_by_text(q))
		bind_named(r, st, q->text);
}

/* The statement of what is asked, with all of it bound. */
static enum err_code
ask(struct cache_reader *r, const struct work_query *q, bool count, struct sqlite3_stmt **st,
    struct err *e)
{
	struct str part = { 0 }, or_part = { 0 }, sql = { 0 };
	const char *text;
	enum err_code rc = ERR_OK;

	parts_text(q, &part, &or_part);
	(count ? add_count : add_rows)(q, &part, &or_part, &sql);
	text = kept(r, &sql);
	if (text == NULL || part.bad || or_part.bad)
		rc = err_set(e, ERR_NO_MEMORY, NULL);
	if (rc == ERR_OK)
		rc = db_stmt(r->db, text, st, e);
	if (rc == ERR_OK)
		bind(r, *st, q, &part, &or_part);
	str_free(&part);
	str_free(&or_part);
	str_free(&sql);
	return rc;
}

/* ---- a row ---- */

static void
part_of(const struct ticket *t, const char *unit, struct work_row *row)
{
	for (int i = t->n_assign - 1; i >= 0 && unit != NULL && !row->held; i--)
		if (assignment_is_open(&t->assign[i]) && str_eq(t->assign[i].unit, unit)) {
			row->held = true;
			row->role = t->assign[i].role;
			row->part = t->assign[i].state;
			row->part_due = t->assign[i].due;
		}
}

static void
handed_down(const struct ticket *t, struct work_row *row)
{
	for (int i = 0; i < t->n_assign; i++) {
		const struct assignment *a = &t->assign[i];

		if (a->role == ASSIGN_DOWN &&
		    (a->state == ASSIGN_IS_WAITING || a->state == ASSIGN_IS_SIGNED))
			(void)str_copy(row->down, sizeof(row->down), a->unit);
	}
}

/* Where the catalogue would send it: what is decided upon stands in the list. */
static void
suggest(struct cache_reader *r, const struct ticket *t, int64_t now, struct work_row *row)
{
	const struct city *c = t->state == STATE_PENDING ? reader_city(r) : NULL;
	struct dispatch_choice to;

	if (c != NULL && dispatch_options(c, &t->f, now, &to, 1) == 1)
		(void)str_copy(row->suggested, sizeof(row->suggested), to.unit->code);
}

static void
fill(const struct ticket *t, struct work_row *row)
{
	handed_down(t, row);
	row->spoken = workflow_spoken(t);
	if (row->row.title[0] == '\0')
		(void)str_copy(row->words, sizeof(row->words), fields_get(&t->f, TF_CONTENT));
	row->round = t->round;
	(void)str_copy(row->channel, sizeof(row->channel), fields_get(&t->f, TF_CHANNEL));
	row->contact_count = t->contact_count;
	row->dispatch_count = t->dispatch_count;
	row->return_count = t->return_count;
	row->urge_count = t->urge_count;
	row->visit_count = t->visit_count;
	row->back_count = t->back_count;
	row->supervise_level = t->supervise_level;
	row->contacted = t->contact_reached > 0;
	row->shielded = ticket_is_shielded(t);
	row->designated = t->designated;
	row->card = t->card;
	row->signin_due = t->signin_due;
	row->contact_due = t->contact_due;
	row->unit_due = t->unit_due;
	row->return_until = t->return_until;
	row->replied_at = t->replied_at;
	row->reply_due = t->reply_due;
	row->visit_bands = t->visit_bands;
}

static enum err_code
read_row(struct cache_reader *r, struct sqlite3_stmt *st, const struct work_query *q,
    struct work_row *row, struct err *e)
{
	const char *doc = db_text(st, READER_COLUMN_COUNT + 1);
	struct ticket t;
	enum err_code rc;

	*row = (struct work_row){ .asked = (uint32_t)db_int(st, READER_COLUMN_COUNT) };
	reader_row(r, st, NULL, &row->row);
	ticket_init(&t);
	rc = ticket_json_read(doc, strlen(doc), &t, e);
	if (rc == ERR_OK) {
		fill(&t, row);
		part_of(&t, q->unit, row);
		suggest(r, &t, q->now, row);
	}
	ticket_free(&t);
	for (int i = 0; i < WORK_PLACE_KEYS; i++)
		row->place.key[i] = db_int(st, READER_COLUMN_COUNT + 2 + i);
	return rc;
}

/* ---- the lists ---- */

int
cache_work(struct cache_reader *r, const struct work_query *q, struct work_row *rows, bool *partial,
    struct err *e)
{
	const struct work_place *before = q->after;
	struct sqlite3_stmt *st;
	struct err why;
	int n = 0, step = 0;

	if (partial != NULL)
		*partial = false;
	if (ask(r, q, false, &st, e) != ERR_OK)
		return -1;
	err_clear(&why);
	reader_hurry(r);
	while (n < q->limit && (step = db_step(r->db, st, &why)) == 1) {
		if (read_row(r, st, q, &rows[n], &why) != ERR_OK) {
			step = -1;
			break;
		}
		rows[n].same_person = q->call_band != 0 && before != NULL &&
				      before->key[CALL_PERSON] == rows[n].place.key[CALL_PERSON];
		before = &rows[n++].place;
	}
	reader_calm(r);
	db_done(st);
	return reader_rows(n, step, &why, partial, e);
}

int64_t
cache_work_count(struct cache_reader *r, const struct work_query *q)
{
	struct work_query whole = *q;
	struct sqlite3_stmt *st;

	whole.after = NULL;
	if (ask(r, &whole, true, &st, NULL) != ERR_OK)
		return -1;
	return reader_count(r, st);
}
