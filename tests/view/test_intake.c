/* test_intake: a call becomes a ticket by keys alone: the text first, proposals by Tab Enter, what is missing, the strip,
 * several sheets, danger, emergencies, matters not taken; the pictures at 80x24 and 120x36. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "base/tsv.h"
#include "base/utf8.h"
#include "client/view/classroom.h"
#include "text/pinyin.h"
#include "one_intake.h"

#define LIGHT \
	"红山路78号门口路灯坏了三天,晚上很黑,昨晚老人在那儿摔了一跤,之前也打过电话,一直没人来修"
#define NUMBER "261121104231115417"

static void
start(struct viewdesk *d, int rows, int cols)
{
	viewdesk_init(d, rows, cols);
	viewdesk_call(d, "13800005678");
	viewdesk_open(d, "intake", NULL);
}

/* Whose name does not go to the unit is not told that the unit will call. */
static void
test_what_an_anonymous_caller_hears(void **state)
{
	struct viewdesk d;

	(void)state;
	for (int anonymous = 0; anonymous <= 1; anonymous++) {
		start(&d, 24, 80);
		viewdesk_type(&d, LIGHT "\t\n张女士");
		intake_draft_put(state_of(&d), TF_ANONYMOUS, anonymous != 0 ? "1" : "0", false);
		viewdesk_key(&d, ACTION_SUBMIT);
		viewdesk_done(&d, JOB_SUBMIT, NUMBER);
		assert_int_equal(
		    strstr(state_of(&d)->sent.read, "会有人与您联系") == NULL, anonymous);
		assert_int_equal(
		    strstr(state_of(&d)->sent.read, "不转给承办单位") != NULL, anonymous);
		viewdesk_free(&d);
	}
}

/* Who types a place into the list of areas loses no word of it, wherever he goes from there. */
static void
test_no_area_is_an_address(void **state)
{
	static const enum action away[] = { ACTION_ENTER, ACTION_NEXT, ACTION_DOWN, ACTION_PREV,
		ACTION_SUBMIT };

	(void)state;
	for (size_t i = 0; i < sizeof(away) / sizeof(away[0]); i++) {
		struct viewdesk d;

		start(&d, 24, 80);
		viewdesk_type(&d, "水井干了");
		intake_form_focus(state_of(&d), intake_form_cell(TF_AREA));
		viewdesk_type(&d, "村北水井");
		assert_true(viewdesk_shows(&d, "Enter 记到地址"));
		viewdesk_key(&d, away[i]);
		assert_string_equal(value(&d, TF_ADDRESS), "村北水井");
		assert_string_equal(value(&d, TF_AREA), "");
		if (i < 3) {
			assert_true(is_in(&d, TF_ADDRESS));
			viewdesk_type(&d, "旁");
			assert_string_equal(value(&d, TF_ADDRESS), "村北水井旁");
		}
		viewdesk_free(&d);
	}
}

/* A complete complaint, submitted and answered. */
static void
submit_light(struct viewdesk *d)
{
	viewdesk_type(d, LIGHT "\t\n张女士");
	viewdesk_key(d, ACTION_SUBMIT);
	viewdesk_done(d, JOB_SUBMIT, NUMBER);
}

/* ---- the form ---- */

static void
test_it_opens_with_the_call_and_the_cursor_in_the_words(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	viewdesk_golden(&d, "intake-open-80");
	assert_int_equal(d.edits, 0); /* nobody wrote: no trace */
	assert_int_equal(d.n_jobs, 0);
	assert_string_equal(value(&d, TF_CALLER_PHONE), "13800005678");
	viewdesk_free(&d);
}

/* F2 answers, and the hands are faster than the exchange: what is typed before the line is up is this caller's. */
static void
test_words_before_the_line_is_up_are_this_call_s(void **state)
{
	struct viewdesk d;
	struct news up = { .kind = NEWS_PHONE, .phone = { .kind = PHONE_ESTABLISHED } };

	(void)state;
	viewdesk_init(&d, 24, 80);
	viewdesk_open(&d, "intake", NULL); /* open since before, with another matter on it */
	viewdesk_type(&d, "上一件的话");
	d.desk.call = (struct call_info){ .ringing = true, .id = "C9", .peer = "13800005678" };
	viewdesk_key(&d, ACTION_NEW);
	assert_true(d.bits & VIEW_IGNORED); /* the application answers it */
	d.desk.call.answering = true;
	viewdesk_key(&d, ACTION_NEW);
	assert_string_equal(value(&d, TF_CONTENT), "");
	assert_string_equal(value(&d, TF_CALLER_PHONE), "13800005678");
	viewdesk_type(&d, LIGHT);
	d.desk.call.ringing = d.desk.call.answering = false;
	d.desk.call.active = true;
	(void)str_copy(d.desk.call.recording, sizeof(d.desk.call.recording), "R9");
	viewdesk_news(&d, &up);
	assert_string_equal(value(&d, TF_CONTENT), LIGHT);
	assert_string_equal(value(&d, TF_RECORDING), "R9");
	viewdesk_type(&d, "。");
	assert_string_equal(value(&d, TF_CONTENT), LIGHT "。"); /* the cursor has stayed */
	viewdesk_free(&d);
}

static void
test_words_bring_proposals_but_take_nothing(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	viewdesk_type(&d, LIGHT);
	d.bits = d.view.ops->idle(&d.view);
	viewdesk_golden(&d, "intake-words-80");
	assert_string_equal(value(&d, TF_CATEGORY), "");
	assert_string_equal(value(&d, TF_AREA), "");
	assert_string_equal(fields_get(d.journal, TF_CONTENT), LIGHT);
	assert_string_equal(fields_get(d.journal, TF_CALLER_PHONE), "13800005678");
	viewdesk_free(&d);
}

static void
test_tab_enter_takes_everything_together(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	viewdesk_type(&d, LIGHT "\t");
	viewdesk_golden(&d, "intake-offer-80");
	viewdesk_type(&d, "\n");
	viewdesk_golden(&d, "intake-taken-80");
	assert_string_equal(value(&d, TF_CATEGORY), "0205");
	assert_string_equal(value(&d, TF_TYPE), "help");
	assert_string_equal(value(&d, TF_UNIT), "1004");
	assert_string_equal(value(&d, TF_AREA), "990102001");
	assert_string_equal(value(&d, TF_ADDRESS), "红山路78号");
	assert_string_equal(value(&d, TF_URGENCY), "normal");
	assert_non_null(strstr(value(&d, TF_UNIT_BASIS), "派单目录0205"));
	assert_true(is_in(&d, TF_NAME)); /* the first that is still wanted */
	viewdesk_free(&d);
}

