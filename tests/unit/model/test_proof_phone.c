/* What is odd in a telephone number: words in its place, a mobile number of another length once it is whole. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "model/proof.h"

static void
numbers_of_all_kinds_pass(void **state)
{
	static const char *const fine[] = { "", "13800005678", "+86 138-0000-5678",
		"１３８00005678", "0990-8123456转8001", "12345", "110", "138****5678",
		"13800005678/0990-8123456", "(0990)8123456 分机 12", "10086", "4008123456" };
	struct proof p;

	(void)state;
	for (size_t i = 0; i < sizeof(fine) / sizeof(fine[0]); i++)
		if (proof_phone(fine[i], true, &p))
			fail_msg("%s: %s", fine[i], p.say);
}

static void
words_are_named(void **state)
{
	struct proof p;

	(void)state;
	assert_true(proof_phone("何桂珍12", false, &p));
	assert_int_equal(p.kind, PROOF_PHONE);
	assert_int_equal(p.at, 0);
	assert_int_equal(p.len, strlen("何桂珍"));
	assert_string_equal(p.say, "“何桂珍”不是号码, 是别的栏里的吗");
	assert_true(proof_phone("138 张 5678", true, &p));
	assert_int_equal(p.at, 4);
	assert_int_equal(p.len, strlen("张"));
	assert_true(proof_phone("abc", true, &p));
	assert_string_equal(proof_label(p.kind), "电话");
}

static void
a_long_text_is_cut_between_characters(void **state)
{
	char text[300] = "";
	struct proof p;

	(void)state;
	for (int i = 0; i < 90; i++)
		strcat(text, "路");
	assert_true(proof_phone(text, true, &p));
	assert_int_equal(p.len, 270);
	assert_non_null(strstr(p.say, "路”不是号码"));
}

static void
a_mobile_number_has_eleven_digits(void **state)
{
	struct proof p;

	(void)state;
	assert_false(proof_phone("1380000567", false, &p)); /* it is being typed */
	assert_true(proof_phone("1380000567", true, &p));
	assert_string_equal(p.say, "手机号是11位, 这里10位, 请和来电人核对");
	assert_true(proof_phone("138000056789", true, &p));
	assert_false(proof_phone("138", true, &p));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_of_all_kinds_pass),
		cmocka_unit_test(words_are_named),
		cmocka_unit_test(a_long_text_is_cut_between_characters),
		cmocka_unit_test(a_mobile_number_has_eleven_digits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
