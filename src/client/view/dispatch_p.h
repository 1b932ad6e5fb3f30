#ifndef CLIENT_VIEW_DISPATCH_P_H
#define CLIENT_VIEW_DISPATCH_P_H

#include "worklist_p.h"

/* dispatch_offer.c: what the dispatcher's desk proposes and what a decision rests on. */

/* What proposals are made from: a ticket, and its trace as far as it is here. */
struct offer {
	const struct desk *desk;
	const struct ticket *t;
	const struct event *ev;
	int n_ev;
};

/** dispatch_offer_fill(o, f): the answers of the form that has just been opened, as far as catalogue, request and trace
 * give them. */
void dispatch_offer_fill(const struct offer *o, struct form *f);
/** dispatch_offer_changed(o, f, a): another unit has another basis. */
void dispatch_offer_changed(const struct offer *o, struct form *f, enum event_arg a);
/** dispatch_offer_call_due(t): a critical ticket was sent, and nobody was told by telephone. */
bool dispatch_offer_call_due(const struct ticket *t);
/** dispatch_offer_draw(w, c, at): the request, the answer or the suggestion; the row after the last. */
int dispatch_offer_draw(const struct worklist *w, struct canvas *c, struct rect at);

#endif
