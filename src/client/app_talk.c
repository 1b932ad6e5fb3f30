/* app_talk.c: saying something to the simulated caller of a classroom: a line as Ctrl-P has one. A digit at once says what
 * it stands for; letters or Hanzi find the acts and the sentences of the city's scripts; what is found by nothing is said
 * as it was typed. Not here: what it does to the caller (client/class). */
#include <stdio.h>
#include <string.h>

#include "app.h"
#include "base/clock.h"
#include "model/script.h"
#include "text/match.h"

/* By one digit, at any moment the same. NULL: what several acts are said in. */
static const struct {
	const char *key, *said;
	enum call_act act;
	int element;
} digits[] = {
	{ "1", "问时间", ACT_ASK, ELEMENT_TIME },
	{ "2", "问地点", ACT_ASK, ELEMENT_PLACE },
	{ "3", "问人物", ACT_ASK, ELEMENT_PEOPLE },
	{ "4", "问事件", ACT_ASK, ELEMENT_EVENT },
	{ "5", "问诉求", ACT_ASK, ELEMENT_DEMAND },
	{ "6", "复述", ACT_RESTATE, -1 },
	{ "7", "安抚", ACT_SOOTHE, -1 },
	{ "8", "问保密", ACT_SECRET, -1 },
	{ "9", "告知编号、时限、回访", ACT_NUMBER, -1 },
	{ "0", "问还有没有别的事, 再按是结束语", ACT_MORE, -1 },
};

/* Found by name: what has no digit. What must not be done is only ever typed. */
static const enum call_act named[] = { ACT_GREET, ACT_LISTEN, ACT_NUMBER, ACT_LIMIT, ACT_VISIT,
	ACT_MORE, ACT_EVALUATE, ACT_CLOSE };
#define NAMED (sizeof(named) / sizeof(named[0]))

static const struct prompt_item legend[] = {
	{ "空着 Enter=首问, 说过就是倾听; 打字问; 打名称找话术", NULL },
	{ "1时间 2地点 3人物 4事件 5诉求 6复述 7安抚 8问保密 9告知 0结束", NULL },
};

/* Where nobody hears it: what is typed all the same, by who did not look, is to land nowhere else. */
static const struct prompt_item nobody[] = {
	{ "打的字没有人听见。Esc 返回; 来电响了按 F2 接听, 再按 Alt-T。", NULL },
};

static void
act(struct app *a, enum call_act what, int element, const char *text)
{
	class_run_act(a->classroom.run, app_class_ms(a), what, element, text);
}

static bool
is_done(const struct app *a, enum call_act what)
{
	return lesson_done(class_run_lesson(a->classroom.run), what) > 0;
}

static void
by_digit(struct app *a, size_t i)
{
	if (digits[i].act == ACT_NUMBER) {
		if (class_run_lesson(a->classroom.run)->n_tickets == 0) {
			app_say(a, 1, "还没有提交, 没有编号和时限可以告知: 先按 F10。");
			return;
		}
		act(a, ACT_NUMBER, -1, NULL);
		act(a, ACT_LIMIT, -1, NULL);
		act(a, ACT_VISIT, -1, NULL);
	} else if (digits[i].act == ACT_MORE && is_done(a, ACT_MORE)) {
		act(a, ACT_EVALUATE, -1, NULL);
		act(a, ACT_CLOSE, -1, NULL);
		app_say(a, 0, "您: 请评价, 感谢来电, 再见。等对方先挂。");
		return;
	} else {
		act(a, digits[i].act, digits[i].element, NULL);
	}
	app_say(a, 0, "您: %s", digits[i].act == ACT_MORE ? "请问还有别的事吗?" : digits[i].said);
}

/* ---- what the letters find ---- */

static bool
fits(const struct match_query *q, const char *title)
{
	struct match_label label;
	bool found = false;

	if (match_label_init(&label, title)) {
		found = match_find(q, &label, NULL) > 0;
		match_label_free(&label);
	}
	return found;
}

static size_t
offer_named(struct app *a, const struct match_query *q)
{
	size_t n = 0;

	for (size_t i = 0; i < NAMED; i++)
		if (fits(q, act_label(named[i]))) {
			a->offers[n] = (struct prompt_item){ .text = act_label(named[i]) };
			a->offered[n++] = &named[i];
		}
	return n;
}

