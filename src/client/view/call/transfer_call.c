/* transfer_call.c: handing over, step by step: dial, reached or not, complete, take back, and what the target said.
 *
 * What happened is what the telephone's events say, or, where this seat has no telephone that can do it, what the person
 * reports by a digit. A caller is never let go of before the target answers: "blind" is a consultation that completes
 * itself. Not here: whom (transfer_list.c), what becomes of the ticket (hand.c, the form below), the caller's number
 * (transfer_look.c). */
#include "transfer_p.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "client/view/part_p.h"

static bool
is(const char *a, const char *b)
{
	return a != NULL && strcmp(a, b) == 0;
}

static bool
command(struct transfer *s, enum phone_command c, const char *number)
{
	struct job *j = part_job(s->desk, JOB_PHONE);

	if (j == NULL)
		return false;
	j->phone = c;
	(void)str_copy(j->text, sizeof(j->text), s->desk->call.id);
	(void)str_copy(j->job_no, sizeof(j->job_no), number);
	s->dialled = s->desk->job(s->desk->app, j);
	return s->dialled != 0;
}

static void
find_number(struct transfer *s, const char *number)
{
	for (size_t i = 0; i < s->n_rows; i++)
		if (strcmp(s->rows[i].t->number, number) == 0)
			s->to = s->rows[i].t;
}

/* Nobody is being called: back to those who talk together, if any. */
static enum transfer_step
at_rest(struct transfer *s)
{
	if (!s->desk->call.active || s->desk->call.joined[0] == '\0')
		return STEP_CHOOSE;
	find_number(s, s->desk->call.joined);
	s->mode = "tripartite";
	return STEP_JOINED;
}

/* ---- one more try is over ---- */

/* Made known at once; the event of the ticket follows when there is one. */
static struct hand_try *
over(struct transfer *s, const char *result)
{
	struct hand_try *t = hand_add(s->hand, s->desk, s->to, s->mode, result);

	transfer_mate_over(s, result);
	if (t == NULL)
		s->desk->say(s->desk->app, 1, "转接已记录 %d 次, 之后的只记通话记录", HAND_TRIES);
	return t;
}

static bool
asks_afterwards(const struct transfer *s)
{
	return !s->hand->urgent && !is(s->mode, "inform");
}

/* In an emergency nothing is asked: on to who else must hear of it, and when there is nobody back to the record. */
static unsigned
urgent_over(struct transfer *s, const char *result)
{
	const struct transfer_target *repair =
	    s->city != NULL ? refer_repair(s->city, &s->hand->f) : NULL;
	bool owed;

	(void)over(s, result);
	s->desk->say(s->desk->app, 0, "%s %s, 已记录", s->to->name,
	    record_result_label(RECORD_TRANSFER, result));
	hand_flush(s->hand, s->desk);
	s->step = at_rest(s);
	owed = repair != NULL && !hand_did(s->hand, repair->id);
	if (s->hand->urgent && owed)
		transfer_call_repair(s);
	return s->hand->urgent && !owed && s->step == STEP_CHOOSE ? VIEW_DRAW | VIEW_CLOSE
								  : VIEW_DRAW;
}

/* Reached, and the talk is over: what did they say? */
static unsigned
ask_answer(struct transfer *s, const char *result)
{
	if (!asks_afterwards(s))
		return urgent_over(s, result);
	if (transfer_mate(s, s->to) != NULL) {
		(void)over(s, result);
		hand_flush(s->hand, s->desk);
		s->step = at_rest(s);
		return transfer_mate_said(s, result);
	}
	(void)str_copy(s->result, sizeof(s->result), result);
	editor_set(&s->line.ed, NULL, 0);
	s->step = STEP_ANSWER;
	return VIEW_DRAW;
}

unsigned
transfer_call_answer(struct transfer *s, const struct input *in)
{
	struct react r = { 0 };
	const char *words = field_text(&s->line);
	struct hand_try *t;
	bool told, handed;

	if (!input_is(in, ACTION_ENTER) && !input_is(in, ACTION_SUBMIT) &&
	    !input_is(in, ACTION_BACK)) {
		field_input(&s->line, in, &r);
		return part_react(s->desk, &r);
	}
	told = !input_is(in, ACTION_BACK) && *words != '\0';
	handed = hand_reached(s->mode, s->result);
	t = over(s, told ? "outcome_told" : s->result);
	if (t != NULL && told)
		(void)str_copy(t->summary, sizeof(t->summary), words);
	s->result[0] = '\0';
	s->step = at_rest(s);
	if (told && s->hand->ticket[0] == '\0')
		s->hand->wish = WISH_DIRECT;
	hand_flush(s->hand, s->desk);
	/* the caller is with them: what is left to do is the form's to say */
	return told || handed || !s->desk->call.active ? VIEW_DRAW | VIEW_CLOSE : VIEW_DRAW;
}

