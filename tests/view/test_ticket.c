/* test_ticket: one ticket: its picture, masked and whole; the steps by digits; refusals in words; what is not sent is not
 * lost. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "../lib/viewcache.h"
#include "base/str.h"
#include "client/view/part_p.h"

#define LIGHT "0190a000-0000-7000-8000-000000000001"
#define HEAT  "0190a000-0000-7000-8000-000000000002"
#define MONEY "0190a000-0000-7000-8000-000000000004"
#define WASTE "0190a000-0000-7000-8000-000000000005"

static struct viewcache cache;

static void
start(struct viewdesk *d, const char *id, int rows, int cols)
{
	viewdesk_init(d, rows, cols);
	viewcache_open(&cache, d);
	viewcache_story(&cache);
	viewdesk_open(d, "ticket", id);
	viewdesk_draw(d);
}

static void
stop(struct viewdesk *d)
{
	viewcache_close(&cache);
	viewdesk_free(d);
}

static int
asked(const struct viewdesk *d, enum job_kind kind)
{
	int n = 0;

	for (int i = 0; i < d->n_jobs; i++)
		n += d->jobs[i]->kind == kind;
	return n;
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

/* ---- pictures ---- */

static void
test_a_ticket_at_both_sizes(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, LIGHT, 24, 80);
	viewdesk_golden(&d, "ticket-80");
	stop(&d);
	start(&d, LIGHT, 36, 120);
	viewdesk_golden(&d, "ticket-120");
	stop(&d);
}

static void
test_other_states(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, WASTE, 24, 80);
	viewdesk_golden(&d, "ticket-incomplete-80");
	stop(&d);
	start(&d, MONEY, 24, 80);
	viewdesk_golden(&d, "ticket-direct-80");
	stop(&d);
}

static void
test_an_emergency_says_what_is_owed(void **state)
{
	struct viewdesk d;
	struct fields *f;

	(void)state;
	viewdesk_init(&d, 24, 80);
	viewcache_open(&cache, &d);
	viewcache_story(&cache);
	f = &cache.tickets[1].t.f;
	assert_true(fields_set(f, TF_URGENCY, "critical") && fields_set(f, TF_CATEGORY, NULL));
	cache.tickets[1].t.rev++;
	viewcache_put(&cache, 1);
	viewdesk_open(&d, "ticket", HEAT);
	assert_true(viewdesk_shows(&d, "待补全: 缺分类"));
	assert_true(fields_set(f, TF_CATEGORY, "0301") &&
		    fields_set(f, TF_URGENCY_REASON, "转 119 消防; 分类" PART_UNCHECKED));
	cache.tickets[1].t.state = STATE_PENDING;
	cache.tickets[1].t.rev++;
	viewcache_put(&cache, 1);
	viewdesk_news(&d, &(struct news){ .kind = NEWS_TABLES, .tables = CACHE_TICKETS });
	assert_false(viewdesk_shows(&d, "待补全"));
	assert_true(viewdesk_shows(&d, PART_UNCHECKED));
	stop(&d);
}

static void
test_reading_the_whole(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, LIGHT, 24, 80);
	viewdesk_type(&d, "\t");
	viewdesk_golden(&d, "ticket-whole-80");
	viewdesk_key(&d, ACTION_BACK);
	viewdesk_key(&d, ACTION_UP);
	viewdesk_type(&d, "\n");
	assert_true(viewdesk_shows(&d, "说明备件次日到"));
	assert_true(viewdesk_shows(&d, "周建军"));
	viewdesk_type(&d, "\n");
	assert_true(viewdesk_shows(&d, "校验"));
	stop(&d);
}

static void
test_a_spoilt_event_is_named(void **state)
{
	struct viewdesk d;

	(void)state;
	viewdesk_init(&d, 24, 80);
	viewcache_open(&cache, &d);
	viewcache_story(&cache);
	cache.tickets[0].ev[2].hash[5] ^= 1;
	viewcache_put(&cache, 0);
	viewdesk_open(&d, "ticket", LIGHT);
	assert_true(viewdesk_shows(&d, "!! 第 3 个环节校验不符"));
	assert_true(viewdesk_shows(&d, "!!不符"));
	assert_true(viewdesk_shows(&d, "相符"));
	stop(&d);
}

/* ---- the trace ---- */

