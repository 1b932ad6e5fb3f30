/* intake.c: the screen where a call becomes a ticket (受理): opening and closing, and which part of it an input or a
 * piece of news is for.
 *
 * The parts: sheets and journal (intake_draft.c), the form (intake_form.c, intake_pick.c), what the seat offers
 * (intake_offer.c), F10 (intake_submit.c, intake_ask.c), F8 and matters not taken (intake_urgent.c), F4
 * (intake_history.c), what may want a second look (intake_proof.c), handing over and calls without a ticket (intake_hand.c, intake_end.c), what to say (intake_talk.c),
 * the picture (intake_draw.c, intake_side.c). There is always one sheet in front, so that the cursor always has a place to
 * write. */
#include "intake_p.h"

#include <stdio.h>
#include <string.h>

#include "base/id.h"
#include "base/str.h"
#include "client/view/all_p.h"

static struct intake *
state(const struct view *v)
{
	return v->state;
}

/* ---- the city may be replaced under us ---- */

static void
change_city(struct intake *s)
{
	intake_pick_free(s); /* they point into the old one */
	picker_free(&s->pick);
	s->city = s->desk->city;
	intake_extra_refresh(s);
	s->offer.n = s->offer.n_notices = 0;
	s->offer.danger = NULL;
	if (s->mode == MODE_REJECT)
		s->mode = MODE_FORM;
	s->reason = NULL;
	if (s->n_sheets == 0)
		return;
	intake_offer_text(s);
	intake_offer_fields(s, TF_COUNT);
	intake_form_reload(s);
	if (s->city_is_missed && s->city != NULL) {
		s->city_is_missed = false;
		s->desk->say(s->desk->app, 0, "分类、区划和单位取到了, 现在可以选。");
	}
}

static void
take_city(struct intake *s)
{
	if (s->city != s->desk->city)
		change_city(s);
}

/* ---- open, close ---- */

static void
release(struct intake *s)
{
	for (int i = 0; i < s->n_sheets; i++)
		intake_draft_free(s->sheets[i]);
	intake_draft_free(s->last);
	textarea_free(&s->content);
	textarea_free(&s->text);
	field_free(&s->line);
	picker_free(&s->pick);
	intake_pick_free(s);
	list_free(&s->reasons);
	prompt_free(&s->prompt);
	ticket_free(&s->open.t);
	canvas_free(&s->paper);
	ticket_note_free(&s->note);
	hand_free(&s->hand);
}

/* A ticket's id, not a draft's: the form about it. */
static bool
is_ticket(const struct intake *s, const char *arg)
{
	struct ticket t;
	bool found;

	if (arg == NULL || !id_valid(arg) || s->desk->cache == NULL)
		return false;
	ticket_init(&t);
	found = cache_ticket(s->desk->cache, arg, &t, NULL) == ERR_OK;
	ticket_free(&t);
	return found;
}

static enum err_code
intake_open(struct view *v, const char *arg, struct err *e)
{
	struct intake *s = state(v);
	int at = -1;

	s->desk = v->desk;
	s->armed = EVENT_COUNT;
	s->city = s->desk->city;
	textarea_init(&s->content, LIMIT_CONTENT_CHARS, true);
	textarea_init(&s->text, LIMIT_DEMAND_CHARS, true);
	field_init(&s->line, LIMIT_LINE_CHARS);
	ticket_init(&s->open.t);
	if (is_ticket(s, arg)) {
		enum err_code rc = intake_amend_open(s, arg, e);

		if (rc != ERR_OK)
			release(s);
		else
			intake_cite_lend(s);
		return rc;
	}
	if (!view_may_act(s->desk->me.roles, ACTION_NEW)) {
		release(s);
		return err_set(e, ERR_FORBIDDEN, "本机没有这件工单, 不能修改; 请先按单号打开它");
	}
	intake_draft_restore(s);
	for (int i = 0; i < s->n_sheets; i++) {
		const struct draft *d = &s->sheets[i]->d;

		if ((arg != NULL && strcmp(d->id, arg) == 0) ||
		    (intake_draft_has_call(s) && strcmp(d->call, s->desk->call.id) == 0))
			at = i;
	}
	if (at >= 0)
		intake_draft_show(s, at);
	else if (!intake_draft_new(s, NULL) && s->n_sheets > 0)
		intake_draft_show(s, s->n_sheets - 1);
	if (s->n_sheets == 0)
		return err_set(e, ERR_NO_MEMORY, NULL);
	if (at < 0 && arg != NULL && *arg != '\0' && !id_valid(arg) && !s->desk->call.active) {
		(void)fields_set(&intake_sheet(s)->d.f, TF_CALLER_PHONE, arg);
		intake_known_caller(s);
	}
	intake_packet_take(s);
	intake_cite_take(s);
	intake_cite_lend(s);
	intake_talk_follow(s, true);
	return ERR_OK;
}

