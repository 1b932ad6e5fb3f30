/* The tables of a seat. What is shown of a ticket stands in "ticket"; only while this seat has operations on it that the
 * centre has not answered does "truth" keep what the centre last said. Names, phones and addresses of people are in no
 * column but sealed ones and keyed hashes. Migrations are only ever appended. */
#include "find_p.h"

static const char first[] =
    "CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;"
    /* doc: the ticket as JSON without identity; identity: sealed. phone, caller, tail: keyed hashes of the number to call,
       of the number calling when another, of the last four digits */
    "CREATE TABLE ticket(id TEXT PRIMARY KEY, gen INTEGER NOT NULL, rev INTEGER NOT NULL, state "
    "INTEGER NOT NULL,"
    " no TEXT NOT NULL, title TEXT NOT NULL, unit TEXT NOT NULL, category TEXT NOT NULL, type TEXT "
    "NOT NULL,"
    " area TEXT NOT NULL, urgency TEXT NOT NULL, address TEXT NOT NULL, created_at INTEGER NOT "
    "NULL,"
    " updated_at INTEGER NOT NULL, due_at INTEGER NOT NULL, due_kind TEXT NOT NULL, owner TEXT NOT "
    "NULL,"
    " author TEXT NOT NULL, phone INTEGER, caller INTEGER, tail INTEGER, pending INTEGER NOT NULL,"
    " conflict INTEGER NOT NULL, doc TEXT NOT NULL, identity BLOB) STRICT;"
    "CREATE INDEX ticket_created ON ticket(created_at, id);"
    "CREATE INDEX ticket_due ON ticket(due_at, id) WHERE due_at > 0;"
    "CREATE INDEX ticket_owner ON ticket(owner, created_at, state, due_at, gen);"
    "CREATE INDEX ticket_state ON ticket(state, gen);"
    "CREATE INDEX ticket_phone ON ticket(phone) WHERE phone IS NOT NULL;"
    "CREATE INDEX ticket_caller ON ticket(caller) WHERE caller IS NOT NULL;"
    "CREATE INDEX ticket_last6 ON ticket(substr(no, 13));"
    "CREATE INDEX ticket_pending ON ticket(pending) WHERE pending > 0;"
    "CREATE TABLE truth(id TEXT PRIMARY KEY, gen INTEGER NOT NULL, rev INTEGER NOT NULL, present "
    "INTEGER NOT NULL,"
    " doc TEXT NOT NULL, identity BLOB) STRICT;"
    "CREATE TABLE event(id TEXT PRIMARY KEY, ticket TEXT NOT NULL, seq INTEGER NOT NULL, kind "
    "INTEGER NOT NULL,"
    " at INTEGER NOT NULL, doc TEXT NOT NULL, identity BLOB) STRICT;"
    "CREATE INDEX event_ticket ON event(ticket, seq);"
    /* the outbox: body is sealed and never rewritten; n is the device's number of it */
    "CREATE TABLE outbox(local INTEGER PRIMARY KEY AUTOINCREMENT, n INTEGER UNIQUE, id TEXT NOT "
    "NULL UNIQUE,"
    " ticket TEXT NOT NULL, kind INTEGER NOT NULL, author TEXT NOT NULL, at INTEGER NOT NULL, mono "
    "INTEGER NOT NULL,"
    " boot TEXT NOT NULL, bytes INTEGER NOT NULL, body BLOB NOT NULL, state INTEGER NOT NULL, "
    "retired INTEGER NOT NULL,"
    " seen INTEGER NOT NULL, rev INTEGER NOT NULL, code INTEGER NOT NULL, detail TEXT NOT NULL, "
    "number TEXT NOT NULL)"
    " STRICT;"
    "CREATE INDEX outbox_state ON outbox(state, n);"
    "CREATE INDEX outbox_ticket ON outbox(ticket) WHERE retired = 0;"
    "CREATE TABLE conflict(local INTEGER PRIMARY KEY AUTOINCREMENT, ticket TEXT NOT NULL, field "
    "TEXT NOT NULL,"
    " op TEXT NOT NULL, mine BLOB NOT NULL, author TEXT NOT NULL, at INTEGER NOT NULL, UNIQUE(op, "
    "field)) STRICT;"
    "CREATE INDEX conflict_ticket ON conflict(ticket);"
    "CREATE TABLE draft(id TEXT PRIMARY KEY, owner TEXT NOT NULL, ticket TEXT NOT NULL, focus TEXT "
    "NOT NULL,"
    " cursor INTEGER NOT NULL, call TEXT NOT NULL, created_at INTEGER NOT NULL, changed_at INTEGER "
    "NOT NULL,"
    " seq INTEGER NOT NULL, matter TEXT NOT NULL, identity BLOB, phone BLOB, view BLOB) STRICT, "
    "WITHOUT ROWID;"
    "CREATE TABLE draft_done(n INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE) STRICT;"
    "CREATE TABLE ref(kind TEXT NOT NULL, code TEXT NOT NULL, gen INTEGER NOT NULL, rev INTEGER "
    "NOT NULL,"
    " text TEXT NOT NULL, PRIMARY KEY(kind, code)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE place(feed TEXT PRIMARY KEY, epoch TEXT NOT NULL, cursor TEXT NOT NULL) STRICT, "
    "WITHOUT ROWID;"
    "CREATE TABLE agent(job_no TEXT PRIMARY KEY, name TEXT NOT NULL, roles TEXT NOT NULL, unit "
    "TEXT NOT NULL,"
    " feed TEXT NOT NULL, wrap TEXT NOT NULL, last_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;"
    "CREATE TABLE audit(seq INTEGER PRIMARY KEY, id TEXT NOT NULL, at INTEGER NOT NULL, user TEXT "
    "NOT NULL,"
    " action TEXT NOT NULL, object TEXT NOT NULL, reason TEXT NOT NULL, hash TEXT NOT NULL) STRICT;"
    "CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit is "
    "append only'); END;"
    "CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit is "
    "append only'); END;"
    "CREATE TABLE call(id TEXT PRIMARY KEY, outcome INTEGER NOT NULL, author TEXT NOT NULL, at "
    "INTEGER NOT NULL)"
    " STRICT, WITHOUT ROWID;";

