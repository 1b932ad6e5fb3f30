/* test_admin: the administrator's screen: lists page by page, acts as they go to the centre, a password that stays out of
 * every body, refusals in the centre's words, and a line that is down. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "../lib/viewcache.h"
#include "base/str.h"
#include "wire/admin_json.h"
#include "wire/people_json.h"
#include "wire/tables_json.h"

static struct viewcache cache;

static void
sit(struct viewdesk *d, int rows, int cols)
{
	viewdesk_init(d, rows, cols);
	d->desk.me.user = "1003";
	d->desk.me.roles = ROLE_BIT(ADMIN);
	viewcache_open(&cache, d);
	viewdesk_open(d, "admin", NULL);
}

static void
stop(struct viewdesk *d)
{
	viewdesk_free(d);
	viewcache_close(&cache);
}

/* The newest question. */
static struct job *
asked(struct viewdesk *d, const char *what)
{
	struct job *j = viewdesk_last(d, JOB_QUESTION);

	assert_non_null(j);
	assert_string_equal(j->what, what);
	return j;
}

static void
people(struct viewdesk *d, bool more)
{
	const struct admin_person rows[] = {
		{ .job_no = "1003",
		    .name = "夏振国",
		    .roles = "admin",
		    .unit = "0001",
		    .active = true,
		    .password = true,
		    .sessions = 1,
		    .last_at = VIEWDESK_NOW - 600000,
		    .rev = 1 },
		{ .job_no = "1101",
		    .name = "赵敏",
		    .roles = "senior,dispatcher",
		    .unit = "0001",
		    .skills = "emergency",
		    .active = true,
		    .password = true,
		    .once = true,
		    .rev = 4 },
		{ .job_no = "1154",
		    .name = "王芳",
		    .roles = "agent",
		    .unit = "0001",
		    .company = "云江话务服务公司",
		    .active = true,
		    .password = true,
		    .locked_until = VIEWDESK_NOW + 240000,
		    .rev = 2 },
		{ .job_no = "6004", .name = "周建军", .roles = "unit", .unit = "1004", .rev = 7 },
	};
	struct str text = { 0 };

	people_write(rows, 4, more, &text);
	viewdesk_reply(d, ERR_OK, str_c(&text));
	str_free(&text);
}

static void
test_pictures(void **state)
{
	struct viewdesk d;

	(void)state;
	sit(&d, 24, 80);
	assert_true(viewdesk_shows(&d, "正在取名册"));
	people(&d, false);
	viewdesk_key(&d, ACTION_DOWN);
	viewdesk_key(&d, ACTION_DOWN);
	viewdesk_golden(&d, "admin-80");
	viewdesk_key(&d, ACTION_NEW);
	viewdesk_golden(&d, "admin-add-80");
	stop(&d);
	sit(&d, 36, 120);
	people(&d, false);
	viewdesk_golden(&d, "admin-120");
	stop(&d);
}

static void
test_a_long_list_comes_by_pages(void **state)
{
	struct viewdesk d;

	(void)state;
	sit(&d, 24, 80);
	asked(&d, "GET /v1/admin/users?after=");
	people(&d, true);
	asked(&d, "GET /v1/admin/users?after=6004");
	people(&d, false);
	assert_int_equal(d.n_jobs, 2);
	viewdesk_key(&d, ACTION_RETRY); /* again from the beginning */
	people(&d, false);
	viewdesk_type(&d, "1154"); /* digits look for a number */
	assert_true(viewdesk_shows(&d, "[筛选 1154  1 行]"));
	stop(&d);
}

/* What one page has asked is answered to that page, whichever is shown by then. */
static void
test_an_answer_goes_to_the_page_that_asked(void **state)
{
	struct viewdesk d;

	(void)state;
	sit(&d, 24, 80);
	viewdesk_key(&d, ACTION_NEXT); /* the seats, before the people have come */
	people(&d, false);
	asked(&d, "GET /v1/admin/seats?after=");
	assert_false(viewdesk_shows(&d, "王芳"));
	assert_int_equal(d.n_jobs, 2);
	viewdesk_key(&d, ACTION_PREV);
	assert_true(viewdesk_shows(&d, "王芳"));
	stop(&d);
}

