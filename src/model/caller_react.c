/* What the simulated caller answers. He tells a fact only here, and only when it was asked for: by the key of its element,
 * or by words that fit it; what he had wrong he mends only when it is restated to him.
 *
 * Moods (practice.md E): listening -1 once for each thing he said, restating and soothing -1, interrupting +1, pushing off
 * +2, the same question a third time +1. */
#include "caller_p.h"
#include "lot_p.h"

#define LEAVES_MS 800

/* ---- facts ---- */

static bool
is_known(const struct caller *c, int i)
{
	return c->s->fact[i].matter < c->matters;
}

static bool
may_tell(const struct caller *c, const struct scenario_fact *f)
{
	return (c->acts & f->first) == f->first;
}

static void
tell(struct caller *c, int i, int64_t at)
{
	const struct scenario_fact *f = &c->s->fact[i];

	if (!may_tell(c, f)) {
		caller_say(c, f->refusal, at, -1, f->matter);
	} else if (f->wrong[0] != '\0' && !c->told[i]) {
		c->mistaken[i] = true;
		caller_say(c, f->wrong, at, -1, f->matter);
	} else {
		caller_say(c, f->says, at, i, f->matter);
	}
}

/* The fact that an element's key asks for: one not told yet, of the later matter first; else the last told again. */
static int
find_element(const struct caller *c, int element)
{
	int again = -1;

	for (int matter = c->matters - 1; matter >= 0; matter--)
		for (int i = 0; i < c->s->n_facts; i++) {
			const struct scenario_fact *f = &c->s->fact[i];

			if (f->matter != matter || f->element != element)
				continue;
			if (!c->told[i] && !c->mistaken[i])
				return i;
			again = again < 0 ? i : again;
		}
	return again;
}

static void
ask(struct caller *c, int element, int64_t at)
{
	int i = element >= 0 && element < ELEMENT_COUNT ? find_element(c, element) : -1;

	if (i >= 0)
		tell(c, i, at);
	else
		caller_say(c, c->s->persona.unknown, at, -1, c->matters - 1);
	if (element < 0 || element >= ELEMENT_COUNT)
		return;
	if (++c->asked[element] == scenario_asked_too_often(c->s, element))
		caller_feel(c, 1, at);
	(void)caller_cue(c, CUE_ASKED, element, at);
}

static void
restate(struct caller *c, int64_t at)
{
	bool mended = false;

	for (int i = 0; i < c->s->n_facts; i++)
		if (c->mistaken[i] && !c->told[i] && is_known(c, i)) {
			caller_say(c, c->s->fact[i].says, at, i, c->s->fact[i].matter);
			mended = true;
		}
	caller_feel(c, -1, at);
	if (!caller_cue(c, CUE_AFTER, ACT_RESTATE, at) && !mended)
		caller_say(c, "对，是这样。", at, -1, c->matters - 1);
}

/* ---- typed words ---- */

static int
find_asked(const struct caller *c, const char *text)
{
	int again = -1;

	for (int matter = c->matters - 1; matter >= 0; matter--)
		for (int i = 0; i < c->s->n_facts; i++) {
			const struct scenario_fact *f = &c->s->fact[i];

			if (f->matter != matter || !scenario_asks(f, text))
				continue;
			if (!c->told[i] && !c->mistaken[i])
				return i;
			again = again < 0 ? i : again;
		}
	return again;
}

static void
hear(struct caller *c, const struct caller_act *a, int64_t at)
{
	int element, i = find_asked(c, a->text != NULL ? a->text : "");
	unsigned acts = act_in_words(a->text != NULL ? a->text : "", &element);

	for (int k = 0; k < ACT_COUNT; k++)
		if ((acts & 1u << k) != 0 && k != ACT_ASK && k != ACT_SAY) {
			caller_react(
			    c, &(struct caller_act){ .act = (enum call_act)k, .at = a->at });
			c->acts |= 1u << k;
		}
	if (i >= 0) {
		tell(c, i, at);
		if (c->s->fact[i].element >= 0)
			(void)caller_cue(c, CUE_ASKED, c->s->fact[i].element, at);
	} else if ((acts & ACT_BIT(ASK)) != 0) {
		ask(c, element, at);
	} else if (acts == 0) {
		caller_say(c, "嗯。", at, -1, c->matters - 1);
	}
}

/* ---- acts ---- */

static void
take_leave(struct caller *c, int64_t at)
{
	static const int stars[SCENARIO_MOOD_MOST + 1] = { 5, 5, 5, 4, 4, 3, 3, 2, 2, 1, 1 };

	int matters = c->matters;

	(void)caller_cue(c, CUE_AFTER, ACT_CLOSE, at);
	if (c->matters > matters)
		return; /* he has thought of something else */
	caller_say(
	    c, c->mood < 7 ? "好，谢谢，再见。" : "行了，就这样吧。", at, -1, c->matters - 1);
	caller_leave(c, c->busy_until + LEAVES_MS, CALLER_DONE,
	    (c->acts & ACT_BIT(EVALUATE)) != 0 ? stars[c->mood] : -1);
}

