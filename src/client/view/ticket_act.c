/* ticket_act.c: the steps a person may take on a ticket, each by its digit, and what is asked before it is sent.
 *
 * Only steps that the state table allows this person now are shown. The whole rule is asked again before anything goes
 * to the engine, so that a refusal is heard while the words still stand there. Words that are not sent are notes
 * (ticket_note.c). Not here: what a step does (model/apply.c), filling in the form of a ticket (the intake screen). */
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "module_put_p.h"
#include "ticket_p.h"

const struct deed ticket_deeds[TICKET_DEEDS] = {
	{ EVENT_NOTE, "追加说明", "要让承办单位和同事知道的话", FORM_TEXT, EA_NOTE },
	{ EVENT_URGE, "催办", "来电人怎么说, 催什么", FORM_TEXT, EA_NOTE },
	{ EVENT_SUPPLEMENT, "补充", "来电人补充的情况", FORM_TEXT, EA_NOTE },
	{ EVENT_PROGRESS, "记查询", "", FORM_NONE, EA_NOTE },
	{ EVENT_COMPLETE, "补全", "", FORM_INTAKE, EA_NOTE },
	{ EVENT_AMEND, "修改", "", FORM_INTAKE, EA_NOTE },
	{ EVENT_CONTACT, "记联系", "沟通内容", FORM_CONTACT, EA_SUMMARY },
	{ EVENT_DISPATCH, "派单", "派给", FORM_UNIT, EA_TO_UNIT },
	{ EVENT_REOPEN_REJECT, "恢复受理", "恢复的原因", FORM_TEXT, EA_REASON },
};

static struct ticket_note *
note(struct dossier *s)
{
	return &s->notes[s->deed - ticket_deeds];
}

static struct workflow_env
rules(const struct dossier *s)
{
	return (struct workflow_env){ .city = s->desk->city,
		.now = s->desk->now,
		.online = part_online(s->desk),
		.last_urge_at = s->urged_at };
}

bool
ticket_act_may(const struct dossier *s, const struct deed *d, struct err *e)
{
	struct workflow_env env = rules(s);

	if (s->desk->city == NULL) {
		(void)err_set(e, ERR_BUSY, "城市资料还没有取到, 请稍候");
		return false;
	}
	/* once dispatched the unit calls the citizen; the desk keeps what the citizen tells */
	if (d->kind == EVENT_CONTACT && s->t.state != STATE_INCOMPLETE &&
	    (s->desk->me.roles & ROLES_CENTRE) != 0) {
		(void)err_set(e, ERR_STATE, "派单后由承办单位联系诉求人");
		return false;
	}
	return workflow_may(d->kind, &s->t, &s->desk->me, &env, e) == ERR_OK;
}

const char *
ticket_act_label(const struct dossier *s, const struct deed *d)
{
	return d->kind == EVENT_AMEND && s->raise_only ? "提级" : d->label;
}

/* ---- sending ---- */

/* The arguments of the step as they stand in the form. false: no memory. */
static bool
collect(const struct dossier *s, struct args *a)
{
	const struct desk *d = s->desk;
	bool ok = !d->call.active || args_set(a, EA_CALL_ID, d->call.id);
	const struct dispatch_choice *to;
	int n;

	switch (s->deed->form) {
	case FORM_TEXT:
		return ok && args_set(a, s->deed->arg, textarea_text(&s->words));
	case FORM_CONTACT:
		ok = ok &&
		     args_set(a, EA_RESULT,
			 s->how.value >= 0 ? workflow_results(EVENT_CONTACT, &n)[s->how.value].code
					   : "");
		return ok && args_set(a, s->deed->arg, textarea_text(&s->words));
	case FORM_UNIT:
		if (s->pick.value < 0)
			return ok;
		to = &s->options[s->pick.value];
		return ok && args_set(a, EA_TO_UNIT, to->unit->code) &&
		       args_set(a, EA_RULE, to->rule->id) && args_set(a, EA_BASIS, to->rule->basis);
	case FORM_NONE:
	case FORM_INTAKE:
		break;
	}
	return ok;
}

