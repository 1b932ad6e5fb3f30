#ifndef CLIENT_CACHE_READ_H
#define CLIENT_CACHE_READ_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "model/city.h"
#include "model/classify.h"
#include "model/event.h"
#include "wire/op.h"

/* What the screen may know of the seat's cache. Readers never wait for the writer and never write. Names and phones come
 * masked (张*, 138****5678); whole ones only through JOB_UNMASK, which writes the audit row first. Own drafts are whole.
 * All times ms UTC. A query that a key or 20 ms cuts short sets ${partial} (shown as 未完). */

struct cache_reader;

/** cache_reader_open(dir, key, out, e): ${dir}/seat.db, read only; ${key} the seat's data key or NULL before sign-in
 * (then nothing sealed can be shown); borrowed. */
enum err_code
cache_reader_open(const char *dir, const uint8_t *key, struct cache_reader **out, struct err *e);
void cache_reader_close(struct cache_reader *r);
void cache_reader_key(struct cache_reader *r, const uint8_t *key);
/** cache_reader_patience(r, poll, arg): from now on a query ends early when ${poll} says so (a key waits) or after 20 ms;
 * NULL: it takes its time, as at first. cache_reader_rest(r, on): nobody types: only the poll ends one. */
void cache_reader_patience(struct cache_reader *r, bool (*poll)(void *), void *arg);
void cache_reader_rest(struct cache_reader *r, bool on);
/** cache_reader_cut(r): has a query ended early since this was last asked? The most there was. */
enum cache_cut { CACHE_WHOLE, CACHE_CUT_BY_TIME, CACHE_CUT_BY_KEY };
enum cache_cut cache_reader_cut(struct cache_reader *r);
/** cache_turn_end(r): what was replaced in this turn goes (cache_city). Debug builds: no statement may be open. */
void cache_turn_end(struct cache_reader *r);
/** cache_reader_damaged(r): as cache_writer_damaged says it, of what the screen has read. */
bool cache_reader_damaged(struct cache_reader *r);
#define CACHE_DAMAGE_WORDS                                                                                                          \
	"本机数据文件有一处坏了。手上这件办完后请退出再打开: 程序会换成新的, 草稿和没送出的" \
	"都会救出来; 现在打的字照样存着。"

/** cache_last_agent(r, job_no): who signed in here last, "" nobody; needs no key. */
void cache_last_agent(struct cache_reader *r, char job_no[16]);

/* Tables a change may touch: news carries the mask, views re-query on it. */
enum {
	CACHE_TICKETS = 1 << 0,
	CACHE_EVENTS = 1 << 1,
	CACHE_DRAFTS = 1 << 2,
	CACHE_OUTBOX = 1 << 3,
	CACHE_CONFLICTS = 1 << 4,
	CACHE_CITY = 1 << 5,
	CACHE_META = 1 << 6,
	CACHE_RECORDS = 1 << 7,  /* records.h */
	CACHE_ARTICLES = 1 << 8, /* and their index */
	CACHE_FILES = 1 << 9,    /* files.h */
	CACHE_INDEX = 1 << 10    /* of tickets: find.h */
};

/* ---- tickets ---- */
struct ticket_row { /* a line of a list */
	char id[ID_SIZE], no[20], title[192], unit[16], category[8], type[16], area[16],
	    urgency[16], called[64];
	enum ticket_state state;
	int64_t created_at, due_at, updated_at, rev; /* due_at: the next clock that runs */
	char due_kind[12]; /* dispatch signin contact resolve visit incomplete */
	bool pending;      /* has operations of this seat the centre has not answered */
	bool conflict;
	char address[160];
	bool mine; /* first_owner or created_by is me */
	bool late; /* 补录: typed in from paper; of cache_tickets only */
};
enum ticket_queue {
	QUEUE_ALL,
	QUEUE_MINE,
	QUEUE_OPEN,
	QUEUE_INCOMPLETE,
	QUEUE_OVERDUE,
	QUEUE_DUE_TODAY,
	QUEUE_PENDING_SYNC,
	QUEUE_CALLER,
	QUEUE_PERSON, /* likewise, and of the numbers merged with it (records.h); of those nothing shielded */
	QUEUE_TODAY
};
struct ticket_query {
	enum ticket_queue queue;
	const char *me;    /* job number, for MINE */
	const char *phone; /* QUEUE_CALLER, QUEUE_PERSON: whole number */
	const char *text;  /* filter: title, address, category or unit name contains; NULL none */
	enum ticket_state state;            /* STATE_NONE: any in the queue */
	const char *category, *unit, *area; /* NULL any; area by prefix */
	int64_t since_at;                   /* 0 any */
	int64_t before_at;                  /* keyset: rows created before; 0 from the newest */
	const char *before_id;              /* the tie at before_at; NULL */
	bool by_due;                        /* order by due, else newest first */
	int limit;
	int64_t now;
};
/** cache_tickets(r, q, rows, partial, e): up to q->limit rows; returns the count, -1 on error. Overlay included: own
 * pending operations show on top of what the centre last said (protocol rule 8). */
