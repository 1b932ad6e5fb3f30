/* The head of 班长台: who waits, by one's own telephone or by another seat's word, and never a figure that nobody knows; the
 * work after calls in the mean handling time, as the centre counts it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "../lib/viewcache.h"
#include "base/clock.h"
#include "base/str.h"
#include "client/cache/write.h"
#include "model/call.h"
#include "model/call_peak.h"
#include "model/call_queue.h"

#define SECOND INT64_C(1000)
#define MINUTE INT64_C(60000)

struct scene {
	struct viewdesk d;
	struct viewcache k;
};

static void
sit(struct scene *s, int cols)
{
	viewdesk_init(&s->d, 24, cols);
	s->d.desk.me = (struct actor){
		.user = "1122", .name = "赵敏", .unit = "0001", .roles = ROLE_BIT(SENIOR)
	};
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
news(struct scene *s)
{
	viewdesk_news(&s->d, &(struct news){ .kind = NEWS_TABLES, .tables = CACHE_RECORDS });
}

/* ---- who waits ---- */

static void
heard(struct scene *s, int n, int64_t waited_ms, int64_t ago_ms)
{
	const int64_t at = s->d.desk.now - ago_ms;
	const struct call_queue q = { n, at - waited_ms, at };
	struct record r = { .at = 0 };

	call_queue_record(&q, at, &r);
	put(s, &r, "1101");
	news(s);
}

static void
another_seat_says_who_waits(void **state)
{
	struct scene s;

	(void)state;
	sit(&s, 80);
	viewdesk_open(&s.d, "wall", NULL);
	assert_true(viewdesk_shows(&s.d, "排队 --  在席 0"));
	heard(&s, 5, 90 * SECOND, 20 * SECOND);
	heard(&s, 3, 38 * SECOND, 10 * SECOND); /* the newest counts */
	heard(&s, 7, 10 * SECOND, 30 * SECOND); /* and came late */
	assert_true(viewdesk_shows(&s.d, "排队 3 最久 0:48  在席 0"));
	s.d.desk.now += 73 * SECOND; /* he waits on */
	assert_true(viewdesk_shows(&s.d, "排队 3 最久 2:01  在席 0"));
	s.d.desk.low_bandwidth = true;
	assert_true(viewdesk_shows(&s.d, "排队 3 最久 2分  在席 0"));
	s.d.desk.low_bandwidth = false;
	heard(&s, 0, 0, 0);
	assert_true(viewdesk_shows(&s.d, "排队 0  在席 0"));
	s.d.desk.now += CALL_QUEUE_STALE_MS; /* whoever said it is silent */
	assert_true(viewdesk_shows(&s.d, "排队 --  在席 0"));
	get_up(&s);
}

/* Told only when there was one. */
static void
who_found_all_lines_busy_is_counted(void **state)
{
	struct scene s;

	(void)state;
	sit(&s, 80);
	viewdesk_open(&s.d, "wall", NULL);
	assert_false(viewdesk_shows(&s.d, "线忙"));
	for (int i = 0; i < 3; i++) {
		const struct call_log log = { .way = CALL_BUSY,
			.peer = "13800000678",
			.seat = "1101",
			.began_at = s.d.desk.now - 60 * SECOND,
			.ended_at = s.d.desk.now - 60 * SECOND };
		struct record r = { .at = 0 };
		char id[16];

		(void)snprintf(id, sizeof(id), "c-%d", i);
		assert_true(call_record(&log, id, &r));
		put(&s, &r, "1101");
	}
	news(&s);
	assert_true(viewdesk_shows(&s.d, "排队 --  线忙 3  在席 0"));
	assert_true(viewdesk_shows(&s.d, "接通率 --")); /* they never came in */
	get_up(&s);
}

/* With all there can be in the head a narrow screen shows all of them: closer together, without what nobody is at. */
static void
a_full_floor_fits_a_narrow_screen(void **state)
{
	static const struct {
		enum agent_state state;
		int n;
	} floor[] = { { AGENT_RINGING, 12 }, { AGENT_TALKING, 98 }, { AGENT_ACW, 14 },
		{ AGENT_IDLE, 11 }, { AGENT_OUTBOUND, 3 }, { AGENT_BUSY, 2 } };
	struct scene s;

	(void)state;
	sit(&s, 80);
	for (size_t i = 0, who = 2000; i < sizeof(floor) / sizeof(floor[0]); i++)
		for (int n = 0; n < floor[i].n; n++, who++) {
			const struct agent a = { .state = floor[i].state,
				.since_at = s.d.desk.now - SECOND };
			struct record r = { .at = 0 };
			char by[16];

			(void)snprintf(by, sizeof(by), "%zu", who);
			agent_record(&a, by, &r);
			put(&s, &r, by);
		}
	viewdesk_open(&s.d, "wall", NULL);
	heard(&s, 12, 635 * SECOND, 0);
	assert_true(viewdesk_shows(
	    &s.d, "排队 12 最久 10:35 在席 140 振铃 12 通话 98 话后 14 示闲 11 外呼 3 示忙 2"));
	get_up(&s);
}

static void
ones_own_telephone_knows_better(void **state)
{
	struct scene s;

	(void)state;
	sit(&s, 80);
	viewdesk_open(&s.d, "wall", NULL);
	heard(&s, 5, 90 * SECOND, 0);
	s.d.desk.call.caps = PHONE_CAP_ANSWER | PHONE_CAP_QUEUE;
	s.d.desk.call.queue = (struct call_queue){ 2, s.d.desk.now - 5 * SECOND, s.d.desk.now };
	assert_true(viewdesk_shows(&s.d, "排队 2 最久 0:05"));
	s.d.desk.call.queue.n = -1; /* its line is down */
	assert_true(viewdesk_shows(&s.d, "排队 5 最久 1:30"));
	s.d.desk.call.caps = PHONE_CAP_ANSWER; /* it never says */
	s.d.desk.call.queue.n = 0;
	assert_true(viewdesk_shows(&s.d, "排队 5 最久 1:30"));
	get_up(&s);
}

