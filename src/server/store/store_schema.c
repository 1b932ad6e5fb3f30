/* The tables of the centre. Types are TEXT, INTEGER and BLOB only, ids are made by the client, nothing depends on rowid
 * order or sequences, so that the same shape stands on PostgreSQL later. Migrations are only ever appended. */
#include "store_p.h"

static const char first[] =
    /* what the centre is: ids, epoch, keys of cursors */
    "CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;"
    /* the projection: doc is the ticket as JSON without identity; identity is sealed */
    "CREATE TABLE ticket(id TEXT PRIMARY KEY, no TEXT, rev INTEGER NOT NULL, state INTEGER NOT "
    "NULL,"
    " created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, incomplete_due INTEGER NOT NULL,"
    " shielded INTEGER NOT NULL, doc TEXT NOT NULL, identity BLOB) STRICT;"
    "CREATE UNIQUE INDEX ticket_no ON ticket(no) WHERE no IS NOT NULL;"
    "CREATE INDEX ticket_incomplete ON ticket(incomplete_due) WHERE incomplete_due > 0;"
    "CREATE TABLE ticket_scope(scope TEXT NOT NULL, ticket TEXT NOT NULL, PRIMARY KEY(scope, "
    "ticket))"
    " STRICT, WITHOUT ROWID;"
    "CREATE INDEX ticket_scope_of ON ticket_scope(ticket);"
    /* append only. With a rowid: rows of 1 KB in an index would each take a page of their own */
    "CREATE TABLE ticket_event(ticket TEXT NOT NULL, seq INTEGER NOT NULL, id TEXT NOT NULL UNIQUE,"
    " kind INTEGER NOT NULL, at_server INTEGER NOT NULL, doc TEXT NOT NULL, identity BLOB, salt "
    "BLOB,"
    " PRIMARY KEY(ticket, seq)) STRICT;"
    "CREATE TRIGGER event_no_update BEFORE UPDATE ON ticket_event"
    " BEGIN SELECT RAISE(ABORT, 'ticket_event is append only'); END;"
    "CREATE TRIGGER event_no_delete BEFORE DELETE ON ticket_event"
    " BEGIN SELECT RAISE(ABORT, 'ticket_event is append only'); END;"
    /* the feed: one counter, one log */
    "CREATE TABLE feed(one INTEGER PRIMARY KEY CHECK(one = 1), head INTEGER NOT NULL, floor "
    "INTEGER NOT NULL) STRICT;"
    "INSERT INTO feed VALUES(1, 0, 0);"
    "CREATE TABLE feed_day(day INTEGER PRIMARY KEY, head INTEGER NOT NULL) STRICT;"
    "CREATE TABLE change(scope TEXT NOT NULL, seq INTEGER NOT NULL, kind TEXT NOT NULL, id TEXT "
    "NOT NULL,"
    " rev INTEGER NOT NULL, what TEXT NOT NULL, PRIMARY KEY(scope, seq, kind, id)) STRICT, WITHOUT "
    "ROWID;"
    /* what devices asked, and what they were told */
    "CREATE TABLE op_seen(device TEXT NOT NULL, n INTEGER NOT NULL, fingerprint TEXT NOT NULL, "
    "result TEXT NOT NULL,"
    " PRIMARY KEY(device, n)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE device(id TEXT PRIMARY KEY, key_sha TEXT NOT NULL, seat_no TEXT NOT NULL UNIQUE, "
    "name TEXT NOT NULL,"
    " created_at INTEGER NOT NULL, last_op INTEGER NOT NULL, last_seen_at INTEGER NOT NULL, "
    "revoked INTEGER NOT NULL)"
    " STRICT, WITHOUT ROWID;"
    "CREATE TABLE device_code(code_sha TEXT PRIMARY KEY, seat_no TEXT NOT NULL, expires_at INTEGER "
    "NOT NULL)"
    " STRICT, WITHOUT ROWID;"
    "CREATE TABLE device_user(device TEXT NOT NULL, job_no TEXT NOT NULL, since_at INTEGER NOT "
    "NULL,"
    " PRIMARY KEY(device, job_no)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE person(job_no TEXT PRIMARY KEY, name TEXT NOT NULL, roles TEXT NOT NULL, unit "
    "TEXT NOT NULL,"
    " pwhash TEXT NOT NULL, active INTEGER NOT NULL, failures INTEGER NOT NULL, locked_until "
    "INTEGER NOT NULL)"
    " STRICT, WITHOUT ROWID;"
    "CREATE TABLE session(token_sha TEXT PRIMARY KEY, job_no TEXT NOT NULL, device TEXT NOT NULL,"
    " created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;"
    "CREATE INDEX session_expires ON session(expires_at);"
    /* the city, row by row */
    "CREATE TABLE ref(kind TEXT NOT NULL, code TEXT NOT NULL, rev INTEGER NOT NULL, text TEXT NOT "
    "NULL,"
    " PRIMARY KEY(kind, code)) STRICT, WITHOUT ROWID;"
    /* who looked at whom: a chain of its own */
    "CREATE TABLE audit(seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, at INTEGER NOT NULL, "
    "job_no TEXT NOT NULL, device "
    "TEXT NOT NULL,"
    " action TEXT NOT NULL, object TEXT NOT NULL, reason TEXT NOT NULL, hash TEXT NOT NULL) STRICT;"
    "CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit is "
    "append only'); END;"
    "CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit is "
    "append only'); END;";

