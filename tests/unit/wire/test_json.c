/* Text as JSON strings. */
#include "sample.h"

#include "wire/ticket_json.h"

static void
test_escapes(void **state)
{
	static const struct {
		const char *text, *json;
	} cases[] = {
		{ "", "\"\"" }, { "路灯不亮", "\"路灯不亮\"" },
		{ "a\"b\\c/d", "\"a\\\"b\\\\c/d\"" }, { "\b\f\n\r\t", "\"\\b\\f\\n\\r\\t\"" },
		{ "bfnrt", "\"bfnrt\"" }, { "\x01\x1f\x1b[2J", "\"\\u0001\\u001f\\u001b[2J\"" },
		{ "\x7f", "\"\x7f\"" },
		{ "\xf0\xa0\x80\x80\xe2\x80\xae",
		    "\"\xf0\xa0\x80\x80\xe2\x80\xae\"" }, /* 𠀀, bidi override */
	};
	struct str out = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		str_reset(&out);
		json_escape(cases[i].text, &out);
		assert_false(out.bad);
		assert_string_equal(str_c(&out), cases[i].json);
	}
	str_free(&out);
}

/* Not mended in silence. */
static void
test_broken_text_is_refused(void **state)
{
	static const char *const cases[] = { "\xff", "a\xe8\xb7", "\xc0\x80", "\xed\xa0\x80",
		"\xf4\x90\x80\x80", "路\x80灯" };
	struct str out = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		str_reset(&out);
		json_escape(cases[i], &out);
		assert_true(out.bad);
	}
	str_free(&out);
}

static void
test_appends(void **state)
{
	struct str out = { 0 };

	(void)state;
	str_add(&out, "x");
	json_escape("a", &out);
	json_escape("b", &out);
	assert_string_equal(str_c(&out), "x\"a\"\"b\"");
	str_free(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_escapes),
		cmocka_unit_test(test_broken_text_is_refused),
		cmocka_unit_test(test_appends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
