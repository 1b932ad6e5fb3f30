/* test_transfer: a caller is handed over by keys: the directory in the order of fit, closed ones last; consult, complete,
 * take back, three together; a seat without telephone reports by digits; what came of it is recorded every time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../lib/viewdesk.h"
#include "base/str.h"
#include "client/view/call/transfer_p.h"

#define TICKET "0190a000-0000-7000-8000-000000000001"
#define CAPS   (PHONE_CAP_CONSULT | PHONE_CAP_CONFERENCE)

struct scene {
	struct viewdesk d;
	struct handover hand;
};

static struct transfer *
state_of(struct scene *c)
{
	return c->d.view.state;
}

static void
put(struct scene *c, enum ticket_field f, const char *value)
{
	assert_true(fields_set(&c->hand.f, f, value));
}

/* A gas leak on the line, half written down. */
static void
start(struct scene *c, int rows, int cols, unsigned caps)
{
	*c = (struct scene){ 0 };
	viewdesk_init(&c->d, rows, cols);
	viewdesk_call(&c->d, "13800005678");
	c->d.desk.call.caps = caps;
	put(c, TF_CALLER_PHONE, "13800005678");
	put(c, TF_CALLED, "李先生");
	put(c, TF_CONTENT, "幸福里5号楼3单元燃气味很重,已开窗,未动开关,楼内约20户");
	put(c, TF_DEMAND, "立即上门检测");
	put(c, TF_ADDRESS, "幸福里5号楼3单元");
	put(c, TF_CATEGORY, "0303");
	put(c, TF_AREA, "990102001");
	(void)str_copy(c->hand.told, sizeof(c->hand.told), "开窗通风、不动电器、到楼外等候");
	(void)str_copy(c->hand.danger, sizeof(c->hand.danger), "燃气味");
	c->d.desk.handover = &c->hand;
}

static void
open_it(struct scene *c)
{
	viewdesk_open(&c->d, "transfer", NULL);
}

static void
stop(struct scene *c)
{
	viewdesk_free(&c->d);
	hand_free(&c->hand);
}

static void
hear(struct scene *c, enum phone_event_kind kind, enum phone_cause cause)
{
	struct news n = { .kind = NEWS_PHONE, .phone = { .kind = kind, .cause = cause } };
	struct call_info *call = &c->d.desk.call;
	const struct transfer *s = state_of(c);

	call->leg = kind == PHONE_CALLING   ? LEG_CALLING
		    : kind == PHONE_REACHED ? LEG_TALKING
					    : LEG_NONE;
	if (kind == PHONE_JOINED && s->to != NULL)
		(void)str_copy(call->joined, sizeof(call->joined), s->to->number);
	if (kind == PHONE_CLEARED)
		call->active = false;
	viewdesk_news(&c->d, &n);
}

static const char *
chosen(struct scene *c)
{
	const struct transfer_row *r = transfer_list_at(state_of(c));

	return r != NULL ? r->t->id : "";
}

static void
assert_dialled(struct scene *c, enum phone_command command, const char *number)
{
	const struct job *j = viewdesk_last(&c->d, JOB_PHONE);

	assert_non_null(j);
	assert_int_equal(j->phone, command);
	assert_string_equal(j->job_no, number);
	assert_string_equal(j->text, c->d.desk.call.id);
}

static void
assert_recorded(struct scene *c, const char *target, const char *mode, const char *result)
{
	const struct job *j = viewdesk_last(&c->d, JOB_RECORD);
	struct err e = { 0 };
	struct record r;

	assert_non_null(j);
	r = j->record;
	assert_int_equal(r.kind, RECORD_TRANSFER);
	assert_string_equal(r.object, target);
	assert_string_equal(r.code, mode);
	assert_string_equal(r.result, result);
	assert_string_equal(r.call, c->d.desk.call.id);
	(void)str_copy(r.id, sizeof(r.id), TICKET); /* the engine's to fill in */
	(void)str_copy(r.by, sizeof(r.by), "1154");
	r.at = 1;
	if (record_check(&r, &e) != ERR_OK)
		fail_msg("%s: %s", e.where, e.text);
}

/* ---- whom ---- */

