/* The lists of those who work on tickets. One statement serves them all: which of its conditions count is bound, and the
 * index it goes by is that of the state, or of what was asked for. The rows shown are read whole: few are on a screen. */
#include "client/cache/work.h"

#include <string.h>

#include "model/dispatch.h"
#include "model/workflow.h"
#include "reader_p.h"
#include "wire/ticket_json.h"

/* ?1 generation ?2 states ?3 asked ?4 not asked ?5 the unit's part as it stands in parts, "" any ?6 text ?7 not reached
 * ?8 carded ?9 supervised ?10, ?11 due between, 0 no limit ?12 limit ?13 offset
 * ?14 sent back: as it stands in the document (reader_p.h) ?15 kind of the next clock, "" any ?16 time of the day ?17 the
 * unit's part may stand so too, "" no ?18 sensitive, ?19 not rated, as ?14
 * ?20 to be told by telephone: hurry 2 is critical, of which there are few, and only their documents are looked into
 * ?21 channels, ",web,app,", "" any */
#define SENT_BACK                               \
	"(instr(doc, '\"back_count\":') > 0 OR" \
	" (instr(doc, '\"round\":') > 0 AND instr(doc, '\"round\":1,') = 0))"
/* The channel as it stands in the document, where a quote in somebody's words has a backslash before it. */
#define CHANNEL_AT "instr(doc, '\"channel\":\"') + 11"
#define CHANNEL    "substr(doc, " CHANNEL_AT ", instr(substr(doc, " CHANNEL_AT ", 20), '\"') - 1)"
#define FILTER                                                                                \
	"gen >= ?1 AND ((?2 >> state) & 1) = 1 AND (?3 = 0 OR (asked & ?3) <> 0)"             \
	" AND (asked & ?4) = 0"                                                               \
	" AND (?5 = '' OR instr(parts, ?5) > 0 OR (?17 <> '' AND instr(parts, ?17) > 0))"     \
	" AND (?6 IS NULL OR instr(title, ?6) > 0 OR instr(address, ?6) > 0 OR instr(no, ?6)" \
	" > 0)"                                                                               \
	" AND (?7 = 0 OR (reached = 0 AND instr(doc, '\"anonymous\":\"1\"') = 0))"            \
	" AND (?8 = 0 OR card > 0)"                                                           \
	" AND (?9 = 0 OR supervise >= 2) AND (?10 = 0 OR due_at >= ?10)"                      \
	" AND (?11 = 0 OR (due_at > 0 AND due_at < ?11)) AND (?15 = '' OR due_kind = ?15)"    \
	" AND (?14 = 0 OR " SENT_BACK ")"                                                     \
	" AND (?18 = 0 OR instr(doc, '\"sensitive\":true') > 0)"                              \
	" AND (?19 = 0 OR instr(doc, '\"superior_stars\":') = 0)"                             \
	" AND (?20 = 0 OR (hurry = 2 AND instr(doc, '\"phone_notified_at\":') = 0))"          \
	" AND (?21 = '' OR instr(?21, ',' || " CHANNEL " || ',') > 0)"
#define ORDER      " ORDER BY hurry DESC, due_at = 0, due_at, created_at, id LIMIT ?12 OFFSET ?13"
#define ALL_STATES ((INT64_C(1) << STATE_COUNT) - 1)

static const char rows_sql[] =
    "SELECT " READER_COLUMNS ", asked, doc, phone FROM ticket WHERE " FILTER
    " AND ?16 IS NOT NULL" ORDER;
/* Which rows and in what order is found out by the ids alone; the rows themselves are then few. */
#define CALL_ORDER "later, haste DESC, first, person, due, who"
static const char call_sql[] =
    "SELECT " READER_COLUMNS ", asked, doc, phone FROM"
    " (SELECT id AS who, max((tried & ?16) <> 0) OVER p AS later, max(hurry) OVER p AS haste,"
    " min(due_at) OVER p AS first, coalesce(phone, 0) AS person, due_at AS due FROM ticket "
    "WHERE " FILTER " WINDOW p AS (PARTITION BY coalesce(phone, id)) ORDER BY " CALL_ORDER
    " LIMIT ?12 OFFSET ?13) JOIN ticket ON id = who ORDER BY " CALL_ORDER;
