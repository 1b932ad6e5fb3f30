/* test_callbacks: who was not spoken with stands in a list, one row a number, until somebody has; one key dials without
 * showing the number, another ends the call; with a caller on the line nobody else is called. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../lib/viewcache.h"
#include "base/id.h"
#include "base/str.h"
#include "client/cache/records.h"

static struct viewcache cache;

static void
log_call(struct viewdesk *d, enum call_way way, const char *id, const char *peer, int minutes_ago,
    const char *back)
{
	struct news n = { .kind = NEWS_TABLES, .tables = CACHE_RECORDS };
	struct call_log c = { .way = way,
		.line = "12345",
		.began_at = d->desk.now - minutes_ago * 60000LL,
		.waited_ms = 17000 };
	struct record r = { .by = "1001" };
	struct err e = { 0 };

	str_copy(c.peer, sizeof(c.peer), peer);
	c.ended_at = c.began_at + 8000;
	assert_true(call_record(&c, id, &r));
	id_new(r.id);
	str_copy(r.object, sizeof(r.object), back);
	if (cache_record_add(cache.w, &r, &e) != ERR_OK)
		fail_msg("%s: %s", e.where, e.text);
	record_free(&r);
	if (d->view.ops != NULL)
		viewdesk_news(d, &n);
}

static void
start(struct viewdesk *d)
{
	viewdesk_init(d, 24, 80);
	viewcache_open(&cache, d);
	d->desk.call.caps = PHONE_CAP_ANSWER | PHONE_CAP_CONSULT;
	log_call(d, CALL_ABANDONED, "C-1", "13800000678", 50, "");
	log_call(d, CALL_MISSED, "C-2", "13900000111", 40, "");
	log_call(d, CALL_MISSED, "C-3", "13900000111", 30, ""); /* the same person again */
	log_call(d, CALL_ANSWERED, "C-4", "13700000222", 20, "");
	log_call(d, CALL_MISSED, "C-5", "13700000222", 35, ""); /* spoken with since */
	log_call(d, CALL_UNCALLED, "C-6", "13800000678", 10, "C-1");
	log_call(d, CALL_ABANDONED, "C-7", "", 5, ""); /* nobody knows who */
	viewdesk_open(d, "callbacks", NULL);
}

static void
stop(struct viewdesk *d)
{
	viewdesk_free(d);
	viewcache_close(&cache);
}

static void
one_row_a_number_until_spoken_with(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d);
	viewdesk_golden(&d, "callbacks-80");
	assert_true(viewdesk_shows(&d, "138****0678"));
	assert_true(viewdesk_shows(&d, "1次没接通"));
	assert_false(viewdesk_shows(&d, "137****0222"));
	log_call(&d, CALL_CALLED, "C-8", "13800000678", 1, "C-1");
	assert_false(viewdesk_shows(&d, "138****0678"));
	assert_true(viewdesk_shows(&d, "139****0111"));
	log_call(&d, CALL_ANSWERED, "C-9", "13900000111", 0, "");
	assert_true(viewdesk_shows(&d, "没有要回拨的"));
	stop(&d);
}

static void
one_key_dials_and_one_hangs_up(void **state)
{
	struct news reached = { .kind = NEWS_PHONE, .phone = { .kind = PHONE_REACHED } };
	struct viewdesk d;
	struct job *j;

	(void)state;
	start(&d);
	viewdesk_type(&d, "2\n");
	j = viewdesk_last(&d, JOB_PHONE);
	assert_int_equal(j->phone, PHONE_DIAL);
	assert_string_equal(j->record.object, "C-3");
	assert_string_equal(j->job_no, ""); /* the screen does not know it */
	d.desk.call.leg = LEG_CALLING;
	assert_true(viewdesk_shows(&d, "正在拨"));
	d.desk.call.leg = LEG_TALKING;
	viewdesk_news(&d, &reached);
	assert_true(viewdesk_shows(&d, "刚才来电没有接通"));
	viewdesk_type(&d, "\n");
	assert_int_equal(viewdesk_last(&d, JOB_PHONE)->phone, PHONE_RECONNECT);
	stop(&d);
}

static void
not_with_a_caller_and_not_without_a_telephone(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d);
	d.desk.call.ringing = true;
	viewdesk_type(&d, "\n");
	assert_null(viewdesk_last(&d, JOB_PHONE));
	assert_non_null(strstr(d.said, "先接来电"));
	d.desk.call.ringing = false;
	d.desk.call.phone_down = true;
	viewdesk_type(&d, "\n");
	assert_non_null(strstr(d.said, "话务中断"));
	d.desk.call.phone_down = false;
	d.desk.call.caps = PHONE_CAP_AGENT;
	viewdesk_type(&d, "\n");
	assert_null(viewdesk_last(&d, JOB_PHONE));
	assert_non_null(strstr(d.said, "请用话机回拨"));
	stop(&d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_row_a_number_until_spoken_with),
		cmocka_unit_test(one_key_dials_and_one_hangs_up),
		cmocka_unit_test(not_with_a_caller_and_not_without_a_telephone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
