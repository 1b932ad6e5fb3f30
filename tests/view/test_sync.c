/* test_sync: what waits, what the centre did not take, what two people wrote differently; the decisions by digits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "../lib/viewcache.h"
#include "base/str.h"

#define LIGHT "0190a000-0000-7000-8000-000000000001"
#define WHY   "还没有与诉求人联系成功的记录, 按规定不能提交办理反馈。"

static struct viewcache cache;

static const struct viewcache_told water = { "261121104810115418", "2026-11-21 10:40:10",
	EVENT_SUBMIT, "1154", "王芳", "help", "0301", "990102001", "松涛路3号", "松涛路停水",
	"松涛路3号一早停水。", "周先生", "13800007777" };

/* One conflict, one refused, two waiting. */
static void
start(struct viewdesk *d, int rows, int cols)
{
	viewdesk_init(d, rows, cols);
	viewcache_open(&cache, d);
	viewcache_story(&cache);
	viewcache_own(&cache, 0, EVENT_AMEND, "2026-11-21 09:40:11", TF_ADDRESS, "红山路87号");
	viewcache_answer(&cache, OP_CONFLICT, "", "address");
	viewcache_own(&cache, 1, EVENT_NOTE, "2026-11-21 09:58:20", TF_COUNT, "已联系物业");
	viewcache_answer(&cache, OP_REJECTED, WHY, "");
	viewcache_new(&cache, &water);
	viewcache_own(&cache, 2, EVENT_SUPPLEMENT, "2026-11-21 10:41:47", TF_COUNT, "今晚又在装修");
	d->desk.link.state = LINK_OFFLINE;
	d->desk.link.since_at = d->desk.now - 760000;
	d->desk.link.data_as_of = d->desk.now - 780000;
	d->desk.link.next_try_at = d->desk.now + 8000;
	viewdesk_open(d, "sync", NULL);
	viewdesk_draw(d);
}

static void
stop(struct viewdesk *d)
{
	viewcache_close(&cache);
	viewdesk_free(d);
}

static void
done(struct viewdesk *d, enum job_kind kind, enum err_code code, const char *text)
{
	struct news n = { .kind = NEWS_DONE, .err = { .code = code } };

	assert_non_null(viewdesk_last(d, kind));
	n.job = viewdesk_last(d, kind)->id;
	(void)str_copy(n.err.text, sizeof(n.err.text), text);
	viewdesk_news(d, &n);
}

static void
test_all_kinds_at_both_sizes(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	viewdesk_golden(&d, "sync-80");
	stop(&d);
	start(&d, 36, 120);
	viewdesk_golden(&d, "sync-120");
	stop(&d);
}

static void
test_nothing_to_do(void **state)
{
	struct viewdesk d;

	(void)state;
	viewdesk_init(&d, 24, 80);
	viewcache_open(&cache, &d);
	d.desk.link.data_as_of = d.desk.now;
	viewdesk_open(&d, "sync", NULL);
	viewdesk_golden(&d, "sync-empty-80");
	viewdesk_type(&d, "1\n\t");
	assert_int_equal(d.n_jobs, 0);
	stop(&d);
}

/* Desk records that wait are counted, though they are no rows. */
static void
test_desk_records_wait_too(void **state)
{
	struct record r = { .id = "0190a000-0000-7000-8000-0000000000a1",
		.kind = RECORD_READ,
		.by = "1154",
		.object = "B3" };
	struct record_batch batch;
	struct str body = { 0 };
	struct viewdesk d;
	struct err e;

	(void)state;
	viewdesk_init(&d, 24, 80);
	viewcache_open(&cache, &d);
	r.at = d.desk.now - 300000;
	assert_int_equal(cache_record_add(cache.w, &r, &e), ERR_OK);
	viewdesk_open(&d, "sync", NULL);
	viewdesk_draw(&d);
	assert_true(viewdesk_shows(&d, "待送 1 (最早5分前, 含记录1)"));
	assert_false(viewdesk_shows(&d, "中心没有收"));

	/* One that the centre will not have waits for nothing any more, but it is said; a wrong clock comes before it. */
	assert_int_equal(cache_record_batch(cache.w, 1, &body, &batch, &e), ERR_OK);
	assert_int_equal(cache_record_refused(cache.w, &batch, "没有这一类记录", &e), ERR_OK);
	str_free(&body);
	viewdesk_news(&d, &(struct news){ .kind = NEWS_TABLES, .tables = CACHE_RECORDS });
	viewdesk_draw(&d);
	assert_true(viewdesk_shows(&d, "待送 0"));
	assert_true(viewdesk_shows(&d, "! 有 1 条话务等记录中心没有收"));
	d.desk.link.offset_ms = -90000;
	viewdesk_draw(&d);
	assert_true(viewdesk_shows(&d, "! 本机时钟比中心快 1分"));
	assert_false(viewdesk_shows(&d, "中心没有收"));
	stop(&d);
}

static void
test_a_conflict_shows_both_and_is_settled(void **state)
{
	struct viewdesk d;
	const struct job *j;

	(void)state;
	start(&d, 24, 80);
	viewdesk_type(&d, "1");
	viewdesk_golden(&d, "sync-conflict-80");
	assert_int_equal(d.n_jobs, 0); /* the digit chose the row, nothing else */
	viewdesk_type(&d, "2");
	j = viewdesk_last(&d, JOB_CONFLICT);
	assert_non_null(j);
	assert_int_equal(j->choice, CONFLICT_MINE);
	assert_int_equal(j->local, 1);
	done(&d, JOB_CONFLICT, ERR_OK, "");
	assert_non_null(strstr(d.said, "用您的"));
	stop(&d);
}

