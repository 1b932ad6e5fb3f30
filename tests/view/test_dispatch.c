/* test_dispatch: the dispatcher's desk: what waits, what is proposed and on what basis, requests decided from there, the
 * telephone notice of a critical ticket; and the form panel under bad input. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../lib/viewcache.h"
#include "base/str.h"
#include "client/view/part_p.h"

/* In the order they are told; the lists show the most urgent first. */
enum { DANGER, OFFICE, LAMPS, BACK, LONGER, ANSWER, TOLD };

static struct viewcache cache;

static const struct viewcache_told told[TOLD] = {
	[DANGER] = { "261121103012115412", "2026-11-21 10:30:12", EVENT_SUBMIT, "1154", "王芳",
	    "help", "0205", "990102001", "红山路12号", "路灯杆漏电 红山路12号",
	    "红山路12号路灯杆漏电, 一个孩子被电到, 现在没人看着。", "刘女士", "13800000001" },
	[OFFICE] = { "261121093012115413", "2026-11-21 09:30:12", EVENT_SUBMIT, "1154", "王芳",
	    "complaint", "0205", "990102001", "红山路78号", "投诉市政管理处 路灯报修没人管",
	    "向市政管理处报修路灯三次, 接电话的人说不归他们管。", "张女士", "13800000002" },
	[LAMPS] = { "261121094012115414", "2026-11-21 09:40:12", EVENT_SUBMIT, "1154", "王芳",
	    "help", NULL, "990102001", "红山路80号", "红山路80号下水井盖响",
	    "红山路80号门前井盖松动, 车一过就响, 夜里睡不着。", "李先生", "13800000003" },
	[BACK] = { "261120101204115415", "2026-11-20 10:12:04", EVENT_SUBMIT, "1154", "王芳",
	    "help", "0205", "990102001", "建材城", "建材城内部路灯不亮",
	    "建材城内部道路路灯不亮, 商户说一直是城管装的。", "赵女士", "13800000004" },
	[LONGER] = { "261119101204115416", "2026-11-19 10:12:04", EVENT_SUBMIT, "1154", "王芳",
	    "help", "0205", "990102001", "红山路78号", "路灯不亮 红山路78号",
	    "门口路灯从11月18日晚起不亮。", "孙女士", "13800000005" },
	[ANSWER] = { "261118101204115417", "2026-11-18 10:12:04", EVENT_SUBMIT, "1154", "王芳",
	    "complaint", "0402", "990102001", "建材城", "建材城装修噪声扰民",
	    "建材城夜里10点以后还在装修, 电钻声很大。", "钱女士", "13800000006" },
};

static void
dispatched(int i, const char *at, const char *unit)
{
	viewcache_step(
	    &cache, i, EVENT_DISPATCH, at, "system", EA_TO_UNIT, unit, EA_BASIS, "派单目录", -1);
}

