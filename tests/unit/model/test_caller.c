/* The simulated caller: what he tells and when, how he feels, that he always leaves; over every scenario of the tree with
 * acts at random, that he tells nothing hidden unasked and says the same words to the same acts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "model/caller.h"
#include "scenarios.h"

/* A call, looked at as often as ${step_ms} says, with everything that was said. */
struct call {
	struct scenario s;
	struct caller *c;
	int64_t now;
	struct caller_out last, left;
	struct str words;
	int n;
};

static void
listen_in(struct call *k)
{
	struct caller_out o;

	while (caller_next(k->c, k->now, &o)) {
		assert_true(o.at <= k->now && o.until >= o.at && o.at >= k->last.at);
		assert_int_equal(k->left.event, CALLER_SAYS);
		str_addf(&k->words, "%lld %d %s\n", (long long)o.at, o.mood, o.text);
		k->n++;
		k->last = o;
		if (o.event == CALLER_LEAVES)
			k->left = o;
	}
}

static void
wait_ms(struct call *k, int64_t ms)
{
	k->now += ms;
	listen_in(k);
}

static void
act(struct call *k, enum call_act a, int element, const char *text)
{
	caller_act(
	    k->c, &(struct caller_act){ .act = a, .element = element, .text = text, .at = k->now });
	wait_ms(k, 0);
}

static void
call_of(struct call *k, const struct scenario *s, uint64_t seed)
{
	memset(k, 0, sizeof(*k));
	assert_int_equal(scenario_variant(s, seed, &k->s, NULL), ERR_OK);
	assert_int_equal(caller_open(&k->s, seed, 0, &k->c, NULL), ERR_OK);
}

static void
call(struct call *k, const char *name, uint64_t seed)
{
	struct scenario s;

	assert_true(scenarios_open(name, &s));
	call_of(k, &s, seed);
	scenario_free(&s);
}

static void
hang_up(struct call *k)
{
	caller_close(k->c);
	scenario_free(&k->s);
	str_free(&k->words);
}

static void
he_tells_his_story_by_himself(void **state)
{
	(void)state;
	struct call k;

	call(&k, "S0205-01.txt", 0);
	act(&k, ACT_GREET, -1, NULL);
	wait_ms(&k, 1300);
	assert_string_equal(k.last.text, k.s.opening);
	assert_true(caller_is_talking(k.c, k.now));
	wait_ms(&k, 14000);
	assert_string_equal(k.last.text, k.s.utterance[0].text);
	wait_ms(&k, 9000);
	assert_string_equal(k.last.text, k.s.utterance[1].text);
	for (int i = 0; i < k.s.n_facts; i++)
		assert_false(caller_told(k.c, i));
	hang_up(&k);
}

static void
a_fact_is_told_when_asked_for(void **state)
{
	(void)state;
	struct call k;

	call(&k, "S0205-01.txt", 0);
	wait_ms(&k, 40000);
	act(&k, ACT_ASK, ELEMENT_TIME, NULL);
	wait_ms(&k, 2000);
	assert_string_equal(k.last.text, k.s.fact[1].says);
	assert_int_equal(k.last.fact, 1);
	assert_true(caller_told(k.c, 1));
	wait_ms(&k, 8000);
	act(&k, ACT_SAY, -1, "灯是一盏不亮还是整条街都不亮？");
	wait_ms(&k, 2000);
	assert_string_equal(k.last.text, k.s.fact[4].says);
	wait_ms(&k, 8000);
	act(&k, ACT_SCRIPT, -1, "called");
	wait_ms(&k, 2000);
	assert_int_equal(k.last.fact, 2);
	wait_ms(&k, 8000);
	act(&k, ACT_ASK, ELEMENT_EVENT, NULL); /* has nothing for it */
	wait_ms(&k, 2000);
	assert_string_equal(k.last.text, k.s.persona.unknown);
	wait_ms(&k, 8000);
	act(&k, ACT_SCRIPT, -1,
	    "submitted"); /* number, limit, and whether there is more: one answer */
	wait_ms(&k, 9000);
	assert_string_equal(k.last.text, "没有了。");
	assert_null(strstr(str_c(&k.words), "我记一下"));
	hang_up(&k);
}

