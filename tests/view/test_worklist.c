/* test_worklist: what the screens of those who work on tickets do alike: the list they open on, the keys of the place the
 * cursor is in, where words land after a refusal. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../lib/viewcache.h"
#include "base/str.h"

struct scene {
	struct viewdesk d;
	struct viewcache k;
};

static const struct viewcache_told lamp = { "261120101204115415", "2026-11-20 10:12:04",
	EVENT_SUBMIT, "1154", "王芳", "help", "0205", "990102001", "红山路78号",
	"路灯不亮 红山路78号", "门口路灯从11月18日晚起不亮。", "孙女士", "13800000005" };

static void
sit(struct scene *s, struct actor who)
{
	viewdesk_init(&s->d, 24, 80);
	s->d.desk.me = who;
	memset(&s->k, 0, sizeof(s->k));
	viewcache_open(&s->k, &s->d);
	(void)viewcache_tell(&s->k, &lamp);
}

static void
dispatcher(struct scene *s)
{
	sit(s,
	    (struct actor){
		.user = "1102", .name = "韩立新", .unit = "0001", .roles = ROLE_BIT(DISPATCHER) });
}

static void
unit(struct scene *s, uint32_t role)
{
	sit(s, (struct actor){ .user = "6004", .name = "周建军", .unit = "1004", .roles = role });
	viewcache_step(&s->k, 0, EVENT_DISPATCH, "2026-11-20 10:12:09", "system", EA_TO_UNIT,
	    "1004", EA_BASIS, "派单目录", -1);
	viewcache_step(&s->k, 0, EVENT_SIGNIN, "2026-11-20 11:00:00", "6004 周建军@1004", -1);
	viewcache_put(&s->k, 0);
}

static void
get_up(struct scene *s)
{
	viewcache_close(&s->k);
	viewdesk_free(&s->d);
}

static const char *
footer(struct scene *s)
{
	size_t n = 0;
	const struct bar_key *keys = s->d.view.ops->keys(&s->d.view, &n);

	for (size_t i = 0; i < n; i++)
		if (keys[i].action == ACTION_NONE)
			return keys[i].label;
	return "";
}

static void
opens_where_there_is_work(void **state)
{
	struct scene s;

	(void)state;
	dispatcher(&s);
	viewdesk_open(&s.d, "dispatch", NULL);
	assert_true(viewdesk_shows(&s.d, "[待派单 0]")); /* nothing anywhere: the first */
	viewcache_step(&s.k, 0, EVENT_DISPATCH, "2026-11-20 10:12:09", "system", EA_TO_UNIT, "1004",
	    EA_BASIS, "派单目录", -1);
	viewcache_step(&s.k, 0, EVENT_RETURN, "2026-11-20 15:02:00", "6005 顾玉磊@1004",
	    EA_REASON_CODE, "not_duty", EA_BASIS, "市政发〔2024〕12号第三条", EA_SUGGEST, "1003",
	    EA_REASON, "没有移交我处管养。", -1);
	viewcache_put(&s.k, 0);
	viewdesk_news(&s.d, &(struct news){ .kind = NEWS_TABLES, .tables = CACHE_TICKETS });
	assert_true(viewdesk_shows(&s.d, "[退单 1]"));
	assert_true(viewdesk_shows(&s.d, "待派单 0")); /* the others say what they have */
	viewdesk_key(&s.d, ACTION_LEFT);
	viewdesk_news(&s.d, &(struct news){ .kind = NEWS_TABLES, .tables = CACHE_TICKETS });
	assert_true(viewdesk_shows(&s.d, "[待派单 0]")); /* she looks at it: it stays */
	get_up(&s);
}

static void
a_named_list_is_opened(void **state)
{
	struct scene s;

	(void)state;
	dispatcher(&s);
	viewcache_put(&s.k, 0);
	viewdesk_open(&s.d, "dispatch", "待审核");
	assert_true(viewdesk_shows(&s.d, "[待审核 0]"));
	get_up(&s);
}

static void
the_footer_says_the_keys_of_the_place(void **state)
{
	struct scene s;

	(void)state;
	dispatcher(&s);
	viewcache_put(&s.k, 0);
	viewdesk_open(&s.d, "dispatch", NULL);
	viewdesk_draw(&s.d);
	assert_non_null(strstr(footer(&s), "Enter=下一步"));
	viewdesk_type(&s.d, "1");
	assert_non_null(strstr(footer(&s), "找单位"));
	viewdesk_type(&s.d, "cg"); /* the list of units opens over the form */
	assert_non_null(strstr(footer(&s), "Esc=不选"));
	viewdesk_key(&s.d, ACTION_BACK);
	assert_non_null(strstr(footer(&s), "Esc=先放着"));
	viewdesk_key(&s.d, ACTION_BACK);
	assert_non_null(strstr(footer(&s), "左右=换队列"));
	get_up(&s);
}

