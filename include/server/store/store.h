#ifndef SERVER_STORE_STORE_H
#define SERVER_STORE_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/secret.h"
#include "base/str.h"
#include "model/city.h"
#include "model/event.h"
#include "wire/audit_json.h"
#include "wire/message.h"

/* The centre's memory. One struct store writes (the writer thread's), any number of stores read (one a thread); both are
 * this type. Identity is sealed with the centre's key on the way in and opened on the way out, and nowhere else. SQLite is
 * behind it; PostgreSQL will be when it comes. Instants are ms UTC. */

struct store;

struct store_args {
	const char *dir; /* data directory: centre.db inside */
	bool memory;     /* tests and the simulator: nothing on disk; ${dir} unused */
	bool writer;
	const uint8_t *key; /* seals identities; borrowed as long as the store */
};
/** store_open: ERR_LOCKED when another hotseatd writes there, ERR_NEWER, ERR_NOT_FOUND (reader before init). */
enum err_code store_open(const struct store_args *args, struct store **out, struct err *e);
void store_close(struct store *s);

/** store_begin/commit/rollback: one batch. store_mark/undo/keep: a savepoint a job, so that one bad job does not end the
 * batch. A failed commit means unknown: the answer to all jobs of the batch is "retry". */
enum err_code store_begin(struct store *s, struct err *e);
/** store_light(s): until its end the transaction just begun keeps no copy of the pages that change, which is much of what
 * a write costs: store_undo then only takes back what wrote nothing. Anything else spoils it: store_spoilt says so, also
 * when it is over, and it must be rolled back and done again without store_light. */
void store_light(struct store *s);
bool store_spoilt(const struct store *s);
enum err_code store_commit(struct store *s, struct err *e);
void store_rollback(struct store *s);
enum err_code store_mark(struct store *s, struct err *e);
void store_undo(struct store *s);
enum err_code store_keep(struct store *s, struct err *e);
/** store_look/look_end: a reader sees all tables at one moment between the two. */
enum err_code store_look(struct store *s, struct err *e);
void store_look_end(struct store *s);
void store_checkpoint(struct store *s);
/** store_backup(s, path, e): a whole copy in one file, marked as one. Not inside a transaction; a reader may. */
enum err_code store_backup(struct store *s, const char *path, struct err *e);

/* ---- who the centre is ---- */
struct store_centre {
	char centre_id[ID_SIZE], epoch[EPOCH_SIZE];
	bool is_private;
	int64_t created_at;
};
/** store_init_centre: first fill of an empty database; ERR_CONFLICT when it is one already. */
enum err_code store_init_centre(struct store *s, const struct store_centre *c, struct err *e);
enum err_code store_centre_get(struct store *s, struct store_centre *out, struct err *e);
/** store_settle(s, epoch, changed, e): once, before a centre serves: a store that is a backup copy gets ${epoch}, so
 * that every seat fills again, and is no copy any more. *changed tells. */
enum err_code store_settle(struct store *s, const char *epoch, bool *changed, struct err *e);
/** store_key_note(s, e): remember which key seals here. store_key_check: ERR_CORRUPT when it is another. */
enum err_code store_key_note(struct store *s, struct err *e);
enum err_code store_key_check(struct store *s, struct err *e);
/** store_meta_get/set: small named texts ("cursor_key"). get: "" when absent. */
enum err_code store_meta_get(struct store *s, const char *name, struct str *out, struct err *e);
enum err_code store_meta_set(struct store *s, const char *name, const char *value, struct err *e);

/* ---- tickets and their events ---- */
/** store_ticket_get: whole, with identity. ERR_NOT_FOUND. ${t} initialised by the caller. */
enum err_code store_ticket_get(struct store *s, const char *id, struct ticket *t, struct err *e);
/** store_ticket_put: insert or replace the projection. ${wake_at}: when the centre's clock must look at it, 0 never
 * (model/clock.h). ERR_NUMBER_USED when another ticket has that number. */