int cache_tickets(struct cache_reader *r, const struct ticket_query *q, struct ticket_row *rows,
    bool *partial, struct err *e);
/** cache_ticket_count(r, q): of the whole list, whatever its limit; -1 when a key or 20 ms cut it short. */
int64_t cache_ticket_count(struct cache_reader *r, const struct ticket_query *q);
/** cache_ticket(r, id, t, e): one ticket with its overlay, identity masked. ERR_NOT_FOUND. ${t} initialised. */
enum err_code cache_ticket(struct cache_reader *r, const char *id, struct ticket *t, struct err *e);
/** cache_ticket_by_number(r, typed, tail, ids, max): 18 digits or last six, newest first; ${tail} the phone's last four
 * or NULL narrows it. */
int cache_ticket_by_number(
    struct cache_reader *r, const char *typed, const char *tail, char (*ids)[ID_SIZE], int max);
/** cache_events(r, ticket, out, e): the trace, oldest first, own pending operations last (seq 0). Caller frees each with
 * event_free and the array with free. Returns the count, -1 on error. */
int cache_events(struct cache_reader *r, const char *ticket, struct event **out, struct err *e);
/** cache_chain_state(r, ticket): how many cached events verified: *checked of *total; *bad the first seq that does not
 * fit, 0 none. */
void cache_chain_state(
    struct cache_reader *r, const char *ticket, int *checked, int *total, int64_t *bad);

/* ---- drafts: half-done tickets, and words for a step on a ticket that were not sent ---- */
struct draft {
	char id[ID_SIZE];
	char owner[16];       /* job number */
	struct fields f;      /* whole, not masked */
	char ticket[ID_SIZE]; /* amending or completing this one; "" a new one */
	char act
	    [24]; /* a note: the step on ${ticket} (event json name) its words are for, a field a cell; "" a sheet */
	char focus[32]; /* field json name the cursor was in */
	int64_t cursor; /* byte offset in it */
	char call[40];
	char origin_phone[24]; /* number of the call it began with */
	char view_state
	    [512]; /* the form's own small state: prompts answered, proposals dismissed; opaque */
	int64_t created_at, changed_at;
};
void draft_init(struct draft *d);
void draft_free(struct draft *d);
bool draft_copy(struct draft *to, const struct draft *from);
/** cache_drafts(r, owner, out, max): the sheets, newest change first. Each to draft_free. cache_notes: the notes, of
 * ${ticket} or (NULL) of all; -1 when the table could not be asked. */
int cache_drafts(struct cache_reader *r, const char *owner, struct draft *out, int max);
int cache_notes(
    struct cache_reader *r, const char *owner, const char *ticket, struct draft *out, int max);
/** cache_draft_kept(r, id): is a draft of that id in the table? 1 yes, 0 no, -1 it could not be asked. */
int cache_draft_kept(struct cache_reader *r, const char *id);
/** cache_journal_next(r): the first number the typing journal may use (journal_open). */
int64_t cache_journal_next(struct cache_reader *r);

/* ---- a caller ---- */
struct caller {
	int tickets_30d, tickets_90d, open;
	char called[64]; /* 称呼 or masked name last used */
	char last_area[16];
	char open_id[ID_SIZE]; /* newest open ticket, "" none */
	int numbers, others;   /* numbers merged with this one; of all counted, tickets of those */
};
/** cache_caller(r, phone, since, now, out, e): of the number and of those merged with it, by their tickets of ${since} and
 * later; of those nothing shielded. */
enum err_code cache_caller(struct cache_reader *r, const char *phone, int64_t since, int64_t now,
    struct caller *out, struct err *e);

