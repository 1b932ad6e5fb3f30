/* test_dispatch_alike: the dispatcher's desk: what is probably the same matter stands beside the chosen ticket with its
 * reason; one key joins, the same key parts; an incident's tickets go into the oldest; what is refused is said. */
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

enum { LAMP, AGAIN, WATER, TOLD = WATER + 3 };

#define TELL(no, at, category, address, words)                                                    \
	{                                                                                         \
		no, at, EVENT_SUBMIT, "1154", "王芳", "help", category, "990102001", address, "", \
		    words, "张女士", "13800000001"                                                \
	}
static const struct viewcache_told told[TOLD] = {
	[LAMP] = TELL("261121093012115401", "2026-11-21 09:30:12", "0205", "红山路78号",
	    "红山路78号门口路灯不亮, 晚上很黑"),
	[AGAIN] = TELL("261121094012115402", "2026-11-21 09:40:12", "0205", "红山路78号",
	    "红山路78号路灯坏了, 晚上很黑"),
	[WATER] = TELL("261121101012115403", "2026-11-21 10:10:12", "0301", "学府里2号楼",
	    "学府里2号楼从早上起停水了, 没有通知"),
	[WATER + 1] = TELL("261121102012115404", "2026-11-21 10:20:12", "0301", "学府里5号楼",
	    "学府里5号楼从早上起停水了, 没有通知"),
	[WATER + 2] = TELL("261121102512115405", "2026-11-21 10:25:12", "0301", "北苑小区3栋",
	    "北苑小区3栋早上起停水了, 没有通知"),
};

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
	r->d.desk.me = (struct actor){
		.user = "1102", .name = "韩立新", .unit = "0001", .roles = ROLE_BIT(DISPATCHER)
	};
	viewcache_open(&r->k, &r->d);
	for (int i = 0; i < TOLD; i++)
		viewcache_put(&r->k, viewcache_tell(&r->k, &told[i]));
	viewdesk_open(&r->d, "dispatch", "待派单");
	viewdesk_draw(&r->d);
	*state = r;
	return 0;
}

static int
teardown(void **state)
{
	struct room *r = *state;

	viewcache_close(&r->k);
	viewdesk_free(&r->d);
	free(r);
	return 0;
}

/* Down to the ticket whose place stands in the list. */
static void
choose(struct room *r, const char *mark)
{
	for (int i = 0; i < TOLD && !viewdesk_shows(&r->d, mark); i++)
		viewdesk_key(&r->d, ACTION_DOWN);
	assert_true(viewdesk_shows(&r->d, mark));
}

static const struct job *
last(struct room *r, enum event_kind k, int ticket)
{
	const struct job *j = viewdesk_last(&r->d, JOB_ACT);

	assert_non_null(j);
	assert_int_equal(j->act, k);
	assert_string_equal(j->ticket, r->k.tickets[ticket].t.id);
	return j;
}

static void
one_key_joins_the_same_key_parts(void **state)
{
	struct room *r = *state;
	const struct job *j;

	choose(r, "红山路78号路灯坏了");
	assert_true(
	    viewdesk_shows(&r->d, "疑似重复 1 件: 1121-1154-01 待派单 同一地点 红山路78号"));
	viewdesk_golden(&r->d, "dispatch-alike-80");
	viewdesk_key(&r->d, ACTION_JOIN);
	j = last(r, EVENT_MERGE, AGAIN);
	assert_string_equal(args_get(&j->args, EA_OTHER), r->k.tickets[LAMP].t.id);
	viewdesk_done(&r->d, JOB_ACT, "");
	assert_non_null(strstr(r->d.said, "已并入 1121-1154-01 共 1 件"));
	viewdesk_key(&r->d, ACTION_JOIN);
	(void)last(r, EVENT_UNMERGE, AGAIN);
	viewdesk_done(&r->d, JOB_ACT, "");
	assert_non_null(strstr(r->d.said, "已拆开 1 件, 回到并单前的状态: 待派单 1 件"));
}

static void
who_goes_on_does_not_part(void **state)
{
	struct room *r = *state;

	choose(r, "红山路78号路灯坏了");
	viewdesk_key(&r->d, ACTION_JOIN);
	viewdesk_done(&r->d, JOB_ACT, "");
	viewdesk_key(&r->d, ACTION_UP);
	viewdesk_key(&r->d, ACTION_JOIN);
	assert_int_not_equal(viewdesk_last(&r->d, JOB_ACT)->act, EVENT_UNMERGE);
}

