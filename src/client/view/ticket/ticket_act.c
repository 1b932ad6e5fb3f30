/* ticket_act.c: the steps a person may take on a ticket, by digit, whatever his roles: the form of one is the panel that
 * every screen has (form.c).
 *
 * Only steps that the state table allows this person now have a digit. Those of the call-taker's day keep theirs also where
 * a rule will refuse them (urged today already): the rule is heard when it is sent, and no other step slips under the
 * finger. The others are left out where no word could make them possible. Not here: what a step does (model/apply.c),
 * filling in the form of a ticket (the intake screen). */
#include <string.h>

#include "base/str.h"
#include "client/view/work/dispatch_p.h"
#include "ticket_p.h"

struct order {
	enum event_kind kind;
	const char *label; /* NULL: the event's own */
};

/* Whose turn it is first: then Enter's step of his own desk is 1 here too. */
static const struct order turns[] = {
	{ EVENT_DISPATCH, NULL },
	{ EVENT_RETURN_OK, "同意改派" },
	{ EVENT_RETURN_NO, NULL },
	{ EVENT_AUDIT_OK, "通过" },
	{ EVENT_AUDIT_BACK, NULL },
	{ EVENT_EXTEND_OK, NULL },
	{ EVENT_EXTEND_NO, NULL },
	{ EVENT_SUSPEND, "同意挂起" },
	{ EVENT_SUSPEND_NO, NULL },
	{ EVENT_INFO_NO, NULL },
	{ EVENT_ASK_INFO, NULL },
	{ EVENT_REVIEW_REDO, NULL },
	{ EVENT_REVIEW_KEEP, NULL },
	{ EVENT_VISIT_OK, NULL },
	{ EVENT_VISIT_BAD, NULL },
	{ EVENT_VISIT_FAIL, NULL },
	{ EVENT_SIGNIN, NULL },
};
/* The call-taker's, in the order of use. */
static const struct order daily[] = {
	{ EVENT_NOTE, "追加说明" },
	{ EVENT_URGE, NULL },
	{ EVENT_SUPPLEMENT, NULL },
	{ EVENT_PROGRESS, "记查询" },
	{ EVENT_COMPLETE, NULL },
	{ EVENT_AMEND, "修改" },
	{ EVENT_CONTACT, "记联系" },
};
static const struct order others[] = {
	{ EVENT_REPLY, NULL },
	{ EVENT_REPLY_ASK, NULL },
	{ EVENT_REPLY_BACK, NULL },
	{ EVENT_CO_REPLY, NULL },
	{ EVENT_ASSIGN_DOWN, NULL },
	{ EVENT_RETURN, NULL },
	{ EVENT_EXTEND_ASK, NULL },
	{ EVENT_SUSPEND_ASK, NULL },
	{ EVENT_INFO_ASK, NULL },
	{ EVENT_ASK_RELAY, NULL },
	{ EVENT_RELAY, NULL },
	{ EVENT_SUPERVISE_REPLY, NULL },
	{ EVENT_REOPEN_REJECT, NULL },
	{ EVENT_REOPEN, NULL },
	{ EVENT_LATE_EVAL, NULL },
	{ EVENT_MERGE_ASK, "建议并单" },
	{ EVENT_HANDOVER, "移交首问" },
	{ EVENT_HANDOVER_TAKE, "接受首问" },
	{ EVENT_WITHDRAW, NULL },
	{ EVENT_IMPORTANT, NULL },
	{ EVENT_PHONE_NOTIFY, NULL },
	{ EVENT_ADD_CO, NULL },
	{ EVENT_MERGE, NULL },
	{ EVENT_UNMERGE, NULL },
	{ EVENT_DESIGNATE, NULL },
	{ EVENT_RESUME, NULL },
	{ EVENT_FORWARD, NULL },
	{ EVENT_URGENCY_ASK, NULL },
	{ EVENT_URGENCY_OK, NULL },
	{ EVENT_URGENCY_NO, NULL },
	{ EVENT_SUPERVISE, NULL },
	{ EVENT_SUPERVISE_END, NULL },
	{ EVENT_ESCALATE, NULL },
	{ EVENT_INSTRUCT, NULL },
	{ EVENT_MEETING, NULL },
	{ EVENT_CARD, NULL },
	{ EVENT_CARD_REVOKE, NULL },
	{ EVENT_CARD_APPEAL, NULL },
	{ EVENT_CARD_KEEP, NULL },
	{ EVENT_APPEAL, NULL },
	{ EVENT_APPEAL_OK, NULL },
	{ EVENT_APPEAL_NO, NULL },
	{ EVENT_RATE, NULL },
};