static void
who_fits_stands_first_and_who_is_closed_last(void **state)
{
	struct scene c;
	const struct transfer *s;
	bool closed = false, fitted = true;

	(void)state;
	start(&c, 24, 80, CAPS);
	open_it(&c);
	viewdesk_golden(&c.d, "transfer-80");
	s = state_of(&c);
	assert_string_equal(chosen(&c), "U2003-1"); /* 燃气抢修 */
	assert_int_equal(s->n_shown, s->n_rows);
	for (size_t i = 0; i < s->n_shown; i++) {
		const struct transfer_row *r = &s->rows[s->shown[i]];
		bool fits = r->fit <= REFER_KIND;

		if (i > 0 && fits != fitted)
			closed = false; /* those who fit are done with: it begins again */
		assert_true(fitted || !fits);
		closed = closed || !r->hours.open;
		assert_true(!closed || !r->hours.open);
		fitted = fits;
	}
	assert_true(closed);                                  /* a Saturday */
	assert_true(viewdesk_shows(&c.d, "红山街道 值班室")); /* its town is near the top */
	stop(&c);
}

/* Nobody who fits is there: they stand first all the same, and no emergency service where one presses Enter. */
static void
who_fits_and_is_closed_is_seen(void **state)
{
	struct scene c;

	(void)state;
	start(&c, 24, 80, CAPS);
	put(&c, TF_CATEGORY, "0108");
	put(&c, TF_UNIT, "1002");
	put(&c, TF_AREA, "");
	put(&c, TF_CONTENT, "咨询公积金怎么提取");
	c.hand.danger[0] = '\0';
	open_it(&c);
	viewdesk_golden(&c.d, "transfer-nobody-80");
	assert_string_equal(transfer_list_at(state_of(&c))->t->unit, "1002");
	viewdesk_type(&c.d, "\n");
	assert_null(viewdesk_last(&c.d, JOB_PHONE));
	stop(&c);
}

/* Who is right before who is there: the school's office is away, the food line, which has the category too, is not. */
static void
the_right_unit_stands_before_who_is_there(void **state)
{
	struct scene c;

	(void)state;
	start(&c, 24, 80, CAPS);
	put(&c, TF_CATEGORY, "0903");
	put(&c, TF_AREA, "");
	put(&c, TF_CONTENT, "孩子在学校被老师打了");
	c.hand.danger[0] = '\0';
	open_it(&c);
	assert_string_equal(chosen(&c), "D1019-0"); /* by the catalogue: nobody chose a unit */
	assert_true(viewdesk_shows(&c.d, "教育局 值班室现在下班了, 周一08:30上班"));
	assert_false(viewdesk_shows(&c.d, "可以直接答复"));
	viewdesk_type(&c.d, "2");
	assert_true(transfer_list_at(state_of(&c))->hours.open);
	assert_true(viewdesk_shows(&c.d, "问一问"));
	assert_false(viewdesk_shows(&c.d, "可以直接答复"));
	stop(&c);
	start(&c, 24, 80, CAPS); /* a unit was chosen, against the catalogue */
	put(&c, TF_CATEGORY, "0903");
	put(&c, TF_UNIT, "1022");
	put(&c, TF_AREA, "");
	c.hand.danger[0] = '\0';
	open_it(&c);
	assert_string_equal(chosen(&c), "D1022-2");
	assert_true(viewdesk_shows(&c.d, "可以直接答复"));
	stop(&c);
}

/* About a bill the customers' line, about a smell those who come out; amid danger nobody away before 119. */
static void
the_line_of_the_utility_is_by_what_is_asked(void **state)
{
	static const struct {
		const char *type, *danger, *target;
	} cases[] = {
		{ "consult", "", "U2003-2" },
		{ "consult", "燃气味", "U2003-1" },
		{ "help", "", "U2003-1" },
	};
	struct scene c;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		start(&c, 24, 80, CAPS);
		put(&c, TF_TYPE, cases[i].type);
		(void)str_copy(c.hand.danger, sizeof(c.hand.danger), cases[i].danger);
		open_it(&c);
		assert_string_equal(chosen(&c), cases[i].target);
		assert_true(viewdesk_shows(&c.d, "可以直接答复"));
		stop(&c);
	}
	start(&c, 24, 80, CAPS);
	put(&c, TF_UNIT, "1001"); /* away on a Saturday */
	open_it(&c);
	assert_string_equal(chosen(&c), "U2003-1");
	c.hand.danger[0] = '\0';
	assert_true(transfer_list_load(state_of(&c)));
	assert_string_equal(chosen(&c), "D1001-1");
	stop(&c);
}

