/* test_intake_talk: the sentence to be said stands on the intake screen at its moment, at both sizes: through a whole
 * call, never changing under the hands, never at the cost of what weighs more. Which sentence: tests/unit/model/test_talk.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "../lib/viewdesk.h"
#include "base/str.h"
#include "base/utf8.h"
#include "client/view/call/intake_p.h"

#define LIGHT  "红山路78号门口路灯坏了三天,晚上很黑,没有人来修"
#define NUMBER "261121104231115417"

static struct intake *
state_of(struct viewdesk *d)
{
	return d->view.state;
}

static void
start(struct viewdesk *d, int rows, int cols)
{
	viewdesk_init(d, rows, cols);
	viewdesk_call(d, "13800005678");
	viewdesk_open(d, "intake", NULL);
}

static void
pause_hands(struct viewdesk *d)
{
	d->bits = d->view.ops->idle(&d->view);
}

static void
go(struct viewdesk *d, enum ticket_field f)
{
	struct input nothing = input_action(ACTION_REDRAW);

	intake_form_focus(state_of(d), intake_form_cell(f));
	viewdesk_input(d, nothing);
}

/* The line begins with the script of ${moment}, or has none. */
static void
check_moment(struct viewdesk *d, const char *moment)
{
	const char *now = state_of(d)->talk.moment;

	if (moment == NULL || now == NULL ? now != moment : strcmp(now, moment) != 0)
		fail_msg("%s, not %s: %s", now != NULL ? now : "nothing",
		    moment != NULL ? moment : "nothing", state_of(d)->talk.text);
	assert_int_equal(viewdesk_shows(d, "话术"), moment != NULL);
}

static void
check_call(int rows, int cols)
{
	struct viewdesk d;
	char golden[32];

	start(&d, rows, cols);
	check_moment(&d, "greet");
	assert_true(viewdesk_shows(&d, "1154号话务员为您服务"));
	viewdesk_type(&d, LIGHT);
	check_moment(&d, "called");
	viewdesk_key(&d, ACTION_PREV);
	check_moment(&d, "called");
	viewdesk_type(&d, "张女士\n");
	check_moment(&d, "ask_demand"); /* place and time stand in the words */
	viewdesk_type(&d, "\t\n");      /* takes what is offered */
	assert_string_equal(intake_value(state_of(&d), TF_CATEGORY), "0205");
	go(&d, TF_DEMAND);
	check_moment(&d, "ask_demand");
	viewdesk_type(&d, "尽快修复");
	check_moment(&d, "restate"); /* it was the last thing wanted */
	assert_non_null(strstr(state_of(&d)->talk.text, "您希望这样处理, 对吗?"));
	viewdesk_key(&d, ACTION_ENTER);
	check_moment(&d, "restate");
	(void)snprintf(golden, sizeof(golden), "intake-restate-%d", cols);
	viewdesk_golden(&d, golden);
	viewdesk_key(&d, ACTION_SUBMIT);
	viewdesk_done(&d, JOB_SUBMIT, NUMBER);
	check_moment(&d, "evaluate");
	assert_true(viewdesk_shows(&d, "还有别的事吗?")); /* the strip, first */
	assert_true(viewdesk_shows(&d, "感谢您的来电, 再见。"));
	d.desk.call.active = false;
	viewdesk_news(&d, &(struct news){ .kind = NEWS_PHONE, .phone = { .kind = PHONE_CLEARED } });
	check_moment(&d, NULL); /* nobody is there any more */
	viewdesk_free(&d);
}

static void
test_the_whole_of_a_call(void **state)
{
	(void)state;
	check_call(24, 80);
	check_call(36, 120);
}

static void
test_it_restates_in_the_caller_s_words_and_says_nothing_twice(void **state)
{
	static const struct {
		const char *content, *address, *says;
	} rows[] = {
		{ LIGHT, "红山路78号", "11月18日起, 红山路78号门口路灯坏了三天, 您希望" },
		{ "门口路灯坏了三天", "红山路78号", "红山路78号门口路灯坏了三天, 您希望" },
		{ "红山路路灯坏了三天", "红山路78号",
		    "红山路78号路灯照明, 您希望" }, /* the number */
		{ "我家门口路灯坏了三天", "红山路78号", "红山路78号路灯照明, 您希望" },
		{ "小区门口路灯坏了三天", "红山路78号", "起, 红山路78号路灯照明, 您希望" },
		{ "路灯坏在红山路78号", "红山路78号", "起, 红山路78号路灯照明, 您希望" },
		{ "你好, 门口路灯坏了三天", "红山路78号", "红山路78号门口路灯坏了三天, 您希望" },
		{ "门口路灯坏了三天一直没有人来修晚上黑得什么都看不见小孩不敢出门", "红山路78号",
		    "红山路78号路灯照明, 您希望" },
	};
	struct viewdesk d;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		start(&d, 36, 120);
		viewdesk_type(&d, rows[i].content);
		intake_draft_put(state_of(&d), TF_CATEGORY, "0205", false);
		intake_draft_put(state_of(&d), TF_TYPE, "help", false);
		intake_draft_put(state_of(&d), TF_AREA, "990102001", false);
		intake_draft_put(state_of(&d), TF_ADDRESS, rows[i].address, false);
		intake_draft_put(state_of(&d), TF_EVENT_TIME, "11月18日起", false);
		intake_draft_put(state_of(&d), TF_DEMAND, "尽快修复", false);
		intake_draft_put(state_of(&d), TF_CALLED, "张女士", false);
		intake_offer_fields(state_of(&d), TF_COUNT);
		go(&d, TF_TYPE);
		check_moment(&d, "restate");
		if (strstr(state_of(&d)->talk.text, rows[i].says) == NULL)
			fail_msg("%s: %s", rows[i].content, state_of(&d)->talk.text);
		viewdesk_free(&d);
	}
}