enum err_code
store_ticket_put(struct store *s, const struct ticket *t, int64_t wake_at, struct err *e);
bool store_number_used(struct store *s, const char *no, const char *except_id);
enum err_code
store_ticket_by_number(struct store *s, const char *no, char id[ID_SIZE], struct err *e);
/** store_scopes_get/set: the unit feeds ("unit:1001") a ticket is in, beside "centre" which has them all. */
#define STORE_SCOPE_SIZE 24
#define STORE_SCOPES_MAX 48 /* a ticket's units (ASSIGN_MAX) and those above them */
struct store_scopes {
	char scope[STORE_SCOPES_MAX][STORE_SCOPE_SIZE];
	int n;
};
enum err_code
store_scopes_get(struct store *s, const char *ticket, struct store_scopes *out, struct err *e);
enum err_code store_scopes_set(
    struct store *s, const char *ticket, const struct store_scopes *scopes, struct err *e);
/** store_tickets_after(s, scope, after_id, limit, fn): keyset walk of a feed's tickets in id order, not older than
 * since_at; fn gets the stored JSON without identity and the opened identity JSON ("" none). */
struct store_ticket_row {
	const char *id, *doc, *identity; /* JSON objects; borrowed during the call */
	size_t doc_len, identity_len;
	int64_t rev;
	bool shielded;
};
typedef void store_ticket_fn(void *arg, const struct store_ticket_row *row);
typedef bool store_walk_fn(void *arg, const struct store_ticket_row *row); /* false: no more */
enum err_code store_tickets_after(struct store *s, const char *scope, const char *after_id,
    int64_t since_at, int limit, store_walk_fn *fn, void *arg, struct err *e);
int64_t store_ticket_count(struct store *s, const char *scope, int64_t since_at);
/** store_tickets_late(s, since_id, limit, fn, arg, e): open tickets behind ${since_id} that are not shielded, newest first,
 * without identity. */
enum err_code store_tickets_late(
    struct store *s, const char *since_id, int limit, store_walk_fn *fn, void *arg, struct err *e);
/** store_ticket_row(s, id, scope, fn): one, when it is in the feed ${scope}; false when not. */
bool store_ticket_row(
    struct store *s, const char *id, const char *scope, store_ticket_fn *fn, void *arg);

enum err_code store_event_add(struct store *s, const struct event *ev, struct err *e);
/** store_events(s, ticket, from_seq, out, n, e): with identity; caller frees each and the array. */
enum err_code store_events(struct store *s, const char *ticket, int64_t from_seq,
    struct event **out, size_t *n, struct err *e);
enum err_code store_event_by_id(struct store *s, const char *id, struct event *ev, struct err *e);
/** store_last_event_at(s, ticket, kind): at_server of its last event of that kind; 0 none. */
int64_t store_last_event_at(struct store *s, const char *ticket, int kind);
/** store_verify(s, v, e): walk every chain and apply it again: bad() for each event whose stored bytes do not add up, and
 * for each ticket whose row is not what its events make of it. */
struct store_verify_bad {
	const char *ticket, *no;
	int64_t seq;       /* of the event; 0: the row of the ticket */
	const char *field; /* of the row: the member that differs, by its JSON name; "" none */
	const char *why;
};
struct store_verify {
	const struct city *city; /* whose clocks and names the tickets are made by */
	void (*bad)(void *arg, const struct store_verify_bad *b);
	void *arg;
	/* the answer */
	int64_t tickets, events;
	int64_t
	    old_clocks; /* tickets older than the calendars or categories of now: their due times are not judged */
};
enum err_code store_verify(struct store *s, struct store_verify *v, struct err *e);
/** store_remake(s, city, r, e): of the next ${look} tickets behind ${after} (moved on), those whose row is not what their
 * events make of it are handed to fn(), with identity, to be written; an error of fn ends it. Broken chains are passed
 * over. In a batch. */
