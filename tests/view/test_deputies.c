/* test_deputies: a lead gives a colleague the sign-off for some days and takes it back; with the line down he is told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "../lib/viewdesk.h"
#include "wire/admin_json.h"
#include "wire/people_json.h"

static void
sit(struct viewdesk *d)
{
	const struct admin_person rows[] = {
		{ .job_no = "6004",
		    .name = "周建军",
		    .roles = "unit",
		    .unit = "1004",
		    .active = true },
		{ .job_no = "6007",
		    .name = "冯小满",
		    .roles = "unit",
		    .unit = "1004",
		    .active = true,
		    .deputy_by = "6005",
		    .deputy_from = "2026-11-20",
		    .deputy_to = "2026-11-24" },
	};
	struct str text = { 0 };

	viewdesk_init(d, 24, 80);
	d->desk.me.user = "6005";
	d->desk.me.unit = "1004";
	d->desk.me.roles = ROLE_BIT(UNIT_LEAD);
	viewdesk_open(d, "deputies", NULL);
	assert_string_equal(viewdesk_last(d, JOB_QUESTION)->what, "GET /v1/deputies");
	people_write(rows, 2, false, &text);
	viewdesk_reply(d, ERR_OK, str_c(&text));
	str_free(&text);
}

static void
said(struct viewdesk *d, const char *job_no, const char *from, const char *to)
{
	struct job *j = viewdesk_last(d, JOB_QUESTION);
	struct admin_deputy m;
	struct err e;

	assert_string_equal(j->what, "POST /v1/deputies");
	assert_int_equal(admin_deputy_read(j->body, strlen(j->body), &m, &e), ERR_OK);
	assert_string_equal(m.job_no, job_no);
	assert_string_equal(m.from, from);
	assert_string_equal(m.to, to);
}

static void
test_given(void **state)
{
	struct viewdesk d;

	(void)state;
	sit(&d);
	assert_true(viewdesk_shows(&d, "代 6005 审签  2026-11-20 至 2026-11-24"));
	viewdesk_key(&d, ACTION_ENTER);
	viewdesk_golden(&d, "deputies-80");
	viewdesk_key(&d, ACTION_SUBMIT);
	said(&d, "6004", "2026-11-21", "2026-11-27");
	viewdesk_reply(&d, ERR_LIMIT, "一次授权最长 92 天。");
	assert_string_equal(d.said, "一次授权最长 92 天。");
	assert_true(viewdesk_shows(&d, "授权 6004 周建军 代签")); /* what was typed is there */
	viewdesk_free(&d);
}

static void
test_taken_back(void **state)
{
	struct viewdesk d;

	(void)state;
	sit(&d);
	viewdesk_type(&d, "6007\n");
	viewdesk_type(&d, "2");
	said(&d, "6007", "", "");
	viewdesk_reply(&d, ERR_OK, NULL);
	assert_string_equal(viewdesk_last(&d, JOB_QUESTION)->what, "GET /v1/deputies");
	d.desk.link.state = LINK_OFFLINE;
	viewdesk_key(&d, ACTION_ENTER);
	assert_true(strstr(d.said, "线路断了") != NULL);
	viewdesk_free(&d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_given),
		cmocka_unit_test(test_taken_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
