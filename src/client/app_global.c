/* Keys that mean the same on every screen, and questions that any screen may be asked. Not here: the lines of Ctrl-P and
 * Ctrl-G (app_prompt.c), leaving (app_leave.c). */
#include "app.h"
#include "base/str.h"

/* ---- the state of a seat, answers to questions ---- */

/* What F11 offers, each by the same digit always. Reasons are codes of domain.md §2.12; forced rest is a senior's to
 * order. */
#define STATES(X)                           \
	X("示闲 可以接电话", AGENT_IDLE, 0) \
	X("示忙 不接电话", AGENT_BUSY, 0)   \
	X("小休", AGENT_REST, 1)            \
	X("就餐", AGENT_REST, 2)            \
	X("会议", AGENT_REST, 3)            \
	X("辅导", AGENT_REST, 4)            \
	X("培训", AGENT_REST, 5)            \
	X("话后整理 (正在整理: 再要一分钟)", AGENT_ACW, 0)

static const char *const state_labels[] = {
#define X(label, state, reason) label,
	STATES(X)
#undef X
};
static const struct {
	enum agent_state state;
	int reason;
} states[] = {
#define X(label, state, reason) { state, reason },
	STATES(X)
#undef X
};

#define N_STATES ((int)(sizeof(states) / sizeof(states[0])))
_Static_assert(
    sizeof(states) / sizeof(states[0]) < DIALOG_ANSWERS, "the last digit is the telephone's");

static void
ask_state(struct app *a)
{
	const char *phone = app_phone_offer(a);

	if (!view_may_act(a->desk.me.roles, ACTION_STATE)) {
		app_say(a, 1, "您的岗位不接来电, 没有坐席状态。");
		return;
	}
	for (int i = 0; i < N_STATES; i++)
		a->answers[i] = state_labels[i];
	a->answers[N_STATES] = phone;
	dialog_ask(&a->dialog, "坐席状态",
	    agent_is_on_call(a->desk.call.agent) ? "选一个状态, 通话结束后生效。"
						 : "选一个状态。示忙和小休时不进电话。",
	    a->answers, N_STATES + (phone != NULL), 0);
	a->asking = ASK_STATE;
	a->draw = true;
}

static void
set_state(struct app *a, int answer)
{
	struct job *j = job_new(JOB_AGENT);

	if (j == NULL)
		return;
	j->agent = states[answer].state;
	j->reason = states[answer].reason;
	app_job(a, j);
	if (agent_is_on_call(a->desk.call.agent))
		app_say(a, 0, "通话结束后: %s", state_labels[answer]);
}

/* An answer may lead to another question. */
static void
taken(struct app *a, int answer)
{
	const enum app_asking what = a->asking;

	if (what == ASK_PHONE || what == ASK_PASS_ON)
		app_phone_taken(a, answer);
	a->asking = ASK_NOTHING;
	if (what == ASK_QUIT)
		a->quit = true;
	else if (what == ASK_SIGN_OUT)
		app_job(a, job_new(JOB_SIGN_OUT));
	else if (what == ASK_STATE && answer == N_STATES)
		app_phone_menu(a);
	else if (what == ASK_STATE)
		set_state(a, answer);
}

void
app_dialog_input(struct app *a, const struct input *in)
{
	struct react r = { 0 };

	dialog_input(&a->dialog, in, &r);
	if ((r.bits & REACT_TAKE) != 0)
		taken(a, a->dialog.taken);
	a->draw = true;
}

/* ---- everywhere ---- */

static bool
is_open(const struct app *a, const struct view_ops *ops)
{
	for (int i = 0; i < a->depth; i++)
		if (a->stack[i].ops == ops)
			return true;
	return false;
}

bool
app_new_answers(const struct app *a)
{
	const struct call_info *c = &a->desk.call;

	return c->ringing && !c->answering && view_may_act(a->desk.me.roles, ACTION_NEW);
}

/* F2 answers the telephone, else goes back to the caller on the line, else is a blank sheet. What is typed before the line
 * is up is this caller's already. */
static void
new_ticket(struct app *a)
{
	const struct view_ops *intake = view_by_name("intake");
	const struct input again = input_action(ACTION_NEW);
	struct call_info *c = &a->desk.call;
	bool blank = !c->ringing && !c->active && is_open(a, intake);
	struct job *j;

	if (c->ringing && (j = job_new(JOB_PHONE)) != NULL) {
		j->phone = PHONE_ANSWER;
		str_copy(j->text, sizeof(j->text), c->id);
		a->phoning = app_job(a, j);
		c->answering = a->phoning != 0;
	}
	app_open(a, intake, NULL);
	if ((blank || c->answering) && app_top(a)->ops == intake)
		app_react(a, intake->input(app_top(a), &again) & ~(unsigned)VIEW_IGNORED);
}

