/* test_guidance: talking points from a seat, on the screen of bulletins: the form, who lets them out, what became of them, who
 * has read them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "../lib/viewcache.h"
#include "base/clock.h"
#include "base/id.h"
#include "base/str.h"
#include "model/guidance.h"
#include "model/role.h"
#include "wire/record_json.h"

static struct viewcache cache;

static void
start(struct viewdesk *d, int rows, int cols)
{
	viewdesk_init(d, rows, cols);
	viewcache_open(&cache, d);
	viewdesk_open(d, "bulletins", NULL);
	viewdesk_draw(d);
}

static void
stop(struct viewdesk *d)
{
	viewdesk_free(d);
	viewcache_close(&cache);
}

/* A step of talking points as it comes from the centre: one record a page. */
static void
keep_step_of(struct viewdesk *d, const char *id, const char *by, const char *code, const char *text)
{
	struct record r = { .kind = RECORD_GUIDANCE, .at = d->desk.now };
	struct news n = { .kind = NEWS_TABLES, .tables = CACHE_RECORDS };
	const struct cache_desk_who who = { "1154", "senior", "e" };
	struct record_page page = { .rows = &r, .count = 1 };
	struct err e = { 0 };

	page.next = cache_desk_after(cache.w, &who) + 1;
	id_new(r.id);
	(void)str_copy(r.by, sizeof(r.by), by);
	(void)str_copy(r.object, sizeof(r.object), id);
	(void)str_copy(r.code, sizeof(r.code), code);
	assert_true(record_set_text(&r, text));
	if (cache_desk_page(cache.w, &who, &page, &e) != ERR_OK)
		fail_msg("%s: %s", e.where, e.text);
	d->desk.now += 1000;
	record_free(&r);
	viewdesk_news(d, &n);
}

static void
keep_step(struct viewdesk *d, const char *by, const char *code, const char *text)
{
	keep_step_of(d, "L1", by, code, text);
}

static void
test_written(void **state)
{
	struct viewdesk d;
	struct guidance t;
	struct job *j;

	(void)state;
	start(&d, 24, 80);
	viewdesk_key(&d, ACTION_NEW); /* a call-taker opens a new ticket by it */
	assert_false(viewdesk_shows(&d, "新增临时口径"));
	d.desk.me.roles = ROLE_BIT(SENIOR);
	viewdesk_key(&d, ACTION_NEW);
	viewdesk_draw(&d);
	assert_true(viewdesk_shows(&d, "新增临时口径"));
	viewdesk_type(&d, "停气抢修");
	viewdesk_key(&d, ACTION_ENTER);
	viewdesk_type(&d, "预计十八时恢复供气。");
	viewdesk_key(&d, ACTION_SUBMIT);
	j = viewdesk_last(&d, JOB_RECORD);
	assert_non_null(j);
	assert_int_equal(j->record.kind, RECORD_GUIDANCE);
	assert_string_equal(j->record.code, "propose");
	assert_int_equal(guidance_read(record_text(&j->record), &t, NULL), ERR_OK);
	assert_string_equal(t.title, "停气抢修");
	assert_string_equal(t.points, "预计十八时恢复供气。");
	assert_int_equal(t.starts_at, d.desk.now - d.desk.now % 60000); /* not said: now */
	assert_int_equal(t.ends_at, civil_day_start(civil_day(d.desk.now) + 3));
	viewdesk_golden(&d, "bulletins-guidance-80");
	stop(&d);
}

/* From the wall one comes to write, at once. */
static void
test_begun_elsewhere(void **state)
{
	struct viewdesk d;

	(void)state;
	viewdesk_init(&d, 24, 80);
	viewcache_open(&cache, &d);
	d.desk.me.roles = ROLE_BIT(SENIOR);
	viewdesk_open(&d, "bulletins", "new");
	assert_true(viewdesk_shows(&d, "新增临时口径"));
	stop(&d);
}

