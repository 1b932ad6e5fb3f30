/* Notices: who gets which, and words that say nothing of the matter. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "model/notice.h"
#include "model/script.h"
#include "model/workflow.h"

static int64_t
at(int month, int day, int hour, int minute, int second)
{
	struct civil c = { .year = 2026,
		.month = month,
		.day = day,
		.hour = hour,
		.minute = minute,
		.second = second };

	return civil_to_ms(&c);
}

static void
ticket(struct ticket *t)
{
	ticket_init(t);
	t->round = 1;
	t->state = STATE_PENDING;
	assert_true(fields_set(&t->f, TF_NO, "261121104231115417"));
	assert_true(fields_set(&t->f, TF_CONTENT, "路灯不亮"));
	assert_true(fields_set(&t->f, TF_ADDRESS, "红山路78号"));
	assert_true(fields_set(&t->f, TF_NAME, "张春兰"));
	assert_true(fields_set(&t->f, TF_SMS, "1"));
	assert_true(fields_set(&t->f, TF_CONTACT_PHONE, "138 0000-0678"));
}

static void
test_who_wants_one(void **state)
{
	static const struct {
		const char *sms, *contact, *caller, *phone;
	} cases[] = {
		{ "1", "138 0000-0678", "02088880000", "13800000678" },
		{ "1", "", "+86 13800000679", "13800000679" },
		{ "1", "02088880000", "13800000679", "" }, /* called back there, never by message */
		{ "0", "13800000678", "", "" },
		{ "", "13800000678", "", "" },
		{ "1", "", "", "" },
	};
	char phone[32];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct ticket t;
		ticket(&t);
		assert_true(fields_set(&t.f, TF_SMS, cases[i].sms));
		assert_true(fields_set(&t.f, TF_CONTACT_PHONE, cases[i].contact));
		assert_true(fields_set(&t.f, TF_CALLER_PHONE, cases[i].caller));
		assert_int_equal(notice_phone(&t, phone, sizeof(phone)), cases[i].phone[0] != '\0');
		if (cases[i].phone[0] != '\0')
			assert_string_equal(phone, cases[i].phone);
		ticket_free(&t);
	}
}

static void
says(enum notice_kind k, const struct ticket *t, const struct city *c, const char *words)
{
	struct str s = { 0 };

	notice_text(k, t, "", c, &s);
	assert_string_equal(str_c(&s), words);
	str_free(&s);
}

static void
test_words(void **state)
{
	struct city *c = city_new();
	struct script_row *row;
	struct ticket t;

	(void)state;
	city_finish(c);
	ticket(&t);
	t.promised_due = at(12, 4, 23, 59, 59);
	says(NOTICE_ACCEPTED, &t, c,
	    "【12345】您的诉求已受理, 编号261121104231115417, 12月04日前答复。");
	t.promised_due = at(12, 5, 0, 0, 0);
	says(NOTICE_ACCEPTED, &t, c,
	    "【12345】您的诉求已受理, 编号261121104231115417, 12月04日前答复。");
	t.contact_due = at(12, 4, 15, 30, 0);
	t.promised_due = 0;
	says(NOTICE_UNIT_NEW, &t, c,
	    "【12345】新工单261121104231115417待签收, 12月04日15:30前联系来电人, 规定时限前答复。");
	t.state = STATE_INCOMPLETE;
	t.incomplete_due = at(11, 24, 23, 59, 59);
	says(NOTICE_INCOMPLETE, &t, c,
	    "【12345】编号261121104231115417的诉求还缺必要信息, 请在11月24日前拨打12345补充。");
	t.state = STATE_CLOSED;
	row = city_push(&c->scripts, &c->n_scripts, sizeof(*row));
	*row = (struct script_row){ "S1", "notice_replied", "答复",
		"{state} 后六位{last6} {place}{caller} {" };
	says(NOTICE_REPLIED, &t, c, "已办结 后六位115417 ________ {"); /* neither place nor name */
	ticket_free(&t);
	city_free(c);
}

static void
test_the_table(void **state)
{
	struct ticket t;

	(void)state;
	ticket(&t);
	t.dispatch_count = 3;
	t.event_count = 12;
	t.unit_due = 5 * 60000;
	for (int k = 0; k < NOTICE_COUNT; k++) {
		const struct notice_info *info = notice_info((enum notice_kind)k);
		const struct script_moment *m = script_moment(info->template);
		assert_non_null(m); /* a city has words for it, and check-city looks at them */
		assert_true(script_is_notice(info->template));
		assert_int_equal(notice_round((enum notice_kind)k, &t),
		    k == NOTICE_EXTENDED || k == NOTICE_UNIT_SUPERVISED || k == NOTICE_UNIT_BACK
			? 12
		    : k == NOTICE_UNIT_DUE       ? 5
		    : info->to == NOTICE_TO_UNIT ? 3
						 : 1);
	}
	ticket_free(&t);
}