static void
an_incident_goes_into_the_oldest(void **state)
{
	struct room *r = *state;
	const struct job *j;

	choose(r, "学府里5号楼从早上起停水了");
	assert_true(viewdesk_shows(&r->d, "疑似突发 3 件, 30分钟内, 学府里2号楼"));
	viewdesk_golden(&r->d, "dispatch-incident-80");
	viewdesk_key(&r->d, ACTION_JOIN); /* more than one: asked, and named */
	assert_null(viewdesk_last(&r->d, JOB_ACT));
	assert_non_null(
	    strstr(r->d.said, "1121-1154-04 1121-1154-05 并入 1121-1154-03: 再按 Ctrl-]"));
	viewdesk_key(&r->d, ACTION_JOIN);
	j = last(r, EVENT_MERGE, WATER + 1);
	assert_string_equal(args_get(&j->args, EA_OTHER), r->k.tickets[WATER].t.id);
	viewdesk_done(&r->d, JOB_ACT, "");
	j = last(r, EVENT_MERGE, WATER + 2);
	assert_string_equal(args_get(&j->args, EA_OTHER), r->k.tickets[WATER].t.id);
	viewdesk_done(&r->d, JOB_ACT, "");
	assert_non_null(strstr(r->d.said, "共 2 件"));
}

/* Sent out by the catalogue already: in no list here, and named all the same. */
static void
an_incident_of_sent_tickets_is_named(void **state)
{
	struct room *r = *state;

	for (int i = WATER; i < TOLD; i++) {
		viewcache_step(&r->k, i, EVENT_DISPATCH, "2026-11-21 10:30", "system", EA_TO_UNIT,
		    "1301", EA_BASIS, "派单目录", -1);
		viewcache_put(&r->k, i);
	}
	view_close(&r->d.view);
	viewdesk_open(&r->d, "dispatch", "退单");
	assert_true(viewdesk_shows(&r->d, "疑似突发 3 件, 30分钟内, 学府里2号楼"));
	viewdesk_key(&r->d, ACTION_JOIN);
	viewdesk_key(&r->d, ACTION_JOIN);
	(void)last(r, EVENT_MERGE, WATER + 1);
	viewdesk_done(&r->d, JOB_ACT, "");
	viewdesk_done(&r->d, JOB_ACT, "");
	assert_non_null(strstr(r->d.said, "共 2 件"));
	viewdesk_key(&r->d, ACTION_JOIN);
	(void)last(r, EVENT_UNMERGE, WATER + 1);
	viewdesk_done(&r->d, JOB_ACT, "");
	viewdesk_done(&r->d, JOB_ACT, "");
	assert_non_null(strstr(r->d.said, "已拆开 2 件, 回到并单前的状态: 待签收 2 件"));
}

/* In the narrow column beside the words of a wide screen the keys have a row of their own. */
static void
an_incident_is_whole_beside_the_ticket(void **state)
{
	struct room *r = *state;

	assert_true(canvas_resize(&r->d.canvas, 36, 120));
	choose(r, "学府里5号楼从早上起停水了");
	assert_true(viewdesk_shows(&r->d, "疑似突发 3 件, 30分钟内, 学府里2号楼"));
	assert_true(viewdesk_shows(&r->d, "最早 1121-1154-03, 另有 1121-1154-04"));
	assert_true(viewdesk_shows(&r->d, "Ctrl-] 并成一件  Ctrl-^ 看"));
}

/* In 待审核 nothing is told of the row: the key does nothing, however many are alike. */
static void
what_is_not_on_the_screen_is_not_joined(void **state)
{
	struct room *r = *state;

	viewcache_step(&r->k, LAMP, EVENT_DISPATCH, "2026-11-21 10:30", "system", EA_TO_UNIT,
	    "1004", EA_BASIS, "派单目录", -1);
	r->k.tickets[LAMP].t.state = STATE_REPLIED;
	viewcache_put(&r->k, LAMP);
	view_close(&r->d.view);
	viewdesk_open(&r->d, "dispatch", "待审核");
	assert_true(viewdesk_shows(&r->d, "路灯不亮"));
	assert_false(viewdesk_shows(&r->d, "疑似"));
	viewdesk_key(&r->d, ACTION_JOIN);
	viewdesk_key(&r->d, ACTION_JOIN);
	assert_null(viewdesk_last(&r->d, JOB_ACT));
	assert_non_null(strstr(r->d.said, "没有选中件的疑似同一件提示"));
}

