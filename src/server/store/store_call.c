/* Calls and states as rows to be counted. A state's row ends where the next one of the same person at the same seat begins,
 * whatever order they come in.
 *
 * Not here: the records themselves (store_record.c), what is made of the rows (model/call_kpi.h). */
#include "server/store/calls.h"

#include <string.h>

#include "store_p.h"

/* ---- in ---- */

static enum err_code
add_call(struct store *s, const struct record *r, struct err *e)
{
	struct sqlite3_stmt *st;
	struct call_log c;

	if (call_log_of(r, &c, e) != ERR_OK)
		return e != NULL ? e->code : ERR_INVALID;
	if (db_stmt(s->db,
		"INSERT INTO call_log(id, call, job_no, way, line, queue, at, waited, talk, hold,"
		" holds, rated) VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12)"
		" ON CONFLICT(id) DO NOTHING",
		&st, e) != ERR_OK)
		return ERR_DB;
	db_bind_text(st, 1, r->id);
	db_bind_text(st, 2, r->call);
	db_bind_text(st, 3, r->by);
	db_bind_text(st, 4, r->code);
	db_bind_text(st, 5, c.line);
	db_bind_text(st, 6, c.queue);
	db_bind_int(st, 7, r->at);
	db_bind_int(st, 8, call_wait_ms(&c));
	db_bind_int(st, 9, call_talk_ms(&c));
	db_bind_int(st, 10, c.hold_ms);
	db_bind_int(st, 11, c.holds);
	db_bind_int(st, 12, c.rated);
	return db_run(s->db, st, e);
}

/* The one before it ends where it begins. */
static enum err_code
end_before(struct store *s, const struct store_record *x, struct err *e)
{
	struct sqlite3_stmt *st;

	if (db_stmt(s->db,
		"UPDATE agent_state SET to_at = ?3 WHERE id = (SELECT id FROM agent_state WHERE"
		" job_no = ?1 AND device = ?2 AND at <= ?3 AND id <> ?4 ORDER BY at DESC LIMIT 1)",
		&st, e) != ERR_OK)
		return ERR_DB;
	db_bind_text(st, 1, x->r.by);
	db_bind_text(st, 2, x->device);
	db_bind_int(st, 3, x->r.at);
	db_bind_text(st, 4, x->r.id);
	return db_run(s->db, st, e);
}

static enum err_code
add_state(struct store *s, const struct store_record *x, struct err *e)
{
	const struct record *r = &x->r;
	const char *const texts[] = { r->id, r->by, x->device, r->object, r->code, r->result,
		r->call };
	struct sqlite3_stmt *st;

	if (db_stmt(s->db,
		"INSERT INTO agent_state(id, job_no, device, seat, state, reason, call, at, to_at)"
		" VALUES(?1,?2,?3,?4,?5,?6,?7,?8,(SELECT coalesce(min(at), 0) FROM agent_state"
		" WHERE job_no = ?2 AND device = ?3 AND at > ?8)) ON CONFLICT(id) DO NOTHING",
		&st, e) != ERR_OK)
		return ERR_DB;
	for (int i = 0; i < 7; i++)
		db_bind_text(st, i + 1, texts[i]);
	db_bind_int(st, 8, r->at);
	return db_run(s->db, st, e);
}

enum err_code
store_call_took(struct store *s, const struct store_record *x, struct err *e)
{
	enum err_code rc = ERR_OK;

	if (x->r.kind == RECORD_CALL_LOG)
		return add_call(s, &x->r, e);
	if (x->r.kind == RECORD_AGENT)
		rc = end_before(s, x, e);
	return rc == ERR_OK && x->r.kind == RECORD_AGENT ? add_state(s, x, e) : rc;
}

/* ---- out ---- */

/* Of two intervals of one instant the first is empty; an open one says nothing yet. */
#define ACW                                                                         \
	"(SELECT coalesce(sum(a.to_at - a.at), -1) FROM agent_state a WHERE a.call" \
	" = c.call AND a.call <> '' AND a.state = 'acw' AND a.job_no = c.job_no AND a.to_at > 0)"

static void
read_call(struct sqlite3_stmt *st, struct store_call *c)
{
	const int way = call_way_by_json(db_text(st, 4));

	*c = (struct store_call){ .way = way >= 0 ? (enum call_way)way : CALL_ANSWERED,
		.at = db_int(st, 5),
		.waited_ms = db_int(st, 6),
		.talk_ms = db_int(st, 7),
		.hold_ms = db_int(st, 8),
		.holds = (int)db_int(st, 9),
		.rated = (int)db_int(st, 10),
		.acw_ms = db_int(st, 11) };
	str_copy(c->call, sizeof(c->call), db_text(st, 0));
	str_copy(c->job_no, sizeof(c->job_no), db_text(st, 1));
	str_copy(c->line, sizeof(c->line), db_text(st, 2));
	str_copy(c->queue, sizeof(c->queue), db_text(st, 3));
}