static void
test_causes(void **state)
{
	static const struct {
		int event;
		enum ticket_state to;
		int notice;
	} rows[] = {
		{ EVENT_SUBMIT, STATE_PENDING, NOTICE_ACCEPTED },
		{ EVENT_REOPEN, STATE_PENDING, NOTICE_ACCEPTED },
		{ EVENT_SUBMIT_DIRECT, STATE_CLOSED, NOTICE_REPLIED },
		{ EVENT_DISPATCH, STATE_DISPATCHED, NOTICE_UNIT_NEW },
		{ EVENT_RETURN_OK, STATE_DISPATCHED, NOTICE_UNIT_NEW },
		{ EVENT_NOTE, STATE_PENDING, -1 },
		{ EVENT_SUBMIT_INCOMPLETE, STATE_INCOMPLETE, -1 },
		{ EVENT_EXTEND_OK, STATE_WORKING, NOTICE_EXTENDED },
		{ EVENT_AUDIT_OK, STATE_VISITING, NOTICE_REPLIED },
		{ EVENT_AUDIT_BACK, STATE_WORKING, NOTICE_UNIT_BACK },
		{ EVENT_VISIT_OK, STATE_CLOSED, NOTICE_CLOSED },
		{ EVENT_VISIT_FAIL, STATE_CLOSED, NOTICE_CLOSED },
		{ EVENT_VISIT_FAIL, STATE_VISITING, -1 }, { EVENT_VISIT_BAD, STATE_REVIEW, -1 },
		{ EVENT_REVIEW_REDO, STATE_WORKING, NOTICE_UNIT_BACK },
		{ EVENT_FORWARD, STATE_FORWARDED, NOTICE_FORWARDED },
		{ EVENT_SUPERVISE, STATE_WORKING, NOTICE_UNIT_SUPERVISED },
		{ EVENT_INSTRUCT, STATE_WORKING, -1 }, /* a leader's words are told by people */
		{ EVENT_MERGE, STATE_MERGED, NOTICE_MERGED },
		{ EVENT_REJECT, STATE_REJECTED, -1 }, /* told on the line */
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct event ev = { .kind = rows[i].event, .to = rows[i].to };

		assert_int_equal(notice_of_event(&ev), rows[i].notice);
	}
}

/* Who wrote is told at once what a caller hears on the line. */
static void
test_who_wrote_is_told(void **state)
{
	static const struct {
		int event, notice;
	} rows[] = { { EVENT_SUBMIT, NOTICE_ACCEPTED }, { EVENT_SUBMIT_INCOMPLETE, NOTICE_ASKED },
		{ EVENT_SUBMIT_DIRECT, NOTICE_REPLIED }, { EVENT_REJECT, NOTICE_REJECTED },
		{ EVENT_INBOX_MERGE, NOTICE_MERGED } };
	struct ticket t;
	char phone[24];

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct event ev = { .kind = rows[i].event, .from = STATE_DRAFT };

		assert_int_equal(notice_of_event(&ev), rows[i].notice);
	}
	ticket(&t);
	assert_true(fields_set(&t.f, TF_CONTACT_PHONE, "13800000012"));
	assert_true(fields_set(&t.f, TF_SMS, NULL));
	assert_true(fields_set(&t.f, TF_CHANNEL, "phone"));
	assert_false(notice_phone(&t, phone, sizeof(phone)));
	assert_true(fields_set(&t.f, TF_CHANNEL, "web"));
	assert_true(notice_phone(&t, phone, sizeof(phone)));
	assert_true(fields_set(&t.f, TF_SMS, "0"));
	assert_false(notice_phone(&t, phone, sizeof(phone)));
	ticket_free(&t);
}

/* What a unit must keep is its own limit, not what the citizen was promised. */
static void
test_units_limits(void **state)
{
	struct city *c = city_new();
	struct ticket t;

	(void)state;
	city_finish(c);
	ticket(&t);
	t.state = STATE_WORKING;
	strcpy(t.lead_unit, "1021");
	strcpy(t.request[REQUEST_SUPERVISE].unit, "3001");
	t.promised_due = at(12, 4, 23, 59, 59);
	t.unit_due = at(12, 2, 17, 30, 0);
	t.request[REQUEST_SUPERVISE].due = at(11, 30, 12, 0, 0);
	says(NOTICE_EXTENDED, &t, c,
	    "【12345】编号261121104231115417的诉求经审批延期, 新的期限是12月04日。");
	says(NOTICE_UNIT_DUE, &t, c,
	    "【12345】工单261121104231115417将于12月02日17:30到期, 请抓紧办理。");
	says(NOTICE_UNIT_BACK, &t, c,
	    "【12345】工单261121104231115417退回重办, 12月02日17:30前重新反馈。");
	says(NOTICE_UNIT_SUPERVISED, &t, c,
	    "【12345】工单261121104231115417已列督办, 11月30日12:00前书面反馈。");
	assert_string_equal(notice_unit(NOTICE_UNIT_SUPERVISED, &t), "3001");
	assert_string_equal(notice_unit(NOTICE_UNIT_BACK, &t), "1021");
	assert_string_equal(notice_unit(NOTICE_EXTENDED, &t), "");
	ticket_free(&t);
	city_free(c);
}

/* What became of a matter is told to all who told it; what happens on the way, and what units are told, is not. */
static void
what_followers_hear(void **state)
{
	int n = 0;

	(void)state;
	for (int k = 0; k < NOTICE_COUNT; k++) {
		n += notice_to_followers((enum notice_kind)k);
		if (notice_to_followers((enum notice_kind)k))
			assert_int_equal(notice_info((enum notice_kind)k)->to, NOTICE_TO_PERSON);
	}
	assert_int_equal(n, 3);
	assert_true(notice_to_followers(NOTICE_REPLIED) && notice_to_followers(NOTICE_CLOSED));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_who_wants_one),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_the_table),
		cmocka_unit_test(test_causes),
		cmocka_unit_test(test_who_wrote_is_told),
		cmocka_unit_test(test_units_limits),
		cmocka_unit_test(what_followers_hear),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
