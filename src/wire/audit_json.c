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
read_row(const struct json_in *in, const struct json_at *at, json_t *v, void *row)
{
	enum err_code rc = codec_read(audit_rows, CODEC_COUNT_OF(audit_rows), NULL, in, at, v, row);

	return rc == ERR_OK ? check_row(in, at, row) : rc;
}

enum err_code
audit_json_read(const char *text, size_t len, struct audit_list *out, struct err *e)
{
	void *rows;
	enum err_code rc = rows_read_request(
	    text, len, AUDIT_ROWS, sizeof(*out->rows), read_row, &rows, &out->count, e);

	out->rows = rows;
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