/* A refusal goes to the cell that is wrong; once it is answered nothing lands where nobody asked. */
static void
words_land_where_they_belong(void **state)
{
	static const uint32_t roles[] = { ROLE_BIT(UNIT), ROLE_BIT(TOWNSHIP) };

	(void)state;
	for (size_t i = 0; i < sizeof(roles) / sizeof(roles[0]); i++) {
		struct scene s;
		const struct job *j;

		unit(&s, roles[i]);
		viewdesk_open(&s.d, "handling", NULL);
		viewdesk_draw(&s.d);
		viewdesk_key(&s.d, ACTION_ENTER);
		assert_int_equal(viewdesk_shows(&s.d, "代录"), roles[i] == ROLE_BIT(TOWNSHIP));
		viewdesk_key(&s.d, ACTION_NEXT);
		viewdesk_key(&s.d, ACTION_NEXT);
		viewdesk_type(&s.d, "约好下午到场");
		viewdesk_key(&s.d, ACTION_SUBMIT);
		assert_null(viewdesk_last(&s.d, JOB_ACT));
		assert_true(viewdesk_shows(&s.d, "1已联系")); /* 结果 has the cursor */
		viewdesk_type(&s.d, "1\n");                   /* 环节 stands; on to the words */
		viewdesk_type(&s.d, ", 带梯子\n");
		j = viewdesk_last(&s.d, JOB_ACT);
		assert_non_null(j);
		assert_string_equal(args_get(&j->args, EA_SUMMARY), "约好下午到场, 带梯子");
		assert_string_equal(args_get(&j->args, EA_FOR), "");
		get_up(&s);
	}
}

/* The dispatcher corrects a ticket on its own form, and takes none down there. */
/* After a kill, or Esc: what waits is said before the form is opened. */
static void
what_was_begun_is_named(void **state)
{
	struct scene s;
	struct draft d;
	struct err e = { 0 };

	(void)state;
	unit(&s, ROLE_BIT(UNIT));
	viewdesk_open(&s.d, "handling", NULL);
	assert_true(viewdesk_shows(&s.d, "联系"));
	assert_false(viewdesk_shows(&s.d, "写了一半"));
	draft_init(&d);
	(void)str_copy(d.id, sizeof(d.id), "01a20272-e09d-7ea4-bb88-4a66a47da902");
	(void)str_copy(d.owner, sizeof(d.owner), "6004");
	(void)str_copy(d.ticket, sizeof(d.ticket), s.k.tickets[0].t.id);
	(void)str_copy(d.act, sizeof(d.act), event_info(EVENT_CONTACT)->json);
	assert_true(fields_set(&d.f, TF_CONTENT, "张女士说今晚在家"));
	assert_int_equal(cache_draft_save(s.k.w, &d, 1, &e), ERR_OK);
	draft_free(&d);
	viewdesk_news(&s.d, &(struct news){ .kind = NEWS_TABLES, .tables = CACHE_DRAFTS });
	assert_true(viewdesk_shows(&s.d, "] 联系(写了一半)"));
	get_up(&s);
}

static void
the_desk_corrects_a_ticket(void **state)
{
	struct scene s;
	struct err e = { 0 };
	struct view v;
	char id[ID_SIZE];

	(void)state;
	dispatcher(&s);
	viewcache_put(&s.k, 0);
	viewdesk_open(&s.d, "dispatch", NULL);
	assert_true(viewdesk_shows(&s.d, "[3] 修改"));
	viewdesk_type(&s.d, "3");
	assert_true(str_starts(s.d.opened, "intake:"));
	(void)str_copy(id, sizeof(id), s.d.opened + strlen("intake:"));
	assert_int_equal(view_open(&v, view_by_name("intake"), &s.d.desk, NULL, &e), ERR_FORBIDDEN);
	assert_int_equal(
	    view_open(&v, view_by_name("intake"), &s.d.desk, "13800000005", &e), ERR_FORBIDDEN);
	view_close(&s.d.view);
	viewdesk_open(&s.d, "intake", id);
	assert_true(viewdesk_shows(&s.d, "修改 261120-101204-1154-15"));
	viewdesk_key(&s.d, ACTION_NEW);
	assert_non_null(strstr(s.d.said, "不受理来电"));
	assert_true(viewdesk_shows(&s.d, "修改 261120-101204-1154-15"));
	get_up(&s);
}

