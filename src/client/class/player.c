/* The player: which rule has something to do, in the order of a call, and how a thing is said. Invariant: a picture that
 * stays as it is does not hold him for ever: then he is lost, and says where.
 *
 * Not here: the rules themselves (player_talk.c, player_form.c, player_hand.c), and who presses the keys (the app). */
#include <stdio.h>
#include <stdlib.h>

#include "player_p.h"

#define THINKS_MS 1600 /* the caller has begun to answer by then */
#define LOOKS_MS  200

static const struct {
	const char *name, *label;
} styles[PLAYER_STYLES] = {
	[PLAYER_REFERENCE] = { "reference", "照标准答案做" },
	[PLAYER_IDLE] = { "idle", "什么都不做" },
	[PLAYER_PROMISES] = { "promises", "承诺日期" },
	[PLAYER_NO_RESTATING] = { "no-restating", "不复述核对" },
	[PLAYER_FIRST_PROPOSAL] = { "first-proposal", "总采纳第一条建议" },
};

const char *
player_style_name(enum player_style s)
{
	return styles[s].name;
}

const char *
player_style_label(enum player_style s)
{
	return styles[s].label;
}

struct player *
player_new(enum player_style style, const struct class_run *r, const struct city *c)
{
	struct player *p = calloc(1, sizeof(*p));

	if (p == NULL)
		return NULL;
	p->style = style;
	p->run = r;
	p->city = c;
	return p;
}

void
player_free(struct player *p)
{
	free(p);
}

/* ---- hands ---- */

bool
player_press(struct player *p, enum action a, const char *why)
{
	p->does = (struct player_does){ .what = PLAYER_PRESSES, .action = a, .why = why };
	return true;
}

bool
player_type(struct player *p, const char *text, const char *why)
{
	(void)snprintf(p->text, sizeof(p->text), "%s", text);
	p->does = (struct player_does){ .what = PLAYER_TYPES, .text = p->text, .why = why };
	return true;
}

bool
player_wait(struct player *p, int ms)
{
	p->does = (struct player_does){ .what = PLAYER_WAITS, .wait_ms = ms, .why = "" };
	return true;
}

bool
player_wants_ticket(const struct player *p)
{
	static const char *const without[] = { "guided", "urge", "other_city" };

	for (size_t i = 0; i < sizeof(without) / sizeof(without[0]); i++)
		if (player_outcome_is(p, without[i]))
			return false;
	return player_answer(p)->tickets != 0 && !fields_empty(&player_answer(p)->reference);
}

bool
player_outcome_is(const struct player *p, const char *code)
{
	return strcmp(player_answer(p)->outcomes.item[0], code) == 0;
}

bool
player_is_filed(const struct player *p)
{
	return p->run->lesson.n_tickets > scenario_tickets(&p->run->scenario, p->matter);
}

/* ---- saying ---- */

bool
player_say(struct player *p, const char *words, const char *pick, const char *why)
{
	p->saying = true;
	(void)snprintf(p->words, sizeof(p->words), "%s", words);
	(void)snprintf(p->pick, sizeof(p->pick), "%s", pick);
	return player_press(p, ACTION_TALK, why);
}

bool
player_say_act(struct player *p, enum call_act a, int element, const char *why)
{
	static const struct {
		enum call_act act;
		const char *words;
	} keys[] = { { ACT_GREET, "" }, { ACT_LISTEN, "" }, { ACT_RESTATE, "6" },
		{ ACT_SOOTHE, "7" }, { ACT_SECRET, "8" }, { ACT_MORE, "0" } };
	char digit[2] = { (char)('1' + element), '\0' };

	if (a == ACT_ASK)
		return player_say(p, digit, "", why);
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (keys[i].act == a)
			return player_say(p, keys[i].words, "", why);
	return player_say(p, act_label(a), act_label(a), why);
}

/* The candidate of that name; -1 none. */
static int
candidate(const struct player *p)
{
	const struct prompt *line = p->sees->saying;

	for (size_t i = 0; i < line->n_items && p->pick[0] != '\0'; i++)
		if (strcmp(line->items[i].text, p->pick) == 0)
			return (int)i;
	return -1;
}

static bool
said(struct player *p)
{
	p->saying = false;
	p->rest_ms = THINKS_MS;
	return true;
}

/* The line is open: the words, the candidate, Enter. A digit alone says it at once. */
static bool
say_on(struct player *p)
{
	const struct prompt *line = p->sees->saying;
	const bool digit = p->words[0] >= '0' && p->words[0] <= '9' && p->words[1] == '\0';
	int at;

	if (!p->saying) /* nobody opened it, or it was done with */
		return line != NULL && player_press(p, ACTION_BACK, "");
	if (line == NULL) { /* refused: the call has ended meanwhile */
		p->saying = false;
		return false;
	}
	if (strcmp(field_text(&line->field), p->words) != 0) {
		(void)player_type(p, p->words, "");
		return digit ? said(p) : true;
	}
	at = candidate(p);
	if (at >= 0 && line->chosen != at)
		return player_press(p, line->chosen < at ? ACTION_UP : ACTION_DOWN, "");
	(void)player_press(p, ACTION_ENTER, "");
	return said(p);
}