static const char count_sql[] =
    "SELECT count(*) FROM ticket WHERE " FILTER " AND coalesce(?12, ?13, ?16) IS NOT NULL";

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
bind(struct cache_reader *r, struct sqlite3_stmt *st, const struct work_query *q,
    const struct str *part, const struct str *or_part)
{
	struct str channels = { 0 };
	const char *text = q->text != NULL && q->text[0] != '\0' ? q->text : NULL;

	db_bind_int(st, 1, reader_gen(r));
	db_bind_int(st, 2, q->states != 0 ? (int64_t)q->states : ALL_STATES);
	db_bind_int(st, 3, (int64_t)q->asked);
	db_bind_int(st, 4, (int64_t)q->not_asked);
	db_bind_text(st, 5, str_c(part));
	db_bind_text(st, 6, text);
	db_bind_int(st, 7, q->not_contacted);
	db_bind_int(st, 8, q->carded);
	db_bind_int(st, 9, q->supervised);
	db_bind_int(st, 10, q->due_from);
	db_bind_int(st, 11, q->due_before);
	db_bind_int(st, 12, q->limit);
	db_bind_int(st, 13, q->offset);
	db_bind_int(st, 14, q->sent_back);
	db_bind_text(st, 17, str_c(or_part));
	db_bind_text(st, 15, q->due_kind != NULL ? q->due_kind : "");
	db_bind_int(st, 16, (int64_t)q->call_band);
	db_bind_int(st, 18, q->sensitive);
	db_bind_int(st, 19, q->unrated);
	db_bind_int(st, 20, q->to_notify);
	channels_text(q->came, &channels);
	db_bind_text(st, 21, str_c(&channels));
	str_free(&channels);
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
	const struct city *c = t->state == STATE_PENDING ? cache_city(r) : NULL;
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
	return rc;
}

/* ---- the lists ---- */

int
cache_work(struct cache_reader *r, const struct work_query *q, struct work_row *rows, bool *partial,
    struct err *e)
{
	struct str part = { 0 }, or_part = { 0 };
	struct sqlite3_stmt *st;
	struct err why;
	int64_t person = 0;
	int n = 0, step = 0;

	if (partial != NULL)
		*partial = false;
	if (db_stmt(r->db, q->call_band != 0 ? call_sql : rows_sql, &st, e) != ERR_OK)
		return -1;
	parts_text(q, &part, &or_part);
	bind(r, st, q, &part, &or_part);
	err_clear(&why);
	reader_hurry(r);
	while (n < q->limit && (step = db_step(r->db, st, &why)) == 1) {
		if (read_row(r, st, q, &rows[n], &why) != ERR_OK) {
			step = -1;
			break;
		}
		rows[n].same_person = q->call_band != 0 && n > 0 && person != 0 &&
				      person == db_int(st, READER_COLUMN_COUNT + 2);
		person = db_int(st, READER_COLUMN_COUNT + 2);
		n++;
	}
	reader_calm(r);
	db_done(st);
	str_free(&part);
	str_free(&or_part);
	return reader_rows(n, step, &why, partial, e);
}

int64_t
cache_work_count(struct cache_reader *r, const struct work_query *q)
{
	struct str part = { 0 }, or_part = { 0 };
	struct sqlite3_stmt *st;
	int64_t n = -1;

	if (db_stmt(r->db, count_sql, &st, NULL) != ERR_OK)
		return -1;
	parts_text(q, &part, &or_part);
	bind(r, st, q, &part, &or_part);
	reader_hurry(r);
	if (db_step(r->db, st, NULL) == 1)
		n = db_int(st, 0);
	reader_calm(r);
	db_done(st);
	str_free(&part);
	str_free(&or_part);
	return n;
}
