/* test_intake_end: calls that end without a ticket, from the form's side: after handing over one key writes down how it
 * ended and is done with the sheet, of the right call also when the next one rings; a call written down elsewhere leaves
 * a fresh sheet; an emergency takes what is proposed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "../lib/viewdesk.h"
#include "base/str.h"
#include "client/view/call/intake_p.h"
#include "model/refer.h"

#define CALLER "13800005678"
#define NUMBER "261121104231115417"
#define WORDS  "咨询公积金提取材料"

static struct intake *
state_of(struct viewdesk *d)
{
	return d->view.state;
}

static void
start(struct viewdesk *d, int rows, int cols)
{
	viewdesk_init(d, rows, cols);
	viewdesk_call(d, CALLER);
	viewdesk_open(d, "intake", NULL);
}

static void
hang_up(struct viewdesk *d)
{
	struct news n = { .kind = NEWS_PHONE, .phone = { .kind = PHONE_CLEARED } };

	d->desk.call.active = false;
	viewdesk_news(d, &n);
}

/* To the transfer screen and back: what came of it. */
static struct hand_try *
hand_over(struct viewdesk *d, const char *mode, const char *result)
{
	const struct transfer_target *t = refer_service(d->city, "119");
	struct hand_try *y;

	viewdesk_key(d, ACTION_TRANSFER);
	assert_string_equal(d->opened, "transfer:");
	for (size_t i = 0; i < d->city->n_targets; i++)
		if (strcmp(d->city->targets[i].id, "U2003-2") == 0)
			t = &d->city->targets[i];
	y = hand_add(d->desk.handover, &d->desk, t, mode, result);
	assert_non_null(y);
	return y;
}

static void
come_back(struct viewdesk *d)
{
	viewdesk_key(d, ACTION_REDRAW); /* nothing of it is typed ahead */
	d->bits = d->view.ops->resume(&d->view);
}

static const struct record *
last_record(struct viewdesk *d)
{
	const struct job *j = viewdesk_last(d, JOB_RECORD);

	assert_non_null(j);
	return &j->record;
}

/* ---- after handing over ---- */

static void
one_key_writes_it_down_and_is_done(void **state)
{
	struct viewdesk d;
	char call[40];

	(void)state;
	start(&d, 24, 80);
	(void)str_copy(call, sizeof(call), d.desk.call.id);
	viewdesk_type(&d, WORDS);
	(void)hand_over(&d, "consult", "connected");
	hang_up(&d);
	come_back(&d);
	assert_int_equal(state_of(&d)->mode, MODE_HANDED);
	assert_true(d.bits & VIEW_FLUSH);
	assert_non_null(strstr(d.said, "转接已记录; 本单还没有提交"));
	viewdesk_golden(&d, "intake-handed-80");
	{
		struct input ahead = input_action(ACTION_ENTER);

		ahead.ahead = true; /* meant for something else */
		viewdesk_input(&d, ahead);
		assert_int_equal(last_record(&d)->kind, RECORD_TRANSFER);
	}
	viewdesk_key(&d, ACTION_ENTER);
	viewdesk_key(&d, ACTION_ENTER); /* once */
	assert_int_equal(last_record(&d)->kind, RECORD_CALL);
	assert_string_equal(last_record(&d)->code, "transfer");
	assert_string_equal(last_record(&d)->object, "U2003-2");
	assert_string_equal(last_record(&d)->call, call);
	assert_string_equal(last_record(&d)->phone, CALLER);
	assert_string_equal(record_text(last_record(&d)), WORDS); /* nothing is lost */
	assert_null(viewdesk_last(&d, JOB_DRAFT_DROP));           /* not before it is on disk */
	viewdesk_done(&d, JOB_RECORD, "");
	assert_non_null(viewdesk_last(&d, JOB_DRAFT_DROP));
	assert_non_null(strstr(d.said, "已记通话结果: 转接"));
	assert_true(d.closed);
	assert_true(d.desk.call.noted);
	assert_null(viewdesk_last(&d, JOB_SUBMIT));
	viewdesk_free(&d);
}