static void
test_missing_events_are_fetched_once(void **state)
{
	struct viewdesk d;
	struct news n = { .kind = NEWS_TABLES, .tables = CACHE_EVENTS };

	(void)state;
	viewdesk_init(&d, 24, 80);
	viewcache_open(&cache, &d);
	viewcache_story(&cache);
	for (int i = 0; i < cache.tickets[0].n; i++) /* another ticket's, so that none are here */
		cache.tickets[0].t.id[35] = '9';
	viewcache_hold(&cache, 0, cache.tickets[0].n);
	viewdesk_open(&d, "ticket", "0190a000-0000-7000-8000-000000000009");
	assert_non_null(viewdesk_last(&d, JOB_FETCH));
	assert_true(viewdesk_shows(&d, "正在向中心取流转记录"));
	assert_int_equal(d.n_jobs, 1);
	viewdesk_news(&d, &n);
	viewdesk_draw(&d);
	assert_int_equal(d.n_jobs, 1);
	stop(&d);
}

static void
test_whole_traces_are_not_asked_for(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, LIGHT, 24, 80);
	assert_int_equal(d.n_jobs, 0);
	stop(&d);
}

static void
test_own_steps_stand_last_and_say_so(void **state)
{
	struct viewdesk d;
	struct news n = { .kind = NEWS_TABLES, .tables = CACHE_EVENTS | CACHE_TICKETS };

	(void)state;
	start(&d, LIGHT, 24, 80);
	viewcache_own(
	    &cache, 0, EVENT_SUPPLEMENT, "2026-11-21 10:41:30", TF_COUNT, "灯杆编号 H-0378");
	viewdesk_news(&d, &n);
	assert_true(viewdesk_shows(&d, "灯杆编号 H-0378"));
	assert_true(viewdesk_shows(&d, "待送"));
	stop(&d);
}

/* ---- steps ---- */

static void
test_urging_by_two_and_enter(void **state)
{
	struct viewdesk d;
	const struct job *j;

	(void)state;
	start(&d, HEAT, 24, 80);
	viewdesk_type(&d, "2");
	viewdesk_type(&d, "老人发烧了, 请今天上门");
	viewdesk_golden(&d, "ticket-urge-80");
	viewdesk_type(&d, "\n");
	j = viewdesk_last(&d, JOB_ACT);
	assert_non_null(j);
	assert_int_equal(j->act, EVENT_URGE);
	assert_string_equal(j->ticket, HEAT);
	assert_string_equal(args_get(&j->args, EA_NOTE), "老人发烧了, 请今天上门");
	viewdesk_type(
	    &d, "\n快"); /* asked once: no second job, and nothing is written that would be lost */
	assert_int_equal(asked(&d, JOB_ACT), 1);
	assert_non_null(strstr(d.said, "正在送出"));
	assert_string_equal(fields_get(d.journal, TF_CONTENT), "老人发烧了, 请今天上门");
	done(&d, JOB_ACT, ERR_OK, "");
	assert_string_equal(d.said, "已记催办。");
	assert_false(viewdesk_shows(&d, "老人发烧了"));
	stop(&d);
}

/* An abbreviation in the words of a step, as in the form; what is only for the form's other fields stays as typed. */
static void
test_a_text_module_in_a_note(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, HEAT, 24, 80);
	viewdesk_type(&d, "1");
	viewdesk_type(&d, "wrjt");
	viewdesk_key(&d, ACTION_MODULE);
	viewdesk_type(&d, "9");
	viewdesk_key(&d, ACTION_MODULE);
	viewdesk_type(&d, "40");
	assert_true(viewdesk_shows(&d, "9点40分回拨来电人, 无人接听。"));
	assert_string_equal(fields_get(d.journal, TF_CONTENT), "9点40分回拨来电人, 无人接听。");
	viewdesk_type(&d, "zzzz");
	viewdesk_key(&d, ACTION_MODULE);
	assert_non_null(strstr(d.said, "没有缩写为 zzzz"));
	assert_string_equal(fields_get(d.journal, TF_CONTENT), "9点40zzzz分回拨来电人, 无人接听。");
	stop(&d);
}

