/* Calls and states at the centre: counted rows whatever order they come in; feed rows that live a day only. */
#include "room.h"

#include "server/store/calls.h"

#define T0 INT64_C(1795142522000)
#define S  1000

static void
add(struct room *r, int n, const struct record *record)
{
	struct store_record x = { .r = *record, .at_server = record->at + 10 };
	struct err e = { 0 };

	snprintf(x.r.id, sizeof(x.r.id), "018f0000-0000-7000-8000-%012d", n);
	str_copy(x.device, sizeof(x.device), "018f0000-0000-7000-8000-00000000dddd");
	if (store_record_add(r->s, &x, &e) != ERR_OK || store_call_took(r->s, &x, &e) != ERR_OK ||
	    store_call_took(r->s, &x, &e) != ERR_OK) /* a second time changes nothing */
		fail_msg("%s", e.text);
}

static void
state(struct room *r, int n, const char *job_no, const char *code, const char *call, int at_s)
{
	struct record x = { .kind = RECORD_AGENT, .at = T0 + at_s * S };

	str_copy(x.by, sizeof(x.by), job_no);
	str_copy(x.code, sizeof(x.code), code);
	str_copy(x.result, sizeof(x.result), strcmp(code, "rest") == 0 ? "2" : "");
	str_copy(x.call, sizeof(x.call), call);
	str_copy(x.object, sizeof(x.object), "1154");
	add(r, n, &x);
}

static void
call(struct room *r, int n, enum call_way way, const char *id, int at_s)
{
	struct call_log c = { .way = way,
		.began_at = T0 + at_s * S,
		.answered_at = way == CALL_ANSWERED ? T0 + (at_s + 5) * S : 0,
		.ended_at = T0 + (at_s + 65) * S,
		.waited_ms = 3 * S };
	struct record x = { .by = "1154" };

	assert_true(call_record(&c, id, &x));
	add(r, n, &x);
	record_free(&x);
}

struct seen {
	char text[1024];
	size_t n;
};

static bool
see_interval(void *arg, const struct store_interval *i)
{
	struct seen *s = arg;

	s->n += (size_t)snprintf(s->text + s->n, sizeof(s->text) - s->n, "%s %s %lld-%lld|",
	    i->job_no, agent_json(i->state), (long long)(i->from_at - T0) / S,
	    (long long)(i->to_at - T0) / S);
	return true;
}

static bool
see_call(void *arg, const struct store_call *c)
{
	struct seen *s = arg;

	s->n += (size_t)snprintf(s->text + s->n, sizeof(s->text) - s->n, "%s %s w%lld t%lld a%lld|",
	    c->call, call_way_json(c->way), (long long)c->waited_ms / S, (long long)c->talk_ms / S,
	    c->acw_ms < 0 ? -1 : (long long)c->acw_ms / S);
	return true;
}

static void
intervals(struct room *r, int from_s, int to_s, const char *want)
{
	struct seen s = { .n = 0 };
	struct err e = { 0 };

	if (store_intervals(r->s, T0 + (int64_t)from_s * S, T0 + (int64_t)to_s * S,
		T0 + INT64_C(500) * S, see_interval, &s, &e) != ERR_OK)
		fail_msg("%s", e.text);
	assert_string_equal(s.text, want);
}

static void
states_end_where_the_next_begins_in_any_order(void **arg)
{
	struct room *r = *arg;

	state(r, 1, "1154", "idle", "", 0);
	state(r, 4, "1154", "acw", "C-1", 90); /* those between come later */
	state(r, 2, "1154", "ringing", "C-1", 20);
	state(r, 3, "1154", "talking", "C-1", 25);
	state(r, 5, "1154", "rest", "", 120);
	state(r, 6, "1002", "busy", "", 10);
	intervals(r, 0, 10000,
	    "1002 busy 10-500|1154 idle 0-20|1154 ringing 20-25|1154 talking 25-90|1154 acw 90-120|"
	    "1154 rest 120-500|");
	intervals(r, 30, 100, "1002 busy 30-100|1154 talking 30-90|1154 acw 90-100|");
	intervals(r, 600, 700, "");
}

static void
calls_bear_the_work_after_them(void **arg)
{
	struct room *r = *arg;
	struct seen s = { .n = 0 };

	call(r, 11, CALL_ANSWERED, "C-1", 20);
	call(r, 12, CALL_MISSED, "C-2", 300);
	call(r, 13, CALL_ANSWERED, "C-3", 400);
	state(r, 4, "1154", "acw", "C-1", 90);
	state(r, 5, "1154", "rest", "", 120);
	state(r, 6, "1154", "acw", "C-3", 470); /* lasts */
	assert_int_equal(store_calls(r->s, T0, T0 + 401 * S, see_call, &s, NULL), ERR_OK);
	assert_string_equal(
	    s.text, "C-1 answered w8 t60 a30|C-2 missed w68 t0 a-1|C-3 answered w8 t60 a-1|");
	s.n = 0;
	s.text[0] = '\0';
	assert_int_equal(store_calls(r->s, T0 + 300 * S, T0 + 400 * S, see_call, &s, NULL), ERR_OK);
	assert_string_equal(s.text, "C-2 missed w68 t0 a-1|");
}

static bool
count_shared(void *arg, const struct record *x, int64_t seq)
{
	(void)x;
	(void)seq;
	(*(int *)arg)++;
	return true;
}

static void
states_leave_the_feed_after_a_day(void **arg)
{
	struct room *r = *arg;
	int n = 0;

	for (int i = 0; i < 20; i++)
		state(r, i + 1, "1154", i % 2 == 0 ? "idle" : "busy", "", i);
	assert_int_equal(store_records_shared(r->s, 0, 0, count_shared, &n, NULL), ERR_OK);
	assert_int_equal(n, 20);
	for (int i = 0; i < 3; i++)
		state(r, i + 21, "1154", i % 2 == 0 ? "idle" : "busy", "", 90000 + i);
	n = 0;
	assert_int_equal(store_records_shared(r->s, 0, 0, count_shared, &n, NULL), ERR_OK);
	assert_int_equal(n, 3);
	assert_int_equal(store_record_count(r->s, RECORD_AGENT), 23); /* the records stay */
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    states_end_where_the_next_begins_in_any_order, room_setup, room_teardown),
		cmocka_unit_test_setup_teardown(
		    calls_bear_the_work_after_them, room_setup, room_teardown),
		cmocka_unit_test_setup_teardown(
		    states_leave_the_feed_after_a_day, room_setup, room_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
