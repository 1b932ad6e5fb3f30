/* test_visit: the call-backs: whom to ring, in which order, the answers by digits, the hours, the number behind Ctrl-Y. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "../lib/viewcache.h"
#include "base/str.h"

static struct viewcache cache;

enum { LAMP, BIN, NOISE, BIKE };

/* Answered and audited: ready to be asked about. */
static void
answer(int i, const char *unit, const char *at, const char *facts)
{
	viewcache_step(&cache, i, EVENT_DISPATCH, "2026-11-18 08:30:15", "system", EA_TO_UNIT, unit,
	    EA_RULE, "D0205", EA_BASIS, "市政设施维护职责", -1);
	viewcache_step(&cache, i, EVENT_SIGNIN, "2026-11-18 08:40:00", "1200 周建军@1004", -1);
	viewcache_step(&cache, i, EVENT_REPLY, at, "1200 周建军@1004", EA_IS_TRUE, "yes", EA_FACTS,
	    facts, EA_ACTION, "已更换镇流器并亮灯", EA_SOLVED, "solved", -1);
	viewcache_step(&cache, i, EVENT_AUDIT_OK, at, "1102 韩立新", -1);
}

static void
start(struct viewdesk *d, int rows, int cols)
{
	static const struct viewcache_told told[] = {
		{ "261117083012110701", "2026-11-17 08:30:12", EVENT_SUBMIT, "1107", "陈静", "help",
		    "0205", "990102001", "红山路78号", "路灯不亮 红山路78号",
		    "门口路灯从11月16日晚起不亮, 行人和老人出行不便。", "张女士", "13800005678" },
		{ "261117101204115411", "2026-11-17 10:12:04", EVENT_SUBMIT, "1154", "王芳", "help",
		    "0203", "990102002", "幸福里5号楼", "垃圾三天未清 幸福里5号楼",
		    "楼下垃圾三天没人清。", "李先生", "13900001234" },
		{ "261117211033115405", "2026-11-17 21:10:33", EVENT_SUBMIT, "1154", "王芳",
		    "complaint", "0402", "990102001", "建材城", "建材城装修噪声扰民",
		    "建材城夜里10点以后还在装修, 电钻声很大。", "赵女士", "13700004321" },
		{ "261117093001115409", "2026-11-17 09:30:01", EVENT_SUBMIT, "1154", "王芳", "help",
		    "0508", "990102001", "红山路口", "共享单车堵路 红山路口",
		    "路口单车堆满人行道。", "张女士", "13800005678" },
	};

	viewdesk_init(d, rows, cols);
	d->desk.me.user = "1103";
	d->desk.me.roles = ROLE_BIT(VISITOR);
	viewcache_open(&cache, d);
	for (size_t i = 0; i < sizeof(told) / sizeof(told[0]); i++)
		(void)viewcache_tell(&cache, &told[i]);
	answer(LAMP, "1004", "2026-11-20 15:20:00", "11月19日上午到场, 镇流器损坏");
	answer(BIN, "1004", "2026-11-19 15:20:00", "11月19日下午到场, 垃圾桶已满");
	answer(NOISE, "4001", "2026-11-20 16:20:00", "夜间巡查未发现施工");
	answer(BIKE, "1004", "2026-11-20 17:20:00", "运营公司已清运");
	/* rung this morning already */
	viewcache_step(&cache, BIN, EVENT_VISIT_FAIL, "2026-11-21 09:05:00", "1103 苏晓梅",
	    EA_RESULT, "no_answer", -1);
	for (int i = 0; i < cache.n; i++)
		viewcache_put(&cache, i);
	viewdesk_open(d, "visit", NULL);
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
	start(&d, 24, 80);
	viewdesk_golden(&d, "visit-80");
	viewdesk_key(&d, ACTION_ENTER);
	viewdesk_golden(&d, "visit-form-80");
	viewdesk_type(&d, "42");
	viewdesk_type(&d, "2");
	viewdesk_type(&d, "催了三次没人来");
	viewdesk_golden(&d, "visit-bad-80");
	stop(&d);
	start(&d, 36, 120);
	viewdesk_golden(&d, "visit-120");
	viewdesk_key(&d, ACTION_ENTER);
	viewdesk_golden(&d, "visit-form-120");
	stop(&d);
}

/* Two more told the same: the one who takes no message is told by whoever rings. */
static void
test_followers(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	assert_false(viewdesk_shows(&d, "反映同一件"));
	viewcache_step(&cache, LAMP, EVENT_FOLLOW, "2026-11-20 15:30:00", "1154 王芳", EA_KIND,
	    WORKFLOW_CALLER, EA_NOTE, "也不亮", EA_METHOD, WORKFLOW_SMS, -1);
	viewcache_put(&cache, LAMP);
	viewdesk_news(&d, &(struct news){ .kind = NEWS_TABLES, .tables = CACHE_TICKETS });
	assert_true(viewdesk_shows(&d, "另有1位反映同一件, 结果都发短信告知"));
	viewcache_step(&cache, LAMP, EVENT_FOLLOW, "2026-11-20 15:40:00", "1154 王芳", EA_KIND,
	    WORKFLOW_CALLER, EA_NOTE, "二楼也黑", -1);
	viewcache_put(&cache, LAMP);
	viewdesk_news(&d, &(struct news){ .kind = NEWS_TABLES, .tables = CACHE_TICKETS });
	assert_true(viewdesk_shows(&d, "另有2位反映同一件: 1位发短信, 1位请一并电话告知"));
	stop(&d);
}

