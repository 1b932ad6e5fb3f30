/* The telephone at the seat: a call that rings, is answered, held and over becomes one record, and every state of the
 * call-taker another, with the line down; nobody is rung who does not sit there or rests. */
#include "desk.h"

#include "base/clock.h"
#include "client/cache/records.h"
#include "client/engine/engine_p.h"
#include "base/clock.h"
#include "model/assist.h"

#define CALLS "路灯\t路灯坏了。\n"

struct seat {
	struct desk d;
	char config[TMPDIR_PATHS + 64], calls[TMPDIR_PATHS];
	char call[40];             /* rings or is there */
	enum phone_event_kind now; /* the last event that is no state */
	enum agent_state state;
	int told; /* states that the screen heard of */
	enum phone_event_kind want_event;
	enum agent_state want_state;
};

static int
setup_with(void **state, int64_t acw_ms, const char *more)
{
	struct seat *s = calloc(1, sizeof(*s));
	const char *servers[] = { s->d.server };
	struct engine_config c;
	char path[TMPDIR_PATHS];

	assert_non_null(s);
	tmpdir_make(s->d.dir);
	snprintf(s->d.server, sizeof(s->d.server), "unix:%s", tmpdir_path(s->d.dir, "no", path));
	memset(s->d.key, 5, sizeof(s->d.key));
	desk_was_online(&s->d, false);
	tmpdir_path(s->d.dir, "calls.tsv", s->calls);
	assert_int_equal(fs_write(s->calls, CALLS, strlen(CALLS), 0600, NULL), ERR_OK);
	snprintf(s->config, sizeof(s->config), "sim:calls=%s,pace=0,seed=7%s", s->calls, more);
	c = desk_config(&s->d, servers, false);
	c.phone = s->config;
	c.acw_ms = acw_ms;
	if (engine_open(&c, &s->d.g, &s->d.e) != ERR_OK)
		fail_msg("%s", s->d.e.text);
	*state = s;
	return 0;
}

static int
setup(void **state)
{
	return secret_init(NULL) == ERR_OK ? setup_with(state, 600000, "") : -1;
}

static int
setup_abandoned(void **state)
{
	return secret_init(NULL) == ERR_OK ? setup_with(state, 600000, ",abandon=100") : -1;
}

static int
setup_queue(void **state)
{
	return secret_init(NULL) == ERR_OK ? setup_with(state, 600000, ",queue=2") : -1;
}

static int
teardown(void **state)
{
	struct seat *s = *state;

	cache_reader_close(s->d.r);
	engine_stop(s->d.g);
	tmpdir_remove(s->d.dir);
	free(s);
	return 0;
}

static void
hear(struct seat *s)
{
	struct news *n;

	while ((n = engine_news(s->d.g)) != NULL) {
		if (n->kind == NEWS_PHONE && n->phone.kind == PHONE_AGENT_STATE) {
			s->state = n->phone.agent;
			s->told++;
		} else if (n->kind == NEWS_PHONE) {
			s->now = n->phone.kind;
			if (s->now == PHONE_OFFERED)
				str_copy(s->call, sizeof(s->call), n->phone.call);
		}
		news_free(n);
	}
}

static bool
is_so(void *arg)
{
	struct seat *s = arg;

	hear(s);
	return s->now == s->want_event && s->state == s->want_state;
}

static void
until(struct seat *s, enum phone_event_kind event, enum agent_state state)
{
	s->want_event = event;
	s->want_state = state;
	if (!engine_run_until(s->d.g, is_so, s, 20000))
		fail_msg("event %d state %s", (int)s->now, agent_json(s->state));
}

static void
sign_in_as(struct seat *s, const char *job_no)
{
	struct job *j = job_new(JOB_SIGN_IN);

	str_copy(j->job_no, sizeof(j->job_no), job_no);
	str_copy(j->password, sizeof(j->password), DESK_PASSWORD);
	assert_true(engine_post(s->d.g, j));
}

static void
sign_in(struct seat *s)
{
	sign_in_as(s, "1154");
}

static void
press(struct seat *s, enum phone_command c, const char *number)
{
	struct job *j = job_new(JOB_PHONE);

	j->phone = c;
	str_copy(j->text, sizeof(j->text), s->call);
	str_copy(j->job_no, sizeof(j->job_no), number);
	assert_true(engine_post(s->d.g, j));
}