static void
it_is_asked_where_there_is_room_too(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 36, 120);
	(void)hand_over(&d, "tripartite", "connected");
	hang_up(&d);
	come_back(&d);
	assert_non_null(strstr(d.said, "还没有内容"));
	viewdesk_golden(&d, "intake-handed-120");
	viewdesk_key(&d, ACTION_ENTER);
	assert_string_equal(last_record(&d)->code, "tripartite");
	viewdesk_free(&d);
}

/* The next one rings while the question stands there. */
static void
it_is_written_of_the_call_it_was(void **state)
{
	struct viewdesk d;
	char call[40];

	(void)state;
	start(&d, 24, 80);
	(void)str_copy(call, sizeof(call), d.desk.call.id);
	(void)hand_over(&d, "blind", "connected");
	hang_up(&d);
	d.desk.call =
	    (struct call_info){ .ringing = true, .id = "the next one", .peer = "13900001234" };
	assert_int_equal(hand_add(&state_of(&d)->hand, &d.desk, refer_service(d.city, "120"),
			     "consult", "busy") != NULL,
	    true);
	assert_string_equal(last_record(&d)->call, call);
	come_back(&d);
	assert_int_equal(state_of(&d)->mode, MODE_HANDED);
	viewdesk_key(&d, ACTION_ENTER);
	assert_string_equal(last_record(&d)->call, call);
	assert_string_equal(last_record(&d)->phone, CALLER);
	viewdesk_done(&d, JOB_RECORD, "");
	assert_false(d.desk.call.noted); /* the next one owes its own */
	viewdesk_free(&d);
}

static void
any_other_key_goes_on_with_the_form(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	viewdesk_type(&d, WORDS);
	(void)hand_over(&d, "consult", "connected");
	hang_up(&d);
	come_back(&d);
	viewdesk_type(&d, "多");
	assert_int_equal(state_of(&d)->mode, MODE_FORM);
	assert_string_equal(intake_value(state_of(&d), TF_CONTENT), WORDS "多");
	assert_true(viewdesk_shows(&d, "已转 燃气公司 客服 8890-0777, 已接通, 已记录"));
	assert_true(viewdesk_shows(&d, "Ctrl-R=记结果"));
	viewdesk_key(&d, ACTION_TRANSFER); /* there and back once more: it is asked again */
	come_back(&d);
	assert_int_equal(state_of(&d)->mode, MODE_HANDED);
	viewdesk_key(&d, ACTION_BACK);
	assert_int_equal(state_of(&d)->mode, MODE_FORM);
	assert_false(d.closed);
	viewdesk_key(&d, ACTION_TRANSFER);
	come_back(&d);
	viewdesk_key(&d, ACTION_SUBMIT); /* it is to be worked on all the same */
	assert_int_equal(state_of(&d)->mode, MODE_FORM);
	assert_non_null(strstr(d.said, "还缺"));
	assert_int_equal(last_record(&d)->kind, RECORD_TRANSFER);
	viewdesk_free(&d);
}

static void
what_is_not_over_is_not_asked_about(void **state)
{
	static const struct {
		const char *mode, *result;
		bool told;
	} cases[] = { { "consult", "busy", false }, { "consult", "refused", false },
		{ "inform", "connected", false }, { "consult", "outcome_told", true } };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct viewdesk d;
		struct hand_try *t;

		start(&d, 24, 80);
		t = hand_over(&d, cases[i].mode, cases[i].result);
		if (cases[i].told) /* then F10 closes it: practice A7 */
			(void)str_copy(t->summary, sizeof(t->summary), "八点开门");
		hang_up(&d);
		come_back(&d);
		assert_int_equal(state_of(&d)->mode, MODE_FORM);
		assert_int_equal(viewdesk_shows(&d, "F10=转接办结"), cases[i].told);
		viewdesk_free(&d);
	}
}