/* The lamp answered, passed on, and the citizen content: closed at ${at}. */
static void
closed(struct scene *s, const char *at)
{
	viewcache_step(&s->k, 0, EVENT_CONTACT, "2026-11-20 11:10:00", "6004 周建军@1004",
	    EA_RESULT, "reached", EA_SUMMARY, "约下午到场", -1);
	viewcache_step(&s->k, 0, EVENT_REPLY, "2026-11-20 15:00:00", "6005 顾玉磊@1004", EA_IS_TRUE,
	    "yes", EA_FACTS, "下午到场换了灯头。", EA_SOLVED, "solved", EA_FILES,
	    "22aa22bb33cc44dd55ee66ff7788990022aa22bb33cc44dd55ee66ff77889900", -1);
	viewcache_step(&s->k, 0, EVENT_AUDIT_OK, "2026-11-20 15:30:00", "1102 韩立新", -1);
	viewcache_step(&s->k, 0, EVENT_VISIT_OK, at, "1103 苏晓梅", EA_SOLVED, "solved", EA_STARS,
	    "3", EA_MANNER, "4", EA_SUMMARY, "修得慢", EA_METHOD, "manual", -1);
	viewcache_put(&s->k, 0);
	viewdesk_news(&s->d, &(struct news){ .kind = NEWS_TABLES, .tables = CACHE_TICKETS });
}

/* What counts against a unit is found by it after the closing, with what the citizen said, for five working days. */
static void
a_unit_disputes_what_is_closed(void **state)
{
	struct scene s;
	const struct job *j;

	(void)state;
	unit(&s, ROLE_BIT(UNIT_LEAD));
	viewdesk_open(&s.d, "handling", NULL);
	viewdesk_draw(&s.d);
	assert_false(viewdesk_shows(&s.d, "可申诉"));
	closed(&s, "2026-11-20 16:00:00");
	assert_true(viewdesk_shows(&s.d, "可申诉 1"));
	assert_true(viewdesk_shows(&s.d, "[要办 0]")); /* nobody is led there unasked */
	viewdesk_key(&s.d, ACTION_LEFT);
	assert_true(viewdesk_shows(&s.d, "[可申诉 1]"));
	assert_true(viewdesk_shows(&s.d, "回访评价: 结果3星 态度4星, 修得慢"));
	viewdesk_key(&s.d, ACTION_ENTER);
	viewdesk_type(&s.d, "配件停产, 已告知\n市政维护规程第5条\n");
	viewdesk_key(&s.d, ACTION_SUBMIT);
	j = viewdesk_last(&s.d, JOB_ACT);
	if (j == NULL)
		fail_msg("%s", s.d.said);
	assert_int_equal(j->act, EVENT_APPEAL);
	get_up(&s);
}

static void
what_was_closed_long_ago_is_left(void **state)
{
	struct scene s;

	(void)state;
	unit(&s, ROLE_BIT(UNIT_LEAD));
	viewdesk_open(&s.d, "handling", NULL);
	closed(&s, "2026-11-20 16:00:00");
	assert_true(viewdesk_shows(&s.d, "可申诉 1"));
	s.d.desk.now += INT64_C(9) * 86400000;
	viewdesk_news(&s.d, &(struct news){ .kind = NEWS_TABLES, .tables = CACHE_TICKETS });
	assert_false(viewdesk_shows(&s.d, "可申诉"));
	get_up(&s);
}

/* He calls within the day and is not content after all: from the call-back desk, at noon too. */
static void
a_late_word_is_taken(void **state)
{
	struct scene s;
	const struct job *j;

	(void)state;
	unit(&s, ROLE_BIT(UNIT));
	s.d.desk.me = (struct actor){
		.user = "1103", .name = "苏晓梅", .unit = "0001", .roles = ROLE_BIT(VISITOR)
	};
	viewdesk_open(&s.d, "visit", "刚办结");
	closed(&s, "2026-11-20 16:00:00");
	s.d.desk.now = viewcache_at("2026-11-21 12:30");
	assert_true(viewdesk_shows(&s.d, "[刚办结 1]"));
	viewdesk_key(&s.d, ACTION_ENTER);
	assert_true(viewdesk_shows(&s.d, "事后不满意"));
	viewdesk_type(&s.d, "424灯又不亮了");
	viewdesk_key(&s.d, ACTION_SUBMIT);
	j = viewdesk_last(&s.d, JOB_ACT);
	if (j == NULL)
		fail_msg("%s", s.d.said);
	assert_int_equal(j->act, EVENT_LATE_EVAL);
	assert_string_equal(args_get(&j->args, EA_SOLVED), "unsolved");
	assert_string_equal(args_get(&j->args, EA_STARS), "2");
	assert_string_equal(args_get(&j->args, EA_SUMMARY), "灯又不亮了");
	get_up(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(opens_where_there_is_work),
		cmocka_unit_test(a_named_list_is_opened),
		cmocka_unit_test(the_footer_says_the_keys_of_the_place),
		cmocka_unit_test(words_land_where_they_belong),
		cmocka_unit_test(what_was_begun_is_named),
		cmocka_unit_test(the_desk_corrects_a_ticket),
		cmocka_unit_test(a_unit_disputes_what_is_closed),
		cmocka_unit_test(what_was_closed_long_ago_is_left),
		cmocka_unit_test(a_late_word_is_taken),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