/* ---- one look ---- */

static bool
let_him_finish(struct player *p)
{
	const int rest = p->rest_ms;

	if (p->run->ended)
		return false;
	p->rest_ms = 0;
	if (caller_is_over(p->run->caller))
		return player_wait(p, 0); /* the telephone has yet to say so */
	if (rest > 0)
		return player_wait(p, rest);
	return caller_is_talking(p->run->caller, p->sees->ms) && player_wait(p, LOOKS_MS);
}

/* He brought up something more: a ticket of its own. */
static bool
next_matter(struct player *p)
{
	if (caller_matters(p->run->caller) <= p->matter + 1 ||
	    p->matter + 1 >= p->run->scenario.n_matters ||
	    (player_wants_ticket(p) && !player_is_filed(p)))
		return false;
	p->matter++;
	p->listened = p->submits = p->handing = 0;
	p->took_offer = false;
	memset(p->tried, 0, sizeof(p->tried));
	return player_at(p, "sent") /* else the sheet is still blank: the first needed none */
		   ? player_press(p, ACTION_NEW, "一件一单: F2 另起一件, 来电人的信息带过来。")
		   : player_wait(p, LOOKS_MS);
}

typedef bool player_rule(struct player *p);

static bool
first_of(struct player *p, player_rule *const *rules, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (rules[i](p))
			return true;
	return false;
}

static bool
in_the_call(struct player *p)
{
	static player_rule *const good[] = { player_greet, player_listen, player_calm,
		player_read_aloud, player_ask, player_restate, player_cite, player_keep_secret,
		player_fill, player_hand_over, player_urge, player_submit, player_tell, player_more,
		next_matter, player_take_leave };
	static player_rule *const hasty[] = { player_greet, player_listen, player_take_first,
		player_tell, player_more, player_take_leave };

	return p->style == PLAYER_FIRST_PROPOSAL
		   ? first_of(p, hasty, sizeof(hasty) / sizeof(hasty[0]))
		   : first_of(p, good, sizeof(good) / sizeof(good[0]));
}

static bool
after_the_call(struct player *p)
{
	static player_rule *const rules[] = { player_fill, player_submit, player_write_outcome };

	return p->style != PLAYER_FIRST_PROPOSAL &&
	       first_of(p, rules, sizeof(rules) / sizeof(rules[0]));
}

/* Nothing has moved for too long. */
static bool
is_lost(struct player *p)
{
	char now[sizeof(p->before)];

	(void)snprintf(now, sizeof(now), "%s %s %d%s", p->sees->view, p->sees->place,
	    p->run->lesson.n_acts, p->run->ended ? " ended" : "");
	if (strcmp(now, p->before) != 0) {
		(void)snprintf(p->before, sizeof(p->before), "%s", now);
		p->looks = 0;
	}
	return ++p->looks > (player_at(p, "busy") ? PLAYER_WAITS_LOOKS : PLAYER_PATIENCE);
}

static void
look(struct player *p)
{
	if (!p->run->answered) {
		if (p->sees->ringing)
			(void)player_press(p, ACTION_NEW, "电话来了: 三声以内按 F2 接听。");
		else
			(void)player_wait(p, 0);
	} else if (p->style == PLAYER_IDLE) {
		p->does.what = p->run->ended ? PLAYER_IS_DONE : PLAYER_WAITS;
		p->does.wait_ms = 1000;
	} else if (player_at(p, "busy")) {
		(void)player_wait(p, 0);
	} else if (!say_on(p) && !let_him_finish(p) && !player_screen(p) &&
		   !(p->run->ended ? after_the_call(p) : in_the_call(p))) {
		if (p->run->ended)
			p->does.what = PLAYER_IS_DONE;
		else /* until he hangs up; a line that was hung up here comes down by itself */
			(void)player_wait(
			    p, score_is_odd(&p->run->scenario) && p->run->lesson.outcome[0] != '\0'
				   ? 0
				   : LOOKS_MS);
	}
}

void
player_look(struct player *p, const struct player_sees *v, struct player_does *out)
{
	p->sees = v;
	p->does = (struct player_does){ .why = "" };
	look(p);
	if (p->style != PLAYER_IDLE && is_lost(p)) {
		(void)snprintf(p->text, sizeof(p->text), "%s", p->before);
		p->does =
		    (struct player_does){ .what = PLAYER_IS_LOST, .text = p->text, .why = "" };
	}
	*out = p->does;
}
