/* test_intake_alike: the call is about a ticket that is there: found while the words are typed, appended by one key and F10,
 * taken back by the same key, looked at and come back from; his own ticket is urged; nothing written is lost. */
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
#include "client/view/call/intake_p.h"

#define OTHER "13900001234"
#define OWN   "13800005678"
#define WORDS "红山路78号门口路灯坏了,晚上很黑"

static const struct viewcache_told lamp = { "261121103000116005", "2026-11-21 10:30", EVENT_SUBMIT,
	"1160", "李强", "help", "0205", "990102001", "红山路78号", "",
	"红山路78号门口路灯不亮三天了, 晚上很黑", "张女士", OWN };

struct room {
	struct viewdesk d;
	struct viewcache k;
};

static int
setup(void **state)
{
	struct room *r = calloc(1, sizeof(*r));

	if (r == NULL)
		return -1;
	viewdesk_init(&r->d, 24, 80);
	viewcache_open(&r->k, &r->d);
	viewcache_put(&r->k, viewcache_tell(&r->k, &lamp));
	*state = r;
	return 0;
}

static int
teardown(void **state)
{
	struct room *r = *state;

	viewdesk_free(&r->d);
	viewcache_close(&r->k);
	free(r);
	return 0;
}

static struct intake *
state_of(struct room *r)
{
	return r->d.view.state;
}

static void
call(struct room *r, const char *phone, const char *words)
{
	viewdesk_call(&r->d, phone);
	viewdesk_open(&r->d, "intake", NULL);
	viewdesk_type(&r->d, words);
	(void)r->d.view.ops->idle(&r->d.view);
}

static const struct job *
sent(struct room *r)
{
	const struct job *j = viewdesk_last(&r->d, JOB_ACT);

	assert_non_null(j);
	assert_string_equal(j->ticket, r->k.tickets[0].t.id);
	return j;
}

static void
one_key_appends_and_f10_sends(void **state)
{
	struct room *r = *state;
	const struct job *j;
	char draft[ID_SIZE];

	call(r, OTHER, WORDS);
	assert_true(viewdesk_shows(&r->d, "重复  待派单 同一地点 红山路78号, 同类, 12分前"));
	viewdesk_key(&r->d, ACTION_JOIN);
	assert_true(viewdesk_shows(&r->d, "并入  1121-1160-05"));
	viewdesk_type(&r->d, ",二楼也看不见路"); /* he goes on */
	viewdesk_golden(&r->d, "intake-join-80");
	(void)str_copy(draft, sizeof(draft), intake_sheet(state_of(r))->d.id);
	viewdesk_key(&r->d, ACTION_SUBMIT);
	j = sent(r);
	assert_int_equal(j->act, EVENT_FOLLOW);
	assert_string_equal(args_get(&j->args, EA_NOTE), WORDS ",二楼也看不见路");
	assert_string_equal(args_get(&j->args, EA_KIND), WORKFLOW_CALLER);
	assert_string_equal(args_get(&j->args, EA_PHONE), OTHER);
	assert_string_equal(j->draft.id, draft); /* goes with it, in one transaction */
	assert_null(viewdesk_last(&r->d, JOB_SUBMIT));
	viewdesk_done(&r->d, JOB_ACT, "");
	viewdesk_golden(&r->d, "intake-joined-80");
	assert_true(viewdesk_shows(&r->d, "116005"));
	viewdesk_key(&r->d, ACTION_NEW); /* a second matter */
	assert_false(intake_alike_armed(state_of(r)));
}

/* Joined by a caller of that number, with that name given; what was said afterwards is on the screen. */
static void
append(struct room *r, const char *phone, const char *called)
{
	call(r, phone, WORDS);
	viewdesk_key(&r->d, ACTION_JOIN);
	if (*called != '\0')
		(void)fields_set(&intake_sheet(state_of(r))->d.f, TF_CALLED, called);
	viewdesk_key(&r->d, ACTION_SUBMIT);
	assert_int_equal(sent(r)->act, EVENT_FOLLOW);
	viewdesk_done(&r->d, JOB_ACT, "");
}