static void
it_is_wide_where_there_is_room(void **state)
{
	struct scene c;

	(void)state;
	start(&c, 36, 120, CAPS);
	open_it(&c);
	viewdesk_golden(&c.d, "transfer-120");
	stop(&c);
}

static void
names_initials_and_numbers_find(void **state)
{
	static const struct {
		const char *typed, *target;
	} cases[] = { { "rqgs", "U2003-1" }, { "燃气", "U2003-1" }, { "gjj", "H12329" },
		{ "12348", "H12348" }, { "88900777", "U2003-2" }, { "8890-0777", "U2003-2" },
		{ "zzzz", "" }, { "１１９", "E119" }, { "xiqiao", "C0980" } };
	struct scene c;

	(void)state;
	start(&c, 24, 80, CAPS);
	open_it(&c);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		viewdesk_type(&c.d, cases[i].typed);
		if (strcmp(cases[i].typed, "gjj") ==
		    0) /* closed on a Saturday: it is there, last */
			assert_true(state_of(&c)->n_shown >= 1);
		else
			assert_string_equal(chosen(&c), cases[i].target);
		viewdesk_key(&c.d, ACTION_BACK);
		assert_string_equal(state_of(&c)->filter, "");
		assert_false(c.d.closed);
	}
	viewdesk_type(&c.d, "2"); /* one digit is a row */
	assert_int_equal(list_row(&state_of(&c)->list), 1);
	assert_int_equal(state_of(&c)->n_shown, state_of(&c)->n_rows);
	{
		char longer[200];

		memset(longer, 'a', sizeof(longer) - 1);
		longer[sizeof(longer) - 1] = '\0';
		viewdesk_input(&c.d, input_paste(longer));
		assert_string_equal(state_of(&c)->filter, "");
		assert_true(c.d.said[0] != '\0');
	}
	stop(&c);
}

static void
who_is_closed_is_not_dialled_but_may_be_told(void **state)
{
	struct scene c;

	(void)state;
	start(&c, 24, 80, CAPS);
	open_it(&c);
	viewdesk_type(&c.d, "住建局燃气");
	assert_string_equal(chosen(&c), "D1001-1");
	viewdesk_golden(&c.d, "transfer-closed-80");
	viewdesk_type(&c.d, "\n");
	assert_null(viewdesk_last(&c.d, JOB_PHONE));
	assert_non_null(strstr(c.d.said, "下班"));
	viewdesk_key(&c.d, ACTION_SUBMIT);
	assert_recorded(&c, "D1001-1", "dial", "number_told");
	stop(&c);
}

/* ---- how ---- */

static void
consult_complete_and_what_they_said(void **state)
{
	struct scene c;

	(void)state;
	start(&c, 24, 80, CAPS);
	open_it(&c);
	viewdesk_type(&c.d, "\n");
	assert_dialled(&c, PHONE_CONSULT, "8890-0119");
	assert_true(viewdesk_shows(&c.d, "正在拨 燃气公司 24小时抢修 8890-0119"));
	hear(&c, PHONE_CALLING, CAUSE_NONE);
	hear(&c, PHONE_REACHED, CAUSE_NONE);
	viewdesk_golden(&c.d, "transfer-talking-80");
	viewdesk_key(&c.d, ACTION_SUBMIT);
	assert_dialled(&c, PHONE_TRANSFER, "");
	assert_null(viewdesk_last(&c.d, JOB_RECORD)); /* not before the telephone says so */
	hear(&c, PHONE_TRANSFERRED, CAUSE_NONE);
	hear(&c, PHONE_CLEARED, CAUSE_NONE);
	assert_true(viewdesk_shows(&c.d, "对方告知的结果"));
	viewdesk_type(&c.d, "抢修车10点55分到\n");
	assert_recorded(&c, "U2003-1", "consult", "outcome_told");
	assert_true(c.d.closed);
	assert_int_equal(c.hand.wish, WISH_DIRECT);
	assert_string_equal(hand_answered(&c.hand)->summary, "抢修车10点55分到");
	assert_null(viewdesk_last(&c.d, JOB_ACT)); /* no ticket yet */
	stop(&c);
}

