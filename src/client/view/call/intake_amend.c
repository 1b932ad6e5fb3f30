/* intake_amend.c: the intake form about a ticket that exists: completing one that was sent incomplete, correcting one.
 *
 * The sheet begins as what the seat shows of the ticket (identity masked) and keeps that beside it, so that only what a
 * person changed is sent. There is one sheet a ticket: half-done changes come back.
 *
 * Invariant: what another has changed since is neither undone by a field that this person left as it was, nor replaced
 * before this person was told of it. Not here: what may be changed (model/workflow.h), what is changed by two who do not
 * see each other (model/merge.c). */
#include "intake_p.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
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

/* ---- what others change meanwhile ---- */

static const char *
field_of(const struct ticket *t, int f)
{
	return fields_get(&t->f, (enum ticket_field)f);
}

static bool
is_touched(const struct sheet *p, int f)
{
	return strcmp(fields_get(&p->d.f, (enum ticket_field)f), field_of(p->base, f)) != 0;
}

/* The ticket is ${now}: what this person left as it was follows it; of the rest the base keeps what this person saw. Takes
 * ${now}. */
static bool
catch_up(struct intake *s, struct ticket *now)
{
	struct sheet *p = intake_sheet(s);
	bool some = false;

	for (int f = 0; f < TF_COUNT; f++) {
		if (strcmp(field_of(now, f), field_of(p->base, f)) == 0)
			continue;
		if (is_touched(p, f)) {
			(void)fields_set(&now->f, (enum ticket_field)f, field_of(p->base, f));
			continue;
		}
		some = true;
		if (p->begun)
			intake_draft_put(s, (enum ticket_field)f, field_of(now, f), false);
		else
			(void)fields_set(&p->d.f, (enum ticket_field)f, field_of(now, f));
	}
	intake_amend_free(p);
	p->base = now;
	return some;
}

/* The last one who changed that field: "1102 李梅 17:37". */
static void
by_whom(const struct intake *s, const char *ticket, enum ticket_field f, char *out, size_t size)
{
	struct event *ev = NULL;
	const int n = cache_events(s->desk->cache, ticket, &ev, NULL);
	char when[24];

	(void)str_copy(out, size, "有人");
	for (int i = 0; i < n; i++) {
		if (ev[i].set.v[f] != NULL)
			(void)snprintf(out, size, "%s %s %s", ev[i].actor, ev[i].actor_name,
			    part_when(ev[i].at, s->desk->now, when));
		event_free(&ev[i]);
	}
	free(ev);
}

#define SHOWN_CHARS 16 /* of another's words, in the message line */

static void
tell_crossed(struct intake *s, enum ticket_field f, const char *theirs)
{
	char who[96];
	const size_t head = utf8_head(theirs, SHOWN_CHARS);

	by_whom(s, intake_sheet(s)->base->id, f, who, sizeof(who));
	if (intake_form_cell(f) >= 0)
		intake_form_focus(s, intake_form_cell(f));
	if (theirs[0] == '\0')
		s->desk->say(
		    s->desk->app, 2, "%s 清掉了“%s”: 再按 F10 存您的", who, field_info(f)->label);
	else
		s->desk->say(s->desk->app, 2, "%s 把“%s”改成“%.*s%s”: 再按 F10 换成您的", who,
		    field_info(f)->label, (int)head, theirs, theirs[head] != '\0' ? "…" : "");
}

bool
intake_amend_crossed(struct intake *s)
{
	struct sheet *p = intake_sheet(s);
	struct ticket *now = p->base != NULL ? load(s, p->base->id, NULL) : NULL;
	struct fields theirs = { 0 };
	int crossed = -1;

	if (now == NULL)
		return false; /* gone from here: the engine says what it is */
	if (!fields_copy(&theirs, &now->f)) {
		ticket_free(now);
		free(now);
		return false;
	}
	if (catch_up(s, now))
		intake_draft_show(s, s->at);
	for (int f = 0; f < TF_COUNT && crossed < 0; f++) {
		const char *value = fields_get(&theirs, (enum ticket_field)f);

		if (strcmp(value, field_of(p->base, f)) == 0)
			continue;
		if (strcmp(value, fields_get(&p->d.f, (enum ticket_field)f)) != 0)
			crossed = f;
		(void)fields_set(&p->base->f, (enum ticket_field)f, value); /* he knows now */
	}
	if (crossed >= 0)
		tell_crossed(
		    s, (enum ticket_field)crossed, fields_get(&theirs, (enum ticket_field)crossed));
	fields_drop_identity(&theirs);
	fields_free(&theirs);
	return crossed >= 0;
}

/* ${t} as it was at ${at}, as far as its trace says: a sheet that comes back was begun on that. */
static void
roll_back(const struct intake *s, struct ticket *t, int64_t at)
{
	struct event *ev = NULL;
	const int n = cache_events(s->desk->cache, t->id, &ev, NULL);

	for (int i = n - 1; i >= 0; i--) {
		const int64_t when = ev[i].at_server != 0 ? ev[i].at_server : ev[i].at;

		for (int f = 0; f < TF_COUNT && when > at; f++)
			if (ev[i].set.v[f] != NULL &&
			    field_info((enum ticket_field)f)->part == PART_MATTER)
				(void)fields_set(&t->f, (enum ticket_field)f,
				    fields_get(&ev[i].was, (enum ticket_field)f));
		event_free(&ev[i]);
	}
	free(ev);
}

/* A sheet that came back: its base is what it was begun on, and what nobody touched here follows the ticket. */
static void
come_back(struct intake *s, struct ticket *t)
{
	struct ticket *now = load(s, t->id, NULL);

	if (now == NULL)
		return;
	roll_back(s, t, intake_sheet(s)->d.created_at);
	if (catch_up(s, now))
		s->desk->say(s->desk->app, 1, "这张单在您离开后有人改过: 您没动的已换成新的");
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
	if (p->begun)
		come_back(s, t);
	t = p->base;
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
