#ifndef CLIENT_ENGINE_ENGINE_P_H
#define CLIENT_ENGINE_ENGINE_P_H

#include <poll.h>
#include <pthread.h>

#include "base/fs.h"
#include "base/limits.h"
#include "base/queue.h"
#include "client/cache/write.h"
#include "client/engine/engine.h"
#include "client/engine/sync.h"
#include "client/net/net.h"
#include "model/call_queue.h"
#include "model/workflow.h"

#define ENGINE_JOBS    64
#define ENGINE_NEWS    1024
#define ENGINE_DRAFTS  LIMIT_DRAFTS
#define ENGINE_FETCHES 16
#define ENGINE_TELL_MS \
	200 /* tables and line are told at most that often while something big runs */

struct me { /* who sits here */
	char job_no[16], name[64], unit[16];
	uint32_t roles;
};
struct fetching { /* a job that waits for a ticket */
	uint64_t job;
	char ticket[ID_SIZE];
};

struct filing { /* a job that waits for an attachment, or for the list of them */
	uint64_t job;
	char ticket[ID_SIZE], id[BLOB_ID_SIZE];
	char path[512];        /* where it is to be written; "" nowhere */
	int style, rows, cols; /* looked at in so much room; 0 rows: not */
};

/* A call as it is being written down. */
struct engine_call {
	struct call_log log;
	char id[RECORD_CALL_BYTES];     /* "" none */
	char ticket[ID_SIZE];           /* what it was made for */
	char back[RECORD_OBJECT_BYTES]; /* the missed call that it calls back */
	int64_t held_at;
	bool ours; /* this seat wanted it over */
};
struct engine_phone {
	struct agent agent;
	enum agent_state told;          /* what the telephone knows of it */
	int64_t up_at;                  /* when the telephone came back */
	struct engine_call caller, own; /* own: dialled here, without a caller */
	struct call_queue queue, wrote; /* who waits, and as it was written down last */
};

struct engine {
	char dir[1024], boot[48];
	struct cache_writer *cache;
	struct sync *sync;
	struct net *net;
	struct phone *phone;
	struct engine_phone call;
	uint8_t *key; /* the data key; NULL before anybody signed in */
	struct me me;
	struct job *signing; /* the sign-in under way */
	int64_t
	    signing_until; /* monotonic: by then it has an answer, or is told that there is none */
	struct job *changing; /* the change of one's password under way */
	struct door *door;    /* where commands come in; NULL none */
	struct look *look;    /* a picture being drawn; NULL none */
	struct fetching fetching[ENGINE_FETCHES];
	int n_fetching;
	struct filing filing[ENGINE_FETCHES];
	int n_filing;

	/* between the threads */
	struct queue *jobs, *news;
	pthread_mutex_t lock; /* of drafts */
	struct job *drafts[ENGINE_DRAFTS];
	pthread_t thread;

	/* of the loop */
	int64_t wake_at, told_at;
	enum link_state told_state;
	uint32_t tables;
	bool again, tell_link;

	bool threaded, is_private, demo;
	bool folded;     /* the journal of the last run is in the draft table */
	bool once;       /* the password was set by another */
	bool wants_city; /* the sign-in is done but for the reference data */
};

/* ---- engine.c ---- */
/** engine_turn(g, most_ms): jobs, one step of the core, the network and the telephone; waits at most that long. */
void engine_turn(struct engine *g, int most_ms);
/** engine_is_wanted(g): does a job, a command or the telephone wait? For cache_writer_patience. */
bool engine_is_wanted(void *g);
void engine_run_jobs(struct engine *g);
struct job *engine_take_draft(struct engine *g);
void engine_step_sync(struct engine *g, const struct sync_event *ev);
void engine_tell(struct engine *g, struct news *n); /* takes it */
struct news *engine_news_new(enum news_kind kind);
/** engine_done(g, job, e): the job is answered; more may be set in the news before engine_tell. */
void engine_done(struct engine *g, uint64_t job, const struct err *e);
void engine_notice(struct engine *g, const char *text);

