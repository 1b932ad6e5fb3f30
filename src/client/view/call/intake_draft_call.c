/* intake_draft_call.c: which sheet belongs to the call on the line: the one begun for it, a fresh one for another caller, a
 * second one for a second matter of the same. What a sheet is and how it is kept is intake_draft.c. */
#include "intake_p.h"

#include <string.h>

#define OWN_FRESH_MS \
	120000 /* what is begun so soon after a call of one's own is what was said in it */

bool
intake_draft_same_call(const struct intake *s)
{
	const struct draft *d = &intake_sheet(s)->d;

	return d->call[0] != '\0' && strcmp(d->call, s->desk->call.id) == 0;
}

/* A second matter of a caller only while that call is there, or was the last one and its matter has just been sent:
 * anything else would mix callers. */
unsigned
intake_draft_again(struct intake *s)
{
	bool sent = s->mode == MODE_SENT; /* then there is a last one */
	const struct sheet *keep = intake_sheet(s);
	bool again = intake_draft_same_call(s) && (sent || s->desk->call.active);

	if (!sent && intake_end_fresh(s) != 0)
		return VIEW_DRAW;
	if (!sent && !keep->begun) {
		s->desk->say(s->desk->app, 1, "已经是新单");
		return VIEW_DRAW;
	}
	intake_draft_save(s);
	(void)intake_draft_new(s, again ? keep : NULL);
	return VIEW_DRAW;
}

bool
intake_draft_has_call(const struct intake *s)
{
	return s->desk->call.active || s->desk->call.answering;
}

bool
intake_draft_has_own(const struct intake *s)
{
	const struct call_info *c = &s->desk->call;

	return c->own[0] != '\0' && !c->active && !c->ringing &&
	       (c->own_over_at == 0 || s->desk->now - c->own_over_at < OWN_FRESH_MS);
}

/* Known only when the line is up, and the sheet may be older. */
static void
take_recording(struct intake *s)
{
	struct sheet *p = intake_sheet(s);
	const char *recording = s->desk->call.recording;

	if (recording[0] == '\0' || fields_get(&p->d.f, TF_RECORDING)[0] != '\0')
		return;
	if (p->begun)
		intake_draft_put(s, TF_RECORDING, recording, true);
	else
		(void)fields_set(&p->d.f, TF_RECORDING, recording);
}

unsigned
intake_draft_call(struct intake *s)
{
	int i = 0;

	while (i < s->n_sheets && strcmp(s->sheets[i]->d.call, s->desk->call.id) != 0)
		i++;
	if (i == s->n_sheets) {
		intake_draft_save(s);
		(void)intake_draft_new(s, NULL);
	} else if (i != s->at) {
		intake_draft_show(s, i);
	}
	take_recording(s);
	return VIEW_DRAW;
}