static void
test_let_out(void **state)
{
	static const char words[] =
	    "2026-11-21 10:40\n2026-11-23 18:00\n\n\n\n停气抢修\n预计十八时恢复供气。";
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	d.desk.me.roles = ROLE_BIT(SENIOR);
	keep_step(&d, "1108", "propose", words);
	viewdesk_draw(&d);
	assert_true(viewdesk_shows(&d, "待批 1 条"));
	viewdesk_key(&d, ACTION_NEXT);
	viewdesk_draw(&d);
	assert_true(viewdesk_shows(&d, "预计十八时恢复供气。"));
	viewdesk_type(&d, "1");
	assert_string_equal(viewdesk_last(&d, JOB_RECORD)->record.code, "approve");
	assert_string_equal(record_text(&viewdesk_last(&d, JOB_RECORD)->record), words);
	stop(&d);
	start(&d, 24, 80); /* her own: no answer but to look on; what became of it */
	d.desk.me.roles = ROLE_BIT(SENIOR);
	keep_step(&d, d.desk.me.user, "propose", words);
	viewdesk_draw(&d);
	assert_false(viewdesk_shows(&d, "待批"));
	viewdesk_key(&d, ACTION_NEXT);
	viewdesk_draw(&d);
	assert_false(viewdesk_shows(&d, "1  批准"));
	viewdesk_key(&d, ACTION_BACK);
	keep_step(&d, "1108", "refuse", "时间不对");
	viewdesk_key(&d, ACTION_NEXT);
	viewdesk_draw(&d);
	assert_true(viewdesk_shows(&d, "1108 退回: 时间不对"));
	stop(&d);
}

static void
put_form(struct viewdesk *d, const char *from, const char *to)
{
	viewdesk_key(d, ACTION_NEW);
	viewdesk_draw(d);
	viewdesk_type(d, "停水\n因抢修停水。\n");
	viewdesk_type(d, from);
	viewdesk_key(d, ACTION_ENTER);
	for (int i = 0; i < 10; i++)
		viewdesk_key(d, ACTION_ERASE);
	viewdesk_type(d, to);
	viewdesk_key(d, ACTION_SUBMIT);
}

/* From and to are moments as people type them; what cannot be read is said, with the cursor in its cell. */
static void
test_hours(void **state)
{
	struct viewdesk d;
	struct guidance t;

	(void)state;
	start(&d, 36, 120);
	d.desk.me.roles = ROLE_BIT(SENIOR);
	put_form(&d, "明天8:00", "后天18:30");
	assert_int_equal(
	    guidance_read(record_text(&viewdesk_last(&d, JOB_RECORD)->record), &t, NULL), ERR_OK);
	assert_int_equal(
	    t.starts_at, civil_day_start(civil_day(d.desk.now) + 1) + 8LL * 3600 * 1000);
	assert_int_equal(t.ends_at - t.starts_at, (34 * 60 + 30) * 60000LL);
	viewdesk_golden(&d, "bulletins-guidance-120");
	stop(&d);
	start(&d, 24, 80);
	d.desk.me.roles = ROLE_BIT(KB_EDITOR);
	put_form(&d, "", "等通知");
	assert_null(viewdesk_last(&d, JOB_RECORD));
	assert_non_null(strstr(d.said, "看不懂"));
	assert_true(viewdesk_shows(&d, "> 结束"));
	stop(&d);
	start(&d, 24, 80);
	d.desk.me.roles = ROLE_BIT(KB_EDITOR);
	put_form(&d, "明天", "今天23:00"); /* a day begins with its first minute */
	assert_null(viewdesk_last(&d, JOB_RECORD));
	assert_string_equal(d.said, "结束时间不晚于开始时间。");
	stop(&d);
}

#define WORDS "2026-11-21 10:40\n2026-11-23 18:00\n\n\n\n停气抢修\n预计十八时恢复供气。"

/* What is out is ended before its time by one who may, with a reason; a call-taker has no such key. */
static void
test_ended_early(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	keep_step(&d, "1108", "propose", WORDS);
	keep_step(&d, "1001", "approve", WORDS);
	viewdesk_key(&d, ACTION_NEXT);
	assert_false(viewdesk_shows(&d, "提前结束"));
	d.desk.me.roles = ROLE_BIT(SENIOR);
	viewdesk_key(&d, ACTION_NEXT);
	assert_true(viewdesk_shows(&d, "1001 已批准, 正在用"));
	viewdesk_golden(&d, "bulletins-guidance-out-80");
	viewdesk_type(&d, "1");
	assert_true(viewdesk_shows(&d, "提前结束: 写明理由"));
	viewdesk_key(&d, ACTION_SUBMIT);
	assert_int_equal(d.n_jobs, 0); /* not without one */
	viewdesk_type(&d, "已恢复供气");
	viewdesk_key(&d, ACTION_SUBMIT);
	assert_string_equal(viewdesk_last(&d, JOB_RECORD)->record.code, "end");
	assert_string_equal(record_text(&viewdesk_last(&d, JOB_RECORD)->record), "已恢复供气");
	keep_step(&d, d.desk.me.user, "end", "已恢复供气");
	stop(&d);
}

