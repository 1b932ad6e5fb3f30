/* handling_turn.c: whose turn it is on a ticket of a unit, which steps are worth a key now, and what the program can write
 * into their forms by itself.
 *
 * All of it is advice: what may be done is said by the rules (model/workflow.c). Not here: the lists and keys (handling.c),
 * the picture (handling_draw.c). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "handling_p.h"
#include "model/dispatch.h"

#define RETURNS_MOST 2 /* after that a unit is designated (workflow_unit.c) */

static bool
may_sign(const struct desk *d)
{
	return (d->me.roles & (ROLE_BIT(UNIT_LEAD) | ROLE_BIT(TOWNSHIP))) != 0;
}

static bool
asked(const struct work_row *r, enum ticket_request what)
{
	return (r->asked >> what & 1) != 0;
}

/* ---- whose turn ---- */

static void
say(struct turn *out, int kind, const char *words)
{
	out->kind = kind;
	(void)str_copy(out->words, sizeof(out->words), words);
}

static void
of_closed(const struct desk *d, const struct work_row *r, struct turn *out)
{
	if (asked(r, REQUEST_APPEAL))
		say(out, -1, "申诉待批");
	else
		say(out, may_sign(d) ? EVENT_APPEAL : -1, may_sign(d) ? "申诉" : "由审签人申诉");
}

/* Somebody else has it now. */
static bool
waits(const struct desk *d, const struct work_row *r, struct turn *out)
{
	if (r->row.state == STATE_RETURN_REQ)
		say(out, -1, r->row.pending ? "退单待送" : "退单待审");
	else if (r->row.state == STATE_SUSPENDED)
		say(out, -1, "已挂起");
	else if (r->row.state == STATE_REPLIED)
		say(out, -1, r->row.pending ? "反馈待送" : "待审核");
	else if (r->row.state == STATE_CLOSED)
		of_closed(d, r, out);
	else if (r->row.state != STATE_DISPATCHED && r->row.state != STATE_WORKING)
		say(out, -1, state_label(r->row.state));
	else if (r->held && r->part == ASSIGN_IS_REPLIED)
		say(out, -1, "已反馈");
	else if (asked(r, REQUEST_SIGN_OFF))
		say(out, may_sign(d) ? EVENT_REPLY : -1, may_sign(d) ? "审签" : "等审签");
	else
		return false;
	return true;
}

static void
to_contact(const struct work_row *r, struct turn *out)
{
	if (r->shielded) {
		say(out, asked(r, REQUEST_RELAY) ? -1 : EVENT_ASK_RELAY,
		    asked(r, REQUEST_RELAY) ? "等热线转达" : "请热线转达");
		return;
	}
	say(out, EVENT_CONTACT, "联系");
	if (r->contact_count > 0)
		(void)snprintf(out->words, sizeof(out->words), "联系(拨%d次)", r->contact_count);
}

void
handling_turn(const struct worklist *w, const struct work_row *r, struct turn *out)
{
	const bool lead = !r->held || r->role == ASSIGN_LEAD,
		   helps = r->held && r->role == ASSIGN_CO;

	if (w->list_no == HANDLING_SUPERVISED && asked(r, REQUEST_SUPERVISE))
		say(out, EVENT_SUPERVISE_REPLY, "督办反馈");
	else if (waits(w->desk, r, out))
		return;
	else if (r->held ? r->part == ASSIGN_IS_WAITING : r->row.state == STATE_DISPATCHED)
		say(out, EVENT_SIGNIN, "签收");
	else if (r->role == ASSIGN_CC && r->held)
		say(out, -1, "知悉");
	else if (lead && r->down[0] != '\0')
		say(out, -1, "等代办员");
	else if (!r->spoken && !helps) /* the lead unit speaks with the citizen */
		to_contact(r, out);
	else if (!lead)
		say(out, EVENT_CO_REPLY, "反馈");
	else
		say(out, EVENT_REPLY, r->back_count > 0 || r->round > 1 ? "重新反馈" : "反馈");
}

enum event_kind
handling_reply_kind(const struct desk *d, const struct ticket *t)
{
	return may_sign(d) && workflow_signs_itself(t, &d->me) ? EVENT_REPLY : EVENT_REPLY_ASK;
}

/* ---- which steps ---- */