static void
test_a_change_says_what_was_seen(void **state)
{
	struct viewdesk d;
	struct admin_change m;
	struct job *j;
	struct err e;

	(void)state;
	sit(&d, 24, 80);
	people(&d, false);
	viewdesk_type(&d, "1101\n");
	assert_true(viewdesk_shows(&d, "班长、派单员"));
	viewdesk_key(&d, ACTION_ENTER); /* 改资料 */
	viewdesk_key(&d, ACTION_NEXT);
	viewdesk_type(&d, "zjy"); /* 质检员 */
	viewdesk_key(&d, ACTION_ENTER);
	assert_true(viewdesk_shows(&d, "班长 派单员 质检员"));
	viewdesk_key(&d, ACTION_ERASE);
	assert_false(viewdesk_shows(&d, "质检员"));
	viewdesk_type(&d, "zjy\n");
	viewdesk_key(&d, ACTION_SUBMIT);
	j = asked(&d, "PATCH /v1/admin/users/1101");
	assert_int_equal(admin_change_read(j->body, strlen(j->body), &m, &e), ERR_OK);
	assert_string_equal(m.roles, "senior,dispatcher,qa");
	assert_string_equal(m.name, "赵敏");
	assert_string_equal(m.skills, "emergency");
	assert_int_equal(m.rev, 4);
	assert_true(m.active);
	viewdesk_reply(&d, ERR_CONFLICT, "1101 的资料刚被别人改过, 请看过新的再改。");
	assert_string_equal(d.said, "1101 的资料刚被别人改过, 请看过新的再改。");
	assert_true(viewdesk_shows(&d, "改 1101 赵敏")); /* nothing typed is lost */
	viewdesk_key(&d, ACTION_SUBMIT);
	viewdesk_reply(&d, ERR_OK, NULL);
	asked(&d, "GET /v1/admin/users?after=");
	assert_false(viewdesk_shows(&d, "改 1101 赵敏"));
	stop(&d);
}

static void
test_a_password_is_in_no_body(void **state)
{
	struct viewdesk d;
	struct job *j;

	(void)state;
	sit(&d, 24, 80);
	people(&d, false);
	viewdesk_type(&d, "1154\n");
	viewdesk_type(&d, "2");
	viewdesk_type(&d, "secret-77\nsecret-78\n");
	assert_string_equal(d.said, "两次输入的密码不同, 请重新输入。");
	assert_int_equal(d.n_jobs, 1);
	viewdesk_type(&d, "secret-77\nsecret-77");
	assert_false(viewdesk_shows(&d, "secret"));
	viewdesk_key(&d, ACTION_ENTER);
	j = asked(&d, "POST /v1/admin/passwords");
	assert_null(strstr(j->body, "secret"));
	assert_string_equal(j->password, "secret-77");
	assert_int_equal(d.edits, 0); /* and in no journal */
	stop(&d);
}

static void
test_switching_off(void **state)
{
	struct viewdesk d;
	struct admin_change m;
	struct job *j;
	struct err e;
	int n;

	(void)state;
	sit(&d, 24, 80);
	people(&d, false);
	viewdesk_type(&d, "1003\n");
	n = d.n_jobs;
	viewdesk_type(&d, "3");
	assert_true(
	    viewdesk_shows(&d, "停用 1003")); /* asked once more; Esc and Enter alone say no */
	viewdesk_key(&d, ACTION_ENTER);
	viewdesk_key(&d, ACTION_BACK);
	assert_int_equal(d.n_jobs, n);
	viewdesk_type(&d, "\n");
	viewdesk_type(&d, "3");
	viewdesk_type(&d, "1");
	j = asked(&d, "PATCH /v1/admin/users/1003");
	assert_int_equal(admin_change_read(j->body, strlen(j->body), &m, &e), ERR_OK);
	assert_false(m.active);
	viewdesk_reply(&d, ERR_FORBIDDEN, "不能停用自己, 请另一位管理员来办。");
	assert_string_equal(d.said, "不能停用自己, 请另一位管理员来办。");
	viewdesk_key(&d, ACTION_BACK); /* the filter */
	viewdesk_type(&d, "6004\n");
	assert_true(viewdesk_shows(&d, "3  启用"));
	stop(&d);
}

