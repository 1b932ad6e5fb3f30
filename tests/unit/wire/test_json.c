/* Text as JSON strings. */
#include "sample.h"

#include <inttypes.h>
#include <jansson.h>

#include "base/utf8.h"
#include "wire/json_p.h"
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

/* A byte at a time: what eight at once must come to as well. */
static bool
escape_slowly(const char *s, struct str *out)
{
	str_add_c(out, '"');
	for (size_t n; *s != '\0'; s += n) {
		uint32_t cp;

		n = utf8_next(s, strlen(s), &cp);
		if (n == 0)
			return false;
		if (cp == '"' || cp == '\\')
			str_addf(out, "\\%c", (int)cp);
		else if (cp < 0x20)
			str_addf(out, "\\u%04x", (unsigned)cp);
		else
			str_add_n(out, s, n);
	}
	str_add_c(out, '"');
	return true;
}

/* As it is read, by us and by jansson: the same text. */
static void
check_read(const char *json, const char *text)
{
	struct str list = { 0 };
	json_t *tree;

	str_addf(&list, "[%s]", json);
	tree = json_tree(str_c(&list), list.len);
	if (tree != NULL)
		assert_string_equal(json_string_value(json_array_get(tree, 0)), text);
	json_decref(tree);
	assert_int_equal(json_parse(str_c(&list), list.len, 1000, &tree, NULL), ERR_OK);
	assert_string_equal(json_string_value(json_array_get(tree, 0)), text);
	json_decref(tree);
	str_free(&list);
}

/* Whatever stands out, at each place among letters, Hanzi and both, a few and many. */
static void
test_wherever_it_stands(void **state)
{
	static const char *const odd[] = { "", "\"", "\\", "\x01", "\x1f", "\x7f", "\x80", "\xbf",
		"\xe4\xb8", "\xe4", "\xed\xa0\x80", "\xed\x95\x9c", "\xe0\xa4\x85", "\xe0\x80\x80",
		"\xc3\xa9", "\xc3", "\xf0\x9f\x98\x80", "\xf4\x90\x80\x80", "\xef\xbc\x8c", "\xff",
		"\xe4\"\x80", "!\"#[\\]" };
	static const char *const among[] = { "abcdefghijklmnopqrst", "汉字很多也不怕就是这样",
		"1汉2字34很567多", "  ~~!!" };
	struct str text = { 0 }, out = { 0 }, slow = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(odd) / sizeof(odd[0]); i++)
		for (size_t k = 0; k < 4 * strlen(among[0]); k++) {
			const char *a = among[k % 4];
			const size_t at = utf8_head(a, k / 4);
			bool good;

			str_reset(&text);
			str_reset(&out);
			str_reset(&slow);
			str_add_n(&text, a, at);
			str_add(&text, odd[i]);
			str_add(&text, a + at);
			good = escape_slowly(str_c(&text), &slow);
			json_escape(str_c(&text), &out);
			assert_int_equal(out.bad, !good);
			if (good) {
				assert_string_equal(str_c(&out), str_c(&slow));
				check_read(str_c(&out), str_c(&text));
			}
			out.bad = false;
		}
	str_free(&text);
	str_free(&out);
	str_free(&slow);
}

