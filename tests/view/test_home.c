/* test_home: the first screen: today's figures, what is still owed, bulletins, hot spots, my tickets; before sign-in
 * nothing personal. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../lib/viewcache.h"
#include "base/str.h"
#include "client/view/classroom.h"

static struct viewcache cache;

static void
start(struct viewdesk *d, int rows, int cols)
{
	viewdesk_init(d, rows, cols);
	viewcache_open(&cache, d);
	viewcache_story(&cache);
	viewdesk_open(d, "home", NULL);
}

static void
stop(struct viewdesk *d)
{
	viewcache_close(&cache);
	viewdesk_free(d);
}

static void
test_a_day_at_both_sizes(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	viewdesk_golden(&d, "home-80");
	stop(&d);
	start(&d, 36, 120);
	viewdesk_golden(&d, "home-120");
	stop(&d);
}

static void
test_nothing_personal_before_sign_in(void **state)
{
	struct viewdesk d;

	(void)state;
	viewdesk_init(&d, 24, 80);
	d.desk.me = (struct actor){ "", "", "", 0 };
	viewdesk_open(&d, "home", NULL);
	viewdesk_golden(&d, "home-nobody-80");
	viewdesk_key(&d, ACTION_ENTER);
	assert_string_equal(d.opened, "login:");
	viewdesk_free(&d);
}

static void
test_with_a_cache_but_nobody_signed_in(void **state)
{
	struct viewdesk d;

	(void)state;
	viewdesk_init(&d, 24, 80);
	viewcache_open(&cache, &d);
	viewcache_story(&cache);
	d.desk.me = (struct actor){ "", "", "", 0 };
	viewdesk_open(&d, "home", NULL);
	assert_false(viewdesk_shows(&d, "暖气"));
	assert_true(viewdesk_shows(&d, "还没有登录"));
	stop(&d);
}

static void
test_an_empty_day_says_what_to_do(void **state)
{
	struct viewdesk d;

	(void)state;
	viewdesk_init(&d, 24, 80);
	viewcache_open(&cache, &d);
	d.desk.city = NULL;
	viewdesk_open(&d, "home", NULL);
	viewdesk_golden(&d, "home-empty-80");
	stop(&d);
}

/* Who takes no calls reads where his work is and what waits there, and nothing of calls. */
static void
sit(struct viewdesk *d, uint32_t roles, const char *unit)
{
	viewdesk_init(d, 24, 80);
	viewcache_open(&cache, d);
	viewcache_story(&cache);
	d->desk.me.roles = roles;
	d->desk.me.unit = unit;
	viewdesk_open(d, "home", NULL);
}

static void
test_who_answers_no_calls_is_told_of_none(void **state)
{
	struct viewdesk d;

	(void)state;
	sit(&d, ROLE_BIT(DISPATCHER), "");
	viewdesk_golden(&d, "home-dispatcher-80");
	assert_false(viewdesk_shows(&d, "F2"));
	assert_false(viewdesk_shows(&d, "接听"));
	viewdesk_type(&d, "1");
	assert_string_equal(d.opened, "dispatch:");
	stop(&d);
	sit(&d, ROLE_BIT(UNIT), "990102000000cg");
	assert_true(viewdesk_shows(&d, "办理"));
	stop(&d);
	sit(&d, ROLE_BIT(ADMIN), "");
	assert_true(viewdesk_shows(&d, "管理"));
	assert_false(viewdesk_shows(&d, "暂无")); /* nothing waits there ever */
	viewdesk_key(&d, ACTION_ENTER);
	assert_string_equal(d.opened, "admin:");
	stop(&d);
}

static void
test_digits_open_and_letters_filter(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	viewdesk_draw(&d);
	viewdesk_type(&d, "1");
	assert_string_equal(d.opened, "ticket:0190a000-0000-7000-8000-000000000002");
	viewdesk_type(&d, "zxzs"); /* 装修噪声 */
	viewdesk_golden(&d, "home-filter-80");
	viewdesk_key(&d, ACTION_ENTER);
	assert_string_equal(d.opened, "ticket:0190a000-0000-7000-8000-000000000003");
	viewdesk_key(&d, ACTION_BACK);
	assert_true(viewdesk_shows(&d, "幸福里5号楼暖气"));
	viewdesk_key(&d, ACTION_BACK); /* not mine any more: the app closes */
	assert_int_equal(d.bits, VIEW_IGNORED);
	stop(&d);
}

