/* Messages as tables: one writer and one reader for all of them.
 *
 * Invariants: members are written in the order of the table, empty ones left out unless the row says otherwise, so that
 * equal values are equal bytes; reading writes nothing outside a row's own bytes. A row of an unknown enum code is an
 * error even for a tolerant reader: there is no value it could take. Not done here: arrays and nested messages. */
#include "codec_p.h"

#include <limits.h>
#include <string.h>

#include "base/id.h"
#include "base/limits.h"
#include "base/secret.h"
#include "model/workflow.h"
#include "pairs_p.h"

/* ---- enums ---- */

static const char *
state_name(int code)
{
	return code >= 0 && code < STATE_COUNT ? state_json((enum ticket_state)code) : "";
}

static const char *
kind_name(int code)
{
	return code >= 0 && code < EVENT_COUNT ? event_info((enum event_kind)code)->json : "";
}

static const char *
error_name(int code)
{
	return err_json((enum err_code)code);
}

static int
error_by_name(const char *name)
{
	return (int)err_by_json(name);
}

const struct codec_names codec_errors = { error_name, error_by_name };
const struct codec_names codec_states = { state_name, state_by_json };
const struct codec_names codec_kinds = { kind_name, event_by_json };

/* ---- writing ---- */

static const char *
place(const struct codec_row *r, const void *from)
{
	return (const char *)from + r->offset;
}

/* A number of whatever width the row has. */
static int64_t
number_at(const struct codec_row *r, const void *from)
{
	int64_t wide = 0;
	int narrow = 0;

	if (r->size == sizeof(wide)) {
		memcpy(&wide, place(r, from), sizeof(wide));
		return wide;
	}
	memcpy(&narrow, place(r, from), sizeof(narrow));
	return narrow;
}

static bool
is_empty(const struct codec_row *r, const void *from)
{
	const char *p = place(r, from);

	switch (r->type) {
	case CODEC_TEXT:
	case CODEC_ID:
	case CODEC_HASH:
		return *p == '\0';
	case CODEC_BYTES:
		for (size_t i = 0; i < r->size; i++) {
			if (p[i] != 0)
				return false;
		}
		return true;
	case CODEC_INT:
	case CODEC_COUNT:
	case CODEC_NUMBER:
	case CODEC_CODE:
		return number_at(r, from) == 0;
	case CODEC_BOOL:
		return *p == 0;
	case CODEC_MATTER:
		return !pairs_any(&pairs_fields, p, PAIRS_MATTER);
	case CODEC_VALUES:
	case CODEC_SEEN:
		return !pairs_any(&pairs_fields, p, PAIRS_ALL);
	case CODEC_SAID:
		return !pairs_any(&pairs_args, p, PAIRS_MATTER);
	case CODEC_ARGS:
		return !pairs_any(&pairs_args, p, PAIRS_ALL);
	}
	return false;
}

static void
write_hex(const char *p, size_t n, struct str *out)
{
	char *at;

	str_add_c(out, '"');
	at = str_extend(out, 2 * n);
	if (at != NULL)
		secret_hex((const uint8_t *)p, n, at);
	str_add_c(out, '"');
}

static void
write_value(const struct codec_row *r, const void *from, struct str *out)
{
	const char *p = place(r, from), *name;

	switch (r->type) {
	case CODEC_TEXT:
	case CODEC_ID:
	case CODEC_HASH:
		json_escape(p, out);
		break;
	case CODEC_BYTES:
		write_hex(p, r->size, out);
		break;
	case CODEC_INT:
	case CODEC_COUNT:
	case CODEC_NUMBER:
		json_int(number_at(r, from), out);
		break;
	case CODEC_BOOL:
		str_add(out, *p != 0 ? "true" : "false");
		break;
	case CODEC_CODE:
		name = r->names->name((int)number_at(r, from));
		json_escape(name, out);
		break;
	case CODEC_MATTER:
		pairs_write(&pairs_fields, p, PAIRS_MATTER, out);
		break;
	case CODEC_VALUES:
	case CODEC_SEEN:
		pairs_write(&pairs_fields, p, PAIRS_ALL, out);
		break;
	case CODEC_SAID:
		pairs_write(&pairs_args, p, PAIRS_MATTER, out);
		break;
	case CODEC_ARGS:
		pairs_write(&pairs_args, p, PAIRS_ALL, out);
		break;
	}
}