/* ---- engine_door.c ---- */
/** engine_door_path(dir, out): its socket; false when the path is too long for one. */
bool engine_door_path(const char *dir, char out[LIMIT_SOCKET_PATH + 1]);
/** engine_door_open(g): from now on commands are heard; without one nothing is lost but that. */
void engine_door_open(struct engine *g);
void engine_door_close(struct engine *g);
/** engine_door_fds(g, out): what to poll, at most one. engine_door_wait(g, now, wait): ${wait}, or less. */
int engine_door_fds(const struct engine *g, struct pollfd *out);
int64_t engine_door_wait(const struct engine *g, int64_t now, int64_t wait);
/** engine_door_serve(g): what has come, without waiting for more. */
void engine_door_serve(struct engine *g);
/** engine_door_heard(g, n): is that the answer to a command at the door, and not the screen's? It is told there. */
bool engine_door_heard(struct engine *g, const struct news *n);

/* ---- engine_door_form.c: the words at the door, of both sides ---- */
/** engine_door_verb(kind): the name of a job that is no step but may be asked for; NULL of all others. */
const char *engine_door_verb(enum job_kind kind);
/** engine_door_read(in, job, e): a form as it came (cut to pieces). ERR_SYNTAX; ERR_FORBIDDEN. engine_door_write: of ${job},
 * appended. */
enum err_code engine_door_read(struct str *in, struct job *job, struct err *e);
enum err_code engine_door_write(const struct job *job, struct str *out, struct err *e);
/** engine_door_tell(g, job, done, out): the answer. engine_door_hear(in, done, e): understood (cut to pieces), also what else
 * was said (done->more); ERR_TIMEOUT when it is not whole. */
void
engine_door_tell(struct engine *g, const struct job *job, const struct news *done, struct str *out);
enum err_code engine_door_hear(struct str *in, struct news *done, struct err *e);

/* ---- engine_job.c ---- */
/** engine_run(g, job): one job; answered unless it waits for the centre. Takes it. */
void engine_run(struct engine *g, struct job *job);
/** engine_fetched(g, ticket, e): answers the jobs that waited for it. */
void engine_fetched(struct engine *g, const char *ticket, const struct err *e);

/* ---- engine_act.c ---- */
enum err_code engine_submit(struct engine *g, struct job *job, struct news *done, struct err *e);
enum err_code engine_act(struct engine *g, struct job *job, struct news *done, struct err *e);
enum err_code engine_stage(struct engine *g, struct job *job, struct news *done, struct err *e);
enum err_code engine_unmask(struct engine *g, struct job *job, struct err *e);
/** engine_number(g, ticket, out, size, e): where its citizen wants to be rung, for who may know. ERR_NOT_FOUND: nothing is
 * known. */
enum err_code
engine_number(struct engine *g, const char *ticket, char *out, size_t size, struct err *e);
/** engine_actor(g): who acts; NULL and ERR_UNAUTHORISED when nobody has signed in. */
bool engine_actor(struct engine *g, struct actor *out, struct err *e);
/* An operation, and what goes in the same transaction. */
struct promise {
	struct op op;
	const char *drop_draft;
	int64_t drop_parked, drop_conflict;
	int64_t ago_ms; /* made so long ago */
	struct number_state *number;
};
/** engine_begin(g, op, ticket, kind): a new operation of the person signed in, now. engine_anew(g, op): ${op}, filled in
 * already, becomes one: id, who, when. engine_do(g, t, p, e): may the person do that to ${t} as shown, on whose revision it
 * stands? Then it is numbered, kept, shown and sent. */
void engine_begin(struct engine *g, struct op *op, const char *ticket, int kind);
void engine_anew(struct engine *g, struct op *op);
enum err_code engine_do(struct engine *g, const struct ticket *t, struct promise *p, struct err *e);

/* ---- engine_record.c ---- */
enum err_code engine_record(struct engine *g, struct job *job, struct err *e);

/* ---- engine_phone.c ---- */
/** engine_phone_heard(g, ev): where the telephone emits. engine_phone(g, job, e): JOB_PHONE, JOB_AGENT. */
void engine_phone_heard(void *g, const struct phone_event *ev);
enum err_code engine_phone(struct engine *g, const struct job *job, struct err *e);
/** engine_phone_sits(g): somebody has signed in (told again: nothing new). engine_phone_leaves(g): is about to sign out, or
 * the program ends. */
