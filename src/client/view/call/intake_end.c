/* intake_end.c: a call that ends without a ticket: after the caller was handed over one key writes that down and is done
 * with the sheet; and a sheet nobody needs any more gives its place to a fresh one.
 *
 * Invariant: no words are lost: what stood on a sheet that becomes no ticket goes into the record of the call. Not here:
 * the handing over itself (transfer.c, intake_hand.c), the other ways a call may end (outcome.c). */
#include "intake_p.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "call_note_p.h"

/* ---- how it ended ---- */

/* The try of this sheet after which the call may be over; NULL none. */
static const struct hand_try *
ending(const struct intake *s)
{
	if (s->mode == MODE_SENT || intake_sheet(s)->base != NULL || s->hand.ticket[0] != '\0' ||
	    strcmp(s->hand.draft, intake_sheet(s)->d.id) != 0)
		return NULL;
	return hand_ending(&s->hand);
}

static bool
is_told(const struct hand_try *t)
{
	return strcmp(t->result, "number_told") == 0;
}

/* Another call may have come since, and what is written down now would be of that one. */
static bool
is_of_this_call(const struct intake *s)
{
	return strcmp(intake_sheet(s)->d.call, s->desk->call.id) == 0;
}

bool
intake_end_draw(const struct intake *s, struct canvas *c, struct rect line)
{
	const struct hand_try *t = ending(s);
	const bool answered = t != NULL && t->summary[0] != '\0';
	const char *key = answered ? "F10=转接办结" : "Ctrl-R=记结果";
	int end = line.col + line.cols - 1;
	char what[200];

	if (t == NULL)
		return false;
	(void)snprintf(what, sizeof(what),
	    is_told(t) ? "已告知来电人 %s, 已记录"
	    : answered ? "已转 %s, 对方已告知结果, 已记录"
		       : "已转 %s, 已接通, 已记录",
	    t->name);
	if (s->mode != MODE_HANDED && is_of_this_call(s))
		end = canvas_right(c, line.row, end, ROLE_NORMAL, key) - 2;
	canvas_cut(c, line.row, line.col + 1, end - line.col - 1, ROLE_GOOD, what);
	return true;
}

const char *
intake_end_strip(const struct intake *s)
{
	const struct hand_try *t = ending(s);
	const bool words = *intake_value(s, TF_CONTENT) != '\0';

	if (t != NULL && is_told(t))
		return words ? "Enter=记指引, 不成单(内容存进记录)  F10=还要办, 成单  Esc=接着写"
			     : "Enter=记指引, 这通结束  Esc=还要登记";
	return words ? "Enter=记转接, 不成单(内容存进记录)  F10=还要办, 成单  Esc=接着写"
		     : "Enter=记转接, 这通结束  Esc=还要登记";
}

unsigned
intake_end_offer(struct intake *s)
{
	const struct call_info *c = &s->desk->call;
	const struct hand_try *t = ending(s);

	if (t == NULL || s->mode != MODE_FORM || (is_of_this_call(s) && c->noted) ||
	    c->joined[0] != '\0' || c->leg != LEG_NONE || t->summary[0] != '\0')
		return 0;
	s->mode = MODE_HANDED;
	s->desk->say(s->desk->app, 0, "%s已记录; 本单%s", is_told(t) ? "告知号码" : "转接",
	    intake_sheet(s)->begun ? "还没有提交, 草稿已存" : "还没有内容");
	return VIEW_DRAW | VIEW_FLUSH;
}

bool
intake_end_takes(const struct input *in)
{
	return input_is(in, ACTION_ENTER) || input_is(in, ACTION_BACK) ||
	       input_is(in, ACTION_HELP) || input_is(in, ACTION_LOCK) ||
	       input_is(in, ACTION_REDRAW);
}

static unsigned
write_down(struct intake *s)
{
	const struct hand_try *t = ending(s);
	const struct draft *d = &intake_sheet(s)->d;
	const char *words = intake_value(s, TF_CONTENT);
	char *text = NULL;

	if (s->end_job != 0 || t == NULL)
		return VIEW_DRAW;
	text = strndup(words, utf8_head(words, LIMIT_NOTE_CHARS));
	if (text == NULL) {
		s->desk->say(s->desk->app, 2, "%s", err_hint(ERR_NO_MEMORY));
		return VIEW_DRAW;
	}
	(void)str_copy(s->end_sheet, sizeof(s->end_sheet), d->id);
	s->end_job = call_note_outcome(s->desk, (struct call_of){ d->call, d->origin_phone },
	    is_told(t) ? "guided" : call_note_way(t->mode), t->target, text);
	free(text);
	return VIEW_DRAW;
}

unsigned
intake_end_input(struct intake *s, const struct input *in)
{
	if (input_is(in, ACTION_ENTER))
		return in->ahead ? VIEW_EARLY : write_down(s);
	if (!input_is(in, ACTION_BACK))
		return VIEW_IGNORED;
	s->mode = MODE_FORM;
	return VIEW_DRAW;
}

/* ---- the sheet is done with ---- */

/* It becomes nothing. false: it could not be dropped and stays. */
static bool
forget(struct intake *s)
{
	struct sheet *p = intake_sheet(s);
	struct job *j;

	if (!p->begun)
		return true;
	j = job_new(JOB_DRAFT_DROP);
	if (j == NULL)
		return false;
	(void)str_copy(j->draft.id, sizeof(j->draft.id), p->d.id);
	if (s->desk->job(s->desk->app, j) == 0)
		return false;
	p->begun = p->unsaved = false; /* the next one takes its place */
	return true;
}

unsigned
intake_end_written(struct intake *s, const struct news *n)
{
	const struct hand_try *t = ending(s);
	const char *how = t != NULL && is_told(t) ? "指引" : "转接";

	s->end_job = 0;
	if (n->err.code != ERR_OK) {
		s->desk->say(s->desk->app, 2, "没有记上: %s; 请再按 Enter", n->err.text);
		return VIEW_DRAW;
	}
	if (s->mode == MODE_SENT || strcmp(s->end_sheet, intake_sheet(s)->d.id) != 0)
		return VIEW_DRAW; /* another one has been taken up: that one stays half-done */
	s->mode = MODE_FORM;
	call_note_done(s->desk, intake_sheet(s)->d.call);
	if (!forget(s))
		return VIEW_DRAW;
	(void)intake_draft_new(s, NULL);
	s->desk->say(s->desk->app, 0, "已记通话结果: %s, 不成单%s", how,
	    s->desk->call.active ? "; 等来电人先挂机" : "; F2 接下一通");
	return s->desk->call.active ? VIEW_DRAW : VIEW_DRAW | VIEW_CLOSE;
}

/* Nothing of a matter stands on it. */
static bool
is_bare(const struct sheet *p)
{
	static const enum ticket_field matter[] = { TF_CONTENT, TF_DEMAND, TF_ANSWER, TF_CATEGORY,
		TF_ADDRESS };

	for (size_t i = 0; i < sizeof(matter) / sizeof(matter[0]); i++)
		if (*fields_get(&p->d.f, matter[i]) != '\0')
			return false;
	return p->base == NULL;
}

unsigned
intake_end_fresh(struct intake *s)
{
	struct call_info *c = &s->desk->call;

	if (!c->noted || c->active || s->mode != MODE_FORM || !is_bare(intake_sheet(s)) ||
	    strcmp(intake_sheet(s)->d.call, c->id) != 0)
		return 0;
	if (c->id[0] == '\0') /* no telephone: nothing else will say that the next one is there */
		c->noted = false;
	if (forget(s))
		(void)intake_draft_new(s, NULL);
	return VIEW_DRAW;
}
