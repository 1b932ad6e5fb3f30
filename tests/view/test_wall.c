/* test_wall: the floor as a senior sees it: states with their time, the figures of the day's calls, what waits; only what
 * changed is another cell, whatever the number of seats. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "../lib/viewcache.h"
#include "base/str.h"
#include "client/cache/write.h"
#include "client/ui/canvas_diff.h"
#include "model/assist.h"
#include "model/call.h"

#define SECOND 1000
#define MINUTE 60000

static const struct actor senior = {
	.user = "1122", .name = "赵敏", .unit = "0001", .roles = ROLE_BIT(SENIOR)
};

struct scene {
	struct viewdesk d;
	struct viewcache k;
};

static void
sit(struct scene *s, int rows, int cols)
{
	viewdesk_init(&s->d, rows, cols);
	s->d.desk.me = senior;
	memset(&s->k, 0, sizeof(s->k));
	viewcache_open(&s->k, &s->d);
}

static void
get_up(struct scene *s)
{
	viewdesk_free(&s->d);
	viewcache_close(&s->k);
}

static void
put(struct scene *s, struct record *r, const char *by)
{
	id_new(r->id);
	(void)str_copy(r->by, sizeof(r->by), by);
	assert_int_equal(cache_record_add(s->k.w, r, NULL), ERR_OK);
	record_free(r);
}

static void
state(struct scene *s, const char *by, enum agent_state st, int reason, int64_t ago_ms)
{
	const struct agent a = {
		.state = st, .reason = reason, .since_at = s->d.desk.now - ago_ms
	};
	struct record r = { .at = 0 };

	agent_record(&a, by, &r);
	put(s, &r, by);
}

/* ${id} "m1": of a number of its own; those of "c.." are nobody's. */
static void
call(struct scene *s, const char *id, enum call_way way, int64_t ago_ms, int waited, const char *of)
{
	const int64_t at = s->d.desk.now - ago_ms;
	const bool spoken = way == CALL_ANSWERED || way == CALL_CALLED;
	struct call_log c = { .way = way,
		.line = "12345",
		.began_at = at,
		.answered_at = spoken ? at + waited : 0,
		.ended_at = at + waited + (spoken ? MINUTE : 0) };
	struct record r = { .at = 0 };

	if (*id == 'm')
		(void)snprintf(c.peer, sizeof(c.peer), "1380000000%s", id + 1);
	assert_true(call_record(&c, id, &r));
	(void)str_copy(r.object, sizeof(r.object), of);
	put(s, &r, "1107");
}

/* A request of ${by}, ${ago_ms} ago, with the words of her sheet; its id in ${id}. */
static void
asks(struct scene *s, const char *by, int64_t ago_ms, const char *wanted, const char *category,
    const char *words, char id[ID_SIZE])
{
	struct record r = { .kind = RECORD_ASSIST, .at = s->d.desk.now - ago_ms, .code = "ask" };

	id_new(id);
	(void)str_copy(r.id, sizeof(r.id), id);
	(void)str_copy(r.by, sizeof(r.by), by);
	(void)str_copy(r.object, sizeof(r.object), by);
	(void)str_copy(r.call, sizeof(r.call), "c1");
	assert_true(assist_ask(&r, wanted, category, words));
	assert_int_equal(cache_record_add(s->k.w, &r, NULL), ERR_OK);
	record_free(&r);
}

static void
news(struct scene *s)
{
	viewdesk_news(
	    &s->d, &(struct news){ .kind = NEWS_TABLES, .tables = CACHE_RECORDS | CACHE_TICKETS });
}

static void
people(struct scene *s)
{
	state(s, "1107", AGENT_TALKING, 0, 60 * MINUTE); /* before what she does now */
	state(s, "1107", AGENT_ACW, 0, 51 * SECOND);
	state(s, "1154", AGENT_TALKING, 0, 133 * SECOND);
	state(s, "1131", AGENT_RINGING, 0, 4 * SECOND);
	state(s, "1140", AGENT_IDLE, 0, 42 * SECOND);
	state(s, "1109", AGENT_REST, 2, 12 * MINUTE + 5 * SECOND);
	state(s, "1118", AGENT_HOLD, 0, 65 * MINUTE);
	state(s, "1125", AGENT_OUTBOUND, 0, 70 * SECOND);
	state(s, "1133", AGENT_OFFLINE, 0, 30 * SECOND);
}

