/* test_password: one's own password: what goes into the job, what is refused, and that one set by another must be changed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "../lib/viewdesk.h"

static void
done(struct viewdesk *d, enum err_code code, const char *why)
{
	struct news n = { .kind = NEWS_DONE, .job = viewdesk_last(d, JOB_PASSWORD)->id };

	if (code != ERR_OK)
		err_set(&n.err, code, "%s", why);
	viewdesk_news(d, &n);
}

static void
test_changed(void **state)
{
	struct viewdesk d;
	struct job *j;

	(void)state;
	viewdesk_init(&d, 24, 80);
	viewdesk_open(&d, "password", NULL);
	viewdesk_type(&d, "old-pass-1\nnew-pass-1\nnew-pass-2\n");
	assert_true(viewdesk_shows(&d, "两次输入的新密码不同"));
	assert_int_equal(d.n_jobs, 0);
	viewdesk_type(&d, "new-pass-1\nnew-pass-1");
	assert_false(viewdesk_shows(&d, "pass"));
	viewdesk_golden(&d, "password-80");
	viewdesk_key(&d, ACTION_ENTER);
	j = viewdesk_last(&d, JOB_PASSWORD);
	assert_non_null(j);
	assert_string_equal(j->password, "old-pass-1");
	assert_string_equal(j->body, "new-pass-1");
	done(&d, ERR_UNAUTHORISED, "密码不对, 请再输一次。");
	assert_true(viewdesk_shows(&d, "密码不对, 请再输一次。"));
	viewdesk_type(&d, "old-pass-1\nnew-pass-1\nnew-pass-1\n");
	done(&d, ERR_OK, NULL);
	assert_true(d.closed);
	assert_int_equal(d.edits, 0);
	viewdesk_free(&d);
}

static void
test_one_from_another_must_be_changed(void **state)
{
	struct viewdesk d;
	struct err e = { 0 };

	(void)state;
	viewdesk_init(&d, 24, 80);
	viewdesk_open(&d, "password", "once");
	assert_true(viewdesk_shows(&d, "管理员设的, 一刻钟内请改成只有自己知道的"));
	assert_false(d.view.ops->may_close(&d.view, &e));
	assert_string_equal(e.text, "请先把密码改成自己的。");
	d.desk.link.state = LINK_OFFLINE; /* it cannot be done now */
	assert_true(d.view.ops->may_close(&d.view, &e));
	viewdesk_type(&d, "old-pass-1\nnew-pass-1\nnew-pass-1\n");
	assert_int_equal(d.n_jobs, 0);
	assert_true(viewdesk_shows(&d, "改密码要连上中心"));
	viewdesk_free(&d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_changed),
		cmocka_unit_test(test_one_from_another_must_be_changed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