/* An emergency that went out as it was: its owner sees it until the category and the unit are there. */
static void
test_an_emergency_is_owed_until_it_is_whole(void **state)
{
	struct viewcache_told told = { "261121103012115409", "2026-11-21 10:30:12", EVENT_SUBMIT,
		"1154", "王芳", "help", NULL, NULL, NULL, "紧急来电", "紧急来电, 转 110 公安", NULL,
		"13900001111" };
	struct viewdesk d;
	struct fields *f;
	int i;

	(void)state;
	start(&d, 24, 80);
	i = viewcache_tell(&cache, &told);
	f = &cache.tickets[i].t.f;
	assert_true(fields_set(f, TF_URGENCY, "critical"));
	viewcache_put(&cache, i);
	viewdesk_news(&d, &(struct news){ .kind = NEWS_TABLES, .tables = CACHE_TICKETS });
	viewdesk_golden(&d, "home-owed-80");
	assert_true(viewdesk_shows(&d, "紧急件待补全 1"));
	assert_true(fields_set(f, TF_CATEGORY, "0603") && fields_set(f, TF_UNIT, "1004"));
	cache.tickets[i].t.rev++;
	viewcache_put(&cache, i);
	viewdesk_news(&d, &(struct news){ .kind = NEWS_TABLES, .tables = CACHE_TICKETS });
	assert_false(viewdesk_shows(&d, "待补全"));
	stop(&d);
}

static void
test_bulletins_by_tab_and_digit(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	viewdesk_draw(&d);
	viewdesk_type(&d, "\t");
	viewdesk_golden(&d, "home-notices-80");
	viewdesk_type(&d, "1");
	assert_string_equal(d.opened, "bulletins:B01");
	viewdesk_key(&d, ACTION_BACK);
	assert_true(viewdesk_shows(&d, "单号"));
	stop(&d);
}

static void
test_news_are_read_when_painted(void **state)
{
	struct viewdesk d;
	struct news n = { .kind = NEWS_TABLES, .tables = CACHE_TICKETS | CACHE_OUTBOX };
	static const struct viewcache_told told = { "261121104002115412", "2026-11-21 10:40:02",
		EVENT_SUBMIT, "1154", "王芳", "help", "0301", "990102001", "松涛路3号",
		"松涛路停水", "松涛路3号一早停水。", "周先生", "13800007777" };

	(void)state;
	start(&d, 24, 80);
	assert_false(viewdesk_shows(&d, "松涛路停水"));
	viewcache_new(&cache, &told);
	viewdesk_news(&d, &n);
	assert_int_equal(d.bits, VIEW_DRAW);
	assert_true(viewdesk_shows(&d, "松涛路停水"));
	assert_true(viewdesk_shows(&d, "待送"));
	assert_true(viewdesk_shows(&d, "待送"));
	stop(&d);
}

/* Words for a step that were not sent: which step, which ticket; a day with everything in it still fits. */
static void
test_notes_not_sent_are_told(void **state)
{
	struct viewdesk d;
	struct draft note;
	struct err e = { 0 };

	(void)state;
	viewdesk_init(&d, 24, 80);
	viewcache_open(&cache, &d);
	viewcache_story(&cache);
	draft_init(&note);
	(void)str_copy(note.id, sizeof(note.id), "0190a000-0000-7000-8000-00000000d001");
	(void)str_copy(note.owner, sizeof(note.owner), "1154");
	(void)str_copy(note.ticket, sizeof(note.ticket), cache.tickets[1].t.id);
	(void)str_copy(note.act, sizeof(note.act), "urge");
	assert_true(fields_set(&note.f, TF_CONTENT, "老人发烧"));
	assert_int_equal(cache_draft_save(cache.w, &note, 1, &e), ERR_OK);
	viewdesk_open(&d, "home", NULL);
	viewdesk_golden(&d, "home-note-80");
	assert_true(viewdesk_shows(&d, "便签   1   催办"));
	assert_true(viewdesk_shows(&d, "草稿   0")); /* it is no sheet */
	viewcache_own(
	    &cache, 1, EVENT_SUPPLEMENT, "2026-11-21 10:41:30", TF_COUNT, "灯杆编号 H-0378");
	viewcache_own(&cache, 0, EVENT_NOTE, "2026-11-21 10:41:40", TF_COUNT, "又黑了");
	viewcache_answer(&cache, OP_REJECTED, "已办结", NULL);
	view_close(&d.view);
	d.desk.now += INT64_C(40) * 86400000;
	viewdesk_open(&d, "home", NULL);
	viewdesk_golden(&d, "home-full-80");
	draft_free(&note);
	stop(&d);
}

/* A number that no row has begins the filter with all its digits, and the headings stay. */
static void
test_a_digit_of_no_row_begins_the_filter(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	viewdesk_draw(&d);
	viewdesk_type(&d, "900100");
	assert_string_equal(d.opened, "");
	assert_true(viewdesk_shows(&d, "筛选 900100"));
	assert_true(viewdesk_shows(&d, "办结期限"));
	stop(&d);
}