static void
calls(struct scene *s)
{
	char id[16];

	for (int i = 0; i < 24; i++) {
		(void)snprintf(id, sizeof(id), "c%d", i);
		call(s, id, CALL_ANSWERED, (i % 7) * 4 * MINUTE, i % 6 == 0 ? 20000 : 8000, "");
	}
	call(s, "m1", CALL_MISSED, 25 * MINUTE, 21000, "");
	call(s, "m2", CALL_ABANDONED, 20 * MINUTE, 40000, "");
	call(s, "m3", CALL_MISSED, 9 * MINUTE, 21000, "");
	call(s, "b3", CALL_CALLED, 5 * MINUTE, 9000, "m3");
	call(s, "p1", CALL_PASSED, 3 * MINUTE, 15000, "");
	call(s, "old", CALL_ANSWERED, 12 * 60 * MINUTE, 8000, ""); /* yesterday's */
}

static void
the_floor_is_shown(void **st)
{
	struct scene s;

	(void)st;
	for (int wide = 0; wide < 2; wide++) {
		sit(&s, wide ? 36 : 24, wide ? 120 : 80);
		viewcache_story(&s.k);
		people(&s);
		calls(&s);
		viewdesk_open(&s.d, "wall", NULL);
		viewdesk_golden(&s.d, wide ? "wall-120" : "wall-80");
		get_up(&s);
	}
}

static void
nothing_is_divided_by_nothing(void **st)
{
	struct scene s;

	(void)st;
	sit(&s, 24, 80);
	viewdesk_open(&s.d, "wall", NULL);
	assert_true(viewdesk_shows(&s.d, "排队 --  在席 0"));
	assert_true(viewdesk_shows(&s.d, "接通 0  接通率 --  15秒 --  等待 --  话后 --  处理 --"));
	assert_true(viewdesk_shows(&s.d, "还没有收到坐席状态"));
	assert_true(viewdesk_shows(&s.d, "未接回拨  0"));
	get_up(&s);
}

static void
it_follows_what_comes(void **st)
{
	struct scene s;

	(void)st;
	sit(&s, 24, 80);
	people(&s);
	calls(&s);
	viewdesk_open(&s.d, "wall", NULL);
	assert_true(viewdesk_shows(&s.d, "在席 7  振铃 1  通话 2  话后 1  示闲 1  外呼 1  小休 1"));
	assert_true(viewdesk_shows(&s.d, "接通 24  接通率 88.89%"));
	assert_true(viewdesk_shows(&s.d, "未接回拨 !2  最久 25 分"));
	state(&s, "1140", AGENT_TALKING, 0, 0);
	call(&s, "b1", CALL_CALLED, 0, 5000, "m1");
	call(&s, "b9", CALL_CALLED, 0, 5000, "m9"); /* told before the miss itself */
	call(&s, "m9", CALL_MISSED, 2 * MINUTE, 5000, "");
	call(&s, "c99", CALL_ANSWERED, 0, 5000, "");
	news(&s);
	assert_true(viewdesk_shows(&s.d, "振铃 1  通话 3  话后 1  示闲 0"));
	assert_true(viewdesk_shows(&s.d, "接通 25  接通率 86.21%"));
	assert_true(viewdesk_shows(&s.d, "未接回拨 !1  最久 20 分"));
	news(&s); /* and none is counted twice */
	assert_true(viewdesk_shows(&s.d, "接通 25"));
	viewdesk_key(&s.d, ACTION_DOWN); /* on 1107: she stays chosen when others come */
	state(&s, "1101", AGENT_IDLE, 0, 0);
	news(&s);
	assert_true(viewdesk_shows(&s.d, ">  1107"));
	viewdesk_type(&s.d, "1154");
	assert_true(viewdesk_shows(&s.d, "1154"));
	assert_false(viewdesk_shows(&s.d, "1131"));
	get_up(&s);
}

static void
a_new_day_begins_at_nothing(void **st)
{
	struct scene s;

	(void)st;
	sit(&s, 24, 80);
	calls(&s);
	viewdesk_open(&s.d, "wall", NULL);
	assert_true(viewdesk_shows(&s.d, "接通 24"));
	s.d.desk.now += INT64_C(24) * 60 * MINUTE;
	assert_true(viewdesk_shows(&s.d, "接通 0"));
	get_up(&s);
}