static void
test_a_refusal_keeps_the_words(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, HEAT, 24, 80);
	viewdesk_type(&d, "3\n");
	assert_non_null(strstr(d.said, "请写明补充内容"));
	assert_int_equal(asked(&d, JOB_ACT), 0);
	viewdesk_type(&d, "又来电");
	viewdesk_type(&d, "\n");
	done(&d, JOB_ACT, ERR_DISK_FULL, "磁盘已满");
	assert_non_null(strstr(d.said, "磁盘已满"));
	assert_true(viewdesk_shows(&d, "又来电"));
	viewdesk_type(&d, "\n"); /* again */
	assert_int_equal(asked(&d, JOB_ACT), 2);
	stop(&d);
}

static void
test_urged_today_already(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, LIGHT, 24, 80);
	viewdesk_type(&d, "2又来电\n");
	assert_non_null(strstr(d.said, "一天计一次"));
	assert_int_equal(asked(&d, JOB_ACT), 0);
	assert_true(viewdesk_shows(&d, "又来电"));
	stop(&d);
}

static void
test_esc_keeps_what_was_written(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, HEAT, 24, 80);
	viewdesk_type(&d, "1门牌在楼背面");
	viewdesk_key(&d, ACTION_BACK);
	assert_string_equal(d.said, "“追加说明”还没有送出, 写的话已存下, 再办这一步时接着写");
	assert_true(viewdesk_shows(&d, "[1] 追加说明(待送)"));
	viewdesk_type(&d, "1");
	assert_true(viewdesk_shows(&d, "门牌在楼背面"));
	viewdesk_type(&d, "3");
	viewdesk_type(&d, "\n");
	assert_string_equal(args_get(&viewdesk_last(&d, JOB_ACT)->args, EA_NOTE), "门牌在楼背面3");
	assert_string_equal(
	    viewdesk_last(&d, JOB_ACT)->draft.id, viewdesk_last(&d, JOB_DRAFT_SAVE)->draft.id);
	done(&d, JOB_ACT, ERR_OK, "");
	assert_false(viewdesk_shows(&d, "待送)"));
	viewdesk_type(&d, "1");
	assert_false(viewdesk_shows(&d, "门牌在楼背面3\n"));
	stop(&d);
}

/* What the draft table has after a kill: the journal folded. */
static void
restart(struct viewdesk *d, const char *id)
{
	struct draft kept;
	struct err e = { 0 };

	draft_init(&kept);
	assert_true(draft_copy(&kept, &viewdesk_last(d, JOB_DRAFT_SAVE)->draft));
	assert_int_equal(cache_draft_save(cache.w, &kept, 1, &e), ERR_OK);
	draft_free(&kept);
	view_close(&d->view);
	viewdesk_open(d, "ticket", id);
}

static void
test_words_are_there_after_a_kill(void **state)
{
	struct viewdesk d;
	const struct draft *kept;
	char id[ID_SIZE];

	(void)state;
	start(&d, HEAT, 24, 80);
	viewdesk_input(&d, input_text("2"));
	viewdesk_input(&d, input_text("老人"));
	assert_string_equal(fields_get(d.journal, TF_CONTENT), "老人"); /* before the next key */
	viewdesk_input(&d, input_text("发"));
	viewdesk_input(&d, input_text("烧"));
	viewdesk_key(&d, ACTION_LEFT);
	viewdesk_type(&d, ""); /* a pause */
	kept = &viewdesk_last(&d, JOB_DRAFT_SAVE)->draft;
	assert_string_equal(kept->ticket, HEAT);
	assert_string_equal(kept->act, "urge");
	assert_string_equal(kept->owner, "1154");
	(void)str_copy(id, sizeof(id), kept->id);
	restart(&d, HEAT);
	assert_true(viewdesk_shows(&d, "[2] 催办(待送)"));
	assert_false(viewdesk_shows(&d, "补充(待送)"));
	viewdesk_type(&d, "2还");
	assert_true(viewdesk_shows(&d, "老人发还烧")); /* where the cursor stood */
	viewdesk_type(&d, "\n");
	assert_string_equal(viewdesk_last(&d, JOB_ACT)->draft.id, id);
	done(&d, JOB_ACT, ERR_OK, "");
	assert_false(viewdesk_shows(&d, "待送"));
	stop(&d);
}

