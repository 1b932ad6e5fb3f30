#ifndef CLIENT_PHONE_H
#define CLIENT_PHONE_H

#include <poll.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "model/agent.h"
#include "model/call.h"

/* One telephone provider, one table (research/phone-and-terminal.md A9). State is driven by events only; a command
 * arms a timer and nothing else. The seat works with the provider dead (话务中断).
 *
 * Between a provider and whoever listens stands the guard (phone_guard.c), so that a provider is only a translator: what
 * it says is made fit to be seen there, what does not fit the calls there are is counted and told to nobody, a command
 * that no event answers in PHONE_ANSWER_MS is PHONE_FAILED in words, and after a link that was down a snapshot is made
 * true by ordinary events: who listens never sees one. */

/* X(NAME, capability it needs, events that answer it, what it is called). The five ways of handing over by their names in
 * the trade: 释放转 RELEASE, 成功转 SUCCEED (or CONSULT and TRANSFER in one), 通话转 CONSULT then TRANSFER, 三方转 CONFERENCE
 * then TRANSFER, 挂起转 SUSPEND.
 *
 * CONSULT arg=number: the caller waits (in a conference: talks on) while the other one is called. CONFERENCE: the one
 * consulted comes in; arg=number: is called and comes in on answering. TRANSFER: the caller stays with the one consulted,
 * or with those in the conference, and this seat leaves. RECONNECT: the one consulted goes, the caller is back. DIAL
 * arg=number: a call of one's own, without a caller. RELEASE arg=number: this seat leaves at once. SUCCEED arg=number: it
 * leaves when the other one answers, and else has the caller back. SUSPEND arg=number: the caller is with a machine for a
 * while and comes back. ALTERNATE: the other one of caller and consulted. DTMF arg=digits. REJECT arg=why (call_refusals): it rings at the next
 * seat.
 *
 * Of a classroom alone: STAGE call="number|line dialled|menu": a caller rings who says nothing of himself: his words are
 * the lesson's; call="-": nobody; until STAGE call="" nobody else rings. LEAVE arg=stars: he hangs up; arg="-": the line drops. */
#define PHONE_COMMANDS(X)                                                                       \
	X(ANSWER, ANSWER, PHONE_BIT(ESTABLISHED) | PHONE_BIT(CLEARED), "接听")                  \
	X(HANGUP, ANSWER, PHONE_BIT(CLEARED), "挂机")                                           \
	X(HOLD, HOLD, PHONE_BIT(HELD) | PHONE_BIT(CLEARED), "保持")                             \
	X(RETRIEVE, HOLD, PHONE_BIT(RETRIEVED) | PHONE_BIT(CLEARED), "取回")                    \
	X(CONSULT, CONSULT, PHONE_BIT(CALLING) | PHONE_BIT(CLEARED), "通话转")                  \
	X(TRANSFER, CONSULT | PHONE_CAP_CONFERENCE,                                             \
	    PHONE_BIT(TRANSFERRED) | PHONE_BIT(NOT_REACHED) | PHONE_BIT(CLEARED), "转出")       \
	X(CONFERENCE, CONFERENCE, PHONE_BIT(JOINED) | PHONE_BIT(CALLING) | PHONE_BIT(CLEARED),  \
	    "三方转")                                                                           \
	X(DIAL, CONSULT, PHONE_BIT(CALLING), "拨号")                                            \
	X(RECONNECT, CONSULT | PHONE_CAP_CONFERENCE,                                            \
	    PHONE_BIT(PARTED) | PHONE_BIT(NOT_REACHED) | PHONE_BIT(CLEARED), "收回")            \
	X(RELEASE, BLIND, PHONE_BIT(TRANSFERRED) | PHONE_BIT(NOT_REACHED) | PHONE_BIT(CLEARED), \
	    "释放转")                                                                           \
	X(SUCCEED, SUCCESS, PHONE_BIT(CALLING) | PHONE_BIT(TRANSFERRED) | PHONE_BIT(CLEARED),   \
	    "成功转")                                                                           \
	X(SUSPEND, SUSPEND, PHONE_BIT(AWAY) | PHONE_BIT(CLEARED), "挂起转")                     \
	X(REJECT, REJECT, PHONE_BIT(CLEARED), "拒接")                                           \
	X(ALTERNATE, ALTERNATE, PHONE_BIT(HELD) | PHONE_BIT(RETRIEVED) | PHONE_BIT(CLEARED),    \
	    "切换")                                                                             \
	X(DTMF, DTMF, PHONE_BIT(TONES) | PHONE_BIT(CLEARED), "拨按键音")                        \
	X(MUTE, MUTE, PHONE_BIT(MUTED) | PHONE_BIT(CLEARED), "静音")                            \
	X(UNMUTE, MUTE, PHONE_BIT(UNMUTED) | PHONE_BIT(CLEARED), "取消静音")                    \
	X(STAGE, STAGE, PHONE_BIT(OFFERED) | PHONE_BIT(AGENT_STATE), "案例来电")                \
	X(LEAVE, STAGE, PHONE_BIT(CLEARED), "来电人挂机")
