/* test_search: the search over everything: what each kind of thing is found by and opened as, where the focus stands, what
 * it says of itself when not all was looked at. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "../lib/viewcache.h"
#include "base/str.h"
#include "client/cache/cache_p.h"

static struct viewcache cache;

static void
start(struct viewdesk *d, int rows, int cols, const char *arg)
{
	viewdesk_init(d, rows, cols);
	viewcache_open(&cache, d);
	viewcache_articles(&cache);
	viewcache_story(&cache);
	while (cache_find_index(cache.w, false, NULL))
		;
	viewdesk_open(d, "search", arg);
	viewdesk_draw(d);
}

static void
stop(struct viewdesk *d)
{
	viewdesk_free(d);
	viewcache_close(&cache);
}

static void
clear(struct viewdesk *d)
{
	viewdesk_key(d, ACTION_ERASE_HEAD);
	viewdesk_draw(d);
}

static void
test_pictures(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80, NULL);
	viewdesk_golden(&d, "search-empty-80");
	viewdesk_type(&d, "路灯");
	viewdesk_golden(&d, "search-80");
	viewdesk_key(&d, ACTION_DOWN);
	viewdesk_golden(&d, "search-list-80");
	stop(&d);
	start(&d, 36, 120, "公积金 提取");
	viewdesk_golden(&d, "search-120");
	stop(&d);
}

static void
test_what_is_opened(void **state)
{
	static const struct {
		const char *typed;
		int scope; /* so often Tab */
		const char *opened;
	} cases[] = {
		{ "ldbl", 1, "ticket:" },
		{ "gjj提取", 2, "knowledge:K0108-01" },
		{ "ldzm", 3, "tickets:路灯照明" },
		{ "kffdsz", 5, NULL },
		{ "rqxlyjkj", 7, NULL },
		{ "gdlb", 8, "tickets" },
	};
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80, NULL);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		clear(&d);
		viewdesk_type(&d, cases[i].typed);
		for (int k = 0; k < cases[i].scope; k++)
			viewdesk_key(&d, ACTION_NEXT);
		viewdesk_draw(&d);
		d.opened[0] = '\0';
		viewdesk_key(&d, ACTION_ENTER);
		if (cases[i].opened != NULL && !str_starts(d.opened, cases[i].opened))
			fail_msg("“%s” opens “%s”", cases[i].typed, d.opened);
		for (int k = 0; k < cases[i].scope; k++)
			viewdesk_key(&d, ACTION_PREV);
	}
	stop(&d);
}

/* Digits are text in the query and choose on the list; more words go to the query from wherever the focus stands. */
static void
test_focus(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80, NULL);
	viewdesk_type(&d, "12345");
	assert_true(viewdesk_shows(&d, "查找  12345"));
	clear(&d);
	viewdesk_type(&d, "公积金");
	viewdesk_draw(&d);
	viewdesk_key(&d, ACTION_DOWN);
	viewdesk_type(&d, "3");
	assert_true(viewdesk_shows(&d, " >3 "));
	viewdesk_type(&d, "9");
	viewdesk_type(&d, "贷款");
	assert_true(viewdesk_shows(&d, "公积金贷款"));
	viewdesk_key(&d, ACTION_ERASE_HEAD);
	assert_true(viewdesk_shows(&d, "输入要找的"));
	viewdesk_key(&d, ACTION_ENTER);
	assert_string_equal(d.said, "没有查到。少输几个字, 或换个说法。");
	viewdesk_key(&d, ACTION_DOWN);
	assert_string_equal(d.said, "没有可选的, 请换个说法再查");
	viewdesk_type(&d, "查无此事\"*(");
	assert_true(viewdesk_shows(&d, "没有查到"));
	assert_true(viewdesk_shows(&d, "不按姓名查"));
	stop(&d);
}

static void
test_phone_and_number(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80, NULL);
	for (int i = 0; i < 3; i++) {
		const char *phone = fields_get(&cache.tickets[i].t.f, TF_CONTACT_PHONE);
		const char *no = fields_get(&cache.tickets[i].t.f, TF_NO);

		clear(&d);
		viewdesk_type(&d, phone[0] != '\0' ? phone : "0");
		if (phone[0] != '\0')
			assert_true(viewdesk_shows(&d, "电话"));
		clear(&d);
		viewdesk_type(&d, no + 12);
		assert_true(viewdesk_shows(&d, "单号"));
		viewdesk_key(&d, ACTION_ENTER);
		assert_true(strstr(d.opened, cache.tickets[i].t.id) != NULL);
	}
	stop(&d);
}

/* A damaged index is said, and reported once, at a pause. */
static void
test_damage_is_reported(void **state)
{
	struct viewdesk d;
	struct job *j;
	struct err e = { 0 };

	(void)state;
	start(&d, 24, 80, NULL);
	assert_int_equal(db_exec(cache.w->db,
			     "UPDATE ticket_fts_data SET block = x'00ff00ff00' WHERE id > 100", &e),
	    ERR_OK);
	viewdesk_type(&d, "路灯");
	assert_true(viewdesk_shows(&d, "工单索引损坏, 正在重编"));
	assert_null(viewdesk_last(&d, JOB_FIND_AGAIN));
	(void)d.view.ops->idle(&d.view);
	(void)d.view.ops->idle(&d.view);
	j = viewdesk_last(&d, JOB_FIND_AGAIN);
	assert_non_null(j);
	assert_int_equal(d.n_jobs, 1);
	stop(&d);
}

/* A seat that was just filled: what is not in the index yet is said. */
static void
test_index_under_way(void **state)
{
	struct viewdesk d;

	(void)state;
	viewdesk_init(&d, 24, 80);
	viewcache_open(&cache, &d);
	viewcache_story(&cache);
	viewdesk_open(&d, "search", "路灯");
	assert_true(viewdesk_shows(&d, "工单索引正在编"));
	while (cache_find_index(cache.w, false, NULL))
		;
	viewdesk_news(
	    &d, &(struct news){ .kind = NEWS_TABLES, .tables = CACHE_INDEX | CACHE_TICKETS });
	assert_false(viewdesk_shows(&d, "工单索引"));
	stop(&d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pictures),
		cmocka_unit_test(test_what_is_opened),
		cmocka_unit_test(test_focus),
		cmocka_unit_test(test_phone_and_number),
		cmocka_unit_test(test_damage_is_reported),
		cmocka_unit_test(test_index_under_way),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
