#ifndef TEST_SIM_H
#define TEST_SIM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/id.h"
#include "base/secret.h"
#include "base/str.h"
#include "client/cache/write.h"
#include "client/engine/sync.h"
#include "model/city.h"
#include "server/api/api.h"
#include "tmpdir.h"

/* Both ends in one process: a centre on files and some seats in memory, joined by a network that loses, doubles, delays,
 * tears and reorders. Nothing waits and nothing asks a clock: one number, the seed, decides everything that happens, so
 * that a failure is found again by its seed. The code under it is the programs' own: the seat's step function over the
 * cache writer, the centre's interface over its core and store. */

#define SIM_SEATS     6
#define SIM_TICKETS   256
#define SIM_OPS       1024
#define SIM_RECORDS   256
#define SIM_MESSAGES  256
#define SIM_WHY_BYTES 400

/* What all runs share: two cities (before and after units were reorganised), a centre as hotseatd init leaves it, and a
 * cache in which nothing is yet: to make its tables for every seat of every run took a quarter of the time. */
struct sim_world {
	char dir[TMPDIR_SIZE];
	struct city *city[2];
	struct cache_writer *cache;
	uint8_t key[SECRET_KEY_BYTES];
	bool verbose; /* SIM_TRACE: every step on stderr */
};
void sim_world_open(struct sim_world *w);
void sim_world_close(struct sim_world *w);

struct sim_rng {
	uint64_t state;
};
uint64_t sim_random(struct sim_rng *r);
int sim_below(struct sim_rng *r, int n); /* 0 … n-1 */
bool sim_chance(struct sim_rng *r, int percent);
void sim_bytes(struct sim_rng *r, void *out, size_t n);

/* ---- what people did ---- */
enum sim_fate {
	FATE_OPEN,    /* not answered by the centre, as far as it knows now */
	FATE_AGAIN,   /* applied, but a restored centre has forgotten it: to be sent again */
	FATE_APPLIED, /* applied, merged or in conflict */
	FATE_REFUSED,
	FATE_SETTLED /* refused, and its person has thrown it away */
};
struct sim_op { /* one that a person was told is kept: 已提交 */
	char id[ID_SIZE], ticket[ID_SIZE];
	int seat, kind;
	bool lawful; /* the seat's own rules agreed */
	enum sim_fate fate;
	char device[ID_SIZE]; /* under which number of which device it was last answered */
	int64_t n;
};

struct sim_record { /* a desk record that was kept */
	char id[ID_SIZE];
	int n;
	enum record_kind kind;
	bool lawful; /* of somebody who is known */
	bool seen;   /* at the centre, in the end */
};

/* ---- the network ---- */
enum sim_leg { LEG_FREE, LEG_ASKED, LEG_ANSWERED, LEG_LOST };
struct sim_message {
	enum sim_leg leg;
	int seat, life; /* of which life of the seat: a new one hears no answer to an old one */
	struct sync_request rq; /* owned copy */
	char feed[32];          /* of a page of changes, and where the feed stood */
	struct cache_place from;
	bool told; /* the seat has given it up: whatever comes is late */
	int64_t give_up_at, parked_until;
	uint64_t parked_at_commit;
	enum sync_outcome outcome;
	int status;
	struct str answer;
};

/* ---- the two ends ---- */
struct sim_centre {
	char dir[TMPDIR_PATHS], backup[TMPDIR_PATHS];
	bool has_backup;
	struct store *store;
	struct core core;
	struct api *api;
	int which_city, backup_city, epochs;
	char epoch[EPOCH_SIZE]; /* as its store has it */
	uint64_t commits;
	int64_t clock_ms;        /* ahead of the simulated time */
	struct sim_message *mid; /* asked for while a batch is open */
	struct sim *sim;
};
struct sim_seat {
	struct sim *sim;
	int no, life;
	const char *job_no, *name;
	bool of_unit;
	char feed[32]; /* of whoever sits there: people and their roles stay as they are in a run */
	struct cache_writer *cache;
	struct sync *sync;
	int64_t wake_at, clock_ms;
	bool again, signed_out;
	bool asked, idle; /* what sync_idle said, if nothing has happened here since */
	char boot[24];
	int boots;
	struct cache_place stood; /* in its feed, when last looked at */
};
/* What a seat showed of a ticket when last looked at. */
struct sim_seen {
	int64_t rev;
	char epoch[EPOCH_SIZE];
};