void
codec_write(const struct codec_row *rows, size_t n, const void *from, struct json_out *o)
{
	for (size_t i = 0; i < n; i++) {
		if ((rows[i].flags & (CODEC_MUST | CODEC_ALWAYS)) == 0 && is_empty(&rows[i], from))
			continue;
		json_key(o, rows[i].name);
		write_value(&rows[i], from, o->out);
	}
}

/* ---- reading ---- */

static enum err_code
put_number(const struct codec_row *r, const struct json_in *in, const struct json_at *at,
    const struct json_value *v, void *p)
{
	int64_t lo = r->type == CODEC_NUMBER ? INT64_MIN : 0;
	int64_t hi = r->type == CODEC_INT ? INT_MAX : INT64_MAX, n = 0;
	enum err_code rc = json_put_int(in, at, v, lo, hi, &n);
	int narrow = (int)n;

	if (rc != ERR_OK)
		return rc;
	if (r->type == CODEC_INT)
		memcpy(p, &narrow, sizeof(narrow));
	else
		memcpy(p, &n, sizeof(n));
	return ERR_OK;
}

static enum err_code
put_bool(const struct json_in *in, const struct json_at *at, const struct json_value *v, void *p)
{
	const bool yes = v->number != 0;

	if (v->kind != JSON_VALUE_BOOL)
		return json_bad(in, at, ERR_SYNTAX, "这里应为 true 或 false");
	memcpy(p, &yes, sizeof(yes));
	return ERR_OK;
}

static enum err_code
put_code(const struct codec_row *r, const struct json_in *in, const struct json_at *at,
    const struct json_value *v, void *p)
{
	int code;

	if (v->kind != JSON_VALUE_TEXT)
		return json_bad(in, at, ERR_SYNTAX, "这里应为文字");
	code = r->names->by_name(v->text);
	if (code < 0)
		return json_bad(in, at, ERR_UNKNOWN_CODE, "没有“%s”这个代码", v->text);
	memcpy(p, &code, sizeof(code));
	return ERR_OK;
}

static enum err_code
put_hex(const struct codec_row *r, const struct json_in *in, const struct json_at *at,
    const struct json_value *v, void *p)
{
	if (v->kind != JSON_VALUE_TEXT)
		return json_bad(in, at, ERR_SYNTAX, "这里应为文字");
	if (!secret_unhex(v->text, p, r->size))
		return json_bad(in, at, ERR_INVALID, "这里应为 %zu 位十六进制数字", 2 * r->size);
	return ERR_OK;
}

static enum err_code
put_named(const struct codec_row *r, const struct json_in *in, const struct json_at *at,
    const struct json_value *v, char *p)
{
	uint8_t bytes[SECRET_HASH_BYTES];
	enum err_code rc = json_put_text(in, at, v, p, r->size);

	if (rc != ERR_OK || *p == '\0')
		return rc;
	if (r->type == CODEC_ID && !id_valid(p))
		return json_bad(in, at, ERR_INVALID, "不是有效的编号");
	if (r->type == CODEC_HASH && !secret_unhex(p, bytes, sizeof(bytes)))
		return json_bad(in, at, ERR_INVALID, "不是有效的校验值");
	return ERR_OK;
}

enum err_code
codec_put(const struct codec_row *r, const struct json_in *in, const struct json_at *at,
    const struct json_value *v, void *to)
{
	char *p = (char *)to + r->offset;

	switch (r->type) {
	case CODEC_TEXT:
	case CODEC_ID:
	case CODEC_HASH:
		return put_named(r, in, at, v, p);
	case CODEC_BYTES:
		return put_hex(r, in, at, v, p);
	case CODEC_INT:
	case CODEC_COUNT:
	case CODEC_NUMBER:
		return put_number(r, in, at, v, p);
	case CODEC_BOOL:
		return put_bool(in, at, v, p);
	case CODEC_CODE:
		return put_code(r, in, at, v, p);
	default: /* an object */
		return json_bad(in, at, ERR_SYNTAX, "这里应为对象 {…}");
	}
}