/* With a pause after every character, which is the slowest one can type. */
static int
changes_while_typed(struct viewdesk *d, const char *text)
{
	char was[sizeof(state_of(d)->talk.text)];
	int changes = 0;

	while (*text != '\0') {
		char one[8] = { 0 };
		size_t n = utf8_head(text, 1);

		memcpy(one, text, n);
		text += n;
		(void)str_copy(was, sizeof(was), state_of(d)->talk.text);
		viewdesk_input(d, input_text(one));
		assert_string_equal(was, state_of(d)->talk.text); /* never at a key */
		pause_hands(d);
		changes += strcmp(was, state_of(d)->talk.text) != 0;
	}
	return changes;
}

static void
test_it_does_not_jump_about_while_somebody_types(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	assert_int_equal(changes_while_typed(&d, LIGHT), 1); /* the greeting has been said */
	go(&d, TF_CALLED);
	assert_int_equal(changes_while_typed(&d, "张女士"), 0);
	go(&d, TF_ADDRESS);
	assert_int_equal(changes_while_typed(&d, "红山路78号门口往东五十米"), 0);
	go(&d, TF_AREA);
	intake_draft_put(state_of(&d), TF_AREA, "990102001", false);
	go(&d, TF_EVENT_TIME);
	assert_int_equal(changes_while_typed(&d, "三天以前"), 0);
	go(&d, TF_DEMAND);
	assert_int_equal(changes_while_typed(&d, "尽快修复并告知结果"), 1);
	check_moment(&d, "restate");
	viewdesk_free(&d);
}

static void
test_danger_to_life_is_asked_about_first(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	viewdesk_type(&d, "红山路78号厨房里燃气泄漏了");
	assert_non_null(state_of(&d)->offer.danger);
	assert_true(viewdesk_shows(&d, "提醒!"));
	check_moment(&d, NULL);
	viewdesk_key(&d, ACTION_ENTER); /* to the prompt */
	check_moment(&d, NULL);
	viewdesk_key(&d, ACTION_ENTER); /* asked */
	assert_null(state_of(&d)->offer.danger);
	assert_non_null(state_of(&d)->talk.moment);
	viewdesk_key(&d, ACTION_EMERGENCY);
	check_moment(&d, NULL);
	viewdesk_key(&d, ACTION_BACK);
	assert_non_null(state_of(&d)->talk.moment);
	viewdesk_free(&d);
}

/* A lesser danger stays until it is answered, and the call goes on meanwhile. */
static void
test_a_lesser_danger_does_not_silence_the_call(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	viewdesk_type(&d, LIGHT "老人摔了一跤");
	assert_non_null(state_of(&d)->offer.danger);
	check_moment(&d, "called");
	viewdesk_key(&d, ACTION_ENTER); /* the cursor stands on it: it is being asked */
	check_moment(&d, NULL);
	viewdesk_free(&d);
}

static void
test_what_weighs_more_keeps_its_row(void **state)
{
	struct viewdesk d;
	struct intake_offer *o;

	(void)state;
	start(&d, 24, 80);
	viewdesk_type(&d, LIGHT);
	o = &state_of(&d)->offer;
	o->n_similar = 1;
	(void)str_copy(o->similar[0].row.title, sizeof(o->similar[0].row.title), "路灯不亮");
	state_of(&d)->kb.n = 1;
	(void)str_copy(
	    state_of(&d)->kb.row[0].title, sizeof(state_of(&d)->kb.row[0].title), "路灯报修流程");
	state_of(&d)->dirty = true;
	assert_true(viewdesk_shows(&d, "重复  "));
	assert_true(viewdesk_shows(&d, "公告  "));
	assert_false(viewdesk_shows(&d, "知识  ")); /* one key away */
	assert_true(viewdesk_shows(&d, "话术  请问怎么称呼您?"));
	o->n_similar = 0;
	state_of(&d)->dirty = true;
	assert_true(viewdesk_shows(&d, "知识  "));
	assert_true(viewdesk_shows(&d, "话术  请问怎么称呼您?"));
	/* one row less: a question with its answer, and a danger above */
	intake_draft_put(state_of(&d), TF_TYPE, "consult", false);
	viewdesk_type(&d, ",老人摔了一跤");
	o->n_similar = 1;
	state_of(&d)->dirty = true;
	assert_true(viewdesk_shows(&d, "提醒!"));
	assert_true(viewdesk_shows(&d, "重复  "));
	assert_true(viewdesk_shows(&d, "公告  "));
	viewdesk_free(&d);
}

