/* intake_draft.c: the sheets of the intake screen: begun with what the call brings, kept in the journal at every change,
 * in the cache at every pause, put aside, taken up again.
 *
 * Invariant: a sheet that was begun is wholly in the journal: what was filled in from the call is written there before
 * the first change that a person makes; a sheet that nobody wrote on leaves no trace. Not here: widgets and focus
 * (intake_form.c), what is offered (intake_offer.c). */
#include "intake_p.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "model/mask.h"
#include "model/members.h"

struct sheet *
intake_sheet(const struct intake *s)
{
	return s->mode == MODE_SENT ? s->last : s->sheets[s->at];
}

const char *
intake_value(const struct intake *s, enum ticket_field f)
{
	return fields_get(&intake_sheet(s)->d.f, f);
}

bool
intake_is(const struct intake *s, enum ticket_field f, const char *code)
{
	return strcmp(intake_value(s, f), code) == 0;
}

/* ---- the form's own state, kept with the draft ---- */

static void
keep_state(struct sheet *p)
{
	(void)snprintf(p->d.view_state, sizeof(p->d.view_state), "asked=%s;offered=%llx", p->asked,
	    (unsigned long long)p->offered);
}

static void
read_state(struct sheet *p)
{
	const char *asked = strstr(p->d.view_state, "asked=");
	const char *offered = strstr(p->d.view_state, "offered=");

	if (asked != NULL) {
		asked += strlen("asked=");
		(void)str_copy(p->asked, sizeof(p->asked), asked);
		p->asked[strcspn(p->asked, ";")] = '\0';
	}
	if (offered != NULL)
		p->offered = strtoull(offered + strlen("offered="), NULL, 16);
}

static void
keep_focus(struct intake *s)
{
	struct sheet *p = intake_sheet(s);
	const struct slot *c = s->focus >= 0 ? intake_form_slot(s, s->focus) : NULL;

	p->d.cursor = (int64_t)s->content.ed.cursor;
	p->d.changed_at = s->desk->now;
	(void)str_copy(p->d.focus, sizeof(p->d.focus), field_info(TF_CONTENT)->json);
	if (c != NULL && c->field != TF_CONTENT) {
		intake_form_name(s, s->focus, p->d.focus);
		p->d.cursor =
		    (int64_t)(c->kind == CELL_LINE ? s->line.ed.cursor : s->text.ed.cursor);
	}
}

/* ---- the journal ---- */

static void
journal(struct intake *s, enum ticket_field f, const struct edit *ed)
{
	struct sheet *p = intake_sheet(s);

	keep_focus(s);
	s->desk->edit(s->desk->app, &p->d, f, ed);
	p->unsaved = true;
}

static void
begin(struct intake *s)
{
	struct sheet *p = intake_sheet(s);

	if (p->begun)
		return;
	p->begun = true;
	p->d.created_at = s->desk->now;
	s->desk->begin(s->desk->app, &p->d);
}

static void
no_memory(struct intake *s)
{
	s->desk->say(s->desk->app, 2, "内存不足, 刚才的输入没有记下, 请先提交或暂存");
}

void
intake_draft_edit(struct intake *s, enum ticket_field f, const struct edit *ed, const char *now)
{
	struct sheet *p = intake_sheet(s);

	begin(s);
	if (!fields_set(&p->d.f, f, now)) {
		no_memory(s);
		return;
	}
	if (p->offered & (UINT64_C(1) << f)) {
		p->offered &= ~(UINT64_C(1) << f);
		keep_state(p);
	}
	journal(s, f, ed);
}

void
intake_draft_put(struct intake *s, enum ticket_field f, const char *value, bool offered)
{
	struct sheet *p = intake_sheet(s);
	size_t old = strlen(fields_get(&p->d.f, f)), len = strlen(value);

	if (strcmp(fields_get(&p->d.f, f), value) != 0) {
		begin(s);
		if (!fields_set(&p->d.f, f, value)) {
			no_memory(s);
			return;
		}
		journal(s, f,
		    &(struct edit){ .del = old, .ins = value, .ins_len = len, .cursor = len });
	}
	p->offered &= ~(UINT64_C(1) << f);
	if (offered)
		p->offered |= UINT64_C(1) << f;
	keep_state(p);
}

