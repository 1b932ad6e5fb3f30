/* A dispatcher's hour on the real programs, by keys alone: twenty tickets that the catalogue cannot send by itself. Where
 * the suggestion is right it takes one key; a critical one takes a look and a telephone call, with the number to dial on
 * the screen. At most sixty keys beside the words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "../lib/seat.h"
#include "base/str.h"
#include "one_seat.h"

#define TICKETS   20
#define CRITICAL  3 /* of them */
#define KEYS_MOST 60

/* A complaint about the unit that would have to answer it waits for a person, and so does what is critical. */
static void
file_one(int i)
{
	char data[TMPDIR_PATHS], bin[512];
	const char *argv[] = { daemon_bin("hotseat", bin), "--data",
		tmpdir_path(site.dir, "seat", data), "ticket", "new", "--from", "-", NULL };
	struct str text = { 0 }, out = { 0 };

	str_addf(&text,
	    "类型: %s\n诉求内容: 红山路%d号门前路灯不亮, 报修三次没有人来, 晚上老人不敢出门。\n"
	    "诉求目的: 尽快修好\n分类: 0205\n区域: 990102\n地点: 红山路%d号\n时间: 昨晚\n"
	    "称呼: 张女士\n来电号码: 13800005%03d\n%s",
	    i < CRITICAL ? "help" : "complaint", i + 1, i + 1, i,
	    i < CRITICAL ? "紧急程度: critical\nurgency_reason: 漏电\n" : "涉及对象: 市政管理处\n");
	assert_int_equal(site_run(argv, str_c(&text), &out), 0);
	str_free(&text);
	str_free(&out);
}

static void
wait_left(int n)
{
	char count[32];

	(void)snprintf(count, sizeof(count), "[待派单 %d]", n);
	screen_await(now, count);
}

static void
twenty_tickets_in_sixty_keys(void **state)
{
	const char *const who[] = { "--user", "1102", NULL };
	int keys;

	(void)state;
	for (int i = 0; i < TICKETS; i++)
		file_one(i);
	now = site_seat(&site, "seat", 24, 80, who);
	assert_non_null(now);
	keys = screen_keys(now);
	wait_left(TICKETS);                          /* his desk is what he sees first */
	for (int left = TICKETS; left > 0; left--) { /* the critical ones stand first */
		if (left > TICKETS - CRITICAL) {
			screen_key(now, "Enter");
			screen_await(now, "F10=送出");
			screen_key(now, "F10");
			screen_await(now, "谁接的");
			screen_await(now, "8890-3301"); /* the duty officer's, to dial */
			screen_type(now, "值班周建军");
			screen_await(now, "值班周建军");
			screen_key(now, "F10");
			screen_await(now, "已记电话通知");
		} else {
			screen_key(now, "Enter");
		}
		wait_left(left - 1);
		assert_false(screen_has(now, "待通知"));
	}
	screen_await(now, "没有待派的工单");
	assert_in_range(screen_keys(now) - keys, 1, KEYS_MOST);
	assert_int_equal(seat_quit(now), 0);
	now = NULL;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(twenty_tickets_in_sixty_keys, setup, teardown),
	};

	(void)setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
