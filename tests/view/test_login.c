/* test_login: signing in with the line up and down; what is wrong is said; the password is wiped. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../lib/viewcache.h"
#include "../lib/viewdesk.h"
#include "base/str.h"

static void
start(struct viewdesk *d, const char *last)
{
	viewdesk_init(d, 24, 80);
	d->desk.me = (struct actor){ "", "", "", 0 };
	viewdesk_open(d, "login", last);
}

static void
answer(struct viewdesk *d, enum err_code code, const char *text)
{
	struct news n = { .kind = NEWS_DONE, .err = { .code = code } };

	n.job = viewdesk_last(d, JOB_SIGN_IN)->id;
	(void)str_copy(n.err.text, sizeof(n.err.text), text);
	viewdesk_news(d, &n);
}

static void
test_pictures(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, NULL);
	viewdesk_golden(&d, "login-80");
	d.desk.link.state = LINK_OFFLINE;
	viewdesk_type(&d, "1154\nabc汉");
	viewdesk_golden(&d, "login-offline-80");
	viewdesk_free(&d);
}

static void
test_number_enter_password_enter(void **state)
{
	struct viewdesk d;
	const struct job *j;

	(void)state;
	start(&d, NULL);
	viewdesk_type(&d, "1154\n");
	viewdesk_type(&d, "secret 7");
	assert_false(viewdesk_shows(&d, "secret"));
	viewdesk_type(&d, "\n");
	j = viewdesk_last(&d, JOB_SIGN_IN);
	assert_non_null(j);
	assert_string_equal(j->job_no, "1154");
	assert_string_equal(j->password, "secret 7");
	assert_true(viewdesk_shows(&d, "正在核对"));
	viewdesk_type(&d, "x\n"); /* asked already: neither text nor a second job */
	viewdesk_key(&d, ACTION_SUBMIT);
	assert_int_equal(d.n_jobs, 1);
	viewdesk_free(&d);
}

/* At the private centre nobody has a password to type; at any other an empty one is asked for. */
static void
test_at_home_without_a_password(void **state)
{
	struct viewdesk d;
	const struct job *j;

	(void)state;
	start(&d, "1003");
	viewdesk_key(&d, ACTION_SUBMIT);
	assert_null(viewdesk_last(&d, JOB_SIGN_IN));
	assert_true(viewdesk_shows(&d, "请输入密码"));
	d.desk.link.is_private = true;
	viewdesk_key(&d, ACTION_SUBMIT);
	j = viewdesk_last(&d, JOB_SIGN_IN);
	assert_non_null(j);
	assert_string_equal(j->job_no, "1003");
	viewdesk_free(&d);
}

static void
test_the_last_number_is_there(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, "1107");
	viewdesk_type(&d, "pw");
	viewdesk_key(&d, ACTION_SUBMIT);
	assert_string_equal(viewdesk_last(&d, JOB_SIGN_IN)->job_no, "1107");
	assert_string_equal(viewdesk_last(&d, JOB_SIGN_IN)->password, "pw");
	viewdesk_free(&d);
}

static void
test_who_signed_in_here_last_is_remembered(void **state)
{
	static struct viewcache cache;
	struct viewdesk d;
	struct err e = { 0 };
	struct cache_agent agents[] = { { .job_no = "1107", .last_at = 2000 },
		{ .job_no = "1154", .last_at = 1000 },
		{ .job_no = CACHE_AGENT_CENTRE, .last_at = 3000 } };

	(void)state;
	viewdesk_init(&d, 24, 80);
	viewcache_open(&cache, &d);
	for (int i = 0; i < 3; i++)
		assert_int_equal(cache_agent_put(cache.w, &agents[i], &e), ERR_OK);
	viewdesk_open(&d, "login", NULL);
	assert_true(viewdesk_shows(&d, "1107"));
	viewdesk_type(&d, "pw\n"); /* the cursor stands in the password */
	assert_string_equal(viewdesk_last(&d, JOB_SIGN_IN)->job_no, "1107");
	view_close(&d.view);
	viewcache_close(&cache);
	viewdesk_free(&d);
}

static void
test_wrong_password_is_said_and_typed_anew(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, NULL);
	viewdesk_type(&d, "1154\nwrong\n");
	answer(&d, ERR_UNAUTHORISED, "工号或密码不对。");
	viewdesk_golden(&d, "login-wrong-80");
	viewdesk_type(&d, "\n"); /* empty now */
	assert_int_equal(d.n_jobs, 1);
	assert_true(viewdesk_shows(&d, "请输入密码"));
	viewdesk_type(&d, "right\n");
	assert_string_equal(viewdesk_last(&d, JOB_SIGN_IN)->password, "right");
	viewdesk_free(&d);
}

static void
test_missing_and_too_long(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, NULL);
	viewdesk_key(&d, ACTION_SUBMIT);
	assert_true(viewdesk_shows(&d, "请输入工号"));
	viewdesk_type(&d, "12345678901234567");
	viewdesk_type(&d, "\n");
	for (int i = 0; i < 100; i++)
		viewdesk_type(&d, "长密码");
	viewdesk_type(&d, "\n");
	if (d.n_jobs > 0) /* what is handed over is whole */
		assert_true(strlen(viewdesk_last(&d, JOB_SIGN_IN)->password) < 256);
	viewdesk_free(&d);
}

static void
test_a_full_queue_lets_one_try_again(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, "1154");
	viewdesk_type(&d, "pw");
	d.refuse = true;
	viewdesk_type(&d, "\n");
	d.refuse = false;
	viewdesk_type(&d, "\n");
	assert_string_equal(viewdesk_last(&d, JOB_SIGN_IN)->password, "pw");
	viewdesk_free(&d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pictures),
		cmocka_unit_test(test_number_enter_password_enter),
		cmocka_unit_test(test_at_home_without_a_password),
		cmocka_unit_test(test_the_last_number_is_there),
		cmocka_unit_test(test_who_signed_in_here_last_is_remembered),
		cmocka_unit_test(test_wrong_password_is_said_and_typed_anew),
		cmocka_unit_test(test_missing_and_too_long),
		cmocka_unit_test(test_a_full_queue_lets_one_try_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