void
intake_draft_asked(struct intake *s, const char *danger_id)
{
	struct sheet *p = intake_sheet(s);
	size_t n = strlen(p->asked);

	if (members_has(p->asked, danger_id) || n + strlen(danger_id) + 2 > sizeof(p->asked))
		return;
	(void)snprintf(p->asked + n, sizeof(p->asked) - n, "%s%s", n > 0 ? "," : "", danger_id);
	keep_state(p);
	p->unsaved = true;
}

void
intake_draft_save(struct intake *s)
{
	struct sheet *p = intake_sheet(s);
	const int64_t cursor = p->d.cursor;
	char focus[sizeof(p->d.focus)];
	struct job *j;

	if (s->mode == MODE_SENT || !p->begun)
		return;
	(void)str_copy(focus, sizeof(focus), p->d.focus);
	keep_focus(s); /* one comes back to where one was, also when nothing was typed there */
	p->unsaved = p->unsaved || p->d.cursor != cursor || strcmp(p->d.focus, focus) != 0;
	if (!p->unsaved || (s->job != 0 && strcmp(s->job_sheet, p->d.id) == 0))
		return; /* being submitted: kept now, it would come back as a draft */
	j = job_new(JOB_DRAFT_SAVE);
	if (j == NULL || !draft_copy(&j->draft, &p->d)) {
		job_free(j);
		return; /* the journal has it */
	}
	s->save_job = s->desk->job(s->desk->app, j);
	p->unsaved = s->save_job == 0;
}

/* ---- making and dropping ---- */

void
intake_draft_free(struct sheet *p)
{
	if (p == NULL)
		return;
	draft_free(&p->d);
	intake_amend_free(p);
	free(p);
}

static struct sheet *
blank(const struct intake *s)
{
	struct sheet *p = calloc(1, sizeof(*p));
	bool ok;

	if (p == NULL)
		return NULL;
	draft_init(&p->d);
	id_new(p->d.id);
	(void)str_copy(
	    p->d.owner, sizeof(p->d.owner), s->desk->me.user != NULL ? s->desk->me.user : "");
	p->d.created_at = p->d.changed_at = s->desk->now;
	ok = fields_set(&p->d.f, TF_CHANNEL, "phone") &&
	     fields_set(&p->d.f, TF_CONFIDENTIAL, "0") && fields_set(&p->d.f, TF_ANONYMOUS, "0") &&
	     fields_set(&p->d.f, TF_VISIT, "yes") && fields_set(&p->d.f, TF_SMS, "1") &&
	     fields_set(&p->d.f, TF_PUBLIC, "unasked");
	if (!ok) {
		intake_draft_free(p);
		return NULL;
	}
	return p;
}

/* What the telephone says. */
static bool
fill_call(const struct intake *s, struct sheet *p)
{
	const struct call_info *call = &s->desk->call;
	bool ok = true;

	(void)str_copy(p->d.call, sizeof(p->d.call), call->id);
	(void)str_copy(p->d.origin_phone, sizeof(p->d.origin_phone), call->peer);
	ok = fields_set(&p->d.f, TF_CALL_ID, call->id) &&
	     fields_set(&p->d.f, TF_CALLER_PHONE, call->peer);
	if (call->home_area[0] != '\0')
		ok = ok && fields_set(&p->d.f, TF_HOME_AREA, call->home_area);
	else if (s->desk->city != NULL)
		ok = ok &&
		     fields_set(&p->d.f, TF_HOME_AREA, city_home_area(s->desk->city, call->peer));
	if (call->recording[0] != '\0')
		ok = ok && fields_set(&p->d.f, TF_RECORDING, call->recording);
	if (call->line[0] != '\0' && s->desk->city != NULL &&
	    strcmp(call->line, s->desk->city->hotline) != 0)
		ok = ok && fields_set(&p->d.f, TF_ORIGIN_LINE, call->line);
	return ok;
}

