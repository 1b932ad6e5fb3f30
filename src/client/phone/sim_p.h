#ifndef CLIENT_PHONE_SIM_P_H
#define CLIENT_PHONE_SIM_P_H

#include "client/phone/phone.h"

/* The simulated telephone, private to its two files: the caller (sim.c), and whom the caller is handed to (sim_leg.c). */

struct script {
	char *title, *detail;
};

enum sim_phase { SIM_WAITING, SIM_RINGING, SIM_TALKING, SIM_HELD };

/* The second line of the seat. */
enum sim_leg { LEG_NONE, LEG_RINGING, LEG_TALKING };

struct sim {
	struct script *lines;
	size_t n_lines;
	char *text; /* the file; lines point into it */
	size_t *order;
	size_t next;       /* index into order */
	long long pace_ms; /* between sentences */
	uint64_t random;
	enum sim_phase phase;
	enum agent_state agent;
	int64_t due_at;       /* next thing the caller does; 0 nothing */
	const char *speaking; /* rest of the detail */
	unsigned calls;
	char call[16], peer[16];
	enum sim_leg leg;
	char target[24]; /* of the leg */
	char joined[24]; /* who talks with caller and seat, "" nobody */
	bool join;       /* the leg comes in as soon as it answers */
	enum phone_cause fate;
	int64_t leg_due_at;
	uint64_t seed;
	unsigned legs;
};

/* sim.c */
void
sim_emit(struct phone *p, enum phone_event_kind kind, const char *text, size_t len, int64_t now);
/** sim_next_words(s, now): when the caller speaks on, or hangs up. */
int64_t sim_next_words(const struct sim *s, int64_t now);
void sim_clear(struct phone *p, int64_t now, const char *why);

/* sim_leg.c */
/** sim_leg_call(p, number, join, now, e): ring there; ${join}: comes in on answering. */
enum err_code
sim_leg_call(struct phone *p, const char *number, bool join, int64_t now, struct err *e);
/** sim_leg_answer(p, now): its moment has come: it answers, or does not. */
void sim_leg_answer(struct phone *p, int64_t now);
enum err_code sim_leg_command(
    struct phone *p, enum phone_command c, const char *number, int64_t now, struct err *e);

#endif