enum phone_command {
#define X(name, cap, answers, label) PHONE_##name,
	PHONE_COMMANDS(X)
#undef X
	    PHONE_COMMAND_COUNT
};
#define PHONE_BIT(event) (1u << PHONE_##event)
#define PHONE_ANSWER_MS  3000

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
	PHONE_ABANDONED, /* call, peer, line, waited: gave up in the queue before any seat rang; cause BUSY:
	                      all lines were, there was no room to wait */
	PHONE_MUTED, /* the caller does not hear this seat */
	PHONE_UNMUTED,
	PHONE_TONES, /* text: the digits that were sent */
	PHONE_AWAY,  /* the caller is with the machine at target */
	PHONE_BACK,  /* and is back; text: what it asked for and heard */
	PHONE_QUEUE, /* queue: callers who wait before any seat rings, waited_ms: the longest of them */
	/* From providers only, when they were asked (ops->snapshot): picture. */
	PHONE_SNAPSHOT
};

/* What there is at this seat. */
enum phone_phase { PHONE_NO_CALL, PHONE_RINGS, PHONE_TALKS, PHONE_ON_HOLD };
enum phone_leg { PHONE_LEG_NONE, PHONE_LEG_CALLING, PHONE_LEG_TALKING };
struct phone_picture {
	enum phone_phase phase;
	enum phone_leg leg; /* the other line of the seat, to target */
	bool muted, away;   /* away: with a machine */
	char call[40], peer[24], line[16], recording[40];
	char target[24], joined[24]; /* joined: talks with caller and seat */
};
/* Of PHONE_CLEARED: ELSEWHERE: it rings at another seat now; BROKEN: the line did it, nobody hung up. */
enum phone_cause { CAUSE_NONE, CAUSE_BUSY, CAUSE_NO_ANSWER, CAUSE_ELSEWHERE, CAUSE_BROKEN };
struct phone_event {
	enum phone_event_kind kind;
	char call[40];
	char peer[24];      /* caller's number, digits */
	char line[16];      /* number dialled: 12345, 12315 */
	char text[2048];    /* PHONE_SAYS, PHONE_FAILED; UTF-8, sanitised */
	char skill[32];     /* the queue it came through */
	char ivr[64];       /* what the caller chose before anybody answered; "" nothing */
	int64_t waited_ms;  /* in the queue, before it rang here; PHONE_QUEUE: the longest so far */
	int rated;          /* PHONE_CLEARED: 1-5, CALL_NOT_RATED, CALL_BAD_KEY; 0 not asked */
	char recording[40]; /* reference shown to the call-taker, "" none */
	enum agent_state
	    agent; /* PHONE_AGENT_STATE: and of a rest the reason; until: when it ends by itself, 0 never */
	int reason;
	int64_t until_at;
	char target[24]; /* whom it is handed to */
	enum phone_cause cause;
	unsigned caps;                /* PHONE_LINK_UP */
	struct phone_picture picture; /* PHONE_SNAPSHOT */
	int queue;                    /* PHONE_QUEUE: callers waiting, -1 unknown */
	int64_t at;
};

enum {
	PHONE_CAP_ANSWER = 1,
	PHONE_CAP_HOLD = 2,
	PHONE_CAP_BLIND = 4, /* never where a failed one hangs up on the caller (A4) */
	PHONE_CAP_CONSULT = 8,
	PHONE_CAP_CONFERENCE = 16,
	PHONE_CAP_AGENT = 32,
	PHONE_CAP_SUCCESS = 64,
	PHONE_CAP_SUSPEND = 128,
	PHONE_CAP_REJECT = 256,
	PHONE_CAP_ALTERNATE = 512,
	PHONE_CAP_DTMF = 1024,
	PHONE_CAP_MUTE = 2048,
	PHONE_CAP_STAGE = 4096,
	PHONE_CAP_QUEUE = 8192 /* says who waits: PHONE_QUEUE at every change */
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
	/* asked after PHONE_LINK_UP: PHONE_SNAPSHOT is emitted now or later; NULL: there is never a call */
	void (*snapshot)(struct phone *p, int64_t now);
	void (*close)(struct phone *p);
};
struct phone {
	const struct phone_ops *ops;
	void *state;
	void (*emit)(void *arg, const struct phone_event *ev); /* for the provider: to the guard */
	void *arg;
	struct phone_guard *guard;
};

/** phone_open("sim:…" | "none", emit, arg, now, out, e): the provider named before the colon. "none": no telephone, the
 * caller's number is typed. ${emit} is called in the thread that calls the functions below, and only inside them. */
enum err_code phone_open(const char *config, void (*emit)(void *, const struct phone_event *),
    void *arg, int64_t now, struct phone **out, struct err *e);
void phone_close(struct phone *p);
/** phone_command(p, c, call, arg, now, e): asks for it; what becomes of it is an event: that it happened, or PHONE_FAILED.
 * ERR_STATE in words: the telephone cannot, is down, or there is no such call. */
enum err_code phone_command(struct phone *p, enum phone_command c, const char *call,
    const char *arg, int64_t now, struct err *e);
/** phone_agent(p, state, reason, now, e): what the telephone shall know of who sits here; with the link down it is told when
 * that is up again. */
enum err_code
phone_agent(struct phone *p, enum agent_state state, int reason, int64_t now, struct err *e);
/** phone_service(p, now): what is due; phone_timeout(p, now): ms until then, -1 never. */
void phone_service(struct phone *p, int64_t now);
int phone_timeout(struct phone *p, int64_t now);
/** phone_picture_of(p): what there is now, borrowed. phone_dropped(p): events that did not fit it. */
const struct phone_picture *phone_picture_of(const struct phone *p);
unsigned phone_dropped(const struct phone *p);
/** phone_command_cap(c): what the provider must be able to do for it (any of these bits). phone_command_label(c): its name
 * in the trade. */
unsigned phone_command_cap(enum phone_command c);
const char *phone_command_label(enum phone_command c);

#endif
