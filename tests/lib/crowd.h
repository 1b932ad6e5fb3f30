#ifndef TESTS_LIB_CROWD_H
#define TESTS_LIB_CROWD_H

#include <stdbool.h>
#include <stdint.h>

#include "model/agent.h"
#include "model/call.h"
#include "model/call_queue.h"

/* A floor of call-takers and the citizens who call them, at a simulated exchange: calls come by a Poisson process, wait in one
 * queue, give up, ring, are answered, held, passed on, worked on afterwards; people rest and are busy. What it leaves are the desk
 * records that twenty seats and the telephone of one who watches would have written, in the order they were made. Deterministic by
 * its seed. The states are model/agent.h's and the calls model/call.h's: nothing here adds anything up. */

#define CROWD_PEOPLE 20
#define CROWD_FIRST  2001 /* their job numbers, which are those of their seats too */
#define CROWD_WATCH  CROWD_PEOPLE
#define CROWD_WAIT   64
#define CROWD_ROWS   8000

struct crowd_person {
	struct agent agent;
	struct call_log log;
	char call[RECORD_CALL_BYTES];
	int n;           /* of the call */
	int64_t due_at;  /* what comes next: answers, holds, takes back, ends; 0 nothing */
	int64_t held_at; /* 0 not held */
	int64_t talk_until;
	int64_t away_until; /* of a rest */
	enum { CROWD_ANSWERS, CROWD_PASSES, CROWD_MISSES } fate;
};
struct crowd_waiting {
	int64_t since_at, patience_ms;
	int n; /* of the call */
};
struct crowd {
	uint64_t random;
	int64_t now, next_at, mean_ms;
	int calls;
	struct crowd_person who[CROWD_PEOPLE];
	struct crowd_waiting waiting[CROWD_WAIT];
	int n_waiting;
	struct call_queue wrote;
	struct {
		int who; /* CROWD_WATCH: whoever watches */
		int64_t made_at;
		struct record r; /* without an author: whoever sends it is known */
	} row[CROWD_ROWS];
	int n_rows;
};

/** crowd_begin(c, seed, now, mean_ms): everybody signs in; calls come every ${mean_ms}, about. crowd_run(c, until): time goes by.
 * crowd_leave(c): everybody signs out, whatever they do. crowd_free: the rows. */
void crowd_begin(struct crowd *c, uint64_t seed, int64_t now, int64_t mean_ms);
void crowd_run(struct crowd *c, int64_t until);
void crowd_leave(struct crowd *c);
/** crowd_settled(c): whoever called before that is spoken with, has given up or was passed on: their calls are written down. */
int64_t crowd_settled(const struct crowd *c);
void crowd_free(struct crowd *c);

#endif
