/* test_intake_quick: in a peak the same matter for another caller in five keys; text modules by abbreviation, the cursor
 * on what is still to be filled in. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "one_intake.h"

#define NUMBER "261121104231115417"

static void
start(struct viewdesk *d)
{
	viewdesk_init(d, 24, 80);
	viewdesk_call(d, "13800005678");
	viewdesk_open(d, "intake", NULL);
}

static void
the_same_matter_for_another_caller(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d);
	viewdesk_key(&d, ACTION_SAME);
	assert_non_null(strstr(d.said, "没有可以照抄"));
	viewdesk_type(&d, "红山路78号门口路灯坏了三天,晚上很黑,昨晚老人在那儿摔了一跤,"
			  "之前也打过电话,一直没人来修\t\n张女士");
	viewdesk_key(&d, ACTION_SAME);
	assert_non_null(strstr(d.said, "已经有内容"));
	viewdesk_key(&d, ACTION_SUBMIT);
	viewdesk_done(&d, JOB_SUBMIT, NUMBER);
	viewdesk_call(&d, "13900000042"); /* the next caller of the same evening */
	assert_string_equal(value(&d, TF_CONTENT), "");
	viewdesk_key(&d, ACTION_SAME); /* first key */
	assert_string_equal(value(&d, TF_CATEGORY), "0205");
	assert_string_equal(value(&d, TF_UNIT), "1004");
	assert_non_null(strstr(value(&d, TF_CONTENT), "路灯坏了三天"));
	assert_string_equal(value(&d, TF_CALLER_PHONE), "13900000042");
	assert_string_equal(value(&d, TF_ADDRESS), "");
	assert_string_equal(value(&d, TF_CALLED), "");
	assert_non_null(strstr(d.said, "同一件"));
	viewdesk_type(&d, "红山路80号\n"); /* second */
	assert_string_equal(value(&d, TF_ADDRESS), "红山路80号");
	intake_form_focus(state_of(&d), intake_form_cell(TF_CALLED)); /* Shift-Tab: third */
	viewdesk_type(&d, "王先生");
	viewdesk_key(&d, ACTION_SUBMIT); /* fourth */
	assert_int_equal(viewdesk_last(&d, JOB_SUBMIT)->act, EVENT_SUBMIT);
	assert_string_equal(
	    fields_get(&viewdesk_last(&d, JOB_SUBMIT)->draft.f, TF_ADDRESS), "红山路80号");
	viewdesk_free(&d);
}

static void
an_abbreviation_becomes_its_words(void **state)
{
	struct viewdesk d;
	const char *text;

	(void)state;
	start(&d);
	viewdesk_type(&d, "小区没水。DCFY"); /* capitals of an input method left on */
	viewdesk_key(&d, ACTION_MODULE);
	text = value(&d, TF_CONTENT);
	assert_string_equal(text, "小区没水。来电人称此前已反映次, 至今没有解决。");
	viewdesk_type(&d, "三");
	assert_string_equal(
	    value(&d, TF_CONTENT), "小区没水。来电人称此前已反映三次, 至今没有解决。");
	assert_string_equal(fields_get(d.journal, TF_CONTENT), value(&d, TF_CONTENT));
	viewdesk_free(&d);
}

static void
the_next_blank_is_one_key_away(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d);
	viewdesk_type(&d, "sjxz");
	viewdesk_key(&d, ACTION_MODULE);
	viewdesk_type(&d, "周一");
	viewdesk_key(&d, ACTION_MODULE);
	viewdesk_type(&d, "6");
	viewdesk_key(&d, ACTION_MODULE);
	viewdesk_type(&d, "9");
	assert_string_equal(value(&d, TF_CONTENT), "该情况从周一开始, 每天6点到9点最明显。");
	viewdesk_key(&d, ACTION_MODULE);
	assert_non_null(strstr(d.said, "先打短语的缩写"));
	viewdesk_free(&d);
}

static void
what_is_none_changes_nothing(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d);
	viewdesk_type(&d, "zzzzz");
	viewdesk_key(&d, ACTION_MODULE);
	assert_non_null(strstr(d.said, "没有缩写为 zzzzz"));
	assert_string_equal(value(&d, TF_CONTENT), "zzzzz");
	intake_form_focus(state_of(&d), intake_form_cell(TF_ADDRESS));
	viewdesk_type(&d, "dcfy");
	viewdesk_key(&d, ACTION_MODULE);
	assert_string_equal(value(&d, TF_ADDRESS), "dcfy");
	intake_form_focus(state_of(&d), intake_form_cell(TF_DEMAND));
	viewdesk_type(&d, "dcfy"); /* of another field */
	viewdesk_key(&d, ACTION_MODULE);
	assert_string_equal(value(&d, TF_DEMAND), "dcfy");
	assert_non_null(strstr(d.said, "不用在这一栏"));
	viewdesk_free(&d);
}

static void
all_of_them_are_listed(void **state)
{
	struct viewdesk d;

	(void)state;
	viewdesk_init(&d, 24, 80);
	viewdesk_open(&d, "modules", NULL);
	viewdesk_golden(&d, "modules-80");
	viewdesk_type(&d, "cph");
	assert_true(viewdesk_shows(&d, "车牌号__"));
	viewdesk_free(&d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_same_matter_for_another_caller),
		cmocka_unit_test(an_abbreviation_becomes_its_words),
		cmocka_unit_test(the_next_blank_is_one_key_away),
		cmocka_unit_test(what_is_none_changes_nothing),
		cmocka_unit_test(all_of_them_are_listed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
