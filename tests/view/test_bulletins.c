/* test_bulletins: the bulletins: what holds now and must be read first, the words to answer by, one key says it was
 * read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "../lib/viewcache.h"
#include "base/id.h"
#include "base/str.h"

static struct viewcache cache;

static void
start(struct viewdesk *d, int rows, int cols, const char *arg)
{
	viewdesk_init(d, rows, cols);
	viewcache_open(&cache, d);
	viewdesk_open(d, "bulletins", arg);
	viewdesk_draw(d);
}

static void
stop(struct viewdesk *d)
{
	viewdesk_free(d);
	viewcache_close(&cache);
}

/* The newest record, as the engine would keep it. */
static void
keep_record(struct viewdesk *d)
{
	struct job *j = viewdesk_last(d, JOB_RECORD);
	struct news n = { .kind = NEWS_TABLES, .tables = CACHE_RECORDS };
	struct err e = { 0 };

	assert_non_null(j);
	assert_int_equal(j->record.kind, RECORD_READ);
	id_new(j->record.id);
	(void)str_copy(j->record.by, sizeof(j->record.by), "1154");
	j->record.at = d->desk.now;
	if (cache_record_add(cache.w, &j->record, &e) != ERR_OK)
		fail_msg("%s: %s", e.where, e.text);
	viewdesk_news(d, &n);
}

static void
test_pictures(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80, NULL);
	viewdesk_golden(&d, "bulletins-80");
	viewdesk_key(&d, ACTION_END);
	viewdesk_golden(&d, "bulletins-later-80");
	stop(&d);
	start(&d, 36, 120, NULL);
	viewdesk_golden(&d, "bulletins-120");
	stop(&d);
}

static void
test_read_one_after_another(void **state)
{
	static const char *const due[] = { "B01", "B04", "B02", "B07", "B08" };
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80, NULL);
	for (size_t i = 0; i < sizeof(due) / sizeof(due[0]); i++) {
		viewdesk_key(&d, ACTION_ENTER);
		assert_string_equal(viewdesk_last(&d, JOB_RECORD)->record.object, due[i]);
		keep_record(&d);
	}
	assert_false(viewdesk_shows(&d, "必读未读"));
	viewdesk_key(&d, ACTION_ENTER); /* the last one again */
	assert_int_equal(d.n_jobs, 5);
	assert_string_equal(d.said, "这条已经记过已阅");
	view_close(&d.view);
	viewdesk_open(&d, "bulletins", NULL);
	viewdesk_golden(&d, "bulletins-read-80");
	stop(&d);
}

static void
test_digits_choose_letters_filter(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80, NULL);
	viewdesk_type(&d, "2");
	assert_int_equal(d.n_jobs, 0);
	assert_true(viewdesk_shows(&d, ">2 "));
	viewdesk_type(&d, "hsl"); /* 红山路 */
	assert_true(viewdesk_shows(&d, "供水集团更换红山路"));
	viewdesk_key(&d, ACTION_BACK);
	viewdesk_key(&d, ACTION_BACK);
	assert_int_equal(d.bits, VIEW_IGNORED);
	stop(&d);
}

static void
test_one_that_was_asked_for(void **state)
{
	struct news n = { .kind = NEWS_TABLES, .tables = CACHE_CITY };
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80, "B05");
	assert_true(viewdesk_shows(&d, "供水集团更换红山路"));
	viewdesk_news(&d, &n); /* another city where the old one lay */
	assert_true(viewdesk_shows(&d, "供水集团更换红山路"));
	d.desk.city = NULL;
	viewdesk_news(&d, &n);
	assert_true(viewdesk_shows(&d, "正在取城市资料"));
	viewdesk_key(&d, ACTION_ENTER);
	assert_int_equal(d.n_jobs, 0);
	stop(&d);
}

/* Opened while a ticket is being written: what its caller asks about is chosen, not what must be read first. */
static void
test_what_the_call_is_about(void **state)
{
	struct draft sheet;
	struct viewdesk d;

	(void)state;
	draft_init(&sheet);
	viewdesk_init(&d, 24, 80);
	viewcache_open(&cache, &d);
	d.desk.sheet = &sheet;
	(void)str_copy(d.desk.sheet_category, sizeof(d.desk.sheet_category), "0301");
	(void)str_copy(d.desk.sheet_area, sizeof(d.desk.sheet_area), "990102001");
	viewdesk_open(&d, "bulletins", NULL);
	assert_true(viewdesk_shows(&d, ">7  未读 红山路以东计划停水"));
	stop(&d);
	viewdesk_init(&d, 24, 80);
	viewcache_open(&cache, &d);
	d.desk.sheet = &sheet;
	(void)str_copy(d.desk.sheet_category, sizeof(d.desk.sheet_category), "0301");
	(void)str_copy(d.desk.sheet_area, sizeof(d.desk.sheet_area), "990122200"); /* elsewhere */
	viewdesk_open(&d, "bulletins", NULL);
	assert_true(viewdesk_shows(&d, ">1 !未读"));
	stop(&d);
}

/* Over under one's eyes: it stays where it stands, and says that it must not be read out any more. */
static void
test_over_while_it_is_open(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80, "B05");
	assert_true(viewdesk_shows(&d, "统一口径, 可以照读:"));
	d.desk.now += 8LL * 3600 * 1000;
	assert_true(viewdesk_shows(&d, "已经过去, 勿读"));
	assert_true(viewdesk_shows(&d, "已过"));
	stop(&d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pictures),
		cmocka_unit_test(test_read_one_after_another),
		cmocka_unit_test(test_digits_choose_letters_filter),
		cmocka_unit_test(test_one_that_was_asked_for),
		cmocka_unit_test(test_what_the_call_is_about),
		cmocka_unit_test(test_over_while_it_is_open),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
