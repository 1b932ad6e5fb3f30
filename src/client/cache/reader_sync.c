/* What this seat has of its own: drafts, what waits, what was refused, what is in conflict, and the counts of it all. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "model/workflow.h"
#include "reader_p.h"

/* ---- drafts ---- */

int
cache_draft_kept(struct cache_reader *r, const char *id)
{
	struct sqlite3_stmt *st;
	int step;

	if (db_stmt(r->db, "SELECT 1 FROM draft WHERE id = ?1", &st, NULL) != ERR_OK)
		return -1;
	db_bind_text(st, 1, id);
	step = db_step(r->db, st, NULL);
	db_done(st);
	return step;
}

/* -1: it could not be asked. */
static int
read_drafts(
    struct cache_reader *r, struct sqlite3_stmt *st, const char *owner, struct draft *out, int max)
{
	int64_t seq;
	int n = 0, step = 0;

	db_bind_text(st, 1, owner);
	db_bind_int(st, 2, max);
	while (n < max && (step = db_step(r->db, st, NULL)) == 1)
		if (cache_draft_row(r->key, st, &out[n], &seq) == ERR_OK)
			n++;
	db_done(st);
	return n == 0 && step < 0 ? -1 : n;
}

int
cache_drafts(struct cache_reader *r, const char *owner, struct draft *out, int max)
{
	struct sqlite3_stmt *st;
	int n;

	if (db_stmt(r->db,
		"SELECT " CACHE_DRAFT_COLUMNS
		" FROM draft WHERE owner = ?1 AND act = '' ORDER BY changed_at DESC, id LIMIT ?2",
		&st, NULL) != ERR_OK)
		return 0;
	n = read_drafts(r, st, owner, out, max);
	return n < 0 ? 0 : n;
}

int
cache_notes(
    struct cache_reader *r, const char *owner, const char *ticket, struct draft *out, int max)
{
	struct sqlite3_stmt *st;

	if (db_stmt(r->db,
		"SELECT " CACHE_DRAFT_COLUMNS
		" FROM draft WHERE owner = ?1 AND act <> '' AND (?3 = '' OR ticket = ?3)"
		" ORDER BY changed_at DESC, id LIMIT ?2",
		&st, NULL) != ERR_OK)
		return -1;
	db_bind_text(st, 3, ticket != NULL ? ticket : "");
	return read_drafts(r, st, owner, out, max);
}

int64_t
cache_journal_next(struct cache_reader *r)
{
	return cache_meta_int(r->db, "journal_seq", 0) + 1;
}

/* ---- the outbox ---- */

#define OUTBOX_ROWS                                                                          \
	"SELECT o.local, o.n, o.id, o.ticket, coalesce(t.no, ''), coalesce(t.title, ''), "   \
	"o.kind, o.author, o.at, o.state, o.code, o.detail FROM outbox o LEFT JOIN ticket t" \
	" ON t.id = o.ticket WHERE o.state IN (0, 1, 2)"

static void
outbox_row(struct sqlite3_stmt *st, struct outbox_row *o)
{
	*o = (struct outbox_row){
		.local = db_int(st, 0), .n = db_int(st, 1), .kind = (int)db_int(st, 6)
	};
	str_copy(o->id, sizeof(o->id), db_text(st, 2));
	str_copy(o->ticket, sizeof(o->ticket), db_text(st, 3));
	str_copy(o->no, sizeof(o->no), db_text(st, 4));
	str_copy(o->title, sizeof(o->title), db_text(st, 5));
	str_copy(o->by, sizeof(o->by), db_text(st, 7));
	o->at = db_int(st, 8);
	o->state = (enum outbox_state)db_int(st, 9);
	o->code = (enum err_code)db_int(st, 10);
	str_copy(o->detail, sizeof(o->detail), db_text(st, 11));
}

int
cache_outbox(struct cache_reader *r, struct outbox_row *rows, int max)
{
	struct sqlite3_stmt *st;
	int n = 0;

	if (db_stmt(r->db, OUTBOX_ROWS " ORDER BY o.at, o.local LIMIT ?1", &st, NULL) != ERR_OK)
		return 0;
	db_bind_int(st, 1, max);
	while (n < max && db_step(r->db, st, NULL) == 1)
		outbox_row(st, &rows[n++]);
	db_done(st);
	return n;
}

bool
cache_outbox_of(struct cache_reader *r, const char *op, struct outbox_row *row)
{
	struct sqlite3_stmt *st;
	bool there;

	if (db_stmt(r->db, OUTBOX_ROWS " AND o.id = ?1", &st, NULL) != ERR_OK)
		return false;
	db_bind_text(st, 1, op);
	there = db_step(r->db, st, NULL) == 1;
	if (there)
		outbox_row(st, row);
	db_done(st);
	return there;
}

/* ---- conflicts ---- */

