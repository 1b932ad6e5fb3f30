/* The screens over the form, as the player goes through them: whom he hands the caller to, what came of an older ticket, how a
 * call ended. Not here: the form itself (player_form.c). */
#include <stdio.h>

#include "player_p.h"

/* ---- handing over ---- */

static const char *
target_wanted(const struct player *p)
{
	const struct scenario_list *targets = &player_answer(p)->targets;

	return targets->n > 0 ? targets->item[0] : "";
}

/* Police, fire, ambulance: they are called in, and one stays. */
static bool
is_urgent(const struct player *p)
{
	return target_wanted(p)[0] == 'E';
}

static bool
was_handed(const struct player *p)
{
	const struct scenario_list *targets = &player_answer(p)->targets;

	for (int i = 0; i < targets->n; i++)
		if (lesson_did(&p->run->lesson, ACT_TRANSFER, targets->item[i]) ||
		    lesson_did(&p->run->lesson, ACT_TRIPARTITE, targets->item[i]))
			return true;
	return false;
}

bool
player_hand_over(struct player *p)
{
	if (target_wanted(p)[0] == '\0' || was_handed(p) || p->handing >= PLAYER_TRIES ||
	    !player_sees_view(p, "intake") ||
	    !(player_outcome_is(p, "emergency") || player_outcome_is(p, "tripartite") ||
		player_outcome_is(p, "transfer") || player_outcome_is(p, "other_city")))
		return false;
	p->handing++;
	if (is_urgent(p) && !player_is_filed(p))
		return player_press(p, ACTION_EMERGENCY, "紧急的按 F8: 不等单子填全, 先把人接上。");
	return player_press(p, ACTION_TRANSFER, "这件要接过去: F6, 先跟对方说清再接。");
}

/* 1=110 2=119 3=120 4=122 */
static bool
urgent(struct player *p)
{
	static const char *const ids[] = { "E110", "E119", "E120", "E122" };
	char digit[2] = "1";

	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++)
		if (strcmp(ids[i], target_wanted(p)) == 0)
			digit[0] = (char)('1' + i);
	return player_type(p, digit, "再按数字: 1=110 2=119 3=120 4=122。");
}

/* By its number, which is looked for digit by digit; who is chosen already is called. */
static bool
choose_target(struct player *p)
{
	const struct transfer_target *t =
	    p->city != NULL ? city_target(p->city, target_wanted(p)) : NULL;
	const char *at = strchr(p->sees->place, ' ');
	char digits[32];
	size_t n = 0;

	if (t == NULL || was_handed(p) || p->handing > PLAYER_TRIES)
		return player_press(p, ACTION_BACK, "");
	p->handing++;
	if (at != NULL && strcmp(at + 1, t->id) == 0)
		return player_press(p, ACTION_ENTER, "先咨询: 对方接了, 把情况说清。");
	for (const char *c = t->number; *c != '\0' && n + 1 < sizeof(digits); c++)
		if (*c != '-')
			digits[n++] = *c;
	digits[n] = '\0';
	return player_type(p, digits, "名录里按号码或名称首字母找。");
}

static bool
transfer(struct player *p)
{
	/* F8 joins by itself, an instant after there is somebody to talk to */
	if (player_at(p, "talking") && is_urgent(p))
		return player_press(p, ACTION_CONFERENCE, "紧急的不转走: F7 三方, 您留在线上。");
	if (player_at(p, "talking"))
		return player_press(p, ACTION_SUBMIT, "说清了, 完成转接。");
	if (player_at(p, "answer"))
		return player_press(p, ACTION_ENTER, "");
	if (player_at(p, "joined"))
		return player_press(p, ACTION_BACK, "三方都在线上, 您留着; 回去把记录补全。");
	return choose_target(p);
}

/* ---- an older ticket ---- */

bool
player_urge(struct player *p)
{
	const bool asks = p->run->scenario.before != NULL && player_outcome_is(p, "progress");

	if (p->looked_back || !(asks || player_outcome_is(p, "urge")) ||
	    !player_sees_view(p, "intake"))
		return false;
	p->looked_back = true;
	return player_press(p, ACTION_HISTORY, "先看他以前的单: F4, 查进度、催办不另建单。");
}

static bool
history(struct player *p)
{
	if (player_at(p, "history none") || p->run->lesson.outcome[0] != '\0')
		return player_press(p, ACTION_BACK, "");
	return player_outcome_is(p, "progress")
		   ? player_type(p, "2", "是这件: 2 只查进度, 照上面那句念给他听。")
		   : player_press(p, ACTION_ENTER, "是这件: Enter 催办。");
}