#define COUNT(a) ((int)(sizeof(a) / sizeof((a)[0])))

/* ---- which there are ---- */

/* once dispatched the unit calls the citizen; the desk keeps what the citizen tells */
static bool
is_units_call(const struct dossier *s, enum event_kind k)
{
	return k == EVENT_CONTACT && s->t.state != STATE_INCOMPLETE &&
	       (s->desk->me.roles & ROLES_CENTRE) != 0;
}

static bool
allowed(const struct dossier *s, enum event_kind k)
{
	const struct workflow_env env = { .city = s->desk->city,
		.now = s->desk->now,
		.online = part_online(s->desk),
		.last_urge_at = s->urged_at };

	return !is_units_call(s, k) && workflow_may(k, &s->t, &s->desk->me, &env, NULL) == ERR_OK;
}

/* The answer to a request, and none waits, and other things without their occasion: no word would make them possible. */
static bool
has_no_occasion(const struct dossier *s, enum event_kind k)
{
	static const struct {
		enum event_kind no;
		enum ticket_request request;
	} answers[] = {
		{ EVENT_EXTEND_NO, REQUEST_EXTEND },
		{ EVENT_SUSPEND_NO, REQUEST_SUSPEND },
		{ EVENT_SUSPEND, REQUEST_SUSPEND },
		{ EVENT_EXTEND_OK, REQUEST_EXTEND },
		{ EVENT_INFO_NO, REQUEST_INFO },
		{ EVENT_REPLY_BACK, REQUEST_SIGN_OFF },
		{ EVENT_URGENCY_NO, REQUEST_URGENCY },
		{ EVENT_CARD_KEEP, REQUEST_CARD },
		{ EVENT_APPEAL_NO, REQUEST_APPEAL },
		{ EVENT_SUPERVISE_REPLY, REQUEST_SUPERVISE },
	};

	if (k == EVENT_WITHDRAW) /* only who speaks on the line may take it back */
		return !s->desk->call.active;
	if (k == EVENT_PHONE_NOTIFY)
		return strcmp(fields_get(&s->t.f, TF_URGENCY), "normal") == 0;
	for (int i = 0; i < COUNT(answers); i++)
		if (answers[i].no == k)
			return s->t.request[answers[i].request].at == 0;
	return false;
}

static void
add(struct dossier *s, const struct order *o, int n, bool always)
{
	struct err e = { 0 };

	for (int i = 0; i < n && s->n_steps < TICKET_STEPS; i++) {
		if (!allowed(s, o[i].kind) ||
		    (!always && (has_no_occasion(s, o[i].kind) ||
				    form_may(s->desk, &s->t, o[i].kind, &e) != ERR_OK)))
			continue;
		s->steps[s->n_steps] = o[i].kind;
		s->labels[s->n_steps++] = o[i].kind == EVENT_AMEND && s->raise_only ? "提级"
					  : o[i].label != NULL                      ? o[i].label
							       : event_info(o[i].kind)->label;
	}
}

void
ticket_act_find(struct dossier *s)
{
	s->n_steps = 0;
	if (s->desk->city == NULL)
		return;
	add(s, turns, COUNT(turns), false);
	add(s, daily, COUNT(daily), true);
	add(s, others, COUNT(others), false);
	if (s->page * TICKET_KEYS >= s->n_steps)
		s->page = 0;
}

