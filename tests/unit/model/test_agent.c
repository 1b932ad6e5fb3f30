/* The state of a call-taker: a table of days, each a row of events and the states they begin; what is not allowed; a record
 * of an interval reads back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "model/agent.h"

#define T0 INT64_C(1795142522000)

/* "signed-in ring talk …", a number is seconds that pass; what is begun is said as codes. */
static const struct day {
	const char *events, *states;
	int acw_s;
} days[] = {
	{ "in ring talk 30 clear 20 time 40 time", "idle ringing talking acw idle", 60 },
	{ "in ring talk clear", "idle ringing talking idle", 0 },
	{ "in ring talk hold talk hold consult talk clear",
	    "idle ringing talking hold talking hold "
	    "consulting talking acw",
	    60 },
	{ "in ring clear", "idle ringing idle", 60 }, /* nothing to tidy up */
	{ "in ring talk rest2 clear 60 time", "idle ringing talking acw rest2", 60 },
	{ "in ring talk rest2 idle clear 60 time", "idle ringing talking acw idle", 60 },
	{ "in ring talk clear prolong 60 time 60 time", "idle ringing talking acw idle", 60 },
	{ "in ring talk clear idle", "idle ringing talking acw idle", 60 },
	{ "in ring talk clear rest3 60 time", "idle ringing talking acw rest3", 60 },
	{ "in rest1 rest1 rest2 busy idle idle", "idle rest1 rest2 busy idle", 60 },
	{ "in busy dial dialled", "idle busy outbound busy", 60 },
	{ "in rest4 ring talk clear 60 time", "idle rest4 ringing talking acw rest4", 60 },
	{ "in acw 60 time", "idle acw idle", 0 },
	{ "in out ring talk clear time", "idle offline", 60 },
	{ "ring talk clear dial busy", "", 60 },                      /* nobody sits here */
	{ "in talk hold consult clear dialled prolong", "idle", 60 }, /* of no call */
	{ "in ring ring dial talk", "idle ringing talking", 60 },
	{ "in ring talk out in", "idle ringing talking offline idle", 60 },
	{ "in ring talk rest98 idle clear 60 time idle", "idle ringing talking acw rest98 idle",
	    60 },
	{ "in ring talk rest98 clear busy", "idle ringing talking acw rest98", 60 },
	{ "in ring talk clear rest98 acw 60 time", "idle ringing talking acw rest98", 60 },
	{ "in ring talk rest98 rest2 clear", "idle ringing talking rest98", 0 },
	{ "in rest98 rest99", "idle rest98 rest99", 60 },
};

static const struct {
	const char *word;
	enum agent_event event;
	enum agent_state state;
} words[] = {
	{ "in", AGENT_SIGNED_IN, 0 },
	{ "out", AGENT_SIGNED_OUT, 0 },
	{ "ring", AGENT_RINGS, 0 },
	{ "talk", AGENT_TALKS, 0 },
	{ "hold", AGENT_HOLDS, 0 },
	{ "consult", AGENT_CONSULTS, 0 },
	{ "clear", AGENT_CLEARS, 0 },
	{ "dialled", AGENT_DIALLED, 0 },
	{ "dial", AGENT_DIALS, 0 },
	{ "idle", AGENT_WANTS, AGENT_IDLE },
	{ "busy", AGENT_WANTS, AGENT_BUSY },
	{ "acw", AGENT_WANTS, AGENT_ACW },
	{ "rest", AGENT_WANTS, AGENT_REST },
	{ "prolong", AGENT_PROLONGS, 0 },
	{ "time", AGENT_TIME, 0 },
};

static struct agent_step
step_of(const char *word, int64_t at)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (str_starts(word, words[i].word))
			return (struct agent_step){ .event = words[i].event,
				.state = words[i].state,
				.reason = atoi(word + strlen(words[i].word)),
				.call = "C-1",
				.at = at };
	fail_msg("%s", word);
	return (struct agent_step){ 0 };
}

static void
live(const struct day *d, struct agent *a, struct str *out)
{
	char events[160], *save = NULL;
	int64_t at = T0;

	*a = (struct agent){ .acw_ms = d->acw_s * 1000LL, .then = AGENT_IDLE };
	assert_true(str_copy(events, sizeof(events), d->events));
	for (char *w = strtok_r(events, " ", &save); w != NULL; w = strtok_r(NULL, " ", &save)) {
		struct agent_step s;
		long long seconds;

		if (str_int(w, 0, 9999, &seconds)) {
			at += seconds * 1000;
			continue;
		}
		s = step_of(w, at);
		if (!agent_step(a, &s))
			continue;
		assert_int_equal(a->since_at, at);
		str_addf(out, "%s%s", out->len > 0 ? " " : "", agent_json(a->state));
		if (a->state == AGENT_REST)
			str_addf(out, "%d", a->reason);
	}
}

