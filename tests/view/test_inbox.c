/* test_inbox: what came in writing: by its clock; taken up on the intake form with its channel kept. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../lib/viewcache.h"
#include "base/str.h"

static struct viewcache cache;

/* Of 10:42:07: one over its three minutes, one nearly, one fresh; two letters. */
static void
items(void)
{
	static const struct viewcache_told told[] = {
		{ "", "2026-11-21 10:38", EVENT_SAVE_DRAFT, "9001", "网站", "", "", "", "", "",
		    "小区东门的垃圾三天没人收了, 气味很大", "李梅", "13800000011" },
		{ "", "2026-11-21 10:39:40", EVENT_SAVE_DRAFT, "9001", "网站", "", "", "", "", "",
		    "公积金提取要带哪些材料?", "周强", "13800000012" },
		{ "", "2026-11-21 10:41:30", EVENT_SAVE_DRAFT, "9001", "网站", "help", "0205",
		    "990102001", "红山路78号", "路灯不亮", "红山路78号门前路灯三天不亮, 请尽快修好",
		    "王女士", "13800000013" },
		{ "", "2026-11-20 09:00", EVENT_SAVE_DRAFT, "9001", "网站", "", "", "", "", "",
		    "建议在城东路增设斑马线", "赵先生", "13800000014" },
		{ "", "2026-11-21 08:00", EVENT_SAVE_DRAFT, "9001", "网站", "", "", "", "", "",
		    "反映邻居夜间施工", "", "13800000015" },
		{ "", "2026-11-21 10:41", EVENT_SAVE_DRAFT, "1107", "陈静", "", "", "", "", "",
		    "电话里的草稿", "", "13800000016" },
	};

	static const char *const by[] = { "wechat", "web", "app", "leader_mailbox", "email",
		"phone" };

	for (size_t i = 0; i < sizeof(told) / sizeof(told[0]); i++)
		viewcache_put(&cache, viewcache_wrote(&cache, &told[i], by[i]));
}

static void
start(struct viewdesk *d, int rows, int cols, const char *view, int item)
{
	viewdesk_init(d, rows, cols);
	viewcache_open(&cache, d);
	items();
	viewdesk_open(d, view, item >= 0 ? cache.tickets[item].t.id : NULL);
	viewdesk_draw(d);
}

static void
stop(struct viewdesk *d)
{
	viewcache_close(&cache);
	viewdesk_free(d);
}

static void
test_pictures(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80, "inbox", -1);
	viewdesk_golden(&d, "inbox-80");
	viewdesk_key(&d, ACTION_RIGHT);
	viewdesk_golden(&d, "inbox-mail-80");
	stop(&d);
	start(&d, 36, 120, "inbox", -1);
	viewdesk_golden(&d, "inbox-120");
	stop(&d);
}

static void
test_each_under_its_clock(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80, "inbox", -1);
	assert_true(viewdesk_shows(&d, "垃圾三天没人收"));
	assert_true(viewdesk_shows(&d, "!!超期"));
	assert_false(viewdesk_shows(&d, "斑马线"));
	assert_false(viewdesk_shows(&d, "电话里的草稿"));
	viewdesk_key(&d, ACTION_RIGHT);
	assert_true(viewdesk_shows(&d, "斑马线"));
	assert_false(viewdesk_shows(&d, "公积金"));
	viewdesk_key(&d, ACTION_LEFT);
	viewdesk_key(&d, ACTION_ENTER); /* the one that waits longest */
	assert_string_equal(d.opened, "intake:0190a000-0000-7000-8000-000000000001");
	stop(&d);
}

/* On the form: what is there already, whole; F10 submits it under its own channel, its names as they were. */
static void
test_taken_up_on_the_form(void **state)
{
	struct viewdesk d;
	const struct job *j;

	(void)state;
	start(&d, 24, 80, "intake", 2);
	viewdesk_golden(&d, "intake-inbox-80");
	viewdesk_key(&d, ACTION_SUBMIT); /* the elements do not say enough: a reason, and on */
	assert_non_null(strstr(d.said, "五要素"));
	viewdesk_key(&d, ACTION_SUBMIT);
	viewdesk_key(&d, ACTION_ENTER);
	j = viewdesk_last(&d, JOB_SUBMIT);
	if (j == NULL)
		fail_msg("%s", d.said);
	assert_int_equal(j->act, EVENT_SUBMIT);
	assert_string_equal(j->draft.ticket, cache.tickets[2].t.id);
	assert_null(j->draft.f.v[TF_CONTACT_PHONE]);
	assert_string_equal(fields_get(&j->draft.f, TF_NO), ""); /* the engine gives it one */
	stop(&d);
}

/* A question is answered and closed; what is too little goes as incomplete with the second F10. */
static void
test_too_little_is_asked_back(void **state)
{
	struct viewdesk d;
	const struct job *j;

	(void)state;
	start(&d, 24, 80, "intake", 0);
	viewdesk_key(&d, ACTION_SUBMIT);
	assert_null(viewdesk_last(&d, JOB_SUBMIT));
	assert_non_null(strstr(d.said, "待完善"));
	viewdesk_key(&d, ACTION_SUBMIT);
	j = viewdesk_last(&d, JOB_SUBMIT);
	if (j == NULL)
		fail_msg("%s", d.said);
	assert_int_equal(j->act, EVENT_SUBMIT_INCOMPLETE);
	stop(&d);
}