void
transfer_call_settle(struct transfer *s)
{
	if (s->result[0] == '\0')
		return;
	(void)over(s, s->result);
	s->result[0] = '\0';
	hand_flush(s->hand, s->desk);
}

/* ---- dialling ---- */

/* What is asked of the telephone for each way of handing over. A success is a consultation that completes itself, unless
 * the telephone cannot consult but can do it alone. */
static enum phone_command
command_for(const struct transfer *s, const char *mode)
{
	const struct call_info *c = &s->desk->call;

	if (is(mode, "tripartite"))
		return PHONE_CONFERENCE;
	if (is(mode, "release"))
		return PHONE_RELEASE;
	if (is(mode, "suspend"))
		return PHONE_SUSPEND;
	if (is(mode, "blind") && (c->caps & PHONE_CAP_CONSULT) == 0)
		return PHONE_SUCCEED;
	return c->active ? PHONE_CONSULT : PHONE_DIAL;
}

/* By this seat's telephone, now? */
static bool
telephone_can(const struct transfer *s, const char *mode)
{
	const struct call_info *c = &s->desk->call;

	return (c->caps & phone_command_cap(command_for(s, mode))) != 0 && !c->phone_down &&
	       (c->active || is(mode, "inform"));
}

/* 释放转 is for whoever takes a caller without a word before. */
static bool
takes(const struct transfer_row *r, const char *mode)
{
	return refer_takes(r->t, is(mode, "release") ? "blind" : mode);
}

bool
transfer_offers(const struct transfer *s, const struct transfer_row *r, const char *mode)
{
	/* of an emergency nobody lets go before the service has answered */
	return r != NULL && !s->hand->urgent && strcmp(r->t->kind, "emergency") != 0 &&
	       takes(r, mode) && telephone_can(s, mode);
}

unsigned
transfer_call_start(struct transfer *s, const struct transfer_row *r, const char *mode)
{
	s->unreached = NULL;
	if (!r->hours.open) {
		s->desk->say(
		    s->desk->app, 1, "%s %s, 不能转; F10 记已告知号码", r->t->name, r->state);
		return VIEW_DRAW;
	}
	if (!is(mode, "inform") && !takes(r, mode) &&
	    !(is(mode, "consult") && refer_takes(r->t, "blind"))) {
		s->desk->say(s->desk->app, 1, "%s 不接受%s, 请换一种方式或换一个对象", r->t->name,
		    workflow_mode_label(mode));
		return VIEW_DRAW;
	}
	s->to = r->t;
	s->mode = is(mode, "consult") && !refer_takes(r->t, "consult") ? "blind" : mode;
	if (!telephone_can(s, s->mode)) {
		s->step = STEP_REPORT;
		return VIEW_DRAW | VIEW_FLUSH;
	}
	if (command(s, command_for(s, s->mode), r->t->number))
		s->step = STEP_CALLING;
	return VIEW_DRAW;
}

/* Without a telephone that can do it: the person dials and says what came of it. */
unsigned
transfer_call_report(struct transfer *s, const struct input *in)
{
	static const char *const results[] = { "connected", "busy", "no_answer", "caller_left" };
	int digit = input_digit(in);

	if (input_is(in, ACTION_BACK)) {
		s->step = at_rest(s);
		return VIEW_DRAW;
	}
	if (in->kind == INPUT_ACTION)
		return VIEW_IGNORED;
	if (in->ahead || in->kind == INPUT_PASTE || digit < 1 || digit > 4) {
		s->desk->say(
		    s->desk->app, 1, "请按 1 已接通 2 忙 3 无人接 4 来电人挂断, Esc 没有拨");
		return VIEW_DRAW;
	}
	if (digit == 1)
		return ask_answer(s, results[0]);
	(void)over(s, results[digit - 1]);
	hand_flush(s->hand, s->desk);
	s->unreached = digit < 4 ? s->to : NULL;
	s->step = at_rest(s);
	return VIEW_DRAW;
}