static void
intake_close(struct view *v)
{
	struct intake *s = state(v);

	if (s->n_sheets > 0)
		intake_draft_save(s);
	intake_ask_save(s);
	if (s->desk->handover == &s->hand)
		s->desk->handover = NULL;
	intake_cite_unlend(s);
	release(s);
}

/* ---- inputs ---- */

static unsigned
intake_scopes(const struct view *v)
{
	(void)v;
	return SCOPE_ALL | SCOPE_EDIT;
}

/* The sheet is on its way: what were written on it now would be lost. The answer is a matter of milliseconds. */
static unsigned
while_sending(struct intake *s, const struct input *in)
{
	if (input_is(in, ACTION_HELP) || input_is(in, ACTION_COMMAND) ||
	    input_is(in, ACTION_REDRAW) || input_is(in, ACTION_LOCK))
		return VIEW_IGNORED;
	s->desk->say(s->desk->app, 1, "正在保存本单, 请稍候再记");
	return VIEW_DRAW;
}

/* Keys that mean the same wherever the focus stands on the form or its strip. 0: not one of them. */
static unsigned
place_key(struct intake *s, const struct input *in)
{
	unsigned bits;

	if (in->kind != INPUT_ACTION)
		return 0;
	if (!view_may_act(s->desk->me.roles, in->action)) { /* who only corrects a ticket here */
		s->desk->say(
		    s->desk->app, 1, "您的角色不受理来电: 这里只改这一件, F10 存, Esc 离开");
		return VIEW_DRAW;
	}
	switch ((int)in->action) {
	case ACTION_NEW:
		if (s->desk->call.answering)
			return intake_draft_call(s);
		if (!s->desk->call.ringing && (bits = intake_late_again(s)) != 0)
			return bits;
		return s->desk->call.ringing ? VIEW_IGNORED : intake_draft_again(s);
	case ACTION_LATE:
		return intake_late_begin(s);
	case ACTION_NEXT_DRAFT:
		return intake_draft_next(s);
	case ACTION_HOLD:
		return s->mode == MODE_FORM ? intake_draft_hold(s) : 0;
	case ACTION_SUBMIT:
		return s->mode == MODE_FORM ? intake_submit_press(s) : 0;
	case ACTION_TRANSFER:
	case ACTION_CONFERENCE:
		return intake_hand_open(s, in->action == ACTION_CONFERENCE);
	case ACTION_SAME:
		return intake_quick_same(s);
	case ACTION_PACKET:
		return intake_packet_key(s);
	case ACTION_JOIN:
		return s->mode == MODE_FORM ? intake_alike_join(s) : 0;
	case ACTION_ALIKE:
		return s->mode == MODE_FORM ? intake_alike_look(s) : 0;
	case ACTION_MODULE:
		return s->mode == MODE_FORM ? intake_quick_module(s) : 0;
	case ACTION_PROOF:
		return s->mode == MODE_FORM ? intake_proof_press(s) : 0;
	case ACTION_EMERGENCY:
		return s->mode == MODE_FORM ? intake_urgent_open(s) : 0;
	case ACTION_HISTORY:
		if (s->mode == MODE_FORM && (bits = intake_subject_open(s)) != 0)
			return bits;
		return s->mode == MODE_FORM ? intake_history_open(s) : 0;
	default:
		return 0;
	}
}

static unsigned
input_for(struct intake *s, const struct input *in)
{
	unsigned bits;

	if ((s->job != 0 && s->mode == MODE_FORM) || s->end_job != 0)
		return while_sending(s, in);
	if (!input_is(in, ACTION_SUBMIT))
		s->armed = EVENT_COUNT;
	if (s->mode == MODE_HANDED && !intake_end_takes(in))
		s->mode = MODE_FORM;
	if (s->mode == MODE_FORM || s->mode == MODE_SENT) {
		bits = place_key(s, in);
		if (bits != 0)
			return bits;
	}
	switch (s->mode) {
	case MODE_URGENT:
		return intake_urgent_input(s, in);
	case MODE_HANDED:
		return intake_end_input(s, in);
	case MODE_CONSENT:
		return intake_submit_consent(s, in);
	case MODE_HISTORY:
		return intake_history_input(s, in);
	case MODE_REJECT:
		return intake_reject_input(s, in);
	case MODE_ASK:
		return intake_ask_input(s, in);
	case MODE_SAME:
		return intake_same_input(s, in);
	case MODE_TAG:
		return intake_tag_input(s, in);
	case MODE_SENT:
		return intake_submit_input(s, in);
	case MODE_FORM:
		break;
	}
	return intake_form_input(s, in);
}