static void
test_emptied_words_are_dropped(void **state)
{
	struct viewdesk d;
	char id[ID_SIZE];

	(void)state;
	start(&d, HEAT, 24, 80);
	viewdesk_type(&d, "3门");
	(void)str_copy(id, sizeof(id), viewdesk_last(&d, JOB_DRAFT_SAVE)->draft.id);
	viewdesk_key(&d, ACTION_ERASE);
	assert_string_equal(viewdesk_last(&d, JOB_DRAFT_DROP)->draft.id, id);
	done(&d, JOB_DRAFT_DROP, ERR_OK, "");
	viewdesk_key(&d, ACTION_ERASE); /* nothing there: nothing to drop */
	assert_int_equal(asked(&d, JOB_DRAFT_DROP), 1);
	viewdesk_key(&d, ACTION_BACK);
	assert_string_equal(d.said, "");
	assert_false(viewdesk_shows(&d, "待送"));
	viewdesk_type(&d, "3窗"); /* the old id is done with: it would never come back */
	assert_string_not_equal(viewdesk_last(&d, JOB_DRAFT_SAVE)->draft.id, id);
	stop(&d);
}

static void
test_a_contact_keeps_how_it_went(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, WASTE, 24, 80);
	viewdesk_type(&d, "71说是3号楼");
	restart(&d, WASTE);
	viewdesk_type(&d, "7\n");
	assert_string_equal(args_get(&viewdesk_last(&d, JOB_ACT)->args, EA_RESULT), "reached");
	assert_string_equal(args_get(&viewdesk_last(&d, JOB_ACT)->args, EA_SUMMARY), "说是3号楼");
	stop(&d);
}

/* Another screen on the same ticket, or this one closed and opened faster than the table. */
static void
save_elsewhere(struct viewdesk *d)
{
	struct news n = { .kind = NEWS_TABLES, .tables = CACHE_DRAFTS };
	struct draft other;
	struct err e = { 0 };

	draft_init(&other);
	(void)str_copy(other.id, sizeof(other.id), "0190a000-0000-7000-8000-00000000d001");
	(void)str_copy(other.owner, sizeof(other.owner), "1154");
	(void)str_copy(other.ticket, sizeof(other.ticket), HEAT);
	(void)str_copy(other.act, sizeof(other.act), "urge");
	assert_true(fields_set(&other.f, TF_CONTENT, "先前写的"));
	assert_int_equal(cache_draft_save(cache.w, &other, 1, &e), ERR_OK);
	draft_free(&other);
	viewdesk_news(d, &n);
}

static void
test_words_saved_elsewhere_come_in(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, HEAT, 24, 80);
	viewdesk_type(&d, "2");
	save_elsewhere(&d);
	assert_true(viewdesk_shows(&d, "先前写的"));
	stop(&d);
	start(&d, HEAT, 24, 80);
	viewdesk_input(&d, input_text("2"));
	viewdesk_input(&d, input_text("新写的")); /* not in the table yet: it is behind */
	save_elsewhere(&d);
	assert_true(viewdesk_shows(&d, "新写的"));
	assert_false(viewdesk_shows(&d, "先前写的"));
	stop(&d);
}

static void
test_only_what_this_person_may_do(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, LIGHT, 24, 80);
	assert_false(viewdesk_shows(&d, "派单]"));
	viewdesk_type(&d, "9"); /* no step has it: nothing happens */
	assert_string_equal(d.said, "");
	assert_true(viewdesk_shows(&d, "下一步"));
	viewdesk_type(&d, "5");
	assert_string_equal(d.opened, "intake:" LIGHT);
	stop(&d);
	start(&d, MONEY, 24, 80);
	assert_false(viewdesk_shows(&d, "] 催办"));
	assert_true(viewdesk_shows(&d, "[1] 重启"));
	stop(&d);
}

static void
test_offline_steps_are_kept_here(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, HEAT, 24, 80);
	d.desk.link.state = LINK_OFFLINE;
	viewdesk_type(&d, "3停电了也不热\n");
	done(&d, JOB_ACT, ERR_OK, "");
	assert_non_null(strstr(d.said, "线路恢复后自动送出"));
	stop(&d);
}

static void
test_a_contact_needs_how_it_went(void **state)
{
	struct viewdesk d;
	const struct job *j;

	(void)state;
	start(&d, WASTE, 24, 80);
	viewdesk_type(&d, "7");
	viewdesk_golden(&d, "ticket-contact-80");
	viewdesk_type(&d, "1\n"); /* reached, but nothing said about it */
	assert_non_null(strstr(d.said, "沟通内容"));
	viewdesk_type(&d, "说是3号楼\n");
	j = viewdesk_last(&d, JOB_ACT);
	assert_non_null(j);
	assert_string_equal(args_get(&j->args, EA_RESULT), "reached");
	assert_string_equal(args_get(&j->args, EA_SUMMARY), "说是3号楼");
	stop(&d);
}

