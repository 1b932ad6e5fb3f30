/* Many callers about one thing on 班长台: how many against what is usual, where, and the keys that lead to joining them and to a
 * bulletin that knows what it is about. */
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
#include "client/cache/similar.h"
#include "client/cache/write.h"
#include "client/view/part_p.h"
#include "model/assist.h"

enum { WATER, OTHER_DAYS = WATER + 3, TOLD = OTHER_DAYS + 3 };

#define TELL(no, at, address, words)                                                            \
	{                                                                                       \
		no, at, EVENT_SUBMIT, "1154", "王芳", "help", "0301", "990102001", address, "", \
		    words, "张女士", "13800000001"                                              \
	}
static const struct viewcache_told told[TOLD] = {
	[WATER] = TELL("261121102012115403", "2026-11-21 10:20:12", "学府里2号楼",
	    "学府里2号楼从早上起停水了, 没有通知"),
	[WATER + 1] = TELL("261121102512115404", "2026-11-21 10:25:12", "学府里5号楼",
	    "学府里5号楼从早上起停水了, 没有通知"),
	[WATER + 2] = TELL("261121103012115405", "2026-11-21 10:30:12", "北苑小区3栋",
	    "北苑小区3栋早上起停水了, 没有通知"),
	[OTHER_DAYS] = TELL("261119102012115406", "2026-11-19 10:30:12", "龙泉路1号",
	    "龙泉路1号水压太低, 洗不了澡"),
	[OTHER_DAYS + 1] = TELL("261120102012115407", "2026-11-20 10:25:12", "松涛路8号",
	    "松涛路8号水表坏了, 请来换一只"),
	[OTHER_DAYS + 2] = TELL("261120202012115408", "2026-11-20 20:25:12", "松涛路9号",
	    "松涛路9号水费单子不对, 请查一查"), /* at another hour */
};

struct room {
	struct viewdesk d;
	struct viewcache k;
};

static void
sit(struct room *r, int rows, int cols, uint32_t roles)
{
	viewdesk_init(&r->d, rows, cols);
	r->d.desk.me =
	    (struct actor){ .user = "1101", .name = "赵敏", .unit = "0001", .roles = roles };
	memset(&r->k, 0, sizeof(r->k));
	viewcache_open(&r->k, &r->d);
}

static void
tell(struct room *r, int from, int to)
{
	for (int i = from; i < to; i++)
		viewcache_put(&r->k, viewcache_tell(&r->k, &told[i]));
}

static void
get_up(struct room *r)
{
	viewcache_close(&r->k);
	viewdesk_free(&r->d);
}

static void
it_stands_above_all(void **state)
{
	struct room r;

	(void)state;
	for (int wide = 0; wide < 2; wide++) {
		sit(&r, wide ? 36 : 24, wide ? 120 : 80, ROLE_BIT(SENIOR));
		tell(&r, 0, TOLD);
		viewdesk_open(&r.d, "wall", NULL);
		assert_true(viewdesk_shows(
		    &r.d, wide ? "突增! 3件/30分钟 0301 供水停水" : "突增! 3件/30分钟 供水停水"));
		assert_true(viewdesk_shows(&r.d, "平时 1件  集中: ")); /* two of two days */
		viewdesk_golden(&r.d, wide ? "wall-surge-120" : "wall-surge-80");
		get_up(&r);
	}
}

/* With a request for help under the people there is no room for all: what waits stays, the half hour goes. */
static void
beside_a_request_for_help(void **state)
{
	struct record ask = {
		.kind = RECORD_ASSIST, .by = "1154", .object = "1154", .code = "ask"
	};
	struct room r;

	(void)state;
	sit(&r, 24, 80, ROLE_BIT(SENIOR));
	tell(&r, 0, TOLD);
	id_new(ask.id);
	ask.at = r.d.desk.now - 5000;
	assert_true(assist_ask(&ask, "请听一下", "0701", "有人要爬塔吊"));
	assert_int_equal(cache_record_add(r.k.w, &ask, NULL), ERR_OK);
	record_free(&ask);
	viewdesk_open(&r.d, "wall", NULL);
	assert_true(viewdesk_shows(&r.d, "突增! 3件/30分钟"));
	assert_true(viewdesk_shows(&r.d, "有人要爬塔吊"));
	assert_true(viewdesk_shows(&r.d, "超期"));
	assert_true(viewdesk_shows(&r.d, "今日预计最忙"));
	assert_false(viewdesk_shows(&r.d, "最近30分钟来电"));
	get_up(&r);
}