static unsigned
intake_input(struct view *v, const struct input *in)
{
	struct intake *s = state(v);
	unsigned bits;

	take_city(s);
	if (in->kind == INPUT_ACTION)
		intake_offer_settle(s); /* what is chosen now must be what the words say */
	s->quiet = false;
	intake_proof_touch(s, in);
	bits = input_for(s, in);
	s->dirty = s->dirty || !s->quiet;
	intake_talk_follow(s, false);
	intake_cite_lend(s);
	return bits;
}

static void
intake_place(const struct view *v, char out[VIEW_PLACE])
{
	static const char *const modes[] = { [MODE_URGENT] = "urgent",
		[MODE_HANDED] = "handed",
		[MODE_CONSENT] = "consent",
		[MODE_HISTORY] = "history",
		[MODE_REJECT] = "reject",
		[MODE_ASK] = "ask",
		[MODE_SAME] = "same",
		[MODE_SENT] = "sent" };
	const struct intake *s = state(v);

	if (s->job != 0 || s->end_job != 0)
		(void)str_copy(out, VIEW_PLACE, PLACE_BUSY);
	else if (s->mode == MODE_FORM && s->focus >= 0)
		intake_form_name(s, s->focus, out);
	else if (s->mode == MODE_FORM)
		(void)str_copy(out, VIEW_PLACE, s->focus == FOCUS_OFFER ? "offer" : "danger");
	else if (s->mode == MODE_REJECT)
		intake_reject_place(s, out);
	else
		(void)snprintf(out, VIEW_PLACE, "%s%s", modes[s->mode],
		    s->mode == MODE_HISTORY && !s->open.there ? " none" : "");
}

/* ---- pauses and news ---- */

static unsigned
intake_idle(struct view *v)
{
	struct intake *s = state(v);

	take_city(s);
	if (s->mode == MODE_SENT)
		return 0;
	intake_offer_settle(s);
	intake_kb_settle(s);
	intake_proof_settle(s);
	intake_subject_settle(s);
	intake_known_settle(s);
	intake_talk_follow(s, true);
	intake_draft_save(s);
	intake_ask_save(s);
	return s->dirty ? VIEW_DRAW : 0;
}

static unsigned
done(struct intake *s, const struct news *n)
{
	if (ticket_note_event(&s->note, s->desk, n))
		return 0;
	if (intake_same_done(s, n) || intake_tag_done(s, n))
		return VIEW_DRAW;
	if (n->job != 0 && n->job == s->save_job) {
		if (n->err.code != ERR_OK)
			s->desk->say(
			    s->desk->app, 2, "暂存没有写成: %s; 内容都在, 先别关程序", n->err.text);
		return 0;
	}
	if (n->job != 0 && n->job == s->end_job)
		return intake_end_written(s, n);
	if (n->job == 0 || n->job != s->job)
		return 0;
	if (s->joining)
		return intake_alike_done(s, n);
	if (s->job_kind == EVENT_URGE || s->job_kind == EVENT_SUPPLEMENT ||
	    s->job_kind == EVENT_PROGRESS)
		return intake_history_done(s, n);
	return intake_submit_done(s, n);
}

static unsigned
phone_news(struct intake *s, const struct news *n)
{
	switch ((int)n->phone.kind) {
	case PHONE_ESTABLISHED:
		return intake_draft_call(s);
	case PHONE_CLEARED:
		(void)intake_end_fresh(s);
		return VIEW_DRAW;
	case PHONE_SAYS:
		return VIEW_DRAW;
	default:
		return 0;
	}
}