/* When it shall be done is no time of the event. */
static void
test_the_wish_is_no_part_of_the_event(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	viewdesk_type(&d, "红山路78号路灯不亮, 希望今天派人修好\t\n");
	assert_string_equal(value(&d, TF_DEMAND), "今天派人修好");
	assert_string_equal(value(&d, TF_EVENT_TIME), "");
	viewdesk_free(&d);
	start(&d, 24, 80);
	viewdesk_type(&d, "昨晚红山路78号路灯不亮, 希望今天派人修好\t\n");
	assert_string_equal(value(&d, TF_DEMAND), "今天派人修好");
	assert_non_null(strstr(value(&d, TF_EVENT_TIME), "11月20日"));
	viewdesk_free(&d);
}

static void
test_what_was_typed_is_never_overwritten(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	viewdesk_type(&d, LIGHT);
	intake_form_focus(state_of(&d), intake_form_cell(TF_ADDRESS));
	viewdesk_type(&d, "红山路78号院内");
	intake_form_focus(state_of(&d), intake_form_cell(TF_TYPE));
	viewdesk_type(&d, "3"); /* 投诉 */
	viewdesk_key(&d, ACTION_BACK);
	viewdesk_type(&d, "\t\n");
	assert_string_equal(value(&d, TF_ADDRESS), "红山路78号院内");
	assert_string_equal(value(&d, TF_TYPE), "complaint");
	assert_string_equal(value(&d, TF_CATEGORY), "0205");
	viewdesk_free(&d);
}

static void
test_digits_are_text_in_the_words_and_choices_in_the_block(void **state)
{
	struct viewdesk d;
	char second[16];

	(void)state;
	start(&d, 24, 80);
	viewdesk_type(&d, "小区门口工地半夜施工噪声大, 渣土车撒漏, 路灯也不亮123");
	assert_non_null(strstr(value(&d, TF_CONTENT), "123"));
	viewdesk_key(&d, ACTION_NEXT);
	assert_true(state_of(&d)->offer.n >= 2);
	(void)str_copy(second, sizeof(second), state_of(&d)->offer.p[1].category->code);
	assert_true(viewdesk_shows(&d, "2 "));
	viewdesk_type(&d, "2");
	assert_string_equal(value(&d, TF_CATEGORY), second);
	assert_non_null(strstr(value(&d, TF_CONTENT), "123"));
	assert_null(strstr(value(&d, TF_CONTENT), "1232"));
	viewdesk_free(&d);
}

static void
test_another_proposal_replaces_the_first_with_its_unit(void **state)
{
	struct viewdesk d;
	char unit[16];

	(void)state;
	start(&d, 24, 80);
	viewdesk_type(&d, "小区门口工地半夜施工噪声大, 渣土车撒漏, 路灯也不亮");
	viewdesk_type(&d, "\t1");
	(void)str_copy(unit, sizeof(unit), value(&d, TF_UNIT));
	intake_form_focus(state_of(&d), intake_form_cell(TF_CATEGORY));
	viewdesk_type(&d, "0205\n");
	assert_string_equal(value(&d, TF_CATEGORY), "0205");
	assert_string_equal(value(&d, TF_UNIT), "1004");
	assert_string_not_equal(unit, "1004");
	viewdesk_free(&d);
}

static void
test_the_caller_s_name_is_one_key_away(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	viewdesk_type(&d, "路灯");
	viewdesk_key(&d, ACTION_PREV);
	assert_true(is_in(&d, TF_CALLED));
	viewdesk_type(&d, "张女士\n坏了");
	assert_string_equal(value(&d, TF_CALLED), "张女士");
	assert_string_equal(value(&d, TF_CONTENT), "路灯坏了");
	viewdesk_free(&d);
}

static void
test_closed_fields_need_no_input_method(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	intake_form_focus(state_of(&d), intake_form_cell(TF_CATEGORY));
	viewdesk_type(&d, "ldzm"); /* 路灯照明 */
	viewdesk_golden(&d, "intake-picker-80");
	viewdesk_type(&d, "\n");
	assert_string_equal(value(&d, TF_CATEGORY), "0205");
	assert_true(is_in(&d, TF_AREA));
	viewdesk_type(&d, "hsjd\n"); /* 红山街道 */
	assert_string_equal(value(&d, TF_AREA), "990102001");
	intake_form_focus(state_of(&d), intake_form_cell(TF_TYPE));
	viewdesk_golden(&d, "intake-choice-80");
	viewdesk_type(&d, "t"); /* 投诉 by its initial */
	assert_string_equal(value(&d, TF_TYPE), "complaint");
	viewdesk_type(&d, "９"); /* there is no ninth */
	assert_string_equal(value(&d, TF_TYPE), "complaint");
	viewdesk_type(&d, "４"); /* full-width digits count */
	assert_string_equal(value(&d, TF_TYPE), "report");
	assert_string_equal(value(&d, TF_CONFIDENTIAL), "1");
	intake_form_focus(state_of(&d), intake_form_cell(TF_UNIT));
	viewdesk_type(&d, "zjj\n");
	assert_string_equal(value(&d, TF_UNIT), "1001");
	viewdesk_free(&d);
}

static void
test_groups_are_a_set(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	intake_form_focus(state_of(&d), intake_form_cell(TF_GROUPS));
	viewdesk_type(&d, "12");
	assert_string_equal(value(&d, TF_GROUPS), "elderly,disabled");
	assert_true(viewdesk_shows(&d, "老年人"));
	viewdesk_type(&d, "1");
	assert_string_equal(value(&d, TF_GROUPS), "disabled");
	viewdesk_free(&d);
}

static void
test_enter_goes_round_and_passes_what_is_filled(void **state)
{
	static const enum ticket_field order[] = { TF_DEMAND, TF_TYPE, TF_CATEGORY, TF_AREA,
		TF_ADDRESS, TF_EVENT_TIME, TF_SUBJECT, TF_NAME, TF_CONTACT_PHONE, TF_UNIT,
		TF_CONTENT };
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++) {
		viewdesk_key(&d, ACTION_ENTER);
		assert_true(is_in(&d, order[i]));
	}
	viewdesk_free(&d);
}

/* ---- sending ---- */

static void
test_the_strip_says_what_to_read(void **state)
{
	struct viewdesk d;
	const struct job *j;

	(void)state;
	start(&d, 24, 80);
	viewdesk_type(&d, LIGHT "\t\n张女士");
	viewdesk_key(&d, ACTION_SUBMIT);
	j = viewdesk_last(&d, JOB_SUBMIT);
	assert_non_null(j);
	assert_int_equal(j->act, EVENT_SUBMIT);
	assert_string_equal(fields_get(&j->draft.f, TF_CONTENT), LIGHT);
	assert_string_equal(fields_get(&j->draft.f, TF_CONTACT_PHONE), "13800005678");
	assert_string_equal(fields_get(&j->draft.f, TF_CALLED), "张女士");
	assert_string_equal(fields_get(&j->draft.f, TF_GENDER), "f");
	assert_string_equal(fields_get(&j->draft.f, TF_CHANNEL), "phone");
	assert_string_not_equal(fields_get(&j->draft.f, TF_TITLE), "");
	viewdesk_done(&d, JOB_SUBMIT, NUMBER);
	viewdesk_golden(&d, "intake-submitted-80");
	viewdesk_free(&d);
}

