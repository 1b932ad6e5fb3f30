#ifndef CLIENT_CACHE_WRITE_H
#define CLIENT_CACHE_WRITE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/limits.h"
#include "base/secret.h"
#include "client/cache/files.h"
#include "client/cache/read.h"
#include "model/number.h"
#include "wire/message.h"
#include "wire/op.h"
#include "wire/page.h"
#include "wire/record_json.h"

/* The one writer of a seat's cache: the engine thread, or a command that runs alone. Every function below is one
 * transaction of its own, or part of the one that cache_enter opened. What the centre said (truth) and what is shown
 * (truth with this seat's unanswered operations on top) are kept apart only for tickets that have such operations. */

#define CACHE_FILE "seat.db"

struct cache_writer;

struct cache_args {
	const char *dir; /* data directory: seat.db inside; made when missing */
	bool memory;     /* tests and the simulator: nothing on disk; ${dir} unused */
	struct cache_writer
	    *like;          /* in memory only: begins with what is in this one; NULL: empty */
	const uint8_t *key; /* the seat's data key, borrowed; NULL until somebody has signed in */
};
/** cache_writer_open: ERR_LOCKED when another hotseat has it (who, in words), ERR_NEWER. A damaged file is put aside, and a new
 * one opened with what could be saved of it (cache_rescue.c): cache_writer_rescued(w) says so, "" nothing of the kind. */
enum err_code
cache_writer_open(const struct cache_args *args, struct cache_writer **out, struct err *e);
const char *cache_writer_rescued(const struct cache_writer *w);
void cache_writer_close(struct cache_writer *w);
/** cache_writer_damaged(w): the file has proved damaged since last asked: it is mended when it is next opened. */
bool cache_writer_damaged(struct cache_writer *w);
/** cache_writer_key(w, key): from now on identities can be sealed and opened. NULL: no longer. */
void cache_writer_key(struct cache_writer *w, const uint8_t *key);
bool cache_writer_has_key(const struct cache_writer *w);
/** cache_writer_patience(w, wanted, arg): what runs in the background, a fill and the index, takes more at a time as long as
 * ${wanted} says that nobody waits for this thread; it is asked often, and amid a transaction. NULL: only a little at a time. */
void cache_writer_patience(struct cache_writer *w, bool (*wanted)(void *arg), void *arg);
/** cache_writer_changed(w): CACHE_… tables committed changes touched since last asked. */
uint32_t cache_writer_changed(struct cache_writer *w);
/** cache_writer_city(w): the reference data as it is now; NULL before the first fill. Borrowed until the next page. */
const struct city *cache_writer_city(struct cache_writer *w);
/** cache_writer_checkpoint(w): what is committed, into the main file. cache_writer_bulk: while a first fill runs. */
void cache_writer_checkpoint(struct cache_writer *w);
void cache_writer_bulk(struct cache_writer *w, bool on);
/** cache_enter/leave: one transaction round several calls, nesting; ${rc} of leave decides: OK commits (the outermost),
 * anything else rolls all of it back. A failed commit means unknown. full: on disk when leave returns. */
enum err_code cache_enter(struct cache_writer *w, bool full, struct err *e);
enum err_code cache_leave(struct cache_writer *w, enum err_code rc, struct err *e);

/* ---- which centre, which seat ---- */
struct cache_seat {
	char centre_id[ID_SIZE], epoch[EPOCH_SIZE], centre_name[96];
	char device_id[ID_SIZE], device_key[SECRET_TOKEN_SIZE],
	    seat_no[8]; /* "" before enrolment */
	bool
	    reenrol; /* the number of an operation was already used: this disk is a copy, or came out of a backup */
	int64_t data_as_of; /* last word from the centre, wall clock */
};
void cache_seat(struct cache_writer *w, struct cache_seat *out);
/** cache_seat_centre(w, c, e): the first centre met is remembered for good: ERR_WRONG_CENTRE for any other. A new epoch
 * forgets the cursors; outbox and drafts stay, and the last answered operation is asked about again. */
enum err_code cache_seat_centre(struct cache_writer *w, const struct msg_centre *c, struct err *e);
/** cache_seat_enrolled(w, d, e): device id, key and seat number. What waits is numbered anew from 1. */
enum err_code
cache_seat_enrolled(struct cache_writer *w, const struct msg_device *d, struct err *e);
/** cache_seat_seen(w, at, e): the centre has spoken. */
enum err_code cache_seat_seen(struct cache_writer *w, int64_t at, struct err *e);
/** cache_number/cache_number_put: what the seat has issued; -1 before the first. */
void cache_number(struct cache_writer *w, struct number_state *out);