/* Who set that field last at the centre, as far as the cached trace tells. */
static void
their_act(struct cache_reader *r, struct conflict_row *c, const char *op)
{
	int field = field_by_json(c->field);
	struct sqlite3_stmt *st;

	if (field < 0 || db_stmt(r->db,
			     "SELECT id, doc, identity FROM event WHERE ticket = ?1 AND id <> ?2 "
			     "ORDER BY seq DESC",
			     &st, NULL) != ERR_OK)
		return;
	db_bind_text(st, 1, c->ticket);
	db_bind_text(st, 2, op);
	while (c->their_at == 0 && db_step(r->db, st, NULL) == 1) {
		size_t n;
		const void *sealed = db_blob(st, 2, &n);
		struct event ev;
		event_init(&ev);
		if (cache_event_read(
			r->key, db_text(st, 0), db_text(st, 1), sealed, n, &ev, NULL) == ERR_OK &&
		    ev.set.v[field] != NULL) {
			str_copy(c->their_name, sizeof(c->their_name),
			    ev.actor_name[0] != '\0' ? ev.actor_name : ev.actor);
			c->their_at = ev.at_server != 0 ? ev.at_server : ev.at;
		}
		event_free(&ev);
	}
	db_done(st);
}

static char *
shown(int field, const char *value)
{
	char masked[512];

	if (field_info((enum ticket_field)field)->part == PART_MATTER)
		return str_dup(value);
	reader_mask_value((enum ticket_field)field, value, masked, sizeof(masked));
	return str_dup(masked);
}

static void
both_values(
    struct cache_reader *r, struct conflict_row *c, const char *op, const void *sealed, size_t n)
{
	int field = field_by_json(c->field);
	struct str mine = { 0 };
	struct ticket t;

	if (field < 0)
		return;
	if (cache_unseal(r->key, "conflict", op, sealed, n, &mine))
		c->mine = shown(field, str_c(&mine));
	secret_str_free(&mine);
	ticket_init(&t);
	if (cache_truth_get(r->db, r->key, c->ticket, &t)) {
		c->theirs = shown(field, fields_get(&t.f, (enum ticket_field)field));
		str_copy(c->no, sizeof(c->no), fields_get(&t.f, TF_NO));
	}
	ticket_free(&t);
}

int
cache_conflicts(struct cache_reader *r, struct conflict_row *rows, int max)
{
	struct sqlite3_stmt *st;
	int n = 0;

	if (db_stmt(r->db,
		"SELECT c.local, c.ticket, c.field, c.op, c.mine, c.at, coalesce(a.name, c.author) "
		"FROM conflict c"
		" LEFT JOIN agent a ON a.job_no = c.author ORDER BY c.local LIMIT ?1",
		&st, NULL) != ERR_OK)
		return 0;
	db_bind_int(st, 1, max);
	while (n < max && db_step(r->db, st, NULL) == 1) {
		struct conflict_row *c = &rows[n++];
		size_t len;
		const void *sealed = db_blob(st, 4, &len);
		*c = (struct conflict_row){ .local = db_int(st, 0), .my_at = db_int(st, 5) };
		str_copy(c->ticket, sizeof(c->ticket), db_text(st, 1));
		str_copy(c->field, sizeof(c->field), db_text(st, 2));
		str_copy(c->my_name, sizeof(c->my_name), db_text(st, 6));
		both_values(r, c, db_text(st, 3), sealed, len);
		their_act(r, c, db_text(st, 3));
	}
	db_done(st);
	return n;
}

void
conflict_row_free(struct conflict_row *c)
{
	free(c->mine);
	free(c->theirs);
	*c = (struct conflict_row){ 0 };
}

static int
count_of(struct cache_reader *r, const char *sql, const char *ticket)
{
	struct sqlite3_stmt *st;

	if (db_stmt(r->db, sql, &st, NULL) != ERR_OK)
		return 0;
	db_bind_text(st, 1, ticket);
	return (int)db_take_int(r->db, st, 0);
}

void
cache_unsettled(struct cache_reader *r, const char *ticket, int *refused, int *conflicts)
{
	*refused = count_of(r,
	    "SELECT count(*) FROM outbox WHERE ticket = ?1 AND retired = 0 AND state = 2", ticket);
	*conflicts = count_of(r, "SELECT count(*) FROM conflict WHERE ticket = ?1", ticket);
}

/* ---- counts ---- */

static void
count_outbox(struct cache_reader *r, struct cache_counts *out)
{
	out->waiting = db_one_int(r->db, CACHE_WAITING, 0);
	out->oldest_waiting_at = db_one_int(r->db, CACHE_OLDEST, 0);
	out->records =
	    db_one_int(r->db, "SELECT count(*) FROM record WHERE sent = 0" CACHE_WORK, 0);
	out->records_refused = db_one_int(r->db, "SELECT count(*) FROM record WHERE sent = 2", 0);
	out->parked = db_one_int(r->db, "SELECT count(*) FROM outbox WHERE state = 2", 0);
	out->conflicts = db_one_int(r->db, "SELECT count(*) FROM conflict", 0);
	out->tickets = db_one_int(r->db, "SELECT count(*) FROM ticket", 0);
	out->bytes = db_one_int(
	    r->db, "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size", 0);
	out->data_as_of = cache_meta_int(r->db, "data_as_of", 0);
}