/* Many have told it, as the centre says: the master stands for all of them, with the bulletin that speaks of it; a call of the
 * kind and town is enough. One key, and this caller is one more. */
static void
an_incident_is_joined_by_one_key(void **state)
{
	struct room *r = *state;
	struct incident_told t = { .total = 6,
		.first_at = r->d.desk.now - 1800000,
		.last_at = r->d.desk.now - 60000,
		.category = "0205",
		.area = "990102001",
		.n = 1 };
	struct str text = { 0 };

	(void)str_copy(t.member[0], sizeof(t.member[0]), r->k.tickets[0].t.id);
	incident_write(&t, &text);
	viewcache_row(&r->k, INCIDENT_KIND, t.member[0], str_c(&text));
	str_free(&text);
	call(r, OTHER, "松涛路路灯不亮");
	assert_true(viewdesk_shows(&r->d, "突发  待派单 已有6人反映, "));
	viewdesk_key(&r->d, ACTION_JOIN);
	viewdesk_key(&r->d, ACTION_SUBMIT);
	assert_int_equal(sent(r)->act, EVENT_FOLLOW);
}

/* 待派单: nobody has it yet; the number that rings was not asked, no more was a name. */
static void
only_what_is_true_is_read_out(void **state)
{
	struct room *r = *state;

	append(r, OTHER, "");
	assert_true(viewdesk_shows(&r->d, "这件事已经有人反映, 正在安排承办单位, 编号"));
	assert_false(viewdesk_shows(&r->d, "正在办理"));
	assert_true(viewdesk_shows(&r->d, "已记反映和来电号码"));
}

static void
sent_out_is_not_yet_being_worked_on(void **state)
{
	struct room *r = *state;

	viewcache_step(&r->k, 0, EVENT_DISPATCH, "2026-11-21 10:35", "system", EA_TO_UNIT, "1004",
	    EA_BASIS, "派单目录", -1);
	viewcache_put(&r->k, 0);
	append(r, OTHER, "");
	assert_true(viewdesk_shows(&r->d, "这件事已经有人反映, 已经转给市政管理处, 编号"));
	assert_false(viewdesk_shows(&r->d, "正在办理"));
}

static void
who_takes_it_up_works_on_it(void **state)
{
	struct room *r = *state;

	viewcache_step(&r->k, 0, EVENT_DISPATCH, "2026-11-21 10:35", "system", EA_TO_UNIT, "1004",
	    EA_BASIS, "派单目录", -1);
	viewcache_step(&r->k, 0, EVENT_SIGNIN, "2026-11-21 10:37", "1200 周建军@1004", -1);
	viewcache_put(&r->k, 0);
	append(r, OTHER, "李先生");
	assert_true(viewdesk_shows(&r->d, "市政管理处正在办理"));
	assert_true(viewdesk_shows(&r->d, "已记反映和称呼、来电号码"));
}

static void
who_gives_nothing_is_not_said_to_have(void **state)
{
	struct room *r = *state;

	append(r, "", "");
	assert_true(viewdesk_shows(&r->d, "已记反映, 未留姓名电话"));
}

static void
the_same_key_takes_it_back(void **state)
{
	struct room *r = *state;

	call(r, OTHER, WORDS);
	viewdesk_key(&r->d, ACTION_JOIN);
	viewdesk_key(&r->d, ACTION_JOIN);
	assert_non_null(strstr(r->d.said, "写的都在"));
	assert_string_equal(intake_value(state_of(r), TF_CONTENT), WORDS);
	viewdesk_key(&r->d, ACTION_SUBMIT);
	assert_null(viewdesk_last(&r->d, JOB_ACT));
}