const struct pairs *
codec_pairs(const struct codec_row *r)
{
	switch (r->type) {
	case CODEC_MATTER:
	case CODEC_VALUES:
	case CODEC_SEEN:
		return &pairs_fields;
	case CODEC_SAID:
	case CODEC_ARGS:
		return &pairs_args;
	default:
		return NULL;
	}
}

static enum err_code
read_value(const struct codec_row *r, const struct json_in *in, const struct json_at *at, json_t *v,
    void *to)
{
	const struct pairs *pairs = codec_pairs(r);
	struct json_value value;

	if (pairs != NULL)
		return pairs_read(pairs, in, at, v,
		    in->strict && r->type != CODEC_MATTER && r->type != CODEC_SEEN,
		    (char *)to + r->offset);
	value = json_value_of(v);
	return codec_put(r, in, at, &value, to);
}

size_t
codec_find(const struct codec_row *rows, size_t n, const char *name, size_t from)
{
	for (size_t i = from; i < n; i++)
		if (rows[i].name[0] == name[0] && strcmp(rows[i].name, name) == 0)
			return i;
	for (size_t i = 0; i < from && i < n; i++)
		if (rows[i].name[0] == name[0] && strcmp(rows[i].name, name) == 0)
			return i;
	return n;
}

static bool
listed(const char *const *names, const char *name)
{
	for (; names != NULL && *names != NULL; names++) {
		if (strcmp(*names, name) == 0)
			return true;
	}
	return false;
}

enum err_code
codec_check_must(const struct codec_row *rows, size_t n, uint64_t seen, const struct json_in *in,
    const struct json_at *at, const void *to)
{
	for (size_t i = 0; i < n; i++) {
		struct json_at here = { at, rows[i].name, 0 };
		bool text = rows[i].type == CODEC_TEXT || rows[i].type == CODEC_ID;

		if ((rows[i].flags & CODEC_MUST) == 0)
			continue;
		if ((seen & (UINT64_C(1) << i)) == 0)
			return json_bad(in, &here, ERR_INVALID, "缺少这一项");
		if (text && is_empty(&rows[i], to))
			return json_bad(in, &here, ERR_INVALID, "这一项不能为空");
	}
	return ERR_OK;
}

enum err_code
codec_read(const struct codec_row *rows, size_t n, const char *const *others,
    const struct json_in *in, const struct json_at *at, json_t *v, void *to)
{
	enum err_code rc = json_want_object(in, at, v);
	uint64_t seen = 0;
	const char *name;
	json_t *value;
	size_t next = 0;

	if (rc != ERR_OK)
		return rc;
	json_object_foreach(v, name, value)
	{
		struct json_at here = { at, name, 0 };
		size_t i = codec_find(rows, n, name, next);

		if (i == n && in->strict && !listed(others, name))
			return json_bad(in, &here, ERR_UNKNOWN_FIELD, "没有这一项");
		if (i == n || (!in->strict && json_is_null(value)))
			continue;
		next = i + 1;
		seen |= UINT64_C(1) << i;
		rc = read_value(&rows[i], in, &here, value, to);
		if (rc != ERR_OK)
			return rc;
	}
	return codec_check_must(rows, n, seen, in, at, to);
}

enum err_code
codec_read_text(const struct codec_row *rows, size_t n, bool strict, const char *text, size_t len,
    void *to, struct err *e)
{
	struct json_in in = { strict, e };
	json_t *root;
	enum err_code rc = json_parse(text, len, LIMIT_BODY_BYTES, &root, e);

	if (rc != ERR_OK)
		return rc;
	rc = codec_read(rows, n, NULL, &in, NULL, root, to);
	json_decref(root);
	return rc;
}
