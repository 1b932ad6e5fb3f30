/* test_supervise: review and supervision: what was said, whose turn it is, what the forms propose, who may only look. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "../lib/viewcache.h"

static struct viewcache cache;

enum { LATE, HELD, REPLIED, BAD, CARDED };

static void
work(int i, const char *unit, const char *at)
{
	viewcache_step(&cache, i, EVENT_DISPATCH, at, "system", EA_TO_UNIT, unit, EA_RULE, "D0205",
	    EA_BASIS, "市政设施维护职责", -1);
	viewcache_step(&cache, i, EVENT_SIGNIN, at, "1200 周建军@1004", -1);
}

static void
tell(void)
{
	static const struct viewcache_told told[] = {
		{ "261109083012110701", "2026-11-09 08:30:12", EVENT_SUBMIT, "1107", "陈静", "help",
		    "0205", "990102001", "红山路78号", "路灯不亮 红山路78号",
		    "门口路灯从11月8日晚起不亮, 行人和老人出行不便。", "张女士", "13800005678" },
		{ "261119101204115411", "2026-11-19 10:12:04", EVENT_SUBMIT, "1154", "王芳", "help",
		    "0206", "990102002", "松涛路", "井盖下沉 松涛路", "松涛路井盖下沉, 过车就响。",
		    "李先生", "13900001234" },
		{ "261118211033115405", "2026-11-18 21:10:33", EVENT_SUBMIT, "1154", "王芳",
		    "complaint", "0402", "990102001", "建材城", "建材城装修噪声扰民",
		    "建材城夜里10点以后还在装修, 电钻声很大。", "赵女士", "13700004321" },
		{ "261117093001115409", "2026-11-17 09:30:01", EVENT_SUBMIT, "1154", "王芳", "help",
		    "0203", "990102001", "红山路口", "垃圾三天未清 红山路口",
		    "路口垃圾三天没人清。", "孙先生", "13600009876" },
		{ "261116093001115409", "2026-11-16 09:30:01", EVENT_SUBMIT, "1154", "王芳", "help",
		    "0207", "990102001", "红山公园", "树枝压线 红山公园",
		    "公园门口树枝压在电线上。", "钱女士", "13500001111" },
	};

	for (size_t i = 0; i < sizeof(told) / sizeof(told[0]); i++)
		(void)viewcache_tell(&cache, &told[i]);
}

static void
happen(void)
{
	work(LATE, "1004", "2026-11-09 08:40:00");
	work(HELD, "1004", "2026-11-19 10:20:00");
	viewcache_step(&cache, HELD, EVENT_SUSPEND_ASK, "2026-11-20 11:00:00", "1200 周建军@1004",
	    EA_REASON_CODE, "season", EA_UNTIL, "1796054399000", EA_REASON, "冻土期不能开挖", -1);
	work(REPLIED, "1004", "2026-11-18 21:20:00");
	viewcache_step(&cache, REPLIED, EVENT_SUPERVISE, "2026-11-19 09:00:00", "1110 袁宏斌",
	    EA_KIND, "supervise", EA_TO_UNIT, "1004", EA_UNTIL, "1795228927000", EA_REASON,
	    "请今晚派人夜查", -1);
	viewcache_step(&cache, REPLIED, EVENT_SUPERVISE_REPLY, "2026-11-20 23:30:00",
	    "1200 周建军@1004", EA_NOTE, "22点到场, 已责令停工", -1);
	work(BAD, "1004", "2026-11-17 09:40:00");
	viewcache_step(&cache, BAD, EVENT_REPLY, "2026-11-19 15:00:00", "1200 周建军@1004",
	    EA_IS_TRUE, "yes", EA_FACTS, "已通知环卫公司", EA_SOLVED, "solved", EA_BASIS,
	    "《城市市容和环境卫生管理条例》第二十八条", -1);
	viewcache_step(&cache, BAD, EVENT_AUDIT_OK, "2026-11-19 16:00:00", "1102 韩立新", -1);
	viewcache_step(&cache, BAD, EVENT_VISIT_BAD, "2026-11-20 10:00:00", "1103 苏晓梅",
	    EA_SOLVED, "unsolved", EA_STARS, "1", EA_MANNER, "3", EA_SUMMARY,
	    "垃圾还在, 根本没人来过", -1);
	work(CARDED, "1004", "2026-11-16 09:40:00");
	viewcache_step(&cache, CARDED, EVENT_CARD, "2026-11-20 00:10:00", "system", EA_COLOUR,
	    "yellow", EA_TO_UNIT, "1004", EA_REASON, "到期前一个工作日未反馈", -1);
	for (int i = 0; i < cache.n; i++)
		viewcache_put(&cache, i);
}

static void
start(struct viewdesk *d, const char *view, const char *list, uint32_t role, int rows, int cols)
{
	viewdesk_init(d, rows, cols);
	d->desk.me.user = "1110";
	d->desk.me.roles = role;
	viewcache_open(&cache, d);
	tell();
	happen();
	viewdesk_open(d, view, list);
	viewdesk_draw(d);
}

static void
stop(struct viewdesk *d)
{
	viewcache_close(&cache);
	viewdesk_free(d);
}

static const char *
said(const struct job *j, enum event_arg a)
{
	return args_get(&j->args, a);
}

static void
test_pictures(void **state)
{
	static const struct {
		const char *view, *list, *golden;
		int rows, cols;
	} rows[] = {
		{ "review", NULL, "review-80", 24, 80 },
		{ "review", NULL, "review-120", 36, 120 },
		{ "supervise", NULL, "supervise-80", 24, 80 },
		{ "supervise", NULL, "supervise-120", 36, 120 },
		{ "supervise", "督办中", "supervise-answered-80", 24, 80 },
		{ "supervise", "待批", "supervise-asked-80", 24, 80 },
		{ "supervise", "发牌", "supervise-cards-80", 24, 80 },
	};
	struct viewdesk d;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		start(&d, rows[i].view, rows[i].list, ROLE_BIT(SUPERVISOR), rows[i].rows,
		    rows[i].cols);
		viewdesk_golden(&d, rows[i].golden);
		stop(&d);
	}
	start(&d, "supervise", NULL, ROLE_BIT(SUPERVISOR), 24, 80);
	viewdesk_key(&d, ACTION_ENTER);
	viewdesk_golden(&d, "supervise-form-80");
	stop(&d);
}

/* Enter does what it is the turn of, with the form as it most often is. */
static void
test_turns(void **state)
{
	static const struct {
		const char *list;
		int ticket;
		enum event_kind kind;
		enum event_arg arg;
		const char *value;
	} rows[] = {
		{ "超期", LATE, EVENT_SUPERVISE, EA_TO_UNIT, "1004" },
		{ "督办中", REPLIED, EVENT_SUPERVISE_END, EA_REASON, "" },
		{ "待批", HELD, EVENT_SUSPEND, EA_REASON, "冻土期不能开挖" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct viewdesk d;
		const struct job *j;

		start(&d, "supervise", rows[i].list, ROLE_BIT(SUPERVISOR), 24, 80);
		viewdesk_key(&d, ACTION_ENTER);
		viewdesk_key(&d, ACTION_SUBMIT);
		j = viewdesk_last(&d, JOB_ACT);
		if (j == NULL)
			fail_msg("%s: %s", rows[i].list, d.said);
		assert_int_equal(j->act, rows[i].kind);
		assert_string_equal(j->ticket, cache.tickets[rows[i].ticket].t.id);
		assert_string_equal(said(j, rows[i].arg), rows[i].value);
		stop(&d);
	}
}

static void
test_an_inspector_only_looks(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, "supervise", NULL, ROLE_BIT(INSPECTOR), 24, 80);
	assert_true(viewdesk_shows(&d, "路灯不亮"));
	assert_false(viewdesk_shows(&d, "[1]"));
	viewdesk_type(&d, "1");
	assert_null(viewdesk_last(&d, JOB_ACT));
	viewdesk_key(&d, ACTION_ENTER);
	assert_string_equal(d.opened, "ticket:0190a000-0000-7000-8000-000000000001");
	stop(&d);
}

