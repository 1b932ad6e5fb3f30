#ifndef MODEL_CONSEQUENCE_H
#define MODEL_CONSEQUENCE_H

#include "model/city.h"
#include "model/event.h"
#include "model/workflow.h"

/* What the centre does by itself after an event (domain.md §2.7, §3; practice A10): supervision, escalation, followers of
 * a merge. Pure and deterministic: the same event and ticket always give the same. */

#define FOLLOWS_MAX 3
struct follow {
	enum event_kind kind;
	char ticket[ID_SIZE]; /* on which ticket: most often the one of the event */
	struct args args;
};

/** workflow_follows(ev, t, city, out): the steps of "system" that follow ${ev}, in their order; ${t} is the ticket after
 * it. Only steps that the rules allow now. Returns how many, at most FOLLOWS_MAX; -1 without memory. The caller frees
 * them (follows_free), also after -1 with n = 0 (nothing to free then).
 *   visit_bad, late_eval   round > 1: escalate; stars < 3: supervise; else manner < 3: supervise (conduct)
 *   visit_ok               manner < 3: supervise (conduct)
 *   urge, reopen           the third time he comes with it: supervise
 *   dispatch, return_ok, designate of a critical matter: supervise, until the unit's limit
 *   overdue                supervise
 *   supplement             resume, when it was suspended until he answers
 *   merge                  follow, on the master; unmerge (EA_OTHER: from which) follow there with EA_RESULT=left
 * A ticket that waits for an answer to a supervision gets no second one. */
int workflow_follows(const struct event *ev, const struct ticket *t, const struct city *city,
    struct follow out[FOLLOWS_MAX]);
void follows_free(struct follow *f, int n);

#endif