/* ---- who may open it ---- */
struct cache_agent {
	char job_no[16], name[64], roles[160], unit[16], feed[32];
	char wrap[SECRET_WRAP_SIZE]; /* the data key under this agent's password; "" none */
	int64_t last_at;
};
#define CACHE_AGENT_CENTRE "@centre" /* job_no of the wrap that the centre's seat key opens */
enum err_code
cache_agent(struct cache_writer *w, const char *job_no, struct cache_agent *out, struct err *e);
enum err_code cache_agent_put(struct cache_writer *w, const struct cache_agent *a, struct err *e);
/** cache_agents_names(w, out): "1154 王芳, 1160 李强": who can open this seat offline, latest first. */
void cache_agents_names(struct cache_writer *w, char *out, size_t size);

/* ---- feeds ---- */
struct cache_place { /* where a feed stands; cursor "" before its first page */
	char epoch[EPOCH_SIZE], cursor[CURSOR_SIZE];
};
void cache_place(struct cache_writer *w, const char *feed, struct cache_place *out);
/** cache_page(w, feed, from, p, applied, e): apply a page that was asked for at ${from}, rows and cursor in one
 * transaction, only if ${from} is still where the feed stands (protocol rule 2); else *applied is false and nothing
 * happens. Operations the page shows as done are retired. */
enum err_code cache_page(struct cache_writer *w, const char *feed, const struct cache_place *from,
    const struct page *p, bool *applied, struct err *e);
/** cache_lingers(w): is an answered operation still shown on top, because no row that includes it has come? Only a page
 * with the device's last_op can tell that none will; parked polls are answered for many devices at once, without it. */
bool cache_lingers(struct cache_writer *w);
/** cache_place_forget(w, feed, e): 410: start again. */
enum err_code cache_place_forget(struct cache_writer *w, const char *feed, struct err *e);

/* A fill (snapshot) under way. Rows go into a new generation, keyed by the last id done: it goes on there after a kill. */
struct cache_fill {
	char feed[32], id[ID_SIZE], cursor[CURSOR_SIZE], epoch[EPOCH_SIZE], after[ID_SIZE];
	int64_t done, total;
};
/** cache_fill(w, out): false when none is under way. */
bool cache_fill(struct cache_writer *w, struct cache_fill *out);
enum err_code cache_fill_begin(
    struct cache_writer *w, const char *feed, const struct msg_snapshot *s, struct err *e);
/** cache_fill_rows(w, from, p, at, e): the next 256 tickets of ${p} from *at, which moves on, and more while nobody waits; ERR_CANCELLED when the fill
 * is no longer the one, or no longer there, where the page was asked. ${from} moves on too. */
enum err_code cache_fill_rows(struct cache_writer *w, struct cache_fill *from, const struct page *p,
    size_t *at, struct err *e);
/** cache_fill_end(w, from, e): the new generation is the one shown; the feed stands at the cursor taken before page one. */
enum err_code cache_fill_end(struct cache_writer *w, const struct cache_fill *from, struct err *e);
enum err_code cache_fill_drop(struct cache_writer *w, struct err *e);
/** cache_scope(w, scope, e): whose eyes the cached tickets are for (feed and what of identities was sent). Another scope
 * than before hides all of them at once; a fill must follow. "" asks nothing. */
enum err_code cache_scope(struct cache_writer *w, const char *scope, struct err *e);
/** cache_sweep(w, e): remove up to 500 rows of generations no longer shown; false when there are none left. */
bool cache_sweep(struct cache_writer *w, struct err *e);
/** cache_weights_settle(w, again, e): the file of weights as the reference rows have it, at most once after each page that
 * brought some and once after opening. *again: the rows do not add up and must come once more. cache_weights_waits: is there
 * anything to look at? */
enum err_code cache_weights_settle(struct cache_writer *w, bool *again, struct err *e);
bool cache_weights_waits(const struct cache_writer *w);
/** cache_article_index(w, e): the next few articles into the full text index; false when there were none.
 * cache_article_waits(w): are there any? */
