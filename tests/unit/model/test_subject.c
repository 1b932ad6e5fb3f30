/* When two names mean the same party, and which name nobody. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "model/subject.h"

static void
test_one_party(void **state)
{
	static const char *const same[][2] = {
		{ "恒达物业", "恒达物业管理有限公司" },
		{ "恒达物业", "恒达 物业" },
		{ "恒达物业", "恒达物业服务有限责任公司" },
		{ "恒达物业", "恒达物业（云江分部）" },
		{ "恒达物业", "《恒达物业》" },
		{ "恒达物业", "恒達物業" },
		{ "ABC健身", "ａｂｃ 健身" },
		{ "云江水务", "云江水务集团有限公司" },
		{ "云江水务", "云江水务集团股份有限公司" },
		{ "7天酒店", "７天酒店" },
	};
	static const char *const other[][2] = { { "恒达物业", "恒大物业" }, { "恒达", "恒达物业" },
		{ "云江水务", "云江燃气" }, { "7天酒店", "8天酒店" } };

	(void)state;
	for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++) {
		assert_true(subject_key(same[i][0]) != 0);
		assert_int_equal(subject_key(same[i][0]), subject_key(same[i][1]));
	}
	for (size_t i = 0; i < sizeof(other) / sizeof(other[0]); i++)
		assert_true(subject_key(other[i][0]) != subject_key(other[i][1]));
}

static void
test_nobody(void **state)
{
	static const char *const names[] = { "", " ", "-", "物业", "物业公司", "物业管理有限公司",
		"商家", "不详", "店", "()", "(云江)", "((((", "))))", "\xFF\xFE", "有限公司",
		"公司" };

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (subject_key(names[i]) != 0)
			fail_msg("%s", names[i]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_one_party),
		cmocka_unit_test(test_nobody),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