/* 释放转: out at once, nothing is asked; only where the telephone can and the target takes it, never an emergency. */
static void
letting_go_is_offered_where_it_can_be(void **state)
{
	struct transfer_target *t;
	struct scene c;

	(void)state;
	start(&c, 24, 80, CAPS | PHONE_CAP_BLIND);
	open_it(&c);
	viewdesk_key(&c.d, ACTION_OUTCOME); /* the repair desk wants to be asked first */
	assert_null(viewdesk_last(&c.d, JOB_PHONE));
	assert_non_null(strstr(c.d.said, "不能释放转"));
	t = (struct transfer_target *)(uintptr_t)transfer_list_at(state_of(&c))->t;
	t->modes = "consult,blind";
	viewdesk_key(&c.d, ACTION_OUTCOME);
	assert_dialled(&c, PHONE_RELEASE, "8890-0119");
	hear(&c, PHONE_CALLING, CAUSE_NONE);
	hear(&c, PHONE_TRANSFERRED, CAUSE_NONE);
	hear(&c, PHONE_CLEARED, CAUSE_NONE);
	assert_recorded(&c, "U2003-1", "release", "released");
	assert_true(c.d.closed);
	stop(&c);
	start(&c, 24, 80, CAPS); /* and never where the telephone cannot */
	open_it(&c);
	t = (struct transfer_target *)(uintptr_t)transfer_list_at(state_of(&c))->t;
	t->modes = "consult,blind";
	viewdesk_key(&c.d, ACTION_OUTCOME);
	assert_null(viewdesk_last(&c.d, JOB_PHONE));
	stop(&c);
}

/* 挂起转: the caller goes to a machine and comes back with what it heard. */
static void
a_caller_who_is_put_aside_comes_back(void **state)
{
	struct news back = { .kind = NEWS_PHONE,
		.phone = { .kind = PHONE_BACK, .text = "来电人已按键确认" } };
	struct transfer_target *t;
	struct scene c;

	(void)state;
	start(&c, 24, 80, CAPS | PHONE_CAP_SUSPEND);
	open_it(&c);
	t = (struct transfer_target *)(uintptr_t)transfer_list_at(state_of(&c))->t;
	t->modes = "consult,suspend";
	viewdesk_key(&c.d, ACTION_HOLD);
	assert_dialled(&c, PHONE_SUSPEND, "8890-0119");
	hear(&c, PHONE_HELD, CAUSE_NONE);
	hear(&c, PHONE_AWAY, CAUSE_NONE);
	viewdesk_key(&c.d, ACTION_BACK);
	assert_non_null(strstr(c.d.said, "自动回到您这里"));
	viewdesk_news(&c.d, &back);
	assert_recorded(&c, "U2003-1", "suspend", "outcome_told");
	assert_false(c.d.closed);
	stop(&c);
}

static void
nobody_said_anything_is_only_connected(void **state)
{
	struct scene c;

	(void)state;
	start(&c, 24, 80, CAPS);
	(void)str_copy(c.hand.ticket, sizeof(c.hand.ticket), TICKET);
	open_it(&c);
	viewdesk_type(&c.d, "\n");
	hear(&c, PHONE_REACHED, CAUSE_NONE);
	viewdesk_key(&c.d, ACTION_SUBMIT);
	hear(&c, PHONE_TRANSFERRED, CAUSE_NONE);
	viewdesk_type(&c.d, "\n");
	assert_recorded(&c, "U2003-1", "consult", "connected");
	assert_int_equal(c.hand.wish, WISH_NONE);
	assert_int_equal(viewdesk_last(&c.d, JOB_ACT)->act, EVENT_TRANSFER);
	assert_string_equal(args_get(&viewdesk_last(&c.d, JOB_ACT)->args, EA_TARGET),
	    "燃气公司 24小时抢修 8890-0119");
	stop(&c);
}