static void
test_what_is_read_aloud_is_what_the_form_shows(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	viewdesk_type(&d, LIGHT "\t\n张女士");
	assert_true(viewdesk_shows(&d, "明日10:42前(24小时)"));
	viewdesk_key(&d, ACTION_SUBMIT);
	viewdesk_done(&d, JOB_SUBMIT, NUMBER);
	assert_true(viewdesk_shows(&d, "明天上午10点42分前"));
	viewdesk_free(&d);
}

static void
test_offline_it_says_so_in_the_operator_s_words(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	d.desk.link.state = LINK_OFFLINE;
	submit_light(&d);
	assert_true(viewdesk_shows(&d, "已存本机, 编号有效, 恢复后自动送出"));
	assert_false(viewdesk_shows(&d, "同步"));
	viewdesk_free(&d);
}

static void
test_f10_goes_to_what_is_missing_then_sends_incomplete(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	viewdesk_key(&d, ACTION_SUBMIT);
	assert_non_null(strstr(d.said, "诉求内容"));
	assert_true(is_in(&d, TF_CONTENT));
	viewdesk_type(&d, LIGHT);
	viewdesk_key(&d, ACTION_SUBMIT);
	assert_true(is_in(&d, TF_TYPE));
	assert_non_null(strstr(d.said, "待完善"));
	assert_null(viewdesk_last(&d, JOB_SUBMIT));
	viewdesk_type(&d, "2"); /* something was done about it: the next F10 is a first one */
	viewdesk_key(&d, ACTION_SUBMIT);
	assert_true(is_in(&d, TF_CATEGORY));
	viewdesk_key(&d, ACTION_SUBMIT);
	assert_int_equal(viewdesk_last(&d, JOB_SUBMIT)->act, EVENT_SUBMIT_INCOMPLETE);
	viewdesk_done(&d, JOB_SUBMIT, NUMBER);
	assert_true(viewdesk_shows(&d, "现在还缺"));
	viewdesk_free(&d);
}

/* What the first F10 offers the second one does: without a telephone number there is nothing to offer. */
static void
test_f10_promises_nothing_the_rules_refuse(void **state)
{
	struct viewdesk d;

	(void)state;
	viewdesk_init(&d, 24, 80);
	viewdesk_open(&d, "intake", NULL);
	viewdesk_type(&d, LIGHT);
	for (int i = 0; i < 2; i++) {
		viewdesk_key(&d, ACTION_SUBMIT);
		assert_non_null(strstr(d.said, "还缺类型、分类、"));
		assert_non_null(strstr(d.said, "要有联系电话"));
		assert_null(strstr(d.said, "再按 F10"));
		assert_true(is_in(&d, TF_TYPE)); /* the first that is named */
	}
	assert_null(viewdesk_last(&d, JOB_SUBMIT));
	intake_form_focus(state_of(&d), intake_form_cell(TF_CONTACT_PHONE));
	viewdesk_type(&d, "李女士"); /* what was meant for the cell before */
	viewdesk_key(&d, ACTION_SUBMIT);
	assert_non_null(strstr(d.said, "要有联系电话"));
	intake_form_focus(state_of(&d), intake_form_cell(TF_CONTACT_PHONE));
	viewdesk_type(&d, "13800005678");
	viewdesk_key(&d, ACTION_SUBMIT);
	assert_non_null(strstr(d.said, "再按 F10 按待完善提交"));
	viewdesk_key(&d, ACTION_SUBMIT);
	assert_int_equal(viewdesk_last(&d, JOB_SUBMIT)->act, EVENT_SUBMIT_INCOMPLETE);
	viewdesk_free(&d);
}

static void
test_weak_elements_want_a_reason(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	viewdesk_type(&d, "路灯不亮\t\n");
	intake_form_focus(state_of(&d), intake_form_cell(TF_AREA));
	viewdesk_type(&d, "hsjd\n红山路78号");
	intake_form_focus(state_of(&d), intake_form_cell(TF_NAME));
	viewdesk_type(&d, "张女士");
	viewdesk_key(&d, ACTION_SUBMIT);
	assert_null(viewdesk_last(&d, JOB_SUBMIT));
	assert_non_null(strstr(d.said, "五要素"));
	viewdesk_key(&d, ACTION_SUBMIT);
	viewdesk_golden(&d, "intake-reason-80");
	viewdesk_key(&d, ACTION_ENTER);
	assert_int_equal(viewdesk_last(&d, JOB_SUBMIT)->act, EVENT_SUBMIT);
	assert_string_equal(
	    args_get(&viewdesk_last(&d, JOB_SUBMIT)->args, EA_REASON), "来电人说不清楚");
	viewdesk_free(&d);
}

static void
test_a_question_is_closed_by_its_answer(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	viewdesk_type(&d, "请问公积金提取需要什么材料\t\n张女士");
	assert_string_equal(value(&d, TF_TYPE), "consult");
	intake_form_focus(state_of(&d), intake_form_cell(TF_ANSWER));
	viewdesk_type(&d, "带身份证");
	viewdesk_golden(&d, "intake-answer-80");
	viewdesk_key(&d, ACTION_SUBMIT);
	assert_null(viewdesk_last(&d, JOB_SUBMIT));
	assert_true(is_in(&d, TF_ANSWER));
	viewdesk_type(&d, "和银行卡到公积金中心窗口办理");
	viewdesk_key(&d, ACTION_SUBMIT);
	assert_int_equal(viewdesk_last(&d, JOB_SUBMIT)->act, EVENT_SUBMIT_DIRECT);
	assert_string_equal(
	    fields_get(&viewdesk_last(&d, JOB_SUBMIT)->draft.f, TF_CLOSE_TYPE), "direct");
	viewdesk_free(&d);
}

