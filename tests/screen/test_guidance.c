/* Talking points from a seat, by keys on the real programs: the senior writes, the leader lets out, a call-taker has them at
 * hand in the middle of a call and says that she has read them; the leader sees who has, and ends them early: they are gone
 * from every desk, and what was done with them stays on record. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../lib/poll.h"
#include "../lib/seat.h"
#include "../lib/site.h"

#define PASSWORD "lamp-post-78"
#define TITLE    "幸福里一带抢修停气"
#define WORDS    "管道被挖断, 正在抢修, 明早六点前恢复。恢复前请关好灶前阀。"

static struct site site;
static struct screen *senior, *leader, *agent;

static int
setup(void **state)
{
	static const char *const people[] = { "1101", "1001", "1154" };

	(void)state;
	site_real(&site);
	for (size_t i = 0; i < sizeof(people) / sizeof(people[0]); i++)
		assert_int_equal(daemon_password(&site.centre, people[i], PASSWORD), 0);
	site_start(&site);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	screen_leave(&senior);
	screen_leave(&leader);
	screen_leave(&agent);
	site_close(&site);
	return 0;
}

/* The program ends, whatever is half done, and the same person sits down at the same seat. */
static void
sit_down_again(struct screen **s, const char *seat, const char *job_no, const char *name)
{
	screen_leave(s);
	*s = site_seat(&site, seat, 24, 80, NULL);
	assert_true(seat_sign_in(*s, job_no, name, PASSWORD));
}

static void
the_senior_writes(void **state)
{
	(void)state;
	senior = site_enrolled(&site, "senior", "1101", 24, 80);
	assert_true(seat_sign_in(senior, "1101", "赵敏", PASSWORD));
	assert_true(seat_command(senior, "公告", ">1 !未读"));
	screen_await(senior, "F2拟口径 Tab待批");
	screen_key(senior, "F2");
	screen_await(senior, "F10送批");
	screen_type(senior, TITLE);
	screen_key(senior, "Enter");
	screen_type(senior, WORDS);
	screen_await(senior, "恢复前请关好灶前阀。");
	screen_await(senior, "已存");
	screen_kill(senior, SIGKILL); /* nothing of it is lost */
	assert_int_not_equal(screen_wait_exit(senior, SCREEN_WAIT_MS), -1);
	sit_down_again(&senior, "senior", "1101", "赵敏");
	screen_await(senior, "口径没有送批");
	assert_true(seat_command(senior, "公告", ">1 !未读"));
	screen_key(senior, "F2");
	screen_await(senior, TITLE);
	screen_await(senior, "恢复前请关好灶前阀。");
	screen_key(senior, "Enter");
	screen_key(senior, "Enter");
	screen_key(senior, "Enter");
	screen_type(senior, "明天6:00");
	screen_key(senior, "Enter");
	screen_await(senior, " 06:00"); /* as it was understood */
	screen_type(senior, "jsjd");
	screen_await(senior, ">1 990102002 建水街道");
	screen_key(senior, "Enter");
	screen_type(senior, "0303");
	screen_await(senior, ">1 0303 燃气");
	screen_key(senior, "Enter");
	screen_key(senior, "F10");
	screen_await(senior, "已送批");
	screen_key(senior, "Tab"); /* her own: there is nothing to let out */
	screen_await(senior, "1101 拟写");
	assert_false(screen_has(senior, "1  批准"));
	screen_key(senior, "Esc");
}

static void
the_leader_lets_out(void **state)
{
	(void)state;
	leader = site_enrolled(&site, "leader", "1001", 36, 120);
	assert_true(seat_sign_in(leader, "1001", "邹晓超", PASSWORD));
	screen_await(leader, "待批, F3 F3 再按 Tab");
	assert_true(seat_command(leader, "公告", "! 待批 1 条 Tab"));
	screen_key(leader, "Tab");
	screen_await(leader, "1101 拟写, 等待批准");
	screen_await(leader, "建水街道  类别 燃气");
	screen_settle(leader); /* a question takes no key that came before it was read */
	screen_type(leader, "1");
	screen_await(leader, "已批准: " TITLE);
}

