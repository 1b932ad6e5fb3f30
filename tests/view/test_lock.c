/* test_lock: the locked seat shows nothing of anybody, lets no key through, and opens by the person's own password. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../lib/viewdesk.h"
#include "base/str.h"

static void
start(struct viewdesk *d, bool is_private)
{
	viewdesk_init(d, 24, 80);
	d->desk.link.is_private = is_private;
	viewdesk_open(d, "lock", NULL);
}

static void
a_private_centre_opens_by_enter(void **state)
{
	struct viewdesk d;
	struct input in = input_action(ACTION_ENTER);

	(void)state;
	start(&d, true);
	viewdesk_golden(&d, "lock-private-80");
	in.ahead = true; /* typed before the lock came */
	viewdesk_input(&d, in);
	assert_false(d.closed);
	viewdesk_type(&d, "\n");
	assert_true(d.closed);
	assert_int_equal(d.n_jobs, 0);
	viewdesk_free(&d);
}

static void
a_password_is_asked_of_the_seat(void **state)
{
	struct viewdesk d;
	struct news n = { .kind = NEWS_DONE };

	(void)state;
	start(&d, false);
	viewdesk_type(&d, "\n");
	assert_int_equal(d.n_jobs, 0);
	assert_true(viewdesk_shows(&d, "请输入密码"));
	viewdesk_type(&d, "wrong\n\n"); /* once */
	assert_int_equal(d.n_jobs, 1);
	assert_int_equal(d.jobs[0]->kind, JOB_UNLOCK);
	assert_string_equal(d.jobs[0]->password, "wrong");
	n.job = d.jobs[0]->id;
	n.err.code = ERR_UNAUTHORISED;
	(void)str_copy(n.err.text, sizeof(n.err.text), "密码不对, 请再输一次。");
	viewdesk_news(&d, &n);
	assert_false(d.closed);
	viewdesk_type(&d, "abc");
	viewdesk_golden(&d, "lock-wrong-80");
	assert_false(viewdesk_shows(&d, "abc"));
	viewdesk_type(&d, "\n");
	assert_string_equal(d.jobs[1]->password, "abc");
	n = (struct news){ .kind = NEWS_DONE, .job = d.jobs[1]->id };
	viewdesk_news(&d, &n);
	assert_true(d.closed);
	viewdesk_free(&d);
}

static void
nothing_gets_through_but_a_ringing_call_is_seen(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, false);
	d.desk.call = (struct call_info){ .ringing = true };
	(void)str_copy(d.desk.call.peer, sizeof(d.desk.call.peer), "13800005678");
	assert_true(viewdesk_shows(&d, "来电 138****5678 正在响铃"));
	for (int a = ACTION_NONE + 1; a < ACTION_COUNT; a++) {
		if (a == ACTION_REDRAW || a == ACTION_SUBMIT)
			continue;
		viewdesk_key(&d, (enum action)a);
		assert_false(d.bits & VIEW_IGNORED);
		assert_false(d.closed);
	}
	assert_int_equal(d.n_jobs, 0);
	assert_string_equal(d.opened, "");
	viewdesk_key(&d, ACTION_SUBMIT); /* somebody else needs the seat */
	assert_int_equal(viewdesk_last(&d, JOB_SIGN_OUT)->kind, JOB_SIGN_OUT);
	viewdesk_free(&d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_private_centre_opens_by_enter),
		cmocka_unit_test(a_password_is_asked_of_the_seat),
		cmocka_unit_test(nothing_gets_through_but_a_ringing_call_is_seen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
