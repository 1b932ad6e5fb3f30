/* What the desk asks of its own records. Lists are short and found by call, ticket, number or day; the sealed part is
 * opened only for rows that are shown. */
#include "client/cache/records.h"

#include <string.h>

#include "cache_record_p.h"
#include "model/mask.h"
#include "model/same_caller.h"
#include "reader_p.h"

#define ASKED                                                                        \
	" WHERE (?1 = '' OR kind = ?1) AND at >= ?2 AND (?3 IS NULL OR author = ?3)" \
	" AND (?4 IS NULL OR object = ?4) AND (?5 IS NULL OR code = ?5)"             \
	" AND (?6 IS NULL OR (call = ?6 AND call <> ''))"                            \
	" AND (?7 IS NULL OR (ticket = ?7 AND ticket <> ''))"                        \
	" AND (?9 = 0 OR sent <> 2)"
/* Of a call or a ticket, by its index. */
#define ASKED_OF(column, i)                                                                       \
	" WHERE " column " = ?" i " AND " column " <> '' AND (?1 = '' OR kind = ?1) AND at >= ?2" \
	" AND (?3 IS NULL OR author = ?3) AND (?4 IS NULL OR object = ?4)"                        \
	" AND (?5 IS NULL OR code = ?5) AND (?6 IS NULL OR call = ?6)"                            \
	" AND (?7 IS NULL OR ticket = ?7) AND (?9 = 0 OR sent <> 2)"
#define LIST   "SELECT " CACHE_RECORD_COLUMNS " FROM record"
#define COUNT  "SELECT count(*) FROM record"
#define NEWEST " ORDER BY at DESC, seq DESC LIMIT ?8"

static void
bind_query(struct sqlite3_stmt *st, const struct record_query *q)
{
	db_bind_text(st, 1, record_json(q->kind));
	db_bind_int(st, 2, q->since_at);
	db_bind_text(st, 3, q->by);
	db_bind_text(st, 4, q->object);
	db_bind_text(st, 5, q->code);
	db_bind_text(st, 6, q->call);
	db_bind_text(st, 7, q->ticket);
	db_bind_int(st, 9, q->standing);
}

/* The text of a merge begins with a number. */
static void
mask_other(struct record *to)
{
	char other[RECORD_PHONE_BYTES], masked[RECORD_PHONE_BYTES];
	const char *reason;
	struct str text = { 0 };

	if (!same_caller_read(to, other, &reason))
		return;
	mask_phone(other, masked, sizeof(masked));
	str_addf(&text, "%s\n%s", masked, reason);
	if (text.bad || !record_set_text(to, str_c(&text)))
		(void)record_set_text(to, NULL);
	secret_wipe(other, sizeof(other));
	str_free(&text);
}

/* One that does not open is shown with what is not sealed. */
static void
take(struct cache_reader *r, struct sqlite3_stmt *st, struct record *to)
{
	char whole[RECORD_PHONE_BYTES];

	(void)cache_record_row(r->key, st, to, NULL);
	str_copy(whole, sizeof(whole), to->phone);
	mask_phone(whole, to->phone, sizeof(to->phone));
	secret_wipe(whole, sizeof(whole));
	mask_other(to);
}

static int
take_all(struct cache_reader *r, struct sqlite3_stmt *st, struct record *out, int max)
{
	int n = 0, step = 0;

	while (n < max && (step = db_step(r->db, st, NULL)) == 1)
		take(r, st, &out[n++]);
	db_done(st);
	return n == 0 && step < 0 ? -1 : n;
}

int
cache_records(struct cache_reader *r, const struct record_query *q, struct record *out, int max)
{
	struct sqlite3_stmt *st;
	enum err_code rc;

	if (q->call != NULL)
		rc = db_stmt(r->db, LIST ASKED_OF("call", "6") NEWEST, &st, NULL);
	else if (q->ticket != NULL)
		rc = db_stmt(r->db, LIST ASKED_OF("ticket", "7") NEWEST, &st, NULL);
	else
		rc = db_stmt(r->db, LIST ASKED NEWEST, &st, NULL);
	if (rc != ERR_OK)
		return -1;
	bind_query(st, q);
	db_bind_int(st, 8, max);
	return take_all(r, st, out, max);
}

int64_t
cache_record_count(struct cache_reader *r, const struct record_query *q)
{
	struct sqlite3_stmt *st;

	if (db_stmt(r->db, COUNT ASKED, &st, NULL) != ERR_OK)
		return -1;
	bind_query(st, q);
	return db_take_int(r->db, st, 0);
}

/* ---- of one call or ticket ---- */