/* Of a call of one's own what the telephone dialled: nobody has to ask for the number again. */
static bool
fill_own(const struct intake *s, struct sheet *p)
{
	const struct call_info *call = &s->desk->call;

	(void)str_copy(p->d.call, sizeof(p->d.call), call->own);
	(void)str_copy(p->d.origin_phone, sizeof(p->d.origin_phone), call->own_phone);
	return fields_set(&p->d.f, TF_CALL_ID, call->own) &&
	       fields_set(&p->d.f, TF_CALLER_PHONE, call->own_phone);
}

/* A second matter of the same caller: who and where stay. */
static bool
fill_again(const struct sheet *keep, struct sheet *p)
{
	static const enum ticket_field stays[] = { TF_CALLER_PHONE, TF_CONTACT_PHONE, TF_CALLED,
		TF_NAME, TF_GENDER, TF_HOME_AREA, TF_AREA, TF_GROUPS, TF_CALL_ID, TF_RECORDING,
		TF_ORIGIN_LINE };
	bool ok = true;

	(void)str_copy(p->d.call, sizeof(p->d.call), keep->d.call);
	(void)str_copy(p->d.origin_phone, sizeof(p->d.origin_phone), keep->d.origin_phone);
	for (size_t i = 0; i < sizeof(stays) / sizeof(stays[0]) && ok; i++)
		ok = fields_set(&p->d.f, stays[i], keep->d.f.v[stays[i]]);
	return ok;
}

static bool
add(struct intake *s, struct sheet *p)
{
	if (p == NULL)
		return false;
	if (s->n_sheets == LIMIT_DRAFTS) {
		s->desk->say(
		    s->desk->app, 2, "草稿已有 %d 件, 请先办完一件 (Ctrl-N 换单)", LIMIT_DRAFTS);
		intake_draft_free(p);
		return false;
	}
	s->sheets[s->n_sheets] = p;
	s->at = s->n_sheets++;
	return true;
}

/* A sheet nobody wrote on gives its place to the next one. */
static void
drop_untouched(struct intake *s)
{
	if (s->n_sheets == 0 || s->sheets[s->at]->begun)
		return;
	intake_draft_free(s->sheets[s->at]);
	s->sheets[s->at] = s->sheets[--s->n_sheets];
	s->at = s->n_sheets > 0 ? s->n_sheets - 1 : 0;
}

/* An empty sheet, and those before not finished: after a crash, too, one looks for one's words. With a caller on the line
 * their own row says it. */
static void
say_others(const struct intake *s)
{
	if (s->n_sheets > 1 && !s->desk->call.active)
		s->desk->say(s->desk->app, 0,
		    "这是一张新单; 另有 %d 件草稿没写完, 按 Ctrl-N 接着写", s->n_sheets - 1);
}

bool
intake_draft_new(struct intake *s, const struct sheet *keep)
{
	struct sheet *p = blank(s);
	bool ok = p != NULL;

	if (ok && keep != NULL)
		ok = fill_again(keep, p);
	else if (ok && intake_draft_has_call(s))
		ok = fill_call(s, p);
	else if (ok && intake_draft_has_own(s))
		ok = fill_own(s, p);
	if (!ok) {
		intake_draft_free(p);
		no_memory(s);
		return false;
	}
	drop_untouched(s);
	if (!add(s, p))
		return false;
	intake_draft_show(s, s->at);
	if (keep == NULL)
		say_others(s);
	return true;
}

void
intake_draft_show(struct intake *s, int at)
{
	const int content = intake_form_cell(TF_CONTENT);
	struct sheet *p;
	int which;

	s->mode = MODE_FORM;
	s->at = at;
	s->armed = EVENT_COUNT;
	p = intake_sheet(s);
	intake_extra_refresh(s);
	which = intake_form_named(s, p->d.focus);
	textarea_set(&s->content, fields_get(&p->d.f, TF_CONTENT),
	    which == content && p->d.cursor >= 0 ? (size_t)p->d.cursor : SIZE_MAX);
	s->focus = which >= 0 ? which : content;
	intake_known_caller(s);
	intake_form_reload(
	    s); /* the widgets first: what is offered may write, and writing keeps their place */
	intake_offer_text(s);
	intake_offer_fields(s, TF_COUNT);
	intake_known_near(s);
}

