#ifndef CLIENT_ENGINE_JOB_H
#define CLIENT_ENGINE_JOB_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "client/cache/read.h"
#include "client/phone/phone.h"
#include "model/blob.h"
#include "model/record.h"
#include "model/role.h"

/* What the screen thread asks of the engine thread, and what it hears back. Plain structs through two bounded queues.
 * Draft jobs coalesce per draft; any other job that finds the queue full is refused in words, never dropped, never waited
 * for. Every job is answered by NEWS_DONE with its id. */

enum job_kind {
	JOB_DRAFT_SAVE, /* draft: fold into the draft table (the journal already has it) */
	JOB_DRAFT_DROP, /* draft.id */
	JOB_SUBMIT, /* draft, act, args: issues the number, writes ticket + outbox with FULL sync; drops the draft */
	JOB_ACT, /* ticket, act, draft.f as set, was (what is shown where it names nothing), args: an event on an existing ticket; drops the note draft.id if any */
	JOB_SYNC_NOW,
	JOB_SIGN_IN, /* job_no, password; offline: the wrapped key decides */
	JOB_SIGN_OUT,
	JOB_UNMASK, /* ticket, or draft.id of a sheet that is none yet; text = reason: audit row first, then NEWS_IDENTITY */
	JOB_PARKED, /* local, choice, text = reason or note; PARKED_RESEND: draft.f and args corrected */
	JOB_CONFLICT, /* local, choice */
	JOB_FETCH,    /* ticket: events and row from the centre */
	JOB_PHONE, /* phone, text = call id, job_no = the number, of REJECT why (model/call.h); "": DIAL with ticket: that of the ticket, with record.object:
	                 that of the call to be called back */
	JOB_AGENT, /* agent, reason: what the person wants now, or after the call; AGENT_ACW in after-call work: more of it */
	JOB_UNLOCK, /* password: is it the one of who sits here, or (job_no) of another who has signed in on this seat? The
	               wrapped key says so, also with the line down */
	JOB_PRINT, /* ticket, choice (enum sheet_kind), path, text = what for, "" its title: audit row first, then the paper;
	            NEWS_DONE says in text where it is */
	JOB_RECORD, /* record: a desk record, on disk before it is answered; id, by and at are filled in when empty */
	JOB_FILE_ADD, /* ticket, text = path: taken in, sealed; done.text = its id. It is sent once a step names it */
	JOB_FILE_NAMES, /* text = a path half typed; done.text = it completed, "\n", the first names when there are several */
	JOB_FILES,      /* ticket: which attachments it has, from the centre */
	JOB_QUESTION, /* what, body: a request to the centre on behalf of who sits here, never tried twice; its answer is
	                   done.answer. password: of what the body says of a person, hashed into it. path: a file or a
	                   directory of tables that goes with it (wire/tables_json.h) */
	JOB_PASSWORD, /* password = one's own as it is, body = the new one: changed at the centre, then on this seat */
	JOB_FILE_GET, /* ticket, file, text = path ("": only brought here): written there, audited */
	JOB_FIND_AGAIN, /* the index of tickets was found damaged: it is made anew in the background */
	JOB_KB_AGAIN, /* likewise that of the articles */
	JOB_STAGE, /* ticket, act, draft.f as set, args, job_no, local: of a classroom's seat: what another person has done to a
	              ticket ${local} ms ago, before the lesson; the private centre judges it, this seat does not */
	JOB_CUT, /* choice: of a classroom's seat: 1 its centre is out of reach from now on, for real; 0 it is back */
	JOB_FILE_LOOK /* ticket, file, choice (enum look_style), rows, cols: done.more = the picture as lines of characters of
	                 one column; a newer one cancels it */
};
enum look_style { LOOK_DOTS, LOOK_INVERSE, LOOK_LETTERS, LOOK_STYLES };
enum parked_choice { PARKED_RESEND, PARKED_NOTE, PARKED_SENIOR, PARKED_DISCARD };
enum conflict_choice { CONFLICT_THEIRS, CONFLICT_MINE, CONFLICT_BOTH };

struct job {
	enum job_kind kind;
	uint64_t id; /* given by the sender, echoed */
	struct draft draft;
	char ticket[ID_SIZE];
	int act; /* enum event_kind */
	struct fields was;
	struct args args;
	char job_no[16], password[256];
	int64_t local;
	int choice;
	char text[512];
	char path
	    [512]; /* of JOB_PRINT: this file and no printer; "" the data directory, and lp where there is one */
	enum phone_command phone;
	enum agent_state agent;
	int reason;
	struct record record;
	char file[BLOB_ID_SIZE];
	char what[120]; /* "PATCH /v1/admin/users/1154" */
	char *body;     /* JSON; owned; NULL none */
	int rows, cols; /* room for a picture */
};
struct job *job_new(enum job_kind kind);
void
job_free(struct job *j); /* wipes the password, the body and what is a person's in the record */

enum link_state {
	LINK_STARTING, /* not tried yet */
	LINK_ONLINE,
	LINK_OFFLINE, /* cannot reach the centre; since when, next try */
	LINK_REFUSED, /* reached, but it will not have us: sign in again, enrol, upgrade (text says) */
	LINK_FILLING /* first fill under way: done of total */
};
#define LINK_CLOCK_OFF_MS 60000
struct link_info {
	enum link_state state;
	int64_t since_at, next_try_at, data_as_of;
	int64_t waiting, parked, conflicts, oldest_waiting_at;
	int64_t fill_done, fill_total;
	int64_t offset_ms; /* centre's clock minus ours; said from LINK_CLOCK_OFF_MS on */
	char server[160];
	char text[ERR_TEXT_BYTES];
	char seat_no[8];
	bool is_private, demo;
};

enum news_kind {
	NEWS_DONE,     /* job, err; submit: ticket, number, due sentence parts */
	NEWS_TABLES,   /* tables: cache changed */
	NEWS_LINK,     /* link */
	NEWS_PHONE,    /* phone */
	NEWS_USER,     /* me: signed in (or out: job_no "") */
	NEWS_IDENTITY, /* ticket, identity */
	NEWS_NUMBER, /* a number had to change: ticket, number, old_number: 单号已改为…, 请告知来电人 */
	NEWS_NOTICE /* text for the message line; with an err it is a warning that stays */
};
struct news {
	enum news_kind kind;
	uint64_t job;
	struct err err; /* err.code OK when it worked */
	char ticket[ID_SIZE], number[20], old_number[20];
	char op
	    [ID_SIZE]; /* DONE of SUBMIT and ACT: the operation promised; cache_outbox_of says what became of it */
	uint32_t tables;
	struct link_info link;
	struct phone_event phone;
	char job_no[16], name[64], unit[16];
	uint32_t roles;
	bool once; /* NEWS_USER: the password was set by another and is to be changed now */
	const uint8_t *key; /* NEWS_USER: the data key, borrowed until engine_stop */
	struct fields identity;
	char text[ERR_TEXT_BYTES]; /* NEWS_NOTICE; NEWS_DONE of JOB_PRINT: where the paper is */
	char *more; /* of any length: a picture; what else engine_ask was told; NULL nothing */
	char *
	    answer; /* NEWS_DONE of JOB_QUESTION: what the centre said, JSON; owned; NULL nothing */
};
void news_free(struct news *n);

#endif