static void
test_seats(void **state)
{
	const struct admin_seat_row rows[] = {
		{ .seat_no = "1154",
		    .name = "大厅3号",
		    .job_no = "1154",
		    .enrolled_at = VIEWDESK_NOW - 86400000,
		    .seen_at = VIEWDESK_NOW - 20000,
		    .pushed_at = VIEWDESK_NOW - 60000,
		    .last_op = 17,
		    .offset_ms = 75000 },
		{ .seat_no = "1160", .name = "旧机", .revoked = true },
	};
	const struct admin_code code = { "K7QF-29XM-WTRB", "1161", VIEWDESK_NOW + 86400000 };
	struct viewdesk d;
	struct str text = { 0 };

	(void)state;
	sit(&d, 24, 80);
	people(&d, false);
	viewdesk_key(&d, ACTION_NEXT);
	asked(&d, "GET /v1/admin/seats?after=");
	seat_rows_write(rows, 2, false, &text);
	viewdesk_reply(&d, ERR_OK, str_c(&text));
	viewdesk_golden(&d, "admin-seats-80");
	viewdesk_key(&d, ACTION_ENTER);
	viewdesk_key(&d, ACTION_ENTER); /* it cannot be undone: no Enter */
	viewdesk_type(&d, "1");
	assert_string_equal(asked(&d, "POST /v1/admin/seats/off")->body, "{\"seat_no\":\"1154\"}");
	viewdesk_reply(&d, ERR_OK, NULL);
	viewdesk_reply(&d, ERR_OK, str_c(&text));
	viewdesk_key(&d, ACTION_NEW);
	viewdesk_type(&d, "1161\n");
	assert_string_equal(asked(&d, "POST /v1/admin/seats")->body, "{\"seat_no\":\"1161\"}");
	str_reset(&text);
	admin_code_write(&code, &text);
	viewdesk_reply(&d, ERR_OK, str_c(&text));
	assert_true(viewdesk_shows(&d, "登记码 K7QF-29XM-WTRB  坐席号 1161"));
	viewdesk_key(&d, ACTION_DOWN);
	assert_false(viewdesk_shows(&d, "K7QF"));
	str_free(&text);
	stop(&d);
}

/* Who only wants the code out of the way neither leaves the screen nor opens a row nor filters. */
static void
test_a_code_is_put_away_by_any_key(void **state)
{
	const struct input away[] = { input_action(ACTION_BACK), input_action(ACTION_ENTER),
		input_text("x") };
	const struct admin_seat_row seat = { .seat_no = "1154", .name = "大厅3号" };
	const struct admin_code code = { "K7QF-29XM-WTRB", "1161", VIEWDESK_NOW + 86400000 };
	struct str rows = { 0 }, text = { 0 };
	struct viewdesk d;

	(void)state;
	seat_rows_write(&seat, 1, false, &rows);
	admin_code_write(&code, &text);
	sit(&d, 24, 80);
	people(&d, false);
	viewdesk_key(&d, ACTION_NEXT);
	viewdesk_reply(&d, ERR_OK, str_c(&rows));
	for (size_t i = 0; i < sizeof(away) / sizeof(away[0]); i++) {
		viewdesk_key(&d, ACTION_NEW);
		viewdesk_type(&d, "1161\n");
		viewdesk_reply(&d, ERR_OK, str_c(&text));
		viewdesk_reply(&d, ERR_OK, str_c(&rows));
		assert_true(viewdesk_shows(&d, "K7QF-29XM-WTRB"));
		viewdesk_input(&d, away[i]);
		assert_true((d.bits & VIEW_IGNORED) == 0 && !d.closed);
		assert_false(viewdesk_shows(&d, "K7QF"));
		assert_true(viewdesk_shows(&d, "登记于")); /* the row, no dialog, no filter */
		assert_false(viewdesk_shows(&d, "不能撤回"));
	}
	viewdesk_key(&d, ACTION_BACK); /* now it is for leaving */
	assert_true((d.bits & VIEW_IGNORED) != 0);
	str_free(&rows);
	str_free(&text);
	stop(&d);
}