/* A call for help may be closed by an answer too, when the caller says on the call that it is enough. */
static void
test_a_call_for_help_is_closed_only_with_consent(void **state)
{
	struct viewdesk d;
	const struct job *j;
	struct input ahead = input_text("1");

	(void)state;
	start(&d, 24, 80);
	viewdesk_type(&d, LIGHT "\t\n张女士");
	viewdesk_key(&d, ACTION_DOWN); /* any field: its line takes no room yet */
	assert_string_equal(value(&d, TF_TYPE), "help");
	assert_false(viewdesk_shows(&d, "答复"));
	intake_form_focus(state_of(&d), intake_form_cell(TF_UNIT));
	viewdesk_key(&d, ACTION_NEXT); /* Tab from 承办 */
	assert_true(is_in(&d, TF_ANSWER));
	viewdesk_type(&d, "停电检修今晚八点结束, 路灯届时恢复");
	viewdesk_key(&d, ACTION_SUBMIT);
	viewdesk_golden(&d, "intake-consent-80");
	ahead.ahead = true;
	viewdesk_input(&d, ahead); /* nobody can have said yes yet */
	viewdesk_input(&d, input_paste("1"));
	viewdesk_type(&d, "3");
	assert_null(viewdesk_last(&d, JOB_SUBMIT));
	viewdesk_key(&d, ACTION_BACK);
	assert_true(is_in(&d, TF_ANSWER));
	viewdesk_key(&d, ACTION_SUBMIT);
	viewdesk_type(&d, "1");
	j = viewdesk_last(&d, JOB_SUBMIT);
	assert_non_null(j);
	assert_int_equal(j->act, EVENT_SUBMIT_DIRECT);
	assert_string_equal(args_get(&j->args, EA_RESULT), "agreed");
	assert_string_equal(fields_get(&j->draft.f, TF_CLOSE_TYPE), "direct");
	viewdesk_free(&d);
	start(&d, 24, 80);
	viewdesk_type(&d, LIGHT "\t\n张女士");
	intake_form_focus(state_of(&d), intake_form_cell(TF_ANSWER));
	viewdesk_type(&d, "停电检修今晚八点结束, 路灯届时恢复");
	viewdesk_key(&d, ACTION_SUBMIT);
	viewdesk_type(&d, "2"); /* not enough: the unit gets it */
	j = viewdesk_last(&d, JOB_SUBMIT);
	assert_non_null(j);
	assert_int_equal(j->act, EVENT_SUBMIT);
	assert_string_equal(args_get(&j->args, EA_RESULT), "");
	viewdesk_free(&d);
}

static void
test_a_refusal_keeps_everything(void **state)
{
	struct viewdesk d;
	struct news n = { .kind = NEWS_DONE };

	(void)state;
	start(&d, 24, 80);
	viewdesk_type(&d, LIGHT "\t\n张女士");
	d.refuse = true; /* the queue is full */
	viewdesk_key(&d, ACTION_SUBMIT);
	assert_string_equal(value(&d, TF_CONTENT), LIGHT);
	d.refuse = false;
	viewdesk_key(&d, ACTION_SUBMIT);
	viewdesk_type(&d, "x"); /* on its way: nothing may be written that would be lost */
	assert_null(strstr(value(&d, TF_NAME), "x"));
	n.job = viewdesk_last(&d, JOB_SUBMIT)->id;
	(void)err_set(&n.err, ERR_DISK_FULL, NULL);
	viewdesk_news(&d, &n);
	assert_non_null(strstr(d.said, err_hint(ERR_DISK_FULL)));
	assert_string_equal(value(&d, TF_CONTENT), LIGHT);
	viewdesk_key(&d, ACTION_SUBMIT);
	viewdesk_done(&d, JOB_SUBMIT, NUMBER);
	assert_true(viewdesk_shows(&d, "261121-104231-1154-17"));
	viewdesk_free(&d);
}

static void
test_a_changed_number_is_told(void **state)
{
	struct viewdesk d;
	struct news n = { .kind = NEWS_NUMBER, .number = "261121104231115418" };

	(void)state;
	start(&d, 24, 80);
	submit_light(&d);
	(void)str_copy(n.ticket, sizeof(n.ticket), state_of(&d)->sent.ticket);
	viewdesk_news(&d, &n);
	assert_true(viewdesk_shows(&d, "261121-104231-1154-18"));
	assert_true(viewdesk_shows(&d, "请告知来电人"));
	viewdesk_free(&d);
}

/* ---- several sheets ---- */

/* After the call, or without any, F2 never brings a caller along. */
static void
test_without_a_call_the_next_sheet_is_blank(void **state)
{
	struct viewdesk d;

	(void)state;
	viewdesk_init(&d, 24, 80);
	viewdesk_open(&d, "intake", NULL);
	viewdesk_type(&d, LIGHT "\t\n张女士");
	viewdesk_key(&d, ACTION_NEW);
	assert_string_equal(value(&d, TF_NAME), "");
	assert_string_equal(value(&d, TF_CONTENT), "");
	viewdesk_key(&d, ACTION_NEXT_DRAFT);
	assert_string_equal(value(&d, TF_NAME), "张女士");
	intake_form_focus(state_of(&d), intake_form_cell(TF_CALLER_PHONE));
	viewdesk_type(&d, "13800005678");
	viewdesk_key(&d, ACTION_SUBMIT);
	viewdesk_done(&d, JOB_SUBMIT, NUMBER);
	assert_true(viewdesk_shows(&d, "F2 新单"));
	viewdesk_key(&d, ACTION_NEW);
	assert_string_equal(value(&d, TF_NAME), "");
	assert_string_equal(value(&d, TF_CALLER_PHONE), "");
	viewdesk_free(&d);
}

static void
test_a_second_matter_keeps_caller_phone_and_area(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	submit_light(&d);
	viewdesk_type(&d, "x"); /* not a new ticket by accident */
	assert_non_null(strstr(d.said, "F2"));
	viewdesk_key(&d, ACTION_NEW);
	assert_string_equal(value(&d, TF_CONTENT), "");
	assert_string_equal(value(&d, TF_CATEGORY), "");
	assert_string_equal(value(&d, TF_AREA), "990102001");
	assert_string_equal(value(&d, TF_NAME), "张女士");
	assert_string_equal(value(&d, TF_CALLER_PHONE), "13800005678");
	assert_true(is_in(&d, TF_CONTENT));
	viewdesk_free(&d);
}

static void
test_half_done_sheets_are_held_and_taken_up(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	viewdesk_type(&d, "第一件路灯");
	intake_form_focus(state_of(&d), intake_form_cell(TF_ADDRESS));
	viewdesk_type(&d, "红山路");
	viewdesk_key(&d, ACTION_LEFT);
	viewdesk_key(&d, ACTION_HOLD);
	assert_non_null(viewdesk_last(&d, JOB_DRAFT_SAVE));
	assert_string_equal(
	    fields_get(&viewdesk_last(&d, JOB_DRAFT_SAVE)->draft.f, TF_CONTENT), "第一件路灯");
	assert_string_equal(value(&d, TF_CONTENT), "");
	viewdesk_type(&d, "第二件停车");
	viewdesk_golden(&d, "intake-two-80");
	viewdesk_key(&d, ACTION_NEXT_DRAFT);
	assert_string_equal(value(&d, TF_CONTENT), "第一件路灯");
	assert_true(is_in(&d, TF_ADDRESS));
	viewdesk_type(&d, "东"); /* where the cursor was */
	assert_string_equal(value(&d, TF_ADDRESS), "红山东路");
	viewdesk_key(&d, ACTION_NEXT_DRAFT);
	assert_string_equal(value(&d, TF_CONTENT), "第二件停车");
	viewdesk_free(&d);
}