enum err_code
store_calls(
    struct store *s, int64_t from_at, int64_t to_at, store_call_fn *fn, void *arg, struct err *e)
{
	struct sqlite3_stmt *st;
	struct store_call c;
	bool more = true;
	int step = 1;

	if (db_stmt(s->db,
		"SELECT call, job_no, line, queue, way, at, waited, talk, hold, holds, rated, " ACW
		" FROM call_log c WHERE at >= ?1 AND at < ?2 ORDER BY at, id",
		&st, e) != ERR_OK)
		return ERR_DB;
	db_bind_int(st, 1, from_at);
	db_bind_int(st, 2, to_at);
	while (more && (step = db_step(s->db, st, e)) == 1) {
		read_call(st, &c);
		more = fn(arg, &c);
	}
	db_done(st);
	return step < 0 ? ERR_DB : ERR_OK;
}

enum err_code
store_call_slots(struct store *s, int64_t from_at, int64_t slot_ms, int *out, int n, struct err *e)
{
	struct sqlite3_stmt *st;
	int step;

	if (db_stmt(s->db,
		"SELECT (at - ?1) / ?3, count(*) FROM call_log WHERE at >= ?1 AND at < ?2 AND way "
		"IN"
		" ('answered', 'missed', 'abandoned', 'line_busy') GROUP BY 1",
		&st, e) != ERR_OK)
		return ERR_DB;
	db_bind_int(st, 1, from_at);
	db_bind_int(st, 2, from_at + n * slot_ms);
	db_bind_int(st, 3, slot_ms);
	while ((step = db_step(s->db, st, e)) == 1)
		out[db_int(st, 0)] += (int)db_int(st, 1);
	db_done(st);
	return step < 0 ? ERR_DB : ERR_OK;
}

/* false: nothing of it lies in [from, to). */
static bool
read_interval(
    struct sqlite3_stmt *st, int64_t from, int64_t to, int64_t now, struct store_interval *i)
{
	const int state = agent_by_json(db_text(st, 3));
	int64_t end = db_int(st, 6);

	*i = (struct store_interval){ .from_at = db_int(st, 5),
		.reason = agent_reason_by_json(db_text(st, 4)) };
	if (state < 0)
		return false;
	i->state = (enum agent_state)state;
	str_copy(i->job_no, sizeof(i->job_no), db_text(st, 0));
	str_copy(i->seat, sizeof(i->seat), db_text(st, 1));
	str_copy(i->call, sizeof(i->call), db_text(st, 2));
	end = end == 0 || end > now ? now : end;
	if (end > i->from_at + AGENT_STALE_MS)
		end = i->from_at + AGENT_STALE_MS;
	i->to_at = end < to ? end : to;
	i->from_at = i->from_at > from ? i->from_at : from;
	return i->to_at > i->from_at;
}

enum err_code
store_intervals(struct store *s, int64_t from_at, int64_t to_at, int64_t now, store_interval_fn *fn,
    void *arg, struct err *e)
{
	struct sqlite3_stmt *st;
	struct store_interval i;
	bool more = true;
	int step = 1;

	/* nothing lasts longer than a stale one: what began before that cannot reach in */
	if (db_stmt(s->db,
		"SELECT job_no, seat, call, state, reason, at, to_at FROM agent_state WHERE"
		" at >= ?1 AND at < ?2 AND (to_at = 0 OR to_at > ?3) ORDER BY job_no, at",
		&st, e) != ERR_OK)
		return ERR_DB;
	db_bind_int(st, 1, from_at - AGENT_STALE_MS);
	db_bind_int(st, 2, to_at);
	db_bind_int(st, 3, from_at);
	while (more && (step = db_step(s->db, st, e)) == 1)
		if (read_interval(st, from_at, to_at, now, &i))
			more = fn(arg, &i);
	db_done(st);
	return step < 0 ? ERR_DB : ERR_OK;
}

int
store_there(struct store *s, int64_t now, struct store_there *out, int max)
{
	struct sqlite3_stmt *st;
	int n = 0, step = 0;

	if (db_stmt(s->db,
		"SELECT job_no, seat, device, state, max(at) FROM agent_state WHERE at >= ?1 AND"
		" to_at = 0 GROUP BY job_no HAVING state <> 'offline' ORDER BY job_no LIMIT ?2",
		&st, NULL) != ERR_OK)
		return -1;
	db_bind_int(st, 1, now - AGENT_STALE_MS);
	db_bind_int(st, 2, max);
	while (n < max && (step = db_step(s->db, st, NULL)) == 1) {
		const int state = agent_by_json(db_text(st, 3));

		if (state < 0)
			continue;
		out[n] = (struct store_there){ .state = (enum agent_state)state };
		str_copy(out[n].job_no, sizeof(out[n].job_no), db_text(st, 0));
		str_copy(out[n].seat, sizeof(out[n].seat), db_text(st, 1));
		str_copy(out[n].device, sizeof(out[n].device), db_text(st, 2));
		n++;
	}
	db_done(st);
	return step < 0 ? -1 : n;
}
