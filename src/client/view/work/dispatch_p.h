#ifndef CLIENT_VIEW_DISPATCH_P_H
#define CLIENT_VIEW_DISPATCH_P_H

#include "client/cache/similar.h"
#include "worklist_p.h"

/* dispatch_offer.c: what the dispatcher's desk proposes and what a decision rests on. */

/* What proposals are made from: a ticket, and its trace as far as it is here. */
struct offer {
	const struct desk *desk;
	const struct ticket *t;
	const struct event *ev;
	int n_ev;
};

/* dispatch_alike.c: tickets that are probably the same matter as the chosen one, and the incident it may be part of; one key
 * joins them, the same key parts them again. */
#define ALIKE_ROWS 3
/* What the last picture told: the key acts on that and nothing else. */
struct alike_seen {
	bool shown;
	char of[ID_SIZE]; /* the row that was chosen; "" none */
};
struct dispatch_alike {
	char of[ID_SIZE]; /* what was found belongs to that ticket at that revision */
	int64_t rev;
	bool stale;
	struct similar_row like[ALIKE_ROWS];
	int n;
	struct incident_row incident; /* n 0: there is none */
	bool part_of; /* the chosen one is part of it, or none is chosen: the key joins it */
	int looked;   /* members looked at since */
	struct alike_seen *seen; /* of the state of this view: a picture may write there alone */
	/* being joined or parted, one after the other */
	char master[ID_SIZE], master_no[24];
	struct alike_step {
		char id[ID_SIZE], no[24];
		enum ticket_state before; /* where parting brings it back to */
		bool refused;
	} todo[CACHE_INCIDENT_ROWS];
	int n_todo, at, refused;
	uint64_t job;
	bool asked;           /* the key once more joins what todo names */
	bool parting, joined; /* joined: the key parts them again */
	char why[160];        /* of the last one refused */
};
struct dispatching {
	struct worklist w; /* first: the functions of a work list take the state of this view */
	struct dispatch_alike alike;
	struct alike_seen seen;
};
/** dispatch_alike_read(s): for the ticket chosen now, when it is another or changed. dispatch_alike_key(s, in): was it one
 * of its keys? dispatch_alike_event(s, n): was it the answer to a step of its own? */
void dispatch_alike_read(struct dispatching *s);
bool dispatch_alike_key(struct dispatching *s, const struct input *in);
bool dispatch_alike_event(struct dispatching *s, const struct news *n);
int dispatch_alike_draw(const struct dispatching *s, struct canvas *c, struct rect at);

/** dispatch_offer_fill(o, f): the answers of the form that has just been opened, as far as catalogue, request and trace
 * give them. */
void dispatch_offer_fill(const struct offer *o, struct form *f);
/** dispatch_offer_changed(o, f, a): another unit has another basis. */
void dispatch_offer_changed(const struct offer *o, struct form *f, enum event_arg a);
/** dispatch_offer_call_due(t): a critical ticket was sent, and nobody was told by telephone. */
bool dispatch_offer_call_due(const struct ticket *t);
/** dispatch_offer_draw(w, c, at): the request, the answer or the suggestion; the row after the last. */
int dispatch_offer_draw(const struct worklist *w, struct canvas *c, struct rect at);
/** dispatch_offer_like(w, c, at): open tickets about the same matter, the likest first, or that there
 * are none; the row after the last. */
int dispatch_offer_like(const struct worklist *w, struct canvas *c, struct rect at);

#endif