/* ---- who asks for help ---- */

#define TOWER "工地老板拖欠14人工资约22万, 已等三个月, 今天有人说要爬塔吊, 家里都等着过年"

static void
who_asks_stands_first(void **st)
{
	char id[ID_SIZE];
	struct scene s;

	(void)st;
	for (int wide = 0; wide < 2; wide++) {
		sit(&s, wide ? 36 : 24, wide ? 120 : 80);
		viewcache_story(&s.k);
		people(&s);
		calls(&s);
		asks(&s, "1118", 3 * MINUTE, "", "0304", "幸福里三天没有暖气", id);
		asks(&s, "1154", 5 * MINUTE, "要不要转110", "0701", TOWER, id);
		viewdesk_open(&s.d, "wall", NULL);
		viewdesk_golden(&s.d, wide ? "wall-help-120" : "wall-help-80");
		viewdesk_key(&s.d, ACTION_NEXT);
		viewdesk_golden(&s.d, wide ? "wall-help-foot-120" : "wall-help-foot-80");
		get_up(&s);
	}
}

/* Two seats' clocks agree on nothing: how long ago somebody asked is counted by the centre's. */
static void
by_whose_clock_she_asked(void **st)
{
	static const int64_t wrong_ms[] = { 0, 40 * MINUTE, -40 * MINUTE };
	char id[ID_SIZE];

	(void)st;
	for (size_t i = 0; i < sizeof(wrong_ms) / sizeof(wrong_ms[0]); i++)
		for (int late = 0; late < 2; late++) {
			struct scene s;

			sit(&s, 24, 80);
			asks(&s, "1154", late != 0 ? 31 * MINUTE : 29 * MINUTE, "爬塔吊", "", "",
			    id);
			s.d.desk.now += wrong_ms[i];
			s.d.desk.link.offset_ms = -wrong_ms[i];
			viewdesk_open(&s.d, "wall", NULL);
			assert_int_equal(viewdesk_shows(&s.d, "爬塔吊"), late == 0);
			assert_int_equal(viewdesk_shows(&s.d, "29:00"), late == 0);
			get_up(&s);
		}
}

/* What a call is about, and no longer than it lasts. */
static void
what_calls_are_about(void **st)
{
	const struct agent talks = { .state = AGENT_TALKING, .call = "c7" };
	struct agent a = talks;
	struct record r = {
		.kind = RECORD_ASSIST, .at = VIEWDESK_NOW, .code = "matter", .call = "c7"
	};
	struct scene s;

	(void)st;
	sit(&s, 36, 120);
	a.since_at = s.d.desk.now - 2 * MINUTE;
	assert_true(assist_ask(&r, "爬塔吊", "0701", ""));
	put(&s, &r, "1154");
	agent_record(&a, "1154", &r);
	put(&s, &r, "1154");
	state(&s, "1107", AGENT_TALKING, 0, 20 * SECOND);
	viewdesk_open(&s.d, "wall", NULL);
	assert_true(viewdesk_shows(&s.d, "!!爬塔吊 0701 拖欠工资"));
	assert_true(viewdesk_shows(&s.d, "(刚接起)"));
	state(&s, "1154", AGENT_IDLE, 0, 0);
	news(&s);
	assert_false(viewdesk_shows(&s.d, "0701"));
	get_up(&s);
}

/* An answer goes to whom it was begun for, whoever has come to stand in that row meanwhile. */
static void
an_answer_is_sent(void **st)
{
	char id[ID_SIZE], older[ID_SIZE], of[ID_SIZE];
	const struct record *r;
	struct scene s;

	(void)st;
	sit(&s, 24, 80);
	people(&s);
	asks(&s, "1154", MINUTE, "", "0701", TOWER, id);
	viewdesk_open(&s.d, "wall", NULL);
	viewdesk_draw(&s.d);
	viewdesk_type(&s.d, "\t3");
	assert_true(viewdesk_shows(&s.d, "对 1154"));
	viewdesk_type(&s.d, "先稳");
	asks(&s, "1107", 9 * MINUTE, "", "", "", older);
	news(&s);
	viewdesk_type(&s.d, "住3\n");
	r = &viewdesk_last(&s.d, JOB_RECORD)->record;
	assert_string_equal(r->object, "1154");
	assert_string_equal(r->code, "answer");
	assert_string_equal(assist_said(r), "先稳住3");
	assert_true(assist_request(r, of));
	assert_string_equal(of, id);
	viewdesk_done(&s.d, JOB_RECORD, "");
	assert_non_null(strstr(s.d.said, "已发出"));
	get_up(&s);
}

