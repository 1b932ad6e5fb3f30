/* The floor, for who watches it: what each person does now, and the calls of the day added up as they come.
 *
 * Invariants: a look reads no more than is new and at most CALLS_AT_ONCE of that, however long the day: a record is opened
 * once. Rows are read in the order they came in, so that a seat that was offline is counted when it is heard of. Not here:
 * the formulas (model/call_kpi.h). */
#include "client/cache/records.h"

#include <string.h>

#include "base/clock.h"
#include "cache_record_p.h"
#include "reader_p.h"

#define CALLS_AT_ONCE 500
#define ROWS_AT_ONCE  1000

/* ---- people ---- */

/* The newest of each person, by one step of the index a person: however many states a day has. */
#define FLOOR                                                                                     \
	"WITH RECURSIVE who(a) AS (SELECT min(author) FROM record WHERE kind = 'agent'"           \
	" UNION ALL SELECT (SELECT min(author) FROM record WHERE kind = 'agent' AND"              \
	" author > a) FROM who WHERE a IS NOT NULL)"                                              \
	" SELECT author, object, code, result, at, call FROM who JOIN record ON seq ="            \
	" (SELECT seq FROM record WHERE kind = 'agent' AND author = a ORDER BY at DESC, seq DESC" \
	" LIMIT 1) WHERE a IS NOT NULL AND at >= ?1 AND code <> 'offline' ORDER BY author LIMIT " \
	"?2"

int
cache_floor(struct cache_reader *r, int64_t now, struct floor_seat *out, int max)
{
	struct sqlite3_stmt *st;
	int n = 0;

	if (db_stmt(r->db, FLOOR, &st, NULL) != ERR_OK)
		return 0;
	db_bind_int(st, 1, now - AGENT_STALE_MS);
	db_bind_int(st, 2, max);
	while (n < max && db_step(r->db, st, NULL) == 1) {
		struct record x = { .kind = RECORD_AGENT };
		struct floor_seat *to = &out[n];

		*to = (struct floor_seat){ .since_at = db_int(st, 4) };
		str_copy(to->job_no, sizeof(to->job_no), db_text(st, 0));
		str_copy(to->seat, sizeof(to->seat), db_text(st, 1));
		str_copy(x.code, sizeof(x.code), db_text(st, 2));
		str_copy(x.result, sizeof(x.result), db_text(st, 3));
		str_copy(to->call, sizeof(to->call), db_text(st, 5));
		n += agent_read(&x, &to->state, &to->reason);
	}
	db_done(st);
	return n;
}

/* ---- who waits ---- */

#define QUEUE                                                                                \
	"SELECT object, seconds, at FROM record WHERE kind = 'queue' AND sent <> 2 ORDER BY" \
	" at DESC, seq DESC LIMIT 1"

void
cache_floor_queue(struct cache_reader *r, struct call_queue *q)
{
	struct sqlite3_stmt *st;

	*q = (struct call_queue){ .n = -1 };
	if (db_stmt(r->db, QUEUE, &st, NULL) != ERR_OK)
		return;
	if (db_step(r->db, st, NULL) == 1) {
		struct record x = {
			.kind = RECORD_QUEUE, .seconds = db_int(st, 1), .at = db_int(st, 2)
		};

		str_copy(x.object, sizeof(x.object), db_text(st, 0));
		(void)call_queue_read(&x, q);
	}
	db_done(st);
}

bool
cache_call_peak(struct cache_reader *r, int64_t now, struct call_peak *p)
{
	struct sqlite3_stmt *st;
	bool found;

	if (db_stmt(r->db,
		"SELECT text FROM ref WHERE kind = '" CALL_PEAK_KIND "' AND code = '" CALL_PEAK_CODE
		"'",
		&st, NULL) != ERR_OK)
		return false;
	found = db_step(r->db, st, NULL) == 1 && call_peak_read(db_text(st, 0), p) &&
		p->day == civil_day(now);
	db_done(st);
	return found;
}

/* ---- calls ---- */

static void
count(struct floor_calls *f, const struct record *r, const struct call_log *c)
{
	const int64_t slot = (r->at - f->day_at + FLOOR_SLOTS * FLOOR_SLOT_MS) / FLOOR_SLOT_MS;

	if (call_way_is_in(c->way) && c->way != CALL_PASSED && slot >= 0 && slot < FLOOR_DAY)
		f->slot[slot]++;
	if (r->at >= f->day_at)
		call_kpi_add(&f->kpi, &(struct call_fact){ .way = c->way,
					  .waited_ms = call_wait_ms(c),
					  .talk_ms = call_talk_ms(c),
					  .hold_ms = c->hold_ms,
					  .acw_ms = -1 });
}