typedef enum err_code store_remade_fn(void *arg, const struct ticket *t, struct err *e);
struct store_remake {
	char after[ID_SIZE]; /* "" from the first on */
	int look;
	store_remade_fn *fn;
	void *arg;
	bool more; /* the answer */
};
enum err_code
store_remake(struct store *s, const struct city *city, struct store_remake *r, struct err *e);
#define STORE_MADE_SEQ "made_seq" /* meta: the feed number at which the centre was made whole */
/** store_ref_changed(s, kind, after): the feed number of the last change to reference rows of ${kind} behind ${after};
 * ${after} when there was none. store_provisional(s, after, look, ids, max, more): of the next ${look} tickets behind
 * ${after} (the last one looked at is put there) at most ${max} whose limits were made without a calendar; -1 on error. */
int64_t store_ref_changed(struct store *s, const char *kind, int64_t after);
int store_provisional(
    struct store *s, char after[ID_SIZE], int look, char (*ids)[ID_SIZE], int max, bool *more);
/** store_wake_due(s, now, ids, max): tickets the clock must look at, those that wait longest first. store_wake_put: look at
 * it again then, when a guard has said not yet. */
int store_wake_due(struct store *s, int64_t now, char (*ids)[ID_SIZE], int max);
enum err_code store_wake_put(struct store *s, const char *ticket, int64_t wake_at, struct err *e);

/* ---- the feed: what changed, in commit order ---- */
/** store_feed_next(s, n, head, e): the counter row takes the ${n} numbers this batch has used: once a batch, last.
 * ${head}: as it stands then. */
enum err_code store_feed_next(struct store *s, int64_t n, int64_t *head, struct err *e);
int64_t store_feed_head(struct store *s); /* last number committed */
/** store_feed_newest(s, scope): the number of the newest line of that feed; 0 none. */
int64_t store_feed_newest(struct store *s, const char *scope);
int64_t
store_feed_floor(struct store *s); /* oldest number still in the log: older cursors get 410 */
/** store_change_add: one line. scope "centre", "unit:<code>" or "reference"; what: 'p' put, 'o' out, 'd' del. */
enum err_code store_change_add(struct store *s, int64_t seq, const char *scope, const char *kind,
    const char *id, int64_t rev, char what, struct err *e);
struct store_change {
	int64_t seq, rev;
	char kind[16], id[96], what;
};
/** store_changes(s, scope, after, limit, out): rows in order; returns the count, -1 on error. */
int store_changes(struct store *s, const char *scope, int64_t after, int limit,
    struct store_change *out, struct err *e);
/** store_feed_day(s, day, e): note that the feed stood where it stands now when ${day} (since 1970) began; the first
 * note of a day counts. store_feed_prune(s, day, more, e): forget the next piece of what was older than the last note of
 * ${day} or before; cursors from before get 410. Of reference data the last line of each row stays: that feed can always be read from
 * its beginning. */
enum err_code store_feed_day(struct store *s, int32_t day, struct err *e);
enum err_code store_feed_prune(struct store *s, int32_t day, bool *more, struct err *e);

/* ---- operations of devices ---- */
struct store_op {
	int64_t n;
	char fingerprint[SECRET_HEX_SIZE];
	char *result;      /* op_result as JSON; owned by the struct: free() */
	const char *quiet; /* its id when it was accepted but left no event; NULL. Not read back */
};
enum err_code
store_op_get(struct store *s, const char *device, int64_t n, struct store_op *out, struct err *e);
enum err_code
store_op_add(struct store *s, const char *device, const struct store_op *op, struct err *e);
/** store_op_known(s, op_id): was this op id ever accepted (of any device)? Finds ops re-sent after re-enrolment. */
bool store_op_known(struct store *s, const char *op_id);