static void
who_does_not_answer_gives_the_caller_back(void **state)
{
	struct scene c;

	(void)state;
	start(&c, 24, 80, CAPS);
	open_it(&c);
	viewdesk_type(&c.d, "\n");
	hear(&c, PHONE_CALLING, CAUSE_NONE);
	hear(&c, PHONE_NOT_REACHED, CAUSE_BUSY);
	assert_recorded(&c, "U2003-1", "consult", "busy");
	assert_non_null(strstr(c.d.said, "来电人已回到您这里"));
	viewdesk_golden(&c.d, "transfer-busy-80");
	viewdesk_type(&c.d, "\n"); /* again */
	hear(&c, PHONE_REACHED, CAUSE_NONE);
	viewdesk_key(&c.d, ACTION_BACK);
	assert_dialled(&c, PHONE_RECONNECT, "");
	viewdesk_key(&c.d, ACTION_BACK); /* nothing was said */
	assert_recorded(&c, "U2003-1", "consult", "refused");
	assert_false(c.d.closed);
	viewdesk_type(&c.d, "\n");
	hear(&c, PHONE_CALLING, CAUSE_NONE);
	hear(&c, PHONE_CLEARED, CAUSE_NONE);
	assert_recorded(&c, "U2003-1", "consult", "caller_left");
	stop(&c);
}

static void
keys_typed_ahead_dial_nobody(void **state)
{
	struct scene c;
	struct input in = input_action(ACTION_ENTER);

	(void)state;
	start(&c, 24, 80, CAPS);
	open_it(&c);
	in.ahead = true;
	viewdesk_input(&c.d, in);
	in = input_action(ACTION_CONFERENCE);
	in.ahead = true;
	viewdesk_input(&c.d, in);
	assert_null(viewdesk_last(&c.d, JOB_PHONE));
	c.d.refuse = true;
	viewdesk_type(&c.d, "\n");
	assert_int_equal(state_of(&c)->step, STEP_CHOOSE);
	stop(&c);
}

static void
without_a_telephone_one_is_told_whom_to_dial(void **state)
{
	static const struct {
		const char *digit, *result;
	} cases[] = { { "2", "busy" }, { "3", "no_answer" }, { "4", "caller_left" } };
	struct scene c;
	struct input in;

	(void)state;
	start(&c, 24, 80, 0);
	open_it(&c);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		viewdesk_type(&c.d, "\n");
		assert_null(viewdesk_last(&c.d, JOB_PHONE));
		if (i == 0)
			viewdesk_golden(&c.d, "transfer-report-80");
		in = input_text(cases[i].digit);
		in.ahead = true;
		viewdesk_input(&c.d, in);
		viewdesk_input(&c.d, input_paste(cases[i].digit));
		assert_int_equal(state_of(&c)->step, STEP_REPORT);
		viewdesk_type(&c.d, cases[i].digit);
		assert_recorded(&c, "U2003-1", "consult", cases[i].result);
	}
	viewdesk_type(&c.d, "\n1");
	viewdesk_type(&c.d, "已派抢修\n");
	assert_recorded(&c, "U2003-1", "consult", "outcome_told");
	assert_int_equal(c.hand.wish, WISH_DIRECT);
	stop(&c);
}

/* ---- an emergency ---- */

/* With no telephone to say so: the service is reported reached, and Enter means the utility that is named. */
static void
by_hand_too_the_utility_stands_ready(void **state)
{
	struct scene c;

	(void)state;
	start(&c, 24, 80, 0);
	c.hand.urgent = c.hand.conference = c.hand.at_once = true;
	(void)str_copy(c.hand.start, sizeof(c.hand.start), "E119");
	open_it(&c);
	viewdesk_type(&c.d, "1");
	assert_recorded(&c, "E119", "tripartite", "connected");
	viewdesk_type(&c.d, "\n1");
	assert_recorded(&c, "U2003-1", "inform", "connected");
	viewdesk_key(&c.d, ACTION_SUBMIT); /* it has been reached: no number is read out */
	assert_recorded(&c, "U2003-1", "inform", "connected");
	stop(&c);
}

/* Most talks of three end because one of them hangs up: what came of it is asked and recorded as after any other. */
static void
three_have_talked_and_one_hangs_up(void **state)
{
	static const enum phone_event_kind ends[] = { PHONE_CLEARED, PHONE_PARTED };

	(void)state;
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		struct scene c;

		start(&c, 24, 80, CAPS);
		open_it(&c);
		viewdesk_key(&c.d, ACTION_CONFERENCE);
		hear(&c, PHONE_CALLING, CAUSE_NONE);
		hear(&c, PHONE_REACHED, CAUSE_NONE);
		hear(&c, PHONE_JOINED, CAUSE_NONE);
		assert_int_equal(state_of(&c)->step, STEP_JOINED);
		c.d.desk.call.joined[0] = '\0';
		hear(&c, ends[i], CAUSE_NONE);
		assert_int_equal(state_of(&c)->step, STEP_ANSWER);
		viewdesk_type(&c.d, "已派人上门\n");
		assert_recorded(&c, "U2003-1", "tripartite", "outcome_told");
		assert_int_equal(c.hand.wish, WISH_DIRECT);
		stop(&c);
	}
}

