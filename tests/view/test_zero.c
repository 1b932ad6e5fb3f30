/* test_zero: 零报告: a unit reports with one key or with words, home and the unit's desk say so, who watches sees who has
 * not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../lib/viewcache.h"
#include "base/id.h"
#include "base/str.h"
#include "model/role.h"

static struct viewcache cache;

static void
start(struct viewdesk *d, struct actor me)
{
	struct protection *p;

	viewdesk_init(d, 24, 80);
	viewcache_open(&cache, d);
	d->desk.me = me;
	p = city_push(&d->city->protections, &d->city->n_protections, sizeof(*p));
	*p = (struct protection){ .id = "P01",
		.title = "国庆活动",
		.areas = "",
		.categories = "1106",
		.dispatch = "",
		.signin = "15min",
		.contact = "",
		.resolve = "",
		.starts_at = d->desk.now - 3600000,
		.ends_at = d->desk.now + 3600000 };
}

static const struct actor township = { "4021", "李强", "4021", ROLE_BIT(TOWNSHIP) };
static const struct actor supervisor = { "1110", "袁宏斌", "", ROLE_BIT(SUPERVISOR) };

static void
stop(struct viewdesk *d)
{
	viewdesk_free(d);
	viewcache_close(&cache);
}

/* As the engine would keep it. */
static void
keep(struct viewdesk *d, struct record *r, const char *by)
{
	struct news n = { .kind = NEWS_TABLES, .tables = CACHE_RECORDS };
	struct err e = { 0 };

	id_new(r->id);
	(void)str_copy(r->by, sizeof(r->by), by);
	r->at = d->desk.now;
	if (cache_record_add(cache.w, r, &e) != ERR_OK)
		fail_msg("%s: %s", e.where, e.text);
	viewdesk_news(d, &n);
}

static struct record *
last(struct viewdesk *d)
{
	struct job *j = viewdesk_last(d, JOB_RECORD);

	assert_non_null(j);
	assert_int_equal(j->record.kind, RECORD_ZERO_REPORT);
	return &j->record;
}

static void
test_nothing_happened(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, township);
	viewdesk_open(&d, "zero", NULL);
	assert_true(viewdesk_shows(&d, "未报 1"));
	viewdesk_golden(&d, "zero-80");
	viewdesk_type(&d, "0");
	assert_string_equal(last(&d)->object, "4021 P01");
	assert_string_equal(last(&d)->code, "none");
	assert_null(last(&d)->text);
	keep(&d, last(&d), "4021");
	viewdesk_done(&d, JOB_RECORD, "");
	assert_true(viewdesk_shows(&d, "已报 10:42"));
	viewdesk_type(&d, "0"); /* once a day */
	assert_int_equal(d.n_jobs, 1);
	stop(&d);
}

static void
test_something_happened(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, township);
	viewdesk_open(&d, "zero", NULL);
	viewdesk_draw(&d);
	viewdesk_type(&d, "\n\n"); /* not without words */
	assert_int_equal(d.n_jobs, 0);
	viewdesk_type(&d, "10点会场外有人聚集\n");
	assert_string_equal(last(&d)->code, "some");
	assert_string_equal(last(&d)->text, "10点会场外有人聚集");
	keep(&d, last(&d), "4021");
	viewdesk_done(&d, JOB_RECORD, "");
	viewdesk_golden(&d, "zero-some-80");
	stop(&d);
}

static void
test_home_and_the_desk_say_it(void **state)
{
	struct record r = { .kind = RECORD_ZERO_REPORT, .object = "4021 P01", .code = "none" };
	struct viewdesk d;

	(void)state;
	start(&d, township);
	viewdesk_open(&d, "handling", NULL);
	assert_true(viewdesk_shows(&d, "零报告未报: Ctrl-P 零报告"));
	view_close(&d.view);
	viewdesk_open(&d, "home", NULL);
	assert_true(viewdesk_shows(&d, "今日未报 国庆活动"));
	viewdesk_golden(&d, "home-zero-80");
	viewdesk_type(&d, "0");
	assert_string_equal(d.opened, "zero:");
	keep(&d, &r, "4021");
	assert_true(viewdesk_shows(&d, "今日已报 10:42"));
	d.desk.now += 24 * 3600000; /* the period is over */
	view_close(&d.view);
	viewdesk_open(&d, "home", NULL);
	assert_false(viewdesk_shows(&d, "零报告"));
	stop(&d);
}

static void
test_who_has_not(void **state)
{
	struct record r = { .kind = RECORD_ZERO_REPORT, .object = "4021 P01", .code = "none" };
	struct viewdesk d;

	(void)state;
	start(&d, supervisor);
	viewdesk_open(&d, "home", NULL);
	assert_true(viewdesk_shows(&d, "家今日未报"));
	view_close(&d.view);
	viewdesk_open(&d, "zero", NULL);
	keep(&d, &r, "4021");
	viewdesk_golden(&d, "zero-watch-80");
	viewdesk_type(&d, "0"); /* no unit's own */
	assert_int_equal(d.n_jobs, 0);
	stop(&d);
}

static void
test_nobody_else(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, (struct actor){ "1154", "王芳", "", ROLE_BIT(AGENT) });
	viewdesk_open(&d, "home", NULL);
	assert_false(viewdesk_shows(&d, "零报告"));
	stop(&d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nothing_happened),
		cmocka_unit_test(test_something_happened),
		cmocka_unit_test(test_home_and_the_desk_say_it),
		cmocka_unit_test(test_who_has_not),
		cmocka_unit_test(test_nobody_else),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
