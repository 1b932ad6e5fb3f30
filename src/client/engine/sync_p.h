#ifndef CLIENT_ENGINE_SYNC_P_H
#define CLIENT_ENGINE_SYNC_P_H

#include "base/str.h"
#include "client/engine/sync.h"

#define SYNC_BACKOFF_MS  500
#define SYNC_BACKOFF_MAX 60000
#define SYNC_ASKED_MAX \
	300000 /* of what the centre asks for: a broken proxy must not silence a seat */
#define SYNC_HURRIED_MAX  5000  /* while somebody waits */
#define SYNC_PRIVATE_MAX  1000  /* to a centre of our own, on the same machine */
#define SYNC_STARTING_MS  20000 /* that long it may take to start */
#define SYNC_KEEP_MS      60000
#define SYNC_HURRY_MS     60000 /* for how long after a person asked */
#define SYNC_FLOOR_MS     2000  /* desk records, for who watches the floor */
#define SYNC_REFERENCE_MS 60000 /* the reference feed is looked at that often, */
#define SYNC_PROBES       16    /* looks at the index soon after the start, */
#define SYNC_PROBE_MS     2000  /* … that far apart, */
#define SYNC_PROBE_REST   30000 /* … and then now and then */
#define SYNC_SPREAD_MS    500 /* … and within that after the centre has said that it has something */
#define SYNC_BRIEF_S      1    /* a poll of a command is held that long */
#define SYNC_DESK_MS      1000 /* after a sign-in what others wrote comes last */
#define SYNC_PAGE_ROWS    256  /* of changes: one transaction */
#define SYNC_ROWS_MS      200 /* the next page comes within that: rows first, their index follows */
#define SYNC_FILL_ROWS    1000 /* of a fill: applied in chunks */
#define SYNC_FETCHES      16
#define SYNC_WANTS        16
#define SYNC_QUESTIONS    4

/* One kind of request in flight at most. */
struct lane {
	uint64_t id; /* of the request; 0: free */
	enum sync_ask ask;
	int64_t sent_at, next_at; /* nothing is sent before next_at */
	int tries;                /* failures in a row */
};

struct sync {
	struct sync_args args;
	char enrol_code[64], name[64], boot[48];
	struct cache_writer *cache;
	int64_t now;
	struct sync_actions *out; /* of this step */
	uint64_t next_id;
	struct lane door, pull, push, side, file;

	/* the line */
	bool up;      /* the centre answered, and is ours */
	bool refused; /* it will not have us: ${why} says what to do; tried again slowly */
	bool been_up;
	/* the person */
	bool wanted, person_waits; /* a session is wanted; somebody looks at the sign-in screen */
	bool renewed; /* a lost session was renewed once; the next loss is for the person */
	bool has_session;
	/* what is pulled */
	bool holding; /* a page of a fill is being applied, from page_at */
	bool reference_more, first_poll, caught_up;
	bool feed_more;      /* the last page of changes was not the last there is */
	bool reference_told; /* the centre has said that the reference feed has something new */
	/* what is pushed */
	bool look; /* the outbox may have something */
	bool look_audit, audit_off;
	bool look_record, record_off;
	bool
	    record_offer; /* what the centre would not have is offered once more: somebody signed in */

	int server, n_fetch;
	int64_t since_at, begun_at, hurry_until, offset_ms;
	int64_t seen_at, kept_at; /* last word of the centre; as the cache has it */
	struct err why;

	bool desk_off;     /* an older centre: gives no desk records back */
	bool desk_waits;   /* it has told of some that are still to be asked for */
	bool has_desk;     /* all that there was when this person had signed in */
	int64_t desk_at;   /* when it is asked for them next */
	char desk_for[16]; /* whose they are that it was asked for */
	int64_t desk_told; /* how far the centre has said that there are some for this person */

	char job_no[16], password[LIMIT_PASSWORD_BYTES];
	struct msg_session session;
	char logout[SECRET_TOKEN_SIZE]; /* token to end; "" none */

	char asked_feed[32];
	struct cache_place asked; /* place the page under way was asked from */
	bool asked_parked;        /* it may be held, and then says nothing about our operations */
	int64_t acks, asked_acks,
	    seen_acks;             /* answered pushes: now, when it was asked, as a page has told */
	char ahead_after[ID_SIZE]; /* place of the fill's page last asked for */
	struct cache_fill fill;    /* as asked, moving on with the rows */
	struct page page;
	size_t page_at;
	struct str ahead;       /* the next page of the fill, come while this one is applied */
	int64_t reference_at;   /* next look at the reference feed */
	int64_t reference_seen; /* the centre's last word of its newest number; 0 none */
	int64_t
	    probe_at; /* next look whether the index of tickets has lost anything; 0 not planned */
	int probes;   /* how many there were */
	int64_t index_at; /* articles are not indexed before: the last ones could not be written */