struct sim {
	const struct sim_world *world;
	uint64_t seed, trace; /* trace: a hash of all that happened */
	struct sim_rng rng;
	int64_t now; /* monotonic, ms */
	int step, steps, n_seats;
	bool calm; /* faults have stopped */
	struct sim_centre centre;
	struct sim_seat seat[SIM_SEATS];
	struct sim_message message[SIM_MESSAGES];
	char ticket[SIM_TICKETS][ID_SIZE];
	int n_tickets;
	struct sim_op op[SIM_OPS];
	int n_ops;
	struct sim_record record[SIM_RECORDS];
	int n_records;
	struct sim_seen seen[SIM_SEATS][SIM_TICKETS];
	bool failed;
	char why[SIM_WHY_BYTES];
};

#define SIM_DAWN_MS 1795230000000LL /* 2026-11-21 10:20 in China: wall clock when a run begins */

/** sim_run(world, seed, steps, s): a whole schedule, the calm after it, and every check. False with s->why. */
bool sim_run(const struct sim_world *world, uint64_t seed, int steps, struct sim *s);
/** sim_fail(s, fmt, …): the first violation counts. sim_say: the trace, and stderr when verbose. */
void sim_fail(struct sim *s, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void sim_say(struct sim *s, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
int64_t sim_centre_wall(const struct sim *s);
void sim_message_free(struct sim_message *m);

/* ---- sim_centre.c ---- */
void sim_centre_open(struct sim *s);
void sim_centre_close(struct sim *s);
/** sim_centre_crash(s): the process is gone and back: what was not committed never was. */
void sim_centre_crash(struct sim *s);
void sim_centre_backup(struct sim *s);
/** sim_centre_restore(s): an older copy in its place, as a new epoch. */
void sim_centre_restore(struct sim *s);
/** sim_centre_reorganise(s): units get other superiors; tickets move with their next event. */
void sim_centre_reorganise(struct sim *s);
/** sim_centre_serve(s, m): the answer goes into ${m}. sim_centre_half: apply a push, then crash before the commit. */
void sim_centre_serve(struct sim *s, struct sim_message *m);
void sim_centre_half(struct sim *s, struct sim_message *m);
/** sim_centre_fate(s, op): what the centre has on record about it. */
enum sim_fate sim_centre_fate(struct sim *s, const struct sim_op *op);

/* ---- sim_seat.c ---- */
void sim_seat_open(struct sim *s, int no);
void sim_seat_close(struct sim_seat *t);
/** sim_seat_crash(t): the process is gone and back; its cache is what was committed. */
void sim_seat_crash(struct sim_seat *t);
void sim_seat_step(struct sim_seat *t, const struct sync_event *ev);
void sim_seat_sign_in(struct sim_seat *t);
/** sim_seat_late(t, m): a copy of an old answer reaches the cache itself, past the step function. */
void sim_seat_late(struct sim_seat *t, const struct sim_message *m);
/** sim_seat_shift(t): another person takes over. sim_seat_copied(t): the seat has found out that its numbers are spoilt,
 * as a copied disk does, and must enrol again. */
void sim_seat_shift(struct sim_seat *t);
void sim_seat_copied(struct sim_seat *t);
/** sim_seat_act(t): its person does something. */
void sim_seat_act(struct sim_seat *t);

/* ---- sim_record.c ---- */
/** sim_record_act(t, id, by, at): its person writes something down. sim_record_check(s): after the calm, R1, R2. */
void sim_record_act(struct sim_seat *t, const char *id, const char *by, int64_t at);
void sim_record_check(struct sim *s);

/* ---- sim_check.c ---- */
/** sim_check_ticket(t, i): what a seat shows of a ticket, at any moment: I6, I9. */
void sim_check_ticket(struct sim_seat *t, int i);
/** sim_parked(t, id): the row of an operation the seat shows as refused; 0 when it does not. */
int64_t sim_parked(struct sim_seat *t, const char *id);
/** sim_op_of(s, id): what a person did under this id; NULL. */
struct sim_op *sim_op_of(struct sim *s, const char *id);
/** sim_feed(t): the feed of its person, as the centre sees it. */
void sim_feed(struct sim_seat *t);
/** sim_check_place(t): it only ever moves on: I6. */
void sim_check_place(struct sim_seat *t);
/** sim_check_gap(t): nothing committed up to the seat's cursor is unseen: I5. */
void sim_check_gap(struct sim_seat *t);
/** sim_check_end(s): after the calm: I1, I2, I3, I4. */
void sim_check_end(struct sim *s);

#endif