/* Where to begin: the first call of the day, by the index; and how far the table reaches now. */
#define FIRST                                                                         \
	"SELECT coalesce((SELECT min(seq) - 1 FROM record INDEXED BY record_call_log" \
	" WHERE kind = 'call_log' AND at >= ?1), 0)"
#define LAST "SELECT coalesce(max(seq), 0) FROM record"
#define CALLS                                                                         \
	"SELECT " CACHE_RECORD_COLUMNS ", seq FROM record NOT INDEXED WHERE seq > ?1" \
	" AND seq <= ?2 AND kind = 'call_log' AND at >= ?3 AND sent <> 2 ORDER BY seq LIMIT ?4"

static int64_t
number(struct cache_reader *r, const char *sql, int64_t at)
{
	struct sqlite3_stmt *st;

	if (db_stmt(r->db, sql, &st, NULL) != ERR_OK)
		return 0;
	if (at != 0)
		db_bind_int(st, 1, at);
	return db_take_int(r->db, st, 0);
}

/* Work after the calls of the day: where another interval of the same person at the same seat begins, it has ended. A seat
 * sends a call before the work after it, and that before what comes next. */
#define ACW                                                                                  \
	"SELECT coalesce(sum(n.at - p.at), 0) FROM record n NOT INDEXED JOIN record p ON"    \
	" p.seq = (SELECT seq FROM record WHERE kind = 'agent' AND author = n.author AND at" \
	" <= n.at AND object = n.object AND (at < n.at OR seq < n.seq) ORDER BY at DESC,"    \
	" seq DESC LIMIT 1) WHERE n.seq > ?1 AND n.seq <= ?2 AND n.kind = 'agent'"           \
	" AND p.code = 'acw' AND p.call <> '' AND EXISTS(SELECT 1 FROM record c WHERE"       \
	" c.call = p.call AND c.kind = 'call_log' AND c.author = p.author AND c.code ="      \
	" 'answered' AND c.at >= ?3 AND c.sent <> 2)"

/* A look that a key cut short is made again. */
static bool
add_acw(struct cache_reader *r, struct floor_calls *f)
{
	const int64_t to = f->seq - f->acw_seq > ROWS_AT_ONCE ? f->acw_seq + ROWS_AT_ONCE : f->seq;
	struct sqlite3_stmt *st;

	if (f->acw_seq >= f->seq || db_stmt(r->db, ACW, &st, NULL) != ERR_OK)
		return false;
	db_bind_int(st, 1, f->acw_seq);
	db_bind_int(st, 2, to);
	db_bind_int(st, 3, f->day_at);
	if (db_step(r->db, st, NULL) == 1) {
		f->kpi.acw_ms += db_int(st, 0);
		f->acw_seq = to;
	}
	db_done(st);
	return f->acw_seq < f->seq;
}

static bool
add_calls(struct cache_reader *r, struct floor_calls *f)
{
	const int64_t since_at = f->day_at - FLOOR_SLOTS * FLOOR_SLOT_MS;
	const int64_t last = number(r, LAST, 0);
	struct sqlite3_stmt *st;
	int n = 0, step = 0;

	if (f->seq == 0)
		f->seq = f->acw_seq = number(r, FIRST, since_at);
	if (f->seq >= last || db_stmt(r->db, CALLS, &st, NULL) != ERR_OK)
		return false;
	db_bind_int(st, 1, f->seq);
	db_bind_int(st, 2, last);
	db_bind_int(st, 3, since_at);
	db_bind_int(st, 4, CALLS_AT_ONCE);
	while ((step = db_step(r->db, st, NULL)) == 1) {
		struct record x = { .at = 0 };
		struct call_log c;

		if (cache_record_row(r->key, st, &x, NULL) == ERR_OK &&
		    call_log_of(&x, &c, NULL) == ERR_OK)
			count(f, &x, &c);
		record_free(&x);
		f->seq = db_int(st, 11);
		n++;
	}
	db_done(st);
	if (step == 0 && n < CALLS_AT_ONCE)
		f->seq = last;
	return n == CALLS_AT_ONCE;
}

bool
cache_floor_calls(struct cache_reader *r, struct floor_calls *f)
{
	const bool more = add_calls(r, f);

	return add_acw(r, f) || more;
}

int64_t
floor_slot_at(int64_t now, int back)
{
	return (now / FLOOR_SLOT_MS - back) * FLOOR_SLOT_MS;
}

int
floor_slot(const struct floor_calls *f, int64_t now, int back)
{
	const int64_t slot = (floor_slot_at(now, back) - f->day_at) / FLOOR_SLOT_MS + FLOOR_SLOTS;

	return slot >= 0 && slot < FLOOR_DAY ? f->slot[slot] : 0;
}