/* Articles: what lists and narrowing need is apart from the long texts, so that looking through all of them stays
   cheap. The index holds no text: article_text does (cache_article.c). used: how often cited, as the centre counts. */
static const char articles[] =
    "CREATE TABLE article(id INTEGER PRIMARY KEY, kb_no TEXT NOT NULL UNIQUE, gen INTEGER NOT NULL,"
    " indexed INTEGER NOT NULL, title TEXT NOT NULL, keywords TEXT NOT NULL, kind INTEGER NOT NULL,"
    " status INTEGER NOT NULL, internal INTEGER NOT NULL, category TEXT NOT NULL, area TEXT NOT "
    "NULL,"
    " source TEXT NOT NULL, since INTEGER NOT NULL, until INTEGER NOT NULL, updated INTEGER NOT "
    "NULL)"
    " STRICT;"
    "CREATE INDEX article_gen ON article(gen);"
    "CREATE INDEX article_waits ON article(id) WHERE indexed = 0;"
    "CREATE TABLE article_text(id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;"
    "CREATE TABLE article_used(kb_no TEXT PRIMARY KEY, gen INTEGER NOT NULL, used INTEGER NOT NULL)"
    " STRICT, WITHOUT ROWID;"
    "CREATE VIRTUAL TABLE article_fts USING fts5(title, keywords, question, answer, body,"
    " content='', tokenize='hotseat');"
    "CREATE VIRTUAL TABLE article_terms USING fts5vocab(article_fts, 'col');"
    /* a seat from before has passed over the articles it was sent: the reference rows come once more, whole */
    "DELETE FROM place WHERE feed = 'reference';"
    "INSERT INTO meta(name, value) VALUES('ref_gen', '2') ON CONFLICT(name) DO UPDATE"
    " SET value = CAST(value AS INTEGER) + 1;";

/* Desk records (cache_record.c). sealed: phone and text; phone: keyed hash. sent: 0 waits, 1 the centre has it, 2 it will
   not have it: why. The table of calls was never written to by a screen. */
static const char records[] =
    "CREATE TABLE record(seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, kind TEXT "
    "NOT NULL,"
    " author TEXT NOT NULL, at INTEGER NOT NULL, ticket TEXT NOT NULL, call TEXT NOT NULL, object "
    "TEXT NOT NULL,"
    " code TEXT NOT NULL, result TEXT NOT NULL, seconds INTEGER NOT NULL, phone INTEGER, sealed "
    "BLOB,"
    " sent INTEGER NOT NULL, why TEXT NOT NULL) STRICT;"
    "CREATE INDEX record_at ON record(at);"
    "CREATE INDEX record_waits ON record(seq) WHERE sent = 0;"
    "CREATE INDEX record_refused ON record(seq) WHERE sent = 2;"
    "CREATE INDEX record_call ON record(call) WHERE call <> '';"
    "CREATE INDEX record_ticket ON record(ticket) WHERE ticket <> '';"
    "CREATE INDEX record_phone ON record(phone) WHERE phone IS NOT NULL;"
    "CREATE INDEX record_read ON record(object, author) WHERE kind = 'read';"
    "DROP TABLE call;";

