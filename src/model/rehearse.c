/* Robots that play a scenario against its caller. What the good one does is what the sheet asks for, no more: where it loses
 * points, a trainee would lose them without fault.
 *
 * Not here: the real screens; that the keys of a seat reach the same is another test's. */
#include "model/rehearse.h"

#include <string.h>

#include "drill_p.h"

#define THINKS_MS   1600 /* he has begun to answer by then */
#define LISTENS_MS  1200
#define LOOKS_MS    200
#define SPEAKS_MOST 100 /* looks at one utterance */
#define SILENCE_MS  15000
#define RING_MS     3000
#define ACW_MS      10000
#define HEATED      6 /* mood */

struct robot {
	enum rehearse kind;
	const struct scenario *s;
	struct caller *c;
	struct lesson *l;
	struct caller_out left;
	int64_t now;
	bool ok; /* there was memory */
};

static void
wait_until(struct robot *r, int64_t at)
{
	struct caller_out o;

	while (caller_next(r->c, at, &o))
		if (o.event == CALLER_LEAVES)
			r->left = o;
	r->now = at;
}

static void
let_him_finish(struct robot *r)
{
	for (int i = 0; i < SPEAKS_MOST && caller_is_talking(r->c, r->now); i++)
		wait_until(r, r->now + LOOKS_MS);
}

static void
act(struct robot *r, enum call_act a, int element, const char *text)
{
	if (r->left.event == CALLER_LEAVES)
		return;
	let_him_finish(r);
	caller_act(
	    r->c, &(struct caller_act){ .act = a, .element = element, .text = text, .at = r->now });
	r->ok = lesson_add(r->l, r->now, a, element, text) && r->ok;
	wait_until(r, r->now + THINKS_MS);
}

static void
do_act(struct robot *r, enum call_act a)
{
	act(r, a, -1, NULL);
}

/* ---- a good call-taker ---- */

static bool
outcome_is(const struct robot *r, const char *code)
{
	return strcmp(r->s->answer[0].outcomes.item[0], code) == 0;
}

static void
calm(struct robot *r)
{
	for (int i = 0; i < 2 && caller_mood(r->c) >= HEATED; i++)
		do_act(r, ACT_SOOTHE);
}

static void
hear_his_story(struct robot *r)
{
	int sentences = 0;

	for (int i = 0; i < r->s->n_utterances; i++)
		sentences += r->s->utterance[i].cue == CUE_NEXT;
	for (int i = 0; i <= sentences; i++) {
		wait_until(r, r->now + LISTENS_MS);
		do_act(r, ACT_LISTEN);
	}
	calm(r);
}

static void
ask_for(struct robot *r, const struct scenario_fact *f)
{
	for (int a = 0; a < ACT_COUNT; a++)
		if ((f->first & 1u << a) != 0 && lesson_done(r->l, (enum call_act)a) == 0)
			do_act(r, (enum call_act)a);
	if (f->element >= 0)
		act(r, ACT_ASK, f->element, NULL);
	else
		act(r, ACT_SAY, -1, f->asks.item[0]);
	calm(r);
}

static void
talk_about(struct robot *r, int matter)
{
	const struct scenario_answer *a = &r->s->answer[matter];
	int element;

	for (int i = 0; i < a->scripts.n; i++)
		if (acts_of_moment(a->scripts.item[i], &element) == 0)
			act(r, ACT_SCRIPT, -1, a->scripts.item[i]);
	for (int i = 0; i < r->s->n_facts; i++)
		if (r->s->fact[i].matter == matter && !caller_told(r->c, i))
			ask_for(r, &r->s->fact[i]);
	if (r->kind != REHEARSE_NOT_RESTATING)
		do_act(r, ACT_RESTATE);
	if (r->kind == REHEARSE_PROMISING)
		act(r, ACT_SAY, -1, "您放心，明天就能给您解决。");
}

static void
deal_with(struct robot *r, int matter)
{
	const struct scenario_answer *a = &r->s->answer[matter];

	talk_about(r, matter);
	for (int k = 0; k < EVENT_COUNT && r->s->before != NULL; k++) {
		struct lesson none = { 0 };
		const char *code = lesson_older(&none, k);

		if (code != NULL && strcmp(code, a->outcomes.item[0]) == 0)
			(void)lesson_older(r->l, k);
	}
	if (a->articles.n > 0)
		act(r, ACT_CITE, -1, a->articles.item[0]);
	if ((a->tells & ACT_BIT(SECRET)) != 0)
		do_act(r, ACT_SECRET);
	if (!fields_empty(&a->reference))
		r->ok = lesson_file(r->l, r->now, &a->reference) && r->ok;
	for (int t = ACT_NUMBER; t <= ACT_VISIT; t++)
		if ((a->tells & 1u << t) != 0)
			do_act(r, (enum call_act)t);
}

static void
end_call(struct robot *r)
{
	const struct scenario_list *targets = &r->s->answer[0].targets;

	if (targets->n > 0)
		act(r, outcome_is(r, "tripartite") ? ACT_TRIPARTITE : ACT_TRANSFER, -1,
		    targets->item[0]);
	if (outcome_is(r, "silent") || outcome_is(r, "harass")) {
		wait_until(r, r->now > SILENCE_MS ? r->now : SILENCE_MS);
		do_act(r, ACT_HANG_UP);
	} else {
		do_act(r, ACT_EVALUATE);
		do_act(r, ACT_CLOSE);
	}
}

