/* intake_amend.c: the intake form about a ticket that exists: completing one that was sent incomplete, correcting one.
 *
 * The sheet begins as what the seat shows of the ticket (identity masked) and keeps that beside it, so that only what a
 * person changed is sent. There is one sheet a ticket: half-done changes come back. Not here: what may be changed
 * (model/workflow.h). */
#include "intake_p.h"

#include <stdlib.h>

#include "base/str.h"
#include "client/view/part_p.h"
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
	return workflow_may(
	    workflow_is_new(t) ? EVENT_SUBMIT : EVENT_AMEND, t, &s->desk->me, &env, e);
}

/* Asked of the rules themselves: would another address be taken? */
bool
intake_amend_raise_only(const struct desk *d, const struct ticket *t)
{
	struct workflow_env env = { .city = d->city,
		.now = d->now,
		.online = d->link.state == LINK_ONLINE || d->link.state == LINK_FILLING };
	struct event ev;
	struct str other = { 0 };
	bool refused;

	event_init(&ev);
	ev.kind = EVENT_AMEND;
	ev.at = d->now;
	str_addf(&other, "%s?", fields_get(&t->f, TF_ADDRESS));
	refused = d->city != NULL && fields_set(&ev.set, TF_ADDRESS, str_c(&other)) &&
		  workflow_check(t, &ev, &d->me, &env, NULL) == ERR_FORBIDDEN;
	str_free(&other);
	event_free(&ev);
	return refused;
}

bool
intake_amend_locked(const struct intake *s, enum ticket_field f)
{
	return intake_sheet(s)->raise_only && f != TF_URGENCY && f != TF_URGENCY_REASON;
}

/* A field that this person may look at and not change: nothing but going on. */
unsigned
intake_amend_input(struct intake *s, enum ticket_field f, const struct input *in)
{
	if (in->kind == INPUT_ACTION && in->action != ACTION_ERASE)
		return 0;
	s->desk->say(s->desk->app, 1,
	    "不是您受理的工单, %s不能改: 这里只能提高紧急程度, 来电人说的请记“补充”",
	    field_info(f)->label);
	return VIEW_DRAW;
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
	p->raise_only = !workflow_is_new(t) && intake_amend_raise_only(s->desk, t);
	intake_draft_show(s, s->at);
	if (p->raise_only)
		intake_form_focus(s, intake_form_cell(TF_URGENCY));
	return ERR_OK;
}

void
intake_amend_draw(const struct intake *s, struct canvas *c, struct rect line)
{
	const struct ticket *t = intake_sheet(s)->base;
	char no[24], when[24];

	number_groups(fields_get(&t->f, TF_NO), no);
	if (workflow_is_new(t))
		canvas_printf(c, line.row, line.col + 1, line.cols - 2, ROLE_HEADING,
		    "来件 %s %s  F10 受理或答复, 缺项再按 F10 补问  Esc 离开(改动都在)",
		    enum_label(TF_CHANNEL, fields_get(&t->f, TF_CHANNEL)),
		    part_when(t->created_at, s->desk->now, when));
	else if (intake_sheet(s)->raise_only)
		canvas_printf(c, line.row, line.col + 1, line.cols - 2, ROLE_HEADING,
		    "提级 %s  现在%s   只能提高紧急程度: F10 存  Esc 离开", no,
		    state_label(t->state));
	else
		canvas_printf(c, line.row, line.col + 1, line.cols - 2, ROLE_HEADING,
		    "%s %s  现在%s   F10 存  Esc 离开(改动都在)",
		    t->state == STATE_INCOMPLETE ? "补全" : "修改", no, state_label(t->state));
}