static void
story(void)
{
	for (int i = 0; i < TOLD; i++)
		(void)viewcache_tell(&cache, &told[i]);
	for (int i = 0; i < TOLD; i++) /* the seat proposed it to the call-taker */
		assert_true(fields_set(&cache.tickets[i].t.f, TF_UNIT, i == LAMPS ? NULL : "1004"));
	assert_true(fields_set(&cache.tickets[DANGER].t.f, TF_URGENCY, "critical"));
	assert_true(fields_set(&cache.tickets[DANGER].t.f, TF_URGENCY_REASON, "漏电"));
	assert_true(fields_set(&cache.tickets[OFFICE].t.f, TF_SUBJECT, "市政管理处"));
	dispatched(BACK, "2026-11-20 10:12:09", "1004");
	viewcache_step(&cache, BACK, EVENT_RETURN, "2026-11-20 15:02:00", "6005 顾玉磊@1004",
	    EA_REASON_CODE, "not_duty", EA_BASIS, "市政发〔2024〕12号第三条", EA_SUGGEST, "1003",
	    EA_REASON, "建材城内部道路是城管局2023年建的, 没有移交我处管养。", -1);
	dispatched(LONGER, "2026-11-19 10:12:09", "1004");
	viewcache_step(&cache, LONGER, EVENT_SIGNIN, "2026-11-19 11:00:00", "6004 周建军@1004", -1);
	viewcache_step(&cache, LONGER, EVENT_CONTACT, "2026-11-19 11:10:00", "6004 周建军@1004",
	    EA_RESULT, "reached", EA_SUMMARY, "告知要等配件", -1);
	viewcache_step(&cache, LONGER, EVENT_EXTEND_ASK, "2026-11-19 16:00:00", "6005 顾玉磊@1004",
	    EA_DAYS, "3", EA_REASON, "灯头停产, 向厂家订货要三天。", EA_PLAN,
	    "11月24日到货当天更换, 期间挂临时灯。", EA_TOLD, "4", -1);
	dispatched(ANSWER, "2026-11-18 10:12:09", "1003");
	viewcache_step(&cache, ANSWER, EVENT_SIGNIN, "2026-11-18 11:00:00", "6004 周建军@1003", -1);
	viewcache_step(&cache, ANSWER, EVENT_CONTACT, "2026-11-18 11:10:00", "6004 周建军@1003",
	    EA_RESULT, "reached", EA_SUMMARY, "约晚上到现场", -1);
	viewcache_step(&cache, ANSWER, EVENT_REPLY, "2026-11-19 09:00:00", "6005 顾玉磊@1003",
	    EA_IS_TRUE, "yes", EA_FACTS, "11月18日22时到现场, 3家商户在装修。", EA_PLAN,
	    "责令22时后停工, 每晚巡查一次。", EA_ACTION, "当晚停工, 19日早复查已清场。", EA_EFFECT,
	    "诉求人当面确认安静了。", EA_SOLVED, "solved", EA_PUBLIC, "夜间装修已停工。", -1);
	for (int i = 0; i < TOLD; i++)
		viewcache_put(&cache, i);
}

static void
start(struct viewdesk *d, const char *list, int rows, int cols)
{
	viewdesk_init(d, rows, cols);
	d->desk.me = (struct actor){
		.user = "1102", .name = "韩立新", .unit = "0001", .roles = ROLE_BIT(DISPATCHER)
	};
	viewcache_open(&cache, d);
	story();
	viewdesk_open(d, "dispatch", list);
	viewdesk_draw(d);
}

static void
stop(struct viewdesk *d)
{
	viewcache_close(&cache);
	viewdesk_free(d);
}

/* ---- pictures ---- */

static void
picture(const char *list, const char *keys, const char *name)
{
	struct viewdesk d;
	char file[64];

	for (int wide = 0; wide < 2; wide++) {
		start(&d, list, wide ? 36 : 24, wide ? 120 : 80);
		viewdesk_type(&d, keys);
		(void)snprintf(file, sizeof(file), "dispatch-%s-%s", name, wide ? "120" : "80");
		viewdesk_golden(&d, file);
		stop(&d);
	}
}

static void
test_pictures(void **state)
{
	(void)state;
	picture("待派单", "", "pending");
	picture("待派单", "1", "send");
	picture("退单", "", "back");
	picture("退单", "1", "reassign");
	picture("待批", "", "asked");
	picture("待批", "1", "extend");
	picture("待审核", "", "answered");
	picture("待审核", "2", "send-back");
}

/* ---- sending where the catalogue says ---- */

static void
done(struct viewdesk *d, enum err_code code, const char *text)
{
	struct news n = { .kind = NEWS_DONE, .err = { .code = code } };

	assert_non_null(viewdesk_last(d, JOB_ACT));
	n.job = viewdesk_last(d, JOB_ACT)->id;
	(void)str_copy(n.err.text, sizeof(n.err.text), text);
	viewdesk_news(d, &n);
}

static int
asked(const struct viewdesk *d)
{
	int n = 0;

	for (int i = 0; i < d->n_jobs; i++)
		n += d->jobs[i]->kind == JOB_ACT;
	return n;
}

static const char *
says(struct viewdesk *d, enum event_arg a)
{
	return args_get(&viewdesk_last(d, JOB_ACT)->args, a);
}

static const char *
ticket_of(int i)
{
	return cache.tickets[i].t.id;
}

