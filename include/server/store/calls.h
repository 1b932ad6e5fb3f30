#ifndef SERVER_STORE_CALLS_H
#define SERVER_STORE_CALLS_H

#include <stdint.h>

#include "model/agent.h"
#include "model/call.h"
#include "server/store/records.h"

/* Calls and states of call-takers, so that they can be counted: tables beside the desk records that they came as
 * (RECORD_CALL_LOG, RECORD_AGENT), without anything that is a person's but the job number. */

/** store_call_took(s, x, e): a record that has just been kept; one of another kind changes nothing. In any order: an
 * interval that comes late ends the one before it and is ended by the one after it. */
enum err_code store_call_took(struct store *s, const struct store_record *x, struct err *e);

struct store_call {
	char call[RECORD_CALL_BYTES], job_no[16], line[16], queue[32];
	enum call_way way;
	int64_t at, waited_ms, talk_ms, hold_ms; /* at: rang here, was dialled, entered the queue */
	int64_t acw_ms;                          /* -1: no work after it is known of */
	int holds, rated;
};
/** store_calls(s, from, to, fn, arg, e): those that began in [from, to), oldest first; false from ${fn} stops. */
typedef bool store_call_fn(void *arg, const struct store_call *c);
enum err_code store_calls(
    struct store *s, int64_t from_at, int64_t to_at, store_call_fn *fn, void *arg, struct err *e);

/** store_call_slots(s, from, slot, out, n, e): adds to ${out} the citizens who wanted a person, one entry each ${slot} from ${from}
 * on: one that only rang on to another seat is counted where it ended. */
enum err_code
store_call_slots(struct store *s, int64_t from_at, int64_t slot_ms, int *out, int n, struct err *e);

struct store_interval {
	char job_no[16], seat[8], call[RECORD_CALL_BYTES];
	enum agent_state state;
	int reason;
	int64_t from_at, to_at; /* cut to what was asked for */
};
/** store_intervals(s, from, to, now, fn, arg, e): what overlaps [from, to), cut to it, by person and time; one that lasts ends
 * ${now}, or AGENT_STALE_MS after it began. */
typedef bool store_interval_fn(void *arg, const struct store_interval *i);
enum err_code store_intervals(struct store *s, int64_t from_at, int64_t to_at, int64_t now,
    store_interval_fn *fn, void *arg, struct err *e);

/* Who sits where now. */
struct store_there {
	char job_no[16], seat[8], device[ID_SIZE];
	enum agent_state state;
};
/** store_there(s, now, out, max): one row a person who has not signed out, by job number, as the newest state says; the count, -1 on
 * error. */
int store_there(struct store *s, int64_t now, struct store_there *out, int max);

#endif