/* What he says to an act when the scenario has nothing for it; NULL: nothing. */
static const char *
plain_answer(const struct caller *c, enum call_act act)
{
	switch (act) {
	case ACT_SECRET:
		return c->s->persona.secret;
	case ACT_NUMBER:
		return "行，我记一下。";
	case ACT_LIMIT:
		return "行，那我等着。";
	case ACT_CITE:
		return "哦，知道了。";
	case ACT_MORE:
		return "没有了。";
	case ACT_INTERRUPT:
		return "你让我把话说完。";
	case ACT_PUSH_OFF:
		return "那我该找谁？你们不就是管这个的吗？";
	case ACT_ARGUE:
		return "你这是什么态度！";
	case ACT_ABUSE:
		return "你们这帮人就知道糊弄人！";
	case ACT_DANGER:
		return "哎呀，这边冒烟了！";
	default:
		return NULL;
	}
}

static int
feeling(struct caller *c, enum call_act act)
{
	switch (act) {
	case ACT_LISTEN:
		return c->heard ? 0 : -1;
	case ACT_SOOTHE:
		return c->soothed++ < SOOTHED_MOST ? -1 : 0;
	case ACT_INTERRUPT:
	case ACT_DANGER:
		return 1;
	case ACT_PUSH_OFF:
		return 2;
	case ACT_ARGUE:
		return 3;
	case ACT_ABUSE: /* he turns abusive, and stays */
		return c->mood < SCENARIO_MOOD_MOST - 2 ? 2 : 0;
	default:
		return 0;
	}
}

static void
answer(struct caller *c, enum call_act act, int64_t at)
{
	const char *plain = plain_answer(c, act);

	caller_feel(c, feeling(c, act), at);
	if (act == ACT_GREET && c->opens_at > at)
		c->opens_at = at - REPLY_MS + GREETED_MS;
	if (act == ACT_LISTEN) {
		c->heard = true;
		c->calm_from = c->busy_until > at ? c->busy_until + HEARD_MS : at;
	}
	if (!caller_cue(c, CUE_AFTER, (int)act, at) && plain != NULL && plain[0] != '\0')
		caller_say(c, plain, at, -1, c->matters - 1);
}

/* Acts that change what the call is rather than what he answers. */
static bool
change_call(struct caller *c, const struct caller_act *a, int64_t at)
{
	switch (a->act) {
	case ACT_HANG_UP:
	case ACT_CUT:
		caller_leave(c, a->at, CALLER_CUT, -1);
		return true;
	case ACT_TRANSFER:
		(void)caller_cue(c, CUE_AFTER, ACT_TRANSFER, at);
		caller_leave(c, c->busy_until + LEAVES_MS, CALLER_HANDED, -1);
		return true;
	case ACT_HOLD:
		c->held_from = a->at;
		break;
	case ACT_BACK:
		c->held_from = -1;
		c->with_third = false;
		break;
	case ACT_TRIPARTITE:
		c->held_from = -1;
		c->with_third = true;
		break;
	default:
		break;
	}
	return false;
}

/* A sentence that amounts to several acts is answered once: to its question, if it ends in one. */
static enum call_act
hear_sentence(struct caller *c, unsigned acts, int64_t at)
{
	enum call_act answered = (acts & ACT_BIT(MORE)) != 0 ? ACT_MORE : ACT_SCRIPT;

	for (int i = 0; i < ACT_COUNT; i++) {
		if ((acts & 1u << i) == 0)
			continue;
		c->acts |= 1u << i;
		if (answered == ACT_SCRIPT)
			answered = (enum call_act)i;
		else if (i != (int)answered)
			(void)caller_cue(c, CUE_AFTER, i, at);
	}
	return answered;
}

void
caller_react(struct caller *c, const struct caller_act *a)
{
	int64_t at = caller_reply_at(c, a->at);
	struct caller_act act = *a;

	if (act.act == ACT_SCRIPT && act.text != NULL)
		act.act = hear_sentence(c, acts_of_moment(act.text, &act.element), at);
	c->acts |= 1u << act.act;
	if (change_call(c, &act, at))
		return;
	switch (act.act) {
	case ACT_ASK:
		ask(c, act.element, at);
		break;
	case ACT_SAY:
		hear(c, &act, at);
		break;
	case ACT_RESTATE:
		restate(c, at);
		break;
	case ACT_CLOSE:
		take_leave(c, at);
		break;
	default:
		answer(c, act.act, at);
	}
}