static enum err_code
check(const struct dossier *s, const struct args *a, struct err *e)
{
	struct workflow_env env = rules(s);
	struct event ev;
	enum err_code rc = ERR_NO_MEMORY;

	event_init(&ev);
	ev.kind = (int)s->deed->kind;
	ev.at = s->desk->now;
	(void)str_copy(ev.ticket, sizeof(ev.ticket), s->id);
	if (args_copy(&ev.args, a))
		rc = workflow_check(&s->t, &ev, &s->desk->me, &env, e);
	else
		(void)err_set(e, ERR_NO_MEMORY, NULL);
	event_free(&ev);
	return rc;
}

static unsigned
send(struct dossier *s)
{
	struct job *j;
	struct err e = { 0 };

	if (s->job != 0 || (j = part_job(s->desk, JOB_ACT)) == NULL)
		return VIEW_DRAW;
	(void)str_copy(j->ticket, sizeof(j->ticket), s->id);
	j->act = (int)s->deed->kind;
	ticket_note_with(note(s), j);
	if (!collect(s, &j->args))
		(void)err_set(&e, ERR_NO_MEMORY, NULL);
	else
		(void)check(s, &j->args, &e);
	if (e.code != ERR_OK) {
		job_free(j);
		s->desk->say(s->desk->app, 2, "%s。", e.text);
		return VIEW_DRAW;
	}
	s->job_kind = (int)s->deed->kind;
	s->job = s->desk->job(s->desk->app, j);
	return VIEW_DRAW;
}

unsigned
ticket_act_done(struct dossier *s, const struct news *n)
{
	const struct desk *d = s->desk;
	const char *label = event_info((enum event_kind)s->job_kind)->label;

	s->job = 0;
	s->stale = true;
	if (n->err.code != ERR_OK) { /* the words stay where they are */
		d->say(d->app, 2, "%s没有办成: %s", label, n->err.text);
		return VIEW_DRAW;
	}
	if (part_online(d))
		d->say(d->app, 0, "已记%s。", label);
	else
		d->say(d->app, 1, "%s已存本机, 线路恢复后自动送出。", label);
	if (s->deed != NULL)
		ticket_note_done(note(s)); /* it went with the step */
	ticket_act_close(s);
	return VIEW_DRAW;
}

/* ---- the words ---- */

/* How the contact went, as kept beside the words: "how=reached". */
static void
how_state(const struct dossier *s, char out[40])
{
	int n;

	out[0] = '\0';
	if (s->deed->form == FORM_CONTACT && s->how.value >= 0)
		(void)snprintf(
		    out, 40, "how=%s", workflow_results(EVENT_CONTACT, &n)[s->how.value].code);
}

static int
how_from(const char *state)
{
	int n;
	const struct enum_item *items = workflow_results(EVENT_CONTACT, &n);

	for (int i = 0; i < n && i < 9; i++)
		if (str_starts(state, "how=") && strcmp(state + strlen("how="), items[i].code) == 0)
			return i;
	return -1;
}

void
ticket_act_recall(struct dossier *s)
{
	struct draft found[TICKET_NOTES];
	int n = s->job != 0 || !part_signed_in(s->desk)
		    ? -1
		    : cache_notes(s->desk->cache, s->desk->me.user, s->id, found, TICKET_NOTES);

	for (int i = 0; n >= 0 && i < TICKET_DEEDS; i++)
		if (ticket_note_settled(&s->notes[i]))
			ticket_note_from(
			    &s->notes[i], s->desk, s->id, ticket_deeds[i].kind, found, n);
	for (int i = 0; i < n; i++)
		draft_free(&found[i]);
	if (s->mode == DOSSIER_FORM &&
	    strcmp(ticket_note_text(note(s)), textarea_text(&s->words)) != 0)
		textarea_set(&s->words, ticket_note_text(note(s)), ticket_note_cursor(note(s)));
}