static int
line_of(struct viewdesk *d, const char *text)
{
	struct str all = { 0 };
	const char *p;
	int row = 0;

	viewdesk_draw(d);
	canvas_dump(&d->canvas, &all);
	p = strstr(str_c(&all), text);
	for (const char *s = str_c(&all); p != NULL && s < p; s++)
		row += *s == '\n';
	row = p != NULL ? row : -1;
	str_free(&all);
	return row;
}

/* One person's tickets one below the other, who was rung this morning last. */
static void
test_order_of_calls(void **state)
{
	const struct news changed = { .kind = NEWS_TABLES, .tables = CACHE_TICKETS };
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	assert_int_equal(line_of(&d, "同上"), line_of(&d, "路灯不亮") + 1);
	assert_true(line_of(&d, "垃圾三天") > line_of(&d, "同上"));
	assert_true(line_of(&d, "垃圾三天") > line_of(&d, "装修噪声"));
	d.desk.now += 4 * 3600 * 1000LL; /* in the afternoon: by the limits again */
	viewdesk_news(&d, &changed);
	assert_true(line_of(&d, "垃圾三天") > line_of(&d, "同上"));
	assert_true(line_of(&d, "垃圾三天") < line_of(&d, "装修噪声"));
	stop(&d);
}

static const char *
said(const struct job *j, enum event_arg a)
{
	return args_get(&j->args, a);
}