static void
test_a_card_is_revoked(void **state)
{
	struct viewdesk d;
	const struct job *j;

	(void)state;
	start(&d, "supervise", "发牌", ROLE_BIT(SUPERVISOR), 24, 80);
	assert_true(viewdesk_shows(&d, "[1] 撤牌"));
	viewdesk_type(&d, "1");
	viewdesk_type(&d, "已按时答复, 系统未同步");
	viewdesk_key(&d, ACTION_SUBMIT);
	j = viewdesk_last(&d, JOB_ACT);
	assert_non_null(j);
	assert_int_equal(j->act, EVENT_CARD_REVOKE);
	assert_string_equal(said(j, EA_COLOUR), "yellow");
	assert_string_equal(said(j, EA_TO_UNIT), "1004");
	stop(&d);
}

static void
test_review(void **state)
{
	struct viewdesk d;
	const struct job *j;

	(void)state;
	start(&d, "review", NULL, ROLE_BIT(SENIOR), 24, 80);
	assert_true(viewdesk_shows(&d, "垃圾还在, 根本没人来过"));
	assert_true(viewdesk_shows(&d, "已通知环卫公司"));
	viewdesk_type(&d, "1");
	viewdesk_type(&d, "1");
	viewdesk_type(&d, "今天清运并拍照");
	viewdesk_key(&d, ACTION_SUBMIT);
	j = viewdesk_last(&d, JOB_ACT);
	assert_non_null(j);
	assert_int_equal(j->act, EVENT_REVIEW_REDO);
	assert_string_equal(said(j, EA_REASON_CODE), "fault");
	stop(&d);
	start(&d, "review", NULL, ROLE_BIT(SENIOR), 24, 80);
	viewdesk_type(&d, "2");
	viewdesk_type(&d, "已向诉求人解释清运周期");
	viewdesk_key(&d, ACTION_SUBMIT);
	j = viewdesk_last(&d, JOB_ACT);
	assert_non_null(j);
	assert_int_equal(j->act, EVENT_REVIEW_KEEP);
	assert_string_equal(said(j, EA_BASIS), "《城市市容和环境卫生管理条例》第二十八条");
	stop(&d);
}