/* Who has typed does not wait for a list: what is sent goes first, and the list is asked for again after it, done or not. */
static void
test_an_act_does_not_wait_for_the_list(void **state)
{
	struct viewdesk d;

	(void)state;
	sit(&d, 24, 80);
	asked(&d, "GET /v1/admin/users?after=");
	viewdesk_key(&d, ACTION_NEW);
	viewdesk_type(&d, "1160\n孙梅\nhwy\n");
	viewdesk_key(&d, ACTION_SUBMIT);
	asked(&d, "POST /v1/admin/users");
	viewdesk_key(&d, ACTION_SUBMIT); /* once */
	assert_int_equal(d.n_jobs, 2);
	viewdesk_reply(&d, ERR_INVALID, "工号已有人用。");
	assert_true(viewdesk_shows(&d, "新增人员"));
	asked(&d, "GET /v1/admin/users?after=");
	people(&d, false);
	assert_int_equal(d.n_jobs, 3);
	assert_true(viewdesk_shows(&d, "王芳"));
	stop(&d);
}

/* Who was just made is the one whose password comes next: the list stands there, also when it was filtered. */
static void
test_the_list_stands_on_who_was_made(void **state)
{
	struct viewdesk d;

	(void)state;
	sit(&d, 24, 80);
	people(&d, false);
	for (int filtered = 0; filtered < 2; filtered++) {
		if (filtered)
			viewdesk_type(&d, "1003");
		viewdesk_key(&d, ACTION_NEW);
		viewdesk_type(&d, "1154\n王芳\nhwy\n");
		viewdesk_key(&d, ACTION_SUBMIT);
		asked(&d, "POST /v1/admin/users");
		viewdesk_reply(&d, ERR_OK, "");
		people(&d, false);
		assert_true(viewdesk_shows(&d, "密码连续输错")); /* what is said of 1154 */
		assert_false(viewdesk_shows(&d, "筛选"));
		viewdesk_key(&d, ACTION_HOME);
		viewdesk_key(&d, ACTION_RETRY); /* and only once */
		people(&d, false);
		assert_false(viewdesk_shows(&d, "密码连续输错"));
	}
	stop(&d);
}

static void
test_with_the_line_down(void **state)
{
	struct news line = { .kind = NEWS_LINK };
	struct viewdesk d;

	(void)state;
	sit(&d, 24, 80);
	people(&d, false);
	d.desk.link.state = LINK_OFFLINE;
	viewdesk_news(&d, &line);
	assert_true(viewdesk_shows(&d, "断线, 看的是 10:42:07 的"));
	viewdesk_key(&d, ACTION_NEW);
	assert_string_equal(d.said, "和中心的线路断了: 现在只能看, 要改请等线路恢复。");
	viewdesk_key(&d, ACTION_ENTER);
	assert_int_equal(d.n_jobs, 1);
	viewdesk_key(&d, ACTION_NEXT);
	viewdesk_key(&d, ACTION_NEXT);
	assert_true(viewdesk_shows(&d, "! 没有排班")); /* of the seat's own data */
	stop(&d);
}

static void
answer_tables(struct viewdesk *d, const char *plan, const char *lines, int64_t mistakes, bool done)
{
	struct tables_answer a = {
		.added = 1, .mistakes = mistakes, .applied = done, .lines = (char *)(uintptr_t)lines
	};
	struct str text = { 0 };

	str_copy(a.plan, sizeof(a.plan), plan);
	tables_answer_write(&a, &text);
	viewdesk_reply(d, ERR_OK, str_c(&text));
	str_free(&text);
}