/* Enter, three digits, Enter: five keys. */
static void
test_answers_choose_the_step(void **state)
{
	static const struct {
		const char *keys;
		enum event_kind kind;
		const char *solved, *stars;
	} rows[] = {
		{ "\n155\n", EVENT_VISIT_OK, "solved", "5" },
		{ "\n334\n", EVENT_VISIT_OK, "explained", "3" },
		{ "\n224\n", EVENT_VISIT_BAD, "partly", "2" },
		{ "\n455\n", EVENT_VISIT_BAD, "unsolved", "5" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct viewdesk d;
		const struct job *j;

		start(&d, 24, 80);
		viewdesk_type(&d, rows[i].keys);
		j = viewdesk_last(&d, JOB_ACT);
		assert_non_null(j);
		assert_int_equal(j->act, rows[i].kind);
		assert_string_equal(j->ticket, cache.tickets[LAMP].t.id);
		assert_string_equal(said(j, EA_SOLVED), rows[i].solved);
		assert_string_equal(said(j, EA_STARS), rows[i].stars);
		assert_string_equal(said(j, EA_METHOD), "manual");
		stop(&d);
	}
}

static void
test_nobody_answers_in_two_keys(void **state)
{
	struct viewdesk d;
	const struct job *j;

	(void)state;
	start(&d, 24, 80);
	viewdesk_type(&d, "2");
	assert_true(viewdesk_shows(&d, "没访成的原因"));
	viewdesk_type(&d, "4");
	j = viewdesk_last(&d, JOB_ACT);
	assert_non_null(j);
	assert_int_equal(j->act, EVENT_VISIT_FAIL);
	assert_string_equal(said(j, EA_RESULT), "off");
	stop(&d);
}

static void
test_no_answer_is_asked_for(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	viewdesk_type(&d, "\n1");
	viewdesk_key(&d, ACTION_SUBMIT);
	assert_null(viewdesk_last(&d, JOB_ACT));
	assert_int_equal(d.said_level, 2);
	stop(&d);
}

/* The next one is chosen when the answer has come. */
static void
test_the_next_one_is_chosen(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	viewdesk_type(&d, "24");
	viewcache_step(&cache, LAMP, EVENT_VISIT_FAIL, "2026-11-21 10:42:07", "1103 苏晓梅",
	    EA_RESULT, "off", -1);
	viewcache_put(&cache, LAMP);
	viewdesk_done(&d, JOB_ACT, "");
	viewdesk_draw(&d);
	viewdesk_type(&d, "\n155\n");
	assert_string_equal(viewdesk_last(&d, JOB_ACT)->ticket, cache.tickets[NOISE].t.id);
	stop(&d);
}

static void
test_quiet_hours(void **state)
{
	static const struct {
		const char *at, *says;
	} rows[] = {
		{ "2026-11-21 12:30", "今天下午2点起" },
		{ "2026-11-21 21:00", "明天上午8点30分起" },
		{ "2026-11-21 07:00", "今天上午8点30分起" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct viewdesk d;

		start(&d, 24, 80);
		d.desk.now = viewcache_at(rows[i].at);
		if (!viewdesk_shows(&d, rows[i].says))
			fail_msg("%s", rows[i].at);
		viewdesk_type(&d, "\n155\n");
		assert_null(viewdesk_last(&d, JOB_ACT));
		stop(&d);
	}
}

static void
test_the_number_is_audited_and_hides_again(void **state)
{
	struct news n = { .kind = NEWS_IDENTITY };
	struct viewdesk d;
	const struct job *j;

	(void)state;
	start(&d, 24, 80);
	assert_true(viewdesk_shows(&d, "138****5678"));
	viewdesk_key(&d, ACTION_UNMASK);
	j = viewdesk_last(&d, JOB_UNMASK);
	assert_non_null(j);
	assert_string_equal(j->text, "回访拨号");
	(void)str_copy(n.ticket, sizeof(n.ticket), j->ticket);
	assert_true(fields_set(&n.identity, TF_CALLER_PHONE, "13800005678"));
	viewdesk_news(&d, &n); /* asked for by another screen */
	assert_false(viewdesk_shows(&d, "13800005678"));
	n.job = j->id;
	viewdesk_news(&d, &n);
	viewdesk_done(&d, JOB_UNMASK, "");
	assert_true(viewdesk_shows(&d, "13800005678"));
	viewdesk_key(&d, ACTION_DOWN);
	assert_false(viewdesk_shows(&d, "13800005678"));
	viewdesk_key(&d, ACTION_UP);
	assert_false(viewdesk_shows(&d, "13800005678")); /* hidden is hidden */
	viewdesk_key(&d, ACTION_UNMASK);
	n.job = viewdesk_last(&d, JOB_UNMASK)->id;
	viewdesk_news(&d, &n);
	viewdesk_done(&d, JOB_UNMASK, "");
	assert_true(viewdesk_shows(&d, "13800005678"));
	d.desk.now += 60001;
	assert_false(viewdesk_shows(&d, "13800005678"));
	fields_free(&n.identity);
	stop(&d);
}

static void
test_one_key_dials_without_showing_the_number(void **state)
{
	struct viewdesk d;
	const struct job *j;

	(void)state;
	start(&d, 24, 80);
	viewdesk_key(&d, ACTION_TRANSFER);
	assert_null(viewdesk_last(&d, JOB_PHONE)); /* this seat's telephone cannot */
	assert_non_null(strstr(d.said, "不能拨号"));
	d.desk.call.caps = PHONE_CAP_CONSULT;
	viewdesk_key(&d, ACTION_TRANSFER);
	j = viewdesk_last(&d, JOB_PHONE);
	assert_non_null(j);
	assert_int_equal(j->phone, PHONE_DIAL);
	assert_true(j->ticket[0] != '\0');
	assert_string_equal(j->job_no, "");
	assert_false(viewdesk_shows(&d, "13800005678"));
	viewdesk_done(&d, JOB_PHONE, "");
	d.desk.call.leg = LEG_TALKING;
	viewdesk_key(&d, ACTION_TRANSFER);
	assert_int_equal(viewdesk_last(&d, JOB_PHONE)->phone, PHONE_RECONNECT);
	stop(&d);
}

static void
tell(struct viewdesk *d, enum phone_event_kind kind, int64_t at)
{
	struct news n = { .kind = NEWS_PHONE,
		.phone = { .kind = kind, .at = at, .cause = CAUSE_BUSY } };

	(void)str_copy(n.phone.target, sizeof(n.phone.target), "13800005678");
	viewdesk_news(d, &n);
}

/* What came of a call made from here stands in the form that asks for it. */
static void
test_what_the_telephone_said_is_filled_in(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	d.desk.call.caps = PHONE_CAP_CONSULT;
	tell(&d, PHONE_CALLING, d.desk.now); /* not from here */
	tell(&d, PHONE_NOT_REACHED, d.desk.now);
	viewdesk_key(&d, ACTION_TRANSFER);
	viewdesk_done(&d, JOB_PHONE, "");
	tell(&d, PHONE_CALLING, d.desk.now);
	d.desk.now += 20000;
	tell(&d, PHONE_NOT_REACHED, d.desk.now);
	assert_non_null(strstr(d.said, "对方忙; 记结果时已替您填好"));
	viewdesk_type(&d, "2");
	assert_true(viewdesk_shows(&d, "无人接听"));
	viewdesk_type(&d, "\n");
	assert_string_equal(args_get(&viewdesk_last(&d, JOB_ACT)->args, EA_RESULT), "no_answer");
	stop(&d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pictures),
		cmocka_unit_test(test_followers),
		cmocka_unit_test(test_order_of_calls),
		cmocka_unit_test(test_answers_choose_the_step),
		cmocka_unit_test(test_nobody_answers_in_two_keys),
		cmocka_unit_test(test_no_answer_is_asked_for),
		cmocka_unit_test(test_the_next_one_is_chosen),
		cmocka_unit_test(test_quiet_hours),
		cmocka_unit_test(test_the_number_is_audited_and_hides_again),
		cmocka_unit_test(test_one_key_dials_without_showing_the_number),
		cmocka_unit_test(test_what_the_telephone_said_is_filled_in),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
