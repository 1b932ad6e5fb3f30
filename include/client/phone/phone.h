#ifndef CLIENT_PHONE_H
#define CLIENT_PHONE_H

#include <poll.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "model/agent.h"
#include "model/call.h"

/* One telephone provider, one table (research/phone-and-terminal.md A9). State is driven by events only; a command
 * arms a timer and nothing else. The seat works with the provider dead (话务中断). */

/* CONSULT arg=number: the caller waits (in a conference: talks on) while the other one is called. CONFERENCE: the one
 * consulted comes in; arg=number: is called and comes in on answering. TRANSFER: the caller stays with the one consulted,
 * or with those in the conference, and this seat leaves. RECONNECT: the one consulted goes, the caller is back. DIAL
 * arg=number: a call of one's own, without a caller. */
#define PHONE_COMMANDS(X) \
	X(ANSWER)         \
	X(HANGUP) X(HOLD) X(RETRIEVE) X(CONSULT) X(TRANSFER) X(CONFERENCE) X(DIAL) X(RECONNECT)
enum phone_command {
#define X(name) PHONE_##name,
	PHONE_COMMANDS(X)
#undef X
};

enum phone_event_kind {
	PHONE_LINK_UP, /* caps: what it can do; the first event of every provider */
	PHONE_LINK_DOWN,
	PHONE_OFFERED, /* ringing: call, peer, line */
	PHONE_ESTABLISHED,
	PHONE_SAYS, /* a sentence of the simulated caller, or a transcript pushed by the site */
	PHONE_HELD,
	PHONE_RETRIEVED,
	PHONE_CLEARED, /* the call is over; cause */
	PHONE_AGENT_STATE,
	PHONE_FAILED, /* a command did not happen; text says why */
	/* the one a caller is handed to; target: the number */
	PHONE_CALLING,     /* rings there */
	PHONE_REACHED,     /* answers, and hears this seat alone */
	PHONE_NOT_REACHED, /* cause says why; the caller is back at the seat */
	PHONE_JOINED,      /* talks with caller and seat */
	PHONE_PARTED,      /* gone again; the caller is back at the seat */
	PHONE_TRANSFERRED, /* has the caller; PHONE_CLEARED follows */
	PHONE_ABANDONED    /* call, peer, line, waited: gave up in the queue before any seat rang */
};
/* ELSEWHERE: of PHONE_CLEARED: it rings at another seat now. */
enum phone_cause { CAUSE_NONE, CAUSE_BUSY, CAUSE_NO_ANSWER, CAUSE_ELSEWHERE };
struct phone_event {
	enum phone_event_kind kind;
	char call[40];
	char peer[24];      /* caller's number, digits */
	char line[16];      /* number dialled: 12345, 12315 */
	char text[2048];    /* PHONE_SAYS, PHONE_FAILED; UTF-8, sanitised */
	char skill[32];     /* the queue it came through */
	char ivr[64];       /* what the caller chose before anybody answered; "" nothing */
	int64_t waited_ms;  /* in the queue, before it rang here */
	int rated;          /* PHONE_CLEARED: 1-5, CALL_NOT_RATED, CALL_BAD_KEY; 0 not asked */
	char recording[40]; /* reference shown to the call-taker, "" none */
	enum agent_state
	    agent; /* PHONE_AGENT_STATE: and of a rest the reason; until: when it ends by itself, 0 never */
	int reason;
	int64_t until_at;
	char target[24]; /* whom it is handed to */
	enum phone_cause cause;
	unsigned caps; /* PHONE_LINK_UP */
	int queue;     /* callers waiting, -1 unknown */
	int64_t at;
};

enum {
	PHONE_CAP_ANSWER = 1,
	PHONE_CAP_HOLD = 2,
	PHONE_CAP_BLIND = 4,
	PHONE_CAP_CONSULT = 8,
	PHONE_CAP_CONFERENCE = 16,
	PHONE_CAP_AGENT = 32
};

struct phone;
struct phone_ops {
	const char *name;
	unsigned caps;
	size_t state_size;
	/* config: "sim:calls=FILE,pace=2,seed=7" parsed by the provider */
	enum err_code (*open)(struct phone *p, const char *config, int64_t now, struct err *e);
	int (*fds)(struct phone *p, struct pollfd *fds, int max);
	int (*timeout_ms)(struct phone *p, int64_t now); /* -1: nothing timed */
	void (*service)(struct phone *p, int64_t now);   /* may emit events */
	enum err_code (*command)(struct phone *p, enum phone_command c, const char *call,
	    const char *arg, int64_t now, struct err *e);
	enum err_code (*agent)(
	    struct phone *p, enum agent_state state, int reason, int64_t now, struct err *e);
	void (*close)(struct phone *p);
};
struct phone {
	const struct phone_ops *ops;
	void *state;
	void (*emit)(
	    void *arg, const struct phone_event *ev); /* called from service/command, same thread */
	void *arg;
};

/** phone_open("sim:…" | "none", emit, arg, now, out, e): the provider named before the colon. "none": no telephone, the
 * caller's number is typed. */
enum err_code phone_open(const char *config, void (*emit)(void *, const struct phone_event *),
    void *arg, int64_t now, struct phone **out, struct err *e);
void phone_close(struct phone *p);

#endif
