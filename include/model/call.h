#ifndef MODEL_CALL_H
#define MODEL_CALL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "model/record.h"

/* One call of domain.md §2.10 as a desk record (RECORD_CALL_LOG), written by the seat the moment the call is over:
 * by the call-taker, call its id, phone the other party (sealed), code how it went (CALL_WAYS), at when it began for this
 * seat (rang, or was dialled), seconds the talk, ticket what it was made for ("" none), object the id of the missed call that
 * was called back ("" none), text the rest in one line (call_write). After-call work is no part of it: it is the
 * RECORD_AGENT interval "acw" that bears the call's id, so that a kill during it loses nothing. How the matter ended is
 * RECORD_CALL of that call. */

/* X(NAME, json, label) */
#define CALL_WAYS(X)                                                                        \
	X(ANSWERED, "answered", "接通")                                                     \
	X(MISSED, "missed", "振铃未接")       /* the caller gave up while it rang here */   \
	X(PASSED, "passed", "未接转出")       /* it rang here, then went to another seat */ \
	X(ABANDONED, "abandoned", "排队放弃") /* gave up before it rang at any seat */      \
	X(CALLED, "called", "外呼接通")                                                     \
	X(UNCALLED, "uncalled", "外呼未通")                                                 \
	X(BUSY, "line_busy", "线路全忙") /* heard the engaged tone: no line, no room to wait */
enum call_way {
#define X(name, json, label) CALL_##name,
	CALL_WAYS(X)
#undef X
	    CALL_WAY_COUNT
};
extern const struct enum_item call_way_items[CALL_WAY_COUNT];
const char *call_way_json(enum call_way w);
int call_way_by_json(const char *json); /* -1 unknown */
/** call_way_is_in(w): did a citizen call? call_way_is_owed(w): and was not spoken with: to be called back (回拨任务). */
bool call_way_is_in(enum call_way w);
bool call_way_is_owed(enum call_way w);

/* Why a seat let a call go on to the next one (拒接): the code is what is written down. A new one is a line of call.c. */
const struct enum_item *call_refusals(int *n);
/** call_refusal_label(code): Chinese; the code itself when unknown, "" of "". */
const char *call_refusal_label(const char *code);

enum call_end { CALL_END_UNKNOWN, CALL_END_CALLER, CALL_END_SEAT, CALL_END_MOVED, CALL_END_LOST };
#define CALL_NOT_RATED (-1) /* no key within the time */
#define CALL_BAD_KEY   (-2)

struct call_log {
	enum call_way way;
	char line[16];      /* dialled: 12345, or the old line it came over */
	char queue[32];     /* skill */
	char seat[8];       /* the seat's number */
	char recording[40]; /* reference */
	char ivr[64];       /* what the caller chose before a person answered */
	char refusal[16];   /* of PASSED: why this seat did not take it; "" it was not asked */
	char peer[24];      /* digits; not in the text */
	int64_t
	    began_at; /* rang here, or was dialled; for ABANDONED: entered the queue; for BUSY: called */
	int64_t answered_at; /* 0 never */
	int64_t ended_at;
	int64_t waited_ms; /* in the queue before it rang here */
	int64_t hold_ms;
	int holds;
	int rated;         /* 1-5, CALL_NOT_RATED, CALL_BAD_KEY; 0 not asked */
	enum call_end end; /* who ended it */
};

/** call_write(c, out): "answered" and the like are the record's code; the text is "line=12345 seat=1154 end=caller …" with
 * only what is known, blanks and signs in a value as %XX. call_read(code, text, c, e): the other way; ERR_INVALID for what no
 * call_write writes; peer, began_at stay as they are. */
void call_write(const struct call_log *c, struct str *out);
enum err_code call_read(const char *code, const char *text, struct call_log *c, struct err *e);
/** call_talk_ms(c), call_wait_ms(c): answered to end; until it was answered, or was given up. Never negative. */
int64_t call_talk_ms(const struct call_log *c);
int64_t call_wait_ms(const struct call_log *c);

/** call_record(c, id, r): as a desk record but for id, author and what it was for; false without memory. call_log_of(r, c, e):
 * the call of such a record. call_record_check(r, e): does its text read? */
bool call_record(const struct call_log *c, const char *id, struct record *r);
enum err_code call_log_of(const struct record *r, struct call_log *c, struct err *e);
enum err_code call_record_check(const struct record *r, struct err *e);

#endif