/* ---- once somebody is there ---- */

unsigned
transfer_call_complete(struct transfer *s)
{
	if (s->step == STEP_TALKING && is(s->mode, "inform")) {
		(void)command(s, PHONE_RECONNECT, "");
		return ask_answer(s, "connected");
	}
	if (s->step == STEP_TALKING || s->step == STEP_JOINED) {
		(void)command(s, PHONE_TRANSFER, "");
		return VIEW_DRAW; /* done when the telephone says so */
	}
	s->desk->say(
	    s->desk->app, 1, s->step == STEP_CALLING ? "对方还没有接听" : "还没有和谁通话");
	return VIEW_DRAW;
}

unsigned
transfer_call_back(struct transfer *s)
{
	if (is(s->mode, "suspend")) {
		s->desk->say(s->desk->app, 1, "来电人在挂起转, 完成后自动回到您这里");
		return VIEW_DRAW;
	}
	if (!command(s, PHONE_RECONNECT, ""))
		return VIEW_DRAW;
	if (s->step == STEP_TALKING && !is(s->mode, "inform"))
		return ask_answer(s, "refused");
	(void)over(s, s->step == STEP_TALKING ? "refused" : "no_answer");
	hand_flush(s->hand, s->desk);
	s->step = at_rest(s);
	return VIEW_DRAW;
}

bool
transfer_call_may(const struct transfer *s, enum phone_command c)
{
	const struct call_info *i = &s->desk->call;

	return s->step == STEP_TALKING && i->active && i->joined[0] == '\0' && !i->phone_down &&
	       (i->caps & phone_command_cap(c)) != 0;
}

unsigned
transfer_call_alternate(struct transfer *s)
{
	if (transfer_call_may(s, PHONE_ALTERNATE))
		(void)command(s, PHONE_ALTERNATE, "");
	else
		s->desk->say(s->desk->app, 1, "现在不能切换; Esc 收回");
	return VIEW_DRAW;
}

/* The other one answers with a menu: what is typed goes there, digit by digit. */
unsigned
transfer_call_tones(struct transfer *s, const struct input *in)
{
	if (in->kind != INPUT_TEXT || s->desk->call.phone_down ||
	    (s->desk->call.caps & phone_command_cap(PHONE_DTMF)) == 0 ||
	    in->text[strspn(in->text, "0123456789*#")] != '\0' || strlen(in->text) > 15)
		return 0;
	(void)command(s, PHONE_DTMF, in->text);
	return VIEW_DRAW;
}

unsigned
transfer_call_join(struct transfer *s)
{
	if (is(s->mode, "inform") || !telephone_can(s, "tripartite")) {
		s->desk->say(s->desk->app, 1, "现在不能三方; Esc 收回后可改用话机");
		return VIEW_DRAW;
	}
	if (command(s, PHONE_CONFERENCE, ""))
		s->mode = "tripartite";
	return VIEW_DRAW;
}

/* ---- what the telephone says ---- */

static unsigned
reached(struct transfer *s)
{
	if (s->step != STEP_CALLING)
		return 0;
	s->step = STEP_TALKING;
	if (is(s->mode, "blind") && (s->desk->call.caps & PHONE_CAP_CONSULT) != 0)
		(void)command(s, PHONE_TRANSFER, "");
	return VIEW_DRAW;
}

static unsigned
not_reached(struct transfer *s, enum phone_cause cause)
{
	if (s->step != STEP_CALLING)
		return 0;
	(void)over(s, cause == CAUSE_BUSY ? "busy" : "no_answer");
	hand_flush(s->hand, s->desk);
	s->unreached = s->to;
	s->step = at_rest(s);
	s->desk->say(s->desk->app, 1, "%s %s%s", s->to->name,
	    cause == CAUSE_BUSY ? "忙" : "无人接听",
	    s->desk->call.active ? ", 来电人已回到您这里" : "");
	return VIEW_DRAW;
}

static unsigned
joined(struct transfer *s)
{
	s->step = STEP_JOINED;
	if (s->hand->urgent && is(s->mode, "tripartite")) {
		(void)over(s, "connected");
		hand_flush(s->hand, s->desk);
		transfer_call_repair(s);
	}
	return VIEW_DRAW;
}