/* What the centre has recorded of talking points, one step a line. */
static bool
steps_are(void *arg)
{
	const char *const *step = arg;
	char bin[512];
	struct str said = { 0 };
	bool all = site_run((const char *[]){ daemon_bin("hotseatd", bin), "records", "--data",
				site.centre.data, "--key-file", site.centre.key, "--kind",
				"bulletin", NULL },
		       NULL, &said) == 0;

	for (; *step != NULL; step++)
		all = all && strstr(str_c(&said), *step) != NULL;
	str_free(&said);
	return all;
}

static void
a_call_taker_has_it_at_hand(void **state)
{
	const char *steps[] = { "拟写", "批准", NULL };

	(void)state;
	assert_true(poll_until(steps_are, steps, SITE_WAIT_MS));
	agent = site_enrolled(&site, "agent", "1154", 24, 80);
	assert_true(seat_sign_in(agent, "1154", "王芳", PASSWORD));
	screen_await(agent, "!  " TITLE); /* before anything was pressed */
	assert_true(seat_open_form(agent));
	screen_type(agent, "幸福里3号楼停气了, 什么时候恢复");
	screen_await(agent, "公告  " TITLE);
	screen_key(agent, "F3");
	screen_await(agent, "读给来电人");
	screen_key(agent, "F3");
	screen_await(agent, "签发 1101  批准 1001"); /* what the call is about is chosen */
	screen_await(agent, "管道被挖断, 正在抢修, 明早六点前恢复。");
	assert_true(screen_has(agent, ">1 !未读 " TITLE)); /* and before all that must be read */
	assert_false(screen_has(agent, "已阅 0 人"));      /* not hers to see */
	screen_key(agent, "Enter");
	screen_await(agent, "已阅: " TITLE);
	assert_false(screen_has(agent, "!未读 " TITLE));
}

static void
the_leader_ends_it(void **state)
{
	(void)state;
	/* signing in brings what the centre has now: a seat that stays open asks for it once a minute */
	assert_true(seat_command(leader, "注销", "Enter 登录"));
	assert_true(seat_sign_in(leader, "1001", "邹晓超", PASSWORD));
	assert_true(seat_command(leader, "公告", ">1 !未读 " TITLE));
	screen_await(leader, "已阅 1 人: 1154");
	screen_key(leader, "Tab");
	screen_await(leader, "1001 已批准, 正在用");
	screen_settle(leader);
	screen_type(leader, "1");
	screen_await(leader, "提前结束: 写明理由");
	screen_type(leader, "已提前恢复供气");
	screen_key(leader, "F10");
	screen_await(leader, "已记下");
	screen_key(leader, "Tab"); /* what became of it stays */
	screen_await(leader, "1001 提前结束: 已提前恢复供气");
}

static void
it_is_gone_and_on_record(void **state)
{
	const char *steps[] = { "拟写", "批准", "提前结束", NULL };

	(void)state;
	assert_true(poll_until(steps_are, steps, SITE_WAIT_MS));
	sit_down_again(&agent, "agent", "1154", "王芳");
	assert_true(screen_wait_gone(agent, TITLE));
	assert_true(seat_command(agent, "公告", ">1 !未读"));
	assert_false(screen_has(agent, TITLE));
	sit_down_again(&senior, "senior", "1101", "赵敏");
	assert_true(seat_command(senior, "公告", ">1 !未读"));
	screen_key(senior, "Tab");
	screen_await(senior, "1001 提前结束: 已提前恢复供气");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_senior_writes),
		cmocka_unit_test(the_leader_lets_out),
		cmocka_unit_test(a_call_taker_has_it_at_hand),
		cmocka_unit_test(the_leader_ends_it),
		cmocka_unit_test(it_is_gone_and_on_record),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, setup, teardown);
}
