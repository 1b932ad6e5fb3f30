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
#include "base/clock.h"
#include "base/id.h"
#include "base/str.h"
#include "model/guidance.h"
#include "model/role.h"

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

/* A step of talking points, as it comes from the centre or goes out from here. */
static void
keep_step(struct viewdesk *d, const char *by, const char *code, const char *text)
{
	struct record r = { .kind = RECORD_GUIDANCE, .at = d->desk.now };
	struct news n = { .kind = NEWS_TABLES, .tables = CACHE_RECORDS };
	struct err e = { 0 };

	id_new(r.id);
	(void)str_copy(r.by, sizeof(r.by), by);
	(void)str_copy(r.object, sizeof(r.object), "L1");
	(void)str_copy(r.code, sizeof(r.code), code);
	assert_true(record_set_text(&r, text));
	if (cache_record_add(cache.w, &r, &e) != ERR_OK)
		fail_msg("%s: %s", e.where, e.text);
	d->desk.now += 1000;
	record_free(&r);
	viewdesk_news(d, &n);
}

static void
test_written(void **state)
{
	struct viewdesk d;
	struct guidance t;
	struct job *j;

	(void)state;
	start(&d, 24, 80, NULL);
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

static void
test_let_out(void **state)
{
	static const char words[] =
	    "2026-11-21 10:40\n2026-11-23 18:00\n\n\n\n停气抢修\n预计十八时恢复供气。";
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80, NULL);
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
	start(&d, 24, 80, NULL); /* her own: no answer but to look on; what became of it */
	d.desk.me.roles = ROLE_BIT(SENIOR);
	keep_step(&d, d.desk.me.user, "propose", words);
	viewdesk_draw(&d);
	assert_false(viewdesk_shows(&d, "待批"));
	viewdesk_key(&d, ACTION_NEXT);
	viewdesk_draw(&d);
	assert_false(viewdesk_shows(&d, "批准  "));
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
	start(&d, 36, 120, NULL);
	d.desk.me.roles = ROLE_BIT(SENIOR);
	put_form(&d, "明天8:00", "后天18:30");
	assert_int_equal(
	    guidance_read(record_text(&viewdesk_last(&d, JOB_RECORD)->record), &t, NULL), ERR_OK);
	assert_int_equal(
	    t.starts_at, civil_day_start(civil_day(d.desk.now) + 1) + 8LL * 3600 * 1000);
	assert_int_equal(t.ends_at - t.starts_at, (34 * 60 + 30) * 60000LL);
	viewdesk_golden(&d, "bulletins-guidance-120");
	stop(&d);
	start(&d, 24, 80, NULL);
	d.desk.me.roles = ROLE_BIT(KB_EDITOR);
	put_form(&d, "", "等通知");
	assert_int_equal(d.n_jobs, 0);
	assert_non_null(strstr(d.said, "看不懂"));
	assert_true(viewdesk_shows(&d, "> 结束"));
	stop(&d);
	start(&d, 24, 80, NULL);
	d.desk.me.roles = ROLE_BIT(KB_EDITOR);
	put_form(&d, "明天", "今天23:00"); /* a day begins with its first minute */
	assert_int_equal(d.n_jobs, 0);
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
	start(&d, 24, 80, NULL);
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

static struct bulletin *
bulletin_of(struct viewdesk *d, const char *id)
{
	size_t i = 0;

	while (i + 1 < d->city->n_bulletins && strcmp(d->city->bulletins[i].id, id) != 0)
		i++;
	assert_string_equal(d->city->bulletins[i].id, id);
	return &d->city->bulletins[i];
}

/* Who has read it, for who wrote it and who let it out, and that this seat does not know of how many. */
static void
test_read_list(void **state)
{
	static const char *const readers[] = { "1107", "1155" };
	struct viewdesk d;
	struct bulletin *b;

	(void)state;
	start(&d, 24, 80, "B01");
	b = bulletin_of(&d, "B01");
	b->issuer = "1154";
	b->approver = "1001";
	assert_true(viewdesk_shows(&d, "已阅 0 人(应阅总数本机没有)"));
	for (size_t i = 0; i < sizeof(readers) / sizeof(readers[0]); i++) {
		struct record r = { .kind = RECORD_READ, .at = d.desk.now };

		id_new(r.id);
		(void)str_copy(r.by, sizeof(r.by), readers[i]);
		(void)str_copy(r.object, sizeof(r.object), "B01");
		assert_int_equal(cache_record_add(cache.w, &r, NULL), ERR_OK);
	}
	assert_true(viewdesk_shows(&d, "已阅 2 人(应阅总数本机没有): 1107 1155"));
	viewdesk_golden(&d, "bulletins-readers-80");
	b->issuer = "1106";
	assert_false(viewdesk_shows(&d, "已阅 2 人"));
	b->approver = "1154";
	assert_true(viewdesk_shows(&d, "已阅 2 人"));
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
		cmocka_unit_test(test_written),
		cmocka_unit_test(test_let_out),
		cmocka_unit_test(test_hours),
		cmocka_unit_test(test_ended_early),
		cmocka_unit_test(test_read_list),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
