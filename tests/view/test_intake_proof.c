/* test_intake_proof: what may want a second look stands on the rule below the form once the hands rest; one key puts the
 * right word in, the same key takes it back, and what was passed over is not said again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "one_intake.h"

static void
rest(struct viewdesk *d)
{
	(void)d->view.ops->idle(&d->view);
}

static void
start(struct viewdesk *d, int rows, int cols)
{
	viewdesk_init(d, rows, cols);
	viewdesk_call(d, "13800005678");
	viewdesk_open(d, "intake", NULL);
}

static void
the_right_word_is_one_key_away(void **state)
{
	static const char words[] = "红三路78号路灯不亮";
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	viewdesk_input(
	    &d, (struct input){ .kind = INPUT_TEXT, .text = words, .len = strlen(words) });
	assert_false(viewdesk_shows(&d, "没有“红三路”")); /* the hands do not rest yet */
	rest(&d);
	assert_true(viewdesk_shows(&d, "没有“红三路”, 是“红山路”吗 [Ctrl-\\ 改]"));
	viewdesk_key(&d, ACTION_PROOF);
	assert_string_equal(value(&d, TF_CONTENT), "红山路78号路灯不亮");
	assert_string_equal(fields_get(d.journal, TF_CONTENT), "红山路78号路灯不亮");
	assert_true(viewdesk_shows(&d, "已改为“红山路” [Ctrl-\\ 改回]"));
	viewdesk_type(&d, ", 三天了"); /* the cursor stands where it stood */
	assert_string_equal(value(&d, TF_CONTENT), "红山路78号路灯不亮, 三天了");
	rest(&d);
	assert_false(viewdesk_shows(&d, "已改为"));
	viewdesk_key(&d, ACTION_PROOF);
	assert_non_null(strstr(d.said, "没有要改的字"));
	assert_string_equal(value(&d, TF_CONTENT), "红山路78号路灯不亮, 三天了");
	viewdesk_free(&d);
}

static void
the_same_key_takes_it_back(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	viewdesk_type(&d, "红三路78号, 己经三天了");
	rest(&d);
	viewdesk_key(&d, ACTION_PROOF);
	viewdesk_key(&d, ACTION_PROOF);
	assert_string_equal(value(&d, TF_CONTENT), "红三路78号, 己经三天了");
	assert_true(viewdesk_shows(&d, "“己经”应为“已经”")); /* the next one */
	assert_false(viewdesk_shows(&d, "没有“红三路”"));
	viewdesk_type(&d, "。");
	rest(&d);
	assert_false(viewdesk_shows(&d, "没有“红三路”")); /* the person knows better */
	assert_true(viewdesk_shows(&d, "“己经”应为“已经”"));
	viewdesk_free(&d);
}

static void
another_key_lets_it_be(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	viewdesk_type(&d, "红三路78号, 己经三天了");
	rest(&d);
	viewdesk_key(&d, ACTION_PROOF);
	viewdesk_key(&d, ACTION_LEFT);
	viewdesk_key(&d, ACTION_PROOF); /* the next one, not back */
	assert_string_equal(value(&d, TF_CONTENT), "红山路78号, 已经三天了");
	viewdesk_free(&d);
}

static void
what_a_person_must_say_is_passed_over(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	viewdesk_type(&d, "明显是物业不管");
	rest(&d);
	assert_true(viewdesk_shows(&d, "[Ctrl-\\ 不提]"));
	viewdesk_key(&d, ACTION_PROOF);
	assert_string_equal(value(&d, TF_CONTENT), "明显是物业不管");
	assert_false(viewdesk_shows(&d, "“明显是”"));
	viewdesk_free(&d);
}

static void
other_fields_and_other_words(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 36, 120);
	viewdesk_type(&d, "路灯不亮, 明显是没人管");
	intake_form_focus(state_of(&d), intake_form_cell(TF_ADDRESS));
	viewdesk_type(&d, "红三路78号");
	rest(&d);
	viewdesk_key(&d, ACTION_PROOF); /* 明显是 */
	assert_true(viewdesk_shows(&d, "没有“红三路”"));
	viewdesk_key(&d, ACTION_PROOF);
	assert_string_equal(value(&d, TF_ADDRESS), "红山路78号");
	viewdesk_type(&d, "甲");
	assert_string_equal(value(&d, TF_ADDRESS), "红山路78号甲");
	/* words that changed since are never written over */
	viewdesk_key(&d, ACTION_ERASE_HEAD);
	viewdesk_key(&d, ACTION_PROOF);
	assert_string_equal(value(&d, TF_ADDRESS), "");
	viewdesk_free(&d);
}

/* The line of the screen that ${word} stands in; -1 none. */
static int
line_of(struct viewdesk *d, const char *word)
{
	struct str all = { 0 };
	const char *at;
	int line = -1;

	viewdesk_draw(d);
	canvas_dump(&d->canvas, &all);
	at = strstr(str_c(&all), word);
	for (const char *s = str_c(&all); at != NULL && s <= at; s++)
		line += s == str_c(&all) || s[-1] == '\n';
	str_free(&all);
	return line;
}

static void
nothing_moves(void **state)
{
	static const char *const words[] = { "诉求内容", "诉求目的", "承办", "五要素", "建议" };
	struct viewdesk d;
	int before[5];

	(void)state;
	start(&d, 24, 80);
	viewdesk_type(&d, "红山路78号路灯不亮");
	rest(&d);
	for (int i = 0; i < 5; i++)
		before[i] = line_of(&d, words[i]);
	viewdesk_type(&d, ", 红三路也不亮");
	rest(&d);
	assert_true(viewdesk_shows(&d, "没有“红三路”"));
	for (int i = 0; i < 5; i++) {
		assert_true(before[i] >= 0);
		assert_int_equal(line_of(&d, words[i]), before[i]);
	}
	viewdesk_free(&d);
}

static void
a_name_in_the_number_is_said(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	viewdesk_type(&d, "红山路78号路灯不亮");
	while (!is_in(&d, TF_CONTACT_PHONE))
		viewdesk_key(&d, ACTION_NEXT);
	viewdesk_type(&d, "何桂珍12");
	rest(&d);
	assert_true(viewdesk_shows(&d, "电话  “何桂珍”不是号码, 是别的栏里的吗"));
	viewdesk_key(&d, ACTION_ERASE_HEAD);
	viewdesk_type(&d, "1380000567");
	rest(&d);
	assert_false(viewdesk_shows(&d, "手机号是11位")); /* it is being typed */
	viewdesk_key(&d, ACTION_NEXT);
	rest(&d);
	assert_true(viewdesk_shows(&d, "手机号是11位, 这里10位"));
	viewdesk_key(&d, ACTION_PROOF);
	rest(&d);
	assert_false(viewdesk_shows(&d, "手机号是11位")); /* she knows better */
	viewdesk_free(&d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_right_word_is_one_key_away),
		cmocka_unit_test(the_same_key_takes_it_back),
		cmocka_unit_test(another_key_lets_it_be),
		cmocka_unit_test(what_a_person_must_say_is_passed_over),
		cmocka_unit_test(other_fields_and_other_words),
		cmocka_unit_test(nothing_moves),
		cmocka_unit_test(a_name_in_the_number_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