	size_t max_ops,
	    sent_ops; /* most in a push (halved when one is too large), in the last one */
	int64_t first_n;

	char fetch[SYNC_FETCHES][ID_SIZE];
	/* attachments (sync_file.c) */
	bool look_file;
	char announced[BLOB_ID_SIZE],
	    sending[BLOB_ID_SIZE]; /* in this contact; the one under way */
	int64_t piece_to;          /* how far the piece under way goes */
	int spoilt;                /* how often it was, with another hash than it should have */
	struct {
		char ticket[ID_SIZE], id[BLOB_ID_SIZE];
	} wants[SYNC_WANTS];
	int n_wants, n_questions;
	int64_t got;      /* of the first of the wants */
	struct question { /* sync_question.c; the first of them may be under way */
		uint64_t id;
		char what[120];
		char *body; /* NULL none */
		size_t len;
	} questions[SYNC_QUESTIONS];
	int64_t audit_last;
	size_t max_records; /* as max_ops */
	struct record_batch record_batch;
};

/* ---- sync.c ---- */
/** sync_send(s, lane, ask, method): a request of that lane, to be filled in; NULL without room. */
struct sync_request *
sync_send(struct sync *s, struct lane *lane, enum sync_ask ask, const char *method);
/** sync_fail(s, lane, e): that request went wrong for now: wait before the next. sync_down(s, e): nobody there. */
void sync_fail(struct sync *s, struct lane *lane);
void sync_down(struct sync *s, const struct err *e);
void sync_refuse(struct sync *s, const struct err *e);
struct sync_note *sync_note(struct sync *s, enum sync_note_kind kind, const struct err *e);
/** sync_problem(ev, e): the failure an answer tells; returns its code, never OK. expect of op_gap in *expect. */
enum err_code sync_problem(const struct sync_event *ev, struct err *e, int64_t *expect);
bool sync_is_ok(const struct sync_event *ev);
char *sync_auth_device(struct sync *s);
char *sync_auth_session(struct sync *s);
/** sync_free_at(s, lane): may this lane send now? If not yet, the step's wake_at is moved there. */
bool sync_free_at(struct sync *s, struct lane *lane);
/** sync_may_send(s, lane): may this seat send what was written on it: the line is up, the key is there, the centre knows
 * the seat, the lane is free? */
bool sync_may_send(struct sync *s, struct lane *lane);
void sync_wake(struct sync *s, int64_t at);
/** sync_seen(s): the centre has spoken just now. */
void sync_seen(struct sync *s);

/* ---- the lanes: plan sends what is due, answer takes what came ---- */
void door_plan(struct sync *s);
void door_answer(struct sync *s, const struct sync_event *ev);
void door_sign_in(struct sync *s, const struct sync_event *ev);
void door_sign_out(struct sync *s);
/** door_lost_session(s, e): a Bearer request got 401. door_lost_device: a Device request was refused. */
void door_lost_session(struct sync *s, const struct err *e);
void door_lost_device(struct sync *s, const struct err *e);

void pull_plan(struct sync *s);
void pull_answer(struct sync *s, const struct sync_event *ev);
/** pull_work(s): apply the next chunk of a held page, or sweep; true when something was done. */
bool pull_work(struct sync *s);
void pull_stop(struct sync *s);
/** pull_owes(s): has the centre answered operations whose outcome has not come to this seat? */
bool pull_owes(struct sync *s);

void push_plan(struct sync *s);
void push_answer(struct sync *s, const struct sync_event *ev);

void side_plan(struct sync *s);
void side_answer(struct sync *s, const struct sync_event *ev);
void side_fetch(struct sync *s, const char *ticket);
/** record_plan, record_answer: of the side lane, desk records (sync_record.c). */
void record_plan(struct sync *s);
void record_answer(struct sync *s, const struct sync_event *ev);
/** desk_plan, desk_answer: likewise, those of others (sync_desk.c). */
void desk_plan(struct sync *s);
void desk_answer(struct sync *s, const struct sync_event *ev);
/** desk_heard(s): how far this person's seat has them, or has been told of them; -1: it does not ask for any. desk_told(s,
 * number): the centre says that there are some up to there. desk_forget(s): of another centre, or another person. */
int64_t desk_heard(struct sync *s);
void desk_told(struct sync *s, int64_t number);
void desk_forget(struct sync *s);

/** question_take: somebody asks. question_plan, question_answer: of the side lane (sync_question.c); plan tells whether
 * the lane is taken. question_drop(s): at the end. */
void question_take(struct sync *s, const struct sync_event *ev);
bool question_plan(struct sync *s);
void question_answer(struct sync *s, const struct sync_event *ev);
void question_drop(struct sync *s);

/** file_plan, file_answer: attachments (sync_file.c). file_want: somebody waits for one, or (id "") for the list. */
void file_plan(struct sync *s);
void file_answer(struct sync *s, const struct sync_event *ev);
void file_want(struct sync *s, const char *ticket, const char *id);

#endif
