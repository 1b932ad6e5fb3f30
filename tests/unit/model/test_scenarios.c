/* Every scenario of the tree, in every variant, played by robots: a good call-taker has at least 95 and every fact, nobody
 * passes by doing nothing, a promised date is fatal, not restating costs. So no scenario is unsolvable or free, and a
 * writer is told here when his is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "model/caller.h"
#include "model/score.h"
#include "scenarios.h"

#define SOLVED 95

enum robot_kind { GOOD, IDLE, PROMISING, NOT_RESTATING };

struct robot {
	enum robot_kind kind;
	const struct scenario *s;
	struct caller *c;
	struct lesson l;
	struct caller_out left;
	int64_t now;
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
wait_ms(struct robot *r, int64_t ms)
{
	wait_until(r, r->now + ms);
}

/* A call-taker speaks when the caller has finished. */
static void
let_him_finish(struct robot *r)
{
	for (int i = 0; i < 100 && caller_is_talking(r->c, r->now); i++)
		wait_ms(r, 200);
}

static void
act(struct robot *r, enum call_act a, int element, const char *text)
{
	if (r->left.event == CALLER_LEAVES)
		return;
	let_him_finish(r);
	caller_act(
	    r->c, &(struct caller_act){ .act = a, .element = element, .text = text, .at = r->now });
	(void)lesson_add(&r->l, r->now, a, element, text);
	wait_ms(r, 1600); /* he has begun to answer */
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
	for (int i = 0; i < 2 && caller_mood(r->c) >= 6; i++)
		act(r, ACT_SOOTHE, -1, NULL);
}

static void
hear_his_story(struct robot *r)
{
	int next = 0;

	for (int i = 0; i < r->s->n_utterances; i++)
		next += r->s->utterance[i].cue == CUE_NEXT;
	for (int i = 0; i <= next; i++) {
		wait_ms(r, 1200);
		act(r, ACT_LISTEN, -1, NULL);
	}
	calm(r);
}

static void
ask_for(struct robot *r, const struct scenario_fact *f)
{
	for (int a = 0; a < ACT_COUNT; a++)
		if ((f->first & 1u << a) != 0 && lesson_done(&r->l, (enum call_act)a) == 0)
			act(r, (enum call_act)a, -1, NULL);
	if (f->element >= 0)
		act(r, ACT_ASK, f->element, NULL);
	else
		act(r, ACT_SAY, -1, f->asks.item[0]);
	calm(r);
}

static void
work_on(struct robot *r, int matter)
{
	const struct scenario_answer *a = &r->s->answer[matter];
	int element;

	for (int i = 0; i < a->scripts.n; i++)
		if (acts_of_moment(a->scripts.item[i], &element) == 0)
			act(r, ACT_SCRIPT, -1, a->scripts.item[i]);
	for (int i = 0; i < r->s->n_facts; i++)
		if (r->s->fact[i].matter == matter && !caller_told(r->c, i))
			ask_for(r, &r->s->fact[i]);
	if (r->kind != NOT_RESTATING)
		act(r, ACT_RESTATE, -1, NULL);
	if (r->kind == PROMISING)
		act(r, ACT_SAY, -1, "您放心，明天就能给您解决。");
	if (a->articles.n > 0)
		act(r, ACT_CITE, -1, a->articles.item[0]);
	if ((a->tells & ACT_BIT(SECRET)) != 0)
		act(r, ACT_SECRET, -1, NULL);
	if (!fields_empty(&a->reference))
		(void)lesson_file(&r->l, r->now, &a->reference);
	for (int t = ACT_NUMBER; t <= ACT_VISIT; t++)
		if ((a->tells & 1u << t) != 0)
			act(r, (enum call_act)t, -1, NULL);
}

static void
end_call(struct robot *r)
{
	const struct scenario_list *targets = &r->s->answer[0].targets;

	if (targets->n > 0)
		act(r, outcome_is(r, "tripartite") ? ACT_TRIPARTITE : ACT_TRANSFER, -1,
		    targets->item[0]);
	if (outcome_is(r, "silent") || outcome_is(r, "harass")) {
		wait_until(r, r->now > 15000 ? r->now : 15000);
		act(r, ACT_HANG_UP, -1, NULL);
	} else {
		act(r, ACT_EVALUATE, -1, NULL);
		act(r, ACT_CLOSE, -1, NULL);
	}
}

static void
take_the_call(struct robot *r)
{
	wait_ms(r, 1000);
	act(r, ACT_GREET, -1, NULL);
	hear_his_story(r);
	work_on(r, 0);
	act(r, ACT_MORE, -1, NULL);
	let_him_finish(r);
	if (caller_matters(r->c) > 1)
		work_on(r, 1);
	end_call(r);
	str_copy(r->l.outcome, sizeof(r->l.outcome), r->s->answer[0].outcomes.item[0]);
	if (r->s->answer[0].rejects.n > 0)
		str_copy(r->l.reject, sizeof(r->l.reject), r->s->answer[0].rejects.item[0]);
}

/* ---- a lesson ---- */