/* Who handled it is refused before he types. */
static void
test_a_handler_does_not_review(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, "review", NULL, ROLE_BIT(SENIOR), 24, 80);
	d.desk.me.user = "1102";
	viewdesk_type(&d, "1");
	assert_non_null(strstr(d.said, "没有经办过"));
	assert_false(viewdesk_shows(&d, "重办理由"));
	stop(&d);
}

/* The month by tiers; the month before by the arrow, none after this one. */
static void
test_ledger(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, "ledger", NULL, ROLE_BIT(LEADER), 24, 80);
	viewdesk_golden(&d, "ledger-80");
	viewdesk_key(&d, ACTION_RIGHT);
	assert_string_equal(d.said, "已经是本月。");
	viewdesk_key(&d, ACTION_LEFT);
	assert_true(viewdesk_shows(&d, "2026-10"));
	assert_true(viewdesk_shows(&d, "这个月没有派给单位的工单"));
	stop(&d);
	start(&d, "ledger", "2026-11", ROLE_BIT(LEADER), 36, 120);
	viewdesk_golden(&d, "ledger-120");
	stop(&d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pictures),
		cmocka_unit_test(test_turns),
		cmocka_unit_test(test_an_inspector_only_looks),
		cmocka_unit_test(test_a_card_is_revoked),
		cmocka_unit_test(test_review),
		cmocka_unit_test(test_a_handler_does_not_review),
		cmocka_unit_test(test_ledger),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