bool cache_article_index(struct cache_writer *w, struct err *e);
bool cache_article_waits(struct cache_writer *w);
/** cache_article_again(w, e): somebody who searched found the index of articles damaged: it is made anew by and by.
 * cache_article_probe(w, random, e): as cache_find_probe, of one article. */
enum err_code cache_article_again(struct cache_writer *w, struct err *e);
bool cache_article_probe(struct cache_writer *w, uint32_t random, struct err *e);
/** cache_similar_index(w, e): the next few tickets into the index of what is alike; false when there were none.
 * cache_similar_waits(w): are there any? */
bool cache_similar_index(struct cache_writer *w, struct err *e);
bool cache_similar_waits(struct cache_writer *w);
/** cache_find_index(w, alone, e): likewise a few tickets, newest first, or a piece of merging what is there; ${alone}: no
 * answer is on its way either, and it goes on for a while (cache_writer_patience). A damaged index is made anew. cache_find_waits(w): is there anything to do? Not while a fill brings rows.
 * cache_find_again(w, e): somebody who searched found it damaged. cache_find_probe(w, random, e): one ticket, drawn by
 * ${random}, is looked for by words of its own; when it is not found where it stands the index has lost them, nobody has
 * said so, and it is begun anew: true. Not while it follows or a fill brings rows. At most 64 words of one row: of a page
 * in N of the index a probe notices the loss about 64 times in N. */
bool cache_find_index(struct cache_writer *w, bool alone, struct err *e);
bool cache_find_waits(struct cache_writer *w);
bool cache_find_probe(struct cache_writer *w, uint32_t random, struct err *e);
enum err_code cache_find_again(struct cache_writer *w, struct err *e);
/** cache_fetched(w, m, e): a ticket and its events asked for by id. */
enum err_code cache_fetched(struct cache_writer *w, const struct msg_ticket *m, struct err *e);

/* ---- operations of this seat ---- */
struct cache_op {
	const struct op *op;
	const char *drop_draft;             /* goes in the same transaction; NULL */
	int64_t drop_parked, drop_conflict; /* what this operation settles; 0 */
	const struct number_state *number;  /* the numbers issued so far; NULL */
	int64_t mono_ms;                    /* CLOCK_BOOTTIME now, and which boot */
	const char *boot;
};
/** cache_op_add(w, o, n, e): into the outbox and onto the ticket shown, on disk (FULL) when it returns. A failed commit is
 * read back by op id before it is called failed. */
enum err_code
cache_op_add(struct cache_writer *w, const struct cache_op *o, int64_t *n, struct err *e);
/** cache_ticket_whole(w, id, t, e): as shown, with identity; for rules and for unmasking. ERR_NOT_FOUND. */
enum err_code
cache_ticket_whole(struct cache_writer *w, const char *id, struct ticket *t, struct err *e);
/** cache_ticket_centre(w, id, t, e): as the centre last said it, without this seat's operations. ERR_NOT_FOUND. */
enum err_code
cache_ticket_centre(struct cache_writer *w, const char *id, struct ticket *t, struct err *e);
/** cache_last_at(w, ticket, kind): when such an event was last made, own pending ones included; 0 never. */
int64_t cache_last_at(struct cache_writer *w, const char *ticket, int kind);
/** cache_event_kind(w, ticket, seq): of that event of the trace; -1 when this seat has not got it. */
int cache_event_kind(struct cache_writer *w, const char *ticket, int64_t seq);

struct cache_batch { /* the next operations to send, in order of n */
	struct op_item items[LIMIT_OPS];
	size_t count;
	struct str bytes; /* owns the bodies */
};
/** cache_batch(w, max_ops, max_bytes, mono_ms, boot, out, e): count 0 when nothing waits. cache_batch_free it. ERR_CORRUPT:
 * operation e->sys does not open (cache_refused it). */
enum err_code cache_batch(struct cache_writer *w, size_t max_ops, size_t max_bytes, int64_t mono_ms,
    const char *boot, struct cache_batch *out, struct err *e);
void cache_batch_free(struct cache_batch *b);

struct cache_renumbered { /* 单号已改为…, 请告知来电人 */
	char ticket[ID_SIZE], old_number[20], number[20];
};
struct cache_answered {
	int acked, parked, conflicts;
	bool retry; /* the centre asked to send the rest later */
	struct cache_renumbered renumbered[8];
	int n_renumbered;
};
/** cache_answers(w, r, out, e): what the centre said to a push; operations already answered are left alone. */
enum err_code cache_answers(
    struct cache_writer *w, const struct op_results *r, struct cache_answered *out, struct err *e);