/* ---- taking one ---- */

/* What the rules must be told of the call: who speaks is who may take it back. */
static void
fill_call(struct dossier *s)
{
	const struct call_info *call = &s->desk->call;

	if (s->form.kind != EVENT_WITHDRAW || !call->active)
		return;
	form_fill(&s->form, EA_CALL_ID, call->id);
	form_also(&s->form, EA_PHONE, call->peer, EA_CALL_ID);
}

static unsigned
take(struct dossier *s, int i)
{
	const struct desk *d = s->desk;
	const enum event_kind k = s->steps[i];

	if (k == EVENT_COMPLETE || k == EVENT_AMEND) {
		d->open(d->app, view_by_name("intake"), s->id);
		return VIEW_DRAW;
	}
	if (!form_open(&s->form, s->desk, &s->t, k))
		return VIEW_DRAW;
	s->form.label = s->labels[i];
	dispatch_offer_fill(&(struct offer){ s->desk, &s->t, s->ev, s->n_ev }, &s->form);
	fill_call(s);
	if (s->form.n == 0)
		return form_send(&s->form);
	s->mode = DOSSIER_FORM;
	return VIEW_DRAW;
}

unsigned
ticket_act_open(struct dossier *s, int digit)
{
	const int i = s->page * TICKET_KEYS + digit - 1;

	return s->form.open || i >= s->n_steps ? VIEW_DRAW : take(s, i);
}

unsigned
ticket_act_more(struct dossier *s)
{
	s->page = (s->page + 1) * TICKET_KEYS < s->n_steps ? s->page + 1 : 0;
	return VIEW_DRAW;
}

/* ---- while its form is open ---- */

static void
left(struct dossier *s)
{
	if (!s->form.open && s->mode == DOSSIER_FORM)
		s->mode = DOSSIER_LOOK;
}

/* What hangs on the answer that was given. */
static void
settle(struct dossier *s, enum event_arg a)
{
	dispatch_offer_changed(&(struct offer){ s->desk, &s->t, s->ev, s->n_ev }, &s->form, a);
}

unsigned
ticket_act_input(struct dossier *s, const struct input *in)
{
	struct form *f = &s->form;
	const enum event_kind k = f->kind;
	const bool any = ticket_note_any(&f->note);
	const int at = f->focus;
	struct str before = { 0 };
	unsigned bits;

	str_add(&before, f->n > 0 ? form_cell_text(&f->cell[at]) : "");
	bits = form_input(f, in);
	if (!f->open)
		s->kept[k] = any;
	else if (f->n > 0 && strcmp(str_c(&before), form_cell_text(&f->cell[at])) != 0)
		settle(s, f->cell[at].ask->arg);
	str_free(&before);
	left(s);
	return bits;
}

bool
ticket_act_news(struct dossier *s, const struct news *n)
{
	const enum event_kind k = s->form.kind;
	bool done = false;
	const bool ours = form_event(&s->form, n, &done);

	if (done) {
		s->kept[k] = false;
		s->stale = true;
	}
	left(s);
	return ours;
}

void
ticket_act_close(struct dossier *s)
{
	if (s->form.open)
		form_close(&s->form);
	left(s);
}

void
ticket_act_recall(struct dossier *s)
{
	struct draft found[TICKET_NOTES];
	int n = part_signed_in(s->desk)
		    ? cache_notes(s->desk->cache, s->desk->me.user, s->id, found, TICKET_NOTES)
		    : -1;

	if (n < 0)
		return;
	memset(s->kept, 0, sizeof(s->kept));
	for (int i = 0; i < n; i++) {
		const int k = event_by_json(found[i].act);

		if (k >= 0)
			s->kept[k] = true;
		draft_free(&found[i]);
	}
	if (ticket_note_any(&s->form.last)) { /* newer than the table */
		const int k = event_by_json(s->form.last.d.act);

		if (k >= 0)
			s->kept[k] = true;
	}
}