/* The complaint is about the unit that would have it: its superior is proposed, and one key sends it there. */
static void
test_enter_sends_it_as_proposed(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, NULL, 24, 80);
	viewdesk_key(&d, ACTION_DOWN);
	assert_true(viewdesk_shows(&d, "建议 云江市城市管理局 (反映的就是承办单位, 交其上级)"));
	viewdesk_type(&d, "\n");
	assert_int_equal(asked(&d), 1);
	assert_int_equal(viewdesk_last(&d, JOB_ACT)->act, EVENT_DISPATCH);
	assert_string_equal(viewdesk_last(&d, JOB_ACT)->ticket, ticket_of(OFFICE));
	assert_string_equal(says(&d, EA_TO_UNIT), "1003");
	assert_string_not_equal(says(&d, EA_RULE), "");
	assert_string_not_equal(says(&d, EA_BASIS), "");
	viewdesk_type(&d, "\n"); /* on its way: a second key does nothing */
	assert_int_equal(asked(&d), 1);
	done(&d, ERR_OK, "");
	assert_string_equal(d.said, "已记派单。");
	viewdesk_key(&d, ACTION_DOWN);
	viewdesk_type(&d, "\n"); /* no suggestion: the form opens instead */
	assert_int_equal(asked(&d), 1);
	assert_true(viewdesk_shows(&d, "主办单位"));
	stop(&d);
}

/* What the proposed unit gave back stands under the proposal, with why; nothing of one that kept them all. */
static void
test_who_gave_such_tickets_back(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, NULL, 24, 80);
	viewcache_row(&cache, "unit_past", "0205/1004/990102001", "7\t4\t三定规定第3条");
	viewcache_row(&cache, "unit_past", "0205/1004/990103003", "2\t0\t");
	viewcache_row(&cache, "unit_past", "0205/1003/990102001", "5\t0\t");
	viewcache_row(&cache, "unit_past", "0205/6/990102001", "nonsense");
	viewdesk_draw(&d);
	assert_true(viewdesk_shows(&d, "该单位此类工单 9 件退回 4 件, 依据: 三定规定第3条"));
	viewdesk_key(&d, ACTION_DOWN); /* to 1003, which kept them */
	assert_true(viewdesk_shows(&d, "建议 云江市城市管理局"));
	assert_false(viewdesk_shows(&d, "退回"));
	stop(&d);
}

/* With another unit the basis of the first goes, and has to be written. */
static void
test_another_unit_wants_another_basis(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, NULL, 24, 80);
	viewdesk_key(&d, ACTION_DOWN);
	viewdesk_type(&d, "1");
	assert_true(viewdesk_shows(&d, "派单目录0205"));
	viewdesk_type(&d, "zjj\n");
	assert_true(viewdesk_shows(&d, "1001 云江市住房和城乡建设局"));
	assert_true(viewdesk_shows(&d, "不按目录派的, 写明"));
	viewdesk_key(&d, ACTION_SUBMIT);
	assert_int_equal(asked(&d), 0);
	assert_non_null(strstr(d.said, "请写明依据"));
	viewdesk_type(&d, "权责清单第8项"); /* the cursor stands there */
	viewdesk_key(&d, ACTION_SUBMIT);
	assert_int_equal(asked(&d), 1);
	assert_string_equal(says(&d, EA_TO_UNIT), "1001");
	assert_string_equal(says(&d, EA_BASIS), "权责清单第8项");
	assert_string_equal(says(&d, EA_RULE), "");
	stop(&d);
}

static void
test_requests_are_decided_as_asked(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, "退单", 24, 80);
	viewdesk_type(&d, "\n");
	viewdesk_key(&d, ACTION_SUBMIT);
	assert_int_equal(viewdesk_last(&d, JOB_ACT)->act, EVENT_RETURN_OK);
	assert_string_equal(says(&d, EA_TO_UNIT), "1003");
	assert_string_equal(says(&d, EA_BASIS), "市政发〔2024〕12号第三条");
	stop(&d);
	start(&d, "待批", 24, 80);
	viewdesk_type(&d, "\n");
	viewdesk_key(&d, ACTION_SUBMIT);
	assert_int_equal(viewdesk_last(&d, JOB_ACT)->act, EVENT_EXTEND_OK);
	assert_string_equal(says(&d, EA_DAYS), "3");
	stop(&d);
	start(&d, "待审核", 24, 80);
	viewdesk_type(&d, "25没有附照片\n");
	assert_int_equal(viewdesk_last(&d, JOB_ACT)->act, EVENT_AUDIT_BACK);
	assert_string_equal(says(&d, EA_REASON_CODE), "no_basis");
	assert_string_equal(says(&d, EA_REASON), "没有附照片");
	stop(&d);
}

