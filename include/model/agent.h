#ifndef MODEL_AGENT_H
#define MODEL_AGENT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "model/record.h"

/* The state of a call-taker at a seat, domain.md §2.12: a pure machine, told what the telephone and the person do, that
 * says which interval has begun. Every interval that begins is one desk record (RECORD_AGENT, agent_record): it ends where
 * the same person's next one at that seat begins, so that an order or a kill can lose none of its length. 离线 begins at
 * sign-out; who sees an interval run on past AGENT_STALE_MS treats it as gone without one (a power cut).
 *
 * What a senior's seat sees of the floor: the centre gives RECORD_AGENT and RECORD_CALL_LOG (model/call.h) to seniors,
 * leaders and quality within seconds (sync_desk.c asks every SYNC_FLOOR_MS for who watches the floor), for a day each
 * (record_is_brief). The newest RECORD_AGENT of a job number (record.by) is what that person does now: code the state,
 * result the reason of a rest, object the seat's number, at since when, call the call it belongs to ("" none).
 * cache_floor (client/cache/records.h) is that list: one row a person, read from the seat's cache. */

/* X(NAME, json, what a screen says) */
#define AGENT_STATES(X)                         \
	X(OFFLINE, "offline", "离席")           \
	X(IDLE, "idle", "示闲")                 \
	X(RINGING, "ringing", "振铃")           \
	X(TALKING, "talking", "通话")           \
	X(HOLD, "hold", "保持")                 \
	X(CONSULTING, "consulting", "咨询三方") \
	X(ACW, "acw", "话后整理")               \
	X(BUSY, "busy", "示忙")                 \
	X(REST, "rest", "小休")                 \
	X(OUTBOUND, "outbound", "外呼")
enum agent_state {
#define X(name, json, label) AGENT_##name,
	AGENT_STATES(X)
#undef X
	    AGENT_STATE_COUNT
};
/** agent_json(s), agent_label(s): its names. agent_by_json: -1 unknown. */
const char *agent_json(enum agent_state s);
const char *agent_label(enum agent_state s);
int agent_by_json(const char *json);
/** agent_is_on_call(s): is somebody on the line, or about to be? Whatever the person wants then comes after the call. */
bool agent_is_on_call(enum agent_state s);

/* Why somebody rests: codes as call centres number them. */
#define AGENT_REASONS 7
enum { AGENT_REST_PLAIN = 1, AGENT_REST_FORCED = 98, AGENT_REST_SIGN_IN = 99 };
extern const struct enum_item agent_state_items[AGENT_STATE_COUNT];
extern const struct enum_item agent_reason_items[AGENT_REASONS];
/** agent_reason_label(code): "" unknown or 0. agent_reason_is_free(code): may a person
 * choose it for himself? */
const char *agent_reason_label(int code);
bool agent_reason_is_free(int code);
/** agent_reason_by_json(text): the code of such a text; 0 none. */
int agent_reason_by_json(const char *text);

#define AGENT_ACW_MOST_MS 900000LL /* prolonged again and again: nobody forgets a seat in it */
#define AGENT_PROLONG_MS  60000LL
#define AGENT_STALE_MS    (16LL * 3600 * 1000) /* longer than any shift */

enum agent_event {
	AGENT_SIGNED_IN,
	AGENT_SIGNED_OUT,
	AGENT_RINGS, /* a call is offered here */
	AGENT_TALKS, /* it is answered; or is back from being held, or from a third */
	AGENT_HOLDS,
	AGENT_CONSULTS, /* a third is called or spoken with, alone or with the caller */
	AGENT_CLEARS,   /* the call is over; of one that only rang nothing is left to be done */
	AGENT_DIALS,    /* a call of one's own, without a caller */
	AGENT_DIALLED,  /* it is over */
	AGENT_WANTS, /* the person asks for ${state}: idle, busy, rest, acw; a senior for rest, reason 98: after the
	                call and its work that begins, whatever the person wants instead */
	AGENT_PROLONGS, /* more time after the call */
	AGENT_TIME      /* nothing but the clock: after-call work ends by itself */
};
struct agent {
	enum agent_state state;
	int reason; /* of a rest; else 0 */
	int64_t since_at;
	char call[RECORD_CALL_BYTES]; /* the interval's; "" none */
	int64_t acw_ms;               /* how long after-call work may take; 0: none is waited for */
	int64_t acw_until;            /* in AGENT_ACW: when it ends by itself */
	enum agent_state then;        /* after the call and its work: IDLE, BUSY or REST */
	int then_reason;
};
struct agent_step {
	enum agent_event event;
	const char *call;       /* RINGS, DIALS; NULL: of the call there is */
	enum agent_state state; /* WANTS */
	int reason;             /* WANTS */
	int64_t at;
};
/** agent_step(a, s): true when another interval has begun: a->state, reason, call since a->since_at. What does not fit the
 * state there is changes nothing. */
bool agent_step(struct agent *a, const struct agent_step *s);
/** agent_may_want(state, reason, e): may anybody choose that for himself? ERR_INVALID in words. */
enum err_code agent_may_want(enum agent_state state, int reason, struct err *e);
/** agent_wake_at(a): when it wants AGENT_TIME; 0 never. */
int64_t agent_wake_at(const struct agent *a);

/** agent_record(a, seat, r): the begun interval as a desk record, but for id and author. agent_record_check: does a record
 * of the kind hold together: a reason with a rest and with nothing else? ERR_INVALID. agent_read(r, state, reason): false
 * when it is none. */
void agent_record(const struct agent *a, const char *seat, struct record *r);
enum err_code agent_record_check(const struct record *r, struct err *e);
bool agent_read(const struct record *r, enum agent_state *state, int *reason);

#endif