static void
test_a_roster_is_looked_at_before_it_is_put(void **state)
{
	struct viewdesk d;
	struct tables_ask ask;
	struct job *j;
	struct err e;

	(void)state;
	sit(&d, 24, 80);
	people(&d, false);
	viewdesk_key(&d, ACTION_NEXT);
	viewdesk_reply(&d, ERR_NETWORK, "没有取到");
	viewdesk_key(&d, ACTION_NEXT);
	assert_true(viewdesk_shows(&d, "2026-11-21  缺"));
	assert_true(viewdesk_shows(&d, "! 没有排班"));
	assert_true(viewdesk_shows(&d, "!! 缺 2027 年"));
	viewdesk_key(&d, ACTION_RIGHT);
	assert_true(viewdesk_shows(&d, "2026-11-22  缺"));
	viewdesk_key(&d, ACTION_NEW);
	viewdesk_type(&d, "/tmp/duty.tsv\n");
	j = asked(&d, "POST /v1/admin/tables");
	assert_string_equal(j->path, "/tmp/duty.tsv");
	assert_int_equal(tables_ask_read(j->body, strlen(j->body), &ask, &e), ERR_OK);
	assert_string_equal(ask.what, "roster");
	assert_string_equal(ask.plan, "");
	tables_ask_free(&ask);
	answer_tables(&d, "", "duty.tsv:3: “unit”列: 单位不存在: 77777\n", 1, false);
	viewdesk_golden(&d, "admin-mistakes-80");
	viewdesk_key(&d, ACTION_SUBMIT);
	assert_string_equal(d.said, "有错误, 没有可更新的: 改好文件再按 Esc 回去核对。");
	viewdesk_key(&d, ACTION_BACK);
	viewdesk_key(&d, ACTION_NEW);
	viewdesk_type(&d, "/tmp/duty.tsv\n");
	answer_tables(&d, "ab12", "新增 值班 2026-11-22 1004 李强 13800000678\n", 0, false);
	viewdesk_key(&d, ACTION_SUBMIT);
	viewdesk_key(&d, ACTION_ENTER); /* everybody will see it: no Enter */
	viewdesk_type(&d, "1");
	j = asked(&d, "POST /v1/admin/tables");
	assert_int_equal(tables_ask_read(j->body, strlen(j->body), &ask, &e), ERR_OK);
	assert_string_equal(ask.plan, "ab12");
	tables_ask_free(&ask);
	answer_tables(&d, "ab12", "", 0, true);
	assert_true(strstr(d.said, "已更新: 新增 1") != NULL);
	assert_true(viewdesk_shows(&d, ">值班和日历"));
	stop(&d);
}

static void
test_the_pack_by_its_directory(void **state)
{
	struct viewdesk d;

	(void)state;
	sit(&d, 36, 120);
	people(&d, false);
	viewdesk_key(&d, ACTION_PREV); /* from the first to the last */
	assert_true(viewdesk_shows(&d, ">城市资料"));
	assert_true(viewdesk_shows(&d, "单位 units.tsv"));
	assert_true(viewdesk_shows(&d, "在用的单位、分类、区划不能少"));
	viewdesk_key(&d, ACTION_NEW);
	viewdesk_type(&d, "~/pack\n");
	assert_string_equal(asked(&d, "POST /v1/admin/tables")->path, "~/pack");
	answer_tables(
	    &d, "", "单位 4001 红山街道 在用(3 件工单, 1 名人员), 资料里没有它\n", 1, false);
	assert_true(viewdesk_shows(&d, "!! 1 处错误"));
	assert_true(viewdesk_shows(&d, "在用(3 件工单, 1 名人员)"));
	stop(&d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pictures),
		cmocka_unit_test(test_a_long_list_comes_by_pages),
		cmocka_unit_test(test_an_answer_goes_to_the_page_that_asked),
		cmocka_unit_test(test_a_change_says_what_was_seen),
		cmocka_unit_test(test_a_password_is_in_no_body),
		cmocka_unit_test(test_switching_off),
		cmocka_unit_test(test_seats),
		cmocka_unit_test(test_a_code_is_put_away_by_any_key),
		cmocka_unit_test(test_an_act_does_not_wait_for_the_list),
		cmocka_unit_test(test_the_list_stands_on_who_was_made),
		cmocka_unit_test(test_with_the_line_down),
		cmocka_unit_test(test_a_roster_is_looked_at_before_it_is_put),
		cmocka_unit_test(test_the_pack_by_its_directory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