static size_t
offer_scripts(struct app *a, const struct match_query *q, size_t n)
{
	const struct city *c = a->desk.city;

	for (size_t i = 0; c != NULL && i < c->n_scripts && n < PROMPT_ITEMS; i++) {
		const struct script_row *s = &c->scripts[i];

		if (script_is_notice(s->moment) || !fits(q, s->title))
			continue;
		str_copy(a->offer_words[n], sizeof(a->offer_words[n]), s->text);
		a->offers[n] = (struct prompt_item){ .text = s->title, .hint = a->offer_words[n] };
		a->offered[n++] = s;
	}
	return n;
}

static void
offer(struct app *a)
{
	const char *typed = field_text(&a->prompt.field);
	struct match_query q;
	size_t n;

	if (!app_class_talks(a)) {
		prompt_offer(&a->prompt, nobody, sizeof(nobody) / sizeof(nobody[0]));
		return;
	}
	if (typed[strspn(typed, " ")] == '\0') {
		prompt_offer(&a->prompt, legend, sizeof(legend) / sizeof(legend[0]));
		return;
	}
	match_query_init(&q, typed);
	n = offer_named(a, &q);
	prompt_offer(&a->prompt, a->offers, offer_scripts(a, &q, n));
}

/* ---- taken ---- */

static bool
is_named(const void *what)
{
	return (const char *)what >= (const char *)named &&
	       (const char *)what < (const char *)(named + NAMED);
}

static void
take(struct app *a)
{
	const char *typed = field_text(&a->prompt.field);
	const bool letters = typed[0] != '\0' && (typed[0] & 0x80) == 0;
	const int chosen = a->prompt.chosen >= 0 ? a->prompt.chosen : letters ? 0 : -1;

	if (!app_class_talks(a)) { /* or not any more */
		app_say(a, 1, "没有人听见, 没有说出去。");
		return;
	}
	if (typed[strspn(typed, " ")] == '\0') {
		const enum call_act what = is_done(a, ACT_GREET) ? ACT_LISTEN : ACT_GREET;

		act(a, what, -1, NULL);
		app_say(a, 0, "您: %s", act_label(what));
		return;
	}
	if (chosen < 0 || (size_t)chosen >= a->prompt.n_items) {
		class_run_said(a->classroom.run, app_class_ms(a), typed);
		app_say(a, 0, "您: %s", typed);
	} else if (is_named(a->offered[chosen])) {
		act(a, *(const enum call_act *)a->offered[chosen], -1, NULL);
		app_say(a, 0, "您: %s", a->offers[chosen].text);
	} else {
		const struct script_row *s = a->offered[chosen];

		act(a, ACT_SCRIPT, -1, s->moment);
		app_say(a, 0, "您: %s", s->text);
	}
}

void
app_talk_begin(struct app *a)
{
	if (!a->desk.call.active && a->classroom.run != NULL &&
	    class_run_scenario(a->classroom.run)->drill != NULL) {
		/* nobody to speak to: what there is to do, once more */
		app_open(a, view_by_name("drill"), NULL);
		return;
	}
	if (a->desk.classroom == NULL) {
		app_say(a, 1, "这个键只在课堂里用。");
		return;
	}
	prompt_init(&a->prompt,
	    app_class_talks(a)                               ? "说"
	    : a->desk.call.active && !a->classroom.under_way ? "不在上课, 来电人不会应"
							     : "现在没有来电人在线",
	    200);
	a->prompting = PROMPT_TALK;
	offer(a);
	a->draw = true;
}

void
app_talk_input(struct app *a, const struct input *in)
{
	struct react r = { 0 };

	if (field_text(&a->prompt.field)[0] == '\0' && in->kind == INPUT_TEXT && app_class_talks(a))
		for (size_t i = 0; i < sizeof(digits) / sizeof(digits[0]); i++)
			if (strcmp(in->text, digits[i].key) == 0) {
				app_prompt_end(a);
				by_digit(a, i);
				return;
			}
	prompt_input(&a->prompt, in, &r);
	a->draw = true;
	if ((r.bits & REACT_EDIT) != 0)
		offer(a);
	if ((r.bits & REACT_TAKE) != 0)
		take(a);
	if ((r.bits & (REACT_TAKE | REACT_CANCEL)) != 0)
		app_prompt_end(a);
}