void
ticket_act_save(struct dossier *s)
{
	char state[40];

	if (s->mode == DOSSIER_FORM) {
		how_state(s, state);
		ticket_note_mark(note(s), s->words.ed.cursor, state);
	}
	for (int i = 0; i < TICKET_DEEDS; i++)
		ticket_note_save(&s->notes[i], s->desk);
}

bool
ticket_act_news(struct dossier *s, const struct news *n)
{
	for (int i = 0; i < TICKET_DEEDS; i++)
		if (ticket_note_event(&s->notes[i], s->desk, n))
			return true;
	return false;
}

void
ticket_act_free(struct dossier *s)
{
	for (int i = 0; i < TICKET_DEEDS; i++)
		ticket_note_free(&s->notes[i]);
}

/* ---- the form ---- */

void
ticket_act_close(struct dossier *s)
{
	if (s->picking) {
		picker_free(&s->pick);
		picker_catalogue_free(&s->units);
		s->picking = false;
	}
	textarea_set(&s->words, "", 0);
	s->deed = NULL;
	s->mode = DOSSIER_LOOK;
}

/* Back to the ticket; the words are there again the next time the step is opened. */
static unsigned
leave(struct dossier *s)
{
	const struct desk *d = s->desk;

	ticket_act_save(s);
	if (ticket_note_any(note(s)))
		d->say(d->app, 1, "“%s”还没有送出, 写的话已存下: 按 %d 接着写", s->deed->label,
		    (int)(s->deed - ticket_deeds) + 1);
	ticket_act_close(s);
	return VIEW_DRAW;
}

static bool
open_units(struct dossier *s)
{
	const struct input down = input_action(ACTION_DOWN);
	const struct desk *d = s->desk;
	struct react r = { 0 };
	int n = dispatch_options(d->city, &s->t.f, d->now, s->options, DISPATCH_OPTIONS);

	if (n == 0) {
		struct dispatch_choice why;

		dispatch_choose(d->city, &s->t.f, d->now, &why);
		d->say(d->app, 2, "目录里没有可派的单位: %s",
		    why.why_not != NULL ? why.why_not : "请先改分类或区域");
		return false;
	}
	for (int i = 0; i < n; i++)
		s->unit_items[i] = (struct picker_item){ .code = s->options[i].rule->id,
			.label = s->options[i].unit->name,
			.search = s->options[i].unit->short_name,
			.hint = s->options[i].rule->basis,
			.weight = n - i };
	if (picker_catalogue_init(&s->units, s->unit_items, (size_t)n, NULL) != ERR_OK)
		return false;
	picker_init(&s->pick, &s->units, RECORD_UNITS);
	s->picking = true;
	picker_set(&s->pick, s->unit_items[0].code);
	if (n > 1) { /* one only: Enter sends it there */
		s->pick.value = -1;
		picker_input(&s->pick, &down, &r);
	}
	return true;
}

static void
open_contact(struct dossier *s)
{
	int n;
	const struct enum_item *items = workflow_results(EVENT_CONTACT, &n);

	for (int i = 0; i < n && i < 9; i++)
		s->how_labels[i] = items[i].label;
	s->how = (struct choice){
		.labels = s->how_labels, .n = n, .value = how_from(note(s)->d.view_state)
	};
	s->on_how = s->how.value < 0;
}