static void
test_each_sheet_has_its_own_moment(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	viewdesk_type(&d, "第一件是路灯一直不亮呢");
	check_moment(&d, "called");
	viewdesk_key(&d, ACTION_NEW); /* a second matter of the same caller */
	check_moment(&d, "next_matter");
	viewdesk_key(&d, ACTION_NEXT_DRAFT);
	check_moment(&d, "called");
	viewdesk_call(&d, "13900001111"); /* another caller */
	check_moment(&d, "greet");
	viewdesk_free(&d);
}

static void
test_an_old_number_is_greeted_as_such(void **state)
{
	struct viewdesk d;

	(void)state;
	viewdesk_init(&d, 24, 80);
	viewdesk_call(&d, "13800005678");
	(void)str_copy(d.desk.call.line, sizeof(d.desk.call.line), "12315");
	viewdesk_open(&d, "intake", NULL);
	check_moment(&d, "greet_line");
	assert_true(viewdesk_shows(&d, "您好, 12315消费投诉举报已并入12345"));
	viewdesk_free(&d);
}

/* Without a telephone of ours whoever writes is talking; with one, a sheet of no call is nobody's. */
static void
test_without_a_caller_nothing_is_said(void **state)
{
	struct viewdesk d;

	(void)state;
	viewdesk_init(&d, 24, 80);
	viewdesk_open(&d, "intake", NULL);
	check_moment(&d, "greet");
	viewdesk_free(&d);

	viewdesk_init(&d, 24, 80);
	d.desk.call.caps = PHONE_CAP_ANSWER;
	viewdesk_open(&d, "intake", NULL);
	check_moment(&d, NULL);
	viewdesk_free(&d);

	viewdesk_init(&d, 24, 80); /* taken down on paper while the system was away */
	viewdesk_open(&d, "intake", NULL);
	assert_true(fields_set(&intake_sheet(state_of(&d))->d.f, TF_ENTERED_LATE, "1"));
	go(&d, TF_TYPE);
	check_moment(&d, NULL);
	viewdesk_free(&d);
}

static void
test_a_city_without_sentences_is_silent(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 36, 120);
	d.city->n_scripts = 0;
	go(&d, TF_DEMAND);
	assert_false(viewdesk_shows(&d, "话术"));
	d.desk.city = NULL;
	viewdesk_type(&d, LIGHT);
	assert_false(viewdesk_shows(&d, "话术"));
	viewdesk_free(&d);
}

static void
test_long_fields_are_cut_to_what_has_room(void **state)
{
	struct viewdesk d;
	char text[1200] = "";

	(void)state;
	start(&d, 24, 80);
	for (int i = 0; i < 60; i++)
		(void)strcat(text, "尽快修复");
	viewdesk_type(&d, LIGHT "\t\n");
	intake_draft_put(state_of(&d), TF_CALLED, "张女士", false);
	intake_draft_put(state_of(&d), TF_DEMAND, text, false);
	intake_offer_fields(state_of(&d), TF_COUNT);
	go(&d, TF_TYPE);
	check_moment(&d, "restate");
	assert_true(utf8_valid(state_of(&d)->talk.text, strlen(state_of(&d)->talk.text)));
	assert_true(viewdesk_shows(&d, "话术  我跟您核对一下"));
	viewdesk_free(&d);
}

static void
test_a_reason_shows_the_words_it_would_take(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	viewdesk_type(&d, LIGHT);
	(void)intake_reject_open(state_of(&d));
	state_of(&d)->dirty = true;
	assert_true(viewdesk_shows(&d, "话术  您反映的事项属于____的范围"));
	viewdesk_key(&d, ACTION_DOWN);
	assert_true(viewdesk_shows(&d, "话术  您反映的事项信访部门已经受理"));
	assert_true(
	    viewdesk_shows(&d, "诉求没有事实依据或明显不合理")); /* all reasons still stand */
	viewdesk_free(&d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_whole_of_a_call),
		cmocka_unit_test(test_it_restates_in_the_caller_s_words_and_says_nothing_twice),
		cmocka_unit_test(test_it_does_not_jump_about_while_somebody_types),
		cmocka_unit_test(test_danger_to_life_is_asked_about_first),
		cmocka_unit_test(test_a_lesser_danger_does_not_silence_the_call),
		cmocka_unit_test(test_what_weighs_more_keeps_its_row),
		cmocka_unit_test(test_each_sheet_has_its_own_moment),
		cmocka_unit_test(test_an_old_number_is_greeted_as_such),
		cmocka_unit_test(test_without_a_caller_nothing_is_said),
		cmocka_unit_test(test_a_city_without_sentences_is_silent),
		cmocka_unit_test(test_long_fields_are_cut_to_what_has_room),
		cmocka_unit_test(test_a_reason_shows_the_words_it_would_take),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