/* What is typed is there again after Esc, and after the screen is gone; it goes with the record, or when it is emptied. */
static void
test_nothing_typed_is_lost(void **state)
{
	struct viewdesk d;
	struct draft kept = { .cursor = 0 };
	struct err e = { 0 };

	(void)state;
	start(&d, 24, 80);
	d.desk.me.roles = ROLE_BIT(SENIOR);
	viewdesk_key(&d, ACTION_NEW);
	viewdesk_type(&d, "停气抢修\n预计十八时恢复, 请关阀\n明天8:00\n");
	assert_string_equal(fields_get(d.journal, TF_CONTENT), "预计十八时恢复, 请关阀");
	viewdesk_key(&d, ACTION_BACK);
	assert_false(d.closed);
	assert_false(viewdesk_shows(&d, "新增临时口径"));
	assert_non_null(strstr(d.said, "写的已存下"));
	viewdesk_key(&d, ACTION_NEW);
	assert_true(viewdesk_shows(&d, "预计十八时恢复, 请关阀"));
	assert_true(viewdesk_shows(&d, "2026-11-22 08:00"));
	assert_true(draft_copy(&kept, &viewdesk_last(&d, JOB_DRAFT_SAVE)->draft));
	stop(&d); /* and the next day */
	viewdesk_init(&d, 24, 80);
	viewcache_open(&cache, &d);
	assert_int_equal(cache_draft_save(cache.w, &kept, 1, &e), ERR_OK);
	d.desk.me.roles = ROLE_BIT(SENIOR);
	viewdesk_open(&d, "bulletins", NULL);
	viewdesk_key(&d, ACTION_NEW);
	assert_true(viewdesk_shows(&d, "预计十八时恢复, 请关阀"));
	viewdesk_key(&d, ACTION_SUBMIT);
	viewdesk_done(&d, JOB_RECORD, "");
	assert_string_equal(viewdesk_last(&d, JOB_DRAFT_DROP)->draft.id, kept.id);
	assert_false(viewdesk_shows(&d, "新增临时口径"));
	viewdesk_key(&d, ACTION_NEW);
	assert_false(viewdesk_shows(&d, "预计十八时恢复, 请关阀"));
	draft_free(&kept);
	stop(&d);
}

/* The centre would not have it, or it came back: its words are there to be put right. */
static void
test_put_right(void **state)
{
	struct viewdesk d;
	struct guidance t;

	(void)state;
	start(&d, 24, 80);
	d.desk.me.roles = ROLE_BIT(SENIOR);
	keep_step(&d, d.desk.me.user, "propose", WORDS);
	keep_step(&d, "1001", "refuse", "时间写到几点");
	assert_true(viewdesk_shows(&d, "! 退回 1 条 Tab"));
	viewdesk_key(&d, ACTION_NEXT);
	assert_true(viewdesk_shows(&d, "1001 退回: 时间写到几点"));
	viewdesk_type(&d, "1");
	assert_true(viewdesk_shows(&d, "修改后重新送批"));
	assert_true(viewdesk_shows(&d, "不填: 现在")); /* it was to begin before now */
	assert_true(viewdesk_shows(&d, "2026-11-23 18:00"));
	viewdesk_golden(&d, "bulletins-guidance-again-80");
	viewdesk_key(&d, ACTION_SUBMIT);
	assert_int_equal(
	    guidance_read(record_text(&viewdesk_last(&d, JOB_RECORD)->record), &t, NULL), ERR_OK);
	assert_string_equal(t.title, "停气抢修");
	assert_string_not_equal(viewdesk_last(&d, JOB_RECORD)->record.object, "L1");
	viewdesk_done(&d, JOB_RECORD, "");
	keep_step_of(&d, "L2", d.desk.me.user, "propose", WORDS);
	assert_false(viewdesk_shows(&d, "退回 1 条")); /* it is seen to */
	stop(&d);
}

