/* values.c: is every value of an event good for itself: not too long, on one line where it is one line, a code that
 * exists, not a second value for what is set once.
 *
 * Asked of every event, before its own guards. Not here: what several values say together (workflow_guard.c). */
#include "workflow_p.h"

#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "model/deed.h"
#include "model/extra.h"
#include "model/members.h"
#include "model/taken.h"

#define PEOPLE_MAX 999999

size_t
values_ink(const char *s)
{
	size_t left = s == NULL ? 0 : strlen(s), n = 0;

	while (left > 0) {
		uint32_t cp = 0;
		size_t k = utf8_next(s, left, &cp);

		n += !(k > 0 && (cp <= ' ' || cp == 0x00a0 || cp == 0x3000));
		k += k == 0;
		s += k;
		left -= k;
	}
	return n;
}

/* ---- form ---- */

static enum err_code
check_text(const char *label, const char *json, const char *value, bool one_line, int max_chars,
    struct err *e)
{
	size_t chars;

	if (!utf8_valid(value, strlen(value))) {
		(void)err_set(e, ERR_INVALID, "%s里有不成字的字节, 请重新输入", label);
		(void)err_at(e, "%s", json);
		return ERR_INVALID;
	}
	chars = utf8_count(value);
	if (chars > (size_t)max_chars) {
		(void)err_set(e, ERR_LIMIT, "%s有%zu字, 最多%d字, 请删减%zu字", label, chars,
		    max_chars, chars - (size_t)max_chars);
		(void)err_at(e, "%s", json);
		return ERR_LIMIT;
	}
	if (one_line && strpbrk(value, "\r\n\t") != NULL) {
		(void)err_set(e, ERR_INVALID, "%s只能写一行, 不能有换行", label);
		(void)err_at(e, "%s", json);
		return ERR_INVALID;
	}
	return ERR_OK;
}

/* ---- codes ---- */

static bool
in_list(enum ticket_field f, const char *code, size_t len)
{
	int n;
	const struct enum_item *items = enum_items(f, &n);

	for (int i = 0; i < n; i++)
		if (strlen(items[i].code) == len && memcmp(items[i].code, code, len) == 0)
			return true;
	return items == NULL;
}

static bool
members_known(enum ticket_field f, const char *set)
{
	const char *code = NULL;
	size_t n = 0;

	while (members_next(set, &code, &n))
		if (!in_list(f, code, n))
			return false;
	return true;
}

static bool
code_known(enum ticket_field f, const char *value, const struct city *c)
{
	const struct field_info *info = field_info(f);
	long long n;

	if (info->class == CLASS_SET)
		return members_known(f, value);
	switch (info->kind) {
	case KIND_ENUM:
		return in_list(f, value, strlen(value));
	case KIND_BOOL:
		return strcmp(value, "0") == 0 || strcmp(value, "1") == 0;
	case KIND_AREA:
		return city_area(c, value) != NULL;
	case KIND_CATEGORY:
		return city_category(c, value) != NULL;
	case KIND_UNIT:
		return city_unit(c, value) != NULL;
	case KIND_INT:
		return str_int(value, 0, PEOPLE_MAX, &n);
	case KIND_LINE:
	case KIND_TEXT:
		break;
	}
	return true;
}

static enum err_code
check_field(const struct ticket *t, enum ticket_field f, const char *value, const struct city *c,
    struct err *e)
{
	const struct field_info *info = field_info(f);
	const char *now = fields_get(&t->f, f);
	enum err_code code = ERR_OK;

	if (utf8_valid(value, strlen(value)) && *value != '\0' && !code_known(f, value, c)) {
		code = info->kind == KIND_INT || info->kind == KIND_BOOL ? ERR_INVALID
									 : ERR_UNKNOWN_CODE;
		(void)err_set(e, code, "%s里没有“%s”, 请重新选择", info->label, value);
	} else if (info->class == CLASS_FIXED && *now != '\0' && strcmp(now, value) != 0) {
		code = ERR_GUARD;
		(void)err_set(e, code, "%s已经定下, 不能修改", info->label);
	}
	if (code != ERR_OK) {
		(void)err_at(e, "%s", info->json);
		return code;
	}
	return check_text(
	    info->label, info->json, value, info->kind != KIND_TEXT, info->max_chars, e);
}

enum err_code
values_check(const struct ticket *t, const struct event *ev, const struct city *city, struct err *e)
{
	enum err_code code = ERR_OK;

	for (int i = 0; i < TF_COUNT && code == ERR_OK; i++)
		if (ev->set.v[i] != NULL)
			code = check_field(t, (enum ticket_field)i, ev->set.v[i], city, e);
	/* Against the time it was written down: a back-entry that waited for the line was in order then. */
	if (code == ERR_OK && ev->set.v[TF_TAKEN_AT] != NULL && *ev->set.v[TF_TAKEN_AT] != '\0')
		code = taken_check(ev->set.v[TF_TAKEN_AT], ev->at != 0 ? ev->at : ev->at_server, e);
	if (code == ERR_OK && ev->set.v[TF_EXTRA] != NULL)
		code = extra_check(city,
		    ev->set.v[TF_CATEGORY] != NULL ? ev->set.v[TF_CATEGORY]
						   : fields_get(&t->f, TF_CATEGORY),
		    ev->set.v[TF_EXTRA], e);
	for (int i = 0; i < EA_COUNT && code == ERR_OK; i++)
		if (ev->args.v[i] != NULL) {
			const struct arg_info *info = arg_info((enum event_arg)i);

			code = check_text(
			    info->label, info->json, ev->args.v[i], false, info->max_chars, e);
		}
	return code == ERR_OK ? deed_values_check(ev, city, e) : code;
}