/* Ctrl-N on the first screen: the form as it is open, else with the half-done sheet written on last. */
static bool
next_draft(struct app *a)
{
	const struct view_ops *intake = view_by_name("intake");
	const struct input in = input_action(ACTION_NEXT_DRAFT);
	bool was_open = is_open(a, intake);

	if (app_top(a) == NULL || app_top(a)->ops != view_by_name("home"))
		return false;
	app_open(a, intake, NULL);
	if (!was_open && app_top(a)->ops == intake) {
		app_unsay(a); /* of the blank sheet that is not wanted */
		app_react(a, intake->input(app_top(a), &in) & ~(unsigned)VIEW_IGNORED);
	}
	return true;
}

void
app_late(struct app *a)
{
	const struct view_ops *intake = view_by_name("intake");
	const struct input in = input_action(ACTION_LATE);

	app_open(a, intake, NULL);
	if (app_top(a) != NULL && app_top(a)->ops == intake)
		app_react(a, intake->input(app_top(a), &in) & ~(unsigned)VIEW_IGNORED);
}

void
app_print_ticket(struct app *a)
{
	const struct input in = input_action(ACTION_PRINT);
	struct view *top = app_top(a);
	unsigned bits = top != NULL ? top->ops->input(top, &in) : VIEW_IGNORED;

	if ((bits & VIEW_IGNORED) != 0)
		app_say(a, 1, "先打开一件工单, 再打印。");
	else
		app_react(a, bits);
}

/* F6, F7, F8 anywhere: with a caller on the line they belong to the form that takes the call down; without one F6 is
 * the directory. */
static void
hand_over(struct app *a, enum action action)
{
	const struct view_ops *intake = view_by_name("intake");
	const struct input in = input_action(action);
	struct view *top;

	if (!a->desk.call.active && action != ACTION_EMERGENCY) {
		app_open(a, view_by_name("transfer"), NULL);
		return;
	}
	app_open(a, intake, NULL);
	top = app_top(a);
	if (top != NULL && top->ops == intake)
		app_react(a, intake->input(top, &in) & ~(unsigned)VIEW_IGNORED);
}

void
app_lock(struct app *a)
{
	if (a->desk.me.user[0] == '\0' || app_is_locked(a))
		return;
	if (a->prompting != PROMPT_NONE)
		app_prompt_end(a);
	a->dialog.open = false;
	a->asking = ASK_NOTHING;
	app_unsay(a);
	if (a->depth == APP_VIEWS)
		app_close_top(a);
	app_open(a, view_by_name("lock"), NULL);
}

/* The screen that an action opens and does nothing else; NULL none. */
static const char *
screen_of(enum action action)
{
	switch (action) {
	case ACTION_KNOWLEDGE:
		return "knowledge";
	case ACTION_OUTCOME:
		return "outcome";
	case ACTION_PACKET:
		return "packet";
	default:
		return NULL;
	}
}

bool
app_global(struct app *a, enum action action)
{
	const char *screen = screen_of(action);

	if (screen != NULL) {
		app_open(a, view_by_name(screen), NULL);
		return true;
	}
	switch (action) {
	case ACTION_NEW:
		new_ticket(a);
		return true;
	case ACTION_NEXT_DRAFT:
		return next_draft(a);
	case ACTION_LATE:
		app_late(a);
		return true;
	case ACTION_HELP:
		app_open(
		    a, view_by_name("help"), app_top(a) != NULL ? app_top(a)->ops->name : NULL);
		return true;
	case ACTION_LOCK:
		app_lock(a);
		return true;
	case ACTION_FILES: /* no screen has taken it */
		app_say(a, 1, "先打开一件工单, 再看附件。");
		return true;
	case ACTION_PRINT:
		app_say(a, 1, "先打开一件工单, 再打印。");
		return true;
	case ACTION_TRANSFER:
	case ACTION_CONFERENCE:
	case ACTION_EMERGENCY:
		hand_over(a, action);
		return true;
	case ACTION_STATE:
		ask_state(a);
		return true;
	case ACTION_PHONE:
		app_phone_menu(a);
		return true;
	case ACTION_MUTE:
		app_phone_mute(a);
		return true;
	case ACTION_MARK:
		app_phone_mark(a);
		return true;
	case ACTION_SENIOR:
		app_senior(a);
		return true;
	case ACTION_TALK:
		app_talk_begin(a);
		return true;
	case ACTION_COMMAND:
		app_prompt_begin(a, PROMPT_COMMAND, "命令", 64);
		return true;
	case ACTION_GO_TO:
		app_prompt_begin(a, PROMPT_GOTO, "单号或后六位", 32);
		return true;
	case ACTION_REDRAW:
		term_redraw(a->term);
		a->draw = true;
		return true;
	case ACTION_BACK:
		app_close_top(a);
		return true;
	default:
		return false;
	}
}
