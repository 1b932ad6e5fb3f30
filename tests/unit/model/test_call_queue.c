/* Who waits on the telephone, as a desk record: there and back; when a seat says it again; what nobody could have written. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/str.h"
#include "model/call_queue.h"
#include "model/role.h"

#define NOW 1795142522000LL
#define ID  "01890000-0000-7000-8000-000000000001"

static void
there_and_back(void **state)
{
	static const struct {
		int n;
		int64_t waited_ms, shown_ms;
	} rows[] = { { 0, 48000, 0 }, { 3, 48200, 48000 }, { 1, 0, 0 },
		{ CALL_QUEUE_MOST, 1000, 1000 }, { 1, -5000, 0 },
		{ 2, 100000000000LL, RECORD_SECONDS_MOST * 1000LL } };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct call_queue q = { rows[i].n, NOW - rows[i].waited_ms, NOW };
		struct record r = { .id = ID, .by = "1122" };
		struct call_queue back;

		call_queue_record(&q, NOW, &r);
		assert_int_equal(record_check(&r, NULL), ERR_OK);
		assert_true(call_queue_read(&r, &back));
		assert_int_equal(back.n, q.n);
		assert_int_equal(call_queue_waited_ms(&back, NOW), rows[i].shown_ms);
	}
}

static void
what_nobody_wrote(void **state)
{
	static const struct {
		const char *object, *code;
		int seconds;
		const char *where;
	} bad[] = { { "", "", 0, "object" }, { "-1", "", 0, "object" },
		{ "10000", "", 0, "object" }, { "3 人", "", 0, "object" },
		{ "3.5", "", 0, "object" }, { "0", "", 12, "object" }, { "3", "idle", 0, "code" } };

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct record r = { .id = ID,
			.kind = RECORD_QUEUE,
			.by = "1122",
			.at = NOW,
			.seconds = bad[i].seconds };
		struct err e = { 0 };

		(void)str_copy(r.object, sizeof(r.object), bad[i].object);
		(void)str_copy(r.code, sizeof(r.code), bad[i].code);
		assert_int_not_equal(record_check(&r, &e), ERR_OK);
		assert_string_equal(e.where, bad[i].where);
	}
}

static void
when_it_is_said_again(void **state)
{
	const struct call_queue now = { 3, NOW - 48000, NOW };
	struct call_queue other = now, none = { .n = -1 };

	(void)state;
	assert_true(call_queue_due(&now, &(struct call_queue){ .n = 0 }, NOW) <= NOW);
	assert_int_equal(call_queue_due(&now, &now, NOW), NOW + CALL_QUEUE_BEAT_MS);
	other.since_at += 900; /* the same caller, not to the millisecond */
	assert_int_equal(call_queue_due(&now, &other, NOW), NOW + CALL_QUEUE_BEAT_MS);
	other.since_at += 9000;
	assert_int_equal(call_queue_due(&now, &other, NOW), NOW + CALL_QUEUE_STEP_MS);
	other.n = 4;
	assert_int_equal(call_queue_due(&now, &other, NOW), NOW + CALL_QUEUE_STEP_MS);
	other.at = NOW + 3600000; /* a clock was set back */
	assert_true(call_queue_due(&now, &other, NOW) <= NOW);
	assert_int_equal(call_queue_due(&none, &now, NOW), INT64_MAX);
}

static void
what_is_old_is_not_known(void **state)
{
	const struct call_queue q = { 0, NOW, NOW }, none = { .n = -1, .at = NOW };

	(void)state;
	assert_true(call_queue_known(&q, NOW + CALL_QUEUE_BEAT_MS));
	assert_false(call_queue_known(&q, NOW + CALL_QUEUE_STALE_MS));
	assert_false(call_queue_known(&none, NOW));
}

/* A call-taker's seat says nothing: three hundred would all say the same; nor does anybody but who watches hear of it. */
static void
whose_it_is(void **state)
{
	struct record r = {
		.id = ID, .kind = RECORD_QUEUE, .by = "1122", .at = NOW, .object = "3"
	};

	(void)state;
	assert_true(record_may_write(&r, ROLE_BIT(SENIOR)));
	assert_false(record_may_write(&r, ROLE_BIT(AGENT)));
	assert_false(record_may_write(&r, ROLE_BIT(UNIT)));
	assert_true(record_may_read(&r, "1109", ROLE_BIT(LEADER)));
	assert_false(record_may_read(&r, "1109", ROLE_BIT(AGENT)));
	assert_true(record_brief_ms(RECORD_QUEUE) > CALL_QUEUE_STALE_MS);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(there_and_back),
		cmocka_unit_test(what_nobody_wrote),
		cmocka_unit_test(when_it_is_said_again),
		cmocka_unit_test(what_is_old_is_not_known),
		cmocka_unit_test(whose_it_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
