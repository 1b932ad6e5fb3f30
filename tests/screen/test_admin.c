/* The administrator's desk by keys, on a real centre at 80x24: a person is made and signs in with the one-time password; a new
 * machine is let in by its code and shut out again; a roster and a changed city pack are shown before anything is done. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "../lib/poll.h"
#include "../lib/seat.h"
#include "../lib/site.h"
#include "base/clock.h"
#include "base/fs.h"

#define PASSWORD "云江2026-desk"
#define ONCE     "first-day-2299"
#define OWN      "only-mine-2299"

static struct site site;
static struct screen *desk, *other;

static int
setup(void **state)
{
	(void)state;
	site_real(&site);
	if (daemon_password(&site.centre, "1003", PASSWORD) != 0)
		return -1;
	site_start(&site);
	desk = site_enrolled(&site, "desk", "1003", 24, 80);
	return seat_sign_in(desk, "1003", "夏振国", PASSWORD) &&
		       seat_command(desk, "管理", ">人员") && screen_wait(desk, "夏振国")
		   ? 0
		   : -1;
}

static int
teardown(void **state)
{
	(void)state;
	screen_leave(&other);
	screen_leave(&desk);
	site_close(&site);
	return 0;
}

static int
leave_other(void **state)
{
	(void)state;
	screen_leave(&other);
	return 0;
}

static void
key(const char *name, const char *expect)
{
	screen_key(desk, name);
	screen_await(desk, expect);
}

/* Words of a cell, and to the next. */
static void
cell(const char *words, const char *next)
{
	screen_type(desk, words);
	screen_key(desk, "Enter");
	screen_await(desk, next);
}

/* To the page of that name, whichever is shown. */
static void
turn_to(const char *page)
{
	char mark[40];

	(void)snprintf(mark, sizeof(mark), ">%s", page);
	for (int i = 0; i < 4 && !screen_has(desk, mark); i++) {
		screen_key(desk, "Tab");
		screen_settle(desk);
	}
	screen_await(desk, mark);
}

/* At the other machine, whatever comes of it. */
static void
sign_in(const char *job_no, const char *password)
{
	screen_await(other, "> 工号");
	screen_type(other, job_no);
	screen_key(other, "Enter");
	screen_await(other, "> 密码");
	screen_type(other, password);
	screen_key(other, "Enter");
}

/* The list is read again until the seat is in it: a machine enrols in its own time. */
static bool
has_seat(void *row)
{
	screen_key(desk, "F5");
	screen_settle(desk);
	return screen_has(desk, row);
}

/* ---- people ---- */

static void
a_person_is_made_and_comes_in(void **state)
{
	(void)state;
	turn_to("人员");
	key("F2", "> 工号");
	cell("2299", "> 姓名");
	cell("沈小满", "> 角色");
	cell("hwy", "话务员");
	key("F10", "已新增 2299 沈小满");
	screen_await(desk, "2299 沈小满  话务员"); /* below the list: it stands there */
	screen_await(desk, "还没有密码, 不能登录");
	key("Enter", "设一次性密码");
	screen_type(desk, "2");
	screen_await(desk, "给 2299 沈小满 设一次性密码");
	cell(ONCE, "> 再输一遍");
	assert_false(screen_has(desk, ONCE));
	cell(ONCE, "已给 2299 沈小满 设一次性密码, 请当面告知");
	screen_await(desk, "待改密码");

	other = site_enrolled(&site, "hers", "2299", 24, 80);
	sign_in("2299", ONCE);
	screen_await(other, "您现在的密码是管理员设的");
	screen_type(other, ONCE "\r" OWN "\r" OWN "\r");
	screen_await(other, "密码已改");
	screen_await(other, "2299 沈小满");
	screen_await(other, "示闲");
	assert_false(screen_has(desk, "示闲")); /* who takes no calls is neither free nor away */
	screen_key(desk, "F5");
	assert_true(screen_wait_gone(desk, "待改密码"));
}

/* ---- machines ---- */

/* The code as the strip shows it. */
static void
read_code(char out[32])
{
	static const char head[] = "登记码 ";
	char line[400];
	int col, row = screen_find(desk, head, &col);
	const char *at;

	assert_true(row >= 0);
	screen_row(desk, row, line, sizeof(line));
	at = strstr(line, head) + strlen(head);
	(void)snprintf(out, 32, "%.*s", (int)strcspn(at, " "), at);
}

