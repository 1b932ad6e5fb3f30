/* 五要素: fields count whole, hints in the narrative half, a question needs no scene. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "model/elements.h"

static struct elements
of(struct fields *f)
{
	struct elements e = elements_of(f);
	fields_free(f);
	return e;
}

static void
nothing_is_nothing(void **state)
{
	(void)state;
	struct fields f = { 0 };
	struct elements e = of(&f);
	assert_int_equal(e.score, 0);
	for (int i = 0; i < ELEMENT_COUNT; i++)
		assert_int_equal(e.mark[i], ELEMENT_MISSING);
}

static void
a_whole_ticket_is_whole(void **state)
{
	(void)state;
	struct fields f = { 0 };
	fields_set(&f, TF_TYPE, "help");
	fields_set(&f, TF_CONTENT, "红山路78号门口路灯坏了三天,晚上很黑,昨晚老人在那儿摔了一跤");
	fields_set(&f, TF_DEMAND, "尽快修复,并告知处理结果");
	fields_set(&f, TF_AREA, "990101");
	fields_set(&f, TF_ADDRESS, "红山路78号");
	fields_set(&f, TF_EVENT_TIME, "11月18日起");
	fields_set(&f, TF_CALLED, "张女士");
	fields_set(&f, TF_SUBJECT, "市政路灯");
	assert_int_equal(of(&f).score, 100);
}

/* A half names the half that is lacking, so that nobody wonders what "?" means. */
static void
a_half_names_what_is_lacking(void **state)
{
	(void)state;
	struct fields f = { 0 };
	assert_string_equal(element_wanting(&f, ELEMENT_PEOPLE, ELEMENT_MISSING), "人物");
	assert_string_equal(element_wanting(&f, ELEMENT_PEOPLE, ELEMENT_HALF), "称呼");
	assert_string_equal(element_wanting(&f, ELEMENT_PLACE, ELEMENT_HALF), "地点");
	fields_set(&f, TF_CALLED, "张女士");
	fields_set(&f, TF_AREA, "990101");
	assert_string_equal(element_wanting(&f, ELEMENT_PEOPLE, ELEMENT_HALF), "涉及对象");
	assert_string_equal(element_wanting(&f, ELEMENT_PLACE, ELEMENT_HALF), "详细地点");
	fields_set(&f, TF_AREA, NULL);
	fields_set(&f, TF_ADDRESS, "红山路78号");
	assert_string_equal(element_wanting(&f, ELEMENT_PLACE, ELEMENT_HALF), "区域");
	assert_string_equal(element_wanting(&f, ELEMENT_TIME, ELEMENT_HALF), "时间");
	fields_free(&f);
}

static void
words_alone_are_half(void **state)
{
	(void)state;
	struct fields f = { 0 };
	fields_set(&f, TF_CONTENT, "幸福里小区的邻居从昨晚10点一直装修,希望有人管管");
	struct elements e = of(&f);
	assert_int_equal(e.mark[ELEMENT_TIME], ELEMENT_HALF);
	assert_int_equal(e.mark[ELEMENT_PLACE], ELEMENT_HALF);
	assert_int_equal(e.mark[ELEMENT_PEOPLE], ELEMENT_HALF);
	assert_int_equal(e.mark[ELEMENT_EVENT], ELEMENT_THERE);
	assert_int_equal(e.mark[ELEMENT_DEMAND], ELEMENT_HALF);
	assert_int_equal(e.score, 60);
	assert_true(e.score < ELEMENTS_THRESHOLD);
}

static void
half_a_place_and_half_of_the_people(void **state)
{
	(void)state;
	struct fields f = { 0 };
	fields_set(&f, TF_AREA, "990101");
	fields_set(&f, TF_PEOPLE, "30");
	fields_set(&f, TF_CONTENT, "停水了");
	struct elements e = of(&f);
	assert_int_equal(e.mark[ELEMENT_PLACE], ELEMENT_HALF);
	assert_int_equal(e.mark[ELEMENT_PEOPLE], ELEMENT_HALF);
	assert_int_equal(e.mark[ELEMENT_EVENT], ELEMENT_HALF);
	assert_int_equal(e.mark[ELEMENT_DEMAND], ELEMENT_MISSING);
}

static void
an_anonymous_caller_is_a_person(void **state)
{
	(void)state;
	struct fields f = { 0 };
	fields_set(&f, TF_ANONYMOUS, "1");
	fields_set(&f, TF_SUBJECT, "某饭店");
	assert_int_equal(of(&f).mark[ELEMENT_PEOPLE], ELEMENT_THERE);
	fields_set(&f, TF_ANONYMOUS, "0");
	fields_set(&f, TF_SUBJECT, "某饭店");
	assert_int_equal(of(&f).mark[ELEMENT_PEOPLE], ELEMENT_HALF);
}

static void
a_question_needs_no_scene(void **state)
{
	(void)state;
	static const char *const TYPES[] = { "consult", "suggest", "praise" };
	for (int i = 0; i < 3; i++) {
		struct fields f = { 0 };
		fields_set(&f, TF_TYPE, TYPES[i]);
		fields_set(&f, TF_CONTENT, "灵活就业人员的医保年缴费标准是多少");
		fields_set(&f, TF_DEMAND, "告知标准");
		fields_set(&f, TF_CALLED, "李先生");
		struct elements e = of(&f);
		assert_int_equal(e.mark[ELEMENT_PLACE], ELEMENT_MISSING); /* shown as it is */
		assert_int_equal(e.score, 90);
		assert_true(e.score >= ELEMENTS_THRESHOLD);
	}
}

static void
labels(void **state)
{
	(void)state;
	assert_string_equal(element_label(ELEMENT_TIME), "时间");
	assert_string_equal(element_label(ELEMENT_DEMAND), "诉求");
	assert_string_equal(element_label(ELEMENT_COUNT), "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_nothing),
		cmocka_unit_test(a_whole_ticket_is_whole),
		cmocka_unit_test(a_half_names_what_is_lacking),
		cmocka_unit_test(words_alone_are_half),
		cmocka_unit_test(half_a_place_and_half_of_the_people),
		cmocka_unit_test(an_anonymous_caller_is_a_person),
		cmocka_unit_test(a_question_needs_no_scene),
		cmocka_unit_test(labels),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
