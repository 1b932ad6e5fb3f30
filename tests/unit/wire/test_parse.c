/* What is JSON: jansson is the judge. Messages of ours, broken in thousands of ways, are taken by both or by neither, and
 * mean the same to both. */
#include "sample.h"

#include <jansson.h>

#include "wire/json_p.h"
#include "wire/ticket_json.h"

#define MOST 100000

/* ---- the same meaning ---- */

static void
same_value(const struct json_node *v, const json_t *w)
{
	const struct json_node *child;

	switch (json_typeof(w)) {
	case JSON_OBJECT:
		assert_int_equal(v->kind, NODE_OBJECT);
		assert_int_equal(v->count, json_object_size(w));
		for (child = json_next(v, NULL); child != NULL; child = json_next(v, child))
			same_value(child, json_object_get(w, child->name));
		break;
	case JSON_ARRAY:
		assert_int_equal(v->kind, NODE_ARRAY);
		assert_int_equal(json_count(v), json_array_size(w));
		for (size_t i = 0; i < json_count(v); i++)
			same_value(json_element(v, i), json_array_get(w, i));
		break;
	case JSON_STRING:
		assert_int_equal(v->kind, NODE_TEXT);
		assert_int_equal(v->count, json_string_length(w));
		assert_string_equal(v->text, json_string_value(w));
		break;
	case JSON_INTEGER:
		assert_int_equal(v->kind, NODE_INTEGER);
		assert_true(v->number == json_integer_value(w));
		break;
	case JSON_REAL:
		assert_int_equal(v->kind, NODE_REAL);
		break;
	case JSON_TRUE:
		assert_int_equal(v->kind, NODE_TRUE);
		break;
	case JSON_FALSE:
		assert_int_equal(v->kind, NODE_FALSE);
		break;
	case JSON_NULL:
		assert_int_equal(v->kind, NODE_NULL);
		break;
	}
}

/* A real whose value no double holds: we do not ask for it, so we need not refuse it. */
static bool
is_huge_real(const json_error_t *j)
{
	return json_error_code(j) == json_error_numeric_overflow &&
	       str_starts(j->text, "real number overflow");
}

/* Both ways of reading, from memory of exactly that size. True: both take it. */
static bool
compare(const char *text, size_t len)
{
	char *exact = malloc(len);
	struct err e = { 0 };
	struct json_in in = { false, &e };
	struct json_tree ours;
	json_error_t j;
	json_t *theirs;
	bool taken;

	assert_non_null(exact);
	memcpy(exact, text, len);
	theirs = json_loadb(exact, len, JSON_REJECT_DUPLICATES, &j);
	taken = json_parse(&in, exact, len, MOST, &ours) == ERR_OK;
	if (taken != (theirs != NULL) && !(theirs == NULL && is_huge_real(&j)))
		fail_msg("%s: \"%.*s\" (%s, %s)", taken ? "only ours" : "only theirs", (int)len,
		    exact, e.text, theirs == NULL ? j.text : "");
	if (taken && theirs != NULL)
		same_value(ours.root, theirs);
	assert_true(taken || e.text[0] != '\0');
	json_done(&ours);
	json_decref(theirs);
	free(exact);
	return taken;
}

/* ---- cases ---- */

static void
test_cases(void **state)
{
	static const char *const cases[] = { "{}", "[]", " \t\r\n[ ]\n", "[1]x", "[1] []", "{}\f",
		"1", "\"a\"", "null", "true", "[", "]", "{", "}", "[1", "[1,", "[1,]", "[,1]",
		"[1 2]", "{\"a\"}", "{\"a\":}", "{\"a\":1", "{\"a\":1,}", "{,\"a\":1}", "{a:1}",
		"{'a':1}", "{1:1}", "{\"a\":1 \"b\":2}", "{\"a\" : 1 , \"b\" : [ 2 ] }", "[tru]",
		"[truex]", "[True]", "[nul", "[null,true,false]", "[0]", "[-0]", "[-]", "[+1]",
		"[01]", "[-01]", "[1.]", "[.5]", "[1.5]", "[1e5]", "[1E+5]", "[1e-5]", "[1e]",
		"[1e+]", "[1.e5]", "[0x1]", "[1e999]", "[-1e999]", "[9007199254740993]",
		"[9223372036854775807]", "[9223372036854775808]", "[-9223372036854775808]",
		"[-9223372036854775809]", "[99999999999999999999999999]", "[NaN]", "[Infinity]",
		"[\"\"]", "[\"a]", "[\"a\\\"]", "[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"]", "[\"\\a\"]",
		"[\"\\", "[\"\\u", "[\"\\u00", "[\"\\u0041\"]", "[\"\\u00e9\\u706f\\ufffe\"]",
		"[\"\\uD83D\\uDE00\"]", "[\"\\ud83d\\ude00\"]", "[\"\\ud83d\"]", "[\"\\ud83dx\"]",
		"[\"\\ud83d\\n\"]", "[\"\\ud83d\\u0041\"]", "[\"\\ude00\"]", "[\"\\ude00\\ud83d\"]",
		"[\"\\u0000\"]", "[\"\\u000g\"]", "[\"\\U0041\"]", "{\"\\u0000\":1}",
		"{\"\\u0061\":1,\"a\":2}", "{\"a\":1,\"b\":2,\"a\":3}",
		"{\"a\":{\"a\":1},\"b\":{\"a\":[{\"a\":1}]}}", "{\"b\":{\"a\":1,\"a\":1}}",
		"[{\"a\":1},{\"a\":2}]", "{\"\":1,\"\":2}", "[\"\x1f\"]", "[\"\n\"]", "[\"\x7f\"]",
		"[\"\xff\"]", "[\"\x80\"]", "[\"\xc0\x80\"]", "[\"\xc3\"]", "[\"\xe7\x81\"]",
		"[\"\xe7\x81\xaf\"]", "[\"\xed\xa0\x80\"]", "[\"\xf0\x9f\x98\x80\"]",
		"[\"\xf4\x90\x80\x80\"]", "[\"\xef\xbf\xbf\"]", "\xef\xbb\xbf[]", "{\"\xff\":1}",
		"[/**/]", "[1]//", "\"", "\\" };
	static const char nul[] = "[\"a\0b\"]", after[] = "[]\0", inside[] = "[\0]";

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		(void)compare(cases[i], strlen(cases[i]));
	assert_false(compare(nul, sizeof(nul) - 1));
	assert_false(compare(after, sizeof(after) - 1));
	assert_false(compare(inside, sizeof(inside) - 1));
	assert_true(compare("[]", 2));
}