static void
nothing_is_lost_when_it_is_refused(void **state)
{
	struct room *r = *state;
	struct news n = { .kind = NEWS_DONE };

	call(r, OTHER, WORDS);
	viewdesk_key(&r->d, ACTION_JOIN);
	viewdesk_key(&r->d, ACTION_SUBMIT);
	n.job = state_of(r)->job;
	(void)err_set(&n.err, ERR_DISK_FULL, "磁盘已满");
	viewdesk_news(&r->d, &n);
	assert_non_null(strstr(r->d.said, "没有并入: 磁盘已满; 内容都在"));
	assert_string_equal(intake_value(state_of(r), TF_CONTENT), WORDS);
	assert_true(intake_alike_armed(state_of(r)));
}

static void
who_rings_again_sees_his_own_first(void **state)
{
	struct room *r = *state;

	call(r, OWN, "");
	assert_true(viewdesk_shows(&r->d, "重复  待派单 本人24小时内反映"));
	viewdesk_key(&r->d, ACTION_JOIN);
	viewdesk_key(&r->d, ACTION_SUBMIT);
	assert_null(viewdesk_last(&r->d, JOB_ACT));
	assert_non_null(strstr(r->d.said, "哪怕一句话"));
	viewdesk_type(&r->d, "还没有人来修");
	viewdesk_key(&r->d, ACTION_SUBMIT);
	assert_int_equal(sent(r)->act, EVENT_URGE);
	assert_string_equal(args_get(&sent(r)->args, EA_PHONE), "");
}

static const struct viewcache_told dry = { "261121103500116106", "2026-11-21 10:35", EVENT_SUBMIT,
	"1161", "孙丽", "help", "0301", "990102001", "红山路20号", "",
	"红山路20号整栋楼停水了, 早上起就没有水", "赵先生", "13700009999" };

/* He told of the lamp this morning, and now of the water as another did: the water stands first; the key goes on to his own
 * one, and behind it to none. */
static void
another_matter_comes_before_his_own(void **state)
{
	struct room *r = *state;

	viewcache_put(&r->k, viewcache_tell(&r->k, &dry));
	call(r, OWN, "红山路20号整栋楼停水了, 早上就没有水");
	assert_true(viewdesk_shows(&r->d, "重复  待派单 同一地点 红山路20号, 同类"));
	viewdesk_key(&r->d, ACTION_JOIN);
	assert_true(viewdesk_shows(&r->d, "并入  1121-1161-06"));
	assert_true(viewdesk_shows(&r->d, "Ctrl-] 换一件"));
	assert_non_null(strstr(r->d.said, "换下一件"));
	viewdesk_key(&r->d, ACTION_JOIN);
	assert_true(viewdesk_shows(&r->d, "并入  1121-1160-05"));
	assert_true(viewdesk_shows(&r->d, "Ctrl-] 撤销"));
	viewdesk_key(&r->d, ACTION_JOIN);
	assert_false(intake_alike_armed(state_of(r)));
}

/* What was chosen is what stands there, also when he goes on about something else. */
static void
the_chosen_one_stays_in_sight(void **state)
{
	struct room *r = *state;

	viewcache_put(&r->k, viewcache_tell(&r->k, &dry));
	call(r, OTHER, WORDS);
	viewdesk_key(&r->d, ACTION_JOIN);
	assert_true(viewdesk_shows(&r->d, "并入  1121-1160-05"));
	(void)fields_set(&intake_sheet(state_of(r))->d.f, TF_ADDRESS, "红山路20号");
	(void)fields_set(&intake_sheet(state_of(r))->d.f, TF_CONTENT, "红山路20号整栋楼停水了");
	(void)fields_set(&intake_sheet(state_of(r))->d.f, TF_CATEGORY, "0301");
	intake_known_near(state_of(r));
	assert_true(viewdesk_shows(&r->d, "并入  1121-1160-05"));
}