/* ---- single requests of other systems, by their Idempotency-Key ---- */
#define STORE_REQUEST_MS (7LL * 24 * 3600 * 1000) /* how long an answer is kept */
struct store_request {
	char fingerprint[SECRET_HEX_SIZE];
	char *result; /* op_result as JSON; owned by the struct: free() */
};
/** store_request_get: ERR_NOT_FOUND. store_request_add: answered at ${at}; forgets those answered too long before. */
enum err_code store_request_get(
    struct store *s, const char *device, const char *key, struct store_request *out, struct err *e);
enum err_code store_request_add(struct store *s, const char *device, const char *key,
    const struct store_request *x, int64_t at, struct err *e);

/* ---- devices, people, sessions ---- */
struct store_device {
	char id[ID_SIZE], key_sha[SECRET_HEX_SIZE], seat_no[8], name[64];
	int64_t created_at, last_op, last_seen_at;
	int64_t offset_ms; /* its clock minus the centre's, when last measured */
	bool revoked;
};
enum err_code
store_device_get(struct store *s, const char *id, struct store_device *out, struct err *e);
enum err_code store_device_put(struct store *s, const struct store_device *d, struct err *e);
/** store_devices(s, after, out, max): the enrolled seats behind number ${after}, without their keys; the count, -1 on
 * error.
 * store_device_revoke(s, seat_no, e): that machine is heard no more. ERR_NOT_FOUND. Its number stays taken. */
int store_devices(struct store *s, const char *after, struct store_device *out, int max);
enum err_code store_device_revoke(struct store *s, const char *seat_no, struct err *e);
bool store_seat_taken(struct store *s, const char *seat_no);
enum err_code store_code_add(
    struct store *s, const char *code_sha, const char *seat_no, int64_t expires_at, struct err *e);
/** store_code_take: use up a one-time code; ERR_NOT_FOUND when unknown, used or expired. seat_no "" = any. */
enum err_code
store_code_take(struct store *s, const char *code_sha, int64_t now, char seat_no[8], struct err *e);
enum err_code store_codes_expire(struct store *s, int64_t now, struct err *e);

struct store_user {
	char job_no[16], name[64], roles[160], unit[16], pwhash[SECRET_PWHASH_SIZE];
	char skills[80], company[64];
	bool active;
	bool once; /* the password was set by another: good for one sign-in, to choose an own one */
	int failures;                  /* wrong passwords in a row */
	int64_t locked_until, last_at; /* ${last_at}: signed in last; 0 never */
	int64_t rev;                   /* of what an administrator has changed */
	/* signs off for the lead ${deputy_by}, from one day to another ("2026-11-20"); "" for nobody */
	char deputy_by[16], deputy_from[12], deputy_to[12];
};
/** store_user_roles(u, at): the roles of a person at that moment: their own, and as long as they are a lead's deputy the
 * lead's to sign off. store_user_is_deputy(u, at): by that alone? */
uint32_t store_user_roles(const struct store_user *u, int64_t at);
bool store_user_is_deputy(const struct store_user *u, int64_t at);
enum err_code
store_user_get(struct store *s, const char *job_no, struct store_user *out, struct err *e);
enum err_code store_user_put(struct store *s, const struct store_user *u, struct err *e);
/** store_users(s, after, out, max): those behind job number ${after}, in that order; the count. store_users_of_unit: how
 * many belong to that unit. */
int store_users(struct store *s, const char *after, struct store_user *out, int max);
/* store_unit_users(s, unit, out, max): those of one unit. */
int store_unit_users(struct store *s, const char *unit, struct store_user *out, int max);
int64_t store_users_of_unit(struct store *s, const char *unit);
/** store_renamed(s, after, out, max): people behind job number ${after}, in that order, whose name is not, or not so, among
 * the reference rows of kind STORE_PERSON_KIND; the count. */