static void
test_the_newest_half_done_sheet_by_key(void **state)
{
	struct viewdesk d;
	struct draft sheet;
	struct err e = { 0 };
	struct news n = { .kind = NEWS_TABLES, .tables = CACHE_OUTBOX };

	(void)state;
	start(&d, 24, 80);
	viewdesk_key(&d, ACTION_NEXT_DRAFT);
	assert_non_null(strstr(d.said, "没有草稿"));
	assert_string_equal(d.opened, "");
	draft_init(&sheet);
	(void)str_copy(sheet.id, sizeof(sheet.id), "0190a000-0000-7000-8000-00000000d001");
	(void)str_copy(sheet.owner, sizeof(sheet.owner), "1154");
	assert_true(fields_set(&sheet.f, TF_CONTENT, "路灯"));
	assert_int_equal(cache_draft_save(cache.w, &sheet, 1, &e), ERR_OK);
	viewdesk_news(&d, &n);
	assert_true(viewdesk_shows(&d, "草稿   1   Ctrl-N 接着写"));
	viewdesk_golden(&d, "home-draft-80");
	viewdesk_key(&d, ACTION_NEXT_DRAFT);
	assert_int_equal(d.bits, VIEW_IGNORED); /* the app's: the form may be open */
	/* a change to a ticket opens with its ticket; what they say stands below */
	(void)str_copy(sheet.id, sizeof(sheet.id), "0190a000-0000-7000-8000-00000000d002");
	(void)str_copy(sheet.ticket, sizeof(sheet.ticket), cache.tickets[1].t.id);
	assert_true(fields_set(&sheet.f, TF_CONTENT, "红山路78号路灯不亮"));
	sheet.changed_at = d.desk.now;
	assert_int_equal(cache_draft_save(cache.w, &sheet, 2, &e), ERR_OK);
	viewdesk_news(&d, &n);
	assert_true(viewdesk_shows(&d, "草稿   2   Ctrl-N 接着写"));
	assert_true(viewdesk_shows(&d, "红山路78号路灯不亮"));
	viewdesk_key(&d, ACTION_NEXT_DRAFT);
	assert_string_equal(strchr(d.opened, ':') + 1, cache.tickets[1].t.id);
	draft_free(&sheet);
	stop(&d);
}

/* In a classroom the first screen says that it is one, and where one sits. */
static void
where_one_sits(void **state)
{
	static struct class_info info;
	static struct class_hall hall = { .name = "一班" };
	struct viewdesk d;

	(void)state;
	memset(&info, 0, sizeof(info));
	start(&d, 24, 80);
	assert_false(viewdesk_shows(&d, "培训"));
	d.desk.classroom = &info;
	d.desk.demo = true;
	assert_true(viewdesk_shows(
	    &d, "演示: Ctrl-P 培训 有案例、观摩、考试; 带班: hotseat --demo --class 班名"));
	(void)str_copy(info.waits_for, sizeof(info.waits_for), "二班");
	assert_true(viewdesk_shows(&d, "课堂 二班 没有开: 开了自动加入 "));
	(void)str_copy(info.open_now, sizeof(info.open_now), "一班、三班");
	assert_true(viewdesk_shows(&d, "课堂 二班 没有开: 开了自动加入; 开着的有: 一班、三班"));
	info.waits_for[0] = '\0';
	(void)str_copy(info.in_class, sizeof(info.in_class), "一班");
	(void)str_copy(info.trainee, sizeof(info.trainee), "小陈");
	assert_true(viewdesk_shows(&d, "课堂 一班, 您叫 小陈: 等教员发题"));
	info.under_way = true; /* from its ringing on */
	assert_true(viewdesk_shows(&d, "课堂 一班, 您叫 小陈: 正在上课"));
	info.hall = &hall;
	assert_true(viewdesk_shows(&d, "这一台是课堂 一班 的教员: Ctrl-P 课堂"));
	stop(&d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(where_one_sits),
		cmocka_unit_test(test_a_day_at_both_sizes),
		cmocka_unit_test(test_nothing_personal_before_sign_in),
		cmocka_unit_test(test_with_a_cache_but_nobody_signed_in),
		cmocka_unit_test(test_an_empty_day_says_what_to_do),
		cmocka_unit_test(test_who_answers_no_calls_is_told_of_none),
		cmocka_unit_test(test_digits_open_and_letters_filter),
		cmocka_unit_test(test_an_emergency_is_owed_until_it_is_whole),
		cmocka_unit_test(test_bulletins_by_tab_and_digit),
		cmocka_unit_test(test_news_are_read_when_painted),
		cmocka_unit_test(test_notes_not_sent_are_told),
		cmocka_unit_test(test_a_digit_of_no_row_begins_the_filter),
		cmocka_unit_test(test_the_newest_half_done_sheet_by_key),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