static void
the_service_comes_in_and_the_utility_hears_of_it(void **state)
{
	struct scene c;

	(void)state;
	start(&c, 24, 80, CAPS);
	c.hand.urgent = c.hand.conference = c.hand.at_once = true;
	(void)str_copy(c.hand.start, sizeof(c.hand.start), "E119");
	open_it(&c);
	assert_dialled(&c, PHONE_CONFERENCE, "119");
	hear(&c, PHONE_CALLING, CAUSE_NONE);
	hear(&c, PHONE_REACHED, CAUSE_NONE);
	hear(&c, PHONE_JOINED, CAUSE_NONE);
	assert_recorded(&c, "E119", "tripartite", "connected");
	viewdesk_golden(&c.d, "transfer-urgent-80");
	viewdesk_type(&c.d, "\n");
	assert_dialled(&c, PHONE_CONSULT, "8890-0119");
	hear(&c, PHONE_REACHED, CAUSE_NONE);
	viewdesk_golden(&c.d, "transfer-inform-80");
	viewdesk_key(&c.d, ACTION_SUBMIT);
	assert_dialled(&c, PHONE_RECONNECT, "");
	assert_recorded(&c, "U2003-1", "inform", "connected");
	assert_null(viewdesk_last(&c.d, JOB_ACT));
	(void)str_copy(c.hand.ticket, sizeof(c.hand.ticket), TICKET);
	hand_flush(&c.hand, &c.d.desk);
	hand_flush(&c.hand, &c.d.desk); /* once each */
	{
		int acts = 0;

		for (int i = 0; i < c.d.n_jobs; i++)
			acts += c.d.jobs[i]->kind == JOB_ACT;
		assert_int_equal(acts, 2);
	}
	assert_int_equal(state_of(&c)->step, STEP_JOINED);
	viewdesk_key(&c.d, ACTION_SUBMIT); /* the call-taker leaves the two of them */
	assert_dialled(&c, PHONE_TRANSFER, "");
	stop(&c);
}

/* Whoever reads the caller's number to 119 has it whole; the audit row is asked for first, once, of the sheet. */
static void
an_emergency_service_hears_the_whole_number(void **state)
{
	struct news n = { .kind = NEWS_IDENTITY };
	struct scene c;
	int looks = 0;

	(void)state;
	start(&c, 24, 80, CAPS);
	c.hand.urgent = c.hand.conference = c.hand.at_once = true;
	(void)str_copy(c.hand.draft, sizeof(c.hand.draft), TICKET);
	(void)str_copy(c.hand.start, sizeof(c.hand.start), "E119");
	open_it(&c);
	hear(&c, PHONE_CALLING, CAUSE_NONE);
	hear(&c, PHONE_REACHED, CAUSE_NONE);
	assert_true(viewdesk_shows(&c.d, "电话138****5678"));
	assert_string_equal(viewdesk_last(&c.d, JOB_UNMASK)->draft.id, TICKET);
	assert_non_null(strstr(viewdesk_last(&c.d, JOB_UNMASK)->text, "本次通话核对"));
	n.job = viewdesk_last(&c.d, JOB_UNMASK)->id;
	viewdesk_news(&c.d, &n);
	assert_true(viewdesk_shows(&c.d, "电话13800005678"));
	viewdesk_golden(&c.d, "transfer-number-80");
	hear(&c, PHONE_JOINED, CAUSE_NONE);
	for (int i = 0; i < c.d.n_jobs; i++)
		looks += c.d.jobs[i]->kind == JOB_UNMASK;
	assert_int_equal(looks, 1);
	stop(&c);
}