/* Another row is chosen than the picture tells of. */
static void
a_picture_of_another_row_joins_nothing(void **state)
{
	struct room *r = *state;

	choose(r, "学府里5号楼从早上起停水了");
	viewdesk_key(&r->d, ACTION_UP);
	viewdesk_key(&r->d, ACTION_JOIN);
	viewdesk_key(&r->d, ACTION_JOIN);
	assert_null(viewdesk_last(&r->d, JOB_ACT));
}

static void
another_key_than_the_one_asked_for_joins_nothing(void **state)
{
	struct room *r = *state;

	choose(r, "学府里5号楼从早上起停水了");
	viewdesk_key(&r->d, ACTION_JOIN);
	viewdesk_key(&r->d, ACTION_HELP);
	viewdesk_key(&r->d, ACTION_JOIN); /* asks anew */
	assert_null(viewdesk_last(&r->d, JOB_ACT));
}

static void
its_members_are_looked_at(void **state)
{
	struct room *r = *state;
	static const int order[] = { WATER, WATER + 2, WATER };

	choose(r, "学府里5号楼从早上起停水了");
	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++) {
		char want[64];

		viewdesk_key(&r->d, ACTION_ALIKE);
		(void)snprintf(want, sizeof(want), "ticket:%s", r->k.tickets[order[i]].t.id);
		assert_string_equal(r->d.opened, want);
		(void)r->d.view.ops->resume(&r->d.view);
		viewdesk_draw(&r->d);
	}
}

static void
looking_elsewhere_keeps_the_undo(void **state)
{
	struct room *r = *state;

	choose(r, "红山路78号路灯坏了");
	viewdesk_key(&r->d, ACTION_JOIN);
	viewdesk_done(&r->d, JOB_ACT, "");
	assert_non_null(strstr(r->d.said, "[拆单]"));
	viewdesk_key(&r->d, ACTION_HELP);
	viewdesk_key(&r->d, ACTION_NEXT);
	(void)r->d.view.ops->resume(&r->d.view);
	assert_true(viewdesk_shows(&r->d, "刚并入 1121-1154-01 共 1 件"));
	viewdesk_key(&r->d, ACTION_JOIN);
	(void)last(r, EVENT_UNMERGE, AGAIN);
}

static void
what_is_refused_is_said(void **state)
{
	struct room *r = *state;
	struct news n = { .kind = NEWS_DONE };

	choose(r, "学府里5号楼从早上起停水了");
	viewdesk_key(&r->d, ACTION_JOIN);
	viewdesk_key(&r->d, ACTION_JOIN);
	n.job = viewdesk_last(&r->d, JOB_ACT)->id;
	(void)err_set(&n.err, ERR_GUARD, "不是同一地点");
	viewdesk_news(&r->d, &n);
	viewdesk_done(&r->d, JOB_ACT, "");
	assert_non_null(strstr(r->d.said, "已并入 1 件, 有 1 件不行: 不是同一地点"));
	viewdesk_key(&r->d, ACTION_JOIN); /* what was not joined is not parted */
	(void)last(r, EVENT_UNMERGE, WATER + 2);
}

static void
with_the_line_down_nothing_is_joined(void **state)
{
	struct room *r = *state;

	r->d.desk.link.state = LINK_OFFLINE;
	choose(r, "红山路78号路灯坏了");
	viewdesk_key(&r->d, ACTION_JOIN);
	assert_null(viewdesk_last(&r->d, JOB_ACT));
	assert_true(r->d.said[0] != '\0');
}

/* The senior's first screen names it; a call-taker has other work. */
static void
who_decides_sees_it_at_home(void **state)
{
	struct room *r = *state;
	struct viewdesk *d = &r->d;

	view_close(&d->view);
	d->desk.me.roles = ROLE_BIT(SENIOR);
	viewdesk_open(d, "home", NULL);
	assert_true(viewdesk_shows(d, "突发   1   3件 学府里2号楼"));
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(one_key_joins_the_same_key_parts),
		T(who_goes_on_does_not_part),
		T(an_incident_goes_into_the_oldest),
		T(an_incident_of_sent_tickets_is_named),
		T(an_incident_is_whole_beside_the_ticket),
		T(what_is_not_on_the_screen_is_not_joined),
		T(a_picture_of_another_row_joins_nothing),
		T(another_key_than_the_one_asked_for_joins_nothing),
		T(its_members_are_looked_at),
		T(looking_elsewhere_keeps_the_undo),
		T(what_is_refused_is_said),
		T(with_the_line_down_nothing_is_joined),
		T(who_decides_sees_it_at_home),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