#define STORE_PERSON_KIND "person"
struct store_name {
	char job_no[16], name[64], roles[160];
};
int store_renamed(struct store *s, const char *after, struct store_name *out, int max);
/** store_device_user: note that ${job_no} signed in on ${device} at; store_device_user_since: 0 never. */
enum err_code store_device_user(
    struct store *s, const char *device, const char *job_no, int64_t at, struct err *e);
int64_t store_device_user_since(struct store *s, const char *device, const char *job_no);

struct store_session {
	char token_sha[SECRET_HEX_SIZE], job_no[16], device[ID_SIZE];
	int64_t created_at, expires_at;
};
enum err_code
store_session_get(struct store *s, const char *token_sha, struct store_session *out, struct err *e);
enum err_code store_session_put(struct store *s, const struct store_session *x, struct err *e);
enum err_code store_session_end(struct store *s, const char *token_sha, struct err *e);
enum err_code store_sessions_expire(struct store *s, int64_t now, struct err *e);
/** store_sessions_end_of(s, job_no, e): all sessions of that person. store_sessions_of(s, job_no, now): how many live.
 * store_session_on(s, device, now, job_no): who signed in last on that seat and is in still; "" nobody. */
/* store_session_only(s, token_sha, job_no, expires_at, e): of that person's sessions this one stays, until then. */
enum err_code store_session_only(
    struct store *s, const char *token_sha, const char *job_no, int64_t expires_at, struct err *e);
enum err_code store_sessions_end_of(struct store *s, const char *job_no, struct err *e);
int store_sessions_of(struct store *s, const char *job_no, int64_t now);
void store_session_on(struct store *s, const char *device, int64_t now, char job_no[16]);

/** store_figures(s, now, out): how much there is, for those who watch the centre. */
struct store_figures {
	int64_t tickets, feed_head, devices,
	    sessions;  /* devices not switched off; sessions not over */
	int64_t bytes; /* of the database without its log */
};
void store_figures(struct store *s, int64_t now, struct store_figures *out);

/* ---- reference data: the city pack, row by row (city/rows.h) ---- */
enum err_code store_ref_put(struct store *s, const char *kind, const char *code, const char *text,
    int64_t rev, struct err *e);
enum err_code
store_ref_del(struct store *s, const char *kind, const char *code, int64_t rev, struct err *e);
typedef bool
store_ref_fn(void *arg, const char *kind, const char *code, const char *text, int64_t rev);
/** store_ref_kind: the rows of one kind, by code. store_ref_but: all others, in (kind, code) order, at no cost for those
 * left out. False from fn stops. */
enum err_code
store_ref_kind(struct store *s, const char *kind, store_ref_fn *fn, void *arg, struct err *e);
enum err_code
store_ref_but(struct store *s, const char *kind, store_ref_fn *fn, void *arg, struct err *e);
bool
store_ref_get(struct store *s, const char *kind, const char *code, struct str *text, int64_t *rev);

/** store_codes_used(s, member, fn, arg, e): every code that tickets have as that field ("category", "area"), and how many
 * have it: a walk over all tickets, for what is seldom asked. */
enum err_code store_codes_used(struct store *s, const char *member,
    void (*fn)(void *arg, const char *code, int64_t tickets), void *arg, struct err *e);

/* ---- the audit log: its own hash chain ---- */
struct store_audit {
	int64_t seq, at;
	char id[ID_SIZE], user[16], device[ID_SIZE], action[24], object[ID_SIZE],
	    reason[AUDIT_REASON_BYTES];
};
/** store_audit_add(s, a, e): append; a row whose id is there already changes nothing (it was sent twice). */
enum err_code store_audit_add(struct store *s, const struct store_audit *a, struct err *e);
/** store_integrity(s, e): is the file itself whole, every page and index? ERR_CORRUPT with what is wrong first. */
enum err_code store_integrity(struct store *s, struct err *e);
/** store_audit_verify: first seq that does not fit, 0 when all do. */
int64_t store_audit_verify(struct store *s);
int64_t store_audit_count(struct store *s);

#endif