/* Nobody has it who could be urged: it waits for words of his. */
static void
what_waits_for_words_is_supplemented(void **state)
{
	static const struct viewcache_told half = { "261121103600116207", "2026-11-21 10:36",
		EVENT_SUBMIT_INCOMPLETE, "1162", "何敏", "help", "0301", "990102001", "红山路20号",
		"", "红山路20号停水", "", "13700008888" };
	struct room *r = *state;
	const struct job *j;

	viewcache_put(&r->k, viewcache_tell(&r->k, &half));
	call(r, "13700008888", "红山路20号还是停水, 我姓钱");
	viewdesk_key(&r->d, ACTION_JOIN);
	viewdesk_key(&r->d, ACTION_SUBMIT);
	j = viewdesk_last(&r->d, JOB_ACT);
	assert_non_null(j);
	assert_int_equal(j->act, EVENT_SUPPLEMENT);
}

/* Once a day it is urged; what he says after that is added. */
static void
urged_already_it_is_a_supplement(void **state)
{
	struct room *r = *state;

	viewcache_own(&r->k, 0, EVENT_URGE, "2026-11-21 10:35", TF_COUNT, "请快一点");
	call(r, OWN, "又灭了两盏");
	viewdesk_key(&r->d, ACTION_JOIN);
	viewdesk_key(&r->d, ACTION_SUBMIT);
	assert_int_equal(sent(r)->act, EVENT_SUPPLEMENT);
}

static void
looking_comes_back_to_the_words(void **state)
{
	struct room *r = *state;
	char want[64];

	call(r, OTHER, WORDS);
	viewdesk_key(&r->d, ACTION_ALIKE);
	(void)snprintf(want, sizeof(want), "ticket:%s", r->k.tickets[0].t.id);
	assert_string_equal(r->d.opened, want);
	(void)r->d.view.ops->resume(&r->d.view);
	assert_string_equal(intake_value(state_of(r), TF_CONTENT), WORDS);
	assert_true(viewdesk_shows(&r->d, "重复  待派单"));
}

static void
nothing_alike_nothing_done(void **state)
{
	struct room *r = *state;

	call(r, OTHER, "询问居民医保最晚缴到哪天");
	assert_false(viewdesk_shows(&r->d, "重复  "));
	viewdesk_key(&r->d, ACTION_JOIN);
	assert_non_null(strstr(r->d.said, "没有疑似同一件"));
	viewdesk_key(&r->d, ACTION_ALIKE);
	assert_non_null(strstr(r->d.said, "没有疑似同一件"));
	assert_false(intake_alike_armed(state_of(r)));
}

static void
too_long_is_said_and_kept(void **state)
{
	struct room *r = *state;
	struct str words = { 0 };

	for (int i = 0; i < 300; i++)
		str_add(&words, "路灯不亮很黑。");
	call(r, OTHER, WORDS);
	viewdesk_key(&r->d, ACTION_JOIN);
	viewdesk_input(&r->d, input_paste(str_c(&words)));
	viewdesk_key(&r->d, ACTION_SUBMIT);
	assert_null(viewdesk_last(&r->d, JOB_ACT));
	assert_non_null(strstr(r->d.said, "最多2000字"));
	str_free(&words);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(one_key_appends_and_f10_sends),
		T(an_incident_is_joined_by_one_key),
		T(only_what_is_true_is_read_out),
		T(sent_out_is_not_yet_being_worked_on),
		T(who_takes_it_up_works_on_it),
		T(who_gives_nothing_is_not_said_to_have),
		T(the_same_key_takes_it_back),
		T(nothing_is_lost_when_it_is_refused),
		T(who_rings_again_sees_his_own_first),
		T(another_matter_comes_before_his_own),
		T(the_chosen_one_stays_in_sight),
		T(what_waits_for_words_is_supplemented),
		T(urged_already_it_is_a_supplement),
		T(looking_comes_back_to_the_words),
		T(nothing_alike_nothing_done),
		T(too_long_is_said_and_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