/* In a special-protection period it says so, on the form and under the list. */
static void
test_a_protection_period_is_said(void **state)
{
	struct viewdesk d;
	struct protection *p;

	(void)state;
	start(&d, 24, 80, "intake", 2);
	assert_false(viewdesk_shows(&d, "保障期"));
	p = city_push(&d.city->protections, &d.city->n_protections, sizeof(*p));
	*p = (struct protection){ "P01", "展会", "", "0205", "", "15min", "", "12hour",
		viewcache_at("2026-11-20 00:00"), viewcache_at("2026-11-28 00:00") };
	viewdesk_news(&d, &(struct news){ .kind = NEWS_TABLES, .tables = CACHE_CITY });
	assert_true(viewdesk_shows(&d, "保障期 展会(至11-28 00:00) 签收15分钟 办结12小时"));
	assert_true(viewdesk_shows(&d, "(12小时)"));
	stop(&d);
}

/* What is in hand already is shown below the words; 1 proposes it, and F10 joins the item to it. */
static void
test_joined_to_what_is_in_hand(void **state)
{
	static const struct viewcache_told lamp = { "261121094012115414", "2026-11-21 09:40:12",
		EVENT_SUBMIT, "1154", "王芳", "help", "0205", "990102001", "红山路78号",
		"路灯不亮 红山路78号", "红山路78号门前路灯三天不亮。", "李先生", "13800000003" };
	struct viewdesk d;
	const struct job *j;

	(void)state;
	start(&d, 24, 80, "inbox", -1);
	viewcache_put(&cache, viewcache_tell(&cache, &lamp));
	viewcache_put(&cache, 2);
	viewdesk_news(&d, &(struct news){ .kind = NEWS_TABLES, .tables = CACHE_TICKETS });
	viewdesk_key(&d, ACTION_END);
	assert_true(viewdesk_shows(&d, "可能同一件: 1121-1154-14 待派单 路灯不亮 红山路78号"));
	viewdesk_type(&d, "1");
	viewdesk_golden(&d, "inbox-join-80");
	viewdesk_key(&d, ACTION_ENTER); /* in the form: the next cell, not the intake form */
	assert_string_equal(d.opened, "");
	viewdesk_key(&d, ACTION_SUBMIT);
	j = viewdesk_last(&d, JOB_ACT);
	if (j == NULL)
		fail_msg("%s", d.said);
	assert_int_equal(j->act, EVENT_INBOX_MERGE);
	assert_string_equal(j->ticket, cache.tickets[2].t.id);
	assert_string_equal(args_get(&j->args, EA_OTHER), cache.tickets[6].t.id);
	stop(&d);
}

/* Nobody is on the line to be read to: back to the list, where the next one's minutes run. */
static void
test_back_to_the_list(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80, "intake", 0);
	viewdesk_key(&d, ACTION_SUBMIT);
	viewdesk_key(&d, ACTION_SUBMIT);
	viewdesk_done(&d, JOB_SUBMIT, "261121104207115418");
	assert_true(d.closed);
	assert_string_equal(d.said, "已请来件人补充 后六位115418, 会发短信告知");
	stop(&d);
}

/* The first screen says what waits in writing, and how long it still may. */
static void
test_home_says_what_waits(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80, "home", -1);
	assert_true(viewdesk_shows(&d, "!! 来件   5   最急 超期"));
	stop(&d);
}

/* A unit may not ring who asked for secrecy: its question waits here, and what he said goes back to it. */
static void
test_a_question_is_passed_on(void **state)
{
	static const struct viewcache_told lamp = { "261121094012115414", "2026-11-20 09:40:12",
		EVENT_SUBMIT, "1154", "王芳", "complaint", "0402", "990102001", "红山路78号",
		"红山路78号夜间噪声", "红山路78号楼下夜里装修。", "李先生", "13800000003" };
	struct viewdesk d;
	const struct job *j;
	int i;

	(void)state;
	start(&d, 24, 80, "inbox", -1);
	assert_false(viewdesk_shows(&d, "待转达"));
	i = viewcache_tell(&cache, &lamp);
	assert_true(fields_set(&cache.tickets[i].t.f, TF_CONFIDENTIAL, "1"));
	viewcache_step(&cache, i, EVENT_DISPATCH, "2026-11-20 10:00:00", "system", EA_TO_UNIT,
	    "1003", EA_BASIS, "派单目录", -1);
	viewcache_step(&cache, i, EVENT_SIGNIN, "2026-11-20 10:10:00", "6004 周建军@1003", -1);
	viewcache_step(&cache, i, EVENT_ASK_RELAY, "2026-11-20 10:20:00", "6004 周建军@1003",
	    EA_NOTE, "请问是哪一户在装修?", -1);
	viewcache_put(&cache, i);
	viewdesk_news(&d, &(struct news){ .kind = NEWS_TABLES, .tables = CACHE_TICKETS });
	assert_true(viewdesk_shows(&d, "待转达 1"));
	viewdesk_key(&d, ACTION_LEFT);
	assert_true(viewdesk_shows(&d, "请问是哪一户在装修?"));
	viewdesk_golden(&d, "inbox-relay-80");
	viewdesk_key(&d, ACTION_ENTER);
	viewdesk_type(&d, "三楼东户\n");
	j = viewdesk_last(&d, JOB_ACT);
	if (j == NULL)
		fail_msg("%s", d.said);
	assert_int_equal(j->act, EVENT_RELAY);
	assert_string_equal(args_get(&j->args, EA_NOTE), "三楼东户");
	assert_string_equal(d.opened, "");
	stop(&d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pictures),
		cmocka_unit_test(test_each_under_its_clock),
		cmocka_unit_test(test_taken_up_on_the_form),
		cmocka_unit_test(test_too_little_is_asked_back),
		cmocka_unit_test(test_a_protection_period_is_said),
		cmocka_unit_test(test_joined_to_what_is_in_hand),
		cmocka_unit_test(test_back_to_the_list),
		cmocka_unit_test(test_home_says_what_waits),
		cmocka_unit_test(test_a_question_is_passed_on),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
