/* A call as one line and as a record: what is written reads back, what nobody writes is refused, a later version's words
 * are passed over; who is shown which calls. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "model/call.h"
#include "model/role.h"

#define T0 INT64_C(1795142522000)

static const struct call_log full = { .way = CALL_ANSWERED,
	.line = "12315",
	.queue = "方言席 一组",
	.seat = "1154",
	.recording = "R-000001-0001",
	.ivr = "2 投诉=举报 100%",
	.peer = "13800000678",
	.began_at = T0,
	.answered_at = T0 + 4000,
	.ended_at = T0 + 124000,
	.waited_ms = 7000,
	.hold_ms = 12500,
	.holds = 2,
	.rated = CALL_BAD_KEY,
	.end = CALL_END_MOVED };

static void
same(const struct call_log *a, const struct call_log *b)
{
	assert_int_equal(a->way, b->way);
	assert_string_equal(a->line, b->line);
	assert_string_equal(a->queue, b->queue);
	assert_string_equal(a->seat, b->seat);
	assert_string_equal(a->recording, b->recording);
	assert_string_equal(a->ivr, b->ivr);
	assert_string_equal(a->peer, b->peer);
	assert_int_equal(a->began_at, b->began_at);
	assert_int_equal(a->answered_at, b->answered_at);
	assert_int_equal(a->ended_at, b->ended_at);
	assert_int_equal(a->waited_ms, b->waited_ms);
	assert_int_equal(a->hold_ms, b->hold_ms);
	assert_int_equal(a->holds, b->holds);
	assert_int_equal(a->rated, b->rated);
	assert_int_equal(a->end, b->end);
}

static void
a_call_reads_back(void **state)
{
	static const struct call_log bare = { .way = CALL_ABANDONED, .began_at = T0 };
	const struct call_log *const calls[] = { &full, &bare };

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct record r = { .id = "01890000-0000-7000-8000-000000000001", .by = "1154" };
		struct call_log back;
		struct err e = { 0 };

		assert_true(call_record(calls[i], "C-7", &r));
		if (record_check(&r, &e) != ERR_OK)
			fail_msg("%s: %s", e.where, e.text);
		assert_null(strchr(record_text(&r), '\n'));
		assert_null(strstr(record_text(&r), "13800000678")); /* sealed apart */
		assert_int_equal(call_log_of(&r, &back, &e), ERR_OK);
		same(&back, calls[i]);
		record_free(&r);
	}
	assert_int_equal(call_talk_ms(&full), 120000);
	assert_int_equal(call_wait_ms(&full), 11000);
	assert_int_equal(call_talk_ms(&bare), 0);
	assert_int_equal(call_wait_ms(&bare), 0);
}

static void
what_nobody_writes_is_refused(void **state)
{
	static const struct {
		const char *code, *text;
		enum err_code rc;
	} cases[] = {
		{ "answered", "", ERR_OK },
		{ "answered", "tomorrow=yes seat=1154", ERR_OK }, /* a later version's */
		{ "spoken", "", ERR_INVALID },
		{ "answered", "seat", ERR_INVALID },
		{ "answered", " seat=1", ERR_INVALID },
		{ "answered", "seat=1  line=2", ERR_INVALID },
		{ "answered", "seat=123456789", ERR_INVALID },
		{ "answered", "answer=soon", ERR_INVALID },
		{ "answered", "answer=-1", ERR_INVALID },
		{ "answered", "rated=6", ERR_INVALID },
		{ "answered", "holds=99999", ERR_INVALID },
		{ "answered", "end=nobody", ERR_INVALID },
		{ "answered", "ivr=%4", ERR_INVALID },
		{ "answered", "ivr=%zz", ERR_INVALID },
		{ "answered", "ivr=%00", ERR_INVALID },
		{ "answered", "ivr=%ff", ERR_INVALID },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct call_log c = { 0 };

		if (call_read(cases[i].code, cases[i].text, &c, NULL) != cases[i].rc)
			fail_msg("%s %s", cases[i].code, cases[i].text);
	}
}

static void
who_is_shown_it(void **state)
{
	struct record r = { .kind = RECORD_CALL_LOG, .by = "1001" };
	struct record s = { .kind = RECORD_AGENT, .by = "1001", .object = "1154", .code = "idle" };
	static const struct {
		const char *code, *object;
		bool agent;
	} cases[] = { { "answered", "", false }, { "missed", "", true }, { "abandoned", "", true },
		{ "passed", "", false }, { "called", "", false }, { "uncalled", "C-7", true } };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		str_copy(r.code, sizeof(r.code), cases[i].code);
		str_copy(r.object, sizeof(r.object), cases[i].object);
		assert_int_equal(record_may_read(&r, "1154", ROLE_BIT(AGENT)), cases[i].agent);
		assert_true(record_may_read(&r, "1009", ROLE_BIT(SENIOR)));
		assert_false(record_may_read(&r, "2001", ROLE_BIT(UNIT)));
	}
	/* a seat's number is nobody's job number */
	assert_false(record_may_read(&s, "1154", ROLE_BIT(AGENT)));
	assert_true(record_may_read(&s, "1009", ROLE_BIT(LEADER)));
	assert_true(record_is_floor(ROLE_BIT(SENIOR)));
	assert_false(record_is_floor(ROLE_BIT(AGENT)));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_call_reads_back),
		cmocka_unit_test(what_nobody_writes_is_refused),
		cmocka_unit_test(who_is_shown_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
