/* Desk records on their way from a seat to the centre, the centre's answer, and the part of a record that is sealed.
 *
 * Invariant: a row is refused rather than taken in part. What a kind wants is model/record.h's. */
#include "wire/record_json.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "codec_p.h"
#include "rows_p.h"
#include "schema_p.h"

#define ROW(member, kind, flag) CODEC_ROW(#member, record, member, kind, flag)

static const char *
kind_name(int code)
{
	return record_json((enum record_kind)code);
}

static const struct codec_names kinds = { kind_name, record_by_json };

static const struct codec_row record_rows[] = {
	ROW(id, ID, CODEC_MUST),
	CODEC_ROW_CODE("kind", record, kind, CODEC_MUST, &kinds),
	ROW(by, TEXT, CODEC_MUST),
	ROW(at, COUNT, CODEC_MUST),
	ROW(ticket, ID, 0),
	ROW(call, TEXT, 0),
	ROW(object, TEXT, 0),
	ROW(code, TEXT, 0),
	ROW(result, TEXT, 0),
	ROW(phone, TEXT, 0),
	ROW(seconds, COUNT, 0),
};
const struct codec_table table_record = CODEC_TABLE(record_rows);
static const struct codec_row phone_row[] = { ROW(phone, TEXT, 0) };
static const char *const text_only[] = { "text", NULL };

/* ---- a row ---- */

static void
write_text(const struct record *r, struct json_out *o)
{
	if (r->text != NULL)
		json_pair(o, "text", r->text);
}

void
record_json_one(const struct record *r, struct str *out)
{
	struct json_out one = json_open(out);

	codec_write(record_rows, CODEC_COUNT_OF(record_rows), r, &one);
	write_text(r, &one);
	json_close(&one);
}

size_t
record_json_most(const struct record *r)
{
	return 1024 + 6 * strlen(record_text(r)); /* a control byte is written as six */
}

static enum err_code
read_text(const struct json_in *in, const struct json_at *at, const json_t *v, struct record *to)
{
	const json_t *text = json_object_get(v, "text");
	struct json_at here = { at, "text", 0 };

	if (text == NULL || (!in->strict && json_is_null(text)))
		return ERR_OK;
	if (!json_is_string(text))
		return json_bad(in, &here, ERR_SYNTAX, "这里应为文字");
	return record_set_text(to, json_string_value(text))
		   ? ERR_OK
		   : json_bad(in, NULL, ERR_NO_MEMORY, "内存不足");
}

static enum err_code
check_row(const struct json_in *in, const struct json_at *at, const struct record *r)
{
	struct err why = { 0 };
	struct json_at here = { at, why.where, 0 };
	enum err_code rc = record_check(r, &why);

	return rc != ERR_OK ? json_bad(in, &here, rc, "%s", why.text) : ERR_OK;
}

static enum err_code
read_row(const struct json_in *in, const struct json_at *at, json_t *v, void *row)
{
	struct record *to = row;
	enum err_code rc =
	    codec_read(record_rows, CODEC_COUNT_OF(record_rows), text_only, in, at, v, to);

	if (rc == ERR_OK)
		rc = read_text(in, at, v, to);
	return rc == ERR_OK ? check_row(in, at, to) : rc;
}

/* ---- the request ---- */

static void
write_rows(const struct record *rows, size_t n, struct json_out *o, struct str *out)
{
	json_key(o, "rows");
	str_add_c(out, '[');
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			str_add_c(out, ',');
		record_json_one(&rows[i], out);
	}
	str_add_c(out, ']');
}

void
record_json_write(const struct record *rows, size_t n, struct str *out)
{
	struct json_out o = json_open(out);

	write_rows(rows, n, &o, out);
	json_close(&o);
}

enum err_code
record_json_read(const char *text, size_t len, struct record_list *out, struct err *e)
{
	void *rows;
	enum err_code rc = rows_read_request(
	    text, len, RECORD_ROWS, sizeof(*out->rows), read_row, &rows, &out->count, e);

	out->rows = rows;
	if (rc != ERR_OK)
		record_list_free(out);
	return rc;
}

void
record_list_free(struct record_list *l)
{
	for (size_t i = 0; i < l->count; i++)
		record_free(&l->rows[i]);
	free(l->rows);
	*l = (struct record_list){ 0 };
}

/* ---- what comes back ---- */

static const struct codec_row page_rows[] = {
	CODEC_ROW("next", record_page, next, COUNT, CODEC_MUST),
	CODEC_ROW("more", record_page, more, BOOL, CODEC_ALWAYS),
};
const struct codec_table table_record_page = CODEC_TABLE(page_rows);

void
record_page_write(const struct record_page *p, struct str *out)
{
	struct json_out o = json_open(out);

	codec_write(page_rows, CODEC_COUNT_OF(page_rows), p, &o);
	write_rows(p->rows, p->count, &o, out);
	json_close(&o);
}