/* Two indexes, one list. */
#define OF_BOTH                                                           \
	" FROM record WHERE kind = ?1 AND seq IN ("                       \
	"SELECT seq FROM record WHERE call = ?2 AND call <> '' UNION ALL" \
	" SELECT seq FROM record WHERE ticket = ?3 AND ticket <> '')"

static void
bind_both(struct sqlite3_stmt *st, enum record_kind kind, const char *call, const char *ticket)
{
	db_bind_text(st, 1, record_json(kind));
	db_bind_text(st, 2, call != NULL ? call : "");
	db_bind_text(st, 3, ticket != NULL ? ticket : "");
}

int
cache_told(
    struct cache_reader *r, const char *call, const char *ticket, struct record *out, int max)
{
	struct sqlite3_stmt *st;

	if (db_stmt(r->db, "SELECT " CACHE_RECORD_COLUMNS OF_BOTH " ORDER BY seq LIMIT ?4", &st,
		NULL) != ERR_OK)
		return -1;
	bind_both(st, RECORD_TOLD, call, ticket);
	db_bind_int(st, 4, max);
	return take_all(r, st, out, max);
}

/* ---- bulletins ---- */

bool
cache_bulletin_read(struct cache_reader *r, const char *me, const char *id)
{
	struct sqlite3_stmt *st;

	if (db_stmt(r->db,
		"SELECT 1 FROM record WHERE object = ?1 AND author = ?2 AND kind = 'read'", &st,
		NULL) != ERR_OK)
		return false;
	db_bind_text(st, 1, id);
	db_bind_text(st, 2, me);
	return db_take_any(r->db, st);
}

/* ---- callers ---- */

int
cache_abuse(struct cache_reader *r, const char *phone, int64_t since_at)
{
	int64_t hash = cache_phone_hash(r->index_key, phone);
	struct sqlite3_stmt *st;

	if (hash == 0 ||
	    db_stmt(r->db,
		"SELECT count(DISTINCT CASE call WHEN '' THEN id ELSE call END) FROM record"
		" WHERE phone = ?1 AND phone IS NOT NULL AND kind = 'abuse' AND at >= ?2",
		&st, NULL) != ERR_OK)
		return 0;
	db_bind_int(st, 1, hash);
	db_bind_int(st, 2, since_at > r->people_from_at ? since_at : r->people_from_at);
	return (int)db_take_int(r->db, st, 0);
}

/* ---- to be called back ---- */

/* Whoever called again, or was called, since then is another row, or none. */
#define CALLBACKS                                                                               \
	"SELECT " CACHE_RECORD_COLUMNS                                                          \
	", (SELECT count(*) FROM record d WHERE d.kind = 'call_log' AND d.object <> '' AND"     \
	" d.object = m.call AND d.code = 'uncalled'), (SELECT coalesce(max(d.at), 0) FROM"      \
	" record d WHERE d.kind = 'call_log' AND d.object <> '' AND d.object = m.call AND"      \
	" d.code = 'uncalled') FROM record m WHERE m.kind = 'call_log' AND m.code IN"           \
	" ('missed', 'abandoned') AND m.at >= ?1 AND m.phone IS NOT NULL AND NOT EXISTS"        \
	" (SELECT 1 FROM record d WHERE d.kind = 'call_log' AND d.object <> '' AND d.object ="  \
	" m.call AND d.code = 'called') AND NOT EXISTS (SELECT 1 FROM record a WHERE a.phone =" \
	" m.phone AND a.phone IS NOT NULL AND a.kind = 'call_log' AND a.at > m.at AND a.code"   \
	" IN ('answered', 'called', 'missed', 'abandoned')) ORDER BY m.at LIMIT ?2"

int
cache_callbacks(struct cache_reader *r, int64_t now, struct callback *out, int max)
{
	struct sqlite3_stmt *st;
	int n = 0;

	if (db_stmt(r->db, CALLBACKS, &st, NULL) != ERR_OK)
		return 0;
	db_bind_int(st, 1, now - record_brief_ms(RECORD_CALL_LOG));
	db_bind_int(st, 2, max);
	while (n < max && db_step(r->db, st, NULL) == 1) {
		struct callback *to = &out[n];
		struct call_log c;
		struct record x;

		take(r, st, &x);
		*to = (struct callback){
			.at = x.at, .tries = (int)db_int(st, 11), .tried_at = db_int(st, 12)
		};
		if (call_log_of(&x, &c, NULL) == ERR_OK) {
			to->way = c.way;
			to->waited_ms = call_wait_ms(&c);
			str_copy(to->call, sizeof(to->call), x.call);
			str_copy(to->phone, sizeof(to->phone), x.phone);
			str_copy(to->line, sizeof(to->line), c.line);
			n++;
		}
		record_free(&x);
	}
	db_done(st);
	return n;
}