/* Who lets out 300 characters for an area and a category, instead of another, reads all of them, also on the smallest screen. */
static void
test_read_whole(void **state)
{
	struct str words = { 0 };
	struct viewdesk d;

	(void)state;
	str_add(&words, "2026-11-21 10:40\n2026-11-23 18:00\n990102002\n0304\nB04\n停暖\n");
	for (int i = 0; i < GUIDANCE_POINTS_CHARS - 5; i++)
		str_add(&words, i % 20 == 19 ? "。" : "热");
	str_add(&words, "最后一句。");
	start(&d, 24, 80);
	d.desk.me.roles = ROLE_BIT(LEADER);
	keep_step_of(&d, "L2", "1108", "propose", WORDS);
	keep_step(&d, "1108", "propose", str_c(&words));
	viewdesk_key(&d, ACTION_NEXT);
	assert_true(viewdesk_shows(&d, "1108 拟写, 等待批准"));
	assert_true(viewdesk_shows(&d, "批准后撤下: 供暖投诉分流办法(试行)"));
	assert_true(viewdesk_shows(&d, "最后一句。"));
	assert_true(viewdesk_shows(&d, "3  下一条"));
	assert_true(viewdesk_shows(&d, "Esc  返回"));
	str_free(&words);
	stop(&d);
}

/* Written with the line down, and the centre would not have it when it came: said with its reason, and nothing of it is lost. */
static void
test_not_taken(void **state)
{
	struct news n = { .kind = NEWS_TABLES, .tables = CACHE_RECORDS };
	struct viewdesk d;
	struct record_batch b;
	struct record *r;
	struct str body = { 0 };

	(void)state;
	start(&d, 24, 80);
	d.desk.me.roles = ROLE_BIT(SENIOR);
	d.desk.link.state = LINK_OFFLINE;
	viewdesk_key(&d, ACTION_NEW);
	viewdesk_type(&d, "停气抢修\n预计十八时恢复供气。");
	viewdesk_key(&d, ACTION_SUBMIT);
	r = &viewdesk_last(&d, JOB_RECORD)->record;
	id_new(r->id);
	(void)str_copy(r->by, sizeof(r->by), d.desk.me.user);
	assert_int_equal(cache_record_add(cache.w, r, NULL), ERR_OK);
	viewdesk_done(&d, JOB_RECORD, "");
	assert_string_equal(d.said, "已记下, 线路恢复后送批");
	viewdesk_key(&d, ACTION_NEXT);
	assert_true(viewdesk_shows(&d, "1154 拟写, 等线路恢复后送出"));
	d.desk.link.state = LINK_ONLINE;
	assert_int_equal(cache_record_batch(cache.w, 1, &body, &b, NULL), ERR_OK);
	assert_int_equal(cache_record_refused(cache.w, &b, "没有类别 0399。", NULL), ERR_OK);
	viewdesk_news(&d, &n);
	assert_true(viewdesk_shows(&d, "中心没有收: 没有类别 0399"));
	viewdesk_type(&d, "1"); /* 改了再送 */
	assert_true(viewdesk_shows(&d, "! 退回 1 条 Tab"));
	assert_true(viewdesk_shows(&d, "预计十八时恢复供气。"));
	str_free(&body);
	stop(&d);
}

/* Past its end nobody lets it out, and nobody ends it: neither is offered, and it waits for nobody. */
static void
test_over(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	d.desk.me.roles = ROLE_BIT(LEADER);
	keep_step(&d, "1108", "propose", WORDS);
	viewdesk_key(&d, ACTION_NEXT);
	assert_true(viewdesk_shows(&d, "1  批准"));
	keep_step_of(&d, "L2", "1101", "propose", WORDS);
	assert_true(viewdesk_shows(&d, "1  批准")); /* another one is no reason to ask anew */
	keep_step_of(&d, "L2", "1102", "refuse", "重复");
	d.desk.now += 3LL * 24 * 3600 * 1000; /* it went by while it was being read */
	viewdesk_type(&d, "1");
	assert_null(viewdesk_last(&d, JOB_RECORD));
	assert_string_equal(d.said, "结束时间已经过了。");
	viewdesk_key(&d, ACTION_NEXT);
	assert_true(viewdesk_shows(&d, "1102 退回: 重复"));
	viewdesk_type(&d, "1"); /* 下一条 */
	assert_true(viewdesk_shows(&d, "1108 拟写, 没有批就过了结束时间"));
	assert_true(viewdesk_shows(&d, "1  退回"));
	assert_false(viewdesk_shows(&d, "1  批准"));
	viewdesk_key(&d, ACTION_BACK);
	assert_false(viewdesk_shows(&d, "待批 1 条"));
	stop(&d);
	start(&d, 24, 80);
	d.desk.me.roles = ROLE_BIT(LEADER);
	keep_step(&d, "1108", "propose", WORDS);
	viewdesk_key(&d, ACTION_NEXT);
	assert_true(viewdesk_shows(&d, "1  批准"));
	keep_step(&d, "1101", "approve", WORDS); /* somebody else was quicker */
	assert_false(viewdesk_shows(&d, "1  批准"));
	assert_true(viewdesk_shows(&d, "1101 已批准, 正在用"));
	viewdesk_key(&d, ACTION_BACK);
	d.desk.now += 3LL * 24 * 3600 * 1000;
	viewdesk_key(&d, ACTION_NEXT);
	assert_true(viewdesk_shows(&d, "1101 已批准, 已到期"));
	assert_false(viewdesk_shows(&d, "提前结束"));
	stop(&d);
}

