/* Reading JSON that was parsed: going about in it, taking values out of it, and failures that say where.
 *
 * Invariants: no number passes through a double; text is never cut to fit. Not done here: what is JSON at all
 * (json_parse.c), which members there are (codec.c). */
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

/* ---- going about ---- */

const struct json_node *
json_next(const struct json_node *v, const struct json_node *child)
{
	const struct json_node *next = child == NULL ? v + 1 : child + child->span;

	return next < v + v->span ? next : NULL;
}

bool
json_is(const struct json_node *v, enum node_kind kind)
{
	return v != NULL && v->kind == kind;
}

const struct json_node *
json_member(const struct json_node *v, const char *name)
{
	const struct json_node *m = json_is(v, NODE_OBJECT) ? json_next(v, NULL) : NULL;

	while (m != NULL && strcmp(m->name, name) != 0)
		m = json_next(v, m);
	return m;
}

const struct json_node *
json_element(const struct json_node *v, size_t i)
{
	const struct json_node *m = json_is(v, NODE_ARRAY) ? json_next(v, NULL) : NULL;

	while (m != NULL && i-- > 0)
		m = json_next(v, m);
	return m;
}

size_t
json_count(const struct json_node *v)
{
	return json_is(v, NODE_ARRAY) ? v->count : 0;
}

/* ---- values ---- */

enum err_code
json_want_object(const struct json_in *in, const struct json_at *at, const struct json_node *v)
{
	if (!json_is(v, NODE_OBJECT))
		return json_bad(in, at, ERR_SYNTAX, "这里应为对象 {…}");
	return ERR_OK;
}

enum err_code
json_want_array(const struct json_in *in, const struct json_at *at, const struct json_node *v)
{
	if (!json_is(v, NODE_ARRAY))
		return json_bad(in, at, ERR_SYNTAX, "这里应为数组 […]");
	return ERR_OK;
}

enum err_code
json_get_text(const struct json_in *in, const struct json_at *at, const struct json_node *v,
    char *out, size_t size)
{
	size_t n;

	if (!json_is(v, NODE_TEXT))
		return json_bad(in, at, ERR_SYNTAX, "这里应为文字");
	n = v->count;
	if (n >= size)
		return json_bad(in, at, ERR_LIMIT, "有 %zu 字节, 最多 %zu 字节, 超出 %zu 字节", n,
		    size - 1, n - (size - 1));
	memcpy(out, v->text, n + 1);
	return ERR_OK;
}

enum err_code
json_get_int(const struct json_in *in, const struct json_at *at, const struct json_node *v,
    int64_t lo, int64_t hi, int64_t *out)
{
	if (!json_is(v, NODE_INTEGER))
		return json_bad(in, at, ERR_SYNTAX, "这里应为整数");
	*out = v->number;
	if (*out < lo || *out > hi)
		return json_bad(in, at, ERR_INVALID, "数字应在 %lld 到 %lld 之间", (long long)lo,
		    (long long)hi);
	return ERR_OK;
}