static void
dispatch(struct viewdesk *d, const char *category, const char *content)
{
	struct viewcache_told told = { "261121103002115413", "2026-11-21 10:30:02", EVENT_SUBMIT,
		"1154", "王芳", "help", category, "990102001", "红山路80号", "红山路80号", content,
		"周先生", "13800007777" };
	char id[ID_SIZE];

	viewdesk_init(d, 24, 80);
	viewcache_open(&cache, d);
	d->desk.me = (struct actor){ "1201", "赵敏", "", ROLE_BIT(DISPATCHER) };
	viewcache_put(&cache, viewcache_tell(&cache, &told));
	(void)str_copy(id, sizeof(id), cache.tickets[0].t.id);
	viewdesk_open(d, "ticket", id);
	viewdesk_draw(d);
	viewdesk_type(d, "1");
}

static void
test_the_unit_of_the_catalogue_is_proposed(void **state)
{
	struct viewdesk d;
	const struct job *j;

	(void)state;
	dispatch(&d, "0205", "红山路80号路灯不亮");
	viewdesk_golden(&d, "ticket-dispatch-80");
	viewdesk_key(&d, ACTION_SUBMIT);
	j = viewdesk_last(&d, JOB_ACT);
	assert_non_null(j);
	assert_int_equal(j->act, EVENT_DISPATCH);
	assert_string_equal(args_get(&j->args, EA_TO_UNIT), "1004");
	assert_string_equal(args_get(&j->args, EA_RULE), "D0205");
	stop(&d);
}

static void
test_another_unit_of_the_catalogue_brings_its_rule(void **state)
{
	struct viewdesk d;
	const struct job *j;

	(void)state;
	dispatch(&d, "0402", "楼上装修电钻响, 夜里大喇叭叫卖");
	viewdesk_key(&d, ACTION_DOWN);
	viewdesk_golden(&d, "ticket-units-80");
	viewdesk_key(&d, ACTION_DOWN);
	viewdesk_type(&d, "\n");
	viewdesk_key(&d, ACTION_SUBMIT);
	j = viewdesk_last(&d, JOB_ACT);
	assert_non_null(j);
	assert_string_equal(args_get(&j->args, EA_TO_UNIT), "1003");
	assert_string_equal(args_get(&j->args, EA_RULE), "D0402-2");
	stop(&d);
}

static void
test_the_city_may_change_under_the_list_of_units(void **state)
{
	struct viewdesk d;
	struct news n = { .kind = NEWS_TABLES, .tables = CACHE_CITY };

	(void)state;
	dispatch(&d, "0402", "楼上装修电钻响, 夜里大喇叭叫卖");
	viewdesk_news(&d, &n);
	assert_true(viewdesk_shows(&d, "下一步"));
	stop(&d);
}

/* A unit's part, what waits, what stands against it; the steps of several roles on two pages; every step in words. */
static void
test_work_in_progress(void **state)
{
	struct viewdesk d;
	char id[ID_SIZE];

	(void)state;
	for (int wide = 0; wide < 2; wide++) {
		viewdesk_init(&d, wide ? 36 : 24, wide ? 120 : 80);
		viewcache_open(&cache, &d);
		viewcache_story(&cache);
		d.desk.me = (struct actor){ "1101", "赵敏", "0001",
			ROLE_BIT(SENIOR) | ROLE_BIT(DISPATCHER) | ROLE_BIT(SUPERVISOR) };
		viewcache_step(
		    &cache, 0, EVENT_SIGNIN, "2026-11-21 09:00:00", "6004 周建军@1004", -1);
		viewcache_step(&cache, 0, EVENT_ADD_CO, "2026-11-21 09:10:00", "1102 韩立新",
		    EA_TO_UNIT, "1003", EA_DAYS, "1", EA_NOTE, "配合占道施工", -1);
		viewcache_step(&cache, 0, EVENT_EXTEND_ASK, "2026-11-21 09:20:00",
		    "6005 顾玉磊@1004", EA_DAYS, "3", EA_REASON, "灯头停产", EA_PLAN,
		    "到货当天更换", EA_TOLD, "3", -1);
		viewcache_step(&cache, 0, EVENT_SUPERVISE, "2026-11-21 10:00:00", "1110 袁宏斌",
		    EA_KIND, "supervise", EA_TO_UNIT, "1004", EA_UNTIL, "1795312800000", EA_REASON,
		    "超期一天, 已有老人摔倒", -1);
		viewcache_step(&cache, 0, EVENT_CARD, "2026-11-21 10:05:00", "system", EA_COLOUR,
		    "yellow", EA_TO_UNIT, "1004", EA_REASON, "超期", -1);
		viewcache_put(&cache, 0);
		(void)str_copy(id, sizeof(id), LIGHT);
		viewdesk_open(&d, "ticket", id);
		viewdesk_golden(&d, wide ? "ticket-work-120" : "ticket-work-80");
		viewdesk_type(&d, "0");
		viewdesk_golden(&d, wide ? "ticket-more-120" : "ticket-more-80");
		stop(&d);
	}
}