static void
a_rest_is_ordered(void **st)
{
	const struct record *r;
	struct scene s;

	(void)st;
	sit(&s, 24, 80);
	state(&s, "1154", AGENT_TALKING, 0, 90 * MINUTE);
	viewdesk_open(&s.d, "wall", NULL);
	viewdesk_draw(&s.d);
	viewdesk_key(&s.d, ACTION_STATE);
	viewdesk_type(&s.d, "\n"); /* without a reason nobody is sent to rest */
	assert_null(viewdesk_last(&s.d, JOB_RECORD));
	viewdesk_type(&s.d, "接了四小时\n");
	r = &viewdesk_last(&s.d, JOB_RECORD)->record;
	assert_int_equal(r->kind, RECORD_ORDER);
	assert_string_equal(r->object, "1154");
	assert_string_equal(r->code, "rest");
	assert_string_equal(record_text(r), "接了四小时");
	get_up(&s);
}

/* What cannot be done is not offered: no telephone that hands over, no request, oneself. */
static void
only_what_can_be_done(void **st)
{
	char id[ID_SIZE];
	struct scene s;

	(void)st;
	sit(&s, 36, 120);
	state(&s, "1154", AGENT_TALKING, 0, MINUTE);
	state(&s, "1122", AGENT_IDLE, 0, MINUTE);
	viewdesk_open(&s.d, "wall", NULL);
	viewdesk_draw(&s.d);
	viewdesk_key(&s.d, ACTION_NEXT); /* herself: nothing to do */
	assert_false(viewdesk_shows(&s.d, "[3]"));
	viewdesk_key(&s.d, ACTION_DOWN);
	viewdesk_key(&s.d, ACTION_NEXT);
	assert_true(viewdesk_shows(&s.d, "[3] 密语提示"));
	assert_false(viewdesk_shows(&s.d, "[8]"));
	assert_false(viewdesk_shows(&s.d, "监听"));
	viewdesk_type(&s.d, "8");
	assert_null(viewdesk_last(&s.d, JOB_RECORD));
	asks(&s, "1154", 0, "", "", "", id);
	news(&s);
	assert_true(viewdesk_shows(&s.d, "[8] 已处理"));
	assert_false(viewdesk_shows(&s.d, "[5]"));
	s.d.desk.call.caps = PHONE_CAP_SUCCESS;
	(void)str_copy(s.d.desk.link.seat_no, sizeof(s.d.desk.link.seat_no), "2001");
	assert_true(viewdesk_shows(&s.d, "[5] 接管通话"));
	viewdesk_type(&s.d, "5");
	assert_string_equal(viewdesk_last(&s.d, JOB_RECORD)->record.code, "take");
	assert_string_equal(assist_said(&viewdesk_last(&s.d, JOB_RECORD)->record), "2001");
	viewdesk_key(&s.d, ACTION_DOWN); /* the senior herself */
	assert_false(viewdesk_shows(&s.d, "[3]"));
	get_up(&s);
}

/* Who has signed out asks nothing more; who sits without a telephone is seen all the same. Hostile words are text. */
static void
gone_unseen_hostile(void **st)
{
	char id[ID_SIZE], long_words[6000] = "";
	struct scene s;

	(void)st;
	for (size_t i = 0; i + 4 < sizeof(long_words); i += 3)
		memcpy(long_words + i, "啊", 4);
	sit(&s, 24, 80);
	asks(&s, "1133", MINUTE, "", "", "走了", id);
	state(&s, "1133", AGENT_OFFLINE, 0, 30 * SECOND);
	asks(&s, "1140", MINUTE, "\x1b[2J\xe2\x80\xae", "zz", "\x1b]0;x\x07", id);
	asks(&s, "1107", 40 * MINUTE, "", "", "太久", id);
	asks(&s, "1109", 2 * MINUTE, "", "0304", long_words, id);
	viewdesk_open(&s.d, "wall", NULL);
	viewdesk_draw(&s.d);
	assert_false(viewdesk_shows(&s.d, "1133"));
	assert_false(viewdesk_shows(&s.d, "1107"));
	assert_true(viewdesk_shows(&s.d, "1109"));
	assert_true(viewdesk_shows(&s.d, "啊啊啊"));
	viewdesk_key(&s.d, ACTION_DOWN);
	assert_true(viewdesk_shows(&s.d, "<1B>[2J"));
	assert_true(viewdesk_shows(&s.d, "在席 0")); /* nobody of them has a state */
	get_up(&s);
}