static const struct assignment *
my_part(const struct worklist *w)
{
	const struct assignment *a = ticket_assignment(&w->t, w->desk->me.unit);

	return a != NULL ? a : ticket_lead(&w->t);
}

static bool
has_units_below(const struct worklist *w)
{
	const struct city *c = w->desk->city;

	for (size_t i = 0; i < c->n_units; i++)
		if (strcmp(c->units[i].parent, w->desk->me.unit) == 0)
			return true;
	return false;
}

static bool
may_return(const struct worklist *w)
{
	const struct ticket *t = &w->t;

	return !t->designated && t->return_count < RETURNS_MOST && t->return_until != 0 &&
	       w->desk->now <= t->return_until;
}

/* Of the lead unit, when it has signed. */
static bool
fits_lead(const struct worklist *w, enum event_kind k)
{
	const struct ticket *t = &w->t;
	const bool signing = t->request[REQUEST_SIGN_OFF].at != 0;

	switch (k) {
	case EVENT_REPLY:
		return handling_reply_kind(w->desk, t) == EVENT_REPLY;
	case EVENT_REPLY_ASK:
		return handling_reply_kind(w->desk, t) == EVENT_REPLY_ASK && !signing;
	case EVENT_REPLY_BACK:
		return signing && strcmp(t->request[REQUEST_SIGN_OFF].by, w->desk->me.user) != 0;
	case EVENT_EXTEND_ASK:
		return t->request[REQUEST_EXTEND].at == 0 && w->desk->now <= t->unit_due;
	case EVENT_SUSPEND_ASK:
		return t->request[REQUEST_SUSPEND].at == 0;
	case EVENT_INFO_ASK:
		return t->request[REQUEST_INFO].at == 0;
	case EVENT_ADD_CO:
		return has_units_below(w);
	default:
		return true;
	}
}

bool
handling_fits(const struct worklist *w, enum event_kind k)
{
	const struct assignment *part = my_part(w);
	const bool shielded = ticket_is_shielded(&w->t);
	const bool has_signed = part != NULL && part->state == ASSIGN_IS_SIGNED;
	struct err e = { 0 };

	switch (k) {
	case EVENT_SIGNIN:
		return part != NULL && part->state == ASSIGN_IS_WAITING;
	case EVENT_CONTACT:
		return !shielded && part != NULL && part->role != ASSIGN_CO;
	case EVENT_ASK_RELAY:
		return shielded && w->t.request[REQUEST_RELAY].at == 0;
	case EVENT_RETURN:
		return part != NULL && part->role == ASSIGN_LEAD && may_return(w);
	case EVENT_ASSIGN_DOWN:
		return has_signed && has_units_below(w);
	case EVENT_CO_REPLY:
		return has_signed && (part->role == ASSIGN_CO || part->role == ASSIGN_DOWN);
	case EVENT_CARD_APPEAL:
		return w->t.card != CARD_NONE && w->t.request[REQUEST_CARD].at == 0;
	case EVENT_SUPERVISE_REPLY:
		return w->t.request[REQUEST_SUPERVISE].at != 0;
	case EVENT_APPEAL:
		return form_may(w->desk, &w->t, k, &e) == ERR_OK;
	default:
		return has_signed && part->role == ASSIGN_LEAD && fits_lead(w, k);
	}
}

/* ---- what can be written by itself ---- */

/* The catalogue's rule for this category that names another unit: whom to suggest, with its basis. */
static bool
other_unit(const struct worklist *w, struct dispatch_choice *out)
{
	const struct city *c = w->desk->city;
	struct dispatch_choice options[DISPATCH_OPTIONS];
	int n =
	    c != NULL ? dispatch_options(c, &w->t.f, w->desk->now, options, DISPATCH_OPTIONS) : 0;

	for (int i = 0; i < n; i++)
		if (options[i].rule != NULL &&
		    !city_unit_is_under(c, options[i].unit->code, w->t.lead_unit)) {
			*out = options[i];
			return true;
		}
	return false;
}

static void
propose_return(const struct worklist *w, struct form *f)
{
	struct dispatch_choice other;

	form_fill(f, EA_REASON_CODE, "not_duty");
	if (!other_unit(w, &other))
		return;
	form_fill(f, EA_BASIS, other.rule->basis);
	form_fill(f, EA_SUGGEST, other.unit->code);
}

