/* intake_amend.c: the intake form about a ticket that exists: completing one that was sent incomplete, correcting one.
 *
 * The sheet begins as what the seat shows of the ticket (identity masked) and keeps that beside it, so that only what a
 * person changed is sent. There is one sheet a ticket: half-done changes come back. Not here: what may be changed
 * (model/workflow.h). */
#include "intake_p.h"

#include <stdlib.h>

#include "base/str.h"
#include "model/number.h"

static struct ticket *
load(const struct intake *s, const char *id, struct err *e)
{
	struct ticket *t = calloc(1, sizeof(*t));

	if (t == NULL) {
		(void)err_set(e, ERR_NO_MEMORY, NULL);
		return NULL;
	}
	ticket_init(t);
	if (cache_ticket(s->desk->cache, id, t, e) == ERR_OK)
		return t;
	ticket_free(t);
	free(t);
	return NULL;
}

void
intake_amend_free(struct sheet *p)
{
	if (p->base == NULL)
		return;
	ticket_free(p->base);
	free(p->base);
	p->base = NULL;
}

/* May anything of it be changed by this person at all? Said before anybody types. */
static enum err_code
may(const struct intake *s, const struct ticket *t, struct err *e)
{
	struct workflow_env env = {
		.city = s->city, .now = s->desk->now, .online = intake_submit_online(s)
	};

	if (s->city == NULL)
		return err_set(e, ERR_BUSY, "城市资料还没有取到, 请稍候");
	return workflow_may(EVENT_AMEND, t, &s->desk->me, &env, e);
}

enum err_code
intake_amend_open(struct intake *s, const char *id, struct err *e)
{
	struct ticket *t = s->desk->cache != NULL ? load(s, id, e) : NULL;
	struct sheet *p = NULL;

	if (t == NULL)
		return e != NULL && e->code != ERR_OK ? e->code : ERR_NOT_FOUND;
	if (may(s, t, e) != ERR_OK || (p = intake_draft_amend(s, id, &t->f)) == NULL) {
		ticket_free(t);
		free(t);
		return e->code != ERR_OK ? e->code : err_set(e, ERR_NO_MEMORY, NULL);
	}
	p->base = t;
	intake_draft_show(s, s->at);
	return ERR_OK;
}

void
intake_amend_draw(const struct intake *s, struct canvas *c, struct rect line)
{
	const struct ticket *t = intake_sheet(s)->base;
	char no[24];

	number_groups(fields_get(&t->f, TF_NO), no);
	canvas_printf(c, line.row, line.col + 1, line.cols - 2, ROLE_HEADING,
	    "%s %s  现在%s   F10 存  Esc 离开(改动都在)",
	    t->state == STATE_INCOMPLETE ? "补全" : "修改", no, state_label(t->state));
}
