/* transfer_look.c: the caller's whole number, for an emergency service that must be able to call back: asked for when it is
 * about to be read out, and gone from the screen with that moment.
 *
 * The audit row is written by the engine before it answers. Not here: when any of it is read (transfer_draw.c). */
#include "transfer_p.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "client/view/part_p.h"

static bool
is_read_out(const struct transfer *s)
{
	return s->step != STEP_CHOOSE && s->step != STEP_ANSWER && s->to != NULL &&
	       strcmp(s->to->kind, "emergency") == 0 &&
	       (s->mode == NULL || strcmp(s->mode, "inform") != 0);
}

/* Of one's own call the reason is known (practice A15); the sheet is named until it is a ticket. */
void
transfer_look_ask(struct transfer *s)
{
	struct job *j;

	if (!is_read_out(s)) {
		s->whole[0] = '\0';
		return;
	}
	if (s->whole[0] != '\0' || s->look != 0 || s->hand == &s->own ||
	    (j = part_job(s->desk, JOB_UNMASK)) == NULL)
		return;
	(void)str_copy(j->ticket, sizeof(j->ticket), s->hand->ticket);
	(void)str_copy(j->draft.id, sizeof(j->draft.id), s->hand->draft);
	(void)snprintf(j->text, sizeof(j->text), "本次通话核对: 报%s", s->to->name);
	s->look = s->desk->job(s->desk->app, j);
}

unsigned
transfer_look_heard(struct transfer *s, const struct news *n)
{
	const struct fields *of = &n->identity;
	const char *number = s->desk->call.active ? s->desk->call.peer : "";

	if (s->look == 0 || n->job != s->look)
		return 0;
	if (n->kind == NEWS_DONE && n->err.code != ERR_OK) {
		s->desk->say(
		    s->desk->app, 2, "来电号码没有打开: %s; 请来电人自己报号码", n->err.text);
		return VIEW_DRAW; /* not asked for again and again */
	}
	if (n->kind != NEWS_IDENTITY)
		return 0;
	if (*fields_get(of, TF_CALLER_PHONE) == '\0') /* the sheet's own, as it was taken down */
		of = &s->hand->f;
	if (*number == '\0')
		number = fields_get(of, TF_CALLER_PHONE);
	if (*number == '\0')
		number = fields_get(of, TF_CONTACT_PHONE);
	(void)str_copy(s->whole, sizeof(s->whole), number);
	s->look = 0;
	return VIEW_DRAW;
}
