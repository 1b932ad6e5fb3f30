#ifndef MODEL_LESSON_H
#define MODEL_LESSON_H

#include <stdbool.h>
#include <stdint.h>

#include "model/act.h"
#include "model/event.h"
#include "model/scenario.h"
#include "model/ticket.h"

/* A lesson: what happened in one call of the classroom, as the seat saw it; what the marks are made from (model/score.h).
 * Times are ms from the answer. Owns its strings. */

#define LESSON_ACTS    512 /* more are not kept: a call has some thirty */
#define LESSON_TICKETS 4
#define LESSON_CODE    40

struct lesson_act {
	int64_t at_ms;
	enum call_act act;
	int element; /* ACT_ASK; else -1 */
	char *text;  /* as of struct caller_act; NULL none */
};
struct lesson_ticket {
	int64_t at_ms; /* filed */
	struct fields f;
};
/* A step on a ticket, in a drill. */
struct lesson_deed {
	int64_t at_ms;
	int ticket; /* of the drill */
	int event;  /* enum event_kind */
	struct args args;
	bool offline; /* while the line was down */
	bool refused; /* the rules would not have it: tried all the same */
	bool
	    spoken; /* the citizen had been spoken with before, as far as a reply needs it (workflow_spoken) */
};
#define LESSON_DEEDS 128
/* On an older ticket. X(NAME, the event, the outcome that a call of no more than that has) */
#define LESSON_OLDERS(X)                   \
	X(URGED, URGE, "urge")             \
	X(ADDED, SUPPLEMENT, "supplement") \
	X(FOLLOWED, FOLLOW, "supplement")  \
	X(ASKED, PROGRESS, "progress")
enum lesson_older {
#define X(name, event, code) LESSON_##name,
	LESSON_OLDERS(X)
#undef X
	    LESSON_OLDER_COUNT
};
/* LESSON_BY_CALLER: said goodbye; WAITED: he was tired of waiting; ANGRY: he would not be spoken to any more; STOPPED: whose
 * lesson it is broke it off, with him on the line. */
enum lesson_end {
	LESSON_BY_CALLER,
	LESSON_BY_SEAT,
	LESSON_BY_LINE,
	LESSON_HANDED,
	LESSON_WAITED,
	LESSON_ANGRY,
	LESSON_STOPPED
};

struct lesson {
	struct lesson_act *act;
	int n_acts;
	struct lesson_ticket ticket[LESSON_TICKETS];
	int n_tickets;
	struct lesson_deed *deed;
	int n_deeds;
	char ticket_id[LESSON_TICKETS][ID_SIZE]; /* of a drill's tickets, "" none */
	int n_matters;                           /* that the caller brought up: caller_matters */
	int64_t ring_ms;                         /* he waited before the answer */
	int64_t talk_ms;                         /* to the end of the call */
	int64_t acw_ms;                          /* from there to the last key of it */
	enum lesson_end end;                     /* who ended it */
	char outcome[LESSON_CODE]; /* code of RECORD_CALL; "": none was written down */
	char reject[LESSON_CODE];  /* code of the reason, "" none */
	unsigned older;      /* what was done to older tickets of the caller: LESSON_OLDER bits */
	int keys, free_keys; /* all; those that are text */
	int64_t klm_ms;      /* what the keys cost by the keystroke-level model: lesson_klm */
	int stars;           /* the caller's evaluation, -1 none */
};

void lesson_init(struct lesson *l);
void lesson_free(struct lesson *l);
/** lesson_add(l, at_ms, act, element, text): one act more; a SCRIPT that amounts to an act is kept as both. false without memory or
 * room. lesson_file(l, at_ms, f): a ticket was filed. */
bool lesson_add(struct lesson *l, int64_t at_ms, enum call_act act, int element, const char *text);
bool lesson_file(struct lesson *l, int64_t at_ms, const struct fields *f);
/** lesson_deed(l, d): a step more; its arguments are copied. false without memory or room. */
bool lesson_deed(struct lesson *l, const struct lesson_deed *d);
/** lesson_older(l, event): that was done to an older ticket; its code, NULL: the event is none of those. lesson_was_older(l, codes): was
 * any done that has one of these codes? */
const char *lesson_older(struct lesson *l, int event);
bool lesson_was_older(const struct lesson *l, const struct scenario_list *codes);
/** lesson_done(l, act): how often. lesson_first, lesson_last: when, in ms; -1 never. lesson_did(l, act, text): was it done with that
 * text (a target, an article, a moment)? */
int lesson_done(const struct lesson *l, enum call_act act);
int64_t lesson_first(const struct lesson *l, enum call_act act);
int64_t lesson_last(const struct lesson *l, enum call_act act);
bool lesson_did(const struct lesson *l, enum call_act act, const char *text);

/** lesson_end_of(why): how a talk ended that the caller left; enum caller_why. */
enum lesson_end lesson_end_of(int why);
/** lesson_why_left(l, patience_s, out): why he hung up who neither said goodbye nor was handed over, of a talk that has ended; "" he did
 * not. */
#define LESSON_WHY_BYTES 96
void lesson_why_left(const struct lesson *l, int patience_s, char out[LESSON_WHY_BYTES]);
/** lesson_taken_back(l): when the call-taker corrected himself after the last promise he made; -1: he has not, or made none. */
int64_t lesson_taken_back(const struct lesson *l);

/* Keystroke-level model (Card, Moran, Newell): a key of text, a key that is none, a thought before a new block. */
#define LESSON_KLM_TEXT_MS    280
#define LESSON_KLM_KEY_MS     500
#define LESSON_KLM_THOUGHT_MS 1350
/** lesson_klm(text_keys, other_keys, blocks): in ms. */
int64_t lesson_klm(int text_keys, int other_keys, int blocks);

#endif