void engine_phone_sits(struct engine *g);
void engine_phone_leaves(struct engine *g);
/** engine_phone_order(g, code, at): a senior's order has come (model/assist.h). */
void engine_phone_order(struct engine *g, const char *code, int64_t at);
/** engine_phone_settle(g): between two events: after-call work that is over, a state the telephone does not know yet.
 * engine_phone_wait(g, wait): ${wait} ms, or less. */
void engine_phone_settle(struct engine *g);
int64_t engine_phone_wait(const struct engine *g, int64_t wait);

/* ---- engine_print.c ---- */
enum err_code engine_print(struct engine *g, struct job *job, struct news *done, struct err *e);

/* ---- engine_file.c ---- */
enum err_code engine_file_add(struct engine *g, struct job *job, struct news *done, struct err *e);
/** engine_file_sweep(g): copies that nobody needs any more; somebody has just signed in. */
void engine_file_sweep(struct engine *g);
/** engine_names(job, done, e): JOB_FILE_NAMES (engine_names.c). ERR_NOT_FOUND: nothing begins so. */
enum err_code engine_names(const struct job *job, struct news *done, struct err *e);
/** engine_file(g, job): JOB_FILES, JOB_FILE_GET; answered when it is here. engine_filed(g, ticket, id, e): it is, or not. */
void engine_file(struct engine *g, const struct job *job);
void engine_filed(struct engine *g, const char *ticket, const char *id, const struct err *e);

/** engine_path(text, out, e): a path as a person types it; "~/x" as a shell would have it. */
enum err_code engine_path(const char *text, char out[1024], struct err *e);

/* ---- engine_question.c ---- */
/** engine_question(g, job): JOB_QUESTION; answered when the centre has. engine_answered(g, note): it has. */
void engine_question(struct engine *g, struct job *job);
/** engine_password(g, job): JOB_PASSWORD; takes it. */
void engine_password(struct engine *g, struct job *job);
void engine_answered(struct engine *g, const struct sync_note *note);

/* ---- engine_look.c ---- */
struct look_ask {
	uint64_t job;
	const char *ticket;
	int style, rows, cols; /* enum look_style */
};
/** engine_look(g, ask, f, e): the picture ${f}, which is here, as characters; the job is answered when it is drawn, unless
 * this fails: ERR_NOT_FOUND: no chafa on this machine. engine_look_close: whatever is being drawn is not. */
enum err_code engine_look(
    struct engine *g, const struct look_ask *ask, const struct cache_file *f, struct err *e);
void engine_look_close(struct engine *g);
/** engine_look_fds(g, out): what to poll, at most one. engine_look_wait(g, now, wait): ${wait}, or less. engine_look_serve:
 * what has come. */
int engine_look_fds(const struct engine *g, struct pollfd *out);
int64_t engine_look_wait(const struct engine *g, int64_t now, int64_t wait);
void engine_look_serve(struct engine *g);

/* ---- engine_settle.c ---- */
enum err_code engine_parked(struct engine *g, struct job *job, struct err *e);
enum err_code engine_conflict(struct engine *g, struct job *job, struct err *e);

/* ---- engine_sign.c ---- */
/** engine_warn(g, text): a notice that stays on the message line. */
void engine_warn(struct engine *g, const char *text);
/** engine_home_keep(g): somebody has signed in at the centre: its addresses are kept for engine_home. */
void engine_home_keep(struct engine *g);
#define ENGINE_KEY_FILE "key"
/** engine_private_key(g, e): the key of a private seat, from <data>/key, made when missing. */
enum err_code engine_private_key(struct engine *g, struct err *e);
void engine_sign_in(struct engine *g, struct job *job); /* takes it */
void engine_sign_out(struct engine *g);
/** engine_rewrap(g, password, e): what lets who sits here in without the centre is under that password from now on. */
enum err_code engine_rewrap(struct engine *g, const char *password, struct err *e);
enum err_code engine_unlock(struct engine *g, const struct job *job, struct err *e);
/** engine_session(g, note): the centre has answered the sign-in, or cannot. */
void engine_session(struct engine *g, const struct sync_note *note);
/** engine_signed_in(g): answers the sign-in once there is something to work with. */
void engine_signed_in(struct engine *g);
/** engine_sign_late(g): a sign-in that has waited too long is told so. */
void engine_sign_late(struct engine *g);

#endif