static void
a_number_that_was_told_is_guidance(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	(void)hand_over(&d, "dial", "number_told");
	come_back(&d); /* the caller is still there */
	assert_true(viewdesk_shows(&d, "已告知来电人 燃气公司 客服"));
	viewdesk_key(&d, ACTION_ENTER);
	assert_string_equal(last_record(&d)->code, "guided");
	viewdesk_done(&d, JOB_RECORD, "");
	assert_false(d.closed);
	assert_non_null(strstr(d.said, "等来电人先挂机"));
	hang_up(&d);
	assert_string_equal(intake_value(state_of(&d), TF_CALLER_PHONE), "");
	viewdesk_free(&d);
}

static void
what_was_not_written_keeps_the_sheet(void **state)
{
	struct viewdesk d;
	struct news n = { .kind = NEWS_DONE };

	(void)state;
	start(&d, 24, 80);
	viewdesk_type(&d, WORDS);
	(void)hand_over(&d, "consult", "connected");
	hang_up(&d);
	come_back(&d);
	viewdesk_key(&d, ACTION_ENTER);
	viewdesk_type(&d, "x"); /* on its way: what were typed now would be lost */
	assert_string_equal(intake_value(state_of(&d), TF_CONTENT), WORDS);
	n.job = viewdesk_last(&d, JOB_RECORD)->id;
	n.err.code = ERR_DISK_FULL;
	(void)str_copy(n.err.text, sizeof(n.err.text), "磁盘已满");
	viewdesk_news(&d, &n);
	assert_non_null(strstr(d.said, "磁盘已满"));
	assert_false(d.closed);
	assert_null(viewdesk_last(&d, JOB_DRAFT_DROP));
	assert_string_equal(intake_value(state_of(&d), TF_CONTENT), WORDS);
	viewdesk_free(&d);
}

/* ---- a fresh sheet ---- */

static void
a_call_written_down_leaves_a_fresh_sheet(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	assert_string_equal(intake_value(state_of(&d), TF_CALLER_PHONE), CALLER);
	hang_up(&d); /* nobody has written down how it ended: one may still take it down */
	assert_string_equal(intake_value(state_of(&d), TF_CALLER_PHONE), CALLER);
	d.desk.call.noted = true;
	(void)d.view.ops->resume(&d.view);
	assert_string_equal(intake_value(state_of(&d), TF_CALLER_PHONE), "");
	assert_string_equal(intake_sheet(state_of(&d))->d.call, "");
	viewdesk_free(&d);
}

static void
words_are_never_dropped_for_it(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	viewdesk_type(&d, WORDS);
	d.desk.call.noted = true;
	hang_up(&d);
	(void)d.view.ops->resume(&d.view);
	assert_string_equal(intake_value(state_of(&d), TF_CONTENT), WORDS);
	assert_string_equal(intake_value(state_of(&d), TF_CALLER_PHONE), CALLER);
	assert_null(viewdesk_last(&d, JOB_DRAFT_DROP));
	viewdesk_free(&d);
}

/* Without a telephone the number was typed: it is the old caller's all the same. */
static void
a_typed_number_goes_too(void **state)
{
	struct viewdesk d;

	(void)state;
	viewdesk_init(&d, 24, 80);
	viewdesk_open(&d, "intake", NULL);
	intake_form_focus(state_of(&d), intake_form_cell(TF_CALLER_PHONE));
	viewdesk_type(&d, CALLER);
	d.desk.call.noted = true;
	(void)d.view.ops->resume(&d.view);
	assert_string_equal(intake_value(state_of(&d), TF_CALLER_PHONE), "");
	assert_non_null(viewdesk_last(&d, JOB_DRAFT_DROP));
	assert_false(d.desk.call.noted);
	viewdesk_free(&d);
}

/* ---- an emergency ---- */

