/* ticket_look.c: looking at a citizen's identity. The reason is asked first, unless the citizen is on the line right
 * now; the engine writes the audit row before it answers; a minute later the screen is masked again. */
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "ticket_p.h"

#define MINE_MAX 64

/* Is the person on the line the one this ticket is about? By the whole number, which only the cache can compare. */
static bool
is_on_the_line(const struct dossier *s)
{
	const struct call_info *call = &s->desk->call;
	struct ticket_query q = {
		.queue = QUEUE_CALLER, .phone = call->peer, .limit = MINE_MAX, .now = s->desk->now
	};
	struct ticket_row *rows;
	bool partial, found = false;
	int n;

	if (!call->active)
		return false;
	if (call->id[0] != '\0' && strcmp(fields_get(&s->t.f, TF_CALL_ID), call->id) == 0)
		return true;
	if (call->peer[0] == '\0' || (rows = calloc(MINE_MAX, sizeof(*rows))) == NULL)
		return false;
	n = cache_tickets(s->desk->cache, &q, rows, &partial, NULL);
	for (int i = 0; i < n; i++)
		found = found || strcmp(rows[i].id, s->id) == 0;
	free(rows);
	return found;
}

static unsigned
ask(struct dossier *s, const char *reason)
{
	struct job *j = part_job(s->desk, JOB_UNMASK);

	if (j == NULL)
		return VIEW_DRAW;
	(void)str_copy(j->ticket, sizeof(j->ticket), s->id);
	(void)str_copy(j->text, sizeof(j->text), reason);
	s->job = s->desk->job(s->desk->app, j);
	s->mode = DOSSIER_LOOK;
	return VIEW_DRAW;
}

static bool
has_identity(const struct ticket *t)
{
	for (int f = 0; f < TF_COUNT; f++)
		if (field_info((enum ticket_field)f)->part == PART_IDENTITY &&
		    *fields_get(&t->f, (enum ticket_field)f) != '\0')
			return true;
	return false;
}

unsigned
ticket_look_open(struct dossier *s)
{
	const struct desk *d = s->desk;
	bool report = strcmp(fields_get(&s->t.f, TF_TYPE), "report") == 0;
	bool secret = strcmp(fields_get(&s->t.f, TF_CONFIDENTIAL), "1") == 0;

	if (ticket_is_shown(s)) { /* the same key hides it at once */
		ticket_hide(s);
		return VIEW_DRAW;
	}
	if (!roles_may_see_identity(d->me.roles, secret, report)) {
		d->say(d->app, 2, "信息保密, 您看不到诉求人身份; 要联系请由热线转达。");
		return VIEW_DRAW;
	}
	if (!has_identity(&s->t)) {
		d->say(d->app, 1, "这件工单没有登记诉求人身份。");
		return VIEW_DRAW;
	}
	if (is_on_the_line(s))
		return ask(s, "本次通话核对");
	textarea_set(&s->words, "", 0);
	s->mode = DOSSIER_WHY;
	return VIEW_DRAW;
}

unsigned
ticket_look_input(struct dossier *s, const struct input *in)
{
	const struct desk *d = s->desk;
	struct react r = { 0 };

	if (input_is(in, ACTION_BACK)) {
		s->mode = DOSSIER_LOOK;
		return VIEW_DRAW;
	}
	if (input_is(in, ACTION_ENTER) || input_is(in, ACTION_SUBMIT)) {
		if (s->words.ed.chars >= 2)
			return ask(s, textarea_text(&s->words));
		d->say(d->app, 1, "请写一句查看原因, 如 回拨核实地址。");
		return VIEW_DRAW;
	}
	textarea_input(&s->words, in, &r);
	part_refused(d, &r);
	return (r.bits & REACT_USED) != 0 ? VIEW_DRAW : VIEW_IGNORED;
}

unsigned
ticket_look_news(struct dossier *s, const struct news *n)
{
	if (n->kind == NEWS_DONE && n->job != 0 && n->job == s->job) {
		s->job = 0;
		if (n->err.code != ERR_OK)
			s->desk->say(s->desk->app, 2, "没有打开: %s", n->err.text);
		return VIEW_DRAW;
	}
	if (n->kind != NEWS_IDENTITY || strcmp(n->ticket, s->id) != 0)
		return 0;
	ticket_hide(s);
	if (fields_copy(&s->whole, &n->identity))
		s->whole_until = s->desk->now + RECORD_SHOWN_MS;
	return VIEW_DRAW;
}