static enum err_code
read_page_rows(const struct json_in *in, json_t *v, struct record_page *out)
{
	struct json_at at = { NULL, "rows", 0 };
	enum err_code rc = v != NULL ? rows_check_count(in, &at, v, RECORD_ROWS) : ERR_OK;
	size_t n = json_array_size(v);

	if (rc != ERR_OK || n == 0)
		return rc;
	out->rows = calloc(n, sizeof(*out->rows));
	if (out->rows == NULL)
		return err_set(in->e, ERR_NO_MEMORY, NULL);
	for (size_t i = 0; i < n; i++) {
		struct err unknown = { 0 };
		const struct json_in one = { false, &unknown };
		struct json_at here = { &at, NULL, i };

		rc = read_row(&one, &here, json_array_get(v, i), &out->rows[out->count]);
		if (rc == ERR_NO_MEMORY)
			return err_set(in->e, rc, NULL);
		if (rc == ERR_OK) {
			out->count++;
			continue;
		}
		record_free(&out->rows[out->count]);
		out->rows[out->count] = (struct record){ 0 };
	}
	return ERR_OK;
}

enum err_code
record_page_read(const char *text, size_t len, struct record_page *out, struct err *e)
{
	struct json_in in = { false, e };
	json_t *root;
	enum err_code rc = json_parse(text, len, LIMIT_BODY_BYTES, &root, e);

	*out = (struct record_page){ 0 };
	if (rc != ERR_OK)
		return rc;
	rc = codec_read(page_rows, CODEC_COUNT_OF(page_rows), NULL, &in, NULL, root, out);
	if (rc == ERR_OK)
		rc = read_page_rows(&in, json_object_get(root, "rows"), out);
	json_decref(root);
	if (rc != ERR_OK)
		record_page_free(out);
	return rc;
}

void
record_page_free(struct record_page *p)
{
	for (size_t i = 0; i < p->count; i++)
		record_free(&p->rows[i]);
	free(p->rows);
	*p = (struct record_page){ 0 };
}

/* ---- the answer ---- */

static const struct codec_row refused_rows[] = {
	CODEC_ROW("id", record_refused, id, ID, CODEC_MUST),
	CODEC_ROW_CODE("code", record_refused, code, CODEC_MUST, &codec_errors),
	CODEC_ROW("detail", record_refused, detail, TEXT, 0),
};
static const struct codec_row answer_rows[] = {
	CODEC_ROW("kept", record_answer, kept, COUNT, CODEC_MUST),
};
const struct codec_table table_refused = CODEC_TABLE(refused_rows);
const struct codec_table table_record_answer = CODEC_TABLE(answer_rows);

void
record_answer_write(const struct record_answer *a, struct str *out)
{
	struct json_out o = json_open(out), one;

	codec_write(answer_rows, CODEC_COUNT_OF(answer_rows), a, &o);
	json_key(&o, "refused");
	str_add_c(out, '[');
	for (size_t i = 0; i < a->count; i++) {
		if (i > 0)
			str_add_c(out, ',');
		one = json_open(out);
		codec_write(refused_rows, CODEC_COUNT_OF(refused_rows), &a->refused[i], &one);
		json_close(&one);
	}
	str_add_c(out, ']');
	json_close(&o);
}

static enum err_code
read_refused(const struct json_in *in, json_t *v, struct record_answer *out)
{
	struct json_at at = { NULL, "refused", 0 };
	enum err_code rc = v != NULL ? rows_check_count(in, &at, v, RECORD_ROWS) : ERR_OK;
	size_t n = json_array_size(v);

	if (rc != ERR_OK || n == 0)
		return rc;
	out->refused = calloc(n, sizeof(*out->refused));
	if (out->refused == NULL)
		return err_set(in->e, ERR_NO_MEMORY, NULL);
	for (; out->count < n && rc == ERR_OK; out->count++) {
		struct json_at here = { &at, NULL, out->count };
		rc = codec_read(refused_rows, CODEC_COUNT_OF(refused_rows), NULL, in, &here,
		    json_array_get(v, out->count), &out->refused[out->count]);
	}
	return rc;
}

enum err_code
record_answer_read(const char *text, size_t len, struct record_answer *out, struct err *e)
{
	struct json_in in = { false, e };
	json_t *root;
	enum err_code rc = json_parse(text, len, LIMIT_BODY_BYTES, &root, e);

	*out = (struct record_answer){ 0 };
	if (rc != ERR_OK)
		return rc;
	rc = codec_read(answer_rows, CODEC_COUNT_OF(answer_rows), NULL, &in, NULL, root, out);
	if (rc == ERR_OK)
		rc = read_refused(&in, json_object_get(root, "refused"), out);
	json_decref(root);
	if (rc != ERR_OK)
		record_answer_free(out);
	return rc;
}

void
record_answer_free(struct record_answer *a)
{
	free(a->refused);
	*a = (struct record_answer){ 0 };
}

/* ---- what is sealed ---- */

void
record_sealed_write(const struct record *r, struct str *out)
{
	struct json_out o = json_open(out);

	codec_write(phone_row, CODEC_COUNT_OF(phone_row), r, &o);
	write_text(r, &o);
	json_close(&o);
}

enum err_code
record_sealed_read(const char *text, size_t len, struct record *r, struct err *e)
{
	struct json_in in = { false, e };
	json_t *root;
	enum err_code rc;

	if (len == 0)
		return ERR_OK;
	rc = json_parse(text, len, LIMIT_BODY_BYTES, &root, e);
	if (rc != ERR_OK)
		return rc;
	rc = codec_read(phone_row, CODEC_COUNT_OF(phone_row), text_only, &in, NULL, root, r);
	if (rc == ERR_OK)
		rc = read_text(&in, NULL, root, r);
	json_decref(root);
	return rc;
}