static void
take_the_call(struct robot *r)
{
	const struct scenario_answer *a = &r->s->answer[0];

	wait_until(r, 1000);
	do_act(r, ACT_GREET);
	hear_his_story(r);
	deal_with(r, 0);
	do_act(r, ACT_MORE);
	let_him_finish(r);
	if (caller_matters(r->c) > 1)
		deal_with(r, 1);
	end_call(r);
	str_copy(r->l->outcome, sizeof(r->l->outcome), a->outcomes.item[0]);
	if (a->rejects.n > 0)
		str_copy(r->l->reject, sizeof(r->l->reject), a->rejects.item[0]);
}

enum err_code
rehearse(const struct scenario *s, uint64_t seed, enum rehearse kind, const struct city *c,
    struct rehearsal *out, struct err *e)
{
	struct robot r = { .kind = kind, .s = s, .l = &out->lesson, .ok = true };

	if (s->drill != NULL)
		return drill_rehearse(s, kind, c, out, e);
	*out = (struct rehearsal){ 0 };
	lesson_init(&out->lesson);
	if (caller_open(s, seed, 0, &r.c, e) != ERR_OK)
		return ERR_NO_MEMORY;
	if (kind != REHEARSE_IDLE)
		take_the_call(&r);
	while (r.left.event != CALLER_LEAVES)
		wait_until(&r, r.now + 1000);
	out->why = r.left.why;
	out->lesson.ring_ms = RING_MS;
	out->lesson.talk_ms = r.left.at;
	out->lesson.acw_ms = kind == REHEARSE_IDLE ? 0 : ACW_MS;
	out->lesson.end = out->why == CALLER_CUT ? LESSON_BY_SEAT : lesson_end_of((int)out->why);
	out->lesson.n_matters = caller_matters(r.c);
	out->lesson.stars = r.left.stars;
	for (int i = 0; i < s->n_facts; i++)
		out->told[i] = caller_told(r.c, i);
	caller_close(r.c);
	if (!r.ok)
		return err_set(e, ERR_NO_MEMORY, NULL);
	score_lesson(&out->lesson, s, c, &out->score);
	return ERR_OK;
}

void
rehearsal_free(struct rehearsal *r)
{
	lesson_free(&r->lesson);
}

/* ---- what a writer is told ---- */

static bool
judge_good(const struct scenario *s, const struct rehearsal *r, int *line, struct str *out)
{
	const struct score *x = &r->score;

	for (int i = 0; i < s->n_facts; i++)
		if (!r->told[i]) {
			*line = s->fact[i].line;
			str_addf(out, "这条事实问不出来: %s", s->fact[i].says);
			return true;
		}
	*line = s->answer[0].line;
	if (r->why == CALLER_IMPATIENT || r->why == CALLER_ANGRY) {
		str_add(out, r->why == CALLER_ANGRY ? "好话务员也会把他惹恼, 请把“情绪”写低些"
						    : "好话务员没做完他就挂了, 请把“耐心”写长些");
		return true;
	}
	if (score_machine(x).percent >= REHEARSE_SOLVED && score_verdict(x) == SCORE_OPEN)
		return false;
	str_addf(
	    out, "照标准答案做只得 %d 分, 应有 %d 分", score_machine(x).percent, REHEARSE_SOLVED);
	for (int i = 0; i < x->n; i++) {
		str_add(out, "; ");
		score_mark_say(x, &x->mark[i], out);
	}
	return true;
}

/* The other robots: what each must come to. */
static const char *
judge_other(enum rehearse kind, const struct score *x, const struct score *good, bool odd)
{
	enum score_verdict v = score_verdict(x);

	if (kind == REHEARSE_IDLE && v != SCORE_FAILED && v != SCORE_FATAL)
		return "什么都不做也合格";
	if (kind == REHEARSE_PROMISING && v != SCORE_FATAL)
		return "承诺日期没有一票否决";
	if (kind == REHEARSE_NOT_RESTATING && !odd &&
	    score_machine(x).got >= score_machine(good).got)
		return "不复述核对也不扣分";
	return NULL;
}

bool
rehearse_judge(
    const struct scenario *s, uint64_t seed, const struct city *c, int *line, struct str *out)
{
	struct rehearsal good, r;

	if (s->drill != NULL)
		return drill_judge(s, c, line, out);
	if (s->before != NULL && drill_judge_before(s, c, line, out))
		return true;
	bool found = rehearse(s, seed, REHEARSE_GOOD, c, &good, NULL) == ERR_OK &&
		     judge_good(s, &good, line, out);

	for (int kind = REHEARSE_IDLE; !found && kind <= REHEARSE_NOT_RESTATING; kind++) {
		const char *wrong = NULL;

		if (rehearse(s, seed, (enum rehearse)kind, c, &r, NULL) == ERR_OK)
			wrong = judge_other(
			    (enum rehearse)kind, &r.score, &good.score, score_is_odd(s));
		if (wrong != NULL)
			str_add(out, wrong);
		found = wrong != NULL;
		rehearsal_free(&r);
	}
	rehearsal_free(&good);
	return found;
}