/** cache_gap(w, expect, e): the centre wants ${expect} next: send again from there. ERR_OP_REUSE when this seat has not
 * got it: enrol again (cache_reuse was done). */
enum err_code cache_gap(struct cache_writer *w, int64_t expect, struct err *e);
/** cache_reuse(w, e): this device's numbers are spoilt: pushing waits for a new enrolment. */
enum err_code cache_reuse(struct cache_writer *w, struct err *e);
/** cache_refused(w, n, code, detail, e): the centre will not even number operation ${n} (too large, malformed): park it and
 * close the gap behind it. */
enum err_code cache_refused(
    struct cache_writer *w, int64_t n, enum err_code code, const char *detail, struct err *e);
void cache_waiting(struct cache_writer *w, int64_t *waiting, int64_t *parked, int64_t *conflicts,
    int64_t *oldest_at);
/** cache_owes(w): does anything wait, as cache_waiting counts it? */
bool cache_owes(struct cache_writer *w);

/** cache_parked(w, local, op, e): the operation of a parked row, whole. cache_parked_drop: it is settled.
 * cache_parked_note(w, local, text, e): what was done about it, shown beside the reason. */
enum err_code cache_parked(struct cache_writer *w, int64_t local, struct op *op, struct err *e);
enum err_code cache_parked_drop(struct cache_writer *w, int64_t local, struct err *e);
enum err_code
cache_parked_note(struct cache_writer *w, int64_t local, const char *text, struct err *e);
/** cache_conflict(w, local, ticket, field, mine, e): what was lost; ${mine} malloc'ed. cache_conflict_drop: settled. */
enum err_code cache_conflict(struct cache_writer *w, int64_t local, char ticket[ID_SIZE],
    int *field, char **mine, struct err *e);
enum err_code cache_conflict_drop(struct cache_writer *w, int64_t local, struct err *e);
/** cache_at_centre(w, ticket): the centre has (had) this ticket; false while only its submission waits or is parked. */
bool cache_at_centre(struct cache_writer *w, const char *ticket);

/* ---- drafts ---- */
/** cache_draft_save(w, d, seq, e): ${seq} the last journal record that ${d} includes. */
enum err_code
cache_draft_save(struct cache_writer *w, const struct draft *d, int64_t seq, struct err *e);
/** cache_draft_drop: and it never comes back out of the journal. */
enum err_code cache_draft_drop(struct cache_writer *w, const char *id, struct err *e);
/** cache_journal_fold(w, dir, e): at start, before anybody types: put what the journal has more than the table into the
 * table, then forget the journal. Needs the key. ERR_CORRUPT, in words for the screen: what could be read is in the table, and
 * the files stay under other names. */
enum err_code cache_journal_fold(struct cache_writer *w, const char *dir, struct err *e);

/* ---- desk records (model/record.h) ---- */
/** cache_record_add(w, r, e): on disk (FULL) when it returns OK; the same id again changes nothing. Needs the key. What
 * record_check says. */
enum err_code cache_record_add(struct cache_writer *w, const struct record *r, struct err *e);
/** cache_record_known(w, id): is it there, whoever wrote it? */
bool cache_record_known(struct cache_writer *w, const char *id);
/** cache_call_number(w, call, out, size, e): the whole number of a call that was logged here, to be called back; needs the
 * key. ERR_NOT_FOUND. */
enum err_code
cache_call_number(struct cache_writer *w, const char *call, char *out, size_t size, struct err *e);
struct record_batch {
	size_t count;
	int64_t last; /* the last row in it */
};
/** cache_record_batch(w, most, out, b, e): a request of at most ${most} records the centre has not got, in order; count 0
 * when none wait. cache_record_answered: what the centre said to it; forgets what is old at ${now}.
 * cache_record_refused: it will not have the one record of the batch. */
enum err_code cache_record_batch(
    struct cache_writer *w, size_t most, struct str *out, struct record_batch *b, struct err *e);
enum err_code cache_record_answered(struct cache_writer *w, const struct record_batch *b,
    const struct record_answer *a, int64_t now, struct err *e);
enum err_code cache_record_refused(
    struct cache_writer *w, const struct record_batch *b, const char *why, struct err *e);