/* An operation accepted without an event of its own (a change that found everything there already, or lost all of it) is
 * found by nothing else than its id here: few are, so that the index costs the others nothing. */
static const char quiet[] =
    "ALTER TABLE op_seen ADD COLUMN quiet TEXT NOT NULL DEFAULT '';"
    "UPDATE op_seen SET quiet = json_extract(result, '$.results[0].id') WHERE"
    " json_extract(result, '$.results[0].status') IN ('merged', 'conflict') AND NOT EXISTS("
    "SELECT 1 FROM ticket_event v WHERE v.id = json_extract(result, '$.results[0].id'));"
    "CREATE INDEX op_seen_quiet ON op_seen(quiet) WHERE quiet <> '';";

/* Single requests of other systems, by the key each bears: what was answered, for a while. */
static const char requests[] =
    "CREATE TABLE request_seen(device TEXT NOT NULL, key TEXT NOT NULL, fingerprint TEXT NOT NULL,"
    " result TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY(device, key)) STRICT, WITHOUT ROWID;"
    "CREATE INDEX request_seen_at ON request_seen(at);";

/* What seats write down beside the tickets (store_record.c), and what people are to be told (store_notice.c). */
static const char desk[] =
    "CREATE TABLE record(id TEXT PRIMARY KEY, kind TEXT NOT NULL, job_no TEXT NOT NULL, device "
    "TEXT NOT NULL,"
    " ticket TEXT NOT NULL, call TEXT NOT NULL, object TEXT NOT NULL, code TEXT NOT NULL, result "
    "TEXT NOT NULL,"
    " at INTEGER NOT NULL, at_server INTEGER NOT NULL, seconds INTEGER NOT NULL, sealed BLOB) "
    "STRICT;"
    "CREATE INDEX record_kind ON record(kind, at);"
    "CREATE INDEX record_cite ON record(object, at_server) WHERE kind = 'cite';"
    "CREATE INDEX record_cited ON record(at_server) WHERE kind = 'cite';"
    "CREATE TRIGGER record_no_update BEFORE UPDATE ON record BEGIN SELECT RAISE(ABORT, 'record is "
    "append only'); END;"
    "CREATE TABLE notice(ticket TEXT NOT NULL, template TEXT NOT NULL, round INTEGER NOT NULL, "
    "channel TEXT NOT NULL,"
    " unit TEXT NOT NULL, phone BLOB, text TEXT NOT NULL, state TEXT NOT NULL, at INTEGER NOT NULL,"
    " PRIMARY KEY(ticket, template, round)) STRICT, WITHOUT ROWID;"
    "CREATE INDEX notice_state ON notice(state, at);";