static void
want(struct seat *s, enum agent_state state, int reason)
{
	struct job *j = job_new(JOB_AGENT);

	j->agent = state;
	j->reason = reason;
	assert_true(engine_post(s->d.g, j));
}

/* The codes of a kind, oldest first. */
static void
codes(struct seat *s, enum record_kind kind, char *out, size_t size)
{
	struct record got[32];
	struct record_query q = { .kind = kind };
	size_t at = 0;
	int n;

	if (s->d.r == NULL)
		assert_int_equal(cache_reader_open(s->d.dir, s->d.key, &s->d.r, &s->d.e), ERR_OK);
	n = cache_records(s->d.r, &q, got, 32);
	out[0] = '\0';
	for (int i = n - 1; i >= 0; i--) {
		at += (size_t)snprintf(out + at, size - at, "%s%s", at > 0 ? " " : "", got[i].code);
		record_free(&got[i]);
	}
}

static void
a_call_and_every_state_are_written_down(void **state)
{
	struct seat *s = *state;
	struct record_query q = { .kind = RECORD_CALL_LOG };
	struct record r;
	struct call_log c;
	char text[256], call[40];
	struct link_info link;

	sign_in(s);
	until(s, PHONE_OFFERED, AGENT_RINGING);
	str_copy(call, sizeof(call), s->call);
	press(s, PHONE_ANSWER, "");
	until(s, PHONE_SAYS, AGENT_TALKING);
	press(s, PHONE_HOLD, "");
	until(s, PHONE_HELD, AGENT_HOLD);
	press(s, PHONE_RETRIEVE, "");
	until(s, PHONE_RETRIEVED, AGENT_TALKING);
	press(s, PHONE_HANGUP, "");
	until(s, PHONE_CLEARED, AGENT_ACW);
	want(s, AGENT_REST, 2);
	until(s, PHONE_CLEARED, AGENT_REST);
	codes(s, RECORD_AGENT, text, sizeof(text));
	assert_string_equal(text, "idle ringing talking hold talking acw rest");
	assert_int_equal(cache_records(s->d.r, &q, &r, 1), 1);
	assert_string_equal(r.code, "answered");
	assert_string_equal(r.call, call);
	assert_int_equal(call_log_of(&r, &c, &s->d.e), ERR_OK);
	assert_string_equal(c.line, "12345");
	assert_string_equal(c.seat, "1154");
	assert_int_equal(c.holds, 1);
	assert_int_equal(c.end, CALL_END_SEAT);
	assert_true(c.answered_at >= c.began_at && c.ended_at >= c.answered_at);
	assert_non_null(strstr(r.phone, "****")); /* masked to who reads */
	record_free(&r);
	engine_link(s->d.g, &link);
	assert_int_equal(link.waiting, 0); /* no work of hers waits to be sent */
}

static void
who_rests_is_not_rung(void **state)
{
	struct seat *s = *state;
	char text[256];

	for (int i = 0; i < 5; i++) /* nobody has signed in */
		(void)engine_run_until(s->d.g, is_so, s, 1);
	assert_string_equal(s->call, "");
	sign_in(s);
	until(s, PHONE_OFFERED, AGENT_RINGING);
	want(s, AGENT_REST, 1); /* after the call */
	press(s, PHONE_ANSWER, "");
	until(s, PHONE_SAYS, AGENT_TALKING);
	press(s, PHONE_HANGUP, "");
	until(s, PHONE_CLEARED, AGENT_ACW);
	want(s, AGENT_IDLE, 0);
	until(s, PHONE_OFFERED, AGENT_RINGING); /* said otherwise in the meantime: rung again */
	press(s, PHONE_ANSWER, "");
	until(s, PHONE_SAYS, AGENT_TALKING);
	press(s, PHONE_HANGUP, "");
	until(s, PHONE_CLEARED, AGENT_ACW);
	want(s, AGENT_BUSY, 0);
	until(s, PHONE_CLEARED, AGENT_BUSY);
	press(s, PHONE_DIAL, "110");
	until(s, PHONE_REACHED, AGENT_OUTBOUND);
	press(s, PHONE_RECONNECT, "");
	until(s, PHONE_PARTED, AGENT_BUSY);
	codes(s, RECORD_CALL_LOG, text, sizeof(text));
	assert_string_equal(text, "answered answered called");
}

