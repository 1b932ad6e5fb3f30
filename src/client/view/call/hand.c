/* hand.c: tries to hand somebody over: kept, recorded, made events of the ticket.
 *
 * A try is recorded the moment it is over, ticket or not: how often a unit answers is counted from these (practice
 * A12). The event on the ticket may come later, when the sheet has become one. Not here: the screen (transfer.c), what
 * a form makes of it (intake_hand.c). */
#include "hand_p.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "client/view/part_p.h"
#include "call_note_p.h"

void
hand_free(struct handover *h)
{
	fields_free(&h->f);
	*h = (struct handover){ 0 };
}

struct hand_try *
hand_add(struct handover *h, const struct desk *d, const struct transfer_target *t,
    const char *mode, const char *result)
{
	struct hand_try *y;

	call_note_transfer(
	    d, h->call[0] != '\0' ? h->call : d->call.id, h->ticket, t, mode, result);
	if (h->n_tries == HAND_TRIES)
		return NULL;
	y = &h->tries[h->n_tries++];
	*y = (struct hand_try){ 0 };
	(void)str_copy(y->target, sizeof(y->target), t->id);
	(void)snprintf(y->name, sizeof(y->name), "%.*s%s%.24s",
	    (int)utf8_whole(t->name, strnlen(t->name, 60)), t->name,
	    strstr(t->name, t->number) == NULL ? " " : "",
	    strstr(t->name, t->number) == NULL ? t->number : "");
	(void)str_copy(y->mode, sizeof(y->mode), mode);
	(void)str_copy(y->result, sizeof(y->result), result);
	return y;
}

bool
hand_args(const struct hand_try *t, struct args *args)
{
	return args_set(args, EA_TARGET, t->name) && args_set(args, EA_MODE, t->mode) &&
	       (t->summary[0] == '\0' || args_set(args, EA_SUMMARY, t->summary));
}

static bool
send(struct handover *h, const struct desk *d, const struct hand_try *t)
{
	struct job *j = part_job(d, JOB_ACT);

	if (j == NULL)
		return false;
	(void)str_copy(j->ticket, sizeof(j->ticket), h->ticket);
	j->act = EVENT_TRANSFER;
	if (hand_args(t, &j->args) && args_set(&j->args, EA_RESULT, t->result))
		return d->job(d->app, j) != 0;
	job_free(j);
	return false;
}

void
hand_flush(struct handover *h, const struct desk *d)
{
	for (int i = 0; h->ticket[0] != '\0' && i < h->n_tries; i++)
		h->tries[i].sent = h->tries[i].sent || send(h, d, &h->tries[i]);
}

bool
hand_reached(const char *mode, const char *result)
{
	return strcmp(mode, "inform") != 0 && strcmp(mode, "dial") != 0 &&
	       strcmp(mode, "suspend") != 0 && /* the caller came back */
	       (strcmp(result, "connected") == 0 || strcmp(result, "outcome_told") == 0 ||
		   strcmp(result, "released") == 0);
}

bool
hand_did(const struct handover *h, const char *target)
{
	for (int i = 0; i < h->n_tries; i++)
		if (strcmp(h->tries[i].target, target) == 0 &&
		    (strcmp(h->tries[i].result, "connected") == 0 ||
			strcmp(h->tries[i].result, "outcome_told") == 0))
			return true;
	return false;
}

const struct hand_try *
hand_ending(const struct handover *h)
{
	const struct hand_try *told = NULL;

	for (int i = h->n_tries - 1; i >= 0; i--) {
		if (hand_reached(h->tries[i].mode, h->tries[i].result))
			return &h->tries[i];
		if (told == NULL && strcmp(h->tries[i].result, "number_told") == 0)
			told = &h->tries[i];
	}
	return told;
}

struct hand_try *
hand_answered(struct handover *h)
{
	for (int i = h->n_tries - 1; i >= 0; i--)
		if (h->tries[i].summary[0] != '\0')
			return &h->tries[i];
	return NULL;
}
