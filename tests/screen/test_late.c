/* A call from paper by keys on the real programs: typed in with the time it was taken, sent, and seen with both times on
 * the ticket's screen, in the list, from the command line; the centre keeps what was typed. And the empty form, printed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../lib/seat.h"
#include "base/clock.h"
#include "base/str.h"
#include "one_seat.h"

/* As the strip reads it out, 18 digits in groups. */
static void
read_number(char no[20])
{
	char row[512];
	size_t n = 0;
	int col;

	screen_row(now, screen_find(now, "已提交", &col), row, sizeof(row));
	for (const char *p = row; *p != '\0' && n < 18; p++)
		if (*p >= '0' && *p <= '9')
			no[n++] = *p;
	no[n] = '\0';
	assert_int_equal(n, 18);
}

/* Of the program without a terminal, on the seat's data. */
static void
run(const char *const *words, struct str *out)
{
	char data[TMPDIR_PATHS], bin[512];
	const char *argv[16] = { daemon_bin("hotseat", bin), "--data",
		tmpdir_path(site.dir, "seat", data) };
	size_t n = 3;

	while (*words != NULL)
		argv[n++] = *words++;
	assert_int_equal(site_run(argv, NULL, out), 0);
}

static void
a_paper_becomes_a_ticket(void **state)
{
	char day[16], call[64], stored[40], no[20];
	struct str out = { 0 };
	int64_t yesterday = clock_now_ms() - 86400000;

	(void)state;
	(void)civil_format(yesterday, "%m-%d", day, sizeof(day));
	(void)civil_format(yesterday, "%Y-%m-%d", stored, sizeof(stored));
	assert_int_equal(setenv("PATH", "/nonexistent", 1), 0); /* no lp: a test prints nothing */
	now = site_seat(&site, "seat", 24, 80, NULL);
	assert_non_null(now);
	assert_true(seat_ready(now));
	assert_true(seat_command(now, "bl", "几点来电"));
	screen_type(now, "明天9:00"); /* cannot be: said at once, and kept */
	screen_key(now, "Enter");
	screen_await(now, "没有看懂");
	screen_key(now, "BackTab");
	screen_key(now, "Ctrl-U");
	screen_type(now, day);
	screen_type(now, " 0005");
	screen_key(now, "Enter");
	(void)snprintf(call, sizeof(call), "补录 %s 00:05", day);
	screen_await(now, call);
	screen_type(now, "纸-1154-03");
	screen_key(now, "Enter");
	screen_type(now, "13800005678");
	screen_key(now, "Enter");
	screen_type(now, "张女士");
	screen_key(now, "Enter");
	screen_type(now, "红山路78号门口路灯坏了三天,晚上很黑,一直没人来修");
	screen_await(now, "路灯照明");
	screen_key(now, "Tab");
	screen_key(now, "Enter");
	screen_type(now, "尽快修复");
	screen_await(now, "尽快修复");
	screen_key(now, "F10");
	screen_await(now, "已提交");
	read_number(no);
	screen_await(now, "打来时系统有故障");
	screen_key(now, "F4");
	(void)snprintf(call, sizeof(call), "补录 来电 %s 00:05 录入 ", day);
	screen_await(now, call);
	screen_await(now, "纸单 纸-1154-03");
	screen_await(
	    now, "Esc返回"); /* the last row of the picture: what stood there before is gone */
	screen_key(now, "Esc");
	screen_await(now, "F2 补录下一张纸单");
	screen_await(now, "Esc离开");
	screen_key(now, "Esc");
	screen_await(now, "补录 红山路");
	assert_true(seat_command(now, "打印空白", "空白登记表已存"));
	assert_int_equal(seat_quit(now), 0);
	now = NULL;

	run((const char *const[]){ "ticket", "show", no, NULL }, &out);
	assert_non_null(strstr(str_c(&out), call));
	assert_non_null(strstr(str_c(&out), "纸单编号: 纸-1154-03"));
	str_reset(&out);
	run((const char *const[]){ "ticket", "show", no, "--json", NULL }, &out);
	assert_non_null(strstr(str_c(&out), "\"entered_late\":\"1\""));
	assert_non_null(strstr(str_c(&out), stored));
	str_reset(&out);
	run((const char *const[]){ "form", "--blank", "--copies", "2", NULL }, &out);
	assert_non_null(strstr(str_c(&out), "纸-1154-01"));
	assert_non_null(strstr(str_c(&out), "纸-1154-02"));
	assert_null(strstr(str_c(&out), "纸-1154-03"));
	str_free(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_paper_becomes_a_ticket),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, setup, teardown);
}
