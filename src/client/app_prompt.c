/* app_prompt.c: the command line Ctrl-P (any screen or action by Chinese name, initials or English) and Ctrl-G (a ticket by
 * number or last six).
 *
 * What is offered depends on what is typed and on who sits here alone; a screen that may not be opened is not offered. Not
 * here: the line itself (ui/prompt.c), what the commands do. */
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
	const char *screen; /* only for who may open this one; NULL anybody */
};

static void
sync_now(struct app *a)
{
	app_job(a, job_new(JOB_SYNC_NOW));
	app_say(a, 0, "正在和中心核对。");
}

static const struct command commands[] = {
	{ "补录纸质登记", "late paper 纸单 补记", app_late, "intake" },
	{ "打印空白登记表", "print form 纸单 空白表", app_print_form, "intake" },
	{ "静音", "mute jingyin 取消静音", app_phone_mute, "outcome" },
	{ "时间点", "mark shijiandian 标记 录音", app_phone_mark, "outcome" },
	{ "话机", "phone huaji 保持 取回 切换 按键音 拒接", app_phone_menu, "outcome" },
	{ "求助说明", "求助班长 补一句 要什么 senior", app_senior_wanted, "outcome" },
	{ "班长的话", "班长答复 求助 再看 senior said", app_senior_read, "outcome" },
	{ "退出", "quit exit 关闭", app_quit, NULL },
	{ "注销", "logout 下班 签出", app_sign_out, NULL },
	{ "立即同步", "sync 同步 重试", sync_now, NULL },
};
#define N_COMMANDS (sizeof(commands) / sizeof(commands[0]))

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

		if ((v != NULL && !app_may_open(a, v)) ||
		    (c != NULL && c->screen != NULL && !app_may_open(a, view_by_name(c->screen))))
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

/* Behind what Ctrl-P knows: the same words looked for in everything. */
static const char look_for[] = "查找";

static size_t
offer_search(struct app *a, size_t n)
{
	const char *typed = field_text(&a->prompt.field);

	if (n == PROMPT_ITEMS || typed[strspn(typed, " ")] == '\0' ||
	    !app_may_open(a, view_by_name("search")))
		return n;
	(void)str_copy(
	    a->offer_words[n], sizeof(a->offer_words[n]), "工单、知识、分类、单位里有这些字的");
	a->offers[n] = (struct prompt_item){ .text = look_for, .hint = a->offer_words[n] };
	a->offered[n] = look_for;
	return n + 1;
}

static void
offer_commands(struct app *a)
{
	struct offer offers[64];
	struct match_query q;
	size_t n;

	match_query_init(&q, field_text(&a->prompt.field));
	n = gather_offers(a, &q, offers, sizeof(offers) / sizeof(offers[0]));
	qsort(offers, n, sizeof(offers[0]), by_score);
	n = n > PROMPT_ITEMS ? PROMPT_ITEMS : n;
	for (size_t i = 0; i < n; i++) {
		names_to_read(offers[i].names, a->offer_words[i], sizeof(a->offer_words[i]));
		a->offers[i] =
		    (struct prompt_item){ .text = offers[i].title, .hint = a->offer_words[i] };
		a->offered[i] = offers[i].what;
	}
	prompt_offer(&a->prompt, a->offers, offer_search(a, n));
}

static void
offer_tickets(struct app *a)
{
	const char *typed = field_text(&a->prompt.field);
	int n = a->desk.cache == NULL
		    ? 0
		    : cache_ticket_by_number(a->desk.cache, typed, NULL, a->goto_ids, PROMPT_ITEMS);

	for (int i = 0; i < n; i++) {
		struct ticket t;
		char groups[24];

		a->offer_words[i][0] = '\0';
		ticket_init(&t);
		if (cache_ticket(a->desk.cache, a->goto_ids[i], &t, NULL) == ERR_OK) {
			const char *title = fields_get(&t.f, TF_TITLE);

			number_groups(fields_get(&t.f, TF_NO), groups);
			(void)snprintf(a->offer_words[i], sizeof(a->offer_words[i]), "%s %s %.*s",
			    groups, state_label(t.state), (int)utf8_head(title, 30), title);
		}
		ticket_free(&t);
		a->offers[i] = (struct prompt_item){ .text = a->offer_words[i] };
		a->offered[i] = a->goto_ids[i];
	}
	prompt_offer(&a->prompt, a->offers, n > 0 ? (size_t)n : 0);
}

void
app_prompt_begin(struct app *a, enum app_prompting what, const char *label, size_t limit)
{
	if (a->prompting != PROMPT_NONE) /* a command that asks for a line of its own */
		prompt_free(&a->prompt);
	prompt_init(&a->prompt, label, limit);
	a->prompting = what;
	if (what == PROMPT_COMMAND)
		offer_commands(a);
	a->draw = true;
}

void
app_prompt_end(struct app *a)
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
	if (what == look_for)
		app_open(a, view_by_name("search"), field_text(&a->prompt.field));
	else if (what == view_by_name("print"))
		app_print_ticket(a);
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

/* What it leads to may ask something of its own. */
static void
take(struct app *a, enum app_prompting what)
{
	char typed[64];

	if (what == PROMPT_TONES) {
		(void)str_copy(typed, sizeof(typed), field_text(&a->prompt.field));
		app_phone_tones(a, typed);
	} else if (what == PROMPT_COMMAND) {
		take_command(a);
	} else {
		take_ticket(a);
	}
	if (a->prompting == what) /* else it has a line of its own by now */
		app_prompt_end(a);
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
		else if (what == PROMPT_GOTO)
			offer_tickets(a);
	} else if ((r.bits & REACT_TAKE) != 0) {
		take(a, what);
	} else if ((r.bits & REACT_CANCEL) != 0) {
		app_prompt_end(a);
	}
}