/* Gone without a word from the other side: nothing is asked, the form goes on. */
static unsigned
let_go(struct transfer *s)
{
	(void)over(s, "released");
	hand_flush(s->hand, s->desk);
	s->step = STEP_CHOOSE;
	return VIEW_DRAW | VIEW_CLOSE;
}

static unsigned
transferred(struct transfer *s)
{
	/* who joined in an emergency is recorded already */
	if (s->to == NULL || (s->step == STEP_JOINED && s->hand->urgent)) {
		s->step = STEP_CHOOSE;
		return VIEW_DRAW;
	}
	if (is(s->mode, "release") && s->step == STEP_CALLING)
		return let_go(s);
	if (s->step == STEP_TALKING || s->step == STEP_JOINED)
		return ask_answer(s, "connected");
	return 0;
}

/* The machine has done with the caller. */
static unsigned
came_back(struct transfer *s, const struct phone_event *p)
{
	struct hand_try *t;

	if (!is(s->mode, "suspend") || s->step != STEP_CALLING)
		return 0;
	t = over(s, p->text[0] != '\0' ? "outcome_told" : "connected");
	if (t != NULL)
		(void)str_copy(t->summary, sizeof(t->summary), p->text);
	hand_flush(s->hand, s->desk);
	s->step = at_rest(s);
	return VIEW_DRAW;
}

/* Three have talked and one has hung up, as most of these talks end: what came of it is asked as after any other. */
static unsigned
three_over(struct transfer *s)
{
	if (s->to == NULL || s->hand->urgent) { /* recorded when the service came in */
		s->step = STEP_CHOOSE;
		return VIEW_DRAW;
	}
	s->mode = "tripartite";
	return ask_answer(s, "connected");
}

static unsigned
cleared(struct transfer *s)
{
	if (s->step == STEP_CALLING || s->step == STEP_TALKING) {
		if (!is(s->mode, "inform")) {
			(void)over(s, "caller_left");
			hand_flush(s->hand, s->desk);
			s->step = STEP_CHOOSE;
		}
	} else if (s->step == STEP_JOINED) {
		return three_over(s);
	}
	return VIEW_DRAW;
}

/* As before the key: what was taken for done is not. */
void
transfer_call_undone(struct transfer *s)
{
	if (s->step == STEP_REPORT || (s->step == STEP_ANSWER && !is(s->result, "refused")))
		return;
	s->result[0] = '\0';
	transfer_call_resume(s);
}

unsigned
transfer_call_news(struct transfer *s, const struct phone_event *p)
{
	switch ((int)p->kind) {
	case PHONE_REACHED:
		return reached(s);
	case PHONE_NOT_REACHED:
		return not_reached(s, p->cause);
	case PHONE_JOINED:
		return joined(s);
	case PHONE_TRANSFERRED:
		return transferred(s);
	case PHONE_BACK:
		return came_back(s, p);
	case PHONE_PARTED:
		return s->step == STEP_JOINED && s->desk->call.joined[0] == '\0' ? three_over(s)
										 : VIEW_DRAW;
	case PHONE_CLEARED:
		return cleared(s);
	case PHONE_FAILED:
		transfer_call_undone(s);
		return VIEW_DRAW;
	default:
		return VIEW_DRAW;
	}
}

/* The screen was left while a line was up: it goes on where it is. */
void
transfer_call_resume(struct transfer *s)
{
	const struct call_info *c = &s->desk->call;
	const char *number = c->leg != LEG_NONE ? c->target : c->joined;

	s->step = c->leg == LEG_CALLING   ? STEP_CALLING
		  : c->leg == LEG_TALKING ? STEP_TALKING
					  : at_rest(s);
	if (s->step == STEP_CHOOSE)
		return;
	find_number(s, number);
	s->mode = s->step == STEP_JOINED ? "tripartite"
		  : s->desk->call.active ? "consult"
					 : "inform";
	if (s->to == NULL)
		s->step = STEP_CHOOSE; /* none of the directory: the status line shows it */
}

/* After the emergency service the utility must hear of it: its row stands ready. */
void
transfer_call_repair(struct transfer *s)
{
	const struct transfer_target *t =
	    s->city != NULL ? refer_repair(s->city, &s->hand->f) : NULL;

	if (t != NULL)
		transfer_list_select(s, t->id);
}