static void
a_machine_is_let_in_and_shut_out(void **state)
{
	char code[32], row[] = "2298 ";
	const char *more[] = { "--enrol", code, NULL };

	(void)state;
	turn_to("坐席机");
	key("F2", "> 坐席号");
	cell("2298", "hotseat --enrol ");
	read_code(code);
	screen_key(desk, "Esc");
	assert_true(screen_wait_gone(desk, code));
	assert_true(screen_has(desk, ">坐席机")); /* it was only put away */
	other = site_seat(&site, "new", 24, 80, more);
	screen_await(other, "线路正常, 由中心核对");
	assert_true(poll_until(has_seat, row, SITE_WAIT_MS));
	screen_type(desk, "2298");
	screen_await(desk, "[筛选 2298  1 行]");
	key("Enter", "停用后中心不再接受这台机器的数据");
	screen_type(desk, "1");
	screen_await(desk, "坐席 2298 已停用");
	key("Esc", "1003");        /* the filter */
	sign_in("1003", PASSWORD); /* who is at that machine is told */
	screen_await(other, "停用");
}

/* ---- files ---- */

/* The result of looking, then exactly that. */
static void
put_it(const char *change, const char *done)
{
	screen_await(desk, ">核对结果");
	screen_await(desk, change);
	key("F10", "照此更新");
	screen_settle(desk);
	screen_key(desk, "Enter"); /* everybody will see it: no Enter */
	screen_settle(desk);
	assert_false(screen_has(desk, "已更新"));
	screen_type(desk, "1");
	screen_await(desk, done);
}

static void
a_roster_is_seen_and_put(void **state)
{
	char day[16], text[200], path[TMPDIR_PATHS];

	(void)state;
	(void)civil_format(clock_now_ms(), "%Y-%m-%d", day, sizeof(day));
	(void)snprintf(
	    text, sizeof(text), "date\tunit\tname\tphone\thours\n%s\t10x4\t李强\t1\t\n", day);
	tmpdir_put(site.dir, "bad.tsv", text, strlen(text), path);
	turn_to("值班和日历");
	key("F2", "> 文件");
	cell(path, "!! 2 处错误");
	screen_await(desk, "  bad.tsv:2: “unit”列: 单位不存在: 10x4"); /* not where it lies there */
	key("F10", "有错误, 没有可更新的");
	key("Esc", ">值班和日历");
	(void)snprintf(text, sizeof(text),
	    "date\tunit\tname\tphone\thours\n%s\t1004\t李强\t13800000678\t\n", day);
	tmpdir_put(site.dir, "duty.tsv", text, strlen(text), path);
	key("F2", "> 文件");
	screen_key(desk, "Ctrl-U");
	cell(path, "新增 1  修改 0  删去 0");
	put_it("1004 李强 13800000678", "已更新: 新增 1");
	screen_await(desk, ">值班和日历");
	screen_type(desk, "李强"); /* in the seat's own copy */
	screen_await(desk, "13800000678");
	screen_key(desk, "Esc");
}

static void
a_pack_is_seen_and_put(void **state)
{
	static const char was[] = "顾玉磊", is[] = "何敏之";
	char sample[512], share[512], pack[TMPDIR_PATHS], path[TMPDIR_PATHS + 16];
	struct str units = { 0 }, said = { 0 };
	char *at;

	(void)state;
	assert_true(fs_join(sample, sizeof(sample), daemon_share("", share), "conf/city/yunjiang"));
	tmpdir_path(site.dir, "pack", pack);
	assert_int_equal(
	    site_run((const char *[]){ "/bin/cp", "-R", sample, pack, NULL }, NULL, &said), 0);
	assert_true(fs_join(path, sizeof(path), pack, "units.tsv"));
	assert_int_equal(fs_read(path, 1 << 20, &units, NULL), ERR_OK);
	at = strstr(units.s, was);
	assert_non_null(at);
	memcpy(at, is, strlen(is));
	assert_int_equal(fs_write(path, units.s, units.len, 0600, NULL), ERR_OK);
	turn_to("城市资料");
	key("F2", "> 目录");
	cell(pack, "修改 1  删去 0");
	put_it(is, "已更新: 新增 0, 修改 1, 删去 0");
	screen_await(desk, ">城市资料");
	key("F2", "> 目录");
	cell(pack, "和中心的一样, 没有要改的");
	screen_key(desk, "Esc");
	str_free(&units);
	str_free(&said);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(a_person_is_made_and_comes_in, leave_other),
		cmocka_unit_test_teardown(a_machine_is_let_in_and_shut_out, leave_other),
		cmocka_unit_test(a_roster_is_seen_and_put),
		cmocka_unit_test(a_pack_is_seen_and_put),
	};

	(void)setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, setup, teardown);
}