/* Where a stray digit is seen and changes no verdict, with all the words in sight; unless something is missing, or he has
 * begun to write himself. */
static void
begin_at_words(struct form *f)
{
	const int first = form_first(f);

	if (ticket_note_any(&f->note) || !form_cell_is_choice(&f->cell[first]) ||
	    *form_cell_text(&f->cell[first]) == '\0')
		return;
	for (int i = 0; i < f->n; i++)
		if (f->cell[i].ask->kind == DEED_TEXT) {
			f->focus = i;
			return;
		}
}

/* The head signs what was written for him. */
static void
propose_signed(const struct worklist *w, struct form *f)
{
	const int64_t seq = w->t.request[REQUEST_SIGN_OFF].seq;
	struct event *events = NULL;
	int n = cache_events(w->desk->cache, w->t.id, &events, NULL);

	for (int i = n - 1; i >= 0; i--) {
		const struct event *ev = &events[i];

		if (ev->kind == EVENT_REPLY_ASK && (seq == 0 || ev->seq == seq)) {
			for (int k = 0; k < f->n; k++)
				form_fill(f, f->cell[k].ask->arg,
				    args_get(&ev->args, f->cell[k].ask->arg));
			break;
		}
	}
	for (int i = 0; i < n; i++)
		event_free(&events[i]);
	free(events);
	form_hold(f, EA_IS_TRUE);
	form_hold(f, EA_SOLVED);
	begin_at_words(f);
}

/* What came back is mended, not written anew: all it said stands there again; its attachments are on the ticket. */
static void
propose_again(const struct worklist *w, struct form *f)
{
	struct event *events = NULL;
	int n = cache_events(w->desk->cache, w->t.id, &events, NULL);
	bool back = false, found = false;

	for (int i = n - 1; i >= 0 && !found; i--) {
		const struct event *ev = &events[i];

		back = back || ev->kind == EVENT_AUDIT_BACK || ev->kind == EVENT_REPLY_BACK;
		found = ev->kind == EVENT_REPLY || ev->kind == EVENT_REPLY_ASK;
		for (int k = 0; k < f->n && found && back; k++)
			if (f->cell[k].ask->arg != EA_FILES)
				form_fill(f, f->cell[k].ask->arg,
				    args_get(&ev->args, f->cell[k].ask->arg));
	}
	for (int i = 0; i < n; i++)
		event_free(&events[i]);
	free(events);
	if (found && back)
		begin_at_words(f);
}

/* The village the place lies in, if it is one of this unit's. */
static void
propose_down(const struct worklist *w, struct form *f)
{
	const struct city *c = w->desk->city;
	const struct unit *u =
	    c != NULL ? city_unit_for_area(c, fields_get(&w->t.f, TF_AREA), "village") : NULL;

	if (u != NULL && strcmp(u->code, w->desk->me.unit) != 0 &&
	    city_unit_is_under(c, u->code, w->desk->me.unit))
		form_fill(f, EA_TO_UNIT, u->code);
}

void
handling_propose(const struct worklist *w, struct form *f)
{
	const struct handling *s = (const struct handling *)w;
	char seq[24], said[PHONE_LOOK_WORDS];

	if (f->kind == EVENT_CONTACT) {
		form_fill(f, EA_RESULT, phone_look_talked(&s->phone, w->desk, &w->t, said));
		form_fill(f, EA_SUMMARY, said);
		form_fill(f, EA_STAGE, w->t.contact_count == 0 ? "first" : "process");
	}
	if (f->kind == EVENT_ASSIGN_DOWN)
		propose_down(w, f);
	if (f->kind == EVENT_RETURN)
		propose_return(w, f);
	if (f->kind == EVENT_REPLY && w->t.request[REQUEST_SIGN_OFF].at != 0)
		propose_signed(w, f);
	else if (f->kind == EVENT_REPLY || f->kind == EVENT_REPLY_ASK)
		propose_again(w, f);
	if (f->kind == EVENT_EXTEND_ASK && s->told_seq != 0) {
		(void)snprintf(seq, sizeof(seq), "%lld", (long long)s->told_seq);
		form_fill(f, EA_TOLD, seq);
	}
}
