/* A push of operations, and the results it is answered with.
 *
 * Invariants: bodies are sent as they are stored, byte for byte; the receiver's fingerprint is of the body written
 * again, so that white space on the way does not make another operation of it. Requests are read strictly, answers
 * tolerantly. Not done here: whether numbers are contiguous (the sync core). */
#include <stdlib.h>
#include <string.h>

#include "op_p.h"
#include "rows_p.h"
#include "schema_p.h"

/* ---- the push ---- */

static void
write_item(const struct op_item *item, struct str *out)
{
	struct json_out o = json_open(out);

	json_pair_int(&o, "n", item->n);
	if (item->age_ms >= 0)
		json_pair_int(&o, "age", item->age_ms);
	json_key(&o, "body");
	str_add_n(out, item->body, item->len);
	json_close(&o);
}

enum err_code
ops_write(const struct op_item *items, size_t count, struct str *out, struct err *e)
{
	size_t start = out->len;

	if (count > LIMIT_OPS)
		return err_set(
		    e, ERR_LIMIT, "一次最多发送 %d 个操作, 现有 %zu 个", LIMIT_OPS, count);
	str_add(out, "{\"ops\":[");
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			str_add_c(out, ',');
		write_item(&items[i], out);
	}
	str_add(out, "]}");
	if (out->bad)
		return err_set(e, ERR_NO_MEMORY, NULL);
	if (out->len - start > LIMIT_BODY_BYTES)
		return err_set(e, ERR_LIMIT, "一次发送的操作有 %zu 字节, 最多 %d 字节",
		    out->len - start, LIMIT_BODY_BYTES);
	return ERR_OK;
}

static const struct codec_row item_rows[] = {
	CODEC_ROW("n", op, n, COUNT, CODEC_MUST),
	CODEC_ROW("age", op, age_ms, COUNT, 0),
};
const struct codec_table table_item = CODEC_TABLE(item_rows);

static enum err_code
read_item(const struct json_in *in, const struct json_at *at, json_t *v, struct op *op,
    char fingerprint[SECRET_HEX_SIZE])
{
	static const char *const others[] = { "body", NULL };
	struct json_at here = { at, "body", 0 };
	struct str body = { 0 };
	json_t *tree;
	enum err_code rc = codec_read(item_rows, CODEC_COUNT_OF(item_rows), others, in, at, v, op);

	if (rc != ERR_OK)
		return rc;
	tree = json_object_get(v, "body");
	if (tree == NULL)
		return json_bad(in, &here, ERR_INVALID, "缺少这一项");
	rc = op_read_tree(in, &here, tree, op);
	if (rc == ERR_OK)
		rc = op_body(op, &body, in->e);
	if (rc == ERR_OK)
		op_fingerprint(body.s, body.len, fingerprint);
	str_free(&body);
	return rc;
}

static enum err_code
read_list(const struct json_in *in, json_t *v, struct op_list *out)
{
	struct json_at at = { NULL, "ops", 0 };
	enum err_code rc = rows_check_count(in, &at, v, LIMIT_OPS);
	size_t n = json_array_size(v);

	if (rc != ERR_OK || n == 0)
		return rc;
	out->ops = calloc(n, sizeof(*out->ops));
	out->fingerprint = calloc(n, sizeof(*out->fingerprint));
	if (out->ops == NULL || out->fingerprint == NULL)
		return err_set(in->e, ERR_NO_MEMORY, NULL);
	for (size_t i = 0; i < n && rc == ERR_OK; i++) {
		struct json_at here = { &at, NULL, i };

		op_init(&out->ops[i]);
		out->count = i + 1;
		rc = read_item(in, &here, json_array_get(v, i), &out->ops[i], out->fingerprint[i]);
	}
	return rc;
}

enum err_code
ops_read(const char *text, size_t len, struct op_list *out, struct err *e)
{
	static const char *const others[] = { "ops", NULL };
	struct json_in in = { true, e };
	struct json_at at = { NULL, "ops", 0 };
	json_t *root;
	enum err_code rc = json_parse(text, len, LIMIT_BODY_BYTES, &root, e);

	*out = (struct op_list){ 0 };
	if (rc != ERR_OK)
		return rc;
	rc = codec_read(NULL, 0, others, &in, NULL, root, NULL);
	if (rc == ERR_OK && json_object_get(root, "ops") == NULL)
		rc = json_bad(&in, &at, ERR_INVALID, "缺少这一项");
	if (rc == ERR_OK)
		rc = read_list(&in, json_object_get(root, "ops"), out);
	json_decref(root);
	if (rc != ERR_OK)
		op_list_free(out);
	return rc;
}

void
op_list_free(struct op_list *l)
{
	for (size_t i = 0; i < l->count; i++)
		op_free(&l->ops[i]);
	free(l->ops);
	free(l->fingerprint);
	*l = (struct op_list){ 0 };
}
