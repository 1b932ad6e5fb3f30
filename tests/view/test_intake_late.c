/* test_intake_late: a call from paper is typed in: its time and its paper's number in the caller's line, times that
 * cannot be, what is sent, one paper after the other. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "one_intake.h"

#define NUMBER "261121104231115417"
#define WORDS  "红山路78号门口路灯坏了三天,晚上很黑,昨晚老人在那儿摔了一跤"

static void
start(struct viewdesk *d, int rows, int cols)
{
	viewdesk_init(d, rows, cols);
	viewdesk_open(d, "intake", NULL);
	viewdesk_key(d, ACTION_LATE);
}

/* The paper from top to bottom, Enter after each. It is 2026-11-21 10:42. */
static void
copy_paper(struct viewdesk *d, const char *time)
{
	viewdesk_type(d, time);
	viewdesk_type(d, "\n纸-1154-03\n13800005678\n张女士\n" WORDS);
}

static void
the_paper_is_copied(void **state)
{
	static const struct {
		int rows, cols;
		const char *golden;
	} sizes[] = { { 24, 80, "intake-late-80" }, { 36, 120, "intake-late-120" } };
	struct viewdesk d;

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		start(&d, sizes[i].rows, sizes[i].cols);
		assert_true(viewdesk_shows(&d, "补录 几点来电"));
		copy_paper(&d, "昨天2110");
		assert_string_equal(value(&d, TF_TAKEN_AT), "11-20 21:10");
		assert_string_equal(value(&d, TF_PAPER_NO), "纸-1154-03");
		assert_string_equal(value(&d, TF_CALLER_PHONE), "13800005678");
		assert_string_equal(value(&d, TF_CALLED), "张女士");
		assert_string_equal(value(&d, TF_CONTENT), WORDS);
		assert_string_equal(fields_get(d.journal, TF_TAKEN_AT), "11-20 21:10");
		assert_string_equal(fields_get(d.journal, TF_ENTERED_LATE), "1");
		viewdesk_golden(&d, sizes[i].golden);
		/* three days before the call, not before the typing */
		assert_true(viewdesk_shows(&d, "11月17日起?"));
		viewdesk_free(&d);
	}
}

static void
what_is_sent_has_the_whole_time(void **state)
{
	struct viewdesk d;
	const struct fields *f;

	(void)state;
	start(&d, 24, 80);
	copy_paper(&d, "11-20 21:10");
	viewdesk_type(&d, "\t\n尽快修复");
	viewdesk_key(&d, ACTION_SUBMIT);
	assert_non_null(viewdesk_last(&d, JOB_SUBMIT));
	assert_int_equal(viewdesk_last(&d, JOB_SUBMIT)->act, EVENT_SUBMIT);
	f = &viewdesk_last(&d, JOB_SUBMIT)->draft.f;
	assert_string_equal(fields_get(f, TF_TAKEN_AT), "2026-11-20 21:10");
	assert_string_equal(fields_get(f, TF_ENTERED_LATE), "1");
	assert_string_equal(fields_get(f, TF_PAPER_NO), "纸-1154-03");
	assert_string_equal(fields_get(f, TF_CHANNEL), "phone");
	assert_string_equal(fields_get(f, TF_CALL_ID), "");
	viewdesk_done(&d, JOB_SUBMIT, NUMBER);
	assert_true(viewdesk_shows(&d, "11月20日打来时系统有故障"));
	assert_true(viewdesk_shows(&d, "115417"));
	assert_true(viewdesk_shows(&d, "F2 补录下一张纸单"));
	viewdesk_golden(&d, "intake-late-sent-80");
	viewdesk_key(&d, ACTION_NEW); /* the next paper, empty */
	assert_true(intake_late_is(state_of(&d)));
	assert_string_equal(value(&d, TF_TAKEN_AT), "");
	assert_string_equal(value(&d, TF_CALLER_PHONE), "");
	viewdesk_key(&d, ACTION_NEW); /* no more papers: an ordinary form */
	assert_false(intake_late_is(state_of(&d)));
	assert_false(viewdesk_shows(&d, "补录 "));
	viewdesk_free(&d);
}

static void
times_that_cannot_be(void **state)
{
	static const struct {
		const char *typed, *says;
	} rows[] = { { "", "要写来电时间" }, { "下午", "没有看懂" }, { "25:00", "没有看懂" },
		{ "23:10", "还没有到" }, { "10-01 9:00", "已过 30 天" },
		{ "2-30 9:00", "没有这一天" } };
	struct viewdesk d;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		start(&d, 24, 80);
		copy_paper(&d, rows[i].typed);
		viewdesk_type(&d, "\t\n尽快修复");
		viewdesk_key(&d, ACTION_SUBMIT);
		if (strstr(d.said, rows[i].says) == NULL)
			fail_msg("%s: %s", rows[i].typed, d.said);
		assert_null(viewdesk_last(&d, JOB_SUBMIT));
		assert_int_equal(state_of(&d)->focus, intake_form_cell(TF_TAKEN_AT));
		assert_string_equal(value(&d, TF_TAKEN_AT), rows[i].typed); /* as it was typed */
		viewdesk_free(&d);
	}
}

/* A caller on the line is not a paper, and a paper's form is not the caller's. */
static void
a_call_comes_first(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	copy_paper(&d, "9:40");
	viewdesk_call(&d, "13900000042");
	assert_false(intake_late_is(state_of(&d)));
	assert_string_equal(value(&d, TF_CALLER_PHONE), "13900000042");
	assert_string_equal(value(&d, TF_TAKEN_AT), "");
	viewdesk_key(&d, ACTION_LATE);
	assert_false(intake_late_is(state_of(&d)));
	assert_non_null(strstr(d.said, "有来电在线"));
	viewdesk_key(&d, ACTION_NEXT_DRAFT); /* the paper is where it was left */
	assert_true(intake_late_is(state_of(&d)));
	assert_string_equal(value(&d, TF_TAKEN_AT), "11-21 09:40");
	viewdesk_free(&d);
}

/* Words of the matter are not swallowed by the cell of the time, and what is there stays. */
static void
words_are_no_time(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	viewdesk_type(&d, "昨晚路灯");
	assert_non_null(strstr(d.said, "这里只写来电时间"));
	viewdesk_input(&d, input_paste(WORDS));
	viewdesk_type(&d, "9点");
	assert_string_equal(value(&d, TF_TAKEN_AT), "昨晚9点");
	viewdesk_type(&d, "\n");
	assert_string_equal(value(&d, TF_TAKEN_AT), "11-20 21:00");
	viewdesk_free(&d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_paper_is_copied),
		cmocka_unit_test(words_are_no_time),
		cmocka_unit_test(what_is_sent_has_the_whole_time),
		cmocka_unit_test(times_that_cannot_be),
		cmocka_unit_test(a_call_comes_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