static void
a_call_passed_on_says_why(void **state)
{
	struct seat *s = *state;
	struct record_query q = { .kind = RECORD_CALL_LOG };
	struct record r;
	struct call_log c;
	char text[256];

	sign_in(s);
	until(s, PHONE_OFFERED, AGENT_RINGING);
	want(s, AGENT_BUSY, 0); /* so that no other one rings */
	press(s, PHONE_REJECT, "away");
	until(s, PHONE_CLEARED, AGENT_BUSY);
	codes(s, RECORD_AGENT, text, sizeof(text));
	assert_string_equal(text, "idle ringing busy");
	assert_int_equal(cache_records(s->d.r, &q, &r, 1), 1);
	assert_string_equal(r.code, "passed");
	assert_int_equal(call_log_of(&r, &c, &s->d.e), ERR_OK);
	assert_string_equal(c.refusal, "away");
	assert_string_equal(call_refusal_label(c.refusal), "离开座位");
	assert_int_equal(cache_callbacks(s->d.r, 1, &(struct callback){ 0 }, 1), 0);
	record_free(&r);
}

/* Held in turn with a third: that is consulting, not holding. */
static void
in_turn_with_a_third(void **state)
{
	struct seat *s = *state;
	char text[256];

	sign_in(s);
	until(s, PHONE_OFFERED, AGENT_RINGING);
	press(s, PHONE_ANSWER, "");
	until(s, PHONE_SAYS, AGENT_TALKING);
	press(s, PHONE_CONSULT, "110");
	until(s, PHONE_REACHED, AGENT_CONSULTING);
	press(s, PHONE_ALTERNATE, "");
	until(s, PHONE_RETRIEVED, AGENT_TALKING);
	press(s, PHONE_ALTERNATE, "");
	until(s, PHONE_HELD, AGENT_CONSULTING);
	codes(s, RECORD_AGENT, text, sizeof(text));
	assert_string_equal(text, "idle ringing talking hold consulting talking consulting");
}

static void
signing_out_ends_it(void **state)
{
	struct seat *s = *state;
	char text[256];
	struct floor_seat floor[2];

	sign_in(s);
	until(s, PHONE_OFFERED, AGENT_RINGING);
	codes(s, RECORD_AGENT, text, sizeof(text));
	assert_int_equal(cache_floor(s->d.r, INT64_C(1), floor, 2), 1);
	assert_string_equal(floor[0].job_no, "1154");
	assert_string_equal(floor[0].seat, "1154");
	assert_int_equal(floor[0].state, AGENT_RINGING);
	assert_string_equal(floor[0].call, s->call);
	assert_true(engine_post(s->d.g, job_new(JOB_SIGN_OUT)));
	until(s, PHONE_OFFERED, AGENT_OFFLINE);
	codes(s, RECORD_AGENT, text, sizeof(text));
	assert_string_equal(text, "idle ringing offline");
	assert_int_equal(cache_floor(s->d.r, INT64_C(1), floor, 2), 0);
	assert_int_equal(desk_job(&s->d, job_new(JOB_AGENT)), ERR_INVALID);
}

static void
call_back(struct seat *s, const char *call)
{
	struct job *j = job_new(JOB_PHONE);

	j->phone = PHONE_DIAL;
	str_copy(j->record.object, sizeof(j->record.object), call);
	assert_true(engine_post(s->d.g, j));
}