static void
what_he_had_wrong_he_mends_when_it_is_restated(void **state)
{
	(void)state;
	struct call k;

	call(&k, "S0205-01.txt", 0);
	wait_ms(&k, 40000);
	for (int i = 0; i < 2; i++) {
		act(&k, ACT_ASK, ELEMENT_PLACE, NULL);
		wait_ms(&k, 9000);
		assert_string_equal(k.last.text, k.s.fact[0].wrong);
		assert_false(caller_told(k.c, 0));
	}
	act(&k, ACT_RESTATE, -1, NULL);
	wait_ms(&k, 2000);
	assert_string_equal(k.last.text, k.s.fact[0].says);
	assert_true(caller_told(k.c, 0));
	wait_ms(&k, 9000);
	act(&k, ACT_ASK, ELEMENT_PLACE, NULL);
	wait_ms(&k, 2000);
	assert_string_equal(k.last.text, k.s.fact[0].says);
	hang_up(&k);
}

static void
mood_moves_with_what_is_done(void **state)
{
	(void)state;
	struct call k;

	call(&k, "S0205-01.txt", 0);
	wait_ms(&k, 10000);
	assert_int_equal(caller_mood(k.c), 3);
	act(&k, ACT_LISTEN, -1, NULL);
	assert_int_equal(caller_mood(k.c), 2);
	act(&k, ACT_LISTEN, -1, NULL); /* he has said nothing since */
	assert_int_equal(caller_mood(k.c), 2);
	act(&k, ACT_INTERRUPT, -1, NULL);
	assert_int_equal(caller_mood(k.c), 3);
	act(&k, ACT_PUSH_OFF, -1, NULL);
	act(&k, ACT_PUSH_OFF, -1, NULL);
	assert_int_equal(caller_mood(k.c), 7);
	wait_ms(&k, 30000);
	assert_non_null(strstr(str_c(&k.words), "你们到底管不管")); /* 情绪到7 */
	act(&k, ACT_SAY, -1, "您先别着急");
	assert_int_equal(caller_mood(k.c), 6);
	act(&k, ACT_ARGUE, -1, NULL);
	act(&k, ACT_SAY, -1, "这不归我们管");
	wait_ms(&k, 60000);
	assert_int_equal(k.left.why, CALLER_ANGRY);
	assert_true(caller_is_over(k.c));
	assert_int_equal(caller_wake(k.c), INT64_MAX);
	act(&k, ACT_GREET, -1, NULL);
	wait_ms(&k, 60000);
	assert_int_equal(k.last.event, CALLER_LEAVES);
	hang_up(&k);
}

static void
silence_and_hold_use_up_his_patience(void **state)
{
	(void)state;
	struct call k;

	call(&k, "S0205-01.txt", 0);
	wait_ms(&k, 300000);
	assert_int_equal(k.left.why, CALLER_IMPATIENT);
	assert_non_null(strstr(str_c(&k.words), "喂，你在听吗"));
	assert_int_equal(k.left.stars, -1);
	hang_up(&k);

	call(&k, "S0205-01.txt", 0);
	wait_ms(&k, 30000);
	act(&k, ACT_HOLD, -1, NULL);
	wait_ms(&k, 26000);
	assert_string_equal(k.last.text, "还没好吗？");
	act(&k, ACT_BACK, -1, NULL);
	wait_ms(&k, 9000);
	act(&k, ACT_HOLD, -1, NULL);
	wait_ms(&k, 46000);
	assert_int_equal(k.left.why, CALLER_IMPATIENT);
	hang_up(&k);
}

static void
he_takes_leave_and_rates(void **state)
{
	(void)state;
	static const struct {
		enum call_act before;
		int times, stars;
	} rows[] = { { ACT_LISTEN, 1, 5 }, { ACT_INTERRUPT, 1, 4 }, { ACT_PUSH_OFF, 2, 2 } };

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct call k;

		call(&k, "S0205-01.txt", 0);
		wait_ms(&k, 5000);
		for (int n = 0; n < rows[i].times; n++)
			act(&k, rows[i].before, -1, NULL);
		act(&k, ACT_EVALUATE, -1, NULL);
		act(&k, ACT_CLOSE, -1, NULL);
		wait_ms(&k, 60000);
		assert_int_equal(k.left.why, CALLER_DONE);
		assert_int_equal(k.left.stars, rows[i].stars);
		hang_up(&k);
	}
}

static void
handed_over_or_cut_off_he_is_gone(void **state)
{
	(void)state;
	static const struct {
		enum call_act act;
		enum caller_why why;
	} rows[] = { { ACT_TRANSFER, CALLER_HANDED }, { ACT_CUT, CALLER_CUT },
		{ ACT_HANG_UP, CALLER_CUT } };

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct call k;

		call(&k, "S0303-01.txt", 1);
		wait_ms(&k, 3000);
		act(&k, rows[i].act, -1, "E119");
		wait_ms(&k, 20000);
		assert_int_equal(k.left.event, CALLER_LEAVES);
		assert_int_equal(k.left.why, rows[i].why);
		assert_int_equal(
		    strstr(str_c(&k.words), "好好，我等着") != NULL, rows[i].act == ACT_TRANSFER);
		hang_up(&k);
	}
}

