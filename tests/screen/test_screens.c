/* Every screen at both sizes: found by name, initials or English; status, rule and footer in their places, the cursor
 * visible; and few bytes for a repaint of any of them and for real calls (test_budget.c has the other budgets). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../lib/poll.h"
#include "base/utf8.h"
#include "base/width.h"
#include "one_matter.h"

#define INTAKE_REPAINT_MOST 2560 /* bytes at 80x24 */
#define BARS_MOST           160  /* clearing, moving, and the blanks of what stands in a colour */
#define CHINESE_MOST        8    /* bytes a key in 诉求内容, on average */
#define KEYS                60
#define IDLE_MS             1000

#define MESSAGES 4 /* of the forty, typed key by key */

static struct seat_filed filed;

/* ---- pictures ---- */

static void
check_picture(struct screen *s, int rows, int cols, const char *title)
{
	char row[1024], rule[256];
	int y, x;

	screen_settle(s);
	for (y = 0; y < rows; y++) {
		screen_row(s, y, row, sizeof(row));
		assert_true(width_str(row) <= cols);
		assert_null(strstr(row, "\xef\xbf\xbd"));
	}
	screen_row(s, 0, row, sizeof(row));
	if (row[0] != ' ' || !str_starts(row + 1, title))
		fail_msg("%s at %dx%d: the status line begins \"%s\"", title, cols, rows, row);
	memset(rule, '-', sizeof(rule));
	rule[0] = ' ';
	rule[cols - 1] = '\0';
	screen_row(s, rows - 2, row, sizeof(row));
	assert_string_equal(row, rule);
	screen_row(s, rows - 1, row, sizeof(row));
	if (strstr(row, "Ctrl-P 命令") == NULL)
		fail_msg("%s at %dx%d: the footer is \"%s\"", title, cols, rows, row);
	screen_cursor(s, &y, &x);
	assert_true(screen_cursor_shown(s));
	assert_in_range(y, 1, rows - 1);
	assert_in_range(x, 0, cols - 1);
}

static void
open_every(int rows, int cols)
{
	static const struct {
		const char *typed, *title;
	} screens[] = {
		{ "同步", "同步" },
		{ "tb", "同步" },
		{ "sync", "同步" },
		{ "工单列表", "工单列表" },
		{ "gdlb", "工单列表" },
		{ "tickets", "工单列表" },
		{ "知识", "知识" },
		{ "zsk", "知识" },
		{ "knowledge", "知识" },
		{ "公告", "公告" },
		{ "bulletins", "公告" },
		{ "帮助", "帮助" },
		{ "help", "帮助" },
		{ "登录", "登录" },
		{ "受理", "受理" },
		{ "intake", "受理" },
		{ "首页", "首页" },
		{ "home", "首页" },
	};
	char status[64];

	for (size_t i = 0; i < sizeof(screens) / sizeof(screens[0]); i++) {
		(void)snprintf(status, sizeof(status), " %s  1154 王芳", screens[i].title);
		if (!seat_command(now, screens[i].typed, status))
			fail_msg("%s does not open %s", screens[i].typed, screens[i].title);
		check_picture(now, rows, cols, screens[i].title);
	}
}

static void
open_ticket(int rows, int cols)
{
	screen_key(now, "Ctrl-G");
	assert_true(screen_wait(now, "单号或后六位"));
	screen_await(now, "上下=选 Tab补全 Esc取消"); /* the screen's own keys do nothing now */
	screen_type(now, filed.no);
	screen_settle(now);
	screen_key(now, "Enter");
	assert_true(screen_wait(now, "逐条校验相符"));
	check_picture(now, rows, cols, "工单");
}

static void
test_every_screen_80(void **state)
{
	struct seat_matter m;

	(void)state;
	now = site_seat(&site, "seat", 24, 80, NULL);
	assert_true(seat_ready(now));
	seat_matter(&messages, 0, &m);
	assert_true(seat_file(now, site.city, &m, 0, &filed));
	open_every(24, 80);
	open_ticket(24, 80);
}

static void
test_every_screen_120(void **state)
{
	(void)state;
	now = site_seat(&site, "seat", 36, 120, NULL);
	assert_true(seat_ready(now));
	open_every(36, 120);
	open_ticket(36, 120);
}

/* ---- bytes ---- */

static void
test_repaint(void **state)
{
	static const char *const screens[] = { "首页", "工单列表", "同步", "帮助", "知识", "公告",
		"受理" };
	struct seat_matter m;
	size_t bytes;

	(void)state;
	now = site_seat(&site, "seat", 24, 80, NULL);
	assert_true(seat_ready(now));
	for (size_t i = 0; i < sizeof(screens) / sizeof(screens[0]); i++) {
		assert_true(seat_command(now, screens[i], screens[i]));
		bytes = screen_repaint_bytes(now);
		print_message("repaint of %s: %zu bytes, its text %zu\n", screens[i], bytes,
		    screen_text_bytes(now));
	}
	seat_matter(&messages, 0, &m);
	screen_paste(now, m.detail);
	screen_key(now, "Tab");
	screen_key(now, "Enter");
	assert_true(screen_wait(now, "派单目录0205"));
	bytes = screen_repaint_bytes(now);
	print_message(
	    "repaint of 受理, filled: %zu bytes, its text %zu\n", bytes, screen_text_bytes(now));
	assert_true(bytes <= INTAKE_REPAINT_MOST);
}

static bool
has_written(void *arg)
{
	const size_t *before = arg;

	screen_has(now, "");
	return screen_bytes(now) != *before;
}

/* Nothing at all for a whole second, once what the last key brought is there. */
static bool
falls_silent(void)
{
	size_t before;

	for (int i = 0; i < 5; i++) {
		before = screen_bytes(now);
		if (!poll_until(has_written, &before, IDLE_MS))
			return true;
	}
	return false;
}

/* Key by key, each after the one before was answered; ends at home. Adds up the bytes until the last answer: what a
 * pause brings is not a key's. */
static size_t
typing_bytes(const char *text, int keys)
{
	size_t before, at = 0;

	assert_true(seat_open_form(now));
	assert_true(falls_silent());
	before = screen_bytes(now);
	for (int i = 0; i < keys; i++) {
		size_t n = utf8_head(text + at, 1), shown = screen_bytes(now);

		screen_send(now, text + at, n);
		assert_true(poll_until(has_written, &shown, SCREEN_WAIT_MS));
		at += n;
	}
	before = screen_bytes(now) - before;
	assert_true(seat_command(now, "首页", "我的事"));
	return before;
}

/* Real calls from their first word on, with all that the seat proposes meanwhile. */
static void
test_typing(void **state)
{
	size_t bytes = 0, keys = 0;

	(void)state;
	now = site_seat(&site, "seat", 24, 80, NULL);
	assert_true(seat_ready(now));
	for (size_t i = 0; i < MESSAGES; i++) {
		const char *detail = tsv_get(&messages, i * 10, 1);
		size_t n = utf8_count(detail);

		n = n < KEYS ? n : KEYS;
		bytes += typing_bytes(detail, (int)n);
		keys += n;
	}
	print_message(
	    "bytes a key of %d real calls: %.2f\n", MESSAGES, (double)bytes / (double)keys);
	assert_true(bytes <= CHINESE_MOST * keys);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(test_every_screen_80, close_seat),
		cmocka_unit_test_teardown(test_every_screen_120, close_seat),
		cmocka_unit_test_teardown(test_repaint, close_seat),
		cmocka_unit_test_teardown(test_typing, close_seat),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, setup_matters, teardown_matters);
}
