/* Every scenario of the tree, in every variant, played by robots (model/rehearse.h): a good call-taker has at least 95 and
 * every fact, nobody passes by doing nothing, a promised date is fatal, not restating costs. So no scenario is unsolvable or
 * free, and a writer is told here when his is. And that the robots would notice. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "model/rehearse.h"
#include "scenarios.h"

static void
every_scenario_can_be_solved_and_none_is_free(void **state)
{
	(void)state;
	assert_true(scenarios_each(scenarios_rehearse) >= 2);
}

static struct score
play(const char *name, enum rehearse kind)
{
	struct scenario s;
	struct rehearsal r;
	struct score x;

	assert_true(scenarios_open(name, &s));
	assert_int_equal(rehearse(&s, 0, kind, NULL, &r, NULL), ERR_OK);
	x = r.score;
	rehearsal_free(&r);
	scenario_free(&s);
	return x;
}

static void
each_robot_comes_to_what_it_should(void **state)
{
	(void)state;
	struct score good = play("S0205-01.txt", REHEARSE_GOOD);
	struct score idle = play("S0205-01.txt", REHEARSE_IDLE);
	struct score promising = play("S0205-01.txt", REHEARSE_PROMISING);
	struct score not_restating = play("S0205-01.txt", REHEARSE_NOT_RESTATING);

	assert_int_equal(score_machine(&good).percent, 100);
	assert_int_equal(score_verdict(&good), SCORE_OPEN);
	assert_int_equal(score_verdict(&idle), SCORE_FATAL);
	assert_string_equal(good.form->fatals[7], "擅自承诺结果");
	assert_int_equal(promising.machine.fatal, 1u << 7);
	assert_int_equal(score_machine(&not_restating).got, score_machine(&good).got - 5);
}

/* What a careless writer makes of a good file. */
static const struct {
	const char *from, *to, *says; /* NULL: nothing is wrong with it */
} slips[] = {
	{ "标准时长: 210秒", "标准时长: 30秒", NULL }, /* a point of eighty */
	{ "标准时长: 210秒", "标准时长: 30秒\n禁止: 倾听", "一票否决" },
	{ "问: 几盏, 几个, 多少, 一盏, 整条街", "问: 几盏\n须先: 推诿\n不肯: 不说。", "一票否决" },
	{ "问: 几盏, 几个, 多少, 一盏, 整条街", "问: 几盏\n须先: 转走\n不肯: 不说。",
	    "这条事实问不出来" },
	{ "结果: 成单", "结果: 打错", NULL },
};

static void
a_careless_writer_is_told(void **state)
{
	(void)state;
	char path[512];
	struct str text = { 0 };

	scenarios_path("S0205-01.txt", path);
	assert_int_equal(fs_read_text(path, SCENARIO_BYTES, &text, NULL), ERR_OK);
	for (size_t i = 0; i < sizeof(slips) / sizeof(slips[0]); i++) {
		const char *at = strstr(str_c(&text), slips[i].from);
		struct str spoilt = { 0 }, why = { 0 };
		struct scenario s;
		struct err e = { 0 };
		int line = 0;

		assert_non_null(at);
		scenario_init(&s);
		str_add_n(&spoilt, str_c(&text), (size_t)(at - str_c(&text)));
		str_add(&spoilt, slips[i].to);
		str_add(&spoilt, at + strlen(slips[i].from));
		if (scenario_read(str_c(&spoilt), spoilt.len, &s, &e) != ERR_OK)
			fail_msg("%s: %s %s", slips[i].to, e.where, e.text);
		if (rehearse_judge(&s, 0, NULL, &line, &why) != (slips[i].says != NULL) ||
		    (slips[i].says != NULL &&
			(strstr(str_c(&why), slips[i].says) == NULL || line < 1)))
			fail_msg("%s: %d: %s", slips[i].to, line, str_c(&why));
		scenario_free(&s);
		str_free(&spoilt);
		str_free(&why);
	}
	str_free(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_scenario_can_be_solved_and_none_is_free),
		cmocka_unit_test(each_robot_comes_to_what_it_should),
		cmocka_unit_test(a_careless_writer_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