/* ---- properties ---- */

static uint64_t
lot(uint64_t *x)
{
	*x ^= *x << 13;
	*x ^= *x >> 7;
	*x ^= *x << 17;
	return *x;
}

static bool
is_question(enum call_act a)
{
	return a == ACT_ASK || a == ACT_SAY || a == ACT_SCRIPT || a == ACT_RESTATE;
}

/* Acts at random until he leaves; ${questions}: asking is among them. */
static void
play(struct call *k, uint64_t lots, bool questions, int64_t step)
{
	static const char *const said[] = { "在哪里？", "您怎么称呼？", "几盏灯？", "什么时候？",
		"您请讲" };

	for (int i = 0; k->left.event != CALLER_LEAVES; i++) {
		enum call_act a = (enum call_act)(lot(&lots) % ACT_COUNT);
		int64_t wait = (int64_t)(lot(&lots) % 20000);
		int element = (int)(lot(&lots) % ELEMENT_COUNT);
		const char *text = a == ACT_SAY      ? said[lot(&lots) % 5]
				   : a == ACT_SCRIPT ? "ask_place"
						     : "E119";

		assert_true(i < 2000);
		if ((questions || !is_question(a)) &&
		    (i > 20 || (a != ACT_CUT && a != ACT_HANG_UP && a != ACT_TRANSFER)))
			act(k, a, element, text);
		for (int64_t at = 0; at < wait; at += step)
			wait_ms(k, wait - at < step ? wait - at : step);
	}
}

static bool
holds_a_word(const char *words, const char *text)
{
	char one[64];

	for (size_t n; *words != '\0'; words += n + (words[n] != '\0')) {
		n = strcspn(words, ",|");
		if (n == 0 || n >= sizeof(one))
			continue;
		memcpy(one, words, n);
		one[n] = '\0';
		if (scenario_words(one, text))
			return true;
	}
	return false;
}

static void
nothing_hidden_slips_out(const char *name, const struct scenario *s)
{
	for (uint64_t seed = 1; seed <= 8; seed++) {
		struct call k;

		call_of(&k, s, seed);
		play(&k, seed * 77777, false, 1000);
		for (int i = 0; i < k.s.n_facts; i++) {
			assert_false(caller_told(k.c, i));
			if (holds_a_word(k.s.fact[i].words, str_c(&k.words)))
				fail_msg("%s, seed %d: %s slipped out", name, (int)seed,
				    k.s.fact[i].words);
		}
		assert_true(k.left.at <= CALLER_MOST_MS + 60000);
		hang_up(&k);
	}
}

static void
the_same_call_has_the_same_words(const char *name, const struct scenario *s)
{
	(void)name;
	for (uint64_t seed = 1; seed <= 8; seed++) {
		struct call a, b, seldom;

		call_of(&a, s, seed);
		call_of(&b, s, seed);
		call_of(&seldom, s, seed);
		play(&a, seed * 99991, true, 500);
		play(&b, seed * 99991, true, 500);
		play(&seldom, seed * 99991, true, 1000000); /* however seldom it is looked at */
		assert_string_equal(str_c(&a.words), str_c(&b.words));
		assert_string_equal(str_c(&a.words), str_c(&seldom.words));
		assert_true(a.n > 0);
		hang_up(&a);
		hang_up(&b);
		hang_up(&seldom);
	}
}

static void
every_scenario_keeps_its_secrets(void **state)
{
	(void)state;
	assert_true(scenarios_each(nothing_hidden_slips_out) >= 2);
}

static void
every_scenario_is_deterministic(void **state)
{
	(void)state;
	assert_true(scenarios_each(the_same_call_has_the_same_words) >= 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(he_tells_his_story_by_himself),
		cmocka_unit_test(a_fact_is_told_when_asked_for),
		cmocka_unit_test(what_he_had_wrong_he_mends_when_it_is_restated),
		cmocka_unit_test(mood_moves_with_what_is_done),
		cmocka_unit_test(silence_and_hold_use_up_his_patience),
		cmocka_unit_test(he_takes_leave_and_rates),
		cmocka_unit_test(handed_over_or_cut_off_he_is_gone),
		cmocka_unit_test(every_scenario_keeps_its_secrets),
		cmocka_unit_test(every_scenario_is_deterministic),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
