/* Keys that mean the same on every screen; the command line Ctrl-P (any screen or action by Chinese name, initials or
 * English); Ctrl-G (a ticket by number or last six); leaving. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app.h"
#include "base/utf8.h"
#include "model/number.h"
#include "text/match.h"

/* ---- commands: screens, and these few words ---- */

struct command {
	const char *title, *names; /* names are matched beside the title */
	void (*run)(struct app *a);
};

static void
sync_now(struct app *a)
{
	app_job(a, job_new(JOB_SYNC_NOW));
	app_say(a, 0, "正在和中心核对。");
}

static void enter_late(struct app *a);
static void print_ticket(struct app *a);

static const struct command commands[] = {
	{ "补录纸质登记", "late paper 纸单 补记", enter_late },
	{ "打印空白登记表", "print form 纸单 空白表", app_print_form },
	{ "退出", "quit exit 关闭", app_quit },
	{ "注销", "logout 下班 签出", app_sign_out },
	{ "立即同步", "sync 同步 重试", sync_now },
};
#define N_COMMANDS (sizeof(commands) / sizeof(commands[0]))

static void
ask_state(struct app *a)
{
	static const char *const answers[] = { "示闲 可以接电话", "小休", "就餐", "会议", "培训" };

	dialog_ask(&a->dialog, "坐席状态", "选一个状态。小休时不进电话。", answers, 5, 0);
	a->asking = ASK_STATE;
	a->draw = true;
}

static void
set_state(struct app *a, int answer)
{
	static const int reasons[] = { 0, 1, 2, 3, 5 }; /* codes of domain.md §2.12 */
	struct job *j = job_new(JOB_AGENT);

	if (j == NULL)
		return;
	j->agent = answer == 0 ? AGENT_IDLE : AGENT_REST;
	j->reason = reasons[answer];
	app_job(a, j);
}

void
app_dialog_input(struct app *a, const struct input *in)
{
	struct react r = { 0 };

	dialog_input(&a->dialog, in, &r);
	if ((r.bits & REACT_TAKE) != 0) {
		if (a->asking == ASK_QUIT)
			a->quit = true;
		else if (a->asking == ASK_SIGN_OUT)
			app_job(a, job_new(JOB_SIGN_OUT));
		else if (a->asking == ASK_STATE)
			set_state(a, a->dialog.taken);
		a->asking = ASK_NOTHING;
	}
	a->draw = true;
}

/* ---- Ctrl-P and Ctrl-G ---- */

/* One thing Ctrl-P can do: a screen or a command. */
struct offer {
	const char *title, *names;
	const void *what;
	int score;
};

/* A hit in the title is worth more than the same hit in the other names. */
static int
score_of(const struct match_query *q, const char *title, const char *names, const char *name)
{
	struct match_label label;
	char text[256];
	int best = 0;

	if (match_label_init(&label, title)) {
		best = 2 * match_find(q, &label, NULL);
		match_label_free(&label);
	}
	(void)snprintf(text, sizeof(text), "%s %s", names, name);
	if (match_label_init(&label, text)) {
		int other = match_find(q, &label, NULL);
		best = other > best ? other : best;
		match_label_free(&label);
	}
	return best;
}

static int
by_score(const void *x, const void *y)
{
	return ((const struct offer *)y)->score - ((const struct offer *)x)->score;
}

static size_t
gather_offers(struct app *a, const struct match_query *q, struct offer *out, size_t max)
{
	const struct view_ops *const *views;
	size_t n_views, n = 0;

	views = views_all(&n_views);
	for (size_t i = 0; i < n_views + N_COMMANDS && n < max; i++) {
		const struct view_ops *v = i < n_views ? views[i] : NULL;
		const struct command *c = v == NULL ? &commands[i - n_views] : NULL;
		struct offer *o = &out[n];

		if (v != NULL && !app_may_open(a, v))
			continue;
		o->title = v != NULL ? v->title : c->title;
		o->names = v != NULL ? v->aliases : c->names;
		o->what = v != NULL ? (const void *)v : (const void *)c;
		o->score = score_of(q, o->title, o->names, v != NULL ? v->name : "");
		n += o->score > 0;
	}
	return n;
}

/* Of ${names} those to be read: what is there only to be typed (pinyin, English) is left out. */
static void
names_to_read(const char *names, char *out, size_t size)
{
	size_t at = 0;

	out[0] = '\0';
	for (const char *p = names, *end; *p != '\0'; p = end + (*end == ' ')) {
		int n;

		end = p + strcspn(p, " ");
		if (end == p || ((unsigned char)*p & 0x80) == 0)
			continue;
		n = snprintf(out + at, size - at, "%s%.*s", at > 0 ? " " : "", (int)(end - p), p);
		if (n < 0 || (size_t)n >= size - at) {
			out[at] = '\0'; /* whole names only */
			return;
		}
		at += (size_t)n;
	}
}

static void
offer_commands(struct app *a)
{
	static char hints[PROMPT_ITEMS][96];
	struct offer offers[64];
	struct match_query q;
	size_t n;

	match_query_init(&q, field_text(&a->prompt.field));
	n = gather_offers(a, &q, offers, sizeof(offers) / sizeof(offers[0]));
	qsort(offers, n, sizeof(offers[0]), by_score);
	n = n > PROMPT_ITEMS ? PROMPT_ITEMS : n;
	for (size_t i = 0; i < n; i++) {
		names_to_read(offers[i].names, hints[i], sizeof(hints[i]));
		a->offers[i] = (struct prompt_item){ .text = offers[i].title, .hint = hints[i] };
		a->offered[i] = offers[i].what;
	}
	prompt_offer(&a->prompt, a->offers, n);
}