/* ---- how the call ended ---- */

static const char *const outcomes[] = { "guided", "wrong", "silent", "harass", "test", "dropped",
	"other_city", "progress" };
#define OUTCOMES (sizeof(outcomes) / sizeof(outcomes[0]))

/* The first that is right and that can be written down without a ticket. */
static int
outcome_wanted(const struct player *p)
{
	const struct scenario_list *right = &player_answer(p)->outcomes;

	for (int i = 0; i < right->n; i++)
		for (size_t k = 0; k < OUTCOMES; k++)
			if (strcmp(right->item[i], outcomes[k]) == 0)
				return (int)k;
	return -1;
}

bool
player_write_outcome(struct player *p)
{
	if (p->run->lesson.outcome[0] != '\0' || p->run->lesson.n_tickets > 0 ||
	    outcome_wanted(p) < 0 || p->submits >= 2 * PLAYER_TRIES)
		return false;
	p->submits++;
	return player_press(p, ACTION_OUTCOME, "不成单的按 Ctrl-R 记结果: 每通都要有下文。");
}

static bool
outcome(struct player *p)
{
	const int want = outcome_wanted(p);
	const struct transfer_target *t =
	    p->city != NULL ? city_target(p->city, target_wanted(p)) : NULL;
	char digit[2];

	if (want < 0 || p->run->lesson.outcome[0] != '\0')
		return player_press(p, ACTION_BACK, "");
	if (player_at(p, "menu")) {
		digit[0] = (char)('1' + want);
		digit[1] = '\0';
		return player_type(p, digit, "");
	}
	if (player_at(p, "silence"))
		return player_wait(p, 500);
	if (player_at(p, "guided") || player_at(p, "other_city"))
		return player_type(p, t != NULL ? t->name : "承办单位", "");
	return player_press(p, ACTION_ENTER, "");
}

/* ---- knowledge ---- */

static bool
knowledge(struct player *p)
{
	const struct scenario_list *articles = &player_answer(p)->articles;
	const char *want = articles->n > 0 ? articles->item[0] : "";

	if (player_at(p, "confirm"))
		return player_type(p, "1", "");
	if (p->style == PLAYER_FIRST_PROPOSAL || *want == '\0')
		return player_press(p, p->sees->place[0] != '\0' ? ACTION_ENTER : ACTION_BACK, "");
	if (player_at(p, want))
		return player_press(p, ACTION_ENTER, "就是这条: Enter 引用到本单, 照口径说。");
	if (p->tried[TF_KB_REFS]++ < 1)
		return player_type(p, want, "");
	return player_press(p, p->tried[TF_KB_REFS] < 12 ? ACTION_DOWN : ACTION_BACK, "");
}

/* ---- what stands over the form ---- */

bool
player_screen(struct player *p)
{
	static const struct {
		const char *place;
		enum action key;
		const char *why;
	} keys[] = {
		{ "danger", ACTION_ENTER, "险情先问清: 有没有人受伤, 要不要急救。" },
		{ "handed", ACTION_ENTER, "转出去了: 记下结果, 不另成单。" },
		{ "ask", ACTION_ENTER, "" },
		{ "same", ACTION_BACK, "" },
		{ "read", ACTION_ENTER, "念完了: 记不予受理。" },
	};
	char code[64] = "";

	if (player_sees_view(p, "transfer"))
		return transfer(p);
	if (player_sees_view(p, "outcome"))
		return outcome(p);
	if (player_sees_view(p, "knowledge"))
		return knowledge(p);
	if (!player_sees_view(p, "intake"))
		return p->sees->view[0] != '\0' && !p->run->ended &&
		       player_press(p, ACTION_NEW, "");
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (player_at(p, keys[i].place))
			return player_press(p, keys[i].key, keys[i].why);
	if (player_at(p, "urgent"))
		return urgent(p);
	if (player_at(p, "consent"))
		return player_type(p, "1", "他同意就直接办结。");
	if (str_starts(p->sees->place, "history"))
		return history(p);
	if (player_answer(p)->rejects.n > 0)
		(void)snprintf(code, sizeof(code), "reject %s", player_answer(p)->rejects.item[0]);
	if (str_starts(p->sees->place, "reject "))
		return player_press(p, player_at(p, code) ? ACTION_ENTER : ACTION_DOWN, "");
	return false;
}