unsigned
ticket_act_open(struct dossier *s, int digit)
{
	const struct desk *d = s->desk;
	const struct deed *deed;
	struct err e = { 0 };

	if (digit > TICKET_DEEDS || s->job != 0)
		return VIEW_DRAW;
	deed = &ticket_deeds[digit - 1];
	if (!ticket_act_may(s, deed, &e)) {
		d->say(d->app, 1, "%s。", e.text);
		return VIEW_DRAW;
	}
	if (deed->form == FORM_INTAKE) {
		d->open(d->app, view_by_name("intake"), s->id);
		return VIEW_DRAW;
	}
	s->deed = deed;
	s->on_how = false;
	textarea_set(&s->words, ticket_note_text(note(s)), ticket_note_cursor(note(s)));
	if (deed->form == FORM_NONE)
		return send(s);
	if (deed->form == FORM_UNIT && !open_units(s))
		return VIEW_DRAW;
	if (deed->form == FORM_CONTACT)
		open_contact(s);
	s->mode = DOSSIER_FORM;
	return VIEW_DRAW;
}

static unsigned
used(const struct dossier *s, const struct react *r)
{
	if ((r->bits & REACT_REFUSED) != 0)
		s->desk->say(s->desk->app, 1, "%s", r->note);
	return r->bits != 0 ? VIEW_DRAW : VIEW_IGNORED;
}

static unsigned
input_unit(struct dossier *s, const struct input *in)
{
	struct react r = { 0 };

	if (!s->pick.open && (input_is(in, ACTION_ENTER) || input_is(in, ACTION_SUBMIT)))
		return send(s);
	if (!s->pick.open && input_is(in, ACTION_BACK))
		return leave(s);
	picker_input(&s->pick, in, &r);
	return used(s, &r);
}

static unsigned
input_how(struct dossier *s, const struct input *in)
{
	struct react r = { 0 };

	if (input_is(in, ACTION_BACK))
		return leave(s);
	choice_input(&s->how, in, &r);
	if ((r.bits & REACT_TAKE) != 0 || input_is(in, ACTION_ENTER) || input_is(in, ACTION_NEXT) ||
	    input_is(in, ACTION_DOWN)) {
		s->on_how = s->how.value < 0;
		return VIEW_DRAW;
	}
	return used(s, &r);
}

/* The words are on their way: what were written now would be lost. The answer is a matter of milliseconds. */
static unsigned
while_sending(const struct dossier *s, const struct input *in)
{
	if (in->kind == INPUT_RESIZE || input_is(in, ACTION_HELP) || input_is(in, ACTION_COMMAND) ||
	    input_is(in, ACTION_REDRAW) || input_is(in, ACTION_LOCK))
		return VIEW_IGNORED;
	s->desk->say(s->desk->app, 1, "正在送出, 请稍候");
	return VIEW_DRAW;
}

/* The citizen's words are told here too, so the modules for them fit as well as those for notes. */
static unsigned
put_module(struct dossier *s)
{
	const char *text = textarea_text(&s->words);
	struct str whole = { 0 };
	struct edit ed;
	size_t at = 0;

	if (module_put(s->desk, "note content", text, s->words.ed.cursor, &whole, &at)) {
		ed = module_put_edit(text, &whole, at);
		textarea_set(&s->words, str_c(&whole), at);
		ticket_note_edit(note(s), s->desk, &ed, str_c(&whole));
	}
	str_free(&whole);
	return VIEW_DRAW;
}

unsigned
ticket_act_input(struct dossier *s, const struct input *in)
{
	struct react r = { 0 };

	if (s->job != 0)
		return while_sending(s, in);
	if (s->deed->form == FORM_UNIT)
		return input_unit(s, in);
	if (s->on_how)
		return input_how(s, in);
	if (input_is(in, ACTION_BACK))
		return leave(s);
	if (input_is(in, ACTION_ENTER) || input_is(in, ACTION_SUBMIT))
		return send(s);
	if (s->deed->form == FORM_CONTACT &&
	    (input_is(in, ACTION_PREV) || input_is(in, ACTION_NEXT))) {
		s->on_how = true;
		return VIEW_DRAW;
	}
	if (input_is(in, ACTION_MODULE))
		return put_module(s);
	textarea_input(&s->words, in, &r);
	if ((r.bits & REACT_EDIT) != 0)
		ticket_note_edit(note(s), s->desk, &r.edit, textarea_text(&s->words));
	return used(s, &r);
}