/* The lists of the people who work on tickets (reader_work.c). asked: REQUEST_BIT set; hurry: 2 critical, 1 urgent; reached:
   the citizen was spoken to in this round; parts: ",<unit>:<state>:<role>," of the assignments that are open. Rows from
   before have nothing of it: nobody had worked on them. */
static const char work[] = "ALTER TABLE ticket ADD COLUMN asked INTEGER NOT NULL DEFAULT 0;"
			   "ALTER TABLE ticket ADD COLUMN hurry INTEGER NOT NULL DEFAULT 0;"
			   "ALTER TABLE ticket ADD COLUMN reached INTEGER NOT NULL DEFAULT 0;"
			   "ALTER TABLE ticket ADD COLUMN supervise INTEGER NOT NULL DEFAULT 0;"
			   "ALTER TABLE ticket ADD COLUMN card INTEGER NOT NULL DEFAULT 0;"
			   "ALTER TABLE ticket ADD COLUMN parts TEXT NOT NULL DEFAULT '';"
			   "CREATE INDEX ticket_asked ON ticket(asked) WHERE asked <> 0;";

/* The list of who is to be rung: when in the day he was tried in vain (ticket.visit_bands). */
static const char visits[] = "ALTER TABLE ticket ADD COLUMN tried INTEGER NOT NULL DEFAULT 0;";

/* Attachments (cache_file.c). state: enum file_state; have: what the centre has of it; here: a sealed copy lies in blobs/. */
static const char files[] =
    "CREATE TABLE file(seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL, ticket TEXT NOT "
    "NULL, bytes INTEGER NOT NULL, have INTEGER NOT NULL, type TEXT NOT NULL, author TEXT NOT "
    "NULL, at INTEGER NOT NULL, state INTEGER NOT NULL, here INTEGER NOT NULL, why TEXT NOT NULL,"
    " name BLOB, UNIQUE(id, ticket)) STRICT;"
    "CREATE INDEX file_ticket ON file(ticket);"
    "CREATE INDEX file_waits ON file(seq) WHERE state = 1;";

/* What each unit was given as lead (cache_ledger.c): month: year * 12 + month - 1; answer: 0 none yet 1 in time 2 late
   3 overdue 4 returned; stars: of a valid visit. A ticket that goes takes its rows along. Tickets from before come into it
   when they next change. */
static const char ledger[] =
    "CREATE TABLE ledger(month INTEGER NOT NULL, unit TEXT NOT NULL, ticket TEXT NOT NULL, n "
    "INTEGER NOT NULL,"
    " gen INTEGER NOT NULL, answer INTEGER NOT NULL, yellow INTEGER NOT NULL, red INTEGER NOT NULL,"
    " stars INTEGER NOT NULL, PRIMARY KEY(month, unit, ticket, n)) STRICT, WITHOUT ROWID;"
    "CREATE INDEX ledger_ticket ON ledger(ticket);"
    "CREATE TRIGGER ledger_gone AFTER DELETE ON ticket BEGIN DELETE FROM ledger WHERE ticket = "
    "old.id; END;";

/* What tickets are compared by (cache_similar.c); id: the ticket's rowid; sign: model/similar.h. Tickets from before follow in
   the background. */
static const char alike[] =
    "CREATE TABLE alike(id INTEGER PRIMARY KEY, rev INTEGER NOT NULL, at INTEGER NOT NULL, "
    "category "
    "TEXT NOT NULL, area TEXT NOT NULL, shield INTEGER NOT NULL, sign BLOB NOT NULL) STRICT;"
    "CREATE INDEX alike_kind ON alike(category, at, area);"
    "CREATE TABLE alike_place(name INTEGER NOT NULL, at INTEGER NOT NULL, id INTEGER NOT NULL,"
    " PRIMARY KEY(name, at, id)) STRICT, WITHOUT ROWID;"
    "INSERT INTO meta(name, value) VALUES('alike_made', '1001');"
    "INSERT INTO meta(name, value) SELECT 'alike', 'done' WHERE NOT EXISTS(SELECT 1 FROM ticket);";