static void
count_today(struct cache_reader *r, const char *me, int64_t now, struct cache_counts *out)
{
	struct sqlite3_stmt *st;

	/* who types in a paper has not answered a call */
	if (db_stmt(r->db,
		"SELECT count(*) FILTER (WHERE NOT (" READER_LATE
		")), sum(state = ?3), sum(state NOT IN (?3, ?4, ?5)) FROM ticket "
		"WHERE owner = ?1 AND"
		" created_at >= ?2 AND gen >= ?6",
		&st, NULL) != ERR_OK)
		return;
	db_bind_text(st, 1, me);
	db_bind_int(st, 2, civil_day_start(civil_day(now)));
	db_bind_int(st, 3, STATE_CLOSED);
	db_bind_int(st, 4, STATE_INCOMPLETE);
	db_bind_int(st, 5, STATE_REJECTED);
	db_bind_int(st, 6, reader_gen(r));
	if (db_step(r->db, st, NULL) == 1) {
		out->answered_today = db_int(st, 0);
		out->direct_today = db_int(st, 1);
		out->dispatched_today = db_int(st, 2);
	}
	db_done(st);
	/* and the calls that ended in none of these tickets */
	if (db_stmt(r->db,
		"SELECT count(DISTINCT CASE call WHEN '' THEN id ELSE call END) FROM record c WHERE"
		" at >= ?2 AND kind = 'call' AND author = ?1 AND NOT EXISTS(SELECT 1 FROM ticket t"
		" WHERE t.id = c.ticket AND t.owner = ?1 AND t.created_at >= ?2)",
		&st, NULL) != ERR_OK)
		return;
	db_bind_text(st, 1, me);
	db_bind_int(st, 2, civil_day_start(civil_day(now)));
	out->answered_today += db_take_int(r->db, st, 0);
}

static void
count_mine(struct cache_reader *r, const char *me, int64_t now, struct cache_counts *out)
{
	struct sqlite3_stmt *st;

	if (db_stmt(r->db,
		"SELECT sum(state = ?3), sum(state = ?3 AND due_at < ?5), count(*), sum(due_at > 0 "
		"AND due_at >= ?4 AND"
		" due_at < ?5), sum(due_at > 0 AND due_at < ?4), sum(state <> ?3 AND urgency = "
		"'critical' "
		"AND (category = '' OR unit = '')) FROM ticket WHERE owner = ?1 AND "
		"((?2 >> state) & 1) = 1"
		" AND gen >= ?6",
		&st, NULL) != ERR_OK)
		return;
	db_bind_text(st, 1, me);
	db_bind_int(st, 2, (int64_t)STATES_OPEN);
	db_bind_int(st, 3, STATE_INCOMPLETE);
	db_bind_int(st, 4, now);
	db_bind_int(st, 5, civil_day_start(civil_day(now) + 1));
	db_bind_int(st, 6, reader_gen(r));
	if (db_step(r->db, st, NULL) == 1) {
		out->incomplete = db_int(st, 0);
		out->incomplete_due_today = db_int(st, 1);
		out->following = db_int(st, 2);
		out->due_today = db_int(st, 3);
		out->overdue = db_int(st, 4);
		out->owed = db_int(st, 5);
	}
	db_done(st);
}

void
cache_counts(struct cache_reader *r, const char *me, int64_t now, struct cache_counts *out)
{
	struct sqlite3_stmt *st;

	*out = (struct cache_counts){ 0 };
	me = me != NULL ? me : "";
	count_outbox(r, out);
	count_today(r, me, now, out);
	count_mine(r, me, now, out);
	if (db_stmt(r->db,
		"SELECT count(*) FILTER (WHERE act = ''), count(*) FILTER (WHERE act <> '')"
		" FROM draft WHERE owner = ?1",
		&st, NULL) != ERR_OK)
		return;
	db_bind_text(st, 1, me);
	if (db_step(r->db, st, NULL) == 1) {
		out->drafts = db_int(st, 0);
		out->notes = db_int(st, 1);
	}
	db_done(st);
}

void
cache_scope_of(const char *feed, const char *roles, char *out, size_t size)
{
	uint32_t bits = 0;

	out[0] = '\0';
	if (feed[0] == '\0')
		return;
	(void)roles_parse(roles, &bits);
	(void)snprintf(out, size, "%s|%d%d", feed, roles_may_see_identity(bits, false, false),
	    roles_may_see_identity(bits, true, true));
}

enum cache_eyes
cache_eyes(struct cache_reader *r, const char *job_no)
{
	struct sqlite3_stmt *st;
	char his[64] = "", here[64];
	int step;

	if (db_stmt(r->db, "SELECT feed, roles FROM agent WHERE job_no = ?1", &st, NULL) != ERR_OK)
		return CACHE_EYES_NEVER;
	db_bind_text(st, 1, job_no);
	step = db_step(r->db, st, NULL);
	if (step == 1)
		cache_scope_of(db_text(st, 0), db_text(st, 1), his, sizeof(his));
	db_done(st);
	if (step != 1)
		return CACHE_EYES_NEVER;
	(void)cache_meta(r->db, "scope", here, sizeof(here));
	return str_eq(his, here) ? CACHE_EYES_SAME : CACHE_EYES_OTHER;
}