/* ---- what a second costs ---- */

static size_t
changed(const struct canvas *a, const struct canvas *b)
{
	size_t n = 0;

	for (int i = 0; i < a->rows * a->cols; i++)
		n += memcmp(&a->cells[i], &b->cells[i], sizeof(a->cells[i])) != 0;
	return n;
}

static void
three_hundred_seats(void **st)
{
	struct canvas before = { 0 };
	struct scene s;
	char who[16];
	int64_t wake;

	(void)st;
	sit(&s, 36, 120);
	for (int i = 0; i < 300; i++) {
		(void)snprintf(who, sizeof(who), "%d", 2000 + i);
		state(&s, who, AGENT_TALKING, 0, 63 * SECOND);
	}
	viewdesk_open(&s.d, "wall", NULL);
	assert_true(viewdesk_shows(&s.d, "在席 300  振铃 0  通话 300"));
	assert_true(canvas_copy(&before, &s.d.canvas));
	wake = s.d.view.ops->wake_at(&s.d.view);
	assert_in_range(wake - s.d.desk.now, 1, SECOND);
	s.d.desk.now += SECOND; /* the last digit of each row that is seen */
	viewdesk_draw(&s.d);
	assert_in_range(changed(&before, &s.d.canvas), 1, 36);
	assert_true(canvas_copy(&before, &s.d.canvas));
	state(&s, "2003", AGENT_ACW, 0, 0); /* one row, and two figures of the head */
	news(&s);
	viewdesk_draw(&s.d);
	assert_in_range(changed(&before, &s.d.canvas), 1, 40);
	s.d.desk.low_bandwidth = true; /* a thin line has minutes */
	wake = s.d.view.ops->wake_at(&s.d.view);
	assert_int_equal(wake % MINUTE, 0);
	canvas_free(&before);
	get_up(&s);
}

/* A long day is taken in over several turns, and comes to the same. */
static void
a_long_day(void **st)
{
	struct scene s;
	char id[16];

	(void)st;
	sit(&s, 24, 80);
	for (int i = 0; i < 1203; i++) {
		(void)snprintf(id, sizeof(id), "c%d", i);
		call(&s, id, CALL_ANSWERED, (i % 500) * MINUTE, 5000, "");
	}
	viewdesk_open(&s.d, "wall", NULL);
	assert_true(viewdesk_shows(&s.d, "未完"));
	assert_int_equal(s.d.view.ops->wake_at(&s.d.view), s.d.desk.now);
	viewdesk_draw(&s.d);
	assert_true(viewdesk_shows(&s.d, "接通 1203"));
	assert_false(viewdesk_shows(&s.d, "未完"));
	get_up(&s);
}

static void
who_may_open_it(void **st)
{
	const struct view_ops *wall = view_by_name("wall");

	(void)st;
	assert_non_null(wall);
	assert_true(view_may_open(wall, ROLE_BIT(SENIOR), NULL));
	assert_true(view_may_open(wall, ROLE_BIT(LEADER), NULL));
	assert_false(view_may_open(wall, ROLE_BIT(AGENT), NULL));
	assert_false(view_may_open(wall, ROLE_BIT(UNIT), NULL));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_floor_is_shown),
		cmocka_unit_test(nothing_is_divided_by_nothing),
		cmocka_unit_test(it_follows_what_comes),
		cmocka_unit_test(a_new_day_begins_at_nothing),
		cmocka_unit_test(who_asks_stands_first),
		cmocka_unit_test(by_whose_clock_she_asked),
		cmocka_unit_test(what_calls_are_about),
		cmocka_unit_test(an_answer_is_sent),
		cmocka_unit_test(a_rest_is_ordered),
		cmocka_unit_test(only_what_can_be_done),
		cmocka_unit_test(gone_unseen_hostile),
		cmocka_unit_test(three_hundred_seats),
		cmocka_unit_test(a_long_day),
		cmocka_unit_test(who_may_open_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
