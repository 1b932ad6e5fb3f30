/* Operations: the unchanging body of one, and its fingerprint.
 *
 * Invariants: the same operation gives the same bytes, now and after being read back: that is what makes "same n, same
 * fingerprint" mean "the same operation" at both ends. Reading is strict. Not done here: pushes of many (ops.c), whether
 * the operation may be done (model/workflow.c). */
#include "wire/op.h"

#include "base/limits.h"
#include "model/workflow.h"
#include "op_p.h"
#include "pairs_p.h"
#include "schema_p.h"

#define ROW(member, kind, flag) CODEC_ROW(#member, op, member, kind, flag)

static const struct codec_row op_rows[] = {
	ROW(id, ID, CODEC_MUST),
	ROW(by, TEXT, CODEC_MUST),
	CODEC_ROW_CODE("kind", op, kind, CODEC_MUST, &codec_kinds),
	ROW(ticket, ID, CODEC_MUST),
	ROW(base, COUNT, CODEC_MUST),
	ROW(set, VALUES, 0),
	ROW(was, SEEN, 0),
	ROW(args, ARGS, 0),
	ROW(at, COUNT, CODEC_MUST),
	ROW(v, INT, CODEC_MUST),
};
const struct codec_table table_op = CODEC_TABLE(op_rows);

void
op_init(struct op *op)
{
	*op = (struct op){ .kind = -1, .age_ms = -1, .v = OP_VERSION };
}

void
op_free(struct op *op)
{
	fields_free(&op->set);
	fields_free(&op->was);
	args_free(&op->args);
}

bool
op_copy(struct op *to, const struct op *from)
{
	struct op copy = *from;

	if (to == from)
		return true;
	copy.set = (struct fields){ 0 };
	copy.was = (struct fields){ 0 };
	copy.args = (struct args){ 0 };
	if (!fields_copy(&copy.set, &from->set) || !fields_copy(&copy.was, &from->was) ||
	    !args_copy(&copy.args, &from->args)) {
		op_free(&copy);
		return false;
	}
	op_free(to);
	*to = copy;
	return true;
}

bool
op_event(const struct op *op, struct event *ev)
{
	if (!fields_copy(&ev->set, &op->set) || !fields_copy(&ev->was, &op->was) ||
	    !args_copy(&ev->args, &op->args))
		return false;
	(void)str_copy(ev->id, sizeof(ev->id), op->id);
	(void)str_copy(ev->ticket, sizeof(ev->ticket), op->ticket);
	(void)str_copy(ev->actor, sizeof(ev->actor), op->by);
	ev->kind = op->kind;
	ev->at = op->at;
	ev->has_identity = pairs_any(&pairs_fields, &op->set, PAIRS_IDENTITY) ||
			   pairs_any(&pairs_fields, &op->was, PAIRS_IDENTITY) ||
			   pairs_any(&pairs_args, &op->args, PAIRS_IDENTITY);
	return true;
}

/* ---- the body ---- */

/* What the other end would refuse is refused here, before it is stored: a stored operation cannot be mended. */
static enum err_code
check_content(const struct op *op, struct err *e)
{
	const struct json_in in = { true, e };
	const struct json_at set = { NULL, "set", 0 }, args = { NULL, "args", 0 };
	enum err_code rc;

	if (op->kind < 0 || op->kind >= EVENT_COUNT)
		return err_set(e, ERR_UNKNOWN_CODE, "操作种类不存在");
	if (!id_valid(op->id) || !id_valid(op->ticket) || op->by[0] == '\0' || op->base < 0 ||
	    op->at < 0 || op->v < 0 || op->v > OP_VERSION)
		return err_set(e, ERR_INVALID, "操作缺少编号、工单、工号或时刻");
	rc = pairs_check(&pairs_fields, &in, &set, &op->set);
	if (rc == ERR_OK)
		rc = pairs_check(&pairs_args, &in, &args, &op->args);
	return rc;
}

enum err_code
op_body(const struct op *op, struct str *out, struct err *e)
{
	size_t start = out->len;
	enum err_code rc = check_content(op, e);
	struct json_out o;

	if (rc != ERR_OK)
		return rc;
	o = json_open(out);
	codec_write(op_rows, CODEC_COUNT_OF(op_rows), op, &o);
	json_close(&o);
	if (out->bad)
		return err_set(e, ERR_NO_MEMORY, "内存不足, 或内容里有不成字的字节");
	if (out->len - start > OP_BODY_BYTES)
		return err_set(e, ERR_LIMIT, "操作有 %zu 字节, 最多 %d 字节, 超出 %zu 字节",
		    out->len - start, OP_BODY_BYTES, out->len - start - OP_BODY_BYTES);
	return ERR_OK;
}

void
op_fingerprint(const char *body, size_t len, char out[SECRET_HEX_SIZE])
{
	uint8_t hash[SECRET_HASH_BYTES];

	secret_sha256(body, len, hash);
	secret_hex(hash, sizeof(hash), out);
}

/* An operation of a newer program may have members we do not know: say which it is before refusing those. */
static enum err_code
check_version(const struct json_in *in, const struct json_at *at, json_t *v)
{
	struct json_at here = { at, "v", 0 };
	json_int_t version = json_integer_value(json_object_get(v, "v"));

	if (version > OP_VERSION)
		return json_bad(in, &here, ERR_NEWER,
		    "操作由更新的版本写成(格式 %lld, 这里只认到 %d), 请先升级中心",
		    (long long)version, OP_VERSION);
	return ERR_OK;
}

enum err_code
op_read_tree(const struct json_in *in, const struct json_at *at, json_t *v, struct op *op)
{
	enum err_code rc = check_version(in, at, v);

	if (rc == ERR_OK)
		rc = codec_read(op_rows, CODEC_COUNT_OF(op_rows), NULL, in, at, v, op);
	return rc;
}

enum err_code
op_read_body(const char *body, size_t len, struct op *op, struct err *e)
{
	struct json_in in = { true, e };
	json_t *root;
	enum err_code rc = json_parse(body, len, OP_BODY_BYTES, &root, e);

	if (rc != ERR_OK)
		return rc;
	rc = op_read_tree(&in, NULL, root, op);
	json_decref(root);
	return rc;
}

/* ---- one by itself ---- */

static const struct codec_row single_rows[] = {
	CODEC_ROW_CODE("kind", op, kind, CODEC_MUST, &codec_kinds),
	ROW(set, VALUES, 0),
	ROW(was, SEEN, 0),
	ROW(args, ARGS, 0),
	ROW(at, COUNT, 0),
};
const struct codec_table table_single = CODEC_TABLE(single_rows);

enum err_code
op_single_read(const char *text, size_t len, struct op *op, struct err *e)
{
	return codec_read_text(single_rows, CODEC_COUNT_OF(single_rows), true, text, len, op, e);
}

void
op_single_write(const struct op *op, struct str *out)
{
	struct json_out o = json_open(out);

	codec_write(single_rows, CODEC_COUNT_OF(single_rows), op, &o);
	json_close(&o);
}

bool
op_single_fingerprint(
    const struct op *op, const char *by, const char *ticket, char out[SECRET_HEX_SIZE])
{
	struct str text = { 0 };
	bool bad;

	str_addf(&text, "%s %s ", by, ticket);
	op_single_write(op, &text);
	bad = text.bad;
	op_fingerprint(str_c(&text), text.len, out);
	str_free(&text);
	return !bad;
}