static void
days_go_by(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(days) / sizeof(days[0]); i++) {
		struct str out = { 0 };
		struct agent a;

		live(&days[i], &a, &out);
		if (strcmp(str_c(&out), days[i].states) != 0)
			fail_msg("%s: %s", days[i].events, str_c(&out));
		str_free(&out);
	}
}

static void
work_after_a_call_is_prolonged_to_a_limit_and_bears_the_call(void **state)
{
	struct agent a;
	struct str out = { 0 };
	const struct day d = { "in ring talk clear", "", 60 };

	(void)state;
	live(&d, &a, &out);
	assert_string_equal(a.call, "C-1");
	assert_int_equal(agent_wake_at(&a), T0 + 60000);
	for (int i = 0; i < 100; i++)
		(void)agent_step(&a, &(struct agent_step){ .event = AGENT_PROLONGS, .at = T0 });
	assert_int_equal(agent_wake_at(&a), T0 + AGENT_ACW_MOST_MS);
	assert_true(agent_step(
	    &a, &(struct agent_step){ .event = AGENT_TIME, .at = T0 + AGENT_ACW_MOST_MS }));
	assert_int_equal(agent_wake_at(&a), 0);
	assert_string_equal(a.call, "");
	/* a clock set back makes no interval of negative length */
	assert_true(agent_step(&a,
	    &(struct agent_step){ .event = AGENT_WANTS, .state = AGENT_BUSY, .at = T0 - 9000 }));
	assert_int_equal(a.since_at, T0 + AGENT_ACW_MOST_MS);
	str_free(&out);
}

static void
what_a_person_may_choose(void **state)
{
	(void)state;
	assert_int_equal(agent_may_want(AGENT_REST, 2, NULL), ERR_OK);
	assert_int_equal(agent_may_want(AGENT_BUSY, 0, NULL), ERR_OK);
	assert_int_equal(agent_may_want(AGENT_REST, 0, NULL), ERR_INVALID);
	assert_int_equal(agent_may_want(AGENT_REST, 6, NULL), ERR_INVALID);
	assert_int_equal(agent_may_want(AGENT_REST, AGENT_REST_FORCED, NULL), ERR_INVALID);
	assert_int_equal(agent_may_want(AGENT_TALKING, 0, NULL), ERR_INVALID);
	assert_int_equal(agent_may_want(AGENT_OFFLINE, 0, NULL), ERR_INVALID);
	assert_string_equal(agent_reason_label(2), "就餐");
	assert_string_equal(agent_reason_label(0), "");
}

static void
an_interval_is_a_record(void **state)
{
	struct record r = { .id = "01890000-0000-7000-8000-000000000001", .by = "1154" };
	enum agent_state back;
	struct agent a;
	struct str out = { 0 };
	struct err e = { 0 };
	int reason;

	(void)state;
	live(&days[9], &a, &out);
	str_free(&out);
	for (size_t i = 0; i < sizeof(days) / sizeof(days[0]); i++) {
		live(&days[i], &a, &out);
		str_free(&out);
		if (a.since_at == 0)
			continue;
		agent_record(&a, "1154", &r);
		assert_int_equal(record_check(&r, &e), ERR_OK);
		assert_true(agent_read(&r, &back, &reason));
		assert_int_equal(back, a.state);
		assert_int_equal(reason, a.state == AGENT_REST ? a.reason : 0);
	}
	str_copy(r.code, sizeof(r.code), "idle");
	str_copy(r.result, sizeof(r.result), "2");
	assert_int_equal(record_check(&r, &e), ERR_INVALID);
	assert_string_equal(e.where, "result");
	str_copy(r.code, sizeof(r.code), "rest");
	assert_int_equal(record_check(&r, NULL), ERR_OK);
	r.result[0] = '\0';
	assert_int_equal(record_check(&r, NULL), ERR_INVALID);
	str_copy(r.result, sizeof(r.result), "7");
	assert_int_equal(record_check(&r, NULL), ERR_UNKNOWN_CODE);
	r.kind = RECORD_READ;
	assert_false(agent_read(&r, &back, &reason));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(days_go_by),
		cmocka_unit_test(work_after_a_call_is_prolonged_to_a_limit_and_bears_the_call),
		cmocka_unit_test(what_a_person_may_choose),
		cmocka_unit_test(an_interval_is_a_record),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