/* Lists at a centre of 50,000 open tickets: one index has all that lists of work ask of a ticket, and one for each order of
   the list of tickets what its filters ask, so that neither counting nor looking reads tickets, of which one fills a page.
   marks: CACHE_MARK_…; of rows from before as their documents say. */
static const char work_index[] =
    "ALTER TABLE ticket ADD COLUMN marks INTEGER NOT NULL DEFAULT 0;"
    "UPDATE ticket SET marks = (instr(doc, '\"back_count\":') > 0 OR"
    " (instr(doc, '\"round\":') > 0 AND instr(doc, '\"round\":1,') = 0))"
    " | (instr(doc, '\"sensitive\":true') > 0) * 2 | (instr(doc, '\"superior_stars\":') > 0) * 4"
    " | (instr(doc, '\"phone_notified_at\":') > 0) * 8"
    " | (instr(doc, '\"anonymous\":\"1\"') > 0) * 16;"
    "CREATE INDEX ticket_work ON ticket(state, hurry, due_at, created_at, gen, asked, marks, "
    "due_kind,"
    " reached, supervise, card, tried, phone, parts);"
    "DROP INDEX ticket_state;"
    "DROP INDEX ticket_created;"
    "CREATE INDEX ticket_find ON ticket(created_at, id, gen, state, due_at, owner, category, unit, "
    "area,"
    " no, title, address);"
    "DROP INDEX ticket_due;"
    "CREATE INDEX ticket_near ON ticket(due_at, id, gen, state, created_at, owner, category, unit, "
    "area,"
    " no, title, address) WHERE due_at > 0;";

/* What tickets are found by (cache_find.c). doc: their number in the two indexes; find_wait: changed since they were
   indexed; find_gone: in the indexes under that number, and to leave them. A ticket that goes leaves its document there. */
static const char find[] =
    "CREATE TABLE find_doc(doc INTEGER PRIMARY KEY, ticket TEXT NOT NULL UNIQUE, sum INTEGER NOT"
    " NULL, street TEXT, house INTEGER NOT NULL) STRICT;"
    "CREATE INDEX find_doc_street ON find_doc(street, house) WHERE street IS NOT NULL;"
    "CREATE TABLE find_wait(at INTEGER NOT NULL, ticket TEXT NOT NULL, PRIMARY KEY(at, ticket))"
    " STRICT, WITHOUT ROWID;"
    "CREATE TABLE find_gone(doc INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;"
    "CREATE INDEX ticket_tail ON ticket(tail) WHERE tail IS NOT NULL;"
    "CREATE TRIGGER find_doc_gone AFTER DELETE ON ticket BEGIN"
    " INSERT INTO find_gone(doc, text) SELECT doc, old.doc FROM find_doc WHERE ticket = old.id;"
    " DELETE FROM find_doc WHERE ticket = old.id; END;" FIND_TABLES;

/* Steps of articles, searches without a result, articles of no use: for the lists of those who look after knowledge. */
static const char editing[] =
    "CREATE INDEX record_article ON record(object, at, id) WHERE kind = 'article';"
    "CREATE INDEX record_miss ON record(object) WHERE kind = 'kb_miss';"
    "CREATE INDEX record_useless ON record(object) WHERE kind = 'kb_useless';";

/* A seat from before has passed over kinds of reference rows that it knows now (weights, unit_past; person, incident_now): they come once
 * more. */
static const char whole_again[] =
    "DELETE FROM place WHERE feed = 'reference';"
    "INSERT INTO meta(name, value) VALUES('ref_gen', '2') ON CONFLICT(name) DO UPDATE"
    " SET value = CAST(value AS INTEGER) + 1;";

/* The words of a filter too, so that a row far down a list of work is found as soon as one near its top. */
static const char work_words[] =
    "DROP INDEX ticket_work;"
    "CREATE INDEX ticket_work ON ticket(state, hurry, due_at, created_at, gen, asked, marks, "
    "due_kind,"
    " reached, supervise, card, tried, phone, parts, updated_at, category, unit, no, title);"
    /* few at any time, and asked for whatever their state */
    "CREATE INDEX ticket_carded ON ticket(state) WHERE card > 0;"
    "CREATE INDEX ticket_supervised ON ticket(state) WHERE supervise >= 2;"
    "CREATE INDEX ticket_sensitive ON ticket(state) WHERE (marks & 2) <> 0;";