/* What was begun before a lesson is of no caller of it: it takes no row there, and waits. */
static void
test_a_lesson_has_its_own_sheets(void **state)
{
	static struct class_info info;
	struct viewdesk d;

	(void)state;
	start(&d, 36, 120);
	viewdesk_type(&d, "第一件");
	memset(&info, 0, sizeof(info));
	d.desk.classroom = &info;
	d.desk.now += 60000;
	info.known_from_at = d.desk.now;
	info.under_way = true;
	viewdesk_call(&d, "13900001111");
	assert_false(viewdesk_shows(&d, "[Ctrl-N 换]"));
	viewdesk_type(&d, "第二件");
	viewdesk_call(&d, "13900002222"); /* two of the lesson */
	assert_true(viewdesk_shows(&d, "[Ctrl-N 换]"));
	assert_true(viewdesk_shows(&d, "第二件"));
	assert_false(viewdesk_shows(&d, "第一件"));
	info.under_way = false; /* and they wait */
	viewdesk_key(&d, ACTION_NEXT_DRAFT);
	assert_true(viewdesk_shows(&d, "第一件"));
	viewdesk_free(&d);
}

static void
test_a_new_call_opens_its_own_sheet(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	viewdesk_type(&d, "第一件");
	viewdesk_call(&d, "13900001111");
	assert_string_equal(value(&d, TF_CONTENT), "");
	assert_string_equal(value(&d, TF_CALLER_PHONE), "13900001111");
	assert_int_equal(state_of(&d)->n_sheets, 2);
	viewdesk_call(&d, "13900002222"); /* the second was never written on */
	assert_int_equal(state_of(&d)->n_sheets, 2);
	viewdesk_free(&d);
}

static void
test_esc_never_leaves_a_live_call(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	viewdesk_type(&d, "路灯");
	viewdesk_key(&d, ACTION_BACK);
	assert_false(d.closed);
	d.desk.call.active = false;
	viewdesk_key(&d, ACTION_BACK);
	assert_true(d.closed);
	viewdesk_free(&d);
}

/* ---- danger ---- */

static void
test_the_danger_prompt_stays_until_answered(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	viewdesk_type(&d, "昨晚老人摔了一跤");
	assert_true(viewdesk_shows(&d, "提醒!"));
	viewdesk_type(&d, ", 路灯不亮");
	assert_true(viewdesk_shows(&d, "提醒!"));
	viewdesk_key(&d, ACTION_ENTER);
	assert_int_equal(state_of(&d)->focus, FOCUS_DANGER);
	viewdesk_input(
	    &d, (struct input){ .kind = INPUT_ACTION, .action = ACTION_ENTER, .ahead = true });
	assert_true(viewdesk_shows(&d, "提醒!")); /* typed before it could be read */
	viewdesk_key(&d, ACTION_ENTER);
	assert_false(viewdesk_shows(&d, "提醒!"));
	assert_true(is_in(&d, TF_DEMAND));
	viewdesk_free(&d);
}

static void
test_a_grave_danger_is_asked_about_before_it_is_sent(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	viewdesk_type(&d, "幸福里5号楼3单元燃气泄漏味道很大\t\n李先生");
	assert_string_equal(value(&d, TF_URGENCY), "critical");
	viewdesk_key(&d, ACTION_SUBMIT);
	assert_null(viewdesk_last(&d, JOB_SUBMIT));
	assert_int_equal(state_of(&d)->focus, FOCUS_DANGER);
	assert_true(d.bits & VIEW_FLUSH);
	viewdesk_key(&d, ACTION_SUBMIT);
	assert_non_null(viewdesk_last(&d, JOB_SUBMIT));
	viewdesk_free(&d);
}

static void
acceptance_j_f8_takes_its_second_key_from_a_person_only(void **state)
{
	struct viewdesk d;
	struct input ahead = input_text("2");
	const struct job *j;

	(void)state;
	start(&d, 24, 80);
	viewdesk_type(&d, "楼道里着火了");
	viewdesk_key(&d, ACTION_EMERGENCY);
	assert_true(d.bits & VIEW_FLUSH);
	assert_true(viewdesk_shows(&d, "1=110 公安  2=119 消防  3=120 急救  4=122 交管  Esc=不转"));
	ahead.ahead = true;
	viewdesk_input(&d, ahead);
	viewdesk_input(&d, input_paste("2"));
	assert_null(viewdesk_last(&d, JOB_SUBMIT));
	viewdesk_type(&d, "2");
	j = viewdesk_last(&d, JOB_SUBMIT);
	assert_non_null(j); /* incomplete as it is: an emergency never waits for a form */
	assert_int_equal(j->act, EVENT_SUBMIT);
	assert_string_equal(fields_get(&j->draft.f, TF_URGENCY), "critical");
	assert_non_null(strstr(args_get(&j->args, EA_NOTE), "119"));
	assert_non_null(strstr(d.said, "119"));
	viewdesk_done(&d, JOB_SUBMIT, NUMBER);
	assert_true(viewdesk_shows(&d, "我现在就给您转119 消防"));
	viewdesk_free(&d);
}

static void
test_f8_works_on_an_empty_sheet_and_by_the_whole_number(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	viewdesk_key(&d, ACTION_EMERGENCY);
	viewdesk_key(&d, ACTION_BACK);
	assert_null(viewdesk_last(&d, JOB_SUBMIT));
	viewdesk_key(&d, ACTION_EMERGENCY);
	viewdesk_input(&d, input_text("１２０"));
	assert_non_null(viewdesk_last(&d, JOB_SUBMIT));
	assert_non_null(
	    strstr(fields_get(&viewdesk_last(&d, JOB_SUBMIT)->draft.f, TF_CONTENT), "120"));
	viewdesk_free(&d);
}

/* ---- not taken ---- */

static void
test_rejecting_is_two_steps_with_words_to_read(void **state)
{
	struct viewdesk d;
	const struct job *j;

	(void)state;
	start(&d, 24, 80);
	viewdesk_type(&d, "法院判决不公, 要求改判");
	intake_form_focus(state_of(&d), intake_form_cell(TF_TYPE));
	viewdesk_type(&d, "8");
	viewdesk_golden(&d, "intake-reject-80");
	viewdesk_type(&d, "1");
	viewdesk_golden(&d, "intake-reject-words-80");
	assert_null(viewdesk_last(&d, JOB_SUBMIT));
	viewdesk_key(&d, ACTION_ENTER);
	j = viewdesk_last(&d, JOB_SUBMIT);
	assert_non_null(j);
	assert_int_equal(j->act, EVENT_REJECT);
	assert_string_equal(args_get(&j->args, EA_REASON_CODE), "01");
	assert_string_equal(args_get(&j->args, EA_SCRIPT_READ), "1");
	viewdesk_free(&d);
}

static void
test_some_reasons_are_the_senior_s(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	viewdesk_type(&d, "骂人");
	intake_form_focus(state_of(&d), intake_form_cell(TF_TYPE));
	viewdesk_type(&d, "89");
	viewdesk_key(&d, ACTION_ENTER);
	assert_null(viewdesk_last(&d, JOB_SUBMIT));
	assert_non_null(strstr(d.said, "班长"));
	viewdesk_free(&d);
}