static void
an_emergency_takes_what_is_proposed(void **state)
{
	struct viewdesk d;
	const struct fields *f;

	(void)state;
	start(&d, 24, 80);
	viewdesk_type(&d, "幸福里5号楼3单元燃气味很重");
	viewdesk_key(&d, ACTION_EMERGENCY);
	viewdesk_type(&d, "2");
	assert_non_null(viewdesk_last(&d, JOB_SUBMIT));
	f = &viewdesk_last(&d, JOB_SUBMIT)->draft.f;
	assert_string_equal(fields_get(f, TF_CATEGORY), "0303");
	assert_string_not_equal(fields_get(f, TF_AREA), "");
	assert_string_equal(fields_get(f, TF_UNIT), "2003");
	assert_string_equal(fields_get(f, TF_URGENCY), "critical");
	assert_non_null(strstr(fields_get(f, TF_URGENCY_REASON), "119"));
	assert_non_null(strstr(fields_get(f, TF_URGENCY_REASON), "待核"));
	assert_non_null(strstr(args_get(&viewdesk_last(&d, JOB_SUBMIT)->args, EA_NOTE), "待核"));
	viewdesk_free(&d);
}

static void
what_a_person_chose_stays_and_nothing_is_made_up(void **state)
{
	struct viewdesk d;
	const struct fields *f;

	(void)state;
	start(&d, 24, 80);
	viewdesk_type(&d, "幸福里5号楼3单元燃气味很重");
	intake_draft_put(state_of(&d), TF_CATEGORY, "0606", false);
	viewdesk_key(&d, ACTION_EMERGENCY);
	viewdesk_type(&d, "2");
	f = &viewdesk_last(&d, JOB_SUBMIT)->draft.f;
	assert_string_equal(fields_get(f, TF_CATEGORY), "0606");
	viewdesk_free(&d);
	start(&d, 24, 80);
	viewdesk_key(&d, ACTION_EMERGENCY);
	viewdesk_type(&d, "1");
	f = &viewdesk_last(&d, JOB_SUBMIT)->draft.f;
	assert_string_equal(fields_get(f, TF_UNIT), "");
	assert_null(strstr(fields_get(f, TF_URGENCY_REASON), "待核"));
	viewdesk_free(&d);
}

static void
once_the_service_has_the_caller_other_words_are_said(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	viewdesk_type(&d, "幸福里5号楼3单元燃气味很重");
	viewdesk_key(&d, ACTION_EMERGENCY);
	viewdesk_type(&d, "2");
	viewdesk_done(&d, JOB_SUBMIT, NUMBER);
	assert_true(viewdesk_shows(&d, "我现在就给您转119"));
	assert_non_null(hand_add(
	    d.desk.handover, &d.desk, refer_service(d.city, "119"), "tripartite", "connected"));
	(void)d.view.ops->resume(&d.view);
	assert_false(viewdesk_shows(&d, "我现在就给您转119"));
	assert_true(viewdesk_shows(&d, "119 消防救援已经接手"));
	assert_true(viewdesk_shows(&d, "Enter=通知抢修"));
	viewdesk_free(&d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_key_writes_it_down_and_is_done),
		cmocka_unit_test(it_is_asked_where_there_is_room_too),
		cmocka_unit_test(it_is_written_of_the_call_it_was),
		cmocka_unit_test(any_other_key_goes_on_with_the_form),
		cmocka_unit_test(what_is_not_over_is_not_asked_about),
		cmocka_unit_test(a_number_that_was_told_is_guidance),
		cmocka_unit_test(what_was_not_written_keeps_the_sheet),
		cmocka_unit_test(a_call_written_down_leaves_a_fresh_sheet),
		cmocka_unit_test(words_are_never_dropped_for_it),
		cmocka_unit_test(a_typed_number_goes_too),
		cmocka_unit_test(an_emergency_takes_what_is_proposed),
		cmocka_unit_test(what_a_person_chose_stays_and_nothing_is_made_up),
		cmocka_unit_test(once_the_service_has_the_caller_other_words_are_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