/* States of call-takers and calls (model/agent.h, model/call.h): the last of each person, those of a day. */
static const char calls[] = "CREATE INDEX record_agent ON record(author, at) WHERE kind = 'agent';"
			    "CREATE INDEX record_agent_at ON record(at) WHERE kind = 'agent';"
			    "CREATE INDEX record_call_log ON record(at) WHERE kind = 'call_log';";

/* Which call was called back. */
static const char called_back[] = "CREATE INDEX record_called_back ON record(object) WHERE kind ="
				  " 'call_log' AND object <> '';";

/* Who was not spoken with: few among the calls of three days on a seat that hears of every call. */
static const char missed[] = "CREATE INDEX record_missed ON record(at) WHERE kind = 'call_log'"
			     " AND code IN ('missed', 'abandoned');";

/* Streets with numbers wherever a text names them (text/route.h): asked of the index of texts they are among the dearest
   words. Everything is indexed anew, titles with FIND_TABLES as they are now. */
static const char places[] =
    "CREATE TABLE find_place(house INTEGER NOT NULL, street TEXT NOT NULL, doc INTEGER NOT NULL,"
    " PRIMARY KEY(house, street, doc)) STRICT, WITHOUT ROWID;"
    "DROP TABLE ticket_fts; DROP TABLE ticket_sound;" FIND_TABLES;

/* Whom tickets are about (cache_subject.c); id: the ticket's rowid; name: model/subject.h. Tickets from before follow in the
   background with what they are compared by. */
static const char subjects[] =
    "CREATE TABLE subject(id INTEGER PRIMARY KEY, name INTEGER NOT NULL, at INTEGER NOT NULL,"
    " shield INTEGER NOT NULL) STRICT;"
    "CREATE INDEX subject_name ON subject(name, at, shield);"
    "UPDATE meta SET value = '1001001' WHERE name = 'alike_made' AND NOT EXISTS(SELECT 1 FROM "
    "ticket);";

/* Which numbers are one person's (reader_same.c); other: keyed hash of the second number of a merge. */
static const char same_callers[] =
    "ALTER TABLE record ADD COLUMN other INTEGER;"
    "CREATE INDEX record_other ON record(other) WHERE other IS NOT NULL;"
    "CREATE INDEX record_undone ON record(object) WHERE kind = 'same_caller' AND object <> '';";

/* Requests for help and what seniors arrange (model/assist.h): a day of them. */
static const char assists[] =
    "CREATE INDEX record_assist ON record(at) WHERE kind IN ('assist', 'order');";

/* Where a ticket that is found lies: its rowid (the file is never vacuumed), so that each of twenty rows shown is one look
   less into the index of identifiers. */
static const char found_rows[] =
    "ALTER TABLE find_doc ADD COLUMN place INTEGER NOT NULL DEFAULT 0;"
    "UPDATE find_doc SET place = coalesce((SELECT rowid FROM ticket WHERE id = ticket), 0);";

/* Tags of callers and what was decided about them (reader_tag.c). */
static const char tags[] =
    "CREATE INDEX record_tag ON record(at) WHERE kind = 'caller_tag';"
    "CREATE INDEX record_tagged ON record(object) WHERE kind = 'caller_tag' AND object <> '';";

const struct db_migration cache_migrations[] = {
	{ 1, first },
	/* the words of a step on a ticket that were not sent are drafts too: which step */
	{ 2, "ALTER TABLE draft ADD COLUMN act TEXT NOT NULL DEFAULT '';" },
	{ 3, articles },
	{ 4, records },
	{ 5, work },
	{ 6, visits },
	{ 7, files },
	{ 8, ledger },
	{ 9, alike },
	{ 10, work_index },
	{ 11, find },
	{ 12, whole_again },
	{ 13, editing },
	{ 14, whole_again },
	{ 15, work_words },
	{ 16, whole_again },
	{ 17, calls },
	{ 18, places },
	{ 19, subjects },
	{ 20, called_back },
	{ 21, same_callers },
	{ 22, missed },
	{ 23, assists },
	/* who waits on the telephone: the newest word of it (reader_floor.c) */
	{ 24, "CREATE INDEX record_queue ON record(at) WHERE kind = 'queue';" },
	{ 25, found_rows },
	{ 26, tags },
	/* packets of handing over: a day of them (reader_packet.c) */
	{ 27, "CREATE INDEX record_packet ON record(at) WHERE kind = 'packet';" },
	{ 28, FIND_MERGES },
};
const size_t cache_migrations_count = sizeof(cache_migrations) / sizeof(cache_migrations[0]);