/* A critical ticket is looked at first; after it the telephone is next, with the numbers beside it. */
static void
test_a_critical_one_is_called(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, NULL, 24, 80);
	viewdesk_type(&d, "\n");
	assert_int_equal(asked(&d), 0);
	viewdesk_key(&d, ACTION_SUBMIT);
	assert_string_equal(says(&d, EA_TO_UNIT), "1004");
	viewcache_step(&cache, DANGER, EVENT_DISPATCH, "2026-11-21 10:42:07", "1102 韩立新",
	    EA_TO_UNIT, "1004", EA_RULE, "D0205", EA_BASIS, "市政职责", -1);
	viewcache_put(&cache, DANGER);
	done(&d, ERR_OK, "");
	viewdesk_golden(&d, "dispatch-call-80");
	viewdesk_type(&d, "值班室老赵");
	viewdesk_key(&d, ACTION_SUBMIT);
	assert_int_equal(viewdesk_last(&d, JOB_ACT)->act, EVENT_PHONE_NOTIFY);
	assert_string_equal(viewdesk_last(&d, JOB_ACT)->ticket, ticket_of(DANGER));
	assert_string_equal(says(&d, EA_ANSWERED_BY), "值班室老赵");
	done(&d, ERR_GUARD, "试一下"); /* not done: it stays, and the list says so */
	viewdesk_key(&d, ACTION_BACK);
	viewdesk_news(&d, &(struct news){ .kind = NEWS_TABLES, .tables = CACHE_TICKETS });
	assert_true(viewdesk_shows(&d, "待通知 1"));
	stop(&d);
}

/* ---- the panel of a form ---- */

static void
test_words_stay_after_esc(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, "退单", 24, 80);
	viewdesk_type(&d, "2道路没有移交的证明");
	viewdesk_key(&d, ACTION_BACK);
	assert_non_null(strstr(d.said, "还没有送出"));
	assert_string_equal(fields_get(d.journal, TF_CONTENT), "道路没有移交的证明");
	assert_int_equal(asked(&d), 0);
	stop(&d);
}

/* A proposed word that a person goes on with is kept whole: the journal never had its beginning. */
static void
test_what_was_proposed_is_kept_with_the_edit(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, "待批", 24, 80);
	viewdesk_type(&d, "1");
	viewdesk_key(&d, ACTION_HOME);
	viewdesk_type(&d, "0");
	assert_string_equal(fields_get(d.journal, TF_EVENT_TIME), "03");
	viewdesk_key(&d, ACTION_SUBMIT);
	assert_string_equal(says(&d, EA_DAYS), "03");
	stop(&d);
}

/* Every cell is there again after a kill: what was chosen, what was typed; what was only proposed is proposed again. */
static void
test_every_cell_comes_back(void **state)
{
	struct viewdesk d;
	struct draft kept;
	struct err e = { 0 };

	(void)state;
	start(&d, "退单", 24, 80);
	viewdesk_type(&d, "1zjj\n"); /* another unit than proposed; then Enter moves on */
	viewdesk_type(&d, "\n编办2024年5号\n"); /* past the helpers, the basis */
	viewdesk_type(&d, "请先看现场");        /* the note */
	draft_init(&kept);
	assert_true(draft_copy(&kept, &viewdesk_last(&d, JOB_DRAFT_SAVE)->draft));
	assert_int_equal(cache_draft_save(cache.w, &kept, 1, &e), ERR_OK);
	draft_free(&kept);
	view_close(&d.view);
	viewdesk_open(&d, "dispatch", "退单");
	viewdesk_draw(&d);
	viewdesk_type(&d, "1");
	assert_true(viewdesk_shows(&d, "1001 云江市住房和城乡建设局"));
	assert_true(viewdesk_shows(&d, "编办2024年5号"));
	assert_true(viewdesk_shows(&d, "请先看现场"));
	viewdesk_type(&d, ", 再定"); /* the cursor is where it was */
	viewdesk_key(&d, ACTION_SUBMIT);
	assert_string_equal(says(&d, EA_TO_UNIT), "1001");
	assert_string_equal(says(&d, EA_BASIS), "编办2024年5号");
	assert_string_equal(says(&d, EA_NOTE), "请先看现场, 再定");
	stop(&d);
}