/* Take up the half-done ones about ${ticket} ("" about none) that there is room for, the newest last. */
static void
restore(struct intake *s, const char *ticket)
{
	struct draft *found;
	int n = 0;

	if (s->desk->cache == NULL || (found = calloc(LIMIT_DRAFTS, sizeof(*found))) == NULL)
		return;
	n = cache_drafts(s->desk->cache, s->desk->me.user, found, LIMIT_DRAFTS);
	for (int i = n - 1; i >= 0; i--) {
		struct sheet *p =
		    strcmp(found[i].ticket, ticket) == 0 ? calloc(1, sizeof(*p)) : NULL;

		if (p == NULL || s->n_sheets == LIMIT_DRAFTS) {
			free(p);
			draft_free(&found[i]);
			continue;
		}
		p->d = found[i]; /* taken over with what it holds */
		p->begun = true;
		read_state(p);
		s->sheets[s->n_sheets++] = p;
	}
	free(found);
}

void
intake_draft_restore(struct intake *s)
{
	restore(s, "");
}

struct sheet *
intake_draft_amend(struct intake *s, const char *id, const struct fields *now)
{
	struct sheet *p;

	restore(s, id);
	for (int i = 0; i + 1 < s->n_sheets; i++) /* one a ticket: the newest */
		intake_draft_free(s->sheets[i]);
	if (s->n_sheets > 1) {
		s->sheets[0] = s->sheets[s->n_sheets - 1];
		s->n_sheets = 1;
	}
	s->at = 0;
	if (s->n_sheets > 0)
		return s->sheets[0];
	p = blank(s);
	if (p == NULL || !fields_copy(&p->d.f, now)) {
		intake_draft_free(p);
		return NULL;
	}
	(void)str_copy(p->d.ticket, sizeof(p->d.ticket), id);
	s->sheets[0] = p;
	s->n_sheets = 1;
	return p;
}

void
intake_draft_drop(struct intake *s)
{
	intake_draft_free(s->last);
	s->last = s->sheets[s->at];
	s->mode = MODE_SENT;
	for (int i = s->at; i + 1 < s->n_sheets; i++)
		s->sheets[i] = s->sheets[i + 1];
	s->n_sheets--;
	s->at = s->n_sheets > 0 ? s->n_sheets - 1 : 0;
}

/* ---- changing between them ---- */

unsigned
intake_draft_hold(struct intake *s)
{
	if (!intake_sheet(s)->begun) {
		s->desk->say(s->desk->app, 1, "本单还没有内容, 不用暂存");
		return VIEW_DRAW;
	}
	intake_draft_save(s);
	if (intake_draft_new(s, NULL))
		s->desk->say(s->desk->app, 0, "已暂存, 草稿 %d 件, Ctrl-N 换回", s->n_sheets - 1);
	return VIEW_DRAW;
}

unsigned
intake_draft_next(struct intake *s)
{
	bool sent = s->mode == MODE_SENT;

	if (s->n_sheets < (sent ? 1 : 2)) {
		s->desk->say(s->desk->app, 1, "没有别的草稿");
		return VIEW_DRAW;
	}
	intake_draft_save(s);
	if (!sent && intake_sheet(s)->begun) {
		intake_draft_show(s, (s->at + 1) % s->n_sheets);
		return VIEW_DRAW;
	}
	drop_untouched(s); /* an empty one is not half-done: it goes, the newest comes back */
	if (s->n_sheets > 0)
		intake_draft_show(s, s->n_sheets - 1);
	else /* what was sent still stands there */
		s->desk->say(s->desk->app, 1, "没有别的草稿");
	return VIEW_DRAW;
}
