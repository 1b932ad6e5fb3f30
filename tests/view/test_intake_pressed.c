/* The key that a caller pressed in the voice menu, as a type proposed on the form: taken by the key of all proposals, weaker
 * than his words, never over what a person chose. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/str.h"
#include "one_intake.h"

static void
to_words(struct viewdesk *d)
{
	intake_form_focus(state_of(d), intake_form_cell(TF_CONTENT));
	viewdesk_key(d, ACTION_LINE_END);
}

/* Who pressed a key of the voice menu has said of what kind his matter is; his words say it better. */
static void
a_pressed_key_proposes_the_type(void **state)
{
	struct viewdesk d;

	(void)state;
	viewdesk_init(&d, 24, 80);
	viewdesk_call(&d, "13800005678");
	(void)str_copy(d.desk.call.ivr, sizeof(d.desk.call.ivr), "3 投诉举报");
	viewdesk_open(&d, "intake", NULL);
	assert_true(viewdesk_shows(&d, "类型 投诉(来电人按键所选)"));
	assert_string_equal(value(&d, TF_TYPE), ""); /* nothing is taken by itself */
	viewdesk_key(&d, ACTION_NEXT);
	assert_true(viewdesk_shows(&d, "[Enter 采纳]"));
	viewdesk_type(&d, "\n");
	assert_string_equal(value(&d, TF_TYPE), "complaint");
	/* words that name no type leave it, and those that do replace it */
	to_words(&d);
	viewdesk_type(&d, "红山路78号路灯不亮");
	assert_false(viewdesk_shows(&d, "来电人按键所选"));
	viewdesk_type(&d, "\t\n");
	assert_string_equal(value(&d, TF_CATEGORY), "0205");
	assert_string_equal(value(&d, TF_TYPE), "complaint");
	to_words(&d);
	viewdesk_type(&d, "，建议换一盏");
	viewdesk_type(&d, "\t\n");
	assert_string_equal(value(&d, TF_TYPE), "suggest");
	viewdesk_free(&d);
}

/* What a person chose stands; a key that names no kind of matter says nothing. */
static void
a_pressed_key_is_never_put_over_a_choice(void **state)
{
	struct viewdesk d;

	(void)state;
	viewdesk_init(&d, 24, 80);
	viewdesk_call(&d, "13800005678");
	(void)str_copy(d.desk.call.ivr, sizeof(d.desk.call.ivr), "1 咨询");
	viewdesk_open(&d, "intake", NULL);
	intake_form_focus(state_of(&d), intake_form_cell(TF_TYPE));
	viewdesk_type(&d, "2");
	assert_string_equal(value(&d, TF_TYPE), "help");
	to_words(&d);
	viewdesk_type(&d, "喂");
	viewdesk_key(&d, ACTION_NEXT);
	viewdesk_type(&d, "\n");
	assert_string_equal(value(&d, TF_TYPE), "help");
	viewdesk_free(&d);
	viewdesk_init(&d, 24, 80);
	viewdesk_call(&d, "13800005678");
	(void)str_copy(d.desk.call.ivr, sizeof(d.desk.call.ivr), "0 人工");
	viewdesk_open(&d, "intake", NULL);
	assert_false(viewdesk_shows(&d, "来电人按键所选"));
	viewdesk_free(&d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_pressed_key_proposes_the_type),
		cmocka_unit_test(a_pressed_key_is_never_put_over_a_choice),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