/* ---- work after calls ---- */

static void
state_of(struct scene *s, const char *by, const char *seat, enum agent_state st, const char *call,
    int64_t ago_ms)
{
	struct agent a = { .state = st,
		.reason = st == AGENT_REST ? AGENT_REST_PLAIN : 0,
		.since_at = s->d.desk.now - ago_ms };
	struct record r = { .at = 0 };

	(void)str_copy(a.call, sizeof(a.call), call);
	agent_record(&a, seat, &r);
	put(s, &r, by);
}

/* One minute of talk, after ten seconds of ringing. */
static void
spoke(struct scene *s, const char *by, const char *id, int64_t ended_ago_ms)
{
	const int64_t end = s->d.desk.now - ended_ago_ms;
	struct call_log c = { .way = CALL_ANSWERED,
		.line = "12345",
		.began_at = end - 70 * SECOND,
		.answered_at = end - 60 * SECOND,
		.ended_at = end };
	struct record r = { .at = 0 };

	assert_true(call_record(&c, id, &r));
	put(s, &r, by);
}

static void
work_after_calls_counts_when_it_is_over(void **state)
{
	struct scene s;

	(void)state;
	sit(&s, 120);
	spoke(&s, "1107", "c1", 300 * SECOND);
	state_of(&s, "1107", "1107", AGENT_ACW, "c1", 300 * SECOND);
	viewdesk_open(&s.d, "wall", NULL);
	assert_true(viewdesk_shows(&s.d,
	    "今日接通 1  接通率 100.00%  15秒接通率 100.00%  平均等待 10.0秒  平均话后 0.0秒  "
	    "平均处理 60.0秒"));
	state_of(
	    &s, "1107", "1188", AGENT_REST, "", 280 * SECOND); /* at another seat: not its end */
	state_of(&s, "1154", "1154", AGENT_IDLE, "", 280 * SECOND); /* another person */
	news(&s);
	assert_true(viewdesk_shows(&s.d, "平均话后 0.0秒"));
	state_of(&s, "1107", "1107", AGENT_IDLE, "", 260 * SECOND);
	news(&s);
	assert_true(viewdesk_shows(&s.d, "平均话后 40.0秒  平均处理 100.0秒"));
	news(&s); /* none is counted twice */
	assert_true(viewdesk_shows(&s.d, "平均话后 40.0秒  平均处理 100.0秒"));
	spoke(&s, "1154", "c2", 120 * SECOND);
	state_of(&s, "1154", "1154", AGENT_ACW, "c2", 120 * SECOND);
	state_of(&s, "1154", "1154", AGENT_RINGING, "c3", 110 * SECOND); /* cut short by a call */
	state_of(&s, "1154", "1154", AGENT_ACW, "", 90 * SECOND);        /* of no call: asked for */
	state_of(&s, "1154", "1154", AGENT_IDLE, "", 60 * SECOND);
	news(&s);
	assert_true(viewdesk_shows(&s.d, "平均话后 25.0秒  平均处理 85.0秒"));
	get_up(&s);
}

/* What began yesterday is of yesterday, with its work. */
static void
work_after_a_call_of_yesterday(void **state)
{
	struct scene s;

	(void)state;
	sit(&s, 80);
	spoke(&s, "1107", "old", INT64_C(20) * 60 * MINUTE);
	state_of(&s, "1107", "1107", AGENT_ACW, "old", INT64_C(20) * 60 * MINUTE);
	state_of(&s, "1107", "1107", AGENT_IDLE, "", MINUTE);
	spoke(&s, "1107", "new", 30 * SECOND);
	viewdesk_open(&s.d, "wall", NULL);
	assert_true(viewdesk_shows(&s.d, "接通 1  接通率 100.00%  15秒 100.00%  等待 10.0秒  话后 "
					 "0.0秒  处理 60.0秒"));
	get_up(&s);
}

/* ---- when most will call ---- */

static void
the_centre_says_when_most_will_call(void **state)
{
	struct scene s;
	struct call_peak p = { .slot = 21, .calls = 38, .days = 4 };
	struct str text = { 0 };

	(void)state;
	sit(&s, 80);
	viewdesk_open(&s.d, "wall", NULL);
	assert_true(viewdesk_shows(&s.d, "今日预计最忙 --"));
	p.day = civil_day(s.d.desk.now);
	call_peak_write(&p, &text);
	viewcache_row(&s.k, CALL_PEAK_KIND, CALL_PEAK_CODE, str_c(&text));
	s.d.desk.now += MINUTE;
	assert_true(viewdesk_shows(&s.d, "今日预计最忙 10:30 约38通"));
	s.d.desk.now += INT64_C(24) * 60 * MINUTE; /* that was yesterday's */
	assert_true(viewdesk_shows(&s.d, "今日预计最忙 --"));
	str_free(&text);
	get_up(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(another_seat_says_who_waits),
		cmocka_unit_test(ones_own_telephone_knows_better),
		cmocka_unit_test(who_found_all_lines_busy_is_counted),
		cmocka_unit_test(a_full_floor_fits_a_narrow_screen),
		cmocka_unit_test(work_after_calls_counts_when_it_is_over),
		cmocka_unit_test(work_after_a_call_of_yesterday),
		cmocka_unit_test(the_centre_says_when_most_will_call),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
