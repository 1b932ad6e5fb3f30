#ifndef CLIENT_PHONE_SIM_P_H
#define CLIENT_PHONE_SIM_P_H

#include "client/phone/phone.h"

/* The simulated telephone, private to its files: the caller (sim.c), whom the caller is handed to (sim_leg.c), what the seat asks for
 * (sim_command.c), what goes wrong (sim_trouble.c). */

struct script {
	char *title, *detail;
};

enum sim_phase { SIM_WAITING, SIM_RINGING, SIM_TALKING, SIM_HELD };

/* The second line of the seat. */
enum sim_leg { LEG_NONE, LEG_RINGING, LEG_TALKING };

#define SIM_CAPS                                                                             \
	(PHONE_CAP_ANSWER | PHONE_CAP_HOLD | PHONE_CAP_BLIND | PHONE_CAP_CONSULT |           \
	    PHONE_CAP_CONFERENCE | PHONE_CAP_AGENT | PHONE_CAP_SUCCESS | PHONE_CAP_SUSPEND | \
	    PHONE_CAP_REJECT | PHONE_CAP_ALTERNATE | PHONE_CAP_DTMF | PHONE_CAP_MUTE |       \
	    PHONE_CAP_STAGE | PHONE_CAP_QUEUE)

/* Where in a call something may go wrong, and what. X(NAME, config) */
#define SIM_STEPS(X)                \
	X(RINGING, "ringing")       \
	X(TALKING, "talking")       \
	X(HELD, "held")             \
	X(CALLING, "calling")       \
	X(CONSULTING, "consulting") \
	X(CONFERENCE, "conference") \
	X(ACW, "acw")
#define SIM_TROUBLES(X)                                                                         \
	X(DOWN, "down")           /* the telephone system dies and comes back; calls live on */ \
	X(LOST, "lost")           /* likewise, and the caller hangs up in the meantime */       \
	X(DROP, "drop")           /* the caller's line breaks */                                \
	X(DEAF, "deaf")           /* the next command is answered ok, and nothing happens */    \
	X(BUSY, "busy")           /* whom one calls next is busy */                             \
	X(NO_ANSWER, "no_answer") /* … or does not answer */
enum sim_step {
#define X(name, config) SIM_AT_##name,
	SIM_STEPS(X)
#undef X
};
enum sim_trouble {
#define X(name, config) SIM_##name,
	SIM_TROUBLES(X)
#undef X
};
#define SIM_PLANS        8
#define SIM_WAITING_MOST 8
#define SIM_RING_GAP_S   4 /* pauses between two calls, in paces: time to breathe */

struct sim_waiting { /* somebody in the queue */
	int64_t since_at, leaves_at;
	bool gives_up; /* and is not taken by another seat */
};

struct sim {
	struct script *lines;
	size_t n_lines;
	char *text; /* the file; lines point into it */
	size_t *order;
	size_t next;       /* index into order */
	long long pace_ms; /* between sentences */
	long long leg_ms;  /* until whom one calls answers */
	long long gap_ms;  /* until the next one rings */
	uint64_t random;
	enum sim_phase phase;
	enum agent_state agent;
	int64_t due_at;       /* next thing the caller does; 0 nothing */
	const char *speaking; /* rest of the detail */
	unsigned calls;
	char call[24], peer[16], line[16];
	enum sim_leg leg;
	char target[24]; /* of the leg */
	char joined[24]; /* who talks with caller and seat, "" nobody */
	bool join;       /* the leg comes in as soon as it answers */
	enum phone_cause fate;
	int64_t leg_due_at;
	uint64_t seed;
	unsigned legs;
	long long patience, abandon;
	char ivr[64];
	int64_t waited_ms;
	int rated;
	enum phone_cause why; /* of the end of the call */
	bool muted, away;
	bool release; /* the caller goes to the leg as soon as it answers */
	struct {
		enum sim_step at;
		enum sim_trouble what;
	} plans[SIM_PLANS];
	int n_plans;
	bool down, deaf, dropping;
	char mend[512];   /* the telephone system stays dead until this file is there; "" by time */
	char ledger[512]; /* a line for each call that ends: which, and what ended it; "" none */
	bool staged;      /* only callers that are sent, and they say nothing */
	int64_t up_at;
	struct sim_waiting waiting[SIM_WAITING_MOST]; /* longest first */
	int n_waiting;
	long long queue_paces; /* between two who come to wait; 0 nobody does */
	int64_t
	    from; /* not 0: the seat that hands all its callers over to this one; else citizens ring */
	unsigned comers;
	int64_t comes_at;
	enum phone_cause fated; /* of whom one calls next; NONE: by lot */
};