/* The seat has nothing of other days: nothing is said of them. A day that has none of it is one. */
static void
what_is_usual_is_known_or_not_said(void **state)
{
	struct room r;

	(void)state;
	sit(&r, 24, 80, ROLE_BIT(SENIOR));
	viewdesk_open(&r.d, "wall", NULL);
	assert_false(viewdesk_shows(&r.d, "突增"));
	tell(&r, WATER, OTHER_DAYS);
	r.d.desk.now += 60000; /* found by this seat itself when it looks again */
	assert_true(viewdesk_shows(&r.d, "突增! 3件/30分钟"));
	assert_false(viewdesk_shows(&r.d, "平时"));
	get_up(&r);
	sit(&r, 24, 80, ROLE_BIT(SENIOR));
	tell(&r, WATER, OTHER_DAYS);
	tell(&r, OTHER_DAYS + 2, TOLD);
	viewdesk_open(&r.d, "wall", NULL);
	assert_false(viewdesk_shows(&r.d, "平时")); /* not a whole day ago */
	get_up(&r);
}

/* It goes on, and is told of in whole hours. */
static void
an_hour_later(void **state)
{
	struct room r;

	(void)state;
	sit(&r, 24, 80, ROLE_BIT(SENIOR));
	tell(&r, 0, TOLD);
	r.d.desk.now += INT64_C(70) * 60000;
	viewdesk_open(&r.d, "wall", NULL);
	assert_true(viewdesk_shows(&r.d, "突增! 3件/2小时 供水停水"));
	assert_true(viewdesk_shows(&r.d, "平时 1件"));
	get_up(&r);
}

static void
keys_lead_to_it(void **state)
{
	struct room r;
	char want[64];

	(void)state;
	sit(&r, 24, 80, ROLE_BIT(SENIOR) | ROLE_BIT(DISPATCHER));
	viewdesk_open(&r.d, "wall", NULL);
	viewdesk_key(&r.d, ACTION_JOIN);
	assert_non_null(strstr(r.d.said, "现在没有突增"));
	assert_string_equal(r.d.opened, "");
	viewdesk_key(&r.d, ACTION_NEW);
	assert_string_equal(r.d.opened, "bulletins:new");
	tell(&r, 0, TOLD);
	r.d.desk.now += 60000;
	viewdesk_draw(&r.d);
	viewdesk_key(&r.d, ACTION_JOIN);
	(void)snprintf(want, sizeof(want), "dispatch:%s", r.k.tickets[WATER].t.id);
	assert_string_equal(r.d.opened, want);
	viewdesk_key(&r.d, ACTION_NEW);
	assert_string_equal(r.d.opened, "bulletins:new:0301:990102001");
	r.d.desk.me.roles = ROLE_BIT(SENIOR);
	viewdesk_key(&r.d, ACTION_JOIN);
	(void)snprintf(want, sizeof(want), "ticket:%s", r.k.tickets[WATER].t.id);
	assert_string_equal(r.d.opened, want);
	get_up(&r);
}

/* The desk it leads to begins with that ticket; the form knows what it is about, and what was begun there stays. */
static void
where_they_lead(void **state)
{
	struct room r;

	(void)state;
	sit(&r, 24, 80, ROLE_BIT(SENIOR) | ROLE_BIT(DISPATCHER));
	tell(&r, 0, TOLD);
	viewdesk_open(&r.d, "dispatch", r.k.tickets[WATER].t.id);
	assert_true(viewdesk_shows(&r.d, "疑似突发 3 件"));
	viewdesk_key(&r.d, ACTION_JOIN);
	assert_non_null(strstr(r.d.said, "再按 Ctrl-]"));
	view_close(&r.d.view);
	viewdesk_open(&r.d, "bulletins", "new:0301:990102001");
	assert_true(viewdesk_shows(&r.d, "新增临时口径"));
	assert_true(viewdesk_shows(&r.d, "0301"));
	view_close(&r.d.view);
	viewdesk_open(&r.d, "bulletins", "new:0301"); /* no such thing */
	assert_true(viewdesk_shows(&r.d, "新增临时口径"));
	assert_false(viewdesk_shows(&r.d, "0301"));
	get_up(&r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_stands_above_all),
		cmocka_unit_test(beside_a_request_for_help),
		cmocka_unit_test(what_is_usual_is_known_or_not_said),
		cmocka_unit_test(an_hour_later),
		cmocka_unit_test(keys_lead_to_it),
		cmocka_unit_test(where_they_lead),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