/* Bytes that JSON is made of are put into messages, taken out, cut off. */
static void
test_broken_messages(void **state)
{
	static const char bits[] = "\"\"\\\\{}[]::,,0123456789-+.eEun\xe7\x81\xaf\xf0\x80\xff \x01";
	struct str json = { 0 }, broken = { 0 };
	int taken = 0, refused = 0;

	(void)state;
	for (uint32_t seed = 1; seed <= 60; seed++) {
		struct sample s = sample_seed(seed);
		struct ticket t;

		str_reset(&json);
		sample_ticket(&s, &t);
		ticket_json_write(&t, true, &json);
		ticket_free(&t);
		assert_true(compare(json.s, json.len));
		for (int i = 0; i < 300; i++) {
			size_t at = sample_u32(&s) % json.len, left = json.len - at;
			size_t del = sample_u32(&s) % 3, ins = sample_u32(&s) % 3;
			size_t bit = sample_u32(&s) % (sizeof(bits) - 3);

			str_reset(&broken);
			str_add_n(&broken, json.s, json.len);
			str_splice(&broken, at, del < left ? del : left, bits + bit, ins);
			if (i % 10 == 0)
				broken.len = at > 0 ? at : 1;
			if (compare(broken.s, broken.len))
				taken++;
			else
				refused++;
		}
	}
	assert_true(taken > 1000 && refused > 1000); /* both were tried */
	str_free(&json);
	str_free(&broken);
}

/* ---- where, and how much ---- */

static void
test_place(void **state)
{
	static const struct {
		const char *json, *text;
	} cases[] = {
		{ "{\"a\":1,\n \"灯\":x}", "JSON 第 2 行第 6 列: 格式有误" },
		{ "[1,\n2", "JSON 第 2 行第 2 列: 内容不完整" },
		{ "[\"\\u0000\"]", "JSON 第 1 行第 9 列: 文字里有空字符(\\u0000)" },
		{ "{\"a\":1,\"a\":2}", "JSON 第 1 行第 11 列: 同一成员出现了两次" },
		{ "[9223372036854775808]", "JSON 第 1 行第 21 列: 数字太大" },
		{ "[\"\xff\"]", "JSON 第 1 行第 3 列: 有不是 UTF-8 的字节" },
		{ "[] []", "JSON 第 1 行第 4 列: 结尾之后还有内容" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct err e = { 0 };
		struct json_in in = { i % 2 == 0, &e };
		struct json_tree tree;

		assert_int_equal(
		    json_parse(&in, cases[i].json, strlen(cases[i].json), MOST, &tree), ERR_SYNTAX);
		assert_string_equal(e.text, cases[i].text);
		assert_null(tree.root);
	}
}

static enum err_code
parse_str(struct str *s, struct err *e)
{
	struct json_in in = { false, e };
	struct json_tree tree;
	enum err_code rc = json_parse(&in, s->s, s->len, MOST, &tree);

	json_done(&tree);
	str_reset(s);
	return rc;
}

static void
test_limits(void **state)
{
	struct str s = { 0 };
	struct err e = { 0 };

	(void)state;
	for (int depth = 32; depth <= 33; depth++) {
		for (int i = 0; i < depth; i++)
			str_add(&s, i % 2 == 0 ? "[" : "{\"a\":");
		for (int i = depth; i > 0; i--)
			str_add(&s, i % 2 == 1 ? "]" : "}");
		if (depth == 32)
			str_splice(&s, 16 + 16 * 5, 0, "1", 1);
		assert_int_equal(parse_str(&s, &e), depth == 32 ? ERR_OK : ERR_LIMIT);
	}
	for (int members = 1024; members <= 1025; members++) {
		str_add_c(&s, '{');
		for (int i = 0; i < members; i++)
			str_addf(&s, "%s\"%d\":%d", i > 0 ? "," : "", i, i);
		str_add_c(&s, '}');
		assert_int_equal(parse_str(&s, &e), members == 1024 ? ERR_OK : ERR_LIMIT);
	}
	for (int i = 0; i <= MOST; i++)
		str_add_c(&s, ' ');
	assert_int_equal(parse_str(&s, &e), ERR_LIMIT);
	assert_non_null(strstr(e.text, "超出 1 字节"));
	str_free(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_broken_messages),
		cmocka_unit_test(test_place),
		cmocka_unit_test(test_limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