static void
who_gave_up_is_called_back(void **state)
{
	struct seat *s = *state;
	struct callback list[4];
	struct record_query q = { .kind = RECORD_CALL_LOG, .code = "called" };
	struct record r;
	char call[RECORD_CALL_BYTES];

	sign_in(s);
	until(s, PHONE_OFFERED, AGENT_RINGING); /* and another one has given up before */
	assert_int_equal(cache_reader_open(s->d.dir, s->d.key, &s->d.r, &s->d.e), ERR_OK);
	assert_int_equal(cache_callbacks(s->d.r, 1, list, 4), 1);
	assert_int_equal(list[0].way, CALL_ABANDONED);
	assert_non_null(strstr(list[0].phone, "****"));
	str_copy(call, sizeof(call), list[0].call);
	press(s, PHONE_ANSWER, "");
	until(s, PHONE_SAYS, AGENT_TALKING);
	want(s, AGENT_BUSY, 0);
	press(s, PHONE_HANGUP, "");
	until(s, PHONE_CLEARED, AGENT_ACW);
	want(s, AGENT_BUSY, 0);
	until(s, PHONE_CLEARED, AGENT_BUSY);
	call_back(s, "nobody");
	call_back(s, call);
	for (int i = 0; s->now != PHONE_REACHED && i < 50; i++) { /* busy by lot: once more */
		s->want_event = PHONE_REACHED;
		s->want_state = AGENT_OUTBOUND;
		if (engine_run_until(s->d.g, is_so, s, 100))
			break;
		if (s->now == PHONE_NOT_REACHED)
			call_back(s, call);
	}
	until(s, PHONE_REACHED, AGENT_OUTBOUND);
	assert_int_equal(cache_callbacks(s->d.r, 1, list, 4), 1); /* not before it is over */
	press(s, PHONE_RECONNECT, "");
	until(s, PHONE_PARTED, AGENT_BUSY);
	assert_int_equal(cache_callbacks(s->d.r, 1, list, 4), 0);
	assert_int_equal(cache_records(s->d.r, &q, &r, 1), 1);
	assert_string_equal(r.object, call);
	assert_non_null(strstr(r.phone, "139****0")); /* the number that nobody has seen */
	record_free(&r);
}

static int
queues(struct seat *s, struct record *first)
{
	struct record got[4];
	struct record_query q = { .kind = RECORD_QUEUE };
	int n;

	if (s->d.r == NULL)
		assert_int_equal(cache_reader_open(s->d.dir, s->d.key, &s->d.r, &s->d.e), ERR_OK);
	n = cache_records(s->d.r, &q, got, 4);
	if (n > 0)
		*first = got[n - 1]; /* nothing of it is owned: it has no text */
	return n;
}

static bool
is_written(void *arg)
{
	struct record r;

	hear(arg);
	return queues(arg, &r) > 0;
}

/* What the telephone says of who waits is written down by who watches the floor, once, and not by a call-taker. */
static void
who_waits_is_written_by_who_watches(void **state)
{
	struct seat *s = *state;
	struct record r = { 0 };
	struct call_queue q;

	sign_in(s);
	until(s, PHONE_QUEUE, AGENT_RINGING); /* one less, as he rings here */
	assert_int_equal(queues(s, &r), 0);
	assert_true(engine_post(s->d.g, job_new(JOB_SIGN_OUT)));
	sign_in_as(s, "1001");
	assert_true(engine_run_until(s->d.g, is_written, s, 20000));
	assert_in_range(queues(s, &r), 1, 3);
	assert_string_equal(r.by, "1001");
	assert_true(call_queue_read(&r, &q));
	cache_floor_queue(s->d.r, &q);
	assert_true(call_queue_known(&q, clock_now_ms()));
}

/* A senior's order: after the call, whatever is wanted instead; one that comes too late is none. */
static void
a_rest_that_is_ordered(void **state)
{
	const int64_t now = clock_now_ms();
	struct seat *s = *state;

	sign_in(s);
	until(s, PHONE_OFFERED, AGENT_RINGING);
	press(s, PHONE_ANSWER, "");
	until(s, PHONE_SAYS, AGENT_TALKING);
	engine_phone_order(s->d.g, "rest", now - ORDER_OBEYED_MS - 60000);
	engine_phone_order(s->d.g, "of_tomorrow", now);
	assert_int_equal(s->d.g->call.agent.then, AGENT_IDLE);
	engine_phone_order(s->d.g, "rest", now);
	until(s, PHONE_SAYS, AGENT_TALKING);
	press(s, PHONE_HANGUP, "");
	until(s, PHONE_CLEARED, AGENT_ACW);
	want(s, AGENT_IDLE, 0);
	until(s, PHONE_CLEARED, AGENT_REST);
	assert_int_equal(s->d.g->call.agent.reason, AGENT_REST_FORCED);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_rest_that_is_ordered, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    a_call_and_every_state_are_written_down, setup, teardown),
		cmocka_unit_test_setup_teardown(who_rests_is_not_rung, setup, teardown),
		cmocka_unit_test_setup_teardown(a_call_passed_on_says_why, setup, teardown),
		cmocka_unit_test_setup_teardown(in_turn_with_a_third, setup, teardown),
		cmocka_unit_test_setup_teardown(signing_out_ends_it, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    who_gave_up_is_called_back, setup_abandoned, teardown),
		cmocka_unit_test_setup_teardown(
		    who_waits_is_written_by_who_watches, setup_queue, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