/* sim.c */
void
sim_emit(struct phone *p, enum phone_event_kind kind, const char *text, size_t len, int64_t now);
/** sim_new_call(s): the reference of the next call. */
void sim_new_call(struct sim *s);
/** sim_next_words(s, now): when the caller speaks on, or hangs up. */
int64_t sim_next_words(const struct sim *s, int64_t now);
void sim_clear(struct phone *p, int64_t now, const char *why);
/** sim_break(p, now): likewise, and it was the line. */
void sim_break(struct phone *p, int64_t now);

/** sim_abandon(p, waited, cause, now): somebody who waited so long in the queue rang nowhere and is gone; CAUSE_BUSY: he
 * heard the engaged tone. */
void sim_abandon(struct phone *p, int64_t waited, enum phone_cause cause, int64_t now);

/* sim_queue.c */
/** sim_queue_service(p, now): who has come and gone by now. sim_queue_due(s): when there will be news; 0 never. */
void sim_queue_service(struct phone *p, int64_t now);
int64_t sim_queue_due(const struct sim *s);
/** sim_queue_take(s, now): the longest waiting leaves, to ring here: how long that was; -1 nobody waits. */
int64_t sim_queue_take(struct sim *s, int64_t now);
/** sim_queue_longest(s, now): how long he has waited, 0 nobody. sim_queue_say(p, now): tell the seat. */
int64_t sim_queue_longest(const struct sim *s, int64_t now);
void sim_queue_say(struct phone *p, int64_t now);

/* sim_command.c */
enum err_code sim_command(struct phone *p, enum phone_command c, const char *call, const char *arg,
    int64_t now, struct err *e);
enum err_code
sim_agent(struct phone *p, enum agent_state state, int reason, int64_t now, struct err *e);
void sim_snapshot(struct phone *p, int64_t now);
/** sim_back(p, now): the machine has done with the caller. */
void sim_back(struct phone *p, int64_t now);

/* sim_stage.c */
/** sim_stage(p, caller, now, e): "number|line|menu" rings; "-": nobody rings; "": callers of the file again. sim_leave(p, stars, now, e): the caller
 * hangs up. */
enum err_code sim_stage(struct phone *p, const char *caller, int64_t now, struct err *e);
enum err_code sim_leave(struct phone *p, const char *stars, int64_t now, struct err *e);

/* sim_trouble.c */
/** sim_trouble_read(s, plan, e): "talking:down+held:drop". sim_trouble(p, step, now): that step has begun: what was planned
 * for it goes wrong, once. sim_trouble_ends(p, now): the telephone system is back. */
enum err_code sim_trouble_read(struct sim *s, const char *plan, struct err *e);
void sim_trouble(struct phone *p, enum sim_step step, int64_t now);
void sim_trouble_ends(struct phone *p, int64_t now);

/* sim_leg.c */
/** sim_leg_call(p, number, join, now, e): ring there; ${join}: comes in on answering. */
enum err_code
sim_leg_call(struct phone *p, const char *number, bool join, int64_t now, struct err *e);
/** sim_leg_answer(p, now): its moment has come: it answers, or does not. */
void sim_leg_answer(struct phone *p, int64_t now);
enum err_code sim_leg_command(
    struct phone *p, enum phone_command c, const char *number, int64_t now, struct err *e);

#endif