/* When the centre's clock must look at a ticket (model/clock.h). Of tickets from before: an incomplete one at the end of its
   days, one with a unit when the unit is late, a closed one when it can no longer be reopened. */
static const char wake[] =
    "ALTER TABLE ticket ADD COLUMN wake_at INTEGER NOT NULL DEFAULT 0;"
    "UPDATE ticket SET wake_at = incomplete_due WHERE incomplete_due > 0;"
    "UPDATE ticket SET wake_at = coalesce(json_extract(doc, '$.unit_due'), 0) WHERE state IN (4, "
    "5);"
    "UPDATE ticket SET wake_at = json_extract(doc, '$.closed_at') + 2592000000 WHERE state = 11"
    " AND json_extract(doc, '$.closed_at') > 0;"
    "CREATE INDEX ticket_wake ON ticket(wake_at) WHERE wake_at > 0;";

static const char cards[] =
    "CREATE TABLE card(ticket TEXT NOT NULL, unit TEXT NOT NULL, round INTEGER NOT NULL, colour "
    "TEXT "
    "NOT NULL,"
    " at INTEGER NOT NULL, revoked INTEGER NOT NULL, PRIMARY KEY(ticket, unit, round, colour))"
    " STRICT, WITHOUT ROWID;"
    "CREATE INDEX card_unit ON card(unit, at);";

/* Desk records that seats get back (record_is_shared), in the order they came. */
static const char desk_feed[] = "CREATE TABLE desk_feed(seq INTEGER PRIMARY KEY AUTOINCREMENT, id "
				"TEXT NOT NULL UNIQUE) STRICT;";
/* Attachments (store_blob.c). have: bytes that have come; name: sealed. blob_use: which ticket's events name the file. */
static const char blobs[] =
    "CREATE TABLE blob(id TEXT PRIMARY KEY, bytes INTEGER NOT NULL, have INTEGER NOT NULL, type "
    "TEXT NOT NULL,"
    " job_no TEXT NOT NULL, device TEXT NOT NULL, ticket TEXT NOT NULL, at INTEGER NOT NULL, "
    "complete INTEGER NOT NULL,"
    " name BLOB) STRICT, WITHOUT ROWID;"
    "CREATE INDEX blob_ticket ON blob(ticket) WHERE ticket <> '';"
    "CREATE TABLE blob_use(nth INTEGER PRIMARY KEY, ticket TEXT NOT NULL, blob TEXT NOT NULL, "
    "by_unit INTEGER NOT NULL, UNIQUE(ticket, blob)) STRICT;"
    "CREATE INDEX blob_use_blob ON blob_use(blob);";

/* How far a seat's clock was from the centre's when that could last be measured. */
static const char offsets[] = "ALTER TABLE device ADD COLUMN offset_ms INTEGER NOT NULL DEFAULT 0;";

/* What the administrator keeps of a person beside the sign-in. rev: of her changes, so that two do not write over each
 * other; last_at: signed in last. */
static const char people[] = "ALTER TABLE person ADD COLUMN skills TEXT NOT NULL DEFAULT '';"
			     "ALTER TABLE person ADD COLUMN company TEXT NOT NULL DEFAULT '';"
			     "ALTER TABLE person ADD COLUMN once INTEGER NOT NULL DEFAULT 0;"
			     "ALTER TABLE person ADD COLUMN rev INTEGER NOT NULL DEFAULT 0;"
			     "ALTER TABLE person ADD COLUMN last_at INTEGER NOT NULL DEFAULT 0;"
			     "CREATE INDEX session_person ON session(job_no);"
			     "CREATE INDEX session_device ON session(device);";