static void
test_a_refused_one_is_dropped_only_with_a_reason(void **state)
{
	struct viewdesk d;
	const struct job *j;

	(void)state;
	start(&d, 24, 80);
	viewdesk_type(&d, "2");
	viewdesk_golden(&d, "sync-parked-80");
	viewdesk_type(&d, "4\n");
	assert_int_equal(d.n_jobs, 0);
	assert_non_null(strstr(d.said, "原因"));
	viewdesk_type(&d, "重复记了");
	viewdesk_golden(&d, "sync-discard-80");
	viewdesk_type(&d, "\n");
	j = viewdesk_last(&d, JOB_PARKED);
	assert_int_equal(j->choice, PARKED_DISCARD);
	assert_string_equal(j->text, "重复记了");
	done(&d, JOB_PARKED, ERR_BUSY, "正忙");
	assert_non_null(strstr(d.said, "正忙"));
	assert_true(viewdesk_shows(&d, "重复记了")); /* still there to send again */
	stop(&d);
}

static void
test_words_are_sent_again_corrected(void **state)
{
	struct viewdesk d;
	const struct job *j;

	(void)state;
	start(&d, 24, 80);
	viewdesk_type(&d, "21");
	viewdesk_golden(&d, "sync-resend-80");
	viewdesk_type(&d, ", 明天来\n"); /* behind what was refused */
	j = viewdesk_last(&d, JOB_PARKED);
	assert_non_null(j);
	assert_int_equal(j->choice, PARKED_RESEND);
	assert_string_equal(args_get(&j->args, EA_NOTE), "已联系物业, 明天来");
	stop(&d);
}

static void
test_a_field_of_a_refused_ticket_is_corrected(void **state)
{
	struct viewdesk d;
	const struct job *j;
	struct news n = { .kind = NEWS_TABLES, .tables = CACHE_OUTBOX };

	(void)state;
	start(&d, 24, 80);
	viewcache_new(&cache, &water);
	viewcache_answer(&cache, OP_REJECTED, "地点不在本市", "");
	viewdesk_news(&d, &n);
	assert_true(viewdesk_shows(&d, "3 10:40:10"));
	viewdesk_type(&d, "3");
	assert_true(viewdesk_shows(&d, "地点不在本市"));
	assert_false(viewdesk_shows(&d, "转为便签")); /* the centre has no such ticket */
	viewdesk_type(&d, "1");
	viewdesk_type(&d, "dd");
	viewdesk_golden(&d, "sync-field-80");
	viewdesk_type(&d, "\n");
	assert_true(viewdesk_shows(&d, "松涛路3号")); /* what it was */
	viewdesk_key(&d, ACTION_ERASE_HEAD);
	viewdesk_type(&d, "松涛路5号\n");
	j = viewdesk_last(&d, JOB_PARKED);
	assert_non_null(j);
	assert_int_equal(j->choice, PARKED_RESEND);
	assert_string_equal(fields_get(&j->draft.f, TF_ADDRESS), "松涛路5号");
	stop(&d);
}

static void
test_settled_elsewhere_meanwhile(void **state)
{
	struct viewdesk d;
	struct news n = { .kind = NEWS_TABLES, .tables = CACHE_OUTBOX };
	struct err e = { 0 };

	(void)state;
	start(&d, 24, 80);
	viewdesk_type(&d, "24");
	assert_int_equal(cache_parked_drop(cache.w, 2, &e), ERR_OK);
	viewdesk_news(&d, &n);
	viewdesk_draw(&d);
	viewdesk_type(&d, "\n");
	assert_null(viewdesk_last(&d, JOB_PARKED));
	stop(&d);
}

static void
test_waiting_opens_its_ticket_and_f5_tries_now(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	viewdesk_type(&d, "4");
	assert_string_equal(d.opened, "ticket:0190a000-0000-7000-8000-000000000003");
	viewdesk_key(&d, ACTION_RETRY);
	assert_non_null(viewdesk_last(&d, JOB_SYNC_NOW));
	assert_int_equal(d.view.ops->scopes(&d.view) & SCOPE_SYNC, SCOPE_SYNC);
	stop(&d);
}

static void
test_before_sign_in(void **state)
{
	struct viewdesk d;

	(void)state;
	viewdesk_init(&d, 24, 80);
	viewdesk_open(&d, "sync", NULL);
	assert_true(viewdesk_shows(&d, "线路正常"));
	viewdesk_type(&d, "1\t\n");
	assert_int_equal(d.n_jobs, 0);
	viewdesk_free(&d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_all_kinds_at_both_sizes),
		cmocka_unit_test(test_nothing_to_do),
		cmocka_unit_test(test_desk_records_wait_too),
		cmocka_unit_test(test_a_conflict_shows_both_and_is_settled),
		cmocka_unit_test(test_a_refused_one_is_dropped_only_with_a_reason),
		cmocka_unit_test(test_words_are_sent_again_corrected),
		cmocka_unit_test(test_a_field_of_a_refused_ticket_is_corrected),
		cmocka_unit_test(test_settled_elsewhere_meanwhile),
		cmocka_unit_test(test_waiting_opens_its_ticket_and_f5_tries_now),
		cmocka_unit_test(test_before_sign_in),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
