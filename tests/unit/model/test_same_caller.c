/* One person with several numbers, as a record says it: both numbers and why come back, an undoing names no number; who
 * writes and reads them sees the numbers anyway. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "model/role.h"
#include "model/same_caller.h"

static void
test_both_numbers_and_why(void **state)
{
	struct record r = { 0 };
	char other[RECORD_PHONE_BYTES];
	const char *reason;

	(void)state;
	assert_true(same_caller_merge(&r, "13800000678", "13900000777", "回拨\n核实"));
	assert_true(same_caller_read(&r, other, &reason));
	assert_string_equal(other, "13900000777");
	assert_string_equal(reason, "回拨\n核实");
	assert_int_equal(same_caller_check(&r, NULL), ERR_OK);
	record_free(&r);
	r = (struct record){ 0 };
	assert_true(same_caller_undo(&r, "0190cafe-0000-7000-8000-000000000001", "不是同一人"));
	assert_string_equal(r.phone, "");
	assert_false(same_caller_read(&r, other, &reason));
	assert_int_equal(same_caller_check(&r, NULL), ERR_OK);
	record_free(&r);
}

static void
test_no_merge_is_read_out_of_other_words(void **state)
{
	static const char *const texts[] = { NULL, "13900000777", "",
		"139000007771390000077713900000777139000007771\nx" };
	struct record r = { .kind = RECORD_SAME_CALLER, .code = "same", .phone = "13800000678" };
	struct record call = { .kind = RECORD_CALL, .code = "same" };
	char other[RECORD_PHONE_BYTES];
	const char *reason;

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		assert_true(record_set_text(&r, texts[i]));
		assert_false(same_caller_read(&r, other, &reason));
		assert_int_equal(same_caller_check(&r, NULL), ERR_INVALID);
	}
	assert_true(record_set_text(&call, "13900000777\n自述"));
	assert_false(same_caller_read(&call, other, &reason));
	assert_int_equal(same_caller_check(&call, NULL), ERR_OK); /* not its business */
	record_free(&r);
	record_free(&call);
}

static void
test_who(void **state)
{
	static const struct {
		uint32_t role;
		bool may;
	} who[] = { { ROLE_BIT(AGENT), true }, { ROLE_BIT(SENIOR), true },
		{ ROLE_BIT(DISPATCHER), false }, { ROLE_BIT(VISITOR), false },
		{ ROLE_BIT(SUPERVISOR), false }, { ROLE_BIT(LEADER), false },
		{ ROLE_BIT(QA), false }, { ROLE_BIT(KB_EDITOR), false }, { ROLE_BIT(UNIT), false },
		{ ROLE_BIT(VILLAGE), false }, { ROLE_BIT(OBSERVER), false },
		{ ROLE_BIT(ADMIN), false } };
	const struct record r = { .kind = RECORD_SAME_CALLER, .code = "same", .by = "1154" };

	(void)state;
	for (size_t i = 0; i < sizeof(who) / sizeof(who[0]); i++) {
		assert_int_equal(record_may_write(&r, who[i].role), who[i].may);
		assert_int_equal(record_may_read(&r, "1107", who[i].role), who[i].may);
		/* not even who wrote it, in another role: the numbers are not shown there */
		assert_int_equal(record_may_read(&r, "1154", who[i].role), who[i].may);
	}
	assert_true(record_is_shared(RECORD_SAME_CALLER));
	assert_int_equal(record_brief_ms(RECORD_SAME_CALLER), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_both_numbers_and_why),
		cmocka_unit_test(test_no_merge_is_read_out_of_other_words),
		cmocka_unit_test(test_who),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