/** cache_record_offer_again(w, e): what was refused waits again. cache_record_all_again: all do: the centre was restored
 * and may have lost them. Neither while a batch is on its way. */
enum err_code cache_record_offer_again(struct cache_writer *w, struct err *e);
enum err_code cache_record_all_again(struct cache_writer *w, struct err *e);

/* ---- attachments ---- */
/** cache_file_add(w, path, ticket, by, at, out, e): a sealed copy of the person's file, on disk when it returns; held until
 * a step names it. ERR_LIMIT, ERR_MEDIA, ERR_NOT_FOUND, ERR_DISK_FULL … in words. cache_file_named(w, ids, e): a step
 * has: they are to be sent. cache_file_put: rows as they are; what is known already is not forgotten. */
enum err_code cache_file_add(struct cache_writer *w, const char *path, const char *ticket,
    const char *by, int64_t at, struct cache_file *out, struct err *e);
enum err_code cache_file_named(struct cache_writer *w, const char *ids, struct err *e);
enum err_code
cache_file_put(struct cache_writer *w, const struct cache_file *list, size_t n, struct err *e);
/** cache_file_due(w, out): the next to be sent; false when none waits. cache_file_known(w, id, out): what is known of it.
 * cache_file_moved(w, id, have, e): so much of it the centre has now. cache_file_refused(w, id, why, e): it will not have
 * it. cache_file_all_again(w, e): the centre was restored and may have lost what it had. */
bool cache_file_due(struct cache_writer *w, struct cache_file *out);
bool cache_file_known(struct cache_writer *w, const char *id, struct cache_file *out);
enum err_code cache_file_moved(struct cache_writer *w, const char *id, int64_t have, struct err *e);
enum err_code
cache_file_refused(struct cache_writer *w, const char *id, const char *why, struct err *e);
enum err_code cache_file_all_again(struct cache_writer *w, struct err *e);
/** cache_file_piece(w, id, at, out, e): append from ${at} to the end of its piece, plain. cache_file_plain(w, f, out, e):
 * the whole file; ERR_CORRUPT when it is not what its id says. */
enum err_code cache_file_piece(
    struct cache_writer *w, const char *id, int64_t at, struct str *out, struct err *e);
enum err_code cache_file_plain(
    struct cache_writer *w, const struct cache_file *f, struct str *out, struct err *e);
/** cache_file_take(w, id, at, p, n, bytes, e): a part of ${bytes} from the centre, ${at} a multiple of BLOB_PIECE_BYTES, in
 * order; with the last the file is here. */
enum err_code cache_file_take(struct cache_writer *w, const char *id, int64_t at, const char *p,
    size_t n, int64_t bytes, struct err *e);
/** cache_file_sweep(w, now, gone, e): once a day, after a sign-in, when the journal is folded: copies not touched for
 * BLOB_UNUSED_DAYS go, except what waits to be sent and what a promised operation, a draft or a note names. */
enum err_code cache_file_sweep(struct cache_writer *w, int64_t now, int *gone, struct err *e);
/** cache_file_here(w, id, e): it is whole on this seat. */
enum err_code cache_file_here(struct cache_writer *w, const char *id, struct err *e);

/* What others wrote and the centre gives to who sits here. */
struct cache_desk_who {
	const char *job_no, *roles, *epoch; /* whose place it is: with other roles it begins anew */
};
/** cache_desk_after(w, who): the number to go on after; 0 from the beginning. cache_desk_page(w, who, p, e): take a page
 * that was asked for from there. */
int64_t cache_desk_after(struct cache_writer *w, const struct cache_desk_who *who);
enum err_code cache_desk_page(struct cache_writer *w, const struct cache_desk_who *who,
    const struct record_page *p, struct err *e);

/* ---- who looked at whom: a hash chain of its own ---- */
/** cache_audit_add: on disk when it returns OK; only then may the identity be shown. */
enum err_code cache_audit_add(struct cache_writer *w, int64_t at, const char *user,
    const char *action, const char *object, const char *reason, struct err *e);
/** cache_audit_batch(w, out, last, e): {"rows":[…]} of up to 100 rows the centre has not got; *last 0 when none. */
enum err_code
cache_audit_batch(struct cache_writer *w, struct str *out, int64_t *last, struct err *e);
enum err_code cache_audit_sent(struct cache_writer *w, int64_t last, struct err *e);

#endif
