#ifndef CLIENT_ENGINE_SYNC_H
#define CLIENT_ENGINE_SYNC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "client/cache/write.h"
#include "client/engine/job.h"

/* The seat's half of protocol.md as a step function: sync_step(core, event, now) -> actions. It reads and writes the
 * cache it was given, and nothing else: no sockets, no clock, no randomness of its own, no threads. Whoever drives it
 * (engine.c; the simulator) sends the requests it asks for, hands every answer back, and calls again when it says.
 *
 * Requests in flight at most: one at the door (centre, enrolment, session), one pull, one push, one aside. Answers may
 * come late, twice, torn, or never: only the latest request of a lane is listened to. */

struct sync;

struct sync_args {
	struct cache_writer *cache; /* borrowed */
	bool is_private;            /* enrols with an empty code */
	bool brief;                 /* of one command's length: no poll is held for long */
	const char *enrol_code;     /* one-time code; NULL or "" none. Copied */
	const char *name;           /* of this seat, for the centre's list. Copied */
	const char *boot; /* id of this boot: ages of operations count only within one. Copied */
	void (*random)(void *arg, void *out, size_t n);
	int64_t (*wall)(void *arg); /* wall clock, ms UTC: for what is shown, never for timers */
	void *arg;
};

enum sync_event_kind {
	SYNC_TIME,    /* now has come (wake_at), or go on (again) */
	SYNC_ANSWER,  /* request, outcome, status, body */
	SYNC_SIGN_IN, /* job_no, password */
	SYNC_SIGN_OUT,
	SYNC_KICK,  /* something was put into the outbox, or a person pressed F5: try now */
	SYNC_FETCH, /* ticket */
	SYNC_ASK,   /* question, what, body, len: of somebody who waits for the answer */
	SYNC_FILE   /* ticket, file: bring it here; file "": which there are */
};
enum sync_outcome {
	SYNC_ANSWERED,  /* a whole answer: status and body */
	SYNC_UNREACHED, /* nobody there: nothing was sent */
	SYNC_UNKNOWN    /* time-out, reset, torn answer: it may have been done */
};
struct sync_event {
	enum sync_event_kind kind;
	uint64_t request;
	enum sync_outcome outcome;
	int status;
	int server; /* which of the centre's addresses answered; failing over is the transport's */
	int retry_after_s; /* the centre asks to be left alone so long; 0 it said nothing */
	const char *body;  /* borrowed during the step */
	size_t len;
	const char *job_no, *password;
	const char *ticket, *file;
	uint64_t question; /* comes back with the answer */
	const char *what;  /* "GET /v1/admin/users" */
};

enum sync_ask {
	ASK_CENTRE,
	ASK_ENROL,
	ASK_LOGIN,
	ASK_LOGOUT,
	ASK_CHANGES,
	ASK_SNAPSHOT,
	ASK_SNAPSHOT_PAGE,
	ASK_OPS,
	ASK_AUDIT,
	ASK_RECORDS,
	ASK_DESK,
	ASK_TICKET,
	ASK_FILE_BEGIN,
	ASK_FILE_PIECE,
	ASK_FILES,
	ASK_FILE_GET,
	ASK_QUESTION
};
#define SYNC_HEADERS 4
struct sync_request {
	uint64_t id;
	enum sync_ask ask;
	int park_ms; /* the centre may park it this long (part of the path): added to every patience */
	const char *method; /* literal */
	char *path;         /* "/v1/sync/changes?feed=…": encoded; owned by the actions */
	char *auth;         /* value of Authorization; NULL none; owned */
	char *body;         /* JSON; NULL none; owned */
	const char *type;   /* of a body that is none; literal */
	char *headers[SYNC_HEADERS]; /* more of them, "Name: value"; owned */
	int n_headers;
	size_t len;
	int timeout_ms; /* of the exchange beside that */
};

enum sync_note_kind {
	NOTE_SESSION,  /* signed in (err OK, session) or not (err) */
	NOTE_NUMBER,   /* a number had to change: ticket, old_number, number */
	NOTE_FETCHED,  /* ticket is in the cache now, or err says why not */
	NOTE_ENROLLED, /* the seat has its number */
	NOTE_FILE, /* file of ticket is here ("": which there are is known), or err says why not */
	NOTE_ANSWER, /* of ${question}: answer, or err */
	NOTE_ORDER,  /* order: a senior's to who sits here has come */
	NOTE_TEXT    /* err.text for the message line */
};
struct sync_note {
	enum sync_note_kind kind;
	struct err err;
	struct msg_session session;
	char ticket[ID_SIZE], old_number[20], number[20];
	char file[BLOB_ID_SIZE];
	uint64_t question;
	struct {
		int64_t at; /* the senior's clock, no later than the centre's */
		char code[RECORD_CODE_BYTES];
	} order;
	char *answer; /* owned by the actions */
};

#define SYNC_SENDS 8
struct sync_actions {
	struct sync_request send[SYNC_SENDS];
	int n_send;
	struct sync_note *notes; /* owned */
	int n_notes;
	int64_t wake_at; /* step with SYNC_TIME at this time (monotonic); INT64_MAX never */
	bool
	    again; /* step with SYNC_TIME at once: work is left (a page being applied, rows to sweep) */
	bool link_changed; /* sync_link is worth showing again */
};
/** sync_actions_clear(a): frees what it holds; ready for the next step. Zero-initialise it before the first. */
void sync_actions_clear(struct sync_actions *a);

struct sync *sync_new(const struct sync_args *args);
void sync_free(struct sync *s);
/** sync_step(s, ev, now, out): ${now} monotonic ms (CLOCK_BOOTTIME). ${out} cleared by the caller. One transaction of the
 * cache at most a few hundred rows long. */
void sync_step(struct sync *s, const struct sync_event *ev, int64_t now, struct sync_actions *out);

/** sync_link(s, now, out): what to show of the line; waiting counts included; server name and demo are the caller's. */
void sync_link(struct sync *s, int64_t now, struct link_info *out);
/** sync_server(s): index of the server in use. sync_is_online: the centre answered last. sync_idle(s): online, and
 * nothing is left to send, fetch or fill, and what the centre made of what was sent has come: what "hotseat sync" waits
 * for. sync_session(s): NULL while without one. */
int sync_server(const struct sync *s);
bool sync_is_online(const struct sync *s);
bool sync_idle(struct sync *s);
/** sync_asks(s): is an answer on its way that the centre does not hold back? */
bool sync_asks(const struct sync *s);
/** sync_has_desk(s): what others wrote for who is signed in has come, all of it there was. */
bool sync_has_desk(const struct sync *s);
const struct msg_session *sync_session(const struct sync *s);
/** sync_password(s, password): the person's password is another from now on, for when the session is renewed. */
void sync_password(struct sync *s, const char *password);
/** sync_offset_ms(s): the centre's clock minus ours. */
int64_t sync_offset_ms(const struct sync *s);

#endif
