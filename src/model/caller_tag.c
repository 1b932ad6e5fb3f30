/* caller_tag.c: tags of a caller's number, as desk records say them: which there are, how long each may last, what a record
 * must hold. Which of them count now is asked of the seat's cache (client/cache/reader_tag.c). */
#include "model/caller_tag.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "base/utf8.h"
#include "model/mask.h"

#define LEAST_DIGITS 5
#define DAY_BYTES    10 /* 2026-11-22 */

static const struct {
	int days;
	bool asks;
	const char *advice;
} tags[CALLER_TAG_COUNT] = {
#define X(name, json, label, days, agreed, advice) [CALLER_TAG_##name] = { days, agreed, advice },
	CALLER_TAGS(X)
#undef X
};
const struct enum_item caller_tag_items[CALLER_TAG_CODES] = {
#define X(name, json, label, days, agreed, advice) [CALLER_TAG_##name] = { json, label },
	CALLER_TAGS(X)
#undef X
	    [CALLER_TAG_AGREED] = { "agreed", "班长同意" },
	[CALLER_TAG_REFUSED] = { "refused", "班长不同意" },
	[CALLER_TAG_REMOVED] = { "removed", "取消标签" },
};

const char *
caller_tag_label(enum caller_tag_code t)
{
	return caller_tag_items[t].label;
}

const char *
caller_tag_advice(enum caller_tag_code t)
{
	return tags[t].advice;
}

int
caller_tag_days(enum caller_tag_code t)
{
	return tags[t].days;
}

bool
caller_tag_asks(enum caller_tag_code t)
{
	return tags[t].asks;
}

int
caller_tag_code_of(const struct record *r)
{
	for (int i = 0; r->kind == RECORD_CALLER_TAG && i < CALLER_TAG_CODES; i++)
		if (strcmp(r->code, caller_tag_items[i].code) == 0)
			return i;
	return -1;
}

/* ---- writing ---- */

bool
caller_tag_put(
    struct record *r, enum caller_tag_code t, const char *phone, int64_t at, const char *reason)
{
	const struct civil last = civil_of(civil_day_start(civil_day(at) + caller_tag_days(t)));
	struct str text = { 0 };
	bool ok;

	r->kind = RECORD_CALLER_TAG;
	r->at = at;
	(void)str_copy(r->code, sizeof(r->code), caller_tag_items[t].code);
	(void)str_copy(r->phone, sizeof(r->phone), phone);
	str_addf(&text, "%04d-%02d-%02d\n%s", last.year, last.month, last.day, reason);
	ok = !text.bad && record_set_text(r, str_c(&text));
	str_free(&text);
	return ok;
}

bool
caller_tag_decide(struct record *r, enum caller_tag_code what, const char *of, const char *reason)
{
	r->kind = RECORD_CALLER_TAG;
	(void)str_copy(r->code, sizeof(r->code), caller_tag_items[what].code);
	(void)str_copy(r->object, sizeof(r->object), of);
	return record_set_text(r, reason);
}

/* ---- reading ---- */

/* The last day, as written; INT32_MIN when there is none. */
static int32_t
last_day(const struct record *r)
{
	const char *text = record_text(r);
	char day[DAY_BYTES + 1];

	if (strlen(text) <= DAY_BYTES || text[DAY_BYTES] != '\n')
		return INT32_MIN;
	memcpy(day, text, DAY_BYTES);
	day[DAY_BYTES] = '\0';
	return civil_parse_day(day);
}

bool
caller_tag_read(const struct record *r, int64_t *until, const char **reason)
{
	const int code = caller_tag_code_of(r);
	const int32_t day = last_day(r);

	if (code < 0 || code >= CALLER_TAG_COUNT || day == INT32_MIN)
		return false;
	*until = civil_day_start(day + 1);
	*reason = record_text(r) + DAY_BYTES + 1;
	return true;
}

bool
caller_tag_is_seniors(const struct record *r)
{
	const int code = caller_tag_code_of(r);

	return code == CALLER_TAG_AGREED || code == CALLER_TAG_REFUSED;
}

/* ---- checking ---- */

static enum err_code
bad(struct err *e, const char *member, const char *why)
{
	(void)err_set(e, ERR_INVALID, "%s", why);
	return e != NULL ? err_at(e, "%s", member) : ERR_INVALID;
}

static enum err_code
check_decision(const struct record *r, struct err *e)
{
	if (!id_valid(r->object))
		return bad(e, "object", "要写明是哪一个标签");
	return r->phone[0] != '\0' ? bad(e, "phone", "这里不写号码") : ERR_OK;
}

enum err_code
caller_tag_check(const struct record *r, struct err *e)
{
	const int code = caller_tag_code_of(r);
	char digits[RECORD_PHONE_BYTES];
	const char *reason = "";
	int64_t until = 0;

	if (r->kind != RECORD_CALLER_TAG || code < 0)
		return ERR_OK;
	if (code >= CALLER_TAG_COUNT)
		return check_decision(r, e);
	if (r->object[0] != '\0')
		return bad(e, "object", "标签不写这一项");
	if (mask_phone_normal(r->phone, digits, sizeof(digits)) < LEAST_DIGITS)
		return bad(e, "phone", "缺少来电号码");
	if (!caller_tag_read(r, &until, &reason) || *reason == '\0')
		return bad(e, "text", "缺少到期日和理由");
	if (until <= r->at)
		return bad(e, "text", "到期日已经过了");
	if (until >
	    civil_day_start(civil_day(r->at) + caller_tag_days((enum caller_tag_code)code) + 2))
		return bad(e, "text", "到期日太晚, 标签不能留这么久");
	return ERR_OK;
}
