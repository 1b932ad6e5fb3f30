/* The answer to a push: one result an operation.
 *
 * Read tolerantly, but for the status: a result that is not understood must not be taken for any other. */
#include <stdlib.h>
#include <string.h>

#include "op_p.h"
#include "rows_p.h"
#include "schema_p.h"

static const char *const statuses[] = {
#define X(name, json) [OP_##name] = (json),
	OP_STATUSES(X)
#undef X
};

static const char *
status_name(int code)
{
	return code >= 0 && (size_t)code < CODEC_COUNT_OF(statuses) ? statuses[code] : "";
}

static int
status_by_name(const char *name)
{
	for (size_t i = 0; i < CODEC_COUNT_OF(statuses); i++) {
		if (strcmp(statuses[i], name) == 0)
			return (int)i;
	}
	return -1;
}

static const struct codec_names status_names = { status_name, status_by_name };

#define ROW(member, kind, flag) CODEC_ROW(#member, op_result, member, kind, flag)

static const struct codec_row result_rows[] = {
	ROW(n, COUNT, CODEC_MUST), /* first: a single one is written without */
	ROW(id, ID, 0),
	ROW(ticket, ID, 0),
	CODEC_ROW_CODE("status", op_result, status, CODEC_MUST, &status_names),
	CODEC_ROW_CODE("code", op_result, code, 0, &codec_errors),
	ROW(detail, TEXT, 0),
	ROW(where, TEXT, 0),
	ROW(rev, COUNT, 0),
	ROW(seq, COUNT, 0),
	ROW(number, TEXT, 0),
	ROW(lost, TEXT, 0),
};
static const struct codec_row results_rows[] = {
	CODEC_ROW("last_op", op_results, last_op, COUNT, CODEC_MUST),
	CODEC_ROW("server_ms", op_results, server_ms, COUNT, CODEC_MUST),
};
const struct codec_table table_result = CODEC_TABLE(result_rows);
const struct codec_table table_single_result = { result_rows + 1, CODEC_COUNT_OF(result_rows) - 1 };
const struct codec_table table_results = CODEC_TABLE(results_rows);

enum err_code
op_results_write(const struct op_results *r, struct str *out)
{
	struct json_out o = json_open(out), one;

	json_key(&o, "results");
	str_add_c(out, '[');
	for (size_t i = 0; i < r->count; i++) {
		if (i > 0)
			str_add_c(out, ',');
		one = json_open(out);
		codec_write(result_rows, CODEC_COUNT_OF(result_rows), &r->r[i], &one);
		json_close(&one);
	}
	str_add_c(out, ']');
	codec_write(results_rows, CODEC_COUNT_OF(results_rows), r, &o);
	json_close(&o);
	return out->bad ? ERR_NO_MEMORY : ERR_OK;
}

void
op_result_write(const struct op_result *r, struct str *out)
{
	struct json_out o = json_open(out);

	codec_write(table_single_result.rows, table_single_result.n, r, &o);
	json_close(&o);
}

static enum err_code
read_list(const struct json_in *in, json_t *v, struct op_results *out)
{
	struct json_at at = { NULL, "results", 0 };
	enum err_code rc = rows_check_count(in, &at, v, LIMIT_OPS);
	size_t n = json_array_size(v);

	if (rc != ERR_OK || n == 0)
		return rc;
	out->r = calloc(n, sizeof(*out->r));
	if (out->r == NULL)
		return err_set(in->e, ERR_NO_MEMORY, NULL);
	out->count = n;
	for (size_t i = 0; i < n && rc == ERR_OK; i++) {
		struct json_at here = { &at, NULL, i };

		rc = codec_read(result_rows, CODEC_COUNT_OF(result_rows), NULL, in, &here,
		    json_array_get(v, i), &out->r[i]);
	}
	return rc;
}

enum err_code
op_results_read(const char *text, size_t len, struct op_results *out, struct err *e)
{
	struct json_in in = { false, e };
	json_t *root;
	enum err_code rc = json_parse(text, len, LIMIT_BODY_BYTES, &root, e);

	*out = (struct op_results){ 0 };
	if (rc != ERR_OK)
		return rc;
	rc = codec_read(results_rows, CODEC_COUNT_OF(results_rows), NULL, &in, NULL, root, out);
	if (rc == ERR_OK)
		rc = read_list(&in, json_object_get(root, "results"), out);
	json_decref(root);
	if (rc != ERR_OK)
		op_results_free(out);
	return rc;
}

void
op_results_free(struct op_results *r)
{
	free(r->r);
	*r = (struct op_results){ 0 };
}
