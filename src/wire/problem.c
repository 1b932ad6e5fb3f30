/* Failures on the wire: RFC 9457 problem details.
 *
 * Invariants: the code is from the table ERRORS and permanent; "detail" is a sentence a person can act on; where in the
 * message it was stands as a JSON pointer in errors[0]. Of a body that is no problem document of ours (a proxy's) reading
 * fails, and the caller goes by the status alone. */
#include "base/limits.h"
#include "codec_p.h"
#include "wire/message.h"
#include "schema_p.h"

#define ROW(member, kind, flag) CODEC_ROW(#member, msg_problem, member, kind, flag)

static const struct codec_row problem_rows[] = {
	ROW(status, INT, CODEC_ALWAYS),
	CODEC_ROW_CODE("code", msg_problem, code, CODEC_MUST, &codec_errors),
	ROW(detail, TEXT, 0),
	ROW(trace, TEXT, 0),
	ROW(expect, COUNT, 0),
};
static const struct codec_row error_rows[] = {
	CODEC_ROW("pointer", msg_problem, where, TEXT, 0),
	ROW(detail, TEXT, 0),
};
const struct codec_table table_problem = CODEC_TABLE(problem_rows);
const struct codec_table table_error = CODEC_TABLE(error_rows);

void
msg_problem_of(const struct err *e, const char *trace, struct msg_problem *m)
{
	*m = (struct msg_problem){ .code = e->code, .status = err_http(e->code) };
	(void)str_copy(
	    m->detail, sizeof(m->detail), e->text[0] != '\0' ? e->text : err_hint(e->code));
	(void)str_copy(m->where, sizeof(m->where), e->where);
	(void)str_copy(m->trace, sizeof(m->trace), trace);
}

void
msg_problem_write(const struct msg_problem *m, struct str *out)
{
	struct json_out o = json_open(out), one;

	json_pair(&o, "type", "about:blank");
	json_pair(&o, "title", err_hint(m->code));
	codec_write(problem_rows, CODEC_COUNT_OF(problem_rows), m, &o);
	if (m->where[0] != '\0') {
		json_key(&o, "errors");
		str_add_c(out, '[');
		one = json_open(out);
		codec_write(error_rows, CODEC_COUNT_OF(error_rows), m, &one);
		json_close(&one);
		str_add_c(out, ']');
	}
	json_close(&o);
}

static enum err_code
read_problem(const struct json_in *in, json_t *root, struct msg_problem *m)
{
	const struct json_at errors = { NULL, "errors", 0 }, first = { &errors, NULL, 0 };
	enum err_code rc =
	    codec_read(problem_rows, CODEC_COUNT_OF(problem_rows), NULL, in, NULL, root, m);
	json_t *v = rc == ERR_OK ? json_array_get(json_object_get(root, "errors"), 0) : NULL;

	if (v == NULL)
		return rc;
	/* Only the place: the sentence is the whole one, read already. */
	return codec_read(error_rows, 1, NULL, in, &first, v, m);
}

enum err_code
msg_problem_read(const char *text, size_t len, struct msg_problem *m, struct err *e)
{
	struct json_in in = { false, e };
	json_t *root;
	enum err_code rc = json_parse(text, len, LIMIT_BODY_BYTES, &root, e);

	*m = (struct msg_problem){ 0 };
	if (rc != ERR_OK)
		return rc;
	rc = read_problem(&in, root, m);
	json_decref(root);
	return rc;
}
