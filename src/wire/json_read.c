/* Reading JSON: parsing with limits, and failures that say where.
 *
 * Invariants: nothing larger or deeper than allowed reaches the parser (it recurses, and threads have small stacks); no
 * number passes through a double; text is never cut to fit. Not done here: which members there are (codec.c). */
#include "json_p.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* ---- failures ---- */

/* The pointer of ${at}, written before what is already in ${b}: the chain knows only its parents. */
static void
point(const struct json_at *at, struct str *b)
{
	char index[24];
	const char *s = at->name;

	if (at->up != NULL)
		point(at->up, b);
	str_add_c(b, '/');
	if (s == NULL) {
		snprintf(index, sizeof(index), "%zu", at->i);
		str_add(b, index);
		return;
	}
	for (; *s != '\0'; s++) {
		if (*s == '~')
			str_add(b, "~0");
		else if (*s == '/')
			str_add(b, "~1");
		else
			str_add_c(b, *s);
	}
}

enum err_code
json_bad(
    const struct json_in *in, const struct json_at *at, enum err_code code, const char *fmt, ...)
{
	char text[2 * ERR_TEXT_BYTES]; /* so that err_set does the cutting, between characters */
	struct str where = { 0 };
	va_list ap;

	if (in->e == NULL)
		return code;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (at != NULL)
		point(at, &where);
	err_set(in->e, code, "%s", text);
	err_at(in->e, "%s", str_c(&where));
	str_free(&where);
	return code;
}

/* ---- parsing ---- */

/* Levels of nesting, strings passed over; what is not JSON at all is the parser's to find. */
static int
depth_of(const char *s, size_t len)
{
	int depth = 0, deepest = 0;
	bool in_text = false;

	for (size_t i = 0; i < len; i++) {
		char c = s[i];

		if (in_text) {
			if (c == '\\')
				i++;
			else if (c == '"')
				in_text = false;
		} else if (c == '"') {
			in_text = true;
		} else if (c == '{' || c == '[') {
			deepest = ++depth > deepest ? depth : deepest;
		} else if (c == '}' || c == ']') {
			depth--;
		}
	}
	return deepest;
}

static enum err_code
parse_failed(const json_error_t *j, struct err *e)
{
	static const struct {
		enum json_error_code code;
		const char *text;
	} causes[] = {
		{ json_error_invalid_utf8, "有不是 UTF-8 的字节" },
		{ json_error_premature_end_of_input, "内容不完整" },
		{ json_error_end_of_input_expected, "结尾之后还有内容" },
		{ json_error_null_character, "文字里有空字符(\\u0000)" },
		{ json_error_null_byte_in_key, "成员名里有空字符(\\u0000)" },
		{ json_error_duplicate_key, "同一成员出现了两次" },
		{ json_error_numeric_overflow, "数字太大" },
	};
	const char *text = "格式有误";

	if (json_error_code(j) == json_error_out_of_memory)
		return err_set(e, ERR_NO_MEMORY, NULL);
	for (size_t i = 0; i < sizeof(causes) / sizeof(causes[0]); i++) {
		if (causes[i].code == json_error_code(j))
			text = causes[i].text;
	}
	return err_set(e, ERR_SYNTAX, "JSON 第 %d 行第 %d 列: %s", j->line, j->column, text);
}

enum err_code
json_check(size_t len, int depth, size_t most, struct err *e)
{
	if (len > most)
		return err_set(e, ERR_LIMIT, "内容有 %zu 字节, 最多 %zu 字节, 超出 %zu 字节", len,
		    most, len - most);
	if (depth > JSON_DEPTH_MOST)
		return err_set(e, ERR_LIMIT, "JSON 嵌套太深, 最多 %d 层", JSON_DEPTH_MOST);
	return len > 0 ? ERR_OK : err_set(e, ERR_SYNTAX, "内容为空, 应为 JSON");
}

enum err_code
json_parse_checked(const char *text, size_t len, json_t **out, struct err *e)
{
	json_error_t j = { .line = 1 };

	*out = json_tree(text, len);
	if (*out == NULL)
		*out = json_loadb(text, len, JSON_REJECT_DUPLICATES, &j);
	return *out != NULL ? ERR_OK : parse_failed(&j, e);
}

enum err_code
json_parse(const char *text, size_t len, size_t most, json_t **out, struct err *e)
{
	enum err_code rc = json_check(len, len > most ? 0 : depth_of(text, len), most, e);

	*out = NULL;
	return rc == ERR_OK ? json_parse_checked(text, len, out, e) : rc;
}

/* ---- values ---- */

enum err_code
json_want_object(const struct json_in *in, const struct json_at *at, const json_t *v)
{
	if (!json_is_object(v))
		return json_bad(in, at, ERR_SYNTAX, "这里应为对象 {…}");
	return ERR_OK;
}

enum err_code
json_want_array(const struct json_in *in, const struct json_at *at, const json_t *v)
{
	if (!json_is_array(v))
		return json_bad(in, at, ERR_SYNTAX, "这里应为数组 […]");
	return ERR_OK;
}

struct json_value
json_value_of(const json_t *v)
{
	if (json_is_string(v))
		return (struct json_value){ JSON_VALUE_TEXT, json_string_value(v),
			json_string_length(v), 0 };
	if (json_is_integer(v))
		return (struct json_value){ JSON_VALUE_INT, NULL, 0, json_integer_value(v) };
	if (json_is_boolean(v))
		return (struct json_value){ JSON_VALUE_BOOL, NULL, 0, json_is_true(v) };
	return (struct json_value){ .kind = JSON_VALUE_OTHER };
}

enum err_code
json_put_text(const struct json_in *in, const struct json_at *at, const struct json_value *v,
    char *out, size_t size)
{
	if (v->kind != JSON_VALUE_TEXT)
		return json_bad(in, at, ERR_SYNTAX, "这里应为文字");
	if (v->len >= size)
		return json_bad(in, at, ERR_LIMIT, "有 %zu 字节, 最多 %zu 字节, 超出 %zu 字节",
		    v->len, size - 1, v->len - (size - 1));
	memcpy(out, v->text, v->len + 1);
	return ERR_OK;
}

enum err_code
json_put_int(const struct json_in *in, const struct json_at *at, const struct json_value *v,
    int64_t lo, int64_t hi, int64_t *out)
{
	if (v->kind != JSON_VALUE_INT)
		return json_bad(in, at, ERR_SYNTAX, "这里应为整数");
	*out = v->number;
	if (*out < lo || *out > hi)
		return json_bad(in, at, ERR_INVALID, "数字应在 %lld 到 %lld 之间", (long long)lo,
		    (long long)hi);
	return ERR_OK;
}

enum err_code
json_get_text(
    const struct json_in *in, const struct json_at *at, const json_t *v, char *out, size_t size)
{
	const struct json_value value = json_value_of(v);

	return json_put_text(in, at, &value, out, size);
}

enum err_code
json_get_int(const struct json_in *in, const struct json_at *at, const json_t *v, int64_t lo,
    int64_t hi, int64_t *out)
{
	const struct json_value value = json_value_of(v);

	return json_put_int(in, at, &value, lo, hi, out);
}