/* ---- bad input ---- */

static void
test_a_paste_is_one_edit_and_too_much_says_by_how_much(void **state)
{
	struct viewdesk d;
	struct str big = { 0 };
	int edits;

	(void)state;
	start(&d, 24, 80);
	viewdesk_type(&d, "a");
	edits = d.edits;
	for (int i = 0; i < 1000; i++)
		str_add(&big, "路灯\t不亮\r\n　好"); /* 8 characters each after the rule */
	viewdesk_input(&d, input_paste(str_c(&big)));
	assert_int_equal(d.edits, edits + 1);
	assert_null(strchr(value(&d, TF_CONTENT), '\t'));
	assert_null(strchr(value(&d, TF_CONTENT), '\r'));
	assert_int_equal(utf8_count(value(&d, TF_CONTENT)), 8001);
	assert_non_null(strstr(d.said, "超出 8000 字上限 1 字")); /* as soon as it is */
	viewdesk_type(&d, "\t\n");
	viewdesk_key(&d, ACTION_SUBMIT);
	assert_null(viewdesk_last(&d, JOB_SUBMIT));
	assert_non_null(
	    strstr(d.said, "超出 8000 字上限 1 字")); /* before anything else is asked */
	assert_true(is_in(&d, TF_CONTENT));
	viewdesk_key(&d, ACTION_SUBMIT);
	assert_null(viewdesk_last(&d, JOB_SUBMIT));
	assert_int_equal(utf8_count(value(&d, TF_CONTENT)), 8001);
	viewdesk_draw(&d);
	str_free(&big);
	viewdesk_free(&d);
}

static void
test_without_a_city_the_words_are_still_taken_down(void **state)
{
	struct viewdesk d;
	const struct city *city;

	(void)state;
	viewdesk_init(&d, 24, 80);
	city = d.desk.city;
	d.desk.city = NULL;
	viewdesk_open(&d, "intake", NULL);
	viewdesk_type(&d, LIGHT "\t");
	viewdesk_type(&d, "l");
	assert_non_null(strstr(d.said, "中心"));
	viewdesk_draw(&d);
	d.desk.city = city; /* the first fill has come */
	viewdesk_news(&d, &(struct news){ .kind = NEWS_TABLES, .tables = CACHE_CITY });
	assert_true(viewdesk_shows(&d, "路灯照明"));
	assert_non_null(strstr(d.said, "取到了"));
	viewdesk_free(&d);
}

static void
test_without_a_telephone_the_number_is_typed(void **state)
{
	struct viewdesk d;

	(void)state;
	viewdesk_init(&d, 24, 80);
	viewdesk_open(&d, "intake", NULL);
	viewdesk_key(&d, ACTION_PREV);
	viewdesk_key(&d, ACTION_PREV);
	assert_true(is_in(&d, TF_CALLER_PHONE));
	viewdesk_type(&d, "１３８-0000 5678\n张女士\n" LIGHT "\t\n");
	viewdesk_key(&d, ACTION_SUBMIT);
	assert_non_null(viewdesk_last(&d, JOB_SUBMIT));
	assert_string_equal(
	    fields_get(&viewdesk_last(&d, JOB_SUBMIT)->draft.f, TF_CALLER_PHONE), "13800005678");
	viewdesk_free(&d);
}

/* Any keys in any order: the desk checks at each edit that the journal holds exactly what the sheet holds. */
static void
test_any_keys_in_any_order(void **state)
{
	static const char *const words[] = { "路灯", "着火", "1", "2", "8", "\t", "\n", "　", "abc",
		"红山路78号", "ldzm", "三天", "120", " " };
	struct viewdesk d;
	uint32_t seed = 20261121;

	(void)state;
	start(&d, 24, 80);
	for (int i = 0; i < 4000; i++) {
		seed = seed * 1664525u + 1013904223u;
		uint32_t r = seed >> 8;

		if (d.n_jobs > VIEWDESK_JOBS - 4) {
			for (int k = 0; k < d.n_jobs; k++)
				job_free(d.jobs[k]);
			d.n_jobs = 0;
		}
		if (r % 50 == 0)
			viewdesk_call(&d, "13800005678");
		else if (r % 3 == 0)
			viewdesk_type(&d, words[(r >> 4) % (sizeof(words) / sizeof(words[0]))]);
		else
			viewdesk_key(&d, (enum action)(1 + (r >> 4) % (ACTION_COUNT - 1)));
		if (r % 7 == 0 && viewdesk_last(&d, JOB_SUBMIT) != NULL)
			viewdesk_done(&d, JOB_SUBMIT, NUMBER);
		if (r % 40 == 1)
			assert_true(
			    canvas_resize(&d.canvas, 24 + (int)(r % 20), 80 + (int)(r % 70)));
		viewdesk_draw(&d);
		assert_true(d.canvas.cursor_row > 0 && d.canvas.cursor_row < d.canvas.rows - 2);
	}
	viewdesk_free(&d);
}

/* ---- keys ---- */

/* A person who looks at the form and puts right what the proposals have wrong, by keys alone. */
struct robot {
	struct viewdesk *d;
	int keys; /* beyond free text */
};

static void
press(struct robot *r, enum action a)
{
	viewdesk_key(r->d, a);
	r->keys++;
}

/* The arrows go by lines, Tab within one. */
static enum action
way_to(const struct slot *from, const struct slot *to)
{
	if (from->field == TF_CONTENT || from->narrow.line < to->narrow.line)
		return ACTION_DOWN;
	if (from->narrow.line > to->narrow.line)
		return ACTION_UP;
	return from->narrow.at < to->narrow.at ? ACTION_NEXT : ACTION_PREV;
}

static void
go_to(struct robot *r, enum ticket_field f)
{
	const struct intake *s = state_of(r->d);

	for (int tries = 0; !is_in(r->d, f); tries++) {
		assert_true(tries < 20);
		press(r, s->focus < 0 ? ACTION_NEXT
				      : way_to(intake_form_slot(s, s->focus),
					    intake_form_slot(s, intake_form_cell(f))));
	}
}

static const char *
last_word(const char *name)
{
	const char *blank = strrchr(name, ' ');

	return blank != NULL ? blank + 1 : name;
}

/* By the digit of the row shown, Enter when it is the first. */
static void
pick_row(struct robot *r, const char *want)
{
	const struct picker *p = &state_of(r->d)->pick;
	size_t row = 0;

	while (row < p->n_shown && strcmp(p->from->item[p->shown[row]].code, want) != 0)
		row++;
	assert_true(row < p->n_shown);
	for (size_t i = 0; i < row; i++)
		press(r, ACTION_DOWN);
	press(r, ACTION_ENTER);
}

