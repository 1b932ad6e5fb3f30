/* Tags of callers as records say them: each ends by itself, none later than its kind may; a decision names a record and no
 * number; only a senior agrees; only those at the desk read them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/str.h"
#include "model/caller_tag.h"
#include "model/role.h"

#define NOW   INT64_C(1795312800000) /* 2026-11-22 10:00 */
#define DAY   INT64_C(86400000)
#define ID    "0190cafe-0000-7000-8000-000000000001"
#define PHONE "13800000678"

static void
every_tag_ends_by_itself(void **state)
{
	(void)state;
	for (int i = 0; i < CALLER_TAG_COUNT; i++) {
		const enum caller_tag_code code = (enum caller_tag_code)i;
		struct record r = { 0 };
		const char *reason;
		int64_t until;

		assert_true(caller_tag_put(&r, code, PHONE, NOW, "来电人\n自己说的"));
		assert_int_equal(caller_tag_code_of(&r), code);
		assert_true(caller_tag_read(&r, &until, &reason));
		assert_string_equal(reason, "来电人\n自己说的");
		assert_in_range(
		    (until - NOW) / DAY, caller_tag_days(code) - 1, caller_tag_days(code) + 1);
		assert_int_equal(caller_tag_check(&r, NULL), ERR_OK);
		str_copy(r.id, sizeof(r.id), ID);
		str_copy(r.by, sizeof(r.by), "1154");
		assert_int_equal(record_check(&r, NULL), ERR_OK);
		assert_true(*caller_tag_advice(code) != '\0');
		record_free(&r);
	}
	assert_true(caller_tag_asks(CALLER_TAG_NUISANCE));
	assert_int_equal(caller_tag_days(CALLER_TAG_NUISANCE), 30); /* practice A14 */
}

static void
what_is_no_tag(void **state)
{
	static const char *const texts[] = { NULL, "", "2026-12-01", "2026-12-01\n",
		"2026-13-01\nx", "2026-11-21\nx", /* over */
		"2029-01-01\nx" /* too long */ };

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct record r = { 0 };
		struct err e = { 0 };

		assert_true(caller_tag_put(&r, CALLER_TAG_ELDERLY, PHONE, NOW, "x"));
		assert_true(record_set_text(&r, texts[i]));
		assert_int_equal(caller_tag_check(&r, &e), ERR_INVALID);
		assert_string_equal(e.where, "text");
		record_free(&r);
	}
	{
		struct record r = { 0 };
		struct err e = { 0 };

		assert_true(caller_tag_put(&r, CALLER_TAG_ELDERLY, "110", NOW, "x"));
		assert_int_equal(caller_tag_check(&r, &e), ERR_INVALID);
		assert_string_equal(e.where, "phone");
		str_copy(r.phone, sizeof(r.phone), PHONE);
		str_copy(r.object, sizeof(r.object), ID);
		assert_int_equal(caller_tag_check(&r, &e), ERR_INVALID);
		record_free(&r);
	}
}

static void
who_decides(void **state)
{
	const uint32_t agent = ROLE_BIT(AGENT), senior = ROLE_BIT(SENIOR);
	struct record r = { 0 };

	(void)state;
	assert_true(caller_tag_decide(&r, CALLER_TAG_AGREED, ID, "同意"));
	assert_int_equal(caller_tag_check(&r, NULL), ERR_OK);
	assert_false(record_may_write(&r, agent));
	assert_true(record_may_write(&r, senior));
	str_copy(r.phone, sizeof(r.phone), PHONE);
	assert_int_equal(caller_tag_check(&r, NULL), ERR_INVALID);
	record_free(&r);
	r = (struct record){ 0 };
	assert_true(caller_tag_decide(&r, CALLER_TAG_REMOVED, "?", "标错了"));
	assert_int_equal(caller_tag_check(&r, NULL), ERR_INVALID);
	assert_true(record_may_write(&r, agent));
	assert_true(record_may_read(&r, "1001", agent));
	assert_false(record_may_read(&r, "1001", ROLE_BIT(UNIT)));
	assert_false(record_may_write(&r, ROLE_BIT(UNIT)));
	record_free(&r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_tag_ends_by_itself),
		cmocka_unit_test(what_is_no_tag),
		cmocka_unit_test(who_decides),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