/* The steps of articles (core/article.c), by their order. Corrections from before are given back too. */
static const char articles[] =
    "CREATE INDEX record_article ON record(object, at, id) WHERE kind = 'article';"
    "CREATE TRIGGER record_no_delete BEFORE DELETE ON record WHEN old.kind = 'article'"
    " BEGIN SELECT RAISE(ABORT, 'the steps of an article are append only'); END;"
    "INSERT INTO desk_feed(id) SELECT id FROM record WHERE kind = 'correct' ORDER BY at_server"
    " ON CONFLICT(id) DO NOTHING;";

/* Lines of reference data that a later one has replaced are found by their row: among millions, every day. */
static const char forget[] =
    "CREATE INDEX change_reference ON change(kind, id, seq) WHERE scope = 'reference';";

/* To whom each ticket was given as lead, and who gave it back (store_given.c). at: of the last change. */
static const char given[] =
    "CREATE TABLE given(ticket TEXT NOT NULL, seq INTEGER NOT NULL, category TEXT NOT NULL, area "
    "TEXT NOT NULL,"
    " unit TEXT NOT NULL, returned INTEGER NOT NULL, basis TEXT NOT NULL, at INTEGER NOT NULL,"
    " PRIMARY KEY(ticket, seq)) STRICT, WITHOUT ROWID;"
    "CREATE INDEX given_place ON given(category, unit, area);"
    "CREATE INDEX given_at ON given(at);";

/* Who may sign off for a unit's lead from day to day (授权代签), and who said so. */
static const char deputies[] = "ALTER TABLE person ADD COLUMN deputy_by TEXT NOT NULL DEFAULT '';"
			       "ALTER TABLE person ADD COLUMN deputy_from TEXT NOT NULL DEFAULT '';"
			       "ALTER TABLE person ADD COLUMN deputy_to TEXT NOT NULL DEFAULT '';"
			       "CREATE INDEX person_unit ON person(unit);";

/* States of call-takers and calls (store_call.c), beside the records they came as. at: of a state, since when; to_at: until
 * when, 0 it lasts. acw: ms of the interval that bears the call's id, -1 none known. Feed rows of such records go after
 * "until". */
static const char calls[] =
    "ALTER TABLE desk_feed ADD COLUMN until INTEGER NOT NULL DEFAULT 0;"
    "CREATE INDEX desk_feed_until ON desk_feed(until) WHERE until > 0;"
    "CREATE TABLE agent_state(id TEXT PRIMARY KEY, job_no TEXT NOT NULL, device TEXT NOT NULL, seat"
    " TEXT NOT NULL, state TEXT NOT NULL, reason TEXT NOT NULL, call TEXT NOT NULL,"
    " at INTEGER NOT NULL, to_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;"
    "CREATE INDEX agent_state_who ON agent_state(job_no, device, at);"
    "CREATE INDEX agent_state_at ON agent_state(at);"
    "CREATE INDEX agent_state_acw ON agent_state(call) WHERE state = 'acw' AND call <> '';"
    "CREATE TABLE call_log(id TEXT PRIMARY KEY, call TEXT NOT NULL, job_no TEXT NOT NULL, way TEXT"
    " NOT NULL, line TEXT NOT NULL, queue TEXT NOT NULL, at INTEGER NOT NULL, waited INTEGER NOT"
    " NULL, talk INTEGER NOT NULL, hold INTEGER NOT NULL, holds INTEGER NOT NULL, rated INTEGER NOT"
    " NULL) STRICT, WITHOUT ROWID;"
    "CREATE INDEX call_log_at ON call_log(at);";

_Static_assert(STATE_DISPATCHED == 4 && STATE_WORKING == 5 && STATE_CLOSED == 11, "as wake says");

const struct db_migration store_migrations[] = {
	{ 1, first },
	{ 2, quiet },
	{ 3, requests },
	{ 4, desk },
	{ 5, wake },
	{ 6, cards },
	{ 7, desk_feed },
	{ 8, offsets },
	{ 9, blobs },
	{ 10, people },
	{ 11, articles },
	{ 12, forget },
	{ 13, given },
	{ 14, deputies },
	{ 15, calls },
};
const size_t store_migrations_count = sizeof(store_migrations) / sizeof(store_migrations[0]);