/* A paste of 7,000 characters is refused as a whole; a tab or a new line within is a blank, for it is read out in one piece. */
static void
test_bad_input(void **state)
{
	struct viewdesk d;
	struct guidance t;
	struct str big = { 0 };

	(void)state;
	start(&d, 24, 80);
	d.desk.me.roles = ROLE_BIT(SENIOR);
	for (int i = 0; i < 7000; i++)
		str_add(&big, "停");
	viewdesk_key(&d, ACTION_NEW);
	viewdesk_key(&d, ACTION_SUBMIT);
	assert_string_equal(d.said, "请填写标题。");
	viewdesk_input(
	    &d, (struct input){ .kind = INPUT_PASTE, .text = str_c(&big), .len = big.len });
	assert_non_null(strstr(d.said, "最多 40 个字"));
	viewdesk_type(&d, "停气\n");
	viewdesk_key(&d, ACTION_SUBMIT);
	assert_string_equal(d.said, "请填写统一口径。");
	viewdesk_input(
	    &d, (struct input){ .kind = INPUT_PASTE, .text = str_c(&big), .len = big.len });
	assert_non_null(strstr(d.said, "最多 300 个字"));
	viewdesk_input(
	    &d, (struct input){ .kind = INPUT_PASTE, .text = "先关阀\n再开窗\t通风", .len = 26 });
	viewdesk_key(&d, ACTION_SUBMIT);
	assert_int_equal(
	    guidance_read(record_text(&viewdesk_last(&d, JOB_RECORD)->record), &t, NULL), ERR_OK);
	assert_string_equal(t.points, "先关阀 再开窗 通风");
	assert_string_equal(t.title, "停气");
	str_free(&big);
	stop(&d);
}

/* Who has read it is told to those who may let out, of talking points from a seat only. */
static void
test_read_list(void **state)
{
	static const char *const readers[] = { "1107", "1155" };
	struct viewdesk d;

	(void)state;
	viewdesk_init(&d, 24, 80);
	viewcache_open(&cache, &d);
	d.city->bulletins[0].id = "L1";
	d.city->bulletins[0].issuer = "1106";
	d.city->bulletins[0].approver = "1001";
	viewdesk_open(&d, "bulletins", "L1");
	assert_false(viewdesk_shows(&d, "已阅 0 人"));
	d.desk.me.roles = ROLE_BIT(KB_EDITOR);
	assert_false(viewdesk_shows(&d, "已阅 0 人"));
	d.desk.me.roles = ROLE_BIT(LEADER);
	assert_true(viewdesk_shows(&d, "已阅 0 人"));
	for (size_t i = 0; i < sizeof(readers) / sizeof(readers[0]); i++) {
		struct record r = { .kind = RECORD_READ, .at = d.desk.now };

		id_new(r.id);
		(void)str_copy(r.by, sizeof(r.by), readers[i]);
		(void)str_copy(r.object, sizeof(r.object), "L1");
		assert_int_equal(cache_record_add(cache.w, &r, NULL), ERR_OK);
	}
	assert_true(viewdesk_shows(&d, "已阅 2 人: 1107 1155"));
	viewdesk_golden(&d, "bulletins-readers-80");
	d.city->bulletins[0].id = "B01"; /* from the city's tables: nobody counts */
	assert_false(viewdesk_shows(&d, "已阅 2 人"));
	stop(&d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_written),
		cmocka_unit_test(test_begun_elsewhere),
		cmocka_unit_test(test_let_out),
		cmocka_unit_test(test_hours),
		cmocka_unit_test(test_ended_early),
		cmocka_unit_test(test_nothing_typed_is_lost),
		cmocka_unit_test(test_put_right),
		cmocka_unit_test(test_read_whole),
		cmocka_unit_test(test_not_taken),
		cmocka_unit_test(test_over),
		cmocka_unit_test(test_bad_input),
		cmocka_unit_test(test_read_list),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