/* ---- identity ---- */

static void
show(struct viewdesk *d)
{
	struct news n = { .kind = NEWS_IDENTITY, .ticket = LIGHT };

	assert_true(fields_set(&n.identity, TF_CALLED, "张女士"));
	assert_true(fields_set(&n.identity, TF_CALLER_PHONE, "13800005678"));
	viewdesk_news(d, &n);
	fields_free(&n.identity);
}

static void
test_looking_asks_why_and_lasts_a_minute(void **state)
{
	struct viewdesk d;
	const struct job *j;

	(void)state;
	start(&d, LIGHT, 24, 80);
	assert_true(viewdesk_shows(&d, "138****5678"));
	viewdesk_key(&d, ACTION_UNMASK);
	viewdesk_golden(&d, "ticket-why-80");
	assert_int_equal(d.n_jobs, 0);
	viewdesk_type(&d, "\n");
	assert_int_equal(d.n_jobs, 0); /* no reason, no look */
	viewdesk_type(&d, "回拨核实\n");
	j = viewdesk_last(&d, JOB_UNMASK);
	assert_string_equal(j->text, "回拨核实");
	assert_string_equal(j->ticket, LIGHT);
	assert_false(viewdesk_shows(&d, "13800005678"));
	show(&d);
	viewdesk_golden(&d, "ticket-shown-80");
	assert_true(viewdesk_shows(&d, "13800005678"));
	assert_int_equal(d.view.ops->wake_at(&d.view), VIEWDESK_NOW + 60000);
	d.desk.now += 59999;
	assert_true(viewdesk_shows(&d, "13800005678"));
	d.desk.now += 1;
	assert_false(viewdesk_shows(&d, "13800005678"));
	assert_int_equal(d.view.ops->wake_at(&d.view), 0);
	show(&d);
	viewdesk_key(&d, ACTION_UNMASK); /* hides at once */
	assert_false(viewdesk_shows(&d, "13800005678"));
	stop(&d);
}

/* Who gave one name for both is called by it once. */
static void
test_a_name_that_is_also_the_form_of_address_stands_once(void **state)
{
	struct viewdesk d;
	struct news n = { .kind = NEWS_IDENTITY, .ticket = LIGHT };

	(void)state;
	start(&d, LIGHT, 24, 80);
	assert_true(fields_set(&n.identity, TF_CALLED, "张女士"));
	assert_true(fields_set(&n.identity, TF_NAME, "张女士"));
	viewdesk_news(&d, &n);
	assert_true(viewdesk_shows(&d, "诉求人 张女士"));
	assert_false(viewdesk_shows(&d, "张女士 张女士"));
	fields_free(&n.identity);
	stop(&d);
}

static void
test_the_caller_on_the_line_needs_no_reason(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, LIGHT, 24, 80);
	viewdesk_call(&d, "13800005678");
	viewdesk_key(&d, ACTION_UNMASK);
	assert_string_equal(viewdesk_last(&d, JOB_UNMASK)->text, "本次通话核对");
	stop(&d);
	start(&d, LIGHT, 24, 80);
	viewdesk_call(&d, "13811115678"); /* looks the same behind the mask, but is another */
	viewdesk_key(&d, ACTION_UNMASK);
	assert_null(viewdesk_last(&d, JOB_UNMASK));
	stop(&d);
}

