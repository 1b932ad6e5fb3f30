/* same_caller.c: one person with several numbers, as desk records say it. Which numbers are one person's by all of them is
 * asked of the seat's cache (client/cache/reader_same.c). */
#include "model/same_caller.h"

#include <string.h>

#include "base/secret.h"
#include "base/str.h"
#include "model/mask.h"

#define LEAST_DIGITS 5

const struct enum_item same_caller_items[SAME_CALLER_CODES] = {
	[SAME_CALLER_MERGED] = { "same", "同一来电人" },
	[SAME_CALLER_UNDONE] = { "apart", "撤销合并" },
};

static bool
is_code(const struct record *r, enum same_caller_code code)
{
	return r->kind == RECORD_SAME_CALLER && strcmp(r->code, same_caller_items[code].code) == 0;
}

static void
begin(struct record *r, enum same_caller_code code)
{
	r->kind = RECORD_SAME_CALLER;
	(void)str_copy(r->code, sizeof(r->code), same_caller_items[code].code);
}

bool
same_caller_merge(struct record *r, const char *phone, const char *other, const char *reason)
{
	struct str text = { 0 };
	bool ok;

	begin(r, SAME_CALLER_MERGED);
	(void)str_copy(r->phone, sizeof(r->phone), phone);
	str_addf(&text, "%s\n%s", other, reason);
	ok = !text.bad && record_set_text(r, str_c(&text));
	secret_str_free(&text);
	return ok;
}

bool
same_caller_undo(struct record *r, const char *of, const char *reason)
{
	begin(r, SAME_CALLER_UNDONE);
	(void)str_copy(r->object, sizeof(r->object), of);
	return record_set_text(r, reason);
}

bool
same_caller_read(const struct record *r, char other[RECORD_PHONE_BYTES], const char **reason)
{
	const char *text = record_text(r), *end = strchr(text, '\n');

	other[0] = '\0';
	if (!is_code(r, SAME_CALLER_MERGED) || end == NULL ||
	    (size_t)(end - text) >= RECORD_PHONE_BYTES)
		return false;
	memcpy(other, text, (size_t)(end - text));
	other[end - text] = '\0';
	*reason = end + 1;
	return true;
}

static enum err_code
bad(struct err *e, const char *member, const char *why)
{
	(void)err_set(e, ERR_INVALID, "%s", why);
	return e != NULL ? err_at(e, "%s", member) : ERR_INVALID;
}

static enum err_code
check_numbers(const char *phone, const char *other, struct err *e)
{
	char one[RECORD_PHONE_BYTES], two[RECORD_PHONE_BYTES];
	enum err_code rc = ERR_OK;

	if (mask_phone_normal(phone, one, sizeof(one)) < LEAST_DIGITS)
		rc = bad(e, "phone", "缺少来电号码");
	else if (mask_phone_normal(other, two, sizeof(two)) < LEAST_DIGITS)
		rc = bad(e, "text", "不是电话号码");
	else if (strcmp(one, two) == 0)
		rc = bad(e, "text", "两个号码是同一个");
	secret_wipe(one, sizeof(one));
	secret_wipe(two, sizeof(two));
	return rc;
}

enum err_code
same_caller_check(const struct record *r, struct err *e)
{
	char other[RECORD_PHONE_BYTES];
	const char *reason = "";
	enum err_code rc;

	if (r->kind != RECORD_SAME_CALLER)
		return ERR_OK;
	if (is_code(r, SAME_CALLER_UNDONE)) {
		if (!id_valid(r->object))
			return bad(e, "object", "要写明撤销的是哪一条");
		return r->phone[0] != '\0' ? bad(e, "phone", "撤销不写号码") : ERR_OK;
	}
	if (r->object[0] != '\0')
		return bad(e, "object", "合并不写这一项");
	if (!same_caller_read(r, other, &reason))
		return bad(e, "text", "缺少另一个号码和依据");
	rc = check_numbers(r->phone, other, e);
	secret_wipe(other, sizeof(other));
	return rc == ERR_OK && *reason == '\0' ? bad(e, "text", "缺少依据") : rc;
}