static void
offer_tickets(struct app *a)
{
	static char lines[PROMPT_ITEMS][160];
	const char *typed = field_text(&a->prompt.field);
	int n = a->desk.cache == NULL
		    ? 0
		    : cache_ticket_by_number(a->desk.cache, typed, NULL, a->goto_ids, PROMPT_ITEMS);

	for (int i = 0; i < n; i++) {
		struct ticket t;
		char groups[24];
		ticket_init(&t);
		if (cache_ticket(a->desk.cache, a->goto_ids[i], &t, NULL) == ERR_OK) {
			const char *title = fields_get(&t.f, TF_TITLE);

			number_groups(fields_get(&t.f, TF_NO), groups);
			snprintf(lines[i], sizeof(lines[i]), "%s %s %.*s", groups,
			    state_label(t.state), (int)utf8_head(title, 30), title);
		}
		ticket_free(&t);
		a->offers[i] = (struct prompt_item){ .text = lines[i] };
		a->offered[i] = a->goto_ids[i];
	}
	prompt_offer(&a->prompt, a->offers, n > 0 ? (size_t)n : 0);
}

static void
begin_prompt(struct app *a, enum app_prompting what, const char *label, size_t limit)
{
	prompt_init(&a->prompt, label, limit);
	a->prompting = what;
	if (what == PROMPT_COMMAND)
		offer_commands(a);
	a->draw = true;
}

static void
end_prompt(struct app *a)
{
	prompt_free(&a->prompt);
	a->prompting = PROMPT_NONE;
	a->draw = true;
}

static void
take_command(struct app *a)
{
	size_t i = a->prompt.chosen >= 0 ? (size_t)a->prompt.chosen : 0;
	const void *what;

	if (a->prompt.n_items == 0) {
		app_say(a, 1, "没有这个命令。可以输名称、拼音首字母或英文, 如 待办、db、sync。");
		return;
	}
	what = a->offered[i];
	for (size_t k = 0; k < N_COMMANDS; k++)
		if (what == &commands[k]) {
			commands[k].run(a);
			return;
		}
	if (what == view_by_name("print"))
		print_ticket(a);
	else
		app_open(a, what, NULL);
}

static void
take_ticket(struct app *a)
{
	size_t i = a->prompt.chosen >= 0 ? (size_t)a->prompt.chosen : 0;

	if (a->prompt.n_items == 0)
		app_say(a, 1, "本机没有这个编号的工单。请输 18 位编号或后六位。");
	else
		app_open(a, view_by_name("ticket"), a->goto_ids[i]);
}

void
app_prompt_input(struct app *a, const struct input *in)
{
	struct react r = { 0 };
	enum app_prompting what = a->prompting;

	prompt_input(&a->prompt, in, &r);
	a->draw = true;
	if ((r.bits & REACT_EDIT) != 0) {
		if (what == PROMPT_COMMAND)
			offer_commands(a);
		else
			offer_tickets(a);
	} else if ((r.bits & REACT_TAKE) != 0) {
		if (what == PROMPT_COMMAND)
			take_command(a);
		else
			take_ticket(a);
		end_prompt(a);
	} else if ((r.bits & REACT_CANCEL) != 0) {
		end_prompt(a);
	}
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
		c->answering = app_job(a, j) != 0;
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
	if (!was_open && app_top(a)->ops == intake)
		app_react(a, intake->input(app_top(a), &in) & ~(unsigned)VIEW_IGNORED);
	return true;
}

/* Calls that were taken down on paper: the form without a call, once more for each paper. */
static void
enter_late(struct app *a)
{
	const struct view_ops *intake = view_by_name("intake");
	const struct input in = input_action(ACTION_LATE);

	app_open(a, intake, NULL);
	if (app_top(a) != NULL && app_top(a)->ops == intake)
		app_react(a, intake->input(app_top(a), &in) & ~(unsigned)VIEW_IGNORED);
}

/* The screen knows which ticket is meant. */
static void
print_ticket(struct app *a)
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
		end_prompt(a);
	a->dialog.open = false;
	a->asking = ASK_NOTHING;
	a->message[0] = '\0';
	if (a->depth == APP_VIEWS)
		app_close_top(a);
	app_open(a, view_by_name("lock"), NULL);
}

bool
app_global(struct app *a, enum action action)
{
	switch (action) {
	case ACTION_NEW:
		new_ticket(a);
		return true;
	case ACTION_NEXT_DRAFT:
		return next_draft(a);
	case ACTION_LATE:
		enter_late(a);
		return true;
	case ACTION_HELP:
		app_open(
		    a, view_by_name("help"), app_top(a) != NULL ? app_top(a)->ops->name : NULL);
		return true;
	case ACTION_KNOWLEDGE:
		app_open(a, view_by_name("knowledge"), NULL);
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
	case ACTION_OUTCOME:
		app_open(a, view_by_name("outcome"), NULL);
		return true;
	case ACTION_TRANSFER:
	case ACTION_CONFERENCE:
	case ACTION_EMERGENCY:
		hand_over(a, action);
		return true;
	case ACTION_STATE:
		ask_state(a);
		return true;
	case ACTION_COMMAND:
		begin_prompt(a, PROMPT_COMMAND, "命令", 64);
		return true;
	case ACTION_GO_TO:
		begin_prompt(a, PROMPT_GOTO, "单号或后六位", 32);
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