static void
test_numbers(void **state)
{
	struct str out = { 0 };
	char want[24];

	(void)state;
	for (int i = 0; i < 64; i++)
		for (int d = -2; d <= 2; d++)
			for (int sign = -1; sign <= 1; sign += 2) {
				uint64_t u = (UINT64_C(1) << i) + (uint64_t)(int64_t)d;
				int64_t v = (int64_t)(sign < 0 ? 0 - u : u);

				str_reset(&out);
				json_int(v, &out);
				(void)snprintf(want, sizeof(want), "%" PRId64, v);
				assert_string_equal(str_c(&out), want);
			}
	for (int64_t v = -1100; v <= 1100; v++) {
		str_reset(&out);
		json_int(v, &out);
		(void)snprintf(want, sizeof(want), "%" PRId64, v);
		assert_string_equal(str_c(&out), want);
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

/* ---- the quick tree ---- */

/* What is accepted is what jansson makes of it; true when it was. */
static bool
same_tree(const char *text, size_t len)
{
	json_t *quick = json_tree(text, len), *slow;
	bool accepted = quick != NULL;

	if (accepted) {
		slow = json_loadb(text, len, JSON_REJECT_DUPLICATES, NULL);
		if (slow == NULL || !json_equal(quick, slow))
			fail_msg("read otherwise: %.*s", (int)len, text);
		json_decref(slow);
	}
	json_decref(quick);
	return accepted;
}

static void
test_tree(void **state)
{
	static const struct {
		const char *text;
		bool quick;
	} cases[] = {
		{ "{}", true },
		{ " [ ] ", true },
		{ "{\"a\":1,\"b\":[true,false,null,-7,0,999999999999999999],\"c\":{\"d\":\"\"}}",
		    true },
		{ "\t{\r\n\"路灯\" : \"不亮\\n\\\"了\\\"\\t\\/\\\\\" }", true },
		{ "[\"\xc2\xb7\xf0\xa0\x80\x80\"]", true },
		{ "[-0]", true },
		/* jansson reads these; we leave them to it */
		{ "[1.5]", false },
		{ "[1e3]", false },
		{ "[9223372036854775807]", false },
		{ "[\"\\u8def\"]", false },
		{ "[\"\xed\x9f\xbf\"]", false },
		{ "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]", false },
		/* and these nobody does */
		{ "", false },
		{ "1", false },
		{ "\"a\"", false },
		{ "{\"a\":1,\"a\":1}", false },
		{ "{\"a\":1,}", false },
		{ "{\"a\"}", false },
		{ "{a:1}", false },
		{ "[1,]", false },
		{ "[,1]", false },
		{ "[1 2]", false },
		{ "[1", false },
		{ "[1]]", false },
		{ "[1] x", false },
		{ "[01]", false },
		{ "[-]", false },
		{ "[+1]", false },
		{ "[1x]", false },
		{ "[tru]", false },
		{ "[truer]", false },
		{ "[\"a]", false },
		{ "[\"\\x\"]", false },
		{ "[\"\\", false },
		{ "[\"\n\"]", false },
		{ "[\"\xff\"]", false },
		{ "[\"\xe8\xb7\"]", false },
		{ "[\"\xc0\x80\"]", false },
		{ "[\"\xe0\x80\x80\"]", false },
		{ "[\"\xed\xa0\x80\"]", false },
		{ "[\"\xf0\x80\x80\x80\"]", false },
		{ "[\"\xf4\x90\x80\x80\"]", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (same_tree(cases[i].text, strlen(cases[i].text)) != cases[i].quick)
			fail_msg("%s: %s", cases[i].text, cases[i].quick ? "not quick" : "quick");
	assert_false(same_tree("[\"a\0b\"]", 7));
	assert_false(same_tree("[1]\0", 4));
	assert_false(same_tree("[1\0]", 4));
}

/* One byte of ${text} put another way, and sometimes its end lost. */
static void
damage(struct sample *s, struct str *text)
{
	size_t at = (size_t)sample_below(s, (int)text->len), end = text->len;
	char was = text->s[at];

	text->s[at] = (char)(sample_below(s, 3) == 0 ? "\"\\{}[],:0 n-"[sample_below(s, 12)]
						     : (int)sample_below(s, 256));
	if (sample_below(s, 8) == 0)
		end = (size_t)sample_below(s, (int)text->len);
	(void)same_tree(text->s, end);
	text->s[at] = was;
}

/* Ours are read quickly; damaged in any place they are read as jansson reads them, or not. */
static void
test_tree_of_ours(void **state)
{
	struct str text = { 0 };
	struct ticket t;

	(void)state;
	ticket_init(&t);
	assert_true(fields_set(&t.f, TF_TITLE, "路灯不亮") &&
		    fields_set(&t.f, TF_CONTENT, "红山路78号, 门前\n“路灯”不亮。"));
	ticket_json_write(&t, true, &text);
	assert_true(same_tree(text.s, text.len));
	ticket_free(&t);
	for (uint32_t seed = 1; seed <= 40; seed++) {
		struct sample s = sample_seed(seed);

		str_reset(&text);
		sample_ticket(&s, &t);
		ticket_json_write(&t, true, &text);
		(void)same_tree(text.s, text.len);
		for (int i = 0; i < 500; i++)
			damage(&s, &text);
		ticket_free(&t);
	}
	str_free(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_escapes),
		cmocka_unit_test(test_broken_text_is_refused),
		cmocka_unit_test(test_wherever_it_stands),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_appends),
		cmocka_unit_test(test_tree),
		cmocka_unit_test(test_tree_of_ours),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
