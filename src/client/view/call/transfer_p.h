#ifndef CLIENT_VIEW_TRANSFER_P_H
#define CLIENT_VIEW_TRANSFER_P_H

#include "client/ui/field.h"
#include "client/ui/list.h"
#include "hand_p.h"
#include "model/hours.h"
#include "model/refer.h"
#include "text/match.h"

/* The transfer screen, private to its files. */

/* Where the handing over stands. */
enum transfer_step {
	STEP_CHOOSE,
	STEP_CALLING, /* rings there */
	STEP_TALKING, /* with the target alone; the caller waits */
	STEP_JOINED,  /* all three */
	STEP_WHY,     /* one line to a colleague: why */
	STEP_REPORT,  /* by a telephone of one's own: what came of it, by digits */
	STEP_ANSWER   /* one line: what the target said became of it */
};

struct transfer_row { /* a target as listed */
	const struct transfer_target *t;
	struct hours_state hours;
	struct match_label label;
	enum refer_fit fit;
	int score;
	char state[48];
};

/* A colleague of the centre who takes calls now. */
struct transfer_mate {
	struct transfer_target t; /* its words stand below */
	char id[16], name[96], seat[8], job_no[16];
	enum agent_state state;
	bool reached; /* that seat and the centre have a line */
};

struct transfer {
	struct desk *desk;
	const struct city *city; /* the one the rows point into */
	struct handover *hand;   /* of the form below, or own */
	struct handover own;
	struct transfer_row *rows;
	size_t n_rows;
	size_t *shown; /* rows that pass the filter, best first */
	size_t n_shown;
	struct list list;
	enum refer_fit best; /* of all rows */
	bool unit_away;      /* the unit it goes to is known and nobody of it is there */
	char filter[64];
	char digits[24]; /* pressed one after the other */
	struct field line;
	enum transfer_step step;
	const struct transfer_target *to;        /* whom one speaks with */
	const char *mode;                        /* how, a code of RECORD_TRANSFER */
	uint64_t dialled;                        /* the job that dials */
	char result[16];                         /* STEP_ANSWER: what it is without an answer */
	const struct transfer_target *unreached; /* did not answer: what to say then */
	struct transfer_mate *mates;
	int n_mates;
	uint64_t asked;   /* the centre is asked who is there; 0 not */
	bool seen;        /* the packet stands on the colleague's screen */
	uint64_t offered; /* it is being written down; 0 it is */
	uint64_t look;    /* asking for the caller's whole number; 0 not yet, or done */
	char whole[24];   /* it, to be read to an emergency service; "" masked */
};

/* transfer_list.c */
bool transfer_list_load(struct transfer *s); /* false without memory */
/** transfer_list_again(s): with whoever has come; the chosen one stays chosen. */
void transfer_list_again(struct transfer *s);
void transfer_list_place(struct transfer *s, struct rect at);
void transfer_list_free(struct transfer *s);
void transfer_list_filter(struct transfer *s);
/** transfer_list_at(s): the selected row; NULL when none is shown. */
const struct transfer_row *transfer_list_at(const struct transfer *s);
/** transfer_list_answers(s, r): may the caller be told that ${r} answers the matter? It is there, and none fits better. */
bool transfer_list_answers(const struct transfer *s, const struct transfer_row *r);
void transfer_list_select(struct transfer *s, const char *id);
/** transfer_list_digit(s, in): digits choose a row; two of them and more look for a number. */
bool transfer_list_digit(struct transfer *s, const struct input *in);

/* transfer_call.c: what the telephone and the person say became of it */
/** transfer_offers(s, r, mode): 释放转 "release", 挂起转 "suspend": only where the telephone can and ${r} takes it. */
bool transfer_offers(const struct transfer *s, const struct transfer_row *r, const char *mode);
unsigned transfer_call_start(struct transfer *s, const struct transfer_row *r, const char *mode);
unsigned transfer_call_news(struct transfer *s, const struct phone_event *p);
unsigned transfer_call_report(struct transfer *s, const struct input *in);
unsigned transfer_call_complete(struct transfer *s);
unsigned transfer_call_back(struct transfer *s);
unsigned transfer_call_join(struct transfer *s);
/** transfer_call_may(s, c): 切换 ALTERNATE: is there somebody to be spoken with in turn with the caller, by this telephone?
 * transfer_call_tones(s, in): digits go to the other one's menu; 0: they were none. */
bool transfer_call_may(const struct transfer *s, enum phone_command c);
unsigned transfer_call_alternate(struct transfer *s);
unsigned transfer_call_tones(struct transfer *s, const struct input *in);
unsigned transfer_call_answer(struct transfer *s, const struct input *in);
/** transfer_call_settle: the answer was never given: the try counts all the same. */
void transfer_call_settle(struct transfer *s);
void transfer_call_resume(struct transfer *s);
/** transfer_call_undone(s): the telephone did not do what the last key asked: nobody has gone. */
void transfer_call_undone(struct transfer *s);
/** transfer_call_repair: selects the repair line that must hear of an emergency. */
void transfer_call_repair(struct transfer *s);

/* transfer_mate.c: another seat of the centre, which sees before it picks up what is known of the matter (model/packet.h) */
/** transfer_mates_ask(s): who is there; transfer_mates_heard: the answer, and what the colleague's seat says of the packet. */
void transfer_mates_ask(struct transfer *s);
unsigned transfer_mates_heard(struct transfer *s, const struct news *n);
void transfer_mates_free(struct transfer *s);
/** transfer_mate(s, t): the colleague that a target of the list is; NULL none. transfer_mate_row: how he is there, as hours. */
const struct transfer_mate *
transfer_mate(const struct transfer *s, const struct transfer_target *t);
void transfer_mate_row(const struct transfer_mate *m, struct transfer_row *r);
/** transfer_mate_begin(s): first the line that says why; transfer_mate_why(s, in): it; then the packet goes and it rings there. */
unsigned transfer_mate_begin(struct transfer *s);
unsigned transfer_mate_why(struct transfer *s, const struct input *in);
/** transfer_mate_over(s, result): of a code of RECORD_TRANSFER: who has the caller keeps the packet, else it is taken back.
 * transfer_mate_settle(s): nobody is being called any more: likewise. */
void transfer_mate_over(struct transfer *s, const char *result);
void transfer_mate_settle(struct transfer *s);
/** transfer_mate_said(s, result): a colleague goes on with it or not: nothing is asked of how it ended. */
unsigned transfer_mate_said(struct transfer *s, const char *result);
/** transfer_mate_note(s, out, size): how it stands with the packet, while it rings or they speak; false: there is none. */
bool transfer_mate_note(const struct transfer *s, char *out, size_t size);

/* transfer_look.c */
/** transfer_look_ask: to an emergency service the caller's whole number is read out: asked for when that is near.
 * transfer_look_heard: the answer; the audit row is written then. */
void transfer_look_ask(struct transfer *s);
unsigned transfer_look_heard(struct transfer *s, const struct news *n);

/* transfer_draw.c */
void transfer_draw(const struct view *v, struct canvas *c, struct rect body);

#endif