static void
a_number_that_may_not_be_seen_stays_masked(void **state)
{
	struct news n = { .kind = NEWS_DONE, .err = { .code = ERR_FORBIDDEN } };
	struct scene c;

	(void)state;
	start(&c, 24, 80, CAPS);
	open_it(&c);
	viewdesk_type(&c.d, "\n"); /* a utility: nothing is looked at */
	assert_null(viewdesk_last(&c.d, JOB_UNMASK));
	stop(&c);
	start(&c, 24, 80, 0);
	c.hand.urgent = c.hand.conference = c.hand.at_once = true;
	(void)str_copy(c.hand.draft, sizeof(c.hand.draft), TICKET);
	(void)str_copy(c.hand.start, sizeof(c.hand.start), "E119");
	open_it(&c);
	assert_int_equal(state_of(&c)->step, STEP_REPORT);
	n.job = viewdesk_last(&c.d, JOB_UNMASK)->id;
	viewdesk_news(&c.d, &n);
	assert_true(viewdesk_shows(&c.d, "电话138****5678"));
	assert_non_null(strstr(c.d.said, "号码没有打开"));
	stop(&c);
}

/* The telephone will not dial: there is still the set on the desk. */
static void
what_is_not_dialled_is_reported_by_hand(void **state)
{
	struct news n = { .kind = NEWS_DONE, .err = { .code = ERR_BUSY } };
	struct scene c;

	(void)state;
	start(&c, 24, 80, CAPS);
	open_it(&c);
	viewdesk_type(&c.d, "\n");
	n.job = viewdesk_last(&c.d, JOB_PHONE)->id;
	viewdesk_news(&c.d, &n);
	assert_non_null(strstr(c.d.said, "没有拨出"));
	assert_true(viewdesk_shows(&c.d, "请用话机拨 燃气公司 24小时抢修"));
	viewdesk_type(&c.d, "1\n");
	assert_recorded(&c, "U2003-1", "consult", "connected");
	assert_true(c.d.closed); /* the caller is with them: the form says what is left */
	stop(&c);
}

static void
urgent_is_the_form_s_business(void **state)
{
	struct scene c;

	(void)state;
	start(&c, 24, 80, CAPS);
	open_it(&c);
	viewdesk_key(&c.d, ACTION_EMERGENCY);
	assert_true(c.d.closed);
	assert_int_equal(c.hand.wish, WISH_URGENT);
	stop(&c);
}

static void
alone_it_is_a_directory(void **state)
{
	struct scene c;

	(void)state;
	start(&c, 24, 80, CAPS);
	c.d.desk.handover = NULL;
	c.d.desk.call = (struct call_info){ .caps = CAPS };
	open_it(&c);
	viewdesk_golden(&c.d, "transfer-alone-80");
	viewdesk_type(&c.d, "rqgs\n"); /* nobody to hand over: the person dials and says */
	assert_null(viewdesk_last(&c.d, JOB_PHONE));
	assert_int_equal(state_of(&c)->step, STEP_REPORT);
	stop(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_fits_stands_first_and_who_is_closed_last),
		cmocka_unit_test(who_fits_and_is_closed_is_seen),
		cmocka_unit_test(the_right_unit_stands_before_who_is_there),
		cmocka_unit_test(the_line_of_the_utility_is_by_what_is_asked),
		cmocka_unit_test(it_is_wide_where_there_is_room),
		cmocka_unit_test(names_initials_and_numbers_find),
		cmocka_unit_test(who_is_closed_is_not_dialled_but_may_be_told),
		cmocka_unit_test(consult_complete_and_what_they_said),
		cmocka_unit_test(letting_go_is_offered_where_it_can_be),
		cmocka_unit_test(a_caller_who_is_put_aside_comes_back),
		cmocka_unit_test(nobody_said_anything_is_only_connected),
		cmocka_unit_test(who_does_not_answer_gives_the_caller_back),
		cmocka_unit_test(keys_typed_ahead_dial_nobody),
		cmocka_unit_test(without_a_telephone_one_is_told_whom_to_dial),
		cmocka_unit_test(by_hand_too_the_utility_stands_ready),
		cmocka_unit_test(three_have_talked_and_one_hangs_up),
		cmocka_unit_test(the_service_comes_in_and_the_utility_hears_of_it),
		cmocka_unit_test(an_emergency_service_hears_the_whole_number),
		cmocka_unit_test(a_number_that_may_not_be_seen_stays_masked),
		cmocka_unit_test(what_is_not_dialled_is_reported_by_hand),
		cmocka_unit_test(urgent_is_the_form_s_business),
		cmocka_unit_test(alone_it_is_a_directory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