/* ---- what waits to be sent ---- */
enum outbox_state { OUTBOX_WAITING, OUTBOX_SENT, OUTBOX_PARKED, OUTBOX_ACKED };
struct outbox_row {
	int64_t local; /* stable id on this seat */
	int64_t n;
	char id[ID_SIZE], ticket[ID_SIZE], no[20], title[192];
	int kind; /* enum event_kind */
	char by[16];
	int64_t at;
	enum outbox_state state;
	enum err_code code; /* why it is parked */
	char detail[ERR_TEXT_BYTES];
};
int cache_outbox(struct cache_reader *r, struct outbox_row *rows,
    int max); /* waiting and parked, oldest first */
/** cache_outbox_of(r, op, row): the row of one operation; false when it is not there any more: the centre has answered it
 * and nothing is left to settle. */
bool cache_outbox_of(struct cache_reader *r, const char *op, struct outbox_row *row);
/** cache_outbox_event(r, local, ev, e): what one row says, as the event it would become; identity masked. ${ev}
 * initialised. ERR_NOT_FOUND when it was settled meanwhile. */
enum err_code
cache_outbox_event(struct cache_reader *r, int64_t local, struct event *ev, struct err *e);
struct conflict_row {
	int64_t local;
	char ticket[ID_SIZE], no[20];
	char field[32];      /* json name */
	char *mine, *theirs; /* owned by the row: conflict_row_free */
	char my_name[64], their_name[64];
	int64_t my_at, their_at;
};
int cache_conflicts(struct cache_reader *r, struct conflict_row *rows, int max);
void conflict_row_free(struct conflict_row *c);
/** cache_unsettled(r, ticket, refused, conflicts): how many steps of a ticket the centre did not take, and how many of its
 * fields another changed meanwhile: somebody must decide about both (the screen 同步). */
void cache_unsettled(struct cache_reader *r, const char *ticket, int *refused, int *conflicts);

struct cache_counts {
	int64_t waiting, parked, conflicts, oldest_waiting_at; /* waiting: records included */
	int64_t records,
	    records_refused;    /* desk records that wait; that the centre will not have */
	int64_t tickets, bytes; /* size of the database */
	int64_t answered_today, dispatched_today, direct_today, incomplete, incomplete_due_today,
	    following, due_today, overdue, drafts, notes;
	int64_t owed;       /* went out as emergencies, without category or unit: to be completed */
	int64_t data_as_of; /* last word from the centre */
};
void cache_counts(struct cache_reader *r, const char *me, int64_t now, struct cache_counts *out);
/** cache_audit_verify(r, rows): the first row of this seat's audit log that does not fit its chain, 0 when all do; of *rows.
 * Reads them all: for a command line. */
int64_t cache_audit_verify(struct cache_reader *r, int64_t *rows);
/** cache_hot(r, since, out, max): categories by tickets since, most first. */
struct hot_row {
	char category[8];
	int count;
};
int cache_hot(struct cache_reader *r, int64_t since_at, struct hot_row *out, int max);

/** cache_city(r): the reference data, rebuilt when it changed; borrowed until the end of the turn in which a call
 * after CACHE_CITY news gave another: who is told of it then may still look at the old one. NULL before the first fill. */
const struct city *cache_city(struct cache_reader *r);
/** cache_weights(r): what the centre has learned about categories (model/classify.h); NULL when there is nothing, or it is
 * damaged and being asked for again. Borrowed until the next call. */
const struct classifier *cache_weights(struct cache_reader *r);
/** cache_person(r, job_no, out, size): the name of one of the hotline's people; false, and the number itself, when this
 * seat was not told (who sits there is of a unit, or it is nobody's). "system": 中心. */
bool cache_person(struct cache_reader *r, const char *job_no, char *out, size_t size);
/** cache_eyes(r, job_no): are the tickets here, with what of identities was sent, those this person is sent? By what the
 * centre said when he was last signed in here. */
enum cache_eyes { CACHE_EYES_NEVER /* never signed in here */, CACHE_EYES_OTHER, CACHE_EYES_SAME };
enum cache_eyes cache_eyes(struct cache_reader *r, const char *job_no);
/** cache_scope_of(feed, roles, out, size): whose eyes those are, for cache_scope; "" of no feed. ${roles} as "agent,qa". */
void cache_scope_of(const char *feed, const char *roles, char *out, size_t size);

#endif