static void
test_bad_input(void **state)
{
	struct viewdesk d;
	char *paste = calloc(7000, 4);

	(void)state;
	assert_non_null(paste);
	for (int i = 0; i < 7000; i++)
		memcpy(paste + (size_t)i * 3, "长", 3);
	start(&d, "退单", 24, 80);
	viewdesk_type(&d, "2");
	viewdesk_input(&d, (struct input){ .kind = INPUT_PASTE, .text = paste, .len = 21000 });
	assert_null(d.journal); /* more than it holds: refused as a whole */
	assert_non_null(strstr(d.said, "500"));
	viewdesk_input(
	    &d, (struct input){ .kind = INPUT_PASTE, .text = "\x01\x1b[2J\x7f", .len = 6 });
	viewdesk_draw(&d);
	viewdesk_key(&d, ACTION_BACK);
	stop(&d);
	start(&d, "待批", 24, 80);
	viewdesk_type(&d, "1");
	viewdesk_key(&d, ACTION_ERASE);
	viewdesk_key(&d, ACTION_END);
	viewdesk_key(&d, ACTION_ERASE);
	viewdesk_type(&d, "三百");
	viewdesk_key(&d, ACTION_SUBMIT);
	assert_int_equal(asked(&d), 0);
	assert_int_equal(d.said_level, 2);
	stop(&d);
	free(paste);
}

/* ---- a long list ---- */

#define MANY 130 /* two pieces and a bit */

static void
tell_many(struct viewdesk *d)
{
	static char no[MANY][32], at[MANY][40];

	for (int i = 0; i < MANY; i++) {
		struct viewcache_told x = told[LAMPS];
		int k;

		(void)snprintf(
		    at[i], sizeof(at[i]), "2026-11-21 10:%02d:%02d", 30 + i / 60, i % 60);
		(void)snprintf(
		    no[i], sizeof(no[i]), "26112110%02d%02d1154%02d", 30 + i / 60, i % 60, i % 100);
		x.no = no[i];
		x.at = at[i];
		x.title = i == MANY - 1 ? "钟楼广场停水" : "井盖响";
		k = viewcache_tell(&cache, &x);
		viewcache_put(&cache, k);
	}
	viewdesk_news(d, &(struct news){ .kind = NEWS_TABLES, .tables = CACHE_TICKETS });
	viewdesk_draw(d);
}

/* The last of three pieces: found by its words at once, with its list again when they are taken away; and by going down,
 * also when a row of a piece before has left the list meanwhile. */
static void
test_what_is_far_down_is_found(void **state)
{
	struct viewdesk d;
	int seen = 0;

	(void)state;
	start(&d, "待派单", 24, 80);
	tell_many(&d);
	assert_false(viewdesk_shows(&d, "钟楼广场"));
	viewdesk_type(&d, "钟楼");
	assert_true(viewdesk_shows(&d, "钟楼广场停水"));
	assert_false(viewdesk_shows(&d, "未完"));
	viewdesk_key(&d, ACTION_BACK);
	assert_false(viewdesk_shows(&d, "钟楼广场"));
	viewdesk_type(&d, "jgx"); /* initials look among the rows that are here, and say so */
	assert_true(viewdesk_shows(&d, "未完"));
	viewdesk_key(&d, ACTION_BACK);
	for (; seen < 2 * MANY && !viewdesk_shows(&d, "钟楼广场"); seen++) {
		viewdesk_key(&d, ACTION_DOWN);
		viewdesk_draw(&d);
		if (seen == 70) { /* one of the first piece is sent by another */
			dispatched(OFFICE, "2026-11-21 10:40:00", "1004");
			viewcache_put(&cache, OFFICE);
			viewdesk_news(
			    &d, &(struct news){ .kind = NEWS_TABLES, .tables = CACHE_TICKETS });
		}
	}
	assert_in_range(seen, MANY - 20, MANY + 10);
	stop(&d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pictures),
		cmocka_unit_test(test_what_is_far_down_is_found),
		cmocka_unit_test(test_enter_sends_it_as_proposed),
		cmocka_unit_test(test_who_gave_such_tickets_back),
		cmocka_unit_test(test_another_unit_wants_another_basis),
		cmocka_unit_test(test_requests_are_decided_as_asked),
		cmocka_unit_test(test_a_critical_one_is_called),
		cmocka_unit_test(test_words_stay_after_esc),
		cmocka_unit_test(test_what_was_proposed_is_kept_with_the_edit),
		cmocka_unit_test(test_every_cell_comes_back),
		cmocka_unit_test(test_bad_input),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