static void
correct_code(struct robot *r, enum ticket_field f, const char *want)
{
	struct str typed = { 0 };
	const char *name;

	if (strcmp(value(r->d, f), want) == 0)
		return;
	go_to(r, f);
	name = last_word(f == TF_AREA ? city_area(r->d->city, want)->full
				      : city_category(r->d->city, want)->name);
	pinyin_initials(name, &typed);
	for (size_t i = 0; i < typed.len; i++) {
		viewdesk_type(r->d, (char[]){ str_c(&typed)[i], '\0' });
		r->keys++;
	}
	str_free(&typed);
	pick_row(r, want);
	assert_string_equal(value(r->d, f), want);
}

static void
correct_text(struct robot *r, enum ticket_field f, const char *want)
{
	if (strcmp(value(r->d, f), want) == 0 || *want == '\0')
		return;
	go_to(r, f);
	if (*value(r->d, f) != '\0')
		press(r, ACTION_ERASE_HEAD);
	viewdesk_type(r->d, want);
	assert_string_equal(value(r->d, f), want);
}

/* F10 goes to what the category still asks for: a word to each. */
static void
answer_extra(struct robot *r)
{
	static const struct {
		const char *type, *said;
	} answers[] = { { "text", "说不全" }, { "money", "1.2万" }, { "day", "11月3日" },
		{ "number", "2" }, { "choice", "1" } };
	const struct intake *s = state_of(r->d);
	const struct slot *c = s->focus >= 0 ? intake_form_slot(s, s->focus) : NULL;
	const struct field_rule *rule = c != NULL ? intake_extra_rule(s, c) : NULL;

	if (rule == NULL || s->mode != MODE_FORM)
		return;
	for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++)
		if (strcmp(rule->type, answers[i].type) == 0)
			viewdesk_type(r->d, answers[i].said);
	r->keys += strcmp(rule->type, "choice") == 0;
}

static void
file_message(struct robot *r, const struct tsv *t, size_t row)
{
	const char *name = tsv_get(t, row, 6);
	char type[2] = { 0 };

	viewdesk_type(r->d, tsv_get(t, row, 1));
	press(r, ACTION_NEXT);
	if (state_of(r->d)->focus == FOCUS_OFFER)
		press(r, ACTION_ENTER);
	if (*name == '\0' && !intake_is(state_of(r->d), TF_ANONYMOUS, "1")) {
		go_to(r, TF_ANONYMOUS);
		viewdesk_type(r->d, "2");
		r->keys++;
	}
	type[0] = (char)('1' + intake_pick_value(TF_TYPE, tsv_get(t, row, 2)));
	if (!intake_is(state_of(r->d), TF_TYPE, tsv_get(t, row, 2))) {
		go_to(r, TF_TYPE);
		viewdesk_type(r->d, type);
		r->keys++;
	}
	correct_code(r, TF_CATEGORY, tsv_get(t, row, 3));
	correct_code(r, TF_AREA, tsv_get(t, row, 4));
	correct_text(r, TF_ADDRESS, tsv_get(t, row, 5));
	correct_text(r, TF_NAME, name);
	correct_text(r, TF_DEMAND, tsv_get(t, row, 8));
	press(r, ACTION_SUBMIT);
	while (viewdesk_last(r->d, JOB_SUBMIT) == NULL && r->keys < 100) {
		answer_extra(r);
		press(r, state_of(r->d)->mode == MODE_ASK ? ACTION_ENTER : ACTION_SUBMIT);
	}
}

static void
test_forty_messages_by_keys_alone(void **state)
{
	static const char *const head[] = { "title", "detail", "type", "category", "area",
		"address", "name", "phone", "demand" };
	static const enum ticket_field codes[] = { TF_TYPE, TF_CATEGORY, TF_AREA };
	struct viewdesk d;
	struct tsv t;
	struct err e = { 0 };
	int sum = 0, most = 0;

	(void)state;
	if (tsv_open("conf/city/yunjiang/messages40.tsv", head, 9, &t, &e) != ERR_OK)
		fail_msg("%s: %s", e.where, e.text);
	viewdesk_init(&d, 24, 80);
	viewdesk_open(&d, "intake", NULL);
	for (size_t i = 0; i < t.rows; i++) {
		struct robot r = { &d, 0 };
		const struct job *j;

		viewdesk_call(&d, tsv_get(&t, i, 7));
		file_message(&r, &t, i);
		j = viewdesk_last(&d, JOB_SUBMIT);
		if (j == NULL)
			fail_msg("message %zu: %s", i + 1, d.said);
		assert_int_equal(j->act, EVENT_SUBMIT);
		for (size_t k = 0; k < 3; k++)
			assert_string_equal(
			    fields_get(&j->draft.f, codes[k]), tsv_get(&t, i, 2 + k));
		assert_string_equal(fields_get(&j->draft.f, TF_CONTENT), tsv_get(&t, i, 1));
		assert_string_equal(fields_get(&j->draft.f, TF_CONTACT_PHONE), tsv_get(&t, i, 7));
		viewdesk_done(&d, JOB_SUBMIT, NUMBER);
		for (int k = 0; k < d.n_jobs; k++)
			job_free(d.jobs[k]);
		d.n_jobs = 0;
		sum += r.keys;
		most = r.keys > most ? r.keys : most;
	}
	print_message("keys beyond free text: %d on average of %zu, %d at most\n",
	    sum / (int)t.rows, t.rows, most);
	assert_true(sum / (int)t.rows <= 20);
	tsv_close(&t);
	viewdesk_free(&d);
}

static void
test_the_standard_complaint_takes_few_keys(void **state)
{
	struct viewdesk d;
	struct robot r = { &d, 0 };

	(void)state;
	start(&d, 24, 80);
	viewdesk_type(&d, LIGHT);
	press(&r, ACTION_NEXT);
	press(&r, ACTION_ENTER);
	viewdesk_type(&d, "张女士");
	press(&r, ACTION_SUBMIT);
	assert_non_null(viewdesk_last(&d, JOB_SUBMIT));
	assert_true(r.keys <= 3);
	viewdesk_free(&d);
}

/* ---- the wide screen ---- */

static void
test_the_wide_screen(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 36, 120);
	(void)str_copy(d.desk.call.heard, sizeof(d.desk.call.heard),
	    "喂你好，我说个事儿，晚上太黑了。我们家老人昨晚出去遛弯儿，差点绊着。");
	viewdesk_type(&d, LIGHT "\t\n张女士");
	viewdesk_golden(&d, "intake-taken-120");
	viewdesk_key(&d, ACTION_SUBMIT);
	viewdesk_done(&d, JOB_SUBMIT, NUMBER);
	viewdesk_golden(&d, "intake-submitted-120");
	viewdesk_free(&d);
}