static void
test_identity_of_another_ticket_is_not_shown(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, HEAT, 24, 80);
	show(&d);
	assert_false(viewdesk_shows(&d, "13800005678"));
	stop(&d);
}

static void
test_an_unknown_ticket_does_not_open(void **state)
{
	struct viewdesk d;
	struct view v;
	struct err e = { 0 };

	(void)state;
	start(&d, LIGHT, 24, 80);
	assert_int_equal(view_open(&v, view_by_name("ticket"), &d.desk,
			     "0190a000-0000-7000-8000-00000000ffff", &e),
	    ERR_NOT_FOUND);
	assert_int_equal(view_open(&v, view_by_name("ticket"), &d.desk, NULL, &e), ERR_NOT_FOUND);
	assert_non_null(strstr(e.text, "Ctrl-G"));
	stop(&d);
}

/* What the centre and this seat do not agree on stands on the ticket, before its limits: nobody looks for it elsewhere. */
static void
test_what_is_not_settled_is_said(void **state)
{
	struct viewdesk d;

	(void)state;
	viewdesk_init(&d, 24, 80);
	viewcache_open(&cache, &d);
	viewcache_story(&cache);
	viewcache_own(&cache, 0, EVENT_AMEND, "2026-11-21 09:40:11", TF_ADDRESS, "红山路87号");
	viewcache_answer(&cache, OP_CONFLICT, "", "address");
	viewcache_own(&cache, 1, EVENT_NOTE, "2026-11-21 09:58:20", TF_COUNT, "已联系物业");
	viewcache_answer(&cache, OP_REJECTED, "没有联系记录", "");
	viewdesk_open(&d, "ticket", LIGHT);
	viewdesk_golden(&d, "ticket-conflict-80");
	assert_true(viewdesk_shows(&d, "! 有冲突 1 处"));
	assert_false(viewdesk_shows(&d, "中心没有收"));
	view_close(&d.view);
	viewdesk_open(&d, "ticket", HEAT);
	viewdesk_draw(&d);
	assert_true(viewdesk_shows(&d, "! 中心没有收 1 步"));
	assert_false(viewdesk_shows(&d, "有冲突"));
	view_close(&d.view);
	viewdesk_open(&d, "ticket", MONEY);
	viewdesk_draw(&d);
	assert_false(viewdesk_shows(&d, "! "));
	stop(&d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_ticket_at_both_sizes),
		cmocka_unit_test(test_other_states),
		cmocka_unit_test(test_an_emergency_says_what_is_owed),
		cmocka_unit_test(test_reading_the_whole),
		cmocka_unit_test(test_a_spoilt_event_is_named),
		cmocka_unit_test(test_missing_events_are_fetched_once),
		cmocka_unit_test(test_whole_traces_are_not_asked_for),
		cmocka_unit_test(test_own_steps_stand_last_and_say_so),
		cmocka_unit_test(test_urging_by_two_and_enter),
		cmocka_unit_test(test_a_text_module_in_a_note),
		cmocka_unit_test(test_a_refusal_keeps_the_words),
		cmocka_unit_test(test_urged_today_already),
		cmocka_unit_test(test_esc_keeps_what_was_written),
		cmocka_unit_test(test_words_are_there_after_a_kill),
		cmocka_unit_test(test_emptied_words_are_dropped),
		cmocka_unit_test(test_a_contact_keeps_how_it_went),
		cmocka_unit_test(test_words_saved_elsewhere_come_in),
		cmocka_unit_test(test_only_what_this_person_may_do),
		cmocka_unit_test(test_offline_steps_are_kept_here),
		cmocka_unit_test(test_a_contact_needs_how_it_went),
		cmocka_unit_test(test_the_unit_of_the_catalogue_is_proposed),
		cmocka_unit_test(test_another_unit_of_the_catalogue_brings_its_rule),
		cmocka_unit_test(test_the_city_may_change_under_the_list_of_units),
		cmocka_unit_test(test_work_in_progress),
		cmocka_unit_test(test_looking_asks_why_and_lasts_a_minute),
		cmocka_unit_test(test_a_name_that_is_also_the_form_of_address_stands_once),
		cmocka_unit_test(test_the_caller_on_the_line_needs_no_reason),
		cmocka_unit_test(test_identity_of_another_ticket_is_not_shown),
		cmocka_unit_test(test_an_unknown_ticket_does_not_open),
		cmocka_unit_test(test_what_is_not_settled_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
