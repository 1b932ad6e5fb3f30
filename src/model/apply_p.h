#ifndef MODEL_APPLY_P_H
#define MODEL_APPLY_P_H

#include "model/deadline.h"
#include "model/workflow.h"

/* What is peculiar to the events of one part of the state machine. Each is called for every event and leaves those that
 * are not its own alone; false only without memory. Called in the order of this list, when the fields of the event are
 * set; ${t}->state is still the state before the event, and apply_clocks (the CLOCK column) and the closing of requests
 * and assignments come afterwards (apply_unit_settle). */
bool
apply_unit(struct ticket *t, const struct event *ev, const struct city *city); /* who does it */
bool apply_reply(struct ticket *t, const struct event *ev, const struct city *city); /* working */
bool
apply_after(struct ticket *t, const struct event *ev, const struct city *city); /* afterwards */

/** apply_said_at(ev): when the words were said: the device's time as the centre reconstructed it, never after the
 * receipt. apply_done_at(ev): when it counts as done: at receipt, or, out of contact, when it was done. */
int64_t apply_said_at(const struct event *ev);
int64_t apply_done_at(const struct event *ev);
/** apply_due(t, due): its instant; the ticket remembers when a calendar was missing. */
int64_t apply_due(struct ticket *t, struct due due);

/** apply_contacts_anew(t): a unit that just got it, or a new round, has spoken to nobody yet (practice A5). */
void apply_contacts_anew(struct ticket *t);

/** apply_clocks(t, ev, clock, city): the CLOCK_… effects of the row; the state is already the new one. apply_hurry: the
 * urgency was raised on the way: what is still to be done is due sooner, never later; the promise stands. */
void
apply_clocks(struct ticket *t, const struct event *ev, uint32_t clock, const struct city *city);
void apply_hurry(struct ticket *t, const struct event *ev, const struct city *city);

/** apply_ask(t, r, ev, unit, due_at): the request is open from now on, asked by the event; ${unit} "" none. One of the
 * kind that was open gives way. apply_asked(t, r): it is decided or gone. Requests that make no sense in the state the
 * ticket comes to are closed by ticket_apply itself. */
void apply_ask(struct ticket *t, enum ticket_request r, const struct event *ev, const char *unit,
    int64_t due_at);
void apply_asked(struct ticket *t, enum ticket_request r);

/** apply_send_out(t, ev, city): CLOCK_DISPATCH: the limits of signing in, contact, return and handling of the unit that
 * the event gives it to. */
void apply_send_out(struct ticket *t, const struct event *ev, const struct city *city);
/** apply_unit_settle(t, ev): after state and clocks are right: assignments end with the states in which units work
 * (accepted by audit_ok: done, else cancelled), and the open lead's limits say what the ticket's say. */
void apply_unit_settle(struct ticket *t, const struct event *ev);
/** apply_open_lead(t): the lead assignment that ended last is open again, signed: for review_redo. false when there
 * is none. */
bool apply_open_lead(struct ticket *t);

#endif