/* A key in the words draws only the words anew: the picture must be the one drawn from nothing. */
static void
test_the_short_way_to_draw_shows_the_same(void **state)
{
	struct viewdesk d;
	struct str quick = { 0 }, whole = { 0 };

	(void)state;
	start(&d, 24, 80);
	for (const char *s = LIGHT; *s != '\0';) {
		uint32_t cp;
		size_t n = utf8_next(s, strlen(s), &cp);
		char one[8] = { 0 };

		memcpy(one, s, n);
		s += n;
		viewdesk_type(&d, one);
		viewdesk_draw(&d);
		str_reset(&quick);
		canvas_dump_roles(&d.canvas, &quick);
		state_of(&d)->dirty = true;
		viewdesk_draw(&d);
		str_reset(&whole);
		canvas_dump_roles(&d.canvas, &whole);
		assert_string_equal(str_c(&quick), str_c(&whole));
	}
	str_free(&quick);
	str_free(&whole);
	viewdesk_free(&d);
}

/* Who dialled an old line has said what it is about before the first word; his words say it better. */
static void
an_old_line_proposes_what_it_is_for(void **state)
{
	struct viewdesk d;

	(void)state;
	viewdesk_init(&d, 24, 80);
	viewdesk_call(&d, "13800005678");
	(void)str_copy(d.desk.call.line, sizeof(d.desk.call.line), "12315");
	(void)str_copy(d.desk.call.ivr, sizeof(d.desk.call.ivr), "3 投诉举报");
	viewdesk_open(&d, "intake", NULL);
	assert_true(viewdesk_shows(&d, "拨12315"));
	viewdesk_key(&d, ACTION_NEXT);
	assert_true(viewdesk_shows(&d, "[Enter 采纳]"));
	viewdesk_type(&d, "\n");
	assert_string_equal(value(&d, TF_CATEGORY), "1001");
	assert_string_equal(value(&d, TF_TYPE), "complaint");
	viewdesk_free(&d);
	viewdesk_init(&d, 24, 80);
	viewdesk_call(&d, "13800005678");
	(void)str_copy(d.desk.call.line, sizeof(d.desk.call.line), "12315");
	viewdesk_open(&d, "intake", NULL);
	viewdesk_type(&d, "红山路78号路灯不亮");
	assert_false(viewdesk_shows(&d, "拨12315"));
	assert_true(viewdesk_shows(&d, "路灯照明"));
	viewdesk_free(&d);
}

/* A sheet begun in a call of one's own, or just after it, is about whom one called. */
static void
a_call_back_brings_its_number(void **state)
{
	struct viewdesk d;

	(void)state;
	viewdesk_init(&d, 24, 80);
	(void)str_copy(d.desk.call.own, sizeof(d.desk.call.own), "own-1");
	(void)str_copy(d.desk.call.own_phone, sizeof(d.desk.call.own_phone), "13800005678");
	d.desk.call.leg = LEG_TALKING;
	viewdesk_open(&d, "intake", NULL);
	assert_string_equal(value(&d, TF_CALLER_PHONE), "13800005678");
	assert_string_equal(value(&d, TF_CALL_ID), "own-1");
	viewdesk_free(&d);
	viewdesk_init(&d, 24, 80);
	(void)str_copy(d.desk.call.own, sizeof(d.desk.call.own), "own-1");
	(void)str_copy(d.desk.call.own_phone, sizeof(d.desk.call.own_phone), "13800005678");
	d.desk.call.own_over_at = d.desk.now - 600000; /* long over: whoever comes now is another */
	viewdesk_open(&d, "intake", NULL);
	assert_string_equal(value(&d, TF_CALLER_PHONE), "");
	viewdesk_free(&d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_old_line_proposes_what_it_is_for),
		cmocka_unit_test(a_call_back_brings_its_number),
		cmocka_unit_test(test_it_opens_with_the_call_and_the_cursor_in_the_words),
		cmocka_unit_test(test_what_an_anonymous_caller_hears),
		cmocka_unit_test(test_no_area_is_an_address),
		cmocka_unit_test(test_words_before_the_line_is_up_are_this_call_s),
		cmocka_unit_test(test_words_bring_proposals_but_take_nothing),
		cmocka_unit_test(test_tab_enter_takes_everything_together),
		cmocka_unit_test(test_the_wish_is_no_part_of_the_event),
		cmocka_unit_test(test_what_was_typed_is_never_overwritten),
		cmocka_unit_test(test_digits_are_text_in_the_words_and_choices_in_the_block),
		cmocka_unit_test(test_another_proposal_replaces_the_first_with_its_unit),
		cmocka_unit_test(test_the_caller_s_name_is_one_key_away),
		cmocka_unit_test(test_closed_fields_need_no_input_method),
		cmocka_unit_test(test_groups_are_a_set),
		cmocka_unit_test(test_enter_goes_round_and_passes_what_is_filled),
		cmocka_unit_test(test_the_strip_says_what_to_read),
		cmocka_unit_test(test_what_is_read_aloud_is_what_the_form_shows),
		cmocka_unit_test(test_offline_it_says_so_in_the_operator_s_words),
		cmocka_unit_test(test_f10_goes_to_what_is_missing_then_sends_incomplete),
		cmocka_unit_test(test_f10_promises_nothing_the_rules_refuse),
		cmocka_unit_test(test_weak_elements_want_a_reason),
		cmocka_unit_test(test_a_question_is_closed_by_its_answer),
		cmocka_unit_test(test_a_call_for_help_is_closed_only_with_consent),
		cmocka_unit_test(test_a_refusal_keeps_everything),
		cmocka_unit_test(test_a_changed_number_is_told),
		cmocka_unit_test(test_without_a_call_the_next_sheet_is_blank),
		cmocka_unit_test(test_a_second_matter_keeps_caller_phone_and_area),
		cmocka_unit_test(test_half_done_sheets_are_held_and_taken_up),
		cmocka_unit_test(test_a_lesson_has_its_own_sheets),
		cmocka_unit_test(test_a_new_call_opens_its_own_sheet),
		cmocka_unit_test(test_esc_never_leaves_a_live_call),
		cmocka_unit_test(test_the_danger_prompt_stays_until_answered),
		cmocka_unit_test(test_a_grave_danger_is_asked_about_before_it_is_sent),
		cmocka_unit_test(acceptance_j_f8_takes_its_second_key_from_a_person_only),
		cmocka_unit_test(test_f8_works_on_an_empty_sheet_and_by_the_whole_number),
		cmocka_unit_test(test_rejecting_is_two_steps_with_words_to_read),
		cmocka_unit_test(test_some_reasons_are_the_senior_s),
		cmocka_unit_test(test_a_paste_is_one_edit_and_too_much_says_by_how_much),
		cmocka_unit_test(test_without_a_city_the_words_are_still_taken_down),
		cmocka_unit_test(test_without_a_telephone_the_number_is_typed),
		cmocka_unit_test(test_any_keys_in_any_order),
		cmocka_unit_test(test_forty_messages_by_keys_alone),
		cmocka_unit_test(test_the_standard_complaint_takes_few_keys),
		cmocka_unit_test(test_the_wide_screen),
		cmocka_unit_test(test_the_short_way_to_draw_shows_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
