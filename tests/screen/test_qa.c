/* Quality with the real programs on a real centre: a direct answer is drawn, scored by digits at the inspector's seat, and
 * what was scored reaches the one it is about at hers, who disputes it. And a shift handed over at a seat that two people share. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../lib/poll.h"
#include "../lib/seat.h"
#include "../lib/site.h"
#include "base/clock.h"
#include "server/store/records.h"

#define PASSWORD "lamp-post-78"

static struct site site;
static struct screen *agent, *inspector;

/* Whose lot it is, of the sample city's two. */
static const struct inspector {
	const char *job_no, *name;
} people[] = { { "1104", "沈润清" }, { "1105", "方文洁" } };

static int
setup(void **state)
{
	char code[64];

	(void)state;
	site_real(&site);
	assert_int_equal(setenv("HOTSEAT_PASSWORD", PASSWORD, 1), 0); /* of the command line */
	assert_int_equal(daemon_password(&site.centre, "1154", PASSWORD), 0);
	assert_int_equal(daemon_password(&site.centre, "1107", PASSWORD), 0);
	for (size_t i = 0; i < sizeof(people) / sizeof(people[0]); i++)
		assert_int_equal(daemon_password(&site.centre, people[i].job_no, PASSWORD), 0);
	site_start(&site);
	site_code(&site, "1154", code);
	assert_int_equal(setenv("HOTSEAT_ENROL_CODE", code, 1), 0);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	if (agent != NULL)
		screen_stop(agent);
	if (inspector != NULL)
		screen_stop(inspector);
	site_close(&site);
	return 0;
}

/* A question answered on the call. */
static void
file_direct(void)
{
	static const char sheet[] =
	    "类型: 咨询\n诉求内容: 问公积金在外地买房怎么提取\n分类: 0108\n区域: 990122100200\n"
	    "地点: 云江市\n称呼: 孙先生\n来电号码: 13800005671\n办结方式: direct\n"
	    "答复: 带购房合同和身份证, 到公积金中心任一网点办理, 也可以网上办。\n";
	char bin[512], data[TMPDIR_PATHS];
	struct str said = { 0 };
	int rc =
	    site_run((const char *[]){ daemon_bin("hotseat", bin), "--data",
			 tmpdir_path(site.dir, "desk", data), "--server", site.centre.server,
			 "--user", "1154", "ticket", "new", "--as", "direct", "--from", "-", NULL },
		sheet, &said);

	if (rc != 0)
		fail_msg("hotseat ticket new: %d, %s", rc, str_c(&said));
	str_free(&said);
	assert_true(site_wait_tickets(&site, 1));
}

static const struct inspector *
draw(void)
{
	const struct inspector *who;
	char bin[512], month[16];
	struct str said = { 0 };
	int rc;

	(void)civil_format(clock_now_ms(), "%Y-%m", month, sizeof(month));
	rc = site_run(
	    (const char *[]){ daemon_bin("hotseatd", bin), "qa", "draw", "--data", site.centre.data,
		"--key-file", site.centre.key, "--month", month, "--seed", "42", "--save", NULL },
	    NULL, &said);
	if (rc != 0 || strstr(str_c(&said), "抽出 1 件") == NULL)
		fail_msg("hotseatd qa draw: %d, %s", rc, str_c(&said));
	who = &people[strstr(str_c(&said), "\t1105") != NULL];
	str_free(&said);
	return who;
}

static bool
has_record(void *kind)
{
	struct store *st = site_store(&site);
	bool there = st != NULL && store_record_count(st, *(const enum record_kind *)kind) > 0;

	store_close(st);
	return there;
}

static void
reaches_the_centre(enum record_kind kind)
{
	assert_true(poll_until(has_record, &kind, SITE_WAIT_MS));
}

static void
test_drawn_scored_disputed(void **state)
{
	const struct inspector *who;

	(void)state;
	file_direct();
	who = draw();
	inspector = site_enrolled(&site, "inspector", "1104", 24, 80);
	assert_true(seat_sign_in(inspector, who->job_no, who->name, PASSWORD));
	assert_true(seat_command(inspector, "质检", "待评"));
	screen_key(inspector, "Enter");
	assert_true(screen_wait(inspector, "100分 优秀"));
	screen_type(inspector, "1");
	assert_true(screen_wait(inspector, "98分 优秀"));
	screen_key(inspector, "F10");
	assert_true(screen_wait(inspector, "已保存: 98分 优秀"));
	reaches_the_centre(RECORD_QA_SHEET);

	agent = site_seat(&site, "desk", 24, 80, NULL);
	assert_true(seat_sign_in(agent, "1154", "王芳", PASSWORD));
	assert_true(seat_command(agent, "质检", "98 优秀"));
	screen_key(agent, "Enter");
	assert_true(screen_wait(agent, "-2"));
	screen_key(agent, "F10");
	assert_true(screen_wait(agent, "写明申诉理由"));
	screen_type(agent, "首问语第2秒已报");
	assert_true(screen_wait(agent, "首问语第2秒已报"));
	screen_key(agent, "F10");
	assert_true(screen_wait(agent, "申诉已存本机"));
	reaches_the_centre(RECORD_QA_DISPUTE);
}

/* Who comes signs on the seat of who leaves, with the password of her own sign-in there. */
static void
test_two_signatures(void **state)
{
	(void)state;
	screen_key(agent, "Esc");
	assert_true(seat_command(agent, "注销", "Enter 登录"));
	assert_true(seat_sign_in(agent, "1107", "陈静", PASSWORD));
	assert_true(seat_command(agent, "交接班", "设备故障"));
	screen_type(agent, "暖气集中来电");
	for (int i = 0; i < 3; i++)
		screen_key(agent, "Enter");
	screen_type(agent, PASSWORD);
	screen_key(agent, "Enter");
	screen_type(agent, "1104"); /* has never been here */
	screen_key(agent, "Enter");
	screen_type(agent, PASSWORD);
	screen_key(agent, "F10");
	assert_true(screen_wait(agent, "1104 没有在这台坐席机上登录过"));
	screen_key(agent, "Up");
	screen_key(agent, "Backspace");
	screen_type(agent, "x");
	screen_key(agent, "Backspace");
	screen_key(agent, "Backspace");
	screen_type(agent, "54");
	screen_key(agent, "Enter");
	screen_type(agent, "not hers");
	screen_key(agent, "F10");
	assert_true(screen_wait(agent, "密码不对"));
	screen_type(agent, PASSWORD);
	screen_key(agent, "F10");
	assert_true(screen_wait(agent, "已交班给 1154"));
	reaches_the_centre(RECORD_HANDOVER);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_drawn_scored_disputed),
		cmocka_unit_test(test_two_signatures),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