static unsigned
heard(struct intake *s, const struct news *n)
{
	if (n->kind == NEWS_TABLES && (n->tables & CACHE_CITY))
		change_city(s); /* a new one, even where the old one lay */
	if (n->kind == NEWS_TABLES && (n->tables & CACHE_ARTICLES))
		intake_kb_forget(s);
	take_city(s);
	s->dirty = true;
	switch ((int)n->kind) {
	case NEWS_DONE:
		return done(s, n);
	case NEWS_NUMBER:
		return intake_submit_number(s, n);
	case NEWS_PHONE:
		return phone_news(s, n);
	case NEWS_TABLES:
		if (!(n->tables & CACHE_TICKETS) || s->mode == MODE_SENT)
			return 0;
		intake_known_caller(s);
		intake_known_near(s);
		intake_subject_forget(s);
		return VIEW_DRAW;
	default:
		return 0;
	}
}

static unsigned
intake_event(struct view *v, const struct news *n)
{
	unsigned bits = heard(state(v), n);

	intake_talk_follow(state(v), false);
	intake_cite_relend(state(v));
	return bits;
}

static unsigned
intake_resume(struct view *v)
{
	struct intake *s = state(v);
	unsigned bits;

	take_city(s);
	s->dirty = true;
	if (s->n_sheets == 0 && s->mode == MODE_SENT && s->sent.ticket[0] == '\0')
		return VIEW_CLOSE; /* changed while another screen was on top: done with */
	bits = intake_hand_back(s) | intake_end_fresh(s);
	/* The strip of a matter whose caller is gone is done with: who comes back wants the next one. */
	if (s->mode == MODE_SENT && !s->desk->call.active && !s->looking)
		(void)intake_draft_new(s, NULL);
	s->looking = false;
	intake_packet_take(s);
	intake_talk_follow(s, true);
	intake_cite_take(s);
	intake_cite_lend(s);
	return bits | VIEW_DRAW;
}

static const struct bar_key keys[] = { { ACTION_HELP, NULL }, { ACTION_NEW, NULL },
	{ ACTION_KNOWLEDGE, NULL }, { ACTION_HISTORY, NULL }, { ACTION_HOLD, NULL },
	{ ACTION_EMERGENCY, NULL }, { ACTION_SENIOR, NULL }, { ACTION_SUBMIT, NULL },
	{ ACTION_STATE, NULL }, { ACTION_NEXT_DRAFT, NULL } };
static const struct bar_key handed_keys[] = { { ACTION_HELP, NULL }, { ACTION_ENTER, "记结果" },
	{ ACTION_SUBMIT, "成单" }, { ACTION_BACK, "接着写" } };
static const struct bar_key sent_keys[] = { { ACTION_HELP, NULL }, { ACTION_NEW, NULL },
	{ ACTION_KNOWLEDGE, NULL }, { ACTION_HISTORY, "看该件" }, { ACTION_TRANSFER, NULL },
	{ ACTION_STATE, NULL }, { ACTION_NEXT_DRAFT, NULL }, { ACTION_BACK, "离开" } };

static const struct bar_key *
intake_keys(const struct view *v, size_t *n)
{
	switch (state(v)->mode) {
	case MODE_HANDED:
		*n = sizeof(handed_keys) / sizeof(handed_keys[0]);
		return handed_keys;
	case MODE_SENT:
		*n = sizeof(sent_keys) / sizeof(sent_keys[0]);
		return sent_keys;
	default:
		*n = sizeof(keys) / sizeof(keys[0]);
		return keys;
	}
}

const struct view_ops intake_view = {
	.name = "intake",
	.title = "受理",
	.aliases = "受理 新单 接话 shouli xindan intake new",
	.footer = keys,
	.n_footer = sizeof(keys) / sizeof(keys[0]),
	.answers = ACTS_EDIT | ACT(HOME) | ACT(END) | ACT(HISTORY) | ACT(HOLD) | ACT(SUBMIT) |
		   ACT(NEXT_DRAFT) | ACT(LATE) | ACT(SAME) | ACT(JOIN) | ACT(ALIKE) | ACT(MODULE) |
		   ACT(PROOF) | ACT(NEWLINE) | ACT(ENTER) | ACT(NEXT) | ACT(PREV) | ACT(UP) |
		   ACT(DOWN),
	.keys = intake_keys,
	.roles = ROLE_BIT(AGENT) | ROLE_BIT(SENIOR),
	.roles_on = ROLE_BIT(DISPATCHER) | ROLE_BIT(SUPERVISOR),
	.state_size = sizeof(struct intake),
	.open = intake_open,
	.scopes = intake_scopes,
	.input = intake_input,
	.event = intake_event,
	.resume = intake_resume,
	.draw = intake_draw,
	.close = intake_close,
	.idle = intake_idle,
	.place = intake_place,
};
