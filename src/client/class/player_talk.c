/* What the player says, rule by rule, in the order of a call. Each rule looks at what was done and told so far. */
#include <stdio.h>

#include "model/script.h"
#include "player_p.h"

#define HEATED    6
#define ASKS_MOST 2 /* one fact: who was asked twice will not tell */

bool
player_greet(struct player *p)
{
	return !player_did(p, ACT_GREET) &&
	       player_say_act(p, ACT_GREET, -1, "先说首问(报工号): 第一句话让他知道打对了地方。");
}

/* Until he has told what he tells by himself. */
bool
player_listen(struct player *p)
{
	const struct scenario *s = &p->run->scenario;
	int sentences = 0;

	for (int i = 0; i < s->n_utterances; i++)
		sentences += s->utterance[i].cue == CUE_NEXT;
	if (p->matter > 0 || p->listened > sentences)
		return false;
	p->listened++;
	return player_say_act(p, ACT_LISTEN, -1, "让他把话说完: 应一声, 边听边记, 不打断。");
}

static int
asks_so_far(const struct player *p, int element)
{
	const struct lesson *l = &p->run->lesson;
	int n = 0;

	for (int i = 0; i < l->n_acts; i++)
		n += element >= 0 && l->act[i].act == ACT_ASK && l->act[i].element == element;
	return n;
}

/* A fact of the matter that was not told yet, and what must be done before he will; NULL none. */
static const struct scenario_fact *
untold(const struct player *p, int *at)
{
	const struct scenario *s = &p->run->scenario;

	for (*at = 0; *at < s->n_facts; (*at)++) {
		const struct scenario_fact *f = &s->fact[*at];

		if (f->matter == p->matter && !caller_told(p->run->caller, *at) &&
		    asks_so_far(p, f->element) + 1 < scenario_asked_too_often(s, f->element) &&
		    p->asked[*at] < (f->wrong[0] != '\0' ? 1 : ASKS_MOST))
			return f;
	}
	return NULL;
}

bool
player_calm(struct player *p)
{
	const struct lesson *l = &p->run->lesson;
	int soothed = 0;

	for (int i = l->n_acts - 1; i >= 0 && i > l->n_acts - 4; i--)
		soothed += l->act[i].act == ACT_SOOTHE;
	return caller_mood(p->run->caller) >= HEATED && soothed < 2 &&
	       player_say_act(
		   p, ACT_SOOTHE, -1, "他在气头上, 先安抚一句再问。气头上问不出要紧的。");
}

bool
player_read_aloud(struct player *p)
{
	const struct scenario_list *scripts = &player_answer(p)->scripts;
	int element;

	for (int i = 0; i < scripts->n; i++) {
		const char *moment = scripts->item[i];

		for (size_t k = 0; p->city != NULL && k < p->city->n_scripts; k++) {
			const struct script_row *row = &p->city->scripts[k];

			if (strcmp(row->moment, moment) == 0 &&
			    acts_of_moment(moment, &element) == 0 &&
			    !lesson_did(&p->run->lesson, ACT_SCRIPT, moment))
				return player_say(p, row->title, row->title,
				    "这通有规定的话术: 照着念, 别自己编。");
		}
	}
	return false;
}

bool
player_ask(struct player *p)
{
	static const char *const why[ELEMENT_COUNT] = {
		[ELEMENT_TIME] = "问时间: 哪天起的, 承办单位凭它查。",
		[ELEMENT_PLACE] = "问地点: 问到门牌, 不然去的人找不到。",
		[ELEMENT_PEOPLE] = "问人物: 怎么称呼, 对方是谁。",
		[ELEMENT_EVENT] = "问事件: 到底怎么回事, 说具体。",
		[ELEMENT_DEMAND] = "问诉求: 他要什么结果, 照他的话记。",
	};
	char words[96];
	int at;
	const struct scenario_fact *f = untold(p, &at);

	if (f == NULL)
		return false;
	for (int a = 0; a < ACT_COUNT; a++)
		if ((f->first & (1u << a)) != 0 && !player_did(p, (enum call_act)a))
			return player_say_act(
			    p, (enum call_act)a, -1, "他有顾虑: 不先做这一步, 要紧的不会说。");
	p->asked[at]++;
	if (f->element >= 0)
		return player_say_act(p, ACT_ASK, f->element, why[f->element]);
	(void)snprintf(words, sizeof(words), "请问%s", f->asks.n > 0 ? f->asks.item[0] : "");
	return player_say(p, words, "", "还有细节没问: 打字问一句。");
}

bool
player_restate(struct player *p)
{
	const unsigned bit = 1u << p->matter;

	if ((p->restated & bit) == 0 && p->style != PLAYER_NO_RESTATING &&
	    !score_is_odd(&p->run->scenario)) {
		p->restated |= bit;
		return player_say_act(
		    p, ACT_RESTATE, -1, "复述一遍请他核对: 说错的地方这时才改得过来。");
	}
	if ((p->promised & bit) == 0 && p->style == PLAYER_PROMISES) {
		p->promised |= bit;
		return player_say(p, "您放心，明天就能给您解决。", "", "");
	}
	return false;
}

bool
player_keep_secret(struct player *p)
{
	return (player_answer(p)->tells & ACT_BIT(SECRET)) != 0 && !player_did(p, ACT_SECRET) &&
	       player_say_act(p, ACT_SECRET, -1, "问保密: 姓名电话能不能告诉承办单位。");
}

/* Number, limit and visit in one breath; without a ticket what is wanted, by its name. */
bool
player_tell(struct player *p)
{
	const unsigned tells = player_answer(p)->tells;

	for (int a = ACT_NUMBER; a <= ACT_VISIT; a++) {
		if ((tells & (1u << a)) == 0 || player_did(p, (enum call_act)a))
			continue;
		if (p->run->lesson.n_tickets > 0)
			return player_say(p, "9", "",
			    "告知编号、时限、回访: 只说期限, 不说结果。编号请他记后六位。");
		return player_say_act(p, (enum call_act)a, -1, "告知时限: 只说期限, 不说结果。");
	}
	return false;
}

/* One that is hung up by the book; who takes what is proposed knows nothing of it. */
static bool
is_odd(const struct player *p)
{
	return p->style != PLAYER_FIRST_PROPOSAL &&
	       (player_outcome_is(p, "silent") || player_outcome_is(p, "harass"));
}

bool
player_more(struct player *p)
{
	return !player_did(p, ACT_MORE) && !is_odd(p) &&
	       player_say_act(p, ACT_MORE, -1, "问一句: 还有别的事吗? 有的人真正要紧的是第二件。");
}

/* A silent line is no leave to be taken of: it is written down and hung up by the book. */
bool
player_take_leave(struct player *p)
{
	if (is_odd(p))
		return player_write_outcome(p);
	if (p->evaluated)
		return false;
	p->evaluated = true;
	return player_say(p, "0", "", "请他评价, 说结束语, 等他先挂。");
}