static struct score
play(struct robot *r, const struct scenario *s, uint64_t seed, enum robot_kind kind)
{
	struct score x;

	*r = (struct robot){ .s = s, .kind = kind };
	lesson_init(&r->l);
	assert_int_equal(caller_open(s, seed, 0, &r->c, NULL), ERR_OK);
	if (kind != IDLE)
		take_the_call(r);
	while (r->left.event != CALLER_LEAVES)
		wait_ms(r, 1000);
	r->l.ring_ms = 3000;
	r->l.talk_ms = r->left.at;
	r->l.acw_ms = kind == IDLE ? 0 : 10000;
	r->l.end = r->left.why == CALLER_CUT      ? LESSON_BY_SEAT
		   : r->left.why == CALLER_HANDED ? LESSON_HANDED
						  : LESSON_BY_CALLER;
	r->l.n_matters = caller_matters(r->c);
	r->l.stars = r->left.stars;
	score_lesson(&r->l, s, NULL, &x);
	return x;
}

static void
end(struct robot *r)
{
	caller_close(r->c);
	lesson_free(&r->l);
}

static void
show(const char *name, uint64_t seed, const struct score *x)
{
	printf("%s, variant %d: %d of a hundred\n", name, (int)seed, score_machine(x).percent);
	for (int i = 0; i < x->n; i++) {
		struct str line = { 0 };

		score_mark_say(x, &x->mark[i], &line);
		printf("\t%s\n", str_c(&line));
		str_free(&line);
	}
}

static void
each_variant(const char *name, const struct scenario *s,
    void (*look)(const char *name, const struct scenario *v, uint64_t seed))
{
	for (int seed = 0; seed < s->choices; seed++) {
		struct scenario v;

		scenario_init(&v);
		assert_int_equal(scenario_variant(s, (uint64_t)seed, &v, NULL), ERR_OK);
		look(name, &v, (uint64_t)seed);
		scenario_free(&v);
	}
}

/* ---- the robots ---- */

static void
look_good(const char *name, const struct scenario *s, uint64_t seed)
{
	struct robot r;
	struct score x = play(&r, s, seed, GOOD);

	if (score_machine(&x).percent < SOLVED || score_verdict(&x) != SCORE_OPEN) {
		show(name, seed, &x);
		fail_msg("%s: a good call-taker has not %d", name, SOLVED);
	}
	for (int i = 0; i < s->n_facts; i++)
		if (!caller_told(r.c, i))
			fail_msg("%s: nobody gets him to tell the fact of line %d: %s", name,
			    s->fact[i].line, s->fact[i].says);
	if (r.left.why == CALLER_IMPATIENT || r.left.why == CALLER_ANGRY)
		fail_msg("%s: he does not stay for a good call-taker (%d)", name, r.left.why);
	end(&r);
}

static void
look_idle(const char *name, const struct scenario *s, uint64_t seed)
{
	struct robot r;
	struct score x = play(&r, s, seed, IDLE);

	if (score_verdict(&x) != SCORE_FAILED && score_verdict(&x) != SCORE_FATAL) {
		show(name, seed, &x);
		fail_msg("%s: passed by doing nothing", name);
	}
	end(&r);
}

static void
look_promising(const char *name, const struct scenario *s, uint64_t seed)
{
	struct robot r;
	struct score x = play(&r, s, seed, PROMISING);

	(void)name;
	assert_int_equal(score_verdict(&x), SCORE_FATAL);
	assert_int_equal(score_machine(&x).percent, 0);
	assert_string_equal(x.form->fatals[7], "擅自承诺结果");
	assert_int_equal(x.machine.fatal, 1u << 7);
	end(&r);
}

static void
look_not_restating(const char *name, const struct scenario *s, uint64_t seed)
{
	static const char *const odd[] = { "silent", "harass", "wrong", "dropped", "test" };
	struct robot good, r;
	struct score x, all;

	for (size_t i = 0; i < sizeof(odd) / sizeof(odd[0]); i++)
		if (scenario_list_has(&s->answer[0].outcomes, odd[i]))
			return;
	all = play(&good, s, seed, GOOD);
	x = play(&r, s, seed, NOT_RESTATING);
	if (score_machine(&x).got >= score_machine(&all).got)
		fail_msg("%s: not restating costs nothing", name);
	end(&good);
	end(&r);
}

#define ROBOT(test, file, look)                                      \
	static void file(const char *name, const struct scenario *s) \
	{                                                            \
		each_variant(name, s, look);                         \
	}                                                            \
	static void test(void **state)                               \
	{                                                            \
		(void)state;                                         \
		assert_true(scenarios_each(file) >= 2);              \
	}
ROBOT(a_good_call_taker_has_95, file_good, look_good)
ROBOT(doing_nothing_fails, file_idle, look_idle)
ROBOT(a_promised_date_is_fatal, file_promising, look_promising)
ROBOT(not_restating_costs, file_not_restating, look_not_restating)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_good_call_taker_has_95),
		cmocka_unit_test(doing_nothing_fails),
		cmocka_unit_test(a_promised_date_is_fatal),
		cmocka_unit_test(not_restating_costs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
