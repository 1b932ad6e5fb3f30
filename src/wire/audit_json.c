/* Rows of the audit log on their way from a seat to the centre.
 *
 * Invariant: a row is refused rather than taken in part: what a look was for must not be lost by cutting it. */
#include "wire/audit_json.h"

#include <stdlib.h>

#include "base/limits.h"
#include "codec_p.h"
#include "rows_p.h"
#include "schema_p.h"

#define ROW(member, kind, flag) CODEC_ROW(#member, audit_row, member, kind, flag)

static const struct codec_row audit_rows[] = {
	ROW(id, ID, CODEC_MUST),
	ROW(at, COUNT, CODEC_MUST),
	ROW(user, TEXT, CODEC_MUST),
	ROW(action, TEXT, CODEC_MUST),
	ROW(object, ID, CODEC_MUST),
	ROW(reason, TEXT, CODEC_ALWAYS),
};
const struct codec_table table_audit = CODEC_TABLE(audit_rows);

void
audit_json_write(const struct audit_row *rows, size_t n, struct str *out)
{
	struct json_out o = json_open(out), one;

	json_key(&o, "rows");
	str_add_c(out, '[');
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			str_add_c(out, ',');
		one = json_open(out);
		codec_write(audit_rows, CODEC_COUNT_OF(audit_rows), &rows[i], &one);
		json_close(&one);
	}
	str_add_c(out, ']');
	json_close(&o);
}

/* An id and a name are what a look is known by: neither may be empty. */
static enum err_code
check_row(const struct json_in *in, const struct json_at *at, const struct audit_row *row)
{
	const char *empty = row->id[0] == '\0'       ? "id"
			    : row->user[0] == '\0'   ? "user"
			    : row->action[0] == '\0' ? "action"
						     : NULL;
	struct json_at here = { at, empty, 0 };

	return empty != NULL ? json_bad(in, &here, ERR_INVALID, "不能为空") : ERR_OK;
}

static enum err_code
read_rows(const struct json_in *in, const struct json_at *at, json_t *v, struct audit_list *out)
{
	enum err_code rc = rows_check_count(in, at, v, AUDIT_ROWS);
	size_t n = json_array_size(v);

	if (rc != ERR_OK || n == 0)
		return rc;
	out->rows = calloc(n, sizeof(*out->rows));
	if (out->rows == NULL)
		return err_set(in->e, ERR_NO_MEMORY, NULL);
	for (size_t i = 0; i < n && rc == ERR_OK; i++) {
		struct json_at here = { at, NULL, i };

		rc = codec_read(audit_rows, CODEC_COUNT_OF(audit_rows), NULL, in, &here,
		    json_array_get(v, i), &out->rows[i]);
		if (rc == ERR_OK)
			rc = check_row(in, &here, &out->rows[i]);
	}
	out->count = n;
	return rc;
}

enum err_code
audit_json_read(const char *text, size_t len, struct audit_list *out, struct err *e)
{
	static const char *const others[] = { "rows", NULL };
	struct json_in in = { true, e };
	struct json_at at = { NULL, "rows", 0 };
	json_t *root, *v;
	enum err_code rc = json_parse(text, len, LIMIT_BODY_BYTES, &root, e);

	*out = (struct audit_list){ 0 };
	if (rc != ERR_OK)
		return rc;
	rc = codec_read(NULL, 0, others, &in, NULL, root, NULL);
	v = json_object_get(root, "rows");
	if (rc == ERR_OK && v == NULL)
		rc = json_bad(&in, &at, ERR_INVALID, "缺少这一项");
	if (rc == ERR_OK)
		rc = read_rows(&in, &at, v, out);
	json_decref(root);
	if (rc != ERR_OK)
		audit_list_free(out);
	return rc;
}

void
audit_list_free(struct audit_list *l)
{
	free(l->rows);
	*l = (struct audit_list){ 0 };
}
