/* test_tickets: the list of tickets: queues, order, filter by Hanzi and by initials, pieces of a long list. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "../lib/viewcache.h"

static struct viewcache cache;

static void
start(struct viewdesk *d, int rows, int cols)
{
	viewdesk_init(d, rows, cols);
	viewcache_open(&cache, d);
	viewcache_story(&cache);
	viewdesk_open(d, "tickets", NULL);
	viewdesk_draw(d);
}

static void
stop(struct viewdesk *d)
{
	viewcache_close(&cache);
	viewdesk_free(d);
}

static void
test_all_newest_first(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	viewdesk_golden(&d, "tickets-80");
	stop(&d);
	start(&d, 36, 120);
	viewdesk_golden(&d, "tickets-120");
	stop(&d);
}

static void
test_queues_by_left_and_right(void **state)
{
	static const struct {
		const char *name, *there, *away;
	} queues[] = {
		{ "[我的]", "暖气", "路灯" },
		{ "[在办]", "路灯", "公积金" },
		{ "[待完善]", "垃圾", "暖气" },
		{ "[超期]", "!!超期", "垃圾" },
		{ "[今日到期]", "12:12前联系", "路灯" },
		{ "[待送]", "都已送到中心", "路灯" },
		{ "[全部]", "公积金", "都已送到中心" },
	};
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	for (size_t i = 0; i < sizeof(queues) / sizeof(queues[0]); i++) {
		viewdesk_key(&d, ACTION_RIGHT);
		assert_true(viewdesk_shows(&d, queues[i].name));
		assert_true(viewdesk_shows(&d, queues[i].there));
		assert_false(viewdesk_shows(&d, queues[i].away));
	}
	viewdesk_key(&d, ACTION_LEFT);
	assert_true(viewdesk_shows(&d, "[待送]"));
	stop(&d);
}

static void
test_by_due_puts_the_oldest_limit_first(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	viewdesk_type(&d, "\t");
	viewdesk_golden(&d, "tickets-due-80");
	viewdesk_type(&d, "1");
	assert_string_equal(d.opened, "ticket:0190a000-0000-7000-8000-000000000001");
	stop(&d);
}

static void
test_filter_by_hanzi_and_initials(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	viewdesk_type(&d, "暖气");
	viewdesk_golden(&d, "tickets-filter-80");
	viewdesk_key(&d, ACTION_BACK);
	viewdesk_type(&d, "hslqs"); /* nothing of the kind */
	assert_true(viewdesk_shows(&d, "没有符合筛选的工单"));
	viewdesk_key(&d, ACTION_ERASE_HEAD);
	viewdesk_type(&d, "szglc"); /* 市政管理处: the unit */
	assert_true(viewdesk_shows(&d, "路灯不亮"));
	assert_false(viewdesk_shows(&d, "垃圾"));
	for (int i = 0; i < 5; i++)
		viewdesk_key(&d, ACTION_ERASE);
	viewdesk_type(&d, "热力"); /* a unit by Hanzi */
	assert_true(viewdesk_shows(&d, "暖气"));
	viewdesk_type(&d, "1");
	assert_string_equal(d.opened, "ticket:0190a000-0000-7000-8000-000000000002");
	viewdesk_key(&d, ACTION_BACK);
	assert_int_equal(d.bits, VIEW_DRAW);
	viewdesk_key(&d, ACTION_BACK);
	assert_int_equal(d.bits, VIEW_IGNORED);
	stop(&d);
}

static void
tell_many(int n)
{
	for (int i = 0; i < n; i++) {
		char no[32], at[32], title[64];
		const struct viewcache_told told = { no, at, EVENT_SUBMIT_INCOMPLETE, "1160",
			"李强", "help", "0205", "990102001", "松涛路", title, "路灯不亮", NULL,
			"13800000000" };

		(void)snprintf(no, sizeof(no), "2611%02d%02d%02d001160%02d", i / 24 % 20 + 1,
		    i % 24, i % 60, i % 100);
		(void)snprintf(
		    at, sizeof(at), "2026-11-%02d %02d:%02d", i / 24 % 20 + 1, i % 24, i % 60);
		(void)snprintf(title, sizeof(title), "松涛路第%d盏路灯不亮", i + 1);
		viewcache_put(&cache, viewcache_tell(&cache, &told));
	}
}

static void
test_a_long_list_comes_in_pieces(void **state)
{
	struct viewdesk d;
	struct news n = { .kind = NEWS_TABLES, .tables = CACHE_TICKETS };

	(void)state;
	start(&d, 24, 80);
	tell_many(120);
	viewdesk_news(&d, &n);
	assert_true(viewdesk_shows(&d, "共 125 件"));
	viewdesk_key(&d, ACTION_END);
	assert_false(viewdesk_shows(&d, "第1盏"));
	viewdesk_key(&d, ACTION_DOWN);
	assert_true(viewdesk_shows(&d, "第 101 件起"));
	viewdesk_key(&d, ACTION_END);
	assert_true(viewdesk_shows(&d, "松涛路第1盏"));
	viewdesk_key(&d, ACTION_DOWN); /* nothing behind it */
	assert_true(viewdesk_shows(&d, "松涛路第1盏"));
	viewdesk_key(&d, ACTION_HOME);
	assert_true(viewdesk_shows(&d, "共 125 件"));
	viewdesk_key(&d, ACTION_END);
	viewdesk_key(&d, ACTION_PAGE_DOWN);
	viewdesk_draw(&d);
	viewdesk_key(&d, ACTION_UP); /* back to the end of the piece before */
	assert_false(viewdesk_shows(&d, "第 101 件起"));
	stop(&d);
}

static void
test_the_selection_stays_on_its_ticket(void **state)
{
	struct viewdesk d;
	struct news n = { .kind = NEWS_TABLES, .tables = CACHE_TICKETS };
	static const struct viewcache_told told = { "261121104002115412", "2026-11-21 10:40:02",
		EVENT_SUBMIT, "1154", "王芳", "help", "0301", "990102001", "松涛路3号",
		"松涛路停水", "松涛路3号一早停水。", "周先生", "13800007777" };

	(void)state;
	start(&d, 24, 80);
	viewdesk_key(&d, ACTION_DOWN); /* the second: 公积金 */
	viewcache_new(&cache, &told);  /* comes on top */
	viewdesk_news(&d, &n);
	assert_true(viewdesk_shows(&d, " >3 1121-1154-09"));
	assert_true(viewdesk_shows(&d, "待送"));
	stop(&d);
}

static void
test_nobody_signed_in_sees_nothing(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	view_close(&d.view);
	viewcache_close(&cache);
	d.desk.me.user = "";
	viewdesk_open(&d, "tickets", NULL);
	assert_true(viewdesk_shows(&d, "还没有登录"));
	viewdesk_type(&d, "1ab\n");
	assert_int_equal(d.bits, VIEW_IGNORED);
	viewdesk_free(&d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_all_newest_first),
		cmocka_unit_test(test_queues_by_left_and_right),
		cmocka_unit_test(test_by_due_puts_the_oldest_limit_first),
		cmocka_unit_test(test_filter_by_hanzi_and_initials),
		cmocka_unit_test(test_a_long_list_comes_in_pieces),
		cmocka_unit_test(test_the_selection_stays_on_its_ticket),
		cmocka_unit_test(test_nobody_signed_in_sees_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
